"""Run an assignment with other answers in place of its solution, each in a fork of a process that has the imports done.

`python -m seodang.trial` is the warm process: it reads one JSON request a line, forks a child for it, and writes one JSON reply a line.
`Warm` is its other end. A child runs cells as a plain program, not in a kernel, so that a trial costs milliseconds; it is meant for
answers that the course's own people wrote, and walls nothing off.
"""

import ast
import contextlib
import gc
import importlib
import json
import linecache
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import types
from pathlib import Path

from seodang.errors import GradeError

# One thread for every library, so that a fork is safe and times are CPU times; figures as Jupyter draws them.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # the same numbers on every machine
    "CUDA_VISIBLE_DEVICES": "-1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}
MESSAGE_LIMIT = 2_000  # characters of an error message kept in a reply
REPLY_TIMEOUT = 300  # seconds after which a child that does not answer is killed


class CellTimeout(BaseException):
    """A cell ran past its limit. Not an Exception, so that an answer's own `except Exception` lets it through."""


class Warm:
    """A warm process. `run` may be called from one thread at a time.

    Args:
        code: source of the cells whose imports are to be done beforehand.
        folder: the folder that holds the assignment's `data`.
        hash_seed: the process's PYTHONHASHSEED.
    """

    def __init__(self, code, folder, hash_seed=0):
        environment = {**os.environ, **ENVIRONMENT, "PYTHONHASHSEED": str(hash_seed)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "seodang.trial"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
            encoding="utf-8",
        )
        self._ask({"code": code, "folder": str(Path(folder).resolve())})

    def run(self, cells, seed=0, timeout=20):
        """Run cells in a fork.

        Args:
            cells: dicts with role, name, source and, for tests, points.
            seed: of random, NumPy's global generator and TensorFlow.
            timeout: seconds a cell may take.

        Returns:
            One dict a cell: name, role, verdict (passed, partly passed, failed, raised, timed out, crashed), message, earned (points of a
            test), seconds (CPU) and stderr (what it wrote there).
        """
        return self._ask({"cells": cells, "seed": seed, "timeout": timeout})

    def _ask(self, request):
        reply = ""
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(request) + "\n")
            self.process.stdin.flush()
            reply = self.process.stdout.readline()
        if not reply:
            raise GradeError(f"the warm process ended with status {self.process.wait()}; is there memory enough? Try again")
        return json.loads(reply)

    def close(self):
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def serve(requests, replies):
    """The warm process's loop."""
    first = json.loads(requests.readline())
    import_modules(first["code"])
    gc.collect()
    gc.freeze()
    print("{}", file=replies, flush=True)
    for line in requests:
        print(json.dumps(run_forked(json.loads(line), first["folder"])), file=replies, flush=True)


def import_modules(code):
    """Import what the code imports; a module that cannot be had is left to fail in the cell that asks for it."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            # "from a import b" also names functions; what is really absent shows in the cell that asks for it.
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def run_forked(request, folder):
    """Run a request's cells in a child; cells that it did not come to are reported as crashed."""
    readable, writable = os.pipe()
    with tempfile.TemporaryDirectory() as work:  # the child's; removed here, because a child may end at any moment
        child = os.fork()
        if child == 0:
            os.close(readable)
            _run_child(request, folder, work, writable)
        os.close(writable)
        done = _read_replies(readable, child)
        os.waitpid(child, 0)
    return done + [_crashed(cell, first=i == 0) for i, cell in enumerate(request["cells"][len(done) :])]


def _read_replies(readable, child):
    deadline, text = time.monotonic() + REPLY_TIMEOUT, b""
    while select.select([readable], [], [], max(0, deadline - time.monotonic()))[0]:
        if not (chunk := os.read(readable, 1 << 16)):
            break
        text += chunk
    else:
        os.kill(child, signal.SIGKILL)
    os.close(readable)
    return [json.loads(line) for line in text.split(b"\n")[:-1]]


def _crashed(cell, first):
    message = "the process ended here" if first else "not run: the process had ended"
    return {"name": cell["name"], "role": cell["role"], "verdict": "crashed", "message": message, "earned": 0, "seconds": 0, "stderr": ""}


def _run_child(request, folder, work, writable):
    """Run the cells in a private folder and leave; never returns."""
    status = 1
    try:
        signal.signal(signal.SIGALRM, _raise_timeout)
        with tempfile.TemporaryFile() as errors:
            _redirect(errors)
            os.chdir(work)
            if (Path(folder) / "data").exists():
                os.symlink(Path(folder) / "data", "data")
            seed_everything(request["seed"])
            sys.modules["__main__"] = main = types.ModuleType("__main__")  # where pickle looks for an answer's classes
            namespace = main.__dict__
            for cell in request["cells"]:
                reply = _run_cell(cell, namespace, request["timeout"])
                reply["stderr"] = _read_new(errors)
                os.write(writable, json.dumps(reply).encode() + b"\n")
        status = 0
    finally:
        os._exit(status)


def _raise_timeout(*_):
    raise CellTimeout


def _redirect(errors):
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)
    os.dup2(errors.fileno(), 2)


def _read_new(errors):
    """What was written to stderr since the last call; descriptor 2 shares the file's position."""
    with contextlib.suppress(Exception):  # an answer may have closed or replaced it
        sys.stderr.flush()
    errors.seek(0)
    written = errors.read()[-MESSAGE_LIMIT:]
    errors.seek(0)
    errors.truncate()
    return written.decode("utf-8", "replace")


def seed_everything(seed):
    """Seed the global generators of random, NumPy and, where it is imported, TensorFlow."""
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)


def _run_cell(cell, namespace, timeout):
    begin, verdict, message, value = time.process_time(), "passed", "", None
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        value = execute(cell["source"], f"<{cell['name']}>", namespace)
    except CellTimeout:
        verdict, message = "timed out", f"longer than {timeout} s"
    except AssertionError as error:
        verdict, message = "failed", _describe(error)
    except BaseException as error:  # SystemExit and KeyboardInterrupt are an answer's error as well
        verdict, message = "raised", f"{type(error).__name__}: {_describe(error)}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    earned = cell.get("points", 0) if verdict == "passed" else 0
    if cell["role"] == "test" and isinstance(value, (int, float)) and not isinstance(value, bool):
        # nbgrader's partial credit: a number as last expression.
        earned = float(min(max(0, value), earned))  # in this order not-a-number is nothing
        verdict = "passed" if earned == cell["points"] else "partly passed"
    seconds = round(time.process_time() - begin, 4)
    return {"name": cell["name"], "role": cell["role"], "verdict": verdict, "message": message, "earned": earned, "seconds": seconds}


def _describe(error):
    try:
        return str(error)[:MESSAGE_LIMIT]
    except BaseException:
        return "(an exception whose message cannot be printed)"


def execute(source, name, namespace):
    """Run a cell; returns the value of its last expression, as a notebook would show it.

    The source is known to linecache under `name`, so that tracebacks and inspect.getsource show it.
    """
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    tree = ast.parse(source, name)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    return eval(compile(last, name, "eval"), namespace) if last else None


def main():
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an import prints must not stand among the replies
    try:
        serve(sys.stdin, replies)
    except BaseException:
        traceback.print_exc()
        raise


if __name__ == "__main__":
    main()
