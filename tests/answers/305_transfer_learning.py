# %% wrong="lite_input" loses="pixels_come_onto_the_scale_of_lite0"
"""Subtracts in uint8, which wraps round below 0."""
def lite_input(images):
    return (images - np.uint8(127)) / 128

# %% wrong="lite_input" loses="pixels_come_onto_the_scale_of_lite0"
"""Takes the brightest pixel of what was passed in for 255."""
def lite_input(images):
    return (images / images.max() * 255 - 127) / 128

# %% wrong="lite_input" loses="pixels_come_onto_the_scale_of_lite0"
"""Another network's scale: pixel / 127.5 - 1."""
def lite_input(images):
    return images.astype("float32") / 127.5 - 1

# %% right="lite_input"
"""Double precision, divided first."""
def lite_input(images):
    return np.asarray(images, dtype="float64") / 128 - 127 / 128

# %% wrong="top_k" loses="most_probable_names_come_first"
"""A dictionary from names to probabilities: two classes of the same name become one."""
def top_k(P, names, k=5):
    rows = [dict(zip(names, row.tolist())) for row in P]
    return [sorted(row.items(), key=lambda pair: -pair[1])[:k] for row in rows]

# %% wrong="top_k" loses="most_probable_names_come_first"
"""np.argpartition finds the k largest, but does not sort them."""
def top_k(P, names, k=5):
    return [[(names[i], float(row[i])) for i in np.argpartition(-row, min(k, len(row) - 1))[:k]] for row in P]

# %% wrong="top_k" loses="most_probable_names_come_first, every_picture_gets_its_own_names"
"""The k largest, but the smallest of them first."""
def top_k(P, names, k=5):
    return [[(names[i], float(row[i])) for i in np.argsort(row)[-k:]] for row in P]

# %% wrong="top_k" loses="every_picture_gets_its_own_names"
"""Answers for the first picture only."""
def top_k(P, names, k=5):
    return [[(names[i], float(P[0][i])) for i in np.argsort(P[0])[::-1][:k]]]

# %% wrong="top_k" loses="every_picture_gets_its_own_names"
"""Gives every picture the names of the first."""
def top_k(P, names, k=5):
    best = np.argsort(P[0])[::-1][:k]
    return [[(names[i], float(row[i])) for i in best] for row in P]

# %% wrong="top_k" loses="most_probable_names_come_first"
"""At most three, whatever k says."""
def top_k(P, names, k=5):
    return [[(names[i], float(row[i])) for i in np.argsort(row)[::-1][:min(k, 3)]] for row in P]

# %% wrong="top_k" loses="most_probable_names_come_first, every_picture_gets_its_own_names"
"""Sorts the probabilities and takes the names in the order of the list."""
def top_k(P, names, k=5):
    return [list(zip(names[:k], sorted(map(float, row), reverse=True)[:k])) for row in P]

# %% right="top_k"
"""Sorts pairs with Python, returns tuples."""
def top_k(P, names, k=5):
    return tuple(tuple(sorted(zip(names, row), key=lambda pair: -pair[1])[:k]) for row in P.tolist())

# %% right="top_k"
"""Takes the largest again and again, NumPy numbers and text."""
def top_k(P, names, k=5):
    P, names, out = P.copy(), np.array(names), []
    for row in P:
        picked = []
        for _ in range(k):
            best = row.argmax()
            picked.append([names[best], row[best]])
            row[best] = -1
        out.append(picked)
    return out

# %% wrong="vgg_input" loses="blue_comes_first_less_the_mean_colour, agrees_with_keras_and_leaves_pictures_alone"
"""Leaves red first."""
def vgg_input(images):
    return images.astype("float32") - [123.68, 116.779, 103.939]

# %% wrong="vgg_input" loses="blue_comes_first_less_the_mean_colour, agrees_with_keras_and_leaves_pictures_alone"
"""Blue first, but the means in the order of red, green, blue."""
def vgg_input(images):
    return images[..., ::-1].astype("float32") - [123.68, 116.779, 103.939]

# %% wrong="vgg_input" loses="blue_comes_first_less_the_mean_colour, agrees_with_keras_and_leaves_pictures_alone"
"""Divides by 255."""
def vgg_input(images):
    return images[..., ::-1] / 255

