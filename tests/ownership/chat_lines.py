"""The chat's side of the matrix: one line for everything that can be said or pressed.

`command(text, gets, who)` and `button(kind, make, gets, who)`: `gets` is the least that those get whose library it is
(`Gets.SEES`, `Gets.CHANGES`), `who` narrows those down. Everybody else must get nothing, without a word about it here.
"""

from collections.abc import Mapping

from bot import callbacks as call
from bot.callbacks import Listening, ListKind, Look
from tests.ownership.chat_attempts import ChatAttempt, ChatLine, Gets, Who, button, command
from tests.ownership.scene import CHANNEL, URL

NOTHING, SEES, CHANGES = Gets.NOTHING, Gets.SEES, Gets.CHANGES
BOTH = SEES | CHANGES
OWNERS = Who.OWNER | Who.OWNER_IN_GROUP

COMMAND_LINES: Mapping[str, ChatLine] = {
    "find words": command("/find lighthouse", SEES),
    "find a tag": command("/find #quay", SEES),
    "recent": command("/recent", SEES),
    "tags": command("/tags", SEES),
    "tag": command("/tag quay", SEES),
    "tag an answer": command("/tag taken", CHANGES, reply=True),
    "rename": command("/rename #quay #wharf", CHANGES),
    "alias": command("/alias #dock #quay", CHANGES),
    "aliases": command("/alias", SEES),
    "rule": command("/rule example.com #quay", CHANGES),
    "rules": command("/rule", SEES),
    "retry": command("/retry", CHANGES, reply=True),
    "changes": command("/changes", SEES, reply=True),
    "watch": command("/watch daily", CHANGES, reply=True),
    "watches": command("/watches", SEES),
    "share": command("/share", BOTH, reply=True),
    "shares": command("/shares", SEES),
    "private": command("/private", BOTH, reply=True),
    "new address": command("/newlink", BOTH, reply=True),
    "delete": command("/delete", BOTH, reply=True),
    "undo": command("/undo", CHANGES),
    "bin": command("/bin", SEES),
    "web": command("/web", CHANGES, Who.OWNER),
    "feed": command("/feed #quay", CHANGES, Who.OWNER),
    "publish": command("/publish #quay", CHANGES),
    "feeds": command("/feeds", SEES),
    "token": command("/token", CHANGES, Who.OWNER),
    "tokens": command("/tokens", SEES, Who.OWNER),
    "users": command("/users", NOTHING),
    "invite": command("/invite", CHANGES, Who.OWNER),
    "settings": command("/settings", NOTHING),
    "language": command("/language", NOTHING),
    "forget": command("/forget", NOTHING),
    "help": command("/help", NOTHING),
    "start": command("/start", NOTHING),
}

