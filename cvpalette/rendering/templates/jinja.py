"""render_jinja(): templates in Jinja, in a sandbox that allows only what is listed here.

Jinja's own sandbox keeps a template from Python's objects. This one also bounds what a template can take:
rounds of loops and macros count as steps, and so does work on texts and lists, by their length. Each text
that is made has a largest length. Of filters and methods there are only those whose results can be bounded.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any, ClassVar, Final, cast

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.lexer import Token, TokenStream
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing
from jinja2.visitor import NodeTransformer

from cvpalette.messages import quote
from cvpalette.rendering.templates import limits
from cvpalette.rendering.templates.colors import TemplateColor
from cvpalette.rendering.templates.jinja_filters import (
    COLOR_FILTERS,
    DEAR_FILTERS,
    FILTER_NAMES,
    FILTERS,
    no_filter,
    spell,
    use_filter,
)
from cvpalette.rendering.templates.limits import (
    COLOR_STEPS,
    Page,
    Steps,
    TemplateError,
    no_entry,
    no_variable,
    require_short,
    undefined,
)
from cvpalette.rendering.templates.model import Model
from cvpalette.rendering.templates.values import listed_values, measure

__all__ = ["FILTER_NAMES", "render_jinja"]

_FILE: Final = "<template>"
_METHODS: Final = {
    str: ("upper", "lower", "title", "capitalize", "strip", "lstrip", "rstrip", "startswith", "endswith"),
    Mapping: ("items", "keys", "values"),
    LoopContext: ("cycle", "changed"),
}
_LARGEST: Final = 1 << 53
# So many parts of a loop's body take about as long as a step.
_PARTS_OF_A_STEP: Final = 20
# How many words and signs there may be in braces: each takes Jinja some time before anything runs.
_MOST_WORDS: int = 100_000
# Python reads no number of more than 4,300 digits.
_TOO_MANY_DIGITS: Final = re.compile(r"[0-9_]{4300}")
# What Python and Jinja raise for what a template does.
_FAILURES: Final = (
    JinjaError,
    ArithmeticError,
    TypeError,
    ValueError,
    LookupError,
    AttributeError,
    RuntimeError,
)
_OTHER_FILES: Final = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


def render_jinja(text: str, model: Model) -> str:
    """Return a template filled in; raises TemplateError."""
    try:
        environment = _Sandbox(model.values)
        code = environment.from_string(text)
        page = Page()
        for piece in code.generate(**dict(model.values)):
            page.add(piece)
    except TemplateError as error:
        raise TemplateError(str(error), error.line or _line_of(error)) from error
    except TemplateSyntaxError as error:
        raise TemplateError(error.message or "it is no Jinja", error.lineno) from error
    except (RecursionError, SyntaxError, MemoryError) as error:
        # Python has bounds of its own for what is in each other.
        raise TemplateError("it calls itself, or is nested, too deep", _line_of(error)) from None
    except _FAILURES as error:
        if isinstance(error, ValueError) and (digits := _TOO_MANY_DIGITS.search(text)):
            line = text.count("\n", 0, digits.start()) + 1
            raise TemplateError("a number has too many digits", line) from error
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

    #: The names of the top level and their values; a sandbox has a class with its own.
    values: ClassVar[Mapping[str, Any]] = {}

    @property
    def _undefined_message(self) -> str:
        # What a refusal says for itself.
        if self._undefined_hint:
            return self._undefined_hint
        owner, name = self._undefined_obj, str(self._undefined_name)
        if owner is missing:
            return str(no_variable(name, self.values))
        if isinstance(owner, list | tuple | str | range) and not isinstance(self._undefined_name, str):
            return str(no_entry(name, len(owner)))
        known: Iterable[str] = ()
        if isinstance(owner, TemplateColor):
            known = owner.names
        elif isinstance(owner, Mapping):
            known = map(str, owner)
        return str(undefined(name, known))


class _Bounder(NodeTransformer):
    """Puts counters into loops and macros, and bounds all texts and lists; refuses what can only be a slip.

    What a template writes, joins or compares goes through a filter of the sandbox.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 -- the name is Jinja's
        cost = _cost_of(node)
        self.generic_visit(node)
        node.iter = _filter(node.iter, "__counted", cost)
        node.body.insert(0, _step(node.lineno, cost))
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        cost = _cost_of(node)
        self.generic_visit(node)
        node.body.insert(0, _step(node.lineno, cost))
        return node

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        cost = _cost_of(node)
        self.generic_visit(node)
        node.body.insert(0, _step(node.lineno, cost))
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter(node, "__bounded")

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter(node, "__bounded")

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filter(node, "__bounded") if node.ctx == "load" else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        names = [_name_of(each) for each in node.nodes]
        self.generic_visit(node)
        texts = [_filter(each, "__text", name) for each, name in zip(node.nodes, names, strict=True)]
        return _filter(nodes.List(texts, lineno=node.lineno), "join")

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        names = [_name_of(each) for each in node.nodes]
        self.generic_visit(node)
        node.nodes = [
            each if isinstance(each, nodes.TemplateData) else _filter(each, "__text", name)
            for each, name in zip(node.nodes, names, strict=True)
        ]
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        node.expr = _filter(node.expr, "__bounded")
        for operand in node.ops:
            operand.expr = _filter(operand.expr, "__bounded")
        return node

    def visit_Test(self, node: nodes.Test) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        # Whether a name is defined can only be told of the name.
        if node.name not in {"defined", "undefined"}:
            node.node = _filter(node.node, "__bounded")
            node.args = [_filter(each, "__bounded") for each in node.args]
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):
            node.node = _filter(node.node, "__bounded")
        return node

    def visit_NSRef(self, node: nodes.NSRef) -> nodes.Node:  # noqa: N802
        if node.name in self._values:
            message = f"{quote(node.name)} cannot be changed; {{% set %}} a name of your own"
            raise TemplateError(message, node.lineno)
        return node

    def visit_Sub(self, node: nodes.Sub) -> nodes.Node:  # noqa: N802
        """Refuse `roles.on-primary`, which is a difference."""
        left, right = node.left, node.right
        while isinstance(right, nodes.Getattr):
            right = right.node
        if isinstance(left, nodes.Getattr) and isinstance(right, nodes.Name):
            meant, written = f"{left.attr}_{right.name}", f"{left.attr}-{right.name}"
            if any(meant in self._values[group] for group in ("roles", "ansi", "material")):
                message = f"the hyphen in {quote(written)} is a minus; write {meant}"
                raise TemplateError(message, node.lineno)
        return self.generic_visit(node)


