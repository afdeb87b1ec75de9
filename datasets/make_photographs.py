"""Makes photographs.jpg: four colour photographs side by side, 224 x 224 pixels each, from the archive of scikit-image 0.26.0.

    python datasets/make_photographs.py

Nothing of the archive is installed or imported. Of each photograph the square in the middle is kept.
"""

import io
from pathlib import Path

from archives import read
from PIL import Image, ImageOps

FILES = {
    "skimage/data/chelsea.png": (451, 300),
    "skimage/data/coffee.png": (600, 400),
    "skimage/data/rocket.jpg": (640, 427),
    "skimage/data/astronaut.png": (512, 512),
}

strip = Image.new("RGB", (4 * 224, 224))
for place, (raw, size) in enumerate(zip(read("scikit-image==0.26.0", *FILES), FILES.values(), strict=True)):
    photo = Image.open(io.BytesIO(raw))
    assert photo.size == size, f"photograph {place} is not the one this script was written for"
    strip.paste(ImageOps.fit(photo.convert("RGB"), (224, 224), Image.Resampling.BICUBIC), (224 * place, 0))
strip.save(Path(__file__).with_name("photographs.jpg"), quality=92, optimize=True)
