# %% wrong="sample_latent" loses="noise_is_stretched_by_sigma"
"""Takes exp(logvar), the variance, for the standard deviation."""
def sample_latent(mu, logvar, eps):
    return mu + np.exp(logvar) * eps

# %% wrong="sample_latent" loses="noise_is_stretched_by_sigma, mean_shifts_the_cloud"
"""Takes the log-variance itself for the standard deviation."""
def sample_latent(mu, logvar, eps):
    return mu + logvar * eps

# %% wrong="sample_latent" loses="noise_is_stretched_by_sigma, mean_shifts_the_cloud"
"""Softplus of logvar, which others use for a scale."""
def sample_latent(mu, logvar, eps):
    return mu + np.log1p(np.exp(logvar)) * eps

# %% wrong="sample_latent" loses="noise_is_stretched_by_sigma, mean_shifts_the_cloud"
"""Leaves the noise out."""
def sample_latent(mu, logvar, eps):
    return mu + 0 * eps

# %% wrong="sample_latent" loses="noise_is_stretched_by_sigma, mean_shifts_the_cloud"
"""Multiplies the mean with the noise: mu (1 + sigma eps)."""
def sample_latent(mu, logvar, eps):
    return mu * (1 + np.exp(logvar / 2) * eps)

# %% wrong="sample_latent" loses="noise_is_stretched_by_sigma, mean_shifts_the_cloud"
"""Draws its own noise instead of the noise it is given."""
def sample_latent(mu, logvar, eps):
    return mu + np.exp(logvar / 2) * np.random.standard_normal(np.shape(mu))

# %% wrong="sample_latent" loses="noise_is_stretched_by_sigma"
"""One sigma for a picture, the mean over its dimensions."""
def sample_latent(mu, logvar, eps):
    return mu + np.exp(logvar / 2).mean(axis=1, keepdims=True) * eps

# %% wrong="sample_latent" loses="mean_shifts_the_cloud"
"""Multiplies the noise in its own array: right numbers, and the next user of eps gets others."""
def sample_latent(mu, logvar, eps):
    eps *= np.exp(logvar / 2)
    return mu + eps

# %% right="sample_latent"
"""The root of the variance, number by number, in a list of lists."""
def sample_latent(mu, logvar, eps):
    rows = zip(np.asarray(mu).tolist(), np.asarray(logvar).tolist(), np.asarray(eps).tolist())
    return [[m + math.exp(v) ** 0.5 * e for m, v, e in zip(*row)] for row in rows]

# %% right="sample_latent"
"""With Keras's operations; a tensor in 32 bits comes back."""
def sample_latent(mu, logvar, eps):
    mu, logvar, eps = (keras.ops.convert_to_tensor(np.asarray(a, "float32")) for a in (mu, logvar, eps))
    return mu + keras.ops.sqrt(keras.ops.exp(logvar)) * eps

# %% wrong="kl" loses="kl_is_the_integral, one_number_per_picture"
"""The sign is turned round."""
def kl(mu, logvar):
    return 0.5 * np.sum(1 + logvar - mu**2 - np.exp(logvar), axis=1)

# %% wrong="kl" loses="kl_is_the_integral, one_number_per_picture"
"""Without the half."""
def kl(mu, logvar):
    return np.sum(mu**2 + np.exp(logvar) - 1 - logvar, axis=1)

# %% wrong="kl" loses="kl_is_the_integral, one_number_per_picture"
"""Takes logvar for the variance."""
def kl(mu, logvar):
    return 0.5 * np.sum(mu**2 + logvar - 1 - np.log(np.abs(logvar) + 1e-12), axis=1)

# %% wrong="kl" loses="kl_is_the_integral, one_number_per_picture"
"""The other way round: KL(prior, q)."""
def kl(mu, logvar):
    return 0.5 * np.sum((1 + mu**2) / np.exp(logvar) - 1 + logvar, axis=1)

# %% wrong="kl" loses="one_number_per_picture"
"""The mean over the latent dimensions instead of the sum."""
def kl(mu, logvar):
    return 0.5 * np.mean(mu**2 + np.exp(logvar) - 1 - logvar, axis=1)

