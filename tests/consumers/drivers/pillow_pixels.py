"""Read a picture with Pillow, and print its mode and its levels of red, green, blue and alpha as JSON."""

import json
import sys

import PIL.Image

with PIL.Image.open(sys.argv[1]) as picture:
    shown = picture.convert("RGBA")
    print(json.dumps({"mode": picture.mode, "size": shown.size, "levels": list(shown.tobytes())}))
