"""The data codec of the wire: values ↔ JSON text and raw buffers. It carries data only; all else becomes a handle.

A value is None, a bool, a number or a str as JSON has them, or a list whose first item is a tag of SCHEMA. Arrays and other large
things stand in buffers. Objects that can be changed are numbered in the order in which they are met, in both directions alike, so that
one which is met again, also within itself, is a reference to its number: what was shared stays shared.

The decoder trusts nothing. It checks the whole text against SCHEMA and RULES before it builds anything, and what it builds runs no code
of the sender's: no pickle, no eval, no import.
"""

import collections
import contextlib
import datetime
import decimal
import enum
import fractions
import inspect
import json
import math
import re
import sys
import types

import numpy as np

from seodang import models
from seodang.wire import Breach, join, split

MOST_DEPTH = 60
MOST_NODES = 5_000_000  # commas and brackets of a message's text, its buffers not counted
MOST_COLUMNS = 20_000
MOST_CHILDREN = 10_000  # random generators that a call spawns from one
PLAIN_KINDS = "biufcSUMm?"  # dtypes without objects
SAFE_INT = 2**63

_ANY = object()  # a value of any kind
_REST = object()  # any number of values
SCHEMA = {  # tag: its operands
    "int": ("hex",),
    "complex": ("number", "number"),
    "bytes": ("buffer",),
    "bytearray": ("buffer",),
    "list": (_REST,),
    "tuple": (_REST,),
    "set": (_REST,),
    "frozenset": (_REST,),
    "deque": ("size or none", _REST),
    "dict": (_REST,),
    "OrderedDict": (_REST,),
    "Counter": (_REST,),
    "defaultdict": ("text", _REST),
    "dict_keys": (_REST,),
    "dict_values": (_REST,),
    "dict_items": (_REST,),
    "range": ("integer", "integer", "integer"),
    "slice": (_ANY, _ANY, _ANY),
    "ellipsis": (),
    "Fraction": ("hex", "hex"),
    "Decimal": ("text",),
    "datetime": ("text",),
    "date": ("text",),
    "timedelta": ("hex",),  # microseconds
    "dtype": ("dtype",),
    "type": ("text",),
    "array": ("dtype", "shape", "buffer"),
    "scalar": ("dtype", "text"),  # its bytes in hex
    "objects": ("shape", _REST),
    "sparse": ("text", "shape", _ANY, _ANY, _ANY),
    "index": (_ANY, _ANY, "frequency"),
    "rangeindex": ("integer", "integer", "integer", _ANY),
    "multiindex": (_ANY, _ANY),
    "extension": ("text", _ANY),
    "categorical": (_ANY, _ANY, "bool"),
    "series": (_ANY, _ANY, _ANY),
    "frame": (_ANY, _ANY, _REST),
    "timestamp": ("text",),
    "missing": ("text",),
    "tensor": (_ANY,),
    "variable": (_ANY, "bool"),
    "layer": ("text", "text", "text", "bool", _REST),
    "model": ("text", "text", _ANY, "bool", _ANY),
    "optimizer": ("text", "text", _REST),
    "rng": ("text", _ANY),
    "setup": ("text",),
    "instance": ("text", _ANY),
    "record": ("text", _REST),
    "enum": ("text", "text"),
    "ref": ("size",),
    "given": ("size",),
    "part": ("size", "size"),
    "offer": ("text",),
    "handle": ("size", "info"),
}
HASHABLE = {
    *("int", "complex", "bytes", "tuple", "frozenset", "range", "ellipsis", "Fraction", "Decimal", "datetime", "date", "timedelta"),
    *("dtype", "type", "scalar", "timestamp", "missing", "setup", "instance", "record", "enum", "offer", "handle"),
    *("layer", "model", "optimizer", "rng", "ref", "given"),  # known by what they are, or found out when they are put in
}
TYPES = {t.__name__: t for t in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, object, type(None))}
TYPES |= {
    f"numpy.{t.__name__}": t
    for t in {np.dtype(c).type for c in "?bhilqBHILQefdgFDSUMmV"} | {np.floating, np.integer, np.number, np.ndarray}
}
FACTORIES = {"": None, **{t.__name__: t for t in (int, float, str, list, dict, set, tuple)}}
BIT_GENERATORS = {"PCG64", "MT19937", "Philox", "SFC64", "PCG64DXSM"}
SPARSE = {f"{kind}_{form}" for kind in ("csr", "csc", "coo") for form in ("matrix", "array")}
MISSING = ("NaT", "NA")  # of pandas
_DTYPE = re.compile(r"[<>|=]?(?:[biufc]\d{1,2}|[SU]\d{1,6}|[Mm]8(?:\[\d*[a-zA-Zμ]{1,8}\])?|\?)")
_EXTENSION = re.compile(r"str|string|boolean|U?Int(?:8|16|32|64)|Float(?:32|64)")
_FREQUENCY = re.compile(r"-?\d{0,4}[A-Za-z]{1,5}(?:-[A-Z]{3})?")
# The exponent is short, because the decimal digits of 1E+999999999 are many once somebody compares it with a fraction.
_DECIMAL = re.compile(r"-?(?:\d{1,1000}(?:\.\d{1,1000})?(?:E[+-]?\d{1,4})?|Infinity|NaN)")
_FRACTION = re.compile(r"-?0x[0-9a-f]{1,1000}")  # short, because it is reduced
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]{1,20}(?:[+-][\d:.]{1,20})?)?")


