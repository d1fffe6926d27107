from tortoise import migrations

from models.sql_for import RunSQLFor

# Holds tokens made by models.text, separated by spaces: hence a tokenizer that splits there and nowhere else.
# An ordinary table, not a contentless one: its rows can be deleted on SQLite < 3.43 without knowing what was indexed.
# One character is the beginning of all its pairs: without an index of beginnings it costs ten times as much.
CREATE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    scope, title, labels, body, prefix = '1', tokenize = "ascii tokenchars '+#'"
)
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0001_tables")]

    operations = [RunSQLFor("sqlite", CREATE, reverse_sql="DROP TABLE search_index")]
