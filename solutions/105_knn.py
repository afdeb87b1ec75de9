# ---
# title: Nearest neighbours
# unit: 1 Machine learning
# minutes: 90
# points: 20
# data: [wine_cellar.csv]
# ---

# %% [markdown]
# # Nearest neighbours: whose wine is it?
#
# A restaurant keeps 178 bottles from three growers of the same region. Last night a shelf came down. 148
# bottles are still standing, their labels untouched. The other 30 lay on the floor, their labels in a wet
# heap, and were labelled again in a hurry. The owner is sure that a few of them now carry the wrong
# grower's name.
#
# Opening a bottle settles the matter, but an opened bottle cannot be sold. A laboratory has measured 13
# things in every bottle: alcohol, acids, colour and so on. **Your decision at the end: which bottles should
# be opened?**
#
# (The wines, the growers and the measurements are real, from a study of Italian wines. The accident is
# ours.)
#
# The tool is the oldest idea in machine learning: *look for the most similar things you know, and do as
# they do.*
#
# **You will**
#
# - **compute** the distance between two bottles, and between all bottles at once, without a loop,
# - **count** the votes of the $k$ nearest neighbours, with a rule for ties,
# - **predict** the growers and **compare** your answers with scikit-learn's,
# - **scale** the measurements by the spread among the standing bottles, and **explain** why that matters,
# - **choose** $k$ by leaving one bottle out at a time, and **decide** which bottles to open.
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 | `distance`: from one bottle to another | 1 | 5 |
# | 2 | `pairwise`: all distances in one table | 3 | 15 |
# | 3 | `vote`: who decides, and what if it is a draw? | 3 | 15 |
# | 4 | `predict`: the whole classifier | 2 | 5 |
# | 5 | `accuracy`: the share of right answers | 1 | 3 |
# | 6 | `standardise`: units must not decide who is near | 3 | 12 |
# | 7 | `leave_one_out`: an honest score without a second data set | 2 | 12 |
# | 8 | `choose_k`: the scores and the square root of $n$ | 2 | 8 |
# | 9 | a question: what leaves the nearest neighbour unchanged? | 1 | 5 |
# | 10 | your letter to the owner | 2 | 10 |
#
# **Symbols**
#
# | symbol | meaning | shape |
# |---|---|---|
# | `X`, $x_j$ | the training points (standing bottles), one per row | $(n, d)$ |
# | `y`, $y_j$ | their labels (growers) | $(n,)$ |
# | `Z`, $z_i$ | the queries (fallen bottles), one per row | $(m, d)$ |
# | `D`, $D_{ij}$ | distance from query $i$ to training point $j$ | $(m, n)$ |
# | $k$ | how many neighbours vote | a whole number, $1 \le k \le n$ |
# | $\mu_f$, $\sigma_f$ | mean and standard deviation of column $f$ of `X` | $(d,)$ each |
#
# Run the next cell first. It loads the data; there is nothing to write in it.

# %% setup
import math
import time

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.colors import ListedColormap
from sklearn.neighbors import KNeighborsClassifier


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


cellar = pd.read_csv("data/wine_cellar.csv")
MEASURED = list(cellar.columns[1:14])                      # the names of the 13 measurements
standing = cellar[cellar["shelf"] == "standing"]
fallen = cellar[cellar["shelf"] == "fallen"]
X_standing = standing[MEASURED].to_numpy()                 # (148, 13)
y_standing = standing["label"].to_numpy()                  # (148,)  growers 1, 2, 3
X_fallen = fallen[MEASURED].to_numpy()                     # (30, 13)
paper_label = fallen["label"].to_numpy()                   # (30,)   the new labels: not to be trusted


# For the pictures: the same colour and mark for a grower everywhere.
COLOURS = {1: "#004488", 2: "#DDAA33", 3: "#BB5566"}
MARKS = {1: "o", 2: "s", 3: "^"}


def draw_growers(ax, points, labels):
    """For the pictures: one mark for every row of `points` (n, 2)."""
    for c in COLOURS:
        ax.scatter(*points[labels == c].T, s=22, c=COLOURS[c], marker=MARKS[c], edgecolors="white",
                   linewidths=0.4, label=f"grower {c}")


def numbers(value, shape, name):
    """For the tests: `value` as an array of numbers; says so if it is none or if its shape is not `shape`."""
    assert value is not None, f"{name} returned None. Does every path through it end with a return?"
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise AssertionError(f"{name} should return numbers, but a {type(value).__name__} came.") from None
    assert array.shape == shape, f"{name}: shape {array.shape} came, {shape} is right; () is a single number."
    return array

# %% [markdown]
# Two bottles, as the laboratory sees them. Each bottle is a point with 13 coordinates. Notice how different
# the sizes of the numbers are: it will matter.

# %% run
cellar.loc[[0, 3], ["bottle", *MEASURED, "shelf", "label"]].set_index("bottle").T

# %% [markdown]
# ## 1. How far is it from one bottle to another? (1 point)
#
# "Similar" needs a number. We take the straight line between the two points, the **Euclidean distance**:
#
# $$\text{distance}(a, b) = \sqrt{\sum_{f=1}^{d} (a_f - b_f)^2}$$
#
# *Example.* From $a = (1, 2)$ to $b = (4, 6)$ it is 3 to the side and 4 up:
# $\sqrt{3^2 + 4^2} = \sqrt{25} = 5$.
#
# Write `distance`, about 1 line. It must work for any number of coordinates.

# %% solution="distance"
def distance(a, b):
    """Euclidean distance between two points.

    a, b : arrays (d,), the coordinates of the two points
    Returns one number, 0 or larger.

    Example: distance(np.array([1.0, 2.0]), np.array([4.0, 6.0])) is 5.0
    """
    ### BEGIN SOLUTION
    return float(np.sqrt(np.sum((a - b) ** 2)))
    ### END SOLUTION

# %% test="root_of_the_summed_squares" points=1
# The distance is the root of the summed squares, over all coordinates.
got = numbers(distance(np.array([1.0, 2.0]), np.array([4.0, 6.0])), (), "distance")
assert abs(got - 25) > 1e-9, "distance came out as 25 in the example. Did you forget the square root?"
assert abs(got - 7) > 1e-9, (
    "distance came out as 7 in the example: 3 + 4. Square the differences before adding.")
assert abs(got - 12.5) > 1e-9, (
    "distance came out as 12.5 in the example: half of 25. Python reads s**1/2 as (s**1)/2; see brackets.")
assert abs(got - 5) < 1e-9, f"distance from (1, 2) to (4, 6) should be 5, but {got:.4g} came."
got = numbers(distance(np.array([2.0, 0.0, -1.0, 5.0]), np.array([1.0, 1.0, 0.0, 4.0])), (), "distance")
assert abs(got - 2) < 1e-9, f"four coordinates that differ by 1 each are 2 apart, but {got:.4g} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1)
for d in (1, 3, 13):
    a, b = rng.normal(size=d) * 10, rng.normal(size=d) * 10
    expected = math.dist(a.tolist(), b.tolist())
    got = numbers(distance(a.copy(), b.copy()), (), "distance")
    assert abs(got - expected) < 1e-9 * expected, (
        f"distance is not right for {d} coordinates with a minus sign among them.")
    got = numbers(distance(a.copy(), a.copy()), (), "distance")
    assert abs(got) < 1e-12, "a point should have distance 0 from itself."
