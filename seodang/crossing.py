"""What crosses the wall with a call: objects of the examiner's on their way to the room, and their changes on the way back.

The examiner sends a pickle, which only the room reads. In it, what the room holds already is a number; functions and plain objects that
a test cell defined stay where they are and are offered to be called; everything else goes by value. Beside the arguments the pickle lists
the *changeable objects* in them. The room looks at those before and after the call and sends back the state of the ones that changed, as
data, and the examiner puts it into the very same objects. See docs/crossing.md for the whole table.
"""

import collections
import collections.abc
import contextlib
import enum
import functools
import inspect
import io
import json
import pickle
import random
import secrets
import sys
import types
from dataclasses import dataclass

import cloudpickle
import numpy as np

from seodang import codec, models

HOME = "__main__"  # the module that setup, test and student cells run in
MOST_CHANGEABLE = 20_000

# Changeable objects


@dataclass(frozen=True)
class Kind:
    """How objects of one kind are carried back.

    Attributes:
        parts: the objects within, which may be changeable themselves.
        look: what tells whether the object has changed; equal means that it has not.
        state: data that say what the object has become.
        restore: puts such a state into the object at the other end.
    """

    parts: object
    look: object
    state: object
    restore: object


class Glance:
    """The items of a container at one moment; equal to another glance of the very same items."""

    def __init__(self, items):
        self.items = list(items)  # keeps them alive, so that identity means something

    def __eq__(self, other):
        return len(self.items) == len(other.items) and all(a is b for a, b in zip(self.items, other.items, strict=True))


def _restore_sequence(node, state):
    _demand(isinstance(state, list))
    node.clear()
    node.extend(state)


def _restore_mapping(node, state):
    _demand(isinstance(state, dict))
    node.clear()
    node.update(state)


def _restore_set(node, state):
    _demand(isinstance(state, set))
    node.clear()
    node.update(state)


def _view(node):
    """The array's content, as another object: the object itself would go by its number."""
    return node.copy() if isinstance(node, np.ma.MaskedArray) else node.view(np.ndarray)


def _look_at_array(node):
    return node.shape, node.dtype, hash(node.tobytes()), hash(np.ma.getmaskarray(node).tobytes()) if np.ma.isMaskedArray(node) else None


def _restore_array(node, state):
    _demand(isinstance(state, np.ndarray))
    if state.size != node.size or state.dtype != node.dtype:
        raise NotCarried(f"the engine cannot carry an {type(node).__name__} of another size or dtype back")
    writeable = node.flags.writeable
    node.flags.writeable = True
    if state.shape != node.shape:
        node.shape = state.shape
    node[...] = state
    node.flags.writeable = writeable


def _restore_pandas(node, state):
    _demand(type(state) is type(node))
    if type(node).__name__ == "Series":
        node.name = state.name
    node._update_inplace(state)  # what pandas' own inplace=True does


def _look_at_pandas(node):
    return _PandasGlance(node.copy())


class _PandasGlance:
    def __init__(self, copy):
        self.copy = copy

    def __eq__(self, other):
        a, b = self.copy, other.copy
        labels = a.columns.identical(b.columns) if a.ndim == 2 else a.name == b.name
        return labels and a.index.identical(b.index) and a.equals(b)


def _restore_fields(node, state):
    _demand(isinstance(state, dict))
    for name in set(codec.fields(node)) - set(state):
        object.__delattr__(node, name)
    codec.set_fields(node, state)


def _class_fields(node):
    skip = (types.FunctionType, property, classmethod, staticmethod, types.MemberDescriptorType, types.GetSetDescriptorType)
    return {name: value for name, value in vars(node).items() if not name.startswith("_") and not isinstance(value, skip)}


def _restore_class(node, state):
    _demand(isinstance(state, dict) and set(state) >= set(_class_fields(node)))
    for name, value in state.items():
        setattr(node, name, value)


def _class_parts(node):
    """A class's attributes, and what its methods reach outside it: lists in which a stub keeps its records."""
    yield from _class_fields(node).values()
    for method in methods(node):
        found = inspect.getclosurevars(method)
        reached = (*found.nonlocals.values(), *found.globals.values())
        yield from [value for value in reached if isinstance(value, (list, dict, set, collections.deque))]


def _random_state(node):
    return node.getstate()


def _restore_random(node, state):
    version, words, gauss = state
    node.setstate((version, tuple(words), gauss))


def _variables(node):
    return [np.asarray(variable) for variable in node.variables]


