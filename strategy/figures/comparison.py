"""The own municipality beside others, indicator by indicator."""

from __future__ import annotations

import pandas as pd

from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor


def compared_indicators(db: Cursor) -> pd.DataFrame:
    """The indicators for which there are values of other cities: indicator_id, title, unit,
    direction, cities."""
    return db.frame(
        "SELECT i.id AS indicator_id, i.title, i.unit, i.direction, "
        # A city has a value per year and still counts once.
        "count(DISTINCT v.city_id) AS cities FROM comparison_value v "
        "JOIN indicator i ON i.id = v.indicator_id GROUP BY ALL "
        f"ORDER BY {german_order_sql('any_value(i.title)')}, i.id"
    )


def city_values(db: Cursor, indicator_id: str) -> pd.DataFrame:
    """One indicator in the own municipality and in every other city: city_id (None = own), label,
    value (None = unknown), year, own, source; the newest value of each city, the largest first."""
    return db.frame(
        f"""
        WITH newest AS (
            SELECT city_id, amount, year, source FROM comparison_value WHERE indicator_id = ?
            QUALIFY row_number() OVER (
                PARTITION BY city_id ORDER BY amount IS NULL, year DESC, id DESC) = 1
        ), latest AS (
            SELECT amount, measured_on FROM indicator_value
            WHERE indicator_id = ? AND amount IS NOT NULL
            ORDER BY measured_on DESC, id DESC LIMIT 1
        ), own AS (
            SELECT coalesce((SELECT min(title) FROM municipality), 'eigene Kommune') AS label
        )
        SELECT * FROM (SELECT NULL AS city_id, o.label, l.amount AS value,
            year(l.measured_on) AS year, true AS own,
            (SELECT source FROM indicator WHERE id = ?) AS source
        FROM own o LEFT JOIN latest l ON true
        UNION ALL
        SELECT c.id, c.title, n.amount, n.year, false, n.source
        FROM comparison_city c LEFT JOIN newest n ON n.city_id = c.id)
        ORDER BY value DESC NULLS LAST, own DESC, {german_order_sql("label")}, label
        """,
        [indicator_id, indicator_id, indicator_id],
    )
