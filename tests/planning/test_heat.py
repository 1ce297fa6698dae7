"""Life domain × goal × year: cells add up to the plan, and what does not meet is marked."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from strategy.figures.money.own_share import own_share_by_measure
from strategy.kernel.store import Store
from strategy.planning.heat import (
    MONEY_WITHOUT_GOAL,
    POINTS_WITHOUT_MONEY,
    goals_above,
    heat_cells,
    heat_table,
    split,
    unknown_places,
)

WEIGHTS = st.lists(st.none() | st.decimals(0, 100, places=4), min_size=1, max_size=6)


@given(st.integers(-(10**12), 10**12), WEIGHTS)
def test_parts_add_up_and_follow_the_weights(cents: int, weights: list[Decimal | None]) -> None:
    parts = split(cents, weights)
    assert sum(parts) == cents and len(parts) == len(weights)
    known = [weight for weight in weights if weight is not None]
    if len(known) == len(weights) and sum(known):
        exact = [cents * weight / sum(known) for weight in known]
    else:
        exact = [Decimal(cents) / len(weights)] * len(weights)
    assert all(abs(part - value) <= 1 for part, value in zip(parts, exact, strict=True))


def test_cells_of_the_demo_add_up_to_its_own_share(demo_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "auenfurt.duckdb"
    shutil.copyfile(demo_file, path)
    store = Store.open(path)
    with store.read() as db:
        cells, own = heat_cells(db), own_share_by_measure(db)
        top = goals_above(db, "Leitziel")
    store.close()
    assert cells["own_cents"].sum() == own["own_cents"].sum()
    mine = cells.groupby(["measure_id", "year"])["own_cents"].sum().to_dict()
    assert mine == own.groupby(["measure_id", "year"])["own_cents"].sum().to_dict()
    # M-0008 has lines and no amount: its cells are there, and no 0.
    unknown = cells[cells["measure_id"] == "M-0008"]
    assert len(unknown) and unknown["own_cents"].isna().all()
    places = set(zip(unknown["domain_id"], unknown["goal_id"], strict=True))
    others = cells[cells["own_cents"].notna()]
    known = set(zip(others["domain_id"], others["goal_id"], strict=True))
    assert unknown_places(cells) == places - known
    assert set(top.values()) == {"Z-0001", "Z-0010", "Z-0022", "Z-0032"}
    table, _ = heat_table(cells, {}, {})
    assert int(table.to_numpy().sum()) == int(own["own_cents"].sum())


def test_points_without_money_and_money_without_goal_are_marked() -> None:
    cells = pd.DataFrame(
        [("D1", "Schule", "Z-1", 500), ("D1", "Schule", "", 20), ("D2", "Wege", "Z-1", 10)],
        columns=["domain_id", "domain", "goal_id", "own_cents"],
    )
    names = {"D3": "Gesundheit", "D4": "Tourismus"}
    _, marks = heat_table(cells, {"D1": 9, "D2": 1, "D3": 8, "D4": 2}, names)
    assert marks == {"D1": MONEY_WITHOUT_GOAL, "D3": POINTS_WITHOUT_MONEY}
