"""Writes the reference of the library, docs/library/*.md, from the docstrings and signatures themselves."""

import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from inspect import cleandoc
from types import ModuleType
from typing import Any, Final

import cvpalette
import cvpalette.testing
import cvpalette.writing
from cvpalette import errors
from cvpalette.batch.many import EachOptions
from cvpalette.batch.merging import MergeOptions
from cvpalette.plugins import contract, rendering
from cvpalette.plugins.options import Option
from cvpalette.plugins.registry import FoundOutput, LoadedOutput
from cvpalette.settings.settings import Options, Reading, Scope, Settings
from cvpalette.sources import loading
from making.signatures import (
    find_alias,
    function_of,
    instance,
    is_long,
    list_aliases,
    list_fields,
    list_members,
    sign,
    sign_class,
    sign_member,
)

__all__ = ["PAGES", "Page", "make_pages", "slug"]

_MARK: Final = "<!-- made by docs/make.py from the docstrings: change them, and run it -->"


@dataclass(frozen=True)
class Page:
    """A page of the reference: its file, its title, what it is about, and the names that it explains."""

    name: str
    title: str
    about: str
    names: tuple[str, ...]
    #: Classes that public functions give or take, and that have no public name.
    others: tuple[type[Any], ...] = ()
    #: Names of types, for annotations: where each is defined, and what it means.
    aliases: tuple[tuple[str, ModuleType, str], ...] = ()


PAGES: Final = (
    Page(
        "extract",
        "The colors of one image",
        "`extract` finds them. What it gives is an `Extraction`: a result, the image, and the colors that "
        "were counted.",
        ("extract", "Extraction", "Settings", "Scope", "Ignored", "Reading"),
    ),
    Page(
        "results",
        "Results",
        "A `Result` is a palette and all that is known of its source, without pixels. It can be pickled, "
        "and has about a kilobyte.",
        ("Result", "PaletteError", "Position", "LeftOut"),
    ),
    Page(
        "palettes",
        "Palettes",
        "A `Palette` is colors in order. `read_palette` reads one from a file of any of the "
        "[formats](../formats/index.md) that are read.",
        ("read_palette", "Palette", "Swatch", "Values"),
    ),
    Page(
        "colors",
        "Colors",
        "A `Color` is one color of sRGB with 8 bits a channel, and has all its coordinates.",
        ("Color", "ciede2000"),
    ),
    Page(
        "images",
        "Images",
        "`extract` reads its source itself. These functions are for programs that need the pixels too.",
        ("load_image", "load_frames", "read_image", "read_frames", "Image"),
        aliases=(("Source", loading, "What `extract` and `load_image` take."),),
    ),
    Page(
        "histograms",
        "Histograms, clustering, and quantized images",
        "The steps of `extract`, each on its own: count the colors, find the palette, measure it, and give "
        "each pixel a color of it.",
        ("ColorHistogram", "cluster", "measure_error", "quantize"),
    ),
    Page(
        "schemes",
        "Schemes and ramps",
        "A scheme gives the colors of a palette [roles in an interface and a terminal](../schemes.md), light "
        "and dark. A ramp gives one color eleven steps.",
        ("make_scheme", "Scheme", "Roles", "Role", "Ansi", "make_ramp", "Ramp"),
    ),
    Page(
        "many",
        "Many images",
        "These functions take folders and lists of any length, and share the work among processes.",
        ("extract_many", "Outcome", "merge"),
    ),
    Page(
        "checking",
        "Rules of a palette",
        "`check` tells what keeps a palette from keeping a [rule](../checking.md).",
        ("check", "Violation"),
    ),
    Page(
        "outputs",
        "Outputs",
        "`render` and `save` write a palette in any [format](../formats/index.md). The protocols say what an "
        "output of your own has.",
        (
            "render",
            "save",
            "find_output",
            "find_outputs",
            "Output",
            "Rendered",
            "ImageOutput",
            "CombinedOutput",
            "PaletteReader",
        ),
        (FoundOutput, LoadedOutput, Option),
        (
            ("Contents", contract, "What an output makes: one file, or a set of files by their names."),
            ("Renderable", rendering, "What `render` and `save` take, one or many."),
        ),
    ),
    Page(
        "errors",
        "Errors",
        "Every error that cvpalette raises on purpose is a `CvpaletteError`.",
        (
            "CvpaletteError",
            "SettingsError",
            "ColorError",
            "LibraryError",
            "NamedError",
            "ImageError",
            "PaletteFileError",
            "WorkerError",
            "WriteError",
            "OutputError",
            "OutputNotFoundError",
            "OutputConflictError",
            "OutputLoadError",
            "OptionError",
            "OutputConfigureError",
            "OutputRenderError",
        ),
        aliases=(("Problem", errors, "What is wrong with a source; the list above explains each."),),
    ),
    Page(
        "testing",
        "Tests for outputs",
        "`cvpalette.testing` has the tests that an [output](outputs.md#output) must pass. It needs pytest.",
        (
            "OutputContract",
            "ImageContract",
            "CombinedContract",
            "ReaderContract",
            "ReadingContract",
            "make_extraction",
            "make_result",
        ),
    ),
    Page(
        "writing",
        "Names, comments and strings for outputs",
        "`cvpalette.writing` has what an [output](outputs.md#output) writes with.",
        (
            "identifiers",
            "swatch_names",
            "swatch_notes",
            "summary",
            "comment_lines",
            "palette_name",
            "plain_name",
            "slug",
            "percent",
            "distinct_names",
            "given_name",
            "require_identifier",
            "quoted_string",
            "css_string",
            "json_text",
            "xml_text",
            "xml_attribute",
            "css_comment",
            "xml_comment",
            "theme_name",
            "theme_slug",
            "make_editor",
            "Editor",
        ),
    ),
)
#: The modules of the pages that are not about `cvpalette` itself.
_MODULES: Final = {"testing": cvpalette.testing, "writing": cvpalette.writing}

