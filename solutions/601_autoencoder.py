# ---
# title: Autoencoders
# unit: 6 Generative models
# minutes: 100
# points: 20
# data: [mnist_3000.npz]
# ---

# %% [markdown]
# # Which scans does a person look at again?
#
# An archive scans old ledgers of water levels. Every page is cut into single digits, 28 × 28 pixels each.
# Two things go wrong: there is **dust** on the glass, and some scans are **spoilt**. The paper slips while
# it is scanned, a digit was crossed out, two sheets lie on top of each other, a field is blank. People are to
# look at spoilt scans again, but nobody can look at millions of digits.
#
# Nobody has a collection of spoilt scans either: each accident looks different. What the archive does have is
# good scans. So you will teach a network what good scans look like, by squeezing them through a narrow
# **bottleneck** and drawing them anew, and you will suspect the scans that it **cannot** draw. Before anybody
# looks at results, the archive sets a rule:
#
# > **The network takes over a kind of accident if it finds at least 8 in 10 of them, while it suspects about
# > 1 in 20 good scans. For every other kind, people go on looking.**
#
# At the end you decide which of four kinds of accident the network takes over. (The digits are real and
# hand-written; the archive is invented, and so are the accidents.)
#
# **After this notebook you can**
#
# - compute the best linear bottleneck, PCA, and show that a linear autoencoder comes to the same error,
# - follow a picture's size through an encoder and a decoder, and mend a listing that ends at the wrong size,
# - build a convolutional autoencoder in Keras out of two networks that share their weights with it,
# - look into the space of codes, and walk through it,
# - train a denoiser,
# - set a threshold on the reconstruction error, and say what a small error does **not** prove.
#
# | part | exercise | points | minutes |
# |---|---|---|---|
# | A linear bottleneck | 1. `reconstruction_error`: how far off is the copy? | 1 | 6 |
# | | 2. `pca`: the best linear bottleneck | 2 | 12 |
# | A convolutional one | 3. `layer_to_mend`: who made it 32 × 32? | 1 | 8 |
# | | 4. `encoder_and_decoder`: down to a few numbers and up again | 2 | 18 |
# | | 5. `autoencoder`: two networks in one | 3 | 8 |
# | What a code is good for | 6. `noisy` and `train_denoiser`: dust | 4 | 16 |
# | | 7. `flag`: whom do we suspect? | 2 | 8 |
# | | 8. `which_statements_follow` | 2 | 10 |
# | | 9. The decision, in your own words | 3 | 14 |
#
# Every exercise is tested with inputs of its own: if one of them resists, go on with the next. The pictures
# from exercise 5 on need exercises 1, 2, 4 and 5 as well.

# %% [markdown]
# **Symbols**
#
# | symbol | in the code | meaning |
# |---|---|---|
# | $n$ | `n` | number of pictures; in exercise 3, the side of one picture |
# | $X$, $\hat X$ | `X`, `R` | pictures, and their reconstructions: what comes out of an autoencoder |
# | $d$ | `d` | numbers in one picture (pixels, here 784) |
# | $k$, $z$ | `k`, `z` | numbers in a **code**: what is left of a picture in the bottleneck |
# | $\mu$, $W$ | `mean`, `W` | mean picture $(d,)$ and directions $(d, k)$ of PCA |
# | $\sigma$ | `sigma` | standard deviation of the noise |
#
# All pictures are numbers from 0 (black, paper) to 1 (white, ink). Run the next cell first. It loads the
# data; there is nothing to write in it.

# %% setup
import functools
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # with it, TensorFlow greets on stderr

import keras
import matplotlib.pyplot as plt
import numpy as np
from scipy.ndimage import median_filter


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


digits = np.load("data/mnist_3000.npz")
LEARN, CHOOSE, CHECK = (
    (digits[f"x_{part}"] / 255).astype("float32") for part in ("train", "choose", "check")
)
WHICH = digits["y_check"]  # (1000,): the digit on each picture of CHECK
CROSSED_OUT = CHECK.copy()  # LEARN, CHOOSE, CHECK and all spoilt scans are (1000, 28, 28)
CROSSED_OUT[:, 13:15] = 1  # a line through the middle, two pixels thick
SPOILT = {
    "slipped": np.roll(CHECK, 14, axis=1),  # the lower half stands above the upper one
    "crossed out": CROSSED_OUT,
    "two sheets": np.maximum(CHECK, np.roll(CHECK, 1, axis=0)),  # the next scan shines through
    "blank": np.zeros_like(CHECK),
}
LISTING = [("conv", 3, "same"), ("pool", 2, "same")] * 3  # layers 1 to 6 of exercise 3, the encoder …
LISTING += [("conv", 3, "same"), ("up", 2)] * 3 + [("conv", 3, "same")]  # … and 7 to 13, the decoder
BLUE, ORANGE = "#0072B2", "#D55E00"


