"""Names of saved files."""

from hypothesis import given
from hypothesis import strategies as st

from bot.services.cards import ArtifactCard
from bot.web.filenames import content_disposition, extension_of, name_file
from tests.bot.web.cards import make_card

JPEG = ArtifactCard("screenshot", "image/jpeg", 3, "0" * 64)


def test_name_says_what_and_when() -> None:
    assert name_file(make_card(), JPEG) == "The lighthouse keeper’s garden 2026-01-31.jpg"


def test_page_without_a_title_is_named_after_its_host() -> None:
    assert name_file(make_card(title=" "), JPEG) == "news.example 2026-01-31.jpg"


def test_name_holds_nothing_that_a_file_system_reads() -> None:
    name = name_file(make_card(title='../../etc/"pass:wd"\n\u202egpj.exe?'), JPEG)

    assert name == "etc pass wd gpj exe 2026-01-31.jpg"


def test_header_has_an_ascii_and_a_real_name() -> None:
    header = content_disposition(make_card(title="花园"), JPEG, is_inline=False)

    assert header == (
        "attachment; filename=\"news.example-2026-01-31.jpg\"; filename*=UTF-8''%E8%8A%B1%E5%9B%AD%202026-01-31.jpg"
    )


def test_unknown_type_ends_in_bin() -> None:
    assert extension_of("application/x-strange") == "bin"
    assert extension_of("Text/Plain; charset=big5") == "txt"


@given(st.text(), st.text())
def test_header_stays_one_line_of_ascii(title: str, url: str) -> None:
    header = content_disposition(make_card(title=title, url=url, final_url=""), JPEG, is_inline=True)

    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
