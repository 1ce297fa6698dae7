"""The page of an Amt: everything about it, and its money adds up to that of the town."""

from __future__ import annotations

from collections import defaultdict

from strategy.figures.money.allocation import MEASURES
from strategy.figures.money.budget import budget_by_unit
from strategy.figures.money.cost import cost_by_dezernat_and_year, cost_rows
from strategy.figures.plan.unit_page import (
    UNIT_PARTS,
    unit_budget,
    unit_costs,
    unit_entries,
    units_below,
)
from strategy.kernel.records import find
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.organisation_unit import OrganisationUnit
from tests.pages.conftest import Opener, healthy
from ui.run import session

PAGE = "step_2_ist_analysis/organisation.py"


def test_everything_about_an_amt_is_on_its_page(looking_at_demo: Opener) -> None:
    page = healthy(looking_at_demo(PAGE, id="OE-0006"))
    folded = {item.label.split(" (")[0]: item.label for item in page.expander}
    assert {"Anwendungen", "Projekte", "Maßnahmen", "Stellen", "Gespräche", "Vorlagen"} <= {*folded}
    assert "Auenfurt-App" not in folded["Anwendungen"]
    heads = [item.value for item in page.markdown]
    assert "**21,50**" in heads, "the head tells the posts"
    assert any("Verwaltungsleistungen" in item.value for item in page.caption), "what is missing"

    top = healthy(looking_at_demo(PAGE, id="OE-0001"))
    assert any("Auenfurt-App" in item.label for item in top.expander), "an Amt below has it"


def test_the_money_of_the_dezernate_is_that_of_the_town(looking_at_demo: Opener) -> None:
    healthy(looking_at_demo(PAGE))
    with session.read() as db:
        tops = find(db, OrganisationUnit)
        tops = [unit for unit in tops if unit.level == 1]
        known = cost_by_dezernat_and_year(db, "Plan").dropna(subset=["dezernat_id"])
        told = {unit.id: unit_costs(db, unit.id) for unit in tops}
        counted = {
            one.id
            for one in find(db, Measure)
            if one.status not in (MeasureStatus.POOL, MeasureStatus.REJECTED)
        }
        # Added up by hand from the rows, each of which names the unit that bears it.
        of_measures: dict[tuple[str, int], int] = defaultdict(int)
        for unit in tops:
            below = units_below(db, unit.id)
            for row in cost_rows(db, "Plan", objects=MEASURES).itertuples():
                if row.unit_id in below and row.object_id in counted and not row.unknown:
                    of_measures[unit.id, int(row.year)] += int(row.amount_cents)
        budget = budget_by_unit(db, 2027, "Plan")
        lines = {unit.title: unit_budget(db, unit.id) for unit in tops}
    for row in known.itertuples():
        year = told[row.dezernat_id].set_index("year").loc[row.year]
        for mine, theirs in (("plan_cents", "amount_cents"), ("sach_cents", "sach_cents")):
            assert year[mine] == getattr(row, theirs), (row.dezernat_id, row.year)
    for (unit_id, year_), cents in of_measures.items():
        assert told[unit_id].set_index("year").loc[year_, "measure_cents"] == cents
    for title, frame in lines.items():
        now = frame[(frame["year"] == 2027) & (frame["plan_type"] == "Plan")]
        theirs = budget[budget["dezernat"] == title]
        assert now["expense_cents"].sum() == theirs["expense_cents"].sum(), title
        assert now["lines"].sum() == theirs["lines"].sum(), title


def test_a_dezernat_has_what_its_units_have(looking_at_demo: Opener) -> None:
    healthy(looking_at_demo(PAGE))
    with session.read() as db:
        below = units_below(db, "OE-0001")
        assert {"OE-0001", "OE-0006"} <= set(below)
        for part in UNIT_PARTS:
            ids = set(unit_entries(db, "OE-0001", part)["object_id"])
            of_amt = set(unit_entries(db, "OE-0006", part)["object_id"])
            assert of_amt <= ids, part.key
