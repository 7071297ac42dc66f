"""Result: what was found, without the image."""

import gc
import io
import pickle
import weakref
from dataclasses import replace
from typing import NoReturn

import numpy as np
import pytest
from PIL import Image as PillowImage

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.decoding.image import Image
from cvpalette.errors import SettingsError
from cvpalette.extraction import Extraction, extract
from cvpalette.result import LeftOut, PaletteError, Position, Result, describe
from cvpalette.settings.settings import Scope, Settings
from cvpalette.testing import make_extraction

WHITE = Color(255, 255, 255)


@pytest.fixture
def found() -> Extraction:
    """Give one gray for black and white: a palette with an error."""
    return extract(np.array([[0, 255]], np.uint8), colors=1, space="rgb")


def test_the_error_is_measured_once_and_when_it_is_asked_for() -> None:
    """It takes a millisecond, and few outputs show it."""
    asked = []

    def measure() -> PaletteError:
        asked.append(1)
        return PaletteError(1.5, 2.5, 3.5)

    result = replace(make_extraction(["#264653"]).result, measure=measure)
    assert asked == []
    assert result.error is result.error
    assert (result.error, asked) == (PaletteError(1.5, 2.5, 3.5), [1])


def test_a_result_travels_with_its_error_and_without_what_measures_it(found: Extraction) -> None:
    """A batch sends results from its workers: a few kilobytes each."""
    large = extract(np.random.default_rng(0).integers(0, 256, (300, 300, 3), np.uint8))
    data = pickle.dumps(large.result)
    assert len(data) < 4096
    again = pickle.loads(data)
    assert (again, again.error) == (large.result, large.error)
    assert pickle.loads(pickle.dumps(found.result)).error.delta_e_mean > 30


def test_a_changed_copy_of_a_compact_result_keeps_its_error(found: Extraction) -> None:
    """As the outcomes of many images and unpickled results are."""
    compact = found.result.compact()
    assert replace(compact, path="b").error == found.result.error != PaletteError()


def test_a_compact_result_keeps_nothing_of_the_image_alive() -> None:
    """There may be millions of results, and no room for their histograms."""
    extraction = extract(np.array([[0, 255]], np.uint8), colors=1)
    histogram = weakref.ref(extraction.histogram)
    result = extraction.result.compact()
    assert (result, result.error) == (extraction.result, extraction.error)
    del extraction
    gc.collect()
    assert histogram() is None
    assert result.error.delta_e_mean > 30


def test_a_compact_result_says_what_counted_without_the_pixels_of_a_mask() -> None:
    """What was asked for stays known; a mask is as large as its image."""
    mask = Image.from_array(np.full((1, 2), 255, np.uint8), "mask.png")
    result = extract(np.array([[0, 255]], np.uint8), mask=mask, region="0,0,2,1").result
    compact = result.compact()
    assert compact.asked == result.asked
    assert compact.asked.items() >= {"mask": "mask.png", "region": "0,0,2,1"}.items()
    assert not isinstance(compact.scope.mask, Image)


def test_positions_are_found_once_and_when_they_are_asked_for() -> None:
    """It takes as long as to find a palette, and few outputs show them."""
    asked = []

    def locate() -> tuple[None]:
        asked.append(1)
        return (None,)

    result = replace(make_extraction(["#264653"]).result, locate=locate)
    result.compact()
    pickle.dumps(result)
    assert asked == []
    assert result.positions is result.positions
    assert (result.positions, asked) == ((None,), [1])


def test_a_result_keeps_the_positions_that_were_asked_for() -> None:
    """When it is compact, when it is pickled, and in a changed copy of either."""
    found = make_extraction(["#264653", "#e9c46a"])
    assert found.positions == (Position(0, 0, 0, 0, 64, 1, 1.0), Position(0, 1, 0, 1, 64, 1, 1.0))
    for result in (found.result, found.result.with_positions()):
        for kept in (result.compact(), pickle.loads(pickle.dumps(result)), result.compact().compact()):
            assert replace(kept, path="b").positions == found.positions
    again = make_extraction(["#264653", "#e9c46a"]).result.with_positions()
    assert replace(again, path="b").compact().positions == found.positions


def test_positions_that_were_not_asked_for_in_time_are_an_error() -> None:
    """Not an empty answer, which would say that there is no image."""
    result = make_extraction(["#264653"]).result
    for late in (result.compact(), pickle.loads(pickle.dumps(result)), result.compact().compact()):
        with pytest.raises(
            SettingsError, match=r"^the positions in '.+' were not asked for while its pixels"
        ):
            _ = late.positions