# %% wrong="vgg_input" loses="blue_comes_first_less_the_mean_colour, agrees_with_keras_and_leaves_pictures_alone"
"""Rounds back to uint8."""
def vgg_input(images):
    return (images[..., ::-1].astype("float32") - [103.939, 116.779, 123.68]).astype("int32").astype("uint8")

# %% wrong="vgg_input" loses="agrees_with_keras_and_leaves_pictures_alone"
"""Works in place where the pictures are floats already."""
def vgg_input(images):
    images = images if images.dtype.kind == "f" else images.astype("float32")
    images -= [123.68, 116.779, 103.939]
    return images[..., ::-1]

# %% right="vgg_input"
"""Keras's own function, on a copy."""
def vgg_input(images):
    return keras.applications.vgg16.preprocess_input(np.array(images, dtype="float32"))

# %% right="vgg_input"
"""Colour by colour."""
def vgg_input(images):
    red, green, blue = (images[..., c].astype(float) for c in range(3))
    return np.stack([blue - 103.939, green - 116.779, red - 123.68], axis=-1)

# %% wrong="count_numbers" loses="all_numbers_are_counted, frozen_numbers_are_not_trainable"
"""Counts arrays instead of numbers."""
def count_numbers(model):
    return len(model.weights), len(model.trainable_weights)

# %% wrong="count_numbers" loses="frozen_numbers_are_not_trainable"
"""Takes all numbers of trainable layers for trainable, batch normalisation's statistics too."""
def count_numbers(model):
    trainable = sum(layer.count_params() for layer in model.layers if layer.trainable)
    return model.count_params(), trainable

# %% wrong="count_numbers" loses="all_numbers_are_counted"
"""Takes the trainable ones for all."""
def count_numbers(model):
    n = sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    return n, n

# %% wrong="count_numbers" loses="all_numbers_are_counted, frozen_numbers_are_not_trainable"
"""The other way round."""
def count_numbers(model):
    return sum(int(np.prod(w.shape)) for w in model.trainable_weights), model.count_params()

# %% wrong="count_numbers" loses="frozen_numbers_are_not_trainable"
"""Looks only at the network's own flag."""
def count_numbers(model):
    n = model.count_params()
    moving = sum(2 * layer.moving_mean.shape[0] for layer in model.layers if isinstance(layer, keras.layers.BatchNormalization))
    return n, (n - moving) if model.trainable else 0

# %% right="count_numbers"
"""All but the ones that do not learn, as an array."""
def count_numbers(model):
    size = lambda arrays: sum(np.prod(w.shape, dtype=int) for w in arrays)
    return np.array([model.count_params(), model.count_params() - size(model.non_trainable_variables)])

# %% wrong="features" loses="one_mean_for_every_map, pictures_do_not_see_their_neighbours"
"""In training mode: batch normalisation takes the batch's own mean and variance."""
def features(base, x):
    return np.asarray(base(x, training=True)).mean(axis=(1, 2))

# %% wrong="features" loses="pictures_do_not_see_their_neighbours"
"""Looks in training mode on the way, which moves the stored means, though it answers in inference mode."""
def features(base, x):
    kept = np.asarray(base(x)).mean(axis=(1, 2))
    base(x, training=True)
    return kept

# %% wrong="features" loses="one_mean_for_every_map, pictures_do_not_see_their_neighbours"
"""The largest number of a map instead of the mean."""
def features(base, x):
    return np.asarray(base(x)).max(axis=(1, 2))

# %% wrong="features" loses="one_mean_for_every_map, pictures_do_not_see_their_neighbours"
"""Means over channels and columns: the axes of another library."""
def features(base, x):
    return np.asarray(base(x)).mean(axis=(2, 3))

# %% wrong="features" loses="pictures_do_not_see_their_neighbours"
"""Freezes the network on the way."""
def features(base, x):
    base.trainable = False
    return base.predict(x, verbose=0).mean(axis=(1, 2))

# %% wrong="features" loses="one_mean_for_every_map"
"""Centres the features on those of the other pictures, if there are any."""
def features(base, x):
    f = np.asarray(base(x)).mean(axis=(1, 2))
    return f - f.mean(axis=0) * (len(f) > 10)

