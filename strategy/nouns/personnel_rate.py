"""Personnel cost rates: what a full-time post of a grade costs in a year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, choice, code, money, percent, text, year

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class RateContent(StrEnum):
    """What an amount of the Kämmerei holds besides pay; a part it holds is not put on top."""

    PAY = "nur Personalkosten"
    WORKPLACE = "mit Arbeitsplatz"
    OVERHEAD = "mit Gemeinkosten"
    WHOLE = "mit Arbeitsplatz und Gemeinkosten"


@dataclass(frozen=True)
class PersonnelRate(Record):
    """Yearly cost of one full-time equivalent of a grade.

    personnel_cents: what the employer pays in all; it may be given as it is, or as yearly gross pay
    (gross_cents) and the employer's share of it in per cent (employer_share).
    workplace_cents: Sachkosten of an office workplace; Niedersachsen's official flat rate is
    9.082 € a year.  overhead: Gemeinkosten in per cent of personnel cost.
    """

    TABLE = "personnel_rate"
    PREFIX = "PK"
    SINGULAR = "Personalkostensatz"
    PLURAL = "Personalkostensätze"
    GENDER = Gender.MASCULINE
    REPORT = Absent("shows in the cost data as computed amounts")
    IMPORT = "rates"
    NAME = "grade"

    grade: str | None = code("Entgelt- oder Besoldungsgruppe", required=True)
    year: int | None = year("Jahr", required=True)
    gross_cents: int | None = money(
        "Jahresbrutto je VZÄ", help="Mit Jahressonderzahlung, ohne Anteile des Arbeitgebers."
    )
    employer_share: Decimal | None = percent(
        "Arbeitgeberanteil", help="Sozialversicherung und Zusatzversorgung, in Prozent vom Brutto."
    )
    personnel_cents: int | None = money(
        "Personalkosten je VZÄ",
        empty="aus Brutto und Arbeitgeberanteil",
        help="Leer: Jahresbrutto und Arbeitgeberanteil ergeben den Betrag.",
    )
    # A whole rate of the Kämmerei beside the flat rates of a new plan would be raised once more.
    includes: str | None = choice(
        "Im Satz enthalten",
        RateContent,
        help="Was die Personalkosten je VZÄ schon enthalten, wird nicht noch einmal aufgeschlagen.",
    )
    workplace_cents: int | None = money(
        "Sachkosten Arbeitsplatz je VZÄ",
        help="Frei verfügbare Pauschale des Landes Niedersachsen: 9.082 € im Jahr.",
    )
    overhead: Decimal | None = percent("Gemeinkostenzuschlag")
    source: str | None = text("Quelle")

    @property
    def holds_workplace(self) -> bool:
        """Whether the amount already contains the Sachkosten of a workplace."""
        return self.includes in (RateContent.WORKPLACE, RateContent.WHOLE)

    @property
    def holds_overhead(self) -> bool:
        """Whether the amount already contains the Gemeinkosten."""
        return self.includes in (RateContent.OVERHEAD, RateContent.WHOLE)

    @property
    def from_gross_cents(self) -> int | None:
        """Gross pay with the employer's share, rounded half up; None where one is unknown."""
        if self.gross_cents is None or self.employer_share is None:
            return None
        exact = self.gross_cents * (100 + self.employer_share) / 100
        return int(exact.quantize(Decimal(1), ROUND_HALF_UP))

    def validate(self) -> None:
        check_between(self, "employer_share", 0, 100)
        check_between(self, "overhead", 0, 200)
        for name in ("gross_cents", "personnel_cents", "workplace_cents"):
            if (getattr(self, name) or 0) < 0:
                raise Refused(
                    f"„{self.spec(name).label}“ ist negativ; geben Sie einen Betrag ab 0 an.", name
                )
        if self.gross_cents is not None and (self.holds_workplace or self.holds_overhead):
            raise Refused(
                f"„Im Satz enthalten“ steht auf „{self.includes}“, ein Jahresbrutto enthält aber "
                f"nur Personalkosten; wählen Sie „{RateContent.PAY}“.",
                "includes",
            )
        made = self.from_gross_cents
        if self.personnel_cents is None and made is None:
            raise Refused(
                "Die Personalkosten fehlen; geben Sie „Personalkosten je VZÄ“ an oder "
                "„Jahresbrutto je VZÄ“ mit „Arbeitgeberanteil“.",
                "personnel_cents",
            )
        if self.personnel_cents is not None and made not in (None, self.personnel_cents):
            raise Refused(
                f"Jahresbrutto und Arbeitgeberanteil ergeben {german.money(made)}, bei den "
                f"Personalkosten stehen {german.money(self.personnel_cents)}; leeren Sie das Feld "
                "oder berichtigen Sie eine der Angaben.",
                "personnel_cents",
            )

    def validate_in(self, db: Cursor) -> None:
        # What the plan already holds may stay and may be deleted; only what is new is judged.
        key = [self.grade, self.year]
        if db.has_rows(
            "SELECT 1 FROM personnel_rate WHERE grade = ? AND year = ? AND NOT EXISTS "
            "(SELECT 1 FROM personnel_rate WHERE id = ? AND grade = ? AND year = ?)",
            [*key, self.id, *key],
        ):
            raise Refused(
                f"Für {self.grade} gibt es {self.year} schon einen Personalkostensatz; ändern Sie "
                "den vorhandenen.",
                "grade",
            )
