"""Step 5: how much money the measures of the plan may take in a year (Budgetobergrenze)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, day, money, ref, text, year

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class CapKind(StrEnum):
    """What is capped: all of the own share, or one side of the budget alone (net of grants)."""

    OWN_SHARE = "Eigenanteil"
    CONSUMPTIVE = "konsumtiv"
    INVESTIVE = "investiv"


@dataclass(frozen=True)
class BudgetCap(Record):
    """A cap on the own share of all measures in one year, of the city or of one unit."""

    TABLE = "budget_cap"
    PREFIX = "BO"
    SINGULAR = "Budgetobergrenze"
    PLURAL = "Budgetobergrenzen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("a limit, not an origin")
    NAME = "kind"

    kind: str | None = choice("Art", CapKind, required=True, default=CapKind.OWN_SHARE)
    year: int | None = year("Jahr", required=True)
    organisation_id: str | None = ref(
        "Organisationseinheit",
        "organisation_unit",
        on_delete="cascade",
        empty="ganze Kommune",
        help="Leer: für die ganze Kommune; sonst für diese Einheit und alles unter ihr.",
    )
    amount_cents: int | None = money("Höchstbetrag", required=True)
    source: str | None = text("Quelle")
    noted_on: date | None = day("Stand")

    def validate(self) -> None:
        if self.amount_cents is not None and self.amount_cents < 0:
            raise Refused(
                "„Höchstbetrag“ ist negativ; geben Sie 0 oder einen höheren Betrag an.",
                "amount_cents",
            )

    def validate_in(self, db: Cursor) -> None:
        other = db.value(
            "SELECT min(id) FROM budget_cap WHERE kind = ? AND year = ? "
            "AND organisation_id IS NOT DISTINCT FROM ? AND id <> ?",
            [self.kind, self.year, self.organisation_id, self.id],
        )
        if other is not None:
            raise Refused(
                f"Für {self.year} gibt es diese Obergrenze ({self.kind}) schon: {other}; ändern "
                "Sie jene, statt eine zweite anzulegen.",
                "year",
            )
