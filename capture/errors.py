"""Everything that can go wrong while getting a page.

CaptureError
├── Refused            the egress policy, or an address that is no web address
├── TooLarge           the page or file is over the limit
├── TooHeavy           the page wants more memory than it may have
├── NavigationTimeout  the page did not answer in time
├── Unreachable
│   ├── NameNotFound
│   ├── ConnectionFailed
│   └── TlsFailed
│       ├── CertificateExpired
│       ├── CertificateOfAnother
│       ├── CertificateNotTrusted
│       └── TlsNotSpoken
└── BrowserFailed      ours, not the page's: worth another attempt
    └── BrowserMissing no browser on this machine
"""

from typing import ClassVar

from capture.types import Label


class CaptureError(Exception):
    """A capture that brought nothing home; `code` names the sentence that a person reads."""

    code: ClassVar[str] = "capture_failed"
    label: ClassVar[Label] = Label.UNREACHABLE
    is_retryable: ClassVar[bool] = False  # by us, at once, without telling anybody


class Refused(CaptureError):
    """The egress policy does not let this address be reached. Never says which rule or address decided."""

    code = "refused"
    label = Label.BLOCKED


class TooLarge(CaptureError):
    """The page or file is larger than what one capture may receive."""

    code = "too_large"
    label = Label.TOO_LARGE


class TooHeavy(CaptureError):
    """The page wanted more memory than one capture may have, and was ended."""

    code = "too_heavy"
    label = Label.TOO_LARGE


class NavigationTimeout(CaptureError):
    """The page did not answer in time."""

    code = "timeout"
    label = Label.TIMEOUT


class Unreachable(CaptureError):
    """The server gave no usable answer."""

    code = "unreachable"


class NameNotFound(Unreachable):
    """The host's name does not exist."""

    code = "name_not_found"


class ConnectionFailed(Unreachable):
    """Nobody listens there, or the connection broke before an answer came."""

    code = "connection_failed"


class TlsFailed(Unreachable):
    """The site's certificate or TLS is broken."""

    code = "tls_failed"


class CertificateExpired(TlsFailed):
    """The certificate is not valid on this day."""

    code = "certificate_expired"


class CertificateOfAnother(TlsFailed):
    """The certificate is good, for another name than the one that was asked for."""

    code = "certificate_of_another"


class CertificateNotTrusted(TlsFailed):
    """Nobody whom browsers trust vouches for the certificate; the site's maker may."""

    code = "certificate_not_trusted"


class TlsNotSpoken(TlsFailed):
    """What the server says is no TLS, or one that browsers do not accept any more."""

    code = "tls_not_spoken"


class BrowserFailed(CaptureError):
    """The browser crashed or hung; the page may be fine."""

    code = "browser_failed"
    label = Label.TIMEOUT
    is_retryable = True


class BrowserMissing(BrowserFailed):
    """There is no browser on this machine."""

    code = "browser_missing"
    label = Label.UNREACHABLE
    is_retryable = False
