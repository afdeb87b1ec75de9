"""What crosses between a test and the student's code: docs/crossing.md's table, one test a row.

A1: right answers with what they need carried to and fro, and the test's own objects; A2: names, global states and prints; A4: handles.
"""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[1] / "docs" / "crossing.md"
SETUP = """
import collections, contextlib, datetime, decimal, fractions, functools, inspect, io, itertools, random, threading
import numpy as np, pandas as pd, scipy.sparse as sp
from dataclasses import dataclass
from unittest import mock
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted

@dataclass
class Point:
    x: float
    y: float = 0.0

Pair = collections.namedtuple("Pair", "a b")

class EmptyError(ValueError):
    pass

def double(x):
    return 2 * x
"""
DEEP_SETUP = SETUP + "import gymnasium, keras, matplotlib.pyplot as plt, tensorflow as tf\n"

ROWS = {}  # id: (a right student's cell, a test)

# From the test to the student: arguments

ROWS["plain-value"] = (
    "def f(*values): return [type(v).__name__ for v in values] + [repr(values)]",
    """values = (None, True, 3, 2**70, 1.5, 1 - 2j, "한글", b"a", np.float32(0.5), slice(1, 2), ...)
got = f(*values)
assert got[:-1] == [type(v).__name__ for v in values] and got[-1] == repr(values), got""",
)
ROWS["tuple"] = ("def f(t): t[1][0] = 9", "t = (1, [2], frozenset({3}))\ninner = t[1]\nf(t)\nassert inner == [9] and t[1] is inner")
ROWS["list"] = ("def f(x): x.append(3); x[0] = 9", "x = [1, 2]\nf(x)\nassert x == [9, 2, 3]")
ROWS["dict"] = ("def f(d): d['b'] = 2; del d['a']", "d = {'a': 1}\nf(d)\nassert d == {'b': 2}")
ROWS["set"] = ("def f(s): s.add(3)", "s = {1}\nf(s)\nassert s == {1, 3}")
ROWS["deque"] = (
    "def f(d): d.append(4); d.append(5)",
    "d = collections.deque([1, 2], 3)\nf(d)\nassert list(d) == [2, 4, 5] and d.maxlen == 3",
)
ROWS["bytearray"] = ("def f(b): b[0] = 66; b += b'c'", "b = bytearray(b'a')\nf(b)\nassert b == b'Bc'")
ROWS["counter"] = (
    "def f(c, d): c['a'] += 1; d['k'].append(1)",
    "c, d = collections.Counter('a'), collections.defaultdict(list)\nf(c, d)\nassert c['a'] == 2 and d == {'k': [1]} and d['new'] == []",
)
ROWS["list-of-arrays"] = (
    "def sgd(ps, gs, lr):\n  for p, g in zip(ps, gs): p -= lr * g",
    "W = np.ones(3)\nL = [W]\nsgd(L, [np.ones(3)], 0.5)\nassert L[0] is W and W[0] == 0.5",
)
ROWS["dict-of-arrays"] = (
    "def f(d, g):\n  for k in d: d[k] -= g[k]",
    "W = np.ones(3)\nD = {'W': W}\nf(D, {'W': np.ones(3)})\nassert D['W'] is W and W[0] == 0",
)
ROWS["shared-arguments"] = (
    "def f(a, b): assert a is b[0]; a += 1",
    "x = np.zeros(2)\nL = [x]\nf(x, L)\nassert L[0] is x and (x == 1).all()",
)
ROWS["new-parts"] = (
    "def f(d): d['new'] = np.ones(2); d['again'] = d['new']; d['me'] = d",
    "d = {}\nf(d)\nassert d['new'] is d['again'] and d['me'] is d and d['new'].sum() == 2",
)
ROWS["array"] = ("def f(x): x[0] = 7", "x = np.zeros((2, 3), dtype=np.float32)\nf(x)\nassert (x[0] == 7).all() and x.dtype == np.float32")
ROWS["array-keyword"] = ("def fill(out): out[:] = 7", "x = np.zeros(3)\nfill(out=x)\nassert x[0] == 7")
ROWS["array-view"] = ("def f(x): x[:] = 7", "x = np.zeros(4)\nf(x[1:3])\nassert x.tolist() == [0, 7, 7, 0]")
ROWS["array-reshaped"] = ("def f(x): x.shape = (2, 2)", "x = np.arange(4)\nf(x)\nassert x.tolist() == [[0, 1], [2, 3]]")
ROWS["array-read-only"] = (
    "def f(x):\n  try: x[0] = 7\n  except ValueError: return True",
    "x = np.zeros(3)\nx.flags.writeable = False\nassert f(x) and x[0] == 0 and not x.flags.writeable",
)
ROWS["object-array"] = (
    "def f(x): x[0] = 'b'; x[1].append(2)",
    "x = np.array(['a', [1]], dtype=object)\nf(x)\nassert x.tolist() == ['b', [1, 2]]",
)
ROWS["masked-array"] = (
    "def f(x): x[0] = np.ma.masked; x[1] = 5",
    "x = np.ma.MaskedArray([1, 2, 3], mask=[0, 1, 0])\nf(x)\nassert x.mask.tolist() == [True, False, False] and x[1] == 5",
)
ROWS["sparse-matrix"] = ("def f(m): m.data[:] = 3", "m = sp.csr_matrix(np.eye(2))\nf(m)\nassert m.sum() == 6")
ROWS["frame"] = (
    "def f(df): df['c'] = df.a + 1; df.loc[0, 'a'] = 9; df.drop(columns='b', inplace=True)",
    "df = pd.DataFrame({'a': [1, 2], 'b': ['x', 'y']})\nf(df)\nassert list(df.columns) == ['a', 'c'] and df.a[0] == 9",
)
ROWS["series"] = (
    "def f(s): s.iloc[0] = 9.5; s.name = 'new'; s.index = ['a', 'b']",
    "s = pd.Series([1.0, 2.0])\nf(s)\nassert s['a'] == 9.5 and s.name == 'new'",
)
ROWS["index"] = ("def f(i): return i[::-1]", "i = pd.Index(['a', 'b'])\nassert list(f(i)) == ['b', 'a']")
ROWS["numpy-generator"] = (
    "def draw(rng, n): return rng.normal(size=n)",
    """rng, r = np.random.default_rng(0), np.random.default_rng(0)
a, b = draw(rng, 3), draw(rng, 3)
assert (a == r.normal(size=3)).all() and (b == r.normal(size=3)).all() and rng.random() == r.random()""",
)
ROWS["generator-spawns"] = (
    "def draw(rng): return rng.spawn(2)[1].random()",
    """for seed in (7, [1, 2], np.int64(3), np.array([4, 5])):
    rng, r = np.random.default_rng(seed).spawn(2)[1], np.random.default_rng(seed).spawn(2)[1]
    assert [draw(rng), draw(rng), rng.spawn(1)[0].random()] == [r.spawn(2)[1].random(), r.spawn(2)[1].random(), r.spawn(1)[0].random()]""",
)
ROWS["generator-draws-later"] = (
    "def draws(rng, n):\n    for _ in range(n): yield rng.random()",
    """rng, r = np.random.default_rng(0), np.random.default_rng(0)
assert list(draws(rng, 3)) == list(r.random(3)) and list(draws(rng, 2)) == list(r.random(2)) and rng.random() == r.random()
a, b = draws(rng, 2), draws(rng, 1)
assert [next(a), rng.random(), next(b), next(a)] == list(r.random(4))""",
)
ROWS["random-state"] = (
    "def draw(rng): return rng.rand()",
    "a, b = np.random.RandomState(1), np.random.RandomState(1)\nassert [draw(a), draw(a), a.rand()] == [b.rand(), b.rand(), b.rand()]",
)
ROWS["python-random"] = (
    "def draw(rng): return rng.random()",
    "a, b = random.Random(1), random.Random(1)\nassert [draw(a), draw(a), a.random()] == [b.random(), b.random(), b.random()]",
)
ROWS["estimator"] = (
    "def train(m, X, y): m.fit(X, y)",
    "X = np.arange(40.0).reshape(20, 2) ** 0.5\nm = LinearRegression()\ntrain(m, X, X @ [1.0, 2.0])\nassert np.allclose(m.coef_, [1, 2])",
)
ROWS["estimator-with-index"] = (
    "def train(m, X, y): m.fit(X, y)",
    """X, y = np.arange(40.0).reshape(20, 2), np.arange(20) % 2
m = KNeighborsClassifier(1)
train(m, X, y)
assert (m.predict(X) == y).all()""",
)
ROWS["pipeline"] = (
    "def train(m, X, y): m.fit(X, y)",
    """X, y = np.arange(40.0).reshape(20, 2), np.arange(20) % 2
m = make_pipeline(StandardScaler(), KNeighborsClassifier(1))
train(m, X, y)
assert (m.predict(X) == y).all() and m.steps[0][1].mean_.shape == (2,)""",
)
ROWS["setup-instance"] = ("def f(p): p.x = 5.0; p.new = [1]; return p", "p = Point(1.0)\nassert f(p) is p and p.x == 5 and p.new == [1]")
ROWS["setup-definition"] = ("def f(g, c): return g is double and c is Point", "assert f(double, Point)")
ROWS["students-object"] = (
    "class Net:\n  def __init__(s, n): s.n = n\ndef f(net): return net.n + 1\ndef g(h): return h is f",
    "net = Net(3)\nassert f(net) == 4 and f([net][0]) == 4 and g(f)",
)

