"""Step 2: survey rounds (Erhebungen) among the Ämter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.field_rules import check_order
from strategy.kernel.record import Record, day, long, text


@dataclass(frozen=True)
class SurveyRound(Record):
    """One round in which every Amt is asked for its data."""

    TABLE = "survey_round"
    PREFIX = "ER"
    SINGULAR = "Erhebung"
    PLURAL = "Erhebungen"

    title: str | None = text("Erhebung", required=True)
    asked_by: str | None = text("Wer fragt")
    reason: str | None = long("Wozu")
    sent_on: date | None = day("Versandt am")
    due: date | None = day("Frist", edge="last")
    closed_on: date | None = day("Abgeschlossen am", help="Danach wird niemand mehr erinnert.")

    def validate(self) -> None:
        check_order(self, "sent_on", "due")
