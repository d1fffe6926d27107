import pytest

from tests.scripts.machine import Machine, is_root

MISSING = "from scripts.fonts import list_missing; print(list_missing())"
ENSURE = "from scripts.fonts import ensure_fonts; ensure_fonts()"


def test_fontconfig_tells_which_fonts_are_missing(machine: Machine) -> None:
    machine.add_command("fc-list", 'case "$*" in *zsye*) ;; *) echo /font.ttf;; esac')

    assert machine.run(MISSING).stdout.strip() == "['emoji']"


def test_font_files_tell_where_there_is_no_fontconfig(machine: Machine) -> None:
    folder = machine.root / ".local/share/fonts"
    folder.mkdir(parents=True)
    for name in ("NotoSansCJK-Regular.ttc", "NotoColorEmoji.ttf", "NotoSansDevanagari-Bold.otf"):
        (folder / name).touch()

    assert machine.run(MISSING).stdout.strip() == "[]"


def test_fonts_that_nobody_may_install_are_said_and_are_no_failure(machine: Machine) -> None:
    machine.add_command("fc-list", "")
    done = machine.run(ENSURE)

    assert done.returncode == 0
    assert "no fonts for Chinese, Hindi, emoji" in done.stderr
    assert "apt-get install fonts-noto-core" in done.stderr


@pytest.mark.skipif(not is_root(), reason="only root installs Debian's packages")
def test_root_installs_fonts_and_a_failure_is_shown(machine: Machine) -> None:
    machine.add_command("fc-list", "")
    machine.add_command("apt-get", 'case "$*" in *install*) echo E: no room >&2; exit 100;; esac')
    done = machine.run(ENSURE)

    assert done.returncode == 0
    assert "E: no room" in done.stderr
