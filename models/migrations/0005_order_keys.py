from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

# About what models.indexing writes with every change of a link.
FILL = """
UPDATE links SET
    title_key = lower(substr(
        CASE WHEN title = '' THEN replace(replace(url, 'https://', ''), 'http://', '') ELSE title END, 1, 100
    )),
    site_key = coalesce((
        SELECT lower(substr(site, 1, 100)) FROM snapshots
        WHERE link_id = links.id AND site <> '' ORDER BY version DESC LIMIT 1
    ), '')
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0004_search_columns")]

    initial = False

    operations = [
        ops.RemoveIndex(
            model_name="Link",
            name=None,
            fields=["chat_id", "created_at"],
        ),
        ops.AddField(
            model_name="Link",
            name="site_key",
            field=fields.CharField(default="", db_default="", max_length=100),
        ),
        ops.AddField(
            model_name="Link",
            name="title_key",
            field=fields.CharField(default="", db_default="", max_length=100),
        ),
        ops.RunSQL(FILL, reverse_sql=""),
        ops.AddIndex(
            model_name="Link",
            index=Index(fields=["chat_id", "deleted_at", "created_at"]),
        ),
        ops.AddIndex(
            model_name="Link",
            index=Index(fields=["chat_id", "deleted_at", "title_key"]),
        ),
        ops.AddIndex(
            model_name="Link",
            index=Index(fields=["chat_id", "deleted_at", "site_key"]),
        ),
    ]
