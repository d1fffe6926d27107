"""Turns values into HTML: the templates, and the visitor's language."""

from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.i18n import Translator, get_translator
from bot.web.addresses import path_of
from bot.web.languages import choose_locale
from bot.web.static_files import NPM_FILES, StaticFiles

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Renderer:
    """The templates of one server, with the addresses of its static files."""

    environment: Environment
    root: str  # path under which this server is published; usually empty

    def render(self, template: str, locale: str, **values: object) -> str:
        """Return a whole document."""
        translator = get_translator(locale)
        return self.environment.get_template(template).render(
            t=translator.text, lang=translator.locale, root=self.root, **values
        )


RENDERER = web.AppKey("renderer", Renderer)


def build_renderer(files: StaticFiles, public_url: str) -> Renderer:
    """Open the templates; everything they print is escaped."""
    root = path_of(public_url).rstrip("/")
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = lambda name: _address(files, root, name)
    return Renderer(environment, root)


def _address(files: StaticFiles, root: str, name: str) -> str:
    """Where a file is served, for ever; empty for one of npm's that is not installed."""
    if name in NPM_FILES and name not in files.by_name:
        return ""
    return f"{root}/static/{name}?v={files.get(name).tag}"


def translator_of(request: web.Request) -> Translator:
    """The words for this visitor."""
    return get_translator(choose_locale(request.headers.get("Accept-Language", "")))


def show_page(
    request: web.Request,
    template: str,
    *,
    status: int = 200,
    cache: str = "private, no-cache",
    **values: object,
) -> web.Response:
    """Answer with a page in the visitor's language."""
    locale = translator_of(request).locale
    text = request.app[RENDERER].render(template, locale, **values)
    return web.Response(
        body=text.encode("utf-8", "replace"),
        status=status,
        headers={
            "Content-Type": "text/html; charset=utf-8",
            "Content-Language": locale,
            "Vary": "Accept-Language",
            "Cache-Control": cache,
        },
    )
