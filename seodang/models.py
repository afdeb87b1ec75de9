"""Keras models, layers and optimizers as parts: a class out of an allow-list, a configuration, arrays.

The same parts cross in both directions. From the room they are hostile: a class must be on the list by its module and name, also deep
within a configuration, and what is built has shapes but no memory until they prove to be those of arrays that were really sent.
"""

import contextlib
import functools
import json
import sys
import types

import numpy as np

from seodang.wire import Breach

MOST_LAYERS = 200  # of one model
MOST_IN_MESSAGE = 600  # layers of all models together
MOST_UNSENT = 16  # values in a variable that is not sent: the state of a layer's random generator
LAYERS = frozenset(
    [
        "InputLayer",
        "Dense",
        "Activation",
        "Dropout",
        "Flatten",
        "Reshape",
        "Permute",
        "RepeatVector",
        "Masking",
        "Embedding",
        "Identity",
        "EinsumDense",
        "Conv1D",
        "Conv2D",
        "Conv3D",
        "Conv1DTranspose",
        "Conv2DTranspose",
        "Conv3DTranspose",
        "SeparableConv1D",
        "SeparableConv2D",
        "DepthwiseConv1D",
        "DepthwiseConv2D",
        "MaxPooling1D",
        "MaxPooling2D",
        "MaxPooling3D",
        "AveragePooling1D",
        "AveragePooling2D",
        "AveragePooling3D",
        "GlobalMaxPooling1D",
        "GlobalMaxPooling2D",
        "GlobalMaxPooling3D",
        "GlobalAveragePooling1D",
        "GlobalAveragePooling2D",
        "GlobalAveragePooling3D",
        "ZeroPadding1D",
        "ZeroPadding2D",
        "Cropping1D",
        "Cropping2D",
        "UpSampling1D",
        "UpSampling2D",
        "UpSampling3D",
        "Resizing",
        "Rescaling",
        "CenterCrop",
        "RandomFlip",
        "RandomRotation",
        "RandomZoom",
        "RandomTranslation",
        "RandomContrast",
        "RandomBrightness",
        "RandomCrop",
        "BatchNormalization",
        "LayerNormalization",
        "GroupNormalization",
        "UnitNormalization",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "GaussianNoise",
        "GaussianDropout",
        "SimpleRNN",
        "LSTM",
        "GRU",
        "SimpleRNNCell",
        "LSTMCell",
        "GRUCell",
        "RNN",
        "StackedRNNCells",
        "Bidirectional",
        "TimeDistributed",
        "ConvLSTM1D",
        "ConvLSTM2D",
        "Attention",
        "AdditiveAttention",
        "MultiHeadAttention",
        "ReLU",
        "LeakyReLU",
        "PReLU",
        "ELU",
        "Softmax",
        "Add",
        "Subtract",
        "Multiply",
        "Average",
        "Maximum",
        "Minimum",
        "Concatenate",
        "Dot",
    ]
)
_PLAIN_MODULES = ("keras.initializers", "keras.regularizers", "keras.constraints", "keras.losses", "keras.metrics", "keras.optimizers")
_MODEL_CLASSES = {"Sequential", "Functional", "Model"}
_MODEL_MODULES = {"keras", "keras.models", "keras.src.models.functional", "keras.src.models.sequential"}


def _keras():
    return sys.modules["keras"]


@functools.cache
def _classes(module):
    """The names of the public classes of one of Keras's plain modules."""
    found = sys.modules.get(module)
    return {name for name, value in vars(found).items() if isinstance(value, type)} if found else set()


def _is_allowed_class(module, name):
    if module == "keras.layers":
        return name in LAYERS
    if name in _MODEL_CLASSES:
        return module in _MODEL_MODULES
    if (module, name) == ("keras", "DTypePolicy"):
        return True
    return module in (*_PLAIN_MODULES, "keras.optimizers.schedules") and name in _classes(module)


def is_allowed(config):
    """May a configuration be built? Every class in it, at any depth, is on the list, and every activation has a name."""
    if isinstance(config, list):
        return all(map(is_allowed, config))
    if not isinstance(config, dict):
        return True
    if config.get("class_name") not in (None, "__keras_tensor__") and not (
        isinstance(config["class_name"], str)
        and _is_allowed_class(config.get("module"), config["class_name"])
        and config.get("registered_name") in (None, "Functional")
    ):
        return False
    activations = [value for key, value in config.items() if isinstance(key, str) and key.endswith("activation")]
    if not all(value is None or isinstance(value, str) and value in _activations() for value in activations):
        return False
    return all(map(is_allowed, config.values()))


