# ---
# title: Word embeddings
# unit: 4 Sequences
# minutes: 115
# points: 20
# data: [movie_sentences.csv, glove_20000.npz]
# ---

# %% [markdown]
# # Word embeddings: which reader should the cinema buy?
#
# A small cinema collects what people write about its films. Every week a volunteer looks for sentences of
# praise to print on the programme. It is a lot of reading, so a program is to sort the sentences first:
# praise on the left, complaints on the right. The cinema has kept 2,400 sentences to learn from. But the
# program also needs their labels, and every label costs the volunteer's time. **This week 100 of the
# sentences have a label. By December it can be all 2,400.**
#
# Three readers are on offer:
#
# - **A** counts words: every word is a column of its own, and no word knows any other,
# - **B** has learnt the meaning of words from the cinema's own sentences, with Word2Vec,
# - **C** has the meaning of words from someone else: GloVe, learnt from six billion words of Wikipedia and
#   news.
#
# **Your decision at the end: which reader now, and which one in December?**
#
# (The sentences are real: people wrote them about films, and at least 20 others rated each one. We keep only
# sentences that they found clearly good or clearly bad. The cinema is ours.)
#
# The idea behind B and C is one sentence old: *you shall know a word by the company it keeps* (J. R. Firth,
# 1957).
#
# **You will**
#
# - **turn** text, English or Korean, into tokens, ids and tables of equal width,
# - **show** that an embedding layer is a matrix product with one-hot rows, done without the product,
# - **build** the pairs that skip-gram learns from, its loss and its gradient, and **check** the gradient,
# - **train** Word2Vec with gensim, as CBOW and as skip-gram, and **solve** analogies with GloVe,
# - **average** the words of a sentence, **compare** three readers, and **decide**.
#
# | part | exercise | points | minutes |
# |---|---|---|---|
# | From text to numbers | 1. `tokens`: what is a word? | 1 | 6 |
# | | 2. `vocabulary`: an id for every word | 2 | 8 |
# | | 3. `encode`: rows of equal length | 2 | 10 |
# | | 4. `one_hot`: the long way round to a vector | 1 | 5 |
# | Words learn from neighbours | 5. `skip_gram_pairs`: who stands near whom? | 2 | 10 |
# | | 6. `pair_loss`: a true neighbour and some false ones | 2 | 12 |
# | | 7. `pair_gradients`: which way to move the vectors | 2 | 15 |
# | | 8. `word_vectors`: the same with gensim | 1 | 8 |
# | From words to a decision | 9. `analogy`: a is to b as c is to …? | 2 | 12 |
# | | 10. `mean_vectors`: one vector for a sentence | 2 | 12 |
# | | 11. a question: what follows? | 1 | 6 |
# | | 12. your letter to the cinema | 2 | 11 |
#
# Every exercise is tested with inputs of its own: if one of them resists, go on with the next.

# %% [markdown]
# **Symbols**
#
# | symbol | in the code | meaning |
# |---|---|---|
# | $V$ | `V` | number of ids, the two reserved ones included |
# | $d$ | | numbers in a word's vector (its *embedding*) |
# | $E$ | `E` | the embedding matrix, $(V, d)$: row $i$ belongs to id $i$ |
# | | `ids` | a dictionary from word to id, or an array of ids, $(n, L)$: $n$ sentences, $L$ places each |
# | $v$ | `v` | vector of the centre word, $(d,)$ |
# | $u$ | `u` | vector of a true neighbour, $(d,)$ |
# | $n_k$ | `N` | vectors of $K$ false neighbours, one per row, $(K, d)$ |
# | $\sigma$ | `expit` | the sigmoid, $\sigma(x) = 1 / (1 + e^{-x})$ |
# | | `M`, `words` | a table of word vectors, one per row, and the words that belong to the rows |
#
# Run the next cell first. It loads the data; there is nothing to write in it.

# %% setup
import functools
import re
import unicodedata
from collections import Counter

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from gensim.models import KeyedVectors, Word2Vec
from scipy.special import expit
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]


reviews = pd.read_csv("data/movie_sentences.csv")        # 2,400 rows to learn from, 1,600 to check with
LEARN = reviews[reviews["part"] == "learn"].reset_index(drop=True)
CHECK = reviews[reviews["part"] == "check"].reset_index(drop=True)
with np.load("data/glove_20000.npz") as archive:
    GLOVE_WORDS = archive["words"].tolist()                # 20,000 words, the most frequent first
    GLOVE = archive["vectors"].astype(float)               # (20000, 50)
KOREAN = ["영화가 정말 재미있다!", "이 영화는 정말 지루하다.", "그 영화를 또 보고 싶다.",
          "배우가 정말 좋다.", "배우는 좋고 이야기는 지루하다."]
DRINKS, FILMS = ["coffee", "tea", "juice", "milk"], ["comedy", "drama", "thriller", "western"]
TOY = [f"we drink {x} from a cup" for x in DRINKS] + [f"a cup of hot {x}" for x in DRINKS]
TOY += [f"we watch the {x} on the screen" for x in FILMS] + [f"a ticket for the {x}" for x in FILMS]


# For the tests: what an exercise returned, made comparable; a wrong kind of thing gets one clear line.
def numbers(value, shape, name):
    """`value` as an array of numbers; says so if it is none or if its shape is not `shape`."""
    assert value is not None, f"{name} returned None. Does every path through it end with a return?"
    try:
        array = np.asarray(value, dtype=float)
    except Exception:
        raise AssertionError(f"{name} should return numbers, but a {type(value).__name__} came.") from None
    note = " () is a single number." if () in (array.shape, shape) else ""
    assert array.shape == shape, f"{name}: shape {array.shape} came, {shape} is right.{note}"
    return array


def strings(value, name):
    """`value` as a list of str."""
    assert not isinstance(value, str), f"{name} should return a list of words, but one text came."
    try:
        return [str(word) for word in value]
    except Exception:
        raise AssertionError(f"{name} should return a list of words; {type(value).__name__} came.") from None


def counted(value, name):
    """`value`, a collection of pairs, as a Counter of tuples of str."""
    try:
        pairs = [tuple(str(word) for word in pair) for pair in value]
    except Exception:
        raise AssertionError(f"{name} should return pairs; {type(value).__name__} came.") from None
    assert all(len(pair) == 2 for pair in pairs), f"{name} should return pairs: two words in each."
    return Counter(pairs)


def slopes(f, x, step=1e-5):
    """The gradient of the number f(x) by central differences, in the shape of the array x."""
    result = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[place] += step
        down[place] -= step
        result[place] = (f(up) - f(down)) / (2 * step)
    return result


# For the pictures and tables.
@functools.lru_cache(maxsize=4)
def own_vectors(make, split, skip_gram):
    """(words, M) that the exercise `make` learns from the 2,400 sentences; each kind is trained only once."""
    words, M = make([list(split(text)) for text in LEARN["text"]], skip_gram, 50, 5, 40, 1)
    return list(words), np.asarray(M, dtype=float)


def neighbours(words, M, word, top=6):
    """The words with the highest cosine to `word`, as one text, found by gensim."""
    table = KeyedVectors(np.shape(M)[1])
    table.add_vectors(list(words), np.asarray(M, dtype="float32"))
    return ", ".join(f"{other} {cosine:.2f}" for other, cosine in table.most_similar(word, topn=top))

# %% [markdown]
# The first sentences, with the mean of the ratings from −4 to 4, and the label: 1 for praise, 0 for complaint.

# %% run
for _, row in LEARN.head(6).iterrows():
    print(f"{row['label']}  {row['rating']:5.2f}  {row['text']}")
praise = [f"{part['label'].mean():.0%} of {len(part):,}" for part in (LEARN, CHECK)]
print(f"\npraise: {praise[0]} to learn from, {praise[1]} to check with")

# %% [markdown]
# ## Part I. From text to numbers
#
# ### 1. What is a word? (1 point)
#
# A computer sees characters. We cut them into **tokens** by a plain rule: *a token is a longest run of letters
# and digits, in any script; everything else separates.* Two more things must not make two words of one:
#
# - **Capital letters.** `Great` and `great` are the same word to us: make everything small.
# - **Composition.** The Korean syllable 가 can be stored as one character or as two, ㄱ and ㅏ, that are drawn
#   as one; é can be stored as one or as e with a loose accent. Text and file names that come from a Mac are
#   often stored in parts. `unicodedata.normalize("NFC", text)` puts the parts together.
#
# *Examples.*
#
# | text | tokens |
# |---|---|
# | `"It's GREAT -- 10/10!"` | `it`, `s`, `great`, `10`, `10` |
# | `"영화가 정말 재미있다!"` (the film is really fun) | `영화가`, `정말`, `재미있다` |
#
# Write `tokens`, 1 to 3 lines. `re.findall(r"\w+", text)` finds runs of letters, digits and underscores; in
# a bracket, `[^\W_]` is a character that is *neither* a non-word character *nor* an underscore.

# %% solution="tokens"
def tokens(text):
    """The tokens of a text: longest runs of letters and digits, in small letters.

    text : str, in any script. It is composed (NFC) before it is cut. Letters are all characters for which
           str.isalpha() is true, not only a to z. Spaces, punctuation and underscores separate.
    Returns a list of str, in the order of the text; a word that occurs twice comes twice.

    Example: tokens("It's GREAT -- 10/10!") is ["it", "s", "great", "10", "10"]
    """
    ### BEGIN SOLUTION
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())
    ### END SOLUTION

