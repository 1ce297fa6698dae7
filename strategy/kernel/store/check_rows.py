"""Hold the rows of one table against the history since its anchor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from strategy.kernel.store.anchor import (
    STASH,
    Columns,
    columns_of,
    digest_of,
    json_text,
    row_text,
    table_digest,
    table_text,
)
from strategy.kernel.store.chain import salted
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.load_digest import columns_digest, columns_sql, is_of_columns

_SHOWN = 3
_UNTOLD = "Zeilen, die im Verlauf niemand geändert hat"


@dataclass(frozen=True)
class Anchor:
    """The digest of a table ("" where it was empty) as of one entry of the chain."""

    schema: str
    table: str
    entry: int
    salt: str
    digest: str


def check_table(db: Cursor, at: Anchor, columns: Columns, changed: bool, with_loads: bool) -> str:
    """What is wrong, in a few German words ("" if nothing); ``changed`` since the anchor or not."""
    if not changed:
        now = table_digest(db, at.schema, at.table, columns)
        same = (salted(at.salt, now) if now else "") == at.digest
        return "" if same else _UNTOLD
    loads = _loads(db, at) if with_loads else {}
    wrong = db.rows(_wrong_rows(at, columns, loads))
    if wrong:
        return ", ".join(str(row["id"]) for row in wrong)
    born = [load for load, told in loads.items() if told.first == "in"]
    then = digest_of(db, _rewound(at, columns, born, loads))
    if (salted(at.salt, then) if then else "") != at.digest:
        return _UNTOLD
    for load, told in loads.items():
        if told.digest and _load_now(db, at, columns, load, told) != told.digest:
            return f"eingelesene Zeilen der Änderung {load}"
    return ""


def load_digest(db: Cursor, schema: str, table: str, load: int) -> str:
    """The digest of the rows of a bulk load that stand in their table unchanged."""
    selected = columns_sql(columns_of(db, schema)[table], 't."{name}"')
    return columns_digest(
        db, f'SELECT {selected} FROM "{schema}"."{table}" t WHERE t.version = {load}'
    )


def _load_now(db: Cursor, at: Anchor, columns: Columns, load: int, told: _Load) -> str:
    """The digest of a load as its rows came, taken the way the one it is held against was."""
    if is_of_columns(told.digest):
        return columns_digest(db, _loaded(at, columns, load, told, columns_sql))
    return digest_of(db, _loaded(at, columns, load, told, _id_and_text))


def _id_and_text(columns: Columns, source: str) -> str:
    given = next(one for one in columns if one["name"] == "id")
    return f"{source.format(**given)} AS id, {row_text(columns, source)} AS text"


@dataclass(frozen=True)
class _Load:
    """How a bulk load moved since the anchor: ``first`` and ``last`` are "in" or "out"."""

    first: str
    last: str
    seq: int
    digest: str


def _ends(at: Anchor) -> str:
    """Per row that was changed since: how it stood before and how it stands after, "" for no row.

    min_by and max_by skip NULLs, but a NULL here means "no such row".
    """
    return (
        "WITH ends AS (SELECT c.row_id AS id, "
        "min_by(coalesce(CAST(c.\"before\" AS TEXT), ''), c.seq) AS first, "
        "max_by(coalesce(CAST(c.\"after\" AS TEXT), ''), c.seq) AS last, max(c.seq) AS seq "
        "FROM history.change c JOIN history.action a ON a.id = c.action_id "
        f"WHERE c.schema_name = '{at.schema}' AND c.table_name = '{at.table}' "
        f"AND c.row_id IS NOT NULL AND a.entry > {at.entry} GROUP BY c.row_id) "
    )


def _loads(db: Cursor, at: Anchor) -> dict[int, _Load]:
    rows = db.rows(
        'SELECT CAST(coalesce(c."after", c."before") ->> \'load\' AS BIGINT) AS load, '
        'arg_min(c."after" IS NOT NULL, c.seq) AS came, '
        'arg_max(c."after" IS NOT NULL, c.seq) AS stands, max(c.seq) AS seq, '
        'arg_max(coalesce(c."after", c."before") ->> \'digest\', c.seq) AS digest '
        "FROM history.change c JOIN history.action a ON a.id = c.action_id "
        "WHERE c.schema_name = ? AND c.table_name = ? AND c.row_id IS NULL AND a.entry > ? "
        "GROUP BY 1",
        [at.schema, at.table, at.entry],
    )
    words = {True: "in", False: "out"}
    return {
        row["load"]: _Load(
            words[row["came"]], words[row["stands"]], row["seq"], row["digest"] or ""
        )
        for row in rows
    }


def _wrong_rows(at: Anchor, columns: Columns, loads: dict[int, _Load]) -> str:
    """Rows that do not stand as their last change left them."""
    after = "CAST(nullif(e.last, '') AS JSON)"
    # A row may have come back to what a load brought and then gone with that load as a whole.
    gone = " OR ".join(
        f"(CAST({after} ->> 'version' AS BIGINT) = {load} AND e.seq < {told.seq})"
        for load, told in loads.items()
        if told.last == "out"
    )
    stands = f"(e.last <> '' AND NOT coalesce({gone}, false))" if gone else "(e.last <> '')"
    return (
        f'{_ends(at)}SELECT e.id FROM ends e LEFT JOIN "{at.schema}"."{at.table}" t ON t.id = e.id '
        f"WHERE (t.id IS NOT NULL) <> {stands} OR (t.id IS NOT NULL AND "
        f"({table_text(columns, 't')}) <> ({json_text(columns, after)})) "
        f"ORDER BY 1 LIMIT {_SHOWN}"
    )


def _rewound(at: Anchor, columns: Columns, born: list[int], loads: dict[int, _Load]) -> str:
    """The rows of the table as they were at the anchor."""
    first = "CAST(nullif(e.first, '') AS JSON)"
    not_born = f"NOT IN ({', '.join(map(str, born))})" if born else ""
    unchanged = f"AND t.version {not_born}" if born else ""
    not_loaded = f"AND CAST({first} ->> 'version' AS BIGINT) {not_born}" if born else ""
    parts = [
        f'SELECT t.id, {table_text(columns, "t")} AS text FROM "{at.schema}"."{at.table}" t '
        f"WHERE t.id NOT IN (SELECT id FROM ends) {unchanged}",
        f"SELECT e.id, {json_text(columns, first)} FROM ends e WHERE e.first <> '' {not_loaded}",
    ]
    for load, told in loads.items():
        if (told.first, told.last) == ("out", "out"):
            # Of the load's rows those that were changed before stand in the history already.
            parts.append(
                f"SELECT t.id, {table_text(columns, 't')} FROM {_stash(at, load)} t "
                "WHERE t.id NOT IN (SELECT id FROM ends)"
            )
    return _ends(at) + " UNION ALL ".join(parts)


def _loaded(
    at: Anchor, columns: Columns, load: int, told: _Load, select: Callable[[Columns, str], str]
) -> str:
    """The rows of a bulk load as they came; ``select`` makes the select list of what is asked."""
    standing = select(columns, 't."{name}"')
    if told.last == "out":
        return f"SELECT {standing} FROM {_stash(at, load)} t"
    # A row of the load that was changed since stands as the load brought it before its first
    # change.  One that was added by itself in the same action bears the same version and is none
    # of the load: before its first change it was not there.
    first = "CAST(nullif(f.first, '') AS JSON)"
    changed = (
        "SELECT c.row_id AS id, min_by(coalesce(CAST(c.\"before\" AS TEXT), ''), c.seq) AS first "
        f"FROM history.change c WHERE c.schema_name = '{at.schema}' "
        f"AND c.table_name = '{at.table}' AND c.row_id IS NOT NULL GROUP BY 1"
    )
    as_it_came = select(columns, f"CAST({first} ->> '{{name}}' AS {{type}})")
    return (
        f"WITH firsts AS ({changed}) SELECT {as_it_came} "
        f"FROM firsts f WHERE f.first <> '' AND CAST({first} ->> 'version' AS BIGINT) = {load} "
        f"UNION ALL SELECT {standing} "
        f'FROM "{at.schema}"."{at.table}" t WHERE t.version = {load} '
        "AND t.id NOT IN (SELECT id FROM firsts)"
    )


def _stash(at: Anchor, load: int) -> str:
    return f'{STASH}."stash_{at.schema}_{at.table}_{load}"'
