# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""The list of states begins after the first step: the start is missing."""
def play(env, actions):
    env.reset()
    states, total = [], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated or truncated:
            break
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""Returns the last reward instead of the sum."""
def play(env, actions):
    s, _ = env.reset()
    states, r = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        if terminated or truncated:
            break
    return states, r

# %% wrong="play" loses="either_flag_ends_the_trip"
"""Looks at terminated only and goes on when the clock has stopped the episode."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated:
            break
    return states, total

# %% wrong="play" loses="either_flag_ends_the_trip"
"""Stops only when both flags are set."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated and truncated:
            break
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""Leaves the loop before the last state and the last reward are written down."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        if terminated or truncated:
            break
        states.append(s)
        total += r
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""The old interface with four answers and one flag."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, done, _ = env.step(a)
        states.append(s)
        total += r
        if done:
            break
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""Takes the pair that reset gives for the state."""
def play(env, actions):
    s = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated or truncated:
            break
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""Notes a tile only when the robot has moved."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        if s != states[-1]:
            states.append(s)
        total += r
        if terminated or truncated:
            break
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""Counts positive rewards only, as if there were no others."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += max(r, 0)
        if terminated or truncated:
            break
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""Returns the two results in the other order."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated or truncated:
            break
    return total, states

# %% wrong="play" loses="a_plan_is_followed_step_by_step"
"""Treats a reward as the sign that the trip is over."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated or truncated or r == 5:
            break
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step, either_flag_ends_the_trip"
"""Resets the environment once more when the trip is over and adds the start to the list."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated or truncated:
            break
    states.append(env.reset()[0])
    return states, total

# %% wrong="play" loses="either_flag_ends_the_trip"
"""Goes on with a new episode when one is over, until the plan is used up."""
def play(env, actions):
    s, _ = env.reset()
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated or truncated:
            s, _ = env.reset()
    return states, total

# %% wrong="play" loses="a_plan_is_followed_step_by_step"
"""Resets with a seed, so that slippery ice would slip in the same way on each trip."""
def play(env, actions):
    s, _ = env.reset(seed=0)
    states, total = [s], 0
    for a in actions:
        s, r, terminated, truncated, _ = env.step(a)
        states.append(s)
        total += r
        if terminated or truncated:
            break
    return states, total

# %% right="play"
"""A while loop with an index, states in an array."""
def play(env, actions):
    step = env.reset()
    path, rewards, i, over = [step[0]], [], 0, False
    while i < len(actions) and not over:
        s, reward, *flags, _ = env.step(actions[i])
        path.append(s)
        rewards.append(reward)
        over, i = any(flags), i + 1
    return np.array(path), float(np.sum(rewards))

# %% right="play"
"""Returns from inside the loop, results in a list."""
def play(env, actions):
    states = [env.reset()[0]]
    total = 0.0
    for action in actions:
        answer = env.step(int(action))
        states = states + [int(answer[0])]
        total = total + float(answer[1])
        if answer[2]:
            return [states, total]
        if answer[3]:
            return [states, total]
    return [states, total]

# %% right="play"
"""Recursive: the first step, then the rest of the plan."""
def play(env, actions):
    def rest(plan):
        if not plan:
            return (), 0
        s, r, terminated, truncated, info = env.step(plan[0])
        tail, more = rest([] if terminated or truncated else plan[1:])
        return (s, *tail), r + more
    first, info = env.reset()
    tail, total = rest(list(actions))
    return (first, *tail), np.float64(total)

