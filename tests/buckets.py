"""A real S3 server for tests: SeaweedFS, with folders and ports of its own, for as long as a block runs."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from urllib.parse import quote

import httpx

KEY = "key"
SECRET = "se/cret+%"
START_SECONDS = 30.0
ATTEMPTS = 5
WEED = str(Path(sys.executable).with_name("weed"))
ROLES = ("master.port", "volume.port", "filer.port", "s3.port")
HIGHEST_PORT = 55_535  # each role listens 10,000 above its port, too


class BucketServer:
    """The server: started, and killed and started again where a test wants that."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ports = dict(zip(ROLES, _spare_ports(len(ROLES)), strict=True))
        self._process: subprocess.Popen[bytes] | None = None
        self._was_up = False

    def new_place(self) -> str:
        """An URL for `open_blobs` that nobody else uses; its bucket is made when something is put."""
        return f"s3+http://{KEY}:{quote(SECRET, safe='')}@127.0.0.1:{self._ports['s3.port']}/tests/{token_hex(8)}"

    def start(self) -> None:
        """Start it, and wait until it answers; somebody else may take one of its ports just before it does."""
        for _ in range(ATTEMPTS):
            self._launch()
            if self._comes_up():
                self._was_up = True
                return
            self.kill()
            if not self._was_up:  # nobody knows its address yet
                self._ports = dict(zip(ROLES, _spare_ports(len(ROLES)), strict=True))
        raise AssertionError("the S3 server did not start")

    def _launch(self) -> None:
        identity = {"name": "tests", "credentials": [{"accessKey": KEY, "secretKey": SECRET}], "actions": ["Admin"]}
        config = self._folder / "s3.json"
        config.write_text(json.dumps({"identities": [identity]}))
        options = {
            "dir": self._folder,
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "master.volumeSizeLimitMB": 64,
            "s3.config": config,
            "s3.port.iceberg": 0,  # these two have ports of their own, which two servers cannot both have
            "s3.port.lance": 0,
            **self._ports,
        }
        switches = [f"-{name}={value}" for name, value in options.items()]
        self._process = subprocess.Popen(
            [WEED, "-logtostderr=false", f"-logdir={self._folder}", "server", "-s3", *switches],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        """End it as a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _comes_up(self) -> bool:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process is not None and self._process.poll() is None:
            try:
                if httpx.get(f"http://127.0.0.1:{self._ports['s3.port']}/healthz", timeout=1).is_success:
                    return True
            except httpx.TransportError:
                time.sleep(0.1)
        return False


@contextmanager
def run_bucket_server(folder: Path) -> Iterator[BucketServer]:
    """A server for as long as the block runs."""
    server = BucketServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def _spare_ports(count: int) -> list[int]:
    """Ports whose twins above them are free as well."""
    found: list[int] = []
    for port in range(20_000 + int(token_hex(2), 16) % 20_000, HIGHEST_PORT):
        if _is_free(port) and _is_free(port + 10_000):
            found.append(port)
        if len(found) == count:
            return found
    raise AssertionError("no spare ports")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0
