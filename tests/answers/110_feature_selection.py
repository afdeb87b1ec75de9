# %% wrong="baseline" loses="share_of_the_most_frequent_label"
"""Takes the mean of the labels, as if they were always 0 and 1."""
def baseline(y):
    return float(np.mean(y))

# %% wrong="baseline" loses="share_of_the_most_frequent_label"
"""Knows two labels only, 0 and 1: the larger of the mean and its rest."""
def baseline(y):
    return float(max(np.mean(y), 1 - np.mean(y)))

# %% wrong="baseline" loses="share_of_the_most_frequent_label"
"""Returns how many rows have the most frequent label, not their share."""
def baseline(y):
    return int(np.bincount(y).max())

# %% wrong="baseline" loses="share_of_the_most_frequent_label"
"""Returns the most frequent label itself."""
def baseline(y):
    return int(np.bincount(y).argmax())

# %% wrong="baseline" loses="share_of_the_most_frequent_label"
"""One divided by the number of labels: guessing at random."""
def baseline(y):
    return 1 / len(np.unique(y))

# %% wrong="baseline" loses="share_of_the_most_frequent_label"
"""The share of the largest label instead of the most frequent one."""
def baseline(y):
    return float(np.mean(y == np.max(y)))

# %% wrong="baseline" loses="share_of_the_most_frequent_label"
"""The larger of two shares: compares the first row's label with all the others together."""
def baseline(y):
    share = np.mean(y == y[0])
    return max(share, 1 - share)

# %% wrong="baseline" loses="share_of_the_most_frequent_label"
"""np.bincount(...)[1:]: label 0 is never counted."""
def baseline(y):
    return np.bincount(y, minlength=2)[1:].max() / len(y)

# %% right="baseline"
"""A Counter."""
def baseline(y):
    from collections import Counter
    return Counter(list(y)).most_common(1)[0][1] / len(y)

# %% right="baseline"
"""Every label is compared with all rows; float32."""
def baseline(y):
    return np.float32(max((y == label).mean() for label in set(y.tolist())))

# %% right="baseline"
"""scikit-learn's classifier that does nothing else."""
def baseline(y):
    from sklearn.dummy import DummyClassifier
    X = np.zeros((len(y), 1))
    return DummyClassifier(strategy="most_frequent").fit(X, y).score(X, y)

# %% wrong="chi2_scores" loses="observed_against_expected"
"""Divides by the observed counts."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    total = np.zeros(X.shape[1])
    for c in np.unique(y):
        O = X[y == c].sum(axis=0)
        E = np.mean(y == c) * X.sum(axis=0)
        total += (O - E) ** 2 / np.maximum(O, 1e-9)
    return total

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes, negative_entries_are_refused"
"""Expects the same in every class, whatever the class sizes."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    labels = np.unique(y)
    O = np.array([X[y == c].sum(axis=0) for c in labels])
    E = X.sum(axis=0) / len(labels)
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected"
"""Forgets to divide: the plain squared differences."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected, negative_entries_are_refused"
"""Forgets to square: plus and minus cancel where the expected counts are equal."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected"
"""Takes absolute differences instead of squares."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return (np.abs(O - E) / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected"
"""Averages over the classes instead of adding up."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).mean(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes"
"""Counts the last class only, as if the others followed from it."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    c = np.max(y)
    O, E = X[y == c].sum(axis=0), np.mean(y == c) * X.sum(axis=0)
    return (O - E) ** 2 / E

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes, negative_entries_are_refused"
"""Adds up along the wrong axis: one score for every class."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=1)

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes, negative_entries_are_refused"
"""Multiplies with the size of the class instead of its share."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.sum(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes, negative_entries_are_refused"
"""Uses class means instead of class sums as the observed counts."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].mean(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes, negative_entries_are_refused"
"""Runs over the labels 0, 1, ..., number of labels - 1, whatever they are called."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    total = np.zeros(X.shape[1])
    for c in range(len(np.unique(y))):
        if (y == c).any():
            E = np.mean(y == c) * X.sum(axis=0)
            total += (X[y == c].sum(axis=0) - E) ** 2 / E
    return total

# %% wrong="chi2_scores" loses="observed_against_expected"
"""Makes whole numbers of the entries first: 0.5 becomes 0."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    X = X.astype(int)
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / np.where(E == 0, 1, E)).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes"
"""Asks only where an entry is above 0, not how large it is."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    B = (X > 0).astype(float)
    O = np.array([B[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * B.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes, negative_entries_are_refused"
"""Treats every table as a two-way table of classes and columns: the expected counts mix the columns."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)], dtype=float)
    E = O.sum(axis=1, keepdims=True) * O.sum(axis=0) / O.sum()
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected"
"""The full two-way test of a 0/1 column, with the zeros counted as well."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)], dtype=float)
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    sizes = np.array([[np.sum(y == c)] for c in np.unique(y)])
    rest = np.where(sizes - E > 0, sizes - E, 1)
    return ((O - E) ** 2 / E + (O - E) ** 2 / rest).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected"
"""The root of the score."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return np.sqrt(((O - E) ** 2 / E).sum(axis=0))

