"""What the strategy costs is the same number by year, domain, Dezernat and row by row."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import strategy.nouns  # noqa: F401
from strategy.analysis.staging import stage_grid
from strategy.figures.money.cost_drill import cost_groups, cost_ratios
from strategy.figures.money.strategy_cost import (
    cost_of_measures,
    cost_without_amount,
    strategy_by_dezernat,
    strategy_by_domain,
    strategy_by_year,
    strategy_rows,
)
from strategy.figures.plan.domains import (
    domain_pairs,
    domains_of_measure,
    measures_per_leading_domain,
)
from strategy.figures.plan.measures import measure_table, measure_years, plan_by_year
from strategy.figures.workshop.cards import cards_by_state, wall
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Store, Transaction
from strategy.nouns.card import Card
from strategy.nouns.cost_line import CostLine
from strategy.nouns.domain_mapping import DomainMapping
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.life_domain_system import LifeDomainSystem
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.plan_entry import PlanEntry
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.relations.links import link
from tests.fresh_plans import trial


def _town(tx: Transaction) -> None:
    """Measures M-0001 (planned, in a domain and a Dezernat), M-0002 (pool), M-0003 (nowhere)."""
    system = save_(tx, LifeDomainSystem(title="Liste", is_leading=True))
    domain = save_(tx, LifeDomain(system_id=system.id, title="Bildung"))
    unit = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
    save_(tx, Measure(title="Schule", domain_id=domain.id, organisation_id=unit.id))
    save_(tx, Measure(title="Traum", status="Ideenpool", reason="Später."))
    save_(tx, Measure(title="Wald"))


LINES = st.lists(
    st.tuples(
        st.sampled_from(["M-0001", "M-0002", "M-0003"]),
        st.integers(2025, 2030),
        st.sampled_from(["Lizenz", "Personal", "Abschreibung"]),
        st.sampled_from(["einmalig", "laufend"]),
        st.sampled_from(["konsumtiv", "investiv"]),
        st.sampled_from(["Eigenmittel", "Fördermittel", None]),
        st.one_of(st.none(), st.integers(0, 10**10)),
    ),
    max_size=25,
)


@settings(max_examples=15, deadline=None)
@given(LINES)
def test_every_way_of_adding_up_gives_the_same(lines: list[tuple]) -> None:
    with trial() as tx:
        _town(tx)
        if lines:
            insert(
                tx,
                [
                    CostLine(
                        measure_id=owner,
                        year=year,
                        cost_type=kind,
                        recurrence=recurrence,
                        budget_kind=budget,
                        financing=financing,
                        amount_cents=cents,
                        basis="Plan",
                    )
                    for owner, year, kind, recurrence, budget, financing, cents in lines
                ],
            )
        counted = [x for x in lines if x[0] != "M-0002" and x[2] != "Abschreibung"]
        expected = sum(x[6] or 0 for x in counted)
        years = strategy_by_year(tx)
        for parts in (
            ["amount_cents"],
            ["one_off_cents", "running_cents"],
            ["consumptive_cents", "investive_cents"],
            ["sach_cents", "personal_cents"],
            ["granted_cents", "own_cents"],
        ):
            assert int(years[parts].fillna(0).sum().sum()) == expected
        for frame in (
            strategy_by_domain(tx),
            strategy_by_dezernat(tx),
            strategy_rows(tx),
            plan_by_year(tx),
        ):
            assert int(frame["amount_cents"].fillna(0).sum()) == expected
        # What a line says about its financing is a remark and pays nothing.
        assert not years["granted_cents"].fillna(0).any()
        assert int(years["unknown_lines"].sum()) == sum(x[6] is None for x in counted)
        one = [x for x in counted if x[0] == "M-0001"]
        assert int(strategy_rows(tx, domain_id="LB-0001")["amount_cents"].fillna(0).sum()) == sum(
            x[6] or 0 for x in one
        )
        loose = strategy_rows(tx, domain_id="", dezernat_id="")
        assert set(loose["object_id"]) <= {"M-0003"}
        assert len(strategy_rows(tx, year=2027)) == sum(x[1] == 2027 for x in counted)
        chosen = cost_of_measures(tx, ["M-0002"])
        assert int(chosen["amount_cents"].fillna(0).sum()) == sum(
            x[6] or 0 for x in lines if x[0] == "M-0002" and x[2] != "Abschreibung"
        )


def test_unknown_cost_is_named_and_not_zero(plan: Store) -> None:
    with plan.write("Anna") as tx:
        _town(tx)
        save_(tx, CostLine(measure_id="M-0001", year=2027, cost_type="Lizenz", amount_cents=None))
    with plan.read() as db:
        silent = cost_without_amount(db)
        domains = strategy_by_domain(db)
        years = strategy_by_year(db)
    # M-0003 has no line at all; the pool of ideas (M-0002) does not count.
    assert dict(zip(silent["measure_id"], silent["unknown_lines"], strict=True)) == {
        "M-0001": 1,
        "M-0003": 0,
    }
    assert domains["amount_cents"].isna().all() and list(domains["silent"]) == [1, 1]
    assert years["amount_cents"].isna().all()


def test_a_kind_that_nobody_entered_is_unknown_in_a_total(plan: Store) -> None:
    with plan.write("Anna") as tx:
        _town(tx)
        for year, kind in ((2027, "Lizenz"), (2028, "Lizenz"), (2028, "Personal")):
            save_(tx, CostLine(measure_id="M-0001", year=year, cost_type=kind, amount_cents=100_00))
    with plan.read() as db:
        years = strategy_by_year(db).set_index("year")["personal_cents"]
        total = cost_groups(db, "Plan", "total", 2027, ("measure",))
        ratios = cost_ratios(db, "Plan", 2027, ("measure",)).set_index("label")["amount_cents"]
    assert years.isna().tolist() == [True, False] and years[2028] == 100_00
    assert total["personal_cents"].isna().all() and total["sach_cents"].item() == 100_00
    assert ratios["Gesamt"] == 100_00 and ratios.isna()["Personalkosten"]


def test_the_grid_says_stage_cost_unknown_and_nothing(plan: Store) -> None:
    with plan.write("Anna") as tx:
        _town(tx)
        save_(tx, PlanEntry(measure_id="M-0001", year=2027, stage="Umsetzung"))
        save_(tx, PlanEntry(measure_id="M-0001", year=2028, stage="Betrieb"))
        for year, cents in ((2027, 4_200_00), (2028, None), (2029, 100_00)):
            save_(
                tx, CostLine(measure_id="M-0001", year=year, cost_type="Lizenz", amount_cents=cents)
            )
    with plan.read() as db:
        grid = stage_grid(measure_table(db), measure_years(db), [2026, 2027, 2028, 2029])
    first = [str(v).replace("\N{NO-BREAK SPACE}", " ") for v in grid.iloc[0, 3:]]
    assert first == ["–", "Umsetzung · 4.200 €", "Betrieb · unbekannt", "ohne Stufe · 100 €"]
    assert list(grid.iloc[1, 3:]) == ["–"] * 4


def test_domains_of_other_systems(plan: Store) -> None:
    with plan.write("Anna") as tx:
        _town(tx)
        other = save_(tx, LifeDomainSystem(title="Fünf Bereiche"))
        far = save_(tx, LifeDomain(system_id=other.id, title="Gesellschaft"))
        also = save_(tx, LifeDomain(system_id="LS-0001", title="Gesundheit"))
        # Entered the other way round: it holds both ways.
        save_(tx, DomainMapping(from_id=far.id, to_id="LB-0001"))
        link(tx, "M-0001", "gehört auch zu", also.id)
    with plan.read() as db:
        mine = domains_of_measure(db, "M-0001")
        pairs = domain_pairs(db)
        counts = measures_per_leading_domain(db)
    assert list(zip(mine["domain"], mine["how"], strict=True)) == [
        ("Bildung", "führend"),
        ("Gesundheit", "gehört auch zu"),
        ("Gesellschaft", "entspricht"),
    ]
    assert pairs["other"].dropna().tolist() == ["Gesellschaft"] and len(pairs) == 2
    assert counts[["domain", "measures", "also"]].values.tolist() == [
        ["Bildung", 1, 0],
        ["Gesundheit", 0, 1],
    ]


def test_the_wall_and_the_states_of_one_phase(plan: Store) -> None:
    with plan.write("Anna") as tx:
        save_(tx, Workshop(title="Werkstatt"))
        for title, kind in (("Kritik", "Kritik"), ("Phantasie", "Phantasie")):
            save_(tx, WorkshopPhase(workshop_id="W-0001", title=title, kind=kind))
        for phase, state in (
            ("WP-0002", "angenommen"),
            ("WP-0001", "eingegangen"),
            ("WP-0001", "angenommen"),
        ):
            save_(tx, Card(workshop_id="W-0001", phase_id=phase, body="Bus", state=state))
    with plan.read() as db:
        whole, part = cards_by_state(db, "W-0001"), cards_by_state(db, "W-0001", "WP-0001")
        hanging = wall(db, "W-0001")
        chosen = wall(db, "W-0001", "WP-0001", "angenommen")
    assert (whole["cards"].sum(), part["cards"].sum()) == (3, 2)
    assert list(hanging["id"]) == ["C-0002", "C-0003", "C-0001"]
    assert list(chosen["id"]) == ["C-0003"]
    assert isinstance(hanging, pd.DataFrame) and hanging["cluster"].isna().all()


def test_fte_of_a_year_is_the_sum_of_its_lines(plan: Store) -> None:
    with plan.write("Anna") as tx:
        _town(tx)
        for owner, share in (("M-0001", "0.25"), ("M-0003", "0.5"), ("M-0002", "1")):
            save_(
                tx,
                CostLine(
                    measure_id=owner,
                    year=2027,
                    cost_type="Personal",
                    fte=Decimal(share),
                    amount_cents=1,
                ),
            )
    with plan.read() as db:
        assert float(strategy_by_year(db)["fte"].iloc[0]) == 0.75
