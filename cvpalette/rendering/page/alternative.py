"""find_alternative(): the palette of the same image by the other way of picking colors."""

from dataclasses import replace
from typing import Final

from cvpalette.decoding.image import Image
from cvpalette.extraction import Extraction, Recipe
from cvpalette.settings.settings import NamedColors, Pick

__all__ = ["find_alternative"]

_OTHER: Final[dict[Pick, Pick]] = {"pixels": "colors", "colors": "pixels"}


def find_alternative(extraction: Extraction) -> Extraction | None:
    """Return the extraction with the palette that the other `pick` finds, or None if there is no other.

    There is none for a palette that was given, for one of several images or frames, whose pixels are not all
    there, and for an image that has the same colors either way. Its colors have no names if the names were
    those of a palette, which a result does not keep.
    """
    result = extraction.result
    mask = result.scope.mask
    is_whole = mask is None or isinstance(mask, Image)
    if result.given is not None or result.frames > 1 or not (is_whole and extraction.positions):
        return None
    names = None if isinstance(result.settings.names, NamedColors) else result.settings.names
    settings = replace(result.settings, pick=_OTHER[result.settings.pick], names=names)
    recipe = Recipe(settings=settings, scope=result.scope)
    found = recipe.complete(recipe.count_frames(iter([extraction.image])))
    return None if set(found.palette.colors) == set(extraction.palette.colors) else found
