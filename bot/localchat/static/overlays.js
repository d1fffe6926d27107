// What lies above the page: menus, a picture in full, toasts, alerts, the theme.

import { byId, h, icon } from "./dom.js";
import { t } from "./words.js";

const TOAST_MS = 2600;
const THEMES = ["auto", "light", "dark"];

/** A menu at a place; items are [icon, words, act], null for a line. */
export function openMenu(x, y, items) {
  const menu = byId("menu");
  menu.replaceChildren(...items.map((item) => {
    if (!item) return h("hr");
    const [name, words, act] = item;
    return h("button", { type: "button", role: "menuitem", onclick: () => { menu.hidePopover(); act(); } }, icon(name), words);
  }));
  menu.showPopover();
  const { offsetWidth: width, offsetHeight: height } = menu; // not the rectangle: it is still growing
  menu.style.left = `${Math.max(8, Math.min(x, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, Math.min(y, innerHeight - height - 8))}px`;
  menu.querySelector("button")?.focus({ preventScroll: true });
}

/** The largest size of a photo; a click shows it at full width. */
export function viewPhoto(photo) {
  const viewer = byId("viewer");
  const image = h("img", { src: photo.fullUrl, alt: t("photo") });
  viewer.classList.remove("is-zoomed");
  image.addEventListener("click", (event) => { event.stopPropagation(); viewer.classList.toggle("is-zoomed"); });
  viewer.replaceChildren(h("button", { type: "button", class: "round", "aria-label": t("close") }, icon("close")), image);
  viewer.onclick = () => viewer.close();
  viewer.showModal();
  viewer.scrollTop = 0;
}

let toastTimer;

export function toast(words) {
  const box = byId("toast");
  box.textContent = words;
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.hidePopover(), TOAST_MS);
}

export function alertBox(words) {
  const box = byId("alert");
  box.replaceChildren(h("p", {}, words), h("button", { type: "button", onclick: () => box.close() }, t("ok")));
  box.showModal();
}

export async function copy(text) {
  await navigator.clipboard.writeText(text);
  toast(t("copied"));
}

export const themeName = () => localStorage.getItem("theme") ?? "auto";

export function applyTheme(name = themeName()) {
  localStorage.setItem("theme", name);
  if (name === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = name;
}

export const nextTheme = () => applyTheme(THEMES[(THEMES.indexOf(themeName()) + 1) % THEMES.length]);
