"""Engineers' and researchers' sites, search engines, shared documents."""

from bot.parsing.sites.rules import Page, Site

_GOOGLE = r"google\.(?:com?\.)?[a-z]{2,3}"
_SEARCH_DEFAULTS = (("start", "0"),)
_DOCUMENT = r"/(?:document|spreadsheets|presentation|forms)/(?:u/\d+/)?d/(?:e/)?[\w-]+(?:/\w+)?"

TOOL_SITES: tuple[Site, ...] = (
    Site(
        r"(?:www\.)?github\.com",
        "github.com",
        pages=(
            Page(
                r"/(?P<owner>[\w-]+)/(?P<repo>[\w.-]+?)(?:\.git)?",
                to="/{owner}/{repo}",
                keep=("*",),
                caseless=True,
                defaults=(("tab", "readme-ov-file"),),
            ),
        ),
        drop=("notification_referrer_id", "email_token", "email_source", "ref_cta", "ref_loc", "ref_page"),
    ),
    Site(
        r"(?:www\.|export\.|browse\.)?arxiv\.org",
        "arxiv.org",
        pages=(
            Page(r"/abs/.+"),
            Page(r"/pdf/(?P<id>.+?)(?:\.pdf)?", to="/pdf/{id}"),
        ),
        drop=("context",),
    ),
    Site(r"(?:www\.|dx\.)?doi\.org", "doi.org", pages=(Page(r"/10\..+", caseless=True),)),
    Site(
        rf"(?:www\.)?(?P<google>{_GOOGLE})",
        "www.{google}",
        pages=(
            Page(
                "/search", needs=("q",), keep=("q", "tbm", "udm", "tbs", "start", "lr", "cr"), defaults=_SEARCH_DEFAULTS
            ),
        ),
    ),
    Site(
        rf"scholar\.{_GOOGLE}",
        pages=(
            Page(
                "/scholar", needs=("q",), keep=("q", "start", "as_ylo", "as_yhi", "scisbd"), defaults=_SEARCH_DEFAULTS
            ),
        ),
    ),
    Site(
        r"(?:www|cn)\.bing\.com",
        pages=(Page(r"(?:/\w+)?/search", needs=("q",), keep=("q", "first"), defaults=(("first", "1"),)),),
    ),
    Site(
        r"(?:www\.)?duckduckgo\.com", "duckduckgo.com", pages=(Page("/", needs=("q",), keep=("q", "ia", "iax", "iar")),)
    ),
    Site(
        r"docs\.google\.com",
        pages=(
            Page(
                _DOCUMENT,
                keep=("gid", "tab", "slide", "range", "format", "output"),
                fragment=r"(?:gid|slide|heading)=.+",
                defaults=(("tab", "t.0"), ("gid", "0")),
            ),
        ),
    ),
    Site(r"drive\.google\.com", drop=("usp", "ouid", "rtpof", "sd"), unlock=("resourcekey",)),
    Site(
        r"play\.google\.com",
        pages=(Page("/store/apps/details", needs=("id",), keep=("id", "hl", "gl")),),
        drop=("pli", "referrer"),
    ),
    Site(
        r"(?:apps|podcasts|music|itunes|books|tv)\.apple\.com",
        drop=("uo", "at", "ct", "mt", "pt", "ls", "itsct", "itscg"),
    ),
    Site(r"chromewebstore\.google\.com", drop=("hl", "authuser", "pli")),
    Site(r"pypi\.python\.org", pages=(Page(r"/pypi/(?P<name>[\w.-]+)", to="pypi.org/project/{name}/"),)),
    Site(r"(?:www\.)?npmjs\.com", "www.npmjs.com"),
    Site(r"mega\.nz", pages=(Page(r"/(?:file|folder)/\w+", fragment=".+"),)),
    Site(r"(?:www\.)?figma\.com", "www.figma.com", drop=("t",)),
    Site(r"(?:www\.)?notion\.so", "www.notion.so", drop=("pvs",)),
)
