"""The output `tokens-studio`: token sets of the plugin Tokens Studio for Figma."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Annotated, Any, ClassVar, Final

from cvpalette.color.alpha import alpha_level
from cvpalette.color.palette import Palette
from cvpalette.errors import ColorError
from cvpalette.parsing.entries import Entry, as_share, as_text, decode_json, make_palette, tell_left_out
from cvpalette.parsing.tokens import find_places, read_translucent
from cvpalette.rendering.escaping import json_text, token_description, token_string, token_text
from cvpalette.rendering.names import identifiers, palette_name, plain_name, require_identifier, swatch_notes
from cvpalette.result import Result

__all__ = ["TokensStudio"]

_OURS: Final = "org.cvpalette"
_SET: Final = "global"
_DEEPEST: Final = 64
_STUDIO: Final = "studio.tokens"
# More than any value has; references that refer to two others each grow without end.
_LONGEST: Final = 1000
# Members of a document that are no token sets.
_ABOUT: Final = ("$themes", "$metadata")
_REFERENCE: Final = re.compile(r"\{([^{}]*+)\}|\$([\w.-]++)")
_FADED: Final = re.compile(r"rgba\(\s*+([^(),]++),\s*+([0-9.]++)(%?)\s*+\)")
# Why tokens are left out.
_CHANGED: Final = "token", "changed by a modifier, which only the plugin applies"
_UNKNOWN: Final = "token", "no color, or a reference that leads to none"


@dataclass(frozen=True)
class TokensStudio:
    """Token sets of the plugin Tokens Studio for Figma, one for each group of the palette.

    Names and shares are in an extension of ours, since the keys of tokens may not be any text. Kinds of
    swatches and values of CMYK and Lab are lost. The form is that of the plugin's documents without the
    setting for the W3C's format.
    """

    suffix: ClassVar[str] = ".tokens-studio.json"
    family: ClassVar[str] = "tokens"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "groups", "alpha", "shares"))
    prefix: Annotated[str, "What the names begin with: PREFIX-1."] = "color"

    def __post_init__(self) -> None:
        """Refuse a prefix that some tool cannot read."""
        require_identifier("prefix", self.prefix)

    def render(self, result: Result, /) -> str:
        """Write a token for each swatch, and the order of the sets; 'global' has those without a group."""
        palette = result.palette
        sets: dict[str, dict[str, Any]] = {}
        before, called = None, ""
        for swatch, name, note in zip(
            palette, identifiers(palette, self.prefix), swatch_notes(palette), strict=True
        ):
            if swatch.group != before:
                # What begins with a dollar sign is no token set.
                called = _name_set(token_string(swatch.group.lstrip("$")) or _SET, sets)
                before = swatch.group
            given = plain_name(swatch.name)
            known: dict[str, Any] = {"name": token_string(given)} if given else {}
            if palette.has_shares:
                known["share"] = swatch.share
            if swatch.group:
                known["group"] = token_string(swatch.group)
            alpha = f"{alpha_level(swatch.alpha):02x}" if swatch.alpha < 1 else ""
            sets.setdefault(called, {})[name] = {
                "value": swatch.color.hex + alpha,
                "type": "color",
                **({"description": token_description(note)} if note else {}),
                **({"$extensions": {_OURS: known}} if known else {}),
            }
        about = {"tokenSetOrder": list(sets), "name": token_string(palette_name(result))}
        return json_text({**sets, "$themes": [], "$metadata": about}, 2) + "\n"

    @classmethod
    def parse(cls, data: bytes, /) -> Palette:
        """Read the colors of all token sets; the sets and the groups in them are groups. Raises ValueError.

        A reference is followed: to its own set first, and then to the last set that has such a token. Tokens
        of other types are no colors. Those that a modifier changes are left out, and so are gradients and
        references that lead nowhere. Notes say so. For names, see `find_places`.
        """
        document = decode_json(data)
        if not isinstance(document, dict):
            raise ValueError("it holds no color tokens of Tokens Studio")  # noqa: TRY004 -- the file is wrong
        sets = {name: members for name, members in document.items() if not name.startswith("$")}
        tokens = dict(_walk(sets, ()))
        if not any("value" in token or any(key in document for key in _ABOUT) for token in tokens.values()):
            raise ValueError("it holds no color tokens of Tokens Studio")
        about = document.get("$metadata")
        name = token_text(as_text(about.get("name"))) if isinstance(about, dict) else ""
        left_out: Counter[tuple[str, str]] = Counter()
        places, only = find_places(list(tokens))
        index, ours = _Tokens(tokens), bool(name)
        found = []
        for place, (path, token) in zip(places, tokens.items(), strict=True):
            entry = _read(token, path[0], index, left_out)
            if entry:
                named = entry if ours else entry._replace(name=place.name, group=place.group)
                found.append(named)
        notes = [tell_left_out(many, what, reason) for (what, reason), many in left_out.items()]
        return make_palette(found, name or only, notes)


def _name_set(wanted: str, taken: Container[str]) -> str:
    """Return a name for a token set; a group that comes again after others is a second set."""
    names = (wanted if number == 1 else f"{wanted}-{number}" for number in count(1))
    return next(name for name in names if name not in taken)


def _walk(
    group: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Give the color tokens of a group and those in it, in order, with their paths."""
    if len(path) > _DEEPEST:
        raise ValueError("it is nested too deeply")
    for key, member in group.items():
        if not isinstance(member, dict):
            continue
        if "value" in member or "$value" in member:
            if member.get("type", member.get("$type")) == "color":
                yield (*path, key), member
        elif not key.startswith("$"):
            yield from _walk(member, (*path, key))


