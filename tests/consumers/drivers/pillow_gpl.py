"""Read a GIMP palette with Pillow, and print the colors as JSON."""

import json
import sys
from pathlib import Path

from PIL.GimpPaletteFile import GimpPaletteFile

with Path(sys.argv[1]).open("rb") as file:
    levels, _ = GimpPaletteFile(file).getpalette()
print(json.dumps([f"#{levels[i : i + 3].hex()}" for i in range(0, len(levels), 3)]))
