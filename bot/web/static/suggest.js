// The list of suggestions under the search box: arrows choose, Enter takes, Escape closes. htmx brings what is in it.

const box = document.querySelector("#q");
const list = document.querySelector("#suggestions");
const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

box.setAttribute("role", "combobox");
box.setAttribute("aria-autocomplete", "list");
box.setAttribute("aria-expanded", "false");
box.setAttribute("aria-controls", "suggestions");

function choose(next) {
  for (const option of options()) option.setAttribute("aria-selected", String(option === next));
  if (next) box.setAttribute("aria-activedescendant", next.id);
  else box.removeAttribute("aria-activedescendant");
  next?.scrollIntoView({ block: "nearest" });
}

function close() {
  list.replaceChildren();
  renew();
}

function renew() {
  box.setAttribute("aria-expanded", String(options().length > 0));
  box.removeAttribute("aria-activedescendant");
}

function take(option) {
  box.value = option.dataset.query;
  close();
  box.form.requestSubmit();
}

box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const all = options();
  const at = all.indexOf(chosen());
  if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") choose(all[at <= 0 ? all.length - 1 : at - 1]);
  else if (event.key === "Enter" && chosen()) take(chosen());
  else if (event.key === "Escape" && all.length) close();
  else return;
  event.preventDefault();
});

list.addEventListener("htmx:afterSwap", renew);
list.addEventListener("mousedown", (event) => {
  event.preventDefault(); // the box keeps the focus
  const option = event.target.closest("[role=option]");
  if (option) take(option);
});
box.addEventListener("blur", close);
