"""Makes wine_cellar.csv: the wine data of scikit-learn in mixed order, with an accident to 30 of the labels.

The measurements and the growers are real. The accident is ours: every sixth bottle has fallen off its shelf,
and of the fallen ones two pairs got each other's label back. Run `python datasets/make_wine_cellar.py`; the same
bytes come every time.

The order and the pairs were picked among some twenty for the story's sake: a draw of votes occurs, and two of the
four wrong labels are what the unscaled measurements say too. In all orders tried, scaling left far fewer errors.
"""

from pathlib import Path

import numpy as np
from sklearn.datasets import load_wine

SWAPPED = [(40, 154), (88, 130)]  # bottle numbers; each pair comes from two different growers

wine = load_wine()
assert wine.data.shape == (178, 13) and np.bincount(wine.target).tolist() == [59, 71, 48]

# RandomState, because its stream is frozen for all versions of NumPy
order = np.random.RandomState(42).permutation(len(wine.target))
X, grower = wine.data[order], wine.target[order] + 1
bottle = np.arange(1, len(grower) + 1)
fallen = bottle % 6 == 4

label = grower.copy()
for one, other in SWAPPED:
    assert fallen[one - 1] and fallen[other - 1] and grower[one - 1] != grower[other - 1]
    label[[one - 1, other - 1]] = grower[[other - 1, one - 1]]
assert fallen.sum() == 30 and (label != grower).sum() == 4

names = [name.replace("od280/od315_of_diluted_wines", "od_ratio") for name in wine.feature_names]
lines = [",".join(["bottle", *names, "shelf", "label", "grower"])]
for i in range(len(grower)):
    shelf = "fallen" if fallen[i] else "standing"
    lines.append(",".join(map(str, [bottle[i], *X[i].tolist(), shelf, label[i], grower[i]])))
Path(__file__).with_name("wine_cellar.csv").write_bytes(("\n".join(lines) + "\n").encode("ascii"))
