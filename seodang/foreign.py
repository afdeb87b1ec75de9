"""What test cells of courses not made for two processes ask for and cannot have, said before the first score surprises anybody."""

import ast

OUT_OF_REACH = {
    "gca": "figures are drawn in the student's process",
    "gcf": "figures are drawn in the student's process",
    "get_fignums": "figures are drawn in the student's process",
    "patch": "a patched name is patched in the test's process only",
    "getsource": "the student's text is not in the test's process",
    "getsourcelines": "the student's text is not in the test's process",
    "GradientTape": "a tape does not see through the wall",
    "get_ipython": "the test's process has a shell of its own",
    "In": "the student's cells ran elsewhere",
    "Out": "the student's cells ran elsewhere",
    "capsys": "there is no pytest",
}


def doubtful(notebook, inside=()):
    """Sentences about test cells that may not work between two processes.

    Args:
        notebook: a source notebook.
        inside: ids of test cells that run in the student's process, where all of this works.
    """
    for cell in notebook.cells:
        flags = cell.metadata.get("nbgrader") or {}
        if cell.cell_type == "code" and flags.get("grade") and not flags.get("solution") and flags.get("grade_id") not in inside:
            for name in sorted(_names(cell.source) & OUT_OF_REACH.keys()):
                yield (
                    f"{flags['grade_id']} uses {name}: {OUT_OF_REACH[name]}; "
                    f"if right answers lose its points, add {flags['grade_id']!r} to c.Seodang.inside"
                )


def _names(source):
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except (SyntaxError, ValueError):
        return set()
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {node.attr for node in nodes if isinstance(node, ast.Attribute)}