# %% wrong="chi2_scores" loses="observed_against_expected"
"""Divides every column by its sum first, so that only shares remain."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    P = X / X.sum(axis=0)
    O = np.array([P[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.full(X.shape[1], np.mean(y == c)) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="negative_entries_are_refused"
"""Does not refuse negative entries."""
def chi2_scores(X, y):
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="negative_entries_are_refused"
"""Sets negative entries to 0 instead of refusing them."""
def chi2_scores(X, y):
    X = np.clip(X, 0, None)
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="negative_entries_are_refused"
"""Looks at the sums of the columns: one negative entry among larger ones is not seen."""
def chi2_scores(X, y):
    if (X.sum(axis=0) < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="negative_entries_are_refused"
"""Refuses only when all entries are negative."""
def chi2_scores(X, y):
    if (X < 0).all():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="negative_entries_are_refused"
"""Returns the ValueError instead of raising it."""
def chi2_scores(X, y):
    if (X < 0).any():
        return ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="negative_entries_are_refused"
"""An assert, which raises another kind of error."""
def chi2_scores(X, y):
    assert (X >= 0).all()
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected, the_expected_follows_the_class_sizes, negative_entries_are_refused"
"""Refuses zeros, too."""
def chi2_scores(X, y):
    if (X <= 0).any():
        raise ValueError("not positive")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    return ((O - E) ** 2 / E).sum(axis=0)

# %% wrong="chi2_scores" loses="observed_against_expected"
"""Subtracts the class means from X itself while working: the caller's table is changed."""
def chi2_scores(X, y):
    if (X < 0).any():
        raise ValueError("negative")
    O = np.array([X[y == c].sum(axis=0) for c in np.unique(y)])
    E = np.array([np.mean(y == c) * X.sum(axis=0) for c in np.unique(y)])
    X -= X
    return ((O - E) ** 2 / E).sum(axis=0)

# %% right="chi2_scores"
"""Loops over columns and classes, in plain Python."""
def chi2_scores(X, y):
    if min(min(row) for row in X.tolist()) < 0:
        raise ValueError("X has a negative entry")
    n, answers = len(y), []
    for column in X.T.tolist():
        score = 0.0
        for c in set(y.tolist()):
            observed = sum(v for v, label in zip(column, y) if label == c)
            expected = sum(1 for label in y if label == c) / n * sum(column)
            score += (observed - expected) ** 2 / expected
        answers.append(score)
    return answers

# %% right="chi2_scores"
"""scikit-learn's own."""
def chi2_scores(X, y):
    from sklearn.feature_selection import chi2
    return chi2(X, y)[0]

# %% right="chi2_scores"
"""One-hot labels and a matrix product; O squared over E, minus the sum."""
def chi2_scores(X, y):
    X = np.asarray(X, dtype=np.float64)
    if X.min() < 0:
        raise ValueError("negative")
    onehot = (np.asarray(y)[:, None] == np.unique(y)).astype(float)      # (n, c)
    observed = onehot.T @ X                                              # (c, d)
    expected = np.outer(onehot.mean(axis=0), X.sum(axis=0))              # (c, d)
    return (observed**2 / expected).sum(axis=0) - X.sum(axis=0)

# %% right="chi2_scores"
"""pandas groupby; returns a series."""
def chi2_scores(X, y):
    frame = pd.DataFrame(X)
    if (frame < 0).any().any():
        raise ValueError("negative")
    observed = frame.groupby(np.asarray(y)).sum()
    share = pd.Series(y).value_counts(normalize=True).sort_index()
    expected = pd.DataFrame(np.outer(share, frame.sum()), index=observed.index)
    return ((observed - expected) ** 2 / expected).sum()

# %% right="chi2_scores"
"""scipy's test of one column of counts."""
def chi2_scores(X, y):
    from scipy import stats
    if np.any(np.less(X, 0)):
        raise ValueError("negative")
    labels, sizes = np.unique(y, return_counts=True)
    scores = []
    for column in X.T:
        observed = [column[y == c].sum() for c in labels]
        scores.append(stats.chisquare(observed, sizes / len(y) * column.sum()).statistic)
    return np.array(scores)

# %% right="chi2_scores"
"""np.add.at on the codes of the labels."""
def chi2_scores(X, y):
    if not np.all(X >= 0):
        raise ValueError(f"{X.min()} is negative")
    _, codes = np.unique(y, return_inverse=True)
    observed = np.zeros((codes.max() + 1, X.shape[1]))
    np.add.at(observed, codes, X)
    expected = np.bincount(codes)[:, None] * X.mean(axis=0)
    return np.einsum("cf,cf->f", (observed - expected) ** 2, 1 / expected)

# %% wrong="k_best" loses="positions_come_in_rising_order"
"""Best first instead of in rising order of position."""
def k_best(scores, k):
    return list(np.argsort(-scores)[:k])