def loaded(module):
    """The module if it has been imported, else None: nothing of a library can come in before the library."""
    return sys.modules.get(module)


class Setup:
    """The classes and functions that the setup cells defined; both processes hold the same ones, and know them by these names."""

    def __init__(self, namespace):
        self.by_name, self.names = {}, {}
        self.add(namespace, namespace)

    def add(self, namespace, names):
        """Take up what these names are bound to, where setup has defined it itself."""
        for name in names:
            value = namespace.get(name)
            if not name.startswith("__") and self._is_own(value, namespace):
                self.by_name[name] = value
                self.names[id(value)] = name

    @staticmethod
    def _is_own(value, namespace):
        if isinstance(value, type):
            return value.__module__ == namespace.get("__name__")
        return getattr(value, "__globals__", None) is namespace

    def name(self, value):
        return self.names.get(id(value))


class Encoder:
    """Turns values into the text and buffers of one message.

    Args:
        setup: the Setup that both ends know.
        handle: called with what cannot be data; returns (number, information) by which the other end may ask for it.
        given: {id: tag and number} of objects that the other end knows already.
    """

    def __init__(self, setup, handle, given=None):
        self.setup, self.handle, self.given = setup, handle, given or {}
        self.buffers, self.numbered, self._numbers = [], [], {}

    def message(self, value):
        """The body of a message, see wire.join.

        Raises:
            ValueError: the value is too large to cross.
        """
        text = json.dumps(self.encode(value), separators=(",", ":")).encode()
        if _nodes(text) > MOST_NODES:
            raise ValueError("a value with more parts than can cross; use an array")
        return join(text, self.buffers)

    def encode(self, value, depth=0):
        kind = type(value)
        if value is None or kind is bool or kind is float:
            return value
        if kind is str:
            return value if value.isascii() else value.encode("utf-8", "replace").decode()  # half a surrogate pair is no text
        if kind is int:
            return value if -SAFE_INT < value < SAFE_INT else ["int", hex(value)]
        if known := self.given.get(id(value)):
            return list(known)
        if (number := self._numbers.get(id(value))) is not None:
            return ["ref", number]
        if name := self.setup.name(value):
            return ["setup", name]
        if depth < MOST_DEPTH and (write := _writer(value, self.setup)) is not None:
            return write(self, value, depth + 1)
        return ["handle", *self.handle(value)]

    def number(self, value):
        """Give a changeable object its number, before what it holds gets one."""
        self._numbers[id(value)] = len(self.numbered)
        self.numbered.append(value)

    def buffer(self, content):
        self.buffers.append(content)
        return len(self.buffers) - 1

    def all(self, values, depth):
        return [self.encode(value, depth) for value in values]


def _nodes(text):
    """About how many values a JSON text holds, told without reading it."""
    return text.count(b",") + text.count(b"[") + text.count(b"{")


# Writers: one function a kind of value


def _writer(value, setup):
    kind = type(value)
    if kind in WRITERS:
        return WRITERS[kind]
    if isinstance(value, np.generic):
        return _write_scalar if value.dtype.kind in PLAIN_KINDS else None
    if isinstance(value, enum.Enum) and setup.name(kind):
        return _write_enum if value.name in kind.__members__ else None
    if setup.name(kind):
        return _write_record if issubclass(kind, tuple) else _write_instance if _is_plain_class(kind) else None
    return _library_writer(value)


def _is_plain_class(kind):
    """Is all that an instance holds in its __dict__ and __slots__, as with most classes and dataclasses?"""
    return all(base is object or base.__module__ in (kind.__module__, "abc", "typing") for base in kind.__mro__)


def fields(value):
    """{name: value} of what an instance of a plain class holds."""
    found = {}
    for base in type(value).__mro__:
        for name, slot in vars(base).items():
            if isinstance(slot, types.MemberDescriptorType) and not name.startswith("__"):
                with contextlib.suppress(AttributeError):  # not set yet
                    found[name] = slot.__get__(value)
    return found | getattr(value, "__dict__", {})


def is_slotted(kind):
    """Do classes of Python code's own declare slots for what its instances hold?"""
    return any("__slots__" in vars(base) for base in kind.__mro__)


def is_field(kind, name):
    """May an instance of this class have a field of this name? Not if it would take the place of a method or property."""
    if not isinstance(name, str) or name.startswith("__"):
        return False  # NumPy reads memory wherever an __array_interface__ points to
    found = inspect.getattr_static(kind, name, None)
    return isinstance(found, types.MemberDescriptorType) or not hasattr(type(found), "__get__")


def _library_writer(value):
    if (pd := loaded("pandas")) and (write := _pandas_writer(pd, value)):
        return write
    if (sparse := loaded("scipy.sparse")) and sparse.issparse(value) and type(value).__name__ in SPARSE and value.ndim == 2:
        return _write_sparse
    if type(value) in (np.random.Generator, np.random.RandomState) and _bit_generator(value) in BIT_GENERATORS:
        return _write_rng
    if (tf := loaded("tensorflow")) and isinstance(value, (tf.Tensor, tf.Variable)):
        return _write_tensor
    if loaded("keras"):
        return models.writer(value)
    return None


