"""The table, spelled out: what it denies, what it lets through, and the disguises that browsers know."""

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.egress import (
    AllowedNetwork,
    EgressPolicy,
    check_address,
    list_own_addresses,
    parse_networks,
    parse_ports,
)
from capture.egress.endpoint import Address
from capture.errors import Refused

POLICY = EgressPolicy(ports=parse_ports("80,443,8000,8008,8080,8081,8443,8888"))

DENIED_NETWORKS = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "168.63.129.16/32",
    "2001::/23",
    "2001:db8::/32",
    "2002::/16",
    "2620:4f:8000::/48",
    "3fff::/20",
    "::/96",
    "64:ff9b::/96",
    "64:ff9b:1::/48",
    "100::/64",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
    "4000::/3",
    "e000::/4",
]

PUBLIC = (
    "1.1.1.1",
    "93.184.215.14",
    "172.15.255.255",
    "172.32.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "11.0.0.0",
    "9.255.255.255",
    "223.255.255.255",
    "168.63.129.15",
    "168.63.129.17",
    "192.0.1.0",
    "198.17.255.255",
    "2606:4700:4700::1111",
    "2a00:1450:4001:80b::200e",
    "2001:200::1",
    "2003::1",
    "3ffe:ffff::1",
    "::ffff:1.1.1.1",
)

HOSTILE_HOSTS = Path(__file__).with_name("hostile_hosts.txt").read_text(encoding="utf-8").split()

NOT_WEB_ADDRESSES = (
    "",
    "nonsense",
    "example.com/no-scheme",
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com/",
    "javascript:alert(1)",
    "data:text/html,x",
    "view-source:http://example.com/",
    "blob:https://example.com/x",
    "chrome://version",
    "ws://example.com/",
    "http://",
    "http:///",
    "http://[::1",
    "http://[fe80::1%25eth0]/",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://0x1ffffffff/",
    "http://exa mple.com/",
    "http://example.com:99999/",
    "http://example.com:-1/",
    "http://example.com:http/",
    "http://exa\ud800mple.com/",
    "http://%00/",
)


@pytest.mark.parametrize("text", DENIED_NETWORKS)
def test_every_denied_network_is_denied_from_end_to_end(text: str) -> None:
    network = ip_network(text)

    for address in (network[0], network[-1], network[network.num_addresses // 2]):
        assert not POLICY.permits(address, 443)


@given(st.sampled_from([text for text in DENIED_NETWORKS if "." in text]), st.data())
def test_a_denied_ipv4_address_is_denied_in_its_ipv6_wrapping_too(text: str, data: st.DataObject) -> None:
    network = ip_network(text)
    address = network[data.draw(st.integers(0, network.num_addresses - 1))]

    assert not POLICY.permits(address, 80)
    assert not POLICY.permits(ip_address(f"::ffff:{address}"), 80)


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_is_let_through_at_every_open_port(text: str) -> None:
    for port in (80, 443, 8000, 8008, 8080, 8081, 8443, 8888):
        assert POLICY.permits(ip_address(text), port)


@pytest.mark.parametrize("port", [0, 22, 25, 79, 81, 444, 3306, 5432, 6379, 8009, 9200, 11211, 65535])
def test_a_port_that_is_not_open_is_denied_everywhere(port: int) -> None:
    assert not POLICY.permits_port(port)
    assert not POLICY.permits(IPv4Address("1.1.1.1"), port)


def test_this_hosts_own_public_addresses_are_denied() -> None:
    own = frozenset[Address]([IPv4Address("1.2.3.4"), IPv6Address("2a00::4")])
    policy = EgressPolicy(ports=parse_ports("80"), own_addresses=own)

    assert not policy.permits(IPv4Address("1.2.3.4"), 80)
    assert not policy.permits(IPv6Address("::ffff:1.2.3.4"), 80)
    assert not policy.permits(IPv6Address("2a00::4"), 80)
    assert policy.permits(IPv4Address("1.2.3.5"), 80)


def test_a_public_looking_address_with_a_scope_is_denied() -> None:
    assert not POLICY.permits(IPv6Address("2a00::4%eth0"), 80)


def test_an_allowed_network_is_open_at_the_general_ports_only() -> None:
    policy = EgressPolicy(ports=parse_ports("80"), allow=parse_networks("10.0.0.0/8"))

    assert policy.permits(IPv4Address("10.1.2.3"), 80)
    assert policy.permits(IPv6Address("::ffff:10.1.2.3"), 80)
    assert not policy.permits(IPv4Address("10.1.2.3"), 22)
    assert not policy.permits(IPv4Address("192.168.0.1"), 80)


def test_an_allowed_network_with_a_port_opens_that_port_for_itself_alone() -> None:
    policy = EgressPolicy(ports=parse_ports("80"), allow=parse_networks("127.0.0.1/32:5000"))

    assert policy.permits(IPv4Address("127.0.0.1"), 5000)
    assert policy.permits_port(5000)
    assert not policy.permits(IPv4Address("127.0.0.1"), 80)
    assert not policy.permits(IPv4Address("127.0.0.2"), 5000)
    assert not policy.permits(IPv4Address("1.1.1.1"), 5000)


def test_an_allowed_network_wins_over_this_hosts_own_addresses() -> None:
    own = frozenset([IPv4Address("127.0.0.1")])
    policy = EgressPolicy(parse_ports("80"), parse_networks("127.0.0.1"), own)

    assert policy.permits(IPv4Address("127.0.0.1"), 80)


@pytest.mark.parametrize("host", HOSTILE_HOSTS)
@pytest.mark.parametrize("form", ["http://{}/", "https://{}:8443/x?y", "HTTP://user:word@{}", "http:\\\\{}\\"])
def test_every_hostile_spelling_is_refused_at_the_door(host: str, form: str) -> None:
    with pytest.raises(Refused):
        check_address(form.format(host), POLICY)


@pytest.mark.parametrize("url", NOT_WEB_ADDRESSES)
def test_what_is_no_web_address_is_refused_at_the_door(url: str) -> None:
    with pytest.raises(Refused):
        check_address(url, POLICY)


@pytest.mark.parametrize(
    "url",
    [
        "http://public.example@127.0.0.1/",
        "http://public.example:80@127.0.0.1/",
        "http://127.0.0.1\\@public.example/",
        "http://127.0.0.1#@public.example/",
        "http://127.0.0.1?@public.example/",
        "http:127.0.0.1/",
        "http:/127.0.0.1/",
        "http:////127.0.0.1/",
        " \t http://127.0\n.0.1/ ",
        "ht\ttp://127.0.0.1/",
        "http://example.com:22/",
        "https://1.1.1.1:6379/",
        "http://[2606:4700:4700::1111]:25/",
    ],
)
def test_a_disguised_authority_or_a_closed_port_is_refused_at_the_door(url: str) -> None:
    with pytest.raises(Refused):
        check_address(url, POLICY)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "https://EXAMPLE.com./a?b#c",
        "https://user:word@example.com/",
        "http://127.0.0.1@public.example/",
        "https://bücher.example/",
        "https://xn--bcher-kva.example/",
        "https://例え.テスト/道",
        "https://under_score.example/",
        "http://example.com:8080/",
        "https://1.1.1.1/",
        "https://[2606:4700:4700::1111]:8443/",
        "http://[::ffff:1.1.1.1]/",
        "http://public.example\\@127.0.0.1:22/",
        "http://127.0.0.1.nip.example/",
        "http://localhost.example/",
        "http://notlocalhost/",
        "https://example.com/?q=" + "x" * 60_000,
    ],
)
def test_a_good_link_passes_the_door(url: str) -> None:
    check_address(url, POLICY)


