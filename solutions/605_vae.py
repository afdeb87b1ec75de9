# ---
# title: Variational autoencoders
# unit: 6 Generative models
# minutes: 100
# points: 20
# ---

# %% [markdown]
# # Digits that nobody wrote
#
# In the entrance of a museum hangs a wall of 8 × 8 lamps. Every ten seconds it shall show a handwritten
# digit that **nobody has ever written**, and visitors guess which one it is. No one looks after the wall.
# So the machine behind it must draw, from nothing but random numbers,
#
# - digits that can be **read**,
# - and **all ten** of them.
#
# To learn from, there are 1,797 real digits of many people. A plain autoencoder could redraw them; can it
# invent new ones? You will build its relative that was made for inventing, the **variational autoencoder**
# (VAE), and at the end you **decide which of five machines goes into the wall**.
#
# **After this notebook you can**
#
# - sample a code so that gradients still flow (reparameterisation),
# - compute how far a code's distribution is from the prior, and the gradients of the loss by hand,
# - build an encoder with two heads and write the training step in Keras,
# - draw the land of codes (the *latent space*), invent digits, and turn one digit into another,
# - say what β trades for what, and where a plain autoencoder has gaps.
#
# | part | exercise | points | minutes |
# |---|---|---|---|
# | The mathematics, in NumPy | 1. `sample_latent`: a cloud for every picture | 2 | 8 |
# | | 2. `kl`: how far from the prior? | 3 | 14 |
# | | 3. `reconstruction`: how well is it redrawn? | 2 | 10 |
# | | 4. `latent_gradients`: what the encoder is told | 2 | 15 |
# | The machine, in Keras | 5. `encoder_network`: two heads | 2 | 10 |
# | | 6. `train_step`: one step for both networks | 3 | 18 |
# | Inventing | 7. `morph`: from one digit to another | 2 | 10 |
# | | 8. `which_statements_follow` | 2 | 6 |
# | | 9. Your decision, in words | 2 | 9 |
#
# Every exercise is tested with inputs of its own: if one resists, go on with the next. The pictures of the
# machines need exercises 5 and 6.

# %% [markdown]
# **Symbols**
#
# | symbol | in the code | meaning | shape |
# |---|---|---|---|
# | $N$, $D$, $k$ | | pictures in a batch, pixels of a picture, numbers in a code | |
# | $x$ | `x` | pictures, one per row, pixels from 0 (off) to 1 (bright) | $(N, D)$ |
# | $z$ | `z` | codes | $(N, k)$ |
# | $\mu$ | `mu` | means of the codes | $(N, k)$ |
# | $\ln \sigma^2$ | `logvar` | logarithms of their **variances**; $\sigma$ is the standard deviation | $(N, k)$ |
# | $\varepsilon$ | `eps` | noise: independent draws from the normal distribution $\mathcal{N}(0, 1)$ | $(N, k)$ |
# | $p$ | `p` | the decoder's picture: for every pixel, how probably it is on | $(N, D)$ |
# | $R_n$, $K_n$ | | reconstruction error and KL divergence of picture $n$, in nats | |
# | $r$, $\kappa$ | `r`, `kappa` | their means over the batch | single numbers |
# | $\beta$ | `beta` | weight of the KL divergence in the loss; a VAE as it was invented has 1 | |
#
# All logarithms are natural ones; their unit is the *nat*. Run the next cell first; there is nothing to write
# in it.

# %% setup
import functools
import math
import os
from statistics import NormalDist

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"  # with it, TensorFlow greets on stderr

import keras
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


digits = load_digits()
mixed = np.random.default_rng(605).permutation(1797)
REAL = (digits.data[mixed] / 16).astype("float32")  # (1797, 64), pixels 0 … 1
DIGIT = digits.target[mixed]  # (1797,), which digit it is; no machine is told
LEARN, UNSEEN = REAL[:1200], REAL[1200:]  # the machines learn from the first 1,200


# For the tests.
def numbers(value, shape, name):
    """`value` as an array of numbers; says so if it is none or if its shape is not `shape`."""
    assert value is not None, f"{name} is None. Does every path through the function end with a return?"
    try:
        array = np.asarray(value, dtype=float)
    except Exception:
        raise AssertionError(f"{name} should be numbers, but a {type(value).__name__} came.") from None
    assert array.shape == shape, f"{name}: shape {array.shape} came, {shape} is right; () is a single number."
    return array


def two_parts(value, name):
    """The two things that were returned; says so if there are not two."""
    try:
        first, second = value
    except Exception:
        raise AssertionError(f"{name} should return two things, but a {type(value).__name__} came.") from None
    return first, second


def small_networks(pixels, k, hidden=0, seed=None):
    """An encoder with two heads and a decoder, one layer each if hidden is 0; weights 0 without a seed."""
    picture, code = keras.Input((pixels,)), keras.Input((k,))
    inside = keras.layers.Dense(hidden, activation="relu")(picture) if hidden else picture
    encoder = keras.Model(picture, [keras.layers.Dense(k)(inside), keras.layers.Dense(k)(inside)])
    outside = keras.layers.Dense(hidden, activation="relu")(code) if hidden else code
    decoder = keras.Model(code, keras.layers.Dense(pixels, activation="sigmoid")(outside))
    for number, network in enumerate((encoder, decoder)):
        rng = np.random.default_rng([number, seed or 0])
        network.set_weights([(seed is not None) * rng.normal(size=w.shape) for w in network.get_weights()])
    return encoder, decoder


def plain_descent(encoder, decoder, step_size):
    """An optimizer that goes straight down the gradient, ready for the weights of both networks."""
    optimizer = keras.optimizers.SGD(step_size)
    optimizer.build([w for network in (encoder, decoder) for w in network.trainable_variables])
    return optimizer


# For the machines and the pictures.
def decoder_network(pixels, hidden, k):
    """Codes (N, k) to pictures (N, pixels) between 0 and 1; given, not yet trained."""
    layers = [keras.layers.Dense(hidden, activation="relu"), keras.layers.Dense(pixels, activation="sigmoid")]
    return keras.Sequential([keras.Input((k,)), *layers])


@functools.lru_cache(maxsize=None)
def trained(make_encoder, step, k, beta, noise=1.0, epochs=30):
    """Encoder, decoder and the means of R and K in each epoch; noise=0, beta=0 make a plain autoencoder."""
    keras.utils.set_random_seed(605)
    encoder, decoder = make_encoder(64, 64, k), decoder_network(64, 64, k)
    optimizer = keras.optimizers.Adam(0.01)
    optimizer.build([w for network in (encoder, decoder) for w in network.trainable_variables])

    @tf.autograph.experimental.do_not_convert
    def one_step(batch):
        return tf.stack(step(encoder, decoder, optimizer, *batch, beta))

    def epoch(*batches):
        return tf.map_fn(one_step, batches, fn_output_signature=tf.float32, parallel_iterations=1)

    rng, history, run = np.random.default_rng(605), [], tf.function(epoch, autograph=False)
    for _ in range(epochs):
        batches = tf.constant(LEARN[rng.permutation(len(LEARN))].reshape(-1, 60, 64))
        noises = tf.constant(noise * rng.standard_normal((len(batches), 60, k)), "float32")
        try:
            parts = run(batches, noises)
        except Exception:  # a step that cannot be compiled runs as it is, only slower
            run = epoch
            parts = run(batches, noises)
        history.append(np.mean(parts, axis=0))
    return encoder, decoder, np.array(history)


def picture_of(decoder, z):
    """What the decoder draws for codes (n, k), as a NumPy array (n, 64)."""
    return np.asarray(decoder(np.asarray(z, dtype="float32")))


def show(axis, pictures, columns, title):
    """Pictures (n, 64) side by side, `columns` in a row, bright on dark."""
    tiles = np.pad(
        np.reshape(pictures, (-1, columns, 8, 8)), ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=0.25
    )
    axis.imshow(tiles.transpose(0, 2, 1, 3).reshape(-1, 10 * columns), cmap="gray", vmin=0, vmax=1)
    axis.set_title(title, fontsize=10)
    axis.set(xticks=[], yticks=[])

# %% run
figure, axis = plt.subplots(figsize=(9, 2.2), layout="constrained")
show(axis, REAL[:36], 18, "36 of the 1,797 real digits, 8 × 8 pixels each")
plt.show()

# %% [markdown]
# ## Part I. The mathematics, in NumPy
#
# ### 1. A cloud for every picture (2 points)
#
# A plain autoencoder gives every picture one **point** $z$ as its code, and its decoder only ever learns
# what to draw at those points. What it draws *between* them is anybody's guess. A VAE gives every picture a
# **cloud**: a normal distribution with mean $\mu$ and standard deviation $\sigma$ in each of the $k$
# directions. For every step of training a new point of the cloud is drawn, so the decoder must get whole
# regions right.
#
# The draw is made so that the randomness comes from outside:
#
# $$ z = \mu + \sigma \varepsilon, \qquad \varepsilon \sim \mathcal{N}(0, 1), \qquad
#    \sigma^2 = e^{\text{logvar}} $$
#
# Now $z$ is an ordinary function of $\mu$ and $\sigma$, with derivatives, and training can move both. This
# is the **reparameterisation trick**. The network gives the logarithm of the **variance**, because it may
# be any number, while $\sigma$ must be positive.
#
# **With small numbers.** $\mu = 5$, $\text{logvar} = \ln 9$, so $\sigma = 3$; with $\varepsilon = -2$ we
# get $z = 5 - 3 \cdot 2 = -1$.
#
# Write `sample_latent` (one line).

