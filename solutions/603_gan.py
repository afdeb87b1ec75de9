# ---
# title: Generative adversarial networks
# unit: 6 Generative models
# minutes: 100
# points: 20
# ---

# %% [markdown]
# # May the forged digits leave the house?
#
# A contractor is to test a new reading machine for our parcel office and asks for hand-written digits, as
# many as he can get. But customers' handwriting must not leave the house. A colleague proposes: "Let a
# network **forge** digits, and send him the forgeries." So we train two networks against each other:
#
# - the **generator** $G$ makes pictures out of random numbers; it is never shown a real digit,
# - the **discriminator** $D$ sees real and forged digits and learns to tell which is which; all that $G$ ever
#   learns, it learns through $D$.
#
# **Your decision at the end: which state of the generator, if any, do we use for the contractor?** For that,
# a picture that looks good is not enough: all ten digits must come, and nobody's handwriting may come with
# them.
#
# (The digits are real: 1,797 of them, 8 × 8 pixels, shipped with scikit-learn. Small enough to train a GAN in
# some seconds, large enough to see what goes right and wrong. The contractor is ours.)
#
# **You will**
#
# - **scale** pictures to the range of tanh and back,
# - **build** a generator and a discriminator by the rules of DCGAN,
# - **compute** both losses from logits, and **see** why the generator's loss is not the obvious one,
# - **write** one training step for each network, so that each changes only itself,
# - **count** which digits the generator covers, and **decide**.
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 | `scale`: from pixels to $[-1, 1]$ | 1 | 4 |
# | 2 | `to_pixels`: and back | 1 | 5 |
# | 3 | `generator`: from noise to picture | 2 | 14 |
# | 4 | `discriminator`: from picture to logit | 2 | 9 |
# | 5 | `d_loss`: how wrong is the discriminator? | 2 | 11 |
# | 6 | `g_loss`: how badly does the generator forge? | 2 | 10 |
# | 7 | `d_step`: the discriminator learns | 3 | 15 |
# | 8 | `g_step`: the generator learns | 2 | 8 |
# | 9 | `epoch`: real digits and fresh noise | 2 | 10 |
# | 10 | `covered`: which digits come? | 1 | 6 |
# | 11 | your decision | 2 | 8 |
#
# Every exercise is tested on inputs of its own: if one resists, go on. Only the training, after exercise 9,
# needs others: exercises 1, 3, 4, 7, 8 and 9.
#
# **Symbols**
#
# | symbol | in the code | meaning |
# |---|---|---|
# | $x$ | `real` | real pictures, scaled to $[-1, 1]$, shape `(B, 8, 8, 1)` |
# | $B, M$ | `B`, `M` | pictures in a batch: real ones, forged ones |
# | $d$ | `d` | how many random numbers the generator gets for one picture (16) |
# | $z$ | `z` | this noise, `(M, d)`; every number drawn from $\mathcal N(0, 1)$ |
# | $G(z)$ | `G(z)` | forged pictures, `(M, 8, 8, 1)` |
# | $\ell$ | `real_logits`, `fake_logits` | what the network $D$ puts out, one **logit** for each picture, any number |
# | $D(x) = \sigma(\ell)$ | | the probability "this one is real", with $\sigma(\ell) = 1 / (1 + e^{-\ell})$ |

# %% setup
import functools
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # with it, TensorFlow greets on stderr

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


shuffled = np.random.default_rng(603).permutation(1797)
DIGITS = load_digits().images[shuffled].astype("uint8")  # (1797, 8, 8), 0 is paper … 16 is ink
LABELS = load_digits().target[shuffled]  # (1797,)
TRAIN, KEPT = DIGITS[:1500], DIGITS[1500:]  # the GAN learns from TRAIN; KEPT is there to compare with
BLUE, ORANGE, GREY = "#0072B2", "#D55E00", "#777777"  # tell apart in grey print, too

bce = keras.losses.BinaryCrossentropy(from_logits=True)  # bce(labels, logits), the mean over a batch


# For the tests: compare and describe whatever an exercise returns, without raising.
def close(got, want, rtol=1e-4, atol=1e-5):
    """Whether `got` holds the numbers of `want`, in the same shape."""
    try:
        got = np.asarray(got, dtype=float)
    except Exception:
        return False
    return got.shape == np.shape(want) and np.allclose(got, want, rtol=rtol, atol=atol)


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
            return f"{type(got).__name__} {str(got)[:40]}".strip()
        few = np.asarray(got, dtype=float)
        return f"an array of shape {shape}" + (f": {few.round(3).tolist()}" if few.size <= 10 else "")
    except Exception:
        return "something that cannot be shown"


def number(got, name):
    """`got` as a float; says so if it is not a single number."""
    assert shape_of(got) in [(), (1,), (1, 1)], f"{name} should return one number; got {says(got)}"
    return float(np.asarray(got, dtype=float).reshape(()))


def sigmoid(l):
    """1 / (1 + exp(-l)), written so that it never overflows."""
    return 0.5 * (1 + np.tanh(0.5 * np.asarray(l, dtype=float)))


def small_networks(d, pixels, norm=False):
    """A generator (d -> pixels) and a discriminator (pixels -> 1 logit) of a few weights, for the steps."""
    layers, normal = keras.layers, lambda: [layers.BatchNormalization(momentum=0.5)] if norm else []
    G = [layers.Input((d,)), layers.Dense(pixels, activation=None if norm else "tanh"), *normal()]
    D = [layers.Input((pixels,)), *normal(), layers.Dense(1)]
    return keras.Sequential(G), keras.Sequential(D)


# For the pictures.
@functools.lru_cache(maxsize=4)
def trained(scale, generator, discriminator, d_step, g_step, epoch, epochs=20, d_lr=0.002):
    """Trains a GAN with your functions; only once for the same functions.

    Returns a dictionary: "steps" and "curve" (means of D(x) and of D(G(z)), every 20 turns), "saved" (500
    forged pictures (500, 8, 8, 1) after some numbers of turns, always from the same noise).
    """
    keras.utils.set_random_seed(603)
    rng, d = np.random.default_rng(603), 16
    images = np.asarray(scale(TRAIN[..., None], 16), dtype="float32")  # (1500, 8, 8, 1)
    G, D = generator(d), discriminator()
    g_optimizer, d_optimizer = (keras.optimizers.Adam(lr, beta_1=0.5) for lr in (0.002, d_lr))
    g_optimizer.build(G.trainable_variables)
    d_optimizer.build(D.trainable_variables)

    @functools.partial(tf.function, autograph=False)
    def both_steps(real, z_d, z_g):
        d_step(G, D, d_optimizer, real, z_d)
        g_step(G, D, g_optimizer, z_g)

    @functools.partial(tf.function, autograph=False)
    def look(real, z):
        return [tf.reduce_mean(tf.sigmoid(D(pictures))) for pictures in (real, G(z))]

    fixed = np.random.default_rng(1).normal(size=(500, d)).astype("float32")
    result, step = {"steps": [], "curve": [], "saved": {0: np.asarray(G(fixed))}}, 0
    for _ in range(epochs):
        for batch in epoch(images, 32, d, rng):
            both_steps(*(tf.constant(np.asarray(part, dtype="float32")) for part in batch))
            step += 1
            if step % 20 == 0:
                result["steps"].append(step)
                result["curve"].append([float(p) for p in look(images[:200], fixed[:200])])
            if step in (50, 100, 200, 400, 600):
                result["saved"][step] = np.asarray(G(fixed))
    result["saved"][step] = np.asarray(G(fixed))
    return result


@functools.lru_cache(maxsize=1)
def judge():
    """A classifier that learnt the real digits with their labels; it has nothing to do with the GAN."""
    return LogisticRegression(max_iter=2000).fit(TRAIN.reshape(1500, 64) / 8.0 - 1, LABELS[:1500])


def judged(pictures):
    """(n, 10): the judge's probabilities for scaled pictures (n, 8, 8, 1)."""
    return judge().predict_proba(np.asarray(pictures, dtype=float).reshape(-1, 64))


def nearest(pictures):
    """For scaled pictures (n, 8, 8, 1): the distance to the nearest training digit, and which one that is."""
    flat, known = np.asarray(pictures, dtype=float).reshape(-1, 64), TRAIN.reshape(1500, 64) / 8.0 - 1
    distances = np.sqrt(np.maximum((flat**2).sum(1)[:, None] + (known**2).sum(1) - 2 * flat @ known.T, 0))
    return distances.min(axis=1), distances.argmin(axis=1)