def test_the_door_opens_for_what_the_owner_allowed() -> None:
    policy = EgressPolicy(ports=parse_ports("80"), allow=parse_networks("127.0.0.1/32:5000"))

    check_address("http://127.0.0.1:5000/", policy)
    check_address("http://localhost:5000/", policy)
    with pytest.raises(Refused):
        check_address("http://127.0.0.1/", policy)


@given(st.text())
def test_the_door_answers_any_text_with_yes_or_refused(url: str) -> None:
    for candidate in (url, f"http://{url}/"):
        with suppress(Refused):
            check_address(candidate, POLICY)


def test_a_refusal_at_the_door_does_not_say_which_address_it_was() -> None:
    with pytest.raises(Refused) as caught:
        check_address("http://2130706433/", POLICY)

    assert "127" not in str(caught.value)


def test_ports_are_read_as_numbers_and_ranges() -> None:
    assert parse_ports("80, 443,8000-8010") == (range(80, 81), range(443, 444), range(8000, 8011))
    assert parse_ports("") == ()


@pytest.mark.parametrize("text", ["x", "0", "65536", "80-", "-80", "90-80", "1-2-3", "８０", "80 443"])
def test_ports_that_make_no_sense_are_named(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a port|runs backwards"):
        parse_ports(text)


def test_networks_are_read_with_and_without_ports() -> None:
    text = "10.0.0.0/8, 127.0.0.1/32:8080,127.0.0.1:81 ,[fd00::/8]:80, fd00::/8:82, ::1, [::1]:83"

    assert parse_networks(text) == (
        AllowedNetwork(ip_network("10.0.0.0/8")),
        AllowedNetwork(ip_network("127.0.0.1"), 8080),
        AllowedNetwork(ip_network("127.0.0.1"), 81),
        AllowedNetwork(ip_network("fd00::/8"), 80),
        AllowedNetwork(ip_network("fd00::/8"), 82),
        AllowedNetwork(ip_network("::1")),
        AllowedNetwork(ip_network("::1"), 83),
    )
    assert parse_networks(" ") == ()


@pytest.mark.parametrize(
    "text",
    ["localhost", "10.0.0.1/8", "10.0.0.0/33", "300.0.0.0/8", "10.0.0.0/8:", "10.0.0.0/8:x", "[::1", "*"],
)
def test_networks_that_make_no_sense_are_named(text: str) -> None:
    with pytest.raises(ValueError, match="is not a network"):
        parse_networks(text)


def test_a_network_with_an_impossible_port_is_named() -> None:
    with pytest.raises(ValueError, match="is not a port"):
        parse_networks("10.0.0.0/8:70000")


def test_own_addresses_contain_loopback_without_scopes() -> None:
    own = list_own_addresses()

    assert IPv4Address("127.0.0.1") in own
    assert all(not isinstance(address, IPv6Address) or address.scope_id is None for address in own)
