# ---
# title: Q-learning
# unit: 5 Reinforcement learning
# minutes: 100
# points: 20
# ---

# %% [markdown]
# # Q-learning: who drives the mail?
#
# A polar station has a small robot that pulls the mail sledge. Two ways lead to the supply hut: over a
# **frozen lake** with holes in the ice, or along the edge of a **cliff**. Nobody has told the robot where the
# holes are. It only notices, after every step, on which tile it stands and what the step has brought.
#
# On some days the ice is firm, on others it is so slippery that a step often goes sideways. **Your decision
# at the end:**
#
# - On which days may the robot cross the lake? The station's rule: only if at least 9 of 10 crossings arrive.
# - Two learners apply for the cliff, **Q-learning** and **SARSA**. Snow changes the paths, so whoever drives
#   will go on learning in service, and take one step in ten just to try something. Whom do you employ?
#
# The tool is a table with one number for every tile and every action: *how good is it to do this here?* At
# first it holds zeros. The robot learns it by walking.
#
# **You will**
#
# - **use** gymnasium, the library that most such worlds come in, and its five answers to a step,
# - **choose** actions that are mostly good and sometimes new, with fair draws,
# - **compute** what a step has taught, and **tell** the end of the world from the end of our patience,
# - **write** the loop that trains any agent, and **draw** the policy that it has learnt as arrows,
# - **compare** firm and slippery ice, SARSA and Q-learning, and **decide**.
#
# | exercise | you write | points | minutes |
# |---|---|---|---|
# | 1 | `play`: one episode with a fixed plan | 2 | 10 |
# | 2 | `epsilon_greedy`: mostly the best, sometimes anything | 3 | 12 |
# | 3 | `epsilon_at`: try much at first, little later | 1 | 5 |
# | 4 | `td_target`: what did this step teach? | 3 | 12 |
# | 5 | `update`: one step towards the target | 1 | 5 |
# | 6 | `train`: the loop around everything | 3 | 15 |
# | 7 | `policy_map`: the table as a map of arrows | 1 | 8 |
# | 8 | `sarsa_target`: what will I really do next? | 1 | 5 |
# | 9 | `train_sarsa`: do what you have learnt from | 2 | 12 |
# | 10 | a question: which statements follow? | 1 | 6 |
# | 11 | your letter to the station | 2 | 10 |
#
# Every exercise is tested on inputs of its own: if one resists, go on with the next. The pictures from
# exercise 6 on need what you wrote before.
#
# **Symbols**
#
# | symbol | in the code | meaning |
# |---|---|---|
# | $s$, $s'$ | `s`, `s2` | the state (here: the number of the tile) before and after a step |
# | $a$, $a'$ | `a`, `a2` | the action taken on $s$, and the one taken next, on $s'$ |
# | $r$ | `r` | the reward that the step brought |
# | $Q(s, a)$ | `Q[s, a]` | the table, (states, actions): how much reward is to come after doing $a$ on $s$ |
# | $Q(s, \cdot)$ | `q`, `Q[s]` | one row of it, shape (actions,) |
# | $\varepsilon$ | `epsilon` | the probability of trying something, 0 to 1 |
# | $\alpha$ | `alpha` | the learning rate: how far one step moves the table, above 0, at most 1 |
# | $\gamma$ | `gamma` | the discount: a reward one step later is worth $\gamma$ times as much, 0 to 1 |
#
# An **episode** is one trip, from the start to its end; its **return** is the sum of its rewards. A
# **policy** says what to do on every tile.
#
# Run the next cell first. There is nothing to write in it.

# %% setup
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


LAKE = ["SFFF", "FHFH", "FFFH", "HFFG"]                     # start, frozen, hole, goal: tiles 0 to 15
LAKE_ARROWS = "←↓→↑"                                        # the lake's actions 0, 1, 2, 3
CLIFF = ["............"] * 3 + ["SCCCCCCCCCCG"]             # C is the cliff: tiles 0 to 47
CLIFF_ARROWS = "↑→↓←"                                       # the cliff's actions 0, 1, 2, 3: another order!
BEST_ON_SLIPPERY_ICE = [0, 3, 3, 3, 0, 0, 0, 0, 3, 1, 0, 0, 0, 2, 1, 0]  # by assignment 502, which knows all


def lake(slippery):
    """The frozen lake of gymnasium, 4 x 4 tiles; after 100 steps an episode is cut off."""
    return gym.make("FrozenLake-v1", map_name="4x4", is_slippery=slippery, render_mode="ansi")


def cliff():
    """The cliff of gymnasium, 4 x 12 tiles; after 500 steps an episode is cut off."""
    return gym.make("CliffWalking-v1", max_episode_steps=500)


# The agents: they hold a table and use what you write. `choose` is epsilon_greedy, and so on.
class QAgent:
    """Learns by Q-learning: exercises 2, 4 and 5."""

    def __init__(self, env, choose, target, update, alpha, gamma, seed):
        self.Q = np.zeros((env.observation_space.n, env.action_space.n))    # (states, actions)
        self.choose, self.target, self.update = choose, target, update
        self.alpha, self.gamma = alpha, gamma
        self.rng = np.random.default_rng(seed)

    def act(self, s, epsilon):
        return self.choose(self.Q[s], epsilon, self.rng)

    def learn(self, s, a, r, s2, terminated, truncated):
        self.update(self.Q, s, a, self.target(self.Q, r, s2, terminated, truncated, self.gamma), self.alpha)


class SarsaAgent(QAgent):
    """Learns by SARSA: exercises 2, 5 and 8."""

    def learn(self, s, a, r, s2, a2, terminated, truncated):
        target = self.target(self.Q, r, s2, a2, terminated, truncated, self.gamma)
        self.update(self.Q, s, a, target, self.alpha)


class Driver:
    """Follows a table and learns nothing; notes the tiles that it has come to."""

    def __init__(self, Q, choose, seed):
        self.Q, self.choose, self.rng, self.tiles = Q, choose, np.random.default_rng(seed), []

    def act(self, s, epsilon):
        return self.choose(self.Q[s], epsilon, self.rng)

    def learn(self, s, a, r, s2, terminated, truncated):
        self.tiles.append(s2)


# For the tests.
def numbers(value, shape, name):
    """`value` as an array of numbers; says so if it is none or if its shape is not `shape`."""
    assert value is not None, f"{name} returned None. Does every path through it end with a return?"
    try:
        array = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise AssertionError(f"{name} should return numbers, but a {type(value).__name__} came.") from None
    assert array.shape == shape, f"{name}: shape {array.shape} came, {shape} is right; () is a single number."
    return array


def episode_of(got):
    """What play returned, as a list of states and a number."""
    assert got is not None, "play returned None; (states, total) is right."
    pair = isinstance(got, (list, tuple)) and len(got) == 2
    assert pair, f"play should return two things, (states, total), but a {type(got).__name__} came."
    states, total = got
    assert isinstance(states, (list, tuple, np.ndarray)), "the first thing that play returns is a list."
    states = [float(numbers(s, (), "a state in play's list")) for s in states]
    assert states, "the list of states is empty; it begins with the state that reset gives."
    return [int(s) if s.is_integer() else s for s in states], float(numbers(total, (), "play, total"))


def many(choose, q, epsilon, rng, n):
    """How often each action comes when `choose` is asked n times, array (actions,)."""
    counts = np.zeros(len(q), dtype=int)
    for _ in range(n):
        a = float(numbers(choose(q, epsilon, rng), (), "epsilon_greedy"))
        assert a in range(len(q)), f"an action should be a number from 0 to {len(q) - 1}, but {a:.4g} came."
        counts[int(a)] += 1
    return counts


def far_from(counts, shares):
    """How far counts are from the expected shares (the chi-square number). Fair draws reach 20 with 2
    shares, 25 with 3 or 45 with 8 less than once in 100,000 times; the tests' generators have fixed seeds."""
    expected = np.sum(counts) * np.asarray(shares)
    return float(np.sum((counts - expected) ** 2 / expected))


def rehearsal(episodes, sarsa=False):
    """An environment that follows a script, an agent that keeps a diary of all calls, and the diary.

    episodes : for each, (first tile, [(r, s2, flags), …]): what reset gives and what every step brings; flags
               is "", "terminated", "truncated" or "terminated truncated"
    The agent calls its actions 100, 101, 102, … in the order in which it is asked.
    """
    diary, coming, steps, names = [], list(episodes), [], itertools.count(100)

    def tile(s):
        a_number = isinstance(s, (int, np.integer))
        assert a_number, f"the agent got a {type(s).__name__} for a state. Note that reset gives (s, info)."
        return int(s)

    class Environment:
        def reset(self, *, seed=None, options=None):
            diary.append(("reset",) if seed is None else ("reset", "with a seed"))
            first, steps[:] = coming.pop(0) if coming else (0, [])
            return first, {}

        def step(self, action):
            assert steps, "step was called before reset, or when the episode was over. Look at both flags."
            diary.append(("step", int(action)))
            r, s2, flags = steps.pop(0)
            return s2, r, "terminated" in flags, "truncated" in flags, {}

    class Learner:
        def act(self, s, epsilon):
            diary.append(("act", tile(s), float(epsilon), next(names)))
            return diary[-1][-1]

        def learn(self, s, a, r, s2, terminated, truncated):
            over = bool(terminated), bool(truncated)
            diary.append(("learn", tile(s), int(a), float(r), tile(s2), *over))

    class SarsaLearner(Learner):
        def learn(self, s, a, r, s2, a2, terminated, truncated):
            over = bool(terminated), bool(truncated)
            a2 = int(a2) if isinstance(a2, (int, np.integer)) else None
            diary.append(("learn", tile(s), int(a), float(r), tile(s2), a2, *over))

    return Environment(), (SarsaLearner if sarsa else Learner)(), diary


