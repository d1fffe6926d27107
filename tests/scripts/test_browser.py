import pytest

from tests.scripts.machine import Machine, is_root

FIND = "from scripts.browser import find_browser; print(find_browser())"
ENSURE = """
import sys
from scripts.browser import ensure_browser
from scripts.shell import SetupFailed
try:
    print(ensure_browser())
except SetupFailed as failure:
    sys.exit(str(failure))
"""
DRAWS = "echo '<p>snapkeep'"


def test_browsers_on_the_path_are_taken_in_order(machine: Machine) -> None:
    machine.add_command("google-chrome", "")
    machine.add_command("chromium", "")
    second = machine.run(FIND).stdout.strip()
    machine.add_command("chromium-headless-shell", "")
    first = machine.run(FIND).stdout.strip()

    assert second == f"{machine.bin}/chromium"
    assert first == f"{machine.bin}/chromium-headless-shell"


def test_playwrights_browser_comes_before_those_on_the_path(machine: Machine) -> None:
    machine.add_command("chromium-headless-shell", "")
    own = machine.add_playwright_browser()

    assert machine.run(FIND).stdout.strip() == str(own)


@pytest.mark.parametrize(
    "line", ["SNAPKEEP_BROWSER={}", "export SNAPKEEP_BROWSER='{}'", 'SNAPKEEP_BROWSER = "{}" # mine']
)
def test_browser_named_in_env_file_comes_first(machine: Machine, line: str) -> None:
    machine.add_playwright_browser()
    named = machine.add_command("my-chromium", "")
    (machine.root / ".env").write_text(f"A=b\n{line.format(named)}\n")

    assert machine.run(FIND).stdout.strip() == str(named)


def test_environment_comes_before_env_file(machine: Machine) -> None:
    named = machine.add_command("my-chromium", "")
    (machine.root / ".env").write_text("SNAPKEEP_BROWSER=/nowhere\n")

    assert machine.run(FIND, SNAPKEEP_BROWSER=str(named)).stdout.strip() == str(named)


def test_named_browser_that_is_not_there_is_said_and_nothing_is_installed(machine: Machine) -> None:
    machine.add_command("chromium", DRAWS)
    done = machine.run(ENSURE, SNAPKEEP_BROWSER="/nowhere/chromium")

    assert done.returncode == 1
    assert "SNAPKEEP_BROWSER is /nowhere/chromium" in done.stderr


def test_snap_of_ubuntu_does_not_count(machine: Machine) -> None:
    machine.add_command("chromium", 'exec /snap/bin/chromium "$@"')
    done = machine.run(FIND)

    assert done.stdout.strip() == "None"
    assert "snap" in done.stderr


def test_browser_that_draws_is_taken(machine: Machine) -> None:
    machine.add_command("chromium", DRAWS)

    assert machine.run(ENSURE).stdout.strip() == f"{machine.bin}/chromium"


def test_browser_that_does_not_start_is_said_with_its_own_words(machine: Machine) -> None:
    machine.add_command("chromium", "echo libnss3.so: cannot open shared object file >&2; exit 127")
    done = machine.run(ENSURE)

    assert done.returncode == 1
    assert "libnss3.so" in done.stderr
    assert f"{machine.bin}/chromium does not start. To mend it: " in done.stderr.splitlines()[-1]


@pytest.mark.skipif(is_root(), reason="root has no sandbox to lose")
def test_missing_sandbox_is_said_but_is_no_failure(machine: Machine) -> None:
    machine.add_command("chromium", f'case "$*" in *--no-sandbox*) {DRAWS};; *) exit 1;; esac')
    done = machine.run(ENSURE)

    assert done.returncode == 0
    assert "only without its sandbox" in done.stderr


@pytest.mark.skipif(not is_root(), reason="only root installs Debian's packages")
def test_root_installs_debians_browser_without_questions(machine: Machine) -> None:
    target = machine.bin / "chromium-headless-shell"
    package = machine.add_command("package", DRAWS, machine.root)
    install = f'case "$*" in *install*) /bin/cp {package} {target};; esac'
    machine.add_command("apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {machine.root}/apt.log\n{install}')
    done = machine.run(ENSURE)
    calls = (machine.root / "apt.log").read_text().splitlines()

    assert done.stdout.splitlines()[-1] == str(target), done.stderr
    assert [call.split()[0] for call in calls] == ["noninteractive"] * 2
    assert calls[1].endswith("install -y --no-install-recommends chromium-headless-shell")


def test_machine_without_any_browser_is_told_what_to_do(machine: Machine) -> None:
    machine.add_command(".venv/bin/python", 'case "$*" in *--dry-run*|*--version) ;; *) exit 1;; esac', machine.root)
    done = machine.run(ENSURE)

    assert done.returncode == 1
    assert "Playwright's download failed" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("there is no browser on this machine and none could be installed.")


def test_playwright_that_does_not_start_is_told_which_library_is_missing(machine: Machine) -> None:
    machine.add_command(".venv/bin/python", "echo libatomic.so.1: no such file >&2; exit 127", machine.root)
    done = machine.run(ENSURE)

    assert done.returncode == 1
    assert "libatomic.so.1" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("apt-get install libatomic1")
