"""Large sheets are read as whole columns: exactly the cells that the general reader finds."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from strategy.intake.gate.check import check_file
from strategy.intake.gate.limits import Limits
from strategy.intake.reading import plain_sheet
from strategy.intake.reading.sheet_column import SheetColumn
from strategy.intake.reading.workbook import read_workbook
from strategy.kernel.errors import StrategyError

MakeWorkbook = Callable[..., Path]
GENERAL = Limits()
# Every sheet counts as large, and is taken apart row by row.
PLAIN = Limits(scan_beside_from=0)
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Konto</t></is></c></row>'

texts = some.text(
    some.sampled_from("abzÄß09 .,-&<>\"'\n\t_x00D\u00a0\u2028€漢😀"), max_size=12
) | some.sampled_from(["_x000D_", "_x0041_b", " vorn", "hinten ", "0101", "-", "=1+1", "", " "])
numbers = some.floats(allow_nan=False, allow_infinity=False, width=64) | some.integers(
    -(10**15), 10**15
)
moments = some.datetimes(datetime.datetime(1901, 1, 1), datetime.datetime(2199, 12, 31))
cells = some.none() | texts | numbers | some.booleans() | moments | some.just("formula")
tables = some.lists(some.lists(cells, min_size=1, max_size=6), min_size=1, max_size=12)


def read(path: Path, limits: Limits) -> Any:
    """Everything of the first visible sheet, or the sentence that refuses it."""
    try:
        grid, sheet, notes = read_workbook(path, check_file(path, limits), limits, None)
    except StrategyError as error:
        return str(error)
    columns = []
    for column in grid.columns:
        if isinstance(column, SheetColumn):
            assert (np.diff(column.places) > 0).all()
            column = column.to_pylist()
        columns.append(column)
    return repr(
        (
            columns,
            list(grid.row_numbers),
            list(grid.column_numbers),
            grid.merged,
            grid.notices,
            sheet,
            notes,
        )
    )


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For every sheet that was tried as a plain one, whether it was."""
    seen: list[bool] = []
    whole = plain_sheet.PlainSheet.grid

    def grid(self: plain_sheet.PlainSheet, *given: Any) -> Any:
        found = whole(self, *given)
        seen.append(found is not None)
        return found

    monkeypatch.setattr(plain_sheet.PlainSheet, "grid", grid)
    monkeypatch.setattr(plain_sheet, "_PIECE", 300)
    return seen


@given(table=tables, shared=some.booleans(), left=some.integers(0, 30))
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_workbook_gives_the_same_cells(
    tmp_path: Path, plainly: list[bool], table: list[list[Any]], shared: bool, left: int
) -> None:
    path = tmp_path / "mappe.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": not shared})
    day = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    money = book.add_format({"num_format": '#,##0.00 "€";[Red]-#,##0.00 "€"'})
    sheet = book.add_worksheet("Blatt")
    for row, values in enumerate(table):
        for column, value in enumerate(values, left):
            if value is None:
                sheet.write_blank(row, column, None, money)
            elif value == "formula":
                sheet.write_formula(row, column, "=1+1", money, row * 1.5)
            elif isinstance(value, bool):
                sheet.write_boolean(row, column, value)
            elif isinstance(value, str):
                sheet.write_string(row, column, value)
            elif isinstance(value, datetime.datetime):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write_number(row, column, value, money if row % 2 else None)
    book.close()
    assert read(path, PLAIN) == read(path, GENERAL)


def test_what_spreadsheet_programs_write_is_plain(tmp_path: Path, plainly: list[bool]) -> None:
    path = tmp_path / "mappe.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Konto", "Ansatz 2026", "Datum", "fest"])
    for row in range(40):
        sheet.append([f"0{row} Müller & Söhne", row / 7, datetime.date(2026, 1, 1), row % 2 == 0])
    sheet["B9"] = "unbekannt"
    sheet["A5"] = sheet["C7"] = None
    sheet["B3"].number_format = "#,##0.00"
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B20:C20")
    book.save(path)
    assert read(path, PLAIN) == read(path, GENERAL)
    assert plainly == [True]
    assert "Müller & Söhne" in read(path, PLAIN) and "datetime" in read(path, PLAIN)


