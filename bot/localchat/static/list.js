// The conversation: messages in order, joined into groups, kept at the newest.

import { renderMessage } from "./bubble.js";
import { byId, h, toggle } from "./dom.js";
import { formatDay } from "./words.js";

const JOINED_SECONDS = 300;
const NEAR_PIXELS = 140;

export class MessageList {
  constructor(botName, on, loadOlder) {
    this.messages = new Map();
    this.rows = new Map();
    this.botName = botName;
    this.on = on;
    this.list = byId("list");
    this.scroll = byId("scroll");
    this.unread = 0;
    this.hasMore = false;
    this.loadOlder = loadOlder;
    this.isAtEnd = true; // whether new messages are followed
    this.lastTop = 0;
    this.scroll.addEventListener("scroll", () => this.onScroll(), { passive: true });
    new ResizeObserver(() => this.isAtEnd && this.toEnd("instant")).observe(this.scroll);
    byId("to-bottom").addEventListener("click", () => this.toEnd("smooth"));
  }

  /** Show all of these, in place of what is shown. */
  reset(messages, hasMore) {
    this.messages = new Map(messages.map((message) => [message.id, message]));
    this.rows.clear();
    this.hasMore = hasMore;
    for (const message of messages) this.rows.set(message.id, this.render(message));
    this.arrange();
    this.toEnd("instant");
  }

  /** A new message, or an old one that changed. */
  put(message) {
    const wasAtEnd = this.isAtEnd;
    const old = this.rows.get(message.id);
    const row = this.render(message);
    if (!old) row.classList.add("is-new");
    this.messages.set(message.id, message);
    this.rows.set(message.id, row);
    this.arrange();
    if (wasAtEnd || (!old && message.isOwn)) this.toEnd(old ? "instant" : "smooth");
    else if (!old) this.count(this.unread + 1);
  }

  remove(id) {
    this.messages.delete(id);
    this.rows.delete(id);
    this.arrange();
  }

  sorted() {
    return [...this.messages.values()].sort((a, b) => a.id - b.id);
  }

  /** Scroll to a message and let it light up. */
  show(id) {
    const row = this.rows.get(id);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: "smooth" });
    row.classList.remove("is-flashing");
    requestAnimationFrame(() => row.classList.add("is-flashing"));
  }

  toEnd(behavior) {
    this.scroll.scrollTo({ top: this.scroll.scrollHeight, behavior });
    this.isAtEnd = true;
    this.count(0);
    toggle(byId("to-bottom"), false);
  }

  render(message) {
    return renderMessage(message, this.botName, this.on);
  }

  /** Put rows and days into order, touching only what is out of place. */
  arrange() {
    const wanted = [];
    const messages = this.sorted();
    let shownDay = "";
    messages.forEach((message, index) => {
      const day = formatDay(message.date);
      const isNewDay = day !== shownDay;
      if (isNewDay) wanted.push(h("li", { class: "day" }, day));
      shownDay = day;
      const row = this.rows.get(message.id);
      const [before, after] = [messages[index - 1], messages[index + 1]];
      row.classList.toggle("is-joined", !isNewDay && belong(before, message));
      row.classList.toggle("is-last", !belong(message, after));
      wanted.push(row);
    });
    const days = [...this.list.querySelectorAll(".day")];
    const kept = wanted.map((node) => (node.className === "day" ? days.find((old) => old.textContent === node.textContent) ?? node : node));
    const keep = new Set(kept);
    for (const child of [...this.list.children]) if (!keep.has(child)) child.remove();
    kept.forEach((node, index) => {
      if (this.list.children[index] !== node) this.list.insertBefore(node, this.list.children[index] ?? null);
    });
  }

  count(number) {
    this.unread = number;
    byId("unread").textContent = number || "";
  }

  async onScroll() {
    const left = this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight;
    const isGoingUp = this.scroll.scrollTop < this.lastTop;
    this.lastTop = this.scroll.scrollTop;
    if (left < NEAR_PIXELS) this.isAtEnd = true;
    else if (isGoingUp) this.isAtEnd = false; // going down is our own way to the end
    toggle(byId("to-bottom"), !this.isAtEnd && this.rows.size > 0);
    if (this.isAtEnd) this.count(0);
    if (this.scroll.scrollTop < 80 && this.hasMore) {
      this.hasMore = false;
      const height = this.scroll.scrollHeight;
      const older = await this.loadOlder(this.sorted()[0].id);
      for (const message of older.messages) {
        this.messages.set(message.id, message);
        this.rows.set(message.id, this.render(message));
      }
      this.hasMore = older.hasMore;
      this.arrange();
      this.scroll.scrollTop += this.scroll.scrollHeight - height;
    }
  }
}

function belong(one, other) {
  return Boolean(one && other) && one.isOwn === other.isOwn && other.date - one.date < JOINED_SECONDS;
}
