import json
from itertools import combinations
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.addresses import parse_address, parse_host


class Case(TypedDict):
    id: str
    input: str
    expected: str
    same_as: str
    note: str


CASES: list[Case] = json.loads(Path(__file__).with_name("url_cases.json").read_text())["cases"]

# What must be one link …
SAME = [
    # spelling
    ("http://EXAMPLE.com/a", "https://www.example.com/a/"),
    ("https://example.com/?b=2&a=1", "https://example.com?a=1&b=2"),
    ("https://example.com/a(b)", "https://example.com/a%28b%29"),
    ("https://example.com/?u=https%3A%2F%2Fx.org%2F", "https://example.com/?u=https://x.org/"),
    ("https://例子.测试/路", "https://xn--fsqu00a.xn--0zwm56d/%e8%b7%af"),
    ("https://example.com/a?b=1&amp;c=2", "https://example.com/a?b=1&c=2"),
    ("https://example.com/a#:~:text=some%20words", "https://example.com/a"),
    ("https://example.com/#/", "https://example.com/"),
    ("http://2130706433/", "http://127.0.0.1/"),
    ("https://m.example.com/a", "https://example.com/a"),
    # what only tracks
    ("https://example.com/a?from=singlemessage&isappinstalled=0&wxshare_count=2", "https://example.com/a"),
    ("https://example.com/#/post?id=1&utm_source=x", "https://example.com/#/post?id=1"),
    ("https://example.com/a?ref=https%3A%2F%2Fnews.example.org%2F", "https://example.com/a"),
    # sites with many doors
    ("https://www.bilibili.com/video/av170001", "https://b23.tv/BV17x411w7KC"),
    ("https://m.bilibili.com/dynamic/123456789", "https://t.bilibili.com/123456789?tab=2"),
    ("https://weibo.com/1618051664/Oe6wIynDn", "https://m.weibo.cn/detail/5033616848194005"),
    ("https://www.zhihu.com/question/19551997/answer/12345?utm_psn=1", "https://www.zhihu.com/answer/12345"),
    ("https://www.zhihu.com/tardis/zm/art/90876555", "https://zhuanlan.zhihu.com/p/90876555"),
    ("https://m.douban.com/movie/subject/1292052/", "https://movie.douban.com/subject/1292052/?from=showing"),
    ("https://www.xiaohongshu.com/discovery/item/693b08c2000000001e027950?xsec_token=CB%3D&xhsshare=W",
     "https://www.xiaohongshu.com/explore/693b08c2000000001e027950"),
    ("https://www.iesdouyin.com/share/video/7300000000000000000/?region=CN",
     "https://www.douyin.com/video/7300000000000000000"),
    ("https://music.163.com/#/song?id=5&userid=2", "https://y.music.163.com/m/song?id=5"),
    ("https://www.toutiao.com/a7367007067191640576/", "https://m.toutiao.com/i7367007067191640576/?app=x"),
    ("https://view.inews.qq.com/a/20230501A01ABC00", "https://new.qq.com/rain/a/20230501A01ABC00"),
    ("https://finance.sina.com.cn/2024/doc-inciecyp5435345.shtml?r=0",
     "https://finance.sina.cn/2024/detail-inciecyp5435345.d.html?vt=4&wm=x"),
    ("https://new.qq.com/omn/20190325/20190325A0BCDE.html", "https://xw.qq.com/cmsid/20190325A0BCDE00"),
    ("https://m.baidu.com/s?word=abc&sa=tb", "https://www.baidu.com/s?wd=abc&rsv_spt=1&ie=utf-8"),
    ("https://m.ithome.com/html/712345.htm", "https://www.ithome.com/0/712/345.htm"),
    ("https://youtu.be/dQw4w9WgXcQ?si=x&t=42", "https://m.youtube.com/watch?feature=share&v=dQw4w9WgXcQ"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=1"),
    ("https://mobile.twitter.com/jack/status/20/photo/1?s=20", "https://x.com/i/web/status/20"),
    ("https://twitter.com/#!/jack/status/20", "https://fxtwitter.com/jack/status/20"),
    ("https://redd.it/abc12", "https://old.reddit.com/r/python/comments/abc12/some_title/?share_id=1"),
    ("https://www.instagram.com/reel/CxYz/", "https://instagram.com/natgeo/p/CxYz/?igsh=x"),
    ("https://durov.t.me/123", "https://t.me/s/Durov/123"),
    ("https://t.me/joinchat/AAAAAEabcdefghijklmnop", "https://t.me/+AAAAAEabcdefghijklmnop"),
    ("https://amazon.co.jp/o/ASIN/B07PGL2ZSL/ref=x", "https://www.amazon.co.jp/dp/B07PGL2ZSL"),
    ("https://github.com/PSF/Requests.git", "https://www.github.com/psf/requests/?tab=readme-ov-file"),
    ("https://arxiv.org/pdf/1706.03762.pdf", "https://www.arxiv.org/pdf/1706.03762"),
    ("https://dx.doi.org/10.1000/ABC", "https://doi.org/10.1000/abc"),
    ("https://stackoverflow.com/q/11227809/99", "https://stackoverflow.com/questions/11227809/why-is-x?rq=1#comment5"),
    ("https://medium.com/@me/some-title-0123456789ab?source=rss", "https://me.medium.com/other-title-0123456789ab?sk=f"),
    ("https://open.substack.com/pub/name/p/post?r=1", "https://name.substack.com/p/post"),
    ("https://amp.theguardian.com/world/2023/a?CMP=share_btn_tw", "https://www.theguardian.com/world/2023/a"),
    ("https://en.m.wikipedia.org/wiki/C%2B%2B?wprov=sfla1", "https://en.wikipedia.org/wiki/C++#History"),
    # pages that only lead elsewhere
    ("https://l.instagram.com/?u=https%3A%2F%2Fexample.com%2Fa%3Ffbclid%3D1&e=x", "https://example.com/a"),
    ("https://www.youtube.com/redirect?q=https%3A%2F%2Fexample.com%2Fa&v=x", "https://example.com/a"),
    ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fexample.com%2Fa&data=1", "https://example.com/a"),
    ("https://www.curseforge.com/linkout?remoteUrl=https%253a%252f%252fexample.com%252fa", "https://example.com/a"),
    ("https://href.li/?https://example.com/a?b=1&c=2", "https://example.com/a?b=1&c=2"),
    ("https://link.zhihu.com/?target=https%3A%2F%2Ft.me%2Fiv%3Furl%3Dhttps%253A%252F%252Fexample.com%252Fa%26rhash%3D1",
     "https://example.com/a"),
]  # fmt: skip

# … and what must never be.
APART = [
    ("https://example.com/a%2Fb", "https://example.com/a/b"),
    ("https://example.com/a//b", "https://example.com/a/b"),
    ("https://example.com/A", "https://example.com/a"),
    ("https://example.com/?a=1&a=2", "https://example.com/?a=2&a=1"),
    ("https://example.com/?a=1%262", "https://example.com/?a=1&2"),
    ("https://example.com/?a=1%2B2", "https://example.com/?a=1+2"),
    ("https://example.com/?q=%2523", "https://example.com/?q=%23"),
    ("https://example.com/?id=1", "https://example.com/?ID=1"),
    ("https://example.com/%B0%A1", "https://example.com/%B0%A2"),
    ("https://example.com:8443/a", "https://example.com/a"),
    ("https://example.com:8443/a", "https://example.com:9443/a"),
    ("https://example.com/index.html", "https://example.com/"),
    ("https://example.com/#/a", "https://example.com/#/b"),
    ("https://example.com/#!a", "https://example.com/"),
    ("https://mail.example.com/#inbox/1", "https://mail.example.com/#inbox/2"),
    ("https://a.example.com/", "https://b.example.com/"),
    ("https://m.github.io/", "https://github.io/"),
    ("https://www.blogspot.com/", "https://blogspot.com/"),
    ("https://m.co.uk/", "https://www.co.uk/"),
    # content on sites that we know nothing of
    ("https://example.com/a?ref=v1.2", "https://example.com/a"),
    ("https://example.com/a?ref=main", "https://example.com/a?ref=dev"),
    ("https://example.com/a?from=2020", "https://example.com/a"),
    ("https://example.com/a?source=x", "https://example.com/a"),
    ("https://example.com/a?t=1", "https://example.com/a?t=2"),
    ("https://example.com/a?spm=1.2", "https://example.com/a"),
    ("https://example.com/a?amp=230v", "https://example.com/a"),
    ("https://example.com/a?tag=x", "https://example.com/a?tag=y"),
    # sites that we know
    ("https://www.bilibili.com/video/BV1GJ411x7h7?p=2", "https://www.bilibili.com/video/BV1GJ411x7h7?p=3"),
    ("https://www.bilibili.com/video/BV1GJ411x7h7", "https://www.bilibili.com/video/BV1gj411x7h7"),
    ("https://search.bilibili.com/all?keyword=a", "https://search.bilibili.com/all?keyword=b"),
    ("https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=1&sn=a", "https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=2&sn=b"),
    ("https://mp.weixin.qq.com/mp/appmsgalbum?album_id=1", "https://mp.weixin.qq.com/mp/appmsgalbum?album_id=2"),
    ("https://mp.weixin.qq.com/s?src=11&timestamp=1&signature=a", "https://mp.weixin.qq.com/s?src=11&timestamp=1&signature=b"),
    ("https://www.zhihu.com/question/1", "https://www.zhihu.com/question/1/answer/2"),
    ("https://www.zhihu.com/search?q=a", "https://www.zhihu.com/search?q=b"),
    ("https://movie.douban.com/subject/1/", "https://book.douban.com/subject/1/"),
    ("https://movie.douban.com/subject/1/comments?start=20", "https://movie.douban.com/subject/1/comments?start=40"),
    ("https://tieba.baidu.com/p/1?pn=2", "https://tieba.baidu.com/p/1"),
    ("https://tieba.baidu.com/p/1?see_lz=1", "https://tieba.baidu.com/p/1"),
    ("https://music.163.com/#/song?id=1", "https://music.163.com/#/album?id=1"),
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://www.youtube.com/watch?v=dqw4w9wgxcq"),
    ("https://www.youtube.com/@a/search?query=x", "https://www.youtube.com/@a/search?query=y"),
    ("https://www.youtube.com/playlist?list=PLa", "https://www.youtube.com/playlist?list=PLb"),
    ("https://x.com/search?q=a", "https://x.com/search?q=b"),
    ("https://x.com/share?url=a", "https://x.com/share?url=b"),
    ("https://www.reddit.com/r/a/comments/abc12/t/", "https://www.reddit.com/r/a/comments/abc12/t/def3456/"),
    ("https://www.facebook.com/story.php?story_fbid=1&id=2", "https://www.facebook.com/story.php?story_fbid=3&id=2"),
    ("https://t.me/durov", "https://t.me/s/durov"),
    ("https://t.me/durov/1", "https://t.me/durov/1?comment=5"),
    ("https://t.me/share?url=a", "https://t.me/share?url=b"),
    ("https://t.me/somebot?start=a", "https://t.me/somebot?start=A"),
    ("https://github.com/trending/python?since=daily", "https://github.com/trending/python?since=weekly"),
    ("https://github.com/psf/requests/blob/main/A.py", "https://github.com/psf/requests/blob/main/a.py"),
    ("https://github.com/psf/requests", "https://github.com/psf/requests/issues"),
    ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762"),
    ("https://arxiv.org/abs/1706.03762v1", "https://arxiv.org/abs/1706.03762v2"),
    ("https://www.amazon.com/dp/B07PGL2ZSL", "https://www.amazon.de/dp/B07PGL2ZSL"),
    ("https://www.amazon.com/product-reviews/B07PGL2ZSL", "https://www.amazon.com/dp/B07PGL2ZSL"),
    ("https://www.amazon.com/s?k=a", "https://www.amazon.com/s?k=a&page=2"),
    ("https://en.wikipedia.org/wiki/A", "https://de.wikipedia.org/wiki/A"),
    ("https://en.wikipedia.org/w/index.php?title=A&oldid=1", "https://en.wikipedia.org/w/index.php?title=A&oldid=2"),
    ("https://en.wikipedia.org/wiki/Special:Search?search=a", "https://en.wikipedia.org/wiki/Special:Search?search=b"),
    ("https://www.baidu.com/s?wd=a", "https://www.baidu.com/s?wd=a&cl=2&tn=news"),
    ("https://stackoverflow.com/questions/1/a?page=2", "https://stackoverflow.com/questions/1/a"),
    ("https://stackoverflow.com/a/1", "https://superuser.com/a/1"),
    ("https://www.bbc.com/news/topics/x?page=2", "https://www.bbc.com/news/topics/x"),
    ("https://news.ycombinator.com/item?id=1", "https://news.ycombinator.com/item?id=1&p=2"),
    ("https://www.google.com/search?q=a", "https://www.google.com/search?q=a&tbm=isch"),
    ("https://docs.google.com/spreadsheets/d/A/edit#gid=1", "https://docs.google.com/spreadsheets/d/A/edit#gid=2"),
    ("https://web.archive.org/web/2020/https://a.com/", "https://a.com/"),
    ("https://web.archive.org/web/2020/https://a.com/", "https://web.archive.org/web/2021/https://a.com/"),
    ("https://translate.google.com/translate?u=https://a.com/", "https://a.com/"),
    ("https://b23.tv/aBcD12x", "https://b23.tv/aBcD12y"),
    ("http://zhihu.com:8080/p/1", "https://zhuanlan.zhihu.com/p/1"),
]  # fmt: skip

READINGS = {
    "example.com/x": "https://example.com/x",
    "//example.com/x": "https://example.com/x",
    "http:/example.com": "http://example.com/",
    "https:\\\\example.com\\a": "https://example.com/a",
    "<https://example.com/a>": "https://example.com/a",
    "\u200bhttps://example.com/a\u200b": "https://example.com/a",
    "https://exam\nple.com/a": "https://example.com/a",
    "example.com:443/x": "https://example.com/x",
    "example.com:8080/x": "http://example.com:8080/x",
    "10.0.0.1/x": "http://10.0.0.1/x",
    "[::1]:8000/x": "http://[::1]:8000/x",
    "localhost": "http://localhost/",
    "localhost:3000": "http://localhost:3000/",
    "intranet/wiki": "http://intranet/wiki",
    "http://0x7f.1/": "http://127.0.0.1/",
    "http://１２７。0.0.1/": "http://127.0.0.1/",
    "https://user:p@ss@example.com/": "https://example.com/",
    "https://a_b.example.com/": "https://a_b.example.com/",
    "https://💩.la/": "https://xn--ls8h.la/",
    "https://example.com/a b?c d": "https://example.com/a%20b?c+d",
    "https://example.com/%7e/100%": "https://example.com/~/100%",
    "https://example.com/../a/./b/..": "https://example.com/a/",
    "https://web.archive.org/web/2020/https://example.com//x": "https://web.archive.org/web/2020/https://example.com//x",
}

NO_ADDRESSES = [
    "", " ", "hello", "hello world", "see example.com", "http://", "https:///", "http://?x", "ftp://example.com/",
    "file:///etc/passwd", "javascript:alert(1)", "mailto:a@example.com", "a@example.com", "data:text/html,x", "tg://user?id=1",
    "https://exa mple.com/", "https://a..b/", "https://example.com:99999/", "https://example.com:x/", "http://[::1/",
    "http://[zz]/", "http://256.0.0.1/", "http://1.2.3.4.5/", "http://09/", "https://" + "a" * 64 + ".com/",
    "1.5", "3.14",
    "https://example.com/" + "a" * 9_000, "https://*.example.com/", "https://exa%00mple.com/",
]  # fmt: skip


def key_of(text: str) -> str:
    address = parse_address(text)
    assert address is not None, text
    return address.key


def test_nearly_all_given_cases_become_the_expected_address() -> None:
    accepted = [case for case in CASES if _is_as_expected(case)]

    assert len(accepted) >= 0.99 * len(CASES)


def _is_as_expected(case: Case) -> bool:
    address = parse_address(case["input"])
    if address is None or address.url == case["expected"]:
        return address is not None
    return "accept both" in case["note"] and address.url.split("?")[0] == case["expected"]


def test_given_cases_share_a_key_exactly_where_they_are_the_same_page() -> None:
    keyed = [(case["same_as"], key_of(case["input"]), case["input"]) for case in CASES]

    wrong = [(one, other) for one, other in combinations(keyed, 2) if (one[0] == other[0]) != (one[1] == other[1])]

    assert wrong == []


@pytest.mark.parametrize(("one", "other"), SAME)
def test_addresses_of_one_page_share_a_key(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_pages_never_share_a_key(one: str, other: str) -> None:
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize(("text", "url"), READINGS.items())
def test_what_people_type_is_read_as_browsers_do(text: str, url: str) -> None:
    address = parse_address(text)

    assert address is not None
    assert address.url == url


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_what_is_no_web_address_is_none(text: str) -> None:
    assert parse_address(text) is None


def test_token_that_opens_an_article_is_kept_for_the_capture_but_makes_no_other_link() -> None:
    gift = parse_address("https://www.nytimes.com/2023/05/01/world/a.html?unlocked_article_code=1.aB3&smid=url-share")

    assert gift is not None
    assert gift.url == "https://www.nytimes.com/2023/05/01/world/a.html?unlocked_article_code=1.aB3"
    assert gift.key == "nytimes.com/2023/05/01/world/a.html"


def test_key_can_be_read() -> None:
    assert key_of("https://www.example.com/a/?b=1&utm_source=x") == "example.com/a?b=1"


def test_redirectors_within_redirectors_come_to_an_end() -> None:
    address = parse_address("https://t.me/iv?url=" * 50 + "https://example.com/")

    assert address is not None


def test_addresses_are_stable_and_keep_their_keys() -> None:
    texts = [*(case["input"] for case in CASES), *(text for pair in SAME + APART for text in pair), *READINGS]

    addresses = [parse_address(text) for text in texts]

    assert [address and parse_address(address.url) for address in addresses] == addresses


HOSTS = st.sampled_from([
    "example.com", "m.example.org", "www.bilibili.com", "mp.weixin.qq.com", "x.com", "t.me", "www.youtube.com",
    "zh.m.wikipedia.org", "medium.com", "www.google.com", "link.zhihu.com", "music.163.com", "www.amazon.de",
    "docs.google.com", "例子.测试", "127.0.0.1",
])  # fmt: skip
TAILS = st.text(st.sampled_from("abAB019/?&=#%!.+-_~:; '\"\\@()[]{}<>|^`é网🙂\u0301") | st.characters(), max_size=60)


@given(st.sampled_from(["", "http://", "https://", "HTTPS:", "//", "ftp://"]), HOSTS, TAILS)
def test_any_address_is_read_once_and_for_all(scheme: str, host: str, tail: str) -> None:
    address = parse_address(f"{scheme}{host}/{tail}")

    assert address is None or parse_address(address.url) == address


@given(st.text())
def test_no_text_raises(text: str) -> None:
    address = parse_address(text)

    assert address is None or address.url.startswith(("http://", "https://"))


@given(HOSTS, TAILS)
def test_addresses_are_plain_ascii_without_spaces(host: str, tail: str) -> None:
    address = parse_address(f"https://{host}/{tail}")

    assert address is not None
    assert address.url.isascii()
    assert address.url.isprintable()
    assert " " not in address.url


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("example.com", "example.com"),
        ("WWW.Example.com/", "example.com"),
        ("https://www.example.com/a?b", "example.com"),
        ("*.example.com", "example.com"),
        (".example.com", "example.com"),
        ("例子.测试", "xn--fsqu00a.xn--0zwm56d"),
        ("localhost", "localhost"),
        ("", None),
        ("?", None),
        ("two words", None),
    ],
)
def test_site_is_read_from_whatever_names_it(text: str, host: str | None) -> None:
    assert parse_host(text) == host
