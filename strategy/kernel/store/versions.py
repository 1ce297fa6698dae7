"""Versions of the plan: live draft, scenarios (editable copies), editions (sealed copies)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

import duckdb

from strategy.kernel import german
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.database import DRAFT, Store, begin_action
from strategy.kernel.store.door import require_writer
from strategy.kernel.store.triggers import make_triggers, plan_tables
from strategy.kernel.store.trouble import translated


@dataclass(frozen=True)
class Version:
    """One version (Fassung); ``kind`` is draft, scenario or edition."""

    name: str
    kind: str
    title: str
    note: str | None
    created_at: datetime | None
    created_by: str | None
    base: str | None
    hash: str | None

    @property
    def editable(self) -> bool:
        """Whether writes can reach this version."""
        return self.kind != "edition"


def list_versions(db: Cursor) -> list[Version]:
    """All versions: the draft first, then in order of creation."""
    rows = db.rows(
        "SELECT name, kind, title, note, created_at, created_by, base, hash FROM plan.version "
        "ORDER BY created_at NULLS FIRST, name"
    )
    return [Version(**row) for row in rows]


def get_version(db: Cursor, name: str) -> Version:
    """One version by its name or its title; raises NotFound."""
    known = list_versions(db)
    for version in known:
        if name in (version.name, version.title):
            return version
    titles = ", ".join(f"„{version.title}“" for version in known)
    raise NotFound(f"Die Fassung „{name}“ gibt es in diesem Plan nicht; vorhanden sind: {titles}.")


def create_scenario(
    store: Store, actor: str, title: str, base: str = DRAFT, note: str | None = None
) -> Version:
    """An editable copy of ``base`` with all its tables."""
    return _copy(store, actor, "scenario", title, base, note)


def seal_edition(
    store: Store, actor: str, title: str, base: str = DRAFT, note: str | None = None
) -> Version:
    """A sealed copy of ``base``; its hash proves later that nothing in it has changed."""
    return _copy(store, actor, "edition", title, base, note)


def delete_scenario(store: Store, actor: str, name: str) -> None:
    """Remove a scenario for good; draft and editions cannot be removed.

    Its own history goes out of sight with it, so the draft's history says who removed it.  That
    action is of the kind "version", which undo and redo pass by.
    """
    require_writer()
    with store.write_lock, store.read() as db:
        version = get_version(db, name)
    if version.kind != "scenario":
        raise Refused(f"„{version.title}“ ist kein Szenario und kann nicht gelöscht werden.")
    with store.write_lock:
        raw = store.raw_cursor()
        try:
            with translated():
                raw.execute("BEGIN TRANSACTION")
                raw.execute(f'DROP SCHEMA "{version.name}" CASCADE')
                for stash in plan_tables(raw, "history"):
                    if stash.startswith(f"stash_{version.name}_"):
                        raw.execute(f'DROP TABLE history."{stash}"')
                raw.execute("DELETE FROM plan.version WHERE name = ?", [version.name])
                at = datetime.now(UTC).replace(tzinfo=None)
                what = f"Szenario „{version.title}“ gelöscht"
                action_id = begin_action(raw, store.write_lock, actor, what, DRAFT, at)
                raw.execute("UPDATE history.action SET kind = 'version' WHERE id = ?", [action_id])
                raw.execute("COMMIT")
        finally:
            raw.close()


def content_hash(db: Cursor) -> str:
    """A fingerprint of everything a version says (64 hex digits), rows in the order of ids.

    Unknown values and row versions leave no trace in it, so a later program that adds columns
    still computes the same hash for an old edition.
    """
    total = hashlib.sha256()
    tables = db.rows(
        "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = ? ORDER BY name",
        [db.version],
    )
    for table in tables:
        columns = db.rows(
            "SELECT column_name AS name FROM duckdb_columns() WHERE schema_name = ? "
            "AND table_name = ? AND column_name <> 'version' ORDER BY name",
            [db.version, table["name"]],
        )
        parts = [
            f"CASE WHEN \"{c['name']}\" IS NULL THEN '' ELSE "
            f"'{c['name']}=' || CAST(\"{c['name']}\" AS TEXT) || chr(31) END"
            for c in columns
        ]
        row = db.one(
            f"SELECT count(*) AS n, sha256(string_agg(sha256({' || '.join(parts)}), '' "
            f"ORDER BY id)) AS x FROM {table['name']}"
        )
        assert row is not None
        if row["n"]:
            total.update(f"{table['name']}:{row['n']}:{row['x']};".encode())
    return total.hexdigest()


def _copy(store: Store, actor: str, kind: str, title: str, base: str, note: str | None) -> Version:
    require_writer()
    title = title.strip()
    if not title:
        raise Refused("Geben Sie der Fassung einen Namen.", "title")
    with store.write_lock:
        with store.read(base) as db:
            taken = list_versions(db)
            if any(version.title.casefold() == title.casefold() for version in taken):
                raise Refused(
                    f"Eine Fassung „{title}“ gibt es schon; wählen Sie einen anderen Namen."
                )
            sealed_hash = content_hash(db) if kind == "edition" else None
            # A name that a deleted scenario bore would hand the new version the old one's history.
            used = db.rows("SELECT DISTINCT schema_name AS name FROM history.action")
        names = {version.name for version in taken} | {str(row["name"]) for row in used}
        name = _schema_name(kind, title, names)
        raw = store.raw_cursor()
        try:
            with translated():
                raw.execute("BEGIN TRANSACTION")
                _copy_tables(raw, base, name)
                row = raw.execute("SELECT coalesce(max(id), 0) FROM history.action").fetchone()
                raw.execute(
                    "INSERT INTO plan.version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    [
                        name,
                        kind,
                        title,
                        note,
                        datetime.now(UTC).replace(tzinfo=None),
                        actor,
                        base,
                        row[0] if row else 0,
                        sealed_hash,
                    ],
                )
                make_triggers(raw, name)
                raw.execute("COMMIT")
        finally:
            raw.close()
    with store.read() as db:
        return get_version(db, name)


def _copy_tables(raw: duckdb.DuckDBPyConnection, base: str, name: str) -> None:
    raw.execute(f'CREATE SCHEMA "{name}"')
    for table in plan_tables(raw, base):
        row = raw.execute(
            "SELECT sql FROM duckdb_tables() WHERE schema_name = ? AND table_name = ?",
            [base, table],
        ).fetchone()
        assert row is not None
        # The base's own definition keeps primary keys, which CREATE TABLE AS would lose.
        definition = re.sub(r"^CREATE TABLE (\S+?\.)?", f'CREATE TABLE "{name}".', row[0], count=1)
        raw.execute(definition)
        raw.execute(f'INSERT INTO "{name}"."{table}" SELECT * FROM "{base}"."{table}"')


def _schema_name(kind: str, title: str, taken: set[str]) -> str:
    plain = german.spelled(title.casefold())
    stem = f"{kind}_{re.sub(r'[^a-z0-9]+', '_', plain).strip('_') or 'x'}"[:50]
    name, count = stem, 1
    while name in taken:
        count += 1
        name = f"{stem}_{count}"
    return name