def _network_parts(node):
    """Weights and flags of a layer or model, and what training left in a compiled model's optimizer."""
    layers = list(node._flatten_layers())
    parts = {"weights": [np.asarray(w) for w in node.weights], "trainable": [bool(layer.trainable) for layer in layers]}
    parts["layers"] = [(type(layer).__name__, layer.name) for layer in layers[1:]]
    return {**parts, "optimizer": models.optimizer_state(node) if models.is_compiled(node) else None}


def _network_state(node):
    state = _network_parts(node)
    return {**state, "compiled": json.dumps(_compilation(node))} if models.was_compiled(node) else state


def _compilation(node):
    """What a model was compiled with, as far as it is Keras's own.

    Raises:
        NotCarried: it is not.
    """
    with contextlib.suppress(Exception):  # whatever a loss or metric of somebody's own makes of being written down
        if models.is_allowed(found := models.compile_configuration(node)):
            return found
    raise cannot_carry([type(node).__name__])


def _restore_network(node, state):
    layers = list(node._flatten_layers())
    _demand(isinstance(state, dict) and [(type(layer).__name__, layer.name) for layer in layers[1:]] == state.get("layers"))
    if state["weights"] and not node.weights:
        raise NotCarried(f"the engine cannot carry a {type(node).__name__} that was built back")
    node.set_weights(state["weights"])
    _demand(len(state["trainable"]) == len(layers))
    for layer, flag in zip(layers, state["trainable"], strict=True):
        if layer.trainable != flag and not isinstance(layer, sys.modules["keras"].Model):
            layer.trainable = bool(flag)
    _restore_model_flags(layers, state["trainable"])
    if "compiled" in state:
        compiled = json.loads(state["compiled"])
        _demand(models.is_allowed(compiled))
        models.compile_model(node, compiled)
    if state["optimizer"] is not None:
        models.restore_optimizer_state(node, state["optimizer"])


def _restore_model_flags(layers, flags):
    """A model's own flag, without those of its layers, which have theirs already."""
    for layer, flag in zip(layers, flags, strict=True):
        if isinstance(layer, sys.modules["keras"].Model):
            layer._trainable = bool(flag)


def _look_at_network(node):
    parts = _network_parts(node)
    places, values = parts.pop("optimizer") or (None, [])
    told = {"weights": _bytes(parts["weights"]), "places": places, "values": _bytes(values)}
    return {**parts, **told, "anew": models.was_compiled(node)}


def _bytes(arrays):
    return [array.tobytes() for array in arrays]


def _optimizer_state(node):
    """An optimizer's variables, and for whose variables they are: (changeable object, place among its variables)."""
    return {
        "built": bool(node.built),
        "values": models.optimizer_values(node) if node.built else [],
        "of": list(getattr(node, "_trainable_variables", ())),
    }


def _restore_optimizer(node, state):
    _demand(isinstance(state, dict) and isinstance(state.get("of"), list) and isinstance(state.get("values"), list))
    if state["built"]:
        models.restore_optimizer(node, state["of"], state["values"])


def _not_carried(node, state=None):
    raise cannot_carry([type(node).__name__])


def _nothing(_):
    return ()


KINDS = {
    "sequence": Kind(lambda n: n, Glance, list, _restore_sequence),
    "mapping": Kind(lambda n: n.values(), lambda n: Glance([*n.keys(), *n.values()]), dict, _restore_mapping),
    "set": Kind(_nothing, set, set, _restore_set),
    "bytes": Kind(_nothing, bytes, list, _restore_sequence),
    "array": Kind(_nothing, _look_at_array, _view, _restore_array),
    "objects": Kind(lambda n: n.ravel().tolist(), lambda n: Glance([n.shape, *n.ravel().tolist()]), _view, _restore_array),
    "pandas": Kind(_nothing, _look_at_pandas, lambda n: n.copy(), _restore_pandas),
    "random": Kind(_nothing, _random_state, _random_state, _restore_random),
    "bits": Kind(_nothing, lambda n: pickle.dumps(codec.bits(n)), codec.bits, codec.set_bits),
    "variable": Kind(_nothing, lambda n: np.asarray(n).tobytes(), np.asarray, lambda n, state: n.assign(state)),
    "network": Kind(lambda n: list(n._flatten_layers(include_self=False)), _look_at_network, _network_state, _restore_network),
    "optimizer": Kind(_nothing, lambda n: [v.tobytes() for v in _variables(n)], _optimizer_state, _restore_optimizer),
    "class": Kind(_class_parts, lambda n: Glance([*_class_fields(n), *_class_fields(n).values()]), _class_fields, _restore_class),
    "fields": Kind(
        lambda n: codec.fields(n).values(),
        lambda n: Glance([part for pair in codec.fields(n).items() for part in pair]),
        codec.fields,
        _restore_fields,
    ),
    "opaque": Kind(_nothing, cloudpickle.dumps, _not_carried, _not_carried),
}
_FIXED = (
    str,
    bytes,
    bool,
    int,
    float,
    complex,
    type(None),
    range,
    slice,
    types.ModuleType,
    np.generic,
    np.dtype,
    enum.Enum,
    types.BuiltinFunctionType,
)
_FIXED += (types.FunctionType, types.MethodType, np.ufunc, type(...), type(NotImplemented), tuple, frozenset, functools.partial)