# %% wrong="features" loses="one_mean_for_every_map"
"""Goes through the pictures in portions of 8 and loses the last, smaller one."""
def features(base, x):
    step = min(8, len(x))
    return np.concatenate([np.asarray(base(x[i:i + step])).mean(axis=(1, 2)) for i in range(0, len(x) - step + 1, step)])

# %% right="features"
"""Goes on from the network's own output."""
def features(base, x):
    return keras.Model(base.input, keras.layers.GlobalAveragePooling2D()(base.output)).predict(x, verbose=0)

# %% right="features"
"""Keras's pooling layer behind the network, one picture at a time."""
def features(base, x):
    pool = keras.layers.GlobalAveragePooling2D()
    return np.concatenate([np.asarray(pool(base(x[i:i + 1], training=False))) for i in range(len(x))])

# %% right="features"
"""Sums divided by the number of places, a tensor, a portion of 10 at a time."""
def features(base, x):
    maps = np.concatenate([np.asarray(base(x[i:i + 10])) for i in range(0, len(x), 10)])
    n, h, w, c = maps.shape
    return keras.ops.convert_to_tensor(np.einsum("nijc->nc", maps) / (h * w))

# %% wrong="add_head" loses="only_the_head_learns, head_classifies_the_means"
"""Forgets to freeze the base."""
def add_head(base, classes, lr):
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="add_head" loses="only_the_head_learns"
"""Freezes a copy of the base and builds on that."""
def add_head(base, classes, lr):
    copy = keras.models.clone_model(base)
    copy.set_weights(base.get_weights())
    copy.trainable = False
    model = keras.Sequential([copy, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="add_head" loses="only_the_head_learns"
"""Freezes the head as well."""
def add_head(base, classes, lr):
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, activation="softmax")])
    model.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="add_head" loses="only_the_head_learns, head_classifies_the_means"
"""Freezes everything but batch normalisation."""
def add_head(base, classes, lr):
    for layer in base.layers:
        layer.trainable = isinstance(layer, keras.layers.BatchNormalization)
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="add_head" loses="head_classifies_the_means"
"""Flattens instead of pooling."""
def add_head(base, classes, lr):
    base.trainable = False
    model = keras.Sequential([base, keras.layers.Flatten(), keras.layers.Dense(classes, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="add_head" loses="head_classifies_the_means"
"""One class too many."""
def add_head(base, classes, lr):
    base.trainable = False
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes + 1, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="add_head" loses="head_classifies_the_means"
"""No softmax."""
def add_head(base, classes, lr):
    base.trainable = False
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes)])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="add_head" loses="head_classifies_the_means"
"""Drops half of the features in training."""
def add_head(base, classes, lr):
    base.trainable = False
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dropout(0.5), keras.layers.Dense(classes, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="add_head" loses="compiled_for_whole_number_labels"
"""The loss for one-hot rows, with labels that are whole numbers."""
def add_head(base, classes, lr):
    base.trainable = False
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, activation="softmax")])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model

# %% wrong="add_head" loses="compiled_for_whole_number_labels"
"""Ignores lr."""
def add_head(base, classes, lr):
    base.trainable = False
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    return model

