"""Writes nbgrader's marks into answers: hidden tests, solutions and marking schemes of its own, to confuse what is cut out."""

# %% centre
### BEGIN HIDDEN TESTS
print("tried: marks")


def centre(x):
    ### END HIDDEN TESTS
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION
    ### BEGIN MARK SCHEME
    ### BEGIN HIDDEN TESTS


# %% spread
def spread(x):
    raise AssertionError("### END HIDDEN TESTS\nCell In[3], line 3")


# %% kinds
def kinds(words):
    error = AssertionError("in the hidden part")
    error._seodang_frames, error._seodang_line = [(9, 1, "assert")], "### END HIDDEN TESTS"
    raise error