# %% wrong="epsilon_greedy" loses="without_exploring_the_best_is_taken, ties_are_broken_fairly, exploring_tries_every_action_alike"
"""Epsilon the wrong way round: explores with probability 1 - epsilon."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() > epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Never explores."""
def epsilon_greedy(q, epsilon, rng):
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="ties_are_broken_fairly"
"""argmax takes the first of several best actions."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(np.argmax(q))

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Exploring leaves out the best actions."""
def epsilon_greedy(q, epsilon, rng):
    best = np.flatnonzero(q == np.max(q))
    others = np.flatnonzero(q < np.max(q))
    if rng.random() < epsilon and len(others):
        return int(rng.choice(others))
    return int(rng.choice(best))

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Exploring never tries the last action: the end of the range was taken one too small."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(0, max(len(q) - 1, 1)))
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="without_exploring_the_best_is_taken"
"""Breaks ties with a little noise, which is larger than a real difference may be."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(np.argmax(q + 1e-6 * rng.random(len(q))))

# %% wrong="epsilon_greedy" loses="without_exploring_the_best_is_taken"
"""Takes nearly equal values for equal."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(np.flatnonzero(np.isclose(q, np.max(q)))))

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Draws from NumPy's global generator instead of rng."""
def epsilon_greedy(q, epsilon, rng):
    if np.random.random() < epsilon:
        return int(np.random.randint(len(q)))
    return int(np.random.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="ties_are_broken_fairly, exploring_tries_every_action_alike"
"""Makes a generator of its own with a fixed seed: always the same draw."""
def epsilon_greedy(q, epsilon, rng):
    rng = np.random.default_rng(0)
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="without_exploring_the_best_is_taken, ties_are_broken_fairly, exploring_tries_every_action_alike"
"""Returns the largest value instead of its place."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return np.max(q)

# %% wrong="epsilon_greedy" loses="ties_are_broken_fairly"
"""Draws any action, keeps it if it is among the best, else takes the first best one: not fair."""
def epsilon_greedy(q, epsilon, rng):
    a = int(rng.integers(len(q)))
    if rng.random() < epsilon:
        return a
    return a if q[a] == np.max(q) else int(np.argmax(q))

# %% wrong="epsilon_greedy" loses="ties_are_broken_fairly"
"""From one of the best actions goes on to the next best one of the row, round the end: long gaps win."""
def epsilon_greedy(q, epsilon, rng):
    a = int(rng.integers(len(q)))
    if rng.random() < epsilon:
        return a
    while q[a] != np.max(q):
        a = (a + 1) % len(q)
    return a

# %% wrong="epsilon_greedy" loses="ties_are_broken_fairly, exploring_tries_every_action_alike"
"""Rounds a random number to a place: the first and the last action come half as often."""
def epsilon_greedy(q, epsilon, rng):
    best = np.flatnonzero(q == np.max(q)) if rng.random() >= epsilon else np.arange(len(q))
    return int(best[int(np.round(rng.random() * (len(best) - 1)))])

# %% wrong="epsilon_greedy" loses="without_exploring_the_best_is_taken, ties_are_broken_fairly, exploring_tries_every_action_alike"
"""Softmax: better actions come more often, but there is no best one."""
def epsilon_greedy(q, epsilon, rng):
    weights = np.exp(q - np.max(q))
    return int(rng.choice(len(q), p=weights / weights.sum()))

# %% wrong="epsilon_greedy" loses="without_exploring_the_best_is_taken"
"""Starts its search for the best with 0, so that negative values never win."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    top, best = 0, list(range(len(q)))
    for a, value in enumerate(q):
        if value > top:
            top, best = value, [a]
        elif value == top and top > 0:
            best.append(a)
    return int(rng.choice(best))

# %% wrong="epsilon_greedy" loses="without_exploring_the_best_is_taken"
"""Shifts the row itself so that its maximum is 0."""
def epsilon_greedy(q, epsilon, rng):
    q -= np.max(q)
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(np.flatnonzero(q == 0)))

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Gives the best action 1 - epsilon and each other one epsilon / n: the rest goes to the first."""
def epsilon_greedy(q, epsilon, rng):
    u, best = rng.random(), int(rng.choice(np.flatnonzero(q == np.max(q))))
    if u >= epsilon:
        return best
    others = [a for a in range(len(q)) if a != best]
    place = int(u / (epsilon / len(q)))
    return others[place] if place < len(others) else 0

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Tosses for exploring only where several actions are equally good."""
def epsilon_greedy(q, epsilon, rng):
    best = np.flatnonzero(q == np.max(q))
    if len(best) > 1 and rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(best))

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Always tries one of three actions, as many as the test's row has."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(3))
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% right="epsilon_greedy"
"""The best of a shuffled order: max with a permutation, exploring by choice."""
def epsilon_greedy(q, epsilon, rng):
    order = rng.permutation(len(q))
    if rng.uniform() < epsilon:
        return order[0]
    return max(order, key=lambda a: q[a])

# %% right="epsilon_greedy"
"""All probabilities of the actions first, then a single draw."""
def epsilon_greedy(q, epsilon, rng):
    best = (q == q.max()).astype(float)
    p = epsilon / q.size + (1 - epsilon) * best / best.sum()
    return np.int64(rng.choice(q.size, p=p / p.sum()))

# %% right="epsilon_greedy"
"""A tournament in one pass: each new equal one replaces the old with probability 1 / count."""
def epsilon_greedy(q, epsilon, rng):
    if rng.binomial(1, epsilon):
        return rng.choice(len(q))
    best, count = 0, 1
    for a in range(1, len(q)):
        if q[a] > q[best]:
            best, count = a, 1
        elif q[a] == q[best]:
            count += 1
            if rng.integers(count) == 0:
                best = a
    return best