# %% test="tokens_are_runs_of_letters_and_digits" points=1
# Tokens are the longest runs of letters and digits of any script, small and composed.
got = strings(tokens("It's GREAT -- 10/10!"), "tokens")
assert got != ["it", "s", "great", "1010"], "the slash in 10/10 should separate, not vanish."
assert got == ["it", "s", "great", "10", "10"], f"the first example came out as {got}."
got = strings(tokens("영화가 정말 재미있다!"), "tokens")
assert got == ["영화가", "정말", "재미있다"], f"the second example came out as {got}. Korean has letters, too."
### BEGIN HIDDEN TESTS
got = strings(tokens(unicodedata.normalize("NFD", "그 영화를 또 보고")), "tokens")
assert got == ["그", "영화를", "또", "보고"], (
    "a Korean sentence that is stored in parts (NFD) does not come out as the same words: compose it first.")
for text, expected, kind in [
        ("  ...clich\u00e9s, CLICHE\u0301S?", ["clich\u00e9s", "clich\u00e9s"], "accents, also on capitals"),
        ("I saw_it 2 times,\nI did", ["i", "saw", "it", "2", "times", "i", "did"], "underscore, two lines"),
        ("１０점 만점에 ９점", ["１０점", "만점에", "９점"], "wide digits, which stay wide"),
        ("스타워즈4는 B급\t영화", ["스타워즈4는", "b급", "영화"], "letters and digits side by side"),
        ("“참 좋다…” 그는—정말·최고!", ["참", "좋다", "그는", "정말", "최고"], "signs that no English keyboard has"),
        ("?! -- ...", [], "no letters or digits")]:
    got = strings(tokens(text), "tokens")
    assert got == expected, f"a text with {kind} came out wrongly ({len(expected)} tokens; {len(got)} came)."
### END HIDDEN TESTS

# %% [markdown]
# Your tokens of five Korean sentences. Meanings: 영화 film, 배우 actor, 이야기 story, 정말 really, 지루하다 is
# boring.

# %% run
counts = Counter(word for text in KOREAN for word in tokens(text))
for text in KOREAN:
    print(" | ".join(tokens(text)))
print("\nhow often:", ", ".join(f"{word} {count}" for word, count in counts.most_common()))

# %% [markdown]
# *What to see:* 영화 occurs in three sentences, but as 영화가, 영화는 and 영화를: a **particle** that says what the word
# does in the sentence is glued to it. For our program these are three words that have nothing in common, each
# seen once. Cutting off every 가, 는 or 를 at the end is no cure: 휴가 (holiday) would lose half of itself. Korean
# programs therefore use a morpheme analyser, or vectors for parts of words (fastText). With spaces only, a
# Korean text needs far more sentences to learn the same words. English has a little of this, too: *film* and
# *films*.
#
# ### 2. An id for every word (2 points)
#
# A table has numbers, so every word gets one, its **id**. Two ids are reserved: **0** is the *pad*, which
# fills empty places, and **1** is the *unknown* word. So real words begin at **2**. The most frequent word
# comes first; words that are equally frequent come in alphabetical order, that is, as Python sorts strings.
# Only the first `size` words get an id: rare words are many, and little can be learnt about them.
#
# *Example.* `[["tea", "milk", "juice"], ["milk", "tea", "coffee"]]`: tea and milk twice, coffee and juice
# once. With `size=3`: `{"milk": 2, "tea": 3, "coffee": 4}`, and juice is left over.
#
# Write `vocabulary`, about 3 lines. `Counter` counts; `sorted(words, key=lambda word: (…, …))` sorts by two
# things, and a minus sign turns the order of a number round.

# %% solution="vocabulary"
def vocabulary(sentences, size):
    """Ids for the most frequent words.

    sentences : list of sentences, each a list of str
    size : how many words get an id at most (the reserved ids 0 and 1 do not count), at least 1
    Returns a dictionary from word to id. Ids are 2, 3, 4, ...: more frequent words first, equally frequent
    ones as sorted() puts them. How often is counted over all sentences together. 0 and 1 are not in it.

    Example: vocabulary([["tea", "milk", "juice"], ["milk", "tea", "coffee"]], 3) is
             {"milk": 2, "tea": 3, "coffee": 4}
    """
    ### BEGIN SOLUTION
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(counts, key=lambda word: (-counts[word], word))
    return {word: number for number, word in enumerate(words[:size], 2)}
    ### END SOLUTION

# %% test="frequent_words_come_first" points=1
# The most frequent word gets id 2, the next one 3, and so on.
ids = vocabulary([["so", "good", "so", "sad"], ["so", "good"]], 10)
assert isinstance(ids, dict), f"vocabulary should return a dictionary, but a {type(ids).__name__} came."
assert set(ids) == {"so", "good", "sad"}, f"the keys should be the three words, but {list(ids)} came."
assert min(ids.values()) == 2, "the smallest id should be 2: 0 is the pad and 1 the unknown word."
assert {w: int(i) for w, i in ids.items()} == {"so": 2, "good": 3, "sad": 4}, (
    f"so occurs three times, good twice and sad once, but the ids are {ids}.")
### BEGIN HIDDEN TESTS
text = [["또", "또", "또", "영화"], ["가", "나", "영화", "나", "나"], ["다", "또", "다", "다", "다", "다"]]
ids = vocabulary([list(sentence) for sentence in text], 100)
assert isinstance(ids, dict) and set(ids) == {"또", "영화", "가", "나", "다"}, (
    "every word of a small text gets an id when size is large.")
assert {w: int(i) for w, i in ids.items()} == {"다": 2, "또": 3, "나": 4, "영화": 5, "가": 6}, (
    "with five Korean words that occur 5, 4, 3, 2 and 1 times, the ids are not in the order of frequency.")
### END HIDDEN TESTS

# %% test="ties_follow_the_alphabet" points=1
# Equally frequent words come in sorted order, and only the first `size` of all words get an id.
ids = vocabulary([["tea", "milk", "juice"], ["milk", "tea", "coffee"]], 3)
assert isinstance(ids, dict), f"vocabulary should return a dictionary, but a {type(ids).__name__} came."
assert len(ids) == 3, f"size is 3, but {len(ids)} words got an id."
assert {w: int(i) for w, i in ids.items() if isinstance(w, str)} == {"milk": 2, "tea": 3, "coffee": 4}, (
    f"the example came out as {ids}. Sort by frequency first, equal ones by the alphabet, then cut.")
### BEGIN HIDDEN TESTS
text = [["영화", "나무", "b", "a"], ["나무", "c", "영화", "가수"], ["c", "Zoo"], ["Zoo", "b"]]
order = ["Zoo", "b", "c", "나무", "영화", "a", "가수"]                 # sorted() puts capitals first
for size in (1, 4, 6, 7, 50):
    ids = vocabulary([list(sentence) for sentence in text], size)
    assert isinstance(ids, dict) and len(ids) == min(size, 7), (
        f"the number of words is wrong for size {size}.")
    assert {w: int(i) for w, i in ids.items()} == {word: i for i, word in enumerate(order[:size], 2)}, (
        f"with many equally frequent words the ids are wrong for size {size}.")
### END HIDDEN TESTS

# %% [markdown]
# The vocabulary of the 2,400 sentences, and how much of the *other* 1,600 sentences it covers:

# %% run
learn, check = ([list(tokens(text)) for text in part["text"]] for part in (LEARN, CHECK))
words = [word for sentence in check for word in sentence]
full = vocabulary(learn, 1_000_000)
print(f"{len(full):,} different words; the first ones: {', '.join(list(full)[:12])}")
for size in (100, 1_000, 5_000, len(full)):
    known = set(vocabulary(learn, size))
    share = np.mean([word in known for word in words])
    print(f"{size:6,} words know {share:4.0%} of all words in new sentences")
for name, known in (("our full vocabulary knows", full), ("GloVe's 20,000 words know", GLOVE_WORDS)):
    share = len(set(known) & set(words)) / len(set(words))
    print(f"of the different words in new sentences, {name} {share:.0%}")

# %% [markdown]
# *What to see:* a few hundred words are most of every text, and the first ones say nothing about films. Even
# the full vocabulary does not know everything that new sentences bring: unknown words never end.
#
# ### 3. Rows of equal length (2 points)
#
# Sentences differ in length; a table does not. So every sentence becomes a row of $L$ ids:
#
# 1. A word without an id becomes **1**. It keeps its place; it is not left out.
# 2. A sentence that is too long loses its **beginning**.
# 3. A sentence that is too short gets zeros **in front**.
#
# (Zeros in front, cut in front, is also what `keras.utils.pad_sequences` does by default. A network that reads
# from left to right then ends on words, not on a row of zeros.)
#
# *Example.* `ids = {"the": 2, "film": 3, "is": 4}` and $L = 4$:
#
# | sentence | row |
# |---|---|
# | the film rocks | 0 2 3 1 |
# | is the film the film | 2 3 2 3 |
#
# Write `encode`, 3 to 5 lines. (If you use a slice such as `row[-k:]`, think of `k = 0`.)

# %% solution="encode"
def encode(sentences, ids, length):
    """Sentences as rows of ids, all of one length.

    sentences : list of n sentences, each a list of str, perhaps empty
    ids : dictionary from word to id, ids from 2; it stays as it is
    length : number of places in a row, at least 1
    Returns an array (n, length) of whole numbers: 1 for words that are not in ids, 0 in front of short
    sentences; of long sentences the last `length` words are kept.

    Example: encode([["the", "film", "rocks"]], {"the": 2, "film": 3}, 4) is [[0, 2, 3, 1]]
    """
    ### BEGIN SOLUTION
    rows = np.zeros((len(sentences), length), dtype=int)                # (n, length)
    for row, sentence in zip(rows, sentences):
        end = [ids.get(word, 1) for word in sentence][-length:]
        row[length - len(end) :] = end
    return rows
    ### END SOLUTION