# %% right="add_head"
"""Sequential, frozen layer by layer, with a metric."""
def add_head(base, classes, lr):
    for layer in base.layers:
        layer.trainable = False
    model = keras.Sequential([base, keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes), keras.layers.Softmax()])
    model.compile(keras.optimizers.Adam(learning_rate=lr), loss=keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
    return model

# %% right="add_head"
"""Flat: goes on from the base's own output."""
def add_head(base, classes, lr):
    base.trainable = False
    pooled = keras.layers.GlobalAveragePooling2D()(base.output)
    model = keras.Model(base.input, keras.layers.Dense(classes, "softmax")(pooled))
    model.compile("adam", "sparse_categorical_crossentropy")
    model.optimizer.learning_rate = lr
    return model

# %% right="add_head"
"""Calls the base with training=True, which makes no difference while batch normalisation is frozen."""
def add_head(base, classes, lr):
    base.trainable = False
    image = keras.Input(base.input_shape[1:])
    x = keras.layers.GlobalAveragePooling2D()(base(image, training=True))
    model = keras.Model(inputs=image, outputs=keras.layers.Dense(classes, activation="softmax")(x))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="last_convolutions_learn_again"
"""Sets the flags but does not compile; it only lowers the step size of the old optimizer."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    for number, layer in enumerate(base.layers):
        layer.trainable = number >= len(base.layers) - n and not isinstance(layer, keras.layers.BatchNormalization)
    model.optimizer.learning_rate = lr / 10
    return model

# %% wrong="fine_tune" loses="batch_normalisation_stays_frozen"
"""Unfreezes batch normalisation too."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    for layer in base.layers[:len(base.layers) - n]:
        layer.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="batch_normalisation_stays_frozen"
"""Freezes scale and shift only: the stored means and variances go on moving."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    for number, layer in enumerate(base.layers):
        layer.trainable = number >= len(base.layers) - n
        if layer.trainable and isinstance(layer, keras.layers.BatchNormalization):
            layer.gamma.trainable = layer.beta.trainable = False
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="last_convolutions_learn_again, batch_normalisation_stays_frozen"
"""Opens the base after the flags of the layers were set, which overrules them."""
def fine_tune(model, base, n, lr):
    for number, layer in enumerate(base.layers):
        layer.trainable = number >= len(base.layers) - n and not isinstance(layer, keras.layers.BatchNormalization)
    base.trainable = True
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="last_convolutions_learn_again"
"""Unfreezes the first n layers."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    for number, layer in enumerate(base.layers):
        layer.trainable = number < n and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="compiled_anew_with_a_tenth_of_the_step"
"""The old step size."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    for number, layer in enumerate(base.layers):
        layer.trainable = number >= len(base.layers) - n and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="last_convolutions_learn_again"
"""layers[-n:] with n = 0 is all of them."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    last = base.layers[-n:]
    for layer in base.layers:
        layer.trainable = layer in last and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="last_convolutions_learn_again"
"""Counts one layer too many."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    for number, layer in enumerate(base.layers):
        layer.trainable = number >= len(base.layers) - n - 1 and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="last_convolutions_learn_again"
"""Counts only the layers that hold weights."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    with_weights = [layer for layer in base.layers if layer.weights]
    for number, layer in enumerate(with_weights):
        layer.trainable = number >= len(with_weights) - n and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% right="fine_tune"
"""Sets only the layers' flags: in Keras 3 the weights' own flags count for the model, whatever base.trainable says."""
def fine_tune(model, base, n, lr):
    for number, layer in enumerate(base.layers):
        layer.trainable = number >= len(base.layers) - n and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% wrong="fine_tune" loses="last_convolutions_learn_again, batch_normalisation_stays_frozen"
"""Only compiles anew: all of the base stays frozen."""
def fine_tune(model, base, n, lr):
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% right="fine_tune"
"""Compiles first; a change of flags counts as long as no batch was trained since."""
def fine_tune(model, base, n, lr):
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    base.trainable = True
    for layer in list(base.layers)[: len(base.layers) - n]:
        layer.trainable = False
    for layer in base.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.trainable = False
    return model

# %% wrong="fine_tune" loses="last_convolutions_learn_again"
"""Freezes the head."""
def fine_tune(model, base, n, lr):
    for layer in model.layers:
        layer.trainable = False
    base.trainable = True
    for number, layer in enumerate(base.layers):
        layer.trainable = number >= len(base.layers) - n and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model

# %% right="fine_tune"
"""Opens all, then freezes twice; lowers the step size after compiling."""
def fine_tune(model, base, n, lr):
    base.trainable = True
    first = base.layers[:-n] if n else base.layers
    for layer in [*first, *(part for part in base.layers if isinstance(part, keras.layers.BatchNormalization))]:
        layer.trainable = False
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    model.optimizer.learning_rate = lr / 10
    return model

# %% wrong="which_statements_follow" loses="statements_about_freezing"
"""Believes that freezing saves the forward pass."""
def which_statements_follow():
    return {"a", "b", "c", "d", "g"}

# %% wrong="which_statements_follow" loses="statements_about_freezing"
"""Believes that training=True wakes a frozen batch normalisation up."""
def which_statements_follow():
    return {"b", "d", "g"}

# %% wrong="which_statements_follow" loses="statements_about_freezing"
"""Believes that more unfrozen layers are always better."""
def which_statements_follow():
    return {"a", "b", "d", "e", "g"}

# %% right="which_statements_follow"
"""A list, in capitals."""
def which_statements_follow():
    return ["G", "D", "B", "A"]
