# ---
# title: k-fold cross-validation
# unit: 1 Machine learning
# minutes: 105
# points: 20
# ---

# %% [markdown]
# # k-fold cross-validation: which number may stand in the leaflet?
#
# A small clinic wants to tell its patients before an operation whether a lump in the breast is malignant. A
# fine needle takes out a few cells; a microscope and a computer measure 30 things about their nuclei:
# radius, texture, smoothness and so on. For 94 patients the answer is known by now. Their files stand in
# two drawers, the malignant cases (35) in the first, the benign ones (59) in the second.
#
# Two letters lie on the desk.
#
# - **Letter A.** "Our nearest-neighbour program is right in **100 %** of the cases. We tried it on your own
#   patients: 19 of them, drawn at random, were kept aside, and it got every one right."
# - **Letter B.** "Our blood test needs no needle. Among 2,000 markers in the blood of 60 volunteers we took
#   the 20 that tell the ill from the healthy best; with them a nearest-neighbour program is right in
#   **90 %** of the cases, in 5-fold cross-validation."
#
# Whatever the clinic does, a number will be printed in its leaflet, and people will rely on it. **Your
# decision at the end: A, B or neither, and which number may be printed?**
#
# (The measurements are real, from the University of Wisconsin. The clinic and the letters are ours.)
#
# The tool is simple: *let every patient be the exam once, and never let the exam be learnt from.*
#
# **You will**
#
# - **measure** how much the score of a single split depends on luck,
# - **make** folds in three ways: in order, shuffled, and with the same mixture of classes,
# - **score** a model on every fold, with scaler and model learning from the other folds only, and **compare**
#   your scores with scikit-learn's,
# - **report** a mean with its spread, and **choose** the number of neighbours without chasing luck,
# - **expose** a score that leaks: "90 %" from numbers that mean nothing at all.
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 | `hold_out`: one random split | 1 | 5 |
# | 2 | `contiguous`: folds in order | 2 | 10 |
# | 3 | `shuffled`: folds in random order | 2 | 8 |
# | 4 | `stratified`: the same mixture in every fold | 3 | 15 |
# | 5 | `cv_scores`: one honest score for each fold | 4 | 20 |
# | 6 | `mean_and_spread`: two numbers for the report | 1 | 4 |
# | 7 | `choose_neighbours`: the best, or nearly the best? | 2 | 13 |
# | 8 | `select_inside`: choosing columns without leaking | 2 | 12 |
# | 9 | a question: which split belongs to which situation? | 1 | 6 |
# | 10 | your decision for the clinic | 2 | 12 |
#
# **Symbols**
#
# | symbol | meaning | shape |
# |---|---|---|
# | `X`, `y` | measurements and labels (1 malignant, 0 benign), one row for each patient | $(n, d)$ and $(n,)$ |
# | $k$ | the number of **folds** | a whole number, $2 \le k \le n$ |
# | `folds`, $F_i$ | $k$ arrays of row numbers; fold $i$ holds the test rows of turn $i$ | $(n_i,)$ each |
# | $n_i$, $a_i$ | number of rows in fold $i$, accuracy on fold $i$ | |
# | `rng` | a random generator, made with `np.random.default_rng(seed)` | |
#
# In assignment 105 the letter $k$ was the number of neighbours. Here it is the number of folds, and the
# neighbours are called neighbours.
#
# Run the next cell first. It loads the data; there is nothing to write in it.

# %% setup
import math

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import KFold, PredefinedSplit, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


cells = load_breast_cancer()
malignant = 1 - cells.target                                          # scikit-learn codes malignant as 0
visit = np.random.default_rng(2).permutation(len(malignant))          # the order in which patients come
drawer_1 = np.sort(visit[malignant[visit] == 1][:35])
drawer_2 = np.sort(visit[malignant[visit] == 0][:59])
known = np.concatenate([drawer_1, drawer_2])
X_known, y_known = cells.data[known], malignant[known]                # (94, 30), (94,)
# patients who come later, not to be touched before the end:
X_later, y_later = np.delete(cells.data, known, axis=0), np.delete(malignant, known)      # (475, 30), (475,)


def library_split_score(train, test, neighbours=5):
    """For the pictures: scikit-learn's accuracy on the test rows, scaled and learnt from the training rows."""
    pipeline = make_pipeline(StandardScaler(), KNeighborsClassifier(neighbours))
    train, test = np.asarray(train), np.asarray(test)
    return pipeline.fit(X_known[train], y_known[train]).score(X_known[test], y_known[test])


def library_scores(folds, X, y, neighbours=5):
    """For the pictures: scikit-learn's accuracy on each fold, scaled and asked five neighbours, array (k,)."""
    fold_of = np.full(len(y), -1)
    for number, fold in enumerate(folds):
        fold_of[np.asarray(fold)] = number
    pipeline = make_pipeline(StandardScaler(), KNeighborsClassifier(neighbours))
    return cross_val_score(pipeline, X, y, cv=PredefinedSplit(fold_of))


def draw_folds(ax, folds, y, title):
    """For the pictures: a line for each fold, a column for each patient; the fold's test rows are coloured."""
    table = np.zeros((len(folds), len(y)))
    for number, fold in enumerate(folds):
        table[number, np.asarray(fold)] = 1 + y[np.asarray(fold)]
        ax.text(len(y) + 0.5, number, f"{np.sum(y[np.asarray(fold)])} of {len(fold)} malignant", va="center")
    ax.imshow(table, aspect="auto", cmap=ListedColormap(FOLD_COLOURS), vmin=0, vmax=2, interpolation="nearest")
    ax.set(title=title, yticks=range(len(folds)), yticklabels=[f"fold {i}" for i in range(len(folds))])


def gaps(X, y):
    """|mean of class 1 - mean of class 0| in each column: how far apart the classes are, array (d,)."""
    return np.abs(X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0))


FOLD_COLOURS = ["#EEEEEE", "#DDAA33", "#004488"]           # in training, test and benign, test and malignant
FOLD_LEGEND = [Patch(color=colour, label=label) for colour, label in
               zip(FOLD_COLOURS, ["training", "test, benign", "test, malignant"])]


def numbers(value, shape, name):
    """For the tests: `value` as an array of numbers; says so if it is none or if its shape is not `shape`."""
    assert value is not None, f"{name} returned None. Does every path through it end with a return?"
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise AssertionError(f"{name} should return numbers, but a {type(value).__name__} came.") from None
    assert array.shape == shape, f"{name}: shape {array.shape} came, {shape} is right; () is a single number."
    return array


def row_numbers(value, n, name):
    """For the tests: `value` as a list of whole numbers from 0 to n - 1; says so if it is anything else."""
    assert value is not None, f"{name}: None came where row numbers should be. Is there a return?"
    try:
        array = np.asarray(list(value))
    except (TypeError, ValueError):
        raise AssertionError(f"{name} should be row numbers like array([0, 4]); something else came.") from None
    assert array.ndim == 1 and array.size, (
        f"{name} should be a plain list of row numbers like array([0, 4]), not empty and not nested.")
    assert array.dtype.kind != "b", f"{name} is True and False; row numbers are wanted. See np.flatnonzero."
    assert array.dtype.kind in "iu", f"{name} should be whole numbers like array([0, 4]); other things came."
    assert array.min() >= 0 and array.max() < n, (
        f"{name} has numbers from {array.min()} to {array.max()}; they should lie between 0 and {n - 1}.")
    return array.tolist()


def list_of_rows(value, k, n, name):
    """For the tests: `value` as k lists of whole numbers from 0 to n - 1; says so if it is anything else."""
    assert value is not None, f"{name} returned None. Does every path through it end with a return?"
    try:
        parts = list(value)
    except TypeError:
        raise AssertionError(f"{name} should return a list of arrays; something else came.") from None
    assert len(parts) == k, f"{name} should return {k} arrays of row numbers, but {len(parts)} things came."
    return [row_numbers(part, n, f"{name}, number {i} of the list,") for i, part in enumerate(parts)]


def check_each_once(folds, n, name):
    """For the tests: every row is in exactly one fold."""
    rows = sorted(row for fold in folds for row in fold)
    missing, double = n - len(set(rows)), len(rows) - len(set(rows))
    assert not missing, f"{name}: {missing} of {n} rows are in no fold, so they would never be tested."
    assert not double, f"{name}: {double} rows come again in a second place, so they would be tested twice."

# %% [markdown]
# The first patients of both drawers, with five of the 30 measurements. A 1 means malignant.

# %% run
columns = ["mean radius", "mean texture", "mean smoothness", "worst radius", "worst concave points"]
table = pd.DataFrame(X_known, columns=cells.feature_names)[columns].assign(malignant=y_known)
table.iloc[[0, 1, 2, 35, 36, 37]]

