# ---
# title: The perceptron
# unit: 2 Neural networks
# minutes: 110
# points: 22
# ---

# %% [markdown]
# # The perceptron: how often should a machine change its mind?
#
# A nursery grows three kinds of wild iris. While the plants are in flower, a camera above the conveyor belt
# measures four lengths of each flower, and a chip sends the plant to the left, to the middle or to the right.
# The chip is tiny: it can keep **15 numbers** and do sums with them. The flowers turn out a little different
# every spring, so every spring the chip has to learn anew. The gardener names 100 flowers by hand. Then,
# while she has lunch, the chip may go through these 100 flowers **30 times**.
#
# **Your decision at the end: how should the chip learn?** Should it change its numbers after every single
# flower, after every 16 flowers, or only when it has seen all 100? And how large should the changes be?
#
# (The flowers are real: they are the irises that the botanist Edgar Anderson collected and that R. A. Fisher
# made famous in 1936. The nursery is ours.)
#
# The 15 numbers are four weights and a bias for each of three artificial *neurons* that stand side by side:
# a **single-layer perceptron**. So we begin with one neuron, find out what it can do and what it can never
# do, let it learn, and then put three of them to work.
#
# **You will**
#
# - **compute** a neuron's output from inputs, weights, bias and activation,
# - **choose** weights by hand for AND and OR, and **show** that none exist for XOR,
# - **apply** the delta rule, which lets a neuron learn from its errors,
# - **turn** scores into probabilities with softmax, and **measure** them with the cross-entropy,
# - **train** a single layer on irises with single flowers (SGD), mini-batches and the full batch, **count**
#   the updates, **compare** the error curves, and **decide**.
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 | `neuron`: five inputs, one output | 1 | 5 |
# | 2 | `gates`: weights by hand | 1 | 8 |
# | 3 | `count_weights`: how many neurons can do it? | 2 | 12 |
# | 4 | `delta_step`: learning from one error | 3 | 15 |
# | 5 | `softmax`: from scores to probabilities | 2 | 10 |
# | 6 | `cross_entropy`: what a prediction costs | 2 | 10 |
# | 7 | `slp_gradient`: which way is down? | 3 | 15 |
# | 8 | `batches`: shuffle and cut | 3 | 12 |
# | 9 | `one_epoch`: once through all the flowers | 2 | 8 |
# | 10 | a question: which statements hold? | 1 | 5 |
# | 11 | your advice to the nursery | 2 | 10 |
#
# If one exercise resists, go on to the next; you may call your own earlier functions that work. The tests
# below an exercise show a small case; when your work is graded, the same claims are tested on other numbers.
#
# **Symbols** ($n$ flowers, $d$ inputs or measurements, $C$ species)
#
# | symbol | meaning | shape |
# |---|---|---|
# | `x`, $x$ | inputs of one neuron | $(d,)$ |
# | `w`, `b` | its weights and its bias | $(d,)$, a number |
# | $z$ | weighted sum, $x \cdot w + b$ | a number |
# | `a`, $a = \varphi(z)$ | output of the neuron, $\varphi$ is its activation | a number |
# | `t` | target: what the output should be | a number |
# | `lr`, $\eta$ | learning rate: how long a step is | a number |
# | `X` | measurements, one flower a row | $(n, d)$ |
# | `y` | the flowers' species: whole numbers $0, \dots, C-1$ | $(n,)$ |
# | `W`, `b` of a layer | weights, one column a neuron; biases | $(d, C)$, $(C,)$ |
# | `Z`, `P` | scores and probabilities, one flower a row | $(n, C)$ |
# | `T` | targets as one-hot rows: $T_{ic} = 1$ if flower $i$ is of species $c$, otherwise 0 | $(n, C)$ |
#
# Run the next cell first. There is nothing to write in it.

# %% setup
import itertools
import math
import time

import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


INPUTS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])        # (4, 2)  all inputs of a gate, in our order

iris = load_iris()
SPECIES = [str(name) for name in iris.target_names]        # what the labels 0, 1, 2 stand for
learn, exam, y_learn, y_exam = train_test_split(iris.data, iris.target, test_size=50, stratify=iris.target,
                                                random_state=0)
mean, spread = learn.mean(axis=0), learn.std(axis=0)       # (4,) each, from the flowers to learn from
X_learn = (learn - mean) / spread                          # (100, 4)  in standard deviations
X_exam = (exam - mean) / spread                            # (50, 4)   for the very end


# For the pictures.
BLUE, YELLOW, RED = "#004488", "#DDAA33", "#BB5566"        # can be told apart by everyone, and in grey
LOOK = {1: (RED, "-", "o"), 16: (YELLOW, "--", "s"), 100: (BLUE, "-.", "^")}    # for each batch size


def chip_gradient(softmax, slp_gradient):
    """For the pictures: what `one_epoch` gets as `gradient`, made of your own functions."""
    def gradient(X, y, W, b):
        dW, db = slp_gradient(X, np.asarray(softmax(X @ W + b), dtype=float), y)
        return np.asarray(dW, dtype=float), np.asarray(db, dtype=float)
    return gradient


def train(size, lr, seed, batches, one_epoch, gradient, epochs=30):
    """For the pictures: W and b before the first epoch and after each one, a list of `epochs` + 1 pairs."""
    rng = np.random.default_rng(seed)
    W, b = np.zeros((4, 3)), np.zeros(3)
    states = [(W, b)]
    for _ in range(epochs):
        parts = batches(X_learn, y_learn, size, rng)
        parts = [(np.asarray(X_part, dtype=float), np.asarray(y_part, dtype=int)) for X_part, y_part in parts]
        W, b = (np.asarray(part, dtype=float) for part in one_epoch(W, b, parts, lr, gradient))
        states.append((W, b))
    return states


def loss_at(W, b, X, y, softmax, cross_entropy):
    """For the pictures: your cross-entropy of your probabilities."""
    return float(np.squeeze(cross_entropy(np.asarray(softmax(X @ W + b), dtype=float), y)))


# For the tests. You need not read these.
def numbers(value, shape, name):
    """`value` as an array of floats with this shape; says so if it is none."""
    assert value is not None, f"{name} is None. Does every path through the function end with a return?"
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise AssertionError(f"{name} should be numbers, but a {type(value).__name__} came.") from None
    while array.ndim > len(shape) and array.shape[0] == 1:     # a row (1, p) is as good as (p,)
        array = array[0]
    assert array.shape == shape, f"{name} has shape {array.shape}; {shape} is right; () is a single number."
    return array


def two(value, name, what):
    """The two parts of an answer such as (w_new, b_new)."""
    try:
        first, second = value
    except (TypeError, ValueError):
        raise AssertionError(f"{name} should be two things, {what}; a {type(value).__name__} came.") from None
    return first, second


def hint(value, known):
    """The remark that belongs to a known wrong value, or nothing."""
    for remark, wrong in known.items():
        if np.shape(wrong) == np.shape(value) and np.allclose(value, wrong, rtol=1e-6, atol=1e-9):
            return " " + remark
    return ""


def cut(value, n, d):
    """What `batches` gave, as a list of pairs of arrays (k, d) and (k,)."""
    assert value is not None, "batches returned None. Does it end with a return?"
    try:
        parts = list(itertools.islice(value, 10 * n))
    except TypeError:
        raise AssertionError(f"batches should return a list, but a {type(value).__name__} came.") from None
    pairs = []
    for part in parts:
        X_part, y_part = two(part, "each batch", "some rows of X and their labels")
        k = np.shape(X_part)[0] if np.ndim(X_part) == 2 else 1
        assert np.shape(X_part) == (k, d), (
            f"a batch holds rows of X with shape {np.shape(X_part)}; (number of rows, {d}) is right.")
        assert np.shape(y_part) == (k,), f"labels of shape {np.shape(y_part)} came with {k} row(s) of X."
        pairs.append((numbers(X_part, (k, d), "X_part"), numbers(y_part, (k,), "y_part")))
    return pairs

# %% [markdown]
# ## 1. Five inputs, one output (1 point)
#
# A neuron weighs its inputs, adds them up, adds its **bias** and puts the sum through an **activation**
# $\varphi$:
#
# $$z = x_1 w_1 + \dots + x_d w_d + b, \qquad a = \varphi(z)$$
#
# A positive weight means "this speaks for it", a negative one "this speaks against it", and the bias says how
# willing the neuron is before it has seen anything. The first perceptrons used a **step**: $\varphi(z) = 1$
# if $z > 0$, otherwise $0$. To learn, a neuron needs an activation with a slope everywhere. Ours is the
# **sigmoid**:
#
# $$\varphi(z) = \frac{1}{1 + e^{-z}}$$
#
# It runs smoothly from 0 to 1 and passes $0.5$ at $z = 0$. Its output is a number *between* 0 and 1, a degree
# of yes; only who uses it decides where "yes" begins.
#
# *Example.* Should the sprinkler run? Dry soil, sun, wind, rain to come, and plants in flower:
# $x = (2,\ 1,\ 0.5,\ 3,\ 1)$, weights $w = (1.5,\ 0.5,\ 1,\ -1,\ 0.5)$, bias $b = -0.5$. Then
# $z = 3 + 0.5 + 0.5 - 3 + 0.5 - 0.5 = 1$ and $a = 1 / (1 + e^{-1}) \approx 0.731$: rather yes.
#
# Write `neuron`, 1 or 2 lines. It must work for any number of inputs.

# %% solution="neuron"
def neuron(x, w, b):
    """Output of one neuron with the sigmoid as its activation.

    x : array (d,), the inputs
    w : array (d,), one weight for each input
    b : number, the bias
    Returns a, one number between 0 and 1. (In the tests, z lies between -30 and 30.)

    Example: neuron(np.array([2, 1, 0.5, 3, 1]), np.array([1.5, 0.5, 1, -1, 0.5]), -0.5) is 0.731...
    """
    ### BEGIN SOLUTION
    z = x @ w + b
    return 1 / (1 + np.exp(-z))
    ### END SOLUTION