def _count_words(words: Iterable[Token]) -> Iterator[Token]:
    for number, word in enumerate(words):
        if number >= _MOST_WORDS:
            message = f"it has more than {_MOST_WORDS:,} words and signs in its braces"
            raise TemplateError(message, word.lineno)
        yield word


def _cost_of(node: nodes.Node) -> int:
    """Return how many steps a round of a body takes."""
    return 1 + sum(1 for _ in node.find_all(nodes.Node)) // _PARTS_OF_A_STEP


def _name_of(node: nodes.Node) -> str:
    """Return what a template calls a value, such as `ramps.primary`, or '' if it has no name."""
    if isinstance(node, nodes.Name):
        return node.name
    part = ""
    if isinstance(node, nodes.Getattr):
        part = node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        part = str(node.arg.value)[:60]
    if not isinstance(node, nodes.Getattr | nodes.Getitem) or not part:
        return ""
    owner = _name_of(node.node)
    return f"{owner}.{part}" if owner else ""


def _filter(node: nodes.Node, name: str, argument: Any = None) -> nodes.Filter:
    arguments: list[nodes.Expr] = [] if argument is None else [nodes.Const(argument, lineno=node.lineno)]
    return nodes.Filter(cast("nodes.Expr", node), name, arguments, [], None, None, lineno=node.lineno)


