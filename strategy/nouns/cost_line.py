"""Cost lines: what an application, a project or a measure costs in one year.

One line is one amount: object × year × cost type × one-off or running × konsumtiv or investiv ×
plan or actual.  Sachkosten and Personalkosten are told apart by the cost type.  An investive
payment stands in the Finanzhaushalt once; its depreciation (AfA) is a line of the Ergebnishaushalt
of its own type, and the two are never added.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import (
    Gender,
    Record,
    choice,
    code,
    day,
    fte,
    integer,
    money,
    ref,
    text,
    year,
)
from strategy.kernel.written import same_grade

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor

# A rate of the year itself, or an earlier one that tariff steps carry on without a gap.
_HAS_RATE = """
SELECT 1 FROM (
    SELECT max(year) AS base FROM personnel_rate WHERE grade = ? AND year <= ?
) WHERE base IS NOT NULL AND ? - base <= (
    SELECT count(DISTINCT year) FROM tariff_step WHERE year > base AND year <= ?
)
"""


class CostType(StrEnum):
    """Kinds of cost; only PERSONNEL is Personalkosten."""

    LICENCE = "Lizenz"
    MAINTENANCE = "Wartung und Pflege"
    OPERATION = "Betrieb und Rechenzentrum"
    HARDWARE = "Hardware"
    SERVICE = "Dienstleistung"
    TRAINING = "Schulung"
    PERSONNEL = "Personal"
    DEPRECIATION = "Abschreibung"
    OTHER = "Sonstiges"


class Recurrence(StrEnum):
    """One-off or running."""

    ONE_OFF = "einmalig"
    RUNNING = "laufend"


class BudgetKind(StrEnum):
    """Consumptive (Ergebnishaushalt) or investive (Finanzhaushalt)."""

    CONSUMPTIVE = "konsumtiv"
    INVESTIVE = "investiv"


class Basis(StrEnum):
    """Planned or actual; the two are never added."""

    PLAN = "Plan"
    ACTUAL = "Ist"


class Financing(StrEnum):
    """Where the money comes from."""

    OWN = "Eigenmittel"
    GRANT = "Fördermittel"
    ALLOCATION = "Umlage"
    THIRD_PARTY = "Drittmittel"


# Where the money of a measure's year stands in the budget (Veranschlagung).
PLACES_OF_YEAR = (
    "SELECT DISTINCT product, account FROM budget_share WHERE measure_id = ? AND year = ? "
    "ORDER BY product, account"
)


@dataclass(frozen=True)
class CostLine(Record):
    """One amount of one object in one year; an unknown amount stays unknown."""

    TABLE = "cost_line"
    PREFIX = "KL"
    SINGULAR = "Kostenzeile"
    PLURAL = "Kostenzeilen"
    GENDER = Gender.FEMININE
    REPORT = "Kostendaten"
    IMPORT = "costs"
    GROUPED = True

    # Exactly one of the three owners; a column per kind keeps the references checkable.
    application_id: str | None = ref(
        "Anwendung", "application", on_delete="cascade", trace="Kosten von"
    )
    project_id: str | None = ref("Projekt", "project", on_delete="cascade", trace="Kosten von")
    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade", trace="Kosten von")
    title: str | None = text("Bezeichnung")
    # Filled only where one unit alone bears this line, against the key of the application.
    organisation_id: str | None = ref(
        "Kostentragende Einheit",
        "organisation_unit",
        empty="nach Verteilschlüssel",
        help="Leer: nach dem Verteilschlüssel der Anwendung, sonst bei der federführenden Einheit.",
    )
    year: int | None = year("Jahr", required=True)
    cost_type: str | None = choice("Kostenart", CostType, required=True)
    recurrence: str | None = choice("Häufigkeit", Recurrence, default=Recurrence.RUNNING)
    budget_kind: str | None = choice("Haushaltsart", BudgetKind, default=BudgetKind.CONSUMPTIVE)
    # Plan and Ist of one year are two rows, so that a plan is never overwritten by what came true.
    basis: str | None = choice("Plan oder Ist", Basis, required=True, default=Basis.PLAN)
    amount_cents: int | None = money("Betrag", signed=True)
    # Amount empty and FTE given: the cost is worked out from the rate of the grade and year.
    fte: Decimal | None = fte("Stellenanteil (VZÄ)")
    grade: str | None = code("Entgelt- oder Besoldungsgruppe", unit="grade")
    # Where the money of this line comes from in the budget; what grants pay is told by funding.
    financing: str | None = choice("Finanzierung", Financing, default=Financing.OWN)
    # By the depreciation table of the Land; software usually 3 to 5 years.
    useful_life_years: int | None = integer(
        "Nutzungsdauer in Jahren",
        unit="years",
        help="Nur bei investiven Zeilen; daraus ergibt sich die Abschreibung im Ergebnishaushalt.",
    )
    # As the Kämmerei writes it; a paper for the council has to name Produkt and Konto.
    product: str | None = code("Produkt")
    account: str | None = code("Konto")
    note: str | None = text("Anmerkung")
    low_cents: int | None = money(
        "Mindestens",
        signed=True,
        empty="nach Kostenart",
        help="Der Betrag, unter den die Zeile kaum fallen wird; leer: nach Kostenart.",
    )
    high_cents: int | None = money(
        "Höchstens",
        signed=True,
        empty="nach Kostenart",
        help="Der Betrag, über den die Zeile kaum steigen wird; leer: nach Kostenart.",
    )
    confirmed_on: date | None = day("Zuletzt bestätigt am")

    def validate(self) -> None:
        owners = [self.application_id, self.project_id, self.measure_id]
        if sum(owner is not None for owner in owners) != 1:
            raise Refused(
                "Eine Kostenzeile gehört zu genau einer Anwendung, einem Projekt oder einer "
                "Maßnahme; wählen Sie eines davon.",
                "application_id",
            )
        if self.fte is not None and self.cost_type != CostType.PERSONNEL:
            raise Refused(
                "Ein Stellenanteil gehört nur zur Kostenart Personal; leeren Sie das Feld oder "
                "wählen Sie Personal.",
                "fte",
            )
        check_between(self, "useful_life_years", 1, 100)
        self._check_amounts()

    def _check_amounts(self) -> None:
        # Actual lines of a finance system may be negative (a refund); a plan holds no such thing.
        planned = self.measure_id is not None and self.basis == Basis.PLAN
        if planned and self.amount_cents is not None and self.amount_cents < 0:
            raise Refused(
                "„Betrag“ ist negativ; Geld von außen gehört zu den Förderungen der Maßnahme.",
                "amount_cents",
            )
        low, likely, high = self.low_cents, self.amount_cents, self.high_cents
        for lesser, greater, name in (
            (low, likely, "low_cents"),
            (likely, high, "high_cents"),
            (low, high, "high_cents"),
        ):
            if lesser is not None and greater is not None and lesser > greater:
                raise Refused(
                    "„Mindestens“, „Betrag“ und „Höchstens“ müssen in dieser Reihenfolge steigen; "
                    "berichtigen Sie die Angaben.",
                    name,
                )

    def settled(self, db: Cursor) -> Self:
        """The pay grade as the rates spell it ("EG 11" is their "E11"), and for a measure the place
        in the budget where the money of the year stands."""
        line = self._placed(db)
        if line.grade is None:
            return line
        known = db.rows("SELECT DISTINCT grade FROM personnel_rate WHERE grade IS NOT NULL")
        return line.replace(grade=same_grade(line.grade, sorted(row["grade"] for row in known)))

    def _placed(self, db: Cursor) -> Self:
        if self.measure_id is None or self.basis != Basis.PLAN or self.product or self.account:
            return self
        # Only what is new: whoever empties the place of a line means it.
        if self.version:
            return self
        # Depreciation is booked on accounts of its own; the place is that of the payment.
        if self.cost_type == CostType.DEPRECIATION:
            return self
        places = db.rows(PLACES_OF_YEAR, [self.measure_id, self.year])
        # Of several places nobody can tell which one this line belongs to.
        return self.replace(**places[0]) if len(places) == 1 else self

    def validate_in(self, db: Cursor) -> None:
        """A post whose cost nobody can work out is refused: its grade has no rate in that year."""
        if (
            self.cost_type != CostType.PERSONNEL
            or self.amount_cents is not None
            or self.fte is None
            or self.grade is None
            or self.year is None
        ):
            return
        if db.has_rows(_HAS_RATE, [self.grade, self.year, self.year, self.year]):
            return
        # What the plan already holds may stay and may be deleted; only what is new is judged.
        if db.has_rows(
            "SELECT 1 FROM cost_line WHERE id = ? AND grade = ? AND year = ? "
            "AND fte IS NOT NULL AND amount_cents IS NULL",
            [self.id, self.grade, self.year],
        ):
            return
        # The commonest reason is a spelling: "EG 11" in the list, "E11" in the rates.
        near = db.value(
            "SELECT min(grade) FROM personnel_rate WHERE grade <> ? AND "
            "replace(replace(upper(grade), ' ', ''), 'EG', 'E') = ?",
            [self.grade, self.grade.upper().replace(" ", "").replace("EG", "E")],
        )
        if near is not None:
            raise Refused(
                f"Für „{self.grade}“ gibt es keinen Personalkostensatz; die Gruppe heißt dort "
                f"„{near}“.",
                "grade",
            )
        raise Refused(
            f"Für {self.grade} gibt es {self.year} weder einen Personalkostensatz noch eine "
            "Tarifannahme; tragen Sie einen Personalkostensatz ein oder geben Sie den Betrag "
            "an.",
            "grade",
        )
