"""Personnel cost rates: what a full-time post of a grade costs in a year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from strategy.record import Record, code, money, percent, text, year


@dataclass(frozen=True)
class PersonnelRate(Record):
    """Yearly cost of one full-time equivalent of a grade.

    workplace_cents: Sachkosten of an office workplace; Niedersachsen's official flat rate is
    9.082 € a year.  overhead: Gemeinkosten in per cent of personnel cost.
    """

    TABLE = "personnel_rate"
    PREFIX = "PK"
    SINGULAR = "Personalkostensatz"
    PLURAL = "Personalkostensätze"
    NAME = "grade"

    grade: str | None = code("Entgelt- oder Besoldungsgruppe", required=True)
    year: int | None = year("Jahr", required=True)
    personnel_cents: int | None = money("Personalkosten je VZÄ", required=True)
    workplace_cents: int | None = money("Sachkosten Arbeitsplatz je VZÄ")
    overhead: Decimal | None = percent("Gemeinkostenzuschlag")
    source: str | None = text("Quelle")
