"""The schema on one page. Fields, no behaviour; the queries live in one file a noun beside this one.

Person ─┬─ Session, SignIn, ApiToken    Chat ─┬─ Link ─┬─ Snapshot ─┬─ Artifact, Resource → blob
        └─ Membership ──────────────────────┤        │            ├─ Delivery (one answer in one chat)
                                            │        │            └─ Share, Comparison
                                            │        ├─ LinkKey, MessageLink, Remark, Watch
                                            └─ Tag ──┴─ LinkTag, TagAlias, TagRule
A `bot_id` stands wherever a number means something to one bot only: message ids, update ids, file ids.
"""

from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index
from tortoise.models import Model


class Role(StrEnum):
    """What a person may do."""

    OWNER = "owner"
    MEMBER = "member"  # in the settings' list, where there is one
    GUEST = "guest"  # let in by an owner, whatever the list says
    DENIED = "denied"  # has knocked, and an owner said no
    STRANGER = "stranger"  # has knocked; remembered so as to be told only once a day


class ChatKind(StrEnum):
    """Telegram's kinds, supergroups counted as groups."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"


class Status(StrEnum):
    """Where a snapshot is in its life."""

    QUEUED = "queued"
    CAPTURING = "capturing"
    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


SEEN_LABELS = ("ok", "not_html")  # of captures that show the page itself


class MessageRole(StrEnum):
    """Why a message stands for a link."""

    SOURCE = "source"  # the person's message that brought the link
    ANSWER = "answer"  # ours


class DeliveryState(StrEnum):
    """Whether the answer has reached the chat."""

    PENDING = "pending"
    DELIVERED = "delivered"
    ABANDONED = "abandoned"  # the chat is gone, or we are blocked there


class News(StrEnum):
    """What a watch has to tell."""

    NONE = ""  # no news: an answer to somebody who asked
    CHANGED = "changed"
    DIED = "died"  # asked several times, and it did not answer, or that it is gone
    BACK = "back"  # answers again after that
    ENDED = "ended"  # nothing to be seen for so long that the watch has ended


class Person(Model):
    """Somebody known by a Telegram number."""

    id = fields.IntField(primary_key=True)
    telegram_id = fields.BigIntField(unique=True)
    name = fields.CharField(max_length=200, default="")
    role = fields.CharEnumField(Role, max_length=16, default=Role.STRANGER)
    told_at = fields.DatetimeField(null=True)  # when a stranger last got the one polite line
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "people"


class Invite(Model):
    """A one-time link that makes whoever opens it a person of this house; only its hash is kept."""

    token_sha256 = fields.CharField(max_length=64, primary_key=True)
    role = fields.CharEnumField(Role, max_length=16)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invites"


class Chat(Model):
    """One library: a private chat is one person's, a group or channel has its own."""

    id = fields.IntField(primary_key=True)
    telegram_id = fields.BigIntField(unique=True)
    kind = fields.CharEnumField(ChatKind, max_length=16)
    title = fields.CharField(max_length=255, default="")
    language = fields.CharField(max_length=16, default="")  # empty: as each person's Telegram says
    admitted = fields.BooleanField(default=False)  # a channel that an allowed person let us into
    phone_view = fields.BooleanField(default=False)  # captures look as on a phone
    dark_view = fields.BooleanField(default=False)  # pages are asked for their dark colours
    listens_to_all = fields.BooleanField(default=True)  # groups: False means only when mentioned or replied to
    private_permalinks = fields.BooleanField(default=False, db_default=False)  # snapshots open for its people only
    claimed_at = fields.DatetimeField(null=True)  # when a capture of this chat last began: the queue's rotation
    created_at = fields.DatetimeField(auto_now_add=True)

    class Meta:
        table = "chats"


