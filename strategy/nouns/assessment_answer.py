"""Step 2: the answers of an assessment."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.record import Record, flag, integer, ref, text


@dataclass(frozen=True)
class AssessmentAnswer(Record):
    """The level reached and aimed at in one criterion; a non-applicable one is ignored."""

    TABLE = "assessment_answer"
    PREFIX = "BA"
    SINGULAR = "Bewertungsantwort"
    PLURAL = "Bewertungsantworten"
    NAME = "criterion_id"

    assessment_id: str | None = ref("Bewertung", "assessment", on_delete="cascade", required=True)
    criterion_id: str | None = ref("Kriterium", "maturity_criterion", required=True)
    applicable: bool | None = flag("Anwendbar", default=True)
    actual: int | None = integer("IST-Stufe")
    target: int | None = integer("SOLL-Stufe")
    reason: str | None = text("Begründung")
