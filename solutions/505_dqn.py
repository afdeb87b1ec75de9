# ---
# title: Deep Q-networks
# unit: 5 Reinforcement learning
# minutes: 100
# points: 20
# ---

# %% [markdown]
# # Deep Q-networks: who holds the mast?
#
# The polar station's robot has a new task. Before a message can be sent, it must hold a radio **mast**
# upright that is hinged on its sledge, by pushing the sledge to the left or to the right, fifty times a
# second. A message takes **4 seconds, 200 pushes**. If the mast leans too far or the sledge leaves its rails,
# the message is lost.
#
# In assignment 504 the robot learnt a **table**, with a row for each of 16 tiles. Now it feels four numbers,
# and never the same four twice: a table would have no row for what comes next. So a **network** takes the
# table's place. That sounds like a small change, but a network that learns from its own guesses easily goes
# astray. Two ideas tamed it in 2013 and 2015, a **memory** and a **target network**; together with
# Q-learning they are called DQN.
#
# **Your decision at the end.** Four learners apply: DQN, DQN without the memory, DQN without the target
# network, and double DQN. The station's rule: *the mast must stand for at least 190 of 200 pushes on average,
# over fresh starts*. Whom do you employ?
#
# **You will**
#
# - **compute** what a network thinks of each push, and what it should learn from a step that was really
#   taken,
# - **compute** targets for whole batches, with the end of the world told from the end of the clock,
# - **write** the memory, the target network's copying, and the loop around everything,
# - **check** your learner on a chain of five tiles whose exact values you know,
# - **compare** four learners, see how guesses grow too high, and **decide**.
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 | `q_values`: a network instead of a table | 1 | 8 |
# | 2 | `loss_and_gradient`: only the action taken learns | 3 | 14 |
# | 3 | `dqn_targets`: what did these steps teach? | 3 | 12 |
# | 4 | `sync`: the target network follows, now and then | 2 | 8 |
# | 5 | `store`: a memory that forgets the oldest | 1 | 5 |
# | 6 | `sample`: some steps out of the memory | 2 | 12 |
# | 7 | `train`: the loop around everything | 3 | 15 |
# | 8 | `double_targets`: one chooses, the other judges | 2 | 8 |
# | 9 | a question: which statements follow? | 1 | 8 |
# | 10 | your letter to the station | 2 | 10 |
#
# Every exercise is tested on inputs of its own: if one resists, go on with the next. Only the last test of
# exercise 7, and the pictures from there on, need what you wrote before. You need NumPy only; the network is
# small, and by hand it learns in seconds. At the very end you see how the same looks in Keras.
#
# **Symbols**
#
# | symbol | in the code | meaning |
# |---|---|---|
# | $B$ | `len(S)` | number of steps in a batch |
# | $d$ | | number of measurements that make a state: 4 for the mast, 5 for the chain |
# | $S$, $S'$ | `S`, `S2` | the states before and after the steps of a batch, each (B, d) |
# | $A$ | `A` | the actions taken, (B,), whole numbers |
# | $R$ | `R` | the rewards, (B,) |
# | $q$ | `q` | what a network says to a batch, (B, actions): one value for each state and action |
# | $Y$ | `Y` | the targets, (B,) |
# | $\gamma$ | `gamma` | the discount: a reward one step later is worth $\gamma$ times as much |
# | $n$ | `n` | the number of a step: 1, 2, 3, … |
# | $C$ | `every` | after how many steps the target network is renewed |
#
# An **episode** goes from a start to its end; its **return** is the sum of its rewards.
#
# Run the next cell first. There is nothing to write in it.

# %% setup
import functools
import itertools

import gymnasium as gym
import matplotlib.pyplot as plt
import numpy as np


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


def mast():
    """The mast on the sledge: gymnasium's CartPole; after 200 steps of 0.02 s an episode is cut off."""
    return gym.make("CartPole-v1", max_episode_steps=200)


class Chain:
    """Tiles in a row. Action 1 goes right, action 0 left (on tile 0: stays). Going right on the last tile
    brings the reward 1, ends the world, and shows tile 0. Trips begin on tile 0, 1, 2, … in turn, and are
    cut off after eight steps. A state is a row of zeros with a 1 for the tile."""

    def __init__(self, tiles):
        self.tiles, self.trips, self.tile, self.clock = tiles, 0, 0, 0

    def reset(self):
        self.tile, self.clock, self.trips = self.trips % self.tiles, 0, self.trips + 1
        return np.eye(self.tiles)[self.tile], {}

    def step(self, action):
        terminated = action == 1 and self.tile == self.tiles - 1
        self.tile = 0 if terminated else max(0, self.tile + (1 if action == 1 else -1))
        self.clock += 1
        truncated = self.clock == 8 and not terminated
        return np.eye(self.tiles)[self.tile], float(terminated), terminated, truncated, {}


def backward(params, S, G):
    """Back-propagation, as in assignment 202: from the gradient G (B, actions) of the loss for the outputs of
    a network to its gradients for all arrays of params."""
    inputs = [S]
    for W, b in zip(params[:-2:2], params[1:-2:2]):
        inputs.append(np.maximum(inputs[-1] @ W + b, 0))           # (B, width of the layer)
    gradients = []
    for W, x in zip(params[-2::-2], reversed(inputs)):
        gradients = [x.T @ G, G.sum(axis=0), *gradients]
        G = (G @ W.T) * (x > 0)                                     # (B, width of the layer before)
    return gradients


class DQNAgent:
    """Two networks, a memory, and the functions that you write, in this order: q_values, loss_and_gradient,
    dqn_targets (or double_targets), sync, store, sample. sizes are the widths of the layers, input first."""

    def __init__(self, sizes, functions, gamma, lr, capacity, batch_size, every, seed):
        (self.q_values, self.loss_and_gradient, self.targets,
         self.copy_weights, self.store, self.sample) = functions
        self.gamma, self.lr, self.every = gamma, lr, every
        self.capacity, self.batch_size = capacity, batch_size
        self.rng = np.random.default_rng(seed)
        self.online = []
        for width, following in zip(sizes, sizes[1:]):
            self.online.append(self.rng.normal(size=(width, following)) * np.sqrt(2 / width))
            self.online.append(np.zeros(following))
        self.target = [w.copy() for w in self.online]
        self.moments = [(np.zeros_like(w), np.zeros_like(w)) for w in self.online]
        self.memory, self.largest, self.updates = [], [], 0

    def act(self, s, epsilon):                                      # assignment 504, exercise 2
        if self.rng.random() < epsilon:
            return int(self.rng.integers(len(self.online[-1])))
        return int(np.argmax(self.q_values(self.online, s[None])[0]))

    def remember(self, step):
        self.store(self.memory, step, self.capacity)

    def learn(self):
        S, A, R, S2, terminated, truncated = self.sample(self.memory, self.batch_size, self.rng)
        Y = self.targets(R, S2, terminated, truncated, functools.partial(self.q_values, self.online),
                         functools.partial(self.q_values, self.target), self.gamma)      # (B,)
        q = self.q_values(self.online, S)                           # (B, actions)
        _, G = self.loss_and_gradient(q, A, Y)
        self.largest.append(float(np.max(q, axis=1).mean()))
        self.updates += 1
        for w, g, (m, v) in zip(self.online, backward(self.online, S, G), self.moments):
            m += 0.1 * (g - m)                                      # Adam, as in assignment 203
            v += 0.001 * (g**2 - v)
            w -= self.lr * m / (1 - 0.9**self.updates) / (np.sqrt(v / (1 - 0.999**self.updates)) + 1e-8)

    def sync(self, n):
        self.copy_weights(n, self.every, self.online, self.target)


# For the tests.
def numbers(value, shape, name):
    """`value` as an array of numbers; says so if it is none or if its shape is not `shape`."""
    assert value is not None, f"{name} returned None. Does every path through it end with a return?"
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise AssertionError(f"{name} should return numbers, but a {type(value).__name__} came.") from None
    single = " () is a single number." if () in (array.shape, shape) else ""
    assert array.shape == shape, f"{name}: shape {array.shape} came, {shape} is right.{single}"
    return array


def parts(value, count, name):
    """`value`, if it is a tuple or list of `count` things."""
    assert isinstance(value, (tuple, list)) and len(value) == count, (
        f"{name} should return {count} things, but a {type(value).__name__} came.")
    return value


def linear(table):
    """A network without hidden layers: the function S (B, d) -> S @ table (B, actions)."""
    return lambda S: np.asarray(S) @ np.array(table, dtype=float)


def step_number(k):
    """A step that can be told from all others: its state is (k + 0.25, -k), its action k % 3, and so on."""
    return np.array([k + 0.25, -k]), k % 3, k / 2, np.array([k + 1.25, -k - 1]), k % 4 == 1, k % 5 == 2


