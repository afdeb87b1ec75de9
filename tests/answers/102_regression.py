# %% wrong="mse" loses="mse_averages_the_squared_errors"
"""Adds the squared errors up and forgets to divide by n."""
def mse(y, y_hat):
    return np.sum((y - y_hat) ** 2)

# %% wrong="mse" loses="mse_averages_the_squared_errors"
"""Takes the square root: that is the RMSE."""
def mse(y, y_hat):
    return np.sqrt(np.mean((y - y_hat) ** 2))

# %% wrong="mse" loses="mse_averages_the_squared_errors"
"""Averages the absolute errors."""
def mse(y, y_hat):
    return np.mean(np.abs(y - y_hat))

# %% wrong="mse" loses="mse_averages_the_squared_errors"
"""Halves the mean, as some books do to lose the 2 of the derivative."""
def mse(y, y_hat):
    return np.mean((y - y_hat) ** 2) / 2

# %% wrong="mse" loses="mse_averages_the_squared_errors"
"""Squares the mean error instead of averaging the squares."""
def mse(y, y_hat):
    return np.mean(y - y_hat) ** 2

# %% wrong="mse" loses="mse_averages_the_squared_errors"
"""The variance of the errors, which forgives an offset."""
def mse(y, y_hat):
    return np.var(y - y_hat)

# %% wrong="mse" loses="mse_averages_the_squared_errors"
"""Divides by n − 1."""
def mse(y, y_hat):
    return np.sum((y - y_hat) ** 2) / (len(y) - 1)

# %% wrong="mse" loses="mse_averages_the_squared_errors"
"""Divides by the four rows of the visible example."""
def mse(y, y_hat):
    return np.sum((y - y_hat) ** 2) / 4

# %% right="mse"
"""A loop in plain Python."""
def mse(y, y_hat):
    total = 0.0
    for actual, predicted in zip(y, y_hat):
        total += (actual - predicted) ** 2
    return total / len(y)

# %% right="mse"
"""scikit-learn's function."""
def mse(y, y_hat):
    from sklearn.metrics import mean_squared_error
    return mean_squared_error(y, y_hat)

# %% right="mse"
"""The squared length of the error over n."""
def mse(y, y_hat):
    error = np.asarray(y) - np.asarray(y_hat)
    return error @ error / error.size

# %% right="mse"
"""The variance of the errors plus the square of their mean."""
def mse(y, y_hat):
    error = np.subtract(y, y_hat, dtype=float)
    return error.var() + error.mean() ** 2

# %% wrong="r2" loses="r2_is_one_zero_or_negative, r2_notices_an_offset"
"""Takes the two arguments the wrong way round: compares with the mean of the predictions."""
def r2(y, y_hat):
    return 1 - np.sum((y - y_hat) ** 2) / np.sum((y_hat - np.mean(y_hat)) ** 2)

# %% wrong="r2" loses="r2_is_one_zero_or_negative, r2_notices_an_offset"
"""The squared correlation, which forgives any offset, any scale and even the wrong sign."""
def r2(y, y_hat):
    spread = np.std(y) * np.std(y_hat)
    return 0.0 if spread == 0 else (np.mean((y - np.mean(y)) * (y_hat - np.mean(y_hat))) / spread) ** 2

# %% wrong="r2" loses="r2_notices_an_offset"
"""The explained variance: the mean of the errors is taken out first."""
def r2(y, y_hat):
    return 1 - np.var(y - y_hat) / np.var(y)

# %% wrong="r2" loses="r2_is_one_zero_or_negative, r2_notices_an_offset"
"""Forgets the 1 −."""
def r2(y, y_hat):
    return np.sum((y - y_hat) ** 2) / np.sum((y - np.mean(y)) ** 2)

# %% wrong="r2" loses="r2_is_one_zero_or_negative"
"""Believes that a square cannot be negative and cuts it off at 0."""
def r2(y, y_hat):
    return max(0.0, 1 - np.sum((y - y_hat) ** 2) / np.sum((y - np.mean(y)) ** 2))

# %% wrong="r2" loses="r2_is_one_zero_or_negative, r2_notices_an_offset"
"""Divides a mean over n by a variance over n − 1."""
def r2(y, y_hat):
    return 1 - np.mean((y - y_hat) ** 2) / np.var(y, ddof=1)