@functools.cache
def _activations():
    return {name for name, value in vars(_keras().activations).items() if callable(value) and not isinstance(value, type)} - {
        "get",
        "serialize",
        "deserialize",
    }


# Parts


def layer_parts(layer):
    """(configuration, build configuration, trainable, weights) of a layer."""
    return (
        layer.get_config(),
        layer.get_build_config() if layer.built else None,
        bool(layer.trainable),
        [np.asarray(w) for w in layer.weights],
    )


def assemble_layer(kind, config, build_config, trainable, weights):
    """The layer that parts describe."""
    layer = kind.from_config(config)
    if build_config and not layer.built:
        layer.build_from_config(build_config)
    if weights:
        layer.set_weights(weights)
    layer.trainable = trainable
    return layer


def own_layers(model):
    """A model's layers in the order of its configuration; a nested model is one of them."""
    return list(model._layers if type(model).__name__ == "Sequential" else model.layers)


def model_parts(model):
    """(kind, configuration, layers, trainable, compile configuration, state of the optimizer) of a Sequential or Functional model."""
    compiled = None
    with contextlib.suppress(Exception):  # a loss that cannot be written down is left behind
        compiled = compile_configuration(model) if model.compiled else None
    return (
        type(model).__name__,
        model.get_config(),
        own_layers(model),
        bool(model.trainable),
        compiled,
        optimizer_state(model) if compiled else None,
    )


def compile_configuration(model):
    """What a model was compiled with, as JSON has it.

    Raises:
        Exception: of whatever kind, for a loss or metric that cannot be written down.
    """
    given, written = _by_name(model._compile_config.config), model.get_compile_config()
    functions = {part: given[part] for part in ("loss", "metrics", "weighted_metrics") if _has_function(written.get(part))}
    return json.loads(json.dumps({**written, **functions}))


def _has_function(config):
    if isinstance(config, list):
        return any(map(_has_function, config))
    return isinstance(config, dict) and (config.get("class_name") == "function" or any(map(_has_function, config.values())))


def _by_name(value):
    """What `compile` was given with Keras's own functions, such as keras.losses.mse, as their names, which it takes as well.

    Raises:
        ValueError: a function of somebody else's, whose name may be that of one of Keras's.
    """
    if isinstance(value, (list, tuple)):
        return [_by_name(part) for part in value]
    if isinstance(value, dict):
        return {key: _by_name(part) for key, part in value.items()}
    if isinstance(value, types.FunctionType):
        if value not in (getattr(module, value.__name__, None) for module in (_keras().losses, _keras().metrics)):
            raise ValueError(f"{value.__name__} is no function of Keras's")
        return value.__name__
    return value


def assemble_model(kind, config, layers, trainable, compiled, optimizer):
    """The model that parts describe, made of the layers given, which may belong to other models too."""
    return finish_model(connect(kind, config, layers), trainable, compiled, optimizer)


def connect(kind, config, layers):
    """A model of these layers, connected as its configuration says."""
    keras = _keras()
    if kind == "Sequential":
        model = keras.Sequential(list(layers), name=config["name"])  # one by one, each would call all before it once more
        if not model.built and config.get("build_input_shape"):
            model.build(config["build_input_shape"])
        return model
    by_name = {layer.name: layer for layer in layers}
    skeleton = keras.Model.from_config(config)
    return keras.models.clone_model(skeleton, clone_function=lambda layer: by_name.get(layer.name, layer))


def finish_model(model, trainable, compiled, optimizer):
    """Give a model its flag, compile it, and give its optimizer the state that optimizer_state() found."""
    if not trainable:
        flags = [(layer, layer.trainable) for layer in model._flatten_layers() if layer is not model]
        model.trainable = False
        for layer, flag in flags:  # setting the model's flag sets those of its layers
            layer.trainable = flag
    if compiled:
        compile_model(model, compiled)
        if optimizer is not None:
            restore_optimizer_state(model, optimizer)
    return model


def compile_model(model, compiled):
    """Compile a model; compile_from_config would build the optimizer too, for variables that may not be the right ones."""
    model.compile(**_keras().saving.deserialize_keras_object(compiled))


