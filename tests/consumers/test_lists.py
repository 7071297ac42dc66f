"""`hex`, `csv`, `parquet`, `json` and `scheme` in readers of their own."""

import csv
import json

import pytest

from cvpalette.extraction import Extraction
from cvpalette.roles.scheme import MODES

from .conftest import Write
from .hostile import COLORS, NAMED
from .programs import Programs


def test_anypalette_reads_a_list(programs: Programs, write: Write, named: Extraction) -> None:
    """It has no names."""
    read = programs.ask_node("anypalette", "anypalette.cjs", write("hex", named))
    assert [color for color, _ in read["colors"]] == list(COLORS)


def test_node_reads_an_object(programs: Programs, write: Write, named: Extraction) -> None:
    """Colors and names come back."""
    script = "const {colors} = JSON.parse(fs.readFileSync(process.argv[1], 'utf8'));"
    script += "console.log(JSON.stringify(colors.map(color => [color.hex, color.name])))"
    assert json.loads(programs.run_npm("node", "node", "-e", script, write("json", named))) == NAMED


def test_python_reads_a_table(write: Write, named: Extraction) -> None:
    """Colors and names come back; what a spreadsheet would reckon has an apostrophe before it."""
    with write("csv", named).open(encoding="utf-8", newline="") as table:
        rows = [[row["hex"], row["name"]] for row in csv.DictReader(table)]
    assert rows == [[color, f"'{name}" if name.startswith("=") else name] for color, name in NAMED]


def test_node_reads_both_schemes(programs: Programs, write: Write, named: Extraction) -> None:
    """Each role has its color."""
    script = "const scheme = JSON.parse(fs.readFileSync(process.argv[1], 'utf8'));"
    script += "console.log(JSON.stringify([scheme.light, scheme.dark]))"
    read = json.loads(programs.run_npm("node", "node", "-e", script, write("scheme", named)))
    for mode, roles in zip(MODES, read, strict=True):
        wanted = {name: role.hex for name, role in named.result.scheme.mode(mode).named().items()}
        assert {name: role["hex"] for name, role in roles.items()} == wanted


def test_duckdb_reads_a_table(write: Write, named: Extraction) -> None:
    """Colors and names come back to the letter."""
    duckdb = pytest.importorskip("duckdb", reason="needs DuckDB")
    pytest.importorskip("pyarrow", reason="needs cvpalette[parquet]")
    rows = duckdb.sql(f"SELECT hex, name FROM '{write('parquet', named)}' ORDER BY rank").fetchall()
    assert rows == [(color, name) for color, name in NAMED]