def test_a_compact_result_keeps_no_pixels_alive_for_its_positions() -> None:
    """Asked for or not; until then, it keeps the image."""
    for asks in (False, True):
        extraction = extract(np.array([[0, 255]], np.uint8), colors=1)
        image = weakref.ref(extraction.image)
        result = extraction.result.with_positions() if asks else extraction.result
        result = result.compact()
        del extraction
        gc.collect()
        assert image() is None
        assert len(result.palette) == 1


def test_a_palette_without_an_image_has_no_positions() -> None:
    """Before it is compact and after."""
    result = Result.of_palette(Palette.of_colors([WHITE]), "print.gpl")
    assert result.positions == result.compact().positions == ()
    assert replace(result, name="b").compact().compact().positions == ()


def test_a_palette_without_an_image_is_a_row_of_its_colors() -> None:
    """As `read_palette` returns it: in its own order, without an error, and given."""
    palette = Palette.of_colors([WHITE, Color(0, 0, 0)], ["paper", "ink"], "Print")
    result = Result.of_palette(palette, "print.gpl")
    assert (result.palette, result.name, result.stem, result.given) == (
        palette,
        "print.gpl",
        "print",
        "print.gpl",
    )
    assert (result.width, result.height, result.frames, result.counted) == (2, 1, 1, 2)
    assert (result.error, result.left_out, result.settings.sort) == (PaletteError(), (), "given")
    assert result.asked | {"colors": 2, "palette": "print.gpl", "sort": "given"} == result.asked


def test_a_palette_may_be_asked_for_in_another_order() -> None:
    """The settings that count for images count here too, where they say something."""
    palette = Palette.of_colors([WHITE, Color(0, 0, 0)])
    result = Result.of_palette(palette, "print.gpl", Settings(colors="auto", sort="lightness"))
    assert (result.settings.sort, result.asked["sort"], result.asked["colors"]) == ("lightness",) * 2 + (2,)


def test_what_was_asked_for_is_said_by_name() -> None:
    """The settings, then what counts: as JSON has it, and nothing that was not asked for."""
    asked = describe(Settings(colors=3, names="css"), Scope(ignore="white"))
    assert asked == {
        "colors": 3,
        "space": "lab",
        "pick": "pixels",
        "seed": 0,
        "sort": None,
        "tolerance": 6.0,
        "accents": False,
        "keep": [],
        "snap": False,
        "names": "css",
        "palette": None,
        "ignore": ["#ffffff~5"],
    }


def test_a_given_palette_is_said_by_its_name_and_its_length() -> None:
    """More colors than any palette has that is found, too."""
    palette = Palette.of_colors([Color(0, 0, 0)] * 300)
    asked = describe(Settings(), Scope(), palette, "eink.gpl")
    assert (asked["colors"], asked["palette"]) == (300, "eink.gpl")


@pytest.mark.parametrize(
    ("left_out", "words"),
    [
        (LeftOut("region", 1200), "1,200 outside the region"),
        (LeftOut("transparent", 1.5), "1.5 transparent"),
        (LeftOut("transparent", 0.004), "<0.1 transparent"),
        (LeftOut("ignore", 0, WHITE), "0 ignored as #ffffff"),
        (LeftOut("mask", 3), "3 under the mask's black"),
        (LeftOut("ignore", 12_345_678, WHITE), "12,345,678 ignored as #ffffff"),
        (LeftOut("border", 2, WHITE), "2 of the border's #ffffff"),
        (LeftOut("border", 0), "nothing at the border, where no color covers most pixels"),
    ],
    ids=str,
)
def test_what_is_left_out_is_said_in_a_few_words(left_out: LeftOut, words: str) -> None:
    """For a message."""
    assert str(left_out) == words


def test_the_scheme_is_of_what_a_person_would_pick_from_the_picture() -> None:
    """However many colors the palette has, and whatever the settings say about its own colors."""
    pixels = np.random.default_rng(1).integers(0, 256, (60, 60, 3), np.uint8)
    few = extract(pixels, colors=2, snap=True, accents=True, sort="hue")
    assert few.result.derive is not None
    assert few.scheme is few.result.scheme
    assert len(few.scheme.palette) == 8
    assert few.scheme == extract(pixels, colors=20, pick="colors").scheme
    picked = extract(pixels, colors=8, pick="colors").palette
    assert few.scheme.palette == picked


