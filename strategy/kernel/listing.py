"""Read the rows of any noun, as objects, as a table or counted; nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import pandas as pd

from strategy.kernel import german
from strategy.kernel.errors import NotFound
from strategy.kernel.record import Record
from strategy.kernel.selection import EVERY_ROW, Condition, order_sql
from strategy.kernel.store import Cursor

R = TypeVar("R", bound=Record)


def list_(
    db: Cursor,
    noun: type[Record],
    where: str | Condition = EVERY_ROW,
    params: Sequence[Any] = (),
    order: str = "id",
    *,
    columns: Sequence[str] = (),
    limit: int | None = None,
) -> pd.DataFrame:
    """Rows of a noun with ``columns``, by default ``id``, ``version`` and every field.

    ``where`` is a Condition or, inside ``strategy``, SQL with the values ``params``; ``order`` is
    that of ``selection.order_sql``.
    """
    sql, values = _select(noun, columns or _names(noun), where, params, order)
    return db.frame(sql if limit is None else f"{sql} LIMIT {int(limit)}", values)


def find(
    db: Cursor,
    noun: type[R],
    where: str | Condition = EVERY_ROW,
    params: Sequence[Any] = (),
    order: str = "id",
) -> list[R]:
    """The same as objects."""
    sql, values = _select(noun, _names(noun), where, params, order)
    return [noun(**row) for row in db.rows(sql, values)]


def get_(db: Cursor, noun: type[R], object_id: str) -> R:
    """One object; raises NotFound."""
    row = db.one(f"SELECT {', '.join(_names(noun))} FROM {noun.TABLE} WHERE id = ?", [object_id])
    if row is None:
        raise NotFound(
            f"{noun.SINGULAR} {object_id} gibt es in dieser Fassung nicht (mehr); "
            "im Verlauf lässt sich Gelöschtes wiederherstellen."
        )
    return noun(**row)


def count(db: Cursor, noun: type[Record], where: Condition = EVERY_ROW) -> int:
    """How many rows of a noun meet a condition."""
    sql = f"SELECT count(*) FROM {noun.TABLE} WHERE {where.sql}"
    return int(db.value(sql, where.params))


def has_any(db: Cursor, noun: type[Record], where: Condition = EVERY_ROW) -> bool:
    """Whether a noun has a row that meets a condition; stops at the first of a million."""
    return db.has_rows(f"SELECT 1 FROM {noun.TABLE} WHERE {where.sql} LIMIT 1", where.params)


def names_by_id(db: Cursor, noun: type[Record]) -> dict[str, Any]:
    """Id → value of the field that names the object, in the German order of these values."""
    rows = db.rows(f"SELECT id, {noun.NAME} AS name FROM {noun.TABLE} ORDER BY id")
    # Sorted here: DuckDB orders by bytes ("Zoo" before "Äpfel"), and its German collation is an
    # extension that an office machine cannot load from the net.
    rows.sort(key=lambda row: (row["name"] is None, german.listed(str(row["name"]))))
    return {row["id"]: row["name"] for row in rows}


def texts_of(db: Cursor, noun: type[Record], name: str) -> list[str]:
    """Every value that occurs in a field, once, written as text and in German order."""
    rows = db.rows(
        f"SELECT DISTINCT CAST({name} AS TEXT) AS value FROM {noun.TABLE} WHERE {name} IS NOT NULL"
    )
    return sorted((row["value"] for row in rows), key=german.listed)


def _select(
    noun: type[Record],
    names: Sequence[str],
    where: str | Condition,
    params: Sequence[Any],
    order: str,
) -> tuple[str, Sequence[Any]]:
    # A condition in words of SQL brings its values beside it; the empty one means every row.
    condition = Condition(where or "true", tuple(params)) if isinstance(where, str) else where
    sql = (
        f"SELECT {', '.join(names)} FROM {noun.TABLE} WHERE {condition.sql} "
        f"ORDER BY {order_sql(noun, order)}"
    )
    return sql, condition.params


def _names(noun: type[Record]) -> list[str]:
    return ["id", "version", *(spec.name for spec in noun.specs())]
