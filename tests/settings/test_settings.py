"""Settings, Scope, Reading and Options: what they take, as people write it, and the words for the rest."""

import dataclasses
import inspect
import math
import pickle
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import pytest

import cvpalette
from cvpalette.color.color import Color
from cvpalette.color.palette import Palette
from cvpalette.errors import SettingsError
from cvpalette.result import Result
from cvpalette.settings.option import list_declared
from cvpalette.settings.region import Region
from cvpalette.settings.settings import DISTANCE, Ignored, Options, Reading, Scope, Settings, parse_colors


def test_settings_have_the_defaults_of_the_command() -> None:
    """Six colors in CIELAB, or all of a given palette, in the order of their kind."""
    actual = Settings()
    assert (actual.colors, actual.number, actual.space, actual.seed, actual.sort) == (None, 6, "lab", 0, None)


@pytest.mark.parametrize("colors", [1, 6, 256, "auto"])
def test_colors_are_1_to_256_or_auto(colors: int | Literal["auto"]) -> None:
    """What an indexed PNG holds, or as few as will do."""
    assert Settings(colors=colors).colors == colors


@pytest.mark.parametrize("colors", [0, -1, 257, "six", "", "6", 6.0, True], ids=repr)
def test_another_number_of_colors_is_an_error(colors: Any) -> None:
    """The message quotes it and says what would work."""
    with pytest.raises(SettingsError, match="is no number of colors; give 1 to 256, or 'auto'") as caught:
        Settings(colors=colors)
    assert f"'{colors}'" in str(caught.value)


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"space": "hsv"}, "'hsv' is no color space; choose 'lab', 'oklab' or 'rgb'"),
        ({"space": None}, "'None' is no color space"),
        (
            {"sort": "size"},
            "'size' is no order; choose 'share', 'lightness', 'hue', 'chroma', 'path' or 'given'",
        ),
        (
            {"names": "pantone"},
            "'pantone' names no colors; choose 'css', 'xkcd' or 'basic', or give a palette",
        ),
        ({"seed": -1}, "'-1' is no seed; give a whole number from 0 to 2147483647"),
        ({"seed": 2**31}, "'2147483648' is no seed"),
        ({"seed": 1.5}, "'1.5' is no seed"),
        ({"tolerance": 0}, "'0' is no tolerance"),
        ({"tolerance": -2.5}, "'-2.5' is no tolerance"),
        ({"tolerance": math.nan}, "'nan' is no tolerance"),
    ],
    ids=repr,
)
def test_a_setting_that_cannot_be_is_an_error(setting: dict[str, Any], message: str) -> None:
    """Before anything is read, in words, with what would work."""
    with pytest.raises(SettingsError, match=message):
        Settings(**setting)


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_a_seed_is_any_c_int_from_0(seed: int) -> None:
    """What cv2.setRNGSeed takes."""
    assert Settings(seed=seed).seed == seed


@pytest.mark.parametrize(("text", "colors"), [("6", 6), ("256", 256), ("007", 7), ("auto", "auto")])
def test_a_text_is_what_a_person_writes(text: str, colors: int | str) -> None:
    """The command line has text only."""
    assert Settings(colors=parse_colors(text)).colors == colors


@pytest.mark.parametrize(
    "text",
    ["0", "-1", "257", "six", "", "6.0", "--6", "-", "1e2", "٦", "0x6", "9" * 5000],
    ids=lambda text: text[:6],
)
def test_another_text_is_refused_in_the_same_words(text: str) -> None:
    """Never Python's own ValueError."""
    with pytest.raises(SettingsError, match="is no number of colors; give 1 to 256, or 'auto'"):
        Settings(colors=parse_colors(text))


def test_settings_are_a_value() -> None:
    """Equal settings are one, and none is ever changed."""
    assert Settings(colors=3) == Settings(colors=3)
    with pytest.raises(AttributeError):
        Settings().colors = 3  # type: ignore[misc]


WHITE, BLACK = Color(255, 255, 255), Color(0, 0, 0)


