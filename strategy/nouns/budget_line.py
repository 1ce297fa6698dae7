"""Budget lines as they come from the finance system: product, account, year, plan type."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import (
    Gender,
    Record,
    choice,
    code,
    flag,
    integer,
    money,
    ref,
    text,
    year,
)


class PlanType(StrEnum):
    """Result, current estimate, plan, financial planning; never added to each other."""

    RESULT = "Ergebnis"
    ESTIMATE = "Ansatz"
    PLAN = "Plan"
    ACTUAL = "Ist"
    CARRIED = "fortgeschriebener Ansatz"
    FORECAST = "Finanzplanung"


class LineKind(StrEnum):
    """Ergebnishaushalt: Ertrag, Aufwand; Finanzhaushalt: Einzahlung, Auszahlung."""

    INCOME = "Ertrag"
    EXPENSE = "Aufwand"
    RECEIPT = "Einzahlung"
    PAYMENT = "Auszahlung"
    BALANCE = "Saldo"


@dataclass(frozen=True)
class BudgetLine(Record):
    """One amount of one line in one year; subtotal lines are kept, but never counted."""

    TABLE = "budget_line"
    PREFIX = "HH"
    SINGULAR = "Haushaltszeile"
    PLURAL = "Haushaltszeilen"
    GENDER = Gender.FEMININE
    REPORT = "Haushaltszeilen"
    IMPORT = "budget"

    source: str | None = text("Quelle", help="Zu welcher Tabelle des Haushalts die Zeile gehört.")
    product: str | None = code("Produkt")
    product_title: str | None = text("Produktbezeichnung")
    account: str | None = code("Konto")
    title: str | None = text("Bezeichnung", required=True)
    line_kind: str | None = choice("Art", LineKind)
    year: int | None = year("Jahr", required=True)
    plan_type: str | None = choice("Planart", PlanType, required=True)
    amount_cents: int | None = money("Betrag")
    is_subtotal: bool | None = flag("Zwischensumme", default=False)
    details: str | None = text("Weitere Merkmale")
    organisation_id: str | None = ref(
        "Organisationseinheit", "organisation_unit", on_delete="clear"
    )
    line_key: str | None = text("Zeilenschlüssel", hidden=True)
    import_id: str | None = ref("Einlesevorgang", "import_run", on_delete="clear", hidden=True)
    source_row: int | None = integer("Zeile in der Datei", hidden=True)
    source_column: str | None = text("Spalte in der Datei", hidden=True)
