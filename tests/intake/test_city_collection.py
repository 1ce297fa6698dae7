"""The files of one city, each laid out by another office, go into one fresh plan as they are."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

import strategy.nouns  # noqa: F401
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.records import find
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.cost_line import CostLine
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.project import Project
from tests.fresh_plans import some_plan

FILES: list[tuple[str, str, list[list[object]]]] = [
    (
        "organisation",
        "dezernate",
        [
            ["Dezernatsverteilungsplan"],
            ["Stand 1.1.2026"],
            [],
            ["Nummer", "Bezeichnung"],
            ["10", "Hauptamt"],
            ["20", "Kämmerei"],
            ["63", "Bauamt"],
        ],
    ),
    (
        "applications",
        "inventar",
        [
            ["Fachverfahren", "Hersteller", "nutzende Ämter", "Wartung 2026", "Wartung 2027"],
            ["DMS", "A", "Hauptamt 60 %; Kämmerei 40 %", 1200.55, 1300],
            ["GIS", "B", "Bauamt", "2.000,10", None],
        ],
    ),
    (
        "costs",
        "kosten",
        [
            ["Verfahren", "Kostenart", "Kosten 2026 TEUR", "Kosten 2027 TEUR"],
            ["DMS", "Lizenzen", 5.5, 6],
            ["GIS", "Lizenzen", "0,75", None],
        ],
    ),
    (
        "costs",
        "stellen",
        [
            ["Verfahren", "Entgeltgruppe", "VZÄ 2026", "VZÄ 2027"],
            ["DMS", "E 9a", 0.5, 0.25],
            ["GIS", "E 9a", "1,5", None],
        ],
    ),
    (
        "projects",
        "ausschuss",
        [
            ["Projekt", "Amt", "Budget"],
            ["Portal", "Hauptamt", "120 T€"],
            ["Bauakte", "Bauamt", "80,5 T€"],
        ],
    ),
    (
        "budget",
        "haushalt",
        [
            ["Produkt", "Sachkonto", "Bezeichnung", "Ansatz 2026", "Ansatz 2027"],
            ["1110", "6100000", "Aufwendungen für Material", 1000.01, 1100],
            ["1110", "5100000", "Gebühren", 200.02, 250],
        ],
    ),
    (
        "rates",
        "saetze",
        [["Entgeltgruppe", "Jahr", "Personalkosten"], ["E9a", 2026, 60000.5], ["E9a", 2027, 61000]],
    ),
]
# Posts of a grade are refused until there is a rate for it.
FILES.insert(0, FILES.pop())


def test_seven_files_make_one_plan(tmp_path: Path) -> None:
    store = some_plan()
    for kind, name, rows in FILES:
        workbook = Workbook()
        for row in rows:
            workbook.active.append(row)
        path = tmp_path / f"{name}.xlsx"
        workbook.save(path)
        preview = preview_import(store, kind, path)
        assert preview.rejected == [], (name, preview.rejected)
        apply_import(store, preview, "Anna")
        again = preview_import(store, kind, path)
        assert (again.added, again.changed) == (0, 0), name
    with store.read() as db:
        assert len(find(db, OrganisationUnit)) == 3
        assert len(find(db, ApplicationUse)) == 3
        costs = find(db, CostLine)
        assert sum(c.amount_cents or 0 for c in costs if c.year == 2026) == 9450_65
        assert sum(c.amount_cents or 0 for c in costs if c.year == 2027) == 7300_00
        assert sum(float(c.fte or 0) for c in costs) == 2.25
        assert sum(p.budget_cents or 0 for p in find(db, Project)) == 200_500_00
        assert sum(b.amount_cents or 0 for b in find(db, BudgetLine)) == 2550_03
        assert sorted(r.personnel_cents or 0 for r in find(db, PersonnelRate)) == [
            60_000_50,
            61_000_00,
        ]
