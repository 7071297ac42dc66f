"""render_mustache(): templates in mustache, as tinted-theming's are: base16's variables, and our own names.

All of the language but partials, which are other files, and lambdas. A name that does not exist is an error,
and not an empty text. Unlike in mustache, a section does not look further out: names are either of the
section's own value or of the top level.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, Final, TypeAlias

from cvpalette.messages import quote
from cvpalette.rendering.templates.colors import TemplateColor
from cvpalette.rendering.templates.limits import Page, Steps, TemplateError, no_variable, resolve
from cvpalette.rendering.templates.model import Model, harmless
from cvpalette.rendering.templates.values import text_of

__all__ = ["list_slot_notations", "render_mustache"]

_SLOT: Final = re.compile(r"(base[01][0-9A-F])-([a-z0-9-]+)")
_BASE24: Final = re.compile(r"\bbase1[0-7]-")
# How deep sections may be in each other.
_DEEPEST: Final = 30
# Texts that are not ours.
_FOREIGN: Final = ("name", "source")


@dataclass
class _Section:
    name: str
    line: int
    inverted: bool
    parts: list["_Part"] = field(default_factory=list)


@dataclass
class _Tag:
    name: str
    line: int
    escaped: bool


_Part: TypeAlias = str | _Tag | _Section


def render_mustache(text: str, model: Model) -> str:
    """Return a template filled in; raises TemplateError."""
    page, steps = Page(), Steps()
    system = "base24" if _BASE24.search(text) else "base16"
    _write(_parse(text), _Names(model, system), (), page, steps)
    return str(page)


def _write(parts: list[_Part], names: "_Names", scopes: tuple[Any, ...], page: Page, steps: Steps) -> None:
    for part in parts:
        if isinstance(part, str):
            page.add(part)
        elif isinstance(part, _Tag):
            steps.take(part.line)
            text = _spell(names.find(part.name, scopes, part.line), part)
            page.add(escape(text) if part.escaped else text, part.line)
        else:
            steps.take(part.line)
            value = names.find(part.name, scopes, part.line)
            values = value if isinstance(value, list) else [value] if value else []
            if part.inverted:
                values = [] if values else [None]
            for each in values:
                steps.take(part.line)
                _write(part.parts, names, (*scopes, each), page, steps)


def _spell(value: object, tag: _Tag) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    try:
        return text_of(value, tag.name)
    except TemplateError as error:
        raise TemplateError(str(error), tag.line) from error


class _Names:
    """The names of a template: base16's, those of the section, and those of the model."""

    def __init__(self, model: Model, system: str) -> None:
        self._model = model
        name, slug = harmless(model.values["name"]), model.values["slug"]
        self._scheme: dict[str, Any] = {
            "scheme-name": f"{name} {model.mode}",
            "scheme-author": "cvpalette",
            "scheme-description": f"{name} {model.mode}",
            "scheme-slug": f"{slug}-{model.mode}",
            "scheme-slug-underscored": f"{slug}-{model.mode}".replace("-", "_"),
            "scheme-system": system,
            "scheme-variant": model.mode,
            "scheme-is-dark-variant": model.mode == "dark",
            "scheme-is-light-variant": model.mode == "light",
            f"scheme-is-{model.mode}-variant": True,
        }

    def find(self, name: str, scopes: tuple[Any, ...], line: int) -> Any:
        """Return the value of a name; raises TemplateError. Names of files and colors are made harmless."""
        value = self._find(name, scopes, line)
        is_foreign = isinstance(value, str) and name.rsplit(".", 1)[-1] in _FOREIGN
        return harmless(value) if is_foreign else value

    def _find(self, name: str, scopes: tuple[Any, ...], line: int) -> Any:
        if name == ".":
            return scopes[-1] if scopes else ""
        first = name.split(".", 1)[0]
        for scope in reversed(scopes):
            if isinstance(scope, Mapping | TemplateColor) and first in scope:
                return resolve({first: scope[first]}, name, line)
        if name in self._scheme:
            return self._scheme[name]
        slot = _SLOT.fullmatch(name)
        slots = self._model.values["base16"]
        if slot and slot[1] in slots and slot[2] in _SLOTS:
            return _SLOTS[slot[2]](slots[slot[1]])
        values = self._model.values
        if "." in name or name in values:
            return resolve(values, name, line)
        known = [f"{slot[1]}-{each}" for each in _SLOTS] if slot and slot[1] in slots else []
        more = [*known, *self._scheme, *(f"{each}-hex" for each in slots)]
        raise no_variable(name, values, line, more=more)


