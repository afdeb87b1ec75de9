# ---
# title: Feature selection
# unit: 1 Machine learning
# minutes: 105
# points: 22
# data: [liver.csv]
# ---

# %% [markdown]
# # Feature selection: which blood tests are worth the needle?
#
# The doctor of a large company looks after a few thousand men. From every sample of blood the laboratory
# measures five values that are thought to react to alcohol. Men whose values look like much drinking are
# offered a talk: nobody is accused of anything. Now the money is short, and the doctor asks: **would two or
# three of the five tests do as well? Which ones shall we keep?** That is your decision at the end.
#
# Leaving columns out is called **feature selection**. It saves money, makes models quicker and easier to
# explain, and sometimes more accurate, because a column without information can still mislead. It can also
# deceive: done at the wrong moment, it makes pure chance look like a discovery.
#
# **You will**
#
# - **compute** the chi-square score by hand, and **see** what it does when it is fed with the wrong numbers,
# - **build** three ways of choosing columns: a filter, a search forwards or backwards, and recursive feature
#   elimination (RFE),
# - **find** a pair of columns that each look worthless alone and together know everything,
# - **measure** how well a choice works, with the selection *inside* the cross-validation, and **show** how
#   much the other way lies,
# - **decide** which tests to keep, and **defend** it.
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 | `baseline`: what no column at all achieves | 1 | 5 |
# | 2 | `chi2_scores`: observed against expected | 4 | 18 |
# | 3 | `k_best`: keep the highest scores | 2 | 7 |
# | 4 | `forward`: add the column that helps most, until none helps | 3 | 15 |
# | 5 | `backward`: remove what can be spared; the pair that a filter misses | 2 | 12 |
# | 6 | `rfe`: let the model say which column matters least | 3 | 12 |
# | 7 | a question: which models can do that? | 1 | 4 |
# | 8 | `accuracy_per_fold`: selection inside the cross-validation | 3 | 15 |
# | 9 | a question: in which order? | 1 | 5 |
# | 10 | your letter to the doctor | 2 | 12 |
#
# **Symbols**
#
# | symbol | meaning | shape |
# |---|---|---|
# | `X` | one row for each man, one column for each feature | $(n, d)$ |
# | `y` | the labels (classes) | $(n,)$ |
# | $O_{cf}$ | observed: the sum of column $f$ over the rows of class $c$ | one for each $c$, $f$ |
# | $E_{cf}$ | expected: what that sum would be if column and class were unrelated | the same |
# | $k$ | how many columns are kept | $1 \le k \le d$ |
# | `columns` | a list of column numbers; they count from 0 | |
#
# ## The data, and what they are not
#
# The records come from BUPA Medical Research and have stood in the UCI repository as "Liver Disorders" since
# 1990: 345 men, of whom four are written down twice, so 341 remain here.
#
# | column | meaning |
# |---|---|
# | `mcv` | mean volume of a red blood cell |
# | `alkphos` | alkaline phosphatase, an enzyme |
# | `sgpt` | alanine aminotransferase (ALT), an enzyme of the liver |
# | `sgot` | aspartate aminotransferase (AST), an enzyme |
# | `gammagt` | gamma-glutamyl transferase (gamma-GT), an enzyme |
# | `drinks` | alcoholic drinks per day, in half-pints of beer or what is worth as much |
# | `selector` | 1 or 2: **which part of a divided data set the man was put into, nothing else** |
#
# Many books, papers and programs use the last column as if it meant "has a liver disease" or "has none". It
# does not: the researchers made it to split the men into a part for training and a part for testing. *There
# is no diagnosis in these data.* A table cannot defend itself; before you select columns, find out what they
# mean. We do what the donor of the data did, and predict `drinks`, in two classes: $y = 1$ for three
# half-pints or more a day, $y = 0$ for less (a border that others have used, too). How the number of drinks
# was found out is not written down; probably by asking. No units are given either; the sizes of the numbers
# fit femtolitres for `mcv` and units per litre (U/l) for the enzymes.
#
# (The men and their values are real. The company and its doctor are ours.)
#
# Run the next cell first. It loads the data; there is nothing to write in it.

# %% setup
import functools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import RFE, SelectKBest, SequentialFeatureSelector, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.naive_bayes import GaussianNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


liver = pd.read_csv("data/liver.csv")
TESTS = ["mcv", "alkphos", "sgpt", "sgot", "gammagt"]
X_men = liver[TESTS].to_numpy(dtype=float)                   # (341, 5)  as the laboratory wrote them
L_men = np.log(X_men)                                        # (341, 5)  logarithms: for the models
y_men = (liver["drinks"] >= 3).to_numpy().astype(int)        # (341,)    1: three half-pints or more a day
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#999999"         # can be told apart by everyone


def names(columns):
    """The names of blood tests, for printing."""
    return ", ".join(TESTS[int(c)] for c in columns) or "none"

# %% setup
# The model: logistic regression. You need not read this cell.
def logistic(X, y):
    """Weights and intercept of scikit-learn's LogisticRegression() for labels 0 and 1, by Newton's method:
    the same answer, only quicker for small tables."""
    A = np.column_stack([X, np.ones(len(X))])                # (n, d + 1)
    penalty = np.diag([1.0] * X.shape[1] + [0.0])
    w = np.zeros(A.shape[1])
    for _ in range(8):
        p = 1 / (1 + np.exp(-A @ w))                         # (n,)
        w -= np.linalg.solve((A.T * (p * (1 - p))) @ A + penalty, A.T @ (p - y) + penalty @ w)
    return w[:-1], w[-1]


def standardised(X, Z):
    """Both tables, scaled with the column means and standard deviations of X."""
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    sigma = np.where(sigma == 0, 1, sigma)
    return (X - mu) / sigma, (Z - mu) / sigma


def classify(X_train, y_train, X_test):
    """Labels for X_test from a logistic regression on the training rows; without columns, the majority."""
    X_train, X_test = standardised(X_train, X_test)
    w, b = logistic(X_train, y_train)
    return (X_test @ w + b > 0).astype(int)


def cv_accuracy(X, y, columns, repeats=2):
    """Accuracy with these columns of X, the mean of `repeats` times a 5-fold cross-validation."""
    narrow, right = X[:, list(columns)], []
    for known, asked in RepeatedStratifiedKFold(n_splits=5, n_repeats=repeats, random_state=0).split(X, y):
        right.append(np.mean(y[asked] == classify(narrow[known], y[known], narrow[asked])))
    return float(np.mean(right))


@functools.cache
def remembered(columns):
    return cv_accuracy(L_men, y_men, columns)


def liver_score(columns):
    """How well logistic regression tells the two kinds of men apart with these blood tests only."""
    return remembered(tuple(sorted(int(c) for c in columns)))


def liver_weights(columns):
    """The weights of logistic regression on these blood tests (standardised), fitted to all men."""
    scaled = standardised(L_men, L_men)[0]                   # (341, 5)
    return logistic(scaled[:, list(columns)], y_men)[0]


def draw_all_subsets(ax):
    """For the pictures: the score of every one of the 31 sets of tests that one could choose."""
    for number in range(1, 32):
        columns = [c for c in range(5) if number >> c & 1]
        ax.plot(len(columns), liver_score(columns), "o", color=GREY, markersize=4,
                label="each of the 31 possible choices" if number == 1 else None)
    ax.axhline(liver_score([]), color="black", linestyle=":", label="no test at all")
    ax.set(xlabel="number of tests", ylabel="accuracy, cross-validated (share of 341 men)",
           xticks=range(6), ylim=(0.46, 0.66))

# %% setup
# Small functions for the tests. You need not read them.
def number_list(value, name):
    """`value` as a list of plain numbers; says so if it is none."""
    assert value is not None, f"{name} returned None. Does every path through it end with a return?"
    try:
        kind, array = np.asarray(value).dtype, np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        kind = type(value).__name__
        raise AssertionError(f"{name} should return a list of numbers, but a {kind} came.") from None
    assert kind != bool, f"{name} returned True and False. Give numbers, for instance with np.flatnonzero."
    assert array.ndim == 1, f"{name} should return a list of numbers; an array of shape {array.shape} came."
    return [int(number) if number.is_integer() else number for number in array.tolist()]


def one_number(value, name):
    """`value` as a float; says so if it is none."""
    assert value is not None, f"{name} returned None. Does every path through it end with a return?"
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise AssertionError(f"{name} should return a number, but a {type(value).__name__} came.") from None
    assert array.size == 1, f"{name} should return one number; an array of shape {array.shape} came."
    return float(array.ravel()[0])


def scripted(table, rename=None):
    """A score function that looks its answer up in `table`; `rename[c]` is the name of column c there."""
    def score(columns):
        asked = [int(c) for c in columns]
        inside = [rename[c] if rename else c for c in asked if 0 <= c < 9]
        known = len(set(asked)) == len(asked) == len(inside) and frozenset(inside) in table
        assert known, (
            f"the score of columns {asked} was asked for. They count from 0 to d - 1, each at most once.")
        return table[frozenset(inside)]
    return score


