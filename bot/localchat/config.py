"""What a local chat is told at its start."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LocalChatConfig:
    """Where it lives, and who talks with whom."""

    folder: Path
    host: str = "127.0.0.1"
    port: int = 0  # preferred; another one where it is taken; 0: any
    bot_id: int = 7_000_000_001
    bot_name: str = "Snapkeep"
    bot_username: str = "snapkeep_local_bot"
    owner_id: int = 1  # the person at the page
    owner_name: str = "You"
    language_code: str = "en"
    can_read_all_group_messages: bool = False  # BotFather's privacy mode is on where this is False
