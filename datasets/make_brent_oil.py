"""Makes brent_oil.csv: the daily price of Brent crude oil, 2012 to August 2019, from the archive of river 0.26.1.

Nothing of the archive is installed or imported.

python datasets/make_brent_oil.py
"""

import hashlib
import io
from pathlib import Path

import pandas as pd
from archives import read

SHA256 = "3dd7b8f6901a06564243cbb4ed2ab1def0e4cc965afb0e64538ae0bf79dd2964"

(raw,) = read("river==0.26.1", "river/drift/datasets/brent_crude_oil.csv")
assert hashlib.sha256(raw).hexdigest() == SHA256, "brent_crude_oil.csv is not the file this script was written for"

table = pd.read_csv(io.BytesIO(raw)).rename(columns={"day": "date", "DPB": "price"})
table["date"] = pd.to_datetime(table["date"], format="%m/%d/%Y")
table = table[table["date"] >= "2012"]
assert table.shape == (1944, 2) and table["date"].is_monotonic_increasing and table["date"].is_unique
assert table["price"].between(26.01, 128.14).all()
assert (table["price"].diff() == 0).sum() == 42  # partly British holidays, which repeat the day before: left as they are
table.to_csv(Path(__file__).with_name("brent_oil.csv"), index=False, lineterminator="\n", encoding="utf-8")