# From the test to the student: what the test itself defines

ROWS["test-function"] = (
    "def f(g, x): return g(x) + g(x=1)",
    "seen = []\ndef g(x):\n  seen.append(x)\n  return 2 * x\nassert f(g, 3) == 8 and seen == [3, 1]",
)
ROWS["test-lambda"] = ("def compose(f, g): return lambda x: f(g(x))", "h = compose(lambda x: x + 1, lambda x: 2 * x)\nassert h(3) == 7")
ROWS["test-function-signature"] = (
    "import inspect\ndef f(g): return list(inspect.signature(g).parameters), g.__name__",
    "def loss(w, x=1): pass\nassert f(loss) == (['w', 'x'], 'loss')",
)
ROWS["test-function-to-library"] = (
    "def f(g, xs): return sorted(xs, key=g), np.apply_along_axis(g, 0, np.array([xs])).tolist(), np.vectorize(g)(np.array(xs)).tolist()",
    "assert f(lambda x: -x, [1, 3, 2]) == ([3, 2, 1], [[-1, -3, -2]], [-1, -3, -2])",
)
ROWS["test-instance"] = (
    "def f(s):\n  s.fit([1]); s.fit([2]); return s.best, s.count",
    """class Spy:
  best = 4
  def __init__(self): self.seen = []
  def fit(self, x): self.seen.append(x)
  @property
  def count(self): return len(self.seen)
s = Spy()
assert f(s) == (4, 2) and s.seen == [[1], [2]]""",
)
ROWS["test-instance-operators"] = (
    "def f(s):\n  with s as x: return bool(s), s + 1, len(s), s[2], 3 in s, float(s), [i for i in s], x, s < 1, -s",
    """class S:
  out = False
  def __bool__(self): return False
  def __add__(self, other): return 42
  def __len__(self): return 7
  def __getitem__(self, i): return i
  def __contains__(self, x): return x == 3
  def __float__(self): return 1.5
  def __iter__(self): return iter([8])
  def __enter__(self): return 5
  def __exit__(self, *error): S.out = True
  def __lt__(self, other): return True
  def __neg__(self): return -1
assert f(S()) == (False, 42, 7, 2, True, 1.5, [8], 5, True, -1) and S.out""",
)
ROWS["test-instance-written"] = (
    "def f(s): s.rate = 0.5",
    "class Rate:\n  rate: float = 1.0\ns = Rate()\nf(s)\nassert s.rate == 0.5",
)
ROWS["test-dataclass"] = (
    "def f(c): return c.lr * 2",
    "@dataclass\nclass Config:\n  lr: float\nassert f(Config(0.5)) == 1",
)
ROWS["test-class"] = (
    "def cv(make, X, folds):\n  for a, b in folds:\n    m = make(); m.fit(X[a]); m.score(X[b])",
    """class Spy:
  seen = []
  def fit(self, X): self.seen.append(X.tolist()); return self
  def score(self, X): return 1.0
cv(Spy, np.arange(4.0), [(np.array([0, 1]), np.array([2, 3]))])
assert Spy.seen == [[0.0, 1.0]], Spy.seen""",
)
ROWS["test-estimator"] = (
    "def cv(est, X):\n  for i in range(2): clone(est).fit(X)",
    """class Spy(BaseEstimator):
  seen = []
  def __init__(self, k=1): self.k = k
  def fit(self, X): Spy.seen.append((self.k, len(X))); return self
cv(Spy(3), np.ones(4))
assert Spy.seen == [(3, 4), (3, 4)], Spy.seen""",
)
ROWS["test-estimator-log"] = (
    "def cv(est, X):\n  for i in range(2): clone(est).fit(X)",
    """log = []
class Spy(BaseEstimator):
  def fit(self, X): log.append(len(X)); return self
cv(Spy(), np.ones(4))
assert log == [4, 4], log""",
)
ROWS["test-exception"] = (
    "def f(g): g()",
    """class Mine(Exception): pass
mine = Mine("x")
def g(): raise mine
try: f(g)
except Mine as error: assert str(error) == "x"
else: assert False""",
)
ROWS["test-exception-caught"] = (
    "def f(g):\n  try: g()\n  except ValueError as error: return str(error)",
    "def g(): raise ValueError('bad')\nassert f(g) == 'bad'",
)
ROWS["number-subclass"] = ("def f(x): return x + 1", "class F(float): pass\nassert f(F(2)) == 3")
ROWS["bound-method"] = ("def f(xs, log):\n  for x in xs: log(x)", "seen = []\nf([1, 2], seen.append)\nassert seen == [1, 2]")
ROWS["iterator"] = (
    "def f(it): return next(it)\ndef g(it): return sum(it)",
    "it = iter([1, 2, 3])\nassert f(it) == 1 and f(it) == 2 and next(it) == 3 and g(x for x in [1, 2]) == 3 and g(map(int, ['1'])) == 1",
)
ROWS["open-file"] = (
    "def f(file): file.write('b'); return file.read()",
    "file = io.StringIO('abc')\nassert f(file) == 'bc' and file.getvalue() == 'bbc'",
)
ROWS["partial"] = ("def f(g): return g(2)", "assert f(functools.partial(pow, 3)) == 9 and f(functools.partial(lambda a, b: a - b, 5)) == 3")
ROWS["callback-changes-argument"] = (
    "def step(ps, opt): opt.update(ps); return ps",
    """class O:
  def update(self, ps):
    for p in ps: p -= 1
W = np.ones(2)
r = step([W], O())
assert W[0] == 0 and r[0] is W""",
)