# %% wrong="r2" loses="r2_is_one_zero_or_negative, r2_notices_an_offset"
"""Compares with the sum of squares around 0 instead of around the mean."""
def r2(y, y_hat):
    return 1 - np.sum((y - y_hat) ** 2) / np.sum(y ** 2)

# %% wrong="r2" loses="r2_notices_an_offset"
"""Measures the deviations of y from the mean of the predictions."""
def r2(y, y_hat):
    return 1 - np.sum((y - y_hat) ** 2) / np.sum((y - np.mean(y_hat)) ** 2)

# %% wrong="r2" loses="r2_is_one_zero_or_negative, r2_notices_an_offset"
"""The spread of the predictions over the spread of y, which is R² only for a least-squares fit."""
def r2(y, y_hat):
    return np.sum((y_hat - np.mean(y)) ** 2) / np.sum((y - np.mean(y)) ** 2)

# %% wrong="r2" loses="r2_is_one_zero_or_negative, r2_notices_an_offset"
"""Absolute deviations instead of squares."""
def r2(y, y_hat):
    return 1 - np.sum(np.abs(y - y_hat)) / np.sum(np.abs(y - np.mean(y)))

# %% right="r2"
"""One minus the MSE over the variance."""
def r2(y, y_hat):
    return 1 - mse(y, y_hat) / np.var(y)

# %% right="r2"
"""scikit-learn's function."""
def r2(y, y_hat):
    from sklearn.metrics import r2_score
    return r2_score(y, y_hat)

# %% right="r2"
"""Plain Python."""
def r2(y, y_hat):
    y, y_hat = [float(v) for v in y], [float(v) for v in y_hat]
    mean = sum(y) / len(y)
    left = sum((a - p) ** 2 for a, p in zip(y, y_hat))
    return 1 - left / sum((a - mean) ** 2 for a in y)

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Fits without an intercept."""
def fit(X, y):
    return np.linalg.lstsq(X, y, rcond=None)[0], 0.0

# %% wrong="fit" loses="fit_copes_with_a_repeated_column"
"""Inverts AᵀA, which has no inverse when a column is repeated."""
def fit(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.inv(A.T @ A) @ A.T @ y
    return theta[:-1], theta[-1]

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Puts the ones in front and reads the intercept at the end."""
def fit(X, y):
    theta = np.linalg.lstsq(np.column_stack([np.ones(len(X)), X]), y, rcond=None)[0]
    return theta[:-1], theta[-1]

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Adds a ridge penalty to make the inverse exist."""
def fit(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.solve(A.T @ A + np.eye(A.shape[1]), A.T @ y)
    return theta[:-1], theta[-1]

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Centres the columns and then takes the mean of y for the intercept."""
def fit(X, y):
    w = np.linalg.lstsq(X - X.mean(axis=0), y - y.mean(), rcond=None)[0]
    return w, y.mean()

