# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Counts 0 as awake: every slope is 1."""
def relu_slope(A):
    return (A >= 0).astype(float)

# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Gives back the ReLU itself instead of its slope."""
def relu_slope(A):
    return np.maximum(A, 0)

# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Takes the slope of the sigmoid."""
def relu_slope(A):
    return A * (1 - A)

# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Turns it round: 1 where the unit sleeps."""
def relu_slope(A):
    return (A == 0).astype(float)

# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Writes the slopes into the answers, which the backward pass still needs."""
def relu_slope(A):
    A[A > 0] = 1
    return A

# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Cuts the decimals off: an answer between 0 and 1 counts as asleep."""
def relu_slope(A):
    return np.minimum(A.astype(int), 1)

# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Clips the answers to 1: half-awake units get half a slope."""
def relu_slope(A):
    return np.clip(A, 0, 1)

# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Takes small answers for sleep."""
def relu_slope(A):
    return (A > 0.01) * 1.0

# %% wrong="relu_slope" loses="slope_is_one_where_the_unit_is_awake"
"""Asks whether the whole layer is awake: one number for all."""
def relu_slope(A):
    return np.full(A.shape, float(np.any(A > 0)))

# %% right="relu_slope"
"""Truth values."""
def relu_slope(A):
    return A > 0

# %% right="relu_slope"
"""np.where, in single precision."""
def relu_slope(A):
    return np.where(A > 0, 1, 0).astype(np.float32)

# %% right="relu_slope"
"""The sign: answers are never negative."""
def relu_slope(A):
    return np.sign(A)

# %% right="relu_slope"
"""np.heaviside with 0 at the kink."""
def relu_slope(A):
    return np.heaviside(A, 0)