BUTTON_LINES: Mapping[str, ChatLine] = {
    "capture again": button(call.Recapture, lambda its: call.Recapture(its.link_id), CHANGES),
    "try again": button(call.Retry, lambda its: call.Retry(its.link_id), CHANGES),
    "capture as": button(call.CaptureAs, lambda its: call.CaptureAs(its.link_id, Look.DARK), CHANGES),
    "full page": button(call.FullPage, lambda its: call.FullPage(its.permalink_id), SEES),
    "pdf": button(call.Pdf, lambda its: call.Pdf(its.permalink_id), SEES),
    "what changed": button(call.Changes, lambda its: call.Changes(its.permalink_id), SEES),
    "more": button(call.More, lambda its: call.More(its.permalink_id), SEES),
    "watch every": button(call.WatchEvery, lambda its: call.WatchEvery(its.link_id, 7), CHANGES),
    "versions": button(call.Versions, lambda its: call.Versions(its.link_id, 0), SEES),
    "page of watches": button(call.Page, lambda _: call.Page(ListKind.WATCHES, 0), SEES),
    "page of recent": button(call.Page, lambda _: call.Page(ListKind.RECENT, 0), SEES),
    "page of tags": button(call.Page, lambda _: call.Page(ListKind.TAGS, 0), SEES),
    "page of the bin": button(call.Page, lambda _: call.Page(ListKind.BIN, 0), SEES),
    "show a tag": button(call.ShowTag, lambda _: call.ShowTag("quay"), SEES),
    "delete": button(call.Delete, lambda its: call.Delete(its.link_id), BOTH),
    "restore": button(call.Restore, lambda its: call.Restore(its.binned_id), CHANGES),
    "set the language": button(call.SetLanguage, lambda _: call.SetLanguage("zh-Hans"), CHANGES),
    "listen": button(call.Listen, lambda _: call.Listen(Listening.MENTIONS), CHANGES, Who.GROUP),
    "set the look": button(call.SetLook, lambda _: call.SetLook(Look.DARK), CHANGES),
    "open for": button(call.OpenFor, lambda _: call.OpenFor(call.Audience.PEOPLE), CHANGES),
    "drop a share": button(call.DropShare, lambda its: call.DropShare(its.share_id), CHANGES),
    "drop a feed": button(call.DropFeed, lambda its: call.DropFeed(its.feed_id), CHANGES),
    "drop a token": button(call.DropToken, lambda its: call.DropToken(its.token_id), CHANGES, Who.OWNER),
    "let somebody in": button(call.Admit, lambda its: call.Admit(its.stranger_id), CHANGES, Who.OWNER),
    "turn somebody away": button(call.TurnAway, lambda its: call.TurnAway(its.stranger_id), CHANGES, Who.OWNER),
    "ask for evidence": button(call.AskEvidence, lambda its: call.AskEvidence(its.link_id), CHANGES),
    "add a tag": button(call.AddTag, lambda its: call.AddTag(its.link_id, "taken"), CHANGES),
    "undo": button(call.Undo, lambda its: call.Undo(its.deed_id), CHANGES),
    "tag menu": button(call.TagMenu, lambda its: call.TagMenu(its.other_tag_id), SEES),
    "rename a tag": button(call.RenameTag, lambda its: call.RenameTag(its.other_tag_id), SEES),
    "delete a tag": button(call.DeleteTag, lambda its: call.DeleteTag(its.other_tag_id), BOTH),
    "merge tags": button(call.MergeTags, lambda its: call.MergeTags(its.tag_id, its.other_tag_id), CHANGES),
    "drop an alias": button(call.DropAlias, lambda its: call.DropAlias(its.alias_id), BOTH),
    "drop a rule": button(call.DropRule, lambda its: call.DropRule(its.rule_id), CHANGES),
    "apply a rule": button(call.ApplyRule, lambda its: call.ApplyRule(its.rule_id), BOTH),
    "ask for good": button(call.AskForGood, lambda its: call.AskForGood(its.binned_id), SEES),
    "delete for good": button(call.DeleteForGood, lambda its: call.DeleteForGood(its.binned_id), CHANGES),
    "ask to empty": button(call.AskEmpty, lambda _: call.AskEmpty(1), NOTHING),
    "empty the bin": button(call.EmptyBin, lambda _: call.EmptyBin(1), CHANGES, OWNERS),
    "forget": button(call.Forget, lambda its: call.Forget(its.owner_id), CHANGES, Who.OWNER),
}


async def edit_a_reply(attempt: ChatAttempt) -> None:
    """A label that says something else later."""
    reply = await attempt.write("#other", reply=True)
    await attempt.house.chat.edit_text(reply, "#taken")


async def edit_a_post(attempt: ChatAttempt) -> None:
    """A post that brings a link only later."""
    post = await attempt.house.chat.channel_post(CHANNEL, "hello")
    await attempt.house.chat.edit_text(post, URL)


