"""The data codec: what goes in comes out, and a hostile message comes to nothing but a Breach."""

import abc
import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import json
import math
import resource
import struct
import types

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sparse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seodang import codec, handle, wire
from seodang.codec import SCHEMA, Decoder, Encoder, Setup
from seodang.wire import Breach, join, split


@dataclasses.dataclass
class Point:
    x: object
    y: object = 0.0

    def norm(self):
        return abs(self.x)

    @property
    def half(self):
        return self.x / 2


@dataclasses.dataclass(frozen=True)
class Frozen:
    x: object


@dataclasses.dataclass(slots=True)
class Slotted:
    x: object
    y: object = 1


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


class Square(Shape):
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2


class Color(enum.Enum):
    RED = 1


class Rights(enum.Flag):
    READ = 1
    WRITE = 2


Pair = collections.namedtuple("Pair", "a b")


def helper(x):
    return x


OWN = (Point, Frozen, Slotted, Shape, Square, Color, Rights, Pair)
SETUP = Setup({"__name__": __name__, **{kind.__name__: kind for kind in OWN}})
pytestmark = pytest.mark.timeout(60)  # a second; minutes if some step were quadratic
SETUP.add(globals(), ["helper"])


class Stays:
    """What stands for an object that stays at the other end."""

    def __init__(self, number, info):
        self.number, self.info = number, info


def send(value, given=(), offers=None):
    """The value after it has crossed, as the examiner has it."""
    known = {id(node): ["given", number] for number, node in enumerate(given)}
    encoder = Encoder(SETUP, lambda value: (7, {"type": type(value).__name__}), known)
    body = b"".join(encoder.message(value))
    decoder = Decoder(SETUP, Stays, given, offers)
    result = decoder.message(body)
    assert len(decoder.numbered) == len(encoder.numbered), "both ends count alike"
    return result


def tell(tree, buffers=(), given=(), offers=None):
    """What a hand-made message is decoded to."""
    return Decoder(SETUP, Stays, given, offers).message(b"".join(join(json.dumps(tree).encode(), list(buffers))))


