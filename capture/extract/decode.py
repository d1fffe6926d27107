"""Bytes of a page as text, as browsers do it: byte order mark, header, `meta`, and then by looking at them."""

import codecs
import re

from resiliparse.parse.encoding import detect_encoding

PRESCAN_BYTES = 4096  # browsers look at 1024; many pages put their `meta` later
SAMPLE_BYTES = 131_072

BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# What labels mean on the web (WHATWG, Encoding), where Python takes them at their word.
MEANT = {
    "ascii": "cp1252",
    "big5": "big5hkscs",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
ALIASES = {
    "ks_c_5601-1987": "euc_kr",
    "windows-31j": "cp932",
    "x-gbk": "gbk",
    "x-sjis": "shift_jis",
    "x-x-big5": "big5",
}

# The encodings of the web, by Python's names: Python also knows things that are none, such as "rot13".
KNOWN = frozenset(
    {
        *(
            "utf-8",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "gb18030",
            "big5hkscs",
            "cp932",
            "euc_jp",
            "iso2022_jp",
            "cp949",
        ),
        *("koi8-r", "koi8-u", "cp866", "cp874", "mac-roman", "mac-cyrillic"),
        *(f"cp125{number}" for number in range(9)),
        *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    }
)

_META = re.compile(rb"""<meta[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)


def decode_page(body: bytes, charset: str = "") -> str:
    """The text of a page; whatever is wrong in it becomes a replacement character."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    encoding = find_codec(charset) or find_declared(body) or find_by_looking(body)
    return body.decode(encoding, "replace")


def find_declared(body: bytes) -> str:
    """The codec that the page itself names; a `meta` that could be read is not in UTF-16."""
    head = body[:PRESCAN_BYTES]
    match = _META.search(head) or _XML.search(head)
    codec = find_codec(match[1].decode("ascii", "replace")) if match else ""
    return "utf-8" if codec.startswith("utf-16") else codec


def find_by_looking(body: bytes) -> str:
    """The codec that the bytes look like. UTF-8 is certain, where it fits: nothing else looks like it."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body[:SAMPLE_BYTES])
    except UnicodeDecodeError:
        return find_codec(detect_encoding(body, max_len=SAMPLE_BYTES, html5_compatible=False) or "") or "cp1252"
    return "utf-8"


def find_codec(label: str) -> str:
    """The name of Python's codec for a label of the web; empty for one that means nothing."""
    label = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(ALIASES.get(label, label)).name
    except (LookupError, ValueError):
        return ""
    codec = MEANT.get(name, name)
    return codec if codec in KNOWN else ""
