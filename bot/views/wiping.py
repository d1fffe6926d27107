"""What is asked and said when something goes for good."""

from bot.callbacks import DeleteForGood, EmptyBin, Forget
from bot.i18n import Translator
from bot.replies import Reply
from bot.views.addresses import short_address
from bot.views.html import clean, cut, say
from bot.views.keyboards import callback_button

TITLE_UNITS = 120


def ask_to_wipe(link_id: int, title: str, url: str, tr: Translator) -> Reply:
    """Return the question before a link is deleted for good."""
    button = callback_button(tr.text("button.for_good"), DeleteForGood(link_id))
    return Reply(say(tr, "bin.ask", title=_name(title, url)), ((button,),))


def ask_to_empty(count: int, tr: Translator) -> Reply:
    """Return the question before all of the bin goes."""
    button = callback_button(tr.text("button.for_good"), EmptyBin(count))
    return Reply(say(tr, "bin.ask_all", count=count), ((button,),))


def render_wiped(count: int, tr: Translator) -> Reply:
    """Return the answer when it has gone."""
    return Reply(say(tr, "bin.wiped", count=count))


def ask_to_forget(person_id: int, count: int, tr: Translator) -> Reply:
    """Return the question before a person is forgotten."""
    button = callback_button(tr.text("button.forget"), Forget(person_id))
    return Reply(say(tr, "forget.ask", count=count), ((button,),))


def render_forgotten(count: int, tr: Translator) -> Reply:
    """Return the last thing that is said to a person who is forgotten."""
    return Reply(say(tr, "forget.done", count=count))


def _name(title: str, url: str) -> str:
    return cut(clean(title), TITLE_UNITS) or short_address(url)
