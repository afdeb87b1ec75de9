"""Makes photo_grey.png, a small grey photograph, from the archive of scikit-image 0.26.0. Nothing of it is installed or imported.

python datasets/make_photo.py
"""

import io
from pathlib import Path

from archives import read
from PIL import Image

(raw,) = read("scikit-image==0.26.0", "skimage/data/camera.png")
photo = Image.open(io.BytesIO(raw))
assert photo.mode == "L" and photo.size == (512, 512), "not the photograph this script was written for"
photo.reduce(4).crop((0, 0, 128, 120)).save(Path(__file__).with_name("photo_grey.png"), optimize=True)