def kind_of(value):
    """The name of the kind that a value is carried back as; None for what cannot change."""
    if isinstance(value, type):
        return "class" if value.__module__ == HOME else None
    if isinstance(value, (list, collections.deque)):
        return "sequence"
    if isinstance(value, dict):
        return "mapping"
    if isinstance(value, set):
        return "set"
    if isinstance(value, bytearray):
        return "bytes"
    if isinstance(value, np.ndarray):
        return "array" if value.dtype.kind in "biufcSUMm" else "objects" if value.dtype.kind == "O" else "opaque"
    if isinstance(value, _FIXED):
        return None
    return _library_kind(value)


def _library_kind(value):
    if isinstance(value, random.Random):
        return "random"
    if isinstance(value, (np.random.Generator, np.random.RandomState, np.random.BitGenerator)):
        return "bits"
    pd, tf, keras = (sys.modules.get(name) for name in ("pandas", "tensorflow", "keras"))
    if pd and isinstance(value, (pd.Series, pd.DataFrame)):
        return "pandas"
    if pd and isinstance(value, (pd.Index, pd.Timestamp)) or tf and isinstance(value, (tf.Tensor, tf.DType, tf.TensorShape)):
        return None
    if tf and isinstance(value, tf.Variable) or keras and isinstance(value, keras.Variable):
        return "variable"
    if keras and isinstance(value, keras.layers.Layer):
        return "network"
    if keras and isinstance(value, keras.optimizers.Optimizer):
        return "optimizer"
    return "fields" if hasattr(value, "__dict__") or codec.is_slotted(type(value)) else "opaque"


def changeable(roots, stays):
    """All changeable objects within `roots`, once each.

    Args:
        stays: tells of an object that it does not cross by value, so that nothing within it does.
    """
    found, seen, waiting = [], set(), list(reversed(roots))
    while waiting:
        value = waiting.pop()
        if id(value) in seen or stays(value):
            continue
        if isinstance(value, (tuple, frozenset)):
            waiting.extend(reversed(list(value)))
        elif isinstance(value, functools.partial):
            waiting.extend((value.keywords, value.args))
        if type(value).__module__ == HOME:
            waiting.append(type(value))  # a stub's class goes along, and may keep its records
        if (name := kind_of(value)) is None:
            continue
        seen.add(id(value))
        found.append(value)
        if len(found) > MOST_CHANGEABLE:
            raise NotCarried(f"the engine cannot carry arguments with more than {MOST_CHANGEABLE} objects in them")
        waiting.extend(reversed(list(KINDS[name].parts(value))))
    return found


def methods(kind):
    """The functions that a class defines."""
    for member in vars(kind).values():
        for function in (member.fget, member.fset) if isinstance(member, property) else (getattr(member, "__func__", member),):
            if isinstance(function, types.FunctionType):
                yield function


def look(nodes):
    """What changes() compares with, one for each changeable object; None for what cannot be told."""
    for node in nodes:
        if kind_of(node) == "network":
            models.note_compilation(node)  # its state does not tell it from an equal one
    return [_look(node) for node in nodes]


def _look(node):
    with contextlib.suppress(Exception):  # cells of a frame that have no truth value, a stub's attribute that raises
        return KINDS[kind_of(node)].look(node)


def changes(nodes, before):
    """[[number, state]] of the objects that have changed, and the names of those that changed and cannot be carried back."""
    changed, lost = [], []
    for number, (node, glance) in enumerate(zip(nodes, before, strict=True)):
        now = _look(node)
        if glance is None or now == glance:
            continue
        state = None
        if now is not None:
            with contextlib.suppress(NotCarried):
                state = KINDS[kind_of(node)].state(node)
        if state is None:
            lost.append(type(node).__name__)
        else:
            changed.append([number, state])
    return changed, lost