# %% right="epsilon_greedy"
"""lexsort by value and then by random keys; the action comes as a float array without axes."""
def epsilon_greedy(q, epsilon, rng):
    keys = rng.random(len(q))
    values = np.zeros(len(q)) if rng.random() < epsilon else q
    return np.array(np.lexsort((keys, values))[-1], dtype=float)

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""The smaller of the two instead of the larger: epsilon is always at or below its floor."""
def epsilon_at(episode, start, floor, decay):
    return min(floor, start * decay**episode)

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""No floor at all."""
def epsilon_at(episode, start, floor, decay):
    return start * decay**episode

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""Shrinks once before the first episode."""
def epsilon_at(episode, start, floor, decay):
    return max(floor, start * decay ** (episode + 1))

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""Adds the floor: a schedule that others use, but not this one."""
def epsilon_at(episode, start, floor, decay):
    return floor + (start - floor) * decay**episode

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""Falls in a straight line."""
def epsilon_at(episode, start, floor, decay):
    return max(floor, start - (1 - decay) * episode)

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""Multiplies by the number of the episode instead of taking a power."""
def epsilon_at(episode, start, floor, decay):
    return max(floor, start * decay * episode)

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""The start belongs into the power."""
def epsilon_at(episode, start, floor, decay):
    return max(floor, (start * decay) ** episode)

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""The exponential function with the factor as a rate."""
def epsilon_at(episode, start, floor, decay):
    return max(floor, start * np.exp(-decay * episode))

# %% wrong="epsilon_at" loses="epsilon_shrinks_down_to_its_floor"
"""The start is fixed at 1."""
def epsilon_at(episode, start, floor, decay):
    return max(floor, decay**episode)

# %% right="epsilon_at"
"""A loop that multiplies once for each episode."""
def epsilon_at(episode, start, floor, decay):
    epsilon = start
    for _ in range(episode):
        epsilon *= decay
        if epsilon <= floor:
            return floor
    return epsilon

# %% right="epsilon_at"
"""By the logarithm, as a NumPy number."""
def epsilon_at(episode, start, floor, decay):
    return np.clip(np.exp(np.log(start) + episode * np.log(decay)), floor, None)

# %% right="epsilon_at"
"""np.maximum, as an array without axes."""
def epsilon_at(episode, start, floor, decay):
    return np.array(np.maximum(np.float64(start) * np.power(float(decay), episode), floor))

# %% wrong="td_target" loses="terminated_means_no_future, truncated_is_not_the_end_of_the_world"
"""Looks ahead even when the world has ended; on the lake nobody notices, since the goal's row stays 0."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r + gamma * np.max(Q[s2])

# %% wrong="td_target" loses="truncated_is_not_the_end_of_the_world"
"""Takes truncated for the end of the world."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    if terminated or truncated:
        return r
    return r + gamma * np.max(Q[s2])

# %% wrong="td_target" loses="terminated_means_no_future, truncated_is_not_the_end_of_the_world"
"""The two flags exchanged."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if truncated else r + gamma * np.max(Q[s2])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""The largest value of the whole table."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.max(Q)

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""The mean of the row instead of its maximum."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.mean(Q[s2])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""The place of the maximum instead of the maximum."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.argmax(Q[s2])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""Forgets gamma."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + np.max(Q[s2])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""Discounts the reward as well."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else gamma * (r + np.max(Q[s2]))

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""Forgets the reward in the middle of an episode."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else gamma * np.max(Q[s2])

# %% wrong="td_target" loses="terminated_means_no_future, truncated_is_not_the_end_of_the_world"
"""A terminated step is worth nothing: the last reward is lost, too."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    if terminated:
        return 0.0
    return r + gamma * np.max(Q[s2])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""The smallest value: fears the worst."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.min(Q[s2])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""Takes the column of s2 instead of the row, as if Q were (actions, states)."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.max(Q[:, s2 % Q.shape[1]])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""Does not let the future be negative: at least 0."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + gamma * max(0, *Q[s2])

# %% wrong="td_target" loses="terminated_means_no_future, truncated_is_not_the_end_of_the_world"
"""With both flags it looks ahead: truncated is asked first."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    if truncated:
        return r + gamma * np.max(Q[s2])
    return r if terminated else r + gamma * np.max(Q[s2])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, terminated_means_no_future"
"""Sets the row in the table to zero when it is asked about it in the middle of an episode."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    if terminated:
        return r
    value = r + gamma * np.max(Q[s2])
    Q[s2] = 0
    return value

# %% wrong="td_target" loses="terminated_means_no_future"
"""Reads the end from the reward instead of the flag: a reward of 1 is the goal."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    if terminated and r > 0:
        return r
    return r + gamma * np.max(Q[s2])

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""Takes a next state that is worth nothing yet for an end: rewards of 0 and negative values included."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    if terminated or np.max(Q[s2]) <= 0:
        return r
    return r + gamma * np.max(Q[s2])

# %% right="td_target"
"""One line with a number for the flag."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r + (1 - int(terminated)) * gamma * Q[s2].max()

