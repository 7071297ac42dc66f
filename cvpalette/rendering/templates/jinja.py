"""render_jinja(): templates in Jinja, in a sandbox that allows only what is listed here.

Jinja's own sandbox keeps a template from Python's objects. This one also bounds what a template can take:
loops and macros count their rounds, and each text that is made has a largest length. Of filters and methods
there are only those whose results can be bounded.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from itertools import islice
from typing import Any, ClassVar, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.filters import FILTERS
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing
from jinja2.visitor import NodeTransformer

from cvpalette.color.color import Color
from cvpalette.color.notation import read_notation
from cvpalette.errors import ColorError
from cvpalette.messages import quote
from cvpalette.rendering.shades import mix
from cvpalette.rendering.templates.colors import TemplateColor
from cvpalette.rendering.templates.limits import (
    MOST_CHARACTERS,
    MOST_STEPS,
    Page,
    Steps,
    TemplateError,
    require_short,
    undefined,
)
from cvpalette.rendering.templates.model import Model
from cvpalette.roles.tone import Tone

__all__ = ["FILTER_NAMES", "render_jinja"]

_FILE: Final = "<template>"
# Filters of Jinja whose results are about as long as what they get.
_OWN: Final = (
    *("abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "int", "items", "last"),
    *("length", "list", "lower", "max", "min", "reverse", "sort", "string", "title", "trim", "truncate"),
    *("unique", "upper"),
)
_METHODS: Final = {
    str: ("upper", "lower", "title", "capitalize", "strip", "lstrip", "rstrip", "startswith", "endswith"),
    Mapping: ("items", "keys", "values"),
    LoopContext: ("cycle", "changed"),
}
_LARGEST: Final = 1 << 53
# An entry of a list counts as so many characters.
_ENTRY: Final = 40
_OTHER_FILES: Final = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


def render_jinja(text: str, model: Model) -> str:
    """Return a template filled in; raises TemplateError."""
    try:
        environment = _Sandbox(tuple(model.values))
        code = environment.from_string(text)
        page = Page()
        for piece in code.generate(**dict(model.values)):
            page.add(piece)
    except TemplateError as error:
        raise TemplateError(str(error), error.line or _line_of(error)) from error
    except TemplateSyntaxError as error:
        raise TemplateError(error.message or "it is no Jinja", error.lineno) from error
    except RecursionError as error:
        raise TemplateError("it calls itself, or is nested, too deep", _line_of(error)) from None
    except (UndefinedError, SecurityError, ArithmeticError, TypeError, ValueError, LookupError) as error:
        raise TemplateError(str(error) or type(error).__name__, _line_of(error)) from error
    return str(page)


def _line_of(error: BaseException) -> int:
    """Return the line of the template that an error comes from, or 0."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


class _Undefined(StrictUndefined):
    """A name that does not exist: an error as soon as it is used, with a guess of what was meant."""

    #: The names of the top level; a sandbox has a class with its own.
    names: ClassVar[tuple[str, ...]] = ()

    @property
    def _undefined_message(self) -> str:
        # What a refusal says for itself.
        if self._undefined_hint:
            return self._undefined_hint
        owner = self._undefined_obj
        known: Iterable[str] = self.names if owner is missing else ()
        if isinstance(owner, TemplateColor):
            known = owner.names
        elif isinstance(owner, Mapping):
            known = map(str, owner)
        return str(undefined(str(self._undefined_name), known))


