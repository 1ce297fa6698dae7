"""Digests of whole tables, by which rows are held against the history.

An anchor is taken where rows come in or change past the triggers: at the start of a chain, on a
migration, in a new version, on the erasure of a name.  From the latest anchor on the history alone
explains every row; what stands now, turned back through it, must give the anchor's digests again.
"""

from __future__ import annotations

import json
from typing import Any

from strategy.kernel.store.chain import salted
from strategy.kernel.store.cursor import Cursor

STASH = "history"
Columns = list[dict[str, str]]
Anchors = dict[str, dict[str, str]]


def row_text(columns: Columns, source: str) -> str:
    """SQL for all that a row says, as one text.

    ``source`` has ``{name}`` and ``{type}`` where the column goes.  Unknown values leave no trace,
    so a later program that adds columns gets the same text.  Texts carry their length, because
    they alone may hold the signs that stand between columns.
    """
    parts = []
    for column in sorted(columns, key=lambda one: one["name"]):
        value = source.format(**column)
        length = f"strlen({value}) || ':' || " if column["type"] == "VARCHAR" else ""
        parts.append(f"'{column['name']}=' || {length}CAST({value} AS TEXT) || chr(31)")
    # concat passes over unknown parts; DuckDB plans it in three quarters of the time of a chain.
    return f"concat({', '.join(parts)})"


def table_text(columns: Columns, alias: str) -> str:
    """``row_text`` of the rows of a table."""
    return row_text(columns, alias + '."{name}"')


def json_text(columns: Columns, json_column: str) -> str:
    """``row_text`` of rows as the history keeps them."""
    return row_text(columns, f"CAST({json_column} ->> '{{name}}' AS {{type}})")


def columns_of(db: Cursor, schema: str) -> dict[str, Columns]:
    """Name and type of the columns of every table of a version."""
    found: dict[str, Columns] = {}
    for row in db.rows(
        "SELECT table_name, column_name AS name, data_type AS type FROM duckdb_columns() "
        "WHERE schema_name = ? AND database_name = current_database() ORDER BY column_index",
        [schema],
    ):
        found.setdefault(row["table_name"], []).append({"name": row["name"], "type": row["type"]})
    return found


def digest_sql(rows: str) -> str:
    """SQL for count ``n`` and one hash ``x`` over ``rows`` (a query of id and text).

    In groups of a thousand ids: one text of all rows of a million would have to be sorted at once.
    """
    return (
        "SELECT sum(n) AS n, sha256(string_agg(h, '' ORDER BY g)) AS x FROM ("
        "SELECT left(id, -3) AS g, count(*) AS n, "
        "sha256(string_agg(text, chr(30) ORDER BY id, text)) AS h "
        f"FROM ({rows}) GROUP BY ALL)"
    )


def digest_of(db: Cursor, rows: str, params: list[Any] | None = None) -> str:
    """The same as one text, "" where there are no rows."""
    row = db.one(digest_sql(rows), params or [])
    return f"{row['n']}:{row['x']}" if row and row["n"] else ""


def table_digest(db: Cursor, schema: str, table: str, columns: Columns | None = None) -> str:
    """The digest of a table as it is."""
    text = table_text(columns or columns_of(db, schema)[table], "t")
    return digest_of(db, f'SELECT t.id, {text} AS text FROM "{schema}"."{table}" t')


def stashes(db: Cursor) -> list[str]:
    """The tables of removed bulk loads."""
    found = db.rows(
        "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = ? "
        "AND database_name = current_database() AND starts_with(table_name, 'stash_') ORDER BY 1",
        [STASH],
    )
    return [row["name"] for row in found]


def anchor(db: Cursor, schemas: list[str], salt: str) -> Anchors:
    """The salted digests of all tables with rows in these versions, and of the removed loads."""
    found: Anchors = {}
    for schema in schemas:
        found[schema] = _salted(db, schema, filled_tables(db, schema), salt)
    found[STASH] = _salted(db, STASH, stashes(db), salt)
    return found


def filled_tables(db: Cursor, schema: str) -> list[str]:
    """The tables of a version that have rows."""
    tables = db.rows(
        "SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = ? "
        "AND database_name = current_database() ORDER BY 1",
        [schema],
    )
    # Counted and not estimated: the estimate leaves out what this transaction has just written.
    counts = " UNION ALL ".join(
        f'SELECT \'{row["name"]}\' AS name, count(*) AS n FROM "{schema}"."{row["name"]}"'
        for row in tables
    )
    filled = db.rows(f"SELECT name FROM ({counts}) WHERE n > 0 ORDER BY 1") if counts else []
    return [row["name"] for row in filled]


def _salted(db: Cursor, schema: str, tables: list[str], salt: str) -> dict[str, str]:
    columns = columns_of(db, schema)
    digests = {table: table_digest(db, schema, table, columns[table]) for table in tables}
    return {table: salted(salt, digest) for table, digest in digests.items() if digest}


def version_text(row: dict[str, Any]) -> str:
    """All that the list of versions says of one, as one text; what is unknown leaves no trace."""
    said = {
        name: str(value)
        for name, value in row.items()
        if value is not None and name not in ("binned_at", "binned_by")
    }
    return json.dumps(said, sort_keys=True)


def version_rows(db: Cursor) -> dict[str, dict[str, Any]]:
    """The lines of all versions, also of the binned ones, by name."""
    rows = db.rows("SELECT * FROM plan.version") + db.rows("SELECT * FROM plan.bin")
    return {row["name"]: row for row in rows}


def version_marks(db: Cursor, names: list[str], salt: str) -> dict[str, str]:
    """The salted digests of the lines of versions."""
    rows = version_rows(db)
    return {name: salted(salt, version_text(rows[name])) for name in names}
