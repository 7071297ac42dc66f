"""read_palette(): reads a palette from a file, with an output that can parse it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from cvpalette.color.palette import Palette
from cvpalette.decoding.reading import Opened
from cvpalette.errors import ImageError, OutputError, PaletteFileError
from cvpalette.messages import cause_of, quote
from cvpalette.parsing.entries import Entry, make_palette
from cvpalette.plugins.contract import PaletteReader
from cvpalette.plugins.entrypoints import is_users
from cvpalette.plugins.registry import FoundOutput, LoadedOutput, find_outputs
from cvpalette.result import Result
from cvpalette.sources.loading import Source, open_source, origin_of

__all__ = ["parse_opened", "read_palette"]

# Enough for the largest number of swatches that an .aco file can have, each with a name.
_MOST_BYTES: Final = 1 << 22


def read_palette(source: Source, name: str = "", *, allow_private: bool = False) -> Result:
    """Return the palette of a path, an http or https URL, bytes or an open binary file.

    The installed output with this suffix is asked first to parse it, then all others. An image is a palette
    if it is a row, a column or a grid of at most 256 colors, which are taken in order. What the file holds
    and the palette does not is in the palette's `notes`. `name` is for a source that has no name. A URL that
    leads to a private network is refused unless `allow_private` is given. Raises PaletteFileError, which
    names the source.
    """
    try:
        opened = open_source(source, allow_private=allow_private)
    except ImageError as error:
        raise PaletteFileError(name or error.name, error.reason, error.problem) from error
    result = _read_image(opened, name or opened.name) if opened.is_image else parse_opened(opened, name)
    return replace(result, origin=origin_of(source))


def _read_image(opened: Opened, name: str) -> Result:
    """Return the palette of an image that is one; raises PaletteFileError."""
    from cvpalette.decoding.strip import read_strip  # noqa: PLC0415 -- few palettes are images

    try:
        image = next(opened.frames())
        colors = read_strip(image)
        palette = None if colors is None else make_palette(map(Entry, colors))
    except ImageError as error:
        raise PaletteFileError(name, error.reason, error.problem) from error
    except ValueError as error:
        raise PaletteFileError(name, str(error), "invalid") from error
    if palette is None:
        reason = (
            "is an image, and no palette: no row or column of colors, and no grid of up to 256 equal blocks"
        )
        raise PaletteFileError(name, reason, "unsupported")
    if image.warning:
        palette = replace(palette, notes=(image.warning, *palette.notes))
    return Result.of_palette(palette, name)


def parse_opened(opened: Opened, name: str = "", otherwise: str = "") -> Result:
    """Return the palette of a source that is not an image; raises PaletteFileError.

    The error's reason comes from the output that has this file's suffix; if there is none, it is `otherwise`.
    """
    reason = ""
    readers = _readers(name or opened.short) if len(opened.data) <= _MOST_BYTES else ()
    for output, is_claimed in readers:
        try:
            palette = _parse(output, opened.data, is_claimed=is_claimed)
        except ValueError as problem:
            reason = reason or (str(problem) if is_claimed else "")
        else:
            return Result.of_palette(palette, name or opened.name)
    if reason:
        raise PaletteFileError(name or opened.name, reason, "invalid")
    reason = otherwise or "is no palette that cvpalette reads"
    raise PaletteFileError(name or opened.name, reason, "unsupported")


def _readers(name: str) -> Iterator[tuple[LoadedOutput, bool]]:
    """Give the outputs that parse, each with whether its suffix is this name's; those outputs come first."""
    file_name = name.lower()
    found = find_outputs()
    # An output with the suffix as its name is asked before the others are loaded, to save time. A name with
    # more dots may have a longer suffix of another output, such as ".tokens.json".
    called = Path(file_name).suffix[1:]
    namesake = _load(found.get(called, [])) if file_name.count(".") == 1 else None
    if namesake and _claim(namesake, file_name):
        yield namesake, True
    others = [output for output in map(_load, found.values()) if output and output != namesake]
    for output in sorted(others, key=lambda output: -_claim(output, file_name)):
        yield output, _claim(output, file_name) > 0


def _claim(output: LoadedOutput, file_name: str) -> int:
    """Return the length of the output's longest suffix that ends the file's name, or 0."""
    suffixes = (*output.suffixes, output.combined_suffix.lower())
    return max(len(suffix) * file_name.endswith(suffix) for suffix in suffixes)


def _load(claims: list[FoundOutput]) -> LoadedOutput | None:
    """Return the output of a name; None if it is missing, broken or claimed twice, or cannot parse."""
    if len(claims) != 1:
        return None
    try:
        output = claims[0].load()
    except OutputError:
        return None
    return output if isinstance(output.output, PaletteReader) else None


def _parse(output: LoadedOutput, data: bytes, *, is_claimed: bool) -> Palette:
    """Parse a file; any error of the output becomes a ValueError, worded for the user."""
    whose = f"output {quote(output.found.name)} of {quote(output.found.distribution)}"
    try:
        if not is_claimed and _needs_suffix(output.output, data):
            raise ValueError("its name does not have the suffix of the format")
        palette = output.output.parse(data)
    except ValueError:
        raise
    except BaseException as error:  # a plugin may raise anything
        if is_users(error):
            raise
        message = f"{whose} cannot parse it: {cause_of(error)}"
        raise ValueError(message) from error
    if isinstance(palette, Palette):
        return palette
    message = f"{whose} cannot parse it: it returned {quote(type(palette).__name__)}, no Palette"
    raise ValueError(message)


def _needs_suffix(output: Any, data: bytes) -> bool:
    """Tell whether an output parses these bytes only in a file that has its suffix."""
    needs = getattr(output, "needs_suffix", False)
    return bool(needs(data) if callable(needs) else needs)
