from tortoise import migrations

from models.sql_for import RunSQLFor

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

# The vector says which links have the words, the columns in which of them, and in which order. A vector made by us
# and not by PostgreSQL, whose own dictionaries know nothing of Chinese: see models.postgres.text_index.
# Tags are put in order as in SQLite, by their characters, whatever the server's own language.
CREATE_VECTORS = """
CREATE TABLE search_index (
    id integer PRIMARY KEY REFERENCES links (id) ON DELETE CASCADE, tokens tsvector NOT NULL,
    body text NOT NULL, title text NOT NULL, note text NOT NULL, origin text NOT NULL, labels text NOT NULL,
    scope text NOT NULL
);
CREATE INDEX search_index_tokens ON search_index USING gin (tokens);
ALTER TABLE tags ALTER COLUMN key TYPE varchar(128) COLLATE "C", ALTER COLUMN name TYPE varchar(128) COLLATE "C";
ALTER TABLE tag_aliases ALTER COLUMN key TYPE varchar(128) COLLATE "C";
"""


class Migration(migrations.Migration):
    dependencies = [("models", "0003_library")]

    operations = [
        RunSQLFor("sqlite", "DROP TABLE search_index", reverse_sql=BEFORE),
        RunSQLFor("sqlite", CREATE, reverse_sql=""),
        RunSQLFor("postgres", CREATE_VECTORS, reverse_sql="DROP TABLE search_index"),
    ]
