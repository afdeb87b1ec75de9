# %% wrong="reconstruction_error" loses="one_error_for_each_picture"
"""One mean over everything: a single number."""
def reconstruction_error(X, R):
    return ((X - R) ** 2).mean()

# %% wrong="reconstruction_error" loses="one_error_for_each_picture"
"""Adds up instead of averaging."""
def reconstruction_error(X, R):
    return ((X - R) ** 2).reshape(len(X), -1).sum(axis=1)

# %% wrong="reconstruction_error" loses="one_error_for_each_picture"
"""Subtracts in place: the pictures are gone afterwards."""
def reconstruction_error(X, R):
    X -= R
    X **= 2
    return X.reshape(len(X), -1).mean(axis=1)

# %% wrong="reconstruction_error" loses="one_error_for_each_picture"
"""Averages over the last axis only: right for rows of pixels."""
def reconstruction_error(X, R):
    return ((X - R) ** 2).mean(axis=-1)

# %% wrong="reconstruction_error" loses="one_error_for_each_picture"
"""Divides by the number of pictures instead of the number of pixels."""
def reconstruction_error(X, R):
    return ((X - R) ** 2).reshape(len(X), -1).sum(axis=1) / len(X)

# %% right="reconstruction_error"
"""A loop over the pictures, a list of floats."""
def reconstruction_error(X, R):
    return [float(np.mean(np.square(x - r))) for x, r in zip(X, R)]

# %% right="reconstruction_error"
"""All axes but the first, in single precision."""
def reconstruction_error(X, R):
    return np.mean((X - R).astype("float32") ** 2, axis=tuple(range(1, X.ndim)))

# %% wrong="pca" loses="no_code_of_k_numbers_loses_less, directions_stand_upright_widest_first"
"""Does not centre: the directions start from 0 instead of the mean."""
def pca(X, k):
    return X.mean(axis=0), np.linalg.svd(X, full_matrices=False)[2][:k].T

# %% wrong="pca" loses="no_code_of_k_numbers_loses_less, directions_stand_upright_widest_first"
"""Rows instead of columns: W comes as (k, d)."""
def pca(X, k):
    mean = X.mean(axis=0)
    return mean, np.linalg.svd(X - mean, full_matrices=False)[2][:k]

# %% wrong="pca" loses="no_code_of_k_numbers_loses_less, directions_stand_upright_widest_first"
"""eigh sorts upwards: the directions of least spread are taken."""
def pca(X, k):
    mean = X.mean(axis=0)
    return mean, np.linalg.eigh((X - mean).T @ (X - mean))[1][:, :k]

# %% wrong="pca" loses="directions_stand_upright_widest_first"
"""The right directions, but the widest one last."""
def pca(X, k):
    mean = X.mean(axis=0)
    return mean, np.linalg.eigh((X - mean).T @ (X - mean))[1][:, -k:]

# %% wrong="pca" loses="no_code_of_k_numbers_loses_less, directions_stand_upright_widest_first"
"""Divides every column by its standard deviation first."""
def pca(X, k):
    mean = X.mean(axis=0)
    return mean, np.linalg.svd((X - mean) / (X.std(axis=0) + 1e-9), full_matrices=False)[2][:k].T

# %% wrong="pca" loses="no_code_of_k_numbers_loses_less"
"""Leaves the pictures centred behind: subtracts in place."""
def pca(X, k):
    mean = X.mean(axis=0)
    X -= mean
    return mean, np.linalg.svd(X, full_matrices=False)[2][:k].T

# %% wrong="pca" loses="no_code_of_k_numbers_loses_less, directions_stand_upright_widest_first"
"""Cuts the columns of Vt, not its rows: right for the worked example."""
def pca(X, k):
    mean = X.mean(axis=0)
    return mean, np.linalg.svd(X - mean, full_matrices=False)[2][:, :k]

# %% right="pca"
"""Eigenvectors of the covariance, turned round, the other sign."""
def pca(X, k):
    V = np.linalg.eigh(np.cov(X, rowvar=False))[1]
    return np.mean(X, axis=0), -V[:, ::-1][:, :k]

# %% right="pca"
"""Pictures against pictures: eigenvectors of the small matrix, carried over."""
def pca(X, k):
    mean = X.sum(axis=0) / len(X)
    C = X - mean
    values, U = np.linalg.eigh(C @ C.T)
    best = np.argsort(values)[::-1][:k]
    return mean, C.T @ U[:, best] / np.sqrt(values[best])

