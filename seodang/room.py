"""The room: the untrusted process. It runs the student's cells in an IPython shell, and does with their objects what the examiner asks."""

import collections.abc
import contextlib
import linecache
import operator
import os
import random
import re
import signal
import sys
import traceback
from pathlib import Path

import numpy as np

from seodang import crossing, handle
from seodang.codec import Encoder, Setup
from seodang.shell import Outputs
from seodang.wire import CALLBACK, REPLY, Connection, Gone

OPERATIONS = {
    "call": lambda function, *args, **kwargs: function(*args, **kwargs),
    "getattr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "vars": lambda value: dict(vars(value)),
    "len": len,
    "iter": iter,
    "next": next,
    "getitem": operator.getitem,
    "setitem": operator.setitem,
    "delitem": operator.delitem,
    "contains": operator.contains,
    "enter": lambda value: value.__enter__(),
    "exit": lambda value, *error: value.__exit__(*error),
    "array": lambda value: _as_array(value),
    "float": float,
    "int": int,
    "index": operator.index,
    "neg": operator.neg,
    "abs": abs,
    "and": operator.and_,
    "or": operator.or_,
    **{name: getattr(operator, name) for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "xor")},
}
CELL_FILE = re.compile(r"<ipython-input-(\d+)-")


def _as_array(value):
    array = np.asarray(value)
    if array.dtype == object and array.shape == ():  # NumPy could make nothing of it
        raise TypeError(f"a {type(value).__name__} is no array")
    return array


class Room:
    """The room's end of the wire.

    Args:
        connection: the Connection to the examiner.
        shell: the Shell in which the setup cells have run.
        setup_outputs: what they came to, as [(outputs, success)].
    """

    def __init__(self, connection, shell, setup_outputs=()):
        self.connection, self.shell, self.setup_outputs = connection, shell, list(setup_outputs)
        self.namespace = shell.user_ns
        self.setup = Setup(self.namespace)
        self.objects, self._numbers = [], {}
        self._proxies, self._received, self._originals = {}, [], {}
        self._lent = crossing.Lent()  # by the iterators' identity: they are among the objects, so it stays their own
        self._working, self._interrupted = False, False
        signal.signal(signal.SIGINT, self._on_interrupt)

    def _on_interrupt(self, *_):
        """The keeper's word that a cell has had its time; between two requests there is nothing to interrupt."""
        if self._working:
            self._working = False
            raise KeyboardInterrupt
        self._interrupted = True

    @contextlib.contextmanager
    def _student_code(self):
        """Student's code runs: it may be interrupted."""
        self._working, self._interrupted = True, False
        try:
            yield
        finally:
            self._working = False

    def serve(self):
        """Do what the examiner asks until it hangs up."""
        with contextlib.suppress(Gone):
            while True:
                _, body = self.connection.receive()
                self._answer(body)

    def _answer(self, body):
        request = self.loads(body)
        reply = getattr(self, f"on_{request.pop('do')}")(**request)
        try:
            sent = self._encoder(reply.pop("nodes", ())).message(reply)
        except Exception as error:  # an object that defies description
            sent = self._encoder(()).message({"error": self._describe(error)})
        self.connection.send(REPLY, sent)

    # What the examiner may ask for

    def on_setup(self, files):
        """Begin: put the student's own files into the work folder; returns the setup cells' outputs."""
        for path, content in files.items():
            target = Path(path)
            with contextlib.suppress(OSError):  # there may be no room for it, or data of that name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        return {"outputs": list(map(list, self.setup_outputs))}

    def on_cell(self, source, count):
        """Run a cell of the student's."""
        with self._student_code():
            outputs, success = self.shell.execute(source, count)
        return {"outputs": outputs, "success": success}

    def on_mark(self, names):
        """Setup cells that ran only now have defined these."""
        self.setup.add(self.namespace, names)
        return {}

    def on_restore(self):
        """A test cell has ended: undo what it assigned to the student's names, and forget what it offered."""
        for name, (was_bound, value) in self._originals.items():
            if was_bound:
                self.namespace[name] = value
            else:
                self.namespace.pop(name, None)
        self._originals.clear()
        self._proxies.clear()
        self._lent.clear()
        return {}

    def on_name(self, name, assigned=None, deleted=()):
        """Fetch what a name is bound to."""
        self._override(assigned or {}, deleted)
        if name not in self.namespace:
            return {"missing": True}
        return {"value": self.namespace[name]}

    def on_operation(self, operation, args, kwargs, nodes=(), lent_states=(), assigned=None, deleted=(), states=None):
        """Do an operation; returns its value or error, what changed, what was printed and the state of the global generators."""
        lent = self._lent.of(map(id, args))
        crossing.restore(lent, lent_states)
        nodes = [*nodes, *lent]
        self._override(assigned or {}, deleted)
        if states is not None:
            set_states(states)
        before = crossing.look(nodes)
        with self._printing() as printed:
            try:
                with self._student_code():
                    reply = {"value": OPERATIONS[operation](*args, **kwargs)}
            except BaseException as error:  # whatever it is, it is the student's
                reply = {"error": self._describe(error)}
        if issubclass(type(reply.get("value")), collections.abc.Iterator):  # isinstance would ask the object
            reply["iterates"] = True
            self._lent.keep(id(reply["value"]), nodes)
        reply["nodes"] = nodes
        reply["changes"], reply["lost"] = crossing.changes(nodes, before)
        reply["printed"] = "".join(item["text"] for item in printed.items if item["output_type"] == "stream")
        if states is not None:
            reply["states"] = get_states()
        return reply

    # Helpers

    def _override(self, assigned, deleted):
        for name in (*assigned, *deleted):
            self._originals.setdefault(name, (name in self.namespace, self.namespace.get(name)))
        self.namespace.update(assigned)
        for name in deleted:
            self.namespace.pop(name, None)

    @contextlib.contextmanager
    def _printing(self):
        """What is printed meanwhile, as the output of nobody's cell."""
        self.shell.outputs, self.shell.displayed = printed, _ = Outputs(), {}
        yield printed
        self.shell.drain()

    def _encoder(self, nodes):
        given = {key: ["offer", offered] for key, offered in self._offered()}
        for number, node in enumerate(nodes):
            if crossing.kind_of(node) == "network":
                given.update({id(variable): ["part", number, place] for place, variable in enumerate(node.variables)})
        given.update({id(node): ["given", number] for number, node in enumerate(nodes)})
        return Encoder(self.setup, self.handle, given)

    def _offered(self):
        return [(id(proxy), key) for key, proxy in self._proxies.items()]

    def handle(self, value):
        """(number, information) for an object that stays here."""
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return number, handle.information(value)

    def loads(self, body):
        return crossing.loads(body, self._find)

    def _find(self, name):
        kind, key, *rest = name
        if kind == "handle":
            return self.objects[key]
        if kind == "setup":
            return self.setup.by_name[key]
        if key not in self._proxies:
            self._proxies[key] = make_proxy(self, key, *rest)
        return self._proxies[key]

    def call_back(self, key, member, args, kwargs):
        """Use something that the examiner offered; what it changes in the arguments is changed here too."""
        if key not in self._proxies:
            raise RuntimeError("the test that this belongs to has ended")
        working, self._working = self._working, False  # an interruption in the midst of a message would tear it
        reply = self._converse(encoder := self._encoder(()), [key, member, list(args), dict(kwargs)])
        self._working = working
        if self._interrupted and working:
            raise KeyboardInterrupt
        crossing.restore(encoder.numbered, reply["changes"])
        if "error" in reply:
            self._received.append(reply["error"])
            raise reply["error"]
        return reply["value"]

    def _converse(self, encoder, message):
        """Send a callback and do what is asked meanwhile, for calls nest; returns the reply."""
        self.connection.send(CALLBACK, encoder.message(message))
        while True:
            kind, body = self.connection.receive()
            if kind == REPLY:
                return crossing.loads(body, lambda name: encoder.numbered[name[1]] if name[0] == "given" else self._find(name))
            self._answer(body)

    def _describe(self, error):
        """An exception as data: its classes, its arguments, its text, and the frames in the student's cells."""
        known = next((i for i, received in enumerate(self._received) if received is error), None)
        return {
            "classes": [f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__],
            "args": [
                arg if isinstance(arg, (str, int, float, bool, tuple, type(None))) else _text(arg) for arg in getattr(error, "args", ())
            ],
            "text": _text(error),
            "line": self._line(error),
            "frames": list(_frames(error)),
            "received": known,
        }

    def _line(self, error):
        """The one line in which one of setup's own classes has itself shown."""
        with contextlib.suppress(Exception):
            return error._render_traceback_()[0] if self.setup.name(type(error)) else None