# %% [markdown]
# ## 1. One random split, and how much it depends on luck (1 point)
#
# The simplest honest score is the **hold-out**: keep some patients aside, let the program learn from the
# others, ask it about those kept aside. That is what letter A did. The rows that are kept aside are drawn
# at random, without replacement; all the others are for training.
#
# *Example.* `hold_out(5, 2, rng)` may return training rows `[3, 0, 4]` and test rows `[1, 2]`: five rows in
# all, two of them for the test, none in both. Another `rng` gives other rows.
#
# Write `hold_out`, about 2 lines. `rng.permutation(n)` returns the numbers 0 to $n-1$ in random order.

# %% solution="hold_out"
def hold_out(n, n_test, rng):
    """Split the rows 0, 1, ..., n - 1 at random into training rows and test rows.

    n : number of rows
    n_test : number of test rows, 1 <= n_test <= n - 1
    rng : a random generator; it alone decides which rows are drawn. Every choice of n_test rows is equally
          likely, and a generator in the same state gives the same split.
    Returns (train, test), arrays of whole numbers with n - n_test and n_test entries, in any order.
    """
    ### BEGIN SOLUTION
    order = rng.permutation(n)                                          # (n,)
    return order[n_test:], order[:n_test]
    ### END SOLUTION

# %% test="test_rows_are_a_random_draw" points=1
# The test rows are n_test rows drawn by the generator, and the training rows are all the others.
def split(n, n_test, seed):
    """The student's split as two lists, after a look at its form."""
    got = hold_out(n, n_test, np.random.default_rng(seed))
    assert got is not None, "hold_out returned None. Does it end with a return?"
    try:
        train, test = got
    except (TypeError, ValueError):
        raise AssertionError("hold_out should return two things: training rows, test rows.") from None
    train = row_numbers(train, n, "hold_out, training rows,")
    test = row_numbers(test, n, "hold_out, test rows,")
    assert not (len(train) == n_test != n - n_test and len(test) == n - n_test), (
        f"{len(train)} training rows and {len(test)} test rows came: is it the other way round?")
    assert len(test) == n_test, f"{n_test} test rows were asked for, but {len(test)} came."
    assert len(set(test)) == n_test, "a test row comes twice. Draw without replacement."
    assert len(train) == n - n_test, f"{n - n_test} training rows are left over, but {len(train)} came."
    assert not set(train) & set(test), "a row is in both parts. Draw once; the training rows are the others."
    assert len(set(train) | set(test)) == n, "a row is in neither part."
    return train, test


train, test = split(10, 3, seed=1)
assert set(split(10, 3, seed=1)[1]) == set(test), (
    "two generators with the same seed gave different test rows. Is rng used, and nothing else?")
assert len({frozenset(split(30, 8, seed)[1]) for seed in range(4)}) > 1, (
    "four generators with different seeds gave the same test rows. Is rng used?")
### BEGIN HIDDEN TESTS
assert set(split(94, 19, seed=7)[1]) == set(split(94, 19, seed=7)[1]), (
    "generators in the same state gave different splits of 94 rows.")
assert split(2, 1, seed=3) and split(7, 6, seed=3)
pairs = {frozenset(split(4, 2, seed)[1]) for seed in range(80)}
assert len(pairs) == 6, (
    f"with 80 generators only {len(pairs)} of the 6 pairs of 4 rows were ever drawn. Are all rows shuffled?")
### END HIDDEN TESTS

# %% [markdown]
# Letter A's experiment with 20 seeds instead of one: always the same 94 patients and the same program (five
# neighbours, scaled), only other 19 patients are kept aside.

# %% run
splits = [hold_out(94, 19, np.random.default_rng(seed)) for seed in range(20)]
accuracies = [library_split_score(train, test) for train, test in splits]
values, counts = np.unique(np.round(accuracies, 4), return_counts=True)
fig, ax = plt.subplots(figsize=(8, 3.2), layout="constrained")
ax.bar(values, counts, width=0.03, color="#004488", label="your splits")
ax.axvline(1, color="#BB5566", linestyle="--", label="letter A")
ax.set(title="One split, 20 seeds: accuracy on 19 patients", xlabel="accuracy (share of 19)",
       ylabel="number of seeds", xlim=(0.72, 1.03))
ax.legend(loc="upper left")
plt.show()
print(f"from {min(accuracies):.3f} to {max(accuracies):.3f}; 100 % in {accuracies.count(1.0)} of 20 splits")

# %% [markdown]
# *What to see:* the same program gets anything from about 84 % to 100 %; one patient more or less is 5
# percentage points. Whoever may try a few seeds can write letter A.
#
# ## 2. Everybody is tested once: folds in order (2 points)
#
# Cut the rows into $k$ parts, the **folds**. In turn $i$, fold $i$ is the test part and all the other folds
# together are the training part. After $k$ turns every patient has been tested exactly once, and never by a
# program that had learnt from that patient. This is **k-fold cross-validation**.
#
# The folds should be as equal as possible. If $k$ does not divide $n$, the first $n \bmod k$ folds get one
# row more:
#
# $$n_i = \lfloor n/k \rfloor + 1 \;\text{ for } i < n \bmod k, \qquad n_i = \lfloor n/k \rfloor \;\text{ otherwise}$$
#
# In this exercise they follow one another in order. A fold is written as an array of row numbers: **the test
# rows of that turn**.
#
# *Example.* 7 rows, 3 folds: $7 = 3 \cdot 2 + 1$, so the sizes are 3, 2, 2 and the folds are
# `[0, 1, 2]`, `[3, 4]`, `[5, 6]`.
#
# Write `contiguous`, 1 to 5 lines. A loop that remembers where the next fold starts will do; `np.array_split`
# knows how to cut, too.

# %% solution="contiguous"
def contiguous(n, k):
    """Cut the rows 0, 1, ..., n - 1 into k folds, in order.

    n : number of rows
    k : number of folds, 2 <= k <= n
    Returns a list of k arrays of whole numbers. The first n % k folds have n // k + 1 rows, the others n // k;
    fold 0 begins with row 0, and every fold goes on where the one before stopped.

    Example: contiguous(7, 3) is [array([0, 1, 2]), array([3, 4]), array([5, 6])]
    """
    ### BEGIN SOLUTION
    return np.array_split(np.arange(n), k)
    ### END SOLUTION

# %% test="every_row_is_tested_exactly_once" points=1
# Every row is in exactly one of the k folds, and no two folds differ by more than one row in size.
for n, k in [(6, 3), (7, 3)]:
    folds = list_of_rows(contiguous(n, k), k, n, "contiguous")
    check_each_once(folds, n, f"contiguous({n}, {k})")
    sizes = [len(fold) for fold in folds]
    assert max(sizes) - min(sizes) <= 1, f"{n} rows in {k} folds: sizes {sizes} differ by more than one."
### BEGIN HIDDEN TESTS
for n, k in [(10, 5), (11, 4), (10, 4), (5, 5), (23, 2), (94, 7)]:
    folds = list_of_rows(contiguous(n, k), k, n, "contiguous")
    check_each_once(folds, n, f"contiguous({n}, {k})")
    sizes = [len(fold) for fold in folds]
    assert max(sizes) - min(sizes) <= 1, f"{n} rows in {k} folds: some folds differ by more than one row."
### END HIDDEN TESTS

# %% test="folds_follow_one_another" points=1
# The folds come in order, and the first n % k of them have one row more.
folds = list_of_rows(contiguous(7, 3), 3, 7, "contiguous")
assert folds[0] != [0, 3, 6], "the first fold is [0, 3, 6], every third row: keep neighbours together."
assert folds == [[0, 1, 2], [3, 4], [5, 6]], f"the example with 7 rows and 3 folds came out as {folds}."
### BEGIN HIDDEN TESTS
for n, k in [(6, 3), (11, 4), (10, 4), (9, 9), (94, 5), (94, 3)]:
    expected = [test.tolist() for _, test in KFold(k).split(np.zeros(n))]
    folds = list_of_rows(contiguous(n, k), k, n, "contiguous")
    assert [len(fold) for fold in folds] == [len(fold) for fold in expected], (
        f"{n} rows in {k} folds: the extra rows should go to the first folds, one each.")
    assert folds == expected, f"{n} rows in {k} folds: they do not follow one another in order."
### END HIDDEN TESTS

# %% [markdown]
# Your three folds of the 94 patients, as they stand in the drawers, and the accuracy on each (from
# scikit-learn: your own scoring comes in exercise 5).

