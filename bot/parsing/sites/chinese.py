"""Chinese sites where people write and talk."""

from bot.parsing.sites.codes import add_bv, add_mid
from bot.parsing.sites.rules import Page, Site

_BV = r"[Bb][Vv](?P<bv>1[1-9A-HJ-NP-Za-km-z]{9})"
_BILIBILI_DROP = (
    "spm_id_from", "from_spmid", "vd_source", "share_*", "bbid", "ts", "unique_k", "from", "from_source", "seid",
    "buvid",
    "is_story_h5", "mid", "plat_id", "session_id", "timestamp", "up_id", "launch_id", "live_from", "hotrank",
    "visit_id",
    "sourcefrom", "msource", "bsource", "csource", "broadcast_type", "-arouter", "trackid", "search_source",
)  # fmt: skip
_DOUBAN_DROP = ("from", "dt_dapp", "_i", "_dtcc", "dt_platform", "bid", "icn", "_spm_id")
_FIRST_PART = (("p", "1"),)

CHINESE_SITES: tuple[Site, ...] = (
    Site(
        r"mp\.weixin\.qq\.com",
        pages=(
            Page("/s", needs=("__biz", "mid"), keep=("__biz", "mid", "idx", "sn")),
            # From Sogou's search, good for a day.
            Page("/s", keep=("src", "timestamp", "ver", "signature", "new")),
            Page(r"/s/[\w-]+"),
        ),
        drop=(
            "scene",
            "subscene",
            "ascene",
            "chksm",
            "mpshare",
            "srcid",
            "clicktime",
            "enterid",
            "sessionid",
            "pass_ticket",
            "sharer_*",
            "devicetype",
            "version",
            "nettype",
            "lang",
            "exportkey",
            "wx_header",
            "uin",
            "key",
            "fontgear",
            "session_us",
            "countrycode",
            "poc_token",
            "click_id",
            "from",
            "rd2werd",
            "xtrack",
            "sharetime",
            "shareto",
        ),
    ),
    Site(
        r"(?:www\.|m\.)?zhihu\.com",
        "www.zhihu.com",
        pages=(
            Page(r"/question/\d+/answer/(?P<id>\d+)", key="zhihu.com/answer/{id}"),
            Page(r"/answer/(?P<id>\d+)", key="zhihu.com/answer/{id}"),
            Page(r"/question/\d+|/pin/\d+|/zvideo/\d+"),
            Page(r"/p/(?P<id>\d+)|/tardis/\w+/art/(?P<id>\d+)", to="zhuanlan.zhihu.com/p/{id}"),
            Page(r"/tardis/\w+/ans/(?P<id>\d+)", to="/answer/{id}"),  # codespell:ignore ans
        ),
        drop=("s_r", "from_voters_page", "share_code", "native", "ssr_src", "scene", "theme_type", "fr"),
    ),
    Site(r"zhuanlan\.zhihu\.com", pages=(Page(r"/p/\d+"),), drop=("s_r", "from_voters_page", "share_code")),
    Site(
        r"oia\.zhihu\.com",
        pages=(
            Page(r"/answers/(?P<id>\d+)", to="www.zhihu.com/answer/{id}"),
            Page(r"/articles/(?P<id>\d+)", to="zhuanlan.zhihu.com/p/{id}"),
        ),
    ),
    Site(
        r"(?:www\.|m\.)?bilibili\.com",
        "www.bilibili.com",
        is_mirrored=False,
        pages=(
            Page(rf"(?:/s)?/video/{_BV}", to="/video/BV{bv}", keep=("p",), defaults=_FIRST_PART),
            Page(
                r"(?:/s)?/video/[Aa][Vv](?P<av>\d{1,9})",
                to="/video/{bv}",
                keep=("p",),
                defaults=_FIRST_PART,
                compute=add_bv,
            ),
            Page(r"/bangumi/play/(?:ep|ss)\d+|/opus/\d+|/read/cv\d+|/audio/au\d+|/cheese/play/(?:ep|ss)\d+"),
            Page(r"/read/mobile/(?P<id>\d+)", to="/read/cv{id}"),
            Page(r"/dynamic/(?P<id>\d+)", to="t.bilibili.com/{id}"),
            Page(r"/space/(?P<id>\d+)", to="space.bilibili.com/{id}"),
        ),
        drop=_BILIBILI_DROP,
    ),
    Site(r"t\.bilibili\.com", pages=(Page(r"/\d+"),), drop=_BILIBILI_DROP),
    Site(r"live\.bilibili\.com", pages=(Page(r"(?:/h5)?/(?P<room>\d+)", to="/{room}"),), drop=_BILIBILI_DROP),
    Site(r"(?:space|search|game|manga|show|member)\.bilibili\.com", drop=_BILIBILI_DROP),
    Site(
        r"b23\.tv",
        pages=(
            Page(f"/{_BV}", to="www.bilibili.com/video/BV{bv}", keep=("p",)),
            Page(r"/av(?P<av>\d{1,9})", to="www.bilibili.com/video/av{av}", keep=("p",)),
            Page(r"/(?P<id>(?:ep|ss)\d+)", to="www.bilibili.com/bangumi/play/{id}"),
            Page(r"/\w+"),
        ),
    ),
    Site(
        r"(?:www\.)?weibo\.com",
        "weibo.com",
        pages=(
            Page(r"/\d+/(?P<bid>[A-Za-z0-9]{9})", key="weibo.com/detail/{mid}", compute=add_mid),
            Page(r"/(?:\d+|detail)/(?P<mid>\d{16})", key="weibo.com/detail/{mid}"),
            Page("/ttarticle/p/show", needs=("id",), keep=("id",)),
        ),
        drop=("refer_flag", "from", "wvr", "mod", "pagetype", "display", "retcode", "sudaref"),
    ),
    Site(
        r"(?:www\.)?m\.weibo\.cn",
        "m.weibo.cn",
        pages=(
            Page(r"/(?:status|detail|\d+)/(?P<mid>\d{16})", key="weibo.com/detail/{mid}"),
            Page(r"/(?:status|detail|\d+)/(?P<bid>[A-Za-z0-9]{9})", key="weibo.com/detail/{mid}", compute=add_mid),
        ),
        drop=("from", "wvr", "sourcetype", "wm", "featurecode", "jumpfrom", "luicode", "lfid"),
    ),
    Site(
        r"(?:www\.)?xiaohongshu\.com",
        "www.xiaohongshu.com",
        pages=(Page(r"/(?:explore|discovery/item)/(?P<id>[0-9a-f]{24})", to="/explore/{id}"),),
        drop=("xsec_source", "app_platform", "app_version", "share_*", "xhsshare", "appuid", "apptime", "author_share"),
        unlock=("xsec_token",),
    ),
    Site(
        r"(?:www\.|m\.)?(?:ies)?douyin\.com",
        "www.douyin.com",
        is_mirrored=False,
        pages=(Page(r"(?:/share)?/(?P<kind>video|note)/(?P<id>\d+)", to="/{kind}/{id}"),),
        drop=("previous_page", "enter_from", "enter_method", "region", "mid", "u_code", "did", "iid", "with_sec_did"),
    ),
    Site(r"(?:www\.)?kuaishou\.com", "www.kuaishou.com", pages=(Page(r"/short-video/\w+"),)),
    Site(
        r"m\.douban\.com",
        pages=(
            Page(r"/(?P<kind>movie|book|music)/subject/(?P<id>\d+)", to="{kind}.douban.com/subject/{id}/"),
            Page(r"/(?P<rest>note/\d+|group/topic/\d+)", to="www.douban.com/{rest}/", keep=("start",)),
        ),
        drop=_DOUBAN_DROP,
    ),
    Site(
        r"(?:www|movie|book|music)\.douban\.com",
        pages=(
            Page(r"/subject/\d+|/note/\d+", slash="add"),
            Page(r"/review/\d+|/group/topic/\d+", keep=("start",), defaults=(("start", "0"),), slash="add"),
        ),
        drop=_DOUBAN_DROP,
    ),
    Site(r"(?:www\.|m\.|\w+\.)?v2ex\.com", "www.v2ex.com", pages=(Page(r"/t/\d+", keep=("p",), defaults=_FIRST_PART),)),
    Site(
        r"tieba\.baidu\.com",
        pages=(
            Page(r"/p/\d+", keep=("pn", "see_lz"), defaults=(("pn", "1"), ("see_lz", "0"))),
            Page("/f", needs=("kw",), keep=("kw", "pn"), defaults=(("pn", "0"),)),
        ),
    ),
    Site(
        r"(?:y\.)?music\.163\.com",
        "music.163.com",
        pages=(
            Page(
                r"(?:/m)?/(?P<kind>song|playlist|album|artist|program|mv|djradio)", needs=("id",), to="/{kind}?id={id}"
            ),
        ),
        drop=("userid", "app_version", "dlt", "co_ck", "market", "uct2"),
        has_hash_routes=True,
        is_mirrored=False,
    ),
    Site(r"(?:www\.)?xueqiu\.com", "xueqiu.com", pages=(Page(r"/\d+/\d+"),)),
    Site(
        r"(?:xhslink|v\.douyin|v\.kuaishou)\.com|t\.cn|url\.cn|dwz\.cn|bili2233\.cn",
        pages=(Page(r"/[\w/-]+", slash="keep"),),
    ),
)
