"""Step 5: how many posts of a unit the measures may take in a year (Stellenobergrenze)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, day, fte, ref, text, year

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class StaffCap(Record):
    """A cap on the full-time equivalents that measures take from one unit in one year."""

    TABLE = "staff_cap"
    PREFIX = "SO"
    SINGULAR = "Stellenobergrenze"
    PLURAL = "Stellenobergrenzen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("a limit, not an origin")
    NAME = "organisation_id"

    organisation_id: str | None = ref(
        "Organisationseinheit",
        "organisation_unit",
        on_delete="cascade",
        required=True,
        help="Gilt für diese Einheit und alles unter ihr.",
    )
    year: int | None = year("Jahr", required=True)
    fte: Decimal | None = fte("Höchstens (VZÄ)", required=True)
    source: str | None = text("Quelle")
    noted_on: date | None = day("Stand")

    def validate(self) -> None:
        if self.fte is not None and self.fte < 0:
            raise Refused(
                "„Höchstens (VZÄ)“ ist negativ; geben Sie 0 oder eine höhere Zahl an.", "fte"
            )

    def validate_in(self, db: Cursor) -> None:
        other = db.value(
            "SELECT min(id) FROM staff_cap WHERE organisation_id = ? AND year = ? AND id <> ?",
            [self.organisation_id, self.year, self.id],
        )
        if other is not None:
            raise Refused(
                f"Für {self.organisation_id} gibt es {self.year} schon eine Stellenobergrenze: "
                f"{other}; ändern Sie jene, statt eine zweite anzulegen.",
                "year",
            )