# %% wrong="k_best" loses="positions_come_in_rising_order"
"""The last k of argsort, left in the order of the scores."""
def k_best(scores, k):
    return np.argsort(scores)[-k:]

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""The k lowest."""
def k_best(scores, k):
    return sorted(np.argsort(scores)[:k].tolist())

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""One too many."""
def k_best(scores, k):
    return sorted(np.argsort(-scores)[: k + 1].tolist())

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""Forgets the best one: a slice that ends at -1."""
def k_best(scores, k):
    return sorted(np.argsort(scores)[-k - 1 : -1].tolist())

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""Returns the scores instead of their positions."""
def k_best(scores, k):
    return sorted(scores.tolist())[-k:]

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""Positions that count from 1."""
def k_best(scores, k):
    return sorted((np.argsort(-scores)[:k] + 1).tolist())

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""A mask instead of positions."""
def k_best(scores, k):
    return scores >= np.sort(scores)[-k]

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""Ranks instead of positions."""
def k_best(scores, k):
    return sorted(np.argsort(np.argsort(-scores))[:k].tolist())

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""Takes scores by their size, so that a strongly negative one counts as high."""
def k_best(scores, k):
    return sorted(np.argsort(-np.abs(scores))[:k].tolist())

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""Everything above the mean, whatever k is."""
def k_best(scores, k):
    return np.flatnonzero(scores > scores.mean()).tolist()

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""Finds the positions with list.index, so that of two equal scores one is named twice."""
def k_best(scores, k):
    scores = scores.tolist()
    return sorted(scores.index(s) for s in sorted(scores)[-k:])

# %% wrong="k_best" loses="the_k_highest_scores_are_kept, positions_come_in_rising_order"
"""Crosses out what was found with 0, which is higher than a negative score."""
def k_best(scores, k):
    scores, found = scores.copy(), []
    for _ in range(k):
        found.append(int(scores.argmax()))
        scores[found[-1]] = 0
    return sorted(found)

# %% right="k_best"
"""heapq, then sorted."""
def k_best(scores, k):
    import heapq
    return sorted(heapq.nlargest(k, range(len(scores)), key=lambda f: scores[f]))

# %% right="k_best"
"""A threshold and flatnonzero: an array."""
def k_best(scores, k):
    return np.flatnonzero(scores >= np.sort(scores)[len(scores) - k])

# %% right="k_best"
"""argpartition; a tuple of plain numbers."""
def k_best(scores, k):
    return tuple(int(f) for f in np.sort(np.argpartition(scores, len(scores) - k)[len(scores) - k :]))

# %% right="k_best"
"""scikit-learn's SelectKBest with a score function that returns what is given."""
def k_best(scores, k):
    from sklearn.feature_selection import SelectKBest
    d = len(scores)
    selector = SelectKBest(lambda X, y: np.asarray(scores), k=k).fit(np.zeros((2, d)), [0, 1])
    return selector.get_support(indices=True)

