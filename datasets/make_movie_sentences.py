"""Makes movie_sentences.csv: 4,000 sentences from film reviews that people found clearly good or clearly bad.

python datasets/make_movie_sentences.py

Read out of the archive of vaderSentiment 3.3.2; nothing of it is installed or imported. Kept are sentences whose mean rating
(at least 20 raters, from -4 to 4) is 2 or more, or -2 or less, with 5 to 40 tokens, once each; 4,000 of them are drawn, 2,400 to
learn from and 1,600 to check with.
"""

import hashlib
import io
import tarfile
from pathlib import Path

import numpy as np
import pandas as pd
from archives import downloaded

SHA256 = "c8293b0d942e90e223ea2c0955d969040d1a1be514a978b9af0698940bd13350"
INNER = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"

with downloaded("vaderSentiment==3.3.2", "--no-binary", "vaderSentiment") as path, tarfile.open(path) as archive:
    inner = archive.extractfile(INNER).read()
with tarfile.open(fileobj=io.BytesIO(inner)) as archive:
    raw = archive.extractfile("hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt").read()
assert hashlib.sha256(raw).hexdigest() == SHA256, "the sentences are not the file this script was written for"

lines = [line.rstrip("\r").split("\t") for line in raw.decode("utf-8").strip("\n").split("\n")]
table = pd.DataFrame({"rating": [float(rating) for _, rating, _ in lines], "text": [" ".join(text.split()) for *_, text in lines]})
assert len(table) == 10_605 and table["rating"].between(-4, 4).all()
words = table["text"].str.findall(r"[^\W_]+").str.len()
table = table[(table["rating"].abs() >= 2) & words.between(5, 40)].drop_duplicates("text")
table = table.iloc[np.random.default_rng(405).permutation(len(table))[:4000]]
table.insert(0, "part", ["learn"] * 2400 + ["check"] * 1600)
table.insert(1, "label", (table["rating"] > 0).astype(int))
assert len(table) == 4000 and table.groupby("part")["label"].mean().between(0.49, 0.54).all()
table["rating"] = table["rating"].round(2)
table.to_csv(Path(__file__).with_name("movie_sentences.csv"), index=False, lineterminator="\n", encoding="utf-8")