def compare_diary(diary, expected):
    """Says which entry of a diary is the first wrong one; a reset at the very end is let pass."""
    if diary[-1:] == [("reset",)]:
        diary = diary[:-1]
    for number, (came, right) in enumerate(itertools.zip_longest(diary, expected), start=1):
        if came != right:
            came, right = (" ".join(map(str, entry)) if entry else "nothing" for entry in (came, right))
            raise AssertionError(f"entry {number} of the diary: '{came}' came, '{right}' is right.")


# For the pictures.
def rolling(values, width):
    """The mean of the last `width` values, from the place on where there are so many."""
    return np.convolve(values, np.ones(width) / width, mode="valid")


def draw_map(ax, rows, colours, title, size):
    """A map of letters or arrows; `colours` (tiles,) gives the background, darker is higher."""
    shape = len(rows), len(rows[0])
    ax.imshow(np.reshape(colours, shape), cmap="Blues", alpha=0.6)
    for i, row in enumerate(rows):
        for j, letter in enumerate(row):
            ax.text(j, i, letter, ha="center", va="center", fontsize=size)
    ax.set(title=title, xlabel="column", ylabel="row", xticks=range(shape[1]), yticks=range(shape[0]))

# %% [markdown]
# ## 1. One trip with a fixed plan (2 points)
#
# In gymnasium a world is an **environment** with two methods. `env.reset()` puts the robot at the start, and
# `env.step(a)` lets it do action `a`:
#
# ```python
# s, info = env.reset()
# s2, r, terminated, truncated, info = env.step(a)
# ```
#
# | answer | meaning |
# |---|---|
# | `s2` | the new state |
# | `r` | the reward of this one step |
# | `terminated` | `True` if the world has come to an end: a hole, the goal |
# | `truncated` | `True` if the clock has stopped us: 100 steps on the lake. The world would have gone on |
# | `info` | a dictionary with details; we do not need it |
#
# If **either** flag is `True`, the episode is over and `step` must not be called again. (Older tutorials have
# four answers with a single flag `done`. In exercise 4 you will see why there are two now.)
#
# The lake has 16 tiles, numbered row by row from 0 (the start) to 15 (the goal). The actions are 0 left,
# 1 down, 2 right, 3 up; whoever walks against the edge stays where they are. The reward is 1 for the step
# onto the goal and 0 for every other.
#
# *Example.* On firm ice the plan `[2, 1, 2]`, right, down, right, leads from 0 to 1, then to 5, a hole. There
# the episode ends, the third action is never done: the states are `[0, 1, 5]`, the return is 0.
#
# Write `play`, about 9 lines.

# %% solution="play"
def play(env, actions):
    """Play one episode by a fixed plan: reset, then one step for each action, until the episode is over.

    env : an environment with gymnasium's reset and step
    actions : list of actions. If the plan ends before the episode, the play ends there.
    Returns (states, total): the list of all states, beginning with the one that reset gives and ending with
    the one that the last step led to; and the sum of all rewards, a number.
    reset is called once, without a seed; step is not called again once either flag was set.

    Example: on firm ice play(env, [2, 1, 2]) is ([0, 1, 5], 0)
    """
    ### BEGIN SOLUTION
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated or truncated:
            break
    return states, total
    ### END SOLUTION

# %% test="a_plan_is_followed_step_by_step" points=1
# The states of a trip are those that reset and step gave, and its return is the sum of all rewards.
states, total = episode_of(play(lake(slippery=False), [1, 1, 2]))
assert states[0] == 0, "the list of states begins with the one that reset gives, tile 0."
assert states == [0, 4, 8, 9], f"down, down, right leads over 0, 4, 8 to 9, but the states are {states}."
env, _, diary = rehearsal([(6, [(-1, 2, ""), (5, 2, ""), (-3, 9, "")])])
states, total = episode_of(play(env, [3, 0, 2]))
assert total != -3, "the return is the sum of all rewards; -3 is only the last of -1, 5, -3."
assert (states, total) == ([6, 2, 2, 9], 1), (
    f"tile 6, then steps to 2, 2, 9 with rewards -1, 5, -3: states {states} and return {total:.4g} came.")
assert diary == [("reset",), ("step", 3), ("step", 0), ("step", 2)], (
    "one reset without a seed, then one step with each action of the plan, in order.")
### BEGIN HIDDEN TESTS
for plan, tiles, reward in [([1, 1, 2, 1, 2, 2], [0, 4, 8, 9, 13, 14, 15], 1), ([0, 3], [0, 0, 0], 0),
                            ([], [0], 0)]:
    states, total = episode_of(play(lake(slippery=False), plan))
    assert (states, total) == (tiles, reward), f"on firm ice a plan of {len(plan)} actions came out wrong."
env, _, diary = rehearsal([(40, [(0.25, 3, ""), (0.5, 40, ""), (2, 11, ""), (-8, 3, ""), (1, 1, "")])])
states, total = episode_of(play(env, [7, 1, 1, 4]))
assert states == [40, 3, 40, 11, 3], "four actions make five states: the first, and one for each step."
assert abs(total + 5.25) < 1e-9, "the return is not the sum of the rewards of the steps that were done."
assert diary[1:] == [("step", 7), ("step", 1), ("step", 1), ("step", 4)], "the plan's actions, in order."
### END HIDDEN TESTS

# %% test="either_flag_ends_the_trip" points=1
# A trip ends with the first step that is terminated or truncated, and that step counts.
def ending(flags):
    """What play makes of a plan of four actions, if the second step ends the episode."""
    env, _, diary = rehearsal([(5, [(3, 8, ""), (4, 1, flags)])])
    return (*episode_of(play(env, [2, 0, 1, 1])), len(diary) - 1)


for flags in ("terminated", "truncated"):
    states, total, steps = ending(flags)
    assert steps == 2, f"the second of four steps came back {flags}, and {steps} step(s) were done."
    assert states == [5, 8, 1], f"first and last state belong to the trip, too: 5, 8, 1, but {states} came."
    assert total == 7, f"the reward of the last step counts, too: 3 + 4, but {total:.4g} came."
### BEGIN HIDDEN TESTS
assert ending("terminated truncated") == ([5, 8, 1], 7, 2), "both flags together are an end as well."
env, _, diary = rehearsal([(2, [(-1, 0, "truncated")])])
assert episode_of(play(env, [1, 1])) == ([2, 0], -1), "the very first step can be the last."
assert len(diary) == 2, "a step was done although the very first one was the last."
states, total = episode_of(play(lake(slippery=False), [0] * 130))
assert states == [0] * 101, "the lake's clock stops after 100 steps: 101 states."
### END HIDDEN TESTS

# %% [markdown]
# The lake as gymnasium draws it, and a good plan on firm ice. Then the same plan on **slippery** ice, where a
# step goes the intended way only with probability 1/3; with 1/3 each it goes to one of the two sides.

# %% run
plan = [1, 1, 2, 1, 2, 2]
env = lake(slippery=False)
states, total = play(env, plan)
env.reset()
print(env.render())
print("plan:", "".join(LAKE_ARROWS[a] for a in plan))
print("firm ice:     tiles", *states, "  return", total)
env = lake(slippery=True)
env.reset(seed=1)
trips = [play(env, plan) for _ in range(1000)]
for states, total in trips[:3]:
    print("slippery ice: tiles", *states, "  return", total)
print(f"slippery ice: {sum(total for _, total in trips):.0f} of 1000 trips reached the goal")

