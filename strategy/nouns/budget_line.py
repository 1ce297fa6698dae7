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

    # One town publishes several tables (Teilpläne, Querschnitt); the same account stands in each.
    source: str | None = text("Quelle", help="Zu welcher Tabelle des Haushalts die Zeile gehört.")
    # Keys stay text: "0111" and "111" are two products, and Länder cut their digits differently.
    product: str | None = code("Produkt")
    product_title: str | None = text("Produktbezeichnung")
    account: str | None = code("Konto")
    title: str | None = text("Bezeichnung", required=True)
    # None where neither a column nor the account tells it; totals then name the line as left out.
    line_kind: str | None = choice("Art", LineKind)
    year: int | None = year("Jahr", required=True)
    # Ansatz, Ergebnis and Finanzplanung of one year stand side by side and are never added.
    plan_type: str | None = choice("Planart", PlanType, required=True)
    # Receipts and corrections of a budget are printed below 0.
    amount_cents: int | None = money("Betrag", signed=True)
    # Kept, so that a reader finds every row of the printed budget; counted, it would double the
    # sum.
    is_subtotal: bool | None = flag("Zwischensumme", default=False)
    details: str | None = text("Weitere Merkmale")
    organisation_id: str | None = ref(
        "Organisationseinheit", "organisation_unit", on_delete="clear"
    )
    # By this key the next draft of a budget finds its line; computed columns are no part of it.
    line_key: str | None = text("Zeilenschlüssel", hidden=True)
    import_id: str | None = ref("Einlesevorgang", "import_run", on_delete="clear", hidden=True)
    # With file and column this leads from every figure back to its cell.
    source_row: int | None = integer("Zeile in der Datei", hidden=True)
    source_column: str | None = text("Spalte in der Datei", hidden=True)
