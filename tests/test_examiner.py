"""The examiner against a room that is not to be trusted: whatever it sends, the verdict is its author's."""

import builtins
import json
import struct
import threading
import types

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seodang import crossing, examiner, verdicts
from seodang.codec import Encoder, Setup
from seodang.examiner import Examiner, Names, TimedOut
from seodang.wire import CALLBACK, REPLY, Connection, Gone, join, pair

NOTHING = Setup({})


def message(value):
    """What an honest room's encoder makes of a value."""
    return b"".join(Encoder(NOTHING, lambda value: (0, {"type": "Thing", "callable": True})).message(value))


class Room:
    """A room that answers with what the test says: `answer(request, number)` gives the frames (kind, body) of its reply."""

    def __init__(self, answer):
        ours, theirs = pair()
        self.connection, self.answer, self.requests = Connection(theirs), answer, []
        namespace = {"__builtins__": Names(vars(builtins)), "__name__": "__main__"}
        self.examiner = Examiner(Connection(ours), types.SimpleNamespace(user_ns=namespace))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        try:
            while True:
                _, body = self.connection.receive()
                request = crossing.loads(body, lambda name: ("named", *name))
                self.requests.append(request)
                if request["do"] == "restore":
                    self.connection.send(REPLY, message({}))
                    continue
                for frame in self.answer(request, len(self.requests)):
                    if isinstance(frame, bytes):
                        self.connection.sock.sendall(frame)
                    else:
                        self.connection.send(*frame)
        except (Gone, OSError):
            self.connection.close()

    def run(self, source, points=2.0, students=("f", "g"), **more):
        """Run a test cell; returns (verdict, outputs)."""
        found = self.examiner.run_test({"id": "t", "source": source, "points": points, "count": 1, "students": students, **more})
        return verdicts.Verdict(**found["verdict"]), found["outputs"]

    def close(self):
        self.examiner.room.close()
        self.thread.join(5)


@pytest.fixture
def room():
    """A function that makes rooms; they answer a name with a handle, and a call with `reply`."""
    made = []

    def make(reply=None, call=None):
        def answer(request, _):
            if request["do"] == "name":
                return [(REPLY, message({"value": object()}))]
            return call(request) if call else [(REPLY, reply if isinstance(reply, bytes) else message(reply))]

        made.append(Room(answer))
        return made[-1]

    yield make
    for each in made:
        each.close()


def tree(*items):
    return b"".join(join(json.dumps(list(items)).encode(), []))