# %% right="pca"
"""scikit-learn's PCA."""
def pca(X, k):
    from sklearn.decomposition import PCA
    p = PCA(n_components=k, svd_solver="full").fit(X)
    return p.mean_, p.components_.T

# %% wrong="layer_to_mend" loses="one_layer_gives_back_28"
"""Counts from 0."""
def layer_to_mend():
    return 10

# %% wrong="layer_to_mend" loses="one_layer_gives_back_28"
"""The last convolution, where the wrong side is noticed."""
def layer_to_mend():
    return 13

# %% right="layer_to_mend"
"""Searches with sides."""
def layer_to_mend():
    for i in range(13):
        layers = list(LISTING)
        layers[i] = (*layers[i][:2], "valid")
        if sides(28, layers)[-1] == 28:
            return i + 1

# %% wrong="encoder_and_decoder" loses="encoder_computes_the_table"
"""A ReLU on the code: half of the code's space is lost."""
def encoder_and_decoder(z):
    L = keras.layers
    e = keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2D(16, 3, strides=2, padding="same", activation="relu"), L.Flatten(), L.Dense(z, activation="relu")])
    d = keras.Sequential([L.Input((z,)), L.Dense(784, activation="relu"), L.Reshape((7, 7, 16)),
                          L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid")])
    return e, d

# %% wrong="encoder_and_decoder" loses="encoder_computes_the_table"
"""Halves by max pooling: the same shapes and the same weights, another function."""
def encoder_and_decoder(z):
    L = keras.layers
    e = keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(8, 3, padding="same", activation="relu"), L.MaxPooling2D(2),
                          L.Conv2D(16, 3, padding="same", activation="relu"), L.MaxPooling2D(2), L.Flatten(), L.Dense(z)])
    d = keras.Sequential([L.Input((z,)), L.Dense(784, activation="relu"), L.Reshape((7, 7, 16)),
                          L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid")])
    return e, d

# %% wrong="encoder_and_decoder" loses="decoder_computes_the_table"
"""ReLU at the output: pixels above 1, and pixels that never move again."""
def encoder_and_decoder(z):
    L = keras.layers
    e = keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2D(16, 3, strides=2, padding="same", activation="relu"), L.Flatten(), L.Dense(z)])
    d = keras.Sequential([L.Input((z,)), L.Dense(784, activation="relu"), L.Reshape((7, 7, 16)),
                          L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2DTranspose(1, 3, strides=2, padding="same", activation="relu")])
    return e, d