class _Tokens:
    """The tokens of a file by the names that references have: the keys in a token set, joined by dots."""

    def __init__(self, tokens: Mapping[tuple[str, ...], dict[str, Any]]) -> None:
        self._in_set = {(path[0], ".".join(path[1:])): token for path, token in tokens.items()}
        self._anywhere = {".".join(path): token for path, token in tokens.items()}
        self._anywhere |= {".".join(path[1:]): token for path, token in tokens.items() if path[1:]}

    def resolve(self, text: str, home: str) -> str:
        """Return a value in which references are replaced, for a token of the set `home`.

        Raises ColorError for one that leads nowhere or back to itself.
        """
        for _ in range(_DEEPEST):
            found = _REFERENCE.search(text)
            if not found:
                return text
            name = found[1] or found[2]
            token = self._in_set.get((home, name)) or self._anywhere.get(name)
            value = token and token.get("value", token.get("$value"))
            if not isinstance(value, str) or len(text) > _LONGEST:
                break
            text = text[: found.start()] + value + text[found.end() :]
        raise ColorError(text[:60])


def _read(
    token: dict[str, Any], home: str, tokens: _Tokens, left_out: Counter[tuple[str, str]]
) -> Entry | None:
    """Return the color of a token, or count why it has none."""
    extensions = token.get("$extensions")
    extensions = extensions if isinstance(extensions, dict) else {}
    plugin, ours = (each if isinstance(each := extensions.get(key), dict) else {} for key in (_STUDIO, _OURS))
    if plugin.get("modify"):
        left_out[_CHANGED] += 1
        return None
    value = token.get("value", token.get("$value"))
    try:
        text = tokens.resolve(as_text(value), home).strip()
        faded = _FADED.fullmatch(text)
        color, alpha = read_translucent(faded[1] if faded else text)
        if faded:
            alpha *= min(1.0, float(faded[2]) / (100 if faded[3] else 1))
    except ValueError:
        left_out[_UNKNOWN] += 1
        return None
    return Entry(
        color,
        token_text(as_text(ours.get("name"))),
        as_share(ours.get("share")),
        token_text(as_text(ours.get("group"))),
        alpha=alpha,
    )
