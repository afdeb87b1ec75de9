# %% wrong="scale" loses="pixels_fill_the_range_of_tanh"
"""Scales to the range from 0 to 1, as for a sigmoid."""
def scale(pixels, top=255):
    return pixels.astype("float32") / top

# %% wrong="scale" loses="pixels_fill_the_range_of_tanh"
"""Doubles while the pixels are still uint8, so that 2 * 200 becomes 144."""
def scale(pixels, top=255):
    return pixels * 2 / top - 1

# %% wrong="scale" loses="pixels_fill_the_range_of_tanh"
"""Divides by the largest pixel that occurs, not by the largest that can occur."""
def scale(pixels, top=255):
    return pixels.astype(float) / pixels.max() * 2 - 1

# %% right="scale"
"""Distance from the middle, in half ranges, in float64."""
def scale(pixels, top=255):
    middle = top / 2
    return (np.asarray(pixels, dtype=np.float64) - middle) / middle

# %% wrong="to_pixels" loses="the_way_back_is_exact"
"""Cuts off instead of rounding."""
def to_pixels(x, top=255):
    return ((x + 1) * top / 2).astype("uint8")

# %% wrong="to_pixels" loses="the_way_back_is_exact"
"""Rounds, but leaves floats."""
def to_pixels(x, top=255):
    return np.rint((x + 1) * top / 2)

# %% wrong="to_pixels" loses="the_way_back_is_exact"
"""Works in place and so changes the numbers that came in."""
def to_pixels(x, top=255):
    x = np.asarray(x)
    if x.dtype.kind != "f":
        x = x.astype(float)
    x += 1
    x *= top / 2
    return np.rint(x).astype("uint8")

# %% right="to_pixels"
"""Adds one half and cuts off, with a guard for the ends."""
def to_pixels(x, top=255):
    p = (np.asarray(x, dtype=float) + 1) / 2 * top
    return np.clip(np.floor(p + 0.5), 0, top).astype(np.uint8)

# %% wrong="generator" loses="generator_computes_the_table"
"""Ends in a sigmoid: pictures from 0 to 1."""
def generator(d=16):
    L = keras.layers
    return keras.Sequential([
        L.Input((d,)), L.Dense(128, use_bias=False), L.Reshape((2, 2, 32)), L.BatchNormalization(momentum=0.8), L.ReLU(),
        L.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False), L.BatchNormalization(momentum=0.8), L.ReLU(),
        L.Conv2DTranspose(1, 4, strides=2, padding="same", activation="sigmoid")])

