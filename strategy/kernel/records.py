"""Read and write the rows of any noun: list_, get_, find (in ``listing``), save_, delete_.

These five serve every noun, because what they do is the same for all: check, lock optimistically,
number, refuse or take along what hangs on a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import pyarrow as pa

from strategy.kernel import german
from strategy.kernel.errors import Conflict, FieldConflict, Refused
from strategy.kernel.field_rules import check_references, check_required, check_values, tidy
from strategy.kernel.listing import find as find
from strategy.kernel.listing import get_ as get_
from strategy.kernel.listing import list_ as list_
from strategy.kernel.record import OnDelete, Record, Spec
from strategy.kernel.store import Cursor, Transaction
from strategy.kernel.store.references import Reference, declare

R = TypeVar("R", bound=Record)

# Up to here values written out cost less than a table that is made for them.
_FEW = 12

_REGISTERED: dict[str, type[Record]] = {}


def register(nouns: Sequence[type[Record]]) -> None:
    """Make nouns known, so that references between their tables can be followed."""
    _REGISTERED.update({noun.TABLE: noun for noun in nouns})
    for noun in nouns:
        refs = [Reference(noun.TABLE, s.name, s.ref) for s in noun.specs() if s.ref]
        declare(noun.TABLE, noun.PREFIX, refs)


def noun_of(table: str) -> type[Record]:
    """The noun stored in a table."""
    return _REGISTERED[table]


def noun_of_id(object_id: str) -> type[Record] | None:
    """The noun an id such as "M-0017" belongs to, or None."""
    prefix = object_id.rpartition("-")[0]
    return next((noun for noun in _REGISTERED.values() if prefix == noun.PREFIX), None)


def all_nouns() -> list[type[Record]]:
    """Every noun of the plan."""
    return list(_REGISTERED.values())


def save_(tx: Transaction, record: R) -> R:
    """Insert (version 0) or update; returns the record as it now stands in the plan.

    Raises Refused where a rule is broken and Conflict where the row was changed in between.
    """
    record = checked(record).settled(tx)
    check_references(tx, record)
    record.validate_in(tx)
    if record.version == 0:
        fresh = insert(tx, [record])[0]
        fresh.take_along(tx, fresh)
        return fresh
    standing = get_(tx, type(record), record.id)
    if standing.version != record.version:
        raise _conflict(tx, record, standing)
    if standing.values() == record.values():
        return standing
    saved = _update(tx, record)
    saved.take_along(tx, standing)
    return saved


def settle_again(tx: Transaction, object_id: str) -> None:
    """Let an object follow what others say by now (``Record.settled``); its own rules were asked
    when it was saved and are none of their business."""
    noun = noun_of_id(object_id)
    assert noun is not None, object_id
    standing = get_(tx, noun, object_id)
    settled = standing.settled(tx)
    if settled.values() != standing.values():
        _update(tx, settled)


def checked(record: R) -> R:
    """The record tidied, after every rule that needs no plan; raises Refused.

    For many rows before ``insert``; whether references lead somewhere is not looked at here.
    """
    record = record.replace(**{s.name: tidy(getattr(record, s.name), s) for s in record.specs()})
    check_required(record)
    check_values(record)
    record.validate()
    return record


def insert(tx: Transaction, records: Sequence[R]) -> list[R]:
    """Insert new, already checked records of one noun in one statement; gives ids where missing."""
    if not records:
        return []
    noun = type(records[0])
    given = [record.id for record in records if record.id]
    _claim(tx, noun, given)
    fresh = iter(tx.next_ids(noun.PREFIX, len(records) - len(given)))
    numbered = [
        record.replace(id=record.id or next(fresh), version=tx.action_id) for record in records
    ]
    # What nobody gives needs no place in the statement; no column has a default but NULL.
    names = ["id", "version"] + [
        spec.name
        for spec in noun.specs()
        if any(getattr(record, spec.name) is not None for record in numbered)
    ]
    into = f"INSERT INTO {noun.TABLE} ({', '.join(names)})"
    # One statement for all rows in any case: the history triggers run once per statement.
    if len(numbered) <= _FEW:
        marks = ", ".join("?" for _ in names)
        tx.run(
            f"{into} VALUES {', '.join([f'({marks})'] * len(numbered))}",
            [getattr(record, name) for record in numbered for name in names],
        )
    else:
        tx.register("incoming_rows", arrow_table(numbered))
        tx.run(f"{into} SELECT {', '.join(names)} FROM incoming_rows")
        tx.unregister("incoming_rows")
    return numbered


def _claim(tx: Transaction, noun: type[Record], given: Sequence[str]) -> None:
    """Refuse ids that are taken; count the others, so that the next new one lies above them."""
    if not given:
        return
    rows = tx.rows(f"SELECT id FROM {noun.TABLE} WHERE id IN (SELECT unnest(?))", [list(given)])
    seen = {str(row["id"]) for row in rows}
    highest: dict[str, tuple[int, str]] = {}
    for object_id in given:
        if object_id in seen:
            raise Refused(
                f"Die Kennung {object_id} ist schon vergeben; lassen Sie sie weg, "
                "dann vergibt die Werkbank eine neue."
            )
        seen.add(object_id)
        prefix, _, digits = object_id.rpartition("-")
        if digits.isdigit():
            highest[prefix] = max(highest.get(prefix, (0, "")), (int(digits), object_id))
    for _, object_id in highest.values():
        tx.claim_id(object_id)


_ARROW_TYPES: dict[str, pa.DataType] = {
    "TEXT": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "DECIMAL(9,4)": pa.decimal128(9, 4),
    "DECIMAL(18,4)": pa.decimal128(18, 4),
}


def arrow_table(records: Sequence[Record]) -> pa.Table:
    """Records of one noun as an Arrow table with the column types of their table."""
    noun = type(records[0])
    types = {"id": pa.string(), "version": pa.int64()}
    types |= {spec.name: _ARROW_TYPES[spec.sql_type] for spec in noun.specs()}
    columns = {
        name: pa.array([getattr(record, name) for record in records], kind, from_pandas=False)
        for name, kind in types.items()
    }
    return pa.table(columns)


def _update(tx: Transaction, record: R) -> R:
    names = [spec.name for spec in record.specs()]
    assignments = ", ".join(f"{name} = ?" for name in names)
    tx.run(
        f"UPDATE {record.TABLE} SET {assignments}, version = ? WHERE id = ?",
        [*(getattr(record, name) for name in names), tx.action_id, record.id],
    )
    return record.replace(version=tx.action_id)


@dataclass(frozen=True)
class Dependant:
    """Rows of one noun that refer to an object."""

    noun: type[Record]
    spec: Spec
    ids: tuple[str, ...]


def dependants(db: Cursor, noun: type[Record], object_id: str) -> list[Dependant]:
    """What hangs on an object: the rows of other nouns that refer to it, and its links."""
    found = []
    for other in all_nouns():
        for spec in other.specs():
            if spec.ref in (noun.TABLE, "*"):
                rows = db.rows(
                    f"SELECT id FROM {other.TABLE} WHERE {spec.name} = ? ORDER BY id", [object_id]
                )
                if rows:
                    ids = tuple(str(row["id"]) for row in rows)
                    found.append(Dependant(other, spec, ids))
    return found


def delete_(
    tx: Transaction, noun: type[Record], object_id: str, version: int | None = None
) -> None:
    """Delete an object with what belongs to it; refused where others still need it.

    With ``version`` the delete is refused as a Conflict if somebody changed the object meanwhile.
    """
    standing = get_(tx, noun, object_id)
    if version is not None and standing.version != version:
        raise Conflict(
            f"{noun.SINGULAR} {object_id} wurde inzwischen von jemand anderem geändert und deshalb "
            "nicht gelöscht; sehen Sie sich die Änderung an und löschen Sie dann noch einmal.",
            version=standing.version,
        )
    standing.validate_delete(tx)
    doomed: dict[type[Record], set[str]] = {noun: {object_id}}
    needed: list[_Hold] = []
    loosened: list[_Hold] = []
    open_ends: list[tuple[type[Record], set[str]]] = [(noun, {object_id})]
    while open_ends:
        current, ids = open_ends.pop()
        for hold in _holds_on(tx, current, ids):
            if hold.spec.on_delete is OnDelete.CASCADE:
                fresh = set(hold.rows) - doomed.setdefault(hold.noun, set())
                if fresh:
                    doomed[hold.noun] |= fresh
                    open_ends.append((hold.noun, fresh))
            else:
                (needed if hold.spec.on_delete is OnDelete.REFUSE else loosened).append(hold)
    for hold in needed:
        # What goes along anyway keeps nothing from going.
        others = sorted(set(hold.rows) - doomed.get(hold.noun, set()))
        if others:
            raise Refused(
                f"{hold.held.SINGULAR} {hold.rows[others[0]]} wird noch gebraucht: "
                f"{count_words(hold.noun, len(others))} ({', '.join(others[:3])}"
                f"{' …' if len(others) > 3 else ''}); lösen Sie diese Verbindung zuerst."
            )
    for other, gone in doomed.items():
        if gone:
            other.before_delete(tx, sorted(gone))
    # One statement per table: an import may have left a hundred thousand rows behind it.
    for other, gone in doomed.items():
        if gone:
            tx.run(f"DELETE FROM {other.TABLE} WHERE id IN (SELECT unnest(?))", [sorted(gone)])
    for hold in loosened:
        tx.run(
            f"UPDATE {hold.noun.TABLE} SET {hold.spec.name} = NULL, version = ? "
            f"WHERE {hold.spec.name} IN (SELECT unnest(?))",
            [tx.action_id, sorted(set(hold.rows.values()))],
        )


@dataclass(frozen=True)
class _Hold:
    """``rows``: ids of one noun's rows, each with the id of the ``held`` object it refers to."""

    noun: type[Record]
    spec: Spec
    held: type[Record]
    rows: dict[str, str]


