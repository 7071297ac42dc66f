"""An SVG as the colors that it paints with, counted."""

import gzip

import pytest

from cvpalette.outputs.svg import SwatchDrawing

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
SHAPE = 'd="M0 0h9v9z"'


def _uses(inside: str) -> dict[str, float]:
    """Return the share of each color, rounded."""
    palette = SwatchDrawing.parse(f"{HEAD}{inside}</svg>".encode())
    return {swatch.color.hex: round(swatch.share, 2) for swatch in palette}


@pytest.mark.parametrize(
    ("inside", "colors"),
    [
        ('<path d="M0 0h9v9z"/>', {"#000000": 1.0}),
        (
            f'<g fill="red"><path {SHAPE}/><path {SHAPE}/></g><path {SHAPE} fill="blue"/>',
            {"#ff0000": 0.67, "#0000ff": 0.33},
        ),
        (f'<path {SHAPE} fill="red" style="fill:blue"/>', {"#0000ff": 1.0}),
        (
            (
                f"<style>.a{{fill:red}}#b.a{{fill:lime}}g>.a:hover{{fill:blue}}</style>"
                f'<path class="a" {SHAPE}/><path class="a" id="b" {SHAPE}/>'
            ),
            {"#ff0000": 0.5, "#00ff00": 0.5},
        ),
        (
            (
                f'<style>g path{{fill:red}}[x="y"]{{fill:blue!important}}</style><g>'
                f'<path {SHAPE} x="y" style="fill:lime"/><path {SHAPE}/></g>'
            ),
            {"#0000ff": 0.5, "#ff0000": 0.5},
        ),
        (f'<g color="red"><path {SHAPE} fill="none" stroke="currentColor"/></g>', {"#ff0000": 1.0}),
        (
            (f'<path {SHAPE} fill="none" stroke="red" stroke-width="0"/><path {SHAPE} fill="blue"/>'),
            {"#0000ff": 1.0},
        ),
        (
            f'<g display="none"><path {SHAPE} fill="red"/></g><path {SHAPE} fill="blue"/>',
            {"#0000ff": 1.0},
        ),
        (
            (f'<defs><path id="a" {SHAPE}/><path {SHAPE} fill="lime"/></defs><use href="#a" fill="red"/>'),
            {"#ff0000": 1.0},
        ),
        (
            (
                f'<symbol id="s"><path {SHAPE} fill="red"/></symbol><use xlink:href="#s"/>'
                f'<use href="#s"/><path {SHAPE} fill="blue"/>'
            ),
            {"#ff0000": 0.67, "#0000ff": 0.33},
        ),
        (
            (
                '<linearGradient id="a"><stop stop-color="red"/>'
                '<stop style="stop-color:blue;stop-opacity:0"/><stop stop-color="lime"/>'
                '</linearGradient><radialGradient id="b" href="#a"/><linearGradient id="c">'
                f'<stop/></linearGradient><path {SHAPE} fill="url(#b)"/>'
            ),
            {"#ff0000": 0.5, "#00ff00": 0.5},
        ),
        (
            (
                '<pattern id="p"><rect width="2" height="2" fill="red"/></pattern>'
                f'<path {SHAPE} fill="url(#p)"/>'
            ),
            {"#ff0000": 1.0},
        ),
        (f'<path {SHAPE} fill="url(#none) red"/>', {"#ff0000": 1.0}),
        ('<path d="m0 0 5 3M0 3l5-3M1 0v9" stroke="red"/>', {"#ff0000": 1.0}),
        ('<path d="M0 0L5 3M0 3l5-3 4 4" stroke="red"/>', {"#000000": 0.5, "#ff0000": 0.5}),
        ('<rect fill="red" height="9"/><circle fill="red"/><path d="M0 0h9v9z"/>', {"#000000": 1.0}),
        ('<rect fill="red" height="9" width="-1"/><path d="M0 0h9v9z"/>', {"#000000": 1.0}),
        (f'<svg width="0" height="9"><path {SHAPE} fill="red"/></svg><path {SHAPE}/>', {"#000000": 1.0}),
        ('<rect fill="red" style="width:9px;height:9px"/>', {"#ff0000": 1.0}),
        ('<line x2="9" stroke="red"/><path d="M0 0L9 9" stroke="red"/>', {"#ff0000": 1.0}),
        ('<text fill="red">a<tspan fill="blue">b</tspan></text>', {"#ff0000": 0.5, "#0000ff": 0.5}),
        (
            (
                '<filter id="f"><feFlood flood-color="blue"/></filter>'
                f'<path {SHAPE} fill="red" filter="url(#f)"/>'
            ),
            {"#0000ff": 0.5, "#ff0000": 0.5},
        ),
        (
            (
                f'<style>:root{{--a:red}}</style><path {SHAPE} fill="var(--a)"/>'
                f'<path {SHAPE} fill="var(--b,blue)"/>'
            ),
            {"#ff0000": 0.5, "#0000ff": 0.5},
        ),
        (
            f'<clipPath><path {SHAPE} fill="red"/></clipPath><path {SHAPE} fill="blue"/>',
            {"#0000ff": 1.0},
        ),
    ],
)
def test_what_is_painted_counts(inside: str, colors: dict[str, float]) -> None:
    """As SVG and CSS say, the most used first."""
    found = _uses(inside)
    assert found == colors
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_opacity_is_alpha() -> None:
    """Of several, the largest."""
    drawing = f'{HEAD}<g opacity="0.5"><path {SHAPE} fill="red" fill-opacity="50%"/></g></svg>'
    assert SwatchDrawing.parse(drawing.encode())[0].alpha == 0.25