# Names, states and prints

ROWS["name"] = ("hist = {'a': [1.0]}\nbest_k = 5", "assert hist['a'][0] == 1 and best_k == 5 and hist is hist")
ROWS["name-in-class-body"] = ("y = 3", "class C: z = y\nassert C.z == 3")
ROWS["name-deleted"] = (
    "def squares(n): return [i * i for i in range(n)]\ndef total(n): return sum(squares(n))",
    """orig = squares
del squares
try: total(1)
except NameError: pass
else: raise AssertionError("total does not call squares")
finally: squares = orig
assert total(3) == 5""",
)
ROWS["name-assigned"] = (
    "def area(r): return r\ndef areas(rs): return [area(r) for r in rs]",
    "calls = []\narea = lambda r: calls.append(r) or 7\nassert areas([1, 2]) == [7, 7] and calls == [1, 2]",
)
ROWS["global-random-state"] = (
    "def init(n): return np.random.rand(n)\ndef pick(): return random.random()",
    """np.random.seed(1)
random.seed(3)
expected, other = np.random.RandomState(1), random.Random(3)
assert (init(3) == expected.rand(3)).all() and np.random.rand() == expected.rand()
assert pick() == other.random() and random.random() == other.random()""",
)
ROWS["print"] = (
    "def p(): print('hello')",
    "b = io.StringIO()\nwith contextlib.redirect_stdout(b): p()\nassert b.getvalue() == 'hello\\n'",
)

