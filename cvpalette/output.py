"""Output: the plugin contract."""

from typing import ClassVar, Protocol, runtime_checkable

from cvpalette.extraction import Extraction

__all__ = ["Output", "ReportingOutput"]


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
