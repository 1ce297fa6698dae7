"""Step 2: what the levels of a maturity model mean."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, integer, ref, text
from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class MaturityLevel(Record):
    """The words of one level: of the whole model, or of one criterion where it has its own."""

    TABLE = "maturity_level"
    PREFIX = "RS"
    SINGULAR = "Reifegradstufe"
    PLURAL = "Reifegradstufen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("comes with its maturity model")
    TRACE = Absent("part of its model")

    model_id: str | None = ref("Modell", "maturity_model", on_delete="cascade", required=True)
    criterion_id: str | None = ref(
        "Kriterium",
        "maturity_criterion",
        on_delete="cascade",
        empty="alle Kriterien",
        help="Leer: gilt für alle Kriterien des Modells.",
    )
    level: int | None = integer("Stufe", signed=True, required=True)
    title: str | None = text("Bedeutung", required=True)

    def validate_in(self, db: Cursor) -> None:
        used = db.value("SELECT count(*) FROM assessment WHERE model_id = ?", [self.model_id])
        if used:
            raise Refused(
                f"Nach diesem Modell wurde schon bewertet ({used} Mal), deshalb bleiben seine "
                "Stufen, wie sie sind; legen Sie eine neue Ausgabe des Modells an."
            )

    def validate_delete(self, db: Cursor) -> None:
        self.validate_in(db)
