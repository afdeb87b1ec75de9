# %% wrong="tokens" loses="tokens_are_runs_of_letters_and_digits"
"""Forgets the small letters: Great and great become two words."""
def tokens(text):
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))

# %% wrong="tokens" loses="tokens_are_runs_of_letters_and_digits"
"""English and Korean letters only: accented letters are cut out."""
def tokens(text):
    return re.findall(r"[a-z0-9가-힣]+", unicodedata.normalize("NFC", text).lower())

# %% wrong="tokens" loses="tokens_are_runs_of_letters_and_digits"
"""Forgets to compose: the same Korean word from another computer is another word."""
def tokens(text):
    return re.findall(r"[^\W_]+", text.lower())

# %% wrong="tokens" loses="tokens_are_runs_of_letters_and_digits"
"""Deletes the signs instead of separating at them: 10/10 becomes 1010."""
def tokens(text):
    text = unicodedata.normalize("NFC", text).lower()
    return "".join(c for c in text if c.isalnum() or c.isspace()).split()

# %% wrong="tokens" loses="tokens_are_runs_of_letters_and_digits"
"""\\w+ takes the underscore for a letter."""
def tokens(text):
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())

# %% wrong="tokens" loses="tokens_are_runs_of_letters_and_digits"
"""Composes the compatibility way (NFKC): one half becomes three tokens' worth of other signs."""
def tokens(text):
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).lower())

# %% wrong="tokens" loses="tokens_are_runs_of_letters_and_digits"
"""Splits at every sign and leaves empty tokens at the ends."""
def tokens(text):
    return re.split(r"[\W_]+", unicodedata.normalize("NFC", text).lower())

# %% wrong="tokens" loses="tokens_are_runs_of_letters_and_digits"
"""Replaces string.punctuation by spaces: it is ASCII only, so curly quotes and dashes stay on the words."""
def tokens(text):
    import string
    text = unicodedata.normalize("NFC", text).lower()
    return text.translate(str.maketrans(string.punctuation, " " * len(string.punctuation))).split()

# %% right="tokens"
"""Character by character: everything that is no letter or digit becomes a space."""
def tokens(text):
    text = unicodedata.normalize("NFC", text).lower()
    return "".join(c if c.isalnum() else " " for c in text).split()

# %% right="tokens"
"""Splits at the other signs and drops the empty rest; composes at the end; a tuple."""
def tokens(text):
    parts = re.split(r"[\W_]+", unicodedata.normalize("NFC", text))
    return tuple(unicodedata.normalize("NFC", part.casefold()) for part in parts if part)

# %% right="tokens"
"""isalpha or isdecimal, character by character; a text with spaces is split, then made small."""
def tokens(text):
    text = unicodedata.normalize("NFC", text)
    cut = "".join(c if c.isalpha() or c.isdecimal() else " " for c in text)
    return [word.lower() for word in cut.split()]

# %% wrong="vocabulary" loses="frequent_words_come_first, ties_follow_the_alphabet"
"""Ids begin at 1, which is the unknown word."""
def vocabulary(sentences, size):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (-counts[word], word))[:size]
    return {word: number for number, word in enumerate(words, 1)}

# %% wrong="vocabulary" loses="ties_follow_the_alphabet"
"""Ties stay in the order in which the words were met."""
def vocabulary(sentences, size):
    counts = Counter(word for sentence in sentences for word in sentence)
    return {word: number for number, (word, _) in enumerate(counts.most_common(size), 2)}

# %% wrong="vocabulary" loses="ties_follow_the_alphabet"
"""Turns the whole order round, so that ties run from z to a."""
def vocabulary(sentences, size):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (counts[word], word), reverse=True)[:size]
    return {word: number for number, word in enumerate(words, 2)}

# %% wrong="vocabulary" loses="ties_follow_the_alphabet"
"""Ignores size."""
def vocabulary(sentences, size):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: number for number, word in enumerate(words, 2)}

# %% wrong="vocabulary" loses="ties_follow_the_alphabet"
"""Takes the two reserved ids off the size."""
def vocabulary(sentences, size):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (-counts[word], word))[: size - 2]
    return {word: number for number, word in enumerate(words, 2)}

# %% wrong="vocabulary" loses="frequent_words_come_first"
"""Counts in how many sentences a word occurs, not how often."""
def vocabulary(sentences, size):
    counts = Counter(word for sentence in sentences for word in set(sentence))
    words = sorted(counts, key=lambda word: (-counts[word], word))[:size]
    return {word: number for number, word in enumerate(words, 2)}

