"""Buttons: what they carry is typed, never trusted, and always about the chat in which they were pressed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from telegram import CallbackQuery, Message, Update

from bot.callbacks import (
    AccessCallback,
    AddTag,
    Admit,
    ApplyRule,
    AskEmpty,
    AskEvidence,
    AskForGood,
    Audience,
    Callback,
    CaptureAs,
    Changes,
    Choice,
    Delete,
    DeleteForGood,
    DeleteTag,
    DropAlias,
    DropFeed,
    DropRule,
    DropShare,
    DropToken,
    EmptyBin,
    Forget,
    FullPage,
    LinkCallback,
    Listen,
    Listening,
    ListKind,
    Look,
    MergeTags,
    More,
    OpenFor,
    Page,
    Pdf,
    Recapture,
    RenameTag,
    Restore,
    Retry,
    SetLanguage,
    SetLook,
    ShowTag,
    SnapshotCallback,
    TagMenu,
    TurnAway,
    Undo,
    Versions,
    WatchEvery,
    parse,
)
from bot.errors import InvalidRequest, MessageRefused
from bot.handlers import find, recent, tags
from bot.handlers.changes import tell_changes_of
from bot.handlers.context import Context
from bot.handlers.editing import edit
from bot.handlers.evidence import ask_for_evidence
from bot.handlers.feeds import end_by_button
from bot.handlers.remark import add_suggested
from bot.handlers.retry import recapture
from bot.handlers.settings import build_settings
from bot.handlers.share import take_share_back
from bot.handlers.token import revoke_by_button
from bot.handlers.undo import build_bin
from bot.handlers.users import decide
from bot.handlers.versions import list_versions_of, open_more
from bot.handlers.watch import build_watches, watch_by_button
from bot.handlers.wiping import wipe_by_button
from bot.i18n import get_translator, resolve_locale
from bot.replies import Reply
from bot.services.choosing import choose_look
from bot.services.removing import bring_back, remove
from bot.services.sending import KeptFile, load_full_page, load_pdf
from bot.services.showing import show_latest
from bot.views.errors import error_text
from bot.views.html import escape
from bot.views.keyboards import callback_button
from bot.views.lists import read_query
from bot.views.texts import Toast, render_deleted, render_restored, render_toast
from models.chats import set_language, set_listening, set_permalinks
from models.errors import NotFound
from models.links import get_link
from models.tables import ChatKind
from models.tag_moves import find_tag


async def press(update: Update, context: Context) -> None:
    """Do what a button says; a forged, foreign or old one changes nothing."""
    query = update.callback_query
    if query is None:
        return
    translator = context.caller.translator
    callback = parse(query.data or "")
    if callback is None or not isinstance(query.message, Message):  # Telegram shows us no deleted messages
        await query.answer(render_toast(Toast.OLD_BUTTON, translator))
        return
    try:
        await _do(callback, query, query.message, context)
    except NotFound:
        await query.answer(error_text("not_found", translator), show_alert=True)
    except InvalidRequest as error:
        await query.answer(error_text(error.sentence, translator, **error.values), show_alert=True)
    else:
        toast = TOASTS.get(type(callback))
        await query.answer(render_toast(toast, context.caller.translator) if toast else None)  # the language chosen


TOASTS: dict[type[Callback], Toast] = {
    Recapture: Toast.CAPTURING,
    Retry: Toast.CAPTURING,
    Delete: Toast.DELETED,
    Restore: Toast.RESTORED,
    FullPage: Toast.FULL_PAGE,
    Pdf: Toast.PDF,
    Changes: Toast.CHANGES,
    SetLanguage: Toast.SAVED,
    Listen: Toast.SAVED,
    SetLook: Toast.SAVED,
    OpenFor: Toast.SAVED,
    CaptureAs: Toast.CAPTURING,
    DropShare: Toast.TAKEN_BACK,
    DropToken: Toast.REVOKED,
    DropFeed: Toast.TAKEN_BACK,
}


async def _do(callback: Callback, query: CallbackQuery, message: Message, context: Context) -> None:
    match callback:
        case Page(kind, page):
            await _turn(kind, page, message, context)
        case ShowTag(name):
            await _show_tag(name, context)
        case FullPage() | Pdf() | Changes() | More():
            await _show_of(callback, message, context)
        case SetLanguage() | Listen() | SetLook() | OpenFor():
            await _choose(callback, query, message, context)
        case Undo() | TagMenu() | RenameTag() | DeleteTag() | MergeTags() | DropAlias() | DropRule() | ApplyRule():
            await edit(callback, context)
        case AskForGood() | DeleteForGood() | AskEmpty() | EmptyBin() | Forget():
            await wipe_by_button(callback, message, context)
        case DropShare() | DropToken() | DropFeed() | Admit() | TurnAway():
            await _take_back(callback, message, context)
        case AddTag(link_id, name):
            await add_suggested(link_id, name, context)
        case _:
            await _act(callback, message, context)


async def _take_back(callback: AccessCallback, message: Message, context: Context) -> None:
    """Close a way in that somebody was given, or open one."""
    match callback:
        case DropShare(share_id):
            await take_share_back(share_id, message, context)
        case DropToken(token_id):
            await revoke_by_button(token_id, message, context)
        case Admit() | TurnAway():
            await decide(callback, message, context)
        case DropFeed(feed_id):
            await end_by_button(feed_id, message, context)


async def _show_of(callback: SnapshotCallback, message: Message, context: Context) -> None:
    """Show more of one of this chat's snapshots."""
    chat_id, ports = context.caller.chat.id, context.house.ports
    match callback:
        case FullPage(permalink_id):
            await _send(await load_full_page(chat_id, permalink_id, ports), context)
        case Pdf(permalink_id):
            await _send(await load_pdf(chat_id, permalink_id, ports), context)
        case Changes(permalink_id):
            await tell_changes_of(permalink_id, context)
        case More(permalink_id):
            await open_more(permalink_id, message, context)


