"""Output: the plugin contract."""

import re
from dataclasses import MISSING, is_dataclass
from typing import ClassVar, Final, Protocol, runtime_checkable

from cvpalette.errors import listed
from cvpalette.extraction import Extraction
from cvpalette.options import list_options

__all__ = ["Output", "ReportingOutput", "find_problem"]

# It becomes part of a file's name, and of nothing above it.
_SUFFIX: Final = re.compile(r"\.[\w.+-]+")


class Output(Protocol):
    """What a format is to cvpalette: a frozen dataclass that renders; it need not inherit from this.

    Its fields are its options, each `Annotated[type, "help"]` with a default; the first line of its
    docstring describes it; its name is the name of its entry point in the group `cvpalette.outputs`.
    """

    #: What names of its files end in; compound where two would collide: ".css", ".swatch.png".
    suffix: ClassVar[str]

    def render(self, extraction: Extraction, /) -> str | bytes:
        r"""Return a file's contents: text that ends in one "\n" (written as UTF-8), or bytes as they are."""


@runtime_checkable
class ReportingOutput(Output, Protocol):
    """An output that has something to say of what it made."""

    def report(self, extraction: Extraction, contents: bytes, /) -> str:
        """Return a line or two for the person at the terminal, about contents that it rendered."""


def find_problem(output: object) -> str:
    """Say why something is no output, such as "has no method 'render'"; nothing where it is one.

    Raises whatever its own annotations and defaults raise.
    """
    if not isinstance(output, type) or not is_dataclass(output):
        return "is not a dataclass"
    if not callable(getattr(output, "render", None)):
        return "has no method 'render'"
    suffix = getattr(output, "suffix", None)
    if not isinstance(suffix, str) or not _SUFFIX.fullmatch(suffix):
        return "has no 'suffix' such as '.css'"
    required = [option.name for option in list_options(output) if option.default is MISSING]
    if required:
        return f"has no default for its option {listed(required, 'and')}"
    return ""
