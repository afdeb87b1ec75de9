"""Trials: every way in which a cell can end is a verdict, and no cell takes the others down with it."""

import io
import json
import math
import os
import sys
import time

import pytest

from seodang import trial
from seodang.errors import GradeError
from seodang.trial import Warm

SETUP = "import random\nimport numpy as np\nfrom collections import Counter\nimport no_such_module\nfrom os.path import no_such_name"
SILENT = {"message": "", "stderr": ""}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with data."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "data").mkdir()
    (folder / "data" / "wine.csv").write_text("1,2\n")
    return folder


@pytest.fixture(scope="module")
def warm(folder):
    with Warm(SETUP, folder) as running:
        yield running


@pytest.fixture
def run(warm):
    """A function that runs sources, roles in front of them, and returns the replies; cells are named c0, c1, …"""

    def run(*cells, **options):
        requests = []
        for number, cell in enumerate(cells):
            role, source = cell if isinstance(cell, tuple) else ("free", cell)
            requests.append({"role": role, "name": f"c{number}", "source": source, "points": 2 if role == "test" else 0})
        replies = warm.run(requests, **options)
        assert [(reply["name"], reply["role"]) for reply in replies] == [(request["name"], request["role"]) for request in requests]
        return replies

    return run


@pytest.fixture
def verdicts(run):
    return lambda *cells, **options: [reply["verdict"] for reply in run(*cells, **options)]


@pytest.fixture
def value(run):
    """A function that runs sources in one child and returns the value of the last as text; it travels in an error's message."""

    def value(*sources, **options):
        *before, last = sources
        return run(*before, f"raise Exception(repr({last}))", **options)[-1]["message"].removeprefix("Exception: ")

    return value


# Verdicts


@pytest.mark.parametrize(
    ("source", "verdict", "message"),
    [
        ("x = 1\nassert x == 1", "passed", ""),
        ("", "passed", ""),
        ("# only a comment", "passed", ""),
        ("assert 1 == 2, 'one is not two'", "failed", "one is not two"),
        ("assert False", "failed", ""),
        ("import numpy as np\nnp.testing.assert_equal(1, 2)", "failed", "\nItems are not equal:\n ACTUAL: 1\n DESIRED: 2"),
        ("1 / 0", "raised", "ZeroDivisionError: division by zero"),
        ("no_such", "raised", "NameError: name 'no_such' is not defined"),
        ("import no_such_module", "raised", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("x = = 1", "raised", "SyntaxError: invalid syntax (<c0>, line 1)"),
        ("return 1", "raised", "SyntaxError: 'return' outside function (<c0>, line 1)"),
        ("import sys\nsys.exit(0)", "raised", "SystemExit: 0"),
        ("quit()", "raised", "SystemExit: None"),
        ("raise KeyboardInterrupt", "raised", "KeyboardInterrupt: "),
        ("raise GeneratorExit", "raised", "GeneratorExit: "),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGINT)", "raised", "KeyboardInterrupt: "),
        ("input('?')", "raised", "EOFError: EOF when reading a line"),
        ("def f(): return f()\nf()", "raised", "RecursionError: maximum recursion depth exceeded"),
        ("raise Exception('half \\ud800')", "raised", "Exception: half \ud800"),
    ],
    ids=str,
)
def test_a_cell_ends_in_a_verdict_with_a_message(run, source, verdict, message):
    first, second = run(("test", source), "x = 'goes on'")
    assert (first["verdict"], first["message"], first["earned"]) == (verdict, message, 2 if verdict == "passed" else 0)
    assert second["verdict"] == "passed"


@pytest.mark.parametrize("body", ["raise Exception", "import sys\n        sys.exit()", "return 5", "return str(self)"])
def test_a_message_that_cannot_be_printed_is_said_so(run, body):
    source = f"class Bad(Exception):\n    def __str__(self):\n        {body}\nraise Bad"
    (reply,) = run(source)
    assert (reply["verdict"], reply["message"]) == ("raised", "Bad: (an exception whose message cannot be printed)")


def test_a_message_that_never_comes_costs_its_own_cell_only(verdicts):
    source = "class Bad(Exception):\n    def __str__(self):\n        while True: pass\nraise Bad"
    assert verdicts(source, "1", timeout=0.3) == ["raised", "passed"]


def test_a_long_message_is_cut(run):
    (reply,) = run("assert False, 'x' * 1_000_000")
    assert reply["message"] == "x" * trial.MESSAGE_LIMIT


# Points


