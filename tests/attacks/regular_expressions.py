"""Hands in sources made to keep a reader busy: unclosed quotes, nested brackets, endless backslashes, almost magics, deep expressions."""
# trace: mended


# %% forge
def forge(notebook, folder):
    from nbformat.v4 import new_code_cell, new_markdown_cell

    for text in (
        "\\" * 150_000,
        '"' * 150_000,
        "%" * 150_000,
        " \t" * 75_000 + "x",
        "(" * 150_000,
        "a = " * 40_000,
        "a," * 70_000 + "=!",
        "-" * 90_000 + "1",
    ):
        notebook.cells += [new_code_cell(text), new_markdown_cell(text)]
    notebook.cells += [new_code_cell("lambda: " * 50_000 + "0"), new_code_cell("x" + "[0]" * 60_000), new_code_cell("if x:\n " * 200)]


# %% after columns_of_other_data
def centre(x):
    return x
