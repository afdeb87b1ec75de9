# ---
# title: Transfer learning
# unit: 3 Vision
# minutes: 120
# points: 20
# data: [efficientnet_lite0.npz, efficientnet_lite0_licence.txt, photographs.jpg, stamps.jpg, stamps.csv, stamps_licence.txt]
# ---

# %% [markdown]
# # Who sorts the picture cards?
#
# A village school makes a picture dictionary for its youngest. There are 257 picture cards, each with the
# cut-out photograph of one thing, to be sorted into ten chapters: *bird, flower, fruit, household, mammal,
# music, sea, space, vegetable* and *vehicle*. One rainy afternoon, a teacher sorted **120 of them**. A machine
# is to sort the rest, and every box of cards that will still come.
#
# 120 pictures are far too few to teach a network to see. But others have already taught one:
# **EfficientNet-Lite0** learnt from 1.3 million photographs of the ImageNet collection to tell 1,000 kinds of
# things apart. You can
#
# - use it **as it is**,
# - keep its eyes and give it a new mouth: a **frozen feature extractor** with a new last layer,
# - let its last layers learn a little more: **fine-tuning**.
#
# **Your decision at the end:** which of these sorts the cards, is fine-tuning worth its trouble, and which
# cards should a person look at once more?
#
# **After this notebook you can**
#
# - feed a pretrained network what it was trained on, and read its answers,
# - count what a network holds and what of it learns,
# - compute features once and use them as often as you like,
# - build a new head on a frozen network,
# - fine-tune the last layers without spoiling the rest, and
# - judge on unseen pictures which of these is worth it.
#
# | part | exercise | points | minutes |
# |---|---|---|---|
# | As it is | 1. `lite_input`: what Lite0 wants to see | 1 | 5 |
# | | 2. `top_k`: the names of its best guesses | 2 | 15 |
# | | 3. `vgg_input`: what another network wants | 2 | 10 |
# | | 4. `count_numbers`: how large is it, what learns? | 2 | 10 |
# | Frozen | 5. `features`: look once, use often | 3 | 15 |
# | | 6. `add_head`: a new last layer | 3 | 20 |
# | Fine-tuned | 7. `fine_tune`: the last layers learn again | 3 | 20 |
# | | 8. `which_statements_follow`: about freezing | 2 | 10 |
# | | 9. The decision, in your own words | 2 | 15 |
#
# Every exercise is tested with inputs of its own: if one of them resists, go on with the next.
#
# **Symbols**
#
# | symbol | in the code | meaning |
# |---|---|---|
# | $N$ | `N` | number of pictures |
# | $H, W$ | `H`, `W` | height and width of a picture in pixels |
# | $R, G, B$ | | red, green and blue of a pixel, 0 … 255 |
# | | `base` | a pretrained network without its last layers; it makes $C$ maps of $h \times w$ numbers of a picture |
# | $h, w, C$ | `h`, `w`, `C` | height and width of these maps, and their number (the channels) |
# | $K, b$ | | kernel $(C, \text{classes})$ and bias of the new last layer |
# | | `lr` | step size of the optimizer (learning rate) |

# %% [markdown]
# **The data.** The cards are stamps of the drawing program Tux Paint (GPL 2; the licence lies beside the
# data), Lite0's weights were published under the Apache License 2.0 and are stored here in half precision,
# and the four photographs were put into the public domain by their owners (CC0, SpaceX, NASA). The school is
# invented.
#
# Run the next cell first. It loads the data and holds the plan of Lite0, which you need not read now.

# %% setup
import functools
import logging
import os
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # with it, TensorFlow greets on stderr

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from PIL import Image
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import StratifiedShuffleSplit

logging.getLogger("tensorflow").setLevel(logging.ERROR)  # no advice about speed: it comes on stderr


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


with np.load("data/efficientnet_lite0.npz") as file:
    NAMES = file["names"].tolist()  # 1,000 names, in the order of Lite0's answers
PHOTOS = np.asarray(Image.open("data/photographs.jpg"))  # (224, 896, 3), four photographs side by side
PHOTOS = PHOTOS.reshape(224, 4, 224, 3).transpose(1, 0, 2, 3)  # (4, 224, 224, 3), 0 … 255
cards = pd.read_csv("data/stamps.csv")  # chapter and picture of 257 cards
CHAPTERS = sorted(set(cards["chapter"]))  # ten names
CHAPTER = cards["chapter"].map(CHAPTERS.index).to_numpy()  # (257,), whole numbers 0 … 9
CARDS = np.asarray(Image.open("data/stamps.jpg"))  # (17 * 128, 16 * 128, 3)
CARDS = CARDS.reshape(17, 128, 16, 128, 3).swapaxes(1, 2)  # (17, 16, 128, 128, 3)
CARDS = CARDS.reshape(-1, 128, 128, 3)[: len(cards)]  # (257, 128, 128, 3)

LITE0_BLOCKS = [  # how often, side of the kernel, stride of the first, channels grow by, channels that come out
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
]


@functools.lru_cache(maxsize=1)
def lite0_weights():
    """What Lite0 learnt: {"layer/number": array}, read when it is first needed."""
    return dict(np.load("data/efficientnet_lite0.npz"))


def lite0(side, top=True):
    """EfficientNet-Lite0 with the weights it learnt on ImageNet.

    Takes (N, side, side, 3), prepared by exercise 1. With its top it gives (N, 1000), the probabilities of the
    classes NAMES; without, (N, h, w, 1280), its last maps.
    """
    layers = keras.layers

    def convolve(x, name, k=1, stride=1, filters=None, relu=True):
        options = {"strides": stride, "padding": "same", "use_bias": False, "name": f"{name}_conv"}
        x = layers.Conv2D(filters, k, **options)(x) if filters else layers.DepthwiseConv2D(k, **options)(x)
        x = layers.BatchNormalization(epsilon=1e-3, name=f"{name}_bn")(x)
        return layers.ReLU(6, name=f"{name}_relu")(x) if relu else x

    image = keras.Input((side, side, 3))
    x = convolve(image, "stem", 3, 2, filters=32)
    block = 0
    for times, k, stride, growth, channels in LITE0_BLOCKS:
        for repeat in range(times):
            before = x
            if growth > 1:
                x = convolve(x, f"block{block}_expand", filters=growth * x.shape[-1])
            x = convolve(x, f"block{block}_depthwise", k, 1 if repeat else stride)
            x = convolve(x, f"block{block}_project", filters=channels, relu=False)
            if repeat:
                x = layers.Add(name=f"block{block}_add")([before, x])
            block += 1
    x = convolve(x, "head", filters=1280)
    if top:
        x = layers.GlobalAveragePooling2D(name="pool")(x)
        x = layers.Dense(1000, activation="softmax", name="predictions")(x)
    network = keras.Model(image, x)
    for layer in network.layers:
        if layer.weights:
            layer.set_weights([lite0_weights()[f"{layer.name}/{number}"] for number in range(len(layer.weights))])
    return network


# For the tests: compare and describe whatever an exercise returns, without raising.
def close(got, want, rtol=1e-4, atol=1e-5):
    """Whether `got` holds the numbers of `want`, in the same shape."""
    try:
        got = np.asarray(got, dtype=float)
    except Exception:
        return False
    return got.shape == np.shape(want) and bool(np.allclose(got, want, rtol=rtol, atol=atol))


def shape_of(got):
    """The shape of an array (or of what can become one), None for anything else."""
    try:
        return np.shape(np.asarray(got, dtype=float))
    except Exception:
        return None


def says(got):
    """A few words for a message: what came."""
    try:
        if not (shape := shape_of(got)):
            return f"{type(got).__name__} {str(got)[:60]}".strip()
        few = np.asarray(got, dtype=float)
        return f"an array of shape {shape}" + (f": {few.round(3).tolist()}" if few.size <= 10 else "")
    except Exception:
        return "something that cannot be shown"