# %% wrong="vocabulary" loses="ties_follow_the_alphabet"
"""Cuts in the order of meeting and sorts by the alphabet only afterwards."""
def vocabulary(sentences, size):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts.most_common(size), key=lambda pair: (-pair[1], pair[0]))
    return {word: number for number, (word, _) in enumerate(words, 2)}

# %% wrong="vocabulary" loses="ties_follow_the_alphabet"
"""Sorts equally frequent words without regard to capitals."""
def vocabulary(sentences, size):
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (-counts[word], word.lower()))[:size]
    return {word: number for number, word in enumerate(words, 2)}

# %% right="vocabulary"
"""pandas counts; two stable sorts; ids as NumPy numbers."""
def vocabulary(sentences, size):
    counts = pd.Series([word for sentence in sentences for word in sentence], dtype=object).value_counts()
    counts = counts.sort_index().sort_values(ascending=False, kind="stable")[:size]
    return dict(zip(counts.index, np.arange(2, 2 + len(counts))))

# %% right="vocabulary"
"""np.unique gives the words in alphabetical order; a stable sort of the counts keeps it."""
def vocabulary(sentences, size):
    words, counts = np.unique([word for sentence in sentences for word in sentence], return_counts=True)
    order = np.argsort(-counts, kind="stable")[:size]
    return {str(words[i]): position + 2 for position, i in enumerate(order)}

# %% right="vocabulary"
"""An OrderedDict that begins with the rarest word; the ids are right."""
def vocabulary(sentences, size):
    from collections import OrderedDict
    words = [word for sentence in sentences for word in sentence]
    ranked = sorted(sorted(set(words)), key=words.count, reverse=True)[:size]
    return OrderedDict((word, ranked.index(word) + 2) for word in reversed(ranked))

# %% wrong="encode" loses="unknown_words_keep_their_place"
"""Writes 0, the pad, for an unknown word."""
def encode(sentences, ids, length):
    result = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in enumerate(sentences):
        numbers = [ids.get(word, 0) for word in sentence][-length:]
        if numbers:
            result[row, -len(numbers):] = numbers
    return result

# %% wrong="encode" loses="unknown_words_keep_their_place, zeros_in_front_and_the_end_is_kept"
"""Puts the zeros behind the sentence."""
def encode(sentences, ids, length):
    result = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in enumerate(sentences):
        numbers = [ids.get(word, 1) for word in sentence][-length:]
        result[row, : len(numbers)] = numbers
    return result

# %% wrong="encode" loses="zeros_in_front_and_the_end_is_kept"
"""Keeps the beginning of a sentence that is too long."""
def encode(sentences, ids, length):
    result = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in enumerate(sentences):
        numbers = [ids.get(word, 1) for word in sentence][:length]
        if numbers:
            result[row, -len(numbers):] = numbers
    return result

# %% wrong="encode" loses="unknown_words_keep_their_place"
"""Gives every unknown word a new id of its own."""
def encode(sentences, ids, length):
    ids = dict(ids)
    result = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in enumerate(sentences):
        numbers = [ids.setdefault(word, len(ids) + 2) for word in sentence][-length:]
        if numbers:
            result[row, -len(numbers):] = numbers
    return result

# %% wrong="encode" loses="zeros_in_front_and_the_end_is_kept"
"""An empty sentence: [-0:] is the whole row, so the slice of length 0 raises."""
def encode(sentences, ids, length):
    result = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in enumerate(sentences):
        numbers = [ids.get(word, 1) for word in sentence][-length:]
        result[row, -len(numbers):] = numbers
    return result

# %% wrong="encode" loses="zeros_in_front_and_the_end_is_kept"
"""Writes eight-bit numbers: ids above 255 begin again at 0."""
def encode(sentences, ids, length):
    result = np.zeros((len(sentences), length), dtype=int)
    for row, sentence in enumerate(sentences):
        numbers = [ids.get(word, 1) for word in sentence][-length:]
        if numbers:
            result[row, -len(numbers):] = np.array(numbers).astype("uint8")
    return result

# %% wrong="encode" loses="unknown_words_keep_their_place"
"""Enters new words into the caller's dictionary, with the id 1."""
def encode(sentences, ids, length):
    rows = [[ids.setdefault(word, 1) for word in sentence] for sentence in sentences]
    return np.array([([0] * length + row)[-length:] for row in rows])

# %% wrong="encode" loses="unknown_words_keep_their_place"
"""Throws the unknown words of a sentence away when it is too long."""
def encode(sentences, ids, length):
    rows = []
    for sentence in sentences:
        row = [ids.get(word, 1) for word in sentence]
        if len(row) > length:
            row = [number for number in row if number > 1]
        rows.append(([0] * length + row)[-length:])
    return np.array(rows)