### END HIDDEN TESTS

# %% [markdown]
# Your function on three bottles. The last column is the distance when one of the 13 measurements, proline,
# is left out.

# %% run
without_proline = [f for f, name in enumerate(MEASURED) if name != "proline"]
print("bottles    all 13    without proline")
for i, j in [(0, 1), (0, 2), (1, 2)]:
    far = distance(X_standing[i], X_standing[j])
    rest = distance(X_standing[i][without_proline], X_standing[j][without_proline])
    print(f"{standing['bottle'].iloc[i]} and {standing['bottle'].iloc[j]}  {far:8.1f}  {rest:15.1f}")

# %% [markdown]
# *What to see:* nearly all of the distance comes from a single measurement. Keep that in mind until
# exercise 6.
#
# ## 2. All distances at once (3 points)
#
# To find neighbours we need the distance from every query to every training point, in one table: row $i$
# belongs to query $a_i$, column $j$ to training point $b_j$.
#
# $$D_{ij} = \sqrt{\sum_f (A_{if} - B_{jf})^2}$$
#
# Two loops would do, but Python loops are slow. NumPy can do it in two ways, each 1 to 3 lines; choose one:
#
# - **Broadcasting.** `A[:, None, :]` has shape $(m, 1, d)$ and `B[None, :, :]` has shape $(1, n, d)$. What
#   is the shape of their difference, and along which axis must you add?
# - **Expansion**, which needs less memory:
#   $\lVert a - b\rVert^2 = \lVert a\rVert^2 - 2\,a\cdot b + \lVert b\rVert^2$. All the products
#   $a_i \cdot b_j$ together are one matrix product, $(m, n)$; to fit it, the $\lVert a_i\rVert^2$ must stand
#   in a column, $(m, 1)$. Beware: the computer rounds, so where the true square is 0 a tiny negative number
#   may stand, and its root is `nan`. Lift such numbers to 0 first (`np.maximum`).
#
# *Example.* Two queries $(0,0)$, $(3,4)$ and three training points $(0,0)$, $(3,0)$, $(-2,-8)$ give
#
# $$D = \begin{pmatrix} 0 & 3 & \sqrt{68} \\ 5 & 4 & 13 \end{pmatrix}$$

# %% solution="pairwise"
def pairwise(A, B):
    """Distances from every row of A to every row of B.

    A : array (m, d), the queries
    B : array (n, d), the training points
    Returns D, array (m, n): D[i, j] is the Euclidean distance from A[i] to B[j]. No entry is nan, and points
    that lie 10 000 from the origin still get their distances right to 0.01 (in 64-bit numbers, as usual).
    """
    ### BEGIN SOLUTION
    squares = (A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)    # (m, 1) - (m, n) + (n,)
    return np.sqrt(np.maximum(squares, 0))                                      # (m, n)
    ### END SOLUTION

# %% test="each_query_has_a_row_of_distances" points=2
# D[i, j] is the distance from query i to training point j.
A = np.array([[0.0, 0.0], [3.0, 4.0]])
B = np.array([[0.0, 0.0], [3.0, 0.0], [-2.0, -8.0]])
D = pairwise(A.copy(), B.copy())
assert np.shape(D) != (3, 2), (
    "D has shape (3, 2); one row per query, one column per training point makes it (2, 3).")
D = numbers(D, (2, 3), "pairwise")
assert abs(D[1, 0] - 25) > 1e-6, "D[1, 0] is 25 in the example. Did you forget the square root?"
assert not np.isnan(D).any(), (
    "there is a nan in D: somewhere the root of a negative number was taken. Check the signs.")
wrong = int(np.sum(np.abs(D - [[0, 3, 68**0.5], [5, 4, 13]]) > 1e-6))
assert wrong == 0, f"{wrong} of the 6 distances of the example differ from the table in the text."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(2)
for m, n, d, unit in [(7, 5, 3, 1), (1, 6, 4, 1), (4, 1, 1, 1), (3, 3, 2, 0.01), (6, 9, 13, 1)]:
    A, B = rng.normal(size=(m, d)) * unit, (rng.normal(size=(n, d)) * 5 - 1) * unit
    expected = np.array([[math.dist(a, b) for b in B.tolist()] for a in A.tolist()])
    D = numbers(pairwise(A.copy(), B.copy()), (m, n), "pairwise")
    assert np.allclose(D, expected, rtol=1e-6, atol=1e-6), (
        f"not every D[i, j] is the distance from A[i] to B[j], for shapes ({m}, {d}) and ({n}, {d}).")
### END HIDDEN TESTS

# %% test="far_from_the_origin_is_still_right" points=1
# Distances stay right, and no nan appears, for points that lie far from the origin.
A = np.array([[10_000.0, 10_000.0], [10_003.0, 10_004.0]])
B = np.array([[10_000.0, 10_000.0], [10_003.0, 10_004.0], [9_995.0, 10_012.0]])
D = numbers(pairwise(A.copy(), B.copy()), (2, 3), "pairwise")
assert not np.isnan(D).any(), (
    "there is a nan in D. Rounding can turn a square of 0 into a tiny negative number.")
assert np.allclose(D, [[0, 5, 13], [5, 0, 128**0.5]], rtol=0, atol=0.01), (
    "near (10000, 10000) the distances are off by more than 0.01. Were the squares rounded too roughly?")
### BEGIN HIDDEN TESTS
A = 10_000 + np.random.default_rng(3).normal(size=(60, 3))
B = A[:50]
far = np.array([[math.dist(a, b) for b in B.tolist()] for a in A.tolist()])
off = np.abs(numbers(pairwise(A.copy(), B.copy()), (60, 50), "pairwise") - far)
assert np.isfinite(off).all(), "there is a nan among the distances of 60 points near (10000, 10000, 10000)."
assert off.max() < 0.01, "distances between points far from the origin are off by more than 0.01."
### END HIDDEN TESTS

# %% [markdown]
# Is it worth it? The same 30 × 148 distances, one by one with your `distance` and at once with your
# `pairwise`:

# %% run
start = time.perf_counter()
for a in X_fallen:
    for b in X_standing:
        distance(a, b)
one_by_one = time.perf_counter() - start
start = time.perf_counter()
table = pairwise(X_fallen, X_standing)
at_once = time.perf_counter() - start
print(f"one by one {1000 * one_by_one:7.2f} ms")
print(f"at once    {1000 * at_once:7.2f} ms")

