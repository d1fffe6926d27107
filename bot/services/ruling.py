"""Ruling: addresses of a site get a tag by themselves."""

from bot.parsing.rules import fits
from bot.services.ports import Ports
from bot.services.tag_editing import Editor
from bot.services.undoing import note_rule, note_ruled
from models.aliases import resolve_names
from models.database import transaction
from models.links import get_link
from models.tables import Deed, Link, TagRule
from models.tag_moves import get_or_create_tag
from models.tag_rules import drop_rule, get_rule, list_addresses_without, list_rules, put_rule
from models.tags import add_tags


async def add_rule(editor: Editor, pattern: str, name: str) -> tuple[TagRule, int]:
    """Make a rule; how many of the links that are kept already fit it."""
    (meant,) = await resolve_names(editor.chat.id, [name])
    async with transaction():
        rule = await put_rule(await get_or_create_tag(editor.chat.id, meant), pattern)
    return rule, len(await _list_fitting(rule))


async def apply_rules(link: Link, url: str = "") -> None:
    """Give a link the tags of the rules that its address, or another one of it, fits; in a transaction."""
    names = [rule.tag.name for rule in await list_rules(link.chat_id) if fits(rule.pattern, url or link.url)]
    if names:
        await add_tags(link, names)


async def apply_to_kept(editor: Editor, rule_id: int, ports: Ports) -> tuple[TagRule, int, Deed]:
    """Give the tag of one of this chat's rules to the links that are kept already; raise `NotFound`."""
    rule = await get_rule(editor.chat.id, rule_id)
    link_ids = await _list_fitting(rule)
    for link_id in link_ids:
        await add_tags(await get_link(editor.chat.id, link_id), [rule.tag.name])
    deed = await note_ruled(rule.tag, link_ids, editor.person_id, ports)
    return rule, len(link_ids), deed


async def remove_rule(editor: Editor, rule_id: int, ports: Ports) -> tuple[TagRule, Deed]:
    """Forget one of this chat's rules; raise `NotFound`."""
    rule = await get_rule(editor.chat.id, rule_id)
    async with transaction():
        await drop_rule(rule)
        deed = await note_rule(rule.tag, rule.pattern, editor.person_id, ports)
    return rule, deed


async def _list_fitting(rule: TagRule) -> list[int]:
    addresses = await list_addresses_without(rule.chat_id, rule.tag_id)
    return [link_id for link_id, url in addresses if fits(rule.pattern, url)]
