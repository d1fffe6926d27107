"""The last gate of an article: what is not on these lists is gone, whatever an extractor let through."""

import re

from nh3 import Cleaner

TEXT_TAGS = """
    a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt
    em figcaption figure footer h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q rp rt ruby s samp
    section small span strike strong sub summary sup table tbody td tfoot th thead time tr u ul var wbr
"""
FORMULA_TAGS = """
    math annotation maction menclose mfenced mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot
    mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics
"""
DROPPED_WHOLE = "script style template noscript iframe object embed svg textarea select button title head"
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"lang", "dir", "id", "title"},
    "a": {"href"},
    "annotation": {"encoding"},
    "blockquote": {"cite"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"src", "alt", "width", "height"},
    "li": {"value"},
    "math": {"display", "alttext"},
    "menclose": {"notation"},
    "mfenced": {"open", "close", "separators"},
    "mfrac": {"linethickness"},
    "mi": {"mathvariant"},
    "mo": {"stretchy", "fence", "separator", "accent", "lspace", "rspace", "minsize", "maxsize", "movablelimits"},
    "mover": {"accent"},
    "mspace": {"width"},
    "mstyle": {"displaystyle", "scriptlevel", "mathvariant"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnspan", "rowspan", "columnalign"},
    "ol": {"start", "type", "reversed"},
    "q": {"cite"},
    "section": {"class"},
    "td": {"headers", "colspan", "rowspan"},
    "th": {"headers", "scope", "colspan", "rowspan"},
    "time": {"datetime"},
    "munder": {"accentunder"},
}
FOOTNOTES = "footnotes"

_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_LINK = re.compile(r"(https?://|mailto:|tel:|#)[^\s]*", re.IGNORECASE)
_PICTURE = re.compile(
    r"assets/[0-9a-f]{64}|data:image/(png|jpeg|gif|webp|avif|svg\+xml)[;,][^\s]*",
    re.IGNORECASE,
)
_CLASSES = re.compile(rf"language-[\w+#.-]{{1,30}}|{FOOTNOTES}")
_VALUES: dict[str, re.Pattern[str]] = {
    "href": _LINK,
    "cite": _WEB,
    "src": _PICTURE,
    "class": _CLASSES,
    "width": re.compile(r"[\d.]{1,6}(em)?"),
    "height": re.compile(r"\d{1,5}"),
}


def sanitise(html: str) -> str:
    """A fragment that runs nothing, loads nothing but its snapshot's own pictures, and leads only to web addresses."""
    return _CLEANER.clean(html)


def judge_value(_tag: str, attribute: str, value: str) -> str | None:
    """The value of an attribute, where it is one that may stand there."""
    pattern = _VALUES.get(attribute)
    value = value.strip() if attribute in {"href", "src", "cite"} else value
    return value if pattern is None or pattern.fullmatch(value) else None


_CLEANER = Cleaner(
    tags={*TEXT_TAGS.split(), *FORMULA_TAGS.split()},
    clean_content_tags=set(DROPPED_WHOLE.split()),
    attributes=ATTRIBUTES,
    attribute_filter=judge_value,
    url_schemes={"http", "https", "mailto", "tel", "data"},
    link_rel="noopener noreferrer nofollow",
)