def all_sets(values):
    """A table for `scripted`: values[s] belongs to the columns whose bits are set in s."""
    d = len(values).bit_length() - 1
    return {frozenset(c for c in range(d) if s >> c & 1): value for s, value in enumerate(values)}


def letters_of(value, allowed, name):
    """The letters of an answer, in their order; says so if there are others."""
    assert value is not None, f"{name} returned None. Does it end with a return?"
    try:
        letters = [str(letter) for letter in value]
    except TypeError:
        raise AssertionError(f"{name} should return letters, but a {type(value).__name__} came.") from None
    strange = bool(set(letters) - set(allowed))
    assert letters and not strange, (
        f"{name} should return letters from {allowed[0]} to {allowed[-1]}, at least one of them.")
    return letters

# %% [markdown]
# Four of the men. Look at the sizes of the numbers: it will matter.

# %% run
liver.iloc[[1, 60, 200, 320]]

# %% [markdown]
# ## 1. What does no column at all achieve? (1 point)
#
# Every choice of columns will be measured by its accuracy. But is 0.62 good? That depends on what one gets
# for nothing: by ignoring all columns and always saying the most frequent label.
#
# $$\text{baseline} = \frac{\text{number of rows with the most frequent label}}{n}$$
#
# *Example.* Labels `[5, 2, 5, 5]`: always saying 5 is right three times in four: 0.75.
#
# Write `baseline`, 1 or 2 lines. Labels are names that happen to be numbers; there can be more than two of
# them. `np.unique(…, return_counts=True)` counts.

# %% solution="baseline"
def baseline(y):
    """The accuracy of always saying the most frequent label.

    y : array (n,), labels: whole numbers, 0 or larger, not necessarily 0 and 1
    Returns one number, larger than 0, at most 1.

    Example: baseline(np.array([5, 2, 5, 5])) is 0.75
    """
    ### BEGIN SOLUTION
    return float(np.unique(y, return_counts=True)[1].max() / len(y))
    ### END SOLUTION

# %% test="share_of_the_most_frequent_label" points=1
# The baseline is the share of the most frequent label.
got = one_number(baseline(np.array([5, 2, 5, 5])), "baseline")
assert got != 5, "the most frequent label itself came back; its share is asked for."
assert got != 3, "baseline came out as 3 in the example: that is a count. Divide by how many rows there are."
assert 0 < got <= 1, (
    f"a share lies between 0 and 1, but {got:.4g} came. Labels are names: do not average them.")
assert abs(got - 0.75) < 1e-6, (
    f"in the example always saying 5 is right three times in four, but {got:.4g} came.")
### BEGIN HIDDEN TESTS
for y, expected in [([7, 7, 0, 0, 0, 4, 4, 4, 4], 4 / 9), ([3, 3], 1), ([0, 1, 1, 0], 0.5),
                    ([1, 0, 1, 1, 0], 0.6), ([0, 0, 0, 9, 6, 0, 1], 4 / 7),
                    ([2, 8, 8, 8, 1, 1, 1, 1, 0, 5, 5], 4 / 11)]:
    got = one_number(baseline(np.array(y)), "baseline")
    assert abs(got - expected) < 1e-6, f"the baseline is not right for {len(y)} labels."
### END HIDDEN TESTS

# %% [markdown]
# The two numbers that frame everything else: your baseline, and logistic regression with all five tests
# (cross-validated, see assignment 106). For comparison the same for the column that is *not* a diagnosis.

# %% run
print(f"always the same answer  {baseline(y_men):.3f}")
print(f"with all five tests     {liver_score(range(5)):.3f}")
part = liver["selector"].to_numpy() - 1
print(f"\n'selector', always the same answer  {baseline(part):.3f}")
print(f"'selector', with all five tests     {cv_accuracy(L_men, part, range(5)):.3f}")

# %% [markdown]
# *What to see:* blood tells something about drinking, but not much: about 0.63 where a coin would give half.
# No honest choice of columns will turn this into 0.9, and we should be suspicious of one that does. And
# `selector` can be "predicted" even better, though it has no medical meaning at all. A good score does not
# show that a label means what you think.
#
# ## 2. Chi-square: observed against expected (4 points)
#
# The quickest way to choose is a **filter**: give every column a score, without any model, and keep the
# highest. The best known score is chi-square ($\chi^2$). It is made for **counts**: words in a letter, visits
# in a year, or 1 for "yes" and 0 for "no".
#
# If a column has nothing to do with the classes, every class gets its fair part of the column's sum: a class
# with 40 % of the rows gets about 40 % of the counts. With $n_c$ rows in class $c$:
#
# $$O_{cf} = \sum_{i:\,y_i = c} X_{if}, \qquad E_{cf} = \frac{n_c}{n} \sum_{i=1}^n X_{if}, \qquad
# \chi^2_f = \sum_c \frac{(O_{cf} - E_{cf})^2}{E_{cf}}$$
#
# *Example.* Five rows, two of class 2 and three of class 7, three columns. Each column adds up to 5. Class 2
# has 2 of the 5 rows, so 2 counts are expected there, and 3 in class 7.
#
# | $y$ | column 0 | column 1 | column 2 |
# |---|---|---|---|
# | 2 | 2 | 1 | 0 |
# | 2 | 1 | 1 | 0 |
# | 7 | 0 | 1 | 5 |
# | 7 | 1 | 1 | 0 |
# | 7 | 1 | 1 | 0 |
# | observed in class 2, in class 7 | 3, 2 | 2, 3 | 0, 5 |
# | $\chi^2$ | $\frac{1}{2} + \frac{1}{3} = \frac{5}{6}$ | 0 | $\frac{4}{2} + \frac{4}{3} = \frac{10}{3}$ |
#
# (Column 2 shows a weakness: five counts from a single row look like strong evidence.)
#
# Write `chi2_scores`, 5 to 8 lines; a loop over the classes is fine. A count cannot be negative, so a
# negative entry means that somebody has fed in the wrong numbers: refuse it with `raise ValueError("…")`.

# %% solution="chi2_scores"
def chi2_scores(X, y):
    """The chi-square score of every column.

    X : array (n, d) of numbers, 0 or larger (whole numbers or not); every column has a sum above 0
    y : array (n,), labels: whole numbers, 0 or larger, at least two different ones, not necessarily 0, 1, ...
    Returns d scores, array (d,). X and y themselves stay as they are.
    Raises ValueError if there is a negative entry anywhere in X.

    Example: X = [[2, 1], [1, 1], [0, 1], [1, 1], [1, 1]] and y = [2, 2, 7, 7, 7] give [0.833..., 0.]
    """
    ### BEGIN SOLUTION
    if np.any(X < 0):
        raise ValueError("chi-square is for counts: X has negative entries")
    scores = np.zeros(X.shape[1])                                       # (d,)
    for c in np.unique(y):
        observed = X[y == c].sum(axis=0)                                # (d,)
        expected = np.mean(y == c) * X.sum(axis=0)                      # (d,)
        scores += (observed - expected) ** 2 / expected
    return scores
    ### END SOLUTION

# %% test="observed_against_expected" points=2
# The score adds up (observed - expected)² / expected over the classes.
X = np.array([[2.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 5.0], [1.0, 1.0, 0.0], [1.0, 1.0, 0.0]])
y = np.array([2, 2, 7, 7, 7])
got = number_list(chi2_scores(X.copy(), y.copy()), "chi2_scores")
assert len(got) == 3, f"3 columns should get 3 scores, but {len(got)} came. Along which axis do you add?"
assert abs(got[0] - 0.2) > 1e-6, (
    "this is what equal expectations for both classes give. Class 7 has more rows: expect more of it.")
assert np.isfinite(got).all(), (
    f"{np.round(got, 3).tolist()} came. Nothing was observed of column 2 in class 2: by what do you divide?")
