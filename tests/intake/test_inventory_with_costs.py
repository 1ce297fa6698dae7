"""An inventory that also tells who uses an application and what it costs, in one file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

import strategy.nouns  # noqa: F401
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.records import find, save_
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from strategy.nouns.organisation_unit import OrganisationUnit
from tests.fresh_plans import some_plan

HEAD = ["Anwendung", "nutzende Ämter", "Wartung 2026", "Lizenzkosten 2027 €", "Kosten 2026 T€"]
HEAD += ["Ist 2025", "VZÄ 2026"]


def _book(path: Path, maintenance: float) -> Path:
    workbook = Workbook()
    sheet = workbook.active
    for row in (
        HEAD,
        ["DMS", "10 Hauptamt 60 %, 20 Kämmerei 40 %", maintenance, "3.000,00", 5, 700, 0.5],
        ["Finanzen", "Kämmerei", None, 4000, "2,5", None, None],
        ["GIS", "Hauptamt / Kultur und Sport und 20 Kämmerei", 10, None, None, None, None],
        ["Portal", "Hauptamt (60%), Weltraumamt (40%)", None, None, None, None, None],
    ):
        sheet.append(row)
    workbook.save(path)
    return path


def test_users_and_costs_come_with_the_applications(tmp_path: Path) -> None:
    store = some_plan()
    with store.write("Anna", "Stand") as tx:
        for number, title in (("10", "Hauptamt"), ("20", "Kämmerei"), ("41", "Kultur und Sport")):
            save_(tx, OrganisationUnit(number=number, title=title))
    with store.read() as db:
        before = content_hash(db)
    file = _book(tmp_path / "inventar.xlsx", 1200.5)
    preview = preview_import(store, "applications", file)
    assert (preview.added, preview.changed, preview.rejected) == (4 + 8, 0, [])
    assert preview.totals == {
        "2025": {"Ist": 700_00},
        "2026": {"Plan": 1200_50 + 10_00 + 5000_00 + 2500_00},
        "2027": {"Plan": 7000_00},
    }
    assert {fate.column for fate in preview.column_fates if fate.fate == "booked"} == set(HEAD)
    assert any("Weltraumamt" in notice for notice in preview.notices)
    apply_import(store, preview, "Anna")
    with store.read() as db:
        names = {one.id: one.title for one in find(db, Application)}
        units = {one.id: one.title for one in find(db, OrganisationUnit)}
        uses = {
            (names[u.application_id], units[u.organisation_id]): u.share
            for u in find(db, ApplicationUse)
        }
        lines = {
            (names[c.application_id], c.year, str(c.cost_type)): (c.amount_cents, c.fte)
            for c in find(db, CostLine)
        }
    assert uses == {
        ("DMS", "Hauptamt"): Decimal(60),
        ("DMS", "Kämmerei"): Decimal(40),
        ("Finanzen", "Kämmerei"): Decimal(100),
        ("GIS", "Hauptamt"): None,
        ("GIS", "Kultur und Sport"): None,
        ("GIS", "Kämmerei"): None,
    }
    assert lines == {
        ("DMS", 2026, "Wartung und Pflege"): (1200_50, None),
        ("DMS", 2027, "Lizenz"): (3000_00, None),
        ("DMS", 2026, "Sonstiges"): (5000_00, None),
        ("DMS", 2025, "Sonstiges"): (700_00, None),
        ("DMS", 2026, "Personal"): (None, Decimal("0.5")),
        ("Finanzen", 2027, "Lizenz"): (4000_00, None),
        ("Finanzen", 2026, "Sonstiges"): (2500_00, None),
        ("GIS", 2026, "Wartung und Pflege"): (10_00, None),
    }
    again = preview_import(store, "applications", file)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 12)
    changed = preview_import(store, "applications", _book(file, 1300))
    assert (changed.added, changed.changed, changed.unchanged) == (0, 1, 11)
    apply_import(store, changed, "Anna")
    with store.read() as db:
        assert 1300_00 in {line.amount_cents for line in find(db, CostLine)}
        assert len(find(db, CostLine)) == 8
    for _ in range(2):
        undo(store, "Anna")
    with store.read() as db:
        assert content_hash(db) == before


def test_a_name_with_und_in_it_is_one_unit_where_the_plan_has_it(tmp_path: Path) -> None:
    store = some_plan()
    with store.write("Anna", "Stand") as tx:
        for title in ("Kultur", "Sport", "Kultur und Sport"):
            save_(tx, OrganisationUnit(title=title))
    path = tmp_path / "liste.csv"
    path.write_text(
        "Anwendung;nutzende Ämter\nVereine;Kultur und Sport\nHallen;Sport und Kultur\n", "utf-8"
    )
    apply_import(store, preview_import(store, "applications", path), "Anna")
    with store.read() as db:
        units = {one.id: one.title for one in find(db, OrganisationUnit)}
        names = {one.id: one.title for one in find(db, Application)}
        uses = sorted(
            (names[u.application_id], units[u.organisation_id]) for u in find(db, ApplicationUse)
        )
    assert uses == [("Hallen", "Kultur"), ("Hallen", "Sport"), ("Vereine", "Kultur und Sport")]
