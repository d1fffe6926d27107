from tortoise import migrations

from models.sql_for import RunSQLFor

# The text of a page lies in its snapshot already, so only what is said of the page is kept beside the index: all of a
# row's tokens took half as much again as the index itself. Single Chinese characters are tokens of their own: an index
# of beginnings took a third of all the room, most of it for scripts that do not need it.
AFTER = """
CREATE VIRTUAL TABLE search_index USING fts5(
    body, title, note, origin, labels, scope, content = '', tokenize = "ascii tokenchars '+#'"
);
CREATE TABLE search_index_rows (id INTEGER PRIMARY KEY, text_of INTEGER, digest BLOB NOT NULL, said BLOB NOT NULL);
UPDATE links SET indexed_with = 0;
"""
BEFORE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    body, title, note, origin, labels, scope, content = '', prefix = '1', tokenize = "ascii tokenchars '+#'"
);
CREATE TABLE search_index_tokens (id INTEGER PRIMARY KEY, tokens BLOB NOT NULL);
UPDATE links SET indexed_with = 0;
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0005_order_keys")]

    operations = [
        RunSQLFor("sqlite", "DROP TABLE search_index; DROP TABLE search_index_tokens;", reverse_sql=BEFORE),
        RunSQLFor("sqlite", AFTER, reverse_sql="DROP TABLE search_index_rows; DROP TABLE search_index;"),
    ]
