import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0002_search")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ApiToken",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("token_sha256", fields.CharField(unique=True, max_length=64)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="api_tokens",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(default="", max_length=200)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "api_tokens",
                "app": "models",
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "What a person's script signs its requests with; only its hash is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Comparison",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "older",
                    fields.ForeignKeyField(
                        "models.Snapshot",
                        source_field="older_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="newer_ones",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "newer",
                    fields.ForeignKeyField(
                        "models.Snapshot",
                        source_field="newer_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="older_ones",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("outcome", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("sha256", fields.CharField(default="", db_index=True, max_length=64)),
                ("media_type", fields.CharField(default="", max_length=127)),
                ("bytes", fields.BigIntField(default=0)),
                ("width", fields.IntField(null=True)),
                ("height", fields.IntField(null=True)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "comparisons",
                "app": "models",
                "unique_together": (("older", "newer"),),
                "indexes": [Index(fields=["newer_id"])],
                "pk_attr": "id",
                "table_description": "What differs between two versions of a link, worked out once.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Deed",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deeds",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="deeds",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("kind", fields.CharField(max_length=32)),
                ("payload", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("done_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("undone_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "deeds",
                "app": "models",
                "indexes": [Index(fields=["chat_id", "done_at"])],
                "pk_attr": "id",
                "table_description": "Something destructive that a chat can take back for a while, and all that is needed for it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Feed",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("token", fields.CharField(unique=True, max_length=32)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="feeds",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("query", fields.TextField(unique=False)),
                ("is_public", fields.BooleanField(default=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "feeds",
                "app": "models",
                "indexes": [Index(fields=["chat_id"])],
                "pk_attr": "id",
                "table_description": "A query of a chat that can be read by whoever has its address: as Atom, and as a page where it is public.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="LinkKey",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="link_keys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=64)),
                (
                    "link",
                    fields.ForeignKeyField(
                        "models.Link",
                        source_field="link_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="keys",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "link_keys",
                "app": "models",
                "unique_together": (("chat", "key"),),
                "indexes": [Index(fields=["link_id"])],
                "pk_attr": "id",
                "table_description": "A further address of a link, learned by capturing it: behind a short link, or said by the page to be its own.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Membership",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="memberships",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "memberships",
                "app": "models",
                "unique_together": (("chat", "person"),),
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "A person has been seen in a group: its library is theirs to look at, too.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Session",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("token_sha256", fields.CharField(unique=True, max_length=64)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sessions",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("name", fields.CharField(default="", max_length=200)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("seen_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sessions",
                "app": "models",
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "id",
                "table_description": "A browser in which a person is signed in; only the hash of its cookie is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Share",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("token", fields.CharField(unique=True, max_length=32)),
                (
                    "snapshot",
                    fields.ForeignKeyField(
                        "models.Snapshot",
                        source_field="snapshot_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="shares",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                (
                    "person",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="person_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="shares",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("opens", fields.IntField(default=0)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "shares",
                "app": "models",
                "indexes": [Index(fields=["snapshot_id"])],
                "pk_attr": "id",
                "table_description": "A further address of one snapshot, given to somebody, with an end of its own.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="SignIn",
            fields=[
                ("token_sha256", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=64)),
                (
                    "person",
                    fields.ForeignKeyField(
                        "models.Person",
                        source_field="person_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="sign_ins",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("expires_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("used_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "sign_ins",
                "app": "models",
                "indexes": [Index(fields=["person_id"])],
                "pk_attr": "token_sha256",
                "table_description": "A one-time link that opens the library in a browser; only its hash is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TagAlias",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tag_aliases",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("key", fields.CharField(max_length=128)),
                ("name", fields.CharField(max_length=128)),
                (
                    "tag",
                    fields.ForeignKeyField(
                        "models.Tag",
                        source_field="tag_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="aliases",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "tag_aliases",
                "app": "models",
                "unique_together": (("chat", "key"),),
                "indexes": [Index(fields=["tag_id"])],
                "pk_attr": "id",
                "table_description": "Another name of a tag: whoever writes it means the tag.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TagRule",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "chat",
                    fields.ForeignKeyField(
                        "models.Chat",
                        source_field="chat_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tag_rules",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("pattern", fields.CharField(max_length=255)),
                (
                    "tag",
                    fields.ForeignKeyField(
                        "models.Tag",
                        source_field="tag_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="rules",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
            ],
            options={
                "table": "tag_rules",
                "app": "models",
                "unique_together": (("chat", "pattern", "tag"),),
                "indexes": [Index(fields=["tag_id"])],
                "pk_attr": "id",
                "table_description": "Links whose address fits get a tag by themselves.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Watch",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "link",
                    fields.OneToOneField(
                        "models.Link",
                        source_field="link_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="watch",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("bot_id", fields.BigIntField()),
                ("chat_telegram_id", fields.BigIntField()),
                ("thread_id", fields.BigIntField(null=True)),
                ("language", fields.CharField(default="", max_length=16)),
                ("days", fields.IntField()),
                ("next_at", fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                (
                    "told_of",
                    fields.ForeignKeyField(
                        "models.Snapshot",
                        source_field="told_of_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="watches",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                (
                    "awaits",
                    fields.ForeignKeyField(
                        "models.Snapshot",
                        source_field="awaits_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="awaited_by",
                        on_delete=OnDelete.SET_NULL,
                    ),
                ),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "watches",
                "app": "models",
                "pk_attr": "id",
                "table_description": "A link that is captured again every so often; its chat hears of it when something real has changed.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Chat",
            name="private_permalinks",
            field=fields.BooleanField(default=False, db_default=False),
        ),
        ops.AddField(
            model_name="Snapshot",
            name="is_private",
            field=fields.BooleanField(null=True),
        ),
    ]
