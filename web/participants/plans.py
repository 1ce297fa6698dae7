"""Which workshop a code belongs to, over all plan files of this server."""

from __future__ import annotations

import logging
import os
import threading
import time
from pathlib import Path
from weakref import WeakKeyDictionary

from strategy.kernel.errors import StrategyError
from strategy.kernel.records import find
from strategy.kernel.selection import known
from strategy.kernel.store import Store
from strategy.kernel.store.copies import original_of
from strategy.nouns.workshop import Workshop, WorkshopStatus
from strategy.plans import opened as opened_plans
from strategy.workshop.codes import WORKSHOP_LENGTH, read_code
from web.participants.validity import Validity

# A plan that another program holds is asked for again after this many seconds.
_PAUSE = 30.0
_LISTED = 1.0

_log = logging.getLogger("workbench")
_reading = threading.Lock()
_codes: WeakKeyDictionary[Store, tuple[Validity, dict[str, Workshop]]] = WeakKeyDictionary()
_shut: dict[Path, float] = {}
_listed: dict[str | None, tuple[float, list[Store]]] = {}


def find_workshop(code: str) -> tuple[Store, Workshop] | None:
    """The workshop with this code as the draft of its plan has it, and the store of that plan.

    Of several workshops with one code a running one is meant, then that of the server's own plan.
    A code is taken as people type it (small letters, blanks, hyphens).  What is not there costs a
    look into a dict per plan, because anybody may try.
    """
    wanted = read_code(code[:40])
    if len(wanted) != WORKSHOP_LENGTH:
        return None
    everywhere = [(store, _workshops(store).get(wanted)) for store in stores()]
    found = [(store, workshop) for store, workshop in everywhere if workshop is not None]
    running = (pair for pair in found if pair[1].status == WorkshopStatus.RUNNING)
    return next(running, found[0] if found else None)


def stores() -> list[Store]:
    """The plans of this server that can be opened, its own first.

    A copy that was kept beside its plan is none: it holds the same codes and says what was before.

    The folder is looked at once a second, because phones ask some hundred times in it.
    """
    own = os.environ.get(opened_plans.PLAN_VARIABLE)
    kept = _listed.get(own)
    if kept is not None and time.monotonic() < kept[0]:
        return kept[1]
    opened = []
    own_plan, *others = opened_plans.list_plans()
    names = {plan.stem for plan in (own_plan, *others)}
    for plan in [own_plan, *(other for other in others if original_of(other) not in names)]:
        if time.monotonic() < _shut.get(plan, 0.0):
            continue
        try:
            opened.append(opened_plans.open_store(plan))
        except StrategyError:
            _log.info("plan %s cannot be opened for participants", plan.name)
            _shut[plan] = time.monotonic() + _PAUSE
    _listed.clear()
    _listed[own] = time.monotonic() + _LISTED, opened
    return opened


def _workshops(store: Store) -> dict[str, Workshop]:
    kept = _codes.get(store)
    if kept is not None and kept[0].now(store):
        return kept[1]
    with _reading:
        # Whoever comes in between two writes reads what holds at least since the earlier one.
        state = store.write_lock.state_number
        with store.read() as db:
            coded = find(db, Workshop, known("code"), order="-id")
        # A later one takes the place of an earlier one in a dict: so the running ones come last.
        coded.sort(key=lambda one: one.status == WorkshopStatus.RUNNING)
        by_code = {str(workshop.code): workshop for workshop in coded}
        _codes[store] = Validity.since(state), by_code
    return by_code


def unchanged(store: Store, state: int) -> None:
    """The write that began with this number touches no workshop; said before it ends."""
    kept = _codes.get(store)
    if kept is not None:
        kept[0].outlast(state)


def forget() -> None:
    """Ask for everything anew, for example after a plan file was replaced."""
    _listed.clear()
    _shut.clear()
