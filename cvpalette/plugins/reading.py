"""read_palette(): reads a palette from a file, with an output that can parse it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from cvpalette.color.palette import Palette
from cvpalette.decoding.reading import Opened
from cvpalette.errors import ImageError, PaletteFileError, SettingsError
from cvpalette.messages import quote
from cvpalette.parsing.sharing import forget
from cvpalette.plugins.readers import order_readers
from cvpalette.plugins.signatures import find_refusal
from cvpalette.result import Result
from cvpalette.settings.settings import Reading
from cvpalette.sources.addresses import may_be_builtin
from cvpalette.sources.loading import Source, open_source, origin_of

__all__ = ["advise_builtin", "parse_opened", "read_builtin", "read_palette"]

# Enough for the largest number of swatches that an .aco file can have, each with a name.
_MOST_BYTES: Final = 1 << 22
# Of an archive only the palettes in it are unpacked, within limits of their own.
_MOST_ARCHIVED: Final = 1 << 28
_ARCHIVE: Final = b"PK\3\4"
#: The most pixels of an image that is a palette: a palette needs few.
MOST_PIXELS: Final = 25_000_000


def read_palette(
    source: Source, name: str = "", *, allow_private: bool = False, max_pixels: int = MOST_PIXELS
) -> Result:
    """Return the palette of a path, an http or https URL, bytes, an open binary file, or a built-in palette.

    Its first bytes and its suffix tell which reader is asked first to parse it. A path or URL may end in
    the name of a group: 'brand.ase#Reds'. A word without dots and slashes, such as 'gameboy', names a
    built-in palette if there is no such file. An image is a palette if it is a row, a column or a grid of
    at most 256 colors, which are taken in order; of any other indexed PNG, GIF or BMP, the color table
    is. What the file holds and the palette does not is in the palette's `notes`. `name` is for a source
    that has no name. A URL that leads to a private network is refused unless `allow_private` is given. An
    image with more than `max_pixels` is refused before it is decoded.

    Raises PaletteFileError, which names the source, and SettingsError for a wrong `max_pixels`.

    Example:
        >>> brand = cvpalette.read_palette("brand.gpl")
        >>> print(brand.name, brand.palette)
        brand.gpl #264653, #2a9d8f, #e9c46a, #e76f51, #8ab17d
        >>> print(cvpalette.read_palette("gameboy").palette)
        #0f380f, #306230, #8bac0f, #9bbc0f
        >>> print(cvpalette.read_palette("brand.ase#Signals").palette[0].name)
        Clay
    """
    reading = Reading(max_pixels=max_pixels)
    builtin = read_builtin(source)
    if builtin:
        return replace(builtin, name=name or builtin.name)
    try:
        opened = open_source(source, reading=reading, allow_private=allow_private)
    except ImageError as error:
        advise_builtin(error, source)
        # The error says the same, as that of an image.
        raise PaletteFileError(name or error.name, error.reason, error.problem) from error.__cause__
    result = _read_image(opened, name or opened.name) if opened.is_image else parse_opened(opened, name)
    return replace(result, origin=origin_of(source))


def read_builtin(source: object) -> Result | None:
    """Return the built-in palette that a source names, or None; a file or folder of that name comes first."""
    if not isinstance(source, str) or not may_be_builtin(source):
        return None
    from cvpalette.palettes.builtin import find_builtin  # noqa: PLC0415 -- few sources are built in

    try:
        return Result.of_palette(find_builtin(source), source.lower())
    except PaletteFileError:
        return None


def advise_builtin(error: ImageError, source: object, *, only_near: bool = False) -> None:
    """Add to the error of a missing file that no built-in palette has this name either, and which is near.

    With `only_near`, nothing is added if none is near.
    """
    if error.problem != "not-found" or not isinstance(source, str):
        return
    word, mark, _ = source.partition("#")
    if not may_be_builtin(word):
        return
    from cvpalette.palettes.builtin import guess_builtin, is_builtin  # noqa: PLC0415 -- as above

    if mark and is_builtin(word):
        error.advise(f"the built-in palette {quote(word)} has no groups")
        return
    near = "" if mark else guess_builtin(source)
    if near or not (only_near or mark):
        error.advise(f"no built-in palette has this name either{near}")


def _read_image(opened: Opened, name: str) -> Result:
    """Return the palette of an image that is one; raises PaletteFileError."""
    from cvpalette.parsing.pictures import read_picture  # noqa: PLC0415 -- few palettes are images

    try:
        palette = read_picture(next(opened.frames()), opened.data)
    except ImageError as error:
        raise PaletteFileError(name, error.reason, error.problem) from error
    except ValueError as error:
        raise PaletteFileError(name, str(error), "invalid") from error
    if palette is None:
        reason = (
            "is an image, and no palette: no row or column of colors, no grid of up to 256 equal blocks, "
            "and it has no color table"
        )
        raise PaletteFileError(name, reason, "unsupported")
    return Result.of_palette(palette, name)


def parse_opened(opened: Opened, name: str = "", otherwise: Callable[[bytes], str] | None = None) -> Result:
    """Return the palette of a source that is not an image; raises PaletteFileError.

    If the source names a group, it is the palette of that group. The error's reason comes from the reader
    that this file is meant for; if there is none, it is what `otherwise` says of the file's bytes.
    """
    called = name or opened.name
    try:
        palette = _parse(opened, name or opened.short, called, otherwise)
    finally:
        forget()
    try:
        chosen = palette.of_group(opened.group) if opened.group else palette
    except SettingsError as error:
        raise PaletteFileError(called, str(error), "invalid") from error
    return Result.of_palette(chosen, called)


def _parse(opened: Opened, file_name: str, called: str, otherwise: Callable[[bytes], str] | None) -> Palette:
    refusal = find_refusal(opened.data)
    if refusal:
        raise PaletteFileError(called, refusal, "unsupported")
    most = _MOST_ARCHIVED if opened.data.startswith(_ARCHIVE) else _MOST_BYTES
    readers = order_readers(file_name, opened.data) if len(opened.data) <= most else ()
    meant: ValueError | None = None
    failed: ValueError | None = None
    is_contested = False
    for reader, is_meant in readers:
        try:
            return reader.parse(opened.data, is_claimed=reader.claims(file_name) > 0)
        except ValueError as problem:
            if is_meant and meant is None:
                meant, is_contested = problem, reader.is_contested
            # What is no ValueError is a mistake in a reader, which its author looks for.
            if failed is None and problem.__cause__ and not isinstance(problem.__cause__, ValueError):
                failed = problem
    if meant:
        raise PaletteFileError(called, str(meant), "unsupported" if is_contested else "invalid") from meant
    reason = otherwise(opened.data) if otherwise else "is no palette that cvpalette reads"
    raise PaletteFileError(called, reason, "unsupported") from failed
