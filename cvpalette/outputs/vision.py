"""The output `vision`: a palette and its picture as people with protan, deutan or tritan vision see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

from cvpalette.extraction import Extraction
from cvpalette.plugins.contract import Rendered
from cvpalette.rendering.escaping import json_text
from cvpalette.rendering.names import count_colors, palette_name, plain_name
from cvpalette.rendering.page.visions import write_vision_page
from cvpalette.result import Result
from cvpalette.roles.contrasts import write_low
from cvpalette.roles.vision import VISIONS, Alike, Vision, find_alike, see
from cvpalette.settings.settings import MOST_COLORS

__all__ = ["VisionPage"]

_VERSION: Final = 1
_LARGEST_PICTURE: Final = 2048
_LARGEST_DIFFERENCE: Final = 100

_Pairs = Mapping[Vision, list[Alike]]


@dataclass(frozen=True)
class VisionPage:
    """Palette and picture as seen with protan, deutan and tritan vision, and the colors that become alike."""

    suffix: ClassVar[str] = ".vision.html"
    family: ClassVar[str] = "checks"
    suffixes: ClassVar[Mapping[str, Mapping[str, str]]] = {
        ".vision.txt": {"format": "text"},
        ".vision.json": {"format": "json"},
    }
    format: Annotated[Literal["html", "text", "json"], "What to write."] = "html"
    alike: Annotated[float, "Two colors are alike below this difference (CIEDE2000)."] = 8.0
    picture: Annotated[int, "Pixels of each picture's longer side, at most; 0 shows none."] = 480

    def __post_init__(self) -> None:
        """Refuse a size or a difference that makes no sense."""
        if not 0 <= self.picture <= _LARGEST_PICTURE:
            message = f"option 'picture' is 0 to {_LARGEST_PICTURE}, not '{self.picture}'"
            raise ValueError(message)
        if not 0 < self.alike <= _LARGEST_DIFFERENCE:
            message = f"option 'alike' is above 0 and at most {_LARGEST_DIFFERENCE}, not '{self.alike:g}'"
            raise ValueError(message)

    @property
    def idle(self) -> dict[str, str]:
        """Only a page shows the picture."""
        return {} if self.format == "html" else {"picture": "only a page shows the picture"}

    def render(self, result: Result, /) -> Rendered:
        """Write a palette without its picture."""
        return self._write(result, None)

    def render_image(self, extraction: Extraction, /) -> Rendered:
        """Write a palette, with its picture on the page; a palette alone has none."""
        is_shown = self.picture and extraction.result.has_image
        return self._write(extraction.result, extraction if is_shown else None)

    def _write(self, result: Result, extraction: Extraction | None) -> Rendered:
        if len(result.palette) > MOST_COLORS:
            message = f"it shows at most {MOST_COLORS} colors, not {len(result.palette)}"
            raise ValueError(message)
        colors = result.palette.colors
        pairs = {vision: list(find_alike(colors, vision, self.alike)) for vision in VISIONS}
        if self.format == "html":
            contents = write_vision_page(result, pairs, extraction, self.picture)
        else:
            contents = (
                self._write_text(result, pairs) if self.format == "text" else _write_json(result, pairs)
            )
        return Rendered(contents, report=lambda: _report(pairs), facts=lambda: {"alike": _count(pairs)})

    def _write_text(self, result: Result, pairs: _Pairs) -> str:
        palette = result.palette
        lines = [f"{palette_name(result)}, {count_colors(palette)}, as seen", ""]
        lines.append(f"{'':>3} {'all':<8}{''.join(f'{vision:<8}' for vision in VISIONS)}".rstrip())
        for place, swatch in enumerate(palette, 1):
            seen = "".join(f"{see(swatch.color, vision).hex:<8}" for vision in VISIONS)
            lines.append(f"{place:>3} {swatch.color.hex:<8}{seen} {plain_name(swatch.name)}".rstrip())
        lines += ["", f"Pairs that become alike: they differ by less than {self.alike:g} (CIEDE2000)", ""]
        for vision, found in pairs.items():
            lines += [_write_pair(vision, pair, result) for pair in found] or [f"{vision:<8}none"]
        return "\n".join([*lines, ""])


def _write_pair(vision: Vision, pair: Alike, result: Result) -> str:
    first, second = (f"{at + 1:>3} {result.palette[at].color.hex}" for at in (pair.first, pair.second))
    return (
        f"{vision:<8}{first} {second}  {write_low(pair.seen):>5} instead of {write_low(pair.difference):>5}"
    )


def _write_json(result: Result, pairs: _Pairs) -> str:
    colors = [
        {"hex": swatch.color.hex, "name": plain_name(swatch.name) or None}
        | {vision: see(swatch.color, vision).hex for vision in VISIONS}
        for swatch in result.palette
    ]
    alike = [
        {
            "vision": vision,
            "colors": [pair.first, pair.second],
            "difference": round(pair.difference, 3),
            "seen": round(pair.seen, 3),
        }
        for vision, found in pairs.items()
        for pair in found
    ]
    document: dict[str, Any] = {"version": _VERSION, "source": result.name, "colors": colors, "alike": alike}
    return json_text(document) + "\n"


def _count(pairs: _Pairs) -> dict[str, int]:
    return {vision: len(found) for vision, found in pairs.items()}


def _report(pairs: _Pairs) -> str:
    counts = [f"{count} with {vision} vision" for vision, count in _count(pairs).items() if count]
    return f"pairs that become alike: {', '.join(counts) or 'none'}"