@contextlib.contextmanager
def unallocated():
    """Variables of Keras that are made within have shapes, but no memory."""
    scope = _keras().StatelessScope(initialize_variables=False)
    try:
        with scope:
            yield
    finally:  # or the next scope of Keras's own would give them some
        sys.modules["keras.src.backend.common.global_state"].set_global_attribute("uninitialized_variables", [])


def allocate(network, weights):
    """Give memory to the variables that have none, if they are as large as the weights that were sent.

    Raises:
        Breach: they are not.
    """
    if weights is not None and [tuple(variable.shape) for variable in network.weights] != [weight.shape for weight in weights]:
        raise Breach(f"a {type(network).__name__} without its weights")
    sent = {id(variable) for variable in network.weights} if weights is not None else ()
    for variable in network.variables:
        if variable._value is None:
            if id(variable) not in sent and np.prod(variable.shape) > MOST_UNSENT:
                raise Breach(f"a {type(network).__name__} with a variable that was not sent")
            variable._deferred_initialize()


def is_compiled(network):
    """Is it a model, not only a layer, and has it been compiled?"""
    return isinstance(network, _keras().Model) and network.compiled


def note_compilation(network):
    """From now on, was_compiled() tells whether a model has been compiled anew; nothing for a layer."""
    if is_compiled(network):
        network._compile_config._seodang_noted = True  # compiling puts another object in its place


def was_compiled(network):
    """Has a model been compiled since note_compilation()?"""
    return is_compiled(network) and not hasattr(network._compile_config, "_seodang_noted")


def optimizer_state(model):
    """(places, values) of the optimizer of a compiled model: for which of the model's variables it was built, None if it was not.

    None if there is no optimizer, or one that was built for another model.
    """
    optimizer = model.optimizer
    if optimizer is None:
        return None
    if not optimizer.built:
        return None, optimizer_values(optimizer)
    where = {id(variable): place for place, variable in enumerate(model.variables)}
    places = [where.get(id(variable)) for variable in optimizer._trainable_variables]
    return None if None in places else (sorted(places), optimizer_values(optimizer))


def restore_optimizer_state(model, state):
    """Give a model's optimizer what optimizer_state() found.

    Raises:
        ValueError: it is not the state of an optimizer of this model.
    """
    places, values = state
    if places is not None and not (sorted(set(places)) == places and set(places) <= set(range(len(model.variables)))):
        raise ValueError("not variables of this model")
    restore_optimizer(model.optimizer, None if places is None else [model.variables[place] for place in places], values)


def optimizer_values(optimizer):
    return [np.asarray(variable) for variable in optimizer.variables]


def restore_optimizer(optimizer, variables, values):
    """Give an optimizer the state that belongs to these trainable variables; None if it is not built for any.

    Raises:
        ValueError: the arrays are not its state.
    """
    if variables is not None and not optimizer.built:
        optimizer.build(variables)
    if [tuple(v.shape) for v in optimizer.variables] != [np.shape(value) for value in values]:
        raise ValueError("not the state of this optimizer")
    for variable, value in zip(optimizer.variables, values, strict=True):
        variable.assign(value)


# To the codec


def is_network(value):
    return (keras := sys.modules.get("keras")) is not None and isinstance(value, keras.layers.Layer)


def writer(value):
    """The codec's writer for a Keras object, None for what is not on the list and for everything else."""
    keras = _keras()
    if isinstance(value, keras.Model):
        plain = type(value).__name__ in ("Sequential", "Functional") and type(value).__module__.startswith("keras.")
        return _write_model if plain and value.built and _may_cross(value) else None
    if isinstance(value, keras.layers.Layer):
        return (
            _write_layer if type(value).__name__ in LAYERS and type(value).__module__.startswith("keras.") and _may_cross(value) else None
        )
    if isinstance(value, keras.optimizers.Optimizer):
        return _write_optimizer if type(value).__module__.startswith("keras.") else None
    if isinstance(value, keras.Variable):
        return lambda encoder, v, depth: ["tensor", encoder.encode(np.asarray(v), depth)]
    return None


def _may_cross(value):
    try:
        config = json.loads(json.dumps(value.get_config()))
    except Exception:  # a configuration of its own that is none
        return False
    layers = own_layers(value) if isinstance(value, _keras().Model) else []
    return is_allowed(config) and len(layers) <= MOST_LAYERS and all(_is_listed(layer) for layer in layers)


