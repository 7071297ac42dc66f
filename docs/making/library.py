"""Writes the reference of the library, docs/library/*.md, from the docstrings and signatures themselves."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from importlib import import_module
from inspect import cleandoc
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Protocol

import cvpalette
import cvpalette.testing
from cvpalette import errors
from cvpalette.batch.many import EachOptions
from cvpalette.batch.merging import MergeOptions
from cvpalette.plugins.options import Option
from cvpalette.plugins.registry import FoundOutput, LoadedOutput
from cvpalette.settings.settings import Options, Reading, Scope, Settings

__all__ = ["PAGES", "Page", "list_members", "make_pages", "slug"]

_MARK: Final = "<!-- made by docs/make.py from the docstrings: change them, and run it -->"
# What fits a page beside its lists of contents.
_WIDTH: Final = 84


@dataclass(frozen=True)
class Page:
    """A page of the reference: its file, its title, what it is about, and the names that it explains."""

    name: str
    title: str
    about: str
    names: tuple[str, ...]
    #: Classes that public functions give or take, and that have no public name.
    others: tuple[type[Any], ...] = ()


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
)

# What only cvpalette's own code calls: its names may change.
_OWN: Final = {
    "Result": {"measure", "locate", "derive", "origin"},
    "NamedError": {"advise", "rename"},
    "Extraction": {"named", "with_thumbnail"},
    "Reading": {"refuse_too_large", "refuse_too_many", "most_pixels_of_frames"},
    "Settings": {"without_palette"},
    "Scope": {"without_pixels", "is_all", "rectangle"},
    "FoundOutput": {"entry_point"},
    "LoadedOutput": {"texts_for", "options_for", "combined_suffix"},
}
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
# Types that some options also take, and that have no public name.
_UNNAMED: Final = ("NamedColors", "Region")
# Anything that has a palette will do; a result is what it is meant for.
_WORDS: Final = {"_HasPalette": "Result"}


def make_pages() -> dict[str, str]:
    """Return the text of each page by its path under docs/."""
    return {f"library/{page.name}.md": _make_page(page) for page in PAGES}


def list_members(kind: type[Any]) -> dict[str, Any]:
    """Return the public methods and properties of a class that the reference explains, by name, in order."""
    hidden = _OWN.get(kind.__name__, set())
    return {
        name: member
        for name, member in vars(kind).items()
        if not name.startswith("_") and name not in hidden and _is_member(member)
    }


def _is_member(member: object) -> bool:
    kinds = (property, classmethod, staticmethod)
    return isinstance(member, kinds) or inspect.isfunction(member) or _is_cached(member)


def _is_cached(member: object) -> bool:
    return type(member).__name__ == "cached_property"


def _make_page(page: Page) -> str:
    source: Any = cvpalette.testing if page.name == "testing" else cvpalette
    kinds = [getattr(source, name) for name in page.names]
    blocks = [f"# {page.title}", _MARK, _link(page.about, page, ""), _start(page)]
    if page.name == "errors":
        blocks += _explain_errors(page)
    if page.name == "testing":
        _, _, doc = (inspect.getdoc(cvpalette.testing) or "").partition("\n\n")
        blocks += _write_doc(doc, page, "")
    for name, value in zip(page.names, kinds, strict=True):
        blocks += _explain(name, value, page)
    for value in page.others:
        blocks += _explain(value.__name__, value, page)
    return "\n\n".join(filter(None, blocks)) + "\n"


def _start(page: Page) -> str:
    """Return what every example of a page needs, and links to its names."""
    names = [*page.names, *(kind.__name__ for kind in page.others)]
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
    node = _find(value)
    signature = _sign(name, node, value)
    yield f"```py\n{signature}\n```"
    yield "\n".join(_list_aliases(node, value))
    keywords = [_list_fields(kind, _inherited(kind), page) for _, kind in _KEYWORDS.get(name, ())]
    types = " ".join([signature, *(line.partition(")")[0] for lines in keywords for line in lines)])
    yield from _write_doc(inspect.getdoc(value) or "", page, name, types)
    for title, kind in _KEYWORDS.get(name, ()):
        lines = list(_list_fields(kind, _inherited(kind), page))
        yield f"**{title}**" + (
            f", the fields of [`{kind.__name__}`](#{slug(kind.__name__)})"
            if kind.__name__ in page.names
            else ""
        )
        yield "\n".join(lines)


def _inherited(kind: type[Any]) -> set[str]:
    return {field.name for parent in _PARENTS.get(kind, ()) for field in fields(parent)}


def _explain_class(name: str, value: type[Any], page: Page) -> Iterator[str]:
    signature = _sign_class(name, value)
    yield f"```py\n{signature}\n```"
    yield from _write_doc(inspect.getdoc(value) or "", page, name, signature)
    yield _tell_fields(value, page)
    if page.name == "testing":
        yield "\n".join(_list_tests(value, page))
        return
    members = list_members(value)
    short = [*_list_operators(name, value, page)]
    for member, what in members.items():
        if not _is_long(what):
            line = re.sub(r"\s+", " ", _sign_member(name, member, what))
            line = _link_type(line.replace("( ", "(").replace(", )", ")"), page, name)
            short.append(f"- {line}: {_link(_first(_function_of(what)), page, f'{name}.{member}')}")
    yield "\n".join(short)
    for member, what in members.items():
        if _is_long(what):
            yield f"### `{name}.{member}`"
            signature = _sign_member(name, member, what)
            yield f"```py\n{signature}\n```"
            doc = inspect.getdoc(_function_of(what)) or ""
            yield from _write_doc(doc, page, f"{name}.{member}", signature)


def _tell_fields(kind: type[Any], page: Page) -> str:
    """Return a table of the fields of a class if its source has words for them, else what they are."""
    if kind in {Settings, Scope, Reading}:
        names = ", ".join(f"`{field.name}`" for field in fields(kind))
        return f"Its fields are [keywords of `extract`](#extract): {names}."
    lines = list(_list_fields(kind, set(), page))
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
            yield f"- `{words.format(_instance(name))}`: {_link(_first(vars(kind)[each]), page, name)}"


def _is_long(what: Any) -> bool:
    """Tell whether there is more to say of a member than fits a line of a list."""
    return "\n\n" in (inspect.getdoc(_function_of(what)) or "")


def _function_of(what: Any) -> Any:
    return getattr(what, "fget", None) or getattr(what, "func", None) or getattr(what, "__func__", what)


def _sign_member(name: str, member: str, what: Any) -> str:
    function = _function_of(what)
    node = _find(function)
    if isinstance(what, property) or _is_cached(what):
        return f"{_instance(name)}.{member}: {_annotate(node.returns, function)}"
    owner = name if isinstance(what, classmethod | staticmethod) else _instance(name)
    return _sign(f"{owner}.{member}", node, function, skip=not isinstance(what, staticmethod))


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


# Signatures and fields, as they are written in the source: types keep the names that people know.


class _Positioned(Protocol):
    lineno: int


@cache
def _parse(path: str) -> tuple[ast.Module, list[str]]:
    text = Path(path).read_text(encoding="utf-8")
    return ast.parse(text), text.splitlines()


def _module_of(value: Any) -> ModuleType:
    module = inspect.getmodule(value)
    assert module is not None  # noqa: S101 -- what is public is defined in a file
    return module


def _tree_of(value: Any) -> tuple[ast.Module, list[str]]:
    return _parse(str(_module_of(value).__file__))


def _find(value: Any) -> Any:
    """Return where a class or function is defined in its source."""
    node: Any = _tree_of(value)[0]
    for part in value.__qualname__.split("."):
        kinds = (ast.ClassDef, ast.FunctionDef)
        node = next(each for each in node.body if isinstance(each, kinds) and each.name == part)
    return node


def _sign(shown: str, node: ast.FunctionDef, value: Any, *, skip: bool = False) -> str:
    """Return the signature of a function, on one line if it fits, else one argument a line."""
    known = node.args
    plain = [*known.posonlyargs, *known.args]
    given = [None] * (len(plain) - len(known.defaults)) + [*known.defaults]
    parts = [_write_argument(each, default, value) for each, default in zip(plain, given, strict=True)]
    if known.posonlyargs:
        parts.insert(len(known.posonlyargs), "/")
    if skip:
        del parts[0]
    if value.__name__ in _KEYWORDS:
        parts = [parts[0], "/", "**keywords"]
    if known.kwonlyargs:
        parts.append("*")
    for each, default in zip(known.kwonlyargs, known.kw_defaults, strict=True):
        parts.append(_write_argument(each, default, value))
    if known.kwarg:
        parts.append(f"**{_write_argument(known.kwarg, None, value)}")
    return _wrap(shown, parts, f" -> {_annotate(node.returns, value)}")


def _sign_class(name: str, kind: type[Any]) -> str:
    """Return the line that makes a value of a class, or what it inherits if users make none."""
    if is_dataclass(kind):
        hidden = _OWN.get(kind.__name__, set())
        shown = [field for field in fields(kind) if field.init and field.name not in hidden]
        parts = [
            f"{field.name}: {_annotate_field(kind, field.name)}{_write_default(field)}" for field in shown
        ]
        if shown and all(field.kw_only for field in shown):
            parts.insert(0, "*")
        if kind in {Settings, Scope, Reading}:
            parts = ["**keywords"]
        return _wrap(name, parts, "")
    bases = [base.__name__ for base in kind.__bases__ if base is not object and base.__name__[0] != "_"]
    if issubclass(kind, tuple):
        node = _find(kind)
        parts = [
            f"{each.target.id}: {_annotate(each.annotation, kind)}"
            for each in node.body
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        ]
        return _wrap(name, parts, "")
    inherited = f"({', '.join(bases)})" if bases else ""
    return f"class {name}{inherited}"


def _wrap(shown: str, parts: list[str], after: str) -> str:
    line = f"{shown}({', '.join(parts)}){after}"
    if len(line) <= _WIDTH:
        return line
    return "\n".join([f"{shown}(", *(f"    {part}," for part in parts), f"){after}"])


def _write_argument(argument: ast.arg, default: ast.expr | None, value: Any) -> str:
    text = f"{argument.arg}: {_annotate(argument.annotation, value)}"
    return text if default is None else f"{text} = {_write(default, value)}"


def _write(node: ast.expr, value: Any) -> str:
    """Return a default as users write it: the value of a constant of ours, and not its name."""
    if isinstance(node, ast.Name):
        return _show(getattr(_module_of(value), node.id))
    return _quote(ast.unparse(node))


def _show(value: object) -> str:
    if isinstance(value, Reading):
        return "Reading()"
    return f"{value:_}" if type(value) is int else _quote(repr(value))


def _write_default(field: Any) -> str:
    if field.default is not MISSING:
        return f" = {_show(field.default)}"
    if field.default_factory is not MISSING:
        return f" = {field.default_factory.__name__}()".replace("dict()", "{}")
    return ""


def _annotate(node: ast.expr | None, value: Any) -> str:
    """Return a type as it is written, with short aliases of ours replaced by what they stand for."""
    if node is None:
        return "None"
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        node = ast.parse(node.value, mode="eval").body
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Annotated":
        assert isinstance(node.slice, ast.Tuple)  # noqa: S101 -- Annotated has at least two parts
        node = node.slice.elts[0]
    text = re.sub(rf"\b(?:{'|'.join(_UNNAMED)}) \| ", "", _quote(ast.unparse(node)))
    for name in re.findall(r"\b[A-Z_]\w*", text):
        meaning = _WORDS.get(name) or _find_alias(name, _module_of(value))
        if name in _WORDS or (meaning and name not in _LONG):
            text = re.sub(rf"(?<!\.)\b{name}\b", lambda _, meaning=meaning: str(meaning), text)
    return text


# Aliases that are explained below a signature, since they would fill it.
_LONG: Final = {"Source", "Sources", "Contents", "Renderable"}


def _list_aliases(node: ast.FunctionDef, value: Any) -> list[str]:
    annotations = [each.annotation for each in ast.walk(node.args) if isinstance(each, ast.arg)]
    text = " ".join(ast.unparse(each) for each in (*annotations, node.returns) if each)
    names = [name for name in dict.fromkeys(re.findall(r"\b[A-Z]\w+", text)) if name in _LONG]
    aliases = {name: _find_alias(name, _module_of(value)) or "" for name in names}
    for meaning in list(aliases.values()):
        for name in re.findall(r"\b[A-Z]\w+", meaning):
            if name in _LONG and name not in aliases:
                aliases[name] = _find_alias(name, _module_of(value)) or ""
    return [f"- `{name}` is `{meaning}`" for name, meaning in aliases.items()]


def _find_alias(name: str, module: ModuleType) -> str | None:
    """Return what an alias of a type stands for, found in the module or where it imports it from."""
    tree, _ = _parse(str(module.__file__))
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name and node.value:
            if ast.unparse(node.annotation) != "TypeAlias":
                return None
            return _spell(node.value)
        if isinstance(node, ast.ImportFrom) and any(each.name == name for each in node.names):
            is_ours = str(node.module).startswith("cvpalette")
            return _find_alias(name, import_module(str(node.module))) if is_ours else None
    return None


def _spell(node: ast.expr) -> str:
    if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Union":
        assert isinstance(node.slice, ast.Tuple)  # noqa: S101 -- a union has parts
        parts = node.slice.elts
        return " | ".join(
            str(each.value) if isinstance(each, ast.Constant) else ast.unparse(each) for each in parts
        )
    return _quote(ast.unparse(node))


def _quote(text: str) -> str:
    return text if '"' in text else text.replace("'", '"')


def _annotate_field(kind: type[Any], name: str) -> str:
    own = (each for each in kind.__mro__ if each.__module__.startswith("cvpalette"))
    found = ((owner, node) for owner in own for node in _find(owner).body if isinstance(node, ast.AnnAssign))
    owner, field = next((owner, node) for owner, node in found if ast.unparse(node.target) == name)
    return _annotate(field.annotation, owner)


def _list_fields(kind: type[Any], without: set[str], page: Page) -> Iterator[str]:
    """Give a line for each field of a class, with the comment before it that begins with `#:`."""
    for owner in reversed(kind.__mro__):
        if not owner.__module__.startswith("cvpalette"):
            continue
        node, lines = _find(owner), _tree_of(owner)[1]
        for each in node.body:
            name = ast.unparse(each.target) if isinstance(each, ast.AnnAssign) else "_"
            if name in without | _OWN.get(owner.__name__, set()) or name.startswith("_"):
                continue
            found = re.fullmatch(r"ClassVar\[(.*)\]", shown := _annotate(each.annotation, owner))
            default = "" if each.value is None else f", default `{_default_of(each, owner)}`"
            words = _link(_comment_above(each, lines), page, kind.__name__)
            yield f"- **`{name}`** (`{found[1] if found else shown}`{default})" + (
                f": {words}" if words else ""
            )


def _default_of(node: ast.AnnAssign, owner: type[Any]) -> str:
    name = ast.unparse(node.target)
    for field in fields(owner) if is_dataclass(owner) else ():
        if field.name == name:
            return _write_default(field).removeprefix(" = ")
    assert node.value is not None  # noqa: S101 -- the caller looked
    return _write(node.value, owner)


def _comment_above(node: _Positioned, lines: list[str]) -> str:
    """Return the comment before a field whose lines begin with `#:`, as one line."""
    found: list[str] = []
    at = node.lineno - 2
    while at >= 0 and (line := lines[at].strip()).startswith("#:"):
        found.insert(0, line.removeprefix("#:").strip())
        at -= 1
    return " ".join(found)


# Docstrings as Markdown.


def _write_doc(doc: str, page: Page, own: str, signature: str = "") -> Iterator[str]:
    """Give a docstring as Markdown: its text with links to names, and its example as a fence."""
    text, _, example = doc.partition("\nExample:\n")
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
        source: Any = cvpalette.testing if page.name == "testing" else cvpalette
        for name in (*page.names, *(kind.__name__ for kind in page.others)):
            found[name] = f"{page.name}.md#{slug(name)}"
            value = getattr(source, name, None)
            if inspect.isclass(value) and page.name != "testing":
                for member, what in list_members(value).items():
                    anchor = slug(f"{name}.{member}" if _is_long(what) else name)
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


def _instance(name: str) -> str:
    """Return a class's name as that of a value: `color_histogram` of ColorHistogram."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
