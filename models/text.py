"""One tokeniser for everything that is searched, the same for documents and for queries.

Scripts that put no spaces between words become overlapping pairs of characters, and the last one alone: a word of
two or more characters is then a row of pairs. Single characters stand behind the text, each once. The rest is words.
"""

from unicodedata import normalize

import regex

from models.hanzi import simplify

TOKENIZER_VERSION = 5  # raise it whenever a link's row would be another one: links are then indexed anew

END = "+"  # no phrase goes on beyond it
MAX_TOKEN = 64  # characters; what is longer is no word

# Hangul has spaces, but its words carry particles; ー belongs to both kana.
UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
TOKENS = regex.compile(
    rf"(?P<run>[{UNSPACED}]+)"
    rf"|(?P<word>[\p{{L}}\p{{N}}\p{{M}}--[{UNSPACED}]]+(?:\+\+|\#(?!\w))?)"  # c++ and c# are words
    r"|(?P<sign>\p{So})",  # a heart can be looked for
    regex.VERSION1,
)
ROW = regex.compile(rf"[{UNSPACED}]", regex.VERSION1)
PAIR = regex.compile(rf"[{UNSPACED}]{{2}}", regex.VERSION1)
# The marks of Latin, Greek, Cyrillic, Hebrew and Arabic; those of kana or Devanagari make other letters.
ACCENTS = regex.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]")
INVISIBLE = regex.compile(r"[\p{Cf}\ufe00-\ufe0f]")  # soft hyphens, joiners, which picture of a sign


def tokenize(text: str) -> list[str]:
    """The tokens of a text in their order."""
    return [token for piece in _pieces(text) for token in piece]


def tokenize_document(text: str) -> list[str]:
    """The tokens of a text, and then the characters that pairs begin with: so each is found alone, too."""
    tokens = tokenize(text)
    singles = dict.fromkeys(token[0] for token in tokens if is_pair(token))
    return [*tokens, END, *singles] if singles else tokens


def query_tokens(text: str) -> list[str]:
    """The tokens that stand in a row in every document that has this text in it.

    The last of several may be the beginning of a longer token there.
    """
    pieces = _pieces(text)
    if pieces and len(pieces[-1]) > 1:
        pieces[-1].pop()  # the last character of the query's last run is not the last of the document's
    return [token for piece in pieces for token in piece]


def split_words(text: str) -> list[str]:
    """The words and rows of characters of a text, folded."""
    return [match.group() for match in TOKENS.finditer(fold(text))]


def is_unspaced(word: str) -> bool:
    """Whether a word of `split_words` is a row of characters."""
    return bool(word) and ROW.match(word) is not None


def is_pair(token: str) -> bool:
    """Whether a token is two characters of a row without spaces: there is none that goes on."""
    return len(token) == 2 and not token.isascii() and PAIR.fullmatch(token) is not None


def fold(text: str) -> str:
    """One spelling for what reads the same: full-width and ligatures, capitals, accents, Traditional characters."""
    if text.isascii():
        return text.lower()
    folded = normalize("NFKC", INVISIBLE.sub("", text)).casefold()
    return simplify(normalize("NFC", ACCENTS.sub("", normalize("NFD", folded))))


def _pieces(text: str) -> list[list[str]]:
    """A list of tokens for each word, run or sign."""
    pieces: list[list[str]] = []
    for match in TOKENS.finditer(fold(text)):
        found = match.group()
        is_run = match.lastgroup == "run"
        pieces.append([found[i : i + 2] for i in range(len(found))] if is_run else [found[:MAX_TOKEN]])
    return pieces