def test_a_sheet_of_nothing_but_days(tmp_path: Path, plainly: list[bool]) -> None:
    path = tmp_path / "tage.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for day in range(1, 20):
        sheet.append([datetime.date(2026, 3, day), datetime.time(day, 30)])
    book.save(path)
    found = read(path, PLAIN)
    assert found == read(path, GENERAL) and "datetime.date(2026, 3, 19)" in found
    assert plainly == [True]


def cell(place: str, more: str, inner: str = "<v>1</v>") -> str:
    return f'<row r="9"><c r="{place}"{more}>{inner}</c></row>'


TRAPS = {
    "error": cell("A9", ' t="e"', "<v>#REF!</v>"),
    "formula without result": cell("B9", "", "<f>A1</f>"),
    "formula with an empty result": cell("B9", "", "<f>A1</f><v></v>"),
    "formula with an empty text": cell("B9", ' t="str"', "<f>A1</f><v></v>"),
    "formula across cells": cell("B9", "", '<f t="shared" ref="B9:B12" si="0">A1</f><v>2</v>'),
    "formula by reference": cell("B9", "", '<f t="shared" si="0"/><v>2</v>'),
    "no reference": '<row r="9"><c><v>1</v></c></row>',
    "no row number": '<row><c r="A9"><v>1</v></c></row>',
    "cell twice": cell("A9", "") + cell("A9", "", "<v>2</v>"),
    "rows out of order": cell("A9", "") + cell("A3", ""),
    "row beyond the last": cell("A1048577", ""),
    "column beyond the last": cell("XFE9", ""),
    "small letters": cell("a9", ""),
    "place of a strange kind": cell("A9B", ""),
    "comment": "<!-- note -->" + cell("A9", ""),
    "comment in a cell": cell("A9", "", "<v>1<!-- x -->2</v>"),
    "marked section": cell("A9", ' t="inlineStr"', "<is><t><![CDATA[a<b]]></t></is>"),
    "blanks between tags": '<row r="9">\n <c r="A9"><v>1</v></c>\n</row>',
    "single quotes": "<row r='9'><c r='A9'><v>1</v></c></row>",
    "blank in a tag": cell("A9", " "),
    "type before style": cell("A9", ' t="n" s="0"'),
    "style that is none": cell("A9", ' s="77"'),
    "other attribute": cell("A9", ' cm="1"'),
    "unknown type": cell("A9", ' t="zz"'),
    "parts of a text": cell("A9", ' t="inlineStr"', "<is><r><t>a</t></r><r><t>b</t></r></is>"),
    "empty text at the edge": cell("F9", ' t="inlineStr"', "<is><t></t></is>"),
    "blanks at the edge": cell("F9", ' t="inlineStr"', "<is><t>  </t></is>"),
    "kept blanks": cell("A9", ' t="inlineStr"', '<is><t xml:space="preserve"> a </t></is>'),
    "other attribute of a text": cell("A9", ' t="inlineStr"', '<is><t lang="de">a</t></is>'),
    "entity": cell("A9", ' t="inlineStr"', "<is><t>a &amp; &#228; &lt;b></t></is>"),
    "unknown entity": cell("A9", ' t="inlineStr"', "<is><t>a &zz; b</t></is>"),
    "carriage return": cell("A9", ' t="inlineStr"', "<is><t>a\r\nb</t></is>"),
    "escaped letter": cell("A9", ' t="inlineStr"', "<is><t>_x0041_</t></is>"),
    "value of a text in sheet": cell("A9", ' t="inlineStr"', "<v>a</v>"),
    "text without its type": cell("A9", "", "<is><t>a</t></is>"),
    "bracket in a text": cell("A9", ' t="inlineStr"', "<is><t>a > b</t></is>"),
    "no number": cell("A9", "", "<v>abc</v>"),
    "number with a sign": cell("A9", "", "<v>+5</v>"),
    "number with blanks": cell("A9", "", "<v> 5 </v>"),
    "not a number": cell("A9", "", "<v>NaN</v>"),
    "number without end": cell("A9", "", "<v>1e999</v>"),
    "number cut short": cell("A9", "", "<v>1e</v>"),
    "small number": cell("A9", "", "<v>1E-9</v>"),
    "number of many digits": cell("A9", "", "<v>0.1234567890123456789012345</v>"),
    "point at the end": cell("A9", "", "<v>5.</v>"),
    "empty value": cell("A9", "", "<v></v>"),
    "empty truth at the edge": cell("F9", ' t="b"', "<v></v>"),
    "two values": cell("A9", "", "<v>1</v><v>2</v>"),
    "formula behind its value": cell("A9", "", "<v>1</v><f>A1</f>"),
    "value without a cell": '<row r="9"><v>1</v></row>',
    "closed value": cell("A9", "", "<v/>"),
    "no shared text": cell("A9", ' t="s"', "<v>3</v>"),
    "shared text below zero": cell("A9", ' t="s"', "<v>-1</v>"),
    "truth": cell("A9", ' t="b"') + cell("B10", ' t="b"', "<v>0</v>"),
    "day as text": cell("A9", ' t="d"', "<v>2026-04-03T00:00:00</v>"),
    "unknown tag": cell("A9", "", "<x>1</x>"),
    "wrong end of a tag": cell("A9", ' t="inlineStr"', "<is><t>a</t></ix>"),
    "unfinished tag": '<row r="9"><c r="A9"><v>1</v></c></rox>',
    "cell without a row": '<c r="A9"><v>1</v></c>',
    "empty row": '<row r="8"/><row r="9" spans="1:2"></row>' + cell("B10", ""),
    "empty cells": '<row r="9"><c r="A9" s="0"/><c r="B9"></c><c r="C9"><v>1</v></c></row>',
    "far away": cell("XFD1048576", ""),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_whatever_is_not_plain_is_read_like_before(
    raw_workbook: MakeWorkbook, plainly: list[bool], trap: str
) -> None:
    path = raw_workbook({"Blatt": HEAD + TRAPS[trap]})
    expected = read(path, GENERAL)
    if trap == "far away":
        # Laid out whole this would take 16 billion cells; the second try reads it.
        assert check_file(path, PLAIN).plain["xl/worksheets/sheet1.xml"].scan.sparse
        return
    assert read(path, PLAIN) == expected


def test_bytes_that_are_no_text_are_refused_alike(
    raw_workbook: MakeWorkbook, plainly: list[bool]
) -> None:
    path = raw_workbook({"Blatt": HEAD.replace("Konto", "Konto \ue000 Ä")})
    assert read(path, PLAIN) == read(path, GENERAL) and plainly == [True]
    import zipfile

    broken = path.with_name("kaputt.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace("\ue000".encode(), b"\xff\xfe"))
    assert read(broken, PLAIN) == read(broken, GENERAL)


def test_only_the_first_large_sheet_is_read_on_the_way(
    raw_workbook: MakeWorkbook, plainly: list[bool]
) -> None:
    path = raw_workbook({"Eins": HEAD, "Zwei": HEAD.replace("Konto", "Produkt")})
    checked = check_file(path, PLAIN)
    assert list(checked.plain) == ["xl/worksheets/sheet1.xml"]
    assert checked.unseen == {f"xl/worksheets/sheet{n}.xml" for n in (1, 2)}
    grid, _, _ = read_workbook(path, checked, PLAIN, "Zwei")
    assert grid.columns == [["Produkt"]] and not plainly