# %% right="td_target"
"""Plain Python over the row."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    best = -float("inf")
    for value in Q[s2].tolist():
        if value > best:
            best = value
    future = 0.0 if terminated else best
    return float(r) + gamma * future

# %% right="td_target"
"""np.where and an array without axes."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return np.asarray(r + np.where(terminated, 0.0, gamma * np.amax(Q, axis=1)[s2]))

# %% right="td_target"
"""The row sorted; truncated is looked at, to no effect."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    if truncated and not terminated:
        return r + gamma * sorted(Q[s2])[-1]
    elif not terminated:
        return r + gamma * sorted(Q[s2])[-1]
    return r

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Adds alpha times the target instead of alpha times the difference."""
def update(Q, s, a, target, alpha):
    Q[s, a] += alpha * target

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Works on a copy and returns it: the table stays as it was."""
def update(Q, s, a, target, alpha):
    Q = Q.copy()
    Q[s, a] += alpha * (target - Q[s, a])
    return Q

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Jumps to the target, whatever alpha is."""
def update(Q, s, a, target, alpha):
    Q[s, a] = target

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Changes the whole row of the state."""
def update(Q, s, a, target, alpha):
    Q[s] += alpha * (target - Q[s, a])

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Walks away from the target."""
def update(Q, s, a, target, alpha):
    Q[s, a] += alpha * (Q[s, a] - target)

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Alpha and 1 - alpha exchanged."""
def update(Q, s, a, target, alpha):
    Q[s, a] = alpha * Q[s, a] + (1 - alpha) * target

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Sets the entry to the step alone; the old value is lost."""
def update(Q, s, a, target, alpha):
    Q[s, a] = alpha * (target - Q[s, a])

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""State and action exchanged (with a guard against running out of the table)."""
def update(Q, s, a, target, alpha):
    Q[a, s % Q.shape[1]] += alpha * (target - Q[a, s % Q.shape[1]])

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Only ever upwards: a target below the value is not believed."""
def update(Q, s, a, target, alpha):
    Q[s, a] += alpha * max(0, target - Q[s, a])

# %% wrong="update" loses="one_entry_moves_towards_its_target"
"""Changes a number taken out of the table, not the table."""
def update(Q, s, a, target, alpha):
    value = Q[s, a]
    value += alpha * (target - value)

# %% right="update"
"""The weighted mean of old value and target, returned as well."""
def update(Q, s, a, target, alpha):
    Q[s][a] = (1 - alpha) * Q[s][a] + alpha * target
    return Q

# %% right="update"
"""Writes into a row that is a view, and returns the difference."""
def update(Q, s, a, target, alpha):
    row = Q[s]
    difference = float(target) - float(row[a])
    row[a] = row[a] + difference * alpha
    return difference

# %% right="update"
"""A new table, copied over the old one."""
def update(Q, s, a, target, alpha):
    hit = np.zeros_like(Q)
    hit[s, a] = 1
    Q[:] = Q + alpha * hit * (target - Q)

# %% wrong="train" loses="either_flag_ends_an_episode"
"""Goes on until the episode is terminated; the clock is not looked at."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, terminated = 0, False
        while not terminated:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total = s2, total + r
        returns.append(total)
    return returns

# %% wrong="train" loses="either_flag_ends_an_episode"
"""Tells the agent that truncated is terminated: one flag for both."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, done = 0, False
        while not done:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            done = terminated or truncated
            agent.learn(s, a, r, s2, done, truncated)
            s, total = s2, total + r
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""Gives the two flags to the agent in the wrong order."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, truncated, terminated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="each_episode_has_its_own_return"
"""The return is not set back to 0 between episodes."""
def train(env, agent, epsilons):
    returns, total = [], 0
    for epsilon in epsilons:
        s, _ = env.reset()
        over = False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step"
"""The state is never moved on: the agent always believes that it stands at the start."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            total, over = total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""The state is moved on before the agent learns: it learns from s2 to s2."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s, terminated, truncated)
            total, over = total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""The agent does not learn from the last step, the only one with a reward on the lake."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total = 0
        while True:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            total += r
            if terminated or truncated:
                break
            agent.learn(s, a, r, s2, terminated, truncated)
            s = s2
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""Learns only after the episode, as Monte Carlo methods do."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        steps, over = [], False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            steps.append((s, a, r, s2, terminated, truncated))
            s, over = s2, terminated or truncated
        for step in steps:
            agent.learn(*step)
        returns.append(sum(step[2] for step in steps))
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step"
"""Hands the sum of the rewards so far to the agent instead of the reward of the step."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            total += r
            agent.learn(s, a, total, s2, terminated, truncated)
            s, over = s2, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="each_episode_has_its_own_return"