def same_arrays(got, want):
    """Whether two lists of arrays are equal to the last bit."""
    return len(got) == len(want) and all(np.array_equal(a, b) for a, b in zip(got, want))


def tiny_base(seed=0):
    """A stand-in for a pretrained network: c1, b1, relu, c2, b2. Takes (N, 6, 5, 3), gives (N, 3, 2, 5)."""
    layers = keras.layers
    image = keras.Input((6, 5, 3))
    x = layers.BatchNormalization(name="b1")(layers.Conv2D(4, 3, name="c1")(image))  # (N, 4, 3, 4)
    x = layers.Conv2D(5, 2, name="c2")(layers.ReLU(name="relu")(x))  # (N, 3, 2, 5)
    base = keras.Model(image, layers.BatchNormalization(name="b2")(x))
    rng = np.random.default_rng(seed)
    base.set_weights(
        [rng.uniform(0.5, 1.5, w.shape) * rng.choice([-1, 1, 1], w.shape) for w in base.get_weights()]
    )
    for layer in (base.layers[2], base.layers[5]):  # b1, b2: means and variances unlike those of any batch
        gamma, beta, _, variance = layer.get_weights()
        layer.set_weights([gamma, beta, rng.normal(size=gamma.shape), 4 * np.abs(variance)])
    return base


def tiny_model(base, classes=4, lr=0.02, trained=True):
    """`base`, frozen, with pooling (of another kind) and a softmax layer, compiled; trained on one batch or not."""
    base.trainable = False
    top = [keras.layers.GlobalMaxPooling2D(), keras.layers.Dense(classes, "softmax")]
    model = keras.Sequential([keras.Input((6, 5, 3)), base, *top])
    model.compile(keras.optimizers.Adam(lr, beta_2=0.99), "sparse_categorical_crossentropy")
    if trained:
        model.train_on_batch(*tiny_batch(0, classes))
    return model