# %% wrong="fit" loses="fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Solves the first d + 1 rows exactly and never looks at the others."""
def fit(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    m = A.shape[1]
    theta = np.linalg.solve(A[:m], y[:m])
    return theta[:-1], theta[-1]

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Fits a line for each column on its own and puts the slopes together."""
def fit(X, y):
    w = np.array([np.cov(column, y, ddof=0)[0, 1] / np.var(column) for column in X.T])
    return w, y.mean() - X.mean(axis=0) @ w

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Returns the predictions instead of the coefficients."""
def fit(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.lstsq(A, y, rcond=None)[0]
    return A @ theta, theta[-1]

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Returns all coefficients in one array instead of w and b."""
def fit(X, y):
    return np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)[0]

# %% wrong="fit" loses="fit_copes_with_a_repeated_column"
"""Solves the normal equations, which have no single solution when a column is repeated."""
def fit(X, y):
    A = np.column_stack([X, np.ones(len(X))])
    theta = np.linalg.solve(A.T @ A, A.T @ y)
    return theta[:-1], theta[-1]

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Returns b before w."""
def fit(X, y):
    theta = np.linalg.lstsq(np.column_stack([np.ones(len(X)), X]), y, rcond=None)[0]
    return theta[0], theta[1:]

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Fits through the origin and then takes the mean of what is left over for the intercept."""
def fit(X, y):
    w = np.linalg.lstsq(X, y, rcond=None)[0]
    return w, np.mean(y - X @ w)

# %% wrong="fit" loses="fit_recovers_an_exact_plane, fit_leaves_nothing_to_explain, fit_copes_with_a_repeated_column"
"""Takes the first two things that lstsq returns for w and b."""
def fit(X, y):
    w, b, *_ = np.linalg.lstsq(np.column_stack([X, np.ones(len(X))]), y, rcond=None)
    return w, b

# %% right="fit"
"""The pseudo-inverse."""
def fit(X, y):
    A = np.hstack([X, np.ones((X.shape[0], 1))])
    theta = np.linalg.pinv(A) @ y
    return theta[:-1], theta[-1]

# %% right="fit"
"""The pseudo-inverse of AᵀA, which exists where the inverse does not; w comes back as a column."""
def fit(X, y):
    A = np.insert(np.asarray(X, dtype=float), 0, 1, axis=1)
    theta = np.linalg.pinv(A.T @ A, rcond=1e-10) @ (A.T @ np.reshape(y, (-1, 1)))
    return theta[1:], theta[0]

# %% right="fit"
"""scikit-learn's LinearRegression, fitted on a column y: coef_ is (1, d) and intercept_ is (1,)."""
def fit(X, y):
    model = LinearRegression().fit(X, y.reshape(-1, 1))
    return model.coef_, model.intercept_

# %% right="fit"
"""Centres first; the intercept is what the means leave over."""
def fit(X, y):
    centre, level = X.mean(axis=0), y.mean()
    w, *_ = np.linalg.lstsq(X - centre, y - level, rcond=None)
    return w, level - centre @ w

# %% right="fit"
"""By the singular value decomposition, leaving out the directions in which the data do not vary."""
def fit(X, y):
    A = np.c_[np.ones(len(X)), X]
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    keep = s > 1e-10 * s[0]
    theta = Vt[keep].T @ ((U[:, keep].T @ y) / s[keep])
    return theta[1:].tolist(), float(theta[0])

# %% wrong="which_statements_follow" loses="coefficients_are_read_with_their_units"
"""Takes the larger number for the more important column (b)."""
def which_statements_follow():
    return {"a", "b", "d", "e"}

# %% wrong="which_statements_follow" loses="only_what_must_be_true_follows"
"""Reads a difference between occupations as a difference between a woman and a man (c)."""
def which_statements_follow():
    return {"a", "c", "d", "e"}

# %% wrong="which_statements_follow" loses="only_what_must_be_true_follows"
"""Takes a coefficient for a cause (f)."""
def which_statements_follow():
    return {"a", "d", "e", "f"}

# %% wrong="which_statements_follow" loses="only_what_must_be_true_follows"
"""Expects that a closer fit must also predict new rows better (g)."""
def which_statements_follow():
    return {"a", "d", "e", "g"}

# %% wrong="which_statements_follow" loses="coefficients_are_read_with_their_units"
"""Does not see that two coefficients may be added up (e)."""
def which_statements_follow():
    return ["a", "d"]

# %% wrong="which_statements_follow" loses="only_what_must_be_true_follows"
"""Does not see that another column can only lower the error on the rows of the fit (d)."""
def which_statements_follow():
    return {"a", "e"}

# %% wrong="which_statements_follow" loses="coefficients_are_read_with_their_units, only_what_must_be_true_follows"
"""Names every letter."""
def which_statements_follow():
    return set("abcdefg")

# %% wrong="which_statements_follow" loses="coefficients_are_read_with_their_units, only_what_must_be_true_follows"
"""Takes the statements that do not follow."""
def which_statements_follow():
    return {"b", "c", "f", "g"}

# %% right="which_statements_follow"
"""A sorted list instead of a set."""
def which_statements_follow():
    return ["a", "d", "e"]

# %% right="which_statements_follow"
"""The letters as one string."""
def which_statements_follow():
    return "ead"

# %% wrong="standardize" loses="test_columns_use_the_train_statistics"
"""Scales the test rows by their own mean and standard deviation."""
def standardize(X_train, X_test):
    return ((X_train - X_train.mean(axis=0)) / X_train.std(axis=0),
            (X_test - X_test.mean(axis=0)) / X_test.std(axis=0))

# %% wrong="standardize" loses="train_columns_get_mean_0_and_std_1, test_columns_use_the_train_statistics"
"""One mean and one standard deviation for the whole table."""
def standardize(X_train, X_test):
    return (X_train - X_train.mean()) / X_train.std(), (X_test - X_train.mean()) / X_train.std()

# %% wrong="standardize" loses="train_columns_get_mean_0_and_std_1, test_columns_use_the_train_statistics"
"""Puts train and test together before it takes the statistics."""
def standardize(X_train, X_test):
    both = np.vstack([X_train, X_test])
    return (X_train - both.mean(axis=0)) / both.std(axis=0), (X_test - both.mean(axis=0)) / both.std(axis=0)

# %% wrong="standardize" loses="train_columns_get_mean_0_and_std_1, test_columns_use_the_train_statistics"
"""The standard deviation over n − 1."""
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0, ddof=1)
    return (X_train - mean) / std, (X_test - mean) / std

# %% wrong="standardize" loses="train_columns_get_mean_0_and_std_1, test_columns_use_the_train_statistics"
"""Statistics of the rows instead of the columns."""
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=1, keepdims=True), X_train.std(axis=1, keepdims=True)
    return (X_train - mean) / std, (X_test - mean[:len(X_test)]) / std[:len(X_test)]