def _holds_on(db: Cursor, noun: type[Record], ids: set[str]) -> list[_Hold]:
    found = []
    for other in all_nouns():
        for spec in other.specs():
            if spec.ref in (noun.TABLE, "*"):
                rows = db.rows(
                    f"SELECT id, {spec.name} AS target FROM {other.TABLE} "
                    f"WHERE {spec.name} IN (SELECT unnest(?))",
                    [sorted(ids)],
                )
                if rows:
                    held = {str(row["id"]): str(row["target"]) for row in rows}
                    found.append(_Hold(other, spec, noun, held))
    return found


def count_words(noun: type[Record], count: int) -> str:
    """ "1 Maßnahme", "12 Maßnahmen"."""
    return german.counted(count, noun.SINGULAR, noun.PLURAL)


def _conflict(tx: Transaction, mine: Record, theirs: Record) -> Conflict:
    disputed = tuple(
        FieldConflict(spec.name, spec.label, getattr(mine, spec.name), getattr(theirs, spec.name))
        for spec in mine.specs()
        if getattr(mine, spec.name) != getattr(theirs, spec.name)
    )
    names = ", ".join(f"„{item.label}“" for item in disputed) or "kein Feld"
    author: str | None = tx.actor
    if theirs.version != tx.action_id:
        author = tx.value("SELECT actor FROM history.action WHERE id = ?", [theirs.version])
    return Conflict(
        f"{mine.SINGULAR} {mine.id} wurde inzwischen von {author or 'jemand anderem'} geändert "
        f"({names}); wählen Sie, welcher Wert gelten soll.",
        disputed,
        theirs.version,
    )
