"""Lists of costs and rates as coordinators keep them: what comes in, what is refused and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

import strategy.nouns  # noqa: F401
from strategy.figures.money.cost import cost_total
from strategy.intake.comparing.preview import Preview
from strategy.intake.errors import Ambiguous, NothingToImport, WrongMapping
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.project import Project
from tests.fresh_plans import some_plan

HEAD = [
    "Nr.",
    "Verfahren",
    "Projekt",
    "Amt",
    "Kostenart",
    "Kosten 2026",
    "Kosten 2027",
    "VZÄ",
    "Entgeltgruppe",
    "Bemerkung",
]
ROWS: list[list[object]] = [
    [1, "DMS", None, "Hauptamt", "Wartung", "18.400,00 €", "19,2 T€", None, None, None],
    [2, "Meldewesen", None, "Bürgeramt", "Betrieb", 27890.4, "ca. 28.500", None, None, "RZ"],
    [3, "Termine", None, "Bürgeramt", "Lizenzen", "3.600,--", "k. A.", None, None, None],
    [4, "DMS", None, "Hauptamt", "Personal", None, None, "0,25", "EG 9a", None],
    [5, None, "Portal", "Bürgeramt", "Beratung", None, 12500, None, None, None],
    [None, "Summe", None, None, None, "49.890,40", "60.200", None, None, None],
]


@pytest.fixture
def store() -> Store:
    store = some_plan()
    with store.write("Anna", "Stand") as tx:
        for title in ("DMS", "Meldewesen", "Termine", "Vollstreckung"):
            save_(tx, Application(title=title))
        save_(tx, Project(title="Portal"))
        for year in (2026, 2027):
            save_(tx, PersonnelRate(grade="E9a", year=year, personnel_cents=60_000_00))
    return store


def book(path: Path, rows: list[list[object]], head: list[str] = HEAD) -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in [["IT-Kosten der Stadt"], ["(brutto)"], [], head, *rows]:
        sheet.append(row)
    made.save(path)
    return path


def counts(preview: Preview) -> tuple[int, int, int, int, int]:
    return (preview.read, preview.added, preview.changed, preview.unchanged, preview.missing)


def reasons(preview: Preview) -> dict[int, str]:
    return {cell.row: cell.reason for cell in preview.rejected}


def test_a_messy_list_comes_in_to_the_cent_and_twice_changes_nothing(
    store: Store, tmp_path: Path
) -> None:
    path = book(tmp_path / "Kosten_2026.xlsx", ROWS)
    preview = preview_import(store, "costs", path)
    assert (counts(preview), preview.rejected) == ((9, 9, 0, 0, 0), [])
    assert preview.added_names[0] == "DMS, 2026, Wartung und Pflege"
    apply_import(store, preview, "Anna")
    with store.read() as db:
        lines = {
            (a.application_id or a.project_id, a.cost_type, a.year): a for a in find(db, CostLine)
        }
        assert lines["A-0001", "Wartung und Pflege", 2027].amount_cents == 19_200_00
        estimated = lines["A-0002", "Betrieb und Rechenzentrum", 2027]
        assert estimated.amount_cents == 28_500_00
        assert estimated.note == "RZ\nGeschätzt: „ca. 28.500“"
        # "k. A." is a line whose amount nobody knows, an empty cell of a year is no line.
        assert lines["A-0003", "Lizenz", 2027].amount_cents is None
        assert ("PR-0001", "Dienstleistung", 2026) not in lines
        post = lines["A-0001", "Personal", 2026]
        assert (post.fte, post.grade, post.amount_cents) == (Decimal("0.25"), "E9a", None)
        # Who is responsible does not always pay: the distribution key decides.
        assert {line.organisation_id for line in lines.values()} == {None}
        totals = [cost_total(db, "Plan", year) for year in (2026, 2027)]
        origin = db.value(
            "SELECT cells FROM provenance WHERE object_id = ?",
            [lines["A-0002", "Betrieb und Rechenzentrum", 2026].id],
        )
        before = content_hash(db)
    assert json.loads(origin)["amount_cents"] == "Sheet!F6"
    assert totals == [
        18_400_00 + 27_890_40 + 3_600_00 + 15_000_00,
        19_200_00 + 28_500_00 + 15_000_00 + 12_500_00,
    ]
    again = preview_import(store, "costs", path)
    assert counts(again) == (9, 0, 0, 9, 0)
    apply_import(store, again, "Anna")
    with store.read() as db:
        assert content_hash(db) == before


def test_a_newer_list_shows_what_is_new_changed_and_gone_and_undo_takes_it_back(
    store: Store, tmp_path: Path
) -> None:
    apply_import(store, preview_import(store, "costs", book(tmp_path / "K_1.xlsx", ROWS)), "Anna")
    with store.read() as db:
        before = content_hash(db)
    newer = [list(row) for row in ROWS]
    newer[0][5] = "18.500,00 €"
    newer[2:3] = [[3, "Vollstreckung", None, None, "Lizenz", 600, 610, None, None, None]]
    found = preview_import(store, "costs", book(tmp_path / "K_2.xlsx", newer))
    # The two lines of "Termine" are gone, those of "Vollstreckung" are new.
    assert counts(found) == (9, 2, 1, 6, 2)
    change = found.changes[0]
    assert change.name == "DMS, 2026, Wartung und Pflege"
    assert [(f.before, f.after) for f in change.fields] == [(18_400_00, 18_500_00)]
    apply_import(store, found, "Anna", delete_missing=True)
    undo(store, "Anna")
    with store.read() as db:
        assert content_hash(db) == before


def test_what_cannot_be_meant_is_refused_with_the_row_and_nothing_is_written(
    store: Store, tmp_path: Path
) -> None:
    bad: list[list[object]] = [
        [1, "Vollstrekung", None, None, "Lizenz", 1, None, None, None, None],
        [2, "DMS", None, None, "Miete", 1, None, None, None, None],
        [3, "DMS", None, None, "Wartung", "18.40O", 7, None, None, None],
        [4, "DMS", None, None, "Lizenz", 5, None, None, None, None],
        [5, "DMS", None, None, "Lizenz", 6, None, None, None, None],
        [6, "DMS", None, None, "Personal", None, None, "0,5", "E15", None],
        [7, None, None, "Hauptamt", "Lizenz", 5, None, None, None, None],
        [8, "DMS", None, None, "Personal", None, None, "-0,5", "E9a", None],
    ]
    path = book(tmp_path / "schlecht.xlsx", bad)
    preview = preview_import(store, "costs", path)
    told = reasons(preview)
    assert "ähnlich heißt „Vollstreckung“" in told[5]
    # An unknown kind of cost refuses nothing: it is "Sonstiges", and its word is kept.
    assert 6 not in told and any("„Miete“ unter „Kostenart“" in one for one in preview.notices)
    assert "kein eindeutiger Betrag" in told[7]
    assert "Zeile 8" in told[9] and "Spalte „Bezeichnung“" in told[9]
    assert "Für E15" in told[10] and "weder einen Personalkostensatz" in told[10]
    assert "zu welcher Anwendung oder welchem Projekt" in told[11]
    assert 12 in told
    with pytest.raises(Refused, match="Zeile"):
        apply_import(store, preview, "Anna")
    with store.read() as db:
        assert not find(db, CostLine)
    # A row with one bad cell is left out as a whole, its other year as well.
    apply_import(store, preview, "Anna", leave_out=preview.rejected_rows)
    with store.read() as db:
        assert [line.amount_cents for line in find(db, CostLine)] == [1_00, 5_00]


def test_a_year_column_plan_and_actual_and_thousands_over_the_column(
    store: Store, tmp_path: Path
) -> None:
    head = [
        "Anwendung",
        "Bezeichnung",
        "Jahr",
        "Kostenart",
        "Haushaltsart",
        "Plan/Ist",
        "Betrag in T€",
        "Nutzungsdauer",
        "Häufigkeit",
    ]
    rows: list[list[object]] = [
        ["A-0001", "Server", 2026, "Hardware", "investiv", "Ansatz", 60.5, 5, "einmalig"],
        ["DMS", "Server", 2026, "Hardware", "investiv", "Ergebnis", "58,25", 5, "einmalig"],
        ["DMS", None, 2027, None, None, "Plan", "400 €", None, None],
    ]
    preview = preview_import(store, "costs", book(tmp_path / "lang.xlsx", rows, head))
    assert preview.rejected == []
    apply_import(store, preview, "Anna")
    with store.read() as db:
        found = {(a.title, a.basis): a for a in find(db, CostLine)}
    assert found["Server", "Plan"].amount_cents == 60_500_00
    assert found["Server", "Ist"].amount_cents == 58_250_00
    assert found["Server", "Plan"].budget_kind == "investiv"
    assert found["Server", "Plan"].useful_life_years == 5
    assert (found[None, "Plan"].amount_cents, found[None, "Plan"].cost_type) == (
        400_00,
        "Sonstiges",
    )


def test_equal_lines_of_the_plan_are_not_guessed_apart(store: Store, tmp_path: Path) -> None:
    with store.write("Anna", "zwei Lizenzen") as tx:
        for title in ("Server", "Arbeitsplätze"):
            save_(
                tx,
                CostLine(
                    application_id="A-0001",
                    title=title,
                    year=2026,
                    cost_type="Lizenz",
                    amount_cents=1,
                ),
            )
    rows: list[list[object]] = [["DMS", "Lizenz", 5]]
    path = book(tmp_path / "l.xlsx", rows, ["Anwendung", "Kostenart", "2026"])
    told = reasons(preview_import(store, "costs", path))
    assert "mehrere Zeilen im Plan (KL-0001 und KL-0002)" in told[5]


def test_a_list_without_a_year_or_without_names_says_what_is_missing(
    store: Store, tmp_path: Path
) -> None:
    rows: list[list[object]] = [["DMS", 5], ["Termine", 6]]
    with pytest.raises(NothingToImport, match="nennt kein Jahr"):
        preview_import(store, "costs", book(tmp_path / "a.xlsx", rows, ["Anwendung", "Kosten"]))
    with pytest.raises(WrongMapping, match="Spalte mit der Anwendung"):
        preview_import(store, "costs", book(tmp_path / "b.xlsx", rows, ["Was", "Kosten 2026"]))


def test_rates_by_year_columns(store: Store, tmp_path: Path) -> None:
    head = ["Entgeltgruppe", "Personalkosten 2026", "Personalkosten 2027", "Sachkosten", "Quelle"]
    rows: list[list[object]] = [
        ["EG 9a", "62.345,67", 64216.04, "9.082", "Personalamt"],
        ["E11", 81700, None, "9.082", "Personalamt"],
    ]
    path = book(tmp_path / "s.xlsx", rows, head)
    preview = preview_import(store, "rates", path)
    assert (counts(preview), preview.rejected) == ((3, 1, 2, 0, 0), [])
    kind = "Personalkostensätze"
    assert preview.totals == {"2026": {kind: 144_045_67}, "2027": {kind: 64_216_04}}
    apply_import(store, preview, "Anna")
    with store.read() as db:
        found = {
            (r.grade, r.year): (r.personnel_cents, r.workplace_cents)
            for r in find(db, PersonnelRate)
        }
    assert found == {
        ("E9a", 2026): (62_345_67, 9_082_00),
        ("E9a", 2027): (64_216_04, 9_082_00),
        ("E11", 2026): (81_700_00, 9_082_00),
    }
    assert counts(preview_import(store, "rates", path)) == (3, 0, 0, 3, 0)


def test_a_misspelt_amt_is_told_with_the_nearest_name(store: Store, tmp_path: Path) -> None:
    with store.write("Anna", "Amt") as tx:
        save_(tx, OrganisationUnit(title="Kämmerei"))
    rows: list[list[object]] = [["Kasse", "Kämmereii"], ["Vollstreckung 2", "Kämmerei"]]
    path = book(tmp_path / "amt.xlsx", rows, ["Verfahren", "Amt"])
    told = preview_import(store, "applications", path).notices
    assert any("„Kämmereii“ ähnelt „Kämmerei“" in notice for notice in told)


def test_a_row_of_sums_is_no_application(store: Store, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Kasse", "Summe aller Lizenzen", 7], ["Summe", None, 7]]
    path = book(tmp_path / "inv.xlsx", rows, ["Verfahren", "Bemerkung", "Kosten"])
    preview = preview_import(store, "applications", path)
    assert preview.added_names == ["Kasse"]
    assert any("Summen stehen in Zeile 6" in notice for notice in preview.notices)


def test_rates_of_a_month_are_those_of_a_year(store: Store, text_file: Callable[..., Path]) -> None:
    path = text_file("Besoldungsgruppe;Jahr;Monatskosten\nA 12;2026;6.000,00\n")
    with pytest.raises(Ambiguous, match="nicht, was die Beträge unter „Monatskosten“ enthalten"):
        preview_import(store, "rates", path)
    told = preview_import(store, "rates", path, mapping={"rate_content": "nur Personalkosten"})
    assert told.totals["2026"] == {"Personalkostensätze": 72_000_00}
