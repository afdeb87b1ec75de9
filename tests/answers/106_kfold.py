# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""The two parts in the wrong order: test first, training second."""
def hold_out(n, n_test, rng):
    order = rng.permutation(n)
    return order[:n_test], order[n_test:]

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Forgets to shuffle: the last rows are always the test rows."""
def hold_out(n, n_test, rng):
    order = np.arange(n)
    return order[: n - n_test], order[n - n_test :]

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Draws the two parts one after the other, so that a row can be in both."""
def hold_out(n, n_test, rng):
    return rng.choice(n, n - n_test, replace=False), rng.choice(n, n_test, replace=False)

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Draws the test rows with replacement: some come twice."""
def hold_out(n, n_test, rng):
    test = rng.integers(n, size=n_test)
    return np.setdiff1d(np.arange(n), test), test

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""A generator of its own with a fixed seed: the same split for everybody."""
def hold_out(n, n_test, rng):
    order = np.random.default_rng(0).permutation(n)
    return order[n_test:], order[:n_test]

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Uses NumPy's global generator instead of the one passed in."""
def hold_out(n, n_test, rng):
    order = np.random.permutation(n)
    return order[n_test:], order[:n_test]

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Takes n_test for the number of training rows."""
def hold_out(n, n_test, rng):
    order = rng.permutation(n)
    return order[:n_test], order[n_test:]

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Counts from 1: row 0 is never there, row n does not exist."""
def hold_out(n, n_test, rng):
    order = rng.permutation(np.arange(1, n + 1))
    return order[n_test:], order[:n_test]

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Loses the row at the border between the two parts."""
def hold_out(n, n_test, rng):
    order = rng.permutation(n)
    return order[n_test + 1 :], order[:n_test]

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""A block of neighbouring rows that begins at a random place."""
def hold_out(n, n_test, rng):
    start = int(rng.integers(n))
    order = np.roll(np.arange(n), -start)
    return order[n_test:], order[:n_test]

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Shuffles only the training rows; the test rows are always the first."""
def hold_out(n, n_test, rng):
    return rng.permutation(np.arange(n_test, n)), np.arange(n_test)

# %% wrong="hold_out" loses="test_rows_are_a_random_draw"
"""Returns masks of True and False instead of row numbers."""
def hold_out(n, n_test, rng):
    test = np.isin(np.arange(n), rng.choice(n, n_test, replace=False))
    return ~test, test

# %% right="hold_out"
"""Draws without replacement; the others by a set difference, in rising order."""
def hold_out(n, n_test, rng):
    test = rng.choice(n, size=n_test, replace=False)
    return np.setdiff1d(np.arange(n), test), np.sort(test)

# %% right="hold_out"
"""Sorts random numbers, returns two lists in a list."""
def hold_out(n, n_test, rng):
    order = np.argsort(rng.random(n)).tolist()
    return [order[:-n_test], order[-n_test:]]

# %% right="hold_out"
"""scikit-learn's train_test_split with a seed drawn from the generator."""
def hold_out(n, n_test, rng):
    from sklearn.model_selection import train_test_split
    return train_test_split(np.arange(n), test_size=n_test, random_state=int(rng.integers(2**31)))

# %% right="hold_out"
"""Shuffles a list in place and takes the test rows from its end."""
def hold_out(n, n_test, rng):
    rows = list(range(n))
    rng.shuffle(rows)
    test = tuple(rows.pop() for _ in range(n_test))
    return tuple(rows), test

# %% wrong="contiguous" loses="every_row_is_tested_exactly_once, folds_follow_one_another"
"""Folds of n // k rows: the last n % k rows are never tested."""
def contiguous(n, k):
    size = n // k
    return [np.arange(i * size, (i + 1) * size) for i in range(k)]

# %% wrong="contiguous" loses="every_row_is_tested_exactly_once, folds_follow_one_another"
"""All the rest goes to the last fold."""
def contiguous(n, k):
    size = n // k
    return [np.arange(i * size, n if i == k - 1 else (i + 1) * size) for i in range(k)]