# %% wrong="standardize" loses="train_columns_get_mean_0_and_std_1, test_columns_use_the_train_statistics"
"""Squeezes the columns into 0 … 1."""
def standardize(X_train, X_test):
    low, high = X_train.min(axis=0), X_train.max(axis=0)
    return (X_train - low) / (high - low), (X_test - low) / (high - low)

# %% wrong="standardize" loses="train_columns_get_mean_0_and_std_1, test_columns_use_the_train_statistics"
"""Divides by the variance."""
def standardize(X_train, X_test):
    mean, var = X_train.mean(axis=0), X_train.var(axis=0)
    return (X_train - mean) / var, (X_test - mean) / var

# %% wrong="standardize" loses="train_columns_get_mean_0_and_std_1, test_columns_use_the_train_statistics"
"""Forgets the brackets: divides the mean alone."""
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    return X_train - mean / std, X_test - mean / std

# %% wrong="standardize" loses="test_columns_use_the_train_statistics"
"""Overwrites the train rows and then takes the statistics for the test rows from the scaled ones."""
def standardize(X_train, X_test):
    X_train = (X_train - X_train.mean(axis=0)) / X_train.std(axis=0)
    return X_train, (X_test - X_train.mean(axis=0)) / X_train.std(axis=0)

# %% wrong="standardize" loses="test_columns_use_the_train_statistics"
"""The means of the train rows, but the standard deviations of the test rows."""
def standardize(X_train, X_test):
    mean = X_train.mean(axis=0)
    return (X_train - mean) / X_train.std(axis=0), (X_test - mean) / X_test.std(axis=0)

# %% right="standardize"
"""scikit-learn's StandardScaler, fitted on the train rows."""
def standardize(X_train, X_test):
    from sklearn.preprocessing import StandardScaler
    scaler = StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_test)

# %% right="standardize"
"""Column by column, in lists."""
def standardize(X_train, X_test):
    Z_train, Z_test = [], []
    for train_column, test_column in zip(np.transpose(X_train), np.transpose(X_test)):
        mean = sum(train_column) / len(train_column)
        std = (sum((value - mean) ** 2 for value in train_column) / len(train_column)) ** 0.5
        Z_train.append([(value - mean) / std for value in train_column])
        Z_test.append([(value - mean) / std for value in test_column])
    return np.transpose(Z_train).tolist(), np.transpose(Z_test).tolist()

# %% right="standardize"
"""Through data frames, which come back as frames."""
def standardize(X_train, X_test):
    X_train, X_test = pd.DataFrame(X_train), pd.DataFrame(X_test)
    mean, std = X_train.mean(), X_train.std(ddof=0)
    return (X_train - mean) / std, (X_test - mean) / std

