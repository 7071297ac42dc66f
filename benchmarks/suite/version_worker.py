"""Version worker: calls the public names of one version of the package, and says how long that takes."""

import gc
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

import cv2
import numpy as np

import cvpalette


def main(folder: Path, photo: Path) -> None:
    """Answer questions, one a line, until there are no more."""
    # Another version that is installed must not be timed in its place.
    if not Path(cvpalette.__file__).is_relative_to(folder):
        message = f"'{cvpalette.__file__}' is not in '{folder}'"
        raise SystemExit(message)
    pixels = cv2.imdecode(np.frombuffer(photo.read_bytes(), np.uint8), cv2.IMREAD_COLOR_RGB)
    if pixels is None:
        raise SystemExit(f"'{photo}' cannot be read")
    found = cvpalette.extract(pixels, colors=256)
    palette = "".join(f"{r} {g} {b}\tcolor {r}\n" for r, g, b in (each.color.rgb for each in found.palette))
    file = photo.with_name(f"{folder.name}.gpl")
    file.write_text(f"GIMP Palette\nName: 256\n#\n{palette}", encoding="utf-8")
    # What is garbage is looked for between calls: when else that would be, depends on what came before.
    gc.disable()
    renderers = dict(_text_renderers(found))
    for line in sys.stdin:
        kind, *rest = json.loads(line)
        if kind == "list":
            answer: Any = list(renderers)
        else:
            times, name, *outputs = rest
            calls: dict[str, Callable[[], object]] = {
                "read a palette file": lambda: cvpalette.read_palette(file),
                "render text outputs": lambda: [renderers[each]() for each in outputs],  # noqa: B023 -- called at once
            }
            if name.startswith("extract "):
                colors = int(name.removeprefix("extract "))
                calls[name] = lambda: cvpalette.extract(pixels, colors=colors)  # noqa: B023 -- as well
            answer = _time(calls[name], times)
        print(json.dumps(answer), flush=True)


def _time(call: Callable[[], object], times: int) -> float:
    gc.collect()
    start = perf_counter()
    for _ in range(times):
        call()
    return (perf_counter() - start) / times


def _text_renderers(found: Any) -> list[tuple[str, Callable[[], object]]]:
    renderers: list[tuple[str, Callable[[], object]]] = []
    for name in cvpalette.find_outputs():
        # One that needs an extra, or a film, is not timed.
        with suppress(cvpalette.CvpaletteError):
            configured = cvpalette.find_output(name).load().configure()
            rendered = configured.render(found)
            # Older versions returned the text itself.
            if isinstance(getattr(rendered, "contents", rendered), str):
                renderers.append((name, lambda configured=configured: configured.render(found)))  # type: ignore[misc]
    return renderers


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
