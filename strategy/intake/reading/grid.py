"""The cells of one sheet or text file as read, by column, with the places they came from."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.gate.cell_looks import SheetLooks

# Texts as numbers of distinct texts.
CODED = pa.dictionary(pa.int32(), pa.string())
# Fewer rows are not worth coding.
MANY = 1_000

Cell = str | float | bool | datetime.date | datetime.datetime | None


@dataclass
class Grid:
    """A rectangle of raw cells.

    ``columns[j][i]`` is one cell: text, float, bool, date, datetime or None.  A column of a text
    table is an arrow array of strings, a column of a workbook a list in which every blank cell is
    None.  ``row_numbers[i]`` is the 1-based row in the source, ``column_numbers[j]`` the 0-based
    column there.  ``merged`` holds (first row, first
    column, last row, last column) as positions in this grid.  ``looks`` has number formats and
    hidden rows by their places in the source.
    """

    columns: list[Any]
    row_numbers: Sequence[int]
    column_numbers: Sequence[int]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    looks: SheetLooks = field(default_factory=SheetLooks)
    # The visible sheets of the workbook.
    sheets: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.row_numbers)

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.columns)

    def rows(self, first: int, last: int) -> list[list[Cell]]:
        """The rows at positions ``first`` to ``last`` (exclusive), each a list of cells."""
        parts = []
        for column in self.columns:
            part = column[first:last]
            parts.append(part if isinstance(part, list) else part.to_pylist())
        return [list(row) for row in zip(*parts, strict=True)]

    def filled_counts(self) -> np.ndarray[Any, Any]:
        """How many cells of every row hold something other than blanks."""
        counts = np.zeros(len(self), dtype=np.int32)
        for column in self.columns:
            if isinstance(column, list):
                # Counting what is missing is far quicker than asking every cell.
                if column.count(None):
                    counts += np.array([cell is not None for cell in column], dtype=bool)
                else:
                    counts += 1
                continue
            if isinstance(column, pa.DictionaryArray):
                seen = _seen(column.dictionary)
                if not column.null_count and pc.all(seen).as_py():
                    counts += 1
                    continue
                seen = seen.take(column.indices)
            else:
                seen = _seen(column)
            filled = pc.fill_null(seen, False)
            counts += np.asarray(filled.to_numpy(zero_copy_only=False), dtype=bool)
        return counts


def _seen(texts: Any) -> Any:
    blank = pc.or_(pc.equal(pc.binary_length(texts), 0), pc.utf8_is_space(texts))
    return pc.invert(blank)


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cleaned(cell: Any) -> Cell:
    """A cell as a reader of workbooks hands it over, as a grid holds it; blanks become None."""
    if isinstance(cell, str):
        return cleaned_text(cell)
    if isinstance(cell, bool) or cell is None:
        return cell
    if isinstance(cell, int):
        return float(cell)
    if isinstance(cell, datetime.datetime | datetime.date | float):
        return cell
    return str(cell)


def cleaned_text(cell: str) -> str | None:
    """A text with the line ends of Unix, None if nothing can be seen of it."""
    if not cell or cell.isspace():
        return None
    return cell.replace("\r\n", "\n") if "\r" in cell else cell


def text_of(cell: Cell) -> str:
    """A cell as the text a reader of the sheet would expect: 101.0 -> ``101``, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nein"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        if cell.time() == datetime.time():
            return cell.date().isoformat()
        return cell.isoformat(sep=" ", timespec="seconds")
    return str(cell) if not isinstance(cell, str) else cell


def string_column(column: Any) -> pa.ChunkedArray | pa.Array:
    """A raw column as arrow strings, None where the cell is empty."""
    if not isinstance(column, list):
        return column
    return pa.array(
        [None if cell is None else text_of(cell) for cell in column], type=pa.large_string()
    )


def coded(texts: pa.Array) -> pa.Array:
    """Texts as numbers of distinct texts where they repeat much, else as they are.

    Columns of a budget repeat few texts: coded, they are small to hand on and quick to clean.
    """
    if isinstance(texts, pa.DictionaryArray) or len(texts) < MANY:
        return texts
    sample = texts.slice(0, 10_000)
    if len(pc.unique(sample)) > len(sample) // 2:
        return texts
    found = pc.dictionary_encode(texts)
    return found if len(found.dictionary) <= len(texts) // 4 else texts


def recoded(texts: pa.DictionaryArray) -> pa.Array:
    """A part of a coded column with the texts it uses; not coded if they repeat little.

    What is looked for among the distinct texts must stand in some cell, which a header or a note
    below the table does no more.
    """
    if texts.indices.null_count:
        return coded(pc.cast(texts, pa.string()))
    indices = np.asarray(texts.indices)
    used = np.bincount(indices, minlength=len(texts.dictionary)) > 0
    if np.count_nonzero(used) > len(texts) // 4:
        return pc.cast(texts, pa.string())
    if used.all():
        return texts
    places = np.cumsum(used, dtype=np.int32) - 1
    return pa.DictionaryArray.from_arrays(
        pa.array(places[indices]), texts.dictionary.filter(pa.array(used))
    )


def distinct_texts(texts: pa.Array) -> pa.Array:
    """Every text of a column that ``recoded`` or ``coded`` made, once.  Null may be among them."""
    return texts.dictionary if isinstance(texts, pa.DictionaryArray) else pc.unique(texts)


def spread(texts: Any, work: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Do ``work`` on the distinct texts of a column and spread the result over its cells."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    if isinstance(texts, pa.ChunkedArray):
        return pa.chunked_array([spread(chunk, work) for chunk in texts.chunks])
    if not isinstance(texts, pa.DictionaryArray):
        texts = coded(texts)
    if isinstance(texts, pa.DictionaryArray):
        return work(texts.dictionary).take(texts.indices)
    return work(texts)


def is_text(column: Any) -> bool:
    """Whether an arrow column holds texts, coded or not."""
    kind = column.type
    return bool(
        pa.types.is_string(kind)
        or (pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type))
    )
