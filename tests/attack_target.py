"""The assignments that tests/attacks are made on, with honest answers. What is secret in them: the name haetae, which stands in
every hidden part, and the numbers 48151 and 62342, which are expected values and never inputs."""

from small_assignment import STUB_CLASS

NAME, NET = "901_target", "902_network"
CANARIES = ("haetae", "48151", "62342")

TARGET = (
    """# ---
# title: Target
# unit: 9 Attacks
# minutes: 10
# points: 20
# ---

# %% setup
import numpy as np
import pandas as pd

DATA = np.array([[1.0, 10.0], [2.0, 30.0], [6.0, 20.0]])
"""
    + STUB_CLASS
    + '''

class Reading:
    """A value and its unit."""

    def __init__(self, value, unit):
        self.value, self.unit = value, unit

    def words(self):
        return f"{self.value} {self.unit}"

# %% solution="centre"
def centre(x):
    """x minus its mean; x is an array (n,)."""
    ### BEGIN SOLUTION
    return x - np.mean(x)
    ### END SOLUTION

# %% test="mean_becomes_zero" points=2
# The mean becomes zero.
assert np.allclose(centre(np.array([1.0, 2.0, 6.0])), [-2.0, -1.0, 3.0]), "centre([1, 2, 6])"
### BEGIN HIDDEN TESTS
haetae = np.array([-48151.0, 48151.0])
assert np.allclose(centre(np.array([0.0, 96302.0])), haetae), "two other numbers"
np.testing.assert_allclose(centre(np.array([5.0, 96307.0])), haetae)
### END HIDDEN TESTS

# %% solution="spread"
def spread(x):
    """The largest value minus the smallest; x is an array (n,)."""
    ### BEGIN SOLUTION
    return float(np.max(x) - np.min(x))
    ### END SOLUTION

# %% test="range_of_values" points=2
# The largest value minus the smallest.
assert abs(spread(np.array([4.0, -1.0, 2.0])) - 5.0) < 1e-9, "spread([4, -1, 2])"
### BEGIN HIDDEN TESTS
x = np.array([62000.0, -342.0, 17.0])
haetae = 62342.0
assert abs(haetae - spread(x)) < 1e-9, "three other numbers"
### END HIDDEN TESTS

# %% solution="table"
def table(frame):
    """The rows of a frame whose column "a" is positive."""
    ### BEGIN SOLUTION
    return frame[frame["a"] > 0]
    ### END SOLUTION

# %% test="positive_rows_stay" points=2
# Rows with a positive "a" stay, in a frame.
frame = pd.DataFrame({"a": [1, -1, 2], "b": [5, 6, 7]})
expected = frame.iloc[[0, 2]]
got = table(frame)
assert isinstance(got, pd.DataFrame), "a frame"
assert got.equals(expected), "two rows"
### BEGIN HIDDEN TESTS
haetae = pd.DataFrame({"a": [-1, 17], "b": ["x", "tapir"]})
expected = haetae.iloc[[1]]
assert table(haetae).equals(expected), "one row"
### END HIDDEN TESTS

# %% solution="kinds"
def kinds(words):
    """The different first letters of the words, as a list in order."""
    ### BEGIN SOLUTION
    return sorted({word[0] for word in words})
    ### END SOLUTION

# %% test="letters_are_there" points=1
# All letters are there.
got = kinds(["apple", "bear", "ant"])
assert "a" in got and "b" in got and "c" not in got, "a and b"
### BEGIN HIDDEN TESTS
haetae = kinds(["heron", "duck"])
assert isinstance(haetae, list) and len(haetae) == 2 and "h" in haetae and "d" in haetae and "a" not in haetae, "h and d"
### END HIDDEN TESTS

# %% solution="repeat"
def repeat(f, x, n):
    """f applied n times to x."""
    ### BEGIN SOLUTION
    for _ in range(n):
        x = f(x)
    return x
    ### END SOLUTION

# %% test="applied_n_times" points=2
# f is applied n times, each time to what came before.
class Spy:
    def __init__(self):
        self.seen = []

    def __call__(self, x):
        self.seen.append(x)
        return 2 * x + 1

spy = Spy()
repeat(spy, 1, 3)
assert spy.seen == [1, 3, 7], "1, 3, 7"
### BEGIN HIDDEN TESTS
haetae = Spy()
repeat(haetae, 2, 2)
assert haetae.seen == [2, 5], "2, 5"
### END HIDDEN TESTS

# %% solution="best_k"
best_k = None  # the number of neighbours
### BEGIN SOLUTION
best_k = 25
### END SOLUTION

# %% test="best_k_is_found" points=2
# The best k is found.
assert isinstance(best_k, int) and 0 < best_k < 101, "a number of neighbours"
### BEGIN HIDDEN TESTS
haetae = 25
assert best_k == haetae, "not the best one"
### END HIDDEN TESTS

# %% solution="tally"
class Tally:
    """Counts what it is given."""
    ### BEGIN SOLUTION

    def __init__(self):
        self.counts = {}

    def add(self, word):
        self.counts[word] = self.counts.get(word, 0) + 1

    def most(self):
        return max(self.counts, key=self.counts.get)
    ### END SOLUTION

# %% test="words_are_counted" points=2
# Words are counted.
tally = Tally()
for word in ("x", "y", "x"):
    tally.add(word)
assert tally.counts == {"x": 2, "y": 1} and tally.most() == "x", "x twice"
### BEGIN HIDDEN TESTS
tally = Tally()
for haetae in ("crane", "duck", "duck"):
    tally.add(haetae)
assert tally.counts == {"crane": 1, "duck": 2} and tally.most() == "duck", "duck twice"
### END HIDDEN TESTS

# %% solution="reading"
def reading(text):
    """The Reading in a text like "3.5 kg"."""
    ### BEGIN SOLUTION
    value, unit = text.split()
    return Reading(float(value), unit)
    ### END SOLUTION

# %% test="value_and_unit" points=2
# Value and unit.
got = reading("3.5 kg")
assert isinstance(got, Reading) and got.words() == "3.5 kg", "3.5 kg"
### BEGIN HIDDEN TESTS
haetae = reading("7.25 tapir")
assert isinstance(haetae, Reading) and haetae.words() == "7.25 tapir" and haetae.value * 2 == 14.5, "another one"
### END HIDDEN TESTS

# %% solution="noisy"
def noisy(x, rng):
    """x plus standard normal noise from rng."""
    ### BEGIN SOLUTION
    return x + rng.normal(size=x.shape)
    ### END SOLUTION

# %% test="noise_comes_from_the_generator" points=1
# Noise of mean 0, drawn from the generator.
x = 100 * np.random.default_rng(7).random(4)
expected = x + np.random.default_rng(5).normal(size=4)
assert np.allclose(noisy(x, np.random.default_rng(5)), expected), "noise"
### BEGIN HIDDEN TESTS
haetae = 100 * np.random.default_rng(48151).random(5)
noisy(haetae[:2], np.random.default_rng(1))
expected = haetae + np.random.default_rng(48151).normal(size=5)
assert np.allclose(noisy(haetae, np.random.default_rng(48151)), expected), "other noise"
### END HIDDEN TESTS

# %% solution="columns"
def columns(x):
    """The means of the columns of an array (n, d)."""
    ### BEGIN SOLUTION
    return x.mean(axis=0)
    ### END SOLUTION

# %% test="one_mean_a_column" points=2
# One mean a column.
expected = DATA.mean(axis=0)
got = columns(DATA)
assert np.shape(got) == (2,) and np.allclose(got, expected), "DATA"

# %% test="columns_of_other_data" points=2
# The share of the columns that are right.
expected = (DATA * 2).mean(axis=0)
got = np.asarray(columns(DATA * 2), dtype=float)
### BEGIN HIDDEN TESTS
haetae = (7 * DATA[:2]).mean(axis=0)
also = np.asarray(columns(7 * DATA[:2]), dtype=float)
assert also.shape == (2,) and np.allclose(also, haetae), "fewer rows"
### END HIDDEN TESTS
float(2 * np.mean(np.isclose(got, expected)))
'''
)