async def search_inline(attempt: ChatAttempt) -> None:
    """Look for everything, and for words."""
    for query in ("", "lighthouse", "#quay"):
        await attempt.house.chat.inline_query(attempt.actor.user, query, chat=attempt.actor.chat)


async def send_evidence(attempt: ChatAttempt) -> None:
    """A file in reply to an answer."""
    actor, number = attempt.actor, attempt.ground.message_id
    content = f"<!doctype html><p>seen by {actor.name}".encode()
    if actor.chat != CHANNEL:
        await attempt.house.chat.send_document(actor.user, actor.chat, content, "seen.html", reply_to=number)


async def press_nonsense(attempt: ChatAttempt) -> None:
    """What none of our buttons carries."""
    for data in ("", "d", "d:0", f"d:-{attempt.library.link_id}", f"dg:{attempt.library.link_id}:1", "zz:1"):
        await attempt.house.chat.press_data(attempt.actor.chat, attempt.ground.message_id, data, attempt.actor.user)


async def add_to_a_channel(attempt: ChatAttempt) -> None:
    """The bot becomes a member somewhere else."""
    await attempt.house.chat.add_chat(-1_000_000_000_701, "channel", "Elsewhere")
    await attempt.house.chat.add_member(attempt.actor.user, -1_000_000_000_701, "administrator")


async def leave_a_group(attempt: ChatAttempt) -> None:
    """Somebody goes out of another group."""
    chat_id = -700 - attempt.actor.user
    await attempt.house.chat.add_chat(chat_id, "group", "Elsewhere")
    await attempt.house.chat.send_text(attempt.actor.user, chat_id, "hello")
    await attempt.house.chat.leave_group(attempt.actor.user, chat_id)


async def migrate_a_group(attempt: ChatAttempt) -> None:
    """Another group becomes a supergroup."""
    chat_id = -600 - attempt.actor.user
    await attempt.house.chat.add_chat(chat_id, "group", "Elsewhere")
    await attempt.house.chat.send_text(attempt.actor.user, chat_id, "hello")
    await attempt.house.chat.migrate_group(chat_id)


async def react(attempt: ChatAttempt) -> None:
    """A reaction, of which the bot does not ask to hear."""
    await attempt.house.chat.react(attempt.actor.user, attempt.ground, "👍")


MESSAGE_LINES: Mapping[str, ChatLine] = {
    "send the link": ChatLine("read_message", lambda attempt: attempt.write(f"{URL} #taken"), CHANGES),
    "label an answer": ChatLine("read_message", lambda attempt: attempt.write("#taken, noted", reply=True), BOTH),
    "edit a label": ChatLine("read_message", edit_a_reply, CHANGES),
    "edit a post": ChatLine("read_message", edit_a_post, NOTHING),
    "send evidence": ChatLine("read_message", send_evidence, CHANGES),
    "press nonsense": ChatLine("press", press_nonsense, NOTHING),
    "search inline": ChatLine("answer_inline", search_inline, SEES, Who.OWNER),
    "add to a channel": ChatLine("note_membership", add_to_a_channel, NOTHING),
    "leave a group": ChatLine("note_leaving", leave_a_group, NOTHING),
    "migrate a group": ChatLine("follow_group", migrate_a_group, NOTHING),
    "react": ChatLine("check", react, NOTHING),
}

CHAT_LINES: Mapping[str, ChatLine] = {
    **{f"command: {name}": line for name, line in COMMAND_LINES.items()},
    **{f"button: {name}": line for name, line in BUTTON_LINES.items()},
    **{f"message: {name}": line for name, line in MESSAGE_LINES.items()},
}
# Which handler takes which kind of update; a kind that is asked for and not named here fails the test.
UPDATES: Mapping[str, str] = {
    "message": "read_message",
    "edited_message": "read_message",
    "channel_post": "read_message",
    "edited_channel_post": "read_message",
    "callback_query": "press",
    "inline_query": "answer_inline",
    "my_chat_member": "note_membership",
}
