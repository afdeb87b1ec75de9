"""Loops for ever and swallows the interruption."""
# trace: timed out


# %% centre
def centre(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
