"""Makes voices.npz: 640 short recordings of nine speakers, out of the archive of aeon 1.6.0. Nothing of it is installed or imported.

python datasets/make_voices.py

A recording is a series of 7 to 29 frames with 12 numbers each; shorter ones are filled up with zeros to 29 frames.
"""

import hashlib
from pathlib import Path

import numpy as np
from archives import read

PARTS = {"learn": "TRAIN", "check": "TEST"}
SHA256 = {
    "learn": "68a430eabd919cc77f40b1f5f3bc0dcafacc1486bca9260785aeb7d262cc78cd",
    "check": "b3d41d6a0ca3bcad3afb9ca7d4365382aa51341e2e58bae2a574babdda5b9462",
}

files = read("aeon==1.6.0", *(f"JapaneseVowels/JapaneseVowels_{name}.ts" for name in PARTS.values()))

arrays = {}
for part, text in zip(PARTS, files, strict=True):
    assert hashlib.sha256(text).hexdigest() == SHA256[part], f"{part}: not the file this script was written for"
    lines = text.decode().split("@data")[1].split()  # 12 series of equal length and the speaker, with colons between them
    rows = [line.split(":") for line in lines]
    x = np.zeros((len(rows), 29, 12), dtype="float32")
    for clip, row in zip(x, rows, strict=True):
        frames = np.array([series.split(",") for series in row[:12]], dtype="float32").T  # (length, 12)
        clip[: len(frames)] = frames
    arrays[f"x_{part}"], arrays[f"length_{part}"] = x, np.array([row[0].count(",") + 1 for row in rows], dtype="uint8")
    arrays[f"who_{part}"] = np.array([int(row[12]) - 1 for row in rows], dtype="uint8")

assert np.bincount(arrays["who_learn"]).tolist() == [30] * 9 and len(arrays["who_check"]) == 370
assert arrays["length_check"].min() == 7 and arrays["length_check"].max() == 29 and arrays["length_learn"].max() == 26
np.savez_compressed(Path(__file__).with_name("voices.npz"), **arrays)