# %% test="weighted_sum_then_sigmoid" points=1
# The output is the sigmoid of the weighted sum plus the bias.
x, w = np.array([1.0, -2.0, 0.5, 4.0, 3.0]), np.array([2.0, 1.0, 4.0, 0.5, -0.25])
got = numbers(neuron(x.copy(), w.copy(), -1.25), (), "the output")
known = {"That is z itself: the activation is missing.": 2.0, "Where is the bias?": 1 / (1 + math.exp(-3.25)),
         "Look at the sign in the exponent.": 1 / (1 + math.exp(2)), "That is tanh.": math.tanh(2),
         "1 / 1 + ... divides before it adds: brackets!": 1 + math.exp(-2),
         "The bias is added once, not to every product.": 1 / (1 + math.exp(3)),
         "The sigmoid is not a step: it gives a degree.": 1.0,
         "Should the minus sign reach the bias, too?": 1 / (1 + math.exp(-4.5))}
# z = 2 - 2 + 2 + 2 - 0.75 - 1.25 = 2
assert abs(got - 1 / (1 + math.exp(-2))) < 1e-6, f"z is 2 here, and {got:.4g} came.{hint(got, known)}"
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1)
for d in (1, 2, 5, 8):
    for b in (-1.5, 0.0, 2.0):
        x, w = rng.normal(size=d), rng.normal(size=d)
        z = sum(p * q for p, q in zip(x.tolist(), w.tolist())) + b
        expected = 1 / (1 + math.exp(-z))
        got = numbers(neuron(x.copy(), w.copy(), b), (), "the output")
        assert abs(got - expected) < 1e-6, f"the output is off for {d} input(s) and the bias {b}."
got = numbers(neuron(np.array([3.0, 2.0]), np.array([-4.0, -1.0]), 1.0), (), "the output")
assert abs(got * (1 + math.exp(13)) - 1) < 1e-5, "the output is off where z is -13: tiny, but not 0."
### END HIDDEN TESTS

# %% [markdown]
# Your neuron (marks) with one input, over the sigmoid (lines); the step is in grey.

# %% run
x = np.linspace(-6, 6, 200)
fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
ax.plot(x, x > 0, color="#999999", linewidth=1, label="step")
for (w, b), colour, mark in [((1, 0), BLUE, "o"), ((4, 0), RED, "^"), ((1, 3), YELLOW, "s")]:
    ax.plot(x, (1 + np.tanh((w * x + b) / 2)) / 2, color=colour, linewidth=1)
    mine = [float(np.squeeze(neuron(np.array([v]), np.array([w]), b))) for v in x[::10]]
    ax.plot(x[::10], mine, mark, color=colour, markersize=5, label=f"w = {w}, b = {b}")
ax.set(title="What weight and bias do", xlabel="input x (no unit)", ylabel="output a (between 0 and 1)")
ax.legend(loc="lower right")
plt.show()

# %% [markdown]
# *What to see:* a larger weight makes the curve steeper, so that it comes close to a step. The bias moves it
# to the side.
#
# ## 2. Weights by hand (1 point)
#
# Give a neuron two inputs that are 0 or 1 and a step, and it becomes a logic gate: it **fires** (1) if
# $x_1 w_1 + x_2 w_2 + b > 0$, otherwise (also at exactly 0) it does not (0). The nursery needs three of them:
#
# - **AND**: the pump runs if the tank is full *and* the soil is dry,
# - **OR**: the bell rings if door 1 *or* door 2 is open (or both),
# - **FIRST ONLY**: the fan runs if it is hot, *but not* if it is raining.
#
# | $x_1$ | $x_2$ | AND | OR | FIRST ONLY |
# |---|---|---|---|---|
# | 0 | 0 | 0 | 0 | 0 |
# | 0 | 1 | 0 | 1 | 0 |
# | 1 | 0 | 0 | 1 | 1 |
# | 1 | 1 | 1 | 1 | 0 |
#
# *Example.* NOT BOTH fires always, except for $(1, 1)$. Weights $(-1, -1)$ and bias $1.5$ do it: the sums are
# $1.5,\ 0.5,\ 0.5,\ -0.5$.
#
# Find weights and a bias for each of the three gates, on paper. Many answers are right. Write `gates`, 1 line
# to 3 lines.

# %% solution="gates"
def gates():
    """Weights and bias of three gates.

    Returns a dictionary with the keys "AND", "OR" and "FIRST ONLY"; each value is a triple (w1, w2, b) of
    finite numbers, for instance {"AND": (-1, -1, 1.5), ...} (which is NOT BOTH, and so the wrong answer).
    """
    ### BEGIN SOLUTION
    return {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "FIRST ONLY": (1, -1, -0.5)}
    ### END SOLUTION

# %% test="three_gates_by_hand" points=1
# Each of the three gates fires for the right inputs.
got = gates()
assert isinstance(got, dict), f"gates should return a dictionary, but a {type(got).__name__} came."
for name, truth in [("AND", [0, 0, 0, 1]), ("OR", [0, 1, 1, 1]), ("FIRST ONLY", [0, 0, 1, 0])]:
    assert name in got, f"the dictionary has no key {name!r}."
    w1, w2, b = numbers(got[name], (3,), name)
    assert np.isfinite([w1, w2, b]).all(), f"the three numbers of {name} should be finite."
    for (x1, x2), t in zip(INPUTS.tolist(), truth):
        z = x1 * w1 + x2 * w2 + b
        assert (z > 0) == bool(t), f"{name}: for the inputs ({x1}, {x2}) the sum is {z:.4g}; is that right?"

# %% [markdown]
# Where your gates fire (shaded), and where they should (black):

# %% run
across, up = np.meshgrid(np.linspace(-0.5, 1.5, 200), np.linspace(-0.5, 1.5, 200))     # (200, 200) each
tables = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "FIRST ONLY": [0, 0, 1, 0]}
fig, axes = plt.subplots(1, 3, figsize=(9, 3.4), sharey=True, layout="constrained")
answers = gates()
for ax, name in zip(axes, tables):
    w1, w2, b = answers[name]
    fires = w1 * across + w2 * up + b > 0                                              # (200, 200)
    ax.contourf(across, up, fires, levels=[-0.5, 0.5, 1.5], colors=["white", "#BBCCEE"])
    ax.scatter(*INPUTS.T, s=110, c=tables[name], cmap="Greys", vmin=0, vmax=1, edgecolors="black")
    ax.set(title=name, xlabel="input 1", aspect="equal", xticks=[0, 1], yticks=[0, 1])
axes[0].set_ylabel("input 2")
plt.show()

# %% [markdown]
# *What to see:* the border is always a **straight line**, where $z = 0$. Weights tilt it, the bias moves it.
# A neuron with two inputs can do exactly the tables whose black points can be cut off from the white ones
# with a ruler.
#
# ## 3. How many neurons can do it? (2 points)
#
# In the nursery's corridor there is a lamp with two switches, one at either end. It is on if *exactly one* of
# them is up: **XOR**, with the truth table $0, 1, 1, 0$. Which weights do that? Let the computer search: take
# $w_1$, $w_2$ and $b$ each from a list of values, try **all** triples, and count those whose neuron has the
# right output for all four inputs. The neuron fires if its sum is above 0, as in exercise 2.
#
# *Example.* The values $-1, 0, 1$ give $3 \cdot 3 \cdot 3 = 27$ triples $(w_1, w_2, b)$. Just one of them is
# an AND, $(1, 1, -1)$: its sums are $-1, 0, 0, 1$, and only the last is above 0. And just one is an OR.
# Which?
#
# Write `count_weights`, about 5 lines. `itertools.product(values, repeat=3)` runs through all triples, and
# `INPUTS` holds the four inputs in the order of the table.

# %% solution="count_weights"
def count_weights(truth, values):
    """How many neurons with weights and bias from `values` have this truth table.

    truth : list of four numbers 0 or 1, the right outputs for the inputs (0, 0), (0, 1), (1, 0), (1, 1)
    values : list of different numbers from which w1, w2 and b are taken, each of them freely: the same number
        may serve twice or three times. (All numbers are multiples of 0.5, so sums are exact.)
    Returns the number of triples (w1, w2, b) for which all four outputs are right, a whole number.

    Example: count_weights([0, 0, 0, 1], [-1, 0, 1]) is 1
    """
    ### BEGIN SOLUTION
    count = 0
    for w1, w2, b in itertools.product(values, repeat=3):
        fires = [w1 * x1 + w2 * x2 + b > 0 for x1, x2 in INPUTS]
        count += np.array_equal(fires, truth)
    return count
    ### END SOLUTION

# %% test="counts_the_neurons_that_fit" points=1
# The count is the number of triples that get all four outputs right.
known = {"Is 0 above 0? And may a value serve twice?": 0.0, "All four outputs have to be right.": 64.0}
for name, truth in [("AND", [0, 0, 0, 1]), ("OR", [0, 1, 1, 1])]:
    got = numbers(count_weights(list(truth), [-1, 0, 1]), (), "the count")
    assert got == 1, f"{name} with values -1, 0, 1: one triple fits, but {got:.4g} came.{hint(got, known)}"
got = numbers(count_weights([0, 1, 1, 1], [-1, 2, 3]), (), "the count")
assert got == 4, f"OR with the values -1, 2, 3: both weights can be 2 or 3, so 4 triples, but {got:.4g} came."
### BEGIN HIDDEN TESTS
def fits(truth, values):
    right = 0
    for b in values:
        for w1 in values:
            for w2 in values:
                right += [b > 0, w2 + b > 0, w1 + b > 0, w1 + w2 + b > 0] == [bool(t) for t in truth]
    return right


