"""The organisation as a tree, with what each unit is responsible for."""

from __future__ import annotations

from datetime import date

import pandas as pd

from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor

# The path of numbers and titles orders the tree; the depth limit ends a circle of parents.
_TREE = """
tree AS (
    SELECT id, 0 AS depth, [coalesce(number, ''), title, id] AS path FROM organisation_unit u
    WHERE parent_id IS NULL OR parent_id NOT IN (SELECT id FROM organisation_unit)
    UNION ALL
    SELECT u.id, t.depth + 1, list_concat(t.path, [coalesce(u.number, ''), u.title, u.id])
    FROM organisation_unit u JOIN tree t ON u.parent_id = t.id WHERE t.depth < 12
)
"""


def organisation_tree(db: Cursor, today: date) -> pd.DataFrame:
    """Every unit below the one it belongs to: id, title, depth (0 is the top), level, number,
    head_function, staff_fte, valid_from, valid_to, successor, state ("besteht", "geplant" or
    "aufgelöst" on ``today``), applications, projects, services (for which it is responsible)."""
    # Subqueries instead of joins: three joins would multiply the rows of each other.
    counts = ", ".join(
        f"(SELECT count(*) FROM {table} x WHERE x.organisation_id = u.id) AS {table}s"
        for table in ("application", "project", "service")
    )
    return db.frame(
        f"WITH RECURSIVE {_TREE} SELECT u.id, u.title, t.depth, u.level, u.number, "
        "u.head_function, u.staff_fte, u.valid_from, u.valid_to, s.title AS successor, "
        "CASE WHEN u.valid_to < ? THEN 'aufgelöst' WHEN u.valid_from > ? THEN 'geplant' "
        f"ELSE 'besteht' END AS state, {counts} "
        "FROM tree t JOIN organisation_unit u ON u.id = t.id "
        "LEFT JOIN organisation_unit s ON s.id = u.successor_id ORDER BY t.path",
        [today, today],
    )


def staff_by_unit(db: Cursor, level: int, today: date) -> pd.DataFrame:
    """Staff of the units of a level that exist on ``today``, the largest first: id, label,
    value (VZÄ, None = unknown)."""
    return db.frame(
        "SELECT id, title AS label, staff_fte AS value FROM organisation_unit WHERE level = ? "
        "AND (valid_from IS NULL OR valid_from <= ?) AND (valid_to IS NULL OR valid_to >= ?) "
        f"ORDER BY staff_fte DESC NULLS LAST, {german_order_sql('title')}, id",
        [level, today, today],
    )


def predecessors(db: Cursor, unit_id: str) -> pd.DataFrame:
    """Units that a unit follows, the last one first, also over several steps: id, title, valid_to.

    The depth limit ends a circle.
    """
    return db.frame(
        "WITH RECURSIVE before AS ("
        "SELECT id, 1 AS depth FROM organisation_unit WHERE successor_id = ? UNION ALL "
        "SELECT u.id, b.depth + 1 FROM organisation_unit u JOIN before b ON u.successor_id = b.id "
        "WHERE b.depth < 12) "
        "SELECT DISTINCT u.id, u.title, u.valid_to FROM before b "
        "JOIN organisation_unit u ON u.id = b.id ORDER BY u.valid_to DESC NULLS LAST, u.id",
        [unit_id],
    )
