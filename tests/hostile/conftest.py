"""What the long tests share with the end-to-end ones: a Telegram on loopback, and a site."""

from tests.e2e.conftest import chat, site

__all__ = ["chat", "site"]