for values in ([-1.5, 0.5, 1, 2], [-2, -1, -0.5, 0, 3], [0, 1], [-3, 2.5, 1, -0.5, 0.5]):
    for truth in ([0, 0, 0, 1], [1, 0, 1, 0], [0, 0, 1, 0], [1, 0, 0, 0], [1, 1, 0, 1], [1, 1, 1, 1]):
        expected = fits(truth, values)
        found = numbers(count_weights(truth, list(values)), (), "the count")
        assert found == expected, f"the count for the table {truth} is off with {len(values)} values."
### END HIDDEN TESTS

# %% test="all_tables_but_two_have_a_neuron" points=1
# Of the 16 truth tables two have no neuron; each triple belongs to exactly one table.
values = [-2, -1, 0.5, 1, 1.5]
counts = {truth: numbers(count_weights(list(truth), list(values)), (), "the count")
          for truth in itertools.product([0, 1], repeat=4)}
total = sum(counts.values())
assert total == 5**3, (
    f"the counts of all 16 tables add up to {total:.4g}; 5 values make 125 triples, each with one table.")
assert counts[0, 1, 1, 0] == 0, "you found a neuron for XOR, 0 1 1 0. Look at one and check its four outputs."
assert counts[0, 0, 0, 1] > 0 and counts[0, 1, 1, 1] > 0, "there are neurons for AND and for OR among these."
### BEGIN HIDDEN TESTS
assert counts[1, 0, 0, 1] == 0, "you found a neuron for the opposite of XOR, 1 0 0 1. Check its four outputs."
missing = [truth for truth in counts if counts[truth] == 0]
assert len(missing) == 2, f"{len(missing)} of the 16 tables have no neuron; only two should have none."
### END HIDDEN TESTS

# %% [markdown]
# Your counts for all 16 truth tables there are, on a grid from $-2$ to $2$ in steps of $0.5$:

# %% run
values = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2]
tables = list(itertools.product([0, 1], repeat=4))
counts = [int(count_weights(list(truth), values)) for truth in tables]
names = {(0, 0, 0, 1): "AND", (0, 1, 1, 1): "OR", (0, 1, 1, 0): "XOR", (0, 0, 1, 0): "FIRST\nONLY"}
fig, ax = plt.subplots(figsize=(9, 4), layout="constrained")
bars = ax.bar(range(16), counts, color=BLUE)
ax.bar_label(bars, fontsize=9)
ax.set(title=f"Neurons found for each truth table, among {len(values) ** 3}", ylabel="number of triples",
       ylim=(0, 1.12 * max(counts)))
ax.set_xticks(range(16), ["".join(map(str, t)) + "\n" + names.get(t, "") for t in tables])
ax.set_xlabel("truth table: outputs for the inputs (0, 0), (0, 1), (1, 0), (1, 1)")
plt.show()

# %% [markdown]
# *What to see:* two tables have a bar of height 0, XOR and its opposite. The search proves nothing about the
# weights between the grid's values. Four lines do. A neuron for XOR would need
#
# 1. $b \le 0$, because $(0, 0)$ must not fire,
# 2. $w_2 + b > 0$, because $(0, 1)$ must fire,
# 3. $w_1 + b > 0$, because $(1, 0)$ must fire,
# 4. $w_1 + w_2 + b \le 0$, because $(1, 1)$ must not fire.
#
# Add lines 2 and 3: $w_1 + w_2 + 2b > 0$, so $w_1 + w_2 + b > -b \ge 0$, which contradicts line 4. **No
# weights whatever do it.** When Minsky and Papert set out such limits in their book *Perceptrons* (1969),
# much of the enthusiasm for neural networks was gone for years. The way out, a second layer, comes in
# assignment 202.
#
# ## 4. Learning from one error (3 points)
#
# Nobody wants to search for 15 numbers, or for millions of them, on a grid. A neuron should find its weights
# itself. Show it an input $x$ with the **target** $t$, let it answer $a = \varphi(z)$, and call
#
# $$E = \tfrac12\,(t - a)^2$$
#
# its error. Each weight goes a little way downhill. The chain rule says which way that is:
#
# $$\frac{\partial E}{\partial w_j}
# = \underbrace{-(t - a)}_{\partial E / \partial a}\;
# \underbrace{\varphi'(z)}_{\partial a / \partial z}\;
# \underbrace{x_j}_{\partial z / \partial w_j},
# \qquad \varphi'(z) = a\,(1 - a) \text{ for the sigmoid}$$
#
# (The $\tfrac12$ cancels the 2 of the square.) What all weights share is called **delta**,
# $\delta = (t - a)\,a\,(1 - a)$, and a step against the slope is the **delta rule**:
#
# $$w_j \leftarrow w_j + \eta\,\delta\,x_j, \qquad b \leftarrow b + \eta\,\delta$$
#
# (Widrow and Hoff found it in 1960, for neurons without an activation.)
#
# The bias is treated like a weight whose input is always 1. Work out $\delta$ **once**, with the weights as
# they were before the step; a delta from half-changed numbers is not the slope at any point.
#
# *Example.* $x = (1, -2)$, $t = 1$, $w = (0.5, 0.25)$, $b = 0$, $\eta = 2$: $z = 0$, $a = 0.5$,
# $\delta = 0.5 \cdot 0.5 \cdot 0.5 = 0.125$, so $w$ becomes $(0.75, -0.25)$ and $b$ becomes $0.25$. With them
# the neuron answers $0.82$, which is nearer to 1 than $0.5$ was.
#
# Write `delta_step`, about 3 lines.

# %% solution="delta_step"
def delta_step(x, t, w, b, lr):
    """One step of the delta rule for a sigmoid neuron.

    x : array (d,) of floats, the inputs
    t : number from 0 to 1, the target
    w : array (d,) of floats, the weights before the step
    b : number, the bias before the step
    lr : number > 0, the learning rate
    Returns (w_new, b_new): array (d,) and a number. x and w themselves stay as they are.

    Example: delta_step(np.array([1.0, -2.0]), 1, np.array([0.5, 0.25]), 0.0, 2) is
    (array([0.75, -0.25]), 0.25)
    """
    ### BEGIN SOLUTION
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (t - a) * a * (1 - a)
    return w + lr * delta * x, b + lr * delta
    ### END SOLUTION

# %% test="weights_go_down_the_slope" points=2
# The weights move by -lr times the slope of half the squared error, in a new array.
x, w = np.array([1.0, -2.0]), np.array([0.5, 0.25])
w_new, _ = two(delta_step(x, 1, w, 0.0, 2), "the result", "w_new and b_new")
w_new = numbers(w_new, (2,), "w_new")
known = {"Did you leave out the derivative of the activation?": [1.5, -1.75],
         "That is uphill: look at the sign of the error.": [0.25, 0.75],
         "Was the learning rate used?": [0.625, 0.0], "Was the 2 of the square cancelled?": [1.0, -0.75],
         "The derivative is a (1 - a), with the output and not the sum.": [0.5, 0.25],
         "Return the new weights, not the change.": [0.25, -0.5],
         "Each weight's step is multiplied by its own input.": [0.75, 0.5]}
said = ", ".join(f"{v:.4g}" for v in w_new)
assert np.allclose(w_new, [0.75, -0.25]), f"in the example w_new came out as {said}.{hint(w_new, known)}"
assert np.array_equal(w, [0.5, 0.25]) and np.array_equal(x, [1, -2]), (
    "w or x itself has changed. w += ... writes into it; make a new array.")
