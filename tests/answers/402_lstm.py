# %% wrong="split_and_scale" loses="only_training_rows_set_the_scale"
"""Takes lowest and highest value from all rows: the scale knows the future."""
def split_and_scale(series, n_test):
    low, high = series.min(axis=0), series.max(axis=0)
    z = (series - low) / (high - low)
    return z[:-n_test], z[-n_test:]

# %% wrong="split_and_scale" loses="only_training_rows_set_the_scale"
"""Scales the test part by its own lowest and highest value."""
def split_and_scale(series, n_test):
    train, test = series[:-n_test], series[-n_test:]
    def scaled(a):
        spread = a.max(axis=0) - a.min(axis=0)
        return (a - a.min(axis=0)) / np.where(spread == 0, 1, spread)
    return scaled(train), scaled(test)

# %% wrong="split_and_scale" loses="only_training_rows_set_the_scale"
"""One lowest and one highest value for all channels together."""
def split_and_scale(series, n_test):
    train, test = series[:-n_test], series[-n_test:]
    low, high = train.min(), train.max()
    return (train - low) / (high - low), (test - low) / (high - low)

# %% wrong="split_and_scale" loses="only_training_rows_set_the_scale"
"""Cuts test values off at 0 and 1."""
def split_and_scale(series, n_test):
    train, test = series[:-n_test], series[-n_test:]
    low, high = train.min(axis=0), train.max(axis=0)
    return (train - low) / (high - low), np.clip((test - low) / (high - low), 0, 1)

# %% wrong="split_and_scale" loses="only_training_rows_set_the_scale"
"""Scales inside the series itself: the caller's numbers are gone."""
def split_and_scale(series, n_test):
    if series.dtype.kind != "f":
        series = series.astype(float)
    train = series[:-n_test]
    low, high = train.min(axis=0), train.max(axis=0)
    series -= low
    series /= high - low
    return series[:-n_test], series[-n_test:]

# %% wrong="split_and_scale" loses="only_training_rows_set_the_scale"
"""Writes the scaled numbers into arrays of the series' own type: whole numbers are cut off."""
def split_and_scale(series, n_test):
    train = series[:-n_test]
    low, high = train.min(axis=0), train.max(axis=0)
    z = np.empty_like(series)
    z[:] = (series - low) / (high - low)
    return z[:-n_test], z[-n_test:]

# %% wrong="split_and_scale" loses="last_rows_are_kept_for_testing, only_training_rows_set_the_scale"
"""Tests with the first rows instead of the last ones."""
def split_and_scale(series, n_test):
    test, train = series[:n_test], series[n_test:]
    low, high = train.min(axis=0), train.max(axis=0)
    return (train - low) / (high - low), (test - low) / (high - low)

# %% wrong="split_and_scale" loses="last_rows_are_kept_for_testing, only_training_rows_set_the_scale"
"""Draws the test rows at random, as for data without an order."""
def split_and_scale(series, n_test):
    order = np.random.default_rng(0).permutation(len(series))
    train, test = series[np.sort(order[:-n_test])], series[np.sort(order[-n_test:])]
    spread = train.max(axis=0) - train.min(axis=0)
    spread = np.where(spread == 0, 1, spread)
    return (train - train.min(axis=0)) / spread, (test - train.min(axis=0)) / spread

# %% right="split_and_scale"
"""scikit-learn's scaler, fitted on the training part; a list of two."""
def split_and_scale(series, n_test):
    from sklearn.preprocessing import MinMaxScaler
    scaler = MinMaxScaler().fit(series[: len(series) - n_test])
    return [scaler.transform(series[: len(series) - n_test]), scaler.transform(series[len(series) - n_test :])]

# %% right="split_and_scale"
"""Channel by channel in float32, all rows scaled by the training rows, then split."""
def split_and_scale(series, n_test):
    cut = series.shape[0] - n_test
    z = series.astype("float32")
    for channel in range(z.shape[1]):
        low = z[:cut, channel].min()
        z[:, channel] = (z[:, channel] - low) / np.ptp(z[:cut, channel])
    train, test = np.split(z, [cut])
    return train, test

# %% right="split_and_scale"
"""Tables of pandas."""
def split_and_scale(series, n_test):
    table = pd.DataFrame(series)
    train, test = table.iloc[:-n_test], table.iloc[-n_test:]
    low, high = train.min(), train.max()
    return (train - low) / (high - low), (test - low) / (high - low)

