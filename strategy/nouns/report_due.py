"""Reports that are owed to a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from strategy.kernel.record import Absent, Gender, Record, day, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class ReportDue(Record):
    """A report due in a body on a day or at an event, half-yearly ones as several rows."""

    TABLE = "report_due"
    PREFIX = "BR"
    SINGULAR = "Berichtspflicht"
    PLURAL = "Berichtspflichten"
    GENDER = Gender.FEMININE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Bericht", required=True)
    body_id: str | None = ref("Gremium", "body")
    resolution_id: str | None = ref(
        "Beschluss", "resolution", on_delete="clear", trace="Bericht zu"
    )
    due: date | None = day("Fällig am", edge="last")
    event: str | None = text("Fällig bei")
    event_id: str | None = ref(
        "Ereignis", "event", on_delete="clear", empty="–", help="Der Tag kommt dann mit ihm."
    )
    delivered_on: date | None = day("Erstattet am")

    def settled(self, db: Cursor) -> Self:
        """What is tied to an event with a day is due on it."""
        if self.due is not None or self.event_id is None:
            return self
        held_on = db.value("SELECT held_on FROM event WHERE id = ?", [self.event_id])
        return self if held_on is None else self.replace(due=held_on)
