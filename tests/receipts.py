"""A receipt as a capture writes it."""

from dataclasses import replace
from datetime import UTC, datetime

from capture.types import Certificate, Hop, Receipt, Viewport

RECEIPT = Receipt(
    hops=(
        Hop("http://news.example/story", 301, "192.0.2.7:80"),
        Hop("https://news.example/story", 200, "[2001:db8::7]:443"),
    ),
    headers=(("content-type", "text/html"), ("set-cookie", "a=1"), ("set-cookie", "b=2")),
    certificate=Certificate(
        sha256="c5" * 32,
        subject="news.example",
        issuer="An authority",
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        valid_until=datetime(2026, 4, 1, tzinfo=UTC),
        protocol="TLS 1.3",
    ),
    user_agent="Mozilla/5.0 Chrome/156.0.0.0",
    viewport=Viewport(390, 844, is_mobile=True, is_dark=True),
    begun_at=datetime(2026, 1, 31, 8, 14, 58, 250_000, tzinfo=UTC),
    finished_at=datetime(2026, 1, 31, 8, 15, 3, tzinfo=UTC),
    snapkeep_version="0.1.0",
    chromium_version="156.0.8078.79",
    received_bytes=1_234_567,
    blocked=("metrics.internal:443",),
    unproven=("old-counter.example:443",),
    removed=("a consent banner",),
)
PLAIN = replace(
    RECEIPT, hops=(Hop("http://news.example/story", None),), certificate=None, blocked=(), unproven=(), removed=()
)
