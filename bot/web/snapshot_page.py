"""What the permalink page says, as plain values: who holds a permalink sees this and no more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.i18n import Translator
from bot.services.cards import ArtifactCard, SnapshotCard, VersionCard
from bot.views.addresses import host_of, short_address
from bot.views.html import clean
from bot.web.addresses import path_of, web_href
from bot.web.documents import format_moment
from bot.web.filenames import bare_type, name_file
from bot.web.receipt_page import ReceiptView, describe_receipt
from bot.web.replay import replay_host, replay_href
from bot.web.verdict import Verdict, judge

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)

# Without the two small pictures, which only repeat the large one.
_LISTED = frozenset({"screenshot", "article", "page", "pdf", "wacz", "file"})

_OURS = frozenset({"screenshot"})  # what we drew ourselves: shown from our own origin

_VERSIONS_A_PAGE = 25
_KEPT = frozenset({"complete", "partial"})

_AWAITED = frozenset({"pdf", "wacz"})  # what is made after the answer

_MOST_DESCRIPTION = 300  # characters; previews cut earlier


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, for people and for programs."""

    text: str
    iso: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture as the page shows it."""

    href: str
    width: int | None
    height: int | None
    file_name: str


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """Where the archived page opens, and where it is a single file."""

    href: str
    download_href: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the table of facts."""

    key: str
    text: str
    href: str = ""
    moment: Moment | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """One kept thing: what it is, where it is, its hash."""

    kind: str
    details: str
    href: str
    sha256: str
    file_name: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One capture of the same link."""

    number: int
    href: str
    moment: Moment | None
    status: str
    is_current: bool
    changes_href: str = ""  # where an earlier version was kept, too


@dataclass(frozen=True, slots=True)
class VersionList:
    """One page of the versions of a link, and the ways to its neighbours, where there are any."""

    rows: tuple[VersionRow, ...]
    total: int
    newer_href: str = ""
    older_href: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a chat or a network shows of the permalink."""

    url: str
    title: str
    description: str
    image: Picture | None


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """Everything on the page."""

    state: str  # waiting, kept, failed
    title: str
    site: str
    language: str  # of the title and the excerpt; empty where unknown
    address: str
    original_href: str
    document_href: str
    moment: Moment | None
    verdict: Verdict
    picture: Picture | None
    archived: ArchivedPage | None
    excerpt: str
    facts: tuple[Fact, ...]
    files: tuple[FileRow, ...]
    versions: VersionList
    preview: Preview
    pending: tuple[str, ...]  # kinds that are still being made
    receipt: ReceiptView | None
    replay_href: str  # where a site of its own replays the web archive; empty where none does
    replay_host: str


def describe_page(
    card: SnapshotCard,
    translator: Translator,
    root: str,
    content_url: str = "",
    versions_page: int | None = None,
    replay_url: str = "",
) -> SnapshotPage:
    """Say in one language what a snapshot is; archived pages may have an origin of their own.

    Versions come page by page, at first the one with this version.
    """
    base = f"{root}{card.path}"
    kept = f"{content_url.rstrip('/')}{card.path}" if content_url and not card.needs_session else base
    verdict = judge(card, translator)
    site = clean(card.site) or host_of(card.final_url) or host_of(card.url)
    title = clean(card.title) or short_address(card.final_url or card.url)
    return SnapshotPage(
        state=verdict.state,
        title=title,
        site=site,
        language=card.language if _LANGUAGE.fullmatch(card.language) else "",
        address=clean(card.final_url or card.url),
        original_href=web_href(card.url),
        document_href=f"{base}.json",
        moment=_moment(card.captured_at, translator),
        verdict=verdict,
        picture=_picture(card, f"{base}/screenshot"),
        archived=_archived(card, kept),
        excerpt=clean(card.excerpt),
        facts=_facts(card, translator),
        files=tuple(_file_row(card, artifact, translator, (base, kept)) for artifact in _listed(card)),
        versions=_version_rows(card, translator, versions_page),
        preview=_preview(card, title, verdict),
        pending=tuple(kind for kind in card.pending if kind in _AWAITED),
        receipt=describe_receipt(card, translator),
        replay_href=(replay := replay_href(card, replay_url, content_url)),
        replay_host=replay_host(replay),
    )


def _moment(moment: datetime | None, translator: Translator) -> Moment | None:
    return Moment(translator.date_time(moment), format_moment(moment) or "") if moment else None


