"""render_matugen(): templates as matugen has them: `{{ colors.primary.dark.hex | lighten: 10 }}`.

There are `<* for name, value in colors *>`, `<* if {{ … }} *>`, `<* else *>`, loops over maps and ranges, and
filters. Other files cannot be included.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from cvpalette.messages import quote
from cvpalette.rendering.templates.limits import Page, Steps, TemplateError
from cvpalette.rendering.templates.matugen_names import Scope
from cvpalette.rendering.templates.matugen_values import evaluate
from cvpalette.rendering.templates.model import Model

__all__ = ["render_matugen"]

# What a backslash takes the meaning from, and what begins an expression or a block.
_BEGINNING: Final = re.compile(r"\\(\{\{|\}\}|<\*|\*>)|\{\{|<\*")
_FOR: Final = re.compile(r"for\s+(\w+(?:\s*,\s*\w+)?)\s+in\s+(.+)", re.DOTALL)
_RANGE: Final = re.compile(r"([+-]?[0-9]{1,9})\s*\.\.\s*([+-]?[0-9]{1,9})")
_IF: Final = re.compile(r"if\s*\{\{(.+)\}\}", re.DOTALL)
_DEEPEST: Final = 30


@dataclass
class _Block:
    kind: str
    text: str
    line: int
    parts: list["_Part"] = field(default_factory=list)
    otherwise: list["_Part"] = field(default_factory=list)
    has_else: bool = False

    def add(self, part: "_Part") -> None:
        """Add a part to the half that is open."""
        (self.otherwise if self.has_else else self.parts).append(part)


@dataclass
class _Expression:
    text: str
    line: int


_Part: TypeAlias = str | _Expression | _Block


def render_matugen(text: str, model: Model) -> str:
    """Return a template filled in; raises TemplateError."""
    page = Page()
    _write(_parse(text), Scope.of(model), page, Steps())
    return str(page)


def _write(parts: list[_Part], scope: Scope, page: Page, steps: Steps) -> None:
    for part in parts:
        if isinstance(part, str):
            page.add(part)
            continue
        steps.take(part.line)
        if isinstance(part, _Expression):
            page.add(str(evaluate(part.text, scope, steps, part.line)), part.line)
        elif part.kind == "if":
            is_true = evaluate(part.text, scope, steps, part.line).is_true
            _write(part.parts if is_true else part.otherwise, scope, page, steps)
        else:
            for names in _list_rounds(part, scope):
                steps.take(part.line)
                _write(part.parts, scope.inside(names), page, steps)


def _list_rounds(block: _Block, scope: Scope) -> Iterator[dict[str, Any]]:
    """Give the names that each round of a loop has."""
    parsed = _FOR.fullmatch(block.text)
    if parsed is None:
        message = f"{quote(block.text[:60])} is no loop, such as 'for name, value in colors'"
        raise TemplateError(message, block.line)
    names = [name.strip() for name in parsed[1].split(",")]
    what = parsed[2].strip()
    numbers = _RANGE.fullmatch(what)
    rounds: range | list[Any]
    if numbers:
        rounds = range(int(numbers[1]), int(numbers[2]))
    else:
        value = scope.find(what, block.line)
        if not isinstance(value, Mapping):
            message = f"{quote(what[:60])} has no parts to go through"
            raise TemplateError(message, block.line)
        rounds = list(value.items() if len(names) > 1 else value)
    for index, each in enumerate(rounds):
        own = dict(zip(names, each if len(names) > 1 and not numbers else (each,), strict=False))
        loop = {"index": index, "first": index == 0, "last": index == len(rounds) - 1}
        yield {**({"i": each} if numbers else {}), **own, "loop": loop}


def _parse(text: str) -> list[_Part]:
    root = _Block("", "", 0)
    blocks = [root]
    for part in _read(text):
        last = blocks[-1]
        if not isinstance(part, _Block):
            last.add(part)
        elif part.kind in {"for", "if"}:
            if len(blocks) > _DEEPEST:
                message = f"blocks are more than {_DEEPEST} deep in each other"
                raise TemplateError(message, part.line)
            last.add(part)
            blocks.append(part)
        else:
            _end(part, blocks)
    if last_open := blocks[1:]:
        message = f"the block {quote(last_open[-1].kind)} is never ended"
        raise TemplateError(message, last_open[-1].line)
    return root.parts


def _end(part: _Block, blocks: list[_Block]) -> None:
    """End the last block, or its first half."""
    last = blocks[-1]
    if part.kind == "else" and last.kind == "if" and not last.has_else:
        last.has_else = True
    elif last.kind and part.kind == f"end{last.kind}":
        blocks.pop()
    else:
        message = f"{quote(part.kind)} belongs to no block that is open"
        raise TemplateError(message, part.line)


def _read(text: str) -> Iterator[_Part]:
    end, line = 0, 1
    while (found := _BEGINNING.search(text, end)) is not None:
        if found.start() > end:
            yield text[end : found.start()]
        line += text.count("\n", end, found.start())
        end = found.end()
        if found[1] is not None:
            yield found[1]
            continue
        closing = "}}" if found[0] == "{{" else "*>"
        stop = text.find(closing, end)
        if stop < 0:
            message = f"{quote(found[0])} is never closed with {quote(closing)}"
            raise TemplateError(message, line)
        inner = text[end:stop].strip()
        yield _Expression(inner, line) if closing == "}}" else _make_block(inner, line)
        line += text.count("\n", end, stop)
        end = stop + len(closing)
    yield text[end:]


def _make_block(text: str, line: int) -> _Block:
    kind = re.split(r"[\s{]", text, maxsplit=1)[0]
    if kind == "include":
        message = f"{quote(text[:60])} is another file, and a template is one file"
        raise TemplateError(message, line)
    condition = _IF.fullmatch(text) if kind == "if" else None
    if kind not in {"for", "if", "else", "endfor", "endif"} or (kind == "if" and condition is None):
        message = f"{quote(text[:60])} is no block, such as 'if {{{{ is_dark_mode }}}}'"
        raise TemplateError(message, line)
    return _Block(kind, condition[1].strip() if condition else text, line)
