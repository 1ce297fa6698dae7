"""A writer that is killed: each action writes rows of four tables and is acknowledged on stdout."""

from __future__ import annotations

import os
import signal
import sys
import threading

import strategy.nouns  # noqa: F401
from strategy.nouns import CostLine, Link, Measure, PlanEntry
from strategy.records import save_
from strategy.store import Store


def main(path: str, start: int, seconds: float) -> None:
    store = Store.open(path)
    print("open", flush=True)
    # From the inside, so that the kill falls into the midst of a statement or of a commit.
    threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
    number = start
    while True:
        with store.write("Anna", f"Maßnahme {number}") as tx:
            measure = save_(tx, Measure(title=f"Maßnahme {number}", key=str(number)))
            save_(tx, CostLine(measure_id=measure.id, year=2026, cost_type="Lizenz",
                               amount_cents=number))
            save_(tx, PlanEntry(measure_id=measure.id, year=2026))
            other = tx.value("SELECT min(id) FROM measure WHERE id <> ?", [measure.id])
            save_(tx, Link(from_id=measure.id, kind="folgt auf", to_id=other or measure.id + "x")
                  if other else Measure(title="erste", key=f"{number}a"))
        print(number, flush=True)
        number += 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