# %% right="encode"
"""Lists: as many zeros as are missing, then the last words."""
def encode(sentences, ids, length):
    rows = [[ids.get(word, 1) for word in sentence] for sentence in sentences]
    return [([0] * length + row)[-length:] for row in rows]

# %% right="encode"
"""keras-like: a list of zeros plus the ids, cut from behind; whole numbers of a small type."""
def encode(sentences, ids, length):
    table = np.full((len(sentences), length), 0, dtype="uint16")
    for i, sentence in enumerate(sentences):
        kept = sentence[max(0, len(sentence) - length):]
        for j, word in enumerate(kept):
            table[i, length - len(kept) + j] = ids.get(word, 1)
    return table

# %% wrong="one_hot" loses="one_hot_times_matrix_is_the_lookup"
"""Counts the columns from 1."""
def one_hot(ids, V):
    return (np.asarray(ids)[..., None] == np.arange(1, V + 1)).astype(float)

# %% wrong="one_hot" loses="one_hot_times_matrix_is_the_lookup"
"""As many columns as the largest id that occurs."""
def one_hot(ids, V):
    return np.eye(int(np.max(ids)) + 1)[ids]

# %% wrong="one_hot" loses="one_hot_times_matrix_is_the_lookup"
"""One row for a whole sentence: a bag of words."""
def one_hot(ids, V):
    return (np.asarray(ids)[..., None] == np.arange(V)).sum(axis=1).astype(float)

# %% wrong="one_hot" loses="one_hot_times_matrix_is_the_lookup"
"""Leaves the pad's row empty."""
def one_hot(ids, V):
    rows = np.eye(V)
    rows[0, 0] = 0
    return rows[ids]

# %% right="one_hot"
"""Compares with all ids by broadcasting; truth values."""
def one_hot(ids, V):
    return np.asarray(ids)[:, :, None] == np.arange(V)

# %% right="one_hot"
"""Two loops; lists of lists of lists."""
def one_hot(ids, V):
    return [[[1 if i == v else 0 for v in range(V)] for i in row] for row in ids]

# %% right="one_hot"
"""np.put_along_axis into zeros, in small whole numbers."""
def one_hot(ids, V):
    result = np.zeros((*np.shape(ids), V), dtype="int8")
    np.put_along_axis(result, np.asarray(ids)[..., None], 1, axis=-1)
    return result

# %% wrong="skip_gram_pairs" loses="a_pair_stays_in_its_sentence"
"""Pads every sentence with 0 and drops pairs that hold one: a word with the id 0 vanishes, too."""
def skip_gram_pairs(sentences, window):
    pairs = []
    for sentence in sentences:
        s = [0] * window + list(sentence) + [0] * window
        pairs += [(s[i], s[i + step]) for i in range(len(s)) for step in range(-window, window + 1)
                  if step and s[i] and i + step < len(s) and s[i + step]]
    return pairs

# %% wrong="skip_gram_pairs" loses="a_pair_stays_in_its_sentence"
"""Leaves out pairs of equal words, also when the word stands at two places."""
def skip_gram_pairs(sentences, window):
    return [(s[i], s[j]) for s in sentences for i in range(len(s))
            for j in range(max(0, i - window), min(len(s), i + window + 1)) if s[i] != s[j]]

# %% wrong="skip_gram_pairs" loses="a_pair_stays_in_its_sentence"
"""Strings all sentences together: pairs reach across the full stop."""
def skip_gram_pairs(sentences, window):
    s = [word for sentence in sentences for word in sentence]
    return [(s[i], s[j]) for i in range(len(s))
            for j in range(max(0, i - window), min(len(s), i + window + 1)) if i != j]

# %% wrong="skip_gram_pairs" loses="neighbours_on_both_sides"
"""The window ends one word too early."""
def skip_gram_pairs(sentences, window):
    return [(s[i], s[j]) for s in sentences for i in range(len(s))
            for j in range(max(0, i - window), min(len(s), i + window)) if i != j]

# %% wrong="skip_gram_pairs" loses="neighbours_on_both_sides, a_pair_stays_in_its_sentence"
"""Negative positions: the first word sees the end of the sentence."""
def skip_gram_pairs(sentences, window):
    return [(s[i], s[j]) for s in sentences for i in range(len(s))
            for j in range(i - window, min(len(s), i + window + 1)) if i != j and j >= -len(s)]

# %% wrong="skip_gram_pairs" loses="neighbours_on_both_sides"
"""s[i - window : i] with a negative beginning is empty: the first words lose their left neighbours."""
def skip_gram_pairs(sentences, window):
    return [(s[i], other) for s in sentences for i in range(len(s))
            for other in list(s[i - window : i]) + list(s[i + 1 : i + 1 + window])]

