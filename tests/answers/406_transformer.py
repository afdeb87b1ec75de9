# %% wrong="scores" loses="every_query_meets_every_key"
"""Forgets the scale: plain dot products."""
def scores(Q, K):
    return Q @ np.swapaxes(K, -1, -2)

# %% wrong="scores" loses="every_query_meets_every_key"
"""Divides by the length of each key vector, as lecture notes have it: a cosine on one side."""
def scores(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.linalg.norm(K, axis=-1)[..., None, :]

# %% wrong="scores" loses="every_query_meets_every_key"
"""One row per key, one column per query."""
def scores(Q, K):
    return K @ np.swapaxes(Q, -1, -2) / np.sqrt(Q.shape[-1])

# %% wrong="scores" loses="every_query_meets_every_key"
"""K.T turns all axes round, the leading ones too, and flattens what does not fit."""
def scores(Q, K):
    return np.dot(Q, K.T) / np.sqrt(Q.shape[-1])

# %% wrong="scores" loses="every_query_meets_every_key"
"""Takes the length of axis 1 for d_k, which is right only without leading axes."""
def scores(Q, K):
    return Q @ np.swapaxes(K, -1, -2) / np.sqrt(Q.shape[1])

# %% right="scores"
"""einsum, with the scale put on the queries first."""
def scores(Q, K):
    return np.einsum("...id,...jd->...ij", Q / K.shape[-1] ** 0.5, K)

# %% right="scores"
"""Keys written as an axis of their own, products added up, single precision on the way out."""
def scores(Q, K):
    products = (np.asarray(Q)[..., :, None, :] * np.asarray(K)[..., None, :, :]).sum(axis=-1)
    return (products * np.shape(K)[-1] ** -0.5).astype("float32")

# %% wrong="attention" loses="values_are_mixed_with_weights_over_the_keys, what_is_masked_counts_for_nothing"
"""Softmax down the columns: the weights of a key over the queries add up to 1."""
def attention(S, V, mask=None):
    S = S if mask is None else np.where(mask, S, -1e9)
    A = softmax(S, axis=-2)
    return A @ V, A

# %% wrong="attention" loses="values_are_mixed_with_weights_over_the_keys"
"""Own exponentials without subtracting the largest score: large scores give nan."""
def attention(S, V, mask=None):
    S = S if mask is None else np.where(mask, S, -np.inf)
    with np.errstate(all="ignore"):
        A = np.exp(S) / np.exp(S).sum(axis=-1, keepdims=True)
    return A @ V, A

# %% wrong="attention" loses="what_is_masked_counts_for_nothing"
"""Masks after the softmax: what is left no longer adds up to 1."""
def attention(S, V, mask=None):
    A = softmax(S, axis=-1)
    if mask is not None:
        A = A * mask
    return A @ V, A

# %% wrong="attention" loses="what_is_masked_counts_for_nothing"
"""Multiplies the scores with the mask: a masked key keeps the score 0, which is a score like any other."""
def attention(S, V, mask=None):
    A = softmax(S if mask is None else S * mask, axis=-1)
    return A @ V, A

# %% wrong="attention" loses="what_is_masked_counts_for_nothing"
"""Writes the mask into the scores it was given."""
def attention(S, V, mask=None):
    if mask is not None:
        S[~np.broadcast_to(mask, S.shape)] = -np.inf
    A = softmax(S, axis=-1)
    return A @ V, A

# %% wrong="attention" loses="what_is_masked_counts_for_nothing"
"""A masked score becomes -100, which is a score like any other."""
def attention(S, V, mask=None):
    A = softmax(S if mask is None else np.where(mask, S, -100), axis=-1)
    return A @ V, A

# %% wrong="attention" loses="values_are_mixed_with_weights_over_the_keys, what_is_masked_counts_for_nothing"
"""Subtracts the largest score of the whole array: a row far below it becomes 0 / 0."""
def attention(S, V, mask=None):
    with np.errstate(all="ignore"):
        E = np.exp(S - S.max()) * (1 if mask is None else mask)
        A = E / E.sum(axis=-1, keepdims=True)
    return A @ V, A

# %% wrong="attention" loses="what_is_masked_counts_for_nothing"
"""Subtracts each row's largest score before masking: a loud masked key leaves 0 / 0 for the others."""
def attention(S, V, mask=None):
    with np.errstate(all="ignore"):
        E = np.exp(S - S.max(axis=-1, keepdims=True)) * (1 if mask is None else mask)
        A = E / E.sum(axis=-1, keepdims=True)
    return A @ V, A

# %% right="attention"
"""Own exponentials, the largest score that may be looked at subtracted, masked ones struck out before adding up."""
def attention(S, V, mask=None):
    seen = np.ones(S.shape, dtype=bool) if mask is None else np.broadcast_to(mask, S.shape)
    top = S.max(axis=-1, keepdims=True, where=seen, initial=-np.inf)
    E = np.exp(S - top, where=seen, out=np.zeros(S.shape))
    A = E / E.sum(axis=-1, keepdims=True)
    return np.einsum("...ij,...jd->...id", A, V), A

# %% right="attention"
"""Adds a large negative number, a mask of 0 and 1, returns a list of two."""
def attention(S, V, mask=None):
    if mask is not None:
        S = S + (np.asarray(mask, dtype=float) - 1) * 1e12
    A = softmax(S, axis=S.ndim - 1)
    return [np.matmul(A, V), A]

# %% wrong="may_look" loses="padding_is_hidden_from_every_query, causal_hides_the_future_only"
"""Hides the padding among the queries, not among the keys."""
def may_look(lengths, n, causal=False):
    real = np.arange(n) < np.asarray(lengths)[:, None]
    may = np.repeat(real[:, :, None], n, axis=2)
    return may & np.tri(n, dtype=bool) if causal else may

# %% wrong="may_look" loses="padding_is_hidden_from_every_query, causal_hides_the_future_only"
"""Forbids padding queries to look at all, so that their rows are empty."""
def may_look(lengths, n, causal=False):
    real = np.arange(n) < np.asarray(lengths)[:, None]
    may = real[:, None, :] & real[:, :, None]
    return may & np.tri(n, dtype=bool) if causal else may

# %% wrong="may_look" loses="causal_hides_the_future_only"
"""A frame may not look at itself."""
def may_look(lengths, n, causal=False):
    may = np.repeat((np.arange(n) < np.asarray(lengths)[:, None])[:, None], n, axis=1)
    return may & np.tri(n, k=-1, dtype=bool) if causal else may

# %% wrong="may_look" loses="causal_hides_the_future_only"
"""Causal forgets the padding."""
def may_look(lengths, n, causal=False):
    if causal:
        return np.broadcast_to(np.tri(n, dtype=bool), (len(lengths), n, n))
    return np.repeat((np.arange(n) < np.asarray(lengths)[:, None])[:, None], n, axis=1)

# %% wrong="may_look" loses="padding_is_hidden_from_every_query"
"""Always causal."""
def may_look(lengths, n, causal=False):
    return np.tri(n, dtype=bool) & (np.arange(n) < np.asarray(lengths)[:, None])[:, None]

# %% wrong="may_look" loses="padding_is_hidden_from_every_query"
"""One row for all queries, (N, 1, n), which only broadcasts to what is asked for."""
def may_look(lengths, n, causal=False):
    may = (np.arange(n) < np.asarray(lengths)[:, None])[:, None]
    return may & np.tri(n, dtype=bool) if causal else may

# %% wrong="may_look" loses="padding_is_hidden_from_every_query, causal_hides_the_future_only"
"""Strikes the last n - length columns out by a negative slice, which for a full clip takes all of them."""
def may_look(lengths, n, causal=False):
    may = np.ones((len(lengths), n, n), dtype=bool)
    for b, length in enumerate(lengths):
        may[b, :, -(n - int(length)) :] = False
    return np.tril(may) if causal else may

# %% right="may_look"
"""Fills an array clip by clip, then strikes the future out."""
def may_look(lengths, n, causal=False):
    may = np.zeros((len(lengths), n, n), dtype=bool)
    for b, length in enumerate(lengths):
        may[b, :, :length] = True
    return np.tril(may) if causal else may

# %% right="may_look"
"""Nested lists of 0 and 1."""
def may_look(lengths, n, causal=False):
    latest = [i if causal else n for i in range(n)]
    return [[[int(j < length and j <= last) for j in range(n)] for last in latest] for length in lengths]

# %% wrong="positions" loses="sines_and_cosines_take_turns, each_pair_has_its_own_wavelength"
"""Sine and cosine swapped."""
def positions(n, d):
    angle = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1).reshape(n, d)