def sides(n, layers):
    """The side of a picture of side n behind each layer, as a list; layers are written as in exercise 3."""
    found = []
    for kind, s, *padding in layers:
        if kind == "up":
            n = n * s
        elif kind == "pool":
            n = -(-n // s) if padding == ["same"] else n // s  # rounded up or down
        elif padding == ["valid"]:
            n = n - s + 1
        found.append(n)
    return found


def toy_networks(z):
    """A tiny encoder for pictures (4, 3, 1) and its decoder: something to try exercise 5 with."""
    picture, code = keras.Input((4, 3, 1)), keras.Input((z,))
    h = keras.layers.Flatten()(picture)
    encoder = keras.Model(picture, keras.layers.Dense(z, activation="tanh")(h))
    h = keras.layers.Dense(12, activation="sigmoid")(code)
    return encoder, keras.Model(code, keras.layers.Reshape((4, 3, 1))(h))


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
        return f"an array of shape {shape}" + (f": {few.round(3).tolist()}" if few.size <= 14 else "")
    except Exception:
        return "something that cannot be shown"


def parts(got, names):
    """The things that an exercise returns, if they are as many as their names; says so if they are not."""
    number = len(names.split(", "))
    assert isinstance(got, (tuple, list)) and len(got) == number, (
        f"return {number} things, {names}; got {says(got)}"
    )
    return got


def arrays(got, names):
    """The same, for things that are all to be arrays of numbers."""
    for part, name in zip(parts(got, names), names.split(", ")):
        assert shape_of(part), f"{name} should be an array of numbers, got {says(part)}"
    return [np.asarray(part, dtype=float) for part in got]


def networks(got, names):
    """The same, for things that are all to be Keras networks."""
    for network, name in zip(parts(got, names), names.split(", ")):
        assert isinstance(network, keras.Model), f"{name} should be a Keras network, got {says(network)}"
    return got


def answer(network, x):
    """What a network makes of x, as an array; None if it does not take x."""
    try:
        return np.asarray(network(np.asarray(x, dtype="float32")), dtype=float)
    except Exception:
        return None


def weights_for(network, shapes, name, seed):
    """Gives a network random weights of these shapes and returns them; says so if its own differ."""
    own = [tuple(weights.shape) for weights in network.get_weights()]
    assert own == shapes, f"the {name}'s kernels and biases have the shapes {own}: compare with the table"
    rng = np.random.default_rng(seed)
    made = [rng.normal(size=s) * (1.2 / np.sqrt(np.prod(s[:-1])) if len(s) > 1 else 0.3) for s in shapes]
    network.set_weights(made)
    return made


# For the pictures.
def flat(X):
    """(n, 28, 28) pictures as (n, 784) rows."""
    return np.reshape(X, (len(X), -1))


def through_pca(X, mean, W):
    """The pictures X (n, 28, 28), encoded and decoded by what `pca` returns."""
    codes = (flat(X) - mean) @ np.asarray(W)  # (n, k)
    return np.reshape(mean + codes @ np.asarray(W).T, X.shape)


def through(network, X):
    """The pictures X (n, 28, 28), sent through a network that takes and returns (n, 28, 28, 1)."""
    return np.asarray(network(X[..., None]))[..., 0]


@functools.lru_cache(maxsize=2)
def trained(autoencoder, encoder_and_decoder, z=8, epochs=12):
    """Your autoencoder, trained on LEARN; it trains only once. Returns encoder, decoder, model and losses."""
    keras.utils.set_random_seed(601)
    encoder, decoder = encoder_and_decoder(z)
    model = autoencoder(encoder, decoder)
    x, x_choose = LEARN[..., None], CHOOSE[:300, ..., None]  # (1000 or 300, 28, 28, 1)
    told = model.fit(x, x, validation_data=(x_choose, x_choose), epochs=epochs, batch_size=32, verbose=0)
    return encoder, decoder, model, told.history


@functools.lru_cache(maxsize=2)
def cleaner(autoencoder, encoder_and_decoder, train_denoiser, noisy, z=32, epochs=12):
    """Your denoiser, trained on LEARN with dust of 0.5, only once. Returns the model and its losses."""
    keras.utils.set_random_seed(601)
    rng = np.random.default_rng(601)
    model = autoencoder(*encoder_and_decoder(z))
    losses = train_denoiser(
        model, LEARN[..., None], lambda X: np.asarray(noisy(X, 0.5, rng), dtype="float32"), epochs
    )
    return model, losses


def show(axis, picture, title=""):
    """One picture without ticks."""
    axis.imshow(picture, cmap="gray", vmin=0, vmax=1)
    axis.set_title(title, fontsize=9)
    axis.set(xticks=[], yticks=[])


def rows_of_pictures(rows, title, size=1.15):
    """A figure with one row of pictures for each entry of `rows`: {label: pictures}."""
    columns = max(len(pictures) for pictures in rows.values())
    figure, axes = plt.subplots(
        len(rows),
        columns,
        figsize=(size * columns + 1.3, size * len(rows) + 0.5),
        layout="constrained",
        squeeze=False,
    )
    for line, (label, pictures) in zip(axes, rows.items()):
        for axis, picture in zip(line, pictures):
            show(axis, picture)
        line[0].set_ylabel(label, rotation=0, ha="right", va="center", fontsize=10)
    figure.suptitle(title, fontsize=11)
    plt.show()

# %% [markdown]
# Good scans, and the same scans after each of the four accidents:

# %% run
few = [1, 2, 4, 5, 9, 13, 15, 16]
rows_of_pictures(
    {"good": CHECK[few]} | {kind: X[few] for kind, X in SPOILT.items()},
    "Good and spoilt scans, 28 x 28 pixels",
)

# %% [markdown]
# ## Part I. A linear bottleneck
#
# ### 1. How far off is the copy? (1 point)
#
# An autoencoder makes a copy $\hat X$ of its input $X$. How good the copy of picture $i$ is, its
# **reconstruction error** says: the mean, over all $d$ numbers of that picture, of the squared differences,
#
# $$ e_i = \frac{1}{d} \sum_{j=1}^{d} \left( X_{ij} - \hat X_{ij} \right)^2 . $$
#
# Every picture gets **one** error of its own. Pictures may come as rows of pixels $(n, d)$, as $(n, H, W)$
# or with a channel as $(n, H, W, 1)$: the first axis counts the pictures, and all others belong to one
# picture.
#
# **With small numbers.** Two pictures of two pixels, $X = \begin{pmatrix} 0 & 1 \\ 1 & 1 \end{pmatrix}$ and
# $\hat X = \begin{pmatrix} 0 & 0.6 \\ 0 & 1 \end{pmatrix}$: the errors are $(0^2 + 0.4^2) / 2 = 0.08$ and
# $(1^2 + 0^2) / 2 = 0.5$.
#
# Write `reconstruction_error` (1 or 2 lines).

# %% solution="reconstruction_error"
def reconstruction_error(X, R):
    """The mean squared difference of each picture and its reconstruction.

    Args:
        X: (n, ...), float: n pictures, with one or more axes behind the first. It stays as it is.
        R: their reconstructions, float, the same shape.

    Returns:
        (n,), float.
        Example: reconstruction_error(np.array([[0, 1], [1, 1.]]), np.array([[0, .6], [0, 1]])) is [0.08, 0.5]
    """
    ### BEGIN SOLUTION
    return ((X - R) ** 2).reshape(len(X), -1).mean(axis=1)  # (n, d) -> (n,)
    ### END SOLUTION

# %% test="one_error_for_each_picture" points=1
# Each picture's error is the mean of its own squared differences.
result = reconstruction_error(np.array([[0, 1.0], [1, 1]]), np.array([[0, 0.6], [0, 1]]))
assert shape_of(result) == (2,), f"two pictures have two errors, shape (2,); got {says(result)}"
assert not close(result, [0.16, 1]), "0.16 and 1 are sums; the mean over the pixels is asked for"
assert close(result, [0.08, 0.5]), f"the worked example should give 0.08 and 0.5, got {says(result)}"
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1)
for shape in ((3, 5), (4, 3, 5), (2, 4, 3, 2), (1, 6, 2)):
    X, R = rng.normal(size=shape), rng.normal(size=shape)
    want = [sum((p - q) ** 2 for p, q in zip(x.ravel(), r.ravel())) / x.size for x, r in zip(X, R)]
    before = X.copy()
    result = reconstruction_error(X, R)
    assert shape_of(result) == (shape[0],), (
        f"pictures of shape {shape} have {shape[0]} errors (the first axis counts them), got {says(result)}"
    )
    assert close(result, want), (
        f"pictures of shape {shape}: some error is not the mean of the squared differences"
    )
    assert np.array_equal(X, before), "the pictures themselves have changed; compute new arrays"
### END HIDDEN TESTS

# %% [markdown]
# A first, very poor "autoencoder" needs no code at all: it draws the mean of all good scans, whatever comes
# in.

# %% run
mean = LEARN.mean(axis=0)  # (28, 28)
error = np.asarray(reconstruction_error(CHECK, np.broadcast_to(mean, CHECK.shape)))  # (1000,)
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained", width_ratios=[1, 2.4])
show(left, mean, "the mean of 1,000 good scans")
right.bar(range(10), [error[WHICH == digit].mean() for digit in range(10)], color=BLUE)
right.axhline(error.mean(), color="black", linestyle="--", label=f"all scans: {error.mean():.4f}")
right.set(
    title="Error of the mean picture", xlabel="digit that is scanned", ylabel="mean reconstruction error"
)
right.set_xticks(range(10))
right.legend(loc="lower right")
plt.show()

# %% [markdown]
# The ones have by far the smallest error, although the mean picture does not look like a one at all: they
# have little ink, so there is little to get wrong. Keep that in mind until exercise 9.

# %% [markdown]
# ### 2. The best linear bottleneck (2 points)
#
# Take a row of $d$ pixels $x$, and allow only $k$ numbers for the code. If encoder and decoder may only
# multiply by matrices and add constants, it is known which ones are best (that is what **principal
# component analysis**, PCA, finds):
#
# $$ \text{code} = (x - \mu)\, W, \qquad \hat x = \mu + \text{code} \cdot W^\top, $$
#
# where $\mu$ is the mean picture and the $k$ columns of $W$ are the directions in which the **centred**
# pictures $X - \mu$ spread most: each of length 1, at right angles to each other, the widest first.
#
# `U, s, Vt = np.linalg.svd(A, full_matrices=False)` finds the directions for centred pictures `A` $(n, d)$:
# they are the **rows** of `Vt`, widest first.
#
# **With small numbers.** Three pictures of two pixels, $(1, 0)$, $(3, 2)$, $(5, 4)$. The mean is
# $\mu = (3, 2)$. Centred, they are $(-2, -2)$, $(0, 0)$, $(2, 2)$: all on one line. With $k = 1$,
# $W = \begin{pmatrix} 0.707 \\ 0.707 \end{pmatrix}$ (or the negative of it, which serves as well), the
# codes are $-2.83, 0, 2.83$, and nothing is lost.
#
# Write `pca` (3 lines).

# %% solution="pca"
def pca(X, k):
    """The best linear encoder and decoder with codes of k numbers.

    Args:
        X: (n, d), float: n pictures as rows of pixels, not centred. It stays as it is.
        k: numbers in a code, less than n and at most d.

    Returns:
        mean: (d,), the mean picture.
        W: (d, k), the directions as columns, each of length 1, at right angles, widest first. A column may
            also come with the opposite sign.
        Example: pca(np.array([[1., 0], [3, 2], [5, 4]]), 1) is [3, 2] and [[0.707], [0.707]].
    """
    ### BEGIN SOLUTION
    mean = X.mean(axis=0)  # (d,)
    Vt = np.linalg.svd(X - mean, full_matrices=False)[2]  # (min(n, d), d)
    return mean, Vt[:k].T  # (d, k)
    ### END SOLUTION