# %% wrong="skip_gram_pairs" loses="a_pair_stays_in_its_sentence"
"""Every pair only once."""
def skip_gram_pairs(sentences, window):
    return sorted({(s[i], s[j]) for s in sentences for i in range(len(s))
                   for j in range(max(0, i - window), min(len(s), i + window + 1)) if i != j})

# %% wrong="skip_gram_pairs" loses="neighbours_on_both_sides"
"""Asks list.index where a word stands: a repeated word is always looked for at its first place."""
def skip_gram_pairs(sentences, window):
    pairs = []
    for s in sentences:
        for word in s:
            i = s.index(word)
            pairs += [(word, other) for other in s[max(0, i - window) : i] + s[i + 1 : i + 1 + window]]
    return pairs

# %% right="skip_gram_pairs"
"""By distance: every pair of places and its mirror image."""
def skip_gram_pairs(sentences, window):
    pairs = []
    for sentence in sentences:
        for step in range(1, window + 1):
            for left, right in zip(sentence, sentence[step:]):
                pairs += [(left, right), (right, left)]
    return pairs

# %% right="skip_gram_pairs"
"""A generator of lists."""
def skip_gram_pairs(sentences, window):
    for sentence in sentences:
        for i, centre in enumerate(sentence):
            for j, context in enumerate(sentence):
                if 0 < abs(i - j) <= window:
                    yield [centre, context]

# %% right="skip_gram_pairs"
"""An array with two columns."""
def skip_gram_pairs(sentences, window):
    return np.array([(s[i], s[j]) for s in sentences for i in range(len(s)) for j in range(len(s))
                     if 1 <= abs(i - j) <= window])

# %% wrong="pair_loss" loses="loss_of_one_true_and_k_false_neighbours, large_scores_stay_finite"
"""The negatives are pulled, too: the sign is missing."""
def pair_loss(v, u, N):
    return np.logaddexp(0, -(u @ v)) + np.logaddexp(0, -(N @ v)).sum()

# %% wrong="pair_loss" loses="loss_of_one_true_and_k_false_neighbours, large_scores_stay_finite"
"""The mean over the negatives instead of their sum."""
def pair_loss(v, u, N):
    return np.logaddexp(0, -(u @ v)) + np.logaddexp(0, N @ v).mean()

# %% wrong="pair_loss" loses="large_scores_stay_finite"
"""Takes the logarithm of a sigmoid that has already become 0."""
def pair_loss(v, u, N):
    with np.errstate(all="ignore"):
        return -np.log(expit(u @ v)) - np.log(expit(-(N @ v))).sum()

# %% wrong="pair_loss" loses="large_scores_stay_finite"
"""A tiny number inside the logarithm keeps it finite but caps the loss."""
def pair_loss(v, u, N):
    return -np.log(expit(u @ v) + 1e-12) - np.log(expit(-(N @ v)) + 1e-12).sum()

# %% wrong="pair_loss" loses="loss_of_one_true_and_k_false_neighbours, large_scores_stay_finite"
"""Adds the scores of the negatives before the sigmoid."""
def pair_loss(v, u, N):
    return np.logaddexp(0, -(u @ v)) + np.logaddexp(0, (N @ v).sum())

# %% wrong="pair_loss" loses="loss_of_one_true_and_k_false_neighbours, large_scores_stay_finite"
"""The full softmax among the true and the false neighbours instead of K + 1 yes-or-no questions."""
def pair_loss(v, u, N):
    scores = np.concatenate([[u @ v], N @ v])
    return np.logaddexp.reduce(scores) - scores[0]

# %% right="pair_loss"
"""log_expit from scipy; an array without axes."""
def pair_loss(v, u, N):
    from scipy.special import log_expit
    return np.array(-log_expit(np.dot(u, v)) - np.sum(log_expit(-np.dot(N, v))))

# %% right="pair_loss"
"""Plain Python with the two cases of a stable softplus."""
def pair_loss(v, u, N):
    import math
    def softplus(x):
        return max(x, 0.0) + math.log1p(math.exp(-abs(x)))
    dot = lambda a, b: sum(float(x) * float(y) for x, y in zip(a, b))
    return softplus(-dot(u, v)) + sum(softplus(dot(n, v)) for n in N)

# %% right="pair_loss"
"""All K + 1 vectors in one matrix, with signs."""
def pair_loss(v, u, N):
    scores = np.vstack([-np.asarray(u), N]) @ v
    return np.sum(np.logaddexp(0.0, scores))

