"""The answer bank: other people's answers to an assignment's exercises, right ones and wrong ones."""

import ast
from dataclasses import dataclass

from seodang import sources, text
from seodang.errors import TextError

WORDS = {"wrong": True, "right": True, "loses": True}


@dataclass(frozen=True)
class Answer:
    """An answer that replaces the solution cell `exercise`; `loses` are the tests that must fail with it, none for a right one."""

    exercise: str
    source: str
    label: str
    loses: frozenset[str]
    line: int

    @property
    def is_right(self):
        return not self.loses


def read(path, assignment):
    """The answers in a bank, in order; none where there is no file.

    Raises:
        TextError: a malformed header, an unknown exercise or claim, an answer without a docstring or that does not define its exercise.
    """
    if not path.exists():
        return []
    lines = text.read_text(path).split("\n")
    start = next((i for i, line in enumerate(lines) if text.ALMOST_HEADER.fullmatch(line) or line.strip() and line[0] != "#"), len(lines))
    return [_answer(*chunk, assignment, path) for chunk in text.split_cells(lines, start, path)]


def _answer(line, words, body, assignment, path):
    found = text.parse_words(words, WORDS, line, path)
    if ("wrong" in found) == ("right" in found):
        raise TextError(path, line, 'an answer begins with # %% wrong="EXERCISE" loses="CLAIMS" or # %% right="EXERCISE"')
    if ("wrong" in found) != ("loses" in found):
        raise TextError(path, line, "wrong answers name the claims they lose, right ones lose none")
    exercise = found.get("wrong") or found.get("right")
    if exercise not in assignment.exercises():
        raise TextError(path, line, f"no exercise {exercise!r}; there are {', '.join(assignment.exercises())}")
    loses = frozenset(claim.strip() for claim in found.get("loses", "").split(",") if claim.strip())
    if unknown := loses - set(assignment.named("test")):
        raise TextError(path, line, f"no test {', '.join(sorted(unknown))}; there are {', '.join(assignment.named('test'))}")
    if "wrong" in found and not loses:
        raise TextError(path, line, "a wrong answer loses at least one claim")
    source, first = text.strip_blank("\n".join(body), line)
    return Answer(exercise, source, _label(text.parse_python(source, first, path), exercise, line, path), loses, line)


def _label(tree, exercise, line, path):
    if exercise not in sources.binds_of(tree):
        raise TextError(path, line, f"the answer does not define {exercise}")
    if not (label := ast.get_docstring(tree)):
        raise TextError(path, line, 'an answer begins with a docstring that says what it does: """Averages the labels."""')
    return " ".join(label.split())
