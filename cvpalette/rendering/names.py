"""The names of palettes, swatches and shares in files; all outputs use the same rules."""

import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Sequence
from typing import Final

from cvpalette.color.palette import Palette
from cvpalette.messages import listed, quote
from cvpalette.result import Result

__all__ = [
    "comment_lines",
    "count_colors",
    "cut_name",
    "display_name",
    "distinct_names",
    "given_name",
    "identifiers",
    "is_cut",
    "palette_name",
    "percent",
    "plain_name",
    "require_identifier",
    "require_variable",
    "share_note",
    "slug",
    "summary",
    "swatch_names",
    "swatch_notes",
    "swatch_slugs",
    "theirs",
]

# Longer than any name that people give; some programs have buffers of 256 bytes.
_LONGEST_NAME: Final = 250
# A name that CSS, Sass, Tailwind and every validator accept.
_IDENTIFIER: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# A name that R, Julia and MATLAB accept.
_VARIABLE: Final = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")
_SMALLEST_SHARE: Final = 0.0005
_OURS: Final = re.compile(r"[0-9]+ colors? of .*, by cvpalette")


def plain_name(text: str) -> str:
    r"""Return a name on one line: no control characters, single spaces, at most 250 bytes of UTF-8.

    Example:
        >>> from cvpalette.writing import plain_name
        >>> plain_name("Deep\tsea  blue")
        'Deep sea blue'
    """
    # Printable text has no control characters, and no blanks except the ASCII space.
    return cut_name(_unbreak(text), _LONGEST_NAME)


def cut_name(name: str, most: int) -> str:
    """Return the beginning of a name on one line, at most so many bytes of UTF-8."""
    return name if 4 * len(name) <= most else name.encode()[:most].decode(errors="ignore").rstrip()


def is_cut(text: str) -> bool:
    """Tell whether `plain_name` cuts a name."""
    return 4 * len(text) > _LONGEST_NAME and len(_unbreak(text).encode()) > _LONGEST_NAME


def _unbreak(text: str) -> str:
    plain = text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())


def display_name(text: str) -> str:
    """Return a plain name, or `untitled` if nothing is left of it."""
    return plain_name(text) or "untitled"


def percent(share: float) -> str:
    """Return a share as a percentage: `31.2%`, `<0.1%` for a very small one, and `0.0%` only for 0.

    Example:
        >>> from cvpalette.writing import percent
        >>> percent(0.312), percent(0.0001)
        ('31.2%', '<0.1%')
    """
    return f"{share:.1%}" if share >= _SMALLEST_SHARE or not share else "<0.1%"


def swatch_names(palette: Palette) -> list[str]:
    """Return a name for each swatch, for places that allow any text: its own, or `color-1` by its number.

    Example:
        >>> from cvpalette.writing import swatch_names
        >>> brand = cvpalette.read_palette("brand.gpl")
        >>> swatch_names(brand.palette)[:2]
        ['Ink', 'Sea']
    """
    return [plain_name(swatch.name) or _unnamed(number) for number, swatch in enumerate(palette, 1)]


def distinct_names(names: Sequence[str]) -> list[str]:
    """Return the names, all different: one that repeats gets a number, and is then no other's name.

    Example:
        >>> from cvpalette.writing import distinct_names
        >>> distinct_names(["Sea", "Sand", "Sea"])
        ['Sea', 'Sand', 'Sea 2']
    """
    used, seen = set(names), set[str]()
    numbers: dict[str, int] = {}
    found = []
    for name in names:
        distinct = name
        while name in seen and distinct in used:
            numbers[name] = numbers.get(name, 1) + 1
            distinct = f"{name} {numbers[name]}"
        seen.add(name)
        used.add(distinct)
        found.append(distinct)
    return found


def given_name(text: str, number: int) -> str:
    """Return a color's name from a file, or an empty one if it is only the default, such as `color-1`.

    Example:
        >>> from cvpalette.writing import given_name
        >>> given_name("color-2", 2), given_name("Sea", 2)
        ('', 'Sea')
    """
    return "" if text == _unnamed(number) else plain_name(text)


def slug(text: str) -> str:
    """Return a name in lower-case ASCII letters, digits and single hyphens; it may be empty.

    Letters of any script are spelled in ASCII: `strasse`, `lodz`, `moskva`.

    Example:
        >>> from cvpalette.writing import slug
        >>> slug("Łódź 2 (new)")
        'lodz-2-new'
    """
    plain = text
    if not text.isascii():
        from anyascii import anyascii  # noqa: PLC0415 -- most names are ASCII

        # A letter with accents that are characters of their own becomes one character, which has a spelling.
        plain = anyascii(unicodedata.normalize("NFC", text))
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower()))