# %% test="no_code_of_k_numbers_loses_less" points=1
# Encoded and decoded, the pictures come back with the smallest error that k numbers allow.
X = np.array([[1.0, 0], [3, 2], [5, 4]])
mean, W = arrays(pca(X.copy(), 1), "mean, W")
assert mean.shape == (2,) and W.shape == (2, 1), (
    f"2 pixels and k = 1: mean is (2,) and W is (2, 1); got {says(mean)} and {says(W)}"
)
assert close(mean + (X - mean) @ W @ W.T, X), (
    "the three pictures of the worked example lie on a line; one number must bring them back, but does not"
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(2)
X = rng.normal(size=(9, 2)) @ rng.normal(size=(2, 5)) + [4.0, -7, 0, 2, 11]
before = X.copy()
mean, W = arrays(pca(X, 2), "mean, W")
assert np.array_equal(X, before), "the pictures themselves have changed; compute new arrays"
assert mean.shape == (5,) and W.shape == (5, 2), f"5 pixels, k = 2: got {says(mean)} and {says(W)}"
assert close(mean + (X - mean) @ W @ W.T, X, atol=1e-4), (
    "pictures that lie in a plane away from 0 should come back from two numbers: are they centred first?"
)
for n, d in ((14, 5), (5, 9)):
    X = rng.normal(size=(n, d)) * np.linspace(3, 0.5, d) ** 2 + rng.normal(size=d) * 5
    ranked = np.sort(np.linalg.eigvalsh((X - X.mean(axis=0)).T @ (X - X.mean(axis=0))))[::-1]
    for k in (1, 2, 4):
        lost = ranked[k:].sum()
        mean, W = arrays(pca(X.copy(), k), "mean, W")
        assert mean.shape == (d,) and W.shape == (d, k), (
            f"{d} pixels, k = {k}: got {says(mean)} and {says(W)}"
        )
        error = ((X - mean - (X - mean) @ W @ W.T) ** 2).sum()
        assert close(error, lost, rtol=1e-3), (
            f"{n} pictures of {d} pixels, k = {k}: other directions lose less than yours"
        )
### END HIDDEN TESTS

# %% test="directions_stand_upright_widest_first" points=1
# The columns of W have length 1 and stand at right angles, and the codes spread less from column to column.
X = np.array([[1.0, 0], [3, 2], [5, 4]])
mean, W = arrays(pca(X.copy(), 1), "mean, W")
assert close(mean, [3, 2]), f"the mean of the worked example should be [3, 2], got {says(mean)}"
assert close(np.abs(W), [[0.70711], [0.70711]]), (
    f"W should be [[0.707], [0.707]] up to its sign, got {says(W)}"
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(3)
for n, d, k in ((30, 6, 4), (6, 8, 3), (7, 3, 3)):
    X = (rng.normal(size=(n, d)) * np.linspace(4, 0.5, d)) @ rng.normal(size=(d, d)) + rng.normal(size=d) * 9
    want_mean, C = X.mean(axis=0), X - X.mean(axis=0)
    want = np.sort(np.linalg.eigvalsh(C.T @ C))[::-1][:k]
    mean, W = arrays(pca(X.copy(), k), "mean, W")
    assert W.shape == (d, k), f"{n} pictures of {d} pixels, k = {k}: W should be ({d}, {k}), got {says(W)}"
    assert close(mean, want_mean), f"{n} pictures of {d} pixels: mean is not the mean picture"
    assert close(W.T @ W, np.eye(k), atol=1e-4), "the columns of W do not have length 1 and right angles"
    codes = C @ W
    assert not close((codes**2).sum(axis=0)[::-1], want, rtol=1e-3) or k == 1, (
        "the widest direction should come first"
    )
    assert close(codes.T @ codes, np.diag(want), rtol=1e-3, atol=1e-3 * want[0]), (
        f"{n} pictures of {d} pixels, k = {k}: some column is not the direction of the next largest spread"
    )
### END HIDDEN TESTS

# %% run
rows, error = {"good scan": CHECK[:10]}, {}
for k in (2, 8, 32):
    copies = through_pca(CHECK, *pca(flat(LEARN), k))
    rows[f"PCA, k = {k}"] = copies[:10]
    error[k] = np.mean(reconstruction_error(CHECK, copies))
rows_of_pictures(rows, "Scans that PCA has never seen, and what is left of them after k numbers")
print("mean reconstruction error:", ", ".join(f"k = {k}: {value:.4f}" for k, value in error.items()))

# %% [markdown]
# Eight numbers instead of 784, and many digits can be read, though grey clouds hang around them: PCA can
# only add and subtract whole pictures.
#
# A **linear autoencoder** is a network with a layer of $k$ units and a layer of $d$ units and no
# activation. It is not told about directions; it only learns to lower its squared error, step by step. Can
# it beat PCA?

# %% run
best = through_pca(LEARN, *pca(flat(LEARN), 8))
limit = np.mean(reconstruction_error(LEARN, best))
keras.utils.set_random_seed(601)
linear = keras.Sequential([keras.layers.Input((784,)), keras.layers.Dense(8), keras.layers.Dense(784)])
linear.compile(optimizer=keras.optimizers.Adam(0.003), loss="mse")
loss = linear.fit(flat(LEARN), flat(LEARN), epochs=20, batch_size=50, verbose=0).history["loss"]
figure, axis = plt.subplots(figsize=(7, 3.2), layout="constrained")
axis.plot(range(1, 21), loss, "o-", color=BLUE, label="linear autoencoder, 8 units in the middle")
axis.axhline(limit, color="black", linestyle="--", label="your PCA, k = 8")
axis.set(title="A linear autoencoder learns", xlabel="epoch", ylabel="error on LEARN", ylim=(0, None))
axis.set_xticks(range(2, 21, 2))
axis.legend()
plt.show()
print(f"PCA {limit:.4f}, linear autoencoder after 20 epochs {loss[-1]:.4f}")

# %% [markdown]
# It comes down to the dashed line and stays above it: for codes of 8 numbers, no linear network does better
# than PCA on these pictures. To do better, the network has to stop being linear.

# %% [markdown]
# ## Part II. A convolutional autoencoder
#
# ### 3. Who made it 32 × 32? (1 point)
#
# This listing of a convolutional autoencoder goes round in many lecture notes, with `padding="same"` in every
# layer. The encoder ends at layer 6, and the decoder begins at layer 7:
#
# | number | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 |
# |---|---|---|---|---|---|---|---|---|---|---|---|---|---|
# | layer | conv 3 | pool 2 | conv 3 | pool 2 | conv 3 | pool 2 | conv 3 | up 2 | conv 3 | up 2 | conv 3 | up 2 | conv 3 |
#
# A 28 × 28 picture goes in, a 32 × 32 picture comes out, and Keras refuses to compare the two. One
# direction of a square picture is enough to see why. With a side of $n$ before the layer, the side behind
# it is
#
# | layer | written as | `"same"` | `"valid"` |
# |---|---|---|---|
# | convolution, kernel of side $s$ | `("conv", s, padding)` | $n$ | $n - s + 1$ |
# | pooling, windows of side $s$ side by side | `("pool", s, padding)` | $\lceil n / s \rceil$ | $\lfloor n / s \rfloor$ |
# | repeating every pixel $s$ times | `("up", s)`, no padding | $s \cdot n$ | |
#
# $\lceil\,\rceil$ rounds up (a window that hangs over the edge is padded), $\lfloor\,\rfloor$ rounds down
# (it is left out).
#
# **With small numbers.** $n = 5$: pooling 2 with `"same"` gives 3 (pixels 0–1, 2–3 and 4 alone), with
# `"valid"` 2. Repeating 3 pixels twice gives 6, and a convolution 3 with `"valid"` makes 4 of them.
# `sides(5, [("pool", 2, "same"), ("up", 2), ("conv", 3, "valid")])` of the first cell says so: `[3, 6, 4]`.
# Here is what it says of the listing:

# %% run
found = sides(28, LISTING)
print("layer    padding  side behind it\n(input)           28")
for number, ((kind, s, *padding), side) in enumerate(zip(LISTING, found), start=1):
    print(f"{number:2d} {kind:4s} {s}  {padding[0] if padding else '':7s}  {side:2d}  {'#' * side}")

# %% [markdown]
# Downwards, 7 is rounded up to 4, and doubling 4 three times gives 32: the way up does not know that
# something was rounded on the way down. It can be mended by giving **one** layer `"valid"` in place of
# `"same"`, and everything else stays as it is. Which one makes the listing end at 28? Try, by pen or with
# `sides(28, …)` and a changed copy of `LISTING`. Write `layer_to_mend` (1 line, or a search).

# %% solution="layer_to_mend"
def layer_to_mend():
    """The number of the one layer that has to get "valid", so that a 28 x 28 picture comes out as 28 x 28.

    Returns:
        A whole number from 1 to 13, counted as in the table above.
    """
    ### BEGIN SOLUTION
    return 11
    ### END SOLUTION

# %% test="one_layer_gives_back_28" points=1
# With "valid" in this one layer, the listing ends at 28.
number = layer_to_mend()
assert any(close(number, j) for j in range(1, 14)), f"return a number from 1 to 13, got {says(number)}"
assert LISTING[int(number) - 1][0] != "up", f"layer {int(number)} repeats pixels; it has no padding to change"
### BEGIN HIDDEN TESTS
side = 28
for j, (kind, s, *padding) in enumerate(LISTING, start=1):
    valid = j == int(number)
    side = (
        side * s if kind == "up" else side - (s - 1) * valid if kind == "conv" else (side + (not valid)) // s
    )
assert side == 28, f'with "valid" in layer {int(number)} the listing ends at {side}, not at 28'
### END HIDDEN TESTS

# %% run
number = int(layer_to_mend())
kind, s, padding = LISTING[number - 1]
mended = LISTING[: number - 1] + [(kind, s, "valid")] + LISTING[number:]
print(f'with "valid" in layer {number}:', " -> ".join(str(side) for side in [28, *sides(28, mended)]))

# %% [markdown]
# One layer loses on purpose what the rounding had added. You will avoid the trouble altogether: 28 can be
# halved twice without rounding, to 14 and 7.

# %% [markdown]
# ### 4. Down to a few numbers and up again (2 points)
#
# Nowadays one lets the convolutions themselves do the halving and the doubling.
# `Conv2D(…, strides=2, padding="same")` moves its kernel by 2 pixels, so that only every other position is
# left. `Conv2DTranspose` goes the other way: every number of its input lays the **whole kernel, times
# itself**, on the result, 2 pixels further on for each input, and what falls together is added up. In one
# direction, with the kernel $(1, 2, 3)$ and the input $(1, 10)$:
#
# $$ (1, 2, 3, 0, 0) + (0, 0, 10, 20, 30) = (1, 2, 13, 20, 30), $$
#
# of which `padding="same"` keeps the first $2 \cdot 2 = 4$ numbers.
#
# | encoder | output | activation | | decoder | output | activation |
# |---|---|---|---|---|---|---|
# | input | 28 × 28 × 1 | | | input | $z$ | |
# | `Conv2D`, 8 filters 3 × 3, strides 2, `"same"` | 14 × 14 × 8 | ReLU | | `Dense` | 784 | ReLU |
# | `Conv2D`, 16 filters 3 × 3, strides 2, `"same"` | 7 × 7 × 16 | ReLU | | `Reshape((7, 7, 16))` | 7 × 7 × 16 | |
# | `Flatten` | 784 | | | `Conv2DTranspose`, 8 filters 3 × 3, strides 2, `"same"` | 14 × 14 × 8 | ReLU |
# | `Dense` | $z$ | **none** | | `Conv2DTranspose`, 1 filter 3 × 3, strides 2, `"same"` | 28 × 28 × 1 | **sigmoid** |
#
# The code has no activation, for a code may be negative; the pixels go from 0 to 1, and so does the
# sigmoid. With $z = 8$ the code is 98 times smaller than the picture. That is the point: a network whose
# code is as large as the picture could simply hand the picture through, and would learn nothing about
# digits.
#
# Write `encoder_and_decoder` (about 12 lines): two networks, `Sequential` or functional, not compiled.

# %% solution="encoder_and_decoder"
def encoder_and_decoder(z):
    """The two halves of a convolutional autoencoder, not yet trained.

    Args:
        z: numbers in a code.

    Returns:
        encoder: a keras.Sequential or functional keras.Model that takes (n, 28, 28, 1) and gives (n, z).
        decoder: another one, which takes (n, z) and gives (n, 28, 28, 1), numbers between 0 and 1.
    """
    ### BEGIN SOLUTION
    layers = keras.layers
    encoder = keras.Sequential(
        [
            layers.Input((28, 28, 1)),
            layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"),  # (n, 14, 14, 8)
            layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"),  # (n, 7, 7, 16)
            layers.Flatten(),  # (n, 784)
            layers.Dense(z),
        ]
    )
    decoder = keras.Sequential(
        [
            layers.Input((z,)),
            layers.Dense(784, activation="relu"),
            layers.Reshape((7, 7, 16)),  # (n, 7, 7, 16)
            layers.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu"),  # (n, 14, 14, 8)
            layers.Conv2DTranspose(1, 3, strides=2, padding="same", activation="sigmoid"),  # (n, 28, 28, 1)
        ]
    )
    return encoder, decoder
    ### END SOLUTION

# %% test="encoder_computes_the_table" points=1
# With any weights, the encoder computes what the table says.
encoder, _ = networks(encoder_and_decoder(3), "encoder, decoder")
x = np.random.default_rng(4).random((2, 28, 28, 1))
codes = answer(encoder, x)
assert codes is not None, "the encoder does not take pictures of shape (2, 28, 28, 1)"
assert codes.shape == (2, 3), f"2 pictures and z = 3: the encoder should give (2, 3), got {codes.shape}"
### BEGIN HIDDEN TESTS
encoder, _ = networks(encoder_and_decoder(5), "encoder, decoder")
shapes = [(3, 3, 1, 8), (8,), (3, 3, 8, 16), (16,), (784, 5), (5,)]
k1, b1, k2, b2, k3, b3 = weights_for(encoder, shapes, "encoder", 5)
a = x
for kernel, bias in ((k1, b1), (k2, b2)):
    a = np.pad(a, ((0, 0), (0, 1), (0, 1), (0, 0)))  # what "same" adds here: below and on the right
    views = np.lib.stride_tricks.sliding_window_view(a, (3, 3), axis=(1, 2))[:, ::2, ::2]
    a = np.maximum(np.einsum("nijcab,abcf->nijf", views, kernel) + bias, 0)
codes = answer(encoder, x)
assert codes is not None and codes.shape == (2, 5), (
    f"z = 5: the encoder should give (2, 5), got {says(codes)}"
)
assert close(codes, a.reshape(2, 784) @ k3 + b3, rtol=1e-3, atol=1e-3), (
    "with given weights the codes differ from the table's: look at strides, padding and each activation, "
    "also at the last layer's"
)
### END HIDDEN TESTS

# %% test="decoder_computes_the_table" points=1
# With any weights, the decoder computes what the table says.
_, decoder = networks(encoder_and_decoder(3), "encoder, decoder")
codes = 30 * np.random.default_rng(6).normal(size=(2, 3))
pictures = answer(decoder, codes)
assert pictures is not None, "the decoder does not take codes of shape (2, 3) when z = 3"
assert pictures.shape == (2, 28, 28, 1), f"2 codes should become (2, 28, 28, 1), got {pictures.shape}"
assert pictures.min() >= 0 and pictures.max() <= 1, (
    f"with large codes, the pixels go from {pictures.min():.3g} to {pictures.max():.3g}, not from 0 to 1"
)
### BEGIN HIDDEN TESTS
_, decoder = networks(encoder_and_decoder(5), "encoder, decoder")
shapes = [(5, 784), (784,), (3, 3, 8, 16), (8,), (3, 3, 1, 8), (1,)]
k1, b1, k2, b2, k3, b3 = weights_for(decoder, shapes, "decoder", 7)
codes = np.random.default_rng(8).normal(size=(2, 5))
a = np.maximum(codes @ k1 + b1, 0).reshape(2, 7, 7, 16)
for kernel, bias in ((k2, b2), (k3, b3)):
    side, filters = 2 * a.shape[1], kernel.shape[2]
    laid = np.zeros((2, side + 1, side + 1, filters))
    for i in range(3):
        for j in range(3):
            laid[:, i : i + side : 2, j : j + side : 2] += a @ kernel[i, j].T  # (n, side/2, side/2, filters)
    before = laid[:, :side, :side] + bias
    a = np.maximum(before, 0)
pictures = answer(decoder, codes)
assert pictures is not None and pictures.shape == (2, 28, 28, 1), f"z = 5: 2 codes gave {says(pictures)}"
assert close(pictures, 1 / (1 + np.exp(-before)), rtol=1e-3, atol=1e-3), (
    "with given weights the pictures differ from the table's: look at strides, padding and each activation"
)
### END HIDDEN TESTS

# %% [markdown]
# ### 5. Two networks in one (3 points)
#
# For training, encoder and decoder become **one** network, picture → code → picture, with the picture
# itself as the target. The three must **share** their weights: what is learnt by the whole is then in the
# two halves, and they can be used alone. That comes by itself if the whole is built out of the very same
# two networks, for example with `keras.Sequential([first, second])`, where `first` and `second` are
# networks.
#
# As the loss we take, for each pixel $x$ and its copy $\hat x$, the binary cross-entropy
#
# $$ -\,x \log \hat x - (1 - x) \log(1 - \hat x), $$
#
# averaged over all pixels and pictures. It punishes a confident mistake harder than the squared error does.
# (Its smallest value is not 0 where pixels are grey: at $\hat x = x = 0.5$ it is $\ln 2$.)
#
# **With small numbers.** $x = 1$, $\hat x = 0.8$ costs $-\ln 0.8 = 0.223$; $x = 0$, $\hat x = 0.8$ costs
# $-\ln 0.2 = 1.609$; together, 0.916 on average.
#
# Write `autoencoder` (3 lines). It is to work with any two networks that fit together (`toy_networks` of the
# first cell makes two to try it with): build none here, and leave the two that are passed in whole.

# %% solution="autoencoder"
def autoencoder(encoder, decoder, lr=0.008):
    """One network that is made of two, compiled.

    Args:
        encoder: a keras.Model that makes a code of a picture, not compiled.
        decoder: another one, which makes a picture of such a code.
        lr: step size of the optimizer Adam.

    Returns:
        model: a keras.Model that computes decoder(encoder(x)) with the weights of these very networks;
            compiled with Adam and the binary cross-entropy of its output and the target.
    """
    ### BEGIN SOLUTION
    model = keras.Sequential([encoder, decoder])
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="binary_crossentropy")
    return model
    ### END SOLUTION

# %% test="model_is_made_of_the_two_networks" points=2
# The model computes decoder(encoder(x)), and goes on doing so when the weights of the two networks change.
encoder, decoder = toy_networks(2)
x = np.random.default_rng(9).random((5, 4, 3, 1))
want = answer(decoder, answer(encoder, x))  # (5, 4, 3, 1)
model = autoencoder(encoder, decoder)
assert isinstance(model, keras.Model), f"return one Keras network, the model; got {says(model)}"
copies = answer(model, x)
assert copies is not None and copies.shape == (5, 4, 3, 1), (
    f"5 pictures (4, 3, 1) should come back, got {says(copies)}"
)
assert close(copies, want), "the model does not compute decoder(encoder(x))"
### BEGIN HIDDEN TESTS
encoder, decoder = toy_networks(7)
model = autoencoder(encoder, decoder)
assert isinstance(model, keras.Model), f"return one Keras network, the model; got {says(model)}"
for network, shapes, seed in ((encoder, [(12, 7), (7,)], 10), (decoder, [(7, 12), (12,)], 11)):
    weights_for(network, shapes, "toy network", seed)
    assert close(answer(model, x), answer(decoder, answer(encoder, x))), (
        "new weights in encoder or decoder do not reach the model: is it made of these very networks?"
    )
assert len(model.trainable_weights) == 4, (
    "two networks with a kernel and a bias each: all four should be trained with the model"
)
### END HIDDEN TESTS

# %% test="compiled_with_adam_and_cross_entropy" points=1
# The model is compiled with Adam of the step size that was asked for, and with binary cross-entropy.
model = autoencoder(*toy_networks(2), lr=0.02)
assert isinstance(model, keras.Model), f"return one Keras network, the model; got {says(model)}"
assert getattr(model, "optimizer", None), "the model is not compiled: call model.compile before you return it"
step = float(np.asarray(model.optimizer.learning_rate))
assert abs(step - 0.02) < 1e-6, f"lr=0.02 came with the step size {step:g}: hand lr to the optimizer"
x, copy = np.ones((1, 4, 3, 1)), np.full((1, 4, 3, 1), 0.8)
x[0, :2] = 0
try:
    loss = float(model.compute_loss(y=x, y_pred=copy))
except Exception:
    loss = float("nan")
assert abs(loss - 0.91629) < 1e-3, (
    f"half of the pixels 1, half 0, all copied as 0.8: the loss should be 0.916, yours is {loss:.3f}"
)
### BEGIN HIDDEN TESTS
assert isinstance(model.optimizer, keras.optimizers.Adam), (
    f"the optimizer should be Adam, not {type(model.optimizer).__name__}"
)
rng = np.random.default_rng(12)
x, copy = rng.random((3, 4, 3, 1)), rng.uniform(0.05, 0.95, size=(3, 4, 3, 1))
want = -np.mean(x * np.log(copy) + (1 - x) * np.log(1 - copy))
loss = float(model.compute_loss(y=x, y_pred=copy))
assert abs(loss - want) < 1e-3, "grey pixels: the loss is not the mean binary cross-entropy over all pixels"
### END HIDDEN TESTS

# %% [markdown]
# The next cell trains your autoencoder on 1,000 good scans, 12 times over (some seconds), with codes of 8
# numbers, and compares it with your PCA on scans that neither has seen.

# %% run
_, _, model, losses = trained(autoencoder, encoder_and_decoder)
figure, axis = plt.subplots(figsize=(7, 3), layout="constrained")
axis.plot(range(1, 13), losses["loss"], "o-", color=BLUE, label="LEARN")
axis.plot(
    range(1, 13),
    losses["val_loss"],
    "s--",
    color=ORANGE,
    label="300 scans of CHOOSE, which it does not learn from",
)
axis.set(title="Your autoencoder, codes of 8 numbers", xlabel="epoch", ylabel="binary cross-entropy")
axis.legend()
plt.show()
copies = {"PCA, k = 8": through_pca(CHECK, *pca(flat(LEARN), 8)), "yours, z = 8": through(model, CHECK)}
rows_of_pictures(
    {"good scan": CHECK[:10]} | {name: X[:10] for name, X in copies.items()}, "Eight numbers, linear or not"
)
for name, X in copies.items():
    print(f"{name}: mean reconstruction error {np.mean(reconstruction_error(CHECK, X)):.4f}")

# %% [markdown]
# Black stays black, and strokes have edges again: with as many numbers, your network draws strokes where PCA
# can only mix pictures. Eight numbers are few, though: some of the copies you would read as another digit.

# %% [markdown]
# ## Part III. What a code is good for
#
# **A map, and a walk from one digit to another.** A code of 8 numbers is a point in a space of 8
# dimensions, the **latent space**. If the network has found something out about digits, points close
# together should be similar digits, and on the straight line from the code $a$ of one digit to the code $b$
# of another there should be more digits.
#
# There is nothing to write for that: your networks are enough. Your PCA of the codes shows the two
# directions in which they spread most. On that plane stand the codes of 500 scans that the network has not
# learnt from; **it was never told a label**. The line is a walk from a 0 to a 9 over eight points; your
# decoder draws each of them.

# %% run
encoder, decoder, _, _ = trained(autoencoder, encoder_and_decoder)
codes = np.asarray(encoder(CHECK[..., None]))  # (1000, 8)
mean, W = (np.asarray(part) for part in pca(codes, 2))
plane = (codes - mean) @ W  # (1000, 2)
first, last = 19, 4  # numbers of two scans, a 0 and a 9
walk = np.linspace(codes[first], codes[last], 8)  # (8, 8), both ends included
on_plane = (walk - mean) @ W
figure, axis = plt.subplots(figsize=(7.5, 5.5), layout="constrained")
colours = plt.get_cmap("tab10").colors
for (x, y), digit in zip(plane[:500], WHICH[:500]):
    axis.text(x, y, str(digit), color=colours[digit], fontsize=9, ha="center", va="center")
axis.plot(*on_plane.T, "o-", color="black", linewidth=2, label="the walk")
axis.scatter(*plane[:500].T, alpha=0)  # makes the axes wide enough for the digits
axis.set(title="Codes of 500 scans", xlabel="widest direction", ylabel="second widest direction")
axis.legend(loc="upper right")
plt.show()
blend = np.linspace(CHECK[first], CHECK[last], 8)  # (8, 28, 28)
rows_of_pictures(
    {"through the codes": np.asarray(decoder(walk))[..., 0], "pixel by pixel": blend},
    "From one scan to another, in eight points",
)

# %% [markdown]
# Zeros and ones lie at opposite ends, 4, 7 and 9 among each other: digits that look alike have
# codes that lie near each other. Pixel by pixel, both digits shine through each other on the way; through
# the codes, the ring of the 0 shrinks and grows a tail. But not every point of this space is a digit:
# nothing has told the network to leave no gaps between the digits. (That is what assignment 605 is about.)

# %% [markdown]
# ### 6. Dust (4 points)
#
# Dust on the glass adds something to every pixel. We imitate it with noise: to each pixel $x$ of each
# picture its own draw from a normal distribution with mean 0 and standard deviation $\sigma$ is added, and
# then what lies outside of 0 … 1 is cut off:
#
# $$ \tilde x = \min(\max(x + \sigma \varepsilon,\, 0),\, 1), \qquad \varepsilon \sim \mathcal N(0, 1) . $$
#
# **With small numbers.** $\sigma = 0.5$, pixels 0, 0.3 and 1, and the draws $-0.6$, $0.4$ and $1.2$:
# $0 - 0.3$ is cut off at 0, $0.3 + 0.2 = 0.5$ stays, and $1 + 0.6$ is cut off at 1.
#
# The clean pictures are still needed afterwards: they must not change. First write `noisy` (1 or 2 lines).

# %% solution="noisy"
def noisy(X, sigma, rng):
    """Pictures with dust on them.

    Args:
        X: (n, ...), float, 0 … 1: n pictures with one or more axes behind the first. It stays as it is.
        sigma: standard deviation of the noise, at least 0.
        rng: a numpy.random.Generator; all noise is drawn from it.

    Returns:
        A new array of the same shape, float, 0 … 1: X plus normal noise of its own for each number, cut off.
    """
    ### BEGIN SOLUTION
    return np.clip(X + sigma * rng.normal(size=X.shape), 0, 1)
    ### END SOLUTION

# %% test="each_pixel_gets_noise_of_its_own" points=1
# Every pixel of every picture gets its own draw, from the generator, with standard deviation sigma.
grey = np.full((40, 12, 9), 0.5)
result = noisy(grey.copy(), 0.1, np.random.default_rng(14))
assert shape_of(result) == (40, 12, 9), f"the shape should stay (40, 12, 9), got {says(result)}"
added = np.asarray(result, dtype=float) - 0.5
assert abs(added.mean()) < 0.01, f"on grey pixels the noise should have mean 0, it has {added.mean():.3f}"
assert abs(added.std() - 0.1) < 0.005, (
    f"sigma = 0.1, but on grey pixels the noise has the standard deviation {added.std():.3f}"
)
### BEGIN HIDDEN TESTS
for axis in range(3):
    spread = added.mean(axis=axis).std() * np.sqrt(added.shape[axis]) / 0.1
    assert 0.5 < spread < 1.7, (
        "pixels share their noise: some axis (pictures, rows or columns) gets one draw for all"
    )
beyond = np.mean(np.abs(added) > 0.2)
assert 0.03 < beyond < 0.06, "a normal distribution has 4.6 % of its draws beyond two standard deviations"
X = np.random.default_rng(15).uniform(0.4, 0.6, size=(300, 7))
rng = np.random.default_rng(16)
first, second = (np.asarray(noisy(X.copy(), 0.03, rng), dtype=float) for _ in range(2))
assert first.shape == (300, 7), (
    f"pictures as rows of 7 pixels: the shape should stay (300, 7), got {says(first)}"
)
assert abs((first - X).std() - 0.03) < 0.003, "sigma = 0.03 on pixels between 0.4 and 0.6: wrong spread"
assert np.abs(first - second).max() > 0.01, "two calls with one generator should give different dust"
again = noisy(X.copy(), 0.03, np.random.default_rng(16))
assert close(again, first), (
    "a new generator of the same seed should give the same dust again: draw from rng alone"
)
assert close(noisy(X.copy(), 0, np.random.default_rng(17)), X), "sigma = 0 should change nothing"
### END HIDDEN TESTS

# %% test="black_and_white_are_the_limits" points=1
# What lies below 0 or above 1 is cut off, and the clean pictures stay as they are.
X = np.zeros((6, 30, 20))
X[:, 12:] = 1
before = X.copy()
result = noisy(X, 0.2, np.random.default_rng(18))
assert np.array_equal(X, before), "the clean pictures themselves have changed; make a new array"
assert shape_of(result) == (6, 30, 20), f"the shape should stay (6, 30, 20), got {says(result)}"
result = np.asarray(result, dtype=float)
assert result.min() >= 0 and result.max() <= 1, (
    f"the dusty pixels go from {result.min():.2f} to {result.max():.2f}; cut them off at 0 and at 1"
)
for name, pixels, limit in (("black", result[:, :12], 0), ("white", result[:, 12:], 1)):
    share = np.mean(pixels == limit)
    assert 0.25 < share < 0.75, (
        f"about half of the {name} pixels should be exactly {limit}, their noise cut off: {share:.0%} are"
    )
### BEGIN HIDDEN TESTS
X = np.random.default_rng(19).random((50, 11))
result = noisy(X.copy(), 2.0, np.random.default_rng(20))
assert shape_of(result) == (50, 11), f"the shape should stay (50, 11), got {says(result)}"
result = np.asarray(result, dtype=float)
assert result.min() == 0 and result.max() == 1, "sigma = 2: the result should go from 0 to 1 and no further"
ends = np.mean((result == 0) | (result == 1))
assert 0.6 < ends < 0.95, "sigma = 2: some four in five pixels should be cut off to exactly 0 or 1"
### END HIDDEN TESTS

# %% run
rng = np.random.default_rng(1)
rows_of_pictures(
    {f"sigma = {sigma:g}": np.asarray(noisy(CHECK[:8], sigma, rng)) for sigma in (0, 0.25, 0.5, 1)},
    "Your dust",
)

# %% [markdown]
# A **denoiser** is an autoencoder that is trained with dusty pictures as its **input** and the clean ones
# as its **target**. The only way to a small loss is to draw what is not dust. In every epoch the same
# pictures get **fresh** dust: otherwise the network could learn the grains of dust by heart.
#
# Write `train_denoiser` (about 5 lines). One epoch is one call of
# `model.fit(inputs, targets, epochs=1, batch_size=32, verbose=0)`; what it returns has the epoch's loss as
# `.history["loss"][0]`.

# %% solution="train_denoiser"
def train_denoiser(model, X, corrupt, epochs):
    """Train a network to draw clean pictures when it is given dusty ones.

    Args:
        model: a compiled Keras network. Only its method fit is used, once for each epoch, as shown above.
        X: (n, ...), float: clean pictures, all of which are used in every epoch. They stay as they are.
        corrupt: a function; corrupt(X) returns the pictures X with new dust, a new array at every call.
        epochs: how many epochs, at least 1.

    Returns:
        A list of `epochs` numbers: the loss of each epoch, in order.
    """
    ### BEGIN SOLUTION
    losses = []
    for _ in range(epochs):
        told = model.fit(corrupt(X), X, epochs=1, batch_size=32, verbose=0)
        losses.append(told.history["loss"][0])
    return losses
    ### END SOLUTION

# %% test="dusty_pictures_in_clean_ones_out" points=1
# The network's input is the dusty pictures, and its target the clean ones.
class Told:
    def __init__(self, loss):
        self.history = {"loss": [loss]}


class Recorder:  # looks like a network, and writes down what it is given
    def __init__(self):
        self.calls = []

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose=1, **options):
        self.calls.append((np.array(x, dtype=float), np.array(y, dtype=float)))
        return Told(1 / len(self.calls))