def restore(nodes, changed):
    """Put the states that changes() found into the same objects at the other end.

    Raises:
        NotCarried: one of them cannot take its new state.
        ValueError: a state is not that of its object.
    """
    for number, state in changed:
        KINDS[kind_of(nodes[number])].restore(nodes[number], state)


class Lent:
    """The random generators that iterators of the room were made with: the room has them still, and draws from them at each step.

    Both ends keep one; they name an iterator as they like, and list its generators in the same order.
    """

    def __init__(self):
        self.clear()

    def clear(self):
        self._generators = {}

    def keep(self, iterator, nodes):
        """Among the changeable objects of the call that made the iterator, keep the random generators."""
        self._generators[iterator] = [node for node in nodes if kind_of(node) in ("random", "bits")]

    def of(self, iterators):
        return [node for iterator in iterators for node in self._generators.get(iterator, ())]


def states(nodes):
    """[[number, state]] of all of them, for restore()."""
    return [[number, KINDS[kind_of(node)].state(node)] for number, node in enumerate(nodes)]


def _demand(condition):
    if not condition:
        raise ValueError("a state that does not fit its object")


class NotCarried(Exception):
    """Something that crossed has changed in a way that cannot be carried back: the engine's limit, not the student's mistake."""


def cannot_carry(names):
    """The NotCarried for objects of these types, which changes() found lost."""
    return NotCarried(f"the engine cannot carry {', '.join(map(str, names))[:200]} back")


# Live objects


SPECIAL = frozenset(
    [
        "__call__",
        "__len__",
        "__getitem__",
        "__setitem__",
        "__delitem__",
        "__contains__",
        "__iter__",
        "__next__",
        "__enter__",
        "__exit__",
        "__bool__",
        "__float__",
        "__int__",
        "__index__",
        "__add__",
        "__radd__",
        "__sub__",
        "__rsub__",
        "__mul__",
        "__rmul__",
        "__truediv__",
        "__rtruediv__",
        "__floordiv__",
        "__mod__",
        "__pow__",
        "__matmul__",
        "__rmatmul__",
        "__neg__",
        "__abs__",
        "__eq__",
        "__lt__",
        "__le__",
        "__gt__",
        "__ge__",
        "__hash__",
        "__array__",
    ]
)


class Offers:
    """What the examiner lets the room call, under ids that cannot be guessed. They die with the test cell.

    Args:
        namespace: the globals of the instructor's cells.
        setup: the Setup that both processes hold; what it defined is not offered, since the room has it.
    """

    def __init__(self, namespace, setup):
        self.namespace, self.setup = namespace, setup
        self.clear()

    def clear(self):
        self.by_key, self._keys = {}, {}
        self.by_value = set()  # ids of the functions that go with a class that crosses by value

    def is_live(self, value):
        """Does a value stay here and is only offered?"""
        if isinstance(value, types.FunctionType):
            return value.__globals__ is self.namespace and self.setup.name(value) is None and id(value) not in self.by_value
        if isinstance(value, (types.MethodType, types.BuiltinMethodType)):
            return not isinstance(value.__self__, (type, types.ModuleType, type(None)))
        if isinstance(value, io.IOBase) or _is_iterator(value):
            return True
        return self._is_plain(value if isinstance(value, type) else type(value))

    def _is_plain(self, kind):
        """Is it a class that a test cell defined from nothing?"""
        return kind.__module__ == HOME and all(
            base is object or base.__module__ in ("abc", "typing") or base.__module__ == HOME and self.setup.name(base) is None
            for base in kind.__mro__
        )

    def offer(self, value):
        """(key, description) under which the room may use a live value."""
        key = self._keys.get(id(value))
        if key is None:
            key = self._keys[id(value)] = secrets.token_hex(8)
            self.by_key[key] = value  # keeps it alive, so that its id stays its own
        return key, _describe(value)

    def use(self, key, member, args, kwargs):
        """Do what the room asks for with an offered value: call a method, read an attribute, or write one.

        Raises:
            AttributeError: the value's class does not offer that.
        """
        value = self.by_key[key]
        if member == "__getattribute__":
            return getattr(value, _public(value, args[0]))
        if member == "__setattr__":
            return setattr(value, _writable(value, args[0]), args[1])
        if member not in _methods(value):
            raise AttributeError(f"{member} is not offered")
        return value(*args, **kwargs) if member == "__call__" else getattr(value, member)(*args, **kwargs)


