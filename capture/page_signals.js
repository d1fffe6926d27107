// What a page says about itself, as plain values; nothing here decides anything.
({ max_text }) => {
  const attribute = (selector, name) => document.querySelector(selector)?.getAttribute(name) ?? "";
  const text = document.body?.innerText ?? document.documentElement?.textContent ?? "";
  const isVisible = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 8 && box.height > 8;
  };
  const linkedData = [...document.querySelectorAll('script[type="application/ld+json"]')]
    .slice(0, 10).map((script) => script.textContent.slice(0, 50_000));
  return {
    title: document.title.slice(0, 2000),
    heading: (document.querySelector("h1")?.innerText ?? "").slice(0, 2000),
    heading_count: document.querySelectorAll("h1").length,
    language: attribute("html", "lang").slice(0, 50),
    metas: [...document.querySelectorAll("meta[content]")].slice(0, 300)
      .map((meta) => [
        (meta.getAttribute("property") ?? meta.getAttribute("name") ?? meta.getAttribute("itemprop") ?? "").toLowerCase(),
        meta.content.slice(0, 5000),
      ])
      .filter(([name]) => name),
    linked_data: linkedData,
    canonical: [...document.querySelectorAll("link[rel~=canonical][href]")].slice(0, 5).map((link) => link.href),
    time: attribute("time[datetime]", "datetime").slice(0, 100),
    text: text.slice(0, max_text),
    password_fields: [...document.querySelectorAll("input[type=password]")].filter(isVisible).length,
    pictures: [...document.querySelectorAll("img, canvas, video, svg, object, embed, iframe")].filter(isVisible).length,
    frames: [...document.querySelectorAll("iframe[src]")].slice(0, 50).map((frame) => frame.src.slice(0, 500)),
    scripts: [...document.querySelectorAll("script[src]")].slice(0, 200).map((script) => script.src.slice(0, 500)),
  };
}
