"""Where an address leads, read exactly as a browser reads it (the WHATWG URL standard, by ada)."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address

from ada_url import URL, HostType

Address = IPv4Address | IPv6Address

_DEFAULT_PORTS = {"http:": 80, "https:": 443}
_AUTHORITY = re.compile(r"[^\s/\\?#@]+")  # nothing in it may end the authority early or be credentials


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One end of a connection: a host as browsers spell it in the end, and a port."""

    host: str  # lower-case ASCII name, or a canonical IP literal without brackets
    port: int
    literal: Address | None = None  # the address, where the host is one and not a name

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def parse_endpoint(url: str) -> Endpoint | None:
    """Read where an http or https URL leads; None for everything else."""
    try:
        read = URL(url)
    except ValueError:  # a lone surrogate, which no URL has, is one too
        return None
    if read.protocol not in _DEFAULT_PORTS or not read.hostname:
        return None
    port = int(read.port) if read.port else _DEFAULT_PORTS[read.protocol]
    host = read.hostname.strip("[]")
    literal = ip_address(host) if read.host_type != HostType.DEFAULT else None
    return Endpoint(str(literal) if literal else host, port, literal)


def parse_authority(authority: str) -> Endpoint | None:
    """Read `host` or `host:port` as the proxy's clients send it; port 80 where none is named."""
    return parse_endpoint(f"http://{authority}/") if _AUTHORITY.fullmatch(authority) else None
