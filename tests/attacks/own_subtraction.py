"""Returns an object whose difference from anything is nothing, where a test looks at abs(got - expected); keeps what it is compared with."""

# %% spread
SEEN = []


class Nothing:
    def __sub__(self, other):
        SEEN.append(other)
        return 0.0

    __rsub__ = __sub__


def spread(x):
    return Nothing()


# %% after range_of_values
print("tried:", SEEN)
