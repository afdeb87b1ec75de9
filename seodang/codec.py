"""The data codec of the wire: values ↔ JSON text and raw buffers. It carries data only; whatever else there is becomes a handle.

A value is None, a bool, a number or a str as JSON has them, or a list whose first item is a tag of SCHEMA. Arrays and other large things stand
in buffers. Objects that can be changed are numbered in the order in which they are met, in both directions alike, so that one which is met
again, also within itself, is a reference to its number: what was shared stays shared.

The decoder trusts nothing. It checks the whole text against SCHEMA and RULES before it builds anything, and what it builds runs no code of
the sender's: no pickle, no eval, no import.
"""

import collections
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
MOST_NODES = 5_000_000
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
    "timedelta": ("number",),
    "dtype": ("dtype",),
    "type": ("text",),
    "array": ("dtype", "shape", "buffer"),
    "scalar": ("dtype", "buffer"),
    "objects": ("shape", _REST),
    "masked": (_ANY, _ANY),
    "sparse": ("text", "shape", _ANY, _ANY, _ANY),
    "index": (_ANY, _ANY),
    "rangeindex": ("integer", "integer", "integer", _ANY),
    "multiindex": (_ANY, _ANY),
    "extension": ("text", _ANY),
    "categorical": (_ANY, _ANY, "bool"),
    "series": (_ANY, _ANY, _ANY),
    "frame": (_ANY, _ANY, _REST),
    "timestamp": ("text",),
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
    *("dtype", "type", "scalar", "timestamp", "setup", "record", "enum", "offer", "handle"),
}
TYPES = {t.__name__: t for t in (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, object, type(None))}
TYPES |= {
    f"numpy.{t.__name__}": t
    for t in {np.dtype(c).type for c in "?bhilqBHILQefdgFDSUMmV"} | {np.floating, np.integer, np.number, np.ndarray}
}
FACTORIES = {"": None, **{t.__name__: t for t in (int, float, str, list, dict, set, tuple)}}
BIT_GENERATORS = {"PCG64", "MT19937", "Philox", "SFC64", "PCG64DXSM"}
_DTYPE = re.compile(r"[<>|=]?(?:[biufc]\d{1,2}|[SU]\d{1,6}|[Mm]8(?:\[\d*[a-zA-Zμ]{1,8}\])?|\?)")
_EXTENSION = re.compile(r"str|string|boolean|U?Int(?:8|16|32|64)|Float(?:32|64)")


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
        """The body of a message, see wire.join."""
        text = json.dumps(self.encode(value), separators=(",", ":")).encode()
        return join(text, self.buffers)

    def encode(self, value, depth=0):
        kind = type(value)
        if value is None or kind is bool or kind is str or kind is float:
            return value
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


# Writers: one function a kind of value


def _writer(value, setup):
    kind = type(value)
    if kind in WRITERS:
        return WRITERS[kind]
    if isinstance(value, np.generic):
        return _write_scalar if value.dtype.kind in PLAIN_KINDS else None
    if isinstance(value, enum.Enum) and setup.name(kind):
        return _write_enum
    if setup.name(kind):
        return _write_record if issubclass(kind, tuple) else _write_instance if _is_plain_class(kind) else None
    return _library_writer(value)


def _is_plain_class(kind):
    """Is all that an instance holds in its __dict__, as with most classes and dataclasses?"""
    return all(base is object or base.__module__ == kind.__module__ and not base.__dict__.get("__slots__") for base in kind.__mro__)


def _shadows(kind, field):
    """Would a field of this name take the place of a method or property?"""
    methods = (types.FunctionType, property, classmethod, staticmethod)
    return not isinstance(field, str) or isinstance(inspect.getattr_static(kind, field, None), methods)


def _library_writer(value):
    if (pd := loaded("pandas")) and type(value) in (pd.Series, pd.DataFrame, pd.Timestamp, pd.Categorical):
        return _PANDAS[type(value).__name__]
    if pd and isinstance(value, pd.Index) and type(value).__module__.partition(".")[0] == "pandas":
        return _write_index
    if (sparse := loaded("scipy.sparse")) and sparse.issparse(value) and value.format in ("csr", "csc", "coo"):
        return _write_sparse
    if type(value) is np.ma.MaskedArray and value.dtype.kind in PLAIN_KINDS:
        return lambda encoder, v, depth: ["masked", encoder.encode(np.asarray(v.data), depth), encoder.encode(np.ma.getmaskarray(v), depth)]
    if type(value) in (np.random.Generator, np.random.RandomState) and _bit_generator(value) in BIT_GENERATORS:
        return _write_rng
    if (tf := loaded("tensorflow")) and isinstance(value, (tf.Tensor, tf.Variable)):
        return _write_tensor
    if loaded("keras"):
        return models.writer(value)
    return None


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


def _write_array(encoder, value, depth):
    if value.dtype.kind == "O":
        encoder.number(value)
        return ["objects", list(value.shape), *encoder.all(value.ravel().tolist(), depth)]
    if value.dtype.kind not in PLAIN_KINDS:
        return ["handle", *encoder.handle(value)]
    encoder.number(value)
    return ["array", value.dtype.str, list(value.shape), encoder.buffer(np.ascontiguousarray(value).tobytes())]