# %% wrong="pair_gradients" loses="gradient_for_the_centre"
"""Forgets the negatives in the gradient of the centre."""
def pair_gradients(v, u, N):
    g, h = expit(u @ v) - 1, expit(N @ v)
    return g * u, g * v, np.outer(h, v)

# %% wrong="pair_gradients" loses="gradient_for_the_centre, gradients_for_the_neighbours"
"""Forgets the - 1 of the true neighbour."""
def pair_gradients(v, u, N):
    g, h = expit(u @ v), expit(N @ v)
    return g * u + h @ N, g * v, np.outer(h, v)

# %% wrong="pair_gradients" loses="gradient_for_the_centre, gradients_for_the_neighbours"
"""The sign turned round: the direction of ascent."""
def pair_gradients(v, u, N):
    g, h = 1 - expit(u @ v), -expit(N @ v)
    return g * u + h @ N, g * v, np.outer(h, v)

# %% wrong="pair_gradients" loses="gradients_for_the_neighbours"
"""The gradient of the negatives lies across: (d, K)."""
def pair_gradients(v, u, N):
    g, h = expit(u @ v) - 1, expit(N @ v)
    return g * u + h @ N, g * v, np.outer(v, h)

# %% wrong="pair_gradients" loses="gradients_for_the_neighbours"
"""Multiplies each negative's error with the negative itself instead of with the centre."""
def pair_gradients(v, u, N):
    g, h = expit(u @ v) - 1, expit(N @ v)
    return g * u + h @ N, g * v, h[:, None] * N

# %% wrong="pair_gradients" loses="gradient_for_the_centre, gradients_for_the_neighbours"
"""Moves the centre in place before it is used for the neighbours' gradients."""
def pair_gradients(v, u, N):
    g, h = expit(u @ v) - 1, expit(N @ v)
    grad_v = g * u + h @ N
    v -= 0.1 * grad_v
    return grad_v, g * v, np.outer(h, v)

# %% wrong="pair_gradients" loses="gradient_for_the_centre, gradients_for_the_neighbours"
"""Writes the sigmoid so that it overflows to nan for large scores."""
def pair_gradients(v, u, N):
    with np.errstate(all="ignore"):
        s, h = np.exp(u @ v) / (1 + np.exp(u @ v)), np.exp(N @ v) / (1 + np.exp(N @ v))
    return (s - 1) * u + h @ N, (s - 1) * v, np.outer(h, v)

# %% wrong="pair_gradients" loses="gradient_for_the_centre"
"""Multiplies the caller's u and N by the errors in place; the three gradients are right."""
def pair_gradients(v, u, N):
    g, h = expit(u @ v) - 1, expit(N @ v)
    u *= g
    N *= h[:, None]
    return u + N.sum(axis=0), g * v, np.outer(h, v)

# %% right="pair_gradients"
"""All K + 1 neighbours in one matrix with targets 1, 0, …, 0; a list comes back."""
def pair_gradients(v, u, N):
    U = np.vstack([u, N])
    error = expit(U @ v) - np.eye(len(U))[0]
    G = error[:, None] * v
    return [U.T @ error, G[0], G[1:]]

# %% right="pair_gradients"
"""Loops over the negatives; a stable sigmoid by hand."""
def pair_gradients(v, u, N):
    import math
    def sigmoid(x):
        return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))
    g = sigmoid(float(np.dot(u, v))) - 1
    grad_v, grad_N = g * np.array(u), []
    for n in N:
        h = sigmoid(float(np.dot(n, v)))
        grad_v = grad_v + h * n
        grad_N.append((h * np.asarray(v)).tolist())
    return grad_v, g * np.array(v), grad_N

# %% right="pair_gradients"
"""tanh in place of the sigmoid, einsum in place of the products."""
def pair_gradients(v, u, N):
    g = (np.tanh(np.einsum("i,i", u, v) / 2) - 1) / 2
    h = (np.tanh(np.einsum("ki,i->k", N, v) / 2) + 1) / 2
    return g * u + np.einsum("k,ki->i", h, N), g * v, np.einsum("k,i->ki", h, v)

# %% wrong="word_vectors" loses="trained_as_asked"
"""Never sets sg: always CBOW, gensim's default."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    wv = Word2Vec(sentences, vector_size=size, window=window, epochs=epochs, min_count=2, negative=5, seed=seed,
                  workers=1).wv
    return wv.index_to_key, wv.vectors

# %% wrong="word_vectors" loses="trained_as_asked"
"""min_count=1: words that occur once are kept."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    wv = Word2Vec(sentences, sg=int(skip_gram), vector_size=size, window=window, epochs=epochs, min_count=1,
                  negative=5, seed=seed, workers=1).wv
    return wv.index_to_key, wv.vectors

