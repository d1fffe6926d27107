"""How a Bot API call fails.

ApiError          an answer with `ok: false`
ConnectionDropped no answer at all: the connection is closed
AnswerGarbled     an answer that is none
"""

from bot.localchat.wire import Json

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class ApiError(Exception):
    """The answer is an error, with Telegram's number and words."""

    def __init__(self, status: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


class ConnectionDropped(Exception):
    """The caller gets no answer."""


class AnswerGarbled(Exception):
    """The caller gets an answer that nobody can read."""


def bad_request(text: str, parameters: Json | None = None) -> ApiError:
    """A 400 in Telegram's spelling: the first letter lower, unless it is an all-capital code."""
    if len(text) > 1 and not (text[1] == "_" or text[1].isupper()):
        text = text[0].lower() + text[1:]
    return ApiError(400, f"Bad Request: {text}", parameters)


def forbidden(text: str) -> ApiError:
    """A 403."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """A 409."""
    return ApiError(409, f"Conflict: {text}")
