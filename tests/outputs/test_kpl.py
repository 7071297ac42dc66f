"""The output `kpl`: as we write it and as others do."""

import io
import zipfile
from collections.abc import Callable

import PIL.ImageCms
import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch, Values
from cvpalette.extraction import Extraction
from cvpalette.outputs.kpl import KritaPalette
from cvpalette.rendering.archives import Archive
from cvpalette.result import Result
from cvpalette.testing import OutputContract, ReaderContract, make_result


class TestKritaPalette(OutputContract, ReaderContract):
    """What every output promises that reads its format."""

    output = KritaPalette()


def _entry(color: str, name: str = "a", place: tuple[int, int] | None = None, depth: str = "U8") -> str:
    position = f'<Position row="{place[0]}" column="{place[1]}"/>' if place else ""
    return f'<ColorSetEntry name="{name}" bitdepth="{depth}" spot="false">{color}{position}</ColorSetEntry>'


def _file(*entries: str, profiles: str = "<Profiles/>", root: str = "ColorSet", icc: bytes = b"") -> bytes:
    contents = io.BytesIO()
    with zipfile.ZipFile(contents, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "krita/x-colorset")
        archive.writestr("colorset.xml", f'<{root} version="1.0" name="Mine">{"".join(entries)}</{root}>')
        archive.writestr("profiles.xml", profiles)
        archive.writestr("mine.icc", icc)
    return contents.getvalue()


def _hexes(data: bytes) -> list[str]:
    return [color.hex for color in KritaPalette.parse(data).colors]


RED, BLUE = '<sRGB r="1" g="0" b="0"/>', '<RGB r="0" g="0" b="1" space="sRGB-elle-V2-srgbtrc.icc"/>'


def test_the_default_is_the_golden_file(
    extraction: Extraction, golden: Callable[[str, str | bytes], None]
) -> None:
    """To the letter."""
    golden("kpl/default.kpl", KritaPalette().render(extraction.result))


def test_the_type_comes_first_and_uncompressed() -> None:
    """Programs look for it at a fixed place."""
    data = KritaPalette().render(make_result(["#264653"]))
    assert data[30:65] == b"mimetypeapplication/x-krita-palette"


def test_swatches_are_read_row_by_row_and_group_by_group() -> None:
    """By their places, if each has one, and with the names of their groups."""
    entries = [_entry(RED, "d", (1, 0)), _entry(RED, "b", (0, 1)), _entry(BLUE, "a", (0, 0))]
    group = f'<Group name="More" rows="1">{_entry(RED, "e", (0, 0))}</Group>'
    palette = KritaPalette.parse(_file(group, *entries, root="Colorset"))
    assert [swatch.name for swatch in palette] == ["a", "b", "d", "e"]
    assert palette.name == "Mine"
    assert [swatch.group for swatch in palette] == ["", "", "", "More"]
    assert not palette.notes
    unplaced = _file(_entry(RED, "b", (1, 0)), _entry(BLUE, "a"))
    assert [swatch.name for swatch in KritaPalette.parse(unplaced)] == ["b", "a"]


@pytest.mark.parametrize(
    ("color", "depth", "expected"),
    [
        ('<RGB r="0.5" g="0.5" b="0.5"/>', "U8", "#808080"),
        # Half of the light is level 188 (IEC 61966-2-1).
        ('<RGB r="0.5" g="0.5" b="0.5" space="sRGB-elle-V2-g10.icc"/>', "F32", "#bcbcbc"),
        ('<Gray g="0.2" space="Gray-D50-elle-V2-srgbtrc.icc"/>', "U8", "#333333"),
        ('<Gray g="0.5" space="Gray-D50-elle-V2-g10.icc"/>', "F32", "#bcbcbc"),
        ('<CMYK c="0" m="1" y="1" k="0" space="Chemical proof"/>', "U8", "#ff0000"),
        # CIELAB and XYZ of D50: sRGB's red, by Bruce Lindbloom's calculator.
        ('<Lab L="54.29" a="80.81" b="69.89" space="Lab identity built-in"/>', "F32", "#ff0000"),
        ('<Lab L="0.5429" a="0.81815" b="0.77516" space="Lab identity built-in"/>', "U16", "#ff0000"),
        ('<XYZ x="0.43606" y="0.22249" z="0.01392" space="XYZ identity built-in"/>', "F32", "#ff0000"),
    ],
    ids=["RGB", "linear", "gray", "linear gray", "CMYK", "Lab", "Lab of integers", "XYZ"],
)
def test_every_model_is_read(color: str, depth: str, expected: str) -> None:
    """Without a profile in the file, by the profiles that come with Krita."""
    assert _hexes(_file(_entry(color, depth=depth))) == [expected]


def test_a_profile_in_the_file_counts() -> None:
    """An RGB color under a profile that swaps nothing is the same; Lab's profile is of another model."""
    profile = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
    listed = '<Profiles><Profile name="Mine" filename="mine.icc" colorModelId="RGBA"/></Profiles>'
    color = _entry('<RGB r="0.149" g="0.2745" b="0.3255" space="Mine"/>')
    assert _hexes(_file(color, profiles=listed, icc=profile)) == ["#264653"]
    wrong = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("LAB")).tobytes()
    with pytest.raises(ValueError, match="color 'a' has values that are not of its color model"):
        _hexes(_file(color, profiles=listed, icc=wrong))