def tiny_batch(seed, classes=4):
    """Eight pictures for the stand-in, and labels."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(8, 6, 5, 3)).astype("float32"), rng.integers(classes, size=8)


# For the pictures: each of these does its work only once.
@functools.lru_cache(maxsize=1)
def whole():
    """Lite0 for photographs of 224 x 224 pixels, with its top."""
    return lite0(224)


@functools.lru_cache(maxsize=1)
def topless():
    """Lite0 for cards of 128 x 128 pixels, without its top."""
    return lite0(128, top=False)


@functools.lru_cache(maxsize=1)
def halves():
    """The same, cut in front of its last block: two networks, `front` and `back`."""
    network = topless()
    cut = network.get_layer("block14_add").output
    return keras.Model(network.input, cut), keras.Model(cut, network.output)


@functools.lru_cache(maxsize=1)
def front_maps(ready):
    """(257, 4, 4, 192): what `front` makes of the cards, prepared by `ready`."""
    return halves()[0].predict(np.asarray(ready(CARDS), dtype="float32"), verbose=0)


@functools.lru_cache(maxsize=1)
def last_maps(ready):
    """(257, 4, 4, 1280): what the frozen `back` makes of them."""
    return halves()[1].predict(front_maps(ready), verbose=0)


def split(n, seed):
    """Rows of n cards to learn from and of all others to check with, every chapter in its share."""
    return next(StratifiedShuffleSplit(1, train_size=n, random_state=seed).split(CHAPTER, CHAPTER))


def trained(model, maps, rows, epochs):
    """Trains; the shares sorted rightly after every second epoch: of the cards to learn from, of the others."""
    learn, check = rows
    rng = np.random.default_rng(epochs)
    scores = []
    for epoch in range(1, epochs + 1):
        for batch in np.array_split(rng.permutation(learn), 3):  # 40 cards each
            model.train_on_batch(maps[batch], CHAPTER[batch])
        if epoch % 2 == 0:
            right = np.asarray(model(maps)).argmax(axis=1) == CHAPTER
            scores.append([right[learn].mean(), right[check].mean()])
    return scores


def frozen_and_tuned(ready, add_head, fine_tune, draw, lr=0.002):
    """Shares sorted rightly in epochs 2, 4, … 16: the head alone, and fine-tuned from epoch 12 on."""
    rows, front, last, back = split(120, draw), front_maps(ready), last_maps(ready), halves()[1]
    original = back.get_weights()
    keras.utils.set_random_seed(draw)
    maps = keras.Input(last.shape[1:])
    head = add_head(keras.Model(maps, keras.layers.Activation("linear")(maps)), 10, lr)
    start = trained(head, last, rows, 12)
    model = add_head(back, 10, lr)
    model.set_weights(original + head.get_weights()[-2:])
    frozen = trained(head, last, rows, 4)
    tuned = trained(fine_tune(model, back, len(back.layers), lr), front, rows, 4)
    back.set_weights(original)
    for part in (*back.layers, back):
        part.trainable = False
    return np.array(start + frozen), np.array(start + tuned)


def show(axis, picture, title):
    """One picture without ticks."""
    axis.imshow(picture)
    axis.set_title(title, fontsize=9)
    axis.set(xticks=[], yticks=[])

# %% run
figure, axes = plt.subplots(2, 10, figsize=(13, 3), layout="constrained")
for number, chapter in enumerate(CHAPTERS):
    first, second = np.flatnonzero(CHAPTER == number)[[1, 4]]
    show(axes[0, number], CARDS[first], f"{chapter} ({(CHAPTER == number).sum()})")
    show(axes[1, number], CARDS[second], "")
figure.suptitle("Two cards of each chapter, and how many cards the chapter has", fontsize=11)
plt.show()

# %% [markdown]
# The chapters are of very different sizes: there are 61 mammals and 11 pieces of music.
#
# ## Part I. The network as it is
#
# ### 1. What Lite0 wants to see (1 point)
#
# A network learns its weights for pixels on one certain scale. Whoever uses it later must bring every picture
# onto **the same scale**, or the weights mean nothing. Lite0 was trained on
#
# $$ x = \frac{\text{pixel} - 127}{128} $$
#
# **With small numbers.** Black (0) becomes $-127/128 \approx -0.992$, the grey 127 becomes 0, white (255)
# becomes $128/128 = 1$.
#
# Beware of pictures as they come out of a file: their type is `uint8`, whole numbers from 0 to 255 that know
# nothing below 0. In it, `0 - 127` is 129. Change the type first.
#
# Write `lite_input` (one line).

# %% solution="lite_input"
def lite_input(images):
    """Pictures on the scale that Lite0 was trained on.

    Args:
        images: (N, H, W, 3), RGB, 0 … 255, uint8 or float; any H and W.

    Returns:
        (N, H, W, 3), float: (pixel - 127) / 128.
        Example: the pixel (0, 127, 255) becomes (-0.992, 0, 1).
    """
    ### BEGIN SOLUTION
    return (images.astype("float32") - 127) / 128
    ### END SOLUTION

# %% test="pixels_come_onto_the_scale_of_lite0" points=1
# Every pixel becomes (pixel - 127) / 128, whatever the type of the picture.
got = lite_input(np.array([[[[0, 127, 255]]]], dtype="uint8"))
assert shape_of(got) == (1, 1, 1, 3), (
    f"one pixel in, one pixel out: (1, 1, 1, 3) is the shape; got {says(got)}"
)
assert not close(np.ravel(got)[0], 129 / 128, atol=1e-3), (
    "black became 129 / 128: uint8 knows nothing below 0. Change the type before you subtract"
)
assert close(np.ravel(got), [-127 / 128, 0, 1]), (
    f"0, 127 and 255 should become -0.992, 0 and 1; got {says(got)}"
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1)
for kind in ("uint8", "float64", "float32"):
    images = rng.integers(0, 256, size=(2, 3, 4, 3)).astype(kind)
    want = np.array([(float(p) - 127) / 128 for p in images.ravel()]).reshape(2, 3, 4, 3)
    got = lite_input(images.copy())
    assert shape_of(got) == (2, 3, 4, 3), f"(2, 3, 4, 3) {kind} pictures keep their shape; got {says(got)}"
    assert close(got, want, rtol=1e-3, atol=1e-4), (
        f"pictures of type {kind} do not become (pixel - 127) / 128, each in its place"
    )
### END HIDDEN TESTS

# %% [markdown]
# ### 2. The names of its best guesses (2 points)
#
# For every picture Lite0 returns 1,000 probabilities. Nobody wants to read them all: one shows the $k$ largest,
# **the largest first**, with the names of their classes. That is what people mean by the *top 5* of a network.
#
# **With small numbers.** `P = [[0.1, 0.6, 0.3]]`, `names = ["cat", "dog", "owl"]` and $k = 2$:
# the result is `[[("dog", 0.6), ("owl", 0.3)]]`, one list for the one picture.
#
# Write `top_k` (about 4 lines). `np.argsort` gives the places of the numbers from the smallest to the
# largest. You need not think of ties.

# %% solution="top_k"
def top_k(P, names, k=5):
    """The k most probable classes of every picture, the most probable first.

    Args:
        P: (N, classes), probabilities, one row for each picture; no two in a row are equal.
        names: list of the names of the classes, in the order of the columns of P; two classes may share a name.
        k: how many, at most the number of classes.

    Returns:
        A list of N lists, each with k pairs (name, probability), the probability from 0 to 1 as in P.
        Example: top_k(np.array([[0.1, 0.6, 0.3]]), ["cat", "dog", "owl"], 2) is [[("dog", 0.6), ("owl", 0.3)]].
    """
    ### BEGIN SOLUTION
    guesses = []
    for row in P:
        places = np.argsort(row)[::-1][:k]  # (k,), the largest first
        guesses.append([(names[place], float(row[place])) for place in places])
    return guesses
    ### END SOLUTION

# %% test="most_probable_names_come_first" points=1
# A picture gets the k names with the largest probabilities, the largest first, each with its probability.
got = top_k(np.array([[0.1, 0.6, 0.3]]), ["cat", "dog", "owl"], 2)
try:
    (row,) = [[(str(name), float(p)) for name, p in row] for row in got]
except Exception:
    row = None
assert row is not None, f"one list for the one picture, with pairs (name, probability) in it; got {says(got)}"
assert len(row) == 2, f"k = 2 asks for 2 pairs, {len(row)} came"
assert [name for name, _ in row] == ["dog", "owl"], (
    f"0.6 belongs to the dog and 0.3 to the owl, in this order; got {[name for name, _ in row]}"
)
assert close([p for _, p in row], [0.6, 0.3]), f"the probabilities should be 0.6 and 0.3; got {row}"
### BEGIN HIDDEN TESTS
P = np.random.default_rng(2).dirichlet(np.ones(300), size=1)
names = [f"class {n % 290}" for n in range(300)]
for k in (20, 1, 300):
    want = sorted(zip(P[0].tolist(), names), reverse=True)[:k]
    got = top_k(P.copy(), list(names), k)
    try:
        (row,) = [[(str(name), float(p)) for name, p in row] for row in got]
    except Exception:
        row = []
    assert len(row) == k, f"300 classes, k = {k}: {len(row)} pairs came (two classes may share a name)"
    assert [name for name, _ in row] == [name for _, name in want], (
        f"300 classes, k = {k}: not the names of the {k} largest probabilities, the largest first"
    )
    assert close([p for _, p in row], [p for p, _ in want]), (
        f"k = {k}: a name stands beside another's probability"
    )
### END HIDDEN TESTS

# %% test="every_picture_gets_its_own_names" points=1
# N pictures get N lists, each from its own row of P.
P = np.array([[0.7, 0.2, 0.1], [0.2, 0.3, 0.5]])
got = top_k(P.copy(), ["cat", "dog", "owl"], 1)
try:
    rows = [[(str(name), float(p)) for name, p in row] for row in got]
except Exception:
    rows = None
assert rows is not None, f"one list for each picture, with pairs (name, probability) in it; got {says(got)}"
assert len(rows) == 2, f"2 pictures make 2 lists, {len(rows)} came"
assert rows[0][:1] == [("cat", 0.7)] and rows[1][:1] == [("owl", 0.5)], (
    f"the first picture is a cat (0.7), the second an owl (0.5); got {rows}"
)
### BEGIN HIDDEN TESTS
P = np.random.default_rng(3).dirichlet(np.ones(12), size=5)
names = list("mnbvcxzasdfg")
want = [[name for _, name in sorted(zip(row, names), reverse=True)[:3]] for row in P.tolist()]
got = top_k(P.copy(), list(names), 3)
try:
    rows = [[str(name) for name, _ in row] for row in got]
except Exception:
    rows = None
assert rows == want, (
    "with 5 pictures and 12 classes, a picture got the names of another, or none, or wrong ones"
)
### END HIDDEN TESTS

# %% [markdown]
# Now show Lite0 four photographs that it never saw. **Predict first:** it does well on the cat and on the
# cup. What will it say about an astronaut? There is no class for them among its 1,000.

# %% run
guesses = top_k(np.asarray(whole()(lite_input(PHOTOS))), NAMES, 5)
figure, axes = plt.subplots(2, 4, figsize=(12, 5), layout="constrained", height_ratios=[3, 2])
for photo, rows, above, below in zip(PHOTOS, guesses, axes[0], axes[1]):
    show(above, photo, f"first guess: {rows[0][0]}")
    names, p = zip(*rows[::-1])
    below.barh(range(5), p, color="#0072B2")
    below.set(yticks=range(5), yticklabels=[name[:18] for name in names], xlim=(0, 1), xlabel="probability")
    below.tick_params(axis="y", labelsize=8)
figure.suptitle("Lite0 as it is: the five best guesses for each photograph", fontsize=11)
plt.show()

# %% [markdown]
# The cat's coat and the espresso are recognised. For the rocket and the astronaut it hesitates, and names
# things that look alike: whatever it is shown, it can only answer with one of the 1,000 classes that it
# knows. *Flower* and *household* are not among them either, so it cannot sort the cards as it is.

# %% [markdown]
# ### 3. What another network wants (2 points)
#
# Each network was trained on its own scale. **VGG16** (2014) is the best known example, and a strange one: its
# authors read pictures with a program that puts **blue first**, and subtracted the mean colour of the ImageNet
# pictures, without dividing by anything. So
#
# $$ (R, G, B) \;\longmapsto\; (B - 103.939,\;\; G - 116.779,\;\; R - 123.68) $$
#
# **With small numbers.** Pure red $(255, 0, 0)$ becomes $(-103.939, -116.779, 131.32)$; the mean colour
# $(123.68, 116.779, 103.939)$ becomes $(0, 0, 0)$.
#
# Write `vgg_input` (1 or 2 lines), by hand. `images[..., ::-1]` turns the last axis round. The pictures that
# are passed in must stay as they are: they may still be needed.

# %% solution="vgg_input"
def vgg_input(images):
    """Pictures as VGG16 wants them: blue first, the mean colour of ImageNet taken off.

    Args:
        images: (N, H, W, 3), RGB, 0 … 255, uint8 or float; stays as it is.

    Returns:
        (N, H, W, 3), float: blue - 103.939, green - 116.779, red - 123.68.
        Example: the pixel (255, 0, 0) becomes (-103.939, -116.779, 131.32).
    """
    ### BEGIN SOLUTION
    return images[..., ::-1].astype("float32") - [103.939, 116.779, 123.68]
    ### END SOLUTION

# %% test="blue_comes_first_less_the_mean_colour" points=1
# Red, green and blue become blue, green and red, each less its own mean.
got = vgg_input(np.array([[[[255, 0, 0], [0, 0, 0]]]], dtype="uint8"))
assert shape_of(got) == (1, 1, 2, 3), f"two pixels in, two pixels out: (1, 1, 2, 3); got {says(got)}"
red, black = np.asarray(got, dtype=float)[0, 0]
assert not close(red, [131.32, -116.779, -103.939], atol=0.01), (
    "red still comes first: VGG16 wants blue first"
)
assert not close(black, [-123.68, -116.779, -103.939], atol=0.01), (
    "each mean belongs to its colour: 103.939 is blue's, and blue comes first"
)
assert abs(black).max() > 1, "VGG16 wants large numbers, about -120 to 150: do not divide"
assert close(black, [-103.939, -116.779, -123.68], atol=0.01), (
    f"black should become (-103.939, -116.779, -123.68); got {says(black)}. Change uint8 before you subtract"
)
assert close(red, [-103.939, -116.779, 131.32], atol=0.01), f"pure red comes out wrong: {says(red)}"
### BEGIN HIDDEN TESTS
pixels = {
    (123.68, 116.779, 103.939): (0, 0, 0),
    (10, 20, 30): (30 - 103.939, 20 - 116.779, 10 - 123.68),
    (200.5, 0, 255): (255 - 103.939, -116.779, 200.5 - 123.68),
}
for pixel, want in pixels.items():
    got = vgg_input(np.array(pixel, dtype="float64").reshape(1, 1, 1, 3))
    assert close(np.ravel(got), want, atol=0.01), (
        "a pixel of type float64 does not become what the formula says"
    )
### END HIDDEN TESTS

# %% test="agrees_with_keras_and_leaves_pictures_alone" points=1
# On whole batches the result is that of keras.applications, and the pictures passed in stay as they were.
images = np.random.default_rng(4).integers(0, 256, size=(3, 4, 2, 3)).astype("uint8")
want = keras.applications.vgg16.preprocess_input(images.astype("float32"))
kept = images.copy()
got = vgg_input(images)
assert shape_of(got) == (3, 4, 2, 3), f"(3, 4, 2, 3) pictures keep their shape; got {says(got)}"
assert close(got, want, rtol=1e-3, atol=0.01), "differs from keras.applications.vgg16.preprocess_input"
assert np.array_equal(images, kept), "the pictures that were passed in have changed: work on a copy"
### BEGIN HIDDEN TESTS
for kind in ("float32", "float64"):
    images = np.random.default_rng(5).uniform(0, 255, size=(2, 3, 5, 3)).astype(kind)
    want = keras.applications.vgg16.preprocess_input(images.copy())
    kept = images.copy()
    got = vgg_input(images)
    assert shape_of(got) == (2, 3, 5, 3), (
        f"(2, 3, 5, 3) pictures of type {kind} keep their shape; got {says(got)}"
    )
    got = np.array(got, dtype=float)
    assert close(got, want, rtol=1e-3, atol=0.01), (
        f"pictures of type {kind}: differs from keras.applications.vgg16.preprocess_input"
    )
    assert np.array_equal(images, kept), (
        f"pictures of type {kind} that were passed in have changed: work on a copy"
    )
### END HIDDEN TESTS

# %% [markdown]
# What happens if a network gets another one's food? The next cell feeds the cup of espresso to Lite0 in four
# ways.

# %% run
cup = PHOTOS[1:2]
foods = {
    "its own, exercise 1": lite_input(cup),
    "VGG16's, exercise 3": vgg_input(cup),
    "divided by 255": cup / 255,
    "as it comes, 0 … 255": cup,
}
guesses = top_k(np.asarray(whole()(np.concatenate(list(foods.values())).astype("float32"))), NAMES, 3)
for food, row in zip(foods, guesses):
    print(f"{food:22s}", "   ".join(f"{name[:20]:20s} {p:.2f}" for name, p in row))

# %% [markdown]
# No line is an error message. The wrong scale only makes worse answers, and that is what makes the mistake so
# easy to overlook. Two useful facts: every network in `keras.applications` has its own `preprocess_input`,
# and for EfficientNetB0 it does nothing, because there the scaling is a layer *inside* the network.

# %% [markdown]
# ### 4. How large is it, and what learns? (2 points)
#
# A layer keeps its numbers in arrays, `layer.weights`; a network's `weights` are those of all its layers.
# Training changes only the `trainable_weights`:
#
# - a layer with `trainable = False` has none (changing it on a network changes it on all its layers);
# - **batch normalisation** has four arrays of one number per channel. Scale ($\gamma$) and shift ($\beta$) are
#   trainable. The mean and the variance are not: they are collected on the way while it trains.
#
# **With small numbers.** A convolution with 4 filters of 3 × 3 on 3 channels holds $3 \cdot 3 \cdot 3 \cdot 4
# + 4 = 112$ numbers; batch normalisation on its 4 channels holds $4 \cdot 4 = 16$, of which 8 are trainable.
# Together: 128, of which 120 are trainable. If both are frozen: 128, of which 0 are trainable.
#
# Write `count_numbers` (1 to 3 lines). `w.shape` is the shape of an array, `np.prod` multiplies.

# %% solution="count_numbers"
def count_numbers(model):
    """How many numbers a network holds, and how many of them training may change.

    Args:
        model: a Keras network, built.

    Returns:
        Two whole numbers: (all, trainable).
        Example: for the two layers of the worked example (128, 120), and (128, 0) if they are frozen.
    """
    ### BEGIN SOLUTION
    everything = sum(int(np.prod(w.shape)) for w in model.weights)
    trainable = sum(int(np.prod(w.shape)) for w in model.trainable_weights)
    return everything, trainable
    ### END SOLUTION

# %% test="all_numbers_are_counted" points=1
# The first count has every number of every array, trainable or not.
base = tiny_base()  # c1: 112, b1: 16, c2: 85, b2: 20
got = count_numbers(base)
assert shape_of(got) == (2,), f"return two whole numbers, (all, trainable); got {says(got)}"
assert not close(got[0], 12), "the first number should count the numbers in the 12 arrays, not the arrays"
assert close(got[0], 233), (
    f"convolutions of 112 and 85 numbers, batch normalisations of 16 and 20: the first count came as {says(got[0])}"
)
### BEGIN HIDDEN TESTS
base.trainable = False
got = count_numbers(base)
assert shape_of(got) == (2,), f"return two whole numbers, (all, trainable); got {says(got)}"
assert close(got[0], 233), "freezing a network must not change how many numbers it holds in all"
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(7), keras.layers.Dense(2, use_bias=False)])
got = count_numbers(model)
assert shape_of(got) == (2,), f"return two whole numbers, (all, trainable); got {says(got)}"
assert close(got[0], 3 * 7 + 7 + 7 * 2), "dense layers of 28 and 14 numbers: the first count is wrong"
### END HIDDEN TESTS

# %% test="frozen_numbers_are_not_trainable" points=1
# The second count has only the numbers that training may change.
base = tiny_base()
got = count_numbers(base)
assert shape_of(got) == (2,), f"return two whole numbers, (all, trainable); got {says(got)}"
assert not close(got[1], 233), "the mean and the variance of batch normalisation are not trainable"
assert not close(got[1], 8), (
    "the second number should count the numbers in the trainable arrays, not the arrays"
)
assert close(got[1], 112 + 8 + 85 + 10), (
    f"c1 has 112 trainable numbers, b1 8, c2 85 and b2 10: the second count came as {says(got[1])}"
)
### BEGIN HIDDEN TESTS
base.get_layer("c1").trainable = False
base.get_layer("b2").trainable = False
got = count_numbers(base)
assert shape_of(got) == (2,) and close(got[1], 8 + 85), (
    "with c1 and b2 frozen, only b1 and c2 are left to learn"
)
base.trainable = False
pooled = keras.layers.GlobalAveragePooling2D()(base.output)
model = keras.Model(base.input, keras.layers.Dense(4)(pooled))
got = count_numbers(model)
assert shape_of(got) == (2,) and close(got[1], 5 * 4 + 4), (
    "a frozen network with a new layer of 24 numbers: only the new ones are trainable"
)
### END HIDDEN TESTS

# %% [markdown]
# Three networks without their tops, for pictures of 128 × 128 pixels: VGG16 and EfficientNetB0 with random
# weights (for shapes and counts that is enough), and Lite0. A number takes four bytes.

# %% run
builders = {
    "VGG16": keras.applications.VGG16,
    "EfficientNetB0": keras.applications.EfficientNetB0,
    "EfficientNet-Lite0": lambda **like_the_others: topless(),
}
print("network               numbers in all    trainable   maps of a card    megabytes")
for name, build in builders.items():
    network = build(weights=None, include_top=False, input_shape=(128, 128, 3))
    everything, trainable = count_numbers(network)
    maps = str(tuple(network.output_shape[1:]))
    print(f"{name:20s} {everything:15,d} {trainable:12,d}   {maps:15s} {4 * everything / 1e6:10.1f}")

# %% [markdown]
# VGG16 (2014) holds about four times as many numbers as the EfficientNets, which came five years later, and
# has no batch normalisation: all of it is trainable. The counts do not depend on the size of the pictures,
# because a convolution has the same kernel wherever it is laid; only the maps grow with the picture.

# %% [markdown]
# ## Part II. Frozen
#
# ### 5. Look once, use often (3 points)
#
# Lite0 without its top turns a card into 1,280 maps of 4 × 4 numbers; each map answers to something: fur, a
# wheel, a round edge. **Where** it is matters little for the chapter, so one takes the mean of every map
# (*global average pooling*):
#
# $$ f_{nc} = \frac{1}{h\,w} \sum_{i=1}^{h} \sum_{j=1}^{w} M_{nijc} \qquad\text{where } M = \text{base}(x) \text{ has the shape } (N, h, w, C) $$
#
# These are the **features** of picture $n$. As long as the network does not change, neither do its features:
# one computes them **once** and trains on them as often as one likes.
#
# The network must look in **inference mode**, so that batch normalisation uses the mean and the variance that
# it has stored. In training mode it would take those of the batch, and a picture's features would depend on
# its neighbours. Calling a network and its method `predict` are both in inference mode; `predict` goes through
# many pictures in portions, returns a NumPy array, and with `verbose=0` draws no progress bar.
#
# **With small numbers.** One picture, two maps of 2 × 2: $\begin{pmatrix} 1 & 2 \\ 3 & 6 \end{pmatrix}$ and
# $\begin{pmatrix} 0 & 0 \\ 0 & 8 \end{pmatrix}$ have the means 3 and 2, so $f = (3, 2)$.
#
# Write `features` (2 lines).

# %% solution="features"
def features(base, x):
    """The mean of every map that a network makes of every picture, in inference mode.

    Args:
        base: a Keras network that takes x and gives (N, h, w, C); stays as it is.
        x: (N, H, W, 3), float, prepared for the network.

    Returns:
        (N, C), a NumPy array: row n holds the features of picture n.
    """
    ### BEGIN SOLUTION
    maps = base.predict(x, verbose=0)  # (N, h, w, C)
    return maps.mean(axis=(1, 2))  # (N, C)
    ### END SOLUTION

# %% test="one_mean_for_every_map" points=2
# Each feature is the mean over the places of one map of one picture.
base = tiny_base(5)
x, _ = tiny_batch(5)
maps = np.asarray(base(x, training=False), dtype=float)  # (8, 3, 2, 5)
want = maps.mean(axis=(1, 2))
got = features(base, x.copy())
assert shape_of(got) == (8, 5), f"8 pictures and 5 maps each make (8, 5); got {says(got)}"
assert not close(got, maps.max(axis=(1, 2))), "take the mean over the places of a map, not the largest number"
assert not close(got, maps.sum(axis=(1, 2))), (
    "that is the sum over the places of a map; divide by their number"
)
assert close(got, want, rtol=1e-3, atol=1e-4), (
    "the features are not the means of base's maps: over which axes, and in which mode?"
)
### BEGIN HIDDEN TESTS
image = keras.Input((4, 2, 3))
mirror = keras.Model(image, keras.layers.Conv2D(2, 1, use_bias=False)(image))
mirror.set_weights([np.array([[1.0, 0], [0, 0], [0, 2.0]]).reshape(1, 1, 3, 2)])
x = np.random.default_rng(6).normal(size=(37, 4, 2, 3)).astype("float32")
want = np.array([[picture[:, :, 0].mean(), 2 * picture[:, :, 2].mean()] for picture in x.astype(float)])
got = features(mirror, x.copy())
assert shape_of(got) == (37, 2), f"37 pictures and 2 maps each make (37, 2); got {says(got)}"
assert close(got, want, rtol=1e-3, atol=1e-4), "with 37 pictures and another network, the means are wrong"
### END HIDDEN TESTS

# %% test="pictures_do_not_see_their_neighbours" points=1
# A picture has the same features alone and in company, and looking changes nothing in the network.
base = tiny_base(7)
x, _ = tiny_batch(7)
before = [w.copy() for w in base.get_weights()]
base.get_layer("c1").trainable = False
flags = [layer.trainable for layer in base.layers]
want = np.asarray(base(x, training=False), dtype=float).mean(axis=(1, 2))
alone = features(base, x[2:3].copy())
assert shape_of(alone) == (1, 5), f"one picture makes one row, (1, 5); got {says(alone)}"
assert close(alone, want[2:3], rtol=1e-3, atol=1e-4), (
    "the features of a picture on its own are wrong: is the network in inference mode?"
)
### BEGIN HIDDEN TESTS
together = features(base, x[::-1].copy())
assert shape_of(together) == (8, 5), f"8 pictures and 5 maps each make (8, 5); got {says(together)}"
assert close(together[5], want[2], rtol=1e-3, atol=1e-4), (
    "a picture's features depend on the pictures beside it"
)
assert same_arrays(base.get_weights(), before), "looking at pictures has changed the network"
assert [layer.trainable for layer in base.layers] == flags, "looking has changed which layers may learn"
### END HIDDEN TESTS

# %% [markdown]
# Are the features worth more than the pixels? A linear classifier (`RidgeClassifier`) learns from 30, 60, 120
# and 180 cards, once from the colours of 16 × 16 blocks of pixels and once from your features, and sorts all
# the others. All this is repeated with five different draws of cards.

# %% run
began = time.perf_counter()
maps = front_maps(lite_input)
f = np.asarray(features(halves()[1], maps))  # (257, 1280)
print(f"{len(f)} cards, {f.shape[1]} features each, in {time.perf_counter() - began:.1f} seconds")
pixels = CARDS.reshape(-1, 16, 8, 16, 8, 3).mean(axis=(2, 4)).reshape(257, -1) / 255  # (257, 768)
sizes = [30, 60, 120, 180]
figure, axis = plt.subplots(figsize=(7.5, 4), layout="constrained")
for name, data, style in (("your features", f, "o-"), ("pixels", pixels, "s--")):
    scores = np.zeros((5, 4))
    for seed in range(5):
        for place, n in enumerate(sizes):
            learn, check = split(n, seed)
            linear = RidgeClassifier(alpha=100).fit(data[learn], CHAPTER[learn])
            scores[seed, place] = (linear.predict(data[check]) == CHAPTER[check]).mean()
    axis.plot(sizes, scores.mean(axis=0), style, color="#0072B2" if style == "o-" else "black", label=name)
    axis.fill_between(sizes, scores.min(axis=0), scores.max(axis=0), color="0.5", alpha=0.25)
    print(f"{name:14s}", "   ".join(f"{n} cards: {s:.2f}" for n, s in zip(sizes, scores.mean(axis=0))))
axis.axhline(61 / 257, color="0.4", linestyle=":", label="calling everything a mammal")
axis.set(title="Ten chapters: a linear classifier on pixels and on features", ylim=(0, 1))
axis.set(xlabel="cards to learn from", ylabel="share of the other cards sorted rightly")
axis.legend(loc="lower right")
plt.show()

# %% [markdown]
# With 30 cards, the features are already better than the pixels with 180. (The lines are means over the five
# draws, the grey bands reach from the worst draw to the best.) None of the 1.3 million photographs of
# ImageNet was sorted for a picture dictionary; what Lite0 learnt on the way to its 1,000 classes serves ours
# as well.

# %% [markdown]
# ### 6. A new last layer (3 points)
#
# Now the same as one network: pictures in, chapters out. Between them
#
# 1. `base`, **frozen**: `base.trainable = False`, before compiling,
# 2. `GlobalAveragePooling2D`,
# 3. a `Dense` layer with softmax, the **head**: $P = \text{softmax}(f K + b)$; nothing else.
#
# Compile with Adam of step size `lr`. The labels are whole numbers (0 … 9), so the loss is
# `"sparse_categorical_crossentropy"`.
#
# **With small numbers.** If `base` gives maps with 5 channels and there are 4 classes, $5 \cdot 4 + 4 = 24$
# numbers learn, in two arrays. With `Flatten` in place of the pooling, each place of each map would get
# weights of its own: for Lite0's 4 × 4 maps sixteen times as many numbers, far too many for 120 cards.
#
# Write `add_head` (about 6 lines), as a `Sequential` or a functional model. `base.input_shape` is
# `(None, H, W, 3)`, without the number of pictures `base.input_shape[1:]`.

# %% solution="add_head"
def add_head(base, classes, lr):
    """A frozen network with global average pooling and a new softmax layer, compiled.

    Args:
        base: a Keras network that takes (N, H, W, channels) and gives (N, h, w, C). It is frozen by this call.
        classes: number of classes.
        lr: step size of Adam.

    Returns:
        A Sequential or functional keras.Model that gives (N, classes), each row probabilities, compiled with Adam
        and the cross-entropy for whole-number labels. Only the last layer learns. It contains `base` itself.
    """
    ### BEGIN SOLUTION
    base.trainable = False
    image = keras.Input(base.input_shape[1:])
    pooled = keras.layers.GlobalAveragePooling2D()(base(image, training=False))  # (N, C)
    model = keras.Model(image, keras.layers.Dense(classes, activation="softmax")(pooled))  # (N, classes)
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="sparse_categorical_crossentropy")
    return model
    ### END SOLUTION

# %% test="only_the_head_learns" points=1
# A training step changes the two arrays of the last layer and no bit of the rest.
base = tiny_base(8)
before = [w.copy() for w in base.get_weights()]
x, y = tiny_batch(8)
model = add_head(base, 4, 0.05)
assert isinstance(model, keras.Model), f"return the network itself, a keras model; got {says(model)}"
count = len(model.trainable_weights)
assert count == 2, (
    f"{count} arrays are trainable; only the kernel and the bias of the last layer should be. Is base frozen?"
)
### BEGIN HIDDEN TESTS
assert same_arrays(model.get_weights()[:-2], before), (
    "the network should hold base's weights as they are, then the head's"
)
head = [w.copy() for w in model.get_weights()[-2:]]
model.compile(keras.optimizers.SGD(0.5), "sparse_categorical_crossentropy", run_eagerly=True)  # quicker for one step
model.train_on_batch(x, y)
assert same_arrays(model.get_weights()[:-2], before), "a training step has changed something in base"
assert not any(np.array_equal(a, b) for a, b in zip(model.get_weights()[-2:], head)), (
    "a training step has left the head as it was: its kernel and its bias should both learn"
)
other = [w + 1 for w in before]
base.set_weights(other)
assert same_arrays(model.get_weights()[:-2], other), "the network holds a copy of base, not base itself"
### END HIDDEN TESTS

# %% test="head_classifies_the_means" points=1
# The output is the softmax of a dense layer on the means of base's maps, in training as in inference.
base = tiny_base(9)
x, _ = tiny_batch(9)
f = np.asarray(base(x, training=False), dtype=float).mean(axis=(1, 2))  # (8, 5)
weights = [w.copy() for w in base.get_weights()]
model = add_head(base, 4, 0.01)
assert isinstance(model, keras.Model), f"return the network itself, a keras model; got {says(model)}"
P = np.asarray(model(x))
assert P.shape == (8, 4), f"8 pictures and 4 classes give (8, 4); the network gives {P.shape}"
assert (P >= 0).all() and close(P.sum(axis=1), np.ones(8), atol=1e-4), (
    "each row of the output must be probabilities that add up to 1"
)
### BEGIN HIDDEN TESTS
shapes = [tuple(w.shape) for w in model.get_weights()[len(weights) :]]
assert shapes[:1] != [(30, 4)], (
    "the head has one weight for every place of every map: pool the maps, do not flatten them"
)
assert shapes == [(5, 4), (4,)], f"behind base, the arrays should be (5, 4) and (4,); they are {shapes}"
rng = np.random.default_rng(10)
K, b = rng.normal(size=(5, 4)), rng.normal(size=4)
z = np.exp((f @ K + b) - (f @ K + b).max(axis=1, keepdims=True))
want = z / z.sum(axis=1, keepdims=True)
model.set_weights([*weights, K, b])
assert close(np.asarray(model(x)), want, rtol=1e-3, atol=1e-4), (
    "with a given kernel and bias, the output is not softmax(means of the maps @ kernel + bias)"
)
assert close(np.asarray(model(x, training=True)), want, rtol=1e-3, atol=1e-4), (
    "in training mode the network answers otherwise: is base frozen, batch normalisation too, and nothing added?"
)
### END HIDDEN TESTS

# %% test="compiled_for_whole_number_labels" points=1
# The network is compiled with Adam of the given step size and the cross-entropy for whole-number labels.
model = add_head(tiny_base(11), 3, 0.003)
assert isinstance(model, keras.Model), f"return the network itself, a keras model; got {says(model)}"
assert getattr(model, "optimizer", None), "the network is not compiled: call model.compile before you return it"
step = float(model.optimizer.learning_rate)
assert abs(step - 0.003) < 1e-6, f"lr=0.003 came as the step size {step:g}: hand lr to the optimizer"
P = np.array([[0.2, 0.5, 0.3], [0.7, 0.2, 0.1]])
try:
    loss = float(model.compute_loss(y=np.array([1, 0]), y_pred=P))
except Exception:
    loss = float("nan")
assert loss == loss, "the loss cannot be computed for whole-number labels: is it the one for one-hot rows?"
assert abs(loss + np.log(0.5 * 0.7) / 2) < 1e-4, (
    "for labels 1 and 0 and given probabilities, the loss must be the mean of -log(probability of the right class)"
)
### BEGIN HIDDEN TESTS
assert isinstance(model.optimizer, keras.optimizers.Adam), (
    f"the optimizer should be Adam, not {type(model.optimizer).__name__}"
)
P = np.random.default_rng(12).dirichlet(np.ones(3), size=6)
y = np.array([2, 0, 1, 1, 2, 2])
loss = float(model.compute_loss(y=y, y_pred=P))
assert abs(loss + np.mean(np.log(P[np.arange(6), y]))) < 1e-3, (
    "the loss is not the cross-entropy of the labels"
)
### END HIDDEN TESTS

# %% [markdown]
# ## Part III. Fine-tuned
#
# ### 7. The last layers learn again (3 points)
#
# A frozen network sees our cards as it saw ImageNet's photographs. **Fine-tuning** lets the last layers
# adapt, in four steps that all matter:
#
# 1. First the head is trained on the frozen network. A fresh head is random, and what it would send back into
#    the network is noise.
# 2. Then the last $n$ layers of `base` become trainable. The layers before stay frozen: edges and colours are
#    the same everywhere.
# 3. **Batch normalisation stays frozen**, in all of `base`. Its stored means and variances come from 1.3
#    million pictures; with `trainable = False` it goes on using them, even in training.
# 4. The network is **compiled anew**, with a tenth of the step size: it is to adapt, not to forget. Without
#    compiling, a change of `trainable` after the first training batch has no effect, and Keras does not say
#    so.
#
# **With small numbers.** The layers of the tests' little network: `[input, c1, b1, relu, c2, b2]`. The last
# $n = 2$ are `c2` and `b2`; as `b2` is batch normalisation, only the convolution `c2` learns, and the head,
# as before. With $n = 5$, `c1` and `c2` learn. With $n = 0$, only the head.
#
# Write `fine_tune` (about 5 lines). `isinstance(layer, keras.layers.BatchNormalization)` recognises batch
# normalisation. Changing `base.trainable` changes the flag of every layer in it; what is set on a single layer
# after that holds for this layer.

# %% solution="fine_tune"
def fine_tune(model, base, n, lr):
    """Let the last n layers of base learn again, except batch normalisation, with a tenth of the step size.

    Args:
        model: base with pooling and a softmax layer (exercise 6), compiled, its head already trained.
        base: the network within the model, all of it frozen.
        n: how many of base.layers, counted from the end, from 0 to len(base.layers); the others stay frozen.
        lr: step size that the head was trained with.

    Returns:
        The model, with the same weights, compiled anew: Adam with the step size lr / 10 and the cross-entropy for
        whole-number labels. The head goes on learning; batch normalisation stays frozen everywhere in base.
    """
    ### BEGIN SOLUTION
    base.trainable = True
    for number, layer in enumerate(base.layers):
        among_the_last = number >= len(base.layers) - n
        layer.trainable = among_the_last and not isinstance(layer, keras.layers.BatchNormalization)
    model.compile(optimizer=keras.optimizers.Adam(lr / 10), loss="sparse_categorical_crossentropy")
    return model
    ### END SOLUTION

# %% test="last_convolutions_learn_again" points=1
# After it, a training step changes the convolutions among the last n layers and the head, and no other convolution.
base = tiny_base(13)
model = tiny_model(base)
before = [w.copy() for w in model.get_weights()]  # c1: 0 1, b1: 2 … 5, c2: 6 7, b2: 8 … 11, head: 12 13
model = fine_tune(model, base, 2, 0.02)
assert isinstance(model, keras.Model), f"return the network itself, a keras model; got {says(model)}"
assert same_arrays(model.get_weights(), before), (
    "the weights must stay as they are until the next training step"
)
model.run_eagerly = True  # quicker for one step
model.train_on_batch(*tiny_batch(13))
after = model.get_weights()
moved = [not np.array_equal(a, b) for a, b in zip(after, before)]
assert moved[6] and moved[7], (
    "n = 2, and a training step leaves the convolution c2 as it was. Is it trainable, and is the model compiled anew?"
)
assert not moved[0] and not moved[1], (
    "n = 2, and a training step changes c1: only the last n layers may learn"
)
assert moved[12] and moved[13], "a training step leaves the head as it was: it should go on learning"
### BEGIN HIDDEN TESTS
for n, learning in {0: set(), 4: {6}, 5: {0, 6}}.items():
    base = tiny_base(14)
    whole_model = tiny_model(base, classes=3, lr=0.5, trained=False)
    got = fine_tune(whole_model, base, n, 0.5)
    assert isinstance(got, keras.Model), f"return the network itself, a keras model; got {says(got)}"
    learns = {id(w) for w in got.trainable_weights}
    found = {number for number in (0, 6) if id(got.weights[number]) in learns}
    assert found == learning, f"of six layers with n = {n}: not the right convolutions are trainable"
    assert id(got.weights[12]) in learns and id(got.weights[13]) in learns, (
        f"n = {n}: the head is not trainable"
    )
### END HIDDEN TESTS

# %% test="batch_normalisation_stays_frozen" points=1
# Training steps change nothing in batch normalisation, while the convolutions around it learn.
base = tiny_base(15)
model = tiny_model(base, trained=False)
before = [w.copy() for w in model.get_weights()]
model = fine_tune(model, base, 6, 0.02)
assert isinstance(model, keras.Model), f"return the network itself, a keras model; got {says(model)}"
frozen = len(model.weights) - len(model.trainable_weights)
assert frozen >= 8, f"batch normalisation has 8 arrays here and all must be frozen, but {frozen} arrays are"
model.run_eagerly = True
model.train_on_batch(*tiny_batch(15))
after = model.get_weights()
assert len(after) == 14, (
    f"the model has {len(after)} arrays instead of 14: return the model that was passed in"
)
assert not np.array_equal(after[6], before[6]), "with all layers unfrozen, the convolution c2 does not learn"
### BEGIN HIDDEN TESTS
for name, first in (("b1", 2), ("b2", 8)):
    assert same_arrays(after[first : first + 2], before[first : first + 2]), (
        f"scale and shift of {name} have learnt: batch normalisation should stay frozen"
    )
    assert same_arrays(after[first + 2 : first + 4], before[first + 2 : first + 4]), (
        f"mean and variance of {name} have moved: batch normalisation should stay frozen"
    )
### END HIDDEN TESTS

# %% test="compiled_anew_with_a_tenth_of_the_step" points=1
# The step size is a tenth of what it was, the optimizer Adam, the loss the one for whole-number labels.
base = tiny_base(16)
model = fine_tune(tiny_model(base, lr=0.02, trained=False), base, 3, 0.02)
assert isinstance(model, keras.Model), f"return the network itself, a keras model; got {says(model)}"
assert getattr(model, "optimizer", None), "the model is not compiled"
step = float(model.optimizer.learning_rate)
assert not abs(step - 0.02) < 1e-6, "the step size is still 0.02: fine-tuning takes a tenth of it"
assert abs(step - 0.002) < 1e-7, f"lr=0.02 asks for the step size 0.002; it is {step:g}"
### BEGIN HIDDEN TESTS
assert isinstance(model.optimizer, keras.optimizers.Adam), (
    f"the optimizer should be Adam, not {type(model.optimizer).__name__}"
)
P, y = np.random.default_rng(17).dirichlet(np.ones(4), size=5), np.array([3, 0, 1, 3, 2])
try:
    loss = float(model.compute_loss(y=y, y_pred=P))
except Exception:
    loss = float("nan")
assert loss == loss, "the loss cannot be computed for whole-number labels: is it the one for one-hot rows?"
assert abs(loss + np.mean(np.log(P[np.arange(5), y]))) < 1e-3, (
    "the loss is not the cross-entropy of the labels"
)
### END HIDDEN TESTS

# %% [markdown]
# **Now the cards.** Lite0 is cut in front of its last block. What comes before the cut (`front`) never
# learns, `back` holds the last block. On the teacher's 120 cards, the head is trained for 12 epochs; as
# `back` is frozen meanwhile, its maps are computed once, and your head sits on a "base" that does nothing.
# Then the head is put upon `back`, and all of `back` is fine-tuned for 4 epochs. For an honest comparison,
# the head alone also goes on for 4 more epochs.

# %% run
frozen, tuned = frozen_and_tuned(lite_input, add_head, fine_tune, draw=0)  # (8, 2) each
epochs = np.arange(2, 17, 2)
figure, axis = plt.subplots(figsize=(8, 4), layout="constrained")
axis.plot(epochs, frozen[:, 0], "--", color="0.5", label="the 120 cards, head only")
axis.plot(epochs[5:], tuned[5:, 0], ":", color="#D55E00", label="the 120 cards, fine-tuned")
axis.plot(epochs, frozen[:, 1], "s-", color="black", markersize=4, label="the other cards, head only")
axis.plot(epochs[5:], tuned[5:, 1], "o-", color="#D55E00", label="the other cards, fine-tuned")
axis.axvline(12, color="0.6", linewidth=1)
axis.annotate("fine-tuning begins", (12.1, 0.03), fontsize=9)
axis.set(
    title="Sorting cards: head only and fine-tuned",
    xlabel="epoch",
    ylabel="share sorted rightly",
    ylim=(0, 1.03),
)
axis.legend(loc="lower left")
plt.show()
print(f"the 137 other cards after 16 epochs: head only {frozen[-1, 1]:.2f}, fine-tuned {tuned[-1, 1]:.2f}")

# %% [markdown]
# How much of that is luck? The same with two other draws of the 120 cards, and the linear classifier beside it.

# %% run
f = np.asarray(features(halves()[1], front_maps(lite_input)))
print("shares of the other cards   head only   fine-tuned   linear classifier")
for draw in (1, 2):
    learn, check = split(120, draw)
    linear = RidgeClassifier(alpha=100).fit(f[learn], CHAPTER[learn])
    share = (linear.predict(f[check]) == CHAPTER[check]).mean()
    frozen, tuned = frozen_and_tuned(lite_input, add_head, fine_tune, draw)
    print(f"draw {draw}               {frozen[-1, 1]:17.2f} {tuned[-1, 1]:12.2f} {share:19.2f}")

# %% [markdown]
# The upper lines soon stand at 1: every head knows its 120 cards by heart, and whoever looked only at them
# would think the work done. On the *other* cards, fine-tuning with these settings is no help: it moves the
# share by some hundredths, down rather than up, and another draw of the 120 cards moves it as much. The plain
# linear classifier, which keeps its weights small, does as well or better. 120 cards can hardly teach an
# unfrozen block anything that Lite0 did not know, and a cut-out of an animal is not very unlike the photographs
# it learnt from. With some thousands of cards, or with pictures of another kind (X-rays, drawings), it would be
# worth trying again.
#
# Which cards should a person look at again? For each of the other cards, the next cell takes the linear
# classifier on your features and asks how far its first chapter is ahead of its second. The smaller the lead,
# the greater the doubt.

# %% run
f = np.asarray(features(halves()[1], front_maps(lite_input)))
learn, check = split(120, 0)
values = RidgeClassifier(alpha=100).fit(f[learn], CHAPTER[learn]).decision_function(f[check])  # (137, 10)
first, second = np.sort(values, axis=1)[:, ::-1][:, :2].T  # (137,) each
guess, truth = values.argmax(axis=1), CHAPTER[check]
order = np.argsort(first - second)  # the most doubtful card first
wrong = (guess != truth)[order]
print(f"{wrong.sum()} of {len(check)} cards are sorted wrongly.")
for most in (10, 20, 30, 40, 60):
    found = wrong[:most].sum()
    print(f"Looking at the {most} most doubtful cards finds {found} of them; {wrong.sum() - found} stay undetected.")
figure, axes = plt.subplots(3, 8, figsize=(12, 5.6), layout="constrained")
for axis, place in zip(axes.ravel(), order):
    mark = "" if guess[place] == truth[place] else f"\nis: {CHAPTERS[truth[place]]}"
    show(axis, CARDS[check[place]], f"{CHAPTERS[guess[place]]}?{mark}")
figure.suptitle(
    "The 24 most doubtful cards, with the chapter they were put into (and the right one, if it is another)"
)
plt.show()

# %% [markdown]
# Many of these mistakes can be understood: an aeroplane among the birds, Saturn among the fruit. And a person
# who looks only at the doubtful cards finds most of the mistakes with a fraction of the work, though not all
# of them.
#
# ### 8. What follows about freezing? (2 points)
#
# **Which of these statements hold**, for **every** pretrained network with batch normalisation and **every**
# set of pictures, in Keras 3? A statement that merely happens to hold for our cards is not chosen. (You may
# try some of them in a free cell: the little network `tiny_model(tiny_base())` from the setup is quick.)
#
# - **a** A batch-normalisation layer with `trainable = False` uses its stored mean and variance even if the
#   network is called with `training=True`.
# - **b** After a network has trained on a batch, setting `trainable = True` on a layer changes nothing in the
#   training until `compile` is called again.
# - **c** Freezing the base saves the forward pass through it in training, without anything else being done.
# - **d** While the base is frozen and looks in inference mode, and every epoch shows the same prepared
#   pictures, the features may be computed once and used in every epoch.
# - **e** Unfreezing more layers improves the share sorted rightly on unseen pictures, if only the step size
#   is small enough.
# - **f** It does no harm to unfreeze the base at once, together with a fresh head: the step size can be
#   chosen freely later.
# - **g** `count_numbers` gives the same first number before and after `base.trainable = False`.
# - **h** Pictures divided by 255 suit every pretrained network.
#
# Return the letters as a set, for example `{"c", "h"}`.

# %% solution="which_statements_follow"
def which_statements_follow():
    """The letters of the statements that hold for every pretrained network with batch normalisation.

    Returns:
        A set of letters from "a" to "h", such as {"c", "h"}.
    """
    ### BEGIN SOLUTION
    return {"a", "b", "d", "g"}
    ### END SOLUTION

# %% test="statements_about_freezing" points=2
# Exactly the statements that hold for every pretrained network are chosen.
answer = which_statements_follow()
assert isinstance(answer, (set, frozenset, list, tuple, str)), (
    f"return a set of letters such as {{'c', 'h'}}; got {says(answer)}"
)
letters = {str(letter).strip().lower() for letter in answer}
assert letters and letters <= set("abcdefgh"), "return one or more of the letters a to h"
### BEGIN HIDDEN TESTS
assert not letters & set("ef"), (
    "one of your statements is about unfreezing and promises too much: think of few cards, and of what a random head "
    "sends back"
)
assert not letters & set("ch"), (
    "one of your statements does not hold: think of how the head gets its features, and of exercise 3"
)
assert letters == set("abdg"), (
    "what you chose does hold, but something else holds too: try it with the little network in a free cell"
)
### END HIDDEN TESTS

# %% [markdown]
# ### 9. The decision (2 points)
#
# Write to the school, in about six sentences.
#
# 1. Pixels, frozen network or fine-tuned network: which do you propose for the rest of the cards? Compare
#    them in numbers from **unseen** cards, say how far the numbers differ between draws, and whether
#    fine-tuning is worth its trouble **here**, and why.
# 2. How many of the 137 cards should a person look at once more, which ones, and what will still be wrong
#    afterwards? When would you try fine-tuning again?

# %% [markdown] essay="which_machine" points=2
# I propose the frozen network: Lite0's features with a linear classifier on them. With 120 cards to learn
# from, it sorts about 81 in a hundred unseen cards rightly, a linear classifier on pixels only 37. Between
# the draws of the 120 cards its share differs by some hundredths. The fine-tuned network came to 0.75, 0.74
# and 0.76 in my three draws, the head alone to 0.75, 0.80 and 0.79: on average it lost 3 hundredths, no more
# than another draw of cards changes, and both stay below the linear classifier. So here fine-tuning is not
# worth its trouble: 120 cards are few, the head knew all of them already, and our pictures are like those that
# Lite0 was trained on.
#
# A person should look at the 40 cards where the first chapter is least ahead of the second. Of the 24
# mistakes among 137 cards this finds 19; 5 cards stay in the wrong chapter, about one in twenty-five. I would
# try fine-tuning again with some thousands of labelled cards, or if the new boxes held pictures unlike
# photographs, drawings for example, and would again measure it on cards that no network has learnt from.
#
# ### BEGIN MARK SCHEME
# - 1 point: a proposal that follows from shares on **unseen** cards (pixels, frozen and fine-tuned each with
#   a number), **and** the remark that the difference between frozen and fine-tuned is about as large as that
#   between draws, with a reason (few cards, known by heart already, or pictures like ImageNet's). Half a
#   point if one of the two is missing. Whoever has other numbers and proposes what follows from them is
#   right; whoever argues with the share on the 120 cards is not.
# - 1 point: a number of doubtful cards to look at with the mistakes found and left, read from the student's
#   own table, **and** a condition for trying again (more labelled cards, or pictures unlike ImageNet's). Half
#   a point for one of the two.
# ### END MARK SCHEME
