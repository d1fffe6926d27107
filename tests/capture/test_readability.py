"""Where Mozilla's Readability is."""

from capture.readability import find_readability, load_readability


def test_expression_is_there_whether_or_not_it_is_installed() -> None:
    script = find_readability()

    assert ("function Readability" in load_readability()) is (script is not None)
    assert load_readability() == "null" or load_readability().endswith("return Readability; })()")
