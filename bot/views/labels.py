"""Honest labels in words: what a page turned out to be, and what can be done about it."""

from bot.i18n import Translator
from bot.services.cards import FoundLink, SnapshotCard
from bot.views.addresses import host_of
from bot.views.errors import error_text
from bot.views.html import clean

MARKS = {
    "ok": "",
    "http_error": "⚠️",
    "login_wall": "🔒",
    "bot_check": "🛡",
    "blank": "⬜",
    "not_html": "📎",
    "blocked": "🚫",
    "unreachable": "🔌",
    "timeout": "⏱",
    "too_large": "📦",
}
SAID_BY_LABEL = frozenset({"timeout", "too_large"})  # that it was cut short
WAITING = frozenset({"queued", "capturing"})
GONE = frozenset({404, 410})
CLOSED = frozenset({401, 403, 407, 451})


def mark_of(found: FoundLink, tr: Translator) -> str:
    """Return the sign and the word of a row in a list; "" where all is well."""
    if found.status in WAITING:
        return f"⏳ {tr.text('mark.waiting')}"
    if found.label == "http_error" and is_soft(found.http_status):
        return f"{MARKS[found.label]} {tr.text('mark.http_error_soft')}"
    if mark := MARKS.get(found.label, ""):
        return f"{mark} {tr.text(f'mark.{found.label}', status=str(found.http_status or '?'))}"
    if found.status == "failed":
        return f"⚠️ {tr.text('mark.failed')}"
    return f"🧩 {tr.text('mark.partial')}" if found.status == "partial" else ""


def warning_of(card: SnapshotCard, tr: Translator) -> str:
    """Return the line that says what is not as it should be, with its sign; "" where all is well."""
    if card.status == "failed":
        return f"{MARKS.get(card.label) or '⚠️'} {failure_text(card, tr)}"
    sentence = label_text(card, tr)
    return f"{MARKS[card.label]} {sentence}" if sentence else ""


def failure_text(card: SnapshotCard, tr: Translator) -> str:
    """Return why nothing could be captured, and what can be done."""
    return error_text(card.error or "capture_failed", tr, site=_site(card))


def label_text(card: SnapshotCard, tr: Translator) -> str:
    """Return a label's sentence as plain text; "" where all is well."""
    if card.label == "http_error" and is_soft(card.http_status):
        return tr.text("label.http_error_soft")
    if card.label == "http_error":
        return tr.text(_http_key(card.http_status), status=str(card.http_status or "?"))
    if card.label == "not_html":
        return _file_text(card, tr)
    if not MARKS.get(card.label):
        return ""
    return tr.text(f"label.{card.label}", site=_site(card) or tr.text("error.site"))


def missing_text(card: SnapshotCard, tr: Translator) -> str:
    """Return what a partial snapshot lacks, as plain text; "" where it is whole."""
    if card.status != "partial":
        return ""
    names = [tr.text(f"artifact.{kind}") for kind in card.missing if f"artifact.{kind}" in tr]
    if not names:
        return "" if card.label in SAID_BY_LABEL else tr.text("card.cut_short")
    return tr.text("card.missing", names=tr.text("card.comma").join(names))


def is_soft(status: int | None) -> bool:
    """Whether the error stands in the page alone: its status says that all is well."""
    return status is not None and status < 400


def evidence_text(card: SnapshotCard, tr: Translator) -> str:
    """Return how many things a person supplied to a snapshot; "" where nobody did."""
    count = sum(artifact.from_person for artifact in card.artifacts)
    return tr.text("card.evidence", count=count) if count else ""


def _http_key(status: int | None) -> str:
    if status in GONE:
        return "label.http_error_gone"
    if status in CLOSED:
        return "label.http_error_closed"
    if status == 429 or (status or 0) >= 500:
        return "label.http_error_busy"
    return "label.http_error"


def _file_text(card: SnapshotCard, tr: Translator) -> str:
    file = card.artifact("file")
    if file is None:
        return tr.text("label.not_html")
    kind = clean(file.media_type.partition(";")[0].rpartition("/")[2]).upper()
    return tr.text("label.not_html_kept", kind=kind, size=tr.size(file.bytes))


def _site(card: SnapshotCard) -> str:
    return host_of(card.final_url) or host_of(card.url)
