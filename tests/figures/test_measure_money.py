"""The money of a measure: published grants, places in the budget, VE, what a replacement frees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategy.acts.rolling_forward import next_year, roll_forward
from strategy.figures.inventory.counts import contracts_ending, last_notice_day
from strategy.figures.money.budget_places import budget_places, commitments, depreciation_of
from strategy.figures.money.freed_cost import (
    freed_cost,
    freed_months,
    freed_on,
    months_later,
    paid_by_the_old,
)
from strategy.figures.money.own_share import own_share_cells
from strategy.figures.money.staff_gaps import staff_gaps
from strategy.figures.money.strategy_cost import strategy_by_year
from strategy.kernel.errors import Refused
from strategy.kernel.records import find, get_, save_
from strategy.kernel.store import Store
from strategy.kernel.store.undo import undo
from strategy.nouns.application import Application
from strategy.nouns.budget_line import BudgetLine
from strategy.nouns.budget_share import BudgetShare
from strategy.nouns.cost_line import CostLine
from strategy.nouns.funding import Funding
from strategy.nouns.measure import Measure
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.plan_entry import PlanEntry
from strategy.nouns.post import Post
from strategy.nouns.price_step import PriceStep
from strategy.nouns.replacement import Replacement
from tests.fresh_plans import some_plan


@pytest.fixture(scope="module")
def plan() -> Store:
    store = some_plan()
    with store.write("Kim", "Grundlage") as tx:
        save_(tx, Municipality(title="Leerfeld", state="Sachsen-Anhalt", plan_year=2027))
    return store


def measure(store: Store, *costs: CostLine, **values: Any) -> str:
    with store.write("Kim", "Maßnahme") as tx:
        made = save_(tx, Measure(title="Portal", **values))
        for line in costs:
            save_(tx, line.replace(measure_id=made.id))
    return made.id


def cost(year: int, cents: int | None, kind: str = "konsumtiv", **values: Any) -> CostLine:
    values = {"cost_type": "Lizenz", "recurrence": "laufend", **values}
    return CostLine(year=year, amount_cents=cents, budget_kind=kind, **values)


@pytest.mark.parametrize(
    ("cost_cents", "rate", "cap", "grant", "own"),
    [
        # Leipzig VI-DS-06922: 80 % of 664.832,31 €, rounded to the cent.
        (66_483_231, 80, None, 53_186_585, 13_296_646),
        # Hemhofen: 80 % of 25.000 € is the cap of 20.000 €; 5.000 € are borne by the town.
        (2_500_000, 80, 2_000_000, 2_000_000, 500_000),
        (3_000_000, 80, 2_000_000, 2_000_000, 1_000_000),
    ],
)
def test_published_grants_come_out_over_the_years_to_the_cent(
    plan: Store, cost_cents: int, rate: int, cap: int | None, grant: int, own: int
) -> None:
    parts = [cost_cents // 3, cost_cents // 3, cost_cents - 2 * (cost_cents // 3)]
    lines = [cost(year, cents) for year, cents in zip((2027, 2028, 2029), parts, strict=True)]
    one = measure(plan, *lines)
    with plan.write("Kim", "Förderung") as tx:
        save_(
            tx,
            Funding(
                title="Programm",
                measure_id=one,
                rate=Decimal(rate),
                cap_cents=cap,
                eligible_cents=cost_cents,
            ),
        )
    with plan.read() as db:
        cells = own_share_cells(db, [one])
    assert (int(cells["grant_cents"].sum()), int(cells["own_cents"].sum())) == (grant, own)
    assert list(cells["cost_cents"]) == parts
    assert (cells["grant_cents"] + cells["own_cents"] == cells["cost_cents"]).all()


def test_shares_of_a_year_add_up_and_the_rest_has_to_be_applied_for(plan: Store) -> None:
    one = measure(plan, cost(2027, 10_001), cost(2028, 500))
    with plan.write("Kim", "Haushalt") as tx:
        save_(
            tx,
            BudgetLine(
                title="Wartung",
                product="11130",
                account="5255200",
                year=2027,
                plan_type="Plan",
                amount_cents=999,
            ),
        )
        for account, state in (("5255200", "veranschlagt"), ("7831000", "anzumelden")):
            save_(
                tx,
                BudgetShare(
                    measure_id=one,
                    year=2027,
                    product="11130",
                    account=account,
                    share=Decimal("33.33"),
                    state=state,
                ),
            )
    with plan.read() as db:
        places = budget_places(db, one)
    assert [(row.year, row.state, row.amount_cents) for row in places.itertuples()] == [
        (2027, "veranschlagt", 3333),
        (2027, "anzumelden", 3333),
        (2027, "ohne Haushaltsstelle", 3335),
        (2028, "ohne Haushaltsstelle", 500),
    ]
    with plan.read() as db:
        whole, by_year = budget_places(db), strategy_by_year(db)
    # Of all measures of the plan the same rows, and all of them add up to what the plan costs.
    mine = whole[whole["measure_id"] == one].reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, places, check_dtype=False)
    added = whole.groupby("year")["amount_cents"].sum()
    assert list(added) == list(by_year["amount_cents"])
    assert places["budget_cents"].iloc[0] == 999 and places["budget_cents"].isna().sum() == 3
    with pytest.raises(Refused, match="mehr als 100 %"), plan.write("Kim", "zu viel") as tx:
        save_(
            tx,
            BudgetShare(
                measure_id=one, year=2027, product="1", account="2", share=Decimal("33.35")
            ),
        )


def test_investments_ahead_need_a_commitment_and_wear_off_beside_the_payment(plan: Store) -> None:
    lines = [
        cost(2027, 100, "investiv", recurrence="einmalig", useful_life_years=3),
        cost(2029, 200, "investiv", recurrence="einmalig", useful_life_years=2),
        cost(2028, 50),
    ]
    now = measure(plan, *lines)
    later = measure(plan, cost(2029, 700, "investiv"), starts_on=date(2028, 1, 1))
    pool = measure(plan, *lines, status="Ideenpool")
    with plan.read() as db:
        ahead = commitments(db)
        worn = depreciation_of(db, now)
        all_worn, by_year = depreciation_of(db), strategy_by_year(db)
    assert {later, pool}.isdisjoint(ahead["measure_id"])
    assert [(row.measure_id, row.year, row.amount_cents) for row in ahead.itertuples()] == [
        (now, 2029, 200)
    ]
    assert list(worn.itertuples(index=False, name=None)) == [
        (2027, 100, 33),
        (2028, 0, 33),
        (2029, 200, 134),
        (2030, 0, 100),
    ]
    # Of the whole plan: what is paid is the investive cost of each year, the pool is none of it.
    paid = dict(zip(all_worn["year"], all_worn["payment_cents"], strict=True))
    investive = dict(zip(by_year["year"], by_year["investive_cents"].fillna(0), strict=True))
    assert {y: c for y, c in paid.items() if c} == {y: c for y, c in investive.items() if c}
    assert paid[2029] == 200 + 700


@given(
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.integers(0, 60),
    st.integers(0, 24),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
)
def test_nothing_is_freed_before_parallel_run_and_notice_are_over(
    day: date, parallel: int, notice: int, noticed: date, fixed: date
) -> None:
    # A contract that ends without notice is paid to its end, whatever notice would have been.
    assert freed_on(day, parallel, noticed, notice, fixed) == max(
        months_later(day, parallel), fixed
    )
    last = freed_on(day, parallel, noticed, notice)
    assert last >= months_later(day, parallel) and last >= months_later(noticed, notice)
    assert last in (months_later(day, parallel), months_later(noticed, notice))
    free = [freed_months(last, year) for year in range(2019, 2045)]
    assert free == sorted(free) and free[0] == 0 and free[-1] == 12
    assert freed_months(last, last.year) == 12 - last.month
    # Against counting month by month.
    walked = day
    for _ in range(parallel):
        walked = date(walked.year + walked.month // 12, walked.month % 12 + 1, 1)
    far = months_later(day, parallel)
    assert (far.year, far.month) == (walked.year, walked.month)


def test_the_old_pays_for_the_new_from_the_month_after(plan: Store) -> None:
    one = measure(plan, cost(2027, 100_000), cost(2028, 20_000))
    with plan.write("Kim", "Anwendung") as tx:
        old = save_(tx, Application(title="Telefonanlage", notice_months=6))
        for year, cents in ((2027, 12_000), (2028, 24_000), (2029, None)):
            save_(tx, cost(year, cents).replace(application_id=old.id))
        # One-off cost of the old is not freed: it would not have come again.
        save_(tx, cost(2028, 9_999, recurrence="einmalig").replace(application_id=old.id))
        save_(
            tx,
            Replacement(
                measure_id=one,
                application_id=old.id,
                replaced_on=date(2027, 9, 30),
                parallel_months=2,
                notice_on=date(2027, 10, 15),
            ),
        )
    with plan.read() as db:
        rows = freed_cost(db, one)
        yearly = paid_by_the_old(db, one)
    # The notice of six months from 15.10.2027 is later than the parallel run until 30.11.2027.
    assert set(rows["freed_on"]) == {date(2028, 4, 15)}
    told = rows[["year", "months", "freed_cents", "unknown_lines"]].astype(object)
    # What is freed of an unknown cost is unknown, and so is what is left to pay from then on.
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        [2027, 0, 0, 0],
        [2028, 8, 16_000, 0],
        [2029, 12, None, 1],
    ]
    told = yearly[["year", "rest_cents", "left_cents"]].astype(object)
    assert told.where(told.notna(), None).to_numpy().tolist() == [
        [2027, 100_000, 100_000],
        [2028, 4_000, 104_000],
        [2029, None, None],
    ]
    with plan.write("Kim", "Vertrag mit festem Ende") as tx:
        known = get_(tx, Application, old.id)
        ends = known.replace(ends_by_itself=True, contract_end=date(2028, 10, 31))
        save_(tx, ends)
    with plan.read() as db:
        assert set(freed_cost(db, one)["freed_on"]) == {date(2028, 10, 31)}
        assert last_notice_day(db, old.id) is None
        ending = contracts_ending(db, date(2028, 1, 1)).iloc[0]
    assert ending["ends_by_itself"] and pd.isna(ending["last_notice_day"])
    other = measure(plan)
    with pytest.raises(Refused, match="nur einmal frei"), plan.write("Kim", "zweite") as tx:
        save_(
            tx, Replacement(measure_id=other, application_id=old.id, replaced_on=date(2027, 1, 1))
        )


def test_staff_needed_stands_against_posts_there_and_filled() -> None:
    store = some_plan()
    with store.write("Kim", "Grundlage") as tx:
        save_(tx, Municipality(title="Leerfeld", state="Sachsen-Anhalt", plan_year=2027))
        unit = save_(tx, OrganisationUnit(title="Hauptamt", level=2))
        for share, filled, new in (("1", "0.5", None), ("1", "1", 2028)):
            save_(
                tx,
                Post(
                    title="IT",
                    organisation_id=unit.id,
                    grade="E11",
                    fte=Decimal(share),
                    filled_fte=Decimal(filled),
                    new_in_year=new,
                ),
            )
        one = save_(tx, Measure(title="Portal", organisation_id=unit.id))
        for year in (2027, 2028):
            save_(
                tx,
                CostLine(
                    measure_id=one.id,
                    year=year,
                    cost_type="Personal",
                    amount_cents=1,
                    fte=Decimal("1.8"),
                    grade="E11",
                ),
            )
    with store.read() as db:
        gaps = staff_gaps(db).set_index("year")
    columns = ["needed_fte", "post_fte", "filled_fte", "gap_fte", "unfilled_fte"]
    found = {year: [float(gaps.loc[year, name]) for name in columns] for year in (2027, 2028)}
    assert found[2027] == pytest.approx([1.8, 1, 0.5, 0.8, 1.3])
    # The second post is there from its year on.
    assert found[2028] == pytest.approx([1.8, 2, 1.5, 0, 0.3])


def test_rolling_forward_adds_a_year_and_loses_none() -> None:
    store = some_plan()
    with store.write("Kim", "Grundlage") as tx:
        save_(tx, Municipality(title="Leerfeld", state="Sachsen-Anhalt", plan_year=2027))
        one = save_(tx, Measure(title="Portal"))
        gone = save_(tx, Measure(title="Idee", status="Ideenpool"))
        save_(tx, PlanEntry(measure_id=one.id, year=2030, stage="Betrieb"))
        for owner, kind, cents, recurrence in (
            (one.id, "Lizenz", 1_000, "laufend"),
            (one.id, "Schulung", 333, "laufend"),
            (one.id, "Hardware", 500, "einmalig"),
            (one.id, "Wartung und Pflege", None, "laufend"),
            (gone.id, "Lizenz", 7, "laufend"),
        ):
            save_(
                tx,
                CostLine(
                    measure_id=owner,
                    year=2030,
                    cost_type=kind,
                    amount_cents=cents,
                    recurrence=recurrence,
                ),
            )
        save_(tx, PriceStep(year=2031, cost_type="Lizenz", increase=Decimal("4"), source="Index"))
    with store.read() as db:
        before = find(db, CostLine)
        rolled = next_year(db)
    assert (rolled.year, rolled.unpriced, len(rolled.stages)) == (2031, 2, 1)
    with store.write("Kim", "fortschreiben") as tx:
        roll_forward(tx)
    with store.read() as db:
        after = find(db, CostLine)
        profile = find(db, Municipality)[0]
    new = {line.cost_type: line.amount_cents for line in after if line.year == 2031}
    assert new == {"Lizenz": 1_040, "Schulung": 333, "Wartung und Pflege": None}
    assert [line for line in after if line.year == 2030] == before
    assert profile.years[-1] == 2031
    undo(store, "Kim")
    with store.read() as db:
        assert find(db, CostLine) == before and get_(db, Municipality, profile.id).plan_year == 2027


def test_a_price_step_stands_once_per_year_and_type(plan: Store) -> None:
    def save(kind: str | None) -> Callable[[], object]:
        def work() -> object:
            with plan.write("Kim", "Preis") as tx:
                return save_(
                    tx, PriceStep(year=2031, cost_type=kind, increase=Decimal(2), source="Index")
                )

        return work

    save(None)()
    save("Lizenz")()
    for kind in (None, "Lizenz"):
        with pytest.raises(Refused, match="schon eine Preisannahme"):
            save(kind)()
