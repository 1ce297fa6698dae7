"""A measure is moved on its page: what stays is said before, one undo takes all of it back."""

from __future__ import annotations

from typing import Any

from strategy.kernel.records import find, get_, save_
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from strategy.nouns.plan_entry import PlanEntry
from tests.pages.conftest import Opener, healthy
from ui.run import session

MEASURES = "step_4_life_domains/measures.py"


def _state(measure_id: str) -> list[Any]:
    with session.open_store().read() as db:
        lines = find(db, CostLine, "measure_id = ?", [measure_id])
        stages = find(db, PlanEntry, "measure_id = ?", [measure_id])
        measure = get_(db, Measure, measure_id)
    return [
        (measure.starts_on, measure.ends_on),
        [(line.id, line.year) for line in lines],
        [(entry.id, entry.year, entry.stage) for entry in stages],
    ]


def test_a_measure_is_moved_and_its_stage_stretched_from_its_page(on_demo: Opener) -> None:
    with session.open_store().write("Kim", "Stand") as tx:
        save_(tx, get_(tx, Measure, "M-0003").replace(status="vorgeschlagen"))
    before = _state("M-0003")
    page = healthy(on_demo(MEASURES, id="M-0003"))
    page.selectbox(key="move_years_M-0003").set_value(5)
    page = page.run()
    assert any("außerhalb des Planungszeitraums" in one.value for one in page.warning)
    assert page.button(key="move_M-0003").disabled
    page.selectbox(key="move_years_M-0003").set_value(1)
    page = healthy(page.run())
    assert any("hinter dem Planungszeitraum" in one.value for one in page.caption)
    page = healthy(page.button(key="move_M-0003").click().run())
    moved = _state("M-0003")
    assert [year for _, year in moved[1]] == [(year or 0) + 1 for _, year in before[1]]
    next(one for one in page.button if one.label == "Rückgängig").click()
    page = healthy(page.run())
    assert _state("M-0003") == before

    year = before[2][0][1]
    page.selectbox(key="stretch_M-0003_after").set_value(year)
    page = healthy(page.run())
    page = healthy(page.button(key="stretch_M-0003_save").click().run())
    assert len(_state("M-0003")[2]) == len(before[2]) + 1
    next(one for one in page.button if one.label == "Rückgängig").click()
    healthy(page.run())
    assert _state("M-0003") == before
