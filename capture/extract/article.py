"""What is to be read on a page: the extractors' consensus as text, and as a document that keeps its pictures."""

import re
from dataclasses import replace

from htmldate import find_date
from lxml.etree import LxmlError
from lxml.html import HtmlElement, document_fromstring, tostring
from trafilatura.metadata import extract_metadata

from capture.extract.byline import find_byline
from capture.extract.candidates import STUMBLES, is_vast, list_candidates, make_html, to_text
from capture.extract.consensus import Candidate, choose_html, choose_text
from capture.extract.decode import decode_page
from capture.extract.document import render_document
from capture.extract.language import find_language
from capture.extract.sanitise import sanitise
from capture.extract.source import Article, PageSource
from capture.extract.tidy import tidy

TEXT_LIMIT = 200_000
_LABELS = re.compile(r"\b(posts?|comments?|repl(y|ies)|followers?|views?|submitted|updated|published)\b", re.IGNORECASE)
NO_TEXT = frozenset({"nav", "header", "footer", "aside", "form", "script", "style", "noscript", "button", "select"})


def read_article(source: PageSource) -> Article:
    """The article of a page; an empty one where there is nothing to read."""
    if source.body and not source.html:
        source = replace(source, html=decode_page(source.body, source.charset))
    page = parse_page(source.html)
    if page is None:
        return Article()
    candidates = list_candidates(source)
    chosen = choose_text(candidates) or take_everything(source)
    if not chosen.text.strip():
        return Article()
    author, published = find_origin(page, source, chosen.text)
    content = make_content(candidates, chosen, source)
    document = render_document(
        content,
        title=source.title,
        url=source.url,
        about=tuple(dict.fromkeys((source.site, author))),
        published=published,
        language=find_language(chosen.text, source.language),
    )
    return Article(
        document=document,
        text=chosen.text[:TEXT_LIMIT],
        author=author,
        published=published,
        extractor=chosen.name,
    )


def parse_page(html: str) -> HtmlElement | None:
    """The page as a tree; None where there is none."""
    try:
        return document_fromstring(html) if html.strip() else None
    except (LxmlError, ValueError):
        return None


def make_content(candidates: list[Candidate], chosen: Candidate, source: PageSource) -> str:
    """The sanitised HTML that belongs to the chosen text."""
    best = choose_html([*candidates, chosen], chosen)
    html = best.html if best else "" if is_vast(source.html) else make_html(source)
    html = html or paragraphs_of(chosen.text)
    try:
        return sanitise(tidy(html, source))
    except STUMBLES:  # then without pictures and footnotes
        return sanitise(html)


def paragraphs_of(text: str) -> str:
    """A text as HTML, where nobody has any."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"<p>{line}</p>" for line in escaped.splitlines() if line.strip())


def take_everything(source: PageSource) -> Candidate:
    """A page in which nobody finds an article is read as it is, without what frames it."""
    page = parse_page(source.html)
    body = page.find("body") if page is not None else None
    if body is None:
        return Candidate("everything", "")
    for element in list(body.iter(*NO_TEXT)):
        element.drop_tree()
    html = str(tostring(body, encoding="unicode"))
    return Candidate("everything", to_text(html), html)


def find_origin(page: HtmlElement, source: PageSource, text: str) -> tuple[str, str]:
    """Author and date: what the page says to machines, what it says to people, and what packages guess."""
    author, published = source.author, source.published
    if author and published:
        return author, published
    language = find_language(text, source.language)
    byline = find_byline(page, source.url, title=source.title, text=text, language=language)
    author, published = author or byline.author, published or byline.published
    if is_vast(source.html):
        return author, published
    if not author and language != "zh":
        author = guess_author(source)
    return author, published or guess_date(source)


def guess_author(source: PageSource) -> str:
    """Trafilatura's guess: on Chinese pages it takes labels for names, elsewhere it is the best there is."""
    try:
        found = extract_metadata(source.html, source.url, {"extensive_search": False, "original_date": True}).author
    except STUMBLES:
        found = None
    given = (found or "").replace("; ", ", ")
    label = _LABELS.search(given)
    name = given[: label.start() if label else None].strip(" ,")
    return name or (source.readable.byline if source.readable else "")


def guess_date(source: PageSource) -> str:
    """Htmldate's guess, without the search that takes seconds and finds any date at all."""
    try:
        return find_date(source.html, url=source.url, extensive_search=False, original_date=True) or ""
    except STUMBLES:
        return ""
