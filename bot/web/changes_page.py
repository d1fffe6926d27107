"""What the page of two versions says, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n import Translator
from bot.services.cards import ComparisonCard, VersionCard
from bot.views.addresses import short_address
from bot.views.changes import ignored_line, status_line, summary_line
from bot.views.html import clean
from bot.views.keyboards import KEPT
from bot.web.documents import format_moment


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions."""

    key: str  # before, after
    href: str
    picture_href: str  # empty where there is none
    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One version that can be compared with another."""

    permalink_id: str
    text: str
    is_before: bool  # chosen on either side
    is_after: bool


@dataclass(frozen=True, slots=True)
class BoxedPicture:
    """The picture of what changed."""

    href: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Everything on the page."""

    title: str
    is_real: bool
    sentences: tuple[str, ...]  # that sum it up
    added: tuple[str, ...]
    removed: tuple[str, ...]
    picture: BoxedPicture | None
    sides: tuple[Side, Side]
    choices: tuple[Choice, ...]  # for the people of the library, where there are more than two
    action: str


def describe_changes(
    card: ComparisonCard, translator: Translator, root: str, versions: Sequence[VersionCard] = ()
) -> ChangesPage:
    """Say in one language what differs between two versions."""
    nothing = translator.text("changes.nothing", older=translator.date_time(card.older_at))
    real = (status_line(card, translator), summary_line(card, translator))
    said = (*(real if card.is_real else (nothing,)), ignored_line(card, translator))
    picture = None
    if card.picture is not None:
        href = f"{root}/s/{card.newer_id}/changes.jpg?from={card.older_id}"
        picture = BoxedPicture(href, card.picture.width, card.picture.height)
    moments = (
        ("before", card.older_id, card.older_at, card.pictured[0]),
        ("after", card.newer_id, card.newer_at, card.pictured[1]),
    )
    before, after = (
        Side(
            key,
            f"{root}/s/{permalink_id}",
            f"{root}/s/{permalink_id}/screenshot?size=photo" if has_picture else "",
            translator.date_time(at),
            format_moment(at) or "",
        )
        for key, permalink_id, at, has_picture in moments
    )
    return ChangesPage(
        title=clean(card.title) or short_address(card.url),
        is_real=card.is_real,
        sentences=tuple(one for one in said if one),
        added=tuple(map(clean, card.added)),
        removed=tuple(map(clean, card.removed)),
        picture=picture,
        sides=(before, after),
        choices=_choices(card, versions, translator),
        action=f"{root}/s/{card.newer_id}/changes",
    )


def _choices(card: ComparisonCard, versions: Sequence[VersionCard], translator: Translator) -> tuple[Choice, ...]:
    kept = [one for one in versions if one.status in KEPT and one.captured_at]
    if len(kept) < 3:
        return ()
    named = ((one.permalink.rpartition("/")[2], one) for one in sorted(kept, key=lambda one: -one.version))
    return tuple(
        Choice(
            permalink_id,
            f"{one.version} · {translator.date_time(one.captured_at) if one.captured_at else ''}",
            permalink_id == card.older_id,
            permalink_id == card.newer_id,
        )
        for permalink_id, one in named
    )
