"""The budget of Köln: what is read equals the independently cleaned twin, cell by cell."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from strategy.intake import Table, read_table

# Rows, and how many of them are sums.
FILES = {
    "bezirke_einzeldarstellung": (252, 72),
    "ergebnisplan_produktbereiche": (504, 144),
    "gesamtergebnisplan": (26, 7),
    "teilfinanzplan": (1746, 291),
}


def cents(table: Table, header: str) -> int:
    return sum(table.values(header))


@pytest.mark.parametrize("name", FILES)
def test_raw_file_equals_its_clean_twin_cell_by_cell(shared: Path, name: str) -> None:
    folder = shared / "budget_koeln"
    table = read_table(folder / "raw" / f"{name}.csv")
    with (folder / "clean" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = list(csv.reader(file))
    assert table.headers == header
    assert len(table) == len(rows) == FILES[name][0]
    for place, column in enumerate(header):
        clean = [row[place] for row in rows]
        if table.found(column).year:
            assert table.values(column) == [int(cell) * 100 for cell in clean], column
        else:
            assert table.texts(column) == clean, column
    assert table.detected.bad_count == 0
    assert sum(table.subtotals) == FILES[name][1]


def test_sums_known_from_elsewhere(shared: Path) -> None:
    raw = shared / "budget_koeln" / "raw"
    districts = read_table(raw / "bezirke_einzeldarstellung.csv")
    assert cents(districts, "Ergebnis 2011") == -177_479_178_00
    assert cents(districts, "Plan 2012") == -171_704_182_00
    assert cents(districts, "Plan 2017") == 48_307_312_00
    areas = read_table(raw / "ergebnisplan_produktbereiche.csv")
    assert cents(areas, "Ergebnis 2010") == 11_557_205_251_00
    assert cents(areas, "Plan 2015") == 13_634_011_812_00


def test_shape_is_found_and_said(shared: Path) -> None:
    detected = read_table(shared / "budget_koeln/raw/bezirke_einzeldarstellung.csv").detected
    assert (detected.encoding, detected.delimiter) == ("UTF-8 mit BOM", "Semikolon")
    assert [(c.plan_type, c.year) for c in detected.year_columns][:2] == [
        ("Ergebnis", 2011),
        ("Plan", 2012),
    ]
    assert "9.577.207" in detected.year_columns[0].reason
    assert any("72 Summenzeilen" in sentence for sentence in detected.sentences())


def test_statistics_table_without_header_names(shared: Path) -> None:
    table = read_table(shared / "genesis_sample.csv")
    assert table.detected.encoding == "Windows-1252"
    assert table.texts("Spalte A")[0] == "05"
    assert table.texts("Spalte B")[-1] == "Werne, Stadt"
    assert table.found("Jahr 2009").year == 2009
    assert table.values("Jahr 2009")[0] == 7_950_660_525_00
    # The land and the line over all product groups are sums of others.
    assert table.subtotals == [True, True, True, True, False, False, True]
    assert len(table.detected.skipped) == 6 + 11
