# %% wrong="q_values" loses="the_last_layer_is_linear"
"""ReLU after the last layer too: no value can be negative."""
def q_values(params, S):
    x = S
    for W, b in zip(params[::2], params[1::2]):
        x = np.maximum(x @ W + b, 0)
    return x

# %% wrong="q_values" loses="the_last_layer_is_linear"
"""No ReLU anywhere: a stack of linear layers is one linear layer."""
def q_values(params, S):
    x = S
    for W, b in zip(params[::2], params[1::2]):
        x = x @ W + b
    return x

# %% wrong="q_values" loses="the_last_layer_is_linear, the_chain_is_learnt_exactly"
"""Knows networks with exactly two layers only."""
def q_values(params, S):
    W1, b1, W2, b2 = params
    return np.maximum(S @ W1 + b1, 0) @ W2 + b2

# %% wrong="q_values" loses="the_last_layer_is_linear"
"""ReLU in front of the first layer: negative measurements are lost."""
def q_values(params, S):
    x = S
    for i in range(0, len(params), 2):
        x = np.maximum(x, 0) @ params[i] + params[i + 1]
    return x

# %% wrong="q_values" loses="the_last_layer_is_linear"
"""Takes the layers out of the list: after the call the network is gone."""
def q_values(params, S):
    h = S
    while len(params) > 2:
        W, b = params.pop(0), params.pop(0)
        h = np.maximum(h @ W + b, 0)
    return h @ params[0] + params[1]

# %% right="q_values"
"""einsum, and one last layer that is treated apart."""
def q_values(params, S):
    *hidden, W, b = params
    x = np.array(S, dtype=float)
    while hidden:
        x = np.einsum("bi,io->bo", x, hidden[0]) + hidden[1]
        x[x < 0] = 0
        hidden = hidden[2:]
    return np.einsum("bi,io->bo", x, W) + b

# %% right="q_values"
"""Row by row, the values as a column that is laid flat."""
def q_values(params, S):
    out = []
    for s in S:
        h = s
        for W, b in zip(params[:-2:2], params[1:-2:2]):
            h = (h @ W + b).clip(min=0)
        out.append(params[-2].T @ h + params[-1])
    return np.array(out)

# %% wrong="loss_and_gradient" loses="the_loss_is_of_the_actions_taken, the_gradient_of_a_taken_action, other_actions_learn_nothing, the_chain_is_learnt_exactly"
"""The squared error over all actions: each is pulled to the target of the one that was taken."""
def loss_and_gradient(q, A, Y):
    error = q - Y[:, None]
    return np.mean(error**2), 2 * error / error.size

# %% wrong="loss_and_gradient" loses="the_loss_is_of_the_actions_taken, the_gradient_of_a_taken_action, other_actions_learn_nothing, the_chain_is_learnt_exactly"
"""Teaches the greedy action instead of the one that was taken."""
def loss_and_gradient(q, A, Y):
    rows, best = np.arange(len(A)), np.argmax(q, axis=1)
    error = q[rows, best] - Y
    G = np.zeros(q.shape)
    G[rows, best] = 2 * error / len(A)
    return np.mean(error**2), G

# %% wrong="loss_and_gradient" loses="the_gradient_of_a_taken_action"
"""The gradient of the sum, beside the loss as a mean."""
def loss_and_gradient(q, A, Y):
    rows = np.arange(len(A))
    error = q[rows, A] - Y
    G = np.zeros(q.shape)
    G[rows, A] = 2 * error
    return np.mean(error**2), G

# %% wrong="loss_and_gradient" loses="the_loss_is_of_the_actions_taken, the_gradient_of_a_taken_action"
"""Divides by all entries of q: the mean over steps and actions."""
def loss_and_gradient(q, A, Y):
    rows = np.arange(len(A))
    error = q[rows, A] - Y
    G = np.zeros(q.shape)
    G[rows, A] = 2 * error / q.size
    return np.sum(error**2) / q.size, G

