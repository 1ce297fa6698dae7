"""``app.py``, whose facilitator opens the points when the process is told to (SIGUSR1)."""

from __future__ import annotations

import runpy
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

PROJECT = Path(__file__).resolve().parent.parent


def facilitate(number: int, frame: FrameType | None) -> None:
    """Write in a thread of its own, as a page would; the signal stops the event loop meanwhile."""
    threading.Thread(target=_open_points).start()


def _open_points() -> None:
    from benchmarks.hall_plan import open_points
    from strategy.plans.opened import open_store

    with open_store().write("Koordination", "Punkte geöffnet") as tx:
        open_points(tx)


if __name__ == "__main__":
    signal.signal(signal.SIGUSR1, facilitate)
    sys.path.insert(0, str(PROJECT))
    sys.argv[0] = str(PROJECT / "app.py")
    runpy.run_path(sys.argv[0], run_name="__main__")
