"""What every object of OParl 1.1 shares: address, type, days, and how it is embedded."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from strategy.kernel import german
from strategy.kernel.record import Record
from strategy.kernel.store import Cursor

SCHEMA = "https://schema.oparl.org/1.1/"
# Properties of our own carry the name of the product before a colon, as the specification asks of
# every vendor; OParl knows no numbers of votes, no former days and no deputies.
OWN = "digitalstrategie:"
# The kinds of objects, each with the lower-case word of its addresses, in the order of the lists.
TYPES = {
    "System": "system",
    "Body": "body",
    "LegislativeTerm": "legislativeterm",
    "Organization": "organization",
    "Person": "person",
    "Membership": "membership",
    "Meeting": "meeting",
    "AgendaItem": "agendaitem",
    "Paper": "paper",
    "Consultation": "consultation",
    "File": "file",
    "Location": "location",
}

Json = dict[str, Any]


@dataclass
class Objects:
    """The objects of one council by type, and the plain texts that its files hold by id."""

    base: str
    by_type: dict[str, list[Json]] = field(default_factory=lambda: {name: [] for name in TYPES})
    texts: dict[str, str] = field(default_factory=dict)
    _by_address: dict[str, Json] = field(default_factory=dict, repr=False)

    def address(self, type_: str, object_id: str) -> str:
        """The address under which an object is found; it never changes."""
        if type_ == "System":
            return f"{self.base}/system"
        return f"{self.base}/{TYPES[type_]}/{object_id}"

    def add(self, type_: str, item: Json) -> Json:
        """Keep an object; what nobody knows is left out, since OParl has no word for unknown."""
        known = {name: value for name, value in item.items() if value is not None and value != []}
        self.by_type[type_].append(known)
        self._by_address[known["id"]] = known
        return known

    def find(self, address: str) -> Json | None:
        """The object with this address."""
        return self._by_address.get(address)


def embedded(item: Json, back: str) -> Json:
    """An object as it stands within its owner: without the reference back to it."""
    return {name: value for name, value in item.items() if name != back}


class Stamps:
    """When rows were made and last changed, by the actions that wrote them."""

    def __init__(self, db: Cursor, tables: tuple[str, ...]) -> None:
        self._at: dict[int, datetime] = {
            row["id"]: row["happened_at"]
            for table in tables
            for row in db.rows(
                "SELECT DISTINCT a.id, a.happened_at FROM history.action a "
                f"JOIN {table} t ON t.version = a.id"
            )
        }
        marks = ", ".join("?" for _ in tables)
        # Of any version: a row of an edition was made in the draft that was sealed.
        self._made = {
            row["row_id"]: row["at"]
            for row in db.rows(
                "SELECT c.row_id, min(a.happened_at) AS at FROM history.change c "
                "JOIN history.action a ON a.id = c.action_id "
                f"WHERE c.table_name IN ({marks}) GROUP BY c.row_id",
                list(tables),
            )
        }

    def of(self, record: Record) -> Json:
        """``created`` and ``modified`` of a row."""
        changed = self._at.get(record.version)
        made = self._made.get(record.id) or changed
        return {
            "created": moment(made) if made else None,
            "modified": moment(changed) if changed else None,
        }


def moment(at: datetime) -> str:
    """A moment of the store, which keeps UTC, with the offset that OParl asks for."""
    return at.replace(tzinfo=UTC, microsecond=0).astimezone(german.TIME_ZONE).isoformat()


def on_day(day: date | None, clock: str | None = None) -> str | None:
    """A day and the time of day in it.

    OParl knows no day without a time; midnight stands for a time that nobody has entered, and no
    council meets then.
    """
    if day is None:
        return None
    found = re.fullmatch(r"(\d\d):(\d\d)", clock or "")
    at = time(int(found[1]), int(found[2])) if found else time(0)
    return datetime.combine(day, at, german.TIME_ZONE).isoformat()


def plain_day(day: date | None) -> str | None:
    """A day alone."""
    return day.isoformat() if day else None