# %% solution="sample_latent"
def sample_latent(mu, logvar, eps):
    """One draw from each picture's cloud.

    Args:
        mu: (N, k), float, means.
        logvar: (N, k), float, natural logarithms of the variances.
        eps: (N, k), float, draws from the standard normal distribution.

    Returns:
        z, (N, k). The arguments stay as they are.
        Example: mu = [[5.0]], logvar = [[ln 9]], eps = [[-2.0]] give [[-1.0]].
    """
    ### BEGIN SOLUTION
    return mu + np.exp(logvar / 2) * eps
    ### END SOLUTION

# %% test="noise_is_stretched_by_sigma" points=1
# The noise is multiplied by the standard deviation, number by number.
z = numbers(sample_latent(np.array([[5.0]]), np.log([[9.0]]), np.array([[-2.0]])), (1, 1), "z")
assert abs(z[0, 0] + 13) > 1e-3, "z is -13 in the example: exp(logvar) is the variance; you need its root."
assert abs(z[0, 0] - 5) > 1e-3, "z is 5 in the example, the mean: where is the noise?"
assert abs(z[0, 0] + 1) < 1e-3, f"in the example z should be -1, but {z[0, 0]:.4g} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1)
mu, eps = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
sigma = np.array([[0.01, 2, 30], [1, 0.2, 5], [4, 4, 0.5], [1e-3, 1, 7]])
want = np.array([[mu[n, j] + sigma[n, j] * eps[n, j] for j in range(3)] for n in range(4)])
z = numbers(sample_latent(mu.copy(), np.log(sigma**2), eps.copy()), (4, 3), "z for 4 pictures and k = 3")
assert np.allclose(z, want, rtol=1e-3, atol=1e-4), (
    "not every z is the mean plus its own sigma times its own noise."
)
z = numbers(sample_latent(np.full((2, 1), 3.0), np.full((2, 1), -80.0), np.ones((2, 1))), (2, 1), "z")
assert np.allclose(z, 3), "with logvar = -80 sigma is practically 0 and z the mean."
### END HIDDEN TESTS

