"""Write the workbook of one Amt: cover, tables with lists to choose from, hidden keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from strategy.kernel.record import Kind
from strategy.survey.base import Base, BaseRow
from strategy.survey.choices import Choices, add_validations, write_lists
from strategy.survey.cover import CoverFacts, write_cover, write_identity
from strategy.survey.form import (
    COVER,
    EXAMPLE,
    EXAMPLE_ROW,
    EXPLAIN_ROW,
    FIRST_ROW,
    HEADER_ROW,
    ID_KEY,
    IDENTITY,
    IN_ORDER,
    INTRO_ROW,
    KEY_ROW,
    KNOWN,
    LISTS,
    SPARE_ROWS,
    STATE_KEY,
    FormSheet,
)
from strategy.survey.written_cell import FORMATS, cell_value, put

BLUE, PALE, GREY, LINE = "FF2044AA", "FFF2F4FA", "FF454B6B", "FFA9AEC6"
# Columns A and B hold the key and the state of a row.
FIRST_COLUMN = 3
_RIGHT = (Kind.MONEY, Kind.PERCENT, Kind.FTE, Kind.NUMBER, Kind.INTEGER, Kind.YEAR, Kind.DAY)


@dataclass(frozen=True)
class Contents:
    """All that goes into one workbook."""

    facts: CoverFacts
    base: Base
    choices: Choices


def write_workbook(contents: Contents, target: Any) -> None:
    """Write the workbook of one Amt to a path or an open binary file."""
    book = Workbook()
    cover = book.active
    assert isinstance(cover, Worksheet)
    cover.title = COVER
    # Validations refer to rows that are still empty, or a new application could not be chosen on
    # the other sheets.
    ends = {
        sheet.key: FIRST_ROW + len(contents.base.get(sheet.key, {})) + SPARE_ROWS
        for sheet in IN_ORDER
    }
    counts = {sheet.title: len(contents.base.get(sheet.key, {})) for sheet in IN_ORDER}
    write_cover(cover, contents.facts, counts)
    sheets = {sheet.key: book.create_sheet(sheet.title) for sheet in IN_ORDER}
    lists = book.create_sheet(LISTS)
    ranges = write_lists(lists, contents.choices)
    for form in IN_ORDER:
        _write_table(sheets[form.key], form, contents.base)
        add_validations(sheets[form.key], form, ranges, ends, FIRST_COLUMN)
    # Only hidden: the lists serve whoever looks for them. The identity below is "veryHidden", which
    # Excel's menu does not offer to show, so nobody deletes it by mistake.
    lists.sheet_state = "hidden"
    identity = book.create_sheet(IDENTITY)
    write_identity(identity, contents.facts)
    identity.sheet_state = "veryHidden"
    book.properties.creator = contents.facts.municipality
    book.properties.title = contents.facts.round_title
    book.save(target)


def _write_table(sheet: Worksheet, form: FormSheet, base: Base) -> None:
    rows = base.get(form.key, {})
    _set_up(sheet, form, len(rows))
    styles = _styles(sheet, form)
    for number, (object_id, row) in enumerate(rows.items(), FIRST_ROW):
        # The base says where each row stood when the workbook went out.
        row.row = number
        put(sheet.cell(number, 1), object_id)
        put(sheet.cell(number, 2), KNOWN)
        for column in (1, 2):
            sheet.cell(number, column)._style = styles[""]
        for index, (name, spec) in enumerate(form.specs.items(), FIRST_COLUMN):
            cell = sheet.cell(number, index)
            # The style as a number that cells share: setting font, border and fill per cell takes
            # most of the time of a large workbook.
            cell._style = styles[name]
            value = cell_value(spec, row.values.get(name), row.names.get(name, ""))
            if value is not None:
                if isinstance(value, str):
                    # A style of its own where a text must be kept from being a formula.
                    cell._style = styles[name].__copy__()
                put(cell, value)
        sheet.row_dimensions[number].height = 15 * _lines(form, row)


def _set_up(sheet: Worksheet, form: FormSheet, count: int) -> None:
    """Everything above the data, widths, filter, frozen panes, protection, print."""
    put(sheet.cell(INTRO_ROW, FIRST_COLUMN), form.intro)
    sheet.cell(INTRO_ROW, FIRST_COLUMN).font = Font("Calibri", 11, bold=True, color=BLUE)
    sheet.row_dimensions[INTRO_ROW].height = 22
    for index, key in enumerate((ID_KEY, STATE_KEY, *form.specs), 1):
        put(sheet.cell(KEY_ROW, index), f"{form.key}.{key}")
    sheet.row_dimensions[KEY_ROW].hidden = True
    put(sheet.cell(EXAMPLE_ROW, 2), EXAMPLE)
    put(sheet.cell(HEADER_ROW, 1), "Kennung (bitte nicht ändern)")
    put(sheet.cell(HEADER_ROW, 2), "Zustand der Zeile")
    for index, column in enumerate(form.columns, FIRST_COLUMN):
        spec = form.specs[column.name]
        letter = get_column_letter(index)
        explain = sheet.cell(EXPLAIN_ROW, index)
        put(explain, column.explain)
        explain.font, explain.alignment = _SMALL, _TOP
        example = sheet.cell(EXAMPLE_ROW, index)
        if column.example is not None:
            shown = cell_value(spec, column.example, str(column.example))
            put(example, shown)
        example.font, example.fill = _ITALIC, _GREYED
        if spec.kind in FORMATS:
            example.number_format = FORMATS[spec.kind]
        header = sheet.cell(HEADER_ROW, index)
        put(header, form.header(column.name))
        header.font, header.fill, header.alignment = _HEADER, _FILLED, _CENTRED
        whole = sheet.column_dimensions[letter]
        # Room for the longest word with the button of the filter, and four lines of explanation.
        word = max(map(len, form.header(column.name).split())) + 4
        whole.width = max(column.width, word, len(column.explain) // 4 + 2)
        whole.protection = _OPEN
        if spec.kind in FORMATS:
            whole.number_format = FORMATS[spec.kind]
    for letter in ("A", "B"):
        sheet.column_dimensions[letter].hidden = True
        # Spreadsheets sort a protected sheet only where every cell of the range may be changed.
        sheet.column_dimensions[letter].protection = _OPEN
    sheet.row_dimensions[EXPLAIN_ROW].height = 54
    sheet.row_dimensions[HEADER_ROW].height = 34
    last = get_column_letter(FIRST_COLUMN + len(form.columns) - 1)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}{FIRST_ROW + count + SPARE_ROWS}"
    sheet.freeze_panes = sheet.cell(FIRST_ROW, FIRST_COLUMN + 1)
    _protect(sheet)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _protect(sheet: Worksheet) -> None:
    """Keep headers and explanations from being overwritten by mistake; there is no password."""
    guard = sheet.protection
    guard.enable()
    # False means allowed: people sort, filter, widen, and add rows and columns of their own.
    guard.sort = guard.autoFilter = guard.formatColumns = guard.formatRows = False
    guard.formatCells = guard.insertRows = guard.insertColumns = guard.deleteRows = False


def _styles(sheet: Worksheet, form: FormSheet) -> Mapping[str, Any]:
    """Field → the style of its cells, made once on cells that are written over afterwards."""
    styles: dict[str, Any] = {}
    for index, (name, spec) in enumerate(form.specs.items(), FIRST_COLUMN):
        cell = sheet.cell(FIRST_ROW, index)
        cell.protection, cell.border = _OPEN, _LINES
        cell.alignment = _alignment(spec.kind)
        if spec.kind in FORMATS:
            cell.number_format = FORMATS[spec.kind]
        styles[name] = cell._style
    key = sheet.cell(FIRST_ROW, 1)
    key.protection = _OPEN
    styles[""] = key._style
    return styles


def _lines(form: FormSheet, row: BaseRow) -> int:
    """How many lines the row needs for its long texts; no more than five, the rest is scrolled."""
    most = 1
    for column in form.columns:
        value = row.names.get(column.name) or row.values.get(column.name)
        if isinstance(value, str):
            lines = sum(1 + len(part) // column.width for part in value.split("\n"))
            most = max(most, lines)
    return min(most, 5)


@cache
def _alignment(kind: Kind) -> Alignment:
    return Alignment(
        vertical="top",
        wrap_text=kind in (Kind.LONG, Kind.TEXT, Kind.REF),
        horizontal="right" if kind in _RIGHT else None,
    )


_OPEN = Protection(locked=False)
_LINES = Border(bottom=Side("hair", LINE), right=Side("hair", LINE))
_SMALL, _TOP = Font("Calibri", 9, color=GREY), Alignment(wrap_text=True, vertical="top")
_ITALIC, _GREYED = Font("Calibri", 11, italic=True, color=GREY), PatternFill("solid", PALE)
_HEADER, _FILLED = Font("Calibri", 11, bold=True, color="FFFFFFFF"), PatternFill("solid", BLUE)
_CENTRED = Alignment(wrap_text=True, vertical="center")