# %% wrong="loss_and_gradient" loses="the_gradient_of_a_taken_action, the_chain_is_learnt_exactly"
"""The sign of the gradient is turned: target minus value."""
def loss_and_gradient(q, A, Y):
    rows = np.arange(len(A))
    error = Y - q[rows, A]
    G = np.zeros(q.shape)
    G[rows, A] = 2 * error / len(A)
    return np.mean(error**2), G

# %% wrong="loss_and_gradient" loses="the_loss_is_of_the_actions_taken, the_gradient_of_a_taken_action, other_actions_learn_nothing, the_chain_is_learnt_exactly"
"""q[:, A] takes whole columns, (B, B) numbers."""
def loss_and_gradient(q, A, Y):
    error = q[:, A] - Y
    G = np.zeros(q.shape)
    G[:, A] = 2 * error / len(A)
    return np.mean(error**2), G

# %% wrong="loss_and_gradient" loses="the_loss_is_of_the_actions_taken"
"""Uses q itself as the place for the gradient."""
def loss_and_gradient(q, A, Y):
    rows = np.arange(len(A))
    error = q[rows, A] - Y
    q[...] = 0
    q[rows, A] = 2 * error / len(A)
    return np.mean(error**2), q

# %% wrong="loss_and_gradient" loses="other_actions_learn_nothing, the_chain_is_learnt_exactly"
"""The loss looks at the actions taken, but the gradient pulls all actions to the target."""
def loss_and_gradient(q, A, Y):
    rows = np.arange(len(A))
    e = q - Y[:, None]
    return (e[rows, A] ** 2).mean(), 2 * e / len(A)

# %% right="loss_and_gradient"
"""Two loops, lists of lists."""
def loss_and_gradient(q, A, Y):
    B, loss = len(A), 0.0
    G = [[0.0] * q.shape[1] for _ in range(B)]
    for i in range(B):
        error = float(q[i, A[i]] - Y[i])
        loss += error * error / B
        G[i][A[i]] = 2 * error / B
    return loss, np.array(G)

# %% right="loss_and_gradient"
"""A full table of targets that holds the network's own values where no action was taken."""
def loss_and_gradient(q, A, Y):
    full = q.copy()
    np.put_along_axis(full, A[:, None], Y[:, None], axis=1)
    return [((q - full) ** 2).sum(axis=1).mean(), 2 * (q - full) / len(A)]

# %% wrong="dqn_targets" loses="the_target_network_looks_ahead"
"""The online network makes its own targets."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    return R + gamma * np.where(terminated, 0, np.max(online(S2), axis=1))

# %% wrong="dqn_targets" loses="terminated_steps_have_no_future, the_chain_is_learnt_exactly"
"""Looks ahead after the end of the world."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    return R + gamma * np.max(target(S2), axis=1)

# %% wrong="dqn_targets" loses="truncated_steps_look_ahead, the_chain_is_learnt_exactly"
"""One flag done = terminated or truncated, as in old tutorials."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    done = np.logical_or(terminated, truncated)
    return R + gamma * np.where(done, 0, np.max(target(S2), axis=1))

# %% wrong="dqn_targets" loses="terminated_steps_have_no_future, truncated_steps_look_ahead, the_chain_is_learnt_exactly"
"""The flags are mixed up."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    return R + gamma * np.where(truncated, 0, np.max(target(S2), axis=1))

# %% wrong="dqn_targets" loses="the_target_network_looks_ahead, truncated_steps_look_ahead, the_chain_is_learnt_exactly"
"""The largest value of the whole batch."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    return R + gamma * np.where(terminated, 0, np.max(target(S2)))

# %% wrong="dqn_targets" loses="terminated_steps_have_no_future, the_chain_is_learnt_exactly"
"""if on a whole batch: one terminated step ends the world for all."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    if np.any(terminated):
        return R
    return R + gamma * np.max(target(S2), axis=1)

