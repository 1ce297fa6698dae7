"""Step 2: the questions of an interview guideline."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, ref, text


@dataclass(frozen=True)
class GuidelineQuestion(Record):
    """One question of a guideline."""

    TABLE = "guideline_question"
    PREFIX = "LFF"
    SINGULAR = "Leitfrage"
    PLURAL = "Leitfragen"
    GENDER = Gender.FEMININE
    REPORT = Absent("a tool for interviews, no content of the strategy")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("part of its guideline")

    guideline_id: str | None = ref("Leitfaden", "guideline", on_delete="cascade", required=True)
    title: str | None = text("Frage", required=True)
    topic: str | None = text("Thema")
    position: int | None = integer("Reihenfolge", signed=True)