@pytest.mark.parametrize(
    ("last", "verdict", "earned"),
    [
        ("0.5", "partly passed", 0.5),
        ("1", "partly passed", 1),
        ("import numpy as np\nnp.float64(0.25)", "partly passed", 0.25),
        ("2", "passed", 2),
        ("7", "passed", 2),
        ("10**400", "passed", 2),
        ("float('inf')", "passed", 2),
        ("0", "partly passed", 0),
        ("-1", "partly passed", 0),
        ("float('nan')", "partly passed", 0),
        ("True", "passed", 2),
        ("False", "passed", 2),
        ("import numpy as np\nnp.bool_(False)", "passed", 2),
        ("None", "passed", 2),
        ("'0'", "passed", 2),
        ("[0]", "passed", 2),
        ("x = 0", "passed", 2),
    ],
)
def test_a_number_as_last_expression_is_partial_credit(run, last, verdict, earned):
    """Within zero and the cell's points; a truth value is no number."""
    (reply,) = run(("test", last))
    assert (reply["verdict"], reply["earned"]) == (verdict, earned) and not math.isnan(reply["earned"])


def test_a_number_before_a_failure_is_no_credit(run):
    (reply,) = run(("test", "1.5\nassert False"))
    assert (reply["verdict"], reply["earned"]) == ("failed", 0)


def test_cells_that_are_no_tests_earn_nothing(run):
    assert [(reply["verdict"], reply["earned"]) for reply in run("1", ("setup", "0.5"), ("solution", "0"))] == [("passed", 0)] * 3


# Time


@pytest.mark.parametrize(
    "body",
    [
        "while True:\n    pass",
        "while True:\n    try:\n        x = 1\n    except Exception:\n        pass",
        "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except Exception:\n        pass",
        "import numpy as np\nfor i in iter(int, 1):\n    np.dot(np.ones(50), np.ones(50))",
    ],
    ids=["bare", "catching every Exception", "sleeping", "in a library"],
)
def test_an_endless_loop_is_stopped_and_the_rest_runs(run, body):
    begin = time.monotonic()
    first, second = run(("test", body), ("test", "assert True"), timeout=0.3)
    assert (first["verdict"], first["message"], first["earned"]) == ("timed out", "longer than 0.3 s", 0)
    assert second["verdict"] == "passed"
    assert time.monotonic() - begin < 5


def test_each_cell_has_the_whole_time(verdicts):
    assert verdicts(*["import time\ntime.sleep(0.3)"] * 3, timeout=0.6) == ["passed"] * 3


def test_seconds_are_cpu_time(run):
    slept, worked = run(
        "import time\ntime.sleep(0.2)", "import time\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
    )
    assert slept["seconds"] < 0.1 < 0.2 <= worked["seconds"]


# Crashes


@pytest.mark.parametrize(
    "crash",
    [
        "import os\nos._exit(0)",
        "import os\nos._exit(1)",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "import os\nos.abort()",
        "import ctypes\nctypes.string_at(0)",
    ],
    ids=["exit 0", "exit 1", "SIGKILL", "abort", "segmentation fault"],
)
def test_a_crash_is_a_verdict_and_the_cells_behind_it_are_reported(run, crash):
    replies = run(("test", "assert True"), ("test", crash), ("test", "assert True"), "1")
    assert [reply["verdict"] for reply in replies] == ["passed", "crashed", "crashed", "crashed"]
    assert [reply["message"] for reply in replies[1:]] == ["the process ended here", *["not run: the process had ended"] * 2]
    assert [reply["earned"] for reply in replies] == [2, 0, 0, 0]
    assert replies[1].keys() == replies[0].keys()


def test_the_next_trial_knows_nothing_of_a_crash(verdicts):
    assert verdicts("import os\nos._exit(0)") == ["crashed"]
    assert verdicts("1") == ["passed"]


def test_a_child_that_never_answers_is_killed(monkeypatch, folder):
    """It cannot be stopped by a time-out when it catches that as well."""
    monkeypatch.setattr(trial, "REPLY_TIMEOUT", 1)
    cells = [{"role": "test", "name": name, "source": source, "points": 1} for name, source in (("a", "1"), ("b", STUBBORN), ("c", "1"))]
    begin = time.monotonic()
    replies = trial.run_forked({"cells": cells, "seed": 0, "timeout": 0.2}, str(folder))
    assert [reply["verdict"] for reply in replies] == ["passed", "crashed", "crashed"]
    assert time.monotonic() - begin < 10


STUBBORN = "while True:\n    try:\n        while True:\n            pass\n    except:\n        pass"


# What a cell writes


