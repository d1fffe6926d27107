// Joins the parts of the chat page.

import { Composer } from "./composer.js";
import { byId, h, icon, toggle } from "./dom.js";
import { MessageList } from "./list.js";
import { follow, get, post, postFile } from "./net.js";
import { alertBox, applyTheme, copy, nextTheme, openMenu, themeName, toast, viewPhoto } from "./overlays.js";
import { CommandMenu, InlineStrip } from "./suggestions.js";
import { t, telegramLanguage } from "./words.js";

const ACTION_MS = 5500;

let state, list, composer, commands, strip, actionTimer;
let isConnected = true;

const guarded = (act) => async (...values) => {
  try {
    return await act(...values);
  } catch (error) {
    console.warn(error);
    return toast(t("failed"));
  }
};

const send = guarded((text, replyTo = 0) => post("/chat/send", { text, replyTo }));
const forwardSample = guarded(() => post("/chat/forward"));

const on = {
  quote: (id) => list.show(id),
  view: (message) => viewPhoto(message.photo),
  command: (text) => send(text),
  mention: (text) => (text.toLowerCase() === `@${state.bot.username}`.toLowerCase() ? composer.set(`${text} `) : copy(text)),
  hashtag: (text) => composer.set(`@${state.bot.username} ${text}`),
  copy: guarded(copy),
  link: (event, url) => {
    const start = new RegExp(`^(?:https?://t\\.me/|tg://resolve\\?domain=)${state.bot.username}[?&]start=([\\w-]+)$`, "i").exec(url);
    if (start) { event.preventDefault(); send(`/start ${start[1]}`); }
  },
  key: guarded(async (message, button, row, column, element) => {
    if (button.kind === "copy_text") return copy(button.value);
    if (button.kind.startsWith("switch_inline_query")) return composer.set(`@${state.bot.username} ${button.value}`);
    if (button.kind !== "callback_data") return window.open(button.value, "_blank", "noopener");
    element.classList.add("is-busy");
    const answer = await post("/chat/press", { id: message.id, row, column }).finally(() => element.classList.remove("is-busy"));
    if (answer.isLate) return toast(t("late"));
    if (!answer.text) return null;
    return answer.isAlert ? alertBox(answer.text) : toast(answer.text);
  }),
};

function showStatus(action = "") {
  const status = byId("status");
  status.textContent = isConnected ? (action ? t(action) === action ? t("busy") : t(action) : t("bot")) : t("connecting");
  status.classList.toggle("is-active", Boolean(action) && isConnected);
  clearTimeout(actionTimer);
  if (action) actionTimer = setTimeout(() => showStatus(), ACTION_MS);
}

function showStage() {
  const messages = list.sorted();
  const isStarted = messages.length > 0;
  toggle(byId("start"), !isStarted);
  toggle(byId("pill"), isStarted);
  toggle(byId("welcome"), !isStarted);
  const hasLink = messages.some((message) => message.isOwn && message.entities.some(({ type }) => type === "url" || type === "text_link"));
  const isIdle = !composer?.text && !composer?.mode;
  toggle(byId("hint"), isStarted && isIdle && !hasLink && !localStorage.getItem("hint-closed"));
}

function drawFixed() {
  document.title = state.bot.name;
  byId("bot-name").textContent = state.bot.name;
  byId("start").textContent = t("start");
  for (const [id, key] of [["attach", "attach"], ["slash", "commands"], ["search", "search"], ["more", "more"], ["send", "send"], ["to-bottom", "newest"]]) {
    byId(id).title = t(key);
    byId(id).setAttribute("aria-label", t(key));
  }
  byId("welcome").replaceChildren(h("div", { class: "avatar" }, icon("logo")), h("h2", {}, state.bot.name), h("p", {}, state.description || t("welcome")));
  byId("hint").replaceChildren(
    h("p", {}, t("hint")),
    h("div", { class: "chips" },
      h("button", { type: "button", class: "chip", id: "send-sample", onclick: () => send(state.sampleUrl) }, icon("spark"), t("sendSample")),
      h("button", { type: "button", class: "chip", id: "forward-sample", onclick: forwardSample }, icon("forward"), t("forwardSample"))),
    h("button", { type: "button", class: "round", "aria-label": t("close"), onclick: () => { localStorage.setItem("hint-closed", "1"); showStage(); } }, icon("close")));
}

