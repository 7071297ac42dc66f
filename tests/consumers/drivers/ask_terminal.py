"""Ask the terminal that this runs in for its colors, with OSC 4, 10 to 12, 17 and 19; write them as JSON."""

import json
import os
import re
import select
import sys
import tty
from pathlib import Path

PATIENCE = 2
CODES = {f"color{number}": f"4;{number}" for number in range(16)}
CODES |= {"foreground": "10", "background": "11", "cursor": "12", "selection": "17", "selected": "19"}


def ask(terminal: int, code: str) -> str | None:
    """Return a color as `#rrggbb`, or None if the terminal does not say."""
    os.write(terminal, f"\033]{code};?\033\\".encode())
    answer = b""
    while not answer.endswith((b"\033\\", b"\a")):
        if not select.select([terminal], [], [], PATIENCE)[0]:
            return None
        answer += os.read(terminal, 1024)
    levels = re.search(r"rgb:(\w+)/(\w+)/(\w+)", answer.decode())
    return levels and "#" + "".join(
        f"{round(255 * int(level, 16) / (16 ** len(level) - 1)):02x}" for level in levels.groups()
    )


terminal = os.open("/dev/tty", os.O_RDWR)
tty.setraw(terminal)
answers = {name: ask(terminal, code) for name, code in CODES.items()}
Path(sys.argv[1]).write_text(json.dumps(answers), encoding="utf-8")
