"""Every total that is told in two places is one figure, to the cent, whatever was changed.

Read from what people get: pages, files and commands; the slow way adds up the exported tables.
"""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from benchmarks.large_city import build_large_city
from strategy.kernel.listing import find
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns.budget_cap import BudgetCap
from strategy.nouns.criterion import Criterion
from strategy.nouns.measure import Measure
from strategy.nouns.score import Score
from tests.excel.reading import contents
from tests.fresh_plans import fresh_plan
from tests.pages.added_up import add_up
from tests.pages.conftest import opener
from tests.pages.random_changes import change_at_random
from tests.pages.told_on_pages import from_pages
from tests.pages.told_on_paper import from_planning_table
from tests.pages.told_totals import (
    Told,
    cell_cents,
    command,
    from_commands,
    from_documents,
    from_report,
)
from ui.run import session

YEAR = 2027


def all_told(plan: Path, folder: Path, *measures: str) -> Told:
    """Every total of the plan as all places tell it."""
    told = Told()
    folder.mkdir()
    # A dozen commands open the plan; while it is open in this process that costs them nothing.
    kept_open = Store.open(plan)
    figures = from_commands(told, plan)
    from_report(told, plan, folder)
    from_documents(told, plan, folder, YEAR, measures)
    counted = add_up(told, plan, folder / "tabellen")
    with opener(plan) as open_page:
        from_pages(told, open_page, figures, YEAR)
        from_planning_table(told, open_page, counted)
        session.close_store(plan)
    kept_open.close()
    return told


@pytest.mark.parametrize(("town", "totals"), [("demo", 190), ("leer", 30), ("gross", 140)])
def test_a_total_is_one_figure_wherever_it_is_told(
    town: str, totals: int, demo_file: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "ort.duckdb"
    if town == "demo":
        shutil.copyfile(demo_file, plan)
    elif town == "leer":
        fresh_plan(plan)
    else:
        build_large_city(plan, applications=40, measures=30, budget_lines=600, offices=12)
    sheets = ("M-0002", "M-0030") if town == "demo" else ()
    if town == "leer":
        # Before anything is known; what the others are filled with stays under the changes.
        told = all_told(plan, tmp_path / "erst", *sheets)
        assert not told.quarrels(), "\n".join(told.quarrels())
        assert told.several() >= totals, told.several()

    store = Store.open(plan)
    made = change_at_random(store, seed=13, count=60)
    store.close()
    assert made >= 25
    told = all_told(plan, tmp_path / "dann", *sheets)
    assert not told.quarrels(), "\n".join(told.quarrels())
    # So many totals stand in two places or more; fewer would mean that a place was not read.
    assert told.several() >= totals, told.several()
    if town == "gross":
        _judge(plan)
    if town != "leer":
        _a_proposal_costs_what_it_says(plan)


def _judge(plan: Path) -> None:
    """What a proposal needs and the city has not: a criterion, points and a cap."""
    store = Store.open(plan)
    with store.write("Kim", "bewertet") as tx:
        criterion = save_(tx, Criterion(title="Nutzen", weight=100))
        for number, measure in enumerate(find(tx, Measure, order="id")):
            points = Decimal(number % 11)
            save_(tx, Score(measure_id=measure.id, criterion_id=criterion.id, points=points))
        save_(tx, BudgetCap(year=2028, amount_cents=50_000_00, kind="Eigenanteil"))
    store.close()


def _a_proposal_costs_what_it_says(plan: Path) -> None:
    """The use of each cap, as the optimiser tells it, is what its scenario then costs; and what
    makes the scenario of the draft is the same in words, numbers and workbook."""
    found = json.loads(command("optimise", plan, "--save", "Vorschlag", "--json"))
    ranges = json.loads(command("ranges", plan, "--version", "Vorschlag", "--json"))
    own = {row["year"]: row["plan_cents"] for row in ranges["own_share"]["years"]}
    used = {
        cap["year"]: cap["used"]
        for cap in found["caps"]
        if cap["kind"] == "own_share" and cap["unit"] is None
    }
    assert used and {year: own[year] or 0 for year in used} == used
    book = plan.with_name("vergleich.xlsx")
    diff = json.loads(command("diff", plan, "main", "Vorschlag", "--json", "--excel", book))
    totals = diff["totals"]
    sheets = contents(book)
    for sheet, cells, side in (("Kosten", "money", ""), ("Eigenanteil", "own_share", "own_")):
        moved = (totals[f"{side}after_cents"] or 0) - (totals[f"{side}before_cents"] or 0)
        assert moved == sum((c["after_cents"] or 0) - (c["before_cents"] or 0) for c in diff[cells])
        last = [row for row in sheets[sheet] if row[0] == "Summe"]
        assert [cell_cents(row[5]) for row in last] == ([moved] if diff[cells] else [])
    told = {item["id"]: item for item in diff["measures"]}
    for row in sheets["Maßnahmen"]:
        for at, side in ((5, "before"), (6, "after")):
            if row[0] in told:
                state = told[row[0]][side]
                # A measure that is not in the plan adds nothing to it.
                wanted = state["cost_cents"] if state and state["in_plan"] else 0
                assert cell_cents(row[at]) == wanted
