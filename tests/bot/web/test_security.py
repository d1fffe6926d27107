"""The header sets, word for word."""

from bot.web.security import archived_headers, download_headers, origin_of, page_headers

EVERYWHERE = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def test_our_pages_load_from_themselves_only() -> None:
    headers = page_headers()

    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
        "object-src 'none'; frame-ancestors 'none'"
    )
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert EVERYWHERE.items() <= headers.items()


def test_our_pages_may_frame_the_second_origin() -> None:
    policy = page_headers("https://content.example/x")["Content-Security-Policy"]

    assert "frame-src 'self' https://content.example;" in policy


def test_archived_pages_are_sandboxed_and_fetch_nothing() -> None:
    own = "https://keep.example/sub/s/x/assets/"

    headers = archived_headers([own], ["https://keep.example"])

    assert headers["Content-Security-Policy"] == (
        "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
        f"style-src 'unsafe-inline' data: {own}; img-src data: {own}; font-src data: {own}; media-src data: {own}; "
        f"frame-src {own}; script-src 'none'; connect-src 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors https://keep.example"
    )
    assert EVERYWHERE.items() <= headers.items()


def test_downloads_are_sandboxed_outright() -> None:
    headers = download_headers()

    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert EVERYWHERE.items() <= headers.items()


def test_origin_is_scheme_host_and_port() -> None:
    assert origin_of("http://127.0.0.1:8080/s/x") == "http://127.0.0.1:8080"
    assert origin_of("") == ""
