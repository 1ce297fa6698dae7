"""A hall full of phones against the real server, and the same through a plain Streamlit page.

1,000 participants join, write 5 cards and give 5 points within five minutes, while a projector and
a facilitator are open.  Afterwards the plan is opened: every card and point that a phone was told
to be taken is there exactly once, also those that were sent twice.

    python -m benchmarks.workshop_load [--people 1000] [--seconds 300] [--compared 50]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import statistics
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from benchmarks.hall_phone import Phone, Tally
from benchmarks.hall_plan import build_hall
from benchmarks.hall_streamlit import Visitor
from benchmarks.protocol import Tab
from benchmarks.result import Result, megabytes, show
from benchmarks.served import Server, served
from benchmarks.sessions import percentile
from strategy.kernel.store import Store

CARDS = POINTS = 5
# When the facilitator closes the cards and opens the points.
_TURN = 0.55
_DESK = "werkstaetten"
_SCREEN = "/werkstatt/W-0001/leinwand/stand"


@dataclass
class Measured:
    """One run: who took part, what it took."""

    people: int
    tally: Tally
    cpu: float
    peak: int
    watched: list[float]

    @property
    def per_second(self) -> float:
        """Participants served per second of processor time."""
        return self.people / self.cpu


def run(
    people: int | None = None, seconds: float | None = None, compared: int = 50
) -> list[Result]:
    """Measure; a smaller hall for trying by arguments or HALL_PEOPLE and HALL_SECONDS."""
    people = people or int(os.environ.get("HALL_PEOPLE", "1000"))
    seconds = seconds or float(os.environ.get("HALL_SECONDS", "300"))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plan = build_hall(Path(folder) / "hall.duckdb")
        with served(plan, program=("-m", "benchmarks.hall_server")) as server:
            ours = asyncio.run(_hall(server, people, seconds))
        _check(plan, ours.tally)
        # Once more without projector and facilitator, as the page it is compared with.
        plan = build_hall(Path(folder) / "alone.duckdb")
        with served(plan, program=("-m", "benchmarks.hall_server")) as server:
            alone = asyncio.run(_hall(server, people, seconds, watched=False))
        _check(plan, alone.tally)
        plan = build_hall(Path(folder) / "streamlit.duckdb")
        with served(plan, program=("-m", "benchmarks.hall_streamlit")) as server:
            theirs = asyncio.run(_streamlit(server, compared, seconds))
    for name, found in (("watched phones", ours), ("phones", alone), ("Streamlit", theirs)):
        waits = found.tally.waits
        print(
            f"  {name}, {found.people}: {len(waits)} submits, median "
            f"{statistics.median(waits) * 1000:.0f} ms, p95 {percentile(waits, 0.95) * 1000:.0f} "
            f"ms, p99 {percentile(waits, 0.99) * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms; "
            f"{len(found.tally.polls)} looks, {found.tally.repeated} sent twice, "
            f"{len(found.tally.errors)} errors; processor {found.cpu:.1f} s, "
            f"{found.per_second:.1f} participants per second of it; peak {megabytes(found.peak)}"
        )
        for error in found.tally.errors[:3]:
            print(f"    {error}")
    what = f"workshop: {people} phones in {seconds:.0f} s"
    waits = ours.tally.waits
    median = f"median {statistics.median(waits) * 1000:.0f} ms, {len(waits)} submits"
    peak = megabytes(ours.peak)
    results = [
        Result(
            f"{what}, p95 of a submit",
            median,
            f"{ours.tally.repeated} sent twice, counted once",
            percentile(waits, 0.95) * 1000,
            "ms",
            at_most=300,
            peak=peak,
        ),
        Result(
            f"{what}, p99 of a submit",
            median,
            f"longest {max(waits) * 1000:.0f} ms",
            percentile(waits, 0.99) * 1000,
            "ms",
            at_most=1000,
            peak=peak,
        ),
        Result(
            f"{what}, errors",
            f"{len(ours.tally.cards)} cards, {len(ours.tally.points)} points",
            "all in the plan exactly once",
            len(ours.tally.errors),
            "errors",
            at_most=0,
            peak=peak,
        ),
        Result(
            f"workshop: participants per processor second, {people} phones",
            f"{alone.per_second:.1f}",
            f"Streamlit page, {compared}: {theirs.per_second:.1f}",
            alone.per_second / theirs.per_second,
            at_least=20,
            peak=f"{megabytes(alone.peak)}, Streamlit {megabytes(theirs.peak)}",
        ),
        Result(
            "workshop: the same with projector and facilitator",
            f"{ours.per_second:.1f}",
            f"Streamlit page alone, {compared}: {theirs.per_second:.1f}",
            ours.per_second / theirs.per_second,
            peak=peak,
        ),
    ]
    if ours.watched:
        results.append(
            Result(
                f"{what}, p95 of projector and facilitator",
                f"{len(ours.watched)} looks",
                f"median {statistics.median(ours.watched) * 1000:.0f} ms",
                percentile(ours.watched, 0.95) * 1000,
                "ms",
                peak=peak,
            )
        )
    return results


async def _hall(server: Server, people: int, seconds: float, watched: bool = True) -> Measured:
    tally, looks = Tally(), list[float]()
    # The first visitor loads what is loaded once; that is no cost of a participant.
    await Phone(server.port, -1, Tally())._open()
    watching = (
        [
            asyncio.create_task(_projector(server, looks)),
            asyncio.create_task(_facilitator(server, looks)),
        ]
        if watched
        else []
    )
    cpu, started = server.cpu_seconds(), time.monotonic()
    turn = asyncio.create_task(_turn(server, started + _TURN * seconds, tally, people))
    phones = [Phone(server.port, number, tally) for number in range(people)]
    await asyncio.gather(*(phone.take_part(started, seconds, CARDS, POINTS) for phone in phones))
    spent = server.cpu_seconds() - cpu
    for task in (*watching, turn):
        task.cancel()
    return Measured(people, tally, spent, server.peak_memory(), looks)


async def _turn(server: Server, moment: float, tally: Tally, people: int) -> None:
    """Open the points at the moment, on a slow machine once the last card has been sent."""
    await asyncio.sleep(max(0.0, moment - time.monotonic()))
    while tally.wrote + len(tally.errors) < people:
        await asyncio.sleep(0.1)
    os.kill(server.pid, signal.SIGUSR1)


async def _projector(server: Server, looks: list[float]) -> None:
    """The projector's page as its script keeps it up to date."""
    from benchmarks.browser_http import Browser

    browser, tag = Browser(server.port), ""
    while True:
        begun = time.perf_counter()
        reply = await browser.ask(_SCREEN, headers={"if-none-match": tag})
        looks.append(time.perf_counter() - begun)
        tag = reply.headers.get("etag", "")
        await asyncio.sleep(2.0)


