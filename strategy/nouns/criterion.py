"""Step 5: criteria of the utility analysis (Nutzwertanalyse)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, flag, integer, long, percent, text


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
    # That all weights make 100 % concerns several rows; the ranking refuses and says so.
    weight: Decimal | None = percent("Gewicht", required=True)
    # 0 points in such a criterion put a measure out, however good it is in all others.
    knock_out: bool | None = flag("K.-o.-Kriterium", default=False)
    body: str | None = long("Erläuterung")
    position: int | None = integer("Reihenfolge")

    def validate(self) -> None:
        check_between(self, "weight", 0, 100)
