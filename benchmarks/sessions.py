"""Many signed-in sessions at once over the real protocol: how long a rerun takes, what each costs.

The same load runs twice against the real server: as it is started by ``python app.py``, and with
Streamlit's default garbage collection (a full collection after every script run, nothing frozen).
"""

from __future__ import annotations

import asyncio
import math
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pages import FIRST_PAGE, page_urls
from benchmarks.protocol import Tab
from benchmarks.result import Result, megabytes, show
from benchmarks.served import Server, served
from benchmarks.signed_in import signed_in
from strategy.plans.demo import build_demo

NAME = "sessions"
DEFAULT_COLLECTION = ("benchmarks/unfrozen.py",)
# A user stays on a page for a few reruns before opening the next one.
_RERUNS_PER_PAGE = 4
_SETTLE_SECONDS = 2.0


@dataclass(frozen=True)
class Load:
    """What was measured under load; times in seconds, memory in bytes."""

    waits: list[float]
    opened: int
    seconds: float
    cpu_per_run: float
    per_session: float
    peak: int

    @property
    def p95(self) -> float:
        """The time that 95 of 100 reruns stayed below."""
        return percentile(self.waits, 0.95)


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least ``share`` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(round(share * len(ordered), 9)) - 1)]


def run(
    sessions: int = 200,
    think: float = 5.0,
    seconds: float = 60.0,
    plan: Path | None = None,
    urls: list[str] | None = None,
) -> list[Result]:
    """Load the server with ``sessions`` for ``seconds`` per variant; ``think`` seconds apart."""
    urls = urls or page_urls()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        if plan is None:
            plan = Path(folder) / "demo.duckdb"
            build_demo(plan)
        environment, cookies = signed_in(Path(folder), sessions)
        with served(plan, environment) as server:
            ours = asyncio.run(_load(server, cookies, think, seconds, urls))
        with served(plan, environment, DEFAULT_COLLECTION) as server:
            default = asyncio.run(_load(server, cookies, think, seconds, urls))
    for name, load in (("as started", ours), ("Streamlit's default collection", default)):
        print(
            f"  {name}: {len(load.waits)} reruns of {load.opened} sessions in "
            f"{load.seconds:.0f} s, "
            f"median {statistics.median(load.waits) * 1000:.0f} ms, p95 {load.p95 * 1000:.0f} ms, "
            f"processor {load.cpu_per_run * 1000:.0f} ms per rerun, "
            f"{load.per_session / 1e6:.2f} MB per session, peak {megabytes(load.peak)}"
        )
    return [
        Result(
            f"{NAME}: p95 of a rerun, {ours.opened} sessions",
            f"{ours.p95:.2f} s",
            f"default collection: {default.p95:.2f} s",
            ours.p95,
            unit="s",
            at_most=1.0,
            peak=f"{megabytes(ours.peak)}, default {megabytes(default.peak)}",
        ),
        Result(
            f"{NAME}: p95, default collection against ours",
            f"{ours.p95:.2f} s",
            f"{default.p95:.2f} s",
            default.p95 / ours.p95,
        ),
        Result(
            f"{NAME}: memory per session",
            f"{ours.per_session / 1e6:.2f} MB",
            f"default collection: {default.per_session / 1e6:.2f} MB",
            ours.per_session / 1e6,
            unit="MB",
        ),
    ]


async def _load(
    server: Server, cookies: list[str], think: float, seconds: float, urls: list[str]
) -> Load:
    """One session per cookie."""
    # Every page once, so that what is loaded on first use does not count as memory of a session.
    async with Tab(server.port, cookies[0]) as first:
        for url in urls:
            await first.rerun(_address(url))
    await asyncio.sleep(_SETTLE_SECONDS)
    before = server.memory()
    waits: list[float] = []
    cpu, started = server.cpu_seconds(), time.monotonic()
    users = [
        _user(server, number, cookie, think, started + seconds, urls, waits)
        for number, cookie in enumerate(cookies)
    ]
    held: list[Tab] = await asyncio.gather(*users)
    lasted = time.monotonic() - started
    runs = max(len(waits), 1)
    # Measured while all sessions are still open.
    await asyncio.sleep(_SETTLE_SECONDS)
    after = server.memory()
    result = Load(
        waits,
        len(held),
        lasted,
        (server.cpu_seconds() - cpu) / runs,
        (after - before) / len(cookies),
        server.peak_memory(),
    )
    await asyncio.gather(*(tab.__aexit__(None, None, None) for tab in held))
    return result


async def _user(
    server: Server,
    number: int,
    cookie: str,
    think: float,
    until: float,
    urls: list[str],
    waits: list[float],
) -> Tab:
    """One user: open a page, rerun it a few times, open the next; think between all of them."""
    chance = random.Random(number)
    # Users do not arrive all in the same moment.
    await asyncio.sleep(chance.uniform(0, think))
    tab = await Tab(server.port, cookie).__aenter__()
    place = 0
    while time.monotonic() < until or not place:
        url = urls[(number + place // _RERUNS_PER_PAGE) % len(urls)]
        waits.append((await tab.rerun(_address(url))).seconds)
        place += 1
        await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
    return tab


def _address(url: str) -> str:
    return "" if url == FIRST_PAGE else url


if __name__ == "__main__":
    print(show(run(plan=Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