X = np.random.default_rng(21).random((6, 2, 3, 1))
model, before = Recorder(), X.copy()
losses = train_denoiser(model, X, lambda pictures: np.asarray(pictures) + 10, 2)
assert close(losses, [1, 1 / 2]), f"return a list with the loss of each of the 2 epochs; got {says(losses)}"
assert np.array_equal(X, before), "the clean pictures themselves have changed"
assert len(model.calls) == 2, f"2 epochs are 2 calls of fit, not {len(model.calls)}"
for inputs, targets in model.calls:
    assert inputs.shape == targets.shape == (6, 2, 3, 1), (
        f"6 pictures: fit got inputs of shape {inputs.shape} and targets of shape {targets.shape}"
    )
    assert close(inputs, before + 10), "the inputs of fit should be corrupt(X), the dusty pictures"
    assert not close(targets, before + 10), (
        "the targets of fit are dusty pictures; the clean ones are to be drawn"
    )
    assert close(targets, before), "the targets of fit should be the clean pictures"
### BEGIN HIDDEN TESTS
X, dust = np.random.default_rng(22).random((5, 4)), iter(np.random.default_rng(23).random((20, 5, 4)))
model, made = Recorder(), []


def corrupt(pictures):
    made.append(np.asarray(pictures) - next(dust))
    return made[-1].copy()


