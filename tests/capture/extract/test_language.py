"""Which language a page is in."""

import pytest

from capture.extract.language import find_language


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        ("灯塔看守人把每一艘经过的船都记了下来", "en", "zh"),
        ("灯塔看守人用 Python 和 Chromium 记录 every ship that passes by the harbour office", "", "zh"),
        ("灯台守は通り過ぎる船をすべて書き留めた", "zh-CN", "ja"),
        ("등대지기는 지나가는 모든 배를 적었다", "", "ko"),
        ("The keeper wrote down every ship, 船 included, and its weather", "en-GB", "en"),
        ("जहाज़ और समुद्र के बारे में", "en", "hi"),
        ("जहाज आणि समुद्र", "mr", "mr"),
        ("Корабли и море", "", "ru"),
        ("Кораблі та море", "uk", "uk"),
        ("Les navires", "fr_FR", "fr"),
        ("", "", ""),
        ("1234", "not a language", ""),
    ],
)
def test_script_comes_before_what_is_declared(text: str, declared: str, language: str) -> None:
    assert find_language(text, declared) == language
