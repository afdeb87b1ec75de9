"""Keras models across the wire: right ones whole, hostile ones not at all."""

import copy
import json
import resource

import numpy as np
import pytest

from seodang import models
from seodang.codec import Decoder, Encoder, Setup
from seodang.wire import Breach, join, split

pytestmark = [pytest.mark.long, pytest.mark.timeout(120, func_only=True)]  # seconds; the import of TensorFlow is not counted
SETUP = Setup({})


@pytest.fixture(scope="module")
def keras():
    import keras

    return keras


class Stays:
    """What stands for an object that stays at the other end."""

    def __init__(self, number, info):
        self.number, self.info = number, info


def message(value):
    """(tree, buffers) of what an honest encoder sends."""
    text, buffers = split(b"".join(Encoder(SETUP, lambda value: (0, {})).message(value)))
    return json.loads(text), [bytes(buffer) for buffer in buffers]


def tell(tree, buffers=()):
    return Decoder(SETUP, Stays).message(b"".join(join(json.dumps(tree).encode(), list(buffers))))


def send(value):
    return tell(*message(value))


def small(keras, *layers):
    return keras.Sequential([keras.Input((4,)), *(layers or (keras.layers.Dense(3, name="d"),))])


def images(keras):
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.RandomFlip(),
            layers.Conv2D(2, 3, activation="relu", kernel_regularizer="l2"),
            layers.BatchNormalization(),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(2, activation="softmax", kernel_initializer="he_normal"),
        ]
    )


def words(keras):
    layers = keras.layers
    return keras.Sequential([keras.Input((5,)), layers.Embedding(10, 4), layers.Bidirectional(layers.LSTM(3)), layers.Dense(1)])


def two_branches(keras):
    layers = keras.layers
    x = keras.Input((4,), name="x")
    a, b = layers.Dense(3, name="a")(x), layers.Dense(3, name="b")(x)
    return keras.Model(x, layers.Add()([a, b, a]))


def nested(keras):
    inner = small(keras)
    x = keras.Input((4,))
    return keras.Model(x, keras.layers.Dense(2)(inner(x)))


def attention(keras):
    x = keras.Input((5, 4))
    return keras.Model(x, keras.layers.LayerNormalization()(keras.layers.MultiHeadAttention(2, 3)(x, x)))


@pytest.mark.parametrize("make", [small, images, words, two_branches, nested, attention])
def test_a_model_comes_out_with_its_weights_and_computes_the_same(make, keras):
    model = make(keras)
    out = send(model)
    x = np.random.default_rng(0).integers(0, 9, (2, *model.input_shape[1:]))
    assert type(out) is type(model) and [layer.name for layer in out.layers] == [layer.name for layer in model.layers]
    assert all((a == b).all() for a, b in zip(out.get_weights(), model.get_weights(), strict=True))
    assert np.allclose(out(x, training=False), model(x, training=False), atol=1e-6)


def test_losses_and_metrics_may_be_keras_own_functions_and_nobody_elses(keras):
    """A function of somebody else's may have the name of one of Keras's."""
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    model.compile(keras.optimizers.Adam(0.01), keras.losses.categorical_crossentropy, metrics=[keras.metrics.mean_absolute_error, "mse"])
    came = send(model)
    y, p = np.array([[0.0, 1.0]]), np.array([[0.2, 0.8]])
    assert came.compiled and float(came.compute_loss(y=y, y_pred=p)) == pytest.approx(-np.log(0.8), abs=1e-5)

    def categorical_crossentropy(y, p):
        return 0 * p

    model.compile("adam", categorical_crossentropy)
    assert not send(model).compiled


def test_flags_compilation_and_optimizer_come_along(keras):
    model = small(keras, keras.layers.Dense(3), keras.layers.Dense(2))
    model.layers[0].trainable = False
    model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"])
    model.fit(np.ones((4, 4)), np.ones((4, 2)), epochs=2, verbose=0)
    out = send(model)
    assert [layer.trainable for layer in out.layers] == [False, True] and out.loss == "mse" and int(out.optimizer.iterations) == 2
    assert all(np.allclose(a, b) for a, b in zip(out.optimizer.variables, model.optimizer.variables, strict=True))
    for each in (model, out):
        each.fit(np.ones((4, 4)), np.ones((4, 2)), verbose=0)
    assert np.allclose(out.get_weights()[2], model.get_weights()[2])


def test_a_model_that_is_frozen_as_a_whole_stays_so(keras):
    model = small(keras)
    model.trainable = False
    out = send(model)
    assert not out.trainable and not out.trainable_weights


def test_models_that_share_layers_share_them_still(keras):
    x = keras.Input((4,))
    z = keras.layers.Dense(2)(x)
    first, second = send([keras.Model(x, z), keras.Model(x, keras.layers.Dense(4)(z))])
    second.layers[1].set_weights([np.ones((4, 2)), np.zeros(2)])
    assert (first.get_weights()[0] == 1).all() and first.layers[1] is second.layers[1]