HOSTILE = {
    "nothing": b"",
    "garbage": b"\xff" * 40,
    "no reply": message([1]),
    "None": message(None),
    "deep": b"".join(join(b"[" * 50_000, [])),
    "unknown tag": tree("pickle", "os.system"),
    "no list": tree(),
    "error that is none": message({"error": 3}),
    "error of a list": message({"error": [["RuntimeError"]]}),
    "classes that are none": message({"error": {"classes": 3, "args": (), "text": ""}}),
    "changes that are none": message({"value": 1, "changes": 5}),
    "changes of nothing": message({"value": 1, "changes": [[0]]}),
    "changes in words": message({"value": 1, "changes": [["a", "b"]]}),
    "change of another kind": message({"value": 1, "changes": [[0, {1}]]}),
    "change that deletes": message({"value": 1, "changes": [[0, None]]}),
    "lost that is none": message({"value": 1, "changes": [], "lost": 3}),
    "states that are none": message({"value": 1, "changes": [], "states": 5}),
    "states without content": message({"value": 1, "changes": [], "states": {"random": (3, (1,), None), "numpy": {}}}),
    "given that was not": tree("given", 7),
    "offer that was not": tree("dict", "value", ["offer", "0123456789abcdef"]),
    "handle with an odd number": tree("dict", "value", ["handle", -1, {}]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a12_any_breach_of_protocol_is_its_authors_crash(name, room):
    """A12 (2): it must not end as "not graded", which any student could choose."""
    verdict, outputs = room(HOSTILE[name]).run("x = [1]\nf(x)")
    assert (verdict.kind, verdict.points) == (verdicts.CRASHED, 0), verdict.message
    assert outputs[-1]["ename"] == "Crashed"


def test_a12_a_test_cannot_swallow_a_breach(room):
    verdict, _ = room(HOSTILE["garbage"]).run("try: f(1)\nexcept BaseException: pass")
    assert verdict.kind == verdicts.CRASHED


@pytest.mark.parametrize(
    "frames",
    [[b"R" + struct.pack("<Q", 2**62)], [b"X" + struct.pack("<Q", 1) + b"a"], [b"Q" + struct.pack("<Q", 0)], [b"R"], [(CALLBACK, b"")],
     [(CALLBACK, message(["0" * 16, "__call__", [], {}]))], [(CALLBACK, message([["list"], "x", 1, 2]))], [(CALLBACK, message(5))]],
    ids=["huge", "kind", "request", "torn", "empty", "unknown", "unhashable", "number"],
)  # fmt: skip
def test_a10_a12_frames_that_no_room_sends_are_a_crash(frames, room):
    def call(request):
        if frames == [b"R"]:
            made.connection.sock.sendall(b"R")
            made.connection.close()
            raise Gone
        return frames

    made = room(call=call)
    verdict, _ = made.run("f(1)")
    assert verdict.kind == verdicts.CRASHED, verdict.message


def test_after_a_breach_nothing_more_is_asked(room):
    made = room(HOSTILE["garbage"])
    made.run("f(1)")
    asked = len(made.requests)
    verdict, _ = made.run("g(1)")
    assert verdict.kind == verdicts.CRASHED and len(made.requests) == asked


_answers = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)
_replies = st.fixed_dictionaries(
    {},
    optional={
        "value": _answers,
        "printed": _answers,
        "lost": _answers,
        "states": _answers | st.fixed_dictionaries({"random": _answers, "numpy": _answers}),
        "changes": _answers | st.lists(st.tuples(st.integers(-1, 2), _answers), max_size=2),
        "error": _answers | st.fixed_dictionaries({"classes": _answers, "args": _answers, "text": _answers, "frames": _answers}),
    },
)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(_replies)
def test_whatever_is_answered_there_is_a_verdict_that_is_no_pass(reply):
    """A12: hostile messages ended as TypeError, IndexError, RecursionError, AttributeError in the examiner."""
    made = Room(lambda request, _: [(REPLY, message({"value": object()} if request["do"] == "name" else reply))])
    try:
        verdict, _ = made.run("import numpy as np\nx, r = [np.ones(1)], np.random.RandomState(0)\nf(x, r)\nassert False, 'reached'")
    finally:
        made.close()
    assert verdict.kind in (verdicts.CRASHED, verdicts.FAILED, verdicts.RAISED, verdicts.NOT_GRADED)
    assert verdict.points == 0


def raises(classes, *args, text=""):
    return {"error": {"classes": classes, "args": args, "text": text, "frames": [(4, 2, "x = 1 / 0")]}, "changes": []}


@pytest.mark.parametrize(
    "classes, name",
    [
        (["__main__.Own", "builtins.ValueError"], "ValueError"),
        (["numpy.linalg.LinAlgError"], "LinAlgError"),
        (["os.system"], "RuntimeError"),
        (["builtins.SystemExit"], "RuntimeError"),
        (["builtins.KeyboardInterrupt"], "RuntimeError"),
        (["seodang.wire.Gone"], "RuntimeError"),
        (["builtins.print", "builtins.KeyError"], "KeyError"),
        ([], "RuntimeError"),
        ([None, 3], "RuntimeError"),
        (["builtins.ExceptionGroup"], "RuntimeError"),
        (["builtins.UnicodeDecodeError"], "UnicodeDecodeError"),
        (["__main__.f", "builtins.OSError"], "OSError"),
    ],
)
def test_exceptions_are_of_the_nearest_class_that_is_known(classes, name, room):
    verdict, outputs = room(raises(classes, text="why")).run("f(1)")
    assert verdict.kind == verdicts.RAISED and outputs[-1]["ename"] == name
    assert any("Cell In[4], line 2" in line and "x = 1 / 0" in line for line in outputs[-1]["traceback"])


def test_an_assertion_of_the_students_is_her_error_and_not_the_tests_word(room):
    verdict, _ = room(raises(["builtins.AssertionError"], "passed, really", text="passed, really")).run("f(1)")
    assert verdict.kind == verdicts.RAISED


@pytest.mark.parametrize("name", ["NotCarried", "Gone", "Breach", "TimedOut"])
def test_the_room_cannot_raise_the_engines_own_exceptions(name, room):
    """A12 (2): not graded is not the student's to choose."""
    made = room(raises([f"seodang.crossing.{name}", f"__main__.{name}", f"seodang.examiner.{name}"]))
    assert made.run("f(1)")[0].kind == verdicts.RAISED


# Verdicts


@pytest.mark.parametrize(
    "last, kind, points",
    [
        ("1", verdicts.PARTLY, 1),
        ("0.5 + 0.5", verdicts.PARTLY, 1),
        ("2", verdicts.PASSED, 2),
        ("99", verdicts.PASSED, 2),
        ("0", verdicts.FAILED, 0),
        ("-1", verdicts.FAILED, 0),
        ("float('nan')", verdicts.FAILED, 0),
        ("float('inf')", verdicts.PASSED, 2),
        ("np.float32(1)", verdicts.PARTLY, 1),
        ("None", verdicts.PASSED, 2),
        ("True", verdicts.PASSED, 2),
        ("False", verdicts.PASSED, 2),
        ("'text'", verdicts.PASSED, 2),
        ("x = 1", verdicts.PASSED, 2),
    ],
)
def test_a12_a_number_as_last_expression_is_partial_credit(last, kind, points, room):
    """A12 (1)."""
    verdict, outputs = room().run(f"import numpy as np\n{last}")
    assert (verdict.kind, verdict.points) == (kind, points)
    shown = [output["data"]["text/plain"] for output in outputs if output["output_type"] == "execute_result"]
    assert shown == ([repr(float(points))] if last[0] not in "N'xTF" else [])


def test_an_assert_fails_with_its_message_and_its_line(room):
    verdict, outputs = room().run("a = 1\nassert a == 2, 'a is two'")
    assert (verdict.kind, verdict.message, verdict.hidden) == (verdicts.FAILED, "a is two", False)
    assert outputs[-1]["traceback"][1].startswith("Cell In[1], line 2") and "assert a == 2" in outputs[-1]["traceback"][1]


HIDDEN = "assert {}, 'seen'\n### BEGIN HIDDEN TESTS\nassert {}, 'unseen'\n### END HIDDEN TESTS"


@pytest.mark.parametrize("values, hidden, message", [((False, True), False, "seen"), ((True, False), True, "unseen")])
def test_a11_the_verdict_says_whether_a_hidden_line_ended_the_test(values, hidden, message, room):
    verdict, _ = room().run(HIDDEN.format(*values))
    assert (verdict.kind, verdict.hidden, verdict.message) == (verdicts.FAILED, hidden, message)


def test_a11_without_a_line_of_the_test_a_failure_counts_as_hidden(room):
    made = room()

    def interrupted(*_):
        raise TimedOut("longer than its time")

    made.examiner._begin = lambda test: None
    examiner_execute, examiner._execute = examiner._execute, interrupted
    try:
        verdict, _ = made.run("assert True")
    finally:
        examiner._execute = examiner_execute
    assert (verdict.kind, verdict.hidden) == (verdicts.TIMED_OUT, True)


def test_a_test_that_is_no_python_has_failed_in_its_line(room):
    verdict, outputs = room().run("a = 1\nb = = 2")
    assert verdict.kind == verdicts.RAISED and outputs[-1]["ename"] == "SyntaxError" and "line 2" in outputs[-1]["traceback"][1]


def test_a_handle_as_last_value_is_no_pass_unless_it_is_a_students_call(room):
    made = room({"value": object(), "changes": []})
    assert made.run("x = f(1)\n[x][0]")[0].kind == verdicts.FAILED
    assert made.run("f(1)")[0].kind == verdicts.PASSED


def test_what_a_test_prints_is_its_output_up_to_a_limit(room, monkeypatch):
    monkeypatch.setattr(examiner, "MOST_TEXT", 10)
    _, outputs = room({"value": None, "changes": [], "printed": "room "}).run("print('one')\nf(1)\nprint('x' * 100)\nNone")
    assert outputs[0]["text"] == "one\nroom x"


def test_standard_error_costs_nothing(room):
    verdict, outputs = room().run("import sys\nprint('careful', file=sys.stderr)")
    assert verdict.kind == verdicts.PASSED and outputs == []


# Names


def test_a4_only_names_that_the_solution_cells_bind_are_asked_of_the_room(room):
    """A4 (3): a hidden test's typo is no question to the student."""
    made = room({"value": 1, "changes": []})
    verdict, outputs = made.run("fn(1)")
    assert verdict.kind == verdicts.RAISED and outputs[-1]["ename"] == "NameError"
    assert [request["do"] for request in made.requests] == ["restore"]


def test_a_name_that_the_room_does_not_bind_is_a_name_error():
    made = Room(lambda request, _: [(REPLY, message({"missing": True}))])
    verdict, outputs = made.run("f(1)")
    assert verdict.kind == verdicts.RAISED and outputs[-1]["ename"] == "NameError"
    made.close()


def test_builtins_are_the_examiners(room):
    made = room({"value": 1, "changes": []})
    assert made.run("assert len([1]) == 1", students=("len", "f"))[0].kind == verdicts.PASSED


def test_a_name_is_fetched_once_until_students_code_runs(room):
    made = room({"value": 1, "changes": []})
    made.run("[f for _ in range(5)]\ng(1)\nf\nNone")
    assert [request.get("name", request["do"]) for request in made.requests] == ["f", "g", "operation", "f", "restore"]


# Callbacks


def calls(*message_of_key):
    """A room that, asked to call f with something offered, uses it so, and then replies with what it got."""

    def answer(request):
        for argument in (*request["args"], *request["kwargs"].values()):
            if isinstance(argument, tuple) and argument[:2] == ("named", "offer"):
                key = argument[2]
                made.description = argument[3]
                made.connection.send(CALLBACK, message([key, *message_of_key]))
                _, body = made.connection.receive()
                made.got = crossing.loads(body, lambda name: name)
                made.key = key
        return [(REPLY, message({"value": 1, "changes": []}))]

    made = types.SimpleNamespace(answer=answer)
    return made


SPY = """class Spy:
    rate: float = 1.0
    n_calls = 0
    seen = []
    _secret = 48151
    def fit(self, x): self.n_calls += 1; self.__dict__["last"] = x; return 7
    def _hidden(self): return 48151
spy = Spy()
"""


def use(room, source, *what):
    made = calls(*what)
    peer = room(call=made.answer)
    made.connection = peer.connection
    made.verdict = peer.run(source)[0]
    made.peer = peer
    return made


def test_a10_what_is_offered_is_public_methods_only(room):
    made = use(room, SPY + "f(spy)\nassert spy.n_calls == 1 and spy.last == 3", "fit", [3], {})
    assert made.got["value"] == 7 and made.description["methods"] == ["fit"] and made.verdict.kind == verdicts.PASSED


@pytest.mark.parametrize(
    "member",
    ["_hidden", "__class__", "__getattribute_", "__init__", "__reduce__", "__setstate__", "n_calls", "nothing", "", "fit.__globals__"],
)
def test_a10_nothing_else_can_be_called(member, room):
    made = use(room, SPY + "f(spy)", member, [], {})
    assert isinstance(made.got.get("error"), AttributeError)


@pytest.mark.parametrize(
    "name", ["_secret", "__code__", "__closure__", "__class__", "__globals__", "__dict__", "__init__", "_hidden", "absent", 3, None]
)
def test_a10_no_private_attribute_can_be_read(name, room):
    made = use(room, SPY + "f(spy)", "__getattribute__", [name], {})
    assert isinstance(made.got.get("error"), AttributeError)


@pytest.mark.parametrize("name", ["__code__", "__closure__", "__globals__", "__defaults__", "func_globals", "name"])
def test_a10_nothing_of_a_function_can_be_read(name, room):
    made = use(room, "secret = 48151\ndef g(x, y=secret): return x\nf(g)", "__getattribute__", [name], {})
    assert isinstance(made.got.get("error"), AttributeError)


def test_a10_public_attributes_are_read_as_data(room):
    made = use(room, SPY + "spy.n_calls = 5\nf(spy)", "__getattribute__", ["n_calls"], {})
    assert made.got["value"] == 5


@pytest.mark.parametrize(
    "name, value", [("n_calls", 7), ("seen", [[0, 1]]), ("__class__", 1), ("_secret", 1), ("new", 1), ("fit", 1), (3, 1)]
)
def test_a10_a_spys_record_cannot_be_forged(name, value, room):
    made = use(room, SPY + "f(spy)\nassert spy.n_calls == 0 and spy.seen == [] and spy.fit(0) == 7", "__setattr__", [name, value], {})
    assert isinstance(made.got.get("error"), AttributeError) and made.verdict.kind == verdicts.PASSED


def test_a10_attributes_that_the_class_annotates_can_be_written(room):
    made = use(room, SPY + "f(spy)\nassert spy.rate == 0.5", "__setattr__", ["rate", 0.5], {})
    assert "error" not in made.got and made.verdict.kind == verdicts.PASSED


def test_a10_a_callback_of_an_ended_test_runs_nothing(room):
    made = use(room, "seen = []\ndef g(x): seen.append(x)\nf(g)", "__call__", [1], {})
    made.answer = lambda request: [(CALLBACK, message([made.key, "__call__", [2], {}]))]
    made.peer.answer = lambda request, _: [(REPLY, message({"value": object()}))] if request["do"] == "name" else made.answer(request)
    verdict, _ = made.peer.run("f(1)")
    assert verdict.kind == verdicts.CRASHED and made.peer.examiner.namespace["seen"] == [1]


def test_a10_keys_cannot_be_guessed(room):
    keys = {use(room, "def g(x): pass\nf(g)", "__call__", [1], {}).key for _ in range(3)}
    assert len(keys) == 3 and all(len(key) == 16 for key in keys)


def test_what_a_callback_raises_goes_to_the_room_without_its_frames(room):
    made = use(room, "secret = 48151\ndef g(x): raise ValueError('bad')\nf(g)", "__call__", [1], {})
    assert isinstance(made.got["error"], ValueError) and made.got["error"].__traceback__ is None
