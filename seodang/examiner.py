"""The examiner: the trusted process. It runs the instructor's test cells, and asks the room for what the student's cells defined."""

import ast
import builtins
import contextlib
import functools
import io
import json
import linecache
import os
import pickle
import random
import signal
import sys
import traceback

import numpy as np

from seodang import crossing, handle, sources, verdicts
from seodang.codec import Decoder, Setup
from seodang.crossing import NotCarried
from seodang.leaks import hidden_line_numbers
from seodang.room import seed_everything
from seodang.shell import MOST_TEXT
from seodang.wire import CALLBACK, REPLY, REQUEST, Breach, Connection, Gone

EVENT = b"E"
MOST_FRAMES = 20
# Where classes of exceptions that arrive from the room are looked for.
EXCEPTIONS = ("builtins", "numpy", "scipy", "sklearn", "tensorflow", "pandas", "gymnasium", "keras")


class TimedOut(BaseException):
    """The keeper has interrupted the test; not an Exception, so that the test's own `except Exception` lets it through."""


class Names(dict):
    """The builtins of the instructor's cells. A name that nothing else binds is asked of `find`, where one is set.

    Made before setup runs, because a function keeps the builtins that its module had when it was defined.
    """

    find = None

    def __missing__(self, name):
        if hasattr(builtins, name):  # IPython adds some while it runs a cell
            return getattr(builtins, name)
        if self.find is None:
            raise KeyError(name)
        return self.find(name)


