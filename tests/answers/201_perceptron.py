# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Stops at the weighted sum: no activation."""
def neuron(x, w, b):
    return float(x @ w + b)

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Forgets the bias."""
def neuron(x, w, b):
    return 1 / (1 + np.exp(-(x @ w)))

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""A sign missing in the exponent: large sums give outputs near 0."""
def neuron(x, w, b):
    return 1 / (1 + np.exp(x @ w + b))

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""The minus sign reaches only the products, not the bias: brackets are missing."""
def neuron(x, w, b):
    return 1 / (1 + np.exp(-x @ w + b))

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Adds the bias after the sigmoid."""
def neuron(x, w, b):
    return 1 / (1 + np.exp(-(x @ w))) + b

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Takes tanh for the sigmoid: outputs between -1 and 1."""
def neuron(x, w, b):
    return np.tanh(x @ w + b)

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Believes that a sigmoid answers 0 or 1."""
def neuron(x, w, b):
    return float(x @ w + b > 0)

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""The sigmoid of every product first, then the sum."""
def neuron(x, w, b):
    return np.sum(1 / (1 + np.exp(-(x * w + b))))

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""The mean of the products instead of their sum."""
def neuron(x, w, b):
    return 1 / (1 + np.exp(-(np.mean(x * w) + b)))

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Adds the bias once for every input."""
def neuron(x, w, b):
    return 1 / (1 + np.exp(-np.sum(x * w + b)))

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Writes out the five products of the example: only five inputs count."""
def neuron(x, w, b):
    z = b
    for i in range(5):
        z = z + (x[i] * w[i] if i < len(x) else 0)
    return 1 / (1 + np.exp(-z))

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Brackets missing in the fraction: (1 / 1) + e^-z."""
def neuron(x, w, b):
    return 1 / 1 + np.exp(-(x @ w + b))

# %% wrong="neuron" loses="weighted_sum_then_sigmoid"
"""Rounds the output to two places, as in the text."""
def neuron(x, w, b):
    return round(float(1 / (1 + np.exp(-(x @ w + b)))), 2)

# %% right="neuron"
"""Plain Python: a loop over the pairs and math.exp."""
def neuron(x, w, b):
    z = b
    for xi, wi in zip(x, w):
        z += xi * wi
    return 1 / (1 + math.exp(-z))

# %% right="neuron"
"""Through the hyperbolic tangent, which never overflows; an array of one number."""
def neuron(x, w, b):
    z = np.dot(np.reshape(x, (1, -1)), np.reshape(w, (-1, 1))) + b
    return (1 + np.tanh(z / 2)) / 2

# %% right="neuron"
"""scipy's expit of a sum of products."""
def neuron(x, w, b):
    from scipy.special import expit
    return expit(sum(np.multiply(x, w)) + b)

# %% right="neuron"
"""The bias as the weight of an input that is always 1; e^z over 1 + e^z."""
def neuron(x, w, b):
    z = np.append(x, 1) @ np.append(w, b)
    return np.exp(z) / (1 + np.exp(z))

# %% wrong="gates" loses="three_gates_by_hand"
"""The bias of OR for AND: one input is enough."""
def gates():
    return {"AND": (1, 1, -0.5), "OR": (1, 1, -0.5), "FIRST ONLY": (1, -1, -0.5)}

# %% wrong="gates" loses="three_gates_by_hand"
"""Takes the bias for a threshold: the right size with the wrong sign."""
def gates():
    return {"AND": (1, 1, 1.5), "OR": (1, 1, 0.5), "FIRST ONLY": (1, -1, 0.5)}

# %% wrong="gates" loses="three_gates_by_hand"
"""Believes that a sum of exactly 0 fires."""
def gates():
    return {"AND": (1, 1, -2), "OR": (1, 1, -1), "FIRST ONLY": (1, -1, -1)}

# %% wrong="gates" loses="three_gates_by_hand"
"""FIRST ONLY does not look at the second input."""
def gates():
    return {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "FIRST ONLY": (1, 0, -0.5)}

# %% wrong="gates" loses="three_gates_by_hand"
"""FIRST ONLY is taken for SECOND ONLY: the two inputs exchanged."""
def gates():
    return {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5), "FIRST ONLY": (-1, 1, -0.5)}

# %% wrong="gates" loses="three_gates_by_hand"
"""The bias stands first instead of last."""
def gates():
    return {"AND": (-1.5, 1, 1), "OR": (-0.5, 1, 1), "FIRST ONLY": (-0.5, 1, -1)}

# %% wrong="gates" loses="three_gates_by_hand"
"""Forgets one gate."""
def gates():
    return {"AND": (1, 1, -1.5), "OR": (1, 1, -0.5)}

# %% wrong="gates" loses="three_gates_by_hand"
"""Returns the truth tables instead of weights."""
def gates():
    return {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "FIRST ONLY": (0, 0, 1, 0)}

# %% wrong="gates" loses="three_gates_by_hand"
"""Weights that are not numbers: with nan nothing ever fires, with infinity nothing makes sense."""
def gates():
    return {"AND": (np.inf, np.inf, -np.inf), "OR": (np.inf, np.inf, 0), "FIRST ONLY": (np.nan, 1, 1)}

# %% wrong="gates" loses="three_gates_by_hand"
"""OR fires always: the bias is positive."""
def gates():
    return {"AND": (1, 1, -1.5), "OR": (1, 1, 0.5), "FIRST ONLY": (1, -1, -0.5)}

# %% right="gates"
"""Whole numbers at the border: a sum of 0 does not fire."""
def gates():
    return {"AND": [1, 1, -1], "OR": [1, 1, 0], "FIRST ONLY": [1, -1, 0]}

