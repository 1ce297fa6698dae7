"""Measures and funding: published grants, the plan by year, nothing counted that is not planned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import strategy.nouns  # noqa: F401
from strategy.figures.money.strategy_cost import strategy_by_domain
from strategy.figures.plan.measures import (
    fte_by_year,
    funding_table,
    measure_cost,
    measure_table,
    measure_years,
    measures_by,
    needed_by,
    plan_by_year,
)
from strategy.kernel.german import is_unknown
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Store
from strategy.nouns.cost_line import CostLine
from strategy.nouns.dependency import Dependency
from strategy.nouns.funding import Funding
from strategy.nouns.goal import Goal
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.measure import Measure
from strategy.nouns.plan_entry import PlanEntry
from strategy.relations.links import link
from tests.fresh_plans import trial

PUBLISHED = [
    # Leipzig VI-DS-06922: 80 % of 664.832,31 rounded to the cent.
    (66_483_231, "80", None, 53_186_585, 13_296_646),
    # Hemhofen: 80 % capped at 20.000, as published and with a higher cost.
    (2_500_000, "80", 2_000_000, 2_000_000, 500_000),
    (3_000_000, "80", 2_000_000, 2_000_000, 1_000_000),
    (None, "80", 2_000_000, None, None),
]


@pytest.mark.parametrize(("cost", "rate", "cap", "grant", "own"), PUBLISHED)
def test_published_grants(
    cost: int | None, rate: str, cap: int | None, grant: int | None, own: int | None
) -> None:
    made = Funding(title="Programm", rate=Decimal(rate), cap_cents=cap, eligible_cents=cost)
    assert (made.grant_cents, made.own_share_cents) == (grant, own)
    with trial() as tx:
        measure = save_(tx, Measure(title="Vorhaben", origin="Interview"))
        save_(tx, made.replace(measure_id=measure.id))
        row = funding_table(tx).iloc[0]
        values = [row["grant_cents"], row["own_cents"]]
        assert [None if is_unknown(value) else value for value in values] == [grant, own]


FUNDINGS = st.lists(
    st.tuples(
        st.none() | st.integers(0, 10**14),
        st.decimals("0", "100", places=4, allow_nan=False),
        st.none() | st.integers(0, 10**14),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(FUNDINGS)
def test_sql_grants_like_the_noun(rows: list[tuple[int | None, Decimal, int | None]]) -> None:
    made = [
        Funding(title="Programm", eligible_cents=cost, rate=rate, cap_cents=cap)
        for cost, rate, cap in rows
    ]
    with trial() as tx:
        saved = insert(tx, made)
        found = funding_table(tx).set_index("id")["grant_cents"]
        for item in saved:
            value = found[item.id]
            assert (None if found.isna()[item.id] else int(value)) == item.grant_cents


def line(measure: Measure, cents: int | None, **values: object) -> CostLine:
    fields = {"year": 2027, "cost_type": "Dienstleistung", "basis": "Plan", **values}
    return CostLine(measure_id=measure.id, amount_cents=cents, **fields)


def test_the_plan_by_year_counts_what_is_planned() -> None:
    with trial() as tx:
        system = save_(tx, LifeDomainSystem(title="Eigene", is_leading=True))
        domain = save_(tx, LifeDomain(system_id=system.id, title="Bildung"))
        save_(tx, LifeDomain(system_id=system.id, title="Gesundheit"))
        goal = save_(tx, Goal(title="Bürgernah", level="Leitziel"))
        one = save_(
            tx,
            Measure(
                title="Portal",
                origin="Interview",
                domain_id=domain.id,
                priority="hoch",
                starts_on=date(2027, 1, 1),
            ),
        )
        pool = save_(tx, Measure(title="Idee", origin="Interview", status="Ideenpool"))
        link(tx, one.id, "dient", goal.id)
        save_(tx, line(one, 100_000, recurrence="einmalig"))
        save_(tx, line(one, 20_000, year=2028))
        save_(tx, line(one, None, year=2028))
        save_(
            tx, line(one, 300_000, cost_type="Personal", fte=Decimal("0.5"), year=2028, grade="E9")
        )
        save_(tx, line(pool, 999))
        save_(tx, line(one, 777, basis="Ist"))
        save_(tx, Funding(title="Land", measure_id=one.id, rate=Decimal(50), eligible_cents=80_001))
        save_(tx, PlanEntry(measure_id=one.id, year=2029, stage="Betrieb"))

        plan = plan_by_year(tx)
        sums = plan.groupby("year")["amount_cents"].sum().to_dict()
        assert sums == {2027: 100_000, 2028: 320_000}
        assert int(plan["unknown_lines"].sum()) == 1
        assert fte_by_year(tx)["fte"].tolist() == [0.5]
        row = measure_table(tx).set_index("measure_id").loc[one.id]
        assert row["cost_cents"] == 420_000 and row["grant_cents"] == 40_001
        # One cost line is unknown, so nobody can say what remains to be paid.
        assert is_unknown(row["own_cents"])
        assert (row["domain"], row["goals"], row["fte"], row["unknown_lines"]) == (
            "Bildung",
            1,
            0.5,
            1,
        )
        years = measure_years(tx)
        assert years.loc[years["measure_id"] == one.id, "year"].tolist() == [2027, 2028, 2029]
        assert years["stage"].dropna().tolist() == ["Betrieb"]
        domains = strategy_by_domain(tx).set_index("domain")
        assert domains["measures"].to_dict() == {
            "Bildung": 1,
            "Gesundheit": 0,
            "ohne Lebensbereich": 0,
        }
        assert domains["left_out"].to_list() == [0, 0, 1]
        assert int(domains["amount_cents"].sum()) == 420_000
        assert dict(measures_by(tx, "status").itertuples(index=False, name=None)) == {
            "vorgeschlagen": 1,
            "Ideenpool": 1,
        }
        assert int(measure_cost(tx)["amount_cents"].sum()) == 420_999


def test_a_dependency_is_seen_from_both_ends(plan: Store) -> None:
    with plan.write("Anna") as tx:
        first = save_(tx, Measure(title="Netz"))
        second = save_(tx, Measure(title="Portal"))
        save_(tx, Dependency(measure_id=second.id, kind="setzt voraus", other_id=first.id))
    with plan.read() as db:
        seen = needed_by(db, first.id)
        assert list(seen["kind"]) == ["wird vorausgesetzt von"]
        assert list(seen["measure_id"]) == [second.id]
        assert needed_by(db, second.id).empty
