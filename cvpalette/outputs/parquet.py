"""The output `parquet`: a table of swatches, to find photos by color."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

import numpy as np

from cvpalette.color.palette import Palette
from cvpalette.color.spaces import to_space
from cvpalette.messages import readable
from cvpalette.rendering.names import plain_name
from cvpalette.result import Result

__all__ = ["ParquetTable"]

# Rows that are written together: about 10 MB in memory, and a row group size that DuckDB recommends.
_ROWS_OF_A_GROUP: Final = 1 << 17
# SQL ignores case in names, and L, a, b next to r, g, b would be two columns named b.
_COLUMNS: Final[dict[str, str]] = {
    "source": "string",
    "rank": "uint16",
    "hex": "string",
    "r": "uint8",
    "g": "uint8",
    "b": "uint8",
    "lab_l": "float32",
    "lab_a": "float32",
    "lab_b": "float32",
    "share": "float64",
    "name": "string",
}
# What only palette files say: columns of a table of many sources, or of one in which a swatch has it.
_FURTHER: Final[dict[str, str]] = {"group": "string", "alpha": "float64", "kind": "string"}
_DEFAULTS: Final = {"group": None, "alpha": 1.0, "kind": None}


@dataclass(frozen=True)
class ParquetTable:
    """Parquet table with a row for each swatch, of one image or millions, for DuckDB, pandas and Spark."""

    suffix: ClassVar[str] = ".parquet"
    family: ClassVar[str] = "tables"
    holds: ClassVar[frozenset[str]] = frozenset(("names", "groups", "kinds", "alpha", "shares"))
    combined_suffix: ClassVar[str] = ".parquet"
    compression: Annotated[Literal["zstd", "snappy", "none"], "How the columns are compressed."] = "zstd"

    def __post_init__(self) -> None:
        """Refuse to start if pyarrow is not installed."""
        try:
            import pyarrow.parquet  # noqa: F401, PLC0415 -- optional, and takes half a second
        except ImportError as error:
            message = "it needs an extra: pip install 'cvpalette[parquet]'"
            raise ValueError(message) from error

    def render(self, result: Result, /) -> bytes:
        """Write the table of one palette."""
        return b"".join(self._write([result], _find_further(result.palette)))

    def render_all(self, results: Iterable[Result], /) -> Iterator[bytes]:
        """Write the rows of all palettes, in large groups; later ones may need any column."""
        return self._write(results, _FURTHER)

    def _write(self, results: Iterable[Result], further: dict[str, str]) -> Iterator[bytes]:
        import pyarrow as pa  # noqa: PLC0415 -- as above
        import pyarrow.parquet as pq  # noqa: PLC0415

        columns = _COLUMNS | further
        schema = pa.schema([(name, getattr(pa, kind)()) for name, kind in columns.items()])
        sink = io.BytesIO()
        rows: dict[str, list[Any]] = {name: [] for name in columns}
        with pq.ParquetWriter(sink, schema, compression=self.compression) as writer:
            for each in results:
                _append(rows, each)
                if len(rows["rank"]) >= _ROWS_OF_A_GROUP:
                    writer.write_table(pa.table(rows, schema))
                    rows = {name: [] for name in columns}
                    yield _take(sink)
            writer.write_table(pa.table(rows, schema))
        yield _take(sink)


def _find_further(palette: Palette) -> dict[str, str]:
    """Return the columns of what only palette files say, as far as a swatch has it."""
    return {
        column: kind
        for column, kind in _FURTHER.items()
        if any((getattr(swatch, column) or None) != _DEFAULTS[column] for swatch in palette)
    }


def _append(rows: dict[str, list[Any]], result: Result) -> None:
    palette = result.palette
    lab = to_space(np.array([color.rgb for color in palette.colors], np.float64), "lab")
    source = readable(result.path or result.name)
    for rank, (swatch, (lightness, a, b)) in enumerate(zip(palette, lab.tolist(), strict=True), 1):
        color = swatch.color
        # An unknown share is null and not 0 or 1, so that sums over the table are right.
        share = swatch.share if palette.has_shares else None
        values = (
            source,
            rank,
            color.hex,
            *color.rgb,
            lightness,
            a,
            b,
            share,
            plain_name(swatch.name) or None,
            *(getattr(swatch, column) or None for column in _FURTHER if column in rows),
        )
        for column, value in zip(rows.values(), values, strict=True):
            column.append(value)


def _take(sink: io.BytesIO) -> bytes:
    """Return the bytes since the last call, and empty the buffer."""
    data = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return data
