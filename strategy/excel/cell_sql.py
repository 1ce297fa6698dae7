"""SQL that renders the XML of cells; ``n`` is the row number, ``c0``, ``c1`` … are the values."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from xlsxwriter.utility import xl_col_to_name

from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.text import escaped_sql, starts_formula_sql

# A row that is cut still holds its whole text; much higher ones would make a list unreadable.
_MOST_LINES = 14
_BERLIN = "(({0} AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Berlin')"


def cell_sql(index: int, column: SheetColumn, style: int, quoted: int) -> str:
    """The cell of one column; ``quoted`` is the style of text that begins like a formula."""
    value, letter = f"c{index}", xl_col_to_name(index)
    # An unknown value is an empty cell with a style, so that lines and filters go through.
    blank = _blank(letter, style)
    if column.show in (Show.TEXT, Show.LONG, Show.CODE):
        return f"coalesce('<c r=\"{letter}' || n || {text_body_sql(value, style, quoted)}, {blank})"
    if column.show is Show.FLAG:
        word = f"CASE WHEN {value} THEN 'ja' ELSE 'nein' END"
        return (
            f"CASE WHEN {value} IS NULL THEN {blank} ELSE '<c r=\"{letter}' || n || "
            f'\'" s="{style}" t="inlineStr"><is><t>\' || {word} || \'</t></is></c>\' END'
        )
    if column.formula:
        return _formula_sql(letter, style, column.formula, value)
    number = (
        f"coalesce('<c r=\"{letter}' || n || '\" s=\"{style}\"><v>' || "
        f"{_number_sql(column.show, value)} || '</v></c>', {blank})"
    )
    if column.show is not Show.DAY:
        return number
    # Excel knows no days before 1900 and miscounts the first two months of that year.
    return (
        f"CASE WHEN {value} < DATE '1900-03-01' THEN '<c r=\"{letter}' || n || "
        f'\'" s="{style}" t="inlineStr"><is><t>\' || strftime({value}, \'%d.%m.%Y\') || '
        f"'</t></is></c>' ELSE {number} END"
    )


def room_of(column: SheetColumn) -> int:
    """How many characters of running text a line of the column holds."""
    return max(int((column.best_width - 1) * 1.2), 4)


def row_sql(wrapped: Sequence[tuple[int, int]]) -> str:
    """The start tag of a row, high enough for the texts of the columns (index, room per line).

    Not every program finds the height of wrapped text by itself.
    """
    if not wrapped:
        return "'<row r=\"' || n || '\">'"
    lines = ", ".join(
        f"coalesce(ceil(length(c{index}) / {room}) "
        f"+ length(c{index}) - length(replace(c{index}, chr(10), '')), 1)"
        for index, room in wrapped
    )
    height = f"least(greatest({lines}, 1), {_MOST_LINES}) * 13.5 + 3"
    return f"'<row r=\"' || n || '\" ht=\"' || {height} || '\" customHeight=\"1\">'"


def coded_sql(index: int, style: int) -> str:
    """The cell of a column whose bodies were rendered beforehand."""
    letter = xl_col_to_name(index)
    return f"coalesce('<c r=\"{letter}' || n || c{index}, {_blank(letter, style)})"


def text_body_sql(value: str, style: int, quoted: int) -> str:
    """All of a text cell behind its row number; NULL where the text is unknown."""
    return (
        f"'\" s=\"' || CASE WHEN {starts_formula_sql(value)} THEN '{quoted}' ELSE '{style}' END || "
        f'\'" t="inlineStr"><is><t xml:space="preserve">\' || {escaped_sql(value)} '
        "|| '</t></is></c>'"
    )


def _number_sql(show: Show, value: str) -> str:
    """The number as Excel stores it, exact to the last digit."""
    # Cents become euros and percentage points a share by decimal arithmetic, never by floats.
    if show is Show.MONEY:
        return f"CAST(CAST({value} AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2)) AS TEXT)"
    if show is Show.FORMULA:
        return f"CAST(CAST({value} AS DECIMAL(26, 0)) * CAST(0.01 AS DECIMAL(2, 2)) AS TEXT)"
    if show is Show.PERCENT:
        return f"CAST(CAST({value} AS DECIMAL(14, 4)) * CAST(0.01 AS DECIMAL(2, 2)) AS TEXT)"
    if show is Show.DAY:
        # 1899-12-30 is day 0 of Excel for all days from March 1900 on.
        return f"CAST(date_diff('day', DATE '1899-12-30', {value}) AS TEXT)"
    if show is Show.MOMENT:
        seconds = f"date_diff('second', TIMESTAMP '1899-12-30', {_BERLIN.format(value)})"
        return f"CAST({seconds} / 86400.0 AS TEXT)"
    return f"CAST({value} AS TEXT)"


def _formula_sql(letter: str, style: int, formula: str, value: str) -> str:
    """A formula with its cached value: an amount, or the sign for an unknown one."""
    # Twice: for the XML it will stand in, and for the SQL literal it is written in.
    written = escape(formula, quote=False).replace("'", "''")
    cell = f"'<c r=\"{letter}' || n || '\" s=\"{style}\"'"
    body = f"'<f>' || replace('{written}', '{{row}}', CAST(n AS TEXT)) || '</f>'"
    number = _number_sql(Show.FORMULA, value)
    return (
        f"{cell} || CASE WHEN {value} IS NULL THEN ' t=\"str\">' || {body} || "
        f"'<v>{NOTHING}</v></c>' ELSE '>' || {body} || '<v>' || {number} || '</v></c>' END"
    )


def _blank(letter: str, style: int) -> str:
    return f"'<c r=\"{letter}' || n || '\" s=\"{style}\"/>'"
