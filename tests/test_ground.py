"""The ground: what is locked, imported and written down, looked at as a whole."""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

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
