"""Tortoise's migrations, in the order of their numbers; applied when the database is opened."""