# %% right="standardize"
"""In place on the arrays that came in, with the statistics taken first."""
def standardize(X_train, X_test):
    mean, std = X_train.mean(axis=0), X_train.std(axis=0)
    for X in (X_train, X_test):
        X -= mean
        X /= std
    return X_train, X_test

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""Forgets the 2 of the derivative."""
def mse_gradient(X, y, w, b):
    error = X @ w + b - y
    return X.T @ error / len(y), error.mean()

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""Sums over the rows instead of averaging."""
def mse_gradient(X, y, w, b):
    error = X @ w + b - y
    return 2 * X.T @ error, 2 * error.sum()

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""The error the other way round: points downhill."""
def mse_gradient(X, y, w, b):
    error = y - (X @ w + b)
    return 2 * X.T @ error / len(y), 2 * error.mean()

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""Leaves b out of the prediction."""
def mse_gradient(X, y, w, b):
    error = X @ w - y
    return 2 * X.T @ error / len(y), 2 * error.mean()

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""Never moves the intercept."""
def mse_gradient(X, y, w, b):
    error = X @ w + b - y
    return 2 * X.T @ error / len(y), 0.0

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""The same number for every weight: the mean over all entries instead of over the rows."""
def mse_gradient(X, y, w, b):
    error = X @ w + b - y
    return np.full(len(w), 2 * np.mean(X * error[:, None])), 2 * error.mean()

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""Divides by the number of columns."""
def mse_gradient(X, y, w, b):
    error = X @ w + b - y
    return 2 * X.T @ error / len(w), 2 * error.mean()

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""The mean error times the mean of each column, instead of the mean of the products."""
def mse_gradient(X, y, w, b):
    error = X @ w + b - y
    return 2 * error.mean() * X.mean(axis=0), 2 * error.mean()

# %% wrong="mse_gradient" loses="gradient_agrees_with_finite_differences"
"""The 2 for the weights, but not for b."""
def mse_gradient(X, y, w, b):
    error = X @ w + b - y
    return 2 * X.T @ error / len(y), error.mean()

# %% right="mse_gradient"
"""With einsum."""
def mse_gradient(X, y, w, b):
    error = np.einsum("nd,d->n", X, w) + b - y
    return np.einsum("nd,n->d", X, error) * (2 / X.shape[0]), 2 * np.mean(error)

# %% right="mse_gradient"
"""The squares multiplied out: 2 (XᵀX w + b Xᵀ1 − Xᵀy) / n."""
def mse_gradient(X, y, w, b):
    n, total = len(y), np.sum(X, axis=0)
    return 2 / n * (X.T @ X @ w + b * total - X.T @ y), 2 / n * (total @ w + n * b - np.sum(y))

# %% right="mse_gradient"
"""Row by row, in plain Python."""
def mse_gradient(X, y, w, b):
    n, d = X.shape
    dw, db = [0.0] * d, 0.0
    for row, target in zip(X, y):
        error = sum(row[j] * w[j] for j in range(d)) + b - target
        for j in range(d):
            dw[j] += 2 * error * row[j] / n
        db += 2 * error / n
    return dw, db

# %% right="mse_gradient"
"""With columns instead of flat arrays: dw is (1, d) and db is (1, 1)."""
def mse_gradient(X, y, w, b):
    A = np.c_[X, np.ones(len(X))]
    theta = np.r_[w, b].reshape(-1, 1)
    g = 2 * A.T @ (A @ theta - np.reshape(y, (-1, 1))) / len(A)
    return g[:-1].T, g[-1:]

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Adds the gradient and climbs."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(num_epochs):
        dw, db = gradient(w, b)
        w, b = w + lr * dw, b + lr * db
    return w, b