# %% wrong="encoder_and_decoder" loses="decoder_computes_the_table"
"""The dense layer of the decoder has no activation."""
def encoder_and_decoder(z):
    L = keras.layers
    e = keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2D(16, 3, strides=2, padding="same", activation="relu"), L.Flatten(), L.Dense(z)])
    d = keras.Sequential([L.Input((z,)), L.Dense(784), L.Reshape((7, 7, 16)),
                          L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid")])
    return e, d

# %% wrong="encoder_and_decoder" loses="encoder_computes_the_table, decoder_computes_the_table"
"""The code always has 8 numbers."""
def encoder_and_decoder(z):
    L = keras.layers
    e = keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2D(16, 3, strides=2, padding="same", activation="relu"), L.Flatten(), L.Dense(8)])
    d = keras.Sequential([L.Input((8,)), L.Dense(784, activation="relu"), L.Reshape((7, 7, 16)),
                          L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid")])
    return e, d

# %% wrong="encoder_and_decoder" loses="encoder_computes_the_table, decoder_computes_the_table"
"""Returns the decoder first."""
def encoder_and_decoder(z):
    L = keras.layers
    e = keras.Sequential([L.Input((28, 28, 1)), L.Conv2D(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2D(16, 3, strides=2, padding="same", activation="relu"), L.Flatten(), L.Dense(z)])
    d = keras.Sequential([L.Input((z,)), L.Dense(784, activation="relu"), L.Reshape((7, 7, 16)),
                          L.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"),
                          L.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid")])
    return d, e

# %% right="encoder_and_decoder"
"""Functional, activations as layers of their own, the shape (784, ) cut by Reshape."""
def encoder_and_decoder(z):
    L = keras.layers
    picture = h = keras.Input((28, 28, 1))
    for filters in (8, 16):
        h = L.ReLU()(L.Conv2D(filters, (3, 3), strides=(2, 2), padding="SAME")(h))
    e = keras.Model(picture, L.Dense(z, activation="linear")(L.Reshape((-1,))(h)))
    code = keras.Input((z,))
    h = L.Reshape((7, 7, 16))(L.ReLU()(L.Dense(7 * 7 * 16)(code)))
    h = L.Activation("relu")(L.Conv2DTranspose(8, 3, 2, "same")(h))
    return [e, keras.Model(code, L.Activation("sigmoid")(L.Conv2DTranspose(1, 3, 2, "same")(h)))]

# %% wrong="autoencoder" loses="model_is_made_of_the_two_networks"
"""Joins copies: equal at first, but training does not reach the two networks."""
def autoencoder(encoder, decoder, lr=0.008):
    copies = [keras.models.clone_model(encoder), keras.models.clone_model(decoder)]
    for copy, network in zip(copies, (encoder, decoder)):
        copy.set_weights(network.get_weights())
    model = keras.Sequential(copies)
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model

# %% wrong="autoencoder" loses="model_is_made_of_the_two_networks"
"""Always its own networks, whatever is passed in."""
def autoencoder(encoder, decoder, lr=0.008):
    model = keras.Sequential(encoder_and_decoder(8))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model

# %% wrong="autoencoder" loses="model_is_made_of_the_two_networks"
"""Freezes the decoder: only half of it learns."""
def autoencoder(encoder, decoder, lr=0.008):
    decoder.trainable = False
    model = keras.Sequential([encoder, decoder])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model

# %% wrong="autoencoder" loses="compiled_with_adam_and_cross_entropy"
"""Does not compile."""
def autoencoder(encoder, decoder, lr=0.008):
    return keras.Sequential([encoder, decoder])

# %% wrong="autoencoder" loses="compiled_with_adam_and_cross_entropy"
"""Compiles with the mean squared error."""
def autoencoder(encoder, decoder, lr=0.008):
    model = keras.Sequential([encoder, decoder])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="mse")
    return model

# %% wrong="autoencoder" loses="compiled_with_adam_and_cross_entropy"
"""A second sigmoid, hidden in the loss."""
def autoencoder(encoder, decoder, lr=0.008):
    model = keras.Sequential([encoder, decoder])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss=keras.losses.BinaryCrossentropy(from_logits=True))
    return model

# %% wrong="autoencoder" loses="compiled_with_adam_and_cross_entropy"
"""Ignores lr: Adam by name."""
def autoencoder(encoder, decoder, lr=0.008):
    model = keras.Sequential([encoder, decoder])
    model.compile(optimizer="adam", loss="binary_crossentropy")
    return model

# %% wrong="autoencoder" loses="compiled_with_adam_and_cross_entropy"
"""RMSprop in place of Adam."""
def autoencoder(encoder, decoder, lr=0.008):
    model = keras.Sequential([encoder, decoder])
    model.compile(optimizer=keras.optimizers.RMSprop(lr), loss="binary_crossentropy")
    return model

# %% right="autoencoder"
"""Functional, with an input of its own; a metric as well."""
def autoencoder(encoder, decoder, lr=0.008):
    picture = keras.Input(encoder.input_shape[1:])
    whole = keras.Model(picture, decoder(encoder(picture)))
    whole.compile(loss=keras.losses.BinaryCrossentropy(), optimizer=keras.optimizers.Adam(learning_rate=lr), metrics=["mse"])
    return whole

# %% right="autoencoder"
"""From the encoder's own input to what the decoder makes of its output."""
def autoencoder(encoder, decoder, lr=0.008):
    whole = keras.Model(inputs=encoder.input, outputs=decoder(encoder.output))
    whole.compile(optimizer=keras.optimizers.Adam(lr), loss=keras.losses.binary_crossentropy)
    return whole

# %% wrong="noisy" loses="each_pixel_gets_noise_of_its_own"
"""Uniform noise with the right standard deviation, but no grain lies far out."""
def noisy(X, sigma, rng):
    return np.clip(X + rng.uniform(-1, 1, X.shape) * sigma * np.sqrt(3), 0, 1)

# %% wrong="noisy" loses="each_pixel_gets_noise_of_its_own"
"""Takes sigma for the variance."""
def noisy(X, sigma, rng):
    return np.clip(X + rng.normal(0, np.sqrt(sigma), X.shape), 0, 1)

# %% wrong="noisy" loses="each_pixel_gets_noise_of_its_own"
"""The same dust on every picture."""
def noisy(X, sigma, rng):
    return np.clip(X + sigma * rng.normal(size=X.shape[1:]), 0, 1)

# %% wrong="noisy" loses="each_pixel_gets_noise_of_its_own"
"""Draws from NumPy's global generator."""
def noisy(X, sigma, rng):
    return np.clip(X + sigma * np.random.randn(*X.shape), 0, 1)

# %% wrong="noisy" loses="black_and_white_are_the_limits"
"""Does not cut off."""
def noisy(X, sigma, rng):
    return X + rng.normal(0, sigma, X.shape)

# %% wrong="noisy" loses="black_and_white_are_the_limits"
"""What falls below 0 is mirrored back."""
def noisy(X, sigma, rng):
    return np.minimum(np.abs(X + rng.normal(0, sigma, X.shape)), 1)

# %% wrong="noisy" loses="black_and_white_are_the_limits"
"""Adds in place: the clean pictures are gone."""
def noisy(X, sigma, rng):
    X += rng.normal(0, sigma, X.shape)
    return np.clip(X, 0, 1, out=X)

# %% wrong="noisy" loses="each_pixel_gets_noise_of_its_own"
"""A generator of its own: always the same dust."""
def noisy(X, sigma, rng):
    return np.clip(X + np.random.default_rng(0).normal(0, sigma, X.shape), 0, 1)

# %% right="noisy"
"""Standard normal noise, stretched, in single precision."""
def noisy(X, sigma, rng):
    dust = rng.standard_normal(X.shape, dtype="float32")
    return np.minimum(np.maximum(X.astype("float32") + np.float32(sigma) * dust, 0), 1)

# %% right="noisy"
"""Picture by picture, with X as the mean of the draws; nested lists."""
def noisy(X, sigma, rng):
    return [rng.normal(x, sigma).clip(0, 1).tolist() for x in X]

# %% wrong="train_denoiser" loses="dusty_pictures_in_clean_ones_out"
"""An autoencoder as before: the dusty pictures are the targets too."""
def train_denoiser(model, X, corrupt, epochs):
    losses = []
    for _ in range(epochs):
        dusty = corrupt(X)
        losses.append(model.fit(dusty, dusty, epochs=1, batch_size=32, verbose=0).history["loss"][0])
    return losses

# %% wrong="train_denoiser" loses="fresh_dust_in_every_epoch"
"""Draws the dust once, before the loop."""
def train_denoiser(model, X, corrupt, epochs):
    dusty = corrupt(X)
    return [model.fit(dusty, X, epochs=1, batch_size=32, verbose=0).history["loss"][0] for _ in range(epochs)]

# %% wrong="train_denoiser" loses="dusty_pictures_in_clean_ones_out, fresh_dust_in_every_epoch"
"""Fits once for all epochs."""
def train_denoiser(model, X, corrupt, epochs):
    return model.fit(corrupt(X), X, epochs=epochs, batch_size=32, verbose=0).history["loss"]

# %% wrong="train_denoiser" loses="dusty_pictures_in_clean_ones_out, fresh_dust_in_every_epoch"
"""Dust upon dust: each epoch starts from the dusty pictures of the one before."""
def train_denoiser(model, X, corrupt, epochs):
    dusty, losses = X, []
    for _ in range(epochs):
        dusty = corrupt(dusty)
        losses.append(model.fit(dusty, X, epochs=1, batch_size=32, verbose=0).history["loss"][0])
    return losses

# %% wrong="train_denoiser" loses="fresh_dust_in_every_epoch"
"""Every round trains for all the epochs again."""
def train_denoiser(model, X, corrupt, epochs):
    losses = []
    for _ in range(epochs):
        losses.append(model.fit(corrupt(X), X, epochs=epochs, batch_size=32, verbose=0).history["loss"][0])
    return losses

# %% wrong="train_denoiser" loses="dusty_pictures_in_clean_ones_out, fresh_dust_in_every_epoch"
"""A list of lists."""
def train_denoiser(model, X, corrupt, epochs):
    return [model.fit(corrupt(X), X, epochs=1, batch_size=32, verbose=0).history["loss"] for _ in range(epochs)]

# %% right="train_denoiser"
"""Everything by keyword, the losses as an array."""
def train_denoiser(model, X, corrupt, epochs):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        losses[epoch] = model.fit(x=corrupt(X), y=X, batch_size=32, epochs=1, verbose=0).history["loss"][-1]
    return losses

# %% right="train_denoiser"
"""Copies of the pictures, the epochs left at their default of 1, losses collected by extend."""
def train_denoiser(model, X, corrupt, epochs):
    losses, clean = [], np.array(X)
    while len(losses) < epochs:
        losses.extend(model.fit(np.asarray(corrupt(clean)), clean.copy(), batch_size=32, verbose=0).history["loss"])
    return tuple(losses)

# %% right="train_denoiser"
"""By position, batch size and epochs too."""
def train_denoiser(model, X, corrupt, epochs):
    histories = [model.fit(corrupt(X), X, 32, 1, 0) for _ in range(epochs)]
    return [float(h.history["loss"][0]) for h in histories]

# %% wrong="flag" loses="threshold_is_a_quantile_of_good_scans"
"""Takes the quantile of the scans to be judged."""
def flag(errors, normal_errors, false_alarms=0.05):
    return errors > np.quantile(errors, 1 - false_alarms)

# %% wrong="flag" loses="only_larger_errors_are_flagged"
"""Flags the threshold itself."""
def flag(errors, normal_errors, false_alarms=0.05):
    return errors >= np.quantile(normal_errors, 1 - false_alarms)

# %% wrong="flag" loses="threshold_is_a_quantile_of_good_scans, only_larger_errors_are_flagged"
"""The quantile at the wrong end."""
def flag(errors, normal_errors, false_alarms=0.05):
    return errors > np.quantile(normal_errors, false_alarms)

# %% wrong="flag" loses="threshold_is_a_quantile_of_good_scans, only_larger_errors_are_flagged"
"""Ignores false_alarms."""
def flag(errors, normal_errors, false_alarms=0.05):
    return errors > np.quantile(normal_errors, 0.95)

# %% wrong="flag" loses="threshold_is_a_quantile_of_good_scans, only_larger_errors_are_flagged"
"""Takes the good scans' errors for sorted."""
def flag(errors, normal_errors, false_alarms=0.05):
    return errors > normal_errors[int((1 - false_alarms) * (len(normal_errors) - 1))]

# %% wrong="flag" loses="threshold_is_a_quantile_of_good_scans"
"""Counts from below and does not interpolate."""
def flag(errors, normal_errors, false_alarms=0.05):
    return errors > np.sort(normal_errors)[int((1 - false_alarms) * (len(normal_errors) - 1))]

# %% wrong="flag" loses="threshold_is_a_quantile_of_good_scans, only_larger_errors_are_flagged"
"""Percent and shares mixed up: np.percentile of 0.95."""
def flag(errors, normal_errors, false_alarms=0.05):
    return errors > np.percentile(normal_errors, 1 - false_alarms)

# %% wrong="flag" loses="threshold_is_a_quantile_of_good_scans"
"""The threshold from both kinds of scans together."""
def flag(errors, normal_errors, false_alarms=0.05):
    return errors > np.quantile(np.concatenate([errors, normal_errors]), 1 - false_alarms)

# %% right="flag"
"""Interpolates by hand, a list of truth values."""
def flag(errors, normal_errors, false_alarms=0.05):
    ranked = sorted(float(e) for e in normal_errors)
    place = (1 - false_alarms) * (len(ranked) - 1)
    low = min(int(place + 1e-9), len(ranked) - 2)
    t = ranked[low] + (place - low) * (ranked[low + 1] - ranked[low])
    return [bool(e > t + 1e-12) for e in errors]

# %% right="flag"
"""Percentile, as zeros and ones."""
def flag(errors, normal_errors, false_alarms=0.05):
    return (np.asarray(errors) > np.percentile(normal_errors, 100 - 100 * false_alarms)).astype(int)

# %% wrong="which_statements_follow" loses="statements_about_autoencoders"
"""Takes the stronger network for the better one, always."""
def which_statements_follow():
    return {"a", "b", "c", "f", "h"}

# %% wrong="which_statements_follow" loses="statements_about_autoencoders"
"""Takes the share of good scans that are flagged for the share of flagged scans that are good."""
def which_statements_follow():
    return {"a", "c", "d", "f", "h"}

# %% wrong="which_statements_follow" loses="statements_about_autoencoders"
"""Takes a small error for a good scan."""
def which_statements_follow():
    return {"a", "c", "e", "f", "h"}

# %% wrong="which_statements_follow" loses="statements_about_autoencoders"
"""Does not see that PCA only ever mixes pictures."""
def which_statements_follow():
    return {"a", "c", "h"}

# %% right="which_statements_follow"
"""A list of capital letters."""
def which_statements_follow():
    return ["H", "F", "C", "A"]