class Link(Model):
    """An address kept in one chat. Two addresses with one key are the same link."""

    id = fields.IntField(primary_key=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="links")
    chat_id: int
    key = fields.CharField(max_length=64)  # sha256 of the canonical key: addresses may be very long
    url = fields.TextField()
    title = fields.TextField(default="")  # of its newest finished snapshot
    title_key = fields.CharField(max_length=100, default="", db_default="")  # by which lists are put in order
    site_key = fields.CharField(max_length=100, default="", db_default="")
    note = fields.TextField(default="")
    origin = fields.JSONField[dict[str, str] | None](null=True)  # {kind, name, date, url} of a forward
    saved_by: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name="links", null=True, on_delete=fields.SET_NULL
    )
    saved_by_id: int | None
    created_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)  # in the bin: found nowhere, brought back by /undo
    indexed_with = fields.IntField(default=0)  # the tokeniser's version in its index row; 0: none

    class Meta:
        table = "links"
        unique_together = (("chat", "key"),)
        indexes = tuple(Index(fields=("chat_id", "deleted_at", by)) for by in ("created_at", "title_key", "site_key"))


class Snapshot(Model):
    """One capture of a link; its row is also the job. Append only: a new capture is a new row."""

    id = fields.IntField(primary_key=True)
    link: fields.ForeignKeyRelation[Link] = fields.ForeignKeyField("models.Link", related_name="snapshots")
    link_id: int
    artifacts: fields.ReverseRelation["Artifact"]
    permalink = fields.CharField(max_length=32, unique=True)
    version = fields.IntField()
    url = fields.TextField()  # as it was asked for; the link's own may be edited later
    status = fields.CharEnumField(Status, max_length=16, default=Status.QUEUED)
    step = fields.CharField(max_length=16, default="")
    label = fields.CharField(max_length=16, default="")
    error = fields.CharField(max_length=32, default="")
    missing = fields.JSONField[list[str]](default=list)  # kinds of artifacts that could not be made
    pending = fields.JSONField[list[str]](default=list)  # kinds that are still being made, after the answer
    receipt = fields.JSONField[dict[str, object] | None](null=True)  # how it was captured; see bot.services.receipts
    phone_view = fields.BooleanField(default=False)
    dark_view = fields.BooleanField(default=False)
    is_private = fields.BooleanField(null=True)  # None: as its chat says

    attempt = fields.IntField(default=0)
    holder = fields.CharField(max_length=64, default="")
    lease_until = fields.DatetimeField(null=True)
    queued_at = fields.DatetimeField()
    captured_at = fields.DatetimeField(null=True)
    finished_at = fields.DatetimeField(null=True)

    final_url = fields.TextField(default="")
    http_status = fields.IntField(null=True)
    title = fields.TextField(default="")
    site = fields.CharField(max_length=255, default="")
    language = fields.CharField(max_length=16, default="")
    author = fields.CharField(max_length=255, default="")
    published_at = fields.DatetimeField(null=True)
    excerpt = fields.TextField(default="")
    text = fields.TextField(default="")

    class Meta:
        table = "snapshots"
        unique_together = (("link", "version"),)
        indexes = (Index(fields=("status", "queued_at")),)


class Artifact(Model):
    """One thing that a snapshot consists of; its bytes are a blob under their hash."""

    id = fields.IntField(primary_key=True)
    snapshot: fields.ForeignKeyRelation[Snapshot] = fields.ForeignKeyField("models.Snapshot", related_name="artifacts")
    kind = fields.CharField(max_length=16)
    media_type = fields.CharField(max_length=127)
    bytes = fields.BigIntField()
    sha256 = fields.CharField(max_length=64, db_index=True)
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    from_person = fields.BooleanField(default=False)  # evidence that a person supplied, not ours

    class Meta:
        table = "artifacts"
        unique_together = (("snapshot", "kind"),)


class Resource(Model):
    """A body that the archived page of a snapshot shows: a picture, a style sheet, a font, a frame."""

    id = fields.IntField(primary_key=True)
    snapshot: fields.ForeignKeyRelation[Snapshot] = fields.ForeignKeyField("models.Snapshot", related_name="resources")
    snapshot_id: int
    url = fields.TextField()  # where it came from
    media_type = fields.CharField(max_length=127)
    bytes = fields.BigIntField()
    sha256 = fields.CharField(max_length=64, db_index=True)

    class Meta:
        table = "resources"
        unique_together = (("snapshot", "sha256"),)