def _is_listed(layer):
    if isinstance(layer, _keras().Model):
        return writer(layer) is not None
    return type(layer).__name__ in LAYERS and type(layer).__module__.startswith("keras.")


def _write_layer(encoder, value, depth):
    encoder.number(value)
    config, build_config, trainable, weights = layer_parts(value)
    return ["layer", type(value).__name__, json.dumps(config), json.dumps(build_config), trainable, *encoder.all(weights, depth)]


def _write_model(encoder, value, depth):
    encoder.number(value)
    kind, config, layers, trainable, compiled, optimizer = model_parts(value)
    compiled = compiled if is_allowed(compiled) else None
    head = ["model", kind, json.dumps(config), encoder.encode(tuple(layers), depth), trainable]  # numbers go in this order
    return [*head, encoder.encode((json.dumps(compiled), optimizer), depth) if compiled and value.optimizer else None]


def _write_optimizer(encoder, value, depth):
    encoder.number(value)
    return [
        "optimizer",
        type(value).__name__,
        json.dumps(value.get_config()),
        *encoder.all(optimizer_values(value) if value.built else [], depth),
    ]


# From the codec


def layer_is_allowed(operands, decoder):
    """Is the layer on the list, and are its weights arrays?"""
    name, config, build_config, _, *weights = operands
    config, build_config = json.loads(config), json.loads(build_config)
    decoder.layers += 1
    plain = all(isinstance(weight, list) and weight[0] == "array" for weight in weights)
    return (
        plain and decoder.layers <= MOST_IN_MESSAGE and name in LAYERS and isinstance(config, dict) and is_allowed([config, build_config])
    )


def model_is_allowed(operands, _):
    kind, config, layers, _, state = operands
    config = json.loads(config)
    if kind not in ("Sequential", "Functional") or not is_allowed(config) or not isinstance(config.get("layers"), list):
        return False
    if not (isinstance(layers, list) and layers[0] == "tuple" and len(layers) <= MOST_LAYERS + 1):
        return False
    if state is not None and not (isinstance(state, list) and state[0] == "tuple" and len(state) == 3 and isinstance(state[1], str)):
        return False
    return state is None or is_allowed(json.loads(state[1]))


def optimizer_is_allowed(operands, _):
    name, config, *_ = operands
    return name in _classes("keras.optimizers") and is_allowed(json.loads(config))


def build_layer(decoder, name, config, build_config, trainable, *weights):
    number, weights, build_config = decoder.reserve(), decoder.all(weights), json.loads(build_config)
    built = getattr(_keras().layers, name).from_config(json.loads(config))
    with unallocated():
        if build_config and not built.built:
            built.build_from_config(build_config)
    allocate(built, weights)
    built.set_weights(weights)
    built.trainable = trainable
    decoder.numbered[number] = built
    decoder.configs[id(built)] = json.loads(config)
    return built


def build_model(decoder, kind, config, layers, trainable, state):
    number, layers = decoder.reserve(), decoder.build(layers)
    compiled, optimizer = decoder.build(state) if state else ("null", None)
    told = [entry["config"] for entry in json.loads(config)["layers"]]
    if _without_flags(told) != _without_flags([_configuration(decoder, layer) for layer in layers]):
        raise Breach("a model whose layers are not those of its configuration")
    with unallocated():
        built = connect(kind, json.loads(config), layers)
    allocate(built, None)
    finish_model(built, trainable, json.loads(compiled), optimizer)
    decoder.numbered[number] = built
    decoder.configs[id(built)] = json.loads(config)
    return built


def _configuration(decoder, layer):
    """The configuration that a layer came with, or that it has if it is one of this side's own."""
    if id(layer) in decoder.configs:
        return decoder.configs[id(layer)]
    if not issubclass(type(layer), _keras().layers.Layer):
        raise Breach("a model with a layer that is none")
    return json.loads(json.dumps(layer.get_config()))


def _without_flags(config):
    """A configuration without the flags `trainable`, which a call may change on this side's own layers; they cross by themselves."""
    if isinstance(config, list):
        return list(map(_without_flags, config))
    if isinstance(config, dict):
        return {key: _without_flags(value) for key, value in config.items() if key != "trainable"}
    return config


def build_optimizer(decoder, name, config, *values):
    number = decoder.reserve()
    decoder.all(values)  # they belong to variables of the sender's; a copy begins anew
    built = decoder.numbered[number] = getattr(_keras().optimizers, name).from_config(json.loads(config))
    return built
