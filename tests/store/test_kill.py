"""kill -9 in the midst of writes: nothing acknowledged is lost, nothing is torn."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from strategy.store import Store
from strategy.store.check import check_store

ROUNDS = 25


def test_a_killed_writer_loses_nothing_and_tears_nothing(tmp_path: Path, house: Path) -> None:
    path = tmp_path / "plan.duckdb"
    Store.create(path).close()
    dice = random.Random(4)
    acknowledged: list[int] = []
    start, cut_short = 1, 0
    for _ in range(ROUNDS):
        done = subprocess.run(
            [sys.executable, "-m", "tests.store.writer", str(path), str(start),
             f"{dice.uniform(0.02, 0.6):.3f}"],
            cwd=house, capture_output=True, text=True, timeout=60, check=False,
        )
        assert done.returncode == -9, done.stderr
        acknowledged += [int(line) for line in done.stdout.splitlines()[1:]]
        standing = _check(path, acknowledged)
        # An action may stand without an acknowledgement, when the kill fell between the two.
        assert standing in (len(acknowledged), len(acknowledged) + 1)
        cut_short += standing > len(acknowledged)
        acknowledged = list(range(1, standing + 1))
        start = standing + 1
    assert len(acknowledged) > ROUNDS


def _check(path: Path, acknowledged: list[int]) -> int:
    """Every acknowledged action stands with all its rows; returns how many actions stand."""
    store = Store.open(path)
    try:
        assert check_store(store) == []
        with store.read() as db:
            rows = db.rows(
                "SELECT m.key AS key, count(DISTINCT c.id) AS costs, "
                "count(DISTINCT p.id) AS plans, count(DISTINCT l.id) AS links, "
                "count(DISTINCT h.table_name) AS told FROM measure m "
                "LEFT JOIN cost_line c ON c.measure_id = m.id "
                "LEFT JOIN plan_entry p ON p.measure_id = m.id "
                "LEFT JOIN link l ON l.from_id = m.id "
                "LEFT JOIN history.change h ON h.action_id = m.version "
                "WHERE m.title <> 'erste' GROUP BY ALL"
            )
            actions = db.value("SELECT count(*) FROM history.action")
    finally:
        store.close()
    keys = {int(row["key"]) for row in rows}
    assert set(acknowledged) <= keys
    assert actions == len(keys)
    for row in rows:
        first = int(row["key"]) == 1
        assert row["costs"] == row["plans"] == 1
        assert row["links"] == (0 if first else 1)
        assert row["told"] == (3 if first else 4)
    return len(keys)
