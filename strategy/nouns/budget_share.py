"""Step 5: where in the budget a measure's cost of a year stands: Produkt, Konto and share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, choice, code, percent, ref, text, year

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class BudgetState(StrEnum):
    """Whether the money is in the budget, or has to be applied for."""

    BUDGETED = "veranschlagt"
    TO_APPLY = "anzumelden"


@dataclass(frozen=True)
class BudgetShare(Record):
    """A share of what a measure costs in a year, at one place of the budget."""

    TABLE = "budget_share"
    PREFIX = "VA"
    SINGULAR = "Veranschlagung"
    PLURAL = "Veranschlagungen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("a place in the budget, no origin")
    NAME = "product"

    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade", required=True)
    year: int | None = year("Jahr", required=True)
    # Text as in the finance system: leading zeros count, and the Länder cut their digits apart.
    product: str | None = code("Produkt", required=True)
    account: str | None = code("Konto", required=True)
    share: Decimal | None = percent(
        "Anteil an den Kosten des Jahres", required=True, default=Decimal(100)
    )
    # Said and not worked out: that a line exists does not mean this money is in it.
    state: str | None = choice("Stand", BudgetState, required=True, default="anzumelden")
    note: str | None = text("Anmerkung")

    def validate(self) -> None:
        check_between(self, "share", 0, 100)

    def validate_in(self, db: Cursor) -> None:
        others = db.value(
            "SELECT sum(share) FROM budget_share WHERE measure_id = ? AND year = ? AND id <> ?",
            [self.measure_id, self.year, self.id],
        )
        total = (others or Decimal(0)) + (self.share or 0)
        if total > 100:
            raise Refused(
                f"Die Anteile für {self.year} ergeben zusammen {german.percent(total)}; mehr als "
                "100 % der Kosten lassen sich nicht veranschlagen.",
                "share",
            )
