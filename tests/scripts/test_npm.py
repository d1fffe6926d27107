"""Scripts from npm: with this machine's Node, with PyPI's, or not at all."""

from pathlib import Path

from tests.scripts.machine import Machine

LOCK = Path(__file__).parent.parent.parent / "package-lock.json"

ENSURE = """
from scripts.npm import ensure_scripts
from scripts.setup import VENV, tool_environment
print("whole" if ensure_scripts(VENV, tool_environment()) else "without")
"""
FILES = (
    "node_modules/@mozilla/readability/Readability.js",
    "node_modules/@picocss/pico/css/pico.classless.min.css",
    "node_modules/htmx.org/dist/htmx.min.js",
)
INSTALL = " && ".join(f"mkdir -p {Path(file).parent} && : > {file}" for file in FILES)


def add_tools(machine: Machine) -> None:
    """What the made-up commands themselves need."""
    machine.add_command("mkdir", 'exec /bin/mkdir "$@"')


def test_npm_of_the_machine_is_used(machine: Machine) -> None:
    add_tools(machine)
    machine.add_command("node", "echo v20.1.0")
    machine.add_command("npm", f'[ "$1" = ci ] && {INSTALL}')

    assert machine.run(ENSURE).stdout.splitlines()[-1] == "whole"


def test_machine_without_node_gets_one_from_pypi(machine: Machine) -> None:
    add_tools(machine)
    npm = machine.root / ".venv/bin/npm"
    machine.add_command(".venv/bin/uv", f"printf '#!/bin/sh\\n{INSTALL}\\n' > {npm}; /bin/chmod +x {npm}", machine.root)

    done = machine.run(ENSURE)

    assert done.stdout.splitlines()[-1] == "whole"
    assert "from PyPI" in done.stdout


def test_old_node_is_left_alone(machine: Machine) -> None:
    add_tools(machine)
    machine.add_command("node", "echo v16.20.0")
    machine.add_command("npm", "exit 1")
    machine.add_command(".venv/bin/npm", INSTALL, machine.root)

    assert machine.run(ENSURE).stdout.splitlines()[-1] == "whole"


def test_what_cannot_be_installed_is_said_in_one_line_and_nothing_fails(machine: Machine) -> None:
    machine.add_command("node", "echo v20.1.0")
    machine.add_command("npm", "echo npm error network getaddrinfo ENOTFOUND >&2; exit 1")

    done = machine.run(ENSURE)

    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "without"
    assert len(done.stderr.splitlines()) == 1
    assert "npm ci" in done.stderr


def test_lock_file_names_no_registry_and_holds_hashes() -> None:
    lock = LOCK.read_text(encoding="utf-8")

    assert "resolved" not in lock
    assert "://" not in lock
    assert "sha512-" in lock
