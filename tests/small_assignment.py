"""A small sound assignment and its bank, to be spoilt in tests."""

STUB_CLASS = """
class NotImplementedError(NotImplementedError):
    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {last.tb_frame.f_code.co_name} is still to be written"]
"""
TEXT = (
    """# ---
# title: Spread
# unit: 1 Machine learning
# minutes: 10
# points: 5
# ---

# %% [markdown]
# # Spread

# %% setup
import numpy as np

"""
    + STUB_CLASS.strip()
    + '''

# %% [markdown]
# ## 1. Centre

# %% solution="centre"
def centre(x):
    """x minus its mean; x is an array (n,)."""
    ### BEGIN SOLUTION
    return np.asarray(x) - np.mean(x)
    ### END SOLUTION

# %% test="mean_becomes_zero" points=2
# The mean becomes zero, and differences stay.
got = np.asarray(centre(np.array([1.0, 2.0, 6.0])), dtype=float)
assert np.allclose(got, [-2.0, -1.0, 3.0]), f"centre([1, 2, 6]) is {got}"
### BEGIN HIDDEN TESTS
assert np.allclose(np.asarray(centre(np.array([-5.5, 5.0])), dtype=float), [-5.25, 5.25]), "two other numbers"
### END HIDDEN TESTS

# %% solution="spread"
def spread(x):
    """The largest value minus the smallest; x is an array (n,)."""
    ### BEGIN SOLUTION
    return float(np.max(x) - np.min(x))
    ### END SOLUTION

# %% test="range_of_values" points=2
# The spread is the largest value minus the smallest.
got = np.asarray(spread(np.array([4.0, -1.0, 2.0])), dtype=float)
assert got.shape == () and np.isclose(got, 5.0), f"spread([4, -1, 2]) is {got}"
### BEGIN HIDDEN TESTS
assert np.isclose(np.asarray(spread(np.array([7.0, 7.5, 9.25])), dtype=float), 2.25), "three other numbers"
### END HIDDEN TESTS

# %% run
print(spread(np.arange(4.0)))

# %% [markdown] essay="why" points=1
# Because.
#
# ### BEGIN MARK SCHEME
# - 1 point: says because.
# ### END MARK SCHEME
'''
)
BANK = '''# %% wrong="centre" loses="mean_becomes_zero"
"""Divides by the mean."""
def centre(x):
    return np.asarray(x) / np.mean(x)

# %% wrong="spread" loses="range_of_values"
"""Takes the last minus the first."""
def spread(x):
    return float(x[-1] - x[0])

# %% right="centre"
"""A loop."""
def centre(x):
    mean = sum(x) / len(x)
    return [value - mean for value in x]

# %% right="spread"
"""Sorts."""
def spread(x):
    x = sorted(x)
    return x[-1] - x[0]
'''
NAME = "108_spread"