def test_layers_and_optimizers_come_out_by_themselves(keras):
    layer = keras.layers.Dense(2)
    layer(np.ones((1, 3)))
    out, unbuilt, optimizer = send([layer, keras.layers.Conv2D(2, 3), keras.optimizers.SGD(0.5, momentum=0.9)])
    assert (out.get_weights()[0] == layer.get_weights()[0]).all() and not unbuilt.built and unbuilt.filters == 2
    assert float(optimizer.learning_rate) == 0.5 and optimizer.momentum == 0.9


@pytest.mark.filterwarnings("ignore:The object being serialized includes a `lambda`")
def test_what_is_not_on_the_list_stays_where_it_is(keras):
    class Twice(keras.layers.Layer):
        def call(self, x):
            return 2 * x

    class Dense(keras.layers.Dense):
        pass

    class Net(keras.Model):
        pass

    odd = [
        keras.layers.Lambda(lambda x: x),
        Twice(),
        Dense(2),
        Net(),
        small(keras, keras.layers.Lambda(lambda x: x)),
        small(keras, Twice()),
        keras.layers.Dense(2, activation=lambda x: x),
        keras.layers.Dense(2, kernel_initializer=lambda shape, dtype: None),
        keras.layers.TextVectorization(),
        keras.Sequential([keras.layers.Dense(2)]),
        small(keras, *(keras.layers.Dense(1) for _ in range(models.MOST_LAYERS + 1))),
    ]
    assert [type(out) for out in send(odd)] == [Stays] * len(odd)


def test_an_optimizer_that_was_built_for_another_model_begins_anew(keras):
    optimizer, models = keras.optimizers.Adam(0.25), [keras.Sequential([keras.Input((3,)), keras.layers.Dense(n)]) for n in (1, 2)]
    for model in models:
        model.compile(optimizer, "mse")
        optimizer.built or optimizer.build(model.trainable_variables)
    came = send(models[1])
    assert came.compiled and float(came.optimizer.learning_rate) == 0.25
    came.train_on_batch(np.ones((2, 3)), np.ones((2, 2)))


@pytest.mark.filterwarnings("ignore:The object being serialized includes a `lambda`")
def test_a_loss_of_the_students_own_is_left_behind(keras):
    model = small(keras)
    model.compile("adam", lambda y, p: 0)
    assert not send(model).compiled


# Hostile messages


def dense(keras):
    """The tree and buffers of a built layer, and its configuration."""
    layer = keras.layers.Dense(3, name="d")
    layer(np.ones((1, 4)))
    tree, buffers = message(layer)
    return tree, buffers, json.loads(tree[2])


