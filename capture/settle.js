// Brings a loaded page to rest: fonts, lazy parts, pictures, its own filling-in. Returns what it saw.
// Runs in our own world; state lives on that world's global, which the page cannot see.
async ({ max_height, patience_ms, scroll_ms, calm_ms, overlays, is_early }, clear) => {
  const state = (globalThis.snapkeep ??= { passed: 0, patience: patience_ms, mutations: 0, observer: null });
  const turn = (state.turn = (state.turn ?? 0) + 1);  // an earlier call that still runs has to make way
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  // A frame comes at once on a healthy page; a page that draws none must not hold us up.
  const frame = () => Promise.race([new Promise((resolve) => requestAnimationFrame(resolve)), pause(250)]);
  const root = () => document.scrollingElement ?? document.documentElement;
  const height = () => Math.max(root()?.scrollHeight ?? 0, document.body?.scrollHeight ?? 0);

  if (!state.observer) {
    state.observer = new MutationObserver(() => { state.mutations += 1; });
    state.observer.observe(document, { childList: true, characterData: true, subtree: true });
  }

  const loadLazyImages = () => {
    for (const image of document.querySelectorAll("img[loading=lazy], iframe[loading=lazy]")) image.loading = "eager";
  };

  // Without a script nothing waits to be scrolled to, once the browser's own lazy parts are told to come.
  const canReactToScrolling = () => document.scripts.length > 0 || document.querySelector("[onscroll]") !== null;

  const scrollThrough = async () => {
    if (!canReactToScrolling()) return;
    const end = performance.now() + scroll_ms;
    const step = Math.max(innerHeight, 400);
    let limit = Math.min(height(), max_height);
    // Observers look after the scripts of a frame have run: from within one, each place is looked at as it is reached.
    if (state.passed + innerHeight < limit) await frame();
    while (state.passed + innerHeight < limit && performance.now() < end && state.turn === turn) {
      state.passed += step;
      scrollTo({ top: state.passed, behavior: "instant" });
      await frame();
      limit = Math.min(height(), max_height);
      if (state.passed + innerHeight < limit) continue;
      await pause(30);  // the end came into view: observers hear of it after the frame
      limit = Math.min(height(), max_height);
    }
    if (scrollY && state.turn === turn) {
      scrollTo({ top: 0, behavior: "instant" });
      await frame();
    }
  };

  // Pictures that a script would have set, had it noticed us: their address stands in another attribute.
  const setForgotten = () => {
    for (const image of document.querySelectorAll("img[data-src], img[data-original], img[data-lazy-src], img[data-actualsrc]")) {
      if (image.currentSrc && !image.currentSrc.startsWith("data:")) continue;
      const { src, original, lazySrc, actualsrc } = image.dataset;
      let address;
      try { address = new URL(src || original || lazySrc || actualsrc, document.baseURI); } catch { continue; }
      const isNear = image.getBoundingClientRect().top + scrollY < max_height;
      if (isNear && /^https?:$/.test(address.protocol)) image.src = address.href;
    }
  };

  const decodeImages = () => {
    const waiting = [];
    for (const image of document.images) {
      if (!image.currentSrc || (image.complete && !image.naturalWidth)) continue;
      const box = image.getBoundingClientRect();
      if (box.width && box.height && box.top + scrollY < max_height) waiting.push(image.decode().catch(() => {}));
    }
    return Promise.race([Promise.all(waiting), pause(3000)]);
  };

  const layout = () => `${state.mutations}:${height()}:${document.getElementsByTagName("*").length}`;
  const becomeCalm = async () => {
    const end = performance.now() + calm_ms;
    let before = layout();
    for (let equal = 0; equal < 2 && performance.now() < end; ) {
      await frame();
      const after = layout();
      equal = after === before ? equal + 1 : 0;
      before = after;
    }
  };

  const looksUnfinished = () => {
    const body = document.body;
    if (!body || !document.scripts.length) return false;
    if (document.images.length > 3 || document.querySelector("canvas, video, svg, object, embed, iframe, form, h1, h2")) return false;
    const text = body.innerText.trim();
    if (text.length > 400) return false;
    if (document.querySelector("[aria-busy=true], [role=progressbar], [class*=spinner], [class*=skeleton]")) return true;
    if (/^\W*(loading|please wait|one moment|加载中|載入中|正在加载|请稍候|請稍候|読み込み中|로딩)/i.test(text)) return true;
    return text.length < 20 && !document.images.length;
  };

  const waitForFilling = async () => {
    while (state.patience > 0 && looksUnfinished()) {
      const began = performance.now();
      await pause(50);
      state.patience -= performance.now() - began;
    }
  };

  // What comes in slowly has come in, what goes round for ever stands still.
  const finishAnimations = () => {
    for (const animation of document.getAnimations().slice(0, 2000)) {
      if (animation.timeline !== document.timeline) continue;
      try {
        if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
        else animation.pause();
      } catch {}  // an animation whose target has gone
    }
  };

  // An application as tall as the window scrolls inside of itself: how much of it is out of sight.
  const hiddenBelow = () => {
    if (height() > innerHeight * 1.05) return 0;
    let most = 0;
    for (const [x, y] of [[0.5, 0.5], [0.35, 0.5], [0.7, 0.5], [0.5, 0.85]]) {
      for (let element = document.elementFromPoint(innerWidth * x, innerHeight * y); element; element = element.parentElement) {
        const hidden = element.scrollHeight - element.clientHeight;
        if (hidden <= Math.max(40, most) || element.clientHeight < innerHeight / 2 || element.clientWidth < innerWidth * 0.4) continue;
        if (/auto|scroll|overlay/.test(getComputedStyle(element).overflowY)) most = hidden;
      }
    }
    return Math.ceil(most * (visualViewport?.scale ?? 1));  // as pixels of a telephone's window, which may be narrower
  };

  const hasFramesBelow = () => {
    for (const element of document.querySelectorAll("iframe[src], frame[src]")) {
      let origin;
      try { origin = new URL(element.src).origin; } catch { continue; }
      if (origin === location.origin || !/^https?:/.test(origin)) continue;
      const box = element.getBoundingClientRect();
      if (box.width > 4 && box.height > 4 && box.bottom + scrollY > innerHeight) return true;
    }
    return false;
  };

  // While the page still loads: what it loads by and by can come meanwhile.
  if (is_early) {
    loadLazyImages();
    await scrollThrough();
    if (state.turn === turn) state.early = state.mutations;
    return {};
  }
  // What has come to the page since then may wait to be scrolled to, too.
  if (state.early !== undefined && state.early !== state.mutations) state.passed = 0;
  state.early = undefined;

  await waitForFilling();
  loadLazyImages();
  await Promise.race([document.fonts.ready, pause(2000)]);
  let removed = clear(overlays);
  const before = `${state.mutations}:${state.passed}`;
  await scrollThrough();
  setForgotten();
  await decodeImages();
  finishAnimations();
  await becomeCalm();
  if (before !== `${state.mutations}:${state.passed}`) removed = clear(overlays);  // what has come meanwhile
  return { has_frames_below: hasFramesBelow(), hidden_below: hiddenBelow(), removed };
}