# %% right="gates"
"""Unequal weights, as arrays, in another order."""
def gates():
    return dict(zip(["FIRST ONLY", "OR", "AND"],
                    np.array([[0.3, -40.0, -0.2], [7.0, 3.0, -2.5], [0.25, 0.5, -0.625]])))

# %% right="gates"
"""Found by trying out."""
def gates():
    tables = {"AND": [0, 0, 0, 1], "OR": [0, 1, 1, 1], "FIRST ONLY": [0, 0, 1, 0]}
    found = {}
    for triple in itertools.product([-1.0, -0.5, 0.75, 1.0], repeat=3):
        fires = [int(triple[0] * p + triple[1] * q + triple[2] > 0) for p, q in [(0, 0), (0, 1), (1, 0), (1, 1)]]
        for name, table in tables.items():
            if fires == table:
                found[name] = triple
    return found

# %% wrong="count_weights" loses="counts_the_neurons_that_fit"
"""Lets a sum of exactly 0 fire."""
def count_weights(truth, values):
    count = 0
    for w1, w2, b in itertools.product(values, repeat=3):
        count += [int(w1 * p + w2 * q + b >= 0) for p, q in INPUTS.tolist()] == list(truth)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit"
"""Compares the weighted sum with b instead of adding b: with values that are not symmetric the count is off."""
def count_weights(truth, values):
    count = 0
    for w1, w2, b in itertools.product(values, repeat=3):
        count += [int(w1 * p + w2 * q > b) for p, q in INPUTS.tolist()] == list(truth)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Forgets the bias."""
def count_weights(truth, values):
    count = 0
    for w1, w2 in itertools.product(values, repeat=2):
        count += [int(w1 * p + w2 * q > 0) for p, q in INPUTS.tolist()] == list(truth)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Is content with one right answer of four: any instead of all."""
def count_weights(truth, values):
    count = 0
    for w1, w2, b in itertools.product(values, repeat=3):
        fires = [int(w1 * p + w2 * q + b > 0) for p, q in INPUTS.tolist()]
        count += any(f == t for f, t in zip(fires, truth))
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Stops at the first neuron that fits."""
def count_weights(truth, values):
    for w1, w2, b in itertools.product(values, repeat=3):
        if [int(w1 * p + w2 * q + b > 0) for p, q in INPUTS.tolist()] == list(truth):
            return 1
    return 0

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Uses one weight for both inputs."""
def count_weights(truth, values):
    count = 0
    for w, b in itertools.product(values, repeat=2):
        count += [int(w * p + w * q + b > 0) for p, q in INPUTS.tolist()] == list(truth)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit"
"""The truth table read from the last row to the first."""
def count_weights(truth, values):
    count = 0
    for w1, w2, b in itertools.product(values, repeat=3):
        count += [int(w1 * p + w2 * q + b > 0) for p, q in INPUTS.tolist()[::-1]] == list(truth)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Never uses a number twice: combinations without repetition, in rising order."""
def count_weights(truth, values):
    count = 0
    for w1, w2, b in itertools.combinations(values, 3):
        count += [int(w1 * p + w2 * q + b > 0) for p, q in INPUTS.tolist()] == list(truth)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Counts each pair of weights once, whichever is first: the order is thought not to matter."""
def count_weights(truth, values):
    count = 0
    for w1, w2 in itertools.combinations_with_replacement(values, 2):
        for b in values:
            count += [int(w1 * p + w2 * q + b > 0) for p, q in INPUTS.tolist()] == list(truth)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Looks only at the inputs for which the neuron should fire."""
def count_weights(truth, values):
    count = 0
    for w1, w2, b in itertools.product(values, repeat=3):
        count += all(w1 * p + w2 * q + b > 0 for (p, q), t in zip(INPUTS.tolist(), truth) if t)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Has its own grid, from -1 to 1, and does not look at values."""
def count_weights(truth, values):
    count = 0
    for w1, w2, b in itertools.product([-1, 0, 1], repeat=3):
        count += [int(w1 * p + w2 * q + b > 0) for p, q in INPUTS.tolist()] == list(truth)
    return count

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Returns a share instead of a count."""
def count_weights(truth, values):
    count = 0
    for w1, w2, b in itertools.product(values, repeat=3):
        count += [int(w1 * p + w2 * q + b > 0) for p, q in INPUTS.tolist()] == list(truth)
    return count / len(values) ** 3

# %% right="count_weights"
"""All triples at once, by broadcasting."""
def count_weights(truth, values):
    v = np.asarray(values, dtype=float)
    w1, w2, b = np.meshgrid(v, v, v, indexing="ij")
    z = (w1[..., None] * [0, 0, 1, 1]) + (w2[..., None] * [0, 1, 0, 1]) + b[..., None]
    return np.sum(np.all((z > 0) == np.array(truth, dtype=bool), axis=-1))

# %% right="count_weights"
"""Three loops and four ifs."""
def count_weights(truth, values):
    count = 0
    for b in values:
        if (b > 0) != bool(truth[0]):
            continue
        for w2 in values:
            if (w2 + b > 0) != bool(truth[1]):
                continue
            for w1 in values:
                if (w1 + b > 0) == bool(truth[2]) and (w1 + w2 + b > 0) == bool(truth[3]):
                    count += 1
    return count

# %% right="count_weights"
"""A matrix of triples times a matrix of inputs with a row of ones; a NumPy number comes back."""
def count_weights(truth, values):
    triples = np.array(list(itertools.product(values, values, values)))          # (v³, 3)
    inputs = np.vstack([INPUTS.T, np.ones(4)])                                   # (3, 4)
    wrong = (triples @ inputs > 0).astype(int) ^ np.asarray(truth)
    return np.count_nonzero(wrong.sum(axis=1) == 0)

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Leaves out the derivative of the activation."""
def delta_step(x, t, w, b, lr):
    e = t - 1 / (1 + np.exp(-(x @ w + b)))
    return w + lr * e * x, b + lr * e

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Goes up the slope: the sign of the error is turned and the plus kept."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (a - t) * a * (1 - a)
    return w + lr * delta * x, b + lr * delta

