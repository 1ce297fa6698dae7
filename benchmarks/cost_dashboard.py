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
from strategy.kernel.store import Store
from strategy.plans.demo import build_demo
from ui.run.trouble import SENTENCE

NAME = "cost_dashboard"
GOAL = 3.0
LINES = 500_000
PAGE = "kosten"
_YEARS = range(2025, 2031)
_PARTS = ("Dezernat", "Amt", "Anwendung oder Projekt", "Kostenart")
_HALVES, _SIDE = quote("Finanz- und Ergebnishaushalt"), quote("Jahre im Vergleich")
# What is redrawn → the addresses asked for, one after the other.  Answers are remembered until the
# next change of the plan, so an address that was asked for before tells nothing of the first time.
VIEWS = {
    "another filter": [
        f"kosten_jahr={year}&kosten_nach={quote(part)}" for part in _PARTS for year in _YEARS
    ],
    "the same again": [""] * 24,
    "all years": [f"kosten_jahr=alle&kosten_basis={basis}" for basis in ("Plan", "Ist")],
    "budget halves": [
        f"kosten_sicht={_HALVES}&haushaltswirkung_basis={basis}" for basis in ("Plan", "Ist")
    ],
    "years side by side": [
        f"kosten_sicht={_SIDE}&jahresvergleich_basis={basis}&jahresvergleich_einheiten={units}"
        for basis in ("Plan", "Ist")
        for units in ("wie%20erfasst", quote("nach heutiger Gliederung"))
    ],
}


def run(
    repeats: int = 9,
    lines: int = LINES,
    applications: int = 2000,
    plans: tuple[Path, Path] | None = None,
) -> list[Result]:
    """Measure every view up to ``repeats`` times on both plans; prints a line per view."""
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
                row["column_name"]
                for row in tx.rows("DESCRIBE cost_line")
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
    for server in (demo, large):
        # The first run of a page compiles its script; a user pays that once per server.
        await redraw(server, PAGE, "kosten_basis=Ist&kosten_jahr=2026&kosten_nach=Kostenart")
    results = []
    for view, addresses in VIEWS.items():
        waits = [
            (await redraw(demo, PAGE, address), await redraw(large, PAGE, address))
            for address in addresses[:repeats]
        ]
        small = statistics.median(one for one, _ in waits)
        big = statistics.median(one for _, one in waits)
        print(
            f"  {view:22} demo {small * 1000:6.0f} ms   large {big * 1000:6.0f} ms   "
            f"ratio {big / small:5.2f}",
            flush=True,
        )
        results.append(
            Result(
                f"{NAME}: {view}",
                f"large {big * 1000:.0f} ms",
                f"demo {small * 1000:.0f} ms",
                big / small,
            )
        )
    return results


async def redraw(server: Server, page: str, address: str) -> float:
    """Seconds of a run in a session of its own; an open one keeps its filters to itself."""
    async with Tab(server.port) as tab:
        run_ = await tab.rerun(page, address)
    if any(said in (SENTENCE, "exception") for said in run_.alarms):
        raise RuntimeError(f"the page {page!r} fails at {address!r}")
    return run_.seconds


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:3]]
    print(show(run(plans=(given[0], given[1]) if len(given) == 2 else None)))
