"""The price path: by how much Sachkosten are assumed to rise from one year to the next."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, choice, percent, text, year

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class PricedType(StrEnum):
    """The types of cost lines that have a price; personnel follows the tariff."""

    LICENCE = "Lizenz"
    MAINTENANCE = "Wartung und Pflege"
    OPERATION = "Betrieb und Rechenzentrum"
    HARDWARE = "Hardware"
    SERVICE = "Dienstleistung"
    TRAINING = "Schulung"
    OTHER = "Sonstiges"


@dataclass(frozen=True)
class PriceStep(Record):
    """The assumed rise of prices of one year against the year before.

    Used where running cost is carried on into a new year of the horizon; what was planned already
    is never changed by it.
    """

    TABLE = "price_step"
    PREFIX = "PA"
    SINGULAR = "Preisannahme"
    PLURAL = "Preisannahmen"
    GENDER = Gender.FEMININE
    REPORT = Absent("shows in the amounts that were carried on by it")
    IMPORT = Absent("few rows, typed in")
    NAME = "year"

    year: int | None = year("Jahr", required=True)
    cost_type: str | None = choice(
        "Kostenart",
        PricedType,
        empty="alle Sachkosten",
        help="Leer: für alle Sachkosten ohne eigene Annahme.",
    )
    increase: Decimal | None = percent(
        "Steigerung gegenüber dem Vorjahr",
        required=True,
        help="In Prozent; 0 heißt ausdrücklich: gleich wie im Vorjahr.",
    )
    source: str | None = text(
        "Quelle", required=True, help="Zum Beispiel Preisindex, Vertrag oder Orientierungsdaten."
    )

    def validate(self) -> None:
        # Beyond that somebody has typed 1,035 for 3.5 % or an amount of money.
        check_between(self, "increase", -50, 100)

    def validate_in(self, db: Cursor) -> None:
        if db.has_rows(
            "SELECT 1 FROM price_step WHERE year = ? AND cost_type IS NOT DISTINCT FROM ? "
            "AND id <> ?",
            [self.year, self.cost_type, self.id],
        ):
            raise Refused(
                f"Für {self.year} gibt es bei {self.cost_type or 'allen Sachkosten'} schon eine "
                "Preisannahme; ändern Sie die vorhandene.",
                "year",
            )