# %% wrong="word_vectors" loses="trained_as_asked"
"""Returns the matrix of the neighbours' vectors, not of the centres'."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    model = Word2Vec(sentences, sg=int(skip_gram), vector_size=size, window=window, epochs=epochs, min_count=2,
                     negative=5, seed=seed, workers=1)
    return model.wv.index_to_key, model.syn1neg

# %% wrong="word_vectors" loses="trained_as_asked"
"""Sorts the words and leaves the rows as they were."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    wv = Word2Vec(sentences, sg=int(skip_gram), vector_size=size, window=window, epochs=epochs, min_count=2,
                  negative=5, seed=seed, workers=1).wv
    return sorted(wv.index_to_key), wv.vectors

# %% wrong="word_vectors" loses="trained_as_asked"
"""Leaves window at 5."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    wv = Word2Vec(sentences, sg=int(skip_gram), vector_size=size, epochs=epochs, min_count=2, negative=5,
                  seed=seed, workers=1).wv
    return wv.index_to_key, wv.vectors

# %% wrong="word_vectors" loses="trained_as_asked"
"""Leaves the epochs at 5."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    wv = Word2Vec(sentences, sg=int(skip_gram), vector_size=size, window=window, min_count=2, negative=5,
                  seed=seed, workers=1).wv
    return wv.index_to_key, wv.vectors

# %% wrong="word_vectors" loses="trained_as_asked"
"""Ignores the seed."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    wv = Word2Vec(sentences, sg=int(skip_gram), vector_size=size, window=window, epochs=epochs, min_count=2,
                  negative=5, seed=1, workers=1).wv
    return wv.index_to_key, wv.vectors

# %% wrong="word_vectors" loses="trained_as_asked"
"""Returns vectors of length 1."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    wv = Word2Vec(sentences, sg=int(skip_gram), vector_size=size, window=window, epochs=epochs, min_count=2,
                  negative=5, seed=seed, workers=1).wv
    return wv.index_to_key, wv.get_normed_vectors()

# %% right="word_vectors"
"""Builds the vocabulary, trains, and returns the words in alphabetical order with their vectors."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    model = Word2Vec(vector_size=size, window=window, min_count=2, workers=1, sg=1 if skip_gram else 0, seed=seed)
    model.build_vocab(sentences)
    model.train(sentences, total_examples=model.corpus_count, epochs=epochs)
    words = sorted(model.wv.key_to_index)
    return words, [model.wv[word].tolist() for word in words]

# %% right="word_vectors"
"""Keyword dictionary; a tuple of words and float64 vectors."""
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    options = dict(vector_size=size, window=window, epochs=epochs, seed=seed, min_count=2, workers=1, negative=5)
    wv = Word2Vec(sentences=[list(s) for s in sentences], sg=bool(skip_gram), **options).wv
    return tuple(wv.index_to_key), np.vstack([wv.get_vector(w) for w in wv.index_to_key]).astype(float)

# %% wrong="analogy" loses="cosines_are_added, the_question_is_no_answer"
"""a and b exchanged: a - b + c."""
def analogy(a, b, c, words, M, top):
    rows = M / np.linalg.norm(M, axis=1, keepdims=True)
    at = {word: row for row, word in enumerate(words)}
    scores = rows @ (rows[at[a]] - rows[at[b]] + rows[at[c]])
    scores[[at[a], at[b], at[c]]] = -np.inf
    return [words[i] for i in np.argsort(-scores)[:top]]

# %% wrong="analogy" loses="cosines_are_added"
"""Dot products without dividing by the lengths: long vectors win."""
def analogy(a, b, c, words, M, top):
    at = {word: row for row, word in enumerate(words)}
    scores = M @ (M[at[b]] - M[at[a]] + M[at[c]])
    scores[[at[a], at[b], at[c]]] = -np.inf
    return [words[i] for i in np.argsort(-scores)[:top]]

# %% wrong="analogy" loses="cosines_are_added"
"""Divides by the candidates' lengths only: a long query word drowns the other two."""
def analogy(a, b, c, words, M, top):
    at = {word: row for row, word in enumerate(words)}
    scores = (M @ (M[at[b]] - M[at[a]] + M[at[c]])) / np.linalg.norm(M, axis=1)
    scores[[at[a], at[b], at[c]]] = -np.inf
    return [words[i] for i in np.argsort(-scores)[:top]]