def test_the_scheme_of_a_given_palette_is_of_its_own_colors() -> None:
    """Of a palette file, and of a palette that is given for an image."""
    palette = Palette.of_colors([Color(38, 70, 83), Color(231, 111, 81)])
    assert Result.of_palette(palette, "brand.gpl").scheme.palette == palette
    pixels = np.array([[[40, 70, 80], [230, 110, 80], [230, 110, 80]]], np.uint8)
    given = extract(pixels, palette=palette)
    assert given.scheme.palette == given.palette
    assert [swatch.share for swatch in given.scheme.palette] == pytest.approx([1 / 3, 2 / 3])


def test_the_scheme_of_a_film_is_of_all_its_frames() -> None:
    """Its frames are gone, so the colors are those that are nearest to the pixels of all frames."""
    red, blue = (PillowImage.new("RGB", (9, 9), color) for color in ((200, 30, 30), (30, 30, 200)))
    stream = io.BytesIO()
    red.save(stream, "GIF", save_all=True, append_images=[blue])
    film = extract(stream.getvalue(), colors=1, frames="all")
    assert film.scheme.palette.colors == (Color(30, 30, 200), Color(200, 30, 30))


def test_a_color_to_keep_is_primary_if_it_is_colorful() -> None:
    """It is the brand of those who write it down."""
    pixels = np.zeros((40, 40, 3), np.uint8)
    pixels[:] = (20, 60, 200)
    kept = extract(pixels, keep=["#c2410c", "#777777"]).scheme
    found = kept.light.primary.found
    assert found is not None
    assert kept.palette[found].color.hex == "#c2410c"
    gray = extract(pixels, keep="#777777").scheme
    assert gray.light.primary.found is not None
    assert gray.palette[gray.light.primary.found].color.hex == "#143cc8"


def test_a_compact_result_keeps_the_scheme_that_was_asked_for(found: Extraction) -> None:
    """To find it again would need the pixels; one that nobody asked for is that of the palette."""
    late = found.result.compact()
    assert late.scheme.palette == late.palette
    scheme = found.result.scheme
    again = pickle.loads(pickle.dumps(found.result))
    assert again.scheme == scheme
    assert pickle.loads(pickle.dumps(again)).scheme == scheme
    fresh = extract(np.array([[0, 255]], np.uint8), colors=1, space="rgb").result
    assert pickle.loads(pickle.dumps(fresh.with_scheme())).scheme == scheme
    assert pickle.loads(pickle.dumps(fresh.with_scheme().compact())).scheme == scheme


def test_the_text_of_a_result_is_short_and_asks_for_nothing() -> None:
    """Whoever looks at a result should not wait for what they did not ask for."""
    result = replace(
        make_extraction(["#264653", "#e9c46a"]).result, measure=_fail, locate=_fail, derive=_fail
    )
    assert repr(result) == "<Result of 'stripes.png', 64 x 2: #264653 #e9c46a>"
    assert repr(replace(result, has_image=False, name="a\n" * 999)).startswith("<Result of 'a\\na")
    assert len(repr(replace(result, name="a\n" * 999))) < 130
    assert result._repr_html_().count("error") == 0


def _fail() -> NoReturn:
    pytest.fail("a result computes what nobody asked for")


def test_a_result_shows_its_error_if_it_is_known(found: Extraction) -> None:
    """After someone asked, and when it is compact."""
    assert "CIEDE2000" not in found.result._repr_html_()
    compact = found.result.compact()
    assert f"error {found.error.delta_e_mean:.2f} (CIEDE2000)" in found.result._repr_html_()
    assert f"error {found.error.delta_e_mean:.2f} (CIEDE2000)" in compact._repr_html_()
    assert "CIEDE2000" not in Result.of_palette(found.palette, "a.gpl").compact()._repr_html_()


def test_a_result_shows_what_it_is_of() -> None:
    """The source and its size; a palette file has a name of its own, and no size."""
    film = replace(make_extraction(["#264653"], "<film>.gif").result, frames=3)
    assert "<strong>&lt;film&gt;.gif</strong>" in film._repr_html_()
    assert ">64 × 1 pixels · 3 frames · 1 color<" in film._repr_html_()  # noqa: RUF001 -- the sign
    brand = Result.of_palette(Palette.of_colors([WHITE], name="Brand"), "brand.gpl")
    assert "<strong>brand.gpl</strong>" in brand._repr_html_()
    assert ">Brand · 1 color<" in brand._repr_html_()