@pytest.mark.parametrize(
    ("words", "ignored"),
    [
        ("white", Ignored(WHITE, 5.0)),
        ("#fff", Ignored(WHITE, DISTANCE)),
        ("white~0", Ignored(WHITE, 0.0)),
        ("FFFFFF~2.5", Ignored(WHITE, 2.5)),
        (WHITE, Ignored(WHITE)),
        (Ignored(WHITE, 1.0), Ignored(WHITE, 1.0)),
    ],
    ids=str,
)
def test_an_ignored_color_may_have_a_distance(words: Any, ignored: Ignored) -> None:
    """Five if none is given."""
    assert Ignored.of(words) == ignored
    assert Scope(ignore=words).ignored == Scope(ignore=[words]).ignored == (ignored,)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"ignore": "whit"}, "'whit' is no color; .* did you mean 'white'?"),
        ({"ignore": "white~"}, "'' in 'white~' is no distance; write COLOR~DISTANCE, such as 'white~5'"),
        ({"ignore": "white~far"}, "'far' in 'white~far' is no distance"),
        ({"ignore": "white~nan"}, "'nan' in 'white~nan' is no distance"),
        ({"ignore": "white~-1"}, "'-1' in 'white~-1' is no distance; give 0 to 100"),
        ({"ignore": "white~101"}, "'101' in 'white~101' is no distance; give 0 to 100"),
        ({"ignore": ["white"] * 255}, "255 colors to ignore are too many; name at most 254"),
        ({"background": "#12"}, "'#12' is no color"),
        ({"region": "10,10"}, "'10,10' is no region"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_scope_that_cannot_be_is_an_error(asked: dict[str, Any], message: str) -> None:
    """Before anything is read, in words, with what would work."""
    with pytest.raises(SettingsError, match=message):
        Scope(**asked)


def test_a_scope_has_typed_views_of_what_a_person_wrote() -> None:
    """A color, a region and colors with distances, whether they came as text or as values."""
    written = Scope(background="white", region="1,1,50%,2", ignore=["white", "#000~2"])
    made = Scope(background=WHITE, region=Region.of((1, 1, "50%", 2)), ignore=(WHITE, Ignored(BLACK, 2)))
    for scope in (written, made, dataclasses.replace(written)):
        assert scope.ground == scope.background == WHITE
        assert str(scope.rectangle) == str(scope.region) == "1,1,50%,2"
        assert scope.ignored == scope.ignore == (Ignored(WHITE), Ignored(BLACK, 2.0))
    assert (Scope().ground, Scope().rectangle, Scope().ignored) == (None, None, ())


@pytest.mark.parametrize("given", ["white", "#FFF", WHITE, [WHITE], ["fff", WHITE, "white"]], ids=str)
def test_colors_to_keep_may_be_texts(given: Any) -> None:
    """One or many; the same color counts once. They are compared, hashed and sent by what they are."""
    settings = Settings(keep=given)
    assert settings.keep == settings.kept == (WHITE,)
    assert settings == Settings(keep=WHITE) != Settings()
    assert hash(settings) == hash(Settings(keep=WHITE))
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert settings.describe()["keep"] == ["#ffffff"]
    assert Options(keep=given).part(Settings) == settings
    assert (Settings().kept, Settings().describe()["keep"]) == ((), [])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"keep": "whit"}, "'whit' is no color; .* did you mean 'white'?"),
        (
            {"keep": ["red", "white"], "colors": 1},
            "2 colors to keep do not fit in a palette of 1 color; find more, or keep fewer",
        ),
        (
            {"keep": [Color(1, 1, level) for level in range(7)]},
            "7 colors to keep do not fit in a palette of 6 colors",
        ),
        (
            {"keep": [Color(1, level // 2, level % 2) for level in range(257)], "colors": "auto"},
            "of 256 colors",
        ),
        (
            {"keep": ["red", "white"], "colors": 2, "accents": True},
            "all colors are kept, which leaves no room for accents; find more, or leave accents out",
        ),
    ],
    ids=str,
)
def test_colors_to_keep_that_do_not_fit_are_an_error(asked: dict[str, Any], message: str) -> None:
    """There is no palette that has them all."""
    with pytest.raises(SettingsError, match=message):
        Settings(**asked)


def test_as_many_colors_as_there_are_may_be_kept() -> None:
    """And the same color twice takes one place."""
    assert len(Settings(keep=["red", "#f00", "blue"], colors=2).kept) == 2
    assert len(Settings(keep=["red", "blue"], colors=3, accents=True).kept) == 2


def test_a_distance_is_a_number() -> None:
    """Made by hand, too."""
    with pytest.raises(SettingsError, match="is no distance"):
        Ignored(WHITE, math.nan)


def test_by_default_all_counts() -> None:
    """And there is nothing to tell."""
    assert Scope().describe() == {}


@pytest.mark.parametrize("mask", ["masks/a.png", Path("masks/a.png")], ids=["text", "path"])
def test_a_scope_describes_what_was_asked_for(mask: Any) -> None:
    """As one would write it; of a mask the name, not where it is."""
    asked: dict[str, Any] = {
        "background": "white",
        "region": "10%,10%,80%,80%",
        "mask": mask,
        "ignore": ["black~2", "#fff"],
        "ignore_border": True,
    }
    assert Scope(**asked).describe() == {
        "background": "#ffffff",
        "region": "10%,10%,80%,80%",
        "mask": "a.png",
        "ignore": ["#000000~2", "#ffffff~5"],
        "ignore_border": True,
    }


def test_a_mask_without_a_name_is_an_image() -> None:
    """Bytes and arrays have none, and are not written out."""
    assert Scope(mask=b"\x89PNG").describe() == {"mask": "image"}


def _read(text: str) -> Any:
    """Return what the command makes of a text for --frames."""
    frames = next(each for each in list_declared(Reading) if each.name == "frames")
    assert frames.option.parse is not None
    return frames.option.parse(text)


def test_a_whole_file_is_read_by_its_first_frame() -> None:
    """Unless more is asked for; the command has the same defaults."""
    usual = Reading(frames="first", every=None, max_pixels=250_000_000, allow_truncated=False, draft=False)
    assert Reading() == usual


@pytest.mark.parametrize(("text", "frames"), [("first", "first"), ("all", "all"), ("1", 1), ("12", 12)])
def test_frames_are_words_or_a_number(text: str, frames: Literal["first", "all"] | int) -> None:
    """As a person writes them."""
    assert Reading(frames=_read(text)) == Reading(frames=frames)


@pytest.mark.parametrize("text", ["", "last", "0", "-1", "1.5", "²", "9" * 5000])
def test_other_frames_are_wrong_usage(text: str) -> None:
    """The message says what there is."""
    with pytest.raises(SettingsError, match="names no frames; give 'first', 'all', or a number from 1"):
        Reading(frames=_read(text))


@pytest.mark.parametrize(
    "how",
    [
        {"max_pixels": 0},
        {"max_pixels": -1},
        {"max_pixels": 1.5},
        {"frames": True},
        {"every": 0},
        {"every": "1"},
        {"only": ()},
        {"only": 5},
        {"only": ["jpeg", None]},
    ],
    ids=repr,
)
def test_a_reading_that_cannot_be_is_an_error(how: dict[str, Any]) -> None:
    """Before any file is opened."""
    with pytest.raises(SettingsError):
        Reading(**how)


def test_kinds_of_files_go_by_their_names() -> None:
    """Of any case, with the names that people give; a misspelled one is guessed."""
    assert Reading(only="JPG").only == ("jpeg",)
    assert Reading(only=["jpeg", "PNG", "jpg", "film"]).only == ("jpeg", "png", "film")
    with pytest.raises(SettingsError, match=r"'pngg' is no kind of file; did you mean 'png'"):
        Reading(only=("jpeg", "pngg"))
    with pytest.raises(SettingsError, match="'doc' is no kind of file; choose 'jpeg', 'png', "):
        Reading(only="doc")


def test_a_reading_is_a_value() -> None:
    """It goes to other processes."""
    reading = Reading(max_pixels=5, frames="all")
    assert pickle.loads(pickle.dumps(reading)) == reading
    with pytest.raises(AttributeError):
        reading.frames = "first"  # type: ignore[misc]


KEYWORDS = [
    "colors",
    "space",
    "pick",
    "seed",
    "sort",
    "tolerance",
    "accents",
    "keep",
    "snap",
    "names",
    "background",
    "region",
    "mask",
    "ignore",
    "ignore_border",
    "frames",
    "every",
    "max_pixels",
    "allow_truncated",
    "draft",
    "only",
    "palette",
    "allow_private",
]


def test_extract_shows_every_option() -> None:
    """A shell, an editor and help() ask the signature: each keyword is there with its type and default."""
    source, *keywords = inspect.signature(cvpalette.extract).parameters.values()
    assert (source.name, source.kind) == ("source", inspect.Parameter.POSITIONAL_ONLY)
    assert [keyword.name for keyword in keywords] == KEYWORDS
    for keyword in keywords:
        assert keyword.kind is inspect.Parameter.KEYWORD_ONLY
        assert keyword.default == getattr(Options(), keyword.name)
        assert keyword.annotation is not inspect.Parameter.empty


@pytest.mark.parametrize("function", [cvpalette.extract, cvpalette.extract_many, cvpalette.merge])
def test_a_signature_has_plain_types(function: Callable[..., object]) -> None:
    """A notebook shows it whole. What the command needs of a field, and what is private, is not in it."""
    shown = str(inspect.signature(function))
    for word in ("Annotated", "Option(", "NamedColors", "_HasPalette", "parse"):
        assert word not in shown
    assert len(shown) < 2500
    # How a union is shown differs between versions of Python.
    assert re.match(r"\(sources?: [^/]*, /, \*, colors: [^=]*'auto'[^=]* = None, space: ", shown)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("k", "colors"),
        ("n_colors", "colors"),
        ("random_state", "seed"),
        ("colour", "colors"),
        ("crop", "region"),
    ],
)
def test_a_keyword_of_another_library_is_told(word: str, meant: str) -> None:
    """The names differ, and people know those."""
    keywords: Any = {word: 1}
    with pytest.raises(TypeError, match=rf"^extract\(\) got an .* argument '{word}'; did you .*'{meant}'"):
        cvpalette.extract("photo.jpg", **keywords)


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (cvpalette.extract, r"^extract\(\) takes the source alone by position; write colors=4$"),
        (cvpalette.extract_many, r"^extract_many\(\) takes the sources alone by position; write colors=4$"),
        (cvpalette.merge, r"^merge\(\) takes the sources alone by position; write colors=4$"),
    ],
    ids=["extract", "extract_many", "merge"],
)
def test_an_option_has_its_name(function: Any, told: str) -> None:
    """The message has no class that nobody knows."""
    with pytest.raises(TypeError, match=told):
        function("photo.jpg", 4)
    with pytest.raises(TypeError, match="write the names of options, such as colors=4"):
        function("photo.jpg", "lab")


