"""Empty plans for tests: one is made, every further one is a copy of its file or the same again.

To make a plan means to write some hundred statements of its schema; to open a copy does not.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path

from strategy.kernel.store import Store, Transaction
from strategy.plans.presets import new_plan


def empty_plan(path: Path) -> Store:
    """A new plan at ``path``, as ``Store.create`` makes it."""
    path.write_bytes(_bytes_of_an_empty_plan())
    return Store.open(path)


def some_plan() -> Store:
    """A new plan at a place that is of no matter; it lies there until the process ends.

    ``Store.in_memory`` makes one without a file, which takes ten times as long.
    """
    return empty_plan(Path(_folder_of_plans().name) / f"{next(_NUMBERS)}.duckdb")


_NUMBERS = count(1)


@cache
def _folder_of_plans() -> tempfile.TemporaryDirectory[str]:
    # Not every test closes its plan, and an open file cannot be removed everywhere.
    return tempfile.TemporaryDirectory(ignore_cleanup_errors=True)


@cache
def _bytes_of_an_empty_plan() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leer.duckdb"
        Store.create(path).close()
        return path.read_bytes()


def fresh_plan(path: Path) -> None:
    """The plan of Stadt Leerfeld at ``path``, as "Neue Kommune anlegen" makes it, closed."""
    path.write_bytes(_bytes_of_a_fresh_plan())


@cache
def _bytes_of_a_fresh_plan() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leer.duckdb"
        new_plan(path, "sachsen-anhalt", "Stadt Leerfeld", 2027, "Koordination").close()
        return path.read_bytes()


@contextmanager
def trial() -> Iterator[Transaction]:
    """A write in an empty plan that all trials share: at the end nothing of it is left."""
    with suppress(_Over), _plan_for_trials().write("Versuch") as tx:
        yield tx
        raise _Over


class _Over(Exception):
    pass


@cache
def _plan_for_trials() -> Store:
    return Store.in_memory()
