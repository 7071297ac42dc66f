"""Read a resource of Godot with godot-parser, and print its type and its numbers as JSON."""

import json
import sys

from godot_parser import load

resource = load(sys.argv[1])
head, body = resource.get_sections("gd_resource")[0], resource.get_sections("resource")[0]
print(json.dumps({"type": head.header["type"], "numbers": body["colors"].args}))