# %% right="k_best"
"""Crosses out what was found with minus infinity, in the argument itself; floats come back."""
def k_best(scores, k):
    found = []
    for _ in range(k):
        found.append(float(np.argmax(scores)))
        scores[int(found[-1])] = -np.inf
    return np.array(sorted(found))

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Takes the worst column in every step."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        values = [score(chosen + [c]) for c in rest]
        i = int(np.argmin(values))
        if not values[i] > best + min_gain:
            break
        chosen.append(rest[i])
        best = values[i]
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Orders the columns by their score alone, like a filter, and goes down that list."""
def forward(score, d, min_gain):
    order = sorted(range(d), key=lambda c: -score([c]))
    chosen, best = [], score([])
    for c in order:
        value = score(chosen + [c])
        if not value > best + min_gain:
            break
        chosen.append(c)
        best = value
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Has no stop rule: goes on until all columns are in."""
def forward(score, d, min_gain):
    chosen = []
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        chosen.append(max(rest, key=lambda c: score(chosen + [c])))
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""May ask for a column a second time."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        c = max(range(d), key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if not value > best + min_gain:
            break
        chosen.append(c)
        best = value
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""A gain of exactly min_gain is enough for it."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if value - best < min_gain:
            break
        chosen.append(c)
        best = value
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Begins at minus infinity, so that the first column always joins."""
def forward(score, d, min_gain):
    chosen, best = [], -np.inf
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if not value > best + min_gain:
            break
        chosen.append(c)
        best = value
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Begins at 0, although scores can be negative."""
def forward(score, d, min_gain):
    chosen, best = [], 0
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if not value > best + min_gain:
            break
        chosen.append(c)
        best = value
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Measures every gain from the score of no column: best is never renewed."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        if not score(chosen + [c]) > best + min_gain:
            break
        chosen.append(c)
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Stops only when the score does not rise at all: min_gain is not looked at."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if not value > best:
            break
        chosen.append(c)
        best = value
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Returns the columns in rising order instead of the order of joining."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if not value > best + min_gain:
            break
        chosen.append(c)
        best = value
    return sorted(chosen)

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Tries all sets of columns and takes the best: another method, with 2 to the d scores."""
def forward(score, d, min_gain):
    import itertools
    sets = [list(s) for k in range(d + 1) for s in itertools.combinations(range(d), k)]
    return max(sets, key=score)

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Takes the first column that helps, not the one that helps most."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    moved = True
    while moved:
        moved = False
        for c in range(d):
            if c not in chosen and score(chosen + [c]) > best + min_gain:
                best = score(chosen + [c])
                chosen.append(c)
                moved = True
                break
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Goes all the way and then returns the best set it came by: a dip does not stop it."""
def forward(score, d, min_gain):
    chosen, path = [], [[]]
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        chosen = chosen + [max(rest, key=lambda c: score(chosen + [c]))]
        path.append(chosen)
    return max(path, key=score)

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Adds the column first and looks at the gain afterwards: one too many."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        chosen.append(c)
        if not value > best + min_gain:
            break
        best = value
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Scores a candidate alone instead of together with what is chosen."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score([c]))
        if not score([c]) > best + min_gain:
            break
        chosen.append(c)
        best = score([c])
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Never looks at the last column."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d - 1:
        rest = [c for c in range(d - 1) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if not value > best + min_gain:
            break
        chosen.append(c)
        best = value
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Returns positions among the columns that were left, not the column numbers."""
def forward(score, d, min_gain):
    chosen, positions, best = [], [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        values = [score(chosen + [c]) for c in rest]
        i = int(np.argmax(values))
        if not values[i] > best + min_gain:
            break
        chosen.append(rest[i])
        positions.append(i)
        best = values[i]
    return positions

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Demands that the score grows by a share of itself, not by min_gain."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if not value > best + min_gain * abs(best):
            break
        chosen.append(c)
        best = value
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Crashes when all columns are in: max of an empty list."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while True:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        value = score(chosen + [c])
        if not value > best + min_gain:
            return chosen
        chosen.append(c)
        best = value

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Strikes out for ever what did not help in one step, though it may help in the next."""
def forward(score, d, min_gain):
    chosen, best, left = [], score([]), list(range(d))
    while left:
        values = {c: score(chosen + [c]) for c in left}
        left = [c for c in left if values[c] > best + min_gain]
        if not left:
            break
        c = max(left, key=values.get)
        left.remove(c)
        chosen.append(c)
        best = values[c]
    return chosen

# %% wrong="forward" loses="the_best_companion_joins, stops_when_the_gain_is_too_small"
"""Tries only columns that are better alone than no column at all."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    useful = [c for c in range(d) if score([c]) > best]
    while len(chosen) < len(useful):
        values = {c: score(chosen + [c]) for c in useful if c not in chosen}
        c = max(values, key=values.get)
        if values[c] <= best + min_gain:
            break
        chosen.append(c)
        best = values[c]
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""After each step throws out again what can be spared by now: floating selection."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    for _ in range(2 * d):
        values = {c: score(chosen + [c]) for c in range(d) if c not in chosen}
        if not values or max(values.values()) <= best + min_gain:
            break
        c = max(values, key=values.get)
        chosen, best = chosen + [c], values[c]
        for out in chosen[:-1]:
            rest = [b for b in chosen if b != out]
            if score(rest) > best:
                chosen, best = rest, score(rest)
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Compares the size of the change with min_gain: a large fall counts as a gain."""
def forward(score, d, min_gain):
    chosen, now = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        values = [score(chosen + [c]) for c in rest]
        best = int(np.argmax(values))
        if abs(values[best] - now) <= min_gain:
            break
        chosen.append(rest[best])
        now = values[best]
    return chosen

# %% wrong="forward" loses="stops_when_the_gain_is_too_small"
"""Rounds the gain to two digits before it compares."""
def forward(score, d, min_gain):
    chosen, now = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        values = [score(chosen + [c]) for c in rest]
        best = int(np.argmax(values))
        if round(values[best] - now, 2) <= min_gain:
            break
        chosen.append(rest[best])
        now = values[best]
    return chosen

# %% wrong="forward" loses="the_best_companion_joins"
"""Looks for the maximum from -999 upwards: scores can be lower."""
def forward(score, d, min_gain):
    chosen, now = [], score([])
    while len(chosen) < d:
        best, highest = None, -999
        for c in range(d):
            if c not in chosen and score(chosen + [c]) > highest:
                best, highest = c, score(chosen + [c])
        if best is None or highest - now <= min_gain:
            break
        chosen.append(best)
        now = highest
    return chosen

# %% right="forward"
"""Recursion with tuples."""
def forward(score, d, min_gain):
    def grow(chosen, best):
        candidates = [(score(chosen + (c,)), c) for c in range(d) if c not in chosen]
        if not candidates:
            return chosen
        value, c = max(candidates)
        return grow(chosen + (c,), value) if value - best > min_gain else chosen
    return grow((), score(()))

# %% right="forward"
"""A set of what is left, numpy arrays of columns, every score kept in a dictionary."""
def forward(score, d, min_gain):
    memory = {}
    def ask(columns):
        key = frozenset(columns)
        if key not in memory:
            memory[key] = score(np.array(columns, dtype=int))
        return memory[key]
    chosen, left = [], set(range(d))
    while left:
        c = max(left, key=lambda c: ask([*chosen, c]))
        if ask([*chosen, c]) - ask(chosen) <= min_gain:
            break
        left.remove(c)
        chosen.append(c)
    return np.array(chosen)

# %% right="forward"
"""A for loop over the steps, argmax over values with minus infinity for what is chosen."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    for _ in range(d):
        values = np.array([-np.inf if c in chosen else score(sorted(chosen + [c])) for c in range(d)])
        if values.max() <= best + min_gain:
            break
        best = values.max()
        chosen.append(np.argmax(values))
    return chosen

# %% right="forward"
"""Extends one and the same list and shortens it again."""
def forward(score, d, min_gain):
    chosen, best = [], score([])
    while True:
        winner, highest = None, best + min_gain
        for c in range(d):
            if c in chosen:
                continue
            chosen.append(c)
            value = score(chosen)
            chosen.pop()
            if value > highest:
                winner, highest = c, value
        if winner is None:
            return chosen
        chosen.append(winner)
        best = highest

# %% right="forward"
"""Notes only candidates that beat the present score by more than min_gain, and stops when there is none."""
def forward(score, d, min_gain):
    chosen, limit = np.array([], dtype=int), score([]) + min_gain
    while True:
        best, highest = None, limit
        for c in range(d):
            if c not in chosen:
                value = score(np.append(chosen, c))
                if value > highest:
                    best, highest = c, value
        if best is None:
            return chosen
        chosen, limit = np.append(chosen, best), highest + min_gain

# %% wrong="backward" loses="both_halves_of_a_pair_stay, asks_again_after_every_removal"
"""Removes the column that hurts most: the lowest score is taken."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while columns:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmin(values))
        if values[i] < now - max_loss:
            break
        del columns[i]
        now = values[i]
    return columns

# %% wrong="backward" loses="asks_again_after_every_removal"
"""Looks once: everything that can be spared on its own goes at the same time."""
def backward(score, d, max_loss):
    full = list(range(d))
    now = score(full)
    return [out for out in full if score([c for c in full if c != out]) < now - max_loss]

# %% wrong="backward" loses="asks_again_after_every_removal"
"""Compares with the score of all columns for ever: 'now' is not renewed."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while columns:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmax(values))
        if values[i] < now - max_loss:
            break
        del columns[i]
    return columns

# %% wrong="backward" loses="both_halves_of_a_pair_stay, asks_again_after_every_removal"
"""Removes only what makes the score rise: a useless column stays."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while columns:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmax(values))
        if values[i] <= now - max_loss:
            break
        del columns[i]
        now = values[i]
    return columns

# %% wrong="backward" loses="both_halves_of_a_pair_stay, asks_again_after_every_removal"
"""Returns what was removed instead of what stays."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while columns:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmax(values))
        if values[i] < now - max_loss:
            break
        del columns[i]
        now = values[i]
    return [c for c in range(d) if c not in columns]

# %% wrong="backward" loses="both_halves_of_a_pair_stay, asks_again_after_every_removal"
"""Removes the column that is weakest alone: the two halves of a pair look useless."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while columns:
        out = min(columns, key=lambda c: score([c]))
        value = score([c for c in columns if c != out])
        if value < now - max_loss:
            break
        columns.remove(out)
        now = value
    return columns

# %% wrong="backward" loses="both_halves_of_a_pair_stay, asks_again_after_every_removal"
"""Walks forward instead: begins with no column."""
def backward(score, d, max_loss):
    chosen, best = [], score([])
    while len(chosen) < d:
        rest = [c for c in range(d) if c not in chosen]
        c = max(rest, key=lambda c: score(chosen + [c]))
        if score(chosen + [c]) <= best + max_loss:
            break
        chosen.append(c)
        best = score(chosen)
    return sorted(chosen)

# %% wrong="backward" loses="asks_again_after_every_removal"
"""Ignores max_loss: nothing may be lost at all."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while columns:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmax(values))
        if values[i] < now:
            break
        del columns[i]
        now = values[i]
    return columns

# %% wrong="backward" loses="both_halves_of_a_pair_stay, asks_again_after_every_removal"
"""Removes one column at most and is done."""
def backward(score, d, max_loss):
    full = list(range(d))
    out = max(full, key=lambda out: score([c for c in full if c != out]))
    rest = [c for c in full if c != out]
    return rest if score(rest) >= score(full) - max_loss else full

# %% wrong="backward" loses="both_halves_of_a_pair_stay, asks_again_after_every_removal"
"""Deletes the column whose number is the position: wrong as soon as one has gone."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while columns:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmax(values))
        if values[i] < now - max_loss:
            break
        columns = [c for c in columns if c != i] if i in columns else columns[:-1]
        now = values[i]
    return columns

# %% wrong="backward" loses="asks_again_after_every_removal"
"""Compares with the best score it has ever seen, not with the one before the removal."""
def backward(score, d, max_loss):
    columns, best = list(range(d)), score(list(range(d)))
    while columns:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmax(values))
        if values[i] < best - max_loss:
            break
        del columns[i]
        best = max(best, values[i])
    return columns