# %% wrong="kl" loses="kl_is_the_integral, one_number_per_picture"
"""Adds up over the pictures instead of the dimensions."""
def kl(mu, logvar):
    return 0.5 * np.sum(mu**2 + np.exp(logvar) - 1 - logvar, axis=0)

# %% wrong="kl" loses="one_number_per_picture"
"""Subtracts the 1 once for a picture instead of once for a dimension."""
def kl(mu, logvar):
    return 0.5 * (np.sum(mu**2 + np.exp(logvar) - logvar, axis=1) - 1)

# %% wrong="kl" loses="kl_is_the_integral"
"""By way of the variance, with 1e-6 under the logarithm: wrong for narrow clouds."""
def kl(mu, logvar):
    variance = np.exp(logvar)
    return 0.5 * np.sum(mu**2 + variance - 1 - np.log(variance + 1e-6), axis=1)

# %% wrong="kl" loses="kl_is_the_integral, one_number_per_picture"
"""The absolute value of logvar: right for wide clouds only."""
def kl(mu, logvar):
    return 0.5 * np.sum(mu**2 + np.exp(logvar) - 1 - np.abs(logvar), axis=1)

# %% right="kl"
"""Loops over pictures and dimensions, sigma written out, in a list."""
def kl(mu, logvar):
    totals = []
    for means, logs in zip(mu, logvar):
        total = 0.0
        for m, v in zip(means, logs):
            sigma = math.exp(v / 2)
            total += -math.log(sigma) + (sigma**2 + m**2) / 2 - 0.5
        totals.append(total)
    return totals

# %% right="kl"
"""A tensor in 32 bits."""
def kl(mu, logvar):
    mu, logvar = keras.ops.cast(mu, "float32"), keras.ops.cast(logvar, "float32")
    return -0.5 * keras.ops.sum(1 + logvar - keras.ops.square(mu) - keras.ops.exp(logvar), axis=-1)

# %% wrong="reconstruction" loses="adds_up_over_the_pixels, certain_pictures_stay_finite"
"""Squared differences instead of the cross-entropy."""
def reconstruction(x, p):
    return np.sum((x - p) ** 2, axis=1)

# %% wrong="reconstruction" loses="adds_up_over_the_pixels, certain_pictures_stay_finite"
"""The mean over the pixels, as Keras's loss does by itself."""
def reconstruction(x, p):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1)

# %% wrong="reconstruction" loses="adds_up_over_the_pixels, certain_pictures_stay_finite"
"""Picture and probabilities exchanged."""
def reconstruction(x, p):
    x = np.clip(x, 1e-7, 1 - 1e-7)
    return -np.sum(p * np.log(x) + (1 - p) * np.log(1 - x), axis=1)

# %% wrong="reconstruction" loses="adds_up_over_the_pixels"
"""Rounds the grey pixels to black and white first."""
def reconstruction(x, p):
    x, p = np.round(x), np.clip(p, 1e-7, 1 - 1e-7)
    return -np.sum(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1)

# %% wrong="reconstruction" loses="adds_up_over_the_pixels"
"""Takes the entropy of the picture off: zero for a perfect copy of a grey picture."""
def reconstruction(x, p):
    x, p = np.clip(x, 1e-7, 1 - 1e-7), np.clip(p, 1e-7, 1 - 1e-7)
    return np.sum(x * np.log(x / p) + (1 - x) * np.log((1 - x) / (1 - p)), axis=1)

# %% wrong="reconstruction" loses="certain_pictures_stay_finite"
"""Clips at the lower end only."""
def reconstruction(x, p):
    p = np.maximum(p, 1e-7)
    with np.errstate(all="ignore"):
        return -np.sum(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1)

# %% wrong="reconstruction" loses="certain_pictures_stay_finite"
"""Clips the array that it was given."""
def reconstruction(x, p):
    np.clip(p, 1e-7, 1 - 1e-7, out=p)
    return -np.sum(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1)

