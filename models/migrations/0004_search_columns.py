from tortoise import migrations
from tortoise.migrations import operations as ops

# Holds tokens made by models.text, separated by spaces: hence a tokenizer that splits there and nowhere else.
# Contentless: the tokens are not stored a second time as they came, only packed in search_index_tokens, without
# which a row cannot be taken out again (SQLite < 3.43). `body` is the first column for that one costs two bytes less
# for every word of every page.
# One character is the beginning of all its pairs: without an index of beginnings it costs ten times as much.
CREATE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    body, title, note, origin, labels, scope, content = '', prefix = '1', tokenize = "ascii tokenchars '+#'"
);
CREATE TABLE search_index_tokens (id INTEGER PRIMARY KEY, tokens BLOB NOT NULL);
UPDATE links SET indexed_with = 0;
"""
BEFORE = """
DROP TABLE search_index_tokens;
DROP TABLE search_index;
CREATE VIRTUAL TABLE search_index USING fts5(
    scope, title, labels, body, prefix = '1', tokenize = "ascii tokenchars '+#'"
);
UPDATE links SET indexed_with = 0;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0003_library")]

    operations = [
        ops.RunSQL("DROP TABLE search_index", reverse_sql=BEFORE),
        ops.RunSQL(CREATE, reverse_sql=""),
    ]