# %% wrong="delta_step" loses="the_bias_learns_too"
"""Leaves the bias as it is."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    return w + lr * (t - a) * a * (1 - a) * x, b

# %% wrong="delta_step" loses="the_bias_learns_too"
"""Changes the weights first and works the error out again for the bias."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    w = w + lr * (t - a) * a * (1 - a) * x
    a = 1 / (1 + np.exp(-(x @ w + b)))
    return w, b + lr * (t - a) * a * (1 - a)

# %% wrong="delta_step" loses="weights_go_down_the_slope"
"""Changes the bias first and works the error out again for the weights."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    b = b + lr * (t - a) * a * (1 - a)
    a = 1 / (1 + np.exp(-(x @ w + b)))
    return w + lr * (t - a) * a * (1 - a) * x, b

# %% wrong="delta_step" loses="weights_go_down_the_slope"
"""Writes into the weights that were passed in."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (t - a) * a * (1 - a)
    w += lr * delta * x
    return w, b + lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope"
"""Forgets the input: every weight gets the same step."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (t - a) * a * (1 - a)
    return w + lr * delta, b + lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope"
"""Multiplies by the weights instead of the inputs."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (t - a) * a * (1 - a)
    return w + lr * delta * w, b + lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Forgets the learning rate."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (t - a) * a * (1 - a)
    return w + delta * x, b + delta

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""The slope of e² instead of half of it: twice the step."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = 2 * (t - a) * a * (1 - a)
    return w + lr * delta * x, b + lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Takes the derivative at the weighted sum: z (1 - z) instead of a (1 - a)."""
def delta_step(x, t, w, b, lr):
    z = x @ w + b
    delta = (t - 1 / (1 + np.exp(-z))) * z * (1 - z)
    return w + lr * delta * x, b + lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Puts the output through the sigmoid once more before taking the derivative."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    s = 1 / (1 + np.exp(-a))
    delta = (t - a) * s * (1 - s)
    return w + lr * delta * x, b + lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Decides 0 or 1 first: the error of the decision, as in Rosenblatt's rule."""
def delta_step(x, t, w, b, lr):
    e = t - float(x @ w + b > 0)
    return w + lr * e * x, b + lr * e

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Uses the size of the error without its sign."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = abs(t - a) * a * (1 - a)
    return w + lr * delta * x, b + lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Returns the changes instead of the new weights and bias."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (t - a) * a * (1 - a)
    return lr * delta * x, lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Leaves the bias out of the weighted sum."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w)))
    delta = (t - a) * a * (1 - a)
    return w + lr * delta * x, b + lr * delta

# %% wrong="delta_step" loses="the_bias_learns_too"
"""The bias moves by the mean of the weights' steps."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    step = lr * (t - a) * a * (1 - a) * x
    return w + step, b + step.mean()

# %% wrong="delta_step" loses="the_bias_learns_too"
"""The bias moves by the error, without the derivative."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    return w + lr * (t - a) * a * (1 - a) * x, b + lr * (t - a)

# %% right="delta_step"
"""A loop over the weights, a list and a float."""
def delta_step(x, t, w, b, lr):
    z = float(b) + sum(float(p) * float(q) for p, q in zip(x, w))
    a = 1 / (1 + math.exp(-z))
    slope = -(t - a) * a * (1 - a)
    return [float(q) - lr * slope * float(p) for p, q in zip(x, w)], float(b) - lr * slope

# %% right="delta_step"
"""The bias as the weight of an input that is always 1; calls neuron."""
def delta_step(x, t, w, b, lr):
    inputs, weights = np.append(x, 1.0), np.append(w, b)
    a = neuron(inputs, weights, 0.0)
    weights += lr * (t - a) * a * (1 - a) * inputs
    return weights[:-1], weights[-1]

# %% right="delta_step"
"""In place on a copy; the derivative as e^-z / (1 + e^-z)²; a row (1, d) and an array of one bias."""
def delta_step(x, t, w, b, lr):
    w = np.array(w, dtype=float).reshape(1, -1)
    u = np.exp(-(w @ x + b))                                            # (1,)
    step = lr * (t - 1 / (1 + u)) * u / (1 + u) ** 2                    # (1,)
    w += step * x
    return w, b + step

# %% wrong="softmax" loses="huge_scores_do_not_overflow"
"""Exponentials without care: they overflow."""
def softmax(Z):
    with np.errstate(over="ignore", invalid="ignore"):
        E = np.exp(Z)
        return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="huge_scores_do_not_overflow"
"""Subtracts the largest number of the whole table: rows far below it become 0 / 0."""
def softmax(Z):
    with np.errstate(invalid="ignore"):
        E = np.exp(Z - Z.max())
        return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="huge_scores_do_not_overflow"
"""Cuts the scores off at 500, so that different huge scores get equal shares."""
def softmax(Z):
    E = np.exp(np.clip(Z, -500, 500))
    return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="huge_scores_do_not_overflow"