# %% [markdown]
# *What to see:* the same result in a small part of the time, if you did without Python loops. From ten
# thousand bottles to ten thousand others it is seconds instead of minutes.
#
# ## 3. Who votes, and what if it is a draw? (3 points)
#
# The $k$ nearest training points vote with their labels; every vote counts the same, near or far. The label
# with the most votes is the answer:
#
# $$\hat y_i = \text{the label that occurs most often among } \{\,y_j : j \in N_k(i)\,\}$$
#
# where $N_k(i)$ are the $k$ training points with the smallest $D_{ij}$.
#
# Two or more labels can get the same number of votes: a draw, also called a *tie*. Then we need a rule.
# Ours, which is also scikit-learn's: **tie → smaller label.** Labels are names that happen to be numbers:
# never average them. The mean of grower 1 and grower 3 is not grower 2.
#
# *Example.* Four training points with labels `y = [7, 4, 4, 7]`, at distances `[1, 2, 3, 4]` from the one
# query:
#
# | $k$ | voters | votes | answer |
# |---|---|---|---|
# | 1 | 7 | 7: one | 7 |
# | 2 | 7, 4 | one each: a tie | 4, the smaller |
# | 3 | 7, 4, 4 | 4: two, 7: one | 4 |
# | 4 | 7, 4, 4, 7 | two each: a tie | 4, the smaller |
#
# Write `vote`, about 6 lines; a loop over the queries is fine. `np.argsort` gives the positions of a row's
# numbers, smallest number first, and `np.unique(…, return_counts=True)` gives labels in rising order, with
# their counts.

# %% solution="vote"
def vote(D, y, k):
    """The label that the k nearest training points vote for, for every query.

    D : array (m, n), D[i, j] is the distance from query i to training point j. Rows are not sorted. Equal
        distances can occur, but in no test are the k-th nearest point and the next one equally far.
    y : array (n,), labels of the training points: whole numbers, 0 or larger, not necessarily 0, 1, 2, ...
    k : how many neighbours vote, 1 <= k <= n
    Returns m labels, array (m,). Labels with equally many votes: the smaller label wins.

    Example: vote(np.array([[1.0, 2.0, 3.0, 4.0]]), np.array([7, 4, 4, 7]), 2) is array([4])
    """
    ### BEGIN SOLUTION
    nearest = np.argsort(D, axis=1)[:, :k]                              # (m, k)
    answers = []
    for labels in y[nearest]:                                           # (k,)
        names, counts = np.unique(labels, return_counts=True)
        answers.append(names[np.argmax(counts)])                        # names rise, argmax takes the first
    return np.array(answers)                                            # (m,)
    ### END SOLUTION

# %% test="only_the_k_nearest_vote" points=2
# The k nearest vote, each with one vote; nobody else does.
D = np.array([[9.0, 1.0, 2.0, 3.0, 8.0],
              [1.0, 2.0, 7.0, 6.0, 5.0]])
y = np.array([7, 2, 2, 7, 7])
for k, expected in [(1, [2, 7]), (3, [2, 7]), (5, [7, 7])]:
    got = numbers(vote(D.copy(), y.copy(), k), (2,), "vote")
    assert set(got.tolist()) <= {2, 7}, f"vote answered {got.tolist()}; only the labels 2 and 7 occur in y."
    assert got.tolist() == expected, (
        f"for k = {k} vote answered {got.tolist()}. Which {k} are nearest, and what are they?")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(4)
D = rng.permuted(np.tile(np.arange(1.0, 13.0) ** 4, (30, 1)), axis=1)        # up to 20736
y = np.array([9, 2, 5, 5, 2, 9, 5, 2, 5, 9, 9, 2])
for k in range(1, 13):
    expected, clear = [], []
    for row in D:
        voters = [label for _, label in sorted(zip(row.tolist(), y.tolist()))[:k]]
        most = max(voters.count(c) for c in voters)
        winners = [c for c in (2, 5, 9) if voters.count(c) == most]
        expected.append(winners[0])
        clear.append(len(winners) == 1)
    got = numbers(vote(D.copy(), y.copy(), k), (30,), "vote")
    missed = int(np.sum((got != expected) & clear))
    assert missed == 0, (
        f"{missed} of {sum(clear)} clear votes went to another label, with n = 12 and k = {k}.")
D = np.array([[0.5, 0.5, 0.5, 0.9, 0.9], [0.9, 0.5, 0.5, 0.5, 0.9]])
got = numbers(vote(D, np.array([4, 4, 0, 0, 4]), 3), (2,), "vote")
assert got.tolist() == [4, 0], (
    "three points equally near, with labels 4 and 0: each has one vote. Labels are names, not amounts.")
### END HIDDEN TESTS

# %% test="ties_go_to_the_smaller_label" points=1
# When labels have equally many votes, the smaller label wins.
D = np.array([[1.0, 2.0, 3.0, 4.0]])
y = np.array([7, 4, 4, 7])
for k in (2, 4):
    got = numbers(vote(D.copy(), y.copy(), k), (1,), "vote")
    assert got.tolist() == [4], (
        f"7 and 4 have {k // 2} vote(s) each: {got.tolist()} came, the smaller label should win.")
### BEGIN HIDDEN TESTS
y = np.array([8, 1, 1, 8, 3, 3, 11, 8])                # the last is far from all; 8 is the most frequent
D = np.array([[1.0, 6.0, 7.0, 2.0, 3.0, 4.0, 5.0, 9.0],
              [6.0, 2.0, 1.0, 4.0, 7.0, 5.0, 3.0, 9.0],
              [4.0, 7.0, 5.0, 3.0, 6.0, 2.0, 1.0, 9.0]])
# in order of distance: 8 8 3 3 11 1 1 | 1 1 11 8 3 8 3 | 11 3 8 8 1 3 1
for k, expected in [(2, [8, 1, 3]), (4, [3, 1, 8]), (5, [3, 1, 8]), (6, [3, 1, 3]), (7, [1, 1, 1])]:
    got = numbers(vote(D.copy(), y.copy(), k), (3,), "vote")
    assert got.tolist() == expected, (
        f"a tie among the {k} nearest did not go to the smallest of the labels in front.")
### END HIDDEN TESTS

# %% [markdown]
# Your `vote` on one query whose neighbours, from near to far, belong to growers 3, 1, 1, 2, 2, 2:

# %% run
for k in range(1, 7):
    winner = vote(np.array([[10.0, 20.0, 30.0, 40.0, 50.0, 60.0]]), np.array([3, 1, 1, 2, 2, 2]), k)
    print(f"k = {k}: grower {winner[0]}")

# %% [markdown]
# *What to see:* the answer depends on $k$. At $k = 2$ and $k = 5$ there are ties, and the rule decides
# them.
#
# ## 4. The whole classifier (2 points)
#
# Nearest neighbours need no training: "fitting" only means to keep the table. Prediction is exercise 2
# followed by exercise 3. Write `predict`, 1 or 2 lines, and use what you have. Mind which table holds the
# queries.
#
# *Example.* Training points 0, 1 and 10 on a line with labels 5, 5 and 8: the query 2 gets 5 with $k = 1$;
# the query 9 gets 8 with $k = 1$, but 5 with $k = 3$, for then everybody votes.

# %% solution="predict"
def predict(X, y, Z, k):
    """Labels for the queries, by the vote of their k nearest training points.

    X : array (n, d), the training points
    y : array (n,), their labels
    Z : array (m, d), the queries
    k : how many neighbours vote, 1 <= k <= n
    Returns m labels, array (m,). Ties go to the smaller label.
    """
    ### BEGIN SOLUTION
    return vote(pairwise(Z, X), y, k)
    ### END SOLUTION

