"""Versions of the plan: live draft, scenarios (editable copies), editions (sealed copies)."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import duckdb

from strategy.kernel import german
from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.store.anchor import columns_of, filled_tables
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.database import DRAFT, Change, Store, Transaction, acting, begin_action
from strategy.kernel.store.door import require_writer
from strategy.kernel.store.events import tell_version
from strategy.kernel.store.triggers import BULK_TABLES, make_triggers, plan_tables
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
    # Of an edition that was sealed for a council: the paper it is annexed to, who decides on it
    # and when, and from which day it holds.
    paper_id: str | None = None
    body_id: str | None = None
    meets_on: date | None = None
    in_force_on: date | None = None

    @property
    def editable(self) -> bool:
        """Whether writes can reach this version."""
        return self.kind != "edition"


def list_versions(db: Cursor) -> list[Version]:
    """All versions: the draft first, then in order of creation."""
    rows = db.rows(
        "SELECT name, kind, title, note, created_at, created_by, base, hash, paper_id, body_id, "
        "meets_on, in_force_on FROM plan.version ORDER BY created_at NULLS FIRST, name"
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


@dataclass(frozen=True)
class SealedFor:
    """What an edition is sealed for; ``along`` writes into the draft in the same transaction."""

    paper_id: str | None = None
    body_id: str | None = None
    meets_on: date | None = None
    in_force_on: date | None = None
    along: Callable[[Transaction, str], object] | None = None


def seal_edition(
    store: Store,
    actor: str,
    title: str,
    base: str = DRAFT,
    note: str | None = None,
    sealed_for: SealedFor | None = None,
) -> Version:
    """A sealed copy of ``base``; its hash proves later that nothing in it has changed."""
    return _copy(store, actor, "edition", title, base, note, sealed_for)


def delete_scenario(store: Store, actor: str, name: str) -> None:
    """Put a scenario into the bin; draft and editions cannot be removed.

    It keeps its tables and its history, which go out of sight, so the draft's history says who
    removed it.  That action is of the kind "version", which undo and redo pass by.
    """
    require_writer()
    with store.write_lock:
        with store.read() as db:
            version = get_version(db, name)
        if version.kind != "scenario":
            raise Refused(f"„{version.title}“ ist kein Szenario und kann nicht archiviert werden.")
        with store.changing() as change, translated():
            change.raw.execute(
                "INSERT INTO plan.bin BY NAME SELECT *, CAST(? AS TIMESTAMP) AS binned_at, "
                "CAST(? AS TEXT) AS binned_by FROM plan.version WHERE name = ?",
                [datetime.now(UTC).replace(tzinfo=None), actor, version.name],
            )
            change.raw.execute("DELETE FROM plan.version WHERE name = ?", [version.name])
            _tell(store, change, actor, f"Szenario „{version.title}“ archiviert")
            tell_version(change, "binned", version.name, actor, with_rows=False)


def describe_scenario(
    store: Store, actor: str, name: str, title: str, note: str | None = None
) -> Version:
    """Give a scenario another title and say what it assumes; its name in the file stays, because
    its history goes by it."""
    require_writer()
    title = title.strip()
    if not title:
        raise Refused("Geben Sie der Fassung einen Namen.", "title")
    with store.write_lock:
        with store.read() as db:
            version = get_version(db, name)
            others = [one.title.casefold() for one in list_versions(db) if one.name != version.name]
        if version.kind != "scenario":
            raise Refused(f"„{version.title}“ ist kein Szenario und behält seinen Namen.")
        if title.casefold() in others:
            raise Refused(f"Eine Fassung „{title}“ gibt es schon; wählen Sie einen anderen Namen.")
        with store.changing() as change, translated():
            change.raw.execute(
                "UPDATE plan.version SET title = ?, note = ? WHERE name = ?",
                [title, note, version.name],
            )
            said = f"Szenario „{version.title}“ "
            said += "beschrieben" if title == version.title else f"in „{title}“ umbenannt"
            _tell(store, change, actor, said)
            tell_version(change, "described", version.name, actor, with_rows=False)
    with store.read() as db:
        return get_version(db, version.name)


def list_binned(db: Cursor) -> list[Binned]:
    """The deleted scenarios that can be brought back, the latest first."""
    rows = db.rows("SELECT name, title, binned_at, binned_by FROM plan.bin ORDER BY 3 DESC, 1")
    return [Binned(**row) for row in rows]


def restore_scenario(store: Store, actor: str, name: str) -> Version:
    """Bring a deleted scenario back as it was."""
    require_writer()
    with store.write_lock:
        with store.read() as db:
            binned = _find_binned(db, name)
            titles = {version.title.casefold() for version in list_versions(db)}
        title, count = binned.title, 1
        while title.casefold() in titles:
            count += 1
            title = f"{binned.title} ({count})"
        with store.changing() as change, translated():
            columns = _version_columns(change.raw)
            change.raw.execute(
                f"INSERT INTO plan.version BY NAME SELECT {columns} FROM plan.bin WHERE name = ?",
                [binned.name],
            )
            change.raw.execute("DELETE FROM plan.bin WHERE name = ?", [binned.name])
            change.raw.execute(
                "UPDATE plan.version SET title = ? WHERE name = ?", [title, binned.name]
            )
            _tell(store, change, actor, f"Szenario „{title}“ zurückgeholt")
            tell_version(change, "unbinned", binned.name, actor, with_rows=False)
    with store.read() as db:
        return get_version(db, binned.name)


def discard_scenario(store: Store, actor: str, name: str) -> None:
    """Remove a deleted scenario and all its rows for good."""
    require_writer()
    with store.write_lock:
        with store.read() as db:
            binned = _find_binned(db, name)
        with store.changing() as change, translated():
            change.raw.execute(f'DROP SCHEMA "{binned.name}" CASCADE')
            # In full: the name of one scenario may be the beginning of another's.
            own = re.compile(rf"stash_{binned.name}_({'|'.join(BULK_TABLES)})_\d+")
            for stash in filter(own.fullmatch, plan_tables(change.raw, "history")):
                change.raw.execute(f'DROP TABLE history."{stash}"')
            change.raw.execute("DELETE FROM plan.bin WHERE name = ?", [binned.name])
            _tell(store, change, actor, f"Szenario „{binned.title}“ endgültig gelöscht")
            change.tell("discarded", binned.name, actor, {}, secrets.token_hex(16))


@dataclass(frozen=True)
class Binned:
    """A deleted scenario."""

    name: str
    title: str
    binned_at: datetime
    binned_by: str


def _find_binned(db: Cursor, name: str) -> Binned:
    for binned in list_binned(db):
        if name in (binned.name, binned.title):
            return binned
    raise NotFound(f"Ein gelöschtes Szenario „{name}“ gibt es in diesem Plan nicht.")


def _tell(store: Store, change: Change, actor: str, what: str) -> None:
    """Say in the draft's history what was done to a version."""
    line = begin_action(change.raw, store.write_lock, actor, what, DRAFT)
    line.kind = "version"
    change.record(line)


