"""A table read from a file: typed columns, source rows and everything that was detected."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from strategy.intake.gate.sheet_scan import column_letters, column_number
from strategy.intake.reading.detected import Detected, FoundColumn
from strategy.kernel.errors import NotFound

if TYPE_CHECKING:
    import pyarrow as pa

# Per row where its value stands in a list.
Places = np.ndarray[Any, np.dtype[np.integer[Any]]]


@dataclass
class Table:
    """``data`` has the columns ``c0``, ``c1`` … in the order of ``detected.columns``, then
    ``row`` (source row, 1-based), ``subtotal`` (whether the row is a sum of others) and ``said``
    (whether words stand where an amount belongs).

    Amounts are int64 cents, numbers int64 times ten to the power of ``FoundColumn.scale``, dates
    date32, truths bool, all others strings as they stand in the file.  Unknown is null.
    """

    data: pa.Table
    detected: Detected

    def __len__(self) -> int:
        return int(self.data.num_rows)

    @property
    def headers(self) -> list[str]:
        """Headers in the order of the columns."""
        return [column.header for column in self.detected.columns]

    def position(self, header: str) -> int:
        """Number of the column with this header; raises NotFound."""
        try:
            return self.headers.index(header)
        except ValueError as error:
            raise NotFound(
                f"Die Spalte „{header}“ gibt es in „{self.detected.file}“ nicht."
            ) from error

    def found(self, header: str) -> FoundColumn:
        """What was detected about one column."""
        return self.detected.columns[self.position(header)]

    def array(self, header: str) -> pa.ChunkedArray:
        """The values of one column as arrow array; raises Ambiguous where two readings are left."""
        found = self.found(header)
        if found.readings:
            raise found.question()
        return self.data.column(self.position(header))

    def values(self, header: str) -> list[Any]:
        """The values of one column as Python objects: cents as int, other numbers as Decimal."""
        found = self.found(header)
        values: list[Any] = self.array(header).to_pylist()
        if found.role == "number":
            return [None if v is None else Decimal(v).scaleb(-found.scale) for v in values]
        return values

    def texts(self, header: str) -> list[str | None]:
        """The values of one column as text without blanks around it, None where it is empty."""
        places, words = self.coded_texts(header)
        texts: list[str | None] = np.array([*words, None], dtype=object)[places].tolist()
        return texts

    def coded_texts(self, header: str) -> tuple[Places, list[str | None]]:
        """The same with each text once: per row its place in the list, -1 where it is empty.

        A budget of a million rows says a few hundred things; to make, strip and judge a million
        texts takes longer than to read the file.
        """
        found = self.found(header)
        column = self.data.column(self.position(header)).combine_chunks().dictionary_encode()
        places = column.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        words = column.dictionary.to_pylist()
        if found.readings or found.role in ("text", "code", "written"):
            return places, [(word.strip() or None) if word else None for word in words]
        if found.role == "number":
            words = [None if word is None else Decimal(word).scaleb(-found.scale) for word in words]
        return places, [None if word is None else _as_text(word) for word in words]

    @property
    def rows(self) -> list[int]:
        """Source row of every data row, 1-based."""
        return list(self.data.column("row").to_pylist())

    @property
    def subtotals(self) -> list[bool]:
        """Whether a row is a sum of others."""
        return list(self.data.column("subtotal").to_pylist())

    def place(self, header: str, row: int) -> str:
        """Where a value comes from: ``Tabelle1!C17``, or ``C17`` in a text file."""
        cell = f"{self.found(header).letter}{row}"
        if self.detected.sideways:
            # What was read as a row is a column of the file, and the other way round.
            cell = f"{column_letters(row - 1)}{column_number(self.found(header).letter) + 1}"
        return f"{self.detected.sheet}!{cell}" if self.detected.sheet else cell


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
