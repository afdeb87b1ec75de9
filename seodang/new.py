"""A first text and answer bank for a new assignment, to be written over."""

import yaml

from seodang.course import write_atomically
from seodang.errors import CourseError
from seodang.text import ASSIGNMENT_NAME

UNITS = {
    "1": "Machine learning",
    "2": "Neural networks",
    "3": "Vision",
    "4": "Sequences",
    "5": "Reinforcement learning",
    "6": "Generative models",
    "7": "Projects",
}

TEXT = '''# ---
# {head_title}
# unit: {unit}
# minutes: 60
# points: 4
# ---

# %% [markdown]
# # {title}
#
# Begin with a story that ends in a decision. Then say what a student will be able to do, and draw the map:
#
# | exercise | points | minutes |
# |---|---|---|
# | 1. The mean | 2 | 10 |
# | 2. In your words | 2 | 10 |

# %% setup
import matplotlib.pyplot as plt
import numpy as np


class NotImplementedError(NotImplementedError):
    """What an exercise that is not written yet raises; Jupyter shows it in one line."""

    def _render_traceback_(self):
        last = self.__traceback__
        while last.tb_next:
            last = last.tb_next
        return [f"NotImplementedError: {{last.tb_frame.f_code.co_name}} is still to be written"]


rng = np.random.default_rng(0)
waiting_minutes = rng.exponential(5.0, size=200)  # (200,)

# %% [markdown]
# ## 1. The mean (2 points)
#
# Why this matters, in three lines. The formula, in the symbols of the docstring: $\\bar x = \\frac1n \\sum_i x_i$.
# About 1 line to write.

# %% solution="mean"
def mean(x):
    """The mean of the numbers in x.

    x: array or list of n numbers, n at least 1. Returns a float. Example: mean([1, 2, 6]) is 3.0.
    """
    ### BEGIN SOLUTION
    return float(np.sum(x) / len(x))
    ### END SOLUTION

# %% test="mean_of_three_numbers" points=2
# The mean is the sum divided by the number of numbers.
result = mean([1, 2, 6])
assert isinstance(result, (int, float)), f"mean([1, 2, 6]) is a {{type(result).__name__}}; a float is asked for"
assert np.isclose(result, 3.0), f"mean([1, 2, 6]) is {{result}}; add up, then divide by how many there are"
### BEGIN HIDDEN TESTS
values = np.array([-4.0, 0.5, 1.0, 2.25, 7.0])
assert np.isclose(mean(values), 1.35), "another list of numbers has another mean"
### END HIDDEN TESTS

# %% run
plt.figure(figsize=(6, 3))
plt.hist(waiting_minutes, bins=30, color="0.7")
plt.axvline(mean(waiting_minutes), color="black", label="your mean")
plt.title("Waiting for the bus")
plt.xlabel("minutes")
plt.ylabel("number of people")
plt.legend()
plt.show()

# %% [markdown]
# ## 2. In your words (2 points)
#
# Half of the people wait less than the mean, or do they? Answer in two sentences.

# %% [markdown] essay="why_more_than_half" points=2
# The distribution has a long tail to the right: a few long waits pull the mean up, so more than half of the people wait less.
#
# ### BEGIN MARK SCHEME
# - 1 point: says that more than half wait less.
# - 1 point: gives the long tail as the reason.
# ### END MARK SCHEME
'''

BANK = '''# %% wrong="mean" loses="mean_of_three_numbers"
"""Takes the middle value."""
def mean(x):
    return float(np.median(x))

# %% wrong="mean" loses="mean_of_three_numbers"
"""Forgets to divide."""
def mean(x):
    return float(np.sum(x))

# %% right="mean"
"""Adds up in a loop."""
def mean(x):
    total = 0.0
    for value in x:
        total += value
    return total / len(x)
'''


def new(course, name, title=None):
    """Write solutions/NAME.py and tests/answers/NAME.py; returns both paths.

    Raises:
        CourseError: the name is not like 104_metrics, or one of the files is there already.
    """
    if not ASSIGNMENT_NAME.fullmatch(name):
        raise CourseError(f"{name!r} is no assignment's name; three digits and words, like 104_metrics")
    taken = [path.stem for path in (course.root / "solutions").glob(f"{name[:3]}_*.py")]
    if taken:
        raise CourseError(f"number {name[:3]} is taken by {taken[0]}; choose another number")
    title = " ".join((title or name[4:].replace("_", " ").capitalize()).split()) or name
    unit = f"{name[0]} {UNITS.get(name[0], 'Further topics')}"
    head_title = yaml.safe_dump({"title": title}, allow_unicode=True, width=10**6).strip()
    files = {course.solution(name): TEXT.format(head_title=head_title, title=title, unit=unit), course.bank(name): BANK}
    for path in files:
        if path.exists():
            raise CourseError(f"{course.show(path)} is there already; delete it or choose another name")
    for path, content in files.items():
        write_atomically(path, content)
    return list(files)
