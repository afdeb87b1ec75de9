"""Makes stamps.jpg, stamps.csv and stamps_licence.txt: 257 cut-out photographs in ten chapters, from Debian's tuxpaint-stamps-default.

    python datasets/make_stamps.py        (on Debian or Ubuntu: it calls apt-get download and dpkg-deb; nothing is installed)

stamps.jpg holds the pictures on white, 128 x 128 pixels each, 16 in a row, in the order of stamps.csv. Drawings, mirror images and
fragments are left out.
"""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

HERE = Path(__file__).parent
SIDE, FRAME, ACROSS = 128, 118, 16  # a tile, the square that its picture fills, tiles in a row
CHAPTERS = {
    "bird": ["animals/birds/*"],
    "flower": ["plants/flowers/**/*"],
    "fruit": ["food/fruit/*", "food/nuts/*"],
    "household": ["household/**/*"],
    "mammal": ["animals/mammals/**/*", "animals/marsupials/*"],
    "music": ["hobbies/music/**/*"],
    "sea": ["animals/fish/*", "animals/mammals/aquatic/*"],
    "space": ["space/**/*"],
    "vegetable": ["food/vegetables/*"],
    "vehicle": ["vehicles/**/*"],
}
LEFT_OUT = {"hedgehog", "edward_bear", "walnut_shelled", "0_sun", "sedan_police"}  # drawings, a fragment; and mirror images:
LEFT_OUT |= {"measuring_tape_mirror", "dumper_mirror", "sedan_police_mirror"}


def tile(path):
    """The picture, as large as the frame allows, on a white square."""
    picture = Image.open(path).convert("RGBA")
    scale = FRAME / max(picture.size)
    picture = picture.resize([max(1, round(scale * n)) for n in picture.size], Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (SIDE, SIDE), "white")
    square.alpha_composite(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    return np.asarray(square.convert("RGB"))


rows, tiles = {}, []
with tempfile.TemporaryDirectory() as folder:
    subprocess.run(["apt-get", "download", "-q=2", "tuxpaint-stamps-default"], cwd=folder, check=True, stderr=subprocess.DEVNULL)
    subprocess.run(["dpkg-deb", "--extract", *Path(folder).glob("*.deb"), folder], check=True)
    notice = Path(folder, "usr/share/doc/tuxpaint-stamps-default/copyright").read_text()
    stamps = Path(folder, "usr/share/tuxpaint/stamps")
    for chapter, patterns in CHAPTERS.items():
        files = sorted({file for pattern in patterns for file in stamps.glob(pattern + ".png")})
        for file in files:
            swims = chapter == "mammal" and "aquatic" in file.parts
            if not swims and file.stem not in LEFT_OUT and "cartoon" not in file.parts:
                rows[file.relative_to(stamps).with_suffix("")] = chapter
                tiles.append(tile(file))
assert len(rows) == len(tiles) == 257, f"{len(rows)} pictures are not those this script was written for"

tiles += [np.full_like(tiles[0], 255)] * (-len(tiles) % ACROSS)
sheet = np.stack(tiles).reshape(-1, ACROSS, SIDE, SIDE, 3).transpose(0, 2, 1, 3, 4).reshape(-1, ACROSS * SIDE, 3)
Image.fromarray(sheet).save(HERE / "stamps.jpg", quality=88, optimize=True)
(HERE / "stamps.csv").write_text("chapter,picture\n" + "".join(f"{chapter},{name}\n" for name, chapter in rows.items()))
changes = "Changed here: a selection, made smaller or larger, put on white and joined into one JPEG file (make_stamps.py).\n\n"
(HERE / "stamps_licence.txt").write_text(changes + notice + "\n" + Path("/usr/share/common-licenses/GPL-2").read_text())
