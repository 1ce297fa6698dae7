"""A sheet that reads like a page: headings, sentences, tables and charts below each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from strategy.differences.redline import Piece
from strategy.excel.book import CONTENTS, Book, quoted
from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.table import LONGEST_TEXT
from strategy.excel.text import clean_text, starts_formula
from strategy.kernel import german

_LINE_HEIGHT = 13.5
_CHART_ROW = 20  # pixels of an ordinary row
_FIRST_EXCEL_DAY = date(1900, 3, 1)


@dataclass(frozen=True)
class Formula:
    """A formula with the value it has now: cents for money, a number, a word, or None."""

    text: str
    value: Any
    # The word that the formula itself yields where there is nothing to count.
    nothing: str = NOTHING


@dataclass(frozen=True)
class SheetTable:
    """Where a table was written: rows are zero-based, ``last`` is the last row of data."""

    sheet: str
    columns: tuple[SheetColumn, ...]
    header: int
    first: int
    last: int

    def cells(self, index: int, first: int | None = None, last: int | None = None) -> str:
        """The absolute range of a column for formulas and charts."""
        letter = xl_col_to_name(index)
        top = self.first if first is None else first
        bottom = self.last if last is None else last
        return f"{quoted(self.sheet)}!${letter}${top + 1}:${letter}${bottom + 1}"


@dataclass(frozen=True)
class ReservedCells:
    """Rows that are kept free for a chart."""

    row: int
    rows: int


class Page:
    """Writes from top to bottom; ``row`` is the next free zero-based row."""

    def __init__(
        self, book: Book, name: str, title: str, about: str, widths: Sequence[float]
    ) -> None:
        self.book = book
        self.sheet = book.add_sheet(name, title, about, repeat=1)
        self.name = self.sheet.get_name()
        self._widths = list(widths)
        for index, width in enumerate(widths):
            self.sheet.set_column(index, index, width)
        self.sheet.set_row(0, 30)
        self.sheet.write_string(0, 0, title, book.formats.prose("title"))
        self.sheet.freeze_panes(1, 0)
        self.row = 1
        self.text(about, "lead")
        self.sheet.write_url(
            self.row, 0, f"internal:{quoted(CONTENTS)}!A1", book.formats.prose("link"), "Zum Inhalt"
        )
        self.row += 2

    def heading(self, text: str) -> None:
        """A heading over the whole width."""
        look = self.book.formats.prose("heading")
        self.sheet.set_row(self.row, 20)
        self.sheet.write_string(self.row, 0, clean_text(text), look)
        # The line under a heading belongs to the cells; an unwritten cell would interrupt it.
        for index in range(1, len(self._widths)):
            self.sheet.write_blank(self.row, index, None, look)
        self.row += 1

    def text(self, text: str, look: str = "prose") -> None:
        """A paragraph over the whole width.

        Its height is reckoned, because Excel leaves merged cells low; long texts go on in further
        rows, because no row is higher than 409 points.
        """
        for piece in _pieces(clean_text(text), max(sum(self._widths), 40)):
            form = self.book.formats.prose(look)
            self.sheet.merge_range(self.row, 0, self.row, len(self._widths) - 1, "", form)
            self.sheet.write_string(self.row, 0, piece, form)
            lines = _lines(piece, sum(self._widths))
            self.sheet.set_row(self.row, max(15.0, lines * _LINE_HEIGHT + 3))
            self.row += 1

    def empty(self, sentence: str) -> None:
        """What is missing here and where to add it."""
        self.text(sentence, "empty")
        self.row += 1

    def gap(self) -> None:
        """One empty row."""
        self.row += 1

    def table(
        self,
        columns: Sequence[SheetColumn],
        rows: Sequence[Sequence[Any]],
        strong: Sequence[int] = (),
    ) -> SheetTable:
        """A table; ``strong`` are the indexes of rows with sums.  Followed by an empty row."""
        header = self.row
        for index, column in enumerate(columns):
            self.sheet.write_string(
                header, index, column.label, self.book.formats.header(column.show)
            )
        self.sheet.set_row(header, self._height([c.label for c in columns], 1.15))
        for number, values in enumerate(rows):
            for index, (column, value) in enumerate(zip(columns, values, strict=True)):
                self.write(header + 1 + number, index, column.show, value, number in strong)
            self.sheet.set_row(header + 1 + number, self._height(values))
        self.row = header + 1 + len(rows) + 1
        return SheetTable(self.name, tuple(columns), header, header + 1, header + len(rows))

    def pairs(self, values: Mapping[str, tuple[Show, Any]]) -> None:
        """Labels with one value each."""
        for label, (show, value) in values.items():
            self.sheet.write_string(self.row, 0, label, self.book.formats.prose("label"))
            self.write(self.row, 1, show, value, plain=True)
            self.row += 1
        self.row += 1

    def reserve(self, rows: int = 17) -> ReservedCells:
        """Keep room for a chart above the table that it will be drawn from."""
        reserved = ReservedCells(self.row, rows)
        self.row += rows + 1
        return reserved

    def chart(self, reserved: ReservedCells, chart: Chart, alt: str) -> None:
        """Draw a chart; ``alt`` is read to people who cannot see it."""
        # A character is about 7 pixels wide; a chart fills the width of the page, within reason.
        wide = min(int(sum(self._widths) * 7.2), 1150)
        chart.set_size({"width": wide, "height": reserved.rows * _CHART_ROW - 8})
        self.sheet.insert_chart(
            reserved.row, 0, chart, {"description": clean_text(alt), "object_position": 1}
        )

    def write(
        self,
        row: int,
        index: int,
        show: Show,
        value: Any,
        strong: bool = False,
        plain: bool = False,
    ) -> None:
        """One value into one cell; None reads "unbekannt"."""
        formats, sheet = self.book.formats, self.sheet
        look = formats.plain(show) if plain else formats.cell(show, strong)
        if isinstance(value, Formula):
            self._write_formula(row, index, show, value, strong)
        elif isinstance(value, tuple):
            self._write_redline(row, index, value, look)
        elif german.is_unknown(value):
            form = look if show in (Show.TEXT, Show.LONG, Show.CODE) else formats.prose("unknown")
            word = "" if show in (Show.TEXT, Show.LONG, Show.CODE) else german.UNKNOWN
            sheet.write_string(row, index, word, look if strong else form)
        elif isinstance(value, str):
            text = clean_text(value)
            if starts_formula(text) and not plain:
                look = formats.cell(show, strong, quoted=True)
            sheet.write_string(row, index, text, look)
        elif show is Show.FLAG:
            sheet.write_string(row, index, "ja" if value else "nein", look)
        elif show is Show.MOMENT:
            aware = value if value.tzinfo else value.replace(tzinfo=UTC)
            local = aware.astimezone(german.TIME_ZONE).replace(tzinfo=None)
            sheet.write_datetime(row, index, local, look)
        elif show is Show.DAY:
            day = value.date() if isinstance(value, datetime) else value
            if day < _FIRST_EXCEL_DAY:
                sheet.write_string(row, index, german.day(day), look)
            else:
                sheet.write_datetime(row, index, day, look)
        else:
            sheet.write_number(row, index, as_number(show, value), look)

    def _write_formula(
        self, row: int, index: int, show: Show, formula: Formula, strong: bool
    ) -> None:
        look = self.book.formats.cell(show, strong)
        value = formula.value
        if german.is_unknown(value):
            cached: Any = formula.nothing
        elif isinstance(value, str):
            cached = clean_text(value)
        else:
            cached = as_number(show, value)
        self.sheet.write_formula(row, index, f"={formula.text}", look, cached)

    def _write_redline(self, row: int, index: int, pieces: tuple[Piece, ...], look: Format) -> None:
        """Both texts in one cell: struck through what goes, underlined what comes."""
        texts = [(piece.mark, clean_text(piece.text)) for piece in pieces if piece.text]
        # XlsxWriter refuses a rich text of one piece, or one longer than a cell.
        if len(texts) < 2 or sum(len(text) for _, text in texts) > LONGEST_TEXT:
            words = "".join(f"[{text}]" if mark == "gone" else text for mark, text in texts)
            self.sheet.write_string(row, index, words[:LONGEST_TEXT], look)
            return
        parts: list[Any] = []
        for mark, text in texts:
            parts += [self.book.formats.piece(mark), text]
        self.sheet.write_rich_string(row, index, *parts, look)

    def _height(self, values: Sequence[Any], bold: float = 1.0) -> float:
        """The height of a row whose longest text wraps; Excel would find it, printers may not."""
        lines = 1
        for width, value in zip(self._widths, values, strict=False):
            if isinstance(value, tuple):
                value = "".join(piece.text for piece in value)
            if isinstance(value, str):
                lines = max(lines, _lines(clean_text(value), max(width / bold - 1, 4)))
        # 409 points is the most that Excel takes; a little less for rounding.
        return min(max(15.0, lines * _LINE_HEIGHT + 2), 405)


def as_number(show: Show, value: Any) -> float:
    """A value as Excel stores it: cents in euro, percentage points as a share."""
    if show in (Show.MONEY, Show.FORMULA):
        return int(value) / 100
    if show is Show.PERCENT:
        return float(Decimal(str(value)) / 100)
    return float(value)


def _lines(text: str, width: float) -> int:
    # A column width counts digits of the standard font; running text needs a little less.
    room = max(width * 1.22, 1)
    return sum(max(1, math.ceil(len(line) / room)) for line in text.split("\n"))


def _pieces(text: str, width: float) -> list[str]:
    """The text in pieces of at most 28 lines, cut between paragraphs or words."""
    pieces: list[str] = []
    current = ""
    for line in text.split("\n"):
        while _lines(line, width) > 28:
            cut = line.rfind(" ", 0, int(width * 27)) + 1 or int(width * 27)
            pieces += [current] if current else []
            current, head, line = "", line[:cut], line[cut:]
            pieces.append(head)
        joined = f"{current}\n{line}" if current else line
        if _lines(joined, width) > 28:
            pieces.append(current)
            joined = line
        current = joined
    return [*pieces, current]