# %% test="unknown_words_keep_their_place" points=1
# A word without an id becomes 1, at its place.
known = {"the": 2, "film": 3, "is": 4}
sentences = [["the", "film", "rocks"], ["so", "is", "the", "moon"]]
ids = dict(known)
got = numbers(encode(sentences, ids, 4), (2, 4), "encode")
assert got.tolist() != [[0, 0, 2, 3], [0, 0, 4, 2]], "unknown words are left out; they should become 1."
assert got.tolist() == [[0, 2, 3, 1], [1, 4, 2, 1]], (
    f"rocks, so and moon are unknown, and the rows came out as {got.astype(int).tolist()}.")
assert ids == known, f"the dictionary itself has changed: {ids}. Only look words up in it."
### BEGIN HIDDEN TESTS
known = {"영화가": 7, "정말": 2}
for sentences, length, expected in [
        ([["영화가", "x", "y", "x", "정말"], ["z"]], 5, [[7, 1, 1, 1, 2], [0, 0, 0, 0, 1]]),
        ([["영화를", "정말"], ["정말", "영화가", "영화"]], 3, [[0, 1, 2], [2, 7, 1]]),
        ([["x", "y", "z"], ["z", "정말"]], 2, [[1, 1], [1, 2]])]:
    got = numbers(encode([list(s) for s in sentences], dict(known), length), np.shape(expected), "encode")
    assert got.tolist() == expected, "unknown words, some of them twice, do not all become 1 at their place."
### END HIDDEN TESTS

# %% test="zeros_in_front_and_the_end_is_kept" points=1
# Short sentences get zeros in front; of long ones the last words are kept.
known = {"the": 2, "film": 3, "is": 4}
sentences = [["is", "the", "film", "the", "film"], ["film"], ["is", "the", "film", "is"]]
got = numbers(encode([list(s) for s in sentences], dict(known), 4), (3, 4), "encode")
assert got[1].tolist() != [3, 0, 0, 0], "the zeros stand behind the short sentence; they belong in front."
assert got[0].tolist() != [4, 2, 3, 2], "the long sentence keeps its beginning; its end should be kept."
assert got.tolist() == [[2, 3, 2, 3], [0, 0, 0, 3], [4, 2, 3, 4]], (
    f"sentences of 5, 1 and 4 words in 4 places came out as {got.astype(int).tolist()}.")
### BEGIN HIDDEN TESTS
known = {"a": 2, "b": 3, "c": 900, "d": 20_001}
sentences = [[], ["c", "a"], ["a", "b", "c", "d"], ["b"]]
for length in (1, 2, 3, 6):
    want = [[0] * (length - len(s)) + [known[w] for w in s][-length:] for s in sentences]
    got = numbers(encode([list(s) for s in sentences], dict(known), length), (4, length), "encode")
    assert got.tolist() == want, f"sentences of 0, 2, 4 and 1 words are wrong in {length} places."
### END HIDDEN TESTS

# %% [markdown]
# Your rows for the Korean sentences, with the five most frequent words known:

# %% run
sentences = [list(tokens(text)) for text in KOREAN]
ids = vocabulary(sentences, 5)
print(ids)
for sentence, row in zip(sentences, encode(sentences, ids, 6)):
    print(" ".join(f"{number:2d}" for number in np.asarray(row, dtype=int)), "  ", " ".join(sentence))

# %% [markdown]
# *What to see:* most places are 0 or 1. The particles have made nearly every word rare.
#
# ### 4. The long way round to a vector (1 point)
#
# An id is a name and not an amount: 7 is not more than 3. The honest way to write a name in numbers is a
# **one-hot** row: $V$ numbers, a 1 in the column of the id (columns count from 0), and 0 elsewhere. All
# different words are then equally unlike: the product of any two different one-hot rows is 0, for *film* and
# *movie* as for *film* and *kimchi*.
#
# A **dense** vector, or *embedding*, is short, and its numbers are learnt: row $i$ of a matrix $E$ of shape
# $(V, d)$. Multiplying a one-hot row with $E$ picks that row out:
#
# $$ \begin{pmatrix} 0 & 0 & 1 \end{pmatrix} \begin{pmatrix} 0.1 & 0.2 \\ 5 & -3 \\ 2 & 7 \end{pmatrix}
#    = \begin{pmatrix} 2 & 7 \end{pmatrix} $$
#
# So an embedding layer *is* a dense layer without bias on one-hot rows. Nobody multiplies, though: `E[ids]`
# looks the rows up.
#
# Write `one_hot`, 1 or 2 lines, so that `one_hot(ids, V) @ E` equals `E[ids]`.

# %% solution="one_hot"
def one_hot(ids, V):
    """One-hot rows for a table of ids.

    ids : array (n, L) of whole numbers, 0 <= ids < V; 0 and 1 are ids like all others here
    V : number of columns of a one-hot row
    Returns an array (n, L, V): in [i, j] a 1 at column ids[i, j], otherwise 0.

    Example: one_hot(np.array([[2, 0]]), 3) is [[[0, 0, 1], [1, 0, 0]]]
    """
    ### BEGIN SOLUTION
    return np.eye(V)[ids]                                               # (n, L, V)
    ### END SOLUTION

# %% test="one_hot_times_matrix_is_the_lookup" points=1
# Each id becomes a row with one 1, so that the product with E looks up the row of E.
got = numbers(one_hot(np.array([[2, 0]]), 3), (1, 2, 3), "one_hot")
assert got.tolist() == [[[0, 0, 1], [1, 0, 0]]], f"the example came out as {got.astype(int).tolist()}."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(1)
for n, L, V in [(4, 3, 7), (1, 5, 2), (3, 1, 6)]:
    ids, E = rng.integers(0, V - 1, size=(n, L)), rng.normal(size=(V, 2))
    want = np.array([[E[i] for i in row] for row in ids.tolist()])
    got = numbers(one_hot(ids.copy(), V), (n, L, V), "one_hot")
    assert set(np.unique(got).tolist()) <= {0, 1}, "one-hot rows hold only zeros and ones."
    assert np.allclose(got @ E, want), (
        f"for {n} rows of {L} ids and V = {V} the product with E is not E[ids].")
### END HIDDEN TESTS

# %% [markdown]
# Both ways on a few sentences, and what the long one would cost for all:

# %% run
sentences = [list(tokens(text)) for text in CHECK["text"][:20]]
ids = np.asarray(encode(sentences, vocabulary(sentences, 300), 40), dtype=int)         # (20, 40)
E = np.random.default_rng(0).normal(size=(302, 50))                                    # (302, 50)
long_way = np.asarray(one_hot(ids, 302), dtype=float) @ E                              # (20, 40, 50)
print(f"largest difference between the product and E[ids]: {np.abs(long_way - E[ids]).max():g}")
print(f"1,600 sentences with 20,002 ids: {1600 * 40:,} ids, or {1600 * 40 * 20_002:,} zeros and ones")

# %% [markdown]
# *What to see:* no difference, and more than a thousand million numbers saved.

# %% [markdown]
# ## Part II. Words learn from their neighbours
#
# ### 5. Who stands near whom? (2 points)
#
# Where do good vectors come from? Words with similar meanings stand among similar words, so let a word's
# vector predict its neighbours. **Skip-gram** makes examples out of plain text, without any label: every word
# is the **centre** once, and with every word at most `window` places away, on either side, it forms a pair
# *(centre, neighbour)*. Pairs never reach into another sentence, and no place is its own neighbour. (The same
# *word* at another place is one.)
#
# *Example.* `["나는", "커피를", "마신다"]` (I drink coffee), window 1:
#
# | centre | pairs |
# |---|---|
# | 나는 | (나는, 커피를) |
# | 커피를 | (커피를, 나는), (커피를, 마신다) |
# | 마신다 | (마신다, 커피를) |
#
# Write `skip_gram_pairs`, about 5 lines. The tests do not look at the order of the list.

# %% solution="skip_gram_pairs"
def skip_gram_pairs(sentences, window):
    """All pairs of a centre word and a neighbour.

    sentences : list of sentences, each a list of words (str) or ids
    window : largest distance between the two places, at least 1
    Returns a list of tuples (centre, neighbour), in any order; a pair that occurs at several places is in
    the list as often.

    Example: skip_gram_pairs([["a", "b", "c"]], 1) holds (a, b), (b, a), (b, c) and (c, b)
    """
    ### BEGIN SOLUTION
    pairs = []
    for sentence in sentences:
        for i, centre in enumerate(sentence):
            for j in range(max(0, i - window), min(len(sentence), i + window + 1)):
                if j != i:
                    pairs.append((centre, sentence[j]))
    return pairs
    ### END SOLUTION

# %% test="neighbours_on_both_sides" points=1
# Each word is paired with all words up to `window` places to the left and to the right.
got = counted(skip_gram_pairs([["나는", "커피를", "마신다"]], 1), "skip_gram_pairs")
assert ("나는", "나는") not in got, "no place is its own neighbour, but (나는, 나는) is among the pairs."
want = {("나는", "커피를"): 1, ("커피를", "나는"): 1, ("커피를", "마신다"): 1, ("마신다", "커피를"): 1}
assert got == Counter(want), f"the example has 4 pairs; {got.total()} came: {sorted(got)[:6]}"
### BEGIN HIDDEN TESTS
for text, window, many in [("p q r s t", 2, 14), ("p q r s t u v", 3, 30), ("p q r s", 3, 12), ("x y", 2, 2),
                           ("p q r p s", 1, 8)]:
    words = text.split()
    want = Counter((a, b) for i, a in enumerate(words) for j, b in enumerate(words)
                   if 1 <= abs(i - j) <= window)
    got = counted(skip_gram_pairs([list(words)], window), "skip_gram_pairs")
    assert got.total() == many, (
        f"{len(words)} words, {len(set(words))} of them different, window {window}: {many} pairs, "
        f"not {got.total()}.")
    assert got == want, (
        f"{len(words)} words, window {window}: the number is right, the pairs are not.")
