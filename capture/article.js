// The page as extractors like to have it: one real address an image, plain code, formulas as MathML, no scripts.
// Works on a copy. `Readability` is Mozilla's, or null where it is not installed.
({ max_html, max_elements, max_inline }, Readability) => {
  const VIDEO = /^https?:\/\/([\w-]+\.)*(youtube(-nocookie)?\.com|vimeo\.com|bilibili\.com|v\.qq\.com|youku\.com|dailymotion\.com|ted\.com)\//;
  const LAZY = ["data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src", "data-url"];
  const NOISE = "script:not([type='application/ld+json']), style, link, template, noscript, object, embed, canvas, "
    + "input, select, textarea, button, dialog, .lineno, .line-numbers-rows, td.gutter, td.linenos, .MathJax_Preview";
  const address = (text) => {
    try {
      const url = new URL(text.trim(), document.baseURI);
      return ["http:", "https:"].includes(url.protocol) ? url.href : "";
    } catch { return ""; }
  };
  const inert = document.implementation.createHTMLDocument(""); // nothing in it loads
  const make = (name, attributes, ...children) => {
    const element = inert.createElement(name);
    Object.entries(attributes).forEach(([key, value]) => value && element.setAttribute(key, value));
    element.append(...children);
    return element;
  };
  const isPixel = (image) => (image.naturalWidth > 0 && image.naturalWidth <= 2)
    || ["0", "1", "2"].includes(image.getAttribute("width"));
  const sourceOf = (image) => {
    const current = image.currentSrc || "";
    const later = LAZY.map((name) => image.getAttribute(name)).find(Boolean);
    if (later && (!current || current.startsWith("data:") || isPixel(image))) return address(later);
    if (isPixel(image)) return "";
    if (current.startsWith("data:image/")) return current.length <= max_inline ? current : "";
    return address(current || image.getAttribute("src") || "");
  };
  const rules = {
    img: (image, copy) => {
      const source = sourceOf(image);
      if (!source) { copy.remove(); return; }
      const { naturalWidth: width, naturalHeight: height } = image;
      copy.replaceWith(make("img", { src: source, alt: image.alt, title: image.title,
        width: width > 2 ? width : "", height: width > 2 ? height : "", class: image.className }));
    },
    picture: (_, copy) => copy.replaceWith(...copy.querySelectorAll("img")),
    pre: (block, copy) => {
      if (copy.closest("td.gutter, td.linenos, .lineno")) return;
      copy.querySelectorAll(".lineno, .line-numbers-rows, .gutter").forEach((part) => part.remove());
      copy.querySelectorAll("br").forEach((part) => part.replaceWith("\n"));
      copy.querySelectorAll("div, p, li").forEach((part) => part.nextSibling && part.append("\n"));
      const names = `${block.className} ${block.querySelector("code")?.className ?? ""} ${block.parentElement?.className ?? ""}`;
      const language = /\b(?:language|lang|highlight-source|highlight)-([\w+#.-]+)/.exec(names)?.[1] ?? "";
      const code = make("code", { class: language && `language-${language}` }, copy.textContent.replace(/\n$/, ""));
      copy.replaceChildren(code);
      const frame = copy.closest("figure.highlight, div.highlight, table.highlighttable, table.highlight");
      frame?.querySelectorAll("td.gutter, td.linenos").forEach((part) => part.remove());
      if (frame?.querySelectorAll("pre").length === 1) frame.replaceWith(copy);
    },
    video: (video, copy) => {
      const link = address(video.currentSrc || video.getAttribute("src") || "");
      const poster = address(video.getAttribute("poster") || "");
      const inside = poster ? make("img", { src: poster, alt: video.title }) : video.title || link;
      copy.replaceWith(...(link || poster ? [make("p", {}, make("a", { href: link || poster }, inside))] : []));
    },
    audio: (audio, copy) => {
      const link = address(audio.currentSrc || audio.getAttribute("src") || "");
      copy.replaceWith(...(link ? [make("p", {}, make("a", { href: link }, audio.title || link))] : []));
    },
    iframe: (frame, copy) => {
      const link = address(frame.getAttribute("src") || frame.getAttribute("data-src") || "");
      copy.replaceWith(...(VIDEO.test(link) ? [make("p", {}, make("a", { href: link }, frame.title || link))] : []));
    },
    svg: (drawing, copy) => {
      const box = drawing.getBoundingClientRect();
      const isDrawing = box.width >= 100 && box.height >= 60 && !drawing.closest("a, button, nav, header, footer, svg svg");
      if (!isDrawing) { copy.remove(); return; }
      copy.querySelectorAll("script, foreignObject").forEach((part) => part.remove());
      for (const part of [copy, ...copy.querySelectorAll("*")]) {
        [...part.attributes].filter(({ name }) => name.startsWith("on")).forEach(({ name }) => part.removeAttribute(name));
      }
      copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
      copy.setAttribute("width", Math.round(box.width));
      copy.setAttribute("height", Math.round(box.height));
      copy.setAttribute("color", getComputedStyle(drawing).color);
      const source = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
      const alt = drawing.getAttribute("aria-label") || drawing.querySelector("title")?.textContent || "";
      if (source.length > max_inline) { copy.remove(); return; }
      copy.replaceWith(make("img", { src: source, alt, width: Math.round(box.width), height: Math.round(box.height) }));
    },
    "input[type=checkbox]": (box, copy) => copy.replaceWith(box.closest("li") ? (box.checked ? "☑" : "☐") : ""),
    "mjx-container, .katex, .MathJax, .MathJax_Display, .MathJax_SVG, .mwe-math-element": (formula, copy) => {
      const math = copy.querySelector("math");
      if (!math) { copy.remove(); return; }
      if (formula.closest(".katex-display, [display=true], .MathJax_Display, .mwe-math-element-block")) math.setAttribute("display", "block");
      copy.replaceWith(math);
    },
    "script[type^='math/tex']": (script, copy) => {
      const isDrawn = script.previousElementSibling?.querySelector("math");
      copy.replaceWith(...(isDrawn ? [] : [make("code", { class: "language-tex" }, script.textContent)]));
    },
    "a[href]": (link, copy) => {
      const given = link.getAttribute("href").trim();
      const [page, fragment] = link.href.split("#");
      if (given.startsWith("#")) return;
      if (fragment && page === document.URL.split("#")[0]) copy.setAttribute("href", `#${fragment}`);
      else copy.setAttribute("href", address(given) || (/^(mailto|tel):/i.test(given) ? given : ""));
    },
  };
  const prepare = (root, copy) => {
    const hosts = [...root.querySelectorAll("*")].map((element, index) => [element, index]).filter(([element]) => element.shadowRoot);
    const copies = hosts.length ? [...copy.querySelectorAll("*")] : [];
    const pairs = Object.entries(rules).map(([selector, rule]) => {
      const originals = root.querySelectorAll(selector);
      return [rule, originals, copy.querySelectorAll(selector)];
    });
    for (const [host, index] of hosts) {
      const part = inert.createDocumentFragment();
      part.append(...[...host.shadowRoot.childNodes].map((node) => inert.importNode(node, true)));
      const slots = [...host.shadowRoot.querySelectorAll("slot")];
      const holes = [...part.querySelectorAll("slot")];
      prepare(host.shadowRoot, part);
      const given = [...copies[index].childNodes];
      holes.forEach((hole, place) => slots[place].assignedNodes().length && hole.replaceWith(
        ...given.filter((node) => (node.getAttribute?.("slot") ?? "") === (slots[place].name ?? ""))));
      copies[index].replaceChildren(part);
    }
    for (const [rule, originals, twins] of pairs) originals.forEach((original, index) => rule(original, twins[index]));
  };
  const strip = (copy) => {
    copy.querySelectorAll(NOISE).forEach((element) => element.remove());
    const comments = copy.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
    const found = [];
    while (comments.nextNode()) found.push(comments.currentNode);
    found.forEach((comment) => comment.remove());
    for (const element of copy.querySelectorAll("*")) {
      for (const { name, value } of [...element.attributes]) {
        const isLong = value.length > 2000 && !["src", "content", "alttext"].includes(name);
        if (isLong || name.startsWith("data-") || name.startsWith("on") || name === "srcset") element.removeAttribute(name);
      }
    }
  };
  const read = (copy, length) => {
    if (!Readability || length > max_html || copy.querySelectorAll("*").length > max_elements) return null;
    try {
      const article = new Readability(copy, { keepClasses: true }).parse();
      return article && { html: article.content.slice(0, max_html), byline: article.byline ?? "", title: article.title ?? "" };
    } catch { return null; }
  };
  if (!document.documentElement) return { html: "", readable: null, is_cut: false };
  const copy = document.cloneNode(true);
  prepare(document, copy);
  strip(copy);
  const html = copy.documentElement.outerHTML;
  return { html: html.slice(0, max_html), readable: read(copy, html.length), is_cut: html.length > max_html };
}
