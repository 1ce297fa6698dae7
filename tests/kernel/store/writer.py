"""A writer that is killed: each action writes rows of four tables and is acknowledged on stdout.

Each line of stdin, first number and seconds, begins a round in a process of its own.  It is split
off from this one, for to start Python and its libraries anew takes longer than a round.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback

import strategy.nouns  # noqa: F401
from strategy.kernel.records import save_
from strategy.kernel.store import Store
from strategy.nouns import CostLine, Link, Measure, PlanEntry


def say(*words: object) -> None:
    """One line in one piece: print may hand over the end of a line after the kill, or never."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def write(path: str, start: int, seconds: float) -> None:
    """Write until the kill, ``seconds`` after the plan has been opened."""
    store = Store.open(path)
    say("open")
    # From the inside, so that the kill falls into the midst of a statement or of a commit.
    threading.Timer(seconds, lambda: os.kill(os.getpid(), signal.SIGKILL)).start()
    number = start
    while True:
        with store.write("Anna", f"Maßnahme {number}") as tx:
            measure = save_(tx, Measure(title=f"Maßnahme {number}", key=str(number)))
            save_(
                tx,
                CostLine(measure_id=measure.id, year=2026, cost_type="Lizenz", amount_cents=number),
            )
            save_(tx, PlanEntry(measure_id=measure.id, year=2026))
            other = tx.value("SELECT min(id) FROM measure WHERE id <> ?", [measure.id])
            save_(
                tx,
                Link(from_id=measure.id, kind="folgt auf", to_id=other or measure.id + "x")
                if other
                else Measure(title="erste", key=f"{number}a"),
            )
        say(number)
        number += 1


def main(path: str) -> None:
    """Round after round; how each has ended is the last line it leaves."""
    for line in sys.stdin:
        start, seconds = line.split()
        child = os.fork()
        if child == 0:
            try:
                write(path, int(start), float(seconds))
            except BaseException:
                traceback.print_exc()
            os._exit(1)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        say("ended", ended)


if __name__ == "__main__":
    main(sys.argv[1])