@pytest.mark.parametrize(
    ("function", "more"),
    [
        (cvpalette.extract_many, ["executor", "jobs", "positions", "scheme"]),
        (cvpalette.merge, ["executor", "jobs", "by"]),
    ],
    ids=["extract_many", "merge"],
)
def test_functions_for_many_sources_take_the_same_options_and_more(
    function: Callable[..., object], more: list[str]
) -> None:
    """None has to be looked up elsewhere."""
    _, *keywords = inspect.signature(function).parameters
    assert keywords == KEYWORDS + more


def test_the_documentation_names_every_option() -> None:
    """What help() prints says them all."""
    text = inspect.getdoc(cvpalette.extract) or ""
    assert [keyword for keyword in KEYWORDS if f"`{keyword}`" not in text] == []


@pytest.mark.parametrize(
    "function", [cvpalette.extract, cvpalette.extract_many, cvpalette.merge], ids=lambda each: each.__name__
)
def test_an_unknown_keyword_is_a_type_error(function: Callable[..., object]) -> None:
    """At once, as Python words it; and the source is no keyword."""
    with pytest.raises(
        TypeError, match=r"\(\) got an unexpected keyword argument 'colour'; did you mean 'colors'"
    ):
        function([], colour=3)
    with pytest.raises(TypeError):
        function([], 3)
    with pytest.raises(TypeError):
        function(source=[])


