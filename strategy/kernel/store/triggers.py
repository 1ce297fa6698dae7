"""The triggers that write the history, and those that seal an edition.

They are made here and nowhere else, because DuckDB copies tables without their triggers: every
way to a new schema ends in ``make_triggers`` or ``make_seals``.
"""

from __future__ import annotations

from collections.abc import Callable

import duckdb

from strategy.kernel.store.trouble import SEAL_MARK

# Lines by the hundred thousand: one row of history tells of a whole load of them.
BULK_TABLES = ("budget_line",)


def plan_tables(raw: duckdb.DuckDBPyConnection, schema: str) -> list[str]:
    """The names of all tables of one version, sorted."""
    found = raw.execute(
        "SELECT table_name FROM duckdb_tables() WHERE schema_name = ? ORDER BY table_name", [schema]
    )
    return [name for (name,) in found.fetchall()]


def make_triggers(raw: duckdb.DuckDBPyConnection, schema: str) -> None:
    """(Re)make the triggers of one version: history for draft and scenarios, seals for editions."""
    row = raw.execute("SELECT kind FROM plan.version WHERE name = ?", [schema]).fetchone()
    make = _seal if row is not None and row[0] == "edition" else record
    drop_triggers(raw, schema)
    for table in plan_tables(raw, schema):
        make(raw.execute, schema, table)


def drop_triggers(raw: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Remove the triggers of one version (before its tables change)."""
    found = raw.execute(
        "SELECT trigger_name, table_name FROM duckdb_triggers() WHERE schema_name = ?", [schema]
    ).fetchall()
    for trigger, table in found:
        raw.execute(f'DROP TRIGGER "{trigger}" ON "{schema}"."{table}"')


def record(run: Callable[[str], object], schema: str, table: str) -> None:
    """Make the three triggers that write a table's history; ``run`` executes a statement."""
    target = f'"{schema}"."{table}"'
    into = (
        "INSERT INTO history.change "
        '(action_id, schema_name, table_name, row_id, "before", "after") SELECT '
        f"getvariable('action_id'), '{schema}', '{table}'"
    )
    run(
        f"CREATE TRIGGER record_insert AFTER INSERT ON {target} REFERENCING NEW TABLE AS n "
        f"FOR EACH STATEMENT {into}, n.id, NULL, to_json(n) FROM n"
    )
    run(
        f"CREATE TRIGGER record_update AFTER UPDATE ON {target} "
        "REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT "
        f"{into}, n.id, to_json(o), to_json(n) FROM o JOIN n ON o.id = n.id"
    )
    run(
        f"CREATE TRIGGER record_delete AFTER DELETE ON {target} REFERENCING OLD TABLE AS o "
        f"FOR EACH STATEMENT {into}, o.id, to_json(o), NULL FROM o"
    )


def mute(run: Callable[[str], object], schema: str, table: str) -> None:
    """Take the history triggers of one table away; whoever does so makes them again."""
    for event in ("insert", "update", "delete"):
        run(f'DROP TRIGGER record_{event} ON "{schema}"."{table}"')


def _seal(run: Callable[[str], object], schema: str, table: str) -> None:
    target = f'"{schema}"."{table}"'
    refuse = f"INSERT INTO history.change (table_name) SELECT CAST(error('{SEAL_MARK}') AS TEXT)"
    for event, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        run(
            f"CREATE TRIGGER seal_{event.lower()} AFTER {event} ON {target} "
            f"REFERENCING {rows} TABLE AS r FOR EACH STATEMENT {refuse} FROM r"
        )
