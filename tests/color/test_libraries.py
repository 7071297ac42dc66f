"""What Palette hands to other libraries; with pandas, polars and Matplotlib themselves: tests/notebooks."""

import sys
from types import ModuleType

import pytest

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.errors import LibraryError, SettingsError

PALETTE = Palette.of_colors([Color.from_hex("#264653")], ["sea"])


def test_records_have_a_row_for_each_swatch() -> None:
    """With the numbers that tables have."""
    swatches = (
        Swatch(Color(1, 2, 3), 0.75, "ink", 1.5, "Brand", "spot", 0.5),
        Swatch(Color(255, 255, 255), 0.25),
    )
    assert Palette(swatches).records() == [
        {
            "hex": "#010203",
            "share": 0.75,
            "name": "ink",
            "red": 1,
            "green": 2,
            "blue": 3,
            "alpha": 0.5,
            "group": "Brand",
            "kind": "spot",
            "name_distance": 1.5,
        },
        {
            "hex": "#ffffff",
            "share": 0.25,
            "name": None,
            "red": 255,
            "green": 255,
            "blue": 255,
            "alpha": 1.0,
            "group": None,
            "kind": None,
            "name_distance": None,
        },
    ]


def test_a_share_that_nobody_knows_is_none() -> None:
    """So that no sum over it is wrong."""
    assert [row["share"] for row in PALETTE.records()] == [None]


def _hide(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize(
    ("library", "message"),
    [
        (
            None,
            (
                "a data frame needs pandas or polars, and neither is installed;"
                " install one with: pip install pandas"
            ),
        ),
        ("polars", "a data frame needs polars, which is not installed; install it with: pip install polars"),
    ],
)
def test_a_missing_library_is_an_error_that_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, library: str | None, message: str
) -> None:
    """They are no dependencies."""
    _hide(monkeypatch, "pandas", "polars")
    with pytest.raises(LibraryError) as caught:
        PALETTE.to_frame(library)
    assert str(caught.value) == message


def test_a_colormap_needs_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which many have and many have not."""
    _hide(monkeypatch, "matplotlib")
    with pytest.raises(
        LibraryError, match=r"a colormap needs matplotlib, which is not .* pip install matplotlib$"
    ):
        PALETTE.to_colormap()


def test_an_unknown_library_is_an_error_that_names_those_there_are() -> None:
    """Before any is loaded."""
    with pytest.raises(SettingsError, match="a data frame is of 'pandas' or 'polars', not of 'dask'"):
        PALETTE.to_frame("dask")


def test_without_pandas_a_frame_is_of_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever is there, and pandas first."""
    made = []

    class Frame(ModuleType):
        Int64 = Float64 = String = "type"

        @staticmethod
        def DataFrame(records: object, schema: object) -> object:  # noqa: N802 -- as polars calls it
            made.append((records, schema))
            return "a frame"

    _hide(monkeypatch, "pandas")
    monkeypatch.setitem(sys.modules, "polars", Frame("polars"))
    assert PALETTE.to_frame() == "a frame"
    assert made == [(PALETTE.records(), dict.fromkeys(PALETTE.records()[0], "type"))]


@pytest.mark.parametrize(
    "code", ["import not_there_at_all", "raise ImportError('DLL load failed')"], ids=["a part", "a DLL"]
)
def test_a_library_that_is_broken_is_not_called_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, code: str
) -> None:
    """To install it again would change nothing; its own words help."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "polars.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "polars", raising=False)
    with pytest.raises(
        LibraryError, match=r"^polars is installed, but it does not load \(\w+Error: .+\); upgrade"
    ):
        PALETTE.to_frame("polars")