def rehearsal(episodes):
    """An environment that follows a script, an agent that keeps a diary of all calls, and the diary.

    episodes : for each, (first tile, [(r, tile, flags), …]): what reset gives and what every step brings;
               flags is "", "terminated", "truncated" or "terminated truncated". A state is an array (1,), the
               tile.
    The agent calls its actions 100, 101, 102, … in the order in which it is asked.
    """
    diary, coming, steps, names = [], list(episodes), [], itertools.count(100)

    def tile(s):
        assert np.shape(s) == (1,), "the agent got no state, an array. Note that reset gives (s, info)."
        return int(np.asarray(s)[0])

    class Environment:
        def reset(self, *, seed=None, options=None):
            diary.append(("reset",) if seed is None else ("reset", "with a seed"))
            first, steps[:] = coming.pop(0) if coming else (0, [])
            return np.array([float(first)]), {}

        def step(self, action):
            assert steps, "step was called although the episode was over. Look at both flags, then reset."
            diary.append(("step", int(action)))
            r, s2, flags = steps.pop(0)
            return np.array([float(s2)]), r, "terminated" in flags, "truncated" in flags, {}

    class Learner:
        def act(self, s, epsilon):
            diary.append(("act", tile(s), float(epsilon), next(names)))
            return diary[-1][-1]

        def remember(self, step):
            s, a, r, s2, terminated, truncated = parts(step, 6, "what the agent is to remember: train")
            over = bool(terminated), bool(truncated)
            diary.append(("remember", tile(s), int(a), float(r), tile(s2), *over))

        def learn(self):
            diary.append(("learn",))

        def sync(self, n):
            diary.append(("sync", int(n)))

    return Environment(), Learner(), diary


def compare_diary(diary, expected):
    """Says which entry of a diary is the first wrong one; a reset at the very end is let pass."""
    if diary[-1:] == [("reset",)]:
        diary = diary[:-1]
    for number, (came, right) in enumerate(itertools.zip_longest(diary, expected), start=1):
        if came != right:
            came, right = (" ".join(map(str, entry)) if entry else "nothing" for entry in (came, right))
            raise AssertionError(f"entry {number} of the diary: '{came}' came, '{right}' is right.")


def chain_values(tiles, gamma):
    """The exact values of all tiles and actions of a chain, (tiles, 2)."""
    best = gamma ** np.arange(tiles - 1.0, -1, -1)                  # going right, until the reward of 1
    return np.stack([gamma * best[np.maximum(np.arange(tiles) - 1, 0)], best], axis=1)


# For the pictures.
BLUE, RED, YELLOW, GREY = "#004488", "#BB5566", "#DDAA33", "#888888"


def mast_stands(values, seed, starts=20):
    """For how many steps the mast stands, for each of so many fresh starts, if the best action of the
    function values, S (B, 4) -> (B, 2), is always taken."""
    env, counts = mast(), []
    for start in range(starts):
        s, _ = env.reset(seed=1000 * seed + start)
        for count in range(1, 201):
            s, _, fell, late, _ = env.step(int(np.argmax(values(s[None])[0])))
            if fell or late:
                break
        counts.append(count)
    return np.array(counts)


def push_map(ax, values, title):
    """Which push a network prefers, for every angle and turning speed of the mast, on a sledge at rest."""
    angle, speed = np.meshgrid(np.linspace(-12, 12, 61), np.linspace(-1.5, 1.5, 61))     # (61, 61) each
    zeros = np.zeros(angle.size)
    q = values(np.stack([zeros, zeros, np.radians(angle).ravel(), speed.ravel()], axis=1))    # (3721, 2)
    right = (q[:, 1] > q[:, 0]).reshape(angle.shape)
    ax.contourf(angle, speed, right, levels=[-0.5, 0.5, 1.5], colors=["#CCDDEE", "#DDAA33"])
    ax.set(title=title, xlabel="angle of the mast (degrees, right is positive)")
    for x, y, word in [(-8, -1.1, "push left"), (8, 1.1, "push right")]:
        ax.text(x, y, word, ha="center")


@functools.lru_cache(maxsize=8)
def learner(train, functions, seed, capacity=5000, every=50, steps=6000):
    """Train an agent on the mast, only once for the same settings: the agent and its returns."""
    env = mast()
    env.reset(seed=seed)
    agent = DQNAgent([4, 32, 32, 2], functions, gamma=0.98, lr=0.002, capacity=capacity, batch_size=32,
                     every=every, seed=seed)
    epsilons = np.maximum(0.05, 1 - np.arange(steps) / (0.25 * steps))  # from 1 down to 0.05, then on
    return agent, train(env, agent, epsilons.tolist(), 500, 2)


def draw_returns(ax, returns, style, **look):
    """The mean of the last ten returns, over the number of steps made so far (here each step earns 1)."""
    x, y = np.cumsum(returns)[9:], np.convolve(returns, np.ones(10) / 10, mode="valid")
    ax.plot(x, y, style, **look)

# %% [markdown]
# ## 1. A network instead of a table (1 point)
#
# The state is now four measurements: the sledge's position (m) and velocity (m/s), the mast's angle (rad) and
# turning speed (rad/s). The network gets them and says **one value for every action**, all at once: 0 push
# left, 1 push right. A layer computes $x W + b$; after every layer **but the last** comes a ReLU,
# $\max(x, 0)$:
#
# $$h = \max(S\,W_1 + b_1,\, 0), \qquad \dots, \qquad q = h\,W_L + b_L$$
#
# The last layer stays as it is, **linear**: a value says how much reward is to come. It may be $-3$ or 40, so
# neither ReLU nor softmax belongs there.
#
# *Example.* $S = (1, 2)$, $W_1 = \begin{pmatrix} 1 & -1 \\ 1 & 0 \end{pmatrix}$, $b_1 = (0, 0.5)$: the first
# layer gives $(3, -0.5)$, after ReLU $(3, 0)$. With $W_2 = \begin{pmatrix} 2 & -1 \\ 5 & 5 \end{pmatrix}$ and
# $b_2 = (1, 0)$ the values are $q = (7, -3)$.
#
# Write `q_values`, about 4 lines.

# %% solution="q_values"
def q_values(params, S):
    """The values of all actions in each state of a batch.

    params : list of arrays [W1, b1, W2, b2, ...], two for each layer, of one layer or more;
             a W is (inputs, outputs), a b is (outputs,)
    S : array (B, d), one state in each row
    Returns an array (B, actions). ReLU follows every layer but the last. params and S stay as they are.

    Example: q_values([W1, b1, W2, b2], np.array([[1., 2.]])) with the numbers of the text is [[7., -3.]]
    """
    ### BEGIN SOLUTION
    x = S
    for i in range(0, len(params) - 2, 2):
        x = np.maximum(x @ params[i] + params[i + 1], 0)            # (B, width of the layer)
    return x @ params[-2] + params[-1]                              # (B, actions)
    ### END SOLUTION

# %% test="the_last_layer_is_linear" points=1
# All layers but the last are followed by ReLU, the last by nothing: values may be negative or large.
params = [np.array([[1.0, -1], [1, 0]]), np.array([0, 0.5]),
          np.array([[2.0, -1], [5, 5]]), np.array([1.0, 0])]
got = numbers(q_values(params, np.array([[1.0, 2]])), (1, 2), "q_values")
assert not np.allclose(got, [[7, 0]]), "the last layer was cut off at 0; values may be negative."
assert not np.allclose(got, [[4.5, -5.5]]), "the first layer came through with its negative number: no ReLU?"
assert np.allclose(got, [[7, -3]]), f"the example should give 7 and -3, but {got.tolist()} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1)
for sizes in ([3, 4, 5, 2], [2, 3], [4, 3, 1], [3, 6, 2, 5, 4]):
    params = [rng.normal(size=shape) for i, o in zip(sizes, sizes[1:]) for shape in ((i, o), (o,))]
    S = rng.normal(size=(6, sizes[0])) * 3
    expected = []
    for row in S:
        for layer in range(len(sizes) - 1):
            W, b = params[2 * layer], params[2 * layer + 1]
            row = [sum(x * w for x, w in zip(row, W[:, j])) + b[j] for j in range(len(b))]
            row = [max(x, 0) for x in row] if layer < len(sizes) - 2 else row
        expected.append(row)
    given, kept = S.copy(), [w.copy() for w in params]
    got = numbers(q_values(params, given), (6, sizes[-1]), "q_values")
    assert np.allclose(got, expected), f"a network with the widths {sizes} came out with wrong values."
    assert np.array_equal(given, S), "S has changed; q_values only computes."
    assert all(np.array_equal(w, k) for w, k in zip(params, kept)), "params has changed; only compute."
### END HIDDEN TESTS

# %% [markdown]
# A network made by hand, with two hidden neurons: one for a mast that leans to the left, one for the right.
# It pushes to the side to which the mast leans.

# %% run
params = [np.array([[0.0, 0], [0, 0], [-1, 1], [0, 0]]), np.zeros(2), np.eye(2), np.zeros(2)]
values = functools.partial(q_values, params)
dice = np.random.default_rng(0)
fig, ax = plt.subplots(figsize=(5.5, 3.6), layout="constrained")
push_map(ax, values, "By hand: what would the network do?")
ax.set_ylabel("turning speed (rad/s)")
plt.show()
print(f"the mast stands, on average: made by hand {mast_stands(values, 1).mean():.0f} of 200 steps,",
      f"pushed at random {mast_stands(lambda S: dice.random((1, 2)), 1).mean():.0f}")

# %% [markdown]
# *What to see:* the border between left and right is upright: this network looks at the angle only. That is
# better than chance, but far from a message. In exercise 7 you will see where a network that learns draws the
# border.
#
# ## 2. Only the action taken learns (3 points)
#
# The robot has done **one** action in each state and knows a target for that one only. About the other push
# it has learnt nothing. So the loss looks at the values $q_{i, A_i}$ of the actions taken:
#
# $$L = \frac1B \sum_{i} \left(q_{i, A_i} - Y_i\right)^2 \qquad\text{and}\qquad
# G_{ij} = \frac{\partial L}{\partial q_{ij}} =
# \begin{cases} \frac2B \left(q_{ij} - Y_i\right) & \text{if } j = A_i \\ 0 & \text{otherwise} \end{cases}$$
#
# The targets count as plain numbers. From $G$, back-propagation (in the setup, as in assignment 202) finds
# how each weight must move.
#
# *Example.* Two steps, three actions, $A = (1, 0)$, $Y = (2, 6)$:
#
# $$q = \begin{pmatrix} 1 & \mathbf{4} & 0 \\ \mathbf{3} & 2 & 5 \end{pmatrix}, \qquad
# L = \frac{(4-2)^2 + (3-6)^2}{2} = 6.5, \qquad
# G = \begin{pmatrix} 0 & 2 & 0 \\ -3 & 0 & 0 \end{pmatrix}$$
#
# (The factor $\frac2B$ is 1 here.) Write `loss_and_gradient`, about 5 lines. `q[np.arange(len(A)), A]` takes
# one entry out of each row.

