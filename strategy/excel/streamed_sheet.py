"""A sheet whose rows the database writes: half a million of them without a Python loop per cell.

The upper rows (title, sums, headings) are ordinary cells.  Below them DuckDB renders the XML of
whole rows, and the sheet passes it on while the file is being packed, so neither cells nor XML
ever stand in memory as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import pyarrow as pa
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from strategy.excel.column import NOTHING, Column, Show
from strategy.excel.formats import Formats
from strategy.excel.text import escaped_sql, starts_formula_sql
from strategy.store import Cursor

_SLICE = 10_000
_RELATION = "sheet_rows"
_BERLIN = "(({0} AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Berlin')"


class StreamedSheet(Worksheet):
    """An XlsxWriter sheet with rows that come from a query."""

    def stream(
        self, db: Cursor, rows: pa.Table, columns: Sequence[Column], formats: Formats, first: int
    ) -> None:
        """Place ``rows`` (one Arrow column per column) from the zero-based row ``first`` on.

        ``db`` must still be open when the workbook is closed.
        """
        self._db, self._rows, self._columns, self._formats, self._first = (
            db, rows, columns, formats, first,
        )
        if rows.num_rows:
            self._check_dimensions(first + rows.num_rows - 1, len(columns) - 1)

    def _write_rows(self) -> None:
        # XlsxWriter calls this while packing; dimensions are narrowed for a moment, so that it
        # does not look for ordinary cells in half a million rows.
        last = self.dim_rowmax
        self.dim_rowmax = min(last, self._first - 1) if self._first else last
        super()._write_rows()
        self.dim_rowmax = last
        for xml in self._rendered():
            self.fh.write(xml)

    def _rendered(self) -> Iterator[str]:
        sql = self._row_sql()
        for start in range(0, self._rows.num_rows, _SLICE):
            part = self._rows.slice(start, _SLICE)
            first = self._first + start + 1
            numbers = pa.array(range(first, first + part.num_rows), pa.int64())
            named = pa.table(
                [*part.columns, numbers], names=[*(f"c{i}" for i in range(part.num_columns)), "n"]
            )
            self._db.register(_RELATION, named)
            yield "".join(self._db.arrow(sql).column(0).to_pylist())
            self._db.unregister(_RELATION)

    def _row_sql(self) -> str:
        cells = " || ".join(
            self._cell_sql(place, column) for place, column in enumerate(self._columns)
        )
        return f"SELECT '<row r=\"' || n || '\">' || {cells} || '</row>' FROM {_RELATION} ORDER BY n"

    def _cell_sql(self, place: int, column: Column) -> str:
        value, letter = f"c{place}", xl_col_to_name(place)
        style = self._formats.cell(column.show)._get_xf_index()
        if column.show in (Show.TEXT, Show.LONG, Show.CODE):
            quoted = self._formats.cell(column.show, quoted=True)._get_xf_index()
            return (
                f"coalesce('<c r=\"{letter}' || n || '\" s=\"' || CASE WHEN "
                f"{starts_formula_sql(value)} THEN '{quoted}' ELSE '{style}' END || "
                f"'\" t=\"inlineStr\"><is><t xml:space=\"preserve\">' || {escaped_sql(value)} "
                f"|| '</t></is></c>', {_blank(letter, style)})"
            )
        if column.show is Show.FLAG:
            word = f"CASE WHEN {value} THEN 'ja' ELSE 'nein' END"
            return (
                f"CASE WHEN {value} IS NULL THEN {_blank(letter, style)} ELSE "
                f"'<c r=\"{letter}' || n || '\" s=\"{style}\" t=\"inlineStr\"><is><t>' || {word} "
                "|| '</t></is></c>' END"
            )
        if column.formula:
            return _formula_sql(letter, style, column.formula, value)
        number = (
            f"coalesce('<c r=\"{letter}' || n || '\" s=\"{style}\"><v>' || "
            f"{_number_sql(column.show, value)} || '</v></c>', {_blank(letter, style)})"
        )
        if column.show is not Show.DAY:
            return number
        # Excel knows no days before 1900 and miscounts the first two months of that year.
        return (
            f"CASE WHEN {value} < DATE '1900-03-01' THEN '<c r=\"{letter}' || n || '\" "
            f"s=\"{style}\" t=\"inlineStr\"><is><t>' || strftime({value}, '%d.%m.%Y') || "
            f"'</t></is></c>' ELSE {number} END"
        )


def _number_sql(show: Show, value: str) -> str:
    """The number as Excel stores it, exact to the last digit."""
    if show in (Show.MONEY, Show.PERCENT, Show.FORMULA):
        # Cents become euros and percentage points a share by decimal arithmetic, never by floats.
        return f"CAST(CAST({value} AS DECIMAL(24, 4)) * 0.01 AS TEXT)"
    if show is Show.DAY:
        return f"CAST(date_diff('day', DATE '1899-12-30', {value}) AS TEXT)"
    if show is Show.MOMENT:
        local = _BERLIN.format(value)
        return (
            f"CAST(date_diff('second', TIMESTAMP '1899-12-30', {local}) / 86400.0 AS TEXT)"
        )
    return f"CAST({value} AS TEXT)"


def _formula_sql(letter: str, style: int, formula: str, value: str) -> str:
    """A formula with its cached value: an amount, or the sign for an unknown one."""
    written = escape(formula, quote=False).replace("'", "''")
    cell = f"'<c r=\"{letter}' || n || '\" s=\"{style}\"'"
    body = f"'<f>' || replace('{written}', '{{row}}', CAST(n AS TEXT)) || '</f>'"
    number = _number_sql(Show.MONEY, value)
    return (
        f"{cell} || CASE WHEN {value} IS NULL THEN ' t=\"str\">' || {body} || "
        f"'<v>{NOTHING}</v></c>' ELSE '>' || {body} || '<v>' || {number} || '</v></c>' END"
    )


def _blank(letter: str, style: int) -> str:
    return f"'<c r=\"{letter}' || n || '\" s=\"{style}\"/>'"