# %% wrong="split_sequence" loses="windows_are_n_rows_of_all_channels, targets_are_the_next_values, targets_come_from_the_target_channel"
"""Loses the last window: + 1 is missing."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n - horizon
    X = np.array([series[i : i + n] for i in range(N)])
    y = np.array([series[i + n : i + n + horizon, target] for i in range(N)])
    return X, y

# %% wrong="split_sequence" loses="windows_are_n_rows_of_all_channels, targets_are_the_next_values, targets_come_from_the_target_channel"
"""Windows side by side instead of overlapping: moves on by n rows."""
def split_sequence(series, n, horizon=1, target=0):
    starts = range(0, len(series) - n - horizon + 1, n)
    return np.array([series[i : i + n] for i in starts]), np.array([series[i + n : i + n + horizon, target] for i in starts])

# %% wrong="split_sequence" loses="targets_are_the_next_values, targets_come_from_the_target_channel"
"""The first target is the last value of the window: the answer stands in the question."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n - horizon + 1
    X = np.array([series[i : i + n] for i in range(N)])
    y = np.array([series[i + n - 1 : i + n - 1 + horizon, target] for i in range(N)])
    return X, y

# %% wrong="split_sequence" loses="targets_are_the_next_values, targets_come_from_the_target_channel"
"""Keeps only the value horizon rows ahead."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n - horizon + 1
    X = np.array([series[i : i + n] for i in range(N)])
    y = np.array([[series[i + n + horizon - 1, target]] for i in range(N)])
    return X, y

# %% wrong="split_sequence" loses="targets_are_the_next_values"
"""Drops the axis of the targets where horizon is 1: (N,) instead of (N, 1)."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n - horizon + 1
    X = np.array([series[i : i + n] for i in range(N)])
    y = np.array([series[i + n : i + n + horizon, target] for i in range(N)])
    return X, y[:, 0] if horizon == 1 else y

# %% wrong="split_sequence" loses="targets_come_from_the_target_channel"
"""Always forecasts channel 0."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n - horizon + 1
    X = np.array([series[i : i + n] for i in range(N)])
    y = np.array([series[i + n : i + n + horizon, 0] for i in range(N)])
    return X, y

# %% wrong="split_sequence" loses="targets_come_from_the_target_channel"
"""Takes the last column for the target, as tables with the label at the end have it."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n - horizon + 1
    X = np.array([series[i : i + n] for i in range(N)])
    y = np.array([series[i + n : i + n + horizon, -1] for i in range(N)])
    return X, y

# %% wrong="split_sequence" loses="windows_are_n_rows_of_all_channels"
"""Keeps only the target's channel in the windows."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n - horizon + 1
    X = np.array([series[i : i + n, target : target + 1] for i in range(N)])
    y = np.array([series[i + n : i + n + horizon, target] for i in range(N)])
    return X, y

# %% wrong="split_sequence" loses="windows_are_n_rows_of_all_channels"
"""Makes (N, n, C) out of (N, C, n) by reshape, which mixes rows and channels."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n - horizon + 1
    X = np.lib.stride_tricks.sliding_window_view(series, n, axis=0)[:N].reshape(N, n, -1)
    y = np.lib.stride_tricks.sliding_window_view(series[n:, target], horizon)[:N]
    return X, y

# %% wrong="split_sequence" loses="windows_are_n_rows_of_all_channels, targets_are_the_next_values, targets_come_from_the_target_channel"
"""Makes rows for T - n windows; the last ones have no whole target and stay zero."""
def split_sequence(series, n, horizon=1, target=0):
    N = len(series) - n
    X, y = np.zeros((N, n, series.shape[1])), np.zeros((N, horizon))
    for i in range(N - horizon + 1):
        X[i] = series[i : i + n]
        y[i] = series[i + n : i + n + horizon, target]
    return X, y

# %% right="split_sequence"
"""Views of the series, moved to the right axes, without a loop."""
def split_sequence(series, n, horizon=1, target=0):
    view = np.lib.stride_tricks.sliding_window_view
    both = view(series, n + horizon, axis=0).transpose(0, 2, 1)
    return both[:, :n], both[:, n:, target]

# %% right="split_sequence"
"""One table of row numbers, used as an index."""
def split_sequence(series, n, horizon=1, target=0):
    rows = np.arange(n + horizon) + np.arange(len(series) - n - horizon + 1)[:, None]
    pieces = series[rows].astype("float32")
    return pieces[:, :n, :], pieces[:, n:, target]