# %% [markdown]
# *What to see:* on firm ice a plan is all one needs. On slippery ice the robot leaves the plan at once and
# cannot notice: the plan says *when* to do what, not *where*. We need a policy: an action for every tile.
#
# ## 2. Mostly the best, sometimes anything (3 points)
#
# On each tile, the row `q` of the table holds one value for every action. To always take the best one would
# be to learn nothing new; to try at random all the time would be to use nothing one knows. **ε-greedy** does
# both:
#
# $$a = \begin{cases} \text{any action, all equally likely} & \text{with probability } \varepsilon\\
# \text{an action with the largest } q_a & \text{otherwise} \end{cases}$$
#
# "Any action" includes the best one. And if several share the largest value, one of *them* is drawn, all
# equally likely. That matters more than it seems: at first the whole table is 0. A robot that then takes the
# first action, left, hardly ever gets away from the edge of the lake.
#
# *Example.* `q = [0.2, 0.8, 0.8, 0.1]`. With $\varepsilon = 0$ actions 1 and 2 come half of the time each.
# With $\varepsilon = 0.4$, action 0 comes in $0.4 \cdot \frac14 = 10\,\%$ of the cases, and action 1 in
# $0.4 \cdot \frac14 + 0.6 \cdot \frac12 = 40\,\%$.
#
# Write `epsilon_greedy`, about 4 lines. `rng.random()` draws a number from 0 up to, but not including, 1;
# `rng.integers(n)` one of $0, \dots, n-1$; `rng.choice(x)` an entry of `x`; and `np.flatnonzero(x)` gives the
# positions where `x` is `True`.

# %% solution="epsilon_greedy"
def epsilon_greedy(q, epsilon, rng):
    """Choose an action: with probability epsilon any, otherwise one with the largest value.

    q : array (actions,), the values of the actions; q stays as it is
    epsilon : probability of exploring, 0 to 1
    rng : np.random.Generator; every random number is drawn from it
    Returns the number of an action, 0 to len(q) - 1.

    Exploring: all actions are equally likely, the best included. Otherwise: if several actions have exactly
    the largest value, these are equally likely. A value that is larger by only 1e-12 is larger.
    """
    ### BEGIN SOLUTION
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(np.flatnonzero(q == np.max(q))))
    ### END SOLUTION

# %% test="without_exploring_the_best_is_taken" points=1
# With epsilon 0 an action with the largest value is taken, wherever it stands, and q stays as it is.
rng = np.random.default_rng(21)
for q, best in [([0.1, 0.7, 0.2], 1), ([-3.0, -1.0, -2.0, -5.0], 1), ([0.0, 0.0, 1e-12, 0.0], 2)]:
    given = np.array(q)
    counts = many(epsilon_greedy, given, 0.0, rng, 8)
    assert np.array_equal(given, q), "q itself has changed; it should stay as it is."
    assert counts[best] == 8, (
        f"q = {q} with epsilon 0: always {best} is right, but actions 0, 1, … came {counts.tolist()} times.")
### BEGIN HIDDEN TESTS
for q, best, n in [([9, 2, 4, 9.5, -1], {3}, 3), ([5.0, 1.0], {0}, 4), ([-2.0, -1.0], {1}, 4),
                   ([4.0], {0}, 1), ([0.0, -1e-12, -1e-12, -1e-12], {0}, 4),
                   ([1e6, 3e6, 3e6, 3e6 - 1e-3], {1, 2}, 10), ([-7.0, -7.0, -9.0], {0, 1}, 4)]:
    given = np.array(q)
    counts = many(epsilon_greedy, given, 0.0, rng, n)
    assert np.array_equal(given, q), "q itself has changed; it should stay as it is."
    assert sum(counts[a] for a in best) == n, "with epsilon 0 an action came whose value is not the largest."
### END HIDDEN TESTS

# %% test="ties_are_broken_fairly" points=1
# Actions that share the largest value come equally often.
rng = np.random.default_rng(22)
counts = many(epsilon_greedy, np.array([0.2, 0.8, 0.8, 0.1]), 0.0, rng, 48)
assert counts[0] + counts[3] == 0, "with epsilon 0 an action came whose value is not the largest."
assert min(counts[1:3]) > 0, "two actions share the largest value, but one of them never came in 48 draws."
assert far_from(counts[1:3], [0.5, 0.5]) < 20, (
    f"two actions share the largest value; they came {counts[1]} and {counts[2]} times: not fair.")
### BEGIN HIDDEN TESTS
counts = many(epsilon_greedy, np.array([3.0, -1.0, 2.0, 0.0, 3.0, 3.0]), 0.0, rng, 200)
assert counts[1] + counts[2] + counts[3] == 0, "with epsilon 0 an action came whose value is not the largest."
assert far_from(counts[[0, 4, 5]], [1 / 3, 1 / 3, 1 / 3]) < 25, "three actions share the lead unfairly."
counts = many(epsilon_greedy, np.zeros(8), 0.0, rng, 48)
assert far_from(counts, np.full(8, 1 / 8)) < 45, "on a row of eight zeros all actions are equally likely."
### END HIDDEN TESTS

# %% test="exploring_tries_every_action_alike" points=1
# With probability epsilon an action is drawn from all, each equally likely; all chance comes from rng.
rng = np.random.default_rng(23)
counts = many(epsilon_greedy, np.array([0.1, 0.7, 0.2]), 1.0, rng, 240)
assert counts[1] > 0, "with epsilon 1 the best action never came; exploring may hit on it, too."
assert counts[1] < 240, "with epsilon 1 only the best action came. Is epsilon the wrong way round?"
assert far_from(counts, [1 / 3, 1 / 3, 1 / 3]) < 25, (
    f"with epsilon 1 all actions are equally likely, but of 240 draws they came {counts.tolist()} times.")
### BEGIN HIDDEN TESTS
q = np.arange(40.0)
q[7] = 50
counts = many(epsilon_greedy, q, 0.25, rng, 150)
assert far_from([counts[7], 150 - counts[7]], [0.75625, 0.24375]) < 20, (
    "with forty actions and epsilon 0.25 the best one should come in about 76 % of all cases.")
assert np.sum(counts > 0) > 10, "with forty actions, ten at most were ever tried."
q = np.array([9.0, 1, 9, 4, 0, 9, 5, 6])
once, again = ([epsilon_greedy(q, 0.5, g) for _ in range(20)] for g in map(np.random.default_rng, (24, 24)))
once, again = numbers(once, (20,), "epsilon_greedy"), numbers(again, (20,), "epsilon_greedy")
assert np.array_equal(once, again), "two generators in one state gave other actions: draw from rng only."
### END HIDDEN TESTS

# %% [markdown]
# Your choices on the row of the example, 3,000 for each $\varepsilon$, over what probability expects:

# %% run
q, rng = np.array([0.2, 0.8, 0.8, 0.1]), np.random.default_rng(2)
fig, axes = plt.subplots(1, 3, figsize=(10, 3), sharey=True, layout="constrained")
for ax, epsilon in zip(axes, [0.0, 0.4, 1.0]):
    counts = np.bincount([epsilon_greedy(q, epsilon, rng) for _ in range(3000)], minlength=4)
    ax.bar(range(4), counts / 3000, color="#6699CC", label="your choices")
    ax.plot(range(4), epsilon / 4 + (1 - epsilon) * np.array([0, 0.5, 0.5, 0]), "k_", markersize=28,
            markeredgewidth=2, label="expected")
    ax.set(title=f"ε = {epsilon}", xlabel="action (values 0.2, 0.8, 0.8, 0.1)", xticks=range(4))
axes[0].set_ylabel("share of 3,000 choices")
axes[2].legend(loc="upper center")
plt.show()

# %% [markdown]
# *What to see:* the bars reach the black marks. From left to right the robot grows more curious, until it no
# longer cares what it knows.
#
# ## 3. Try much at first, little later (1 point)
#
# A beginner has nothing to lose and should try a lot; an expert should mostly use what is known, but never
# quite stop, for the world may change. So $\varepsilon$ shrinks by the same factor $d$ with each episode,
# down to a floor:
#
# $$\varepsilon_e = \max(\varepsilon_{\min},\; \varepsilon_0 \, d^{\,e}), \qquad e = 0, 1, 2, \dots$$
#
# *Example.* $\varepsilon_0 = 1$, $\varepsilon_{\min} = 0.1$ and $d = 0.5$ give 1, 0.5, 0.25, 0.125, and then
# 0.1 for ever.
#
# Write `epsilon_at`, 1 line.

# %% solution="epsilon_at"
def epsilon_at(episode, start, floor, decay):
    """The probability of exploring in an episode.

    episode : its number, 0, 1, 2, ...
    start : epsilon in episode 0
    floor : epsilon never falls below it
    decay : the factor from one episode to the next, above 0, at most 1
    Returns one number.

    Example: epsilon_at(3, 1.0, 0.1, 0.5) is 0.125
    """
    ### BEGIN SOLUTION
    return max(floor, start * decay**episode)
    ### END SOLUTION

# %% test="epsilon_shrinks_down_to_its_floor" points=1
# Epsilon begins at start, shrinks by the same factor each episode, and stays at the floor.
for episode, expected in enumerate([1, 0.5, 0.25, 0.125, 0.1, 0.1, 0.1]):
    got = numbers(epsilon_at(episode, 1.0, 0.1, 0.5), (), "epsilon_at")
    assert got >= 0.1 - 1e-12, f"in episode {episode} of the example epsilon is {got:.4g}: below its floor."
    assert abs(got - expected) < 1e-9, (
        f"in episode {episode} of the example epsilon should be {expected}, but {got:.4g} came.")
