"""Lists as offices keep them: own lists read back, shared applications, gaps, damage, exports."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from strategy.cli import main
from strategy.excel.export import write_folder, write_workbook
from strategy.excel.template import write_template
from strategy.intake.comparing.preview import Preview
from strategy.intake.errors import ColumnMissing, NotATable
from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.intake.writing.maturity_import import read_catalogue
from strategy.kernel.records import find, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.distribution_key import DistributionKey
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.project import Project
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from tests.fresh_plans import some_plan

MakeText = Callable[..., Path]


@pytest.fixture
def store() -> Store:
    """A plan with four Ämter, two of them called alike."""
    plan = some_plan()
    with plan.write("Anna") as tx:
        for number, title in (
            ("10", "Hauptamt"),
            ("20", "Kämmerei"),
            ("11", "Sekretariat"),
            ("21", "Sekretariat"),
        ):
            save_(tx, OrganisationUnit(title=title, number=number))
    return plan


def take(store: Store, kind: str, path: Path, **more: object) -> Preview:
    preview = preview_import(store, kind, path, **more)  # type: ignore[arg-type]
    assert not preview.rejected, preview.rejected
    apply_import(store, preview, "Anna")
    return preview


def titles(store: Store) -> list[str | None]:
    with store.read() as db:
        return [one.title for one in find(db, Application, order="id")]


def test_what_goes_out_comes_back_without_a_change(demo_file: Path, tmp_path: Path) -> None:
    store = Store.open(shutil.copyfile(demo_file, tmp_path / "plan.duckdb"))
    book = write_workbook(store, tmp_path / "alles.xlsx")
    folder = write_folder(store, tmp_path / "csv")
    for kind in ("applications", "projects", "services", "measures", "organisation", "costs"):
        for path in (book, folder / f"{KINDS[kind].noun.TABLE}.csv"):
            found = preview_import(store, kind, path)
            counts = (found.added, found.changed, len(found.rejected))
            assert counts == (0, 0, 0) and found.unchanged == found.read > 0, (kind, path.name)
    store.close()


def test_applications_of_several_units(store: Store, text_file: MakeText) -> None:
    with store.read() as db:
        before = content_hash(db)
    listed = (
        "Anwendung;Amt;Nutzer\nKasse;10;5\nKasse;Kämmerei;7\nAkte;10, 20;3\nPost;Sekretariat;\n"
    )
    preview = take(store, "applications", text_file(listed))
    told = " ".join(preview.notices)
    assert "Mehrere Ämter nennen dieselbe Anwendung" in told and "nicht eindeutig" in told
    with store.read() as db:
        kasse, akte, post = find(db, Application, order="id")
        uses = [(use.application_id, use.users) for use in find(db, ApplicationUse, order="id")]
    assert (kasse.users, kasse.organisation_id, akte.organisation_id) == (12, None, None)
    assert uses == [(kasse.id, 5), (kasse.id, 7), (akte.id, None), (akte.id, None)]
    assert "10, 20" in (akte.note or "") and "Sekretariat" in (post.note or "")
    again = preview_import(store, "applications", text_file(listed))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    undo(store, "Anna")
    with store.read() as db:
        assert content_hash(db) == before


def test_empty_cells_keep_and_soft_words_give_way(store: Store, text_file: MakeText) -> None:
    head = "Anwendung;Hersteller;Vertrag bis\n"
    take(store, "applications", text_file(f"{head}Kasse;Weidewerk;unbefristet\n"))
    kept = take(store, "applications", text_file(f"{head}Kasse;;12/2027\nK-asse;;\n"))
    assert any("leere Zelle" in one for one in kept.notices)
    assert any("„12/2027“ als 31.12.2027" in one for one in kept.notices)
    assert any("ähnelt" in one for one in kept.notices)
    with store.read() as db:
        kasse = find(db, Application, order="id")[0]
    assert (kasse.vendor, str(kasse.contract_end), kasse.note) == ("Weidewerk", "2027-12-31", None)
    cleared = text_file(f"{head}Kasse;;\n")
    take(store, "applications", cleared, mapping={"empty_cells": "clear"})
    with store.read() as db:
        assert find(db, Application, order="id")[0].vendor is None


def test_soft_words_of_measures_and_units_are_kept_in_their_note(
    store: Store, text_file: MakeText
) -> None:
    lists = (
        ("measures", Measure, "Maßnahme;Beginn\nWLAN;je nach Förderung\n"),
        ("organisation", OrganisationUnit, "Amt;Stellen (VZÄ)\nBauamt;nach Stellenplan\n"),
    )
    for kind, noun, text in lists:
        path = text_file(text, f"{kind}.csv")
        preview = take(store, kind, path)
        assert any("steht deshalb in der Anmerkung" in notice for notice in preview.notices)
        with store.read() as db:
            made = find(db, noun, order="-id")[0]
        assert (
            made.values()["note"]
            == text.splitlines()[0].split(";")[1] + ": " + text.split(";")[2].strip()
        )
        # Reading the file once more adds no second line to the note.
        assert take(store, kind, path).unchanged == 1


def test_users_by_name_are_units_and_by_number_a_count(store: Store, text_file: MakeText) -> None:
    take(store, "applications", text_file("Verfahren;Nutzer\nA;Hauptamt, Kämmerei\nB;Kämmerei\n"))
    take(store, "applications", text_file("Verfahren;Nutzer\nC;35\nD;Hauptamt\n", "zahl.csv"))
    with store.read() as db:
        apps = {one.id: one for one in find(db, Application)}
        uses = [apps[use.application_id or ""].title for use in find(db, ApplicationUse)]
    assert sorted(map(str, uses)) == ["A", "A", "B"]
    assert {one.title: one.users for one in apps.values()} == dict(A=None, B=None, C=35, D=None)


def test_headings_hidden_and_struck_rows(store: Store, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("Anwendung", "Hersteller"),
        ("Hauptamt", None),
        ("Akte", "A"),
        ("Alt", "B"),
        ("Kämmerei", None),
        ("Kasse", "C"),
        ("Weg", "D"),
    ):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    for cell in sheet[7]:
        cell.font = Font(strike=True)
    path = tmp_path / "bestand.xlsx"
    book.save(path)
    preview = preview_import(store, "applications", path)
    said = " ".join([*preview.detected.notices, *preview.notices])
    assert "Zeile 4" in said and "durchgestrichen (Zeile 7)" in said and "Zwischenübers" in said
    take(store, "applications", path, mapping={"hidden_rows": "leave_out"})
    with store.read() as db:
        units = {unit.id: unit.title for unit in find(db, OrganisationUnit)}
        found = {one.title: units[one.organisation_id or ""] for one in find(db, Application)}
    assert found == {"Akte": "Hauptamt", "Kasse": "Kämmerei"}


def test_damaged_lines_are_named(store: Store, text_file: MakeText) -> None:
    head = "Name;Zweck;Amt\n"
    open_quote = f'{head}A;"offen;Hauptamt\nB;y;Hauptamt\nC;z;Hauptamt\n'
    preview = take(store, "applications", text_file(open_quote))
    assert titles(store) == ["A", "B", "C"]
    assert any("Zeile 2" in one for one in preview.detected.notices)
    for damaged, lines in (
        (f"{head}A;x; y;Hauptamt\nB;y;Hauptamt\nC;z;Hauptamt\n", "Zeile 2"),
        (f"{head}A;eins\nzwei;Hauptamt\nB;y;Hauptamt\nC;z;Hauptamt\n", "Zeilen 2 und 3"),
        (f'{head}A;"offen;Haupt;amt\nB;y;Hauptamt\n', "Zeile 2"),
    ):
        with pytest.raises(NotATable, match=lines):
            preview_import(store, "applications", text_file(damaged))
    # Line breaks and separators inside of quotes are no damage, nor is an inch.
    fine = f'{head}A;"eins\nzwei; drei";Hauptamt\nB;Monitor 19";Hauptamt\nC;z\nD;z;Hauptamt\n'
    preview = preview_import(store, "applications", text_file(fine))
    assert preview.read == 4 and any("weniger Felder" in one for one in preview.detected.notices)


def test_exports_of_programs_and_lists_without_a_name(store: Store, text_file: MakeText) -> None:
    tickets = (
        "#;Projekt;Tracker;Thema;Beginn;% erledigt\n1;IT;A;Akte;01.01.2026;40\n2;IT;A;WLAN;;0\n"
    )
    take(store, "projects", text_file(tickets))
    with store.read() as db:
        found = [(one.title, one.progress) for one in find(db, Project, order="id")]
    assert found == [("Akte", 40), ("WLAN", 0)]
    repeated = "Projekt;Aufgabe;Start\nIT;Akte;2026\nIT;WLAN;2026\nIT;Post;2026\n"
    for content in (repeated, "Nr;Ding;Hersteller\n9;A;B\n"):
        with pytest.raises(ColumnMissing, match="bitte geben Sie an, welche es ist"):
            preview_import(store, "projects", text_file(content))
    named = "Nr;Bezeichnung des Fachverfahrens\n1;Akte\n"
    take(store, "applications", text_file(named))
    assert titles(store) == ["Akte"]


def test_templates_are_read_as_they_are(store: Store, tmp_path: Path) -> None:
    for kind in ("applications", "projects", "services", "measures", "organisation", "rates"):
        path = write_template(kind, tmp_path / f"{kind}.xlsx")
        found = preview_import(store, kind, path, sheet="Beispiel")
        assert (found.added, found.rejected, found.unused) == (1, [], []), kind
    assert main(["template", "costs", str(tmp_path / "kosten.xlsx")]) == 0
    path = tmp_path / "katalog.xlsx"
    assert main(["template", "maturity", str(path)]) == 0
    catalogue = read_catalogue(path, sheet="Beispiel")
    assert (catalogue.model.title, len(catalogue.questions)) == ("Beispielkatalog", 1)
    assert (catalogue.model.lowest, catalogue.model.highest) == (0, 2)
    assert (tmp_path / "kosten.xlsx").exists()


def test_templates_of_costs_keys_cards_and_points_come_back(store: Store, tmp_path: Path) -> None:
    """Filled in and read twice: one entry the first time, no change the second."""
    with store.write("Anna") as tx:
        save_(tx, Application(title="Beispiel für: Anwendung"))
        save_(tx, OrganisationUnit(title="Hauptamt Mitte", number="99"))
        workshop = save_(tx, Workshop(title="Auftakt"))
        save_(tx, WorkshopPhase(workshop_id=workshop.id, title="Kritik", kind="Kritik"))
    for kind in ("costs", "keys", "cards", "points"):
        path = write_template(kind, tmp_path / f"vorlage_{kind}.xlsx")
        book = load_workbook(path)
        sheet = book["Beispiel"]
        heads = {cell.value: cell.column for cell in sheet[1]}
        for heading, value in (
            ("Werkstatt", "Auftakt"),
            ("Phase", "Kritik"),
            ("Organisationseinheit", "99"),
            ("Karte", "Beispiel für: Karte"),
        ):
            if heading in heads:
                sheet.cell(2, heads[heading], value)
        book.save(path)
        first = preview_import(store, kind, path, sheet="Beispiel")
        assert (first.rejected, first.unused) == ([], []), kind
        assert first.added >= 1, kind
        apply_import(store, first, "Anna")
        again = preview_import(store, kind, path, sheet="Beispiel")
        assert (again.added, again.changed) == (0, 0) and again.unchanged >= 1, kind
    keys = tmp_path / "schluessel.csv"
    with store.read() as db:
        (key,) = find(db, DistributionKey)
    keys.write_text(f"Kennung;Bezeichnung;Grundlage\n{key.id};{key.title};{key.basis}\n", "utf-8")
    listed = preview_import(store, "keys", keys)
    assert (listed.added, listed.changed, listed.unchanged) == (0, 0, 1)