# %% solution="loss_and_gradient"
def loss_and_gradient(q, A, Y):
    """The mean squared error of the actions taken, and its gradient for q.

    q : array (B, actions) of floats, the network's values; it stays as it is
    A : array (B,) of whole numbers, the actions taken
    Y : array (B,), the targets
    Returns (L, G): L a number, G an array (B, actions).

    Example: see the text; L is 6.5
    """
    ### BEGIN SOLUTION
    rows = np.arange(len(A))
    error = q[rows, A] - Y                                          # (B,)
    G = np.zeros(q.shape)
    G[rows, A] = 2 * error / len(A)
    return np.mean(error**2), G
    ### END SOLUTION

# %% test="the_loss_is_of_the_actions_taken" points=1
# The loss is the mean, over the steps, of the squared error of the action that was taken.
q = np.array([[1.0, 4, 0], [3, 2, 5]])
given = q.copy()
L, _ = parts(loss_and_gradient(given, np.array([1, 0]), np.array([2.0, 6])), 2, "loss_and_gradient")
L = float(numbers(L, (), "L"))
assert np.array_equal(given, q), "q itself has changed; it should stay as it is."
assert abs(L - 2.5) > 1e-9, "2.5 came: is it the error of the largest values, or is the square missing?"
assert abs(L - 13) > 1e-9, "13 came: the mean over the steps, not the sum."
assert abs(L - 6.5) < 1e-9, f"the loss of the example is 6.5, but {L:.4g} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(2)
for B, actions in [(5, 3), (3, 5), (1, 4), (6, 2)]:
    q, A, Y = rng.normal(size=(B, actions)) * 4, rng.integers(actions, size=B), rng.normal(size=B)
    expected = sum((q[i, a] - y) ** 2 for i, (a, y) in enumerate(zip(A, Y))) / B
    L, _ = parts(loss_and_gradient(q.copy(), A.copy(), Y.copy()), 2, "loss_and_gradient")
    L = float(numbers(L, (), "L"))
    assert abs(L - expected) < 1e-9, f"{B} steps, {actions} actions: the loss came out as {L:.4g}."
### END HIDDEN TESTS

# %% test="the_gradient_of_a_taken_action" points=1
# Where an action was taken, G holds the derivative of the loss.
q, A, Y = np.array([[1.0, 4], [3, 2], [0, 5], [-2, 7]]), np.array([1, 0, 0, 1]), np.array([2.0, 6, 0.5, -1])
_, G = parts(loss_and_gradient(q.copy(), A.copy(), Y.copy()), 2, "loss_and_gradient")
came = numbers(G, (4, 2), "G")[[0, 1, 2, 3], A]
assert not np.allclose(came, [2, -3, -0.5, 8]), "the factor 2/B is missing; only in the example it is 1."
assert not np.allclose(came, [0.5, -0.75, -0.125, 2]), (
    "half of the right numbers came: is the 2 missing, or B not the number of steps?")
assert not np.allclose(came, [-1, 1.5, 0.25, -4]), "the signs are the wrong way round: q minus Y."
assert np.allclose(came, [1, -1.5, -0.25, 4]), (
    f"where the actions were taken, 1, -1.5, -0.25 and 4 are right, but {came.tolist()} came.")
### BEGIN HIDDEN TESTS
def true_loss(q, A, Y):
    return sum((q[i, A[i]] - Y[i]) ** 2 for i in range(len(Y))) / len(Y)


rng = np.random.default_rng(3)
for B, actions in [(5, 3), (3, 4), (1, 2), (7, 2)]:
    q, A, Y = rng.normal(size=(B, actions)) * 4, rng.integers(actions, size=B), rng.normal(size=B)
    _, G = parts(loss_and_gradient(q.copy(), A.copy(), Y.copy()), 2, "loss_and_gradient")
    G = numbers(G, (B, actions), "G")
    for i, a in enumerate(A):
        up, down = q.copy(), q.copy()
        up[i, a] += 1e-4
        down[i, a] -= 1e-4
        slope = (true_loss(up, A, Y) - true_loss(down, A, Y)) / 2e-4
        assert abs(G[i, a] - slope) < 1e-5, f"{B} steps, {actions} actions: G differs from the slope of L."
### END HIDDEN TESTS

# %% test="other_actions_learn_nothing" points=1
# Where no action was taken, G is 0, whatever q says there; where one was taken with an error, it is not.
q, A, Y = np.array([[1.0, 4, 0], [3, 2, 5]]), np.array([1, 0]), np.array([2.0, 6])
_, G = parts(loss_and_gradient(q.copy(), A.copy(), Y.copy()), 2, "loss_and_gradient")
G = numbers(G, (2, 3), "G")
taken = np.array([[False, True, False], [True, False, False]])
assert np.all(G[~taken] == 0), "an action that was not taken has a gradient; nothing is known about it."
assert np.all(G[taken] != 0), "an action that was taken, with an error, has the gradient 0: it cannot learn."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(4)
for B, actions in [(4, 3), (3, 6), (6, 2), (1, 5)]:
    q, A, Y = rng.normal(size=(B, actions)) * 4, rng.integers(actions, size=B), rng.normal(size=B)
    _, G = parts(loss_and_gradient(q.copy(), A.copy(), Y.copy()), 2, "loss_and_gradient")
    G = numbers(G, (B, actions), "G")
    for i, j in itertools.product(range(B), range(actions)):
        assert (G[i, j] != 0) == (j == A[i]), f"{B} steps, {actions} actions: G has its numbers elsewhere."
### END HIDDEN TESTS

# %% [markdown]
# Your gradient at work, without a network: 40 steps downhill on the numbers `q` themselves.

# %% run
q, A, Y = np.array([[1.0, 4, 0], [3, 2, 5]]), np.array([1, 0]), np.array([2.0, 6])
path = [q.copy()]
for _ in range(40):
    q = q - 0.1 * loss_and_gradient(q, A, Y)[1]
    path.append(q.copy())
path = np.array(path)                                               # (41, 2, 3)
fig, axes = plt.subplots(1, 2, figsize=(9, 3), sharey=True, layout="constrained")
for i, ax in enumerate(axes):
    for j, line in enumerate(["-", "--", "-."]):
        ax.plot(path[:, i, j], line, color=RED if j == A[i] else BLUE,
                label=f"action {j}" + (" (taken)" if j == A[i] else ""))
    ax.axhline(Y[i], color="black", linewidth=0.8, linestyle=":", label="target")
    ax.set(title=f"step {i + 1} of the batch", xlabel="update", xlim=(-1, 60))
    ax.legend(fontsize=8, loc="upper right" if i == 0 else "center right")
axes[0].set_ylabel("value q")
plt.show()

# %% [markdown]
# *What to see:* only the red line of each picture moves, to its target. (In a real network the others move a
# little as well, because all actions share the hidden layers. That is a strength and a danger.)
#
# ## 3. What did these steps teach? (3 points)
#
# The target is that of Q-learning in 504, for a whole batch, with one new idea. If the network itself gave
# the values of $S'$, each update would move its own targets: a dog that chases its tail. So there are two
# networks of the same build. The **online** network $q$ acts and learns; the **target** network $q^-$ is an
# older copy of it, which stays still for a while. DQN's targets come from the target network alone:
#
# $$Y_i = \begin{cases} R_i & \text{if step } i \text{ was terminated} \\
# R_i + \gamma \max_{j} q^-_j(S'_i) & \text{otherwise} \end{cases}$$
#
# As in 504: **terminated**, the mast has fallen and nothing is to come. **Truncated**, 200 steps are over and
# the mast still stands: only the clock has stopped us, and the target looks ahead. If both flags are set, the
# world has ended.
#
# *Example.* $\gamma = 0.5$ and three steps:
#
# | $R_i$ | target network's values of $S'_i$ | terminated | truncated | $Y_i$ |
# |---|---|---|---|---|
# | 2 | 4, 10 | no | no | $2 + 0.5 \cdot 10 = 7$ |
# | 1 | −6, −2 | no | yes | $1 + 0.5 \cdot (-2) = 0$ |
# | −1 | 8, 3 | yes | no | $-1$ |
#
# Write `dqn_targets`, about 2 lines. It is given both networks, as functions, because exercise 8 needs both;
# here the online network has nothing to say. `np.where(condition, x, y)` chooses for each row.

# %% solution="dqn_targets"
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    """The targets of DQN for a batch of steps.

    R : array (B,), the rewards; it stays as it is
    S2 : array (B, d), the states after the steps
    terminated, truncated : arrays (B,) of True and False
    online, target : the two networks, functions that take states (B, d) and return values (B, actions)
    gamma : the discount, 0 to 1
    Returns Y, an array (B,).

    Example: see the table in the text, [7., 0., -1.]
    """
    ### BEGIN SOLUTION
    best = np.max(target(S2), axis=1)                               # (B,)
    return R + gamma * np.where(terminated, 0, best)
    ### END SOLUTION