# %% wrong="backward" loses="asks_again_after_every_removal"
"""Always leaves at least one column."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while len(columns) > 1:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmax(values))
        if values[i] < now - max_loss:
            break
        del columns[i]
        now = values[i]
    return columns

# %% wrong="backward" loses="asks_again_after_every_removal"
"""Goes from left to right once and removes whatever can be spared."""
def backward(score, d, max_loss):
    columns = list(range(d))
    for out in range(d):
        rest = [c for c in columns if c != out]
        if score(rest) >= score(columns) - max_loss:
            columns = rest
    return columns

# %% wrong="backward" loses="both_halves_of_a_pair_stay, asks_again_after_every_removal"
"""Returns the score that is left instead of the columns."""
def backward(score, d, max_loss):
    columns, now = list(range(d)), score(list(range(d)))
    while columns:
        values = [score([c for c in columns if c != out]) for out in columns]
        i = int(np.argmax(values))
        if values[i] < now - max_loss:
            break
        del columns[i]
        now = values[i]
    return now

# %% wrong="backward" loses="asks_again_after_every_removal"
"""Keeps for ever what could not be spared in one step, though it can be spared later."""
def backward(score, d, max_loss):
    columns, needed, now = list(range(d)), set(), score(list(range(d)))
    while set(columns) - needed:
        values = {out: score([c for c in columns if c != out]) for out in columns if out not in needed}
        needed |= {out for out in values if values[out] < now - max_loss}
        free = [out for out in values if out not in needed]
        if free:
            out = max(free, key=values.get)
            columns.remove(out)
            now = values[out]
    return columns

# %% wrong="backward" loses="asks_again_after_every_removal"
"""Forgives a loss of a thousandth more than max_loss."""
def backward(score, d, max_loss):
    left = list(range(d))
    now = score(left)
    while left:
        values = [score([c for c in left if c != out]) for out in left]
        best = int(np.argmax(values))
        if now - values[best] > max_loss + 1e-3:
            break
        left.pop(best)
        now = values[best]
    return left

# %% right="backward"
"""Recursion over tuples."""
def backward(score, d, max_loss):
    def shrink(columns):
        if not columns:
            return []
        value, rest = max((score(rest), rest) for rest in
                          (columns[:i] + columns[i + 1 :] for i in range(len(columns))))
        return shrink(rest) if score(columns) - value <= max_loss else list(columns)
    return shrink(tuple(range(d)))

# %% right="backward"
"""A mask of what is still there, returned as an array of positions."""
def backward(score, d, max_loss):
    there = np.ones(d, dtype=bool)
    while there.any():
        before, values = score(np.flatnonzero(there)), np.full(d, -np.inf)
        for out in np.flatnonzero(there):
            there[out] = False
            values[out] = score(np.flatnonzero(there))
            there[out] = True
        if before - values.max() > max_loss:
            break
        there[values.argmax()] = False
    return np.flatnonzero(there)

# %% right="backward"
"""itertools.combinations of one column fewer."""
def backward(score, d, max_loss):
    from itertools import combinations
    columns = tuple(range(d))
    while columns:
        rest = max(combinations(columns, len(columns) - 1), key=score)
        if not score(rest) >= score(columns) - max_loss:
            break
        columns = rest
    return columns

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Drops the largest."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        del columns[int(np.argmax(np.abs(weights(columns))))]
    return columns

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Forgets that a weight of -4 is a strong one: drops the most negative."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        del columns[int(np.argmin(weights(columns)))]
    return columns

# %% wrong="rfe" loses="weights_are_asked_anew"
"""Asks once and keeps the k largest: no new fit after a column has gone."""
def rfe(weights, d, k):
    size = np.abs(weights(list(range(d))))
    return sorted(np.argsort(-size)[:k].tolist())

# %% wrong="rfe" loses="weights_are_asked_anew"
"""Drops two columns in every step as long as that is possible."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        step = min(2, len(columns) - k)
        order = np.argsort(np.abs(weights(columns)))
        columns = sorted(columns[i] for i in order[step:])
    return columns

