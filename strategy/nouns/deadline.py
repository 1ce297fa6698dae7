"""Deadlines of any kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, day, ref, text


@dataclass(frozen=True)
class Deadline(Record):
    """Something that is due on a day or at an event."""

    TABLE = "deadline"
    PREFIX = "FR"
    SINGULAR = "Frist"
    PLURAL = "Fristen"
    GENDER = Gender.FEMININE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Was ist fällig", required=True)
    due: date | None = day("Fällig am", edge="last")
    # Hagen's report is due "at the constituent meeting", whose day nobody knows yet.
    event: str | None = text("Fällig bei", help="Ein Ereignis, wenn der Tag noch offen ist.")
    organisation_id: str | None = ref("Zuständig", "organisation_unit")
    done_on: date | None = day("Erledigt am")

    def validate(self) -> None:
        if self.due is None and not self.event:
            raise Refused(
                "Geben Sie einen Tag oder ein Ereignis an, zu dem die Frist endet.", "due"
            )