# %% right="reconstruction"
"""Keras's cross-entropy, in 32 bits, times the number of pixels."""
def reconstruction(x, p):
    x, p = np.asarray(x, "float32"), np.asarray(p, "float32")
    return x.shape[1] * np.asarray(keras.losses.binary_crossentropy(x, p))

# %% right="reconstruction"
"""By way of the logits."""
def reconstruction(x, p):
    q = np.minimum(np.maximum(p, 1e-7), 1 - 1e-7)
    logits = np.log(q) - np.log1p(-q)
    return np.sum(np.logaddexp(0, logits) - x * logits, axis=-1)

# %% wrong="latent_gradients" loses="noise_path_reaches_both"
"""Forgets that sigma is exp(logvar / 2): the inner half is missing."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    n, sigma = len(mu), np.exp(logvar / 2)
    return dz + beta * mu / n, dz * eps * sigma + beta * (sigma**2 - 1) / (2 * n)

# %% wrong="latent_gradients" loses="noise_path_reaches_both"
"""The noise path without sigma: right for sigma = 1 only."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    N = len(mu)
    return dz + beta * mu / N, dz * eps / 2 + beta * (np.exp(logvar) - 1) / 2 / N

# %% wrong="latent_gradients" loses="noise_path_reaches_both"
"""Divides dz by the number of pictures a second time."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    n, sigma = len(mu), np.exp(logvar / 2)
    return (dz + beta * mu) / n, (dz * eps * sigma + beta * (sigma**2 - 1)) / (2 * n)

# %% wrong="latent_gradients" loses="kl_path_carries_beta"
"""Adds the KL up over the pictures instead of taking the mean."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    sigma = np.exp(logvar / 2)
    return dz + beta * mu, dz * eps * sigma / 2 + beta * (sigma**2 - 1) / 2

# %% wrong="latent_gradients" loses="kl_path_carries_beta"
"""Puts beta on the logvar part only."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    n, sigma = len(mu), np.exp(logvar / 2)
    return dz + mu / n, dz * eps * sigma / 2 + beta * (sigma**2 - 1) / (2 * n)

# %% wrong="latent_gradients" loses="noise_path_reaches_both"
"""Weights what comes from the decoder as well."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    n, sigma = len(mu), np.exp(logvar / 2)
    return beta * (dz + mu / n), beta * (dz * eps * sigma / 2 + (sigma**2 - 1) / (2 * n))

# %% wrong="latent_gradients" loses="kl_path_carries_beta"
"""Divides by k instead of N: the worked example has one of each."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    N = mu.shape[1]
    return dz + beta * mu / N, dz * eps * np.exp(logvar / 2) / 2 + beta / N * (np.exp(logvar) - 1) / 2

# %% wrong="latent_gradients" loses="noise_path_reaches_both"
"""Adds to dz in place."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    N = len(mu)
    dlogvar = dz * eps * np.exp(logvar / 2) / 2 + beta * (np.exp(logvar) - 1) / 2 / N
    dz += beta * mu / N
    return dz, dlogvar

# %% right="latent_gradients"
"""Lets TensorFlow differentiate, in 64 bits."""
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    mu, logvar = tf.Variable(mu, dtype="float64"), tf.Variable(logvar, dtype="float64")
    with tf.GradientTape() as tape:
        z = mu + tf.exp(logvar / 2) * eps
        divergence = tf.reduce_sum(mu**2 + tf.exp(logvar) - 1 - logvar) / 2 / len(eps)
        total = tf.reduce_sum(z * dz) + beta * divergence
    return tape.gradient(total, [mu, logvar])

# %% wrong="encoder_network" loses="heads_are_linear_on_one_hidden_layer"
"""Softplus on the second head, as if it were the variance."""
def encoder_network(pixels, hidden, k):
    x = keras.Input((pixels,))
    h = keras.layers.Dense(hidden, activation="relu")(x)
    return keras.Model(x, [keras.layers.Dense(k)(h), keras.layers.Dense(k, activation="softplus")(h)])

# %% wrong="encoder_network" loses="heads_are_linear_on_one_hidden_layer"
"""No activation on the hidden layer."""
def encoder_network(pixels, hidden, k):
    x = keras.Input((pixels,))
    h = keras.layers.Dense(hidden)(x)
    return keras.Model(x, [keras.layers.Dense(k)(h), keras.layers.Dense(k)(h)])

