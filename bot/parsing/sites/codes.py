"""Two names of one thing that can be computed from each other: Bilibili's av and BV, Weibo's long and short."""

from bot.parsing.sites.rules import Values

_BV_ALPHABET = "fZodR9XQDSUm21yCkr6zBqiveYah8bt4xsWpHnJE7jL5VG3guMTKNPAwcF"
_BV_PLACES = (9, 8, 1, 6, 2, 4)  # of the digits in "1__4_1_7__", the lowest first
_BV_FRAME = "1  4 1 7  "
_BV_XOR = 177_451_812
_BV_ADD = 8_728_348_608
_FIRST_LONG_AV = 2**30  # later videos have a longer code, which is only ever shown as BV

_BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def add_bv(values: Values) -> Values | None:
    """The BV code of an `av` number, as `{bv}`."""
    number = int(values["av"])
    return {"bv": _encode_bv(number)} if number < _FIRST_LONG_AV else None


def _encode_bv(number: int) -> str:
    rest = (number ^ _BV_XOR) + _BV_ADD
    code = list(_BV_FRAME)
    for place in _BV_PLACES:
        rest, digit = divmod(rest, 58)
        code[place] = _BV_ALPHABET[digit]
    return "BV" + "".join(code)


def add_mid(values: Values) -> Values:
    """The number of a Weibo post, as `{mid}`, from its short `bid`: four characters stand for seven digits."""
    bid = values["bid"]
    first = len(bid) % 4
    groups = ([bid[:first]] if first else []) + [bid[start : start + 4] for start in range(first, len(bid), 4)]
    digits = [str(_decode_base62(group)) for group in groups]
    return {"mid": digits[0] + "".join(group.zfill(7) for group in digits[1:])}


def _decode_base62(text: str) -> int:
    number = 0
    for character in text:
        number = number * 62 + _BASE62.index(character)
    return number