# %% right="relu_slope"
"""A loop that fills an array of zeros."""
def relu_slope(A):
    out = np.zeros(A.shape, dtype=int)
    for i, a in np.ndenumerate(A):
        if a > 0:
            out[i] = 1
    return out

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Leaves the input out of the list."""
def forward(X, params, phi):
    A, a = [], X
    for W, b in params[:-1]:
        a = phi(a @ W + b)
        A.append(a)
    W, b = params[-1]
    A.append(sigmoid(a @ W + b))
    return A

# %% wrong="forward" loses="the_last_layer_uses_the_sigmoid"
"""Uses phi in the last layer, too."""
def forward(X, params, phi):
    A = [X]
    for W, b in params:
        A.append(phi(A[-1] @ W + b))
    return A

# %% wrong="forward" loses="the_last_layer_uses_the_sigmoid"
"""Leaves the last layer without an activation."""
def forward(X, params, phi):
    A = [X]
    for W, b in params[:-1]:
        A.append(phi(A[-1] @ W + b))
    A.append(A[-1] @ params[-1][0] + params[-1][1])
    return A

# %% wrong="forward" loses="the_last_layer_uses_the_sigmoid"
"""Applies phi and then the sigmoid in the last layer."""
def forward(X, params, phi):
    A = [X]
    for W, b in params:
        A.append(phi(A[-1] @ W + b))
    A[-1] = sigmoid(A[-1])
    return A

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Uses the sigmoid in every layer, whatever phi is."""
def forward(X, params, phi):
    A = [X]
    for W, b in params:
        A.append(sigmoid(A[-1] @ W + b))
    return A

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Uses the ReLU in the hidden layers, whatever phi is; scikit-learn's sigmoid network shows it, too."""
def forward(X, params, phi):
    A = [X]
    for W, b in params[:-1]:
        A.append(np.maximum(A[-1] @ W + b, 0))
    A.append(sigmoid(A[-1] @ params[-1][0] + params[-1][1]))
    return A

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Forgets the biases."""
def forward(X, params, phi):
    A = [X]
    for W, _ in params[:-1]:
        A.append(phi(A[-1] @ W))
    A.append(sigmoid(A[-1] @ params[-1][0]))
    return A

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Feeds every hidden layer with the input instead of the layer before it; nobody notices with one hidden layer."""
def forward(X, params, phi):
    A = [X]
    for W, b in params[:-1]:
        A.append(phi(X @ W + b))
    A.append(sigmoid(A[-1] @ params[-1][0] + params[-1][1]))
    return A

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Keeps the sums instead of the activations."""
def forward(X, params, phi):
    A, a = [X], X
    for W, b in params:
        z = a @ W + b
        A.append(z)
        a = phi(z)
    return A

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Adds the bias after the activation."""
def forward(X, params, phi):
    A = [X]
    for W, b in params[:-1]:
        A.append(phi(A[-1] @ W) + b)
    A.append(sigmoid(A[-1] @ params[-1][0] + params[-1][1]))
    return A

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Returns only the output."""
def forward(X, params, phi):
    a = X
    for W, b in params[:-1]:
        a = phi(a @ W + b)
    return sigmoid(a @ params[-1][0] + params[-1][1])

# %% wrong="forward" loses="each_layer_feeds_the_next, the_last_layer_uses_the_sigmoid"
"""Knows two layers only."""
def forward(X, params, phi):
    (W1, b1), (W2, b2) = params
    H = phi(X @ W1 + b1)
    return [X, H, sigmoid(H @ W2 + b2)]

# %% wrong="forward" loses="the_last_layer_uses_the_sigmoid"
"""Rounds the output to 0 or 1: an answer, but no probability any more."""
def forward(X, params, phi):
    A = [X]
    for W, b in params[:-1]:
        A.append(phi(A[-1] @ W + b))
    A.append((sigmoid(A[-1] @ params[-1][0] + params[-1][1]) > 0.5) * 1.0)
    return A

# %% wrong="forward" loses="the_last_layer_uses_the_sigmoid"
"""A softmax in the last layer: with a single output it is always 1."""
def forward(X, params, phi):
    A = [X]
    for W, b in params[:-1]:
        A.append(phi(A[-1] @ W + b))
    Z = A[-1] @ params[-1][0] + params[-1][1]
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    A.append(E / E.sum(axis=1, keepdims=True))
    return A

# %% wrong="forward" loses="each_layer_feeds_the_next"
"""Uses up the list of layers: pops them off params."""
def forward(X, params, phi):
    A = [X]
    W, b = params.pop()
    for V, c in params:
        A.append(phi(A[-1] @ V + c))
    A.append(sigmoid(A[-1] @ W + b))
    return A

# %% right="forward"
"""Counts the layers, with einsum, and returns a tuple."""
def forward(X, params, phi):
    A = (np.array(X, dtype=float),)
    for l, (W, b) in enumerate(params):
        Z = np.einsum("ni,io->no", A[l], W) + b[np.newaxis, :]
        A = A + (sigmoid(Z) if l == len(params) - 1 else phi(Z),)
    return A

# %% right="forward"
"""The bias as one more input, always 1; its own sigmoid."""
def forward(X, params, phi):
    A = [X]
    functions = [phi] * (len(params) - 1) + [lambda Z: 1 / (1 + np.exp(-Z))]
    for (W, b), f in zip(params, functions):
        more = np.column_stack([A[-1], np.ones(len(X))])
        A.append(f(more @ np.vstack([W, b])))
    return A

# %% right="forward"
"""One row and one unit at a time; the activation on arrays without axes."""
def forward(X, params, phi):
    A = [X]
    for l, (W, b) in enumerate(params):
        f = sigmoid if l + 1 == len(params) else phi
        Z = np.zeros((len(X), W.shape[1]))
        for i in range(len(X)):
            for j in range(W.shape[1]):
                Z[i, j] = sum(A[-1][i, k] * W[k, j] for k in range(W.shape[0])) + b[j]
        A.append(f(Z))
    return A

# %% right="forward"
"""Recursion."""
def forward(X, params, phi):
    (W, b), *rest = params
    Z = np.dot(X, W) + b
    return [X, *forward(phi(Z), rest, phi)] if rest else [X, sigmoid(Z)]

# %% wrong="xor_by_hand" loses="all_four_settings_are_right"
"""Sums of 0, 1 and 0 at the output: the sigmoid of 0 is 0.5, not dark."""
def xor_by_hand():
    return [(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])), (np.array([[1.0], [-2.0]]), np.array([0.0]))]

# %% wrong="xor_by_hand" loses="all_four_settings_are_right"
"""The right idea with timid weights: 0.62 and 0.38."""
def xor_by_hand():
    return [(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])), (np.array([[1.0], [-2.0]]), np.array([-0.5]))]

# %% wrong="xor_by_hand" loses="all_four_settings_are_right"
"""OR: forgets that both switches up is dark."""
def xor_by_hand():
    return [(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])), (np.array([[10.0], [-10.0]]), np.array([-5.0]))]

# %% wrong="xor_by_hand" loses="all_four_settings_are_right"
"""Turned round: lit when both switches are alike."""
def xor_by_hand():
    return [(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])), (np.array([[-10.0], [20.0]]), np.array([5.0]))]

# %% wrong="xor_by_hand" loses="all_four_settings_are_right"
"""Weights for hidden units that step from 0 to 1 (OR and AND): ReLU units do not stop at 1."""
def xor_by_hand():
    return [(np.array([[10.0, 10.0], [10.0, 10.0]]), np.array([-5.0, -15.0])),
            (np.array([[10.0], [-10.0]]), np.array([-5.0]))]

# %% wrong="xor_by_hand" loses="all_four_settings_are_right"
"""Two hidden units that look at one switch each: nothing is bent."""
def xor_by_hand():
    return [(np.eye(2), np.zeros(2)), (np.array([[10.0], [10.0]]), np.array([-5.0]))]

# %% wrong="xor_by_hand" loses="all_four_settings_are_right"
"""The output's weights as a row."""
def xor_by_hand():
    return [(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([0.0, -1.0])), (np.array([[10.0, -20.0]]), np.array([-5.0]))]

# %% wrong="xor_by_hand" loses="all_four_settings_are_right"
"""The difference of the switches without its absolute value: (1, 0) is lit, (0, 1) is not."""
def xor_by_hand():
    return [(np.array([[1.0, 1.0], [-1.0, -1.0]]), np.zeros(2)), (np.array([[10.0], [10.0]]), np.array([-5.0]))]

# %% right="xor_by_hand"
"""The absolute difference: one unit for each sign; lists of whole numbers."""
def xor_by_hand():
    return [([[1, -1], [-1, 1]], [0, 0]), ([[8], [8]], [-4])]

# %% right="xor_by_hand"
"""Units that wake up for both and for none; the output is lit unless one of them is awake. Biases as rows."""
def xor_by_hand():
    W1, b1 = np.array([[1, -1], [1, -1]]), np.array([[-1, 1]])
    return ((W1, b1), (np.array([[-50], [-50]]), np.array([[20]])))

# %% right="xor_by_hand"
"""Counts with other numbers, in single precision."""
def xor_by_hand():
    W1 = np.full((2, 2), 2, dtype=np.float32)
    return [[W1, np.float32([0.5, -2])], [np.float32([[10], [-20]]), np.float32([-15])]]

