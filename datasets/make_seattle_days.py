"""Makes seattle_days.csv: the lowest and highest temperature a day in Seattle, 2012 to 2015, from the archive of vega_datasets 0.9.0.

Nothing of the archive is installed or imported.

python datasets/make_seattle_days.py
"""

import hashlib
import io
from pathlib import Path

import pandas as pd
from archives import read

SHA256 = "62f0609f787158128aa2bd102967173a4953122dd4f872bf1d502cae1037df0b"

(raw,) = read("vega_datasets==0.9.0", "vega_datasets/_data/seattle-weather.csv")
assert hashlib.sha256(raw).hexdigest() == SHA256, "seattle-weather.csv is not the file this script was written for"

table = pd.read_csv(io.BytesIO(raw), parse_dates=["date"])[["date", "temp_max", "temp_min"]]
assert table["date"].equals(pd.Series(pd.date_range("2012-01-01", "2015-12-31"), name="date").astype(table["date"].dtype))
assert table.shape == (1461, 3) and (table["temp_max"] >= table["temp_min"]).all()
table.to_csv(Path(__file__).with_name("seattle_days.csv"), index=False, lineterminator="\n", encoding="utf-8")
