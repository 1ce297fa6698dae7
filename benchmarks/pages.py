"""Script run of every page, over the real protocol: the demo municipality against a large city.

Both servers run at the same time and take turns, so that other load meets both alike.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.large_city import build_large_city
from benchmarks.protocol import Run, Tab
from benchmarks.result import Result, megabytes, show
from benchmarks.served import PROJECT, Server, served
from strategy.plans.demo import build_demo
from ui.frame.map import SECTIONS
from ui.run.trouble import SENTENCE

NAME = "pages"
GOAL = 3.0
FIRST_PAGE = "start"


@dataclass(frozen=True)
class PageTime:
    """Seconds of the reruns of one page on both plans, and processor seconds per rerun."""

    url: str
    demo: list[float]
    large: list[float]
    demo_cpu: float = 0.0
    large_cpu: float = 0.0
    broken: str = ""

    @property
    def ratio(self) -> float:
        """Median on the large city over median on the demo."""
        return statistics.median(self.large) / statistics.median(self.demo)


def page_urls() -> list[str]:
    """Addresses of all pages that exist."""
    return [
        place.url
        for section in SECTIONS
        for place in section.places
        if (PROJECT / "pages" / place.script).exists()
    ]


def run(
    repeats: int = 9,
    urls: list[str] | None = None,
    plans: tuple[Path, Path] | None = None,
    applications: int = 2000,
    measures: int = 1000,
    budget_lines: int = 500_000,
) -> list[Result]:
    """Measure every page ``repeats`` times; prints a line per page and returns the sums of it."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        if plans is None:
            demo, large = Path(folder) / "demo.duckdb", Path(folder) / "large.duckdb"
            build_demo(demo)
            build_large_city(large, applications, measures, budget_lines)
        else:
            demo, large = plans
        with served(demo) as small_server, served(large) as large_server:
            times = asyncio.run(_measure(small_server, large_server, urls or page_urls(), repeats))
            peaks = megabytes(small_server.peak_memory()), megabytes(large_server.peak_memory())
    return _results(times, f"demo {peaks[0]}, large city {peaks[1]}")


def _results(times: list[PageTime], peak: str) -> list[Result]:
    small = statistics.median(statistics.median(page.demo) for page in times)
    large = statistics.median(statistics.median(page.large) for page in times)
    worst = max(times, key=lambda page: page.ratio)
    return [
        Result(
            f"{NAME}: median page",
            f"large city {large * 1000:.0f} ms",
            f"demo {small * 1000:.0f} ms",
            large / small,
            at_most=GOAL,
            peak=peak,
        ),
        Result(
            f"{NAME}: worst page, {worst.url}",
            f"large city {statistics.median(worst.large) * 1000:.0f} ms",
            f"demo {statistics.median(worst.demo) * 1000:.0f} ms",
            worst.ratio,
            at_most=GOAL,
        ),
        Result(
            f"{NAME}: pages above the goal",
            f"{sum(p.ratio > GOAL for p in times)} pages",
            f"{len(times)} pages",
            sum(p.ratio > GOAL for p in times),
            unit="pages",
            at_most=0,
        ),
        Result(
            f"{NAME}: pages that fail",
            f"{sum(bool(p.broken) for p in times)} pages",
            f"{len(times)} pages",
            sum(bool(p.broken) for p in times),
            unit="pages",
            at_most=0,
        ),
    ]


async def _measure(demo: Server, large: Server, urls: list[str], repeats: int) -> list[PageTime]:
    times = []
    async with Tab(demo.port) as small_tab, Tab(large.port) as large_tab:
        for url in urls:
            # The first run of a page compiles its script; a user pays that once per server.
            wanted = "" if url == FIRST_PAGE else url
            first = [await small_tab.rerun(wanted), await large_tab.rerun(wanted)]
            small, big = demo.cpu_seconds(), large.cpu_seconds()
            waits = [
                ((await small_tab.rerun()).seconds, (await large_tab.rerun()).seconds)
                for _ in range(repeats)
            ]
            page = PageTime(
                url,
                [one for one, _ in waits],
                [one for _, one in waits],
                (demo.cpu_seconds() - small) / repeats,
                (large.cpu_seconds() - big) / repeats,
                _broken(first),
            )
            print(_line(page), flush=True)
            times.append(page)
    return times


def _line(page: PageTime) -> str:
    mark = f"  FAILS: {page.broken}" if page.broken else ""
    return (
        f"  {page.url:22} demo {statistics.median(page.demo) * 1000:6.0f} ms (processor "
        f"{page.demo_cpu * 1000:4.0f})   large city {statistics.median(page.large) * 1000:6.0f} ms "
        f"(processor {page.large_cpu * 1000:4.0f})   ratio {page.ratio:5.2f}{mark}"
    )


def _broken(runs: list[Run]) -> str:
    for where, run_ in zip(("demo", "large city"), runs, strict=True):
        if any(said in (SENTENCE, "exception") for said in run_.alarms):
            return where
    return ""


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:3]]
    print(show(run(plans=(given[0], given[1]) if len(given) == 2 else None)))
