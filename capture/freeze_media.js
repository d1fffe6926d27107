// What stands where a picture stands: images, canvases, videos, plug-ins.
() => {
  const BOX = [
    "display", "visibility", "position", "top", "right", "bottom", "left", "float", "clear", "z-index", "box-sizing",
    "width", "height", "min-width", "min-height", "max-width", "max-height", "margin", "padding", "border",
    "border-radius", "background", "box-shadow", "opacity", "transform", "transform-origin", "filter", "clip-path",
    "mask", "mix-blend-mode", "vertical-align", "object-fit", "object-position", "image-rendering", "flex",
    "align-self", "justify-self", "order", "grid-area", "overflow", "pointer-events",
  ];
  const LAZY = ["data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-lazy", "data-url"];
  const LAZY_SETS = ["data-srcset", "data-lazy-srcset"];
  const PLACEHOLDER = /(blank|spacer|placeholder|loading|lazy|pixel|transparent|gr[ae]y|1x1)/i;
  const LARGE = 500_000;  // pixels above which a canvas is kept with losses that nobody sees

  const absolute = (url, element) => {
    try { return new URL(url, element.baseURI).href; } catch { return ""; }
  };

  // The style that an element has, for another one that stands in its place.
  const boxOf = (element) => {
    const style = element.ownerDocument.defaultView.getComputedStyle(element);
    return BOX.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";");
  };

  // Where the content of an element is drawn on the page, "" where it is not.
  const placeOf = (element) => {
    if (window !== window.top) return "";
    const view = element.ownerDocument.defaultView;
    const style = view.getComputedStyle(element);
    const edge = (side) => (parseFloat(style[`border${side}Width`]) || 0) + (parseFloat(style[`padding${side}`]) || 0);
    const box = element.getBoundingClientRect();
    const [width, height] = [box.width - edge("Left") - edge("Right"), box.height - edge("Top") - edge("Bottom")];
    let [x, y] = [box.left + edge("Left"), box.top + edge("Top")];
    for (let one = view; one !== window; one = one.parent) {
      if (!one.frameElement) return "";
      const frame = one.frameElement.getBoundingClientRect();
      x += frame.left + one.frameElement.clientLeft;
      y += frame.top + one.frameElement.clientTop;
    }
    if (width < 1 || height < 1) return "";
    return [x + scrollX, y + scrollY, width, height].map((value) => value.toFixed(2)).join(" ");
  };

  const candidatesOf = (srcset) => {
    const found = [];
    let rest = srcset;
    while ((rest = rest.replace(/^[\s,]+/, ""))) {
      let [url] = rest.match(/^\S+/);
      rest = rest.slice(url.length);
      let descriptor = "";
      if (url.endsWith(",")) url = url.replace(/,+$/, "");
      else [descriptor] = rest.match(/^[^,(]*(\([^)]*\)?[^,(]*)*/);
      rest = rest.slice(descriptor.length);
      found.push({ url, descriptor: descriptor.trim() });
    }
    return found;
  };

  // The candidate that the browser took, with what makes its size come out right.
  const chosenOf = (image) => {
    const picture = image.parentElement?.localName === "picture" ? image.parentElement : null;
    const sources = picture ? [...picture.children].filter((child) => child.localName === "source") : [];
    for (const holder of [...sources, image]) {
      for (const one of candidatesOf(holder.getAttribute("srcset") ?? "")) {
        if (absolute(one.url, image) !== image.currentSrc) continue;
        const sizes = holder.getAttribute("sizes") ?? "";
        return { ...one, sizes: /^\s*auto\b/i.test(sizes) ? `${image.clientWidth || 300}px` : sizes, holder };
      }
    }
    return null;
  };

  const isPlaceholder = (image) => {
    const source = image.currentSrc || image.getAttribute("src") || "";
    if (!source || (image.complete && image.naturalWidth <= 2)) return true;
    return source.startsWith("data:") ? source.length < 3000 : PLACEHOLDER.test(source.split("/").pop());
  };

  // The picture that is meant, where a script that never came to it was to put it in.
  const lazyOf = (image) => {
    if (!isPlaceholder(image)) return "";
    const address = LAZY.map((name) => image.getAttribute(name)).find((value) => value && !/^(data|javascript):/i.test(value));
    if (address) return absolute(address.trim(), image);
    const set = LAZY_SETS.map((name) => image.getAttribute(name)).find(Boolean);
    const largest = set && candidatesOf(set).pop();
    return largest ? absolute(largest.url, image) : "";
  };

  const draw = (source, width, height) => {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d").drawImage(source, 0, 0, width, height);
    return canvas;
  };

  const encode = (canvas) =>
    canvas.width * canvas.height > LARGE ? canvas.toDataURL("image/webp", 0.92) : canvas.toDataURL("image/png");

  const isBlank = (canvas) => {
    const pixels = draw(canvas, 32, 32).getContext("2d").getImageData(0, 0, 32, 32).data;
    return pixels.every((value) => value === 0);
  };

  return {
    boxOf, placeOf, chosenOf, lazyOf, absolute,
    // The pixels of an image that only the page itself can read, "" where it is tainted.
    pixelsOf(image) {
      try { return image.naturalWidth ? encode(draw(image, image.naturalWidth, image.naturalHeight)) : ""; } catch { return ""; }
    },
    // Of a canvas; null where it is empty, "" where it is tainted, or drawn in a way that leaves nothing to read.
    drawingOf(canvas) {
      if (!canvas.width || !canvas.height) return null;
      try {
        if (!isBlank(canvas)) return encode(canvas);
        return canvas.getContext("2d") ? null : "";
      } catch { return ""; }
    },
    // The frame that a video shows; "" where it has shown none or may not be read.
    frameOf(video) {
      if (!video.videoWidth || (video.poster && !video.played.length)) return "";
      try { return encode(draw(video, video.videoWidth, video.videoHeight)); } catch { return ""; }
    },
  };
}