# %% wrong="analogy" loses="the_question_is_no_answer"
"""Leaves out b and c but not a."""
def analogy(a, b, c, words, M, top):
    rows = M / np.linalg.norm(M, axis=1, keepdims=True)
    at = {word: row for row, word in enumerate(words)}
    scores = rows @ (rows[at[b]] - rows[at[a]] + rows[at[c]])
    scores[[at[b], at[c]]] = -np.inf
    return [words[i] for i in np.argsort(-scores)[:top]]

# %% wrong="analogy" loses="the_question_is_no_answer"
"""Cuts to top words first and then takes the query words out: too few come back."""
def analogy(a, b, c, words, M, top):
    rows = M / np.linalg.norm(M, axis=1, keepdims=True)
    at = {word: row for row, word in enumerate(words)}
    scores = rows @ (rows[at[b]] - rows[at[a]] + rows[at[c]])
    return [words[i] for i in np.argsort(-scores)[:top] if words[i] not in (a, b, c)]

# %% wrong="analogy" loses="the_question_is_no_answer"
"""Gives excluded words the score 0, which beats words with negative scores."""
def analogy(a, b, c, words, M, top):
    rows = M / np.linalg.norm(M, axis=1, keepdims=True)
    at = {word: row for row, word in enumerate(words)}
    scores = rows @ (rows[at[b]] - rows[at[a]] + rows[at[c]])
    scores[[at[a], at[b], at[c]]] = 0
    return [words[i] for i in np.argsort(-scores)[:top]]

# %% wrong="analogy" loses="cosines_are_added"
"""Scales M in place: the caller's vectors are changed."""
def analogy(a, b, c, words, M, top):
    M /= np.linalg.norm(M, axis=1, keepdims=True)
    at = {word: row for row, word in enumerate(words)}
    scores = M @ (M[at[b]] - M[at[a]] + M[at[c]])
    scores[[at[a], at[b], at[c]]] = -np.inf
    return [words[i] for i in np.argsort(-scores)[:top]]

# %% wrong="analogy" loses="cosines_are_added"
"""Takes a, b and c out of the caller's own list of words."""
def analogy(a, b, c, words, M, top):
    U = M / np.linalg.norm(M, axis=1, keepdims=True)
    places = [words.index(word) for word in (a, b, c)]
    scores = np.delete(U @ (U[places[1]] - U[places[0]] + U[places[2]]), places)
    for word in (a, b, c):
        words.remove(word)
    return [words[i] for i in np.argsort(-scores)[:top]]

# %% wrong="analogy" loses="cosines_are_added, the_question_is_no_answer"
"""Multiplies and divides the cosines instead of adding them (3CosMul)."""
def analogy(a, b, c, words, M, top):
    U = M / np.linalg.norm(M, axis=1, keepdims=True)
    near = {word: (1 + U @ U[words.index(word)]) / 2 for word in (a, b, c)}
    order = np.argsort(-near[b] * near[c] / (near[a] + 0.001))
    return [words[i] for i in order if words[i] not in (a, b, c)][:top]

# %% right="analogy"
"""gensim's most_similar on its KeyedVectors."""
def analogy(a, b, c, words, M, top):
    table = KeyedVectors(M.shape[1])
    table.add_vectors(list(words), np.asarray(M, dtype="float32"))
    return [word for word, _ in table.most_similar(positive=[b, c], negative=[a], topn=top)]

# %% right="analogy"
"""Three cosines for every word, sorted in plain Python."""
def analogy(a, b, c, words, M, top):
    rows = dict(zip(list(words), np.asarray(M, dtype=float)))
    def cosine(x, y):
        return float(x @ y / (np.linalg.norm(x) * np.linalg.norm(y)))
    def score(word):
        x = rows[word]
        return cosine(x, rows[b]) - cosine(x, rows[a]) + cosine(x, rows[c])
    return sorted((word for word in rows if word not in {a, b, c}), key=score, reverse=True)[:top]

# %% right="analogy"
"""einsum; deletes the three rows; an array of words."""
def analogy(a, b, c, words, M, top):
    words = np.array(words)
    U = M / np.sqrt(np.einsum("ij,ij->i", M, M))[:, None]
    q = U[words == b][0] - U[words == a][0] + U[words == c][0]
    keep = ~np.isin(words, [a, b, c])
    return words[keep][np.argsort((U[keep] @ q))[::-1][:top]]

# %% wrong="mean_vectors" loses="pads_and_unknown_words_have_no_say, nothing_known_gives_zeros"
"""Averages over all places, pads and unknown words included."""
def mean_vectors(ids, E):
    return E[ids].mean(axis=1)

