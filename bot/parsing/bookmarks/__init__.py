"""Bookmarks as other programs write them down, read for what they have in common."""

from bot.parsing.bookmarks.reading import Bookmark, parse_bookmarks

__all__ = ["Bookmark", "parse_bookmarks"]
