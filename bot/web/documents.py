"""A snapshot as a JSON document: the shape that scripts rely on."""

from datetime import UTC, datetime

from bot.services.cards import ArtifactCard, CertificateCard, ReceiptCard, SnapshotCard, VersionCard
from bot.views.html import clean

Document = dict[str, object]


def describe_snapshot(card: SnapshotCard) -> Document:
    """Everything a holder of the permalink may know; nothing of the library it lies in."""
    return {
        "permalink": card.permalink,
        "url": card.url,
        "final_url": card.final_url or None,
        "title": clean(card.title),
        "site": clean(card.site),
        "language": card.language or None,
        "author": clean(card.author) or None,
        "published_at": format_moment(card.published_at),
        "captured_at": format_moment(card.captured_at),
        "status": card.status,
        "label": card.label or None,
        "error": card.error or None,
        "http_status": card.http_status,
        "excerpt": clean(card.excerpt),
        "missing": list(card.missing),
        "pending": list(card.pending),
        "artifacts": [_describe_artifact(artifact) for artifact in card.artifacts],
        "version": card.version,
        "versions": [_describe_version(version) for version in card.versions],
        "receipt": _describe_receipt(card.receipt) if card.receipt else None,
    }


def format_moment(moment: datetime | None) -> str | None:
    """RFC 3339 in UTC, to the second: "2026-01-31T08:15:00Z"."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _describe_artifact(artifact: ArtifactCard) -> Document:
    document: Document = {
        "kind": artifact.kind,
        "media_type": artifact.media_type,
        "bytes": artifact.bytes,
        "sha256": artifact.sha256,
    }
    if artifact.from_person:
        document["from_person"] = True
    if artifact.width is not None and artifact.height is not None:
        document |= {"width": artifact.width, "height": artifact.height}
    return document


def _describe_version(version: VersionCard) -> Document:
    return {
        "version": version.version,
        "permalink": version.permalink,
        "status": version.status,
        "captured_at": format_moment(version.captured_at),
    }


def _describe_receipt(receipt: ReceiptCard) -> Document:
    window = receipt.viewport
    return {
        "hops": [
            {"url": hop.url, "status": hop.status, "server_address": hop.server_address or None} for hop in receipt.hops
        ],
        "headers": [[name, value] for name, value in receipt.headers],
        "certificate": _describe_certificate(receipt.certificate) if receipt.certificate else None,
        "user_agent": receipt.user_agent,
        "viewport": {
            "width": window.width,
            "height": window.height,
            "is_mobile": window.is_mobile,
            "is_dark": window.is_dark,
        },
        "begun_at": format_moment(receipt.begun_at),
        "finished_at": format_moment(receipt.finished_at),
        "snapkeep_version": receipt.snapkeep_version,
        "chromium_version": receipt.chromium_version,
        "received_bytes": receipt.received_bytes,
        "blocked": list(receipt.blocked),
        "unproven": list(receipt.unproven),
        "removed": list(receipt.removed),
    }


def _describe_certificate(certificate: CertificateCard) -> Document:
    return {
        "sha256": certificate.sha256 or None,
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "valid_from": format_moment(certificate.valid_from),
        "valid_until": format_moment(certificate.valid_until),
        "protocol": certificate.protocol,
    }
