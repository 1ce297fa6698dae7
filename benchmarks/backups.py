"""Backups of the demo while it is written to: how long a save waits, and what each copy holds.

``python -m benchmarks.backups [SECONDS [EVERY]]`` saves from four threads for so long and makes a
copy every so many seconds (60 as a schedule would, fewer to ask more of it).  Each copy has to be
sound and to hold every save that was acknowledged before it was begun.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path

from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.kernel.store.backup import backup
from strategy.kernel.store.check import check_file, opened_copy
from strategy.nouns.goal import Goal, GoalLevel
from strategy.plans.demo import build_demo

_WRITERS = 4


def _write(store: Store, number: int, until: float, waited: list[float], saved: list[str]) -> None:
    step = 0
    while time.monotonic() < until:
        begun = time.monotonic()
        title = f"Ziel {number} {step}"
        with store.write("Kim", "gespeichert") as tx:
            save_(tx, Goal(title=title, level=GoalLevel.GUIDING))
        # Only what was acknowledged is owed.
        saved.append(title)
        waited.append(time.monotonic() - begun)
        step += 1
        time.sleep(0.02)


def _held(copy: Path) -> set[str]:
    with opened_copy(copy) as store, store.read() as db:
        return {str(row["title"]) for row in db.rows("SELECT title FROM goal")}


def main(seconds: int = 300, every: int = 60) -> None:
    """Write, copy, and look into each copy afterwards."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        plan = Path(folder) / "demo.duckdb"
        build_demo(plan)
        store = Store.open(plan)
        waited, saved = list[float](), list[str]()
        until = time.monotonic() + seconds
        writers = [
            threading.Thread(target=_write, args=(store, number, until, waited, saved))
            for number in range(_WRITERS)
        ]
        for writer in writers:
            writer.start()
        owed: list[tuple[Path, set[str], float]] = []
        while time.monotonic() < until:
            begun, known = time.monotonic(), set(saved)
            copy = backup(store, plan.with_name(f"kopie-{len(owed)}.duckdb"))
            owed.append((copy, known, time.monotonic() - begun))
            time.sleep(max(0.0, min(every - owed[-1][2], until - time.monotonic())))
        for writer in writers:
            writer.join()
        store.close()
        faults = sum(bool(check_file(copy)) for copy, _, _ in owed)
        lost = sum(len(known - _held(copy)) for copy, known, _ in owed)
    waited.sort()
    print(
        f"{len(saved)} saves, {len(owed)} copies, {faults} unsound, {lost} saves missing; a save "
        f"waits {1000 * waited[len(waited) // 2]:.0f} ms in the middle and {waited[-1]:.2f} s at "
        f"most, a copy takes {max(took for _, _, took in owed):.2f} s at most"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
