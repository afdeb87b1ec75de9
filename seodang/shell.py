"""An IPython shell without a kernel: it runs cells as Jupyter would, and gives their outputs as a notebook holds them."""

import os
import sys
import types

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Any, Type
from traitlets.config import Config

MOST_TEXT = 1 << 20  # characters of printed text kept of a cell
MOST_OUTPUTS = 1_000  # outputs kept of a cell
MOST_DATA = 8 << 20  # characters of one displayed thing
CUT = "\n… the rest of this cell's output was cut off\n"


class Outputs:
    """The outputs of one cell, in order, no larger than the limits."""

    def __init__(self):
        self.items, self.text = [], 0

    def stream(self, name, text):
        """Add printed text; further text of the same stream continues the output before it."""
        if self.text > MOST_TEXT:
            return
        self.text += len(text)
        if self.text > MOST_TEXT:
            text = text[: max(0, len(text) - (self.text - MOST_TEXT))] + CUT
        if self.items and self.items[-1].get("name") == name:
            self.items[-1]["text"] += text
        elif text:
            self.add({"output_type": "stream", "name": name, "text": text})

    def add(self, output):
        if len(self.items) < MOST_OUTPUTS:
            self.items.append(output)

    def display(self, data, metadata, output_type="display_data", count=None):
        """Add something displayed; what is too large leaves a note."""
        kept = {kind: value for kind, value in data.items() if len(str(value)) <= MOST_DATA}
        if len(kept) < len(data):
            kept.setdefault("text/plain", CUT.strip())
        output = {"output_type": output_type, "data": kept, "metadata": dict(metadata or {})}
        if output_type == "execute_result":
            output["execution_count"] = count
        self.add(output)


class Writer:
    """sys.stdout or sys.stderr of the room: it adds to the outputs, after what went past Python to the descriptor."""

    encoding, errors, closed, mode = "utf-8", "replace", False, "w"

    def __init__(self, shell, name):
        self._shell, self.name = shell, name

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.drain()
        self._shell.outputs.stream(self.name, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False

    def fileno(self):
        return 1 if self.name == "stdout" else 2


class _Hook(DisplayHook):
    """Results of cells become execute_result outputs."""

    def start_displayhook(self):
        self._data = None

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        self.shell.drain()
        self.shell.outputs.display(format_dict, md_dict, "execute_result", self.shell.count)

    def finish_displayhook(self):
        pass


class _Publisher(DisplayPublisher):
    """display(…) adds to the outputs; an update replaces what has the same id."""

    def publish(self, data, metadata=None, *, transient=None, update=False, **_):
        shell, key = self.shell, (transient or {}).get("display_id")
        shell.drain()
        if update and key in shell.displayed:
            shell.displayed[key]["data"].update(data)
            return
        shell.outputs.display(data, metadata)
        if key and shell.outputs.items:
            shell.displayed[key] = shell.outputs.items[-1]

    def clear_output(self, wait=False):
        self.shell.outputs.items.clear()


class Shell(InteractiveShell):
    """The shell; `execute` runs one cell."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    outputs = Any()
    displayed = Any()
    count = Any()  # of the cell that runs; IPython has counted on by the time a result is shown
    descriptors = Any()  # [(name, file descriptor of the file that 1 or 2 leads to)]

    def init_history(self):
        super().init_history()
        self.history_manager.enabled = False

    def init_io(self):
        pass

    def enable_gui(self, gui=None):
        pass

    def ask_exit(self):
        pass

    def drain(self):
        """Take over what was written to the descriptors 1 and 2 past Python, by a program or a library."""
        for name, descriptor in self.descriptors or ():
            if size := os.fstat(descriptor).st_size:
                text = os.pread(descriptor, min(size, MOST_TEXT), 0).decode("utf-8", "replace")
                os.ftruncate(descriptor, 0)
                self.outputs.stream(name, text)

    def _showtraceback(self, etype, evalue, stb):
        self.drain()
        self.outputs.add({"output_type": "error", "ename": etype.__name__, "evalue": _text_of(evalue), "traceback": list(stb)})

    def execute(self, source, count):
        """Run one cell; returns (outputs, whether it came to its end)."""
        self.outputs, self.displayed = Outputs(), {}
        self.execution_count = self.count = count
        result = self.run_cell(source, store_history=True, silent=False)
        self.drain()
        return self.outputs.items, result.success


def _text_of(error):
    try:
        return str(error)[:10_000]
    except Exception:
        return ""


def make():
    """A shell whose cells run in a fresh module __main__, with figures drawn inline.

    One a process; a fork of the process has its own.
    """
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    shell = Shell.instance(config=config, user_module=main, user_ns=main.__dict__)
    shell.outputs, shell.displayed, shell.descriptors = Outputs(), {}, []
    shell.autoawait = True
    _draw_inline(shell)
    return shell


def _draw_inline(shell):
    if "matplotlib" in sys.modules:
        from matplotlib_inline.backend_inline import configure_inline_support  # only where plots are drawn at all

        configure_inline_support(shell, "module://matplotlib_inline.backend_inline")


def capture(shell):
    """Turn sys.stdout and sys.stderr, and the descriptors 1 and 2, into outputs of the cell that runs."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    files = []
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        file = os.open("/tmp", os.O_TMPFILE | os.O_RDWR | os.O_APPEND, 0o600)
        os.dup2(file, descriptor)
        files.append((name, file))
    shell.descriptors = files
    sys.stdout, sys.stderr = Writer(shell, "stdout"), Writer(shell, "stderr")
