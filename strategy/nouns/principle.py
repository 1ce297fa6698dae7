"""Step 1: guiding principles (Leitlinien)."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, long, text


@dataclass(frozen=True)
class Principle(Record):
    """A guiding principle that holds for every measure."""

    TABLE = "principle"
    PREFIX = "LL"
    SINGULAR = "Leitlinie"
    PLURAL = "Leitlinien"
    GENDER = Gender.FEMININE
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Titel", required=True)
    body: str | None = long("Erläuterung")
    position: int | None = integer("Reihenfolge", signed=True)