def _pandas_writer(pd, value):
    kind = type(value)
    if value is pd.NaT or value is pd.NA:
        return lambda encoder, v, depth: ["missing", str(v).strip("<>")]
    if kind is pd.Timestamp:
        return (lambda encoder, v, depth: ["timestamp", v.isoformat()]) if _MOMENT.fullmatch(value.isoformat()) else None
    if kind is pd.Categorical:
        return _write_categorical if _has_columns(value.categories) else None
    if isinstance(value, pd.Index) and kind.__module__.partition(".")[0] == "pandas":
        return _write_index if _has_columns(value) else None
    # Of a class of the student's own only what pandas made of it: methods of hers would say what they like.
    if isinstance(value, pd.Series):
        return _write_series if _is_column(value.array) and _has_columns(value.index) else None
    if isinstance(value, pd.DataFrame):
        labels = value.shape[1] <= MOST_COLUMNS and _has_columns(value.index) and _has_columns(value.columns)
        return _write_frame if labels and all(_is_column(value.iloc[:, i].array) for i in range(value.shape[1])) else None
    return None


def _has_columns(index):
    """Can an index cross?"""
    return index.nlevels > 1 or _is_column(index.array)


def _is_column(array):
    """Can a pandas array cross?"""
    if type(array).__name__ == "Categorical":
        return _has_columns(array.categories)
    return (
        isinstance(array.dtype, np.dtype) or type(array).__name__ == "NumpyExtensionArray" or bool(_EXTENSION.fullmatch(str(array.dtype)))
    )


def _write_many(tag):
    def write(encoder, value, depth):
        if tag in ("list", "set"):
            encoder.number(value)
        return [tag, *encoder.all(value, depth)]

    return write


def _write_mapping(tag):
    def write(encoder, value, depth):
        encoder.number(value)
        flat = [part for pair in value.items() for part in pair]
        return [tag, *encoder.all(flat, depth)]

    return write


def _write_defaultdict(encoder, value, depth):
    factory = getattr(value.default_factory, "__name__", "")
    if FACTORIES.get(factory, encoder) is not value.default_factory:
        return ["handle", *encoder.handle(value)]
    encoder.number(value)
    return ["defaultdict", factory, *encoder.all([part for pair in value.items() for part in pair], depth)]


def _write_deque(encoder, value, depth):
    encoder.number(value)
    return ["deque", value.maxlen, *encoder.all(value, depth)]


def _write_bytearray(encoder, value, depth):
    encoder.number(value)
    return ["bytearray", encoder.buffer(bytes(value))]


def _write_fraction(encoder, value, depth):
    parts = [hex(value.numerator), hex(value.denominator)]
    return ["Fraction", *parts] if all(map(_FRACTION.fullmatch, parts)) else ["handle", *encoder.handle(value)]


def _write_array(encoder, value, depth):
    if value.dtype.kind == "O":
        encoder.number(value)
        return ["objects", list(value.shape), *encoder.all(value.ravel().tolist(), depth)]
    if value.dtype.kind not in PLAIN_KINDS:
        return ["handle", *encoder.handle(value)]
    encoder.number(value)
    return ["array", value.dtype.str, list(value.shape), encoder.buffer(np.ascontiguousarray(value).tobytes())]


def _write_scalar(encoder, value, depth):
    return ["scalar", value.dtype.str, value.tobytes().hex()]


def _write_dtype(encoder, value, depth):
    return ["dtype", value.str] if _DTYPE.fullmatch(value.str) else ["handle", *encoder.handle(value)]


def _write_type(encoder, value, depth):
    name = value.__name__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__name__}"
    return ["type", name] if TYPES.get(name) is value else ["handle", *encoder.handle(value)]


def _write_enum(encoder, value, depth):
    return ["enum", encoder.setup.name(type(value)), value.name]


def _write_record(encoder, value, depth):
    return ["record", encoder.setup.name(type(value)), *encoder.all(value, depth)]


def _write_instance(encoder, value, depth):
    found = fields(value)
    if not all(is_field(type(value), name) for name in found):
        return ["handle", *encoder.handle(value)]
    encoder.number(value)
    return ["instance", encoder.setup.name(type(value)), encoder.encode(found, depth)]


def _write_rng(encoder, value, depth):
    encoder.number(value)
    return ["rng", type(value).__name__, encoder.encode(bits(value), depth)]


def _bit_generator(value):
    return type(_engine(value)).__name__


def _engine(generator):
    """The bit generator inside a Generator or RandomState; a bit generator itself."""
    return generator.bit_generator if isinstance(generator, np.random.Generator) else getattr(generator, "_bit_generator", generator)