# %% right="split_sequence"
"""Plain lists, grown while a whole window and its targets fit."""
def split_sequence(series, n, horizon=1, target=0):
    rows, X, y, i = series.tolist(), [], [], 0
    while i + n + horizon <= len(rows):
        X.append(rows[i : i + n])
        y.append([row[target] for row in rows[i + n : i + n + horizon]])
        i += 1
    return X, y

# %% wrong="persistence" loses="last_value_is_repeated"
"""One day too old: the last but one value."""
def persistence(X, horizon=1, target=0):
    return np.repeat(X[:, -2, target][:, None], horizon, axis=1)

# %% wrong="persistence" loses="last_value_is_repeated"
"""Tiles the values of all examples behind one another, so that rows are mixed up."""
def persistence(X, horizon=1, target=0):
    return np.tile(X[:, -1, target], horizon).reshape(len(X), horizon)

# %% wrong="persistence" loses="last_value_is_repeated"
"""Repeats the last horizon values of the window instead of the last one horizon times."""
def persistence(X, horizon=1, target=0):
    return X[:, -horizon:, target]

# %% wrong="persistence" loses="last_value_is_repeated"
"""The highest value of the window: the same as the last one where values rise."""
def persistence(X, horizon=1, target=0):
    return np.repeat(X[:, :, target].max(axis=1, keepdims=True), horizon, axis=1)

# %% wrong="persistence" loses="last_value_is_repeated"
"""Forgets target: always channel 0."""
def persistence(X, horizon=1, target=0):
    return np.repeat(X[:, -1, :1], horizon, axis=1)

# %% right="persistence"
"""A read-only view with the right shape."""
def persistence(X, horizon=1, target=0):
    return np.broadcast_to(X[:, -1, target, None], (X.shape[0], horizon))

# %% right="persistence"
"""A list of lists."""
def persistence(X, horizon=1, target=0):
    return [[float(window[-1][target])] * horizon for window in X]

# %% wrong="skill" loses="skill_is_the_share_of_error_saved"
"""Exchanges forecast and baseline."""
def skill(y, forecast, baseline):
    return 1 - ((y - baseline) ** 2).mean(axis=0) / ((y - forecast) ** 2).mean(axis=0)

# %% wrong="skill" loses="skill_is_the_share_of_error_saved"
"""Takes the roots first: the share of the RMSE."""
def skill(y, forecast, baseline):
    return 1 - np.sqrt(((y - forecast) ** 2).mean(axis=0) / ((y - baseline) ** 2).mean(axis=0))

# %% wrong="skill" loses="skill_is_the_share_of_error_saved"
"""Compares with the mean of y: that is R², and the baseline is not looked at."""
def skill(y, forecast, baseline):
    return 1 - ((y - forecast) ** 2).mean(axis=0) / y.var(axis=0)

# %% wrong="skill" loses="skill_is_the_share_of_error_saved"
"""One number for all days ahead."""
def skill(y, forecast, baseline):
    return 1 - ((y - forecast) ** 2).mean() / ((y - baseline) ** 2).mean()

# %% wrong="skill" loses="skill_is_the_share_of_error_saved"
"""Absolute instead of squared errors."""
def skill(y, forecast, baseline):
    return 1 - np.abs(y - forecast).mean(axis=0) / np.abs(y - baseline).mean(axis=0)

# %% wrong="skill" loses="skill_is_the_share_of_error_saved"
"""Hides bad news: a negative skill becomes 0."""
def skill(y, forecast, baseline):
    return np.maximum(0, 1 - ((y - forecast) ** 2).mean(axis=0) / ((y - baseline) ** 2).mean(axis=0))

# %% wrong="skill" loses="skill_is_the_share_of_error_saved"
"""Variances of the errors: a forecast that is always 2 too high would be perfect."""
def skill(y, forecast, baseline):
    return 1 - np.var(y - forecast, axis=0) / np.var(y - baseline, axis=0)

# %% right="skill"
"""scikit-learn's mean squared errors, day by day, in a list."""
def skill(y, forecast, baseline):
    from sklearn.metrics import mean_squared_error
    days = range(np.shape(y)[1])
    return [1 - mean_squared_error(y[:, d], forecast[:, d]) / mean_squared_error(y[:, d], baseline[:, d]) for d in days]

# %% right="skill"
"""Sums with einsum: the number of examples cancels."""
def skill(y, forecast, baseline):
    e, b = y - forecast, y - baseline
    saved = np.einsum("nd,nd->d", b, b) - np.einsum("nd,nd->d", e, e)
    return saved / np.einsum("nd,nd->d", b, b)