# %% run
folds = contiguous(94, 3)
fig, ax = plt.subplots(figsize=(9, 2.2), layout="constrained")
draw_folds(ax, folds, y_known, "Folds in order")
ax.set_xlabel("patient (row of the table)")
fig.legend(handles=FOLD_LEGEND, loc="outside lower center", ncols=3)
plt.show()
for number, score in enumerate(library_scores(folds, X_known, y_known)):
    print(f"fold {number}: accuracy {score:.2f}")

# %% [markdown]
# *What to see:* fold 0 holds nothing but malignant cases, 32 of the 35. In its turn only three were left to
# learn from, and the program did worse than guessing. Nothing is wrong with the program: the files were
# sorted. Real files often are, by class, by day, by hospital.
#
# ## 3. Shuffle first (2 points)
#
# The cure is to shuffle the rows before they are cut. **Shuffle once, then cut.** Whoever shuffles anew for
# every fold gets folds that overlap: some patients are tested twice, others never.
#
# *Example.* `rng.permutation(7)` might be `[4, 1, 6, 0, 5, 2, 3]`; cut into three, that gives the folds
# `[4, 1, 6]`, `[0, 5]`, `[2, 3]`.
#
# The generator is passed in. That makes the folds repeatable (the same seed gives the same folds), so that
# two programs can be compared on the very same folds.
#
# Write `shuffled`, about 2 lines.

# %% solution="shuffled"
def shuffled(n, k, rng):
    """Cut the rows 0, 1, ..., n - 1 into k folds at random.

    n : number of rows
    k : number of folds, 2 <= k <= n
    rng : a random generator; it alone decides which rows come together. A generator in the same state gives
          the same folds.
    Returns a list of k arrays of whole numbers. Every row is in exactly one of them, and their sizes differ by
    at most 1. The order inside a fold does not matter, nor which folds are the larger ones.
    """
    ### BEGIN SOLUTION
    return np.array_split(rng.permutation(n), k)
    ### END SOLUTION

# %% test="shuffling_loses_no_row" points=1
# Every row is in exactly one fold, and the sizes differ by at most one.
for n, k in [(7, 3), (10, 5)]:
    folds = list_of_rows(shuffled(n, k, np.random.default_rng(2)), k, n, "shuffled")
    check_each_once(folds, n, f"shuffled with {n} rows and {k} folds")
    sizes = [len(fold) for fold in folds]
    assert max(sizes) - min(sizes) <= 1, f"{n} rows in {k} folds: sizes {sizes} differ by more than one."
### BEGIN HIDDEN TESTS
for n, k in [(11, 4), (5, 5), (23, 2), (94, 5), (61, 9)]:
    folds = list_of_rows(shuffled(n, k, np.random.default_rng(n)), k, n, "shuffled")
    check_each_once(folds, n, f"shuffled with {n} rows and {k} folds")
    sizes = [len(fold) for fold in folds]
    assert max(sizes) - min(sizes) <= 1, f"{n} rows in {k} folds: some folds differ by more than one row."
### END HIDDEN TESTS

# %% test="the_generator_decides_who_meets_whom" points=1
# The same generator gives the same folds, another one others, and any two rows can come together or apart.
def division(n, k, seed):
    """Which rows the student's folds put together, whatever the order of folds and rows."""
    folds = list_of_rows(shuffled(n, k, np.random.default_rng(seed)), k, n, "shuffled")
    return frozenset(frozenset(fold) for fold in folds)


assert division(30, 4, seed=1) == division(30, 4, seed=1), (
    "two generators with the same seed gave different folds. Is rng used, and nothing else?")
assert len({division(30, 4, seed) for seed in range(4)}) > 1, (
    "four generators with different seeds put the same rows together. Are the rows shuffled, with rng?")
### BEGIN HIDDEN TESTS
seen = {division(4, 2, seed) for seed in range(60)}
halves = {frozenset(map(frozenset, pair)) for pair in [({0, 1}, {2, 3}), ({0, 2}, {1, 3}), ({0, 3}, {1, 2})]}
assert halves <= seen, "some ways to divide four rows into two folds never came up with 60 generators."
assert division(94, 7, seed=5) == division(94, 7, seed=5), "generators in the same state gave different folds."
### END HIDDEN TESTS

# %% [markdown]
# Three shufflings of the 94 patients, three folds each:

# %% run
for seed in range(3):
    folds = shuffled(94, 3, np.random.default_rng(seed))
    ill = [int(y_known[np.asarray(fold)].sum()) for fold in folds]
    scores = library_scores(folds, X_known, y_known)
    print(f"seed {seed}: malignant in the folds {ill}, accuracy on the folds {np.round(scores, 2)}")

# %% [markdown]
# *What to see:* the disaster of the drawers is gone. But the malignant cases are still shared out by chance,
# sometimes rather unequally. With a rare class a fold may even get none at all.
#
# ## 4. The same mixture in every fold (3 points)
#
# **Stratified** folds leave that to chance no longer: each class is shuffled and dealt out by itself, as
# evenly as it goes. For every class $c$ and any two folds $i$ and $j$:
#
# $$\bigl|\,n_i^{(c)} - n_j^{(c)}\,\bigr| \le 1, \qquad n_i^{(c)} = \text{rows of class } c \text{ in fold } i$$
#
# *Example.* Labels `[8, 3, 8, 8, 3, 8, 8]` and two folds. Class 8 has the rows 0, 2, 3, 5, 6, so 3 of them
# go to one fold and 2 to the other; class 3 has the rows 1 and 4, so each fold gets one. For instance
# `[5, 0, 3, 4]` and `[2, 6, 1]`.
#
# One way: for every class find its rows (`np.flatnonzero(y == c)`), shuffle them with `rng`, cut them into
# $k$ parts, and append part $i$ to fold $i$. (The total sizes of the folds may then differ by more than 1.
# That is all right.) Mind that folds hold row numbers of the whole table, not places within a class.
#
# Write `stratified`, about 6 lines.

# %% solution="stratified"
def stratified(y, k, rng):
    """Cut the rows into k folds at random, with every class shared out evenly.

    y : array (n,), the label of each row; any number of classes, with any whole numbers as labels, in any
        order; every class has at least k rows. y stays as it is.
    k : number of folds, 2 <= k
    rng : a random generator; it alone decides which rows of a class come together, independently for every
          class. A generator in the same state gives the same folds.
    Returns a list of k arrays of row numbers 0, ..., n - 1. Every row is in exactly one of them, and for every
    class the numbers of its rows in any two folds differ by at most 1. The order inside a fold does not matter.
    """
    ### BEGIN SOLUTION
    folds = [[] for _ in range(k)]
    for c in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == c))               # all rows of class c
        for fold, part in zip(folds, np.array_split(members, k)):
            fold.extend(part)
    return [np.array(fold) for fold in folds]
    ### END SOLUTION

# %% test="every_fold_gets_its_share_of_each_class" points=2
# Every row is in one fold, and each class is shared out evenly: its numbers in two folds differ by at most one.
def check_shares(labels, k, seed):
    y = np.array(labels)
    folds = list_of_rows(stratified(y, k, np.random.default_rng(seed)), k, len(labels), "stratified")
    check_each_once(folds, len(labels), f"stratified with {len(labels)} rows and {k} folds")
    assert y.tolist() == labels, "y itself has changed. Work on a copy."
    for c in sorted(set(labels)):
        shares = [sum(labels[row] == c for row in fold) for fold in folds]
        assert max(shares) - min(shares) <= 1, (
            f"class {c} has {shares} rows in the {k} folds; these numbers should differ by 1 at most.")


check_shares([8, 3, 8, 8, 3, 8, 8], 2, seed=1)
check_shares([1] * 4 + [0] * 8, 4, seed=2)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(3)
for sizes, k in [({1: 35, 0: 59}, 5), ({7: 8, 4: 13, 11: 6}, 4), ({-2: 3, 5: 40}, 3),
                 ({9: 10, 1: 15, 3: 5, 6: 21}, 5)]:
    labels = rng.permutation([c for c, size in sizes.items() for _ in range(size)]).tolist()
    for seed in range(3):
        check_shares(labels, k, seed)
### END HIDDEN TESTS

# %% test="rows_of_a_class_are_dealt_at_random" points=1
# Which rows of a class come together is decided by the generator, for every class by itself.
def partners(labels, k, seed):
    """Which rows the student's folds put together, whatever the order of folds and rows."""
    folds = stratified(np.array(labels), k, np.random.default_rng(seed))
    return frozenset(frozenset(fold) for fold in list_of_rows(folds, k, len(labels), "stratified"))


labels = [1] * 12 + [0] * 18
assert [len(fold) for fold in partners(labels, 3, seed=1)] == [10] * 3, "three folds of ten rows were wanted."
assert partners(labels, 3, seed=1) == partners(labels, 3, seed=1), (
    "two generators with the same seed gave different folds. Is rng used, and nothing else?")