assert np.allclose(got, [5 / 6, 0, 10 / 3], rtol=1e-5, atol=1e-5), (
    f"the example gives 5/6, 0 and 10/3, but {np.round(got, 3).tolist()} came. Compare with the table.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1)
for n, d, labels in [(11, 4, [0, 4, 9]), (30, 2, [1, 3]), (9, 5, [6, 0, 2, 8])]:
    X = rng.integers(0, 5, size=(n, d)) * rng.choice([0.5, 1, 3], size=d)
    X[0] += 0.25
    y = np.array((labels * n)[: n - 2] + [labels[0]] * 2)
    y = y[rng.permutation(n)]
    total, expected = X.sum(axis=0).tolist(), []
    for f in range(d):
        score = 0
        for c in labels:
            rows = [i for i in range(n) if y[i] == c]
            fair = len(rows) / n * total[f]
            score += (sum(X[i, f] for i in rows) - fair) ** 2 / fair
        expected.append(score)
    given = X.copy(), y.copy()
    got = number_list(chi2_scores(*given), "chi2_scores")
    assert len(got) == d, f"{d} columns should get {d} scores, but {len(got)} came."
    assert np.allclose(got, expected, rtol=1e-5, atol=1e-5), (
        f"the scores are not right for {n} rows, {d} columns, labels {sorted(labels)} and broken numbers.")
    assert np.array_equal(given[0], X) and np.array_equal(given[1], y), "X or y itself has changed."
    whole = (4 * X).astype(int)
    got = number_list(chi2_scores(whole.copy(), y.copy()), "chi2_scores")
    assert np.allclose(got, 4 * np.array(expected), rtol=1e-5, atol=1e-5), (
        "four times the counts should give four times the score, also in an array of whole numbers.")
### END HIDDEN TESTS

# %% test="the_expected_follows_the_class_sizes" points=1
# A column that is shared out as the class sizes are scores 0, and one that is shared out equally does not.
y = np.array([0, 1, 1, 1, 2, 2])
X = np.array([[4.0, 3.0, 6.0], [4.0, 1.0, 2.0], [4.0, 0.0, 2.0],
              [4.0, 8.0, 2.0], [4.0, 6.0, 3.0], [4.0, 0.0, 3.0]])
got = number_list(chi2_scores(X, y), "chi2_scores")
assert len(got) == 3, f"3 columns should get 3 scores, but {len(got)} came."
assert abs(got[0]) < 1e-5, (
    f"column 0 is 4 in every row: it says nothing and scores 0, but {got[0]:.4g} came. Use the class sizes.")
assert abs(got[1]) < 1e-5, (
    f"column 1 is shared out 3, 9, 6 over classes of 1, 3, 2 rows: as expected, so 0, but {got[1]:.4g} came.")
assert got[2] > 0.1, "column 2 gives every class the same sum although the classes differ in size: not 0."
### BEGIN HIDDEN TESTS
y = np.array([5, 3, 3, 5, 3, 3, 3, 5])
X = np.array([[2.0, 7.0], [1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [9.0, 3.0], [0.0, 2.0], [0.0, 1.0], [3.0, 0.0]])
got = number_list(chi2_scores(X, y), "chi2_scores")
assert len(got) == 2 and abs(got[0]) < 1e-5 and got[1] > 0.01, (
    "with classes of 5 and 3 rows, a column shared out 10 to 6 scores 0 and one shared out 7 to 7 does not.")
### END HIDDEN TESTS

# %% test="negative_entries_are_refused" points=1
# A single negative entry raises ValueError; zeros and positive numbers do not.
X = np.array([[2.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 1.0, 5.0], [1.0, 1.0, 0.0], [1.0, 1.0, 0.0]])
y = np.array([2, 2, 7, 7, 7])
got = number_list(chi2_scores(X.copy(), y.copy()), "chi2_scores")
assert len(got) == 3 and got[2] > got[0] > 0.1 and abs(got[1]) < 1e-5, (
    "the table of the example has no negative entry; its column 1 scores 0, column 0 more, column 2 most.")
cases = [(0, 0, -2.0), (4, 2, -0.5)]
### BEGIN HIDDEN TESTS
cases += [(2, 1, -1.0), (4, 0, -0.001), (2, 2, -5.0)]
### END HIDDEN TESTS
for row, column, entry in cases:
    wrong = X.copy()
    wrong[row, column] = entry
    refused = False
    try:
        chi2_scores(wrong, y.copy())
    except Exception as error:
        refused = isinstance(error, ValueError)
    assert refused, f"a table with one negative entry, {entry}, was not refused with a ValueError."

# %% [markdown]
# Now the blood tests, in three versions:
#
# - *as measured*, enzymes in U/l;
# - gamma-GT *in another unit*, microkatal per litre, as some laboratories write it: 60 U are 1 µkat;
# - *as counts of men*: 1 if a value lies above the median of its column, 0 if not.
#
# Your scores stand beside scikit-learn's `chi2`.

# %% run
in_katal = X_men / [1, 1, 1, 1, 60]
above = (X_men > np.median(X_men, axis=0)).astype(int)                  # (341, 5)  0 or 1
versions = {"as measured": X_men, "gamma-GT in µkat/l": in_katal, "above the median": above}
fig, axes = plt.subplots(1, 3, figsize=(10, 3.2), layout="constrained")
for ax, (title, X) in zip(axes, versions.items()):
    mine, library = chi2_scores(X, y_men), chi2(X, y_men)[0]
    ax.bar(TESTS, mine, color=BLUE, label="yours")
    ax.plot(TESTS, library, "D", color=ORANGE, markersize=6, label="scikit-learn")
    ax.set(title=title, ylabel="chi-square score (no unit)")
    ax.tick_params(axis="x", rotation=40)
axes[0].legend()
plt.show()

# %% [markdown]
# *What to see:* the three pictures tell three different stories about the same blood. Written in another
# unit, gamma-GT falls from first to third place. And `mcv` looks worthless as measured, because to
# chi-square the volume 90 is "90 counts" for everybody. Neither scikit-learn nor your function complains:
# the numbers are not negative, so they go through. **Chi-square is for counts.** On the right it gets
# counts (of men above the median), and only there does its verdict mean something. It is not the only way:
# for measurements there are other scores, such as `f_classif`.
#
# ## 3. Keep the k best (2 points)
#
# The filter's second half: keep the $k$ columns with the highest scores, written as column numbers in rising
# order, so that `X[:, columns]` keeps the table in its old order.
#
# *Example.* Scores `[3.0, 0.5, 7.0, 1.0, 4.0]` and $k = 2$: the highest are 7.0 and 4.0, so `[2, 4]`. With
# $k = 3$: `[0, 2, 4]`.
#
# Write `k_best`, 1 or 2 lines. `np.argsort` gives the positions of the numbers, smallest number first.

# %% solution="k_best"
def k_best(scores, k):
    """The positions of the k highest scores.

    scores : array (d,) of numbers, some may be negative. Equal scores can occur, but in no test are the k-th
        highest and the next one equal.
    k : how many columns are kept, 1 <= k <= d
    Returns k positions, counted from 0, in rising order: a list or an array.

    Example: k_best(np.array([3.0, 0.5, 7.0, 1.0, 4.0]), 2) is [2, 4]
    """
    ### BEGIN SOLUTION
    return sorted(np.argsort(scores)[-k:].tolist())
    ### END SOLUTION

# %% test="the_k_highest_scores_are_kept" points=1
# The columns with the k highest scores are kept, in whatever order they are named.
scores = np.array([3.0, 0.5, 7.0, 1.0, 4.0])
for k, expected in [(2, {2, 4}), (3, {0, 2, 4}), (1, {2})]:
    got = number_list(k_best(scores.copy(), k), "k_best")
    assert len(got) == k, f"k = {k} columns should be kept, but {len(got)} came."
    assert set(got) <= set(range(5)), (
        f"{got} came; positions of five scores are 0, 1, 2, 3, 4. Scores, or counted from 1?")
    assert set(got) == expected, (
        f"for k = {k}, {got} came. Which scores are the highest, and where do they stand?")
### BEGIN HIDDEN TESTS
scores = np.array([-7.0, 2.0, -0.5, 0.25, -9.0, 11.0, 2.0, -3.0])
for k, expected in [(1, {5}), (3, {1, 5, 6}), (4, {1, 3, 5, 6}), (5, {1, 2, 3, 5, 6}),
                    (7, {0, 1, 2, 3, 5, 6, 7}), (8, {0, 1, 2, 3, 4, 5, 6, 7})]:
    got = number_list(k_best(scores.copy(), k), "k_best")
    assert len(got) == k and set(got) == expected, (
        f"not the {k} highest of eight scores, some of them negative. A low score is not a high one.")
### END HIDDEN TESTS

# %% test="positions_come_in_rising_order" points=1
# The positions of the k highest scores are named in rising order.
scores = np.array([3.0, 0.5, 7.0, 1.0, 4.0])
got = number_list(k_best(scores.copy(), 3), "k_best")
assert got == sorted(got), f"{got} came: right or wrong, it is not in rising order. Sort the positions."
assert got == [0, 2, 4], f"the three highest scores stand at 0, 2 and 4, but {got} came."
### BEGIN HIDDEN TESTS
scores = np.array([9.0, 2.0, -20.0, 8.0, 4.0, 4.0, 7.0])
for k, expected in [(2, [0, 3]), (3, [0, 3, 6]), (5, [0, 3, 4, 5, 6]), (7, [0, 1, 2, 3, 4, 5, 6])]:
    got = number_list(k_best(scores.copy(), k), "k_best")
    assert got == expected, f"not the {k} highest of seven scores, in rising order of position."
### END HIDDEN TESTS

# %% [markdown]
# Which tests would each version of the filter keep, and how good is that? Every grey point is one of the 31
# ways of choosing at least one of five tests.

# %% run
above = (X_men > np.median(X_men, axis=0)).astype(int)                  # (341, 5)
versions = {"as measured": (X_men, "^--", ORANGE), "above the median": (above, "o-", BLUE)}
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
draw_all_subsets(ax)
for version, (X, style, colour) in versions.items():
    paths = [k_best(chi2_scores(X, y_men), k) for k in range(1, 6)]
    path = [liver_score(columns) for columns in paths]
    ax.plot(range(1, 6), path, style, color=colour, label=f"filter, {version}")
    library = np.flatnonzero(SelectKBest(chi2, k=2).fit(X, y_men).get_support())
    print(f"two best, {version:17} yours: {names(paths[1]):15}  SelectKBest: {names(library)}")
ax.set(title="Accuracy with the k best tests of your filter")
ax.legend(loc="lower right", fontsize=8)
plt.show()

# %% [markdown]
# *What to see:* the filter that was fed with counts finds the best of all pairs, and more tests add next to
# nothing. Fed with the raw numbers it takes `mcv` only in the fourth place. (All these accuracies have an
# uncertainty of about ± 0.03: 341 men are not many.)
#
# ## 4. Forward selection (3 points)
#
# A filter looks at one column at a time. A **wrapper** tries sets of columns with the model itself. All sets
# would be $2^d$: 32 for five columns, but over a million for twenty. **Forward selection** is greedy
# instead:
#
# 1. Begin with no column. Its score is `score([])`.
# 2. Try every column that is not in yet, *together with those that are in*. Take the one with the highest
#    score.
# 3. If that score is higher than the present one **by more than `min_gain`**, the column joins; go on with 2.
#    If not, or if no column is left: stop.
#
# How a set of columns is scored does not matter to the search, so the score comes as a function. For the
# blood tests it will be the cross-validated accuracy; the tests below use small tables.
#
# *Example.* `score([])` is 0.5 and `min_gain` is 0.03. The step that wins is marked.
#
# | with | 0 | 1 | 2 |
# |---|---|---|---|
# | alone | **0.75** | 0.69 | 0.44 |
# | together with 0 | | 0.78 | **0.88** |
# | together with 0 and 2 | | 0.89 | |
#
# Column 0 is best alone, and its best companion is 2, though 2 alone is worse than nothing. After that,
# column 1 would gain only 0.01, so the search stops: `[0, 2]`.
#
# Write `forward`, about 8 lines.

# %% solution="forward"
def forward(score, d, min_gain):
    """Greedy forward selection with a stop rule.

    score : a function; score(columns) takes a list of different column numbers, in any order (it may be
        empty), and returns a number, which may be negative. Higher is better.
    d : number of columns, at least 1; they are called 0, 1, ..., d - 1
    min_gain : number, 0 or larger. A column joins only if the score rises by more than min_gain; a rise by
        exactly min_gain is not enough.
    Returns the list of chosen columns in the order in which they joined; it may be empty.
    In no test are two best candidates equally good and good enough to join.
    """
    ### BEGIN SOLUTION
    chosen, best = [], score([])
    while len(chosen) < d:
        left = [c for c in range(d) if c not in chosen]
        values = [score(chosen + [c]) for c in left]
        if max(values) <= best + min_gain:
            break
        best = max(values)
        chosen.append(left[values.index(best)])
    return chosen
    ### END SOLUTION

# %% test="the_best_companion_joins" points=2
# In each step the column joins that gives the highest score together with those already in.
table = {(): 0.5, (0,): 0.75, (1,): 0.6875, (2,): 0.4375, (3,): 0.625, (0, 1): 0.78125, (0, 2): 0.875,
         (0, 3): 0.8125, (1, 2): 0.5625, (1, 3): 0.9375, (2, 3): 0.59375, (0, 1, 2): 0.880859375,
         (0, 2, 3): 0.890625, (0, 1, 3): 0.9375, (1, 2, 3): 0.90625, (0, 1, 2, 3): 0.90625}
table = {frozenset(columns): value for columns, value in table.items()}
got = number_list(forward(scripted(table), 4, 0.03125), "forward")
assert got[:1] == [0], f"{got} came. Column 0 is the best alone, so it should join first."
assert got[:2] != [0, 1], f"{got} came: 1 is second best alone, but which is the best companion for 0?"
assert got[:2] == [0, 2], f"{got} came. Together with 0 the highest score is that of column 2."
### BEGIN HIDDEN TESTS
below_zero = {columns: value - 2 for columns, value in table.items()}
for rename, expected in [([1, 2, 3, 0], [3, 1]), ([2, 0, 3, 1], [1, 0]), ([3, 1, 2, 0], [3, 2])]:
    for scores in (table, below_zero):
        got = number_list(forward(scripted(scores, rename), 4, 0.03125), "forward")
        assert got[:2] == expected, (
            "with the columns of the example in another order, or all scores lowered by 2, others join.")
low = all_sets([value - 2048 for value in (0, 1, 3, 5, 4, 6, 7, 9)])
got = number_list(forward(scripted(low), 3, 0), "forward")
assert got[:2] == [2, 1] and len(set(got)) == len(got), (
    "of three that all help, 2 joins first, then 1, though all scores are far below 0.")
### END HIDDEN TESTS

# %% test="stops_when_the_gain_is_too_small" points=1
# The search stops as soon as the best candidate raises the score by no more than min_gain.
table = {(): 0.5, (0,): 0.75, (1,): 0.6875, (2,): 0.4375, (3,): 0.625, (0, 1): 0.78125, (0, 2): 0.875,
         (0, 3): 0.8125, (1, 2): 0.5625, (1, 3): 0.9375, (2, 3): 0.59375, (0, 1, 2): 0.880859375,
         (0, 2, 3): 0.890625, (0, 1, 3): 0.9375, (1, 2, 3): 0.90625, (0, 1, 2, 3): 0.90625}
table = {frozenset(columns): value for columns, value in table.items()}
for min_gain, expected in [(0.03125, [0, 2]), (0, [0, 2, 3, 1]), (0.125, [0]), (0.5, [])]:
    got = number_list(forward(scripted(table), 4, min_gain), "forward")
    assert got == expected, (
        f"with min_gain = {min_gain} the search should end with {expected}, but {got} came. "
        "The scores along the way are 0.5, 0.75, 0.875, 0.890625, 0.90625.")
### BEGIN HIDDEN TESTS
got = number_list(forward(scripted(table), 4, 0.25), "forward")
assert got == [], "the best column gains exactly min_gain: that is not enough, so no column is chosen."
got = number_list(forward(scripted(all_sets([-1, -0.5, -2, -0.5, -3, -0.75, -3, 4])), 3, 0), "forward")
assert got == [0], "when no second column helps, the search stops, even if three columns together would."
got = number_list(forward(scripted(all_sets([0.5, 0.5, 0.5, 0.5, 0.5, 1, 0.5, 1])), 3, 0), "forward")
assert got == [], "no column helps alone, so the search stops before it has begun."
got = number_list(forward(scripted(all_sets([0, 3, 2, 4, 1, 2, 7, 6])), 3, 0), "forward")
assert got == [0, 1, 2], "a column that did not help in one step may help in the next: try all that are left."
for scores, min_gain, expected in [([0, 3], 1, [0]), ([0, 3], 3, []), ([-3, -2.5], 0.25, [0]),
                                   ([3, 0], 1, []), ([0.5, 0.50048828125], 0, [0])]:
    got = number_list(forward(scripted(all_sets(scores)), 1, min_gain), "forward")
    assert got == expected, "with a single column the search is not right."
got = number_list(forward(scripted(all_sets([100, 103, 101, 105])), 2, 1), "forward")
assert got == [0, 1], "gains of 3 and 2 on scores around 100, with min_gain = 1: both columns join."
### END HIDDEN TESTS

# %% [markdown]
# Your search on the blood tests with `min_gain = 0.01`, and where it goes without that rule. scikit-learn's
# `SequentialFeatureSelector` does the same (it always takes the first column, whatever it gains).

# %% run
chosen = forward(liver_score, 5, 0.01)
whole_way = forward(lambda columns: liver_score(columns) + len(columns), 5, 0)     # 1 for joining: no stop
splits = list(RepeatedStratifiedKFold(n_splits=5, n_repeats=2, random_state=0).split(L_men, y_men))
library = SequentialFeatureSelector(make_pipeline(StandardScaler(), LogisticRegression()), cv=splits,
                                    n_features_to_select="auto", tol=0.01).fit(L_men, y_men)
print(f"yours:         {names(chosen)}")
print(f"scikit-learn:  {names(np.flatnonzero(library.get_support()))} (in the order of the table)")
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
draw_all_subsets(ax)
path = [liver_score(whole_way[:k]) for k in range(len(whole_way) + 1)]
ax.plot(range(len(path)), path, "--", color=ORANGE, label="forward, without a stop")
ax.plot(range(len(chosen) + 1), path[: len(chosen) + 1], "s-", color=BLUE, label="forward, min_gain = 0.01")
for k, column in enumerate(whole_way, 1):
    ax.annotate(f"+ {TESTS[column]}", (k, path[k]), (0, 8), textcoords="offset points", ha="right")
ax.set(title="Forward selection among all possible choices")
ax.legend(loc="lower right", fontsize=8)
plt.show()

# %% [markdown]
# *What to see:* two steps bring nearly everything, then the line is flat: what comes after is within the
# uncertainty. The greedy path runs along the upper edge of the grey points, though it looked at only 15 of
# the 31 sets, and with the stop rule at 12: first 5, then 4, then 3 in vain.
#
# ## 5. Backward elimination, and the pair that a filter misses (2 points)
#
# The lamp on a staircase has a switch below and a switch above. It shines exactly if the two switches stand
# differently ("exclusive or", XOR). Suppose a table holds four columns, each 0 or 1: the radio, the switch
# below, the kitchen light, the switch above; and as label whether the lamp shines. Every combination occurs
# equally often.
#
# Whoever knows one switch knows nothing: the lamp shines in half of the cases either way. Whoever knows both
# knows everything.
#
# **Backward elimination** begins at the other end:
#
# 1. Begin with all columns.
# 2. Try to do without each of the columns that are left. Find the one without which the score is highest.
# 3. If the score does not fall **by more than `max_loss`** below the present one, this column goes; go on
#    with 2. If it does, or if no column is left: stop.
#
# *Example.* With `max_loss = 0`, two twins (0 and 1, nearly the same column) and a column 2:
#
# | without | 0 | 1 | 2 |
# |---|---|---|---|
# | from {0, 1, 2}, score 0.88 | **0.89** | 0.88 | 0.75 |
# | from {1, 2}, score 0.89 | | 0.63 | 0.72 |
#
# At first either twin could go. Column 0 does; now 1 is needed. The answer is `[1, 2]`. Whoever removes at
# once everything that can be spared loses both twins.
#
# Write `backward`, about 8 lines, very much like `forward`.

# %% solution="backward"
def backward(score, d, max_loss):
    """Backward elimination with a stop rule.

    score : a function, as for `forward`
    d : number of columns, at least 1; they are called 0, 1, ..., d - 1
    max_loss : number, 0 or larger. A column goes only if the score without it is at least the present score
        minus max_loss; a fall by exactly max_loss is still allowed. The present score is that of the columns
        that are left in this step.
    Returns the list of the columns that are left, in rising order; it may be empty.
    In no test does it matter which of equally good columns goes first.
    """
    ### BEGIN SOLUTION
    columns = list(range(d))
    while columns:
        without = [[c for c in columns if c != out] for out in columns]
        values = [score(rest) for rest in without]
        if max(values) < score(columns) - max_loss:
            break
        columns = without[values.index(max(values))]
    return columns
    ### END SOLUTION

# %% test="both_halves_of_a_pair_stay" points=1
# Two columns that only help together both stay, and columns that do not help go.
lamp = all_sets([1.0 if s & 10 == 10 else 0.5 for s in range(16)])      # 10 = 2 + 8: columns 1 and 3
got = number_list(backward(scripted(lamp), 4, 0), "backward")
assert 1 in got and 3 in got, f"{got} came: with columns 1 and 3 the score is 1, without one of them 0.5."
assert 0 not in got and 2 not in got, (
    f"{got} came: the score is 1 without columns 0 and 2 as well. A column goes if nothing is lost.")
assert got == [1, 3], f"the columns 1 and 3 should be left, in rising order, but {got} came."
### BEGIN HIDDEN TESTS
for pair in ([0, 1], [0, 3], [2, 3], [0, 2]):
    both = sum(2**c for c in pair)
    lamp = all_sets([-2001.0 if s & both == both else -2001.5 for s in range(16)])
    got = number_list(backward(scripted(lamp), 4, 0.125), "backward")
    assert got == pair, "a pair among four columns, with negative scores, is not what is left."
### END HIDDEN TESTS

# %% test="asks_again_after_every_removal" points=1
# After every removal the columns that are left are judged anew, and a fall by more than max_loss ends it.
table = {(0, 1, 2, 3): 0.875, (1, 2, 3): 0.890625, (0, 2, 3): 0.875, (0, 1, 3): 0.75, (0, 1, 2): 0.8125,
         (2, 3): 0.625, (1, 3): 0.71875, (1, 2): 0.859375, (0, 1): 0.6875, (0, 2): 0.84375, (0, 3): 0.703125,
         (0,): 0.671875, (1,): 0.8125, (2,): 0.65625, (3,): 0.828125, (): 0.5}
table = {frozenset(columns): value for columns, value in table.items()}
for max_loss, expected in [(0, [1, 2, 3]), (0.03125, [1, 2]), (0.046875, [1])]:
    got = number_list(backward(scripted(table), 4, max_loss), "backward")
    assert got == expected, (
        f"with max_loss = {max_loss} the columns {expected} should be left, but {got} came. "
        "The best scores with 4, 3, 2, 1 and 0 columns are 0.875, 0.890625, 0.859375, 0.8125 and 0.5.")
### BEGIN HIDDEN TESTS
for rename, expected in [([1, 2, 3, 0], [[0, 1, 2], [0, 1], [0]]), ([3, 0, 2, 1], [[0, 2, 3], [2, 3], [3]])]:
    for max_loss, columns in zip([0.015625, 0.03125, 0.0625], expected):
        got = number_list(backward(scripted(table, rename), 4, max_loss), "backward")
        assert got == columns, f"with the columns in another order, max_loss = {max_loss}, others are left."
got = number_list(backward(scripted(table), 4, 1), "backward")
assert got == [], "if any loss is allowed, no column is left."
for scores, max_loss, expected in [([0, 3], 1, [0]), ([0, 3], 3, []), ([2, 1], 0, []),
                                   ([0.5, 0.50048828125], 0, [0])]:
    got = number_list(backward(scripted(all_sets(scores)), 1, max_loss), "backward")
    assert got == expected, "with a single column the elimination is not right."
### END HIDDEN TESTS

# %% [markdown]
# Now the staircase, with your three methods. The score is the accuracy of the best look-up table: for every
# combination of the chosen columns it gives the more frequent answer.

# %% run
house = np.array([[s >> c & 1 for c in range(4)] for s in range(16)] * 2)             # (32, 4)  0 or 1
shines = house[:, 1] ^ house[:, 3]                                                    # (32,)
things = ["radio", "switch below", "kitchen light", "switch above"]


def look_up(columns):
    """Accuracy of the best table that is read with these columns."""
    keys = house[:, list(columns)] @ (2 ** np.arange(len(columns)))                  # (32,)
    return sum(np.bincount(shines[keys == key]).max() for key in np.unique(keys)) / len(shines)


scores = np.asarray(chi2_scores(house, shines), dtype=float)
found_forward, found_backward = forward(look_up, 4, 0), backward(look_up, 4, 0)
for thing, score in zip(things, scores):
    print(f"chi-square of the {thing:14} {score:.2f}")
print("forward finds ", [things[c] for c in found_forward])
print("backward finds", [things[c] for c in found_backward])
fig, axes = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
width = 0.35
for value, colour, hatch in [(0, BLUE, ""), (1, ORANGE, "//")]:
    share = [np.mean(shines[house[:, c] == value]) for c in range(4)]
    axes[0].bar(np.arange(4) + (value - 0.5) * width, share, width, color=colour, hatch=hatch,
                edgecolor="white", label=f"where the column is {value}")
axes[0].set(title="One column at a time", ylabel="share of cases in which the lamp shines", ylim=(0, 1.05))
axes[0].set_xticks(range(4), [thing.replace(" ", "\n") for thing in things])
axes[0].legend(fontsize=8)
for below in (0, 1):
    for above in (0, 1):
        on = below != above
        axes[1].scatter(below, above, s=700, marker="o", color=ORANGE if on else BLUE)
        axes[1].annotate("shines" if on else "dark", (below, above), (0, -26), textcoords="offset points",
                         ha="center")
axes[1].set(title="Both switches together", xlabel="switch below", ylabel="switch above",
            xticks=[0, 1], yticks=[0, 1], xlim=(-0.5, 1.5), ylim=(-0.5, 1.5))
plt.show()

# %% [markdown]
# *What to see:* the left picture is all that a filter ever looks at: every column gives one half, every score
# is exactly 0. **Forward selection with a stop rule is just as blind**, for its first step looks at single
# columns, too. Backward elimination finds the pair, because it asks what is *lost* without a column. (It
# needs a model that can use the pair, as this table can; a straight line through the right picture cannot.)
# Its price: it begins with all columns, which is slow or impossible if there are very many of them.
#
# And on the blood tests?

# %% run
for max_loss in (0, 0.005, 0.01):
    kept = backward(liver_score, 5, max_loss)
    print(f"max_loss = {max_loss:5}: keeps {names(kept)}, accuracy {liver_score(kept):.3f}")

# %% [markdown]
# *What to see:* what is kept depends on how much you are ready to lose. That number is your decision, not the
# computer's; here the uncertainty of an accuracy is larger than all three of them.
#
# ## 6. Recursive feature elimination (3 points)
#
# Backward elimination trains a model for *every* candidate in every step. **RFE** (recursive feature
# elimination) trains one a step and asks the model itself: the column with the **smallest weight, in size**,
# goes. Then the model is **fitted again**, without it, because weights change when a column has gone.
#
# $$\text{out} = \arg\min_{f \,\in\, \text{columns}} |w_f|, \qquad
# \text{columns} \leftarrow \text{columns without out}, \qquad \text{until } k \text{ are left}$$
#
# A weight of $-4$ is a strong one: it pushes the prediction down as hard as $+4$ pushes it up. Sizes of
# weights can be compared only if the columns are on one scale, so standardise first (102, 105).
#
# *Example.* Keep $k = 2$ of four.
#
# | columns | their weights | goes |
# |---|---|---|
# | 0, 1, 2, 3 | 5, 2, −3, 1 | 3 |
# | 0, 1, 2 | 0.5, 4, −2 | 0, the largest before! |
# | 1, 2 | | |
#
# (How can that be? A column may serve mainly to correct another one. When that one has gone, it has lost its
# job.)
#
# Write `rfe`, about 5 lines.

# %% solution="rfe"
def rfe(weights, d, k):
    """Recursive feature elimination.

    weights : a function; weights(columns) takes a list of different column numbers (not empty), fits a model
        to these columns alone, and returns an array with their weights, in the order of the list
    d : number of columns; they are called 0, 1, ..., d - 1
    k : how many are to be left, 1 <= k <= d
    Returns the list of the k columns that are left, in rising order. One column goes in each step; before
    each step the model is fitted again. In no test are the two smallest weights equal in size.
    """
    ### BEGIN SOLUTION
    columns = list(range(d))
    while len(columns) > k:
        sizes = np.abs(weights(columns))                                # (number of columns left,)
        columns.pop(int(np.argmin(sizes)))
    return columns
    ### END SOLUTION

# %% test="the_smallest_in_size_goes" points=1
# The column whose weight is smallest in size goes, until k are left.
fixed = [3.0, -4.0, 0.5, -1.0, 2.0]


def same_weights(columns):
    """For this test: a column's weight is the same in whatever company."""
    return np.array([fixed[int(c)] for c in columns])


for k, expected in [(4, [0, 1, 3, 4]), (2, [0, 1]), (1, [1])]:
    got = number_list(rfe(same_weights, 5, k), "rfe")
    assert len(got) == k, f"k = {k} columns should be left, but {len(got)} came."
    assert 1 in got, f"{got} came: column 1 has weight -4, the strongest of all, and should stay."
    assert got == expected, f"with weights {fixed} and k = {k}, {got} came. Which is the smallest in size?"
### BEGIN HIDDEN TESTS
fixed = [-0.25, 8.0, -16.0, 0.125, -1.0, 4.0]
for k, expected in [(6, [0, 1, 2, 3, 4, 5]), (5, [0, 1, 2, 4, 5]), (3, [1, 2, 5]), (1, [2])]:
    got = number_list(rfe(same_weights, 6, k), "rfe")
    assert got == expected, f"with other weights, six columns and k = {k}, not the right columns are left."
### END HIDDEN TESTS

# %% test="weights_are_asked_anew" points=2
# After each column that goes, the weights of the others are asked for again, and only one column goes a step.
fits = {(0, 1, 2, 3): {0: 5, 1: 2, 2: -3, 3: 1}, (0, 1, 2): {0: 0.5, 1: 4, 2: -2}, (1, 2): {1: 0.5, 2: 3},
        (0, 2, 3): {0: 6, 2: 2, 3: 9}, (1, 2, 3): {1: 1, 2: 5, 3: 7}, (0, 1, 3): {0: 1, 1: 2, 3: 3},
        (0, 1): {0: 1, 1: 2}, (0, 2): {0: 2, 2: 1}, (0, 3): {0: 2, 3: 1}, (1, 3): {1: 2, 3: 1},
        (2, 3): {2: 1, 3: 2}, (0,): {0: 1}, (1,): {1: 1}, (2,): {2: 1}, (3,): {3: 1}}


def fitted(columns, rename=(0, 1, 2, 3)):
    """For this test: the weights of a model that was fitted to these columns."""
    asked = [int(c) for c in columns]
    right = asked and len(set(asked)) == len(asked) and set(asked) <= {0, 1, 2, 3}
    assert right, f"the weights of columns {asked} were asked for; there are 0, 1, 2, 3, each once."
    weights = fits[tuple(sorted(rename[c] for c in asked))]
    return np.array([float(weights[rename[c]]) for c in asked])


for k, expected in [(3, [0, 1, 2]), (2, [1, 2]), (1, [2])]:
    got = number_list(rfe(fitted, 4, k), "rfe")
    assert got != [0, 2], "0 and 2 are the largest of the first fit. When column 3 has gone, ask again."
    assert got == expected, f"for k = {k}, {got} came. Follow the table of the example row by row."
### BEGIN HIDDEN TESTS
for rename, expected in [((3, 2, 1, 0), [[1, 2, 3], [1, 2], [1]]), ((1, 3, 0, 2), [[0, 2, 3], [0, 3], [3]])]:
    for columns in expected:
        got = number_list(rfe(lambda asked: fitted(asked, rename), 4, len(columns)), "rfe")
        assert got == columns, f"with the columns in another order and k = {len(columns)}, others are left."
### END HIDDEN TESTS

# %% [markdown]
# Your RFE on the blood tests, beside scikit-learn's with its own logistic regression:

# %% run
scaled = StandardScaler().fit_transform(L_men)
for k in (4, 3, 2, 1):
    mine = rfe(liver_weights, 5, k)
    library = RFE(LogisticRegression(), n_features_to_select=k).fit(scaled, y_men)
    print(f"k = {k}   yours: {names(mine):31} scikit-learn: {names(np.flatnonzero(library.get_support()))}")
print("\nweights of all five:", dict(zip(TESTS, np.round(liver_weights(range(5)), 2).tolist())))

# %% [markdown]
# *What to see:* the sequence in which tests are dropped, with four fits instead of the fourteen that
# backward elimination needs from five columns to one. Whether `mcv` and `gammagt` are left again tells you
# how far three quite different methods agree.
#
# ## 7. Which models suit RFE? (1 point)
#
# scikit-learn's `RFE(model)`, with its standard settings, reads from the fitted model either `coef_` (one
# weight for each column of `X`) or `feature_importances_`. Which of these models have one or the other?
# Think how each of them makes its prediction; the free cell is there for trying.
#
# - **a** `LogisticRegression()`
# - **b** `KNeighborsClassifier()`: the vote of the nearest rows
# - **c** `SVC(kernel="linear")`: a support vector machine whose border is a straight line (a plane)
# - **d** `SVC(kernel="rbf")`: the same with a bent border, made from distances to support vectors
# - **e** `RandomForestClassifier()`: many trees, which can tell how much each column's splits have helped
# - **f** `GaussianNB()`: naive Bayes, a mean and a variance for each class and column
#
# *Decision rule:* a letter belongs in your set if `RFE` with this model, fitted to an ordinary table with two
# classes, finishes without an error.
#
# The test below shows only whether your answer has the right form; whether it is right is found out when it
# is graded.

# %%
# Free cell: try RFE(model, n_features_to_select=2).fit(L_men, y_men) with one of the models.

# %% solution="models_that_suit_rfe"
def models_that_suit_rfe():
    """The letters of all models that scikit-learn's RFE can work with, with its standard settings.

    Returns a set of letters, for instance {"b", "f"} (which is not the answer).
    """
    ### BEGIN SOLUTION
    return {"a", "c", "e"}
    ### END SOLUTION

# %% test="only_these_say_what_a_column_counts" points=1
# The set holds the models that give each column a weight or an importance, and no others.
letters = set(letters_of(models_that_suit_rfe(), "abcdef", "models_that_suit_rfe"))
assert letters != {"b", "f"}, "this is the sample of the docstring, not an answer."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(7)
X = rng.normal(size=(30, 3))
y = (X[:, 0] > 0).astype(int)
models = {"a": LogisticRegression(), "b": KNeighborsClassifier(), "c": SVC(kernel="linear"),
          "d": SVC(kernel="rbf"), "e": RandomForestClassifier(5, random_state=0), "f": GaussianNB()}
expected = set()
for letter, model in models.items():
    model.fit(X, y)
    if hasattr(model, "coef_") or hasattr(model, "feature_importances_"):
        expected.add(letter)
assert letters == expected, (
    "not the right set. Ask of each model: does it keep one number for every column, or something else?")
### END HIDDEN TESTS

# %% [markdown]
# For models that give no weights there are forward and backward selection: they ask only for a score.
#
# ## 8. Selection inside the cross-validation (3 points)
#
# So far we have always asked how well a set of columns does on the same 341 men with whom it was chosen. With
# five columns that flatters a little. With two thousand it is a disaster, as you will see.
#
# The rule: **choosing columns is part of the training.** In every fold the columns are chosen anew, with the
# training rows of this fold only. The test rows are the exam. Whoever chooses the columns with the whole
# table has seen the questions.
#
# In every fold:
#
# 1. `columns = select(training rows of X, training labels)`
# 2. `answers = classify(training rows with these columns, training labels, test rows with these columns)`
# 3. the share of right answers among the test rows.
#
# *Example.* Folds are pairs of arrays with row numbers. With `train = [0, 3, 4]` and `test = [1, 2]`,
# `select` gets the rows 0, 3 and 4 and their labels. Suppose that it returns `[2, 1]`. Then `classify` gets
# the columns 2 and 1, in this order, of the rows 0, 3, 4, their labels, and the columns 2 and 1 of the rows 1
# and 2. One of two answers right gives 0.5 for this fold.
#
# Write `accuracy_per_fold`, about 5 lines. `X[rows][:, columns]` cuts out rows first, then columns.

# %% solution="accuracy_per_fold"
def accuracy_per_fold(X, y, folds, select, classify):
    """Accuracy in every fold, with the columns chosen anew in every fold.

    X : array (n, d);  y : array (n,) of labels, not only 0 and 1
    folds : list of pairs (train, test), arrays of row numbers. The pairs need not be equally large, and a
        pair need not use all rows.
    select : a function; select(X_train, y_train) returns a list of column numbers, not always in rising order
    classify : a function; classify(X_train, y_train, X_test) returns an array of labels, one for each row of
        X_test. Its tables hold the selected columns only, in the order in which select names them.
    Returns a list with one number for each fold: the share of right answers among its test rows.
    X and y themselves stay as they are.
    """
    ### BEGIN SOLUTION
    shares = []
    for train, test in folds:
        columns = select(X[train], y[train])
        answers = classify(X[train][:, columns], y[train], X[test][:, columns])
        shares.append(float(np.mean(answers == y[test])))
    return shares
    ### END SOLUTION

# %% test="selection_sees_training_rows_only" points=2
# In every fold the columns are chosen with the training rows of this fold and their labels, and nothing else.
X = np.array([[100.0, 1, 0], [101, 0, 0], [102, 1, 1], [103, 1, 1], [104, 0, 1], [105, 0, 0], [106, 1, 0]])
y = np.array([1, 0, 1, 0, 0, 1, 1])
folds = [(np.array([2, 3, 4, 5, 6]), np.array([0, 1])), (np.array([0, 1, 4, 6]), np.array([2, 3, 5]))]
seen = []


def select_second(X_train, y_train):
    """For this test: always column 1. It notes which rows it has been shown (column 0 numbers them)."""
    rows, labels = np.asarray(X_train, dtype=float), np.asarray(y_train)
    assert rows.ndim == 2 and rows.shape[1] == 3, "select should get all columns of the training rows."
    assert len(rows) == len(labels), "select should get as many labels as rows."
    seen.append(sorted(zip((rows[:, 0] - 100).astype(int).tolist(), labels.astype(int).tolist())))
    return [1]


def repeat_first_column(X_train, y_train, X_test):
    """For this test: the answer is what stands in the first column that came."""
    return np.asarray(X_test)[:, 0].astype(int)


got = accuracy_per_fold(X.copy(), y.copy(), folds, select_second, repeat_first_column)
got = number_list(got, "accuracy_per_fold")
assert len(got) == 2, f"two folds should give two accuracies, but {len(got)} came."
allowed = [[(i, int(y[i])) for i in train] for train, _ in folds]
looked = [{i for i, _ in record} for record in seen]
for train, test in folds:
    assert set(train.tolist()) in looked, f"select was never shown just the training rows {train.tolist()}."
assert all(rows in [set(train.tolist()) for train, _ in folds] for rows in looked), (
    "select was shown rows that do not belong to it: test rows, or another fold's.")
assert all(record in allowed for record in seen), "select was shown labels that do not belong to its rows."
assert np.allclose(got, [1, 1 / 3]), (
    f"the shares of right answers are 2 of 2 and 1 of 3 here, but {np.round(got, 3).tolist()} came.")
### BEGIN HIDDEN TESTS
n = 11
rng = np.random.default_rng(8)
X = np.column_stack([100 + np.arange(n), rng.integers(0, 2, size=(n, 2))]).astype(float)
y = np.array([1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0])
order = np.array([7, 2, 9, 0, 5, 10, 1, 3, 8, 6, 4])
folds = [(np.setdiff1d(order, part)[::-1].copy(), part) for part in (order[:4], order[4:7], order[7:])]
folds[1] = folds[1][0][2:].copy(), folds[1][1]                          # two rows are in neither part
expected = [float(np.mean(X[test, 1] == y[test])) for _, test in folds]
allowed = [sorted((int(i), int(y[i])) for i in train) for train, _ in folds]
seen.clear()
got = number_list(accuracy_per_fold(X, y, folds, select_second, repeat_first_column), "accuracy_per_fold")
assert seen and all(record in allowed for record in seen) and all(record in seen for record in allowed), (
    "with three unequal folds in mixed order, select was not shown just the training rows and their labels.")
assert len(got) == 3 and np.allclose(got, expected), "the accuracies of three unequal folds are not right."
### END HIDDEN TESTS

# %% test="each_fold_has_its_own_columns" points=1
# Each fold is trained and judged with the columns that were chosen in it, in their order.
def select_by_sums(X_train, y_train):
    """For this test: the two columns with the largest sums over the training rows, largest first."""
    return [int(c) for c in np.argsort(-np.asarray(X_train, dtype=float).sum(axis=0))[:2]]


def odd_mixture(X_train, y_train, X_test):
    """For this test: 0, 1 or 2, an odd mixture of everything that came, row by row with its label."""
    table, known = np.asarray(X_test, dtype=float), np.asarray(X_train, dtype=float)
    return ((table[:, 0] - 2 * table[:, 1] + known[:, 0] @ np.asarray(y_train) + len(known)) % 3).astype(int)


X = np.array([[9.0, 1, 4], [2, 3, 1], [1, 8, 2], [0, 7, 5], [1, 2, 9], [3, 0, 8]])
y = np.array([0, 2, 1, 0, 2, 1])
folds = [(np.array([2, 3, 4, 5]), np.array([0, 1])), (np.array([0, 1, 5]), np.array([2, 3, 4]))]
expected = []
for train, test in folds:
    best = np.argsort(-X[train].sum(axis=0))[:2]
    answers = odd_mixture(X[train][:, best], y[train], X[test][:, best])
    expected.append(float(np.mean(answers == y[test])))
got = accuracy_per_fold(X.copy(), y.copy(), folds, select_by_sums, odd_mixture)
got = number_list(got, "accuracy_per_fold")
assert len(got) == 2, f"two folds should give two accuracies, but {len(got)} came."
assert np.allclose(got, expected), (
    f"{np.round(got, 3).tolist()} came. Does classify get the columns of this very fold, in the order of "
    "select, and the training rows of this fold only?")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(9)
for n, d in [(23, 4), (17, 6)]:
    X = rng.integers(0, 9, size=(n, d)).astype(float)[:, ::-1].copy()  # the best columns are named in falling order
    y = rng.integers(0, 3, size=n)
    order = rng.permutation(n)
    parts = [order[:3], order[3:8], order[8:10], order[10:]]
    folds = [(np.setdiff1d(np.arange(n), part), part) for part in parts]
    expected = []
    for train, test in folds:
        best = np.argsort(-X[train].sum(axis=0))[:2]
        answers = odd_mixture(X[train][:, best], y[train], X[test][:, best])
        expected.append(float(np.mean(answers == y[test])))
    before = X.copy(), y.copy()
    got = number_list(accuracy_per_fold(X, y, folds, select_by_sums, odd_mixture), "accuracy_per_fold")
    assert len(got) == 4 and np.allclose(got, expected), f"with {n} rows, {d} columns, four folds it is off."
    assert np.array_equal(X, before[0]) and np.array_equal(y, before[1]), "X or y itself has changed."
### END HIDDEN TESTS

# %% [markdown]
# The proof, on pure chance. 60 men, and 2000 columns in each of which a coin was tossed for every man. The
# labels are tossed, too. There is **nothing** to be found, and no method can be right more than half of the
# time. The ten best columns of your filter are chosen
#
# - *before*: once, with all 60 men; then comes the cross-validation with these ten columns,
# - *inside*: in every fold, with the training rows.
#
# The whole experiment is done 40 times with new coins.

# %% run
rng = np.random.default_rng(10)
before, inside = [], []
for _ in range(40):
    X, y = rng.integers(0, 2, size=(60, 2000)), rng.permutation([0, 1] * 30)
    parts = rng.permutation(60).reshape(5, 12)                                       # (5, 12)  row numbers
    folds = [(np.setdiff1d(np.arange(60), part), part) for part in parts]
    ten = k_best(chi2_scores(X, y), 10)
    before.append(np.mean(accuracy_per_fold(X, y, folds, lambda X, y: ten, classify)))
    anew = accuracy_per_fold(X, y, folds, lambda X, y: k_best(chi2_scores(X, y), 10), classify)
    inside.append(np.mean(anew))
print(f"selected before: mean accuracy {np.mean(before):.2f}")
print(f"selected inside: mean accuracy {np.mean(inside):.2f}")
fig, ax = plt.subplots(figsize=(8, 3.2), layout="constrained")
edges = np.arange(0.2, 1.025, 0.05)
ax.hist(inside, edges, color=BLUE, alpha=0.8, label="selection inside the cross-validation")
ax.hist(before, edges, color=ORANGE, alpha=0.8, hatch="//", edgecolor="white", label="selection before it")
ax.axvline(0.5, color="black", linestyle=":", label="the truth")
ax.set(title="Pure chance: 2000 columns of coins", xlabel="cross-validated accuracy (share of 60 men)",
       ylabel="experiments (of 40)")
ax.legend(loc="upper center", fontsize=8)
plt.show()

# %% [markdown]
# *What to see:* coins that seem to predict coins. Among 2000 columns some agree with the labels of all 60 men
# by accident, *the test rows included*, and the cross-validation that comes afterwards cannot notice.
# Well-known studies of genes were published with this very mistake (Ambroise and McLachlan showed it in
# 2002). Inside the folds the spell is broken.
#
# ## 9. In which order? (1 point)
#
# An honest study chooses columns, tunes a setting (such as $k$ of nearest neighbours) and reports an
# accuracy. Here are eight steps. **Two of them spoil the study and must not be used.** Put the other six into
# order. Steps are repeated for every fold of the outer cross-validation except the last one, which comes at
# the very end. In this course the columns are chosen before the setting is tuned.
#
# - **a** Choose the columns, with the training rows of this fold.
# - **b** Take the mean of the accuracies of all folds.
# - **c** Choose the setting by a second cross-validation among the training rows of this fold, with the
#   chosen columns.
# - **d** Set the test rows of this fold aside.
# - **e** Predict the rows that were set aside, once, and note the accuracy.
# - **f** Fit the model to all training rows of this fold, with the chosen columns and setting.
# - **g** Compute the chi-square scores with the whole table and drop the weakest columns.
# - **h** If the accuracy on the rows that were set aside is low, choose other columns and predict them again.
#
# The test below shows only the right form.

# %% solution="order_of_an_honest_study"
def order_of_an_honest_study():
    """Six of the eight letters, in the order in which the steps are done.

    Returns a list of letters, for instance ["h", "g", "f"] (which is not the answer).
    """
    ### BEGIN SOLUTION
    return ["d", "a", "c", "f", "e", "b"]
    ### END SOLUTION

# %% test="nothing_is_chosen_with_the_test_rows" points=1
# The six honest steps come in an order in which nothing is chosen with the test rows.
answer = order_of_an_honest_study()
letters = letters_of(answer, "abcdefgh", "order_of_an_honest_study")
in_order = isinstance(answer, (list, tuple, str, np.ndarray))
assert in_order, "a list is asked for: the order matters, and a set has none."
assert len(letters) == len(set(letters)) == 6, f"six different letters are asked for, but {letters} came."
### BEGIN HIDDEN TESTS
spoilt = sorted(set(letters) & {"g", "h"})
assert not spoilt, "one of your steps chooses something with rows that should have been set aside."
assert letters[-1] == "b", "the mean of all folds comes at the very end."
assert "".join(letters) == "dacfeb", (
    "every step needs what the steps before it have made. What must be known before the model is fitted?")
### END HIDDEN TESTS

# %% [markdown]
# ## The decision
#
# Now the honest comparison for the doctor: every method chooses inside the folds. Five times a 5-fold
# cross-validation are 25 choices a method; the accuracies are means over the 25 folds. The right part of the
# table counts in how many of the 25 choices each test was kept.

# %% run
outer = list(RepeatedStratifiedKFold(n_splits=5, n_repeats=5, random_state=1).split(L_men, y_men))


def search(X, y):
    """Forward selection with an accuracy that is cross-validated among the given rows only."""
    return forward(lambda columns: cv_accuracy(X, y, columns, repeats=1), 5, 0.01)


methods = {
    "no test": lambda X, y: [],
    "all five": lambda X, y: list(range(5)),
    "filter, raw numbers, 2": lambda X, y: k_best(chi2_scores(np.exp(X), y), 2),
    "filter, above median, 2": lambda X, y: k_best(chi2_scores((X > np.median(X, axis=0)).astype(int), y), 2),
    "forward, min_gain 0.01": search,
    "RFE, 2": lambda X, y: rfe(lambda columns: logistic(standardised(X, X)[0][:, list(columns)], y)[0], 5, 2),
}
rows = {}
for method, select in methods.items():
    kept = np.zeros(5, dtype=int)                                       # how often each test was kept

    def select_and_count(X, y):
        columns = [int(c) for c in select(X, y)]
        kept[columns] += 1
        return columns


    shares = accuracy_per_fold(L_men, y_men, outer, select_and_count, classify)
    rows[method] = [round(float(np.mean(shares)), 3), *kept.tolist()]
pd.DataFrame.from_dict(rows, orient="index", columns=["accuracy", *TESTS])

# %% [markdown]
# *What to see:* in the right part, which tests are kept nearly always, and which hardly ever by the methods
# that can be trusted. In the left part, that the methods differ little: an accuracy from 341 men has an
# uncertainty (one standard error) of about $\sqrt{0.63 \cdot 0.37 / 341} \approx 0.026$. (Other folds than
# before: all five tests had 0.633 there.)
#
# And forward selection? In exercise 4 its choice, made with all men, got 0.625; here, where it has
# to choose inside the folds, it is the most fickle of all and pays for it. A search that compares many rough
# scores finds many flukes. The simple filter, given the right numbers, hardly ever changes its mind.
#
# ## 10. Your letter to the doctor (2 points)
#
# Write to the doctor, in 6 to 9 sentences, without formulas:
#
# - which tests you would keep and which you would drop, with at least two numbers from your results (one of
#   them the baseline or the accuracy with all five tests),
# - why the filter on the raw numbers is not to be trusted,
# - how you made sure that your accuracy is not a product of the selection itself,
# - what the doctor must **not** conclude from these data.
#
# A person reads this answer.

# %% [markdown] essay="which_tests_to_keep" points=2
# Please keep mcv and gamma-GT and drop the other three. With these two tests about 62 in 100 men are put into
# the right one of two groups, and with all five it is no more; always saying the same would be right for 51.
# The filter on counts chose this pair in all 25 trials, and RFE mostly; alkaline phosphatase and sgpt were
# hardly ever wanted, sgot sometimes. Do not trust a chi-square list made from the raw values: it puts mcv
# nearly last and gamma-GT far in front because of the size of their numbers, and writing gamma-GT in another
# unit turns the list round; the score is meant for counts. The accuracies are honest because the tests were
# chosen anew in every fold, with the training men only; chosen with all men beforehand, even coins seemed to
# predict more than 80 in 100. Please do not read a diagnosis into this: the data contain no liver disease,
# only what men drank, probably by their own word, and the column "selector" is no label at all. And 62 in 100
# means that nearly four men in ten land in the wrong group: enough to offer a talk, far too little to accuse
# anybody.
#
# ### BEGIN MARK SCHEME
# - 0.5 point: a clear decision with two numbers of their own, one of them the baseline or all five tests.
#   mcv and gamma-GT is the natural answer; another set is fine if it is defended with numbers (for instance
#   a third test for the sake of 0.01), also "keep all five" if costs and uncertainty are weighed.
# - 0.5 point: chi-square is for counts; on measurements the score follows the unit or size of the numbers
#   (gamma-GT in another unit, mcv around 90 for everybody).
# - 0.5 point: the columns were chosen inside each fold, with training rows only; selection before the
#   cross-validation uses the test rows and gives accuracies that are too high.
# - 0.5 point: one thing that must not be concluded: no diagnosis in the data; selector is no label; 62 % is
#   too little for a judgement about a single man; drinks were probably reported by the men; these men only;
#   or: a dropped test may be useful for other questions.
# - A different number in consequence of an earlier mistake costs nothing here.
# ### END MARK SCHEME
