"""The ground: what is locked, imported and written down, looked at as a whole."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from telegram.ext import CommandHandler

from bot.callbacks import Callback
from bot.chat import build_application
from bot.intake import ALLOWED_UPDATES
from bot.web.ports import Webhook, WebPorts
from bot.web.server import build_app
from models.blobs.file import FileBlobStore
from tests.ownership.chat_lines import CHAT_LINES, UPDATES
from tests.ownership.scene import NOBODYS, OWN_COLUMNS, SESSIONS, list_tables
from tests.ownership.web_lines import WEB_LINES

ROOT = Path(__file__).parent.parent
PACKAGES = ("bot", "capture", "models")
FOLDERS = (*PACKAGES, "tests", "scripts", "docs", ".ci")
TEXTS = {".py", ".md", ".toml", ".json", ".js", ".css", ".html", ".txt", ".yaml", ".lock", ".example", ""}
# Folders in which somebody's copy lies; not the same words in the path of an address.
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.:/>)}-])/(?:work|root|home|Users)/[\w.-]+|/tmp/" + "prep")


def list_modules() -> list[str]:
    """Every module of the three packages, by its file."""
    files = (file.relative_to(ROOT) for package in PACKAGES for file in sorted((ROOT / package).rglob("*.py")))
    return [".".join(file.with_suffix("").parts).removesuffix(".__init__") for file in files]


def list_texts() -> Iterator[Path]:
    """Every text of the tree that belongs to the project."""
    for file in (*ROOT.iterdir(), *(file for folder in FOLDERS for file in (ROOT / folder).rglob("*"))):
        is_made = "__pycache__" in file.parts or file.name in {".env", ".git"}
        if file.is_file() and file.suffix in TEXTS and not is_made:
            yield file


def test_lock_file_names_only_pypi() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")

    assert set(re.findall(r"https?://[^/\"]+", lock)) == {"https://pypi.org", "https://files.pythonhosted.org"}


def test_every_locked_package_is_from_the_index_and_hashed() -> None:
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    others = [package for package in packages if package["name"] != "snapkeep"]
    files = [file for package in others for file in (*package.get("wheels", ()), package.get("sdist"))]

    assert {str(package["source"]) for package in others} == {"{'registry': 'https://pypi.org/simple'}"}
    assert all(file["hash"].startswith("sha256:") for file in files if file)


@pytest.mark.slow
def test_every_module_can_be_imported_and_that_does_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-W", "error", "-m", "tests.import_probe"],
        input="\n".join(list_modules()),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_tree_names_no_folder_of_somebodys_machine() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {match.group()}"
        for file in list_texts()
        for match in SOMEBODYS_FOLDER.finditer(file.read_text(encoding="utf-8", errors="replace"))
    ]

    assert found == []


def test_documents_name_only_files_that_exist() -> None:
    missing = [
        f"{document.name}: {target}"
        for document in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"))
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
        if "://" not in target and not (document.parent / target).exists()
    ]

    assert missing == []


def test_every_make_target_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)

    assert {"run", "test", "test-hostile", "setup", "check", "bench", "help"} <= set(targets)
    assert targets == re.findall(r"^([a-z-]+):.*  ## \S", makefile, re.MULTILINE)


def test_submissions_run_what_the_readme_tells_people_to_run() -> None:
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")

    assert re.findall(r"^make .*$", script, re.MULTILINE) == ["make check", "make test"]


def test_every_promise_of_safety_names_tests_that_exist() -> None:
    document = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", document)
    unknown = [
        f"{file}::{test}"
        for file, test in named
        if not (path := ROOT / "tests" / file).is_file() or f"def {test}" not in path.read_text(encoding="utf-8")
    ]

    assert unknown == []
    assert re.findall(r"^\| (\d+) \|", document, re.MULTILINE) == [str(number) for number in range(1, 37)]


def test_every_door_of_the_chat_is_in_the_ownership_matrix() -> None:
    """What is missing gets a line in `tests/ownership/chat_lines.py`."""
    application = build_application("4242:none", "http://127.0.0.1:1")
    doors = set()
    for handler in (handler for group in application.handlers.values() for handler in group):
        if isinstance(handler, CommandHandler):
            doors |= {f"/{name}" for name in handler.commands}
        else:
            doors.add(handler.callback.__name__)
    covered = {line.covers for line in CHAT_LINES.values()}

    assert doors - covered == set()
    assert covered - doors == {kind.__name__ for kind in get_args(Callback)}
    assert set(ALLOWED_UPDATES) == set(UPDATES)
    assert set(UPDATES.values()) <= doors


async def ignore(_what: object) -> None:
    """Nothing is asked here."""


def test_every_route_of_the_web_is_in_the_ownership_matrix(tmp_path: Path) -> None:
    """What is missing gets a line in `tests/ownership/web_lines.py`."""
    webhook = Webhook("/telegram", "a-secret", ignore)
    app = build_app(WebPorts(ignore, FileBlobStore(tmp_path), "https://keep.example", webhook=webhook))  # type: ignore[arg-type]
    routes = {
        f"{route.method} {route.resource.canonical}"
        for route in app.router.routes()
        if route.resource is not None and route.method != "HEAD"
    }

    assert routes == {line.covers for line in WEB_LINES.values()}


def test_every_table_is_somebodys_or_said_to_be_nobodys(migrated_file: Path) -> None:
    tables = list_tables(migrated_file)
    unowned = {name for name, columns in tables.items() if not set(columns) & set(OWN_COLUMNS)}

    assert unowned - SESSIONS - {"chats"} == set(NOBODYS) - {"memberships"}
