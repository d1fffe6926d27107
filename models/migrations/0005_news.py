from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from models.tables import News


class Migration(migrations.Migration):
    dependencies = [("models", "0004_search_columns")]

    initial = False

    operations = [
        ops.AddField(
            model_name="Delivery",
            name="news",
            field=fields.CharEnumField(
                default=News.NONE,
                description="NONE: \nCHANGED: changed\nDIED: died\nBACK: back\nENDED: ended",
                db_default="",
                enum_type=News,
                max_length=8,
            ),
        ),
        ops.AddField(
            model_name="Delivery",
            name="older",
            field=fields.ForeignKeyField(
                "models.Snapshot",
                source_field="older_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="told_with",
                on_delete=OnDelete.SET_NULL,
            ),
        ),
    ]