def test_options_are_checked_all_together() -> None:
    """Settings, what counts and what is read, before anything is."""
    for asked in ({"colors": 0}, {"region": "1,1"}, {"frames": "last"}, {"ignore": "whit"}, {"every": 0}):
        with pytest.raises(SettingsError):
            Options(**asked)


def test_options_have_parts() -> None:
    """Each as if it had been made alone."""
    options = Options(colors=3, background="white", frames="all", allow_private=True)
    assert options.part(Settings) == Settings(colors=3)
    assert options.part(Reading) == Reading(frames="all")
    assert options.part(Scope).describe() == {"background": "#ffffff"}


def test_a_palette_among_the_options_has_a_name() -> None:
    """Its own, or that of the file that it was read from; without one there is none."""
    palette = Palette.of_colors([Color(0, 0, 0)], name="Brand")
    assert Options().given is None
    assert Options(palette=palette).given == (palette, "Brand")
    assert Options(palette=Result.of_palette(palette, "brand.gpl")).given == (palette, "brand.gpl")


@pytest.mark.parametrize("kind", [Settings, Scope, Reading], ids=lambda kind: kind.__name__)
def test_every_field_is_an_option_of_the_command(kind: Any) -> None:
    """Whatever Python may ask for, the command line may, once. But `only` is for services."""
    named = [each.name for each in fields(kind) if each.name != "only"]
    assert [each.name for each in list_declared(kind)] == named