# From the student to the test

ROWS["result-plain"] = (
    "def f(): return None, True, 3, 2**30000, 1.5, 1 - 2j, '한글', b'a', np.float32(0.5), slice(1, 2), ...",
    """r = f()
assert r == (None, True, 3, 2**30000, 1.5, 1 - 2j, "한글", b"a", np.float32(0.5), slice(1, 2), ...)
assert type(r[8]) is np.float32""",
)
ROWS["result-containers"] = (
    "def f(): return [1, (2, {3}), {'a': frozenset({4}), (1, 2): [5]}]",
    "assert f() == [1, (2, {3}), {'a': frozenset({4}), (1, 2): [5]}]",
)
ROWS["result-standard-library"] = (
    """def f(): return (collections.Counter("aab"), collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]),
  collections.deque([1], 2), range(3),
  {"k": 1}.keys(), {"k": 1}.values(), {"k": 1}.items(), fractions.Fraction(1, 3), decimal.Decimal("1.50"), datetime.date(2020, 2, 29))""",
    """counter, ordered, default, deque, numbers, keys, values, items, third, price, day = f()
assert counter["a"] == 2 and isinstance(counter, dict) and counter.most_common(1) == [("a", 2)] and ordered == {"a": 1}
assert default["new"] == [] and deque.maxlen == 2 and list(numbers) == [0, 1, 2]
assert keys == {"k"} and list(values) == [1] and list(items) == [("k", 1)]
assert third == fractions.Fraction(1, 3) and str(price) == "1.50" and day.year == 2020""",
)
ROWS["result-array"] = (
    """def f():
  numbers, objects = np.arange(6, dtype=np.int8).reshape(2, 3), np.array([None, "x"], dtype=object)
  return numbers, np.array(["a"]), objects, np.ma.MaskedArray([1, 2], [0, 1])""",
    "a, s, o, m = f()\nassert a.dtype == np.int8 and a.shape == (2, 3) and s[0] == 'a' and o.tolist() == [None, 'x'] and m.sum() == 1",
)
ROWS["result-sparse"] = ("def f(): return sp.csr_matrix(np.eye(2))", "assert sp.issparse(f()) and (f().toarray() == np.eye(2)).all()")
ROWS["result-pandas"] = (
    """def f():
  df = pd.DataFrame({"a": ["x", None], "t": pd.to_datetime(["2020-01-01", None]), "c": pd.Categorical(["u", "v"])})
  pivot = df.pivot_table(index="c", aggfunc="count", observed=True)
  return df, df.a, pivot, pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", 1)]))""",
    """df, s, p, m = f()
assert isinstance(df, pd.DataFrame) and df.a[0] == "x" and df.a.isna()[1]
assert df.t[0] == pd.Timestamp("2020-01-01") and df.c.cat.categories[1] == "v"
assert isinstance(s, pd.Series) and s.name == "a" and p.loc["u", "a"] == 1 and m[("a", 1)][0] == 1""",
)
ROWS["result-generator"] = (
    "def f(): return np.random.default_rng(1)",
    "g = f()\nassert isinstance(g, np.random.Generator) and g.random() == np.random.default_rng(1).random()",
)
ROWS["result-type"] = ("def f(): return int, np.float32, np.dtype('i4')", "assert f() == (int, np.float32, np.dtype('i4'))")
ROWS["result-setup"] = (
    "def f(): return Pair(1, Point(2.0, 3.0)), Point, double",
    """p, kind, function = f()
assert isinstance(p, Pair) and p == Pair(1, Point(2.0, 3.0)) and p.b.x == 2 and kind is Point and function is double""",
)
ROWS["result-same-object"] = (
    "def f(x): x[0] = 1; return x\ndef g(x): return [x, {'x': x}]",
    "x = [0]\ny = np.ones(2)\nassert f(x) is x and x == [1] and g(y)[0] is y and g(y)[1]['x'] is y",
)
ROWS["result-shared"] = ("def f():\n  x = np.ones(2); return [x, x], [x]", "a, b = f()\nassert a[0] is a[1] is b[0]")
ROWS["result-function"] = (
    "def f(a, b=2, *, c=1):\n  'doc'\n  return a\ndef make(): return lambda x: x + 1",
    """s = inspect.signature(f)
assert list(s.parameters) == ["a", "b", "c"] and s.parameters["b"].default == 2 and make()(2) == 3
assert f.__name__ == "f" and f.__doc__ == "doc" and callable(f)""",
)
ROWS["result-generator-function"] = (
    "def g():\n  i = 0\n  while True:\n    yield i; i += 1",
    """x = g()
assert next(x) == 0 and list(itertools.islice(x, 3)) == [1, 2, 3] and next(x) == 4
assert [b for a, b in zip(range(2), g())] == [0, 1]""",
)
ROWS["students-instance"] = (
    """class Vec:
  def __init__(s, x): s.x = x
  def __add__(s, o): return Vec(s.x + o.x)
  def __len__(s): return 3
  def __getitem__(s, i): return s.x * i
  def __call__(s, y): return s.x + y
  def __array__(s, dtype=None, copy=None): return np.array([s.x])""",
    """v = Vec(2) + Vec(3)
v.y = 4
assert v.x == 5 and len(v) == 3 and v[2] == 10 and v(1) == 6 and v.y == 4
assert np.asarray(v).tolist() == [5] and hasattr(v, "x") and not hasattr(v, "z")""",
)
ROWS["students-class"] = (
    "class Net:\n  def __init__(s, n): s.W = np.zeros((n, 2))\n  def forward(s, x): return x @ s.W",
    "n = Net(3)\nassert n.W.shape == (3, 2)\nn.W = np.ones((3, 2))\nassert n.forward(np.ones((1, 3)))[0, 0] == 3 and Net.__name__ == 'Net'",
)
ROWS["students-instance-array"] = ("class V: pass\ndef f(): return V()", "try: np.asarray(f())\nexcept TypeError: pass\nelse: assert False")
ROWS["students-masked-array"] = (
    "def f(): return np.ma.masked_array([1, 2], [True, False])",
    "got = f()\nassert np.asarray(got).tolist() == [1, 2] and not np.allclose(got, [5, 2])",
)
ROWS["handle-compared"] = (
    "class Yes:\n  def __eq__(s, o): return True\n  def __lt__(s, o): return True\n  def __bool__(s): return False\ndef f(): return Yes()",
    """y = f()
assert not y == 1 and y != 1 and y and y == y
try: y < 1
except TypeError: pass
else: assert False""",
)
ROWS["students-estimator"] = (
    "def make(): return KNeighborsClassifier(1)\ndef fitted(X, y): return make().fit(X, y)",
    """X = np.arange(60.0).reshape(30, 2)
y = (np.arange(30) // 3) % 2
m = fitted(X, y)
check_is_fitted(m)
assert isinstance(m, KNeighborsClassifier) and (m.predict(X) == y).all() and cross_val_score(make(), X, y).mean() >= 0""",
)
ROWS["error-of-a-library"] = (
    """def f(): return np.linalg.inv(np.zeros((2, 2)))
def g(): return KNeighborsClassifier().predict([[1]])
def h(): return {}["a"]""",
    """for call, kind in ((f, np.linalg.LinAlgError), (g, NotFittedError), (h, KeyError)):
  try: call()
  except kind as error: assert type(error) is kind and (kind is not KeyError or str(error) == "'a'")
  else: assert False, kind""",
)
ROWS["error-of-setup"] = (
    "def f(): raise EmptyError('e')",
    "try: f()\nexcept EmptyError as error: assert str(error) == 'e'\nelse: assert False",
)
ROWS["error-of-the-students"] = (
    "class Own(ValueError): pass\ndef f(): raise Own('k')",
    "try: f()\nexcept ValueError as error: assert str(error) == 'k'\nelse: assert False",
)

