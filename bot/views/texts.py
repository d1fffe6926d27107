"""Short texts: the welcome, the help, hints, and what a button answers."""

from collections.abc import Sequence
from enum import StrEnum

from bot.i18n import Translator
from bot.replies import Button, Keyboard, Reply
from bot.services.cards import SnapshotCard
from bot.views.cards import title_of
from bot.views.html import MAX_TEXT, Room, bold, clean, escape, join_lines, say
from bot.views.keyboards import copy_button, inline_button, is_button_url, open_button, rows, undo_keyboard
from bot.views.tags import hashtags

TITLE_UNITS = 240
TITLE_GRAPHEMES = 120


class Welcome(StrEnum):
    """Who says /start."""

    OWNER = "owner"
    MEMBER = "member"
    LOCAL = "local"  # the person at this machine, in the local chat
    CLAIMED = "claimed"  # has just opened the claim link and owns the bot from now on
    LET_IN = "let_in"  # by the owner's button or invitation
    CLAIM_FAILED = "claim_failed"  # brought a claim link that is used up or too old


class Hint(StrEnum):
    """What is said where something was left out."""

    NO_LINK = "no_link"
    EMPTY_FIND = "empty_find"
    DELETE_REPLY = "delete_reply"
    RETRY_REPLY = "retry_reply"
    CHANGES_REPLY = "changes_reply"
    WATCH_REPLY = "watch_reply"
    SHARE_REPLY = "share_reply"
    PRIVATE_REPLY = "private_reply"
    NEWLINK_REPLY = "newlink_reply"
    NOT_A_LINK = "not_a_link"  # the message replied to stands for no link
    UNKNOWN_COMMAND = "unknown_command"


class Toast(StrEnum):
    """What a tapped button answers, above the chat; at most 200 characters."""

    CAPTURING = "capturing"
    DELETED = "deleted"
    RESTORED = "restored"
    FULL_PAGE = "full_page"
    PDF = "pdf"
    CHANGES = "changes"
    SAVED = "saved"  # a setting
    TAKEN_BACK = "taken_back"
    REVOKED = "revoked"
    OLD_BUTTON = "old_button"


def render_start(welcome: Welcome, tr: Translator, *, bot_name: str = "", sample_url: str = "") -> Reply:
    """Return the answer to /start for whoever may use this bot."""
    if welcome is Welcome.CLAIM_FAILED:
        return Reply(say(tr, "start.claim_failed"))
    lines = [say(tr, f"start.{welcome}_html"), say(tr, "start.how_html")]
    if sample_url:
        lines.append(say(tr, "start.sample", url=sample_url))
    lines.append(say(tr, "start.next_html", bot=bot_name) if bot_name else say(tr, "start.help"))
    return Reply("\n\n".join(lines))


def render_sign_in(url: str, app_url: str, tr: Translator) -> Reply:
    """Return the ways into the library: inside Telegram, and by a link in a browser; without one, where to ask."""
    if not url:
        return Reply(say(tr, "web_link.elsewhere"))
    button = Button(tr.text("web_link.button"), url=url) if is_button_url(url) else None
    can_be_inside = is_button_url(app_url) and app_url.startswith("https://")  # as Telegram wants it
    inside = Button(tr.text("web_link.inside"), web_app=app_url) if can_be_inside else None
    return Reply(f"{say(tr, 'web_link.offer')}\n{escape(url)}", rows((inside,), (button,)))


def render_stranger(telegram_id: int, tr: Translator, *, is_asked: bool = False) -> Reply:
    """Return the one polite line for somebody who may not use this bot; whether its owner has been asked."""
    key = "start.stranger_asked_html" if is_asked else "start.stranger_html"
    return Reply(say(tr, key, number=str(telegram_id)))


def render_help(commands: Sequence[tuple[str, str]], tr: Translator, *, bot_name: str = "") -> Reply:
    """Return the help: what can be sent, and every command with the sentence of its key."""
    parts = [
        say(tr, "help.save_html"),
        say(tr, "help.tag_html"),
        say(tr, "help.find_html"),
        say(tr, "help.inline_html", bot=bot_name) if bot_name else "",
        join_lines(say(tr, "help.commands_html"), *(f"/{name} — {say(tr, key)}" for name, key in commands)),
    ]
    return Reply("\n\n".join(part for part in parts if part), rows((inline_button("", tr),)))


def render_query_help(tr: Translator) -> Reply:
    """Return everything that a search understands, by examples."""
    return Reply(say(tr, "help.query_html"))


def describe_commands(commands: Sequence[tuple[str, str]], tr: Translator) -> tuple[tuple[str, str], ...]:
    """Return each command with its line for Telegram's menu."""
    return tuple((name, tr.text(key)) for name, key in commands)


def render_hint(hint: Hint, tr: Translator) -> Reply:
    """Return what to do instead."""
    return Reply(say(tr, f"hint.{hint}_html"))


def render_toast(toast: Toast, tr: Translator) -> str:
    """Return the plain text that a tapped button shows."""
    return tr.text(f"toast.{toast}")


def render_deleted(title: str, link_id: int, tr: Translator) -> Reply:
    """Return the answer to a deletion, and the way back."""
    shown = Room(MAX_TEXT).take(clean(title), TITLE_UNITS, TITLE_GRAPHEMES)
    return Reply(join_lines(say(tr, "deleted.done"), bold(shown)), undo_keyboard(link_id, tr))


def render_restored(card: SnapshotCard, tr: Translator) -> Reply:
    """Return the answer to a deletion that was undone."""
    return render_about(card, say(tr, "deleted.undone"), tr)


def render_labelled(
    card: SnapshotCard, tr: Translator, *, added: Sequence[str], removed: Sequence[str], note: str = ""
) -> Reply:
    """Return what a reply changed about a link: tags that came and went, its note."""
    changes = (
        ("labelled.added", hashtags(added, 400)),
        ("labelled.removed", hashtags(removed, 400)),
        ("labelled.note", Room(500).take(clean(note), 400)),
    )
    said = [say(tr, key, value=value) for key, value in changes if value]
    return render_about(card, join_lines(*said) or say(tr, "labelled.nothing"), tr)


def render_evidence_request(card: SnapshotCard, tr: Translator) -> Reply:
    """Return what a person can send who sees more of a page than we did."""
    title = Room(MAX_TEXT).take(title_of(card), TITLE_UNITS, TITLE_GRAPHEMES)
    return Reply(join_lines(bold(title), say(tr, "evidence.request")))


def render_evidence(card: SnapshotCard, tr: Translator) -> Reply:
    """Return the answer to what a person sent."""
    return render_about(card, say(tr, "evidence.kept"), tr)


def render_about(card: SnapshotCard, html: str, tr: Translator) -> Reply:
    """Return what is said of a link, with its name and its permalink."""
    title = Room(MAX_TEXT).take(title_of(card), TITLE_UNITS, TITLE_GRAPHEMES)
    keyboard: Keyboard = rows((open_button(card.permalink, tr), copy_button(card.permalink, tr)))
    return Reply(join_lines(html, bold(title), escape(clean(card.permalink))), keyboard)
