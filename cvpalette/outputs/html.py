"""The output `html`: a page of one palette, or a gallery of many."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Annotated, ClassVar, Final, Literal

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction
from cvpalette.parsing.entries import join_groups, make_palette
from cvpalette.rendering.names import count_colors, display_name, palette_name
from cvpalette.rendering.page.alternative import find_alternative
from cvpalette.rendering.page.document import draw_icon, fill, write_document
from cvpalette.rendering.page.embedding import embed_map, embed_picture
from cvpalette.rendering.page.gallery import write_gallery
from cvpalette.rendering.page.points import list_points
from cvpalette.rendering.page.scheme import write_scheme, write_scheme_rules
from cvpalette.rendering.page.swatches import (
    MOST_ROWS,
    describe_swatches,
    list_marks,
    list_swatches,
    write_choices,
    write_picks,
    write_places,
    write_rules,
)
from cvpalette.result import Result
from cvpalette.settings.settings import MOST_COLORS

__all__ = ["HtmlPage"]

_STYLES: Final = ("page.css", "palette.css", "swatches.css", "picture.css", "space.css")
# What is added where a scheme is shown.
_SCHEME_STYLES: Final = ("scheme.css",)
_SCRIPTS: Final = ("page.js", "light.js", "palettes.js", "swatches.js", "picture.js", "space.js")
_LARGEST_PICTURE: Final = 4096
_LARGEST_THUMBNAIL: Final = 512
# The pixels of an image up to this size are shown as sharp squares.
_SMALL: Final = 128
# Where the rules of the first and the second palette apply.
_WITHIN: Final = ("", ".other ")
# One row of pixels is shown as a band to point at, at least this many times as wide as high.
_BAND_RATIO: Final = 6


@dataclass(frozen=True)
class HtmlPage:
    """Offline HTML page: swatches to copy and where each is in the image, or a gallery of many to search."""

    suffix: ClassVar[str] = ".html"
    family: ClassVar[str] = "pictures"
    combined_suffix: ClassVar[str] = ".html"
    read_suffixes: ClassVar[tuple[str, ...]] = (".htm", ".xhtml")
    holds: ClassVar[frozenset[str]] = frozenset(("alpha", "names", "shares"))
    notation: Annotated[Literal["hex", "rgb", "hsl", "oklch"], "How the page writes colors at first."] = "hex"
    picture: Annotated[int, "Pixels of the picture's longer side, at most."] = 800
    both: Annotated[bool, "Find the palette of the other --pick too, with a switch between the two."] = True
    roles: Annotated[bool, "Show a light and a dark scheme in use, with contrasts."] = True
    thumbnail: Annotated[int, "The same for each picture in a gallery; 0 shows none."] = 256

    def __post_init__(self) -> None:
        """Refuse a size that is too small or too large for a page."""
        if not 1 <= self.picture <= _LARGEST_PICTURE:
            message = f"option 'picture' is 1 to {_LARGEST_PICTURE}, not '{self.picture}'"
            raise ValueError(message)
        if not 0 <= self.thumbnail <= _LARGEST_THUMBNAIL:
            message = f"option 'thumbnail' is 0 to {_LARGEST_THUMBNAIL}, not '{self.thumbnail}'"
            raise ValueError(message)

    def render(self, result: Result, /) -> str:
        """Write the page of a palette without an image; a row of its colors takes the image's place."""
        return self._write([Extraction.of_result(replace(result, locate=tuple))])

    def render_image(self, extraction: Extraction, /) -> str:
        """Write the page."""
        _require_few(extraction.palette)
        other = find_alternative(extraction) if self.both else None
        return self._write([extraction, other] if other else [extraction])

    def _write(self, extractions: Sequence[Extraction]) -> str:
        """Write the page of an image with one palette, or with two and a switch; the first is shown first."""
        extraction = extractions[0]
        palettes = [each.palette for each in extractions]
        count, name = count_colors(palettes[0]), palette_name(extraction.result)
        _require_few(palettes[0])
        body = fill(
            "palette.html",
            name=escape(name),
            facts=escape(_facts(extraction)),
            count=count.replace(" ", "\u00a0"),
            alt=escape(_alternative(extraction)),
            size="small" if max(extraction.image.width, extraction.image.height) <= _SMALL else "large",
            picture=embed_picture(extraction, self.picture),
            marks="".join(_mark(each, at) for at, each in enumerate(extractions)),
            switch=_write_switch(extraction) if len(extractions) > 1 else "",
            notations=write_choices(self.notation),
            swatches="\n".join(_list(each, at, self.notation) for at, each in enumerate(palettes)),
            scheme=write_scheme(extraction.scheme) if self.roles else "",
        )
        rules = (
            f"{write_rules(each.palette, within)}"
            f"{write_places(each.positions, each.image.whole_size, within)}"
            for each, within in zip(extractions, _WITHIN, strict=False)
        )
        colors = write_scheme_rules(extraction.scheme) if self.roles else ""
        return write_document(
            title=f"{name}, {count}",
            icon=draw_icon(palettes[0].colors),
            body=body,
            styles=_STYLES + _SCHEME_STYLES if self.roles else _STYLES,
            rules=f".picture{{--ratio:{_ratio(extraction):.5g}}}\n{''.join(rules)}{colors}",
            scripts=_SCRIPTS,
            data={
                "palettes": [
                    {
                        "pick": each.settings.pick,
                        "map": embed_map(each, self.picture),
                        "swatches": describe_swatches(each.palette),
                    }
                    for each in extractions
                ],
                "points": list_points(extraction, palettes),
            },
        )

    def render_all(self, results: Iterable[Result], /) -> Iterator[str]:
        """Write a gallery of all palettes, with one line for each."""
        return write_gallery(results, self.notation)

    @staticmethod
    def needs_suffix(data: bytes, /) -> bool:
        """Tell whether the data does not begin like a page."""
        from cvpalette.parsing.pages import begins_page  # noqa: PLC0415 -- only reading needs it

        return not begins_page(data)

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of any page, or the palettes of one that we wrote; raises ValueError.

        If the page sets custom properties to colors, they are the palette, else all of its colors, by the
        number of their uses. Nothing is loaded: neither style sheets nor pictures that the page refers to.
        """
        from cvpalette.parsing.css_colors import USES  # noqa: PLC0415 -- as above
        from cvpalette.parsing.pages import read_page  # noqa: PLC0415 -- as above

        page = read_page(data)
        found = page.found
        if not found.entries:
            reason = f"; left out: {found.left_out}" if found.left_out else ""
            message = f"it is a page that names no color{reason}"
            raise ValueError(message)
        if page.is_ours:
            return make_palette(*join_groups(found.entries, page.title))
        notes = [f"left out: {found.left_out}"] if found.left_out else []
        if found.are_uses:
            notes.append(USES)
        return make_palette(found.entries, page.title, notes)


def _require_few(palette: Palette) -> None:
    """Raise ValueError for too many colors: the map that says where each is has one byte per pixel."""
    if len(palette) > MOST_COLORS:
        message = f"a page shows at most {MOST_COLORS} colors, not {len(palette)}"
        raise ValueError(message)


def _list(palette: Palette, at: int, notation: str) -> str:
    """Return the list of a palette's swatches; all but the first palette are hidden at first."""
    place = ' other" id="other-swatches" hidden' if at else '" id="swatches"'
    swatches = list_swatches(palette, notation)
    return f'<ol class="swatches {_density(palette)}{place} aria-describedby="how">\n{swatches}\n</ol>'


