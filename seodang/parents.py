"""The warm processes that rooms and examiners are forks of.

`python -m seodang.parents` is the import parent: it imports what the assignments need and forks an *assignment parent* for each,
which runs the leading setup cells and forks rooms and examiners. Forks inherit memory, so nothing secret ever comes here: parents get
the text of setup cells, numbers and descriptors. Each has one thread and has run no operation of TensorFlow's, or its forks would
hang.
"""

import builtins
import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import struct
import sys
import traceback
import warnings
from pathlib import Path

from seodang import examiner, room, shell, walls
from seodang.wire import Connection, Gone

MESSAGE = b"M"
BORN, FAILED = b"+", b"-"
_CREDENTIALS = struct.Struct("3i")
KOREAN_FONTS = ("NanumGothic", "Noto Sans KR", "Noto Sans CJK KR", "Noto Sans CJK JP", "Malgun Gothic", "UnDotum")  # CJK JP has Hangul too


class Control:
    """A socket that carries JSON messages, each with descriptors."""

    def __init__(self, sock):
        self.sock, self.connection = sock, Connection(sock)

    def send(self, message, descriptors=()):
        self.connection.send(MESSAGE, json.dumps(message).encode())
        socket.send_fds(self.sock, [b"F"], list(descriptors))

    def receive(self):
        """(message, descriptors).

        Raises:
            Gone: the other end has closed.
        """
        _, body = self.connection.receive()
        _, descriptors, _, _ = socket.recv_fds(self.sock, 1, 8)
        return json.loads(body), descriptors


def main(descriptor):
    """The import parent's life."""
    control = Control(socket.socket(fileno=descriptor))
    first, _ = control.receive()
    sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]
    warnings.filterwarnings("default")
    modules = first["modules"]
    if any(name.partition(".")[0] == "matplotlib" for name in modules):
        modules.append("matplotlib_inline.backend_inline")
    with _quiet():
        for name in modules:
            # "from a import b" also names functions; what is really absent shows in the cell that asks for it.
            with contextlib.suppress(Exception):
                importlib.import_module(name)
        _write_korean()
    warnings.resetwarnings()
    made = shell.make()
    made.user_ns["__builtins__"] = examiner.Names(vars(builtins))
    gc.collect()
    gc.freeze()
    control.send({})
    _serve(control, lambda message, descriptors: _assignment(message, descriptors, made))


def _write_korean():
    """Have figures fall back on the machine's Korean fonts for letters that matplotlib's own font has not."""
    if "matplotlib" in sys.modules:
        from matplotlib import font_manager, rcParams  # only where plots are drawn at all

        known = {font.name for font in font_manager.fontManager.ttflist}
        rcParams["font.family"] = ["sans-serif", *(name for name in KOREAN_FONTS if name in known)]


@contextlib.contextmanager
def _quiet():
    """What an import writes to stdout or stderr is nobody's output."""
    saved, null = [os.dup(1), os.dup(2)], os.open(os.devnull, os.O_WRONLY)
    for number in (1, 2):
        os.dup2(null, number)
    try:
        yield
    finally:
        for number, copy in zip((1, 2), saved, strict=True):
            os.dup2(copy, number)
            os.close(copy)
        os.close(null)


def _serve(control, work):
    """Fork for each message, until the other end closes; the parent keeps no descriptor that it was sent."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # ended forks leave nothing behind
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(Gone):
        while True:
            message, descriptors = control.receive()
            if os.fork() == 0:
                status = 1
                try:
                    control.sock.close()
                    work(message, descriptors)
                    status = 0
                except Exception:
                    traceback.print_exc()
                finally:
                    os._exit(status)
            for descriptor in descriptors:
                os.close(descriptor)


def _threads():
    return len(os.listdir("/proc/self/task"))


# The assignment parent


def _assignment(message, descriptors, made):
    """Run the leading setup cells, unless they start threads, and wait for orders to fork."""
    control = Control(socket.socket(fileno=descriptors[0]))
    if os.path.isdir(message["folder"]):  # an assignment without files beside its notebook has none inside the walls
        os.chdir(message["folder"])
    sys.path.insert(0, "")  # as in Jupyter: modules beside the notebook; in a room the student's own as well
    shell.capture(made)
    forkable = _tried(made, message["setup"])
    outputs = [made.execute(source, count) for count, source in message["setup"]] if forkable else []
    gc.collect()
    gc.freeze()
    control.send({"forkable": forkable, "failed": _failure(outputs)})
    _serve(control, lambda order, sockets: _child(order, sockets, made, outputs))


def _tried(made, setup):
    """Does the setup leave one thread? Tried in a fork, because threads once started cannot be taken back."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # before the fork: a child that ends while it is ignored cannot be waited for
    child = os.fork()
    if child == 0:
        for count, source in setup:
            made.execute(source, count)
        os._exit(0 if _threads() == 1 else 1)
    return os.waitpid(child, 0)[1] == 0


def _failure(outputs):
    """The error of the first setup cell that did not come to its end."""
    return next(
        (
            f"{item['ename']}: {item['evalue']}"
            for found, success in outputs
            if not success
            for item in found
            if item["output_type"] == "error"
        ),
        "",
    )


# Rooms and examiners


def _child(order, sockets, made, outputs):
    """Become a room or an examiner; never returns."""
    birth, *rest = sockets
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        if order["sandbox"]:
            walls.enter(walls.Limits(**order["limits"]), walls.WORK, order["core"])
        else:
            os.chdir(order["folder"])
        _mirror(Path(order["data"]), Path.cwd())
        with socket.socket(fileno=birth) as sock:
            sock.sendmsg([BORN], [(socket.SOL_SOCKET, socket.SCM_CREDENTIALS, _CREDENTIALS.pack(os.getpid(), os.getuid(), os.getgid()))])
    except BaseException as error:
        os.write(birth, FAILED + str(error).encode()[:2_000])
        os._exit(1)
    _close_all_but(0, 1, 2, *rest)
    shell.capture(made)  # the examiner's too: setup cells run there as well where a cell of the student's stands above them
    if order["role"] == "room":
        made.user_ns["__builtins__"] = builtins
        room.run(socket.socket(fileno=rest[0]), made, outputs, order["seed"])
    examiner.run(socket.socket(fileno=rest[0]), socket.socket(fileno=rest[1]), made, order["seed"])


def _mirror(source, target):
    """Folders like those of `source`, with links to its files: new files can be written beside them."""
    for path in sorted(source.rglob("*")):
        if path.suffix == ".ipynb":  # without walls this is the source folder itself
            continue
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.symlink_to(path)


def _close_all_but(*kept):
    for descriptor in map(int, os.listdir("/proc/self/fd")):
        if descriptor not in kept:
            with contextlib.suppress(OSError):
                os.close(descriptor)


if __name__ == "__main__":
    main(int(sys.argv[1]))