def same(a, b):
    """Equal in type and content, at any depth."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (list, tuple, collections.deque)):
        return len(a) == len(b) and all(map(same, a, b)) and getattr(a, "maxlen", 0) == getattr(b, "maxlen", 0)
    if isinstance(a, (Point, Frozen, Slotted)):
        return same(codec.fields(a), codec.fields(b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(map(same, a.values(), b.values()))
    if isinstance(a, np.ma.MaskedArray):
        return same(np.asarray(a.data), np.asarray(b.data)) and (a.mask == b.mask).all()
    if isinstance(a, np.ndarray):
        alike = a.dtype == b.dtype and a.shape == b.shape
        return alike and (all(map(same, a.ravel().tolist(), b.ravel().tolist())) if a.dtype == object else a.tobytes() == b.tobytes())
    if isinstance(a, np.generic):
        return a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, (pd.Series, pd.DataFrame)):
        (pd.testing.assert_series_equal if a.ndim == 1 else pd.testing.assert_frame_equal)(a, b)
        return True
    if isinstance(a, pd.Index):
        pd.testing.assert_index_equal(a, b, exact=True)
        return getattr(a, "freqstr", None) == getattr(b, "freqstr", None)
    if isinstance(a, pd.Categorical):
        return a.equals(b) and a.ordered == b.ordered
    if sparse.issparse(a):
        return a.shape == b.shape and a.dtype == b.dtype and (a.toarray() == b.toarray()).all()
    if isinstance(a, np.random.Generator):
        spawned = [
            [child.random() for child in rng.spawn(2)] for rng in (a, b) if isinstance(b.bit_generator.seed_seq, np.random.SeedSequence)
        ]
        return (a.random(3) == b.random(3)).all() and spawned[:1] == spawned[1:]
    if isinstance(a, np.random.RandomState):
        return (a.rand(3) == b.rand(3)).all()
    if isinstance(a, float) and math.isnan(a):
        return math.isnan(b)
    return bool(a == b)


VALUES = {
    "None": None,
    "bool": True,
    "int": -5,
    "large int": -(2**30_000),
    "float": [1.5, math.inf, math.nan],
    "complex": 1 - 2j,
    "str": "한글 \N{GRINNING FACE}",
    "bytes": b"\0a",
    "bytearray": bytearray(b"ab"),
    "list": [1, [2]],
    "tuple": (1, ("a",)),
    "set": {1, "a", (2, 3)},
    "frozenset": frozenset({1, (2, frozenset({3}))}),
    "deque": collections.deque([1, 2], maxlen=5),
    "dict": {"a": 1, (1, 2): [3], None: 4},
    "OrderedDict": collections.OrderedDict(b=1, a=2),
    "Counter": collections.Counter("aab"),
    "defaultdict": collections.defaultdict(list, {"a": [1]}),
    "range": range(3, 9, 2),
    "slice": slice(1, None, (2,)),
    "ellipsis": ...,
    "Fraction": fractions.Fraction(-3, 7),
    "Decimal": [decimal.Decimal(text) for text in ("-1.50", "1E-7", "Infinity")],
    "datetime": datetime.datetime(2020, 2, 29, 12, 30, tzinfo=datetime.UTC),
    "date": datetime.date(2020, 2, 29),
    "timedelta": [datetime.timedelta(days=200_000, microseconds=1), datetime.timedelta.max, datetime.timedelta.min],
    "dtype": np.dtype("<f4"),
    "type": [int, np.float32, np.ndarray],
    "array": np.arange(6.0).reshape(2, 3),
    "array without numbers": np.zeros((0, 3), dtype=np.int8),
    "array of truth values": np.array([True, False]),
    "array of texts": np.array(["a", "한글"]),
    "array of dates": np.array(["2020-01-01"], dtype="M8[D]"),
    "array in Fortran's order": np.asfortranarray(np.arange(6).reshape(2, 3)),
    "scalar": [np.float32(0.1), np.bool_(True), np.str_("한"), np.datetime64("2020-01-01")],
    "objects": np.array([[1, "a"], [None, 2.5]], dtype=object),
    "csr_matrix": sparse.csr_matrix([[0, 1], [2, 0]]),
    "csc_array": sparse.csc_array([[0, 1.5], [2, 0]]),
    "coo_matrix": sparse.coo_matrix([[0, 1], [2, 0]]),
    "Index": pd.Index([3, 1], name="n"),
    "DatetimeIndex": pd.date_range("2020-01-01", periods=3, freq="D"),
    "RangeIndex": pd.RangeIndex(2, 8, 3),
    "MultiIndex": pd.MultiIndex.from_product([["a", "b"], [1, 2]], names=["x", None]),
    "Series": pd.Series([1.5, None], index=["a", "b"], name="s"),
    "DataFrame": pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.to_datetime(["2020-01-01", None]), 4: [True, False]}),
    "DataFrame with MultiIndex columns": pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)])),
    "nullable columns": pd.DataFrame(
        {"i": pd.array([1, None], "Int64"), "b": pd.array([None, True], "boolean"), "s": pd.array(["a", None], "string")}
    ),
    "Categorical": pd.Categorical(["a", None, "b"], categories=["b", "a"], ordered=True),
    "category column": pd.Series(["a", "b", "a"], dtype="category"),
    "empty frame": pd.DataFrame({"a": []}),
    "frame with one name twice": pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "Timestamp": pd.Timestamp("2020-01-01 10:00:00.123456789"),
    "Generator": np.random.default_rng(3),
    "Philox": np.random.Generator(np.random.Philox(3)),
    "SFC64": np.random.Generator(np.random.SFC64(3)),
    "spawned Generator": np.random.default_rng(3).spawn(2)[1],
    "Generator without seeds": np.random.Generator(np.random.RandomState(3)._bit_generator),
    "RandomState": np.random.RandomState(3),
    "class of setup": Point,
    "function of setup": helper,
    "instance of setup": Point(1, [Point(2.0)]),
    "frozen dataclass": {Frozen(1): Frozen((2, 3))},
    "dataclass with slots": Slotted([1]),
    "enum of setup": Color.RED,
    "namedtuple of setup": Pair(1, [2]),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_out_as_it_went_in(name):
    assert same(send(VALUES[name]), VALUES[name])


def test_every_tag_has_its_builder():
    assert set(codec.BUILDERS) == set(SCHEMA) and set(codec.RULES) <= set(SCHEMA) and set(codec.HASHABLE) <= set(SCHEMA)


def test_views_of_dicts_come_out_as_views():
    source = {"a": 1, "b": [2]}
    keys, values, items = send([source.keys(), source.values(), source.items()])
    assert keys == source.keys() and list(values) == [1, [2]] and list(items) == list(source.items())
    assert type(keys) is type(source.keys()) and type(items) is type(source.items())


def test_missing_values_of_pandas_come_out_as_themselves():
    assert send([pd.NaT])[0] is pd.NaT and send([pd.NA])[0] is pd.NA


def test_a_subclass_of_an_abstract_class_of_setup_comes_out_by_value():
    assert send(Square(3)).area() == 9


def test_what_was_shared_stays_shared():
    x, point = np.ones(2), Point(1)
    a, b, c, d = send([x, {"x": x}, point, (point,)])
    assert b["x"] is a and d[0] is c


@pytest.mark.parametrize("holder", [list, dict, collections.deque, collections.OrderedDict])
def test_what_holds_itself_still_does(holder):
    value = holder()
    value.update(me=value) if isinstance(value, dict) else value.append(value)
    out = send(value)
    assert (out["me"] if isinstance(value, dict) else out[0]) is out


def test_an_instance_may_hold_itself():
    point = Point(None)
    point.x = point
    out = send(point)
    assert out.x is out


def test_what_the_other_end_gave_comes_back_as_the_same_object():
    x = np.ones(3)
    assert send([x, x], given=[x])[1] is x


@pytest.mark.parametrize(
    "value",
    [lambda: 1, object(), type("Foreign", (), {}), 1 .__add__, np, sum, Rights.READ | Rights.WRITE, np.zeros(1, dtype=[("a", "i4")]),
     pd.Series(pd.to_datetime(["2020-01-01"])).dt.tz_localize("UTC"), pd.interval_range(0, 2), fractions.Fraction(1, 2**9_000),
     decimal.Decimal("1E+99999"), collections.defaultdict(lambda: 1)],
)  # fmt: skip
def test_what_is_no_data_stays_where_it_is(value):
    assert isinstance(send([value])[0], Stays)


def test_an_instance_whose_field_hides_a_method_stays_where_it_is():
    point = Point(1)
    point.norm = lambda: 3
    assert isinstance(send(point), Stays)


def test_nesting_beyond_the_limit_leaves_the_innermost_where_it_is():
    value = inner = []
    for _ in range(100):
        inner.append([])
        inner = inner[0]
    out = send(value)
    for _ in range(codec.MOST_DEPTH):
        out = out[0]
    assert isinstance(out, Stays)


def test_half_a_surrogate_pair_becomes_a_question_mark():
    assert send("a\ud800b") == "a?b"


def test_more_parts_than_can_cross_are_refused_where_they_are(monkeypatch):
    monkeypatch.setattr(codec, "MOST_NODES", 100)
    with pytest.raises(ValueError, match="more parts"):
        send([0] * 101)


def test_scalars_do_not_count_as_buffers(monkeypatch):
    monkeypatch.setattr(wire, "MOST_BUFFERS", 10)
    assert len(send(list(np.arange(100.0)))) == 100
    with pytest.raises(ValueError, match="more than 10 arrays"):
        send([np.zeros(1) for _ in range(11)])


# Generated values

_leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False)
    | st.fractions()
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
    | st.integers(0, 2**64 - 1).map(np.uint64)
    | st.floats(width=32).map(np.float32)
    | st.decimals(allow_nan=False, min_value=-(10**9), max_value=10**9)
)
_keys = st.none() | st.booleans() | st.integers() | st.text() | st.tuples(st.integers(), st.text())
_arrays = st.lists(st.integers(-128, 127), max_size=6).flatmap(
    lambda items: st.sampled_from(["i1", ">i2", "<f4", "f8", "c16", "?", "U5", "O"]).map(lambda dtype: np.array(items).astype(dtype))
)
_values = st.recursive(
    _leaves | _arrays | st.sampled_from([Color.RED, Point, helper, ..., int, np.dtype("f4")]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(_keys, inner, max_size=4)
        | st.sets(_keys, max_size=4)
        | st.lists(inner, max_size=3).map(collections.deque)
        | st.lists(inner, max_size=3).map(lambda x: [x, x, (x,)])
        | st.builds(Point, inner, inner)
        | st.builds(Pair, inner, inner)
        | st.builds(Slotted, inner)
        | st.dictionaries(_keys, inner, max_size=3).map(collections.OrderedDict)
    ),
    max_leaves=12,
)


def shape_of_sharing(value):
    """Where in a value the same changeable object stands again."""
    numbers = {}

    def walk(value):
        changeable = isinstance(value, (list, dict, set, collections.deque, np.ndarray, Point, Slotted))
        if changeable and id(value) in numbers:
            return numbers[id(value)]
        if changeable:
            numbers[id(value)] = len(numbers)
        if isinstance(value, dict):
            return [walk(item) for item in value.values()]
        if isinstance(value, (list, tuple, collections.deque)):
            return [walk(item) for item in value]
        if isinstance(value, (Point, Slotted)):
            return [walk(value.x), walk(value.y)]
        return None

    return walk(value)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(_values)
def test_generated_values_come_out_with_value_type_and_sharing(value):
    out = send([value])[0]
    assert same(out, value)
    assert shape_of_sharing(out) == shape_of_sharing(value)


# Hostile messages


def at_most_a_breach(body):
    """Decode; what comes out is a value or a Breach."""
    try:
        return Decoder(SETUP, handle.describe, ["given"], {"key": "offered"}).message(body)
    except Breach:
        return None


_operands = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 2**70)
    | st.floats()
    | st.text(max_size=5)
    | st.just("\ud800")
    | st.sampled_from(
        [
            "<f8",
            "|O",
            "O8",
            "U0",
            "S3",
            "V8",
            "i3",
            "?",
            "M8[ns]",
            "i4,f8",
            "0x1",
            "-0xff",
            "1E+999999999",
            "csr_matrix",
            "Int64",
            "PCG64",
            "Point",
            "Color",
            "RED",
            "Pair",
            "helper",
            "key",
            "list",
            "Generator",
            "2020-01-01",
            "NaT",
            "int",
            "Dense",
            "{}",
            "Sequential",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        | st.builds(lambda tag, rest: [tag, *rest], st.sampled_from(sorted(SCHEMA)), st.lists(inner, max_size=6))
    ),
    max_leaves=15,
)


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(_operands, st.lists(st.binary(max_size=40), max_size=3))
def test_arbitrary_trees_come_to_a_value_or_a_breach(tree, buffers):
    at_most_a_breach(b"".join(join(json.dumps(tree).encode(), buffers)))


def _mutations(draw, body):
    kind = draw(st.sampled_from(["flip", "cut", "grow", "length", "text"]))
    place = draw(st.integers(0, len(body) - 1))
    if kind == "flip":
        body[place] ^= 1 << draw(st.integers(0, 7))
    elif kind == "cut":
        del body[place : place + draw(st.integers(1, 20))]
    elif kind == "grow":
        body[place:place] = draw(st.binary(min_size=1, max_size=9))
    elif kind == "length":
        body[:8] = struct.pack("<Q", draw(st.integers(0, 2**64 - 1)))
    else:
        text, buffers = split(bytes(body))
        words = [
            b'"list"',
            b'"tuple"',
            b'"ref"',
            b'"array"',
            b'"dict"',
            b'"handle"',
            b"null",
            b"-1",
            b"1099511627776",
            b'"index"',
            b'"given"',
        ]
        tokens = text.replace(b"[", b"\0[\0").replace(b",", b"\0,\0").replace(b"]", b"\0]\0").split(b"\0")
        tokens[draw(st.integers(0, len(tokens) - 1))] = draw(st.sampled_from(words))
        body = bytearray(b"".join(join(b"".join(tokens), [bytes(buffer) for buffer in buffers])))
    return body


@pytest.mark.parametrize("name", [name for name in VALUES if name != "large int"])
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_valid_message_that_was_tampered_with_comes_to_a_value_or_a_breach(name, data):
    body = bytearray(b"".join(Encoder(SETUP, lambda value: (7, handle.information(value))).message([VALUES[name]])))
    at_most_a_breach(bytes(data.draw(st.composite(_mutations)(body))))


ARRAY = ["array", "<i8", [1], 0]
INTS = ["array", "<i4", [2], 0]
INDEX = ["index", ARRAY, None, None]
BREACHES = {
    "no tag": [],
    "unknown tag": ["pickle", "x"],
    "tag that is a list": [["list"]],
    "object outside info": {"a": 1},
    "objects as dtype": ["array", "|O", [1], 0],
    "structured dtype": ["array", "i4,f4", [1], 0],
    "dtype with a name": ["dtype", "object"],
    "void": ["array", "V8", [1], 0],
    "shape that is negative": ["array", "<i8", [-1], 0],
    "shape that is a truth value": ["array", "<i8", [True], 0],
    "shape larger than the buffer": ["array", "<i8", [2], 0],
    "huge shape without content": ["array", "<i8", [0, 2**39, 2**39], 3],
    "texts of no length": ["array", "<U0", [2**39], 3],
    "truth value that is two": ["array", "|b1", [8], 1],
    "scalar that is too short": ["scalar", "<i8", "00"],
    "truth scalar that is two": ["scalar", "|b1", "02"],
    "buffer that is not there": ["bytes", 9],
    "reference ahead": ["list", ["ref", 1]],
    "reference to what is half built": ["series", ["ref", 0], INDEX, None],
    "reference as a column that is none": ["list", ["list"], ["series", ["ref", 1], INDEX, None]],
    "given that is not there": ["given", 1],
    "part of what is no model": ["part", 0, 0],
    "offer that was not made": ["offer", "other"],
    "unhashable key": ["dict", ["list"], 1],
    "unhashable key within": ["dict", ["tuple", ["list"]], 1],
    "unhashable by reference": ["list", ["dict", ["ref", 0], 1]],
    "key without a value": ["dict", 1],
    "lone surrogate": "\ud800",
    "integer that is too long": ["int", "0x" + "f" * 1_000_001],
    "integer with underscores": ["int", "0x_f"],
    "fraction of nothing": ["Fraction", "0x1", "0x0"],
    "fraction that is long": ["Fraction", "0x" + "f" * 1_001, "0x1"],
    "decimal with a long exponent": ["Decimal", "1e999999999"],
    "range without a step": ["range", 0, 1, 0],
    "deque longer than memory": ["deque", 2**41],
    "defaultdict of a foreign factory": ["defaultdict", "eval"],
    "type by name": ["type", "os.system"],
    "timestamp by words": ["timestamp", "now"],
    "missing by name": ["missing", "io"],
    "sparse by name": ["sparse", "csr_matrix.__init__", [1, 1], ARRAY, ARRAY, ARRAY],
    "sparse beyond its parts": ["sparse", "csr_matrix", [2**39, 2**39], ARRAY, ARRAY, ARRAY],
    "sparse with a place outside": ["sparse", "coo_matrix", [1, 1], INTS, INTS, INTS],
    "sparse of a handle": ["sparse", "coo_matrix", [1, 1], ["handle", 1, {}], ARRAY, ARRAY],
    "range index without a step": ["rangeindex", 0, 5, 0, None],
    "range index longer than its frame": ["frame", ["rangeindex", 0, 2**60, 1, None], INDEX, ARRAY],
    "multi-index of odd tuples": ["multiindex", ["list", ["tuple", 1], 5], ["list", "a"]],
    "multi-index of lists": ["multiindex", ["list", ["tuple", ["list"]]], ["list", "a"]],
    "column that is a handle": ["series", ["handle", 1, {}], INDEX, None],
    "column with handles": ["series", ["extension", "Int64", ["list", ["handle", 1, {}]]], INDEX, None],
    "extension by name": ["extension", "category", ["list"]],
    "codes out of range": ["categorical", ARRAY, ["index", ["extension", "str", ["list", "a"]], None, None], False],
    "frequency that is code": ["index", ARRAY, None, "__import__"],
    "generator by name": ["rng", "default_rng", ["dict"]],
    "generator in no state": ["rng", "Generator", ["dict", "bit_generator", "PCG64"]],
    "class of setup that is none": ["instance", "helper", ["dict"]],
    "instance of an abstract class": ["instance", "Shape", ["dict"]],
    "instance of an enum": ["instance", "Color", ["dict", "_value_", 3]],
    "instance of a namedtuple": ["instance", "Pair", ["dict"]],
    "field that hides a method": ["instance", "Point", ["dict", "norm", 1]],
    "field that hides a property": ["instance", "Point", ["dict", "half", 1]],
    "field with underscores": ["instance", "Point", ["dict", "__array_interface__", 1]],
    "fields all at once": ["instance", "Point", ["dict", "__dict__", ["dict", "norm", 1]]],
    "class as a field": ["instance", "Point", ["dict", "__class__", ["setup", "Square"]]],
    "field that is no name": ["instance", "Point", ["dict", 1, 1]],
    "namedtuple too short": ["record", "Pair", 1],
    "record that is no tuple": ["record", "Point", 1],
    "member that is none": ["enum", "Color", "mro"],
    "member of no enum": ["enum", "Point", "norm"],
    "handle that is no object": ["handle", 1, []],
    "handle with a number below nothing": ["handle", -1, {}],
}  # fmt: skip


@pytest.mark.parametrize("name", BREACHES)
def test_an_impossible_message_is_a_breach(name):
    with pytest.raises(Breach):
        tell(BREACHES[name], [struct.pack("<q", 5), bytes([2] * 8), b"", b""], given=["given"])


def _with(state, **changes):
    """A RandomState whose state has been changed on the way."""
    body = Encoder(SETUP, None).message({**state, "state": {**state["state"], **changes}} if changes else state)
    text, buffers = split(b"".join(body))
    return ["rng", "RandomState" if state["bit_generator"] == "MT19937" else "Generator", json.loads(text)], [
        bytes(buffer) for buffer in buffers
    ]


@pytest.mark.parametrize("place", [625, -1, 2**31, 1.5, None, True])
def test_a_generator_cannot_be_made_to_read_past_its_memory(place):
    state = np.random.RandomState(0).get_state(legacy=False)
    assert tell(*_with(state))
    with pytest.raises(Breach):
        tell(*_with(state, pos=place))
    with pytest.raises(Breach):
        tell(*_with(state, key=np.zeros(600, dtype="u4")))
    with pytest.raises(Breach):
        tell(*_with({**np.random.Philox(0).state, "buffer_pos": place}))


SEEDS = {"entropy": 1, "spawn_key": (), "pool_size": 4, "n_children_spawned": 0}


@pytest.mark.parametrize(
    "change",
    [{"entropy": -1}, {"entropy": "1"}, {"spawn_key": 3}, {"pool_size": 10**9}, {"pool_size": 0}, {"n_children_spawned": -1}, {"more": 1}],
)
def test_a_generator_cannot_have_absurd_seeds(change):
    state = np.random.default_rng(0).bit_generator.state
    assert tell(*_with({**state, "seed_seq": SEEDS})).bit_generator.seed_seq.entropy == 1
    with pytest.raises(Breach, match="impossible seeds"):
        tell(*_with({**state, "seed_seq": {**SEEDS, **change}}))


@pytest.mark.parametrize("children", [-1, codec.MOST_CHILDREN + 1])
def test_a_generator_does_not_come_back_with_children_lost_or_by_the_million(children):
    rng = np.random.default_rng(0)
    rng.spawn(1)
    state = codec.bits(rng)
    state["seed_seq"]["n_children_spawned"] += children
    with pytest.raises(Breach, match="more children"):
        codec.set_bits(rng, state)


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 200_000,
        b'["list",' * 200_000,
        b'["list"' + b",[[]" * 10,
        b'{"a":' * 5_000,
        b"9" * 5_000,
        b"NaN,",
        b"",
        b"\xff\xfe",
        b"[" + b"[]," * 6_000_000,
    ],
    ids=lambda text: repr(text[:9]),
)
def test_a_text_that_is_none_is_a_breach_at_once(text):
    with pytest.raises(Breach):
        Decoder(SETUP, Stays).message(b"".join(join(text, [])))


@pytest.mark.parametrize(
    "tree",
    [
        ["rangeindex", 0, 2**60, 1, None],
        ["range", 0, 2**62, 1],
        ["deque", 2**39],
        ["Decimal", "1E+9999"],
        ["objects", [0, 2**39]],
        ["array", "<f8", [0, 2**39], 0],
        ["frame", ["rangeindex", 0, 2**60, 1, None], ["index", ["array", "<i8", [0], 0], None, None]],
    ],
)
def test_what_is_large_without_content_costs_nothing(tree):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    tell(tree, [b""])
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


class _Loud(types.ModuleType):
    def __getattr__(self, name):
        raise AssertionError(f"{name} was touched")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text() | st.sampled_from(["numpy.loud.Class", "scipy.datasets.face", "os.system", "numpy.ndarray", "..", "."]) | st.integers(),
        max_size=5,
    )
)
def test_describing_a_handle_touches_no_attribute_that_the_room_chose(mro):
    import sys

    sys.modules["numpy.loud"] = _Loud("numpy.loud")
    try:
        found = handle.describe({"mro": mro})["class"]
    finally:
        del sys.modules["numpy.loud"]
    assert found in (None, np.ndarray)
