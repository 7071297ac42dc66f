"""The output `parquet`: a table of swatches, to find photos by their colours."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Final, Literal

import numpy as np

from cvpalette.color.arrays import to_space
from cvpalette.extraction import Extraction
from cvpalette.messages import readable
from cvpalette.rendering.names import plain_name
from cvpalette.result import Found

__all__ = ["ParquetTable"]

# Rows that are kept until they are written together: some 10 MB, and what DuckDB calls a good row group.
_ROWS_OF_A_GROUP: Final = 1 << 17
# Names in SQL know no capitals, so that L, a, b beside r, g, b would be two columns named b.
_COLUMNS: Final = {
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


@dataclass(frozen=True)
class ParquetTable:
    """Parquet: one row a swatch, of one image or of millions, for DuckDB, pandas and Spark."""

    suffix: ClassVar[str] = ".parquet"
    many_suffix: ClassVar[str] = ".parquet"
    compression: Annotated[Literal["zstd", "snappy", "none"], "How the columns are compressed."] = "zstd"

    def __post_init__(self) -> None:
        """Refuse to begin where pyarrow is not installed."""
        try:
            import pyarrow.parquet  # noqa: F401, PLC0415 -- an extra, and half a second
        except ImportError as error:
            message = "it takes the extra: pip install 'cvpalette[parquet]'"
            raise ValueError(message) from error

    def render(self, extraction: Extraction, /) -> bytes:
        """Write the table of one palette."""
        return b"".join(self.render_many([Found.of(extraction)]))

    def render_many(self, found: Iterable[Found], /) -> Iterator[bytes]:
        """Write the rows of one palette after the other, many together."""
        import pyarrow as pa  # noqa: PLC0415 -- as above
        import pyarrow.parquet as pq  # noqa: PLC0415

        schema = pa.schema([(name, getattr(pa, kind)()) for name, kind in _COLUMNS.items()])
        sink = io.BytesIO()
        rows: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
        with pq.ParquetWriter(sink, schema, compression=self.compression) as writer:
            for each in found:
                _append(rows, each)
                if len(rows["rank"]) >= _ROWS_OF_A_GROUP:
                    writer.write_table(pa.table(rows, schema))
                    rows = {name: [] for name in _COLUMNS}
                    yield _take(sink)
            writer.write_table(pa.table(rows, schema))
        yield _take(sink)


def _append(rows: dict[str, list[Any]], found: Found) -> None:
    palette = found.palette
    lab = to_space(np.array([color.rgb for color in palette.colors], np.float64), "lab")
    source = readable(found.path or found.name)
    for rank, (swatch, (lightness, a, b)) in enumerate(zip(palette, lab.tolist(), strict=True), 1):
        color = swatch.color
        # Nothing where nobody knows: a table is counted up.
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
        )
        for column, value in zip(rows.values(), values, strict=True):
            column.append(value)


def _take(sink: io.BytesIO) -> bytes:
    """Return what was written since the last time, and forget it."""
    data = sink.getvalue()
    sink.seek(0)
    sink.truncate()
    return data
