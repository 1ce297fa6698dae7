"""Redraw of the planning table with 1,000 measures against the demo municipality's 45."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from pathlib import Path

from benchmarks.cost_dashboard import redraw
from benchmarks.large_city import build_large_city
from benchmarks.result import Result, megabytes, show
from benchmarks.served import Server, served
from strategy.plans.demo import build_demo

NAME = "planning_table"
GOAL = 3.0
MEASURES = 1000
PAGE = "planung"
_GROUPS = ("Linie", "Lebensbereich", "Dezernat", "Stufe")
# Every address groups the table or chooses its years in another way.
ADDRESSES = [
    f"planung_gruppe={group}{years}" for years in ("", "&planung_frueher=true") for group in _GROUPS
]


def run(repeats: int = 4, measures: int = MEASURES, demo: Path | None = None) -> list[Result]:
    """Measure every address ``repeats`` times on both plans, in turns."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        large = Path(folder) / "large.duckdb"
        demo = demo or build_demo(Path(folder) / "demo.duckdb")
        build_large_city(large, applications=120, measures=measures, budget_lines=6_000)
        with served(demo) as small_server, served(large) as large_server:
            waits = asyncio.run(_measure(small_server, large_server, repeats))
            peak = (
                f"demo {megabytes(small_server.peak_memory())}, "
                f"large {megabytes(large_server.peak_memory())}"
            )
    small, big = (statistics.median(times) for times in zip(*waits, strict=True))
    return [
        Result(
            f"{NAME}: redraw of {measures} measures",
            f"large {big * 1000:.0f} ms",
            f"demo {small * 1000:.0f} ms",
            big / small,
            at_most=GOAL,
            peak=peak,
        )
    ]


async def _measure(demo: Server, large: Server, repeats: int) -> list[tuple[float, float]]:
    for server in (demo, large):
        # The first run of a page compiles its script; a user pays that once per server.
        await redraw(server, PAGE, "")
    return [
        (await redraw(demo, PAGE, address), await redraw(large, PAGE, address))
        for address in ADDRESSES * repeats
    ]


if __name__ == "__main__":
    print(show(run()))
