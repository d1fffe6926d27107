import pytest

from bot.parsing.sites.codes import add_bv, add_mid


@pytest.mark.parametrize(
    ("av", "bv"), [("170001", "BV17x411w7KC"), ("80433022", "BV1GJ411x7h7"), ("2", "BV1xx411c7mD")]
)
def test_number_of_a_video_becomes_its_code(av: str, bv: str) -> None:
    assert add_bv({"av": av}) == {"bv": bv}


def test_number_of_a_later_video_is_left_alone() -> None:
    assert add_bv({"av": str(2**30)}) is None


@pytest.mark.parametrize(("bid", "mid"), [("Oe6wIynDn", "5033616848194005"), ("z0JH2lOMb", "3501756485200075")])
def test_short_name_of_a_post_becomes_its_number(bid: str, mid: str) -> None:
    assert add_mid({"bid": bid}) == {"mid": mid}
