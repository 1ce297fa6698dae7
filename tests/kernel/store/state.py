"""The whole content of a plan, to compare two moments of it."""

from __future__ import annotations

from typing import Any

from strategy.kernel.store import Store


def state(store: Store, version: str = "main") -> dict[str, list[tuple[Any, ...]]]:
    """Every table that is not empty with all its rows, versions included, sorted by id."""
    with store.read(version) as db:
        tables = db.rows(
            "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = ? "
            "AND database_name = current_database() AND estimated_size > 0 ORDER BY name",
            [version],
        )
        content = {
            table["name"]: [
                tuple(row.values()) for row in db.rows(f"SELECT * FROM {table['name']} ORDER BY id")
            ]
            for table in tables
        }
    # The estimate also counts rows that were deleted a moment ago.
    return {name: rows for name, rows in content.items() if rows}
