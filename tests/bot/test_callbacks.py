from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import (
    LETTERS,
    MAX_CALLBACK_BYTES,
    MAX_PAGE,
    WATCH_DAYS,
    AskEvidence,
    Audience,
    Callback,
    CaptureAs,
    Days,
    Delete,
    FullPage,
    LanguageCode,
    Listen,
    Listening,
    ListKind,
    Look,
    Page,
    PageNumber,
    PermalinkId,
    Recapture,
    Restore,
    Retry,
    RowId,
    SetLanguage,
    SetLook,
    ShowTag,
    TagName,
    encode,
    fits,
    parse,
)
from bot.i18n import LOCALES
from models.ids import LAST_ID

VALUES = {
    id(kind): values
    for kind, values in (
        (RowId, st.integers(1, LAST_ID)),
        (PageNumber, st.integers(0, MAX_PAGE)),
        (PermalinkId, st.from_regex(r"[A-Za-z0-9_-]{16,43}", fullmatch=True)),
        (TagName, st.text(st.characters(categories=("L", "M", "N"), include_characters="_-+./:#"), min_size=1)),
        (Days, st.sampled_from(WATCH_DAYS)),
        (LanguageCode, st.sampled_from(["", *LOCALES])),
        *((choice, st.sampled_from(choice)) for choice in (ListKind, Listening, Look, Audience)),
    )
}
CALLBACKS: st.SearchStrategy[Callback] = st.one_of(
    *(st.builds(made, *(VALUES[id(part.type)] for part in fields(made))) for made in LETTERS.values())
).filter(fits)


@given(CALLBACKS)
def test_what_is_written_is_read_again(callback: Callback) -> None:
    encoded = encode(callback)

    assert parse(encoded) == callback
    assert len(encoded.encode()) <= MAX_CALLBACK_BYTES


@given(st.text() | st.from_regex(r"[a-z]{1,2}:[a-z0-9:_-]{0,70}", fullmatch=True))
def test_whatever_is_read_is_what_would_have_been_written(data: str) -> None:
    callback = parse(data)

    assert callback is None or encode(callback) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        "r",
        "r:",
        "r:0",
        "r:-1",
        "r:+1",
        "r:01",
        "r: 1",
        "r:1 ",
        "r:1:2",
        "r:１",
        "r:9223372036854775808",
        "r:1e3",
        "x:1",
        "R:1",
        "f:short",
        "f:../../../../etc/passwd",
        "f:" + "a" * 44,
        "f:aaaaaaaaaaaaaaaaaaaaaa\n",
        "p:find",
        "p:find:",
        "p:find:-1",
        "p:other:1",
        "p:find:100000",
        "p:find:1:query",
        "g:",
        "g:two words",
        "g:a\nb",
        "g:" + "标" * 21,
        "l:xx",
        "l:../en",
        "m:none",
        "v:wide",
        "c:42",
        "c:0:phone",
        "c:42:phone:dark",
        "e:0",
        "wd:42",
        "wd:42:2",
        "wd:42:-1",
        "wd:0:1",
        "vs:42:100000",
        "mo:short",
        "m:",
        "g:\ud800",
    ],
)
def test_forged_data_means_nothing(data: str) -> None:
    assert parse(data) is None


def test_tag_that_is_too_long_does_not_fit() -> None:
    assert fits(ShowTag("标" * 20))
    assert not fits(ShowTag("标" * 21))
    with pytest.raises(ValueError, match="64 bytes"):
        encode(ShowTag("标" * 21))


def test_old_buttons_keep_their_meaning() -> None:
    """Data that stands in chats already; a change here breaks buttons that people still see."""
    written = {
        encode(Recapture(42)),
        encode(Retry(42)),
        encode(Delete(42)),
        encode(Restore(42)),
        encode(FullPage("S3cretPermalink_000001")),
        encode(Page(ListKind.FIND, 3)),
        encode(ShowTag("食谱")),
        encode(SetLanguage("zh-Hans")),
        encode(SetLanguage("")),
        encode(Listen(Listening.ALL)),
        encode(SetLook(Look.PHONE)),
        encode(CaptureAs(42, Look.DARK)),
        encode(AskEvidence(42)),
    }

    assert written == {
        "r:42",
        "t:42",
        "d:42",
        "u:42",
        "f:S3cretPermalink_000001",
        "p:find:3",
        "g:食谱",
        "l:zh-Hans",
        "l:",
        "m:all",
        "v:phone",
        "c:42:dark",
        "e:42",
    }
