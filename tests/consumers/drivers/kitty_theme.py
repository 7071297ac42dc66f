"""Load a theme in kitty, and print its colors as JSON; a line that it refuses ends it."""

import json
import sys

from kitty.config import load_config

refused: list[object] = []
options = load_config(sys.argv[1], accumulate_bad_lines=refused)
assert not refused, refused
names = [
    *("foreground", "background", "cursor", "cursor_text_color", "selection_foreground"),
    *("selection_background", "active_tab_foreground", "active_tab_background"),
]
colors = {name: getattr(options, name).as_sharp for name in names}
table = {f"color{number}": f"#{options.color_table[number] & 0xFFFFFF:06x}" for number in range(16)}
print(json.dumps(colors | table))
