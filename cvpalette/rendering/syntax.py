"""The colors of an editor: its grounds, and what stands on them, from a scheme's roles and ANSI colors."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from cvpalette.color.color import Color
from cvpalette.rendering.shades import Fill, between, blend, fills, readable
from cvpalette.roles.scheme import Ansi, Mode, Roles, Scheme
from cvpalette.roles.tone import Tone

__all__ = ["Editor", "make_editor"]

# How far the ground of the current line is from the background to the surface, and a selection to ANSI's.
_LINE, _SELECTION = 0.5, 0.5
# How opaque a ground that marks text is, of 255: what was found, and what was added, removed or changed.
_MATCH, _DIFFERENCE = 40, 34
# The number of the color in ANSI that marks text, and how opaque it is.
_MARKS: Final = {
    "match": (3, _MATCH),
    "added": (2, _DIFFERENCE),
    "removed": (1, _DIFFERENCE),
    "changed": (4, _DIFFERENCE),
}
# Orange and brown: how far their hues are from red to yellow, and how much of the chroma they have.
_ORANGE, _BROWN = (0.5, 1.0), (0.35, 0.5)

#: Which of the hues a part of a program has. Those of base16's styling guide, by which themes are made.
_HUES: Final = {
    "keyword": "magenta",
    "operator": "cyan",
    "string": "green",
    "escape": "cyan",
    "number": "orange",
    "constant": "orange",
    "type": "yellow",
    "function": "blue",
    "property": "red",
    "tag": "red",
    "attribute": "yellow",
    "heading": "blue",
    "deprecated": "brown",
}


@dataclass(frozen=True, slots=True)
class Editor:
    """The colors of an editor in one mode.

    All that may be text is readable (4.5:1) on each of the `grounds`: `text`, `muted`, `link`, the hues, and
    `error`, `warning`, `success` and `info`. So is the text of `primary`, a fill, on it.

    Example:
        >>> from cvpalette.writing import make_editor
        >>> editor = make_editor(cvpalette.extract("photo.jpg").scheme, "light")
        >>> editor.mode, list(editor.hues)[:2]
        ('light', …)
    """

    mode: Mode
    roles: Roles
    ansi: Ansi
    background: Color
    surface: Color
    line: Color
    selection: Color
    match: Color
    added: Color
    removed: Color
    changed: Color
    text: Color
    muted: Color
    link: Color
    hues: dict[str, Color]
    error: Color
    warning: Color
    success: Color
    info: Color
    primary: Fill

    @property
    def grounds(self) -> tuple[Color, ...]:
        """All grounds of text."""
        plain = (self.background, self.surface, self.line, self.selection)
        return (
            *plain,
            self.match,
            self.added,
            self.removed,
            self.changed,
            *_mark(self.ansi, self.selection).values(),
        )

    @property
    def marks(self) -> dict[str, str]:
        """The grounds 'match', 'added', 'removed' and 'changed' as `#rrggbbaa`, to be laid over others.

        Over the background and over a selection, they are among the grounds.
        """
        return {name: f"{self.ansi.colors[at].hex}{part:02x}" for name, (at, part) in _MARKS.items()}

    @property
    def border(self) -> Color:
        """The color of lines that divide."""
        return self.roles.border.color

    @property
    def control(self) -> Color:
        """The color of outlines and marks that must be seen."""
        return self.roles.control.color

    @property
    def syntax(self) -> dict[str, Color]:
        """The color of each part of a program, such as 'keyword', 'string' and 'comment'."""
        others = {"comment": self.muted, "variable": self.text, "punctuation": self.muted}
        return others | {part: self.hues[hue] for part, hue in _HUES.items()}


# Several themes of one picture have the same colors.
@lru_cache(maxsize=64)
def make_editor(scheme: Scheme, mode: Mode) -> Editor:
    """Return the colors of an editor in a mode.

    Example:
        >>> from cvpalette.writing import make_editor
        >>> editor = make_editor(cvpalette.extract("photo.jpg").scheme, "dark")
        >>> editor.text.contrast(editor.background) >= 4.5
        True
    """
    roles, ansi = scheme.mode(mode), scheme.ansi(mode)
    background, surface = roles.background.color, roles.surface.color
    grounds = {
        "background": background,
        "surface": surface,
        "line": between(background, surface, _LINE),
        "selection": between(background, ansi.selection, _SELECTION),
        **_mark(ansi, background),
    }
    all_grounds = (*grounds.values(), *_mark(ansi, grounds["selection"]).values())
    named = roles.named()
    texts = {
        name: readable(named[name].color, all_grounds)
        for name in ("text", "muted", "link", "error", "warning", "success", "info")
    }
    return Editor(
        mode=mode,
        roles=roles,
        ansi=ansi,
        **grounds,
        **texts,
        hues={name: readable(color, all_grounds) for name, color in _list_hues(ansi).items()},
        primary=fills(roles, (background, surface))["primary"],
    )


def _mark(ansi: Ansi, ground: Color) -> dict[str, Color]:
    """Return a ground as it looks under each mark."""
    return {name: blend(ansi.colors[at], ground, part / 255) for name, (at, part) in _MARKS.items()}


def _list_hues(ansi: Ansi) -> dict[str, Color]:
    _, red, green, yellow, blue, magenta, cyan, *_ = ansi.colors
    return {
        "red": red,
        "orange": _toward(red, yellow, *_ORANGE),
        "yellow": yellow,
        "green": green,
        "cyan": cyan,
        "blue": blue,
        "magenta": magenta,
        "brown": _toward(red, yellow, *_BROWN),
    }


def _toward(first: Color, second: Color, part: float, chroma: float) -> Color:
    """Return the color whose hue is a part of the way between two; it has so much of their chroma."""
    one, other = Tone.of(first), Tone.of(second)
    return replace(one.toward(other, part), chroma=chroma * (one.chroma + other.chroma) / 2).color
