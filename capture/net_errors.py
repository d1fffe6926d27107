"""What Chromium says of a navigation that failed, and what we say."""

from capture.errors import (
    BrowserFailed,
    CaptureError,
    CertificateExpired,
    CertificateNotTrusted,
    CertificateOfAnother,
    ConnectionFailed,
    NavigationTimeout,
    Refused,
    TlsFailed,
    TlsNotSpoken,
    Unreachable,
)

# The first text that occurs decides. All of them are in Chromium's net/base/net_error_list.h.
NET_ERRORS: tuple[tuple[str, type[CaptureError]], ...] = (
    ("net::ERR_PROXY_CONNECTION_FAILED", BrowserFailed),
    ("net::ERR_CERT_DATE_INVALID", CertificateExpired),
    ("net::ERR_CERT_COMMON_NAME_INVALID", CertificateOfAnother),
    ("net::ERR_CERT_AUTHORITY_INVALID", CertificateNotTrusted),
    ("net::ERR_SSL_CLIENT_AUTH_", TlsFailed),  # it speaks well, and wants to see a certificate of ours
    ("net::ERR_BAD_SSL_", TlsFailed),
    ("net::ERR_CERT_", TlsFailed),
    ("net::ERR_SSL_", TlsNotSpoken),
    ("net::ERR_TIMED_OUT", NavigationTimeout),
    ("net::ERR_CONNECTION_TIMED_OUT", NavigationTimeout),
    ("net::ERR_UNSAFE_", Refused),  # a port or redirect that the browser itself forbids
    ("net::ERR_UNKNOWN_URL_SCHEME", Refused),
    ("net::ERR_DISALLOWED_URL_SCHEME", Refused),
    ("net::ERR_BLOCKED_BY", Refused),
    ("net::ERR_CONNECTION_", ConnectionFailed),
    ("net::ERR_TUNNEL_", ConnectionFailed),
    ("net::ERR_EMPTY_RESPONSE", ConnectionFailed),
    ("net::", Unreachable),
    ("crashed", BrowserFailed),
    ("has been closed", BrowserFailed),
)


def read_net_error(message: str) -> type[CaptureError]:
    """The error behind the browser's words; one that it does not explain is the browser's own."""
    return next((kind for text, kind in NET_ERRORS if text in message), BrowserFailed)