def _text(value):
    try:
        return str(value)[:2_000]
    except BaseException:
        return "(cannot be printed)"


def _frames(error):
    """(cell's execution count, line number, line) of each frame in a student's cell, outermost first."""
    for frame, number in traceback.walk_tb(error.__traceback__):
        if match := CELL_FILE.match(frame.f_code.co_filename):
            lines = linecache.getlines(frame.f_code.co_filename)
            yield int(match[1]), number, lines[number - 1].strip()[:200] if 0 < number <= len(lines) else ""


def get_states():
    """The state of the global generators of random and NumPy."""
    version, words, gauss = random.getstate()
    return {"random": (version, tuple(words), gauss), "numpy": np.random.get_state(legacy=False)}


def set_states(states):
    random.setstate(states["random"])
    np.random.set_state(states["numpy"])
    if "tensorflow" in states and "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(states["tensorflow"])


# Proxies


class Proxy:
    """In the room: something that the examiner offered."""

    def __init__(self, room, key, description):
        vars(self).update({"_room": room, "_key": key, "__name__": description["name"], "_methods": frozenset(description["methods"])})

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self._methods:
            return lambda *args, **kwargs: self._room.call_back(self._key, name, args, kwargs)
        return self._room.call_back(self._key, "__getattribute__", (name,), {})

    def __setattr__(self, name, value):
        self._room.call_back(self._key, "__setattr__", (name, value), {})

    def __repr__(self):
        return f"<{vars(self)['__name__']} of the test's>"


def _member(name):
    def method(self, *args, **kwargs):
        return self._room.call_back(self._key, name, args, kwargs)

    return method


def make_proxy(room, key, description):
    """A Proxy with the special methods that were offered."""
    special = {name: _member(name) for name in description["methods"] if name in crossing.SPECIAL and name not in ("__hash__", "__eq__")}
    proxy = type(description["name"], (Proxy,), special)(room, key, description)
    if description["parameters"] is not None:
        vars(proxy)["__signature__"] = handle.signature(
            [[name, kind, True if default else None] for name, kind, default in description["parameters"]]
        )
    return proxy


# The process


def run(sock, shell, setup_outputs, seed):
    """The process's life: never returns."""
    seed_everything(seed)
    Room(Connection(sock), shell, setup_outputs).serve()
    os._exit(0)


def seed_everything(seed):
    """Seed the global generators of random, NumPy and, where it is imported, TensorFlow."""
    random.seed(seed)
    np.random.seed(seed)
    if "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)
