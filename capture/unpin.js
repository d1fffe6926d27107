// Lets fixed and sticky elements stand where they are now: on paper they would come again on every page.
// Reads everything before it changes anything, for each change makes the next reading slow.
({ milliseconds }) => {
  const end = performance.now() + milliseconds;
  const pinned = [];
  const roots = [document];
  for (let count = 1; roots.length > 0; ) {
    const walker = document.createTreeWalker(roots.pop(), NodeFilter.SHOW_ELEMENT);
    for (let element = walker.nextNode(); element; element = walker.nextNode(), count += 1) {
      if (count % 1024 === 0 && performance.now() > end) {
        roots.length = 0;
        break;
      }
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const { position } = getComputedStyle(element);
      if (position !== "fixed" && position !== "sticky") continue;
      const { top, bottom } = element.getBoundingClientRect();
      // What stands at the lower edge would cover the first sheet's last lines: it goes where it is written instead.
      const isAtFoot = top > innerHeight / 2 && bottom > innerHeight - 40;
      pinned.push([element, position === "fixed" && !isAtFoot]);
    }
  }
  for (const [element, keepsPlace] of pinned) {
    const set = (name, value) => element.style?.setProperty(name, value, "important");
    set("position", keepsPlace ? "absolute" : "relative");
    if (!keepsPlace) set("inset", "auto");
  }
  // A page that may not be scrolled, as under a banner, would end with the first sheet.
  for (const element of [document.documentElement, document.body]) {
    element?.style?.setProperty("overflow", "visible", "important");
  }
  return pinned.length;
}
