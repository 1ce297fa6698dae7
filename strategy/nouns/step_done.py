"""Which of the five steps the coordinator has declared done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, day, long
from strategy.kernel.store import Cursor


class PlanStep(StrEnum):
    """The five steps, by the number and title they have everywhere."""

    GOALS = "1 Ziele und Positionierung"
    ANALYSIS = "2 IST-Analyse"
    WORKSHOP = "3 Zukunftswerkstatt"
    DOMAINS = "4 Lebensbereiche"
    STRATEGY = "5 Digitalisierungsstrategie"


@dataclass(frozen=True)
class StepDone(Record):
    """That a step is done is said by somebody; no count of rows can know it."""

    TABLE = "step_done"
    PREFIX = "SE"
    SINGULAR = "Schrittabschluss"
    PLURAL = "Schrittabschlüsse"
    GENDER = Gender.MASCULINE
    REPORT = Absent("told on the overview")
    IMPORT = Absent("declared on the overview")
    TRACE = Absent("about the plan as a whole")
    NAME = "step"

    step: str | None = choice("Schritt", PlanStep, required=True)
    done_on: date | None = day("Abgeschlossen am", required=True)
    note: str | None = long("Anmerkung")

    def validate_in(self, db: Cursor) -> None:
        # Two days for one step would leave open which of them holds.
        if db.has_rows("SELECT 1 FROM step_done WHERE step = ? AND id <> ?", [self.step, self.id]):
            raise Refused(
                f"Der Schritt „{self.step}“ ist schon als abgeschlossen erklärt; laden Sie den "
                "Überblick neu.",
                "step",
            )
