// Keys of the library: / searches, j and k go from link to link, x selects, Enter opens. The page works without them.

const links = [...document.querySelectorAll(".links > li")];
let at = -1;

function go(step) {
  at = Math.min(Math.max(at + step, 0), links.length - 1);
  for (const link of links) link.classList.remove("current");
  links[at]?.classList.add("current");
  links[at]?.querySelector("h2 a").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "x") links[at]?.querySelector("[type=checkbox]").click();
  else if (event.key === "/") document.querySelector("#q").focus();
  else return;
  event.preventDefault();
});

// Links on their way are shown as they come: a page hears which have changed and reads itself anew.

async function renew(ids) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of [...ids.map((id) => `link-${id}`), "glance"]) {
    const [here, there] = [document.getElementById(name), fresh.getElementById(name)];
    if (!here || !there) continue;
    const isTicked = here.querySelector("[type=checkbox]")?.checked;
    here.className = there.className;
    here.replaceChildren(...there.childNodes);
    if (isTicked) here.querySelector("[type=checkbox]").checked = true;
  }
}

const shelf = document.querySelector("[data-events]");
if (shelf) {
  const events = new EventSource(shelf.dataset.events);
  events.addEventListener("changed", (event) => renew(JSON.parse(event.data)));
  addEventListener("pagehide", () => events.close());
}