# %% wrong="lstm_step" loses="gates_keep_forget_and_write, cell_state_agrees_with_keras, hidden_state_agrees_with_keras"
"""Takes the blocks in the order input, forget, output, candidate, as some other libraries do."""
def lstm_step(x, h, c, W, U, b):
    i, f, o, g = np.split(x @ W + h @ U + b, 4, axis=1)
    new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(new), new

# %% wrong="lstm_step" loses="gates_keep_forget_and_write, cell_state_agrees_with_keras, hidden_state_agrees_with_keras"
"""Takes the blocks in the order forget, input, candidate, output."""
def lstm_step(x, h, c, W, U, b):
    f, i, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(new), new

# %% wrong="lstm_step" loses="gates_keep_forget_and_write, cell_state_agrees_with_keras, hidden_state_agrees_with_keras"
"""tanh for the gates too: they can become negative."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.tanh(np.split(x @ W + h @ U + b, 4, axis=1))
    new = f * c + i * g
    return o * np.tanh(new), new

# %% wrong="lstm_step" loses="gates_keep_forget_and_write, cell_state_agrees_with_keras, hidden_state_agrees_with_keras"
"""Sigmoid for the candidate too: nothing negative can be written."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = sigmoid(np.stack(np.split(x @ W + h @ U + b, 4, axis=1)))
    new = f * c + i * g
    return o * np.tanh(new), new

# %% wrong="lstm_step" loses="hidden_state_agrees_with_keras"
"""h is o times c, without the tanh."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * new, new

# %% wrong="lstm_step" loses="hidden_state_agrees_with_keras"
"""Shows the old cell state instead of the new one."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), new

# %% wrong="lstm_step" loses="cell_state_agrees_with_keras, hidden_state_agrees_with_keras"
"""Does not look back at h: the recurrent weights are not used."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + b, 4, axis=1)
    new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(new), new

# %% wrong="lstm_step" loses="gates_keep_forget_and_write, cell_state_agrees_with_keras, hidden_state_agrees_with_keras"
"""Adds Keras's forget bias of 1 once more; it stands in b already."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    new = sigmoid(f + 1) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(new), new

# %% wrong="lstm_step" loses="gates_keep_forget_and_write, cell_state_agrees_with_keras, hidden_state_agrees_with_keras"
"""Returns c before h."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return new, sigmoid(o) * np.tanh(new)

# %% wrong="lstm_step" loses="cell_state_agrees_with_keras"
"""Changes the caller's c in place."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = np.split(x @ W + h @ U + b, 4, axis=1)
    c *= sigmoid(f)
    c += sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c), c.copy()

# %% wrong="lstm_step" loses="gates_keep_forget_and_write, cell_state_agrees_with_keras, hidden_state_agrees_with_keras"
"""The blocks interleaved: column 0 is i, column 1 f, column 2 g, column 3 o, column 4 i again."""
def lstm_step(x, h, c, W, U, b):
    i, f, g, o = ((x @ W + h @ U + b)[:, k::4] for k in range(4))
    new = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(new), new

# %% right="lstm_step"
"""Slices of one product of the joined input, sigmoid by tanh, a list of two."""
def lstm_step(x, h, c, W, U, b):
    u = h.shape[1]
    a = np.hstack([x, h]) @ np.vstack([W, U]) + b
    gate = lambda k: 0.5 * np.tanh(0.5 * a[:, k * u : (k + 1) * u]) + 0.5
    c_new = gate(1) * c + gate(0) * np.tanh(a[:, 2 * u : 3 * u])
    return [gate(3) * np.tanh(c_new), c_new]

# %% right="lstm_step"
"""Unit by unit and row by row, in float32."""
def lstm_step(x, h, c, W, U, b):
    N, u = c.shape
    h_new, c_new = np.zeros((N, u), "float32"), np.zeros((N, u), "float32")
    for r in range(N):
        for k in range(u):
            a = [x[r] @ W[:, k + q * u] + h[r] @ U[:, k + q * u] + b[k + q * u] for q in range(4)]
            c_new[r, k] = c[r, k] / (1 + np.exp(-a[1])) + np.tanh(a[2]) / (1 + np.exp(-a[0]))
            h_new[r, k] = np.tanh(c_new[r, k]) / (1 + np.exp(-a[3]))
    return h_new, c_new

