"""One link followed through several processes: by the lines of their logs, and by the spans that a collector gets."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from bot.localchat import LocalChat
from tests.e2e.conftest import OWNER
from tests.e2e.service import ROOT, free_port, settings_for, start_process
from tests.e2e.team import Team, run_team
from tests.e2e.test_main_job import save
from tests.patience import until
from tests.postgres import open_postgres
from tests.site.server import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATH = ["update", "save", "acknowledge", "capture", "deliver"]
STEPS = {"opening", "settling", "picture"}
EVENTS = {"snapshot queued", "acknowledged", "capture begun", "snapshot finished", "answered", "late artifacts kept"}


@dataclass
class Collector:
    """An OpenTelemetry collector on loopback."""

    port: int = field(default_factory=free_port)
    spans: list[Span] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """One export."""
        sent = ExportTraceServiceRequest.FromString(await request.read())
        self.spans += [span for part in sent.resource_spans for scope in part.scope_spans for span in scope.spans]
        return web.Response()

    def named(self, name: str) -> list[Span]:
        """The spans of that name."""
        return [span for span in self.spans if span.name == name]


@asynccontextmanager
async def open_collector() -> AsyncIterator[Collector]:
    """A collector for as long as the block runs."""
    collector = Collector()
    app = web.Application()
    app.router.add_post("/v1/traces", collector.take)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", collector.port).start()
        yield collector
    finally:
        await runner.cleanup()


def facts(span: Span) -> dict[str, int | str]:
    """What a span says."""
    return {one.key: one.value.int_value or one.value.string_value for one in span.attributes}


def lines(team: Team) -> list[dict[str, object]]:
    """What all processes have logged."""
    texts = [line for member in team.members for line in member.said.read_text().splitlines()]
    return [json.loads(line) for line in texts if line.startswith("{")]


async def test_one_link_is_one_trace_and_one_number_in_every_log(chat: LocalChat, site: Site, tmp_path: Path) -> None:
    settings = {"ALLOWED_USERS": str(OWNER), "LOG_FORMAT": "json"}
    with open_postgres() as server:
        url = server.url(server.create())
        async with open_collector() as collector:
            settings["OTLP_URL"] = f"http://127.0.0.1:{collector.port}"
            async with run_team(tmp_path, chat, url, "chat", "worker", **settings) as team:
                await save(chat, site.url("/short?secret=tea"))
                await until(lambda: {str(line["message"]) for line in lines(team)} >= EVENTS, 30)
            await until(lambda: all(collector.named(name) for name in PATH), 10)

    told = [line for line in lines(team) if line["message"] in EVENTS]
    assert {line.get("snapshot") for line in told} == {1}
    assert {str(line["message"]) for line in told} == EVENTS
    (saved,) = collector.named("save")
    (update,) = [span for span in collector.named("update") if span.span_id == saved.links[0].span_id]
    assert facts(update)["snapkeep.update"] == facts(saved)["snapkeep.update"]
    parts = [span for span in collector.spans if span.trace_id == saved.trace_id]
    assert {span.name for span in parts} >= {*PATH[1:], *STEPS}
    assert {facts(span)["snapkeep.snapshot"] for span in parts} == {1}
    (capture,) = collector.named("capture")
    assert capture.parent_span_id == saved.span_id
    assert all(span.parent_span_id == capture.span_id for span in parts if span.name in STEPS)
    assert "tea" not in str(collector.spans), "no address leaves the house"


async def test_without_the_extra_a_set_setting_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "opentelemetry.py").write_text("raise ModuleNotFoundError('no', name='opentelemetry')")
    environment = settings_for(tmp_path, 0, None, OTLP_URL="http://127.0.0.1:4318")

    process = await start_process("run", environment=environment, folder=tmp_path)
    output = (await process.communicate())[0].decode()

    assert process.returncode == 1
    assert output.splitlines() == [
        "SNAPKEEP_OTLP_URL: needs opentelemetry, which is not installed: pip install 'snapkeep[otel]'"
    ]


def test_nobody_who_names_no_collector_loads_what_speaks_to_one() -> None:
    look = "import bot.run, sys; sys.exit('opentelemetry' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False).returncode == 0
