"""Encyclopaedias, news, questions and answers, long reads."""

from bot.parsing.sites.rules import Page, Site

_WIKIMEDIA = r"wikipedia|wiktionary|wikibooks|wikinews|wikiquote|wikisource|wikiversity|wikivoyage|wikimedia"
_WIKI_PAGES = (
    Page("/w/index.php", needs=("title", "oldid"), keep=("title", "oldid")),
    Page(r"/(?:wiki|zh-\w+)/[^?]+", keep=("*",), slash="keep"),
)
_WIKI_DROP = ("wprov", "mobileaction", "useformat", "useskin", "veswitched", "campaign")
_QUESTION_PAGES = (
    Page(r"/a/(?P<id>\d+)(?:/\d+)?", to="/a/{id}"),
    Page(r"/questions/\d+/[^/]+/(?P<id>\d+)", key="{host}/a/{id}"),
    Page(r"/questions/(?P<id>\d+)(?:/[^/]*)?", keep=("page",), defaults=(("page", "1"),), key="{host}/questions/{id}"),
    Page(r"/q/(?P<id>\d+)(?:/\d+)?", to="/q/{id}", key="{host}/questions/{id}"),
)
_STACK = r"stackoverflow\.com|superuser\.com|serverfault\.com|askubuntu\.com|mathoverflow\.net|stackapps\.com"
_BBC_DROP = (
    "ns_*", "ocid", "intlink_from_url", "link_location", "sthisfb", "pinned_post_locator", "pinned_post_asset_id",
    "pinned_post_type", "facebook_page", "bbc.*", "post_type",
)  # fmt: skip

READING_SITES: tuple[Site, ...] = (
    Site(rf"(?P<lang>[a-z-]+)\.m\.(?P<project>{_WIKIMEDIA})\.org", "{lang}.{project}.org", _WIKI_PAGES, _WIKI_DROP),
    Site(rf"[a-z-]+\.(?:{_WIKIMEDIA})\.org", "", _WIKI_PAGES, _WIKI_DROP),
    Site(r"(?:www\.|m\.)?(?P<project>wikidata|mediawiki)\.org", "www.{project}.org", _WIKI_PAGES, _WIKI_DROP),
    Site(
        r"(?P<site>(?:meta\.)?(?:[a-z]{2}\.)?(?:" + _STACK + r"))",
        pages=_QUESTION_PAGES,
        drop=("rq", "lq", "noredirect", "s", "r", "answertab"),
    ),
    Site(
        r"[a-z.-]+\.stackexchange\.com", pages=_QUESTION_PAGES, drop=("rq", "lq", "noredirect", "s", "r", "answertab")
    ),
    Site(
        r"(?:www\.)?quora\.com",
        "www.quora.com",
        drop=("share", "ch", "oid", "srid", "target_type", "no_redirect", "encoded_access_token"),
    ),
    Site(r"news\.ycombinator\.com", pages=(Page("/item", needs=("id",), keep=("id", "p"), defaults=(("p", "1"),)),)),
    Site(r"lobste\.rs", pages=(Page(r"/s/(?P<id>\w+)(?:/\w+)?", key="lobste.rs/s/{id}"),)),
    Site(
        r"(?:www\.|m\.)?bbc\.(?P<tld>com|co\.uk)",
        "www.bbc.{tld}",
        pages=(
            Page(
                r"/(?P<rest>(?:news|sport|[a-z]+/articles|culture|future|travel|worklife)/.+?)(?:\.amp)?",
                to="/{rest}",
                key="bbc.com/{rest}",
                keep=("*",),
            ),
        ),
        drop=_BBC_DROP,
    ),
    Site(
        r"(?:www\.|m\.|mobile\.)?nytimes\.com",
        "www.nytimes.com",
        drop=(
            "smid",
            "smtyp",
            "partner",
            "emc",
            "referringsource",
            "pgtype",
            "hp",
            "campaign_id",
            "instance_id",
            "segment_id",
            "user_id",
            "regi_id",
            "nl",
            "te",
            "em_pos",
            "rref",
            "mwrsm",
            "ugrp",
            "searchresultposition",
        ),
        unlock=("unlocked_article_code",),
    ),
    Site(
        r"(?:www\.|amp\.)?theguardian\.com",
        "www.theguardian.com",
        drop=("cmp", "cmp_tu", "intcmp", "dcr", "icid", "acquisitiondata", "reminder_token"),
    ),
    Site(
        r"(?:www\.)?washingtonpost\.com",
        "www.washingtonpost.com",
        drop=("tid", "itid", "hpid", "wpisrc", "wpmm", "noredirect", "carta-url", "s_l"),
        unlock=("pwapi_token",),
    ),
    Site(
        r"(?P<edition>www|edition)\.cnn\.com",
        pages=(Page(r"/\d{4}/\d\d/\d\d/.+|/.+/index\.html", key="cnn.com{path}", keep=("*",)),),
        drop=("iref", "cid"),
    ),
    Site(r"(?:www\.)?wsj\.com", "www.wsj.com", drop=("mod", "reflink", "tesla"), unlock=("st",)),
    Site(
        r"(?:www\.)?bloomberg\.com",
        "www.bloomberg.com",
        drop=("srnd", "sref", "cmpid", "leadsource"),
        unlock=("accesstoken",),
    ),
    Site(
        r"(?:www\.)?ft\.com",
        "www.ft.com",
        drop=("sharetype", "shareid", "segmentid", "syn-25a6b1a6"),
        unlock=("accesstoken",),
    ),
    Site(r"(?:www\.)?theatlantic\.com", "www.theatlantic.com", unlock=("gift",)),
    Site(r"(?:www\.)?economist\.com", "www.economist.com", drop=("fsrc",), unlock=("giftid",)),
    Site(r"(?:www\.)?reuters\.com", "www.reuters.com", drop=("taid", "il", "feedtype", "feedname")),
    Site(
        r"medium\.com",
        pages=(
            Page(r"/p/(?P<id>[0-9a-f]{11,12})", key="medium.com/p/{id}"),
            Page(r"/[@\w.-]+/[^/]*-(?P<id>[0-9a-f]{11,12})", key="medium.com/p/{id}"),
        ),
        drop=("source", "gi"),
        unlock=("sk",),
    ),
    Site(
        r"[a-z0-9-]+\.medium\.com",
        pages=(Page(r"/[^/]*-(?P<id>[0-9a-f]{11,12})", key="medium.com/p/{id}"),),
        drop=("source", "gi"),
        unlock=("sk",),
    ),
    Site(
        r"open\.substack\.com",
        pages=(Page(r"/pub/(?P<name>[a-z0-9-]+)/p/(?P<post>[^/]+)", to="{name}.substack.com/p/{post}"),),
    ),
    Site(
        r"[a-z0-9-]+\.substack\.com",
        pages=(Page(r"/p/[^/]+"),),
        drop=("r", "s", "showwelcomeonshare", "triedredirect", "isfreemail", "post_id", "publication_id", "token"),
    ),
)
