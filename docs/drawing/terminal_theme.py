"""Draws what docs/guides/terminal-theme.md shows: a shell in the theme of a photo, in Chromium."""

from pathlib import Path

import sheets

import cvpalette

# A line is a list of words, each with the name of its color.
_LINES = (
    (("rachel@bar ", "bright-green"), ("~/menu ", "bright-blue"), ("$ ls", "foreground")),
    (("beans  ", "blue"), ("open.sh  ", "green"), ("menu.zip  ", "red"), ("cup.png  ", "magenta")),
    (("today -> menu.md", "cyan"),),
    (("rachel@bar ", "bright-green"), ("~/menu ", "bright-blue"), ("$ git diff", "foreground")),
    (("@@ -3,4 +3,4 @@ ", "cyan"), ("# Espresso", "bright-black")),
    (("-Flat white    3.20", "red"),),
    (("+Flat white    3.40", "green"),),
    (("rachel@bar ", "bright-green"), ("~/menu ", "bright-blue"), ("$ make", "foreground")),
    (("warning: ", "yellow"), ("no price of the cake", "foreground")),
    (("error: ", "bright-red"), ("'tea' is unknown", "foreground")),
)
_STYLE = """
body { display: grid; grid-template-columns: 1fr 1fr; margin: 0 }
body { font: 14px/21px "DejaVu Sans Mono", monospace }
pre { font: inherit; margin: 0; padding: 12px 16px }
div { display: grid; grid-template-columns: repeat(8, 1fr); padding: 12px 16px }
i { height: 18px }
"""


def draw(folder: Path) -> None:
    """Write the picture of the page."""
    scheme = cvpalette.extract(sheets.SAMPLES / "coffee.png").scheme
    columns = _write(scheme.ansi("dark").named()) + _write(scheme.ansi("light").named())
    shot = sheets.shoot(f'<meta charset="utf-8"><style>{_STYLE}</style>{columns}', 760, 310, scale=1)
    if shot:
        sheets.save_small(shot, folder / "terminal-theme.webp")


def _write(colors: dict[str, cvpalette.Color]) -> str:
    lines = (
        "".join(f'<b style="color:{colors[name].hex};font-weight:400">{text}</b>' for text, name in line)
        for line in _LINES
    )
    chips = "".join(f'<i style="background:{color.hex}"></i>' for color in list(colors.values())[:16])
    ground = colors["background"].hex
    return f'<section style="background:{ground}"><pre>{"<br>".join(lines)}</pre><div>{chips}</div></section>'
