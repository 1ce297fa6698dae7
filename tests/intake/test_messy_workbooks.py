"""28 nasty workbooks: each gives its data or one German sentence, in 5 seconds and 500 MB."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from strategy.intake import read_table
from strategy.intake.errors import Encrypted, NotATable, NothingToImport
from strategy.intake.gate.limited_process import spent
from strategy.intake.gate.limits import MEGABYTE
from strategy.kernel.errors import Unreadable

# Rows of data, or the kind of refusal and a word its sentence must contain.
EXPECTED: dict[str, int | tuple[type[Unreadable], str]] = {
    "calamine__any_sheets.xlsx": 3,
    "calamine__date_1904.xlsx": 3,
    "calamine__empty_sheet.xlsx": (NothingToImport, "keine Werte"),
    "calamine__errors.xlsx": (NothingToImport, "Fehlerwerte"),
    "calamine__has_x000D_.xlsx": (NothingToImport, "keine einzige Datenzeile"),
    "calamine__header-row.xlsx": 1,
    "calamine__issue_174.xlsx": 1,
    "calamine__merge_cells.xlsx": 1,
    "calamine__merged_cells.ods": 2,
    "calamine__multi-empty.ods": 5,
    "calamine__pass_protected.xlsx": (Encrypted, "Kennwort"),
    "calamine__picture.xlsx": (NothingToImport, "keine Werte"),
    "calamine__temperature-in-middle.xlsx": 2,
    "calamine__too_small.xls": (NotATable, "Excel"),
    "poi__1904DateWindowing.xls": 1,
    "poi__57893-many-merges.xlsx": (NothingToImport, "keine Werte"),
    "poi__59746_NoRowNums.xlsx": 70,
    "poi__DateFormatTests.xlsx": 3,
    "poi__NumberFormatTests.xlsx": 3,
    "poi__SimpleStrict.xlsx": 6,
    "poi__TwoSheetsOneHidden.xlsx": (NothingToImport, "ausgeblendet"),
    "poi__invalid.xlsx": (NotATable, "keine Arbeitsmappe"),
    "poi__password.xls": (Encrypted, "Kennwort"),
    "poi__simple-monthly-budget.xlsx": 20,
    "poi__xlsx-corrupted.xlsx": (NotATable, "beschädigt"),
    "sheetjs__ErrorTypes.xlsx": 13,
    "sheetjs__large_strings.xlsx": 9998,
    "sheetjs__mixed_sheets.xlsx": 1,
}


def test_every_workbook_of_the_folder_is_tried(shared: Path) -> None:
    present = {path.name for path in (shared / "messy_workbooks").iterdir()}
    assert present == set(EXPECTED)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_workbook_gives_data_or_one_sentence(shared: Path, name: str) -> None:
    expected = EXPECTED[name]
    path = shared / "messy_workbooks" / name
    start, used = time.monotonic(), spent.seconds
    spent.peak = 0
    if isinstance(expected, int):
        table = read_table(path, settle=False)
        assert len(table) == expected
    else:
        with pytest.raises(expected[0]) as refusal:
            read_table(path, settle=False)
        sentence = str(refusal.value)
        assert expected[1] in sentence
        assert name in sentence or "Tabellenblatt" in sentence
        assert sentence.endswith(".") and "\n" not in sentence
    # Processor time is what the file costs; the clock also counts what else the machine does.
    assert 0 < spent.seconds - used < 5
    assert time.monotonic() - start < 120
    assert 10 * MEGABYTE < spent.peak < 500 * MEGABYTE


def test_sheet_declared_as_huge_gives_its_22_cells(shared: Path) -> None:
    table = read_table(shared / "messy_workbooks" / "calamine__issue_174.xlsx", settle=False)
    assert len(table.headers) == 11
    assert table.texts("City") == ["My City"]
    assert table.detected.range == "A1:K2"


def test_days_counted_from_1904_are_the_days_shown_in_the_file(shared: Path) -> None:
    table = read_table(shared / "messy_workbooks" / "poi__1904DateWindowing.xls")
    assert [str(day) for day in table.values("Spalte A")] == ["2000-01-01"]


def test_second_sheet_can_be_named(shared: Path) -> None:
    path = shared / "messy_workbooks" / "poi__SimpleStrict.xlsx"
    table = read_table(path, sheet="Sheet Number 2", settle=False)
    assert table.detected.sheet == "Sheet Number 2"
    assert [value for value in table.values("Spalte F") if value is not None] == [6]
