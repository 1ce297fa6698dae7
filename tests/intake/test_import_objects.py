"""Inventories, projects, services, measures and units into a plan, and their newer versions."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest

import strategy.nouns  # noqa: F401
from strategy.intake import WrongMapping
from strategy.intake.comparing.preview import Applied, Preview
from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.kernel.store.versions import content_hash
from strategy.nouns.application import Application
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.project import Project
from strategy.nouns.service import Service
from tests.fresh_plans import some_plan

MakeText = Callable[..., Path]


@pytest.fixture
def store() -> Store:
    return some_plan()


def counts(preview: Preview) -> tuple[int, int, int, int, int]:
    return (preview.read, preview.added, preview.changed, preview.unchanged, preview.missing)


def take(store: Store, kind: str, path: Path, **more: object) -> tuple[Preview, Applied]:
    preview = preview_import(store, kind, path, **more)  # type: ignore[arg-type]
    return preview, apply_import(store, preview, "Anna", leave_out=preview.rejected_rows)


def test_second_inventory_comes_as_changes(shared: Path, store: Store) -> None:
    folder = shared / "inventory_gsa"
    first, _ = take(store, "applications", folder / "it-standards_2021-04-19.csv")
    assert counts(first) == (1808, 1808, 0, 0, 0)
    with store.read() as db:
        before = content_hash(db)
    again, applied = take(store, "applications", folder / "it-standards_2021-04-19.csv")
    assert counts(again) == (1808, 0, 0, 1808, 0)
    second, _ = take(store, "applications", folder / "it-standards_2021-10-01.csv")
    # 875 of the 1,020 names were in the first list as well.
    assert counts(second) == (1020, 145, second.changed, 875 - second.changed, 1808 - 875)
    assert second.changed == 105
    third = preview_import(store, "applications", folder / "it-standards_2021-10-01.csv")
    assert counts(third) == (1020, 0, 0, 1020, 933)
    with store.read() as db:
        assert db.value("SELECT count(*) FROM application") == 1808 + 145
        slack = find(db, Application, "title LIKE 'Slack Enterprise%'")[0]
        origin = db.one("SELECT * FROM provenance WHERE object_id = ?", [slack.id])
    assert slack.title == "Slack Enterprise Select"
    assert slack.support_end == datetime.date(2021, 9, 1)
    assert (slack.life_cycle, slack.operation) == ("aktiv", "SaaS")
    assert origin is not None and json.loads(origin["cells"])["title"] == "A4"
    undo(store, "Anna")
    with store.read() as db:
        assert content_hash(db) == before


def test_both_lists_of_projects(shared: Path, store: Store) -> None:
    folder = shared / "projects_canada"
    first, _ = take(store, "projects", folder / "projects_2016.csv")
    assert counts(first) == (398, 398, 0, 0, 0)
    second, _ = take(store, "projects", folder / "projects_2019.csv")
    assert second.read == 463 and second.added == 363
    assert second.changed + second.unchanged == 100
    assert second.missing == 298
    with store.read() as db:
        procurement = find(db, Project, "key = 'pspc-eps'")[0]
        unknown = find(db, Project, "key = 'vac-itsm'")[0]
    assert procurement.budget_cents == 214_474_730_00
    assert procurement.ends_on == datetime.date(2024, 3, 31)
    assert unknown.ends_on is None


def test_ids_of_services_stay_text(shared: Path, store: Store) -> None:
    preview, _ = take(store, "services", shared / "catalogues" / "ozg_leistungen_kdn_2019.csv")
    assert counts(preview) == (557, 557, 0, 0, 0)
    with store.read() as db:
        benefit = find(db, Service, "key = '10000'")[0]
    assert (benefit.title, benefit.topic, benefit.situation) == (
        "Elterngeld",
        "Familie & Kind",
        "Geburt",
    )


@pytest.mark.parametrize(
    ("name", "rows", "domains"),
    [("ulm_massnahmen_ccbysa.csv", 126, 13), ("ulm_measures_148.csv", 148, 15)],
)
def test_numbers_that_start_anew_in_every_field(
    shared: Path, store: Store, name: str, rows: int, domains: int
) -> None:
    path = shared / "catalogues" / name
    preview = preview_import(store, "measures", path)
    # One measure has no title but "-", which is unknown.
    assert preview.rejected_rows == [80]
    assert (preview.read, preview.added) == (rows, rows - 1)
    with pytest.raises(Refused, match="Zeile 80"):
        apply_import(store, preview, "Anna")
    apply_import(store, preview, "Anna", leave_out=[80])
    with store.read() as db:
        assert db.value("SELECT count(DISTINCT key) FROM measure") == rows - 1
        assert db.value("SELECT count(*) FROM life_domain") == domains
        first = find(db, Measure, order="id")[0]
        assert db.value("SELECT title FROM life_domain WHERE id = ?", [first.domain_id]) == (
            "Mobilität"
        )
    assert first.body is None
    again = preview_import(store, "measures", path)
    assert (again.added, again.changed, again.unchanged) == (0, 0, rows - 1)


def test_units_form_a_tree_whatever_their_order(store: Store, text_file: MakeText) -> None:
    path = text_file(
        "Nr;Name;gehört zu;VZÄ\n"
        "10;Hauptamt;I;12,5\n"
        "I;Dezernat I;;k. A.\n"
        "10.1;Sachgebiet IT;Hauptamt;4\n"
    )
    preview, _ = take(store, "organisation", path)
    assert counts(preview) == (3, 3, 0, 0, 0)
    with store.read() as db:
        units = {unit.number: unit for unit in find(db, OrganisationUnit)}
    assert units["10"].parent_id == units["I"].id
    assert units["10.1"].parent_id == units["10"].id
    assert [units[n].level for n in ("I", "10", "10.1")] == [1, 2, 3]
    assert str(units["10"].staff_fte) == "12.5000" and units["I"].staff_fte is None
    assert counts(preview_import(store, "organisation", path)) == (3, 0, 0, 3, 0)


def test_parent_that_nobody_knows_is_named(store: Store, text_file: MakeText) -> None:
    preview = preview_import(store, "organisation", text_file("Nr;Name;gehört zu\n1;A;Mond\n"))
    assert preview.rejected[0].column == "gehört zu"
    assert "Mond" in preview.rejected[0].reason


APPLICATIONS = (
    "ID;Anwendung;Amt;Nutzer;AVV;Status;Vertragsende;Kündigungsfrist\n"
    "S-1;OK.JUG;Jugendamt;1.200;ja;in Betrieb;31.12.2026;6\n"
    "S-2;Registratur;Fremdamt;-;nein;Probelauf;k. A.;\n"
)


def test_words_numbers_flags_and_dates_of_an_inventory(store: Store, text_file: MakeText) -> None:
    with store.write("Anna") as tx:
        unit = save_(tx, OrganisationUnit(title="Jugendamt"))
    preview, _ = take(
        store, "applications", text_file(APPLICATIONS), mapping={"numbers": {"Nutzer": "thousands"}}
    )
    assert not preview.rejected
    with store.read() as db:
        first, second = find(db, Application, order="key")
    assert (first.key, first.users, first.dpa, first.life_cycle) == ("S-1", 1200, True, "aktiv")
    assert first.contract_end == datetime.date(2026, 12, 31)
    assert (first.organisation_id, first.notice_months) == (unit.id, 6)
    assert (second.users, second.dpa, second.life_cycle) == (None, False, None)
    assert second.note == "Verantwortliche Einheit: Fremdamt\nLebenszyklus: Probelauf"


def test_fields_that_are_not_in_the_file_stay(store: Store, text_file: MakeText) -> None:
    mapping = {"numbers": {"Nutzer": "thousands"}}
    take(store, "applications", text_file(APPLICATIONS), mapping=mapping)
    with store.write("Bert") as tx:
        standing = find(tx, Application, "key = 'S-1'")[0]
        save_(tx, standing.replace(vendor="Prosoz", note="eigene Notiz"))
    newer = text_file(APPLICATIONS.replace("OK.JUG", "OK.JUG neu"))
    preview, _ = take(store, "applications", newer)
    assert counts(preview)[1:4] == (0, 1, 1)
    with store.read() as db:
        changed = get_(db, Application, standing.id)
    assert (changed.title, changed.vendor) == ("OK.JUG neu", "Prosoz")


def test_object_changed_since_the_preview_is_refused(store: Store, text_file: MakeText) -> None:
    take(store, "projects", text_file("ID;Projekt;Budget\n1;Portal;5,00\n"))
    preview = preview_import(store, "projects", text_file("ID;Projekt;Budget\n1;Portal;6,00\n"))
    with store.write("Bert") as tx:
        standing = find(tx, Project)[0]
        save_(tx, standing.replace(budget_cents=700))
    with pytest.raises(Refused, match="Vorschau"):
        apply_import(store, preview, "Anna")
    with store.read() as db:
        assert find(db, Project)[0].budget_cents == 700


def test_same_key_twice_names_both_rows(store: Store, text_file: MakeText) -> None:
    preview = preview_import(store, "projects", text_file("ID;Projekt\n7;A\n8;B\n7;C\n"))
    assert [cell.row for cell in preview.rejected] == [4]
    assert "Zeile 4" in preview.rejected[0].reason and "Zeile 2" in preview.rejected[0].reason


def test_object_without_key_is_met_by_its_title(store: Store, text_file: MakeText) -> None:
    with store.write("Anna") as tx:
        old = save_(tx, Project(title="Bürgerportal"))
    preview, _ = take(store, "projects", text_file("ID;Projekt\nP-7;bürgerportal\n"))
    assert counts(preview) == (1, 0, 1, 0, 0)
    with store.read() as db:
        assert get_(db, Project, old.id).key == "P-7"


def test_rules_of_the_noun_reject_rows(store: Store, text_file: MakeText) -> None:
    path = text_file("Projekt;Start;Ende\nA;01.02.2026;01.01.2026\nB;;\n")
    preview = preview_import(store, "projects", path)
    assert preview.rejected_rows == [2]
    assert preview.rejected[0].column == "Ende"


def test_missing_objects_are_deleted_only_when_asked(store: Store, text_file: MakeText) -> None:
    take(store, "projects", text_file("ID;Projekt\n1;A\n2;B\n"))
    preview = preview_import(store, "projects", text_file("ID;Projekt\n1;A\n"))
    assert [(m.name) for m in preview.missing_objects] == ["B"]
    assert apply_import(store, preview, "Anna", delete_missing=True).deleted == 1
    with store.read() as db:
        assert [project.title for project in find(db, Project)] == ["A"]


def test_mapping_names_the_columns_and_is_kept(store: Store, text_file: MakeText) -> None:
    path = text_file("Ding;Was es soll;Nr\nA;b;1\n")
    with pytest.raises(WrongMapping, match="geben Sie an, welche es ist") as asked:
        preview_import(store, "services", text_file("Ding;Was es soll\nA;b\n", "x.csv"))
    assert '"title"' in asked.value.hint and '"title"' not in str(asked.value)
    mapping = {"columns": {"Ding": "title", "Was es soll": "note", "Nr": None}}
    take(store, "services", path, mapping=mapping)
    with store.read() as db:
        assert (find(db, Service)[0].note, find(db, Service)[0].key) == ("b", None)
    again = preview_import(store, "services", path)
    assert again.mapping_saved and counts(again) == (1, 0, 0, 1, 0)
    with pytest.raises(WrongMapping, match="Feld"):
        preview_import(store, "services", path, mapping={"columns": {"Ding": "farbe"}})


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "budget"])
def test_every_field_answers_to_its_own_label(store: Store, text_file: MakeText, kind: str) -> None:
    specs = [
        spec
        for spec in KINDS[kind].noun.specs()
        if not spec.hidden and spec.name not in KINDS[kind].leaves_out
    ]
    path = text_file(
        ";".join(spec.label for spec in specs) + "\n" + ";".join("" for _ in specs[1:]) + "\n"
    )
    known = KINDS[kind].headers()
    from strategy.intake.recognising.headers import same_header

    assert [known[same_header(spec.label)] for spec in specs] == [spec.name for spec in specs]
    assert path.exists()


def test_synonyms_lead_to_fields_that_exist() -> None:
    for kind in KINDS.values():
        for name in [*kind.words, *kind.values, *kind.identity]:
            own = kind.spec(name) is not None or name in (*kind.kept, *kind.helpers)
            assert own or name == "key" and kind.name == "budget", name
        for name, words in kind.values.items():
            spec = kind.spec(name)
            assert spec is not None and spec.choices is not None
            assert set(words.values()) <= set(spec.choices)