# %% right="lstm_step"
"""Keras's own cell, whose tensors are returned."""
def lstm_step(x, h, c, W, U, b):
    cell = keras.layers.LSTMCell(h.shape[1])
    cell.build((None, x.shape[1]))
    cell.set_weights([W, U, b])
    x, h, c = (keras.ops.convert_to_tensor(np.asarray(part, "float32")) for part in (x, h, c))
    return cell(x, [h, c])[1]

# %% wrong="gru_step" loses="gru_step_agrees_with_keras"
"""Exchanges z and 1 - z, as some papers and textbooks write it."""
def gru_step(x, h, W, U, b):
    az, ar, ag = np.split(x @ W + b[0], 3, axis=1)
    sz, sr, sg = np.split(h @ U + b[1], 3, axis=1)
    z, r = sigmoid(az + sz), sigmoid(ar + sr)
    return (1 - z) * h + z * np.tanh(ag + r * sg)

# %% wrong="gru_step" loses="gru_step_agrees_with_keras"
"""Applies the reset gate to h before the product, as reset_after=False would."""
def gru_step(x, h, W, U, b):
    u = h.shape[1]
    a = x @ W + b[0]
    z = sigmoid(a[:, :u] + h @ U[:, :u] + b[1, :u])
    r = sigmoid(a[:, u : 2 * u] + h @ U[:, u : 2 * u] + b[1, u : 2 * u])
    g = np.tanh(a[:, 2 * u :] + (r * h) @ U[:, 2 * u :] + b[1, 2 * u :])
    return z * h + (1 - z) * g

# %% wrong="gru_step" loses="gru_step_agrees_with_keras"
"""Adds both biases outside: the reset gate does not reach the recurrent one."""
def gru_step(x, h, W, U, b):
    az, ar, ag = np.split(x @ W + b[0] + b[1], 3, axis=1)
    sz, sr, sg = np.split(h @ U, 3, axis=1)
    z, r = sigmoid(az + sz), sigmoid(ar + sr)
    return z * h + (1 - z) * np.tanh(ag + r * sg)

# %% wrong="gru_step" loses="gru_step_agrees_with_keras"
"""Takes the blocks in the order r, z, candidate."""
def gru_step(x, h, W, U, b):
    ar, az, ag = np.split(x @ W + b[0], 3, axis=1)
    sr, sz, sg = np.split(h @ U + b[1], 3, axis=1)
    z, r = sigmoid(az + sz), sigmoid(ar + sr)
    return z * h + (1 - z) * np.tanh(ag + r * sg)

# %% wrong="gru_step" loses="gru_step_agrees_with_keras"
"""Leaves the reset gate out."""
def gru_step(x, h, W, U, b):
    az, _, ag = np.split(x @ W + b[0], 3, axis=1)
    sz, _, sg = np.split(h @ U + b[1], 3, axis=1)
    z = sigmoid(az + sz)
    return z * h + (1 - z) * np.tanh(ag + sg)

# %% wrong="gru_step" loses="gru_step_agrees_with_keras"
"""Takes b[1] for the inputs and b[0] for the state."""
def gru_step(x, h, W, U, b):
    az, ar, ag = np.split(x @ W + b[1], 3, axis=1)
    sz, sr, sg = np.split(h @ U + b[0], 3, axis=1)
    z, r = sigmoid(az + sz), sigmoid(ar + sr)
    return z * h + (1 - z) * np.tanh(ag + r * sg)

# %% wrong="gru_step" loses="gru_step_agrees_with_keras"
"""Changes the caller's h in place."""
def gru_step(x, h, W, U, b):
    az, ar, ag = np.split(x @ W + b[0], 3, axis=1)
    sz, sr, sg = np.split(h @ U + b[1], 3, axis=1)
    z, r = sigmoid(az + sz), sigmoid(ar + sr)
    h *= z
    h += (1 - z) * np.tanh(ag + r * sg)
    return h

# %% right="gru_step"
"""Written as a step from the candidate towards h, with slices and lists."""
def gru_step(x, h, W, U, b):
    u = len(h[0])
    a, s = np.dot(x, W) + b[0], np.dot(h, U) + b[1]
    z, r = np.split(1 / (1 + np.exp(-(a + s)[:, : 2 * u])), 2, axis=1)
    g = np.tanh(a[:, -u:] + r * s[:, -u:])
    return (g + z * (h - g)).tolist()

