# %% wrong="distance" loses="root_of_the_summed_squares"
"""Forgets the square root: the squared distance."""
def distance(a, b):
    return float(np.sum((a - b) ** 2))

# %% wrong="distance" loses="root_of_the_summed_squares"
"""Adds up the absolute differences: the city-block distance, not the straight line."""
def distance(a, b):
    return float(np.sum(np.abs(a - b)))

# %% wrong="distance" loses="root_of_the_summed_squares"
"""Takes the largest difference only."""
def distance(a, b):
    return float(np.max(np.abs(a - b)))

# %% wrong="distance" loses="root_of_the_summed_squares"
"""Takes the mean of the squares instead of their sum, so that more coordinates do not mean more distance."""
def distance(a, b):
    return float(np.sqrt(np.mean((a - b) ** 2)))

# %% wrong="distance" loses="root_of_the_summed_squares"
"""Adds the differences before squaring, so that plus and minus cancel."""
def distance(a, b):
    return float(np.sqrt(np.sum(a - b) ** 2))

# %% wrong="distance" loses="root_of_the_summed_squares"
"""Looks at the first two coordinates only, as in the drawing."""
def distance(a, b):
    return float(np.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2))

# %% wrong="distance" loses="root_of_the_summed_squares"
"""Compares the lengths of the two vectors."""
def distance(a, b):
    return float(abs(np.linalg.norm(a) - np.linalg.norm(b)))

# %% right="distance"
"""The library's own: math.dist on lists."""
def distance(a, b):
    return math.dist(a.tolist(), b.tolist())

# %% right="distance"
"""Plain Python: a loop over the coordinates and math.sqrt."""
def distance(a, b):
    import math
    total = 0.0
    for p, q in zip(a, b):
        total += (p - q) ** 2
    return math.sqrt(total)

# %% right="distance"
"""The norm of the difference, as a NumPy number."""
def distance(a, b):
    return np.linalg.norm(np.asarray(a) - np.asarray(b))

# %% right="distance"
"""The dot product of the difference with itself, as an array without axes."""
def distance(a, b):
    diff = np.array(a, dtype=float) - np.array(b, dtype=float)
    return np.array(np.dot(diff, diff) ** 0.5)

