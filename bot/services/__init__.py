"""Deeds: one use case a file. Nothing here knows Telegram, the web or a browser."""