### END HIDDEN TESTS

# %% test="a_pair_stays_in_its_sentence" points=1
# Pairs do not cross the end of a sentence, and equal words at different places are neighbours.
got = counted(skip_gram_pairs([["big", "film"], ["very", "very", "good"]], 5), "skip_gram_pairs")
assert ("film", "very") not in got, "film and very stand in two sentences: they are no pair."
assert got["very", "very"] == 2, (
    f"very stands beside very: each is the other's neighbour, so 2 such pairs; {got['very', 'very']} came.")
want = {("big", "film"): 1, ("film", "big"): 1, ("very", "very"): 2, ("very", "good"): 2, ("good", "very"): 2}
assert got == Counter(want), f"the two sentences have 8 pairs; {got.total()} came."
### BEGIN HIDDEN TESTS
text = [["a"], ["b", "a", "b"], [], ["c", "c", "c"], ["a", "b"]]
want = {("b", "a"): 3, ("a", "b"): 3, ("b", "b"): 2, ("c", "c"): 6}
got = counted(skip_gram_pairs([list(sentence) for sentence in text], 6), "skip_gram_pairs")
assert got == Counter(want), (
    "short sentences with repeated words, one of them empty: the pairs are not right.")
want = {("7", "0"): 2, ("0", "7"): 2, ("7", "7"): 2, ("0", "5"): 1, ("5", "0"): 1}
got = counted(skip_gram_pairs([[7, 0, 7], [0, 5]], 6), "skip_gram_pairs")
assert got == Counter(want), (
    "sentences of ids (whole numbers) in place of words: the pairs are not right.")
### END HIDDEN TESTS

# %% [markdown]
# The company that two words keep in the sentences about films (the 200 most frequent words left out):

# %% run
sentences = [list(tokens(text)) for text in LEARN["text"]]
dull = set(vocabulary(sentences, 200))
pairs = Counter(map(tuple, skip_gram_pairs(sentences, 3)))
for centre in ("funny", "acting"):
    near = [(word, n) for (c, word), n in pairs.most_common() if c == centre and word not in dull]
    print(f"{centre}: " + ", ".join(f"{word} {n}" for word, n in near[:10]))
print(f"{pairs.total():,} pairs from {len(sentences):,} sentences, window 3")

# %% [markdown]
# *What to see:* free examples in great number, but about any single word there are few.
#
# **Skip-gram or CBOW?** Skip-gram predicts each neighbour from the centre: one example a pair. **CBOW**
# (continuous bag of words) turns the question round: it predicts the centre from the *mean* of its
# neighbours' vectors, one example a place. CBOW is faster; skip-gram makes more of rare words.
#
# ### 6. A true neighbour and some false ones (2 points)
#
# Every word has two vectors: $v$ when it is the centre, $u$ when it is a neighbour. How well two words fit is
# their product $u \cdot v$. To predict *the* neighbour by a softmax, one would need the products with all $V$
# words, at every step. **Negative sampling** asks an easier question: is this pair true, or drawn by lot? For
# each true neighbour $u$, $K$ words are drawn at random; their vectors $n_1, \dots, n_K$ are the false
# neighbours, or *negatives*. $\sigma(u \cdot v)$ is the probability that the pair is taken for true, and the
# loss is
#
# $$ L(v, u, N) = -\log \sigma(u \cdot v) \;-\; \sum_{k=1}^{K} \log \sigma(-\, n_k \cdot v) $$
#
# (natural logarithm; $1 - \sigma(x) = \sigma(-x)$). Where $\sigma(x)$ is rounded to 0, its logarithm is
# infinite, although the loss itself is harmless: $-\log \sigma(x) = \log(1 + e^{-x})$, which for
# $x = -1000$ is simply 1000. `np.logaddexp(0, -x)` computes $\log(e^0 + e^{-x})$ safely.
#
# *Example.* $v = (1, 2)$, $u = (0, 0)$ and one negative $n_1 = (2, -1)$: both products are 0, and
# $L = 2 \log 2 \approx 1.386$. With all products 0, the loss is always $(K + 1) \log 2$: pure guessing.
#
# Write `pair_loss`, 1 to 3 lines.

# %% solution="pair_loss"
def pair_loss(v, u, N):
    """Negative-sampling loss of one centre, one true neighbour and K negatives.

    v : array (d,), vector of the centre
    u : array (d,), vector of the true neighbour
    N : array (K, d), vectors of the negatives, K >= 1
    Returns one number, -log s(u.v) - sum over k of log s(-N[k].v), where s is the sigmoid. It is right also
    where products are as large as 1000 or -1000 (then it is finite and large, or nearly 0).

    Example: pair_loss(np.array([1., 2.]), np.array([0., 0.]), np.array([[2., -1.]])) is 2 log 2
    """
    ### BEGIN SOLUTION
    return float(np.logaddexp(0, -(u @ v)) + np.logaddexp(0, N @ v).sum())
    ### END SOLUTION

