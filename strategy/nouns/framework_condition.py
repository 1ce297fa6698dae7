"""Step 1: framework conditions (Rahmenbedingungen)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, day, long, text


class ConditionArea(StrEnum):
    """Where a framework condition comes from."""

    LAW = "Recht"
    FINANCE = "Finanzen"
    STAFF = "Personal"
    TECHNOLOGY = "Technik"
    POPULATION = "Bevölkerung"
    ECONOMY = "Wirtschaft"
    FUNDING = "Förderung"
    OTHER = "Sonstiges"


@dataclass(frozen=True)
class FrameworkCondition(Record):
    """A fact from outside or inside that the strategy has to respect."""

    TABLE = "framework_condition"
    PREFIX = "RA"
    SINGULAR = "Rahmenbedingung"
    PLURAL = "Rahmenbedingungen"
    GENDER = Gender.FEMININE
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Titel", required=True)
    area: str | None = choice("Bereich", ConditionArea, required=True)
    body: str | None = long("Beschreibung")
    consequence: str | None = long("Folge für die Strategie")
    source: str | None = text("Quelle")
    # Laws set dates (OZG, E-Rechnung); they are shown among the deadlines of the step.
    due: date | None = day("Frist", edge="last")