"""Subtracts the mean of the row, which does not help against one score far above."""
def softmax(Z):
    with np.errstate(over="ignore", invalid="ignore"):
        E = np.exp(Z - Z.mean(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="huge_scores_do_not_overflow"
"""Repairs nan afterwards: replaces it by 0."""
def softmax(Z):
    with np.errstate(over="ignore", invalid="ignore"):
        E = np.exp(Z)
        return np.nan_to_num(E / E.sum(axis=1, keepdims=True))

# %% wrong="softmax" loses="huge_scores_do_not_overflow"
"""Subtracts the smallest number of the row instead of the largest."""
def softmax(Z):
    with np.errstate(over="ignore", invalid="ignore"):
        E = np.exp(Z - Z.min(axis=1, keepdims=True))
        return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="huge_scores_do_not_overflow"
"""Divides large rows by their largest number: no overflow, but other shares."""
def softmax(Z):
    big = np.abs(Z).max(axis=1, keepdims=True)
    E = np.exp(np.where(big > 100, Z / big, Z))
    return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""Adds up along axis 0: the columns add up to 1."""
def softmax(Z):
    E = np.exp(Z - Z.max(axis=0, keepdims=True))
    return E / E.sum(axis=0, keepdims=True)

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""One sum for the whole table."""
def softmax(Z):
    E = np.exp(Z - Z.max())
    return E / E.sum()

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""Divides by the sum without taking exponentials."""
def softmax(Z):
    Z = Z - Z.min(axis=1, keepdims=True) + 1
    return Z / Z.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""A sigmoid for every score: they need not add up to 1."""
def softmax(Z):
    return (1 + np.tanh(Z / 2)) / 2

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""All or nothing: 1 for the largest score of the row."""
def softmax(Z):
    return np.eye(Z.shape[1])[Z.argmax(axis=1)]

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""Powers of 2 instead of e."""
def softmax(Z):
    E = 2.0 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""Shares divided by the largest share of the row."""
def softmax(Z):
    return np.exp(Z - Z.max(axis=1, keepdims=True))

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""Divides each row by the length of the vector, the root of the summed squares."""
def softmax(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / np.linalg.norm(E, axis=1, keepdims=True)

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""The minus sign of the sigmoid brought along: the smallest score gets most."""
def softmax(Z):
    E = np.exp(Z.min(axis=1, keepdims=True) - Z)
    return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="each_row_becomes_shares"
"""Subtracts the maximum in the table that was passed in."""
def softmax(Z):
    Z -= Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)

# %% wrong="softmax" loses="each_row_becomes_shares, huge_scores_do_not_overflow"
"""The logarithm of the shares."""
def softmax(Z):
    Z = Z - Z.max(axis=1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=1, keepdims=True))

# %% right="softmax"
"""Row by row in plain Python, a list of lists."""
def softmax(Z):
    rows = []
    for row in Z.tolist():
        top = max(row)
        powers = [math.exp(z - top) for z in row]
        rows.append([p / sum(powers) for p in powers])
    return rows

# %% right="softmax"
"""scipy's own."""
def softmax(Z):
    from scipy.special import softmax as library
    return library(Z, axis=1)

# %% right="softmax"
"""Through the logarithm of the sum, with logaddexp; in place on a new table."""
def softmax(Z):
    logs = np.logaddexp.reduce(Z, axis=-1)                              # (n,)
    P = (Z.T - logs).T
    return np.exp(P, out=P)

# %% right="softmax"
"""One over the sum of e^(z_j - z_k), cut off where it would overflow."""
def softmax(Z):
    gaps = Z[:, None, :] - Z[:, :, None]                                # (n, C, C)
    return 1 / np.exp(np.minimum(gaps, 700)).sum(axis=2)

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""Adds up instead of taking the mean."""
def cross_entropy(P, y):
    return -np.sum(np.log(np.maximum(P[np.arange(len(y)), y], 1e-12)))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""The mean over all entries of the one-hot table: C times too small."""
def cross_entropy(P, y):
    return -np.mean(np.eye(P.shape[1])[y] * np.log(np.maximum(P, 1e-12)))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""Forgets the minus sign."""
def cross_entropy(P, y):
    return np.mean(np.log(np.maximum(P[np.arange(len(y)), y], 1e-12)))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""Takes the logarithm to the base 2."""
def cross_entropy(P, y):
    return -np.mean(np.log2(np.maximum(P[np.arange(len(y)), y], 1e-12)))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""P[:, y] takes all pairs of a flower and a label instead of one for each flower."""
def cross_entropy(P, y):
    return -np.mean(np.log(np.maximum(P[:, y], 1e-12)))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""Looks at the largest probability, whatever the label is."""
def cross_entropy(P, y):
    return -np.mean(np.log(np.maximum(P.max(axis=1), 1e-12)))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""The two-class formula for every column: the wrong classes count a second time."""
def cross_entropy(P, y):
    P = np.clip(P, 1e-12, 1 - 1e-12)
    T = np.eye(P.shape[1])[y]
    return -np.mean(np.sum(T * np.log(P) + (1 - T) * np.log(1 - P), axis=1))

# %% wrong="cross_entropy" loses="a_probability_of_zero_stays_finite"
"""No care for 0: the logarithm is minus infinity."""
def cross_entropy(P, y):
    with np.errstate(divide="ignore"):
        return -np.mean(np.log(P[np.arange(len(y)), y]))

# %% wrong="cross_entropy" loses="a_probability_of_zero_stays_finite"
"""Multiplies a one-hot table by the logarithm: 0 times infinity is nan, also for a class that is not asked for."""
def cross_entropy(P, y):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.mean(np.sum(np.eye(P.shape[1])[y] * np.log(P), axis=1))

# %% wrong="cross_entropy" loses="a_probability_of_zero_stays_finite"
"""Leaves out the flowers with probability 0, and with them their cost."""
def cross_entropy(P, y):
    p = P[np.arange(len(y)), y]
    return -np.sum(np.log(p[p > 0])) / len(y)

# %% wrong="cross_entropy" loses="a_probability_of_zero_stays_finite"
"""Lifts all probabilities by a thousandth: too roughly."""
def cross_entropy(P, y):
    return -np.mean(np.log(np.maximum(P[np.arange(len(y)), y], 1e-3)))

# %% wrong="cross_entropy" loses="a_probability_of_zero_stays_finite"
"""Lifts exact zeros only; a probability of 1e-300 still costs 690."""
def cross_entropy(P, y):
    p = P[np.arange(len(y)), y]
    return -np.mean(np.log(np.where(p == 0, 1e-12, p)))

# %% wrong="cross_entropy" loses="a_probability_of_zero_stays_finite"
"""nan_to_num after the logarithm: a cost of 10 to the power of 308."""
def cross_entropy(P, y):
    with np.errstate(divide="ignore"):
        return -np.mean(np.nan_to_num(np.log(P[np.arange(len(y)), y])))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""Always divides by 3, the number of species."""
def cross_entropy(P, y):
    return -np.sum(np.log(np.maximum(P[np.arange(len(y)), y], 1e-12))) / 3

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""The squared distance between probabilities and one-hot labels: another loss."""
def cross_entropy(P, y):
    return np.mean(np.sum((np.eye(P.shape[1])[y] - P) ** 2, axis=1))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""The logarithm of the mean probability instead of the mean of the logarithms."""
def cross_entropy(P, y):
    return -np.log(max(np.mean(P[np.arange(len(y)), y]), 1e-12))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""Weights the logarithm with the probability: the entropy of the answers."""
def cross_entropy(P, y):
    P = np.maximum(P, 1e-12)
    return -np.mean(np.sum(P * np.log(P), axis=1))

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class"
"""Lifts the zeros in the table that was passed in."""
def cross_entropy(P, y):
    P[P < 1e-12] = 1e-12
    return -np.mean(np.log(P[np.arange(len(y)), y]))

# %% right="cross_entropy"
"""A loop with math.log."""
def cross_entropy(P, y):
    total = 0.0
    for row, label in zip(P, y):
        total -= math.log(max(float(row[int(label)]), 1e-12))
    return total / len(y)

# %% right="cross_entropy"
"""One-hot table and einsum, clipped from both sides."""
def cross_entropy(P, y):
    T = np.equal.outer(y, np.arange(P.shape[1]))
    return np.einsum("ic,ic->", T, -np.log(np.clip(P, 1e-12, 1))) / len(P)

# %% right="cross_entropy"
"""take_along_axis and a tiny number that is added; an array (1,) comes back."""
def cross_entropy(P, y):
    p = np.take_along_axis(P, y[:, None], axis=1)                       # (n, 1)
    return -np.log(p + 1e-12).mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Adds up over the flowers instead of taking the mean."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return X.T @ D, D.sum(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Target minus probability: the direction of the step, not the slope."""
def slp_gradient(X, P, y):
    D = np.eye(P.shape[1])[y] - P
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Multiplies by P (1 - P) once more, as the delta rule for the squared error would."""
def slp_gradient(X, P, y):
    D = (P - np.eye(P.shape[1])[y]) * P * (1 - P)
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss"
"""The table of weights transposed: one row for each class."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return D.T @ X / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss"
"""Subtracts 1 in the table of probabilities that was passed in."""
def slp_gradient(X, P, y):
    P[np.arange(len(y)), y] -= 1
    return X.T @ P / len(X), P.mean(axis=0)

# %% wrong="slp_gradient" loses="bias_gradient_is_the_slope_of_the_loss"
"""The mean for the weights, the sum for the biases."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return X.T @ D / len(X), D.sum(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss"
"""The sum for the weights, the mean for the biases."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return X.T @ D, D.mean(axis=0)

# %% wrong="slp_gradient" loses="bias_gradient_is_the_slope_of_the_loss"
"""One number for all biases: the mean over everything."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return X.T @ D / len(X), np.full(P.shape[1], D.mean())

# %% wrong="slp_gradient" loses="bias_gradient_is_the_slope_of_the_loss"
"""The biases do not learn."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return X.T @ D / len(X), np.zeros(P.shape[1])

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Subtracts the number of the class instead of a one-hot row."""
def slp_gradient(X, P, y):
    D = P - y[:, None]
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Divides by all entries, flowers times classes."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return X.T @ D / D.size, D.sum(axis=0) / D.size

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""The true class only: the other columns do not learn."""
def slp_gradient(X, P, y):
    T = np.eye(P.shape[1])[y]
    D = (P - T) * T
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Counts the classes in y: fails when the batch holds no flower of the last one."""
def slp_gradient(X, P, y):
    D = P - np.eye(y.max() + 1)[y]
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""P[:, y] -= 1 takes 1 from whole columns, on a copy."""
def slp_gradient(X, P, y):
    D = P.copy()
    D[:, y] -= 1
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Believes that there are always three classes."""
def slp_gradient(X, P, y):
    D = P[:, :3] - np.eye(3)[np.minimum(y, 2)]
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Returns the two in the other order."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return D.mean(axis=0), X.T @ D / len(X)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""The gradient of the squared error with a linear output, twice P minus T."""
def slp_gradient(X, P, y):
    D = 2 * (P - np.eye(P.shape[1])[y])
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Divides by n - 1, as for a variance."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return X.T @ D / max(len(X) - 1, 1), D.sum(axis=0) / max(len(X) - 1, 1)

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss"
"""Takes the mean of X and of P minus T first and multiplies then: right for a single flower only."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return np.outer(X.mean(axis=0), D.mean(axis=0)), D.mean(axis=0)

# %% right="slp_gradient"
"""Flower by flower with outer products."""
def slp_gradient(X, P, y):
    n, d = X.shape
    dW, db = np.zeros((d, P.shape[1])), np.zeros(P.shape[1])
    for x, p, label in zip(X, P, y):
        target = np.zeros(len(p))
        target[label] = 1
        dW += np.outer(x, p - target) / n
        db += (p - target) / n
    return dW, db

# %% right="slp_gradient"
"""einsum over a boolean one-hot table; the biases as a row (1, C)."""
def slp_gradient(X, P, y):
    D = P - (y[:, None] == np.arange(P.shape[1]))
    return np.einsum("if,ic->fc", X, D) / len(P), D.mean(axis=0, keepdims=True)

# %% right="slp_gradient"
"""Lists, weight by weight."""
def slp_gradient(X, P, y):
    n, C = P.shape
    share = [[(P[i, c] - (1 if y[i] == c else 0)) / n for c in range(C)] for i in range(n)]
    dW = [[sum(X[i, f] * share[i][c] for i in range(n)) for c in range(C)] for f in range(X.shape[1])]
    return [dW, [sum(row[c] for row in share) for c in range(C)]]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""Drops the last batch when it is not full."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    full = len(X) // size * size
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, full, size)]

# %% wrong="batches" loses="the_order_comes_from_rng"
"""Does not shuffle."""
def batches(X, y, size, rng):
    return [(X[i : i + size], y[i : i + size]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Shuffles flowers and labels separately: flowers get other flowers' labels."""
def batches(X, y, size, rng):
    X, y = rng.permutation(X), rng.permutation(y)
    return [(X[i : i + size], y[i : i + size]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Shuffles the flowers only."""
def batches(X, y, size, rng):
    X = rng.permutation(X)
    return [(X[i : i + size], y[i : i + size]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""Draws with replacement: some flowers twice, others never."""
def batches(X, y, size, rng):
    order = rng.integers(len(X), size=len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""Draws every batch anew, without replacement inside the batch only."""
def batches(X, y, size, rng):
    parts = []
    for start in range(0, len(X), size):
        k = rng.choice(len(X), min(size, len(X) - start), replace=False)
        parts.append((X[k], y[k]))
    return parts

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Cuts into nearly equal batches with array_split instead of full ones and a rest."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[k], y[k]) for k in np.array_split(order, -(-len(X) // size))]

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Takes the size of a batch for the number of batches."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[k], y[k]) for k in np.array_split(order, size)]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""Fills the last batch up with flowers from the front."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    order = np.concatenate([order, order[: -len(X) % size]])
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""Windows that overlap: the start moves by one."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X) - size + 1)]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""Leaves the first flower out: counts from 1."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(1, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Appends an empty batch when the size divides n."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i * size : (i + 1) * size]], y[order[i * size : (i + 1) * size]])
            for i in range(len(X) // size + 1)]

# %% wrong="batches" loses="the_order_comes_from_rng"
"""A generator of its own with a fixed seed: the same order in every epoch."""
def batches(X, y, size, rng):
    order = np.random.default_rng(0).permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="the_order_comes_from_rng"
"""Draws from a copy of the generator, so that every epoch has the same order."""
def batches(X, y, size, rng):
    import copy
    order = copy.deepcopy(rng).permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="the_order_comes_from_rng"
"""Shuffles with NumPy's global generator: the same rng does not give the same batches again."""
def batches(X, y, size, rng):
    order = np.random.permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="the_order_comes_from_rng"
"""Cuts first and shuffles the finished batches: the same flowers stay together."""
def batches(X, y, size, rng):
    parts = [(X[i : i + size], y[i : i + size]) for i in range(0, len(X), size)]
    return [parts[j] for j in rng.permutation(len(parts) - 1)] + parts[-1:]

# %% wrong="batches" loses="the_order_comes_from_rng"
"""Shuffles inside each batch only."""
def batches(X, y, size, rng):
    parts = []
    for i in range(0, len(X), size):
        k = i + rng.permutation(len(X[i : i + size]))
        parts.append((X[k], y[k]))
    return parts

# %% wrong="batches" loses="the_order_comes_from_rng"
"""Begins at a random place and goes round: neighbours stay neighbours."""
def batches(X, y, size, rng):
    order = np.roll(np.arange(len(X)), rng.integers(len(X)))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Shuffles the tables that were passed in, both in the same way."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    X[:], y[:] = X[order], y[order]
    return [(X[i : i + size].copy(), y[i : i + size].copy()) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Squeezes: a batch of one flower loses an axis."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i : i + size]].squeeze(), y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""Only the first batch."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))[:size]
    return [(X[order], y[order])]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""Returns positions instead of flowers and labels."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(order[i : i + size], order[i : i + size]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Flowers in the new order, labels in the old one."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i : i + size]], y[i : i + size]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label"
"""Sorts every batch by its labels after drawing it: the labels are sorted, the flowers are not."""
def batches(X, y, size, rng):
    order = rng.permutation(len(X))
    return [(X[order[i : i + size]], np.sort(y[order[i : i + size]])) for i in range(0, len(X), size)]

# %% right="batches"
"""A generator spawned for each epoch, and NumPy's own cutting."""
def batches(X, y, size, rng):
    order = rng.spawn(1)[0].permutation(len(X))
    return [(X[part], y[part]) for part in np.split(order, range(size, len(X), size))]

# %% right="batches"
"""Shuffles positions in a list, takes them off in bunches."""
def batches(X, y, size, rng):
    order = list(range(len(X)))
    rng.shuffle(order)
    parts = []
    while order:
        taken, order = order[:size], order[size:]
        parts.append((X[taken], y[taken]))
    return parts

# %% right="batches"
"""A generator; the order is that of random numbers."""
def batches(X, y, size, rng):
    order = np.argsort(rng.random(len(X)))
    for i in range(math.ceil(len(X) / size)):
        chosen = order[i * size : i * size + size]
        yield X[chosen], y[chosen]

# %% right="batches"
"""One table of flowers and labels, shuffled by rows, split at multiples of the size; labels come back as floats."""
def batches(X, y, size, rng):
    table = rng.permutation(np.column_stack([X, y]))                    # (n, d + 1)
    return tuple([part[:, :-1], part[:, -1]] for part in np.split(table, range(size, len(X), size)))

# %% right="batches"
"""Draws all flowers without replacement; lists inside a list."""
def batches(X, y, size, rng):
    order = rng.choice(len(X), len(X), replace=False)
    return [[X[order][i : i + size].tolist(), y[order][i : i + size].tolist()] for i in range(0, len(X), size)]

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""One update for the whole epoch: the mean of the batches' gradients."""
def one_epoch(W, b, parts, lr, gradient):
    steps = [gradient(X, y, W, b) for X, y in parts]
    return W - lr * np.mean([dW for dW, _ in steps], axis=0), b - lr * np.mean([db for _, db in steps], axis=0)

# %% wrong="one_epoch" loses="each_step_starts_where_the_last_one_ended"
"""All gradients are taken at the weights from the beginning of the epoch."""
def one_epoch(W, b, parts, lr, gradient):
    new_W, new_b = W, b
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        new_W, new_b = new_W - lr * dW, new_b - lr * db
    return new_W, new_b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Goes up the slope."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        W, b = W + lr * dW, b + lr * db
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Forgets the learning rate."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        W, b = W - dW, b - db
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch"
"""Writes into the weights that were passed in."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        W -= lr * dW
        b -= lr * db
    return W, b

# %% wrong="one_epoch" loses="each_step_starts_where_the_last_one_ended"
"""Changes the weights first and asks for the biases' gradient at the new ones."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        W = W - lr * gradient(X, y, W, b)[0]
        b = b - lr * gradient(X, y, W, b)[1]
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""return stands inside the loop: only the first batch is seen."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        W, b = W - lr * dW, b - lr * db
        return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""The step stands behind the loop: only the last batch counts."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
    return W - lr * dW, b - lr * db

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Divides the step by the size of the batch once more."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        W, b = W - lr * dW / len(X), b - lr * db / len(X)
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Divides the step by the number of batches."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        W, b = W - lr * dW / len(parts), b - lr * db / len(parts)
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""The biases are left as they are."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        W = W - lr * dW
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Ignores the gradient that is passed in and uses its own for the chip."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        dW, db = slp_gradient(X, softmax(X @ W + b), y)
        W, b = W - lr * dW, b - lr * db
    return W, b

# %% wrong="one_epoch" loses="each_step_starts_where_the_last_one_ended"
"""Goes through the batches from the last to the first."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in list(parts)[::-1]:
        dW, db = gradient(X, y, W, b)
        W, b = W - lr * dW, b - lr * db
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Goes over the batches once for each flower of the batch."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        for _ in range(len(X)):
            dW, db = gradient(X, y, W, b)
            W, b = W - lr * dW, b - lr * db
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Updates after every single flower, whatever the batches are."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        for i in range(len(X)):
            dW, db = gradient(X[i : i + 1], y[i : i + 1], W, b)
            W, b = W - lr * dW, b - lr * db
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Puts all batches together again: one step with all flowers."""
def one_epoch(W, b, parts, lr, gradient):
    X = np.concatenate([X for X, _ in parts])
    y = np.concatenate([y for _, y in parts])
    dW, db = gradient(X, y, W, b)
    return W - lr * dW, b - lr * db

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Leaves batches out that are smaller than the first."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        if len(X) == len(parts[0][0]):
            dW, db = gradient(X, y, W, b)
            W, b = W - lr * dW, b - lr * db
    return W, b

# %% wrong="one_epoch" loses="one_step_for_every_batch, each_step_starts_where_the_last_one_ended"
"""Lets the learning rate shrink from batch to batch."""
def one_epoch(W, b, parts, lr, gradient):
    for i, (X, y) in enumerate(parts):
        dW, db = gradient(X, y, W, b)
        W, b = W - lr / (i + 1) * dW, b - lr / (i + 1) * db
    return W, b

# %% right="one_epoch"
"""In place on copies."""
def one_epoch(W, b, parts, lr, gradient):
    W, b = W.copy(), b.copy()
    for X, y in parts:
        dW, db = gradient(X, y, W, b)
        W -= lr * dW
        b -= lr * db
    return W, b

# %% right="one_epoch"
"""functools.reduce over the batches."""
def one_epoch(W, b, parts, lr, gradient):
    from functools import reduce
    def step(state, part):
        return [now - lr * np.asarray(slope) for now, slope in zip(state, gradient(*part, *state))]
    return reduce(step, parts, [W, b])

# %% right="one_epoch"
"""By index; asks for the gradient twice, both times at the same weights; lists come back."""
def one_epoch(W, b, parts, lr, gradient):
    for i in range(len(parts)):
        dW = gradient(parts[i][0], parts[i][1], W, b)[0]
        db = gradient(parts[i][0], parts[i][1], W, b)[1]
        W, b = np.subtract(W, np.multiply(lr, dW)), np.subtract(b, np.multiply(lr, db))
    return W.tolist(), b.tolist()

# %% wrong="which_statements_hold" loses="only_these_statements_hold"
"""Believes that the last batch, which is not full, is left out."""
def which_statements_hold():
    return {"a", "c", "e", "h"}

# %% wrong="which_statements_hold" loses="only_these_statements_hold"
"""Takes a batch of size 1 for batch learning."""
def which_statements_hold():
    return {"a", "b", "e", "h"}

# %% wrong="which_statements_hold" loses="only_these_statements_hold"
"""Carries the trouble of equal hidden neurons over to a single layer."""
def which_statements_hold():
    return {"a", "d", "e", "h"}

# %% wrong="which_statements_hold" loses="only_these_statements_hold"
"""Hopes for a finer grid."""
def which_statements_hold():
    return {"a", "e", "f", "h"}

# %% wrong="which_statements_hold" loses="only_these_statements_hold"
"""Believes that a sigmoid answers 0 or 1."""
def which_statements_hold():
    return {"a", "e", "g", "h"}

# %% wrong="which_statements_hold" loses="only_these_statements_hold"
"""Believes that softmax notices a shift."""
def which_statements_hold():
    return {"a", "h"}

# %% wrong="which_statements_hold" loses="only_these_statements_hold"
"""Believes that SGD makes one update in an epoch."""
def which_statements_hold():
    return {"e", "h"}

# %% wrong="which_statements_hold" loses="only_these_statements_hold"
"""Chooses every letter."""
def which_statements_hold():
    return set("abcdefgh")

# %% right="which_statements_hold"
"""A list in another order, with a letter twice."""
def which_statements_hold():
    return ["h", "e", "a", "e"]

# %% right="which_statements_hold"
"""The letters as one text."""
def which_statements_hold():
    return "aeh"

# %% wrong="batches" loses="the_order_comes_from_rng"
"""Reverses the order when a coin of rng says so: random, but hardly."""
def batches(X, y, size, rng):
    order = np.arange(len(X))[:: 1 if rng.random() < 0.5 else -1]
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% wrong="batches" loses="every_flower_once_with_its_label, the_order_comes_from_rng"
"""One batch only, a random one, as some descriptions of SGD have it."""
def batches(X, y, size, rng):
    k = rng.choice(len(X), size, replace=False)
    return [(X[k], y[k])]

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss, bias_gradient_is_the_slope_of_the_loss"
"""Halves the slope, as if the loss were half a square."""
def slp_gradient(X, P, y):
    D = (P - np.eye(P.shape[1])[y]) / 2
    return X.T @ D / len(X), D.mean(axis=0)

# %% wrong="one_epoch" loses="each_step_starts_where_the_last_one_ended"
"""Changes the biases first and asks for the weights' gradient at the new ones."""
def one_epoch(W, b, parts, lr, gradient):
    for X, y in parts:
        b = b - lr * gradient(X, y, W, b)[1]
        W = W - lr * gradient(X, y, W, b)[0]
    return W, b

# %% wrong="count_weights" loses="counts_the_neurons_that_fit, all_tables_but_two_have_a_neuron"
"""Makes whole numbers of the values: 0.5 becomes 0."""
def count_weights(truth, values):
    whole = np.array(values, dtype=int)
    return sum([int(x1 * w1 + x2 * w2 + b > 0) for x1, x2 in INPUTS] == list(truth)
               for w1, w2, b in itertools.product(whole, repeat=3))

# %% right="count_weights"
"""Fires from one half on: among multiples of 0.5 that is the same as above 0."""
def count_weights(truth, values):
    return sum([int(x1 * w1 + x2 * w2 + b >= 0.5) for x1, x2 in INPUTS] == list(truth)
               for w1, w2, b in itertools.product(values, repeat=3))

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""Takes the slope that the sigmoid has at 0, as in the example, for every z."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (t - a) * 0.25
    return w + lr * delta * x, b + lr * delta

# %% wrong="delta_step" loses="weights_go_down_the_slope, the_bias_learns_too"
"""The target is 1 whatever t says, as in the example."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (1 - a) * a * (1 - a)
    return w + lr * delta * x, b + lr * delta

# %% wrong="delta_step" loses="the_bias_learns_too"
"""Sets the bias instead of moving it: it was 0 in the example."""
def delta_step(x, t, w, b, lr):
    a = 1 / (1 + np.exp(-(x @ w + b)))
    delta = (t - a) * a * (1 - a)
    return w + lr * delta * x, lr * delta

# %% wrong="softmax" loses="huge_scores_do_not_overflow"
"""Subtracts the maximum only where scores are large: when all are far below 0, it is 0 / 0."""
def softmax(Z):
    if Z.max() > 700:
        Z = Z - Z.max(axis=1, keepdims=True)
    E = np.exp(Z)
    return E / E.sum(axis=1, keepdims=True)

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class, a_probability_of_zero_stays_finite"
"""The diagonal of P: the i-th flower is taken to be of class i."""
def cross_entropy(P, y):
    return -np.log(np.maximum(np.diag(P), 1e-12)).mean()

# %% wrong="cross_entropy" loses="mean_of_minus_log_of_the_true_class"
"""A one-hot table with as many columns as classes occur in y."""
def cross_entropy(P, y):
    T = np.eye(len(set(y.tolist())))[y]
    true = (P[:, : max(y) + 1] * T).sum(axis=1)
    return -np.log(np.maximum(true, 1e-12)).mean()

# %% wrong="slp_gradient" loses="weight_gradient_is_the_slope_of_the_loss"
"""Divides by the number of measurements, which is that of the flowers in the example."""
def slp_gradient(X, P, y):
    D = P - np.eye(P.shape[1])[y]
    return X.T @ D / X.shape[1], D.mean(axis=0)

# %% wrong="batches" loses="the_order_comes_from_rng"
"""Does not shuffle when there is one batch only."""
def batches(X, y, size, rng):
    if size >= len(X):
        return [(X, y)]
    order = rng.permutation(len(X))
    return [(X[order[i : i + size]], y[order[i : i + size]]) for i in range(0, len(X), size)]

# %% right="one_epoch"
"""Multiplies what gradient gave by the learning rate, in place."""
def one_epoch(W, b, parts, lr, gradient):
    for X_part, y_part in parts:
        dW, db = gradient(X_part, y_part, W, b)
        dW *= lr
        db *= lr
        W, b = W - dW, b - db
    return W, b
