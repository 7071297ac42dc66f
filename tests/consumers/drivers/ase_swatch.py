"""Read an Adobe Swatch Exchange file with `swatch`, and print groups, colors and names as JSON."""

import json
import sys

import swatch

groups = swatch.parse(sys.argv[1])
colors = [
    ["#" + "".join(f"{round(255 * level):02x}" for level in each["data"]["values"]), each["name"]]
    for group in groups
    for each in group.get("swatches", [group])
]
print(json.dumps({"groups": [group["name"] for group in groups if "swatches" in group], "colors": colors}))
