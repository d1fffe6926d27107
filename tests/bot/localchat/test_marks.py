import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.localchat.entities import cut_utf16, utf16_length
from bot.localchat.marks import find_entities


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#read #2024 #read-later", ["hashtag #read", "hashtag #read"]),
        ("#a#b #c", ["hashtag #c"]),
        ("＃wide x#y (#x) /#z", ["hashtag #x", "hashtag #z"]),
        ("#标签 #тег #हिन्दी", ["hashtag #标签", "hashtag #тег", "hashtag #ह"]),
        ("#tag@name", ["hashtag #tag@name"]),
        ("@ann x@bob @a @ann_b!", ["mention @ann", "mention @ann_b"]),
        ("/start /find@my_bot a/b /x/y", ["bot_command /start", "bot_command /find@my_bot"]),
        ("https://a.com/#x #y", ["url https://a.com/#x", "hashtag #y"]),
        ("👍🏽 #a 👍 https://a.com", ["hashtag #a", "url https://a.com"]),
    ],
)
def test_marks_are_found_as_telegram_finds_them(text: str, found: list[str]) -> None:
    entities = find_entities(text)

    assert [f"{e.kind} {cut_utf16(text, e.offset, e.length)}" for e in entities] == found


@given(st.text(alphabet=st.sampled_from("#@/ab_1. 👍é中\n"), max_size=50))
def test_entities_never_overlap_nor_leave_the_text(text: str) -> None:
    position = 0
    for entity in find_entities(text):
        assert position <= entity.offset < entity.end <= utf16_length(text)
        position = entity.end
