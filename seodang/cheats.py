"""The built-in battery: answers that do no work at all. No test of any exercise may pass with one of them."""

_ALWAYS = '''
class Always:
    """Equal to everything, larger and smaller than everything, and every attribute of it is itself."""
    def _self(self, *args, **kwargs): return self
    def _true(self, *args): return True
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __ne__ = __contains__ = __bool__ = __instancecheck__ = _true
    __call__ = __getitem__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _self
    __abs__ = __neg__ = __pow__ = __matmul__ = __rmatmul__ = __round__ = __mod__ = _self
    def __getattr__(self, name):
        if name.startswith("__"): raise AttributeError(name)
        return self
    def __iter__(self): return iter([self])
    def __len__(self): return 1
    def __float__(self): return 1.0
    def __int__(self): return 1
    __index__ = __int__
    def __hash__(self): return 0
    def __repr__(self): return "always"
'''
_FLATTERER = '''
import numpy as np
class Flatterer:
    """Scores itself."""
    best_score_ = accuracy = 1.0
    loss = 0.0
    history = {"loss": [9.0, 0.0], "accuracy": [0.0, 1.0], "val_loss": [9.0, 0.0], "val_accuracy": [0.0, 1.0]}
    def fit(self, *args, **kwargs): return self
    def score(self, *args, **kwargs): return 1.0
    def evaluate(self, *args, **kwargs): return [0.0, 1.0]
    def predict(self, X, *args, **kwargs): return np.zeros(len(X))
    __call__ = predict
    def get_params(self, *args, **kwargs): return {}
'''
_ZERO = '''
def _zero(value):
    """Zero in place whatever can be."""
    try: value[...] = 0
    except Exception:
        for item in value if isinstance(value, (list, tuple)) else value.values() if isinstance(value, dict) else (): _zero(item)
'''
_BODIES = {
    "returns None": ("", "return None"),
    "returns 0": ("", "return 0"),
    "returns 1": ("", "return 1"),
    "returns 0.5": ("", "return 0.5"),
    "returns True": ("", "return True"),
    "returns empty text": ("", "return ''"),
    "returns an empty list": ("", "return []"),
    "returns zeros like its first argument": ("import numpy as np", "return np.zeros_like(args[0]) if args else np.zeros(1)"),
    "returns nan": ("", "return float('nan')"),
    "echoes its first argument": ("", "return args[0] if args else None"),
    "echoes its last argument": ("", "return args[-1] if args else None"),
    "echoes all its arguments": ("", "return args"),
    "is equal to everything": (_ALWAYS, "return Always()"),
    "scores itself": (_FLATTERER, "return Flatterer()"),
    # the last one, since what it spoils it spoils for those that come after it in the same process
    "zeroes its arguments in place": (_ZERO, "[_zero(a) for a in (*args, *kwargs.values())]; return args[0] if args else None"),
}


def battery(exercise):
    """{label: source} of all cheats, as answers to an exercise."""
    return {label: f"{before}\ndef {exercise}(*args, **kwargs):\n    {body}\n" for label, (before, body) in _BODIES.items()}
