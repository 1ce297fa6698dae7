"""What a sheet shows beside its values: per cent, thousands, struck-out cells, hidden rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from strategy.intake.gate.cell_looks import CellLook, SheetLooks, look_of
from strategy.intake.gate.check import check_file
from strategy.intake.gate.limits import Limits
from strategy.intake.reading.workbook import read_workbook
from strategy.intake.writing.importing import preview_import
from tests.fresh_plans import some_plan

BESIDE = Limits(scan_beside_from=0)


@pytest.mark.parametrize(
    ("code", "percent", "divisor", "unit"),
    [
        ("", False, 1, ""),
        ("#,##0.00", False, 1, ""),
        ('#,##0.00 "€"', False, 1, ""),
        ("#,##0.00\\ [$€-407];[Red]-#,##0.00\\ [$€-407]", False, 1, ""),
        ("0%", True, 1, ""),
        ("0.00%;-0.00%", True, 1, ""),
        ("#,##0,", False, 1_000, ""),
        ("#,##0,,", False, 1_000_000, ""),
        ("#,##0,.0", False, 1_000, ""),
        ("#,##0.0,,", False, 1_000_000, ""),
        ('#,##0," T€"', False, 1_000, "T€"),
        ("#,##0\\ \\T\\€", False, 1, "T€"),
        ('0.0 "Mio. €"', False, 1, "Mio. €"),
        ('0 "% von allem"', False, 1, "% von allem"),
        ('0;"0%"', False, 1, ""),
        ('0" a;b"', False, 1, "a;b"),
        ("[>=1000]#,##0,;0", False, 1_000, ""),
        ("dd.mm.yyyy", False, 1, ""),
    ],
)
def test_what_a_number_format_does(code: str, percent: bool, divisor: int, unit: str) -> None:
    look = look_of(code)
    assert (look.percent, look.divisor, look.unit) == (percent, divisor, unit)


def looks(path: Path, limits: Limits) -> SheetLooks:
    grid, _, _ = read_workbook(path, check_file(path, limits), limits, None)
    return grid.looks


@pytest.mark.parametrize("limits", [Limits(), BESIDE])
def test_a_sheet_as_spreadsheets_write_it(tmp_path: Path, limits: Limits) -> None:
    path = tmp_path / "mappe.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Blatt")
    percent = book.add_format({"num_format": "0.0%"})
    scaled = book.add_format({"num_format": "#,##0,"})
    euro = book.add_format({"num_format": '#,##0.00 "€"'})
    struck = book.add_format({"font_strikeout": True})
    sheet.write_row(0, 0, ["Konto", "Anteil", "Betrag", "Rest"])
    for row in range(1, 3_000):
        sheet.write(row, 0, f"{row}", struck if row == 7 else None)
        sheet.write(row, 1, 0.19, percent)
        sheet.write(row, 2, 1000.0 * row, scaled if row % 2 else None)
        sheet.write(row, 3, 5.0, euro)
    sheet.set_row(10, None, None, {"hidden": True})
    sheet.set_row(2_998, None, None, {"hidden": True})
    sheet.set_column(3, 4, None, None, {"hidden": True})
    book.close()
    found = looks(path, limits)
    assert found.hidden_rows == {11, 2_999} and found.hidden_columns == {3, 4}
    assert not found.filtered
    assert found.in_column(1) == {CellLook("0.0%", percent=True): set(range(2, 3_001))}
    assert found.in_column(2) == {CellLook("#,##0,", divisor=1_000): set(range(2, 3_001, 2))}
    assert found.in_column(3) == {}
    assert found.look(8, 0) == CellLook("", struck=True) and found.look(9, 0) is None


def test_a_sheet_that_is_filtered(tmp_path: Path) -> None:
    path = tmp_path / "mappe.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ("Amt", "A", "B", "A"):
        sheet.append([row])
    sheet.auto_filter.ref = "A1:A4"
    book.save(path)
    assert not looks(path, Limits()).filtered
    sheet.auto_filter.add_filter_column(0, ["A"])
    sheet.row_dimensions[3].hidden = True
    book.save(path)
    found = looks(path, Limits())
    assert found.filtered and found.hidden_rows == {3}


def test_other_ways_to_write_the_same(raw_workbook: Callable[..., Path]) -> None:
    rows = (
        "<row r='1' hidden='false'><c r='A1' s='1'><v>1</v></c></row>"
        '<row hidden="true" r="2" ht="12"><c s="1" r="B2"><v>1</v></c></row>'
        '<row r="3" hidden="0"><c r="A3" s="2"><v>1</v></c><c r="B3" s="11"><v>1</v></c></row>'
    )
    fonts = '<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
    styles = "".join(
        f'<xf numFmtId="{n}" fontId="{font}"/>' for n, font in ((0, 0), (9, 2), (0, 1))
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    extra = {
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{fonts}<cellXfs>{styles}</cellXfs>'
        "</styleSheet>"
    }
    found = looks(raw_workbook({"Blatt": rows}, extra=extra), Limits())
    assert found.hidden_rows == {2}
    assert {look: sorted(columns) for look, columns in found.cells.items()} == {
        CellLook("0%", percent=True): [0, 1],
        CellLook("", struck=True): [0],
    }
    assert found.look(2, 1) == CellLook("0%", percent=True) and found.look(3, 1) is None


def test_a_column_of_numbers_may_hold_words_alone_beside_one_of_per_cents(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Projekt", "Fortschritt", "Quote"), ("A", "offen", 0.5), ("B", "n. n.", 0.25)):
        sheet.append(row)
    for cell in sheet["C"][1:]:
        cell.number_format = "0%"
    book.save(path := tmp_path / "projekte.xlsx")
    preview = preview_import(some_plan(), "projects", path)
    assert (preview.read, preview.added) == (2, 2)
