"""Step 2: structured recommendations drawn from the facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, long, text


class RecommendationKind(StrEnum):
    """The three kinds that councils ask for."""

    STRUCTURAL = "strukturell"
    FINANCIAL = "finanziell"
    CONCEPTUAL = "konzeptionell"


@dataclass(frozen=True)
class Recommendation(Record):
    """A recommendation; links lead to the facts it rests on and to goals and measures."""

    TABLE = "recommendation"
    PREFIX = "EM"
    SINGULAR = "Empfehlung"
    PLURAL = "Empfehlungen"
    GENDER = Gender.FEMININE
    REPORT = "2 IST-Analyse"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Empfehlung", required=True)
    kind: str | None = choice("Art", RecommendationKind, required=True)
    body: str | None = long("Begründung")
