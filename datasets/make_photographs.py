"""Makes photographs.jpg: four colour photographs side by side, 224 x 224 pixels each, from the archive of scikit-image 0.26.0.

    python datasets/make_photographs.py

Nothing of the archive is installed or imported. Of each photograph the square in the middle is kept.
"""

import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from PIL import Image, ImageOps

FILES = {"chelsea.png": (451, 300), "coffee.png": (600, 400), "rocket.jpg": (640, 427), "astronaut.png": (512, 512)}

strip = Image.new("RGB", (4 * 224, 224))
with tempfile.TemporaryDirectory() as folder:
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "scikit-image==0.26.0"], check=True)
    with zipfile.ZipFile(next(Path(folder).glob("scikit_image-*.whl"))) as archive:
        for place, (name, size) in enumerate(FILES.items()):
            photo = Image.open(io.BytesIO(archive.read(f"skimage/data/{name}")))
            assert photo.size == size, f"{name} is not the photograph this script was written for"
            strip.paste(ImageOps.fit(photo.convert("RGB"), (224, 224), Image.Resampling.BICUBIC), (224 * place, 0))
strip.save(Path(__file__).with_name("photographs.jpg"), quality=92, optimize=True)
