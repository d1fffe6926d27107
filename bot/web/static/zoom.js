// The picture is made large where it stands, and small again; without scripts its link opens it.

const link = document.querySelector("[data-zooms]");
const caption = link.closest("figure").querySelector("figcaption");

function show(isLarge) {
  link.classList.toggle("zoomed", isLarge);
  link.setAttribute("aria-expanded", isLarge);
  caption.textContent = isLarge ? link.dataset.out : link.dataset.in;
}

// The place that was pointed at comes into the middle; by the keyboard, what is at the top of the window.
function zoom(x, y) {
  const before = link.getBoundingClientRect();
  const across = (x - before.left) / before.width;
  const down = (y - before.top) / before.height;
  show(true);
  link.scrollIntoView({ block: "nearest" });
  link.scrollLeft = across * link.scrollWidth - link.clientWidth / 2;
  link.scrollTop = down * link.scrollHeight - link.clientHeight / 2;
  link.focus({ preventScroll: true });
}

show(false);

link.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // as any other link
  event.preventDefault();
  if (link.matches(".zoomed")) return show(false);
  const box = link.getBoundingClientRect();
  const isPointed = event.detail > 0; // and not by a key
  zoom(isPointed ? event.clientX : box.left, isPointed ? event.clientY : Math.max(box.top, 0));
});

// Arrows move about in what is large, as in all that scrolls.
link.addEventListener("keydown", (event) => {
  if (event.key === "Escape") show(false);
});
