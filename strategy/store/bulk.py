"""Load very many rows at once, recorded as one line of the history instead of one per row.

Only budget lines come in such numbers.  Undo moves the rows to a table of their own in the schema
``history``, redo moves them back; both only while nobody changed one of them since.
"""

from __future__ import annotations

import json

from strategy.errors import Refused
from strategy.store.database import Transaction

BULK_TABLES = ("budget_line",)


def bulk_insert(tx: Transaction, table: str, select: str, count: int, prefix: str) -> None:
    """Insert the rows of ``select`` (columns named as in the table, without id and version).

    ``select`` must yield exactly ``count`` rows; ids are given in its order.
    """
    assert table in BULK_TABLES
    if count == 0:
        return
    first = tx.next_ids_block(prefix, count)
    columns = [
        row["column_name"]
        for row in tx.rows(f"DESCRIBE SELECT * FROM ({select})")
    ]
    quiet(tx, table)
    # printf pads to seven digits and, unlike lpad, never cuts an eighth one off.
    loaded = tx.value(
        f"INSERT INTO {table} (id, version, {', '.join(columns)}) "
        f"SELECT printf('{prefix}-%07d', {first} + row_number() OVER () - 1), "
        f"{tx.action_id}, {', '.join(columns)} FROM ({select})"
    )
    loud(tx)
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
    quiet(tx, table)
    tx.run(f"DELETE FROM {table} WHERE version = ?", [load])
    loud(tx)
    _record(tx, table, load, count)


def bulk_restore(tx: Transaction, table: str, load: int, count: int) -> None:
    """Put the rows of a removed bulk load back."""
    stash = _stash(tx, table, load)
    quiet(tx, table)
    tx.run(f"INSERT INTO {table} BY NAME SELECT * FROM {stash}")
    loud(tx)
    tx.run(f"DROP TABLE {stash}")
    _record(tx, table, None, count, load)


def quiet(tx: Transaction, table: str) -> None:
    """Tell the history triggers of ``table`` that its rows are recorded as a whole."""
    tx.run(f"SET VARIABLE bulk_table = '{table}'")


def loud(tx: Transaction) -> None:
    """Back to one line of history per row."""
    tx.run("SET VARIABLE bulk_table = ''")


def _stash(tx: Transaction, table: str, load: int) -> str:
    return f'history."stash_{tx.version}_{table}_{load}"'


def _record(tx: Transaction, table: str, removed: int | None, count: int, load: int = 0) -> None:
    """One line without row id; ``load`` is the action whose number the rows carry."""
    after = json.dumps({"load": load or tx.action_id, "rows": count}) if removed is None else None
    before = json.dumps({"load": removed, "rows": count}) if removed is not None else None
    tx.run(
        'INSERT INTO history.change (action_id, schema_name, table_name, row_id, "before", "after")'
        " VALUES (?, ?, ?, NULL, ?, ?)",
        [tx.action_id, tx.version, table, before, after],
    )