# %% wrong="contiguous" loses="folds_follow_one_another"
"""The last folds, not the first, take the rest."""
def contiguous(n, k):
    sizes = np.sort(np.full(k, n // k) + (np.arange(k) < n % k))
    ends = np.cumsum(sizes)
    return [np.arange(end - size, end) for size, end in zip(sizes, ends)]

# %% wrong="contiguous" loses="every_row_is_tested_exactly_once, folds_follow_one_another"
"""Rounds the size up: the last fold is short or empty."""
def contiguous(n, k):
    size = -(-n // k)
    return [np.arange(i * size, min((i + 1) * size, n)) for i in range(k)]

# %% wrong="contiguous" loses="folds_follow_one_another"
"""Deals the rows out like cards: every k-th row instead of neighbours."""
def contiguous(n, k):
    return [np.arange(i, n, k) for i in range(k)]

# %% wrong="contiguous" loses="folds_follow_one_another"
"""Rounds the borders down, so that the longer folds are spread over the list."""
def contiguous(n, k):
    return [np.arange(i * n // k, (i + 1) * n // k) for i in range(k)]

# %% wrong="contiguous" loses="folds_follow_one_another"
"""Rounds the borders up: the longer folds come first only if the rest is 1 or k - 1."""
def contiguous(n, k):
    borders = [math.ceil(i * n / k) for i in range(k + 1)]
    return [np.arange(a, b) for a, b in zip(borders, borders[1:])]

# %% wrong="contiguous" loses="every_row_is_tested_exactly_once, folds_follow_one_another"
"""The borders belong to two folds: neighbouring folds overlap by a row."""
def contiguous(n, k):
    return [np.arange(fold[0], min(fold[-1] + 2, n)) for fold in np.array_split(np.arange(n), k)]

# %% wrong="contiguous" loses="every_row_is_tested_exactly_once, folds_follow_one_another"
"""Returns the training rows of each turn instead of the test rows."""
def contiguous(n, k):
    folds = np.array_split(np.arange(n), k)
    return [np.concatenate(folds[:i] + folds[i + 1 :]) for i in range(k)]

# %% wrong="contiguous" loses="every_row_is_tested_exactly_once, folds_follow_one_another"
"""Folds with k rows each, instead of k folds."""
def contiguous(n, k):
    return [np.arange(start, min(start + k, n)) for start in range(0, n, k)]

# %% wrong="contiguous" loses="every_row_is_tested_exactly_once, folds_follow_one_another"
"""Returns pairs of training and test rows."""
def contiguous(n, k):
    from sklearn.model_selection import KFold
    return list(KFold(k).split(np.zeros(n)))

# %% wrong="contiguous" loses="every_row_is_tested_exactly_once, folds_follow_one_another"
"""Counts the rows from 1."""
def contiguous(n, k):
    return np.array_split(np.arange(1, n + 1), k)

# %% right="contiguous"
"""np.array_split does all of it."""
def contiguous(n, k):
    return np.array_split(np.arange(n), k)

# %% right="contiguous"
"""Plain Python: ranges from a start that moves on."""
def contiguous(n, k):
    folds, start = [], 0
    for i in range(k):
        size = n // k + (1 if i < n % k else 0)
        folds.append(range(start, start + size))
        start += size
    return folds

# %% right="contiguous"
"""Borders by divmod, lists in a tuple."""
def contiguous(n, k):
    size, rest = divmod(n, k)
    border = [i * size + min(i, rest) for i in range(k + 1)]
    return tuple(list(range(a, b)) for a, b in zip(border, border[1:]))

# %% right="contiguous"
"""scikit-learn's KFold, the test rows only, from a generator."""
def contiguous(n, k):
    from sklearn.model_selection import KFold
    return (test for _, test in KFold(n_splits=k).split(np.zeros((n, 1))))

# %% wrong="shuffled" loses="shuffling_loses_no_row"
"""Shuffles anew for every fold, so that folds overlap."""
def shuffled(n, k, rng):
    return [np.array_split(rng.permutation(n), k)[i] for i in range(k)]

# %% wrong="shuffled" loses="the_generator_decides_who_meets_whom"
"""Forgets to shuffle."""
def shuffled(n, k, rng):
    return np.array_split(np.arange(n), k)

# %% wrong="shuffled" loses="the_generator_decides_who_meets_whom"
"""A fixed seed of its own: the generator that was passed in has no say."""
def shuffled(n, k, rng):
    return np.array_split(np.random.default_rng(42).permutation(n), k)

# %% wrong="shuffled" loses="the_generator_decides_who_meets_whom"
"""Uses NumPy's global generator: the same seed gives other folds."""
def shuffled(n, k, rng):
    return np.array_split(np.random.permutation(n), k)

# %% wrong="shuffled" loses="the_generator_decides_who_meets_whom"
"""Shuffles inside each fold: the same rows stay together."""
def shuffled(n, k, rng):
    return [rng.permutation(fold) for fold in np.array_split(np.arange(n), k)]

# %% wrong="shuffled" loses="the_generator_decides_who_meets_whom"
"""Shuffles the order of the folds and not the rows."""
def shuffled(n, k, rng):
    folds = np.array_split(np.arange(n), k)
    return [folds[i] for i in rng.permutation(k)]

# %% wrong="shuffled" loses="shuffling_loses_no_row, the_generator_decides_who_meets_whom"
"""Throws a die for every row: folds come out unequal."""
def shuffled(n, k, rng):
    fold_of = rng.integers(k, size=n)
    return [np.flatnonzero(fold_of == i) for i in range(k)]

# %% wrong="shuffled" loses="shuffling_loses_no_row"
"""Draws every fold with rng.choice from all rows."""
def shuffled(n, k, rng):
    return [rng.choice(n, size=n // k + (i < n % k), replace=False) for i in range(k)]

# %% wrong="shuffled" loses="shuffling_loses_no_row"
"""Cuts n % k rows off before dealing."""
def shuffled(n, k, rng):
    order = rng.permutation(n)[: n - n % k]
    return np.split(order, k)

# %% wrong="shuffled" loses="shuffling_loses_no_row"
"""All the rest goes to the last fold."""
def shuffled(n, k, rng):
    order, size = rng.permutation(n), n // k
    return [order[i * size : n if i == k - 1 else (i + 1) * size] for i in range(k)]

# %% wrong="shuffled" loses="the_generator_decides_who_meets_whom"
"""Turns the list by a random number of places: neighbours stay neighbours."""
def shuffled(n, k, rng):
    return np.array_split(np.roll(np.arange(n), int(rng.integers(n))), k)

# %% wrong="shuffled" loses="shuffling_loses_no_row, the_generator_decides_who_meets_whom"
"""rng.shuffle returns None; what it returns is cut into folds."""
def shuffled(n, k, rng):
    order = rng.shuffle(np.arange(n))
    return np.array_split(order, k)

# %% right="shuffled"
"""One permutation, dealt out like cards."""
def shuffled(n, k, rng):
    order = rng.permutation(n)
    return [order[i::k] for i in range(k)]

# %% right="shuffled"
"""Shuffles in place, fills lists."""
def shuffled(n, k, rng):
    rows = list(range(n))
    rng.shuffle(rows)
    folds = [[] for _ in range(k)]
    while rows:
        folds[len(rows) % k].append(rows.pop())
    return folds

# %% right="shuffled"
"""Shuffles the fold numbers instead of the rows; rows rise inside each fold."""
def shuffled(n, k, rng):
    fold_of = rng.permutation(np.arange(n) % k)
    return [np.flatnonzero(fold_of == i) for i in range(k)]

# %% right="shuffled"
"""scikit-learn's KFold with a seed drawn from the generator."""
def shuffled(n, k, rng):
    from sklearn.model_selection import KFold
    splitter = KFold(k, shuffle=True, random_state=int(rng.integers(2**31)))
    return [test for _, test in splitter.split(np.arange(n))]

# %% right="shuffled"
"""Draws fold after fold out of what is left."""
def shuffled(n, k, rng):
    left, folds = np.arange(n), []
    for i in range(k):
        fold = rng.choice(left, size=len(left) // (k - i), replace=False)
        folds.append(fold)
        left = np.setdiff1d(left, fold)
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class"
"""Ignores the classes: plain shuffled folds."""
def stratified(y, k, rng):
    return np.array_split(rng.permutation(len(y)), k)

# %% wrong="stratified" loses="rows_of_a_class_are_dealt_at_random"
"""Deals each class out without shuffling it."""
def stratified(y, k, rng):
    order = np.argsort(y, kind="stable")
    return [order[i::k] for i in range(k)]

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class, rows_of_a_class_are_dealt_at_random"
"""Returns places within the class instead of row numbers."""
def stratified(y, k, rng):
    folds = [[] for _ in range(k)]
    for c in np.unique(y):
        for i, part in enumerate(np.array_split(rng.permutation(np.sum(y == c)), k)):
            folds[i].extend(part)
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class, rows_of_a_class_are_dealt_at_random"
"""Knows the classes 0 and 1 only."""
def stratified(y, k, rng):
    folds = [[] for _ in range(k)]
    for c in (0, 1):
        for i, part in enumerate(np.array_split(rng.permutation(np.flatnonzero(y == c)), k)):
            folds[i].extend(part.tolist())
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class"
"""Knows two classes only: the first of np.unique and all the rest."""
def stratified(y, k, rng):
    first = np.unique(y)[0]
    parts = [np.array_split(rng.permutation(np.flatnonzero(mask)), k) for mask in (y == first, y != first)]
    return [np.concatenate(pair) for pair in zip(*parts)]

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class, rows_of_a_class_are_dealt_at_random"
"""The same number of every class in every fold: what is left over is thrown away."""
def stratified(y, k, rng):
    folds = [[] for _ in range(k)]
    each = min(np.sum(y == c) for c in np.unique(y)) // k
    for c in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == c))
        for i in range(k):
            folds[i].extend(members[i * each : (i + 1) * each].tolist())
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class"
"""Throws away what does not divide evenly, class by class."""
def stratified(y, k, rng):
    folds = [[] for _ in range(k)]
    for c in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == c))
        for i, part in enumerate(np.split(members[: len(members) - len(members) % k], k)):
            folds[i].extend(part.tolist())
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class, rows_of_a_class_are_dealt_at_random"
"""Sorts by class and cuts into blocks: every fold gets one class, the opposite of what is wanted."""
def stratified(y, k, rng):
    order = rng.permutation(len(y))
    return np.array_split(order[np.argsort(y[order], kind="stable")], k)

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class, rows_of_a_class_are_dealt_at_random"
"""Throws a die for every member of a class: right on average only."""
def stratified(y, k, rng):
    folds = [[] for _ in range(k)]
    for c in np.unique(y):
        for row in np.flatnonzero(y == c):
            folds[int(rng.integers(k))].append(int(row))
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class"
"""Shuffles anew for every fold: rows come twice or never."""
def stratified(y, k, rng):
    folds = []
    for i in range(k):
        parts = [np.array_split(rng.permutation(np.flatnonzero(y == c)), k)[i] for c in np.unique(y)]
        folds.append(np.concatenate(parts))
    return folds

# %% wrong="stratified" loses="rows_of_a_class_are_dealt_at_random"
"""A fixed seed of its own."""
def stratified(y, k, rng):
    rng = np.random.default_rng(0)
    parts = [np.array_split(rng.permutation(np.flatnonzero(y == c)), k) for c in np.unique(y)]
    return [np.concatenate(part) for part in zip(*parts)]

# %% wrong="stratified" loses="rows_of_a_class_are_dealt_at_random"
"""Shuffles only the rows of the first class."""
def stratified(y, k, rng):
    folds = [[] for _ in range(k)]
    for c in np.unique(y):
        members = np.flatnonzero(y == c)
        if c == np.unique(y)[0]:
            members = rng.permutation(members)
        for i, part in enumerate(np.array_split(members, k)):
            folds[i].extend(part.tolist())
    return folds

# %% wrong="stratified" loses="rows_of_a_class_are_dealt_at_random"
"""scikit-learn's StratifiedKFold without shuffle=True."""
def stratified(y, k, rng):
    from sklearn.model_selection import StratifiedKFold
    return [test for _, test in StratifiedKFold(k).split(np.zeros(len(y)), y)]

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class"
"""The rest of each class goes to the last fold."""
def stratified(y, k, rng):
    folds = [[] for _ in range(k)]
    for c in np.unique(y):
        members = rng.permutation(np.flatnonzero(y == c)).tolist()
        for i in range(k - 1):
            for _ in range(int(np.sum(y == c)) // k):
                folds[i].append(members.pop())
        folds[-1].extend(members)
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class, rows_of_a_class_are_dealt_at_random"
"""One list under k names: every fold holds all rows."""
def stratified(y, k, rng):
    folds = [[]] * k
    for c in np.unique(y):
        for i, part in enumerate(np.array_split(rng.permutation(np.flatnonzero(y == c)), k)):
            folds[i].extend(part)
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class"
"""Sorts y in place and deals out rows of the sorted labels."""
def stratified(y, k, rng):
    y.sort()
    folds = [[] for _ in range(k)]
    for c in np.unique(y):
        for i, part in enumerate(np.array_split(rng.permutation(np.flatnonzero(y == c)), k)):
            folds[i].extend(part.tolist())
    return folds

# %% wrong="stratified" loses="every_fold_gets_its_share_of_each_class"
"""Takes labels for numbers from 0 upwards: a class with a label below 0 is lost."""
def stratified(y, k, rng):
    folds = [[] for _ in range(k)]
    for c in range(max(y) + 1):
        for i, part in enumerate(np.array_split(rng.permutation(np.flatnonzero(y == c)), k)):
            folds[i].extend(part.tolist())
    return folds

# %% wrong="stratified" loses="rows_of_a_class_are_dealt_at_random"
"""Shuffles every class with a generator of its own with the same seed: classes are dealt out in step."""
def stratified(y, k, rng):
    seed = int(rng.integers(2**31))
    parts = []
    for c in np.unique(y):
        parts.append(np.array_split(np.random.default_rng(seed).permutation(np.flatnonzero(y == c)), k))
    return [np.concatenate(part) for part in zip(*parts)]

# %% right="stratified"
"""Shuffles all rows once, sorts them by class, deals them out like cards."""
def stratified(y, k, rng):
    order = rng.permutation(len(y))
    order = order[np.argsort(np.asarray(y)[order], kind="stable")]
    return [order[i::k] for i in range(k)]

# %% right="stratified"
"""scikit-learn's StratifiedKFold, shuffled with a seed drawn from the generator."""
def stratified(y, k, rng):
    from sklearn.model_selection import StratifiedKFold
    splitter = StratifiedKFold(k, shuffle=True, random_state=int(rng.integers(2**31)))
    return [test for _, test in splitter.split(np.zeros(len(y)), y)]

# %% right="stratified"
"""Plain Python: lists by class in a dictionary, dealt out in turn; the early folds get all the rests."""
def stratified(y, k, rng):
    members = {}
    for row, label in enumerate(y.tolist()):
        members.setdefault(label, []).append(row)
    folds = [[] for _ in range(k)]
    for rows in members.values():
        rng.shuffle(rows)
        for place, row in enumerate(rows):
            folds[place % k].append(row)
    return folds

# %% right="stratified"
"""A fold number for every row, shuffled class by class."""
def stratified(y, k, rng):
    fold_of = np.zeros(len(y), dtype=int)
    for c in set(np.asarray(y).tolist()):
        fold_of[y == c] = rng.permutation(np.arange(np.sum(y == c)) % k)
    return [np.flatnonzero(fold_of == i) for i in range(k)]

# %% right="stratified"
"""The exercise before, class by class: shuffled folds of every class, put together."""
def stratified(y, k, rng):
    folds = [np.empty(0, dtype=int)] * k
    for c in np.unique(y):
        members = np.flatnonzero(y == c)
        folds = [np.append(fold, members[part]) for fold, part in zip(folds, shuffled(len(members), k, rng))]
    return folds

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Scores on the training rows."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        scaler.fit(X[train])
        model.fit(scaler.transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[train])) == y[train]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Learns from all rows, the fold's own among them."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        scaler, model = make_scaler(), make_model()
        scaler.fit(X)
        model.fit(scaler.transform(X), y)
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, every_fold_gets_a_new_scaler_and_model, scores_agree_with_scikit_learn"
"""Scales the whole table before the folds are made: the classical leak."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scaled = make_scaler().fit_transform(X)
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        model = make_model()
        model.fit(scaled[train], y[train])
        scores.append(np.mean(model.predict(scaled[test]) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, every_fold_gets_a_new_scaler_and_model, scores_agree_with_scikit_learn"
"""Scales the test rows by themselves: fit_transform twice."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.fit_transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Scales the training rows and forgets the test rows."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(X[test]) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, every_fold_gets_a_new_scaler_and_model, scores_agree_with_scikit_learn"
"""Leaves the scaler out."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        model = make_model()
        model.fit(X[train], y[train])
        scores.append(np.mean(model.predict(X[test]) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="every_fold_gets_a_new_scaler_and_model"
"""One model for all folds, made before the loop."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores, model = [], make_model()
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler = make_scaler()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="every_fold_gets_a_new_scaler_and_model"
"""One scaler for all folds, made before the loop."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores, scaler = [], make_scaler()
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        model = make_model()
        scaler.fit(X[train])
        model.fit(scaler.transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="scores_agree_with_scikit_learn"
"""Returns the mean instead of one score a fold."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return float(np.mean(scores))

# %% wrong="cv_scores" loses="scores_agree_with_scikit_learn"
"""Counts the right answers instead of taking their share."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.sum(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="scores_agree_with_scikit_learn"
"""Divides by the size of the first fold, as if all folds were equally large."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.sum(model.predict(scaler.transform(X[test])) == y[test]) / len(folds[0]))
    return np.array(scores)

# %% wrong="cv_scores" loses="scores_agree_with_scikit_learn"
"""Returns the share of errors."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) != y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Training labels in another order than the training rows."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[: len(train)])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="scores_agree_with_scikit_learn"
"""Sorts the test rows for the predictions, but not for the labels they are compared with."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[np.sort(test)])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Trains on the fold and tests on the rest: the two parts exchanged."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for train in folds:
        test = np.setdiff1d(np.arange(len(y)), train)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Trains on the next fold only instead of on all the others."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for i, test in enumerate(folds):
        train = folds[(i + 1) % len(folds)]
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Trains on the folds before this one only, as with time series; the first fold trains on the others."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for i, test in enumerate(folds):
        train = np.concatenate(folds[:i] if i else folds[1:])
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Makes folds of its own: only the number of those passed in is used."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in np.array_split(np.arange(len(y)), len(folds)):
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, every_fold_gets_a_new_scaler_and_model, scores_agree_with_scikit_learn"
"""Stops one fold early."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds[:-1]:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, every_fold_gets_a_new_scaler_and_model, scores_agree_with_scikit_learn"
"""Always standardises and asks five neighbours, whatever was passed in."""
def cv_scores(make_scaler, make_model, X, y, folds):
    return library_scores(folds, X, y)

# %% wrong="cv_scores" loses="scores_agree_with_scikit_learn"
"""Balanced accuracy: every class counts the same, however rare it is in the fold."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        right = np.asarray(model.predict(scaler.transform(X[test]))) == y[test]
        scores.append(np.mean([right[y[test] == c].mean() for c in np.unique(y[test])]))
    return np.array(scores)

# %% wrong="cv_scores" loses="scores_agree_with_scikit_learn"
"""Rounds the scores to two places."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(round(float(np.mean(model.predict(scaler.transform(X[test])) == y[test])), 2))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from"
"""Works in place: the scaled rows are written into the X that was passed in."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        X[train] = scaler.fit_transform(X[train])
        X[test] = scaler.transform(X[test])
        model.fit(X[train], y[train])
        scores.append(np.mean(model.predict(X[test]) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="scores_agree_with_scikit_learn"
"""Sorts the scores, so that they no longer belong to their folds."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.sort(scores)

# %% right="cv_scores"
"""Boolean masks, fit and transform one after the other, a list of floats."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for fold in folds:
        in_test = np.zeros(len(X), dtype=bool)
        in_test[fold] = True
        scaler = make_scaler()
        scaler.fit(X[~in_test])
        model = make_model()
        model.fit(scaler.transform(X[~in_test]), y[~in_test])
        answers = model.predict(scaler.transform(X[in_test]))
        scores.append(float((answers == y[in_test]).mean()))
    return scores

# %% right="cv_scores"
"""Concatenates the other folds; works through the folds from last to first; chains fit and transform."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = np.zeros(len(folds))
    for i in reversed(range(len(folds))):
        train = np.concatenate([fold for j, fold in enumerate(folds) if j != i])
        scaler = make_scaler().fit(X[train])
        model = make_model().fit(scaler.transform(X[train]), y[train])
        answers = np.asarray(model.predict(scaler.transform(X[folds[i]])))
        scores[i] = np.count_nonzero(answers == y[folds[i]]) / len(folds[i])
    return scores

# %% right="cv_scores"
"""np.delete for the others and the model's own score."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = ()
    for test in folds:
        scaler, model = make_scaler(), make_model()
        scaled = scaler.fit_transform(np.delete(X, test, axis=0))
        model.fit(scaled, np.delete(y, test))
        scores += (model.score(scaler.transform(X[test]), y[test]),)
    return scores

# %% right="cv_scores"
"""All scalers first, then all models, then all answers, each in a list."""
def cv_scores(make_scaler, make_model, X, y, folds):
    rest = [sorted(set(range(len(y))) - set(np.asarray(fold).tolist())) for fold in folds]
    scalers = [make_scaler() for _ in folds]
    models = [make_model() for _ in folds]
    for train, scaler, model in zip(rest, scalers, models):
        scaler.fit(X[train], y[train])
        model.fit(scaler.transform(X[train]), y[train])
    answers = [model.predict(scaler.transform(X[test])) for test, scaler, model in zip(folds, scalers, models)]
    return [sum(int(a == b) for a, b in zip(answer, y[test])) / len(test) for answer, test in zip(answers, folds)]

# %% right="cv_scores"
"""Transforms and predicts the whole table with what the training rows taught, then looks at the fold only."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.isin(np.arange(len(y)), test, invert=True)
        scaled = make_scaler().fit(X[train]).transform(X)
        answers = make_model().fit(scaled[train], y[train]).predict(scaled)
        scores.append(np.mean((answers == y)[test]))
    return scores

# %% right="cv_scores"
"""Keyword arguments throughout; the scaler is shown the training labels as well."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for fold in folds:
        rest = [row for row in range(len(y)) if row not in fold]
        scaler, model = make_scaler(), make_model()
        model.fit(X=scaler.fit_transform(X=X[rest], y=y[rest]), y=y[rest])
        scores.append(model.score(X=scaler.transform(X=X[fold]), y=y[fold]))
    return scores

# %% right="cv_scores"
"""Asks about one row at a time."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = [row for row in range(len(y)) if row not in test]
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        right = [model.predict(scaler.transform(X[[row]]))[0] == y[row] for row in test]
        scores.append(sum(right) / len(right))
    return scores

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Takes a fold for a block: all rows between its smallest and its largest are left out of the training."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for fold in folds:
        rest = np.r_[0:min(fold), max(fold) + 1:len(y)]
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[rest]), y[rest])
        scores.append(np.mean(model.predict(scaler.transform(X[fold])) == y[fold]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Forgets the first row of every fold: it is neither learnt from nor tested."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test[1:]])) == y[test[1:]]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, every_fold_gets_a_new_scaler_and_model, scores_agree_with_scikit_learn"
"""The scaler learns from the training rows and then, once more, from all rows."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.fit(X).transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="cv_scores" loses="only_the_other_rows_are_learnt_from, scores_agree_with_scikit_learn"
"""Off by one in a slice: the last row of every fold is learnt from as well."""
def cv_scores(make_scaler, make_model, X, y, folds):
    scores = []
    order = np.concatenate(folds)
    start = 0
    for test in folds:
        stop = start + len(test)
        train = np.concatenate([order[:start], order[stop - 1 :]])
        start = stop
        scaler, model = make_scaler(), make_model()
        model.fit(scaler.fit_transform(X[train]), y[train])
        scores.append(np.mean(model.predict(scaler.transform(X[test])) == y[test]))
    return np.array(scores)

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""Divides by the number of folds instead of one less."""
def mean_and_spread(scores):
    return float(np.mean(scores)), float(np.std(scores))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""The variance: the root is missing."""
def mean_and_spread(scores):
    return float(np.mean(scores)), float(np.var(scores, ddof=1))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""The standard error of the mean instead of the spread of the scores."""
def mean_and_spread(scores):
    return float(np.mean(scores)), float(np.std(scores, ddof=1) / np.sqrt(len(scores)))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""The best score instead of the mean."""
def mean_and_spread(scores):
    return float(np.max(scores)), float(np.std(scores, ddof=1))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""The range instead of the standard deviation."""
def mean_and_spread(scores):
    return float(np.mean(scores)), float(np.ptp(scores))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""The median instead of the mean."""
def mean_and_spread(scores):
    return float(np.median(scores)), float(np.std(scores, ddof=1))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""Spread first, mean second."""
def mean_and_spread(scores):
    return float(np.std(scores, ddof=1)), float(np.mean(scores))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""The mean distance from the mean, without squares."""
def mean_and_spread(scores):
    mean = np.mean(scores)
    return float(mean), float(np.sum(np.abs(scores - mean)) / (len(scores) - 1))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""Always divides by four, as if there were always five folds."""
def mean_and_spread(scores):
    mean = np.mean(scores)
    return float(mean), float(np.sqrt(np.sum((np.asarray(scores) - mean) ** 2) / 4))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""The root of the sum of squares, divided afterwards."""
def mean_and_spread(scores):
    mean = np.mean(scores)
    return float(mean), float(np.sqrt(np.sum((np.asarray(scores) - mean) ** 2)) / (len(scores) - 1))

# %% wrong="mean_and_spread" loses="mean_and_spread_of_the_fold_scores"
"""Rounds to two places."""
def mean_and_spread(scores):
    return round(float(np.mean(scores)), 2), round(float(np.std(scores, ddof=1)), 2)

# %% right="mean_and_spread"
"""The statistics module, on a list."""
def mean_and_spread(scores):
    import statistics
    values = [float(score) for score in scores]
    return statistics.fmean(values), statistics.stdev(values)

# %% right="mean_and_spread"
"""By the formula, as an array of two."""
def mean_and_spread(scores):
    scores = np.asarray(scores)
    mean = scores.sum() / len(scores)
    return np.array([mean, (((scores - mean) ** 2).sum() / (len(scores) - 1)) ** 0.5])

# %% right="mean_and_spread"
"""pandas, which divides by one less of its own accord."""
def mean_and_spread(scores):
    series = pd.Series(scores)
    return [series.mean(), series.std()]

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Takes the highest mean, however close the others are."""
def choose_neighbours(candidates, S):
    return candidates[int(np.argmax(np.mean(S, axis=1)))]

# %% wrong="choose_neighbours" loses="a_clear_winner_is_chosen, close_calls_go_to_more_neighbours"
"""Returns the position instead of the candidate."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best], ddof=1) / np.sqrt(S.shape[1])
    return max(i for i in range(len(candidates)) if means[i] >= border)

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""One standard deviation instead of one standard error: forgets to divide by the root of the number of folds."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best], ddof=1)
    return max(c for c, mean in zip(candidates, means) if mean >= border)

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Divides the squares by the number of folds instead of one less: the border comes out too high."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best]) / np.sqrt(S.shape[1])
    return max(c for c, mean in zip(candidates, means) if mean >= border)

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Divides by the number of folds, not by its root."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best], ddof=1) / S.shape[1]
    return max(c for c, mean in zip(candidates, means) if mean >= border)

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""The root of the number of candidates instead of the number of folds."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best], ddof=1) / np.sqrt(len(candidates))
    return max(c for c, mean in zip(candidates, means) if mean >= border)

# %% wrong="choose_neighbours" loses="a_clear_winner_is_chosen, close_calls_go_to_more_neighbours"
"""Uses each candidate's own standard error instead of the best one's."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    errors = np.std(S, axis=1, ddof=1) / np.sqrt(S.shape[1])
    return max(c for c, mean, error in zip(candidates, means, errors) if mean + error >= means.max())

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Takes the smallest candidate within one standard error."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best], ddof=1) / np.sqrt(S.shape[1])
    return min(c for c, mean in zip(candidates, means) if mean >= border)

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Takes the candidate that stands last, as if the list were sorted."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best], ddof=1) / np.sqrt(S.shape[1])
    return [c for c, mean in zip(candidates, means) if mean >= border][-1]

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Takes the lowest mean that is still within one standard error."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best], ddof=1) / np.sqrt(S.shape[1])
    return min((mean, c) for c, mean in zip(candidates, means) if mean >= border)[1]

# %% wrong="choose_neighbours" loses="a_clear_winner_is_chosen, close_calls_go_to_more_neighbours"
"""Trusts the single best fold instead of the mean over the folds."""
def choose_neighbours(candidates, S):
    return candidates[int(np.argmax(np.max(S, axis=1)))]

# %% wrong="choose_neighbours" loses="a_clear_winner_is_chosen, close_calls_go_to_more_neighbours"
"""Always the largest candidate."""
def choose_neighbours(candidates, S):
    return max(candidates)

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Puts the standard error on top instead of taking it off: only the best itself can pass, if at all."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    error = np.std(S[best], ddof=1) / np.sqrt(S.shape[1])
    passed = [c for c, mean in zip(candidates, means) if mean >= means[best] + error]
    return max(passed) if passed else candidates[best]

# %% wrong="choose_neighbours" loses="a_clear_winner_is_chosen, close_calls_go_to_more_neighbours"
"""The mean over the wrong axis."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=0)[: len(candidates)]
    return candidates[int(np.argmax(means))]

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Takes a fixed margin of one percentage point instead of the standard error."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    return max(c for c, mean in zip(candidates, means) if mean >= means.max() - 0.01)

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""Walks up from the best and stops at the first candidate below the border."""
def choose_neighbours(candidates, S):
    order = np.argsort(candidates)
    means = np.mean(S, axis=1)
    best = int(np.argmax(means))
    border = means[best] - np.std(S[best], ddof=1) / np.sqrt(S.shape[1])
    chosen = candidates[best]
    for i in order[list(order).index(best) :]:
        if means[i] < border:
            break
        chosen = candidates[i]
    return chosen

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""The spread of the whole table instead of that of the best candidate's row."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    border = means.max() - np.std(S, ddof=1) / np.sqrt(S.shape[1])
    return max(c for c, mean in zip(candidates, means) if mean >= border)

# %% wrong="choose_neighbours" loses="close_calls_go_to_more_neighbours"
"""The spread of the first row, as if the first candidate were the best."""
def choose_neighbours(candidates, S):
    means = np.mean(S, axis=1)
    border = means.max() - np.std(S[0], ddof=1) / np.sqrt(S.shape[1])
    return max(c for c, mean in zip(candidates, means) if mean >= border)

# %% right="choose_neighbours"
"""Plain Python and the statistics module."""
def choose_neighbours(candidates, S):
    import statistics
    rows = [[float(value) for value in row] for row in S]
    means = [statistics.fmean(row) for row in rows]
    top = rows[means.index(max(means))]
    border = max(means) - statistics.stdev(top) / math.sqrt(len(top))
    return max(c for c, mean in zip(candidates, means) if mean > border)

# %% right="choose_neighbours"
"""NumPy masks; returns a NumPy number."""
def choose_neighbours(candidates, S):
    S, candidates = np.asarray(S), np.array(candidates)
    means = S.mean(axis=1)
    error = S.std(axis=1, ddof=1)[means.argmax()] / S.shape[1] ** 0.5
    return candidates[means >= means.max() - error].max()

# %% right="choose_neighbours"
"""pandas from mean to choice; a 0-d array."""
def choose_neighbours(candidates, S):
    table = pd.DataFrame(S, index=candidates)
    mean = table.mean(axis=1)
    return np.array(mean.index[mean >= mean.max() - table.loc[mean.idxmax()].sem()].max())

# %% right="choose_neighbours"
"""Tries the candidates from the largest down; the exercise before gives mean and spread."""
def choose_neighbours(candidates, S):
    table = {c: mean_and_spread(row) for c, row in zip(candidates, S)}
    mean, spread = max(table.values(), key=lambda pair: pair[0])
    for c in sorted(candidates, reverse=True):
        if table[c][0] >= mean - spread / np.sqrt(len(S[0])):
            return float(c)

# %% wrong="select_inside" loses="test_rows_have_no_say"
"""Selects once, on all rows, before anything is split: the leak."""
def select_inside(X, y, folds, m):
    columns = np.argsort(-gaps(X, y))[:m]
    return [columns for _ in folds]

# %% wrong="select_inside" loses="the_widest_gaps_are_kept, test_rows_have_no_say"
"""Keeps the narrowest gaps: sorts the wrong way round."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        chosen.append(np.argsort(gaps(X[train], y[train]))[:m])
    return chosen

# %% wrong="select_inside" loses="the_widest_gaps_are_kept, test_rows_have_no_say"
"""Keeps one column too few: argsort counted from the end with an end that is not included."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        chosen.append(np.argsort(gaps(X[train], y[train]))[-m:-1])
    return chosen

# %% wrong="select_inside" loses="test_rows_have_no_say"
"""Selects on the test rows of the fold."""
def select_inside(X, y, folds, m):
    return [np.argsort(-gaps(X[test], y[test]))[:m] for test in folds]

# %% wrong="select_inside" loses="test_rows_have_no_say"
"""Selects on the training rows of the first fold, once for all folds."""
def select_inside(X, y, folds, m):
    train = np.setdiff1d(np.arange(len(y)), folds[0])
    columns = np.argsort(-gaps(X[train], y[train]))[:m]
    return [columns] * len(folds)

# %% wrong="select_inside" loses="the_widest_gaps_are_kept, test_rows_have_no_say"
"""Returns the gaps themselves instead of column numbers."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        chosen.append(np.sort(gaps(X[train], y[train]))[::-1][:m])
    return chosen

# %% wrong="select_inside" loses="the_widest_gaps_are_kept, test_rows_have_no_say"
"""Takes the test rows out of X, but hides them in y only: the labels of all rows, cut to length."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        chosen.append(np.argsort(-gaps(X[train], np.sort(y)[: len(train)]))[:m])
    return chosen

# %% wrong="select_inside" loses="test_rows_have_no_say"
"""Half a leak: ranks on the training rows, but among the columns that all rows have preselected."""
def select_inside(X, y, folds, m):
    few = np.argsort(-gaps(X, y))[: 2 * m]
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        chosen.append(few[np.argsort(-gaps(X[train][:, few], y[train]))[:m]])
    return chosen

# %% wrong="select_inside" loses="the_widest_gaps_are_kept, test_rows_have_no_say"
"""The first m columns whose gap is above the mean, not the m widest."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        gap = gaps(X[train], y[train])
        chosen.append(np.flatnonzero(gap > gap.mean())[:m])
    return chosen

# %% wrong="select_inside" loses="the_widest_gaps_are_kept, test_rows_have_no_say"
"""Puts the columns of all folds together into one set."""
def select_inside(X, y, folds, m):
    union = set()
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        union |= set(np.argsort(-gaps(X[train], y[train]))[:m].tolist())
    return sorted(union)

# %% wrong="select_inside" loses="the_widest_gaps_are_kept, test_rows_have_no_say"
"""Forgets that a gap below zero is a gap too: the signed difference of the means."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        a, b = X[train][y[train] == 1], X[train][y[train] == 0]
        chosen.append(np.argsort(b.mean(axis=0) - a.mean(axis=0))[:m])
    return chosen

# %% wrong="select_inside" loses="test_rows_have_no_say"
"""Looks at class 1 only: a mean far from 0 counts as a wide gap."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        chosen.append(np.argsort(np.abs(X[train][y[train] == 1].mean(axis=0)))[-m:])
    return chosen

# %% wrong="select_inside" loses="the_widest_gaps_are_kept, test_rows_have_no_say"
"""Divides every gap by the standard deviation of its column: another measure than the one asked for."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        train = np.setdiff1d(np.arange(len(y)), test)
        chosen.append(np.argsort(gaps(X[train], y[train]) / X[train].std(axis=0))[-m:])
    return chosen

# %% right="select_inside"
"""Masks and argpartition; an array (k, m)."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        mask = np.ones(len(y), dtype=bool)
        mask[test] = False
        gap = gaps(X[mask], y[mask])
        chosen.append(np.argpartition(gap, len(gap) - m)[-m:])
    return np.array(chosen)

# %% right="select_inside"
"""Plain sorted lists, narrowest first; the gap by its own formula."""
def select_inside(X, y, folds, m):
    chosen = []
    for test in folds:
        rest, labels = np.delete(X, test, axis=0), np.delete(y, test)
        gap = abs(rest[labels == 1].mean(0) - rest[labels == 0].mean(0)).tolist()
        chosen.append(sorted(range(len(gap)), key=gap.__getitem__)[len(gap) - m :])
    return chosen

# %% right="select_inside"
"""heapq on the training rows put together from the other folds."""
def select_inside(X, y, folds, m):
    import heapq
    chosen = []
    for i in range(len(folds)):
        train = np.concatenate([folds[j] for j in range(len(folds)) if j != i])
        gap = gaps(X[train], y[train])
        chosen.append(heapq.nlargest(m, range(len(gap)), key=lambda f: gap[f]))
    return tuple(chosen)

# %% wrong="which_split" loses="each_situation_gets_its_split"
"""Stratified everywhere: never wrong, they say."""
def which_split():
    return {letter: "stratified" for letter in "abcdef"}

# %% wrong="which_split" loses="each_situation_gets_its_split"
"""Overlooks that ten pictures of one patient belong together."""
def which_split():
    return {"a": "stratified", "b": "stratified", "c": "time", "d": "shuffled", "e": "groups", "f": "stratified"}

# %% wrong="which_split" loses="each_situation_gets_its_split"
"""Shuffles the days, so that tomorrow helps to predict yesterday."""
def which_split():
    return {"a": "stratified", "b": "groups", "c": "shuffled", "d": "shuffled", "e": "groups", "f": "stratified"}

# %% wrong="which_split" loses="each_situation_gets_its_split"
"""Stratifies where there are no classes."""
def which_split():
    return {"a": "stratified", "b": "groups", "c": "time", "d": "stratified", "e": "groups", "f": "stratified"}

# %% wrong="which_split" loses="each_situation_gets_its_split"
"""Takes seconds of a machine for a time series to be predicted."""
def which_split():
    return {"a": "stratified", "b": "groups", "c": "time", "d": "shuffled", "e": "time", "f": "stratified"}

# %% wrong="which_split" loses="each_situation_gets_its_split"
"""Leaves the rare class to chance."""
def which_split():
    return {"a": "stratified", "b": "groups", "c": "time", "d": "shuffled", "e": "groups", "f": "shuffled"}

# %% right="which_split"
"""Written as pairs."""
def which_split():
    words = "stratified groups time shuffled groups stratified".split()
    return dict(zip("abcdef", words))
