"""bound_tree(): makes a parsed template of Jinja count what it does, by filters of the sandbox."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, cast

from jinja2 import nodes
from jinja2.lexer import Token
from jinja2.visitor import NodeTransformer

from cvpalette.messages import quote
from cvpalette.rendering.templates.limits import TemplateError

__all__ = ["bound_tree", "count_words"]

# How many words and signs there may be in braces: each takes Jinja some time before anything runs.
_MOST_WORDS: int = 100_000
# So many parts of a loop's body take about as long as a step.
_PARTS_OF_A_STEP: Final = 20


def bound_tree(tree: nodes.Template, values: Mapping[str, Any]) -> nodes.Template:
    """Return a template whose loops, texts and lists are counted; `values` are what it can name.

    Raises TemplateError for a minus or a change that can only be a slip.
    """
    bounded: nodes.Template = _Bounder(values).visit(tree)
    return bounded


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


def count_words(words: Iterable[Token]) -> Iterator[Token]:
    """Give the words and signs of a template; raises TemplateError if they are too many."""
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