def bits(generator):
    """The state of one of NumPy's random generators, with that of the seeds which `spawn` makes its children from, where it has them."""
    legacy = isinstance(generator, np.random.RandomState)
    state = generator.get_state(legacy=False) if legacy else _engine(generator).state
    seeds = _engine(generator).seed_seq
    if type(seeds) is not np.random.SeedSequence:
        return state
    told = {name: getattr(seeds, name) for name in ("entropy", "spawn_key", "pool_size", "n_children_spawned")}
    if isinstance(seeds.entropy, (np.ndarray, np.generic)):
        told["entropy"] = seeds.entropy.tolist()
    return {**state, "seed_seq": told} if _are_seeds(told) else state


def set_bits(generator, state):
    """Bring one of NumPy's random generators into a state that `bits` has told.

    Raises:
        Breach: it is none, or it has spawned fewer children or thousands more than the generator here.
    """
    check_bits(state)
    if isinstance(generator, np.random.RandomState):
        generator.set_state(state)
    else:
        _engine(generator).state = state
    if "seed_seq" in state and type(seeds := _engine(generator).seed_seq) is np.random.SeedSequence:
        children = state["seed_seq"]["n_children_spawned"] - seeds.n_children_spawned
        if not 0 <= children <= MOST_CHILDREN:
            raise Breach(f"a random generator with {children} more children")
        seeds.spawn(children)


def _write_tensor(encoder, value, depth):
    tf = loaded("tensorflow")
    if not hasattr(value, "numpy") or np.asarray(value.numpy()).dtype.kind not in PLAIN_KINDS + "O":  # symbolic, or of bfloat16
        return ["handle", *encoder.handle(value)]
    if isinstance(value, tf.Variable):
        encoder.number(value)
        return ["variable", encoder.encode(value.numpy(), depth), bool(value.trainable)]
    return ["tensor", encoder.encode(np.asarray(value.numpy()), depth)]


def _write_sparse(encoder, value, depth):
    encoder.number(value)
    parts = (value.data, value.row, value.col) if value.format == "coo" else (value.data, value.indices, value.indptr)
    return ["sparse", type(value).__name__, list(value.shape), *encoder.all(map(np.asarray, parts), depth)]


def _write_index(encoder, value, depth):
    pd = loaded("pandas")
    if isinstance(value, pd.RangeIndex):
        return ["rangeindex", value.start, value.stop, value.step, encoder.encode(value.name, depth)]
    if isinstance(value, pd.MultiIndex):
        return ["multiindex", encoder.encode(list(value), depth), encoder.encode(list(value.names), depth)]
    frequency = getattr(value, "freqstr", None)
    frequency = frequency if frequency and _FREQUENCY.fullmatch(frequency) else None
    return ["index", _column(encoder, value.array, depth), encoder.encode(value.name, depth), frequency]


def _write_series(encoder, value, depth):
    encoder.number(value)
    return ["series", _column(encoder, value.array, depth), encoder.encode(value.index, depth), encoder.encode(value.name, depth)]


def _write_frame(encoder, value, depth):
    encoder.number(value)
    head = ["frame", encoder.encode(value.index, depth), encoder.encode(value.columns, depth)]  # numbers go in this order
    return head + [_column(encoder, value.iloc[:, i].array, depth) for i in range(value.shape[1])]


def _column(encoder, array, depth):
    """The values of a pandas array: as a NumPy array where it is one, else by the name of its dtype."""
    if type(array).__name__ == "Categorical":
        return _write_categorical(encoder, array, depth)
    if isinstance(array.dtype, np.dtype) or type(array).__name__ == "NumpyExtensionArray":
        return encoder.encode(np.asarray(array), depth)
    values = [None if missing else value for value, missing in zip(array.tolist(), array.isna(), strict=True)]
    return ["extension", str(array.dtype), encoder.encode(values, depth)]


def _write_categorical(encoder, value, depth):
    return ["categorical", encoder.encode(np.asarray(value.codes), depth), encoder.encode(value.categories, depth), bool(value.ordered)]