# %% test="the_target_network_looks_ahead" points=1
# In mid-episode a target is the reward plus gamma times the target network's largest value of the next state.
table, other = [[4.0, 10], [-6, -2], [8, 3]], [[90.0, 70], [60, 50], [20, 30]]
no = np.array([False, False, False])
R = np.array([2.0, 1, -1])
given = R.copy()
Y = dqn_targets(given, np.eye(3), no.copy(), no.copy(), linear(other), linear(table), 0.5)
Y = numbers(Y, (3,), "dqn_targets")
assert np.array_equal(given, R), "R itself has changed; dqn_targets only computes."
assert not np.allclose(Y, [47, 31, 14]), "these are the values of the online network; the other one counts."
assert not np.allclose(Y, [7, 6, 4]), "the largest value of the whole batch was taken; each step has its own."
assert not np.allclose(Y, [12, -1, 7]), "is gamma missing?"
assert np.allclose(Y, [7, 0, 3]), f"without flags the targets are 7, 0 and 3, but {Y.tolist()} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(5)
for B, d, actions, gamma in [(5, 3, 4, 0.9), (1, 2, 3, 1.0), (4, 6, 2, 0.25), (2, 3, 5, 0.0)]:
    S2, R, no = rng.normal(size=(B, d)) * 3, rng.normal(size=B), np.zeros(B, dtype=bool)
    table, other = rng.normal(size=(d, actions)), rng.normal(size=(d, actions)) + 9
    expected = [r + gamma * max(row) for r, row in zip(R, (S2 @ table).tolist())]
    Y = dqn_targets(R.copy(), S2.copy(), no.copy(), no.copy(), linear(other), linear(table), gamma)
    Y = numbers(Y, (B,), "dqn_targets")
    assert np.allclose(Y, expected), f"{B} steps, {actions} actions, gamma {gamma}: wrong targets."
Y = dqn_targets(np.array([1, -2]), np.eye(2), np.array([False, False]), np.array([False, False]),
                linear([[0.0, 0], [0, 0]]), linear([[-3.0, -1], [-5, -9]]), 0.5)
assert np.allclose(numbers(Y, (2,), "dqn_targets"), [0.5, -4.5]), "whole rewards, negative values: wrong."
### END HIDDEN TESTS

# %% test="terminated_steps_have_no_future" points=1
# After a terminated step nothing is to come, whatever the networks say; its neighbours look ahead.
table, other = [[4.0, 10], [-6, -2], [8, 3]], [[90.0, 70], [60, 50], [20, 30]]
no, third = np.array([False, False, False]), np.array([False, False, True])
Y = dqn_targets(np.array([2.0, 1, -1]), np.eye(3), third.copy(), no.copy(), linear(other), linear(table), 0.5)
Y = numbers(Y, (3,), "dqn_targets")
assert abs(Y[2] - 3) > 1e-9, "the terminated step looks ahead like the others. Was the flag looked at?"
assert abs(Y[2]) > 1e-9, "the target of a terminated step is 0; but the reward of the last step counts."
assert abs(Y[2] + 1) < 1e-9, f"a terminated step with reward -1 has the target -1, but {Y[2]:.4g} came."
assert abs(Y[0] - 2) > 1e-9, "one terminated step has ended the world for the whole batch."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(6)
table, other = rng.normal(size=(3, 2)) * 5, rng.normal(size=(3, 2)) * 5
for terminated in ([True, False, True, True], [False, True, False, False], [True] * 4):
    S2, R, terminated = rng.normal(size=(4, 3)), np.array([-2.0, 3, 0, 1]), np.array(terminated)
    for truncated in (np.zeros(4, dtype=bool), np.array([True, True, False, False]), np.ones(4, dtype=bool)):
        Y = dqn_targets(R.copy(), S2.copy(), terminated.copy(), truncated.copy(), linear(other),
                        linear(table), 0.9)
        Y = numbers(Y, (4,), "dqn_targets")
        assert np.allclose(Y[terminated], R[terminated]), (
            "terminated steps have targets with a future. With both flags the world has ended, too.")
### END HIDDEN TESTS

# %% test="truncated_steps_look_ahead" points=1
# A truncated step looks ahead like any other.
both = linear([[4.0, 10], [-6, -2], [8, 3]])                        # here the two networks agree
second, no = np.array([False, True, False]), np.array([False, False, False])
Y = dqn_targets(np.array([2.0, 1, -1]), np.eye(3), no.copy(), second.copy(), both, both, 0.5)
Y = numbers(Y, (3,), "dqn_targets")
assert abs(Y[1] - 1) > 1e-9, (
    "the reward alone came: was the truncated step treated as the end of the world?")
assert abs(Y[1]) < 1e-9, f"the truncated step of the example has the target 0, but {Y[1]:.4g} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(7)
table = rng.normal(size=(3, 4)) * 5
for truncated in ([True, True, False, True, False, False], [True] * 6):
    S2, R, truncated = rng.normal(size=(6, 3)), rng.normal(size=6), np.array(truncated)
    ahead = R + 0.75 * np.array([max(row) for row in (S2 @ table).tolist()])
    Y = dqn_targets(R.copy(), S2.copy(), np.zeros(6, dtype=bool), truncated.copy(), linear(table),
                    linear(table), 0.75)
    Y = numbers(Y, (6,), "dqn_targets")
    assert np.allclose(Y[truncated], ahead[truncated]), "truncated steps should look ahead like any other."
### END HIDDEN TESTS

# %% [markdown]
# Your targets for a push with reward 1, with $\gamma = 0.98$, if the target network gives the next state 40:

# %% run
flags = np.array(list(itertools.product([False, True], repeat=2)))  # (4, 2)
values = linear([[38.0, 40.0]])
Y = dqn_targets(np.ones(4), np.ones((4, 1)), flags[:, 0], flags[:, 1], values, values, 0.98)
print("terminated  truncated   target")
for (terminated, truncated), y in zip(flags, Y):
    print(f"{terminated!s:10}  {truncated!s:9}  {y:7.1f}")

# %% [markdown]
# *What to see:* a push after which the mast falls is worth 1; the last push of a whole message 40.2. The
# reward was the same.
#
# ## 4. The target network follows, now and then (2 points)
#
# After every $C$-th step, the target network gets all weights of the online network: after step $C$, $2C$,
# $3C$, … In between it stays as it is, even while the online network changes. So its arrays must be
# **copies**. If `target[0]` and `online[0]` were one and the same array, the target network would move with
# every update, and all the trouble would be for nothing.
#
# *Example.* $C = 4$: of the steps 1, 2, …, 9, the steps 4 and 8 copy.
#
# Write `sync`, about 3 lines. It changes the list `target`: put new arrays into it, or overwrite the
# numbers in the old ones (`array[...] = numbers`).

# %% solution="sync"
def sync(n, every, online, target):
    """Copy the weights of the online network to the target network, after every so many steps.

    n : the number of the step that was just made: 1, 2, 3, ...
    every : copy if n is a multiple of it, a whole number from 1
    online, target : lists of arrays, as many and of the same shapes; online stays as it is,
                     target is changed when it is time, and later changes of online do not reach it
    What it returns does not matter.
    """
    ### BEGIN SOLUTION
    if n % every == 0:
        for i, w in enumerate(online):
            target[i] = w.copy()
    ### END SOLUTION

# %% test="copying_happens_on_schedule" points=1
# The target network gets all weights after every C-th step, and keeps what it has in between.
def copying_steps(every, steps):
    """After which of the steps 1, 2, … all arrays of the target network are those of the online network."""
    online, target, copied = [np.zeros((2, 3)), np.zeros(3)], [np.zeros((2, 3)), np.zeros(3)], []
    for n in range(1, steps + 1):
        old = [float(np.max(w)) for w in target]
        for w in online:
            w[...] = n + np.arange(3) / 8                           # what the online network has learnt
        learnt = [w.copy() for w in online]
        sync(n, every, online, target)
        assert len(target) == 2 and len(online) == 2, "the lists have lost or gained arrays."
        assert all(np.array_equal(w, k) for w, k in zip(online, learnt)), "the online network has changed."
        new = [numbers(w, k.shape, "an array of target") for w, k in zip(target, learnt)]
        if all(np.array_equal(w, k) for w, k in zip(new, learnt)):
            copied.append(n)
        else:
            assert [float(np.max(w)) for w in new] == old, "the weights were copied in part only, or mixed."
        target[:] = [np.array(w) for w in target]                   # whether they are copies is asked below
    return copied


steps = copying_steps(4, 9)
assert steps != [1, 5, 9], "copies after the steps 1, 5, 9: the first copy comes after step 4."
assert steps == [4, 8], f"with C = 4 the steps 4 and 8 copy, but {steps} did."
### BEGIN HIDDEN TESTS
assert copying_steps(3, 7) == [3, 6], "with C = 3, the steps 3 and 6 of seven should copy."
assert copying_steps(1, 4) == [1, 2, 3, 4], "with C = 1, every step should copy."
assert copying_steps(6, 5) == [], "with C = 6, none of the first five steps should copy."
### END HIDDEN TESTS

# %% test="the_copy_keeps_its_numbers" points=1
# What the online network learns after the copy does not reach the target network.
online = [np.array([[1.0, 2], [3, 4], [5, 6]]), np.array([7.0, 8])]
target = [np.zeros((3, 2)), np.zeros(2)]
kept = [w.copy() for w in online]
sync(4, 4, online, target)
assert all(np.array_equal(w, k) for w, k in zip(target, kept)), (
    "after step 4 of C = 4 the weights should be equal.")
for w in online:
    w += 100                                                        # the online network goes on learning
