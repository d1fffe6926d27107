"""The kinds of pages that stand in place of what was asked for: rules as data, the first that fits decides.

Each is tested on a stored page of its kind in `tests/golden/labels`; near misses stand there too.
"""

from dataclasses import dataclass

from capture.types import Label

SHORT_TEXT = 1_500  # characters: walls and checks say little; an article about them says much
CHALLENGED = (202, 401, 403, 405, 429, 503)  # how sites answer whom they take for a program


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of page that is not what was asked for. Empty patterns are not asked."""

    label: Label
    name: str
    host: str = ""  # a suffix of the host; empty: any
    path: str = ""  # a pattern in the path and query
    title: str = ""  # a pattern in the title
    text: str = ""  # a pattern in the text
    source: str = ""  # a pattern in the addresses of scripts and frames
    statuses: tuple[int, ...] = ()
    max_text: int = SHORT_TEXT


BOT_CHECKS: tuple[Rule, ...] = (
    Rule(
        Label.BOT_CHECK,
        "Cloudflare",
        title=r"^(just a moment(\.\.\.|…)|attention required! \| cloudflare|请稍候…|請稍候…|один момент…|un momento…)",
    ),
    Rule(
        Label.BOT_CHECK,
        "Cloudflare",
        source=r"challenges\.cloudflare\.com|/cdn-cgi/challenge-platform/",
        statuses=CHALLENGED,
        max_text=800,
    ),
    Rule(
        Label.BOT_CHECK,
        "Cloudflare",
        text=r"checking (if the site connection is secure|your browser before)"
        r"|enable javascript and cookies to continue",
        max_text=800,
    ),
    Rule(Label.BOT_CHECK, "Cloudflare", text=r"sorry, you have been blocked[\s\S]*cloudflare ray id"),
    Rule(Label.BOT_CHECK, "DataDome", source=r"captcha-delivery\.com|ct\.datadome\.co", statuses=CHALLENGED),
    Rule(Label.BOT_CHECK, "DataDome", text=r"please enable js and disable any ad blocker", max_text=300),
    Rule(Label.BOT_CHECK, "PerimeterX", text=r"press (&|and) hold to confirm|access to this page has been denied"),
    Rule(Label.BOT_CHECK, "PerimeterX", source=r"px-(cdn|cloud|captcha)\.", statuses=CHALLENGED, max_text=600),
    Rule(Label.BOT_CHECK, "Imperva", text=r"incapsula incident id|request unsuccessful\. incapsula"),
    Rule(Label.BOT_CHECK, "Imperva", title=r"^pardon our interruption"),
    Rule(Label.BOT_CHECK, "Imperva", source=r"/_incapsula_resource", max_text=100),
    Rule(Label.BOT_CHECK, "Akamai", title=r"^access denied$", text=r"errors\.edgesuite\.net|reference\s*#\s*\d"),
    Rule(Label.BOT_CHECK, "AWS WAF", source=r"\.awswaf\.com/", statuses=CHALLENGED, max_text=600),
    Rule(Label.BOT_CHECK, "AWS WAF", source=r"\.awswaf\.com/", title=r"^human verification$"),
    Rule(Label.BOT_CHECK, "F5", text=r"the requested url was rejected\. please consult with your administrator"),
    Rule(Label.BOT_CHECK, "Sucuri", title=r"^sucuri website firewall"),
    Rule(Label.BOT_CHECK, "Vercel", title=r"^vercel security checkpoint"),
    Rule(Label.BOT_CHECK, "Anubis", title=r"^making sure you(&#39;|'|’)re not a bot"),
    Rule(Label.BOT_CHECK, "Kasada", source=r"/149e9513-01fa-4fb0-aad4-566afd725d1b/", max_text=200),
    Rule(Label.BOT_CHECK, "Reddit", host="reddit.com", text=r"you've been blocked by (network security|mistake)"),
    Rule(Label.BOT_CHECK, "Google", path=r"^/sorry/", text=r"unusual traffic from your computer network"),
    Rule(
        Label.BOT_CHECK,
        "Amazon",
        text=r"enter the characters you see below|click the button below to continue shopping",
        max_text=800,
    ),
    Rule(
        Label.BOT_CHECK,
        "CAPTCHA",
        source=r"hcaptcha\.com/|recaptcha/(api|enterprise)|geetest\.com/|arkoselabs\.com/",
        title=r"verif|robot|captcha|security check|blocked|denied|access|just a|验证|驗證",
        max_text=600,
    ),
    Rule(
        Label.BOT_CHECK,
        "CAPTCHA",
        source=r"hcaptcha\.com/|recaptcha/(api|enterprise)|geetest\.com/|arkoselabs\.com/",
        statuses=CHALLENGED,
        max_text=600,
    ),
    Rule(
        Label.BOT_CHECK,
        "CAPTCHA",
        title=r"^(are you (a )?(human|robot)|robot check|security check|captcha|human verification|bot verification)\b",
        max_text=800,
    ),
    Rule(
        Label.BOT_CHECK,
        "any",
        text=r"verify(ing)? (that )?you('re| are) (a |not a )?(human|robot|bot)|prove you('re| are) (human|not a robot)"
        r"|unusual (activity|traffic) (from|coming from) your",
        max_text=700,
    ),
    Rule(Label.BOT_CHECK, "WeChat", host="weixin.qq.com", text=r"环境异常|環境異常|完成验证后即可继续访问"),
    Rule(Label.BOT_CHECK, "Zhihu", host="zhihu.com", path=r"^/account/unhuman"),
    Rule(Label.BOT_CHECK, "Zhihu", host="zhihu.com", text=r"网络环境存在异常|系统监测到您的网络环境", max_text=600),
    Rule(Label.BOT_CHECK, "Baidu", host="wappass.baidu.com"),
    Rule(Label.BOT_CHECK, "Baidu", host="baidu.com", title=r"^百度安全验证$"),
    Rule(Label.BOT_CHECK, "Douyin", host="douyin.com", title=r"^(验证码中间页|安全验证)"),
    Rule(Label.BOT_CHECK, "Toutiao", host="toutiao.com", title=r"^(验证码中间页|安全验证)"),
    Rule(
        Label.BOT_CHECK,
        "Xiaohongshu",
        host="xiaohongshu.com",
        text=r"IP存在风险|当前网络环境存在风险|访问频次异常|安全限制",
        max_text=600,
    ),
    Rule(Label.BOT_CHECK, "Bilibili", host="bilibili.com", text=r"由于触发哔哩哔哩安全风控策略", max_text=800),
    Rule(Label.BOT_CHECK, "Alibaba", source=r"/_____tmd_____/punish|sd/(ncpc|nch5|nvc)", max_text=400),
    Rule(
        Label.BOT_CHECK,
        "any",
        text=r"请完成(下列|以下|安全|滑动|人机)?(操作)?验证|滑动(滑块)?(完成|进行)?验证|进行人机验证|访问(过于|太)频繁"
        r"|拖动(下方)?滑块|确认(您|你)(不)?是(真人|机器人)|检测到异常(访问|流量)|訪問(過於|太)頻繁|請完成(安全|人機)?驗證",
        max_text=400,
    ),
    Rule(
        Label.BOT_CHECK,
        "any",
        title=r"^(安全验证|人机验证|访问验证|滑动验证(页面)?|安全驗證|セキュリティ確認)$",
        max_text=400,
    ),
)

LOGIN_WALLS: tuple[Rule, ...] = (
    Rule(Label.LOGIN_WALL, "Zhihu", host="zhihu.com", path=r"^/(signin|signup)"),
    Rule(
        Label.LOGIN_WALL, "Zhihu", host="zhihu.com", text=r"(登录|注册)(知乎|即可|后)|验证码登录|密码登录", max_text=600
    ),
    Rule(Label.LOGIN_WALL, "Weibo", host="weibo.com", path=r"^/(login|newlogin|signin|visitor)"),
    Rule(Label.LOGIN_WALL, "Weibo", host="passport.weibo.com"),
    Rule(Label.LOGIN_WALL, "Weibo", host="passport.weibo.cn"),
    Rule(Label.LOGIN_WALL, "Weibo", title=r"^sina visitor system$"),
    Rule(Label.LOGIN_WALL, "Instagram", host="instagram.com", path=r"^/accounts/(login|emailsignup)"),
    Rule(Label.LOGIN_WALL, "Facebook", host="facebook.com", path=r"^/(login|checkpoint)"),
    Rule(Label.LOGIN_WALL, "Facebook", host="facebook.com", text=r"you must log in to continue", max_text=1000),
    Rule(Label.LOGIN_WALL, "LinkedIn", host="linkedin.com", path=r"^/(authwall|login|uas/login|checkpoint|signup)"),
    Rule(Label.LOGIN_WALL, "X", host="x.com", path=r"^/(i/flow/(login|signup)|login|account/access)"),
    Rule(Label.LOGIN_WALL, "X", host="twitter.com", path=r"^/(i/flow/(login|signup)|login|account/access)"),
    Rule(Label.LOGIN_WALL, "X", host="x.com", text=r"happening now\s+join today|sign in to x\b", max_text=700),
    Rule(Label.LOGIN_WALL, "Google", host="accounts.google.com"),
    Rule(Label.LOGIN_WALL, "Microsoft", host="login.microsoftonline.com"),
    Rule(Label.LOGIN_WALL, "Microsoft", host="login.live.com"),
    Rule(Label.LOGIN_WALL, "GitHub", host="github.com", path=r"^/login\b"),
    Rule(Label.LOGIN_WALL, "Pinterest", host="pinterest.com", path=r"^/login"),
    Rule(Label.LOGIN_WALL, "Quora", host="quora.com", text=r"by continuing you indicate that you agree", max_text=800),
    Rule(Label.LOGIN_WALL, "Xiaohongshu", host="xiaohongshu.com", path=r"^/(website-login|login)"),
    Rule(
        Label.LOGIN_WALL, "Xiaohongshu", host="xiaohongshu.com", text=r"登录后推荐更懂你的笔记|手机号登录", max_text=500
    ),
    Rule(Label.LOGIN_WALL, "Douban", host="accounts.douban.com"),
    Rule(Label.LOGIN_WALL, "Taobao", host="login.taobao.com"),
    Rule(Label.LOGIN_WALL, "JD", host="passport.jd.com"),
    Rule(
        Label.LOGIN_WALL,
        "any",
        text=r"you (must|need to|have to) (be )?(log|sign)(ged)? ?in to (view|read|see|access|continue|use)"
        r"|(log|sign) in to continue reading"
        r"|(log|sign) in to (view|read|see) (this|the) (page|content|article|post|thread|topic|file|story)",
        max_text=800,
    ),
    Rule(
        Label.LOGIN_WALL,
        "any",
        text=r"you (must|need to|have to) (be )?(log|sign)(ged)? ?in|(log|sign) in to continue|please (log|sign) ?in",
        max_text=350,
    ),
    Rule(
        Label.LOGIN_WALL,
        "any",
        text=r"请(先)?登录(后)?(再)?(查看|阅读|继续|访问|浏览)|登录后(才能|才可|可|即可|方可)?(查看|阅读|继续|访问|浏览)"
        r"|(請先登入|登入後)(才能|可|即可)?(查看|閱讀|繼續|瀏覽)?|ログインしてください|로그인(이 필요| 후)",
        max_text=400,
    ),
)

# Pages that say that there is no page, with a status that says that there is one.
SOFT_ERRORS: tuple[Rule, ...] = (
    Rule(
        Label.HTTP_ERROR,
        "WeChat",
        host="weixin.qq.com",
        text=r"(该|此|該)(内容|內容)已被发布者(删除|刪除)|此(内容|內容|账号|帐号)(因违规|因涉嫌|被投诉|已被屏蔽|已自主注销)|该公众号已迁移|链接已过期|参数错误"
        r"|此内容发送失败无法查看|内容已被删除",
        max_text=600,
    ),
    Rule(
        Label.HTTP_ERROR,
        "Zhihu",
        host="zhihu.com",
        text=r"你似乎来到了没有知识存在的荒原|该(回答|文章|问题)已被删除",
        max_text=600,
    ),
    Rule(
        Label.HTTP_ERROR,
        "Weibo",
        host="weibo.com",
        text=r"抱歉，(此|该)?(微博|内容|页面)(不存在|已被|不可见)|该微博不存在",
        max_text=600,
    ),
    Rule(
        Label.HTTP_ERROR,
        "Xiaohongshu",
        host="xiaohongshu.com",
        text=r"你访问的(页面|笔记)不见了|当前笔记暂时无法浏览",
        max_text=600,
    ),
    Rule(Label.HTTP_ERROR, "Bilibili", host="bilibili.com", text=r"啊叻？视频不见了|出错啦!", max_text=600),
    Rule(
        Label.HTTP_ERROR,
        "Facebook",
        host="facebook.com",
        text=r"this (content|page) isn.t available (right now|at the moment)",
        max_text=800,
    ),
    Rule(Label.HTTP_ERROR, "Instagram", host="instagram.com", text=r"sorry, this page isn.t available", max_text=800),
    Rule(Label.HTTP_ERROR, "X", host="x.com", text=r"this (page|account|post) doesn.t exist", max_text=700),
    Rule(
        Label.HTTP_ERROR,
        "YouTube",
        host="youtube.com",
        text=r"(this )?video (is )?(unavailable|isn.t available)",
        max_text=500,
    ),
    Rule(
        Label.HTTP_ERROR,
        "any",
        title=r"^\W*(error\s*)?404\b|\b404\W*$"
        r"|(page|site|file|content|article|document) (was |is |could |can ?)?not (be )?found"
        r"|^(oops\W+)?(page )?not found\W*$"
        r"|(页面|頁面|網頁|网页|文章|内容)(不存在|找不到|未找到|已删除|走丢了)|找不到(页面|頁面|网页|網頁)"
        r"|ページが見つかりません|페이지를 찾을 수 없|страница не найдена|seite nicht gefunden"
        r"|page (introuvable|non trouvée)|página no encontrada",
        text=r"not (be )?found|doesn.t exist|does not exist|no longer (exists|available|here)|couldn.t find|can.t find"
        r"|has been (moved|removed|deleted)|may have been (moved|removed|deleted)|check the (url|address|link)"
        r"|不存在|找不到|未找到|已删除|已被删除|走丢|返回首页|見つかりません|찾을 수 없"
        r"|не найдена|nicht gefunden|introuvable|no encontrada",
        max_text=1_000,
    ),
    Rule(
        Label.HTTP_ERROR,
        "any",
        text=r"(您|你)?(要)?(访问|查找|浏览|請求|请求)的(页面|頁面|网页|網頁|内容|文章)(不存在|找不到|已(被)?删除|不见了|走丢了)"
        r"|(页面|文章|内容)(不存在|已(被)?删除)(了)?[，,。!！ ]"
        r"|sorry, (the|this) page (you[^.]{0,40} )?(does ?n.t|does not) exist",
        max_text=300,
    ),
)

RULES: tuple[Rule, ...] = (*BOT_CHECKS, *LOGIN_WALLS, *SOFT_ERRORS)
