"""Step 5: scores of measures by criterion."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, number, ref, text


@dataclass(frozen=True)
class Score(Record):
    """How well a measure meets a criterion in the eyes of one judge, 0 to 10 points."""

    TABLE = "score"
    PREFIX = "PW"
    SINGULAR = "Punktwert"
    PLURAL = "Punktwerte"
    GENDER = Gender.MASCULINE
    REPORT = Absent("shows in the priority of measures")
    IMPORT = Absent("given measure by measure")
    TRACE = Absent("shown with its measure")
    NAME = "points"

    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade", required=True)
    criterion_id: str | None = ref("Kriterium", "criterion", on_delete="cascade", required=True)
    points: Decimal | None = number("Punkte (0 bis 10)")
    reason: str | None = text("Begründung")
    judge: str | None = text(
        "Wer bewertet",
        empty="die Verwaltung gemeinsam",
        help="Zum Beispiel eine Fraktion; leer: die Verwaltung gemeinsam.",
    )

    def validate(self) -> None:
        check_between(self, "points", 0, 10)