losses = train_denoiser(model, X.copy(), corrupt, 3)
assert close(losses, [1, 1 / 2, 1 / 3]), f"3 epochs: one loss for each, in order; got {says(losses)}"
for inputs, targets in model.calls:
    assert any(close(inputs, dusty) for dusty in made), (
        "what fit was given as inputs did not come from corrupt"
    )
    assert close(targets, X), (
        "the targets of fit should be the clean pictures, in the same order as the inputs"
    )
### END HIDDEN TESTS

# %% test="fresh_dust_in_every_epoch" points=1
# In every epoch, the clean pictures get new dust, and the network is trained on them once.
class Told:
    def __init__(self, loss):
        self.history = {"loss": [loss]}


class Recorder:  # looks like a network, and writes down what it is given
    def __init__(self):
        self.inputs, self.epochs = [], []

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose=1, **options):
        self.inputs.append(np.array(x, dtype=float))
        self.epochs.append(int(epochs))
        return Told(0.9 ** len(self.inputs))


X, grains, model = np.zeros((3, 2, 2)), iter(range(1, 100)), Recorder()
losses = train_denoiser(model, X.copy(), lambda pictures: np.asarray(pictures) + next(grains), 4)
assert model.epochs == [1, 1, 1, 1], f"4 epochs are 4 calls of fit with epochs=1; there came {model.epochs}"
assert close(losses, [0.9, 0.81, 0.729, 0.6561]), (
    f"return the losses of the 4 epochs in order; got {says(losses)}"
)
dust = [sorted(set(inputs.ravel().tolist())) for inputs in model.inputs]
assert len(set(map(tuple, dust))) == 4, "some epochs got the same dust: call corrupt anew in every epoch"
### BEGIN HIDDEN TESTS
X, seen, model = np.random.default_rng(24).random((4, 5)), [], Recorder()