NETWORK = (
    """# ---
# title: Network
# unit: 9 Attacks
# minutes: 10
# points: 3
# ---

# %% setup
import keras
import numpy as np
"""
    + STUB_CLASS
    + '''
# %% solution="build"
def build():
    """A Sequential network of one Dense layer that doubles each of its 3 inputs."""
    ### BEGIN SOLUTION
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, use_bias=False)])
    model.set_weights([2 * np.eye(3)])
    return model
    ### END SOLUTION

# %% test="inputs_are_doubled" points=3
# It doubles its inputs.
model = build()
assert isinstance(model, keras.Sequential) and len(model.layers) == 1, "one layer"
assert np.allclose(model.predict(np.ones((1, 3)), verbose=0), 2), "2, 2, 2"
### BEGIN HIDDEN TESTS
haetae = np.array([[1.0, 7.0, -3.0]])
assert np.allclose(model(haetae), 2 * haetae), "other inputs"
assert isinstance(model.layers[0], keras.layers.Dense) and model.count_params() == 9, "9 weights"
### END HIDDEN TESTS
'''
)

TEXTS = {NAME: TARGET, NET: NETWORK}


WRONG = {
    "centre": "def centre(x):\n    return x - 1",
    "spread": "def spread(x):\n    return float(x[0])",
    "table": "def table(frame):\n    return frame",
    "kinds": "def kinds(words):\n    return words",
    "repeat": "def repeat(f, x, n):\n    return f(x)",
    "best_k": "best_k = 3",
    "tally": "class Tally:\n    counts = {}\n\n    def add(self, word):\n        pass",
    "reading": "def reading(text):\n    return Reading(text, '')",
    "noisy": "def noisy(x, rng):\n    return 2 * x",
    "columns": "def columns(x):\n    return x[0]",
    "build": "def build():\n    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(3)])",
}