# %% wrong="generator" loses="generator_computes_the_table"
"""LeakyReLU in the generator, where the rule says ReLU."""
def generator(d=16):
    L = keras.layers
    return keras.Sequential([
        L.Input((d,)), L.Dense(128, use_bias=False), L.Reshape((2, 2, 32)), L.BatchNormalization(momentum=0.8),
        L.LeakyReLU(negative_slope=0.2),
        L.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False), L.BatchNormalization(momentum=0.8),
        L.LeakyReLU(negative_slope=0.2),
        L.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")])

# %% wrong="generator" loses="generator_computes_the_table"
"""ReLU before the batch normalisation."""
def generator(d=16):
    L = keras.layers
    return keras.Sequential([
        L.Input((d,)), L.Dense(128, use_bias=False), L.Reshape((2, 2, 32)), L.ReLU(), L.BatchNormalization(momentum=0.8),
        L.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False), L.ReLU(), L.BatchNormalization(momentum=0.8),
        L.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")])

# %% wrong="generator" loses="generator_has_the_tables_sizes, generator_computes_the_table"
"""Keeps the biases in front of the batch normalisations."""
def generator(d=16):
    L = keras.layers
    return keras.Sequential([
        L.Input((d,)), L.Dense(128), L.Reshape((2, 2, 32)), L.BatchNormalization(momentum=0.8), L.ReLU(),
        L.Conv2DTranspose(16, 4, strides=2, padding="same"), L.BatchNormalization(momentum=0.8), L.ReLU(),
        L.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")])

# %% wrong="generator" loses="generator_has_the_tables_sizes, generator_computes_the_table"
"""Normalises the 128 numbers before they are reshaped."""
def generator(d=16):
    L = keras.layers
    return keras.Sequential([
        L.Input((d,)), L.Dense(128, use_bias=False), L.BatchNormalization(momentum=0.8), L.ReLU(), L.Reshape((2, 2, 32)),
        L.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False), L.BatchNormalization(momentum=0.8), L.ReLU(),
        L.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")])

# %% wrong="generator" loses="generator_computes_the_table"
"""The momentum 0.8 in the first batch normalisation only; the second is in a block of its own."""
def generator(d=16):
    L = keras.layers
    block = [L.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False), L.BatchNormalization(), L.ReLU()]
    return keras.Sequential([
        L.Input((d,)), L.Dense(128, use_bias=False), L.Reshape((2, 2, 32)), L.BatchNormalization(momentum=0.8), L.ReLU(),
        keras.Sequential(block), L.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh")])

# %% right="generator"
"""Functional, with the activations as functions."""
def generator(d=16):
    L = keras.layers
    z = keras.Input(shape=(d,))
    a = L.Dense(2 * 2 * 32, use_bias=False)(z)
    a = L.BatchNormalization(momentum=0.8)(L.Reshape((2, 2, 32))(a))
    a = L.Conv2DTranspose(16, (4, 4), strides=(2, 2), padding="same", use_bias=False)(L.Activation("relu")(a))
    a = L.ReLU()(L.BatchNormalization(momentum=0.8)(a))
    return keras.Model(z, L.Conv2DTranspose(1, (4, 4), strides=(2, 2), padding="same", activation=keras.activations.tanh)(a))

# %% right="generator"
"""Adds layer by layer, tanh in a layer of its own, a LeakyReLU of slope 0 for ReLU."""
def generator(d=16):
    L, model = keras.layers, keras.Sequential(name="forger")
    model.add(L.InputLayer(shape=(d,)))
    model.add(L.Dense(128, use_bias=False, kernel_initializer=keras.initializers.RandomNormal(stddev=0.02)))
    model.add(L.Reshape((2, 2, 32)))
    for filters in (16, 1):
        model.add(L.BatchNormalization(momentum=0.8))
        model.add(L.LeakyReLU(negative_slope=0.0))
        model.add(L.Conv2DTranspose(filters, 4, strides=2, padding="same", use_bias=filters == 1))
    model.add(L.Activation("tanh"))
    return model

# %% right="generator"
"""Nested blocks, and a function for the last activation."""
def generator(d=16):
    L = keras.layers
    def block(layer):
        return keras.Sequential([layer, L.BatchNormalization(momentum=0.8), L.ReLU()])
    return keras.Sequential([
        L.Input((d,)), L.Dense(128, use_bias=False), block(L.Reshape((2, 2, 32))),
        block(L.Conv2DTranspose(16, 4, 2, "same", use_bias=False)), L.Conv2DTranspose(1, 4, 2, "same", activation=keras.ops.tanh)])

# %% wrong="discriminator" loses="discriminator_computes_the_table"
"""Ends in a sigmoid: a probability where a logit is asked for."""
def discriminator():
    L = keras.layers
    return keras.Sequential([
        L.Input((8, 8, 1)), L.Conv2D(16, 4, strides=2, padding="same"), L.LeakyReLU(negative_slope=0.2),
        L.Conv2D(32, 4, strides=2, padding="same", use_bias=False), L.BatchNormalization(momentum=0.8),
        L.LeakyReLU(negative_slope=0.2), L.Flatten(), L.Dense(1, activation="sigmoid")])

# %% wrong="discriminator" loses="discriminator_computes_the_table"
"""Keras's own slope of 0.3."""
def discriminator():
    L = keras.layers
    return keras.Sequential([
        L.Input((8, 8, 1)), L.Conv2D(16, 4, strides=2, padding="same"), L.LeakyReLU(),
        L.Conv2D(32, 4, strides=2, padding="same", use_bias=False), L.BatchNormalization(momentum=0.8),
        L.LeakyReLU(), L.Flatten(), L.Dense(1)])

# %% wrong="discriminator" loses="discriminator_computes_the_table"
"""Keras's momentum of 0.99."""
def discriminator():
    L = keras.layers
    return keras.Sequential([
        L.Input((8, 8, 1)), L.Conv2D(16, 4, strides=2, padding="same"), L.LeakyReLU(negative_slope=0.2),
        L.Conv2D(32, 4, strides=2, padding="same", use_bias=False), L.BatchNormalization(),
        L.LeakyReLU(negative_slope=0.2), L.Flatten(), L.Dense(1)])

# %% wrong="discriminator" loses="discriminator_computes_the_table"
"""Adds dropout, which some recipes have and the table has not."""
def discriminator():
    L = keras.layers
    return keras.Sequential([
        L.Input((8, 8, 1)), L.Conv2D(16, 4, strides=2, padding="same"), L.LeakyReLU(negative_slope=0.2), L.Dropout(0.3),
        L.Conv2D(32, 4, strides=2, padding="same", use_bias=False), L.BatchNormalization(momentum=0.8),
        L.LeakyReLU(negative_slope=0.2), L.Flatten(), L.Dense(1)])

# %% wrong="discriminator" loses="discriminator_computes_the_table"
"""Max pooling in place of strides: as many numbers, another network."""
def discriminator():
    L = keras.layers
    return keras.Sequential([
        L.Input((8, 8, 1)), L.Conv2D(16, 4, padding="same"), L.LeakyReLU(negative_slope=0.2), L.MaxPooling2D(),
        L.Conv2D(32, 4, padding="same", use_bias=False), L.BatchNormalization(momentum=0.8),
        L.LeakyReLU(negative_slope=0.2), L.MaxPooling2D(), L.Flatten(), L.Dense(1)])

# %% right="discriminator"
"""Functional, the slopes as functions, a linear activation spelt out."""
def discriminator():
    L = keras.layers
    x = L.Input((8, 8, 1))
    a = L.Conv2D(16, 4, strides=2, padding="same", activation=L.LeakyReLU(negative_slope=0.2))(x)
    a = L.BatchNormalization(momentum=0.8)(L.Conv2D(32, 4, 2, "same", use_bias=False)(a))
    a = L.Flatten()(L.LeakyReLU(negative_slope=0.2)(a))
    return keras.Model(x, L.Dense(1, activation="linear")(a))

# %% right="discriminator"
"""Layer by layer, reshaped by hand instead of Flatten, Keras's leaky_relu whose own slope is 0.2."""
def discriminator():
    model = keras.Sequential()
    model.add(keras.Input((8, 8, 1)))
    model.add(keras.layers.Conv2D(16, 4, strides=2, padding="same", activation="leaky_relu"))
    model.add(keras.layers.Conv2D(32, 4, strides=2, padding="same", use_bias=False))
    model.add(keras.layers.BatchNormalization(momentum=0.8))
    model.add(keras.layers.Activation("leaky_relu"))
    model.add(keras.layers.Reshape((128,)))
    model.add(keras.layers.Dense(1))
    return model

# %% wrong="d_loss" loses="both_kinds_count_one_half, large_logits_stay_exact"
"""Labels swapped: real pictures get 0."""
def d_loss(real_logits, fake_logits):
    return (np.logaddexp(0, real_logits).mean() + np.logaddexp(0, -fake_logits).mean()) / 2

# %% wrong="d_loss" loses="both_kinds_count_one_half, large_logits_stay_exact"
"""The factor 1/2 is missing."""
def d_loss(real_logits, fake_logits):
    return np.logaddexp(0, -real_logits).mean() + np.logaddexp(0, fake_logits).mean()

# %% wrong="d_loss" loses="both_kinds_count_one_half, large_logits_stay_exact"
"""One mean over all pictures, so that the larger batch weighs more."""
def d_loss(real_logits, fake_logits):
    return np.concatenate([np.logaddexp(0, -real_logits), np.logaddexp(0, fake_logits)]).mean()

# %% wrong="d_loss" loses="large_logits_stay_exact"
"""The formula as it stands: the logarithm of 0 for large logits."""
def d_loss(real_logits, fake_logits):
    with np.errstate(all="ignore"):
        return -(np.log(sigmoid(real_logits)).mean() + np.log(1 - sigmoid(fake_logits)).mean()) / 2

# %% wrong="d_loss" loses="large_logits_stay_exact"
"""Clips the probabilities, so that no picture costs more than 16."""
def d_loss(real_logits, fake_logits):
    r, f = (np.clip(sigmoid(l), 1e-7, 1 - 1e-7) for l in (real_logits, fake_logits))
    return -(np.log(r).mean() + np.log(1 - f).mean()) / 2

# %% right="d_loss"
"""Keras's cross-entropy from logits."""
def d_loss(real_logits, fake_logits):
    return (bce(np.ones_like(real_logits), real_logits) + bce(np.zeros_like(fake_logits), fake_logits)) / 2

# %% right="d_loss"
"""Softplus by hand: max(l, 0) + log1p(exp(-|l|)), as an array of one number."""
def d_loss(real_logits, fake_logits):
    def softplus(l):
        l = np.asarray(l, dtype=float)
        return np.maximum(l, 0) + np.log1p(np.exp(-np.abs(l)))
    return np.array([0.5 * softplus(-real_logits).mean() + 0.5 * softplus(fake_logits).mean()])

# %% wrong="g_loss" loses="forgeries_should_pass_for_real, hopeless_forgeries_still_teach"
"""Label 0 for the forgeries: the discriminator's wish."""
def g_loss(fake_logits):
    return np.logaddexp(0, fake_logits).mean()

# %% wrong="g_loss" loses="forgeries_should_pass_for_real, hopeless_forgeries_still_teach"
"""The loss that saturates, log(1 - D)."""
def g_loss(fake_logits):
    return -np.logaddexp(0, fake_logits).mean()

# %% wrong="g_loss" loses="hopeless_forgeries_still_teach"
"""The logarithm of a clipped probability: flat for very bad forgeries."""
def g_loss(fake_logits):
    return -np.log(np.clip(sigmoid(fake_logits), 1e-7, 1)).mean()

# %% wrong="g_loss" loses="forgeries_should_pass_for_real, hopeless_forgeries_still_teach"
"""Takes the mean of the logits first: one logarithm for the whole batch."""
def g_loss(fake_logits):
    return np.logaddexp(0, -np.mean(fake_logits))

# %% right="g_loss"
"""TensorFlow's cross-entropy from logits with ones."""
def g_loss(fake_logits):
    l = tf.convert_to_tensor(fake_logits)
    return tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=tf.ones_like(l), logits=l))

# %% right="g_loss"
"""A loop over Python floats, with the larger part taken out."""
def g_loss(fake_logits):
    import math
    costs = [max(-l, 0) + math.log1p(math.exp(-abs(l))) for l in np.ravel(fake_logits).tolist()]
    return sum(costs) / len(costs)

# %% wrong="d_step" loses="discriminator_descends_its_loss"
"""The factor 1/2 is missing."""
def d_step(G, D, optimizer, real, z):
    fake = G(z, training=True)
    with tf.GradientTape() as tape:
        r, f = D(real, training=True), D(fake, training=True)
        loss = bce(tf.ones_like(r), r) + bce(tf.zeros_like(f), f)
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    return loss

# %% wrong="d_step" loses="generators_weights_stay_put"
"""Updates G as well, by descent on the discriminator's loss."""
def d_step(G, D, optimizer, real, z):
    with tf.GradientTape() as tape:
        r, f = D(real, training=True), D(G(z, training=True), training=True)
        loss = (bce(tf.ones_like(r), r) + bce(tf.zeros_like(f), f)) / 2
    variables = D.trainable_variables + G.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return loss

# %% wrong="d_step" loses="discriminator_descends_its_loss"
"""Two updates: first for the real, then for the forged pictures."""
def d_step(G, D, optimizer, real, z):
    total = 0.0
    for pictures, label in ((real, 1.0), (G(z, training=True), 0.0)):
        with tf.GradientTape() as tape:
            l = D(pictures, training=True)
            loss = bce(tf.fill(tf.shape(l), label), l) / 2
        optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
        total += loss
    return total

# %% wrong="d_step" loses="both_run_in_training_mode"
"""The generator in inference mode."""
def d_step(G, D, optimizer, real, z):
    fake = G(z)
    with tf.GradientTape() as tape:
        r, f = D(real, training=True), D(fake, training=True)
        loss = (bce(tf.ones_like(r), r) + bce(tf.zeros_like(f), f)) / 2
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    return loss

# %% wrong="d_step" loses="both_run_in_training_mode"
"""The discriminator in inference mode."""
def d_step(G, D, optimizer, real, z):
    fake = G(z, training=True)
    with tf.GradientTape() as tape:
        r, f = D(real), D(fake)
        loss = (bce(tf.ones_like(r), r) + bce(tf.zeros_like(f), f)) / 2
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    return loss

# %% wrong="d_step" loses="both_run_in_training_mode"
"""Real and forged pictures in one batch: batch normalisation sees the mixture."""
def d_step(G, D, optimizer, real, z):
    fake = G(z, training=True)
    with tf.GradientTape() as tape:
        l = D(tf.concat([real, fake], axis=0), training=True)
        r, f = l[:len(real)], l[len(real):]
        loss = (bce(tf.ones_like(r), r) + bce(tf.zeros_like(f), f)) / 2
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    return loss

# %% wrong="d_step" loses="discriminator_descends_its_loss"
"""Updates rightly, but returns the loss after the step."""
def d_step(G, D, optimizer, real, z):
    fake = G(z, training=True)
    with tf.GradientTape() as tape:
        r, f = D(real, training=True), D(fake, training=True)
        loss = (bce(tf.ones_like(r), r) + bce(tf.zeros_like(f), f)) / 2
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    r, f = D(real), D(fake)
    return (bce(tf.ones_like(r), r) + bce(tf.zeros_like(f), f)) / 2

# %% wrong="d_step" loses="generators_weights_stay_put"
"""Freezes G for its step and forgets to thaw it."""
def d_step(G, D, optimizer, real, z):
    fake = G(z, training=True)
    G.trainable = False
    with tf.GradientTape() as tape:
        r, f = D(real, training=True), D(fake, training=True)
        loss = (bce(tf.ones_like(r), r) + bce(tf.zeros_like(f), f)) / 2
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    return loss

# %% wrong="d_step" loses="discriminator_descends_its_loss"
"""One mean over all pictures: with more forged than real ones, the forged ones weigh more."""
def d_step(G, D, optimizer, real, z):
    fake = G(z, training=True)
    with tf.GradientTape() as tape:
        r, f = D(real, training=True), D(fake, training=True)
        loss = bce(tf.concat([tf.ones_like(r), tf.zeros_like(f)], 0), tf.concat([r, f], 0))
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    return loss

# %% right="d_step"
"""Forges inside the tape, forged pictures first, softplus for the loss, and optimizer.apply."""
def d_step(G, D, optimizer, real, z):
    with tf.GradientTape() as tape:
        fake = tf.stop_gradient(G(z, training=True))
        f = D(fake, training=True)
        r = D(real, training=True)
        loss = 0.5 * tf.reduce_mean(tf.nn.softplus(f)) + 0.5 * tf.reduce_mean(tf.nn.softplus(-r))
    optimizer.apply(tape.gradient(loss, D.trainable_variables), D.trainable_variables)
    return loss

# %% right="d_step"
"""The gradients of the two halves, added up before one update; returns a float."""
def d_step(G, D, optimizer, real, z):
    fake, losses, gradients = G(z, training=True), [], []
    for pictures, label in ((real, tf.ones_like), (fake, tf.zeros_like)):
        with tf.GradientTape() as tape:
            l = D(pictures, training=True)
            loss = bce(label(l), l) / 2
        losses.append(float(loss))
        gradients.append(tape.gradient(loss, D.trainable_variables))
    optimizer.apply_gradients([(a + b, v) for a, b, v in zip(*gradients, D.trainable_variables)])
    return sum(losses)

# %% wrong="g_step" loses="generator_descends_its_loss"
"""Label 0 for the forgeries."""
def g_step(G, D, optimizer, z):
    with tf.GradientTape() as tape:
        f = D(G(z, training=True), training=True)
        loss = bce(tf.zeros_like(f), f)
    optimizer.apply_gradients(zip(tape.gradient(loss, G.trainable_variables), G.trainable_variables))
    return loss

# %% wrong="g_step" loses="generator_descends_its_loss"
"""The loss that saturates."""
def g_step(G, D, optimizer, z):
    with tf.GradientTape() as tape:
        f = D(G(z, training=True), training=True)
        loss = -bce(tf.zeros_like(f), f)
    optimizer.apply_gradients(zip(tape.gradient(loss, G.trainable_variables), G.trainable_variables))
    return loss

# %% wrong="g_step" loses="discriminator_only_looks_on"
"""Updates D as well."""
def g_step(G, D, optimizer, z):
    with tf.GradientTape() as tape:
        f = D(G(z, training=True), training=True)
        loss = bce(tf.ones_like(f), f)
    variables = G.trainable_variables + D.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return loss

# %% wrong="g_step" loses="generator_descends_its_loss, discriminator_only_looks_on"
"""Moves D instead of G: makes the discriminator believe the forgeries."""
def g_step(G, D, optimizer, z):
    with tf.GradientTape() as tape:
        f = D(G(z, training=True), training=True)
        loss = bce(tf.ones_like(f), f)
    optimizer.apply_gradients(zip(tape.gradient(loss, D.trainable_variables), D.trainable_variables))
    return loss

# %% wrong="g_step" loses="generator_descends_its_loss, discriminator_only_looks_on"
"""Forges outside the tape, so that no gradient reaches G."""
def g_step(G, D, optimizer, z):
    fake = G(z, training=True)
    with tf.GradientTape() as tape:
        f = D(fake, training=True)
        loss = bce(tf.ones_like(f), f)
    optimizer.apply_gradients(zip(tape.gradient(loss, G.trainable_variables), G.trainable_variables))
    return loss

# %% wrong="g_step" loses="generator_descends_its_loss"
"""The generator in inference mode."""
def g_step(G, D, optimizer, z):
    with tf.GradientTape() as tape:
        f = D(G(z), training=True)
        loss = bce(tf.ones_like(f), f)
    optimizer.apply_gradients(zip(tape.gradient(loss, G.trainable_variables), G.trainable_variables))
    return loss

# %% wrong="g_step" loses="generator_descends_its_loss, discriminator_only_looks_on"
"""Switches D.trainable off, as the combined models of older notebooks do, and forgets to switch it on again."""
def g_step(G, D, optimizer, z):
    D.trainable = False
    with tf.GradientTape() as tape:
        f = D(G(z, training=True), training=True)
        loss = bce(tf.ones_like(f), f)
    optimizer.apply_gradients(zip(tape.gradient(loss, G.trainable_variables), G.trainable_variables))
    return loss

# %% wrong="g_step" loses="generator_descends_its_loss"
"""Freezes D for the step and thaws it again: its batch normalisation works with the running means."""
def g_step(G, D, optimizer, z):
    D.trainable = False
    with tf.GradientTape() as tape:
        f = D(G(z, training=True), training=True)
        loss = bce(tf.ones_like(f), f)
    optimizer.apply_gradients(zip(tape.gradient(loss, G.trainable_variables), G.trainable_variables))
    D.trainable = True
    return loss

# %% right="g_step"
"""Watches only G's variables; softplus for the loss; optimizer.apply."""
def g_step(G, D, optimizer, z):
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch([v.value for v in G.trainable_variables])
        loss = tf.reduce_mean(tf.nn.softplus(-D(G(z, training=True), training=True)))
    optimizer.apply(tape.gradient(loss, [v.value for v in G.trainable_variables]), G.trainable_variables)
    return loss

# %% right="g_step"
"""The gradient in two parts: from the loss to the picture, from the picture to the weights."""
def g_step(G, D, optimizer, z):
    weights = G.trainable_weights
    with tf.GradientTape() as through_G:
        fake = G(z, training=True)
    with tf.GradientTape() as through_D:
        through_D.watch(fake)
        loss = -tf.reduce_mean(tf.math.log_sigmoid(D(fake, training=True)))
    up = through_D.gradient(loss, fake)
    optimizer.apply_gradients(list(zip(through_G.gradient(fake, weights, output_gradients=up), weights)))
    return loss

# %% wrong="epoch" loses="fresh_normal_noise_for_each_step"
"""The same noise for both steps."""
def epoch(images, B, d, rng):
    order = rng.permutation(len(images))
    for i in range(len(images) // B):
        z = rng.normal(size=(B, d))
        yield images[order[i * B:(i + 1) * B]], z, z

# %% wrong="epoch" loses="fresh_normal_noise_for_each_step"
"""Draws the noise once for the whole epoch."""
def epoch(images, B, d, rng):
    order = rng.permutation(len(images))
    z_d, z_g = rng.normal(size=(2, B, d))
    for i in range(len(images) // B):
        yield images[order[i * B:(i + 1) * B]], z_d, z_g

# %% wrong="epoch" loses="fresh_normal_noise_for_each_step"
"""Uniform noise, stretched to the standard deviation 1."""
def epoch(images, B, d, rng):
    order, w = rng.permutation(len(images)), np.sqrt(3)
    for i in range(len(images) // B):
        yield images[order[i * B:(i + 1) * B]], rng.uniform(-w, w, (B, d)), rng.uniform(-w, w, (B, d))

# %% wrong="epoch" loses="each_image_once_in_random_order"
"""No shuffling."""
def epoch(images, B, d, rng):
    for i in range(len(images) // B):
        yield images[i * B:(i + 1) * B], rng.normal(size=(B, d)), rng.normal(size=(B, d))

# %% wrong="epoch" loses="each_image_once_in_random_order"
"""Each batch without replacement, but the next batch begins anew: images come twice in an epoch."""
def epoch(images, B, d, rng):
    for _ in range(len(images) // B):
        yield images[rng.choice(len(images), B, replace=False)], rng.normal(size=(B, d)), rng.normal(size=(B, d))

# %% wrong="epoch" loses="each_image_once_in_random_order"
"""Hands out the incomplete batch at the end as well."""
def epoch(images, B, d, rng):
    order = rng.permutation(len(images))
    for start in range(0, len(images), B):
        yield images[order[start:start + B]], rng.normal(size=(B, d)), rng.normal(size=(B, d))

# %% wrong="epoch" loses="each_image_once_in_random_order"
"""Shuffles the caller's own images."""
def epoch(images, B, d, rng):
    rng.shuffle(images)
    return [(images[i:i + B].copy(), rng.normal(size=(B, d)), rng.normal(size=(B, d)))
            for i in range(0, len(images) - B + 1, B)]

# %% wrong="epoch" loses="each_image_once_in_random_order, fresh_normal_noise_for_each_step"
"""Makes a generator of its own: the same order and the same noise in every epoch."""
def epoch(images, B, d, rng):
    rng = np.random.default_rng(0)
    order = rng.permutation(len(images))
    for i in range(len(images) // B):
        yield images[order[i * B:(i + 1) * B]], rng.normal(size=(B, d)), rng.normal(size=(B, d))

# %% wrong="epoch" loses="fresh_normal_noise_for_each_step"
"""Noise from NumPy's global generator, beside rng."""
def epoch(images, B, d, rng):
    order = rng.permutation(len(images))
    for i in range(len(images) // B):
        yield images[order[i * B:(i + 1) * B]], np.random.normal(size=(B, d)), np.random.normal(size=(B, d))

# %% wrong="epoch" loses="each_image_once_in_random_order"
"""Shuffles, but only the images that make full batches: the last ones never come."""
def epoch(images, B, d, rng):
    turns = len(images) // B
    order = rng.permutation(turns * B)
    for part in np.split(order, turns):
        yield images[part], rng.normal(size=(B, d)), rng.normal(size=(B, d))

# %% wrong="epoch" loses="each_image_once_in_random_order"
"""Cuts batches out of the unshuffled images and shuffles only the batches."""
def epoch(images, B, d, rng):
    for i in rng.permutation(len(images) // B):
        yield images[i * B:(i + 1) * B], rng.normal(size=(B, d)), rng.normal(size=(B, d))

# %% right="epoch"
"""A list of tuples, all noise drawn beforehand, in float32."""
def epoch(images, B, d, rng):
    turns = len(images) // B
    noise = rng.standard_normal((turns, 2, B, d), dtype="float32")
    batches = rng.permutation(images)[:turns * B].reshape(turns, B, *images.shape[1:])
    return [(batches[i], noise[i, 0], noise[i, 1]) for i in range(turns)]

# %% right="epoch"
"""Sorts the images by random numbers; zips three lists."""
def epoch(images, B, d, rng):
    order = np.argsort(rng.random(len(images)))
    reals = [np.stack([images[i] for i in order[s:s + B]]) for s in range(0, len(images), B)]
    reals = [real for real in reals if len(real) == B]
    z_d = [rng.normal(0, 1, (B, d)) for _ in reals]
    z_g = [rng.normal(0, 1, (B, d)) for _ in reals]
    return zip(reals, z_d, z_g)

# %% right="epoch"
"""Takes numbers off a list while there are enough; hands out tensors, as an iterator."""
def epoch(images, B, d, rng):
    left, turns = rng.permutation(len(images)).tolist(), []
    while len(left) >= B:
        now, left = left[:B], left[B:]
        turns.append((tf.constant(images[now]), *(tf.constant(rng.standard_normal((B, d))) for _ in "dg")))
    return iter(turns)

# %% wrong="covered" loses="classes_with_enough_sure_forgeries_count"
"""Ignores how sure the judge is."""
def covered(P, sure=0.9, least=10):
    return int((np.bincount(P.argmax(axis=1), minlength=P.shape[1]) >= least).sum())

# %% wrong="covered" loses="classes_with_enough_sure_forgeries_count"
"""More than `least` instead of at least."""
def covered(P, sure=0.9, least=10):
    winners = P.argmax(axis=1)[P.max(axis=1) >= sure]
    return int((np.bincount(winners, minlength=P.shape[1]) > least).sum())

# %% wrong="covered" loses="classes_with_enough_sure_forgeries_count"
"""More than `sure` instead of at least."""
def covered(P, sure=0.9, least=10):
    winners = P.argmax(axis=1)[P.max(axis=1) > sure]
    return int((np.bincount(winners, minlength=P.shape[1]) >= least).sum())

# %% wrong="covered" loses="classes_with_enough_sure_forgeries_count"
"""Counts a forgery for every class whose probability is at least `sure`, not only for the most probable one."""
def covered(P, sure=0.9, least=10):
    return int(((P >= sure).sum(axis=0) >= least).sum())

# %% right="covered"
"""One-hot rows of the winners, masked; a NumPy whole number."""
def covered(P, sure=0.9, least=10):
    onehot = (np.arange(P.shape[1]) == P.argmax(1)[:, None]) & (P >= sure)
    return np.count_nonzero(onehot.sum(0) >= least)