def _mark(extraction: Extraction, at: int) -> str:
    """Return the marks of a palette on the picture; all but those of the first are hidden at first."""
    place = ' other" hidden' if at else '"'
    marks = list_marks(extraction.positions)
    return f'<span class="marks {_density(extraction.palette)}{place} aria-hidden="true">{marks}</span>'


def _density(palette: Palette) -> str:
    return "rows" if len(palette) <= MOST_ROWS else "dense"


def _write_switch(extraction: Extraction) -> str:
    return fill("switch.html", choices=write_picks(extraction.settings.pick))


def _facts(extraction: Extraction) -> str:
    image, (width, height) = extraction.image, extraction.image.whole_size
    facts = [
        "" if image.stem == palette_name(extraction.result) else display_name(image.name),
        "" if _is_band(image) else f"{width} \u00d7 {height} pixels".replace(" ", "\u00a0"),
    ]
    return "".join(f"{fact} · " for fact in facts if fact)


def _alternative(extraction: Extraction) -> str:
    name = display_name(extraction.image.name)
    return f"The colors of {name}, side by side" if _is_band(extraction.image) else f"The image {name}"


def _is_band(image: Image) -> bool:
    """Tell whether the image is one row of pixels, such as for a palette that was read from a file."""
    return image.height == 1


def _ratio(extraction: Extraction) -> float:
    ratio = extraction.image.width / extraction.image.height
    return max(ratio, _BAND_RATIO) if _is_band(extraction.image) else ratio