class Examiner:
    """The examiner's end of the wire.

    Args:
        room: the Connection to the room.
        shell: the Shell in which the leading setup cells have run, with a Names as builtins of its namespace.
    """

    def __init__(self, room, shell):
        self.room, self.shell, self.namespace = room, shell, shell.user_ns
        self.setup = Setup(self.namespace)
        self.offers = crossing.Offers(self.namespace, self.setup)
        self.handles, self._cache, self._answering = {}, {}, {}
        self._lent = crossing.Lent()  # by the iterators' numbers
        self.students = frozenset()  # the names that solution cells bind
        self.operators = frozenset()  # the special methods of the instructor's classes
        self.fatal = None  # what ended the conversation with the room, or spoils the test that runs
        self._forwarded, self._states, self._were = {}, None, {}
        self.namespace["__builtins__"].find = self.find_name

    # Conversation

    def request(self, nodes=(), lent=(), **message):
        """Ask the room, and answer what it asks meanwhile; returns its reply, decoded.

        Args:
            nodes: the changeable objects in the message.
            lent: those that the room has had since an earlier one.

        Raises:
            Gone: the room has ended.
            Breach: it does not keep to the protocol.
        """
        if isinstance(self.fatal, (Gone, Breach)):
            raise self.fatal
        try:
            self.room.send(REQUEST, crossing.dumps({**message, **({"nodes": nodes} if nodes else {})}, nodes, self.name_of))
            while True:
                kind, body = self.room.receive()
                if kind == CALLBACK:
                    self._answer(body)
                elif kind == REPLY:
                    reply = self._decoder([*nodes, *lent]).message(body)
                    if not isinstance(reply, dict):
                        raise Breach("a reply that is none")
                    return reply
                else:
                    raise Breach("a message of an unknown kind")
        except (Gone, Breach) as error:
            self.fatal = error
            raise
        except NotCarried as error:
            raise self._spoil(error) from None
        except TimedOut:
            self.fatal = Gone("interrupted before the reply")  # which would be taken for the reply to the next request
            raise

    def _decoder(self, given=()):
        return Decoder(self.setup, self.make_handle, given, self.offers.by_key)

    def make_handle(self, number, info):
        if number not in self.handles:
            self.handles[number] = handle.make(self.ask, number, info)
        return self.handles[number]

    def name_of(self, value):
        """What names an object to the room, None for what goes by value."""
        if type(value) in (str, int, float, dict, tuple, list):
            return ("given", self._answering[id(value)]) if id(value) in self._answering else None
        if handle.is_handle(value):
            return "handle", value._number
        if id(value) in self._answering:
            return "given", self._answering[id(value)]
        if name := self.setup.name(value):
            return "setup", name
        if self.offers.is_live(value):
            return "offer", *self.offers.offer(value)
        return None

    def _stays(self, value):
        return type(value) not in (str, int, float, dict, tuple, list) and self.name_of(value) is not None

    def ask(self, operation, *args, **kwargs):
        """Do an operation in the room with objects of both sides; what it changes in those of this side is changed here.

        Raises:
            Exception: what the student's code raised, as the nearest class that this side knows.
            NotCarried: something changed that cannot be carried back.
        """
        if operation in handle.OPERATORS and not {f"__{operation}__", f"__r{operation}__"} & self.operators:
            raise TypeError(f"no arithmetic with an object that lives in the student's process ({operation})")
        if operation == "contains" and "__contains__" not in self.operators:  # it would say yes to whatever it is asked for
            return any(item is args[1] or item == args[1] for item in args[0])
        self._cache.clear()
        nodes = crossing.changeable([args, kwargs], self._stays)
        self.offers.by_value |= {id(function) for node in nodes if isinstance(node, type) for function in crossing.methods(node)}
        lent = self._lent.of(arg._number for arg in args if handle.is_handle(arg))
        message = {"operation": operation, "args": args, "kwargs": kwargs, "states": self._changed_states(), **self._changed_names()}
        reply = self.request(nodes, lent, do="operation", lent_states=crossing.states(lent), **message)
        nodes = [*nodes, *lent]
        self._print(reply.get("printed"))
        try:
            changes = [(number, state) for number, state in reply.get("changes", ()) if 0 <= number < len(nodes)]
            self._remember([nodes[number] for number, _ in changes])
            crossing.restore(nodes, changes)
            if reply.get("iterates") is True and handle.is_handle(reply.get("value")):
                self._lent.keep(reply["value"]._number, nodes)
            self._adopt_states(reply.get("states"))
            lost = list(reply.get("lost") or ())
            raised = self._exception(reply["error"]) if "error" in reply else None
        except NotCarried as error:
            raise self._spoil(error) from None
        except Exception as error:
            self.fatal = Breach(f"a reply that does not fit: {str(error)[:200]}")
            raise self.fatal from None
        if lost:
            raise self._spoil(crossing.cannot_carry(lost))
        if raised:
            raise raised
        return reply.get("value")

    def _remember(self, nodes):
        """Arrays and frames are put back when the test ends: another test must not find setup's data as a student left them."""
        for node in nodes:
            if crossing.kind_of(node) in ("array", "pandas"):
                self._were.setdefault(id(node), (node, node.copy()))

    def _put_back(self):
        for node, was in self._were.values():
            crossing.restore([node], [(0, was)])
        self._were.clear()

    def _spoil(self, error):
        """Remember an error that no test may swallow."""
        self.fatal = self.fatal or error
        return error

    def _print(self, text):
        if isinstance(text, str) and text:
            sys.stdout.write(text)

    def _answer(self, body):
        """Do what the room asks for with something that was offered to it."""
        decoder = self._decoder()
        message = decoder.message(body)
        if not (isinstance(message, list) and list(map(type, message)) == [str, str, list, dict] and message[0] in self.offers.by_key):
            raise Breach("a call of something that was not offered")
        nodes = [value if value is not None else () for value in decoder.numbered]
        before = crossing.look(nodes)
        try:
            reply = {"value": self.offers.use(*message)}
        except (Gone, Breach, TimedOut):
            raise
        except Exception as error:
            reply = {"error": error.with_traceback(None)}
        reply["changes"], lost = crossing.changes(nodes, before)
        self._answering = {id(node): number for number, node in enumerate(nodes)}
        try:
            if lost:
                raise crossing.cannot_carry(lost)
            self.room.send(REPLY, crossing.dumps(reply, (), self.name_of))
        except NotCarried as error:
            self._spoil(error)
            self.room.send(REPLY, crossing.dumps({"error": RuntimeError(str(error)), "changes": []}, (), self.name_of))
        finally:
            self._answering = {}

    def _exception(self, described):
        """The exception that the room describes, of the nearest class that this side knows."""
        if not isinstance(described, dict):
            raise Breach("an error that is none")
        kind = next(filter(None, map(self._exception_class, described.get("classes") or ())), RuntimeError)
        error = _make_exception(kind, described)
        error._seodang_frames = _clean_frames(described.get("frames"))
        error._seodang_line = described["line"][:200] if isinstance(described.get("line"), str) else None
        return error

    def _exception_class(self, path):
        found = handle.library_class(path, EXCEPTIONS)
        if isinstance(path, str) and path.startswith("__main__."):
            found = self.setup.by_name.get(path[9:]) or self.namespace.get(path[9:])
        return found if isinstance(found, type) and issubclass(found, Exception) else None

    # Names

    def find_name(self, name):
        """The value of one of the student's names; fetched anew once student's code has run.

        Raises:
            KeyError: it is not one of those, or not bound in the room.
        """
        if name not in self.students:
            raise KeyError(name)
        if name not in self._cache:
            reply = self.request(do="name", name=name, **self._changed_names())
            if reply.get("missing") is True:
                raise KeyError(name)
            self._cache[name] = reply.get("value")
        return self._cache[name]

    def _changed_names(self):
        """What the test cell has assigned to the student's names, or deleted, since the room was last told."""
        assigned = {name: self.namespace[name] for name in self.students if name in self.namespace}
        told, self._forwarded = self._forwarded, assigned
        return {
            "assigned": {name: value for name, value in assigned.items() if name not in told or told[name] is not value},
            "deleted": [name for name in told if name not in assigned],
        }

    def _changed_states(self):
        """The global generators' states, once the test cell has set them."""
        states = _states()
        if self._states is None or _same(states, self._states):
            return None
        self._states = states
        return {key: value for key, value in states.items() if key != "set"}

    def _adopt_states(self, states):
        if states is None:
            return
        version, words, gauss = states["random"]
        random.setstate((version, tuple(words), gauss))
        np.random.set_state(states["numpy"])
        self._states = {**_states(), **{key: value for key, value in self._states.items() if key not in ("random", "numpy")}}

    # Cells

    def run_setup(self, cell):
        """Run a setup cell that was not run before the fork; the room has done so just now."""
        names = sources.bound(cell["source"])
        self.shell.execute(cell["source"], cell["count"])
        self.setup.add(self.namespace, names)
        self.request(do="mark", names=names)

    def run_definitions(self, source):
        """Run the imports, definitions and literal assignments of a locked cell that is not a test."""
        with contextlib.suppress(SyntaxError):
            for node in ast.parse(source).body:
                if _is_definition(node):
                    with contextlib.suppress(Exception):  # it may build on what only the room has
                        exec(compile(ast.Module([node], []), "<locked cell>", "exec"), self.namespace)

    def run_test(self, test):
        """Run a test cell.

        Args:
            test: dict with id, source, points, count (the cell's execution count) and students (the names bound by solution cells so far).

        Returns:
            dict with verdict (as Verdict.as_dict) and outputs.
        """
        self._begin(test)
        printed, complained, value, error = _Printed(), _Printed(), None, None
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
            try:
                value = _execute(test["source"], test["count"], self.namespace)
            except BaseException as raised:
                error = raised
        self._put_back()
        with contextlib.suppress(Gone, Breach, NotCarried):
            self.request(do="restore")
        outputs = [{"output_type": "stream", "name": "stdout", "text": printed.getvalue()}] if printed.getvalue() else []
        judged, more = self._judge(test, value, self.fatal or error)
        if isinstance(self.fatal, NotCarried):
            self.fatal = None
        return {"verdict": judged.as_dict(), "outputs": outputs + more, "stderr": complained.getvalue()}

    def _begin(self, test):
        self.students, self.operators = frozenset(test["students"]), frozenset(test.get("operators", ()))
        self.offers.clear()
        self._lent.clear()
        self._cache.clear()
        self._forwarded, self._states = {}, _states()
        for name in self.students:  # an earlier test must not hide a later answer
            self.namespace.pop(name, None)
        for name in _deleted_names(test["source"]) & self.students:
            with contextlib.suppress(KeyError, Gone, Breach):
                self.namespace[name] = self._forwarded[name] = self.find_name(name)

    def _judge(self, test, value, error):
        make = functools.partial(verdicts.Verdict, test["id"], max_points=test["points"])
        if error is None:
            return self._judge_value(test, value, make)
        kind, message = _kind(error), f"{type(error).__name__}: {error}"
        hidden, entries = _trace(error, test)
        if isinstance(error, AssertionError) and kind == verdicts.FAILED or kind == verdicts.NOT_GRADED:
            message = str(error)
        output = {"output_type": "error", "ename": _name(error), "evalue": str(error)[:10_000], "traceback": entries}
        return make(kind, 0, message=message[:2_000], hidden=hidden), [output]

    def _judge_value(self, test, value, make):
        """A test that came to its end has passed; nbgrader's partial credit is a number as last expression."""
        points = test["points"]
        if handle.is_handle(value) and not _is_students_call(test["source"], self.students):
            error = AssertionError("the test came to an object of the student's where it should come to a number")
            return self._judge(test, None, error)
        number = value.item() if isinstance(value, np.generic) else value
        if not isinstance(number, (int, float)) or isinstance(number, bool):
            return make(verdicts.PASSED, points), []
        earned = float(min(max(0, number), points))  # in this order not-a-number is nothing
        output = {"output_type": "execute_result", "data": {"text/plain": repr(earned)}, "metadata": {}, "execution_count": test["count"]}
        if earned == points:
            return make(verdicts.PASSED, points), [output]
        kind, message = (verdicts.PARTLY if earned else verdicts.FAILED), f"{earned:g} of {points:g} points"
        return make(kind, earned, message=message), [output]