# %% test="loss_of_one_true_and_k_false_neighbours" points=1
# The loss adds -log s(u.v) for the true neighbour and -log s(-n.v) for each negative.
v, u, N = np.array([1.0, 2.0]), np.array([0.0, 0.0]), np.array([[2.0, -1.0]])
got = numbers(pair_loss(v.copy(), u.copy(), N.copy()), (), "pair_loss")
assert got > 0, f"the loss is never negative, but {got:.4g} came. Mind the minus signs."
assert abs(got - 2 * np.log(2)) < 1e-6, f"in the example the loss is 2 log 2, but {got:.4g} came."
v, u, N = np.array([2.0]), np.array([3.0]), np.array([[-4.0], [-5.0]])
got = numbers(pair_loss(v.copy(), u.copy(), N.copy()), (), "pair_loss")
assert got < 0.01, (
    f"u.v = 6 and both negatives have products below -7: all well told apart, so nearly 0, not {got:.4g}.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(2)
for d, K in [(3, 4), (5, 1), (1, 7)]:
    v, u, N = rng.normal(size=d), rng.normal(size=d), rng.normal(size=(K, d))
    want = np.log(1 + np.exp(-sum(v * u))) + sum(np.log(1 + np.exp(sum(v * n))) for n in N)
    got = numbers(pair_loss(v.copy(), u.copy(), N.copy()), (), "pair_loss")
    assert abs(got - want) < 1e-6 * want, f"for d = {d} and {K} negatives the loss is not the formula's."
### END HIDDEN TESTS

# %% test="large_scores_stay_finite" points=1
# The loss stays right where the products are large.
v, u, N = np.array([10.0, 0.0]), np.array([-100.0, 1.0]), np.array([[-100.0, 2.0]])
got = numbers(pair_loss(v.copy(), u.copy(), N.copy()), (), "pair_loss")
assert np.isfinite(got), "u.v = -1000 gives inf or nan, but log(1 + exp(1000)) is practically 1000."
assert abs(got - 1000) < 1e-3, (
    f"u.v = -1000 and a negative with product -1000: 1000 is right, {got:.6g} came.")
### BEGIN HIDDEN TESTS
for u, N, want in [([100.0, 0.0], [[80.0, 3.0], [-9.0, 1.0]], 800),
                   ([-5.0, 7.0], [[5.0, 1.0], [6.0, 0.0]], 160),
                   ([90.0, 1.0], [[-70.0, 2.0]], 0), ([-4.0, 2.0], [[-70.0, 0.0], [100.0, 0.0]], 1040)]:
    got = numbers(pair_loss(np.array([10.0, 0.0]), np.array(u), np.array(N)), (), "pair_loss")
    assert np.isfinite(got) and abs(got - want) < 1e-3, (
        "with products between -1000 and 1000 the loss is off.")
### END HIDDEN TESTS

# %% [markdown]
# What the two kinds of terms ask for, drawn with your function (the other vectors are 0, so they add only a
# constant, which is taken off):

# %% run
x, zero = np.linspace(-6, 6, 61), np.zeros(1)
true = [pair_loss(np.ones(1), np.array([s]), zero[None]) - np.log(2) for s in x]
false = [pair_loss(np.ones(1), zero, np.array([[s]])) - np.log(2) for s in x]
fig, ax = plt.subplots(figsize=(7, 3.4), layout="constrained")
ax.plot(x, np.maximum(0, -x), color="0.6", linewidth=1, label="max(0, −x) and max(0, x)")
ax.plot(x, np.maximum(0, x), color="0.6", linewidth=1)
ax.plot(x, true, color="#0072B2", linewidth=2, label="true neighbour")
ax.plot(x, false, color="#D55E00", linewidth=2, linestyle="--", label="negative")
ax.set(title="Loss of a single pair", xlabel="product of the two vectors", ylabel="loss (natural log)")
ax.legend()
plt.show()

# %% [markdown]
# *What to see:* a true neighbour is pulled towards large products, a negative is pushed towards negative ones;
# a pair that is clearly on its right side has hardly any say any more.
#
# ### 7. Which way to move the vectors (2 points)
#
# Learning means to move all vectors of a pair a little against their gradient. With the **errors**
#
# $$ g = \sigma(u \cdot v) - 1, \qquad h_k = \sigma(n_k \cdot v) $$
#
# (what the sigmoid says, minus what it should say: 1 for the true pair, 0 for a false one) the chain
# rule gives
#
# $$ \frac{\partial L}{\partial v} = g\,u + \sum_{k=1}^{K} h_k\, n_k, \qquad
#    \frac{\partial L}{\partial u} = g\,v, \qquad
#    \frac{\partial L}{\partial n_k} = h_k\, v $$
#
# *Example.* $v = (1, 2)$, $u = (0, 0)$, $n_1 = (2, -1)$: all products are 0, so $g = -\tfrac12$ and
# $h_1 = \tfrac12$. Then $\partial L/\partial v = (1, -\tfrac12)$, $\partial L/\partial u = (-\tfrac12, -1)$ and
# $\partial L/\partial n_1 = (\tfrac12, 1)$.
#
# Write `pair_gradients`, about 3 lines. `expit` is the sigmoid, safe for large numbers. Compute everything
# from the **old** vectors, and leave them as they are.

# %% solution="pair_gradients"
def pair_gradients(v, u, N):
    """Gradients of the negative-sampling loss of exercise 6.

    v, u : arrays (d,), vectors of the centre and of the true neighbour
    N : array (K, d), vectors of the negatives, K >= 1
    Returns (grad_v, grad_u, grad_N) with the shapes (d,), (d,) and (K, d). They are finite also where
    products are as large as 1000 or -1000. v, u and N stay as they are.
    """
    ### BEGIN SOLUTION
    g, h = expit(u @ v) - 1, expit(N @ v)                               # a number, (K,)
    return g * u + h @ N, g * v, np.outer(h, v)                         # (d,), (d,), (K, d)
    ### END SOLUTION

# %% test="gradient_for_the_centre" points=1
# The gradient for the centre is the slope of the loss: true neighbour and negatives both count.
v, u, N = np.array([1.0, 2.0]), np.array([0.0, 0.0]), np.array([[2.0, -1.0]])
got = pair_gradients(v, u, N)
assert isinstance(got, (tuple, list)) and len(got) == 3, "pair_gradients should return three arrays."
grad_v = numbers(got[0], (2,), "pair_gradients, grad_v")
assert np.allclose(grad_v, [1, -0.5]), f"in the example grad_v is (1, -1/2), but {grad_v.tolist()} came."
assert [v.tolist(), u.tolist(), N.tolist()] == [[1, 2], [0, 0], [[2, -1]]], (
    "v, u or N itself has changed. Compute new arrays instead of writing into the old ones.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(3)
for d, K in [(3, 4), (5, 2), (2, 3)]:
    v, u, N = rng.normal(size=d), rng.normal(size=d), rng.normal(size=(K, d))
    want = slopes(lambda x: np.logaddexp(0, -(u @ x)) + np.logaddexp(0, N @ x).sum(), v)
    grad_v = numbers(pair_gradients(v.copy(), u.copy(), N.copy())[0], (d,), "pair_gradients, grad_v")
    assert np.allclose(grad_v, want, rtol=1e-5, atol=1e-7), (
        f"grad_v is not the slope of the loss, for d = {d} and {K} negatives.")
got = pair_gradients(np.array([10.0, 0.0]), np.array([100.0, 1.0]), np.array([[90.0, 7.0]]))
grad_v = numbers(got[0], (2,), "pair_gradients, grad_v")
assert np.allclose(grad_v, [90, 7]), (
    "with products near 1000 grad_v is off or not finite. Is your sigmoid safe for large numbers?")
### END HIDDEN TESTS

# %% test="gradients_for_the_neighbours" points=1
# The true neighbour and each negative have a gradient of their own.
v, u, N = np.array([1.0, 2.0]), np.array([0.0, 0.0]), np.array([[2.0, -1.0]])
got = pair_gradients(v.copy(), u.copy(), N.copy())
assert isinstance(got, (tuple, list)) and len(got) == 3, "pair_gradients should return three arrays."
grad_u = numbers(got[1], (2,), "pair_gradients, grad_u")
grad_N = numbers(got[2], (1, 2), "pair_gradients, grad_N")
assert np.allclose(grad_u, [-0.5, -1]), f"in the example grad_u is (-1/2, -1), but {grad_u.tolist()} came."
assert np.allclose(grad_N, [[0.5, 1]]), f"in the example grad_N is (1/2, 1), but {grad_N.tolist()} came."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(4)
for d, K in [(3, 4), (5, 2), (2, 3)]:
    v, u, N = rng.normal(size=d), rng.normal(size=d), rng.normal(size=(K, d))
    want_u = slopes(lambda x: np.logaddexp(0, -(x @ v)), u)
    want_N = slopes(lambda x: np.logaddexp(0, x @ v).sum(), N)
    got = pair_gradients(v.copy(), u.copy(), N.copy())
    assert np.allclose(numbers(got[1], (d,), "pair_gradients, grad_u"), want_u, rtol=1e-5, atol=1e-7), (
        f"grad_u is not the slope of the loss, for d = {d} and {K} negatives.")
    assert np.allclose(numbers(got[2], (K, d), "pair_gradients, grad_N"), want_N, rtol=1e-5, atol=1e-7), (
        f"grad_N is not the slope of the loss, for d = {d} and {K} negatives.")
got = pair_gradients(np.array([10.0, 1.0]), np.array([-100.0, 0.0]), np.array([[90.0, 7.0], [-90.0, 7.0]]))
assert np.allclose(numbers(got[1], (2,), "pair_gradients, grad_u"), [-10, -1]), (
    "with u.v = -1000 grad_u is off or not finite.")
assert np.allclose(numbers(got[2], (2, 2), "pair_gradients, grad_N"), [[10, 1], [0, 0]]), (
    "with products of about 900 and -900 grad_N is off or not finite.")
### END HIDDEN TESTS

# %% [markdown]
# A **gradient check**: your gradients against the slopes of *your* loss, which are measured by moving every
# number a little up and down. Whoever writes gradients does this once, before training.

# %% run
rng = np.random.default_rng(0)
vectors = {"v": rng.normal(size=4), "u": rng.normal(size=4), "N": rng.normal(size=(3, 4))}
for name, gradient in zip(vectors, pair_gradients(*vectors.values())):
    measured = slopes(lambda x: pair_loss(**{**vectors, name: x}), vectors[name])
    off = np.linalg.norm(gradient - measured) / (np.linalg.norm(gradient) + np.linalg.norm(measured))
    print(f"{name}: relative difference {off:.0e}  {'good' if off < 1e-6 else 'one of the two is wrong'}")

# %% [markdown]
# Now your pairs, loss and gradients learn from 16 sentences about drinks and films. Vectors have only two
# numbers, so that they can be drawn. Negatives are drawn with probabilities in proportion to
# $\text{frequency}^{3/4}$, as in Word2Vec, and **never the true neighbour itself**: it would be pulled and
# pushed at once.

# %% run
sentences = [list(tokens(text)) for text in TOY]
row = {word: number - 2 for word, number in vocabulary(sentences, 100).items()}           # rows 0, 1, 2, ...
pairs = [(row[a], row[b]) for a, b in skip_gram_pairs(sentences, 2)]
frequency = np.bincount([row[word] for sentence in sentences for word in sentence]) ** 0.75
rng, lr, K = np.random.default_rng(1), 0.1, 3
centres, others = rng.normal(size=(len(row), 2)) * 0.1, np.zeros((len(row), 2))           # (V, 2) each
losses = []
for epoch in range(30):
    total = 0
    for a, b in rng.permutation(pairs):
        p = np.where(np.arange(len(row)) == b, 0, frequency)
        drawn = rng.choice(len(row), size=K, p=p / p.sum())                               # (K,)
        total += pair_loss(centres[a], others[b], others[drawn])
        grad_v, grad_u, grad_N = pair_gradients(centres[a], others[b], others[drawn])
        centres[a] -= lr * np.asarray(grad_v)
        others[b] -= lr * np.asarray(grad_u)
        np.subtract.at(others, drawn, lr * np.asarray(grad_N))                          # a row may come twice
    losses.append(total / len(pairs))
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2), layout="constrained")
left.axhline((K + 1) * np.log(2), color="0.4", linestyle=":", label="guessing: 4 log 2")
left.plot(range(1, 31), losses, color="#0072B2", label="your skip-gram")
left.set(title="Loss of a pair, mean of an epoch", xlabel="epoch", ylabel="loss (natural log)", ylim=0)
left.legend()
for group, colour, mark in ((DRINKS, "#0072B2", "o"), (FILMS, "#D55E00", "s")):
    points = centres[[row[word] for word in group]]                                       # (4, 2)
    right.scatter(*points.T, color=colour, marker=mark, label=f"{', '.join(group)}")
    for x, y in points:
        right.plot([0, x], [0, y], color=colour, linewidth=0.8)
right.set(title="Vectors of eight of the words", xlabel="first number", ylabel="second number",
          aspect="equal")
right.legend(fontsize=8, loc="upper center", bbox_to_anchor=(0.5, -0.18))
plt.show()

# %% [markdown]
# *What to see:* nobody said what a drink is, yet the four drinks point one way and the four films another:
# they keep different company. The loss cannot reach 0, because a word has several
# neighbours, and *a* stands beside cup as well as beside ticket.
#
# ### 8. The same with gensim (1 point)
#
# gensim's `Word2Vec` does this in compiled code, with many refinements (very frequent words are thinned out,
# windows vary in size, the step gets smaller). Its most important settings:
#
# | setting | meaning | gensim's default |
# |---|---|---|
# | first argument | the sentences, **lists of tokens** (not strings) | |
# | `vector_size` | $d$ | 100 |
# | `window` | the largest distance | 5 |
# | `min_count` | rarer words are left out | 5 |
# | `sg` | 1 for skip-gram, 0 for CBOW | 0 |
# | `negative` | $K$ | 5 |
# | `epochs` | how often it goes through the text | 5 |
# | `seed`, `workers` | random numbers; threads. Only **one** worker gives the same numbers every time | 1, 3 |
#
# The trained model has a table of vectors, `model.wv`, with `model.wv.index_to_key`, the words, and
# `model.wv.vectors`, their vectors as rows in the same order.
#
# Write `word_vectors`, 2 to 4 lines: train with `min_count=2`, `negative=5` and `workers=1`, take the
# other settings from the arguments, and leave all else at gensim's defaults.