def _is_iterator(value):
    """Is it a generator, or what iter, map, zip and itertools make? Its place cannot be carried back."""
    return isinstance(value, collections.abc.Iterator) and type(value).__module__ in ("builtins", "itertools")


def _methods(value):
    """The names that may be called: of a function only itself."""
    if isinstance(value, (types.FunctionType, types.MethodType, types.BuiltinMethodType)):
        return {"__call__"}
    if _is_iterator(value):
        return {"__iter__", "__next__", "send", "close"} & set(dir(value))
    kind = value if isinstance(value, type) else type(value)
    special = {"__call__"} if value is kind else {name for name in SPECIAL if _defines(kind, name)}
    return special | {name for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name, None))}


def _defines(kind, name):
    return any(vars(base).get(name) is not None for base in kind.__mro__ if base is not object)


def _public(value, name):
    kind = value if isinstance(value, type) else type(value)
    known = kind.__module__ == HOME and isinstance(name, str) and not name.startswith("_")
    if not known or name not in (*getattr(value, "__dict__", ()), *dir(kind)) and not _defines(kind, "__getattr__"):
        raise AttributeError(f"{kind.__name__!r} object has no attribute {str(name)[:50]!r}")
    return name


def _writable(value, name):
    annotated = any(name in getattr(base, "__annotations__", {}) for base in type(value).__mro__)
    if not isinstance(name, str) or name.startswith("_") or not (annotated or _defines(type(value), "__setattr__")):
        raise AttributeError(f"{type(value).__name__!r} object attribute {str(name)[:50]!r} is read-only")
    return name


def _describe(value):
    description = {
        "name": getattr(value, "__name__", type(value).__name__),
        "methods": sorted(_methods(value)),
    }
    try:
        parameters = inspect.signature(value).parameters.values()
        description["parameters"] = [(p.name, int(p.kind), p.default is not p.empty) for p in parameters]
    except (TypeError, ValueError):
        description["parameters"] = None
    return description


# The pickle


class Pickler(cloudpickle.Pickler):
    """Examiner to room: handles, setup's definitions and live objects by name, everything else by value.

    Args:
        names: called with an object; returns what names it to the room, or None.
        owners: {id(Keras variable): (its layer or model, place)}.
    """

    def __init__(self, file, names, owners):
        super().__init__(file)
        self.names, self.owners = names, owners

    def persistent_id(self, value):
        return self.names(value)

    def reducer_override(self, value):
        if (keras := sys.modules.get("keras")) is not None:
            if id(value) in self.owners and isinstance(value, keras.Variable):
                return _variable_of, self.owners[id(value)]
            if isinstance(value, keras.Model) and type(value).__name__ in ("Sequential", "Functional") and value.built:
                return models.assemble_model, models.model_parts(value)
            if isinstance(value, keras.layers.Layer) and not isinstance(value, keras.Model):
                return models.assemble_layer, (type(value), *models.layer_parts(value))
            if isinstance(value, keras.optimizers.Optimizer):
                variables = list(getattr(value, "_trainable_variables", ())) if value.built else None
                return _optimizer_of, (type(value), value.get_config(), variables, models.optimizer_values(value) if value.built else ())
        return super().reducer_override(value)


def _variable_of(owner, place):
    return owner.variables[place]


def _optimizer_of(kind, config, variables, values):
    optimizer = kind.from_config(config)
    if variables is not None:
        models.restore_optimizer(optimizer, variables, values)
    return optimizer


def dumps(value, nodes, names):
    """A pickle for the room.

    Raises:
        NotCarried: something in it cannot be pickled.
    """
    owners = {}
    for node in nodes:
        if kind_of(node) == "network":
            owners.update({id(variable): (node, place) for place, variable in enumerate(node.variables) if id(variable) not in owners})
    file = io.BytesIO()
    try:
        Pickler(file, names, owners).dump(value)
    except (pickle.PicklingError, TypeError, AttributeError, ValueError, NotImplementedError, RecursionError) as error:
        raise NotCarried(f"the engine cannot carry a value to the student's process: {error}") from error
    return file.getvalue()


class Unpickler(pickle.Unpickler):
    """In the room: what the examiner named instead of sending."""

    def __init__(self, file, find):
        super().__init__(file)
        self.persistent_load = find


def loads(body, find):
    """The examiner's value; `find` turns a name into the object that it stands for."""
    return Unpickler(io.BytesIO(body), find).load()
