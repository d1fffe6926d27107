"""Files of bookmarks as the programs write them."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.bookmarks import Bookmark, parse_bookmarks

URL = "https://example.com/a"
AT = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
SECONDS = int(AT.timestamp())
SAVED = Bookmark(URL, "A page", ("red", "港口"), "mine", AT)

NAMES, ISO = ["red", "港口"], "2024-01-02T03:04:05Z"


def as_json(name: str, **fields: object) -> str:
    return json.dumps({name: [fields]} if name else [fields])


NETSCAPE = f"""<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p>
    <DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
        <DT><A HREF="{URL}" ADD_DATE="{SECONDS}" TAGS="red,港口">A page</A>
        <DD>mine
    </DL><p>
</DL>"""
POCKET_HTML = f"<h1>Unread</h1><ul><li><a href='{URL}' time_added='{SECONDS}' tags='red,港口'>A page</a></li></ul>"
FILES = {
    "browsers, Shiori, linkding": (NETSCAPE, SAVED),
    "Pocket, HTML": (POCKET_HTML, Bookmark(URL, "A page", ("red", "港口"), "", AT)),
    "Pocket, CSV": (
        f"title,url,time_added,tags,status\nA page,{URL},{SECONDS},red|港口,unread\n",
        Bookmark(URL, "A page", ("red", "港口"), "", AT),
    ),
    "Raindrop": (
        f'id,title,note,excerpt,url,folder,tags,created\n1,A page,mine,x,{URL},Unsorted,"red, 港口",{AT.isoformat()}\n',
        SAVED,
    ),
    "linkding": (as_json("results", url=URL, title="A page", notes="mine", tag_names=NAMES, date_added=ISO), SAVED),
    "Karakeep": (
        as_json("bookmarks", createdAt=SECONDS, title="A page", tags=NAMES, content={"url": URL}, note="mine"),
        SAVED,
    ),
    "Shiori, JSON": (
        as_json("", url=URL, title="A page", tags=[{"name": name} for name in NAMES], modified="2024-01-02 03:04:05"),
        Bookmark(URL, "A page", ("red", "港口"), "", AT),
    ),
    "Pinboard": (
        as_json("", href=URL, description="A page", extended="mine", tags="red 港口", time=ISO),
        SAVED,
    ),
    "Linkwarden": (
        json.dumps({"collections": [{"links": [{"url": URL, "name": "A page", "tags": [{"name": "red"}]}]}]}),
        Bookmark(URL, "A page", ("red",)),
    ),
    "addresses": (f"# mine\n{URL} #red #港口 mine\n\n", Bookmark(URL, "", ("red", "港口"), "mine")),
}


@pytest.mark.parametrize("name", FILES)
def test_what_other_programs_write_is_read(name: str) -> None:
    text, expected = FILES[name]

    assert parse_bookmarks(text) == (expected,)


def test_folders_become_tags_and_dates_give_the_order() -> None:
    text = """<DL><p><DT><H3>Read later</H3><DL><p>
    <DT><A HREF="https://example.com/new" ADD_DATE="1700000000">New</A>
    <DT><A HREF="https://example.com/old" ADD_DATE="1600000000000">Old</A>
    </DL><p><DT><A HREF="javascript:alert(1)">no</A></DL>"""

    assert [(one.url[-3:], one.tags) for one in parse_bookmarks(text)] == [
        ("old", ("Read_later",)),
        ("new", ("Read_later",)),
    ]


@pytest.mark.parametrize("text", ["", "nothing here", "title;tags\na;b", "{}", "[]", '{"a": [1, null, {"b": "c"}]}'])
def test_file_without_bookmarks_holds_none(text: str) -> None:
    assert parse_bookmarks(text) == ()


@given(st.text() | st.text(alphabet="<>/aAdl hrefHREF='\"DLDT3,;|\nhttp://."))
def test_no_text_raises_but_broken_json(text: str) -> None:
    if text.lstrip("\ufeff").lstrip()[:1] not in {"[", "{"}:
        parse_bookmarks(text)
