"""A look at one state of a plan that remembers what was asked of that state before.

Many people read the same figures of a plan that seldom changes, and planning a query takes DuckDB
longer than answering it.  An answer is kept under the query, its parameters, the version, the day
(queries may ask for today) and the count of the write lock; the next write forgets them all.  While
somebody writes, nothing is remembered, because it cannot be told which state a reader got.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, TypeVar, cast

import duckdb
import pandas as pd
import pyarrow as pa

from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.lock import WriteLock

_MOST_ANSWERS = 5_000
# Cells of all answers together, about 100 MB; a larger single answer is not worth keeping.
_MOST_CELLS = 2_000_000
_MOST_CELLS_OF_ONE = 400_000


Answer = TypeVar("Answer")


def _cells(answer: Any) -> int:
    """About how many values an answer holds."""
    if isinstance(answer, pd.DataFrame):
        return int(answer.size)
    if isinstance(answer, Mapping):
        return sum(_cells(item) for item in answer.values())
    if isinstance(answer, list | tuple):
        return sum(_cells(item) for item in answer)
    if is_dataclass(answer):
        return sum(_cells(getattr(answer, field.name)) for field in fields(answer))
    return 1


def _own(answer: Any) -> Any:
    """The answer, with a DataFrame of its own for everybody who asked."""
    if isinstance(answer, pd.DataFrame):
        # A shallow copy is enough: pandas copies a column before it is written.
        return answer.copy(deep=False)
    if type(answer) is tuple:
        return tuple(_own(item) for item in answer)
    return answer


class Memory:
    """The answers to queries on one state of a plan file; the oldest give way to new ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = -1
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._cells = 0

    def find(self, state: int, key: Hashable) -> tuple[Any] | None:
        """The answer in a tuple of one, or None where nothing is remembered of that state."""
        with self._lock:
            if state != self._state or key not in self._answers:
                return None
            self._answers.move_to_end(key)
            return (self._answers[key][0],)

    def keep(self, state: int, key: Hashable, answer: Any, cells: int) -> None:
        """Remember an answer to a query in this state; an older one is not kept."""
        if cells > _MOST_CELLS_OF_ONE or state % 2:
            return
        with self._lock:
            if state < self._state:
                return
            if state > self._state:
                self._state = state
                self._answers.clear()
                self._cells = 0
            if key in self._answers:
                return
            self._answers[key] = (answer, cells)
            self._cells += cells
            while self._cells > _MOST_CELLS or len(self._answers) > _MOST_ANSWERS:
                _, (_, gone) = self._answers.popitem(last=False)
                self._cells -= gone


class Moved(Exception):
    """The plan was written after a look was answered from memory and before it had to be read."""


class Look(Cursor):
    """A reading cursor on one state of the plan that asks the memory first.

    The plan is opened when ``open`` is called or memory cannot answer.  All answers are of one
    state: where the plan has moved on between an answer from memory and its opening, Moved is
    raised, and whoever asks has to begin anew.
    """

    def __init__(
        self,
        reading: Callable[[], duckdb.DuckDBPyConnection],
        version: str,
        lock: WriteLock,
        memory: Memory,
    ) -> None:
        self.version = version
        self.state = lock.state_number
        self._reading, self._lock, self._memory = reading, lock, memory
        self._opened: duckdb.DuckDBPyConnection | None = None
        self._answered = False
        self._registered: set[str] = set()

    @property
    def _raw(self) -> duckdb.DuckDBPyConnection:  # type: ignore[override]
        return self.open()

    def open(self) -> duckdb.DuckDBPyConnection:
        """Read the plan from now on, if it is not read already."""
        if self._opened is None:
            state = self._lock.state_number
            self._opened = self._reading()
            # Somebody may have written meanwhile; an odd number remembers nothing.
            now = state if state == self._lock.state_number else 1
            if self._answered and now != self.state:
                raise Moved
            self.state = now
        return self._opened

    def _find(self, key: Hashable) -> tuple[Any] | None:
        known = self._memory.find(self.state, key)
        self._answered = self._answered or known is not None
        return known

    def rows(self, sql: str, params: Sequence[Any] = ()) -> list[dict[str, Any]]:
        found = self._ask(super().rows, "rows", sql, params, lambda rows: sum(map(len, rows)))
        # Whoever asked may change what he got.
        return [dict(row) for row in found]

    def value(self, sql: str, params: Sequence[Any] = ()) -> Any:
        return self._ask(super().value, "value", sql, params, lambda _: 1)

    def frame(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        found: pd.DataFrame = self._ask(
            super().frame, "frame", sql, params, lambda frame: int(frame.size)
        )
        # A shallow copy is enough: pandas copies a column before it is written.
        return found.copy(deep=False)

    def recall_frame(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame | None:
        """What ``frame`` would answer from memory; None where it has to ask the plan, so that
        whoever prepares something for a query can spare it."""
        key = self._key("frame", sql, params)
        known = None if key is None else self._find(key)
        return None if known is None else known[0].copy(deep=False)

    def recall(self, work: Callable[..., Answer], *args: Hashable) -> Answer:
        """What ``work(self, *args)`` answers, kept as answers are.

        ``work`` is a function of a module and asks nothing but the plan and the day; nobody may
        change what it answers, except a DataFrame.
        """
        given = tuple((type(arg), arg) for arg in args)
        key = ("recall", self.version, date.today(), work.__module__, work.__qualname__, given)
        if self._registered or "<" in work.__qualname__:
            return work(self, *args)
        known = self._find(key)
        answer: Any = work(self, *args) if known is None else known[0]
        if known is None:
            self._memory.keep(self.state, key, answer, _cells(answer))
        return cast(Answer, _own(answer))

    def has_rows(self, sql: str, params: Sequence[Any] = ()) -> bool:
        return bool(self._ask(super().has_rows, "has_rows", sql, params, lambda _: 1))

    def register(self, name: str, table: pa.Table | pd.DataFrame) -> None:
        # A query that names it asks for rows that are not the plan's.
        self._registered.add(name)
        super().register(name, table)

    def unregister(self, name: str) -> None:
        self._registered.discard(name)
        super().unregister(name)

    def _ask(
        self,
        ask: Callable[[str, Sequence[Any]], Any],
        kind: str,
        sql: str,
        params: Sequence[Any],
        cells: Callable[[Any], int],
    ) -> Any:
        key = self._key(kind, sql, params)
        if key is None:
            return ask(sql, params)
        known = self._find(key)
        if known is not None:
            return known[0]
        answer = ask(sql, params)
        self._memory.keep(self.state, key, answer, cells(answer))
        return answer

    def _key(self, kind: str, sql: str, params: Sequence[Any]) -> Hashable | None:
        """What an answer is kept under; None where it must not be kept."""
        given = tuple((type(p), tuple(p) if isinstance(p, list) else p) for p in params)
        key = (kind, self.version, date.today(), sql, given)
        try:
            hash(key)
        except TypeError:
            return None
        return None if self._registered else key
