"""The JSON document."""

from datetime import datetime, timedelta, timezone

from bot.services.cards import ArtifactCard
from bot.web.documents import describe_snapshot, format_moment
from tests.bot.web.cards import GIVEN, make_card


def test_document_has_the_promised_shape() -> None:
    artifacts = (
        ArtifactCard("screenshot", "image/jpeg", 9, "a" * 64, 1280, 5000),
        ArtifactCard("pdf", "application/pdf", 8, "b" * 64),
    )

    document = describe_snapshot(make_card(artifacts=artifacts))

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
    }


def test_document_of_a_failure_names_its_code() -> None:
    document = describe_snapshot(
        make_card(status="failed", label="unreachable", error="name_not_found", captured_at=None)
    )

    assert (document["label"], document["error"], document["captured_at"]) == ("unreachable", "name_not_found", None)


def test_moments_are_told_in_utc() -> None:
    assert format_moment(datetime(2026, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=8)))) == "2025-12-31T17:30:00Z"
