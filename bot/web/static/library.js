// What a library does by itself in a browser with scripts; without them every page still works.

const $ = (selector) => document.querySelector(selector);
const rows = () => [...document.querySelectorAll("#links > li")];
const boxes = () => [...document.querySelectorAll("#links [type=checkbox]")];
const shelf = $(".shelf");
const keys = $("#keys");

// Keys.

function walk(step) {
  const all = rows();
  const next = all[Math.min(Math.max(all.findIndex((row) => row.matches(".current")) + step, 0), all.length - 1)];
  for (const row of all) row.classList.toggle("current", row === next);
  next?.querySelector("h2 a").focus();
}

const acts = {
  "/": () => $("#q").focus(),
  j: () => walk(1),
  k: () => walk(-1),
  o: () => $(".current h2 a")?.click(),
  x: () => $(".current [type=checkbox]")?.click(),
  n: () => {
    $(".add").open = true;
    $(".add [name=url]").focus();
  },
  "?": () => keys.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
  if (event.key === "Escape") for (const open of document.querySelectorAll(".drop[open]")) open.open = false;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  if (!Object.hasOwn(acts, event.key)) return;
  event.preventDefault();
  acts[event.key]();
});

// Buttons that do nothing without a script appear with it.

for (const button of document.querySelectorAll("button[hidden]")) button.hidden = false;
$("[data-opens=keys]").addEventListener("click", () => keys.showModal());
$("[data-chooses=all]").addEventListener("click", () => {
  const isAll = boxes().every((box) => box.checked);
  for (const box of boxes()) box.checked = !isAll;
  count();
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll(".drop[open]")) if (!open.contains(event.target)) open.open = false;
});

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  $("[data-chosen]").textContent = chosen ? `${chosen} ✓` : "";
}
shelf.addEventListener("change", count);

// Rows that another answer has replaced are ticked no more; a link that was added leaves an empty form behind.

document.addEventListener("htmx:afterRequest", (event) => {
  count();
  const isPost = event.detail.requestConfig.verb === "post";
  if (isPost) htmx.ajax("GET", location.href, { target: "#total", select: "#total", swap: "outerHTML" });
  if (event.detail.xhr.status < 400 && event.target.matches(".add form")) {
    event.target.reset();
    $(".add").open = false;
    $(".nothing")?.remove();
  }
});

// The server says which links have changed; their rows are asked for anew. What lies on another page has no place here.

const events = new EventSource(shelf.dataset.events);
events.addEventListener("changed", (event) => {
  const shown = JSON.parse(event.data).filter((id) => document.getElementById(`link-${id}`));
  const search = new URLSearchParams(new URL(shelf.dataset.rows, location.href).search);
  for (const id of shown) search.append("link", id);
  window.htmx?.ajax("GET", `${shelf.dataset.rows.split("?")[0]}?${search}`, { swap: "none" });
});
addEventListener("pagehide", () => events.close());
