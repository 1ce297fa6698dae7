"""Which rows belong to a unit, and the check of an action against what its actor may change.

Asked of the rows that an action really wrote, at its end and before it is committed: so no form,
no callback and no act needs to know the rule, and none can forget it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from strategy.kernel.errors import Refused
from strategy.kernel.record import OnDelete, Record
from strategy.kernel.records import noun_of, noun_of_id
from strategy.kernel.store import Cursor, Transaction

# Entries that a unit answers for; everything else belongs by what it is part of.
_OWNED = ("application", "project", "service", "measure")
# What everybody who may change anything at all may say.
_FREE = ("comment",)


@dataclass(frozen=True)
class WritingScope:
    """What a limited account may change: rows of ``tables``, or what belongs to ``unit``.

    ``unit`` None with no tables allows nothing.
    """

    tables: tuple[str, ...] = ()
    unit: str | None = None

    def opens(self, table: str) -> bool:
        """Whether every row of a table may be changed, whatever it belongs to."""
        return table in self.tables or table in _FREE

    def allows(self, db: Cursor, record: Record) -> bool:
        """Whether an entry, saved or about to be, may be changed."""
        return _Rows(db, self).may(record.TABLE, {"id": record.id, **record.values()})


def check_scope(tx: Transaction, scope: WritingScope) -> None:
    """Raise Refused where the running action wrote a row outside the scope."""
    rows = tx.rows(
        "SELECT table_name, row_id, before, after FROM history.change WHERE action_id = ?",
        [tx.action_id],
    )
    changes = [
        (str(row["table_name"]), row["row_id"], _read(row["before"]), _read(row["after"]))
        for row in rows
    ]
    # What the action deleted can only be asked of its own rows any more.
    gone = {
        str(row_id): (table, before)
        for table, row_id, before, after in changes
        if before is not None and after is None
    }
    known = _Rows(tx, scope, gone)
    for table, row_id, before, after in changes:
        # Before and after: an entry may neither be taken from others nor handed over to them.
        states = [state for state in (before, after) if state is not None]
        # Without a row id it was a load of many rows, which is no work on single entries.
        if row_id is None or not states or not all(known.may(table, s) for s in states):
            raise Refused(
                f"{_word(table)}{f' {row_id}' if row_id else ''} gehört nicht zu dem, was Ihr "
                "Zugang ändern darf; es wurde nichts geändert. Bitten Sie die Koordination darum."
            )


class _Rows:
    """Belonging of rows, with the units of the scope looked up once."""

    def __init__(
        self,
        db: Cursor,
        scope: WritingScope,
        gone: Mapping[str, tuple[str, dict[str, Any]]] | None = None,
    ) -> None:
        self._db, self._scope, self._gone = db, scope, gone or {}
        self._units = _units_below(db, scope.unit) if scope.unit else set()

    def may(self, table: str, row: Mapping[str, Any]) -> bool:
        if self._scope.opens(table):
            return True
        return bool(self._units) and self._belongs(table, row, 0)

    def _belongs(self, table: str, row: Mapping[str, Any], depth: int) -> bool:
        if table in _OWNED:
            return row.get("organisation_id") in self._units
        if table == "link":
            return any(self._is_own(str(row.get(end)), depth) for end in ("from_id", "to_id"))
        wholes = [
            str(row[spec.name])
            for spec in noun_of(table).specs()
            if spec.ref and spec.on_delete is OnDelete.CASCADE and row.get(spec.name)
        ]
        # Of two wholes both have to be own: a score hangs on a measure and on a criterion.
        return bool(wholes) and all(self._is_own(whole, depth) for whole in wholes)

    def _is_own(self, object_id: str, depth: int) -> bool:
        # Parts of parts end soon; what refers to itself in a circle is nobody's.
        if depth > 4:
            return False
        if object_id in self._gone:
            table, row = self._gone[object_id]
            return self._belongs(table, row, depth + 1)
        noun = noun_of_id(object_id)
        if noun is None:
            return False
        found = self._db.one(f"SELECT * FROM {noun.TABLE} WHERE id = ?", [object_id])
        return found is not None and self._belongs(noun.TABLE, found, depth + 1)


def _units_below(db: Cursor, unit: str) -> set[str]:
    rows = db.rows(
        "WITH RECURSIVE below AS (SELECT id FROM organisation_unit WHERE id = ? UNION "
        "SELECT u.id FROM organisation_unit u JOIN below b ON u.parent_id = b.id) "
        "SELECT id FROM below",
        [unit],
    )
    return {str(row["id"]) for row in rows}


def _read(text: Any) -> dict[str, Any] | None:
    return None if text is None else dict(json.loads(text) if isinstance(text, str) else text)


def _word(table: str) -> str:
    return noun_of(table).SINGULAR
