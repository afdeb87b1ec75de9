"""What stands in the examiner for an object that stays in the room.

A handle can be called, indexed, iterated and asked for attributes and for arithmetic; the room does it and answers with data or another
handle. It is compared, ordered and tested for truth here, without asking: the room would say yes. Arithmetic is asked for only where the
exercise is about a class that defines it, because the room would be shown the expected value. It claims its class for isinstance where that
is a library's, which proves nothing: whoever made the object chose its class.
"""

import inspect
import sys
import types

from seodang.crossing import NotCarried

LIBRARIES = ("builtins", "numpy", "scipy", "pandas", "sklearn", "keras", "tensorflow", "gymnasium", "gensim", "matplotlib", "torch")
CLAIMED = set(LIBRARIES) - {"builtins"}
BINARY = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor")
OPERATORS = frozenset([*BINARY, "neg", "abs"])
JUDGES = frozenset(["equals", "identical", "compare", "eq", "ne", "lt", "le", "gt", "ge", "isin", "all", "any"])


class Handle:
    """An object of the room's.

    Args:
        ask: asks the room: ask(operation, *args, **kwargs).
        number: the object's number there.
        info: what the room said of it, checked by describe().
    """

    __slots__ = ("_ask", "_number", "_info")

    def __init__(self, ask, number, info):
        object.__setattr__(self, "_ask", ask)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_info", info)

    @property
    def __class__(self):
        return self._info["class"] or type(self)

    @property
    def __dict__(self):
        return self._ask("vars", self)

    @property
    def __doc__(self):
        return self._info["doc"]

    def __getattr__(self, name):
        if name in ("__name__", "__qualname__") and self._info["name"]:
            return self._info["name"]
        if name == "__signature__" and self._info["signature"]:
            return self._info["signature"]
        if name.startswith("__") and name.endswith("__") and not (name.startswith("__sklearn_") and name != "__sklearn_clone__"):
            raise AttributeError(name)
        if name in JUDGES and getattr(self._info["class"], "__module__", "").partition(".")[0] in ("numpy", "pandas"):
            raise NotCarried(f"a {self._info['type']} that the test asks whether it is right ({name})")
        return self._ask("getattr", self, name)

    def __setattr__(self, name, value):
        self._ask("setattr", self, name, value)

    def __delattr__(self, name):
        self._ask("delattr", self, name)

    def __repr__(self):
        return f"<{self._info['type']} of the student's>"

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __hash__(self):
        return hash((Handle, self._number))

    def __bool__(self):
        return True

    def _unordered(self, other):
        raise TypeError(f"a {self._info['type']} cannot be ordered; compare values, not objects that live in the student's process")

    __lt__ = __le__ = __gt__ = __ge__ = _unordered

    def __array__(self, dtype=None, copy=None):
        array = self._ask("array", self)
        return array if dtype is None else array.astype(dtype)

    def __instancecheck__(self, instance):
        raise TypeError("isinstance with a class of the student's proves nothing")


class CallableHandle(Handle):  # a function, class or callable object of the room's
    __slots__ = ()
    __doc__ = vars(Handle)["__doc__"]

    def __call__(self, *args, **kwargs):
        return self._ask("call", self, *args, **kwargs)


def _forward(operation):
    def method(self, *args):
        return self._ask(operation, self, *args)

    return method


def _reflected(operation):
    def method(self, other):
        return self._ask(operation, other, self)

    return method


for _name in BINARY:
    setattr(Handle, f"__{_name}__", _forward(_name))
    setattr(Handle, f"__r{_name}__", _reflected(_name))
for _name in ("len", "iter", "next", "getitem", "setitem", "delitem", "contains", "neg", "abs", "float", "int", "index", "enter", "exit"):
    setattr(Handle, f"__{_name}__", _forward(_name))


def is_handle(value):
    """Unlike isinstance, not deceived by a claimed class."""
    return type(value) in (Handle, CallableHandle)


def make(ask, number, info):
    """The handle for an object that the room describes."""
    found = describe(info)
    return (CallableHandle if found["callable"] else Handle)(ask, number, found)


def describe(info):
    """The room's description of an object, every part of it checked or replaced."""
    mro = info.get("mro")
    return {
        "type": _text(info.get("type"), 80) or "object",
        "name": _text(info.get("name"), 200),
        "doc": _text(info.get("doc"), 10_000),
        "callable": info.get("callable") is True,
        "class": next(filter(None, map(library_class, mro)), None) if isinstance(mro, list) and len(mro) < 100 else None,
        "signature": signature(info.get("parameters")),
    }


def _text(value, most):
    return value[:most] if isinstance(value, str) else None


def library_class(path, libraries=CLAIMED):
    """The class module.Name of a library that is imported, None for all others."""
    if not isinstance(path, str):
        return None
    module, _, name = path.rpartition(".")
    known = sys.modules.get(module) if module.partition(".")[0] in libraries else None
    found = vars(known).get(name) if isinstance(known, types.ModuleType) else None  # never __getattr__, which imports
    return found if isinstance(found, type) else None


def signature(parameters):
    """What the room says of a function's parameters, as an inspect.Signature; None where it says nothing that is one."""
    if not isinstance(parameters, list):
        return None
    try:
        return inspect.Signature(
            [inspect.Parameter(name, inspect._ParameterKind(kind), default=_default(default)) for name, kind, default in parameters]
        )
    except (TypeError, ValueError):
        return None


def _default(default):
    """A parameter's default as the room writes it: none, [value] for a plain one, True for one that cannot be written."""
    if isinstance(default, list) and default and isinstance(default[0], (type(None), bool, int, float, str)):
        return default[0]
    return types.SimpleNamespace() if default is True else inspect.Parameter.empty


def information(value):
    """In the room: what describe() is to read."""
    kind = type(value)
    return {
        "type": kind.__name__,
        "name": getattr(value, "__name__", None) if callable(value) else None,
        "doc": getattr(value, "__doc__", None) if callable(value) else None,
        "callable": callable(value),
        "mro": [f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__][:50],
        "parameters": _parameters(value) if callable(value) else None,
    }


def _parameters(value):
    try:
        parameters = inspect.signature(value).parameters.values()
    except (TypeError, ValueError):
        return None
    return [[p.name, int(p.kind), _written(p.default) if p.default is not p.empty else None] for p in parameters]


def _written(default):
    return [default] if isinstance(default, (type(None), bool, int, float, str)) else True
