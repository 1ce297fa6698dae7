"""Step 2: survey rounds (Erhebungen) among the Ämter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.field_rules import check_order
from strategy.kernel.record import Absent, Gender, Record, day, long, text


@dataclass(frozen=True)
class SurveyRound(Record):
    """One round in which every Amt is asked for its data."""

    TABLE = "survey_round"
    PREFIX = "ER"
    SINGULAR = "Erhebung"
    PLURAL = "Erhebungen"
    GENDER = Gender.FEMININE
    REPORT = Absent("a tool for the inventory, no content of the strategy")
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Erhebung", required=True)
    asked_by: str | None = text("Wer fragt")
    reason: str | None = long("Wozu")
    sent_on: date | None = day("Versandt am")
    due: date | None = day("Frist", edge="last")
    # Late replies are still read in; only the reminders end.
    closed_on: date | None = day("Abgeschlossen am", help="Danach wird niemand mehr erinnert.")

    def validate(self) -> None:
        check_order(self, "sent_on", "due")
