import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from models.tables import ChatKind, DeliveryState, MessageRole, Role, Status


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Chat",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("telegram_id", fields.BigIntField(unique=True)),
                (
                    "kind",
                    fields.CharEnumField(
                        description="PRIVATE: private\nGROUP: group\nCHANNEL: channel",
                        enum_type=ChatKind,
                        max_length=16,
                    ),
                ),
                ("title", fields.CharField(default="", max_length=255)),
                ("language", fields.CharField(default="", max_length=16)),
                ("admitted", fields.BooleanField(default=False)),
                ("phone_view", fields.BooleanField(default=False)),
                ("dark_view", fields.BooleanField(default=False)),
                ("listens_to_all", fields.BooleanField(default=True)),
                ("claimed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "chats",
                "app": "models",
                "pk_attr": "id",
                "table_description": "One library: a private chat is one person's, a group or channel has its own.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invite",
            fields=[
                ("token_sha256", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                (
                    "role",
                    fields.CharEnumField(
                        description="OWNER: owner\nMEMBER: member\nSTRANGER: stranger", enum_type=Role, max_length=16
                    ),
                ),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "invites",
                "app": "models",
                "pk_attr": "token_sha256",
                "table_description": "A one-time link that makes whoever opens it a person of this house; only its hash is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Person",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("telegram_id", fields.BigIntField(unique=True)),
                ("name", fields.CharField(default="", max_length=200)),
                (
                    "role",
                    fields.CharEnumField(
                        default=Role.STRANGER,
                        description="OWNER: owner\nMEMBER: member\nSTRANGER: stranger",
                        enum_type=Role,
                        max_length=16,
                    ),
                ),
                ("told_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=True)),
            ],
            options={
                "table": "people",
                "app": "models",
                "pk_attr": "id",
                "table_description": "Somebody known by a Telegram number.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Link",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="links",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=64)),
                ("url", fields.TextField(unique=False)),
                ("title", fields.TextField(default="", unique=False)),
                ("note", fields.TextField(default="", unique=False)),
                (
                    "origin",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                (
                    "saved_by",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="saved_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="links",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("deleted_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("indexed_with", fields.IntField(default=0)),
            ],
            options={
                "table": "links",
                "app": "models",
                "unique_together": (("chat", "key"),),
                "indexes": [Index(fields=["chat_id", "created_at"])],
                "pk_attr": "id",
                "table_description": "An address kept in one chat. Two addresses with one key are the same link.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MessageLink",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("bot_id", fields.BigIntField()),
                ("chat_telegram_id", fields.BigIntField()),
                ("message_id", fields.BigIntField()),
                (
                    "role",
                    fields.CharEnumField(
                        description="SOURCE: source\nANSWER: answer", enum_type=MessageRole, max_length=8
                    ),
                ),
                (
                    "link",
                    fields.ForeignKeyField(
                        "models.Link",
                        source_field="link_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "message_links",
                "app": "models",
                "unique_together": (("bot_id", "chat_telegram_id", "message_id", "link"),),
                "indexes": [Index(fields=["link_id"])],
                "pk_attr": "id",
                "table_description": "A chat message stands for a link: a reply to it labels the link, and no message saves a link twice.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Remark",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("bot_id", fields.BigIntField()),
                ("chat_telegram_id", fields.BigIntField()),
                ("message_id", fields.BigIntField()),
                (
                    "link",
                    fields.ForeignKeyField(
                        "models.Link",
                        source_field="link_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="remarks",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "added",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "removed",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("note", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "remarks",
                "app": "models",
                "unique_together": (("bot_id", "chat_telegram_id", "message_id", "link"),),
                "indexes": [Index(fields=["link_id"])],
                "pk_attr": "id",
                "table_description": "What one message said about one link; kept so that editing the message re-applies it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SeenUpdate",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("bot_id", fields.BigIntField()),
                ("update_id", fields.BigIntField()),
                (
                    "payload",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("attempts", fields.IntField(default=0)),
                ("handled_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("received_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "seen_updates",
                "app": "models",
                "unique_together": (("bot_id", "update_id"),),
                "indexes": [Index(fields=["bot_id", "handled_at"])],
                "pk_attr": "id",
                "table_description": "The inbox: an update is written here before Telegram is told that it arrived.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Snapshot",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "link",
                    fields.ForeignKeyField(
                        "models.Link",
                        source_field="link_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="snapshots",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("permalink", fields.CharField(unique=True, max_length=32)),
                ("version", fields.IntField()),
                ("url", fields.TextField(unique=False)),
                (
                    "status",
                    fields.CharEnumField(
                        default=Status.QUEUED,
                        description="QUEUED: queued\nCAPTURING: capturing\nCOMPLETE: complete\nPARTIAL: partial\nFAILED: failed",
                        enum_type=Status,
                        max_length=16,
                    ),
                ),
                ("step", fields.CharField(default="", max_length=16)),
                ("label", fields.CharField(default="", max_length=16)),
                ("error", fields.CharField(default="", max_length=32)),
                (
                    "missing",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "pending",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "receipt",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("phone_view", fields.BooleanField(default=False)),
                ("dark_view", fields.BooleanField(default=False)),
                ("attempt", fields.IntField(default=0)),
                ("holder", fields.CharField(default="", max_length=64)),
                ("lease_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("queued_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("captured_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("finished_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("final_url", fields.TextField(default="", unique=False)),
                ("http_status", fields.IntField(null=True)),
                ("title", fields.TextField(default="", unique=False)),
                ("site", fields.CharField(default="", max_length=255)),
                ("language", fields.CharField(default="", max_length=16)),
                ("author", fields.CharField(default="", max_length=255)),
                ("published_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("excerpt", fields.TextField(default="", unique=False)),
                ("text", fields.TextField(default="", unique=False)),
            ],
            options={
                "table": "snapshots",
                "app": "models",
                "unique_together": (("link", "version"),),
                "indexes": [Index(fields=["status", "queued_at"])],
                "pk_attr": "id",
                "table_description": "One capture of a link; its row is also the job. Append only: a new capture is a new row.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Artifact",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "snapshot",
                    fields.ForeignKeyField(
                        "models.Snapshot",
                        source_field="snapshot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="artifacts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("kind", fields.CharField(max_length=16)),
                ("media_type", fields.CharField(max_length=127)),
                ("bytes", fields.BigIntField()),
                ("sha256", fields.CharField(db_index=True, max_length=64)),
                ("width", fields.IntField(null=True)),
                ("height", fields.IntField(null=True)),
                ("from_person", fields.BooleanField(default=False)),
            ],
            options={
                "table": "artifacts",
                "app": "models",
                "unique_together": (("snapshot", "kind"),),
                "pk_attr": "id",
                "table_description": "One thing that a snapshot consists of; its bytes are a blob under their hash.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Delivery",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "snapshot",
                    fields.ForeignKeyField(
                        "models.Snapshot",
                        source_field="snapshot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deliveries",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("bot_id", fields.BigIntField()),
                ("chat_telegram_id", fields.BigIntField()),
                ("thread_id", fields.BigIntField(null=True)),
                ("reply_to", fields.BigIntField(null=True)),
                ("language", fields.CharField(default="", max_length=16)),
                ("message_id", fields.BigIntField(null=True)),
                (
                    "state",
                    fields.CharEnumField(
                        default=DeliveryState.PENDING,
                        description="PENDING: pending\nDELIVERED: delivered\nABANDONED: abandoned",
                        enum_type=DeliveryState,
                        max_length=16,
                    ),
                ),
                ("attempts", fields.IntField(default=0)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("photo_file_id", fields.TextField(default="", unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "deliveries",
                "app": "models",
                "indexes": [Index(fields=["bot_id", "state", "due_at"]), Index(fields=["snapshot_id"])],
                "pk_attr": "id",
                "table_description": "One answer that somebody waits for: it is sent from this row, whatever happens in between.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Resource",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "snapshot",
                    fields.ForeignKeyField(
                        "models.Snapshot",
                        source_field="snapshot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="resources",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("url", fields.TextField(unique=False)),
                ("media_type", fields.CharField(max_length=127)),
                ("bytes", fields.BigIntField()),
                ("sha256", fields.CharField(db_index=True, max_length=64)),
            ],
            options={
                "table": "resources",
                "app": "models",
                "unique_together": (("snapshot", "sha256"),),
                "pk_attr": "id",
                "table_description": "A body that the archived page of a snapshot shows: a picture, a style sheet, a font, a frame.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tag",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tags",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=128)),
                ("name", fields.CharField(max_length=128)),
            ],
            options={
                "table": "tags",
                "app": "models",
                "unique_together": (("chat", "key"),),
                "pk_attr": "id",
                "table_description": "A chat's tag: identity is case-folded, the spelling is that of its first use.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LinkTag",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "link",
                    fields.ForeignKeyField(
                        "models.Link",
                        source_field="link_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="link_tags",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "tag",
                    fields.ForeignKeyField(
                        "models.Tag",
                        source_field="tag_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="link_tags",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "link_tags",
                "app": "models",
                "unique_together": (("link", "tag"),),
                "indexes": [Index(fields=["tag_id"])],
                "pk_attr": "id",
                "table_description": "A link bears a tag.",
            },
            bases=["Model"],
        ),
    ]
