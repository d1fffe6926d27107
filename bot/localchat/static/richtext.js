// A text and its entities as nodes. Offsets are UTF-16 units, which is what JavaScript counts in.

import { h } from "./dom.js";

const PLAIN = { bold: "b", italic: "i", underline: "u", strikethrough: "s" };
const FOLDED_LINES = 3;

/** `on` has what a tap does: command(text), mention(text), hashtag(text), link(event, url), copy(text). */
export function renderText(text, entities, on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, 0, text.length, sorted, on);
}

function build(text, start, end, entities, on) {
  const nodes = [];
  let position = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const from = Math.max(entity.offset, position);
    const to = Math.min(entity.offset + entity.length, end);
    rest = others;
    if (to <= from) continue;
    if (from > position) nodes.push(text.slice(position, from));
    const inner = others.filter((other) => other.offset < to);
    nodes.push(wrap(entity, text.slice(from, to), build(text, from, to, inner, on), on));
    rest = others.filter((other) => other.offset + other.length > to);
    position = to;
  }
  if (position < end) nodes.push(text.slice(position, end));
  return nodes;
}

function wrap(entity, text, children, on) {
  if (entity.type in PLAIN) return h(PLAIN[entity.type], {}, children);
  const make = MAKERS[entity.type];
  return make ? make(text, children, on, entity) : h("span", {}, children);
}

const MAKERS = {
  url: (text, children, on) => link(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`, children, on),
  text_link: (text, children, on, entity) => link(entity.url, children, on),
  email: (text, children, on) => link(`mailto:${text}`, children, on),
  mention: (text, children, on) => tap(children, () => on.mention(text)),
  hashtag: (text, children, on) => tap(children, () => on.hashtag(text)),
  bot_command: (text, children, on) => tap(children, () => on.command(text)),
  code: (text, children, on) => h("code", { onclick: () => on.copy(text) }, children),
  pre: (text, children) => h("pre", {}, h("code", {}, children)),
  blockquote: (text, children) => h("blockquote", {}, children),
  expandable_blockquote: (text, children) => expandable(text, children),
  spoiler: (text, children) => h("span", { class: "spoiler", onclick: (event) => event.currentTarget.classList.add("is-shown") }, children),
};

const tap = (children, act) => h("button", { type: "button", class: "tap", onclick: act }, children);

function link(url, children, on) {
  const isSafe = /^(https?|mailto|ftp|tg):/i.test(url);
  return h("a", {
    href: isSafe ? url : undefined, target: "_blank", rel: "noopener noreferrer", title: url, onclick: (event) => on.link(event, url),
  }, children);
}

function expandable(text, children) {
  const isLong = text.length > 120 || text.split("\n").length > FOLDED_LINES;
  if (!isLong) return h("blockquote", {}, children);
  const quote = h("blockquote", { class: "is-expandable is-folded", tabIndex: 0 }, children);
  quote.addEventListener("click", (event) => {
    if (event.target.closest("a, button")) return;
    quote.classList.toggle("is-folded");
  });
  return quote;
}
