"""Errors as people read them: what happened and what can be done, one sentence a code."""

from bot.errors import InvalidRequest
from bot.i18n import Translator
from bot.replies import Reply
from bot.views.addresses import host_of, short_address
from bot.views.html import clean, escape

# Codes that are not those of an exception class: `InvalidRequest` carries them.
REQUEST_CODES = (
    "no_such_tag",
    "not_yours_to_wipe",
    "tag_into_itself",
    "alias_of_itself",
    "alias_is_a_tag",
    "queue_full",
    "daily_limit",
    "storage_full",
    "not_http",
    "no_host",
    "evidence_kind",
    "evidence_too_large",
    "too_large_to_send",
    "pdf_pending",
    "pdf_missing",
    "no_version_before",
    "compare_failed",
    "share_lasts",
    "too_many_shares",
    "too_many_watches",
    "too_many_tokens",
    "too_many_feeds",
    "feed_query",
    "no_tag",
)
# Trying the same again would end the same way.
HOPELESS = frozenset({"refused", "too_large", "not_http", "no_host"})


def error_text(code: str, tr: Translator, **values: str | int) -> str:
    """Return the sentence of an error as plain text; one that is not known is called internal.

    `site` may be among the values, or unknown.
    """
    key = f"error.{code}" if f"error.{code}" in tr else "error.internal"
    values["site"] = clean(str(values.get("site", ""))) or tr.text("error.site")
    if code == "storage_full":
        values["limit"] = tr.size(int(values["limit"]))
    return tr.text(key, **values)


def render_error(code: str, tr: Translator, **values: str | int) -> Reply:
    """Return the answer to something that went wrong."""
    return Reply(f"⚠️ {escape(error_text(code, tr, **values))}")


def render_refusal(url: str, refusal: InvalidRequest, tr: Translator) -> Reply:
    """Return the answer to an address that does not become a link: which one, why, and what next."""
    sentence = error_text(refusal.sentence, tr, **{"site": host_of(url), **refusal.values})
    return Reply(f"🚫 <code>{escape(short_address(url))}</code>\n{escape(sentence)}")