### BEGIN HIDDEN TESTS
for episode, start, floor, decay, expected in [
    (0, 0.8, 0.0, 0.9, 0.8), (2, 0.8, 0.0, 0.9, 0.648), (1, 0.6, 0.05, 0.99, 0.594),
    (9, 0.2, 0.01, 0.1, 0.01), (50, 0.4, 0.05, 1.0, 0.4), (3, 1.0, 0.001, 0.97, 0.912673),
    (700, 1.0, 0.02, 0.99, 0.02),
]:
    got = numbers(epsilon_at(episode, start, floor, decay), (), "epsilon_at")
    assert abs(got - expected) < 1e-9, (
        f"episode {episode}, start {start}, floor {floor}, decay {decay}: epsilon came out as {got:.4g}.")
### END HIDDEN TESTS

# %% run
episodes = np.arange(801)
fig, ax = plt.subplots(figsize=(8, 3), layout="constrained")
for decay, line in [(0.98, ":"), (0.99, "--"), (0.998, "-")]:
    ax.plot(episodes, [epsilon_at(e, 1.0, 0.05, decay) for e in episodes], line, color="#004488",
            label=f"d = {decay}")
ax.axhline(0.05, color="grey", linewidth=0.8, label="floor")
ax.set(title="Your schedule: how curious is the robot?", xlabel="episode e", ylabel="ε (probability)",
       ylim=(0, 1))
ax.legend()
plt.show()

# %% [markdown]
# *What to see:* it always starts at 1. A factor that looks harmless decides how long the curiosity lasts:
# with 0.98 about 150 episodes, with 0.998 some 1,500.
#
# ## 4. What did this step teach? (3 points)
#
# After a step from $s$ with action $a$ the robot knows the reward $r$ and the new state $s'$. What, then, is
# doing $a$ on $s$ worth? The reward, and what is still to come from $s'$: at best the largest value in the
# row of $s'$, one step later, so times $\gamma$. This is the **target**:
#
# $$y = \begin{cases} r & \text{if the step was terminated} \\
# r + \gamma \max_{a'} Q(s', a') & \text{otherwise} \end{cases}$$
#
# The two flags differ here, and mixing them up is a famous mistake:
#
# - **terminated**: the world has ended. After a hole or the goal nothing comes any more, whatever the table
#   may hold for that state.
# - **truncated**: only our clock has stopped. The robot might still have reached the goal, so the target
#   looks ahead as always. Whoever writes $r$ here teaches the robot that a good tile is worthless because of
#   the hour at which it got there.
#
# If both flags are set, the world has ended.
#
# *Example.* $r = 2$, $\gamma = 0.5$, and the row of $s'$ is $(4, 10, -6)$. Then $y = 2 + 0.5 \cdot 10 = 7$;
# the same if the step was truncated; but if it was terminated, $y = 2$.
#
# Write `td_target`, 1 to 3 lines. (TD is short for *temporal difference*: one guess is corrected by the next
# guess, one step later.)

# %% solution="td_target"
def td_target(Q, r, s2, terminated, truncated, gamma):
    """The target of Q-learning for one step.

    Q : array (states, actions) of floats; it stays as it is
    r : the reward of the step
    s2 : the state after the step
    terminated, truncated : the two flags of the step, True or False
    gamma : the discount, 0 to 1
    Returns one number.

    Example: with Q[s2] = [4., 10., -6.], r = 2 and gamma = 0.5 it is 7.0, or 2.0 if terminated.
    """
    ### BEGIN SOLUTION
    if terminated:
        return r
    return r + gamma * np.max(Q[s2])
    ### END SOLUTION

# %% test="the_target_looks_one_step_ahead" points=1
# In the middle of an episode the target is the reward plus gamma times the largest value of the next state.
Q = np.array([[50.0, 0.0, 1.0], [4.0, 10.0, -6.0]])
before = Q.copy()
got = numbers(td_target(Q, 2.0, 1, False, False, 0.5), (), "td_target")
assert np.array_equal(Q, before), "Q itself has changed; td_target only computes."
assert abs(got - 27) > 1e-9, "the largest value of the whole table was taken; only the row of s2 counts."
assert abs(got - 12) > 1e-9, "12 came: is gamma missing?"
assert abs(got - 5) > 1e-9, "5 came: is the reward missing?"
assert abs(got - 7) < 1e-9, f"in the example the target is 2 + 0.5 · 10 = 7, but {got:.4g} came."
### BEGIN HIDDEN TESTS
Q = np.array([[1.0, 2.0, 0.0, 1.5], [-4.0, -3.0, -8.0, -5.0], [0.25, 0.125, 0.125, 0.2],
              [9.0, 9.0, 9.0, 3.0], [-1.0, 2.0, 7.0, 0.0], [0.0, 1.0, 2.0, 6.0]])
for r, s2, gamma, expected in [(-1, 1, 0.9, -3.7), (0.0, 2, 0.5, 0.125), (0, 3, 1.0, 9), (5, 0, 0.0, 5),
                               (-100, 4, 0.25, -98.25), (1.5, 0, 1, 3.5), (2, 5, 0.5, 5)]:
    got = numbers(td_target(Q.copy(), r, s2, False, False, gamma), (), "td_target")
    assert abs(got - expected) < 1e-9, f"reward {r}, next state {s2}, gamma {gamma}: {got:.4g} came."
### END HIDDEN TESTS

# %% test="terminated_means_no_future" points=1
# After a terminated step nothing is to come, whatever the table holds; else the target looks ahead.
Q = np.array([[50.0, 0.0, 1.0], [4.0, 10.0, -6.0]])
before = Q.copy()
ahead = numbers(td_target(Q, 2.0, 1, False, False, 0.5), (), "td_target")
got = numbers(td_target(Q, 2.0, 1, True, False, 0.5), (), "td_target")
assert np.array_equal(Q, before), "Q itself has changed; td_target only computes."
assert abs(got - ahead) > 1e-9, "a terminated step gave the same target as any other. Was the flag looked at?"
assert abs(got) > 1e-9, "the target of a terminated step is 0; but the reward of the last step counts."
assert abs(got - 2) < 1e-9, f"a terminated step with reward 2 has the target 2, but {got:.4g} came."
### BEGIN HIDDEN TESTS
Q = np.array([[-1.0, -2.0], [-4.0, -3.0], [8.0, 8.0]])
for r, s2, gamma in [(-100, 1, 0.9), (1.0, 2, 1.0), (0, 0, 0.5), (0.25, 2, 0.75)]:
    for truncated in (False, True):
        got = numbers(td_target(Q.copy(), r, s2, True, truncated, gamma), (), "td_target")
        assert abs(got - r) < 1e-9, (
            f"a terminated step (truncated: {truncated}) with reward {r} gave {got:.4g}: nothing is to come.")
### END HIDDEN TESTS

# %% test="truncated_is_not_the_end_of_the_world" points=1
# A truncated step looks ahead like any other, unless it is terminated as well.
Q = np.array([[50.0, 0.0, 1.0], [4.0, 10.0, -6.0]])
got = numbers(td_target(Q.copy(), 2.0, 1, False, True, 0.5), (), "td_target")
assert abs(got - 2) > 1e-9, "a truncated step was treated as the end of the world. Only the clock stopped."
assert abs(got - 7) < 1e-9, f"a truncated step has the same target as any other, 7, but {got:.4g} came."
### BEGIN HIDDEN TESTS
Q = np.array([[-1.0, -2.0], [-4.0, -3.0], [8.0, 8.0]])
for r, s2, gamma, expected in [(-100, 1, 0.5, -101.5), (1.0, 2, 1.0, 9), (0, 0, 0.25, -0.25)]:
    got = numbers(td_target(Q.copy(), r, s2, False, True, gamma), (), "td_target")
    assert abs(got - expected) < 1e-9, f"a truncated step with reward {r} and gamma {gamma} gave {got:.4g}."
got = numbers(td_target(Q.copy(), 1.0, 2, True, True, 0.5), (), "td_target")
assert abs(got - 1) < 1e-9, "with both flags the world has ended."
### END HIDDEN TESTS

# %% [markdown]
# Your targets for a step with reward $-1$ to a tile whose best value is $-5$, with $\gamma = 1$:

# %% run
Q = np.array([[0.0, 0.0], [-9.0, -5.0]])
print("terminated  truncated   target")
for terminated in (False, True):
    for truncated in (False, True):
        y = float(td_target(Q, -1, 1, terminated, truncated, 1.0))
        print(f"{terminated!s:10}  {truncated!s:9}  {y:7}")

# %% [markdown]
# *What to see:* the target changes with the first column only. Whoever forgets `terminated` would hardly
# notice on the lake: the rows of the holes and of the goal are never learnt from and stay 0, so looking ahead
# adds nothing. That is why the tests put other numbers there.
#
# ## 5. One step towards the target (1 point)
#
# One step is one experience, and on slippery ice the next one will be different. So the table does not jump
# to the target $y$, it moves a part $\alpha$ of the way:
#
# $$Q(s, a) \;\leftarrow\; Q(s, a) + \alpha\,\bigl(y - Q(s, a)\bigr)$$
#
# *Example.* $Q(s, a) = 3$, $y = 7$, $\alpha = 0.25$: the difference is 4, a quarter of it is 1, so the new
# value is 4. With $\alpha = 1$ it would be 7.
#
# Write `update`, 1 line. It changes the table itself, in one place.