class _Printed(io.StringIO):
    """What a test printed, up to a limit."""

    def write(self, text):
        return super().write(text[: max(0, MOST_TEXT - self.tell())])


def _states():
    states = {"random": random.getstate(), "numpy": np.random.get_state(legacy=False)}
    if (eager := sys.modules.get("tensorflow.python.eager.context")) and (seed := eager.context()._seed) is not None:
        states["tensorflow"] = seed
        states["set"] = eager.context()._rng  # a new one whenever a seed is set, be it the same
    return states


def _same(a, b):
    words = [(s["random"], s["numpy"]["state"]["key"].tobytes(), s["numpy"]["state"]["pos"], s.get("tensorflow")) for s in (a, b)]
    return words[0] == words[1] and a.get("set") is b.get("set")


def _make_exception(kind, described):
    args = described.get("args") or ()
    text = described.get("text") if isinstance(described.get("text"), str) else ""
    for attempt in (args, (text,), (None, None, text)):  # the last is TensorFlow's order
        with contextlib.suppress(Exception):
            error = kind(*attempt)
            if str(error) == text:
                return error
    try:
        error = kind.__new__(kind, text)
    except TypeError:  # a class that insists on more, as ExceptionGroup does
        error = RuntimeError()
    error.args = (text,)
    return error


