"""A stage is stretched, interrupted and shortened; stages, dates, milestones and cost go along."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from strategy.acts.stretching import stretch_stage, what_follows
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Cursor, Store
from strategy.kernel.store.undo import undo
from strategy.nouns.cost_line import CostLine
from strategy.nouns.measure import Measure
from strategy.nouns.milestone import Milestone
from strategy.nouns.municipality import Municipality
from strategy.nouns.plan_entry import PlanEntry
from tests.fresh_plans import some_plan


@pytest.fixture
def plan() -> Store:
    store = some_plan()
    with store.write("Kim", "Maßnahme") as tx:
        save_(tx, Municipality(title="Leerfeld", state="Sachsen-Anhalt", plan_year=2027))
        one = save_(
            tx, Measure(title="Portal", starts_on=date(2027, 1, 1), ends_on=date(2028, 12, 31))
        )
        for year, stage in ((2027, "Vorbereitung"), (2028, "Umsetzung"), (2029, "Betrieb")):
            save_(tx, PlanEntry(measure_id=one.id, year=year, stage=stage))
            for basis in ("Plan", "Ist"):
                save_(
                    tx,
                    CostLine(
                        measure_id=one.id,
                        year=year,
                        cost_type="Lizenz",
                        amount_cents=year,
                        basis=basis,
                    ),
                )
        save_(tx, Milestone(measure_id=one.id, title="Start", due=date(2029, 2, 1)))
        save_(
            tx,
            Milestone(
                measure_id=one.id, title="Test", due=date(2029, 1, 5), reached_on=date(2027, 1, 5)
            ),
        )
    return store


def state(db: Cursor) -> dict[str, Any]:
    stages = find(db, PlanEntry, order="year")
    lines = find(db, CostLine, order="basis, year")
    return {
        "stages": [(x.year, x.stage) for x in stages],
        "cost": [(x.basis, x.year, x.amount_cents) for x in lines],
        "due": [x.due for x in find(db, Milestone)],
        "end": get_(db, Measure, "M-0001").ends_on,
    }


def test_stretching_moves_what_follows_and_shortening_brings_it_back(plan: Store) -> None:
    with plan.read() as db:
        before = state(db)
        told = what_follows(db, "M-0001", 2028, 1)
    assert told == [
        "Stufen und Plankosten ab 2029 rücken nach 2030.",
        "Das Ende ist dann der 31.12.2029.",
    ]
    with plan.write("Kim", "strecken") as tx:
        assert stretch_stage(tx, "M-0001", 2028, 1) == told
    with plan.read() as db:
        after = state(db)
    assert after["stages"] == [
        (2027, "Vorbereitung"),
        (2028, "Umsetzung"),
        (2029, "Umsetzung"),
        (2030, "Betrieb"),
    ]
    # Actual cost is booked and stays in its year; the reached milestone stays on its day.
    assert [x for x in after["cost"] if x[0] == "Ist"] == [
        x for x in before["cost"] if x[0] == "Ist"
    ]
    assert [x[1] for x in after["cost"] if x[0] == "Plan"] == [2027, 2028, 2030]
    assert after["due"] == [date(2030, 2, 1), date(2029, 1, 5)]
    with plan.write("Kim", "kürzen") as tx:
        stretch_stage(tx, "M-0001", 2028, -1)
    with plan.read() as db:
        assert state(db) == before
    undo(plan, "Kim")
    with plan.read() as db:
        assert state(db) == after


def test_a_stage_is_interrupted_and_the_gap_stays_free(plan: Store) -> None:
    with plan.write("Kim", "unterbrechen") as tx:
        told = stretch_stage(tx, "M-0001", 2027, 2, fill=False)
    assert any("hinter dem Planungszeitraum (bis 2030)" in sentence for sentence in told)
    with plan.read() as db:
        after = state(db)
    assert [year for year, _ in after["stages"]] == [2027, 2030, 2031]
    assert after["end"] == date(2030, 12, 31)


def test_what_cannot_be_is_refused_in_a_sentence(plan: Store) -> None:
    for after, years, words in (
        (2026, 1, "keine Stufe"),
        (2028, -1, "2029 steht „Betrieb“"),
        (2027, 0, "1 bis 20"),
    ):
        with plan.read() as db, pytest.raises(Refused, match=words):
            what_follows(db, "M-0001", after, years)
    with plan.write("Kim", "Stufe") as tx:
        (entry,) = find(tx, PlanEntry, "year = 2029")
        save_(tx, entry.replace(stage="Umsetzung"))
        save_(tx, get_(tx, Measure, "M-0001").replace(status="beschlossen"))
    with plan.read() as db, pytest.raises(Refused, match=r"Plankosten \(2029\)"):
        what_follows(db, "M-0001", 2028, -1)
    with plan.write("Kim", "Stufe") as tx:
        save_(tx, PlanEntry(measure_id="M-0001", year=2025, stage="Vorbereitung"))
    with plan.read() as db, pytest.raises(Refused, match="ab 2026"):
        what_follows(db, "M-0001", 2025, 1)
