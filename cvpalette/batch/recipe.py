"""Recipe: how a palette is found, as one value that travels to other processes and machines."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Self

from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.engine.choosing import bits_for
from cvpalette.extraction import Counted, Extraction, count_frames, extract_counted, load_mask
from cvpalette.result import Found
from cvpalette.settings.settings import DEFAULT, Reading, Scope, Settings
from cvpalette.sources.loading import Source, load_frames

__all__ = ["Recipe"]

_SETTINGS: Final = {each.name for each in fields(Settings)}
_SCOPE: Final = {each.name for each in fields(Scope)}


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """All that `extract` takes but the source; the mask of its scope is read already."""

    settings: Settings = field(default_factory=Settings)
    scope: Scope = field(default_factory=Scope)
    palette: Palette | None = None
    reading: Reading = DEFAULT
    allow_private: bool = False

    @classmethod
    def of(cls, **keywords: Any) -> Self:
        """Take the keywords of `extract`; raises SettingsError, TypeError for an unknown one, ImageError."""
        settings = {name: keywords.pop(name) for name in _SETTINGS & keywords.keys()}
        scope = {name: keywords.pop(name) for name in _SCOPE & keywords.keys()}
        recipe = cls(settings=Settings(**settings), scope=Scope.of(**scope), **keywords).with_mask()
        return recipe.giving(recipe.palette, recipe.palette.name) if recipe.palette else recipe

    def giving(self, palette: Palette, name: str) -> Self:
        """Return the recipe that takes the colours of a palette, by this name, instead of the images' own."""
        return replace(self, palette=palette, settings=self.settings.giving(palette, name))

    def with_mask(self) -> Self:
        """Return the recipe with its mask read, once for all; raises ImageError."""
        return replace(self, scope=load_mask(self.scope, allow_private=self.allow_private))

    def count(self, source: Source) -> Counted:
        """Count the colours of a source; raises ImageError."""
        return self.count_frames(load_frames(source, reading=self.reading, allow_private=self.allow_private))

    def count_frames(self, frames: Iterator[Image]) -> Counted:
        """Count the colours of frames that are read elsewhere; raises ImageError."""
        return count_frames(frames, self.scope, bits=bits_for(self.settings))

    def complete(self, counted: Counted) -> Extraction:
        """Find the palette of what was counted."""
        return extract_counted(counted, self.settings, self.scope, self.palette)

    def find(self, source: Source) -> Found:
        """Return what is found in a source, without its pixels; raises ImageError."""
        return Found.of(self.complete(self.count(source)))