@pytest.mark.parametrize(
    ("keywords", "words"),
    [
        ({"palette": "brand.gpl"}, "'brand.gpl' is no palette and no result; give a Palette, or what"),
        ({"palette": 7}, "'7' is no palette"),
        ({"ignore": 5}, "'5' is no color to ignore; write COLOR~DISTANCE"),
        ({"keep": 5}, "'5' is no color; give a Color, or write it as CSS does"),
        ({"keep": ["white", None]}, "'None' is no color; give a Color, or write it as CSS does"),
        ({"ignore": [5]}, "'5' is no color to ignore"),
        ({"region": 5}, "'5' is no region; write it as X,Y,W,H"),
        ({"frames": ["all"]}, "names no frames; give 'first', 'all'"),
        ({"background": 3}, "'3' is no color; give a Color, or write it as CSS does"),
        ({"pick": "means"}, "'means' is no way to pick colors; choose 'pixels' or 'colors'"),
        ({"accents": "no"}, "'no' is not possible for accents; give True or False"),
        ({"ignore_border": "no"}, "'no' is not possible for ignore_border"),
        ({"allow_truncated": 1}, "'1' is not possible for allow_truncated"),
        ({"draft": 2}, "'2' is not possible for draft"),
    ],
    ids=lambda value: repr(value) if isinstance(value, dict) else "",
)
def test_a_value_of_another_type_is_an_error(keywords: dict[str, Any], words: str) -> None:
    """The message quotes it and says what would work, as for a text that is wrong."""
    with pytest.raises(SettingsError) as caught:
        Options(**keywords)
    assert words in str(caught.value)


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    """They are kept as Python's own, which JSON can write."""
    eight, three, two = [cast("int", number) for number in (np.int64(8), np.uint8(3), np.int32(2))]
    options = Options(colors=eight, seed=three, frames=two)
    assert [type(value) for value in (options.colors, options.seed, options.frames)] == [int] * 3
    assert (options.colors, options.seed, options.frames) == (8, 3, 2)


def test_a_built_in_palette_goes_by_its_name() -> None:
    """It gives colors, or names; what is misspelled is guessed."""
    options = Options(palette="GameBoy", names="okabe-ito")
    assert options.given is not None
    assert (len(options.given[0].colors), options.given[1]) == (4, "gameboy")
    assert isinstance(options.vocabulary, Palette)
    assert options.describe()["names"] == "okabe-ito"
    with pytest.raises(SettingsError, match=r"'gamboy' is no palette and no .* did you mean 'gameboy'\?$"):
        Options(palette="gamboy")
    with pytest.raises(SettingsError, match=r"the colors of 'viridis-4' have no names"):
        Settings(names="viridis-4")
    with pytest.raises(SettingsError, match=r"'cgga' names no colors; .* did you mean 'cga'\?$"):
        Settings(names="cgga")


@pytest.mark.parametrize(
    "wrong",
    [
        *({"colors": 0}, {"space": "hsv"}, {"pick": 1}, {"sort": ""}, {"names": "x"}, {"seed": -1}),
        *({"accents": 1}, {"snap": 1}, {"keep": "whit"}, {"tolerance": 0}, {"background": "whit"}),
        *({"region": "1"}, {"ignore": "whit"}, {"ignore": ["red"] * 255}, {"ignore_border": 1}),
        *({"only": "doc"}, {"max_pixels": 0}, {"frames": 0}, {"allow_truncated": 1}, {"draft": 1}),
        *({"every": 0}, {"palette": 7}),
    ],
    ids=str,
)
def test_an_error_names_its_setting(wrong: dict[str, Any]) -> None:
    """A form shows it beside the field; and another process tells it too."""
    with pytest.raises(SettingsError) as caught:
        Options(**wrong)
    assert caught.value.setting == next(iter(wrong))
    assert pickle.loads(pickle.dumps(caught.value)).setting == next(iter(wrong))


def test_an_error_about_two_settings_names_none() -> None:
    """Either may be meant."""
    with pytest.raises(SettingsError) as caught:
        Options(colors=1, keep=["red", "blue"])
    assert caught.value.setting == ""
