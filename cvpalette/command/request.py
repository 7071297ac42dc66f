"""Request: what a run is asked for, in the words of the command line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cvpalette.settings.reading import DEFAULT, Reading
from cvpalette.settings.scope import Scope
from cvpalette.settings.settings import Settings
from cvpalette.sources.finding import is_many

__all__ = ["Request"]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a run is asked for.

    `for_images` are the options that were given and say nothing to a source that is a palette.
    """

    sources: Sequence[str]
    settings: Settings
    scope: Scope = field(default_factory=Scope)
    palette: str | None = None
    for_images: Sequence[str] = ()
    reading: Reading = DEFAULT
    recursive: bool = False
    formats: Sequence[str] = ()
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    output: str | None = None
    jobs: int = 1
    scheduler: str | None = None
    merge: str | None = None
    resume: bool = False
    force: bool = False
    report: bool = False

    @property
    def is_batch(self) -> bool:
        """Whether there may be more than one source."""
        return len(self.sources) > 1 or any(map(is_many, self.sources))
