"""render() and save(): run a result through an output, found by its name or by a file's suffix."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

from cvpalette.color.palette import Palette
from cvpalette.errors import OptionError, SettingsError, WriteError
from cvpalette.extraction import Extraction
from cvpalette.messages import quote
from cvpalette.plugins.contract import Contents
from cvpalette.plugins.files import ZIP, encode, replace_file, require_no_archive, write_set, zip_set
from cvpalette.plugins.registry import (
    ConfiguredOutput,
    FoundOutput,
    LoadedOutput,
    find_output,
    find_outputs,
)
from cvpalette.plugins.suffixes import find_by_suffix, require_chosen_suffix, require_suffix
from cvpalette.result import Result

__all__ = ["Renderable", "render", "save"]

Renderable: TypeAlias = Result | Extraction | Palette


def render(what: Renderable, output: str, /, **options: Any) -> Contents:
    """Render a result with an output; returns text, bytes, or a set of files by their names.

    `what` comes from `extract`, `extract_many`, `merge` or `read_palette`, or is a palette. `output` is the
    name of an installed output, such as 'css', and `options` are the options of that output: `render(result,
    "css", prefix="brand")`. An output that shows the image needs the return value of `extract`.

    Raises OutputNotFoundError and OptionError, which list the names to choose from, and OutputRenderError.

    Example:
        >>> brand = cvpalette.read_palette("brand.gpl")
        >>> print(cvpalette.render(brand, "css", prefix="brand"), end="")
        /* 5 colors of brand.gpl, by cvpalette */
        :root {
          --brand-ink: #264653; /* "Ink" */
          --brand-sea: #2a9d8f; /* "Sea" */
          --brand-sand: #e9c46a; /* "Sand" */
          --brand-clay: #e76f51; /* "Clay" */
          --brand-leaf: #8ab17d; /* "Leaf" */
        }
        >>> cvpalette.render(brand, "cs")
        Traceback (most recent call last):
            ...
        cvpalette.errors.OutputNotFoundError: no output named 'cs'; did you mean 'css' or 'csv'?
    """
    made = _configure(find_output(output).load(), options)
    return made.render(_take(what)).contents


def save(
    what: Renderable, path: str | os.PathLike[str], output: str | None = None, /, **options: Any
) -> Path:
    """Write a result to a file, and return its path; the suffix chooses the output.

    `what` and `options` are those of `render`. `output` is the name of the output, in case the suffix fits
    none or several. An existing file is replaced at once: the new file is written beside it and then renamed.
    A set of files becomes a folder, which must not have files of these names. If the path ends in .zip, the
    set becomes an archive.

    Raises SettingsError if the suffix does not choose an output, or names another format than the output's.
    Raises WriteError, also for the file that the result was made of, and the errors of `render`.

    Example:
        >>> extraction = cvpalette.extract("photo.jpg")
        >>> print(cvpalette.save(extraction, "new.gpl"))
        new.gpl
        >>> print(cvpalette.save(extraction, "new.txt", "hex"))
        new.txt
        >>> cvpalette.save(extraction, "new.xyz")
        Traceback (most recent call last):
            ...
        cvpalette.errors.SettingsError: no output writes '.xyz' files; there are …
    """
    target = _take_path(path)
    _refuse_source(what, target)
    found = find_output(output) if output else _find_by_suffix(target.name)
    loaded = found.load()
    require_suffix(loaded, target.name)
    implied = loaded.options_for(target.name)
    made = _configure(loaded, {**implied, **options})
    require_chosen_suffix(made, target.name)
    _refuse_read(made.reads, target)
    contents = made.render(_take(what)).contents
    if not isinstance(contents, Mapping):
        require_no_archive(target)
        replace_file(target, encode(contents))
    elif target.suffix.lower() == ZIP:
        replace_file(target, zip_set(contents))
    else:
        write_set(target, contents, force=False)
    return target


def _take_path(path: object) -> Path:
    if not isinstance(path, str | os.PathLike):
        message = f"a file is named by its path, not by {quote(type(path).__name__)}"
        raise SettingsError(message)
    return Path(path)


def _configure(loaded: LoadedOutput, options: Mapping[str, Any]) -> ConfiguredOutput:
    """Return the output with its options; raises OptionError, with a hint if one names an output."""
    try:
        return loaded.configure_with(options)
    except OptionError as error:
        known = {option.field for option in loaded.options}
        names = [options[word] for word in ("format", "output") if word in options and word not in known]
        if not names or not isinstance(names[0], str) or names[0] not in find_outputs():
            raise
        reason = f"{error.reason}; an output is named without a word before it: {quote(names[0])}"
        raise OptionError(error.output, error.distribution, reason) from error


def _refuse_source(what: Renderable, target: Path) -> None:
    """Raise WriteError if the target is the file that a result was made of, under any of its names."""
    result = what.result if isinstance(what, Extraction) else what
    origin = result.origin if isinstance(result, Result) else ""
    if origin and target.exists() and Path(origin).exists() and target.samefile(origin):
        reason = "is the source, and a source is never overwritten; name another file"
        raise WriteError(str(target), reason)


def _refuse_read(paths: tuple[str, ...], target: Path) -> None:
    """Raise WriteError if the target is a file that the output reads, such as a template."""
    if target.exists() and any(Path(path).exists() and target.samefile(path) for path in paths):
        raise WriteError(str(target), "is what the output reads, and is never overwritten; name another file")


def _find_by_suffix(file_name: str) -> FoundOutput:
    try:
        return find_by_suffix(file_name)
    except SettingsError as error:
        guessed = str(error).endswith("?")
        message = str(error) if guessed else f"{error}; or name the output as the third argument"
        raise SettingsError(message) from error


def _take(what: Renderable) -> Result | Extraction:
    if isinstance(what, Palette):
        return Result.of_palette(what, what.name or "palette")
    known: object = what  # without a type checker, the argument may be anything
    if not isinstance(known, Result | Extraction):
        message = (
            f"{quote(type(what).__name__)} cannot be rendered; give a result, an extraction or a palette"
        )
        raise SettingsError(message)
    return what
