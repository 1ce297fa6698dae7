"""Step 1: the vision and the guiding principles of the digital strategy."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, flag, long, text, year


@dataclass(frozen=True)
class Vision(Record):
    """A vision text (Leitbild); the one in force is marked."""

    TABLE = "vision"
    PREFIX = "V"
    SINGULAR = "Leitbild"
    PLURAL = "Leitbilder"
    GENDER = Gender.NEUTER
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Titel", required=True)
    body: str | None = long("Text", required=True)
    horizon_year: int | None = year("Zieljahr")
    in_force: bool | None = flag("Gilt", default=True)