assert len({partners(labels, 3, seed) for seed in range(4)}) > 1, (
    "four generators with different seeds put the same rows together. Is every class shuffled, with rng?")
### BEGIN HIDDEN TESTS
labels = [4, 4, 7, 4, 4, 7, 7, 7]                             # rows 0 1 3 4 are one class, 2 5 6 7 the other
seen = [partners(labels, 2, seed) for seed in range(60)]
assert all(sum(len(fold) for fold in folds) == 8 for folds in seen), "eight rows were to be shared out."
for mine, others in [(0, (1, 3, 4)), (2, (5, 6, 7)), (0, (2, 5, 6, 7))]:
    for other in others:
        assert any(mine in fold and other in fold for folds in seen for fold in folds), (
            "two rows never came together with 60 generators. Is every class shuffled by itself?")
        assert any(mine in fold and other not in fold for folds in seen for fold in folds), (
            "two rows always came together with 60 generators. Is every class shuffled by itself?")
### END HIDDEN TESTS

# %% [markdown]
# Your three ways to cut the same drawers into five folds:

# %% run
ways = {"In order": contiguous(94, 5),
        "Shuffled": shuffled(94, 5, np.random.default_rng(4)),
        "Stratified": stratified(y_known, 5, np.random.default_rng(4))}
fig, axes = plt.subplots(3, 1, figsize=(9, 6), sharex=True, layout="constrained")
for ax, (title, folds) in zip(axes, ways.items()):
    draw_folds(ax, folds, y_known, title)
axes[-1].set_xlabel("patient (row of the table)")
fig.legend(handles=FOLD_LEGEND, loc="outside lower center", ncols=3)
plt.show()

# %% [markdown]
# *What to see:* in every picture each column has exactly one coloured mark: every patient is tested once. In
# order, whole folds have one class only; shuffled, the share of malignant cases wavers; stratified, all five
# folds have 7 of them.
#
# ## 5. One honest score for each fold (4 points)
#
# For every fold $F_i$:
#
# 1. The training rows are all rows that are not in $F_i$.
# 2. Make a **new** scaler and a **new** model. What they learnt in the turn before must not help them now.
# 3. The scaler learns from the training rows only; then it transforms the training rows, and with what it
#    has learnt there the test rows too.
# 4. The model learns from the scaled training rows and their labels, and predicts the scaled test rows.
# 5. The score is the accuracy on the fold:
#
# $$a_i = \frac{1}{n_i}\,\bigl|\{\,r \in F_i : \hat y_r = y_r\,\}\bigr|$$
#
# *Example.* The fold is `[4, 0, 6]`, its labels are `[5, 5, 9]`, the predictions `[5, 7, 9]`: two of three
# are right, $a_i = 2/3$.
#
# Scaler and model are made by functions that are passed in: `make_scaler()` returns a new scaler,
# `make_model()` a new model. They have the same methods as scikit-learn's `StandardScaler` and
# `KNeighborsClassifier`. A **scaler** does in two steps what `standardise` did in assignment 105: `fit(X)`
# notes mean and standard deviation of each column of `X`, `transform(X)` returns `X` scaled with what was
# noted; `fit_transform(X)` does both. (The tests pass in simpler scalers and models, which take notes of what
# they are shown. Call their methods yourself; they do not fit into a pipeline.)
#
# Write `cv_scores`, about 8 lines. `np.setdiff1d(a, b)` returns what is in `a` and not in `b`.

# %% solution="cv_scores"
def cv_scores(make_scaler, make_model, X, y, folds):
    """The accuracy on every fold, reached by a scaler and a model that have learnt from the other rows only.

    make_scaler : make_scaler() returns a new scaler, with fit(X), transform(X) and fit_transform(X)
    make_model : make_model() returns a new model, with fit(X, y), predict(X) and score(X, y);
                 predict returns one label for each row
    X : array (n, d) of floats, the measurements
    y : array (n,), the labels
    folds : list of k arrays of row numbers, not sorted, not all of the same size; every row is in one of them
    Returns k numbers between 0 and 1, array (k,): the i-th belongs to folds[i]. Each fold gets a new scaler and
    a new model. X and y stay as they are.
    """
    ### BEGIN SOLUTION
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)                   # (n - n_i,)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        answers = model.predict(scaler.transform(X[test]))              # (n_i,)
        scores.append(np.mean(answers == y[test]))
    return np.array(scores)                                             # (k,)
    ### END SOLUTION

# %% test="only_the_other_rows_are_learnt_from" points=2
# In every turn scaler and model learn from the other rows and their labels, and the fold itself is judged.
# Column 0 of X is the row's number. Column 1 is 0; the scaler writes a code there for the rows it learnt from.
def code(rows):
    return sum(2.0**row for row in set(rows))


def check_turns(folds, labels):
    n = len(labels)
    rests = [set(range(n)) - set(fold) for fold in folds]
    scaler_saw, model_saw, turns = [], [], []

    class NotingScaler:
        def fit(self, X, y=None):
            self.rows = np.asarray(X)[:, 0].astype(int).tolist()
            scaler_saw.append(set(self.rows))
            return self

        def transform(self, X):
            return np.asarray(X, dtype=float) + [0, code(self.rows)]

        def fit_transform(self, X, y=None):
            return self.fit(X).transform(X)

    class NotingModel:
        def fit(self, X, y):
            self.rows, self.marks = X[:, 0].astype(int).tolist(), set(X[:, 1].tolist())
            model_saw.append((set(self.rows), [labels[row] for row in self.rows] == list(y)))
            return self

        def predict(self, X):
            turns.append((set(X[:, 0].astype(int).tolist()), set(self.rows), self.marks, set(X[:, 1].tolist())))
            return np.zeros(len(X), dtype=int)

        def score(self, X, y):
            return float(np.mean(self.predict(X) == y))

    X, y = np.column_stack([np.arange(n), np.zeros(n)]).astype(float), np.array(labels)
    cv_scores(NotingScaler, NotingModel, X, y, [np.array(fold) for fold in folds])
    assert scaler_saw and model_saw and turns, "no scaler and model were asked to learn and to predict."
    for rows in scaler_saw:
        assert rows != set(range(n)), "a scaler learnt from all rows, the fold to be judged among them."
        assert rows in rests, (
            f"a scaler learnt from the rows {sorted(rows)}, which are not the rows outside one fold. Test rows "
            "are only transformed.")
    for rows, with_labels in model_saw:
        assert rows != set(range(n)), "a model learnt from all rows, the fold to be judged among them."
        assert rows in rests, f"a model learnt from the rows {sorted(rows)}, not the rows outside one fold."
        assert with_labels, "the labels passed to fit do not belong to the rows passed to fit."
    for fold, rest in zip(folds, rests):
        own = [turn for turn in turns if turn[1] == rest]
        judged = set().union(*(turn[0] for turn in own))
        assert judged >= set(fold), (
            f"the fold {fold} was not predicted by a model that had learnt from exactly the other rows.")
        for _, _, marks, marks_judged in own:
            assert marks == {code(rest)}, "a model learnt from rows that the turn's scaler had not scaled."
            assert marks_judged == {code(rest)}, (
                "the test rows were not scaled, or not by the scaler that learnt from the training rows.")
    assert np.array_equal(X[:, 0], np.arange(n)) and not X[:, 1].any() and y.tolist() == labels, (
        "X or y itself has changed. Do not write into them.")


check_turns([[5, 0, 2], [6, 1], [3, 4]], [1, 0, 0, 1, 1, 0, 0])
### BEGIN HIDDEN TESTS
check_turns([[9, 3], [0, 10, 7], [1, 8, 2], [5, 4, 6]], [4, 4, 7, 4, 7, 7, 4, 7, 7, 4, 4])
check_turns([[1, 4, 0], [3, 2]], [2, 1, 2, 2, 1])
### END HIDDEN TESTS

# %% test="every_fold_gets_a_new_scaler_and_model" points=1
# Nothing learns twice: there is a scaler and a model for every fold.
def lessons(folds, n):
    """What the scalers and the models learnt from: for each of them, the sets of rows that it was shown."""
    scalers, models = [], []

    class Keeping:
        def __init__(self, register):
            self.seen = set()
            register.append(self)

        def fit(self, X, y=None):
            self.seen.add(frozenset(np.asarray(X)[:, 0].tolist()))
            return self

        def transform(self, X):
            return np.array(X)

        def fit_transform(self, X, y=None):
            return self.fit(X).transform(X)

        def predict(self, X):
            return np.zeros(len(X), dtype=int)

        def score(self, X, y):
            return float(np.mean(self.predict(X) == y))

    X, y = np.arange(2.0 * n).reshape(n, 2), np.arange(n) % 3
    cv_scores(lambda: Keeping(scalers), lambda: Keeping(models), X, y, [np.array(fold) for fold in folds])
    return {"scaler": [s.seen for s in scalers if s.seen], "model": [m.seen for m in models if m.seen]}