def _clean_frames(frames):
    """The frames in the student's cells that the room reports: (execution count, line number, line)."""
    if not isinstance(frames, list):
        return []
    fits = [f for f in frames if isinstance(f, tuple) and len(f) == 3 and type(f[0]) is int and type(f[1]) is int and isinstance(f[2], str)]
    return [(count, number, line[:200]) for count, number, line in fits[:MOST_FRAMES]]


def _is_definition(node):
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return True
    value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
    with contextlib.suppress(ValueError, TypeError, SyntaxError):
        return value is not None and (ast.literal_eval(value), True)[1]
    return False


def _deleted_names(source):
    tree = _parse(source)
    return {target.id for node in ast.walk(tree) if isinstance(node, ast.Delete) for target in node.targets if isinstance(target, ast.Name)}


def _parse(source):
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module([], [])


def _is_students_call(source, students):
    """Is the cell's last expression a student's function called, or a student's name, and nothing else?"""
    body = _parse(source).body
    last = body[-1].value if body and isinstance(body[-1], ast.Expr) else None
    last = last.func if isinstance(last, ast.Call) else last
    return isinstance(last, ast.Name) and last.id in students


def file_name(count):
    return f"<test-cell-{count}>"


def _execute(source, count, namespace):
    """Run a cell; returns the value of its last expression, as a notebook would show it."""
    name = file_name(count)
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    tree = ast.parse(source, name)
    last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), namespace)
    return eval(compile(last, name, "eval"), namespace) if last else None


def _kind(error):
    if isinstance(error, NotCarried):
        return verdicts.NOT_GRADED
    if isinstance(error, (Gone, Breach)):
        return verdicts.CRASHED
    if isinstance(error, TimedOut):
        return verdicts.TIMED_OUT
    from_room = hasattr(error, "_seodang_frames")
    return verdicts.FAILED if isinstance(error, AssertionError) and not from_room else verdicts.RAISED