WRITERS = {
    complex: lambda encoder, value, depth: ["complex", value.real, value.imag],
    bytes: lambda encoder, value, depth: ["bytes", encoder.buffer(value)],
    bytearray: _write_bytearray,
    list: _write_many("list"),
    tuple: _write_many("tuple"),
    set: _write_many("set"),
    frozenset: _write_many("frozenset"),
    collections.deque: _write_deque,
    dict: _write_mapping("dict"),
    collections.OrderedDict: _write_mapping("OrderedDict"),
    collections.Counter: _write_mapping("Counter"),
    collections.defaultdict: _write_defaultdict,
    type({}.keys()): _write_many("dict_keys"),
    type({}.values()): _write_many("dict_values"),
    type({}.items()): lambda encoder, value, depth: ["dict_items", *encoder.all(value, depth)],
    range: lambda encoder, value, depth: ["range", value.start, value.stop, value.step],
    slice: lambda encoder, value, depth: ["slice", *encoder.all((value.start, value.stop, value.step), depth)],
    type(...): lambda encoder, value, depth: ["ellipsis"],
    fractions.Fraction: _write_fraction,
    decimal.Decimal: lambda encoder, value, depth: (
        ["Decimal", str(value)] if _DECIMAL.fullmatch(str(value)) else ["handle", *encoder.handle(value)]
    ),
    datetime.datetime: lambda encoder, value, depth: ["datetime", value.isoformat()],
    datetime.date: lambda encoder, value, depth: ["date", value.isoformat()],
    datetime.timedelta: lambda encoder, value, depth: ["timedelta", hex(value // datetime.timedelta(microseconds=1))],
    np.ndarray: _write_array,
    type: _write_type,
    **{type(np.dtype(c)): _write_dtype for c in "?bhilqBHILQefdgFDSUMm"},
}


class Decoder:
    """Turns one message back into a value.

    Args:
        setup: the Setup that both ends know.
        handle: called with (number, information); returns what stands for an object that stays at the other end.
        given: the objects that the tag `given` counts.
        offers: {id: object} of what this end has offered to be called.
    """

    def __init__(self, setup, handle, given=(), offers=None):
        self.setup, self.handle, self.given, self.offers = setup, handle, given, offers or {}
        self.buffers, self.numbered = (), []
        self.layers, self.configs = 0, {}  # of Keras: how many layers, and the configuration of each layer and model, by id

    def message(self, body):
        """The value that a message's body holds.

        Raises:
            Breach: the message is not what an Encoder makes.
        """
        text, self.buffers = split(body)
        if _nodes(text) > MOST_NODES:
            raise Breach("a message of too many parts")
        try:
            tree = json.loads(text)
            self.check(tree)
            return self.build(tree)
        except Breach:
            raise
        except RecursionError:
            raise Breach("a message nested too deeply") from None
        except Exception as error:  # whatever a library makes of data that do not fit together
            raise Breach(f"a message that cannot be read: {type(error).__name__}: {str(error)[:200]}") from None

    def check(self, tree, depth=0):
        """Check a tree against SCHEMA, and each of its nodes against RULES.

        Raises:
            Breach: it does not hold to them.
        """
        if depth > 2 * MOST_DEPTH + 20:
            raise Breach("a message nested too deeply")
        if tree is None or isinstance(tree, (bool, int, float, str)):
            if isinstance(tree, str) and not tree.isascii():
                tree.encode()  # lone surrogates are refused here
            return
        if not (isinstance(tree, list) and tree and isinstance(tree[0], str) and tree[0] in SCHEMA):
            raise Breach(f"a message with {str(tree)[:40]!r} in it")
        operands = tree[1:]
        for i, kind in enumerate(SCHEMA[tree[0]]):
            if kind is _REST:
                for operand in operands[i:]:
                    self.check(operand, depth + 1)
                break
            if i >= len(operands):
                raise Breach(f"{tree[0]} is incomplete")
            if kind is _ANY:
                self.check(operands[i], depth + 1)
            elif not _OPERANDS[kind](operands[i], self):
                raise Breach(f"{tree[0]} with {str(operands[i])[:40]!r}")
        else:
            if len(operands) != len(SCHEMA[tree[0]]):
                raise Breach(f"{tree[0]} with {len(operands)} operands")
        if not RULES.get(tree[0], lambda *_: True)(operands, self):
            raise Breach(f"{tree[0]} whose parts do not fit")

    def build(self, tree):
        return BUILDERS[tree[0]](self, *tree[1:]) if isinstance(tree, list) else tree

    def all(self, trees):
        return [self.build(tree) for tree in trees]

    def keep(self, value):
        """Give a changeable object its number, in the order in which the Encoder did."""
        self.numbered.append(value)
        return value

    def reserve(self):
        """A number for an object that can be made only when its parts are there; `numbered[number]` is to be set."""
        self.numbered.append(None)
        return len(self.numbered) - 1


# What an operand must be, and which must fit together


def _is_size(value, _):
    return type(value) is int and 0 <= value < 2**40


def _is_shape(value, _):
    return isinstance(value, list) and len(value) <= 32 and all(_is_size(n, _) for n in value)


def _is_number(value, _):
    return type(value) in (int, float)


_OPERANDS = {
    "hex": lambda value, _: isinstance(value, str) and re.fullmatch(r"-?0x[0-9a-f]{1,1000000}", value) is not None,
    "number": _is_number,
    "integer": lambda value, _: type(value) is int and -SAFE_INT < value < SAFE_INT,
    "size": _is_size,
    "size or none": lambda value, _: value is None or _is_size(value, _),
    "text": lambda value, _: isinstance(value, str),
    "bool": lambda value, _: isinstance(value, bool),
    "shape": _is_shape,
    "dtype": lambda value, _: isinstance(value, str) and _DTYPE.fullmatch(value) is not None,
    "buffer": lambda value, decoder: _is_size(value, None) and value < len(decoder.buffers),
    "info": lambda value, _: isinstance(value, dict) and len(value) < 30,
    "frequency": lambda value, _: value is None or isinstance(value, str) and _FREQUENCY.fullmatch(value) is not None,
}


def _fits(operands, decoder):
    """Do dtype, shape and buffer of an array fit, and are its truth values 0 and 1? Others equal what they like."""
    dtype, shape, buffer = np.dtype(operands[0]), operands[1], decoder.buffers[operands[2]]
    fits = math.prod(shape) * dtype.itemsize == len(buffer) and math.prod(filter(None, shape)) < 2**40
    return fits and (dtype.kind != "b" or not len(buffer) or np.frombuffer(buffer, np.uint8).max() <= 1)


def _is_scalar(operands, _):
    dtype, content = np.dtype(operands[0]), bytes.fromhex(operands[1])
    return dtype.itemsize == len(content) and (dtype.kind != "b" or content in (b"\0", b"\1"))


def _are_hashable(trees):
    return all(not isinstance(tree, list) or tree[0] in HASHABLE and _are_hashable(_inner(tree)) for tree in trees)


def _inner(tree):
    return tree[1:] if tree[0] in ("tuple", "frozenset") else tree[2:] if tree[0] == "record" else ()


def _is_record(operands, decoder):
    kind = decoder.setup.by_name.get(operands[0])
    return isinstance(kind, type) and issubclass(kind, tuple) and len(operands) - 1 == len(getattr(kind, "_fields", operands[1:]))


def _is_instance(operands, decoder):
    kind = decoder.setup.by_name.get(operands[0])
    return isinstance(kind, type) and _is_plain_class(kind) and _has_tag("dict")(operands[1])


def _is_member(operands, decoder):
    kind = decoder.setup.by_name.get(operands[0])
    return isinstance(kind, enum.EnumMeta) and operands[1] in kind.__members__


def _is_tensor(operands, _):
    """An array of numbers, or one of strings (bytes) as TensorFlow has them."""
    tag, *parts = operands[0] if isinstance(operands[0], list) else [None]
    return tag in ("array", "scalar") or tag == "objects" and all(map(_has_tag("bytes"), parts[1:]))


def _is_plain_list(tree):
    return _has_tag("list")(tree) and not any(isinstance(part, list) and part[0] != "int" for part in tree[1:])


def _are_tuples(tree):
    return _has_tag("list")(tree) and all(_has_tag("tuple")(part) and _are_hashable([part]) for part in tree[1:])


def _is_mapping(operands, _):
    return len(operands) % 2 == 0 and _are_hashable(operands[::2])


def _has_tag(*tags):
    return lambda tree: isinstance(tree, list) and tree[0] in tags


RULES = {
    "set": lambda operands, _: _are_hashable(operands),
    "frozenset": lambda operands, _: _are_hashable(operands),
    "dict_keys": lambda operands, _: _are_hashable(operands),
    "dict": _is_mapping,
    "OrderedDict": _is_mapping,
    "Counter": _is_mapping,
    "defaultdict": lambda operands, _: operands[0] in FACTORIES and _is_mapping(operands[1:], _),
    "dict_items": lambda operands, _: (
        all(map(_has_tag("tuple"), operands)) and all(len(pair) == 3 and _are_hashable(pair[1:2]) for pair in operands)
    ),
    "range": lambda operands, _: operands[2] != 0,
    "Fraction": lambda operands, _: all(map(_FRACTION.fullmatch, operands)) and int(operands[1], 16) > 0,
    "Decimal": lambda operands, _: _DECIMAL.fullmatch(operands[0]) is not None,
    "timestamp": lambda operands, _: _MOMENT.fullmatch(operands[0]) is not None,
    "missing": lambda operands, _: operands[0] in MISSING,
    "type": lambda operands, _: operands[0] in TYPES,
    "array": _fits,
    "scalar": _is_scalar,
    "objects": lambda operands, _: math.prod(operands[0]) == len(operands) - 1 and math.prod(filter(None, operands[0])) < 2**40,
    "sparse": lambda operands, _: operands[0] in SPARSE and len(operands[1]) == 2,
    "index": lambda operands, _: _holds_values(operands[0]) and _are_hashable(operands[1:2]),
    "rangeindex": lambda operands, _: operands[2] != 0 and _are_hashable(operands[3:]),
    "multiindex": lambda operands, _: _are_tuples(operands[0]) and _has_tag("list")(operands[1]) and _are_hashable(operands[1][1:]),
    "extension": lambda operands, _: _EXTENSION.fullmatch(operands[0]) is not None and _is_plain_list(operands[1]),
    "categorical": lambda operands, _: _has_tag("array")(operands[0]) and _is_index(operands[1]),
    "series": lambda operands, _: _holds_values(operands[0]) and _is_index(operands[1]) and _are_hashable(operands[2:]),
    "frame": lambda operands, _: (
        _is_index(operands[0]) and _is_index(operands[1]) and len(operands) <= MOST_COLUMNS + 2 and all(map(_holds_values, operands[2:]))
    ),
    "tensor": _is_tensor,
    "variable": _is_tensor,
    "rng": lambda operands, _: operands[0] in ("Generator", "RandomState") and _has_tag("dict")(operands[1]),
    "setup": lambda operands, decoder: operands[0] in decoder.setup.by_name,
    "instance": _is_instance,
    "record": _is_record,
    "enum": _is_member,
    "given": lambda operands, decoder: operands[0] < len(decoder.given),
    "part": lambda operands, decoder: operands[0] < len(decoder.given) and models.is_network(decoder.given[operands[0]]),
    "offer": lambda operands, decoder: operands[0] in decoder.offers,
    "layer": models.layer_is_allowed,
    "model": models.model_is_allowed,
    "optimizer": models.optimizer_is_allowed,
}


_is_index = _has_tag("index", "rangeindex", "multiindex")
_holds_values = _has_tag("array", "objects", "extension", "categorical", "ref", "given")


# Builders: one function a tag


def _build_list(decoder, *items):
    built = decoder.keep([])
    built.extend(decoder.all(items))
    return built


def _build_set(decoder, *items):
    built = decoder.keep(set())
    built.update(decoder.all(items))
    return built


def _build_deque(decoder, maxlen, *items):
    built = decoder.keep(collections.deque(maxlen=maxlen))
    built.extend(decoder.all(items))
    return built


def _build_mapping(kind):
    def build(decoder, *flat):
        return _fill(decoder, decoder.keep(kind()), flat)

    return build


def _fill(decoder, mapping, flat):
    values = decoder.all(flat)
    for key, value in zip(values[::2], values[1::2], strict=True):
        mapping[key] = value
    return mapping


def _build_bytearray(decoder, buffer):
    return decoder.keep(bytearray(decoder.buffers[buffer]))


def _build_array(decoder, dtype, shape, buffer):
    return decoder.keep(np.frombuffer(decoder.buffers[buffer], dtype=np.dtype(dtype)).reshape(shape).copy())


def _build_objects(decoder, shape, *items):
    flat = np.empty(len(items), dtype=object)
    built = decoder.keep(flat.reshape(shape))
    for place, item in enumerate(items):
        flat[place] = decoder.build(item)
    return built


def _build_values(decoder, tree, kinds=PLAIN_KINDS + "O"):
    """One column of values; also a reference may lead to nothing else."""
    built = decoder.build(tree)
    if isinstance(built, np.ndarray):
        fits = type(built) is np.ndarray and built.ndim == 1 and built.dtype.kind in kinds
    else:
        fits = tree[0] in ("extension", "categorical")
    if not fits:
        raise Breach("a column that is none")
    return built


def _build_sparse(decoder, kind, shape, *parts):
    number = decoder.reserve()
    data, first, second = (_build_values(decoder, part, "biufc") for part in parts)
    parts = (data, (first, second)) if kind.startswith("coo") else (data, first, second)
    built = decoder.numbered[number] = getattr(loaded("scipy.sparse"), kind)(parts, shape=tuple(shape))
    if not kind.startswith("coo"):
        built.check_format(full_check=True)
    return built


def _build_index(decoder, values, name, frequency):
    values, name = _build_values(decoder, values), decoder.build(name)
    built = loaded("pandas").Index(values, dtype=object if values.dtype == object else None, name=name)
    if frequency:
        built.freq = frequency
    return built


def _build_series(decoder, values, index, name):
    number = decoder.reserve()
    values, index, name = _build_values(decoder, values), decoder.build(index), decoder.build(name)
    built = decoder.numbered[number] = loaded("pandas").Series(values, index=index, name=name, dtype=values.dtype)
    return built


def _build_frame(decoder, index, names, *columns):
    pd, number = loaded("pandas"), decoder.reserve()
    index, names, columns = decoder.build(index), decoder.build(names), [_build_values(decoder, column) for column in columns]
    made = {i: pd.Series(column, index=index, dtype=column.dtype) for i, column in enumerate(columns)}
    built = decoder.numbered[number] = pd.DataFrame(made, index=index)
    built.columns = names
    return built


def _build_instance(decoder, name, content):
    kind = decoder.setup.by_name[name]
    built = decoder.keep(object.__new__(kind))
    set_fields(built, decoder.build(content))
    return built


def set_fields(value, content):
    """Set fields of an instance past its own __setattr__, which may refuse.

    Raises:
        Breach: one would take the place of a method.
    """
    for key, field in content.items():
        if not is_field(type(value), key):
            raise Breach(f"a {type(value).__name__} with a field {str(key)[:40]!r}")
        object.__setattr__(value, key, field)


def check_bits(state):
    """Check the state of one of NumPy's bit generators, which would read past the end of its own memory.

    Raises:
        Breach: it is none.
    """
    inner = state.get("state") if isinstance(state, dict) else None
    if not isinstance(inner, dict) or state.get("bit_generator") not in BIT_GENERATORS:
        raise Breach("the state of an unknown random generator")
    words, most = _WORDS.get(state["bit_generator"], ({}, 0))
    held = {**state, **inner}
    place = held.get("pos", held.get("buffer_pos", 0))
    if not all(_is_words(held.get(name), number) for name, number in words.items()) or type(place) is not int or not 0 <= place <= most:
        raise Breach("a random generator in an impossible state")
    if "seed_seq" in state and not _are_seeds(state["seed_seq"]):
        raise Breach("a random generator with impossible seeds")


# The arrays that a bit generator's state holds, with their lengths, and how far its place in them may be.
_WORDS = {"MT19937": ({"key": 624}, 624), "Philox": ({"counter": 4, "key": 2, "buffer": 4}, 4), "SFC64": ({"state": 4}, 0)}


def _is_words(array, number):
    return type(array) is np.ndarray and array.shape == (number,) and array.dtype.kind == "u"


def _are_seeds(seeds):
    """Whether these are the arguments of a SeedSequence, none of them absurd."""
    if not isinstance(seeds, dict) or seeds.keys() != {"entropy", "spawn_key", "pool_size", "n_children_spawned"}:
        return False
    entropy, spawn_key, pool_size, children = (seeds[name] for name in ("entropy", "spawn_key", "pool_size", "n_children_spawned"))
    words = [*(entropy if type(entropy) in (list, tuple) else [entropy]), *(spawn_key if type(spawn_key) in (list, tuple) else [None])]
    counts = all(type(word) is int and word >= 0 for word in (*words, pool_size, children))
    return counts and 4 <= pool_size <= 64 and children < 2**31


def _build_rng(decoder, name, state):
    number, state = decoder.reserve(), decoder.build(state)
    check_bits(state)
    seeds = np.random.SeedSequence(**state["seed_seq"]) if "seed_seq" in state else 0
    inner = getattr(np.random, state["bit_generator"])(seeds)
    built = np.random.Generator(inner) if name == "Generator" else np.random.RandomState(inner)
    set_bits(built, state)
    decoder.numbered[number] = built
    return built


def _build_variable(decoder, value, trainable):
    number = decoder.reserve()
    built = decoder.numbered[number] = loaded("tensorflow").Variable(decoder.build(value), trainable=trainable)
    return built


def _build_ref(decoder, number):
    if (found := decoder.numbered[number]) is None:
        raise Breach("a reference to what is not there yet")
    return found


def _build_part(decoder, number, place):
    """A variable of a model that was given."""
    return decoder.given[number].variables[place]


BUILDERS = {
    "int": lambda decoder, value: int(value, 16),
    "complex": lambda decoder, real, imag: complex(real, imag),
    "bytes": lambda decoder, buffer: bytes(decoder.buffers[buffer]),
    "bytearray": _build_bytearray,
    "list": _build_list,
    "tuple": lambda decoder, *items: tuple(decoder.all(items)),
    "set": _build_set,
    "frozenset": lambda decoder, *items: frozenset(decoder.all(items)),
    "deque": _build_deque,
    "dict": _build_mapping(dict),
    "OrderedDict": _build_mapping(collections.OrderedDict),
    "Counter": _build_mapping(collections.Counter),
    "defaultdict": lambda decoder, factory, *flat: _fill(decoder, decoder.keep(collections.defaultdict(FACTORIES[factory])), flat),
    "dict_keys": lambda decoder, *keys: dict.fromkeys(decoder.all(keys)).keys(),
    "dict_values": lambda decoder, *values: dict(enumerate(decoder.all(values))).values(),
    "dict_items": lambda decoder, *pairs: dict(decoder.all(pairs)).items(),
    "range": lambda decoder, *limits: range(*limits),
    "slice": lambda decoder, *limits: slice(*decoder.all(limits)),
    "ellipsis": lambda decoder: ...,
    "Fraction": lambda decoder, *parts: fractions.Fraction(*(int(part, 16) for part in parts)),
    "Decimal": lambda decoder, text: decimal.Decimal(text),
    "datetime": lambda decoder, text: datetime.datetime.fromisoformat(text),
    "date": lambda decoder, text: datetime.date.fromisoformat(text),
    "timedelta": lambda decoder, microseconds: datetime.timedelta(microseconds=int(microseconds, 16)),
    "dtype": lambda decoder, text: np.dtype(text),
    "type": lambda decoder, name: TYPES[name],
    "array": _build_array,
    "scalar": lambda decoder, dtype, content: np.frombuffer(bytes.fromhex(content), dtype=np.dtype(dtype))[0],
    "objects": _build_objects,
    "sparse": _build_sparse,
    "index": _build_index,
    "rangeindex": lambda decoder, *limits: loaded("pandas").RangeIndex(*limits[:3], name=decoder.build(limits[3])),
    "multiindex": lambda decoder, values, names: loaded("pandas").MultiIndex.from_tuples(decoder.build(values), names=decoder.build(names)),
    "extension": lambda decoder, dtype, values: loaded("pandas").array(decoder.build(values), dtype=dtype),
    "categorical": lambda decoder, codes, categories, ordered: loaded("pandas").Categorical.from_codes(
        *decoder.all((codes, categories)), ordered=ordered
    ),
    "series": _build_series,
    "frame": _build_frame,
    "timestamp": lambda decoder, text: loaded("pandas").Timestamp(text),
    "missing": lambda decoder, name: getattr(loaded("pandas"), name),
    "tensor": lambda decoder, value: loaded("tensorflow").constant(decoder.build(value)),
    "variable": _build_variable,
    "layer": models.build_layer,
    "model": models.build_model,
    "optimizer": models.build_optimizer,
    "rng": _build_rng,
    "setup": lambda decoder, name: decoder.setup.by_name[name],
    "instance": _build_instance,
    "record": lambda decoder, name, *items: tuple.__new__(decoder.setup.by_name[name], decoder.all(items)),
    "enum": lambda decoder, name, member: decoder.setup.by_name[name][member],
    "ref": _build_ref,
    "given": lambda decoder, number: decoder.given[number],
    "part": _build_part,
    "offer": lambda decoder, key: decoder.offers[key],
    "handle": lambda decoder, number, info: decoder.handle(number, info),
}
