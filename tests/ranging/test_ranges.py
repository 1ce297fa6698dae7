"""Ranges of cost: triangular, keyed by line, exactly the plan where nothing may move."""

from __future__ import annotations

import json
import math
import shutil
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from strategy.cli import main
from strategy.kernel.records import find, insert, save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import create_scenario
from strategy.nouns.budget_cap import BudgetCap
from strategy.nouns.cost_band import CostBand
from strategy.nouns.cost_line import CostLine
from strategy.nouns.funding import Funding
from strategy.nouns.measure import Measure
from strategy.nouns.municipality import Municipality
from strategy.ranging.draws import draw, triangular, uniform
from strategy.ranging.ranges import OWN, ranges_of
from strategy.ranging.spreads import read_spreads


@pytest.fixture
def town(plan: Store) -> Store:
    """Two measures over two years, 1.000 € a line, one line with a range of its own."""
    with plan.write("Anna") as tx:
        save_(tx, Municipality(title="Auenfurt", plan_year=2027, years_back=0, years_ahead=1))
        insert(tx, [Measure(title="Eins"), Measure(title="Zwei"), Measure(title="Drei")])
        line = CostLine(year=2027, cost_type="Lizenz", amount_cents=100_000)
        insert(
            tx,
            [
                line.replace(measure_id="M-0001"),
                line.replace(measure_id="M-0001", year=2028, low_cents=90_000, high_cents=150_000),
                line.replace(measure_id="M-0002", cost_type="Schulung"),
                line.replace(measure_id="M-0002", cost_type="Personal", amount_cents=None),
            ],
        )
        save_(tx, BudgetCap(year=2027, amount_cents=200_000))
        save_(tx, BudgetCap(year=2028, amount_cents=100_000, kind="konsumtiv"))
    return plan


def test_without_ranges_everything_is_the_plan(town: Store) -> None:
    with town.write("Anna") as tx:
        for line in find(tx, CostLine, "low_cents IS NOT NULL"):
            save_(tx, line.replace(low_cents=None, high_cents=None))
    with town.read() as db:
        found = ranges_of(db, 500)
    for item in (*found.cost, *found.own_share):
        assert item.plan == item.p50 == item.p80 == item.p95
    assert [item.plan for item in found.cost] == [200_000, 100_000, 300_000]
    assert not found.drivers and [cap.probability for cap in found.caps] == [0, 0]


def test_a_range_of_its_own_is_triangular(town: Store) -> None:
    with town.read() as db:
        found = ranges_of(db)
        spread = read_spreads(db)
    year = next(item for item in found.cost if item.year == 2028)
    # Quantiles by the formula: above the mode, high - sqrt((1 - p) (high - low) (high - mode)).
    for value, share in ((year.p50, 0.5), (year.p80, 0.8), (year.p95, 0.95)):
        exact = 150_000 - math.sqrt((1 - share) * 60_000 * 50_000)
        assert value == pytest.approx(exact, abs=800)
    deviation = draw(spread, np.zeros(len(spread.ids), np.int64), 1).whole[0]
    low, mode, high = 90_000, 100_000, 150_000
    assert deviation.mean() == pytest.approx((low + mode + high) / 3 - mode, abs=400)
    variance = (low**2 + mode**2 + high**2 - low * mode - low * high - mode * high) / 18
    assert deviation.var() == pytest.approx(variance, rel=0.03)
    caps = {cap.key.year: cap for cap in found.caps}
    # The mode lies at 10/60 of the way, so five of six draws lie above it.
    assert caps[2028].probability == pytest.approx(5 / 6, abs=0.01) and caps[2027].probability == 0
    assert dict(found.drivers) == {OWN: pytest.approx(1.0)}


def test_bands_move_lines_together_and_grants_stay(town: Store) -> None:
    with town.write("Anna") as tx:
        for kind in ("Lizenz", "Schulung"):
            save_(
                tx,
                CostBand(
                    cost_type=kind,
                    low_percent=Decimal(10),
                    high_percent=Decimal(10),
                    driver="Preise der Anbieter",
                    common_percent=Decimal(100),
                ),
            )
        save_(tx, Funding(title="Land", measure_id="M-0001", fixed_cents=50_000))
    with town.read() as db:
        found = ranges_of(db)
    year = next(item for item in found.cost if item.year == 2027)
    # Two lines with one draw: twice the quantile of one of them, not less as for two draws.
    exact = 2 * (110_000 - math.sqrt(0.05 * 20_000 * 10_000))
    assert year.p95 == pytest.approx(exact, abs=300)
    own = next(item for item in found.own_share if item.year == 2027)
    assert own.p95 - own.plan == year.p95 - year.plan and own.plan == 175_000
    assert found.drivers[0][0] == "Preise der Anbieter"
    assert sum(share for _, share in found.drivers) == pytest.approx(1, abs=0.05)


def test_the_same_draws_in_every_scenario_and_order(town: Store) -> None:
    with town.write("Anna") as tx:
        save_(tx, CostBand(cost_type="Lizenz", low_percent=Decimal(5), high_percent=Decimal(25)))
    name = create_scenario(town, "Anna", "Anders").name
    with town.write("Anna", version=name) as tx:
        # An earlier id and another amount beside it change nothing for the line itself.
        for line in find(tx, CostLine, "measure_id = 'M-0002'"):
            save_(tx, line.replace(year=2028))
    with town.read() as db:
        before = ranges_of(db)
    with town.read(name) as db:
        after = ranges_of(db)
    assert before == ranges_of_again(town)
    first, second = before.cost[0], after.cost[0]
    assert first.p80 - first.plan == second.p80 - second.plan > 0
    assert (uniform("line:KL-0001", 5) == uniform("line:KL-0001", 5)).all()
    assert (uniform("line:KL-0001", 5) != uniform("line:KL-0002", 5)).any()


def ranges_of_again(store: Store) -> object:
    with store.read() as db:
        return ranges_of(db)


def test_triangular_keeps_its_bounds() -> None:
    numbers = np.array([0.0, 0.25, 0.5, 1.0])
    assert triangular(numbers, -10, 10).tolist() == pytest.approx([-10, -10 + 50**0.5, 0, 10])
    assert triangular(numbers, 0, 10)[0] == 0 and triangular(numbers, -10, 0)[-1] == 0


def test_the_command_tells_the_demo(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = shutil.copy(demo_file, tmp_path / "plan.duckdb")
    assert main(["ranges", str(plan), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    total = told["cost"]["total"]
    assert total["plan_cents"] < total["p50_cents"] < total["p80_cents"] < total["p95_cents"]
    assert {item["driver"] for item in told["drivers"]} >= {"Tarifabschlüsse", "Verzögerungen"}
    assert len(told["caps"]) == 7 and told["seed"] == 2027
    assert main(["ranges", str(plan), "--version", "Sparpfad"]) == 0
    assert "Woher die Abweichung kommt:" in capsys.readouterr().out
