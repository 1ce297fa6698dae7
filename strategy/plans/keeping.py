"""What the server does for its open plans by itself: hand out copies, fold logs, back up."""

from __future__ import annotations

import logging
import threading
import time
from pathlib import Path

from strategy.kernel.errors import StrategyError
from strategy.kernel.store import Store
from strategy.kernel.store.asking import answer_questions
from strategy.kernel.store.copies import make_private, tidy
from strategy.plans.leftovers import remove_leftovers
from strategy.plans.opened import LOCAL_PLANS, list_plans, open_stores
from strategy.plans.schedule import FOLDER, back_up_if_due

_EVERY_SECONDS = 0.5
# So long after the last write: a plan that is being worked on is not folded again and again.
_IDLE_SECONDS = 5.0
# Not in the first minutes: a server that is only looked into makes no backup of its plan.
_FIRST_BACKUP_SECONDS = 300.0
_BACKUP_LOOK_SECONDS = 60.0

_log = logging.getLogger("workbench")


class Keeper:
    """One thread for all plans that this server has open."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)
        self._seen: dict[Path, tuple[int, float]] = {}
        self._folded: dict[Path, int] = {}
        self._next_backup = time.monotonic() + _FIRST_BACKUP_SECONDS

    def start(self) -> None:
        """Begin; what killed programs have left half written is taken away first."""
        for folder in {plan.parent for plan in list_plans()}:
            tidy(folder)
            tidy(folder / FOLDER)
        remove_leftovers()
        make_private(LOCAL_PLANS)
        self._thread.start()

    def stop(self) -> None:
        """End before the plans are closed."""
        self._stop.set()
        self._thread.join(30)

    def look(self) -> None:
        """One round."""
        backups = time.monotonic() >= self._next_backup
        for store in open_stores():
            answer_questions(store)
            self._fold_if_idle(store)
            if backups:
                back_up_if_due(store)
        if backups:
            self._next_backup = time.monotonic() + _BACKUP_LOOK_SECONDS

    def _fold_if_idle(self, store: Store) -> None:
        assert store.path is not None
        state, now = store.write_lock.state_number, time.monotonic()
        seen = self._seen.get(store.path)
        if seen is None or seen[0] != state:
            self._seen[store.path] = state, now
        elif (
            state % 2 == 0
            and now - seen[1] >= _IDLE_SECONDS
            and self._folded.get(store.path) != state
            and store.fold()
        ):
            self._folded[store.path] = state

    def _run(self) -> None:
        while not self._stop.wait(_EVERY_SECONDS):
            try:
                self.look()
            except (OSError, StrategyError) as error:
                # Tried again in the next round; the server goes on.
                _log.error("keeper: %s", error)
            except Exception:
                _log.exception("keeper")
