"""render() and save(): run a result through an output, found by its name or by a file's suffix."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from cvpalette.color.palette import Palette
from cvpalette.errors import CvpaletteError, OptionError, OutputError, SettingsError, WriteError
from cvpalette.extraction import Extraction
from cvpalette.messages import listed, quote
from cvpalette.plugins.contract import CombinedOutput, Contents, ending_of
from cvpalette.plugins.files import (
    ZIP,
    encode,
    replace_file,
    replacing,
    require_no_archive,
    write_set,
    zip_set,
)
from cvpalette.plugins.registry import (
    ConfiguredOutput,
    FoundOutput,
    LoadedOutput,
    find_output,
    find_outputs,
)
from cvpalette.plugins.suffixes import find_by_suffix, require_chosen_suffix, require_suffix
from cvpalette.result import Result
from cvpalette.sources.addresses import shorten

__all__ = ["Renderable", "render", "save"]


class _Outcome(Protocol):
    """What extract_many() gives of a source: a result, or an error."""

    @property
    def source(self) -> Any: ...
    @property
    def result(self) -> Result | None: ...
    @property
    def error(self) -> CvpaletteError | None: ...


Renderable: TypeAlias = Result | Extraction | Palette | _Outcome
#: One palette, or as many as there are.
Renderables: TypeAlias = Renderable | Iterable[Renderable]


def render(what: Renderables, output: str, /, **options: Any) -> Contents:
    """Render a result with an output; returns text, bytes, or a set of files by their names.

    `what` comes from `extract`, `extract_many`, `merge` or `read_palette`, or is a palette. `output` is the
    name of an installed output, such as 'css', and `options` are the options of that output: `render(result,
    "css", prefix="brand")`. An output that shows the image needs the return value of `extract`.
    Of a palette alone, it shows a row of the colors.

    `what` may also be a list, or any iterable, of such results, for an output that puts many palettes into
    one file: 'csv', 'html', 'json' (as JSON Lines), 'parquet' and 'scheme'. An outcome with an error raises
    it.

    The option `file` of the output 'template' names a file that is read. A program that takes the output and
    its options from strangers refuses each output whose `find_output(output).load().reads_files` is true.

    Raises OutputNotFoundError and OptionError, which list the names to choose from, and OutputRenderError.
    Raises SettingsError for what has no palette, and for several palettes if the output holds one.

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
        >>> found = [cvpalette.extract("logo.png"), cvpalette.read_palette("brand.gpl")]
        >>> print(cvpalette.render(found, "csv"), end="")
        source,index,hex,r,g,b,share,name
        logo.png,1,#264653,38,70,83,0.5828…
        …
    """
    made = _configure(find_output(output).load(), options)
    several = _find_several(what)
    if several is None:
        return made.render(_take(what)).contents
    pieces = list(_render_all(made, several))
    return "".join(map(str, pieces)) if _are_texts(pieces) else b"".join(map(encode, pieces))


def save(
    what: Renderables, path: str | os.PathLike[str], output: str | None = None, /, **options: Any
) -> Path:
    """Write a result to a file, and return its path; the suffix chooses the output.

    `what` and `options` are those of `render`. `output` is the name of the output, in case the suffix fits
    none or several. An existing file is replaced at once: the new file is written beside it and then renamed.
    A set of files becomes a folder, which must not have files of these names. If the path ends in .zip, the
    set becomes an archive. Many results become one file, each piece of which is written before the next
    result is taken: `save(extract_many("photos"), "all.csv")`. An outcome with an error raises it, and no
    file is written: `save((o for o in outcomes if o.result), "all.csv")` leaves such outcomes out. Of options
    from strangers, `render` says what to refuse.

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
        >>> print(cvpalette.save(cvpalette.extract_many("photos"), "all.csv"))
        all.csv
    """
    target = _take_path(path)
    found = find_output(output) if output else _find_by_suffix(target.name)
    loaded = found.load()
    require_suffix(loaded, target.name)
    implied = loaded.options_for(target.name)
    made = _configure(loaded, {**implied, **options})
    require_chosen_suffix(made, target.name)
    _refuse_read(made.reads, target)
    several = _find_several(what)
    if several is not None:
        _require_combined_suffix(loaded, target.name)
        require_no_archive(target)
        pieces = _render_all(made, several, target)
        first = next(pieces)
        with replacing(target) as write:
            for piece in chain([first], pieces):
                write(encode(piece))
        return target
    taken = _take(what)
    _refuse_source(taken, target)
    contents = made.render(taken).contents
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


def _refuse_source(what: Result | Extraction, target: Path) -> None:
    """Raise WriteError if the target is the file that a result was made of, under any of its names."""
    origin = (what.result if isinstance(what, Extraction) else what).origin
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


def _find_several(what: Renderables) -> Iterable[Renderable] | None:
    """Return what holds palettes, or None for a single one; a palette, a text and an array iterate too."""
    if isinstance(what, Palette | str | bytes | Mapping) or hasattr(what, "__array__"):
        return None
    return what if isinstance(what, Iterable) else None


def _render_all(
    made: ConfiguredOutput, several: Iterable[Renderable], target: Path | None = None
) -> Iterator[str | bytes]:
    """Give the pieces of a file of many palettes; raises SettingsError if the output makes none, or at none.

    Raises WriteError if the target is the source of any of them.
    """
    if isinstance(several, list | tuple) and several:
        _take(several[0])  # raises: it may be no palette at all
    if not isinstance(made.output, CombinedOutput):
        raise SettingsError(_tell_one(made.found.name))
    results = (_prepare(made, _take(each), target) for each in several)
    first = next(results, None)
    if first is None:
        message = "there is no palette to render; the list is empty"
        raise SettingsError(message)
    yield from made.render_all(chain([first], results))


def _prepare(made: ConfiguredOutput, what: Result | Extraction, target: Path | None) -> Result:
    """Return a result with what the output shows of its picture, if that is there."""
    if target is not None:
        _refuse_source(what, target)
    if isinstance(what, Result):
        return what
    what = made.add_digest(what)
    result = (what.with_thumbnail(made.thumbnail) if made.thumbnail else what).result
    result = result.with_positions() if made.positions else result
    return result.with_scheme() if made.scheme else result


def _tell_one(name: str) -> str:
    several = []
    for other in sorted(find_outputs()):
        try:
            loaded = find_output(other).load()
        except OutputError:  # one that is broken cannot be chosen
            continue
        if hasattr(loaded.output, "render_all"):
            several.append(other)
    return f"a file of output {quote(name)} holds one palette; give one, or choose {listed(several)}"


def _require_combined_suffix(loaded: LoadedOutput, file_name: str) -> None:
    """Raise SettingsError if the file of many palettes would have the suffix of a file of one."""
    ending = ending_of(loaded.combined_suffix.lower())
    if hasattr(loaded.output, "render_all") and ending_of(file_name.lower()) != ending:
        name = quote(loaded.found.name)
        message = f"{quote(file_name)}: many palettes of output {name} are a {quote(ending)} file"
        raise SettingsError(message)


def _are_texts(pieces: Iterable[str | bytes]) -> bool:
    return all(isinstance(piece, str) for piece in pieces)


def _take(what: Renderables) -> Result | Extraction:
    """Return what has a palette as a result or an extraction; raises SettingsError, or an outcome's error."""
    if isinstance(what, Palette):
        return Result.of_palette(what, what.name or "palette")
    if isinstance(what, Result | Extraction):
        return what
    error, result = getattr(what, "error", None), getattr(what, "result", None)
    if isinstance(error, CvpaletteError):
        raise error
    if not isinstance(result, Result):
        kind = quote(type(what).__name__)
        message = f"{kind} cannot be rendered; give a result, an extraction or a palette"
        raise SettingsError(message)
    source = getattr(what, "source", None)
    # The address without its passwords and tokens, as the command has it.
    path = shorten(os.fspath(source)) if isinstance(source, str | os.PathLike) else ""
    return replace(result, path=path) if path and not result.path else result
