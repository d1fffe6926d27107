"""An extractor's HTML made ready for reading: pictures from our own copies, footnotes back, headings in their place."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urldefrag, urljoin

from lxml.html import HtmlElement, document_fromstring, fragment_fromstring, tostring

from capture.extract.clean import clean_line
from capture.extract.sanitise import FOOTNOTES
from capture.extract.source import PageSource

ALT_LIMIT = 300
INLINE_LIMIT = 200_000  # characters of a picture that stands in the page itself
MAX_NOTES = 500
HEADINGS = ("h1", "h2")
LAZY = ("data-src", "data-original", "data-actualsrc", "data-lazy-src")

# What no XML may hold, and lxml refuses to be given; also as a reference, which its parser would take.
_UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
    r"|&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|x0*(?:[0-8bcef]|1[0-9a-f])(?![0-9a-f]));?",
    re.IGNORECASE,
)
_BLANKS = re.compile(r"\s+")
_NOTE_ID = re.compile(r"(^|[-_:])(fn|note|footnote|endnote|cite_note|ftn)", re.IGNORECASE)


def tidy(html: str, source: PageSource) -> str:
    """The same content with everything that depends on the rest of the page settled."""
    root = document_fromstring(f"<div>{_UNPRINTABLE.sub('', html)}</div>").find("body")
    root.tag = "div"
    for image in list(root.iter("img")):
        settle_picture(image, source.url, source.assets)
    for link in root.iter("a"):
        settle_link(link, source.url)
    drop_title(root, source.title)
    for heading in root.iter("h1"):
        heading.tag = "h2"
    restore_notes(root, source.html)
    drop_empty(root)
    return str(tostring(unwrap(root), encoding="unicode", with_tail=False))


def unwrap(root: HtmlElement) -> HtmlElement:
    """The innermost of the boxes that hold nothing but one another."""
    while len(root) == 1 and root[0].tag == "div" and not f"{root.text or ''}{root[0].tail or ''}".strip():
        root = root[0]
    root.attrib.pop("id", None)  # an extractor's own, where it is one
    return root


def settle_picture(image: HtmlElement, base: str, assets: Mapping[str, str]) -> None:
    """Point at our copy; where there is none, the picture's description leads to where it was."""
    given = next((value for name in (*LAZY, "src") if (value := image.get(name, "").strip())), "")
    if given.startswith("data:image/") and len(given) <= INLINE_LIMIT:
        image.set("src", given)
        return
    address = find_address(given, base)
    copy = assets.get(address) or assets.get(urldefrag(address).url)
    if copy:
        image.set("src", f"assets/{copy}")
        return
    words = clean_line(image.get("alt", ""), ALT_LIMIT)
    if address and address != base and words and not is_inside(image, "a"):
        image.tag = "a"
        image.attrib.clear()
        image.set("href", address)
        image.text = words
    else:
        image.drop_tree()


def settle_link(link: HtmlElement, base: str) -> None:
    """Addresses in full, but for those inside the page."""
    given = link.get("href", "").strip()
    if given.startswith("#") or given.lower().startswith(("mailto:", "tel:")):
        return
    address = find_address(given, base)
    same, fragment = urldefrag(address)
    if address and fragment and same == urldefrag(base).url:
        link.set("href", f"#{fragment}")
    elif address:
        link.set("href", address)
    else:
        link.attrib.pop("href", None)


def find_address(given: str, base: str) -> str:
    """The web address that is meant; empty where none is."""
    try:
        address = urljoin(base, given) if given else ""
    except ValueError:
        return ""
    return address if address.startswith(("http://", "https://")) and not _UNPRINTABLE.search(address) else ""


def is_inside(element: HtmlElement, tag: str) -> bool:
    """Whether an element stands within one of that kind."""
    return next(element.iterancestors(tag), None) is not None


def drop_title(root: HtmlElement, title: str) -> None:
    """The document says its title itself: a first heading that repeats it goes."""
    heading = next(root.iter(*HEADINGS), None)
    if heading is not None and title and fold(heading.text_content()) == fold(title):
        heading.drop_tree()


def fold(text: str) -> str:
    """A text for comparing."""
    return _BLANKS.sub(" ", text).strip().casefold()


def restore_notes(root: HtmlElement, page: str) -> None:
    """Footnotes that the text refers to, and that an extractor has left behind."""
    have = {element.get("id") for element in root.iter() if element.get("id")}
    wanted = [fragment for fragment in list_note_links(root) if fragment not in have]
    if not wanted or not page:
        return
    notes = {element.get("id"): element for element in document_fromstring(page).xpath("//*[@id]")}
    found = [notes[fragment] for fragment in dict.fromkeys(wanted) if fragment in notes][:MAX_NOTES]
    if not found:
        return
    section = fragment_fromstring(f'<section class="{FOOTNOTES}"><ol></ol></section>')
    for note in found:
        item = note if note.tag == "li" else wrap_note(note)
        item.tail = None
        section[0].append(item)
    root.append(section)


def list_note_links(root: HtmlElement) -> Iterator[str]:
    """The fragments of links that look like references to notes."""
    for link in root.iter("a"):
        href = link.get("href", "")
        is_marked = link.get("role") == "doc-noteref" or is_inside(link, "sup") or link.find("sup") is not None
        if href.startswith("#") and (is_marked or _NOTE_ID.search(href[1:])):
            yield href[1:]


def wrap_note(note: HtmlElement) -> HtmlElement:
    """A note that is no list item, as one; an anchor stands for what it stands in."""
    identity = note.attrib.pop("id", "")
    if note.tag in {"a", "span", "sup"} and note.getparent() is not None:
        note = note.getparent()
    item = fragment_fromstring("<li></li>")
    item.set("id", identity)
    item.append(note)
    return item


def drop_empty(root: HtmlElement) -> None:
    """Boxes in which nothing is left."""
    for element in reversed(list(root.iter("p", "div", "figure", "figcaption", "section", "ul", "ol", "h2", "h3"))):
        holds = len(element) or (element.text or "").strip() or element.get("id")
        if not holds and element is not root:
            element.drop_tree()
