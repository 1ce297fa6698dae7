"""Kill the server while twenty browser tabs save, again and again; count what was acknowledged.

``python -m benchmarks.kill_tabs [ROUNDS] [TABS]``, with a chromium on the machine.  Every tab edits
an application of its own; what its page said was saved has to stand in the plan afterwards, which
has to be sound.  Unix only.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from playwright.async_api import Error, Page, async_playwright

from benchmarks.served import served
from strategy.kernel.listing import find
from strategy.kernel.store import Store
from strategy.kernel.store.check import check_store
from strategy.nouns.application import Application
from strategy.plans.demo import build_demo

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
_LABEL = "Bezeichnung (Pflichtfeld)"
_WAIT = 120_000


async def _open(page: Page, address: str) -> None:
    page.set_default_timeout(_WAIT)
    await page.goto(address)
    await page.get_by_label(_LABEL, exact=True).first.wait_for()


async def _edit(
    page: Page, number: int, turn: int, saved: dict[int, str], tried: dict[int, str]
) -> None:
    """Type and save until the server is gone."""
    for step in range(1, 1_000):
        tried[number] = text = f"Fachverfahren {number} nach {turn} Stand {step}"
        try:
            place = page.get_by_label(_LABEL, exact=True).first
            await place.fill(text)
            await place.press("Tab")
            await page.get_by_role("button", name="Speichern", exact=True).first.click()
            told = page.get_by_text(re.compile(rf"Gespeichert: .*nach {turn} Stand {step}[^0-9]"))
            await told.first.wait_for(timeout=_WAIT)
        except Error:
            return
        saved[number] = text


async def _round(plan: Path, tabs: int, seconds: float, turn: int) -> tuple[int, int]:
    """Returns how many tabs got a save acknowledged, and how many of these the plan has lost."""
    saved: dict[int, str] = {}
    tried: dict[int, str] = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        pages = [await browser.new_page() for _ in range(tabs)]
        with served(plan) as server:
            address = f"http://127.0.0.1:{server.port}/anwendungen?id=A-"
            # A few at a time: all at once would only wait for each other.
            for first in range(0, tabs, 4):
                part = range(first, min(first + 4, tabs))
                await asyncio.gather(*(_open(pages[n], f"{address}{n + 1:04}") for n in part))
            edits = [
                asyncio.create_task(_edit(page, number + 1, turn, saved, tried))
                for number, page in enumerate(pages)
            ]
            await asyncio.sleep(seconds)
            os.kill(server.pid, signal.SIGKILL)
            acknowledged = dict(saved)
            for edit in edits:
                edit.cancel()
        await browser.close()
    store = Store.open(plan)
    try:
        troubles = check_store(store)
        if troubles:
            print(troubles)
        with store.read() as db:
            standing = {one.id: str(one.title) for one in find(db, Application)}
    finally:
        store.close()
    # The save after the last acknowledged one may have been done when the kill came.
    lost = [
        number
        for number, text in acknowledged.items()
        if standing[f"A-{number:04}"] not in (text, tried[number])
    ]
    return len(acknowledged), len(lost) if not troubles else len(acknowledged)


def main(rounds: int = 3, tabs: int = 20) -> None:
    """So many kills, each at a moment drawn from a fixed seed."""
    dice = random.Random(7)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plan = Path(folder) / "demo.duckdb"
        build_demo(plan)
        for number in range(rounds):
            told, lost = asyncio.run(_round(plan, tabs, dice.uniform(40, 70), number + 1))
            print(
                f"kill {number + 1}: {tabs} tabs, {told} with acknowledged saves, {lost} lost, "
                f"{time.monotonic() - started:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
