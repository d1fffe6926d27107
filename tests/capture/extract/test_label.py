"""What pages are called."""

from collections.abc import Mapping

import pytest

from capture.extract.label import Seen, decide_label
from capture.extract.label_rules import RULES
from capture.extract.signals import PageSignals
from capture.types import Label

LONG = "A long and honest article about many things. " * 60


def see(
    signals: PageSignals,
    *,
    host: str = "site.example",
    path: str = "/?",
    status: int | None = 200,
    is_html: bool = True,
) -> Seen:
    return Seen(host=host, path=path, status=status, signals=signals, is_html=is_html)


CASES: Mapping[str, tuple[Seen, Label]] = {
    "an article": (see(PageSignals(title="News", text=LONG)), Label.OK),
    "cloudflare": (see(PageSignals(title="Just a moment...", text="site.example"), status=403), Label.BOT_CHECK),
    "cloudflare in chinese": (see(PageSignals(title="请稍候…", text="site.example"), status=403), Label.BOT_CHECK),
    "cloudflare by its script": (
        see(
            PageSignals(title="x", text="hm", scripts=("https://challenges.cloudflare.com/turnstile/v0/api.js",)),
            status=403,
        ),
        Label.BOT_CHECK,
    ),
    "a form guarded by turnstile is a page": (
        see(PageSignals(title="Write to us", text="Write to us", scripts=("https://challenges.cloudflare.com/t.js",))),
        Label.OK,
    ),
    "datadome": (
        see(
            PageSignals(title="site", text="", frames=("https://geo.captcha-delivery.com/captcha/?x",), pictures=1),
            status=403,
        ),
        Label.BOT_CHECK,
    ),
    "an article about bot checks": (
        see(PageSignals(title="How bot checks work", text=f"{LONG} verify you are human {LONG}")),
        Label.OK,
    ),
    "wechat": (
        see(PageSignals(title="", text="环境异常\n当前环境异常，完成验证后即可继续访问。"), host="mp.weixin.qq.com"),
        Label.BOT_CHECK,
    ),
    "wechat's words elsewhere": (see(PageSignals(title="环境", text="实验室环境异常报告")), Label.OK),
    "zhihu": (
        see(PageSignals(title="知乎", text="登录"), host="www.zhihu.com", path="/signin?next=%2F"),
        Label.LOGIN_WALL,
    ),
    "weibo": (see(PageSignals(text="微博"), host="passport.weibo.com"), Label.LOGIN_WALL),
    "login form": (
        see(PageSignals(title="Sign in to Example", text="Email Password", password_fields=1)),
        Label.LOGIN_WALL,
    ),
    "an article with a login box": (
        see(PageSignals(title="Sign in habits", text=LONG, password_fields=1)),
        Label.OK,
    ),
    "404": (see(PageSignals(title="Not found", text="Nothing here"), status=404), Label.HTTP_ERROR),
    "blank": (see(PageSignals(title="", text=" \n")), Label.BLANK),
    "blank with an error": (see(PageSignals(), status=500), Label.HTTP_ERROR),
    "a picture alone": (see(PageSignals(text="", pictures=1)), Label.OK),
    "a file": (see(PageSignals(text="notes"), is_html=False), Label.NOT_HTML),
}


@pytest.mark.parametrize("name", CASES)
def test_page_is_called_what_it_is(name: str) -> None:
    seen, label = CASES[name]

    assert decide_label(seen) is label


def test_host_of_a_rule_is_matched_as_a_whole() -> None:
    assert decide_label(see(PageSignals(text="x" * 50), host="notx.com", path="/i/flow/login")) is Label.OK


def test_no_rule_calls_a_page_good() -> None:
    assert {rule.label for rule in RULES} == {Label.BOT_CHECK, Label.LOGIN_WALL, Label.HTTP_ERROR}
