import gzip
import json
import subprocess
import sys
import time
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import pytest
from warcio.archiveiterator import ArchiveIterator

from capture.archive import ArchivedPage, pack_wacz
from capture.archive.warc import MAX_BYTES
from capture.types import Artifact, ArtifactKind
from tests.capture.archive.exchanges import MOMENT, make_exchange

PAGE = ArchivedPage("https://news.example/story", "A story: 故事", MOMENT, "Snapkeep 1", "Once upon a time")
EXCHANGES = (
    make_exchange("https://news.example/old", b"", status=301, headers=(("Location", "/story"),)),
    make_exchange(),
    make_exchange("https://news.example/a.css", b"h1{color:red}", media_type="text/css"),
    make_exchange("data:text/plain,hello", b"hello"),
)


def read_json(content: bytes, path: str) -> dict[str, object]:
    document: dict[str, object] = json.loads(ZipFile(BytesIO(content)).read(path))
    return document


def addresses(content: bytes, kind: str) -> list[str]:
    warc = BytesIO(ZipFile(BytesIO(content)).read("archive/data.warc.gz"))
    records = ArchiveIterator(warc, check_digests="raise")
    return [record.rec_headers.get_header("WARC-Target-URI") for record in records if record.rec_type == kind]


def test_every_exchange_has_its_request_and_response() -> None:
    packed = pack_wacz(PAGE, EXCHANGES)

    expected = ["https://news.example/old", "https://news.example/story", "https://news.example/a.css"]
    assert addresses(packed.content, "response") == expected
    assert addresses(packed.content, "request") == expected
    assert (packed.exchanges, packed.left_out) == (3, 0)


def test_index_leads_to_the_answers() -> None:
    archive = ZipFile(BytesIO(pack_wacz(PAGE, EXCHANGES).content))
    warc = archive.read("archive/data.warc.gz")

    for line in archive.read("indexes/index.cdxj").decode().splitlines():
        entry = json.loads(line.split(" ", 2)[2])
        record = gzip.decompress(warc[entry["offset"] : entry["offset"] + entry["length"]])
        assert record.startswith(b"WARC/1.1\r\n")
        assert f"WARC-Target-URI: {entry['url']}\r\n".encode() in record


def test_package_names_its_page_and_the_hash_of_every_file() -> None:
    content = pack_wacz(PAGE, EXCHANGES).content

    package = read_json(content, "datapackage.json")
    assert package["wacz_version"] == "1.1.1"
    assert (package["mainPageUrl"], package["mainPageDate"]) == (PAGE.url, "2026-01-31T08:15:07Z")
    archive = ZipFile(BytesIO(content))
    resources = package["resources"]
    assert isinstance(resources, list)
    assert {one["path"]: one["hash"] for one in resources} == {
        name: f"sha256:{sha256(archive.read(name)).hexdigest()}"
        for name in archive.namelist()
        if not name.startswith("datapackage")
    }
    digest = read_json(content, "datapackage-digest.json")
    assert digest["hash"] == f"sha256:{sha256(archive.read('datapackage.json')).hexdigest()}"
    assert archive.getinfo("archive/data.warc.gz").compress_type == ZIP_STORED
    _, page = archive.read("pages/pages.jsonl").decode().splitlines()
    assert json.loads(page)["title"] == "A story: 故事"
    assert json.loads(page)["text"] == "Once upon a time"


@pytest.mark.slow
def test_wacz_is_valid(tmp_path: Path) -> None:
    file = tmp_path / "story.wacz"
    file.write_bytes(pack_wacz(PAGE, EXCHANGES).content)
    wacz = Path(sys.executable).with_name("wacz")

    checked = subprocess.run([wacz, "validate", "-f", file], capture_output=True, text=True, timeout=60, check=False)

    assert "Validation succeeded, the passed WACZ is valid" in checked.stdout
    assert checked.returncode == 0


def test_pictures_of_the_page_lie_in_the_archive() -> None:
    view = Artifact(ArtifactKind.PHOTO, "image/jpeg", b"a picture")
    content = pack_wacz(replace(PAGE, view=view, thumbnail=view), EXCHANGES).content

    assert addresses(content, "resource") == [f"urn:view:{PAGE.url}", f"urn:thumbnail:{PAGE.url}"]


def test_what_does_not_fit_is_left_out_and_counted() -> None:
    huge = make_exchange("https://news.example/film.mp4", bytes(MAX_BYTES), media_type="video/mp4")
    packed = pack_wacz(PAGE, (make_exchange(), huge, make_exchange("https://news.example/a.css", b"h1{}")))

    assert addresses(packed.content, "response") == ["https://news.example/story", "https://news.example/a.css"]
    assert (packed.exchanges, packed.left_out) == (2, 1)


def test_packing_ends_when_its_time_is_over() -> None:
    with pytest.raises(TimeoutError):
        pack_wacz(PAGE, EXCHANGES, give_up_at=time.monotonic() - 1)


def test_page_without_anything_recorded_still_gives_an_archive() -> None:
    packed = pack_wacz(replace(PAGE, title="", text=""), ())

    assert addresses(packed.content, "response") == []
    assert read_json(packed.content, "datapackage.json")["title"] == PAGE.url