assert all(np.array_equal(w, k) for w, k in zip(target, kept)), (
    "the online network has learnt, and the target network moved with it: they share an array. Copy it.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(8)
online = [rng.normal(size=shape) for shape in ((2, 4), (4,), (4, 3), (3,), (3, 2), (2,))]
target = [rng.normal(size=w.shape) for w in online]
for n in (5, 10):
    kept = [w.copy() for w in online]
    sync(n, 5, online, target)
    assert len(target) == 6, "the target network has lost or gained arrays."
    for w, t, k in zip(online, target, kept):
        assert np.array_equal(t, k) and np.array_equal(w, k), f"step {n} of C = 5 has not copied all arrays."
        w *= -2
        assert np.array_equal(t, k), "an array of the target network moves with the online network."
### END HIDDEN TESTS

# %% run
online, target, followed = [np.zeros(1)], [np.zeros(1)], []
learnt = 10 * np.sin(np.arange(1, 201) / 40)
for n, weight in enumerate(learnt, start=1):
    online[0][0] = weight
    sync(n, 50, online, target)
    followed.append(target[0][0])
fig, ax = plt.subplots(figsize=(8, 2.8), layout="constrained")
ax.plot(range(1, 201), learnt, "--", color=BLUE, label="online network")
ax.plot(range(1, 201), followed, "-", color=RED, label="your target network, C = 50")
ax.set(title="One weight of each network", xlabel="step n", ylabel="weight")
ax.legend()
plt.show()

# %% [markdown]
# *What to see:* a staircase that touches the dashed line at 50, 100, 150 and 200 and is level in between.
# While it is level, learning is an ordinary regression with fixed targets.
#
# ## 5. A memory that forgets the oldest (1 point)
#
# Steps that follow each other look alike: for a second the mast leans to the left, and the network hears of
# nothing but leaning to the left. So the robot **remembers** its steps, and learns from a mixture of old and
# new ones. A step is a tuple `(s, a, r, s2, terminated, truncated)`. When the memory is full, the oldest step
# goes.
#
# *Example.* With a capacity of 3, the steps $a, b, c, d$ make `[a]`, `[a, b]`, `[a, b, c]`, `[b, c, d]`.
#
# Write `store`, 1 to 3 lines. It changes the list itself (`append`, `pop`, `del`).

# %% solution="store"
def store(memory, step, capacity):
    """Add a step at the end of the memory, and drop the oldest one if there are now too many.

    memory : list of steps, the oldest first, with at most capacity steps; it is changed
    step : the new step, a tuple; it is kept as it is
    capacity : how many steps the memory may hold at most, a whole number from 1
    What it returns does not matter.
    """
    ### BEGIN SOLUTION
    memory.append(step)
    if len(memory) > capacity:
        del memory[0]
    ### END SOLUTION

# %% test="the_oldest_step_goes" points=1
# New steps stand at the end; a full memory loses its oldest step, and holds as many as it may.
def remembered(capacity, count):
    """Which steps are in the memory after 0, 1, … count - 1 were stored in turn."""
    memory = []
    for k in range(count):
        store(memory, step_number(k), capacity)
        assert all(isinstance(step, (tuple, list)) and len(step) == 6 for step in memory), (
            "the memory should hold the steps as they came, each a tuple of six.")
    return [float(step[2]) * 2 for step in memory]


assert remembered(3, 2) == [0, 1], f"two steps in a memory for three: 0, 1 is right, {remembered(3, 2)} came."
steps = remembered(3, 5)
assert len(steps) <= 3, f"a memory for three steps holds {len(steps)}."
assert steps == [2, 3, 4], f"after the steps 0 to 4, a memory for three holds 2, 3, 4, but {steps} came."
### BEGIN HIDDEN TESTS
assert remembered(5, 5) == [0, 1, 2, 3, 4], "a memory for five steps should hold all of five."
assert remembered(4, 11) == [7, 8, 9, 10], "after eleven steps a memory for four holds the last four."
assert remembered(1, 3) == [2], "a memory for one step holds the newest."
memory = [step_number(6), step_number(4)]
store(memory, step_number(6), 2)
assert [float(step[2]) * 2 for step in memory] == [4, 6], "the same step may come twice; the oldest goes."
### END HIDDEN TESTS

# %% [markdown]
# ## 6. Some steps out of the memory (2 points)
#
# For an update the robot draws a batch of `batch_size` **different** steps from its memory, each equally
# likely, the newest and the oldest too. Then it sorts the parts: all states into one array, all actions into
# another, and so on. Row $i$ of every array belongs to the same step.
#
# *Example.* From two steps with two measurements each, `batch_size = 2`:
#
# ```python
# memory = [(np.array([0.1, -2.0]), 1, 1.0, np.array([0.2, -1.5]), False, False),
#           (np.array([0.7, 3.0]), 0, 1.0, np.array([0.9, 3.5]), True, False)]
# ```
#
# gives (or with the rows the other way round, in all six) `S = [[0.1, -2.0], [0.7, 3.0]]`, `A = [1, 0]`,
# `R = [1.0, 1.0]`, `S2 = [[0.2, -1.5], [0.9, 3.5]]`, `terminated = [False, True]`,
# `truncated = [False, False]`.
#
# Write `sample`, about 3 lines. `rng.choice(n, size, replace=False)` draws different numbers from
# $0, \dots, n-1$; `zip(*steps)` turns a list of steps into six tuples, one for each part.

# %% solution="sample"
def sample(memory, batch_size, rng):
    """Draw a batch of different steps and sort their parts into arrays.

    memory : list of steps (s, a, r, s2, terminated, truncated); s and s2 are arrays (d,); it stays as it is
    batch_size : how many steps to draw, B, at most len(memory)
    rng : np.random.Generator; every random number is drawn from it
    Returns (S, A, R, S2, terminated, truncated): arrays (B, d) of floats, (B,) of integers, (B,), (B, d) of
    floats, (B,) and (B,) of True and False. The order of the steps does not matter.
    """
    ### BEGIN SOLUTION
    chosen = rng.choice(len(memory), batch_size, replace=False)     # (B,)
    steps = [memory[i] for i in chosen]
    return tuple(np.array(part) for part in zip(*steps))
    ### END SOLUTION

# %% test="the_parts_of_a_step_stay_together" points=1
# A batch is six arrays, and row i of each comes from the same remembered step.
def batch_of(memory, batch_size, rng):
    """A batch, as arrays of numbers, with its shapes and kinds checked."""
    names = ["S", "A", "R", "S2", "terminated", "truncated"]
    got = parts(sample(memory, batch_size, rng), 6, "sample")
    for part, name in zip(got, names):
        assert isinstance(part, np.ndarray), f"{name} should be an array, but a {type(part).__name__} came."
    arrays = [numbers(part, (batch_size, 2) if name in ("S", "S2") else (batch_size,), name)
              for part, name in zip(got, names)]
    assert got[1].dtype.kind in "iu", "A should hold integers: they are used as positions."
    assert {got[4].dtype.kind, got[5].dtype.kind} == {"b"}, "the flags should be arrays of True and False."
    return arrays


memory = [step_number(k) for k in range(8)]
S, A, R, S2, terminated, truncated = batch_of(memory, 5, np.random.default_rng(9))
assert len(memory) == 8, "the memory itself has changed; sampling only looks."
assert not np.array_equal(S, np.trunc(S)), "the states have lost what stands behind the point."
for row in range(5):
    k = int(-S[row, 1])
    assert 0 <= k < 8, "a state came that is not in the memory."
    right = step_number(k)
    came = (S[row], A[row], R[row], S2[row], terminated[row], truncated[row])
    for name, x, y in zip(["state", "action", "reward", "next state", "terminated flag", "truncated flag"],
                          came, right):
        assert np.array_equal(x, y), f"row {row}: the {name} is not that of the step with this row's state."
### BEGIN HIDDEN TESTS
memory = [step_number(k) for k in (30, 11, 4, 57, 16, 22, 97)]
for size, seed in ((7, 1), (4, 2), (1, 3)):
    batch = batch_of(memory, size, np.random.default_rng(seed))
    for came in zip(*batch):
        k = int(-came[0][1])
        assert k in (30, 11, 4, 57, 16, 22, 97), "a state came that is not in the memory."
        whole = all(np.array_equal(x, y) for x, y in zip(came, step_number(k)))
        assert whole, "parts of two steps are mixed."
assert [int(-step[0][1]) for step in memory] == [30, 11, 4, 57, 16, 22, 97], "the memory itself has changed."
### END HIDDEN TESTS

# %% test="every_step_has_the_same_chance" points=1
# The steps of a batch are different ones, every step of the memory is equally likely, all chance is rng's.
def drawn(memory, batch_size, rng):
    """The numbers of the steps of a batch."""
    S = parts(sample(memory, batch_size, rng), 6, "sample")[0]
    return [int(-k) for k in numbers(S, (batch_size, 2), "S")[:, 1]]


memory, rng = [step_number(k) for k in range(12)], np.random.default_rng(10)
batches = [drawn(memory, 6, rng) for _ in range(80)]
twice = sum(len(set(batch)) < 6 for batch in batches)
assert not twice, f"{twice} of 80 batches hold a step twice; draw without replacement."
assert len(set(map(frozenset, batches))) > 5, "it is always the same steps that come."
counts = np.bincount(np.concatenate(batches), minlength=12)
assert np.min(counts) > 0, "one of 12 steps never came in 80 batches of six. The first? The last?"
assert np.max(np.abs(counts - 40)) < 23, "some steps come far more often than others."
### BEGIN HIDDEN TESTS
stretches = sum(sum((k + 1) % 12 in batch for k in batch) == 5 for batch in batches)
assert stretches < 14, "the steps of a batch nearly always follow each other: draw each on its own."
assert sorted(drawn(memory, 12, rng)) == list(range(12)), "a batch as large as the memory has every step."
once, again = (drawn(memory, 4, np.random.default_rng(11)) for _ in range(2))
assert once == again, "two generators in one state gave other steps: draw from rng only."
### END HIDDEN TESTS

# %% [markdown]
# Two batches of 32 from a memory with 500 random pushes: the latest steps, and your sample.

# %% run
env, rng, memory = mast(), np.random.default_rng(6), []
s, _ = env.reset(seed=6)
for _ in range(500):
    a = int(rng.integers(2))
    after, r, fell, late, _ = env.step(a)
    store(memory, (s, a, r, after, fell, late), 500)
    s = env.reset()[0] if fell or late else after
everything = np.array([step[0] for step in memory])                 # (500, 4)
fig, axes = plt.subplots(1, 2, figsize=(9, 3.4), sharex=True, sharey=True, layout="constrained")
for ax, S, title in [(axes[0], everything[-32:], "the latest 32 steps"),
                     (axes[1], sample(memory, 32, rng)[0], "32 steps by your sample")]:
    ax.plot(np.degrees(everything[:, 2]), everything[:, 3], ".", color="#BBBBBB", label="the whole memory")
    ax.plot(np.degrees(S[:, 2]), S[:, 3], "o", color=BLUE, markersize=5, label="the batch")
    ax.set(title=title, xlabel="angle of the mast (degrees)")
axes[0].set_ylabel("turning speed (rad/s)")
axes[0].legend(fontsize=8)
plt.show()

# %% [markdown]
# *What to see:* the latest steps are one or two threads, short stories. The sample is spread over all that
# the robot has seen.
#
# ## 7. The loop around everything (3 points)
#
# This loop counts **steps**, not episodes: one $\varepsilon$ for each step, and a new episode whenever one is
# over. The agent (in the setup) holds networks and memory and calls what you wrote:
#
# - `agent.act(s, epsilon)` returns an action,
# - `agent.remember(step)` stores a step, the tuple of exercise 5, with the flags as they came,
# - `agent.learn()` draws a batch and makes one update,
# - `agent.sync(n)` is told after every step how many there were, and copies if it is time.
#
# For the steps $n = 1, 2, 3, \dots$, in this order: act, step, remember, **learn if $n$ is at least `warm_up`
# and a multiple of `learn_every`**, sync. (To learn before the memory holds a mixture would be to learn the
# first second by heart.) If the step was terminated or truncated, note the episode's return and reset.
#
# *Example.* The test's agent keeps a diary and calls its actions 100, 101, … Three steps with
# `epsilons = [1, 0.5, 0.25]`, `warm_up = 2`, `learn_every = 1`; the first episode ends after two steps:
#
# ```
# reset
# act on 3, epsilon 1: 100           act on 7, epsilon 0.5: 101         reset
# step 100                           step 101                           act on 5, epsilon 0.25: 102
# remember: 3, 100, 0.5, 7, no, no   remember: 7, 101, 1.0, 4, yes, no  step 102
# sync 1                             learn                              remember: 5, 102, 2.0, 6, no, no
#                                    sync 2                             learn
#                                                                       sync 3
# ```
#
# It returns `[1.5]`: the second episode is not finished and does not count. Write `train`, about 14 lines.

# %% solution="train"
def train(env, agent, epsilons, warm_up, learn_every):
    """Let an agent play and learn, one step for each epsilon.

    env : an environment with gymnasium's reset and step
    agent : an object with act(s, epsilon), remember(step), learn() and sync(n), see the text;
            a step is a tuple (s, a, r, s2, terminated, truncated)
    epsilons : list of numbers; the step n = 1, 2, ... uses epsilons[n - 1]
    warm_up, learn_every : the agent learns after step n if n >= warm_up and n is a multiple of learn_every
    Returns a list with the sums of rewards of all finished episodes, in order.

    For every step, in this order: act, step, remember, learn if it is time, sync(n). When a step was
    terminated or truncated, the environment is reset, without a seed, before the next step.
    """
    ### BEGIN SOLUTION
    returns, total = [], 0
    s, _ = env.reset()
    for n, epsilon in enumerate(epsilons, start=1):
        a = agent.act(s, epsilon)
        s2, r, terminated, truncated, _ = env.step(a)
        agent.remember((s, a, r, s2, terminated, truncated))
        if n >= warm_up and n % learn_every == 0:
            agent.learn()
        agent.sync(n)
        s, total = s2, total + r
        if terminated or truncated:
            returns.append(total)
            s, _ = env.reset()
            total = 0
    return returns
    ### END SOLUTION

# %% test="every_step_is_played_and_remembered" points=1
# Each step is acted, made and remembered just as it happened; either flag ends an episode, with its return.
env, agent, diary = rehearsal([(3, [(0.5, 7, ""), (1, 4, "terminated")]), (5, [(2, 6, ""), (9, 9, "")])])
got = train(env, agent, [1.0, 0.5, 0.25], 100, 1)
compare_diary([entry for entry in diary if entry[0] not in ("learn", "sync")],
              [("reset",),
               ("act", 3, 1.0, 100), ("step", 100), ("remember", 3, 100, 0.5, 7, False, False),
               ("act", 7, 0.5, 101), ("step", 101), ("remember", 7, 101, 1.0, 4, True, False),
               ("reset",),
               ("act", 5, 0.25, 102), ("step", 102), ("remember", 5, 102, 2.0, 6, False, False)])
assert isinstance(got, (list, tuple, np.ndarray)), f"a list of returns is right, a {type(got).__name__} came."
assert len(got) != 2, "the second episode is not finished; its return does not count."
assert numbers(got, (1,), "train").tolist() == [1.5], "the return of the finished episode is 0.5 + 1 = 1.5."
### BEGIN HIDDEN TESTS
env, agent, diary = rehearsal([(0, [(-1, 1, ""), (-1, 1, ""), (4, 2, "truncated")]),
                               (8, [(0, 6, "terminated")]), (2, [(3, 2, "terminated truncated")]),
                               (7, [(5, 8, ""), (1, 9, "truncated")])])
got = numbers(train(env, agent, [0.5, 0.5, 0.25, 0.25, 0.0, 0.125, 0.0], 3, 2), (4,), "train")
compare_diary([entry for entry in diary if entry[0] not in ("learn", "sync")],
              [("reset",),
               ("act", 0, 0.5, 100), ("step", 100), ("remember", 0, 100, -1.0, 1, False, False),
               ("act", 1, 0.5, 101), ("step", 101), ("remember", 1, 101, -1.0, 1, False, False),
               ("act", 1, 0.25, 102), ("step", 102), ("remember", 1, 102, 4.0, 2, False, True),
               ("reset",),
               ("act", 8, 0.25, 103), ("step", 103), ("remember", 8, 103, 0.0, 6, True, False),
               ("reset",),
               ("act", 2, 0.0, 104), ("step", 104), ("remember", 2, 104, 3.0, 2, True, True),
               ("reset",),
               ("act", 7, 0.125, 105), ("step", 105), ("remember", 7, 105, 5.0, 8, False, False),
               ("act", 8, 0.0, 106), ("step", 106), ("remember", 8, 106, 1.0, 9, False, True)])
assert got.tolist() == [2, 0, 3, 6], "the returns of four episodes are wrong. Does each begin at 0?"
### END HIDDEN TESTS

# %% test="learning_waits_for_the_warm_up" points=1
# The agent learns after every learn_every-th step from warm_up on, then sync hears the number of the step.
def work(steps, warm_up, learn_every, length):
    """What the agent does after remembering, over a number of steps, in episodes of the given length."""
    episode = [(1, 2, "")] * (length - 1) + [(1, 2, "terminated")]
    env, agent, diary = rehearsal([(1, list(episode)) for _ in range(steps)])
    train(env, agent, [0.5] * steps, warm_up, learn_every)
    return [entry for entry in diary if entry[0] in ("remember", "learn", "sync")]


def times(diary):
    """After which steps the agent learnt."""
    count, learnt = 0, []
    for entry in diary:
        count += entry[0] == "remember"
        learnt += [count] if entry[0] == "learn" else []
    return learnt


diary = work(8, 3, 2, 20)
assert any(entry[0] == "learn" for entry in diary), "agent.learn was never called."
assert times(diary) == [4, 6, 8], (
    f"warm_up 3, learn_every 2, eight steps: it learns after 4, 6 and 8, but after {times(diary)} came.")
syncs = [entry[1] for entry in diary if entry[0] == "sync"]
assert syncs == list(range(1, 9)), f"sync hears 1, 2, … 8, once after every step, but {syncs} came."
assert diary[-3:] == [diary[-3], ("learn",), ("sync", 8)] and diary[-3][0] == "remember", (
    "after a step: first remember, then learn, then sync.")
### BEGIN HIDDEN TESTS
for steps, warm_up, learn_every, length, right in [
    (6, 4, 1, 3, [4, 5, 6]), (9, 3, 3, 2, [3, 6, 9]), (5, 6, 1, 4, []), (9, 6, 4, 2, [8]),
    (3, 0, 1, 1, [1, 2, 3]),
]:
    diary = work(steps, warm_up, learn_every, length)
    came = times(diary)
    assert came == right, (
        f"warm_up {warm_up}, learn_every {learn_every}, {steps} steps, trips of {length}: after {came}.")
    kinds = [entry if entry[0] == "sync" else entry[0] for entry in diary]
    expected = []
    for n in range(1, steps + 1):
        expected += ["remember", *(["learn"] if n in right else []), ("sync", n)]
    assert kinds == expected, "remember, learn, sync should come in this order, sync with the step's number."
### END HIDDEN TESTS

# %% test="the_chain_is_learnt_exactly" points=1
# All your functions together learn the exact values of a chain of tiles, from random steps alone.
def learnt(tiles, gamma, seed, steps):
    """The values (tiles, 2) that your agent has learnt, with a network of one layer."""
    functions = (q_values, loss_and_gradient, dqn_targets, sync, store, sample)
    agent = DQNAgent([tiles, 2], functions, gamma, lr=0.01, capacity=300, batch_size=16, every=20,
                     seed=seed)
    train(Chain(tiles), agent, [1.0] * steps, 50, 1)
    return agent.online[0] + agent.online[1]


exact = chain_values(5, 0.8)
Q = numbers(learnt(5, 0.8, 7, 1200), (5, 2), "the table of learnt values")
worst = np.max(np.abs(Q - exact))
assert worst < 0.02, (
    f"a value is wrong by {worst:.2g}, 0.02 is allowed. This needs all your functions: see the tests before.")
### BEGIN HIDDEN TESTS
Q = numbers(learnt(3, 0.6, 8, 700), (3, 2), "the table of learnt values")
worst = np.max(np.abs(Q - chain_values(3, 0.6)))
assert worst < 0.02, f"on a chain of three tiles, with gamma 0.6, a value is wrong by {worst:.2g}."
### END HIDDEN TESTS

# %% [markdown]
# The chain has five tiles in a row. Action 1 goes right; on the last tile it brings the reward 1 and ends the
# trip, so with $\gamma = 0.8$ going right is worth $1, 0.8, 0.64, \dots$, counted from the end. (Then the
# robot is shown tile 0, as if carried back: who looks ahead there counts a second trip.) Trips are cut off
# after eight steps. The robot only walks at random:

# %% run
functions = (q_values, loss_and_gradient, dqn_targets, sync, store, sample)
agent = DQNAgent([5, 2], functions, 0.8, lr=0.01, capacity=300, batch_size=16, every=20, seed=7)
train(Chain(5), agent, [1.0] * 1200, 50, 1)
Q, exact = q_values(agent.online, np.eye(5)), chain_values(5, 0.8)
fig, ax = plt.subplots(figsize=(7.5, 3.2), layout="constrained")
for action, colour, name in [(0, "#CCDDEE", "left, learnt"), (1, YELLOW, "right, learnt")]:
    x = np.arange(5) + 0.4 * action - 0.2
    ax.bar(x, Q[:, action], width=0.38, color=colour, edgecolor="black", label=name)
    ax.plot(x, exact[:, action], "k_", markersize=26, markeredgewidth=2.5, label="exact" if action else None)
ax.set(title="The chain: your network against the exact values", xlabel="tile", ylabel="value",
       ylim=(0, 1.15))
ax.legend(ncols=3, loc="upper left")
plt.show()

# %% [markdown]
# *What to see:* every bar reaches its mark, on the tiles at the edge and those where the clock stopped a
# trip, too, though the robot never followed the policy that it has learnt.
#
# Now the mast: 6,000 steps, two minutes of its time, with two different seeds. The grey line is a robot that
# pushes at random. (Some seconds.)

# %% run
functions = (q_values, loss_and_gradient, dqn_targets, sync, store, sample)
fig, axes = plt.subplots(1, 2, figsize=(11, 3.6), layout="constrained")
for seed, colour, line in [(1, BLUE, "-"), (2, YELLOW, "--")]:
    agent, returns = learner(train, functions, seed)
    draw_returns(axes[0], returns, line, color=colour, label=f"DQN, seed {seed}")
    stands = mast_stands(functools.partial(q_values, agent.online), seed)
    print(f"seed {seed}: without trying, from 20 fresh starts, the mast stands {stands.mean():.0f} steps",
          f"on average, {stands.min()} at worst")
axes[0].axhline(22, color=GREY, linestyle=":", label="pushed at random")
axes[0].axhline(200, color="black", linewidth=0.8, label="a whole message")
axes[0].set(title="While it learns", xlabel="step", ylim=0,
            ylabel="the mast stands (steps,\nmean of 10 episodes)")
axes[0].legend(loc="center right")
push_map(axes[1], functools.partial(q_values, agent.online), "What has the network of seed 2 learnt?")
axes[1].set_ylabel("turning speed (rad/s)")
plt.show()

# %% [markdown]
# *What to see:* after some 3,000 steps, a minute, the mast often stands for more than 100. The border is
# now slanted: a mast that leans to the left but turns fast to the right is pushed right. Nobody told the
# network. (Curves differ from seed to seed, and on your computer a little from ours; never judge a learner
# by one run.)
#
# **Is the memory needed, is the target network?** Without memory: it holds only the latest 32 steps, and all
# of them are the batch. Without target network: it is renewed after every step. **Predict first:** with the
# reward 1 for each step and $\gamma = 0.98$, what is the largest value that any state can have?

# %% run
functions = (q_values, loss_and_gradient, dqn_targets, sync, store, sample)
applicants = {"DQN": (5000, 50), "without memory": (32, 50), "without target network": (5000, 1)}
looks = [(BLUE, "-"), ("#AAAAAA", "-"), (RED, "--")]
fig, axes = plt.subplots(1, 2, figsize=(11, 3.8), layout="constrained")
for (name, (capacity, every)), (colour, line) in zip(applicants.items(), looks):
    for seed in (1, 2):
        agent, returns = learner(train, functions, seed, capacity, every)
        label = name if seed == 1 else None
        draw_returns(axes[0], returns, line, color=colour, label=label)
        largest = np.convolve(agent.largest, np.ones(50) / 50, mode="valid")
        axes[1].plot(600 + 2 * np.arange(len(largest)), largest, line, color=colour, label=label)
axes[1].axhline(50, color="black", linewidth=0.8, linestyle=":", label="1 / (1 - 0.98) = 50")
axes[0].set(title="While they learn (two seeds each)", xlabel="step", ylim=0,
            ylabel="the mast stands (steps,\nmean of 10 episodes)")
axes[1].set(title="What they think that their states are worth", xlabel="step",
            ylabel="largest value of a state\n(mean of the batches)", ylim=0)
axes[1].legend(fontsize=8, loc="upper left")
plt.show()

# %% [markdown]
# *What to see:* no state can be worth more than $1 + 0.98 + 0.98^2 + \dots = 50$, and one from which the mast
# falls after 20 steps about 17. Without a target network the guesses shoot up while the mast still falls, for
# every guess that is too high is handed on in the next update; with one, they climb slowly to about 50.
# Without a memory the robot forgets: what it can do comes and goes, and its guesses swing, at times far above
# what is possible.
#
# ## 8. One chooses, the other judges (2 points)
#
# Each value of a network is a guess with an error. The maximum picks whichever guess is **too high**, so
# targets tend to be too high, and learning hands that on. **Double DQN** (2015) parts the roles: the
# **online** network chooses the action, the **target** network says what it is worth.
#
# $$j^*_i = \arg\max_j\, q_j(S'_i), \qquad
# Y_i = \begin{cases} R_i & \text{if step } i \text{ was terminated} \\
# R_i + \gamma\, q^-_{j^*_i}(S'_i) & \text{otherwise} \end{cases}$$
#
# A guess that is too high in one network is not likely to be the very one that is too high in the other.
#
# *Example.* $R = 2$, $\gamma = 0.5$. The online network says $(1, 0)$ and chooses action 0; the target
# network says $(4, 10)$, so action 0 is worth 4 to it: $Y = 2 + 0.5 \cdot 4 = 4$. DQN would say 7.
#
# Write `double_targets`, about 3 lines.

# %% solution="double_targets"
def double_targets(R, S2, terminated, truncated, online, target, gamma):
    """The targets of double DQN for a batch of steps.

    R : array (B,), the rewards; it stays as it is
    S2 : array (B, d), the states after the steps
    terminated, truncated : arrays (B,) of True and False
    online, target : the two networks, functions that take states (B, d) and return values (B, actions)
    gamma : the discount, 0 to 1
    Returns Y, an array (B,).

    Example: for a step as in the text, [4.]
    """
    ### BEGIN SOLUTION
    chosen = np.argmax(online(S2), axis=1)                          # (B,)
    worth = target(S2)[np.arange(len(R)), chosen]                   # (B,)
    return R + gamma * np.where(terminated, 0, worth)
    ### END SOLUTION

# %% test="online_chooses_and_target_judges" points=1
# The action is the online network's best, its value is the target network's.
online, target = linear([[1.0, 0], [2, 7], [5, -1]]), linear([[4.0, 10], [-6, -2], [8, 3]])
no, R = np.array([False, False, False]), np.array([2.0, 1, -1])
given = R.copy()
Y = double_targets(given, np.eye(3), no.copy(), no.copy(), online, target, 0.5)
Y = numbers(Y, (3,), "double_targets")
assert np.array_equal(given, R), "R itself has changed; double_targets only computes."
assert abs(Y[0] - 7) > 1e-9, "7 came, as from DQN: in each row the online network chooses the action."
assert abs(Y[0] - 2) > 1e-9, "2 came: are the roles swapped? Online chooses, target judges."
assert abs(Y[0] - 2.5) > 1e-9, "2.5 came: the online network has both chosen and judged."
assert np.allclose(Y, [4, 0, 3]), f"the targets 4, 0 and 3 are right, but {Y.tolist()} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(12)
for B, d, actions, gamma in [(5, 3, 4, 0.9), (1, 2, 3, 1.0), (4, 6, 2, 0.25), (6, 2, 5, 0.5)]:
    S2, R, no = rng.normal(size=(B, d)) * 3, rng.normal(size=B), np.zeros(B, dtype=bool)
    chooser, judge = rng.normal(size=(d, actions)), rng.normal(size=(d, actions))
    says, worth = (S2 @ chooser).tolist(), (S2 @ judge).tolist()
    expected = [r + gamma * w[row.index(max(row))] for r, row, w in zip(R, says, worth)]
    Y = double_targets(R.copy(), S2.copy(), no.copy(), no.copy(), linear(chooser), linear(judge), gamma)
    Y = numbers(Y, (B,), "double_targets")
    assert np.allclose(Y, expected), f"{B} steps, {actions} actions, gamma {gamma}: wrong targets."
### END HIDDEN TESTS

# %% test="double_targets_tell_the_flags_apart" points=1
# A terminated step has no future, a truncated one looks ahead, with both flags the world has ended.
both = linear([[4.0, 10], [-6, -2], [8, 3]])                        # here the two networks agree
second, third = np.array([False, True, False]), np.array([False, False, True])
Y = double_targets(np.array([2.0, 1, -1]), np.eye(3), third.copy(), second.copy(), both, both, 0.5)
Y = numbers(Y, (3,), "double_targets")
assert abs(Y[2] - 3) > 1e-9, "the terminated step looks ahead like the others. Was the flag looked at?"
assert abs(Y[2] + 1) < 1e-9, f"a terminated step with reward -1 has the target -1, but {Y[2]:.4g} came."
assert abs(Y[1] - 1) > 1e-9, (
    "the reward alone came: was the truncated step treated as the end of the world?")
assert abs(Y[0] - 2) > 1e-9, "a step without any flag has no future in your targets."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(13)
weights = rng.normal(size=(3, 4)) * 5                               # both networks agree here
S2, R = rng.normal(size=(6, 3)), rng.normal(size=6)
truncated, terminated = np.array([1, 1, 0, 1, 0, 0], dtype=bool), np.array([0, 1, 0, 0, 1, 0], dtype=bool)
ahead = np.array([r + 0.75 * max(row) for r, row in zip(R, (S2 @ weights).tolist())])
Y = double_targets(R.copy(), S2.copy(), terminated.copy(), truncated.copy(), linear(weights), linear(weights),
                   0.75)
Y = numbers(Y, (6,), "double_targets")
assert np.allclose(Y[terminated], R[terminated]), "terminated steps have targets with a future."
assert np.allclose(Y[~terminated], ahead[~terminated]), "steps that are not terminated should look ahead."
### END HIDDEN TESTS

# %% [markdown]
# How much too high? Below, every action is in truth worth **0**, and two networks guess with errors of size
# 1. Your two targets (with $R = 0$, $\gamma = 1$), as means of 4,000 steps; the black marks are what
# probability expects of the largest of so many errors.

# %% run
rng, S2, no = np.random.default_rng(8), np.zeros((4000, 1)), np.zeros(4000, dtype=bool)
expected = {2: 0.564, 4: 1.029, 6: 1.267, 8: 1.424, 10: 1.539}
means = {"DQN": [], "double DQN": []}
for actions in expected:
    first, second = rng.normal(size=(2, 4000, actions))             # the guesses of the two networks
    for name, function in [("DQN", dqn_targets), ("double DQN", double_targets)]:
        Y = function(np.zeros(4000), S2, no, no, lambda S: first, lambda S: second, 1.0)
        means[name].append(np.mean(Y))
fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
ax.plot(list(expected), list(expected.values()), "k_", markersize=24, markeredgewidth=2,
        label="expected largest")
ax.plot(list(expected), means["DQN"], "o-", color=RED, label="DQN")
ax.plot(list(expected), means["double DQN"], "s--", color=BLUE, label="double DQN")
ax.set(title="Targets where the truth is 0", xlabel="number of actions", ylabel="mean target",
       ylim=(-0.2, 1.8))
ax.legend(loc="center right")
plt.show()

# %% [markdown]
# *What to see:* the maximum of honest guesses is not honest, and the more actions, the worse. Two independent
# networks judge fairly. (In training the target network is a copy of the online one a little while ago: half
# independent at best. So double DQN helps, and does not cure.)
#
# **The table for your decision**, all four applicants, after training, without trying:

# %% run
plain = (q_values, loss_and_gradient, dqn_targets, sync, store, sample)
double = (q_values, loss_and_gradient, double_targets, sync, store, sample)
applicants = {"DQN": (plain, 5000, 50), "double DQN": (double, 5000, 50),
              "without memory": (plain, 32, 50), "without target network": (plain, 5000, 1)}
print("the mast stands (steps)    seed 1, 20 starts    seed 2, 20 starts     mean")
for name, (functions, capacity, every) in applicants.items():
    agents = [learner(train, functions, seed, capacity, every)[0] for seed in (1, 2)]
    means = [mast_stands(functools.partial(q_values, agent.online), 10 + seed).mean()
             for seed, agent in zip((1, 2), agents)]
    print(f"{name:24} {means[0]:17.1f} {means[1]:20.1f} {np.mean(means):12.1f}")

# %% [markdown]
# *What to see:* two trainings are few; rely most on differences that both seeds show. With only two actions,
# double DQN has little to gain: who of the first two wins this table may be luck.
#
# ## 9. Which statements follow? (1 point)
#
# - **a** If $\gamma = 0.98$ and each step brings the reward 1, no true value is above 50.
# - **b** For the last push of a whole message, cut off by the clock, the right target is 1.
# - **c** If the memory's capacity equals the batch size $B$, every batch holds the latest $B$ steps.
# - **d** No target of double DQN is ever too high.
# - **e** With softmax at its end, the network could not say that a state is worth 40.
# - **f** A terminated step brings the same target from DQN and from double DQN.
# - **g** Old steps in the memory were made by an older policy, so their targets by Q-learning are wrong
#   in principle; only the steps of today's policy should be learnt from.
#
# *Decision rule:* a letter belongs in your set if its statement is true as it stands; if any part of it is
# false, it stays out. The test below shows only whether your answer has the right form.

# %%
# Free cell: try out what you are unsure about.

# %% solution="which_statements_follow"
def which_statements_follow():
    """The letters of all statements that are true.

    Returns a set of letters, for instance {"b", "d"} (which is not the answer).
    """
    ### BEGIN SOLUTION
    return {"a", "c", "e", "f"}
    ### END SOLUTION

# %% test="only_true_statements_are_chosen" points=1
# The set holds the true statements, and no others.
got = which_statements_follow()
assert isinstance(got, (set, frozenset, list, tuple, str)), (
    f"a set of letters is right, a {type(got).__name__} came.")
letters = {str(letter).strip().lower() for letter in got}
assert letters and letters <= set("abcdefg"), (
    "the answer should be a set of letters from a to g with at least one in it.")
assert letters != {"b", "d"}, "this is the sample of the docstring, not an answer."
### BEGIN HIDDEN TESTS
assert letters == set("acef"), (
    "not the right set. Ask of each statement: which network speaks, what has ended, who chose the action?")
### END HIDDEN TESTS

# %% [markdown]
# ## 10. Your letter to the station (2 points)
#
# Write to the head of the station, in 5 to 8 sentences, without formulas:
#
# - whom you employ, with numbers from your table, and whether the rule (190 of 200) is met,
# - what the memory and the target network are good for, and in which picture one sees it,
# - one thing that remains uncertain, or that you would do before the first real message.
#
# A person reads this answer. What counts is what **your** table says and what follows from it.

# %% [markdown] essay="who_holds_the_mast" points=2
# I would employ plain DQN. In my table its mast stands 191 and 200 steps in the two trainings, 196 on
# average, so it is the only one to meet the rule of 190. Double DQN reached 168 and 200; with two actions it
# has little to gain, and that difference may be luck. Without memory the mast stood 43 and 200 steps: the
# robot learns only from its latest steps and forgets the others, which is why the grey curve comes and goes.
# Without target network it stood 165 and 195, and early on it thought its states to be worth 48 while the
# mast still fell at once; the target network holds the targets still for a while, so that guesses do not
# drive themselves up. Two trainings are few: before the first message I would train ten times, keep the
# network that does best on one set of starts, and judge it on others. And I would look at the worst start and
# not at the mean alone, for one fallen mast is one lost message.
#
# ### BEGIN MARK SCHEME
# - 1 point: a choice that follows from the writer's own table, with at least two numbers, and whether
#   190 is met by both trainings or only on average. Any of the four can be defended if the table supports it;
#   half a point if the choice is right but without numbers, or rests on one seed alone although the other
#   contradicts.
# - 0.5 point: the memory mixes steps so that what was learnt is not forgotten (grey curves come and go), and
#   the target network holds targets still so that guesses do not drive themselves up (guesses far above what
#   is possible or true). Both are needed for the half point.
# - 0.5 point: one real uncertainty or measure: two trainings are few; chance of the starts; keep the best
#   network instead of the last; simulated against real mast, wind; the worst case and not the mean.
# ### END MARK SCHEME

# %% [markdown]
# **The same in Keras.** A practitioner would let a library do the back-propagation. The network of exercise 1
# is `keras.Sequential([keras.Input((4,)), Dense(32, activation="relu"), Dense(32, activation="relu"),
# Dense(2)])`, without activation at its end; exercise 4 is `target.set_weights(online.get_weights())`;
# exercise 2 is a loss on `q` at the actions taken, inside a `GradientTape`. Memory, targets and loop stay as
# you have written them.
