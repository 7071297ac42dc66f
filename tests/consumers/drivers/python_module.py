"""Run a module of the source file MODULE, and print its colors as JSON."""

import json
import runpy
import sys

module = runpy.run_path(sys.argv[1])
print(json.dumps({"named": module["PALETTE"], "levels": module["RGB"]}))
