// What Telegram says of its user stands behind our address, where servers do not see it: it is brought to ours here.

const given = new URLSearchParams(location.hash.slice(1)).get("tgWebAppData") ?? "";

// In a frame of Telegram Web, browsers keep no cookie of ours: there the library opens in a tab of its own.
const place = !given ? "outside" : window.top === window ? "inside" : "framed";

for (const part of document.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== place;

if (place === "framed") {
  document.querySelector("[data-when=framed] a").href = location.href;
} else if (place === "inside") {
  const form = document.querySelector("[data-when=inside]");
  form.elements.init_data.value = given;
  history.replaceState(null, "", location.pathname);
  form.submit();
}