@pytest.mark.parametrize(
    "space", ["Rec2020-elle-V4-srgbtrc.icc", "sRGB-elle-V2-g18.icc", "ClayRGB-elle-V2-srgbtrc.icc"]
)
def test_a_profile_that_is_missing_leaves_the_color_out(space: str) -> None:
    """No other profile takes its place; a note tells of it."""
    palette = KritaPalette.parse(_file(_entry(RED), _entry(f'<RGB r="1" g="0" b="0" space="{space}"/>')))
    assert len(palette) == 1
    assert palette.notes == (f"1 color is left out: the profile '{space}' is not in the file",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\3\4", "it is not a Krita palette, which is a ZIP archive with 'colorset.xml' in it"),
        (_file(root="Swatches"), "its 'colorset.xml' is no color set: it begins with 'Swatches'"),
        (_file(), "it holds no color"),
        (_file(_entry("<YCbCr/>")), "color 'a' is in no color model that is known"),
        (_file(_entry(RED + BLUE)), "color 'a' is in no color model that is known"),
        (_file(_entry('<sRGB r="1" g="0"/>')), "color 'a' has values that are not of its color model"),
        (_file(_entry('<sRGB r="nan" g="0" b="0"/>')), "color 'a' has values that are not"),
        (_file(_entry('<XYZ x="1e999" y="0" z="0"/>')), "color 'a' has values that are not"),
        (_file(" " * (1 << 20)), "its 'colorset.xml' is larger than 1 MiB unpacked"),
        (_file(profiles="<"), "it holds no color"),
        (_file(_entry('<RGB r="1" g="0" b="0" space="x"/>'), profiles="<"), "color 'a' has values"),
    ],
    ids=range(11),
)
def test_what_is_broken_is_one_clear_error(data: bytes, message: str) -> None:
    """Worded for the user."""
    with pytest.raises(ValueError, match=f"^{message}"):
        KritaPalette.parse(data)


def test_values_are_written_in_the_depths_that_krita_reads() -> None:
    """Krita 5.1.5 takes inks of floats for others; Lab in floats has its own ranges."""
    colors = [Values("cmyk", (0.1, 0.2, 0.3, 0.4)), Values("lab", (50.0, 20.0, -30.5))]
    swatches = [Swatch(Color(1, 2, 3), 0.5, values=values, group="Inks") for values in colors]
    palette = Palette((*swatches,), "Brand", has_shares=False, comment="By Ada\nCC0")
    data = KritaPalette().render(Result.of_palette(palette, "brand.ase"))
    document = Archive(data, "").read("colorset.xml").decode()
    assert 'bitdepth="U16" spot="false"><CMYK c="0.1" m="0.2" y="0.3" k="0.4"/>' in document
    assert 'bitdepth="F32" spot="false"><Lab L="50.0" a="20.0" b="-30.5"/>' in document
    again = KritaPalette.parse(data)
    assert [swatch.values for swatch in again] == colors
    assert (again.name, again.groups, again.comment) == ("Brand", ("Inks",), "By Ada\nCC0")


def _bundle(palettes: dict[str, bytes], kind: str = "application/x-krita-resourcebundle") -> bytes:
    contents = io.BytesIO()
    with zipfile.ZipFile(contents, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("brushes/round.gbr", b"")
        for name, data in palettes.items():
            archive.writestr(f"palettes/{name}", data)
    return contents.getvalue()


def test_each_palette_of_a_bundle_is_a_group() -> None:
    """By its name; groups within it are below. Palettes in another format are told."""
    first = KritaPalette().render(make_result(["#ff0000"], "first.png", names=["Red"]))
    bundle = _bundle(
        {"b.kpl": _file(_entry(BLUE)), "a.kpl": first, "c.gpl": b"GIMP Palette\n1 2 3 Ink\n", "d.aco": b""}
    )
    palette = KritaPalette.parse(bundle)
    assert [(swatch.color.hex, swatch.name, swatch.group) for swatch in palette] == [
        ("#ff0000", "Red", "first"),
        ("#0000ff", "a", "Mine"),
        ("#010203", "Ink", "c"),
    ]
    assert palette.notes == ("1 palette is left out: it is in a format that is neither Krita's nor GIMP's",)


def test_a_bundle_with_one_palette_has_its_name() -> None:
    """And no group."""
    palette = KritaPalette.parse(_bundle({"a.kpl": _file(_entry(BLUE))}))
    assert (palette.name, palette[0].group) == ("Mine", "")


def test_a_bundle_that_is_none_or_has_no_palette_is_an_error() -> None:
    """Other programs have archives with a manifest too."""
    with pytest.raises(ValueError, match="nor a bundle of Krita's resources"):
        KritaPalette.parse(_bundle({}, "application/epub+zip"))
    with pytest.raises(
        ValueError, match=r"it holds no color: the palette 'palettes/a\.kpl' is left out: it is not"
    ):
        KritaPalette.parse(_bundle({"a.kpl": b""}))


def test_a_bundle_may_not_unpack_to_gigabytes() -> None:
    """All palettes in it share one limit."""
    large = bytes(900_000) + _file(_entry(RED))
    assert len(KritaPalette.parse(_bundle({f"{number}.kpl": large for number in range(4)}))) == 4
    with pytest.raises(ValueError, match="the palettes in it are larger than 4 MiB"):
        KritaPalette.parse(_bundle({f"{number}.kpl": large for number in range(5)}))
