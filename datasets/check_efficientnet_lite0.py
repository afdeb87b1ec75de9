"""Measures how far efficientnet_lite0.npz, in the Keras network of 305_transfer_learning, is from its original in PyTorch.

    python datasets/check_efficientnet_lite0.py PYTHON

PYTHON is an interpreter that can import torch, such as /usr/bin/python3 on Debian or Ubuntu after `apt-get install python3-torch`; the
one that runs this script needs Keras. The original is the network of efficientnet-lite-pytorch 0.1.0, unpacked into a temporary folder.
Twenty pictures of 224 x 224 pixels: the four of photographs.jpg and sixteen of stamps.jpg, enlarged.
"""

import ast
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent


def original(folder):
    """Runs in the other interpreter: the logits of the original network."""
    import torch

    sys.path.insert(0, folder)
    from efficientnet_lite_pytorch import EfficientNet

    network = EfficientNet.from_name("efficientnet-lite0").eval()
    network.load_state_dict(torch.load(f"{folder}/weights.pth"))
    pictures = torch.from_numpy(np.load(f"{folder}/pictures.npy").transpose(0, 3, 1, 2).copy())
    with torch.no_grad():
        np.save(f"{folder}/logits.npy", network(pictures).numpy())


def pictures():
    """(20, 224, 224, 3), scaled as Lite0 wants them."""
    from PIL import Image

    photographs = np.asarray(Image.open(HERE / "photographs.jpg")).reshape(224, 4, 224, 3).transpose(1, 0, 2, 3)
    sheet = Image.open(HERE / "stamps.jpg")
    corners = [(128 * (3 * row % 16), 128 * row) for row in range(16)]  # one of every row
    stamps = [np.asarray(sheet.crop((x, y, x + 128, y + 128)).resize((224, 224), Image.Resampling.BICUBIC)) for x, y in corners]
    return (np.stack([*photographs, *stamps]).astype("float32") - 127) / 128


def keras_logits(x, weights):
    """The logits of the network that the assignment's setup builds, with other weights."""
    import keras

    setup = ast.parse((HERE.parent / "solutions/305_transfer_learning.py").read_text()).body
    wanted = [part for part in setup if getattr(part, "name", "") == "lite0" or "LITE0_BLOCKS" in ast.unparse(part).split(" =")[:1]]
    names = {"keras": keras, "np": np, "lite0_weights": lambda: weights}
    exec(compile(ast.Module(wanted, []), "setup", "exec"), names)
    network = names["lite0"](224)
    network.get_layer("predictions").activation = keras.activations.linear
    return np.asarray(network(x), dtype=float)


def softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def compare(what, a, b):
    """One line: largest differences, and how many pictures have the same first class and the same five first classes."""
    top_a, top_b = (np.argsort(-z, axis=1)[:, :5] for z in (a, b))
    first, five = (top_a[:, 0] == top_b[:, 0]).sum(), (top_a == top_b).all(axis=1).sum()
    worst = (
        f"logits {np.abs(a - b).max():.1e} (they span {a.min():.1f} to {a.max():.1f}), softmax {np.abs(softmax(a) - softmax(b)).max():.1e}"
    )
    print(f"{what}: {worst}; first class equal {first}/{len(a)}, first five in order {five}/{len(a)}")


def main(python):
    os.environ["TF_CPP_MIN_LOG_LEVEL"], os.environ["TF_ENABLE_ONEDNN_OPTS"] = "3", "0"
    spec = importlib.util.spec_from_file_location("make_efficientnet_lite0", HERE / "make_efficientnet_lite0.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    raw, _ = make.read_original()
    x = pictures()
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder, "efficientnet-lite-pytorch==0.1.0"]
        subprocess.run(pip, check=True)
        Path(folder, "weights.pth").write_bytes(raw)
        np.save(f"{folder}/pictures.npy", x)
        subprocess.run([python, __file__, "--original", folder], check=True)
        torch_logits = np.load(f"{folder}/logits.npy").astype(float)
    single = keras_logits(x, make.keras_weights(raw, half=False))
    stored = keras_logits(x, np.load(HERE / "efficientnet_lite0.npz"))
    compare("Keras, single precision, and PyTorch", single, torch_logits)
    compare("Keras, kernels stored in half precision, and Keras, single precision", stored, single)
    compare("Keras, kernels stored in half precision, and PyTorch", stored, torch_logits)


if __name__ == "__main__":
    original(sys.argv[2]) if sys.argv[1] == "--original" else main(sys.argv[1])
