"""Step 5: how far costs of a type may turn out lower or higher than planned (Kostenspanne)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, choice, day, percent, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class BandType(StrEnum):
    """The types of cost lines but depreciation, which follows from what was bought."""

    LICENCE = "Lizenz"
    MAINTENANCE = "Wartung und Pflege"
    OPERATION = "Betrieb und Rechenzentrum"
    HARDWARE = "Hardware"
    SERVICE = "Dienstleistung"
    TRAINING = "Schulung"
    PERSONNEL = "Personal"
    OTHER = "Sonstiges"


class CostDriver(StrEnum):
    """What moves many lines together."""

    TARIFF = "Tarifabschlüsse"
    VENDORS = "Preise der Anbieter"
    DELAY = "Verzögerungen"


@dataclass(frozen=True)
class CostBand(Record):
    """The band of one cost type in per cent of the planned amount, and what drives it."""

    TABLE = "cost_band"
    PREFIX = "KB"
    SINGULAR = "Kostenspanne"
    PLURAL = "Kostenspannen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    NAME = "cost_type"

    cost_type: str | None = choice("Kostenart", BandType, required=True)
    low_percent: Decimal | None = percent("Abweichung nach unten", required=True)
    high_percent: Decimal | None = percent("Abweichung nach oben", required=True)
    driver: str | None = choice("Treiber", CostDriver)
    common_percent: Decimal | None = percent(
        "Gemeinsamer Anteil",
        help="Welcher Teil der Abweichung alle Zeilen dieses Treibers zugleich trifft.",
    )
    source: str | None = text("Quelle")
    noted_on: date | None = day("Stand")

    def validate(self) -> None:
        # Nothing costs less than nothing; twenty times the plan is a typing error.
        check_between(self, "low_percent", 0, 100)
        check_between(self, "high_percent", 0, 2000)
        check_between(self, "common_percent", 0, 100)

    def validate_in(self, db: Cursor) -> None:
        other = db.value(
            "SELECT min(id) FROM cost_band WHERE cost_type = ? AND id <> ?",
            [self.cost_type, self.id],
        )
        if other is not None:
            raise Refused(
                f"Für „{self.cost_type}“ gibt es schon eine Kostenspanne: {other}; ändern Sie "
                "jene, statt eine zweite anzulegen.",
                "cost_type",
            )
