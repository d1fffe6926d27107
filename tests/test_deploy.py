"""What is in `deploy/` names things that exist: settings, metrics, commands, files."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot.cli import COMMANDS
from bot.services.measuring import Metrics
from bot.settings import PREFIX, Settings
from scripts.npm import NODE_WHEEL
from scripts.setup import UV_VERSION
from scripts.shell import ROOT

DEPLOY = ROOT / "deploy"
ROLES = {"run", "chat", "web", "worker"}
SANDBOX_CALLS = {"clone", "unshare", "chroot"}  # of which Chromium makes its sandbox
NEVER_CALLS = {"mount", "ptrace", "bpf", "kexec_load", "init_module", "reboot", "io_uring_setup", "keyctl"}
UNITS = sorted((DEPLOY / "systemd").iterdir())
TEXTS = sorted(path for path in [*DEPLOY.rglob("*.*"), ROOT / "Dockerfile"] if path.is_file())


def list_metrics() -> set[str]:
    """All names under which the metrics appear at /metrics."""
    return {sample for family in Metrics().registry.collect() for sample in _samples(family.name, family.type)}


def _samples(name: str, kind: str) -> set[str]:
    endings = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}.get(kind, ("",))
    return {name + ending for ending in endings}


@pytest.mark.parametrize("path", [DEPLOY / "grafana.json", DEPLOY / "alerts.yaml"], ids=lambda path: path.name)
def test_every_metric_that_is_asked_for_exists(path: Path) -> None:
    asked = set(re.findall(r"\bsnapkeep_\w+", path.read_text()))

    assert asked
    assert asked <= list_metrics()


def test_every_metric_is_on_the_dashboard() -> None:
    shown = (DEPLOY / "grafana.json").read_text()

    assert {family.name for family in Metrics().registry.collect() if family.name not in shown} == {"snapkeep_blobs"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(rf"\b{PREFIX}([A-Z_]+)\b", path.read_text()))

    assert {name.lower() for name in named} <= Settings.model_fields.keys()


def test_every_role_that_is_started_is_a_command() -> None:
    assert set(_started()) == ROLES
    assert COMMANDS.keys() >= ROLES


def _started() -> Iterator[str]:
    for name in ("compose.yaml", "compose.many.yaml"):
        services = yaml.safe_load((DEPLOY / name).read_text())["services"]
        yield from (service["command"] for service in services.values() if service.get("image") == "snapkeep")
    for manifest in yaml.safe_load_all((DEPLOY / "kubernetes/snapkeep.yaml").read_text()):
        if manifest["kind"] == "Deployment":
            yield from manifest["spec"]["template"]["spec"]["containers"][0]["args"]


def test_seccomp_profile_lets_the_sandbox_be_made_and_no_more() -> None:
    profile = json.loads((DEPLOY / "seccomp.json").read_text())
    allowed = {name for rule in profile["syscalls"] for name in rule["names"]}

    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    assert allowed >= SANDBOX_CALLS
    assert not allowed & NEVER_CALLS


def test_dockerfile_follows_the_rules_of_its_linter() -> None:
    linter = Path(sys.executable).with_name("hadolint")

    found = subprocess.run([linter, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)

    assert found.stdout == ""
    assert found.returncode == 0


def test_dockerfile_takes_the_versions_of_the_set_up() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()

    assert f"uv=={UV_VERSION} {NODE_WHEEL}\n" in dockerfile


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_unit_is_understood_by_systemd_and_well_closed(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name.replace("@", "@worker")
    copy.write_text(unit.read_text().replace("/opt/snapkeep/.venv/bin/snapkeep", sys.executable))

    verified = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, check=False)
    exposure = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=30", copy], capture_output=True, check=False
    )

    assert verified.stderr == ""
    assert exposure.returncode == 0