class _Bounder(NodeTransformer):
    """Puts a counter into each loop and macro, and bounds each joined text; refuses other files."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 -- the name is Jinja's
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "__counted", [], [], None, None, lineno=node.lineno)
        node.body.insert(0, _step(node.lineno))
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.body.insert(0, _step(node.lineno))
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.body.insert(0, _step(node.lineno))
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _bound(node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _bound(node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _bound(node) if node.ctx == "load" else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "join", [], [], None, None, lineno=node.lineno)


def _bound(node: nodes.Expr) -> nodes.Node:
    return nodes.Filter(node, "__bounded", [], [], None, None, lineno=node.lineno)


def _step(line: int) -> nodes.Node:
    call = nodes.Filter(nodes.Const(""), "__step", [], [], None, None, lineno=line)
    return nodes.Output([call], lineno=line)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with lists of what is allowed; `names` are the names of the top level."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, names: Sequence[str]) -> None:
        named = type("_Named", (_Undefined,), {"names": tuple(names)})
        super().__init__(undefined=named, optimized=False, keep_trailing_newline=True, cache_size=0)
        self._steps = Steps()
        self.globals = {"range": self._range, "namespace": Namespace, "dict": dict}
        self.filters = {name: FILTERS[name] for name in _OWN} | _FILTERS
        self.filters |= {"__counted": self._count, "__step": self._step, "__bounded": _require_small}

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """Join what a macro or a block has written."""
        page = Page()
        for piece in pieces:
            page.add(piece)
        return str(page)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(_OTHER_FILES):
            raise TemplateError("it asks for another file, and a template is one file", node.lineno)
        for each in tree.find_all(nodes.Filter):
            if each.name not in self.filters or each.name.startswith("__"):
                raise undefined(each.name, FILTER_NAMES, each.lineno, f"|{each.name}")
        for test in tree.find_all(nodes.Test):
            if test.name not in self.tests:
                raise undefined(test.name, self.tests, test.lineno, f"is {test.name}")
        bounded: nodes.Template = _Bounder().visit(tree)
        return bounded

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a part of a value by its name: of Python's objects, only what is listed."""
        return self._part(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a part of a value by a name, a number or a slice."""
        self._refuse_undefined(obj)
        if isinstance(argument, str):
            return self._part(obj, argument)
        if isinstance(obj, Mapping) and argument not in obj:
            # The steps of ramps are names.
            return self._part(obj, str(argument))
        try:
            return (
                obj[argument]
                if isinstance(obj, str | list | tuple | Mapping | range)
                else self._none(obj, argument)
            )
        except (TypeError, LookupError):
            return self._none(obj, argument)

    def _part(self, obj: Any, name: str) -> Any:
        self._refuse_undefined(obj)
        if isinstance(obj, Mapping | TemplateColor) and name in obj:
            return obj[name]
        for kind, methods in _METHODS.items():
            if isinstance(obj, kind) and name in methods:
                return getattr(obj, name)
        if isinstance(obj, LoopContext | Namespace) and not name.startswith("_") and hasattr(obj, name):
            return getattr(obj, name)
        return self._none(obj, name)

    def _none(self, obj: Any, name: Any) -> Any:
        if isinstance(obj, str) and isinstance(name, str) and hasattr(obj, name):
            instead = f"; use the filter |{name}" if name in FILTER_NAMES else ""
            return self.undefined(f"a text's {quote(name)} cannot be used here{instead}")
        return self.undefined(obj=obj, name=name)

    def is_safe_callable(self, obj: Any) -> bool:
        """Tell whether a template may call an object: what is in the lists, and its own macros."""
        if isinstance(obj, Macro | LoopContext) or obj in {Namespace, dict}:
            return True
        owner = getattr(obj, "__self__", None)
        return owner is self or any(
            isinstance(owner, kind) and getattr(obj, "__name__", "") in methods
            for kind, methods in _METHODS.items()
        )

    def call(self, context: Any, obj: Any, *arguments: Any, **named: Any) -> Any:
        """Call what a template may call."""
        # A call takes several times as long as a round.
        self._steps.take(cost=5)
        _require_small((arguments, named))
        if isinstance(obj, self.undefined) or self.is_safe_callable(obj):
            return super().call(context, obj, *arguments, **named)
        raise SecurityError(f"{quote(type(obj).__name__)} cannot be called")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Compute with numbers, and join or repeat texts and lists up to a length."""
        sized = [each for each in (left, right) if isinstance(each, str | list | tuple)]
        numbers = [each for each in (left, right) if isinstance(each, int | float)]
        if operator == "+" and len(sized) == 2:
            _require_small(sized)
        elif operator == "*" and sized and numbers and isinstance(numbers[0], int):
            require_short(_measure(sized[0]) * max(0, numbers[0]))
        elif len(numbers) < 2:
            for each in (left, right):
                self._refuse_undefined(each)
            message = f"{quote(operator)} takes numbers"
            raise TemplateError(message)
        elif any(abs(number) > _LARGEST for number in numbers) or (operator == "**" and abs(right) > 64):
            message = f"{quote(operator)} takes smaller numbers"
            raise TemplateError(message)
        return super().call_binop(context, operator, left, right)

    def _refuse_undefined(self, value: Any) -> None:
        """Raise the error of a name that does not exist."""
        if isinstance(value, self.undefined):
            str(value)

    def _range(self, *bounds: int) -> Iterable[int]:
        made = range(*bounds)
        if len(made) > MOST_STEPS:
            message = f"a range has at most {MOST_STEPS:,} numbers"
            raise TemplateError(message)
        return made

    def _count(self, values: Any) -> Any:
        """Return what a loop goes through, after counting it."""
        if isinstance(values, self.undefined):
            return values
        rounds = list(islice(values, MOST_STEPS + 1))
        for _ in rounds:
            self._steps.take()
        return rounds

    def _step(self, text: str) -> str:
        self._steps.take()
        return text


def _require_small(value: Any) -> Any:
    """Return a value of texts and lists within lists; raises TemplateError if it is too much altogether."""
    require_short(_measure(value))
    return value


def _measure(value: Any) -> int:
    """Return how many characters and values there are in a value; more than allowed are not all counted.

    A list may hold another one twice. It then counts twice, as it would if it were written.
    """
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return _measure([*value.keys(), *value.values()]) if isinstance(value, dict) else 1
    size = 1
    if isinstance(value, list | tuple):
        for each in value:
            size += _ENTRY + _measure(each)
            if size > MOST_CHARACTERS:
                break
    return size


def _color_of(value: Any) -> Color:
    if isinstance(value, TemplateColor):
        return value.color
    try:
        color = read_notation(str(value)[:200])
    except ColorError as error:
        raise TemplateError(str(error)) from error
    if color is None:
        message = f"{quote(str(value)[:60])} is no color"
        raise TemplateError(message)
    return color


def _lighten(value: Any, by: float) -> TemplateColor:
    tone = Tone.of(_color_of(value))
    return TemplateColor(Tone(max(0.0, min(1.0, tone.lightness + float(by))), tone.chroma, tone.hue).color)


def _mix(value: Any, other: Any, part: float = 0.5) -> TemplateColor:
    return TemplateColor(mix(_color_of(value), _color_of(other), max(0.0, min(1.0, float(part)))))


def _alpha(value: Any, alpha: float) -> str:
    color = _color_of(value)
    return f"rgb({color.red} {color.green} {color.blue} / {max(0.0, min(1.0, float(alpha))):.4g})"


def _join(values: Any, joint: str = "") -> str:
    page = Page()
    for number, value in enumerate(islice(values, MOST_STEPS)):
        page.add(f"{joint if number else ''}{value}")
    return str(page)


def _replace(text: Any, old: Any, new: Any) -> str:
    whole, old, new = str(text), str(old), str(new)
    require_short(len(whole) + whole.count(old) * len(new))
    return whole.replace(old, new)


def _write_json(value: Any) -> str:
    """Return a value as JSON that cannot end an element of HTML around it."""
    text = json.dumps(_require_small(value), default=str)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _round(value: Any, digits: int = 0) -> float:
    return round(float(value), max(-9, min(9, int(digits))))


def _escape(text: Any) -> str:
    return escape(str(text))


_FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "lighten": _lighten,
    "darken": lambda value, by: _lighten(value, -float(by)),
    "mix": _mix,
    "alpha": _alpha,
    "contrast": lambda value, other: round(_color_of(value).contrast(_color_of(other)), 2),
    "join": _join,
    "replace": _replace,
    "round": _round,
    "e": _escape,
    "escape": _escape,
    "tojson": _write_json,
}
#: The filters that a template may use.
FILTER_NAMES: Final = tuple(sorted((*_OWN, *_FILTERS)))