# %% wrong="dqn_targets" loses="the_target_network_looks_ahead"
"""The sum is made in R itself."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    R += (gamma * np.where(terminated, 0, np.max(target(S2), axis=1))).astype(R.dtype)
    return R

# %% wrong="dqn_targets" loses="the_target_network_looks_ahead, truncated_steps_look_ahead"
"""Negative futures are cut off at 0."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    return R + gamma * np.where(terminated, 0, np.maximum(np.max(target(S2), axis=1), 0))

# %% wrong="dqn_targets" loses="terminated_steps_have_no_future"
"""With both flags the clock is believed, and the step looks ahead."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    ends = np.asarray(terminated) & ~np.asarray(truncated)
    return R + gamma * np.where(ends, 0, np.max(target(S2), axis=1))

# %% right="dqn_targets"
"""A loop over the steps, with a batch of one for each; a list."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    Y = []
    for i in range(len(R)):
        Y.append(R[i] if terminated[i] else R[i] + gamma * max(target(S2[i : i + 1])[0]))
    return np.array(Y)

# %% right="dqn_targets"
"""Asks both networks, uses one, and computes the future only where there is one."""
def dqn_targets(R, S2, terminated, truncated, online, target, gamma):
    online(S2)
    Y, alive = np.array(R, dtype=float), ~np.array(terminated, dtype=bool)
    Y[alive] += gamma * np.amax(target(S2)[alive], axis=-1, initial=-np.inf)
    return Y

# %% wrong="sync" loses="the_copy_keeps_its_numbers"
"""The same arrays are put into the other list: an alias, no copy."""
def sync(n, every, online, target):
    if n % every == 0:
        for i, w in enumerate(online):
            target[i] = w

# %% wrong="sync" loses="copying_happens_on_schedule, the_copy_keeps_its_numbers, the_chain_is_learnt_exactly"
"""Gives the name target something new; the list of the agent stays as it was."""
def sync(n, every, online, target):
    if n % every == 0:
        target = [w.copy() for w in online]

# %% wrong="sync" loses="copying_happens_on_schedule, the_copy_keeps_its_numbers"
"""Copies after the steps 1, C + 1, 2C + 1, …"""
def sync(n, every, online, target):
    if (n - 1) % every == 0:
        for i, w in enumerate(online):
            target[i] = w.copy()

# %% wrong="sync" loses="copying_happens_on_schedule, the_copy_keeps_its_numbers, the_chain_is_learnt_exactly"
"""Copies once, after step C, and never again."""
def sync(n, every, online, target):
    if n == every:
        for i, w in enumerate(online):
            target[i] = w.copy()

# %% wrong="sync" loses="copying_happens_on_schedule, the_copy_keeps_its_numbers, the_chain_is_learnt_exactly"
"""The wrong direction: the online network forgets what it has learnt."""
def sync(n, every, online, target):
    if n % every == 0:
        for w, t in zip(online, target):
            w[...] = t

# %% wrong="sync" loses="copying_happens_on_schedule"
"""Copies after every step from step C on."""
def sync(n, every, online, target):
    if n >= every:
        target[:] = [w.copy() for w in online]

# %% wrong="sync" loses="the_copy_keeps_its_numbers"
"""Copies the weights, but shares the biases."""
def sync(n, every, online, target):
    if n % every == 0:
        for i in range(len(online)):
            target[i] = online[i].copy() if online[i].ndim == 2 else online[i]

# %% right="sync"
"""Overwrites the numbers in the arrays."""
def sync(n, every, online, target):
    if n % every:
        return
    for t, w in zip(target, online):
        np.copyto(t, w)

# %% right="sync"
"""A deep copy, after clearing the list."""
def sync(n, every, online, target):
    import copy
    if n in range(every, n + 1, every):
        target.clear()
        target.extend(copy.deepcopy(online))

# %% right="sync"
"""Puts products into the list: new arrays."""
def sync(n, every, online, target):
    if n // every * every == n:
        for i in range(len(online)):
            target[i] = online[i] * 1.0
    return target