# %% solution="word_vectors"
def word_vectors(sentences, skip_gram, size, window, epochs, seed):
    """Train gensim's Word2Vec.

    sentences : list of sentences, each a list of str
    skip_gram : True for skip-gram, False for CBOW
    size, window, epochs, seed : d, largest distance, runs through the text, seed of the random numbers
    min_count is 2, negative 5, workers 1; all else as gensim has it.
    Returns (words, M): the words that got a vector, in any order, and an array (number of words, size) whose
    row i is the (centre) vector of words[i], as it was trained, not scaled.
    """
    ### BEGIN SOLUTION
    model = Word2Vec(sentences, sg=int(skip_gram), vector_size=size, window=window, epochs=epochs,
                     min_count=2, negative=5, seed=seed, workers=1)
    return model.wv.index_to_key, model.wv.vectors
    ### END SOLUTION

# %% test="trained_as_asked" points=1
# The words and vectors are those of gensim's Word2Vec with the settings that were asked for.
text = [sentence.split() for sentence in TOY * 2] + [["a", "rare", "word"], ["another", "one"]]
got = word_vectors([list(s) for s in text], True, 6, 3, 4, 1)
assert isinstance(got, (tuple, list)) and len(got) == 2, "word_vectors should return two things: (words, M)."
words = strings(got[0], "word_vectors, words")
assert "rare" not in words, "rare occurs only once, but got a vector: min_count should be 2."
assert set(words) == {word for s in text for word in s} - {"rare", "word", "another", "one"}, (
    f"the words should be those that occur at least twice in the text; these came: {words[:8]} ...")
M = numbers(got[1], (len(words), 6), "word_vectors, M")
assert np.isfinite(M).all() and len(np.unique(M)) > 6, "M should hold one vector of its own for every word."
### BEGIN HIDDEN TESTS
model = Word2Vec([list(s) for s in text], sg=0, vector_size=6, window=3, epochs=4, min_count=2, seed=1,
                 workers=1)
assert not np.allclose(M, [model.wv[word] for word in words], rtol=1e-3, atol=1e-6), (
    "skip-gram was asked for, but these are the vectors of CBOW, which is gensim's default.")
for kind, d, reach, rounds, start in [(True, 6, 3, 4, 1), (False, 3, 2, 9, 5)]:
    wv = Word2Vec([list(s) for s in text], sg=1 if kind else 0, vector_size=d, window=reach, epochs=rounds,
                  workers=1, seed=start, min_count=2).wv
    want = {word: wv[word].tolist() for word in wv.index_to_key}
    if not kind:
        words, M = word_vectors([list(s) for s in text], kind, d, reach, rounds, start)
        words = strings(words, "word_vectors, words")
    assert sorted(words) == sorted(want), "the words are not those that occur at least twice."
    M = numbers(M, (len(want), d), "word_vectors, M")
    assert np.allclose(M, [want[word] for word in words], rtol=1e-3, atol=1e-6), (
        f"with skip_gram={kind}, size={d}, window={reach}, epochs={rounds}, seed={start} the vectors differ "
        "from gensim's. Is every argument handed on? Are they the rows of model.wv.vectors, as trained and "
        "beside their words?")
### END HIDDEN TESTS

# %% [markdown]
# Trained on the 2,400 sentences (some seconds), beside GloVe: which words have the vectors most similar to
# that of *funny*, and of *bad*? The number behind a word is the cosine of the angle between the two vectors.

# %% run
tables = {"CBOW": own_vectors(word_vectors, tokens, False),
          "skip-gram": own_vectors(word_vectors, tokens, True), "GloVe": (GLOVE_WORDS, GLOVE)}
for word in ("funny", "bad"):
    for name, (words, M) in tables.items():
        print(f"{word:6} {name:10} {neighbours(words, M, word)}")

# %% [markdown]
# *What to see:* 45,000 words are very little. Yours have begun to sort, but there are accidents among the
# neighbours, and words that simply stand beside *funny*, such as *very*. GloVe (Pennington, Socher and
# Manning, 2014), which fits its vectors to counts of how often words stand near each other in a huge text,
# finds relatives. But look at *bad*: near vectors mean **similar company**, not the same meaning. In GloVe
# the cosine of *good* and *bad* is 0.80, because they stand in the same places.
#
# Would another seed give the same? The cosines of two pairs of words, skip-gram from more and more sentences,
# with three seeds each:

# %% run
sentences = [list(tokens(text)) for text in LEARN["text"]]
for pair in (("is", "this"), ("film", "movie")):
    u, v = (GLOVE[GLOVE_WORDS.index(word)] for word in pair)
    print(f"{' and '.join(pair):15} GloVe {u @ v / (np.linalg.norm(u) * np.linalg.norm(v)):.2f}")
for many in (30, 300, 800):
    cosines = {("is", "this"): [], ("film", "movie"): []}
    for seed in (1, 2, 3):
        words, M = word_vectors(sentences[:many], True, 20, 3, 40, seed)
        for pair in cosines:
            u, v = (np.asarray(M)[list(words).index(word)] for word in pair)
            cosines[pair].append(u @ v / (np.linalg.norm(u) * np.linalg.norm(v)))
    for pair, values in cosines.items():
        print(f"{' and '.join(pair):15} {many:4} sentences: " + "  ".join(f"{value:.2f}" for value in values))

# %% [markdown]
# *What to see:* with 30 sentences the numbers are luck, and nothing follows from them. With 300 nearly all
# vectors still point the same way; they have hardly begun to part. With 800 the seeds agree, and yet GloVe
# says something else: a cosine belongs to its text and its training, not to the language. Never read meaning
# into vectors from a handful of sentences.

# %% [markdown]
# ## Part III. From words to a decision
#
# ### 9. a is to b as c is to …? (2 points)
#
# Good vectors hold more than likeness. *man* is to *king* as *woman* is to …: take *king*, subtract *man*,
# add *woman*, and see which word lies that way. Only directions count; how **long** a vector is has much to do
# with how often the word occurs. So likeness is the cosine of the angle,
#
# $$ \cos(x, y) = \frac{x \cdot y}{\lVert x \rVert\, \lVert y \rVert}, $$
#
# and the score of a candidate $x$ for "$a$ is to $b$ as $c$ is to $x$" is
#
# $$ \text{score}(x) = \cos(x, b) - \cos(x, a) + \cos(x, c). $$
#
# The three words of the question are **no candidates**; $b$ and $c$ would often win, for every word is most
# like itself. (This rule has a price: "*man* is to *doctor* as *woman* is to …" can never be answered with
# *doctor*.)
#
# *Example.* Five words with two numbers each: king (3, 3), man (5, 0), woman (0, 2), and two candidates: queen
# (−1, 9) and crown (20, 20). To three places:
#
# | | cos with king | cos with man | cos with woman | score |
# |---|---|---|---|---|
# | queen | 0.625 | −0.110 | 0.994 | 1.729 |
# | crown | 1.000 | 0.707 | 0.707 | 1.000 |
#
# The answer is queen, although crown has the longer vector and lies nearer to king.
#
# Write `analogy`, about 5 lines. If all rows are scaled to length 1 first, a cosine is just a product, and one
# product with $b - a + c$ gives all scores.

# %% solution="analogy"
def analogy(a, b, c, words, M, top):
    """Answers to "a is to b as c is to ...?", best first.

    a, b, c : str, three different words that stand in words
    words : list of n different str
    M : array (n, d), float; row i is the vector of words[i]; no row is zero. words and M stay as they are.
    top : how many answers, at most n - 3
    Returns the `top` words with the highest score cos(x, b) - cos(x, a) + cos(x, c), highest first, a, b and c
    left out.
    """
    ### BEGIN SOLUTION
    U = M / np.linalg.norm(M, axis=1, keepdims=True)                    # (n, d), rows of length 1
    i, j, k = (words.index(word) for word in (a, b, c))
    scores = U @ (U[j] - U[i] + U[k])                                   # (n,)
    scores[[i, j, k]] = -np.inf
    return [words[place] for place in np.argsort(-scores)[:top]]
    ### END SOLUTION

# %% test="cosines_are_added" points=1
# The word with the highest sum of cosines wins, however long the vectors are.
words = ["crown", "king", "queen", "man", "woman"]
M = np.array([[20.0, 20.0], [3.0, 3.0], [-1.0, 9.0], [5.0, 0.0], [0.0, 2.0]])
before, names = M.copy(), list(words)
got = strings(analogy("man", "king", "woman", names, M, 2), "analogy")
assert got and set(got) <= set(words), f"words from the list should come, but {got} came."
others = [word for word in got if word not in ("man", "king", "woman")]
assert others and others[0] == "queen", f"in the example queen comes first, but {got} came."
assert np.array_equal(M, before), (
    "M itself has changed. Make a new array instead of writing into the old one.")
assert names == words, f"the list of words itself has changed: {names} is left of it."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(5)
words = [f"w{i}" for i in range(40)]
M = rng.normal(size=(40, 6)) * rng.choice([0.05, 1, 30], size=(40, 1))
unit = np.array([row / np.sqrt(sum(row**2)) for row in M])
cosines = unit @ unit.T
for a, b, c in [(0, 1, 2), (7, 3, 30), (39, 12, 5), (20, 21, 38), (33, 8, 14)]:
    scores = {words[x]: cosines[x, b] - cosines[x, a] + cosines[x, c]
              for x in range(40) if x not in (a, b, c)}
    want = sorted(scores, key=scores.get, reverse=True)[:5]
    got = strings(analogy(words[a], words[b], words[c], list(words), M.copy(), 8), "analogy")
    got = [word for word in got if word not in (words[a], words[b], words[c])][:5]
    assert got == want, (
        "with rows of very different lengths the best words are not in the order of their scores.")