# %% test="agrees_with_scikit_learn" points=2
# The answers are those of scikit-learn's KNeighborsClassifier.
X = np.array([[0.0], [1.0], [10.0]])
y = np.array([5, 5, 8])
for k, expected in [(1, [5, 8]), (3, [5, 5])]:
    got = numbers(predict(X.copy(), y.copy(), np.array([[2.0], [9.0]]), k), (2,), "predict")
    assert got.tolist() == expected, (
        f"the example on a line with k = {k} should give {expected}, but {got.tolist()} came.")
### BEGIN HIDDEN TESTS
got = numbers(predict(X.copy(), y.copy(), X[1:].copy(), 1), (2,), "predict")
assert got.tolist() == [5, 8], "a query that lies on a training point should get its label for k = 1."
rng = np.random.default_rng(5)
for n, m, d in [(40, 25, 3), (15, 33, 4)]:
    X, Z, y = rng.normal(size=(n, d)), rng.normal(size=(m, d)), rng.choice([1, 3, 12], size=n)
    for k in (1, 2, 4, 7, n):
        expected = KNeighborsClassifier(n_neighbors=k).fit(X, y).predict(Z)
        got = numbers(predict(X.copy(), y.copy(), Z.copy(), k), (m,), "predict")
        missed = int(np.sum(got != expected))
        assert missed == 0, (
            f"{missed} of {m} labels differ from scikit-learn's, for n = {n}, d = {d}, k = {k}.")
### END HIDDEN TESTS

# %% [markdown]
# Now the real bottles, next to scikit-learn:

# %% run
for k in (1, 5, 13, 40):
    mine = predict(X_standing, y_standing, X_fallen, k)
    library = KNeighborsClassifier(n_neighbors=k).fit(X_standing, y_standing).predict(X_fallen)
    same = np.sum(mine == library)
    print(f"k = {k:2}: {same} of {len(library)} fallen bottles get the same grower from scikit-learn")

# %% [markdown]
# And a map: two of the 13 measurements span a plane, and every place in it is coloured by your prediction.

# %% run
plane = [MEASURED.index("alcohol"), MEASURED.index("flavanoids")]
across, up = np.meshgrid(np.linspace(10.8, 15, 60), np.linspace(0.2, 5.2, 60))     # (60, 60) each
grid = np.column_stack([across.ravel(), up.ravel()])                                # (3600, 2)
regions = {k: np.reshape(predict(X_standing[:, plane], y_standing, grid, k), across.shape) for k in (1, 25)}
fig, axes = plt.subplots(1, 2, figsize=(10, 4.5), sharey=True, layout="constrained")
for ax, (k, region) in zip(axes, regions.items()):
    ax.imshow(region, extent=(10.8, 15, 0.2, 5.2), origin="lower", aspect="auto", alpha=0.25,
              cmap=ListedColormap(list(COLOURS.values())), vmin=1, vmax=3)
    draw_growers(ax, X_standing[:, plane], y_standing)
    ax.set(title=f"k = {k}", xlabel="alcohol (% by volume)")
axes[0].set_ylabel("flavanoids (units of the laboratory)")
fig.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=3)
plt.show()

# %% [markdown]
# *What to see:* with $k = 1$ every single bottle rules an island around itself, even a strange one. With
# $k = 25$ the borders are smooth and a few bottles lie on the wrong side. Small $k$ listens to every
# accident; large $k$ drowns out the small groups.
#
# ## 5. How often is it right? (1 point)
#
# The **accuracy** is the share of answers that equal the label. *Example.* Labels `[1, 1, 3, 2]`, answers
# `[1, 2, 3, 2]`: three of four agree, accuracy 0.75. Write `accuracy`, 1 line.

# %% solution="accuracy"
def accuracy(y_true, y_pred):
    """Share of answers that are equal to the labels.

    y_true, y_pred : arrays (n,) of labels
    Returns one number between 0 and 1.

    Example: accuracy(np.array([1, 1, 3, 2]), np.array([1, 2, 3, 2])) is 0.75
    """
    ### BEGIN SOLUTION
    return float(np.mean(y_true == y_pred))
    ### END SOLUTION

# %% test="share_of_equal_labels" points=1
# Accuracy is the share of places where the answer equals the label.
got = numbers(accuracy(np.array([1, 1, 3, 2]), np.array([1, 2, 3, 2])), (), "accuracy")
assert abs(got - 0.25) > 1e-9, "accuracy came out as 0.25 in the example: that is the share of errors."
assert got <= 1, f"accuracy is a share between 0 and 1, but {got:.4g} came. A count, or per cent?"
assert abs(got - 0.75) < 1e-6, f"three of four answers agree, so 0.75; {got:.4g} came."
### BEGIN HIDDEN TESTS
t = np.array([5, 5, 0, 1, 9, 9, 0])
for p, expected in [([5, 5, 0, 1, 9, 9, 0], 1), ([9, 9, 5, 5, 1, 0, 5], 0),
                    ([9, 5, 0, 5, 9, 1, 1], 3 / 7), ([1, 1, 1, 1, 1, 1, 1], 1 / 7)]:
    got = numbers(accuracy(t.copy(), np.array(p)), (), "accuracy")
    assert abs(got - expected) < 1e-6, (
        "accuracy is not the share of equal labels, place by place, on seven answers.")
### END HIDDEN TESTS

# %% [markdown]
# How many of the hurried labels agree with your prediction?

# %% run
for k in (1, 5, 13):
    share = accuracy(paper_label, predict(X_standing, y_standing, X_fallen, k))
    print(f"k = {k:2}: {share:.0%} of the paper labels agree, {round(30 * (1 - share))} of 30 do not")

# %% [markdown]
# *What to see:* if we believed this, about a third of the bottles would carry the wrong label. The owner
# spoke of a few. Before we open that much wine, let us ask whether the fault is ours.
#
# ## 6. Units must not decide who is near (3 points)
#
# Who needs glasses? Two people are known; a third asks. Height is in millimetres, eyesight on a chart from
# 0.1 to 2.0.
#
# | | height | eyesight | glasses |
# |---|---|---|---|
# | person A | 1700 mm | 1.5 | no |
# | person B | 1690 mm | 0.2 | yes |
# | asks | 1692 mm | 1.4 | ? |
#
# The distance to A is $\sqrt{8^2 + 0.1^2} \approx 8.0$, to B $\sqrt{2^2 + 1.2^2} \approx 2.3$: so B is
# near, and somebody with good eyes gets glasses. Write the same heights in metres, and the distances become
# $\sqrt{0.008^2 + 0.1^2} \approx 0.1$ and $\sqrt{0.002^2 + 1.2^2} \approx 1.2$: now A is near. Nobody has
# grown or shrunk. Only the unit has changed, and **the column with the largest spread decides who is
# near.**
#
# The cure is to measure every column in its own standard deviations:
#
# $$x'_f = \frac{x_f - \mu_f}{\sigma_f}, \qquad z'_f = \frac{z_f - \mu_f}{\sigma_f}$$
#
# where $\mu_f$ is the mean and $\sigma_f$ the standard deviation (dividing by $n$, NumPy's usual one) of
# column $f$ **of the training points**. The queries are treated with the same numbers: they are the exam,
# and one does not learn from the exam. A query's answer must not depend on which other queries happen to be
# asked with it.
#
# A column that is the same for every training point has $\sigma_f = 0$. There we divide by 1 instead.
#
# *Example.* Training column $(2, 4, 6, 8)$: $\mu = 5$, $\sigma = \sqrt{(9+1+1+9)/4} = \sqrt 5$. The
# training value 8 becomes $3/\sqrt5 \approx 1.34$; the query 10, beyond everything seen, becomes
# $5/\sqrt5 \approx 2.24$.
#
# Write `standardise`, about 3 lines.

