"""Social networks, video and chat."""

from bot.parsing.sites.rules import Page, Site

_YOUTUBE_ID = r"(?P<v>[\w-]{11})"
_INSTAGRAM_POST = r"(?:/[\w.]+)?/(?P<kind>p|tv|reel)/(?P<id>[\w-]+)"
_REDDIT_POST = r"(?:/(?:r|u|user)/[\w-]+)?/comments/(?P<id>\w+)"

SOCIAL_SITES: tuple[Site, ...] = (
    Site(
        r"(?:www\.|m\.)?youtube(?:-nocookie)?\.com",
        "www.youtube.com",
        pages=(
            Page("/watch", needs=("v",), keep=("v",)),  # with a list or a time too, by YouTube's own canonical link
            Page(rf"/(?:shorts|embed|live|v|e)/{_YOUTUBE_ID}", to="/watch?v={v}"),
            Page("/playlist", needs=("list",), keep=("list",)),
            Page("/results", needs=("search_query",), keep=("search_query", "sp")),
            Page(r"/@[^/]+(?:/\w+)?|/channel/[\w-]+(?:/\w+)?", keep=("*",)),
        ),
        drop=("si", "feature", "pp", "ab_channel", "app", "persist_app", "noapp", "kw"),
    ),
    Site(r"youtu\.be", pages=(Page(rf"/{_YOUTUBE_ID}", to="www.youtube.com/watch?v={v}"),), drop=("si", "feature")),
    Site(r"music\.youtube\.com", drop=("si", "feature")),
    Site(
        r"(?:(?:www|mobile|m)\.)?(?:twitter|x|fxtwitter|vxtwitter|fixupx|fixvx)\.com",
        "x.com",
        has_hash_routes=True,
        pages=(
            Page(
                r"/(?P<name>\w+)/status(?:es)?/(?P<id>\d+)(?:/(?:photo|video)/\d)?",
                to="/{name}/status/{id}",
                key="x.com/status/{id}",
            ),
            Page(r"/i/web/status/(?P<id>\d+)", to="/i/status/{id}", key="x.com/status/{id}"),
            Page("/search", needs=("q",), keep=("q", "f"), defaults=(("f", "top"),)),
            Page(r"/\w{1,15}", keep=("*",), caseless=True),
        ),
        drop=("s", "t", "ref_src", "ref_url", "refsrc", "cxt", "cn", "src"),
    ),
    Site(
        r"(?:(?:www|old|new|np|m|i|amp|sh|[a-z]{2})\.)?reddit\.com",
        "www.reddit.com",
        pages=(
            Page(rf"{_REDDIT_POST}/[^/]+/(?P<comment>\w{{5,}})", key="reddit.com/comments/{id}/{comment}", slash="add"),
            Page(rf"{_REDDIT_POST}(?:/[^/]+)?", key="reddit.com/comments/{id}", slash="add"),
            Page(r"/r/\w+/s/\w+"),
        ),
        drop=(
            "share_id",
            "rdt",
            "ref",
            "ref_source",
            "ref_campaign",
            "$*",
            "correlation_id",
            "context",
            "embed",
            "st",
            "sh",
        ),
    ),
    Site(r"(?:www\.)?redd\.it", "redd.it", pages=(Page(r"/(?P<id>\w+)", to="www.reddit.com/comments/{id}/"),)),
    Site(
        r"(?:www\.|m\.)?instagram\.com",
        "www.instagram.com",
        pages=(
            Page(_INSTAGRAM_POST, to="/{kind}/{id}/", key="instagram.com/p/{id}"),
            Page(r"/reels/(?P<id>[\w-]+)", to="/reel/{id}/", key="instagram.com/p/{id}"),
            Page(r"/[\w.]+", keep=("*",), slash="add", caseless=True),
        ),
        drop=("hl", "img_index", "next", "source"),
    ),
    Site(
        r"(?:www\.)?threads\.(?:net|com)",
        "www.threads.com",
        pages=(Page(r"/@[\w.]+/post/(?P<id>[\w-]+)", key="threads.com/post/{id}"), Page(r"/@[\w.]+", caseless=True)),
        drop=("xmt", "slof"),
    ),
    Site(
        r"(?:www\.)?(?:t\.me|telegram\.(?:me|dog))",
        "t.me",
        pages=(
            Page(r"/c/\d+/\d+(?:/\d+)?", keep=("comment", "thread")),
            Page(
                r"(?:/s)?/(?P<name>[A-Za-z]\w{3,31})/(?P<id>\d+)",
                to="/{name}/{id}",
                keep=("comment", "thread"),
                caseless=True,
            ),
            Page(r"/[A-Za-z]\w{3,31}", keep=("*",), caseless=True),
            Page(r"/(?:joinchat/|\+)(?P<invite>[\w-]{16,})", to="/+{invite}"),
        ),
        drop=("single", "embed", "mode", "userpic", "dark", "color"),
    ),
    Site(
        r"(?P<name>[a-z][a-z0-9_]{3,31})\.t\.me",
        pages=(Page(r"/(?P<id>\d+)", to="t.me/{name}/{id}", keep=("comment", "thread")), Page("/", to="t.me/{name}")),
    ),
    Site(
        r"(?:(?:www|m|mbasic|touch|web|[a-z]{2}-[a-z]{2})\.)?facebook\.com|fb\.com",
        "www.facebook.com",
        drop=(
            "__tn__",
            "__cft__*",
            "__xts__*",
            "ref",
            "refid",
            "fref",
            "hc_ref",
            "rdid",
            "share_url",
            "sfnsn",
            "paipv",
            "eav",
            "_rdr",
            "_rdc",
            "notif_id",
            "notif_t",
            "acontext",
            "comment_tracking",
            "extid",
        ),
    ),
    Site(
        r"(?:(?:www|m|[a-z]{2})\.)?linkedin\.com",
        "www.linkedin.com",
        pages=(Page(r"/(?:in|pulse|posts|company|feed/update|jobs/view|school)/[^/]+", slash="keep"),),
        drop=("trk", "trackingid", "refid", "lipi", "originalsubdomain", "rcm", "midtoken", "midsig", "lici"),
    ),
    Site(
        r"(?:www\.|m\.)?tiktok\.com",
        "www.tiktok.com",
        pages=(
            Page(r"/@[\w.-]+/(?:video|photo)/(?P<id>\d+)", key="tiktok.com/video/{id}"),
            Page(r"/@[\w.-]+", caseless=True),
        ),
        drop=(
            "_r",
            "_t",
            "_d",
            "is_from_webapp",
            "is_copy_url",
            "sender_device",
            "sender_web_id",
            "web_id",
            "lang",
            "refer",
        ),
    ),
    Site(
        r"open\.spotify\.com",
        pages=(Page(r"(?:/intl-[\w-]+)?/(?P<rest>(?:track|album|playlist|artist|episode|show)/\w+)", to="/{rest}"),),
        drop=("si", "context", "dl_branch", "dlsi"),
    ),
    Site(r"(?:(?:ptb|canary)\.)?discord(?:app)?\.com", "discord.com"),
    Site(r"bsky\.app", drop=("ref_src", "ref_url")),
    Site(r"(?:www\.|m\.)?vk\.(?:com|ru)", "vk.com", drop=("from", "ref", "reply")),
    Site(
        r"(?:www|sp)\.nicovideo\.jp",
        "www.nicovideo.jp",
        is_mirrored=False,
        pages=(Page(r"/watch/[a-z]{0,2}\d+"),),
        drop=("ref", "_topic", "transit_from"),
    ),
    Site(r"nico\.ms", pages=(Page(r"/(?P<id>[a-z]{2}\d+)", to="www.nicovideo.jp/watch/{id}"),)),
    Site(
        r"(?:www|touch)\.pixiv\.net",
        "www.pixiv.net",
        is_mirrored=False,
        pages=(
            Page(r"(?:/[a-z]{2})?/artworks/(?P<id>\d+)", to="/artworks/{id}"),
            Page(r"/member_illust\.php", needs=("illust_id",), to="/artworks/{illust_id}"),
        ),
    ),
    Site(
        r"(?:m\.)?blog\.naver\.com",
        "blog.naver.com",
        pages=(
            Page(r"/\w+/\d+"),
            Page(r"/PostView\.(?:naver|nhn)", needs=("blogid", "logno"), to="/{blogid}/{logno}"),
        ),
    ),
    Site(
        r"t\.co|v[mt]\.tiktok\.com|fb\.watch|(?:maps|photos)\.app\.goo\.gl|pin\.it",
        pages=(Page(r"/[\w/-]+", slash="keep"),),
    ),
)
