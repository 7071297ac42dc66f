"""Find the colours of an image, and write them in any format.

    >>> import cvpalette                                            # doctest: +SKIP
    >>> print(cvpalette.extract("photo.jpg", colors=6).palette)     # doctest: +SKIP

The names below are loaded on first use: importing cvpalette costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cvpalette.errors import explain_imports

if TYPE_CHECKING:
    from cvpalette.batch.many import Outcome, extract_many
    from cvpalette.batch.merging import merge
    from cvpalette.color.color import Color
    from cvpalette.color.difference import ciede2000
    from cvpalette.color.palette import Palette, Swatch
    from cvpalette.decoding.image import Image
    from cvpalette.decoding.reading import read_frames, read_image
    from cvpalette.engine.clustering import cluster
    from cvpalette.engine.error import PaletteError, measure_error
    from cvpalette.engine.histogram import ColorHistogram
    from cvpalette.errors import (
        ColorError,
        CvpaletteError,
        ImageError,
        LibraryError,
        NamedError,
        OptionError,
        OutputConfigureError,
        OutputConflictError,
        OutputError,
        OutputLoadError,
        OutputNotFoundError,
        OutputRenderError,
        PaletteFileError,
        SettingsError,
        WorkerError,
        WriteError,
    )
    from cvpalette.extraction import Extraction, extract
    from cvpalette.plugins.contract import (
        FactualOutput,
        GatheringOutput,
        Output,
        PaletteReader,
        PicturingOutput,
        ReportingOutput,
        ResumableOutput,
    )
    from cvpalette.plugins.reading import read_palette
    from cvpalette.plugins.registry import find_output, find_outputs
    from cvpalette.quantizing.quantize import quantize
    from cvpalette.result import Found
    from cvpalette.settings.settings import Ignored, LeftOut, Reading, Scope, Settings
    from cvpalette.sources.loading import load_frames, load_image

__version__ = "0.1.0"

__all__ = [
    "Color",
    "ColorError",
    "ColorHistogram",
    "CvpaletteError",
    "Extraction",
    "FactualOutput",
    "Found",
    "GatheringOutput",
    "Ignored",
    "Image",
    "ImageError",
    "LeftOut",
    "LibraryError",
    "NamedError",
    "OptionError",
    "Outcome",
    "Output",
    "OutputConfigureError",
    "OutputConflictError",
    "OutputError",
    "OutputLoadError",
    "OutputNotFoundError",
    "OutputRenderError",
    "Palette",
    "PaletteError",
    "PaletteFileError",
    "PaletteReader",
    "PicturingOutput",
    "Reading",
    "ReportingOutput",
    "ResumableOutput",
    "Scope",
    "Settings",
    "SettingsError",
    "Swatch",
    "WorkerError",
    "WriteError",
    "ciede2000",
    "cluster",
    "extract",
    "extract_many",
    "find_output",
    "find_outputs",
    "load_frames",
    "load_image",
    "measure_error",
    "merge",
    "quantize",
    "read_frames",
    "read_image",
    "read_palette",
]

# Where each name lives; one test holds this, the imports above and __all__ together.
_HOMES = {
    "batch.many": ("Outcome", "extract_many"),
    "batch.merging": ("merge",),
    "engine.clustering": ("cluster",),
    "color.color": ("Color",),
    "color.difference": ("ciede2000",),
    "engine.error": ("PaletteError", "measure_error"),
    "errors": tuple(name for name in __all__ if name.endswith("Error") and name != "PaletteError"),
    "extraction": ("Extraction", "extract"),
    "result": ("Found",),
    "engine.histogram": ("ColorHistogram",),
    "decoding.image": ("Image",),
    "decoding.reading": ("read_frames", "read_image"),
    "sources.loading": ("load_frames", "load_image"),
    "plugins.contract": (
        "FactualOutput",
        "GatheringOutput",
        "Output",
        "PaletteReader",
        "PicturingOutput",
        "ReportingOutput",
        "ResumableOutput",
    ),
    "color.palette": ("Palette", "Swatch"),
    "plugins.reading": ("read_palette",),
    "quantizing.quantize": ("quantize",),
    "plugins.registry": ("find_output", "find_outputs"),
    "settings.settings": ("Ignored", "LeftOut", "Reading", "Scope", "Settings"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module, once."""
    for module, names in _HOMES.items():
        if name in names:
            with explain_imports():
                value = getattr(import_module(f"cvpalette.{module}"), name)
            globals()[name] = value
            return value
    message = f"module 'cvpalette' has no attribute '{name}'"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return [*__all__, "__version__"]