# How the operators are written that have a docstring.
_OPERATORS: Final = {
    "__len__": "len({})",
    "__iter__": "for … in {}",
    "__getitem__": "{}[…]",
    "__add__": "{} + other",
    "__str__": "str({})",
}
# For each function that takes options as keywords: their headings, and the classes whose fields they are.
_KEYWORDS: Final[Mapping[str, tuple[tuple[str, type[Any]], ...]]] = {
    "extract": (
        ("How the palette is found", Settings),
        ("Which pixels count", Scope),
        ("What is read of a file", Reading),
        ("Other keywords", Options),
    ),
    "extract_many": (("Keywords besides those of extract", EachOptions),),
    "merge": (("Keywords besides those of extract", MergeOptions),),
}
_PARENTS: Final = {Options: (Settings, Scope, Reading), EachOptions: (Options,), MergeOptions: (Options,)}


def make_pages() -> dict[str, str]:
    """Return the text of each page by its path under docs/."""
    return {f"library/{page.name}.md": _make_page(page) for page in PAGES}


def _make_page(page: Page) -> str:
    source: Any = _MODULES.get(page.name, cvpalette)
    kinds = [getattr(source, name) for name in page.names]
    blocks = [f"# {page.title}", _MARK, _link(page.about, page, ""), _start(page)]
    if page.name == "errors":
        blocks += _explain_errors(page)
    if page.name in _MODULES:
        _, _, doc = (inspect.getdoc(source) or "").partition("\n\n")
        blocks += _write_doc(doc, page, "")
    for name, value in zip(page.names, kinds, strict=True):
        blocks += _explain(name, value, page)
    for value in page.others:
        blocks += _explain(value.__name__, value, page)
    for name, module, words in page.aliases:
        blocks += [f"## `{name}`", f"{words} It is `{find_alias(name, module)}`."]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _start(page: Page) -> str:
    """Return what every example of a page needs, and links to its names."""
    names = [*page.names, *(kind.__name__ for kind in page.others)]
    names += [name for name, *_ in page.aliases]
    links = ", ".join(f"[`{name}`](#{slug(name)})" for name in names)
    return f"On this page: {links}.\n\n```python\n{_imports(page)}\n```"


def _imports(page: Page) -> str:
    """Return what the examples of a page import; those of errors need no arrays."""
    needs_arrays = page.name in {"extract", "images", "histograms", "colors"}
    return ">>> import cvpalette" + "\n>>> import numpy as np" * needs_arrays


def _explain(name: str, value: Any, page: Page) -> Iterator[str]:
    yield f"## `{name}`"
    if inspect.isclass(value):
        yield from _explain_class(name, value, page)
    else:
        yield from _explain_function(name, value, page)