async def _facilitator(server: Server, looks: list[float]) -> None:
    """Somebody who has the page of the workshop open and looks at it again and again."""
    async with Tab(server.port) as tab:
        while True:
            run = await tab.rerun(_DESK, "id=W-0001")
            looks.append(run.seconds)
            await asyncio.sleep(3.0)


async def _streamlit(server: Server, people: int, seconds: float) -> Measured:
    tally = Tally()
    async with Visitor(server.port, -1, Tally()) as first:
        await first.load()
    cpu, started = server.cpu_seconds(), time.monotonic()
    turn = asyncio.create_task(_turn(server, started + _TURN * seconds, tally, people))

    async def visit(number: int) -> None:
        async with Visitor(server.port, number, tally) as visitor:
            await visitor.take_part(started, seconds, CARDS, POINTS)

    await asyncio.gather(*(visit(number) for number in range(people)))
    spent = server.cpu_seconds() - cpu
    turn.cancel()
    if tally.errors:
        raise RuntimeError(f"the Streamlit page failed: {tally.errors[:3]}")
    return Measured(people, tally, spent, server.peak_memory(), [])


def _check(plan: Path, tally: Tally) -> None:
    """Raise where something that was taken is missing in the plan, or stands there twice."""
    store = Store.open(plan)
    with store.read() as db:
        cards = {row["code"]: row["body"] for row in db.rows("SELECT code, body FROM card")}
        count = db.value("SELECT count(*) FROM card")
        points = db.value("SELECT coalesce(sum(points), 0) FROM point WHERE source = 'Telefon'")
        tokens = Counter(
            row["token"]
            for row in db.rows(
                "SELECT r.token FROM participation.receipt r JOIN point p ON p.id = r.object_id"
            )
        )
    store.close()
    if cards != tally.cards or count != len(cards):
        raise RuntimeError(f"{len(tally.cards)} cards were taken, {count} are in the plan")
    if tokens != Counter(tally.points) or points != len(tally.points):
        raise RuntimeError(f"{len(tally.points)} points were taken, {points} are in the plan")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int)
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--compared", type=int, default=50)
    args = parser.parse_args()
    random.seed(4)
    print(show(run(args.people, args.seconds, args.compared)))


if __name__ == "__main__":
    main()
