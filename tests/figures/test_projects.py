"""Projects: how long they run, what their light says, and when they need not cost anything."""

from __future__ import annotations

from datetime import date

import pytest

from strategy.figures.inventory.projects import project_schedule
from strategy.figures.money.cost import unknown_costs
from strategy.kernel import german
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Store
from strategy.nouns import CostLine, Milestone, Project

TODAY = date(2026, 11, 22)
RUNS = {"status": "in Bearbeitung", "starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2024, 3, 1), date(2028, 6, 30), 52),
        (date(2026, 1, 1), date(2026, 1, 31), 1),
        (date(2026, 1, 15), date(2026, 3, 15), 3),
        (date(2026, 1, 1), date(2026, 1, 1), 1),
        (date(2024, 2, 29), date(2025, 2, 27), 12),
        (None, date(2026, 1, 1), None),
    ],
)
def test_the_duration_counts_begun_months(
    plan: Store, start: date | None, end: date, months: int | None
) -> None:
    with plan.write("Anna") as tx:
        save_(tx, Project(title="Portal", starts_on=start, ends_on=end))
    with plan.read() as db:
        found = project_schedule(db, TODAY)["months"].iloc[0]
    assert (None if german.is_unknown(found) else int(found)) == months


CASES = [
    ({"progress": 40, **RUNS}, [], None, "grün", ""),
    ({"endangered": True, **RUNS}, [], None, "rot", "als gefährdet gemeldet"),
    ({**RUNS, "ends_on": date(2026, 11, 21)}, [], None, "rot", "Abschluss ist überschritten"),
    ({"progress": 10, **RUNS}, [], None, "gelb", "hinkt dem Zeitplan hinterher"),
    ({"progress": 40, **RUNS}, [date(2026, 11, 21)], None, "gelb", "ein Meilenstein"),
    ({"progress": 40, **RUNS}, [date(2026, 11, 22)], None, "grün", ""),
    ({"progress": 40, "budget_cents": 99, **RUNS}, [], 100, "gelb", "über dem Budget"),
    ({"progress": 40, "budget_cents": 100, **RUNS}, [], 100, "grün", ""),
    ({**RUNS, "progress": 40, "ends_on": None}, [], None, "gelb", "kein Abschluss geplant"),
    ({"status": "in Planung"}, [], None, "unbekannt", "weder Abschluss"),
    ({"status": "in Planung"}, [date(2026, 11, 22)], None, "grün", ""),
    ({"status": "in Planung", "endangered": False}, [], None, "grün", ""),
    ({"status": "in Bearbeitung"}, [], None, "gelb", "kein Abschluss geplant"),
    (
        {**RUNS, "status": "umgesetzt", "endangered": True, "ends_on": date(2026, 2, 1)},
        [],
        None,
        "beendet",
        "",
    ),
]


@pytest.mark.parametrize(("values", "late", "cents", "light", "reason"), CASES)
def test_the_light_and_its_reason(
    plan: Store,
    values: dict[str, object],
    late: list[date],
    cents: int | None,
    light: str,
    reason: str,
) -> None:
    with plan.write("Anna") as tx:
        project = save_(tx, Project(title="Portal", **values))  # type: ignore[arg-type]
        insert(tx, [Milestone(title="M", project_id=project.id, due=day) for day in late])
        if cents is not None:
            lines = [
                CostLine(
                    project_id=project.id,
                    year=2026,
                    cost_type="Lizenz",
                    basis="Plan",
                    amount_cents=cents,
                ),
                # Own staff is not paid from the budget of a project.
                CostLine(
                    project_id=project.id,
                    year=2026,
                    cost_type="Personal",
                    basis="Plan",
                    amount_cents=10_000,
                ),
            ]
            insert(tx, lines)
    with plan.read() as db:
        row = project_schedule(db, TODAY).iloc[0]
    assert row.light == light and reason in row.reasons
    assert bool(row.reasons) == (light in ("rot", "gelb", "unbekannt"))


def test_a_project_that_does_not_run_need_not_cost_anything(plan: Store) -> None:
    with plan.write("Anna") as tx:
        insert(
            tx,
            [
                Project(title="fertig", status="umgesetzt", ends_on=date(2025, 6, 30)),
                Project(title="fertig, Ende unbekannt", status="umgesetzt"),
                Project(title="beginnt später", status="in Planung", starts_on=date(2028, 1, 1)),
                Project(title="läuft", **RUNS),  # type: ignore[arg-type]
            ],
        )
    with plan.read() as db:
        gaps = {year: unknown_costs(db, "Plan", year).gaps[1] for year in (2025, 2027, 2028, None)}
    assert {year: (gap.missing, gap.total) for year, gap in gaps.items()} == {
        2025: (1, 1),
        2027: (1, 1),
        2028: (1, 1),
        None: (2, 2),
    }
