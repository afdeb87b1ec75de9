"""Makes photo_grey.png, a small grey photograph, from the archive of scikit-image 0.26.0. Nothing of it is installed or imported.

python datasets/make_photo.py
"""

import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image

with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "scikit-image==0.26.0"], check=True)
    with zipfile.ZipFile(next(Path(folder).glob("scikit_image-*.whl"))) as archive:
        photo = Image.open(io.BytesIO(archive.read("skimage/data/camera.png")))
assert photo.mode == "L" and photo.size == (512, 512), "not the photograph this script was written for"
photo.reduce(4).crop((0, 0, 128, 120)).save(Path(__file__).with_name("photo_grey.png"), optimize=True)