w_new = numbers(two(delta_step(x, 0, w, math.log(3), 1), "the result", "w_new and b_new")[0], (2,), "w_new")
assert np.allclose(w_new, [0.359375, 0.53125]), (
    "with b = ln 3, t = 0 and lr = 1 the output a is 0.75 and delta -0.75 * 0.75 * 0.25; w_new is off.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(4)
for d, t, b, lr in [(1, 1, 0.7, 0.5), (3, 0, -0.4, 3.0), (6, 1, 1.1, 0.1), (4, 0.25, 0.3, 1.0), (3, 0, 2, 9)]:
    x, w = rng.normal(size=d), rng.normal(size=d)

    def error(weights):
        return 0.5 * (t - 1 / (1 + math.exp(-sum(p * q for p, q in zip(x, weights)) - b))) ** 2

    h = 1e-5
    slope = np.array([(error(w + h * e) - error(w - h * e)) / (2 * h) for e in np.eye(d)])
    before = x.copy(), w.copy()
    w_new = numbers(two(delta_step(x, t, w, b, lr), "the result", "w_new and b_new")[0], (d,), "w_new")
    assert np.allclose(w_new - before[1], -lr * slope, rtol=1e-4, atol=1e-8), (
        f"w moves by something other than -lr times the measured slope, for d = {d}, t = {t}, lr = {lr}.")
    assert np.array_equal(x, before[0]) and np.array_equal(w, before[1]), "w or x itself has changed."
### END HIDDEN TESTS

# %% test="the_bias_learns_too" points=1
# The bias moves like a weight whose input is 1, with the same delta.
x, w = np.array([1.0, -2.0]), np.array([0.5, 0.25])
got = two(delta_step(x, 1, w.copy(), 0.0, 2), "the result", "w_new and b_new")
b_new = numbers(got[1], (), "b_new")
known = {"The bias has not moved.": 0.0, "Did you leave out the derivative of the activation?": 1.0,
         "That is uphill.": -0.25, "Was the learning rate used?": 0.125,
         "Was the 2 of the square cancelled?": 0.5}
assert abs(b_new - 0.25) < 1e-6, (
    f"in the example b_new came out as {b_new:.4g}.{hint(b_new, known)} One delta, from the old weights.")
b_new = numbers(two(delta_step(x, 0, w, math.log(3), 1), "the result", "w_new and b_new")[1], (), "b_new")
assert abs(b_new - math.log(3) + 0.140625) < 1e-6, (
    "with b = ln 3, t = 0 and lr = 1 the output a is 0.75 and delta -0.75 * 0.75 * 0.25; b_new is off.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(5)
for d, t, b, lr in [(1, 0, 0.7, 0.5), (3, 1, -0.4, 3.0), (6, 0, 1.1, 0.1), (4, 0.75, 0.3, 1.0)]:
    x, w = rng.normal(size=d), rng.normal(size=d)
    z = sum(p * q for p, q in zip(x.tolist(), w.tolist()))

    def error(bias):
        return 0.5 * (t - 1 / (1 + math.exp(-z - bias))) ** 2

    slope = (error(b + 1e-5) - error(b - 1e-5)) / 2e-5
    b_new = numbers(two(delta_step(x, t, w, b, lr), "the result", "w_new and b_new")[1], (), "b_new")
    assert abs(b_new - b + lr * slope) < 1e-4 * lr * abs(slope) + 1e-8, (
        f"b moves by something other than -lr times the measured slope, for d = {d}, t = {t}, lr = {lr}.")
### END HIDDEN TESTS

# %% [markdown]
# Your rule at work on three gates: 400 times through the four inputs, one step for each, beginning with
# zeros.

# %% run
fig, ax = plt.subplots(figsize=(8, 3.8), layout="constrained")
for name, truth, colour, style in [("AND", [0, 0, 0, 1], BLUE, "-."), ("OR", [0, 1, 1, 1], YELLOW, "--"),
                                   ("XOR", [0, 1, 1, 0], RED, "-")]:
    w, b, errors = np.zeros(2), 0.0, []
    for epoch in range(400):
        for x, t in zip(INPUTS.astype(float), truth):
            w, b = delta_step(x, t, w, b, 2.0)
            w, b = np.asarray(w, dtype=float).ravel(), float(np.squeeze(b))
        outputs = 1 / (1 + np.exp(-(INPUTS @ w + b)))                   # (4,)
        errors.append(np.mean((truth - outputs) ** 2))
    ax.plot(range(1, 401), errors, style, color=colour, label=name)
    print(f"{name:3}  targets {truth}  outputs", " ".join(f"{a:.2f}" for a in outputs))
ax.axhline(0.25, color="#999999", linewidth=1, label="answering 0.5 to everything")
ax.set(title="A neuron learns AND and OR, but not XOR", xlabel="epochs (times through the four inputs)",
       ylabel="mean squared error (no unit)", ylim=(0, 0.3))
ax.legend(loc="center right")
plt.show()

# %% [markdown]
# *What to see:* AND and OR are learned, with outputs near 0 and 1. For XOR the error never gets below the
# grey line: the best that the neuron finds is to answer 0.5 or so whatever comes. No learning rule can find
# weights that do not exist.
#
# ## 5. From scores to probabilities (2 points)
#
# Back to the irises. Three neurons look at the same four measurements, and each gives its species a
# **score**: in one line $Z = XW + b$. Scores can be any numbers. **Softmax** makes probabilities of them,
# positive and adding up to 1 for every flower:
#
# $$P_{ic} = \frac{e^{Z_{ic}}}{\sum_{k=1}^{C} e^{Z_{ik}}}$$
#
# There is a catch: $e^{710}$ is more than a 64-bit number can hold, and $\infty / \infty$ is `nan`. The cure
# costs nothing. Adding the same number to all scores of a row multiplies top and bottom by the same factor
# and changes no probability. So subtract the **row's own** largest score first; then the largest exponent is
# 0.
#
# *Example.* The scores $(0, \ln 3)$ have the exponentials $1$ and $3$, so the probabilities are
# $(0.25, 0.75)$. The scores $(100, 100 + \ln 3)$ have the same.
#
# Write `softmax`, about 2 lines. (Remember `axis=1` and `keepdims=True`.)

# %% solution="softmax"
def softmax(Z):
    """Probabilities from scores, row by row.

    Z : array (n, C) of floats, the scores of n flowers for C species. Scores can be as large as 10000 and as
        small as -10000, and different rows can have very different sizes.
    Returns P, array (n, C): each row is positive (or 0 where it is too small to tell) and adds up to 1.
    Z itself stays as it is.

    Example: softmax(np.array([[0.0, np.log(3)]])) is array([[0.25, 0.75]])
    """
    ### BEGIN SOLUTION
    E = np.exp(Z - Z.max(axis=1, keepdims=True))                        # (n, C) - (n, 1)
    return E / E.sum(axis=1, keepdims=True)                             # (n, C)
    ### END SOLUTION

# %% test="each_row_becomes_shares" points=1
# Each row of scores becomes shares of its exponentials, which add up to 1.
Z = np.log(np.array([[1.0, 3.0, 4.0], [2.0, 2.0, 1.0]]))
before = Z.copy()
P = numbers(softmax(Z), (2, 3), "P")
assert np.isfinite(P).all(), "there is a nan or an infinity in P."
assert not np.allclose(P.sum(axis=0), 1), "the columns of P add up to 1; the rows should. A row is a flower."
assert np.allclose(P.sum(axis=1), 1), "the rows of P do not add up to 1."
assert np.allclose(P, [[0.125, 0.375, 0.5], [0.4, 0.4, 0.2]], rtol=1e-5), (
    "the scores ln 1, ln 3, ln 4 have the exponentials 1, 3, 4, so the shares are 1/8, 3/8, 4/8.")
assert np.array_equal(Z, before), "Z itself has changed. Was the maximum subtracted in place?"
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(6)
for n, C in [(5, 3), (1, 4), (3, 3), (4, 1), (2, 7)]:
    Z = rng.normal(size=(n, C)) * 2 - 1
    powers = [[math.exp(z) for z in row] for row in Z.tolist()]
    expected = np.array([[p / sum(row) for p in row] for row in powers])
    before = Z.copy()
    P = numbers(softmax(Z), (n, C), "P")
    assert np.allclose(P, expected, rtol=1e-5), f"P is off for scores of shape ({n}, {C})."
    assert np.array_equal(Z, before), "Z itself has changed."
### END HIDDEN TESTS

# %% test="huge_scores_do_not_overflow" points=1
# Scores of any size give finite probabilities, and the same ones when a row is shifted.
Z = np.log(np.array([[1.0, 3.0, 4.0], [2.0, 2.0, 1.0], [1.0, 8.0, 1.0]]))
expected = np.array([[0.125, 0.375, 0.5], [0.4, 0.4, 0.2], [0.1, 0.8, 0.1]])
P = numbers(softmax(Z + 1000), (3, 3), "P")
assert np.isfinite(P).all(), "scores near 1000 give nan or infinity. Subtract the largest score first."
assert np.allclose(P, expected, rtol=1e-5), "adding 1000 to all scores should not change the probabilities."
P = numbers(softmax(Z + np.array([[1000.0], [-1000.0], [0.0]])), (3, 3), "P")
assert np.isfinite(P).all(), "a row near 1000 and one near -1000 together: nan. Whose maximum was subtracted?"
assert np.allclose(P, expected, rtol=1e-5), "a row far below the others gets other probabilities than alone."
### BEGIN HIDDEN TESTS
P = numbers(softmax(Z - 3000), (3, 3), "P")
assert np.isfinite(P).all() and np.allclose(P, expected, rtol=1e-5), "scores near -3000 alone: P is off."
P = numbers(softmax(np.array([[0.0, 900.0, 899.0, -900.0], [-5000.0, 5000.0, 0.0, 1.0]])), (2, 4), "P")
assert np.isfinite(P).all(), "scores that differ by thousands give nan or infinity."
share = 1 / (1 + math.exp(-1))
assert np.allclose(P, [[0, share, 1 - share, 0], [0, 1, 0, 0]], rtol=1e-5, atol=1e-9), (
    "scores that differ by thousands: P is off.")
rng = np.random.default_rng(7)
Z = rng.normal(size=(6, 3))
alone = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
P = numbers(softmax(Z + np.array([[9000.0], [-9000], [700], [-700], [3], [-50]])), (6, 3), "P")
assert np.isfinite(P).all() and np.allclose(P, alone, rtol=1e-5), "rows of very different sizes: P is off."
### END HIDDEN TESTS

# %% [markdown]
# The scores 1, 2 and 4, and what becomes of them when they are shifted or stretched:

# %% run
Z = np.array([[1.0, 2.0, 4.0]])
for what, scores in [("as they are", Z), ("+ 100", Z + 100), ("times 0.1", Z * 0.1), ("times 10", Z * 10)]:
    print(f"{what:12}", " ".join(f"{p:.4f}" for p in np.asarray(softmax(scores))[0]))

# %% [markdown]
# *What to see:* a shift changes nothing. Small scores hardly commit themselves; large ones make the largest
# win nearly everything, hence the name "soft maximum". The order never changes.
#
# ## 6. What a prediction costs (2 points)
#
# A chip that says "0.9 setosa" and is right has done better than one that says "0.4 setosa", though both
# would send the plant to the right place. The **cross-entropy** looks only at the probability that was given
# to the *true* species, and charges the flower minus its natural logarithm:
#
# $$L = -\frac1n \sum_{i=1}^{n} \ln P_{i,\,y_i}$$
#
# Probability 1 costs nothing. Knowing nothing, $1/C$ for each species, costs $\ln C$. Being sure and wrong
# costs infinity, and an infinity spoils every mean: so **a probability below $10^{-12}$ counts as
# $10^{-12}$** (`np.maximum`), which costs about 27.6.
#
# *Example.* $P = \begin{pmatrix} 0.5 & 0.25 & 0.25 \\ 0.1 & 0.1 & 0.8 \end{pmatrix}$ and $y = (2, 1)$: the
# true species got $0.25$ and $0.1$, so $L = (\ln 4 + \ln 10) / 2 \approx 1.844$.
#
# Write `cross_entropy`, about 2 lines. To pick one entry out of every row, index with rows and columns:
# `A[[0, 1], [2, 0]]` holds `A[0, 2]` and `A[1, 0]`.

# %% solution="cross_entropy"
def cross_entropy(P, y):
    """Mean of minus the natural logarithm of the probability given to the true class.

    P : array (n, C) of floats, one row of probabilities for each flower
    y : array (n,) of whole numbers from 0 to C - 1, the true classes
    Returns one number, 0 or larger; probabilities below 1e-12 count as 1e-12. P itself stays as it is.

    Example: cross_entropy(np.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]), np.array([2, 1])) is 1.844...
    """
    ### BEGIN SOLUTION
    true = P[np.arange(len(y)), y]                                      # (n,)
    return -np.mean(np.log(np.maximum(true, 1e-12)))
    ### END SOLUTION

# %% test="mean_of_minus_log_of_the_true_class" points=1
# The loss is the mean over the flowers of minus the logarithm of the true class's probability.
P, y = np.array([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]]), np.array([2, 1])
before = P.copy()
got = numbers(cross_entropy(P, y.copy()), (), "the loss")
right = (math.log(4) + math.log(10)) / 2
known = {"That is the sum; take the mean over the flowers.": 2 * right, "Where is the minus sign?": -right,
         "That is the mean over all entries; each flower counts once.": right / 3,
         "Use the natural logarithm.": right / math.log(2),
         "That is the diagonal of P. What does y say?": -np.log(np.diag(P)).mean(),
         "P[:, y] takes all pairs of rows and columns; one of each row is wanted.": -np.log(P[:, y]).mean(),
         "That is the largest probability of each row, not the true class's.": -np.log(P.max(axis=1)).mean()}
assert abs(got - right) < 1e-6, f"in the example the loss came out as {got:.4g}.{hint(got, known)}"
assert np.array_equal(P, before), "P itself has changed."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(8)
for n, C in [(7, 3), (1, 5), (4, 4), (9, 2), (3, 6)]:
    P, y = rng.dirichlet(np.ones(C), size=n), rng.integers(C, size=n)
    expected = sum(-math.log(P[i, y[i]]) for i in range(n)) / n
    got = numbers(cross_entropy(P.copy(), y.copy()), (), "the loss")
    assert abs(got - expected) < 1e-6, f"the loss is off for {n} flower(s) and {C} classes."
    got = numbers(cross_entropy(np.full((n, C), 1 / C), y.copy()), (), "the loss")
    assert abs(got - math.log(C)) < 1e-6, f"equal shares for {C} classes should cost the logarithm of {C}."
P, y = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.5, 0.0, 0.5]]), np.array([1, 0, 2])
before = P.copy()
cross_entropy(P, y)
assert np.array_equal(P, before), "P itself has changed."
### END HIDDEN TESTS

