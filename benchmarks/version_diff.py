"""Comparing two versions with 1,000 measures and 500,000 budget lines, against reading both."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.result import Result, median_seconds
from strategy.differences.comparing import compare
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.versions import create_scenario
from strategy.nouns.municipality import Municipality

MEASURES, LINES = 1_000, 500_000


def build_versions(plan: Path, measures: int = MEASURES, lines: int = LINES) -> str:
    """Make ``plan`` with a scenario that differs in some measures; returns its name."""
    store = Store.create(plan)
    with store.write("Kämmerei", "Plan") as tx:
        save_(tx, Municipality(title="Großstadt", plan_year=2027))
        tx.run(
            "INSERT INTO measure (id, version, title, status, starts_on) "
            "SELECT format('M-{:04d}', i), $1, 'Maßnahme ' || i, 'vorgeschlagen', "
            "DATE '2027-01-01' FROM range(1, $2 + 1) t(i)",
            [tx.action_id, measures],
        )
        tx.run(
            "INSERT INTO cost_line (id, version, measure_id, year, cost_type, basis, "
            "budget_kind, amount_cents) SELECT format('KL-{:06d}', i), $1, "
            "format('M-{:04d}', 1 + i % $2), 2027 + i % 4, 'Lizenz', 'Plan', 'konsumtiv', i * 100 "
            "FROM range(1, 4 * $2 + 1) t(i)",
            [tx.action_id, measures],
        )
        tx.run(
            "INSERT INTO budget_line (id, version, title, product, account, year, plan_type, "
            "amount_cents) SELECT format('HH-{:07d}', i), $1, 'Zeile ' || i, '111' || i % 97, "
            "'54' || i % 997, 2027 + i % 4, 'Plan', i FROM range(1, $2 + 1) t(i)",
            [tx.action_id, lines],
        )
    name = create_scenario(store, "Kämmerei", "Anders").name
    with store.write("Kämmerei", version=name) as tx:
        tx.run(
            "UPDATE cost_line SET amount_cents = 7, version = ? WHERE id LIKE '%77'", [tx.action_id]
        )
        tx.run(
            "UPDATE budget_line SET amount_cents = 7, version = ? WHERE id LIKE '%777'",
            [tx.action_id],
        )
    store.close()
    return name


def run(measures: int = MEASURES, lines: int = LINES, repeats: int = 3) -> list[Result]:
    """Measure in processor seconds; both reads bring all rows of the three tables to Python."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plan = Path(folder) / "plan.duckdb"
        name = build_versions(plan, measures, lines)
        store = Store.open(plan)
        try:
            found = compare(store, "main", name)
            assert found.measures and found.rows
            ours = median_seconds(lambda: compare(store, "main", name), repeats)
            bare = median_seconds(
                lambda: [_read(store, version) for version in ("main", name)], repeats
            )
        finally:
            store.close()
    return [
        Result(
            "comparing two versions",
            f"{ours * 1000:.0f} ms",
            f"reading both {bare * 1000:.0f} ms, {measures} measures, {lines} budget lines",
            ours / bare,
            at_most=3,
        )
    ]


def _read(store: Store, version: str) -> int:
    with store.read(version) as db:
        tables = ("measure", "cost_line", "budget_line")
        return sum(db.arrow(f"SELECT * FROM {table}").num_rows for table in tables)
