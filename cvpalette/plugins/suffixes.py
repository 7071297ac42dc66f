"""The suffixes of files: which output a file's name means, and which names would mislead."""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final

from cvpalette.errors import OutputError, OutputLoadError, SettingsError
from cvpalette.messages import guess, listed, quote
from cvpalette.plugins.contract import NO_TEXT, ending_of, suffixes_of
from cvpalette.plugins.files import ZIP
from cvpalette.plugins.meant import explain_suffix, tell_apart
from cvpalette.plugins.registry import (
    ConfiguredOutput,
    FoundOutput,
    LoadedOutput,
    choose_output,
    find_output,
    find_outputs,
)
from cvpalette.sources.addresses import FILM_SUFFIXES, IMAGE_SUFFIXES, PALETTE_SUFFIXES

__all__ = ["find_by_suffix", "require_chosen_suffix", "require_suffix"]

# Suffixes of well-known formats that no output has to write: another format under such a name is a lie.
_KNOWN: Final = frozenset(
    (
        *(*IMAGE_SUFFIXES, *FILM_SUFFIXES, *PALETTE_SUFFIXES),
        *(".ico", ".icns", ".cur", ".tga", ".pcx", ".jxl", ".exr", ".hdr", ".dng", ".ai", ".eps", ".ps"),
        ".pdf",
        *(".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp", ".odg", ".rtf", ".epub"),
        *(".gz", ".bz2", ".xz", ".zst", ".7z", ".tar", ".rar", ".exe", ".wasm", ".sqlite", ".db", ".pickle"),
        *(".xml", ".js", ".mjs", ".ts", ".py", ".md", ".yaml", ".yml", ".toml", ".sass", ".styl", ".tex"),
    )
)


def find_by_suffix(file_name: str, likely: Collection[str] = ()) -> FoundOutput:
    """Return the one output that has the suffix of this name; raises SettingsError.

    Of several, it is the one that is `likely`, since the user gave options for it.
    """
    suffix = Path(file_name).suffix.lower()
    found = list(_names_for(file_name.lower(), suffix)) if suffix else []
    meant = [name for name in found if name in likely] if len(found) > 1 else found
    if len(meant) == 1:
        return find_output(meant[0])
    if found:
        message = f"a {quote(suffix)} file may come from {tell_apart(found)}"
    elif suffix:
        hint = _tell_broken() + _guess_suffix(file_name, suffix)
        there = hint or f"; {_some_endings()}"
        message = f"no output writes {quote(suffix)} files{there}"
    else:
        message = f"{quote(file_name)} has no suffix that names an output; {_some_endings()}"
    raise SettingsError(message)


def _tell_broken() -> str:
    """Return which outputs cannot be loaded: the suffix may be that of one of them."""
    failures = []
    for name, claims in find_outputs().items():
        try:
            choose_output(name, {name: claims}).load()
        except OutputLoadError as error:
            failures.append(error)
        except OutputError:  # two distributions claim the name, which says nothing of the suffix
            continue
    if len(failures) > 1:
        names = listed([failure.output for failure in failures], "and")
        return f"; its output may be one of those that cannot be loaded, {names}"
    return f"; {failures[0]}" if failures else ""


# Any text may have this suffix. It is no format's unless a longer one stands before it: `.paintnet.txt`.
_ANY_TEXT: Final = ".txt"


# Of some seventy.
_USUAL: Final = [".css", ".gpl", ".ase", ".json", ".html"]


def _some_endings() -> str:
    """Return what suffixes there are, for a message."""
    return f"there are {', '.join(map(quote, _USUAL))} and others"


def _find_endings() -> list[str]:
    outputs = find_outputs()
    endings = {
        suffix if _is_named_whole(name, outputs) else ending_of(suffix)
        for name in outputs
        for suffix in _suffixes_of(name, outputs)
    }
    return sorted(endings - {_ANY_TEXT})


def _guess_suffix(file_name: str, suffix: str) -> str:
    """Return a guess of the file's name: with the suffix of an output so named, or one that is like it."""
    instead = explain_suffix(suffix)
    if instead:
        return instead
    stem, outputs = file_name[: -len(suffix)], find_outputs()
    found = _find_endings()
    longer = [f"{stem}{ending}" for ending in found if ending.endswith(suffix) and ending != suffix]
    if longer:
        return f"; did you mean {listed(longer)}?"
    endings = {ending.removeprefix("."): ending for ending in found}
    named = {name: next(iter(_suffixes_of(name, outputs)), "") for name in outputs}
    meant = endings | {name: own for name, own in named.items() if own}
    near = guess(suffix.removeprefix("."), meant)
    return re.sub("'([^']*)'", lambda found: quote(stem + meant[found[1]]), near)


