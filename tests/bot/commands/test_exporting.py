"""`snapkeep export` and `snapkeep import`, with each other."""

import json
import zipfile
from pathlib import Path

import pytest

from bot.app import Store
from bot.services.admitting import get_owner
from models.chats import get_library
from models.resources import StoredResource, add_resources
from models.search import SearchQuery, search_links
from models.snapshots import get_snapshot, list_versions
from models.tables import Link
from models.tags import list_link_tags
from tests.bot.commands.library import PICTURE, garden, harbour
from tests.terminal import Terminal

BODY = b"a picture of the page"


async def fill(store: Store) -> tuple[str, str]:
    """Two links, one with a body beside its page."""
    kept = await harbour(store)
    snapshot = await get_snapshot(kept)
    body = StoredResource("https://example.com/a.png", "image/png", len(BODY), await store.blobs.put(BODY))
    await add_resources(snapshot.id, [body])
    await Link.filter(id=snapshot.link_id).update(note="for later")
    return kept, await garden(store)


async def describe(store: Store) -> list[object]:
    """Everything of the library that came, by its addresses."""
    library = await get_library(await get_owner())
    found, _ = await search_links(library.id, SearchQuery(words=("harbour",)), 10)
    described: list[object] = [[link.url for link in found]]
    for link in await Link.filter(chat_id=library.id).order_by("id"):
        versions = [one.permalink for one in await list_versions(link.id)]
        tags = (await list_link_tags([link.id])).get(link.id)
        described.append((link.url, link.title, link.note, link.created_at, tags, versions))
    return described


def test_archive_comes_back_whole_in_an_empty_place(snapkeep: Terminal, tmp_path: Path, migrated_file: Path) -> None:
    permalink, _ = snapkeep.prepare(fill)
    before = snapkeep.prepare(describe)
    archive = str(tmp_path / "mine.zip")
    exported = snapkeep("export", archive)

    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "snapkeep.db").write_bytes(migrated_file.read_bytes())
    snapkeep.set(DATA_DIR=str(tmp_path / "other"))
    imported, again = snapkeep("import", archive), snapkeep("import", archive)

    assert (exported.status, imported.status, again.status) == (0, 0, 0)
    assert (imported.out.strip(), again.out.strip()) == ("2 restored", "2 known")
    assert snapkeep.prepare(describe) == before
    assert snapkeep("verify", permalink).status == 0

    async def read_body(store: Store) -> bytes:
        return await store.blobs.get((await get_snapshot(permalink)).artifacts[0].sha256)

    assert snapkeep.prepare(read_body) == PICTURE


def test_document_on_standard_output_holds_every_link(snapkeep: Terminal) -> None:
    snapkeep.prepare(fill)

    document = snapkeep("export").document

    assert document["format"] == "snapkeep"
    assert [link["url"] for link in document["links"]] == [
        "https://example.com/old-harbour",
        "https://example.com/garden",
    ]
    assert document["links"][0]["tags"] == ["sea", "港口"]
    assert document["links"][0]["snapshots"][0]["artifacts"][0]["bytes"] == len(PICTURE)


def test_bookmarks_are_what_other_programs_read(snapkeep: Terminal, tmp_path: Path) -> None:
    snapkeep.prepare(fill)

    done = snapkeep("export", str(tmp_path / "mine.html"))

    text = (tmp_path / "mine.html").read_text("utf-8")
    assert done.status == 0
    assert text.startswith("<!DOCTYPE NETSCAPE-Bookmark-file-1>")
    assert 'HREF="https://example.com/old-harbour"' in text
    assert 'TAGS="sea,港口">Old harbour</A>\n<DD>for later' in text


def test_damaged_file_of_an_archive_is_not_taken_for_what_it_was(snapkeep: Terminal, tmp_path: Path) -> None:
    snapkeep.prepare(fill)
    archive = tmp_path / "mine.zip"
    snapkeep("export", str(archive))
    broken = tmp_path / "broken.zip"
    with zipfile.ZipFile(archive) as whole, zipfile.ZipFile(broken, "w") as part:
        document = json.loads(whole.read("snapkeep.json"))
        document["links"] = document["links"][:1]
        document["links"][0]["url"] = "ftp://nowhere.example/x"  # so that nothing goes out to capture it anew
        text = json.dumps(document, separators=(",", ":"))
        part.writestr("snapkeep.json", text)
        for name in whole.namelist():
            if name.startswith("blobs/"):
                part.writestr(name, b"something else")

    done = snapkeep("import", str(broken))

    assert done.status == 1
    assert "1 refused" in done.out


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.txt", b"nothing here", "no addresses found"),
        ("a.json", b"{broken", "begins like JSON"),
        ("a.json", b'{"format":"snapkeep","version":9}', "another version"),
    ],
)
def test_file_that_is_none_is_refused_in_one_line(
    name: str, content: bytes, complaint: str, snapkeep: Terminal, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)

    done = snapkeep("import", str(tmp_path / name))

    assert done.status == 1
    assert complaint in done.complaint


def test_nothing_is_written_over_unasked(snapkeep: Terminal, tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text("mine")

    assert snapkeep("export", str(tmp_path / "mine.json")).status == 1
    assert (tmp_path / "mine.json").read_text() == "mine"
    assert snapkeep("export", "--force", str(tmp_path / "mine.json")).status == 0
