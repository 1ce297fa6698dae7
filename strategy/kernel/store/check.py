"""Whether a plan file is sound: schema, history, sealed editions.

What concerns the meaning of the tables (orphans, sums) is added by ``strategy.plans.soundness``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from strategy.kernel.errors import PlanFileError
from strategy.kernel.store.check_chain import Found, check_chain
from strategy.kernel.store.copies import Held, copy_plan, head_of
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.database import Store
from strategy.kernel.store.triggers import BULK_TABLES
from strategy.kernel.store.trouble import opening
from strategy.kernel.store.versions import Version, content_hash, list_versions


@contextmanager
def opened_copy(path: Path | str) -> Iterator[Store]:
    """Open a plan file to look at it; the file itself stays as it is, to the last byte.

    Opening folds the log into the file and brings an old plan to this program's schema; so a copy
    is opened.  A plan that this very program has open is looked at where it lies.
    """
    path = Path(path)
    if not path.exists():
        # Says that it is not there.
        Store.open(path)
    with tempfile.TemporaryDirectory(prefix="werkbank-") as folder:
        copy = Path(folder) / path.name
        try:
            copy_plan(path, copy, free=True)
        except Held:
            store = Store.open(path)
        except OSError as error:
            raise PlanFileError(
                f"Die Plandatei {path.name} lässt sich nicht lesen; prüfen Sie die Zugriffsrechte "
                "und ob im Ordner für kurzlebige Dateien Platz ist."
            ) from error
        else:
            if head_of(path).exists():
                shutil.copyfile(head_of(path), head_of(copy))
            store = Store.open(copy, keep_copy=False)
        try:
            with opening(path):
                yield store
        except (ArithmeticError, AssertionError, LookupError, TypeError, ValueError) as error:
            # A file may be damaged in a way that DuckDB does not notice: its values are then not
            # what any program has written there.
            raise PlanFileError(
                f"Die Datei {path.name} ist beschädigt, ihr Inhalt lässt sich nicht lesen; öffnen "
                "Sie eine Sicherung."
            ) from error
        finally:
            store.close()


def check_file(path: Path | str) -> list[str]:
    """Check a plan file; one German sentence per trouble, empty when sound."""
    with opened_copy(path) as store:
        return check_store(store)


def check_store(store: Store) -> list[str]:
    """The same for an open plan."""
    return look_into(store).troubles


def look_into(store: Store) -> Found:
    """Troubles of an open plan, and what has to be known and is none."""
    with store.read() as db:
        found = check_chain(db)
    if store.notice is not None:
        found.troubles.append(store.notice)
    found.troubles += _check_versions(store)
    return found


def _check_versions(store: Store) -> list[str]:
    with store.read() as db:
        versions = list_versions(db)
    troubles = []
    for version in versions:
        with store.read(version.name) as db:
            troubles += _check_tables(db, version)
            if version.kind == "edition":
                troubles += _check_seal(db, version)
            else:
                troubles += _check_history(db, version)
    return troubles


def _check_tables(db: Cursor, version: Version) -> list[str]:
    """Every version has the tables and columns of the draft, and three triggers on each table."""
    columns = (
        "SELECT table_name, column_name, data_type FROM duckdb_columns() "
        "WHERE schema_name = ? AND NOT internal AND database_name = current_database()"
    )
    if db.has_rows(
        f"({columns} EXCEPT {columns}) UNION ALL ({columns} EXCEPT {columns})",
        ["main", version.name, version.name, "main"],
    ):
        return [f"Die Tabellen der Fassung „{version.title}“ sind unvollständig oder verändert."]
    kind = "seal" if version.kind == "edition" else "record"
    bare = db.rows(
        "SELECT t.table_name AS name FROM duckdb_tables() t LEFT JOIN duckdb_triggers() g "
        "ON g.schema_name = t.schema_name AND g.table_name = t.table_name "
        "AND starts_with(g.trigger_name, ?) "
        "WHERE t.schema_name = ? GROUP BY t.table_name HAVING count(g.trigger_name) <> 3 "
        "ORDER BY 1 LIMIT 3",
        [kind, version.name],
    )
    if not bare:
        return []
    names = ", ".join(str(row["name"]) for row in bare)
    what = "das Siegel" if kind == "seal" else "die Aufzeichnung des Verlaufs"
    return [f"In der Fassung „{version.title}“ fehlt {what} an: {names}."]


def _check_seal(db: Cursor, version: Version) -> list[str]:
    if content_hash(db) == version.hash:
        return []
    return [f"Die festgeschriebene Fassung „{version.title}“ wurde verändert."]


def _check_history(db: Cursor, version: Version) -> list[str]:
    """Every row stands as the history last left it, and every row has come in by a known way."""
    troubles = []
    base = db.value("SELECT base_action FROM plan.version WHERE name = ?", [version.name]) or 0
    tables = db.rows(
        "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = ? "
        "AND (estimated_size > 0 OR table_name IN "
        "(SELECT table_name FROM history.change WHERE schema_name = ?)) ORDER BY name",
        [version.name, version.name],
    )
    for table in tables:
        name = table["name"]
        loads = "SELECT CAST(NULL AS BIGINT) AS load WHERE false"
        if name in BULK_TABLES:
            loads = (
                "SELECT DISTINCT CAST(\"after\" ->> 'load' AS BIGINT) AS load FROM history.change "
                f"WHERE table_name = '{name}' AND row_id IS NULL AND \"after\" IS NOT NULL"
            )
        wrong = db.rows(
            f"""
            WITH last AS (
                SELECT row_id, max_by(coalesce(CAST("after" AS TEXT), ''), seq) AS now
                FROM history.change
                WHERE schema_name = ? AND table_name = ? AND row_id IS NOT NULL GROUP BY row_id
            ), loads AS ({loads})
            SELECT coalesce(t.id, last.row_id) AS id FROM {name} t
            FULL OUTER JOIN last ON last.row_id = t.id
            WHERE (t.id IS NULL AND last.now <> ''
                   AND CAST(CAST(nullif(last.now, '') AS JSON) ->> 'version' AS BIGINT)
                       NOT IN (SELECT load FROM loads))
               OR (t.id IS NOT NULL AND last.now IS NOT NULL AND (last.now = ''
                   OR t.version
                       <> CAST(CAST(nullif(last.now, '') AS JSON) ->> 'version' AS BIGINT)))
               OR (t.id IS NOT NULL AND last.now IS NULL AND t.version > ?
                   AND t.version NOT IN (SELECT load FROM loads))
            ORDER BY 1 LIMIT 3
            """,
            [version.name, name, base],
        )
        if wrong:
            ids = ", ".join(str(row["id"]) for row in wrong)
            troubles.append(
                f"Der Verlauf von „{version.title}“ ist unvollständig: Tabelle {name}, {ids}."
            )
    return troubles