# %% solution="update"
def update(Q, s, a, target, alpha):
    """Move Q[s, a] towards the target, in Q itself; all other entries stay.

    Q : array (states, actions) of floats
    s, a : the state and the action that were tried
    target : what the step has taught
    alpha : the learning rate, above 0, at most 1
    What it returns does not matter.

    Example: Q[s, a] = 3., target = 7 and alpha = 0.25 make Q[s, a] 4.0
    """
    ### BEGIN SOLUTION
    Q[s, a] += alpha * (target - Q[s, a])
    ### END SOLUTION

# %% test="one_entry_moves_towards_its_target" points=1
# Q[s, a] moves a part alpha of the way to the target; everything else stays.
Q = np.array([[0.5, -2.0], [3.0, 8.0], [1.0, 6.0]])
expected = Q.copy()
expected[1, 0] = 4
update(Q, 1, 0, 7.0, 0.25)
assert Q[1, 0] != 3, "Q[s, a] is still the same. Was the table itself changed, or a copy, or another entry?"
assert abs(Q[1, 0] - 1.75) > 1e-9, "1.75 came: that is alpha times target. Where is the old value?"
assert abs(Q[1, 0] - 4.75) > 1e-9, "4.75 came: the target was added, not its distance from the old value."
assert abs(Q[1, 0] - 4) < 1e-9, f"in the example the new value is 4, but {Q[1, 0]:.4g} came."
assert np.array_equal(Q, expected), "another entry than Q[s, a] has changed."
### BEGIN HIDDEN TESTS
for s, a, target, alpha in [(0, 1, -10.0, 0.1), (2, 0, 5, 1.0), (2, 1, 6.0, 0.5), (0, 0, 0.0, 0.75)]:
    Q = np.array([[0.5, -2.0], [3.0, 8.0], [1.0, 6.0]])
    expected = Q.copy()
    expected[s, a] = (1 - alpha) * expected[s, a] + alpha * target
    update(Q, s, a, target, alpha)
    assert np.allclose(Q, expected, rtol=1e-12, atol=1e-12), f"the table is wrong after a target {target}."
Q, size = np.zeros((3, 2)), 1.0
for turn in range(5):
    update(Q, 2, 1, 1.0, 0.5)
    size /= 2
    assert abs(Q[2, 1] - (1 - size)) < 1e-12, "from 0 towards 1 in halves: 1/2, 3/4, 7/8, …"
    assert np.sum(np.abs(Q)) == abs(Q[2, 1]), "another entry than Q[s, a] has changed."
### END HIDDEN TESTS

# %% [markdown]
# On slippery ice the same step is now lucky, now not. Below, the target is 1 or 0 by the toss of a coin, and
# your `update` follows with three learning rates:

# %% run
targets = np.random.default_rng(5).integers(0, 2, size=60)
fig, ax = plt.subplots(figsize=(9, 3), layout="constrained")
for alpha, colour, line in [(1.0, "#BBBBBB", "-"), (0.5, "#DDAA33", "--"), (0.1, "#004488", "-")]:
    Q, values = np.zeros((1, 1)), []
    for target in targets:
        update(Q, 0, 0, target, alpha)
        values.append(Q[0, 0])
    ax.plot(range(1, 61), values, line, color=colour, label=f"α = {alpha}")
ax.axhline(0.5, color="black", linewidth=0.8, linestyle=":", label="mean of all targets to come")
ax.set(title="One entry of the table while it learns from chance", xlabel="updates", ylabel="Q(s, a)")
ax.legend(ncols=4, loc="upper center", bbox_to_anchor=(0.5, -0.22))
plt.show()

# %% [markdown]
# *What to see:* with $\alpha = 1$ the table remembers only the last toss. With $\alpha = 0.1$ it needs a
# while, and then stays near the truth. On firm ice nothing is left to chance, and large steps do no harm.
#
# ## 6. The loop around everything (3 points)
#
# Who walks is an **agent**: an object with two methods. It may hold a table, a network, anything; the loop
# does not want to know.
#
# - `agent.act(s, epsilon)` returns the action that the agent chooses on `s`,
# - `agent.learn(s, a, r, s2, terminated, truncated)` tells it what one step has brought.
#
# The loop plays one episode for each number in `epsilons`:
#
# 1. `env.reset()`, without a seed: with one, every episode would slip in the same way.
# 2. Again and again: the agent acts, the environment steps, the agent learns **from this step at once**, with
#    both flags just as they came; then $s$ becomes $s'$.
# 3. Until either flag is set. The return of the episode is the sum of its rewards.
#
# *Example.* The test's agent keeps a diary, and calls its actions 100, 101, … One episode with
# `epsilons = [0.25]`, starting on tile 3, may look like this. Its return is 1.5.
#
# ```
# reset
# act on 3, epsilon 0.25: 100
# step 100
# learn: on 3, did 100, reward 0.5, now on 7, terminated no, truncated no
# act on 7, epsilon 0.25: 101
# step 101
# learn: on 7, did 101, reward 1.0, now on 4, terminated yes, truncated no
# ```
#
# Write `train`, about 11 lines. It needs none of your earlier functions: the agent does.

# %% solution="train"
def train(env, agent, epsilons):
    """Let an agent play and learn, one episode for each epsilon.

    env : an environment with gymnasium's reset and step
    agent : an object with act(s, epsilon), which returns an action, and
            learn(s, a, r, s2, terminated, truncated)
    epsilons : list of numbers; agent.act gets the one of its episode
    Returns the returns: a list with the sum of rewards of every episode, in order.

    For every step exactly once, in this order: act, step, learn. The flags are passed on as they came.
    reset is called without a seed.
    """
    ### BEGIN SOLUTION
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns
    ### END SOLUTION

# %% test="the_agent_learns_from_every_step" points=1
# For each step the agent acts where it stands, the step is done, and the agent learns just what happened.
env, agent, diary = rehearsal([(3, [(0.5, 7, ""), (1, 4, "terminated")])])
train(env, agent, [0.25])
assert diary, "nothing has happened: env.reset was never called."
assert any(entry[0] == "learn" for entry in diary), "agent.learn was never called."
compare_diary(diary, [("reset",),
                      ("act", 3, 0.25, 100), ("step", 100), ("learn", 3, 100, 0.5, 7, False, False),
                      ("act", 7, 0.25, 101), ("step", 101), ("learn", 7, 101, 1.0, 4, True, False)])
### BEGIN HIDDEN TESTS
env, agent, diary = rehearsal([(0, [(-1, 2, ""), (-1, 2, ""), (-100, 0, ""), (4, 5, "terminated")]),
                               (8, [(0, 6, "terminated")])])
train(env, agent, [1.0, 0.0])
compare_diary(diary, [("reset",),
                      ("act", 0, 1.0, 100), ("step", 100), ("learn", 0, 100, -1.0, 2, False, False),
                      ("act", 2, 1.0, 101), ("step", 101), ("learn", 2, 101, -1.0, 2, False, False),
                      ("act", 2, 1.0, 102), ("step", 102), ("learn", 2, 102, -100.0, 0, False, False),
                      ("act", 0, 1.0, 103), ("step", 103), ("learn", 0, 103, 4.0, 5, True, False),
                      ("reset",),
                      ("act", 8, 0.0, 104), ("step", 104), ("learn", 8, 104, 0.0, 6, True, False)])
### END HIDDEN TESTS

# %% test="either_flag_ends_an_episode" points=1
# An episode ends when it is terminated or truncated, and the agent is told which of the two it was.
env, agent, diary = rehearsal([(1, [(1, 2, "truncated")]), (4, [(1, 5, "terminated")])])
train(env, agent, [0.5, 0.125])
learnt = [entry[5:] for entry in diary if entry[0] == "learn"]
assert learnt[:1] != [(True, True)], "the first episode was only truncated; pass both flags on as they came."
assert learnt[:1] != [(True, False)], "the first episode was truncated, but the agent was told: terminated."
compare_diary(diary, [("reset",),
                      ("act", 1, 0.5, 100), ("step", 100), ("learn", 1, 100, 1.0, 2, False, True),
                      ("reset",),
                      ("act", 4, 0.125, 101), ("step", 101), ("learn", 4, 101, 1.0, 5, True, False)])
### BEGIN HIDDEN TESTS
env, agent, diary = rehearsal([(7, [(0, 8, ""), (0, 9, "truncated")]), (7, [(0, 6, "terminated truncated")]),
                               (7, [(2, 7, ""), (2, 7, ""), (2, 7, "truncated")])])
