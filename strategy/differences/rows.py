"""Which rows differ between two versions, table by table, and how one becomes the other.

Both versions are schemas of one file, so the work is one join per table.  A row's version number
never stands for two contents, also not across versions; rows with equal numbers are equal and
their columns are not even looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from strategy.kernel.errors import Refused
from strategy.kernel.record import Record
from strategy.kernel.records import all_nouns
from strategy.kernel.store import Cursor, Transaction


@dataclass(frozen=True)
class TableChange:
    """How a table of the first version becomes that of the second: rows that go, rows that come,
    rows as they come to stand; each with all columns of the noun."""

    noun: type[Record]
    dropped: pa.Table
    added: pa.Table
    changed: pa.Table

    @property
    def dropped_ids(self) -> list[str]:
        """The ids of the rows that go."""
        ids: list[str] = self.dropped.column("id").to_pylist()
        return ids

    @property
    def added_ids(self) -> list[str]:
        """The ids of the rows that come."""
        ids: list[str] = self.added.column("id").to_pylist()
        return ids

    @property
    def changed_ids(self) -> list[str]:
        """The ids of the rows that come to stand differently."""
        ids: list[str] = self.changed.column("id").to_pylist()
        return ids

    def __bool__(self) -> bool:
        return bool(self.dropped.num_rows or self.added.num_rows or self.changed.num_rows)


def row_changes(
    db: Cursor, first: str, second: str, nouns: Sequence[type[Record]] | None = None
) -> list[TableChange]:
    """The tables that differ.  ``first`` and ``second`` are names of versions known to the plan;
    ``db`` may be set to any version."""
    # Most tables of a plan may be empty, and a join costs as much to plan as to run.
    filled = {
        str(row["name"])
        for row in db.rows(
            "SELECT DISTINCT table_name AS name FROM duckdb_tables() "
            "WHERE schema_name IN (?, ?) AND estimated_size > 0",
            [first, second],
        )
    }
    found = []
    for noun in nouns or all_nouns():
        if noun.TABLE not in filled:
            continue
        change = _table_change(db, noun, first, second)
        if change:
            found.append(change)
    return found


def columns_of(noun: type[Record]) -> list[str]:
    """The columns of a table that say something: all but the number of the last action."""
    return ["id", *(spec.name for spec in noun.specs())]


def _table_change(db: Cursor, noun: type[Record], first: str, second: str) -> TableChange:
    a, b = f'"{first}".{noun.TABLE}', f'"{second}".{noun.TABLE}'
    columns = columns_of(noun)
    rows = ", ".join(f"b.{name}" for name in columns)
    # Numbers may differ where contents do not, after a change and its reverse.
    differs = " OR ".join(f"a.{name} IS DISTINCT FROM b.{name}" for name in columns[1:])
    gone = ", ".join(f"a.{name}" for name in columns)
    return TableChange(
        noun,
        db.arrow(f"SELECT {gone} FROM {a} a ANTI JOIN {b} b USING (id) ORDER BY a.id"),
        db.arrow(f"SELECT {rows} FROM {b} b ANTI JOIN {a} a USING (id) ORDER BY b.id"),
        db.arrow(
            f"SELECT {rows} FROM {b} b JOIN {a} a USING (id) "
            f"WHERE a.version <> b.version AND ({differs}) ORDER BY b.id"
        ),
    )


def apply_rows(tx: Transaction, changes: Sequence[TableChange]) -> None:
    """Make the version of ``tx`` what the changes say; raises Refused where it is not the version
    they were found for."""
    for change in changes:
        # The plan may have moved since the comparison; then nothing of it fits any more.
        _check_standing(tx, change)
        table, columns = change.noun.TABLE, columns_of(change.noun)
        if change.dropped.num_rows:
            gone = change.dropped_ids
            tx.run(f"DELETE FROM {table} WHERE id IN (SELECT unnest(?))", [gone])
        if change.changed.num_rows:
            # One statement per table: the triggers of the history fire once per statement.
            tx.register("incoming_rows", change.changed)
            sets = ", ".join(f"{name} = n.{name}" for name in columns[1:])
            tx.run(
                f"UPDATE {table} SET {sets}, version = ? FROM incoming_rows n "
                f"WHERE {table}.id = n.id",
                [tx.action_id],
            )
            tx.unregister("incoming_rows")
        if change.added.num_rows:
            tx.register("incoming_rows", change.added)
            names = ", ".join(columns)
            tx.run(
                f"INSERT INTO {table} ({names}, version) SELECT {names}, ? FROM incoming_rows",
                [tx.action_id],
            )
            tx.unregister("incoming_rows")


def _check_standing(tx: Transaction, change: TableChange) -> None:
    needed = [*change.dropped_ids, *change.changed_ids]
    for ids, missing in ((needed, True), (change.added_ids, False)):
        word = "NOT " if missing else ""
        odd = tx.value(
            f"SELECT min(id) FROM (SELECT unnest(?) AS id) WHERE id {word}IN "
            f"(SELECT id FROM {change.noun.TABLE})",
            [ids],
        )
        if ids and odd is not None:
            state = "gibt es hier nicht" if missing else "gibt es hier schon"
            raise Refused(
                f"Der Unterschied passt nicht zu dieser Fassung: {odd} {state}; vergleichen Sie "
                "noch einmal."
            )
