"""Bytes of pages in the encodings of the world."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capture.extract.decode import decode_page, find_codec

TEXTS = {
    "gbk": "灯塔看守人把每一艘经过的船都记了下来，连同当天的天气。没有人要求他这样做，四十年间也没有人读过。",
    "big5": "燈塔看守人把每一艘經過的船都記了下來，連同當天的天氣。沒有人要求他這樣做，四十年間也沒有人讀過。",
    "shift_jis": "灯台守は通り過ぎる船をすべて書き留め、その日の天気も記録した。誰に頼まれたわけでもない。",
    "euc-jp": "灯台守は通り過ぎる船をすべて書き留め、その日の天気も記録した。誰に頼まれたわけでもない。",
    "euc-kr": "등대지기는 지나가는 모든 배를 적었고 그날의 날씨도 적었다. 아무도 그에게 부탁하지 않았다.",
    "windows-1251": "Смотритель маяка записывал каждый проходящий корабль. Никто его об этом не просил.",
    "windows-1252": "Der Leuchtturmwärter schrieb jedes Schiff auf, das vorüberfuhr – „für vierzig Jahre“.",
    "utf-8": "Der Leuchtturmwärter 灯塔看守人 смотритель",
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("declared", ["header", "meta", "http-equiv", "not at all"])
def test_page_is_read_in_its_encoding(encoding: str, declared: str) -> None:
    metas = {
        "meta": f"<meta charset='{encoding}'>",
        "http-equiv": f'<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={encoding}">',
    }
    html = f"<html><head>{metas.get(declared, '')}<title>x</title></head><body><p>{TEXTS[encoding]}</p></body></html>"

    assert decode_page(html.encode(encoding), encoding if declared == "header" else "") == html


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        (b"\xef\xbb\xbfna\xc3\xafve", "windows-1251", "naïve"),  # the mark comes before the header
        (b"\xff\xfeh\x00i\x00", "", "hi"),
        (b"\xfe\xff\x00h\x00i", "utf-8", "hi"),
        (b"caf\xe9", "iso-8859-1", "café"),
        (b"\x93quoted\x94", "latin1", "“quoted”"),  # what pages call Latin-1 is Windows-1252
        (b"\xa8\xbf", "gb2312", "ǹ"),  # beyond GB 2312, and on its pages all the same
        (b"<meta charset=utf-16>ok", "", "<meta charset=utf-16>ok"),  # could not have been read, were it true
        (b"ok", "no-such-thing", "ok"),
        (b"ok", "rot13", "ok"),
        (b"a\xffb", "utf-8", "a\ufffdb"),
        (b"", "", ""),
    ],
)
def test_labels_mean_what_browsers_take_them_for(body: bytes, charset: str, text: str) -> None:
    assert decode_page(body, charset) == text


@pytest.mark.parametrize(
    ("label", "codec"),
    [
        ("GB2312", "gb18030"),
        (' "UTF8" ', "utf-8"),
        ("x-sjis", "cp932"),
        ("ks_c_5601-1987", "cp949"),
        ("hex", ""),
        ("unicode_escape", ""),
        ("", ""),
    ],
)
def test_label_names_a_codec(label: str, codec: str) -> None:
    assert find_codec(label) == codec


@given(st.binary(max_size=500), st.text(max_size=20))
def test_any_bytes_become_text(body: bytes, charset: str) -> None:
    assert isinstance(decode_page(body, charset), str)
