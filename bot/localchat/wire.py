"""JSON as it goes over the wire. Its shapes are the Bot API's own: they stay dictionaries here."""

from typing import Any

Json = dict[str, Any]
JsonValue = Any


def compact(**fields: JsonValue) -> Json:
    """The fields that have a value; Telegram leaves out what is empty."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], False)}
