"""A scheme as a small mock of an interface and of a terminal, with its contrasts, for a page."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from cvpalette.color.color import Color
from cvpalette.rendering.page.document import fill
from cvpalette.roles.contrasts import LONG_TEXT, SEEN, TEXT
from cvpalette.roles.role import FILLS
from cvpalette.roles.scheme import MODES, Ansi, Mode, Roles, Scheme

__all__ = ["list_properties", "write_mock", "write_mock_rules", "write_scheme", "write_scheme_rules"]

# The numbers of black and bright black: the first is no color of text, and the second is a quiet one.
_BLACK: Final = 0
_BRIGHT_BLACK: Final = 8


def write_scheme(scheme: Scheme, shown: Mode = "light") -> str:
    """Return the section of a page that shows a scheme, as markup; `shown` is the mode that it shows first.

    Its styles are scheme.css and the rules of `write_scheme_rules`. A switch of the mode needs no script.
    """
    measured = [list(_measure(scheme.mode(mode), scheme.ansi(mode))) for mode in MODES]
    rows = (
        f'<tr><th scope="row">{escape(name)}</th><td>{_write(light)}</td><td>{_write(dark)}</td>'
        f"<td>{needed:g}:1</td></tr>"
        for (name, needed, light), (_, _, dark) in zip(*measured, strict=True)
    )
    checked = {mode: " checked" if mode == shown else "" for mode in MODES}
    return fill("scheme.html", mock=write_mock(), contrasts="\n".join(rows), **checked)


def write_mock() -> str:
    """Return the mock, as markup; the custom properties of `list_properties` give it its colors."""
    return fill("mock.html")


def write_scheme_rules(scheme: Scheme) -> str:
    """Return the CSS rules that color the mock of a scheme in both modes."""
    return write_mock_rules(list_properties(scheme, "light"), list_properties(scheme, "dark"))


def write_mock_rules(light: Mapping[str, str], dark: Mapping[str, str], within: str = "") -> str:
    """Return the CSS rules for a mock whose custom properties have these values in each mode.

    They are for the mocks in those of the selector `within`; by default, for all.
    """
    properties = "".join(f"--{name}:light-dark({value},{dark[name]});" for name, value in light.items())
    inks = "".join(f".a{number}{{color:var(--ansi-{number})}}" for number in range(16))
    return f"{within}.mock{{{properties}}}\n{inks}\n"


def list_properties(scheme: Scheme, mode: Mode) -> dict[str, str]:
    """Return the value of each custom property of a mock in a mode, by name and without its dashes."""
    ansi = scheme.ansi(mode)
    named = {name: role.hex for name, role in scheme.mode(mode).named().items()}
    numbered = {f"ansi-{number}": color.hex for number, color in enumerate(ansi.colors)}
    others = {
        "ansi-foreground": ansi.foreground.hex,
        "ansi-background": ansi.background.hex,
        "ansi-cursor": ansi.cursor.hex,
        "ansi-selection": ansi.selection.hex,
    }
    return named | numbered | others


def _measure(roles: Roles, ansi: Ansi) -> Iterable[tuple[str, float, float]]:
    """Yield the name of each contrast, what it must be at least, and what it is: the least of its kind."""
    named = {name: role.color for name, role in roles.named().items()}
    grounds = named["background"], named["surface"]
    readable = [color for number, color in enumerate(ansi.colors) if number not in (_BLACK, _BRIGHT_BLACK)]
    yield "Text", LONG_TEXT, _least([named["text"]], grounds)
    yield "Muted text", TEXT, _least([named["muted"]], grounds)
    yield "Links", TEXT, _least([named["link"]], grounds)
    yield (
        "Text on buttons",
        TEXT,
        min(named[f"on-{name}"].contrast(named[name]) for name in FILLS),
    )
    colors = [named[name] for name in ("control", "primary", "secondary", "accent")]
    yield "Buttons, inputs", SEEN, _least(colors, grounds[:1])
    yield "Terminal colors", TEXT, _least(readable, [ansi.background])
    yield "Bright black", SEEN, _least([ansi.colors[_BRIGHT_BLACK]], [ansi.background])


def _least(colors: Iterable[Color], grounds: Iterable[Color]) -> float:
    grounds = tuple(grounds)
    return min(color.contrast(ground) for color in colors for ground in grounds)


def _write(contrast: float) -> str:
    """Return a contrast with one decimal place, never more than it is."""
    return f"{int(10 * contrast) / 10:.1f}:1"
