"""What is said when tags, aliases and rules are edited, when something is taken back, and what lies in the bin."""

from collections.abc import Sequence

from bot.callbacks import (
    ApplyRule,
    AskEmpty,
    AskForGood,
    DeleteTag,
    DropAlias,
    DropRule,
    ListKind,
    MergeTags,
    RenameTag,
    Restore,
    ShowTag,
    Undo,
    fits,
)
from bot.i18n import Translator
from bot.parsing.tags import parse_tag
from bot.replies import Button, Keyboard, Reply
from bot.services.cards import BinnedLink, NamedRow, TagCard
from bot.views.addresses import short_address
from bot.views.html import MAX_TEXT, Room, clean, cut, escape, join_lines, say
from bot.views.keyboards import callback_button, page_row, rows
from bot.views.tags import hashtag

PENCIL = "✏️ "  # begins the first line of the question for a tag's new name; the tag follows
LISTED = 30  # aliases or rules in one message
BUTTONS_A_ROW, BIN_BUTTONS_A_ROW = 2, 5


def undo_row(deed_id: int, tr: Translator) -> tuple[Button, ...]:
    """Return the button that takes something back."""
    return (callback_button(tr.text("button.undo"), Undo(deed_id)),)


def render_deed(key: str, deed_id: int, tr: Translator, **values: str | int) -> Reply:
    """Return what was done, and the way back."""
    return Reply(say(tr, key, **values), (undo_row(deed_id, tr),))


def render_renamed(old: str, new: str, links: int, deed_id: int, tr: Translator) -> Reply:
    """Return the answer to a tag that has another name now."""
    return render_deed("tag.renamed", deed_id, tr, old=hashtag(old), new=hashtag(new), count=links)


def ask_to_merge(old: str, new: str, merge: MergeTags, links: int, tr: Translator) -> Reply:
    """Return the question before two tags become one."""
    button = callback_button(tr.text("button.merge"), merge)
    return Reply(say(tr, "tag.merge_question", old=hashtag(old), new=hashtag(new), count=links), ((button,),))


def render_tag_menu(card: TagCard, tr: Translator) -> Reply:
    """Return what a tag is, and what can be done with it."""
    name = hashtag(card.name)
    lines = [f"🏷 <b>{escape(name)}</b> · {say(tr, 'tag.links', count=card.links)}"]
    if card.aliases:
        lines.append(say(tr, "tag.aliases", names=" ".join(map(hashtag, card.aliases[:LISTED]))))
    if card.patterns:
        lines.append(say(tr, "tag.patterns", names=", ".join(card.patterns[:LISTED])))
    lines.append(say(tr, "tag.how_html", name=name))
    shown = callback_button(tr.text("button.list"), ShowTag(card.name)) if fits(ShowTag(card.name)) else None
    rename = callback_button(tr.text("button.rename_tag"), RenameTag(card.tag_id))
    delete = callback_button(tr.text("button.delete_tag"), DeleteTag(card.tag_id))
    return Reply(join_lines(*lines), rows((shown, rename, delete)))


def ask_for_name(name: str, tr: Translator) -> Reply:
    """Return the question for a tag's new name; its first line is the tag, so that the reply finds it."""
    return Reply(join_lines(escape(f"{PENCIL}{hashtag(name)}"), say(tr, "tag.new_name")), asks=True)


def read_asked_name(text: str) -> str | None:
    """Return the tag that such a question is about, from its text; None where it is no such question."""
    first = text.partition("\n")[0]
    return parse_tag(first.removeprefix(PENCIL)) if first.startswith(PENCIL) else None


def render_aliases(aliases: Sequence[NamedRow], tr: Translator) -> Reply:
    """Return a chat's aliases, each with a button that forgets it."""
    if not aliases:
        return Reply(say(tr, "alias.nothing_html"))
    lines = [f"{hashtag(one.name)} → {hashtag(one.tag)}" for one in aliases[:LISTED]]
    buttons = [callback_button(cut(f"✖️ {hashtag(one.name)}", 24), DropAlias(one.row_id)) for one in aliases[:LISTED]]
    return Reply(join_lines(say(tr, "alias.list_html"), *map(escape, lines)), _grid(buttons))


def render_rules(rules: Sequence[NamedRow], tr: Translator) -> Reply:
    """Return a chat's rules, each with a button that forgets it."""
    if not rules:
        return Reply(say(tr, "rule.nothing_html"))
    lines = [f"{cut(clean(one.name), 80)} → {hashtag(one.tag)}" for one in rules[:LISTED]]
    buttons = [callback_button(cut(f"✖️ {clean(one.name)}", 24), DropRule(one.row_id)) for one in rules[:LISTED]]
    return Reply(join_lines(say(tr, "rule.list_html"), *map(escape, lines)), _grid(buttons))


def render_new_rule(rule: NamedRow, fitting: int, tr: Translator) -> Reply:
    """Return the answer to a new rule, with the offer to apply it to what is kept already."""
    said = say(tr, "rule.made", pattern=rule.name, tag=hashtag(rule.tag))
    if not fitting:
        return Reply(said)
    button = callback_button(tr.text("button.apply_rule", count=fitting), ApplyRule(rule.row_id))
    return Reply(join_lines(said, say(tr, "rule.fitting", count=fitting)), ((button,),))


def render_undone(kind: str, tr: Translator) -> Reply:
    """Return the answer to /undo."""
    return Reply(say(tr, f"undone.{kind}"))


def render_bin(links: Sequence[BinnedLink], total: int, tr: Translator, *, page: int = 0, page_size: int = 10) -> Reply:
    """Return a page of what lies in the bin, each with buttons that bring it back and that let it go."""
    if not links:
        return Reply(say(tr, "bin.nothing"))
    room = Room(MAX_TEXT - 400)
    numbered = list(enumerate(links, page * page_size + 1))
    lines = [
        room.take(f"{number}. {clean(one.title) or short_address(one.url)} · {_days(one.days_left, tr)}", 200, 120)
        for number, one in numbered
    ]
    back = [callback_button(f"↩️ {number}", Restore(one.link_id)) for number, one in numbered]
    gone = [callback_button(f"✖️ {number}", AskForGood(one.link_id)) for number, one in numbered]
    starts = range(0, len(links), BIN_BUTTONS_A_ROW)
    buttons = [tuple(row[start : start + BIN_BUTTONS_A_ROW]) for start in starts for row in (back, gone)]
    turning = page_row(ListKind.BIN, page, -(-total // page_size))
    empty = callback_button(tr.text("button.empty_bin"), AskEmpty(total))
    text = join_lines(say(tr, "bin.count", count=total), *map(escape, lines), say(tr, "bin.how"))
    return Reply(text, rows(*buttons, turning, (empty,)))


def _days(days: int, tr: Translator) -> str:
    return tr.text("bin.days_left", count=days)


def _grid(buttons: Sequence[Button]) -> Keyboard:
    return tuple(tuple(buttons[start : start + BUTTONS_A_ROW]) for start in range(0, len(buttons), BUTTONS_A_ROW))
