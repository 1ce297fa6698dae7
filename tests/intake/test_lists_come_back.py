"""What the full export writes is read again by Kennung, without a change."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from strategy.excel.report import write_report
from strategy.intake.errors import NotATable
from strategy.intake.kinds.catalogue import KINDS as IMPORTS
from strategy.intake.writing.importing import apply_import, preview_import
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns.application import Application
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.person import Person
from strategy.nouns.project import Project
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.sending import send_round
from tests.fresh_plans import some_plan

KINDS = {
    "projects": "project",
    "services": "service",
    "measures": "measure",
    "organisation": "organisation_unit",
    "rates": "personnel_rate",
    "applications": "application",
    "costs": "cost_line",
    "budget": "budget_line",
}
# What tells an object by name, or a line by its note: one other word there is one change.
RENAMED = {"costs": "Anmerkung", "rates": "Quelle"}


@pytest.fixture(scope="module")
def exported(
    demo_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Path]]:
    folder = tmp_path_factory.mktemp("export")
    plan = folder / "auenfurt.duckdb"
    plan.write_bytes(demo_file.read_bytes())
    command = [sys.executable, "-m", "strategy", "export", str(plan), str(folder / "out")]
    subprocess.run(command, check=True, capture_output=True)
    store = Store.open(plan)
    yield store, folder / "out"
    store.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_the_full_export_comes_back(exported: tuple[Store, Path], kind: str) -> None:
    store, folder = exported
    (path,) = folder.rglob(f"{KINDS[kind]}.csv")
    shown = preview_import(store, kind, path)
    assert shown.read > 0
    assert (shown.added, shown.changed, shown.missing) == (0, 0, 0)
    assert shown.unchanged == shown.read


@pytest.mark.parametrize("kind", KINDS)
def test_one_edited_cell_of_it_is_one_change(
    exported: tuple[Store, Path], kind: str, tmp_path: Path
) -> None:
    store, folder = exported
    (path,) = folder.rglob(f"{KINDS[kind]}.csv")
    noun = IMPORTS[kind].noun
    label = RENAMED.get(kind) or noun.spec(noun.NAME).label
    edited = _edited(path, tmp_path, label, "Anders als zuvor")
    shown = preview_import(store, kind, edited)
    assert (shown.added, shown.changed, shown.missing) == (0, 1, 0)
    assert shown.changes[0].fields[-1].after == "Anders als zuvor"


def test_an_amount_edited_in_the_exported_budget_is_written_and_undone(
    exported: tuple[Store, Path], tmp_path: Path
) -> None:
    store, folder = exported
    (path,) = folder.rglob("budget_line.csv")
    ask = "SELECT count(*) AS n, sum(amount_cents) AS cents FROM budget_line"
    with store.read() as db:
        before = db.one(ask)
        first = db.value("SELECT amount_cents FROM budget_line WHERE id = 'HH-0000001'")
    assert before is not None
    shown = preview_import(store, "budget", _edited(path, tmp_path, "Betrag", "1.234,50"))
    apply_import(store, shown, "Kim")
    with store.read() as db:
        after = db.one(ask)
    assert after == {"n": before["n"], "cents": before["cents"] - first + 123450}
    undo(store, "Kim")
    with store.read() as db:
        assert db.one(ask) == before


def test_lines_of_the_budget_without_or_with_a_wrong_id_are_told(
    exported: tuple[Store, Path], tmp_path: Path
) -> None:
    store, folder = exported
    (path,) = folder.rglob("budget_line.csv")
    shown = preview_import(store, "budget", _edited(path, tmp_path, "Nr.", ""))
    assert (shown.added, shown.changed, len(shown.rejected)) == (1, 0, 0)
    shown = preview_import(store, "budget", _edited(path, tmp_path, "Nr.", "HH-0000002"))
    assert [cell.row for cell in shown.rejected] == [3]
    assert "steht schon in Zeile 2" in shown.rejected[0].reason
    shown = preview_import(store, "budget", _edited(path, tmp_path, "Nr.", "HH-9999999"))
    assert "hat der Plan nicht" in shown.rejected[0].reason


def _edited(path: Path, folder: Path, label: str, text: str) -> Path:
    """The file with another text in one cell of its first row."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    rows[1][rows[0].index(label)] = text
    edited = folder / path.name
    with edited.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return edited


def test_the_lists_of_the_report_and_the_survey_come_back(tmp_path: Path) -> None:
    store = some_plan()
    with store.write("Kim", "Stand") as tx:
        save_(tx, Municipality(title="Leerfeld", state="ST", plan_year=2027))
        unit = save_(tx, OrganisationUnit(title="Bauamt", number="60", level=2))
        person = save_(tx, Person(function="Leiter IT"))
        about = {"organisation_id": unit.id, "owner_id": person.id}
        app = save_(tx, Application(title="GIS", note="alt", **about))
        project = save_(tx, Project(title="E-Akte", **about))
        measure = save_(tx, Measure(title="Portal", organisation_id=unit.id))
        for owner in ({"application_id": app.id}, {"project_id": project.id}):
            save_(tx, CostLine(year=2027, cost_type="Lizenz", amount_cents=5_000_00, **owner))
        save_(tx, CostLine(year=2027, cost_type="Lizenz", amount_cents=7_00, measure_id=measure.id))
    path = write_report(store, tmp_path / "bericht.xlsx")
    for kind in ("applications", "projects", "measures"):
        sheet = str(IMPORTS[kind].noun.REPORT)
        shown = preview_import(store, kind, path, sheet=sheet)
        # Yearly sums of the plan are no new lines, and its own people are known by their function.
        assert shown.read and (shown.added, shown.changed) == (0, 0), (kind, shown.changes)
        assert shown.unchanged == shown.read, (kind, shown.rejected)
    with pytest.raises(NotATable, match="eine Kostenzeile steht mehrmals"):
        preview_import(store, "costs", path, sheet="Kostendaten")
    with store.write("Kim", "Erhebung") as tx:
        made = save_(tx, SurveyRound(title="Erhebung"))
    (book,) = send_round(store, "Kim", made.id, date(2027, 1, 1))
    (tmp_path / book.file_name).write_bytes(book.data)
    with pytest.raises(NotATable, match="ist ein Erhebungsbogen"):
        preview_import(store, "applications", tmp_path / book.file_name, sheet="Anwendungen")