# What cannot cross: (a right student's cell, a test, the kind of the verdict, words of its message)

LOST = {
    "structured-array": (
        "def f(x): x['a'] = 1",
        "x = np.zeros(2, dtype=[('a', 'i4')])\nf(x)\nassert x['a'][0] == 1",
        "not graded",
        "the engine cannot carry ndarray back",
    ),
    "array-resized": (
        "def f(x): x.resize(4, refcheck=False)",
        "x = np.arange(2)\nf(x)\nassert x.shape == (4,)",
        "raised",
        "does not own its data",
    ),
    "lock": (
        "def f(x): return 1",
        "assert f(threading.Lock()) == 1",
        "not graded",
        "the engine cannot carry a value to the student's process: cannot pickle",
    ),
    "source-of-a-function": ("def f(): return 1", "assert 'return' in inspect.getsource(f)", "raised", "TypeError"),
    "mock": (
        "def f(): return np.linalg.inv(np.eye(2))",
        "with mock.patch('numpy.linalg.inv') as inv: f()\nassert inv.called",
        "failed",
        "",
    ),
}

DEEP, DEEP_LOST = {}, {}

DEEP["network-frozen"] = (
    "def freeze(m):\n  for l in m.layers[:-1]: l.trainable = False\ndef all_of(m): m.trainable = False",
    """m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3), keras.layers.Dense(2)])
freeze(m)
assert [l.trainable for l in m.layers] == [False, True] and len(m.trainable_weights) == 2
all_of(m)
assert not m.trainable and len(m.trainable_weights) == 0""",
)
DEEP["network-weights"] = (
    "def zero(m): m.layers[0].set_weights([w * 0 for w in m.layers[0].get_weights()])",
    """m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
layer = m.layers[0]
zero(m)
assert m.layers[0] is layer and not layer.get_weights()[0].any()""",
)
DEEP["network-compiled"] = (
    """def c(m): m.compile('adam', 'mse', metrics=['mae'])
def by_function(m): m.compile('sgd', keras.losses.mean_squared_error, metrics=[keras.metrics.mean_absolute_error])
def by_class(m): m.compile('sgd', keras.losses.MeanSquaredError(), metrics=[keras.metrics.MeanAbsoluteError()])""",
    """x, y = np.ones((2, 4)), np.zeros((2, 3))
m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
c(m)
assert m.optimizer.name == 'adam' and m.loss == 'mse'
wanted = m.evaluate(x, y, verbose=0)
for compiled in (by_function, by_class):
  compiled(m)
  assert isinstance(m.optimizer, keras.optimizers.SGD) and np.allclose(m.evaluate(x, y, verbose=0), wanted)
  m.compile('adam', 'mae')""",
)
DEEP["network-compiled-anew"] = (
    """def flags(m): m.layers[0].trainable = True
def slower(m): m.optimizer.learning_rate = 0.001
def flags_and_slower(m): flags(m); slower(m)
def same(m): flags(m); m.compile(keras.optimizers.SGD(0.002), 'mse')
def other(m): flags(m); m.compile('adam', 'mse')
def fitted(m): same(m); m.fit(np.ones((2, 3)), np.ones((2, 1)), verbose=0)""",
    """def step(m): m.train_on_batch(np.ones((2, 3)), np.ones((2, 1)))
changes = [(flags, 0.002), (slower, 0.001), (flags_and_slower, 0.001), (same, 0.002), (other, 0.001), (fitted, 0.002)]
for number, (change, rate) in enumerate(changes):
    learns = number > 2
    m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4, kernel_initializer="ones"), keras.layers.Dense(1)])
    m.layers[0].trainable = False
    m.compile(keras.optimizers.SGD(0.002), "mse")
    step(m)
    optimizer = m.optimizer
    change(m)
    before = m.get_weights()[0].copy()
    step(m)
    assert (m.optimizer is optimizer) != learns, number
    assert (m.get_weights()[0] == before).all() != learns and abs(float(m.optimizer.learning_rate) - rate) < 1e-6, number""",
)
DEEP["network-momentum"] = (
    "def g(m): m.layers[0].trainable = True",
    """for late in (False, True):
    m = keras.Sequential([keras.Input((3,)), keras.layers.Dense(4), keras.layers.Dense(1)])
    m.layers[0].trainable = False
    m.compile(keras.optimizers.Adam(0.1), "mse")
    m.train_on_batch(np.ones((2, 3)), np.ones((2, 1)))
    m.layers[0].trainable = late
    moments = [np.array(v) for v in m.optimizer.variables]
    g(m)
    assert len(moments) == 6 and all(map(np.array_equal, m.optimizer.variables, moments)) and m.layers[0].trainable
    m.train_on_batch(np.ones((2, 3)), np.ones((2, 1)))""",
)
DEEP["network-fitted"] = (
    "def f(m, X, y): return m.fit(X, y, epochs=2, verbose=0)",
    """m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
m.compile("adam", "mse")
w = m.get_weights()[0].copy()
h = f(m, np.ones((4, 4)), np.ones((4, 3)))
assert len(h.history["loss"]) == 2 and not (m.get_weights()[0] == w).all() and int(m.optimizer.iterations) == 2""",
)
STEP = """(m, opt, X, y):
  with tf.GradientTape() as t: l = tf.reduce_mean((m(X) - y) ** 2)
  opt.apply_gradients(zip(t.gradient(l, m.trainable_variables), m.trainable_variables))
  return l
"""
DEEP["optimizer"] = (
    "def train_step" + STEP,
    "def ref"
    + STEP
    + """m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(3)])
m2 = keras.models.clone_model(m)
m2.set_weights(m.get_weights())
X, y = np.random.rand(5, 4).astype("f4"), np.ones((5, 3), "f4")
o, o2 = keras.optimizers.Adam(0.1), keras.optimizers.Adam(0.1)
for i in range(3): train_step(m, o, X, y); ref(m2, o2, X, y)
assert int(o.iterations) == 3
assert all(np.allclose(a, b) for a, b in zip(m.get_weights(), m2.get_weights()))""",
)
DEEP["network-sharing-layers"] = (
    "def train(ae, X): ae.fit(X, X, verbose=0)",
    """x = keras.Input((4,))
z = keras.layers.Dense(2)(x)
enc, ae = keras.Model(x, z), keras.Model(x, keras.layers.Dense(4)(z))
ae.compile("sgd", "mse")
w = enc.get_weights()[0].copy()
train(ae, np.ones((4, 4)))
assert not (enc.get_weights()[0] == w).all()""",
)
DEEP["tensor"] = (
    "def f(t, v): v.assign_add([1.0]); return t * 2",
    "v = tf.Variable([1.0])\nr = f(tf.constant([1.0, 2.0]), v)\nassert r.numpy().tolist() == [2, 4] and v.numpy()[0] == 2",
)
DEEP["test-layer"] = (
    "def build(l): return keras.Sequential([keras.Input((3,)), l])",
    """class Twice(keras.layers.Layer):
  def call(self, x): return 2 * x
m = build(Twice())
assert np.allclose(np.asarray(m(np.ones((1, 3)))), 2)""",
)
DEEP["test-environment"] = (
    "def run(env):\n  assert isinstance(env, gymnasium.Env)\n  env.reset(); return env.step(1)",
    """class E(gymnasium.Env):
  n = 0
  def __init__(self): self.steps = []
  def reset(self, seed=None, options=None): return 0, {}
  def step(self, a): self.steps.append(a); return 1, 1.0, True, False, {}
e = E()
assert run(e)[1] == 1.0 and e.steps == [1]""",
)
DEEP["environment"] = (
    """def run(env):
  s, _ = env.reset(seed=1)
  return [env.step(2)[0] for i in range(3)]
def once(env): return env.step(2)[0]""",
    """a, b = (gymnasium.make("FrozenLake-v1", is_slippery=True) for i in range(2))
got, (s, _) = run(a), b.reset(seed=1)
assert got == [b.step(2)[0] for i in range(3)] and a.unwrapped.s == b.unwrapped.s
assert once(a) == b.step(2)[0]""",
)
DEEP["tree"] = (
    "def train(m, X, y): m.fit(X, y)",
    """from sklearn.tree import DecisionTreeClassifier
X, y = np.arange(40.0).reshape(20, 2), np.arange(20) % 2
m = DecisionTreeClassifier()
train(m, X, y)
assert (m.predict(X) == y).all()""",
)
DEEP["tensorflow-seed"] = (
    "def r(): return float(tf.random.normal(()))",
    "tf.random.set_seed(1)\na = r()\ntf.random.set_seed(1)\nassert a == r()",
)
DEEP["result-network"] = (
    """def build():
  m = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation="relu"), keras.layers.Dropout(0.5)])
  m.compile("adam", "mse")
  return m""",
    """m = build()
assert isinstance(m, keras.Sequential) and [type(l).__name__ for l in m.layers] == ["Dense", "Dropout"] and m.layers[0].units == 2
assert m.count_params() == 10 and m.optimizer.name == "adam" and m.layers[1].rate == 0.5
assert np.asarray(m(np.zeros((3, 4)))).shape == (3, 2)""",
)
DEEP["result-network-on-argument"] = (
    """def f(base, how):
    base.trainable, image, pool = False, keras.Input((6, 5, 3)), keras.layers.GlobalAveragePooling2D()
    if how == "stacked":
        model = keras.Sequential([base, pool, keras.layers.Dense(2)])
    elif how == "nested":
        model = keras.Model(image, keras.layers.Dense(2)(pool(base(image, training=False))))
    else:
        model = keras.Model(base.input, keras.layers.Dense(2)(pool(base.output)))
    model.compile(loss="mse")
    return model""",
    """for how in ("stacked", "nested", "prolonged"):
    image = keras.Input((6, 5, 3))
    base = keras.Model(image, keras.layers.BatchNormalization()(keras.layers.Conv2D(4, 3)(image)))
    before, model, x = base.get_weights(), f(base, how), np.ones((2, 6, 5, 3))
    model.train_on_batch(x, np.ones((2, 2)))
    assert not base.trainable and len(model.trainable_weights) == 2 and all(map(np.array_equal, base.get_weights(), before)), how
    kernel, bias = model.get_weights()[-2:]
    base.set_weights([2 * w for w in before])
    want = np.mean(base(x), axis=(1, 2)) @ kernel + bias
    assert np.allclose(model(x), want, rtol=1e-3, atol=1e-4), how""",
)
DEEP["result-networks-sharing-layers"] = (
    """def build():
  x = keras.Input((4,)); z = keras.layers.Dense(2)(x)
  return keras.Model(x, z), keras.Model(x, keras.layers.Dense(4)(z))""",
    """enc, ae = build()
w = enc.get_weights()[0].copy()
ae.compile("sgd", "mse")
ae.fit(np.ones((4, 4)), np.zeros((4, 4)), verbose=0)
assert not (enc.get_weights()[0] == w).all()""",
)
DEEP["result-tensor"] = (
    "def f(): return tf.constant([1.0, 2.0]), tf.Variable(3)",
    "t, v = f()\nassert t.numpy().sum() == 3 and int(v) == 3 and isinstance(t, tf.Tensor)",
)
DEEP["result-history"] = (
    """def f():
  m = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)]); m.compile("sgd", "mse")
  return m.fit(np.ones((2, 1)), np.ones((2, 1)), verbose=0)""",
    "assert len(f().history['loss']) == 1",
)
DEEP["students-network-class"] = (
    """class Net(keras.Model):
  def __init__(self): super().__init__(); self.d = keras.layers.Dense(2)
  def call(self, x): return self.d(x)""",
    "n = Net()\nassert isinstance(n, keras.Model) and np.asarray(n(np.ones((3, 4), 'f4'))).shape == (3, 2) and len(n.get_weights()) == 2",
)
DEEP["students-figure"] = (
    "def f():\n  fig, ax = plt.subplots(); ax.plot([1, 2]); ax.set_xlabel('x'); return ax",
    "ax = f()\nassert len(ax.lines) == 1 and ax.get_xlabel() == 'x' and ax.lines[0].get_ydata().tolist() == [1, 2]",
)
DEEP["error-of-tensorflow"] = (
    "def f(): return tf.constant([1.0, 2.0]) + tf.constant([1.0, 2.0, 3.0])",
    "try: f()\nexcept tf.errors.InvalidArgumentError as error: assert 'ncompatible' in str(error)\nelse: assert False",
)
DEEP_LOST["test-layer-built"] = (
    "def f(l): l(np.ones((1, 3)))",
    """class Own(keras.layers.Layer):
  def build(self, shape): self.w = self.add_weight(shape=(2,))
  def call(self, x): return x
l = Own()
f(l)
assert l.built""",
    "not graded",
    "the engine cannot carry a Own that was built back",
)
DEEP_LOST["network-own-loss"] = (
    "def f(m): m.compile(loss=lambda y, p: keras.ops.mean(y - p))",
    "m = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)])\nf(m)\nassert m.compiled",
    "not graded",
    "the engine cannot carry Sequential back",
)
DEEP_LOST["callback-own-loss"] = (
    "def f(g):\n  m = keras.Sequential([keras.layers.Input((2,)), keras.layers.Dense(1)]); g(m); return m.compiled",
    "def g(m): m.compile(loss=lambda y, p: keras.ops.mean(y - p))\nassert f(g)",
    "not graded",
    "the engine cannot carry Sequential back",
)
DEEP_LOST["gradient-tape"] = (
    "def f(x): return x * x",
    "x = tf.Variable(3.0)\nwith tf.GradientTape() as tape: y = f(x)\nassert tape.gradient(y, x) is not None",
    "failed",
    "",
)
DEEP_LOST["generator-changes-later"] = (
    "def f(seen):\n    seen.append(1)\n    yield 1",
    "seen = []\nassert list(f(seen)) == [1] and seen == [1]",
    "failed",
    "",
)
DEEP_LOST["plot"] = ("def f(): plt.plot([1, 2])", "f()\nassert len(plt.gca().lines) == 1", "failed", "")


