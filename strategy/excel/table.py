"""One table as an Excel file: the download beside every list and every chart."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from strategy.kernel import german

# Excel takes no longer text in a cell; XlsxWriter would leave the cell empty without a word.
LONGEST_TEXT = 32_767
WIDEST_COLUMN = 60


class CellKind(StrEnum):
    """What a column holds and so how Excel shows it."""

    TEXT = "text"
    MONEY = "money"
    PERCENT = "percent"
    FTE = "fte"
    NUMBER = "number"
    YEAR = "year"
    DAY = "day"
    MOMENT = "moment"
    YES_NO = "yes_no"


_FORMATS: dict[CellKind, dict[str, Any]] = {
    CellKind.TEXT: {"text_wrap": True},
    # 407 is the code of German; with it Excel knows the sign as a currency and not as a text.
    CellKind.MONEY: {"num_format": "#,##0.00 [$€-407]"},
    CellKind.PERCENT: {"num_format": "0.0##%"},
    CellKind.FTE: {"num_format": "#,##0.00##"},
    CellKind.NUMBER: {"num_format": "#,##0.######"},
    CellKind.YEAR: {"num_format": "0"},
    CellKind.DAY: {"num_format": "dd.mm.yyyy", "align": "left"},
    CellKind.MOMENT: {"num_format": "dd.mm.yyyy hh:mm", "align": "left"},
    CellKind.YES_NO: {},
}


def write_table(
    frame: pd.DataFrame,
    title: str,
    kinds: Mapping[str, CellKind] | None = None,
    empty: Mapping[str, str] | None = None,
) -> bytes:
    """The workbook of one sheet with the rows of ``frame`` under its own column names.

    ``kinds`` says per column what it holds (money in cents, per cent in points, moments in UTC);
    a column without one is judged by its values.  Numbers stay numbers, unknown values read
    "unbekannt" or the word that ``empty`` has for their column, and no text ever becomes a formula
    or a link.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title})
    sheet = book.add_worksheet(_sheet_name(title))
    _prepare_page(sheet, title)
    base = {"valign": "top", "font_name": "Arial", "font_size": 10}
    head = book.add_format(
        {**base, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8E9EF"}
    )
    unknown = book.add_format({**base, "italic": True, "font_color": "#454B6B", "align": "right"})
    formats = {kind: book.add_format({**base, **look}) for kind, look in _FORMATS.items()}
    for index, name in enumerate(frame.columns):
        values = frame.iloc[:, index].tolist()
        kind = (kinds or {}).get(name) or _judge(values)
        sheet.write_string(0, index, str(name), head)
        word = (empty or {}).get(name, german.UNKNOWN)
        widest = _write_column(sheet, index, values, kind, formats[kind], (word, unknown))
        width = max(len(str(name)) + 4, min(widest + 2, WIDEST_COLUMN))
        sheet.set_column(index, index, width)
    if len(frame.columns):
        sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    book.close()
    return buffer.getvalue()


def _write_column(
    sheet: Worksheet,
    index: int,
    values: list[Any],
    kind: CellKind,
    look: Format,
    empty: tuple[str, Format],
) -> int:
    """Write one column below its header; returns the width of its widest text."""
    widest = 0
    for row, value in enumerate(values, start=1):
        if german.is_unknown(value) or value == "":
            sheet.write_string(row, index, *empty)
            shown = empty[0]
        else:
            shown = _WRITERS[kind](sheet, row, index, value, look)
        widest = max(widest, *(len(line) for line in shown.split("\n")))
    return widest


def _write_text(sheet: Worksheet, row: int, index: int, value: Any, look: Format) -> str:
    text = str(value)[:LONGEST_TEXT]
    sheet.write_string(row, index, text, look)
    return text


def _write_number(scale: int) -> Callable[[Worksheet, int, int, Any, Format], str]:
    def write(sheet: Worksheet, row: int, index: int, value: Any, look: Format) -> str:
        number = float(value) / scale
        sheet.write_number(row, index, number, look)
        return f"{number:,.2f} €"

    return write


def _write_day(sheet: Worksheet, row: int, index: int, value: Any, look: Format) -> str:
    day = date(value.year, value.month, value.day)
    if day.year < 1900:  # Excel knows no earlier days
        return _write_text(sheet, row, index, german.day(day), look)
    sheet.write_datetime(row, index, day, look)
    return "31.12.2026"


def _write_moment(sheet: Worksheet, row: int, index: int, value: datetime, look: Format) -> str:
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    sheet.write_datetime(row, index, aware.astimezone(german.TIME_ZONE).replace(tzinfo=None), look)
    return "31.12.2026 12:00"


def _write_yes_no(sheet: Worksheet, row: int, index: int, value: Any, look: Format) -> str:
    return _write_text(sheet, row, index, "ja" if value else "nein", look)


_WRITERS: dict[CellKind, Callable[[Worksheet, int, int, Any, Format], str]] = {
    CellKind.TEXT: _write_text,
    CellKind.MONEY: _write_number(100),
    CellKind.PERCENT: _write_number(100),
    CellKind.FTE: _write_number(1),
    CellKind.NUMBER: _write_number(1),
    CellKind.YEAR: _write_number(1),
    CellKind.DAY: _write_day,
    CellKind.MOMENT: _write_moment,
    CellKind.YES_NO: _write_yes_no,
}


def _judge(values: list[Any]) -> CellKind:
    known = [value for value in values if not german.is_unknown(value)]
    for kind, types in (
        # In this order: a bool is an int to Python, and a datetime is a date.
        (CellKind.YES_NO, (bool,)),
        (CellKind.MOMENT, (datetime,)),
        (CellKind.DAY, (date,)),
        (CellKind.NUMBER, (int, float)),
    ):
        if known and all(isinstance(value, types) for value in known):
            return kind
    return CellKind.TEXT


def _sheet_name(title: str) -> str:
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")[:31].strip()
    # Excel keeps "History" for itself.
    return name if name and name.lower() != "history" else "Tabelle"


def _prepare_page(sheet: Worksheet, title: str) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    # "&" starts a code in headers; doubled it is itself.
    sheet.set_header("&L" + title.replace("&", "&&")[:200] + "&R&D")
    sheet.set_footer("&RSeite &P von &N")
