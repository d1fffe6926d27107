"""What the doors show: values read from the rows once, with nothing of the database left in them."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ArtifactCard:
    """One stored thing of a snapshot."""

    kind: str
    media_type: str
    bytes: int
    sha256: str
    width: int | None = None
    height: int | None = None
    from_person: bool = False  # supplied by somebody who saw the page, not made by us


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at while it is captured."""

    is_phone: bool = False
    is_dark: bool = False


@dataclass(frozen=True, slots=True)
class ResourceCard:
    """One body, as it is served."""

    sha256: str
    media_type: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a forwarded message came from."""

    kind: str  # user, hidden_user, chat, channel
    name: str
    date: datetime | None = None
    url: str = ""  # of the original post, where it has one


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One of the captures of a link."""

    version: int
    permalink: str  # the whole address
    status: str
    captured_at: datetime | None


@dataclass(frozen=True, slots=True)
class HopCard:
    """One address on the way to the page: what it answered, and which server did."""

    url: str
    status: int | None = None
    server_address: str = ""


@dataclass(frozen=True, slots=True)
class CertificateCard:
    """With what the page's server proved that it is itself."""

    sha256: str = ""
    subject: str = ""
    issuer: str = ""
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    protocol: str = ""


@dataclass(frozen=True, slots=True)
class ViewportCard:
    """The window that the page was seen through."""

    width: int
    height: int
    is_mobile: bool = False
    is_dark: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptCard:
    """How a page was captured; `capture.types.Receipt` as it was written down then."""

    hops: tuple[HopCard, ...]
    headers: tuple[tuple[str, str], ...]
    certificate: CertificateCard | None
    user_agent: str
    viewport: ViewportCard
    begun_at: datetime
    finished_at: datetime
    snapkeep_version: str
    chromium_version: str
    received_bytes: int = 0
    blocked: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotCard:
    """Everything that a page, a caption or a JSON document says about one snapshot."""

    permalink_id: str
    permalink: str  # the whole address
    url: str
    final_url: str
    title: str
    site: str
    language: str
    author: str
    published_at: datetime | None
    captured_at: datetime | None
    queued_at: datetime
    status: str
    label: str
    error: str
    http_status: int | None
    excerpt: str
    missing: tuple[str, ...]
    artifacts: tuple[ArtifactCard, ...]
    version: int
    versions: tuple[VersionCard, ...]
    pending: tuple[str, ...] = ()  # kinds that are still being made
    receipt: ReceiptCard | None = None
    view: View = View()
    is_private: bool = False  # opens for the people of its library only
    shared_until: datetime | None = None  # where `permalink` is a share's address
    # What belongs to the library and is not shown to whoever merely holds the permalink:
    chat_id: int = 0
    link_id: int = 0
    tags: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()  # tags that it may want; only where an answer is written
    note: str = ""
    origin: Origin | None = None
    saved_by: str = ""
    saved_at: datetime | None = None

    @property
    def path(self) -> str:
        """Where it opens below the root of this house."""
        return f"/{'/'.join(self.permalink.rsplit('/', 2)[1:])}"

    @property
    def needs_session(self) -> bool:
        """Whether it opens only by the cookie of somebody to whom its library belongs."""
        return self.is_private and self.shared_until is None

    def artifact(self, kind: str) -> ArtifactCard | None:
        """The artifact of that kind, where there is one."""
        return next((artifact for artifact in self.artifacts if artifact.kind == kind), None)


@dataclass(frozen=True, slots=True)
class ProgressCard:
    """A capture that is not finished yet."""

    url: str
    step: str  # "queued", "no_room" or a capture.types.Step
    place: int = 0  # in the queue, from 1; 0 while it runs


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; marked where it is what somebody looked for."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class FoundLink:
    """One row of a list: /find, /recent, the terminal."""

    link_id: int
    permalink: str
    url: str
    title: str
    site: str
    saved_at: datetime
    status: str
    label: str
    http_status: int | None = None
    tags: tuple[str, ...] = ()
    photo_file_id: str = ""
    thumb_sha256: str = ""
    excerpt: str = ""
    snippet: tuple[Part, ...] = ()  # where its text or note has what was asked for


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of a list; `page` counts from 0."""

    hits: tuple[FoundLink, ...]
    total: int
    page: int = 0
    page_size: int = 5
    is_more: bool = False  # than `total`, which is as far as was counted

    @property
    def pages(self) -> int:
        """How many pages there are; one where nothing was found."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag and how many links bear it."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class TagPage:
    """One page of a chat's tags; `page` counts from 0."""

    tags: tuple[TagCount, ...] = field(default=())
    total: int = 0
    page: int = 0
    page_size: int = 20

    @property
    def pages(self) -> int:
        """How many pages there are; one where there is no tag."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class SettingsCard:
    """What one chat has chosen and used."""

    language: str  # "" means the language of whoever writes
    is_group: bool
    listens_to_all: bool
    view: View
    are_private: bool  # permalinks, where they say nothing of their own
    links: int
    captures_today: int  # in the last 24 hours
    max_per_day: int
    used_bytes: int
    max_bytes: int


@dataclass(frozen=True, slots=True)
class TagCard:
    """One tag of a chat, and what leads to it."""

    tag_id: int
    name: str
    links: int
    aliases: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedRow:
    """An alias or a rule, and the tag that it means."""

    row_id: int
    name: str
    tag: str


@dataclass(frozen=True, slots=True)
class BinnedLink:
    """A link in the bin, and how long it stays there."""

    link_id: int
    title: str
    url: str
    days_left: int


@dataclass(frozen=True, slots=True)
class WatchedLink:
    """A link that is looked at every so often."""

    link_id: int
    title: str
    url: str
    days: int
    next_at: datetime
    is_gone: bool  # when it was looked at last


@dataclass(frozen=True, slots=True)
class WatchPage:
    """One page of what a chat watches; `page` counts from 0."""

    watches: tuple[WatchedLink, ...] = ()
    total: int = 0
    page: int = 0
    page_size: int = 8

    @property
    def pages(self) -> int:
        """How many pages there are; one where nothing is watched."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class ComparisonCard:
    """What differs between two versions of a link."""

    older_id: str  # permalink ids
    newer_id: str
    older_permalink: str
    newer_permalink: str
    older_at: datetime
    newer_at: datetime
    title: str
    url: str
    is_real: bool  # something that a reader would call a change
    added: tuple[str, ...] = ()  # sentences
    removed: tuple[str, ...] = ()
    regions: int = 0  # of the picture
    ignored: tuple[str, ...] = ()  # kinds of noise
    has_picture: bool = True  # whether the pictures could be compared at all
    picture: ArtifactCard | None = None  # the newer one, what changed in boxes
    statuses: tuple[int | None, int | None] = (None, None)  # what the page answered
    pictured: tuple[bool, bool] = (True, True)  # which of the two have a picture


@dataclass(frozen=True, slots=True)
class NewsCard:
    """What became of a watched page."""

    kind: str  # changed, died, back, ended
    card: SnapshotCard  # how it is now
    looks: int  # in a row that did not see the page
    is_watched: bool
    older_permalink: str = ""  # the version before, as the page was
    older_at: datetime | None = None
    comparison: ComparisonCard | None = None  # where both versions show the page
    picture: ArtifactCard | None = None
