"""Whether memory stays level: many sessions one after the other, each opens pages and leaves.

``python -m benchmarks.level [SESSIONS]`` prints the server's memory after every tenth part.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from benchmarks.pages import FIRST_PAGE, page_urls
from benchmarks.protocol import Tab
from benchmarks.result import megabytes
from benchmarks.served import Server, served
from strategy.plans.demo import build_demo

_TOGETHER = 5
_PAGES = 2


async def _visit(server: Server, urls: list[str], number: int) -> None:
    """One person opens a few pages, in turn others than the one before, and closes the tab."""
    async with Tab(server.port) as tab:
        for step in range(_PAGES):
            url = urls[(number * _PAGES + step) % len(urls)]
            await tab.rerun("" if url == FIRST_PAGE else url)


async def _visits(server: Server, sessions: int, urls: list[str]) -> list[int]:
    memory = []
    for first in range(0, sessions, _TOGETHER):
        await asyncio.gather(
            *(_visit(server, urls, n) for n in range(first, min(first + _TOGETHER, sessions)))
        )
        if first % max(sessions // 10, _TOGETHER) < _TOGETHER:
            memory.append(server.memory())
            print(f"  {first + _TOGETHER} sessions: {megabytes(memory[-1])}", flush=True)
    return [*memory, server.memory()]


def main(sessions: int = 1000) -> None:
    """Serve the demo and let so many sessions come and go."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plan = Path(folder) / "demo.duckdb"
        build_demo(plan)
        with served(plan) as server:
            memory = asyncio.run(_visits(server, sessions, page_urls()))
    # The first tenth loads what is needed once; from then on nothing may grow.
    print(
        f"{sessions} sessions: {megabytes(memory[1])} after a tenth, {megabytes(memory[-1])} last"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