# %% test="a_probability_of_zero_stays_finite" points=1
# A probability below 1e-12 costs as much as 1e-12 does; larger ones cost what they cost.
got = numbers(cross_entropy(np.array([[0.0, 1.0], [0.5, 0.5]]), np.array([0, 1])), (), "the loss")
assert np.isfinite(got), "a probability of 0 gives nan or infinity. Lift it before the logarithm."
assert abs(got - (12 * math.log(10) + math.log(2)) / 2) < 1e-5, (
    f"probabilities 0 and 0.5 for the true classes: {got:.6g} came. Does 0 count as 1e-12, and 0.5 as 0.5?")
### BEGIN HIDDEN TESTS
P = np.array([[1e-300, 1.0, 0.0], [0.0, 1.0, 0.0], [0.5, 1e-6, 0.5 - 1e-6], [1.0, 0.0, 0.0]])
got = numbers(cross_entropy(P.copy(), np.array([0, 1, 1, 2])), (), "the loss")
expected = (12 + 0 + 6 + 12) * math.log(10) / 4
assert np.isfinite(got), "probabilities of 0 and 1e-300 among the true classes: nan or infinity came."
assert abs(got - expected) < 1e-4, "true classes with probabilities 1e-300, 1, 1e-6 and 0: the loss is off."
### END HIDDEN TESTS

# %% [markdown]
# What one flower costs, as your function sees it (marks), over $-\ln p$:

# %% run
p = np.array([0.01, 0.02, 0.05, 0.1, 0.2, 1 / 3, 0.5, 0.7, 0.9, 1.0])
cost = [float(np.squeeze(cross_entropy(np.array([[v, 1 - v]]), np.array([0])))) for v in p]
fine = np.linspace(0.005, 1, 300)
fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
ax.plot(fine, -np.log(fine), color="#999999", label="−ln p")
ax.plot(p, cost, "o", color=BLUE, label="yours")
ax.axvline(1 / 3, color=RED, linestyle="--", linewidth=1, label="knowing nothing about three species")
ax.set(title="The cost of one flower", xlabel="probability given to the true species",
       ylabel="cross-entropy (no unit)")
ax.legend()
plt.show()

# %% [markdown]
# *What to see:* between "quite sure" and "sure" there is little to gain. A confident error is dear: the curve
# shoots up on the left.
#
# ## 7. Which way is down? (3 points)
#
# For a whole layer the delta rule needs the slope of $L$ for all weights and biases. Softmax and
# cross-entropy are made for each other: nearly everything cancels, and no $\varphi'$ is left over. The slope
# for the scores of flower $i$ is "probability minus target":
#
# $$\frac{\partial L}{\partial Z_{ic}} = \frac{1}{n}\,(P_{ic} - T_{ic})$$
#
# Weight $W_{fc}$ leads from measurement $f$ to species $c$. In $Z = XW + b$ it enters the score of every
# flower $i$ with the factor $X_{if}$, and bias $b_c$ with the factor 1. Add up over the flowers:
#
# $$\frac{\partial L}{\partial W_{fc}} = \frac1n \sum_{i=1}^{n} X_{if}\,(P_{ic} - T_{ic}), \qquad
# \frac{\partial L}{\partial b_c} = \frac1n \sum_{i=1}^{n} (P_{ic} - T_{ic})$$
#
# The first is a matrix product. Which of the two must be transposed, so that the shape is $(d, C)$? And note
# $1/n$: this is the **mean** of the flowers' own gradients, so its size does not grow with the batch.
#
# *Example.* Two flowers, two measurements, three species:
# $X = \begin{pmatrix} 1 & 2 \\ 0 & -1 \end{pmatrix}$,
# $P = \begin{pmatrix} 0.5 & 0.25 & 0.25 \\ 0.2 & 0.2 & 0.6 \end{pmatrix}$, $y = (0, 2)$.
# $P - T = \begin{pmatrix} -0.5 & 0.25 & 0.25 \\ 0.2 & 0.2 & -0.4 \end{pmatrix}$. So
# $\partial L / \partial b = (-0.15, 0.225, -0.075)$, and
# $\partial L / \partial W = \begin{pmatrix} -0.25 & 0.125 & 0.125 \\ -0.6 & 0.15 & 0.45 \end{pmatrix}$.
#
# Write `slp_gradient`, about 3 lines. `np.eye(C)[y]` makes one-hot rows.

# %% solution="slp_gradient"
def slp_gradient(X, P, y):
    """Gradient of the mean cross-entropy of a single layer with softmax.

    X : array (n, d), the measurements
    P : array (n, C), the probabilities that the layer gives them
    y : array (n,) of whole numbers from 0 to C - 1, the true classes. Not every class need be among them.
    Returns (dW, db): arrays (d, C) and (C,), the slopes of the loss for W and b. X, P and y stay as they are.
    """
    ### BEGIN SOLUTION
    D = (P - np.eye(P.shape[1])[y]) / len(X)                            # (n, C)
    return X.T @ D, D.sum(axis=0)                                       # (d, n) @ (n, C), (C,)
    ### END SOLUTION

# %% test="weight_gradient_is_the_slope_of_the_loss" points=2
# dW holds the slope of the mean cross-entropy for every weight.
X, y = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([0, 2])
P = np.array([[0.5, 0.25, 0.25], [0.2, 0.2, 0.6]])
before = X.copy(), P.copy()
dW = numbers(two(slp_gradient(X, P, y), "the result", "dW and db")[0], (2, 3), "dW")
right = np.array([[-0.25, 0.125, 0.125], [-0.6, 0.15, 0.45]])
known = {"That is the sum over the flowers; take the mean.": 2 * right,
         "The sign is turned: probability minus target.": -right,
         "Is it divided by the number of classes, too?": right / 3}
assert np.allclose(dW, right), f"in the example dW is off.{hint(dW, known)}"
assert np.array_equal(X, before[0]) and np.array_equal(P, before[1]), (
    "X or P itself has changed. Make a new table.")
### BEGIN HIDDEN TESTS
def loss(X, y, W, b):
    Z = X @ W + b
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


rng = np.random.default_rng(9)
for n, d, C in [(7, 4, 3), (1, 2, 4), (5, 3, 2), (6, 1, 5)]:
    X, W, b = rng.normal(size=(n, d)), rng.normal(size=(d, C)), rng.normal(size=C)
    y = rng.integers(C - 1, size=n)                        # the last class does not occur
    P = np.exp(X @ W + b) / np.exp(X @ W + b).sum(axis=1, keepdims=True)
    slope, h = np.zeros((d, C)), 1e-5
    for f in range(d):
        for c in range(C):
            step = np.zeros((d, C))
            step[f, c] = h
            slope[f, c] = (loss(X, y, W + step, b) - loss(X, y, W - step, b)) / (2 * h)
    before = X.copy(), P.copy()
    dW = numbers(two(slp_gradient(X, P, y.copy()), "the result", "dW and db")[0], (d, C), "dW")
    assert np.allclose(dW, slope, rtol=1e-4, atol=1e-7), (
        f"dW is not the measured slope of the loss, for {n} flower(s), {d} measurement(s), {C} classes.")
    assert np.array_equal(X, before[0]) and np.array_equal(P, before[1]), "X or P itself has changed."
