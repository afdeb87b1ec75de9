#!/usr/bin/env python3
"""Run a command of this project on a machine that has Python and nothing else.

    python3 bootstrap.py seodang demo
    python3 bootstrap.py tox

The first time, and whenever requirements.lock has changed, this makes the environment .venv beside this file with the
locked packages in it. It needs Python 3.11 or later with venv, and a package index to install from.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
PROGRAMS = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
LOCK = ROOT / "requirements.lock"
STAMP = ENVIRONMENT / "installed-lock"


def install():
    """Make or renew the environment."""
    print(f"installing the packages of requirements.lock into {ENVIRONMENT} (once, about 2 GB)", file=sys.stderr)
    try:
        if not any(PROGRAMS.glob("pip*")):  # none yet, or one that was not finished
            venv.create(ENVIRONMENT, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        sys.exit("bootstrap.py: this Python cannot make environments; install venv (Debian: `apt install python3-venv`) and run this again")
    python = str(PROGRAMS / "python")
    uv = next(line for line in LOCK.read_text().splitlines() if line.startswith("uv=="))
    run([python, "-m", "pip", "install", "--quiet", uv])
    run([python, "-m", "uv", "pip", "install", "--quiet", "--python", python, "-r", str(LOCK)])
    run([python, "-m", "uv", "pip", "install", "--quiet", "--python", python, "--no-deps", "-e", str(ROOT)])
    STAMP.write_text(digest())


def run(command):
    if status := subprocess.run(command, env=environment()).returncode:
        sys.exit(f"bootstrap.py: {' '.join(command)} ended with status {status}; mend that and run this again")


def digest():
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def environment():
    """The environment's programs first; uv trusts the certificates that this machine trusts, as pip does."""
    path = os.pathsep.join([str(PROGRAMS), os.environ.get("PATH", "")])
    settings = {"UV_SYSTEM_CERTS": "true", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **os.environ}
    return {**settings, "PATH": path, "VIRTUAL_ENV": str(ENVIRONMENT)}


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 (this file is what an older Python meets first)
        sys.exit(f"bootstrap.py: Python 3.11 or later is needed, this is {sys.version.split()[0]}")
    if len(sys.argv) < 2:
        sys.exit(__doc__.strip())
    if not STAMP.is_file() or STAMP.read_text() != digest():
        install()
    sys.exit(subprocess.run([str(PROGRAMS / sys.argv[1]), *sys.argv[2:]], env=environment()).returncode)


if __name__ == "__main__":
    main()
