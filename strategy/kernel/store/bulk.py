"""Load very many rows at once, recorded as one line of the history instead of one per row.

Only budget lines come in such numbers.  Undo moves the rows to a table of their own in the schema
``history``, redo moves them back; both only while nobody changed one of them since.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from strategy.kernel.errors import Refused
from strategy.kernel.store.check_rows import load_digest
from strategy.kernel.store.database import Transaction
from strategy.kernel.store.triggers import BULK_TABLES, mute, record


def bulk_insert(
    tx: Transaction,
    table: str,
    select: str,
    count: int,
    prefix: str,
    number: str = "row_number() OVER () - 1",
) -> None:
    """Insert the rows of ``select`` (columns named as in the table, without id and version).

    ``select`` must yield exactly ``count`` rows.  ``number`` is SQL over its columns that gives
    each row its own number from 0 to ``count`` - 1; ids follow it, by default in the order of the
    rows.  A column of numbers lets DuckDB load on every core, which a window function does not.
    """
    assert table in BULK_TABLES
    if count == 0:
        return
    first = tx.next_ids_block(prefix, count)
    given = [row["column_name"] for row in tx.rows(f"DESCRIBE SELECT * FROM ({select})")]
    columns = ", ".join(name for name in given if name != number)
    with _unrecorded(tx, table):
        loaded = tx.value(
            f"INSERT INTO {table} (id, version, {columns}) "
            f"SELECT format('{prefix}-{{:07d}}', {first} + {number}), {tx.action_id}, {columns} "
            f"FROM ({select})"
        )
    if loaded != count:
        raise ValueError(f"{count} rows were announced for {table}, {loaded} came")
    _record(tx, table, None, count)


def bulk_remove(tx: Transaction, table: str, load: int, count: int) -> None:
    """Take the rows of an earlier bulk load out of the plan and keep them for a redo."""
    standing = tx.value(f"SELECT count(*) FROM {table} WHERE version = ?", [load])
    if standing != count:
        raise Refused(
            f"Von den {count} eingelesenen Zeilen wurden {count - standing} inzwischen geändert; "
            "nehmen Sie zuerst diese Änderungen zurück."
        )
    stash = _stash(tx, table, load)
    tx.run(f"CREATE OR REPLACE TABLE {stash} AS SELECT * FROM {table} WHERE version = {load}")
    with _unrecorded(tx, table):
        tx.run(f"DELETE FROM {table} WHERE version = ?", [load])
    _record(tx, table, load, count)


def bulk_restore(tx: Transaction, table: str, load: int, count: int) -> None:
    """Put the rows of a removed bulk load back."""
    stash = _stash(tx, table, load)
    with _unrecorded(tx, table):
        tx.run(f"INSERT INTO {table} BY NAME SELECT * FROM {stash}")
    tx.run(f"DROP TABLE {stash}")
    _record(tx, table, None, count, load)


@contextmanager
def _unrecorded(tx: Transaction, table: str) -> Iterator[None]:
    """Without the table's history triggers, whose rows are recorded as a whole.

    Dropped and made again rather than told to look away: even a trigger that writes nothing makes
    DuckDB keep every new row aside and load on one core.  All of it is one transaction.
    """
    mute(tx.run, tx.version, table)
    yield
    record(tx.run, tx.version, table)


def _stash(tx: Transaction, table: str, load: int) -> str:
    return f'history."stash_{tx.version}_{table}_{load}"'


def _record(tx: Transaction, table: str, removed: int | None, count: int, load: int = 0) -> None:
    """One line without row id; ``load`` is the action whose number the rows carry."""
    number = removed or load or tx.action_id
    said = {"load": number, "rows": count, "digest": _digest(tx, table, number)}
    after = json.dumps(said) if removed is None else None
    before = json.dumps(said) if removed is not None else None
    tx.run(
        'INSERT INTO history.change (action_id, schema_name, table_name, row_id, "before", "after")'
        " VALUES (?, ?, ?, NULL, ?, ?)",
        [tx.action_id, tx.version, table, before, after],
    )


def _digest(tx: Transaction, table: str, load: int) -> str | None:
    """What the rows of a load are held against, since no line of the history tells of each.

    Taken once, when they come in: what is removed or put back later has to be the same.  A load
    of before the history was a chain has none; there the anchor holds its rows.
    """
    if load == tx.action_id:
        return load_digest(tx, tx.version, table, load)
    known: str | None = tx.value(
        "SELECT max(\"after\" ->> 'digest') FROM history.change WHERE schema_name = ? "
        "AND table_name = ? AND row_id IS NULL AND CAST(\"after\" ->> 'load' AS BIGINT) = ?",
        [tx.version, table, load],
    )
    return known
