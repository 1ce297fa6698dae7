"""Step 2: the criteria of a maturity model."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, flag, integer, percent, ref, text
from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class MaturityCriterion(Record):
    """A criterion (question) of a maturity model."""

    TABLE = "maturity_criterion"
    PREFIX = "RK"
    SINGULAR = "Reifegradkriterium"
    PLURAL = "Reifegradkriterien"
    GENDER = Gender.NEUTER
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("comes with its maturity model")
    TRACE = Absent("part of its model")

    model_id: str | None = ref("Modell", "maturity_model", on_delete="cascade", required=True)
    title: str | None = text("Kriterium", required=True)
    area: str | None = text("Bereich")
    weight: Decimal | None = percent("Gewicht")
    only_if_required: bool | None = flag("Nur wenn erforderlich", default=False)
    position: int | None = integer("Reihenfolge", signed=True)

    def validate_in(self, db: Cursor) -> None:
        used = db.value("SELECT count(*) FROM assessment WHERE model_id = ?", [self.model_id])
        if used:
            raise Refused(
                f"Nach diesem Modell wurde schon bewertet ({used} Mal), deshalb bleiben seine "
                "Kriterien, wie sie sind; legen Sie eine neue Ausgabe des Modells an."
            )

    def validate_delete(self, db: Cursor) -> None:
        self.validate_in(db)
