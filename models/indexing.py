"""The text index: one row for each link outside the bin, written in the transaction that changes the link.

Columns: `scope` has tokens that nobody types (chat, tags, hosts, states): a search cannot leave its chat, and
needs no join for them. `title`, `labels` and `body` have the tokens of `models.text`. The rowid is the link's id.
"""

import asyncio
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import unquote, urlsplit

from models.database import transaction, writer
from models.snapshots import FINAL
from models.tables import Link, LinkTag, Snapshot, Status
from models.tag_names import lineage
from models.text import TOKENIZER_VERSION, tokenize

MAX_TEXT = 200_000  # characters of a page that are indexed
MAX_URL = 1_000
SMALL_TEXT = 10_000  # characters that are tokenised in less time than a thread takes


@dataclass(frozen=True, slots=True)
class Head:
    """What is indexed of a link beside its page's text."""

    scope: str
    title: str
    labels: str


async def index_link(link_id: int, *, has_new_text: bool = True) -> None:
    """Bring a link's row up to date; the text of its page only where that can have changed."""
    async with transaction():
        link = await Link.get_or_none(id=link_id, deleted_at__isnull=True)
        if link is None:
            await unindex_link(link_id)
            return
        head = await _read_head(link)
        if not has_new_text and await _update_head(link_id, head):
            return
        body = await _read_body(link_id)
        await unindex_link(link_id)
        await writer().execute_insert(
            "INSERT INTO search_index (rowid, scope, title, labels, body) VALUES (?, ?, ?, ?, ?)",
            [link_id, head.scope, head.title, head.labels, body],
        )
        await Link.filter(id=link_id).update(indexed_with=TOKENIZER_VERSION)


async def unindex_link(link_id: int) -> None:
    """Remove a link's row."""
    await writer().execute_query("DELETE FROM search_index WHERE rowid = ?", [link_id])


async def reindex_stale(limit: int) -> int:
    """Index links whose tokens another version of the tokeniser made; how many there were, up to `limit`."""
    stale = Link.filter(deleted_at__isnull=True).exclude(indexed_with=TOKENIZER_VERSION).order_by("-id").limit(limit)
    links = await stale.only("id")
    for link in links:
        await index_link(link.id)
    return len(links)


def scope_token(kind: str, value: str | int) -> str:
    """A token for a chat (c), tag key (t), host (h) or state (s); hashed, for a tag may hold anything."""
    return kind + blake2b(str(value).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def host_key(text: str) -> str:
    """A host as it is compared: out of an address or alone, in Unicode, without port and www."""
    host = text.strip().casefold()
    try:
        host = urlsplit(host if "//" in host else f"//{host}").hostname or ""
        host = host.encode("ascii").decode("idna")
    except ValueError:  # no address, or Unicode already
        pass
    return host.strip(".").removeprefix("www.")


async def _read_head(link: Link) -> Head:
    tags = await LinkTag.filter(link_id=link.id).order_by("id").values_list("tag__key", "tag__name")
    finished = Snapshot.filter(link_id=link.id, status__in=FINAL).order_by("-version")
    latest = await finished.only("status", "label", "site", "author", "final_url").first()
    urls = [link.url] if latest is None else [link.url, latest.final_url]
    hosts = {suffix for url in urls if url for suffix in _suffixes(host_key(url))}
    scope = [scope_token("c", link.chat_id)]
    scope += (scope_token("t", key) for key in dict.fromkeys(head for key, _ in tags for head in lineage(key)))
    scope += (scope_token("h", host) for host in sorted(hosts))
    if latest is not None:
        scope += (scope_token("s", state) for state in (latest.status.value, latest.label) if state)
    labels = [link.note, *(name for _, name in tags), (link.origin or {}).get("name", "")]
    if latest is not None:
        labels += [latest.site, latest.author]
    labels += (unquote(url[:MAX_URL].partition("://")[2]) for url in urls)
    return Head(" ".join(scope), _tokens(link.title), _tokens("\n".join(labels)))


async def _update_head(link_id: int, head: Head) -> bool:
    changed, _ = await writer().execute_query(
        "UPDATE search_index SET scope = ?, title = ?, labels = ? WHERE rowid = ?",
        [head.scope, head.title, head.labels, link_id],
    )
    return bool(changed)


async def _read_body(link_id: int) -> str:
    kept = Snapshot.filter(link_id=link_id, status__in=(Status.COMPLETE, Status.PARTIAL)).order_by("-version")
    snapshot = await kept.only("excerpt", "text").first()
    if snapshot is None:
        return ""
    text = f"{snapshot.excerpt}\n{snapshot.text}"[:MAX_TEXT]
    return _tokens(text) if len(text) < SMALL_TEXT else await asyncio.to_thread(_tokens, text)


def _tokens(text: str) -> str:
    return " ".join(tokenize(text))


def _suffixes(host: str) -> list[str]:
    """`a.b.c` is found by site:a.b.c, site:b.c and site:c."""
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(len(labels))] if host else []
