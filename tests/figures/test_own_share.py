"""Own share per measure, year and Haushaltsart: grants spread to the cent, nothing lost."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from strategy.acts.moving import move_measure
from strategy.figures.money.own_share import (
    measures_with_posts,
    own_share_by_dezernat,
    own_share_by_measure,
    own_share_by_year,
    own_share_cells,
    unplaced_grants,
)
from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Cursor
from strategy.nouns.cost_line import CostLine
from strategy.nouns.funding import Funding
from strategy.nouns.measure import Measure
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.personnel_rate import PersonnelRate
from tests.fresh_plans import some_plan, trial


def line(measure: str, year: int, cents: int | None, kind: str = "konsumtiv") -> CostLine:
    return CostLine(
        measure_id=measure,
        year=year,
        cost_type="Dienstleistung",
        budget_kind=kind,
        amount_cents=cents,
    )


def totals(frame: pd.DataFrame) -> tuple[int, int, int]:
    return tuple(int(frame[name].sum()) for name in ("cost_cents", "grant_cents", "own_cents"))


def test_published_own_shares() -> None:
    """Leipzig VI-DS-06922 and Hemhofen; the dearer variant of Hemhofen meets the cap."""
    cases = [
        (66_483_231, Decimal(80), None, 53_186_585, 13_296_646),
        (2_500_000, Decimal(80), 2_000_000, 2_000_000, 500_000),
        (3_000_000, Decimal(80), 2_000_000, 2_000_000, 1_000_000),
    ]
    with trial() as tx:
        for cost, rate, cap, grant, own in cases:
            measure = save_(tx, Measure(title="Vorhaben"))
            insert(tx, [line(measure.id, 2027, cost)])
            save_(
                tx,
                Funding(
                    title="Programm",
                    measure_id=measure.id,
                    rate=rate,
                    cap_cents=cap,
                    eligible_cents=cost,
                ),
            )
            assert totals(own_share_cells(tx, [measure.id])) == (cost, grant, own)


def test_several_sources_years_and_units() -> None:
    with trial() as tx:
        dezernat = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        amt = save_(tx, OrganisationUnit(title="Amt 10", level=2, parent_id=dezernat.id))
        measure = save_(tx, Measure(title="Portal", organisation_id=amt.id))
        pool = save_(tx, Measure(title="Später", status="Ideenpool"))
        insert(
            tx,
            [
                line(measure.id, 2027, 100),
                line(measure.id, 2028, 100, "investiv"),
                line(measure.id, 2029, 100).replace(organisation_id=dezernat.id),
                line(measure.id, 2029, None),
                line(pool.id, 2027, 999),
            ],
        )
        save_(tx, Funding(title="Land", measure_id=measure.id, fixed_cents=100, rate=None))
        save_(
            tx,
            Funding(
                title="Bund", measure_id=measure.id, fixed_cents=50, first_year=2028, last_year=2028
            ),
        )
        save_(tx, Funding(title="Offen", measure_id=measure.id, rate=Decimal(50)))
        rows = own_share_by_measure(tx)
        by_dezernat, by_year = own_share_by_dezernat(tx), own_share_by_year(tx)
        unplaced = unplaced_grants(tx)
    # 100 over three equal cells: the earliest bears the cent that is left.
    assert rows[["year", "budget_kind", "cost_cents", "grant_cents", "own_cents"]].to_numpy(
        object
    ).tolist() == [
        [2027, "konsumtiv", 100, 34, 66],
        [2028, "investiv", 100, 83, 17],
        [2029, "konsumtiv", 100, 33, 67],
    ]
    assert rows["unknown_lines"].tolist() == [0, 0, 1]
    assert set(by_dezernat["dezernat"]) == {"Dezernat I"}
    assert totals(rows) == totals(by_dezernat) == totals(by_year) == (300, 150, 150)
    assert unplaced["title"].tolist() == ["Offen"]


def spread(cost: list[int], grant: int) -> list[int]:
    """The slow, obvious twin: whole cents first, the rest to whoever lost most."""
    whole = sum(cost)
    exact = [Fraction(grant * part, whole) for part in cost]
    given = [int(part) for part in exact]
    order = sorted(range(len(cost)), key=lambda i: (given[i] - exact[i], i))
    for i in order[: grant - sum(given)]:
        given[i] += 1
    return given


def cells_of(tx: Cursor, measure: str) -> pd.DataFrame:
    return own_share_cells(tx, [measure])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 10**11), min_size=1, max_size=6),
    st.lists(st.decimals(0, 50, places=2), min_size=1, max_size=2),
)
def test_own_share_and_grants_are_the_cost(cost: list[int], rates: list[Decimal]) -> None:
    with trial() as tx:
        measure = save_(tx, Measure(title="Vorhaben"))
        insert(tx, [line(measure.id, 2027 + index, cents) for index, cents in enumerate(cost)])
        for rate in rates:
            eligible = sum(cost)
            save_(tx, Funding(title="P", measure_id=measure.id, rate=rate, eligible_cents=eligible))
        frame = cells_of(tx, measure.id)
        grants = [int(item.grant_cents or 0) for item in find(tx, Funding)]
    expected = [
        sum(parts) for parts in zip(*(spread(cost, grant) for grant in grants), strict=True)
    ]
    assert frame["grant_cents"].tolist() == expected
    assert (frame["own_cents"] + frame["grant_cents"]).tolist() == cost


def test_shifted_cells_are_those_of_the_moved_measure() -> None:
    """The oracle is moving itself: the same measure, moved by a year in a plan."""
    plan = some_plan()
    with plan.write("Kim", "Maßnahme") as tx:
        for year, cents in (
            (2027, 8_000_000),
            (2028, 8_200_100),
            (2029, 8_300_000),
            (2030, 9_000_000),
        ):
            save_(tx, PersonnelRate(grade="E11", year=year, personnel_cents=cents))
        one = save_(tx, Measure(title="Portal"))
        for year in (2027, 2028, 2029):
            post = CostLine(
                measure_id=one.id, year=year, cost_type="Personal", fte=Decimal("0.5"), grade="E11"
            )
            save_(tx, post)
            save_(tx, line(one.id, year, 1_000_001))
        save_(
            tx,
            Funding(
                title="Programm",
                measure_id=one.id,
                fixed_cents=3_000_001,
                first_year=2027,
                last_year=2028,
            ),
        )
    with plan.read() as db:
        assert measures_with_posts(db) == [one.id]
        shifted = own_share_cells(db, [one.id], 1)
        still = own_share_cells(db, [one.id])
    with plan.write("Kim", "verschieben") as tx:
        move_measure(tx, one.id, 1)
    with plan.read() as db:
        moved = own_share_cells(db, [one.id])
    columns = ["year", "budget_kind", "cost_cents", "grant_cents", "own_cents"]
    pd.testing.assert_frame_equal(shifted[columns], moved[columns], check_dtype=False)
    assert list(shifted["cost_cents"]) == [5_100_051, 5_150_001, 5_500_001]
    assert list(still["cost_cents"]) == [5_000_001, 5_100_051, 5_150_001]
    # Where a year has no rate, the known cost stays: left out, it would look like room.
    with plan.read() as db:
        far = own_share_cells(db, [one.id], 5)
    assert list(far["cost_cents"]) == list(moved["cost_cents"])
