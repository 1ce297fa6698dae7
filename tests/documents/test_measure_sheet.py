"""The Steckbrief: one page of A4 for every measure of the demo, with all that is asked of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from docx import Document

from strategy.acts.planning import set_goal_weights
from strategy.documents.measure_sheet import write_measure_sheet
from strategy.figures.plan.measures import goals_of_measure
from strategy.kernel.errors import Refused
from strategy.kernel.records import get_, save_
from strategy.kernel.store import Store
from strategy.nouns.measure import Measure
from tests.office import converted

ASKED = (
    "Lebensbereich",
    "Ziele und Wirkung",
    "Bezug zur Herausforderung",
    "Zielgruppe",
    "Federführung",
    "Patenschaft (gewählt)",
    "Beteiligte",
    "Betreiberschaft",
    "Markterkundung",
    "Zeitraum",
    "Herkunft, Anlass",
)


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path) -> Store:
    path = tmp_path / "demo.duckdb"
    path.write_bytes(demo_file.read_bytes())
    return Store.open(path)


def test_a_measure_is_one_page_with_goals_weights_money_and_sponsor(
    demo: Store, tmp_path: Path
) -> None:
    with demo.write("Kim", "Gewichte") as tx:
        links = list(goals_of_measure(tx, "M-0003")["link_id"])
        set_goal_weights(tx, "M-0003", dict(zip(links, (60, None), strict=True)))  # type: ignore[arg-type]
        measure = get_(tx, Measure, "M-0003")
        long = "Wer anruft, erreicht jemanden. " * 60
        save_(tx, measure.replace(sponsor="Fraktion der Mitte", body=long, market=long))
    with pytest.raises(Refused, match="120"), demo.write("Kim", "zu viel") as tx:
        set_goal_weights(tx, "M-0003", dict.fromkeys(links, 60))  # type: ignore[arg-type]
    path = write_measure_sheet(demo, tmp_path / "Steckbrief.docx", "M-0003")
    document = Document(str(path))
    facts = {row.cells[0].text: row.cells[1].text for row in document.tables[0].rows}
    assert set(ASKED) <= set(facts)
    assert facts["Patenschaft (gewählt)"] == "Fraktion der Mitte"
    assert facts["Betreiberschaft"] == "unbekannt"
    goals = [[cell.text for cell in row.cells] for row in document.tables[1].rows]
    assert goals[1][1] == "60\N{NO-BREAK SPACE}%" and goals[2][1] == "unbekannt"
    money = [[cell.text for cell in row.cells] for row in document.tables[2].rows]
    assert money[-1] == ["Summe", *(f"{x}\N{NO-BREAK SPACE}€" for x in _SUMS)]
    # Even with texts that are far too long.
    assert _pages(path, tmp_path) == 1
    demo.close()


_SUMS = ("132.516,13", "0,00", "132.516,13")


def _pages(path: Path, folder: Path) -> int:
    pdf = converted(path, "pdf", folder, by="Writer").read_bytes()
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