# %% wrong="store" loses="the_oldest_step_goes"
"""Drops the newest step when the memory is full: it never learns anything new."""
def store(memory, step, capacity):
    if len(memory) < capacity:
        memory.append(step)

# %% wrong="store" loses="the_oldest_step_goes"
"""Holds one step more than it may."""
def store(memory, step, capacity):
    if len(memory) > capacity:
        memory.pop(0)
    memory.append(step)

# %% wrong="store" loses="the_oldest_step_goes"
"""Holds one step less than it may."""
def store(memory, step, capacity):
    memory.append(step)
    if len(memory) >= capacity:
        memory.pop(0)

# %% wrong="store" loses="the_oldest_step_goes"
"""New steps are put in front, and those at the end are dropped: the order is turned."""
def store(memory, step, capacity):
    memory.insert(0, step)
    del memory[capacity:]

# %% wrong="store" loses="the_oldest_step_goes"
"""A slice from -(capacity - 1): with a capacity of 1 this is -0, the whole memory."""
def store(memory, step, capacity):
    memory[:] = memory[-(capacity - 1):]
    memory.append(step)

# %% right="store"
"""A slice assignment of the last steps."""
def store(memory, step, capacity):
    memory[:] = [*memory, step][-capacity:]

# %% right="store"
"""Appends, then deletes all but the last ones."""
def store(memory, step, capacity):
    memory.append(step)
    del memory[:-capacity]

# %% wrong="sample" loses="every_step_has_the_same_chance"
"""Draws with replacement."""
def sample(memory, batch_size, rng):
    steps = [memory[i] for i in rng.choice(len(memory), batch_size)]
    return tuple(np.array(part) for part in zip(*steps))

# %% wrong="sample" loses="every_step_has_the_same_chance"
"""A stretch that goes on at the beginning when the end is reached."""
def sample(memory, batch_size, rng):
    start = int(rng.integers(len(memory)))
    steps = [memory[(start + i) % len(memory)] for i in range(batch_size)]
    return tuple(np.array(part) for part in zip(*steps))

# %% wrong="sample" loses="the_parts_of_a_step_stay_together, every_step_has_the_same_chance"
"""Never draws the last step: one off, as integers leaves out its upper end."""
def sample(memory, batch_size, rng):
    steps = [memory[i] for i in rng.choice(len(memory) - 1, batch_size, replace=False)]
    return tuple(np.array(part) for part in zip(*steps))

# %% wrong="sample" loses="the_parts_of_a_step_stay_together, the_chain_is_learnt_exactly"
"""Draws anew for every part: states and actions of different steps."""
def sample(memory, batch_size, rng):
    return tuple(np.array([memory[i][part] for i in rng.choice(len(memory), batch_size, replace=False)])
                 for part in range(6))

# %% wrong="sample" loses="the_parts_of_a_step_stay_together"
"""The states are cast to whole numbers."""
def sample(memory, batch_size, rng):
    steps = [memory[i] for i in rng.choice(len(memory), batch_size, replace=False)]
    S, A, R, S2, terminated, truncated = (np.array(part) for part in zip(*steps))
    return S.astype(int), A, R, S2.astype(int), terminated, truncated

# %% wrong="sample" loses="the_parts_of_a_step_stay_together, every_step_has_the_same_chance"
"""Turns the memory round, so that the newest step will be dropped as the oldest."""
def sample(memory, batch_size, rng):
    steps = [memory[i] for i in rng.choice(len(memory), batch_size, replace=False)]
    memory.reverse()
    return tuple(np.array(part) for part in zip(*steps))

# %% wrong="sample" loses="every_step_has_the_same_chance"
"""A generator of its own instead of the one that was passed."""
def sample(memory, batch_size, rng):
    chosen = np.random.default_rng().choice(len(memory), batch_size, replace=False)
    return tuple(np.array(part) for part in zip(*[memory[i] for i in chosen]))

