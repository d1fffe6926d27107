"""The webhook: Telegram brings the updates instead of being asked for them."""

import hmac
import json
import logging

from aiohttp import web

from bot.web.ports import PORTS, Webhook
from models.errors import ModelError

log = logging.getLogger(__name__)

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of Telegram's header
_MAX_UPDATE_BYTES = 1024 * 1024


async def take_update(request: web.Request) -> web.Response:
    """Take one update in: 200 when it is written down, 503 where Telegram had better bring it again later."""
    webhook = request.app[PORTS].webhook
    if webhook is None or not _is_telegram(request, webhook):
        return web.Response(status=401)  # before anything of the body is read
    try:
        payload = json.loads(await request.clone(client_max_size=_MAX_UPDATE_BYTES).read())
        if not isinstance(payload, dict):
            raise ValueError("no update")  # noqa: TRY004, TRY301 - one answer to all that is no update
        await webhook.take(payload)
    except (ValueError, RecursionError):
        return web.Response(status=400)
    except ModelError:
        log.exception("update not written down")
        return web.Response(status=503, headers={"Retry-After": "5"})
    return web.Response()


def _is_telegram(request: web.Request, webhook: Webhook) -> bool:
    given = request.headers.get(_SECRET_HEADER, "")
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), webhook.secret.encode())
