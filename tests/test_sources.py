"""What a source says of itself: the modules that it imports, the names that a statement binds."""

import ast

import pytest

from seodang import sources


@pytest.mark.parametrize(
    ("source", "modules"),
    [
        ("import a.b, c as d", ["a.b", "c"]),
        ("from e import f", ["e", "e.f"]),
        ("from . import helper", []),
        ("%matplotlib inline\nimport numpy as np\n!ls", ["numpy"]),
        ("def g():\n    import h", ["h"]),
        ("%%bash\nimport a", []),
        ("import (", []),
    ],
)
def test_imports_are_found_also_beside_magics(source, modules):
    assert list(sources.imports(source)) == modules


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(a): b = a", {"f"}),
        ("from m import g", {"g"}),
        ("x, y[0] = 1, 2", {"x"}),
        ("if a:\n    h = 1", {"h"}),
        ("f(b := 2)", {"b"}),
        ("print(a)", set()),
    ],
)
def test_what_a_statement_binds(source, names):
    assert sources.binds_of(ast.parse(source)) == names
