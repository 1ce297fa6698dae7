"""Step 1: the series of an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from strategy.kernel.record import Absent, Gender, Record, day, number, ref, text


@dataclass(frozen=True)
class IndicatorValue(Record):
    """One measured value of an indicator on one day."""

    TABLE = "indicator_value"
    PREFIX = "IW"
    SINGULAR = "Messwert"
    PLURAL = "Messwerte"
    GENDER = Gender.MASCULINE
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("part of its indicator, shown on its page")
    NAME = "measured_on"

    indicator_id: str | None = ref("Kennzahl", "indicator", on_delete="cascade", required=True)
    measured_on: date | None = day("Gemessen am", required=True)
    amount: Decimal | None = number("Wert")
    note: str | None = text("Anmerkung")
