"""Worker: a Python process that stays up and says how long a tool takes from file to palette."""

import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from suite import adapters, pixels


def answer(request: dict[str, str | int | bool]) -> dict[str, object]:
    """Run one tool once; where asked, once before that so that imports are not timed."""
    tool, path, colors = str(request["tool"]), str(request["path"]), int(request["colors"])
    try:
        run = prepare(tool, path, colors)
        if request["warm"]:
            run()
        start = perf_counter()
        palette = run()
        seconds = perf_counter() - start
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its result
        return {"error": f"{type(error).__name__}: {error}"}
    return {"seconds": seconds, "palette": palette}


def prepare(tool: str, path: str, colors: int) -> Callable[[], adapters.Palette]:
    """Return what is timed: from file to palette, or from "pixels:" on, or the decoding alone."""
    if tool == "decode":
        data = Path(path).read_bytes()
        return lambda: [] if pixels.decode_bytes(data) is None else [(0, 0, 0)]
    if tool.startswith("pixels:"):
        decoded = pixels.decode(path)
        extract = getattr(pixels, tool.removeprefix("pixels:"))
        return lambda: extract(decoded, colors)
    adapter: adapters.Adapter = getattr(adapters, tool)
    return lambda: adapter(path, colors)


def main() -> None:
    """Answer one JSON request a line until there are no more."""
    warnings.simplefilter("ignore")
    answers = sys.stdout
    # Some peers print; their words must not end up among the answers.
    sys.stdout = sys.stderr
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main()