# %% wrong="encoder_network" loses="two_heads_of_size_k, heads_are_linear_on_one_hidden_layer"
"""The same head twice."""
def encoder_network(pixels, hidden, k):
    x = keras.Input((pixels,))
    head = keras.layers.Dense(k)(keras.layers.Dense(hidden, activation="relu")(x))
    return keras.Model(x, [head, head])

# %% wrong="encoder_network" loses="two_heads_of_size_k, heads_are_linear_on_one_hidden_layer"
"""The log-variance is computed from the mean."""
def encoder_network(pixels, hidden, k):
    x = keras.Input((pixels,))
    mu = keras.layers.Dense(k)(keras.layers.Dense(hidden, activation="relu")(x))
    return keras.Model(x, [mu, keras.layers.Dense(k)(mu)])

# %% wrong="encoder_network" loses="two_heads_of_size_k, heads_are_linear_on_one_hidden_layer"
"""A hidden layer for each head."""
def encoder_network(pixels, hidden, k):
    x = keras.Input((pixels,))
    return keras.Model(x, [keras.layers.Dense(k)(keras.layers.Dense(hidden, activation="relu")(x)) for _ in range(2)])

# %% wrong="encoder_network" loses="two_heads_of_size_k, heads_are_linear_on_one_hidden_layer"
"""Always two latent dimensions."""
def encoder_network(pixels, hidden, k):
    x = keras.Input((pixels,))
    h = keras.layers.Dense(hidden, activation="relu")(x)
    return keras.Model(x, [keras.layers.Dense(2)(h), keras.layers.Dense(2)(h)])

# %% right="encoder_network"
"""The head of the log-variance is made first, the activation is a layer of its own, the outputs are a tuple."""
def encoder_network(pixels, hidden, k):
    x = keras.layers.Input(shape=(pixels,), name="picture")
    h = keras.layers.ReLU()(keras.layers.Dense(hidden)(x))
    logvar = keras.layers.Dense(k, kernel_initializer="zeros", name="logvar")(h)
    mu = keras.layers.Dense(k, name="mu")(h)
    return keras.Model(inputs=x, outputs=(mu, logvar), name="encoder")

# %% right="encoder_network"
"""The body is a Sequential of its own."""
def encoder_network(pixels, hidden, k):
    x = keras.Input((pixels,))
    h = keras.Sequential([keras.Input((pixels,)), keras.layers.Dense(hidden, activation="relu")])(x)
    return keras.Model(x, [keras.layers.Dense(k, "linear")(h), keras.layers.Dense(k)(h)])

# %% wrong="train_step" loses="step_goes_down_the_gradient, beta_weighs_only_the_kl"
"""Trains the decoder only."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)
        p = keras.ops.clip(decoder(mu + keras.ops.exp(logvar / 2) * eps), 1e-7, 1 - 1e-7)
        r = keras.ops.mean(-keras.ops.sum(x * keras.ops.log(p) + (1 - x) * keras.ops.log(1 - p), axis=1))
        divergence = keras.ops.mean(keras.ops.sum(mu**2 + keras.ops.exp(logvar) - 1 - logvar, axis=1)) / 2
        loss = r + beta * divergence
    weights = decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return r, divergence

# %% wrong="train_step" loses="beta_weighs_only_the_kl"
"""Puts beta on the reconstruction."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)
        p = keras.ops.clip(decoder(mu + keras.ops.exp(logvar / 2) * eps), 1e-7, 1 - 1e-7)
        r = keras.ops.mean(-keras.ops.sum(x * keras.ops.log(p) + (1 - x) * keras.ops.log(1 - p), axis=1))
        divergence = keras.ops.mean(keras.ops.sum(mu**2 + keras.ops.exp(logvar) - 1 - logvar, axis=1)) / 2
        loss = beta * r + divergence
    weights = encoder.trainable_variables + decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return r, divergence

