"""The routes of the chat page."""

from dataclasses import replace
from pathlib import Path

from aiohttp import web

from bot.localchat.acting.asking import AskingSide
from bot.localchat.errors import ApiError
from bot.localchat.files import StoredFile
from bot.localchat.limits import MAX_TEXT_LENGTH
from bot.localchat.messages import Message
from bot.localchat.page.door import Door, add_headers
from bot.localchat.page.events import mark, stream_events
from bot.localchat.page.samples import SampleLinks, forward_sample, forward_text
from bot.localchat.page.views import view_answer, view_message, view_person
from bot.localchat.queries import InlineResult
from bot.localchat.wire import Json

_STATIC = Path(__file__).parent.parent / "static"
_SHOWN_MESSAGES = 200
_INLINE_TYPES = ("image/jpeg", "image/png", "image/webp")


class ChatPage:
    """The page of the person who owns the local chat."""

    def __init__(self, chat: AskingSide, key: str, samples: SampleLinks) -> None:
        self._chat = chat
        self._board = chat.board
        self._owner = chat.board.config.owner_id
        self._samples = samples
        self._door = Door(key)
        self._results: dict[str, InlineResult] = {}  # what the strip shows

    def add_routes(self, app: web.Application) -> None:
        """Mount it."""
        app.on_response_prepare.append(add_headers)
        app.router.add_get("/", self.show)
        for method, path, handler in (
            ("GET", "/static/{name}", self.send_static),
            ("GET", "/chat/state", self.send_state),
            ("GET", "/chat/history", self.send_history),
            ("GET", "/chat/events", self.send_events),
            ("GET", "/chat/file/{key}", self.send_file),
            ("POST", "/chat/hello", self.greet),
            ("POST", "/chat/send", self.send),
            ("POST", "/chat/photo", self.send_photo),
            ("POST", "/chat/edit", self.edit),
            ("POST", "/chat/press", self.press),
            ("POST", "/chat/inline", self.search),
            ("POST", "/chat/choose", self.choose),
            ("POST", "/chat/forward", self.forward),
        ):
            app.router.add_route(method, path, self._door.guard(handler))

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The page itself, or the way in."""
        return self._door.let_in(request) or await self._door.guard(self._send_index)(request)

    async def _send_index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(_STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    async def send_static(self, request: web.Request) -> web.StreamResponse:
        """Style, script, icon."""
        path = _STATIC / request.match_info["name"]
        if path.parent != _STATIC or path.suffix not in (".js", ".css", ".svg") or not path.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": "no-cache"})

    async def send_state(self, _: web.Request) -> web.Response:
        """Everything that the page shows at first."""
        me = self._board.world.users[self._owner]
        profile = self._board.profile
        language = me.language_code.partition("-")[0]
        description = profile.find("description", language=language) or profile.find("description")
        messages = self._board.world.list_messages(self._owner)
        return web.json_response(
            {
                "mark": mark(self._board),
                "bot": view_person(self._board.world.bot),
                "me": view_person(me),
                "description": description or "",
                "commands": profile.list_commands(self._owner, me.language_code),
                "sampleUrl": self._samples.link,
                "messages": self._view(messages[-_SHOWN_MESSAGES:]),
                "hasMore": len(messages) > _SHOWN_MESSAGES,
            }
        )

    async def send_history(self, request: web.Request) -> web.Response:
        """Older messages."""
        before = _number(request.query.get("before"))
        messages = [m for m in self._board.world.list_messages(self._owner) if m.message_id < before]
        shown = self._view(messages[-_SHOWN_MESSAGES:])
        return web.json_response({"messages": shown, "hasMore": len(messages) > _SHOWN_MESSAGES})

    async def send_events(self, request: web.Request) -> web.StreamResponse:
        """What happens from now on."""
        return await stream_events(request, self._board, self._owner)

    async def send_file(self, request: web.Request) -> web.StreamResponse:
        """A photo to look at, a document to download."""
        file = self._board.files.find(request.match_info["key"])
        if file is None:
            raise web.HTTPNotFound
        return web.FileResponse(self._board.files.path(file), headers=_file_headers(file))

    async def greet(self, request: web.Request) -> web.Response:
        """The page tells the person's language, as Telegram's apps do."""
        language = str((await _body(request)).get("language", ""))[:16].lower()
        user = self._board.world.users[self._owner]
        if language and language != user.language_code:
            await self._board.world.put_user(replace(user, language_code=language))
        return web.json_response({})

    async def send(self, request: web.Request) -> web.Response:
        """A text, perhaps a reply."""
        body = await _body(request)
        text = str(body.get("text", "")).strip()[:MAX_TEXT_LENGTH]
        if text:
            await self._chat.send_text(self._owner, self._owner, text, reply_to=_number(body.get("replyTo")))
        return web.json_response({})

    async def send_photo(self, request: web.Request) -> web.Response:
        """A picture as the body, its caption in the address."""
        caption = request.query.get("caption", "")
        try:
            await self._chat.send_photo(self._owner, self._owner, await request.read(), caption)
        except ApiError as error:
            raise web.HTTPBadRequest(text=error.description) from error
        return web.json_response({})

    async def edit(self, request: web.Request) -> web.Response:
        """Other words in one's own message."""
        body = await _body(request)
        message = self._require(body)
        text = str(body.get("text", "")).strip()[:MAX_TEXT_LENGTH]
        if text and message.sender_id == self._owner and text != message.words:
            await self._chat.edit_text(message, text)
        return web.json_response({})

    async def press(self, request: web.Request) -> web.Response:
        """A button that asks the bot."""
        body = await _body(request)
        message = self._require(body)
        place = (_number(body.get("row")), _number(body.get("column")))
        button = next((b for b in message.buttons if (b.row, b.column) == place), None)
        if button is None or button.kind != "callback_data":
            raise web.HTTPNotFound
        try:
            answer = await self._chat.press(button)
        except TimeoutError:
            return web.json_response({"text": "", "isLate": True})
        return web.json_response({"text": answer.text, "isAlert": answer.show_alert})

    async def search(self, request: web.Request) -> web.Response:
        """The strip of inline results."""
        body = await _body(request)
        query, offset = str(body.get("query", "")), str(body.get("offset", ""))
        try:
            answer = await self._chat.inline_query(self._owner, query, offset)
        except TimeoutError:
            return web.json_response({"results": [], "nextOffset": "", "isLate": True})
        if not offset:
            self._results.clear()
        self._results |= {result.id: result for result in answer.results}
        return web.json_response(view_answer(self._board, answer))

    async def choose(self, request: web.Request) -> web.Response:
        """One of the results becomes a message."""
        result = self._results.get(str((await _body(request)).get("id", "")))
        if result is None:
            raise web.HTTPNotFound
        await self._chat.choose(self._owner, self._owner, result)
        return web.json_response({})

    async def forward(self, request: web.Request) -> web.Response:
        """A post as if forwarded from a channel: the sample, or one's own message."""
        body = await _body(request)
        if "id" in body:
            await forward_text(self._chat, self._owner, self._require(body))
        else:
            await forward_sample(self._chat, self._owner, self._samples)
        return web.json_response({})

    def _view(self, messages: list[Message]) -> list[Json]:
        return [view_message(self._board, message) for message in messages]

    def _require(self, body: Json) -> Message:
        message = self._board.world.find_message(self._owner, _number(body.get("id")))
        if message is None:
            raise web.HTTPNotFound
        return message


async def _body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError as error:
        raise web.HTTPBadRequest(text="JSON expected\n") from error
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="a JSON object expected\n")
    return body


def _number(value: object) -> int:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else 0


def _file_headers(file: StoredFile) -> dict[str, str]:
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    if file.media_type in _INLINE_TYPES and file.kind == "Photo":
        return headers | {"Content-Type": file.media_type}
    name = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in file.name) or "file"
    return headers | {
        "Content-Type": "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
