// Whether the browser shows a picture that was opened by itself.
() => document.documentElement.localName === "svg" || (document.images[0]?.naturalWidth ?? 0) > 0
