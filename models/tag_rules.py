"""Address rules: links whose address fits a pattern get a tag by themselves."""

from models.database import reader
from models.errors import NotFound
from models.tables import Link, Tag, TagRule

NEWEST = 20_000  # links that a new rule is tried on


async def put_rule(tag: Tag, pattern: str) -> TagRule:
    """Let addresses that fit have a tag; twice is once."""
    rule, _ = await TagRule.get_or_create(chat_id=tag.chat_id, pattern=pattern, tag_id=tag.id)
    rule.tag = tag
    return rule


async def list_rules(chat_id: int) -> list[TagRule]:
    """A chat's rules with their tags, by address."""
    return await TagRule.filter(chat_id=chat_id).order_by("pattern", "id").select_related("tag")


async def get_rule(chat_id: int, rule_id: int) -> TagRule:
    """The chat's rule with that number; somebody else's raise `NotFound`."""
    rule = await TagRule.get_or_none(id=rule_id, chat_id=chat_id).select_related("tag")
    if rule is None:
        raise NotFound(f"no rule {rule_id} in chat {chat_id}")
    return rule


async def drop_rule(rule: TagRule) -> None:
    """Forget a rule; the tags that it gave stay."""
    await TagRule.filter(id=rule.id).delete()


async def list_addresses_without(chat_id: int, tag_id: int) -> list[tuple[int, str]]:
    """The newest links of a chat that do not bear a tag, and their addresses."""
    links = Link.filter(chat_id=chat_id, deleted_at__isnull=True).using_db(reader())
    bearing = await links.filter(link_tags__tag_id=tag_id).values_list("id", flat=True)
    rows = await links.order_by("-id").limit(NEWEST).values_list("id", "url")
    borne = set(bearing)
    return [(link_id, url) for link_id, url in rows if link_id not in borne]
