"""Snapkeep's application: the chat, the web pages, the workers and the command line are its doors."""

__version__ = "0.1.0"
