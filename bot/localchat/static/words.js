// The page's own words, and dates and sizes as people write them.

const EN = {
  bot: "bot", connecting: "connecting…", typing: "typing", upload_photo: "sending a photo", upload_document: "sending a file",
  busy: "working", message: "Message", start: "Start", today: "Today", yesterday: "Yesterday", edited: "edited", via: "via",
  forwarded: "Forwarded from", you: "You", photo: "Photo", reply: "Reply", edit: "Edit", copyText: "Copy text", copied: "Copied",
  forwardAs: "Forward as from a channel", attach: "Send a picture", commands: "Commands", search: "Search saved pages",
  more: "More", send: "Send", close: "Close", editing: "Edit message", sendSample: "Send this sample link",
  forwardSample: "Forward a sample post", themeAuto: "Theme: system", themeLight: "Theme: light", themeDark: "Theme: dark",
  hint: "Paste any link to keep the page. Or try it without the internet:", nothing: "Nothing found", searching: "Searching…",
  late: "The bot did not answer in time", failed: "That did not work", notPicture: "This is not a picture that Telegram would take",
  welcome: "A chat on this machine only. Press Start to begin.", ok: "OK", newest: "To the newest message", open: "Open",
};
const ZH = {
  bot: "机器人", connecting: "正在连接…", typing: "正在输入", upload_photo: "正在发送图片", upload_document: "正在发送文件",
  busy: "正在处理", message: "输入消息", start: "开始", today: "今天", yesterday: "昨天", edited: "已编辑", via: "来自",
  forwarded: "转发自", you: "你", photo: "图片", reply: "回复", edit: "编辑", copyText: "复制文字", copied: "已复制",
  forwardAs: "模拟从频道转发", attach: "发送图片", commands: "命令", search: "搜索已保存的网页",
  more: "更多", send: "发送", close: "关闭", editing: "编辑消息", sendSample: "发送示例链接",
  forwardSample: "转发一条示例", themeAuto: "主题：跟随系统", themeLight: "主题：浅色", themeDark: "主题：深色",
  hint: "粘贴任意链接即可保存网页。也可以离线试一试：", nothing: "没有找到", searching: "正在搜索…",
  late: "机器人没有及时回应", failed: "操作没有成功", notPicture: "Telegram 不接受这样的图片",
  welcome: "这个聊天只在本机运行。点击“开始”吧。", ok: "好", newest: "回到最新消息", open: "打开",
};

export const language = navigator.language || "en";
const isChinese = /^zh\b/i.test(language);
const WORDS = isChinese ? ZH : EN;
document.documentElement.lang = isChinese ? "zh-Hans" : "en";

export const t = (key) => WORDS[key] ?? EN[key] ?? key;

/** The code that Telegram's apps would send for this browser's language. */
export function telegramLanguage() {
  if (!isChinese) return language.split("-")[0].toLowerCase();
  return /hant|tw|hk|mo/i.test(language) ? "zh-hant" : "zh-hans";
}

const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long" });
const dayOfYear = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", year: "numeric" });

export const formatTime = (seconds) => clock.format(new Date(seconds * 1000));

export function formatDay(seconds) {
  const date = new Date(seconds * 1000);
  const now = new Date();
  const days = Math.round((new Date(now).setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date);
}

export function formatSize(bytes) {
  const units = ["B", "KB", "MB", "GB"];
  let step = 0;
  let size = bytes;
  while (size >= 1024 && step < units.length - 1) { size /= 1024; step += 1; }
  return `${size.toLocaleString(language, { maximumFractionDigits: size < 10 && step ? 1 : 0 })} ${units[step]}`;
}