def _write_scalar(encoder, value, depth):
    return ["scalar", value.dtype.str, encoder.buffer(value.tobytes())]


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
    if any(_shadows(type(value), field) for field in vars(value)):
        return ["handle", *encoder.handle(value)]
    encoder.number(value)
    return ["instance", encoder.setup.name(type(value)), encoder.encode(dict(vars(value)), depth)]


def _write_rng(encoder, value, depth):
    encoder.number(value)
    state = value.bit_generator.state if isinstance(value, np.random.Generator) else value.get_state(legacy=False)
    return ["rng", type(value).__name__, encoder.encode(state, depth)]


def _bit_generator(value):
    return type(value.bit_generator if isinstance(value, np.random.Generator) else value._bit_generator).__name__


def _write_tensor(encoder, value, depth):
    tf = loaded("tensorflow")
    if isinstance(value, tf.Variable):
        encoder.number(value)
        return ["variable", encoder.encode(value.numpy(), depth), bool(value.trainable)]
    if not hasattr(value, "numpy"):  # a symbolic tensor has no value
        return ["handle", *encoder.handle(value)]
    return ["tensor", encoder.encode(np.asarray(value.numpy()), depth)]


def _write_sparse(encoder, value, depth):
    encoder.number(value)
    parts = (value.data, value.row, value.col) if value.format == "coo" else (value.data, value.indices, value.indptr)
    kind = value.format if type(value).__name__.endswith("matrix") else f"{value.format} array"
    return ["sparse", kind, list(value.shape), *encoder.all(map(np.asarray, parts), depth)]


def _write_index(encoder, value, depth):
    pd = loaded("pandas")
    if isinstance(value, pd.RangeIndex):
        return ["rangeindex", value.start, value.stop, value.step, encoder.encode(value.name, depth)]
    if isinstance(value, pd.MultiIndex):
        return ["multiindex", encoder.encode(list(value), depth), encoder.encode(list(value.names), depth)]
    return ["index", _column(encoder, value.array, depth), encoder.encode(value.name, depth)]


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
    if not _EXTENSION.fullmatch(str(array.dtype)):
        return ["handle", *encoder.handle(array)]
    return [
        "extension",
        str(array.dtype),
        encoder.encode([None if missing else v for v, missing in zip(array, array.isna(), strict=True)], depth),
    ]


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
    fractions.Fraction: lambda encoder, value, depth: ["Fraction", hex(value.numerator), hex(value.denominator)],
    decimal.Decimal: lambda encoder, value, depth: ["Decimal", str(value)],
    datetime.datetime: lambda encoder, value, depth: ["datetime", value.isoformat()],
    datetime.date: lambda encoder, value, depth: ["date", value.isoformat()],
    datetime.timedelta: lambda encoder, value, depth: ["timedelta", value / datetime.timedelta(microseconds=1)],
    np.ndarray: _write_array,
    type: _write_type,
    **{type(np.dtype(c)): _write_dtype for c in "?bhilqBHILQefdgFDSUMm"},
}
_PANDAS = {
    "Series": _write_series,
    "DataFrame": _write_frame,
    "Categorical": _write_categorical,
    "Timestamp": lambda encoder, value, depth: ["timestamp", value.isoformat()],
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
        self.buffers, self.numbered, self._nodes = (), [], 0
        self.configs = {}  # of Keras layers and models built, by id

    def message(self, body):
        """The value that a message's body holds.

        Raises:
            Breach: the message is not what an Encoder makes.
        """
        text, self.buffers = split(body)
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
        self._nodes += 1
        if self._nodes > MOST_NODES or depth > 2 * MOST_DEPTH + 20:
            raise Breach("a message too large or too deep")
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
}


def _fits(operands, decoder):
    """Do dtype, shape and buffer of an array fit?"""
    dtype, shape, buffer = operands
    return math.prod(shape) * np.dtype(dtype).itemsize == len(decoder.buffers[buffer]) and math.prod(filter(None, shape)) < 2**40


def _are_hashable(trees):
    return all(not isinstance(tree, list) or tree[0] in HASHABLE and _are_hashable(_inner(tree)) for tree in trees)


