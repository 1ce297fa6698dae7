"""Step 5: funding (Förderung): a rate of the eligible cost up to a cap, or a fixed amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between, check_order
from strategy.kernel.record import Absent, Gender, Record, day, money, percent, ref, text, year

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor

# What a measure costs by its planned lines.  Where an amount is missing or follows from a post the
# sum is no limit, so nothing is judged.
_COST = """
SELECT CASE WHEN count(*) > 0 AND count(*) = count(amount_cents) THEN sum(amount_cents) END
FROM cost_line WHERE measure_id = ? AND basis = 'Plan' AND cost_type IS DISTINCT FROM 'Abschreibung'
"""


@dataclass(frozen=True)
class Funding(Record):
    """A grant for a measure or project: rate of the eligible cost, at most the cap."""

    TABLE = "funding"
    PREFIX = "FM"
    SINGULAR = "Förderung"
    PLURAL = "Förderungen"
    GENDER = Gender.FEMININE
    REPORT = "5 Strategie"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Programm", required=True)
    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade", trace="Förderung von")
    project_id: str | None = ref("Projekt", "project", on_delete="cascade", trace="Förderung von")
    rate: Decimal | None = percent("Förderquote", empty="–")
    cap_cents: int | None = money("Höchstbetrag")
    eligible_cents: int | None = money("Förderfähige Kosten")
    fixed_cents: int | None = money(
        "Festbetrag",
        empty="–",
        help="Wenn der Zuschuss ein fester Betrag ist; Quote und Höchstbetrag leer.",
    )
    first_year: int | None = year(
        "Gezahlt ab", empty="von Anfang an", help="Leer: für alle Jahre mit Kosten."
    )
    last_year: int | None = year("Gezahlt bis", empty="bis zum Ende")
    call: str | None = text(
        "Förderaufruf", help="Wie der Fördergeber ihn nennt; leer, wo keiner ist."
    )
    call_closes_on: date | None = day(
        "Antragsfrist",
        edge="last",
        help="Sie setzt der Fördergeber; beim Verschieben der Maßnahme bleibt sie stehen.",
    )
    applied_on: date | None = day("Antrag am")
    granted_on: date | None = day("Bescheid am")
    proof_due: date | None = day("Verwendungsnachweis bis", edge="last")
    earmarked_until: date | None = day("Zweckbindung bis", edge="last")

    def validate(self) -> None:
        check_between(self, "rate", 0, 100)
        check_order(self, "first_year", "last_year")
        if (self.rate is None) == (self.fixed_cents is None):
            raise Refused(
                "Eine Förderung hat entweder eine „Förderquote“ oder einen „Festbetrag“; geben "
                "Sie genau eines davon an.",
                "rate",
            )
        for name in ("cap_cents", "eligible_cents", "fixed_cents"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise Refused(
                    f"„{self.spec(name).label}“ ist negativ; geben Sie 0 oder mehr an.", name
                )

    def validate_in(self, db: Cursor) -> None:
        """Eligible cost and all grants together stay within what the measure costs."""
        if self.measure_id is None or self._stands_already(db):
            return
        cost = db.value(_COST, [self.measure_id])
        if cost is None:
            return
        cost = int(cost)
        if self.eligible_cents is not None and self.eligible_cents > cost:
            raise Refused(
                f"„Förderfähige Kosten“ sind mit {german.money(self.eligible_cents)} höher als die "
                f"Kosten der Maßnahme ({german.money(cost)}); berichtigen Sie einen der Beträge.",
                "eligible_cents",
            )
        rows = db.rows(
            "SELECT rate, cap_cents, eligible_cents, fixed_cents FROM funding "
            "WHERE measure_id = ? AND id <> ?",
            [self.measure_id, self.id],
        )
        others = [Funding(**row).grant_cents or 0 for row in rows]
        total = sum(others) + (self.grant_cents or 0)
        if total > cost:
            raise Refused(
                f"Die Förderungen ergeben zusammen {german.money(total)}, die Maßnahme kostet aber "
                f"nur {german.money(cost)}; berichtigen Sie einen der Beträge.",
                "fixed_cents" if self.rate is None else "rate",
            )

    def _stands_already(self, db: Cursor) -> bool:
        """Whether the amounts are those of the plan: only what is new is judged."""
        return db.has_rows(
            "SELECT 1 FROM funding WHERE id = ? AND measure_id IS NOT DISTINCT FROM ? "
            "AND rate IS NOT DISTINCT FROM ? AND cap_cents IS NOT DISTINCT FROM ? "
            "AND eligible_cents IS NOT DISTINCT FROM ? AND fixed_cents IS NOT DISTINCT FROM ?",
            [
                self.id,
                self.measure_id,
                self.rate,
                self.cap_cents,
                self.eligible_cents,
                self.fixed_cents,
            ],
        )

    @property
    def grant_cents(self) -> int | None:
        """The grant in cents, half a cent rounded up, capped; None where the cost is unknown."""
        if self.fixed_cents is not None:
            return self.fixed_cents
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
