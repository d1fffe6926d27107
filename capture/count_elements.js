// How many elements there are that a script can see: in the document, in open shadow roots, in frames it may read.
() => {
  let count = 0;
  const waiting = [document];
  while (waiting.length) {
    const elements = waiting.pop().querySelectorAll("*");
    count += elements.length;
    for (const element of elements) {
      if (element.shadowRoot) waiting.push(element.shadowRoot);
      if (/^(iframe|frame|object|embed)$/.test(element.localName)) {
        try { if (element.contentDocument) waiting.push(element.contentDocument); } catch { /* not for us */ }
      }
    }
  }
  return count;
}