def corrupt(pictures):
    seen.append(np.array(pictures, dtype=float))
    return seen[-1] + len(seen)


losses = train_denoiser(model, X.copy(), corrupt, 5)
assert model.epochs == [1] * 5, f"5 epochs are 5 calls of fit with epochs=1; there came {model.epochs}"
assert close(losses, 0.9 ** np.arange(1, 6)), (
    f"return the losses of the 5 epochs in order; got {says(losses)}"
)
assert seen and all(close(pictures, X) for pictures in seen), (
    "corrupt was given something else than the clean pictures: does dust fall on dust?"
)
added = [float(np.mean(inputs - X)) if inputs.shape == X.shape else 0 for inputs in model.inputs]
assert len({round(a, 3) for a in added}) == 5 and min(added) > 0.5, (
    "every epoch should get fresh dust, on all pictures"
)
### END HIDDEN TESTS

# %% [markdown]
# The next cell trains your denoiser, with codes of 32 numbers and dust of $\sigma = 0.5$ (some seconds).
# Its rivals are the **median filter**, which replaces each pixel by the median of the 3 × 3 pixels around
# it, and your autoencoder of exercise 5, which has never seen dust. **Predict first:** who comes last?

# %% run
model, losses = cleaner(autoencoder, encoder_and_decoder, train_denoiser, noisy)
_, _, plain, _ = trained(autoencoder, encoder_and_decoder)
dusty = np.asarray(noisy(CHECK, 0.5, np.random.default_rng(2)), dtype="float32")
rows = {"clean": CHECK, "dusty": dusty, "median filter": median_filter(dusty, (1, 3, 3))}
rows |= {"autoencoder": through(plain, dusty), "your denoiser": through(model, dusty)}
rows_of_pictures(
    {name: X[10:20] for name, X in rows.items()}, "Dust of sigma = 0.5 on scans nobody has learnt from"
)
print("epoch losses of the denoiser:", np.round(losses, 3))
print("mean squared difference from the clean scans")
for name, X in list(rows.items())[1:]:
    print(f"  {name:14s} {np.mean(reconstruction_error(CHECK, X)):.4f}")