# %% solution="standardise"
def standardise(X, Z):
    """Scale both tables with the column means and standard deviations of X.

    X : array (n, d) of floats, the training points
    Z : array (m, d) of floats, the queries
    Returns (X_scaled, Z_scaled), arrays (n, d) and (m, d). Where sigma is 0, the column is divided by 1.
    X and Z themselves stay as they are.

    Example: X = [[2.], [4.], [6.], [8.]] and Z = [[10.]] give Z_scaled = [[2.236...]]
    """
    ### BEGIN SOLUTION
    mu, sigma = X.mean(axis=0), X.std(axis=0)                           # (d,) and (d,)
    sigma = np.where(sigma == 0, 1, sigma)
    return (X - mu) / sigma, (Z - mu) / sigma
    ### END SOLUTION

# %% test="training_columns_get_mean_0_and_std_1" points=1
# Every training column gets mean 0 and standard deviation 1, in a new table.
X = np.array([[2.0, 100.0], [4.0, 300.0], [6.0, 300.0], [8.0, 700.0]])
before = X.copy()
got = standardise(X, np.array([[10.0, 200.0]]))
assert got is not None and len(got) == 2, "standardise should return two tables, X_scaled and Z_scaled."
X_scaled = numbers(got[0], (4, 2), "standardise, X_scaled")
assert np.abs(X_scaled.mean(axis=0)).max() < 1e-9, (
    "the columns of X_scaled should have mean 0. Which mean was subtracted?")
assert np.abs(X_scaled.std(axis=0) - 1).max() < 1e-9, (
    "the columns of X_scaled should have standard deviation 1 (dividing by n). What was divided by?")
assert np.allclose(X_scaled[:, 0] * 5**0.5, [-3, -1, 1, 3]), (
    "the column 2, 4, 6, 8 comes out in another order or shape.")
assert np.array_equal(X, before), (
    "X itself has changed. Make new tables instead of writing into the old ones.")
### BEGIN HIDDEN TESTS
X = np.random.default_rng(6).normal(size=(9, 3)) * [0.01, 7.0, 1e4] + [50.0, -3.0, 2e4]
X[1, 1], X[8, 2] = X[0, 1], X[0, 2]                    # not constant, though two entries are equal
Z = np.random.default_rng(7).normal(size=(4, 3))
expected = np.array([[(v - np.mean(c)) / np.std(c) for v in c] for c in X.T]).T
before = X.copy(), Z.copy()
X_scaled, Z_scaled = standardise(X, Z)
assert np.allclose(numbers(X_scaled, (9, 3), "standardise, X_scaled"), expected, rtol=1e-7, atol=1e-9), (
    "X_scaled is not (x - mean) / standard deviation, column by column.")
assert np.array_equal(X, before[0]) and np.array_equal(Z, before[1]), (
    "X or Z itself has changed. Make new tables.")
### END HIDDEN TESTS

# %% test="queries_use_the_training_numbers" points=1
# Queries are scaled with the mean and standard deviation of the training points.
X = np.array([[2.0], [4.0], [6.0], [8.0]])
X_scaled, Z_scaled = standardise(X.copy(), np.array([[10.0], [5.0]]))
Z_scaled = numbers(Z_scaled, (2, 1), "standardise, Z_scaled")
assert not np.allclose(Z_scaled, [[1], [-1]]), (
    "the queries were scaled with their own mean and standard deviation.")
assert np.allclose(Z_scaled, [[5**0.5], [0]], rtol=1e-7, atol=1e-9), (
    "the queries 10 and 5 do not come out as in the example (5 is the mean, so it becomes 0).")
### BEGIN HIDDEN TESTS
X = np.random.default_rng(8).normal(size=(9, 3)) * [0.01, 7.0, 1e4] + [50.0, -3.0, 2e4]
Z = np.array([[50.1, 40.0, -1e5], [49.9, -3.0, 2e4], [50.0, 0.0, 0.0], [1.0, 2.0, 3.0]])
expected = (Z - np.mean(X, axis=0)) / np.std(X, axis=0)
got = numbers(standardise(X.copy(), Z.copy())[1], (4, 3), "standardise, Z_scaled")
assert np.allclose(got, expected, rtol=1e-7, atol=1e-9), (
    "Z_scaled is not (z - mean) / standard deviation with the training points' numbers.")
got = numbers(standardise(X.copy(), Z[:1].copy())[1], (1, 3), "standardise, Z_scaled")
assert np.allclose(got, expected[:1], rtol=1e-7, atol=1e-9), (
    "a query asked alone comes out differently than among others.")
### END HIDDEN TESTS

# %% test="a_constant_column_stays_finite" points=1
# A column in which the training points never change is divided by 1, and the others are scaled as always.
X = np.array([[2.0, 7.0], [4.0, 7.0], [6.0, 7.0], [8.0, 7.0]])
X_scaled, Z_scaled = standardise(X.copy(), np.array([[5.0, 7.5]]))
X_scaled = numbers(X_scaled, (4, 2), "standardise, X_scaled")
Z_scaled = numbers(Z_scaled, (1, 2), "standardise, Z_scaled")
finite = np.isfinite(X_scaled).all() and np.isfinite(Z_scaled).all()
assert finite, (
    "a constant column came out as nan or infinity: its standard deviation is 0. Divide by 1 there.")
assert np.allclose(X_scaled[:, 1], 0), "a constant training column should become 0 everywhere."
assert np.allclose(Z_scaled, [[0, 0.5]]), (
    "the query (5, 7.5) lies 0 and 0.5 above the means; the constant column is divided by 1.")
### BEGIN HIDDEN TESTS
X = np.array([[0.0, 1.0, -4.0], [0.0, 2.0, -4.0], [0.0, 6.0, -4.0]])
X_scaled, Z_scaled = standardise(X.copy(), np.array([[2.0, 3.0, -4.0], [-1.0, 3.0, 0.0]]))
sigma = (14 / 3) ** 0.5
assert np.allclose(numbers(X_scaled, (3, 3), "standardise, X_scaled") * [1, sigma, 1],
                   [[0, -2, 0], [0, -1, 0], [0, 3, 0]]), "with two constant columns X_scaled is off."
assert np.allclose(numbers(Z_scaled, (2, 3), "standardise, Z_scaled"), [[2, 0, 0], [-1, 0, 4]]), (
    "with two constant columns Z_scaled is off. Which number were the constant columns divided by?")
### END HIDDEN TESTS

# %% [markdown]
# What scaling does, in a picture: fallen bottle 172 (the star) and its five nearest neighbours (ringed),
# judged by proline and hue only. One step to the right is drawn as long as one step up, because that is how
# the distance sees them. The left picture shows only a small part: all of it would be over fifty times as
# wide.

