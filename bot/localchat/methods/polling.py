"""getMe, getUpdates, the webhook's settings, getFile."""

import re

from bot.localchat.calls import Params
from bot.localchat.errors import bad_request
from bot.localchat.limits import MAX_DOWNLOAD_BYTES, MAX_UPDATES
from bot.localchat.switchboard import Switchboard
from bot.localchat.updates import Poll
from bot.localchat.wire import Json, compact

_WEBHOOK_PORTS = (80, 88, 443, 8443)


async def get_me(board: Switchboard, params: Params) -> Json:  # noqa: ARG001 - all methods are called alike
    """The bot itself."""
    return {
        **board.world.bot.to_json(),
        "can_join_groups": True,
        "can_read_all_group_messages": board.config.can_read_all_group_messages,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def get_updates(board: Switchboard, params: Params) -> list[Json]:
    """What happened, by long polling."""
    poll = Poll(
        offset=params.integer("offset"),
        limit=params.integer("limit", MAX_UPDATES),
        timeout=params.integer("timeout"),
        allowed=params.text("allowed_updates"),
    )
    return await board.updates.poll(poll)


async def set_webhook(board: Switchboard, params: Params) -> bool:
    """Remember the webhook; nothing is delivered to it, but polling is refused while it is set."""
    url = params.text("url")
    secret = params.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    if url:
        _check_webhook(url)
    await board.updates.set_allowed(params.text("allowed_updates"))
    if params.flag("drop_pending_updates"):
        await board.updates.clear()
    await board.updates.set_webhook(url)
    return True


async def delete_webhook(board: Switchboard, params: Params) -> bool:
    """Back to polling."""
    if params.flag("drop_pending_updates"):
        await board.updates.clear()
    await board.updates.set_webhook("")
    return True


async def get_webhook_info(board: Switchboard, params: Params) -> Json:  # noqa: ARG001 - all are called alike
    """What is set, and how much waits."""
    return {
        "url": board.updates.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": board.updates.pending_count,
        **compact(allowed_updates=board.updates.allowed),
    }


async def get_file(board: Switchboard, params: Params) -> Json:
    """Where a file can be downloaded."""
    if not params.text("file_id"):
        raise bad_request("file_id not specified")
    file = board.files.resolve(params.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    described = board.files.describe(file)
    folder = "photos" if file.kind == "Photo" else "documents"
    return {
        "file_id": described["file_id"],
        "file_unique_id": described["file_unique_id"],
        "file_size": file.size,
        "file_path": f"{folder}/{file.key}{'.jpg' if file.kind == 'Photo' else ''}",
    }


async def sign_off(board: Switchboard, params: Params) -> bool:  # noqa: ARG001 - all methods are called alike
    """The answer to logOut and close: there is no other server to go to."""
    return True


def _check_webhook(url: str) -> None:
    match = re.fullmatch(r"(?P<scheme>[a-z]+)://(?P<host>[^/:?#]+)(?::(?P<port>\d+))?(?:[/?#].*)?", url, re.IGNORECASE)
    if match is None:
        raise bad_request("invalid webhook URL specified")
    if match["scheme"].lower() != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if int(match["port"] or 443) not in _WEBHOOK_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