def strips(axis, rows, names, n):
    """Rows of n scaled pictures each, dark ink on white paper, in one plot; the names stand on the left."""
    rows = [np.asarray(row[:n], dtype=float).reshape(n, 8, 8) for row in rows]
    framed = np.pad(rows, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=np.nan)  # (rows, n, 10, 10)
    axis.imshow(framed.transpose(0, 2, 1, 3).reshape(10 * len(rows), 10 * n), cmap="gray_r", vmin=-1, vmax=1)
    axis.set_yticks(np.arange(len(rows)) * 10 + 4.5, names)
    axis.set(xticks=[])
    axis.tick_params(length=0)
    axis.spines[:].set_visible(False)
    axis.set_facecolor("#cfe3f1")  # the frames between the pictures


def show(axis, picture, title="", **limits):
    """One picture, dark ink on white paper, without ticks."""
    axis.imshow(np.asarray(picture, dtype=float).reshape(8, 8), cmap="gray_r", **limits)
    axis.set_title(title, fontsize=9)
    axis.set(xticks=[], yticks=[])

# %% [markdown]
# ## 1. From pixels to [−1, 1] (1 point)
#
# The last layer of the generator will be a tanh, whose answers lie between −1 and 1. Real pictures must lie
# in the **same** range: otherwise the discriminator need only look at the range to know a forgery. So the
# pixel 0 goes to −1 and the largest possible pixel, $t$ (`top`), goes to 1, in a straight line:
#
# $$ x = \frac{2p}{t} - 1 $$
#
# The pixels are `uint8`, whole numbers from 0 to 255. Careful: in `uint8`, 2 · 200 is 144. Make them floats
# **before** you double them.
#
# **With small numbers.** For our digits $t = 16$: the pixels 0, 4, 16 become −1, −0.5, 1.
#
# Write `scale` (1 line).

# %% solution="scale"
def scale(pixels, top=255):
    """Pixels 0 … top as numbers from -1 to 1.

    Args:
        pixels: array of any shape, uint8, 0 … top; it is not changed.
        top: the largest value a pixel can have (whether it occurs or not).

    Returns:
        Array of the same shape, float.
        Example: scale(np.array([0, 4, 16], dtype="uint8"), 16) is [-1, -0.5, 1].
    """
    ### BEGIN SOLUTION
    return pixels.astype("float32") * 2 / top - 1
    ### END SOLUTION

# %% test="pixels_fill_the_range_of_tanh" points=1
# The pixel 0 becomes -1, the pixel `top` becomes 1, in a straight line, whichever pixels occur.
x = scale(np.array([0, 4, 16], dtype="uint8"), 16)
assert not close(x, [0, 0.25, 1]), "this is the range from 0 to 1; tanh goes from -1 to 1"
assert close(x, [-1, -0.5, 1]), f"the worked example should give [-1, -0.5, 1], got {says(x)}"
### BEGIN HIDDEN TESTS
pixels = np.array([[[10, 100], [200, 151], [130, 90]]], dtype="uint8")
want = np.array([[[-235, -55], [145, 47], [5, -75]]]) / 255
x = scale(pixels)
assert shape_of(x) == (1, 3, 2), f"pixels (1, 3, 2) keep their shape, got {says(x)}"
assert close(x, want), (
    "pixels up to 255: are they made floats before the sum, and is `top` used, not the largest or smallest "
    "pixel that occurs?"
)
assert pixels.tolist() == [[[10, 100], [200, 151], [130, 90]]], "the pixels that came in were changed"
pixels = np.array([3, 9, 5, 6], dtype="uint8")
x = scale(pixels, 16)
assert close(x, [-0.625, 0.125, -0.375, -0.25]), "top = 16: wrong numbers for the pixels 3, 9, 5, 6"
### END HIDDEN TESTS

# %% [markdown]
# ## 2. And back (1 point)
#
# To look at a forgery, or to send it to someone, we need pixels again: solve the formula above for $p$,
# **round to the nearest whole number** and make it `uint8`. (`astype` alone cuts off: from 15.9999 it makes
# 15.)
#
# **With small numbers.** $t = 16$: the numbers −1, 0, 0.45 become 0, 8, and 12 (11.6 rounded).
#
# Write `to_pixels` (1 or 2 lines). `np.rint` rounds.

# %% solution="to_pixels"
def to_pixels(x, top=255):
    """Numbers from -1 to 1 as pixels 0 … top.

    Args:
        x: array of any shape, float, -1 … 1; it is not changed.
        top: the largest value a pixel can have.

    Returns:
        Array of the same shape, uint8, rounded to the nearest whole number (exactly in the middle: either
        neighbour). Example: to_pixels(np.array([-1, 0, 0.45]), 16) is [0, 8, 12].
    """
    ### BEGIN SOLUTION
    return np.rint((x + 1) * top / 2).astype("uint8")
    ### END SOLUTION

# %% test="the_way_back_is_exact" points=1
# Every pixel comes back as it was: rounded to the nearest whole number, as uint8.
p = to_pixels(np.array([-1, 0, 0.45]), 16)
assert not close(p, [0, 8, 11]), "11.6 became 11: round to the nearest whole number, do not cut off"
assert close(p, [0, 8, 12]), f"the worked example should give [0, 8, 12], got {says(p)}"
assert np.asarray(p).dtype == np.uint8, f"pixels are uint8; got {np.asarray(p).dtype}"
### BEGIN HIDDEN TESTS
for top in (255, 16, 100):
    want = np.arange(top + 1).reshape(1, -1)
    for kind in ("float32", "float64"):
        x = (want / (top / 2) - 1).astype(kind)
        before = x.copy()
        p = to_pixels(x, top)
        assert shape_of(p) == want.shape, f"the shape {want.shape} stays as it is, got {says(p)}"
        assert np.asarray(p).dtype == np.uint8, f"pixels are uint8; got {np.asarray(p).dtype}"
        assert close(p, want), f"top = {top}: not every pixel comes back as it was"
        assert np.array_equal(x, before), "the numbers that came in were changed"
p = to_pixels(np.array([[-0.99, -0.3, 0.7], [0.31, -0.7, 0.999]]))
assert close(p, [[1, 89, 217], [167, 38, 255]]), "top = 255: wrong pixels for numbers between two pixels"
### END HIDDEN TESTS

# %% run
x = np.asarray(scale(TRAIN[:10], 16), dtype=float)
back = np.asarray(to_pixels(x, 16))
figure, axes = plt.subplots(1, 10, figsize=(11, 1.7), layout="constrained")
for axis, picture, label in zip(axes, x, LABELS):
    show(axis, picture, f"a {label}", vmin=-1, vmax=1)
figure.suptitle("Ten real digits, scaled by your function: white is −1, black is 1", fontsize=11)
plt.show()
print(f"scaled numbers from {x.min():g} to {x.max():g}")
print(f"pixels that come back as they were: {(back == TRAIN[:10]).mean():.0%}")

# %% [markdown]
# ## 3. The generator (2 points)
#
# Early GANs were hard to train. In 2015, DCGAN ("deep convolutional GAN") gave rules that often work:
#
# 1. no pooling: **strides** make pictures smaller (in $D$) and larger (in $G$, with *transposed*
#    convolutions),
# 2. **batch normalisation** in both networks, but not at $G$'s last layer and not at $D$'s first,
# 3. no hidden dense layers (a dense layer may open $G$ and close $D$),
# 4. in $G$ **ReLU**, and **tanh** at the end; in $D$ **LeakyReLU** with the slope 0.2 below 0.
#
# A transposed convolution with stride 2 and `padding="same"` doubles height and width. Our generator, with
# $d$ numbers in:
#
# | layer | output | details |
# |---|---|---|
# | input | $d$ | |
# | dense, 128 units | 128 | no bias, no activation |
# | reshape | 2 × 2 × 32 | |
# | batch normalisation | 2 × 2 × 32 | `momentum=0.8`, then ReLU |
# | transposed convolution, 16 filters of 4 × 4, stride 2 | 4 × 4 × 16 | `padding="same"`, no bias |
# | batch normalisation | 4 × 4 × 16 | `momentum=0.8`, then ReLU |
# | transposed convolution, 1 filter of 4 × 4, stride 2 | 8 × 8 × 1 | `padding="same"`, with bias, tanh |
#
# No bias (`use_bias=False`) where batch normalisation follows: it would subtract the bias again. The momentum
# 0.8 is ours: with Keras's 0.99 the running means would lag behind in our few hundred turns. Everything else
# stays as Keras has it.
#
# **With small numbers.** The first transposed convolution holds $4 \cdot 4 \cdot 32 \cdot 16 = 8192$ weights,
# a batch normalisation of 32 channels 4 · 32 = 128 numbers: $\gamma$, $\beta$ and two running statistics.
#
# Write `generator` (about 12 lines). The layers are in `keras.layers`: `Input`, `Dense`, `Reshape`,
# `BatchNormalization`, `ReLU`, `Conv2DTranspose`.