# %% run
pair = [MEASURED.index("proline"), MEASURED.index("hue")]
star = X_fallen[fallen["bottle"] == 172]                                              # (1, 13)
raw = X_standing[:, pair], star[:, pair]                                              # (148, 2), (1, 2)
scaled = [np.asarray(table) for table in standardise(*raw)]
rows = [np.asarray(pairwise(Z, X))[0] for X, Z in (raw, scaled)]                     # (148,) each
fig, axes = plt.subplots(1, 2, figsize=(10, 4.5), layout="constrained")
for ax, (X, Z), row in zip(axes, (raw, scaled), rows):
    draw_growers(ax, X, y_standing)
    near = X[row <= np.partition(row, 4)[4]]
    ax.scatter(*near.T, s=110, facecolors="none", edgecolors="black", label="five nearest")
    ax.scatter(*Z.T, s=130, marker="*", c="black", label="bottle 172")
    ax.set(aspect="equal")
axes[0].set(title="as measured", xlabel="proline (mg/l)", ylabel="hue (no unit)",
            xlim=(547, 573), ylim=(-10, 12))
axes[1].set(title="standardised", xlabel="proline (standard deviations)", ylabel="hue (standard deviations)")
fig.legend(*axes[1].get_legend_handles_labels(), loc="outside lower center", ncols=5)
plt.show()

# %% [markdown]
# *What to see:* on the left all bottles lie on one line: hue runs from about 0.5 to 1.7, which is nothing
# beside hundreds of milligrams, and the five nearest are simply those with nearly the same proline, whoever
# made them. On the right both measurements have a say, and the star's neighbours agree.
#
# ## 7. An honest score: leave one out (2 points)
#
# To choose $k$ we need a score. The fallen bottles cannot give it: their labels are what we doubt. And the
# standing bottles cannot simply be asked: every bottle is its own nearest neighbour, at distance 0, so
# $k = 1$ would always be perfect.
#
# **Leave one out:** set bottle $i$ aside, let the other $n - 1$ bottles say what it is, compare with its
# label; then the next bottle. The score is the accuracy over all $n$ turns. With the table `D` of distances
# among the training points that is quickly done: bottle $i$ must not find itself, so its own distance
# $D_{ii}$ must be larger than every other: infinite.
#
# The voting is passed in as a function, `classify(D, y, k)`, which works like your `vote`; the tests pass
# in simpler ones. Use it, and not `vote` directly, so that your score works for other classifiers too.
#
# *Example.* Five bottles on a line at 0, 1, 2.5, 10, 11 with labels 1, 1, 3, 3, 3, and $k = 1$: the one at
# 2.5 is nearest to the one at 1, which says 1: wrong. The other four are right: 0.8.
#
# Write `leave_one_out`, about 3 lines (`np.fill_diagonal` writes a diagonal, into the array that it is
# given).

# %% solution="leave_one_out"
def leave_one_out(D, y, k, classify):
    """Accuracy when every point is classified by all the others.

    D : array (n, n) of floats, distances among the training points, 0 on the diagonal; D stays as it is
    y : array (n,), labels of the training points
    k : how many neighbours vote, 1 <= k <= n - 1
    classify : a function like vote: classify(D, y, k) returns an array with one label for each row of its D;
               its y holds one label for each column of its D
    Returns one number between 0 and 1.
    """
    ### BEGIN SOLUTION
    others = D.copy()                                                   # (n, n)
    np.fill_diagonal(others, np.inf)
    return float(np.mean(classify(others, y, k) == y))
    ### END SOLUTION

# %% test="nobody_votes_for_itself" points=1
# Every point is classified by the others only.
def nearest_label(D, y, k):
    """A simple classifier for this test: always the one nearest, whatever k is."""
    return np.asarray(y)[np.argmin(D, axis=1)]


D = np.array([[0.0, 1.0, 2.5, 10.0, 11.0],
              [1.0, 0.0, 1.5, 9.0, 10.0],
              [2.5, 1.5, 0.0, 7.5, 8.5],
              [10.0, 9.0, 7.5, 0.0, 1.0],
              [11.0, 10.0, 8.5, 1.0, 0.0]])
y = np.array([1, 1, 3, 3, 3])
got = numbers(leave_one_out(D.copy(), y.copy(), 1, nearest_label), (), "leave_one_out")
assert abs(got - 1) > 1e-9, "the score is 1 in the example. Did every bottle find itself, at distance 0?"
assert abs(got - 0.2) > 1e-9, "the score is 0.2 in the example: that is the share of errors."
assert abs(got - 0.8) < 1e-6, (
    f"four of the five bottles are classified rightly by the others, so 0.8; {got:.4g} came.")
### BEGIN HIDDEN TESTS
x = np.array([0.0, 0.0, 3.0, 5.0, 5.0, 9.0, 9.5])      # twins: unlike labels at 0, like ones at 5
D = np.abs(np.subtract.outer(x, x)) * 1000             # in millimetres: large distances
y = np.array([4, 6, 4, 6, 6, 4, 4])
share = numbers(leave_one_out(D, y, 1, nearest_label), (), "leave_one_out")
assert abs(share - 4 / 7) < 1e-6, (
    "the score is off for distances in the thousands, some of them 0 between different points.")
### END HIDDEN TESTS

# %% test="the_distance_table_is_left_alone" points=1
# One table serves several k: each gets its right score, and the table stays as it was.
def nearest_or_k(D, y, k):
    """A strange classifier for this test: for k = 1 the one nearest, otherwise the number k itself."""
    return np.asarray(y)[np.argmin(D, axis=1)] if k == 1 else np.full(len(D), k)


D = np.array([[0.0, 1.0, 3.0, 7.0],
              [1.0, 0.0, 2.0, 6.0],
              [3.0, 2.0, 0.0, 4.0],
              [7.0, 6.0, 4.0, 0.0]])
y = np.array([2, 2, 1, 1])
before = D.copy()
for k, expected in [(1, 0.75), (2, 0.5), (3, 0)]:
    got = numbers(leave_one_out(D, y.copy(), k, nearest_or_k), (), "leave_one_out")
    assert abs(got - expected) < 1e-6, (
        f"for k = {k} the score is {got:.4g}. Was classify asked, and with this k?")
assert np.array_equal(D, before), "D itself has changed, for instance its diagonal. Work on a copy."
### BEGIN HIDDEN TESTS
def label_of_neighbour_k(D, y, k):
    return np.asarray(y)[np.argsort(D, axis=1)[:, k - 1]]


rng = np.random.default_rng(9)
points, y = rng.normal(size=(11, 2)) * 500, rng.choice([3, 8], size=11)
D = np.array([[math.dist(a, b) for b in points.tolist()] for a in points.tolist()])
before = D.copy()
for k in (1, 4, 10):
    right = 0
    for i in range(11):
        ranked = sorted((before[i, j], int(y[j])) for j in range(11) if j != i)
        right += ranked[k - 1][1] == y[i]
    share = numbers(leave_one_out(D, y, k, label_of_neighbour_k), (), "leave_one_out")
    assert abs(share - right / 11) < 1e-6, f"the score of neighbour number {k} among 11 points is off."
