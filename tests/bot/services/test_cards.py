import pytest

from bot.services.cards import FoundPage


@pytest.mark.parametrize(("total", "pages"), [(0, 1), (1, 1), (5, 1), (6, 2), (11, 3)])
def test_pages_are_rounded_up_and_there_is_always_one(total: int, pages: int) -> None:
    assert FoundPage((), total).pages == pages
