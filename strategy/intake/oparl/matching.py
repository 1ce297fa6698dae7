"""Which object of the plan an object of an export is: by its address, else by what names it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from strategy.kernel.record import Record
from strategy.kernel.records import find
from strategy.kernel.store import Cursor

KIND = "OParl"


def _plain(text: Any) -> str:
    return re.sub(r"[\s/_.,;:-]+", " ", str(text or "")).strip().casefold()


# What names a row where no earlier import has told its address; an empty name names nothing.
_NAMES: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "legislative_term": lambda one: (_plain(one.title),),
    "faction": lambda one: (_plain(one.title),),
    "body": lambda one: (_plain(one.title),),
    "group_member": lambda one: (one.body_id, _plain(one.title), one.role),
    "person": lambda one: (_plain(one.full_name),) if one.full_name else (),
    "membership": lambda one: (one.person_id, one.body_id, one.faction_id, one.starts_on),
    "meeting": lambda one: (one.body_id, one.held_on),
    "paper": lambda one: (
        ("number", _plain(one.reference))
        if one.reference
        else ("title", _plain(one.title), one.dated)
    ),
    "paper_attachment": lambda one: (one.paper_id, _plain(one.title)),
    "paper_proposer": lambda one: (one.paper_id, _plain(one.title)),
    "paper_signature": lambda one: (
        *(one.paper_id, _plain(one.function), _plain(one.side), one.position),
    ),
    "consultation": lambda one: (one.paper_id, one.body_id, one.position),
    "agenda_item": lambda one: (one.meeting_id, one.number, _plain(one.title)),
    "postponement": lambda one: (one.meeting_id, one.consultation_id, one.former_day),
    "resolution": lambda one: (one.paper_id, one.consultation_id, _plain(one.title)),
}


class Known:
    """The objects of the plan by address and by name; what is written meanwhile is added."""

    def __init__(self, db: Cursor) -> None:
        self._db = db
        self._ids: dict[str, str] = {}
        for row in db.rows(
            "SELECT p.object_id, p.cells FROM provenance p JOIN import_run i ON i.id = p.import_id "
            "WHERE i.kind = ? ORDER BY i.imported_at, p.id",
            [KIND],
        ):
            self._ids[json.loads(row["cells"] or "{}").get("id", "")] = row["object_id"]
        self._by_name: dict[str, dict[tuple[Any, ...], Record]] = {}
        self._by_id: dict[str, Record] = {}

    def id_of(self, address: str | None) -> str | None:
        """The id in the plan of what stands under an address."""
        return self._ids.get(address or "")

    def tell_id(self, address: str, object_id: str) -> None:
        """The same for an object that no import makes."""
        self._ids[address] = object_id

    def tell(self, address: str, record: Record) -> None:
        """From now on this address means this object."""
        self._ids[address] = record.id
        self._rows(type(record))[_NAMES[record.TABLE](record)] = record
        self._by_id[record.id] = record

    def standing(self, address: str, record: Record) -> Record | None:
        """The object of the plan that ``record`` speaks of, or None."""
        rows = self._rows(type(record))
        known = self._by_id.get(self._ids.get(address, ""))
        if known is not None and known.TABLE == record.TABLE:
            return known
        name = _NAMES[record.TABLE](record)
        return rows.get(name) if name and any(name) else None

    def _rows(self, noun: type[Record]) -> dict[tuple[Any, ...], Record]:
        if noun.TABLE not in self._by_name:
            rows = find(self._db, noun, order="id")
            self._by_id |= {one.id: one for one in rows}
            named = {_NAMES[noun.TABLE](one): one for one in reversed(rows)}
            self._by_name[noun.TABLE] = {name: one for name, one in named.items() if name}
        return self._by_name[noun.TABLE]
