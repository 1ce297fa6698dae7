"""A whole table as a sheet of its own: sums, headings, filter, and rows straight from a query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from xlsxwriter.utility import xl_col_to_name

from strategy.excel.book import CONTENTS, Book, quoted
from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.streamed_sheet import StreamedSheet
from strategy.kernel import german
from strategy.kernel.store import Cursor

# Rows of a sheet in Excel.
LAST_ROW = 1_048_576
# Title, note, sums, headings.
_HEADER = 3
_FIRST = _HEADER + 1
# Characters on a line of A4 landscape that can still be read.
_PRINTED_WIDTH = 230


@dataclass(frozen=True)
class Part:
    """Where the rows of a listing stand: one part per sheet, more where Excel's rows run out."""

    sheet: str
    columns: tuple[SheetColumn, ...]
    count: int

    def area(self, source: str) -> str:
        """The absolute range of a column; at least one row, so that formulas have a place."""
        index = next(i for i, column in enumerate(self.columns) if column.source == source)
        letter = xl_col_to_name(index)
        last = _FIRST + max(self.count, 1)
        return f"{quoted(self.sheet)}!${letter}${_FIRST + 1}:${letter}${last}"


@dataclass(frozen=True)
class SumOf:
    """A sum above the headings over the rows that hold these words: column → word."""

    label: str
    source: str
    words: Mapping[str, str]
    index: int


class Listing:
    """A table whose place is known before it is written, so that earlier sheets can refer to it.

    ``about`` is the sentence under the title and in the contents, ``empty`` says what is missing
    where there are no rows.  More rows than a sheet holds go on to further sheets.
    """

    def __init__(
        self,
        db: Cursor,
        name: str,
        title: str,
        about: str,
        columns: Sequence[SheetColumn],
        sql: str,
        params: Sequence[Any] = (),
        *,
        empty: str = "",
        sums: Sequence[SumOf] = (),
        last_row: int = LAST_ROW,
    ) -> None:
        """``sql`` yields columns named as ``Column.source``, in the order of the rows wanted."""
        self._db, self._title, self._about, self._empty = db, title, about, empty
        self._columns, self._sums = tuple(columns), tuple(sums)
        # Read at once, before any sheet is written: formulas on earlier sheets need to know where
        # the rows end.
        self._rows = db.arrow(sql, params).select([column.source for column in columns])
        self._room = last_row - _FIRST
        self.parts = [
            Part(
                name if number == 0 else f"{name[:27]} {number + 1}",
                self._columns,
                min(self._room, self._rows.num_rows - start),
            )
            for number, start in enumerate(range(0, max(self._rows.num_rows, 1), self._room))
        ]

    @property
    def count(self) -> int:
        """The number of rows."""
        return sum(part.count for part in self.parts)

    def write(self, book: Book) -> None:
        """Add the sheet, or the sheets."""
        whole = len(self.parts)
        for number, part in enumerate(self.parts):
            title = self._title if whole == 1 else f"{self._title} (Teil {number + 1} von {whole})"
            self._write_part(book, part, title, self._rows.slice(number * self._room, part.count))
        # The sheets hold the rows now and let go of them one by one while they are packed.
        self._rows = self._rows.slice(0, 0)

    def _write_part(self, book: Book, part: Part, title: str, rows: pa.Table) -> None:
        sheet = book.add_sheet(
            part.sheet, title, self._about, repeat=_HEADER + 1, kind=StreamedSheet
        )
        assert isinstance(sheet, StreamedSheet) and sheet.get_name() == part.sheet
        formats = book.formats
        for index, column in enumerate(self._columns):
            sheet.set_column(index, index, column.best_width)
        sheet.set_row(0, 28)
        sheet.write_string(0, 0, title, formats.prose("title"))
        count = f"{german.number(part.count)} {'Zeile' if part.count == 1 else 'Zeilen'}"
        sheet.write_string(1, 0, f"{self._about} {count}.", formats.prose("note"))
        sheet.write_url(
            2, 0, f"internal:{quoted(CONTENTS)}!A1", formats.prose("link"), "Zum Inhalt"
        )
        if self._sums and part.count:
            _write_kinds(book, sheet, part, rows, self._sums)
        else:
            _write_sums(book, sheet, part, rows)
        for index, column in enumerate(self._columns):
            sheet.write_string(_HEADER, index, column.label, formats.header(column.show))
        sheet.freeze_panes(_FIRST, 2 if len(self._columns) > 3 else 1)
        if part.count:
            sheet.autofilter(_HEADER, 0, _HEADER + part.count, len(self._columns) - 1)
        elif self._empty:
            sheet.write_string(_FIRST, 0, self._empty, formats.prose("note"))
        shown = _printed(self._columns)
        if shown < len(self._columns):
            sheet.print_area(0, 0, _HEADER + part.count, shown - 1)
        sheet.stream(self._db, rows, self._columns, formats, _FIRST)


def _printed(columns: Sequence[SheetColumn]) -> int:
    """How many columns are printed: as many as stay readable on one page in landscape."""
    width = 0.0
    for index, column in enumerate(columns):
        width += column.best_width
        if width > _PRINTED_WIDTH:
            return max(index, 1)
    return len(columns)


def _write_kinds(
    book: Book, sheet: StreamedSheet, part: Part, rows: pa.Table, sums: Sequence[SumOf]
) -> None:
    """Above the headings: one sum per kind of row, where one over all would add unlike things.

    SUBTOTAL knows no criteria, so these sums are those of the sheet and do not follow the filter.
    """
    for one in sums:
        tests = ",".join(
            f'{part.area(name).rpartition("!")[2]},"{word}"' for name, word in one.words.items()
        )
        chosen = rows
        for name, word in one.words.items():
            cells = chosen.column(name)
            # Flags are written as words, and are truth values in the query.
            held: Any = word == "ja" if pa.types.is_boolean(cells.type) else word
            chosen = chosen.filter(pc.equal(cells, held))
        area = part.area(one.source).rpartition("!")[2]
        total = pc.sum(chosen.column(one.source)).as_py()
        sheet.write_string(2, one.index - 1, one.label, book.formats.prose("note"))
        sheet.write_formula(
            2,
            one.index,
            # Where no amount is known the sum is unknown and not 0.
            f'IF(COUNTIFS({tests},{area},"<>")=0,"{NOTHING}",SUMIFS({area},{tests}))',
            book.formats.cell(Show.MONEY, strong=True),
            NOTHING if total is None else int(total) / 100,
        )


def _write_sums(book: Book, sheet: StreamedSheet, part: Part, rows: pa.Table) -> None:
    """Above the headings: the sum of the rows that the filter leaves visible."""
    labelled = False
    for index, column in enumerate(part.columns):
        if not column.total or not part.count:
            continue
        if not labelled and index > 1:
            sheet.write_string(
                2, index - 1, "Summe der sichtbaren Zeilen", book.formats.prose("note")
            )
            labelled = True
        total = pc.sum(rows.column(index)).as_py()
        value = 0 if total is None else total
        area = part.area(column.source).rpartition("!")[2]
        sheet.write_formula(
            2,
            index,
            # 109 and not 9: it leaves out rows hidden by hand as well as those that a filter hides.
            f"SUBTOTAL(109,{area})",
            book.formats.cell(column.show, strong=True),
            value / 100 if column.show in (Show.MONEY, Show.FORMULA) else float(value),
        )