# %% wrong="descend" loses="w_and_b_step_from_the_same_point"
"""Moves w first and asks for the gradient of b at the new w."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(num_epochs):
        w = w - lr * gradient(w, b)[0]
        b = b - lr * gradient(w, b)[1]
    return w, b

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Makes one step too few."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(1, num_epochs):
        dw, db = gradient(w, b)
        w, b = w - lr * dw, b - lr * db
    return w, b

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Asks for the gradient once and walks on in that direction."""
def descend(gradient, w, b, lr, num_epochs):
    dw, db = gradient(w, b)
    for _ in range(num_epochs):
        w, b = w - lr * dw, b - lr * db
    return w, b

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Forgets the learning rate for b."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(num_epochs):
        dw, db = gradient(w, b)
        w, b = w - lr * dw, b - db
    return w, b

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Starts at zero, wherever it was told to start."""
def descend(gradient, w, b, lr, num_epochs):
    w, b = np.zeros(len(w)), 0.0
    for _ in range(num_epochs):
        dw, db = gradient(w, b)
        w, b = w - lr * dw, b - lr * db
    return w, b

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Returns from inside the loop, after the first step."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(num_epochs):
        dw, db = gradient(w, b)
        w, b = w - lr * dw, b - lr * db
        return w, b
    return w, b

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Lets the steps shrink with the epoch, which nobody asked for."""
def descend(gradient, w, b, lr, num_epochs):
    for epoch in range(num_epochs):
        dw, db = gradient(w, b)
        w, b = w - lr * dw / (epoch + 1), b - lr * db / (epoch + 1)
    return w, b

# %% wrong="descend" loses="w_and_b_step_from_the_same_point"
"""Changes w in place before it asks for the gradient of b."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(num_epochs):
        w -= lr * gradient(w, b)[0]
        b -= lr * gradient(w, b)[1]
    return w, b

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Makes every step of w equally long."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(num_epochs):
        dw, db = gradient(w, b)
        w, b = w - lr * dw / np.linalg.norm(dw), b - lr * db
    return w, b

# %% wrong="descend" loses="descend_steps_against_the_gradient, w_and_b_step_from_the_same_point"
"""Stops early where the slope of b has become small."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(num_epochs):
        dw, db = gradient(w, b)
        if abs(db) < 1:
            break
        w, b = w - lr * dw, b - lr * db
    return w, b

# %% right="descend"
"""In place on the array that came in."""
def descend(gradient, w, b, lr, num_epochs):
    for _ in range(num_epochs):
        dw, db = gradient(w, b)
        w -= lr * dw
        b -= lr * db
    return w, b

# %% right="descend"
"""Calls itself for the rest of the way."""
def descend(gradient, w, b, lr, num_epochs):
    if num_epochs == 0:
        return w, b
    dw, db = gradient(w, b)
    return descend(gradient, w - lr * dw, b - lr * db, lr, num_epochs - 1)

# %% right="descend"
"""One long vector of w and b; b travels as an array of one."""
def descend(gradient, w, b, lr, num_epochs):
    theta = np.append(w, b).astype(float)
    epoch = 0
    while epoch < num_epochs:
        dw, db = gradient(theta[:-1], theta[-1:])
        theta = theta - lr * np.append(dw, db)
        epoch += 1
    return [theta[:-1], theta[-1:]]

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""The textbook's other form: infinity over infinity for large z."""
def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""The sign of z is missing."""
def sigmoid(z):
    return 1 / (1 + np.exp(np.minimum(z, 500)))

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""The hyperbolic tangent, which runs from −1 to 1."""
def sigmoid(z):
    return np.tanh(z)

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""Borrows the shift by the maximum from the softmax."""
def sigmoid(z):
    e = np.exp(z - np.max(z))
    return e / (1 + e)

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""Uses |z| everywhere and forgets which side z was on."""
def sigmoid(z):
    return 1 / (1 + np.exp(-np.abs(z)))

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""Works for one number only."""
def sigmoid(z):
    import math
    return 1 / (1 + math.exp(-z)) if z >= 0 else math.exp(z) / (1 + math.exp(z))

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""Cuts z off at −5 and 5 to be safe."""
def sigmoid(z):
    return 1 / (1 + np.exp(-np.clip(z, -5, 5)))

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""The form that overflows, and 0 where it became nan."""
def sigmoid(z):
    return np.nan_to_num(np.exp(z) / (1 + np.exp(z)))

# %% wrong="sigmoid" loses="sigmoid_is_a_probability_for_every_z"
"""One probability after the other, so that a table comes back flat."""
def sigmoid(z):
    return np.array([1 / (1 + np.exp(-value)) for value in np.ravel(z)])

# %% right="sigmoid"
"""The logarithm first: log σ(z) = −log(1 + e^−z)."""
def sigmoid(z):
    return np.exp(-np.logaddexp(0, -np.asarray(z, dtype=float)))

# %% right="sigmoid"
"""Through the hyperbolic tangent."""
def sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))

# %% right="sigmoid"
"""SciPy's function."""
def sigmoid(z):
    from scipy.special import expit
    return expit(z)

