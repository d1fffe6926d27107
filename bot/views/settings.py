"""The settings of a chat: its language, what a group's bot reads, what has been used."""

from bot.callbacks import Audience, Listen, Listening, Look, OpenFor, SetLanguage, SetLook
from bot.i18n import LOCALES, Translator, get_translator
from bot.replies import Button, Keyboard, Reply
from bot.services.cards import SettingsCard
from bot.views.html import join_lines, say
from bot.views.keyboards import callback_button

CHOSEN = "✓ "
LOOKS = (Look.DESKTOP, Look.PHONE, Look.LIGHT, Look.DARK)


def render_settings(settings: SettingsCard, tr: Translator) -> Reply:
    """Return what a chat has chosen and used, with buttons to choose otherwise."""
    language = language_name(settings.language) or tr.text("language.automatic")
    lines = [
        say(tr, "settings.title_html"),
        say(tr, "settings.language", language=language),
        say(tr, "settings.links", count=settings.links),
        say(tr, "settings.captures", used=settings.captures_today, limit=settings.max_per_day),
        say(tr, "settings.storage", used=tr.size(settings.used_bytes), limit=tr.size(settings.max_bytes)),
    ]
    window, colours = (tr.text(f"view.{look}") for look in (_window(settings), _colours(settings)))
    lines.append(say(tr, "settings.view", window=window, colours=colours))
    audience = Audience.PEOPLE if settings.are_private else Audience.HOLDERS
    lines.append(say(tr, f"settings.opens_for_{audience}"))
    if settings.is_group:
        listening = Listening.ALL if settings.listens_to_all else Listening.MENTIONS
        lines.append(say(tr, f"settings.listens_{listening}"))
    keyboard = (*_language_rows(settings.language, tr), _look_row(settings, tr), _audience_row(audience, tr))
    return Reply(
        join_lines(*lines),
        (*keyboard, _listening_row(settings, tr)) if settings.is_group else keyboard,
    )


def render_language(current: str, tr: Translator) -> Reply:
    """Return the choice of languages."""
    return Reply(say(tr, "language.choose"), _language_rows(current, tr))


def language_name(code: str) -> str:
    """Return what a language calls itself; "" for none of ours."""
    return get_translator(code).text("language.name") if code in LOCALES else ""


def _language_rows(current: str, tr: Translator) -> Keyboard:
    own = tuple(_choice(language_name(code), SetLanguage(code), is_chosen=code == current) for code in LOCALES)
    automatic = _choice(tr.text("language.automatic"), SetLanguage(""), is_chosen=not current)
    return (own, (automatic,))


def _look_row(settings: SettingsCard, tr: Translator) -> tuple[Button, ...]:
    chosen = {_window(settings), _colours(settings)}
    return tuple(_choice(tr.text(f"button.{look}"), SetLook(look), is_chosen=look in chosen) for look in LOOKS)


def _audience_row(chosen: Audience, tr: Translator) -> tuple[Button, ...]:
    return tuple(_choice(tr.text(f"button.{one}"), OpenFor(one), is_chosen=one is chosen) for one in Audience)


def _window(settings: SettingsCard) -> Look:
    return Look.PHONE if settings.view.is_phone else Look.DESKTOP


def _colours(settings: SettingsCard) -> Look:
    return Look.DARK if settings.view.is_dark else Look.LIGHT


def _listening_row(settings: SettingsCard, tr: Translator) -> tuple[Button, ...]:
    return (
        _choice(tr.text("button.listen_all"), Listen(Listening.ALL), is_chosen=settings.listens_to_all),
        _choice(
            tr.text("button.listen_mentions"),
            Listen(Listening.MENTIONS),
            is_chosen=not settings.listens_to_all,
        ),
    )


def _choice(text: str, callback: SetLanguage | Listen | SetLook | OpenFor, *, is_chosen: bool) -> Button:
    return callback_button(f"{CHOSEN}{text}" if is_chosen else text, callback)
