"""How a value is written into a cell of the form, so that reading it gives the same value back."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from strategy.excel.text import clean_text, starts_formula
from strategy.kernel import german
from strategy.kernel.record import Kind, Spec

FORMATS: dict[Kind, str] = {
    Kind.MONEY: '#,##0.00 "€"',
    Kind.PERCENT: "0.00%",
    Kind.FTE: "0.00##",
    Kind.NUMBER: "#,##0.####",
    Kind.INTEGER: "#,##0",
    Kind.YEAR: "0",
    Kind.DAY: "dd.mm.yyyy",
    # As text, so that "01" keeps its zero and "3-4" does not become a date.
    Kind.TEXT: "@",
    Kind.CODE: "@",
    Kind.CHOICE: "@",
    Kind.REF: "@",
}
# Spreadsheets read "_x0041_" as "A"; written so, the underscore stays one.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# Before March 1900 spreadsheets count days differently; earlier days are written as text.
_FIRST_DAY = date(1900, 3, 1)


def cell_value(spec: Spec, value: Any, name: str = "") -> Any:
    """What stands in the cell: a number, a date, a text or None; ``name`` is that of a reference.

    Per cents are written as a share of 1 in a cell formatted as per cent, because that is what a
    spreadsheet makes of "40 %" when somebody types it.
    """
    if value is None:
        return None
    if spec.kind is Kind.REF:
        return name
    # Spreadsheets know floats only; with two places they are exact up to 90 trillion euros.
    if spec.kind is Kind.MONEY:
        return float(Decimal(value) / 100)
    if spec.kind is Kind.PERCENT:
        return float(Decimal(value) / 100)
    if spec.kind in (Kind.FTE, Kind.NUMBER):
        return float(value)
    if spec.kind is Kind.FLAG:
        return "ja" if value else "nein"
    if spec.kind is Kind.DAY:
        return value if value >= _FIRST_DAY else german.day(value)
    return int(value) if spec.kind in (Kind.INTEGER, Kind.YEAR) else sent_text(str(value))


def sent_text(text: str) -> str:
    """A text as the workbook carries it: without unwritable characters, cut at a cell's limit."""
    return clean_text(text).strip()


def put(cell: Any, value: Any) -> None:
    """Write a value; a text never becomes a formula, whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    # Directly as a text: openpyxl's own way takes "=1+1" for a formula and "#N/A" for an error.
    cell._value = _ESCAPE.sub("_x005F_", value)
    cell.data_type = "s"
    if starts_formula(value):
        cell.quotePrefix = True