### END HIDDEN TESTS

# %% test="the_question_is_no_answer" points=1
# a, b and c never come back; as many other words as asked for do, best first.
words = ["paris", "france", "lyon", "rome", "italy"]
M = np.array([[1.0, 2.0, 0.1], [1.0, 0.2, 0.0], [1.5, 1.0, -0.2], [0.2, 2.0, 1.0], [0.1, 0.3, 1.2]])
M /= np.linalg.norm(M, axis=1, keepdims=True)          # here all vectors have length 1
got = strings(analogy("france", "paris", "italy", list(words), M.copy(), 1), "analogy")
assert not {"paris", "italy", "france"} & set(got), f"{got} came, but a word of the question is no answer."
assert got == ["rome"], f"Paris is to France as Rome is to Italy, but {got} came."
got = strings(analogy("france", "paris", "italy", list(words), M.copy(), 2), "analogy")
assert got == ["rome", "lyon"], f"two answers were asked for: rome and lyon, but {got} came."
### BEGIN HIDDEN TESTS
words = ["a", "p", "q", "b", "c", "r"]
M = np.array([[2.0, 0.1], [1.0, -0.9], [3.0, -0.5], [1.0, 0.6], [1.0, 0.9], [-1.0, -1.2]])
M /= np.sqrt((M**2).sum(axis=1, keepdims=True))
for one, two, three in [("a", "b", "c"), ("b", "a", "q"), ("c", "a", "p")]:
    scores = M @ (M[words.index(two)] - M[words.index(one)] + M[words.index(three)])
    want = [words[i] for i in np.argsort(-scores) if words[i] not in (one, two, three)]
    got = strings(analogy(one, two, three, list(words), M.copy(), 3), "analogy")
    assert got == want, "all three other words were asked for; some have negative scores."
questions = [("france", "paris", "italy", "rome"), ("man", "king", "woman", "queen")]
some = [i for i, word in enumerate(GLOVE_WORDS[:3_000]) if i % 5 == 0 or word in sum(questions, ())]
unit = GLOVE[some] / np.linalg.norm(GLOVE[some], axis=1, keepdims=True)
for a, b, c, want in questions:
    got = strings(analogy(a, b, c, [GLOVE_WORDS[i] for i in some], unit.copy(), 3), "analogy")
    assert len(got) == 3 and got[0] == want, (
        f"with GloVe, {a} is to {b} as {c} is to something else than you say.")
### END HIDDEN TESTS

# %% [markdown]
# With GloVe, your answers and gensim's (`most_similar`), and with the vectors from the 2,400 sentences:

# %% run
table = KeyedVectors(50)
table.add_vectors(GLOVE_WORDS, GLOVE.astype("float32"))
words, M = own_vectors(word_vectors, tokens, True)
print(f"{'question':32}{'you, with GloVe':34}{'gensim':10} your own skip-gram vectors")
for a, b, c in [("man", "king", "woman"), ("france", "paris", "korea"), ("germany", "german", "korea"),
                ("man", "actor", "woman"), ("good", "better", "bad"), ("film", "films", "story"),
                ("actor", "film", "singer"), ("funny", "comedy", "scary")]:
    library = table.most_similar(positive=[b, c], negative=[a], topn=1)[0][0]
    mine = ", ".join(analogy(a, b, c, GLOVE_WORDS, GLOVE, 3))
    own = ", ".join(analogy(a, b, c, words, M, 2)) if {a, b, c} <= set(words) else "(a word is unknown)"
    print(f"{f'{a} : {b} = {c} : ?':32}{mine:34}{library:10} {own}")

# %% [markdown]
# *What to see:* grammar and geography often come out right, other questions do not, and six billion words of
# people's writing bring people's prejudices with them. Our own little text knows nothing of this kind.
#
# ### 10. One vector for a sentence (2 points)
#
# A sentence is many vectors, but a classifier wants one row of fixed width. The simplest way is their
# **mean**. Only words count: places with the pad (0) or an unknown word (1) have no say, neither in the sum
# nor in the number that it is divided by. This is called *masked mean pooling*:
#
# $$ \text{mean}_i = \frac{1}{c_i} \sum_{j \,:\, \text{ids}_{ij} \ge 2} E_{\text{ids}_{ij}}, \qquad
#    c_i = \text{number of places } j \text{ with } \text{ids}_{ij} \ge 2 $$
#
# A sentence with $c_i = 0$ gets zeros, and not `nan`.
#
# *Example.* $E$ has the rows $(9, 9), (8, 8), (1, 2), (3, 6)$:
#
# | row of ids | words | mean |
# |---|---|---|
# | 0 0 2 3 | (1, 2) and (3, 6) | (2, 4) |
# | 3 1 3 2 | (3, 6) twice, (1, 2) | (7/3, 14/3) |
# | 0 0 0 1 | none | (0, 0) |
#
# Write `mean_vectors`, about 4 lines. `E[ids]` has the shape $(n, L, d)$, the mask `(ids >= 2)[:, :, None]`
# the shape $(n, L, 1)$.

# %% solution="mean_vectors"
def mean_vectors(ids, E):
    """The mean vector of the known words of every sentence.

    ids : array (n, L) of whole numbers, 0 <= ids < V; 0 is the pad and 1 the unknown word, at any place
    E : array (V, d), float or whole numbers, left as it is; the numbers in rows 0 and 1 must not matter
    Returns an array (n, d): row i is the mean of the rows E[ids[i, j]] over all places j with ids[i, j] >= 2
    (a word that occurs twice counts twice), or zeros where there is no such place.

    Example: mean_vectors(np.array([[0, 2, 3]]), np.array([[9.], [8.], [1.], [3.]])) is [[2.0]]
    """
    ### BEGIN SOLUTION
    mask = (ids >= 2)[:, :, None]                                       # (n, L, 1)
    total = np.where(mask, E[ids], 0).sum(axis=1)                       # (n, d)
    return total / np.maximum(mask.sum(axis=1), 1)                      # (n, d) / (n, 1)
    ### END SOLUTION

# %% test="pads_and_unknown_words_have_no_say" points=1
# The mean is taken over the known words only.
E = np.array([[9.0, 9.0], [8.0, 8.0], [1.0, 2.0], [3.0, 6.0]])
before = E.copy()
got = numbers(mean_vectors(np.array([[0, 0, 2, 3], [3, 1, 3, 2]]), E), (2, 2), "mean_vectors")
assert not np.allclose(got, [[4, 8], [7, 14]]), "these are sums; divide by the number of known words."
assert not np.allclose(got, [[1, 2], [1.75, 3.5]]), "divided by all places: divide by the known words only."
assert np.allclose(got, [[2, 4], [7 / 3, 14 / 3]]), (
    f"the first two rows of the example came out as {got.round(3).tolist()}.")
assert np.array_equal(E, before), "E itself has changed. Leave it as it is."
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(6)
E = rng.normal(size=(9, 3))
E[:2], E[4, 0], E[5] = [[1e3, -50, 7], [-2e3, 5, 5]], 0, 0
ids = rng.integers(0, 9, size=(12, 5))
ids[:, 2] = rng.integers(2, 9, size=12)
want = np.array([np.sum([E[i] for i in row if i > 1], axis=0) / sum(i > 1 for i in row)
                 for row in ids.tolist()])
got = numbers(mean_vectors(ids.copy(), E.copy()), (12, 3), "mean_vectors")
assert np.allclose(got, want, atol=1e-9), "twelve sentences with pads and unknown words at any place are off."
whole = np.array([[9, 9], [8, 8], [1, 2], [3, 6]])
got = numbers(mean_vectors(np.array([[3, 2, 3]]), whole), (1, 2), "mean_vectors")
assert np.allclose(got, [[7 / 3, 14 / 3]]), "E is of whole numbers here; the mean should not be cut to them."
wider = np.hstack([np.zeros((12, 3), dtype=int), ids, np.ones((12, 1), dtype=int)])
assert np.allclose(numbers(mean_vectors(wider, E.copy()), (12, 3), "mean_vectors"), want, atol=1e-9), (
    "more pads and unknown words, in front or behind, should change nothing.")
### END HIDDEN TESTS

# %% test="nothing_known_gives_zeros" points=1
# A sentence without a known word gets zeros; the sentences beside it are as always.
E = np.array([[9.0, 9.0], [8.0, 8.0], [1.0, 2.0], [3.0, 6.0]])
got = numbers(mean_vectors(np.array([[0, 0, 0, 1], [3, 3, 3, 3]]), E.copy()), (2, 2), "mean_vectors")
assert np.isfinite(got).all(), "a sentence without a known word gives nan: 0 was divided by 0."
assert np.allclose(got, [[0, 0], [3, 6]]), f"zeros and (3, 6) are right, but {got.round(3).tolist()} came."
### BEGIN HIDDEN TESTS
E = np.random.default_rng(7).normal(size=(5, 4)) + 3
ids = np.array([[1, 1, 1], [4, 4, 4], [0, 0, 0], [2, 2, 2], [0, 1, 0]])
got = numbers(mean_vectors(ids.copy(), E.copy()), (5, 4), "mean_vectors")
assert np.allclose(got, [[0] * 4, E[4], [0] * 4, E[2], [0] * 4]), (
    "among five sentences, three have no known word: they should be zeros, in their places.")
