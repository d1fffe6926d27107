"""What a page says of itself, together with what its article says."""

from dataclasses import replace
from datetime import UTC, datetime

from capture.extract.clean import clean_line, clean_text
from capture.extract.language import find_language
from capture.extract.metadata import NAME_LIMIT, TEXT_LIMIT, find_excerpt
from capture.extract.signals import PageSignals
from capture.extract.source import Article
from capture.types import PageFacts


def enrich_facts(facts: PageFacts, signals: PageSignals, article: Article) -> PageFacts:
    """Better facts: what machines are told stays, the article fills in what is missing."""
    text = clean_text(article.text, TEXT_LIMIT)
    if not text:
        return facts
    return replace(
        facts,
        language=find_language(text, facts.language) or facts.language,
        author=facts.author or clean_line(article.author, NAME_LIMIT),
        published_at=facts.published_at or read_moment(article.published),
        excerpt=find_excerpt(signals, text),
        text=join_texts(text, facts.text),
    )


def read_moment(published: str) -> datetime | None:
    """An ISO date as a moment; a day alone counts as its beginning in UTC."""
    try:
        moment = datetime.fromisoformat(published)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None


def join_texts(article: str, page: str) -> str:
    """The article first, then what else is on the page.

    The index keeps a limited length: long menus in front of an article must not push it out. The rest stays
    findable, for people also remember a comment, a caption or a name in the margin.
    """
    known = {line.strip() for line in article.splitlines()}
    rest = "\n".join(line for line in page.splitlines() if line.strip() and line.strip() not in known)
    return f"{article}\n\n{rest}".strip()[:TEXT_LIMIT]