for name, seen in lessons([[5, 0, 2], [6, 1], [3, 4]], 7).items():
    assert seen, f"no {name} was made and fitted."
    assert all(len(sets) == 1 for sets in seen), (
        f"the same {name} was fitted on several training parts. Call make_{name}() anew in every turn.")
    assert len(seen) >= 3, f"there are 3 folds, but make_{name}() was called and its result fitted less often."
### BEGIN HIDDEN TESTS
for name, seen in lessons([[3, 1], [0, 8], [2, 7], [5], [4, 6]], 9).items():
    assert len(seen) >= 5 and all(len(sets) == 1 for sets in seen), (
        f"with five folds of nine rows, not every turn had a {name} of its own.")
### END HIDDEN TESTS

# %% test="scores_agree_with_scikit_learn" points=1
# Each score is the share of right answers on its own fold, in the order of the folds, as scikit-learn has it.
class ReadsColumn0:
    """A model for this test that learns nothing: its answer is column 0 of the row."""

    def fit(self, X, y):
        return self

    def predict(self, X):
        return np.asarray(X)[:, 0].astype(int)

    def score(self, X, y):
        return float(np.mean(self.predict(X) == y))


y = np.array([5, 2, 7, 8, 5, 3, 9])
X = np.array([7.0, 4, 7, 8, 5, 3, 9]).reshape(7, 1)           # the answers: rows 0 and 1 are wrong
folds = [np.array([4, 0, 6]), np.array([2, 1]), np.array([5, 3])]
got = numbers(cv_scores(FunctionTransformer, ReadsColumn0, X, y, folds), (3,), "cv_scores")
assert not np.allclose(got, [1 / 3, 1 / 2, 0]), "these are the shares of wrong answers."
assert got.max() <= 1, f"a score of {got.max():.4g} came; shares lie from 0 to 1. Is it a number of rows?"
assert np.allclose(got, [2 / 3, 1 / 2, 1], rtol=0, atol=1e-6), (
    f"2 of 3, 1 of 2 and 2 of 2 answers are right in the three folds, but the scores are {np.round(got, 3)}.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(5)
X, y = rng.normal(size=(41, 3)) * [1, 20, 0.1] + [0, 50, 7], rng.permutation([3] * 14 + [8] * 27)
X[y == 8] += [1.0, 15, 0.1]
X[::9] *= [30, -20, 15]                                       # a few rows far out: scales depend on the fold
order = rng.permutation(41)
folds = [order[:7], order[7:20], order[20:31], order[31:]]
for neighbours in (1, 4):
    expected = library_scores(folds, X, y, neighbours)
    got = cv_scores(StandardScaler, lambda: KNeighborsClassifier(neighbours), X.copy(), y.copy(), folds)
    assert np.allclose(numbers(got, (4,), "cv_scores"), expected, rtol=0, atol=1e-6), (
        f"scikit-learn's accuracy on four folds of 41 rows with {neighbours} neighbour(s) is another one.")
### END HIDDEN TESTS

# %% [markdown]
# Your scores beside scikit-learn's, on folds in order, where its `KFold(5)` makes the same ones:

# %% run
mine = cv_scores(StandardScaler, lambda: KNeighborsClassifier(5), X_known, y_known, contiguous(94, 5))
pipeline = make_pipeline(StandardScaler(), KNeighborsClassifier(5))
library = cross_val_score(pipeline, X_known, y_known, cv=KFold(5))
print("yours        ", np.round(mine, 3))
print("scikit-learn ", np.round(library, 3))

# %% [markdown]
# A scikit-learn **pipeline** does what you did by hand: `cross_val_score` makes a new copy of it in every
# turn, and scaler and model both learn from the training rows only.
#
# Is it worth the trouble? The 20 single splits of exercise 1, and below them 20 cross-validations with five
# folds, each with a seed of its own:

# %% run
splits = [hold_out(94, 19, np.random.default_rng(seed)) for seed in range(20)]
single = [library_split_score(train, test) for train, test in splits]
many = [np.mean(cv_scores(StandardScaler, lambda: KNeighborsClassifier(5), X_known, y_known,
                          shuffled(94, 5, np.random.default_rng(seed)))) for seed in range(20)]
jitter = np.linspace(-0.2, 0.2, 20)
fig, ax = plt.subplots(figsize=(9, 2.8), layout="constrained")
ax.plot(single, 1 + jitter, "s", color="#DDAA33", markeredgecolor="black", markersize=6)
ax.plot(many, 0 + jitter, "o", color="#004488", markersize=6)
ax.axvline(np.mean(single), color="grey", linestyle="--", linewidth=1, label="mean of the 20 single splits")
ax.set(title="20 seeds: one split of 19 patients, or the mean of five folds", xlabel="accuracy (share)",
       yticks=[1, 0], yticklabels=["one split", "5 folds, yours"], ylim=(-0.5, 2))
ax.legend(loc="upper left")
plt.show()
print(f"one split: from {min(single):.3f} to {max(single):.3f}")
print(f"5 folds:   from {min(many):.3f} to {max(many):.3f}")

# %% [markdown]
# *What to see:* the same patients, the same program, but the mean of five folds depends on the seed much less,
# because everybody is tested, and nobody twice. (It still depends on *which* 94 patients we have. No way of
# cutting can mend that.)
#
# And the scaler: does it matter that it learns inside the fold? On the left the honest score. On the right
# all 94 patients were scaled beforehand. That is a **leak**: something of the test rows got into the training.

# %% run
folds = stratified(y_known, 5, np.random.default_rng(4))
inside = cv_scores(StandardScaler, lambda: KNeighborsClassifier(5), X_known, y_known, folds)
scaled_before = StandardScaler().fit_transform(X_known)                # the leak
outside = cv_scores(FunctionTransformer, lambda: KNeighborsClassifier(5), scaled_before, y_known, folds)
print(f"scaler inside the fold {np.mean(inside):.3f}    scaled beforehand {np.mean(outside):.3f}")

# %% [markdown]
# *What to see:* a patient more or less, if any difference at all. A scaler learns only 30 means and 30
# standard deviations, and no labels. So why be strict? Because the same mistake with a step that looks at
# the *labels* is a catastrophe: exercise 8.
#
# ## 6. Two numbers for the report (1 point)
#
# A report needs the mean of the fold scores and their spread, the standard deviation. The $k$ scores are a
# sample, so the sum of squares is divided by $k - 1$:
#
# $$\bar a = \frac1k \sum_{i=0}^{k-1} a_i, \qquad s = \sqrt{\frac{1}{k-1}\sum_{i=0}^{k-1} (a_i - \bar a)^2}$$
#
# *Example.* Scores 0.9, 1.0, 0.8: $\bar a = 0.9$ and $s = \sqrt{(0 + 0.01 + 0.01)/2} = 0.1$.
#
# (NumPy divides by $k$ unless told otherwise with `ddof=1`. Libraries differ too: say which one you used.)
#
# Write `mean_and_spread`, 1 to 3 lines.

# %% solution="mean_and_spread"
def mean_and_spread(scores):
    """Mean and standard deviation of the fold scores.

    scores : array (k,) with k >= 2
    Returns (mean, s), two numbers. The sum of squares in s is divided by k - 1.

    Example: mean_and_spread(np.array([0.9, 1.0, 0.8])) is (0.9, 0.1), up to rounding
    """
    ### BEGIN SOLUTION
    return float(np.mean(scores)), float(np.std(scores, ddof=1))
    ### END SOLUTION

# %% test="mean_and_spread_of_the_fold_scores" points=1
# The mean comes first, then the standard deviation with k - 1 in the denominator.
mean, s = numbers(mean_and_spread(np.array([0.9, 1.0, 0.8])), (2,), "mean_and_spread")
assert abs(mean - 0.1) > 1e-6, "the first number is 0.1 in the example: the spread. The mean comes first."
assert abs(mean - 0.9) < 1e-6, f"the mean of 0.9, 1.0 and 0.8 is 0.9, but {mean:.4g} came."
assert abs(s - 0.0816497) > 1e-6, "the spread is 0.0816 in the example: that is division by k instead of k - 1."
assert abs(s - 0.01) > 1e-6, "the spread is 0.01 in the example: that is the variance. Did you forget the root?"
assert abs(s - 0.1) < 1e-6, f"the spread of 0.9, 1.0 and 0.8 should be 0.1, but {s:.4g} came."
### BEGIN HIDDEN TESTS
for scores in ([0.5, 1.0], [0.95, 0.84, 1.0, 0.89, 0.95, 0.9, 0.7], [0.6, 0.6, 0.6, 0.6],
               [0.1, 0.5, 0.3, 0.8, 0.4]):
    k = len(scores)
    expected = sum(scores) / k
    spread = math.sqrt(sum((a - expected) ** 2 for a in scores) / (k - 1))
    mean, s = numbers(mean_and_spread(np.array(scores)), (2,), "mean_and_spread")
    assert abs(mean - expected) < 1e-6, f"the mean of {k} scores is off."
    assert abs(s - spread) < 1e-6, f"the spread of {k} scores is off. Which number was divided by?"
### END HIDDEN TESTS

# %% [markdown]
# What your two numbers say about five neighbours, for several numbers of folds:

# %% run
for k in (2, 5, 10, 20):
    scores = library_scores(stratified(y_known, k, np.random.default_rng(2)), X_known, y_known)
    mean, s = mean_and_spread(scores)
    print(f"{k:2} folds of {94 / k:4.1f} patients on average: accuracy {mean:.3f}, spread {s:.3f}")

# %% [markdown]
# *What to see:* with two folds the program learns from 47 patients only, and is often a little worse for it;
# with five or more the mean hardly moves. The spread, however, is large when there are many folds: many folds
# are small folds, and the accuracy on four or five patients jumps in steps of a quarter or a fifth. The
# spread is about single folds; how sure the *mean* is, is another question, and the next exercise asks it.
# (The mean gives every fold the same weight, as `cross_val_score(…).mean()` does. With unequal folds that is
# not quite the share of right answers over all patients.)
#
# ## 7. The best, or nearly the best? (2 points)
#
# How many neighbours should vote? Score every candidate **on the same folds** and compare the means. But
# the highest mean of many is partly luck. The **standard error** says how far a mean of $k$ scores may well
# be off:
#
# $$\text{SE} = \frac{s}{\sqrt k}$$
#
# A widespread rule, the **one-standard-error rule**, does not trust smaller differences: of all candidates
# whose mean is at least the best mean minus *one* SE *of the best*, take the simplest. With nearest
# neighbours the simplest is the one with the **most** neighbours: its borders are smoothest and depend least
# on single patients.
#
# $$\text{choice} = \max\,\{\,c : \bar a_c \ge \bar a_{\text{best}} - \text{SE}_{\text{best}}\,\}$$
#
# *Example.* Three candidates, four folds:
#
# | neighbours | scores on the folds | mean |
# |---|---|---|
# | 5 | 0.9, 1.0, 0.8, 0.9 | **0.900** |
# | 9 | 0.8, 1.0, 0.8, 0.9 | 0.875 |
# | 13 | 0.8, 0.8, 0.9, 0.8 | 0.825 |
#
# The best is 5, with $s = \sqrt{0.02/3} \approx 0.082$ and $\text{SE} \approx 0.082/\sqrt4 = 0.041$. The
# border is $0.900 - 0.041 = 0.859$. The 9 lies above it, the 13 below: the choice is 9.
#
# Write `choose_neighbours`, about 4 lines. (`candidates` is a list; `np.array(candidates)` takes a mask.)

# %% solution="choose_neighbours"
def choose_neighbours(candidates, S):
    """The largest candidate whose mean score is at least the best mean minus one standard error of the best.

    candidates : list of c different whole numbers, in any order
    S : array (c, k), S[i, j] is the score of candidates[i] on fold j, k >= 2
    The standard error of the best is s / sqrt(k), where s is the standard deviation (dividing by k - 1) of the
    row of S with the highest mean.
    Returns one of candidates. (In no test do two rows share the highest mean, and none lies on the border.)
    """
    ### BEGIN SOLUTION
    means = S.mean(axis=1)                                              # (c,)
    best = np.argmax(means)
    border = means[best] - S[best].std(ddof=1) / np.sqrt(S.shape[1])
    return max(c for c, mean in zip(candidates, means) if mean >= border)
    ### END SOLUTION

# %% test="a_clear_winner_is_chosen" points=1
# A candidate whose mean is far above all others is chosen, wherever it stands.
S = np.array([[0.70, 0.80, 0.70, 0.60],
              [0.92, 0.90, 0.91, 0.91],
              [0.99, 0.60, 0.70, 0.60]])
got = numbers(choose_neighbours([11, 3, 7], S), (), "choose_neighbours")
assert got in (11, 3, 7), f"choose_neighbours should return a candidate, but {got:.4g} came. A position?"
assert got != 7, "7 has the highest single score, but a low mean. The mean over the folds decides."
assert got == 3, f"3 has by far the highest mean in the first example, but {got:.4g} came."
### BEGIN HIDDEN TESTS
for candidates, S, expected in [
        ([2, 40, 9, 15, 4], [[0.5, 0.6], [0.2, 0.99], [0.6, 0.5], [0.91, 0.9], [0.7, 0.7]], 15),
        ([8, 5], [[0.95, 0.95, 0.96, 0.94, 0.95], [0.90, 0.91, 0.99, 0.80, 0.70]], 8),
        ([21, 35, 10], [[0.1, 0.2, 0.1], [0.3, 0.2, 0.4], [0.6, 0.7, 0.65]], 10)]:
    got = numbers(choose_neighbours(list(candidates), np.array(S)), (), "choose_neighbours")
    assert got == expected, "a candidate far below the best mean was chosen, or something that is no candidate."
### END HIDDEN TESTS

# %% test="close_calls_go_to_more_neighbours" points=1
# Of all candidates within one standard error of the best mean, the largest is chosen.
S = np.array([[0.9, 1.0, 0.8, 0.9], [0.8, 1.0, 0.8, 0.9], [0.8, 0.8, 0.9, 0.8]])
got = numbers(choose_neighbours([5, 9, 13], S), (), "choose_neighbours")
assert got in (5, 9, 13), f"choose_neighbours should return a candidate, but {got:.4g} came. A position?"
assert got != 5, "5 has the highest mean in the example, but 9 is within one standard error of it."
assert got != 13, "13 is within one s of the best mean in the example, but not within s divided by sqrt(k)."
assert got == 9, f"9 is within one standard error of the best in the example, but {got:.4g} came."
### BEGIN HIDDEN TESTS
# rows of five scores around a mean; the best has s = 0.1, so SE = 0.0447 (0.0400 with k instead of k - 1)
spread = np.array([0.0, 0.1, -0.1, 0.1, -0.1])
for candidates, means, wide, expected in [
        ([31, 3, 12, 7], [0.850, 0.900, 0.858, 0.870], 1, 12),         # 0.858: between 0.0400 and 0.0447 below
        ([31, 3, 12, 7], [0.853, 0.900, 0.858, 0.870], 1, 12),         # 31 is 0.047 below: a bit too far
        ([13, 19, 2, 25], [0.858, 0.890, 0.850, 0.700], 1, 19),        # more neighbours, and better
        ([25, 6, 10, 17], [0.897, 0.900, 0.600, 0.890], 1, 25),        # the largest stands first; 10 is a gap
        ([4, 9, 16], [0.900, 0.892, 0.800], 0.1, 4),                   # a best with small spread: SE is 0.0045
        ([4, 9, 16], [0.900, 0.897, 0.800], 0.1, 9)]:
    S = np.array(means)[:, None] + 0.3 * spread[None, ::-1]
    S[int(np.argmax(means))] = max(means) + wide * spread
    got = numbers(choose_neighbours(list(candidates), S), (), "choose_neighbours")
    assert got == expected, (
        "with five folds another candidate is the largest within one standard error of the best mean.")
### END HIDDEN TESTS

# %% [markdown]
# Your scores for 1, 5, 9, … 41 neighbours, on the same five folds. The thin line is
# scikit-learn's; the bars are one standard error up and down.

# %% run
candidates = list(range(1, 42, 4))
folds = stratified(y_known, 5, np.random.default_rng(2))
S = np.array([cv_scores(StandardScaler, lambda: KNeighborsClassifier(c), X_known, y_known, folds)
              for c in candidates])
chosen = choose_neighbours(candidates, S)
means, errors = S.mean(axis=1), S.std(axis=1, ddof=1) / math.sqrt(len(folds))      # (11,) each
library = [library_scores(folds, X_known, y_known, c).mean() for c in candidates]
fig, ax = plt.subplots(figsize=(9, 4), layout="constrained")
ax.plot(candidates, library, color="#BB5566", linewidth=1, label="scikit-learn")
ax.errorbar(candidates, means, yerr=errors, fmt="o", color="#004488", markersize=4, capsize=2,
            label="yours, with SE")
ax.axhline(means.max() - errors[means.argmax()], color="grey", linestyle="--", label="best mean minus its SE")
ax.plot(chosen, means[candidates.index(chosen)], "o", color="black", fillstyle="none", markersize=13,
        label="your choice")
ax.set(title="Cross-validated accuracy of 94 patients, five stratified folds",
       xlabel="number of neighbours", ylabel="mean accuracy (share)")
ax.legend(loc="lower left")
plt.show()
print(f"chosen: {chosen} neighbours, accuracy {means[candidates.index(chosen)]:.3f}")

# %% [markdown]
# *What to see:* over a wide range the means differ by less than their standard errors: which of them is
# highest is mostly luck. With very many neighbours the accuracy falls: there are only 28 malignant cases
# among the 75 training patients, and they are outvoted. (The standard error is a rough guide. The turns share
# most of their training patients, so their scores are not independent, and from one cross-validation alone
# nobody can compute without bias how far its mean may be off.)
#
# ## 8. Ninety per cent out of nothing (2 points)
#
# Now letter B. We do not have its blood samples, but we have something better: **dice**. We make up 60
# volunteers, 30 ill and 30 healthy, and 2,000 "markers" that are pure random numbers. Nobody can tell ill
# from healthy by them: every honest score must be about 50 %. If letter B's recipe reports more, the recipe
# is broken.
#
# The recipe was: *keep the 20 markers that separate the two classes best, then cross-validate.* "Separates
# best" is measured by the gap between the class means, which `gaps(X, y)` from the setup computes for every
# column:
#
# $$g_f = \bigl|\,\text{mean of } X_{rf} \text{ over } y_r = 1 \;-\; \text{mean of } X_{rf} \text{ over } y_r = 0\,\bigr|$$
#
# Choosing columns is learning, and it uses the labels. So it belongs **inside** the fold: for every fold,
# compute the gaps on the training rows only and keep the $m$ columns with the widest ones.
#
# *Example.* Suppose the gaps on the training rows of fold 0 are `[0.2, 1.5, 0.3, 0.9]` and $m = 2$. Then
# columns 1 and 3 are kept for fold 0. For fold 1 the training rows are others, the gaps are others, and
# columns 1 and 2 may win.
#
# Write `select_inside`, about 4 lines.

# %% solution="select_inside"
def select_inside(X, y, folds, m):
    """For every fold, the m columns with the widest gaps on the rows outside the fold.

    X : array (n, d) of floats
    y : array (n,), labels 0 and 1
    folds : list of k arrays of row numbers; every row is in exactly one. Both classes occur outside every fold.
    m : how many columns are kept, 1 <= m <= d
    Returns a list of k arrays with m column numbers each, in any order; the i-th belongs to folds[i].
    (No two columns have the same gap in any test.)
    """
    ### BEGIN SOLUTION
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)                   # (n - n_i,)
        chosen.append(np.argsort(gaps(X[train], y[train]))[-m:])        # (m,)
    return chosen
    ### END SOLUTION

