"""Archives, and the documents that are archives: what is in them, without unpacking more than a little."""

import io
import re
import zlib
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

from lxml import etree

from capture.extract.metadata import TEXT_LIMIT
from capture.files.source import FileReading, FileSource

MOST_NAMES = 1000
MOST_UNPACKED = 8 * 1024 * 1024  # of one part of a document, whatever it says of itself
MOST_PARTS = 60
TEXT_PARTS = re.compile(
    r"^(word/document\.xml|word/footnotes\.xml|ppt/slides/slide\d+\.xml|xl/sharedStrings\.xml|content\.xml|.*\.x?html?)$"
)
TITLE_PARTS = re.compile(r"^(docProps/core\.xml|meta\.xml|.*\.opf)$")
PARAGRAPHS = frozenset({"p", "h", "h1", "h2", "h3", "li", "si", "tr", "div"})
TROUBLE = (
    BadZipFile,
    zlib.error,
    ParseError,
    etree.XMLSyntaxError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


def read_archive(source: FileSource, media_type: str) -> FileReading:
    """The names in it; of a document its title and text."""
    try:
        with ZipFile(io.BytesIO(source.content)) as archive:
            parts = archive.infolist()
            if media_type == "application/zip":
                return list_names(parts, media_type)
            return read_document(archive, parts, media_type)
    except TROUBLE:
        return FileReading(media_type=media_type)


def list_names(parts: list[ZipInfo], media_type: str) -> FileReading:
    """An archive is what is in it."""
    names = [part.filename for part in parts if not part.is_dir()]
    facts = (f"{len(names)} × 📄",) if names else ()
    return FileReading(media_type=media_type, facts=facts, text="\n".join(names[:MOST_NAMES])[:TEXT_LIMIT])


def read_document(archive: ZipFile, parts: list[ZipInfo], media_type: str) -> FileReading:
    """A text document, a presentation, a table or a book."""
    title = author = ""
    for part in parts:
        if TITLE_PARTS.match(part.filename):
            root = parse(archive, part)
            title = title or find_text(root, "title")
            author = author or find_text(root, "creator")
    texts: list[str] = []
    for part in [part for part in parts if TEXT_PARTS.match(part.filename)][:MOST_PARTS]:
        texts.append(read_words(parse(archive, part)))
        if sum(map(len, texts)) > TEXT_LIMIT:
            break
    return FileReading(
        media_type=media_type, title=title, author=author, text="\n\n".join(texts)[:TEXT_LIMIT], is_prose=True
    )


def parse(archive: ZipFile, part: ZipInfo) -> etree._Element | None:
    """A part as XML; what is larger than it may be is cut, and what is left of it read."""
    with archive.open(part) as opened:
        content = opened.read(MOST_UNPACKED)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    return etree.fromstring(content, parser) if content.strip() else None


def find_text(root: etree._Element | None, name: str) -> str:
    """The text of the first element of that name."""
    for element in root.iter() if root is not None else ():
        if isinstance(element.tag, str) and etree.QName(element).localname == name and element.text:
            return str(element.text).strip()
    return ""


def read_words(root: etree._Element | None) -> str:
    """The words, paragraph by paragraph."""
    if root is None:
        return ""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        is_paragraph = etree.QName(element).localname in PARAGRAPHS
        if event == "start":
            parts.append(element.text or "")
        else:
            parts.append(("\n" if is_paragraph else "") + (element.tail or ""))
    return re.sub(r"\n\s*\n+", "\n", "".join(parts)).strip()