def _picture(card: SnapshotCard, href: str) -> Picture | None:
    artifact = card.artifact("screenshot")
    if artifact is None:
        return None
    return Picture(href, artifact.width, artifact.height, name_file(card, artifact))


def _archived(card: SnapshotCard, kept: str) -> ArchivedPage | None:
    artifact = card.artifact("page")
    if artifact is None or bare_type(artifact.media_type) != "text/html":
        return None
    return ArchivedPage(f"{kept}/page", f"{kept}/page?download", name_file(card, artifact))


def _facts(card: SnapshotCard, translator: Translator) -> tuple[Fact, ...]:
    final_url = card.final_url or card.url
    size = sum(artifact.bytes for artifact in _listed(card))
    facts = (
        Fact("address", clean(final_url), web_href(final_url)),
        Fact("asked", clean(card.url), web_href(card.url)) if card.url != final_url else None,
        Fact("status", str(card.http_status)) if card.http_status is not None else None,
        _timed("captured", card.captured_at, translator),
        _timed("asked_at", None if card.captured_at else card.queued_at, translator),
        Fact("author", clean(card.author)) if clean(card.author) else None,
        _timed("published", card.published_at, translator),
        _timed("shared_until", card.shared_until, translator),
        Fact("size", translator.size(size)) if size else None,
    )
    return tuple(fact for fact in facts if fact is not None)


def _timed(key: str, moment: datetime | None, translator: Translator) -> Fact | None:
    shown = _moment(moment, translator)
    return Fact(key, shown.text, moment=shown) if shown else None


def _listed(card: SnapshotCard) -> tuple[ArtifactCard, ...]:
    return tuple(artifact for artifact in card.artifacts if artifact.kind in _LISTED or artifact.from_person)


def _file_row(card: SnapshotCard, artifact: ArtifactCard, translator: Translator, bases: tuple[str, str]) -> FileRow:
    form = bare_type(artifact.media_type).rpartition("/")[2].removeprefix("x-").upper()
    size = f"{artifact.width} × {artifact.height}" if artifact.width and artifact.height else ""
    details = " · ".join(part for part in (form, size, translator.size(artifact.bytes)) if part)
    kind = "evidence" if artifact.from_person else artifact.kind
    base = bases[artifact.kind not in _OURS]
    return FileRow(kind, details, f"{base}/{artifact.kind}", artifact.sha256, name_file(card, artifact))


def _version_rows(card: SnapshotCard, translator: Translator, page: int | None) -> VersionList:
    newest_first = sorted(card.versions, key=lambda version: -version.version)
    pages = max(1, -(-len(newest_first) // _VERSIONS_A_PAGE))
    if page is None:
        place = next((place for place, one in enumerate(newest_first) if one.version == card.version), 0)
        page = place // _VERSIONS_A_PAGE
    page = min(max(page, 0), pages - 1)
    rows = tuple(
        VersionRow(
            version.version,
            path_of(version.permalink),
            _moment(version.captured_at, translator),
            version.status,
            version.version == card.version,
            _changes_href(version, card.versions) if version.version == card.version else "",
        )
        for version in newest_first[page * _VERSIONS_A_PAGE : (page + 1) * _VERSIONS_A_PAGE]
    )
    return VersionList(
        rows,
        len(newest_first),
        f"?versions={page - 1}#versions" if page > 0 else "",
        f"?versions={page + 1}#versions" if page + 1 < pages else "",
    )


def _changes_href(version: VersionCard, versions: Sequence[VersionCard]) -> str:
    """Where what changed since the version before is shown; empty where none was kept."""
    has_before = any(one.version < version.version and one.status in _KEPT for one in versions)
    return f"{path_of(version.permalink)}/changes" if has_before and version.status in _KEPT else ""


def _preview(card: SnapshotCard, title: str, verdict: Verdict) -> Preview:
    """Honest where it is read without the page: what is wrong comes before what the site says."""
    parts = (
        f"{verdict.badge} {verdict.sentence}".strip() if verdict.tone != "good" else "",
        clean(card.excerpt),
    )
    description = " ".join(part for part in parts if part)[:_MOST_DESCRIPTION]
    return Preview(card.permalink, title, description, _preview_image(card))


def _preview_image(card: SnapshotCard) -> Picture | None:
    for size in ("photo", "thumb"):
        if artifact := card.artifact(size):
            href = f"{card.permalink}/screenshot?size={size}"
            return Picture(href, artifact.width, artifact.height, "")
    return None