train(env, agent, [0.75, 0.5, 0.25])
kinds = "".join(entry[0][0] for entry in diary).rstrip("r")              # r reset, a act, s step, l learn
assert kinds == "raslasl" + "rasl" + "raslaslasl", "three episodes with 2, 1 and 3 steps came out otherwise."
learnt = [entry[5:] for entry in diary if entry[0] == "learn"]
assert learnt == [(False, False), (False, True), (True, True), (False, False), (False, False),
                  (False, True)], "the flags should reach the agent as they came."
curious = [entry[2] for entry in diary if entry[0] == "act"]
assert curious == [0.75, 0.75, 0.5, 0.25, 0.25, 0.25], "each episode has an epsilon of its own."
driver = Driver([2] * 48, max, 0)
driver.rng = 0                                                        # max(2, 0.5, 0): always action 2, down
train(cliff(), driver, [0.5])
assert len(driver.tiles) == 500, "only the flags end an episode: on the cliff, the clock after 500 steps."
### END HIDDEN TESTS

# %% test="each_episode_has_its_own_return" points=1
# The returned list holds the sum of the rewards of each episode, in order.
env, agent, diary = rehearsal([(0, [(3, 1, ""), (-1, 2, "terminated")]), (0, [(0.25, 2, "terminated")])])
returns = numbers(train(env, agent, [0.5, 0.5]), (2,), "train")
assert returns.tolist() != [2, 2.25], "the second return still holds the rewards of the first episode."
assert returns.tolist() != [-1, 0.25], "only the last reward of each episode was counted."
assert returns.tolist() == [2, 0.25], (
    f"rewards 3, -1 and then 0.25 make the returns 2 and 0.25, but {returns.tolist()} came.")
### BEGIN HIDDEN TESTS
env, agent, diary = rehearsal([(0, [(-1, 1, ""), (-1, 0, ""), (-1, 2, "terminated")]),
                               (0, [(0, 2, "terminated")]),
                               (0, [(2, 0, ""), (2, 0, ""), (2, 0, ""), (-0.5, 2, "terminated")])])
returns = numbers(train(env, agent, [0.5, 0.5, 0.0]), (3,), "train")
assert returns.tolist() == [-3, 0, 5.5], "the returns of episodes with 3, 1 and 4 steps are off."
### END HIDDEN TESTS

# %% [markdown]
# Now it learns. First firm ice, then slippery ice with three learning rates; the grey line is a robot that
# only tries. (This takes some seconds: about nine thousand trips.)

# %% run
fig, axes = plt.subplots(1, 2, figsize=(11, 3.6), sharey=True, layout="constrained")
settings = [(axes[0], False, 600, 0.99, [(0.5, "#004488", "-")]),
            (axes[1], True, 2000, 0.998,
             [(0.1, "#004488", "-"), (0.5, "#DDAA33", "--"), (1.0, "#BB5566", ":")])]
for ax, slippery, episodes, decay, rates in settings:
    epsilons = [epsilon_at(e, 1.0, 0.05, decay) for e in range(episodes)]
    for alpha, colour, line in [*rates, (0.0, "grey", "-")]:
        env = lake(slippery)
        env.reset(seed=6)
        agent = QAgent(env, epsilon_greedy, td_target, update, alpha, 0.99, seed=6)
        width = episodes // 10
        curve = rolling(train(env, agent, epsilons if alpha else [1.0] * episodes), width)
        name = f"α = {alpha}" if alpha else "only tries"
        ax.plot(range(width, episodes + 1), curve, line, color=colour, label=name)
    ax.set(title="slippery ice" if slippery else "firm ice", xlabel="episode", ylim=(-0.03, 1.03))
    ax.legend(loc="upper left")
axes[0].set_ylabel("share of trips that arrive\n(of the last 60 and 200)")
plt.show()

# %% [markdown]
# *What to see:* on firm ice nothing happens until the goal is found by chance for the first time; then
# the way back is learnt within a few trips. The few failures left are the 5 % of tries. On slippery ice a
# small $\alpha$ wins: with $\alpha = 1$ the table believes the last accident. (Here the robot still tries one
# step in twenty, and more at first; exercise 7 shows what it can do without.)
#
# ## 7. The table as a map of arrows (1 point)
#
# Draw for each tile the action with the largest value as an arrow. Some tiles are different:
#
# - Tiles marked `H` (hole), `G` (goal) or `C` (cliff) keep their letter; nobody acts there.
# - Where **several actions share the largest value**, the table has no opinion: `?`.
#
# *Example.* Two rows of two tiles, `["SF", "HG"]`, arrows `"←↓→↑"`, and
#
# | state | `Q[s]` | drawn |
# |---|---|---|
# | 0 | 0.1, 0.2, **0.9**, 0.0 | → |
# | 1 | 0.0, **0.5**, 0.3, **0.5** | ? |
# | 2 | 0, 0, 0, 0 | H, as it was |
# | 3 | 0, 0, 0, 0 | G, as it was |
#
# give `["→?", "HG"]`. States are numbered row by row.
#
# Write `policy_map`, about 8 lines.

# %% solution="policy_map"
def policy_map(Q, tiles, arrows):
    """The greedy policy of a table, drawn with one character for each tile.

    Q : array (states, actions); the states are numbered row by row
    tiles : list of texts of the same length, one for each row of the map
    arrows : text; arrows[a] stands for action a
    Returns a list of texts, as many and as long as those of tiles: the letters H, G and C of tiles as they
    are; elsewhere the arrow of the action with the largest value, or "?" if several share exactly that value.

    Example: see the table in the text, ["→?", "HG"]
    """
    ### BEGIN SOLUTION
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        best = np.flatnonzero(q == np.max(q))
        drawn.append(letter if letter in "HGC" else arrows[best[0]] if len(best) == 1 else "?")
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]
    ### END SOLUTION

# %% test="arrows_point_to_the_best_action" points=1
# Each tile shows its best action, its letter if nobody acts there, or ? if the table has no opinion.
def drawn(Q, tiles, arrows):
    got = policy_map(np.array(Q), list(tiles), arrows)
    a_list = isinstance(got, (list, tuple, np.ndarray))
    assert a_list, f"a list of texts is right, but a {type(got).__name__} came."
    assert len(got) == len(tiles), f"{len(got)} rows came, but the map has {len(tiles)}."
    return ["".join(str(letter) for letter in row) for row in got]