class Tag(Model):
    """A chat's tag: identity is case-folded, the spelling is that of its first use."""

    id = fields.IntField(primary_key=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="tags")
    chat_id: int
    key = fields.CharField(max_length=128)
    name = fields.CharField(max_length=128)

    class Meta:
        table = "tags"
        unique_together = (("chat", "key"),)


class LinkTag(Model):
    """A link bears a tag."""

    id = fields.IntField(primary_key=True)
    link: fields.ForeignKeyRelation[Link] = fields.ForeignKeyField("models.Link", related_name="link_tags")
    link_id: int
    tag: fields.ForeignKeyRelation[Tag] = fields.ForeignKeyField("models.Tag", related_name="link_tags")
    tag_id: int

    class Meta:
        table = "link_tags"
        unique_together = (("link", "tag"),)
        indexes = (Index(fields=("tag_id",)),)


class LinkKey(Model):
    """A further address of a link, learned by capturing it: behind a short link, or said by the page to be its own."""

    id = fields.IntField(primary_key=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="link_keys")
    chat_id: int
    key = fields.CharField(max_length=64)
    link: fields.ForeignKeyRelation[Link] = fields.ForeignKeyField("models.Link", related_name="keys")
    link_id: int

    class Meta:
        table = "link_keys"
        unique_together = (("chat", "key"),)
        indexes = (Index(fields=("link_id",)),)


class TagAlias(Model):
    """Another name of a tag: whoever writes it means the tag."""

    id = fields.IntField(primary_key=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="tag_aliases")
    chat_id: int
    key = fields.CharField(max_length=128)
    name = fields.CharField(max_length=128)
    tag: fields.ForeignKeyRelation[Tag] = fields.ForeignKeyField("models.Tag", related_name="aliases")
    tag_id: int

    class Meta:
        table = "tag_aliases"
        unique_together = (("chat", "key"),)
        indexes = (Index(fields=("tag_id",)),)


class TagRule(Model):
    """Links whose address fits get a tag by themselves."""

    id = fields.IntField(primary_key=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="tag_rules")
    chat_id: int
    pattern = fields.CharField(max_length=255)  # a host, with or without the beginning of a path
    tag: fields.ForeignKeyRelation[Tag] = fields.ForeignKeyField("models.Tag", related_name="rules")
    tag_id: int

    class Meta:
        table = "tag_rules"
        unique_together = (("chat", "pattern", "tag"),)
        indexes = (Index(fields=("tag_id",)),)


class Deed(Model):
    """Something destructive that a chat can take back for a while, and all that is needed for it."""

    id = fields.IntField(primary_key=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="deeds")
    chat_id: int
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name="deeds", null=True, on_delete=fields.SET_NULL
    )
    person_id: int | None
    kind = fields.CharField(max_length=32)
    payload = fields.JSONField[dict[str, object]]()
    done_at = fields.DatetimeField()
    undone_at = fields.DatetimeField(null=True)

    class Meta:
        table = "deeds"
        indexes = (Index(fields=("chat_id", "done_at")),)


class Watch(Model):
    """A link that is captured again every so often; its chat hears of it when something real has changed."""

    id = fields.IntField(primary_key=True)
    link: fields.OneToOneRelation[Link] = fields.OneToOneField("models.Link", related_name="watch")
    link_id: int
    bot_id = fields.BigIntField()
    chat_telegram_id = fields.BigIntField()
    thread_id = fields.BigIntField(null=True)
    language = fields.CharField(max_length=16, default="")
    days = fields.IntField()  # between two captures
    next_at = fields.DatetimeField(db_index=True)
    told_of: fields.ForeignKeyNullableRelation[Snapshot] = fields.ForeignKeyField(
        "models.Snapshot", related_name="watches", null=True, on_delete=fields.SET_NULL
    )  # the version that the chat knows: the next one is compared with it
    told_of_id: int | None
    awaits: fields.ForeignKeyNullableRelation[Snapshot] = fields.ForeignKeyField(
        "models.Snapshot", related_name="awaited_by", null=True, on_delete=fields.SET_NULL
    )  # the capture that this watch asked for, until it has been looked at
    awaits_id: int | None
    created_at = fields.DatetimeField()

    class Meta:
        table = "watches"


