"""Where spans go: to a collector that speaks OTLP, where one is named, else nowhere.

What speaks it is an extra, and is imported only then: nobody else pays for it, or needs it installed.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module

from bot.errors import StartFailed
from bot.services.tracing import NO_TRACER, Tracer

OpenOtlp = Callable[[str, str], AbstractAsyncContextManager[Tracer]]

OTLP = "bot.telemetry.otlp"


@asynccontextmanager
async def open_tracer(url: str, holder: str) -> AsyncIterator[Tracer]:
    """Whoever hears of the work of this process; raise `StartFailed` where the extra is not installed."""
    if not url:
        yield NO_TRACER
        return
    try:
        open_otlp: OpenOtlp = import_module(OTLP).open_otlp
    except ModuleNotFoundError as error:
        raise StartFailed(
            f"SNAPKEEP_OTLP_URL: needs {error.name}, which is not installed: pip install 'snapkeep[otel]'"
        ) from error
    async with open_otlp(url, holder) as tracer:
        yield tracer