async def _act(callback: LinkCallback, message: Message, context: Context) -> None:
    """Do something with one of this chat's links."""
    match callback:
        case Recapture(link_id) | Retry(link_id):
            await recapture(await get_link(context.caller.chat.id, link_id), context)
        case CaptureAs(link_id, look):
            await recapture(await get_link(context.caller.chat.id, link_id), context, look)
        case WatchEvery(link_id, days):
            await watch_by_button(await get_link(context.caller.chat.id, link_id), days, message, context)
        case Versions(link_id, page):
            await list_versions_of(await get_link(context.caller.chat.id, link_id), page, message, context)
        case AskEvidence(link_id):
            await ask_for_evidence(link_id, context)
        case Delete(link_id):
            await _delete(link_id, context)
        case Restore(link_id):
            await _restore(link_id, message, context)


async def _show_tag(name: str, context: Context) -> None:
    """List a tag's links, with the way to what can be done with the tag."""
    caller = context.caller
    reply = await find.build_page(f"#{name}", 0, context)
    tag = await find_tag(caller.chat.id, name)
    if tag is not None:
        menu = callback_button(caller.translator.text("button.tag_menu"), TagMenu(tag.id))
        reply = replace(reply, keyboard=(*reply.keyboard, (menu,)))
    await context.answer(reply)


async def _choose(choice: Choice, query: CallbackQuery, message: Message, context: Context) -> None:
    """Change a setting of this chat."""
    match choice:
        case SetLanguage(code):
            await _set_language(code, query, message, context)
        case Listen(to):
            await _set_listening(to, message, context)
        case SetLook(look):
            await _set_look(look, message, context)
        case OpenFor(whom):
            await set_permalinks(context.caller.chat, are_private=whom is Audience.PEOPLE)
            await _rewrite(message, await build_settings(context), context)


PAGES: Mapping[ListKind, Callable[[int, Context], Awaitable[Reply]]] = {
    ListKind.RECENT: recent.build_page,
    ListKind.TAGS: tags.build_page,
    ListKind.BIN: build_bin,
    ListKind.WATCHES: build_watches,
}


async def _turn(kind: ListKind, page: int, message: Message, context: Context) -> None:
    """Show another page of a list in the message that holds it."""
    if kind in {ListKind.FIND, ListKind.MEANT}:
        query = read_query(message.text or "")
        if query is None:
            raise NotFound("that message is no list")
        is_meant = kind is ListKind.MEANT
        reply = await (find.build_meant(query, context) if is_meant else find.build_page(query, page, context))
    else:
        reply = await PAGES[kind](page, context)
    await _rewrite(message, reply, context)


async def _delete(link_id: int, context: Context) -> None:
    caller = context.caller
    person_id = caller.person.id if caller.person else None
    link = await remove(caller.chat.id, link_id, context.house.ports, person_id)
    await context.answer(render_deleted(link.title or link.url, link.id, caller.translator))


async def _restore(link_id: int, message: Message, context: Context) -> None:
    """Bring a link back; the message that offered it says so."""
    link = await bring_back(context.caller.chat.id, link_id)
    card = await show_latest(link.id, context.house.ports.public_url)
    await _rewrite(message, render_restored(card, context.caller.translator), context)


async def _send(file: KeptFile, context: Context) -> None:
    caption = Reply(escape(file.card.permalink))
    await context.house.messenger.send_file(context.caller.target, file.content, file.name, caption)


async def _set_language(code: str, query: CallbackQuery, message: Message, context: Context) -> None:
    caller = context.caller
    await set_language(caller.chat, code)
    caller.translator = get_translator(resolve_locale(code or query.from_user.language_code))
    await _rewrite(message, await build_settings(context), context)


async def _set_listening(to: Listening, message: Message, context: Context) -> None:
    chat = context.caller.chat
    if chat.kind is not ChatKind.GROUP:
        raise NotFound("only groups choose what is read")
    await set_listening(chat, listens_to_all=to is Listening.ALL)
    await _rewrite(message, await build_settings(context), context)


async def _set_look(look: Look, message: Message, context: Context) -> None:
    await choose_look(context.caller.chat, look)
    await _rewrite(message, await build_settings(context), context)


async def _rewrite(message: Message, reply: Reply, context: Context) -> None:
    """Replace what a button's message says; one that cannot hold it never offered that."""
    try:
        await context.house.messenger.rewrite(message.chat_id, message.message_id, reply)
    except MessageRefused as error:
        raise NotFound("that message holds no such text") from error