# %% wrong="positions" loses="sines_and_cosines_take_turns, each_pair_has_its_own_wavelength"
"""All sines first, then all cosines."""
def positions(n, d):
    angle = np.arange(n)[:, None] / 10000 ** (np.arange(0, d, 2) / d)
    return np.concatenate([np.sin(angle), np.cos(angle)], axis=1)

# %% wrong="positions" loses="each_pair_has_its_own_wavelength"
"""The exponent is i/d instead of 2i/d."""
def positions(n, d):
    angle = np.arange(n)[:, None] / 10000 ** (np.arange(d // 2) / d)
    return np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(n, d)

# %% wrong="positions" loses="sines_and_cosines_take_turns, each_pair_has_its_own_wavelength"
"""Sine and cosine of a pair have different wavelengths: the column number stands in the exponent."""
def positions(n, d):
    angle = np.arange(n)[:, None] / 10000 ** (np.arange(d) / d)
    angle[:, ::2], angle[:, 1::2] = np.sin(angle[:, ::2]), np.cos(angle[:, 1::2])
    return angle

# %% wrong="positions" loses="sines_and_cosines_take_turns, each_pair_has_its_own_wavelength"
"""Divides by d/2 - 1, so that the last pair gets the longest wave, as some libraries do; one pair alone is 0 / 0."""
def positions(n, d):
    with np.errstate(all="ignore"):
        angle = np.arange(n)[:, None] / 10000 ** (np.arange(d // 2) / np.float64(d // 2 - 1))
    return np.stack([np.sin(angle), np.cos(angle)], axis=-1).reshape(n, d)

# %% right="positions"
"""Two loops and the math module, lists."""
def positions(n, d):
    import math
    wave = (math.sin, math.cos)
    return [[wave[c % 2](p / 10000 ** (c // 2 * 2 / d)) for c in range(d)] for p in range(n)]

# %% wrong="multi_head" loses="each_head_has_columns_of_its_own, mask_reaches_every_head"
"""Makes heads by a plain reshape: frames and columns get mixed up."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    N, n, d = X.shape
    Q, K, V = ((X @ W).reshape(N, h, n, d // h) for W in (Wq, Wk, Wv))
    O = attend(Q, K, V, None if mask is None else mask[:, None])
    return O.reshape(N, n, d) @ Wo

# %% wrong="multi_head" loses="each_head_has_columns_of_its_own, four_matrices_have_four_jobs, mask_reaches_every_head"
"""Splits well, but merges without turning the axes back."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    N, n, d = X.shape
    Q, K, V = ((X @ W).reshape(N, n, h, d // h).swapaxes(1, 2) for W in (Wq, Wk, Wv))
    O = attend(Q, K, V, None if mask is None else mask[:, None])
    return O.reshape(N, n, d) @ Wo

# %% wrong="multi_head" loses="each_head_has_columns_of_its_own"
"""One head for everything, whatever h says."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    return attend(X @ Wq, X @ Wk, X @ Wv, mask) @ Wo

# %% wrong="multi_head" loses="each_head_has_columns_of_its_own"
"""Deals the columns out in turn: head r gets every h-th column instead of a block."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    Q, K, V = X @ Wq, X @ Wk, X @ Wv
    out = np.zeros(X.shape)
    for r in range(h):
        out[..., r::h] = attend(Q[..., r::h], K[..., r::h], V[..., r::h], mask)
    return out @ Wo

# %% wrong="multi_head" loses="four_matrices_have_four_jobs"
"""Leaves the output matrix out."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    parts = zip(*(np.split(X @ W, h, axis=-1) for W in (Wq, Wk, Wv)))
    return np.concatenate([attend(q, k, v, mask) for q, k, v in parts], axis=-1)

# %% wrong="multi_head" loses="four_matrices_have_four_jobs"
"""Keys and values swapped."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    parts = zip(*(np.split(X @ W, h, axis=-1) for W in (Wq, Wv, Wk)))
    return np.concatenate([attend(q, k, v, mask) for q, k, v in parts], axis=-1) @ Wo

# %% wrong="multi_head" loses="mask_reaches_every_head"
"""Forgets to hand the mask on."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    parts = zip(*(np.split(X @ W, h, axis=-1) for W in (Wq, Wk, Wv)))
    return np.concatenate([attend(q, k, v) for q, k, v in parts], axis=-1) @ Wo

# %% wrong="multi_head" loses="mask_reaches_every_head"
"""Hands the mask on without an axis for the heads: head r gets the mask of clip r."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    N, n, d = X.shape
    Q, K, V = ((X @ W).reshape(N, n, h, d // h).swapaxes(1, 2) for W in (Wq, Wk, Wv))
    return attend(Q, K, V, mask).swapaxes(1, 2).reshape(N, n, d) @ Wo

# %% wrong="multi_head" loses="four_matrices_have_four_jobs"
"""Splits the frames before projecting: each head sees only its own columns of X and its own blocks of the matrices."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    w, parts = X.shape[-1] // h, []
    for c in (slice(r * w, (r + 1) * w) for r in range(h)):
        x = X[..., c]
        parts.append(attend(x @ Wq[c, c], x @ Wk[c, c], x @ Wv[c, c], mask))
    return np.concatenate(parts, axis=-1) @ Wo

# %% right="multi_head"
"""A loop over clips and heads, slices, plain matrices; results written into place."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    out, w = np.zeros(X.shape), X.shape[2] // h
    for b in range(len(X)):
        for r in range(h):
            c = slice(r * w, (r + 1) * w)
            out[b, :, c] = attend(X[b] @ Wq[:, c], X[b] @ Wk[:, c], X[b] @ Wv[:, c], None if mask is None else mask[b])
    return out @ Wo

# %% right="multi_head"
"""einsum with a matrix of three axes for all heads; the mask repeated for each head."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    N, n, d = X.shape
    Q, K, V = (np.einsum("nte,ehw->nhtw", X, W.reshape(d, h, d // h)) for W in (Wq, Wk, Wv))
    O = attend(Q, K, V, mask if mask is None else np.repeat(mask[:, None], h, axis=1))
    return np.einsum("nhtw,hwe->nte", O, Wo.reshape(h, d // h, d))

# %% right="multi_head"
"""Heads stacked on the axis of the clips, the mask as often; the output matrix cut into a block for each head."""
def multi_head(X, Wq, Wk, Wv, Wo, h, attend, mask=None):
    Q, K, V = (np.concatenate(np.split(X @ W, h, axis=-1)) for W in (Wq, Wk, Wv))
    outs = attend(Q, K, V) if mask is None else attend(Q, K, V, mask=np.concatenate([mask] * h))
    return sum(out @ W for out, W in zip(np.split(outs, h), np.split(Wo, h)))

# %% wrong="layer_norm" loses="each_frame_is_normalised_by_itself, gamma_beta_and_epsilon_have_their_place"
"""Each column over the batch, as batch normalisation does."""
def layer_norm(X, gamma, beta, eps=1e-3):
    axes = tuple(range(X.ndim - 1))
    return (X - X.mean(axis=axes)) / np.sqrt(X.var(axis=axes) + eps) * gamma + beta

# %% wrong="layer_norm" loses="each_frame_is_normalised_by_itself, gamma_beta_and_epsilon_have_their_place"
"""Divides the sum of squares by d - 1."""
def layer_norm(X, gamma, beta, eps=1e-3):
    return (X - X.mean(-1, keepdims=True)) / np.sqrt(X.var(-1, ddof=1, keepdims=True) + eps) * gamma + beta

# %% wrong="layer_norm" loses="gamma_beta_and_epsilon_have_their_place"
"""No epsilon: a frame of equal numbers becomes nan."""
def layer_norm(X, gamma, beta, eps=1e-3):
    with np.errstate(all="ignore"):
        return (X - X.mean(-1, keepdims=True)) / X.std(-1, keepdims=True) * gamma + beta

# %% wrong="layer_norm" loses="gamma_beta_and_epsilon_have_their_place"
"""Adds epsilon to the standard deviation, outside the root."""
def layer_norm(X, gamma, beta, eps=1e-3):
    return (X - X.mean(-1, keepdims=True)) / (X.std(-1, keepdims=True) + eps) * gamma + beta

# %% wrong="layer_norm" loses="each_frame_is_normalised_by_itself"
"""Centres the array it was given in place."""
def layer_norm(X, gamma, beta, eps=1e-3):
    X -= X.mean(-1, keepdims=True)
    return X / np.sqrt((X**2).mean(-1, keepdims=True) + eps) * gamma + beta

# %% wrong="layer_norm" loses="each_frame_is_normalised_by_itself"
"""Mean and spread over a whole clip: right for one frame and for two axes, but not for frames in a clip."""
def layer_norm(X, gamma, beta, eps=1e-3):
    axes = -1 if X.ndim < 3 else tuple(range(1, X.ndim))
    return (X - X.mean(axes, keepdims=True)) / np.sqrt(X.var(axes, keepdims=True) + eps) * gamma + beta

# %% wrong="layer_norm" loses="gamma_beta_and_epsilon_have_their_place"
"""Stretches beta too: gamma times the sum."""
def layer_norm(X, gamma, beta, eps=1e-3):
    return gamma * ((X - X.mean(-1, keepdims=True)) / np.sqrt(X.var(-1, keepdims=True) + eps) + beta)

# %% right="layer_norm"
"""Variance as mean of squares minus square of the mean, axes moved to the front."""
def layer_norm(X, gamma, beta, eps=1e-3):
    columns = np.moveaxis(X, -1, 0)
    mu = columns.mean(axis=0)
    var = np.maximum((columns**2).mean(axis=0) - mu**2, 0)
    return np.moveaxis((columns - mu) / (var + eps) ** 0.5, 0, -1) * gamma + beta

# %% right="layer_norm"
"""Frame by frame in a loop."""
def layer_norm(X, gamma, beta, eps=1e-3):
    flat = np.array(X, dtype=float).reshape(-1, np.shape(X)[-1])
    for row in flat:
        row -= sum(row) / len(row)
        row /= np.sqrt(np.dot(row, row) / len(row) + eps)
    return (flat * gamma + beta).reshape(np.shape(X))

# %% wrong="encoder_block" loses="what_went_in_is_added_and_then_normalised, frames_go_through_two_layers_with_relu"
"""Normalises before, not after (pre-norm)."""
def encoder_block(X, mix, norm1, norm2, W1, b1, W2, b2):
    Y = X + mix(norm1(X))
    return Y + np.maximum(norm2(Y) @ W1 + b1, 0) @ W2 + b2

# %% wrong="encoder_block" loses="what_went_in_is_added_and_then_normalised, frames_go_through_two_layers_with_relu"
"""Forgets to add what went into the two layers."""
def encoder_block(X, mix, norm1, norm2, W1, b1, W2, b2):
    Y = norm1(X + mix(X))
    return norm2(np.maximum(Y @ W1 + b1, 0) @ W2 + b2)

# %% wrong="encoder_block" loses="what_went_in_is_added_and_then_normalised, frames_go_through_two_layers_with_relu"
"""Adds the block's input a second time instead of the first half's result."""
def encoder_block(X, mix, norm1, norm2, W1, b1, W2, b2):
    Y = norm1(X + mix(X))
    return norm2(X + np.maximum(Y @ W1 + b1, 0) @ W2 + b2)

# %% wrong="encoder_block" loses="frames_go_through_two_layers_with_relu"
"""Two layers without ReLU between them, which are one layer."""
def encoder_block(X, mix, norm1, norm2, W1, b1, W2, b2):
    Y = norm1(X + mix(X))
    return norm2(Y + (Y @ W1 + b1) @ W2 + b2)

# %% wrong="encoder_block" loses="frames_go_through_two_layers_with_relu"
"""ReLU behind the second layer instead of the first."""
def encoder_block(X, mix, norm1, norm2, W1, b1, W2, b2):
    Y = norm1(X + mix(X))
    return norm2(Y + np.maximum((Y @ W1 + b1) @ W2 + b2, 0))

# %% wrong="encoder_block" loses="frames_go_through_two_layers_with_relu"
"""Adds the first bias behind the ReLU."""
def encoder_block(X, mix, norm1, norm2, W1, b1, W2, b2):
    Y = norm1(X + mix(X))
    return norm2(Y + (np.maximum(Y @ W1, 0) + b1) @ W2 + b2)

# %% right="encoder_block"
"""Biases as one more row of the matrices; the sublayers as functions."""
def encoder_block(X, mix, norm1, norm2, W1, b1, W2, b2):
    def dense(A, W, b):
        return np.concatenate([A, np.ones((*A.shape[:-1], 1))], axis=-1) @ np.vstack([W, b])
    def feed(A):
        H = dense(A, W1, b1)
        return dense(H * (H > 0), W2, b2)
    for norm, sublayer in ((norm1, mix), (norm2, feed)):
        X = norm(X + sublayer(X))
    return X

# %% wrong="classifier" loses="padding_has_no_say"
"""The mask lies on the queries: (n, 1) instead of (1, n)."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    z = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h)(query=z, value=z, attention_mask=L.Reshape((n, 1))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z, mask=keep)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="classifier" loses="network_computes_the_table"
"""Every head gets all d columns (key_dim=d)."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    z = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d)(query=z, value=z, attention_mask=L.Reshape((1, n))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z, mask=keep)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="classifier" loses="network_computes_the_table"
"""Puts positions into the attention only; what is added to its output has none."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    y = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h)(query=y, value=y, attention_mask=L.Reshape((1, n))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z, mask=keep)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="classifier" loses="network_computes_the_table"
"""Dropout in the attention, which shows only in training."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    z = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h, dropout=0.1)(query=z, value=z, attention_mask=L.Reshape((1, n))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z, mask=keep)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="classifier" loses="padding_has_no_say"
"""Sets padding to zero before the mean, but divides by all n frames."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    z = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h)(query=z, value=z, attention_mask=L.Reshape((1, n))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z * keras.ops.cast(keep, "float32")[:, :, None])
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="classifier" loses="compiled_for_whole_number_labels"
"""The loss for one-hot rows."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    z = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h)(query=z, value=z, attention_mask=L.Reshape((1, n))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z, mask=keep)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="classifier" loses="compiled_for_whole_number_labels"
"""Ignores the step size."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    z = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h)(query=z, value=z, attention_mask=L.Reshape((1, n))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z, mask=keep)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model

# %% wrong="classifier" loses="compiled_for_whole_number_labels"
"""Tells the loss to expect raw scores although softmax stands before it."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    z = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h)(query=z, value=z, attention_mask=L.Reshape((1, n))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z, mask=keep)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model

# %% wrong="classifier" loses="compiled_for_whole_number_labels"
"""AdamW pulls the weights to 0 as well."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    z = z if positions is None else z + positions
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h)(query=z, value=z, attention_mask=L.Reshape((1, n))(keep))
    z = L.LayerNormalization()(z + a)
    z = L.LayerNormalization()(z + L.Dense(d)(L.Dense(hidden, activation="relu")(z)))
    p = L.GlobalAveragePooling1D()(z, mask=keep)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.AdamW(lr), loss="sparse_categorical_crossentropy")
    return model

# %% right="classifier"
"""Layers only: Add, ReLU and Softmax as layers of their own; the mask goes to the values by value_mask."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = L.Input(shape=(n, d_in)), L.Input(shape=(n,), dtype="bool")
    z = L.Dense(units=d)(x)
    if positions is not None:
        z = L.Add()([z, keras.ops.broadcast_to(keras.ops.convert_to_tensor(positions, "float32"), (1, n, d))])
    a = L.MultiHeadAttention(h, d // h, name="look")(query=z, value=z, key=z, value_mask=keep)
    z = L.LayerNormalization()(L.Add()([z, a]))
    f = L.Dense(d)(L.ReLU()(L.Dense(hidden)(z)))
    z = L.LayerNormalization(axis=-1)(L.Add()([f, z]))
    y = L.Softmax()(L.Dense(classes)(L.GlobalAveragePooling1D()(z, mask=keep)))
    model = keras.Model(inputs=[x, keep], outputs=y)
    model.compile(keras.optimizers.Adam(learning_rate=lr), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return model

# %% right="classifier"
"""The mean over the real frames by hand, the mask sliced, epsilon as small as elsewhere, two Dense layers as a Sequential."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    x, keep = keras.Input((n, d_in)), keras.Input((n,), dtype="bool")
    z = L.Dense(d)(x)
    if positions is not None:
        z = z + np.asarray(positions, dtype="float32")[None]
    z = L.LayerNormalization(epsilon=1e-6)(
        z + L.MultiHeadAttention(num_heads=h, key_dim=d // h)(query=z, value=z, attention_mask=keep[:, None, :]))
    feed = keras.Sequential([L.Dense(hidden, activation="relu"), L.Dense(d)])
    z = L.LayerNormalization(epsilon=1e-6)(z + feed(z))
    share = keras.ops.cast(keep, "float32")
    p = keras.ops.sum(z * share[..., None], axis=1) / keras.ops.sum(share, axis=1, keepdims=True)
    model = keras.Model([x, keep], L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss=keras.losses.sparse_categorical_crossentropy)
    return model

# %% right="classifier"
"""Every query gets its own row of the mask; without positions nothing is added, with them a table of zeros is not either."""
def classifier(n, d_in, classes, positions=None, d=24, h=3, hidden=48, lr=0.005):
    L = keras.layers
    inputs = {"x": keras.Input((n, d_in)), "keep": keras.Input((n,), dtype="bool")}
    z = L.Dense(d)(inputs["x"])
    if positions is None:
        positions = np.zeros((n, d))
    z = z + keras.ops.cast(positions, z.dtype)
    a = L.MultiHeadAttention(num_heads=h, key_dim=d // h)(
        query=z, value=z, attention_mask=keras.ops.repeat(inputs["keep"][:, None], n, axis=1))
    z = L.LayerNormalization()(L.add([z, a]))
    z = L.LayerNormalization()(L.add([z, L.Dense(d)(L.Dense(hidden, activation="relu")(z))]))
    p = L.GlobalAveragePooling1D()(z, mask=inputs["keep"])
    model = keras.Model(list(inputs.values()), L.Dense(classes, activation="softmax")(p))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="which_statements_follow" loses="statements_about_the_network"
"""Takes the number of weights for growing with the length of the clip and with the number of heads."""
def which_statements_follow():
    return {"a", "e", "f"}

# %% wrong="which_statements_follow" loses="statements_about_the_network"
"""Forgets that padding has no say."""
def which_statements_follow():
    return {"a", "d"}

# %% right="which_statements_follow"
"""A list of capital letters, in another order."""
def which_statements_follow():
    return ["E", "A", "D"]