# %% wrong="rfe" loses="weights_are_asked_anew"
"""Asks for the weights of all columns in every step and ignores those that are gone: never a new fit."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        size = np.abs(weights(list(range(d))))
        columns.remove(min(columns, key=lambda c: size[c]))
    return columns

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Drops one column too many."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) >= k and len(columns) > 1:
        del columns[int(np.argmin(np.abs(weights(columns))))]
    return columns

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Drops k columns instead of keeping k."""
def rfe(weights, d, k):
    columns = list(range(d))
    for _ in range(k):
        del columns[int(np.argmin(np.abs(weights(columns))))]
    return columns

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Returns the columns that were dropped."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        del columns[int(np.argmin(np.abs(weights(columns))))]
    return [c for c in range(d) if c not in columns]

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Takes the position of the smallest weight for a column number."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        i = int(np.argmin(np.abs(weights(columns))))
        columns = [c for c in columns if c != i] if i in columns else columns[1:]
    return columns

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Returns mere positions 0, 1, ... of the columns that are left."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        del columns[int(np.argmin(np.abs(weights(columns))))]
    return list(range(len(columns)))

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Compares with the mean weight: drops the one that is nearest to it."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        w = np.asarray(weights(columns))
        del columns[int(np.argmin(np.abs(w - w.mean())))]
    return columns

# %% wrong="rfe" loses="weights_are_asked_anew"
"""Asks anew, but adds the new sizes to the old ones."""
def rfe(weights, d, k):
    columns, size = list(range(d)), np.zeros(d)
    while len(columns) > k:
        size[columns] += np.abs(weights(columns))
        columns.remove(min(columns, key=lambda c: size[c]))
    return columns

