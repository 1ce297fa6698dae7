"""Redraw of the cost page on 500,000 cost lines against the demo municipality.

Both servers run at the same time and take turns, so that other load meets both alike.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from benchmarks.large_city import build_large_city
from benchmarks.protocol import Tab
from benchmarks.result import Result, megabytes, show
from benchmarks.served import Server, served
from strategy.demo import build_demo
from strategy.store import Store
from ui.trouble import SENTENCE

NAME = "cost_dashboard"
GOAL = 3.0
LINES = 500_000
PAGE = "kosten"
# What the page shows → its address; the goal is for the page as it opens.
VIEWS = {
    "as it opens": "",
    "all years": "kosten_jahr=alle",
    "one Amt type by type": "kosten_nach=cost_type",
    "budget halves": "kosten_sicht=" + quote("Finanz- und Ergebnishaushalt"),
    "years side by side": "kosten_sicht=" + quote("Jahre im Vergleich"),
}


def run(
    repeats: int = 9,
    lines: int = LINES,
    applications: int = 2000,
    plans: tuple[Path, Path] | None = None,
) -> list[Result]:
    """Measure every view ``repeats`` times on both plans; prints a line per view."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        if plans is None:
            demo, large = Path(folder) / "demo.duckdb", Path(folder) / "large.duckdb"
            build_demo(demo)
            build_city_of_lines(large, lines, applications)
        else:
            demo, large = plans
        with served(demo) as small_server, served(large) as large_server:
            results = asyncio.run(_measure(small_server, large_server, repeats))
            peak = (
                f"demo {megabytes(small_server.peak_memory())}, "
                f"large {megabytes(large_server.peak_memory())}"
            )
    first, *others = results
    return [Result(**{**vars(first), "at_most": GOAL, "peak": peak}), *others]


def build_city_of_lines(path: Path, lines: int, applications: int = 2000) -> Path:
    """A large city whose cost lines are repeated until there are ``lines``."""
    build_large_city(path, applications, measures=10, budget_lines=60)
    store = Store.open(path)
    try:
        with store.write("Messung", "Kostenzeilen vermehrt") as tx:
            standing = int(tx.value("SELECT count(*) FROM cost_line"))
            columns = [
                row["column_name"] for row in tx.rows("DESCRIBE cost_line")
                if row["column_name"] not in ("id", "version")
            ]
            wanted = max(lines - standing, 0)
            # Ids far above those given so far; the remainder of a prime varies the amounts.
            tx.run(
                f"INSERT INTO cost_line BY NAME SELECT {', '.join(columns)}, "
                f"printf('KL-%07d', 5000000 + place) AS id, {tx.action_id} AS version FROM ("
                "SELECT * REPLACE (amount_cents + place * 7919 % 10007 AS amount_cents) FROM ("
                "SELECT *, row_number() OVER () AS place FROM cost_line, "
                f"range({wanted // max(standing, 1) + 1}))) LIMIT {wanted}"
            )
    finally:
        store.close()
    return path


async def _measure(demo: Server, large: Server, repeats: int) -> list[Result]:
    results = []
    async with Tab(demo.port) as small_tab, Tab(large.port) as large_tab:
        for view, query in VIEWS.items():
            for tab in (small_tab, large_tab):
                # The first run of a page compiles its script; a user pays that once per server.
                first = await tab.rerun(PAGE, query)
                if any(said in (SENTENCE, "exception") for said in first.alarms):
                    raise RuntimeError(f"the cost page fails: {view}")
            waits = [
                ((await small_tab.rerun(PAGE, query)).seconds,
                 (await large_tab.rerun(PAGE, query)).seconds)
                for _ in range(repeats)
            ]
            small = statistics.median(one for one, _ in waits)
            big = statistics.median(one for _, one in waits)
            print(f"  {view:22} demo {small * 1000:6.0f} ms   large {big * 1000:6.0f} ms   "
                  f"ratio {big / small:5.2f}", flush=True)
            results.append(
                Result(f"{NAME}: {view}", f"large {big * 1000:.0f} ms",
                       f"demo {small * 1000:.0f} ms", big / small)
            )
    return results


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:3]]
    print(show(run(plans=(given[0], given[1]) if len(given) == 2 else None)))
