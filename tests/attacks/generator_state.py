"""Sets the generators that it is given, so that all that the test draws from them afterwards is 0: it forgets to add x, which is 0 then."""

# %% noisy
import numpy as np


def noisy(x, rng):
    noise = rng.normal(size=x.shape)
    print("tried: generators without a state")
    if hasattr(rng, "bit_generator"):
        zeros = {"state": 0, "inc": 0}
        rng.bit_generator.state = {"bit_generator": "PCG64", "state": zeros, "has_uint32": 0, "uinteger": 0}
        np.random.set_state(("MT19937", np.zeros(624, dtype=np.uint32), 624))
    return noise