### END HIDDEN TESTS

# %% [markdown]
# Your mean vectors of the 2,400 sentences, from GloVe, with a logistic regression behind them (as in
# assignment 102). These are the sentences of the other 1,600 of which it is most sure:

# %% run
ids = {word: i for i, word in enumerate(GLOVE_WORDS, 2)}
E = np.vstack([np.zeros((2, 50)), GLOVE])                                              # (20002, 50)
features = [np.asarray(mean_vectors(np.asarray(encode([list(tokens(t)) for t in part["text"]], ids, 40)), E))
            for part in (LEARN, CHECK)]                                               # (2400, 50), (1600, 50)
reader = LogisticRegression(max_iter=2000).fit(features[0], LEARN["label"])
praise = reader.predict_proba(features[1])[:, 1]                                       # (1600,)
order = np.argsort(praise)
for i in [*order[::-1][:4], *order[:4]]:
    print(f"{praise[i]:.2f}  label {CHECK['label'][i]}  {CHECK['text'][i][:95]}")
print(f"right: {np.mean((praise > 0.5) == CHECK['label']):.1%} of 1,600")
pair = ["the film is good and not bad", "the film is bad and not good", "the film is not good"]
rows = np.asarray(mean_vectors(np.asarray(encode([list(tokens(t)) for t in pair], ids, 40)), E))
print("\n".join(f"{p:.2f}  {text}" for p, text in zip(reader.predict_proba(rows)[:, 1], pair)))

# %% [markdown]
# *What to see:* the surest ones are mostly right. But compare the last three lines: a mean does not know in
# which order the words came, and *not* is one small word among others.
#
# ### 11. What follows? (1 point)
#
# Think first; then, if you like, try it out in the free cell below.
#
# - **a** "good, not bad" and "bad, not good" have the same mean vector (exercise 10).
# - **b** Zeros added in front of a row of ids, or behind it, leave its mean vector unchanged.
# - **c** If the cosine of two words' vectors is above 0.7, one can replace the other in a review, and the
#   label stays true.
# - **d** The cosine of the one-hot rows of two different ids is 0, whatever their words mean.
# - **e** To a word that does not occur in its text, Word2Vec gives a vector near those of words that are spelt
#   alike.
# - **f** If the vector of one word is multiplied by 3, no answer of exercise 9 changes.
# - **g** If the sentences of a text are put into another order, the pairs of exercise 5 become others.
#
# *Decision rule:* a letter belongs in your set if the statement holds for **every** text and **every** matrix
# of vectors (leaving aside rounding and rows of zeros). One counterexample is enough to keep it out. The
# pairs of exercise 5 are compared without regard to their order.
#
# The test below shows only whether your answer has the right form; whether it is right is found out when it is
# graded.

# %%
# Free cell: try a statement on two sentences and a small matrix of your own.

# %% solution="which_statements_follow"
def which_statements_follow():
    """The letters of the statements that hold for every text and every matrix of vectors.

    Returns a set of letters from "a" to "g", for instance {"c", "g"} (which is not the answer).
    """
    ### BEGIN SOLUTION
    return {"a", "b", "d", "f"}
    ### END SOLUTION

# %% test="statements_about_vectors" points=1
# The set holds the statements that always follow, and no others.
answer = which_statements_follow()
assert isinstance(answer, (set, frozenset, list, tuple, str)), "return a set of letters such as {'c', 'g'}."
letters = {str(letter).strip().lower() for letter in answer}
assert letters and letters <= set("abcdefg"), "return one or more of the letters a to g."
assert letters != {"c", "g"}, "this is the sample of the docstring, not an answer."
### BEGIN HIDDEN TESTS
assert not {"c", "e", "g"} & letters, (
    "one of your statements has a counterexample: think of good and bad, of where Word2Vec's vectors come "
    "from, and of what a pair is made of.")
assert letters == set("abdf"), (
    "what you chose does follow, but something else does too: think of sums, of masks, and of what a cosine "
    "sees.")
### END HIDDEN TESTS

# %% [markdown]
# ## The decision
#
# Everything comes together. Each reader learns from 50, 100, … 2,400 labelled sentences and reads the same
# 1,600 others. B and C use your mean vectors; A counts which of the words occur. For each number of sentences
# five different draws are made, because with few sentences luck matters. (B has learnt its vectors from the
# *text* of all 2,400 sentences; the text is there, only labels cost time.) **Predict first:** who is ahead at
# 100, and who at 2,400?

# %% run
split = {"learn": [list(tokens(t)) for t in LEARN["text"]], "check": [list(tokens(t)) for t in CHECK["text"]]}
counter = CountVectorizer(analyzer=list, binary=True).fit(split["learn"])
readers = {"A counts words": [counter.transform(split[part]) for part in ("learn", "check")]}
for name, (words, M) in {"B own skip-gram": own_vectors(word_vectors, tokens, True),
                         "C GloVe": (GLOVE_WORDS, GLOVE)}.items():
    ids, E = {word: i for i, word in enumerate(words, 2)}, np.vstack([np.zeros((2, 50)), M])
    readers[name] = [np.asarray(mean_vectors(np.asarray(encode(split[part], ids, 40)), E)) for part in split]
y, truth, sizes = LEARN["label"].to_numpy(), CHECK["label"].to_numpy(), [50, 100, 200, 400, 800, 1600, 2400]
scores = {name: np.zeros((len(sizes), 5)) for name in readers}                          # (7, 5) each
for place, size in enumerate(sizes):
    for draw in range(5):
        rows = np.random.default_rng(draw).permutation(len(y))[:size]
        for name, (learn, check) in readers.items():
            reader = LogisticRegression(max_iter=2000).fit(learn[rows], y[rows])
            scores[name][place, draw] = np.mean(reader.predict(check) == truth)
print("labelled" + "".join(f"{name:>18}" for name in scores))
for place, size in enumerate(sizes):
    print(f"{size:8,}" + "".join(f"{table[place].mean():18.1%}" for table in scores.values()))
fig, ax = plt.subplots(figsize=(8, 4), layout="constrained")
for (name, table), style in zip(scores.items(), [("#000000", "^:"), ("#D55E00", "s--"), ("#0072B2", "o-")]):
    ax.plot(sizes, table.mean(axis=1), style[1], color=style[0], label=name)
    ax.fill_between(sizes, table.min(axis=1), table.max(axis=1), color=style[0], alpha=0.12)
ax.axhline(max(truth.mean(), 1 - truth.mean()), color="0.5", linewidth=1,
           label="always the more frequent label")
ax.set(title="Three readers (line: mean of five draws; band: worst to best)", xscale="log",
       xlabel="labelled sentences", ylabel="accuracy (share of 1,600)", ylim=(0.45, 0.9))
ax.set_xticks(sizes, [f"{size:,}" for size in sizes])
ax.minorticks_off()
ax.legend(loc="upper left")
plt.show()

# %% [markdown]
# *What to see:* with few labels it helps to know which words are alike: whoever has seen the label of one
# sentence with *heartwarming* has learnt something about *touching*. With many labels, a reader that can
# weigh every single word for itself overtakes the two that see only the mean of 50 numbers. The bands are
# wide on the left: a single draw of 50 sentences proves little, and where two bands overlap, so little is
# decided.
#
# (An honest word: that B gets 40 epochs was our choice after looking at these very 1,600 sentences. With
# gensim's 5, and 100 labels, it is hardly better than guessing; with 60 a little better still. Strictly, such
# choices are made on other sentences than those one reports.)
#
# ### 12. Your letter to the cinema (2 points)
#
# Write to the cinema, in 5 to 8 sentences, without formulas:
#
# - which reader it should use this week and which in December, with numbers from your table,
# - why the one is better with few labels and the other with many,
# - one kind of sentence that a reader of mean vectors gets wrong in principle, and why,
# - one reason why the numbers may be too good for what the cinema will really get.
#
# A person reads this answer.

# %% [markdown] essay="which_reader" points=2
# This week, with 100 labels, please take a reader of mean vectors: on 1,600 other sentences the one with our
# own vectors was right in 71 % and the one with GloVe in 70 %, the counter of words only in 62 %. Between the
# first two our table does not decide; I would take GloVe, which is ready made and does not depend on how much
# text you have kept. In December, with 2,400 labels, take the counter of words: it reaches 85 %, the other
# two stay at about 80 and 79 %. With few labels most words of a new sentence have never been seen with a
# label, and a reader that knows *touching* to be like *heartwarming* can make use of one for the other. With
# many labels nearly every important word has a label of its own, and the mean of 50 numbers has become too
# narrow: it blurs *good* and *bad*, which keep the same company. A mean does not know the order of the words,
# so "good and not bad" and "bad and not good" get the same answer, whatever the vectors. And expect less in
# practice than 71 or 85 %: we tried the readers only on sentences that twenty people had found clearly good
# or clearly bad.
#
# ### BEGIN MARK SCHEME
# - 1 point: B or C now and A in December, with numbers from the table at 100 and at 2,400 labels. Choosing
#   between B and C is free, if it is not called proved (their bands overlap). Half a point without numbers or
#   with one of the two dates only. Another choice that fits the student's own, different table is accepted.
# - 0.5 point: why: with few labels, similar words share what was learnt, also words never seen with a label;
#   with many labels every word gets a weight of its own, and a mean of 50 numbers loses what tells words
#   apart.
# - 0.5 point: a kind of sentence in which the order or a negation decides, with the reason that a mean does
#   not know the order (0.25); and one reason for less in practice (0.25): only clear sentences were kept;
#   about half of them are praise here; the epochs were chosen on the same 1,600 sentences; other films, other
#   writers or other languages (Korean, with its particles).
# ### END MARK SCHEME
