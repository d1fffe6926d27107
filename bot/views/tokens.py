"""What is said about API tokens: a new one, once, and the list of them."""

from collections.abc import Sequence

from bot.callbacks import DropToken
from bot.i18n import Translator
from bot.replies import Reply
from bot.services.calling import TokenCard
from bot.views.html import clean, escape, join_lines, say
from bot.views.keyboards import callback_button, copy_button, rows

BUTTONS_A_ROW = 5


def render_token(secret: str, address: str, tr: Translator) -> Reply:
    """Return a new token, and how a script uses it."""
    text = join_lines(
        say(tr, "token.made"),
        f"<code>{escape(secret)}</code>",
        say(tr, "token.how_html", address=address),
    )
    return Reply(text, rows((copy_button(secret, tr),)))


def render_tokens(tokens: Sequence[TokenCard], tr: Translator) -> Reply:
    """Return a person's tokens, each with a button that revokes it."""
    if not tokens:
        return Reply(say(tr, "token.none"))
    lines = [f"{place}. {_line(one, tr)}" for place, one in enumerate(tokens, 1)]
    backs = [callback_button(f"✖️ {place}", DropToken(one.token_id)) for place, one in enumerate(tokens, 1)]
    keyboard = (tuple(backs[first : first + BUTTONS_A_ROW]) for first in range(0, len(backs), BUTTONS_A_ROW))
    return Reply(join_lines(say(tr, "token.list"), *lines), tuple(keyboard))


def _line(token: TokenCard, tr: Translator) -> str:
    name = clean(token.name) or tr.text("token.nameless")
    made = tr.text("token.made_on", when=tr.date(token.created_at))
    used = tr.text("token.used_on", when=tr.date(token.used_at)) if token.used_at else tr.text("token.unused")
    return escape(f"{name} · {made} · {used}")
