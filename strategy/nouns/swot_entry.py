"""Step 1: strengths, weaknesses, opportunities, threats."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, choice, integer, long, text


class SwotKind(StrEnum):
    """The four lists of a SWOT analysis."""

    STRENGTH = "Stärke"
    WEAKNESS = "Schwäche"
    OPPORTUNITY = "Chance"
    THREAT = "Risiko"


@dataclass(frozen=True)
class SwotEntry(Record):
    """One entry of one of the four lists."""

    TABLE = "swot_entry"
    PREFIX = "S"
    SINGULAR = "SWOT-Eintrag"
    PLURAL = "SWOT-Einträge"
    GENDER = Gender.MASCULINE
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Aussage", required=True)
    kind: str | None = choice("Liste", SwotKind, required=True)
    # Orders the list for the discussion; nothing is calculated with it.
    weight: int | None = integer("Gewicht (1 bis 5)")
    body: str | None = long("Beleg")
    source: str | None = text("Quelle")

    def validate(self) -> None:
        check_between(self, "weight", 1, 5)
