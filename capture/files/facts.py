"""What is said of a file: its own words first, else its name."""

from capture.extract.clean import clean_line, clean_text
from capture.extract.language import find_language
from capture.extract.metadata import (
    EXCERPT_LIMIT,
    NAME_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    extract_file_facts,
    host_of,
    parse_date,
)
from capture.files.source import FileReading
from capture.types import PageFacts


def describe_file(url: str, given_name: str, reading: FileReading) -> PageFacts:
    """All that is known about a file."""
    named = extract_file_facts(url, given_name)
    text = clean_text(reading.text, TEXT_LIMIT)
    words = " ".join(text[:1000].split()) if reading.is_prose else ""
    return PageFacts(
        title=clean_line(reading.title, TITLE_LIMIT) or named.title,
        site=host_of(url),
        language=find_language(text, "") if reading.is_prose else "",
        author=clean_line(reading.author, NAME_LIMIT),
        published_at=parse_date(reading.published),
        excerpt=clean_line(" · ".join((*reading.facts, words) if words else reading.facts), EXCERPT_LIMIT),
        text=text,
    )
