// Where in the page something changes by itself: advertisements and carousels, as [left, top, width, height].
({ most, least, slack }) => {
  // Names that the services behind advertisements need to find their places, what pages call them, and carousels.
  const NAMED = `ins.adsbygoogle, [id^="google_ads_"], [id^="div-gpt-ad"], [data-google-query-id], [data-ad-slot],
    [data-ad-client], [data-ad-unit], amp-ad, [id^="taboola-"], .OUTBRAIN, .ad, .ads, .advert, .advertisement,
    .ad-banner, .ad-container, .ad-slot, .ad-wrapper, .ad-unit, .adbox, .guanggao, #ad, #ads, #advertisement,
    [aria-label="Advertisement" i], [aria-label="广告"], [aria-label="廣告"], a[rel~="sponsored"],
    [aria-roledescription="carousel" i], [data-ride="carousel"], .carousel, .swiper, .swiper-container, .slick-slider,
    .owl-carousel, .flickity-enabled, .splide`;
  // The sizes in which advertisements are sold.
  const SIZES = `970x250 970x90 970x66 980x120 980x90 930x180 960x90 950x90 1000x90 728x90 750x300 750x200 750x100
    640x60 580x400 468x60 336x280 320x100 320x50 300x1050 300x600 300x250 300x100 300x50 250x250 240x400 200x200
    180x150 160x600 120x600`.split(/\s+/).map((size) => size.split("x").map(Number));
  const site = (address) => {
    try { return new URL(address, location.href).hostname.split(".").slice(-2).join("."); } catch { return ""; }
  };
  const own = site(location.href);
  const isForeign = (address) => /^(https?:)?\/\//.test(address || "") && site(address) !== own;
  const isSold = ({ width, height }) =>
    SIZES.some(([wide, tall]) => Math.abs(wide - width) <= slack && Math.abs(tall - height) <= slack);
  const found = [];
  const take = (element, isCertain) => {
    const box = element.getBoundingClientRect();
    if (found.length === most || box.width < least || box.height < least || !(isCertain || isSold(box))) return;
    const [left, top] = [box.left + scrollX, box.top + scrollY];
    const isInside = ([x, y, width, height]) =>
      left >= x - 1 && top >= y - 1 && left + box.width <= x + width + 1 && top + box.height <= y + height + 1;
    if (!found.some(isInside)) found.push([left, top, box.width, box.height]);
  };
  for (const element of document.querySelectorAll(NAMED)) take(element, true);
  for (const frame of document.querySelectorAll("iframe")) if (isForeign(frame.getAttribute("src"))) take(frame, false);
  for (const picture of document.querySelectorAll("a[href] img, a[href] video"))
    if (isForeign(picture.closest("a").getAttribute("href"))) take(picture, false);
  return found;
}