def refused(tree, buffers):
    """It is a Breach, and takes little memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Breach):
        tell(tree, buffers)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


INITIALIZER = {"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": None}
CONFIGS = {
    "two milliard units": {"units": 2_000_000_000},
    "units below nothing": {"units": -3},
    "units that are no number": {"units": "3"},
    "unknown activation": {"activation": "os.system"},
    "deserialize as activation": {"activation": "deserialize"},
    "activation as a class": {
        "activation": {"module": "builtins", "class_name": "function", "config": "eval", "registered_name": "function"}
    },
    "activation of ops": {"activation": {"module": "keras.ops", "class_name": "function", "config": "save", "registered_name": None}},
    "initializer of another module": {"kernel_initializer": {**INITIALIZER, "module": "os"}},
    "initializer that is a function": {"kernel_initializer": {**INITIALIZER, "class_name": "deserialize"}},
    "initializer of the student's": {"kernel_initializer": {**INITIALIZER, "registered_name": "Package>Zeros"}},
    "initializer without a module": {"kernel_initializer": {"class_name": "Zeros", "config": {}}},
    "Lambda deep within": {"bias_regularizer": [{"x": {"module": "keras.layers", "class_name": "Lambda", "config": {}}}]},
    "class name that is a list": {"bias_regularizer": {"module": "keras.layers", "class_name": ["Dense"], "config": {}}},
    "code as a config": {"bias_regularizer": {"module": "keras.src.utils", "class_name": "__lambda__", "config": {"value": "x"}}},
    "dtype policy of another module": {"dtype": {"module": "os", "class_name": "DTypePolicy", "config": {"name": "float32"}}},
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_hostile_configuration_is_a_breach(name, keras):
    tree, buffers, config = dense(keras)
    assert tell(tree, buffers).units == 3
    refused([*tree[:2], json.dumps({**config, **CONFIGS[name]}), *tree[3:]], buffers)


@pytest.mark.parametrize(
    "name",
    [
        "Lambda",
        "TFSMLayer",
        "TorchModuleWrapper",
        "JaxLayer",
        "TextVectorization",
        "StringLookup",
        "Layer",
        "Wrapper",
        "__init__",
        "os",
        "",
        "Model",
        "Sequential",
    ],
)
def test_a_layer_that_is_not_listed_is_a_breach(name, keras):
    tree, buffers, _ = dense(keras)
    refused([tree[0], name, *tree[2:]], buffers)


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t[:-1],
        lambda t: [*t, t[-1]],
        lambda t: [*t[:-1], ["list"]],
        lambda t: [*t[:3], "null", *t[4:]],
        lambda t: [*t[:3], '{"input_shape": [null, 9]}', *t[4:]],
        lambda t: [*t[:3], '{"input_shape": [null, 2000000000]}', *t[4:]],
        lambda t: [*t[:2], "[]", *t[3:]],
        lambda t: [*t[:2], "{", *t[3:]],
        lambda t: [*t[:4], 1, *t[5:]],
        lambda t: [*t[:3], "5", *t[4:]],
    ],
)
def test_a_layer_whose_parts_do_not_fit_is_a_breach(change, keras):
    tree, buffers, _ = dense(keras)
    refused(change(tree), buffers)


def test_an_embedding_of_milliards_is_a_breach(keras):
    layer = keras.layers.Embedding(10, 4)
    layer(np.ones((1, 2), dtype=int))
    tree, buffers = message(layer)
    refused([*tree[:2], json.dumps({**json.loads(tree[2]), "input_dim": 2_000_000_000}), *tree[3:]], buffers)


def test_six_hundred_layers_are_a_breach_at_once(keras):
    """A small JSON of 600 Dense layers took 47 s in the examiner."""
    tree, buffers, _ = dense(keras)
    refused(["list", *[copy.deepcopy(tree) for _ in range(models.MOST_IN_MESSAGE + 1)]], buffers)


def test_two_hundred_layers_of_a_model_are_the_most(keras):
    tree, buffers = message(small(keras))
    layers = tree[3]
    assert tell(tree, buffers)
    refused([*tree[:3], [layers[0], *layers[1:] * (models.MOST_LAYERS + 1)], *tree[4:]], buffers)


def changed(tree, change):
    """A model's tree with its configuration changed."""
    config = json.loads(tree[2])
    change(config)
    return [*tree[:2], json.dumps(config), *tree[3:]]


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["layers"].append(c["layers"][-1]),
        lambda c: c["layers"].pop(),
        lambda c: c.pop("layers"),
        lambda c: c.update(layers=5),
        lambda c: c["layers"][-1]["config"].update(units=4),
        lambda c: c["layers"][-1].update(class_name="Lambda"),
        lambda c: c["layers"][-1].update(module="os"),
        lambda c: c["layers"][-1].update(registered_name="Own>Dense"),
        lambda c: c.pop("name"),
    ],
)
def test_a_model_whose_configuration_is_not_its_layers_is_a_breach(change, keras):
    tree, buffers = message(small(keras))
    refused(changed(tree, change), buffers)


def test_a_model_of_an_unknown_kind_is_a_breach(keras):
    tree, buffers = message(small(keras))
    for kind in ("Model", "Functional_", "Dense", "__import__"):
        refused([tree[0], kind, *tree[2:]], buffers)


@pytest.mark.parametrize(
    "compiled",
    [
        {"optimizer": {"module": "os", "class_name": "system", "config": {}}},
        {"loss": {"module": "builtins", "class_name": "function", "config": "eval"}},
        {"optimizer": "no such optimizer"},
        5,
    ],
    ids=str,
)
def test_a_hostile_compile_configuration_is_a_breach(compiled, keras):
    model = small(keras)
    model.compile("adam", "mse")
    tree, buffers = message(model)
    refused([*tree[:5], ["tuple", json.dumps(compiled), None]], buffers)


def test_a_state_that_is_not_the_optimizers_is_a_breach(keras):
    model = small(keras)
    model.compile("adam", "mse")
    model.fit(np.ones((4, 4)), np.ones((4, 3)), verbose=0)
    tree, buffers = message(model)
    refused([*tree[:5], [*tree[5][:2], [*tree[5][2][:-1]]]], buffers)


@pytest.mark.parametrize("name", ["Lambda", "deserialize", "os", "Optimizer_"])
def test_an_optimizer_that_is_none_is_a_breach(name, keras):
    tree, buffers = message(keras.optimizers.SGD())
    refused([tree[0], name, *tree[2:]], buffers)


def test_nothing_is_left_without_memory_after_a_refusal(keras):
    tree, buffers, config = dense(keras)
    refused([*tree[:2], json.dumps({**config, "units": 2_000_000_000}), *tree[3:]], buffers)
    assert small(keras).get_weights()[0].shape == (4, 3)