Q = [[0.1, 0.2, 0.9, 0.0], [0.0, 0.5, 0.3, 0.5], [0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
rows = drawn(Q, ["SF", "HG"], "←↓→↑")
assert rows[1] == "HG", f"the second row of the example should stay HG, but {rows[1]} came."
assert rows[0][1] == "?", f"two actions share the largest value of state 1: ?, but {rows[0][1]} came."
assert rows == ["→?", "HG"], f"the example should give →? and HG, but {rows} came."
### BEGIN HIDDEN TESTS
Q = [[-5.0, -3.0, -9.0], [1.0, 2.0, 3.0], [0.0, 0.0, 0.0], [7.0, 7.0, 1.0],
     [8.0, 7.0, 1.0], [0.0, 1e-12, 0.0], [-2.0, -2.0, -1.0], [3.0, 2.0, 1.0],
     [4.0, 4.0, 4.0], [2.0, 2.0, 2.0], [-1.0, -2.0, 0.0], [0.0, 9.0, 0.0]]
rows = drawn(Q, ["SFC.", "F.FH", "GF.S"], "xyz")
assert rows == ["yzC?", "xyzH", "G?zy"], "a map of 3 rows and 4 columns with three actions came out wrong."
rows = drawn(Q, ["SF", "GC", "H.", "HS", "SG", "CF"], "abc")
assert rows == ["bc", "GC", "Hb", "Ha", "?G", "Cb"], "a map of 6 rows and 2 columns came out wrong."
### END HIDDEN TESTS

# %% [markdown]
# Two robots, one trained on firm ice and one on slippery ice. Darker tiles are worth more. Below, each makes
# 50 trips on firm ice and 500 on slippery ice, without trying and without learning (with your `train` and
# an agent that only drives), beside the best fixed policy for slippery ice.

# %% run
fig, axes = plt.subplots(1, 2, figsize=(8.5, 4.2), layout="constrained")
tables = {}
for ax, slippery, episodes, decay in [(axes[0], False, 600, 0.99), (axes[1], True, 3000, 0.998)]:
    env = lake(slippery)
    env.reset(seed=7)
    agent = QAgent(env, epsilon_greedy, td_target, update, 0.1, 0.99, seed=7)
    train(env, agent, [epsilon_at(e, 1.0, 0.05, decay) for e in range(episodes)])
    name = "slippery" if slippery else "firm"
    tables[f"learnt on {name} ice"] = agent.Q
    draw_map(ax, policy_map(agent.Q, LAKE, LAKE_ARROWS), np.max(agent.Q, axis=1), f"learnt on {name} ice", 20)
plt.show()
tables["best on slippery ice"] = np.eye(4)[BEST_ON_SLIPPERY_ICE]            # (16, 4)
print("share of trips that arrive    on firm ice     on slippery ice")
for name, Q in tables.items():
    arrived = []
    for slippery, trips in [(False, 50), (True, 500)]:
        env = lake(slippery)
        env.reset(seed=8)
        arrived.append(np.mean(train(env, Driver(Q, epsilon_greedy, seed=8), [0.0] * trips)))
    print(f"{name:22} {arrived[0]:18.1%} {arrived[1]:19.1%}")

# %% [markdown]
# *What to see:* on slippery ice many arrows look absurd: they point at the edge, or away from the goal. They
# are clever. Beside a hole the robot walks in the direction whose *sideways* slips are harmless, and waits
# for chance to carry it on. But the same arrows on firm ice keep it at the edge for ever, until the clock
# stops it. A policy is good in a world, not by itself. And even the best policy for slippery ice loses about
# a quarter of the trips, to the holes and to the clock. (Left, a `?` is a tile from which nothing has been
# learnt yet.)
#
# ## 8. What will I really do next? (1 point)
#
# Q-learning's target asks: what is the **best** I could do on $s'$? But while it explores, the robot will not
# always do that. **SARSA** asks: what is the action worth that I have **really chosen** there? Its name
# spells what it needs: $s, a, r, s', a'$.
#
# $$y = \begin{cases} r & \text{if the step was terminated} \\
# r + \gamma\, Q(s', a') & \text{otherwise} \end{cases}$$
#
# *Example.* $r = 2$, $\gamma = 0.5$, the row of $s'$ is $(4, 10, -6)$ and the robot has chosen $a' = 2$, the
# worst: $y = 2 + 0.5 \cdot (-6) = -1$. Q-learning would say 7.
#
# Write `sarsa_target`, 1 to 3 lines.

# %% solution="sarsa_target"
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    """The target of SARSA for one step.

    Q : array (states, actions) of floats; it stays as it is
    r : the reward of the step
    s2 : the state after the step
    a2 : the action that is chosen on s2, a number of an action; without meaning if terminated
    terminated, truncated : the two flags of the step, True or False
    gamma : the discount, 0 to 1
    Returns one number.

    Example: with Q[s2] = [4., 10., -6.], r = 2, a2 = 2 and gamma = 0.5 it is -1.0, or 2.0 if terminated.
    """
    ### BEGIN SOLUTION
    if terminated:
        return r
    return r + gamma * Q[s2, a2]
    ### END SOLUTION

# %% test="the_chosen_action_counts" points=1
# The target looks ahead along the action that was chosen, unless the step was terminated.
Q = np.array([[50.0, 0.0, 1.0], [4.0, 10.0, -6.0]])
before = Q.copy()
for a2, expected in [(0, 4), (1, 7), (2, -1)]:
    got = numbers(sarsa_target(Q, 2.0, 1, a2, False, False, 0.5), (), "sarsa_target")
    assert a2 == 1 or abs(got - 7) > 1e-9, "7 came: that is the target of Q-learning, with the best action."
    assert abs(got - expected) < 1e-9, f"with a2 = {a2} the example's target came out as {got:.4g}."
got = numbers(sarsa_target(Q, 2.0, 1, 2, True, False, 0.5), (), "sarsa_target")
assert abs(got - 2) < 1e-9, f"a terminated step with reward 2 has the target 2, but {got:.4g} came."
got = numbers(sarsa_target(Q, 2.0, 1, 2, False, True, 0.5), (), "sarsa_target")
assert abs(got + 1) < 1e-9, f"a truncated step has the same target as any other, -1, but {got:.4g} came."
assert np.array_equal(Q, before), "Q itself has changed; sarsa_target only computes."
### BEGIN HIDDEN TESTS
Q = np.array([[1.0, 2.0], [-4.0, -3.0], [0.25, 0.125], [9.0, 6.0]])
for r, s2, a2, gamma, expected in [(-1, 1, 0, 0.9, -4.6), (0.0, 2, 1, 0.5, 0.0625), (-100, 3, 1, 1.0, -94),
                                   (5, 0, 1, 0, 5)]:
    for terminated in (False, True):
        for truncated in (False, True):
            got = numbers(sarsa_target(Q.copy(), r, s2, a2, terminated, truncated, gamma), (), "sarsa_target")
            assert abs(got - (r if terminated else expected)) < 1e-9, (
                f"reward {r}, gamma {gamma}, terminated {terminated}, truncated {truncated}: {got:.4g} came.")
### END HIDDEN TESTS

# %% [markdown]
# ## 9. Do what you have learnt from (2 points)
#
# SARSA needs $a'$ before it can learn, and then it must **really take** that $a'$ as its next action. So the
# loop changes a little: the first action is chosen before the first step, and after each step the next action
# is chosen before the agent learns. Chosen once, used twice: for learning and for walking. (A second draw on
# the same tile might give another action, and the robot would have learnt from what it never did.)
#
# *Example.* The agent's diary, with the action names of the test. The action 101 is learnt from and then
# taken; the action 102 is chosen on the last tile and never taken, which does no harm.
#
# ```
# reset
# act on 3, epsilon 0.25: 100
# step 100
# act on 7, epsilon 0.25: 101
# learn: on 3, did 100, reward 0.5, now on 7, next 101, terminated no, truncated no
# step 101
# act on 4, epsilon 0.25: 102
# learn: on 7, did 101, reward 1.0, now on 4, next 102, terminated yes, truncated no
# ```
#
# Write `train_sarsa`, about 13 lines. Begin with a copy of your `train`.

# %% solution="train_sarsa"
def train_sarsa(env, agent, epsilons):
    """Let a SARSA agent play and learn, one episode for each epsilon.

    env : an environment with gymnasium's reset and step
    agent : an object with act(s, epsilon), which returns an action, and
            learn(s, a, r, s2, a2, terminated, truncated)
    epsilons : list of numbers; agent.act gets the one of its episode
    Returns the returns: a list with the sum of rewards of every episode, in order.

    The agent learns once from each step, before the next step is done. a2 is what it has chosen on s2, and
    the action of the next step. After a terminated step a2 has no meaning and any action will do; after
    a truncated one it is still chosen and learnt from. reset is called without a seed.
    """
    ### BEGIN SOLUTION
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, a, total, over = s2, a2, total + r, terminated or truncated
        returns.append(total)
    return returns
    ### END SOLUTION

# %% test="the_next_action_is_really_taken" points=1
# What the agent learns from as its next action was chosen on the next tile, and is the next action done.
def check_chain(episodes, epsilons):
    """Play a script and follow the actions through the diary."""
    env, agent, diary = rehearsal(episodes, sarsa=True)
    train_sarsa(env, agent, epsilons)
    chosen = {entry[3]: entry[1:3] for entry in diary if entry[0] == "act"}          # action: (tile, epsilon)
    done = [entry[1] for entry in diary if entry[0] == "step"]
    learnt = [entry for entry in diary if entry[0] == "learn"]
    count = sum(len(steps) for _, steps in episodes)
    assert len(done) == count, f"{len(done)} steps were done, the script has {count}."
    assert len(learnt) == count, f"the agent has learnt {len(learnt)} times from {count} steps."
    kinds = [entry[0] for entry in diary if entry[0] in ("step", "learn")]
    assert kinds == ["step", "learn"] * count, "the agent should learn from each step before the next one."
    place = 0
    for (tile, steps), epsilon in zip(episodes, epsilons):
        for number, (r, s2, flags) in enumerate(steps, start=1):
            _, s, a, reward, after, a2, *_ = learnt[place]
            assert chosen.get(done[place]) == (tile, epsilon), (
                "an action was done that the agent did not choose on that tile, with that epsilon.")
            assert (s, a, reward, after) == (tile, done[place], r, s2), (
                "the agent should learn the tile, the action that was done, its reward and the next tile.")
            if "terminated" not in flags:
                assert chosen.get(a2) == (s2, epsilon), (
                    "a2 was not chosen by the agent on the next tile, with this episode's epsilon.")
            if number < len(steps):
                assert a2 == done[place + 1], "learnt from one next action, did another. Choose only once."
            tile, place = s2, place + 1


check_chain([(3, [(0.5, 7, ""), (0, 2, ""), (1, 4, "terminated")])], [0.25])
### BEGIN HIDDEN TESTS
check_chain([(0, [(-1, 1, ""), (-1, 1, ""), (-100, 0, ""), (-1, 6, "terminated")]),
             (9, [(2, 6, "terminated")]),
             (5, [(3, 8, ""), (4, 6, "terminated")])], [0.5, 0.25, 0.0])
### END HIDDEN TESTS

# %% test="sarsa_plays_whole_episodes" points=1
# Either flag ends an episode and reaches the agent as it came; every episode has its own return.
episodes = [(1, [(1, 2, ""), (0.5, 3, "truncated")]), (4, [(-2, 5, "terminated")])]
env, agent, diary = rehearsal(episodes, sarsa=True)
returns = numbers(train_sarsa(env, agent, [0.5, 0.125]), (2,), "train_sarsa")
flags = [entry[6:] for entry in diary if entry[0] == "learn"]
assert flags == [(False, False), (False, True), (True, False)], (
    f"not truncated, truncated, terminated: the agent was told {flags} (terminated, truncated).")
assert returns.tolist() == [1.5, -2], f"rewards 1, 0.5 and then -2: the returns {returns.tolist()} came."
last = [entry for entry in diary if entry[0] == "learn"][1]
chosen = [entry[3] for entry in diary if entry[:3] == ("act", 3, 0.5)]
assert last[5] in chosen, "after a truncated step a2 is still chosen on the next tile and learnt from."
### BEGIN HIDDEN TESTS
episodes = [(7, [(0, 8, ""), (0, 9, "truncated")]), (7, [(5, 6, "terminated truncated")]),
            (2, [(2, 7, ""), (2, 7, ""), (-1, 7, "truncated")]), (1, [(0, 2, "terminated")])]
env, agent, diary = rehearsal(episodes, sarsa=True)
returns = numbers(train_sarsa(env, agent, [0.75, 0.5, 0.25, 0.0]), (4,), "train_sarsa")
assert returns.tolist() == [0, 5, 3, 0], "the returns of four episodes are off."
kinds = "".join(entry[0][0] for entry in diary if entry[0] != "act").rstrip("r")    # r reset, s step, l learn
assert kinds == "rslsl" + "rsl" + "rslslsl" + "rsl", "episodes with 2, 1, 3 and 1 steps came out otherwise."
assert ("reset", "with a seed") not in diary, "reset was called with a seed: every episode would be the same."
flags = [entry[6:] for entry in diary if entry[0] == "learn"]
assert flags[1:3] == [(False, True), (True, True)], "the flags should reach the agent as they came."
### END HIDDEN TESTS

# %% [markdown]
# Now the cliff. The robot starts at `S` and is to reach `G`; each step costs 1 (reward $-1$). A step over the
# edge, `C`, costs 100 and puts it back to the start: the episode goes on. The actions have another order
# here: 0 up, 1 right, 2 down, 3 left. Both learners get $\alpha = 0.1$, $\gamma = 1$ and, all the time,
# $\varepsilon = 0.1$.

# %% run
learners = {"Q-learning": (train, QAgent, td_target, "#BB5566", "--"),
            "SARSA": (train_sarsa, SarsaAgent, sarsa_target, "#004488", "-")}
fig, axes = plt.subplots(3, 1, figsize=(9, 8.5), layout="constrained", height_ratios=[1.1, 1, 1])
print("mean return of a trip    in service (ε = 0.1)    trying switched off (ε = 0)")
for ax, (name, (loop, agent_class, target, colour, line)) in zip(axes[1:], learners.items()):
    env = cliff()
    env.reset(seed=9)
    agent = agent_class(env, epsilon_greedy, target, update, 0.1, 1.0, seed=9)
    returns = loop(env, agent, [0.1] * 1500)
    axes[0].plot(range(100, 1501), rolling(returns, 100), line, color=colour, label=name)
    driver = Driver(agent.Q, epsilon_greedy, seed=9)
    alone = train(env, driver, [0.0])[0]
    print(f"{name:24} {np.mean(returns[-500:]):19.1f} {alone:30.1f}")
    visited = np.isin(np.arange(48), [36, *driver.tiles]).astype(float)
    draw_map(ax, policy_map(agent.Q, CLIFF, CLIFF_ARROWS), visited,
             f"{name}: its arrows, and its trip with ε = 0 (shaded)", 13)
axes[0].axhline(-13, color="black", linewidth=0.8, linestyle=":", label="the shortest way, 13 steps")
axes[0].set(title="While they learn, with ε = 0.1", xlabel="episode", ylabel="return\n(mean of the last 100)",
            ylim=(-120, 0))
axes[0].legend(loc="lower right")
plt.show()

# %% [markdown]
# *What to see:* Q-learning walks along the very edge: the shortest way, and the best one for somebody who
# never errs. SARSA keeps away from the edge: it has learnt what walking is worth for somebody who takes one
# step in ten at random. In service, SARSA earns more; with trying switched off, Q-learning.
#
# ## 10. Which statements follow? (1 point)
#
# "In the long run" means: as many episodes as you like, and every action tried on every tile again and again.
#
# - **a** Q-learning with $\varepsilon = 1$ throughout, $\alpha = 0.1$, on firm ice: in the long run its table
#   approaches the values of the best policy, though the robot never follows that policy.
# - **b** The same is true of SARSA.
# - **c** For a step that was truncated and not terminated, the right target is $r$ alone.
# - **d** On slippery ice, trained long enough, the robot arrives on every trip.
# - **e** A robot with 2 actions measures four numbers and cuts each into 10 intervals; together they are its
#   state. Its table has 20,000 entries.
# - **f** On firm ice, with a table of zeros, $\varepsilon = 0$ and fair ties, the robot can never find the
#   goal.
# - **g** With $\alpha = 1$ Q-learning's table stops changing in the long run on firm ice, but not on slippery
#   ice.
#
# *Decision rule:* a letter belongs in your set if its statement is true as it stands; if any part of it is
# false, it stays out.
#
# The test below shows only whether your answer has the right form; whether it is right is found out when it
# is graded.

# %%
# Free cell: try out what you are unsure about.

# %% solution="which_statements_follow"
def which_statements_follow():
    """The letters of all statements that are true.

    Returns a set of letters, for instance {"c", "d"} (which is not the answer).
    """
    ### BEGIN SOLUTION
    return {"a", "e", "g"}
    ### END SOLUTION

# %% test="only_true_statements_are_chosen" points=1
# The set holds the true statements, and no others.
got = which_statements_follow()
assert isinstance(got, (set, frozenset, list, tuple, str)), (
    f"a set of letters is right, a {type(got).__name__} came.")
letters = {str(letter).strip().lower() for letter in got}
assert letters and letters <= set("abcdefg"), (
    "the answer should be a set of letters from a to g with at least one in it.")
assert letters != {"c", "d"}, "this is the sample of the docstring, not an answer."
### BEGIN HIDDEN TESTS
P = lake(slippery=True).unwrapped.P
move, arrive = np.zeros((16, 16)), np.zeros(16)
for tile, best in enumerate(BEST_ON_SLIPPERY_ICE):
    for probability, after, reward, terminated in P[tile][best]:
        arrive[tile] += probability * reward
        move[tile, after] += 0 if terminated else probability
for hole_or_goal in (5, 7, 11, 12, 15):
    move[hole_or_goal] = 0
always = np.linalg.solve(np.eye(16) - move, arrive)[0]                    # without a clock, about 0.82
truth = {"a": True, "b": False, "c": False, "d": bool(always > 0.999),
         "e": np.zeros((10, 10, 10, 10, 2)).size == 20_000, "f": False, "g": True}
assert letters == {letter for letter, true in truth.items() if true}, (
    "not the right set. Ask of each statement: whose action is in the target? What repeats, what is chance?")
### END HIDDEN TESTS

# %% [markdown]
# ## 11. Your letter to the station (2 points)
#
# Write to the head of the station, in 5 to 8 sentences, without formulas:
#
# - on which days the robot may cross the lake, with numbers from your table, and whether more training would
#   change that,
# - whom you employ for the cliff, with numbers, and why this learner keeps another distance from the edge,
# - what you would recommend if the robot never tried anything in service,
# - one thing that remains uncertain.
#
# A person reads this answer.

# %% [markdown] essay="who_drives" points=2
# The robot may cross the lake on firm ice only: there it arrives on every trip, on slippery ice on about 75
# of 100, far from nine in ten. More training will not help, for the best policy that exists does no better; the
# ice itself carries the sledge into holes or keeps it until the clock stops it. Along the cliff SARSA should
# drive: in service its trips cost about 22, those of Q-learning about 50, because Q-learning walks along the
# very edge, where one random step in ten ends now and then in a fall that costs 100. Q-learning values each
# tile as if it would do its best ever after; SARSA counts in that it will go on trying, and finds the edge
# too dear. If nothing were tried in service, I would take Q-learning's arrows: 13 steps instead of 15 or 17.
# Uncertain is whether the real ice slips as the simulated ice does, one time in three to each side; with
# other ice the numbers would be others.
#
# ### BEGIN MARK SCHEME
# - 0.5 point: firm ice only, with a number for each kind of ice, and: more training does not help, since even
#   the best policy arrives only in about 75 of 100 trips within the clock (or: chance is in the ice, not in
#   the table).
# - 1 point: SARSA, with a number for each learner in service, and the reason: its target holds the action
#   that is really taken, random ones included, so tiles at the edge lose value, while Q-learning's target
#   always supposes the best action. Half a point if only "SARSA is more careful" is said, or no numbers.
# - 0.5 point: without trying, Q-learning (its way is shorter, 13 steps), or a falling ε for either learner;
#   and one real uncertainty (the simulation's ice or cliff against the real one, one training run only,
#   changing snow, the price of a fall).
# - A different number in consequence of an earlier mistake costs nothing here.
# ### END MARK SCHEME
