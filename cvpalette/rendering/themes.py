"""What themes share: the option for the mode, the name, and the names of ANSI's colors."""

import re
from typing import Annotated, Literal, TypeAlias

from cvpalette.rendering.names import palette_name, slug
from cvpalette.result import Result
from cvpalette.roles.role import ANSI_NAMES

__all__ = ["ANSI_NAMES", "ThemeMode", "theme_name", "theme_slug"]

#: The option of a theme that is either light or dark.
ThemeMode: TypeAlias = Annotated[Literal["light", "dark"], "A light or a dark background."]


def theme_name(result: Result, mode: str) -> str:
    """Return a theme's name for people, such as `photo dark`.

    A theme that is converted has a mode in its name already, which is left out.

    Example:
        >>> from cvpalette.writing import theme_name
        >>> result = cvpalette.extract("photo.jpg").result
        >>> theme_name(result, "dark")
        'photo dark'
    """
    name = palette_name(result)
    if not result.has_image:
        name = re.sub(r"(?<=\S) (?:light|dark)$", "", name)
    return f"{name} {mode}"


def theme_slug(result: Result, mode: str = "") -> str:
    """Return a theme's name for files and settings, such as `photo-dark`: letters, digits and hyphens.

    Example:
        >>> from cvpalette.writing import theme_slug
        >>> result = cvpalette.extract("photo.jpg").result
        >>> theme_slug(result, "dark")
        'photo-dark'
    """
    return "-".join(part for part in (slug(palette_name(result)) or "theme", mode) if part)