def test_stderr_belongs_to_the_cell_that_wrote_it(run):
    replies = run(
        "import sys, os\nsys.stderr.write('one')",
        "1",
        "os.write(2, b'two')",
        "import warnings\nwarnings.warn('three')",
        "os.system('echo four >&2')",
        "os.write(2, b'\\xff')",
        "assert False, 'not on stderr'",
    )
    written = [reply["stderr"] for reply in replies]
    assert written[:3] == ["one", "", "two"] and written[4:] == ["four\n", "\ufffd", ""]
    assert "UserWarning: three" in written[3]


def test_only_the_end_of_a_long_stderr_is_kept(run):
    (reply,) = run("import sys\nsys.stderr.write('x' * 1_000_000 + 'end')")
    assert len(reply["stderr"]) == trial.MESSAGE_LIMIT and reply["stderr"].endswith("xend")


@pytest.mark.parametrize(
    "source",
    [
        "print('{}\\n' * 3, flush=True)",
        "import os\nos.write(1, b'{}\\n[]\\n')",
        "import os\nos.system('echo {}')",
        "import sys\nsys.__stdout__.write('{}\\n')\nsys.__stdout__.flush()",
        "import sys\nsys.stdout = None\nprint(1)",
        "import sys\nsys.stderr = None",
        "import sys\nsys.stderr.close()",
        "import sys\nsys.stdin.close()",
        "import atexit\natexit.register(print, '{}')",
    ],
)
def test_what_an_answer_writes_cannot_disturb_the_replies(run, source):
    assert [(reply["verdict"], reply["stderr"]) for reply in run(source, "1")] == [("passed", "")] * 2
    assert [reply["verdict"] for reply in run("1")] == ["passed"]


def test_what_an_answer_prints_goes_nowhere(folder, capfd):
    with Warm("", folder) as running:
        running.run([{"role": "free", "name": "a", "source": "import os\nprint('hello', flush=True)\nos.system('echo hello >&2')"}])
    assert capfd.readouterr() == ("", "")


def test_what_an_import_prints_cannot_disturb_the_replies(folder, monkeypatch):
    (folder / "loud_module.py").write_text("print('{}')\nimport os\nos.write(1, b'[]')\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    with Warm("import loud_module", folder) as running:
        (reply,) = running.run([{"role": "free", "name": "a", "source": "import loud_module"}])
    assert reply["verdict"] == "passed"


# What a cell finds


def test_cells_share_one_namespace_and_trials_do_not(run, verdicts):
    assert verdicts("x = 1", "assert x == 1") == ["passed", "passed"]
    assert verdicts("x") == ["raised"]
    assert verdicts("import random\nrandom.added = 1", "random.added") == ["passed", "passed"]
    assert verdicts("random = __import__('random')\nrandom.added") == ["raised"]


def test_a_cell_is_the_main_program(value):
    assert value("__name__") == "'__main__'"
    assert value("import pickle\nclass A: x = 5", "pickle.loads(pickle.dumps(A())).x") == "5"
    assert value("import sys\nx = 7", "sys.modules['__main__'].x") == "7"


def test_a_function_s_source_can_be_asked_for(value):
    assert value("x = 1\ndef f(a):\n    # 서당\n    return a", "__import__('inspect').getsource(f)") == repr(
        "def f(a):\n    # 서당\n    return a\n"
    ).replace("a\\n'", "a'")


def test_a_traceback_shows_the_cell_s_lines(value):
    code = "import traceback\ndef f():\n    return 1 / 0\ntry:\n    f()\nexcept Exception:\n    told = traceback.format_exc()"
    assert 'File "<c0>", line 3, in f\\n    return 1 / 0' in value(code, "told")


def test_each_child_has_a_working_folder_of_its_own_with_the_data(value, folder):
    places = {value("import os, pathlib", "os.getcwd()") for _ in range(2)}
    assert len(places) == 2 and not any(os.path.exists(place.strip("'")) for place in places)
    assert value("import os", "os.listdir()") == "['data']"
    assert value("open('mine.txt', 'w').write('x')", "open('data/wine.csv').read()") == repr("1,2\n")
    assert value("import os", "os.listdir()") == "['data']"
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".py" and path.name != "__pycache__") == ["data"]


def test_a_course_without_data_and_a_relative_folder_will_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    source = "import os\nassert os.listdir() == {}, os.listdir()"
    with Warm("", "work") as running:
        assert running.run([{"role": "free", "name": "a", "source": source.format([])}])[0]["message"] == ""
    (tmp_path / "work" / "data").mkdir(parents=True)
    with Warm("", "work") as running:
        assert running.run([{"role": "free", "name": "a", "source": source.format(["data"])}])[0]["message"] == ""


