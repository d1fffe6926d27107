"""Frozen values to render."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.services.cards import (
    ArtifactCard,
    FoundLink,
    FoundPage,
    Origin,
    Part,
    SettingsCard,
    SnapshotCard,
    TagCount,
    TagPage,
    VersionCard,
    View,
)

NOW = datetime(2026, 11, 24, 4, 42, tzinfo=UTC)
PERMALINK_ID = "S3cretPermalink_000001"
PERMALINK = f"https://keep.example.org/s/{PERMALINK_ID}"

SCREENSHOT = ArtifactCard("screenshot", "image/jpeg", 1_250_000, "a" * 64, 1280, 9000)
PHOTO = ArtifactCard("photo", "image/jpeg", 320_000, "b" * 64, 1280, 2500)
THUMB = ArtifactCard("thumb", "image/jpeg", 20_000, "c" * 64, 480, 300)
PDF = ArtifactCard("file", "application/pdf", 81_920, "d" * 64)

CARD = SnapshotCard(
    permalink_id=PERMALINK_ID,
    permalink=PERMALINK,
    url="https://www.example.com/soup?id=7",
    final_url="https://www.example.com/soup?id=7",
    title="Onion soup <for> two & a half",
    site="Kitchen Notes",
    language="en",
    author="Ann Cook",
    published_at=datetime(2025, 1, 2, tzinfo=UTC),
    captured_at=datetime(2026, 11, 21, 9, 5, tzinfo=UTC),
    queued_at=datetime(2026, 11, 21, 9, 4, tzinfo=UTC),
    status="complete",
    label="ok",
    error="",
    http_status=200,
    excerpt="Slice the onions thinly, and let them take their time in the butter.",
    missing=(),
    artifacts=(SCREENSHOT, PHOTO, THUMB),
    version=1,
    versions=(VersionCard(1, PERMALINK, "complete", datetime(2026, 11, 21, 9, 5, tzinfo=UTC)),),
    link_id=42,
    tags=("recipe", "食谱", "read-later"),
    note="for Sunday",
    saved_by="Ann",
    saved_at=datetime(2026, 11, 21, 9, 4, tzinfo=UTC),
)
FAILED = replace(
    CARD,
    title="",
    site="",
    captured_at=None,
    status="failed",
    label="timeout",
    error="timeout",
    http_status=None,
    excerpt="",
    artifacts=(),
)

CARDS: dict[str, SnapshotCard] = {
    "whole page": CARD,
    "forwarded, not tall": replace(
        CARD,
        artifacts=(replace(SCREENSHOT, height=2000), replace(PHOTO, height=2000)),
        origin=Origin("channel", "Soup of the day", datetime(2026, 11, 20, tzinfo=UTC)),
        tags=(),
        note="",
    ),
    "error 404": replace(CARD, label="http_error", http_status=404, excerpt=""),
    "error 403": replace(CARD, label="http_error", http_status=403, excerpt=""),
    "error 503": replace(CARD, label="http_error", http_status=503, excerpt=""),
    "error 418": replace(CARD, label="http_error", http_status=418, excerpt=""),
    "login wall": replace(CARD, label="login_wall", excerpt=""),
    "bot check": replace(CARD, label="bot_check", title="Just a moment…", excerpt=""),
    "no such page, with a good status": replace(CARD, label="http_error", http_status=200, excerpt=""),
    "bot check, seen on a phone, with evidence": replace(
        CARD,
        label="bot_check",
        title="Just a moment…",
        excerpt="",
        view=View(is_phone=True),
        artifacts=(SCREENSHOT, replace(PHOTO, kind="evidence", from_person=True)),
    ),
    "blank": replace(CARD, label="blank", title="", excerpt=""),
    "file": replace(CARD, label="not_html", title="menu.pdf", artifacts=(PDF,), excerpt=""),
    "partial, named": replace(CARD, status="partial", missing=("thumb", "pdf"), excerpt=""),
    "partial, cut short": replace(CARD, status="partial", label="timeout", excerpt=""),
    "failed: timeout": FAILED,
    "failed: refused": replace(FAILED, label="blocked", error="refused"),
    "failed: name": replace(FAILED, label="unreachable", error="name_not_found"),
    "failed: disk": replace(FAILED, label="ok", error="disk_full"),
    "permalink alone": replace(
        CARD,
        link_id=0,
        tags=(),
        note="",
        saved_by="",
        saved_at=None,
        permalink=f"http://localhost:8080/s/{PERMALINK_ID}",
    ),
}

HIT = FoundLink(
    link_id=42,
    permalink=PERMALINK,
    url="https://www.example.com/soup?id=7",
    title="Onion soup <for> two & a half",
    site="Kitchen Notes",
    saved_at=datetime(2026, 11, 21, 9, 4, tzinfo=UTC),
    status="complete",
    label="ok",
    http_status=200,
    tags=("recipe", "食谱"),
)
SNIPPET = (Part("… 先把"), Part("洋葱", is_marked=True), Part(" <切> & 炒 …"))
HITS = (
    HIT,
    replace(HIT, title="", saved_at=datetime(2026, 3, 1, tzinfo=UTC), label="http_error", http_status=404, tags=()),
    replace(HIT, title="洋葱汤", url="https://例子.测试/汤", status="queued", label="", snippet=SNIPPET),
    replace(HIT, title="A failed one", status="failed", label="unreachable", http_status=None),
    replace(HIT, title="A partial one", status="partial", saved_at=NOW),
)
FOUND = FoundPage(HITS, total=33, page=1)
NOTHING = FoundPage((), total=0)
TAGS = TagPage(
    tuple(TagCount(name, 1200 - 399 * index) for index, name in enumerate(("recipe", "食谱", "c++", "a" * 70))),
    34,
    0,
    30,
)
SETTINGS = SettingsCard(
    language="",
    is_group=True,
    listens_to_all=False,
    are_private=False,
    links=1,
    captures_today=3,
    max_per_day=100,
    used_bytes=12_345_678,
    max_bytes=2 * 1024**3,
    view=View(is_phone=True),
)
