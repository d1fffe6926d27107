"""An address taken apart and put together as browsers do it, the same spelling for the same thing.

Nothing is joined here that a server could tell apart: `a%2Fb` is not `a/b`, and `//` in a path is not `/`.
"""

from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import unquote

import idna
import regex

Query = tuple[tuple[str, str | None], ...]  # names and values still percent-encoded; None: no "=" was there

_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_ENCODED = regex.compile(r"%([0-9A-Fa-f]{2})")
_UNSAFE = regex.compile(r"[^\x21-\x7e]|[\"<>\\^`{|}]")
_SURROUNDINGS = regex.compile(r"^[\p{Z}\p{Cc}\p{Cf}]+|[\p{Z}\p{Cc}\p{Cf}]+$")
_WEB = regex.compile(r"(?P<scheme>https?):[/\\]*(?P<rest>.*)", regex.IGNORECASE | regex.DOTALL)
_OTHER_SCHEME = regex.compile(r"[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))", regex.IGNORECASE)
_REST = regex.compile(
    r"(?P<authority>[^/\\?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?", regex.DOTALL
)
_AUTHORITY = regex.compile(r"(?:.*@)?(?P<host>\[[^\]]*\]|[^:]*)(?::(?P<port>\d*))?", regex.DOTALL)
_LABEL = regex.compile(r"[a-z0-9_-]{1,63}")
_DOTTED_QUAD = regex.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Parts:
    """One http or https address in its normal spelling; credentials are gone."""

    scheme: str
    host: str
    port: int | None  # None: the scheme's own
    path: str
    query: Query = ()
    fragment: str = ""

    def __str__(self) -> str:
        port = f":{self.port}" if self.port is not None else ""
        query = f"?{join_query(self.query)}" if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{self.scheme}://{self.host}{port}{self.path}{query}{fragment}"


def parse_parts(text: str) -> Parts | None:
    """Take an address apart; nothing where it is none, or not of the web."""
    text = _SURROUNDINGS.sub("", text).translate({9: None, 10: None, 13: None})
    if text.startswith("<") and text.endswith(">"):
        text = text[1:-1]
    web = _WEB.fullmatch(text)
    rest = _REST.fullmatch(web["rest"] if web else text.removeprefix("//"))
    if rest is None or (web is None and not _is_bare_address(text)):
        return None
    authority = _AUTHORITY.fullmatch(rest["authority"])
    host = parse_host_name(authority["host"]) if authority else None
    if authority is None or host is None:
        return None
    port = int(authority["port"]) if authority["port"] else None
    if port is not None and port > 65_535:
        return None
    scheme = web["scheme"].lower() if web else _guess_scheme(host, port)
    return Parts(
        scheme=scheme,
        host=host,
        port=None if port == _DEFAULT_PORTS[scheme] else port,
        path=_normalize_path(rest["path"]),
        query=parse_query_string(rest["query"] or ""),
        fragment=spell(rest["fragment"] or ""),
    )


def _is_bare_address(text: str) -> bool:
    """Whether text without a scheme is meant as an address: `example.com`, `localhost/x`, `10.0.0.1:80`."""
    bare = text.removeprefix("//")
    if regex.search(r"\s", bare) or "@" in regex.split(r"[/?#]", bare)[0]:
        return False
    if bare == text and _OTHER_SCHEME.match(bare):
        return False
    name = regex.split(r"[/?#:]", bare)[0]
    if name.startswith("["):
        return True
    if regex.fullmatch(r"[\d.]+", name):
        return _DOTTED_QUAD.fullmatch(name) is not None
    return "." in name.strip(".") or name.lower() == "localhost" or len(bare) > len(name)


def _guess_scheme(host: str, port: int | None) -> str:
    is_public_name = "." in host and not host.startswith("[") and not _DOTTED_QUAD.fullmatch(host)
    return "https" if is_public_name and port in (None, 443) else "http"


def parse_host_name(text: str) -> str | None:
    """The host in the spelling that goes over the wire: lower case, punycode, numbers as dotted quads."""
    if text.startswith("["):
        return _parse_ipv6(text)
    try:
        name = idna.uts46_remap(unquote(text), std3_rules=False, transitional=False)
        labels = [_to_ascii(label) for label in name.removesuffix(".").split(".")]
    except (idna.IDNAError, UnicodeError):
        return None
    host = ".".join(labels)
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return _parse_ipv4(labels) if regex.fullmatch(r"\d+|0x[0-9a-f]*", labels[-1]) else host


def _to_ascii(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _parse_ipv6(text: str) -> str | None:
    try:
        return f"[{IPv6Address(text.strip('[]')).compressed}]"
    except AddressValueError:
        return None


def _parse_ipv4(labels: list[str]) -> str | None:
    """One to four numbers, decimal, octal or hexadecimal; the last one fills what is left (WHATWG URL, §3.5)."""
    try:
        numbers = [_parse_number(label) for label in labels]
    except ValueError:
        return None
    if len(numbers) > 4 or any(number > 255 for number in numbers[:-1]):
        return None
    if numbers[-1] >= 256 ** (5 - len(numbers)):
        return None
    high = sum(number << 8 * (3 - place) for place, number in enumerate(numbers[:-1]))
    return str(IPv4Address(high + numbers[-1]))


def _parse_number(label: str) -> int:
    if label.startswith("0x"):
        return int(label[2:] or "0", 16)
    return int(label, 8) if len(label) > 1 and label.startswith("0") else int(label)


def _normalize_path(path: str) -> str:
    segments: list[str] = []
    parts = spell(path.replace("\\", "/")).split("/")[1:]
    for place, part in enumerate(parts):
        is_last = place == len(parts) - 1
        if part == "..":
            del segments[-1:]
        elif part != ".":
            segments.append(part)
            continue
        if is_last:
            segments.append("")
    return "/" + "/".join(segments)


def parse_query_string(text: str) -> Query:
    """Names and values in order. `&amp;` comes from addresses that were copied out of HTML."""
    pieces = (piece.removeprefix("amp;") for piece in text.split("&"))
    return tuple(_parse_pair(piece) for piece in pieces if piece)


def _parse_pair(piece: str) -> tuple[str, str | None]:
    name, equals, value = piece.partition("=")
    return _spell_form(name), _spell_form(value).replace("%3D", "=") if equals else None


def _spell_form(text: str) -> str:
    return spell(text.replace(" ", "+")).replace("%20", "+")


def join_query(query: Query) -> str:
    """The query as it stands in an address."""
    return "&".join(name if value is None else f"{name}={value}" for name, value in query)


def spell(text: str) -> str:
    """One spelling: what needs no percent sign has none, the others are upper case, all else is UTF-8."""
    encoded = _UNSAFE.sub(lambda match: _percent(match.group()), text)
    return _ENCODED.sub(lambda match: _respell(match.group(1)), encoded)


def _respell(digits: str) -> str:
    character = chr(int(digits, 16))
    return character if character in _UNRESERVED else f"%{digits.upper()}"


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