def _name(error):
    return {"Gone": "Crashed", "Breach": "Crashed"}.get(type(error).__name__, type(error).__name__)


def _trace(error, test):
    """Whether a hidden line ended the test, and the traceback as a notebook shows it: the test's lines, then the student's."""
    lines, hidden_lines = test["source"].split("\n"), hidden_line_numbers(test["source"])
    own = [number for frame, number in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == file_name(test["count"])]
    if isinstance(error, SyntaxError) and not own:
        own = [error.lineno or 1]
    if line := getattr(error, "_seodang_line", None):  # a setup class that has itself shown in one line
        return not own or own[0] in hidden_lines, [line]
    entries = [f"{_name(error)}{' ' * 10}Traceback (most recent call last)"]
    entries += [
        f"Cell In[{test['count']}], line {n}\n----> {n} {lines[n - 1].strip() if n <= len(lines) else ''}\n" for n in own[:MOST_FRAMES]
    ]
    entries += [f"Cell In[{count}], line {n}\n----> {n} {line}\n" for count, n, line in getattr(error, "_seodang_frames", ())]
    if isinstance(error, AssertionError) and (place := _library_frame(error)):
        entries.append(place)  # it is not the test that words this message: it may quote what was expected
    return not own or own[0] in hidden_lines, [*entries, f"{_name(error)}: {error}"]


def _library_frame(error):
    """Where a library raised an error, as a notebook shows it; empty where a cell did."""
    for frame, number in reversed(list(traceback.walk_tb(error.__traceback__))):
        name = frame.f_code.co_filename
        return "" if name.startswith("<") else f"File {os.path.basename(name)}:{number}, in {frame.f_code.co_name}"
    return ""


# The process


def run(grader, room, shell, seed):
    """The process's life: never returns.

    Args:
        grader: the socket to the grader, on which it first receives the job (see conduct) and then sends events.
        room: the socket to the room.
        shell: the Shell in which the leading setup cells have run.
    """
    grader = Connection(grader)
    _, body = grader.receive()
    job = pickle.loads(body)
    seed_everything(seed)
    signal.signal(signal.SIGINT, _interrupt)
    examiner = Examiner(Connection(room), shell)
    try:
        conduct(examiner, job, lambda event: grader.send(EVENT, _as_json(event)))
    except Gone:
        grader.send(EVENT, _as_json({"event": "lost"}))
    except BaseException as error:  # what the room sent may have caused it: it is the room's breach
        where = traceback.format_exception_only(error)[-1].strip() + "".join(traceback.format_tb(error.__traceback__)[-3:])
        grader.send(EVENT, _as_json({"event": "lost", "message": where}))
    os._exit(0)


def _interrupt(*_):
    raise TimedOut("longer than its time")


def _as_json(event):
    return json.dumps(event, default=str).encode()


def conduct(examiner, job, tell):
    """Go through the cells of a submission.

    Args:
        job: dict with cells (dicts with index, role, source, count, skip and, for tests, id, points and students), files (the
            student's own, {path: bytes}) and forkable (the leading setup cells have run already).
        tell: called with each event: {"event": "begin", "index"} and {"event": "end", "index", "outputs", …}.
    """
    begun = examiner.request(do="setup", files=job["files"]).get("outputs")
    for cell in job["cells"]:
        if cell["skip"]:
            if cell["role"] == "test":
                examiner.run_definitions(cell["source"])
            continue
        tell({"event": "begin", "index": cell["index"]})
        tell({"event": "end", "index": cell["index"], **_run(examiner, cell, begun, job)})
    tell({"event": "done"})


def _run(examiner, cell, begun, job):
    if cell["role"] == "test" and not cell["inside"]:
        return examiner.run_test(cell)
    if cell["leading"] and job["forkable"]:
        outputs, success = begun.pop(0)
        return {"outputs": outputs, "success": success}
    if cell["role"] == "run":
        examiner.run_definitions(cell["source"])
    reply = examiner.request(do="cell", source=cell["source"], count=cell["count"])
    if cell["role"] == "setup":
        examiner.run_setup(cell)
    return {"outputs": reply.get("outputs"), "success": reply.get("success")}
