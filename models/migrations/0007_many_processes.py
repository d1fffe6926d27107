from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0005_news"), ("models", "0006_search_rows")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Lease",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=128)),
                ("holder", fields.CharField(db_index=True, max_length=64)),
                ("until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "leases",
                "app": "models",
                "pk_attr": "name",
                "table_description": "What one of several processes does for all of them, or for one chat, until it is done or its process is.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Pace",
            fields=[
                ("name", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=128)),
                ("free_at", fields.FloatField()),
            ],
            options={
                "table": "paces",
                "app": "models",
                "pk_attr": "name",
                "table_description": "How far ahead a limit of Telegram's is used up, by all processes together.",
            },
            bases=["Model"],
        ),
    ]
