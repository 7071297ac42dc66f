"""Signatures and fields as the source has them: their types keep the names that people know."""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple

from cvpalette.settings.settings import Reading, Scope, Settings

__all__ = [
    "OWN",
    "Field",
    "find_alias",
    "function_of",
    "instance",
    "is_long",
    "list_aliases",
    "list_fields",
    "list_members",
    "sign",
    "sign_class",
    "sign_member",
]

# What fits a page beside its lists of contents.
_WIDTH: Final = 84
# What only cvpalette's own code calls: its names may change.
OWN: Final = {
    "Result": {"measure", "locate", "derive", "origin"},
    "NamedError": {"advise", "rename"},
    "Extraction": {"named", "with_thumbnail"},
    "Reading": {"refuse_too_large", "refuse_too_many", "most_pixels_of_frames"},
    "Settings": {"without_palette"},
    "Scope": {"without_pixels", "is_all", "rectangle"},
    "FoundOutput": {"entry_point"},
    "LoadedOutput": {"texts_for", "options_for", "combined_suffix"},
}
# Functions whose keywords are the fields of a class.
_TAKING_OPTIONS: Final = {"extract", "extract_many", "merge"}
# Types that some options also take, and that have no public name.
_UNNAMED: Final = ("NamedColors", "Region")
# Anything that has a palette will do; a result is what it is meant for.
_WORDS: Final = {"_HasPalette": "Result"}
# Aliases that are explained below a signature, since they would fill it.
_LONG: Final = {"Source", "Sources", "Contents", "Renderable"}


class Field(NamedTuple):
    """A field of a class: its type and default as they are written, and the comment that begins with `#:`."""

    name: str
    kind: str
    default: str
    words: str


def list_members(kind: type[Any]) -> dict[str, Any]:
    """Return the public methods and properties of a class that the reference explains, by name, in order."""
    hidden = OWN.get(kind.__name__, set())
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


def is_long(what: Any) -> bool:
    """Tell whether there is more to say of a member than fits a line of a list."""
    return "\n\n" in (inspect.getdoc(function_of(what)) or "")


def function_of(what: Any) -> Any:
    """Return the function of a method or property."""
    return getattr(what, "fget", None) or getattr(what, "func", None) or getattr(what, "__func__", what)


def sign_member(name: str, member: str, what: Any) -> str:
    """Return the signature of a method, or the type of a property."""
    function = function_of(what)
    if isinstance(what, property) or _is_cached(what):
        return f"{instance(name)}.{member}: {_annotate(_find(function).returns, function)}"
    owner = name if isinstance(what, classmethod | staticmethod) else instance(name)
    return sign(f"{owner}.{member}", function, skip=not isinstance(what, staticmethod))


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


def sign(shown: str, value: Any, *, skip: bool = False) -> str:
    """Return the signature of a function, on one line if it fits, else one argument a line.

    `shown` is what stands before the arguments. With `skip`, the first argument is left out.
    """
    node = _find(value)
    known = node.args
    plain = [*known.posonlyargs, *known.args]
    given = [None] * (len(plain) - len(known.defaults)) + [*known.defaults]
    parts = [_write_argument(each, default, value) for each, default in zip(plain, given, strict=True)]
    if known.posonlyargs:
        parts.insert(len(known.posonlyargs), "/")
    if skip:
        del parts[0]
    if value.__name__ in _TAKING_OPTIONS:
        parts = [parts[0], "/", "**keywords"]
    if known.kwonlyargs:
        parts.append("*")
    for each, default in zip(known.kwonlyargs, known.kw_defaults, strict=True):
        parts.append(_write_argument(each, default, value))
    if known.kwarg:
        parts.append(f"**{_write_argument(known.kwarg, None, value)}")
    return _wrap(shown, parts, f" -> {_annotate(node.returns, value)}")


def sign_class(name: str, kind: type[Any]) -> str:
    """Return the line that makes a value of a class, or what it inherits if users make none."""
    if is_dataclass(kind):
        hidden = OWN.get(kind.__name__, set())
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
        return _show(vars(_module_of(value))[node.id]) if node.id in vars(_module_of(value)) else node.id
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
        meaning = _WORDS.get(name) or find_alias(name, _module_of(value))
        if name in _WORDS or (meaning and name not in _LONG):
            text = re.sub(rf"(?<!\.)\b{name}\b", lambda _, meaning=meaning: str(meaning), text)
    return text


def list_aliases(value: Any) -> list[str]:
    """Return a line for each long alias that the signature of a function names, with what it stands for."""
    node = _find(value)
    annotations = [each.annotation for each in ast.walk(node.args) if isinstance(each, ast.arg)]
    text = " ".join(ast.unparse(each) for each in (*annotations, node.returns) if each)
    names = [name for name in dict.fromkeys(re.findall(r"\b[A-Z]\w+", text)) if name in _LONG]
    aliases = {name: find_alias(name, _module_of(value)) or "" for name in names}
    for meaning in list(aliases.values()):
        for name in re.findall(r"\b[A-Z]\w+", meaning):
            if name in _LONG and name not in aliases:
                aliases[name] = find_alias(name, _module_of(value)) or ""
    return [f"- `{name}` is `{meaning}`" for name, meaning in aliases.items()]


def find_alias(name: str, module: ModuleType) -> str | None:
    """Return what an alias of a type stands for, found in the module or where it imports it from."""
    tree, _ = _parse(str(module.__file__))
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == name and node.value:
            if ast.unparse(node.annotation) != "TypeAlias":
                return None
            return _spell(node.value)
        if isinstance(node, ast.ImportFrom) and any(each.name == name for each in node.names):
            is_ours = str(node.module).startswith("cvpalette")
            return find_alias(name, import_module(str(node.module))) if is_ours else None
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


def list_fields(kind: type[Any]) -> Iterator[Field]:
    """Give the fields of a class and of those of ours that it inherits from, in order."""
    for owner in reversed(kind.__mro__):
        if not owner.__module__.startswith("cvpalette"):
            continue
        node, lines = _find(owner), _tree_of(owner)[1]
        for each in node.body:
            name = ast.unparse(each.target) if isinstance(each, ast.AnnAssign) else "_"
            if name.startswith("_") or name in OWN.get(owner.__name__, set()):
                continue
            shown = re.sub(r"^ClassVar\[(.*)\]$", r"\1", _annotate(each.annotation, owner))
            default = "" if each.value is None else _default_of(each, owner)
            yield Field(name, shown, default, _comment_above(each, lines))


def _default_of(node: ast.AnnAssign, owner: type[Any]) -> str:
    name = ast.unparse(node.target)
    for field in fields(owner) if is_dataclass(owner) else ():
        if field.name == name:
            return _write_default(field).removeprefix(" = ")
    assert node.value is not None  # noqa: S101 -- the caller looked
    return _write(node.value, owner)


def _comment_above(node: ast.AnnAssign, lines: list[str]) -> str:
    """Return the comment before a field whose lines begin with `#:`, as one line."""
    found: list[str] = []
    at = node.lineno - 2
    while at >= 0 and (line := lines[at].strip()).startswith("#:"):
        found.insert(0, line.removeprefix("#:").strip())
        at -= 1
    return " ".join(found)


def instance(name: str) -> str:
    """Return a class's name as that of a value: `color_histogram` of ColorHistogram."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