# %% test="mean_shifts_the_cloud" points=1
# Another mean moves the draw by the same amount and leaves the noise alone.
mu, eps = np.array([[0.0, -1.0], [4.0, 2.5]]), np.array([[1.5, -0.5], [0.0, 2.0]])
z = numbers(sample_latent(mu.copy(), np.zeros((2, 2)), eps.copy()), (2, 2), "z")
assert np.allclose(z, [[1.5, -1.5], [4, 4.5]], atol=1e-4), (
    "with logvar = 0 sigma is 1, and every z is its mean plus its noise, sign and all."
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(2)
mu, eps, logvar = rng.normal(size=(3, 5)), rng.normal(size=(3, 5)), np.zeros((3, 5))
given = {"mu": mu.copy(), "logvar": np.full((3, 5), 0.5), "eps": eps.copy()}
before = {name: array.copy() for name, array in given.items()}
numbers(sample_latent(*given.values()), (3, 5), "z")
for name, array in given.items():
    assert np.array_equal(array, before[name]), f"{name} has changed: make a new array, do not work in it."
z = numbers(sample_latent(mu.copy(), logvar.copy(), eps.copy()), (3, 5), "z")
assert np.allclose(z, mu + eps, atol=1e-4), "with sigma = 1 a z is not its mean plus its noise."
moved = numbers(sample_latent(mu + 7.0, logvar.copy(), eps.copy()), (3, 5), "z")
assert np.allclose(moved, z + 7, atol=1e-4), (
    "means larger by 7 should give draws larger by 7, with the same noise."
)
### END HIDDEN TESTS

# %% run
centres, spreads = (
    np.array([[-1.5, 0.5], [1.5, 1.0], [0.5, -1.5]]),
    np.array([[0.3, 0.8], [0.6, 0.2], [0.4, 0.4]]),
)
figure, axis = plt.subplots(figsize=(6, 4.4), layout="constrained")
turn = np.linspace(0, 2 * np.pi, 100)
for m, s, colour, mark in zip(centres, spreads, ("#004488", "#BB5566", "#997700"), "os^"):
    noise = np.random.default_rng(3).standard_normal((200, 2))
    z = np.asarray(sample_latent(np.tile(m, (200, 1)), np.tile(np.log(s**2), (200, 1)), noise))
    axis.scatter(*z.T, s=10, color=colour, marker=mark, alpha=0.6)
    axis.plot(m[0] + 2 * s[0] * np.cos(turn), m[1] + 2 * s[1] * np.sin(turn), color="black", linewidth=1)
axis.set(title="Your draws from the clouds of three pictures", xlabel="$z_1$", ylabel="$z_2$", aspect="equal")
plt.show()

# %% [markdown]
# *What to see:* the ovals reach two standard deviations far; about 86 % of each cloud should lie inside.
#
# ### 2. How far from the prior? (3 points)
#
# To invent a picture, we shall draw a code from the **prior** $\mathcal{N}(0, 1)$ in each direction and
# decode it. That works only if the clouds of the real pictures, all together, lie where the prior lies. So
# training charges every picture for the distance of its cloud $q$ from the prior. The distance is the
# **Kullback–Leibler divergence**
#
# $$ \mathrm{KL}(q \,\|\, \text{prior}) = \int q(z) \ln \frac{q(z)}{\text{prior}(z)} \, dz
#    \qquad \text{and for normal distributions} \qquad
#    K_n = \frac{1}{2} \sum_{j=1}^{k} \left( \mu_{nj}^2 + \sigma_{nj}^2 - 1 - \ln \sigma_{nj}^2 \right) $$
#
# It is 0 only if $\mu = 0$ and $\sigma = 1$ in every direction. One number **for each picture**: the
# directions are added up (independent directions: their divergences add), the pictures are not.
#
# **With small numbers** ($k = 2$). $\mu = (1, 0)$, $\text{logvar} = (0, \ln 4)$: the first direction gives
# $\frac{1}{2}(1 + 1 - 1 - 0) = 0.5$, the second $\frac{1}{2}(0 + 4 - 1 - 1.386) = 0.807$, together $1.307$
# nats.
#
# Write `kl` (one line).

# %% solution="kl"
def kl(mu, logvar):
    """Kullback-Leibler divergence of each picture's cloud from the standard normal prior.

    Args:
        mu: (N, k), float, means.
        logvar: (N, k), float, natural logarithms of the variances.

    Returns:
        K, (N,), in nats, 0 or larger.
        Example: mu = [[1.0, 0.0]], logvar = [[0.0, ln 4]] give [1.307].
    """
    ### BEGIN SOLUTION
    return 0.5 * np.sum(mu**2 + np.exp(logvar) - 1 - logvar, axis=1)
    ### END SOLUTION

# %% test="kl_is_the_integral" points=2
# In one dimension the result is the integral of q ln(q / prior).
K = numbers(kl(np.array([[0.0], [1.0], [0.0]]), np.array([[0.0], [0.0], [math.log(4)]])), (3,), "K")
assert abs(K[0]) < 1e-4, (
    f"a cloud that equals the prior (mu = 0, logvar = 0) is at distance 0, but {K[0]:.4g} came."
)
assert abs(K[1] - 1) > 1e-3, "mu = 1, sigma = 1 gave 1. Did you forget the half?"
assert K[1] > 0, (
    "mu = 1, sigma = 1 gave no positive number; a divergence is never negative. Look at the signs."
)
assert abs(K[1] - 0.5) < 1e-4, f"mu = 1, sigma = 1 should give 0.5, but {K[1]:.4g} came."
assert abs(K[2] - 0.8069) < 1e-3, f"mu = 0, variance 4 should give 0.807, but {K[2]:.4g} came."
### BEGIN HIDDEN TESTS
cases = [(-1.7, 0.35), (0.4, 2.5), (3.0, 1.0), (-0.2, 0.05), (0.0, 0.6)]
want = []
for m, s in cases:
    z = np.linspace(m - 14 * s, m + 14 * s, 40_001)
    ln_q, ln_prior = -((z - m) ** 2) / (2 * s * s) - math.log(s), -(z**2) / 2
    want.append(np.trapezoid(np.exp(ln_q) / math.sqrt(2 * math.pi) * (ln_q - ln_prior), z))
m, s = np.array(cases).T
K = numbers(kl(m[:, None].copy(), np.log(s[:, None] ** 2)), (5,), "K for 5 pictures and k = 1")
assert np.allclose(K, want, rtol=1e-3, atol=1e-4), (
    "K differs from the integral of q ln(q / prior) for some mu and sigma."
)
K = numbers(kl(np.zeros((2, 1)), np.array([[-80.0], [6.0]])), (2,), "K")
assert np.allclose(K, [39.5, (math.exp(6) - 7) / 2], rtol=1e-3), (
    "very narrow or very wide clouds get a wrong K."
)
### END HIDDEN TESTS

# %% test="one_number_per_picture" points=1
# The directions of a code are added up; every picture keeps a number of its own.
K = numbers(kl(np.array([[1.0, 0.0]]), np.array([[0.0, math.log(4)]])), (1,), "K for one picture and k = 2")
assert abs(K[0] - 0.6534) > 1e-3, "the example gave 0.653, the mean over the directions; add them up."
assert abs(K[0] - 1.3069) < 1e-3, f"the example should give 1.307, but {K[0]:.4g} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(4)
for n, k in [(5, 3), (2, 7), (1, 4), (6, 1)]:
    mu, logvar = rng.normal(size=(n, k)), rng.normal(size=(n, k))
    want = [
        sum(m * m + math.exp(v) - 1 - v for m, v in zip(*row)) / 2
        for row in zip(mu.tolist(), logvar.tolist())
    ]
    K = numbers(kl(mu.copy(), logvar.copy()), (n,), f"K for {n} pictures and k = {k}")
    assert np.allclose(K, want, rtol=1e-3, atol=1e-4), (
        f"with {n} pictures and k = {k} not every K is the sum over its own picture's directions."
    )
### END HIDDEN TESTS

# %% run
sigma = np.geomspace(0.1, 4, 60)
figure, axis = plt.subplots(figsize=(6.5, 3.8), layout="constrained")
for m, colour, style in ((0.0, "#004488", "-"), (1.0, "#BB5566", "--"), (2.0, "#997700", ":")):
    axis.plot(
        sigma,
        kl(np.full((60, 1), m), np.log(sigma[:, None] ** 2)),
        style,
        color=colour,
        label=f"yours, μ = {m:g}",
    )
    for s in (0.15, 0.4, 1.0, 2.5):  # the integral, for comparison
        z = np.linspace(m - 12 * s, m + 12 * s, 4001)
        ln_q, ln_prior = -((z - m) ** 2) / (2 * s * s) - math.log(s), -(z**2) / 2
        axis.plot(
            s, np.trapezoid(np.exp(ln_q) / math.sqrt(2 * math.pi) * (ln_q - ln_prior), z), "ko", markersize=4
        )
axis.plot([], [], "ko", markersize=4, label="the integral")
axis.set(
    title="Distance of a cloud from the prior",
    xlabel="σ of the cloud",
    ylabel="K (nats)",
    xscale="log",
    ylim=0,
)
axis.set_xticks([0.1, 0.2, 0.5, 1, 2, 4], ["0.1", "0.2", "0.5", "1", "2", "4"])
axis.legend()
plt.show()

# %% [markdown]
# *What to see:* the cheapest cloud has $\sigma = 1$, whatever $\mu$ is. Very narrow clouds, almost points,
# as a plain autoencoder would like them, grow dearer and dearer.
#
# ### 3. How well is it redrawn? (2 points)
#
# The decoder gives for every pixel the probability $p$ that it is on. A good decoder makes the real picture
# probable, so its error is the negative log-likelihood, the cross-entropy **summed over the pixels**:
#
# $$ R_n = -\sum_{d=1}^{D} \left[ x_{nd} \ln p_{nd} + (1 - x_{nd}) \ln (1 - p_{nd}) \right] $$
#
# A grey pixel of 0.25 counts as a quarter on and three quarters off. The sum matters: with the mean over
# the pixels (what Keras's `binary_crossentropy` gives) $R$ would be $D$ times smaller, and the KL would
# weigh $D$ times too much. Before the logarithms, $p$ is limited to the range from $10^{-7}$ to
# $1 - 10^{-7}$, because $\ln 0$ is not finite.
#
# **With small numbers.** $x = (1, 0.25)$, $p = (0.8, 0.4)$:
# $R = -\ln 0.8 - (0.25 \ln 0.4 + 0.75 \ln 0.6) = 0.223 + 0.612 = 0.835$.
#
# Write `reconstruction` (two lines; `np.clip` limits).

# %% solution="reconstruction"
def reconstruction(x, p):
    """Cross-entropy of each picture with what the decoder made of it.

    Args:
        x: (N, D), float, the pictures, 0 … 1, greys included.
        p: (N, D), float, the decoder's probabilities, 0 … 1 with both ends; limited to 1e-7 … 1 - 1e-7 here.

    Returns:
        R, (N,), in nats: the sum over the pixels. The arguments stay as they are.
        Example: x = [[1, 0.25]], p = [[0.8, 0.4]] give [0.835].
    """
    ### BEGIN SOLUTION
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.sum(x * np.log(p) + (1 - x) * np.log(1 - p), axis=1)
    ### END SOLUTION

# %% test="adds_up_over_the_pixels" points=1
# Every picture gets the sum of its pixels' cross-entropies.
R = numbers(reconstruction(np.array([[1.0, 0.25]]), np.array([[0.8, 0.4]])), (1,), "R for one picture")
assert abs(R[0] - 0.4177) > 1e-3, "the example gave 0.418: the mean over the pixels. Add them up."
assert abs(R[0] - 0.8353) < 1e-3, f"the example should give 0.835, but {R[0]:.4g} came."
R = numbers(reconstruction(np.array([[1.0, 0, 1, 0]]), np.full((1, 4), 0.5)), (1,), "R for one picture")
assert abs(R[0] - 4 * math.log(2)) < 1e-3, "four pixels, each a toss of a coin, should give 4 ln 2 nats."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(5)
x, p = rng.random((3, 6)), 0.03 + 0.94 * rng.random((3, 6))
x[0, :3], x[1, 2:] = [0, 1, 1], 0
want = []
for a, b in zip(x.tolist(), p.tolist()):
    want.append(-sum(s * math.log(t) + (1 - s) * math.log(1 - t) for s, t in zip(a, b)))
R = numbers(reconstruction(x.copy(), p.copy()), (3,), "R for 3 pictures of 6 pixels")
assert np.allclose(R, want, rtol=1e-3), (
    "not every R is the sum over its own picture's pixels, on and off, greys too."
)
### END HIDDEN TESTS

# %% test="certain_pictures_stay_finite" points=1
# Probabilities of exactly 0 and 1 give finite errors, and p itself is not changed.
x, p = np.array([[1.0, 0, 1], [1, 0, 1]]), np.array([[1.0, 0, 0], [1, 0, 1]])
R = numbers(reconstruction(x, p), (2,), "R")
assert np.isfinite(R).all(), "a certain decoder gives an infinite R or nan: limit p before the logarithm."
assert 15.9 < R[0] < 16.2, f"a lit pixel with p = 0 costs -ln(1e-7), about 16.1 nats; here {R[0]:.4g} came."
assert abs(R[1]) < 1e-3, f"pixels that are certain and right cost nothing; here {R[1]:.4g} came."
### BEGIN HIDDEN TESTS
x = np.array([[0.0, 1, 0, 1], [0, 0, 1, 1], [1, 0, 1, 0]])
p = np.array([[1.0, 1, 0, 1], [1, 1, 0, 1], [0.995, 0.002, 1, 0]])
given, small = p.copy(), -math.log(0.995) - math.log(0.998)
R = numbers(reconstruction(x.copy(), given), (3,), "R")
assert np.isfinite(R).all(), (
    "p = 1 for a dark pixel gives an infinite R or nan: limit p at the upper end too."
)
assert 15.9 < R[0] < 16.2 and 47.7 < R[1] < 48.6, "every certain mistake costs about 16.1 nats."
assert abs(R[2] - small) < 1e-4, (
    "p = 0.995 and p = 0.002 are inside the limits and should be used as they are."
)
assert np.array_equal(given, p), "the array p has changed: limit a copy of it."
### END HIDDEN TESTS

# %% [markdown]
# **Why the sum $R + K$?** How probable is a picture $x$ for the machine as a whole? One would have to add
# up over all codes, $p(x) = \int p(x|z)\,\text{prior}(z)\,dz$, which is hopeless with many directions. But
# for **every** cloud $q$
#
# $$ \ln p(x) \;\ge\; -(R + K) \qquad \text{($R$ averaged over the noise)} $$
#
# $-(R + K)$ is the *evidence lower bound*, **ELBO**. Making $R + K$ small makes the real pictures probable.
# The next cell has one pixel and one direction, so that the integral can be done.

# %% run
mu = np.linspace(-1.5, 3, 46)
noise = np.array(
    [NormalDist().inv_cdf((i + 0.5) / 100) for i in range(100)]
)  # an even spread of normal draws
figure, axis = plt.subplots(figsize=(6.5, 3.8), layout="constrained")
for sigma, colour, style in ((0.3, "#997700", ":"), (0.7, "#004488", "-"), (1.4, "#BB5566", "--")):
    m, e = (part.reshape(-1, 1) for part in np.meshgrid(mu, noise, indexing="ij"))  # (4600, 1) each
    logvar = np.full((4600, 1), math.log(sigma**2))
    z = np.asarray(sample_latent(m, logvar, e))
    R = np.asarray(reconstruction(np.ones((4600, 1)), 1 / (1 + np.exp(2 - 4 * z))))
    loss = (R + np.asarray(kl(m, logvar))).reshape(46, 100).mean(axis=1)
    axis.plot(mu, loss, style, color=colour, label=f"your R + K, σ = {sigma}")
z = np.linspace(-10, 10, 4001)
exact = np.trapezoid(np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi) / (1 + np.exp(2 - 4 * z)), z)
axis.axhline(-math.log(exact), color="black", linewidth=1, label="−ln p(x), by the integral")
axis.set(title="One lit pixel: R + K for many clouds", xlabel="μ of the cloud", ylabel="nats", ylim=(0, 6.5))
axis.legend(loc="upper center", ncols=2)
plt.show()