# %% wrong="count_parameters" loses="every_gate_has_weights_and_biases, layers_feed_one_another"
"""One bias for each unit of a GRU's block, as with reset_after=False."""
def count_parameters(layers, channels):
    counts = []
    for kind, u, directions in layers:
        blocks = {"simple": 1, "lstm": 4, "gru": 3}.get(kind)
        counts.append(directions * (u * (channels + 1) if kind == "dense" else blocks * u * (channels + u + 1)))
        channels = directions * u
    return counts

# %% wrong="count_parameters" loses="every_gate_has_weights_and_biases, layers_feed_one_another"
"""Two biases for every kind, as another library has them."""
def count_parameters(layers, channels):
    counts = []
    for kind, u, directions in layers:
        blocks = {"simple": 1, "lstm": 4, "gru": 3}.get(kind)
        counts.append(directions * (u * (channels + 1) if kind == "dense" else blocks * u * (channels + u + 2)))
        channels = directions * u
    return counts

# %% wrong="count_parameters" loses="layers_feed_one_another"
"""The next layer of a bidirectional one gets u channels instead of 2u."""
def count_parameters(layers, channels):
    counts = []
    for kind, u, directions in layers:
        blocks = {"simple": 1, "lstm": 4, "gru": 3}.get(kind)
        extra = 2 if kind == "gru" else 1
        counts.append(directions * (u * (channels + 1) if kind == "dense" else blocks * u * (channels + u + extra)))
        channels = u
    return counts

# %% wrong="count_parameters" loses="layers_feed_one_another"
"""Counts only one direction."""
def count_parameters(layers, channels):
    counts = []
    for kind, u, directions in layers:
        blocks = {"simple": 1, "lstm": 4, "gru": 3}.get(kind)
        extra = 2 if kind == "gru" else 1
        counts.append(u * (channels + 1) if kind == "dense" else blocks * u * (channels + u + extra))
        channels = directions * u
    return counts

# %% wrong="count_parameters" loses="layers_feed_one_another"
"""Every layer gets the channels of the series, as if none stood on another."""
def count_parameters(layers, channels):
    counts = []
    for kind, u, directions in layers:
        blocks = {"simple": 1, "lstm": 4, "gru": 3}.get(kind)
        extra = 2 if kind == "gru" else 1
        counts.append(directions * (u * (channels + 1) if kind == "dense" else blocks * u * (channels + u + extra)))
    return counts

# %% wrong="count_parameters" loses="layers_feed_one_another"
"""Takes a bidirectional layer for one layer with 2u units, whose directions read one another."""
def count_parameters(layers, channels):
    counts = []
    for kind, u, directions in layers:
        u = directions * u
        blocks = {"simple": 1, "lstm": 4, "gru": 3}.get(kind)
        extra = 2 if kind == "gru" else 1
        counts.append(u * (channels + 1) if kind == "dense" else blocks * u * (channels + u + extra))
        channels = u
    return counts

# %% wrong="count_parameters" loses="layers_feed_one_another"
"""Takes a dense layer always for the last one: its width is not passed on."""
def count_parameters(layers, channels):
    counts = []
    for kind, u, directions in layers:
        if kind == "dense":
            counts.append(u * (channels + 1))
        else:
            blocks, extra = {"simple": (1, 1), "lstm": (4, 1), "gru": (3, 2)}[kind]
            counts.append(directions * blocks * u * (channels + u + extra))
            channels = directions * u
    return counts

# %% right="count_parameters"
"""Asks Keras: builds every layer and counts."""
def count_parameters(layers, channels):
    L, counts = keras.layers, []
    kinds = {"simple": L.SimpleRNN, "lstm": L.LSTM, "gru": L.GRU}
    for kind, units, directions in layers:
        layer = L.Dense(units) if kind == "dense" else kinds[kind](units)
        layer.build((None, channels) if kind == "dense" else (None, 5, channels))
        counts.append(directions * layer.count_params())
        channels = directions * units
    return np.array(counts)

# %% right="count_parameters"
"""The shapes of W, U and b added up by recursion; a tuple."""
def count_parameters(layers, channels):
    if not layers:
        return ()
    kind, u, d = layers[0]
    k = dict(simple=1, lstm=4, gru=3, dense=1)[kind]
    W, U, b = channels * k * u, (0 if kind == "dense" else u * k * u), (2 if kind == "gru" else 1) * k * u
    return (d * (W + U + b), *count_parameters(layers[1:], d * u))

