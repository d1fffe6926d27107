// Style sheets as they are by now: what the page's scripts did to them is nowhere in the markup.
// `recorded` holds the texts of linked sheets, by address, where some script may have touched their rules.
(recorded) => {
  const COMPARED = 1_000_000;  // characters of sheets whose every rule is compared; of more only the number of rules
  let compared = 0;

  const rulesOf = (sheet) => {
    try { return [...sheet.cssRules]; } catch { return null; }  // of another origin
  };
  const isImport = (rule) => rule.type === 3;
  const textOf = (rules) => rules.map((rule) => rule.cssText).join("\n");

  // The text that gives the rules as they are; null where the text that is there already does.
  const changedText = (sheet, text) => {
    const rules = rulesOf(sheet);
    if (!rules) return null;
    const now = rules.filter((rule) => !isImport(rule));
    const probe = new CSSStyleSheet();
    try { probe.replaceSync(text); } catch { return null; }
    const before = [...probe.cssRules];
    compared += text.length;
    if (now.length === before.length && compared > COMPARED) return null;
    let same = 0;
    while (same < before.length && same < now.length && now[same].cssText === before[same].cssText) same += 1;
    if (same === now.length && same === before.length) return null;
    // The authors' own text says more than the rules that this browser made of it.
    if (same === before.length) return `${text}\n${textOf(now.slice(same))}`;
    return textOf(rules);
  };

  const isUsed = (sheet) => sheet && !sheet.disabled;
  const mediaOf = (sheet) => sheet.media?.mediaText ?? "";

  return {
    // The text of a <style>, or null where it has no effect.
    ofElement(element) {
      if (!isUsed(element.sheet)) return null;
      const text = element.textContent;
      return changedText(element.sheet, text) ?? text;
    },
    // Of a <link>: false where it has no effect, a text where its rules were changed, else true.
    ofLink(element) {
      if (!element.sheet) return element.rel.toLowerCase().includes("alternate") || element.disabled ? false : true;
      if (!isUsed(element.sheet)) return false;
      const text = recorded[element.sheet.href];
      return (text === undefined ? null : changedText(element.sheet, text)) ?? true;
    },
    // Of a document or shadow root: the constructed sheets that it has adopted.
    adoptedBy(root) {
      return [...(root.adoptedStyleSheets ?? [])].filter(isUsed)
        .map((sheet) => ({ text: textOf(rulesOf(sheet) ?? []), media: mediaOf(sheet) }));
    },
  };
}