# %% [markdown]
# *What to see:* no cloud gets below the black line, and the best one nearly touches it. The encoder's task
# is to find that cloud for every picture.
#
# ### 4. What the encoder is told (2 points)
#
# In training, the loss of a batch is the mean over its pictures, $L = \frac{1}{N}\sum_n (R_n + \beta K_n)$.
# Back-propagation through the decoder delivers `dz`, the gradient of the first part,
# $\frac{1}{N}\sum_n R_n$, with respect to $z$ (the $\frac{1}{N}$ is already in it). What must the encoder
# be told about its two outputs? Each moves $L$ along two paths:
#
# $$ \frac{\partial L}{\partial \mu} = \mathtt{dz} \cdot \frac{\partial z}{\partial \mu} + \frac{\beta}{N}
#    \frac{\partial K_n}{\partial \mu}, \qquad
#    \frac{\partial L}{\partial\,\text{logvar}} = \mathtt{dz} \cdot \frac{\partial z}{\partial\,\text{logvar}} +
#    \frac{\beta}{N} \frac{\partial K_n}{\partial\,\text{logvar}} $$
#
# (number by number). Work out the four derivatives on paper, from the formulas of exercises 1 and 2, with
# $\sigma = e^{\text{logvar}/2}$.
#
# **With small numbers** ($N = 1$, $k = 1$, $\beta = 2$).
#
# | $\mu$ | logvar | $\varepsilon$ | `dz` | gradient for $\mu$ | gradient for logvar |
# |---|---|---|---|---|---|
# | 0 | 0 | 0.5 | 0.3 | 0.3 | 0.075 |
# | −1 | $\ln 4$ | 3 | 0 | −2 | 3 |
# | 1 | 0 | 0.5 | 0.3 | 2.3 | 0.075 |
#
# In the first row the cloud equals the prior, so that only `dz` speaks; in the second only the divergence.
#
# Write `latent_gradients` (about 4 lines).

# %% solution="latent_gradients"
def latent_gradients(mu, logvar, eps, dz, beta=1.0):
    """Gradients of the loss, the mean over the pictures of R + beta K, for the encoder's two outputs.

    Args:
        mu, logvar, eps: (N, k), float, as in sample_latent.
        dz: (N, k), float, gradient of the mean of R with respect to z; the division by N is already done.
        beta: weight of the KL divergence.

    Returns:
        dmu, dlogvar: (N, k) each. The arguments stay as they are.
        Example: mu = [[1.0]], logvar = [[0.0]], eps = [[0.5]], dz = [[0.3]], beta = 2
        give [[2.3]] and [[0.075]].
    """
    ### BEGIN SOLUTION
    n, sigma = len(mu), np.exp(logvar / 2)
    dmu = dz + beta * mu / n
    dlogvar = dz * eps * sigma / 2 + beta * (sigma**2 - 1) / (2 * n)
    return dmu, dlogvar
    ### END SOLUTION

