// One message as an element.

import { h, icon } from "./dom.js";
import { renderText } from "./richtext.js";
import { formatSize, formatTime, t } from "./words.js";

const TALLEST = 1.25; // height of a shown photo by its width; the rest is in the viewer
const NARROWEST = 0.35;
const KEY_ICONS = {
  url: "link", copy_text: "copy", switch_inline_query: "search", switch_inline_query_current_chat: "search", web_app: "link",
};

/** `on` has what can be done: quote(id), view(message), key(message, button, row, column, element), and richtext's. */
export function renderMessage(message, botName, on) {
  const isBare = Boolean(message.photo) && !message.text;
  const names = ["row", message.isOwn && "is-own", message.photo && "has-photo", isBare && "is-bare", message.buttons.length && "has-keyboard"];
  const head = [origin(message, botName), message.reply && renderQuote(message.reply, () => on.quote(message.reply.id))];
  if (head.some(Boolean)) names.push("under-head");
  const bubble = h("div", { class: "bubble" },
    head,
    message.photo && renderPhoto(message.photo, () => on.view(message)),
    message.document && renderDocument(message.document),
    h("div", { class: "words" }, message.text ? renderText(message.text, message.entities, on) : null, meta(message)),
    message.reactions.length ? h("div", { class: "reactions" }, message.reactions.map((emoji) => h("span", {}, emoji))) : null,
  );
  return h("li", { class: names.filter(Boolean).join(" "), "data-id": message.id }, bubble, keyboard(message, on));
}

/** The little box that shows what is replied to. */
export function renderQuote(reply, act) {
  const words = reply.text || (reply.photo ? t("photo") : reply.document?.name ?? "");
  return h("button", { type: "button", class: "quoted", onclick: act },
    reply.photo && h("img", { src: reply.photo.url, alt: "" }),
    h("span", {}, h("b", {}, reply.name || t("you")), h("i", {}, words)));
}

function origin(message, botName) {
  if (message.forwardedFrom) return h("span", { class: "from" }, h("span", {}, `${t("forwarded")} `), message.forwardedFrom);
  if (message.viaBot) return h("span", { class: "from" }, h("span", {}, `${t("via")} `), botName);
  return null;
}

function renderPhoto(photo, act) {
  const image = h("img", { src: photo.url, alt: t("photo"), class: "is-loading", decoding: "async" });
  image.addEventListener("load", () => image.classList.remove("is-loading"));
  const frame = h("button", { type: "button", class: "photo", "aria-label": t("photo"), onclick: act }, image);
  const ratio = Math.min(TALLEST, Math.max(NARROWEST, photo.height / photo.width));
  frame.style.aspectRatio = `1 / ${ratio}`;
  return frame;
}

function renderDocument(file) {
  return h("a", { class: "document", href: file.url, download: file.name },
    h("span", { class: "disc" }, icon("file")),
    h("span", {}, h("b", {}, file.name), h("small", {}, formatSize(file.size))));
}

function meta(message) {
  const time = new Date(message.date * 1000);
  return h("time", { class: "meta", dateTime: time.toISOString(), title: time.toLocaleString() },
    message.isEdited ? `${t("edited")} ${formatTime(message.date)}` : formatTime(message.date));
}

function keyboard(message, on) {
  if (!message.buttons.length) return null;
  return h("div", { class: "keyboard" }, message.buttons.map((buttons, row) =>
    h("div", {}, buttons.map((button, column) => key(message, button, row, column, on)))));
}

function key(message, button, row, column, on) {
  const inner = [button.text, KEY_ICONS[button.kind] ? icon(KEY_ICONS[button.kind]) : null];
  if (button.kind === "url") {
    return h("a", { class: "key", href: button.value, target: "_blank", rel: "noopener noreferrer",
      onclick: (event) => on.link(event, button.value) }, inner);
  }
  return h("button", { type: "button", class: "key", onclick: (event) => on.key(message, button, row, column, event.currentTarget) }, inner);
}
