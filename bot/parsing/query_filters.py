"""The filters of a query and their values, by every name that people have for them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

import regex

from bot.parsing.addresses import parse_host
from bot.parsing.dates import parse_date
from bot.parsing.tags import fold_tag, parse_tag
from models.search import SearchQuery
from models.text import fold

T = TypeVar("T")

_SEARCHABLE = regex.compile(r"[\p{L}\p{N}\p{S}]")

# Names are compared folded (see `models.text.fold`): full-width and Traditional characters are among them already.
_FILTERS: Final = {
    "tag": "tag", "标签": "tag",
    "site": "site", "站点": "site", "网站": "site",
    "title": "title", "标题": "title",
    "note": "note", "备注": "note",
    "from": "from", "来自": "from",
    "before": "before", "之前": "before",
    "after": "after", "之后": "after",
    "is": "is", "状态": "is",
    "lang": "lang", "language": "lang", "语言": "lang",
    "type": "type", "类型": "type",
}  # fmt: skip
# What people call them; the states themselves are statuses, labels, and words of `models.indexing`.
_STATES: Final = (
    "queued", "capturing", "complete", "partial", "failed",
    "ok", "http_error", "login_wall", "bot_check", "blank", "not_html",
    "blocked", "unreachable", "timeout", "too_large", "untagged", "noted", "dead",
)  # fmt: skip
_STATE_NAMES: Final[dict[str, str]] = {
    **{state: state for state in _STATES},
    "waiting": "queued", "pending": "queued", "running": "capturing", "done": "complete", "finished": "complete",
    "gone": "dead",
    "排队": "queued", "排队中": "queued", "等待": "queued", "进行中": "capturing", "截图中": "capturing",
    "完整": "complete", "完成": "complete", "部分": "partial", "失败": "failed",
    "正常": "ok", "错误": "http_error", "登录": "login_wall", "登入": "login_wall", "验证": "bot_check",
    "空白": "blank", "不是网页": "not_html", "拦截": "blocked", "打不开": "unreachable", "超时": "timeout",
    "太大": "too_large", "无标签": "untagged", "没有标签": "untagged", "有备注": "noted", "失效": "dead",
}  # fmt: skip
_TYPE_NAMES: Final[dict[str, str]] = {
    **{kind: kind for kind in ("page", "article", "file", "pdf", "image", "video", "audio", "text")},
    "picture": "image", "photo": "image", "sound": "audio",
    "网页": "page", "文章": "article", "文件": "file", "档案": "file", "图片": "image",
    "视频": "video", "影片": "video", "音频": "audio", "音讯": "audio", "文本": "text", "文字": "text",
}  # fmt: skip
_LANGUAGE = regex.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,3}")
_LANGUAGE_NAMES: Final[dict[str, str]] = {
    "chinese": "zh", "中文": "zh", "汉语": "zh", "english": "en", "英文": "en", "英语": "en",
    "japanese": "ja", "日文": "ja", "日语": "ja", "日本语": "ja", "korean": "ko", "韩文": "ko", "韩语": "ko",
    "german": "de", "deutsch": "de", "德文": "de", "德语": "de", "french": "fr", "francais": "fr", "法文": "fr",
    "法语": "fr", "russian": "ru", "俄文": "ru", "俄语": "ru", "spanish": "es", "西班牙语": "es",
}  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A query in the making."""

    today: date | None = None
    words: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    without_words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    without_tags: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    before: list[date] = field(default_factory=list)
    after: list[date] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    either: list[tuple[SearchQuery, ...]] = field(default_factory=list)
    neither: list[SearchQuery] = field(default_factory=list)

    def finish(self) -> SearchQuery:
        """The query, without what was said twice."""
        return SearchQuery(
            words=tuple(self.words),
            phrases=tuple(self.phrases),
            without_words=tuple(self.without_words),
            tags=_unique_tags(self.tags),
            without_tags=_unique_tags(self.without_tags),
            sites=tuple(dict.fromkeys(self.sites)),
            before=min(self.before, default=None),
            after=max(self.after, default=None),
            states=tuple(dict.fromkeys(self.states)),
            titles=tuple(self.titles),
            notes=tuple(self.notes),
            origins=tuple(self.origins),
            languages=tuple(dict.fromkeys(self.languages)),
            types=tuple(dict.fromkeys(self.types)),
            either=tuple(self.either),
            neither=tuple(self.neither),
        )


def add_words(target: list[str], text: str) -> bool:
    """What has neither letter, digit nor symbol cannot be searched for."""
    is_searchable = _SEARCHABLE.search(text) is not None
    if is_searchable:
        target.append(text.strip())
    return is_searchable


def find_filter(name: str) -> str | None:
    """The filter that somebody means by a word before a colon."""
    return _FILTERS.get(fold(name))


def add_filter(draft: Draft, kind: str, value: str) -> bool:
    """Add what the filter means; False where it means nothing."""
    return _ADDERS[kind](draft, value)


def _add_tags(draft: Draft, value: str) -> bool:
    names = [parse_tag(part) for part in regex.split("[,，、]", value)]
    draft.tags += [name for name in names if name]
    return all(names)


def _add_known(target: list[T], found: T | None) -> bool:
    target += [] if found is None else [found]
    return found is not None


def _find(names: dict[str, str], value: str) -> str | None:
    return names.get(regex.sub(r"[\s-]", "_", fold(value)))


def _find_language(value: str) -> str | None:
    folded = fold(value).strip().replace("_", "-")
    return _LANGUAGE_NAMES.get(folded) or (folded if _LANGUAGE.fullmatch(folded) else None)


def _unique_tags(names: list[str]) -> tuple[str, ...]:
    return tuple({fold_tag(name): name for name in names}.values())


_ADDERS: Final[dict[str, Callable[[Draft, str], bool]]] = {
    "tag": _add_tags,
    "site": lambda draft, value: _add_known(draft.sites, parse_host(value)),
    "title": lambda draft, value: add_words(draft.titles, value),
    "note": lambda draft, value: add_words(draft.notes, value),
    "from": lambda draft, value: add_words(draft.origins, value),
    "before": lambda draft, value: _add_known(draft.before, parse_date(value, draft.today)),
    "after": lambda draft, value: _add_known(draft.after, parse_date(value, draft.today)),
    "is": lambda draft, value: _add_known(draft.states, _find(_STATE_NAMES, value)),
    "lang": lambda draft, value: _add_known(draft.languages, _find_language(value)),
    "type": lambda draft, value: _add_known(draft.types, _find(_TYPE_NAMES, value)),
}
