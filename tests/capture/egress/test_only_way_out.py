"""Nothing in `capture` or `models` but the gate opens sockets or HTTP clients."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ONE_WAY_OUT = ROOT / "capture" / "egress"
CLIENTS = {
    "aiodns",
    "aiohttp",
    "anyio",
    "asyncssh",
    "ftplib",
    "h11",
    "h2",
    "http.client",
    "http.server",
    "httpcore",
    "httplib2",
    "httpx",
    "niquests",
    "pycurl",
    "requests",
    "smtplib",
    "socket",
    "socketserver",
    "telnetlib",
    "trio",
    "urllib.request",
    "urllib3",
    "websocket",
    "websockets",
    "xmlrpc",
}
OPENERS = {
    "create_datagram_endpoint",
    "create_server",
    "create_unix_connection",
    "create_unix_server",
    "getaddrinfo",
    "open_connection",
    "open_unix_connection",
    "sock_connect",
    "start_server",
    "start_unix_server",
    "urlopen",
    "urlretrieve",
}
PROGRAMS = {"curl", "wget"}


def find_ways_out(source: str) -> Iterator[str]:
    """Name everything in a module by which it could reach the network."""
    for node in ast.walk(ast.parse(source)):
        yield from filter(is_way_out, _names(node))
        if isinstance(node, ast.Constant) and str(node.value).rpartition("/")[2] in PROGRAMS:
            yield str(node.value)


def is_way_out(name: str) -> bool:
    """Judge a dotted name."""
    if name.endswith("loop.create_connection"):  # databases have a method of that name too
        return True
    return name.rpartition(".")[2] in OPENERS or any(f"{name}.".startswith(f"{known}.") for known in CLIENTS)


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Attribute):
        yield f"{ast.unparse(node.value).removesuffix('()')}.{node.attr}"
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield from _dynamic_import(node, node.func.id)


def _dynamic_import(call: ast.Call, function: str) -> Iterator[str]:
    if function in {"__import__", "import_module"}:
        yield from (str(arg.value) for arg in call.args if isinstance(arg, ast.Constant))


MODULES = [
    path
    for package in ("capture", "models")
    for path in sorted((ROOT / package).rglob("*.py"))
    if ONE_WAY_OUT not in path.parents
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_module_reaches_the_network(path: Path) -> None:
    assert list(find_ways_out(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "import socket as plug",
        "from socket import create_connection",
        "import aiohttp",
        "from aiohttp import ClientSession",
        "import aiohttp.client",
        "import httpx",
        "import urllib.request",
        "from urllib.request import urlopen",
        "from urllib import request",
        "from http import client",
        "import asyncio\nasyncio.open_connection('x', 1)",
        "from asyncio import open_connection",
        "loop.create_connection(f, 'x', 1)",
        "asyncio.get_running_loop().create_connection(f, 'x', 1)",
        "loop.getaddrinfo('x', 1)",
        "__import__('socket')",
        "import_module('httpx')",
        "run('/usr/bin/curl')",
    ],
)
def test_each_way_out_would_be_noticed(source: str) -> None:
    assert list(find_ways_out(source))


@pytest.mark.parametrize("source", ["import urllib.parse", "from http import HTTPStatus", "import asyncio", "'curly'"])
def test_harmless_code_passes(source: str) -> None:
    assert not list(find_ways_out(source))


def test_the_scan_sees_both_packages() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} == {"capture", "models"}
