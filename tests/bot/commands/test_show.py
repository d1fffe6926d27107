from functools import partial

import pytest

from tests.bot.commands.library import harbour, keep, keep_failure, keep_under
from tests.terminal import PUBLIC_URL, Terminal


@pytest.mark.parametrize("form", ["{id}", "{root}/s/{id}", "{root}/s/{id}.json", "{root}/s/{id}/"])
def test_permalink_is_shown_however_it_is_given(snapkeep: Terminal, form: str) -> None:
    permalink = snapkeep.prepare(harbour)

    done = snapkeep("show", "--json", form.format(id=permalink, root=PUBLIC_URL))

    assert done.status == 0
    assert done.document["permalink"] == f"{PUBLIC_URL}/s/{permalink}"
    assert sorted(done.document["tags"]) == ["sea", "港口"]
    assert [artifact["kind"] for artifact in done.document["artifacts"]] == ["screenshot"]
    assert done.err == ""


@pytest.mark.parametrize("permalink", ["-hidden-S3cretPermal01", "--jsonS3cretPermalink1"])
@pytest.mark.parametrize("command", ["show", "verify"])
def test_id_may_begin_with_a_minus(snapkeep: Terminal, command: str, permalink: str) -> None:
    snapkeep.prepare(partial(keep_under, permalink))

    assert snapkeep(command, permalink).status == 0


def test_for_people_it_is_a_list(snapkeep: Terminal) -> None:
    done = snapkeep("show", snapkeep.prepare(harbour))

    assert "Old harbour" in done.out
    assert "#港口" in done.out
    assert "1 of 1" in done.out


def test_failure_says_why(snapkeep: Terminal) -> None:
    done = snapkeep("show", snapkeep.prepare(keep_failure))

    assert done.status == 0
    assert "example.com" in done.out
    assert "failed" in done.out


@pytest.mark.parametrize("permalink", ["no-such-permalink-000", f"{PUBLIC_URL}/s/", "x" * 500])
def test_unknown_permalink_is_one_line(snapkeep: Terminal, permalink: str) -> None:
    done = snapkeep("show", "--json", permalink)

    assert (done.status, done.out) == (1, "")
    assert done.complaint


def test_no_permalink_is_wrong_usage(snapkeep: Terminal) -> None:
    assert snapkeep("show").status == 2


def test_title_of_a_page_moves_nothing_on_the_terminal(snapkeep: Terminal) -> None:
    hostile = partial(keep, url="https://example.com/a", title="a\x1b]0;mine\x07\x1b[2J\u202eb\nc")

    done = snapkeep("show", snapkeep.prepare(hostile))

    assert "a]0;mine[2Jb c" in done.out
    assert not {"\x1b", "\x07", "\u202e"} & set(done.out)
