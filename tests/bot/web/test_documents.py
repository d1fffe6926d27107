"""The JSON document."""

from datetime import datetime, timedelta, timezone

from bot.services.cards import ArtifactCard
from bot.services.receipts import read_receipt, write_receipt
from bot.web.documents import describe_snapshot, format_moment
from tests.bot.web.cards import GIVEN, make_card
from tests.receipts import RECEIPT


def test_document_has_the_promised_shape() -> None:
    artifacts = (
        ArtifactCard("screenshot", "image/jpeg", 9, "a" * 64, 1280, 5000),
        ArtifactCard("pdf", "application/pdf", 8, "b" * 64),
    )

    document = describe_snapshot(make_card(artifacts=artifacts, pending=("wacz",)))

    assert document == {
        "permalink": "https://keep.example/s/u3m1vQ9bW2sK7xTzR4aYpA",
        "url": "https://news.example/story?utm_source=chat",
        "final_url": "https://news.example/story",
        "title": "The lighthouse keeper’s garden",
        "site": "News Example",
        "language": "en",
        "author": "Ada Lindqvist",
        "published_at": "2026-01-30T06:00:00Z",
        "captured_at": "2026-01-31T08:15:00Z",
        "status": "complete",
        "label": "ok",
        "error": None,
        "http_status": 200,
        "excerpt": "Forty years of wind, and still the roses come back.",
        "missing": [],
        "pending": ["wacz"],
        "artifacts": [
            {
                "kind": "screenshot",
                "media_type": "image/jpeg",
                "bytes": 9,
                "sha256": "a" * 64,
                "width": 1280,
                "height": 5000,
            },
            {"kind": "pdf", "media_type": "application/pdf", "bytes": 8, "sha256": "b" * 64},
        ],
        "version": 1,
        "versions": [
            {
                "version": 1,
                "permalink": GIVEN.permalink,
                "status": "complete",
                "captured_at": "2026-01-31T08:15:00Z",
            }
        ],
        "receipt": None,
    }


def test_document_of_a_failure_names_its_code() -> None:
    document = describe_snapshot(
        make_card(status="failed", label="unreachable", error="name_not_found", captured_at=None)
    )

    assert (document["label"], document["error"], document["captured_at"]) == ("unreachable", "name_not_found", None)


def test_moments_are_told_in_utc() -> None:
    assert format_moment(datetime(2026, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=8)))) == "2025-12-31T17:30:00Z"


def test_receipt_is_told_whole() -> None:
    document = describe_snapshot(make_card(receipt=read_receipt(write_receipt(RECEIPT))))

    assert document["receipt"] == {
        "hops": [
            {"url": "http://news.example/story", "status": 301, "server_address": "192.0.2.7:80"},
            {"url": "https://news.example/story", "status": 200, "server_address": "[2001:db8::7]:443"},
        ],
        "headers": [["content-type", "text/html"], ["set-cookie", "a=1"], ["set-cookie", "b=2"]],
        "certificate": {
            "sha256": "c5" * 32,
            "subject": "news.example",
            "issuer": "An authority",
            "valid_from": "2026-01-01T00:00:00Z",
            "valid_until": "2026-04-01T00:00:00Z",
            "protocol": "TLS 1.3",
        },
        "user_agent": "Mozilla/5.0 Chrome/156.0.0.0",
        "viewport": {"width": 390, "height": 844, "is_mobile": True, "is_dark": True},
        "begun_at": "2026-01-31T08:14:58Z",
        "finished_at": "2026-01-31T08:15:03Z",
        "snapkeep_version": "0.1.0",
        "chromium_version": "156.0.8078.79",
        "received_bytes": 1_234_567,
        "blocked": ["metrics.internal:443"],
        "unproven": ["old-counter.example:443"],
        "removed": ["a consent banner"],
    }
