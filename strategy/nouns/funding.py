"""Step 5: funding (Förderung) with rate and cap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from strategy.kernel.record import Record, check_between, day, money, percent, ref, text


@dataclass(frozen=True)
class Funding(Record):
    """A grant for a measure or project: rate of the eligible cost, at most the cap."""

    TABLE = "funding"
    PREFIX = "FM"
    SINGULAR = "Förderung"
    PLURAL = "Förderungen"

    title: str | None = text("Programm", required=True)
    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade")
    project_id: str | None = ref("Projekt", "project", on_delete="cascade")
    rate: Decimal | None = percent("Förderquote", required=True)
    cap_cents: int | None = money("Höchstbetrag")
    eligible_cents: int | None = money("Förderfähige Kosten")
    applied_on: date | None = day("Antrag am")
    granted_on: date | None = day("Bescheid am")
    proof_due: date | None = day("Verwendungsnachweis bis")
    earmarked_until: date | None = day("Zweckbindung bis")

    def validate(self) -> None:
        check_between(self, "rate", 0, 100)

    @property
    def grant_cents(self) -> int | None:
        """The grant in cents, half a cent rounded up, capped; None where the cost is unknown."""
        if self.eligible_cents is None or self.rate is None:
            return None
        exact = Decimal(self.eligible_cents) * self.rate / 100
        granted = int(exact.quantize(Decimal(1), ROUND_HALF_UP))
        return granted if self.cap_cents is None else min(granted, self.cap_cents)

    @property
    def own_share_cents(self) -> int | None:
        """What the municipality bears of the eligible cost (Eigenanteil), in cents."""
        grant = self.grant_cents
        return None if grant is None or self.eligible_cents is None else self.eligible_cents - grant
