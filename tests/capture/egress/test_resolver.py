"""Every answer of a name is judged before any of them is dialled."""

from collections.abc import Sequence
from ipaddress import IPv4Address, ip_address

import pytest

from capture.egress import EgressPolicy, Endpoint, parse_ports
from capture.egress.endpoint import Address
from capture.egress.resolver import open_system_resolver, resolve
from capture.errors import NameNotFound, Refused
from tests.capture.egress.upstream import names

POLICY = EgressPolicy(ports=parse_ports("80"))
SITE = Endpoint("site.test", 80)


async def test_all_public_answers_are_returned_in_order_and_once() -> None:
    found = await resolve(SITE, POLICY, names(site=["2.2.2.2", "1.1.1.1", "::ffff:1.1.1.1", "2a00::1"]))

    assert [str(address) for address in found] == ["2.2.2.2", "1.1.1.1", "2a00::1"]


@pytest.mark.parametrize("bad", ["127.0.0.1", "10.0.0.1", "::1", "::ffff:10.0.0.1", "64:ff9b::1.1.1.1", "fe80::1%1"])
@pytest.mark.parametrize("place", [0, 3, 6])
async def test_one_private_answer_among_many_spoils_the_name(bad: str, place: int) -> None:
    answers = [f"1.1.1.{number}" for number in range(6)]
    answers.insert(place, bad)

    with pytest.raises(Refused) as caught:
        await resolve(SITE, POLICY, names(site=answers))
    assert bad not in str(caught.value)


async def test_a_name_without_addresses_is_not_found() -> None:
    with pytest.raises(NameNotFound):
        await resolve(SITE, POLICY, names(site=[]))


async def test_a_literal_and_a_closed_port_ask_no_name_server() -> None:
    async def fail(host: str) -> Sequence[Address]:
        raise AssertionError(host)

    literal = Endpoint("1.1.1.1", 80, ip_address("1.1.1.1"))
    assert await resolve(literal, POLICY, fail) == (IPv4Address("1.1.1.1"),)
    with pytest.raises(Refused):
        await resolve(Endpoint("site.test", 22), POLICY, fail)


async def test_the_system_knows_localhost() -> None:
    async with open_system_resolver() as resolver:
        assert IPv4Address("127.0.0.1") in await resolver("localhost")


@pytest.mark.parametrize("host", ["a" * 64 + ".test", "a..b", "\udc80"])
async def test_a_name_that_cannot_exist_is_not_found(host: str) -> None:
    async with open_system_resolver() as resolver:
        with pytest.raises(NameNotFound):
            await resolver(host)
