"""Shows and prints 100 MB of output."""

# %% first
print("tried: 100 MB")
for _ in range(100):
    print("x" * 2**20)

# %% after centre
from IPython.display import HTML, display

for _ in range(25):
    display(HTML("y" * 4 * 2**20))
