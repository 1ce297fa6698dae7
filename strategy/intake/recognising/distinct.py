"""Find the distinct lines of a long table, so that each is cleaned once and not once per year."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.reading.table import Table

_ROOM = 2**62


def distinct_lines(table: Table, headers: list[str]) -> tuple[Table, pa.Array | None]:
    """A table of the first row of every distinct line, and for each row the place of its line.

    Two rows are of one line if they agree in all ``headers``.  Where that would not halve the
    rows, the table itself is returned and None.
    """
    rows = len(table)
    codes = np.zeros(rows, dtype=np.int64)
    room = 1
    for header in headers:
        column = table.data.column(table.position(header))
        if pa.types.is_string(column.type) and rows >= 1_000:
            return table, None  # Texts that hardly repeat: so do the lines.
        numbers, count = _numbered(column)
        if room > _ROOM // (count + 1):
            codes, room = _renumbered(codes)
        codes = codes * (count + 1) + numbers
        room *= count + 1
    places, count = _renumbered(codes)
    if not count or count > rows // 2:
        return table, None
    first = np.empty(count, dtype=np.int64)
    first[places[::-1]] = np.arange(rows - 1, -1, -1)
    few = Table(table.data.take(pa.array(first)), table.detected)
    return few, pa.array(places.astype(np.int32))


def _numbered(column: Any) -> tuple[np.ndarray[Any, Any], int]:
    """Every cell as the number of its value, 0 for null, and how many values there are."""
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks)
    coded = whole if isinstance(whole, pa.DictionaryArray) else pc.dictionary_encode(whole)
    indices = pc.fill_null(pc.cast(coded.indices, pa.int64()), -1)
    return np.asarray(indices.to_numpy(zero_copy_only=False)) + 1, len(coded.dictionary)


def _renumbered(codes: np.ndarray[Any, Any]) -> tuple[np.ndarray[Any, Any], int]:
    """Codes as numbers from 0 in order of appearance, and how many there are."""
    coded = pc.dictionary_encode(pa.array(codes))
    return (
        np.asarray(coded.indices.to_numpy(zero_copy_only=False)).astype(np.int64),
        len(coded.dictionary),
    )