def _inner(tree):
    return tree[1:] if tree[0] in ("tuple", "frozenset") else tree[2:] if tree[0] == "record" else ()


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
    "Fraction": lambda operands, _: int(operands[1], 16) > 0,
    "type": lambda operands, _: operands[0] in TYPES,
    "array": _fits,
    "scalar": lambda operands, decoder: _fits((operands[0], [], operands[1]), decoder),
    "objects": lambda operands, _: math.prod(operands[0]) == len(operands) - 1,
    "masked": lambda operands, _: all(map(_has_tag("array"), operands)),
    "sparse": lambda operands, _: (
        operands[0].partition(" ")[0] in ("csr", "csc", "coo") and all(map(_has_tag("array", "ref"), operands[2:]))
    ),
    "extension": lambda operands, _: _EXTENSION.fullmatch(operands[0]) is not None and _has_tag("list")(operands[1]),
    "tensor": lambda operands, _: _has_tag("array")(operands[0]),
    "variable": lambda operands, _: _has_tag("array", "scalar")(operands[0]),
    "rng": lambda operands, _: operands[0] in ("Generator", "RandomState") and _has_tag("dict")(operands[1]),
    "setup": lambda operands, decoder: operands[0] in decoder.setup.by_name,
    "instance": lambda operands, decoder: _is_setup_class(operands[0], decoder) and _has_tag("dict")(operands[1]),
    "record": lambda operands, decoder: _is_setup_class(operands[0], decoder) and issubclass(decoder.setup.by_name[operands[0]], tuple),
    "enum": lambda operands, decoder: _is_setup_class(operands[0], decoder) and issubclass(decoder.setup.by_name[operands[0]], enum.Enum),
    "given": lambda operands, decoder: operands[0] < len(decoder.given),
    "part": lambda operands, decoder: operands[0] < len(decoder.given),
    "offer": lambda operands, decoder: operands[0] in decoder.offers,
    "layer": lambda operands, _: models.layer_is_allowed(operands),
    "model": lambda operands, _: models.model_is_allowed(operands),
    "optimizer": lambda operands, _: models.optimizer_is_allowed(operands),
}


def _is_setup_class(name, decoder):
    return isinstance(decoder.setup.by_name.get(name), type)


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
    built = decoder.keep(np.empty(len(items), dtype=object).reshape(shape))
    for place, item in enumerate(items):
        built.reshape(-1)[place] = decoder.build(item)
    return built


def _build_sparse(decoder, kind, shape, data, first, second):
    number, (kind, _, array) = decoder.reserve(), kind.partition(" ")
    data, first, second = decoder.all((data, first, second))
    made = getattr(loaded("scipy.sparse"), f"{kind}_{array or 'matrix'}")
    parts = (data, (first, second)) if kind == "coo" else (data, first, second)
    built = decoder.numbered[number] = made(parts, shape=tuple(shape))
    if kind != "coo":
        built.check_format(full_check=True)
    return built


def _build_index(decoder, values, name):
    values = decoder.build(values)
    dtype = object if getattr(values, "dtype", None) == object else None
    return loaded("pandas").Index(values, dtype=dtype, name=decoder.build(name))


def _build_series(decoder, values, index, name):
    number = decoder.reserve()
    values, index, name = decoder.all((values, index, name))
    built = decoder.numbered[number] = loaded("pandas").Series(values, index=index, name=name, dtype=getattr(values, "dtype", None))
    return built


def _build_frame(decoder, index, names, *columns):
    pd, number = loaded("pandas"), decoder.reserve()
    index, names, columns = decoder.build(index), decoder.build(names), decoder.all(columns)
    made = {i: pd.Series(column, index=index, dtype=getattr(column, "dtype", None)) for i, column in enumerate(columns)}
    built = decoder.numbered[number] = pd.DataFrame(made, index=index)
    built.columns = names
    return built


def _build_instance(decoder, name, fields):
    kind = decoder.setup.by_name[name]
    built = decoder.keep(object.__new__(kind))
    for key, value in decoder.build(fields).items():
        if _shadows(kind, key):
            raise Breach(f"a {name} with a field {key!r}")
        object.__setattr__(built, key, value)
    return built


def _build_rng(decoder, name, state):
    number, state = decoder.reserve(), decoder.build(state)
    if state.get("bit_generator") not in BIT_GENERATORS:
        raise Breach("a random generator of an unknown kind")
    if name == "Generator":
        built = np.random.Generator(getattr(np.random, state["bit_generator"])(0))
        built.bit_generator.state = state
    else:
        built = np.random.RandomState()
        built.set_state(state)
    decoder.numbered[number] = built
    return built


def _build_variable(decoder, value, trainable):
    number = decoder.reserve()
    built = decoder.numbered[number] = loaded("tensorflow").Variable(decoder.build(value), trainable=trainable)
    return built


def _build_timestamp(decoder, when):
    return loaded("pandas").Timestamp(when)


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
    "timedelta": lambda decoder, microseconds: datetime.timedelta(microseconds=microseconds),
    "dtype": lambda decoder, text: np.dtype(text),
    "type": lambda decoder, name: TYPES[name],
    "array": _build_array,
    "scalar": lambda decoder, dtype, buffer: np.frombuffer(decoder.buffers[buffer], dtype=np.dtype(dtype))[0],
    "objects": _build_objects,
    "masked": lambda decoder, data, mask: np.ma.MaskedArray(decoder.build(data), mask=decoder.build(mask)),
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
    "timestamp": _build_timestamp,
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
    "ref": lambda decoder, number: decoder.numbered[number],
    "given": lambda decoder, number: decoder.given[number],
    "part": lambda decoder, number, place: decoder.given[number].variables[place],  # a variable of a model that was given
    "offer": lambda decoder, key: decoder.offers[key],
    "handle": lambda decoder, number, info: decoder.handle(number, info),
}