# %% wrong="deltas" loses="output_error_is_prediction_minus_label, hidden_errors_flow_back_through_the_weights"
"""Label minus prediction: all signs are turned."""
def deltas(A, Y, params, phi_slope):
    D = [Y - A[-1]]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="output_error_is_prediction_minus_label, hidden_errors_flow_back_through_the_weights"
"""The delta rule for the squared error: the slope of the output's sigmoid is in it."""
def deltas(A, Y, params, phi_slope):
    D = [(A[-1] - Y) * A[-1] * (1 - A[-1])]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="output_error_is_prediction_minus_label, hidden_errors_flow_back_through_the_weights"
"""Multiplies the output's error with phi_slope as well."""
def deltas(A, Y, params, phi_slope):
    D = [(A[-1] - Y) * phi_slope(A[-1])]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Forgets the slope of the hidden units: sleeping ReLU units are blamed, too."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, D[0] @ params[l][0].T)
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Updates the output layer first and sends the error back through the new weights, as some lecture notes have it."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        W = params[l][0] - 0.1 * A[l].T @ D[0] / len(Y)
        D.insert(0, (D[0] @ W.T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Updates the weights in place while the errors go back; the arguments are changed."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, -1, -1):
        W, b = params[l]
        if l:
            D.insert(0, (D[0] @ W.T) * phi_slope(A[l]))
        W -= 0.1 * A[l].T @ D[1 if l else 0] / len(Y)
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Takes the slope of the first unit of the layer before for all units."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(A[l - 1])[:, :1])
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Uses the slope of the ReLU, whatever phi_slope is."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * (A[l] > 0))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Uses the slope of the sigmoid, whatever phi_slope is."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * A[l] * (1 - A[l]))
    return D

# %% wrong="deltas" loses="output_error_is_prediction_minus_label, hidden_errors_flow_back_through_the_weights"
"""Divides the errors by the number of rows, which belongs to the gradients."""
def deltas(A, Y, params, phi_slope):
    D = [(A[-1] - Y) / len(Y)]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="output_error_is_prediction_minus_label, hidden_errors_flow_back_through_the_weights"
"""Returns the errors in the order in which they were found: the output first."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.append((D[-1] @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Sends every hidden error back from the output at once: the same for all hidden layers but for the slope."""
def deltas(A, Y, params, phi_slope):
    out = A[-1] - Y
    D = [out]
    for l in range(len(params) - 1, 0, -1):
        back = D[0] if l == len(params) - 1 else np.tile(out.sum(axis=1, keepdims=True), (1, params[l][0].shape[1]))
        D.insert(0, (back @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Applies phi_slope to the error that came back instead of to the activations."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, phi_slope(D[0] @ params[l][0].T))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Goes back through the absolute weights."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ np.abs(params[l][0]).T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Averages the errors over the rows on the way back: every row gets the same blame."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0].mean(axis=0) @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Works out the right errors, but writes the output's error into the activations."""
def deltas(A, Y, params, phi_slope):
    A[-1] -= Y
    D = [A[-1]]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% wrong="deltas" loses="output_error_is_prediction_minus_label, hidden_errors_flow_back_through_the_weights"
"""One hidden layer only, as in the drawing."""
def deltas(A, Y, params, phi_slope):
    out = A[2] - Y
    return [(out @ params[1][0].T) * phi_slope(A[1]), out]

# %% wrong="deltas" loses="output_error_is_prediction_minus_label, hidden_errors_flow_back_through_the_weights"
"""Goes one layer too far and returns an error for the input, too."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, -1, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(A[l]))
    return D

# %% right="deltas"
"""einsum, collected backwards and turned round at the end; a tuple."""
def deltas(A, Y, params, phi_slope):
    back = [np.asarray(A[-1], dtype=float) - np.asarray(Y, dtype=float)]
    for (W, _), a in zip(params[:0:-1], A[-2:0:-1]):
        back.append(np.einsum("no,io->ni", back[-1], W) * phi_slope(a))
    return tuple(back[::-1])

# %% right="deltas"
"""Fills a list from its end; one row at a time."""
def deltas(A, Y, params, phi_slope):
    L = len(params)
    D = [None] * L
    D[L - 1] = A[L] - Y
    for l in range(L - 2, -1, -1):
        W = params[l + 1][0]
        slopes = np.asarray(phi_slope(A[l + 1]))
        D[l] = np.stack([slopes[i] * (W @ D[l + 1][i]) for i in range(len(Y))])
    return D

# %% right="deltas"
"""Recursion over the layers."""
def deltas(A, Y, params, phi_slope):
    if len(params) == 1:
        return [A[-1] - Y]
    later = deltas(A[1:], Y, params[1:], phi_slope)
    return [np.multiply(np.dot(later[0], params[1][0].T), phi_slope(A[1]))] + later

# %% right="deltas"
"""Plain sums over the units of the next layer, in single precision."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in reversed(range(1, len(params))):
        W, later = params[l][0], D[0]
        slope = np.array(phi_slope(A[l].copy()), dtype=float)
        D = [sum(later[:, [j]] * W[:, j] for j in range(W.shape[1])) * slope] + D
    return D

# %% wrong="gradients" loses="a_batch_gradient_is_the_mean_of_its_rows"
"""The sum over the batch instead of the mean."""
def gradients(A, D):
    return [(a.T @ d, d.sum(axis=0)) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_batch_gradient_is_the_mean_of_its_rows"
"""The mean for the weights, but the sum for the biases."""
def gradients(A, D):
    return [(a.T @ d / len(d), d.sum(axis=0)) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_batch_gradient_is_the_mean_of_its_rows"
"""The sum for the weights, but the mean for the biases."""
def gradients(A, D):
    return [(a.T @ d, d.mean(axis=0)) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""Multiplies with the layer's own activations instead of what came into it."""
def gradients(A, D):
    return [(A[l + 1].T @ d / len(d), d.mean(axis=0)) for l, d in enumerate(D)]

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""Transposed: rows are units and columns inputs."""
def gradients(A, D):
    return [(d.T @ a / len(d), d.mean(axis=0)) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""Turns the signs round, so that they can be added."""
def gradients(A, D):
    return [(-a.T @ d / len(d), -d.mean(axis=0)) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""Forgets that the bias has a gradient."""
def gradients(A, D):
    return [(a.T @ d / len(d), np.zeros(d.shape[1])) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""Divides by the number of units instead of the number of rows."""
def gradients(A, D):
    return [(a.T @ d / d.shape[1], d.sum(axis=0) / d.shape[1]) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""Takes the mean of all errors of a layer for the bias: one number for all units."""
def gradients(A, D):
    return [(a.T @ d / len(d), np.full(d.shape[1], d.mean())) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_batch_gradient_is_the_mean_of_its_rows"
"""Averages inputs and errors first and multiplies then: the mean of products is not the product of means."""
def gradients(A, D):
    return [(np.outer(a.mean(axis=0), d.mean(axis=0)), d.mean(axis=0)) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_batch_gradient_is_the_mean_of_its_rows"
"""Looks at the first row of the batch only."""
def gradients(A, D):
    return [(np.outer(a[0], d[0]), d[0]) for a, d in zip(A, D)]

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""The last layer first."""
def gradients(A, D):
    return [(a.T @ d / len(d), d.mean(axis=0)) for a, d in zip(A, D)][::-1]

# %% wrong="gradients" loses="a_batch_gradient_is_the_mean_of_its_rows"
"""Half of the mean, from the squared error with its factor 1/2; for one row nothing is halved."""
def gradients(A, D):
    half = 2 if len(D[0]) > 1 else 1
    return [(a.T @ d / len(d) / half, d.mean(axis=0) / half) for a, d in zip(A, D)]

# %% right="gradients"
"""Adds up row by row in a loop; the bias as a row."""
def gradients(A, D):
    out = []
    for l in range(len(D)):
        n = len(D[l])
        dW = np.zeros((A[l].shape[1], D[l].shape[1]))
        db = np.zeros((1, D[l].shape[1]))
        for i in range(n):
            dW += np.outer(A[l][i], D[l][i]) / n
            db[0] += D[l][i] / n
        out.append([dW, db])
    return out

# %% right="gradients"
"""einsum; a tuple of tuples."""
def gradients(A, D):
    n = A[0].shape[0]
    return tuple((np.einsum("ni,no->io", a, d) / n, np.einsum("no->o", d) / n) for a, d in zip(A[:-1], D))

# %% right="gradients"
"""The mean of all outer products at once."""
def gradients(A, D):
    return [(np.mean(a[:, :, None] * d[:, None, :], axis=0), np.average(d, axis=0)) for a, d in zip(A, D)]

# %% right="gradients"
"""The bias as the weight of one more input, which is always 1."""
def gradients(A, D):
    both = [np.column_stack([a, np.ones(len(a))]).T @ d / len(d) for a, d in zip(A, D)]
    return [(g[:-1], g[-1]) for g in both]

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry"
"""Steps to one side only."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up = W.copy()
        up[i] += h
        G[i] = (f(up) - f(W.copy())) / h
    return G

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry"
"""Steps down only."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        down = W.copy()
        down[i] -= h
        G[i] = (f(W.copy()) - f(down)) / h
    return G

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry, one_entry_moves_at_a_time"
"""Divides by h instead of 2h."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += h
        down[i] -= h
        G[i] = (f(up) - f(down)) / h
    return G

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry, one_entry_moves_at_a_time"
"""Down minus up: the sign is turned."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += h
        down[i] -= h
        G[i] = (f(down) - f(up)) / (2 * h)
    return G

# %% wrong="numerical_gradient" loses="one_entry_moves_at_a_time"
"""Works in the array itself and never puts an entry back."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        W[i] += h
        up = f(W)
        W[i] -= 2 * h
        G[i] = (up - f(W)) / (2 * h)
    return G

# %% wrong="numerical_gradient" loses="one_entry_moves_at_a_time"
"""The names up and down stand for one and the same array, which is not put back."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    moved = W.copy()
    for i in np.ndindex(W.shape):
        moved[i] += h
        high = f(moved)
        moved[i] -= 2 * h
        G[i] = (high - f(moved)) / (2 * h)
    return G

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry, one_entry_moves_at_a_time"
"""Nudges all entries at once."""
def numerical_gradient(f, W, h):
    return np.full(W.shape, (f(W + h) - f(W - h)) / (2 * h))

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry"
"""Uses a nudge of its own instead of h."""
def numerical_gradient(f, W, h):
    h = 1e-5
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += h
        down[i] -= h
        G[i] = (f(up) - f(down)) / (2 * h)
    return G

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry, one_entry_moves_at_a_time"
"""A copy that is none: up and down are the same array, so nothing ever differs."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up = down = W.copy()
        up[i] += h
        down[i] -= h
        G[i] = (f(up) - f(down)) / (2 * h)
    return G

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry, one_entry_moves_at_a_time"
"""Walks over the rows only: whole rows are nudged."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in range(len(W) - 1):
        up, down = W.copy(), W.copy()
        up[i] += h
        down[i] -= h
        G[i] = (f(up) - f(down)) / (2 * h)
    return G

# %% wrong="numerical_gradient" loses="one_entry_moves_at_a_time"
"""Right numbers, but the array is left nudged at its last entry."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        old = W[i]
        W[i] = old - h
        low = f(W)
        W[i] = old + h
        G[i] = (f(W) - low) / (2 * h)
        if i != tuple(s - 1 for s in W.shape):
            W[i] = old
    return G

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry, one_entry_moves_at_a_time"
"""Returns whole numbers: the array is made with another dtype."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape, dtype=int)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += h
        down[i] -= h
        G[i] = round((f(up) - f(down)) / (2 * h))
    return G

# %% right="numerical_gradient"
"""In place, every entry put back; a flat walk."""
def numerical_gradient(f, W, h):
    G = []
    flat = W.reshape(-1)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        up = f(W)
        flat[i] = old - h
        down = f(W)
        flat[i] = old
        G.append((up - down) / (2 * h))
    return np.array(G).reshape(W.shape)

# %% right="numerical_gradient"
"""Adds and subtracts unit arrays; a list comprehension."""
def numerical_gradient(f, W, h):
    eye = np.eye(W.size).reshape(W.size, *W.shape) * h
    return np.reshape([(f(W + e) - f(W - e)) / 2 / h for e in eye], W.shape)

# %% right="numerical_gradient"
"""np.nditer with a multi-index, restoring by the same nudges backwards."""
def numerical_gradient(f, W, h):
    G = np.empty_like(W)
    it = np.nditer(W, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        W[i] += h
        high = float(f(W))
        W[i] -= 2 * h
        low = float(f(W))
        W[i] += h
        G[i] = (high - low) / (2 * h)
        it.iternext()
    return G

# %% right="numerical_gradient"
"""The mean of the two one-sided differences."""
def numerical_gradient(f, W, h):
    here = f(W.copy())
    G = np.zeros(W.shape)
    for i, w in np.ndenumerate(W.copy()):
        V = np.array(W)
        V[i] = w + h
        right = (f(V) - here) / h
        V[i] = w - h
        left = (here - f(V)) / h
        G[i] = (left + right) / 2
    return G

# %% wrong="order_of_one_step" loses="no_weight_moves_before_its_errors_are_known"
"""Updates the output layer first, and sends the error back through the new weights, as some lecture notes have it."""
def order_of_one_step():
    return "dgcebfa"

# %% wrong="order_of_one_step" loses="no_weight_moves_before_its_errors_are_known"
"""Updates both layers before any gradient is known."""
def order_of_one_step():
    return "dgbeacf"

# %% wrong="order_of_one_step" loses="no_weight_moves_before_its_errors_are_known"
"""Goes backwards from the hidden layer: its error before that of the output."""
def order_of_one_step():
    return "dbgcfea"

# %% wrong="order_of_one_step" loses="no_weight_moves_before_its_errors_are_known"
"""Runs the batch forward last."""
def order_of_one_step():
    return "gbcfead"

# %% wrong="order_of_one_step" loses="no_weight_moves_before_its_errors_are_known"
"""The first layer first, as on the way forward: its gradient before its error."""
def order_of_one_step():
    return "dgfbcae"

# %% wrong="order_of_one_step" loses="no_weight_moves_before_its_errors_are_known"
"""Forgets the first layer's update."""
def order_of_one_step():
    return "dgbcfe"

# %% wrong="order_of_one_step" loses="no_weight_moves_before_its_errors_are_known"
"""Moves the first layer before its gradient is computed."""
def order_of_one_step():
    return "dgbcafe"

# %% right="order_of_one_step"
"""The output layer moves as soon as the error has gone back through it."""
def order_of_one_step():
    return "dgbcefa"

# %% right="order_of_one_step"
"""The hidden layer is finished before the output layer's gradient is computed; a list of letters."""
def order_of_one_step():
    return list("dgbface")

# %% right="order_of_one_step"
"""Both gradients, then both moves, the first layer first; a tuple."""
def order_of_one_step():
    return ("d", "g", "c", "b", "f", "a", "e")

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""All weights 0: nothing ever moves, or all units alike."""
def he_init(sizes, rng):
    return [(np.zeros((i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""All weights equal to the standard deviation."""
def he_init(sizes, rng):
    return [(np.full((i, o), (2 / i) ** 0.5), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""Takes 2 / n_in, the variance, for the standard deviation."""
def he_init(sizes, rng):
    return [(rng.normal(0, 2 / i, (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""Forgets the factor 2: sqrt(1 / n_in), made for tanh."""
def he_init(sizes, rng):
    return [(rng.normal(0, np.sqrt(1 / i), (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""Glorot's rule: divides by inputs and outputs together."""
def he_init(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / (i + o)), (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""Counts the outputs instead of the inputs."""
def he_init(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / o), (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""Small random numbers for all layers, as one did before."""
def he_init(sizes, rng):
    return [(0.01 * rng.standard_normal((i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""Divides by the number of inputs of the first layer in all layers."""
def he_init(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / sizes[0]), (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""A uniform distribution of the right spread (he_uniform)."""
def he_init(sizes, rng):
    return [(rng.uniform(-np.sqrt(6 / i), np.sqrt(6 / i), (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""A generator of its own with a fixed seed: always the same network."""
def he_init(sizes, rng):
    rng = np.random.default_rng(0)
    return [(rng.normal(0, np.sqrt(2 / i), (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""NumPy's global random numbers instead of rng."""
def he_init(sizes, rng):
    return [(np.random.randn(i, o) * np.sqrt(2 / i), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""Positive weights only."""
def he_init(sizes, rng):
    return [(np.abs(rng.normal(0, np.sqrt(2 / i), (i, o))), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""One random unit, copied: all columns of a layer are equal."""
def he_init(sizes, rng):
    return [(np.tile(rng.normal(0, np.sqrt(2 / i), (i, 1)), (1, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""The same seed for every layer: layers of one shape are twins."""
def he_init(sizes, rng):
    seed = int(rng.integers(1 << 30))
    return [(np.random.default_rng(seed).normal(0, np.sqrt(2 / i), (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="every_layer_gets_its_shapes"
"""Random biases, too."""
def he_init(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / i), (i, o)), rng.normal(0, 0.01, o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="every_layer_gets_its_shapes, weights_are_drawn_with_the_he_spread"
"""Rows are units and columns inputs."""
def he_init(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / i), (o, i)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="every_layer_gets_its_shapes, weights_are_drawn_with_the_he_spread"
"""A bias for every input instead of every unit."""
def he_init(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / i), (i, o)), np.zeros(i)) for i, o in zip(sizes, sizes[1:])]

# %% wrong="he_init" loses="every_layer_gets_its_shapes, weights_are_drawn_with_the_he_spread"
"""Forgets the layer of the output."""
def he_init(sizes, rng):
    return [(rng.normal(0, np.sqrt(2 / i), (i, o)), np.zeros(o)) for i, o in zip(sizes[:-2], sizes[1:])]

# %% right="he_init"
"""standard_normal, scaled; lists instead of tuples, biases as rows."""
def he_init(sizes, rng):
    params = []
    for l in range(1, len(sizes)):
        W = rng.standard_normal((sizes[l - 1], sizes[l])) * np.sqrt(2.0 / sizes[l - 1])
        params.append([W, np.zeros((1, sizes[l]))])
    return params

# %% right="he_init"
"""Cuts the far ends off as Keras does, and makes up for it in the spread."""
def he_init(sizes, rng):
    params = []
    for i, o in itertools.pairwise(sizes):
        W = rng.standard_normal((i, o))
        while (far := np.abs(W) > 2).any():
            W[far] = rng.standard_normal(far.sum())
        params.append((W * np.sqrt(2 / i) / 0.87962566103423978, np.zeros(o)))
    return params

# %% right="he_init"
"""The last layer is drawn first, one unit at a time."""
def he_init(sizes, rng):
    params = []
    for i, o in list(zip(sizes, sizes[1:]))[::-1]:
        units = [rng.normal(loc=0.0, scale=(2 / i) ** 0.5, size=i) for _ in range(o)]
        params.insert(0, (np.array(units).T, np.array([0] * o)))
    return params

# %% right="he_init"
"""Single precision; the normal distribution by the method of Box and Muller."""
def he_init(sizes, rng):
    params = []
    for i, o in zip(sizes, sizes[1:]):
        radius, angle = np.sqrt(-2 * np.log(1 - rng.random((i, o)))), 2 * np.pi * rng.random((i, o))
        params.append(((radius * np.cos(angle) * np.sqrt(2 / i)).astype(np.float32), np.zeros(o, dtype=np.float32)))
    return tuple(params)

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""Adds the gradient: uphill."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v + lr * g, beta * c + lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    return [(W + v, b + c) for (W, b), (v, c) in zip(params, moving)], moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""PyTorch's form: lr stands outside of the velocity."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v + g, beta * c + h) for (v, c), (g, h) in zip(velocity, grads)]
    return [(W - lr * v, b - lr * c) for (W, b), (v, c) in zip(params, moving)], moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""A moving average: the gradient counts with 1 - beta only."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v - (1 - beta) * lr * g, beta * c - (1 - beta) * lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    return [(W + v, b + c) for (W, b), (v, c) in zip(params, moving)], moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""Moves by the old velocity and hands on the new one."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v - lr * g, beta * c - lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    return [(W + v, b + c) for (W, b), (v, c) in zip(params, velocity)], moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""Moves rightly but hands the old velocity back."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v - lr * g, beta * c - lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    return [(W + v, b + c) for (W, b), (v, c) in zip(params, moving)], velocity

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""Nesterov's form: looks ahead by another beta times the velocity."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v - lr * g, beta * c - lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    moved = [(W + beta * v - lr * g, b + beta * c - lr * h) for (W, b), (v, c), (g, h) in zip(params, moving, grads)]
    return moved, moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""Momentum for the weights, plain steps for the biases."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v - lr * g, -lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    return [(W + v, b + c) for (W, b), (v, c) in zip(params, moving)], moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""Plain descent: forgets the old velocity."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(-lr * g, -lr * h) for g, h in grads]
    return [(W + v, b + c) for (W, b), (v, c) in zip(params, moving)], moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""beta and lr exchanged."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(lr * v - beta * g, lr * c - beta * h) for (v, c), (g, h) in zip(velocity, grads)]
    return [(W + v, b + c) for (W, b), (v, c) in zip(params, moving)], moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""Multiplies by lr twice."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v - lr * g, beta * c - lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    return [(W + lr * v, b + lr * c) for (W, b), (v, c) in zip(params, moving)], moving

# %% wrong="momentum_step" loses="the_old_start_can_be_used_again"
"""Works in place: the start is lost."""
def momentum_step(params, grads, velocity, lr, beta):
    for (W, b), (dW, db), (v, c) in zip(params, grads, velocity):
        v *= beta
        v -= lr * dW
        c *= beta
        c -= lr * db
        W += v
        b += c
    return params, velocity

# %% wrong="momentum_step" loses="the_old_start_can_be_used_again"
"""New velocities, but the weights are moved in place."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v - lr * g, beta * c - lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    for (W, b), (v, c) in zip(params, moving):
        W += v
        b += c
    return params, moving

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""Moves the first layer only."""
def momentum_step(params, grads, velocity, lr, beta):
    (W, b), (dW, db), (v, c) = params[0], grads[0], velocity[0]
    v, c = beta * v - lr * dW, beta * c - lr * db
    return [(W + v, b + c), *params[1:]], [(v, c), *velocity[1:]]

# %% wrong="momentum_step" loses="velocity_is_kept_and_pushed, the_old_start_can_be_used_again"
"""The two results in the other order."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = [(beta * v - lr * g, beta * c - lr * h) for (v, c), (g, h) in zip(velocity, grads)]
    return moving, [(W + v, b + c) for (W, b), (v, c) in zip(params, moving)]

# %% right="momentum_step"
"""One loop, lists of lists."""
def momentum_step(params, grads, velocity, lr, beta):
    new_params, new_velocity = [], []
    for l in range(len(params)):
        pair, speeds = [], []
        for k in (0, 1):
            v = velocity[l][k] * beta
            v = v - grads[l][k] * lr
            speeds.append(v)
            pair.append(params[l][k] + v)
        new_params.append(pair)
        new_velocity.append(speeds)
    return new_params, new_velocity

# %% right="momentum_step"
"""Deep copies first, then in place."""
def momentum_step(params, grads, velocity, lr, beta):
    import copy
    params, velocity = copy.deepcopy(params), copy.deepcopy(velocity)
    for (W, b), (dW, db), (v, c) in zip(params, grads, velocity):
        v *= beta
        v -= lr * dW
        c *= beta
        c -= lr * db
        W += v
        b += c
    return [params, velocity]

# %% right="momentum_step"
"""A small function of its own for one array; tuples."""
def momentum_step(params, grads, velocity, lr, beta):
    def speed(v, g):
        return np.add(np.multiply(beta, v), np.multiply(-lr, g))
    moving = tuple(tuple(map(speed, *two)) for two in zip(velocity, grads))
    return tuple(tuple(map(np.add, *two)) for two in zip(params, moving)), moving

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped, survivors_are_scaled_up"
"""Takes rate for the share that is kept."""
def dropout_mask(shape, rate, training, rng):
    if not training or rate == 0:
        return np.ones(shape)
    return (rng.random(shape) < rate) / rate

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""Keeps a share of rate, but scales as if it had dropped it."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (rng.random(shape) < rate) / (1 - rate)

# %% wrong="dropout_mask" loses="survivors_are_scaled_up"
"""Forgets to scale the survivors."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (rng.random(shape) >= rate).astype(float)

# %% wrong="dropout_mask" loses="survivors_are_scaled_up"
"""Divides by rate instead of 1 - rate."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (rng.random(shape) >= rate) / (rate or 1)

# %% wrong="dropout_mask" loses="survivors_are_scaled_up"
"""Multiplies by 1 - rate instead of dividing."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (rng.random(shape) >= rate) * (1 - rate)

# %% wrong="dropout_mask" loses="survivors_are_scaled_up, nothing_is_dropped_for_prediction"
"""The paper's custom: nothing is scaled in training, but everything at prediction."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.full(shape, 1 - rate)
    return (rng.random(shape) >= rate).astype(float)

# %% wrong="dropout_mask" loses="nothing_is_dropped_for_prediction"
"""Scales twice: in training and at prediction."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.full(shape, 1 - rate)
    return (rng.random(shape) >= rate) / (1 - rate)

# %% wrong="dropout_mask" loses="nothing_is_dropped_for_prediction"
"""Drops at prediction as well."""
def dropout_mask(shape, rate, training, rng):
    return (rng.random(shape) >= rate) / (1 - rate)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped, survivors_are_scaled_up, nothing_is_dropped_for_prediction"
"""Never drops anything."""
def dropout_mask(shape, rate, training, rng):
    return np.ones(shape)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped, survivors_are_scaled_up, nothing_is_dropped_for_prediction"
"""Drops at prediction instead of in training."""
def dropout_mask(shape, rate, training, rng):
    if training:
        return np.ones(shape)
    return (rng.random(shape) >= rate) / (1 - rate)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""One draw for each unit: all rows have the same holes."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return np.tile((rng.random(shape[1]) >= rate) / (1 - rate), (shape[0], 1))

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""One draw for each row: a row keeps all units or none."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return np.tile((rng.random((shape[0], 1)) >= rate) / (1 - rate), (1, shape[1]))

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""Drops exactly the same number in every row."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    row = np.arange(shape[1]) >= round(rate * shape[1])
    return rng.permuted(np.tile(row, (shape[0], 1)), axis=1) / (1 - rate)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""Drops exactly the same number in every mask."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    size = shape[0] * shape[1]
    return rng.permutation(np.arange(size) >= round(rate * size)).reshape(shape) / (1 - rate)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""A generator of its own with a fixed seed: the same holes for ever."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (np.random.default_rng(0).random(shape) >= rate) / (1 - rate)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""NumPy's global random numbers instead of rng."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (np.random.rand(*shape) >= rate) / (1 - rate)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""Compares numbers from a normal distribution with the rate."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (rng.normal(size=shape) >= rate) / (1 - rate)

# %% wrong="dropout_mask" loses="survivors_are_scaled_up"
"""Scales by the share that happens to have survived, so that the mean is exactly 1."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    kept = rng.random(shape) >= rate
    return kept / max(kept.mean(), 1e-9)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped, survivors_are_scaled_up"
"""A rate of one half, whatever is asked for."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (rng.random(shape) >= 0.5) / 0.5

# %% right="dropout_mask"
"""The binomial distribution draws the survivors."""
def dropout_mask(shape, rate, training, rng):
    keep = 1.0 - rate if training else 1.0
    return rng.binomial(1, keep, size=shape) / keep

# %% right="dropout_mask"
"""rng.choice between the two values, in single precision."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape, dtype=int)
    return rng.choice(np.array([0, 1 / (1 - rate)], dtype=np.float32), size=shape, p=[rate, 1 - rate])

# %% right="dropout_mask"
"""Fills an array of ones; the survivors are those above the rate."""
def dropout_mask(shape, rate, training, rng):
    M = np.ones(shape)
    if training:
        M[rng.uniform(0, 1, shape) < rate] = 0
        M /= 1 - rate
    return M

# %% right="dropout_mask"
"""The other end of the interval, row by row, in a list."""
def dropout_mask(shape, rate, training, rng):
    n, units = shape
    scale = 1 / (1 - rate)
    return [[1.0] * units if not training else np.where(rng.random(units) < 1 - rate, scale, 0.0) for _ in range(n)]

# %% wrong="deltas" loses="output_error_is_prediction_minus_label, hidden_errors_flow_back_through_the_weights"
"""Takes the slope one layer too early, at what came into the hidden layer; it only runs when layers are equally wide."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(A[l - 1]))
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Takes the slope only in the last hidden layer."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        back = D[0] @ params[l][0].T
        D.insert(0, back * phi_slope(A[l]) if l == len(params) - 1 else back)
    return D

# %% wrong="deltas" loses="hidden_errors_flow_back_through_the_weights"
"""Takes the slope of the activation of the activation: as if A held the sums."""
def deltas(A, Y, params, phi_slope):
    D = [A[-1] - Y]
    for l in range(len(params) - 1, 0, -1):
        D.insert(0, (D[0] @ params[l][0].T) * phi_slope(np.tanh(A[l])))
    return D

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry"
"""Goes half a nudge up and half a nudge down."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[i] += h / 2
        down[i] -= h / 2
        G[i] = (f(up) - f(down)) / h
    return G

# %% wrong="numerical_gradient" loses="central_difference_of_every_entry"
"""Nudges in proportion to the entry."""
def numerical_gradient(f, W, h):
    G = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        step = h * max(abs(W[i]), 1e-3)
        up, down = W.copy(), W.copy()
        up[i] += step
        down[i] -= step
        G[i] = (f(up) - f(down)) / (2 * step)
    return G

# %% wrong="momentum_step" loses="the_old_start_can_be_used_again"
"""Makes new arrays, but puts them into the lists that were passed in."""
def momentum_step(params, grads, velocity, lr, beta):
    for l, ((W, b), (dW, db), (v, c)) in enumerate(zip(params, grads, velocity)):
        velocity[l] = (beta * v - lr * dW, beta * c - lr * db)
        params[l] = (W + velocity[l][0], b + velocity[l][1])
    return params, velocity

# %% wrong="momentum_step" loses="the_old_start_can_be_used_again"
"""Slows the old velocity down in place."""
def momentum_step(params, grads, velocity, lr, beta):
    moving = []
    for (dW, db), (v, c) in zip(grads, velocity):
        v *= beta
        c *= beta
        moving.append((v - lr * dW, c - lr * db))
    return [(W + v, b + c) for (W, b), (v, c) in zip(params, moving)], moving

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""Averages the error over the units of a layer and gives every weight of an input the same gradient."""
def gradients(A, D):
    return [(np.tile(a.T @ d.mean(axis=1, keepdims=True) / len(d), (1, d.shape[1])), d.mean(axis=0)) for a, d in zip(A, D)]

# %% wrong="he_init" loses="weights_are_drawn_with_the_he_spread"
"""He for the hidden layers, but a weaker start for the output."""
def he_init(sizes, rng):
    params = [(rng.normal(0, np.sqrt(2 / i), (i, o)), np.zeros(o)) for i, o in zip(sizes, sizes[1:])]
    W, b = params[-1]
    params[-1] = (W / np.sqrt(2), b)
    return params

# %% wrong="forward" loses="the_last_layer_uses_the_sigmoid"
"""Writes the first layer and the last outside of the loop: with one layer only, that one runs twice."""
def forward(X, params, phi):
    A = [X, phi(X @ params[0][0] + params[0][1])]
    for W, b in params[1:-1]:
        A.append(phi(A[-1] @ W + b))
    A.append(sigmoid(A[-1] @ params[-1][0] + params[-1][1]))
    return A

# %% wrong="gradients" loses="a_weight_gradient_is_input_times_error, a_batch_gradient_is_the_mean_of_its_rows"
"""Takes the length of the list, which is the number of layers, for the number of rows."""
def gradients(A, D):
    return [(A[l].T @ D[l] / len(D), D[l].mean(axis=0)) for l in range(len(D))]

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""One draw for each row and one for each unit, multiplied: the right share, but whole rows and columns of holes."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    keep = np.sqrt(1 - rate)
    return np.outer(rng.random(shape[0]) < keep, rng.random(shape[1]) < keep) / (1 - rate)

# %% wrong="dropout_mask" loses="rate_is_the_share_that_is_dropped"
"""Throws a die with ten sides: right for rates in tenths only."""
def dropout_mask(shape, rate, training, rng):
    if not training:
        return np.ones(shape)
    return (rng.integers(0, 10, shape) >= round(10 * rate)) / (1 - rate)

# %% right="order_of_one_step"
"""With arrows between the parts."""
def order_of_one_step():
    return "d -> g -> c -> b -> e -> f -> a"