def _list_slots() -> dict[str, Any]:
    notations: dict[str, Any] = {
        "hex": lambda color: color["hex_stripped"],
        "hex-bgr": lambda color: f"{color['blue_hex']}{color['green_hex']}{color['red_hex']}",
    }
    for name in ("red", "green", "blue"):
        notations |= {
            f"hex-{name[0]}": lambda color, name=name: color[f"{name}_hex"],
            f"rgb-{name[0]}": lambda color, name=name: color[name],
            f"rgb16-{name[0]}": lambda color, name=name: color[name] * 257,
            f"dec-{name[0]}": lambda color, name=name: color[f"{name}_part"],
        }
    return notations


_SLOTS: Final = _list_slots()


def list_slot_notations() -> list[str]:
    """Return the notations of base16's slots, such as `hex-r`."""
    return sorted(_SLOTS)


def _parse(text: str) -> list[_Part]:
    """Return the parts of a template; raises TemplateError."""
    root: list[_Part] = []
    open_sections: list[_Section] = []
    for part in _read(text):
        parts = open_sections[-1].parts if open_sections else root
        if part == "":
            continue
        if isinstance(part, str) or (isinstance(part, _Tag) and not part.name.startswith("/")):
            parts.append(part)
        elif isinstance(part, _Section):
            if len(open_sections) >= _DEEPEST:
                message = f"sections are more than {_DEEPEST} deep in each other"
                raise TemplateError(message, part.line)
            parts.append(part)
            open_sections.append(part)
        elif not open_sections or open_sections[-1].name != part.name[1:].strip():
            message = (
                f"it closes the section {quote(part.name[1:].strip())}, which is not the one that is open"
            )
            raise TemplateError(message, part.line)
        else:
            open_sections.pop()
    if open_sections:
        last = open_sections[-1]
        message = f"the section {quote(last.name)} is never closed"
        raise TemplateError(message, last.line)
    return root


def _read(text: str) -> Iterator[_Part]:
    left, right, end, line = "{{", "}}", 0, 1
    while (start := text.find(left, end)) >= 0:
        line += text.count("\n", end, start)
        is_raw = left == "{{" and text.startswith("{{{", start)
        closing = "}}}" if is_raw else right
        stop = text.find(closing, start + len(left))
        if stop < 0:
            message = f"{quote(left)} is never closed with {quote(closing)}"
            raise TemplateError(message, line)
        inner = text[start + len(left) + is_raw : stop].strip()
        after = stop + len(closing)
        is_block = not is_raw and inner[:1] in tuple("#^/!=")
        before, next_end = _trim(text, start, after) if is_block else (start, after)
        yield text[end : max(end, before)]
        if inner.startswith("="):
            delimiters = inner.strip("=").split()
            if len(delimiters) != 2:
                message = f"{quote(inner[:60])} sets no delimiters, such as {quote('=<% %>=')}"
                raise TemplateError(message, line)
            left, right = delimiters
        elif not inner.startswith("!"):
            yield _make_part(inner, line, is_raw=is_raw)
        line += text.count("\n", start, next_end)
        end = next_end
    yield text[end:]


def _make_part(inner: str, line: int, *, is_raw: bool) -> _Part:
    if is_raw:
        return _Tag(inner, line, escaped=False)
    if inner[:1] in {"#", "^"}:
        return _Section(inner[1:].strip(), line, inverted=inner[0] == "^")
    if inner.startswith("&"):
        return _Tag(inner[1:].strip(), line, escaped=False)
    if inner.startswith(">"):
        message = f"{quote(inner[:60])} is another file, and a template is one file"
        raise TemplateError(message, line)
    return _Tag(inner, line, escaped=True)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where a tag that is alone on its line begins and ends with that line."""
    before, after = start, end
    while before > 0 and text[before - 1] in " \t":
        before -= 1
    while after < len(text) and text[after] in " \t\r":
        after += 1
    is_alone = text[before - 1 : before] in {"", "\n"} and text[after : after + 1] in {"", "\n"}
    return (before, min(len(text), after + 1)) if is_alone else (start, end)
