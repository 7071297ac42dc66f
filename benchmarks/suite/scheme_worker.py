"""Answers one JSON request a line: the 16 colors that pywal16 finds for a picture, light and dark."""

import json
import logging
import os
import sys
import tempfile
from contextlib import redirect_stdout
from typing import Final

# What its options become. By default it has 9 different colors; --cols16 darkens the normal ones.
TOOLS: Final[dict[str, dict[str, str]]] = {
    "pywal16": {},
    "pywal16 --cols16": {"c16": "darken"},
    "pywal16 --cols16 --contrast 4.5": {"c16": "darken", "cst": "4.5"},
}


def main() -> None:
    """Answer until there are no more requests."""
    logging.disable()
    with tempfile.TemporaryDirectory() as home:
        # It keeps what it found at home, and there must be nothing of another run.
        os.environ["HOME"] = os.environ["XDG_CACHE_HOME"] = home
        for line in sys.stdin:
            print(json.dumps(_answer(json.loads(line), home)), flush=True)


def _answer(request: dict[str, str], home: str) -> dict[str, object]:
    try:
        with redirect_stdout(sys.stderr):
            return {"found": {mode: _find(request, mode, home) for mode in ("light", "dark")}}
    except (Exception, SystemExit) as error:  # noqa: BLE001 -- whatever it raises is its answer
        return {"error": f"{type(error).__name__}: {error}"}


def _find(request: dict[str, str], mode: str, home: str) -> dict[str, str]:
    from pywal import colors  # type: ignore[import-not-found]  # noqa: PLC0415 -- it makes folders at home

    options = TOOLS[request["tool"]]
    found = colors.get(request["path"], light=mode == "light", cache_dir=home, **options)
    return {
        **{f"ansi-{number}": found["colors"][f"color{number}"].lower() for number in range(16)},
        **{f"ansi-{name}": found["special"][name].lower() for name in ("background", "foreground", "cursor")},
    }


if __name__ == "__main__":
    main()
