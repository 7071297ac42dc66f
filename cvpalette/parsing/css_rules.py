"""Find the declarations in a style sheet, with the rules that they are in."""

import re
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple, TypeAlias

from cvpalette.color.css_math import split_arguments
from cvpalette.color.css_tokens import Token, read_tokens, trim, walk
from cvpalette.color.css_values import seems_color

__all__ = ["SYSTEM", "Declaration", "Place", "StyleSheet", "read_style_sheet"]

Scheme: TypeAlias = Literal["", "light", "dark"]

#: The `switch` of a place that is for those who prefer the scheme everywhere.
SYSTEM: Final = "prefers-color-scheme"

# Rules in rules are read to this depth.
_DEEPEST: Final = 60
# Simple selectors that say nothing about which of several values is meant.
_ROOTS: Final = frozenset({":root", ":host", "html", "body", "*", "&", "::before", "::after", "::backdrop"})
_ROOTS_OF_OTHERS: Final = frozenset({":before", ":after", "::-webkit-backdrop", "::file-selector-button"})
_LISTS: Final = frozenset({"is", "where", "host", "host-context", "matches", "global", "-webkit-any"})
# Those of them that stand for the selectors in them.
_ALTERNATIVES: Final = frozenset({"is", "where", "matches", "-webkit-any"})
# Words beside `dark` and `light` in names of classes and attributes, such as `data-bs-theme` and `dark-mode`.
_WORDS: Final = frozenset(
    "appearance bs color colors colour data force has is js mode prefers scheme set skin theme ui use".split()  # noqa: SIM905
)
# One class or id.
_NAMED: Final = re.compile(r"[.#][\w-]+")
_SPLIT: Final = re.compile(r"[-_\s]+|(?<=[a-z])(?=[A-Z])")
_EVERY_MEDIUM: Final = frozenset({"", "all", "screen", "onlyscreen", "onlyall"})
_WIDE: Final = frozenset({"color-gamut", "video-color-gamut", "dynamic-range", "video-dynamic-range"})
# At-rules whose declarations hold wherever they stand.
_PLAIN: Final = frozenset({"theme", "tailwind", "utility", "at-root", "nest", "-moz-document", "document"})
_DESCRIBED: Final = frozenset(
    {"container", "keyframes", "-webkit-keyframes", "page", "scope", "starting-style"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a declaration holds.

    `parts` describes the rules around it, without what every page has, such as `:root`. `is_alternative` is
    True for screens of a wider gamut, and for browsers that know another notation. `selector` is the class or
    id that the rule is for, as it is written, if that is all. `switch` is what makes the scheme count:
    SYSTEM, or a simple selector such as `.dark`. These two do not tell places apart.
    """

    parts: tuple[str, ...] = ()
    scheme: Scheme = ""
    is_alternative: bool = False
    selector: str = field(default="", compare=False)
    switch: str = field(default="", compare=False)

    @property
    def label(self) -> str:
        """What tells this place from others, such as 'dark'; empty for the whole page."""
        return " ".join(filter(None, [*self.parts, self.scheme]))


class Declaration(NamedTuple):
    """A property or variable that is set, such as `--a`, `color`, `$a` of Sass or `@a` of Less."""

    name: str
    value: list[Token]
    place: Place
    #: Of two declarations of one place, the higher one counts.
    rank: tuple[bool, float]
    #: False outside of any rule, where a list may name a color twice.
    is_in_rule: bool
    start: int


@dataclass
class StyleSheet:
    """The declarations of a style sheet in their order, and what it refers to and does not hold."""

    text: str
    declarations: list[Declaration] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)
    is_too_deep: bool = False


@dataclass(frozen=True, slots=True)
class _Scope:
    """What rules say about the declarations in them."""

    place: Place = Place()
    layer: str = ""
    property: str = ""
    is_in_rule: bool = False

    def within(
        self,
        *,
        parts: tuple[str, ...] = (),
        scheme: Scheme = "",
        alternative: bool = False,
        selector: str = "",
        switch: str = "",
    ) -> "_Scope":
        around = self.place
        is_whole_page = not around.parts and not around.scheme
        place = Place(
            (*around.parts, *parts),
            scheme or around.scheme,
            alternative or around.is_alternative,
            selector if is_whole_page else "",
            around.switch or switch,
        )
        return replace(self, place=place, is_in_rule=True)


def read_style_sheet(text: str) -> StyleSheet:
    """Return the declarations of a style sheet, in every rule (W3C, CSS Syntax Module Level 3).

    A declaration outside of rules is read, too: editors of palettes export lists of them.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    reader = _Reader(StyleSheet(text))
    reader.read(read_tokens(text), _Scope())
    return reader.sheet


class _Reader:
    def __init__(self, sheet: StyleSheet) -> None:
        self.sheet = sheet
        self._layers: dict[str, int] = {}

    def read(self, tokens: list[Token], scope: _Scope) -> None:
        """Read the contents of a block, or of the sheet."""
        if tokens and tokens[0].depth > _DEEPEST:
            self.sheet.is_too_deep = True
            return
        at = 0
        while at < len(tokens):
            is_empty = tokens[at].kind == "space" or tokens[at].is_sign(";")
            at = at + 1 if is_empty else self._read_next(tokens, at, scope)

    def _read_next(self, tokens: list[Token], at: int, scope: _Scope) -> int:
        """Read a declaration or a rule, and return where the next one may begin."""
        token = tokens[at]
        named = _find_name(tokens, at)
        if named:
            name, begin = named
            end = _find_end(tokens, begin, to_block=not name.startswith(("--", "$", "@")))
            if end == len(tokens) or tokens[end].kind != "block":
                self._declare(name, tokens[begin:end], scope, token.start)
                return end + 1
        end = _find_end(tokens, at, to_block=True)
        block = tokens[end].inside if end < len(tokens) and tokens[end].kind == "block" else None
        if token.kind == "at":
            self._read_at_rule(token.value.lower(), trim(tokens[at + 1 : end]), block, scope)
        elif block is not None:
            prelude = trim(tokens[at:end])
            rest, scheme, switch = self._describe_selectors(prelude)
            text = self._text(prelude)
            selector = text if _NAMED.fullmatch(text) else ""
            parts = (rest,) if rest else ()
            self.read(block, scope.within(parts=parts, scheme=scheme, selector=selector, switch=switch))
        elif not scope.is_in_rule:
            self._declare_stray(tokens[at:end], scope)
        return end + 1

    def _declare_stray(self, tokens: list[Token], scope: _Scope) -> None:
        """Read a custom property after other text outside of rules, such as a heading in a list of colors."""
        for at, token in enumerate(tokens):
            named = _find_name(tokens, at) if token.kind == "ident" and token.value.startswith("--") else None
            if named:
                self._declare(named[0], tokens[named[1] :], scope, token.start)
                return

    def _declare(self, name: str, value: list[Token], scope: _Scope, start: int) -> None:
        value, is_important = _split_important(trim(value))
        if scope.property:
            if name.lower() != "initial-value":
                return
            name = scope.property
        layer = float("inf") if not scope.layer else self._layers.setdefault(scope.layer, len(self._layers))
        # Of important ones, those in the first layer count, and those in layers before all others.
        rank = (is_important, -layer if is_important else layer)
        self.sheet.declarations.append(Declaration(name, value, scope.place, rank, scope.is_in_rule, start))

    def _read_at_rule(
        self, name: str, prelude: list[Token], block: list[Token] | None, scope: _Scope
    ) -> None:
        if block is None:
            self._read_statement(name, prelude)
            return
        self.read(block, self._enter(name, prelude, scope))

    def _enter(self, name: str, prelude: list[Token], scope: _Scope) -> _Scope:
        """Return what an at-rule says about the declarations in it."""
        text = self._text(prelude)
        if name == "layer":
            layer = f"{scope.layer}.{text}".lstrip(".")
            self._layers.setdefault(layer, len(self._layers))
            return replace(scope.within(), layer=layer)
        if name == "media":
            return self._describe_media(prelude, scope)
        if name == "supports":
            colors = any(seems_color([token]) for token in walk(prelude) if token.kind == "function")
            return scope.within(alternative=colors)
        if name == "property":
            return replace(scope.within(parts=("initial",)), property=prelude[0].value if prelude else "")
        parts: tuple[str, ...] = ()
        scheme: Scheme = ""
        switch = ""
        if name in {"variant", "custom-variant"}:
            rest, scheme, switch = self._describe_selectors(prelude)
            parts = (rest,) if rest else ()
        elif name in _DESCRIBED or (name not in _PLAIN and not prelude and not scope.is_in_rule):
            parts = (f"@{name} {text}".rstrip(),)
        return scope.within(parts=parts, scheme=scheme, switch=switch)

    def _read_statement(self, name: str, prelude: list[Token]) -> None:
        if name == "layer":
            for piece in split_arguments(prelude):
                self._layers.setdefault(self._text(piece), len(self._layers))
        elif name in {"import", "use", "forward"} and prelude:
            address = prelude[0].inside[0] if prelude[0].inside else prelude[0]
            self.sheet.imports.append(address.value)

    def _describe_media(self, prelude: list[Token], scope: _Scope) -> _Scope:
        words = [token.value.lower() for token in walk(prelude) if token.kind == "ident"]
        if _WIDE & set(words):
            return scope.within(alternative=True)
        text = self._text(prelude)
        if "prefers-color-scheme" in words and "not" not in words:
            rest = [
                word for word in words if word not in {"prefers-color-scheme", "and", "screen", "only", "all"}
            ]
            if rest in (["dark"], ["light"]):
                return scope.within(scheme="dark" if rest == ["dark"] else "light", switch=SYSTEM)
        is_plain = "".join(text.lower().split()) in _EVERY_MEDIUM
        return scope.within() if is_plain else scope.within(parts=(text,))

    def _describe_selectors(self, prelude: list[Token]) -> tuple[str, Scheme, str]:
        """Return what tells a rule from those for the whole page, and its scheme and the switch of that."""
        found = [self._describe_selector(piece) for piece in split_arguments(prelude)]
        # A rule that is for the whole page, too, is for that.
        return min(found, key=lambda one: (bool(one[0]), bool(one[1])))

    def _describe_selector(self, tokens: list[Token]) -> tuple[str, Scheme, str]:
        parts: list[str] = []
        scheme: Scheme = ""
        switch = joint = ""
        for simple in _split_selector(tokens):
            text = self._text(simple)
            if simple[-1].kind == "space" or text in {">", "+", "~"}:
                joint = " "
                continue
            if simple[-1].kind == "function":
                name = simple[-1].value.lower()
                if name in _LISTS:
                    rest, inner, inner_switch = self._describe_selectors(simple[-1].inside)
                    scheme, switch = inner or scheme, inner_switch or switch
                    text = rest if name in _ALTERNATIVES or not rest else text
                elif name == "not":
                    text = ""
            elif text.lower() in _ROOTS or text.lower() in _ROOTS_OF_OTHERS:
                text = ""
            else:
                named = _scheme_of(simple)
                scheme, switch = named or scheme, text if named else switch
                text = "" if named else text
            if text:
                parts.append((joint if parts else "") + text)
                joint = ""
        return "".join(parts), scheme, switch

    def _text(self, tokens: list[Token]) -> str:
        """Return the source of tokens, with single spaces."""
        pieces = [" " if one.kind == "space" else self.sheet.text[one.start : one.end] for one in tokens]
        return " ".join("".join(pieces).split())


def _find_name(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """Return the name of a declaration that may begin here, and where its value begins."""
    token, name = tokens[at], tokens[at].value
    if token.is_sign("$") and at + 1 < len(tokens) and tokens[at + 1].kind == "ident":
        at, name = at + 1, f"${tokens[at + 1].value}"
    elif token.kind == "at":
        name = f"@{token.value}"
    elif token.kind != "ident":
        return None
    at += 1
    while at < len(tokens) and tokens[at].kind == "space":
        at += 1
    return (name, at + 1) if at < len(tokens) and tokens[at].is_sign(":") else None


def _find_end(tokens: list[Token], at: int, *, to_block: bool) -> int:
    while at < len(tokens):
        token = tokens[at]
        if token.is_sign(";") or (to_block and token.kind == "block" and token.value == "{"):
            break
        at += 1
    return at


def _split_important(value: list[Token]) -> tuple[list[Token], bool]:
    """Return a value without its `!important`, and whether it had one; also without Sass's `!default`."""
    is_important, end = False, len(value)
    while end > 1 and value[end - 1].kind == "ident":
        sign = _skip_spaces_back(value, end - 1)
        if not sign or not value[sign - 1].is_sign("!"):
            break
        is_important = is_important or value[end - 1].is_word("important")
        end = _skip_spaces_back(value, sign - 1)
    return value[:end], is_important


def _skip_spaces_back(tokens: list[Token], end: int) -> int:
    while end and tokens[end - 1].kind == "space":
        end -= 1
    return end


def _split_selector(tokens: list[Token]) -> list[list[Token]]:
    """Return the simple selectors and the signs between them, such as `.a`, ` `, `::before`, `[b]`."""
    pieces: list[list[Token]] = []
    is_open = False
    for token in tokens:
        if is_open:
            pieces[-1].append(token)
        else:
            pieces.append([token])
        is_open = token.is_sign(".") or token.is_sign(":")
    return pieces


def _scheme_of(simple: list[Token]) -> Scheme:
    """Return the scheme that a class, an id, an attribute or a word is for, and for nothing more."""
    named = [token for token in walk(simple) if token.kind in {"ident", "hash", "string"}]
    words = {word.lower() for token in named for word in _SPLIT.split(token.value) if word} - _WORDS
    if words == {"dark"}:
        return "dark"
    return "light" if words == {"light"} else ""