# %% right="sigmoid"
"""Two masks, one formula each; integers and single numbers are turned into float arrays."""
def sigmoid(z):
    z = np.asarray(z, dtype=float)
    p = np.empty(z.shape)
    positive = z >= 0
    p[positive] = 1 / (1 + np.exp(-z[positive]))
    p[~positive] = np.exp(z[~positive]) / (1 + np.exp(z[~positive]))
    return p

# %% right="sigmoid"
"""The textbook formula: e^1000 is infinite, with a warning, and 1 over infinity is the right 0."""
def sigmoid(z):
    return 1 / (1 + np.exp(-np.asarray(z, dtype=float)))

# %% right="sigmoid"
"""Both forms everywhere, with warnings and a nan that np.where does not choose."""
def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))

# %% wrong="log_loss" loses="log_loss_stays_finite_far_out"
"""Takes the logarithm of a probability that has become 0."""
def log_loss(X, y, w, b, alpha):
    p = sigmoid(X @ w + b)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_stays_finite_far_out"
"""Cuts the probabilities off at 1e-15, so that no mistake costs more than 35."""
def log_loss(X, y, w, b, alpha):
    p = np.clip(sigmoid(X @ w + b), 1e-15, 1 - 1e-15)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_is_the_mean_surprise, log_loss_stays_finite_far_out"
"""Adds the rows up instead of averaging."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.sum(np.logaddexp(0, z) - y * z) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_is_the_mean_surprise, log_loss_stays_finite_far_out"
"""The log-likelihood: the minus is missing."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return -np.mean(np.logaddexp(0, z) - y * z) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_is_the_mean_surprise, log_loss_stays_finite_far_out"
"""Counts only the rows with y = 1."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(y * np.logaddexp(0, -z)) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_is_the_mean_surprise, log_loss_stays_finite_far_out"
"""Uses the formula for labels −1 and 1 with labels 0 and 1."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, -y * z)) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_is_the_mean_surprise, log_loss_stays_finite_far_out"
"""The squared error of the probabilities."""
def log_loss(X, y, w, b, alpha):
    return np.mean((y - sigmoid(X @ w + b)) ** 2) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_is_the_mean_surprise, log_loss_stays_finite_far_out"
"""Logarithms to base 2."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - y * z) / np.log(2) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_is_the_mean_surprise, log_loss_stays_finite_far_out"
"""Leaves b out of z."""
def log_loss(X, y, w, b, alpha):
    z = X @ w
    return np.mean(np.logaddexp(0, z) - y * z) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="penalty_counts_the_weights_and_not_b"
"""Punishes the intercept too."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - y * z) + alpha * (np.sum(w ** 2) + b ** 2)

# %% wrong="log_loss" loses="penalty_counts_the_weights_and_not_b"
"""The length of w instead of its square."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - y * z) + alpha * np.sqrt(np.sum(w ** 2))

# %% wrong="log_loss" loses="penalty_counts_the_weights_and_not_b"
"""Absolute values: that is L1."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - y * z) + alpha * np.sum(np.abs(w))

# %% wrong="log_loss" loses="penalty_counts_the_weights_and_not_b"
"""Halves the penalty."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - y * z) + alpha / 2 * np.sum(w ** 2)

# %% wrong="log_loss" loses="penalty_counts_the_weights_and_not_b"
"""Divides the penalty by n together with the sum of the rows."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return (np.sum(np.logaddexp(0, z) - y * z) + alpha * np.sum(w ** 2)) / len(y)

