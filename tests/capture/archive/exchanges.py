"""Exchanges made by hand."""

from datetime import UTC, datetime

from capture.exchanges import Exchange, Headers

MOMENT = datetime(2026, 1, 31, 8, 15, 7, 250_000, tzinfo=UTC)


def make_exchange(
    url: str = "https://news.example/story",
    body: bytes = b"<h1>A story</h1>",
    *,
    status: int = 200,
    reason: str = "",
    media_type: str = "text/html",
    headers: Headers = (("Content-Type", "text/html; charset=utf-8"),),
    method: str = "GET",
    request_headers: Headers = (("User-Agent", "Chromium"),),
    request_body: bytes = b"",
    is_cut: bool = False,
) -> Exchange:
    return Exchange(
        url=url,
        method=method,
        request_headers=request_headers,
        status=status,
        reason=reason,
        response_headers=headers,
        body=body,
        media_type=media_type,
        resource_type="document",
        started_at=MOMENT,
        request_body=request_body,
        server_address="[2001:db8::7]:443",
        is_cut=is_cut,
    )
