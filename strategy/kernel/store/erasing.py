"""Erase a person's name from a whole plan: rows, history, scenarios, sealed editions.

The one act that changes what is past.  The links of the chain stay; an entry of the chain says
which actions have another content from now on and which edition another checksum.  The salts of
what was changed are replaced, so the old digests can no longer be tried out against a name.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from strategy.kernel.errors import NotFound, Refused
from strategy.kernel.store.anchor import (
    STASH,
    anchor,
    columns_of,
    filled_tables,
    stashes,
    version_marks,
    version_rows,
)
from strategy.kernel.store.chain import event_text, salted
from strategy.kernel.store.check import check_store
from strategy.kernel.store.copies import PARTIAL, make_private, remove_copy
from strategy.kernel.store.cursor import Cursor
from strategy.kernel.store.database import DRAFT, Change, Store
from strategy.kernel.store.door import require_administrator
from strategy.kernel.store.engine import CATALOG
from strategy.kernel.store.events import action_texts, early_history
from strategy.kernel.store.triggers import BULK_TABLES, drop_triggers, make_triggers
from strategy.kernel.store.trouble import translated
from strategy.kernel.store.versions import content_hash

ERASED = "[Name gelöscht]"
_SHORTEST = 4
# What the plan says of itself in texts, beside the tables of its versions.
BESIDE_ROWS = {
    "history.action": ("actor", "what"),
    "history.event": ("actor",),
    "plan.version": ("title", "note", "created_by"),
    "plan.bin": ("title", "note", "created_by", "binned_by"),
    # The shape of a file is the words of its headings, and a heading may be a person.
    "plan.mapping": ("shape", "mapping", "file_name", "saved_by"),
}


@dataclass
class Erasure:
    """What an erasure has changed: rows and lines of the history, editions by their title."""

    rows: int = 0
    lines: int = 0
    editions: dict[str, tuple[str, str]] = field(default_factory=dict)


def erase_name(store: Store, actor: str, name: str) -> Erasure:
    """Replace a name everywhere in the plan; nothing can bring it back.

    Whole words, whatever their case: "Anna Beil" is not found in "Anna Beilstein".  Raises Refused
    for a plan that is not sound, because what was doctored before would be sealed by this.
    """
    require_administrator()
    words = name.split()
    if len("".join(words)) < _SHORTEST:
        raise Refused("Geben Sie den ganzen Namen an, mindestens vier Buchstaben.", "name")
    with store.write_lock:
        troubles = check_store(store)
        if troubles:
            raise Refused(
                f"Der Plan ist nicht in Ordnung ({troubles[0].rstrip('.')}); klären Sie zuerst das."
            )
        with store.changing() as change, translated():
            return _erase(change, actor, _pattern(words))


def rewrite(path: Path) -> None:
    """Write a closed plan file anew, so that nothing erased is left in blocks no longer in use."""
    partial = path.with_name(path.name + PARTIAL)
    remove_copy(partial)
    raw = duckdb.connect()
    try:
        old, new = (str(one).replace("'", "''") for one in (path, partial))
        raw.execute(f"ATTACH '{old}' AS {CATALOG}")
        raw.execute(f"ATTACH '{new}' AS anew (BLOCK_SIZE 32768)")
        raw.execute(f"COPY FROM DATABASE {CATALOG} TO anew")
        raw.execute(f"DETACH {CATALOG}")
        raw.execute("USE anew")
        # Copied without them.
        for (name,) in raw.execute(
            "SELECT name FROM plan.version UNION ALL SELECT name FROM plan.bin"
        ).fetchall():
            make_triggers(raw, name)
        raw.execute("USE memory; DETACH anew")
    except BaseException:
        raw.close()
        remove_copy(partial)
        raise
    raw.close()
    make_private(partial)
    partial.replace(path)


def _pattern(words: list[str]) -> str:
    """A pattern of RE2 for the name between signs that are no letters."""
    name = r"\s+".join(re.sub(r"([^\w])", r"\\\1", word) for word in words)
    # In JSON the end of a line is written as two signs, and the second one is a letter.
    return rf"(^|[^\pL\pN]|\\[nrt]){name}($|[^\pL\pN])"


def _erase(change: Change, actor: str, pattern: str) -> Erasure:
    raw, db = change.raw, Cursor(change.raw, DRAFT)
    done = Erasure()
    rows = version_rows(db)
    touched = _touched_actions(db, pattern)
    for name in rows:
        drop_triggers(raw, name)
        for table in filled_tables(db, name):
            done.rows += _replace(db, f'"{name}"."{table}"', columns_of(db, name)[table], pattern)
    for stash in stashes(db):
        _replace(db, f"{STASH}.{stash}", columns_of(db, STASH)[stash], pattern)
    done.lines = len(touched)
    touched |= _forget_loads(db)
    text = [{"name": column, "type": "VARCHAR"} for column in ("before", "after")]
    _replace(db, "history.change", text, pattern)
    found = 0
    for table, columns in BESIDE_ROWS.items():
        found += _replace(db, table, [{"name": c, "type": "VARCHAR"} for c in columns], pattern)
    if not (done.rows or done.lines or found):
        raise NotFound("Dieser Name steht nirgends im Plan, auch nicht im Verlauf.")
    body: dict[str, Any] = {"editions": {}}
    for name, row in rows.items():
        if row["kind"] == "edition":
            raw.execute(f'SET schema = "{name}"')
            new = content_hash(Cursor(raw, name))
            if new != row["hash"]:
                body["editions"][name] = [row["hash"], new]
                done.editions[str(row["title"])] = (row["hash"], new)
                raw.execute("UPDATE plan.version SET hash = ? WHERE name = ?", [new, name])
    raw.execute("SET schema = 'main'")
    for name in rows:
        make_triggers(raw, name)
    _tell(change, db, actor, body, touched, sorted(rows))
    return done


def _tell(
    change: Change,
    db: Cursor,
    actor: str,
    body: dict[str, Any],
    touched: set[int],
    names: list[str],
) -> None:
    """Write down what every changed entry says from now on, and take an anchor of all rows."""
    body["actions"] = {}
    texts = action_texts(db, "a.entry IS NOT NULL")
    for number in sorted(touched & texts.keys()):
        salt = secrets.token_hex(16)
        body["actions"][str(number)] = salted(salt, texts[number])
        change.raw.execute("UPDATE history.action SET salt = ? WHERE id = ?", [salt, number])
    # Marks of earlier events were of rows and names of then; the anchor below replaces them.
    body["events"] = {}
    for row in db.rows("SELECT entry, actor, happened_at AS at, body FROM history.event"):
        salt = secrets.token_hex(16)
        text = event_text(row["actor"], row["at"], row["body"])
        body["events"][str(row["entry"])] = salted(salt, text)
        change.raw.execute(
            "UPDATE history.event SET salt = ? WHERE entry = ?", [salt, row["entry"]]
        )
    last = int(db.value("SELECT body ->> 'last' FROM history.event WHERE entry = 1") or 0)
    salt = secrets.token_hex(16)
    body["early"] = [salt, salted(salt, early_history(db, last))]
    own = secrets.token_hex(16)
    body["versions"] = version_marks(db, names, own)
    body["tables"] = anchor(db, names, own)
    change.tell("erasure", str(len(touched)), actor, body, own)


def _touched_actions(db: Cursor, pattern: str) -> set[int]:
    """The actions whose own words or whose changes hold the name."""
    rows = db.rows(
        "SELECT id FROM history.action WHERE regexp_matches(coalesce(actor, ''), $1, 'i') "
        "OR regexp_matches(coalesce(what, ''), $1, 'i') UNION "
        "SELECT action_id FROM history.change "
        "WHERE regexp_matches(coalesce(CAST(\"before\" AS TEXT), ''), $1, 'i') "
        "OR regexp_matches(coalesce(CAST(\"after\" AS TEXT), ''), $1, 'i')",
        [pattern],
    )
    return {int(row["id"]) for row in rows}


def _forget_loads(db: Cursor) -> set[int]:
    """The digests of bulk loads were of rows that may have held the name; the anchor holds them
    from now on.  Returns the actions whose lines have changed by that."""
    tables = ", ".join(f"'{table}'" for table in BULK_TABLES)
    where = f"row_id IS NULL AND table_name IN ({tables})"
    rows = db.rows(f"SELECT DISTINCT action_id AS id FROM history.change WHERE {where}")
    for side in ('"before"', '"after"'):
        db.run(
            f"UPDATE history.change SET {side} = json_merge_patch({side}, '{{\"digest\": null}}') "
            f"WHERE {where} AND {side} IS NOT NULL"
        )
    return {int(row["id"]) for row in rows}


def _replace(db: Cursor, table: str, columns: list[dict[str, str]], pattern: str) -> int:
    """Replace the name in all texts of a table; returns how many rows held it."""
    texts = [c["name"] for c in columns if c["type"] == "VARCHAR" and c["name"] != "id"]
    if not texts:
        return 0
    where = " OR ".join(
        f"regexp_matches(coalesce(CAST(\"{name}\" AS TEXT), ''), $1, 'i')" for name in texts
    )
    count = int(db.value(f"SELECT count(*) FROM {table} WHERE {where}", [pattern]))
    if count:
        # Twice: of two names in a row the second begins with the sign that ends the first.
        once = "regexp_replace({}, $1, '\\1" + ERASED + "\\2', 'gi')"
        sets = ", ".join(
            f'"{name}" = ' + once.format(once.format(f'CAST("{name}" AS TEXT)')) for name in texts
        )
        db.run(f"UPDATE {table} SET {sets} WHERE {where}", [pattern])
    return count


def describe(done: Erasure) -> str:
    """What was done, in one sentence."""
    said = f"Der Name ist gelöscht: in {done.rows} Einträgen und {done.lines} Änderungen"
    return f"{said}, {len(done.editions)} feste Fassungen haben eine neue Prüfsumme."