# %% wrong="log_loss" loses="penalty_counts_the_weights_and_not_b"
"""Averages the squared weights instead of adding them up."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - y * z) + alpha * np.mean(w ** 2)

# %% wrong="log_loss" loses="penalty_counts_the_weights_and_not_b"
"""Forgets the penalty."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - y * z)

# %% wrong="log_loss" loses="log_loss_stays_finite_far_out"
"""Writes ln(1 + e^z) out instead of using logaddexp."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.where(y == 1, np.log(1 + np.exp(-z)), np.log(1 + np.exp(z)))) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_stays_finite_far_out"
"""Adds a little to each probability before the logarithm."""
def log_loss(X, y, w, b, alpha):
    p = sigmoid(X @ w + b)
    return -np.mean(y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="log_loss_is_the_mean_surprise, log_loss_stays_finite_far_out"
"""Takes a = 1 in logaddexp, which makes e^a an e."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(y * np.logaddexp(1, -z) + (1 - y) * np.logaddexp(1, z)) + alpha * np.sum(w ** 2)

# %% wrong="log_loss" loses="penalty_counts_the_weights_and_not_b"
"""Squares the sum of the weights instead of adding their squares."""
def log_loss(X, y, w, b, alpha):
    z = X @ w + b
    return np.mean(np.logaddexp(0, z) - y * z) + alpha * np.sum(w) ** 2

# %% right="log_loss"
"""With labels −1 and 1."""
def log_loss(X, y, w, b, alpha):
    s = 2 * y - 1
    return np.logaddexp(0, -s * (X @ w + b)).mean() + alpha * w @ w

# %% right="log_loss"
"""Row by row with log1p."""
def log_loss(X, y, w, b, alpha):
    from math import exp, log1p
    total = 0.0
    for row, label in zip(X, y):
        z = sum(a * c for a, c in zip(row, w)) + b
        total += max(z, 0.0) - z * label + log1p(exp(-abs(z)))
    return total / len(y) + alpha * sum(c * c for c in w)

# %% right="log_loss"
"""The two kinds of rows apart, each with its own stable logarithm."""
def log_loss(X, y, w, b, alpha):
    z = np.dot(X, w) + b
    softplus = lambda t: np.maximum(t, 0) + np.log1p(np.exp(-np.abs(t)))
    losses = np.where(np.asarray(y) == 1, softplus(-z), softplus(z))
    return float(np.sum(losses) / len(losses) + alpha * np.linalg.norm(w) ** 2)

# %% right="log_loss"
"""The plain logarithm near 0 and z itself far out: right everywhere, with a warning."""
def log_loss(X, y, w, b, alpha):
    z = np.where(y == 1, -1, 1) * (X @ w + b)
    losses = np.where(z > 30, z, np.log(1 + np.exp(z)))
    return losses.mean() + alpha * w @ w

# %% wrong="label" loses="labels_are_one_from_the_threshold_on"
"""Leaves out the probability that equals the threshold."""
def label(p, threshold):
    return (p > threshold).astype(int)

# %% wrong="label" loses="labels_are_one_from_the_threshold_on"
"""Rounds, whatever the threshold is."""
def label(p, threshold):
    return np.round(p).astype(int)

# %% wrong="label" loses="labels_are_one_from_the_threshold_on"
"""Ones and zeros the wrong way round."""
def label(p, threshold):
    return (p < threshold).astype(int)

# %% wrong="label" loses="labels_are_one_from_the_threshold_on"
"""Returns the places of the ones instead of a label for each row."""
def label(p, threshold):
    return np.flatnonzero(p >= threshold)

# %% wrong="label" loses="labels_are_one_from_the_threshold_on"
"""Keeps the probabilities above the threshold as they are."""
def label(p, threshold):
    return np.where(p >= threshold, p, 0)

# %% right="label"
"""A list."""
def label(p, threshold):
    return [1 if chance >= threshold else 0 for chance in p]

# %% right="label"
"""np.where."""
def label(p, threshold):
    return np.where(np.asarray(p) < threshold, 0, 1)

# %% right="label"
"""A step function with the value 1 at the step, as floats."""
def label(p, threshold):
    return np.heaviside(p - threshold, 1.0)

# %% right="label"
"""True and False, which are 1 and 0."""
def label(p, threshold):
    return p >= threshold
