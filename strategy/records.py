"""Read and write the rows of any noun: list_, get_, find, save_, delete_.

These five serve every noun, because what they do is the same for all: check, lock optimistically,
number, refuse or take along what hangs on a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

import pandas as pd
import pyarrow as pa

from strategy.errors import Conflict, FieldConflict, NotFound, Refused
from strategy.record import Kind, OnDelete, Record, Spec, check_required
from strategy.store import Cursor, Transaction

R = TypeVar("R", bound=Record)

_REGISTERED: dict[str, type[Record]] = {}


def register(nouns: Sequence[type[Record]]) -> None:
    """Make nouns known, so that references between their tables can be followed."""
    _REGISTERED.update({noun.TABLE: noun for noun in nouns})


def noun_of(table: str) -> type[Record]:
    """The noun stored in a table."""
    return _REGISTERED[table]


def noun_of_id(object_id: str) -> type[Record] | None:
    """The noun an id such as "M-0017" belongs to, or None."""
    prefix = object_id.rpartition("-")[0]
    return next((noun for noun in _REGISTERED.values() if noun.PREFIX == prefix), None)


def all_nouns() -> list[type[Record]]:
    """Every noun of the plan."""
    return list(_REGISTERED.values())


def list_(
    db: Cursor, noun: type[Record], where: str = "", params: Sequence[Any] = (), order: str = "id"
) -> pd.DataFrame:
    """All rows of a noun: one column per field plus ``id`` and ``version``, ordered by ``order``."""
    condition = f" WHERE {where}" if where else ""
    return db.frame(f"SELECT {_columns(noun)} FROM {noun.TABLE}{condition} ORDER BY {order}", params)


def find(
    db: Cursor, noun: type[R], where: str = "", params: Sequence[Any] = (), order: str = "id"
) -> list[R]:
    """The same as objects."""
    condition = f" WHERE {where}" if where else ""
    found = db.rows(f"SELECT {_columns(noun)} FROM {noun.TABLE}{condition} ORDER BY {order}", params)
    return [noun(**row) for row in found]


def get_(db: Cursor, noun: type[R], object_id: str) -> R:
    """One object; raises NotFound."""
    row = db.one(f"SELECT {_columns(noun)} FROM {noun.TABLE} WHERE id = ?", [object_id])
    if row is None:
        raise NotFound(
            f"{noun.SINGULAR} {object_id} gibt es in dieser Fassung nicht (mehr); "
            "im Verlauf lässt sich Gelöschtes wiederherstellen."
        )
    return noun(**row)


def save_(tx: Transaction, record: R) -> R:
    """Insert (version 0) or update; returns the record as it now stands in the plan.

    Raises Refused where a rule is broken and Conflict where the row was changed in between.
    """
    record = checked(record)
    _check_references(tx, record)
    if record.version == 0:
        return insert(tx, [record])[0]
    standing = get_(tx, type(record), record.id)
    if standing.version != record.version:
        raise _conflict(tx, record, standing)
    if standing.values() == record.values():
        return standing
    return _update(tx, record)


def checked(record: R) -> R:
    """The record tidied, after every rule that needs no plan; raises Refused.

    For many rows before ``insert``; whether references lead somewhere is not looked at here.
    """
    record = record.replace(**{k: _tidy(v) for k, v in record.values().items()})
    check_required(record)
    _check_values(record)
    record.validate()
    return record


def insert(tx: Transaction, records: Sequence[R]) -> list[R]:
    """Insert new, already checked records of one noun in one statement; gives ids where missing."""
    if not records:
        return []
    noun = type(records[0])
    fresh = iter(tx.next_ids(noun.PREFIX, sum(1 for record in records if not record.id)))
    numbered = []
    for record in records:
        if record.id:
            tx.claim_id(record.id)
            if tx.has_rows(f"SELECT 1 FROM {noun.TABLE} WHERE id = ?", [record.id]):
                raise Refused(
                    f"Die Kennung {record.id} ist schon vergeben; lassen Sie sie weg, "
                    "dann vergibt die Werkbank eine neue."
                )
        numbered.append(record.replace(id=record.id or next(fresh), version=tx.action_id))
    names = ["id", "version", *(spec.name for spec in noun.specs())]
    into = f"INSERT INTO {noun.TABLE} ({', '.join(names)})"
    if len(numbered) == 1:
        marks = ", ".join("?" for _ in names)
        tx.run(f"{into} VALUES ({marks})", [getattr(numbered[0], name) for name in names])
    else:
        # One statement for all rows: the history triggers run once per statement.
        tx.register("incoming_rows", arrow_table(numbered))
        tx.run(f"{into} SELECT {', '.join(names)} FROM incoming_rows")
        tx.unregister("incoming_rows")
    return numbered


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
            if spec.ref == noun.TABLE or (spec.ref == "*" and other.TABLE in ("link", "provenance")):
                rows = db.rows(
                    f"SELECT id FROM {other.TABLE} WHERE {spec.name} = ? ORDER BY id", [object_id]
                )
                if rows:
                    ids = tuple(str(row["id"]) for row in rows)
                    found.append(Dependant(other, spec, ids))
    return found


def delete_(tx: Transaction, noun: type[Record], object_id: str, version: int | None = None) -> None:
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
    hanging = dependants(tx, noun, object_id)
    for item in hanging:
        if item.spec.on_delete is OnDelete.REFUSE:
            raise Refused(
                f"{noun.SINGULAR} {object_id} wird noch gebraucht: "
                f"{count_words(item.noun, len(item.ids))} ({', '.join(item.ids[:3])}"
                f"{' …' if len(item.ids) > 3 else ''}); lösen Sie diese Verbindung zuerst."
            )
    for item in hanging:
        for row_id in item.ids:
            if item.spec.on_delete is OnDelete.CASCADE:
                # The same row may hang on the object by two fields.
                if tx.has_rows(f"SELECT 1 FROM {item.noun.TABLE} WHERE id = ?", [row_id]):
                    delete_(tx, item.noun, row_id)
            else:
                tx.run(
                    f"UPDATE {item.noun.TABLE} SET {item.spec.name} = NULL, version = ? "
                    "WHERE id = ?",
                    [tx.action_id, row_id],
                )
    tx.run(f"DELETE FROM {noun.TABLE} WHERE id = ?", [object_id])


def count_words(noun: type[Record], count: int) -> str:
    """"1 Maßnahme", "12 Maßnahmen"."""
    return f"{count} {noun.SINGULAR if count == 1 else noun.PLURAL}"


def name_of(db: Cursor, object_id: str) -> str:
    """The name of any object by its id; the id itself where there is none (any more)."""
    noun = noun_of_id(object_id)
    if noun is None:
        return object_id
    found = db.value(f"SELECT {noun.NAME} FROM {noun.TABLE} WHERE id = ?", [object_id])
    return str(found) if found else object_id


def _columns(noun: type[Record]) -> str:
    return ", ".join(["id", "version", *(spec.name for spec in noun.specs())])


def _tidy(value: Any) -> Any:
    """Empty text is unknown; StrEnum members are stored as their word."""
    if isinstance(value, str):
        return str(value).strip() or None
    return value


def _check_values(record: Record) -> None:
    for spec in record.specs():
        value = getattr(record, spec.name)
        if value is None:
            continue
        if spec.choices is not None and value not in list(spec.choices):
            allowed = ", ".join(f"„{item}“" for item in spec.choices)
            raise Refused(
                f"„{value}“ ist bei „{spec.label}“ nicht vorgesehen; möglich sind {allowed}.",
                spec.name,
            )
        if spec.kind is Kind.YEAR and not 1900 <= value <= 2200:
            raise Refused(
                f"„{spec.label}“ ist {value}; geben Sie ein Jahr zwischen 1900 und 2200 an.",
                spec.name,
            )
        if spec.kind is Kind.FTE and value < 0:
            raise Refused(
                f"„{spec.label}“ ist negativ; geben Sie einen Stellenanteil ab 0 an.", spec.name
            )
        if spec.kind is Kind.MONEY and abs(value) > 10**15:
            raise Refused(
                f"„{spec.label}“ ist größer als 10 Billionen Euro; prüfen Sie den Betrag.", spec.name
            )
        if isinstance(value, Decimal) and abs(value) >= 10**5 and spec.kind in (
            Kind.PERCENT, Kind.FTE
        ):
            raise Refused(f"„{spec.label}“ ist zu groß; prüfen Sie die Eingabe.", spec.name)


def _check_references(tx: Transaction, record: Record) -> None:
    for spec in record.specs():
        value = getattr(record, spec.name)
        if value is None or not spec.ref:
            continue
        if spec.ref == "*":
            noun = noun_of_id(value)
            table = noun.TABLE if noun else None
        else:
            table = spec.ref
        if table is None or not tx.has_rows(f"SELECT 1 FROM {table} WHERE id = ?", [value]):
            raise Refused(
                f"„{spec.label}“: {value} gibt es in diesem Plan nicht; wählen Sie einen "
                "vorhandenen Eintrag.",
                spec.name,
            )


def _conflict(tx: Transaction, mine: Record, theirs: Record) -> Conflict:
    disputed = tuple(
        FieldConflict(spec.name, spec.label, getattr(mine, spec.name), getattr(theirs, spec.name))
        for spec in mine.specs()
        if getattr(mine, spec.name) != getattr(theirs, spec.name)
    )
    names = ", ".join(f"„{item.label}“" for item in disputed) or "kein Feld"
    author = tx.value("SELECT actor FROM history.action WHERE id = ?", [theirs.version])
    return Conflict(
        f"{mine.SINGULAR} {mine.id} wurde inzwischen von {author or 'jemand anderem'} geändert "
        f"({names}); wählen Sie, welcher Wert gelten soll.",
        disputed,
        theirs.version,
    )