# %% wrong="distance" loses="root_of_the_summed_squares"
"""Writes ** 1 / 2 without brackets: the first power, halved."""
def distance(a, b):
    return np.sum((a - b) ** 2) ** 1 / 2

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right"
"""Forgets the square root; the nearest stay the nearest, so predictions do not show it."""
def pairwise(A, B):
    return ((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=2)

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right, agrees_with_scikit_learn"
"""Adds up absolute differences: city-block distances."""
def pairwise(A, B):
    return np.abs(A[:, None, :] - B[None, :, :]).sum(axis=2)

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right, agrees_with_scikit_learn"
"""Rows and columns exchanged: one row for every training point."""
def pairwise(A, B):
    return np.sqrt(((B[:, None, :] - A[None, :, :]) ** 2).sum(axis=2))

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right, agrees_with_scikit_learn"
"""A sign error in the expansion: plus twice the product."""
def pairwise(A, B):
    return np.sqrt((A**2).sum(axis=1)[:, None] + 2 * A @ B.T + (B**2).sum(axis=1))

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right, agrees_with_scikit_learn"
"""The expansion without the factor 2."""
def pairwise(A, B):
    return np.sqrt(np.maximum((A**2).sum(axis=1)[:, None] - A @ B.T + (B**2).sum(axis=1), 0))

# %% wrong="pairwise" loses="far_from_the_origin_is_still_right"
"""The expansion without care for rounding: tiny negative squares become nan."""
def pairwise(A, B):
    with np.errstate(invalid="ignore"):
        return np.sqrt((A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1))

# %% wrong="pairwise" loses="far_from_the_origin_is_still_right"
"""The expansion in single precision: seven digits are too few far from the origin."""
def pairwise(A, B):
    A, B = A.astype(np.float32), B.astype(np.float32)
    squares = (A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)
    return np.sqrt(np.maximum(squares, 0))

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right, agrees_with_scikit_learn"
"""Only the last coordinate is subtracted."""
def pairwise(A, B):
    return np.abs(A[:, -1][:, None] - B[:, -1][None, :])

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right, agrees_with_scikit_learn"
"""The sum runs over the training points instead of the coordinates."""
def pairwise(A, B):
    return np.sqrt(((A[:, None, :] - B[None, :, :]) ** 2).sum(axis=1))

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right, agrees_with_scikit_learn"
"""Measures everything from the first query."""
def pairwise(A, B):
    row = np.sqrt(((B - A[0]) ** 2).sum(axis=1))
    return np.tile(row, (len(A), 1))

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances, far_from_the_origin_is_still_right, agrees_with_scikit_learn"
"""The norm without an axis: one number for the whole block."""
def pairwise(A, B):
    return np.linalg.norm(A[:, None] - B)

# %% right="pairwise"
"""One loop over the training points fills column by column; hypot adds up the coordinates."""
def pairwise(A, B):
    D = np.empty((len(A), len(B)))
    for j, b in enumerate(B):
        D[:, j] = np.hypot.reduce(A - b, axis=1)
    return D

# %% right="pairwise"
"""Two loops in plain Python, a list of lists."""
def pairwise(A, B):
    table = []
    for a in A:
        row = []
        for b in B:
            row.append(sum((p - q) ** 2 for p, q in zip(a, b)) ** 0.5)
        table.append(row)
    return table

# %% right="pairwise"
"""Broadcasting to (m, n, d), then the norm along the last axis."""
def pairwise(A, B):
    return np.linalg.norm(A[:, np.newaxis] - B, axis=-1)

# %% right="pairwise"
"""The expansion with einsum; what rounding made negative is set to zero."""
def pairwise(A, B):
    S = np.einsum("if,if->i", A, A)[:, None] + np.einsum("jf,jf->j", B, B)[None, :]
    S -= 2 * np.einsum("if,jf->ij", A, B)
    S[S < 0] = 0
    return np.sqrt(S, out=S)

# %% right="pairwise"
"""One loop over the coordinates."""
def pairwise(A, B):
    S = np.zeros((A.shape[0], B.shape[0]))
    for f in range(A.shape[1]):
        S += np.subtract.outer(A[:, f], B[:, f]) ** 2
    return S**0.5

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances"
"""Takes every small square for a rounding error: near points end up at distance 0."""
def pairwise(A, B):
    squares = (A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1)
    squares[squares < 0.01] = 0
    return np.sqrt(squares)

# %% wrong="pairwise" loses="each_query_has_a_row_of_distances"
"""Squeezes the result, so that a table with one row or one column loses an axis."""
def pairwise(A, B):
    return np.sqrt(((A[:, None] - B) ** 2).sum(axis=-1)).squeeze()

# %% wrong="pairwise" loses="far_from_the_origin_is_still_right"
"""Lifts after the root instead of before: the nan stays."""
def pairwise(A, B):
    with np.errstate(invalid="ignore"):
        root = np.sqrt((A**2).sum(axis=1)[:, None] - 2 * A @ B.T + (B**2).sum(axis=1))
    return np.maximum(root, 0)

# %% right="pairwise"
"""Moves the origin in place, then expands; the absolute value instead of the maximum."""
def pairwise(A, B):
    origin = B.mean(axis=0)
    A -= origin
    B -= origin
    return np.sqrt(np.abs(np.add.outer((A * A).sum(axis=1), (B * B).sum(axis=1)) - 2 * np.inner(A, B)))

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Sorts the wrong way round: the farthest vote."""
def vote(D, y, k):
    farthest = np.argsort(-D, axis=1)[:, :k]
    return np.array([np.bincount(y[row]).argmax() for row in farthest])

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Lets k + 1 neighbours vote: an index that counts from 0 taken for one that counts from 1."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:, : k + 1]
    return np.array([np.bincount(y[row]).argmax() for row in nearest])

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Skips the nearest one, as if every query were in the training set itself."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:, 1 : k + 1]
    return np.array([np.bincount(y[row]).argmax() if len(row) else 0 for row in nearest])

# %% wrong="vote" loses="ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""A tie goes to the label seen first, that of the nearest neighbour."""
def vote(D, y, k):
    from collections import Counter
    nearest = np.argsort(D, axis=1)[:, :k]
    return np.array([Counter(y[row].tolist()).most_common(1)[0][0] for row in nearest])

# %% wrong="vote" loses="ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""A tie goes to the larger label."""
def vote(D, y, k):
    answers = []
    for row in np.argsort(D, axis=1)[:, :k]:
        labels = y[row].tolist()
        answers.append(max(set(labels), key=lambda c: (labels.count(c), c)))
    return np.array(answers)

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Averages the labels and rounds instead of counting votes."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:, :k]
    return np.round(y[nearest].mean(axis=1)).astype(int)

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Takes the label in the middle, the median, instead of the most frequent one."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:, :k]
    return np.sort(y[nearest], axis=1)[:, k // 2]

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Returns the position of the nearest neighbour instead of a label."""
def vote(D, y, k):
    return np.argmin(D, axis=1)

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Counts in a table of the labels that occur, and returns the row of the table instead of the label."""
def vote(D, y, k):
    names, codes = np.unique(y, return_inverse=True)
    nearest = np.argsort(D, axis=1)[:, :k]
    return np.array([np.bincount(codes[row]).argmax() for row in nearest])

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Weights the votes by distance, so that far neighbours count more."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:, :k]
    return np.array([np.bincount(y[row], weights=d[row]).argmax() for row, d in zip(nearest, D)])

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Weights the votes by 1 / distance: a good method, but not this one; one near point outvotes two."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:, :k]
    weights = 1 / (D + 1e-12)
    return np.array([np.bincount(y[row], weights=w[row]).argmax() for row, w in zip(nearest, weights)])

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Ignores k: the single nearest neighbour decides."""
def vote(D, y, k):
    return y[np.argmin(D, axis=1)]

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Ignores D: the most frequent label of all training points."""
def vote(D, y, k):
    return np.full(len(D), np.bincount(y).argmax())

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Sorts down the columns instead of along the rows."""
def vote(D, y, k):
    order = np.argsort(D.T, axis=1)[:, :k] % len(y)
    return np.array([np.bincount(y[row]).argmax() for row in order])[: len(D)]

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Sorts the distances without taking the labels along."""
def vote(D, y, k):
    return np.array([np.bincount(y[:k]).argmax() for row in np.sort(D, axis=1)])

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""Cuts off the rows instead of the columns: the first k queries, and everybody votes."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:k]
    return np.array([np.bincount(y[row]).argmax() for row in nearest])

# %% wrong="vote" loses="ties_go_to_the_smaller_label"
"""Takes the first of a set, whose order need not be that of the labels' size."""
def vote(D, y, k):
    answers = []
    for row in np.argsort(D, axis=1)[:, :k]:
        labels = y[row].tolist()
        answers.append(max(set(labels), key=labels.count))
    return np.array(answers)

# %% right="vote"
"""Keeps the k best with heapq; the smallest of statistics.multimode."""
def vote(D, y, k):
    import heapq
    import statistics
    near = [heapq.nsmallest(k, range(len(y)), key=row.__getitem__) for row in D]
    return [min(statistics.multimode(y[j] for j in columns)) for columns in near]

# %% right="vote"
"""Counts with np.bincount on every row; argmax takes the first, which is the smaller label."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:, :k]
    return np.array([np.bincount(y[row]).argmax() for row in nearest])

# %% right="vote"
"""Plain Python: sorted pairs, a dictionary of counts, a list of labels."""
def vote(D, y, k):
    answers = []
    for row in D:
        pairs = sorted(zip(row, y), key=lambda pair: pair[0])
        counts = {}
        for _, label in pairs[:k]:
            counts[int(label)] = counts.get(int(label), 0) + 1
        best = max(counts.values())
        answers.append(min(label for label in counts if counts[label] == best))
    return answers

# %% right="vote"
"""No loop: argpartition, then the one-hot labels of the neighbours are added up; labels come back as floats."""
def vote(D, y, k):
    names = np.unique(y)
    k = min(k, len(y))
    nearest = np.argpartition(D, k - 1, axis=1)[:, :k]
    counts = (y[nearest][:, :, None] == names).sum(axis=1)
    return names[counts.argmax(axis=1)].astype(float)

# %% right="vote"
"""The mode from scipy, which gives the smallest of the most frequent."""
def vote(D, y, k):
    from scipy import stats
    return stats.mode(y[np.argsort(D, axis=1, kind="stable")[:, :k]], axis=1, keepdims=False).mode

# %% wrong="vote" loses="only_the_k_nearest_vote"
"""A dictionary from distance to label: of equally near points only one is kept."""
def vote(D, y, k):
    answers = []
    for row in D.tolist():
        label_at = dict(zip(row, y.tolist()))
        answers.append(np.bincount([label_at[distance] for distance in sorted(row)[:k]]).argmax())
    return np.array(answers)

# %% wrong="vote" loses="only_the_k_nearest_vote"
"""Finds the points with list.index: of equally near ones the first is found several times."""
def vote(D, y, k):
    answers = []
    for row in D.tolist():
        answers.append(np.bincount([y[row.index(distance)] for distance in sorted(row)[:k]]).argmax())
    return np.array(answers)

# %% wrong="vote" loses="only_the_k_nearest_vote"
"""Uses 0 for 'did not vote', so that label 0 can never win."""
def vote(D, y, k):
    answers = []
    for row in D:
        counts = np.bincount(y[np.argsort(row)[:k]])
        counts[0] = 0
        answers.append(counts.argmax())
    return np.array(answers)

# %% wrong="vote" loses="only_the_k_nearest_vote"
"""Crosses out the points already found with 999, which is smaller than some distances."""
def vote(D, y, k):
    answers = []
    for row in D.copy():
        voters = []
        for _ in range(k):
            j = row.argmin()
            voters.append(y[j])
            row[j] = 999
        answers.append(np.bincount(voters).argmax())
    return np.array(answers)

# %% wrong="vote" loses="ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""A tie goes to the label that is most frequent among all training points."""
def vote(D, y, k):
    answers = []
    for row in D:
        counts = np.bincount(y[np.argsort(row)[:k]], minlength=y.max() + 1)
        tied = np.flatnonzero(counts == counts.max())
        answers.append(tied[np.argmax(np.bincount(y)[tied])])
    return np.array(answers)

# %% wrong="vote" loses="ties_go_to_the_smaller_label"
"""In a tie the smallest of all voters' labels wins, even one that is not among the tied."""
def vote(D, y, k):
    answers = []
    for row in D:
        voters = y[np.argsort(row)[:k]]
        counts = np.bincount(voters)
        tie = np.sum(counts == counts.max()) > 1
        answers.append(voters.min() if tie else counts.argmax())
    return np.array(answers)

# %% wrong="vote" loses="only_the_k_nearest_vote, ties_go_to_the_smaller_label, agrees_with_scikit_learn"
"""The lower median of the labels: the same as the vote as long as there are only two labels."""
def vote(D, y, k):
    nearest = np.argsort(D, axis=1)[:, :k]
    return np.sort(y[nearest], axis=1)[:, (k - 1) // 2]

# %% right="vote"
"""scikit-learn on distances that are known already."""
def vote(D, y, k):
    known = KNeighborsClassifier(k, metric="precomputed").fit(np.zeros((len(y), len(y))), y)
    return known.predict(D)

# %% right="vote"
"""Crosses out the points already found with infinity, in D itself."""
def vote(D, y, k):
    answers = []
    for row in D:
        voters = []
        for _ in range(k):
            j = int(row.argmin())
            voters.append(int(y[j]))
            row[j] = np.inf
        answers.append(pd.Series(voters).mode()[0])
    return answers

# %% wrong="predict" loses="agrees_with_scikit_learn"
"""Looks for the nearest queries of every training point: the two tables are exchanged."""
def predict(X, y, Z, k):
    return vote(pairwise(X, Z), y[: len(Z)], min(k, len(Z)))

# %% wrong="predict" loses="agrees_with_scikit_learn"
"""Classifies the training points instead of the queries."""
def predict(X, y, Z, k):
    return vote(pairwise(X, X), y, k)

# %% wrong="predict" loses="agrees_with_scikit_learn"
"""k is fixed at 3."""
def predict(X, y, Z, k):
    return vote(pairwise(Z, X), y, 3)

# %% wrong="predict" loses="agrees_with_scikit_learn"
"""Uses the labels of the standing bottles from the setup instead of the argument."""
def predict(X, y, Z, k):
    return vote(pairwise(Z, X), y_standing[: len(X)], k)

# %% wrong="predict" loses="agrees_with_scikit_learn"
"""Takes the label of the nearest class mean: a different classifier."""
def predict(X, y, Z, k):
    names = np.unique(y)
    means = np.array([X[y == c].mean(axis=0) for c in names])
    return names[np.argmin(pairwise(Z, means), axis=1)]

# %% wrong="predict" loses="agrees_with_scikit_learn"
"""Measures with the first two columns only."""
def predict(X, y, Z, k):
    return vote(pairwise(Z[:, :2], X[:, :2]), y, k)

# %% right="predict"
"""Written from scratch: neither pairwise nor vote is called, squared distances do for the order."""
def predict(X, y, Z, k):
    names = np.unique(y)                                                # (c,)
    squares = sum(np.subtract.outer(z, x) ** 2 for z, x in zip(Z.T, X.T))
    order = squares.argsort(axis=1)[:, :k]
    counts = np.stack([np.sum(y[order] == c, axis=1) for c in names])   # (c, m)
    return names.take(counts.argmax(axis=0))

# %% right="predict"
"""Leaves everything to scikit-learn."""
def predict(X, y, Z, k):
    return KNeighborsClassifier(n_neighbors=k).fit(X, y).predict(Z)

# %% right="predict"
"""One query at a time, in a list."""
def predict(X, y, Z, k):
    return [vote(pairwise(z[None, :], X), y, k)[0] for z in Z]

# %% wrong="predict" loses="agrees_with_scikit_learn"
"""Keeps a query from finding itself, as if it were one of the training points: leaving one out too early."""
def predict(X, y, Z, k):
    D = np.array(pairwise(Z, X))
    D[D == 0] = np.inf
    return vote(D, y, k)

# %% wrong="predict" loses="agrees_with_scikit_learn"
"""scikit-learn with weights='distance': near neighbours count more."""
def predict(X, y, Z, k):
    return KNeighborsClassifier(k, weights="distance").fit(X, y).predict(Z)

# %% right="predict"
"""Tables exchanged and the result turned."""
def predict(X, y, Z, k):
    return vote(np.transpose(pairwise(X, Z)), y, k)

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Returns the number of right answers, not their share."""
def accuracy(y_true, y_pred):
    return int(np.sum(y_true == y_pred))

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Returns the share of errors."""
def accuracy(y_true, y_pred):
    return float(np.mean(y_true != y_pred))

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Returns per cent."""
def accuracy(y_true, y_pred):
    return float(100 * np.mean(y_true == y_pred))

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Calculates with the labels: one minus the mean difference."""
def accuracy(y_true, y_pred):
    return float(1 - np.mean(np.abs(y_true - y_pred)))

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Compares how often each label occurs, not where: sorts both lists first."""
def accuracy(y_true, y_pred):
    return float(np.mean(np.sort(y_true) == np.sort(y_pred)))

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Asks whether all answers are right."""
def accuracy(y_true, y_pred):
    return float(np.all(y_true == y_pred))

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Compares everything with everything: a column against a row."""
def accuracy(y_true, y_pred):
    return float(np.mean(np.reshape(y_true, (-1, 1)) == y_pred))

# %% right="accuracy"
"""Counts in a loop."""
def accuracy(y_true, y_pred):
    right = 0
    for t, p in zip(y_true, y_pred):
        if t == p:
            right += 1
    return right / len(y_true)

# %% right="accuracy"
"""One minus the share of errors, with count_nonzero."""
def accuracy(y_true, y_pred):
    return np.float32(1 - np.count_nonzero(np.asarray(y_true) - np.asarray(y_pred)) / len(y_true))

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Rounds to two places."""
def accuracy(y_true, y_pred):
    return round(float(np.mean(y_true == y_pred)), 2)

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Multiplies label and mask, so that a right answer 0 is not counted."""
def accuracy(y_true, y_pred):
    return np.count_nonzero(y_true * (y_true == y_pred)) / len(y_true)

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Averages the accuracies of the labels: every label counts the same, however rare."""
def accuracy(y_true, y_pred):
    return float(np.mean([np.mean(y_pred[y_true == c] == c) for c in np.unique(y_true)]))

# %% wrong="accuracy" loses="share_of_equal_labels"
"""Counts only answers that are too large as errors."""
def accuracy(y_true, y_pred):
    return np.mean(y_true >= y_pred)

# %% right="accuracy"
"""An exact fraction."""
def accuracy(y_true, y_pred):
    from fractions import Fraction
    return Fraction(int(np.sum(y_true == y_pred)), len(y_true))

# %% wrong="standardise" loses="queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Scales the queries with their own mean and standard deviation."""
def standardise(X, Z):
    def scaled(M):
        sigma = M.std(axis=0)
        return (M - M.mean(axis=0)) / np.where(sigma == 0, 1, sigma)
    return scaled(X), scaled(Z)

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Fits on training points and queries together."""
def standardise(X, Z):
    both = np.vstack([X, Z])
    mu, sigma = both.mean(axis=0), both.std(axis=0)
    sigma = np.where(sigma == 0, 1, sigma)
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Leaves the queries as they were."""
def standardise(X, Z):
    sigma = X.std(axis=0)
    return (X - X.mean(axis=0)) / np.where(sigma == 0, 1, sigma), Z

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Divides by the variance instead of the standard deviation."""
def standardise(X, Z):
    mu, var = X.mean(axis=0), X.var(axis=0)
    var = np.where(var == 0, 1, var)
    return (X - mu) / var, (Z - mu) / var

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Divides by n - 1 in the variance (ddof=1)."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0, ddof=1)
    sigma = np.where(sigma == 0, 1, sigma)
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""One mean and one standard deviation for the whole table instead of one a column."""
def standardise(X, Z):
    return (X - X.mean()) / X.std(), (Z - X.mean()) / X.std()

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Scales every row instead of every column."""
def standardise(X, Z):
    def scaled(M):
        return (M - M.mean(axis=1, keepdims=True)) / M.std(axis=1, keepdims=True)
    return scaled(X), scaled(Z)

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Scales to the range from 0 to 1 instead."""
def standardise(X, Z):
    low, width = X.min(axis=0), np.ptp(X, axis=0)
    width = np.where(width == 0, 1, width)
    return (X - low) / width, (Z - low) / width

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Divides but does not subtract the mean."""
def standardise(X, Z):
    sigma = X.std(axis=0)
    sigma = np.where(sigma == 0, 1, sigma)
    return X / sigma, Z / sigma

# %% wrong="standardise" loses="a_constant_column_stays_finite"
"""A constant column is divided by zero."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="a_constant_column_stays_finite"
"""Adds a tiny number to sigma: a query that differs in a constant column lands a billion away."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    return (X - mu) / (sigma + 1e-12), (Z - mu) / (sigma + 1e-12)

# %% wrong="standardise" loses="queries_use_the_training_numbers"
"""Clips the queries into the range of the training points."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    safe = np.where(sigma == 0, 1, sigma)
    X_scaled, Z_scaled = (X - mu) / safe, (Z - mu) / safe
    low = np.where(sigma == 0, -np.inf, X_scaled.min(axis=0))
    high = np.where(sigma == 0, np.inf, X_scaled.max(axis=0))
    return X_scaled, np.clip(Z_scaled, low, high)

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1"
"""Works in place: the tables that were passed in are changed."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    sigma[sigma == 0] = 1
    X -= mu
    X /= sigma
    Z -= mu
    Z /= sigma
    return X, Z

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Takes mean and standard deviation from the queries, for both tables."""
def standardise(X, Z):
    mu, sigma = Z.mean(axis=0), Z.std(axis=0)
    sigma = np.where(sigma == 0, 1, sigma)
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Returns the two tables in the wrong order."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    sigma[sigma == 0] = 1
    return (Z - mu) / sigma, (X - mu) / sigma

# %% right="standardise"
"""scikit-learn's StandardScaler, fitted on the training points."""
def standardise(X, Z):
    from sklearn.preprocessing import StandardScaler
    scaler = StandardScaler().fit(X)
    return scaler.transform(X), scaler.transform(Z)

# %% right="standardise"
"""A loop over the columns, in place on copies; returns a list of two arrays."""
def standardise(X, Z):
    X, Z = np.array(X, dtype=float), np.array(Z, dtype=float)
    for f in range(X.shape[1]):
        mu = sum(X[:, f]) / len(X)
        sigma = (sum((X[:, f] - mu) ** 2) / len(X)) ** 0.5
        if sigma < 1e-12:
            sigma = 1
        X[:, f] = (X[:, f] - mu) / sigma
        Z[:, f] = (Z[:, f] - mu) / sigma
    return [X, Z]

# %% right="standardise"
"""pandas, with the standard deviation that divides by n; returns data frames."""
def standardise(X, Z):
    X, Z = pd.DataFrame(X), pd.DataFrame(Z)
    mu, sigma = X.mean(), X.std(ddof=0).replace(0, 1)
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1"
"""Takes a column for constant when its first and last entries are equal."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    sigma[X[0] == X[-1]] = 1
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers, a_constant_column_stays_finite"
"""Subtracts the median instead of the mean."""
def standardise(X, Z):
    mu, sigma = np.median(X, axis=0), X.std(axis=0)
    sigma[sigma == 0] = 1
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="a_constant_column_stays_finite"
"""As soon as one column is constant, no column is divided."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    if (sigma == 0).any():
        sigma = 1
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="training_columns_get_mean_0_and_std_1, queries_use_the_training_numbers"
"""Takes a column with a small spread for a constant one."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    sigma[sigma < 0.1] = 1
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="standardise" loses="queries_use_the_training_numbers"
"""A column in which the queries never change is not divided either; a single query shows it."""
def standardise(X, Z):
    mu, sigma = X.mean(axis=0), X.std(axis=0)
    sigma[sigma == 0] = 1
    return (X - mu) / sigma, (Z - mu) / np.where(Z.std(axis=0) == 0, 1, sigma)

# %% right="standardise"
"""Mean of the squares minus square of the mean; constant columns found by their range."""
def standardise(X, Z):
    mu = X.mean(axis=0)
    sigma = np.sqrt(np.abs(((X - X[0]) ** 2).mean(axis=0) - (X - X[0]).mean(axis=0) ** 2))
    sigma = np.where(np.ptp(X, axis=0) == 0, 1, sigma)
    return (X - mu) / sigma, (Z - mu) / sigma

# %% wrong="leave_one_out" loses="nobody_votes_for_itself, the_distance_table_is_left_alone"
"""Forgets to take the point out: everyone is its own nearest neighbour."""
def leave_one_out(D, y, k, classify):
    return float(np.mean(np.asarray(classify(D, y, k)) == y))

# %% wrong="leave_one_out" loses="the_distance_table_is_left_alone"
"""Writes infinity into the table that was passed in."""
def leave_one_out(D, y, k, classify):
    np.fill_diagonal(D, np.inf)
    return float(np.mean(np.asarray(classify(D, y, k)) == y))

# %% wrong="leave_one_out" loses="nobody_votes_for_itself, the_distance_table_is_left_alone"
"""Puts 99 on the diagonal and hopes that no distance is larger."""
def leave_one_out(D, y, k, classify):
    E = D.copy()
    np.fill_diagonal(E, 99)
    return float(np.mean(np.asarray(classify(E, y, k)) == y))

# %% wrong="leave_one_out" loses="nobody_votes_for_itself, the_distance_table_is_left_alone"
"""Returns the share of errors."""
def leave_one_out(D, y, k, classify):
    E = D + np.diag(np.full(len(y), np.inf))
    return float(np.mean(np.asarray(classify(E, y, k)) != y))

# %% wrong="leave_one_out" loses="nobody_votes_for_itself, the_distance_table_is_left_alone"
"""Returns the number of right answers."""
def leave_one_out(D, y, k, classify):
    E = D + np.diag(np.full(len(y), np.inf))
    return int(np.sum(np.asarray(classify(E, y, k)) == y))

# %% wrong="leave_one_out" loses="the_distance_table_is_left_alone"
"""Ignores k: always asks one neighbour."""
def leave_one_out(D, y, k, classify):
    E = D + np.diag(np.full(len(y), np.inf))
    return float(np.mean(np.asarray(classify(E, y, 1)) == y))

# %% wrong="leave_one_out" loses="nobody_votes_for_itself, the_distance_table_is_left_alone"
"""Takes the point out of the table but not its label: all later labels move by one."""
def leave_one_out(D, y, k, classify):
    right = 0
    for i in range(len(y)):
        others = np.delete(D[i], i)[None, :]
        right += np.asarray(classify(others, y, k))[0] == y[i]
    return right / len(y)

# %% wrong="leave_one_out" loses="nobody_votes_for_itself, the_distance_table_is_left_alone"
"""Leaves out the last point only."""
def leave_one_out(D, y, k, classify):
    return float(np.mean(np.asarray(classify(D[:, :-1], y[:-1], k)) == y))

# %% wrong="leave_one_out" loses="the_distance_table_is_left_alone"
"""Calls vote instead of the classifier that was passed in."""
def leave_one_out(D, y, k, classify):
    return float(np.mean(vote(D + np.diag(np.full(len(y), np.inf)), y, k) == y))

# %% right="leave_one_out"
"""A loop: row i without column i, the labels without label i."""
def leave_one_out(D, y, k, classify):
    right = 0
    for i in range(len(y)):
        others = np.delete(D[i], i)
        answer = classify(others.reshape(1, -1), np.delete(y, i), k)
        right += int(np.ravel(answer)[0]) == int(y[i])
    return right / len(y)

# %% right="leave_one_out"
"""np.where with the identity, as one expression."""
def leave_one_out(D, y, k, classify):
    return accuracy(y, np.asarray(classify(np.where(np.eye(len(y)), np.inf, D), y, k)))

# %% right="leave_one_out"
"""Boolean masks, a list of answers."""
def leave_one_out(D, y, k, classify):
    answers = []
    for i in range(len(y)):
        keep = np.arange(len(y)) != i
        answers += list(classify(D[i : i + 1, keep], y[keep], k))
    return sum(a == b for a, b in zip(answers, y.tolist())) / len(y)

# %% wrong="leave_one_out" loses="the_distance_table_is_left_alone"
"""D[:] is another name for the same numbers, not a copy."""
def leave_one_out(D, y, k, classify):
    others = D[:]
    np.fill_diagonal(others, np.inf)
    return np.mean(classify(others, y, k) == y)

# %% wrong="leave_one_out" loses="nobody_votes_for_itself"
"""Puts infinity wherever there is a 0, also between two points at the same place."""
def leave_one_out(D, y, k, classify):
    return np.mean(classify(np.where(D == 0, np.inf, D), y, k) == y)

# %% wrong="leave_one_out" loses="nobody_votes_for_itself, the_distance_table_is_left_alone"
"""Asks k + 1 neighbours, the point itself among them, instead of taking it out."""
def leave_one_out(D, y, k, classify):
    return np.mean(classify(D, y, k + 1) == y)

# %% wrong="leave_one_out" loses="the_distance_table_is_left_alone"
"""Takes the point out and asks one neighbour too many."""
def leave_one_out(D, y, k, classify):
    others = D.copy()
    np.fill_diagonal(others, np.inf)
    return np.mean(classify(others, y, k + 1) == y)

# %% right="leave_one_out"
"""Writes infinity into D and puts the old diagonal back afterwards."""
def leave_one_out(D, y, k, classify):
    diagonal = np.diag(D).copy()
    np.fill_diagonal(D, np.inf)
    share = np.mean(classify(D, y, k) == y)
    np.fill_diagonal(D, diagonal)
    return share

# %% wrong="choose_k" loses="the_best_score_wins, a_draw_goes_to_the_k_nearest_root_n"
"""Returns the position of the best score, not the k that stands there."""
def choose_k(ks, scores, n):
    return int(np.argmax(scores))

# %% wrong="choose_k" loses="the_best_score_wins, a_draw_goes_to_the_k_nearest_root_n"
"""Returns the best score itself."""
def choose_k(ks, scores, n):
    return float(np.max(scores))

# %% wrong="choose_k" loses="a_draw_goes_to_the_k_nearest_root_n"
"""A draw goes to the first in the list."""
def choose_k(ks, scores, n):
    return ks[int(np.argmax(scores))]

# %% wrong="choose_k" loses="a_draw_goes_to_the_k_nearest_root_n"
"""A draw goes to the largest k."""
def choose_k(ks, scores, n):
    return max(k for k, s in zip(ks, scores) if s == max(scores))

# %% wrong="choose_k" loses="the_best_score_wins, a_draw_goes_to_the_k_nearest_root_n"
"""Trusts the rule of thumb and does not look at the scores."""
def choose_k(ks, scores, n):
    return min(ks, key=lambda k: (abs(k - n**0.5), k))

# %% wrong="choose_k" loses="the_best_score_wins, a_draw_goes_to_the_k_nearest_root_n"
"""Takes the k with the worst score."""
def choose_k(ks, scores, n):
    best = [k for k, s in zip(ks, scores) if s == min(scores)]
    return min(best, key=lambda k: (abs(k - n**0.5), k))

# %% wrong="choose_k" loses="a_draw_goes_to_the_k_nearest_root_n"
"""Measures from n / 2 instead of the square root."""
def choose_k(ks, scores, n):
    best = [k for k, s in zip(ks, scores) if s == max(scores)]
    return min(best, key=lambda k: (abs(k - n / 2), k))

# %% wrong="choose_k" loses="a_draw_goes_to_the_k_nearest_root_n"
"""Two k equally near the root: takes the larger."""
def choose_k(ks, scores, n):
    best = [k for k, s in zip(ks, scores) if s == max(scores)]
    return min(best, key=lambda k: (abs(k - n**0.5), -k))

# %% wrong="choose_k" loses="a_draw_goes_to_the_k_nearest_root_n"
"""Takes the square root of the number of candidates instead of the number of points."""
def choose_k(ks, scores, n):
    best = [k for k, s in zip(ks, scores) if s == max(scores)]
    return min(best, key=lambda k: (abs(k - len(ks) ** 0.5), k))

# %% right="choose_k"
"""Sorts by three things at once."""
def choose_k(ks, scores, n):
    return sorted((-score, abs(k - n**0.5), k) for k, score in zip(ks, scores))[0][-1]

# %% right="choose_k"
"""NumPy masks and a lexsort; returns a NumPy integer."""
def choose_k(ks, scores, n):
    ks, scores = np.array(ks), np.array(scores)
    best = ks[np.isclose(scores, scores.max())]
    return best[np.lexsort((best, np.abs(best - np.sqrt(n))))[0]]

# %% right="choose_k"
"""One pass in plain Python that keeps the best so far."""
def choose_k(ks, scores, n):
    root, chosen = n**0.5, None
    for k, score in sorted(zip(ks, scores)):
        if chosen is None or score > chosen[1]:
            chosen = (k, score)
        elif score == chosen[1] and abs(k - root) < abs(chosen[0] - root):
            chosen = (k, score)
    return float(chosen[0])

# %% wrong="choose_k" loses="a_draw_goes_to_the_k_nearest_root_n"
"""Compares k squared with n instead of k with the root of n."""
def choose_k(ks, scores, n):
    best = [k for k, s in zip(ks, scores) if s == max(scores)]
    return min(best, key=lambda k: (abs(k * k - n), k))

# %% wrong="choose_k" loses="the_best_score_wins"
"""Takes scores for equal when they agree to two places."""
def choose_k(ks, scores, n):
    best = [k for k, s in zip(ks, scores) if round(s, 2) == round(max(scores), 2)]
    return min(best, key=lambda k: (abs(k - n**0.5), k))

# %% wrong="choose_k" loses="a_draw_goes_to_the_k_nearest_root_n"
"""Cuts the root down to a whole number first."""
def choose_k(ks, scores, n):
    best = [k for k, s in zip(ks, scores) if s == max(scores)]
    return min(best, key=lambda k: (abs(k - int(n**0.5)), k))

# %% wrong="choose_k" loses="a_draw_goes_to_the_k_nearest_root_n"
"""Among equally near ones takes the one that stands first."""
def choose_k(ks, scores, n):
    best = [k for k, s in zip(ks, scores) if s == max(scores)]
    return min(best, key=lambda k: abs(k - n**0.5))

# %% wrong="which_keep_the_nearest_neighbour" loses="only_these_leave_the_nearest_neighbour_alone"
"""Believes that standardising changes nothing because it is 'only scaling'."""
def which_keep_the_nearest_neighbour():
    return {"a", "b", "d", "e", "f"}

# %% wrong="which_keep_the_nearest_neighbour" loses="only_these_leave_the_nearest_neighbour_alone"
"""Takes the root for important: squared distances would give other neighbours."""
def which_keep_the_nearest_neighbour():
    return {"a", "b", "e"}

# %% wrong="which_keep_the_nearest_neighbour" loses="only_these_leave_the_nearest_neighbour_alone"
"""Thinks that a column written twice adds nothing new."""
def which_keep_the_nearest_neighbour():
    return {"a", "b", "e", "f", "g"}

# %% wrong="which_keep_the_nearest_neighbour" loses="only_these_leave_the_nearest_neighbour_alone"
"""Thinks that any change of units is harmless."""
def which_keep_the_nearest_neighbour():
    return {"a", "b", "c", "e", "f"}

# %% wrong="which_keep_the_nearest_neighbour" loses="only_these_leave_the_nearest_neighbour_alone"
"""Takes every kind of multiplication for harmful."""
def which_keep_the_nearest_neighbour():
    return {"a", "e", "f"}

# %% wrong="which_keep_the_nearest_neighbour" loses="only_these_leave_the_nearest_neighbour_alone"
"""Chooses every letter."""
def which_keep_the_nearest_neighbour():
    return set("abcdefg")

# %% right="which_keep_the_nearest_neighbour"
"""A list in another order."""
def which_keep_the_nearest_neighbour():
    return ["f", "b", "a", "e"]

# %% right="which_keep_the_nearest_neighbour"
"""The letters as one text."""
def which_keep_the_nearest_neighbour():
    return "abef"
