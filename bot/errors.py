"""What goes wrong in the application itself. The sentence for a person is `error.<code>` in bot/locales.

SnapkeepError
├── StartFailed           one line on standard error and exit 1
├── CommandFailed         a command of the terminal could not be done
├── InvalidRequest        what was asked makes no sense or is not allowed now
└── MessengerError
    ├── RetryLater        flood limit or an outage
    ├── ChatGone          blocked, kicked, deleted
    ├── ChatMoved         the group has become a supergroup
    └── MessageRefused    Telegram will never take this message
        └── MessageGone   the message that was to be changed is not there
"""

from typing import ClassVar


class SnapkeepError(Exception):
    """Base of the application's own errors."""

    code: ClassVar[str] = "internal"


class StartFailed(SnapkeepError):
    """The program cannot start; its text is the line that the owner reads."""

    code = "start_failed"


class CommandFailed(SnapkeepError):
    """A command of the terminal could not be done; its text is the line that the owner reads."""

    code = "command_failed"


class InvalidRequest(SnapkeepError):
    """What was asked cannot be done; `code` names the sentence, `values` fill it."""

    code = "invalid_request"

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.sentence = code
        self.values = values


class MessengerError(SnapkeepError):
    """The chat did not take what was sent."""

    code = "messenger_failed"


class RetryLater(MessengerError):
    """Telegram asks for a pause, or cannot be reached."""

    def __init__(self, reason: str, seconds: float) -> None:
        super().__init__(reason)
        self.seconds = seconds


class ChatGone(MessengerError):
    """The chat does not exist for us: blocked, kicked or deleted."""


class ChatMoved(MessengerError):
    """The group has become a supergroup, which has another number."""

    def __init__(self, reason: str, new_chat_id: int) -> None:
        super().__init__(reason)
        self.new_chat_id = new_chat_id


class MessageRefused(MessengerError):
    """Telegram will never take this message as it is."""


class MessageGone(MessageRefused):
    """The message that was to be changed is not there any more, or may not be changed."""