def _version_columns(raw: duckdb.DuckDBPyConnection) -> str:
    found = raw.execute(
        "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'plan' "
        "AND table_name = 'version' ORDER BY column_index"
    ).fetchall()
    return ", ".join(name for (name,) in found)


def content_hash(db: Cursor) -> str:
    """A fingerprint of everything a version says (64 hex digits), rows in the order of ids.

    Unknown values and row versions leave no trace in it, so a later program that adds columns
    still computes the same hash for an old edition.
    """
    total = hashlib.sha256()
    columns = columns_of(db, db.version)
    for table in filled_tables(db, db.version):
        names = sorted(c["name"] for c in columns[table] if c["name"] != "version")
        parts = [
            f"CASE WHEN \"{name}\" IS NULL THEN '' ELSE "
            f"'{name}=' || CAST(\"{name}\" AS TEXT) || chr(31) END"
            for name in names
        ]
        row = db.one(
            f"SELECT count(*) AS n, sha256(string_agg(sha256({' || '.join(parts)}), '' "
            f"ORDER BY id)) AS x FROM {table}"
        )
        assert row is not None
        total.update(f"{table}:{row['n']}:{row['x']};".encode())
    return total.hexdigest()


def _copy(
    store: Store,
    actor: str,
    kind: str,
    title: str,
    base: str,
    note: str | None,
    sealed_for: SealedFor | None = None,
) -> Version:
    require_writer()
    what = sealed_for or SealedFor()
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
            used = db.rows(
                "SELECT DISTINCT schema_name AS name FROM history.action "
                "UNION SELECT name FROM plan.bin UNION SELECT subject FROM history.event"
            )
        names = {version.name for version in taken} | {str(row["name"]) for row in used}
        name = _schema_name(kind, title, names)
        with store.changing() as change, translated():
            raw = change.raw
            _copy_tables(raw, base, name)
            row = raw.execute("SELECT coalesce(max(id), 0) FROM history.action").fetchone()
            at = datetime.now(UTC).replace(tzinfo=None)
            raw.execute(
                "INSERT INTO plan.version (name, kind, title, note, created_at, created_by, base, "
                "base_action, hash, paper_id, body_id, meets_on, in_force_on) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(name, kind, title, note, at, actor, base, row[0] if row else 0, sealed_hash),
                    *(what.paper_id, what.body_id, what.meets_on, what.in_force_on),
                ],
            )
            make_triggers(raw, name)
            tell_version(change, "version", name, actor, with_rows=kind == "scenario")
            if what.along is not None:
                # One transaction: an edition whose paper does not name it would be an annex of
                # nothing.
                with acting(store, change, actor, f"Fassung „{title}“ festgeschrieben") as tx:
                    what.along(tx, name)
    with store.read() as db:
        return get_version(db, name)


def _copy_tables(raw: duckdb.DuckDBPyConnection, base: str, name: str) -> None:
    raw.execute(f'CREATE SCHEMA "{name}"')
    # Asked once for all tables: for each one DuckDB would look through its whole catalogue.
    found = raw.execute(
        "SELECT table_name, sql FROM duckdb_tables() WHERE schema_name = ?", [base]
    ).fetchall()
    for table, sql in found:
        # The base's own definition keeps primary keys, which CREATE TABLE AS would lose.
        raw.execute(re.sub(r"^CREATE TABLE (\S+?\.)?", f'CREATE TABLE "{name}".', sql, count=1))
        raw.execute(f'INSERT INTO "{name}"."{table}" SELECT * FROM "{base}"."{table}"')


def slug(title: str) -> str:
    """A title as the schema of a version is called."""
    return re.sub(r"[^a-z0-9]+", "_", german.spelled(title.casefold())).strip("_")


def _schema_name(kind: str, title: str, taken: set[str]) -> str:
    stem = f"{kind}_{slug(title) or 'x'}"[:50]
    name, count = stem, 1
    while name in taken:
        count += 1
        name = f"{stem}_{count}"
    return name
