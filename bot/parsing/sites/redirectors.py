"""Pages that only lead elsewhere ("you are leaving …"), with the address in a parameter.

An archived or translated copy is not among them: what it shows is another page.
"""

from bot.parsing.sites.rules import Redirector

REDIRECTORS: tuple[Redirector, ...] = (
    Redirector(r"link\.zhihu\.com", "/", ("target",)),
    Redirector(r"link\.juejin\.(?:cn|im)", "/", ("target",)),
    Redirector(r"link\.csdn\.net", "/", ("target",)),
    Redirector(r"(?:www\.)?gitee\.com", "/link", ("target",)),
    Redirector(r"(?:www\.)?leetcode\.cn", "/link", ("target",)),
    Redirector(r"(?:xie|www)\.infoq\.cn", "/link", ("target",)),
    Redirector(r"(?:www\.)?jianshu\.com", "/go-wild", ("url",)),
    Redirector(r"links\.jianshu\.com", "/go", ("to",)),
    Redirector(r"c\.pc\.qq\.com", r"/(?:middle\w*|pc|ios|android|index)\.html", ("pfurl", "url")),
    Redirector(r"docs\.qq\.com", r"/scenario/link\.html", ("url",)),
    Redirector(r"mail\.qq\.com", "/cgi-bin/readtemplate", ("gourl",)),
    Redirector(r"wx\.mail\.qq\.com", "/xmspamcheck/xmsafejump", ("url",)),
    Redirector(r"cloud\.tencent\.com", "/developer/tools/blog-entry", ("target",)),
    Redirector(r"(?:www\.)?weibo\.cn", "/sinaurl", ("u", "toasturl")),
    Redirector(r"passport\.weibo\.com", "/visitor/visitor", ("url",)),
    Redirector(r"(?:www\.)?douban\.com", "/link2", ("url",)),
    Redirector(r"game\.bilibili\.com", "/linkfilter", ("url",)),
    Redirector(r"(?:www\.)?oschina\.net", "/action/GoToLink", ("url",)),
    Redirector(r"(?:www\.)?yuque\.com", "/r/goto", ("url",)),
    Redirector(r"shimo\.im", "/outlink/gray", ("url",)),
    Redirector(r"security\.feishu\.cn", "/link/safety", ("target",)),
    Redirector(r"(?:www\.)?kookapp\.cn", r"/go-wild\.html", ("url",)),
    Redirector(r"(?:www\.)?nodeseek\.com", "/jump", ("to",)),
    Redirector(r"sspai\.com", "/link", ("target",)),
    Redirector(r"(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})", "/url", ("q", "url")),
    Redirector(r"(?:lm?|www|m)\.facebook\.com", r"/l\.php", ("u",)),
    Redirector(r"l\.instagram\.com", "/", ("u",)),
    Redirector(r"l\.threads\.(?:net|com)|l\.messenger\.com|l\.wl\.co|l\.workplace\.com", r"/(?:l|l\.php)?", ("u",)),
    Redirector(r"duckduckgo\.com", "/l", ("uddg",)),
    Redirector(r"(?:t|telegram)\.me", "/iv", ("url",)),
    Redirector(r"(?:www\.|m\.)?youtube\.com", "/redirect", ("q",)),
    Redirector(r"out\.reddit\.com", r"/\w*", ("url",)),
    Redirector(r"steamcommunity\.com", "/linkfilter", ("url", "u")),
    Redirector(r"(?:www\.)?slack-redir\.net", "/link", ("url",)),
    Redirector(r"(?:m\.|away\.)?vk\.com", r"/away(?:\.php)?", ("to",)),
    Redirector(r"(?:www\.)?linkedin\.com", "/redir/redirect|/safety/go", ("url",)),
    Redirector(r"medium\.com", "/r", ("url",)),
    Redirector(r"t\.umblr\.com", "/redirect", ("z",)),
    Redirector(r"getpocket\.com", "/redirect", ("url",)),
    Redirector(r"exit\.sc", "/", ("url",)),
    Redirector(r"(?:www\.)?curseforge\.com", "/linkout", ("remoteurl",)),
    Redirector(r"(?:\w+\.)?safelinks\.protection\.outlook\.com", r"/.*", ("url",)),
)

# The whole query is the address: "https://href.li/?https://…".
BARE_REDIRECTORS: tuple[tuple[str, str], ...] = (
    (r"href\.li", "/"),
    (r"(?:www\.)?pixiv\.net", r"/jump\.php"),
    (r"(?:www\.)?deviantart\.com", "/users/outgoing"),
    (r"blog\.51cto\.com", "/transfer"),
)

# AMP caches: the address is the path, "s" says https.
AMP_CACHES: tuple[tuple[str, str], ...] = (
    (r"(?:www\.)?google\.(?:com|[a-z]{2}|com?\.[a-z]{2})", r"/amp/(?P<https>s/)?(?P<rest>.+)"),
    (r"(?:[a-z0-9-]+\.)?cdn\.ampproject\.org", r"/[a-z]/(?P<https>s/)?(?P<rest>.+)"),
)
