"""Step 5: criteria of the utility analysis (Nutzwertanalyse)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, flag, integer, long, percent, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class Criterion(Record):
    """A criterion with its weight; all weights together are 100 %."""

    TABLE = "criterion"
    PREFIX = "KR"
    SINGULAR = "Kriterium"
    PLURAL = "Kriterien"
    GENDER = Gender.NEUTER
    REPORT = Absent("shows in the priority of measures")
    IMPORT = Absent("comes with the presets of a Land")

    title: str | None = text("Kriterium", required=True)
    # All weights make 100 %: together they are set by ``acts.planning.set_weights``; a single one
    # may leave room for the others, but never take more than there is.
    weight: Decimal | None = percent("Gewicht", required=True)
    # 0 points in such a criterion put a measure out, however good it is in all others.
    knock_out: bool | None = flag("K.-o.-Kriterium", default=False)
    body: str | None = long("Erläuterung")
    position: int | None = integer("Reihenfolge", signed=True)

    def validate(self) -> None:
        check_between(self, "weight", 0, 100)

    def validate_in(self, db: Cursor) -> None:
        others = db.value("SELECT sum(weight) FROM criterion WHERE id <> ?", [self.id]) or 0
        standing = db.value("SELECT weight FROM criterion WHERE id = ?", [self.id]) or 0
        total = others + (self.weight or 0)
        # What the plan already holds may be lowered; only what is new is judged.
        if total > 100 and (self.weight or 0) > standing:
            raise Refused(
                f"Die Gewichte ergeben dann zusammen {german.percent(total)}; es dürfen nur 100 % "
                "sein. Mehrere Gewichte zugleich ändern Sie unter „Gewichte festlegen“.",
                "weight",
            )