# %% test="the_widest_gaps_are_kept" points=1
# The m columns with the widest gaps are kept for every fold.
def check_columns(shift, m, expected, seed):
    """A table whose gaps are about |shift|, whichever rows one looks at: the same columns win in every fold."""
    y = np.array([0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 0])
    X = y[:, None] * np.array(shift) + 0.001 * np.random.default_rng(seed).normal(size=(11, len(shift)))
    folds = [np.array([7, 0, 3]), np.array([10, 2, 5, 4]), np.array([1, 9, 8, 6])]
    got = list_of_rows(select_inside(X, y, folds, m), 3, len(shift), "select_inside")
    for columns in got:
        assert len(set(columns)) == len(columns) == m, f"{m} different columns were to be kept: {columns} came."
        assert set(columns) == expected, f"the columns {sorted(columns)} were kept; others have wider gaps."


check_columns([0.2, 1.5, 0.3, 0.9], 2, {1, 3}, seed=1)
check_columns([0.2, -1.5, 0.3, 0.9], 1, {1}, seed=2)
### BEGIN HIDDEN TESTS
check_columns([0.5, -3.0, 1.0, 0.0, 2.0, -1.5], 3, {1, 4, 5}, seed=3)
check_columns([4.0, -3.0, 1.0, 0.0, 2.0, -1.5, 0.7], 5, {0, 1, 2, 4, 5}, seed=4)
check_columns([0.1, 0.4, -0.2], 3, {0, 1, 2}, seed=5)
### END HIDDEN TESTS

