"""PDF: its text, what it says of itself, and its first page as a picture."""

import math
import re
from datetime import UTC, datetime, timedelta, timezone

import pypdfium2
import pyvips

from capture.extract.metadata import TEXT_LIMIT
from capture.files.source import FileReading, FileSource

PDF_TYPE = "application/pdf"
MOST_PAGES = 200
WIDTH = 1280
MOST_HEIGHT = 4000
QUALITY = 85
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([+-])(\d\d)'?(\d\d)?)?")
_PROGRAM = re.compile(r"^(microsoft (word|powerpoint|excel) - )|\.(docx?|pptx?|xlsx?|tex|dvi|indd|pdf)$", re.IGNORECASE)
_NO_TITLE = re.compile(r"^(untitled|无标题|無標題|document\d*|slide 1|powerpoint presentation|\W*)$", re.IGNORECASE)


def read_pdf(source: FileSource, _media_type: str) -> FileReading:
    """All of it; one that is damaged or locked is a file without more."""
    try:
        document = pypdfium2.PdfDocument(source.content)
    except pypdfium2.PdfiumError:
        return FileReading(media_type=PDF_TYPE)
    try:
        said = document.get_metadata_dict()
        text = read_text(document)
        return FileReading(
            media_type=PDF_TYPE,
            title=choose_title(said.get("Title", ""), text),
            author=said.get("Author", "").strip(),
            published=read_date(said.get("CreationDate", "")),
            facts=(f"{len(document)} p.",) if len(document) else (),
            text=text,
            is_prose=True,
            picture=draw_first(document),
        )
    finally:
        document.close()


def read_text(document: pypdfium2.PdfDocument) -> str:
    """The text of its pages, as far as anybody will search it."""
    parts: list[str] = []
    length = 0
    for index in range(min(len(document), MOST_PAGES)):
        try:
            page = document[index]
            text = page.get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError:
            continue
        parts.append(text)
        length += len(text)
        if length > TEXT_LIMIT:
            break
    return "\n\n".join(parts).replace("\r\n", "\n").replace("\ufffe", "")[:TEXT_LIMIT]


def draw_first(document: pypdfium2.PdfDocument) -> bytes:
    """Its first page, as wide as our pictures are."""
    try:
        page = document[0]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), MOST_HEIGHT / max(height, 1))
        bitmap = page.render(scale=scale, rev_byteorder=True)
    except (pypdfium2.PdfiumError, IndexError):
        return b""
    image = pyvips.Image.new_from_memory(
        bytes(bitmap.buffer), math.ceil(bitmap.stride / bitmap.n_channels), bitmap.height, bitmap.n_channels, "uchar"
    )
    image = image.crop(0, 0, bitmap.width, bitmap.height).copy(interpretation="srgb")
    if image.bands > 3:
        image = image[:3]
    return bytes(image.jpegsave_buffer(Q=QUALITY, strip=True))


def choose_title(said: str, text: str) -> str:
    """What it calls itself, unless a program did that; else its first line, where that reads like a title."""
    title = _PROGRAM.sub("", said.strip()).strip()
    if title and not _NO_TITLE.match(title) and "\ufffd" not in title:
        return title
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if 3 < len(first) <= 120 else ""


def read_date(said: str) -> str:
    """`D:20260304080000+01'00'` as other programs write it."""
    match = _DATE.match(said)
    if match is None:
        return ""
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in match.groups()[:6])
    offset = timedelta(hours=int(match[8] or 0), minutes=int(match[9] or 0)) * (-1 if match[7] == "-" else 1)
    try:
        moment = datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=timezone(offset))
        return moment.astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return ""
