import pytest

from bot.errors import InvalidRequest
from bot.i18n import LOCALES, get_translator
from bot.replies import Reply
from bot.views.errors import REQUEST_CODES, error_text, render_error, render_refusal
from capture.errors import CaptureError
from tests.bot.test_i18n import codes
from tests.bot.views.golden import check_golden
from tests.bot.views.telegram_html import visible_text


@pytest.mark.parametrize("locale", LOCALES)
def test_every_error_reads_well(locale: str) -> None:
    tr = get_translator(locale)
    limits = {
        "storage_full": 2 * 1024**3,
        "queue_full": 5,
        "daily_limit": 100,
        "too_many_shares": 500,
        "too_many_watches": 20,
        "too_many_tokens": 20,
        "too_many_feeds": 100,
    }
    replies: dict[str, Reply] = {}
    for code in sorted(codes()):
        values = {"limit": limits[code]} if code in limits else {}
        replies[code] = render_error(code, tr, site="example.com", name="sea", other="ocean", **values)
        visible_text(replies[code].html)

    check_golden("errors", locale, replies)


def test_an_unknown_code_is_an_internal_error() -> None:
    tr = get_translator("en")

    assert error_text("from_the_future", tr) == error_text("internal", tr)


def test_without_a_site_the_sentence_still_stands() -> None:
    assert error_text(CaptureError.code, get_translator("en")).startswith("The site could not be captured.")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_refusal_names_the_address_and_the_way_on(locale: str) -> None:
    tr = get_translator(locale)
    replies = {
        "not http": render_refusal("ftp://example.com/<a>", InvalidRequest("not_http"), tr),
        "refused": render_refusal("http://10.0.0.1/admin", InvalidRequest("refused"), tr),
        "no host": render_refusal("https:///path", InvalidRequest("no_host"), tr),
        "storage": render_refusal("https://example.com", InvalidRequest("storage_full", limit=2**31), tr),
    }

    check_golden("refusals", locale, replies)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_a_button_may_answer_fits_into_an_alert(locale: str) -> None:
    tr = get_translator(locale)

    for code in (*REQUEST_CODES, "not_found", "internal"):
        assert (
            len(error_text(code, tr, limit=2**40, name="sea", other="ocean")) <= 200
        )  # Bot API, answerCallbackQuery.text
