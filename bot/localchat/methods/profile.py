"""setMyCommands, setMyName and the like."""

import re
from collections.abc import Awaitable, Callable, Mapping

from bot.localchat.calls import Params
from bot.localchat.errors import bad_request
from bot.localchat.limits import MAX_COMMAND_DESCRIPTION, MAX_COMMANDS
from bot.localchat.switchboard import Switchboard
from bot.localchat.wire import Json, JsonValue

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")


async def set_my_commands(board: Switchboard, params: Params) -> bool:
    """The menu behind `/`."""
    commands = params.json("commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked = [_check_command(command) for command in commands]
    await board.profile.put("commands", checked or None, _read_scope(params), _read_language(params))
    board.changes.publish("commands")
    return True


async def get_my_commands(board: Switchboard, params: Params) -> list[Json]:
    """The commands of exactly that scope and language."""
    return list(board.profile.find("commands", _read_scope(params), _read_language(params)) or [])


async def delete_my_commands(board: Switchboard, params: Params) -> bool:
    """No commands for that scope and language."""
    await board.profile.put("commands", None, _read_scope(params), _read_language(params))
    board.changes.publish("commands")
    return True


async def set_chat_menu_button(board: Switchboard, params: Params) -> bool:
    """What the button beside the input does."""
    button = params.json("menu_button") or {"type": "default"}
    if button.get("type") not in ("default", "commands", "web_app"):
        raise bad_request("can't parse menu button: MenuButton has unsupported type")
    await board.profile.put("menu_button", button, params.text("chat_id") or "default")
    return True


async def get_chat_menu_button(board: Switchboard, params: Params) -> Json:
    """What the button beside the input does."""
    return dict(board.profile.find("menu_button", params.text("chat_id") or "default") or {"type": "commands"})


def _setter(what: str, max_length: int) -> Callable[[Switchboard, Params], Awaitable[bool]]:
    async def set_text(board: Switchboard, params: Params) -> bool:
        value = params.text(what)
        if len(value) > max_length:
            raise bad_request(f"BOT_{what.upper()}_TOO_LONG")
        await board.profile.put(what, value or None, language=_read_language(params))
        return True

    return set_text


def _getter(what: str) -> Callable[[Switchboard, Params], Awaitable[Json]]:
    async def get_text(board: Switchboard, params: Params) -> Json:
        value = board.profile.find(what, language=_read_language(params)) or board.profile.find(what)
        return {what: value or (board.config.bot_name if what == "name" else "")}

    return get_text


PROFILE_METHODS: Mapping[str, Callable[[Switchboard, Params], Awaitable[JsonValue]]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", 64),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description", 512),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description", 120),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}


def _check_command(command: JsonValue) -> Json:
    if not isinstance(command, dict) or "command" not in command or "description" not in command:
        raise bad_request("can't parse BotCommand: expected an Object")
    name = str(command["command"]).removeprefix("/")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(command["description"])) <= MAX_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": str(command["description"])}


def _read_scope(params: Params) -> str:
    scope = params.json("scope") or {"type": "default"}
    kind = scope.get("type")
    if kind in _SCOPES:
        return str(kind)
    if kind in ("chat", "chat_administrators", "chat_member") and scope.get("chat_id"):
        return f"{kind}:{scope['chat_id']}"
    raise bad_request("can't parse BotCommandScope: Unsupported type specified")


def _read_language(params: Params) -> str:
    language = params.text("language_code")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")  # ISO 639-1: no zh-Hans here
    return language
