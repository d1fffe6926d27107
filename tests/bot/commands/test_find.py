import json

import pytest

from tests.bot.commands.library import garden, harbour, keep_failure
from tests.terminal import PUBLIC_URL, Terminal


@pytest.mark.parametrize(
    "query", [("#sea",), ("sea",), ("#港口",), ("harbour",), ("old", "harbour", "-#green"), ('"old harbour"',)]
)
def test_words_and_tags_find(snapkeep: Terminal, query: tuple[str, ...]) -> None:
    permalink = snapkeep.prepare(harbour)
    snapkeep.prepare(garden)

    done = snapkeep("find", "--json", "--", *query)

    assert done.status == 0
    assert [link["permalink"] for link in done.document["links"]] == [f"{PUBLIC_URL}/s/{permalink}"]
    assert done.document["total"] == 1
    assert done.err == ""


def test_words_with_a_minus_need_no_dashes_before_them(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)
    snapkeep.prepare(garden)

    for word in ("-#green", "-garden", "-harbourage", "--json"):
        assert snapkeep("find", "--json", "site:example.com", "harbour", word).document["total"] == 1, word


def test_hit_is_described(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)

    (link,) = snapkeep("find", "--json", "harbour").document["links"]

    assert link.keys() == {"id", "permalink", "url", "title", "site", "saved_at", "status", "label", "tags"}
    assert (link["title"], link["status"], link["label"]) == ("Old harbour", "complete", "ok")
    assert sorted(link["tags"]) == ["sea", "港口"]


def test_hits_for_people_carry_title_tags_and_permalink(snapkeep: Terminal) -> None:
    permalink = snapkeep.prepare(harbour)

    done = snapkeep("find", "harbour")

    assert "Old harbour" in done.out
    assert "#港口" in done.out
    assert f"{PUBLIC_URL}/s/{permalink}" in done.out


def test_limit_is_kept_and_the_total_said(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)
    snapkeep.prepare(garden)

    done = snapkeep("find", "--json", "--limit", "1", "site:example.com")

    assert (len(done.document["links"]), done.document["total"]) == (1, 2)


def test_nothing_found_is_no_failure(snapkeep: Terminal) -> None:
    done = snapkeep("find", "zeppelin")

    assert (done.status, done.out) == (0, "")
    assert done.complaint
    assert snapkeep("find", "--json", "zeppelin").document["links"] == []


def test_filter_that_makes_no_sense_is_answered_in_words(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)

    done = snapkeep("find", "harbour", "before:whenever")

    assert done.status == 0
    assert "Old harbour" in done.out
    assert "before:whenever" in done.complaint
    assert "before:whenever" in snapkeep("find", "--json", "before:whenever").document["problems"][0]


@pytest.mark.parametrize("query", ["don't", '"', "AND", "20.04", "@x", "*", "NEAR(", "-", "#", "c++"])
def test_nothing_that_people_type_is_an_error(snapkeep: Terminal, query: str) -> None:
    done = snapkeep("find", "--json", query)

    assert done.status == 0
    json.loads(done.out)


def test_failures_are_found_as_such(snapkeep: Terminal) -> None:
    snapkeep.prepare(harbour)
    snapkeep.prepare(keep_failure)

    (link,) = snapkeep("find", "--json", "is:failed").document["links"]

    assert (link["status"], link["label"]) == ("failed", "unreachable")


@pytest.mark.parametrize("arguments", [(), ("--limit", "0", "x"), ("--limit", "many", "x")])
def test_wrong_usage(snapkeep: Terminal, arguments: tuple[str, ...]) -> None:
    assert snapkeep("find", *arguments).status == 2