# %% wrong="network" loses="layers_are_as_in_the_table"
"""Reads in one direction only."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    model = keras.Sequential([L.Input((n, channels)), L.LSTM(units, return_sequences=True), L.LSTM(units), L.Dense(horizon)])
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="network" loses="layers_are_as_in_the_table"
"""Adds the two directions instead of putting them side by side."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(units, return_sequences=True), merge_mode="sum")
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(units), L.Dense(horizon)])
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="network" loses="layers_are_as_in_the_table"
"""ReLU in the second LSTM, as some tutorials have it."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(units, return_sequences=True))
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(units, activation="relu"), L.Dense(horizon)])
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="network" loses="layers_are_as_in_the_table"
"""A sigmoid at the end: changes below 0 and values above 1 cannot be forecast."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(units, return_sequences=True))
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(units), L.Dense(horizon, activation="sigmoid")])
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="network" loses="layers_are_as_in_the_table"
"""The second LSTM returns all its states too: forecasts for every step."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(units, return_sequences=True))
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(units, return_sequences=True), L.Dense(horizon)])
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="network" loses="layers_are_as_in_the_table"
"""Always 8 units."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(8, return_sequences=True))
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(8), L.Dense(horizon)])
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="network" loses="layers_are_as_in_the_table"
"""Adds dropout, which shows up only during training."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(units, return_sequences=True, dropout=0.3))
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(units), L.Dense(horizon)])
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="network" loses="compiled_for_squared_errors"
"""Absolute errors as the loss."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(units, return_sequences=True))
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(units), L.Dense(horizon)])
    model.compile(keras.optimizers.Adam(lr), "mae")
    return model

# %% wrong="network" loses="compiled_for_squared_errors"
"""Ignores lr."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(units, return_sequences=True))
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(units), L.Dense(horizon)])
    model.compile("adam", "mse")
    return model

# %% wrong="network" loses="layers_are_as_in_the_table"
"""Only the last states of the lower layer go up, repeated for every day: as many weights, another network."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    lower = L.Bidirectional(L.LSTM(units))
    model = keras.Sequential([L.Input((n, channels)), lower, L.RepeatVector(n), L.LSTM(units), L.Dense(horizon)])
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="network" loses="compiled_for_squared_errors"
"""AdamW: weights are drawn towards 0 all the time."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    both = L.Bidirectional(L.LSTM(units, return_sequences=True))
    model = keras.Sequential([L.Input((n, channels)), both, L.LSTM(units), L.Dense(horizon)])
    model.compile(keras.optimizers.AdamW(lr), "mse")
    return model

# %% right="network"
"""A functional model with the loss as an object and a metric."""
def network(n, channels, horizon, units=8, lr=0.01):
    inputs = keras.Input((n, channels))
    z = keras.layers.Bidirectional(keras.layers.LSTM(units, return_sequences=True))(inputs)
    z = keras.layers.LSTM(units)(z)
    model = keras.Model(inputs, keras.layers.Dense(horizon, activation="linear")(z))
    model.compile(keras.optimizers.Adam(learning_rate=lr), keras.losses.MeanSquaredError(), metrics=["mae"])
    return model

# %% right="network"
"""Layer after layer with add, without an input layer, built at the end."""
def network(n, channels, horizon, units=8, lr=0.01):
    model = keras.models.Sequential()
    forward = keras.layers.LSTM(units, return_sequences=True)
    model.add(keras.layers.Bidirectional(forward, merge_mode="concat"))
    model.add(keras.layers.LSTM(units, return_sequences=False))
    model.add(keras.layers.Dense(horizon))
    model.build((None, n, channels))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="mean_squared_error")
    return model

# %% right="network"
"""The two directions by hand: two layers, one of them backwards and turned round, side by side."""
def network(n, channels, horizon, units=8, lr=0.01):
    L = keras.layers
    inputs = keras.Input((n, channels))
    forwards = L.LSTM(units, return_sequences=True)(inputs)
    backwards = keras.ops.flip(L.LSTM(units, return_sequences=True, go_backwards=True)(inputs), axis=1)
    z = L.LSTM(units)(L.Concatenate()([forwards, backwards]))
    model = keras.Model(inputs, L.Dense(horizon)(z))
    model.compile(keras.optimizers.Adam(lr), "mse")
    return model

# %% wrong="rolling_forecast" loses="forecasts_become_inputs"
"""Never moves the window: the same forecast again and again."""
def rolling_forecast(predict, window, steps):
    return np.array([predict(window.copy()) for _ in range(steps)])

# %% wrong="rolling_forecast" loses="forecasts_become_inputs"
"""Puts the forecast at the old end of the window."""
def rolling_forecast(predict, window, steps):
    window, forecasts = np.array(window, dtype=float), []
    for _ in range(steps):
        forecasts.append(float(predict(window.copy())))
        window = np.append(forecasts[-1], window[:-1])
    return np.array(forecasts)

# %% wrong="rolling_forecast" loses="forecasts_become_inputs"
"""Moves the caller's own window."""
def rolling_forecast(predict, window, steps):
    forecasts = []
    for _ in range(steps):
        forecasts.append(float(predict(window.copy())))
        window[:-1] = window[1:].copy()
        window[-1] = forecasts[-1]
    return np.array(forecasts)