def _names_for(file_name: str, suffix: str) -> Iterator[str]:
    # Most suffixes hold the output's name: `.css`, `.swatch.png`. Then no other output needs to be loaded.
    _, *parts = file_name.rsplit(".", 2)
    namesake, whole = parts[0], f".{'.'.join(parts)}"
    outputs = find_outputs()
    own = _suffixes_of(namesake, outputs) if namesake in outputs else ()
    # A file for many sources may be named so too: `.blurhash.json`.
    if whole in own or (own and own[-1] and whole == f".{namesake}{own[-1]}"):
        yield namesake
        return
    suffixes = {name: _suffixes_of(name, outputs) for name in outputs}
    # `a.tailwind.css` ends in both `.css` and `.tailwind.css`: the longest suffix wins.
    endings = (each for several in suffixes.values() for each in several if file_name.endswith(each))
    longest = max(endings, key=len, default="")
    # That of a file for many sources comes last, and names an output only if no other writes such files.
    is_own = any(longest in several[:-1] for several in suffixes.values())
    for name, several in suffixes.items():
        is_its_end = suffix != _ANY_TEXT and any(each.endswith(suffix) for each in several)
        is_its_end = is_its_end and not _is_named_whole(name, outputs)
        if longest in (several[:-1] if is_own else several) if longest else is_its_end:
            yield name


def _is_named_whole(name: str, outputs: Mapping[str, list[FoundOutput]]) -> bool:
    """Tell whether files of an output that is not broken are named by their whole suffix only."""
    return bool(getattr(choose_output(name, outputs).load().output, "whole_suffix", False))


def _suffixes_of(name: str, outputs: Mapping[str, list[FoundOutput]]) -> tuple[str, ...]:
    try:
        loaded = choose_output(name, outputs).load()
    except OutputError:
        return ()  # the output is broken or in conflict: the search goes on without it
    return *loaded.suffixes, loaded.combined_suffix.lower()


def require_suffix(loaded: LoadedOutput, file_name: str) -> None:
    """Raise SettingsError if a file's name has the suffix of another format than an output's.

    Pictures take only their own suffixes. Text may have any that names no other format, such as '.txt'.
    """
    name = file_name.lower()
    ending = ending_of(name)
    if getattr(loaded.output, "any_suffix", False):
        if ending in NO_TEXT:
            message = (
                f"{quote(file_name)}: output {quote(loaded.found.name)} writes text, and a {quote(ending)} "
                "file is none; give it another suffix, such as '.txt'"
            )
            raise SettingsError(message)
        return
    own = (*loaded.suffixes, loaded.combined_suffix.lower())
    if any(suffix.endswith(ending) for suffix in own) or ending == ZIP:
        return
    outputs = find_outputs()
    claims = {other: _suffixes_of(other, outputs) or ("\0",) for other in sorted(outputs)}
    # The last suffix is that of a file for many sources: it says less of what a file is.
    others = [other for other, several in claims.items() if name.endswith(several[:-1] or several)]
    others = others or [other for other, several in claims.items() if name.endswith(several)]
    endings = list(dict.fromkeys(map(ending_of, own)))
    if others and loaded.found.name not in others:
        own_name = quote(loaded.found.name)
        suffix_of = f"has the suffix of output {listed(others)}, not of {own_name}"
        message = (
            f"{quote(file_name)} {suffix_of}; take output {listed(others)}, or name a {listed(endings)} file"
        )
        raise SettingsError(message)
    if ending in _KNOWN or not set(IMAGE_SUFFIXES).isdisjoint(endings):
        message = (
            f"{quote(file_name)}: output {quote(loaded.found.name)} writes {listed(endings)} files, "
            f"not {quote(ending)}"
        )
        raise SettingsError(message)


def require_chosen_suffix(configured: ConfiguredOutput, file_name: str) -> None:
    """Raise SettingsError if an option chose another file type than the suffix of the file's name."""
    ending = ending_of(file_name.lower())
    kind = type(configured.output)
    if getattr(kind, "any_suffix", False):
        return
    chosen, texts = configured.suffix, suffixes_of(kind)
    fitting = [suffix for suffix in texts if ending and suffix.lower().endswith(ending)]
    # Two suffixes may stand for one file type.
    if not fitting or any(texts[suffix] == texts[chosen] for suffix in fitting):
        return
    reasons = getattr(kind, "asked_suffixes", {})
    if fitting[0] in reasons:
        message = f"{quote(file_name)}: {reasons[fitting[0]]}"
        raise SettingsError(message)
    if not texts[chosen]:
        return
    message = (
        f"{quote(file_name)}: the options of output {quote(configured.found.name)} choose a "
        f"{quote(ending_of(chosen))} file; leave them out, or change the suffix"
    )
    raise SettingsError(message)