# %% [markdown]
# The plain autoencoder does no good at all: it has never learnt to ignore dust, and its codes go astray.
# The denoiser gives the cleanest pictures, because it knows digits and not just pixels. For the same reason
# it may draw a **wrong** digit without a sign of doubt (can you find one?), where the median filter would
# have left a doubtful one. So the archive keeps the dusty scan as well.

# %% [markdown]
# ### 7. Whom do we suspect? (2 points)
#
# Back to the spoilt scans. A network that has only learnt good scans should copy others badly, so a scan is
# **suspected** if its reconstruction error is **above** a threshold $t$. Nobody has spoilt scans to choose
# $t$ from, but good ones are enough to say how many false alarms there will be: $t$ is the value that a
# share $1 - \alpha$ of the errors of good scans do not exceed, their $(1 - \alpha)$-**quantile**. These
# good scans must not be those that the network was trained on, whose errors are too small.
#
# **With small numbers.** Good scans with the errors 0, 1, 2, …, 100, and $\alpha = 0.05$: the 0.95-quantile
# is 95. A scan with the error 95 is not suspected, one with 95.5 is.
#
# Use `np.quantile(values, q)` with its default settings, which interpolate between two values: the
# 0.9-quantile of 0, 10, 20 is 18. Write `flag` (2 lines).

# %% solution="flag"
def flag(errors, normal_errors, false_alarms=0.05):
    """Which scans are suspected?

    Args:
        errors: (n,), float: reconstruction errors of the scans to be judged.
        normal_errors: (m,), float: errors of good scans that were not learnt from, in any order; m may differ
            from n.
        false_alarms: the share of good scans that may be suspected, between 0 and 1. (This is alpha.)

    Returns:
        (n,), bool: True where the error is larger than the (1 - false_alarms)-quantile of normal_errors.
        Example: flag(np.array([17., 19, 3]), np.array([20., 0, 10]), 0.1) is [False, True, False].
    """
    ### BEGIN SOLUTION
    threshold = np.quantile(normal_errors, 1 - false_alarms)
    return errors > threshold  # (n,)
    ### END SOLUTION

# %% test="threshold_is_a_quantile_of_good_scans" points=1
# The threshold is the (1 - false_alarms)-quantile of the good scans' errors, whatever else is to be judged.
result = flag(np.array([17.0, 19, 3]), np.array([20.0, 0, 10]), 0.1)
assert shape_of(result) == (3,), f"three scans get three answers, got {says(result)}"
assert close(result, [0, 1, 0]), (
    f"errors 17, 19 and 3, threshold 18: only the second is above; got {says(result)}"
)
### BEGIN HIDDEN TESTS
normal = np.random.default_rng(25).permutation(101) / 10.0
probe = np.array([0.4, 9.4, 9.6, 5.1, 8.1, 7.9, 12.0, 9.45])
for share, threshold in ((0.05, 9.5), (0.2, 8.0), (0.5, 5.0), (0.95, 0.5)):
    result = flag(probe.copy(), normal.copy(), share)
    assert shape_of(result) == (8,), f"8 scans get 8 answers, got {says(result)}"
    assert close(result, probe > threshold), (
        f"good errors 0, 0.1, …, 10 in mixed order, share {share}: wrong answers"
    )
assert close(flag(probe.copy(), normal.copy()), probe > 9.5), "without a third argument the share is 0.05"
normal = np.array([3.0, 1, 4, 0, 2])
assert close(flag(np.array([3.55, 3.65]), normal.copy(), 0.1), [0, 1]), (
    "the 0.9-quantile of 0, 1, 2, 3, 4 lies between 3 and 4: use np.quantile's interpolation"
)
assert close(flag(np.array([9.0, 0.5]), np.array([0.0, 0, 1, 0, 0, 90]), 0.4), [1, 1]), (
    "good errors 0, 0, 1, 0, 0, 90, share 0.4: a single large error of a good scan must not decide"
)
assert close(flag(np.full(6, 90.0), normal.copy(), 0.2), np.ones(6)), (
    "if all scans are spoilt, all are suspected: the threshold comes from the good scans"
)
### END HIDDEN TESTS

# %% test="only_larger_errors_are_flagged" points=1
# Errors above the threshold are suspected; smaller ones and the threshold itself are not.
normal = np.arange(100.0, -1, -1)
result = flag(np.array([95.5, 94.5]), normal.copy(), 0.05)
assert shape_of(result) == (2,), f"two scans get two answers, got {says(result)}"
assert not close(result, [0, 1]), "a large error makes a scan suspicious, not a small one"
assert close(result, [1, 0]), (
    f"errors 95.5 and 94.5, threshold 95: only the first is above; got {says(result)}"
)
### BEGIN HIDDEN TESTS
normal = np.array([4.0, 0, 2, 1, 3])  # the median is 2, without any rounding
result = flag(np.array([2.0, 2.5, 1.5, 2, 0, 8, -1]), normal.copy(), 0.5)
assert shape_of(result) == (7,), f"7 scans get 7 answers, got {says(result)}"
assert close(result, [0, 1, 0, 0, 0, 1, 0]), (
    "errors 2, 2.5, 1.5, 2, 0, 8, -1, threshold 2: only what is above counts"
)
assert close(flag(np.zeros(3), np.zeros(20), 0.05), np.zeros(3)), (
    "if all errors are equal, no scan lies above the threshold"
)
assert close(flag(np.array([1e-9, 0.0]), np.zeros(20), 0.05), [1, 0]), (
    "good scans without any error: the smallest error lies above the threshold"
)
### END HIDDEN TESTS

