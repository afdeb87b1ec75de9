"""What the text of a cell says: the names it binds, its statements, and how alike two texts are. Nothing is ever run or imported."""

import ast
import re
import warnings
from collections import Counter
from functools import cached_property
from typing import NamedTuple

LONGEST = 200_000  # characters; longer cells are taken as they are, but not looked into
# Possessive quantifiers (*+), so that no line, however made, takes more than linear time.
MAGIC = re.compile(r"^([ \t]*+)(?:[%!?].*|\w[\w, ]*+=[ \t]*+[%!].*|[\w.%]++\?{1,2}[ \t]*+)$", re.MULTILINE)
PROMPT = re.compile(r"^(?:>>> ?+|\.\.\. ?+|In \[\d++\]: ?+| ++\.\.\.: ?+)", re.MULTILINE)  # pasted along with code; IPython drops them
OTHER_LANGUAGE = re.compile(r"\s*+%%(?!time\b|capture\b|prun\b)")  # a cell that binds nothing: %%writefile, %%bash, %%timeit, …
BINDING = re.compile(r"^(?:async )?(?:def|class) ++(\w++)|^(\w++)[ \t]*+(?::[^=\n]*+)?=(?!=)", re.MULTILINE)
IMPORT = re.compile(r"^[ \t]*+(?:from[ \t]++(\w[\w.]*+)[ \t]++import\b|import[ \t]++([\w., \t]++))", re.MULTILINE)
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
IMPORTS = (ast.Import, ast.ImportFrom)
ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.AugAssign)
INNER = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
FILE = "<submission>"


class Statement(NamedTuple):
    """A top-level statement: its `kind` (definition, import, assignment or other), the names it binds, its lines."""

    kind: str
    names: frozenset
    lines: str


class Text:
    """For classes with a `source`: what it says, worked out once."""

    @cached_property
    def text(self):
        """The source without blanks at the ends of lines and without empty lines around it: what "the same text" means."""
        return tidy(self.source)

    @cached_property
    def tokens(self):
        """Words and signs with their counts."""
        return Counter(re.findall(r"\w+|[^\w\s]", self.source[:LONGEST]))

    @cached_property
    def size(self):
        return sum(self.tokens.values())

    @cached_property
    def statements(self):
        """The top-level statements; none where the source is not Python."""
        return statements(self.source)

    @cached_property
    def binds(self):
        """The names bound at top level; guessed from the beginnings of lines where the source is not Python."""
        if OTHER_LANGUAGE.match(self.source):
            return frozenset()
        if self.statements:
            return frozenset().union(*(statement.names for statement in self.statements))
        return frozenset(filter(None, (name for pair in BINDING.findall(self.source[:LONGEST]) for name in pair)))

    def extract(self, names):
        """The top-level statements that bind one of the names; the whole text where it is not Python."""
        found = [statement.lines for statement in self.statements if statement.names & names]
        return tidy("\n\n\n".join(found)) if self.statements else self.text

    def like(self, other):
        """How alike two texts are, from 0 to 1: the share of words and signs that they have in common, in whatever order."""
        if not self.size or not other.size or not 1 / 4 < self.size / other.size < 4:
            return float(self.text == other.text)
        return 2 * sum((other.tokens & self.tokens).values()) / (self.size + other.size)


def tidy(source):
    return "\n".join(line.rstrip() for line in source.split("\n")).strip("\n")


def parse(source):
    """The syntax tree, magics and shell lines taken for `pass`, without prompts; None where it is not Python, or too long to tell."""
    if len(source) > LONGEST or OTHER_LANGUAGE.match(source):
        return None
    plain = MAGIC.sub(r"\1pass", source)
    # The compiler's warnings, about strings like "\\d", are the student's. A filter at each parse instead of catch_warnings, which would
    # undo what other threads set meanwhile.
    warnings.filterwarnings("ignore", module=re.escape(FILE))
    for attempt in (source, plain, PROMPT.sub("", plain)):
        try:
            return ast.parse(attempt, FILE)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def statements(source):
    """The top-level statements of a source, each with the comment lines right above it; none where it is not Python."""
    tree, lines, end, found = parse(source), source.split("\n"), 0, []
    try:
        for node in tree.body if tree else ():
            begin = min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", ()))]) - 1
            while begin > end and lines[begin - 1].startswith("#"):
                begin -= 1
            found.append(Statement(_kind(node), frozenset(binds_of(node)), "\n".join(lines[begin : node.end_lineno])))
            end = node.end_lineno
    except RecursionError:
        return []
    return found


def _kind(node):
    kinds = {"definition": DEFINITIONS, "import": IMPORTS, "assignment": ASSIGNMENTS}
    return next((kind for kind, nodes in kinds.items() if isinstance(node, nodes)), "other")


def binds_of(node):
    """The names that a statement binds in its own scope."""
    if isinstance(node, DEFINITIONS):
        return {node.name}
    if isinstance(node, IMPORTS):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return {node.id}
    if isinstance(node, INNER):
        return set()
    return set().union(*map(binds_of, ast.iter_child_nodes(node)))


def around(text, block):
    """The texts before and behind the lines of `block`, or None where they do not stand in it together; all tidy."""
    before, found, behind = f"\n{text}\n".partition(f"\n{block}\n")
    return (tidy(before), tidy(behind)) if found else None


def modules(source):
    """The modules that a student's source imports, as its lines say, also where it is not Python as a whole."""
    for one, several in IMPORT.findall(source[:LONGEST]):
        yield from [one] if one else re.findall(r"(?:^|,)[ \t]*(\w[\w.]*)", several)


def imports(source):
    """The modules that a source imports, as far as it is Python; of `from a import b` also a.b, which may be one."""
    for node in ast.walk(parse(source) or ast.Module([], [])):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def bound(source):
    """The names that a cell's statements bind at top level."""
    return sorted(frozenset().union(*(statement.names for statement in statements(source))))


def special_methods(cells):
    """The special methods that classes in these sources define."""
    trees = filter(None, map(parse, cells))
    bodies = [statement for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for statement in node.body]
    found = frozenset().union(*map(binds_of, bodies))
    return frozenset(name for name in found if name.startswith("__"))
