"""Which column refers to which table, as far as an undo has to know it.

The store knows no nouns; they declare their references here when they are registered.  An undo
writes rows past the rules of saving and deleting, so it must not take away a row that others need
by now, nor bring back one that refers to what is gone.
"""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.errors import Refused
from strategy.kernel.store.database import Transaction

ANY = "*"


@dataclass(frozen=True)
class Reference:
    """``table.column`` holds the id of a row of ``target``; ANY stands for every table."""

    table: str
    column: str
    target: str


_REFERENCES: set[Reference] = set()
_TABLE_OF_PREFIX: dict[str, str] = {}


def declare(table: str, prefix: str, references: list[Reference]) -> None:
    """Make the references of one table and the prefix of its ids known."""
    _TABLE_OF_PREFIX[prefix] = table
    _REFERENCES.update(references)


def table_of_id(object_id: str) -> str | None:
    """The table an id such as "M-0017" belongs to, or None."""
    return _TABLE_OF_PREFIX.get(object_id.rpartition("-")[0])


def refuse_loose_ends(tx: Transaction, table: str, net: str) -> None:
    """Raise Refused where the rows in ``net`` (id, now, goal) leave a reference to nothing."""
    removed = [row["id"] for row in tx.rows(f"SELECT id FROM {net} WHERE goal IS NULL")]
    if removed:
        users = " UNION ALL ".join(
            f"SELECT id, {item.column} AS gone FROM {item.table} "
            f"WHERE {item.column} IN (SELECT unnest($1))"
            for item in sorted(_REFERENCES, key=str)
            if item.target in (table, ANY)
        )
        found = tx.one(f"SELECT * FROM ({users}) ORDER BY id LIMIT 1", [removed]) if users else None
        if found:
            _refuse(found["gone"], f"{found['id']} inzwischen darauf verweist")
    for item in _REFERENCES:
        if item.table == table:
            _refuse_dangling(tx, item, net)


def _refuse_dangling(tx: Transaction, item: Reference, net: str) -> None:
    held = tx.rows(
        f"SELECT DISTINCT t.{item.column} AS id FROM {item.table} t JOIN {net} net "
        f"ON t.id = net.id WHERE t.{item.column} IS NOT NULL"
    )
    ids_by_table: dict[str, list[str]] = {}
    for row in held:
        target = item.target
        if target == ANY:
            target = table_of_id(row["id"]) or item.table
        ids_by_table.setdefault(target, []).append(row["id"])
    for target, ids in ids_by_table.items():
        gone = tx.one(
            f"SELECT id FROM (SELECT unnest($1) AS id) WHERE id NOT IN (SELECT id FROM {target}) "
            "ORDER BY id LIMIT 1",
            [ids],
        )
        if gone:
            user = tx.value(
                f"SELECT t.id FROM {item.table} t JOIN {net} net ON t.id = net.id "
                f"WHERE t.{item.column} = ? ORDER BY t.id LIMIT 1",
                [gone["id"]],
            )
            _refuse(user, f"{gone['id']} inzwischen gelöscht wurde")


def _refuse(row_id: str, reason: str) -> None:
    raise Refused(
        f"Das lässt sich nicht mehr zurücknehmen, weil bei {row_id} {reason}; "
        "sehen Sie im Verlauf nach, von wem, und nehmen Sie diese Änderung zuerst zurück."
    )
