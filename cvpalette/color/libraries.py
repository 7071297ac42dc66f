"""Hands a palette to libraries that cvpalette does not need: pandas, polars and Matplotlib."""

from __future__ import annotations

from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from cvpalette.color.css_spaces import Vector, to_srgb
from cvpalette.errors import LibraryError, SettingsError
from cvpalette.messages import cause_of, listed, quote

if TYPE_CHECKING:
    from cvpalette.color.palette import Palette

__all__ = ["make_colormap", "make_frame"]

_FRAMES: Final = ("pandas", "polars")
# The columns that are no text. Their types are the same in each frame, whatever is unknown.
_WHOLE: Final = ("red", "green", "blue")
_FRACTIONS: Final = ("share", "alpha", "name_distance")
# As many steps as Matplotlib's own colormaps have.
_STEPS: Final = 256


def make_frame(records: list[dict[str, Any]], library: str | None) -> Any:
    """Return records as a frame of 'pandas' or 'polars', or of the first of them that is installed.

    Raises LibraryError if it is missing or does not load, and SettingsError for another library.
    """
    if library is not None and library not in _FRAMES:
        message = f"a data frame is of {listed([*_FRAMES])}, not of {quote(str(library))}"
        raise SettingsError(message)
    found = _load(_FRAMES if library is None else (library,), "a data frame")
    if found.__name__ == "polars":
        types = dict.fromkeys(_WHOLE, found.Int64) | dict.fromkeys(_FRACTIONS, found.Float64)
        schema = {column: types.get(column, found.String) for column in records[0]}
        return found.DataFrame(records, schema=schema)
    return found.DataFrame(records).astype(dict.fromkeys(_FRACTIONS, "float64"))


def make_colormap(palette: Palette, name: str | None, *, smooth: bool) -> Any:
    """Return a colormap of Matplotlib: the colors themselves, or steps between them.

    Raises LibraryError if Matplotlib is missing or does not load.
    """
    colors = _load(("matplotlib",), "a colormap", "matplotlib.colors")
    called = name or palette.name or "palette"
    if smooth and len(palette) > 1:
        return colors.LinearSegmentedColormap.from_list(called, _blend(palette), _STEPS)
    levels = [(*(channel / 255 for channel in swatch.color.rgb), swatch.alpha) for swatch in palette]
    return colors.ListedColormap(levels, called)


def _blend(palette: Palette) -> list[tuple[float, ...]]:
    """Return steps of red, green, blue and alpha, 0 to 1, that lie evenly on lines through Oklab."""
    stops = [(*swatch.color.oklab, swatch.alpha) for swatch in palette]
    parts = list(pairwise(stops))
    steps = []
    for number in range(_STEPS):
        at = number / (_STEPS - 1) * len(parts)
        index = min(int(at), len(parts) - 1)
        lightness, a, b, alpha = (
            before + (after - before) * (at - index) for before, after in zip(*parts[index], strict=True)
        )
        steps.append((*_clip(to_srgb("oklab", (lightness, a, b))), alpha))
    return steps


def _clip(channels: Vector) -> tuple[float, ...]:
    return tuple(min(1.0, max(0.0, channel)) for channel in channels)


def _load(libraries: tuple[str, ...], purpose: str, module: str = "") -> Any:
    """Import the first of the libraries that is installed, or a module of it; raises LibraryError."""
    for library in libraries:
        try:
            found = import_module(library)
            return import_module(module) if module else found
        except ModuleNotFoundError as error:
            if error.name != library:
                raise LibraryError(_tell_broken(library, error)) from error
        except ImportError as error:
            raise LibraryError(_tell_broken(library, error)) from error
    which, one = ("which is not", "it") if len(libraries) == 1 else ("and neither is", "one")
    needs = f"{purpose} needs {' or '.join(libraries)}, {which} installed"
    raise LibraryError(f"{needs}; install {one} with: pip install {libraries[0]}")


def _tell_broken(library: str, error: ImportError) -> str:
    upgrade = f"pip install --upgrade {library}"
    return f"{library} is installed, but it does not load ({cause_of(error)}); upgrade it with: {upgrade}"
