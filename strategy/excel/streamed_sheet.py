"""A sheet whose rows the database writes: half a million of them without a Python loop per cell.

The upper rows (title, sums, headings) are ordinary cells.  Below them DuckDB renders the XML of
whole rows, and the sheet passes it on while the file is being packed, so neither cells nor XML
ever stand in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.worksheet import Worksheet

from strategy.excel.cell_sql import cell_sql, coded_sql, room_of, row_sql, text_body_sql
from strategy.excel.column import SheetColumn, Show
from strategy.excel.formats import Formats
from strategy.kernel.store import Cursor

_SLICE = 20_000
_RELATION = "sheet_rows"
_TEXTS = (Show.TEXT, Show.LONG, Show.CODE)


class StreamedSheet(Worksheet):  # type: ignore[misc]
    """An XlsxWriter sheet with rows that come from a query."""

    def stream(
        self,
        db: Cursor,
        rows: pa.Table,
        columns: Sequence[SheetColumn],
        formats: Formats,
        first: int,
    ) -> None:
        """Place ``rows`` (one Arrow column per column) from the zero-based row ``first`` on.

        ``db`` must still be open when the workbook is closed.
        """
        self._db, self._rows, self._columns, self._formats, self._first = (
            db,
            rows,
            columns,
            formats,
            first,
        )
        if rows.num_rows:
            self._check_dimensions(first + rows.num_rows - 1, len(columns) - 1)

    def _write_rows(self) -> None:
        # XlsxWriter calls this while packing; dimensions are narrowed for a moment, so that it
        # does not look for ordinary cells in half a million rows.
        last = int(self.dim_rowmax)  # type: ignore[has-type]
        self.dim_rowmax = min(last, self._first - 1) if self._rows.num_rows else last
        super()._write_rows()
        self.dim_rowmax = last
        for xml in self._rendered():
            self.fh.write(xml)
        self._rows = self._rows.slice(0, 0)

    def _rendered(self) -> Iterator[str]:
        # A column whose texts all fit needs no reckoned height, which takes time for each row.
        wrapped = [
            index
            for index, column in enumerate(self._columns)
            if column.show in _TEXTS and self._longest(index) > room_of(column)
        ]
        coded = {
            index: self._coded(index)
            for index, column in enumerate(self._columns)
            if column.show in _TEXTS and index not in wrapped and self._repeats(index)
        }
        cells = " || ".join(
            coded_sql(index, self._style(column))
            if index in coded
            else cell_sql(index, column, self._style(column), self._style(column, quoted=True))
            for index, column in enumerate(self._columns)
        )
        start_tag = row_sql([(index, room_of(self._columns[index])) for index in wrapped])
        sql = f"SELECT {start_tag} || {cells} || '</row>' AS xml FROM {_RELATION}"
        for start in range(0, self._rows.num_rows, _SLICE):
            part = self._rows.slice(start, _SLICE)
            first = self._first + start + 1
            arrays = [
                coded[index][1].take(coded[index][0].slice(start, _SLICE))
                if index in coded
                else part.column(index)
                for index in range(part.num_columns)
            ]
            arrays.append(pa.array(range(first, first + part.num_rows), pa.int64()))
            names = [*(f"c{index}" for index in range(part.num_columns)), "n"]
            yield from _texts(self._query(pa.table(arrays, names=names), f"{sql} ORDER BY n"))

    def _longest(self, index: int) -> int:
        """The number of characters of a column's longest text."""
        longest = pc.max(pc.utf8_length(self._rows.column(index))).as_py()
        return 0 if longest is None else int(longest)

    def _repeats(self, index: int) -> bool:
        """Whether a column holds few different texts, so that each is worth rendering once."""
        sample = self._rows.column(index).slice(0, _SLICE)
        return len(sample) > 100 and pc.count_distinct(sample).as_py() < len(sample) / 4

    def _coded(self, index: int) -> tuple[pa.Array, pa.Array]:
        """Per row the index of its text in the list of different ones, and their rendered cells."""
        column = self._columns[index]
        encoded = pc.dictionary_encode(self._rows.column(index).combine_chunks())
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        indexes = pa.array(range(len(encoded.dictionary)), pa.int64())
        table = pa.table([encoded.dictionary, indexes], ["c0", "n"])
        body = text_body_sql("c0", self._style(column), self._style(column, quoted=True))
        rendered = self._query(table, f"SELECT {body} AS body FROM {_RELATION} ORDER BY n")
        return encoded.indices, rendered.column(0).combine_chunks()

    def _query(self, table: pa.Table, sql: str) -> pa.Table:
        self._db.register(_RELATION, table)
        try:
            return self._db.arrow(sql)
        finally:
            self._db.unregister(_RELATION)

    def _style(self, column: SheetColumn, quoted: bool = False) -> int:
        return int(self._formats.cell(column.show, quoted=quoted)._get_xf_index())


def _texts(table: pa.Table) -> Iterator[str]:
    """The texts of the only column behind each other, taken as a whole from Arrow's buffer."""
    for chunk in table.column(0).cast(pa.large_string()).chunks:
        if len(chunk):
            offsets = memoryview(chunk.buffers()[1]).cast("q")
            start, end = offsets[chunk.offset], offsets[chunk.offset + len(chunk)]
            yield str(memoryview(chunk.buffers()[2])[start:end], "utf-8")
