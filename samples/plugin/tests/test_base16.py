"""What a Base16 scheme promises: the contract of every output, the specification, and to be legible."""

import json
import re

import pytest
from cvpalette_base16.mood import distance
from cvpalette_base16.oklch import from_oklch
from cvpalette_base16.scheme import Base16Scheme
from cvpalette_base16.variant import VariantName

from cvpalette import Color, Extraction
from cvpalette.testing import ImageContract, OutputContract, make_extraction, make_result

PHOTOS = {
    "black": ["#000000"],
    "white": ["#ffffff"],
    "grays": ["#202020", "#808080", "#c0c0c0"],
    "neon": ["#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff"],
    "warm": ["#3b1f14", "#8c4a2f", "#d9a066", "#f2e3c9"],
}
every_photo = pytest.mark.parametrize("photo", PHOTOS)
each_variant = pytest.mark.parametrize("variant", ["dark", "light"])


class TestBase16(OutputContract, ImageContract):
    """The contracts of every output, and of those that use the image."""

    output = Base16Scheme()


def colors_of(extraction: Extraction, variant: VariantName = "dark") -> list[Color]:
    """Return base00 to base0F."""
    return read_colors(Base16Scheme(variant=variant).render_image(extraction))


def read_colors(scheme: str) -> list[Color]:
    """Return the colors that a scheme lists."""
    lines = scheme.splitlines()
    matches = [re.fullmatch(r'  base(0[0-9A-F]): "(#[0-9a-f]{6})"', line) for line in lines[5:]]
    assert [match and match[1] for match in matches] == [f"{slot:02X}" for slot in range(16)]
    return [Color.from_hex(match[2]) for match in matches if match]


def test_begins_with_what_the_builders_ask_for() -> None:
    """System, name, author and variant, in quotes that YAML and JSON share."""
    scheme = Base16Scheme(variant="light", author='O"Hara \u00e9').render(
        make_result(["#264653"], "sea: 1.png")
    )
    head = dict(line.split(": ", 1) for line in scheme.splitlines()[:4])
    assert {key: json.loads(text) for key, text in head.items()} == {
        "system": "base16",
        "name": "sea: 1",
        "author": 'O"Hara \u00e9',
        "variant": "light",
    }


@every_photo
def test_a_palette_without_an_image_gives_a_scheme_too(photo: str) -> None:
    """The same one, where the palette has every color of the image."""
    extraction = make_extraction(PHOTOS[photo])
    assert read_colors(Base16Scheme().render(extraction.result)) == colors_of(extraction)


@each_variant
@every_photo
def test_the_ramp_goes_from_background_to_text(photo: str, variant: VariantName) -> None:
    """Dark to light, or light to dark, and text is read on all that it stands on."""
    ramp = colors_of(make_extraction(PHOTOS[photo]), variant)[:8]
    assert ramp == sorted(ramp, key=lambda color: color.luminance, reverse=variant == "light")
    assert ramp[5].contrast(ramp[0]) >= 7
    assert min(ramp[5].contrast(ground) for ground in ramp[:3]) >= 4.5
    assert ramp[3].contrast(ramp[0]) >= 3


@each_variant
@every_photo
def test_accents_are_legible_and_distinct(photo: str, variant: VariantName) -> None:
    """At least 3:1 on the background, and no color twice."""
    background, *others = colors_of(make_extraction(PHOTOS[photo]), variant)
    accents = others[7:]
    assert min(accent.contrast(background) for accent in accents) >= 3
    assert len(set(accents)) == 8


def test_an_accent_has_the_hue_of_the_photo() -> None:
    """Where the photo has a blue, one that leans its way, and not the blue of all schemes."""
    blues = [colors_of(make_extraction(["#f0f0f0", sea]))[13].oklch[2] for sea in ("#2b7a9e", "#3a3fb5")]
    assert blues[0] < 255
    assert blues[1] > 260


def test_a_gray_photo_gives_a_gray_ramp() -> None:
    """No hue is made up for surfaces."""
    assert all(len(set(color.rgb)) == 1 for color in colors_of(make_extraction(PHOTOS["grays"]))[:8])


@pytest.mark.parametrize("text", ["a\nb", "\x7f", "\u2028"])
def test_refuses_what_would_break_a_line(text: str) -> None:
    """YAML ends lines at more than newlines."""
    with pytest.raises(ValueError, match="'author' is text on one line"):
        Base16Scheme(author=text)


def test_oklch_comes_back_as_it_went() -> None:
    """Every color of sRGB, in steps of 51."""
    steps = range(0, 256, 51)
    for color in (Color(r, g, b) for r in steps for g in steps for b in steps):
        assert from_oklch(*color.oklch) == color


def test_what_srgb_has_not_loses_chroma_alone() -> None:
    """A green that no screen shows keeps its lightness and hue."""
    lightness, chroma, hue = from_oklch(0.7, 0.4, 150).oklch
    assert lightness == pytest.approx(0.7, abs=0.01)
    assert chroma < 0.4
    assert distance(hue, 150) < 2
