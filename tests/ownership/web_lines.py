"""The web's side of the matrix: one line for every route.

`get(path)`, `form(path, fields)` and `api(method, path, body)` build a line; `{p}`, `{link}` and so on stand for the
library's numbers. `gets` is what those get whose library it is on the web, `to` says who else gets the same.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import ClientSession

from bot.web.forms import TOKEN_FIELD
from tests.ownership.chat_attempts import Gets, Who
from tests.ownership.scene import Library

NOTHING, SEES, CHANGES = Gets.NOTHING, Gets.SEES, Gets.CHANGES
BOTH = SEES | CHANGES


@dataclass(frozen=True, slots=True)
class WebAttempt:
    """Somebody's browser or script asks for something, with a library's numbers in it."""

    session: ClientSession  # their cookie and their token go along
    form_token: str
    library: Library
    stir: Callable[[], Awaitable[None]]  # something happens in the library meanwhile

    def fill(self, text: str) -> str:
        """Put the library's numbers where they belong."""
        its = self.library
        return text.format(
            p=its.permalink_id,
            older=its.older_id,
            hidden=its.hidden_id,
            begun=its.secret[:2],
            link=its.link_id,
            chat=its.chat_id,
            sha256=its.body_sha256,
            x=its.share,
            share=its.share_id,
            feed=its.feed,
            feed_id=its.feed_id,
            token=its.token_id,
            session=its.session_id,
        )

    async def ask(self, method: str, path: str, **how: object) -> str:
        """Send a request; everything that comes back, as text."""
        async with self.session.request(method, self.fill(path), allow_redirects=False, **how) as answer:  # type: ignore[arg-type]
            body = await answer.read()
            return f"{answer.status} {dict(answer.headers)} {body.decode('utf-8', 'replace')}"

    async def fill_in(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a form as a page of ours does, with the token of one's own session."""
        values = {name: self.fill(value) for name, value in fields.items()} | {TOKEN_FIELD: self.form_token}
        return await self.ask("POST", path, data=values)

    async def listen(self, path: str) -> str:
        """Hear what happens in the library within a moment; a number is as good as the title."""
        async with self.session.get(self.fill(path)) as answer:
            if answer.status != 200:
                return str(answer.status)
            await answer.content.readuntil(b"\n\n")
            await self.stir()
            heard = await answer.content.readuntil(b"\n\n")
        return self.library.secret if str(self.library.link_id).encode() in heard else ""


@dataclass(frozen=True, slots=True)
class WebLine:
    """One thing to try on the web, the route that it is meant for, and what comes of it."""

    covers: str
    act: Callable[[WebAttempt], Awaitable[str]]
    gets: Gets
    who: Who = Who.OWNER


def get(route: str, gets: Gets, path: str = "", who: Who = Who.OWNER) -> WebLine:
    """A page or a file."""
    return WebLine(f"GET {route}", lambda attempt: attempt.ask("GET", path or route), gets, who)


def form(route: str, gets: Gets, who: Who = Who.OWNER, **fields: str) -> WebLine:
    """A form."""
    return WebLine(f"POST {route}", lambda attempt: attempt.fill_in(route, fields), gets, who)


def api(method: str, route: str, gets: Gets, path: str = "", body: object = None) -> WebLine:
    """A request of a script."""
    how = {} if body is None else {"json": body}
    return WebLine(f"{method} {route}", lambda attempt: attempt.ask(method, path or route, **how), gets)


ALL = Who.EVERYBODY
READERS = Who.OWNER | Who.MEMBER  # of a library on the web
KIND = "/s/{p}/{kind}"
RELABEL = {"permalink": "{p}", "tags": "taken", "note": "taken"}
NEW = {"url": "https://example.com/new"}
PRIVACY = {"library": "{chat}", "permalink": "{p}", "link": "{link}"}
SORT = {"link": "{link}", "tags": "taken"}

WEB_LINES: Mapping[str, WebLine] = {
    "start or library": get("/", SEES),
    "library of that chat": get("/", SEES, "/?library={chat}", READERS),
    "search in it": get("/", SEES, "/?library={chat}&q=lighthouse", READERS),
    "rows of it": get("/links/rows", SEES, "/links/rows?library={chat}&link={link}", READERS),
    "suggestions": get("/suggest", SEES, "/suggest?library={chat}&q=%23{begun}", READERS),
    "permalink": get("/s/{p}", SEES, who=ALL),
    "its document": get("/s/{p}.json", SEES, who=ALL),
    "newest": get("/l/{p}", NOTHING),
    "latest": get("/s/{p}/latest", NOTHING),
    "changes": get("/s/{p}/changes", SEES, who=ALL),
    "picture of the changes": get("/s/{p}/changes.jpg", SEES, who=ALL),
    "screenshot": get("/s/{p}/screenshot", SEES, who=ALL),
    "thumb": get("/s/{p}/screenshot", SEES, "/s/{p}/screenshot?size=thumb", who=ALL),
    "page": get("/s/{p}/page", SEES, who=ALL),
    "page as a file": get("/s/{p}/page", SEES, "/s/{p}/page?download", who=ALL),
    **{
        f"{kind}": get(KIND, SEES, f"/s/{{p}}/{kind}", who=ALL)
        for kind in ("article", "pdf", "wacz", "file", "evidence")
    },
    "body": get("/s/{p}/{assets}{sha256}", SEES, "/s/{p}/assets/{sha256}", who=ALL),
    "what a replay may ask": api("OPTIONS", "/s/{p}/wacz", NOTHING),
    "what a replay may ask of a share": api("OPTIONS", "/x/{share}/wacz", NOTHING, "/x/{x}/wacz"),
    "private permalink": get("/s/{p}", SEES, "/s/{hidden}", READERS),
    "private document": get("/s/{p}.json", SEES, "/s/{hidden}.json", READERS),
    "private screenshot": get("/s/{p}/screenshot", SEES, "/s/{hidden}/screenshot", READERS),
    "private page": get("/s/{p}/page", SEES, "/s/{hidden}/page", READERS),
    "private file": get(KIND, SEES, "/s/{hidden}/file", READERS),
    "private body": get("/s/{p}/{assets}{sha256}", SEES, "/s/{hidden}/assets/{sha256}", READERS),
    "private, among the changes": get("/s/{p}/changes", NOTHING, "/s/{p}/changes?from={hidden}", READERS),
    "shared": get("/x/{share}", SEES, "/x/{x}", who=ALL),
    "shared document": get("/x/{share}.json", SEES, "/x/{x}.json", who=ALL),
    "shared screenshot": get("/x/{share}/screenshot", SEES, "/x/{x}/screenshot", who=ALL),
    "shared page": get("/x/{share}/page", SEES, "/x/{x}/page", who=ALL),
    "shared article": get("/x/{share}/{kind}", SEES, "/x/{x}/article", who=ALL),
    "shared body": get("/x/{share}/{assets}{sha256}", SEES, "/x/{x}/assets/{sha256}", who=ALL),
    "public tag": get("/f/{feed}", SEES, who=ALL),
    "its feed": get("/f/{feed}.atom", SEES, who=ALL),
    "door": get("/in/{secret}", NOTHING, "/in/{p}"),
    "events": WebLine("GET /events", lambda attempt: attempt.listen("/events?library={chat}"), SEES, READERS),
    "bin": get("/bin", SEES, "/bin?library={chat}", READERS),
    "out of the bin": form("/bin", NOTHING, deed="back", library="{chat}", link="{link}"),
    "for good": form("/bin", NOTHING, deed="wipe", library="{chat}", link="{link}"),
    "mini app": get("/app", NOTHING),
    "open the mini app": WebLine(
        "POST /app", lambda attempt: attempt.ask("POST", "/app", data={"init_data": "user=1&hash=2"}), NOTHING
    ),
    "feeds": get("/feeds", SEES, "/feeds?library={chat}", READERS),
    "make a feed": form("/feeds", CHANGES, deed="make", library="{chat}", q="#quay"),
    "publish a tag": form("/feeds", CHANGES, READERS, deed="publish", library="{chat}", q="#quay"),
    "take a feed back": form("/feeds", CHANGES, READERS, deed="back", library="{chat}", feed="{feed_id}"),
    "what is open": get("/sessions", SEES),
    "sign a browser out": form("/sessions", CHANGES, deed="end", session="{session}"),
    "sign the others out": form("/sessions", CHANGES, deed="others"),
    "revoke a token": form("/sessions", CHANGES, deed="revoke", token="{token}"),
    "manifest": get("/manifest.webmanifest", NOTHING),
    "what was shared": get("/share-target", NOTHING, "/share-target?url=https://example.com/"),
    "tools": get("/tools", NOTHING),
    "alive": get("/healthz", NOTHING),
    "ready": get("/readyz", NOTHING),
    "metrics": get("/metrics", NOTHING),
    "static": get("/static/{name}", NOTHING, "/static/style.css"),
    "favicon": get("/favicon.ico", NOTHING),
    "robots": get("/robots.txt", NOTHING),
    "open the door": WebLine("POST /in/{secret}", lambda attempt: attempt.ask("POST", "/in/{p}"), NOTHING),
    "sign out": form("/out", CHANGES),
    "add": form("/links", CHANGES, READERS, url="https://example.com/new", library="{chat}"),
    "tag many": form("/links/deeds", CHANGES, READERS, deed="tag", library="{chat}", **SORT),
    "untag many": form("/links/deeds", CHANGES, READERS, deed="untag", library="{chat}", link="{link}", tags="quay"),
    "capture many": form("/links/deeds", CHANGES, READERS, deed="again", library="{chat}", **SORT),
    "delete many": form("/links/deeds", CHANGES, READERS, deed="delete", library="{chat}", **SORT),
    "relabel": form("/links/labels", CHANGES, READERS, link="{link}", library="{chat}", **RELABEL),
    "share": form("/shares", CHANGES, READERS, library="{chat}", permalink="{p}", lasts="1h"),
    "take back": form("/shares/back", CHANGES, READERS, library="{chat}", permalink="{p}", share="{share}"),
    "make private": form("/links/privacy", CHANGES, READERS, deed="private", **PRIVACY),
    "new address": form("/links/privacy", CHANGES, READERS, deed="renew", **PRIVACY),
    "script keeps": api("POST", "/api/links", CHANGES, body={"url": "https://example.com/new"}),
    "script lists": api("GET", "/api/links", SEES),
    "script finds": api("GET", "/api/links", SEES, "/api/links?q=lighthouse"),
    "script shows": api("GET", "/api/links/{id}", SEES, "/api/links/{link}"),
    "script relabels": api("PATCH", "/api/links/{id}", BOTH, "/api/links/{link}", {"tags": ["taken"]}),
    "script deletes": api("DELETE", "/api/links/{id}", CHANGES, "/api/links/{link}"),
    "script lists another library": api("GET", "/api/links", SEES, "/api/links?library={chat}"),
    "script keeps elsewhere": api("POST", "/api/links", CHANGES, "/api/links?library={chat}", NEW),
    "script's libraries": api("GET", "/api/libraries", NOTHING),
    "openapi": api("GET", "/api/openapi.json", NOTHING),
    "telegram": api("POST", "/telegram", NOTHING, body={"update_id": 1}),
}
