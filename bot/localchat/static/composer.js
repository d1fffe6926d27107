// The input: text, replies, edits, pictures.

import { renderQuote } from "./bubble.js";
import { byId, h, icon, toggle } from "./dom.js";
import { t } from "./words.js";

const isTouch = matchMedia("(pointer: coarse)").matches;

export class Composer {
  /** `on` has send(text, replyTo), edit(id, text), picture(file, caption), input(text), lastOwn(), and keys(event) → taken. */
  constructor(on) {
    this.on = on;
    this.input = byId("input");
    this.mode = null; // {kind: "reply" | "edit", message}
    this.input.placeholder = t("message");
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("paste", (event) => this.takeFile(event, event.clipboardData?.files));
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => this.takeFile(event, event.dataTransfer?.files));
    byId("composer").addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    byId("attach").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", (event) => {
      this.takeFile(event, event.target.files);
      event.target.value = "";
    });
    this.changed();
  }

  get text() { return this.input.value; }

  set(text) {
    this.input.value = text;
    this.changed();
    this.focus();
    this.input.setSelectionRange(text.length, text.length);
  }

  focus() { this.input.focus({ preventScroll: true }); }

  reply(message) { this.enter({ kind: "reply", message }); }

  edit(message) {
    this.enter({ kind: "edit", message });
    this.set(message.text);
  }

  leave() {
    if (this.mode?.kind === "edit") this.input.value = "";
    this.mode = null;
    toggle(byId("context"), false);
    this.changed();
  }

  enter(mode) {
    this.mode = mode;
    const { message } = mode;
    const name = mode.kind === "edit" ? t("editing") : message.isOwn ? t("you") : byId("bot-name").textContent;
    byId("context").replaceChildren(
      icon(mode.kind === "edit" ? "edit" : "reply"),
      renderQuote({ ...message, name }, () => {}),
      h("button", { type: "button", class: "round", "aria-label": t("close"), onclick: () => this.leave() }, icon("close")));
    toggle(byId("context"), true);
    this.changed();
    this.focus();
  }

  changed() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
    byId("send").disabled = !this.text.trim();
    byId("send").replaceChildren(icon(this.mode?.kind === "edit" ? "check" : "send"));
    this.on.input(this.text);
  }

  submit() {
    const text = this.text.trim();
    if (!text) return;
    const { mode } = this;
    this.mode = null;
    this.input.value = "";
    this.leave();
    if (mode?.kind === "edit") this.on.edit(mode.message.id, text);
    else this.on.send(text, mode?.message.id ?? 0);
  }

  takeFile(event, files) {
    const picture = [...(files ?? [])].find((file) => file.type.startsWith("image/"));
    if (!picture) return;
    event.preventDefault();
    const caption = this.text.trim();
    this.input.value = "";
    this.leave();
    this.on.picture(picture, caption);
  }

  onKey(event) {
    if (event.isComposing || this.on.keys(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !isTouch) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape" && this.mode) {
      this.leave();
    } else if (event.key === "ArrowUp" && !this.text && !this.mode) {
      const message = this.on.lastOwn();
      if (message) { event.preventDefault(); this.edit(message); }
    }
  }
}
