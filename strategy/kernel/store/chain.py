"""The history as a chain of signed entries: each write adds one, in its own transaction.

An entry's digest covers what it records, its link covers the digest and the link before it, its
mark is the link signed with the key of this machine.  ``check_chain.py`` holds a plan against it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import duckdb

from strategy.kernel.store.key import SigningKey, signing_key
from strategy.kernel.store.lock import WriteLock

# An action that changed more rows than this is added up by DuckDB, without bringing them here.
_FEW = 1_000
# What stands where a row of the history has no value; no id and no JSON looks like it.
_NONE = "-"


@dataclass(frozen=True)
class Tip:
    """The last entry of a chain: its number and its link; 0 and "" before the first."""

    entry: int
    link: str


@dataclass
class ActionLine:
    """What the history says of one action; ``undone`` is no part of it, because it changes later
    and follows from the undos and redos themselves."""

    id: int
    actor: str
    at: datetime
    what: str
    version: str
    kind: str = "do"
    target: int | None = None


@dataclass(frozen=True)
class Entry:
    """The columns that make a row an entry of the chain."""

    number: int
    salt: str
    digest: str
    link: str
    mark: str | None
    signer: str | None

    def columns(self) -> list[Any]:
        """As they are inserted: entry, salt, digest, link, mark, signer."""
        return [self.number, self.salt, self.digest, self.link, self.mark, self.signer]

    @property
    def tip(self) -> Tip:
        """This entry as the end of the chain."""
        return Tip(self.number, self.link)


def find_tip(raw: duckdb.DuckDBPyConnection) -> Tip:
    """The last entry of the plan's chain."""
    rows = raw.execute(
        "SELECT entry, link FROM (SELECT entry, link FROM history.action WHERE entry IS NOT NULL "
        "UNION ALL SELECT entry, link FROM history.event) ORDER BY entry DESC LIMIT 1"
    ).fetchall()
    return Tip(int(rows[0][0]), str(rows[0][1])) if rows else Tip(0, "")


def add_action(raw: duckdb.DuckDBPyConnection, lock: WriteLock, line: ActionLine) -> Tip | None:
    """Write down an action with the changes that the triggers have recorded under its number.

    Returns None and writes nothing where it changed no row of the plan and is no act of its own.
    """
    changes = _changes_of(raw, line.id)
    if changes is None and line.kind == "do":
        return None
    salt = secrets.token_hex(16)
    entry = _entry(
        raw, lock, "action", str(line.id), salt, salted(salt, action_text(line, changes))
    )
    raw.execute(
        "INSERT INTO history.action VALUES (?, ?, ?, ?, ?, ?, ?, false, ?, ?, ?, ?, ?, ?)",
        [
            line.id,
            line.actor,
            line.at,
            line.what,
            line.version,
            line.kind,
            line.target,
            *entry.columns(),
        ],
    )
    return entry.tip


def add_event(
    raw: duckdb.DuckDBPyConnection,
    lock: WriteLock,
    kind: str,
    subject: str,
    actor: str,
    body: dict[str, Any],
    salt: str,
) -> Tip:
    """Write down what is no action; ``salt`` is what the digests inside ``body`` were made with."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    at = datetime.now(UTC).replace(tzinfo=None)
    entry = _entry(raw, lock, kind, subject, salt, salted(salt, event_text(actor, at, text)))
    raw.execute(
        "INSERT INTO history.event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [entry.number, kind, subject, actor, at, text, *entry.columns()[1:]],
    )
    # A second event of the same transaction follows this one.
    lock.latest_tip = entry.tip
    return entry.tip


def link_of(before: str, number: int, kind: str, subject: str, digest: str, signer: str) -> str:
    """The link of an entry: the hash of the link before it and of all that it states."""
    return hashlib.sha256(
        json.dumps([before, number, kind, subject, digest, signer]).encode()
    ).hexdigest()


def salted(salt: str, text: str) -> str:
    """The digest of a text: without the salt nobody can try out what it was of."""
    return hmac.new(
        salt.encode(), text.encode("utf-8", "surrogatepass"), hashlib.sha256
    ).hexdigest()


def event_text(actor: str, at: datetime, body: str) -> str:
    """All that an event says beside its kind and subject, as one text."""
    return json.dumps([actor, at.isoformat(), body])


def action_text(line: ActionLine, changes: str | None) -> str:
    """All that an action says, as one text; ``changes`` as ``changes_sum`` gives it."""
    return json.dumps(
        [
            line.id,
            line.actor,
            line.at.isoformat(),
            line.what,
            line.version,
            line.kind,
            line.target,
            changes,
        ]
    )


# One change as a text; what Python says of it below must be the same to the letter.
CHANGE_SQL = (
    "sha256(schema_name || chr(31) || table_name || chr(31) || "
    f"coalesce(row_id, '{_NONE}') || chr(31) || coalesce(CAST(\"before\" AS TEXT), '{_NONE}') "
    f"|| chr(31) || coalesce(CAST(\"after\" AS TEXT), '{_NONE}'))"
)
CHANGES_SQL = f"sha256(string_agg({CHANGE_SQL}, '' ORDER BY seq))"


def changes_sum(changes: Iterable[Sequence[Any]]) -> str | None:
    """One hash over changes (schema, table, row_id, before, after) in their order; None of none."""
    total = hashlib.sha256()
    empty = True
    for change in changes:
        text = "\x1f".join(_NONE if part is None else str(part) for part in change)
        total.update(hashlib.sha256(text.encode()).hexdigest().encode())
        empty = False
    return None if empty else total.hexdigest()


def _changes_of(raw: duckdb.DuckDBPyConnection, action_id: int) -> str | None:
    found = raw.execute(
        'SELECT seq, schema_name, table_name, row_id, "before", "after" FROM history.change '
        f"WHERE action_id = {action_id} LIMIT {_FEW + 1}"
    ).fetchall()
    if len(found) <= _FEW:
        return changes_sum(change[1:] for change in sorted(found))
    row = raw.execute(
        f"SELECT {CHANGES_SQL} FROM history.change WHERE action_id = {action_id}"
    ).fetchone()
    return str(row[0]) if row else None


def _entry(
    raw: duckdb.DuckDBPyConnection, lock: WriteLock, kind: str, subject: str, salt: str, digest: str
) -> Entry:
    """The next entry.  Until the commit nobody knows whether it will stand."""
    before = lock.latest_tip or find_tip(raw)
    lock.latest_tip = None
    key: SigningKey | None = signing_key()
    number = before.entry + 1
    signer = "" if key is None else key.name
    link = link_of(before.link, number, kind, subject, digest, signer)
    return Entry(number, salt, digest, link, None if key is None else key.sign(link), signer)