# %% wrong="train_step" loses="step_goes_down_the_gradient, beta_weighs_only_the_kl"
"""The decoder gets the sample as a NumPy array: no gradient comes back to the encoder."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)
        z = np.asarray(mu) + np.exp(np.asarray(logvar) / 2) * eps
        p = keras.ops.clip(decoder(z), 1e-7, 1 - 1e-7)
        r = keras.ops.mean(-keras.ops.sum(x * keras.ops.log(p) + (1 - x) * keras.ops.log(1 - p), axis=1))
        divergence = keras.ops.mean(keras.ops.sum(mu**2 + keras.ops.exp(logvar) - 1 - logvar, axis=1)) / 2
        loss = r + beta * divergence
    weights = encoder.trainable_variables + decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return r, divergence

# %% wrong="train_step" loses="step_goes_down_the_gradient, beta_weighs_only_the_kl, returns_both_parts"
"""Keras's cross-entropy as it is: the mean over the pixels, so that the KL weighs far too much."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)
        p = decoder(mu + keras.ops.exp(logvar / 2) * eps)
        r = keras.ops.mean(keras.losses.binary_crossentropy(x, p))
        divergence = keras.ops.mean(keras.ops.sum(mu**2 + keras.ops.exp(logvar) - 1 - logvar, axis=1)) / 2
        loss = r + beta * divergence
    weights = encoder.trainable_variables + decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return r, divergence

# %% wrong="train_step" loses="returns_both_parts"
"""Does not limit p: log 0 as soon as the decoder is certain."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    weights = encoder.trainable_variables + decoder.trainable_variables
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)
        p = decoder(mu + keras.ops.exp(logvar / 2) * eps)
        r = keras.ops.mean(-keras.ops.sum(x * keras.ops.log(p) + (1 - x) * keras.ops.log(1 - p), axis=1))
        divergence = keras.ops.mean(keras.ops.sum(mu**2 + keras.ops.exp(logvar) - 1 - logvar, axis=1)) / 2
        loss = r + beta * divergence
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return r, divergence

# %% wrong="train_step" loses="returns_both_parts"
"""Returns the KL weighted with beta."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)
        p = keras.ops.clip(decoder(mu + keras.ops.exp(logvar / 2) * eps), 1e-7, 1 - 1e-7)
        r = keras.ops.mean(-keras.ops.sum(x * keras.ops.log(p) + (1 - x) * keras.ops.log(1 - p), axis=1))
        divergence = beta * keras.ops.mean(keras.ops.sum(mu**2 + keras.ops.exp(logvar) - 1 - logvar, axis=1)) / 2
        loss = r + divergence
    weights = encoder.trainable_variables + decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return r, divergence

# %% wrong="train_step" loses="returns_both_parts"
"""Measures again after the step."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    def parts():
        mu, logvar = encoder(x)
        p = keras.ops.clip(decoder(mu + keras.ops.exp(logvar / 2) * eps), 1e-7, 1 - 1e-7)
        r = keras.ops.mean(-keras.ops.sum(x * keras.ops.log(p) + (1 - x) * keras.ops.log(1 - p), axis=1))
        return r, keras.ops.mean(keras.ops.sum(mu**2 + keras.ops.exp(logvar) - 1 - logvar, axis=1)) / 2
    with tf.GradientTape() as tape:
        r, divergence = parts()
        loss = r + beta * divergence
    weights = encoder.trainable_variables + decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
    return parts()

# %% wrong="train_step" loses="step_goes_down_the_gradient, beta_weighs_only_the_kl"
"""Steps with the decoder first and computes the gradient for the encoder with the new decoder."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    ops = keras.ops
    out = []
    for w in (decoder.trainable_variables, encoder.trainable_variables):
        with tf.GradientTape() as tape:
            mu, logvar = encoder(x)
            z = mu + ops.exp(logvar / 2) * eps
            p = ops.clip(decoder(z), 1e-7, 1 - 1e-7)
            R = -ops.sum(x * ops.log(p) + (1 - x) * ops.log(1 - p), axis=1)
            K = 0.5 * ops.sum(mu**2 + ops.exp(logvar) - 1 - logvar, axis=1)
            loss = ops.mean(R + beta * K)
        optimizer.apply_gradients(zip(tape.gradient(loss, w), w))
        out.append((ops.mean(R), ops.mean(K)))
    return out[0]