"""Returns the last reward of each episode; on the lake it is the same."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        over = False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, over = s2, terminated or truncated
        returns.append(r)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""Always passes the first epsilon on."""
def train(env, agent, epsilons):
    returns = []
    for _ in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilons[0])
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""Resets with a seed for reproducibility: every episode slips in the same way."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset(seed=0)
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode, each_episode_has_its_own_return"
"""Takes the pair that reset gives for the state."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode, each_episode_has_its_own_return"
"""Resets only once, before all episodes."""
def train(env, agent, epsilons):
    returns = []
    s, _ = env.reset()
    for epsilon in epsilons:
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode, each_episode_has_its_own_return"
"""One step an episode: the loop inside is missing."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        s2, r, terminated, truncated, _ = env.step(a)
        agent.learn(s, a, r, s2, terminated, truncated)
        returns.append(r)
    return returns

# %% wrong="train" loses="each_episode_has_its_own_return"
"""Counts the steps instead of the rewards."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        steps, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, steps, over = s2, steps + 1, terminated or truncated
        returns.append(steps)
    return returns

# %% wrong="train" loses="each_episode_has_its_own_return"
"""Forgets the reward of the last step in the sum."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total = 0
        while True:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            if terminated or truncated:
                break
            s, total = s2, total + r
        returns.append(total)
    return returns

