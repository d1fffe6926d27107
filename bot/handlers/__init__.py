"""The chat's doors: one command a file. `COMMANDS` is what the menu, /help and the dispatcher are made of."""

from dataclasses import dataclass

from bot.handlers.changes import show_changes
from bot.handlers.context import Handler
from bot.handlers.delete import delete_links
from bot.handlers.editing import alias_tag, rename_tag, rule_tag, show_tag
from bot.handlers.feeds import list_feeds, offer_feed, publish
from bot.handlers.find import find_links
from bot.handlers.help import show_help
from bot.handlers.language import offer_languages
from bot.handlers.private import make_private, renew_links
from bot.handlers.recent import list_recent_links
from bot.handlers.retry import retry_links
from bot.handlers.settings import show_settings
from bot.handlers.share import list_shared, share_links
from bot.handlers.start import greet
from bot.handlers.tags import list_chat_tags
from bot.handlers.token import list_tokens, offer_token
from bot.handlers.undo import list_bin, undo_newest
from bot.handlers.users import offer_invite, show_users
from bot.handlers.watch import list_watched, watch_links
from bot.handlers.web import offer_library
from bot.handlers.wiping import offer_to_forget


@dataclass(frozen=True, slots=True)
class Command:
    """A command; `command.<name>` in the locales says what it does."""

    name: str
    handler: Handler


COMMANDS: tuple[Command, ...] = (  # in the order of the menu
    Command("find", find_links),
    Command("recent", list_recent_links),
    Command("tags", list_chat_tags),
    Command("tag", show_tag),
    Command("rename", rename_tag),
    Command("alias", alias_tag),
    Command("rule", rule_tag),
    Command("retry", retry_links),
    Command("changes", show_changes),
    Command("watch", watch_links),
    Command("watches", list_watched),
    Command("share", share_links),
    Command("shares", list_shared),
    Command("private", make_private),
    Command("newlink", renew_links),
    Command("delete", delete_links),
    Command("undo", undo_newest),
    Command("bin", list_bin),
    Command("web", offer_library),
    Command("feed", offer_feed),
    Command("publish", publish),
    Command("feeds", list_feeds),
    Command("token", offer_token),
    Command("tokens", list_tokens),
    Command("users", show_users),
    Command("invite", offer_invite),
    Command("settings", show_settings),
    Command("language", offer_languages),
    Command("forget", offer_to_forget),
    Command("help", show_help),
    Command("start", greet),
)
