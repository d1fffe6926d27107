from tests.scripts.machine import Machine

STAMP = """
import json
from dataclasses import asdict
from scripts.setup import ROOT, STAMP, Stamp, hash_causes
STAMP.write_text(json.dumps(asdict(Stamp(hash_causes(), str(ROOT), {with_tools}, "{browser}"))))
"""
IS_DONE = "from scripts.setup import is_done, read_stamp; print(is_done(read_stamp(), with_tools={with_tools}))"


def set_up(machine: Machine, *, with_tools: bool = True) -> None:
    """Leave the stamp of a set-up that went well."""
    browser = machine.add_command("chromium", "")
    machine.run(STAMP.format(with_tools=with_tools, browser=browser)).check_returncode()


def is_done(machine: Machine, *, with_tools: bool = True, **environment: str) -> str:
    """Ask the set-up whether there is nothing to do."""
    done = machine.run(IS_DONE.format(with_tools=with_tools), **environment)
    return done.stdout.strip() or done.stderr


def test_second_set_up_has_nothing_to_do(machine: Machine) -> None:
    before = is_done(machine)
    set_up(machine)

    assert before == "False"
    assert is_done(machine) == "True"


def test_running_needs_no_tools_but_leaves_them_alone(machine: Machine) -> None:
    set_up(machine, with_tools=False)
    assert is_done(machine, with_tools=False) == "True"
    assert is_done(machine, with_tools=True) == "False"

    set_up(machine, with_tools=True)
    assert is_done(machine, with_tools=False) == "True"


def test_changed_lock_file_is_installed(machine: Machine) -> None:
    set_up(machine)
    (machine.root / "uv.lock").write_text("version = 1")

    assert is_done(machine) == "False"


def test_browser_that_went_away_is_looked_for_again(machine: Machine) -> None:
    set_up(machine)
    (machine.bin / "chromium").unlink()

    assert is_done(machine) == "False"


def test_environment_of_another_folder_is_made_anew(machine: Machine) -> None:
    set_up(machine)
    machine.root = machine.root.rename(machine.root.parent / "moved")

    assert is_done(machine) == "False"


def test_environment_whose_python_went_away_is_made_anew(machine: Machine) -> None:
    set_up(machine)
    (machine.root / ".venv/bin/python").unlink()

    assert is_done(machine) == "False"


def test_damaged_stamp_counts_as_none(machine: Machine) -> None:
    set_up(machine)
    (machine.root / ".venv/snapkeep-setup.json").write_text('{"cause"')

    assert is_done(machine) == "False"


def test_wrong_browser_setting_stops_even_a_finished_set_up(machine: Machine) -> None:
    set_up(machine)

    assert "SNAPKEEP_BROWSER is /nowhere" in is_done(machine, SNAPKEEP_BROWSER="/nowhere")


def test_failure_is_shown_and_ends_with_status_one(machine: Machine) -> None:
    machine.add_command(
        ".venv/bin/uv", "echo uv 0.13.9; case $1 in sync) echo no route to host >&2; exit 2;; esac", machine.root
    )
    done = machine.run("import sys; from scripts.setup import main; sys.exit(main())")

    assert done.returncode == 1
    assert "no route to host" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Set-up failed: the locked packages could not be installed.")
