"""Open a plan file, read it, write it.

One process owns the file.  Every use gets a cursor of its own, because one DuckDB connection that
is shared by threads silently mixes up results; writes go one after the other through one lock,
because two overlapping transactions could each keep a rule and break it together.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import duckdb

from strategy.kernel.errors import NotFound, PlanFileError, Sealed
from strategy.kernel.store import migrate
from strategy.kernel.store.chain import ActionLine, Tip, add_action, add_event
from strategy.kernel.store.copies import keep_once, log_of, make_private, put_back
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.door import require_contributor, require_writer
from strategy.kernel.store.engine import cursor_of, open_engine
from strategy.kernel.store.head import Head
from strategy.kernel.store.lock import WriteLock
from strategy.kernel.store.look import Look, Memory
from strategy.kernel.store.trouble import is_shut, opening, translated

DRAFT = "main"

# One lock per file, not per Store: two Stores on one file share one database and must not overlap.
_WRITE_LOCKS: WeakValueDictionary[Path, WriteLock] = WeakValueDictionary()
_FINDING_LOCKS = threading.Lock()


class Transaction(Cursor):
    """A write in progress: a cursor that knows who acts and under which number it is recorded."""

    def __init__(self, raw: duckdb.DuckDBPyConnection, line: ActionLine) -> None:
        super().__init__(raw, line.version)
        # Written down at the end: only then is known what it has changed.
        self.line = line
        self.actor = line.actor
        self.action_id = line.id
        self.at = line.at

    def next_ids(self, prefix: str, count: int) -> list[str]:
        """``count`` consecutive ids of a kind."""
        first = self.next_ids_block(prefix, count)
        return [f"{prefix}-{number:04d}" for number in range(first, first + count)]

    def next_ids_block(self, prefix: str, count: int) -> int:
        """Reserve ``count`` consecutive numbers of a kind; returns the first."""
        last = self.value(
            "UPDATE plan.number SET last = last + ? WHERE prefix = ? RETURNING last",
            [count, prefix],
        )
        if last is None:
            self.run("INSERT INTO plan.number VALUES (?, ?)", [prefix, count])
            last = count
        return int(last) - count + 1

    def claim_id(self, object_id: str) -> None:
        """Count an id that was given from outside, so that the next new one lies above it."""
        prefix, _, digits = object_id.rpartition("-")
        if not prefix or not digits.isascii() or not digits.isdigit():
            return
        last = self.value("SELECT last FROM plan.number WHERE prefix = ?", [prefix])
        if last is None:
            self.run("INSERT INTO plan.number VALUES (?, ?)", [prefix, int(digits)])
        elif last < int(digits):
            self.run("UPDATE plan.number SET last = ? WHERE prefix = ?", [int(digits), prefix])


class Store:
    """One open plan file."""

    def __init__(self, root: duckdb.DuckDBPyConnection, path: Path | None) -> None:
        self._root = root
        self._making_cursors = threading.Lock()
        self.write_lock = _lock_for(path)
        self.path = path
        self._memory = Memory()
        self._head = None if path is None else Head(path)
        self.closed = False
        # What everybody who works with this plan has to know, in one sentence; None if nothing.
        self.notice: str | None = None

    @classmethod
    def open(cls, path: Path | str, keep_copy: bool = True) -> Store:
        """Open an existing plan file and bring it to this program's schema.

        Where that changes the file, a copy of it as it was stays beside it; ``keep_copy`` False is
        for files that are copies themselves.
        """
        path = Path(path)
        if not path.exists() and not put_back(path):
            raise NotFound(
                f"Die Plandatei {path.name} gibt es nicht; prüfen Sie den Ordner oder legen Sie "
                "eine neue Kommune an."
            )
        with opening(path):
            return cls._connect(path, keep_copy)

    @classmethod
    def create(cls, path: Path | str) -> Store:
        """Make a new, empty plan file; an existing file is never overwritten."""
        require_writer()
        path = Path(path)
        if path.exists():
            raise PlanFileError(
                f"Die Datei {path.name} gibt es schon; wählen Sie einen anderen Namen."
            )
        try:
            # Only its own: into a folder that is there already others may look on purpose.
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise PlanFileError(
                f"Der Ordner für {path.name} lässt sich nicht anlegen; wählen Sie einen anderen "
                "Ordner oder prüfen Sie die Zugriffsrechte."
            ) from error
        return cls._connect(path)

    @classmethod
    def in_memory(cls) -> Store:
        """A fresh empty plan without a file, for trials and tests."""
        return cls._connect(None)

    @classmethod
    def _connect(cls, path: Path | None, keep_copy: bool = False) -> Store:
        with translated(path or ""):
            root = open_engine(path)
        if path is not None:
            # What lies in a plan concerns nobody else on the machine; DuckDB gives no such mode.
            make_private(path)
            make_private(log_of(path))
        store = cls(root, path)
        # The file may be another one than before under the same name.
        store.write_lock.latest_action = store.write_lock.latest_tip = None
        try:
            with store.write_lock:
                migrate.migrate(store, keep_copy)
                store.compare_head()
        except BaseException:
            root.close()
            raise
        return store

    def compare_head(self) -> None:
        """Notice where the file holds less than was last written to it."""
        if self._head is None:
            return
        raw = self.raw_cursor()
        try:
            with translated(self.path or ""):
                self.notice = self._head.compare(raw)
        finally:
            raw.close()
        if self.notice is not None and self.path is not None:
            # Before anything is written over what may still be of use.
            keep_once(self.path, f"unvollstaendig-{self._head.missed}")

    def raw_cursor(self) -> duckdb.DuckDBPyConnection:
        """A bare DuckDB cursor, for the rooms of the store only."""
        with self._making_cursors, translated(self.path or ""):
            try:
                return cursor_of(self._root)
            except duckdb.Error as error:
                if self.path is None or not is_shut(str(error)):
                    raise
                # After a full disk the engine refuses everything, also once there is room again.
                # A new one reads the log; whatever was told as saved is in it.
                self._root.close()
                self._root = open_engine(self.path)
                self.write_lock.latest_action = self.write_lock.latest_tip = None
                return cursor_of(self._root)

    def fold(self) -> bool:
        """Fold the write-ahead log into the file, so that whoever copies the file alone has all.

        Returns False where it cannot be done now; nothing is lost by that.
        """
        with self.write_lock.unturned():
            try:
                raw = cursor_of(self._root)
                try:
                    raw.execute("CHECKPOINT")
                finally:
                    raw.close()
            except duckdb.Error:
                return False
        return True

    @contextmanager
    def read(self, version: str = DRAFT) -> Iterator[Cursor]:
        """A cursor on one consistent state of one version; it cannot write."""
        with self._reading(version) as raw:
            yield Cursor(raw, version)

    @contextmanager
    def look(self, version: str = DRAFT, late: bool = False) -> Iterator[Look]:
        """As ``read``, for pages that many people open: answers are kept until the next write.

        With ``late`` the plan is opened only where memory cannot answer, and asking may raise
        ``look.Moved``.
        """
        with ExitStack() as opened:
            look = Look(
                lambda: opened.enter_context(self._reading(version)),
                version,
                self.write_lock,
                self._memory,
            )
            if not late:
                look.open()
            yield look

    @contextmanager
    def _reading(self, version: str) -> Iterator[duckdb.DuckDBPyConnection]:
        raw = self.raw_cursor()
        try:
            with translated(self.path or ""):
                raw.execute("BEGIN TRANSACTION READ ONLY")
                _set_version(raw, version)
            yield raw
        finally:
            raw.close()

    @contextmanager
    def write(self, actor: str, what: str = "", version: str = DRAFT) -> Iterator[Transaction]:
        """One action: everything written inside is committed together, or nothing of it.

        ``actor`` is the name that the history shows, ``what`` an optional German title of the
        action.  An action that changed no row of the plan leaves no line in the history; what it
        wrote beside the plan (how a file is read) is kept.  Raises Sealed for an edition, and what
        the door says where the one who acts may only read.
        """
        check = require_contributor()
        with self.write_lock, self.changing() as change:
            with translated(self.path or ""):
                _set_version(change.raw, version, writing=True)
                line = begin_action(change.raw, self.write_lock, actor, what, version)
            tx = Transaction(change.raw, line)
            yield tx
            if check is not None:
                # Of the rows that were really written, so that no way around it exists.
                check(tx)
            change.record(line)

    @contextmanager
    def changing(self) -> Iterator[Change]:
        """One transaction, for the rooms of the store only: committed at the end, or nothing of
        it.  The write lock is held."""
        raw = self.raw_cursor()
        lock = self.write_lock
        change = Change(raw, lock, self.path)
        try:
            with translated(self.path or ""):
                raw.execute("BEGIN TRANSACTION")
            yield change
            with translated(self.path or ""):
                raw.execute("COMMIT")
        except BaseException:
            # What was remembered may be of the write that did not come to stand.
            lock.latest_action = lock.latest_tip = None
            raise
        finally:
            # Closing rolls back whatever was not committed.
            raw.close()
        lock.latest_action = change.action
        if change.tip is not None:
            lock.latest_tip = change.tip
            if self._head is not None:
                self._head.note(change.tip)

    def close(self) -> None:
        """Close the plan file; its write-ahead log is folded into it."""
        with self.write_lock:
            self.closed = True
            self._root.close()
            if self._head is not None:
                self._head.close()


class Change:
    """A transaction of the store and what it adds to the chain of the history."""

    def __init__(self, raw: duckdb.DuckDBPyConnection, lock: WriteLock, path: Path | None) -> None:
        self.raw = raw
        self.tip: Tip | None = None
        self.action: int | None = None
        self._lock, self._path = lock, path

    def record(self, line: ActionLine) -> None:
        """Write an action down, as the last step of the transaction."""
        with translated(self._path or ""):
            tip = add_action(self.raw, self._lock, line)
        if tip is not None:
            self.tip, self.action = tip, line.id

    def tell(self, kind: str, subject: str, actor: str, body: dict[str, Any], salt: str) -> None:
        """Write an event down."""
        with translated(self._path or ""):
            self.tip = add_event(self.raw, self._lock, kind, subject, actor, body, salt)


def _lock_for(path: Path | None) -> WriteLock:
    if path is None:
        return WriteLock()
    with _FINDING_LOCKS:
        return _WRITE_LOCKS.setdefault(path.resolve(), WriteLock())


@contextmanager
def acting(store: Store, change: Change, actor: str, what: str) -> Iterator[Transaction]:
    """An action on the draft inside a transaction of the store, which holds the lock."""
    line = begin_action(change.raw, store.write_lock, actor, what, DRAFT)
    yield Transaction(change.raw, line)
    change.record(line)


def begin_action(
    raw: duckdb.DuckDBPyConnection, lock: WriteLock, actor: str, what: str, version: str
) -> ActionLine:
    """Give a write its number and tell it to the triggers; ``lock`` is held.

    The number follows the number before it and never the clock, which may be set back.  That of
    the latest action is known only right after its commit.
    """
    latest, lock.latest_action = lock.latest_action, None
    if latest is None:
        row = raw.execute("SELECT max(id) FROM history.action").fetchone()
        latest = int(row[0] or 0) if row else 0
    at = datetime.now(UTC).replace(tzinfo=None)
    raw.execute(f"SET VARIABLE action_id = {latest + 1}")
    return ActionLine(latest + 1, actor, at, what, version)


def _set_version(raw: duckdb.DuckDBPyConnection, version: str, writing: bool = False) -> None:
    if version == DRAFT:
        # Every plan has it, it is never sealed, and a fresh cursor is set to it.
        return
    row = raw.execute("SELECT kind, title FROM plan.version WHERE name = ?", [version]).fetchone()
    if row is None:
        raise NotFound(f"Die Fassung „{version}“ gibt es in diesem Plan nicht.")
    if writing and row[0] == "edition":
        raise Sealed(
            f"Die Fassung „{row[1]}“ ist festgeschrieben und kann nicht geändert werden; "
            "arbeiten Sie im Entwurf oder legen Sie ein Szenario an."
        )
    # The name was just found in the plan's own list, so it is no injection.
    raw.execute(f'SET schema = "{version}"')
