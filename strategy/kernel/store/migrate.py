"""Bring a plan file to this program's schema: each numbered file once, with its record.

``NNN_name.once.sql`` concerns the file as a whole, ``NNN_name.each.sql`` runs in the schema of
every version (draft, scenarios, editions), so that an old edition opens in a new program.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from strategy.kernel.errors import PlanFileError
from strategy.kernel.store.copies import copy_aside
from strategy.kernel.store.events import anchor_again, begin_chain
from strategy.kernel.store.triggers import drop_triggers, make_triggers
from strategy.kernel.store.trouble import translated

if TYPE_CHECKING:
    from strategy.kernel.store.database import Store

# From this one on the history is a chain.
_CHAINED = 9
SCHEMA_FOLDER = Path(__file__).parent / "schema"


def migrations() -> list[tuple[int, Path]]:
    """All migrations of this program, (number, file), in order."""
    return sorted((int(path.name[:3]), path) for path in SCHEMA_FOLDER.glob("*.sql"))


def migrate(store: Store, keep_copy: bool) -> None:
    """Apply what is missing, all in one transaction; refuse a file newer than this program.

    With ``keep_copy`` a plan that has to change is first copied as it is.
    """
    raw = store.raw_cursor()
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
    finally:
        raw.close()
    if not missing:
        return
    if done and keep_copy and store.path is not None:
        copy_aside(store.path, f"stand-{max(done):03d}")
    # What does not fit the history now is said of this moment for ever: from here on the rows are
    # held against what they are after the change.
    troubles = _troubles_before(store) if _CHAINED in done else []
    with store.changing() as change:
        with translated():
            raw = change.raw
            for schema in _schemas(raw) if done else []:
                # A sealed edition would refuse the migration, and the history is not to tell of it.
                drop_triggers(raw, schema)
            for number, path in missing:
                _apply(raw, number, path)
            for schema in _schemas(raw):
                make_triggers(raw, schema)
        if newest >= _CHAINED:
            began = _CHAINED not in done
            begin_chain(change) if began else anchor_again(change, "schema", troubles)
    raw = store.raw_cursor()
    try:
        with translated():
            raw.execute("CHECKPOINT")
    finally:
        raw.close()


def _applied(raw: duckdb.DuckDBPyConnection) -> set[int]:
    # The list is asked itself: the first look at duckdb_tables() takes a fifth of opening a plan.
    with suppress(duckdb.CatalogException):
        return {n for (n,) in raw.execute("SELECT number FROM plan.migration").fetchall()}
    others = raw.execute("SELECT count(*) FROM duckdb_tables()").fetchone()
    if others and others[0]:
        raise PlanFileError(
            "Diese Datei ist eine Datenbank, aber kein Plan dieser Werkbank; "
            "wählen Sie eine Plandatei."
        )
    return set()


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
    """All versions, also those in the bin: they must open once they are taken out of it."""
    names = [name for (name,) in raw.execute("SELECT name FROM plan.version").fetchall()]
    binned = raw.execute(
        "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'plan' AND table_name = 'bin'"
    ).fetchone()
    if binned:
        names += [name for (name,) in raw.execute("SELECT name FROM plan.bin").fetchall()]
    return names


def _troubles_before(store: Store) -> list[str]:
    # Here and not above: the check opens the store's rooms, which open this one.
    from strategy.kernel.store.check_chain import check_chain

    with store.read() as db:
        return check_chain(db).troubles