# %% [markdown]
# The errors of all scans, by your autoencoder with $z = 8$ and by your PCA with $k = 8$. The threshold is
# chosen on CHOOSE, with 5 % false alarms. All numbers in the table are about CHECK, which has not been used
# for anything.

# %% run
_, _, model, _ = trained(autoencoder, encoder_and_decoder)
copiers = {"yours": lambda X: through(model, X)}
mean_and_W = pca(flat(LEARN), 8)
copiers["PCA"] = lambda X: through_pca(X, *mean_and_W)
scans = {"good": CHECK} | SPOILT
errors = {
    name: {kind: np.asarray(reconstruction_error(X, copy(X))) for kind, X in scans.items()}
    for name, copy in copiers.items()
}
normal = {name: np.asarray(reconstruction_error(CHOOSE, copy(CHOOSE))) for name, copy in copiers.items()}
print("suspected, of 1,000 each   " + "".join(f"{kind:>13s}" for kind in scans))
for name in copiers:
    shares = [np.mean(flag(errors[name][kind], normal[name])) for kind in scans]
    print(f"{name:27s}" + "".join(f"{share:13.1%}" for share in shares))
figure, axes = plt.subplots(1, 4, figsize=(13, 3), layout="constrained", sharey=True)
passed = normal["yours"][~np.asarray(flag(normal["yours"], normal["yours"]), dtype=bool)]
bins, threshold = np.linspace(0, 0.2, 41), passed.max()
for axis, kind in zip(axes, SPOILT):
    axis.hist(np.minimum(errors["yours"]["good"], 0.199), bins, color="0.75", label="good")
    axis.hist(
        np.minimum(errors["yours"][kind], 0.199),
        bins,
        histtype="step",
        color=ORANGE,
        linewidth=2,
        label="spoilt",
    )
    axis.axvline(threshold, color="black", linestyle="--", label="threshold")
    axis.set(title=kind, xlabel="reconstruction error (0.2: or more)", ylim=(0, 250))
axes[0].set_ylabel("scans, of 1,000 each")
axes[0].legend()
plt.show()

# %% [markdown]
# What lies to the right of the dashed line is suspected. Look where the orange line of the blank fields is.
# (Its one bar is 1,000 scans high and is cut off at the top.) Here are some scans of each kind, and what
# the network makes of them:

# %% run
_, _, model, _ = trained(autoencoder, encoder_and_decoder)
normal = np.asarray(reconstruction_error(CHOOSE, through(model, CHOOSE)))
figure, axes = plt.subplots(4, 6, figsize=(8.5, 7), layout="constrained")
for line, (kind, X) in zip(axes, SPOILT.items()):
    few = X[[4, 5, 13]]
    copies = through(model, few)
    error = np.asarray(reconstruction_error(few, copies))
    for i, suspected in enumerate(flag(error, normal)):
        show(line[2 * i], few[i], kind)
        show(line[2 * i + 1], copies[i], f"{'suspected' if suspected else 'passed'}, {error[i]:.3f}")
figure.suptitle("Spoilt scans, and beside each its copy with verdict and error", fontsize=11)
plt.show()

# %% [markdown]
# ### 8. What follows? (2 points)
#
# **Which of these statements follow?** Choose a statement only if it is true for **all** pictures,
# networks, thresholds and seeds of which it speaks, well trained or badly (rounding aside). A statement
# that merely happens to hold above is not chosen. (For each one, look for a case that breaks it.)
#
# - **a** On the pictures that it was computed from, PCA with $k$ directions has no larger mean squared
#   error than any linear autoencoder with codes of $k$ numbers.
# - **b** A convolutional autoencoder with codes of $k$ numbers has a smaller error than PCA with $k$
#   directions.
# - **c** With the same errors, a smaller `false_alarms` never makes `flag` suspect more scans.
# - **d** With `false_alarms=0.05`, about 5 % of the suspected scans are good ones.
# - **e** A scan that an autoencoder copies without any error is like the scans that it was trained on.
# - **f** With PCA, the picture decoded from the point half-way between two codes is, pixel by pixel, the mean
#   of the pictures decoded from the two codes.
# - **g** A denoiser that takes dust off well also takes off every other kind of dirt.
# - **h** There are a matrix for encoding and a matrix for decoding, with codes of 784 numbers ($28 \cdot 28$), that bring
#   back every 28 × 28 picture without error, digit or not.
#
# Return the letters as a set, for example `{"b", "g"}`.

# %% solution="which_statements_follow"
def which_statements_follow():
    """The letters of the statements that are always true.

    Returns:
        A set of letters from "a" to "h", such as {"b", "g"}.
    """
    ### BEGIN SOLUTION
    return {"a", "c", "f", "h"}
    ### END SOLUTION

# %% test="statements_about_autoencoders" points=2
# Exactly the statements that are always true are chosen.
answers = which_statements_follow()
assert isinstance(answers, (set, frozenset, list, tuple, str)), (
    f"return a set of letters such as {{'b', 'g'}}; got {says(answers)}"
)
letters = {str(letter).strip().lower() for letter in answers}
assert letters and letters <= set("abcdefgh"), "return one or more of the letters a to h"
### BEGIN HIDDEN TESTS
assert "b" not in letters and "g" not in letters, (
    "one of your statements trusts a network too far: think of one that was hardly trained, or of dirt that "
    "it never met"
)
assert "d" not in letters, (
    "one of your statements mixes up two shares: think of a day without any spoilt scan"
)
assert "e" not in letters, "one of your statements takes a small error for a proof: think of a blank field"
assert letters == set("acfh"), (
    "what you chose does follow, but something else follows too: think of what linear maps can and cannot "
    "do, and of how a quantile moves"
)
### END HIDDEN TESTS

# %% [markdown]
# ### 9. The decision (3 points)
#
# Write to the head of the archive, in six to eight sentences. The rule: the network takes over a kind of
# accident if it finds at least 8 in 10 of them, while it suspects about 1 in 20 good scans.
#
# 1. Which kinds does your network take over, and which not? Give the numbers from the table, also for good
#    scans, and compare with PCA: would you have needed the network?
# 2. Why do blank fields pass, although the network was never trained on one? What do you do about them, and
#    what can you promise about kinds of accident that nobody has thought of yet?

# %% [markdown] essay="which_scans" points=3
# My network takes over slipped and crossed-out scans: of 1,000 each on CHECK it suspects 92 % and 100 %,
# and it suspects 6 % of the good ones, near the 5 % for which the threshold was chosen on CHOOSE. It does
# not take over double sheets (47 %) or blank fields (0 %); there people go on looking. PCA, which needs no
# training and no seed, passes the rule for the same two kinds (85 % and 100 %, also with 6 % false alarms),
# so for these four kinds the archive could do with PCA. The network draws better copies and finds more of
# the double sheets, but too few.
#
# The error says how hard a scan is to draw, not whether it is a good one: a blank field has no ink, so
# there is hardly anything to get wrong, as with the digit 1 in exercise 1. I would check blank fields by
# a rule of their own, for example too little ink in all. The threshold was set with good scans only: it
# keeps the share of false alarms, but promises nothing about how many spoilt scans of an unknown kind are
# found. So people should look at a small random share of all scans that pass.
#
# ### BEGIN MARK SCHEME
# - 1 point: the right kinds according to the student's own table (usually slipped and crossed out yes, two
#   sheets and blank no), with the shares found, the share of good scans suspected, **and** a comparison
#   with PCA that fits the table (usually: PCA passes for the same kinds, so it would do). Half a point if
#   one of these is missing.
# - 1 point: a small error means easy to draw (little ink), not good, **and** something that helps with
#   blank fields (ink, a lower threshold as well, people). Half a point for one of the two.
# - 1 point: nothing can be promised about unknown kinds (the threshold speaks of good scans only), **and**
#   what to do about it (a random sample is looked at, or the like). Half a point for one of the two.
# ### END MARK SCHEME
