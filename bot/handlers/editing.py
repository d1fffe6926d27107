"""/tag, /rename, /alias, /rule: a chat's own words, put in order. Whatever is lost by it, /undo brings back."""

from telegram import Message, Update

from bot.callbacks import (
    ApplyRule,
    DeleteTag,
    DropAlias,
    DropRule,
    EditCallback,
    MergeTags,
    RenameTag,
    TagMenu,
    Undo,
)
from bot.handlers.context import Context
from bot.handlers.find import read_words
from bot.handlers.remark import label_answered
from bot.handlers.undo import undo_one
from bot.parsing.rules import parse_pattern
from bot.parsing.save import Remark
from bot.parsing.tags import parse_tag, parse_tags
from bot.replies import Reply
from bot.services.cards import NamedRow
from bot.services.ruling import add_rule, apply_to_kept, remove_rule
from bot.services.tag_editing import Editor, Renaming, add_alias, delete, merge, remove_alias, rename, require_tag
from bot.services.tag_lists import describe_tag, show_aliases, show_rules
from bot.views.editing import (
    ask_for_name,
    ask_to_merge,
    read_asked_name,
    render_aliases,
    render_deed,
    render_new_rule,
    render_renamed,
    render_rules,
    render_tag_menu,
)
from bot.views.html import say
from bot.views.tags import hashtag
from models.tag_moves import index_marked


async def show_tag(update: Update, context: Context) -> None:
    """Answer /tag: what can be done with a tag, or with tags altogether; as a reply to a link it labels that."""
    names, message = _read_names(update), update.effective_message
    if names and message and await label_answered(update, message, Remark(names, (), ""), context):
        return
    name = parse_tag(read_words(update))
    if name is None:
        await _say(context, "tag.help_html")
        return
    await show_menu((await require_tag(context.caller.chat.id, name)).id, context)


async def show_menu(tag_id: int, context: Context) -> None:
    """Show what can be done with one of this chat's tags."""
    card = await describe_tag(context.caller.chat.id, tag_id)
    await context.answer(render_tag_menu(card, context.caller.translator))


async def rename_tag(update: Update, context: Context) -> None:
    """Answer /rename #old #new, which asks before two tags become one."""
    names = _read_names(update)
    if len(names) != 2:
        await _say(context, "tag.rename_how_html")
        return
    done = await rename(_editor(context), *names, context.house.ports)
    await _tell_renamed(done, context)


async def take_new_name(update: Update, message: Message, context: Context) -> bool:
    """Rename the tag that the answered message asks for; False where it asks for none."""
    answered = message.reply_to_message
    if answered is None or answered.from_user is None or answered.from_user.id != context.bot.id:
        return False
    old = read_asked_name(answered.text or "")
    if old is None or update.edited_message is not None:
        return False
    new = parse_tag(message.text or "")
    if new is None:
        await _say(context, "tag.no_name_html")
    else:
        await _tell_renamed(await rename(_editor(context), old, new, context.house.ports), context)
    return True


async def alias_tag(update: Update, context: Context) -> None:
    """Answer /alias #short #tag; alone it lists them."""
    names, translator = _read_names(update), context.caller.translator
    if len(names) == 2:
        tag = await add_alias(_editor(context), *names, context.house.ports)
        await context.answer(Reply(say(translator, "alias.made", alias=hashtag(names[0]), tag=hashtag(tag.name))))
        await index_marked()
    elif read_words(update):
        await _say(context, "alias.how_html")
    else:
        await context.answer(render_aliases(await show_aliases(context.caller.chat.id), translator))


async def rule_tag(update: Update, context: Context) -> None:
    """Answer /rule host #tag; alone it lists them."""
    first, _, rest = read_words(update).partition(" ")
    pattern, name = parse_pattern(first), parse_tag(rest)
    translator = context.caller.translator
    if pattern and name:
        rule, fitting = await add_rule(_editor(context), pattern, name)
        row = NamedRow(rule.id, rule.pattern, rule.tag.name)
        await context.answer(render_new_rule(row, fitting, translator))
    elif first:
        await _say(context, "rule.how_html")
    else:
        await context.answer(render_rules(await show_rules(context.caller.chat.id), translator))


async def edit(callback: EditCallback, context: Context) -> None:
    """Do what a button of these says."""
    editor, ports, translator = _editor(context), context.house.ports, context.caller.translator
    match callback:
        case TagMenu(tag_id):
            await show_menu(tag_id, context)
        case RenameTag(tag_id):
            card = await describe_tag(editor.chat.id, tag_id)
            await context.answer(ask_for_name(card.name, translator))
        case Undo(deed_id):
            await undo_one(deed_id, context)
        case MergeTags(tag_id, heir_id):
            await _tell_renamed(await merge(editor, tag_id, heir_id, ports), context)
        case DeleteTag(tag_id):
            tag, deed = await delete(editor, tag_id, ports)
            await context.answer(render_deed("tag.deleted", deed.id, translator, name=hashtag(tag.name)))
            await index_marked()
        case DropAlias(alias_id):
            name, deed = await remove_alias(editor, alias_id, ports)
            await context.answer(render_deed("alias.dropped", deed.id, translator, name=hashtag(name)))
        case DropRule(rule_id):
            rule, deed = await remove_rule(editor, rule_id, ports)
            await context.answer(render_deed("rule.dropped", deed.id, translator, pattern=rule.pattern))
        case ApplyRule(rule_id):
            rule, count, deed = await apply_to_kept(editor, rule_id, ports)
            tag = rule.tag
            await context.answer(render_deed("rule.applied", deed.id, translator, tag=hashtag(tag.name), count=count))


def _editor(context: Context) -> Editor:
    return Editor(context.caller.chat, context.caller.person)


def _read_names(update: Update) -> tuple[str, ...]:
    """Tags with or without their signs, in the order in which they stand."""
    words = read_words(update)
    names = tuple(parse_tag(word) for word in words.split())
    if all(names):
        return tuple(name for name in names if name)
    return parse_tags(words).added


async def _tell_renamed(done: Renaming, context: Context) -> None:
    translator = context.caller.translator
    if done.deed is None:
        merging = MergeTags(done.tag_id, done.heir_id)
        await context.answer(ask_to_merge(done.old, done.new, merging, done.links, translator))
        return
    await context.answer(render_renamed(done.old, done.new, done.links, done.deed.id, translator))
    await index_marked()


async def _say(context: Context, key: str) -> None:
    await context.answer(Reply(say(context.caller.translator, key)))