# %% wrong="rfe" loses="the_smallest_in_size_goes, weights_are_asked_anew"
"""Asks about columns 0, 1, ... of the right number instead of those that are left."""
def rfe(weights, d, k):
    columns = list(range(d))
    while len(columns) > k:
        size = np.abs(weights(list(range(len(columns)))))
        del columns[int(np.argmin(size))]
    return columns

# %% right="rfe"
"""Recursion."""
def rfe(weights, d, k):
    def drop(columns):
        if len(columns) == k:
            return columns
        size = [abs(w) for w in weights(columns)]
        i = size.index(min(size))
        return drop(columns[:i] + columns[i + 1 :])
    return drop(tuple(range(d)))

# %% right="rfe"
"""A mask and squares; asks with arrays and returns an array."""
def rfe(weights, d, k):
    support = np.ones(d, dtype=bool)
    while support.sum() > k:
        features = np.flatnonzero(support)
        support[features[np.argmin(np.square(weights(features)))]] = False
    return np.flatnonzero(support)

# %% right="rfe"
"""A dictionary from column to size; asks in falling order of column and sorts at the end."""
def rfe(weights, d, k):
    columns = list(range(d))[::-1]
    for _ in range(d - k):
        size = dict(zip(columns, np.abs(weights(columns))))
        columns.remove(min(size, key=size.get))
    return sorted(columns)

# %% right="rfe"
"""One call of weights too many does no harm; np.delete."""
def rfe(weights, d, k):
    columns = np.arange(d)
    while True:
        w = np.abs(np.asarray(weights(columns)))
        if len(columns) <= k:
            return columns.tolist()
        columns = np.delete(columns, w.argmin())

# %% wrong="models_that_suit_rfe" loses="only_these_say_what_a_column_counts"
"""Believes that any classifier will do."""
def models_that_suit_rfe():
    return {"a", "b", "c", "d", "e", "f"}

# %% wrong="models_that_suit_rfe" loses="only_these_say_what_a_column_counts"
"""Takes nearest neighbours for suitable: they use every column, so each has a weight of 1."""
def models_that_suit_rfe():
    return {"a", "b", "c", "e"}

# %% wrong="models_that_suit_rfe" loses="only_these_say_what_a_column_counts"
"""Knows coefficients only and leaves the forest out."""
def models_that_suit_rfe():
    return {"a", "c"}

# %% wrong="models_that_suit_rfe" loses="only_these_say_what_a_column_counts"
"""Thinks that every support vector machine has coefficients."""
def models_that_suit_rfe():
    return {"a", "c", "d", "e"}

# %% wrong="models_that_suit_rfe" loses="only_these_say_what_a_column_counts"
"""Takes the means of naive Bayes for weights."""
def models_that_suit_rfe():
    return {"a", "c", "e", "f"}

# %% wrong="models_that_suit_rfe" loses="only_these_say_what_a_column_counts"
"""The other way round: those that do not suit."""
def models_that_suit_rfe():
    return {"b", "d", "f"}

# %% right="models_that_suit_rfe"
"""A list in another order."""
def models_that_suit_rfe():
    return ["e", "c", "a"]

# %% right="models_that_suit_rfe"
"""One text."""
def models_that_suit_rfe():
    return "ace"

# %% wrong="accuracy_per_fold" loses="each_fold_has_its_own_columns"
"""Hands classify the training labels in rising order, apart from their rows."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X[train], y[train])
        answers = classify(X[train][:, columns], np.sort(y[train]), X[test][:, columns])
        shares.append(float(np.mean(answers == y[test])))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Selects once, with all rows, before the folds begin."""
