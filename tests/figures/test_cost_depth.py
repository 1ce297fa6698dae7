"""Depreciation, successors, both halves of a budget: against slow, plain twins."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from strategy.figures.inventory.organisation import predecessors
from strategy.figures.money.budget_effect import (
    assets_without_life,
    budget_effect,
    depreciation_schedule,
)
from strategy.figures.money.cost import (
    cost_by_dezernat,
    cost_by_object,
    cost_by_unit,
    cost_by_year,
    cost_rows,
    cost_tree,
    depreciation_by_year,
)
from strategy.figures.money.cost_drill import cost_groups, cost_lines_behind
from strategy.figures.money.year_comparison import side_by_side, unit_years
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Store, Transaction
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.project import Project
from tests.fresh_plans import trial

TODAY = date(2027, 1, 15)
YEARS = range(2025, 2031)


def twin_depreciation(lines: list[CostLine]) -> dict[int, int]:
    """Year to depreciation: equal years, the rest in the last one; own lines go before."""
    own = {
        (item.application_id or item.project_id, item.basis)
        for item in lines
        if item.cost_type == "Abschreibung"
    }
    years: dict[int, int] = defaultdict(int)
    for item in lines:
        if item.basis != "Plan" or item.amount_cents is None or item.year is None:
            continue
        if item.cost_type == "Abschreibung":
            years[item.year] += item.amount_cents
        elif (
            item.budget_kind == "investiv"
            and item.useful_life_years
            and (item.application_id or item.project_id, item.basis) not in own
        ):
            each = int(Decimal(item.amount_cents) / item.useful_life_years)
            for index in range(item.useful_life_years):
                last = index == item.useful_life_years - 1
                rest = item.amount_cents - each * (item.useful_life_years - 1)
                years[item.year + index] += rest if last else each
    return dict(years)


LINES = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from(YEARS),
        st.sampled_from(["Lizenz", "Hardware", "Personal", "Abschreibung"]),
        st.sampled_from(["konsumtiv", "investiv", None]),
        st.none() | st.integers(-(10**9), 10**9),
        st.none() | st.integers(1, 12),
        st.sampled_from(["Plan", "Plan", "Ist"]),
        st.integers(0, 4),
    ),
    max_size=10,
)


@settings(max_examples=12, deadline=None, phases=[Phase.reuse, Phase.generate])
@given(drawn=LINES, share=st.decimals("0.01", "99.99", places=2, allow_nan=False))
def test_every_path_agrees_also_in_both_halves_of_the_budget_and_across_a_reorganisation(
    drawn: list, share: Decimal
) -> None:
    with trial() as tx:
        units = reorganised(tx)
        first = save_(tx, Application(title="Akte", organisation_id=units[1]))
        second = save_(tx, Application(title="Karte"))
        third = save_(tx, Project(title="Umzug", organisation_id=units[3]))
        for unit, part in ((units[0], share), (units[1], 100 - share)):
            save_(tx, ApplicationUse(application_id=first.id, organisation_id=unit, share=part))
        owners = [
            {"application_id": first.id},
            {"application_id": second.id},
            {"project_id": third.id},
        ]
        lines = insert(
            tx,
            [
                CostLine(
                    **owners[owner],
                    year=year,
                    cost_type=kind,
                    budget_kind=budget,
                    amount_cents=cents,
                    useful_life_years=life,
                    basis=basis,
                    organisation_id=units[place] if place < 4 else None,
                )
                for owner, year, kind, budget, cents, life, basis, place in drawn
            ],
        )
        counted = [
            line for line in lines if line.basis == "Plan" and line.cost_type != "Abschreibung"
        ]
        total = sum(line.amount_cents or 0 for line in counted)
        paths = (cost_by_unit, cost_by_dezernat, cost_by_object, cost_by_year, cost_tree, cost_rows)
        assert {int(path(tx, "Plan")["amount_cents"].sum()) for path in paths} == {total}
        for today in (None, TODAY):
            side = unit_years(tx, "Plan", today=today)
            assert int(side["amount_cents"].sum()) == total
            groups = cost_groups(tx, "Plan", "amt", today=today)
            assert int(groups["amount_cents"].sum()) == total
            if today:
                # Whoever was dissolved bears nothing any more, whoever succeeded bears it all.
                assert not {units[0], units[1]} & set(side["amt_id"].dropna())
        for row in cost_groups(tx, "Plan", "amt", today=TODAY).to_dict("records"):
            amt = row["key"] if isinstance(row["key"], str) else ""
            behind = cost_lines_behind(tx, "Plan", today=TODAY, amt=amt)["amount_cents"].sum()
            assert int(behind) == _or_zero(row["amount_cents"])

        worn = depreciation_by_year(tx, "Plan").dropna(subset=["amount_cents"])
        known = {int(row.year): int(row.amount_cents) for row in worn.itertuples()}
        twin = twin_depreciation(lines)
        assert {y: c for y, c in known.items() if c} == {y: c for y, c in twin.items() if c}
        effect = {int(row["year"]): row for row in budget_effect(tx, "Plan").to_dict("records")}
        for year, row in effect.items():
            here = [line for line in counted if line.year == year]
            paid = sum(line.amount_cents or 0 for line in here if line.budget_kind)
            worn_off = twin.get(year, 0)
            consumed = sum(
                line.amount_cents or 0 for line in here if line.budget_kind == "konsumtiv"
            )
            assert _or_zero(row["paid_cents"]) == paid
            assert _or_zero(row["depreciation_cents"]) == worn_off
            assert _or_zero(row["borne_cents"]) == consumed + worn_off
        for line in counted:
            schedule = depreciation_schedule(tx, line.id)
            if len(schedule) and line.amount_cents is not None:
                assert int(schedule["amount_cents"].sum()) == line.amount_cents
                assert int(schedule["left_cents"].iloc[-1]) == 0


def _or_zero(value: object) -> int:
    return 0 if german.is_unknown(value) else int(str(value))


def reorganised(tx: Transaction) -> list[str]:
    """Two dissolved Ämter that became one after the other the third, and one that stays."""
    top = save_(tx, OrganisationUnit(title="Dezernat", level=1))
    new, stays = insert(
        tx,
        [OrganisationUnit(title=title, level=2, parent_id=top.id) for title in ("Neu", "Bleibt")],
    )
    middle = save_(
        tx,
        OrganisationUnit(
            title="Mitte",
            level=2,
            parent_id=top.id,
            valid_to=date(2026, 12, 31),
            successor_id=new.id,
        ),
    )
    old = save_(
        tx,
        OrganisationUnit(
            title="Alt",
            level=2,
            parent_id=top.id,
            valid_to=date(2025, 12, 31),
            successor_id=middle.id,
        ),
    )
    return [old.id, middle.id, new.id, stays.id]


def test_years_stand_side_by_side_before_and_after_a_reorganisation(plan: Store) -> None:
    with plan.write("Test") as tx:
        old, middle, new, _ = reorganised(tx)
        app = save_(tx, Application(title="Akte", organisation_id=new))
        for year, unit, cents in ((2025, old, 100_00), (2026, middle, 110_00), (2027, None, 95_00)):
            save_(
                tx,
                CostLine(
                    application_id=app.id,
                    year=year,
                    cost_type="Lizenz",
                    amount_cents=cents,
                    organisation_id=unit,
                ),
            )
        recorded = side_by_side(unit_years(tx, "Plan"))
        today = side_by_side(unit_years(tx, "Plan", today=TODAY))
        earlier = side_by_side(unit_years(tx, "Plan", today=date(2026, 6, 1)))
        nothing = side_by_side(unit_years(tx, "Plan", today=TODAY), "Personalkosten")
        assert predecessors(tx, new)["id"].tolist() == [middle, old]
    assert recorded["amt"].tolist() == ["Alt", "Mitte", "Neu"]
    assert recorded["change"].isna().all()
    columns = ["amt", "2025", "2026", "2027", "change"]
    assert today[columns].values.tolist() == [["Neu", 100_00, 110_00, 95_00, -5_00]]
    assert earlier["amt"].tolist() == ["Mitte", "Neu"]
    # Nobody has said anything about Personalkosten: 0 would be a claim.
    assert nothing[columns[1:]].isna().all(axis=None)


def test_depreciation_is_straight_and_own_lines_go_before(plan: Store) -> None:
    with plan.write("Test") as tx:
        app = save_(tx, Application(title="Server"))
        line = save_(
            tx,
            CostLine(
                application_id=app.id,
                year=2026,
                cost_type="Hardware",
                budget_kind="investiv",
                amount_cents=10_000_00,
                useful_life_years=3,
            ),
        )
        bare = save_(
            tx,
            CostLine(
                application_id=app.id,
                year=2026,
                cost_type="Lizenz",
                budget_kind="investiv",
                amount_cents=1,
            ),
        )
        schedule = depreciation_schedule(tx, line.id)
        assert schedule.values.tolist() == [
            [2026, 3_333_33, 6_666_67],
            [2027, 3_333_33, 3_333_34],
            [2028, 3_333_34, 0],
        ]
        assert assets_without_life(tx, "Plan")["line_id"].tolist() == [bare.id]
        effect = budget_effect(tx, "Plan").set_index("year")
        assert effect.loc[2026, "paid_cents"] == 10_000_01
        assert effect.loc[2026, "borne_cents"] == 3_333_33
        # Depreciation alone says nothing of what is paid.
        assert pd.isna(effect.loc[2028, "paid_cents"])
        assert effect.loc[2028, "borne_cents"] == 3_333_34
        save_(
            tx,
            CostLine(application_id=app.id, year=2027, cost_type="Abschreibung", amount_cents=5_00),
        )
        assert depreciation_by_year(tx, "Plan")[["year", "amount_cents"]].values.tolist() == [
            [2027, 5_00]
        ]
        assert depreciation_schedule(tx, line.id).empty
        assert assets_without_life(tx, "Plan").empty


def test_a_useful_life_must_be_one(plan: Store) -> None:
    with plan.write("Test") as tx, pytest.raises(Refused, match="liegt nicht zwischen 1 und 100"):
        save_(
            tx,
            CostLine(application_id="A-0001", year=2027, cost_type="Hardware", useful_life_years=0),
        )