def _explain_function(name: str, value: Any, page: Page) -> Iterator[str]:
    signature = sign(name, value)
    yield f"```py\n{signature}\n```"
    yield "\n".join(list_aliases(value))
    keywords = [
        (title, kind, list(_tell_each_field(kind, _inherited(kind), page)))
        for title, kind in _KEYWORDS.get(name, ())
    ]
    types = " ".join([signature, *(line.partition(")")[0] for *_, lines in keywords for line in lines)])
    yield from _write_doc(inspect.getdoc(value) or "", page, name, types)
    for title, kind, lines in keywords:
        named = f"[`{kind.__name__}`](#{slug(kind.__name__)})" if kind.__name__ in page.names else ""
        yield f"**{title}**" + (f", the fields of {named}" if named else "")
        yield "\n".join(lines)


def _tell_each_field(kind: type[Any], without: set[str], page: Page) -> Iterator[str]:
    """Give a line for each field of a class: its type, its default, and what it means."""
    for name, shown, default, words in list_fields(kind):
        if name not in without:
            line = f"- **`{name}`** (`{shown}`" + (f", default `{default}`)" if default else ")")
            yield line + (f": {_link(words, page, kind.__name__)}" if words else "")


def _inherited(kind: type[Any]) -> set[str]:
    return {field.name for parent in _PARENTS.get(kind, ()) for field in fields(parent)}


def _explain_class(name: str, value: type[Any], page: Page) -> Iterator[str]:
    signature = sign_class(name, value)
    yield f"```py\n{signature}\n```"
    yield from _write_doc(inspect.getdoc(value) or "", page, name, signature)
    yield _tell_fields(value, page)
    if page.name == "testing":
        yield "\n".join(_list_tests(value, page))
        return
    members = list_members(value)
    short = [*_list_operators(name, value, page)]
    for member, what in members.items():
        if not is_long(what):
            line = re.sub(r"\s+", " ", sign_member(name, member, what))
            line = _link_type(line.replace("( ", "(").replace(", )", ")"), page, name)
            short.append(f"- {line}: {_link(_first(function_of(what)), page, f'{name}.{member}')}")
    yield "\n".join(short)
    for member, what in members.items():
        if is_long(what):
            yield f"### `{name}.{member}`"
            signature = sign_member(name, member, what)
            yield f"```py\n{signature}\n```"
            doc = inspect.getdoc(function_of(what)) or ""
            yield from _write_doc(doc, page, f"{name}.{member}", signature)


def _tell_fields(kind: type[Any], page: Page) -> str:
    """Return a table of the fields of a class if its source has words for them, else what they are."""
    if kind in {Settings, Scope, Reading}:
        names = ", ".join(f"`{field.name}`" for field in fields(kind))
        return f"Its fields are [keywords of `extract`](#extract): {names}."
    lines = list(_tell_each_field(kind, set(), page))
    if any("): " in line for line in lines):
        return "\n".join(lines)
    return "It is a frozen dataclass, whose arguments are its attributes." if is_dataclass(kind) else ""


def _name_types(signature: str, page: Page, seen: set[str]) -> str:
    """Return links to the types of ours that a signature names and the text does not, or nothing."""
    names = dict.fromkeys(re.findall(r"\b[A-Z]\w+\b", re.sub(r'"[^"]*"', "", signature)))
    links = [_link_name(name, f"`{name}`", page, seen) for name in names]
    links = [link for link in links if link.startswith("[")]
    return f"Types: {', '.join(links)}." if links and page.name != "errors" else ""


def _link_type(line: str, page: Page, own: str) -> str:
    """Return the line of a member as code, in which what it gives is a link if that is of ours."""
    arrow = " -> " if " -> " in line else ": "
    before, _, kind = line.rpartition(arrow)
    names = [name for name in re.findall(r"\b[A-Z]\w+\b", kind) if name in _targets() and name != own]
    if not names:
        return f"`{line}`"
    return f"`{before}` → {_link_name(names[0], f'`{kind}`', page, {own})}"


def _list_operators(name: str, kind: type[Any], page: Page) -> Iterator[str]:
    """Give a line for each operator of a class that its source explains."""
    for each, words in _OPERATORS.items():
        if each in vars(kind) and not issubclass(kind, BaseException):
            yield f"- `{words.format(instance(name))}`: {_link(_first(vars(kind)[each]), page, name)}"


def _list_tests(kind: type[Any], page: Page) -> Iterator[str]:
    """Give the tests and helpers of a contract, each with what its docstring says first."""
    for member, what in list_members(kind).items():
        yield f"- `{member}`: {_link(_first(what), page, kind.__name__)}"


