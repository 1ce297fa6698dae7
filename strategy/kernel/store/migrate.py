"""Bring a plan file to this program's schema: each numbered file once, with its record.

``NNN_name.once.sql`` concerns the file as a whole, ``NNN_name.each.sql`` runs in the schema of
every version (draft, scenarios, editions), so that an old edition opens in a new program.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from strategy.kernel.errors import PlanFileError
from strategy.kernel.store.triggers import drop_triggers, make_triggers
from strategy.kernel.store.trouble import translated

SCHEMA_FOLDER = Path(__file__).parent / "schema"


def migrations() -> list[tuple[int, Path]]:
    """All migrations of this program, (number, file), in order."""
    return sorted((int(path.name[:3]), path) for path in SCHEMA_FOLDER.glob("*.sql"))


def migrate(new_cursor: Callable[[], duckdb.DuckDBPyConnection]) -> None:
    """Apply what is missing, all in one transaction; refuse a file newer than this program."""
    raw = new_cursor()
    try:
        with translated():
            done = _applied(raw)
            known = migrations()
            newest = known[-1][0]
            if done and max(done) > newest:
                raise PlanFileError(
                    "Diese Plandatei wurde mit einer neueren Version der Werkbank angelegt "
                    f"(Stand {max(done)}, dieses Programm kennt {newest}); aktualisieren Sie die "
                    "Werkbank, die Datei bleibt unverändert."
                )
            missing = [(number, path) for number, path in known if number not in done]
            if not missing:
                return
            raw.execute("BEGIN TRANSACTION")
            for schema in _schemas(raw) if done else []:
                # A sealed edition would refuse the migration, and the history is not to tell of it.
                drop_triggers(raw, schema)
            for number, path in missing:
                _apply(raw, number, path)
            for schema in _schemas(raw):
                make_triggers(raw, schema)
            raw.execute("COMMIT")
            raw.execute("CHECKPOINT")
    finally:
        raw.close()


def _applied(raw: duckdb.DuckDBPyConnection) -> set[int]:
    tables = raw.execute(
        "SELECT schema_name FROM duckdb_tables() WHERE table_name = 'migration'"
    ).fetchall()
    if not any(schema == "plan" for (schema,) in tables):
        others = raw.execute("SELECT count(*) FROM duckdb_tables()").fetchone()
        if others and others[0]:
            raise PlanFileError(
                "Diese Datei ist eine Datenbank, aber kein Plan dieser Werkbank; "
                "wählen Sie eine Plandatei."
            )
        return set()
    return {number for (number,) in raw.execute("SELECT number FROM plan.migration").fetchall()}


def _apply(raw: duckdb.DuckDBPyConnection, number: int, path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    if path.name.endswith(".each.sql"):
        for schema in _schemas(raw):
            raw.execute(f'SET schema = "{schema}"')
            raw.execute(sql)
        raw.execute("SET schema = 'main'")
    else:
        raw.execute(sql)
    at = datetime.now(UTC).replace(tzinfo=None)
    raw.execute("INSERT INTO plan.migration VALUES (?, ?, ?)", [number, path.name, at])


def _schemas(raw: duckdb.DuckDBPyConnection) -> list[str]:
    return [name for (name,) in raw.execute("SELECT name FROM plan.version").fetchall()]
