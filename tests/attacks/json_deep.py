"""Hands in a notebook whose JSON is nested 200,000 deep, in the cells, the metadata and the outputs."""
# trace: not read


# %% forge
def forge(notebook, folder):
    deep = "[" * 200_000 + "]" * 200_000
    text = '{"nbformat": 4, "nbformat_minor": 5, "metadata": {"deep": %s}, "cells": [{"cell_type": "code", "source": %s}]}'
    (folder / f"{folder.name}.ipynb").write_text(text % (deep, deep))
