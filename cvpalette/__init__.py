"""Find the colours of an image, and write them in any format.

    >>> import cvpalette                                            # doctest: +SKIP
    >>> print(cvpalette.extract("photo.jpg", colors=6).palette)     # doctest: +SKIP

The names below are loaded on first use: importing cvpalette costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cvpalette.loading import explained

if TYPE_CHECKING:
    from cvpalette.clustering import cluster
    from cvpalette.color import Color
    from cvpalette.difference import PaletteError, ciede2000, measure_error
    from cvpalette.errors import (
        ColorError,
        CvpaletteError,
        ImageError,
        LibraryError,
        OptionError,
        OutputConfigureError,
        OutputConflictError,
        OutputError,
        OutputLoadError,
        OutputNotFoundError,
        OutputRenderError,
        SettingsError,
        WriteError,
    )
    from cvpalette.extraction import Extraction, extract
    from cvpalette.histogram import ColorHistogram
    from cvpalette.image import Image, read_frames, read_image
    from cvpalette.intake import load_frames, load_image
    from cvpalette.output import Output, ReportingOutput
    from cvpalette.palette import Palette, Swatch
    from cvpalette.quantization import quantize
    from cvpalette.reading import Reading
    from cvpalette.registry import find_output, find_outputs
    from cvpalette.scope import Ignored, LeftOut, Scope
    from cvpalette.settings import Settings

__version__ = "0.1.0"

__all__ = [
    "Color",
    "ColorError",
    "ColorHistogram",
    "CvpaletteError",
    "Extraction",
    "Ignored",
    "Image",
    "ImageError",
    "LeftOut",
    "LibraryError",
    "OptionError",
    "Output",
    "OutputConfigureError",
    "OutputConflictError",
    "OutputError",
    "OutputLoadError",
    "OutputNotFoundError",
    "OutputRenderError",
    "Palette",
    "PaletteError",
    "Reading",
    "ReportingOutput",
    "Scope",
    "Settings",
    "SettingsError",
    "Swatch",
    "WriteError",
    "ciede2000",
    "cluster",
    "extract",
    "find_output",
    "find_outputs",
    "load_frames",
    "load_image",
    "measure_error",
    "quantize",
    "read_frames",
    "read_image",
]

# Where each name lives; one test holds this, the imports above and __all__ together.
_HOMES = {
    "clustering": ("cluster",),
    "color": ("Color",),
    "difference": ("PaletteError", "ciede2000", "measure_error"),
    "errors": tuple(name for name in __all__ if name.endswith("Error") and name != "PaletteError"),
    "extraction": ("Extraction", "extract"),
    "histogram": ("ColorHistogram",),
    "image": ("Image", "read_frames", "read_image"),
    "intake": ("load_frames", "load_image"),
    "output": ("Output", "ReportingOutput"),
    "palette": ("Palette", "Swatch"),
    "quantization": ("quantize",),
    "reading": ("Reading",),
    "registry": ("find_output", "find_outputs"),
    "scope": ("Ignored", "LeftOut", "Scope"),
    "settings": ("Settings",),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module, once."""
    for module, names in _HOMES.items():
        if name in names:
            with explained():
                value = getattr(import_module(f"cvpalette.{module}"), name)
            globals()[name] = value
            return value
    message = f"module 'cvpalette' has no attribute '{name}'"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return [*__all__, "__version__"]
