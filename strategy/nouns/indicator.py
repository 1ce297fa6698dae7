"""Step 1: indicators with baseline and target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, day, number, ref, text, year


class Direction(StrEnum):
    """Which way is better."""

    UP = "höher ist besser"
    DOWN = "niedriger ist besser"


@dataclass(frozen=True)
class Indicator(Record):
    """A measured quantity of a goal or a measure: unit, baseline, target, source, owner."""

    TABLE = "indicator"
    PREFIX = "I"
    SINGULAR = "Kennzahl"
    PLURAL = "Kennzahlen"
    GENDER = Gender.FEMININE
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Kennzahl", required=True)
    goal_id: str | None = ref("Ziel", "goal", on_delete="clear", trace="misst")
    measure_id: str | None = ref("Maßnahme", "measure", on_delete="clear", trace="misst")
    unit: str | None = text("Einheit", required=True)
    # Whether more or less is better; "on course" would else be wrong for waiting times.
    direction: str | None = choice("Richtung", Direction, default=Direction.UP)
    baseline: Decimal | None = number("Ausgangswert")
    # The way to the target begins here; without a day no course can be told.
    baseline_day: date | None = day("Stand des Ausgangswerts")
    target: Decimal | None = number("Zielwert")
    target_year: int | None = year("Zieljahr")
    source: str | None = text("Quelle")
    responsible_id: str | None = ref("Verantwortlich", "organisation_unit")
