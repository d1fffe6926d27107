// What opens above the input: the commands behind "/", and the results of an inline search.

import { byId, h, toggle } from "./dom.js";
import { post } from "./net.js";
import { t } from "./words.js";

const PAUSE_MS = 220;

export class CommandMenu {
  constructor(onChoose) {
    this.commands = [];
    this.box = byId("commands");
    this.onChoose = onChoose;
    this.selected = 0;
  }

  /** Show what fits the text so far. */
  update(text) {
    const typed = /^\/(\w*)$/.exec(text);
    this.fitting = typed ? this.commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    this.selected = 0;
    this.draw();
  }

  get isOpen() { return !this.box.hidden; }

  draw() {
    this.box.replaceChildren(...this.fitting.map(({ command, description }, index) =>
      h("button", { type: "button", role: "option", "aria-selected": String(index === this.selected), onclick: () => this.onChoose(command) },
        h("b", {}, `/${command}`), h("span", {}, description))));
    toggle(this.box, this.fitting.length > 0);
  }

  /** Arrow keys, Enter and Tab belong to the open menu. */
  takeKey(event) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.selected = (this.selected + step + this.fitting.length) % this.fitting.length;
      this.draw();
      this.box.children[this.selected].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" || event.key === "Tab") {
      this.onChoose(this.fitting[this.selected].command);
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }
}

export class InlineStrip {
  /** `on` has chosen(), start(parameter). */
  constructor(username, on) {
    this.pattern = new RegExp(`^@${username}\\s([\\s\\S]*)$`, "i");
    this.box = byId("strip");
    this.on = on;
    this.turn = 0;
    this.box.addEventListener("scroll", () => this.more(), { passive: true });
  }

  /** Search for what is typed behind the bot's name. */
  update(text) {
    const match = this.pattern.exec(text);
    clearTimeout(this.timer);
    this.turn += 1;
    if (!match) {
      toggle(this.box, false);
      this.query = null;
    } else if (match[1] !== this.query) {
      [, this.query] = match;
      if (this.box.hidden) this.say(t("searching"), true);
      this.timer = setTimeout(() => this.search(this.turn), PAUSE_MS);
    }
  }

  async search(turn) {
    const answer = await post("/chat/inline", { query: this.query });
    if (turn !== this.turn) return;
    this.next = answer.nextOffset;
    this.box.replaceChildren(...this.render(answer, h("div", { class: "grid" })));
    if (!answer.results.length) this.say(answer.isLate ? t("late") : t("nothing"));
    if (answer.button) this.box.prepend(this.renderButton(answer.button));
    this.box.scrollTop = 0;
  }

  async more() {
    const isNear = this.box.scrollTop + this.box.clientHeight > this.box.scrollHeight - 120;
    if (!isNear || !this.next) return;
    const offset = this.next;
    this.next = "";
    const { turn } = this;
    const answer = await post("/chat/inline", { query: this.query, offset });
    if (turn !== this.turn) return;
    this.next = answer.nextOffset;
    this.box.append(...this.render(answer, this.box.querySelector(".grid") ?? h("div", { class: "grid" })));
  }

  render(answer, grid) {
    const lines = [];
    for (const result of answer.results) {
      if (result.photo) grid.append(this.renderTile(result));
      else lines.push(h("button", { type: "button", class: "line", onclick: () => this.choose(result) }, h("b", {}, result.title), h("small", {}, result.description)));
    }
    return [...lines, grid];
  }

  renderTile(result) {
    return h("button", { type: "button", class: "tile", title: result.title, onclick: () => this.choose(result) },
      h("img", { src: result.photo.url, alt: result.title, loading: "lazy" }),
      result.title ? h("span", {}, h("b", {}, result.title)) : null);
  }

  renderButton(button) {
    return h("button", { type: "button", class: "line", onclick: () => this.on.start(button.start_parameter ?? "") }, h("b", {}, button.text));
  }

  say(words, isWaiting = false) {
    this.box.replaceChildren(h("p", { class: isWaiting ? "none is-waiting" : "none" }, words));
    toggle(this.box, true);
  }

  async choose(result) {
    await post("/chat/choose", { id: result.id });
    this.on.chosen();
  }
}