# %% wrong="train" loses="each_episode_has_its_own_return"
"""Returns one sum for all episodes."""
def train(env, agent, epsilons):
    total = 0
    for epsilon in epsilons:
        s, _ = env.reset()
        over = False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
    return total

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""Asks the agent twice: one action is learnt from, another one done."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(agent.act(s, epsilon))
            agent.learn(s, agent.act(s, epsilon), r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""Learns from every step twice."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            for _ in range(2):
                agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="the_agent_learns_from_every_step, either_flag_ends_an_episode"
"""SARSA's loop: the next action is chosen before the agent has learnt."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, a, total, over = s2, a2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% right="train"
"""Resets at the end of an episode, once more after the last one; keywords for the agent."""
def train(env, agent, epsilons):
    returns = [0.0] * len(epsilons)
    state, info = env.reset()
    for e, epsilon in enumerate(epsilons):
        while True:
            action = agent.act(state, epsilon=epsilon)
            after, reward, terminated, truncated, info = env.step(action)
            agent.learn(s=state, a=action, r=reward, s2=after, terminated=terminated, truncated=truncated)
            returns[e] += reward
            state = after
            if terminated or truncated:
                state, info = env.reset()
                break
    return returns

# %% right="train"
"""A helper that plays one episode; returns as an array."""
def train(env, agent, epsilons):
    def episode(epsilon):
        rewards, flags, s = [], (False, False), env.reset()[0]
        while not any(flags):
            a = agent.act(s, epsilon)
            after, r, *flags, _ = env.step(a)
            agent.learn(s, a, r, after, *flags)
            rewards.append(r)
            s = after
        return sum(rewards)
    return np.array([episode(epsilon) for epsilon in epsilons], dtype=np.float64)

# %% right="train"
"""A single loop over steps, with an iterator over the epsilons; a tuple comes back."""
def train(env, agent, epsilons):
    returns, coming, over = (), iter(epsilons), True
    while True:
        if over:
            epsilon = next(coming, None)
            if epsilon is None:
                return returns
            s, returns = env.reset()[0], (*returns, 0)
        a = agent.act(s, epsilon)
        s2, r, terminated, truncated, info = env.step(a)
        agent.learn(s, a, r, s2, terminated, truncated)
        returns = (*returns[:-1], returns[-1] + r)
        s, over = s2, bool(terminated) | bool(truncated)

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""Ties go to the first action: an arrow where the table has no opinion."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        drawn.append(letter if letter in "HGC" else arrows[int(np.argmax(q))])
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""Draws arrows on holes and goal as well."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for q in Q:
        best = np.flatnonzero(q == np.max(q))
        drawn.append(arrows[best[0]] if len(best) == 1 else "?")
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""Numbers the tiles column by column."""
def policy_map(Q, tiles, arrows):
    rows, width = len(tiles), len(tiles[0])
    out = []
    for i in range(rows):
        line = ""
        for j in range(width):
            q = Q[j * rows + i]
            best = np.flatnonzero(q == np.max(q))
            line += tiles[i][j] if tiles[i][j] in "HGC" else arrows[best[0]] if len(best) == 1 else "?"
        out.append(line)
    return out

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""The lake's arrows, whatever arrows were given."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        best = np.flatnonzero(q == np.max(q))
        drawn.append(letter if letter in "HGC" else "←↓→↑"[best[0]] if len(best) == 1 else "?")
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""A map of four columns, whatever tiles were given."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        best = np.flatnonzero(q == np.max(q))
        drawn.append(letter if letter in "HGC" else arrows[best[0]] if len(best) == 1 else "?")
    return ["".join(drawn[i : i + 4]) for i in range(0, len(drawn), 4)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""The action with the smallest value."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        best = np.flatnonzero(q == np.min(q))
        drawn.append(letter if letter in "HGC" else arrows[best[0]] if len(best) == 1 else "?")
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""A question mark only where the whole row is 0."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        drawn.append(letter if letter in "HGC" else arrows[int(np.argmax(q))] if np.any(q) else "?")
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""A question mark wherever any two values of the row are equal, also two bad ones."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        several = len(set(q.tolist())) < len(q)
        drawn.append(letter if letter in "HGC" else "?" if several else arrows[int(np.argmax(q))])
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""Nearly equal values count as equal."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        best = np.flatnonzero(np.isclose(q, np.max(q)))
        drawn.append(letter if letter in "HGC" else arrows[best[0]] if len(best) == 1 else "?")
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""Keeps the letter of the start as well."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        best = np.flatnonzero(q == np.max(q))
        drawn.append(letter if letter in "HGCS" else arrows[best[0]] if len(best) == 1 else "?")
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""Knows holes and goal, but not the cliff."""
def policy_map(Q, tiles, arrows):
    drawn = []
    for letter, q in zip("".join(tiles), Q):
        best = np.flatnonzero(q == np.max(q))
        drawn.append(letter if letter in "HG" else arrows[best[0]] if len(best) == 1 else "?")
    width = len(tiles[0])
    return ["".join(drawn[i : i + width]) for i in range(0, len(drawn), width)]

# %% wrong="policy_map" loses="arrows_point_to_the_best_action"
"""One long text for the whole map."""
def policy_map(Q, tiles, arrows):
    drawn = ""
    for letter, q in zip("".join(tiles), Q):
        best = np.flatnonzero(q == np.max(q))
        drawn += letter if letter in "HGC" else arrows[best[0]] if len(best) == 1 else "?"
    return drawn

# %% right="policy_map"
"""Two loops over rows and columns, with a counter for the state."""
def policy_map(Q, tiles, arrows):
    out, state = [], 0
    for row in tiles:
        line = ""
        for letter in row:
            values = list(Q[state])
            if letter in ("H", "G", "C"):
                line += letter
            elif values.count(max(values)) > 1:
                line += "?"
            else:
                line += arrows[values.index(max(values))]
            state += 1
        out.append(line)
    return out

# %% right="policy_map"
"""No loop over tiles: arrays of characters; rows come as lists of characters."""
def policy_map(Q, tiles, arrows):
    Q = np.asarray(Q)
    letters = np.array([list(row) for row in tiles])                       # (rows, columns)
    drawn = np.array(list(arrows))[Q.argmax(axis=1)].reshape(letters.shape)
    tied = ((Q == Q.max(axis=1, keepdims=True)).sum(axis=1) > 1).reshape(letters.shape)
    drawn = np.where(tied, "?", drawn)
    return np.where(np.isin(letters, ["H", "G", "C"]), letters, drawn)

# %% right="policy_map"
"""Sorts each row: the two largest values tell whether there is one best; a tuple comes back."""
def policy_map(Q, tiles, arrows):
    width = len(tiles[0])
    def mark(i, j):
        if tiles[i][j] in {"H", "G", "C"}:
            return tiles[i][j]
        order = np.argsort(Q[i * width + j])
        top, second = order[-1], order[-2]
        return "?" if Q[i * width + j, top] == Q[i * width + j, second] else arrows[top]
    return tuple("".join(mark(i, j) for j in range(width)) for i in range(len(tiles)))

# %% wrong="sarsa_target" loses="the_chosen_action_counts"
"""Q-learning's target: the best action instead of the chosen one."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.max(Q[s2])

# %% wrong="sarsa_target" loses="the_chosen_action_counts"
"""Looks ahead even when the world has ended."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    return r + gamma * Q[s2, a2]

# %% wrong="sarsa_target" loses="the_chosen_action_counts"
"""Takes truncated for the end of the world."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    return r if terminated or truncated else r + gamma * Q[s2, a2]

# %% wrong="sarsa_target" loses="the_chosen_action_counts"
"""Forgets gamma."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    return r if terminated else r + Q[s2, a2]

# %% wrong="sarsa_target" loses="the_chosen_action_counts"
"""The mean over all actions, as if each were equally likely."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.mean(Q[s2])

# %% wrong="sarsa_target" loses="the_chosen_action_counts"
"""State and action exchanged (with a guard against running out of the table)."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    return r if terminated else r + gamma * Q[a2 % Q.shape[0], s2 % Q.shape[1]]

# %% wrong="sarsa_target" loses="the_chosen_action_counts"
"""With both flags it looks ahead."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    return r if terminated and not truncated else r + gamma * Q[s2, a2]

# %% right="sarsa_target"
"""One line with a number for the flag."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    return np.float64(r) + gamma * Q[s2][a2] * (not terminated)

# %% right="sarsa_target"
"""The row times a one-hot vector."""
def sarsa_target(Q, r, s2, a2, terminated, truncated, gamma):
    y = float(r)
    if not terminated:
        y += gamma * float(Q[s2] @ np.eye(Q.shape[1])[a2])
    return y

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken"
"""Draws the next action again at the top of the loop: learnt from one, did another."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken, sarsa_plays_whole_episodes"
"""Passes the action just done as the next action."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, a, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken, sarsa_plays_whole_episodes"
"""Chooses the next action on the old tile."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, a, total, over = s2, a2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken"
"""The action is not moved on: the first action is done again and again."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="sarsa_plays_whole_episodes"
"""Goes on until the episode is terminated; the clock is not looked at."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, terminated = 0, False
        while not terminated:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, a, total = s2, a2, total + r
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="sarsa_plays_whole_episodes"
"""One flag for both: truncated is passed on as terminated."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, done = 0, False
        while not done:
            s2, r, terminated, truncated, _ = env.step(a)
            done = terminated or truncated
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, done, truncated)
            s, a, total = s2, a2, total + r
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="sarsa_plays_whole_episodes"
"""After a truncated step no next action is chosen, and action 0 is learnt from."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            over = terminated or truncated
            a2 = 0 if over else agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, a, total = s2, a2, total + r
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken, sarsa_plays_whole_episodes"
"""Leaves the loop at the end of the world before the agent has learnt from the last step."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total = 0
        while True:
            s2, r, terminated, truncated, _ = env.step(a)
            total += r
            if terminated or truncated:
                break
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, a = s2, a2
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken"
"""The first action of an episode is the one left over from the episode before."""
def train_sarsa(env, agent, epsilons):
    returns, a = [], None
    for epsilon in epsilons:
        s, _ = env.reset()
        if a is None:
            a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, a, total, over = s2, a2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken"
"""Chooses the next action without exploring, as if it would do its best from then on."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon if truncated else 0.0)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, a, total, over = s2, a2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken"
"""The state is not moved on for learning."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            a, total, over = a2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken, sarsa_plays_whole_episodes"
"""Learns from the whole episode at its end."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        steps, over = [], False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            steps.append((s, a, r, s2, a2, terminated, truncated))
            s, a, over = s2, a2, terminated or truncated
        for step in steps:
            agent.learn(*step)
        returns.append(sum(step[2] for step in steps))
    return returns

# %% wrong="train_sarsa" loses="the_next_action_is_really_taken, sarsa_plays_whole_episodes"
"""a2 and the next state exchanged in the call."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, a2, s2, terminated, truncated)
            s, a, total, over = s2, a2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="sarsa_plays_whole_episodes"
"""Resets with a seed in every episode."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset(seed=1)
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated, truncated)
            s, a, total, over = s2, a2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% right="train_sarsa"
"""No next action is chosen after the end of the world, keywords for the agent."""
def train_sarsa(env, agent, epsilons):
    returns = np.zeros(len(epsilons))
    for e, epsilon in enumerate(epsilons):
        s, info = env.reset()
        a = agent.act(s, epsilon)
        while True:
            s2, r, terminated, truncated, info = env.step(a)
            a2 = None if terminated else agent.act(s2, epsilon)
            agent.learn(s=s, a=a, r=r, s2=s2, a2=a2, terminated=terminated, truncated=truncated)
            returns[e] += r
            if terminated or truncated:
                break
            s, a = s2, a2
    return returns

# %% right="train_sarsa"
"""Learns one step late: the action is chosen at the top of the loop, then the last step is learnt from."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, waiting, rewards, over = env.reset()[0], None, [], False
        while True:
            a = agent.act(s, epsilon)
            if waiting is not None:
                agent.learn(*waiting[:4], a, *waiting[4:])
            if over:
                break
            s2, r, terminated, truncated, _ = env.step(a)
            waiting = (s, a, r, s2, terminated, truncated)
            rewards.append(r)
            s, over = s2, terminated or truncated
        returns.append(sum(rewards))
    return tuple(returns)

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""Believes that SARSA learns the best policy's values as well."""
def which_statements_follow():
    return {"a", "b", "e", "g"}

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""Takes truncated for the end of the world."""
def which_statements_follow():
    return {"a", "c", "e", "g"}

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""Believes that enough training makes the ice safe."""
def which_statements_follow():
    return {"a", "d", "e", "g"}

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""Forgets that without exploring, fair ties still wander about."""
def which_statements_follow():
    return ["a", "e", "f", "g"]

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""Adds the intervals (4 times 10, times 2) instead of multiplying them."""
def which_statements_follow():
    return {"a", "g"}

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""All of them."""
def which_statements_follow():
    return set("abcdefg")

# %% right="which_statements_follow"
"""A list, in capital letters."""
def which_statements_follow():
    return ["G", "E", "A"]

# %% right="which_statements_follow"
"""One text."""
def which_statements_follow():
    return "aeg"

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Squares epsilon: two tosses must both say 'explore', except when epsilon is 1."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon and rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="td_target" loses="the_target_looks_one_step_ahead, truncated_is_not_the_end_of_the_world"
"""The largest absolute value: a great loss counts as a great gain."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.max(np.abs(Q[s2]))

# %% wrong="td_target" loses="the_target_looks_one_step_ahead"
"""Looks at the first three actions only: the end of the slice was taken one too small for the lake."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    return r if terminated else r + gamma * np.max(Q[s2, :3])

# %% wrong="train" loses="the_agent_learns_from_every_step"
"""Does not learn when epsilon is 0, as if that were an examination."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, over = 0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            if epsilon > 0:
                agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% wrong="train" loses="each_episode_has_its_own_return"
"""Discounts the rewards in the return."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total, weight, over = 0, 1.0, False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total, over = s2, total + weight * r, terminated or truncated
            weight *= 0.99
        returns.append(total)
    return returns

# %% wrong="train_sarsa" loses="sarsa_plays_whole_episodes"
"""Merges the two flags into the first and always passes False as the second."""
def train_sarsa(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        a = agent.act(s, epsilon)
        total, over = 0, False
        while not over:
            s2, r, terminated, truncated, _ = env.step(a)
            a2 = agent.act(s2, epsilon)
            agent.learn(s, a, r, s2, a2, terminated or truncated, False)
            s, a, total, over = s2, a2, total + r, terminated or truncated
        returns.append(total)
    return returns

# %% right="epsilon_greedy"
"""Tries actions at random until one is good enough (when it explores, every one is)."""
def epsilon_greedy(q, epsilon, rng):
    need = q.max() if rng.random() >= epsilon else -np.inf
    while True:
        a = rng.integers(0, len(q) - 1, endpoint=True)
        if q[a] >= need:
            return a

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Tosses the coin with NumPy's global generator; only the actions come from rng."""
def epsilon_greedy(q, epsilon, rng):
    if np.random.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Breaks ties with np.random.choice, as most examples do."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    return int(np.random.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="exploring_tries_every_action_alike"
"""Tosses with integers(2), as if that were a number between 0 and 1."""
def epsilon_greedy(q, epsilon, rng):
    if rng.integers(2) < epsilon:
        return int(rng.integers(len(q)))
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="ties_are_broken_fairly"
"""Takes an empty row for one that is not there: with zeros only, action 0."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    if not np.any(q):
        return 0
    return int(rng.choice(np.flatnonzero(q == np.max(q))))

# %% wrong="epsilon_greedy" loses="ties_are_broken_fairly"
"""A toss for each further equal action: fair between two, but the last of many wins half of the time."""
def epsilon_greedy(q, epsilon, rng):
    if rng.random() < epsilon:
        return int(rng.integers(len(q)))
    best = 0
    for a in range(1, len(q)):
        if q[a] > q[best] or (q[a] == q[best] and rng.random() < 0.5):
            best = a
    return best

# %% wrong="td_target" loses="terminated_means_no_future"
"""Makes sure that nothing is to come by writing zeros into the table."""
def td_target(Q, r, s2, terminated, truncated, gamma):
    if terminated:
        Q[s2] = 0
    return r + gamma * np.max(Q[s2])

# %% wrong="train" loses="either_flag_ends_an_episode"
"""At most 100 steps an episode, since that is the lake's clock; the cliff's is 500."""
def train(env, agent, epsilons):
    returns = []
    for epsilon in epsilons:
        s, _ = env.reset()
        total = 0
        for _ in range(100):
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.learn(s, a, r, s2, terminated, truncated)
            s, total = s2, total + r
            if terminated or truncated:
                break
        returns.append(total)
    return returns
