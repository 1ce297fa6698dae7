"""Events whose day nobody may know yet, and to which something is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from strategy.kernel.record import Absent, Gender, Record, day, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor, Transaction

_DUE = ("deadline", "report_due")


@dataclass(frozen=True)
class AwaitedEvent(Record):
    """An event such as "konstituierende Sitzung"; what is due at it gets its day with it."""

    TABLE = "event"
    PREFIX = "EG"
    SINGULAR = "Ereignis"
    PLURAL = "Ereignisse"
    GENDER = Gender.NEUTER
    REPORT = Absent("shows in the deadlines that wait for it")
    IMPORT = Absent("few rows, typed in")

    title: str | None = text(
        "Ereignis", required=True, help="Zum Beispiel konstituierende Sitzung."
    )
    meeting_id: str | None = ref(
        "Sitzung", "meeting", on_delete="clear", empty="–", help="Der Tag ist dann der ihre."
    )
    held_on: date | None = day("Tag")

    def settled(self, db: Cursor) -> Self:
        """An event that is a meeting is on its day, and on none while it is called off."""
        if self.meeting_id is None:
            return self
        meets = db.value(
            "SELECT CASE WHEN cancelled IS NOT TRUE THEN held_on END FROM meeting WHERE id = ?",
            [self.meeting_id],
        )
        return self.replace(held_on=meets)

    def take_along(self, tx: Transaction, standing: Self) -> None:
        """What waits for the event follows its day; what has a day of its own stays on it."""
        before = None if standing.version == self.version else standing.held_on
        for table in _DUE:
            tx.run(
                f"UPDATE {table} SET due = $1, version = $2 WHERE event_id = $3 "
                # A day that somebody set apart from the event is not the event's to change.
                "AND (due IS NULL OR due = $4) AND due IS DISTINCT FROM $1",
                [self.held_on, tx.action_id, self.id, before],
            )
