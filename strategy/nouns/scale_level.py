"""Step 5: what points of a criterion mean (Skalenstufe)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, number, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class ScaleLevel(Record):
    """One level of a criterion's scale in words, so that all judges mean the same by it."""

    TABLE = "scale_level"
    PREFIX = "SK"
    SINGULAR = "Skalenstufe"
    PLURAL = "Skalenstufen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("belongs to its criterion")
    NAME = "body"

    criterion_id: str | None = ref("Kriterium", "criterion", on_delete="cascade", required=True)
    points: Decimal | None = number("Punkte (0 bis 10)", required=True)
    body: str | None = text("Bedeutung", required=True)

    def validate(self) -> None:
        check_between(self, "points", 0, 10)

    def validate_in(self, db: Cursor) -> None:
        other = db.value(
            "SELECT min(id) FROM scale_level WHERE criterion_id = ? AND points = ? AND id <> ?",
            [self.criterion_id, self.points, self.id],
        )
        if other is not None:
            raise Refused(
                f"Was diese Punkte bedeuten, steht schon in {other}; ändern Sie jene Stufe.",
                "points",
            )