# %% wrong="sample" loses="the_parts_of_a_step_stay_together"
"""The flags come as numbers, 0.0 and 1.0."""
def sample(memory, batch_size, rng):
    steps = [memory[i] for i in rng.choice(len(memory), batch_size, replace=False)]
    S, A, R, S2, d, t = (np.array(x) for x in zip(*steps))
    return S, A, R, S2, d.astype(float), t.astype(float)

# %% right="sample"
"""Draws one number after the other until there are enough different ones; float32, small integers, a list."""
def sample(memory, batch_size, rng):
    chosen = []
    while len(chosen) < batch_size:
        i = int(rng.integers(len(memory)))
        if i not in chosen:
            chosen.append(i)
    S, A, R, S2, terminated, truncated = zip(*(memory[i] for i in sorted(chosen)))
    return [np.asarray(S, dtype="float32"), np.asarray(A, dtype="int32"), np.asarray(R), np.vstack(S2),
            np.asarray(terminated), np.asarray(truncated)]

# %% right="sample"
"""Each step gets a random number; those with the smallest are taken."""
def sample(memory, batch_size, rng):
    chosen = np.argsort(rng.random(len(memory)))[:batch_size]
    return tuple(map(np.array, zip(*(memory[i] for i in chosen))))

# %% right="sample"
"""Shuffles the positions, stacks each part."""
def sample(memory, batch_size, rng):
    order = list(range(len(memory)))
    rng.shuffle(order)
    S, A, R, S2, d, t = zip(*[memory[i] for i in order[:batch_size]])
    return np.stack(S), np.asarray(A), np.asarray(R), np.vstack(S2), np.asarray(d), np.asarray(t)

# %% wrong="train" loses="learning_waits_for_the_warm_up"
"""Waits one step too long: n above warm_up."""
def train(env, agent, epsilons, warm_up, learn_every):
    returns, total = [], 0
    s, _ = env.reset()
    for n, epsilon in enumerate(epsilons, start=1):
        a = agent.act(s, epsilon)
        s2, r, terminated, truncated, _ = env.step(a)
        agent.remember((s, a, r, s2, terminated, truncated))
        if n > warm_up and n % learn_every == 0:
            agent.learn()
        agent.sync(n)
        s, total = s2, total + r
        if terminated or truncated:
            returns.append(total)
            s, _ = env.reset()
            total = 0
    return returns

# %% wrong="train" loses="learning_waits_for_the_warm_up"
"""Counts the learning steps from the warm-up on."""
def train(env, agent, epsilons, warm_up, learn_every):
    returns, total = [], 0
    s, _ = env.reset()
    for n, epsilon in enumerate(epsilons, start=1):
        a = agent.act(s, epsilon)
        s2, r, terminated, truncated, _ = env.step(a)
        agent.remember((s, a, r, s2, terminated, truncated))
        if n >= warm_up and (n - warm_up) % learn_every == 0:
            agent.learn()
        agent.sync(n)
        s, total = s2, total + r
        if terminated or truncated:
            returns.append(total)
            s, _ = env.reset()
            total = 0
    return returns

# %% wrong="train" loses="learning_waits_for_the_warm_up"
"""Copies only after steps on which it has learnt."""
def train(env, agent, epsilons, warm_up, learn_every):
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

# %% wrong="train" loses="every_step_is_played_and_remembered, the_chain_is_learnt_exactly"
"""The state is not moved on: the robot always sees the start of its episode."""
def train(env, agent, epsilons, warm_up, learn_every):
    returns, total = [], 0
    s, _ = env.reset()
    for n, epsilon in enumerate(epsilons, start=1):
        a = agent.act(s, epsilon)
        s2, r, terminated, truncated, _ = env.step(a)
        agent.remember((s, a, r, s2, terminated, truncated))
        if n >= warm_up and n % learn_every == 0:
            agent.learn()
        agent.sync(n)
        total += r
        if terminated or truncated:
            returns.append(total)
            s, _ = env.reset()
            total = 0
    return returns

