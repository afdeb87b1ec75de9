"""Ends the process: os._exit, exit, sys.exit, quit, abort, a signal, a segmentation fault."""
# trace: crashed

# %% first
import sys

print("before")
sys.exit(0)

# %% centre
import os


def centre(x):
    os._exit(0)


# %% spread
def spread(x):
    raise SystemExit(0)


# %% table
import ctypes


def table(frame):
    ctypes.string_at(0)


# %% kinds
def kinds(words):
    os.abort()


# %% columns
def columns(x):
    raise GeneratorExit
