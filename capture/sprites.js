// Drawings out of recorded SVG files, as markup that can stand inside another drawing.
// `wanted` lists { text, id, name }; each is returned as a <defs> with what it refers to, under its new name.
(wanted) => {
  const SVG = "http://www.w3.org/2000/svg";
  const GONE = new Set(["script", "foreignObject", "animate", "set", "a", "handler", "image", "feImage"]);
  const escape = (value) => value.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);
  const parsed = new Map();

  const parse = (text) => {
    if (!parsed.has(text)) parsed.set(text, new DOMParser().parseFromString(text, "image/svg+xml"));
    return parsed.get(text);
  };

  const take = ({ text, id, name }) => {
    const file = parse(text);
    const names = new Map([[id, name]]);
    const waiting = [id];
    const rename = (other) => {
      if (!names.has(other)) {
        names.set(other, `${name}-${names.size}`);
        waiting.push(other);
      }
      return names.get(other);
    };
    const attribute = (one) => {
      const key = one.name.toLowerCase();
      if (key.startsWith("on") || key.startsWith("xmlns") || key === "src") return "";
      if (key === "id") return names.has(one.value) ? ` id="${escape(names.get(one.value))}"` : "";
      if (key === "href" || key === "xlink:href") return one.value.startsWith("#") ? ` href="#${escape(rename(one.value.slice(1)))}"` : "";
      const value = one.value.replace(/url\(\s*["']?#([^"')]+)["']?\s*\)/gi, (_, other) => `url(#${rename(other)})`);
      return /url\(\s*(?!#)|image-set|\\/i.test(value) ? "" : ` ${one.name}="${escape(value)}"`;
    };
    const write = (node, depth) => {
      if (node.nodeType === 3 || node.nodeType === 4) return escape(node.data);
      if (node.nodeType !== 1 || node.namespaceURI !== SVG || GONE.has(node.localName) || depth > 50) return "";
      if (node.localName === "style" && /url\(|@import|image-set|\\/i.test(node.textContent)) return "";
      const inner = [...node.childNodes].map((child) => write(child, depth + 1)).join("");
      return `<${node.localName}${[...node.attributes].map(attribute).join("")}>${inner}</${node.localName}>`;
    };
    let markup = "";
    for (let index = 0; index < waiting.length && index < 50; index += 1) {
      const node = file.getElementById(waiting[index]);
      if (node) markup += write(node, 0);
    }
    return markup ? `<defs>${markup}</defs>` : "";
  };

  return wanted.map((one) => {
    try { return take(one); } catch { return ""; }
  });
}
