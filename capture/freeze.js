// The live document written out as static HTML: what a visitor sees, without whatever could act.
// Returns a list of texts and references; whoever reads it puts in addresses and style sheets. Nothing of the page
// is changed. `handles` are the elements of frames that only somebody else can read, then a node of each closed
// shadow root.
(makeStyles, makeMedia, options, ...handles) => {
  const VOID = new Set("area base br col embed frame hr img input link meta param source track wbr".split(" "));
  const GONE = new Set("script noscript base template param track portal fencedframe noembed noframes".split(" "));
  const IN_HEAD = new Set(["title", "style", "link", "meta"]);
  const PREFORMATTED = new Set(["xmp", "plaintext", "listing"]);
  const ICONS = /(^|\s)(icon|apple-touch-icon)(\s|$)/;
  const METAS = /^(viewport|color-scheme|theme-color|description|author|keywords|generator|referrer|og:.*|twitter:.*|article:.*)$/i;
  const UNWANTED = new Set((
    "action archive attributionsrc autofocus autoplay charset classid code codebase command commandfor crossorigin dynsrc " +
    "fetchpriority form formaction formmethod formtarget http-equiv imagesizes imagesrcset integrity loading longdesc " +
    "lowsrc manifest method nonce ping popovertarget popovertargetaction profile referrerpolicy sandbox " +
    "shadowrootmode sizes src srcdoc srcset target xml:base"
  ).split(" "));
  const BLOCKS = new Set((
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form h1 h2 h3 h4 " +
    "h5 h6 header hgroup hr main menu nav ol p pre search section table ul"
  ).split(" "));
  const SVG = "http://www.w3.org/2000/svg";
  const HTML = "http://www.w3.org/1999/xhtml";
  const NAME = /^[a-zA-Z][^\s/>\0"'<=]*$/;
  const TRANSPARENT = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

  const styles = makeStyles(options.recorded);
  const media = makeMedia();
  const frames = new Map(handles.slice(0, options.frames).map((element, index) => [element, String(index)]));
  const closedRoots = new Map();
  for (const node of handles.slice(options.frames)) {
    const root = node.getRootNode?.();
    if (root?.host) closedRoots.set(root.host, root);
  }

  const parts = [];
  let text = "";
  let count = 0;
  let size = 0;
  const sprites = new Map();  // by the root within which their names are known
  let spriteCount = 0;
  const end = performance.now() + options.deadline_ms;
  let isCut = false;

  const put = (more) => { text += more; };
  const refer = (...reference) => { parts.push(text, reference); text = ""; };
  const escapeText = (value) => value.replace(/[&<>]/g, (one) => (one === "&" ? "&amp;" : one === "<" ? "&lt;" : "&gt;"));
  const escapeValue = (value) => value.replace(/[&"<]/g, (one) => (one === "&" ? "&amp;" : one === '"' ? "&quot;" : "&lt;"));
  const sound = (value) => (value.isWellFormed() ? value : value.toWellFormed());
  const attribute = (name, value) => put(` ${name}="${escapeValue(sound(value))}"`);
  const referring = (name, ...reference) => { put(` ${name}="`); refer(...reference); put('"'); };
  const isCss = (value) => /url|image-set|src\(|\\/i.test(value);

  const computed = (element, part) => element.ownerDocument.defaultView.getComputedStyle(element, part);

  const style = (element, more = "") => {
    const value = [element.getAttribute("style"), more].filter(Boolean).join(";");
    if (!value) return;
    if (isCss(value)) referring("style", "css", sound(value), element.baseURI, "value");
    else attribute("style", value);
  };

  const sheet = (css, base, rawText = true, mediaText = "") => {
    put(mediaText ? `<style media="${escapeValue(mediaText)}">` : "<style>");
    refer("css", sound(css), base, rawText ? "sheet" : "text");
    put("</style>");
  };

  const picture = (name, element, url, place = "") => {
    if (url.startsWith("data:")) referring(name, "data", url);
    else if (url.startsWith("blob:")) referring(name, "data", element.localName === "img" ? media.pixelsOf(element) : "");
    else referring(name, "url", url, place);
  };

  const addressOfLink = (element, value) => {
    const url = typeof element.href === "string" ? element.href : media.absolute(value, element);
    const [page, fragment] = url.split("#", 2);
    if (fragment !== undefined && page === ownAddress(element.ownerDocument)) return `#${fragment}`;
    return /^(https?|mailto|tel|ftp|sms|geo|magnet):/.test(url) ? url : "#!";
  };

  const addresses = new Map();  // of documents, without their fragments
  const ownAddress = (page) => {
    if (!addresses.has(page)) addresses.set(page, page.URL.split("#")[0]);
    return addresses.get(page);
  };

  const link = (element, name, value) => {
    const address = addressOfLink(element, value);
    attribute(name, address);
    if (!address.startsWith("#")) put(' target="_blank"');
  };

  // The attributes that say nothing special, and those whose special meaning is everywhere the same.
  const attributes = (element, skipped = [], more = "") => {
    let hasStyle = false;
    for (const { name, value } of element.attributes) {
      const plain = name.toLowerCase();
      if (plain.startsWith("on") || UNWANTED.has(plain) || skipped.includes(plain) || !NAME.test(name)) continue;
      if (plain === "style") hasStyle = true;
      else if (plain === "rel") attribute("rel", `${value} noopener noreferrer`);
      else if (plain === "background") picture("background", element, media.absolute(value, element));
      else if (plain === "href" || plain === "xlink:href") reference(element, name, value);
      else if (element.namespaceURI !== HTML && /url\(/i.test(value)) referring(name, "css", value, element.baseURI, "value");
      else attribute(name, value);
    }
    if (hasStyle || more) style(element, more);
    if (element.localName.includes("-") && !element.matches(":defined")) put(' data-snapkeep-undefined=""');
  };

  const reference = (element, name, value) => {
    if (value.startsWith("#")) attribute(name, value);
    else if (element.localName === "a" || element.localName === "area") link(element, name, value);
    else if (element.namespaceURI === SVG && ["image", "feImage"].includes(element.localName)) {
      picture(name, element, value.startsWith("data:") ? value : media.absolute(value, element), media.placeOf(element));
    }
  };

  // An image in the place of something that can be no longer what it is.
  const standIn = (element, drawing, canClip = true) => {
    put("<img");
    attributes(element, ["src", "poster", "data", "type", "width", "height", "controls", "alt"], media.boxOf(element));
    const place = canClip && !drawing ? media.placeOf(element) : "";
    if (drawing) picture("src", element, drawing, media.placeOf(element));
    else if (place) referring("src", "clip", place);
    else attribute("src", TRANSPARENT);
    put(' alt="">');
  };

  const image = (element) => {
    put("<img");
    attributes(element);
    const lazy = media.lazyOf(element);
    const url = element.currentSrc || (element.getAttribute("src") ? media.absolute(element.getAttribute("src"), element) : "");
    const wasShown = element.complete && element.naturalWidth > 0;
    if (lazy) {
      referring("src", "lazy", lazy, url);
      return put(">");
    }
    if (!url) return put(">");
    const place = wasShown ? media.placeOf(element) : "";
    const chosen = /^https?:/.test(url) ? media.chosenOf(element) : null;
    if (chosen?.descriptor && chosen.descriptor !== "1x") refer("chosen", url, place, chosen.descriptor, chosen.sizes);
    else picture("src", element, url, place);
    put(">");
  };

  const frame = (element, more = "") => {
    put('<iframe sandbox="allow-popups allow-popups-to-escape-sandbox"');
    attributes(element, ["name", "allow", "allowfullscreen", "data", "type", "rows", "cols"], more);
    const index = frames.get(element);
    const inner = index === undefined ? documentIn(element) : null;
    if (index !== undefined) referring("srcdoc", "frame", index);
    if (!inner) return put("></iframe>");
    put(' srcdoc="');
    refer("open");
    later(() => {
      refer("close");
      put('"></iframe>');
    });
    writeDocument(inner, true);
  };

  const documentIn = (element) => {
    try { return element.contentDocument?.documentElement ? element.contentDocument : null; } catch { return null; }
  };

  const video = (element) => {
    const drawing = media.frameOf(element);
    if (!element.controls) return standIn(element, drawing || element.poster, Boolean(element.videoWidth));
    put("<video");
    attributes(element, ["poster"]);
    if (drawing || element.poster) picture("poster", element, drawing || element.poster);
    put("></video>");
  };

  const plugIn = (element) => {
    const address = media.absolute(element.getAttribute("data") ?? element.getAttribute("src") ?? "", element);
    if (frames.has(element) || documentIn(element)) {
      const isDrawing = documentIn(element)?.documentElement.namespaceURI === SVG;
      return isDrawing ? standIn(element, address) : frame(element, media.boxOf(element));
    }
    const isImage = /^image\//.test(element.type) || /\.(svg|png|jpe?g|gif|webp|avif)([?#]|$)/i.test(address);
    if (element.localName === "embed") return standIn(element, isImage ? address : "", true);
    if (isImage && element.clientWidth && !element.querySelector(":scope > :not(param)")) return standIn(element, address);
    put("<object");
    attributes(element, ["data", "type"]);
    put(">");
    later("</object>");
    children(element);
  };

  const formControl = (element) => {
    put("<input");
    const isTicked = ["checkbox", "radio"].includes(element.type);
    const hasText = !isTicked && !["file", "image", "hidden", "submit", "button", "reset"].includes(element.type);
    attributes(element, hasText ? ["value"] : ["checked"]);
    if (hasText && (element.value || element.hasAttribute("value"))) attribute("value", element.value);
    if (isTicked && element.checked) put(' checked=""');
    if (element.type === "image") picture("src", element, element.src, media.placeOf(element));
    put(">");
  };

  const headLink = (element) => {
    const rel = element.rel.toLowerCase();
    if (ICONS.test(rel)) {
      put(`<link rel="${escapeValue(rel)}"`);
      picture("href", element, element.href);
      put(">");
    } else if (rel === "canonical" && /^https?:/.test(element.href)) {
      put('<link rel="canonical"');
      attribute("href", element.href);
      put(">");
    } else if (rel.split(/\s+/).includes("stylesheet")) {
      const state = styles.ofLink(element);
      if (typeof state === "string") sheet(state, element.sheet.href, true, element.media);
      if (state !== true || !element.href) return;
      put('<link rel="stylesheet"');
      attributes(element, ["rel", "href", "title", "disabled", "type", "as", "blocking"]);
      referring("href", "sheet", element.href);
      put(">");
    }
  };

  const meta = (element) => {
    const name = element.getAttribute("name") ?? element.getAttribute("property") ?? "";
    if (!METAS.test(name) || element.httpEquiv) return;
    put("<meta");
    attributes(element);
    put(">");
  };

  const styleElement = (element) => {
    const css = styles.ofElement(element);
    if (css !== null) sheet(css, element.baseURI, element.namespaceURI === HTML, element.getAttribute("media") ?? "");
  };

  const use = (element) => {
    const value = element.getAttribute("href") ?? element.getAttribute("xlink:href") ?? "";
    const url = value && !value.startsWith("#") ? media.absolute(value, element) : "";
    if (/^https?:/.test(url) && url.includes("#")) {
      const [file, id] = url.split("#");
      const isOwn = file === ownAddress(element.ownerDocument);
      const name = isOwn ? id : spriteOf(element.getRootNode(), file, id);
      return plain(element, ["href", "xlink:href"], ` href="#${escapeValue(name)}"`);
    }
    return plain(element);
  };

  // A drawing in another file cannot be used from where the archived page lives: it is put in beside its first use.
  const spriteOf = (root, file, id) => {
    if (!sprites.has(root)) sprites.set(root, new Map());
    const known = sprites.get(root);
    const key = `${file}#${id}`;
    if (!known.has(key)) {
      known.set(key, `snapkeep-${spriteCount++}`);
      refer("sprite", file, id, known.get(key));
    }
    return known.get(key);
  };

  const topLayer = (element) => {
    const isModal = element.localName === "dialog" && element.matches(":modal");
    if (!isModal && !element.matches(":popover-open")) return "";
    const backdrop = computed(element, "::backdrop").backgroundColor;
    const shade = isModal ? `box-shadow:0 0 0 200vmax ${backdrop};` : "";
    return `${media.boxOf(element)};${shade}z-index:2147483647`;
  };

  const scrolled = (element) => {
    if (!element.scrollTop && !element.scrollLeft) return false;
    const isRoot = element === element.ownerDocument.scrollingElement || element === element.ownerDocument.body;
    return !isRoot && (element.scrollTop > 0 || element.scrollLeft > 0);
  };

  // Whoever reads the page has no script to scroll with: a mark says where the container is to begin.
  const scrollMark = (element) =>
    `<i style="position:absolute;top:${element.scrollTop}px;left:${element.scrollLeft}px;width:1px;height:1px;` +
    'visibility:hidden;scroll-initial-target:nearest"></i>';

  // Scripts can nest what a parser takes apart: <p> around blocks, links in links. Inside an <applet>, which for
  // browsers is nothing but its content, the parser still leaves them where they are.
  const wouldBeMoved = (element, name) => {
    const outer = name === "a" || name === "button" ? name : BLOCKS.has(name) ? "p" : "";
    if (!outer || element.parentNode?.nodeType !== 1) return false;
    return element.parentNode.closest(`${outer},td,th,table,caption,object,button,body`)?.localName === outer;
  };

  const plain = (element, skipped = [], more = "") => {
    let name = element.localName;
    if (!NAME.test(name)) name = "span";
    if (PREFORMATTED.has(name)) name = "pre";
    const isWrapped = element.namespaceURI === HTML && wouldBeMoved(element, name);
    put(isWrapped ? `<applet style="display:contents"><${name}` : `<${name}`);
    const isScrolled = element.namespaceURI === HTML && scrolled(element);
    let css = "";
    if (element.namespaceURI === HTML && (element.open || element.popover)) css = topLayer(element);
    if (css) skipped = [...skipped, "popover"];
    if (isScrolled && computed(element).position === "static") css += ";position:relative";
    attributes(element, skipped, css);
    put(`${more}>`);
    if (element.namespaceURI === HTML && VOID.has(name)) return;
    later(`${isScrolled ? scrollMark(element) : ""}</${name}>${isWrapped ? "</applet>" : ""}`);
    if (name === "pre" && element.firstChild?.nodeType === 3 && element.firstChild.data.startsWith("\n")) put("\n");
    children(element);
    const root = element.shadowRoot ?? closedRoots.get(element);
    if (root) shadow(root);
  };

  const shadow = (root) => {
    later(() => {
      adopted(root);
      put("</template>");
    });
    children(root);
    later(`<template shadowrootmode="${root.mode}"${root.delegatesFocus ? ' shadowrootdelegatesfocus=""' : ""}>`);
  };

  const adopted = (root) => {
    for (const one of styles.adoptedBy(root)) sheet(one.text, (root.host ?? root.documentElement).baseURI, true, one.media);
  };

  const textarea = (element) => {
    put("<textarea");
    attributes(element);
    put(`>\n${escapeText(sound(element.value))}</textarea>`);
  };

  const option = (element) => plain(element, ["selected"], element.selected ? ' selected=""' : "");

  const html = {
    img: image, iframe: frame, frame, video, object: plugIn, embed: plugIn, input: formControl, link: headLink, meta,
    style: styleElement, textarea, option,
    canvas: (element) => {
      const drawing = media.drawingOf(element);
      standIn(element, drawing, drawing !== null);
    },
    audio: (element) => {
      put("<audio");
      attributes(element);
      put("></audio>");
    },
    source: () => {},
  };

  const element = (node) => {
    const name = node.localName;
    const isHtml = node.namespaceURI === HTML;
    const parent = node.parentNode;
    if (GONE.has(name)) {
      // What is counted by the page's style sheets is still there to be counted.
      if (isHtml && parent?.localName !== "head" && parent?.nodeType === 1) put("<template></template>");
      return;
    }
    if (parent?.localName === "head" && isHtml && !IN_HEAD.has(name)) return;
    if (isHtml && Object.hasOwn(html, name)) html[name](node);
    else if (name === "style") styleElement(node);
    else if (name === "use") use(node);
    else if (!isHtml && ["animate", "set"].includes(name) && /href/i.test(node.getAttribute("attributeName") ?? "")) return;
    else plain(node);
  };

  const queue = [];
  const later = (what) => { queue.push(what); };
  const children = (node) => {
    for (let child = node.lastChild; child; child = child.previousSibling) queue.push(child);
  };

  const visit = (node) => {
    count += 1;
    if (count > options.max_nodes || (count % 1000 === 0 && performance.now() > end)) isCut = true;
    if (isCut) return;
    if (node.nodeType === 1) element(node);
    else if (node.nodeType === 3 || node.nodeType === 4) {
      const left = options.max_text - size;
      const data = node.data.length > left ? node.data.slice(0, Math.max(0, left)) : node.data;
      if (data.length < node.data.length) isCut = true;
      size += data.length;
      put(escapeText(sound(data)));
    }
  };

  const doctypeOf = (page) => {
    const { name, publicId, systemId } = page.doctype ?? {};
    if (!page.doctype || name.toLowerCase() !== "html") return page.doctype ? "<!DOCTYPE html>" : "";
    const system = systemId ? ` "${systemId.replaceAll('"', "")}"` : "";
    return `<!DOCTYPE html${publicId ? ` PUBLIC "${publicId.replaceAll('"', "")}"${system}` : system && ` SYSTEM${system}`}>`;
  };

  // A document in a srcdoc never has quirks; these are the ones that show.
  const QUIRKS =
    "<style>@layer snapkeep{table{font-size:medium;font-weight:400;font-style:normal;font-variant:normal;line-height:normal;" +
    "white-space:normal;text-align:start;color:black}input:not([type=image]),textarea{box-sizing:border-box}html,body{min-height:100%}" +
    ":is(body,td,th)>:is(p,h1,h2,h3,h4,h5,h6,ul,ol,dl,blockquote,pre,figure,form):first-child{margin-block-start:0}}</style>";

  const frameset = (page, body) => {
    put('<body style="margin:0;overflow:hidden">');
    later("</body>");
    for (const one of [...page.querySelectorAll("frame")].reverse()) {
      const box = one.getBoundingClientRect();
      later(() => frame(one, `position:absolute;border:0;left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`));
    }
  };

  const writeDocument = (page, isFrame) => {
    const root = page.documentElement;
    const isHtml = root.localName === "html" && root.namespaceURI === HTML;
    put(isHtml ? doctypeOf(page) : "<!DOCTYPE html>");
    put("<html");
    if (isHtml) attributes(root);
    put('><head><meta charset="utf-8">');
    if (isFrame && page.compatMode === "BackCompat") put(QUIRKS);
    later("</html>");
    later(() => adopted(page));
    if (!isHtml) {
      put('</head><body style="margin:0">');
      later("</body>");
      queue.push(root);
      return;
    }
    const { head, body } = page;
    for (let child = root.lastChild; child; child = child.previousSibling) {
      if (child === head) continue;
      if (child === body && body.localName === "frameset") later(() => frameset(page, body));
      else if (child.nodeType === 1) queue.push(child);
    }
    later("</head>");
    if (head) children(head);
  };

  writeDocument(document, options.is_frame);
  while (queue.length) {
    const next = queue.pop();
    if (typeof next === "string") put(next);
    else if (typeof next === "function") next();
    else visit(next);
  }
  parts.push(text);
  return JSON.stringify({ parts, count, is_cut: isCut });
}