def _step(line: int, cost: int) -> nodes.Node:
    return nodes.Output([_filter(nodes.Const("", lineno=line), "__step", cost)], lineno=line)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja with lists of what is allowed; `values` are what a template can name."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, values: Mapping[str, Any]) -> None:
        named = type("_Named", (_Undefined,), {"values": values})
        super().__init__(undefined=named, optimized=False, keep_trailing_newline=True, cache_size=0)
        self._steps = Steps()
        self._values = values
        self.globals = {"range": self._range, "namespace": Namespace, "dict": dict}
        self.filters = {name: self._charge(name, function) for name, function in FILTERS.items()}
        self.filters |= {
            "__counted": self._count,
            "__step": self._step,
            "__bounded": self._bound,
            "__text": self._write,
        }
        # What joins the text of a macro, a block or a recursive loop.
        vars(self)["concat"] = self._concat

    def _concat(self, pieces: Iterable[str]) -> str:
        page = Page()
        for piece in pieces:
            page.add(piece)
        made = str(page)
        self._steps.go_through(len(made))
        return made

    def _charge(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a filter that takes steps by the length of what it works on."""

        @wraps(function)
        def charged(*arguments: Any, **named: Any) -> Any:
            self._bound((arguments, named), times=DEAR_FILTERS.get(name, 1))
            self._steps.take(cost=COLOR_STEPS if name in COLOR_FILTERS else 0)
            made = use_filter(name, function, arguments, named)
            if isinstance(made, str | list):
                self._bound(made)
            return made

        return charged

    def _bound(self, value: Any, *, times: int = 1) -> Any:
        """Return a value after steps by its length; raises TemplateError if it is too long."""
        length = measure(value)
        require_short(length)
        self._steps.go_through(length, times=times)
        return value

    def _write(self, value: Any, name: str = "") -> str:
        """Return what a template writes of a value that it calls by a name."""
        if not isinstance(value, str):
            self._bound(value)
        return spell(value, name)

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        return TokenStream(_count_words(super()._tokenize(source, name, filename, state)), name, filename)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for node in tree.find_all(_OTHER_FILES):
            raise TemplateError("it asks for another file, and a template is one file", node.lineno)
        for each in tree.find_all(nodes.Filter):
            if each.name not in self.filters or each.name.startswith("__"):
                raise no_filter(each.name, each.lineno)
        for test in tree.find_all(nodes.Test):
            if test.name not in self.tests:
                raise undefined(test.name, self.tests, test.lineno, f"is {test.name}")
        bounded: nodes.Template = _Bounder(self._values).visit(tree)
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
        self._bound((getattr(obj, "__self__", None), arguments, named))
        if isinstance(obj, self.undefined) or self.is_safe_callable(obj):
            return super().call(context, obj, *arguments, **named)
        raise SecurityError(f"{quote(type(obj).__name__)} cannot be called")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Compute with numbers, and join or repeat texts and lists up to a length."""
        sized = [each for each in (left, right) if isinstance(each, str | list | tuple)]
        numbers = [each for each in (left, right) if isinstance(each, int | float)]
        if operator == "+" and len(sized) == 2:
            self._bound(sized)
        elif operator == "*" and sized and numbers and isinstance(numbers[0], int):
            length = measure(sized[0]) * max(0, numbers[0])
            require_short(length)
            self._steps.go_through(length)
        elif len(numbers) < 2:
            for each in (left, right):
                self._refuse_undefined(each)
            message = f"{quote(operator)} takes numbers"
            raise TemplateError(message)
        elif any(abs(number) > _LARGEST for number in numbers) or (operator == "**" and abs(right) > 64):
            message = f"{quote(operator)} takes smaller numbers"
            raise TemplateError(message)
        elif operator == "**" and left < 0 and right != int(right):
            raise TemplateError("a negative number has no such root")
        return super().call_binop(context, operator, left, right)

    def _refuse_undefined(self, value: Any) -> None:
        """Raise the error of a name that does not exist."""
        if isinstance(value, self.undefined):
            str(value)

    def _range(self, *bounds: int) -> Iterable[int]:
        made = range(*bounds)
        if len(made) > limits.MOST_STEPS:
            raise limits.too_many_steps()
        return made

    def _count(self, values: Any, cost: int) -> Any:
        """Return what a loop goes through, after counting it."""
        if isinstance(values, self.undefined):
            return values
        rounds = listed_values(values)
        self._steps.take(cost=cost * len(rounds))
        return rounds

    def _step(self, text: str, cost: int) -> str:
        self._steps.take(cost=cost)
        return text