# %% wrong="rolling_forecast" loses="forecasts_become_inputs"
"""Keeps the type of the window: forecasts are cut to whole numbers where the window holds whole numbers."""
def rolling_forecast(predict, window, steps):
    window, forecasts = np.array(window), []
    for _ in range(steps):
        forecasts.append(float(predict(window.copy())))
        window = np.roll(window, -1)
        window[-1] = forecasts[-1]
    return np.array(forecasts)

# %% wrong="rolling_forecast" loses="forecasts_become_inputs"
"""Returns the window in front of the forecasts."""
def rolling_forecast(predict, window, steps):
    values, n = [float(v) for v in window], len(window)
    for _ in range(steps):
        values.append(float(predict(np.array(values[-n:]))))
    return np.array(values)

# %% wrong="rolling_forecast" loses="forecasts_become_inputs"
"""Hands a list to predict, which takes an array."""
def rolling_forecast(predict, window, steps):
    values, n = list(window), len(window)
    for _ in range(steps):
        values.append(predict(values[-n:]))
    return np.array(values[n:])

# %% wrong="rolling_forecast" loses="forecasts_become_inputs"
"""The window grows: the oldest value never leaves it."""
def rolling_forecast(predict, window, steps):
    forecasts = []
    for _ in range(steps):
        forecasts.append(predict(window))
        window = np.append(window, forecasts[-1])
    return np.array(forecasts)

# %% wrong="rolling_forecast" loses="forecasts_become_inputs"
"""A window of 3 values, as in the example."""
def rolling_forecast(predict, window, steps):
    values = list(window)
    for _ in range(steps):
        values.append(predict(np.array(values[-3:])))
    return np.array(values[len(window) :])

# %% right="rolling_forecast"
"""A deque that drops the oldest by itself; a list is returned."""
def rolling_forecast(predict, window, steps):
    from collections import deque
    last, forecasts = deque(np.asarray(window, dtype=float).tolist(), maxlen=len(window)), []
    for _ in range(steps):
        last.append(predict(np.array(last)))
        forecasts.append(last[-1])
    return forecasts

# %% right="rolling_forecast"
"""One long array, filled from the left, windows as views of it."""
def rolling_forecast(predict, window, steps):
    n = len(window)
    values = np.concatenate([np.asarray(window, dtype=float), np.zeros(steps)])
    for k in range(steps):
        values[n + k] = predict(values[k : n + k])
    return values[n:]

# %% right="rolling_forecast"
"""By recursion, the window joined from pieces; whole numbers at first, as they came."""
def rolling_forecast(predict, window, steps):
    if steps == 0:
        return np.zeros(0)
    first = predict(window)
    return np.concatenate([[first], rolling_forecast(predict, np.concatenate([window[1:], [first]]), steps - 1)])

# %% wrong="which_statements_follow" loses="statements_about_forecasts"
"""Believes that a high R² shows a useful forecast."""
def which_statements_follow():
    return {"a", "b", "d", "f", "h"}

# %% wrong="which_statements_follow" loses="statements_about_forecasts"
"""Believes that every late curve is worthless."""
def which_statements_follow():
    return {"a", "c", "d", "f", "h"}

# %% wrong="which_statements_follow" loses="statements_about_forecasts"
"""Believes that a bidirectional layer looks into the future."""
def which_statements_follow():
    return {"a", "d", "e", "f", "h"}

# %% wrong="which_statements_follow" loses="statements_about_forecasts"
"""Takes the shuffling of training windows for a leak."""
def which_statements_follow():
    return {"a", "d", "f", "g", "h"}

# %% wrong="which_statements_follow" loses="statements_about_forecasts"
"""Does not believe that persistence can be the best."""
def which_statements_follow():
    return {"a", "d", "h"}

# %% right="which_statements_follow"
"""One piece of text, in capitals."""
def which_statements_follow():
    return "HAFD"
