"""The half-yearly report through its commands: what it tells, for whom, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from strategy.cli import main
from strategy.kernel.errors import Refused
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import seal_edition
from strategy.nouns import (
    CostLine,
    Deadline,
    Indicator,
    IndicatorValue,
    Measure,
    Milestone,
    Municipality,
    OrganisationUnit,
    Paper,
    ReportDefinition,
    Risk,
)
from strategy.nouns.measure import MeasureStatus
from strategy.nouns.report_definition import ReportAudience, ReportedStatus, ReportSection
from strategy.nouns.visibility import Audience
from strategy.reporting.half_year import read_half_year
from tests.fresh_plans import empty_plan

TODAY = date(2027, 7, 1)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Three measures, one sealed state, and what happened to them since."""
    store = empty_plan(tmp_path_factory.mktemp("report") / "plan.duckdb")
    with store.write("Anna", "Anlegen") as tx:
        save_(tx, Municipality(title="Welbeck", plan_year=2027))
        top, other = (save_(tx, OrganisationUnit(title=t, level=1)) for t in ("Hauptamt", "Bau"))
        below = save_(tx, OrganisationUnit(title="IT", level=2, parent_id=top.id))
        span = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
        portal = save_(
            tx, Measure(title="Portal", status="in Umsetzung", organisation_id=below.id, **span)
        )
        late = Measure(title="Netz", status="beschlossen", organisation_id=other.id, progress=10)
        late = save_(tx, late.replace(**span))
        save_(tx, Measure(title="Wunsch", status="vorgeschlagen"))
        for measure, basis, cents in (
            *((portal, "Plan", 1_000_00), (portal, "Ist", 400_00)),
            (late, "Plan", 500_00),
        ):
            line = CostLine(measure_id=measure.id, year=2027, cost_type="Lizenz", basis=basis)
            save_(tx, line.replace(amount_cents=cents))
        for title, due, reached in (
            ("Auftrag", date(2027, 3, 1), date(2027, 3, 11)),
            ("Start", date(2027, 6, 1), None),
            ("Ende", date(2027, 12, 1), None),
        ):
            save_(tx, Milestone(title=title, measure_id=portal.id, due=due, reached_on=reached))
        save_(tx, Risk(title="Kein Personal", measure_id=late.id, response="Stelle ausschreiben"))
        gauge = save_(
            tx, Indicator(title="Anträge", baseline=0, target=10, unit="Stück", measure_id=late.id)
        )
        for year, amount in ((2026, 2), (2027, 4)):
            save_(
                tx,
                IndicatorValue(indicator_id=gauge.id, measured_on=date(year, 6, 1), amount=amount),
            )
        save_(tx, Deadline(title="Bericht von 2018", due=date(2027, 6, 1)))
        save_(tx, Paper(title="WLAN im Bad", paper_type="Antrag", status="eingebracht"))
    seal_edition(store, "Anna", "Erster Bericht")
    with store.write("Anna", "Teurer") as tx:
        line = get_(tx, CostLine, "KL-0001")
        save_(tx, line.replace(amount_cents=1_500_00))
        save_(
            tx,
            ReportDefinition(
                title="Nur Hauptamt",
                organisation_id=top.id,
                sections="Zeit\nGeld",
                columns="Ampel\nPlan des Jahres",
                audience="Vertretung",
            ),
        )
    yield store
    store.close()


def test_every_section_tells_what_was_worked_out_by_hand(town: Store) -> None:
    report = read_half_year(town, ReportDefinition(title="Bericht"), TODAY)
    by_key = {item.key: item for item in report.sections}
    assert list(by_key) == [str(one) for one in ReportSection]
    tables = {key: item.table.to_numpy(object).tolist() for key, item in by_key.items()}
    # Half of the year has passed: 182 of 365 days.
    assert [row[5:] for row in tables["Zeit"]] == [[50, None, "gelb"], [50, 10, "gelb"]]
    assert "1 Maßnahme wartet" in by_key["Zeit"].sentence
    assert [row[2] for row in tables["Ergebnisse"]] == ["Auftrag", "Start"]
    assert [row[5] for row in tables["Ergebnisse"]] == [10, 30]
    assert tables["Geld"] == [
        ["M-0001", "Portal", 1_500_00, 400_00, 1_100_00, 1_500_00, 400_00],
        ["M-0002", "Netz", 500_00, None, None, 500_00, None],
    ]
    assert by_key["Geld"].total == {
        **{"id": "", "label": "Zusammen", "plan": 2_000_00, "actual": 400_00},
        **{"rest": 1_100_00, "plan_all": 2_000_00, "actual_all": 400_00},
    }
    assert tables["Änderungen"] == [
        ["M-0001", "Portal", "andere Kosten", 1_000_00, 1_500_00, 500_00]
    ]
    (portal, net) = tables["Gefährdete Maßnahmen"]
    assert portal[3].startswith("Meilenstein „Start“") and portal[4:] == [None, None]
    assert net[4:] == ["Kein Personal", "Stelle ausschreiben"]
    assert tables["Kennzahlen"][0][3] == "06/2026: 2; 06/2027: 4"
    assert tables["Offene Zusagen"][0][2:] == [
        *("Bericht von 2018", date(2027, 6, 1), None, None, "überfällig seit 30 Tagen")
    ]
    assert [row[2] for row in tables["Offene Anträge"]] == ["WLAN im Bad"]


def test_a_saved_report_runs_again_with_its_filters_and_columns(
    town: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ending in ("docx", "xlsx"):
        out = tmp_path / f"b.{ending}"
        assert main(["report", str(town.path), str(out), "--definition", "nur hauptamt"]) == 0
    document = Document(str(tmp_path / "b.docx"))
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert heads == [["Nr.", "Maßnahme", "Ampel"], ["Nr.", "Maßnahme", "Plan des Jahres"]]
    cells = [cell.text for table in document.tables for cell in table._cells]
    assert "Portal" in cells and "Netz" not in cells
    assert "Ausgabe für die Vertretung" in " ".join(one.text for one in document.paragraphs)
    sheets = CalamineWorkbook.from_path(str(tmp_path / "b.xlsx")).sheet_names
    assert sheets[-2:] == ["Zeit", "Geld"]
    capsys.readouterr()
    refusals = {
        "Wie voriges Jahr": "angelegt sind: „Nur Hauptamt“",
        "Schief": "Die Spalte „Laune“ gibt es in diesem Bericht nicht",
        "Quer": "Den Abschnitt „Wetter“ gibt es nicht",
    }
    with town.write("Anna", "Schief") as tx:
        save_(tx, ReportDefinition(title="Schief", columns="Laune"))
        save_(tx, ReportDefinition(title="Quer", sections="Wetter"))
    for name, said in refusals.items():
        out = tmp_path / "nichts.docx"
        assert main(["report", str(town.path), str(out), "--definition", name]) == 1
        assert said in capsys.readouterr().err and not out.exists()
    for bad, said in (
        ({"title": "NUR HAUPTAMT"}, "gibt es schon"),
        ({"first_day": TODAY, "last_day": date(2027, 1, 1)}, "endet, bevor er beginnt"),
    ):
        with pytest.raises(Refused, match=said), town.write("Anna", "x") as tx:
            save_(tx, ReportDefinition(**{"title": "Neu", **bad}))
    # A noun imports no noun; the words of both stay the same.
    assert [str(one) for one in ReportAudience] == [str(one) for one in Audience]
    assert {str(one) for one in ReportedStatus} < {str(one) for one in MeasureStatus}
