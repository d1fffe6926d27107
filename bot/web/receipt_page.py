"""The receipt as the permalink page shows it: plain rows, every time in UTC, every hash in full."""

from dataclasses import dataclass
from datetime import UTC, datetime

from bot.i18n import Translator
from bot.services.cards import CertificateCard, HopCard, ReceiptCard, SnapshotCard
from bot.views.html import clean
from bot.web.addresses import web_href
from bot.web.documents import format_moment

_SMALL_PICTURES = frozenset({"photo", "thumb"})

# What the capture calls the things it takes out of the picture; anything else is the name of a product.
_LAYERS = frozenset({"cookie banner", "app banner", "sign-in layer", "pop-up", "pinned bar"})


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A name and what stands beside it; `iso` where that is a moment."""

    name: str
    text: str
    iso: str = ""
    is_code: bool = False


@dataclass(frozen=True, slots=True)
class HopRow:
    """One address on the way, and what came of it."""

    url: str
    href: str
    answer: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """Everything in the section."""

    hops: tuple[HopRow, ...]
    taken: tuple[ReceiptRow, ...]
    certificate: tuple[ReceiptRow, ...]
    is_encrypted: bool
    headers: tuple[ReceiptRow, ...]
    files: tuple[ReceiptRow, ...]


def describe_receipt(card: SnapshotCard, translator: Translator) -> ReceiptView | None:
    """Say how a snapshot was captured; None where that was not written down."""
    receipt = card.receipt
    if receipt is None:
        return None
    return ReceiptView(
        hops=tuple(_hop(hop, translator) for hop in receipt.hops),
        taken=_taken(receipt, translator),
        certificate=_certificate(receipt.certificate, translator) if receipt.certificate else (),
        is_encrypted=bool(receipt.hops) and receipt.hops[-1].url.startswith("https:"),
        headers=tuple(ReceiptRow(clean(name), clean(value), is_code=True) for name, value in receipt.headers),
        files=tuple(
            ReceiptRow(_name_file(artifact.kind, translator), artifact.sha256, is_code=True)
            for artifact in card.artifacts
        ),
    )


def _hop(hop: HopCard, translator: Translator) -> HopRow:
    if hop.status is None:
        answer = translator.text("web.receipt.hop_unknown")
    elif hop.server_address:
        answer = translator.text("web.receipt.hop", status=str(hop.status), server=hop.server_address)
    else:
        answer = str(hop.status)
    return HopRow(clean(hop.url), web_href(hop.url), answer)


def _taken(receipt: ReceiptCard, translator: Translator) -> tuple[ReceiptRow, ...]:
    def row(key: str, text: str, *, is_code: bool = False) -> ReceiptRow | None:
        return ReceiptRow(translator.text(f"web.receipt.{key}"), text, is_code=is_code) if text else None

    rows = (
        _timed("begun", receipt.begun_at, translator),
        _timed("finished", receipt.finished_at, translator),
        row("browser", f"Chromium {clean(receipt.chromium_version)} · Snapkeep {clean(receipt.snapkeep_version)}"),
        row("user_agent", clean(receipt.user_agent), is_code=True),
        row("window", _window(receipt, translator)),
        row("received", translator.size(receipt.received_bytes) if receipt.received_bytes else ""),
        row("blocked", clean(", ".join(receipt.blocked)), is_code=True),
        row("unproven", clean(", ".join(receipt.unproven)), is_code=True),
        row("removed", translator.text("card.comma").join(_name_layer(name, translator) for name in receipt.removed)),
    )
    return tuple(one for one in rows if one is not None)


def _timed(key: str, moment: datetime, translator: Translator) -> ReceiptRow:
    return ReceiptRow(translator.text(f"web.receipt.{key}"), _to_the_second(moment), format_moment(moment) or "")


def _window(receipt: ReceiptCard, translator: Translator) -> str:
    window = receipt.viewport
    looks = (("phone", window.is_mobile), ("dark", window.is_dark))
    said = [translator.text(f"web.receipt.{key}") for key, is_so in looks if is_so]
    return " · ".join((f"{window.width} × {window.height}", *said))


def _certificate(certificate: CertificateCard, translator: Translator) -> tuple[ReceiptRow, ...]:
    span = ""
    if certificate.valid_from and certificate.valid_until:
        begin, end = _to_the_second(certificate.valid_from), _to_the_second(certificate.valid_until)
        span = translator.text("web.receipt.valid_span", begin=begin, end=end)
    rows = (
        ("issued_to", clean(certificate.subject), False),
        ("issued_by", clean(certificate.issuer), False),
        ("valid", span, False),
        ("protocol", clean(certificate.protocol), False),
        ("fingerprint", certificate.sha256, True),
    )
    return tuple(
        ReceiptRow(translator.text(f"web.receipt.{key}"), text, is_code=is_code) for key, text, is_code in rows if text
    )


def _name_file(kind: str, translator: Translator) -> str:
    kind = kind.partition("-")[0]  # of evidence there may be several pieces
    return translator.text(f"web.receipt.{kind}" if kind in _SMALL_PICTURES else f"web.kind.{kind}")


def _name_layer(name: str, translator: Translator) -> str:
    if name not in _LAYERS:
        return clean(name)
    return translator.text(f"web.removed.{name.replace(' ', '_').replace('-', '_')}")


def _to_the_second(moment: datetime) -> str:
    """The same in every language: "2026-01-31 08:15:07 UTC"."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
