"""The answer bank: what is well formed is read in order, what is malformed is refused with file and line."""

import pytest
from small_assignment import BANK, NAME, TEXT

from seodang import bank, text
from seodang.errors import TextError

ASSIGNMENT = text.parse(TEXT, NAME)
ANSWER = '"""Says what it does."""\ndef centre(x):\n    return x\n'


@pytest.fixture
def answers(tmp_path):
    """A function that reads a bank from text."""

    def read(content):
        path = tmp_path / f"{NAME}.py"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return bank.read(path, ASSIGNMENT)

    return read


def test_answers_come_in_order_with_what_they_lose(answers):
    found = answers(BANK)
    assert [(answer.exercise, answer.is_right, sorted(answer.loses), answer.label, answer.line) for answer in found] == [
        ("centre", False, ["mean_becomes_zero"], "Divides by the mean.", 1),
        ("spread", False, ["range_of_values"], "Takes the last minus the first.", 6),
        ("centre", True, [], "A loop.", 11),
        ("spread", True, [], "Sorts.", 17),
    ]
    assert found[0].source == '"""Divides by the mean."""\ndef centre(x):\n    return np.asarray(x) / np.mean(x)'


def test_without_a_file_there_are_no_answers(tmp_path):
    assert bank.read(tmp_path / "108_spread.py", ASSIGNMENT) == []


@pytest.mark.parametrize("content", ["", "\n\n", "# Answers of 2025.\n"])
def test_a_bank_without_headers_has_no_answers(answers, content):
    assert answers(content) == []


def test_comments_may_stand_before_the_first_answer(answers):
    assert [answer.line for answer in answers("# Answers of 2025.\n\n" + BANK)] == [3, 8, 13, 19]


def test_an_answer_may_lose_several_claims(answers):
    (answer,) = answers(f'# %% wrong="centre" loses=" mean_becomes_zero ,range_of_values,"\n{ANSWER}')
    assert answer.loses == {"mean_becomes_zero", "range_of_values"} and not answer.is_right


def test_a_label_is_one_line(answers):
    (answer,) = answers('# %% right="centre"\n"""Says it\n\n    in   three lines.\n"""\ncentre = abs')
    assert answer.label == "Says it in three lines."


@pytest.mark.parametrize(
    "definition",
    [
        "centre = lambda x: x - x.mean()",
        "centre: object = lambda x: x",
        "other, (centre, *more) = 1, (abs, 2)",
        "first = centre = abs",
        "class centre:\n    pass",
        "async def centre(x):\n    pass",
        "def helper(x):\n    return x\n\n\ndef centre(x):\n    return helper(x)",
    ],
)
def test_an_answer_may_bind_its_exercise_in_any_way(answers, definition):
    (answer,) = answers(f'# %% right="centre"\n"""Says what it does."""\n{definition}\n')
    assert answer.exercise == "centre" and answer.source.endswith(definition)


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "BOM"])
def test_line_endings_and_a_byte_order_mark_do_not_matter(answers, ending, mark):
    assert answers(mark + BANK.replace("\n", ending).encode()) == answers(BANK)


RIGHT = '# %% right="centre"\n'
MALFORMED = {
    "neither right nor wrong": (f"# %%\n{ANSWER}", 1, "an answer begins with"),
    "both right and wrong": (f'# %% right="centre" wrong="spread"\n{ANSWER}', 1, "an answer begins with"),
    "wrong and loses nothing": (f'# %% wrong="centre"\n{ANSWER}', 1, "wrong answers name the claims they lose"),
    "right and loses something": (f'# %% right="centre" loses="mean_becomes_zero"\n{ANSWER}', 1, "right ones lose none"),
    "loses an empty list": (f'# %% wrong="centre" loses=" , "\n{ANSWER}', 1, "a wrong answer loses at least one claim"),
    "unknown word": (f'# %% rigth="centre"\n{ANSWER}', 1, "unknown word 'rigth'"),
    "doubled word": (f'# %% right="centre" right="spread"\n{ANSWER}', 1, "right stands twice"),
    "word without a value": (f"# %% right\n{ANSWER}", 1, 'write right="…"'),
    "unbalanced quotation mark": (f'# %% right="centre\n{ANSWER}', 1, "unbalanced quotation mark"),
    "unknown exercise": (f'# %% right="middle"\n{ANSWER}', 1, "no exercise 'middle'; there are centre, spread"),
    "a test is no exercise": (f'# %% right="mean_becomes_zero"\n{ANSWER}', 1, "no exercise 'mean_becomes_zero'"),
    "an essay is no exercise": (f'# %% right="why"\n{ANSWER}', 1, "no exercise 'why'"),
    "unknown claim": (
        f'# %% wrong="centre" loses="mean_becomes_one"\n{ANSWER}',
        1,
        "no test mean_becomes_one; there are mean_becomes_zero",
    ),
    "an essay is no claim": (f'# %% wrong="centre" loses="why"\n{ANSWER}', 1, "no test why"),
    "no docstring": (f"{RIGHT}def centre(x):\n    return x\n", 1, "an answer begins with a docstring"),
    "docstring of the function only": (f'{RIGHT}def centre(x):\n    """Inside."""\n', 1, "an answer begins with a docstring"),
    "empty docstring": (f'{RIGHT}""" """\ncentre = abs\n', 1, "an answer begins with a docstring"),
    "docstring that is a format string": (f'{RIGHT}f"""Says."""\ncentre = abs\n', 1, "an answer begins with a docstring"),
    "defines something else": (f'{RIGHT}"""Says."""\ndef center(x):\n    return x\n', 1, "the answer does not define centre"),
    "only uses its exercise": (
        f'{RIGHT}"""Says."""\ncentre.cache = {{}}\nx = [0]\nx[centre] = 1\n',
        1,
        "the answer does not define centre",
    ),
    "defines it inside something else": (f'{RIGHT}"""Says."""\ndef f():\n    centre = 1\n', 1, "the answer does not define centre"),
    "empty answer": (RIGHT, 1, "the answer does not define centre"),
    "syntax error": (f'{RIGHT}"""Says."""\ndef centre(x:\n    return x\n', 3, "not Python"),
    "syntax error behind empty lines": (f'{RIGHT}\n\n"""Says."""\ncentre = = 1\n', 5, "not Python: invalid syntax"),
    "null byte": (f'{RIGHT}"""Says."""\ncentre = "\0"\n', 2, "not Python"),
    "first header without a space": (f"#%% right='centre'\n{ANSWER}", 1, "a cell header begins with '# %%' and a space"),
    "second header without a space": (f"{RIGHT}{ANSWER}\n#%% right='centre'\n{ANSWER}", 6, "a cell header begins with"),
    "an answer that lost its header": (f"# Bank.\n\n{ANSWER}{RIGHT}{ANSWER}", 3, "text before the first cell header"),
    "an answer without any header": (ANSWER, 1, "text before the first cell header"),
    "the second answer": (f'{RIGHT}{ANSWER}\n# %% wrong="centre"\n{ANSWER}', 6, "wrong answers name the claims they lose"),
}


@pytest.mark.parametrize(("content", "line", "message"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_bank_is_refused_with_file_and_line(answers, content, line, message):
    with pytest.raises(TextError) as caught:
        answers(content)
    assert (caught.value.path.name, caught.value.line) == (f"{NAME}.py", line)
    assert message in caught.value.message


def test_a_bank_in_another_encoding_is_refused(answers):
    with pytest.raises(TextError, match="108_spread.py:1: not UTF-8"):
        answers(BANK.replace("A loop", "반복").encode("cp949"))