# %% wrong="train" loses="every_step_is_played_and_remembered, the_chain_is_learnt_exactly"
"""One flag for both: truncated steps are remembered as terminated."""
def train(env, agent, epsilons, warm_up, learn_every):
    returns, total = [], 0
    s, _ = env.reset()
    for n, epsilon in enumerate(epsilons, start=1):
        a = agent.act(s, epsilon)
        s2, r, terminated, truncated, _ = env.step(a)
        done = terminated or truncated
        agent.remember((s, a, r, s2, done, done))
        if n >= warm_up and n % learn_every == 0:
            agent.learn()
        agent.sync(n)
        s, total = s2, total + r
        if done:
            returns.append(total)
            s, _ = env.reset()
            total = 0
    return returns

# %% wrong="train" loses="every_step_is_played_and_remembered"
"""The reward of one episode runs on into the next."""
def train(env, agent, epsilons, warm_up, learn_every):
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
    return returns

# %% wrong="train" loses="every_step_is_played_and_remembered"
"""The unfinished last episode gets a return as well."""
def train(env, agent, epsilons, warm_up, learn_every):
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
    return [*returns, total]

# %% wrong="train" loses="every_step_is_played_and_remembered"
"""Goes on after the clock has stopped the episode."""
def train(env, agent, epsilons, warm_up, learn_every):
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
        if terminated:
            returns.append(total)
            s, _ = env.reset()
            total = 0
    return returns

# %% wrong="train" loses="every_step_is_played_and_remembered, the_chain_is_learnt_exactly"
"""Resets first, and remembers the start of the new episode as the next state."""
def train(env, agent, epsilons, warm_up, learn_every):
    returns, total = [], 0
    s, _ = env.reset()
    for n, epsilon in enumerate(epsilons, start=1):
        a = agent.act(s, epsilon)
        s2, r, terminated, truncated, _ = env.step(a)
        total += r
        if terminated or truncated:
            returns.append(total)
            s2, _ = env.reset()
            total = 0
        agent.remember((s, a, r, s2, terminated, truncated))
        if n >= warm_up and n % learn_every == 0:
            agent.learn()
        agent.sync(n)
        s = s2
    return returns

# %% wrong="train" loses="learning_waits_for_the_warm_up"
"""Goes on to the next step after a reset, without learning and sync."""
def train(env, agent, epsilons, warm_up, learn_every):
    s, _ = env.reset()
    total, out = 0, []
    for n, e in enumerate(epsilons, 1):
        a = agent.act(s, e)
        s2, r, d, t, _ = env.step(a)
        agent.remember((s, a, r, s2, d, t))
        total += r
        if d or t:
            out.append(total)
            total = 0
            s, _ = env.reset()
            continue
        s = s2
        if n >= warm_up and n % learn_every == 0:
            agent.learn()
        agent.sync(n)
    return out

# %% right="train"
"""A flag says that a reset is due before the next step."""
def train(env, agent, epsilons, warm_up, learn_every):
    returns, n, over = [], 0, True
    for epsilon in list(epsilons):
        if over:
            s, total = env.reset()[0], 0.0
        a = agent.act(s, epsilon)
        after, r, terminated, truncated, info = env.step(a)
        agent.remember([s, a, r, after, terminated, truncated])
        n += 1
        if n >= warm_up and not n % learn_every:
            agent.learn()
        agent.sync(n)
        s, total, over = after, total + r, terminated or truncated
        if over:
            returns.append(total)
    return returns

# %% right="train"
"""Episodes in a loop of their own, with an iterator over the epsilons; an array comes back."""
def train(env, agent, epsilons, warm_up, learn_every):
    coming, returns = enumerate(epsilons, start=1), []
    number, epsilon = next(coming)
    while True:
        rewards = []
        s = env.reset()[0]
        over = False
        while not over:
            a = agent.act(s, epsilon)
            s2, r, terminated, truncated, _ = env.step(a)
            agent.remember((s, a, r, s2, terminated, truncated))
            if number >= warm_up and number % learn_every == 0:
                agent.learn()
            agent.sync(number)
            rewards.append(r)
            s, over = s2, terminated or truncated
            if over:
                returns.append(sum(rewards))
            number, epsilon = next(coming, (None, None))
            if number is None:
                return np.array(returns)