assert np.array_equal(D, before), "D itself has changed. Work on a copy."
### END HIDDEN TESTS

# %% [markdown]
# Your score for the standing bottles, as measured and standardised, with scikit-learn's beside it
# (its `predict(None)` leaves one out, too):

# %% run
tables = {"as measured": X_standing, "standardised": standardise(X_standing, X_fallen)[0]}
for name, X in tables.items():
    mine = leave_one_out(pairwise(X, X), y_standing, 5, vote)
    library = np.mean(KNeighborsClassifier(n_neighbors=5).fit(X, y_standing).predict(None) == y_standing)
    print(f"{name:12}  yours {mine:.3f}   scikit-learn {library:.3f}")

# %% [markdown]
# *What to see:* the labels of these bottles are sure, so the errors are ours. Scaling removes most of them.
# (To be strict, the scale should be found anew without bottle $i$ in every turn. With 148 bottles that
# changes the score by a bottle at most; assignment 106 does it strictly.)
#
# ## 8. Which k? (2 points)
#
# A widespread **rule of thumb** says $k \approx \sqrt n$. It is a place to start from, not a law: scores
# from your own data say more. But scores are rough. With $n$ bottles one bottle more or less moves the
# score by $1/n$, and often several $k$ share the first place. So we agree on a rule *before* we look:
#
# 1. Take the highest score.
# 2. If several $k$ have it, take the one nearest to $\sqrt n$.
# 3. If two are equally near to $\sqrt n$, take the smaller.
#
# *Example.* $n = 100$, so $\sqrt n = 10$.
#
# | `ks` | `scores` | choice | why |
# |---|---|---|---|
# | 21, 3, 9 | 0.7, 0.9, 0.8 | 3 | the highest score |
# | 1, 12, 21 | 0.9, 0.9, 0.9 | 12 | all equal, 12 is nearest to 10 |
# | 11, 9, 30 | 0.9, 0.9, 0.5 | 9 | equal and equally near: the smaller |
#
# Write `choose_k`, about 3 lines.

# %% solution="choose_k"
def choose_k(ks, scores, n):
    """The k with the highest score; of several, the one nearest to the root of n; of two such, the smaller.

    ks : list of different whole numbers, in any order
    scores : list of the same length, scores[i] belongs to ks[i]
    n : number of training points
    Returns one of ks.
    """
    ### BEGIN SOLUTION
    best = [k for k, score in zip(ks, scores) if score == max(scores)]
    return min(best, key=lambda k: (abs(k - math.sqrt(n)), k))
    ### END SOLUTION

# %% test="the_best_score_wins" points=1
# The k with the highest score is chosen, wherever it stands.
got = numbers(choose_k([21, 3, 9], [0.7, 0.9, 0.8], 100), (), "choose_k")
assert got in (21, 3, 9), f"choose_k should return one of ks, but {got:.4g} came. A position, or a score?"
assert got == 3, f"3 has the highest score in the first example, but {got:.4g} came."
### BEGIN HIDDEN TESTS
for ks, scores, n, expected in [([5, 7, 1, 15], [0.5, 0.25, 0.125, 0.625], 49, 15),
                                ([40, 2, 6], [0.75, 0.5, 0.25], 36, 40),
                                ([4, 8, 2], [0.5, 0.25, 0.75], 64, 2),
                                ([50, 3, 7], [0.9396, 0.94, 0.93], 2500, 3)]:
    got = numbers(choose_k(list(ks), list(scores), n), (), "choose_k")
    assert got == expected, "a k with a lower score than the best was chosen."
### END HIDDEN TESTS

# %% test="a_draw_goes_to_the_k_nearest_root_n" points=1
# Among equal scores the k nearest to the root of n is chosen, and of two equally near ones the smaller.
got = numbers(choose_k([1, 12, 21], [0.9, 0.9, 0.9], 100), (), "choose_k")
assert got == 12, (
    f"all scores are equal; of 1, 12 and 21 the nearest to the root of 100 is 12, but {got:.4g} came.")
got = numbers(choose_k([11, 9, 30], [0.9, 0.9, 0.5], 100), (), "choose_k")
assert got == 9, f"11 and 9 are equally near to 10, so the smaller is taken, but {got:.4g} came."
### BEGIN HIDDEN TESTS
for ks, scores, n, expected in [([30, 20, 2, 5], [0.75, 0.75, 0.75, 0.5], 36, 2),
                                ([2, 14, 9, 33], [0.25, 0.75, 0.5, 0.75], 81, 14),
                                ([33, 3, 5, 1], [0.5, 0.5, 0.5, 0.5], 16, 3),
                                ([7, 6, 4], [0.5, 0.5, 0.5], 30, 6),
                                ([6, 13, 40], [0.5, 0.5, 0.5], 100, 13)]:
    got = numbers(choose_k(list(ks), list(scores), n), (), "choose_k")
    assert got == expected, (
        f"another k with the same score lies nearer to the root of {n}, or equally near and smaller.")
### END HIDDEN TESTS

# %% [markdown]
# The score of every $k$ from 1 to 41, with scikit-learn's as a line and your choice as a ring:

# %% run
ks, n = list(range(1, 42)), len(y_standing)
tables = {"as measured": X_standing, "standardised": standardise(X_standing, X_fallen)[0]}
distances = {name: pairwise(X, X) for name, X in tables.items()}
scores = {name: [leave_one_out(D, y_standing, k, vote) for k in ks] for name, D in distances.items()}
chosen = {name: choose_k(ks, values, n) for name, values in scores.items()}
reached = {name: scores[name][ks.index(k)] for name, k in chosen.items()}
fig, ax = plt.subplots(figsize=(9, 4), layout="constrained")
for name, colour, mark in [("as measured", "#EE7733", "^"), ("standardised", "#009988", "o")]:
    X = tables[name]
    library = [np.mean(KNeighborsClassifier(k).fit(X, y_standing).predict(None) == y_standing) for k in ks]
    ax.plot(ks, library, color=colour, linewidth=0.8, label=f"{name}, scikit-learn")
    ax.plot(ks, scores[name], mark, color=colour, markersize=4, label=f"{name}, yours")
    ax.plot(chosen[name], reached[name], "o", color="black", fillstyle="none", markersize=12)
    print(f"{name:12}  k = {chosen[name]:2}  accuracy {reached[name]:.3f}")
ax.axvline(math.sqrt(n), color="grey", linestyle="--", label="square root of n")
ax.set(title="Leave-one-out accuracy of the standing bottles (ring: your choice)",
       xlabel="k (number of neighbours)", ylabel="accuracy (share of 148)", ylim=(0.5, 1))
ax.legend(loc="lower right", ncols=2)
plt.show()

