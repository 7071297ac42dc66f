"""The output `parquet`: a table of swatches; needs the extra."""

import dataclasses
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest

pytest.importorskip("pyarrow", reason="needs cvpalette[parquet]")

import pyarrow.parquet as pq

from cvpalette.color.color import Color
from cvpalette.color.palette import Palette, Swatch
from cvpalette.color.spaces import to_space
from cvpalette.outputs import parquet
from cvpalette.outputs.parquet import ParquetTable
from cvpalette.result import Result
from cvpalette.testing import CombinedContract, OutputContract, make_result

Run = Callable[..., subprocess.CompletedProcess[bytes]]


class TestParquetTable(OutputContract, CombinedContract):
    """What every output promises."""

    output = ParquetTable()


def _read(data: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def test_a_row_is_a_swatch() -> None:
    """In the order of the palette."""
    first, second = _read(ParquetTable().render(make_result(["#264653", "#e76f51"])))
    assert first | {"lab_l": 0, "lab_a": 0, "lab_b": 0} == {
        "source": "stripes.png",
        "rank": 1,
        "hex": "#264653",
        "r": 0x26,
        "g": 0x46,
        "b": 0x53,
        "lab_l": 0,
        "lab_a": 0,
        "lab_b": 0,
        "share": 0.5,
        "name": None,
    }
    assert (second["rank"], second["hex"]) == (2, "#e76f51")
    lab = to_space([[0xE7, 0x6F, 0x51]], "lab")[0].tolist()
    assert [second["lab_l"], second["lab_a"], second["lab_b"]] == pytest.approx(lab, abs=1e-4)


def test_groups_alphas_and_kinds_are_columns_where_a_swatch_has_one() -> None:
    """A table of many has them always, since a later palette may need them."""
    sea = Swatch(Color.from_hex("#264653"), 0.5, group="Brand", kind="spot", alpha=0.25)
    full = Result.of_palette(Palette((sea, Swatch(Color.from_hex("#2a9d8f"), 0.5))), "x")
    rows = _read(ParquetTable().render(full))
    assert [[row[key] for key in ("group", "alpha", "kind")] for row in rows] == [
        ["Brand", 0.25, "spot"],
        [None, 1.0, None],
    ]
    assert "group" not in _read(ParquetTable().render(make_result(["#264653"])))[0]
    many = _read(b"".join(ParquetTable().render_all([make_result(["#264653"]), full])))
    assert [[row[key] for key in ("group", "alpha", "kind")] for row in many] == [
        [None, 1.0, None],
        ["Brand", 0.25, "spot"],
        [None, 1.0, None],
    ]


def test_any_number_of_palettes_share_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """Written by groups of rows, so that memory stays what it is; none is lost between them."""
    monkeypatch.setattr(parquet, "_ROWS_OF_A_GROUP", 4)
    found = make_result(["#264653", "#2a9d8f", "#e76f51"])
    many = (dataclasses.replace(found, path=f"{number}.jpg") for number in range(11))
    pieces = list(ParquetTable().render_all(many))
    assert len(pieces) > 3
    rows = _read(b"".join(pieces))
    assert [(row["source"], row["rank"]) for row in rows] == [
        (f"{number}.jpg", rank) for number in range(11) for rank in (1, 2, 3)
    ]
    assert {row["hex"] for row in rows} == {"#264653", "#2a9d8f", "#e76f51"}


def test_no_palette_is_an_empty_table() -> None:
    """With all its columns: whoever reads it need not ask."""
    data = b"".join(ParquetTable().render_all([]))
    table = pq.read_table(io.BytesIO(data))
    assert table.num_rows == 0
    assert "lab_l" in table.column_names


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any image is read."""
    monkeypatch.setitem(__import__("sys").modules, "pyarrow.parquet", None)
    with pytest.raises(ValueError, match=r"pip install 'cvpalette\[parquet\]'"):
        ParquetTable()


def test_duckdb_finds_the_photo_by_its_color(tmp_path: Path, run_cli: Run) -> None:
    """The command's own file, asked in SQL: which photos are mostly green, and which is nearest to a red."""
    duckdb = pytest.importorskip("duckdb")
    folder = tmp_path / "photos"
    folder.mkdir()
    scenes = {
        "forest": ((20, 110, 40), (120, 90, 60)),
        "sea": ((30, 90, 160), (230, 220, 190)),
        "sunset": ((220, 70, 40), (40, 30, 90)),
    }
    for name, (most, rest) in scenes.items():
        pixels = np.full((30, 40, 3), most, np.uint8)
        pixels[:, 30:] = rest
        PIL.Image.fromarray(pixels).save(folder / f"{name}.png")
    done = run_cli(folder, "-k", "2", "-o", "p.parquet")
    assert (done.returncode, done.stderr) == (0, b"")
    table = tmp_path / "p.parquet"
    green = f"SELECT source FROM '{table}' WHERE lab_a < -20 AND share > 0.5"
    assert duckdb.sql(green).fetchall() == [(str(folder / "forest.png"),)]
    distance = "(lab_l - 53.2) ** 2 + (lab_a - 80.1) ** 2 + (lab_b - 67.2) ** 2"
    red = f"SELECT source FROM '{table}' GROUP BY source ORDER BY min({distance}) LIMIT 1"
    assert duckdb.sql(red).fetchall() == [(str(folder / "sunset.png"),)]
    assert duckdb.sql(f"SELECT count(*), sum(share) FROM '{table}'").fetchall() == [(6, 3.0)]


def test_a_path_that_is_no_text_is_escaped() -> None:
    """As in JSON."""
    found = dataclasses.replace(make_result(["#264653"]), path="a\udcff.png")
    (row,) = _read(b"".join(ParquetTable().render_all([found])))
    assert row["source"] == "a\\xff.png"
