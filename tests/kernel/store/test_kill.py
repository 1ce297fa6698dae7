"""kill -9 in the midst of writes: nothing acknowledged is lost, nothing is torn."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

from strategy.kernel.store import Store
from strategy.kernel.store.check import check_store
from tests.effort import times
from tests.fresh_plans import empty_plan

ROUNDS = times(12, 25)


def test_a_killed_writer_loses_nothing_and_tears_nothing(tmp_path: Path, house: Path) -> None:
    path = tmp_path / "plan.duckdb"
    empty_plan(path).close()
    dice = random.Random(4)
    acknowledged: list[int] = []
    start, cut_short = 1, 0
    with subprocess.Popen(
        [sys.executable, "-m", "tests.kernel.store.writer", str(path)],
        cwd=house,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        # Whatever hangs is ended, and so fails.
        watch = threading.Timer(300, writer.kill)
        watch.daemon = True
        watch.start()
        for number in range(1, ROUNDS + 1):
            acknowledged += _round(writer, start, dice.uniform(0.02, 0.6))
            # What is torn stays torn: the whole check now and then finds it as well.
            standing = _check(path, acknowledged, whole=number % 5 == 0)
            # An action may stand without an acknowledgement, when the kill fell between the two.
            assert standing in (len(acknowledged), len(acknowledged) + 1)
            cut_short += standing > len(acknowledged)
            acknowledged = list(range(1, standing + 1))
            start = standing + 1
        watch.cancel()
    assert len(acknowledged) > ROUNDS


def _round(writer: subprocess.Popen[str], start: int, seconds: float) -> list[int]:
    """Write from ``start`` on until the kill; returns what was acknowledged."""
    assert writer.stdin is not None and writer.stdout is not None
    writer.stdin.write(f"{start} {seconds:.3f}\n")
    writer.stdin.flush()
    said: list[str] = []
    while not said or not said[-1].startswith("ended"):
        said.append(writer.stdout.readline())
        assert said[-1], "the writer has ended before its time"
    assert (said[0], said[-1]) == ("open\n", "ended -9\n")
    return [int(line) for line in said[1:-1]]


def _check(path: Path, acknowledged: list[int], whole: bool) -> int:
    """Every acknowledged action stands with all its rows; returns how many actions stand."""
    store = Store.open(path)
    try:
        assert not whole or check_store(store) == []
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