# %% test="noise_path_reaches_both" points=1
# What comes from the decoder reaches the mean, and by way of the noise the log-variance.
mu, logvar, eps, dz = np.array([[0.0]]), np.array([[0.0]]), np.array([[0.5]]), np.array([[0.3]])
dmu, dlogvar = two_parts(latent_gradients(mu, logvar, eps, dz), "latent_gradients")
dmu, dlogvar = numbers(dmu, (1, 1), "dmu"), numbers(dlogvar, (1, 1), "dlogvar")
assert abs(dmu[0, 0] - 0.3) < 1e-4, f"first row of the table: dmu should be 0.3; {dmu[0, 0]:.4g} came."
assert abs(dlogvar[0, 0] - 0.15) > 1e-4, (
    "dlogvar is 0.15 in the example: what is the derivative of exp(logvar / 2)?"
)
assert abs(dlogvar[0, 0] - 0.075) < 1e-4, (
    f"first row of the table: dlogvar should be 0.075; {dlogvar[0, 0]:.4g} came."
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(6)
mu, logvar, eps, dz = rng.normal(size=(4, 4, 3))
dz[1, 2], shift = 0.0, 1e-5
for beta in (0.0, 0.6):  # the part that dz brings: differences of sum(z dz), whatever beta
    both = {}
    for name, upstream in (("with", dz), ("without", 0 * dz)):
        arrays = mu.copy(), logvar.copy(), eps.copy(), upstream.copy()
        first, second = two_parts(latent_gradients(*arrays, beta), "latent_gradients")
        assert np.array_equal(arrays[3], upstream), "dz has changed: make a new array, do not work in it."
        both[name] = numbers(first, (4, 3), "dmu"), numbers(second, (4, 3), "dlogvar")
    z_up, z_down = (mu + np.exp((logvar + s) / 2) * eps for s in (shift, -shift))
    assert np.allclose(both["with"][0] - both["without"][0], dz, rtol=1e-3, atol=1e-4), (
        "what dz adds to dmu is not dz times the derivative of z, for 4 pictures and k = 3."
    )
    want = dz * (z_up - z_down) / (2 * shift)
    assert np.allclose(both["with"][1] - both["without"][1], want, rtol=1e-3, atol=1e-4), (
        "what dz adds to dlogvar differs from the slope that small changes of logvar show in z."
    )
### END HIDDEN TESTS

# %% test="kl_path_carries_beta" points=1
# The divergence adds its own gradient, beta / N times that of one picture.
mu, logvar, eps, dz = np.array([[-1.0]]), np.log([[4.0]]), np.array([[3.0]]), np.array([[0.0]])
dmu, dlogvar = two_parts(latent_gradients(mu, logvar, eps, dz, beta=2), "latent_gradients")
dmu, dlogvar = numbers(dmu, (1, 1), "dmu"), numbers(dlogvar, (1, 1), "dlogvar")
assert abs(dmu[0, 0] + 2) < 1e-4, f"second row of the table: dmu should be -2; {dmu[0, 0]:.4g} came."
assert abs(dlogvar[0, 0] - 3) < 1e-4, (
    f"second row of the table: dlogvar should be 3; {dlogvar[0, 0]:.4g} came."
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(7)
mu, logvar, eps = rng.normal(size=(3, 5, 2))
shift = 1e-5


def spent(m, v):  # number by number, but for a constant
    return (m**2 + np.exp(v) - v) / 2


want_mu = (spent(mu + shift, logvar) - spent(mu - shift, logvar)) / (2 * shift) / 5
want_logvar = (spent(mu, logvar + shift) - spent(mu, logvar - shift)) / (2 * shift) / 5
for beta in (0.0, 0.4, 3.0):
    arrays = mu.copy(), logvar.copy(), eps.copy(), np.zeros((5, 2))
    dmu, dlogvar = two_parts(latent_gradients(*arrays, beta), "latent_gradients")
    dmu, dlogvar = numbers(dmu, (5, 2), "dmu"), numbers(dlogvar, (5, 2), "dlogvar")
    assert np.allclose(dmu, beta * want_mu, rtol=1e-3, atol=1e-4), (
        f"with 5 pictures, dz = 0 and beta = {beta:g} dmu is not beta / 5 times the slope of the divergence."
    )
    assert np.allclose(dlogvar, beta * want_logvar, rtol=1e-3, atol=1e-4), (
        f"with 5 pictures, dz = 0, beta = {beta:g} dlogvar is not beta / 5 times the slope of the divergence."
    )
arrays = mu.copy(), logvar.copy(), eps.copy(), np.zeros((5, 2))
dmu = two_parts(latent_gradients(*arrays), "latent_gradients")[0]
assert np.allclose(numbers(dmu, (5, 2), "dmu"), want_mu, rtol=1e-3, atol=1e-4), (
    "without beta, beta should be 1."
)
### END HIDDEN TESTS

# %% run
m, v = (part.reshape(-1, 1) for part in np.meshgrid(np.linspace(-2, 2, 17), np.linspace(-3, 1.5, 15)))
nothing = np.zeros_like(m)
dmu, dlogvar = (np.asarray(part) for part in latent_gradients(m, v, nothing, nothing))
figure, axis = plt.subplots(figsize=(6.5, 4.4), layout="constrained")
filled = axis.contourf(m.reshape(15, 17), v.reshape(15, 17), np.reshape(kl(m, v), (15, 17)), 12, cmap="Greys")
figure.colorbar(filled, label="K (nats)")
axis.quiver(m, v, -dmu, -dlogvar, color="#D55E00")
axis.plot(0, 0, "*", color="black", markersize=14, label="the prior")
axis.set(title="Your gradients, downhill, on your KL (dz = 0)", xlabel="μ", ylabel="logvar")
axis.legend(loc="lower left")
plt.show()

# %% [markdown]
# *What to see:* left alone, the divergence pulls every cloud to $\mu = 0$ and logvar $= 0$, where all
# pictures have the same cloud and the code says nothing. Only `dz`, the wish to be redrawn well, pulls
# clouds apart. Training is this tug-of-war, and β is the strength of one side.

# %% [markdown]
# ## Part II. The machine, in Keras
#
# ### 5. Two heads (2 points)
#
# The encoder looks at a picture and gives **two** answers, $\mu$ and logvar. Both are computed from the
# same hidden layer:
#
# | layer | input | size | activation |
# |---|---|---|---|
# | input | | `pixels` | |
# | hidden | input | `hidden` | ReLU |
# | head 1: $\mu$ | hidden | `k` | none |
# | head 2: logvar | hidden | `k` | none |
#
# Means and log-variances may be any numbers, negative ones too: so no activation on the heads. A
# `Sequential` model has one output only; use the functional way: `keras.Input((pixels,))`, layers that are
# called with what they take in, and `keras.Model(inputs, [first, second])`.
#
# **With small numbers.** `encoder_network(64, 32, 2)` learns $32 \cdot 65 + 2 \cdot 2 \cdot 33 = 2{,}212$
# numbers.
#
# Write `encoder_network` (about 5 lines).

# %% solution="encoder_network"
def encoder_network(pixels, hidden, k):
    """The encoder of the table; dense layers with bias, not compiled, not trained.

    Args:
        pixels: numbers in a picture.
        hidden: units of the hidden layer.
        k: numbers in a code.

    Returns:
        A functional keras.Model that takes (N, pixels) and gives two outputs, mu and logvar, (N, k) each,
        in this order: mu, logvar = encoder(x).
    """
    ### BEGIN SOLUTION
    x = keras.Input((pixels,))
    h = keras.layers.Dense(hidden, activation="relu")(x)  # (N, hidden)
    mu = keras.layers.Dense(k)(h)  # (N, k)
    logvar = keras.layers.Dense(k)(h)  # (N, k)
    return keras.Model(x, [mu, logvar])
    ### END SOLUTION

# %% test="two_heads_of_size_k" points=1
# The network has two different outputs of k numbers for every picture, and learns as many as the table says.
encoder = encoder_network(64, 32, 2)
assert isinstance(encoder, keras.Model), f"return a keras.Model; a {type(encoder).__name__} came."
mu, logvar = two_parts(encoder(np.random.default_rng(8).random((5, 64)).astype("float32")), "the encoder")
mu, logvar = numbers(mu, (5, 2), "mu for 5 pictures"), numbers(logvar, (5, 2), "logvar for 5 pictures")
count = encoder.count_params()
assert count == 2212, f"encoder_network(64, 32, 2) learns {count:,} numbers; the table makes 2,212 of them."
### BEGIN HIDDEN TESTS
encoder = encoder_network(7, 6, 3)
assert isinstance(encoder, keras.Model), f"return a keras.Model; a {type(encoder).__name__} came."
rng = np.random.default_rng(9)
encoder.set_weights([rng.normal(size=w.shape) for w in encoder.get_weights()])
mu, logvar = two_parts(encoder(rng.random((4, 7)).astype("float32")), "the encoder")
mu, logvar = numbers(mu, (4, 3), "mu for 4 pictures"), numbers(logvar, (4, 3), "logvar for 4 pictures")
assert encoder.count_params() == 90, "encoder_network(7, 6, 3) should learn 90 numbers."
assert not np.allclose(mu, logvar), "the two heads give the same numbers: each needs a layer of its own."
### END HIDDEN TESTS

# %% test="heads_are_linear_on_one_hidden_layer" points=1
# With any weights, both heads are linear in the ReLU of one hidden layer.
encoder = encoder_network(5, 4, 1)
assert isinstance(encoder, keras.Model), f"return a keras.Model; a {type(encoder).__name__} came."
kernels = sorted(w.shape for w in encoder.get_weights() if w.ndim == 2)
assert kernels == [(4, 1), (4, 1), (5, 4)], f"the layers' kernels are {kernels}; the table has three layers."
encoder.set_weights([np.full(w.shape, -1.0 if w.shape[-1] == 1 else 1.0) for w in encoder.get_weights()])
mu, logvar = two_parts(encoder(np.ones((2, 5), "float32")), "the encoder")
mu, logvar = numbers(mu, (2, 1), "mu for 2 pictures"), numbers(logvar, (2, 1), "logvar for 2 pictures")
assert np.allclose([mu, logvar], -25), (
    "x = 1 everywhere, hidden weights 1, head weights -1 should give -25 twice: an activation on a head?"
)
### BEGIN HIDDEN TESTS
encoder = encoder_network(7, 6, 3)
assert isinstance(encoder, keras.Model), f"return a keras.Model; a {type(encoder).__name__} came."
sizes = sorted(w.shape for w in encoder.get_weights())
assert sizes == [(3,), (3,), (6,), (6, 3), (6, 3), (7, 6)], (
    f"kernels and biases have the shapes {sizes}; see the table."
)
rng = np.random.default_rng(10)
weights = [rng.normal(size=w.shape) for w in encoder.get_weights()]
x = rng.normal(size=(4, 7))
encoder.set_weights(weights)
place = [w.shape for w in weights].index((7, 6))
inside = np.maximum(x @ weights[place] + weights[place + 1], 0)
heads = [inside @ w + b for w, b in zip(weights, weights[1:]) if w.shape == (6, 3)]
mu, logvar = two_parts(encoder(x.astype("float32")), "the encoder")
mu, logvar = numbers(mu, (4, 3), "mu for 4 pictures"), numbers(logvar, (4, 3), "logvar for 4 pictures")
right = [
    np.allclose(a, mu, rtol=1e-3, atol=1e-4) and np.allclose(b, logvar, rtol=1e-3, atol=1e-4)
    for a, b in (heads, heads[::-1])
]
assert any(right), "with given weights the outputs differ from the table's: look at all three activations."
### END HIDDEN TESTS

# %% run
encoder = encoder_network(64, 64, 2)
for layer in encoder.layers:
    print(f"{type(layer).__name__:12s} {layer.count_params():6,d} numbers to learn")

# %% [markdown]
# ### 6. One step for both networks (3 points)
#
# Now all of it together. A training step for a batch `x` and noise `eps`:
#
# 1. **encode:** $\mu$, logvar from `encoder(x)`; **sample** $z$ (exercise 1); **decode:** $p$ from
#    `decoder(z)`, limited as in exercise 3;
# 2. the two parts, each the **mean over the batch**: $r = \frac{1}{N} \sum_n R_n$ and
#    $\kappa = \frac{1}{N} \sum_n K_n$; the loss is $r + \beta \kappa$;
# 3. the gradient of the loss with respect to the weights of **both** networks (`.trainable_variables`, two
#    lists), and one step of the optimizer.
#
# Steps 1 and 2 belong inside the `with` block of a `tf.GradientTape`, as in earlier units, and must be made
# of Keras's operations, which have derivatives, not NumPy's: `exp`, `log`, `clip`, `sum` and `mean` of
# `keras.ops`. Your functions of part I are NumPy and cannot be used here. The cells below compile your
# function; with `.numpy()` or `float` in it they take minutes. After the block come the tape's `gradient` and
# the optimizer's `apply_gradients`, which takes pairs of a gradient and a weight: `zip` makes them.
#
# **With small numbers.** All weights 0, $D = 3$, $k = 2$, one picture $x = (1, 0, 0.5)$,
# $\varepsilon = (2, -1)$. So $\mu$ and logvar are 0, $z = (2, -1)$, $p = (0.5, 0.5, 0.5)$, $r = 3 \ln 2$,
# $\kappa = 0$. The gradient for the decoder's biases is $p - x = (-0.5, 0.5, 0)$, for its weights
# $z_j (p_d - x_d)$, for the encoder 0. Plain gradient descent with step size 0.1 makes the biases
# $(0.05, -0.05, 0)$ and the weights $\begin{pmatrix} 0.1 & -0.1 & 0 \\ -0.05 & 0.05 & 0 \end{pmatrix}$.
#
# Write `train_step` (about 11 lines).

# %% solution="train_step"
def train_step(encoder, decoder, optimizer, x, eps, beta=1.0):
    """One step down the gradient of the loss r + beta kappa, for the weights of both networks.

    Args:
        encoder: keras.Model; mu, logvar = encoder(x), (N, k) each.
        decoder: keras.Model; decoder(z) gives the probabilities p, (N, D).
        optimizer: a Keras optimizer; it makes the step.
        x: (N, D), pictures, 32-bit floats, array or tensor.
        eps: (N, k), noise, 32-bit floats, array or tensor.
        beta: weight of kappa.

    Returns:
        r, kappa: two numbers (scalar tensors or floats), the means over the batch of R and of K, not
        weighted, as they were before the step.
    """
    ### BEGIN SOLUTION
    ops = keras.ops
    weights = encoder.trainable_variables + decoder.trainable_variables
    with tf.GradientTape() as tape:
        mu, logvar = encoder(x)  # (N, k) each
        z = mu + ops.exp(logvar / 2) * eps  # (N, k)
        p = ops.clip(decoder(z), 1e-7, 1 - 1e-7)  # (N, D)
        r = ops.mean(-ops.sum(x * ops.log(p) + (1 - x) * ops.log(1 - p), axis=1))
        kappa = ops.mean(0.5 * ops.sum(mu**2 + ops.exp(logvar) - 1 - logvar, axis=1))
        loss = r + beta * kappa
    gradients = tape.gradient(loss, weights)
    optimizer.apply_gradients(zip(gradients, weights))
    return r, kappa
    ### END SOLUTION

# %% test="step_goes_down_the_gradient" points=1
# After the step, the weights of both networks are the old ones minus the step size times the gradient.
encoder, decoder = small_networks(3, 2)
x, eps = np.array([[1, 0, 0.5]], "float32"), np.array([[2, -1]], "float32")
train_step(encoder, decoder, plain_descent(encoder, decoder, 0.1), x, eps)
kernel, bias = decoder.get_weights()
assert np.any(bias), "the decoder's weights have not moved."
assert np.allclose(bias, [0.05, -0.05, 0], atol=1e-4), (
    f"the example should end with the biases (0.05, -0.05, 0) in the decoder, not {bias}."
)
assert np.allclose(kernel, [[0.1, -0.1, 0], [-0.05, 0.05, 0]], atol=1e-4), (
    f"the example should end with other weights of the decoder than {kernel.tolist()}."
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(11)
encoder.set_weights([rng.normal(size=w.shape) for w in encoder.get_weights()])
decoder.set_weights([rng.normal(size=w.shape) for w in decoder.get_weights()])
x, eps = rng.random((4, 3)), rng.normal(size=(4, 2))
Wm, bm, Wv, bv = (w.astype(float) for w in encoder.get_weights())
Wd, bd = (w.astype(float) for w in decoder.get_weights())
m, v = x @ Wm + bm, x @ Wv + bv
z = m + np.exp(v / 2) * eps
dy = (1 / (1 + np.exp(-z @ Wd - bd)) - x) / 4
dm = dy @ Wd.T + m / 4
dv = (dy @ Wd.T) * eps * np.exp(v / 2) / 2 + (np.exp(v) - 1) / 8
want = [Wm - 0.05 * x.T @ dm, bm - 0.05 * dm.sum(0), Wv - 0.05 * x.T @ dv, bv - 0.05 * dv.sum(0)]
want += [Wd - 0.05 * z.T @ dy, bd - 0.05 * dy.sum(0)]
optimizer = plain_descent(encoder, decoder, 0.05)
train_step(encoder, decoder, optimizer, x.astype("float32"), eps.astype("float32"))
moved = encoder.get_weights() + decoder.get_weights()
for name, got, right in zip(["mu", "mu", "logvar", "logvar"], moved, want):
    assert np.allclose(got, right, rtol=1e-3, atol=1e-4), (
        f"after a step on 4 pictures the head for {name} is not where the gradient of the loss leads."
    )
assert all(np.allclose(got, right, rtol=1e-3, atol=1e-4) for got, right in zip(moved[4:], want[4:])), (
    "after a step on 4 pictures the decoder's weights are not where the gradient of the loss leads."
)
### END HIDDEN TESTS

# %% test="beta_weighs_only_the_kl" points=1
# beta multiplies the divergence's gradient and nothing else.
encoder, decoder = small_networks(3, 2)
encoder.set_weights([np.zeros((3, 2)), np.ones(2), np.zeros((3, 2)), np.zeros(2)])  # mu = 1, logvar = 0
x, eps = np.array([[1, 0, 0.5]], "float32"), np.array([[2, -1]], "float32")
train_step(encoder, decoder, plain_descent(encoder, decoder, 0.1), x, eps, 4.0)
got, bias = encoder.get_weights()[1], decoder.get_weights()[1]
assert np.allclose(got, 0.6, atol=1e-4), (
    f"mu = 1, beta = 4, step size 0.1, decoder 0: mu's biases should become 1 - 0.4 = 0.6; {got} came."
)
assert np.allclose(bias, [0.05, -0.05, 0], atol=1e-4), (
    f"the decoder's biases should become (0.05, -0.05, 0), whatever beta is; {bias} came."
)
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(12)
encoder.set_weights([rng.normal(size=w.shape) for w in encoder.get_weights()])
decoder.set_weights([rng.normal(size=w.shape) for w in decoder.get_weights()])
x, eps = rng.random((5, 3)), rng.normal(size=(5, 2))
Wm, bm, Wv, bv = (w.astype(float) for w in encoder.get_weights())
Wd, bd = (w.astype(float) for w in decoder.get_weights())
m, v = x @ Wm + bm, x @ Wv + bv
z = m + np.exp(v / 2) * eps
dy = (1 / (1 + np.exp(-z @ Wd - bd)) - x) / 5
dm = dy @ Wd.T + 0.3 * m / 5
dv = (dy @ Wd.T) * eps * np.exp(v / 2) / 2 + 0.3 * (np.exp(v) - 1) / 10
want = [bm - 0.05 * dm.sum(0), bv - 0.05 * dv.sum(0), bd - 0.05 * dy.sum(0)]
optimizer = plain_descent(encoder, decoder, 0.05)
train_step(encoder, decoder, optimizer, x.astype("float32"), eps.astype("float32"), beta=0.3)
moved = [*encoder.get_weights()[1::2], decoder.get_weights()[1]]
assert np.allclose(moved[2], want[2], rtol=1e-3, atol=1e-4), (
    "with beta = 0.3 the decoder does not follow the gradient of r, which is not weighted."
)
assert all(np.allclose(got, right, rtol=1e-3, atol=1e-4) for got, right in zip(moved, want)), (
    "with beta = 0.3 the encoder does not follow the gradient of r + 0.3 kappa."
)
### END HIDDEN TESTS

# %% test="returns_both_parts" points=1
# What is returned are the means over the batch of R and of K, before the step, not weighted.
encoder, decoder = small_networks(3, 2)
encoder.set_weights([np.zeros((3, 2)), np.ones(2), np.zeros((3, 2)), np.zeros(2)])  # mu = 1, logvar = 0
x, eps = np.array([[1, 0, 0.5], [0, 0, 1]], "float32"), np.array([[2, -1], [0, 1]], "float32")
step = train_step(encoder, decoder, plain_descent(encoder, decoder, 0.1), x, eps, 3.0)
r, kappa = (numbers(part, (), name) for part, name in zip(two_parts(step, "train_step"), ("r", "kappa")))
assert abs(r - 3 * math.log(2)) < 1e-3, (
    f"3 pixels, each p = 0.5: r should be 3 ln 2, about 2.079; {r:.4g} came."
)
assert abs(kappa - 1) < 1e-3, f"mu = (1, 1), logvar = 0: kappa should be 1, without beta; {kappa:.4g} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(13)
encoder.set_weights([rng.normal(size=w.shape) for w in encoder.get_weights()])
decoder.set_weights([rng.normal(size=w.shape) for w in decoder.get_weights()])
x, eps = rng.random((4, 3)), rng.normal(size=(4, 2))
Wm, bm, Wv, bv = (w.astype(float) for w in encoder.get_weights())
Wd, bd = (w.astype(float) for w in decoder.get_weights())
m, v = x @ Wm + bm, x @ Wv + bv
a = (m + np.exp(v / 2) * eps) @ Wd + bd
want = (np.logaddexp(0, a) - x * a).sum() / 4, (m**2 + np.exp(v) - 1 - v).sum() / 8
optimizer = plain_descent(encoder, decoder, 0.3)
step = train_step(encoder, decoder, optimizer, x.astype("float32"), eps.astype("float32"), 0.5)
r, kappa = (numbers(part, (), name) for part, name in zip(two_parts(step, "train_step"), ("r", "kappa")))
assert abs(r - want[0]) < 2e-3 * want[0], (
    "r is not the mean over 4 pictures of R (sum over pixels) before the step."
)
assert abs(kappa - want[1]) < 2e-3 * want[1], (
    "kappa is not the mean over 4 pictures of K (sum over directions)."
)
decoder.set_weights([np.zeros((2, 3)), np.array([200.0, -200, 0])])  # certain and wrong, twice
x, eps = np.array([[0, 1, 0.5]], "float32"), np.zeros((1, 2), "float32")
step = train_step(encoder, decoder, plain_descent(encoder, decoder, 0.1), x, eps)
r = numbers(two_parts(step, "train_step")[0], (), "r")
assert 31 < r < 500, f"a decoder that is certain and wrong gives r = {r:.4g}; it should be large and finite."
### END HIDDEN TESTS

# %% [markdown]
# Do part I and part II agree? In a one-layer decoder, back-propagation gives `dz`
# $= \frac{1}{N}(p - x)\,W^\top$. One step with step size 1 moves the biases of the two heads by minus the
# sum of your gradients of exercise 4.

# %% run
encoder, decoder = small_networks(64, 2, seed=3)
encoder.set_weights([w / 8 for w in encoder.get_weights()])
x, eps = REAL[:20], np.random.default_rng(14).standard_normal((20, 2)).astype("float32")
mu, logvar = (np.asarray(part, dtype=float) for part in encoder(x))
p = picture_of(decoder, sample_latent(mu, logvar, eps))
dz = (p - x) @ decoder.get_weights()[0].T / len(x)
by_hand = np.concatenate([-np.sum(part, axis=0) for part in latent_gradients(mu, logvar, eps, dz, beta=0.5)])
before = encoder.get_weights()
train_step(encoder, decoder, keras.optimizers.SGD(1.0), x, eps, beta=0.5)
by_keras = np.concatenate([after - old for after, old in zip(encoder.get_weights(), before)][1::2])
print("change of the heads' biases   by your formulas   by your step in Keras")
for name, a, b in zip(("mu 1", "mu 2", "logvar 1", "logvar 2"), by_hand, by_keras):
    print(f"{name:27s} {a:+18.5f} {b:+22.5f}")

# %% [markdown]
# *What to see:* the same numbers, up to rounding. Keras's tape does what you did on paper.
#
# Now two machines learn with your step, with codes of only **two** numbers, so that they can be drawn. With
# `eps` $= 0$ and β = 0 your step trains a **plain autoencoder**; with noise and β = 1 a VAE. (Some
# seconds.)

# %% run
plain = trained(encoder_network, train_step, 2, 0.0, noise=0.0)
vae = trained(encoder_network, train_step, 2, 1.0)
figure, axes = plt.subplots(1, 3, figsize=(14, 4.6), layout="constrained")
epochs = np.arange(1, len(vae[2]) + 1)
axes[0].plot(epochs, plain[2][:, 0], ":", color="black", label="plain autoencoder: r")
axes[0].plot(epochs, vae[2].sum(axis=1), "-", color="#BB5566", label="VAE: r + κ")
axes[0].plot(epochs, vae[2][:, 0], "--", color="#004488", label="VAE: r")
axes[0].plot(epochs, vae[2][:, 1], "-.", color="#997700", label="VAE: κ")
axes[0].set(title="Training", xlabel="epoch", ylabel="nats per picture", ylim=0)
axes[0].legend()
turn = np.linspace(0, 2 * np.pi, 200)
for axis, (encoder, _, _), name in ((axes[1], plain, "plain autoencoder"), (axes[2], vae, "VAE, β = 1")):
    codes = np.asarray(encoder(UNSEEN)[0])
    for c in range(10):
        axis.scatter(
            *codes[DIGIT[1200:] == c].T, s=28, marker=f"${c}$", color=plt.cm.tab10(c), linewidths=0.3
        )
    axis.plot(2 * np.cos(turn), 2 * np.sin(turn), color="black")
    title = f"{name}: codes μ of 597 unseen digits\ncircle: 86 % of the prior's draws lie inside"
    axis.set(title=title, xlabel="$z_1$", ylabel="$z_2$", aspect="equal")
plt.show()

# %% [markdown]
# *What to see:* nobody told the machines which digit is which, and yet equal digits lie together. The
# autoencoder spreads its codes as it likes, mind the scale, with empty land between them; the VAE packs
# them into the black circle, from which the wall will draw. Its price: a slightly larger $r$.
#
# What do the two decoders draw, all over the land where the prior draws?

# %% run
places = np.array([NormalDist().inv_cdf((i + 0.5) / 14) for i in range(14)])  # each place equally probable
grid = np.array([[a, b] for b in places[::-1] for a in places])  # (196, 2)
figure, axes = plt.subplots(1, 2, figsize=(11, 5.6), layout="constrained")
machines = ((0.0, 0.0, "plain autoencoder"), (1.0, 1.0, "VAE, β = 1"))
for axis, (beta, noise, name) in zip(axes, machines):
    decoder = trained(encoder_network, train_step, 2, beta, noise=noise)[1]
    show(axis, picture_of(decoder, grid), 14, f"{name}: what it draws at 14 × 14 places of the prior")
    axis.set(xlabel=f"$z_1$, from {places[0]:.1f} to {places[-1]:.1f}", ylabel="$z_2$, upwards")
plt.show()

# %% [markdown]
# *What to see:* where the prior draws, the autoencoder knows few kinds of digits; the others live
# elsewhere. The VAE has laid out most of the ten on the same land, each turning smoothly into its
# neighbours.

# %% [markdown]
# ## Part III. Inventing
#
# ### 7. From one digit to another (2 points)
#
# The wall shall turn one digit into the next. Mixing pixels only fades one picture out and the other in.
# Better to walk through the land of codes: encode both pictures, take the **means** as their codes (no
# noise: the walk shall not jitter), go in a straight line from one to the other in equal steps, and decode
# every stop:
#
# $$ z_i = (1 - t_i)\, \mu_a + t_i\, \mu_b, \qquad t_i = \frac{i}{\text{steps} - 1}, \qquad
#    i = 0, \dots, \text{steps} - 1 $$
#
# **With small numbers.** $\mu_a = -2$, $\mu_b = 2$, 5 steps: the stops are $-2, -1, 0, 1, 2$, both ends
# included.
#
# A network takes batches: `x_a[None]` makes a batch of one picture. Write `morph` (about 4 lines).

# %% solution="morph"
def morph(encoder, decoder, x_a, x_b, steps):
    """Pictures on the way from x_a to x_b, along a straight line between the means of their codes.

    Args:
        encoder: keras.Model; mu, logvar = encoder(x) for pictures x of shape (N, D), two outputs (N, k).
        decoder: keras.Model; decoder(z) draws pictures (N, D) for codes (N, k).
        x_a, x_b: (D,), two pictures, 32-bit floats.
        steps: number of pictures, 2 or more; the first and the last are the decoded means of x_a and x_b.

    Returns:
        (steps, D), array or tensor.
    """
    ### BEGIN SOLUTION
    mu, _ = encoder(np.stack([x_a, x_b]))  # (2, k)
    mu = np.asarray(mu)
    stops = np.linspace(mu[0], mu[1], steps)  # (steps, k)
    return np.asarray(decoder(stops))  # (steps, D)
    ### END SOLUTION

# %% test="begins_and_ends_at_the_pictures" points=1
# The first picture is x_a and the last x_b, as the machine redraws them from their means.
encoder, decoder = small_networks(2, 1)
head = [np.array([[4.0], [0]]), np.array([-2.0])]  # mu = 4 x_1 - 2
encoder.set_weights([*head, np.zeros((2, 1)), np.ones(1)])
decoder.set_weights([np.array([[1.0, -1.0]]), np.zeros(2)])
way = morph(encoder, decoder, np.array([0, 1], "float32"), np.array([1, 0], "float32"), 5)
way = numbers(way, (5, 2), "5 pictures of 2 pixels")
assert np.allclose(way[0], [0.1192, 0.8808], atol=1e-3), (
    "the way should begin with x_a, encoded (mean) and decoded."
)
assert np.allclose(way[4], [0.8808, 0.1192], atol=1e-3), (
    "the way should end with x_b, encoded (mean) and decoded."
)
### BEGIN HIDDEN TESTS
encoder.set_weights([np.array([[1.0], [-3]]), np.array([0.5]), np.ones((2, 1)), np.ones(1)])
a, b = np.array([0.2, 0.9], "float32"), np.array([0.6, 0.1], "float32")
want = np.asarray(decoder(encoder(np.stack([a, b]))[0]))
for steps in (2, 4):
    way = numbers(
        morph(encoder, decoder, a.copy(), b.copy(), steps), (steps, 2), f"{steps} pictures of 2 pixels"
    )
    assert np.allclose(way[0], want[0], atol=1e-3), (
        "the first picture is not what the decoder draws at x_a's mean."
    )
    assert np.allclose(way[-1], want[1], atol=1e-3), (
        "the last picture is not what the decoder draws at x_b's mean."
    )
### END HIDDEN TESTS

# %% test="walks_straight_between_the_codes" points=1
# The pictures between are decoded at equal steps on the straight line between the two means.
encoder, decoder = small_networks(2, 1)
head = [np.array([[4.0], [0]]), np.array([-2.0])]  # mu = 4 x_1 - 2
encoder.set_weights([*head, np.zeros((2, 1)), np.ones(1)])
decoder.set_weights([np.array([[1.0, -1.0]]), np.zeros(2)])
way = morph(encoder, decoder, np.array([0, 1], "float32"), np.array([1, 0], "float32"), 5)
way = numbers(way, (5, 2), "5 pictures of 2 pixels")
assert not np.allclose(way[1], [0.3096, 0.6904], atol=1e-3), "you mix pictures; mix the codes, then decode."
assert np.allclose(way[1], [0.2689, 0.7311], atol=1e-3), (
    "the second stop of the example is z = -1: sigmoid(-1) = 0.269."
)
assert np.allclose(way[2:4, 0], [0.5, 0.7311], atol=1e-3), "the next stops are z = 0 and z = 1."
### BEGIN HIDDEN TESTS
encoder, decoder = small_networks(7, 3, hidden=6, seed=16)
a = np.array([1, 0, 1, 1, 0, 0, 1], "float32")
b = 1 - a
from_a, from_b = np.asarray(encoder(np.stack([a, b]))[0])
stops = np.array([from_a + (from_b - from_a) * i / 5 for i in range(6)], dtype="float32")
want = np.asarray(decoder(stops))
way = numbers(morph(encoder, decoder, a.copy(), b.copy(), 6), (6, 7), "6 pictures of 7 pixels")
assert np.allclose(way[1:5], want[1:5], atol=1e-3), (
    "the pictures between are not decoded at equal steps between the codes."
)
### END HIDDEN TESTS

# %% run
encoder, decoder, _ = trained(encoder_network, train_step, 8, 0.3)
figure, axes = plt.subplots(4, 1, figsize=(8, 5.4), layout="constrained")
for row, (first, second) in enumerate(((0, 1), (2, 7))):
    a, b = (UNSEEN[DIGIT[1200:] == c][5] for c in (first, second))
    fade = np.array([(1 - t) * a + t * b for t in np.linspace(0, 1, 11)])
    show(axes[2 * row], fade, 11, f"{first} to {second}: pixels mixed")
    show(
        axes[2 * row + 1],
        morph(encoder, decoder, a, b, 11),
        11,
        f"{first} to {second}: your walk (VAE, 8 numbers, β = 0.3)",
    )
plt.show()

# %% [markdown]
# *What to see:* mixed pixels show two digits at half brightness, one over the other. On your walk the lines
# move and bend, and the way may lead past other digits.
#
# ### The five machines
#
# Two numbers are few for a handwriting. The next cell trains machines with **eight**: a plain autoencoder,
# and VAEs with four values of β (some seconds). Each then invents 500 digits from noise. A judge looks
# at the ten most similar real digits: if nine or ten of them are the same digit, the invention counts as
# **readable**. For the autoencoder there is a second row, with draws where its codes lie: from a normal
# distribution with the codes' own means and standard deviations.

# %% run
judge = KNeighborsClassifier(10).fit(REAL, DIGIT)
draws = np.random.default_rng(17).standard_normal((500, 8))
print("                          unseen digits             500 invented digits")
print("machine                   R (nats)  K (nats)  read  readable  different  rarest digit")
sheets = []
for beta, noise in ((0.0, 0.0), (0.1, 1.0), (0.3, 1.0), (1.0, 1.0), (3.0, 1.0)):
    encoder, decoder, _ = trained(encoder_network, train_step, 8, beta, noise=noise)
    mu, logvar = (np.asarray(part, dtype=float) for part in encoder(UNSEEN))
    z = sample_latent(mu, logvar, noise * np.random.default_rng(18).standard_normal(mu.shape))
    R, K = np.mean(reconstruction(UNSEEN, picture_of(decoder, z))), np.mean(kl(mu, logvar))
    read = np.mean(judge.predict(picture_of(decoder, mu)) == DIGIT[1200:])
    codes = np.asarray(encoder(LEARN)[0])
    origins = [(f"VAE, β = {beta:g}", draws)]
    if noise == 0:
        origins = [
            ("autoencoder, prior", draws),
            ("autoencoder, own codes", codes.mean(0) + draws * codes.std(0)),
        ]
    for name, origin in origins:
        invented = picture_of(decoder, origin)
        votes = judge.predict_proba(invented)  # (500, 10), shares of the ten neighbours
        counts = np.bincount(votes.argmax(1)[votes.max(1) >= 0.9], minlength=10)
        K_text = f"{K:9.2f}" if noise else "        –"
        print(
            f"{name:24s} {R:9.1f} {K_text} {read:6.0%} {counts.sum() / 500:9.0%} {(counts > 0).sum():10d}"
            f" {counts.min() / 500:13.1%}"
        )
        sheets.append((name, invented[:60]))
figure, axes = plt.subplots(2, 3, figsize=(13, 5), layout="constrained")
for axis, (name, pictures) in zip(axes.flat, sheets):
    show(axis, pictures, 12, f"60 inventions of: {name}")
plt.show()

# %% [markdown]
# *read:* the share of unseen digits that the judge reads rightly after they went through the machine (mean
# code, no noise). *different:* how many of the ten digits occur among the readable inventions. *rarest
# digit:* its share of all 500.
#
# Look at the table **and** at the sheets, above all at the last one.
#
# ### 8. What follows? (2 points)
#
# Choose a statement only if it holds for **every** encoder, every decoder and all pictures; one that your
# table contradicts is not chosen.
#
# - **a** With `eps` = 0 and β = 0, `train_step` trains a plain autoencoder: what logvar is makes no
#   difference.
# - **b** If $K_n = 0$ for every picture, the code $z$ says nothing about which picture it came from.
# - **c** Of two machines, the one with the larger share of readable inventions is the better one for the
#   wall.
# - **d** For a picture of black and white pixels, $-(R_n + K_n)$, with $R_n$ averaged over the noise, is
#   never above $\ln p(x_n)$.
# - **e** Of two machines with equally many numbers in a code, the one with the smaller $R$ on unseen digits
#   invents the more readable ones.
# - **f** When a VAE with β = 1 has learnt well, the $K$ of its pictures is close to 0.
#
# Return the letters as a set, for example `{"c", "f"}`.

# %% solution="which_statements_follow"
def which_statements_follow():
    """The letters of the statements that hold for every encoder, every decoder and all pictures.

    Returns:
        A set of letters from "a" to "f", such as {"c", "f"}.
    """
    ### BEGIN SOLUTION
    return {"a", "b", "d"}
    ### END SOLUTION

# %% test="statements_about_the_machine" points=2
# Exactly the statements that hold for every encoder and decoder are chosen.
answer = which_statements_follow()
assert isinstance(answer, (set, frozenset, list, tuple, str)), (
    f"return a set of letters such as {{'c', 'f'}}; a {type(answer).__name__} came."
)
letters = {str(letter).strip().lower() for letter in answer}
assert letters and letters <= set("abcdef"), "return one or more of the letters a to f."
### BEGIN HIDDEN TESTS
assert "c" not in letters and "e" not in letters, (
    "the table contradicts one of your statements: compare its last row, and its first, with the others."
)
assert "f" not in letters, (
    "one of your statements wishes for a small K; what does exercise 4's tug-of-war make of K = 0?"
)
assert letters == set("abd"), "what you chose does follow, but something else follows too."
### END HIDDEN TESTS

# %% [markdown]
# ### 9. The decision (2 points)
#
# Write to the museum, in about six sentences.
#
# 1. Which machine goes into the wall? Support it with numbers of at least two columns, and compare with the
#    autoencoder **and** with β = 3.
# 2. Why does the autoencoder, which redraws best, invent so badly, and what went wrong at β = 3? Use what
#    the two parts of the loss do to the clouds.

# %% [markdown] essay="which_machine" points=2
# I propose the VAE with β = 0.3. In my run 56 % of its inventions can be read, all ten digits occur, and
# even the rarest makes up 3 % of what it draws. With draws from the prior the autoencoder reaches 35 %, and
# one digit hardly ever comes. β = 3 has by far the largest share of readable pictures, 97 %, but all of
# them are the same 8: visitors would laugh. (β = 1 is a fair choice as well: 61 % are readable, but its
# pictures are more blurred, and the rarest digit is rarer, about 1 %.)
#
# Nothing in the autoencoder's loss says where its codes should lie or what should be drawn between them,
# since it learns to redraw from points. Most draws of the prior fall into land that its decoder never saw,
# and even draws from its codes' own region fall into gaps. In the VAE the noise makes the decoder redraw
# from a whole cloud, and the KL brings the clouds of all pictures together where the prior lies. With β = 3
# the KL won the tug-of-war: K is 0, every picture has the prior as its cloud, the code tells the decoder
# nothing, and the best it can do is to draw the average digit, which the judge takes for an 8.
#
# ### BEGIN MARK SCHEME
# - 1 point: β = 1 or β = 0.3 (β = 0.1 with a good reason), with numbers from at least two columns of the
#   student's own table, one of them about readability and one about variety or redrawing, compared with the
#   autoencoder and with β = 3, whose readable digits are all alike. Half a point if one of the comparisons
#   or the variety is missing.
# - 1 point: the autoencoder's loss does not say where codes lie or what is drawn between them (gaps, other
#   region than the prior), **and** at β = 3 the KL outweighs the reconstruction, K is about 0, all clouds
#   equal the prior and the code is empty (posterior collapse). Half a point for one of the two.
# ### END MARK SCHEME
