"""Gremien: terms of the council (Wahlperioden)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, day, text


@dataclass(frozen=True)
class LegislativeTerm(Record):
    """The years between two elections of the council."""

    TABLE = "legislative_term"
    PREFIX = "WZ"
    SINGULAR = "Wahlperiode"
    PLURAL = "Wahlperioden"
    GENDER = Gender.FEMININE
    REPORT = Absent("shows with the bodies and in the OParl export")
    IMPORT = Absent("comes with an OParl file")

    title: str | None = text("Wahlperiode", required=True, help="Zum Beispiel 2024 bis 2029.")
    starts_on: date | None = day("Beginnt am", edge="first")
    ends_on: date | None = day("Endet am", edge="last")

    def validate(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise Refused("Die Wahlperiode endet vor ihrem Beginn; prüfen Sie die Tage.", "ends_on")
