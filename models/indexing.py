"""The text index: one row for each link outside the bin, written in the transaction that changes the link.

What is in a row stands in `models.index_rows`; how it is kept, the database's own index knows: `models.fts5` or
`models.postgres.text_index`.
"""

from collections.abc import Sequence
from urllib.parse import unquote, urlsplit

from models.database import transaction, writer
from models.dialects import dialect
from models.index_rows import Said, scope_token
from models.page_texts import read_body
from models.periods import list_periods
from models.snapshots import FINAL
from models.tables import Artifact, Link, LinkTag, Snapshot, Status
from models.tag_names import found_by, lineage
from models.text import TOKENIZER_VERSION, fold

MAX_URL = 1_000
MAX_ORDER_KEY = 100

GONE = (404, 410)
UNREACHABLE, TIMEOUT = "unreachable", "timeout"
DEAD, UNTAGGED, NOTED = "dead", "untagged", "noted"
TYPES = ("page", "article", "file", "pdf", "image", "video", "audio", "text")


async def index_link(link_id: int) -> None:
    """Bring a link's row up to date."""
    async with transaction():
        link = await Link.get_or_none(id=link_id, deleted_at__isnull=True)
        body = await read_body(link_id)
        await dialect().index.take(writer(), link_id, body)
        if link is None:
            return
        captures = await _list_captures(link_id)
        await dialect().index.put(writer(), link_id, await _describe(link, captures), body)
        site = captures[0].site if captures else ""
        await Link.filter(id=link_id).update(
            indexed_with=TOKENIZER_VERSION,
            title_key=order_key(link.title or link.url.partition("://")[2]),
            site_key=order_key(site or host_key(link.url)),
        )


async def unindex_link(link_id: int) -> None:
    """Remove a link's row."""
    async with transaction():
        await dialect().index.take(writer(), link_id)


async def reindex_stale(limit: int) -> int:
    """Index links whose tokens another version of the tokeniser made; how many there were, up to `limit`."""
    stale = Link.filter(deleted_at__isnull=True).exclude(indexed_with=TOKENIZER_VERSION).order_by("-id").limit(limit)
    links = await stale.only("id")
    for link in links:
        await index_link(link.id)
    return len(links)


def host_key(text: str) -> str:
    """A host as it is compared: out of an address or alone, in Unicode, without port and www."""
    host = text.strip().casefold()
    try:
        host = urlsplit(host if "//" in host else f"//{host}").hostname or ""
        host = host.encode("ascii").decode("idna")
    except ValueError:  # no address, or Unicode already
        pass
    return host.strip(".").removeprefix("www.")


def order_key(text: str) -> str:
    """A text as lists are put in order by it: capitals and accents do not count."""
    return fold(text).strip()[:MAX_ORDER_KEY]


async def _list_captures(link_id: int) -> list[Snapshot]:
    """The finished ones, the newest first, without their texts."""
    finished = Snapshot.filter(link_id=link_id, status__in=FINAL).order_by("-version")
    return await finished.only("id", "status", "label", "site", "author", "final_url", "http_status", "language")


async def _describe(link: Link, captures: Sequence[Snapshot]) -> Said:
    tags = await LinkTag.filter(link_id=link.id).order_by("id").values_list("tag__key", "tag__name")
    latest = captures[0] if captures else None
    urls = [link.url] if latest is None else [link.url, latest.final_url]
    hosts = {suffix for url in urls if url for suffix in _suffixes(host_key(url))}
    scope = [scope_token("c", link.chat_id), *(scope_token("d", period) for period in list_periods(link.created_at))]
    borne = dict.fromkeys(found_by(head) for key, _ in tags for head in lineage(key))
    scope += (scope_token("t", name) for name in borne)
    scope += (scope_token("h", host) for host in sorted(hosts))
    scope += (scope_token("s", state) for state in _states(link, captures, is_tagged=bool(tags)))
    kept = next((one for one in captures if one.status is not Status.FAILED), None)
    if kept is not None:
        scope += (scope_token("l", language) for language in _languages(kept.language))
        scope += (scope_token("k", kind) for kind in await _types(kept))
    labels = [name for _, name in tags]
    if latest is not None:
        labels += [latest.site, latest.author]
    labels += (unquote(url[:MAX_URL].partition("://")[2]) for url in urls)
    origin = link.origin or {}
    return Said(
        title=link.title,
        note=link.note,
        origin=f"{origin.get('name', '')}\n{origin.get('url', '').partition('://')[2]}",
        labels="\n".join(labels),
        scope=" ".join(scope),
    )


def _states(link: Link, captures: Sequence[Snapshot], *, is_tagged: bool) -> list[str]:
    """The status and the label of the newest capture, and what `is:` can say of the link besides.

    A link is dead whose newest capture found the page gone or nobody there, whether or not an older version was
    kept; and one that nothing ever came from in time.
    """
    states = [UNTAGGED] * (not is_tagged) + [NOTED] * bool(link.note)
    if captures:
        latest = captures[0]
        states += (state for state in (latest.status.value, latest.label) if state)
        is_kept = any(one.status is not Status.FAILED for one in captures)
        if latest.http_status in GONE or latest.label == UNREACHABLE or (latest.label == TIMEOUT and not is_kept):
            states.append(DEAD)
    return states


def _languages(code: str) -> list[str]:
    """`zh-Hans-CN` is found by zh, zh-hans and zh-hans-cn."""
    parts = code.casefold().replace("_", "-").split("-") if code else []
    return ["-".join(parts[:count]) for count in range(1, len(parts) + 1)]


async def _types(snapshot: Snapshot) -> list[str]:
    """What a link leads to: a page, which may be an article; or a file, of some kind."""
    left = dict(await Artifact.filter(snapshot_id=snapshot.id).values_list("kind", "media_type"))
    if "file" not in left:
        return ["page", *(["article"] if "article" in left else [])]
    family, _, name = left["file"].partition("/")
    return ["file", *(kind for kind in (family, name) if kind in TYPES)]


def _suffixes(host: str) -> list[str]:
    """`a.b.c` is found by site:a.b.c, site:b.c and site:c."""
    labels = host.split(".")
    return [".".join(labels[i:]) for i in range(len(labels))] if host else []