# %% wrong="mean_vectors" loses="pads_and_unknown_words_have_no_say"
"""Leaves pads out of the sum but divides by the whole length."""
def mean_vectors(ids, E):
    return (E[ids] * (ids >= 2)[..., None]).mean(axis=1)

# %% wrong="mean_vectors" loses="pads_and_unknown_words_have_no_say, nothing_known_gives_zeros"
"""Lets the unknown word vote."""
def mean_vectors(ids, E):
    mask = (ids != 0)[..., None]
    return (E[ids] * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)

# %% wrong="mean_vectors" loses="nothing_known_gives_zeros"
"""Divides 0 by 0 where a sentence has no known word."""
def mean_vectors(ids, E):
    mask = (ids >= 2)[..., None]
    with np.errstate(all="ignore"):
        return (E[ids] * mask).sum(axis=1) / mask.sum(axis=1)

# %% wrong="mean_vectors" loses="pads_and_unknown_words_have_no_say"
"""Counts a word that occurs twice only once."""
def mean_vectors(ids, E):
    rows = [E[np.unique(row[row >= 2])] for row in ids]
    return np.array([row.mean(axis=0) if len(row) else np.zeros(E.shape[1]) for row in rows])

# %% wrong="mean_vectors" loses="pads_and_unknown_words_have_no_say"
"""Takes a word whose vector begins with 0 for a pad."""
def mean_vectors(ids, E):
    E = np.array(E)
    E[:2] = 0
    mask = (E[ids][..., :1] != 0)
    return (E[ids] * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)

# %% wrong="mean_vectors" loses="pads_and_unknown_words_have_no_say"
"""Expects zeros at the front only: the mean begins at the first known word and takes all that follows."""
def mean_vectors(ids, E):
    rows = [row[np.argmax(row >= 2):] if (row >= 2).any() else row[:0] for row in ids]
    return np.array([E[row].mean(axis=0) if len(row) else np.zeros(E.shape[1]) for row in rows])

# %% wrong="mean_vectors" loses="pads_and_unknown_words_have_no_say"
"""Empties the rows of pad and unknown in the caller's own E."""
def mean_vectors(ids, E):
    E[:2] = 0
    count = np.maximum((ids >= 2).sum(axis=1, keepdims=True), 1)
    return E[ids].sum(axis=1) / count

# %% wrong="mean_vectors" loses="pads_and_unknown_words_have_no_say"
"""Fills a table of E's own type: where E holds whole numbers, the means are cut."""
def mean_vectors(ids, E):
    result = np.zeros((len(ids), E.shape[1]), dtype=E.dtype)
    for i, row in enumerate(ids):
        if (row >= 2).any():
            result[i] = E[row[row >= 2]].mean(axis=0)
    return result

# %% right="mean_vectors"
"""A loop over the sentences; lists."""
def mean_vectors(ids, E):
    result = []
    for row in ids:
        known = [E[i] for i in row if i > 1]
        result.append((sum(known) / len(known)).tolist() if known else [0.0] * E.shape[1])
    return result

# %% right="mean_vectors"
"""Counts of every word times the matrix, as a bag of words."""
def mean_vectors(ids, E):
    ids = np.asarray(ids)
    counts = (ids[:, :, None] == np.arange(len(E))).sum(axis=1).astype(float)
    counts[:, :2] = 0
    return counts @ E / np.maximum(counts.sum(axis=1, keepdims=True), 1)

# %% right="mean_vectors"
"""A masked array, filled with zeros where all is masked."""
def mean_vectors(ids, E):
    mask = np.repeat((ids < 2)[:, :, None], E.shape[1], axis=2)
    return np.ma.array(E[ids], mask=mask).mean(axis=1).filled(0)

# %% wrong="which_statements_follow" loses="statements_about_vectors"
"""Believes that near vectors mean the same thing."""
def which_statements_follow():
    return {"a", "b", "c", "d", "f"}

# %% wrong="which_statements_follow" loses="statements_about_vectors"
"""Believes that one-hot vectors of like words lie nearer to each other."""
def which_statements_follow():
    return {"a", "b", "f"}

# %% wrong="which_statements_follow" loses="statements_about_vectors"
"""Believes that Word2Vec knows unseen words by their spelling."""
def which_statements_follow():
    return {"a", "b", "d", "e", "f"}

# %% wrong="which_statements_follow" loses="statements_about_vectors"
"""Believes that a longer vector changes the analogy."""
def which_statements_follow():
    return {"a", "b", "d"}

# %% right="which_statements_follow"
"""A list in another order."""
def which_statements_follow():
    return ["f", "d", "b", "a"]

# %% right="which_statements_follow"
"""Capital letters in one text."""
def which_statements_follow():
    return "ABDF"