# %% right="train"
"""Keyword arguments, the flags in a list."""
def train(env, agent, epsilons, warm_up, learn_every):
    s, info = env.reset()
    total, totals = 0, []
    for n, epsilon in enumerate(epsilons, 1):
        a = agent.act(s, epsilon=epsilon)
        s2, r, *flags, info = env.step(action=a)
        agent.remember(step=[s, a, r, s2, *flags])
        if n % learn_every == 0 and not n < warm_up:
            agent.learn()
        agent.sync(n)
        s = s2
        total += r
        if any(flags):
            totals += [total]
            s, info = env.reset()
            total = 0
    return np.array(totals)

# %% wrong="double_targets" loses="online_chooses_and_target_judges"
"""The roles are swapped: the target network chooses, the online network judges."""
def double_targets(R, S2, terminated, truncated, online, target, gamma):
    chosen = np.argmax(target(S2), axis=1)
    return R + gamma * np.where(terminated, 0, online(S2)[np.arange(len(R)), chosen])

# %% wrong="double_targets" loses="online_chooses_and_target_judges"
"""The online network does both."""
def double_targets(R, S2, terminated, truncated, online, target, gamma):
    return R + gamma * np.where(terminated, 0, np.max(online(S2), axis=1))

# %% wrong="double_targets" loses="online_chooses_and_target_judges, double_targets_tell_the_flags_apart"
"""argmax over the whole table: one action for the batch."""
def double_targets(R, S2, terminated, truncated, online, target, gamma):
    chosen = np.argmax(np.sum(online(S2), axis=0))
    return R + gamma * np.where(terminated, 0, target(S2)[:, chosen])

# %% wrong="double_targets" loses="double_targets_tell_the_flags_apart"
"""Forgets terminated."""
def double_targets(R, S2, terminated, truncated, online, target, gamma):
    chosen = np.argmax(online(S2), axis=1)
    return R + gamma * target(S2)[np.arange(len(R)), chosen]

# %% wrong="double_targets" loses="double_targets_tell_the_flags_apart"
"""A truncated step is treated as an end."""
def double_targets(R, S2, terminated, truncated, online, target, gamma):
    chosen = np.argmax(online(S2), axis=1)
    over = np.asarray(terminated) | np.asarray(truncated)
    return R + gamma * np.where(over, 0, target(S2)[np.arange(len(R)), chosen])

# %% right="double_targets"
"""take_along_axis, and a factor for the future."""
def double_targets(R, S2, terminated, truncated, online, target, gamma):
    chosen = online(S2).argmax(axis=1)[:, None]
    worth = np.take_along_axis(target(S2), chosen, axis=1)[:, 0]
    return R + gamma * worth * (1 - np.asarray(terminated, dtype=int))

# %% right="double_targets"
"""A loop over the steps."""
def double_targets(R, S2, terminated, truncated, online, target, gamma):
    says, worth, Y = online(S2), target(S2), np.empty(len(R))
    for i, row in enumerate(says):
        Y[i] = R[i] + (0 if terminated[i] else gamma * worth[i][list(row).index(max(row))])
    return list(Y)

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""Takes the end of the clock for the end of the world."""
def which_statements_follow():
    return {"a", "b", "c", "e", "f"}

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""Believes that double DQN cures."""
def which_statements_follow():
    return {"a", "c", "d", "e", "f"}

# %% wrong="which_statements_follow" loses="only_true_statements_are_chosen"
"""Forgets that a batch without replacement from a memory of its size is the whole memory."""
def which_statements_follow():
    return {"a", "e", "f"}

# %% right="which_statements_follow"
"""One text."""
def which_statements_follow():
    return "acef"
