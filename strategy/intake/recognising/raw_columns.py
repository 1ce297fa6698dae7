"""The columns of a table as they stand in the grid, before anything is decided about them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from strategy.intake.gate.sheet_scan import column_letters
from strategy.intake.reading.grid import Grid, recoded, string_column
from strategy.intake.recognising.layout import Layout
from strategy.kernel.written_number import is_unknown

# As many cells tell a column's style as well as all of them, and cost the same for any length.
_SAMPLE = 2_000
_NONE: np.ndarray[Any, Any] = np.array([], dtype=np.float64)


@dataclass
class RawColumn:
    """The data cells of one column, split by what the file says they are.

    ``texts`` has None where the cell is no text.  ``floats`` are the number cells and
    ``float_places`` their positions; ``dates`` and ``truths`` map positions to the others.
    """

    header: str
    letter: str
    cells: Any
    texts: pa.Array
    float_places: np.ndarray[Any, Any]
    floats: np.ndarray[Any, Any]
    dates: dict[int, datetime.date]
    truths: dict[int, bool]

    def sample(self) -> list[str]:
        """Up to 2,000 texts from the whole length that say something."""
        length = len(self.texts)
        step = max(1, length // _SAMPLE)
        part = self.texts if step == 1 else self.texts.take(pa.array(range(0, length, step)))
        return [text for text in part.to_pylist() if text is not None and not is_unknown(text)]


def raw_columns(grid: Grid, layout: Layout) -> list[RawColumn]:
    """The data rows of every named column, without blank rows."""
    keep = _kept_positions(layout)
    columns = []
    for name, number in zip(layout.names, layout.columns, strict=True):
        column = grid.columns[number]
        letter = column_letters(grid.column_numbers[number])
        if isinstance(column, list):
            cells: Any = column[layout.first : layout.last]
            if keep is not None:
                cells = [cells[i] for i in keep.tolist()]
            columns.append(_split(name, letter, cells))
        else:
            part = column.slice(layout.first, layout.last - layout.first)
            if keep is not None:
                part = part.take(pa.array(keep))
            texts = part.combine_chunks() if isinstance(part, pa.ChunkedArray) else part
            texts = recoded(texts) if isinstance(texts, pa.DictionaryArray) else texts
            columns.append(RawColumn(name, letter, texts, texts, _NONE, _NONE, {}, {}))
    return columns


def data_rows(grid: Grid, layout: Layout) -> pa.Array:
    """Source row number of every data row."""
    rows = grid.row_numbers[layout.first : layout.last]
    if isinstance(rows, range):
        numbers = np.arange(rows.start, rows.stop, rows.step, dtype=np.int64)
    else:
        numbers = np.asarray(rows, dtype=np.int64)
    keep = _kept_positions(layout)
    return pa.array(numbers if keep is None else numbers[keep])


def _kept_positions(layout: Layout) -> np.ndarray[Any, Any] | None:
    if not layout.blank:
        return None
    mask = np.ones(layout.last - layout.first, dtype=bool)
    mask[np.asarray(layout.blank) - layout.first] = False
    return np.flatnonzero(mask)


def _split(name: str, letter: str, cells: list[Any]) -> RawColumn:
    kinds = set(map(type, cells)) - {type(None)}
    if kinds <= {str}:
        texts = pa.array(cells, pa.string())
        return RawColumn(name, letter, cells, texts, _NONE, _NONE, {}, {})
    if kinds == {float}:
        numbers = pa.array(cells, pa.float64(), from_pandas=False)
        places = np.flatnonzero(np.asarray(numbers.is_valid()))
        floats = np.asarray(numbers.drop_null())
        none = pa.nulls(len(cells), pa.string())
        return RawColumn(name, letter, cells, none, places, floats, {}, {})
    is_float = np.array([type(cell) is float for cell in cells], dtype=bool)
    places = np.flatnonzero(is_float)
    floats = np.array([cell for cell in cells if type(cell) is float], dtype=np.float64)
    texts = pa.array([cell if type(cell) is str else None for cell in cells], pa.string())
    truths = {i: cell for i, cell in enumerate(cells) if isinstance(cell, bool)}
    dates = {i: cell for i, cell in enumerate(cells) if isinstance(cell, datetime.date)}
    return RawColumn(name, letter, cells, texts, places, floats, dates, truths)


def raw_text(raw: RawColumn) -> pa.Array:
    """The cells as they can be read in the file."""
    if not len(raw.floats) and not raw.dates and not raw.truths:
        return raw.texts
    return string_column(raw.cells).cast(pa.string())