# %% [markdown]
# *What to see:* how the numbers are scaled matters far more than $k$. On the standardised bottles a wide
# range of $k$ does almost equally well, and the accuracy does not simply fall when $k$ grows. The small
# jumps are one or two bottles each.
#
# ## 9. What leaves the nearest neighbour unchanged? (1 point)
#
# Think first; then, if you like, try it out in the free cell below. Each change is made to training points
# and queries alike.
#
# - **a** From every column its training mean is subtracted; nothing is divided.
# - **b** Every column is multiplied by 1000.
# - **c** One column is multiplied by 1000, say from metres to millimetres; the others stay.
# - **d** Every column is standardised.
# - **e** The columns are put into another order.
# - **f** The square root in the distance is left out.
# - **g** One column is written into the table twice.
#
# *Decision rule:* a letter belongs in your set if the answer of **1-nearest-neighbour** ($k = 1$) stays
# the same for **every** data set and **every** query (leaving aside points that are exactly equally far).
# One counterexample is enough to keep it out.
#
# The test below shows only whether your answer has the right form; whether it is right is found out when it
# is graded.

# %%
# Free cell: try a change on two training points and one query of your own.

# %% solution="which_keep_the_nearest_neighbour"
def which_keep_the_nearest_neighbour():
    """The letters of all changes that never change the answer of 1-nearest-neighbour.

    Returns a set of letters, for instance {"c", "g"} (which is not the answer).
    """
    ### BEGIN SOLUTION
    return {"a", "b", "e", "f"}
    ### END SOLUTION

# %% test="only_these_leave_the_nearest_neighbour_alone" points=1
# The set holds the changes that leave the nearest neighbour alone, and no others.
letters = {str(letter) for letter in which_keep_the_nearest_neighbour()}
assert letters and letters <= set("abcdefg"), (
    "the answer should be a set of letters from a to g with at least one in it.")
assert letters != {"c", "g"}, "this is the sample of the docstring, not an answer."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(10)
X, Z = rng.normal(size=(40, 3)) * [1, 5, 0.2] + 3, rng.normal(size=(80, 3)) * [1, 5, 0.2] + 3
mu, sigma = X.mean(axis=0), X.std(axis=0)
changes = {"a": lambda M: M - mu, "b": lambda M: M * 1000, "c": lambda M: M * [1, 1, 1000],
           "d": lambda M: (M - mu) / sigma, "e": lambda M: M[:, [2, 0, 1]], "f": lambda M: M,
           "g": lambda M: M[:, [0, 1, 2, 2]]}
nearest = {}
for letter, change in changes.items():
    squares = ((change(Z)[:, None] - change(X)[None]) ** 2).sum(axis=2)
    nearest[letter] = (squares if letter == "f" else np.sqrt(squares)).argmin(axis=1)
true = np.sqrt(((Z[:, None] - X[None]) ** 2).sum(axis=2)).argmin(axis=1)
expected = {letter for letter in changes if np.array_equal(nearest[letter], true)}
assert letters == expected, (
    "not the right set. Ask of each letter: can it make a far point nearer than a near one? Try two points.")
### END HIDDEN TESTS

# %% [markdown]
# ## The decision
#
# Everything comes together: scale, choose $k$, predict the 30 fallen bottles. A bottle goes onto the list
# if prediction and paper label disagree. The votes beside your prediction are counted by scikit-learn.

# %% run
tables = {"as measured": (X_standing, X_fallen), "standardised": standardise(X_standing, X_fallen)}
ks, n = list(range(1, 42)), len(y_standing)
lists = {}
for name, (X, Z) in tables.items():
    D = pairwise(X, X)
    k = choose_k(ks, [leave_one_out(D, y_standing, k, vote) for k in ks], n)
    lists[name] = fallen[["bottle", "label"]].assign(predicted=predict(X, y_standing, Z, k))
    votes = KNeighborsClassifier(k).fit(X, y_standing).predict_proba(Z) * k                # (30, 3)
    lists[name]["votes for 1, 2, 3"] = [" ".join(f"{v:2.0f}" for v in row) for row in votes]
    lists[name] = lists[name][lists[name]["predicted"] != paper_label]
    print(f"\n{name}, k = {k}: {len(lists[name])} bottles to open\n{lists[name].to_string(index=False)}")

# %% [markdown]
# *What to see:* two lists of different length that share only some bottles. Look at the votes: in the
# second list most are clear, and one is a draw. Decide now which list you would act on, before you run the
# next cell. It opens the bottles.

# %% run
wrong_label = set(fallen["bottle"][fallen["label"] != fallen["grower"]])
tables = {"as measured": (X_standing, X_fallen), "standardised": standardise(X_standing, X_fallen)}
ks, n = list(range(1, 42)), len(y_standing)
print(f"{len(wrong_label)} bottles really carry the wrong label.")
for name, (X, Z) in tables.items():
    D = pairwise(X, X)
    k = choose_k(ks, [leave_one_out(D, y_standing, k, vote) for k in ks], n)
    opened = set(fallen["bottle"][predict(X, y_standing, Z, k) != paper_label])
    found, in_vain = len(opened & wrong_label), len(opened - wrong_label)
    print(f"{name:12}  opened {len(opened)}, found {found}, in vain {in_vain}")

# %% [markdown]
# *What to see:* which list paid. But we arranged the accident, and picked it so that there is something to
# see; four labels prove little. The fair evidence for scaling is the leave-one-out accuracy of exercise 8.
#
# ## 10. Your letter to the owner (2 points)
#
# Write to the owner of the restaurant, in 5 to 8 sentences, without formulas:
#
# - which list should be used and how many bottles are opened, with at least one number from your results,
# - why the other list is not to be trusted: what scaling does, and what happens to a distance without it,
# - from which bottles the means and standard deviations were taken, and why from those,
# - one thing that remains uncertain.
#
# A person reads this answer.

# %% [markdown] essay="why_scale" points=2
# Please open the five bottles of the standardised list; leave the other list alone. It would cost eight
# bottles and, as we now know, find only two of the four wrong labels, while the five bottles contain all
# four. The reason is the units: proline is written in hundreds of milligrams, hue and most other
# measurements in numbers around one, so without scaling two bottles count as similar when their proline is
# similar, and twelve other measurements hardly matter. Scaling expresses each measurement in its own
# standard deviations, so that a large difference means "large for this measurement" and all thirteen have a
# say. Means and standard deviations come from the standing bottles only: they are what we know, and the
# answer for one fallen bottle must not depend on which others fell with it. It remains uncertain whether a
# bottle near the border is judged rightly: for bottle 28 the vote was a six-to-six draw, decided only by
# our rule, and it was opened in vain. And equal weight for every measurement is itself a choice that
# another cellar might not reward.
#
# ### BEGIN MARK SCHEME
# - 1 point: without scaling, the column with the largest spread (here proline, through its unit) decides
#   the distance, however little it may say about the grower; scaling measures each column by its own
#   spread, so that all count. Half a point if only "the numbers get comparable" is said, without what goes
#   wrong otherwise.
# - 0.5 point: means and standard deviations come from the standing (training) bottles, with a reason: the
#   fallen ones are the queries, their answer must not depend on the other queries; or: nothing may be
#   learnt from what is to be judged.
# - 0.5 point: a clear decision with a number of their own, and one real uncertainty (the drawn vote, the
#   false alarm, rough scores from 148 bottles, equal weights for all measurements, the mean of only a few
#   bottles of a grower).
# - A different number in consequence of an earlier mistake costs nothing here.
# ### END MARK SCHEME
