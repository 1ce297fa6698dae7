"""Step 2: the answers of an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, flag, integer, ref, text
from strategy.kernel.records import settle_again
from strategy.kernel.store import Cursor, Transaction


@dataclass(frozen=True)
class AssessmentAnswer(Record):
    """The level reached and aimed at in one criterion; a non-applicable one is ignored."""

    TABLE = "assessment_answer"
    PREFIX = "BA"
    SINGULAR = "Bewertungsantwort"
    PLURAL = "Bewertungsantworten"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("made from the criteria of the model")
    TRACE = Absent("part of its assessment")
    NAME = "criterion_id"

    assessment_id: str | None = ref("Bewertung", "assessment", on_delete="cascade", required=True)
    criterion_id: str | None = ref("Kriterium", "maturity_criterion", required=True)
    # A criterion that does not apply is left out of the level, as OZG maturity 1.1 asks for.
    applicable: bool | None = flag("Anwendbar", default=True)
    actual: int | None = integer("IST-Stufe", signed=True)
    target: int | None = integer("SOLL-Stufe", signed=True)
    reason: str | None = text("Begründung")

    def take_along(self, tx: Transaction, standing: Self) -> None:
        """The level of the assessed service follows the answer."""
        service_id = tx.value(
            "SELECT service_id FROM assessment WHERE id = ?", [self.assessment_id]
        )
        if service_id is not None:
            settle_again(tx, str(service_id))

    def validate_in(self, db: Cursor) -> None:
        model = db.one(
            "SELECT m.lowest, m.highest, c.model_id = s.model_id AS fits FROM assessment s "
            "JOIN maturity_model m ON m.id = s.model_id "
            "JOIN maturity_criterion c ON c.id = ? WHERE s.id = ?",
            [self.criterion_id, self.assessment_id],
        )
        # References are checked before; without a model row there is nothing to hold the levels
        # against.
        if model is None:
            return
        if not model["fits"]:
            raise Refused(
                "Dieses Kriterium gehört zu einem anderen Modell; wählen Sie eines aus dem Modell "
                "der Bewertung.",
                "criterion_id",
            )
        least, most = model["lowest"] or 0, model["highest"]
        for name in ("actual", "target"):
            value = getattr(self, name)
            if value is not None and not least <= value <= (value if most is None else most):
                raise Refused(
                    f"„{self.spec(name).label}“ ist {value}; das Modell kennt die Stufen {least} "
                    f"bis {most}.",
                    name,
                )
