"""The parts of a sum of cost add up to it on every path of the drill."""

from __future__ import annotations

from decimal import Decimal

import pytest

from strategy.figures.money.cost import cost_total
from strategy.figures.money.cost_drill import (
    cost_groups,
    cost_lines_behind,
    cost_of_object,
    cost_ratios,
)
from strategy.kernel.records import insert, save_
from strategy.kernel.store import Store
from strategy.nouns.application import Application
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine
from strategy.nouns.municipality import Municipality
from strategy.nouns.organisation_unit import OrganisationUnit


@pytest.fixture
def filled(plan: Store) -> Store:
    with plan.write("Test", "Anlegen") as tx:
        top = save_(tx, OrganisationUnit(title="Dezernat I", level=1))
        staff = save_(tx, OrganisationUnit(title="Hauptamt", level=2, parent_id=top.id))
        money = save_(tx, OrganisationUnit(title="Kämmerei", level=2, parent_id=top.id))
        shared = save_(tx, Application(title="Akte", organisation_id=staff.id))
        lonely = save_(tx, Application(title="Ohne Amt"))
        for unit, share in ((staff, "33.33"), (money, "66.67")):
            save_(
                tx,
                ApplicationUse(
                    application_id=shared.id, organisation_id=unit.id, share=Decimal(share)
                ),
            )
        common = {"year": 2027, "basis": "Plan"}
        insert(
            tx,
            [
                CostLine(
                    application_id=shared.id, cost_type="Lizenz", amount_cents=100_01, **common
                ),
                CostLine(
                    application_id=shared.id, cost_type="Personal", amount_cents=50_00, **common
                ),
                CostLine(application_id=lonely.id, cost_type="Lizenz", amount_cents=7_00, **common),
                CostLine(application_id=lonely.id, cost_type="Hardware", **common),
                CostLine(
                    application_id=lonely.id, cost_type="Abschreibung", amount_cents=9, **common
                ),
            ],
        )
        save_(tx, Municipality(title="Ort", plan_year=2027, inhabitants=100))
    return plan


@pytest.mark.parametrize("by", ["dezernat", "amt", "object", "cost_type", "total"])
def test_every_grouping_reaches_the_same_total(filled: Store, by: str) -> None:
    with filled.read() as db:
        frame = cost_groups(db, "Plan", by, 2027)
        assert int(frame["amount_cents"].sum()) == cost_total(db, "Plan", 2027) == 157_01
        parts = frame["sach_cents"].fillna(0) + frame["personal_cents"].fillna(0)
        assert int(parts.sum()) == 157_01


def test_lines_behind_a_group_add_up_to_it(filled: Store) -> None:
    with filled.read() as db:
        for row in cost_groups(db, "Plan", "amt", 2027).itertuples():
            amt = row.key if isinstance(row.key, str) else ""
            behind = cost_lines_behind(db, "Plan", 2027, amt=amt)
            assert int(behind["amount_cents"].sum()) == row.amount_cents
            assert behind["line_id"].nunique() == row.lines
            inner = cost_groups(db, "Plan", "cost_type", 2027, amt=amt)
            assert int(inner["amount_cents"].sum()) == row.amount_cents


def test_what_no_unit_bears_is_asked_for_with_an_empty_text(filled: Store) -> None:
    with filled.read() as db:
        frame = cost_groups(db, "Plan", "object", 2027, amt="")
        assert frame[["label", "amount_cents", "unknown_lines"]].values.tolist() == [
            ["Ohne Amt", 7_00, 1]
        ]


def test_an_object_is_told_by_basis_and_year(filled: Store) -> None:
    with filled.write("Test") as tx:
        shared = tx.value("SELECT id FROM application WHERE title = 'Akte'")
        insert(tx, [CostLine(application_id=shared, year=2026, basis="Ist", cost_type="Lizenz")])
        frame = cost_of_object(tx, shared)
    known = frame.dropna()[["basis", "year", "sach_cents", "personal_cents", "amount_cents"]]
    assert known.values.tolist() == [["Plan", 2027, 100_01, 50_00, 150_01]]
    assert frame[["basis", "unknown_lines"]].values.tolist() == [["Plan", 0], ["Ist", 1]]


def test_ratios_are_unknown_without_a_divisor(filled: Store) -> None:
    with filled.read() as db:
        planned = cost_ratios(db, "Plan", 2027)
        assert planned["label"].tolist() == ["Sachkosten", "Personalkosten", "Gesamt"]
        assert planned["amount_cents"].tolist() == [107_01, 50_00, 157_01]
        assert planned["per_inhabitant"].tolist() == [107.01, 50.0, 157.01]
        assert planned["per_workplace"].isna().all()
        assert cost_ratios(db, "Ist", 2027)["per_inhabitant"].isna().all()
