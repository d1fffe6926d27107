// Takes what lies over a page out of its picture, and tells by name what that was.
// Looks only at what is on top in the window, so that a page without such layers pays for a few hit tests.
({ layers, consent, consent_answer, app, sign_in, pop_up }) => {
  const state = (globalThis.snapkeepCleared ??= { hidden: [], names: new Set(), undone: new WeakSet() });
  const spared = new WeakSet();
  const words = Object.fromEntries(
    Object.entries({ consent, consent_answer, app, sign_in, pop_up }).map(([name, text]) => [name, new RegExp(text, "i")]),
  );
  const MOST_TEXT = 8000;  // characters of a layer: what says more than this is no banner
  const MOST_ELEMENTS = 30_000;  // of a document that is searched as a whole: one hit test takes long in larger ones
  const LEAST_LEFT = 80;  // characters that must be left to read below
  const width = innerWidth, height = innerHeight;

  const parentOf = (node) => node.parentElement ?? (node.getRootNode?.() instanceof ShadowRoot ? node.getRootNode().host : null);
  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const roots = new Map();
  const core = document.querySelector("main, article, [role=main]") ?? document.querySelector("h1");
  // What holds the page itself, as the root of an application does, is no layer over it.
  const isShell = (element) => element.contains(core) && !element.matches("[role=dialog], [aria-modal=true], dialog");
  // The outermost ancestor that is pinned to the window; null for what scrolls with the page.
  const pinnedRoot = (element) => {
    if (!element || element === document.body || element === document.documentElement) return null;
    if (roots.has(element)) return roots.get(element);
    roots.set(element, null);
    let found = pinnedRoot(parentOf(element));
    if (!found && !isShell(element)) {
      const { position, zIndex } = styleOf(element);
      if (position === "fixed" || position === "sticky" || (position === "absolute" && Number(zIndex) >= 100)) found = element;
      else if (isHostOfPinned(element)) found = element;
    }
    roots.set(element, found);
    return found;
  };
  // A host whose closed shadow root draws outside of its own box does so by pinning something to the window.
  const isHostOfPinned = (element) => {
    if (!element.tagName.includes("-") || element.shadowRoot || element.childElementCount) return false;
    const box = element.getBoundingClientRect();
    return styleOf(element).display !== "contents" && (!box.width || !box.height);
  };

  const stackAt = (x, y) => {
    let stack = document.elementsFromPoint(x, y);
    for (let depth = 0; depth < 5 && stack[0]?.shadowRoot; depth += 1) {
      const inner = stack[0].shadowRoot.elementsFromPoint(x, y).filter((one) => !stack.includes(one));
      if (!inner.length) break;
      stack = [...inner, ...stack];
    }
    return stack;
  };
  const isContent = (element) => {
    if (/^(img|picture|video|canvas|svg|iframe|object|embed|input|textarea|button)$/i.test(element.tagName)) return true;
    for (const child of element.childNodes) if (child.nodeType === 3 && child.data.trim()) return true;
    return false;
  };

  const look = (pinned, x, y) => {
    const here = new Set();
    let covered = false;
    for (const element of stackAt(x, y).slice(0, 40)) {
      if (element === document.body || element === document.documentElement) break;
      const root = pinnedRoot(element);
      if (root) here.add(root);
      else if (isContent(element)) { covered = true; break; }
      else if (!here.size) break;
    }
    for (const root of here) {
      const seen = pinned.get(root) ?? { points: 0, covers: 0 };
      seen.points += 1;
      seen.covers += covered ? 1 : 0;
      pinned.set(root, seen);
    }
  };

  const allLayers = layers.map(([, selector]) => selector).join(", ");
  const findPinned = () => {
    roots.clear();
    styles.clear();
    const pinned = new Map();
    const isLarge = document.getElementsByTagName("*").length > MOST_ELEMENTS;
    const columns = isLarge ? [0.1, 0.5, 0.9] : [0.006, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99];
    const rows = isLarge ? [0.1, 0.5, 0.96] : [0.008, 0.15, 0.35, 0.5, 0.65, 0.85, 0.95, 0.992];
    for (const x of columns) for (const y of rows) look(pinned, x * width, y * height);
    // Small ones lie between the points; they are children of the body as a rule, or have a name.
    const others = [...(document.body?.children ?? [])].slice(0, 150);
    if (!isLarge) others.push(...[...document.querySelectorAll(allLayers)].slice(0, 30));
    for (const other of others) {
      const root = pinnedRoot(other);
      if (!root || pinned.has(root)) continue;
      const { left, top, width: across, height: down } = root.getBoundingClientRect();
      if (across && down) look(pinned, left + across / 2, top + down / 2);
    }
    return pinned;
  };

  const nameByRule = (root) => {
    for (let element = root; element; element = parentOf(element)) {
      if (element === document.body) break;
      if (element.matches(allLayers)) return layers.find(([, selector]) => element.matches(selector))[0];
    }
    const inside = root.querySelector(allLayers);
    if (!inside) return "";
    const [own, all] = [inside.getBoundingClientRect(), root.getBoundingClientRect()];
    return own.width * own.height >= all.width * all.height * 0.5 ? layers.find(([, selector]) => inside.matches(selector))[0] : "";
  };

  const textOf = (root) => {
    const own = (root.innerText ?? "").trim();
    const shadows = [root, ...[...root.querySelectorAll("*")].slice(0, 500)].filter((one) => one.shadowRoot);
    return [own, ...shadows.map((one) => [...one.shadowRoot.children].map((part) => part.innerText ?? "").join(" "))].join(" ").trim();
  };
  const controlsOf = (root) => {
    const found = (scope) => [...scope.querySelectorAll("button, a, [role=button], input[type=button], input[type=submit]")].slice(0, 60);
    const all = found(root);
    if (root.shadowRoot) all.push(...found(root.shadowRoot));
    for (const one of [...root.querySelectorAll("*")].slice(0, 300)) if (one.shadowRoot) all.push(...found(one.shadowRoot));
    return all.map((one) => `${one.innerText ?? ""} ${one.value ?? ""} ${one.getAttribute("aria-label") ?? ""}`.slice(0, 80)).join("\n");
  };

  const isBehind = (root) => Number(styleOf(root).zIndex) < 0;

  // What a pinned root is called where it has to go; "" where it stays.
  const judge = (root, { points, covers }, pageText, isTall) => {
    if (Number(styleOf(root).zIndex) < 0) return "";
    const rule = nameByRule(root);
    if (rule) return rule;
    const text = textOf(root);
    if (text.length > MOST_TEXT) return "";
    if (words.consent.test(text) && words.consent_answer.test(controlsOf(root))) return "cookie banner";
    const box = root.getBoundingClientRect();
    const isHeader = box.top <= 5 && box.bottom < height * 0.35 && box.width > width * 0.5;
    if (words.app.test(text) && text.length < (isHeader ? 120 : 400)) return "app banner";
    const { position } = styleOf(root);
    if (isHeader || !covers || position === "absolute") return "";
    if (position === "fixed" && (points >= 30 || box.width * box.height > width * height * 0.3) && covers >= 2) {
      if (text.length > pageText() * 0.3) return "";
      if (root.querySelector("input[type=password], input[type=tel]") || words.sign_in.test(text)) return "sign-in layer";
      return text || root.querySelector("img, video, canvas, svg, iframe, picture") ? "pop-up" : "backdrop";
    }
    if (position === "fixed" && words.pop_up.test(text) && text.length < 600) return "pop-up";
    // A bar at the lower edge of the window stands in the middle of a tall page's picture.
    if (!isTall || box.top < height * 0.5 || text.length > Math.max(300, pageText() * 0.05)) return "";
    return position === "sticky" ? "unstick" : "pinned bar";
  };

  const hide = (root, property, value) => {
    state.hidden.push([root, property, root.style.getPropertyValue(property), root.style.getPropertyPriority(property)]);
    root.style.setProperty(property, value, "important");
  };
  const undo = (count) => {
    while (state.hidden.length > count) {
      const [root, property, value, priority] = state.hidden.pop();
      if (value) root.style.setProperty(property, value, priority);
      else root.style.removeProperty(property);
    }
  };

  const unlock = () => {
    for (const element of [document.documentElement, document.body]) {
      if (!element) continue;
      const { overflowY, position, filter } = getComputedStyle(element);
      if (overflowY === "hidden" || overflowY === "clip") hide(element, "overflow", "visible");
      if (position === "fixed") hide(element, "position", "static");
      if (filter !== "none") hide(element, "filter", "none");
    }
    for (const child of [...(document.body?.children ?? [])].slice(0, 30)) {
      if (getComputedStyle(child).filter.includes("blur")) hide(child, "filter", "none");
    }
  };

  const countText = () => (document.body?.innerText ?? "").trim().length;
  const hasPictures = () => [...document.images].slice(0, 300).some((image) => {
    const box = image.getBoundingClientRect();
    return box.width * box.height > 20_000 && image.naturalWidth > 0;
  });

  const tall = Math.max(document.scrollingElement?.scrollHeight ?? 0, document.body?.scrollHeight ?? 0) > height * 1.2;
  for (let round = 0; round < 3; round += 1) {
    const pinned = findPinned();
    for (const root of pinned.keys()) if (spared.has(root) || state.undone.has(root)) pinned.delete(root);
    if (!pinned.size) break;
    let known = -1;
    const pageText = () => (known < 0 ? (known = countText()) : known);
    const verdicts = [...pinned].map(([root, seen]) => [root, judge(root, seen, pageText, tall)]).filter(([, name]) => name);
    for (const root of pinned.keys()) spared.add(root);
    if (!verdicts.length) break;
    const before = pageText(), count = state.hidden.length;
    for (const [root, name] of verdicts) {
      if (name === "unstick") hide(root, "position", "static");
      else hide(root, "display", "none");
    }
    if (verdicts.some(([, name]) => name !== "pinned bar" && name !== "unstick")) unlock();
    const left = countText();
    if (left < Math.min(LEAST_LEFT, before) && !hasPictures()) {
      undo(count);
      for (const [root] of verdicts) state.undone.add(root);
      break;
    }
    for (const [, name] of verdicts) if (name !== "unstick" && name !== "backdrop") state.names.add(name);
  }
  return [...state.names];
}
