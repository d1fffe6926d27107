"""Shops: the same article under many addresses."""

from bot.parsing.sites.rules import Page, Site

_AMAZON_ITEM = (
    r"(?:/[^/]+)?/(?:dp(?:/product)?|gp/product|gp/aw/d|exec/obidos/asin|exec/obidos/ASIN|o/ASIN)"
    r"/(?P<asin>[A-Za-z0-9]{10})(?:/.*)?"
)
_AMAZON_TLD = (
    r"com|ca|co\.uk|de|fr|it|es|nl|se|pl|ie|com\.be|com\.tr|ae|sa|eg|in|sg|com\.au|co\.jp|cn|com\.br|com\.mx|co\.za"
)
_TAOBAO = "item.taobao.com/item.htm?id={id}"

SHOP_SITES: tuple[Site, ...] = (
    Site(
        rf"(?:www\.|m\.|smile\.)?amazon\.(?P<tld>{_AMAZON_TLD})",
        "www.amazon.{tld}",
        is_mirrored=False,
        pages=(
            Page(_AMAZON_ITEM, to="/dp/{asin}"),
            Page("/s", needs=("k",), keep=("k", "i", "rh", "page", "s", "bbn"), defaults=(("page", "1"),)),
        ),
        drop=(
            "tag",
            "linkcode",
            "linkid",
            "ref",
            "ref_",
            "qid",
            "sr",
            "crid",
            "sprefix",
            "psc",
            "pd_rd_*",
            "pf_rd_*",
            "ascsubtag",
            "camp",
            "creative",
            "creativeasin",
            "dib",
            "dib_tag",
            "_encoding",
            "content-id",
            "smid",
        ),
    ),
    Site(r"item\.taobao\.com", pages=(Page(r"/item\.htm", needs=("id",), keep=("id",)),), drop=("spm", "scm")),
    Site(
        r"(?:h5\.m|m\.intl|main\.m|item\.m|a\.m)\.taobao\.com",
        pages=(
            Page(r".*/(?:detail|item)\.html?", needs=("id",), to=_TAOBAO),
            Page(r"/i(?P<id>\d+)\.htm", to=_TAOBAO),
        ),
    ),
    Site(r"world\.taobao\.com", pages=(Page(r"/item/(?P<id>\d+)\.htm", to=_TAOBAO),)),
    Site(
        r"detail\.(?:m\.)?tmall\.(?P<tld>com|hk)",
        "detail.tmall.{tld}",
        pages=(Page(r"(?:/hk)?/item\.htm", needs=("id",), keep=("id",)),),
        drop=("spm", "scm"),
    ),
    Site(
        r"item\.(?P<tld>jd\.com|jd\.hk)",
        pages=(Page(r"/\d+\.html"),),
    ),
    Site(
        r"(?:item\.)?m\.jd\.com|re\.jd\.com",
        pages=(
            Page(r"/(?:product|cps/item)/(?P<id>\d+)\.html", to="item.jd.com/{id}.html"),
            Page(r"/ware/view\.action", needs=("wareid",), to="item.jd.com/{wareid}.html"),
        ),
    ),
    Site(
        r"(?:mobile\.)?(?:yangkeduo|pinduoduo)\.com",
        pages=(Page(r"/goods\d*\.html", needs=("goods_id",), keep=("goods_id",)),),
        drop=("refer_share_*", "_oak_*", "_x_*", "share_uin", "page_from", "uin"),
    ),
    Site(
        r"(?:www\.|m\.)?ebay\.(?P<tld>com|co\.uk|de|fr|it|es|ca|com\.au|ie|at|ch|nl|pl|com\.hk|com\.sg)",
        "www.ebay.{tld}",
        is_mirrored=False,
        pages=(Page(r"/itm/(?:[^/]+/)?(?P<id>\d{9,})", to="/itm/{id}", keep=("var",)),),
        drop=(
            "_trkparms",
            "_trksid",
            "hash",
            "mkcid",
            "mkrid",
            "mkevt",
            "campid",
            "toolid",
            "customid",
            "amdata",
            "epid",
            "itmmeta",
        ),
    ),
    Site(
        r"(?:(?P<lang>[a-z]{2})\.|www\.|m\.)?aliexpress\.(?P<tld>com|us|ru)",
        pages=(Page(r"/(?:item|i)/(?:[^/]+/)?(?P<id>\d+)\.html", to="/item/{id}.html"),),
        drop=(
            "spm",
            "scm",
            "pvid",
            "algo_pvid",
            "algo_exp_id",
            "pdp_npi",
            "gatewayadapt",
            "aff_*",
            "sk",
            "terminal_id",
            "afsmartredirect",
        ),
    ),
    Site(
        r"(?:www\.)?etsy\.com",
        "www.etsy.com",
        pages=(Page(r"/listing/(?P<id>\d+)(?:/[^/]*)?", key="etsy.com/listing/{id}"),),
        drop=("click_key", "click_sum", "ga_*", "ref", "frs", "sts", "pro", "organic_search_click"),
    ),
    Site(
        r"store\.steampowered\.com",
        pages=(
            Page(r"/app/(?P<id>\d+)(?:/.*)?", key="store.steampowered.com/app/{id}", keep=("l", "cc"), slash="keep"),
        ),
        drop=("snr", "curator_clanid", "curator_listid"),
    ),
    Site(
        r"(?:www\.|m\.)?imdb\.com",
        "www.imdb.com",
        pages=(Page(r"/(?:title/tt|name/nm)\d+", slash="add"),),
        drop=("ref_", "pf_rd_*", "rf"),
    ),
    Site(
        r"(?:www\.)?goodreads\.com", "www.goodreads.com", drop=("from_search", "from_srp", "qid", "rank", "ac", "ref")
    ),
    Site(
        r"(?:www\.)?walmart\.com",
        "www.walmart.com",
        pages=(Page(r"/ip/(?:[^/]+/)?(?P<id>\d+)", key="walmart.com/ip/{id}"),),
    ),
)