def accuracy_per_fold(X, y, folds, select, classify):
    columns = select(X, y)
    return [float(np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test]))
            for train, test in folds]

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Selects in every fold, but with all rows."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X, y)
        shares.append(np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Selects with the test rows."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X[test], y[test])
        shares.append(np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Selects with the training rows of the first fold, for all folds."""
def accuracy_per_fold(X, y, folds, select, classify):
    columns = select(X[folds[0][0]], y[folds[0][0]])
    return [np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test])
            for train, test in folds]

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Judges on the rows it was trained with."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X[train], y[train])
        shares.append(np.mean(classify(X[train][:, columns], y[train], X[train][:, columns]) == y[train]))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Returns the mean instead of one number a fold."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X[train], y[train])
        shares.append(np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test]))
    return np.mean(shares)

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Selects rightly and then classifies with all columns."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        select(X[train], y[train])
        shares.append(np.mean(classify(X[train], y[train], X[test]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="each_fold_has_its_own_columns"
"""Puts the chosen columns into rising order, although classify is to get them in the order of select."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = sorted(select(X[train], y[train]))
        shares.append(np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""The share of errors."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X[train], y[train])
        shares.append(np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) != y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Counts the right answers."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X[train], y[train])
        shares.append(np.sum(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Exchanges training and test rows."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for test, train in folds:
        columns = select(X[train], y[train])
        shares.append(np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only, each_fold_has_its_own_columns"
"""Gives select the first labels instead of those of the training rows."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        labels = y[: len(train)]
        columns = select(X[train], labels)
        shares.append(np.mean(classify(X[train][:, columns], labels, X[test][:, columns]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="each_fold_has_its_own_columns"
"""Gathers the columns of all folds and judges every fold with all of them."""
def accuracy_per_fold(X, y, folds, select, classify):
    columns = []
    for train, test in folds:
        columns += [c for c in select(X[train], y[train]) if c not in columns]
    return [np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test])
            for train, test in folds]

# %% wrong="accuracy_per_fold" loses="each_fold_has_its_own_columns"
"""Selects in every fold rightly, but keeps only the last fold's columns: two loops one after the other."""
def accuracy_per_fold(X, y, folds, select, classify):
    for train, test in folds:
        columns = select(X[train], y[train])
    return [np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test])
            for train, test in folds]

# %% wrong="accuracy_per_fold" loses="each_fold_has_its_own_columns"
"""Selects from the training rows, but trains the classifier on all rows."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X[train], y[train])
        shares.append(np.mean(classify(X[:, columns], y, X[test][:, columns]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="selection_sees_training_rows_only"
"""Takes all rows that are not in the test part for training, instead of the rows that the fold names."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for _, test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        columns = select(X[train], y[train])
        shares.append(np.mean(classify(X[train][:, columns], y[train], X[test][:, columns]) == y[test]))
    return shares

# %% wrong="accuracy_per_fold" loses="each_fold_has_its_own_columns"
"""One minus the mean difference: right only if all labels are 0 and 1."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        columns = select(X[train], y[train])
        answers = classify(X[train][:, columns], y[train], X[test][:, columns])
        shares.append(1 - np.mean(np.abs(answers - y[test])))
    return shares

# %% right="accuracy_per_fold"
"""np.ix_ and a list comprehension inside a generator of parts."""
def accuracy_per_fold(X, y, folds, select, classify):
    def share(train, test):
        columns = np.asarray(select(X[train, :], y[train]), dtype=int)
        answers = np.asarray(classify(X[np.ix_(train, columns)], y[train], X[np.ix_(test, columns)]))
        return (answers == y[test]).sum() / len(test)
    return np.array([share(*fold) for fold in folds])

# %% right="accuracy_per_fold"
"""np.take, a counter in plain Python, and select asked a second time for the test rows' columns."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = ()
    for part in folds:
        known, labels = np.take(X, part[0], axis=0), np.take(y, part[0])
        a = known[:, select(known, labels)]
        b = np.take(X, part[1], axis=0)[:, select(known, labels)]
        right = 0
        for answer, truth in zip(classify(a, labels, b), y[part[1]]):
            right += int(answer == truth)
        shares += (right / len(part[1]),)
    return shares

# %% right="accuracy_per_fold"
"""Cuts the columns first and the rows afterwards."""
def accuracy_per_fold(X, y, folds, select, classify):
    shares = []
    for train, test in folds:
        narrow = X[:, list(select(X[train].copy(), y[train].copy()))]
        shares += [1 - np.mean(np.not_equal(classify(narrow[train], y[train], narrow[test]), y[test]))]
    return shares

# %% wrong="order_of_an_honest_study" loses="nothing_is_chosen_with_the_test_rows"
"""Selects with the whole table first."""
def order_of_an_honest_study():
    return list("gdcfeb")

# %% wrong="order_of_an_honest_study" loses="nothing_is_chosen_with_the_test_rows"
"""Tunes before the columns are chosen."""
def order_of_an_honest_study():
    return list("dcafeb")

# %% wrong="order_of_an_honest_study" loses="nothing_is_chosen_with_the_test_rows"
"""Chooses the columns before the test rows are set aside."""
def order_of_an_honest_study():
    return list("adcfeb")

# %% wrong="order_of_an_honest_study" loses="nothing_is_chosen_with_the_test_rows"
"""Uses all eight steps."""
def order_of_an_honest_study():
    return list("gdacfehb")

# %% wrong="order_of_an_honest_study" loses="nothing_is_chosen_with_the_test_rows"
"""Fits before the setting is chosen."""
def order_of_an_honest_study():
    return list("dafceb")

# %% wrong="order_of_an_honest_study" loses="nothing_is_chosen_with_the_test_rows"
"""Goes back to the columns after looking at the test accuracy."""
def order_of_an_honest_study():
    return list("dacfehb")

# %% wrong="order_of_an_honest_study" loses="nothing_is_chosen_with_the_test_rows"
"""Leaves the tuning out."""
def order_of_an_honest_study():
    return list("dafeb")

# %% wrong="order_of_an_honest_study" loses="nothing_is_chosen_with_the_test_rows"
"""The right steps as a set, which has no order."""
def order_of_an_honest_study():
    return {"d", "a", "c", "f", "e", "b"}

# %% right="order_of_an_honest_study"
"""One text."""
def order_of_an_honest_study():
    return "dacfeb"

# %% right="order_of_an_honest_study"
"""A tuple, put together."""
def order_of_an_honest_study():
    return ("d",) + tuple("acf") + ("e", "b")
