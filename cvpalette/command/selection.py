"""Which outputs a run uses: named by --format or a file's suffix, and configured before slow work."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from cvpalette.errors import OutputConfigureError, OutputError, OutputLoadError, SettingsError
from cvpalette.messages import listed, quote
from cvpalette.plugins.registry import ConfiguredOutput, LoadedOutput, find_output, find_outputs

__all__ = ["format_of", "select_outputs"]


def select_outputs(
    formats: Sequence[str],
    options: Mapping[str, Mapping[str, str]],
    fail: Callable[[OutputError], None],
    path: str | None = None,
) -> list[ConfiguredOutput]:
    """Load and configure outputs by name; one that is broken goes to `fail`, and the others go on.

    The suffix of `path`, the file to write, may stand for options too; those that are given come before.
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
            loaded = output.load()
            implied = _options_for(loaded, path or "")
            selected.append(loaded.configure({**implied, **options.get(output.name, {})}))
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


def _options_for(loaded: LoadedOutput, path: str) -> Mapping[str, str]:
    ending = Path(path).suffix.lower()
    fitting = (options for suffix, options in loaded.suffixes.items() if ending and suffix.endswith(ending))
    return next(fitting, {})


def _names_for(file_name: str, suffix: str) -> Iterator[str]:
    # An output named like the suffix, or with one such as `.NAME.png`, is asked alone: others stay unloaded.
    _, *parts = file_name.rsplit(".", 2)
    namesake, whole = parts[0], f".{'.'.join(parts)}"
    if namesake in find_outputs() and whole in _suffixes_of(namesake):
        yield namesake
        return
    suffixes = {name: _suffixes_of(name) for name in find_outputs()}
    # Of `.tailwind.css` and `.css`, the longer one is meant.
    endings = (own for several in suffixes.values() for own in several if file_name.endswith(own))
    longest = max(endings, key=len, default="")
    for name, several in suffixes.items():
        if longest in several if longest else any(own.endswith(suffix) for own in several):
            yield name


def _suffixes_of(name: str) -> tuple[str, ...]:
    try:
        loaded = find_output(name).load()
    except OutputError:
        return ()  # broken, or claimed twice: --format says which, this only looks for one that works
    return *loaded.suffixes, loaded.many_suffix.lower()
