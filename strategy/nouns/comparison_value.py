"""Step 1: figures of comparison cities."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from strategy.kernel.record import Absent, Gender, Record, number, ref, text, year


@dataclass(frozen=True)
class ComparisonValue(Record):
    """The value of one indicator in one comparison city."""

    TABLE = "comparison_value"
    PREFIX = "VW"
    SINGULAR = "Vergleichswert"
    PLURAL = "Vergleichswerte"
    GENDER = Gender.MASCULINE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("part of the compared city, shown on its page")
    NAME = "year"

    city_id: str | None = ref("Kommune", "comparison_city", on_delete="cascade", required=True)
    indicator_id: str | None = ref("Kennzahl", "indicator", on_delete="cascade", required=True)
    year: int | None = year("Jahr", required=True)
    # Unknown is common: cities publish few indicators alike, and no value is not zero.
    amount: Decimal | None = number("Wert")
    source: str | None = text("Quelle")
