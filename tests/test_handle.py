"""Handles: what stands for the student's objects, asks for them, and believes nothing."""

import contextlib
import inspect
import sys

import numpy as np
import pytest

from seodang.handle import CallableHandle, Handle, describe, information, is_handle, library_class, make


def held(value, asked=None):
    """A handle for a value of this very process; what it asks goes to the list."""
    asked = [] if asked is None else asked

    def ask(operation, *args, **kwargs):
        asked.append((operation, *args[1:]))
        return "answer"

    return make(ask, 3, information(value))


class Liar:
    """Says yes to everything."""

    def __eq__(self, other):
        return True

    def __bool__(self):
        return False

    def __lt__(self, other):
        return True

    def __repr__(self):
        return "18 points"


@pytest.mark.parametrize(
    "operation, act",
    [
        ("len", len),
        ("iter", iter),
        ("getitem", lambda h: h[2]),
        ("contains", lambda h: 2 in h),
        ("add", lambda h: h + 2),
        ("add", lambda h: 2 + h),
        ("matmul", lambda h: h @ 2),
        ("neg", lambda h: -h),
        ("getattr", lambda h: h.x),
        ("setattr", lambda h: setattr(h, "x", 2)),
        ("delattr", lambda h: delattr(h, "x")),
        ("enter", lambda h: h.__enter__()),
        ("array", np.asarray),
        ("vars", vars),
        ("float", float),
    ],
)
def test_what_a_handle_asks_the_room(operation, act):
    asked = []
    with contextlib.suppress(TypeError, ValueError):  # "answer" is neither a length nor an iterator
        act(held(Liar(), asked))
    assert asked[0][0] == operation


def test_a_handle_is_compared_ordered_and_tested_for_truth_without_asking():
    """A4: a comparison is never the student's business."""
    asked = []
    lying, other = held(Liar(), asked), held(Liar(), asked)
    assert (
        (lying == 1) is False and (lying != 1) is True and lying == lying and lying != other and lying and hash(lying) == hash(held(Liar()))
    )
    for order in ("__lt__", "__le__", "__gt__", "__ge__"):
        with pytest.raises(TypeError, match="cannot be ordered"):
            getattr(lying, order)(1)
    with pytest.raises(TypeError, match="proves nothing"):
        isinstance(1, lying)
    assert repr(lying) == "<Liar of the student's>" and asked == []


def test_only_what_can_be_called_is_callable():
    assert callable(held(len)) and not callable(held(Liar())) and type(held(Liar)) is CallableHandle


def test_a_function_shows_name_docstring_and_signature():
    def f(a, b=2, *args, c, d=(), **kwargs):
        """Says so."""

    shown, asked = held(f), []
    assert (shown.__name__, shown.__doc__) == ("f", "Says so.")
    parameters = inspect.signature(shown).parameters
    assert [(p.name, p.kind) for p in parameters.values()] == [(p.name, p.kind) for p in inspect.signature(f).parameters.values()]
    assert parameters["b"].default == 2 and parameters["a"].default is inspect.Parameter.empty and parameters["d"].default is not None
    with pytest.raises(AttributeError):
        shown.__wrapped__  # noqa: B018
    assert asked == []


def test_an_instance_claims_a_librarys_class_and_its_own_type_tells_it_apart():
    shown = held(np.random.default_rng())
    assert isinstance(shown, np.random.Generator) and type(shown) is Handle and is_handle(shown)
    assert not is_handle(np.random.default_rng()) and not is_handle(Liar())


def test_an_instance_of_the_students_class_claims_nothing():
    class Child(dict):
        pass

    assert held(Liar()).__class__ is Handle and not isinstance(held(Child()), dict)


@pytest.mark.parametrize(
    "path",
    [
        "os.system",
        "builtins.float",
        "numpy.random.default_rng",
        "numpy",
        "",
        None,
        3,
        ["numpy.ndarray"],
        "numpy.ndarray.__init__",
        "..",
        "numpy. ndarray",
    ],
)
def test_only_a_librarys_class_is_claimed(path):
    assert library_class(path) is None


def test_a_library_that_is_not_imported_stays_so():
    assert "torch" not in sys.modules and library_class("torch.Tensor") is None and "torch" not in sys.modules


@pytest.mark.parametrize(
    "info",
    [{}, {"type": 3, "name": ["x"], "doc": {}, "callable": "yes", "mro": "x", "parameters": 5}, {"mro": [None] * 1_000, "parameters": [[]]},
     {"parameters": [["a", 1, None], ["a", 1, None]]}, {"parameters": [["a", 99, None]]}, {"parameters": [["not a name", 1, None]]},
     {"parameters": [[3, 1, None]]}, {"parameters": [["a", 1, None, 4]]}, {"parameters": [None]}, {"parameters": [[["a"], 1, None]]}],
    ids=str,
)  # fmt: skip
def test_a_description_that_is_none_describes_nothing(info):
    found = describe(info)
    assert (found["type"], found["name"], found["callable"], found["class"], found["signature"]) == ("object", None, False, None, None)
    assert make(None, 1, info)


@pytest.mark.parametrize("default", [[[1]], [{}], [["os.system"]], {}, "x", [], 3])
def test_a_default_is_a_plain_value_or_not_shown(default):
    parameter = describe({"parameters": [["a", 1, default]]})["signature"].parameters["a"]
    assert parameter.default is inspect.Parameter.empty


def test_long_texts_are_cut():
    found = describe({"type": "t" * 1_000, "name": "n" * 1_000, "doc": "d" * 100_000})
    assert (len(found["type"]), len(found["name"]), len(found["doc"])) == (80, 200, 10_000)


def test_special_attributes_are_not_asked_for_save_scikit_learns():
    asked = []
    shown = held(Liar(), asked)
    assert not any(hasattr(shown, name) for name in ("__array_interface__", "__array_struct__", "__dataframe__", "__wrapped__"))
    assert asked == []
    assert shown.__sklearn_tags__ == "answer" and not hasattr(shown, "__sklearn_clone__")


def test_the_number_and_the_description_of_a_handle_cannot_be_set():
    asked = []
    shown = held(Liar(), asked)
    shown._number = 5
    assert asked == [("setattr", "_number", 5)] and shown._number == 3