# Chance

DRAWS = "(random.random(), np.random.random(), np.random.default_rng(5).random())"


def test_the_same_seed_gives_the_same_draws_and_another_seed_others(value):
    first, again, other = (value("import random\nimport numpy as np", DRAWS, seed=seed) for seed in (3, 3, 4))
    assert first == again
    for one, two in zip(first[1:-1].split(", ")[:2], other[1:-1].split(", ")[:2], strict=True):
        assert one != two
    assert first.split(", ")[2] == other.split(", ")[2]


def test_an_earlier_trial_does_not_move_the_draws(value, run):
    before = value("import random\nimport numpy as np", DRAWS, seed=3)
    run("import random\nimport numpy as np\nrandom.seed(99)\nnp.random.seed(99)", seed=3)
    assert value("import random\nimport numpy as np", DRAWS, seed=3) == before


@pytest.mark.long
def test_tensorflow_draws_by_the_seed_as_well(folder):
    source = "import tensorflow as tf\nassert False, float(tf.random.uniform([]))"
    with Warm("import tensorflow", folder) as running:
        drawn = [running.run([{"role": "free", "name": "a", "source": source}], seed=seed)[0]["message"] for seed in (3, 3, 4)]
    assert 0 <= float(drawn[0]) < 1 and drawn[0] == drawn[1] != drawn[2]


def test_the_hash_seed_is_the_warm_process_s(folder):
    orders = set()
    for hash_seed in (0, 1, 1):
        with Warm("", folder, hash_seed) as running:
            (reply,) = running.run([{"role": "free", "name": "a", "source": "assert False, hash('서당')"}])
            orders.add((hash_seed, reply["message"]))
    assert len(orders) == 2 and len({message for _, message in orders}) == 2


def test_libraries_use_one_thread(value):
    assert value("import os", "[os.environ[k] for k in ('OMP_NUM_THREADS', 'TF_NUM_INTRAOP_THREADS', 'CUDA_VISIBLE_DEVICES')]") == (
        "['1', '1', '-1']"
    )


# The warm process


def test_what_the_setup_imports_is_there_before_the_first_cell(value):
    assert value("import sys", "[name in sys.modules for name in ('numpy', 'collections', 'random')]") == "[True, True, True]"


def test_closing_ends_the_process(folder):
    with Warm("", folder) as running:
        assert running.process.poll() is None
    assert running.process.returncode == 0


def test_a_warm_process_that_ends_is_an_error_and_no_hang(folder):
    kill = "import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(0.2)"
    with Warm("", folder) as running, pytest.raises(GradeError, match="the warm process ended with status -9"):
        running.run([{"role": "free", "name": "a", "source": kill}])


def test_setup_code_that_is_no_python_is_an_error_and_no_hang(folder, capfd):
    with pytest.raises(GradeError, match="the warm process ended with status 1"):
        Warm("import =", folder)
    assert "SyntaxError" in capfd.readouterr().err


# Without processes


def test_serve_reads_one_request_a_line_and_writes_one_reply_a_line(tmp_path):
    cells = [{"role": "test", "name": "a", "source": "assert 1 == 1\n0.5", "points": 1}]
    requests = io.StringIO(
        json.dumps({"code": "", "folder": str(tmp_path)}) + "\n" + (json.dumps({"cells": cells, "seed": 0, "timeout": 5}) + "\n") * 2
    )
    replies = io.StringIO()
    trial.serve(requests, replies)
    first, *others = [json.loads(line) for line in replies.getvalue().splitlines()]
    assert first == {} and len(others) == 2
    for (reply,) in others:
        assert reply.pop("seconds") >= 0
        assert reply == {"name": "a", "role": "test", "verdict": "partly passed", "earned": 0.5, **SILENT}


def test_execute_returns_the_last_expression():
    namespace = {}
    assert trial.execute("x = 2\nx + 1", "<a>", namespace) == 3 and namespace["x"] == 2
    assert trial.execute("x = 4", "<a>", namespace) is None
    assert trial.execute("x\nif True:\n    x", "<a>", namespace) is None


def test_imports_inside_functions_are_done_beforehand_as_well(monkeypatch):
    for name in ("this", "xml.dom.minidom"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    trial.import_modules("def f():\n    from xml.dom import minidom, no_such\n    from . import x\n    import a.b.c")
    assert "xml.dom.minidom" in sys.modules