def test_swatches_of_inkscape_have_names() -> None:
    """Used or not; a change to one changes all that is painted with it."""
    space = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"'
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {space}><defs>'
        '<linearGradient id="Brand" inkscape:swatch="solid"><stop stop-color="red"/></linearGradient>'
        '<linearGradient id="swatch7" inkscape:swatch="solid"><stop stop-color="lime"/></linearGradient>'
        f'</defs><path {SHAPE} fill="url(#Brand)"/></svg>'
    )
    palette = SwatchDrawing.parse(drawing.encode())
    assert [(s.color.hex, s.name, s.kind, s.share) for s in palette] == [
        ("#ff0000", "Brand", "global", 1.0),
        ("#00ff00", "", "global", 0.0),
    ]


def test_it_is_told_that_it_is_no_picture() -> None:
    """And what the color of a page is."""
    palette = SwatchDrawing.parse(f'{HEAD}<path {SHAPE} fill="currentColor"/></svg>'.encode())
    assert palette.notes == (
        (
            "it is read as the colors that it names, by the number of their uses, and not as a picture; "
            "export a PNG to count areas"
        ),
        "'currentColor' is the color of the page around it, and read as black",
    )


def test_svgz_is_unpacked_within_limits() -> None:
    """A few bytes may stand for gigabytes."""
    packed = gzip.compress(f'{HEAD}<path {SHAPE} fill="red"/></svg>'.encode())
    assert SwatchDrawing.parse(packed)[0].color.hex == "#ff0000"
    with pytest.raises(ValueError, match="it is larger than 4 MiB"):
        SwatchDrawing.parse(gzip.compress(bytes(5 << 20)))
    with pytest.raises(ValueError, match="what gzip packed is damaged"):
        SwatchDrawing.parse(packed[:12] + b"\xff" * 9)


def _chain() -> str:
    groups = (f'<g id="g{at}">{f"""<use href="#g{at + 1}"/>""" * 10}</g>' for at in range(9))
    return f'{"".join(groups)}<path id="g9" {SHAPE}/>'


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("", "it is an SVG that paints nothing"),
        ('<use id="a" href="#a"/>', "it is an SVG that paints nothing"),
        ("<g>" * 300, "it is nested too deeply"),
        (_chain(), "it draws more than 50000 elements"),
        (
            f"<style>{'*{fill:red}' * 1000}</style>{f'<path {SHAPE}/>' * 300}",
            "it has too many rules of style",
        ),
        (f"<style>{' ' * (1 << 18)} </style>", "its styles are larger than 256 KiB"),
    ],
    ids=["nothing", "a circle", "deep", "uses of uses", "rules", "styles"],
)
def test_what_is_refused_is_told(inside: str, message: str) -> None:
    """And nothing takes long."""
    with pytest.raises(ValueError, match=message):
        SwatchDrawing.parse(f"{HEAD}{inside}</svg>".encode())


def test_entities_of_illustrator_are_read() -> None:
    """Those that stand for too much are refused."""
    text = f'<!DOCTYPE svg [<!ENTITY c "red">]>{HEAD}<path {SHAPE} fill="&c;"/></svg>'
    assert SwatchDrawing.parse(text.encode())[0].color.hex == "#ff0000"
    with pytest.raises(ValueError, match="entities that stand for too much"):
        SwatchDrawing.parse(text.replace('"red"', f'"{"x" * 3000000}"').replace("&c;", "&c;&c;").encode())