# %% solution="generator"
def generator(d=16):
    """The generator of the table, not compiled and not trained.

    Args:
        d: how many random numbers make one picture.

    Returns:
        A keras.Sequential or functional keras.Model that takes (M, d) and gives (M, 8, 8, 1), from -1 to 1.
    """
    ### BEGIN SOLUTION
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((d,)),
            layers.Dense(128, use_bias=False),
            layers.Reshape((2, 2, 32)),
            layers.BatchNormalization(momentum=0.8),
            layers.ReLU(),
            layers.Conv2DTranspose(16, 4, strides=2, padding="same", use_bias=False),  # (M, 4, 4, 16)
            layers.BatchNormalization(momentum=0.8),
            layers.ReLU(),
            layers.Conv2DTranspose(1, 4, strides=2, padding="same", activation="tanh"),  # (M, 8, 8, 1)
        ]
    )
    ### END SOLUTION

# %% test="generator_has_the_tables_sizes" points=1
# The layers of the generator hold as many numbers as the table says, for any d.
G = generator(5)
assert isinstance(G, keras.Model), f"return the network itself, a keras model; got {says(G)}"
count, out = G.count_params(), np.shape(G(np.zeros((3, 5), dtype="float32")))
assert out == (3, 8, 8, 1), f"3 rows of noise make pictures of shape (3, 8, 8, 1), got {out}"
assert count == 9_281, (
    f"with d = 5 your generator holds {count:,} numbers, the table has 9,281: compare G.summary() with it, "
    "the column with the biases too"
)
### BEGIN HIDDEN TESTS
sizes = [tuple(w.shape) for w in G.get_weights()]
want = [(5, 128), (32,), (32,), (32,), (32,), (4, 4, 16, 32), (16,), (16,), (16,), (16,), (4, 4, 1, 16), (1,)]
assert sizes == want, f"the weights have the shapes {sizes}; compare layer by layer with the table"
### END HIDDEN TESTS

# %% test="generator_computes_the_table" points=1
# With any weights, the generator computes what the table says, normalisation and activations included.
G = generator(4)
assert isinstance(G, keras.Model), f"return the network itself, a keras model; got {says(G)}"
z = np.random.default_rng(30).normal(size=(6, 4)).astype("float32")
sizes = [w.shape for w in G.get_weights()]
assert sizes[-2:] == [(4, 4, 1, 16), (1,)], (
    f"the last layer that learns should be one transposed filter of 4 x 4 with a bias; got {sizes[-2:]}"
)
G.set_weights([200 * w for w in G.get_weights()[:-2]] + [200 * G.get_weights()[-2], np.full(1, 0.5)])
pictures = np.asarray(G(200 * z))
assert pictures.shape == (6, 8, 8, 1), f"pictures of shape (6, 8, 8, 1), got {pictures.shape}"
assert np.abs(pictures).max() <= 1 and pictures.min() < -0.9 and pictures.max() > 0.9, (
    "with large weights the pictures should fill the range from -1 to 1 and not leave it: look at the last "
    "activation"
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(31)
shapes = [(4, 128), *[(32,)] * 4, (4, 4, 16, 32), *[(16,)] * 4, (4, 4, 1, 16), (1,)]
assert sizes == shapes, "the layers do not have the table's sizes, see the claim before"
weights = [rng.normal(size=s) * (0.5 if len(s) < 2 else 1.5 / np.sqrt(s[0] * s[-1])) for s in shapes]
weights[4], weights[9] = rng.uniform(0.2, 2, 32), rng.uniform(0.2, 2, 16)  # running variances
G.set_weights(weights)


def enlarged(a, kernel):
    """A transposed convolution, stride 2, padding "same": every number lays a kernel down."""
    n, H, W, _ = a.shape
    out = np.zeros((n, 2 * H + 2, 2 * W + 2, kernel.shape[2]))
    for i in range(H):
        for j in range(W):
            out[:, 2 * i : 2 * i + 4, 2 * j : 2 * j + 4] += np.einsum("nc,abfc->nabf", a[:, i, j], kernel)
    return out[:, 1:-1, 1:-1]


a = (z @ weights[0]).reshape(6, 2, 2, 32)


def finished(a, training):
    """From the reshaped numbers to the pictures; and the means by which the two layers normalise."""
    used = []
    for gamma, beta, mean, variance, kernel in (weights[1:6], weights[6:11]):
        if training:
            mean, variance = a.mean(axis=(0, 1, 2)), a.var(axis=(0, 1, 2))
        a = enlarged(np.maximum((a - mean) / np.sqrt(variance + 0.001) * gamma + beta, 0), kernel)
        used.append(mean)
    return np.tanh(a + weights[11]), used


want, (want_training, means) = finished(a, False)[0], finished(a, True)
assert close(np.asarray(G(z)), want, rtol=1e-3, atol=1e-4), (
    "with given weights the pictures differ from the table's: look at every activation, at the order of the "
    "layers, at strides and padding"
)
assert close(np.asarray(G(z, training=True)), want_training, rtol=5e-3, atol=1e-3), (
    "in training mode the pictures differ from the table's: is there a layer that the table does not have?"
)
after = G.get_weights()
for place, mean, which in ((3, means[0], "first"), (8, means[1], "second")):
    assert close(after[place], 0.8 * weights[place] + 0.2 * mean, rtol=5e-3, atol=1e-3), (
        f"in training mode the running mean of the {which} batch normalisation moves by the wrong share: "
        "momentum is 0.8"
    )
### END HIDDEN TESTS

# %% [markdown]
# ## 4. The discriminator (2 points)
#
# The way back, by the same rules, from a picture to one number:
#
# | layer | output | details |
# |---|---|---|
# | input | 8 × 8 × 1 | |
# | convolution, 16 filters of 4 × 4, stride 2 | 4 × 4 × 16 | `padding="same"`, with bias, then LeakyReLU, slope 0.2 |
# | convolution, 32 filters of 4 × 4, stride 2 | 2 × 2 × 32 | `padding="same"`, no bias |
# | batch normalisation | 2 × 2 × 32 | `momentum=0.8`, then LeakyReLU, slope 0.2 |
# | flatten | 128 | |
# | dense, 1 unit | 1 | with bias, **no activation**: a logit |
#
# LeakyReLU leaves positive numbers alone and multiplies negative ones by its slope, so that no unit falls
# silent: −3 becomes −0.6. Mind the default: `keras.layers.LeakyReLU()` has the slope 0.3; the argument is
# called `negative_slope`.
#
# Write `discriminator` (about 11 lines). New layers: `Conv2D`, `LeakyReLU`, `Flatten`.

# %% solution="discriminator"
def discriminator():
    """The discriminator of the table, not compiled and not trained.

    Returns:
        A keras.Sequential or functional keras.Model that takes (B, 8, 8, 1) and gives (B, 1), logits.
    """
    ### BEGIN SOLUTION
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Input((8, 8, 1)),
            layers.Conv2D(16, 4, strides=2, padding="same"),  # (B, 4, 4, 16)
            layers.LeakyReLU(negative_slope=0.2),
            layers.Conv2D(32, 4, strides=2, padding="same", use_bias=False),  # (B, 2, 2, 32)
            layers.BatchNormalization(momentum=0.8),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Flatten(),  # (B, 128)
            layers.Dense(1),
        ]
    )
    ### END SOLUTION

# %% test="discriminator_has_the_tables_sizes" points=1
# The layers of the discriminator hold as many numbers as the table says.
D = discriminator()
assert isinstance(D, keras.Model), f"return the network itself, a keras model; got {says(D)}"
count, out = D.count_params(), np.shape(D(np.zeros((3, 8, 8, 1), dtype="float32")))
assert out == (3, 1), f"3 pictures get 3 rows of one logit, (3, 1); got {out}"
assert count == 8_721, (
    f"your discriminator holds {count:,} numbers, the table has 8,721: compare D.summary() with it"
)
### BEGIN HIDDEN TESTS
sizes = [tuple(w.shape) for w in D.get_weights()]
want = [(4, 4, 1, 16), (16,), (4, 4, 16, 32), (32,), (32,), (32,), (32,), (128, 1), (1,)]
assert sizes == want, f"the weights have the shapes {sizes}; compare layer by layer with the table"
### END HIDDEN TESTS

