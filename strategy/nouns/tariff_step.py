"""The tariff path: by how much personnel cost is assumed to rise from one year to the next."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, percent, text, year

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class TariffStep(Record):
    """The assumed rise of one year against the year before.

    Where a grade has no rate of its own for a year, its latest earlier rate is carried on by these
    steps, year by year and each time to the cent.  A year without a step ends the path: nothing is
    ever assumed silently.
    """

    TABLE = "tariff_step"
    PREFIX = "TA"
    SINGULAR = "Tarifannahme"
    PLURAL = "Tarifannahmen"
    GENDER = Gender.FEMININE
    REPORT = Absent("shows in the cost data as computed amounts")
    IMPORT = Absent("few rows, typed in")
    NAME = "year"

    year: int | None = year("Jahr", required=True)
    increase: Decimal | None = percent(
        "Steigerung gegenüber dem Vorjahr",
        required=True,
        help="In Prozent; 0 heißt ausdrücklich: gleich wie im Vorjahr.",
    )
    source: str | None = text(
        "Quelle", required=True, help="Zum Beispiel Tarifabschluss oder Annahme der Kämmerei."
    )

    def validate(self) -> None:
        # Beyond that somebody has typed 1,035 for 3.5 % or an amount of money.
        check_between(self, "increase", -20, 50)

    def validate_in(self, db: Cursor) -> None:
        # What the plan already holds may stay and may be deleted; only what is new is judged.
        if db.has_rows(
            "SELECT 1 FROM tariff_step WHERE year = ? AND NOT EXISTS "
            "(SELECT 1 FROM tariff_step WHERE id = ? AND year = ?)",
            [self.year, self.id, self.year],
        ):
            raise Refused(
                f"Für {self.year} gibt es schon eine Tarifannahme; ändern Sie die vorhandene.",
                "year",
            )
