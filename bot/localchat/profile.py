"""What the bot says about itself: its commands, name and descriptions, by language and scope."""

import json

from bot.localchat.store import Record, Store
from bot.localchat.wire import Json, JsonValue


class Profile:
    """Settings of the bot, kept under (what, scope, language)."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._values: dict[str, JsonValue] = {}

    async def load(self) -> None:
        """Read what an earlier run kept."""
        self._values = dict(dict(await self._store.list_all("meta")).get("profile", {}))

    def find(self, what: str, scope: str = "default", language: str = "") -> JsonValue:
        """The value for exactly this scope and language; None where there is none."""
        return self._values.get(json.dumps([what, scope, language]))

    async def put(self, what: str, value: JsonValue, scope: str = "default", language: str = "") -> None:
        """Set it; None removes it."""
        key = json.dumps([what, scope, language])
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value
        await self._store.write(Record("meta", "profile", self._values))

    def list_commands(self, chat_id: int, language: str) -> list[Json]:
        """The commands that this person sees in a private chat: the narrowest scope, their language first."""
        for scope in (f"chat:{chat_id}", "all_private_chats", "default"):
            for code in (language.partition("-")[0], ""):
                if commands := self.find("commands", scope, code):
                    return list(commands)
        return []
