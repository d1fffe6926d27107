"""What files of every kind turn out to be."""

import asyncio
import json
import struct

import pytest
import pyvips

from capture.files import desk
from capture.files.reading import read_file
from capture.files.source import FileReading, FileSource
from tests.site.files import (
    ATOM,
    FEED,
    SVG,
    draw,
    make_bomb,
    make_docx,
    make_mp3,
    make_mp4,
    make_pdf,
    make_wav,
    make_zip,
)


def read(content: bytes, media_type: str = "", name: str = "file", charset: str = "") -> FileReading:
    return read_file(FileSource(name, media_type, charset, content))


def picture_of(reading: FileReading) -> pyvips.Image:
    return pyvips.Image.new_from_buffer(reading.picture, "")


def test_pdf_has_title_author_date_text_and_first_page() -> None:
    reading = read(make_pdf(), "application/octet-stream")

    assert (reading.media_type, reading.title, reading.author) == ("application/pdf", "The Keeper’s Log", "Ida Marsh")
    assert reading.published == "2026-03-04T07:00:00+00:00"
    assert reading.facts == ("3 p.",)
    assert "Ships on page 3" in reading.text
    picture = picture_of(reading)
    assert (picture.width, picture.height) == (1280, 1657)
    red, _, blue = picture.getpoint(300, 700)
    assert blue > 200
    assert red < 60


def test_title_that_a_program_gave_a_pdf_is_not_its_title() -> None:
    assert read(make_pdf("Microsoft Word - Annual report.docx")).title == "Annual report"
    assert read(make_pdf("Untitled")).title == "Ships on page 1"


def test_damaged_pdf_is_a_file_all_the_same() -> None:
    reading = read(make_pdf()[:300])

    assert (reading.media_type, reading.text) == ("application/pdf", "")


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [(".jpg", "image/jpeg"), (".png", "image/png"), (".gif", "image/gif"), (".webp", "image/webp")],
)
def test_picture_is_shown_as_a_jpeg_of_ours(suffix: str, media_type: str) -> None:
    reading = read(draw(suffix), "text/plain")

    assert (reading.media_type, reading.facts) == (media_type, ("500 × 300",))
    assert picture_of(reading).get("vips-loader") == "jpegload_buffer"
    assert (picture_of(reading).width, picture_of(reading).height) == (500, 300)


def test_avif_is_shown_where_this_machine_can_write_one() -> None:
    try:
        content = draw(".avif")
    except pyvips.Error:
        pytest.skip("no AVIF encoder")

    assert read(content).media_type == "image/avif"


def test_drawing_is_shown_on_white_with_its_title() -> None:
    reading = read(SVG.encode(), "image/svg+xml")

    assert reading.title == "A red light"
    picture = picture_of(reading)
    assert picture.width == 1600
    assert picture.getpoint(2, 2)[0] > 250
    assert picture.getpoint(800, 500)[1] < 60


def test_bomb_is_refused_by_its_header() -> None:
    reading = read(make_bomb(), "image/png")

    assert reading.is_too_large_to_draw
    assert (reading.width, reading.facts, reading.picture) == (30_000, ("30000 × 30000",), b"")


def test_strip_is_given_room_that_telegram_takes() -> None:
    picture = picture_of(read(draw(".png", 4000, 10)))

    assert picture.width / picture.height <= 20


def test_broken_picture_is_a_file_all_the_same() -> None:
    assert read(draw(".png")[:60], "image/png").picture == b""


def test_feed_is_the_list_of_its_entries() -> None:
    reading = read(FEED.encode(), "application/rss+xml")

    assert reading.title == "Harbour News"
    assert "• A ship passed (Mon, 02 Mar 2026 08:00:00 GMT)\nhttps://harbour.example/1\nIt was a brig." in reading.text
    assert "• 雾" in reading.text


