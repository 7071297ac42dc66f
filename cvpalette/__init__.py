"""Finds the colors of an image, and writes them in any format.

    >>> import cvpalette
    >>> result = cvpalette.extract("photo.jpg", colors=3)
    >>> print(result.palette)
    #ab4e24 55.4%, #daa47a 25.0%, #311007 19.6%
    >>> print(cvpalette.render(result, "css", prefix="brand"), end="")
    /* 3 colors of photo.jpg, by cvpalette */
    :root {
      --brand-1: #ab4e24; /* 55.4% */
      --brand-2: #daa47a; /* 25.0% */
      --brand-3: #311007; /* 19.6% */
    }

Each public name is loaded on first use, so importing cvpalette takes almost no time.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from cvpalette.errors import explain_imports

if TYPE_CHECKING:
    from cvpalette.batch.many import Outcome, extract_many
    from cvpalette.batch.merging import merge
    from cvpalette.color.color import Color
    from cvpalette.color.difference import ciede2000
    from cvpalette.color.palette import Palette, Swatch, Values
    from cvpalette.decoding.image import Image
    from cvpalette.decoding.reading import read_frames, read_image
    from cvpalette.engine.error import measure_error
    from cvpalette.engine.finding import cluster
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
        Problem,
        SettingsError,
        WorkerError,
        WriteError,
    )
    from cvpalette.extraction import Extraction, extract
    from cvpalette.plugins.checking import check
    from cvpalette.plugins.contract import (
        CombinedOutput,
        Contents,
        ImageOutput,
        Output,
        PaletteReader,
        Rendered,
    )
    from cvpalette.plugins.reading import read_palette
    from cvpalette.plugins.registry import find_output, find_outputs
    from cvpalette.plugins.rendering import Renderable, render, save
    from cvpalette.quantizing.quantize import quantize
    from cvpalette.result import LeftOut, PaletteError, Position, Result
    from cvpalette.roles.ramp import Ramp, make_ramp
    from cvpalette.roles.role import Ansi, Role, Roles
    from cvpalette.roles.rules import Violation
    from cvpalette.roles.scheme import Scheme, make_scheme
    from cvpalette.settings.settings import Ignored, Reading, Scope, Settings
    from cvpalette.sources.loading import Source, load_frames, load_image

__version__ = "1.0.0"

__all__ = [
    "Ansi",
    "Color",
    "ColorError",
    "ColorHistogram",
    "CombinedOutput",
    "Contents",
    "CvpaletteError",
    "Extraction",
    "Ignored",
    "Image",
    "ImageError",
    "ImageOutput",
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
    "Position",
    "Problem",
    "Ramp",
    "Reading",
    "Renderable",
    "Rendered",
    "Result",
    "Role",
    "Roles",
    "Scheme",
    "Scope",
    "Settings",
    "SettingsError",
    "Source",
    "Swatch",
    "Values",
    "Violation",
    "WorkerError",
    "WriteError",
    "check",
    "ciede2000",
    "cluster",
    "extract",
    "extract_many",
    "find_output",
    "find_outputs",
    "load_frames",
    "load_image",
    "make_ramp",
    "make_scheme",
    "measure_error",
    "merge",
    "quantize",
    "read_frames",
    "read_image",
    "read_palette",
    "render",
    "save",
]

# The module of each public name. A test checks that this, the imports above and __all__ agree.
_HOMES = {
    "batch.many": ("Outcome", "extract_many"),
    "batch.merging": ("merge",),
    "color.color": ("Color",),
    "color.difference": ("ciede2000",),
    "color.palette": ("Palette", "Swatch", "Values"),
    "decoding.image": ("Image",),
    "decoding.reading": ("read_frames", "read_image"),
    "engine.finding": ("cluster",),
    "engine.error": ("measure_error",),
    "engine.histogram": ("ColorHistogram",),
    "errors": (
        "Problem",
        *(name for name in __all__ if name.endswith("Error") and name != "PaletteError"),
    ),
    "extraction": ("Extraction", "extract"),
    "plugins.checking": ("check",),
    "plugins.contract": ("CombinedOutput", "Contents", "ImageOutput", "Output", "PaletteReader", "Rendered"),
    "plugins.reading": ("read_palette",),
    "plugins.registry": ("find_output", "find_outputs"),
    "plugins.rendering": ("Renderable", "render", "save"),
    "quantizing.quantize": ("quantize",),
    "result": ("LeftOut", "PaletteError", "Position", "Result"),
    "roles.ramp": ("Ramp", "make_ramp"),
    "roles.role": ("Ansi", "Role", "Roles"),
    "roles.scheme": ("Scheme", "make_scheme"),
    "roles.rules": ("Violation",),
    "settings.settings": ("Ignored", "Reading", "Scope", "Settings"),
    "sources.loading": ("Source", "load_frames", "load_image"),
}


# A type checker sees the imports above, and so finds wrong names.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Import a public name from its module on its first use."""
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