# %% test="discriminator_computes_the_table" points=1
# With any weights, the discriminator computes what the table says: a logit, not a probability.
D = discriminator()
assert isinstance(D, keras.Model), f"return the network itself, a keras model; got {says(D)}"
sizes = [w.shape for w in D.get_weights()]
assert sizes[-2:] == [(128, 1), (1,)], (
    f"the last layer should have one unit with 128 inputs and a bias; got weights of the shapes {sizes[-2:]}"
)
D.set_weights(D.get_weights()[:-1] + [np.full(1, -7.0)])
logits = np.asarray(D(np.zeros((2, 8, 8, 1), dtype="float32")))
assert close(logits, [[-7], [-7]], rtol=0.05), (
    "empty pictures and a bias of -7 in the last layer should give the logit -7: no activation at the end"
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(41)
shapes = [(4, 4, 1, 16), (16,), (4, 4, 16, 32), (32,), (32,), (32,), (32,), (128, 1), (1,)]
assert sizes == shapes, "the layers do not have the table's sizes, see the claim before"
weights = [rng.normal(size=s) * (0.5 if len(s) < 2 else 1.5 / np.sqrt(np.prod(s[:-1]))) for s in shapes]
weights[6] = rng.uniform(0.2, 2, 32)  # the running variance
D.set_weights(weights)
x = rng.uniform(-1, 1, size=(5, 8, 8, 1))


def shrunk(a, kernel):
    """A convolution, stride 2, padding "same", of even sides."""
    a = np.pad(a, ((0, 0), (1, 1), (1, 1), (0, 0)))
    views = np.lib.stride_tricks.sliding_window_view(a, (4, 4), axis=(1, 2))[:, ::2, ::2]
    return np.einsum("nijcab,abcf->nijf", views, kernel)


a = shrunk(x, weights[0]) + weights[1]
a = shrunk(np.where(a > 0, a, 0.2 * a), weights[2])
own_mean = a.mean(axis=(0, 1, 2))


def finished(a, mean, variance):
    """From the second convolution to the logits."""
    a = (a - mean) / np.sqrt(variance + 0.001) * weights[3] + weights[4]
    return np.where(a > 0, a, 0.2 * a).reshape(5, 128) @ weights[7] + weights[8]


want, want_training = finished(a, *weights[5:7]), finished(a, own_mean, a.var(axis=(0, 1, 2)))
assert close(np.asarray(D(x.astype("float32"))), want, rtol=1e-3, atol=1e-4), (
    "with given weights the logits differ from the table's: look at the slope below 0, at the order of the "
    "layers, at strides and padding, and at the end"
)
assert close(np.asarray(D(x.astype("float32"), training=True)), want_training, rtol=5e-3, atol=1e-3), (
    "in training mode the logits differ from the table's: is there a layer that the table does not have?"
)
assert close(D.get_weights()[5], 0.8 * weights[5] + 0.2 * own_mean, rtol=1e-3, atol=1e-4), (
    "in training mode the running mean of the batch normalisation moves by the wrong share: momentum is 0.8"
)
### END HIDDEN TESTS

# %% run
keras.utils.set_random_seed(603)
fresh = np.asarray(generator(16)(np.random.default_rng(3).normal(size=(10, 16)).astype("float32")))
logits = np.asarray(discriminator()(fresh))
figure, axes = plt.subplots(1, 10, figsize=(11, 1.7), layout="constrained")
for axis, picture, logit in zip(axes, fresh, logits):
    show(axis, picture, f"{float(sigmoid(logit)[0]):.2f}", vmin=-1, vmax=1)
figure.suptitle("Before training: pictures of your generator, and D(G(z)) of your discriminator", fontsize=11)
plt.show()

# %% [markdown]
# Grey mush, and a discriminator that shrugs: all its answers are close to 0.5. From here, each has to teach
# the other.

# %% [markdown]
# ## 5. How wrong is the discriminator? (2 points)
#
# The discriminator is an ordinary classifier with labels, 1 for real and 0 for forged. Its loss is the
# cross-entropy, half from the real and half from the forged pictures:
#
# $$ J_D = \frac12 \left( -\frac1B \sum_{i=1}^{B} \log D(x_i)
# \; - \; \frac1M \sum_{j=1}^{M} \log\bigl(1 - D(G(z_j))\bigr) \right) $$
#
# (Many programs leave out the ½. That only doubles the gradient.) We start from the **logits** $\ell$, with
# $D = \sigma(\ell)$. Computed as it stands, $\sigma(-800)$ is 0 and its logarithm $-\infty$. The same
# numbers, safely:
#
# $$ -\log \sigma(\ell) = \log(1 + e^{-\ell}), \qquad -\log(1 - \sigma(\ell)) = \log(1 + e^{\ell}), $$
#
# and NumPy computes $\log(e^a + e^b)$ without overflow: `np.logaddexp(a, b)`.
#
# **With small numbers.** One real picture with the logit 2, two forged ones with 0 and −1: the real one costs
# $\log(1 + e^{-2}) = 0.1269$, the forged ones $\log 2 = 0.6931$ and $\log(1 + e^{-1}) = 0.3133$, on average
# $0.5032$. So $J_D = \frac12 (0.1269 + 0.5032) = 0.3151$.
#
# Write `d_loss` (1 to 3 lines), in NumPy.

# %% solution="d_loss"
def d_loss(real_logits, fake_logits):
    """The discriminator's loss J_D, from logits.

    Args:
        real_logits: (B, 1), float, what D puts out for real pictures.
        fake_logits: (M, 1), float, what D puts out for forged pictures; M may differ from B.

    Returns:
        One number, exact also for logits such as -800 and 800 (no infinity, no clipping).
        Example: d_loss(np.array([[2.0]]), np.array([[0.0], [-1.0]])) is 0.3151.
    """
    ### BEGIN SOLUTION
    real = np.logaddexp(0, -real_logits).mean()
    fake = np.logaddexp(0, fake_logits).mean()
    return (real + fake) / 2
    ### END SOLUTION

# %% test="both_kinds_count_one_half" points=1
# The loss is the mean of the real pictures' cross-entropy and of the forged pictures' cross-entropy.
loss = number(d_loss(np.zeros((3, 1)), np.zeros((2, 1))), "d_loss")
assert not close(loss, 2 * np.log(2)), "this is twice the right number: did you forget the factor 1/2?"
assert close(loss, np.log(2)), (
    f"a discriminator that always says 0.5 has the loss ln 2 = 0.693, got {loss:.3f}"
)
loss = number(d_loss(np.array([[2.0]]), np.array([[0.0], [-1.0]])), "d_loss")
assert close(loss, 0.31505, atol=2e-4), f"the worked example should give 0.3151, got {loss:.4f}"
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(5)
for B, M in ((5, 3), (1, 4), (3, 3)):
    r, f = rng.normal(0.7, 1.5, size=(B, 1)), rng.normal(-0.4, 2, size=(M, 1))
    want = np.mean(-np.log(1 / (1 + np.exp(-r)))) / 2 + np.mean(-np.log(1 / (1 + np.exp(f)))) / 2
    loss = number(d_loss(r.copy(), f.copy()), "d_loss")
    assert close(loss, want, rtol=1e-3), (
        f"B = {B} real and M = {M} forged logits give a wrong number: each kind has a mean of its own, real "
        "pictures have the label 1, forged ones 0"
    )
### END HIDDEN TESTS

# %% test="large_logits_stay_exact" points=1
# A very sure discriminator costs nothing where it is right, and the size of its logit where it is wrong.
loss = number(d_loss(np.array([[800.0], [900]]), np.array([[-700.0]])), "d_loss")
assert close(loss, 0), f"real logits 800 and 900 and a forged -700 are all right: loss 0, got {loss:.3f}"
loss = number(d_loss(np.array([[-800.0], [800]]), np.array([[-900.0]])), "d_loss")
assert close(loss, 200), (
    f"a real picture with the logit -800 costs 800; with a free one, and with the half, that makes 200; "
    f"got {loss:.3f} (a logarithm of 0, or something clipped?)"
)
### BEGIN HIDDEN TESTS
loss = number(d_loss(np.array([[300.0], [100]]), np.array([[90.0], [750], [-400]])), "d_loss")
assert close(loss, 140), "forged pictures with the logits 90, 750, -400 should cost 90, 750, 0"
loss = number(d_loss(np.array([[-1000.0]]), np.array([[1000.0]])), "d_loss")
assert close(loss, 1000), "wrong on both sides with logits -1000 and 1000: the loss is 1000"
loss = number(d_loss(np.array([[40.0]]), np.array([[-45.0]])), "d_loss")
assert 0 <= loss < 1e-12, "logits of 40 and -45 that are right cost hardly anything"
### END HIDDEN TESTS

# %% run
print("a discriminator that …                 real logits   forged logits   loss")
for what, r, f in [
    ("is right and sure of it", 6.0, -6.0),
    ("is right, barely", 0.5, -0.5),
    ("says 0.5 to everything", 0.0, 0.0),
    ("takes everything for real, surely", 6.0, 6.0),
    ("has it the wrong way round", -6.0, 6.0),
]:
    loss = float(d_loss(np.full((4, 1), r), np.full((4, 1), f)))
    print(f"  {what:36s} {r:11.1f} {f:15.1f} {loss:8.3f}  {'#' * round(5 * loss)}")

# %% [markdown]
# Remember ln 2 = 0.693, the loss of $D = 0.5$ everywhere: it is where theory says the game ends if the
# forgeries have become as good as real.

# %% [markdown]
# ## 6. How badly does the generator forge? (2 points)
#
# The generator wants the opposite. The obvious idea is to let it **minimise**
# $\frac1M \sum \log(1 - D(G(z)))$, the discriminator's loss with the sign turned round. But soon after the
# start the discriminator sees through every forgery, and there this function is flat: the generator learns
# nothing when it needs it most. It *saturates*.
#
# So one keeps the wish and changes the function: the forgeries should get the label **1**,
#
# $$ J_G = -\frac1M \sum_{j=1}^{M} \log D(G(z_j)). $$
#
# **With small numbers.** Two forgeries with the logits 0 and −6: they cost $\log 2 = 0.6931$ and
# $\log(1 + e^6) = 6.0025$, so $J_G = 3.3478$.
#
# Write `g_loss` (1 line), in NumPy.

# %% solution="g_loss"
def g_loss(fake_logits):
    """The generator's loss J_G, the one that does not saturate, from logits.

    Args:
        fake_logits: (M, 1), float, what D puts out for forged pictures.

    Returns:
        One number, exact also for logits such as -800 and 800.
        Example: g_loss(np.array([[0.0], [-6.0]])) is 3.3478.
    """
    ### BEGIN SOLUTION
    return np.logaddexp(0, -fake_logits).mean()
    ### END SOLUTION

# %% test="forgeries_should_pass_for_real" points=1
# The loss is the mean cross-entropy of the forgeries with the label 1.
loss = number(g_loss(np.zeros((3, 1))), "g_loss")
assert not close(loss, np.log(2) / 2), (
    "this is half the right number: there is no 1/2 in the generator's loss"
)
assert close(loss, np.log(2)), f"forgeries with D = 0.5 cost ln 2 = 0.693, got {loss:.3f}"
loss = number(g_loss(np.array([[0.0], [-6.0]])), "g_loss")
assert not close(loss, 0.3478, atol=2e-4), "0.3478 is the loss with the label 0, the discriminator's wish"
assert close(loss, 3.34781, atol=2e-4), f"the worked example should give 3.3478, got {loss:.4f}"
### BEGIN HIDDEN TESTS
f = np.random.default_rng(6).normal(0.5, 2, size=(5, 1))
want = np.mean(-np.log(1 / (1 + np.exp(-f))))
loss = number(g_loss(f.copy()), "g_loss")
assert close(loss, want, rtol=1e-3), "five forgeries give a wrong number: the mean of -log D(G(z))"
### END HIDDEN TESTS

# %% test="hopeless_forgeries_still_teach" points=1
# Where the discriminator is sure of a forgery, the loss still has a steep slope.
h = 0.01
up, down = (number(g_loss(np.array([[-6.0 + step]])), "g_loss") for step in (h, -h))
slope = (up - down) / (2 * h)
assert slope < 0, f"with a larger logit the loss must become smaller; its slope at -6 is {slope:.4f}"
assert slope < -0.9, f"the slope at the logit -6 is {slope:.4f}: this is the loss that saturates"
### BEGIN HIDDEN TESTS
for l in (-800.0, -40.0, -2.0, 1.5):
    f = np.array([[l, -1.0, 2.0]]).T
    up, down = (number(g_loss(f + [[step], [0], [0]]), "g_loss") for step in (0.05, -0.05))
    slope = 3 * (up - down) / 0.1
    assert close(slope, sigmoid(l) - 1, rtol=0.01), (
        f"the slope of -log D at the logit {l} is not right (an infinity, or something clipped?)"
    )
loss = number(g_loss(np.array([[-800.0], [800.0]])), "g_loss")
assert close(loss, 400), "logits of -800 and 800 cost 800 and 0, on average 400"
### END HIDDEN TESTS

# %% run
l = np.linspace(-8, 8, 81)
yours = [float(g_loss(np.array([[a + 0.01]])) - g_loss(np.array([[a - 0.01]]))) / 0.02 for a in l]
figure, axis = plt.subplots(figsize=(7, 3.6), layout="constrained")
axis.plot(l, np.abs(yours), color=BLUE, label="your $J_G$")
axis.plot(l, sigmoid(l), "--", color=ORANGE, label="the obvious idea, minimise log(1 − D)")
axis.axvspan(-8, -4, color="0.9")
axis.text(-7.8, 0.45, "forgeries that\n$D$ sees through")
axis.set(
    title="How much a forgery teaches the generator",
    xlabel="logit of the forgery",
    ylabel="size of the slope",
)
axis.set_ylim(-0.05, 1.45)
axis.legend(loc="upper center")
plt.show()

# %% [markdown]
# Both slopes push the logit upwards. Early in the training, on the left, yours is close to 1, the other one
# close to 0: the worse the forgery, the less it would teach.

# %% [markdown]
# ## 7. The discriminator learns (3 points)
#
# Now in Keras, where TensorFlow computes the gradients. `bce` from the setup is your cross-entropy:
# `bce(labels, logits)` is the mean over a batch; labels have the shape of the logits (`tf.ones_like`,
# `tf.zeros_like`). One step of $D$:
#
# 1. forge: `G(z, training=True)`,
# 2. inside a `tf.GradientTape`, let $D$ look at the real pictures and at the forged ones, in **two** calls,
#    each with `training=True` (batch normalisation then takes each kind for itself), and compute $J_D$ of
#    exercise 5,
# 3. take the gradients for **D's** trainable variables and for nothing else:
#    `tape.gradient(loss, D.trainable_variables)`,
# 4. hand them to the optimizer, once: `optimizer.apply_gradients(zip(gradients, variables))`.
#
# `training=True` lets batch normalisation work with the batch itself and move its running means. Those of $G$
# move too, here: they are no trainable weights, and $G$ learns nothing by it. Do not freeze $G$ (a frozen
# batch normalisation ignores `training=True`): handing the right variables to the optimizer is enough.
#
# **With small numbers.** Say $D(x) = \sigma(wx + b)$ with $w = b = 0$, one real picture $x = 1$ and one
# forged picture $-1$. The gradient for $w$ is $\frac12\bigl((0.5 - 1) \cdot 1 + 0.5 \cdot (-1)\bigr) = -0.5$,
# that for $b$ is $\frac12(-0.5 + 0.5) = 0$. One step of plain gradient descent with the learning rate 0.1
# makes $w = 0.05$.
#
# Write `d_step` (about 7 lines).

# %% solution="d_step"
def d_step(G, D, optimizer, real, z):
    """One step of gradient descent on J_D: changes D's trainable weights, and not G's.

    Args:
        G: Keras network, noise (M, d) -> pictures (M, ...).
        D: Keras network, pictures (B, ...) -> logits (B, 1).
        optimizer: Keras optimizer for D's trainable variables.
        real: (B, ...), float32, real pictures in the range -1 … 1.
        z: (M, d), float32, noise; M may differ from B.

    Returns:
        The loss J_D before the step, as TensorFlow gives it: a scalar tensor. (No float(), no .numpy() and
        no @tf.function: the training below compiles your function.)
    """
    ### BEGIN SOLUTION
    fake = G(z, training=True)  # (M, ...)
    with tf.GradientTape() as tape:
        real_logits, fake_logits = D(real, training=True), D(fake, training=True)  # (B, 1), (M, 1)
        loss = bce(tf.ones_like(real_logits), real_logits) + bce(tf.zeros_like(fake_logits), fake_logits)
        loss = loss / 2
    variables = D.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return loss
    ### END SOLUTION

# %% test="discriminator_descends_its_loss" points=1
# D's weights make one step down the gradient of J_D, and the loss before the step is returned.
optimizer, (G, D) = keras.optimizers.SGD(0.1), small_networks(2, 3)
G.set_weights([np.zeros((2, 3)), np.array([-50.0, 0, 0])])  # every forged picture is -1 (and two zeros)
D.set_weights([np.zeros((3, 1)), np.zeros(1)])
loss = d_step(G, D, optimizer, np.array([[1, 0, 0]], dtype="float32"), np.ones((1, 2), dtype="float32"))
(w, *others), b = D.get_weights()
assert not close(w, [0.1]), "w made a step twice as long as it should: the factor 1/2, or two updates?"
assert not close(w, [-0.05]), "w went up the hill: are the labels swapped?"
assert close(w, [0.05]) and close(b, [0]) and close(others, [[0], [0]]), (
    f"the worked example should give w = 0.05 and b = 0; got w = {says(w)}, b = {says(b)}"
)
loss = number(loss, "d_step")
assert close(loss, np.log(2)), f"with w = b = 0 the loss before the step is ln 2 = 0.693; got {loss:.3f}"
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(71)
real, z = rng.uniform(-1, 1, size=(4, 3)).astype("float32"), rng.normal(size=(6, 2)).astype("float32")
W, c, w, b = rng.normal(size=(2, 3)), rng.normal(size=3), rng.normal(size=(3, 1)), rng.normal(size=1)
G.set_weights([W, c])
D.set_weights([w, b])
fake = np.tanh(z @ W + c)  # (6, 3)
r, f = sigmoid(real @ w + b), sigmoid(fake @ w + b)
want_loss = -np.log(r).mean() / 2 - np.log(1 - f).mean() / 2
w = w - 0.5 * (real.T @ (r - 1) / 4 + fake.T @ f / 6) / 2
b = b - 0.5 * ((r - 1).mean() + f.mean()) / 2
loss = number(d_step(G, D, keras.optimizers.SGD(0.5), real, z), "d_step")
got = D.get_weights()
assert close(got[0], w, rtol=1e-3, atol=1e-4) and close(got[1], b, rtol=1e-3, atol=1e-4), (
    "4 real and 6 forged pictures: D's weights are not one step of SGD on J_D further: each kind has its own "
    "label and its own mean, and there is one update in a step"
)
assert close(loss, want_loss, rtol=1e-3), "4 real and 6 forged pictures: this is not J_D before the step"
### END HIDDEN TESTS

# %% test="generators_weights_stay_put" points=1
# A step of the discriminator changes the discriminator and leaves the generator's weights alone.
rng = np.random.default_rng(72)
G, D = small_networks(2, 4)
before, old = G.get_weights(), D.get_weights()
real, z = rng.uniform(-1, 1, size=(5, 4)).astype("float32"), rng.normal(size=(7, 2)).astype("float32")
d_step(G, D, keras.optimizers.SGD(0.5), real, z)
assert np.abs(D.get_weights()[0] - old[0]).max() > 1e-4, "D's weights did not move at all"
assert all(np.array_equal(a, b) for a, b in zip(G.get_weights(), before)), (
    "G's weights moved: whose trainable variables did the optimizer get?"
)
### BEGIN HIDDEN TESTS
assert len(G.trainable_variables) == len(D.trainable_variables) == 2, (
    "after the step, both networks must still be trainable: the other step needs that"
)
### END HIDDEN TESTS

# %% test="both_run_in_training_mode" points=1
# G forges, and D sees the real and the forged batch one after the other, in training mode.
G, D = small_networks(2, 3, norm=True)
rng = np.random.default_rng(73)
z, real = rng.normal(size=(6, 2)).astype("float32"), rng.normal(size=(4, 3)).astype("float32")
W, c, beta = rng.normal(size=(2, 3)), rng.normal(size=3), np.array([0.3, -0.8, 0.1])
G.set_weights([W, c, np.full(3, 0.5), beta, np.zeros(3), np.ones(3)])
D.set_weights([np.full(3, 1.5), np.full(3, 0.2), np.full(3, 0.4), np.ones(3), np.ones((3, 1)), np.ones(1)])
inside = (z @ W + c).mean(axis=0)  # (3,) what G's normalisation sees; half of it comes to its running mean, 0
d_step(G, D, keras.optimizers.SGD(0.1), real.copy(), z.copy())
moving = G.get_weights()[4]
assert not close(moving, np.zeros(3)), "the running means of G did not move: G(z, training=True)"
assert close(moving, inside / 2, rtol=1e-3, atol=1e-4), (
    "the running means of G did not move by one batch: forge one batch, once"
)
### BEGIN HIDDEN TESTS
fake_first = ((0.4 + beta) / 2 + real.mean(axis=0)) / 2  # in training mode, G's pictures have the mean beta
real_first = ((0.4 + real.mean(axis=0)) / 2 + beta) / 2
moving = D.get_weights()[2]
assert not close(moving, np.full(3, 0.4)), "the running means of D did not move: D(…, training=True)"
assert close(moving, real_first, rtol=1e-3, atol=1e-3) or close(moving, fake_first, rtol=1e-3, atol=1e-3), (
    "the running means of D are not those of one batch of real and one batch of forged pictures, each seen "
    "once, in a call of its own, in training mode"
)
### END HIDDEN TESTS

# %% [markdown]
# ## 8. The generator learns (2 points)
#
# The mirror image: forge, let $D$ look, compute $J_G$ of exercise 6, and change **G's** trainable variables
# only. One thing is different: the forging must now happen **inside** the tape, because the gradient has to
# travel from the loss through $D$ and through the picture into $G$. $D$ passes the gradient on, but it does
# not move. Again everything with `training=True`.
#
# (Older notebooks compile a combined model, and must not forget `discriminator.trainable = False` before.
# With a tape, naming the right variables does it. Leave the flag alone: the batch normalisation of a frozen
# $D$ works with its running means, even with `training=True`, and our generator would learn next to nothing.)
#
# **With small numbers.** $G(z) = \tanh(uz)$ with $u = 0$, noise $z = 1$, $D(x) = \sigma(2x)$: the forgery is
# 0, its logit 0, $J_G = \ln 2$. The gradient for $u$ is $(0.5 - 1) \cdot 2 \cdot (1 - 0^2) \cdot 1 = -1$;
# with the learning rate 0.1, $u$ becomes 0.1.
#
# Write `g_step` (about 6 lines).

# %% solution="g_step"
def g_step(G, D, optimizer, z):
    """One step of gradient descent on J_G: changes G's trainable weights, and not D's.

    Args:
        G: Keras network, noise (M, d) -> pictures (M, ...).
        D: Keras network, pictures (M, ...) -> logits (M, 1).
        optimizer: Keras optimizer for G's trainable variables.
        z: (M, d), float32, noise.

    Returns:
        The loss J_G before the step, as TensorFlow gives it: a scalar tensor (see d_step).
    """
    ### BEGIN SOLUTION
    with tf.GradientTape() as tape:
        fake_logits = D(G(z, training=True), training=True)  # (M, 1)
        loss = bce(tf.ones_like(fake_logits), fake_logits)
    variables = G.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
    return loss
    ### END SOLUTION

# %% test="generator_descends_its_loss" points=1
# G's weights make one step down the gradient of J_G, in training mode, and the loss before it is returned.
G, D = small_networks(2, 3)
G.set_weights([np.zeros((2, 3)), np.zeros(3)])
D.set_weights([np.array([[2.0], [0], [0]]), np.zeros(1)])  # D looks at the first pixel only
loss = g_step(G, D, keras.optimizers.SGD(0.1), np.array([[1, 0]], dtype="float32"))
u = G.get_weights()[0][0, 0]
assert not close(u, -0.1), "u went the wrong way: which label should the forgeries get?"
assert not close(u, 0), "u did not move: does the gradient reach G (forged inside the tape)?"
assert close(u, 0.1), f"the worked example should give u = 0.1; got {u:.3f}"
loss = number(loss, "g_step")
assert close(loss, np.log(2)), (
    f"in the worked example the loss before the step is ln 2 = 0.693; got {loss:.3f}"
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(81)
z = rng.normal(size=(5, 2)).astype("float32")
W, c, w, b = rng.normal(size=(2, 3)), rng.normal(size=3), rng.normal(size=(3, 1)), np.array([-1.5])
G.set_weights([W, c])
D.set_weights([w, b])
fake = np.tanh(z @ W + c)
p = sigmoid(fake @ w + b)
back = (p - 1) / 5 @ w.T * (1 - fake**2)  # (5, 3)
want = [W - 0.5 * z.T @ back, c - 0.5 * back.sum(axis=0)]
loss = number(g_step(G, D, keras.optimizers.SGD(0.5), z), "g_step")
assert all(close(a, b, rtol=1e-3, atol=1e-4) for a, b in zip(G.get_weights(), want)), (
    "5 forgeries: G's weights are not one step of SGD on J_G further (the loss that does not saturate)"
)
assert close(loss, -np.log(p).mean(), rtol=1e-3), "5 forgeries: this is not J_G before the step"
G, D = small_networks(2, 3, norm=True)
beta = np.array([0.3, -0.8, 0.1])  # in training mode, the mean of G's pictures
G.set_weights([W, c, np.full(3, 0.5), beta, np.zeros(3), np.ones(3)])
want = (z @ W + c).mean(axis=0) / 2
g_step(G, D, keras.optimizers.SGD(0.1), z.copy())
assert close(G.get_weights()[4], want, rtol=1e-3, atol=1e-3), (
    "the running means of G should follow one batch: G(z, training=True), once"
)
moving = D.get_weights()[2]
assert not close(moving, np.zeros(3)), "the running means of D did not move: D(…, training=True), not frozen"
assert close(moving, beta / 2, rtol=1e-3, atol=1e-3), "D should see the forged batch once, and nothing else"
### END HIDDEN TESTS

# %% test="discriminator_only_looks_on" points=1
# A step of the generator changes the generator and leaves the discriminator's weights alone.
z = np.random.default_rng(82).normal(size=(7, 3)).astype("float32")
G, D = small_networks(3, 2)
before, old = D.get_weights(), G.get_weights()
g_step(G, D, keras.optimizers.SGD(0.5), z)
assert np.abs(G.get_weights()[0] - old[0]).max() > 1e-4, "G's weights did not move at all"
assert all(np.array_equal(a, b) for a, b in zip(D.get_weights(), before)), (
    "D's weights moved: whose trainable variables did the optimizer get?"
)
### BEGIN HIDDEN TESTS
assert len(D.trainable_variables) == len(G.trainable_variables) == 2, (
    "after the step D must still be trainable: its own next step needs that"
)
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Real digits and fresh noise (2 points)
#
# The two steps take turns. One **epoch** goes once through the real pictures, in a new random order, in
# batches of $B$. Each turn needs three things: a batch of real pictures, noise `z_d` for the discriminator's
# step, and **other** noise `z_g` for the generator's step, each number drawn from the normal distribution
# with mean 0 and standard deviation 1. What is left over at the end, fewer than $B$ pictures, is left out
# this time.
#
# **With small numbers.** 10 pictures and $B = 4$ make 2 turns; 2 pictures, others in every epoch, sit out.
#
# Write `epoch` (about 5 lines): yield the turns one by one, or return them in a list. All chance comes from
# `rng`: `rng.permutation(N)` gives the numbers 0 … N − 1 in random order, `rng.normal(size=…)` normal noise.
# The order in which you draw is free.

# %% solution="epoch"
def epoch(images, B, d, rng):
    """The turns of one epoch.

    Args:
        images: (N, ...), float, real pictures; not changed.
        B: pictures in a batch, at most N.
        d: how many random numbers make one picture.
        rng: a np.random.Generator; everything random comes from it.

    Returns:
        Something to loop over (generator or list) with N // B turns. Each turn is a tuple (real, z_d, z_g):
        real (B, ...), B of the images, each image at most once in the epoch, in random order;
        z_d (B, d) and z_g (B, d), drawn afresh for every turn from the normal distribution N(0, 1).
    """
    ### BEGIN SOLUTION
    order = rng.permutation(len(images))
    for start in range(0, len(images) - B + 1, B):
        real = images[order[start : start + B]]
        yield real, rng.normal(size=(B, d)), rng.normal(size=(B, d))
    ### END SOLUTION

# %% test="each_image_once_in_random_order" points=1
# An epoch goes through the images in a new order each time, each at most once, in full batches.
images, rng = np.arange(10.0).reshape(10, 1) + np.zeros((10, 3)), np.random.default_rng(90)
turns = epoch(images.copy(), 4, 5, rng)
assert hasattr(turns, "__iter__"), f"yield the turns or return them in a list; got {says(turns)}"
turns = [tuple(turn) for turn in turns]
assert len(turns) == 2, f"10 pictures and B = 4 make 2 turns, got {len(turns)}"
assert all(len(turn) == 3 for turn in turns), "each turn is a tuple of three: real, z_d, z_g"
assert all(shape_of(turn[0]) == (4, 3) for turn in turns), (
    f"4 pictures of shape (3,) make a batch (4, 3); got {says(turns[0][0])}"
)
seen = np.concatenate([np.asarray(turn[0], dtype=float) for turn in turns])
assert (seen == seen[:, :1]).all() and len(set(seen[:, 0].tolist())) == 8, (
    "8 different pictures, each whole and as it was, should come in 2 turns of 4"
)
### BEGIN HIDDEN TESTS
images = np.random.default_rng(91).normal(size=(23, 2, 2, 1))
before, orders = images.copy(), []
rng, twin = np.random.default_rng(92), np.random.default_rng(92)
for generator_ in (rng, rng, rng, twin):
    turns = [tuple(turn) for turn in epoch(images, 5, 2, generator_)]
    assert len(turns) == 4, "23 pictures and B = 5 make 4 turns"
    assert all(shape_of(turn[0]) == (5, 2, 2, 1) for turn in turns), "a batch has the shape (5, 2, 2, 1)"
    seen = np.concatenate([np.asarray(turn[0], dtype=float) for turn in turns])
    same = np.isclose(seen[:, None], before[None], rtol=1e-5).all(axis=(2, 3, 4))  # (20, 23)
    assert (same.sum(axis=1) == 1).all(), "something came that is none of the pictures"
    orders.append(same.argmax(axis=1).tolist())
    assert len(set(orders[-1])) == 20, "a picture came twice in one epoch"
assert np.array_equal(images, before), "the pictures that came in were changed or put into another order"
assert orders[0] != orders[1] and orders[1] != orders[2], "a second epoch has the same order as the first"
assert orders[0] == orders[3], "something random does not come from rng"
assert all(len(set(o) & set(range(20))) < 20 for o in orders), "it is always the last pictures that sit out"
assert all(max(o[:5]) - min(o[:5]) > 5 for o in orders), (
    "the pictures of a batch stand together: no random order"
)
turns = [tuple(turn) for turn in epoch(images, 23, 2, np.random.default_rng(9))]
assert len(turns) == 1, "23 pictures and B = 23 make 1 turn"
### END HIDDEN TESTS

# %% test="fresh_normal_noise_for_each_step" points=1
# Both kinds of noise are drawn afresh from N(0, 1) for every turn.
turns = epoch(np.zeros((300, 1)), 20, 50, np.random.default_rng(95))
assert hasattr(turns, "__iter__"), f"yield the turns or return them in a list; got {says(turns)}"
turns = [tuple(turn) for turn in turns]
assert turns and len(turns[0]) == 3, "each turn is a tuple of three: real, z_d, z_g"
for turn in turns:
    for z in turn[1:]:
        assert shape_of(z) == (20, 50), f"B = 20 and d = 50 make noise of shape (20, 50), got {says(z)}"
noise = np.array([[np.asarray(z, dtype=float) for z in turn[1:]] for turn in turns])  # (turns, 2, 20, 50)
assert not np.allclose(noise[0, 0], noise[0, 1]), "z_d and z_g of a turn are the same noise: draw twice"
for name, z in (("z_d", noise[:, 0]), ("z_g", noise[:, 1])):
    assert abs(z.mean()) < 0.05, f"{name}: the mean is {z.mean():.2f}; N(0, 1) has 0"
    assert abs(z.std() - 1) < 0.03, f"{name}: the standard deviation is {z.std():.2f}; N(0, 1) has 1"
### BEGIN HIDDEN TESTS
assert abs(np.corrcoef(noise[:, 0].ravel(), noise[:, 1].ravel())[0, 1]) < 0.05, (
    "z_g of a turn follows from z_d: draw twice"
)
assert len(np.unique(noise.round(9))) > 0.999 * noise.size, (
    "some of the noise comes again: draw it afresh for each turn"
)
for z in (noise[:, 0], noise[:, 1]):
    assert abs((np.abs(z) > 2).mean() - 0.0455) < 0.012, (
        "the noise has the wrong tails: is it normal, not uniform?"
    )
    assert 3 < np.abs(z).max(), "the noise has no tails: is it normal, not uniform?"
again = [
    [np.asarray(z, dtype=float) for z in turn[1:]]
    for turn in epoch(np.zeros((60, 1)), 20, 50, np.random.default_rng(96))
]
other = [
    [np.asarray(z, dtype=float) for z in turn[1:]]
    for turn in epoch(np.zeros((60, 1)), 20, 50, np.random.default_rng(97))
]
assert np.isin(np.round(again, 9), np.round(other, 9)).mean() < 0.01, "another rng should bring other noise"
third = [
    [np.asarray(z, dtype=float) for z in turn[1:]]
    for turn in epoch(np.zeros((60, 1)), 20, 50, np.random.default_rng(96))
]
assert close(third, np.array(again)), (
    "the same rng should bring the same noise: does all chance come from rng?"
)
### END HIDDEN TESTS

# %% [markdown]
# Now the game: 20 epochs, 920 turns of your two steps (some seconds). **Predict first:** towards which value
# should $D(x)$ and $D(G(z))$ go, if the forgeries become good?

# %% run
game = trained(scale, generator, discriminator, d_step, g_step, epoch)
curve = np.array(game["curve"])  # one row for every 20 turns
figure, axis = plt.subplots(figsize=(8, 3.4), layout="constrained")
axis.plot(game["steps"], curve[:, 0], color=BLUE, label="$D(x)$, 200 real digits")
axis.plot(game["steps"], curve[:, 1], "--", color=ORANGE, label="$D(G(z))$, 200 forged digits")
axis.axhline(0.5, color=GREY, linestyle=":", label="guessing")
axis.set(title="Your GAN plays", xlabel="turn", ylabel="mean probability of “real”", ylim=(0, 1))
axis.legend(loc="lower right")
plt.show()

figure, axis = plt.subplots(figsize=(9, 4.9), layout="constrained")
rows = [*game["saved"].values(), KEPT / 8 - 1]
strips(axis, rows, [*(f"turn {step}" for step in game["saved"]), "real digits"], 14)
axis.set_title("Your generator learns: in each column one and the same noise; real digits below", fontsize=11)
plt.show()

# %% [markdown]
# Both should go to ½. The mush becomes strokes, the strokes become digits. The blue curve stays somewhat
# above ½ and the orange one below: the forgeries have become hard to tell from real digits, but not
# impossible.

# %% [markdown]
# ## 10. Which digits come? (1 point)
#
# A generator may live on one trick. If it forges only beautiful ones, the discriminator has a hard time, and
# so has anybody who looks at a few pictures. This is called **mode collapse**. So we have the forgeries read
# by a **judge**, a classifier trained on real digits with their labels, which has nothing to do with the
# game. A forgery counts for the digit that the judge finds most probable, and only if this probability is at
# least `sure`. A digit is **covered** if at least `least` forgeries count for it.
#
# **With small numbers.** Three classes, four forgeries, `sure` = 0.9:
#
# | | class 0 | class 1 | class 2 | counts for |
# |---|---|---|---|---|
# | 1st | 0.95 | 0.03 | 0.02 | 0 |
# | 2nd | 0.08 | 0.92 | 0.00 | 1 |
# | 3rd | 0.97 | 0.01 | 0.02 | 0 |
# | 4th | 0.20 | 0.15 | 0.65 | none |
#
# With `least` = 1, two classes are covered; with `least` = 2, one.
#
# Write `covered` (2 to 4 lines).

# %% solution="covered"
def covered(P, sure=0.9, least=10):
    """How many classes the generator covers.

    Args:
        P: (n, K), float, the judge's probabilities of the K classes for n forgeries.
        sure: a forgery counts for its most probable class if that probability is at least `sure`.
        least: a class is covered if at least `least` forgeries count for it (1 or more).

    Returns:
        A whole number from 0 to K.
    """
    ### BEGIN SOLUTION
    winners = P.argmax(axis=1)[P.max(axis=1) >= sure]  # at most n classes
    return int((np.bincount(winners, minlength=P.shape[1]) >= least).sum())
    ### END SOLUTION

# %% test="classes_with_enough_sure_forgeries_count" points=1
# A class is covered if enough forgeries are most probably of this class, and surely enough.
P = np.array([[0.95, 0.03, 0.02], [0.08, 0.92, 0.0], [0.97, 0.01, 0.02], [0.2, 0.15, 0.65]])
for least, want in ((1, 2), (2, 1)):
    count = number(covered(P.copy(), 0.9, least), "covered")
    assert close(count, want), f"worked example with least = {least}: expected {want}, got {count:g}"
### BEGIN HIDDEN TESTS
count = number(covered(P.copy(), sure=0.5, least=1), "covered")
assert close(count, 3), f"worked example with sure = 0.5 and least = 1: all three count, got {count:g}"
count = number(covered(P.copy(), 0.9, 3), "covered")
assert close(count, 0), "worked example with least = 3: no class comes three times"
count = number(covered(P.copy(), 0.99, 1), "covered")
assert close(count, 0), "worked example with sure = 0.99: no forgery counts"
P = np.array([[0.0, 0.25, 0.75, 0.0, 0.0], [0.5, 0.1, 0.2, 0.1, 0.1], [0.3, 0.0, 0.45, 0.0, 0.25]])
P = np.repeat(P, [2, 3, 7], axis=0)  # 12 forgeries, 5 classes
for sure, least, want in [(0.75, 2, 1), (0.75, 3, 0), (0.5, 3, 1), (0.5, 2, 2), (0.4, 9, 1), (0.25, 3, 2)]:
    count = number(covered(P.copy(), sure, least), "covered")
    assert close(count, want), (
        f"12 forgeries, sure = {sure}, least = {least}: {count:g} is wrong. Each forgery counts "
        "for one class at most, and “at least” includes the bound itself"
    )
P = np.eye(12)[np.repeat(np.arange(11), 10)] * 0.9 + 0.1 / 12
count = number(covered(P[:-1].copy()), "covered")
assert close(count, 10), "with sure and least left out, they are 0.9 and 10; got a wrong number of 12 classes"
### END HIDDEN TESTS

# %% [markdown]
# Now everything about your generator in one table, 500 forgeries after each number of turns, and below it the
# 297 digits that were kept back from the training. **Judge is sure** is the share that counts for a digit, with
# `sure` = 0.9. **Distance** is how far a picture is from the nearest digit that the GAN was trained on (the
# median; over 64 pixels from −1 to 1): 0 would be a copy.
#
# And there is a rival. It is your GAN once more, after 8 epochs, only that its discriminator learnt with a
# tenth of the learning rate.

# %% run
game = trained(scale, generator, discriminator, d_step, g_step, epoch)
rival = trained(scale, generator, discriminator, d_step, g_step, epoch, epochs=8, d_lr=0.0002)
piles = {f"turn {step}": pictures for step, pictures in game["saved"].items()}
piles["rival"] = list(rival["saved"].values())[-1]
piles["real digits"] = KEPT / 8 - 1
print("                judge is sure   covered   distance   sure forgeries of each digit 0 … 9")
for name, pictures in piles.items():
    P = judged(pictures)
    each = np.bincount(P.argmax(axis=1)[P.max(axis=1) >= 0.9], minlength=10)
    distance = np.median(nearest(pictures)[0])
    print(
        f"{name:12s} {(P.max(axis=1) >= 0.9).mean():16.0%} {covered(P):9d} {distance:10.2f}   {each.tolist()}"
    )
ends = ", ".join(f"{name} = {p:.2f}" for name, p in zip(("D(x)", "D(G(z))"), rival["curve"][-1]))
print(f"the rival at its end: {ends}; your GAN: D(x) = {game['curve'][-1][0]:.2f}, ", end="")
print(f"D(G(z)) = {game['curve'][-1][1]:.2f}")
forged = piles[f"turn {max(game['saved'])}"][:14]
figure, axis = plt.subplots(figsize=(9, 2.3), layout="constrained")
near = TRAIN[nearest(forged)[1]] / 8 - 1
strips(
    axis,
    [piles["rival"], forged, near],
    ["the rival's forgeries", "your forgeries", "nearest training digit"],
    14,
)
axis.set_title(
    "What the rival forges; what you forge, and the training digit that comes nearest to it", fontsize=11
)
plt.show()

# %% [markdown]
# The rival lives on few tricks, often on one: nearly the same picture, over and over, until its slow
# discriminator has learnt to see through it and it needs another one. The judge may be sure of something that
# you would not call a digit, because it must give each picture to one of ten.

# %% [markdown]
# ## 11. Your decision (2 points)
#
# Write to the head of the parcel office, in about seven sentences.
#
# 1. Which state of your generator (a row of your table), if any, do we use for the contractor, and for what?
#    Use at least two columns, and say what is missing. Why does the rival show that $D$ close to ½ is not enough?
# 2. The colleague says: "The generator has never been shown a real digit, so no customer's handwriting can be
#    in its pictures." Is that right? What does the distance say, and what does it not say?

# %% [markdown] essay="may_the_forgeries_leave" points=2
# I would use the state after 920 turns, the last one, but only to try out whether the contractor's machine
# takes in pictures at all, not to measure how well it reads. The judge is sure of about half of the forgeries
# (of real digits: 84 %), nine of ten digits are covered, and an 8 hardly ever comes; a machine that cannot
# read an 8 would pass. And nobody has written down which digit each forgery is meant to be. Earlier states
# are worse: after 200 turns three digits are missing. The rival shows that a D near one half is not enough:
# its D(x) and D(G(z)) are 0.56 and 0.48, nearer to one half than ours, and still it forges one and the same
# picture. D near one half only says that this discriminator cannot tell, and a slow one cannot tell much.
#
# The colleague is wrong. The generator is shown no digit, but all it learns comes through the gradient of a
# discriminator that was shown all of them, and a GAN can learn pictures by heart in this way. The distance
# speaks against copies: my forgeries are farther from the nearest training digit than real digits that were
# kept back. But it is a median, it compares pixel by pixel and would not notice a copy moved by a pixel, and
# blurred, bad forgeries are far away as well. Before anything leaves the house I would look at the smallest
# distances, and at the writers who are rare.
#
# ### BEGIN MARK SCHEME
# - 1 point: a decision (any state, or none) that fits the student's own table, with at least two of its
#   columns and with what is missing (digits not covered or rare, the share of unsure pictures, no labels),
#   **and** the rival: its D is close to 1/2 although few digits, or nearly one picture, come. Half
#   a point for one of the two.
# - 1 point: the colleague is wrong, because what the discriminator has seen reaches the generator through its
#   gradient, **and** one reading of the distance with its limit (no sign of copies, larger than that of the
#   digits kept back; but a median, pixel by pixel, or large also because forgeries are bad). Half a point for
#   one of the two.
# ### END MARK SCHEME
