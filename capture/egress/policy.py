"""Which addresses and ports a capture may reach: one table, pure; whatever is not parsed is denied."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import psutil

from capture.egress.endpoint import Address, Endpoint, parse_endpoint
from capture.errors import Refused

DENIED_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",
            "100.64.0.0/10",  # carriers' NAT
            "127.0.0.0/8",
            "169.254.0.0/16",  # link-local, and the clouds' metadata services
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",
            "168.63.129.16/32",  # Azure's host, public in looks only
        ),
    )
)
GLOBAL_V6 = IPv6Network("2000::/3")  # the only part that is given out; the rest is denied by not being it
DENIED_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # Teredo and other protocols
            "2001:db8::/32",
            "2002::/16",  # 6to4: an IPv4 address in disguise
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",
        ),
    )
)
_LOOPBACK = (IPv4Address("127.0.0.1"), IPv6Address("::1"))
_NETWORK = re.compile(
    r"(?:\[(?P<bracketed>[^\[\]]+)\]|(?P<prefixed>[^\[\]/]+/\d+)|(?P<v4>[\d.]+)|(?P<v6>[\da-fA-F:.]+))"
    r"(?::(?P<port>\d{1,5}))?"
)


@dataclass(frozen=True, slots=True)
class AllowedNetwork:
    """A network that the owner opened; with a port, that port of it and no other."""

    network: IPv4Network | IPv6Network
    port: int | None = None

    def covers(self, address: Address, port: int, ports: Iterable[range]) -> bool:
        """Whether this entry lets the address be reached at the port."""
        is_open = _is_in(ports, port) if self.port is None else port == self.port
        return is_open and address in self.network


@dataclass(frozen=True, slots=True)
class EgressPolicy:
    """What may be reached."""

    ports: tuple[range, ...]
    allow: tuple[AllowedNetwork, ...] = ()
    own_addresses: frozenset[Address] = frozenset()  # of this host: public ones are no way in either

    def permits_port(self, port: int) -> bool:
        """Whether there is any address that may be reached at the port."""
        return _is_in(self.ports, port) or any(port == entry.port for entry in self.allow)

    def permits(self, address: Address, port: int) -> bool:
        """Whether this very address may be dialled at the port."""
        address = unwrap(address)
        if any(entry.covers(address, port, self.ports) for entry in self.allow):
            return True
        return _is_in(self.ports, port) and address not in self.own_addresses and not _is_denied(address)


def unwrap(address: Address) -> Address:
    """Take an IPv4 address out of its ::ffff:0:0/96 wrapping."""
    return (isinstance(address, IPv6Address) and address.ipv4_mapped) or address


def check_address(url: str, policy: EgressPolicy) -> None:
    """Judge an address at the door, without the network; raise `Refused` for what can never be reached."""
    endpoint = parse_endpoint(url)
    if endpoint is None:
        raise Refused("not an address on the web")
    if not policy.permits_port(endpoint.port):
        raise Refused("the port is not open")
    addresses = _known_addresses(endpoint)
    if addresses and not any(policy.permits(address, endpoint.port) for address in addresses):
        raise Refused("the address is not open")


def parse_ports(text: str) -> tuple[range, ...]:
    """Read `80,443,8000-8010`; raise ValueError with a sentence."""
    return tuple(_parse_port_range(part.strip()) for part in text.split(",") if part.strip())


def parse_networks(text: str) -> tuple[AllowedNetwork, ...]:
    """Read `10.0.0.0/8, 127.0.0.1/32:8080, [fd00::/8]:80`; raise ValueError with a sentence."""
    return tuple(_parse_network(part.strip()) for part in text.split(",") if part.strip())


def list_own_addresses() -> frozenset[Address]:
    """List the addresses of this host's interfaces."""
    spelled = (entry.address for entries in psutil.net_if_addrs().values() for entry in entries)
    return frozenset(unwrap(address) for address in map(_find_address, spelled) if address is not None)


def _known_addresses(endpoint: Endpoint) -> tuple[Address, ...]:
    """What a host stands for without asking a name server: a literal, or localhost (RFC 6761)."""
    if endpoint.literal is not None:
        return (endpoint.literal,)
    return _LOOPBACK if f".{endpoint.host.rstrip('.')}".endswith(".localhost") else ()


def _is_in(ports: Iterable[range], port: int) -> bool:
    return any(port in span for span in ports)


def _is_denied(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return any(address in network for network in DENIED_V4)
    if address.scope_id is not None or address not in GLOBAL_V6:
        return True
    return any(address in network for network in DENIED_V6)


def _find_address(text: str) -> Address | None:
    """Read an interface's address, without its scope; None for hardware addresses."""
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None


def _parse_port_range(part: str) -> range:
    first, dash, last = part.partition("-")
    return _span(_parse_port(first), _parse_port(last if dash else first), part)


def _span(first: int, last: int, part: str) -> range:
    if first > last:
        raise ValueError(f"{part!r} runs backwards: write the lower port first")
    return range(first, last + 1)


def _parse_port(text: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        raise ValueError(f"{text!r} is not a port: expected a number from 1 to 65535")
    return int(text)


def _parse_network(part: str) -> AllowedNetwork:
    match = _NETWORK.fullmatch(part)
    if match is None:
        raise ValueError(f"{part!r} is not a network: expected a CIDR such as 10.0.0.0/8, optionally with :port")
    spelled = match["bracketed"] or match["prefixed"] or match["v4"] or match["v6"]
    try:
        network = ip_network(spelled)
    except ValueError as error:
        raise ValueError(f"{part!r} is not a network: {error}") from error
    return AllowedNetwork(network, _parse_port(match["port"]) if match["port"] else None)