# %% test="test_rows_have_no_say" points=1
# The columns of a fold are those that its training rows choose; what stands in its test rows changes nothing.
def columns_by_hand(X, y, fold, m):
    rest = [row for row in range(len(y)) if row not in set(fold)]
    gap = [abs(np.mean([X[r, f] for r in rest if y[r] == 1]) - np.mean([X[r, f] for r in rest if y[r] == 0]))
           for f in range(X.shape[1])]
    return set(sorted(range(X.shape[1]), key=gap.__getitem__)[-m:])


def check_fold_by_fold(X, y, folds, m):
    for number, fold in enumerate(folds):
        expected = columns_by_hand(X, y, fold, m)
        other_X, other_y = X.copy(), y.copy()
        other_X[fold] = 100 * X[fold] ** 2
        other_y[fold] = 1 - y[fold]
        for table, labels, what in [(X, y, "a table of dice"), (other_X, other_y, "one with other test rows")]:
            got = select_inside(table.copy(), labels.copy(), folds, m)
            got = list_of_rows(got, len(folds), X.shape[1], "select_inside")[number]
            assert len(got) == m and set(got) == expected, (
                f"fold {number} of {what}: other columns are kept than the training rows of this fold choose.")


X = np.random.default_rng(6).normal(size=(12, 8))
y = np.array([0, 1] * 6)
check_fold_by_fold(X, y, [np.array([2, 9, 5, 6]), np.array([0, 11, 4, 7]), np.array([1, 8, 10, 3])], 2)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(7)
X, y = rng.normal(size=(23, 40)), rng.permutation([0] * 14 + [1] * 9)
zeros, ones = np.flatnonzero(y == 0), np.flatnonzero(y == 1)
check_fold_by_fold(X, y, [np.append(zeros[i::4], ones[i::4]) for i in range(4)], 5)
### END HIDDEN TESTS

# %% [markdown]
# Guess before you run the next cell: what will letter B's recipe report on dice, and what will yours?
#
# Twenty clinics, each with its own table of dice. Light squares: the markers are selected once, on all 60
# volunteers, and then everything is cross-validated with the greatest care. Dark dots: your selection,
# inside the fold.

# %% run
def five_neighbours():
    return KNeighborsClassifier(5)


before, inside = [], []
for seed in range(20):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(60, 2000)), np.repeat([0, 1], 30)          # dice: there is nothing to find
    folds = stratified(y, 5, rng)
    chosen = select_inside(X, y, folds, 20)
    best = pd.Series(gaps(X, y)).nlargest(20).index                    # letter B: all rows have a say
    before.append(np.mean(cv_scores(StandardScaler, five_neighbours, X[:, best], y, folds)))
    inside.append(np.mean([cv_scores(StandardScaler, five_neighbours, X[:, columns], y, folds)[i]
                           for i, columns in enumerate(chosen)]))
fig, ax = plt.subplots(figsize=(9, 2.8), layout="constrained")
jitter = np.linspace(-0.2, 0.2, 20)
ax.plot(before, 1 + jitter, "s", color="#DDAA33", markeredgecolor="black", markersize=6)
ax.plot(inside, 0 + jitter, "o", color="#004488", markersize=6)
ax.axvline(0.5, color="grey", linestyle="--", label="the truth: a coin")
ax.set(title="60 volunteers, 2,000 random markers, the best 20 kept: accuracy in 20 repetitions",
       xlabel="cross-validated accuracy (share)", xlim=(0.2, 1), ylim=(-0.5, 2), yticks=[1, 0],
       yticklabels=["selected before", "selected inside"])
ax.legend(loc="upper left")
plt.show()
print(f"selected before: mean {np.mean(before):.2f}    selected inside, yours: mean {np.mean(inside):.2f}")

