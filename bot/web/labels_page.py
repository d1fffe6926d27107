"""What only the people of a library see of a snapshot: tags, note, and who sent it from where."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.i18n import Translator
from bot.services.cards import SnapshotCard
from bot.services.sharing import ShareCard
from bot.services.visiting import Visitor
from bot.views.html import clean, clean_lines
from bot.web.addresses import web_href


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One address under which the snapshot is shared."""

    share_id: int
    address: str
    until: str
    opens: int


@dataclass(frozen=True, slots=True)
class LabelsView:
    """Everything in the section."""

    form_token: str
    chat_id: int
    link_id: int
    permalink_id: str
    tags: str
    note: str
    saved: str
    origin: str
    origin_href: str
    is_private: bool
    shares: tuple[ShareRow, ...]


def describe_labels(
    card: SnapshotCard, visitor: Visitor, translator: Translator, shares: Sequence[ShareCard] = ()
) -> LabelsView | None:
    """Say what this visitor may change; None where the link is in nobody's library that they may see."""
    if not visitor.may_see(card.chat_id):
        return None
    saved = ""
    if card.saved_at is not None:
        when, name = translator.date(card.saved_at), clean(card.saved_by)
        key = "web.labels.saved" if name else "web.labels.saved_when"
        saved = translator.text(key, when=when, name=name)
    origin = clean(card.origin.name) if card.origin else ""
    return LabelsView(
        form_token=visitor.form_token,
        chat_id=card.chat_id,
        link_id=card.link_id,
        permalink_id=card.permalink_id,
        tags=" ".join(f"#{name}" for name in map(clean, card.tags)),
        note=clean_lines(card.note),
        saved=saved,
        origin=translator.text("web.labels.from", name=origin) if origin else "",
        origin_href=web_href(card.origin.url) if card.origin else "",
        is_private=card.is_private,
        shares=tuple(
            ShareRow(one.share_id, one.address, translator.date_time(one.expires_at), one.opens) for one in shares
        ),
    )
