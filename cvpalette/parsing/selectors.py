"""Find the declarations that the style sheets of a document give to each of its elements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias
from xml.etree.ElementTree import Element

from cvpalette.color.css_math import split_arguments
from cvpalette.color.css_tokens import Token, read_tokens, trim
from cvpalette.parsing.markup import local_name

__all__ = ["Rules", "read_declarations"]

#: Properties by name in lower case, each with its value as text, and whether it is important.
Declarations: TypeAlias = Mapping[str, tuple[str, bool]]

_DEEPEST: Final = 20
# Media that a drawing is shown in. Those with conditions are left out, since nobody knows the window.
_MEDIA: Final = frozenset({"", "all", "screen"})
# So many tries to match a rule take a quarter of a second.
_MOST_TRIES: Final = 200_000
_TOO_MANY: Final = "it has too many rules of style for its elements"
_MOST_TEXT: Final = 1 << 18
_MOST_PARTS: Final = 20
_JOINTS: Final = ">+~"


class _Simple(NamedTuple):
    """What one element must be like. Values of attributes are None where any will do."""

    type: str = ""
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str | None], ...] = ()
    is_root: bool = False

    def matches(self, element: Element, *, is_root: bool) -> bool:
        if self.type and self.type != local_name(element.tag):
            return False
        if any(element.get("id") != each for each in self.ids) or (self.is_root and not is_root):
            return False
        if self.classes:
            own = (element.get("class") or "").split()
            if any(each not in own for each in self.classes):
                return False
        return all(
            element.get(name) is not None and value in {None, element.get(name)}
            for name, value in self.attributes
        )


class _Rule(NamedTuple):
    """A selector, its last part first, each with whether it is for the very parent; and its declarations."""

    parts: tuple[tuple[_Simple, bool], ...]
    weight: tuple[int, int, int]
    order: int
    declarations: Declarations


class Rules:
    """The rules of style sheets, which a document's elements are looked up in (W3C, Selectors Level 3).

    Types, classes, ids, attributes, `:root`, descendants and children are known. A rule with anything else,
    such as `:hover`, is left out.
    """

    def __init__(self, sheets: Iterable[str]) -> None:
        """Read the sheets, in order. No text is an error, as in CSS."""
        self._by_key: dict[str, list[_Rule]] = {}
        self._tries = 0
        order = size = 0
        for sheet in sheets:
            size += len(sheet)
            if size > _MOST_TEXT:
                raise ValueError("its styles are larger than 256 KiB, too large for a palette")
            text = sheet.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
            for prelude, declarations in _read_rules(read_tokens(text), text, 0):
                for piece in split_arguments(prelude):
                    order += 1
                    self._add(trim(piece), order, declarations)

    def __bool__(self) -> bool:
        """Tell whether there is any rule."""
        return bool(self._by_key)

    def find(self, ancestors: Sequence[Element]) -> dict[str, tuple[str, bool]]:
        """Return what the rules declare for the last of these elements, each in the one before.

        Raises ValueError if the rules are too many for the document.
        """
        element = ancestors[-1]
        keys = [
            "",
            local_name(element.tag),
            f"#{element.get('id')}",
            *(f".{each}" for each in (element.get("class") or "").split()),
        ]
        rules = [rule for key in dict.fromkeys(keys) for rule in self._by_key.get(key, ())]
        self._tries += len(rules)
        if self._tries > _MOST_TRIES:
            raise ValueError(_TOO_MANY)
        found: dict[str, tuple[str, bool]] = {}
        for rule in sorted(rules, key=lambda rule: (rule.weight, rule.order)):
            if self._match(rule, ancestors):
                for name, value in rule.declarations.items():
                    if value[1] or not found.get(name, value)[1]:
                        found[name] = value
        return found

    def _match(self, rule: _Rule, ancestors: Sequence[Element]) -> bool:
        at = len(ancestors) - 1
        if not rule.parts[0][0].matches(ancestors[at], is_root=not at):
            return False
        # If a parent does not fit, the last part that may be any ancestor is looked for further up. Parts
        # before that one need no second look: they are as near to the element as they can be.
        part, at, back = 1, at - 1, (0, 0)
        while part < len(rule.parts):
            if at < 0:
                return False
            simple, is_child = rule.parts[part]
            self._tries += 1
            if self._tries > _MOST_TRIES:
                raise ValueError(_TOO_MANY)
            if simple.matches(ancestors[at], is_root=not at):
                back = back if is_child else (part, at)
                part += 1
            elif is_child:
                part, at = back
                if not part:
                    return False
            at -= 1
        return True

    def _add(self, selector: list[Token], order: int, declarations: Declarations) -> None:
        read = _read_selector(selector)
        if read is None:
            return
        parts, weight = read
        last = parts[0][0]
        key = f"#{last.ids[0]}" if last.ids else f".{last.classes[0]}" if last.classes else last.type
        self._by_key.setdefault(key, []).append(_Rule(parts, weight, order, declarations))


def read_declarations(tokens: list[Token], text: str) -> dict[str, tuple[str, bool]]:
    """Return the declarations of a block of CSS; those of one property count as the cascade says."""
    found: dict[str, tuple[str, bool]] = {}
    start = 0
    for at in range(len(tokens) + 1):
        if at == len(tokens) or tokens[at].is_sign(";"):
            piece, start = trim(tokens[start:at]), at + 1
            colon = next((n for n, token in enumerate(piece) if token.is_sign(":")), 0)
            value = trim(piece[colon + 1 :])
            if not colon or not value or piece[0].kind != "ident":
                continue
            is_important = len(value) > 1 and value[-1].is_word("important")
            if is_important:
                value = trim(trim(value[:-1])[:-1])
            name = piece[0].value if piece[0].value.startswith("--") else piece[0].value.lower()
            if value and (is_important or not found.get(name, ("", False))[1]):
                found[name] = (text[value[0].start : value[-1].end], is_important)
    return found


def _read_rules(tokens: list[Token], text: str, depth: int) -> Iterator[tuple[list[Token], Declarations]]:
    """Give the selectors and declarations of each rule that counts."""
    start = at = 0
    while depth < _DEEPEST and at < len(tokens):
        token = tokens[at]
        if token.is_sign(";"):
            start = at + 1
        elif token.kind == "block" and token.value == "{":
            prelude, start = trim(tokens[start:at]), at + 1
            if prelude and prelude[0].kind == "at":
                words = text[prelude[0].end : token.start].strip().lower()
                is_plain = prelude[0].value.lower() == "media" and words in _MEDIA
                if is_plain or prelude[0].value.lower() in {"layer", "supports"}:
                    yield from _read_rules(token.inside, text, depth + 1)
            elif prelude:
                yield prelude, read_declarations(token.inside, text)
        at += 1


def _read_selector(
    tokens: list[Token],
) -> tuple[tuple[tuple[_Simple, bool], ...], tuple[int, int, int]] | None:
    """Return the parts of a selector, the last one first, and its weight; None if it is not known."""
    pieces: list[tuple[list[Token], bool]] = []
    current: list[Token] = []
    is_child = False
    for token in tokens:
        is_joint = token.kind == "delimiter" and token.value in _JOINTS
        if token.kind != "space" and not is_joint:
            current.append(token)
            continue
        if is_joint and token.value != ">":
            return None
        if current:
            pieces.append((current, is_child))
            current, is_child = [], False
        is_child = is_child or is_joint
    pieces.append((current, is_child))
    if len(pieces) > _MOST_PARTS:
        return None
    simples = [_read_simple(piece) for piece, _ in pieces]
    read = [simple for simple in simples if simple is not None]
    if len(read) < len(simples):
        return None
    weights = [
        (len(one.ids), len(one.classes) + len(one.attributes) + one.is_root, bool(one.type)) for one in read
    ]
    weight = tuple(map(sum, zip(*weights, strict=True)))
    # Whether a part is for the very parent is said by the part after it.
    children = [False, *(is_child for _, is_child in reversed(pieces))]
    return tuple(zip(reversed(read), children, strict=False)), (weight[0], weight[1], weight[2])


def _read_simple(tokens: list[Token]) -> _Simple | None:
    """Return a part of a selector; None if it is not known."""
    simple = _Simple()
    for token, before in zip(tokens, [None, *tokens], strict=False):
        sign = before.value if before is not None and before.kind == "delimiter" else ""
        attribute = _read_attribute(token.inside) if token.kind == "block" and token.value == "[" else None
        if token.kind == "ident" and before is None:
            simple = simple._replace(type=token.value)
        elif token.kind == "hash":
            simple = simple._replace(ids=(*simple.ids, token.value))
        elif token.kind == "ident" and sign == ".":
            simple = simple._replace(classes=(*simple.classes, token.value))
        elif token.is_word("root") and sign == ":":
            simple = simple._replace(is_root=True)
        elif attribute is not None:
            simple = simple._replace(attributes=(*simple.attributes, attribute))
        elif not (token.is_sign(".") or token.is_sign(":") or (token.is_sign("*") and before is None)):
            return None
    return simple if tokens else None


def _read_attribute(tokens: list[Token]) -> tuple[str, str | None] | None:
    words = [token for token in tokens if token.kind != "space"]
    if not words or words[0].kind != "ident":
        return None
    if len(words) == 1:
        return words[0].value, None
    if len(words) == 3 and words[1].is_sign("=") and words[2].kind in {"ident", "string"}:
        return words[0].value, words[2].value
    return None
