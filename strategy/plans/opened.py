"""The plan files of this server and their open stores; each is opened once per process.

Pages, plain web routes and the start of the server all get their store here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from strategy.kernel.store import Store
from strategy.kernel.store.copies import kept_by_itself
from strategy.kernel.store.door import require_writer

# A server with plans elsewhere names their folder in the environment.
LOCAL_PLANS = Path(
    os.environ.get("STRATEGY_PLANS") or Path(__file__).resolve().parents[2] / "data" / "local"
)
PLAN_VARIABLE = "STRATEGY_PLAN"

_OPENED: dict[Path, Store] = {}
_OPENING = threading.Lock()


def open_store(path: Path | str | None = None) -> Store:
    """The open store of a plan file, opened on first use; default is the plan of this server."""
    # Without the lock: phones ask some hundred times a second, and reading a dict is atomic.
    known = _OPENED.get(path) if isinstance(path, Path) else None
    if known is not None:
        return known
    plan = Path(path or os.environ[PLAN_VARIABLE]).resolve()
    # Two threads at once would make two stores of one file, each with a write lock of its own.
    with _OPENING:
        if plan not in _OPENED:
            _OPENED[plan] = Store.open(plan)
        return _OPENED[plan]


def open_stores() -> list[Store]:
    """The plans that this process has open."""
    with _OPENING:
        return list(_OPENED.values())


def add_store(store: Store) -> None:
    """Make a plan that was just created known to this process."""
    assert store.path is not None
    with _OPENING:
        _OPENED[store.path.resolve()] = store


def close_store(path: Path | str) -> None:
    """Close a plan file, so that it can be replaced by a backup."""
    with _OPENING:
        # Taken out under the lock, closed outside it: other plans can be opened meanwhile.
        opened = _OPENED.pop(Path(path).resolve(), None)
    if opened is not None:
        opened.close()


def replace_plan(path: Path, work: Callable[[], Any]) -> None:
    """Close a plan, let ``work`` replace its file, open it again for all sessions."""
    # Asked before anything is closed: a refused try must not disturb the others.
    require_writer()
    close_store(path)
    try:
        work()
    finally:
        open_store(path)


def list_plans() -> list[Path]:
    """The plan files of this server: the one it was started with, then those of the local folder.

    A plan is known by its file name; of two with the same name the server's own is meant.
    """
    own = _resolved(os.environ[PLAN_VARIABLE])
    try:
        names = sorted(name for name in os.listdir(LOCAL_PLANS) if name.endswith(".duckdb"))
    except OSError:
        # The folder is made with the first plan in it.
        names = []
    # Copies that the program keeps by itself are no plans to work on.
    local = [_resolved(str(LOCAL_PLANS / name)) for name in names if not kept_by_itself(name)]
    # The server's own first: the first plan is the one that an address without a name means.
    return [own, *(path for path in local if path.stem != own.stem)]


@lru_cache
def _resolved(path: str) -> Path:
    # Following links asks the system for every part of the path; a server's plans do not move.
    return Path(path).resolve()
