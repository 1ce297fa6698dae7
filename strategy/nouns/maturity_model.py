"""Step 2: maturity models as versioned data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_order
from strategy.kernel.record import Absent, Gender, Record, choice, code, flag, integer, text
from strategy.kernel.store import Cursor


class MaturityRule(StrEnum):
    """How the levels of the criteria become one."""

    LOWEST = "niedrigstes Kriterium"
    WEIGHTED = "gewichtetes Mittel"


@dataclass(frozen=True)
class MaturityModel(Record):
    """A maturity model in one version, e.g. OZG 1.1 (0 to 4) or model 2.0 (0 to 7)."""

    TABLE = "maturity_model"
    PREFIX = "RM"
    SINGULAR = "Reifegradmodell"
    PLURAL = "Reifegradmodelle"
    GENDER = Gender.NEUTER
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("read by commands of its own, from maturity catalogues")

    title: str | None = text("Modell", required=True)
    edition: str | None = code("Version", required=True)
    rule: str | None = choice(
        "Es entscheidet",
        MaturityRule,
        default=MaturityRule.LOWEST,
        empty="niedrigstes anwendbares Kriterium",
        help="Leer gilt: das niedrigste anwendbare Kriterium.",
    )
    lowest: int | None = integer("Niedrigste Stufe", signed=True, default=0)
    highest: int | None = integer("Höchste Stufe", signed=True, required=True)
    orientation_only: bool | None = flag("Nur zur Orientierung", default=False)
    source: str | None = text("Quelle")

    def validate(self) -> None:
        check_order(self, "lowest", "highest")

    def validate_in(self, db: Cursor) -> None:
        if self.version == 0:
            return
        used = db.value("SELECT count(*) FROM assessment WHERE model_id = ?", [self.id])
        if used:
            raise Refused(
                f"Nach dem Modell „{self.title} {self.edition}“ wurde schon bewertet "
                f"({used} Mal), deshalb bleibt es, wie es ist; legen Sie eine neue Ausgabe an."
            )

    def validate_delete(self, db: Cursor) -> None:
        self.validate_in(db)