function openBubbleMenu(event) {
  const row = event.target.closest(".row");
  const isPart = event.target.closest("a, button, code, blockquote.is-expandable, .spoiler");
  if (!row || isPart || !event.target.closest(".bubble") || String(getSelection())) return;
  event.preventDefault();
  const message = list.messages.get(Number(row.dataset.id));
  const canEdit = message.isOwn && message.text && !message.forwardedFrom && !message.viaBot;
  openMenu(event.clientX, event.clientY, [
    ["reply", t("reply"), () => composer.reply(message)],
    canEdit ? ["edit", t("edit"), () => composer.edit(message)] : false,
    message.text ? ["copy", t("copyText"), () => on.copy(message.text)] : false,
    message.isOwn ? ["forward", t("forwardAs"), guarded(() => post("/chat/forward", { id: message.id }))] : false,
  ].filter((item) => item !== false));
}

function openHeaderMenu(event) {
  const place = event.currentTarget.getBoundingClientRect();
  openMenu(place.right, place.bottom + 4, [
    ["spark", t("sendSample"), () => send(state.sampleUrl)],
    ["forward", t("forwardSample"), forwardSample],
    null,
    ["theme", t({ auto: "themeAuto", light: "themeLight", dark: "themeDark" }[themeName()]), nextTheme],
  ]);
}

function onInput(text) {
  commands?.update(text);
  strip?.update(text);
  if (list) showStage();
}

async function refresh() {
  state = await get("/chat/state");
  commands.commands = state.commands;
  list.reset(state.messages, state.hasMore);
  drawFixed();
  showStage();
}

const onEvent = guarded(async (event) => {
  if (event.kind === "message") {
    list.put(event.message);
    if (!event.message.isOwn) showStatus();
  } else if (event.kind === "deleted") list.remove(event.message_id);
  else if (event.kind === "action") showStatus(event.action);
  else if (event.kind === "reload" || event.kind === "commands") await refresh();
  showStage();
});

function wire() {
  list = new MessageList(state.bot.name, on, (before) => get(`/chat/history?before=${before}`));
  commands = new CommandMenu((command) => { composer.set(""); send(`/${command}`); });
  strip = new InlineStrip(state.bot.username, {
    chosen: () => composer.set(""),
    start: (parameter) => { composer.set(""); send(`/start ${parameter}`.trim()); },
  });
  composer = new Composer({
    send,
    edit: guarded((id, text) => post("/chat/edit", { id, text })),
    picture: async (file, caption) => {
      try {
        await postFile(`/chat/photo?caption=${encodeURIComponent(caption)}`, file);
      } catch (error) {
        console.warn(error);
        toast(t("notPicture"));
      }
    },
    input: onInput,
    lastOwn: () => list.sorted().findLast((message) => message.isOwn && message.text && !message.forwardedFrom),
    keys: (event) => commands.takeKey(event),
  });
  byId("start").addEventListener("click", () => send("/start"));
  byId("slash").addEventListener("click", () => composer.set(composer.text === "/" ? "" : "/"));
  byId("search").addEventListener("click", () => composer.set(`@${state.bot.username} `));
  byId("more").addEventListener("click", openHeaderMenu);
  byId("list").addEventListener("click", openBubbleMenu);
  byId("list").addEventListener("contextmenu", openBubbleMenu);
  byId("list").addEventListener("dblclick", (event) => {
    const row = event.target.closest(".row");
    if (row && !event.target.closest("a, button")) composer.reply(list.messages.get(Number(row.dataset.id)));
  });
}

applyTheme();
await post("/chat/hello", { language: telegramLanguage() });
state = await get("/chat/state");
wire();
commands.commands = state.commands;
list.reset(state.messages, state.hasMore);
drawFixed();
showStatus();
showStage();
follow(state.mark, onEvent, (stands) => { isConnected = stands; showStatus(); });
if (!matchMedia("(pointer: coarse)").matches && state.messages.length) composer.focus();
document.documentElement.dataset.ready = "1";
