"""Gremien: days on which an item or a meeting was to take place and did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, day, ref, text


@dataclass(frozen=True)
class Postponement(Record):
    """A former day of a consultation or a meeting; papers show each of them struck through.

    Rows come by themselves when a day moves to a later one, so they are written by
    ``Consultation`` and ``Meeting``; here they can be explained, added and removed.
    """

    TABLE = "postponement"
    PREFIX = "TV"
    SINGULAR = "Früherer Termin"
    PLURAL = "Frühere Termine"
    GENDER = Gender.MASCULINE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("a day is no origin")
    NAME = "former_day"

    former_day: date | None = day("War vorgesehen am", required=True)
    consultation_id: str | None = ref("Beratung", "consultation", on_delete="cascade")
    meeting_id: str | None = ref("Sitzung", "meeting", on_delete="cascade")
    reason: str | None = text("Grund", empty="–")

    def validate(self) -> None:
        if (self.consultation_id is None) == (self.meeting_id is None):
            raise Refused(
                "Ein früherer Termin gehört zu einer Beratung oder zu einer Sitzung; geben Sie "
                "eines von beiden an.",
                "consultation_id",
            )
