"""A budget as towns in Hessen publish it: Teilhaushalt, Produkt, Kostenart, sections, results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.records import find, save_
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.municipality import AccountPlan, Municipality
from tests.fresh_plans import some_plan

HEAD = ["Teilhaushalt", "Produkt", "Kostenart", "Bezeichnung", "Ergebnis 2024", "Ansatz 2026"]
HEAD += ["Finanzplanung 2027"]
RESULT = [
    ["01", "01.1.01", None, "Erträge", None, None, None],
    ["01", "01.1.01", "5100000", "Verwaltungsgebühren", 2000, 2200, 2300],
    ["01", "01.1.01", "5300000", "Mieten", 500, 500, 500],
    ["01", "01.1.01", None, "Ordentliche Erträge", 2500, 2700, 2800],
    ["01", "01.1.01", None, "Aufwendungen", None, None, None],
    ["01", "01.1.01", "6200000", "Entgelte Beschäftigte", 5000, 5200, 5300],
    ["01", "01.1.01", "6161000", "Wartung Software", 300, 320, 330],
    ["01", "01.1.01", None, "Ordentliche Aufwendungen", 5300, 5520, 5630],
    ["01", "01.1.01", None, "Verwaltungsergebnis", -2800, -2820, -2830],
]
CASH = [
    [1, "Steuern und steuerähnliche Erträge", 1000, 1200, None, 1300],
    [9, "Summe der Einzahlungen aus laufender Verwaltungstätigkeit", 1000, 1200, None, 1300],
    [11, "Auszahlungen für Sach- und Dienstleistungen", -700, -800, None, -810],
    [18, "Summe der Auszahlungen aus laufender Verwaltungstätigkeit", -700, -800, None, -810],
    [19, "Finanzmittelüberschuss/-fehlbedarf aus Verwaltungstätigkeit", 300, 400, None, 490],
    [24, "Auszahlungen für Baumaßnahmen", -500, -500, 400, -500],
    [29, "Zahlungsmittelüberschuss/-bedarf", -200, -100, None, -10],
]


def _read(tmp_path: Path, plan: str | None, rows: list[list[Any]]) -> dict[str, Any]:
    """Cents of 2026 by line, sums and results left out, with their kind."""
    store = some_plan()
    with store.write("Kim", "Stand") as tx:
        save_(tx, Municipality(title="Musterbach", plan_year=2026, account_plan=plan))
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    path = tmp_path / "haushalt.xlsx"
    book.save(path)
    preview = preview_import(store, "budget", path)
    assert preview.rejected == []
    apply_import(store, preview, "Kim")
    with store.read() as db:
        found = {
            line.title: (line.line_kind, line.amount_cents, line.account)
            for line in find(db, BudgetLine)
            if line.year == 2026 and not line.is_subtotal
        }
    again = preview_import(store, "budget", path)
    assert (again.added, again.changed) == (0, 0)
    return found


@pytest.mark.parametrize("plan", [str(AccountPlan.DOPPIK_57), None])
def test_sections_and_results_of_the_ergebnishaushalt(tmp_path: Path, plan: str | None) -> None:
    # Without a Kontenrahmen the sections alone say the kind.
    found = _read(tmp_path, plan, [["Haushaltsplan 2026 der Stadt Musterbach"], [], HEAD, *RESULT])
    assert found == {
        "Verwaltungsgebühren": ("Ertrag", 2200_00, "5100000"),
        "Mieten": ("Ertrag", 500_00, "5300000"),
        "Entgelte Beschäftigte": ("Aufwand", 5200_00, "6200000"),
        "Wartung Software": ("Aufwand", 320_00, "6161000"),
    }


def test_the_finanzhaushalt_has_payments_and_no_commitments(tmp_path: Path) -> None:
    head = ["Nr.", "Bezeichnung", "Ergebnis 2024", "Ansatz 2026", "VE 2026", "Planung 2027"]
    found = _read(tmp_path, str(AccountPlan.DOPPIK_57), [["Finanzhaushalt 2026"], head, *CASH])
    # "Erträge" in its lines are payments; as income they would be added to the Ergebnishaushalt.
    assert {name: kind for name, (kind, _, _) in found.items()} == {
        "Steuern und steuerähnliche Erträge": "Einzahlung",
        "Auszahlungen für Sach- und Dienstleistungen": "Auszahlung",
        "Auszahlungen für Baumaßnahmen": "Auszahlung",
    }
    assert found["Auszahlungen für Baumaßnahmen"][1] == -500_00