class Comparison(Model):
    """What differs between two versions of a link, worked out once."""

    id = fields.IntField(primary_key=True)
    older: fields.ForeignKeyRelation[Snapshot] = fields.ForeignKeyField("models.Snapshot", related_name="newer_ones")
    older_id: int
    newer: fields.ForeignKeyRelation[Snapshot] = fields.ForeignKeyField("models.Snapshot", related_name="older_ones")
    newer_id: int
    outcome = fields.JSONField[dict[str, object]]()  # see bot.services.comparing
    sha256 = fields.CharField(max_length=64, default="", db_index=True)  # of the picture, if there is one
    media_type = fields.CharField(max_length=127, default="")
    bytes = fields.BigIntField(default=0)
    width = fields.IntField(null=True)
    height = fields.IntField(null=True)
    created_at = fields.DatetimeField()

    class Meta:
        table = "comparisons"
        unique_together = (("older", "newer"),)
        indexes = (Index(fields=("newer_id",)),)


class Membership(Model):
    """A person has been seen in a group: its library is theirs to look at, too."""

    id = fields.IntField(primary_key=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="memberships")
    chat_id: int
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("models.Person", related_name="memberships")
    person_id: int
    seen_at = fields.DatetimeField()

    class Meta:
        table = "memberships"
        unique_together = (("chat", "person"),)
        indexes = (Index(fields=("person_id",)),)