def identifiers(
    palette: Palette,
    prefix: str = "color",
    joint: str = "-",
    *,
    endings: Sequence[str] = (),
    taken: Iterable[str] = (),
) -> list[str]:
    """Return a unique variable name for each swatch: `color-1`, or `color-navy` for a named one.

    `joint` joins the words. A name that another group has too gets its group in front, as in `color-gray-50`,
    and else a repeated name gets a number: `color-navy-2`. With `endings`, such as `-50`, the
    names with each of these behind them are unique too. No name is one of those that are `taken`.

    Example:
        >>> from cvpalette.writing import identifiers
        >>> brand = cvpalette.read_palette("brand.gpl")
        >>> identifiers(brand.palette, "brand", "_")[:2]
        ['brand_ink', 'brand_sea']
    """
    found: list[str] = []
    used = set(taken)
    # The next number to try for each name: without it, many swatches of one name would take quadratic time.
    numbers: dict[str, int] = {}
    for number, words in enumerate(swatch_slugs(palette), 1):
        name = wanted = f"{prefix}-{words or number}"
        # Another color's own name may already end in this number.
        while name in used or any(name + ending in used for ending in endings):
            numbers[wanted] = numbers.get(wanted, 1) + 1
            name = f"{wanted}-{numbers[wanted]}"
        used.update((name, *(name + ending for ending in endings)))
        found.append(name.replace("-", joint))
    return found


def swatch_slugs(palette: Palette) -> list[str]:
    """Return the name of each swatch as `slug` does, with its group in front if another group has it too."""
    # A name of characters that no file shows is none, although some of them can be spelled in ASCII.
    slugs = [plain_name(swatch.name) and slug(swatch.name) for swatch in palette]
    if not palette.groups:
        return slugs
    groups: dict[str, set[str]] = {}
    for swatch, words in zip(palette, slugs, strict=True):
        groups.setdefault(words, set()).add(swatch.group)
    return [
        "-".join(filter(None, (slug(swatch.group), words))) if words and len(groups[words]) > 1 else words
        for swatch, words in zip(palette, slugs, strict=True)
    ]


def swatch_notes(palette: Palette, write: Callable[[str], str] = str) -> list[str]:
    """Return a comment for each swatch: `navy, 31.2%`; empty if neither name nor share is known.

    `write` turns a name into the form for the comment.

    Example:
        >>> from cvpalette.writing import swatch_notes
        >>> swatch_notes(cvpalette.extract("photo.jpg", colors=2, names="css").palette)
        ['…, …%', '…, …%']
    """
    names = (plain_name(swatch.name) for swatch in palette)
    parts = ((write(name) if name else "", share_note(palette, index)) for index, name in enumerate(names))
    return [", ".join(part for part in both if part) for both in parts]


def palette_name(result: Result) -> str:
    """Return a palette's own name, or else its image's name without the suffix.

    Example:
        >>> from cvpalette.writing import palette_name
        >>> palette_name(cvpalette.extract("photo.jpg").result)
        'photo'
    """
    return plain_name(result.palette.name) or display_name(result.stem)


def share_note(palette: Palette, index: int) -> str:
    """Return a swatch's share for a comment, such as `31.2%`; empty if the shares are unknown."""
    return percent(palette[index].share) if palette.has_shares else ""


def _unnamed(number: int) -> str:
    return f"color-{number}"


def count_colors(palette: Palette) -> str:
    """Return the number of colors as text: `1 color`, `6 colors`."""
    return "1 color" if len(palette) == 1 else f"{len(palette)} colors"


def summary(result: Result) -> str:
    """Return a description of a palette for a file's first comment; it contains no path and no time.

    Example:
        >>> from cvpalette.writing import summary
        >>> brand = cvpalette.read_palette("brand.gpl")
        >>> summary(brand)
        '5 colors of brand.gpl, by cvpalette'
    """
    return f"{count_colors(result.palette)} of {display_name(result.name)}, by cvpalette"


def comment_lines(result: Result) -> list[str]:
    """Return the lines of a file's first comment: the summary, and then what the palette's own file says.

    Example:
        >>> from cvpalette.writing import comment_lines
        >>> brand = cvpalette.read_palette("brand.gpl")
        >>> comment_lines(brand)
        ['5 colors of brand.gpl, by cvpalette']
    """
    return [summary(result), *theirs(result.palette.comment).splitlines()]


def theirs(comment: str) -> str:
    """Return a comment from a file: lines without control characters, and without the line that we write."""
    lines = ("".join(c if c.isprintable() else " " for c in line).strip() for line in comment.splitlines())
    return "\n".join(line for line in lines if line and not _OURS.fullmatch(line))


def require_variable(option: str, text: str, keywords: Container[str] = ()) -> None:
    """Raise ValueError, worded for the user, unless the text is a name of a variable, and no keyword."""
    if not _VARIABLE.fullmatch(text) or text in keywords:
        message = (
            f"option {quote(option)} is lower-case letters, digits and _, such as 'brand', not {quote(text)}"
        )
        raise ValueError(message)


def require_identifier(option: str, text: str) -> None:
    """Raise ValueError, worded for the user, unless variable names in all formats can begin with the text.

    Example:
        >>> from cvpalette.writing import require_identifier
        >>> require_identifier("prefix", "1st")
        Traceback (most recent call last):
            ...
        ValueError: option 'prefix' is lower-case letters, digits and single hyphens, …
    """
    if not _IDENTIFIER.fullmatch(text):
        message = (
            f"option {quote(option)} is lower-case letters, digits and single hyphens, a letter first, "
            f"such as {listed(['color', 'brand-2'])}, not {quote(text)}"
        )
        raise ValueError(message)