# %% [markdown]
# *What to see:* letter B's number, from nothing. Among 2,000 random columns some separate *these* 60
# volunteers by chance, test rows included; they were picked because they do, so they keep on separating
# them in every fold. The cross-validation came too late. Inside the fold the columns must prove themselves
# on volunteers who had no say, and they do not. (Your dots scatter around one half: 60 volunteers are few.)
#
# Mind what this shows and what not. It does not show that letter B's markers are worthless. It shows that
# its number is: worthless markers would have given it as well.
#
# ## 9. Which split for which situation? (1 point)
#
# Shuffled and stratified folds answer the question "how good is the program for *another row like these*?".
# Sometimes the question is another one. Here are six situations:
#
# - **a** 94 patients, one row each, 35 of them malignant. The program is for new patients.
# - **b** 40 patients, ten pictures of each, ill or healthy. The program is for new patients.
# - **c** Five years of daily prices. The program predicts tomorrow's.
# - **d** 8,000 houses, one row each, listed street by street; the price is to be estimated, a number. The
#   program is for other houses of the same streets.
# - **e** 12 machines, 500 one-second recordings of each, sound or worn out. The program is for machines that
#   nobody has recorded yet.
# - **f** 5,000 parts, one row each, in no particular order, 1 in 100 of them faulty. The program sorts further
#   parts of the same kind into faulty and good.
#
# *Decision rule:* go through this list and stop at the first line that applies.
#
# 1. The program predicts the future from the past: `"time"`. Train on earlier rows, test on later ones
#    (scikit-learn: `TimeSeriesSplit`).
# 2. Several rows belong to the same person, machine or place, and the program is for new ones of these:
#    `"groups"`. All rows of one go into the same fold (`GroupKFold`).
# 3. The labels are classes: `"stratified"` (`StratifiedKFold`).
# 4. Otherwise: `"shuffled"` (`KFold` with `shuffle=True`).
#
# The test below shows only whether your answer has the right form; whether it is right is found out when it
# is graded.

# %% solution="which_split"
def which_split():
    """The split for each situation.

    Returns a dictionary from the letters "a" to "f" to "time", "groups", "stratified" or "shuffled", for
    instance {"a": "time", "b": "time", "c": "time", "d": "time", "e": "time", "f": "time"} (not the answer).
    """
    ### BEGIN SOLUTION
    return {"a": "stratified", "b": "groups", "c": "time", "d": "shuffled", "e": "groups", "f": "stratified"}
    ### END SOLUTION

# %% test="each_situation_gets_its_split" points=1
# Every situation gets the split that the decision rule names.
got = which_split()
try:
    answers = {str(letter): str(word) for letter, word in got.items()}
except (AttributeError, TypeError, ValueError):
    raise AssertionError("which_split should return a dictionary from letters to words.") from None
assert set(answers) == set("abcdef"), "the dictionary should have the six letters from a to f."
assert set(answers.values()) <= {"time", "groups", "stratified", "shuffled"}, (
    "a word is none of time, groups, stratified, shuffled.")
assert set(answers.values()) != {"time"}, "this is the sample of the docstring, not an answer."
### BEGIN HIDDEN TESTS
rows = {  # letter: (predicts the future, several rows of one, classes)
    "a": (False, False, True), "b": (False, True, True), "c": (True, False, False),
    "d": (False, False, False), "e": (False, True, True), "f": (False, False, True)}
words = ["time", "groups", "stratified", "shuffled"]
wrong = sum(answers[letter] != words[[*facts, True].index(True)] for letter, facts in rows.items())
assert wrong == 0, f"{wrong} of 6 situations got another split than the first line of the rule that applies."
### END HIDDEN TESTS

# %% [markdown]
# ## The decision
#
# All that you know about the needle program, from the 94 known patients: stratified folds, the number of
# neighbours chosen by your rule, the mean with its standard error. The last line is what the laziest program
# reaches, which calls everybody benign.

# %% run
candidates = list(range(1, 42, 4))
folds = stratified(y_known, 5, np.random.default_rng(2))
S = np.array([cv_scores(StandardScaler, lambda: KNeighborsClassifier(c), X_known, y_known, folds)
              for c in candidates])
chosen = choose_neighbours(candidates, S)
mean, s = mean_and_spread(S[candidates.index(chosen)])
print("letter A, one split of 19 patients       1.000")
print("letter B, markers selected beforehand    0.900")
print(f"yours, {chosen:2} neighbours, five folds         {mean:.3f}  (standard error {s / math.sqrt(5):.3f})")
print(f"calling everybody benign                 {np.mean(y_known == 0):.3f}")

# %% [markdown]
# Decide now, before you run the next cell: which number would you print? Then see what time tells. A few
# years later 475 further patients have come, whom neither your folds nor the program have ever seen. The
# program learns from all 94 known patients and is asked about the 475.

# %% run
candidates = list(range(1, 42, 4))
folds = stratified(y_known, 5, np.random.default_rng(2))
S = np.array([cv_scores(StandardScaler, lambda: KNeighborsClassifier(c), X_known, y_known, folds)
              for c in candidates])
chosen = choose_neighbours(candidates, S)
means, errors = S.mean(axis=1), S.std(axis=1, ddof=1) / math.sqrt(len(folds))      # (11,) each
later = [make_pipeline(StandardScaler(), KNeighborsClassifier(c)).fit(X_known, y_known).score(X_later, y_later)
         for c in candidates]
fig, ax = plt.subplots(figsize=(9, 4), layout="constrained")
ax.errorbar(candidates, means, yerr=errors, fmt="o", color="#004488", markersize=4, capsize=2,
            label="cross-validated on 94 patients, yours")
ax.plot(candidates, later, "s-", color="#DDAA33", markeredgecolor="black", markersize=5,
        label="475 later patients")
ax.plot(chosen, means[candidates.index(chosen)], "o", color="black", fillstyle="none", markersize=13,
        label="your choice")
ax.axhline(1, color="#BB5566", linestyle="--", label="letter A")
ax.set(title="What was promised and what came", xlabel="number of neighbours", ylabel="accuracy (share)",
       ylim=(0.7, 1.02))
ax.legend(loc="lower left")
plt.show()
place = candidates.index(chosen)
print(f"{chosen} neighbours: promised {means[place]:.3f}, came {later[place]:.3f}")

# %% [markdown]
# *What to see:* your number was made from 94 patients and comes close to what 475 others had; 100 % is out of
# reach for every number of neighbours. The bars earn their place as well: one standard error is a few
# percentage points.
#
# And now a confession, for you have learnt to ask. *We* did look at the 475. We tried eight draws of 94
# patients with four sets of folds each, and picked one where promise and outcome agree well. Among the 32,
# the promise was off by as much as 6 percentage points. So this picture shows what can be hoped for; it is
# itself a lucky draw, like letter A's, and no proof.
#
# ## 10. Your decision for the clinic (2 points)
#
# Write to the head of the clinic, in 6 to 9 sentences, without formulas:
#
# - which of the two offers, if any, you would take, and which accuracy may be printed in the leaflet, with
#   its uncertainty,
# - why "100 %" in letter A is not to be believed, although nobody lied,
# - why "90 %" in letter B says nothing, although it was cross-validated,
# - one thing that your own number still does not tell.
#
# A person reads this answer.

# %% [markdown] essay="leaflet" points=2
# Please take the needle program, but print neither of the two numbers. The leaflet may say: "right in about
# 93 of 100 cases, give or take four", and that the figure comes from 94 patients. Letter A's 100 % is a true
# result of one split: nineteen patients were drawn, and all nineteen were judged rightly. But with twenty
# draws of nineteen I got anything between 84 and 100 %, and 100 % only twice; whoever shows one lucky draw
# promises the luck along with the program. In my cross-validation every patient is judged once, by a program
# that has not seen that patient, and the mean depends much less on the draw. Letter B's 90 % comes from
# choosing the twenty markers on all volunteers, those of the test folds included, before cross-validating. I tried
# the same recipe on pure dice and got about 90 % as well, and about 50 % as soon as the markers were chosen
# on the training volunteers only; so the number would look the same if the markers were worthless, and we
# cannot buy the test on it. What my number does not tell: how many of the errors are malignant cases called
# benign, which is the worse mistake.
#
# ### BEGIN MARK SCHEME
# - 0.5 point: a clear decision (neither number printed; A's program is acceptable, or neither offer) and a
#   number of their own from cross-validation, with some uncertainty (standard error, spread, or "94 patients
#   are few").
# - 0.5 point: letter A: one small split depends on luck; with other seeds the same program scores from about
#   84 % to 100 %.
# - 0.5 point: letter B: the selection used the labels of the test rows (it happened before the split), with
#   the evidence from the dice: about 90 % where 50 % is the truth. Nothing for "overfitting"
#   without saying where.
# - 0.5 point: one real limit: sensitivity (missed malignant cases) is not told by accuracy; other clinics or
#   devices; 94 patients; the number of neighbours was chosen on the same folds, which flatters slightly.
# - A different number in consequence of an earlier mistake costs nothing here.
# ### END MARK SCHEME