class SignIn(Model):
    """A one-time link that opens the library in a browser; only its hash is kept."""

    token_sha256 = fields.CharField(max_length=64, primary_key=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("models.Person", related_name="sign_ins")
    person_id: int
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "sign_ins"
        indexes = (Index(fields=("person_id",)),)


class Session(Model):
    """A browser in which a person is signed in; only the hash of its cookie is kept."""

    id = fields.IntField(primary_key=True)
    token_sha256 = fields.CharField(max_length=64, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("models.Person", related_name="sessions")
    person_id: int
    name = fields.CharField(max_length=200, default="")  # what browser it says to be
    created_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "sessions"
        indexes = (Index(fields=("person_id",)),)


class ApiToken(Model):
    """What a person's script signs its requests with; only its hash is kept."""

    id = fields.IntField(primary_key=True)
    token_sha256 = fields.CharField(max_length=64, unique=True)
    person: fields.ForeignKeyRelation[Person] = fields.ForeignKeyField("models.Person", related_name="api_tokens")
    person_id: int
    name = fields.CharField(max_length=200, default="")
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "api_tokens"
        indexes = (Index(fields=("person_id",)),)


class Share(Model):
    """A further address of one snapshot, given to somebody, with an end of its own."""

    id = fields.IntField(primary_key=True)
    token = fields.CharField(max_length=32, unique=True)
    snapshot: fields.ForeignKeyRelation[Snapshot] = fields.ForeignKeyField("models.Snapshot", related_name="shares")
    snapshot_id: int
    person: fields.ForeignKeyNullableRelation[Person] = fields.ForeignKeyField(
        "models.Person", related_name="shares", null=True, on_delete=fields.SET_NULL
    )
    person_id: int | None
    expires_at = fields.DatetimeField(null=True)
    opens = fields.IntField(default=0)
    created_at = fields.DatetimeField()

    class Meta:
        table = "shares"
        indexes = (Index(fields=("snapshot_id",)),)


class Feed(Model):
    """A query of a chat that can be read by whoever has its address: as Atom, and as a page where it is public."""

    id = fields.IntField(primary_key=True)
    token = fields.CharField(max_length=32, unique=True)
    chat: fields.ForeignKeyRelation[Chat] = fields.ForeignKeyField("models.Chat", related_name="feeds")
    chat_id: int
    query = fields.TextField()
    is_public = fields.BooleanField(default=False)  # as a page of its own, too
    created_at = fields.DatetimeField()

    class Meta:
        table = "feeds"
        indexes = (Index(fields=("chat_id",)),)


class MessageLink(Model):
    """A chat message stands for a link: a reply to it labels the link, and no message saves a link twice."""

    id = fields.IntField(primary_key=True)
    bot_id = fields.BigIntField()
    chat_telegram_id = fields.BigIntField()
    message_id = fields.BigIntField()
    role = fields.CharEnumField(MessageRole, max_length=8)
    link: fields.ForeignKeyRelation[Link] = fields.ForeignKeyField("models.Link", related_name="messages")

    class Meta:
        table = "message_links"
        unique_together = (("bot_id", "chat_telegram_id", "message_id", "link"),)
        indexes = (Index(fields=("link_id",)),)


class Remark(Model):
    """What one message said about one link; kept so that editing the message re-applies it."""

    id = fields.IntField(primary_key=True)
    bot_id = fields.BigIntField()
    chat_telegram_id = fields.BigIntField()
    message_id = fields.BigIntField()
    link: fields.ForeignKeyRelation[Link] = fields.ForeignKeyField("models.Link", related_name="remarks")
    added = fields.JSONField[list[str]](default=list)  # names of tags that this message brought
    removed = fields.JSONField[list[str]](default=list)  # names of tags that this message took away
    note = fields.TextField(default="")

    class Meta:
        table = "remarks"
        unique_together = (("bot_id", "chat_telegram_id", "message_id", "link"),)
        indexes = (Index(fields=("link_id",)),)


class Delivery(Model):
    """One answer that somebody waits for: it is sent from this row, whatever happens in between."""

    id = fields.IntField(primary_key=True)
    snapshot: fields.ForeignKeyRelation[Snapshot] = fields.ForeignKeyField("models.Snapshot", related_name="deliveries")
    snapshot_id: int
    bot_id = fields.BigIntField()
    chat_telegram_id = fields.BigIntField()
    thread_id = fields.BigIntField(null=True)
    reply_to = fields.BigIntField(null=True)  # the message that asked
    language = fields.CharField(max_length=16, default="")
    message_id = fields.BigIntField(null=True)  # our acknowledgement, which becomes the answer
    state = fields.CharEnumField(DeliveryState, max_length=16, default=DeliveryState.PENDING)
    attempts = fields.IntField(default=0)
    due_at = fields.DatetimeField()
    photo_file_id = fields.TextField(default="")  # of the picture as Telegram keeps it, for inline answers
    news = fields.CharEnumField(News, max_length=8, default=News.NONE, db_default="")
    older: fields.ForeignKeyNullableRelation[Snapshot] = fields.ForeignKeyField(
        "models.Snapshot", related_name="told_with", null=True, on_delete=fields.SET_NULL
    )  # the version before the news
    older_id: int | None
    created_at = fields.DatetimeField()

    class Meta:
        table = "deliveries"
        indexes = (Index(fields=("bot_id", "state", "due_at")), Index(fields=("snapshot_id",)))


class SeenUpdate(Model):
    """The inbox: an update is written here before Telegram is told that it arrived."""

    id = fields.IntField(primary_key=True)
    bot_id = fields.BigIntField()
    update_id = fields.BigIntField()
    payload = fields.JSONField[dict[str, object] | None](null=True)  # emptied when handled
    attempts = fields.IntField(default=0)
    handled_at = fields.DatetimeField(null=True)
    received_at = fields.DatetimeField()

    class Meta:
        table = "seen_updates"
        unique_together = (("bot_id", "update_id"),)
        indexes = (Index(fields=("bot_id", "handled_at")),)


class Lease(Model):
    """What one of several processes does for all of them, or for one chat, until it is done or its process is."""

    name = fields.CharField(max_length=128, primary_key=True)
    holder = fields.CharField(max_length=64, db_index=True)
    until = fields.DatetimeField()

    class Meta:
        table = "leases"


class Pace(Model):
    """How far ahead a limit of Telegram's is used up, by all processes together."""

    name = fields.CharField(max_length=128, primary_key=True)
    free_at = fields.FloatField()  # seconds since 1970

    class Meta:
        table = "paces"