### END HIDDEN TESTS

# %% test="bias_gradient_is_the_slope_of_the_loss" points=1
# db holds the slope of the mean cross-entropy for every bias.
X, y = np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([0, 2])
P = np.array([[0.5, 0.25, 0.25], [0.2, 0.2, 0.6]])
db = numbers(two(slp_gradient(X, P, y), "the result", "dW and db")[1], (3,), "db")
right = np.array([-0.15, 0.225, -0.075])
known = {"That is the sum over the flowers; take the mean.": 2 * right,
         "The sign is turned: probability minus target.": -right,
         "The biases' slope is 0 everywhere?": 0 * right}
assert np.allclose(db, right), f"in the example db is off.{hint(db, known)}"
### BEGIN HIDDEN TESTS
def loss(X, y, W, b):
    Z = X @ W + b
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


rng = np.random.default_rng(10)
for n, d, C in [(7, 4, 3), (1, 2, 4), (5, 3, 2), (6, 1, 5)]:
    X, W, b = rng.normal(size=(n, d)), rng.normal(size=(d, C)), rng.normal(size=C)
    y = rng.integers(C - 1, size=n)                        # the last class does not occur
    P = np.exp(X @ W + b) / np.exp(X @ W + b).sum(axis=1, keepdims=True)
    slope = np.array([(loss(X, y, W, b + 1e-5 * e) - loss(X, y, W, b - 1e-5 * e)) / 2e-5 for e in np.eye(C)])
    db = numbers(two(slp_gradient(X.copy(), P.copy(), y.copy()), "the result", "dW and db")[1], (C,), "db")
    assert np.allclose(db, slope, rtol=1e-4, atol=1e-7), (
        f"db is not the measured slope of the loss, for {n} flower(s) and {C} classes.")
### END HIDDEN TESTS

# %% [markdown]
# A walk downhill with the 100 irises, beginning with 15 zeros and going straight against your gradient. The
# grey line is the slope that your gradient promises.

# %% run
W, b = np.zeros((4, 3)), np.zeros(3)
dW, db = chip_gradient(softmax, slp_gradient)(X_learn, y_learn, W, b)
lengths = np.linspace(0, 12, 60)
losses = [loss_at(W - s * dW, b - s * db, X_learn, y_learn, softmax, cross_entropy) for s in lengths]
promised = losses[0] - lengths * (np.sum(dW**2) + np.sum(db**2))
fig, ax = plt.subplots(figsize=(7, 3.6), layout="constrained")
ax.plot(lengths, promised, color="#999999", label="promised by the gradient")
ax.plot(lengths, losses, color=BLUE, label="the loss itself")
ax.set(title="One walk against the gradient", xlabel="length of the step (learning rate)",
       ylabel="cross-entropy (no unit)", ylim=(0, 1.2))
ax.legend()
plt.show()

# %% [markdown]
# *What to see:* the two lines touch at 0, so the gradient is right there. It keeps its promise only nearby:
# the loss falls, flattens and rises again. That is why one walks in many steps, looking for the slope anew
# each time.
#
# ## 8. Shuffle and cut (3 points)
#
# How many flowers should be looked at for one gradient? Going once through all $n$ flowers is an **epoch**.
# It is cut into **batches** of `size` flowers, and each batch gives one gradient and one update:
#
# | `size` | usual name | updates in an epoch |
# |---|---|---|
# | 1 | stochastic gradient descent (SGD) | $n$ |
# | between | mini-batch | $\lceil n / \text{size} \rceil$ |
# | $n$ | batch, or full batch | 1 |
#
# ($\lceil\;\rceil$ means rounded up. In libraries such as Keras "SGD" is also the name of the update
# rule, whatever the size of the batch.)
#
# For every epoch the flowers are **shuffled** anew, so that the same flowers do not always come together.
# Flowers and labels must be shuffled in the same way. No flower may be lost, and so the last batch is allowed
# to be smaller.
#
# *Example.* Seven flowers with `size` 3 make three batches, of 3, 3 and 1 flowers.
#
# Write `batches`, about 2 lines. The random order must come from the generator that is passed in:
# `rng.permutation(n)` gives the numbers from 0 to $n-1$ in a random order.

