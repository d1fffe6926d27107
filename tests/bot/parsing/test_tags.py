import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.tags import MAX_TAG_LENGTH, Tags, fold_tag, parse_tag, parse_tags


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("#python", ("python",)),
        ("good #python, #Go.", ("python", "Go")),
        ("#a#b", ("a", "b")),
        (
            "#2024 #read-later #a/b #node.js #c++ #c# #.net",
            ("2024", "read-later", "a/b", "node.js", "c++", "c#", ".net"),
        ),
        ("＃全角 #网页存档 #हिन्दी #ไทย #مرحبا", ("全角", "网页存档", "हिन्दी", "ไทย", "مرحبا")),
        ("#می‌خواهم #col·lecció #man\u0303ana", ("می‌خواهم", "col·lecció", "mañana")),
        ("不错#工具", ("工具",)),
        ("#话题# #高考#", ("话题", "高考")),
        ("(#x) [#y] /#z", ("x", "y", "z")),
        ("#tag@channel", ("tag",)),
        ("#tag- #tag2/ #tag3...", ("tag", "tag2", "tag3")),
        ("#Python #python", ("Python",)),
        ("a dash-#tag", ("tag",)),
        ("- #item", ("item",)),
        ("x#y issue#12 C# code &#39; #", ()),
        ("#️⃣ #_ #... # word ##", ()),
        ("#" + "x" * (MAX_TAG_LENGTH + 1), ()),
    ],
)
def test_tags_are_read_as_people_type_them(text: str, added: tuple[str, ...]) -> None:
    assert parse_tags(text).added == added


@pytest.mark.parametrize(
    ("text", "added", "removed"),
    [
        ("-#old", (), ("old",)),
        ("#new -#old", ("new",), ("old",)),
        ("－＃旧", (), ("旧",)),
        ("-#a-#b", (), ("a", "b")),
        ("-#a#b", ("b",), ("a",)),
        ("#foo -#FOO", (), ("foo",)),
        ("-#foo #foo", ("foo",), ()),
    ],
)
def test_minus_takes_a_tag_away_and_the_later_word_counts(
    text: str, added: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    tags = parse_tags(text)

    assert (set(tags.added), set(tags.removed)) == (set(added), set(removed))


def test_words_without_tags_and_links_are_the_rest() -> None:
    text = "Read  this #soon:\n\nhttps://example.com/#not (#maybe)  it is good."
    start = text.index("https")

    tags = parse_tags(text, [(start, start + len("https://example.com/#not"))])

    assert tags == Tags(("soon", "maybe"), (), "Read this :\nit is good.")


def test_links_stay_in_the_rest_where_they_are_wanted() -> None:
    text = "see https://example.com/#not #tag"

    tags = parse_tags(text, [(4, 28)], keep_links=True)

    assert tags == Tags(("tag",), (), "see https://example.com/#not")


@pytest.mark.parametrize(
    ("text", "rest"), [("#a - #b", ""), ("#a 👍", "👍"), ("I like #a, and #b.", "I like, and."), ("", "")]
)
def test_rest_is_empty_where_only_punctuation_is_left(text: str, rest: str) -> None:
    assert parse_tags(text).rest == rest


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tag", "tag"),
        (" #tag ", "tag"),
        ("＃标签", "标签"),
        ("c#", "c#"),
        ("two words", None),
        ("", None),
        ("#", None),
        ("a#b", None),
    ],
)
def test_one_tag_is_read_with_or_without_its_sign(text: str, name: str | None) -> None:
    assert parse_tag(text) == name


def test_spellings_of_one_tag_fold_together() -> None:
    assert fold_tag("Straße") == fold_tag("STRASSE")
    assert fold_tag("ｐｙｔｈｏｎ") == fold_tag("Python")


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3)


@given(st.text(st.sampled_from("#＃-－aB1_.+/@ 标\u0301\n()") | st.characters(), max_size=40), SPANS, st.booleans())
def test_no_text_raises_and_no_tag_is_both_added_and_removed(
    text: str, spans: list[tuple[int, int]], keep: bool
) -> None:
    tags = parse_tags(text, spans, keep_links=keep)

    keys = [fold_tag(name) for name in tags.added + tags.removed]
    assert len(keys) == len(set(keys))
    assert all(0 < len(key) <= MAX_TAG_LENGTH for key in keys)


@given(st.text(st.sampled_from("#＃-aB1_.+/ 标\u0301c"), max_size=30))
def test_every_tag_that_was_read_can_be_written_again(text: str) -> None:
    tags = parse_tags(text)

    again = parse_tags(" ".join([*(f"#{name}" for name in tags.added), *(f"-#{name}" for name in tags.removed)]))

    assert (again.added, again.removed) == (tags.added, tags.removed)