def of(result):
    errors = [output.evalue for cell in result.notebook.cells for output in cell.outputs if output.output_type == "error"]
    return result.verdicts["t1"].kind, result.verdicts["t1"].message, errors, result.notes


@pytest.mark.parametrize("row", ROWS)
def test_a_right_answer_passes(row, bench):
    assert of(bench.grade(SETUP, *ROWS[row])) == ("passed", "", [], ())


@pytest.mark.long
@pytest.mark.parametrize("row", DEEP)
def test_a_right_answer_with_a_large_library_passes(row, deep_bench):
    assert of(deep_bench.grade(DEEP_SETUP, *DEEP[row])) == ("passed", "", [], ())


@pytest.mark.parametrize("row", LOST)
def test_the_verdict_says_what_cannot_cross(row, bench):
    student, test, kind, words = LOST[row]
    found, message, _, notes = of(bench.grade(SETUP, student, test))
    assert found == kind and words in message and notes == (), message


@pytest.mark.long
@pytest.mark.parametrize("row", DEEP_LOST)
def test_the_verdict_says_what_of_a_large_library_cannot_cross(row, deep_bench):
    student, test, kind, words = DEEP_LOST[row]
    found, message, _, notes = of(deep_bench.grade(DEEP_SETUP, student, test))
    assert found == kind and words in message and notes == (), message


def test_every_row_of_the_page_has_a_test_and_every_test_a_row():
    rows = re.findall(r"^\| `([a-z-]+)` \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(rows) == sorted([*ROWS, *DEEP, *LOST, *DEEP_LOST])


@pytest.mark.parametrize("row", ["source-of-a-function", "mock"])
def test_what_cannot_cross_passes_inside_the_students_process(row, bench):
    """A2: the course names such tests as `inside`."""
    verdict = bench.grade(SETUP, *LOST[row][:2], inside=["t1"]).verdicts["t1"]
    assert (verdict.kind, verdict.inside) == ("passed", True), verdict.message