# %% solution="batches"
def batches(X, y, size, rng):
    """All flowers in a random order, cut into batches.

    X : array (n, d), the flowers
    y : array (n,), their labels
    size : flowers in a batch, 1 <= size <= n. Every batch but the last has exactly this size, and the last
        one holds what is left, at least one flower.
    rng : np.random.Generator; the order comes from it and from nothing else
    Returns a list of pairs (X_part, y_part) with shapes (k, d) and (k,); also for a single flower.
    X and y themselves stay as they are.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(X))                                     # (n,)
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]
    ### END SOLUTION

# %% test="every_flower_once_with_its_label" points=2
# Each flower is in exactly one batch, with its own label, and only the last batch is smaller.
X, y = np.array([[0.0, 0.5], [1, 1.5], [2, 2.5], [3, 3.5], [4, 4.5], [5, 5.5], [6, 6.5]]), np.arange(7) * 10
before = X.copy(), y.copy()
parts = cut(batches(X, y, 3, np.random.default_rng(1)), 7, 2)
sizes = [len(rows) for rows, _ in parts]
assert sum(sizes) == 7, f"seven flowers with size 3 came out as batches of {sizes}. Where is the rest?"
assert sizes == [3, 3, 1], f"seven flowers with size 3 came out as batches of {sizes}; 3, 3 and 1 is right."
rows, labels = np.concatenate([r for r, _ in parts]), np.concatenate([c for _, c in parts])
assert sorted(rows[:, 0].tolist()) == [0, 1, 2, 3, 4, 5, 6], "some flowers come twice, others never."
assert np.array_equal(labels, rows[:, 0] * 10), "flowers have other flowers' labels. Use one order for both."
assert np.array_equal(rows[:, 1], rows[:, 0] + 0.5), "the measurements of different flowers are mixed up."
assert np.array_equal(X, before[0]) and np.array_equal(y, before[1]), "X or y itself has changed."
### BEGIN HIDDEN TESTS
for n, d, size in [(10, 3, 1), (11, 1, 4), (12, 2, 4), (9, 4, 9), (8, 3, 7), (5, 2, 2)]:
    X = np.random.default_rng(n).normal(size=(n, d))
    y = np.random.default_rng(n).permutation(n) + 3
    before = X.copy(), y.copy()
    parts = cut(batches(X, y, size, np.random.default_rng(2)), n, d)
    sizes, expected = [len(rows) for rows, _ in parts], [size] * (n // size) + [n % size] * (n % size > 0)
    assert sizes == expected, f"{n} flowers with size {size} came out as batches of {sizes}."
    seen = sorted([label, *row] for rows, labels in parts for row, label in zip(rows.tolist(), labels))
    assert seen == sorted([label, *row] for row, label in zip(before[0].tolist(), before[1])), (
        f"not every flower comes exactly once with its own label, for {n} flowers with size {size}.")
    assert np.array_equal(X, before[0]) and np.array_equal(y, before[1]), "X or y itself has changed."
### END HIDDEN TESTS

# %% test="the_order_comes_from_rng" points=1
# The order is random and determined by the generator that is passed in, by it alone.
X, y = np.column_stack([np.arange(43.0), np.ones(43)]), np.arange(43)


def order(rng):
    """The flowers in the order in which they come, one list for each batch."""
    parts = cut(batches(X.copy(), y.copy(), 8, rng), 43, 2)
    return [rows[:, 0].tolist() for rows, _ in parts]


rng = np.random.default_rng(1)
first, next_epoch, second = order(rng), order(rng), order(np.random.default_rng(2))
together = [number for part in first for number in part]
assert sorted(together) == list(range(43)), "the batches should hold each of the 43 flowers once."
assert together != list(range(43)), "the flowers come in their old order. Shuffle them."
assert first != second, "generators with different seeds give the same order. Is rng used?"
assert order(np.random.default_rng(1)) == first, (
    "generators in the same state give different orders. Does the order come from rng?")
assert next_epoch != first, "the same order in two epochs. Draw from rng itself, not from a copy of it."
### BEGIN HIDDEN TESTS
assert {frozenset(part) for part in first} != {frozenset(part) for part in second}, (
    "the same flowers are together in both epochs. Shuffle the flowers, not the batches or inside them.")
for parts in (first, second):
    row = [number for part in parts for number in part]
    neighbours = sum((after - before) % 43 in (1, 42) for before, after in zip(row, row[1:]))
    assert neighbours < 21, "flowers that stand side by side in X still follow each other. Shuffle them all."
whole = cut(batches(X.copy(), y.copy(), 43, np.random.default_rng(3)), 43, 2)[0][0]
assert whole[:, 0].tolist() != list(range(43)), "with size = n the flowers come in their old order."
### END HIDDEN TESTS

# %% [markdown]
# All 150 irises as they stand in the table, sorted by species, and after your shuffle, in batches of 16:

# %% run
sorted_mix = np.zeros((10, 3))
np.add.at(sorted_mix, (np.arange(150) // 16, iris.target), 1)                      # (10, 3)
parts = batches(iris.data, iris.target, 16, np.random.default_rng(3))
shuffled_mix = np.array([[np.sum(np.asarray(labels) == c) for c in range(3)] for _, labels in parts])
fig, axes = plt.subplots(1, 2, figsize=(9, 3.6), sharey=True, layout="constrained")
titles = "as they stand in the table", "from your batches"
for ax, mix, title in zip(axes, (sorted_mix, shuffled_mix), titles):
    low = np.zeros(len(mix))
    for c, (colour, hatch) in enumerate([(BLUE, ""), (YELLOW, "///"), (RED, "...")]):
        ax.bar(range(1, len(mix) + 1), mix[:, c], bottom=low, color=colour, hatch=hatch, edgecolor="white",
               label=SPECIES[c])
        low = low + mix[:, c]
    ax.set(title=title, xlabel="batch", xticks=range(1, len(mix) + 1))
axes[0].set_ylabel("flowers in the batch")
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
plt.show()

# %% [markdown]
# *What to see:* on the left nearly every batch knows one species only, and its gradient would pull all
# flowers towards it. On the right each batch is a small, rough picture of all flowers. The last batch holds
# 6.
#
# ## 9. Once through all the flowers (2 points)
#
# Now one epoch: for every batch, in turn, ask for the gradient **at the weights as they are now**, then take
# one step against it, weights and biases together:
#
# $$W \leftarrow W - \eta\,\frac{\partial L}{\partial W}, \qquad
# b \leftarrow b - \eta\,\frac{\partial L}{\partial b}$$
#
# How the gradient is found is not this function's business: it is passed in as `gradient(X, y, W, b)`, which
# returns the pair `(dW, db)`. It has already taken the mean over the batch. The tests pass in simpler ones
# than yours.
#
# *Example.* A gradient that always says $\partial L / \partial W = W$, with $\eta = 0.5$, halves the weights
# at every step: $W = 8$ becomes $4$ after one batch and $2$ after two.
#
# Write `one_epoch`, about 4 lines.

# %% solution="one_epoch"
def one_epoch(W, b, parts, lr, gradient):
    """One step against the gradient for every batch, one after the other.

    W, b : arrays (d, C) and (C,) of floats, weights and biases before the epoch; they stay as they are
    parts : list of pairs (X_part, y_part), the batches
    lr : number > 0, the learning rate
    gradient : function; gradient(X_part, y_part, W, b) returns (dW, db), arrays shaped like W and b
    Returns (W_new, b_new), arrays (d, C) and (C,), after the last batch.
    """
    ### BEGIN SOLUTION
    for X_part, y_part in parts:
        dW, db = gradient(X_part, y_part, W, b)
        W, b = W - lr * dW, b - lr * db
    return W, b
    ### END SOLUTION

# %% test="one_step_for_every_batch" points=1
# Each batch moves weights and biases once, by -lr times its gradient; W and b that were passed in stay.
def from_the_batch(X, y, W, b):
    """A simple gradient for this test: it comes from the batch alone."""
    return np.full((1, 2), X[0, 0]), np.full(2, float(y[0]))


parts = [(np.array([[1.0], [9.0]]), np.array([4, 9])), (np.array([[2.0], [9.0]]), np.array([6, 9])),
         (np.array([[3.0]]), np.array([8]))]
W, b = np.array([[10.0, 20.0]]), np.array([1.0, 2.0])
W_new, b_new = two(one_epoch(W, b, parts, 0.5, from_the_batch), "the result", "W_new and b_new")
W_new, b_new = numbers(W_new, (1, 2), "W_new"), numbers(b_new, (2,), "b_new")
known = {"Those are three steps uphill.": [[13, 23]], "Was the learning rate used?": [[4, 14]],
         "That is the step of the mean gradient; each batch has a step of its own.": [[9, 19]],
         "That is the first batch's step alone.": [[9.5, 19.5]],
         "That is the last batch's step alone.": [[8.5, 18.5]]}
assert np.allclose(W_new, [[7, 17]]), (
    f"gradients 1, 2 and 3 with lr 0.5 should move the weights by -3 in all.{hint(W_new, known)}")
assert np.allclose(b_new, [-8, -7]), "gradients 4, 6 and 8 with lr 0.5 should move the biases by -9 in all."
assert np.array_equal(W, [[10, 20]]) and np.array_equal(b, [1, 2]), (
    "the W or b that was passed in has changed. W -= ... writes into it; make a new array.")
### BEGIN HIDDEN TESTS
def sums(X, y, W, b):
    return np.outer(X.sum(axis=0), [1.0, -2.0, 0.5]), np.array([y.sum(), len(y), 1.0])


rng = np.random.default_rng(11)
for count in (1, 5):
    parts = [(rng.normal(size=(k, 2)), rng.integers(3, size=k)) for k in (4, 4, 4, 4, 2)[-count:]]
    W, b = rng.normal(size=(2, 3)), rng.normal(size=3)
    steps = [sums(X, y, None, None) for X, y in parts]
    W_right = W - 0.3 * sum(dW for dW, _ in steps)
    b_right = b - 0.3 * sum(db for _, db in steps)
    before = W.copy(), b.copy()
    got = two(one_epoch(W, b, parts, 0.3, sums), "the result", "W_new and b_new")
    assert np.allclose(numbers(got[0], (2, 3), "W_new"), W_right, rtol=1e-5, atol=1e-7), (
        f"W_new is not W minus lr times the gradient of each of {count} batch(es), once each.")
    assert np.allclose(numbers(got[1], (3,), "b_new"), b_right, rtol=1e-5, atol=1e-7), (
        f"b_new is not b minus lr times the gradient of each of {count} batch(es), once each.")
    assert np.array_equal(W, before[0]) and np.array_equal(b, before[1]), "W or b itself has changed."
### END HIDDEN TESTS

# %% test="each_step_starts_where_the_last_one_ended" points=1
# Each gradient is taken at the weights and biases that the batch before has left, both of one moment.
def pulls_to_zero(X, y, W, b):
    """A simple gradient for this test: W for the weights, their sum for the bias."""
    return W.copy(), W.sum(axis=0)


parts = [(np.array([[1.0]]), np.array([0])), (np.array([[2.0]]), np.array([0]))]
W, b = np.array([[8.0]]), np.array([20.0])
got = two(one_epoch(W, b, parts, 0.5, pulls_to_zero), "the result", "W_new and b_new")
W_new, b_new = numbers(got[0], (1, 1), "W_new"), numbers(got[1], (1,), "b_new")
known = {"Were both gradients taken at the weights from the beginning?": [[0]], "That is one step.": [[4]]}
assert np.allclose(W_new, [[2]]), (
    f"W = 8 is halved by each of two batches, so 2, but {W_new[0, 0]:.4g} came.{hint(W_new, known)}")
known = {"Take the gradients of W and b together, before either is changed.": [17.0]}
assert np.allclose(b_new, [14]), (
    f"the bias 20 moves by half of 8, then by half of 4, but {b_new[0]:.4g} came.{hint(b_new, known)}")
### BEGIN HIDDEN TESTS
def crooked(X, y, W, b):
    return X.mean(axis=0)[:, None] * (W + b) - y.mean(), np.tanh(W.sum(axis=0) - b) + y[0]


rng = np.random.default_rng(12)
parts = [(rng.normal(size=(k, 2)), rng.integers(3, size=k)) for k in (3, 3, 3, 2)]
W, b = rng.normal(size=(2, 3)), rng.normal(size=3)
W_right, b_right = W.copy(), b.copy()
for X, y in parts:
    dW, db = crooked(X, y, W_right, b_right)
    W_right, b_right = W_right - 0.4 * dW, b_right - 0.4 * db
got = two(one_epoch(W.copy(), b.copy(), parts, 0.4, crooked), "the result", "W_new and b_new")
assert np.allclose(numbers(got[0], (2, 3), "W_new"), W_right, rtol=1e-5, atol=1e-7), (
    "four batches in a row: a gradient was not taken at the weights and biases of that moment.")
assert np.allclose(numbers(got[1], (3,), "b_new"), b_right, rtol=1e-5, atol=1e-7), (
    "four batches in a row: the biases are off. Were both gradients taken before either was changed?")
### END HIDDEN TESTS

# %% [markdown]
# ## The chip learns
#
# Everything together: 30 epochs with the 100 flowers, three batch sizes, the **same** learning rate 0.1.
# Before you run the cell, predict: which curve will be lowest after 30 epochs? The line at the bottom is
# scikit-learn's logistic regression, which is the same model, trained until it hardly improves.

# %% run
gradient = chip_gradient(softmax, slp_gradient)
library = LogisticRegression(C=1e4, max_iter=5000).fit(X_learn, y_learn)           # almost no penalty
floor = float(np.squeeze(cross_entropy(library.predict_proba(X_learn), y_learn)))
fig, axes = plt.subplots(1, 2, figsize=(10, 4.2), sharey=True, layout="constrained")
for size, (colour, style, mark) in LOOK.items():
    states = train(size, 0.1, 0, batches, one_epoch, gradient)
    losses = [loss_at(W, b, X_learn, y_learn, softmax, cross_entropy) for W, b in states]
    updates = np.arange(31) * math.ceil(100 / size)
    axes[0].plot(range(31), losses, style, color=colour, label=f"batches of {size}")
    axes[1].plot(updates[1:], losses[1:], style, color=colour, marker=mark, markersize=3)
    print(f"batches of {size:3}: {updates[-1]:4} updates, cross-entropy {losses[-1]:.3f}")
for ax, title, xlabel in [(axes[0], "30 times through the flowers", "epochs"),
                          (axes[1], "The same, by updates", "updates (logarithmic)")]:
    ax.axhline(floor, color="#999999", linewidth=1, label="scikit-learn")
    ax.set(title=title, xlabel=xlabel)
axes[0].set_ylabel("cross-entropy of the 100 flowers (no unit)")
axes[1].set_xscale("log")
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
plt.show()

# %% [markdown]
# *What to see:* on the left, single flowers win clearly: they change the weights 100 times in every epoch,
# the full batch only once. On the right the three join into one curve: with this small learning rate an
# update is worth about the same, whether one flower or a hundred stand behind it, and the full batch simply
# makes too few of them. So is that the decision? Not yet. The three got the same **learning rate**, and who
# says that it suits all of them?
#
# ## Is that fair? Each size with its own learning rate
#
# The same 30 epochs for many learning rates, three springs (three random orders) each. Lines are the middle
# of the three, bands reach from the best to the worst. This takes a few seconds.

# %% run
gradient = chip_gradient(softmax, slp_gradient)
rates = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100]
fig, ax = plt.subplots(figsize=(8, 4.4), layout="constrained")
print("middle and worst cross-entropy after 30 epochs")
print("rate   " + "".join(f"  batches of {size:3}" for size in LOOK))
table = []
for size, (colour, style, mark) in LOOK.items():
    results = []
    for lr in rates:
        ends = [train(size, lr, seed, batches, one_epoch, gradient)[-1] for seed in range(3)]
        results.append(sorted(loss_at(W, b, X_learn, y_learn, softmax, cross_entropy) for W, b in ends))
    best, middle, worst = np.transpose(results)                                    # (9,) each
    ax.fill_between(rates, best, worst, color=colour, alpha=0.25, linewidth=0)
    ax.plot(rates, middle, style, color=colour, marker=mark, label=f"batches of {size}")
    table.append([f"{m:9.3f} {w:6.3f}" for m, w in zip(middle, worst)])
for lr, *row in zip(rates, *table):
    print(f"{lr:5}  " + " ".join(row))
ax.set(xscale="log", yscale="log", title="After 30 epochs: batch size and learning rate work together",
       xlabel="learning rate (logarithmic)", ylabel="cross-entropy (logarithmic)")
ax.legend()
plt.show()

# %% [markdown]
# *What to see:* each batch size has a range of learning rates in which it does well, and the range moves to
# the right when the batches grow. A mean over many flowers is a reliable direction and bears long steps. A
# single flower's direction is mostly accident: long steps throw the weights about, and where to depends on
# the spring (the wide band, from a rate of 1 on). Batches of 16 come to that point later, near 10.
#
# ## 10. Which statements hold? (1 point)
#
# The chip has four inputs and three neurons with softmax; it learns from $n = 100$ flowers with your
# functions.
#
# - **a** With batches of 1, thirty epochs make 3000 updates.
# - **b** With batches of 1 the method is called batch learning; with batches of 100 it is called SGD.
# - **c** With batches of 16, an epoch makes 6 updates.
# - **d** If all 15 numbers begin at 0, the three neurons always get the same gradient and stay equal for
#   ever.
# - **e** If 7 is added to all three biases, every flower keeps its probabilities.
# - **f** A neuron with a step and two inputs could do XOR, if only the weights were chosen finely enough.
# - **g** The output of a sigmoid neuron is either 0 or 1.
# - **h** At given weights, the gradient of one batch of 100 is the mean of the 100 gradients of single
#   flowers.
#
# *Decision rule:* a letter belongs in your set if its statement is true without exception as it is written
# here.
#
# The test below shows only whether your answer has the right form; whether it is right is found out when it
# is graded. In the free cell you can try out what you are not sure of.

# %%
# Free cell: try out, for instance, the gradient of the first step from zeros.

# %% solution="which_statements_hold"
def which_statements_hold():
    """The letters of all statements that hold.

    Returns a set of letters, for instance {"b", "g"} (which is not the answer).
    """
    ### BEGIN SOLUTION
    return {"a", "e", "h"}
    ### END SOLUTION

# %% test="only_these_statements_hold" points=1
# The set holds the statements that are true, and no others.
got = which_statements_hold()
try:
    letters = {str(letter) for letter in got}
except TypeError:
    raise AssertionError(f"return a set of letters; a {type(got).__name__} came.") from None
assert letters and letters <= set("abcdefgh"), (
    "the answer should be a set of letters from a to h with at least one in it.")
assert letters != {"b", "g"}, "this is the sample of the docstring, not an answer."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(13)
X, W, b = rng.normal(size=(100, 4)), rng.normal(size=(4, 3)), rng.normal(size=3)
T = np.eye(3)[rng.integers(3, size=100)]


def probabilities(Z):
    return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)


P = probabilities(X @ W + b)
from_zeros = X.T @ (probabilities(np.zeros((100, 3))) - T)                         # (4, 3)
singles = np.mean([np.outer(x, p - t) for x, p, t in zip(X, P, T)], axis=0)        # (4, 3)
true = {"a": 30 * math.ceil(100 / 1) == 3000,
        "b": False,                                        # the names are exchanged
        "c": math.ceil(100 / 16) == 6,
        "d": np.allclose(from_zeros[:, 0], from_zeros[:, 1]),
        "e": np.allclose(probabilities(X @ W + b + 7), P),
        "f": False,                                        # proved in section 3
        "g": False,                                        # at z = 0 it is 0.5
        "h": np.allclose(singles, X.T @ (P - T) / 100)}
assert letters == {letter for letter in true if true[letter]}, (
    "not the right set. For every letter you are not sure of, try it out or look for one exception.")
### END HIDDEN TESTS

# %% [markdown]
# ## The decision
#
# First write down what you would do: which batch size, which learning rate. Then open the exam: 50 flowers
# that nobody has learnt from. All at the old rate 0.1, then each at a rate that looked good above, in a new
# spring.

# %% run
gradient = chip_gradient(softmax, slp_gradient)
print("batches of   rate   updates   cross-entropy   wrong of 50   time here")
for size, lr in [(1, 0.1), (16, 0.1), (100, 0.1), (1, 0.3), (16, 3), (100, 10)]:
    start = time.perf_counter()
    W, b = train(size, lr, 7, batches, one_epoch, gradient)[-1]
    took = 1000 * (time.perf_counter() - start)
    P = np.asarray(softmax(X_exam @ W + b))                                        # (50, 3)
    wrong, updates = np.sum(P.argmax(axis=1) != y_exam), 30 * math.ceil(100 / size)
    loss = loss_at(W, b, X_exam, y_exam, softmax, cross_entropy)
    print(f"{size:10} {lr:6} {updates:9} {loss:15.3f} {wrong:13} {took:8.1f} ms")
P = LogisticRegression().fit(X_learn, y_learn).predict_proba(X_exam)
loss = float(np.squeeze(cross_entropy(P, y_exam)))
print(f"scikit-learn, as it comes  {loss:17.3f} {np.sum(P.argmax(axis=1) != y_exam):13}")

# %% [markdown]
# *What to see:* at one common rate the sizes seem to differ greatly; each at a rate of its own, they end up
# close together. One flower more or less in 50 means nothing. Computers like large batches, because one large
# product is quicker than many small ones; the chip, which takes one flower after the other, would hardly
# notice.
#
# And which flowers does the chip confuse? One run with batches of 16, over all 50:

# %% run
gradient = chip_gradient(softmax, slp_gradient)
W, b = train(16, 1, 7, batches, one_epoch, gradient)[-1]
P = np.asarray(softmax(X_exam @ W + b))                                            # (50, 3)
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
for c, (colour, mark) in enumerate([(BLUE, "o"), (YELLOW, "s"), (RED, "^")]):
    rows = y_exam == c
    ax.scatter(exam[rows, 2], P[rows, 2], c=colour, marker=mark, edgecolors="black", linewidths=0.4,
               label=SPECIES[c])
wrong = P.argmax(axis=1) != y_exam
ax.scatter(exam[wrong, 2], P[wrong, 2], s=160, facecolors="none", edgecolors="black",
           label="sent the wrong way")
ax.set(title="How sure is the chip that it sees a virginica?", xlabel="petal length (cm)",
       ylabel="probability of virginica")
ax.legend()
plt.show()

# %% [markdown]
# *What to see:* setosa is never in doubt. Between versicolor and virginica the probabilities run through many
# values, and errors, if there are any, sit near the middle: a chip with probabilities can say when it is not
# sure.
#
# ## 11. Your advice to the nursery (2 points)
#
# Write to the nursery, in 5 to 8 sentences, without formulas:
#
# - which batch size and which learning rate the chip should use, with at least one number from your results,
# - why the first comparison, with the same learning rate for all, was not fair: what a larger batch gives
#   you, and what it costs,
# - why very long steps are risky with single flowers,
# - one kind of task for which this chip should not be bought, however it is trained, and why.
#
# A person reads this answer.

# %% [markdown] essay="advice_to_the_nursery" points=2
# Please let the chip learn in mini-batches of 16 flowers with a learning rate of 1 to 3. In all three springs
# that we tried this brought the cross-entropy of the 100 flowers from 1.10 down to about 0.09 or less, and
# the result hardly depended on the order of the flowers. The first comparison made single flowers look far
# better (0.08 against 0.44 for the full batch), but only because they had changed the weights 3000 times and
# the full batch 30 times, all with the same short step. A larger batch gives fewer but more reliable steps,
# and a reliable step may be longer: with a rate of 10 to 30 the full batch does just as well. With single
# flowers such a rate is dangerous, because one odd flower can throw all the weights about; from a rate of 1
# on the results of the three springs lay far apart. Single flowers at 0.1 or the full batch at 30 would be
# right as well; I prefer 16 because it forgives a rate that is somewhat off in a new spring. Do not use this
# chip where the answer is not a matter of more or less of each measurement, such as "exactly one of two
# switches is up": every neuron draws one straight border, no weights exist for that task, and so no training
# can find them.
#
# ### BEGIN MARK SCHEME
# - 0.5 point: a clear choice of batch size and learning rate that did well in their own second comparison
#   (any of the three sizes), with a number.
# - 0.5 point: the comparison at one rate was unfair, because the number of updates in 30 epochs differs
#   (3000, 210, 30), or because a mean over more flowers is less noisy and so bears a larger rate. Either is
#   enough.
# - 0.5 point: single flowers give noisy gradients, so that long steps throw the weights about, or results
#   vary between the springs.
# - 0.5 point: a task that is not linearly separable (XOR or an equivalent, a species in the middle between
#   two others along one measurement, a ring around a centre), with the reason: one straight border a neuron,
#   or no such weights exist. "Difficult tasks" without a reason: nothing.
# - A different number in consequence of an earlier mistake costs nothing here.
# ### END MARK SCHEME