def _explain_errors(page: Page) -> Iterator[str]:
    """Give the tree of errors and the table of problems, as the module of the errors draws them."""
    doc = inspect.getdoc(errors) or ""
    _, tree, after = re.split(r"\n\n((?:    .*\n)+)", doc, maxsplit=1)
    middle, _, problems = after.strip().partition("\n\nAn ImageError")
    told, table, _ = re.split(r"\n\n((?:    .*(?:\n|$))+)", f"An ImageError{problems}\n", maxsplit=1)
    # What else an error is, is in its signature below: the tree fits the page without that.
    drawn = (re.fullmatch(r"(\W*\w+) *(.*?)(?: *\(\w+\))?", line) for line in cleandoc(tree).splitlines())
    lines = (f"{found[1]:<32}{found[2]}".rstrip() for found in drawn if found)
    yield "\n".join(["```text", *lines, "```"])
    yield middle
    yield _link(told, page, "")
    rows = [line.strip().split(maxsplit=1) for line in table.strip().splitlines()]
    yield "\n".join(["| `problem` | |", "|---|---|", *(f"| `{word}` | {words} |" for word, words in rows)])


# Docstrings as Markdown.


def _write_doc(doc: str, page: Page, own: str, signature: str = "") -> Iterator[str]:
    """Give a docstring as Markdown: its text with links to names, and its example as a fence."""
    text, _, example = doc.partition("\nExample:\n")
    # The page has the fields of the classes, which say more.
    text = text.partition("\nKeywords:\n")[0]
    linked = {own, own.partition(".")[0]}
    # Code may have empty lines.
    for block in re.split(r"\n\n(?!\n*    )", text.strip()):
        prose, _, code = block.partition("\n\n    ")
        yield _link(prose, page, own, linked)
        if code:
            yield f"```py\n{cleandoc('    ' + code)}\n```"
    yield _name_types(signature, page, linked)
    if example:
        yield f"```python\n{cleandoc(example)}\n```"


def _first(what: Any) -> str:
    return (inspect.getdoc(what) or "").split("\n\n", 1)[0].replace("\n", " ")


@cache
def _targets() -> dict[str, str]:
    """Return where each name is explained: its page and its heading."""
    found: dict[str, str] = {}
    for page in PAGES:
        source: Any = _MODULES.get(page.name, cvpalette)
        for name in (*page.names, *(kind.__name__ for kind in page.others)):
            found[name] = f"{page.name}.md#{slug(name)}"
            value = getattr(source, name, None)
            if inspect.isclass(value) and page.name != "testing":
                for member, what in list_members(value).items():
                    anchor = slug(f"{name}.{member}" if is_long(what) else name)
                    found[f"{name}.{member}"] = f"{page.name}.md#{anchor}"
    return found


def _link(text: str, page: Page, own: str, linked: set[str] | None = None) -> str:
    """Return a text as Markdown, in which names are links to where they are explained, each once."""
    seen = set() if linked is None else linked
    seen.add(own)
    pieces = re.split(r"(`[^`]+`|\[[^\]`]*\]\([^)]*\))", text)
    written = []
    for piece in pieces:
        if piece.startswith("`"):
            written.append(_link_name(piece.strip("`"), piece, page, seen))
        elif piece.startswith("[") and "](" in piece:
            written.append(piece)
        else:
            plain = re.sub(r"([*<~])", r"\\\1", piece)
            plain = re.sub(r"(?<!\w)'([^'\n]*)'(?!\w)", lambda found: f"`{_unescape(found[0])}`", plain)
            # A name at the beginning of a sentence may be an ordinary word.
            pattern = r"\b[A-Z]\w+Error\b|(?<=[\w,:;(] )[A-Z][a-z]+(?:[A-Z][a-z]+)*\b"
            written.append(re.sub(pattern, lambda found: _link_name(found[0], found[0], page, seen), plain))
    return "".join(written)


def _link_name(name: str, shown: str, page: Page, seen: set[str]) -> str:
    target = _targets().get(name)
    if target is None or name in seen:
        return shown
    seen.add(name)
    file, _, anchor = target.partition("#")
    return f"[{shown}]({'' if file == f'{page.name}.md' else file}#{anchor})"


def _unescape(text: str) -> str:
    return text.replace("\\", "")


def slug(heading: str) -> str:
    """Return the anchor that GitHub and MyST give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
