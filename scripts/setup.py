"""Sets everything up on a machine that has only Python, make and the package registries.

Run as `python3 -m scripts.setup`. Quick the second time: what was done is written into the virtual
environment, and holds as long as its causes do. Needs nothing but the standard library.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import ssl
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts import debian
from scripts.browser import ensure_browser, find_named
from scripts.fonts import ensure_fonts
from scripts.npm import ensure_scripts, has_scripts
from scripts.shell import ROOT, SetupFailed, complain, otherwise, run, say

UV_VERSION = "0.13.9"
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin/python"
UV = VENV / "bin/uv"
STAMP = VENV / "snapkeep-setup.json"
SYSTEM_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
)
ADVICE = "To mend it: see that pypi.org and files.pythonhosted.org can be reached, then run it again"


@dataclass(frozen=True)
class Stamp:
    """What the last set-up did."""

    cause: str  # hash of everything that decides what is installed
    place: str  # the scripts of a virtual environment name its folder: one that was moved is broken
    with_tools: bool  # whether what tests and checks need is there, too
    browser: str


def main() -> int:
    """Set up, and return the exit status."""
    options = argparse.ArgumentParser(prog="scripts.setup", description="Set Snapkeep up in .venv.")
    options.add_argument("--tools", action="store_true", help="what tests and checks need, too")
    try:
        set_up(with_tools=options.parse_args().tools)
    except SetupFailed as failure:
        complain(f"Set-up failed: {failure}")
        return 1
    except KeyboardInterrupt:
        complain("Set-up stopped. The next one goes on from here.")
        return 130
    return 0


def set_up(*, with_tools: bool) -> None:
    """Do what has not been done yet."""
    if is_done(read_stamp(), with_tools=with_tools):
        if not has_scripts():  # the last set-up could not install them
            ensure_scripts(VENV, tool_environment())
        return
    say("Setting up Snapkeep in .venv; the first time this takes a few minutes.")
    STAMP.unlink(missing_ok=True)
    ensure_venv()
    ensure_uv()
    install_locked(with_tools=with_tools)
    ensure_scripts(VENV, tool_environment())
    ensure_fonts()
    browser = ensure_browser()
    STAMP.write_text(json.dumps(asdict(Stamp(hash_causes(), str(ROOT), with_tools, str(browser)))))
    say(f"Set up. The browser is {browser}")


def is_done(stamp: Stamp | None, *, with_tools: bool) -> bool:
    """Whether what was set up is still there, and still what is wanted."""
    named = find_named()
    return (
        stamp is not None
        and stamp.cause == hash_causes()
        and stamp.place == str(ROOT)
        and (stamp.with_tools or not with_tools)
        and is_venv_whole()
        and os.access(named or stamp.browser, os.X_OK)
    )


def read_stamp() -> Stamp | None:
    """What the last set-up wrote; None where there was none, or another version's."""
    try:
        return Stamp(**json.loads(STAMP.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def hash_causes() -> str:
    """One hash of the files that decide what a set-up does."""
    locks = [ROOT / name for name in ("uv.lock", "pyproject.toml", "package-lock.json")]
    files = [*(file for file in locks if file.exists()), *sorted((ROOT / "scripts").glob("*.py"))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()


def ensure_venv() -> None:
    """Make the virtual environment, unless there is one that works and stands where it was made."""
    if is_venv_whole() and is_at_home():
        return
    say(f"- Making a virtual environment with Python {sys.version.split()[0]}")
    make_venv: list[str | Path] = [sys.executable, "-m", "venv", "--clear", VENV]
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if importlib.util.find_spec("ensurepip") is None:  # Debian packs it apart
        if debian.may_install():
            say(f"- Installing {package}, which Debian keeps apart from Python")
            debian.install_packages(package)
        elif importlib.util.find_spec("pip") or shutil.which("uv"):
            make_venv.append("--without-pip")
        else:
            raise SetupFailed(
                f"this Python cannot make virtual environments. To mend it: sudo apt-get install {package}"
            )
    run(make_venv)


def is_venv_whole() -> bool:
    """Whether the environment's Python is there, and is the one for which packages were installed."""
    name = VENV_PYTHON.resolve().name  # python3.11, where python3 leads to it; after an upgrade python3.13
    return VENV_PYTHON.exists() and (not name.startswith("python3.") or (VENV / "lib" / name).exists())


def is_at_home() -> bool:
    """Whether the environment's commands still name the folder in which they are."""
    scripts = [VENV / "bin" / name for name in ("pip", "snapkeep")]
    starts = [script.read_bytes()[:512] for script in scripts if script.exists()]
    return all(str(VENV).encode() in start for start in starts)


def ensure_uv() -> None:
    """Install the uv that we know, from PyPI, into the environment."""
    if UV.exists() and f"uv {UV_VERSION}" in run([UV, "--version"]):
        return
    say(f"- Installing uv {UV_VERSION}")
    with otherwise(f"uv could not be installed from PyPI. {ADVICE}"):
        run([*installer(), f"uv=={UV_VERSION}"])


def installer() -> list[str | Path]:
    """The command that installs one package into the environment, with whatever installer there is."""
    if (VENV / "bin/pip").exists():
        return [VENV_PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", VENV_PYTHON, "install", "--quiet"]
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--python", VENV_PYTHON]
    raise SetupFailed("there is no pip. To mend it: remove the folder .venv and try again")


def install_locked(*, with_tools: bool) -> None:
    """Install exactly what uv.lock names; what only the tests need is kept where it is there already."""
    say("- Installing the locked packages (about 100 MB, where they are not here yet)")
    groups = ["--all-extras"] if with_tools else ["--no-dev", "--inexact"]
    options = ["--frozen", "--quiet", "--no-python-downloads", "--python", str(VENV_PYTHON), *groups]
    with otherwise(f"the locked packages could not be installed. {ADVICE}"):
        run([UV, "sync", *options], tool_environment())


def tool_environment() -> dict[str, str]:
    """What uv and npm need to know: our folder, patience, and the system's certificates where it has any."""
    env = {"UV_PROJECT_ENVIRONMENT": str(VENV), "VIRTUAL_ENV": str(VENV), "UV_HTTP_TIMEOUT": "120"}
    certificates = find_system_certificates()  # a company's proxy is known to the system, not to the tools' own lists
    if certificates and "SSL_CERT_FILE" not in os.environ:
        env["UV_SYSTEM_CERTS"] = "1"
    if certificates and "NODE_EXTRA_CA_CERTS" not in os.environ:
        env["NODE_EXTRA_CA_CERTS"] = certificates
    return env


def find_system_certificates() -> str:
    """This system's own list of certificates; empty where it has none."""
    named = ssl.get_default_verify_paths().cafile
    return next((file for file in (*SYSTEM_CERTIFICATES, named) if file and Path(file).exists()), "")


if __name__ == "__main__":
    sys.exit(main())
