"""The honest label: whether the page was kept, and what is wrong with it, in the words of the chat."""

from dataclasses import dataclass

from bot.i18n import Translator
from bot.services.cards import SnapshotCard
from bot.views.labels import failure_text, is_soft, label_text, missing_text


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a snapshot: a word or two, and a sentence."""

    state: str  # waiting, kept, failed
    tone: str  # good, note, warning, bad, waiting: how it is coloured
    badge: str
    sentence: str


def judge(card: SnapshotCard, translator: Translator) -> Verdict:
    """Say what became of a snapshot; nothing but a whole page that is what was asked for is called good."""
    if card.status in {"queued", "capturing"}:
        return _spoken(f"web.{card.status}", "waiting", "waiting", translator)
    if card.status == "failed":
        return Verdict("failed", "bad", _badge(card, translator), failure_text(card, translator))
    lacks = missing_text(card, translator)
    if sentence := label_text(card, translator):
        tone = "note" if card.label == "not_html" else "warning"
        return Verdict("kept", tone, _badge(card, translator), f"{sentence} {lacks}".rstrip())
    if lacks:
        return Verdict("kept", "note", "", lacks)
    return _spoken("web.whole", "kept", "good", translator)


def _spoken(key: str, state: str, tone: str, translator: Translator) -> Verdict:
    return Verdict(state, tone, translator.text(f"{key}.badge"), translator.text(f"{key}.sentence"))


def _badge(card: SnapshotCard, translator: Translator) -> str:
    key = f"web.badge.{card.label}"
    if card.label == "http_error" and is_soft(card.http_status):
        key = "web.badge.http_error_soft"
    if key not in translator:
        return translator.text("web.status.failed")
    return translator.text(key, status=str(card.http_status or "?"))