# %% wrong="train_step" loses="step_goes_down_the_gradient, beta_weighs_only_the_kl"
"""Steps by itself, always with step size 0.1, and lets the optimizer stand by."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    ops = keras.ops
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)
        z = mu + ops.exp(logvar / 2) * eps
        p = ops.clip(decoder(z), 1e-7, 1 - 1e-7)
        R = -ops.sum(x * ops.log(p) + (1 - x) * ops.log(1 - p), axis=1)
        K = 0.5 * ops.sum(mu**2 + ops.exp(logvar) - 1 - logvar, axis=1)
        loss = ops.mean(R + beta * K)
    w = encoder.trainable_variables + decoder.trainable_variables
    for g, v in zip(tape.gradient(loss, w), w):
        v.assign_sub(0.1 * g)
    return ops.mean(R), ops.mean(K)

# %% wrong="train_step" loses="step_goes_down_the_gradient"
"""Counts the divergence only if it is asked to: beta is 0 by default."""
def train_step(encoder, decoder, optimizer, x, eps, beta=0.0):
    ops = keras.ops
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)
        z = mu + ops.exp(logvar / 2) * eps
        p = ops.clip(decoder(z), 1e-7, 1 - 1e-7)
        R = -ops.sum(x * ops.log(p) + (1 - x) * ops.log(1 - p), axis=1)
        K = 0.5 * ops.sum(mu**2 + ops.exp(logvar) - 1 - logvar, axis=1)
        loss = ops.mean(R + beta * K)
    w = encoder.trainable_variables + decoder.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, w), w))
    return ops.mean(R), ops.mean(K)

# %% right="train_step"
"""Keras's cross-entropy times the number of pixels, optimizer.apply, decoder's weights first."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    weights = decoder.trainable_weights + encoder.trainable_weights
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x, training=True)
        p = decoder(mu + tf.exp(0.5 * logvar) * eps, training=True)
        r = tf.reduce_mean(keras.losses.binary_crossentropy(x, p)) * x.shape[1]
        divergence = -0.5 * tf.reduce_mean(tf.reduce_sum(1 + logvar - tf.square(mu) - tf.exp(logvar), axis=-1))
        loss = r + beta * divergence
    optimizer.apply(tape.gradient(loss, weights), weights)
    return r, divergence

