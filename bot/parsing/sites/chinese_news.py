"""Chinese news, encyclopaedias, engineers' blogs and search."""

from bot.parsing.sites.rules import Page, Site

_BAIDU_KEEP = ("pn", "cl", "gpc", "si")  # page, kind of results, time, one site
_BAIDU_DEFAULTS = (("pn", "0"), ("cl", "3"))

CHINESE_NEWS_SITES: tuple[Site, ...] = (
    Site(
        r"(?:www\.|m\.)?toutiao\.com",
        "www.toutiao.com",
        is_mirrored=False,
        pages=(
            Page(r"/(?:article/|group/|item/|[ai])(?P<id>\d{15,})", to="/article/{id}/"),
            Page(r"/(?:video|w|answer)/\d+", slash="add"),
        ),
        drop=(
            "log_from",
            "app",
            "timestamp",
            "share_token",
            "tt_from",
            "group_id",
            "req_id",
            "use_new_style",
            "wid",
            "source",
        ),
    ),
    Site(
        r"(?:m\.)?blog\.csdn\.net",
        "blog.csdn.net",
        pages=(Page(r"/\w+/article/details/(?P<id>\d+)", key="csdn.net/article/{id}"),),
        drop=("spm", "ops_request_misc", "request_id", "biz_id", "depth_1-*"),
    ),
    Site(
        r"\w+\.blog\.csdn\.net",  # the name here need not be the one in the path above
        pages=(Page(r"/article/details/(?P<id>\d+)", key="csdn.net/article/{id}"),),
        drop=("spm",),
    ),
    Site(r"(?:\w+\.)?csdn\.net", drop=("spm", "ops_request_misc", "request_id", "biz_id")),
    Site(
        r"(?:www\.|m\.)?juejin\.(?:cn|im)",
        "juejin.cn",
        pages=(Page(r"/(?:post|pin|entry)/\w+"),),
        drop=("searchid", "share_token", "from", "suid"),
    ),
    Site(r"(?:www\.)?jianshu\.com", "www.jianshu.com", pages=(Page(r"/p/\w+"),)),
    Site(
        r"(?:www|m|3g)\.163\.com",
        "www.163.com",
        is_mirrored=False,
        pages=(Page(r"/(?:\w+/)?article/(?P<id>\w{16})\.html", key="163.com/article/{id}"),),
        drop=("spss", "spsw", "spssid", "spsnuid", "f"),
    ),
    Site(r"c\.m\.163\.com", pages=(Page(r"/news/a/(?P<id>\w{16})\.html", key="163.com/article/{id}"),)),
    Site(
        r"(?:www\.|m\.)?sohu\.com",
        "www.sohu.com",
        is_mirrored=False,
        pages=(Page(r"/a/\d+_\d+"),),
        drop=("spm", "scm", "pvid", "_f", "_trans_"),
    ),
    Site(
        r"(?:news|new)\.qq\.com",
        pages=(Page(r"/(?:rain/a|omn/\d{8}|omn/\w+)/(?P<id>\d{8}[A-Z]\w{5})(?:00)?(?:\.html)?", key="qq.com/a/{id}"),),
    ),
    Site(r"view\.inews\.qq\.com", pages=(Page(r"/(?:a|k)/(?P<id>\d{8}[A-Z]\w{5})(?:00)?", key="qq.com/a/{id}"),)),
    Site(r"xw\.qq\.com", pages=(Page(r"/(?:cmsid/|amphtml/)?(?P<id>\d{8}[A-Z]\w{5})(?:00)?", key="qq.com/a/{id}"),)),
    Site(
        r"(?:[a-z0-9]+\.)*sina\.(?:com\.)?cn",
        pages=(Page(r"/.*(?:doc|detail)-(?P<id>i[a-z]{6,10}\d{7})\.(?:shtml|d\.html)", key="sina.cn/doc/{id}"),),
        drop=("from", "wm", "vt", "cre", "loc", "tj", "rfunc", "cid", "node_id", "pos"),
    ),
    Site(r"(?:\w+\.)?ifeng\.com", pages=(Page(r"/c/(?P<id>[0-9A-Za-z]{11})", key="ifeng.com/c/{id}"),)),
    Site(
        r"(?:www\.|m\.)?thepaper\.cn",
        "www.thepaper.cn",
        is_mirrored=False,
        pages=(Page(r"/(?:newsDetail_forward_|detail/)(?P<id>\d+)", to="/newsDetail_forward_{id}"),),
    ),
    Site(r"(?:www\.|m\.)?36kr\.com", "36kr.com", is_mirrored=False, pages=(Page(r"/(?:p|newsflashes|video)/\d+"),)),
    Site(
        r"(?:www\.|m\.)?huxiu\.com",
        "www.huxiu.com",
        is_mirrored=False,
        pages=(Page(r"/article/\d+\.html|/article/\d+|/moment/\d+\.html"),),
    ),
    Site(r"(?:www\.)?sspai\.com", "sspai.com", pages=(Page(r"/post/\d+"),)),
    Site(
        r"m\.ithome\.com",
        pages=(Page(r"/html/(?P<high>\d{1,3})(?P<low>\d{3})\.htm", to="www.ithome.com/0/{high}/{low}.htm"),),
    ),
    Site(r"(?:www\.)?ithome\.com", "www.ithome.com", pages=(Page(r"/0/\d+/\d+\.htm"),)),
    Site(
        r"(?:www\.)?segmentfault\.com",
        "segmentfault.com",
        pages=(Page(r"/(?:a|q)/\d+"),),
        drop=("_ea", "share_user_id"),
    ),
    Site(r"(?:www\.)?cnblogs\.com", "www.cnblogs.com"),
    Site(
        r"(?:www\.|m\.)?baidu\.com",
        "www.baidu.com",
        is_mirrored=False,
        pages=(
            Page("/s", needs=("wd",), keep=("wd", *_BAIDU_KEEP), defaults=_BAIDU_DEFAULTS),
            Page("/s", needs=("word",), to="/s?wd={word}", keep=_BAIDU_KEEP, defaults=_BAIDU_DEFAULTS),
        ),
    ),
    Site(
        r"(?:wap)?baike\.baidu\.com",
        "baike.baidu.com",
        pages=(Page(r"/item/[^/]+(?:/\d+)?"),),
        drop=("fr", "fromtitle", "fromid"),
    ),
    Site(r"baijiahao\.baidu\.com", pages=(Page("/s", needs=("id",), keep=("id",)),)),
    Site(r"(?:zhidao|jingyan|wenku)\.baidu\.com", pages=(Page(r"/(?:question|article|view|aggs)/\w+(?:\.html)?"),)),
    Site(
        r"(?:www|m)\.sogou\.com",
        pages=(Page("/web", needs=("query",), keep=("query", "page"), defaults=(("page", "1"),)),),
    ),
    Site(r"weixin\.sogou\.com", pages=(Page("/weixin", needs=("query",), keep=("query", "type", "page")),)),
    Site(
        r"(?:www\.)?so\.com", "www.so.com", pages=(Page("/s", needs=("q",), keep=("q", "pn"), defaults=(("pn", "1"),)),)
    ),
)
