"""Which outputs a run uses: named by --format or a file's suffix, and configured before slow work."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from cvpalette.errors import OutputConfigureError, OutputError, OutputLoadError, SettingsError, listed, quote
from cvpalette.registry import ConfiguredOutput, find_output, find_outputs

__all__ = ["format_of", "select_outputs"]


def select_outputs(
    formats: Sequence[str], options: Mapping[str, Mapping[str, str]], fail: Callable[[OutputError], None]
) -> list[ConfiguredOutput]:
    """Load and configure outputs by name; one that is broken goes to `fail`, and the others go on.

    Raises OutputNotFoundError, OutputConflictError, OptionError or SettingsError for wrong usage.
    """
    found = [find_output(name) for name in dict.fromkeys(formats)]
    for name in options:
        if name not in formats:
            message = (
                f"there are options for {quote(name)}, which is no output of this run; add --format {name}"
            )
            raise SettingsError(message)
    selected = []
    for output in found:
        try:
            selected.append(output.load().configure(options.get(output.name)))
        except (OutputLoadError, OutputConfigureError) as error:
            fail(error)
    return selected


def format_of(path: str) -> str:
    """Return the name of the one output whose files end as this path does; raises SettingsError."""
    suffix = Path(path).suffix.lower()
    names = list(_names_for(Path(path).name.lower(), suffix)) if suffix else []
    if len(names) == 1:
        return names[0]
    if names:
        message = f"a {quote(suffix)} file may come from {listed(names)}; choose with --format"
    else:
        what = (
            f"no output writes {quote(suffix)} files"
            if suffix
            else f"{quote(path)} names no format by its suffix"
        )
        message = f"{what}; choose one with --format: {listed(list(find_outputs()))}"
    raise SettingsError(message)


def _names_for(file_name: str, suffix: str) -> Iterator[str]:
    # An output that is named like the suffix is asked alone: the others stay unloaded.
    namesake = suffix[1:]
    if namesake in find_outputs() and _suffix_of(namesake) == suffix:
        yield namesake
        return
    suffixes = {name: _suffix_of(name) for name in find_outputs()}
    exact = [name for name, own in suffixes.items() if own and file_name.endswith(own)]
    yield from exact or [name for name, own in suffixes.items() if own.endswith(suffix)]


def _suffix_of(name: str) -> str:
    try:
        return find_output(name).load().suffix.lower()
    except OutputError:
        return ""  # broken, or claimed twice: --format says which, this only looks for one that works