# %% right="train_step"
"""One tape, two gradients, two calls of the optimizer; plain numbers in a list."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    ops = keras.ops
    with tf.GradientTape(persistent=True) as tape:
        mu, logvar = encoder(x)
        sigma = ops.sqrt(ops.exp(logvar))
        p = ops.clip(decoder(mu + sigma * eps), 1e-7, 1 - 1e-7)
        r = ops.sum(-x * ops.log(p) - (1 - x) * ops.log(1 - p), axis=1)
        divergence = ops.sum((sigma**2 + mu**2 - 1) / 2 - ops.log(sigma), axis=1)
        loss = ops.mean(r + beta * divergence)
    for network in (encoder, decoder):
        optimizer.apply_gradients(zip(tape.gradient(loss, network.trainable_weights), network.trainable_weights))
    return [float(ops.mean(r)), float(ops.mean(divergence))]

# %% right="train_step"
"""The optimizer steps layer by layer; the loss is a mean over the batch of a per-picture loss."""
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    x, eps = tf.cast(x, tf.float32), tf.cast(eps, tf.float32)
    variables = [*encoder.trainable_variables, *decoder.trainable_variables]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([v.value for v in variables])
        outputs = encoder(x)
        z = outputs[0] + tf.exp(outputs[1] / 2) * eps
        p = decoder(z)
        q = tf.clip_by_value(p, 1e-7, 1 - 1e-7)
        losses = -tf.math.xlogy(x, q) - tf.math.xlogy(1 - x, 1 - q)
        r = tf.reduce_sum(losses, 1)
        divergence = 0.5 * tf.reduce_sum(outputs[0] ** 2 + tf.math.expm1(outputs[1]) - outputs[1], 1)
        total = tf.reduce_mean(r + beta * divergence)
    gradients = tape.gradient(total, variables)
    optimizer.apply(gradients, variables)
    return tf.reduce_mean(r), tf.reduce_mean(divergence)

# %% wrong="morph" loses="walks_straight_between_the_codes"
"""Mixes the two decoded pictures instead of the codes."""
def morph(encoder, decoder, x_a, x_b, steps):
    codes, _ = encoder(np.stack([x_a, x_b]))
    a, b = np.asarray(decoder(codes))
    t = np.linspace(0, 1, steps)[:, None]
    return (1 - t) * a + t * b

# %% wrong="morph" loses="walks_straight_between_the_codes"
"""Encodes mixtures of pixels, ends right."""
def morph(encoder, decoder, x_a, x_b, steps):
    t = np.linspace(0, 1, steps)[:, None]
    return np.asarray(decoder(encoder((1 - t) * x_a + t * x_b)[0]))

# %% wrong="morph" loses="begins_and_ends_at_the_pictures, walks_straight_between_the_codes"
"""Stops one step before the second picture."""
def morph(encoder, decoder, x_a, x_b, steps):
    a, b = np.asarray(encoder(np.stack([x_a, x_b]))[0])
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    return np.asarray(decoder((1 - t) * a + t * b))

# %% wrong="morph" loses="begins_and_ends_at_the_pictures"
"""Puts the two real pictures at the ends."""
def morph(encoder, decoder, x_a, x_b, steps):
    a, b = np.asarray(encoder(np.stack([x_a, x_b]))[0])
    pictures = np.array(decoder(np.linspace(a, b, steps)))
    pictures[0], pictures[-1] = x_a, x_b
    return pictures

# %% wrong="morph" loses="walks_straight_between_the_codes"
"""Slow at both ends: the stops are not equally far apart."""
def morph(encoder, decoder, x_a, x_b, steps):
    a, b = encoder(x_a[None])[0], encoder(x_b[None])[0]
    t = (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, steps)))[:, None].astype("float32")
    return decoder((1 - t) * a + t * b)

# %% wrong="morph" loses="begins_and_ends_at_the_pictures, walks_straight_between_the_codes"
"""Always five pictures, as in the example."""
def morph(encoder, decoder, x_a, x_b, steps):
    a, b = encoder(x_a[None])[0], encoder(x_b[None])[0]
    t = np.linspace(0, 1, 5)[:, None].astype("float32")
    return decoder((1 - t) * a + t * b)

# %% right="morph"
"""One picture at a time, in a list of arrays, with a loop."""
def morph(encoder, decoder, x_a, x_b, steps):
    a = np.asarray(encoder(np.asarray(x_a)[None])[0])
    b = np.asarray(encoder(np.asarray(x_b)[None])[0])
    return [np.asarray(decoder(a + (b - a) * i / (steps - 1)))[0] for i in range(steps)]

# %% right="morph"
"""Encodes one picture after the other; weights in 64 bits times a tensor in 32."""
def morph(encoder, decoder, x_a, x_b, steps):
    mu_a, _ = encoder(x_a[None])
    mu_b, _ = encoder(x_b[None])
    t = np.linspace(0, 1, steps)[:, None]
    return decoder((1 - t) * mu_a + t * mu_b)

# %% wrong="which_statements_follow" loses="statements_about_the_machine"
"""Takes a smaller reconstruction error for a better inventor."""
def which_statements_follow():
    return {"a", "b", "d", "e"}

# %% wrong="which_statements_follow" loses="statements_about_the_machine"
"""Leaves the bound out."""
def which_statements_follow():
    return {"a", "b"}

# %% wrong="which_statements_follow" loses="statements_about_the_machine"
"""Thinks that a small K is the aim of training."""
def which_statements_follow():
    return {"a", "b", "f", "d"}

# %% right="which_statements_follow"
"""A list of capital letters."""
def which_statements_follow():
    return ["D", "B", "A"]
