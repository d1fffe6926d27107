"""What is said of people: who knocks, who was let in, who may use this bot."""

from collections.abc import Sequence

from bot.callbacks import Admit, TurnAway
from bot.i18n import Translator
from bot.replies import Reply
from bot.services.knocking import KnownPerson
from bot.views.html import cut, say
from bot.views.keyboards import callback_button, copy_button, rows
from models.tables import Person, Role

NAME_UNITS = 80
BUTTONS_A_ROW = 5


def render_knock(person: Person, tr: Translator) -> Reply:
    """Return the question to the owner."""
    allow = callback_button(tr.text("button.allow"), Admit(person.id))
    deny = callback_button(tr.text("button.deny"), TurnAway(person.id))
    return Reply(_say(tr, "knock.asks_html", person), rows((allow, deny)))


def render_decided(person: Person, tr: Translator) -> Reply:
    """Return what the question becomes once it is answered, and the way to answer otherwise."""
    if person.role is Role.GUEST:
        button = callback_button(tr.text("button.deny_after_all"), TurnAway(person.id))
        return Reply(_say(tr, "knock.let_in_html", person), rows((button,)))
    button = callback_button(tr.text("button.allow_after_all"), Admit(person.id))
    return Reply(_say(tr, "knock.turned_away_html", person), rows((button,)))


def render_users(people: Sequence[KnownPerson], tr: Translator) -> Reply:
    """Return who may use this bot; guests each with a button that takes that away."""
    lines = [_line(place, one, tr) for place, one in enumerate(people, 1)]
    backs = [
        callback_button(f"✖️ {place}", TurnAway(one.person_id))
        for place, one in enumerate(people, 1)
        if not one.is_owner and not one.is_listed
    ]
    keyboard = (tuple(backs[first : first + BUTTONS_A_ROW]) for first in range(0, len(backs), BUTTONS_A_ROW))
    return Reply("\n".join([say(tr, "users.list"), *lines, "", say(tr, "users.more")]), tuple(keyboard))


def render_invite(url: str, tr: Translator) -> Reply:
    """Return the link that lets one person in."""
    return Reply(say(tr, "users.invite", url=url), rows((copy_button(url, tr),)))


def _line(place: int, one: KnownPerson, tr: Translator) -> str:
    kind = "owner" if one.is_owner else "listed" if one.is_listed else "guest"
    name = cut(one.name, NAME_UNITS) or str(one.telegram_id)
    return say(tr, f"users.{kind}_html", place=place, name=name, number=str(one.telegram_id))


def _say(tr: Translator, key: str, person: Person) -> str:
    name = cut(person.name, NAME_UNITS) or str(person.telegram_id)
    return say(tr, key, name=name, number=str(person.telegram_id))