def test_atom_feed_too() -> None:
    reading = read(ATOM.encode(), "text/xml")

    assert reading.title == "Atom of the harbour"
    assert "https://harbour.example/a" in reading.text


def test_xml_does_not_reach_for_other_files() -> None:
    evil = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>'

    assert "root:" not in repr(read(evil, "text/xml"))


def test_json_is_indented() -> None:
    content = json.dumps({"船": [1, 2]}).encode()

    assert read(content, "application/json").text == '{\n  "船": [\n    1,\n    2\n  ]\n}'


@pytest.mark.parametrize("content", [b"{broken", b"[" * 100_000, b""])
def test_json_that_is_none_is_kept_as_text(content: bytes) -> None:
    assert read(content, "application/json").text == content.decode()


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("灯塔看守人的笔记，写于海边的小屋。" * 20, "gbk"), ("Тихо шумит море у старого маяка. " * 20, "cp1251")],
)
def test_text_without_a_charset_is_read_by_looking(text: str, encoding: str) -> None:
    assert read(text.encode(encoding), "text/plain").text == text


def test_markdown_is_called_by_its_heading() -> None:
    assert read(b"intro\n\n# The log\n\ntext", "text/plain", "README.md").title == "The log"


def test_film_tells_its_length_and_size() -> None:
    assert read(make_mp4(), "video/mp4").facts == ("1920 × 1080", "3:25")


def test_sound_tells_its_length() -> None:
    assert read(make_wav(5)).facts == ("0:05",)


def test_tagged_sound_tells_title_and_artist() -> None:
    reading = read(make_mp3(), "audio/mpeg")

    assert (reading.title, reading.author, reading.facts) == ("海的声音", "Ida Marsh", ("0:10",))


@pytest.mark.parametrize(
    "head", [b"fLaC", b"OggS", b"\x1aE\xdf\xa3", b"ID3\x03\0\0\x7f\x7f\x7f\x7f", b"\0\0\0\x18ftypisom"]
)
@pytest.mark.parametrize("rest", [b"", b"\0" * 64, b"\xff" * 64])
def test_head_without_more_tells_nothing_and_breaks_nothing(head: bytes, rest: bytes) -> None:
    assert read(head + rest, "audio/mpeg").media_type.startswith(("audio/", "video/"))


def test_flac_counts_its_samples() -> None:
    packed = (44_100 << 44 | 1 << 41 | 15 << 36 | 44_100 * 61).to_bytes(8)

    assert read(b"fLaC\0\0\0\x22" + bytes(10) + packed + bytes(16)).facts == ("1:01",)


def test_webm_tells_its_length() -> None:
    info = b"\x15\x49\xa9\x66" + bytes([0x80 | 11]) + b"\x44\x89\x88" + struct.pack(">d", 90_000.0)

    assert read(b"\x1aE\xdf\xa3\x80" + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + info).facts == ("1:30",)


def test_archive_is_the_list_of_its_names() -> None:
    assert read(make_zip(), "application/zip").text == "notes/one.txt\nnotes/two.txt"


def test_text_document_has_title_author_and_words() -> None:
    reading = read(make_docx(), "application/octet-stream", "minutes.docx")

    assert (reading.title, reading.author) == ("Minutes", "Ida Marsh")
    assert reading.text.endswith("records.\n灯塔")


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 100, b"", b"\0\1\2\3"])
def test_what_nobody_can_read_is_a_file(content: bytes) -> None:
    assert read(content, "application/x-mystery").text == ""


async def test_reading_happens_in_a_process_of_its_own() -> None:
    reading = await desk.read_in_process(FileSource("log.pdf", "application/pdf", "", make_pdf()), 20)

    assert reading is not None
    assert reading.title == "The Keeper’s Log"
    assert picture_of(reading).width == 1280


async def test_reading_that_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError):
        await desk.read_in_process(FileSource("log.pdf", "", "", make_pdf()), 0.01)
    await asyncio.sleep(0)
