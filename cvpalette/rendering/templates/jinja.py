"""render_jinja(): templates in Jinja, in a sandbox that allows only what is listed here.

Jinja's own sandbox keeps a template from Python's objects. This one also bounds what a template can take:
rounds of loops and macros count as steps, and so does work on texts and lists, by their length. Each text
that is made has a largest length. Of filters and methods there are only those whose results can be bounded.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, ClassVar, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.lexer import TokenStream
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace, missing

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
from cvpalette.rendering.templates.jinja_tree import bound_tree, count_words
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
        return TokenStream(count_words(super()._tokenize(source, name, filename, state)), name, filename)

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
        return bound_tree(tree, self._values)

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
