"""Which addresses Telegram accepts behind a text or a button (the rules of its LinkManager)."""

import re
from ipaddress import AddressValueError, IPv6Address

_ADDRESS = re.compile(r"(?:(?P<scheme>[^:/?#@\[\]]*)://)?(?P<authority>[^/?#]*)(?P<path>.*)", re.DOTALL)
_PORT = re.compile(r"(?P<host>.+?):(?P<port>[^:\]@]*)", re.DOTALL)
_PART = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])*")
_USER_PART = re.compile(r"(?:[A-Za-z0-9.\-_!$,~*'();&+=:]|%[0-9A-Fa-f]{2}|[^\x00-\x7f])*")


class AddressError(ValueError):
    """Telegram would not take it; the text is its reason."""


def check_address(address: str, *, https_only: bool = False) -> str:
    """The address as Telegram writes it back, or AddressError with Telegram's reason."""
    match = _ADDRESS.fullmatch(address)
    scheme = ((match and match["scheme"]) or "http").lower()
    if match is None or scheme not in ("http", "https"):
        raise AddressError("Unsupported URL protocol")
    user, _, host_and_port = match["authority"].rpartition("@")
    host, port = _split_port(host_and_port)
    is_ipv6 = _check_host(host, user)
    if https_only and scheme != "https":
        raise AddressError("Only HTTPS links are allowed")
    if "." not in host and not is_ipv6:
        raise AddressError("Wrong HTTP URL")
    path = match["path"].rstrip()
    path = path if path.startswith("/") else "/" + path
    path = re.sub(r"[\x00-\x20]", lambda blank: f"%{ord(blank[0]):02X}", path)
    return f"{scheme}://{user + '@' if user else ''}{host.lower()}{port}{path}"


def find_address(address: str) -> str | None:
    """The same for a link in a text, where a wrong one is dropped without a word."""
    try:
        return check_address(address)
    except AddressError:
        return None


def _split_port(host_and_port: str) -> tuple[str, str]:
    match = _PORT.fullmatch(host_and_port)
    if match is None or (match["host"].startswith("[") and not match["host"].endswith("]")):
        return host_and_port, ""
    digits = match["port"].lstrip("0")
    if not digits.isascii() or not digits.isdigit() or int(digits) > 65535:
        raise AddressError("Wrong port number specified in the URL")
    return match["host"], f":{digits}"


def _check_host(host: str, user: str) -> bool:
    if not host:
        raise AddressError("URL host is empty")
    if host == ".":
        raise AddressError("Host is invalid")
    if host.startswith("[") and host.endswith("]"):
        try:
            IPv6Address(host[1:-1])
        except AddressValueError as error:
            raise AddressError("Wrong IPv6 address specified in the URL") from error
        return True
    if not _PART.fullmatch(host):
        raise AddressError("Disallowed character in URL host")
    if not _USER_PART.fullmatch(user):
        raise AddressError("Disallowed character in URL userinfo")
    return False
