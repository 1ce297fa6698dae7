"""Kinds of import with amounts: budget lines, costs, personnel rates."""

from __future__ import annotations

from strategy.intake.kinds.common_words import NOTE_WORDS, UNIT_WORDS
from strategy.intake.kinds.import_kind import ImportKind
from strategy.nouns.budget_line import BudgetLine, LineKind
from strategy.nouns.cost_line import Basis, BudgetKind, CostLine, CostType, Financing, Recurrence
from strategy.nouns.personnel_rate import PersonnelRate

BUDGET = ImportKind(
    "budget",
    "Haushaltszeilen",
    BudgetLine,
    words={
        "product": (
            "Produktnummer",
            "Produkt-Nr.",
            "Produktnr",
            "Produktcode",
            "PSP-Element",
            "Teilplan",
            "Produktgruppe",
            "Teilhaushalt",
            "Produktbereich",
            "Unterabschnitt",
            "Bezirk",
        ),
        "product_title": (
            "Produktname",
            "Produkttext",
            "Bezeichnung Produkt",
            "Teilplanbezeichnung",
            "Produktgruppenbezeichnung",
            "Produktbereichsbezeichnung",
            "PB_BEZ",
        ),
        "account": (
            "Sachkonto",
            "Kontonummer",
            "Konto-Nr.",
            "Kontonr",
            "Finanzposition",
            "Haushaltsstelle",
            "Ertragskonto",
            "Aufwandskonto",
            "Produktkonto",
            "Buchungsstelle",
        ),
        "title": (
            "Teilplanzeile",
            "Teilpanzeile",
            "Kontobezeichnung",
            "Sachkontobezeichnung",
            "Kontotext",
            "Position",
            "Zeile",
            "Ertrags- und Aufwandsarten",
            "Ein- und Auszahlungsarten",
            "Zeilenbezeichnung",
            "Wert",
            "Text",
            "Bezeichnung Konto",
        ),
        "line_kind": ("Ertrag/Aufwand", "E/A", "Kontoart", "Haushaltsart", "Buchungsart"),
        "year": ("Haushaltsjahr", "HHJ", "Jahr"),
        "plan_type": ("Wertart", "Plan/Ist", "Werttyp", "Version", "Planungsart"),
        "amount_cents": ("Betrag (EUR)", "Betrag in Euro", "Summe", "Ansatz", "Wert in EUR"),
        "organisation_id": UNIT_WORDS,
    },
    values={
        "line_kind": {
            "e": LineKind.INCOME,
            "erträge": LineKind.INCOME,
            "ertragskonto": LineKind.INCOME,
            "a": LineKind.EXPENSE,
            "aufwendungen": LineKind.EXPENSE,
            "aufwendung": LineKind.EXPENSE,
            "einzahlungen": LineKind.RECEIPT,
            "auszahlungen": LineKind.PAYMENT,
        }
    },
)

COSTS = ImportKind(
    "costs",
    "Kosten je Anwendung und Projekt",
    CostLine,
    words={
        "application_id": (
            "Anwendungsname",
            "Fachverfahren",
            "Verfahren",
            "IT-Verfahren",
            "Software",
            "Programm",
        ),
        "project_id": ("Projektname", "Vorhaben", "Projekttitel"),
        "title": ("Posten", "Position", "Kostenposition", "Leistung", "Gegenstand"),
        # "Amt" is not among them: who is responsible does not always bear the cost.
        "organisation_id": ("Kostenträger", "kostentragendes Amt", "trägt", "zahlt"),
        "year": ("Haushaltsjahr", "HHJ"),
        "cost_type": ("Art", "Art der Kosten", "Kostengruppe"),
        "recurrence": ("Turnus", "einmalig/laufend"),
        "budget_kind": ("konsumtiv/investiv", "Investition", "Art im Haushalt"),
        "basis": ("Plan/Ist", "Wertart", "Planart"),
        "amount_cents": ("Kosten", "Betrag in Euro", "Betrag (EUR)", "Jahreskosten", "Summe"),
        "fte": ("VZÄ", "VZÄ-Anteil", "Stellenanteil", "Stellen"),
        "grade": ("Entgeltgruppe", "EG", "Besoldungsgruppe", "Eingruppierung"),
        "financing": ("Finanziert aus", "Mittelherkunft"),
        "useful_life_years": ("Nutzungsdauer", "Nutzungsdauer (Jahre)", "AfA-Jahre"),
        "note": NOTE_WORDS,
    },
    identity=("year", "cost_type", "basis"),
    amount="amount_cents",
    values={
        "cost_type": {
            "lizenzen": CostType.LICENCE,
            "lizenzkosten": CostType.LICENCE,
            "wartung": CostType.MAINTENANCE,
            "pflege": CostType.MAINTENANCE,
            "softwarepflege": CostType.MAINTENANCE,
            "wartungskosten": CostType.MAINTENANCE,
            "betrieb": CostType.OPERATION,
            "rechenzentrum": CostType.OPERATION,
            "hosting": CostType.OPERATION,
            "server": CostType.HARDWARE,
            "geräte": CostType.HARDWARE,
            "beratung": CostType.SERVICE,
            "dienstleistungen": CostType.SERVICE,
            "schulungen": CostType.TRAINING,
            "personalkosten": CostType.PERSONNEL,
            "afa": CostType.DEPRECIATION,
            "sonstige": CostType.OTHER,
            "sachkosten": CostType.OTHER,
        },
        "recurrence": {"jährlich": Recurrence.RUNNING, "einmal": Recurrence.ONE_OFF},
        "budget_kind": {
            "investition": BudgetKind.INVESTIVE,
            "invest": BudgetKind.INVESTIVE,
            "ja": BudgetKind.INVESTIVE,
            "nein": BudgetKind.CONSUMPTIVE,
        },
        "basis": {
            "ansatz": Basis.PLAN,
            "soll": Basis.PLAN,
            "ergebnis": Basis.ACTUAL,
            "rechnung": Basis.ACTUAL,
        },
        "financing": {"förderung": Financing.GRANT, "haushalt": Financing.OWN},
    },
    helpers={
        "object": (
            "Anwendung/Projekt",
            "Anwendung oder Projekt",
            "Gegenstand der Kosten",
            "Name",
            "Objekt",
            "Kostenobjekt",
            "Verfahren/Projekt",
        )
    },
)

RATES = ImportKind(
    "rates",
    "Personalkostensätze",
    PersonnelRate,
    words={
        "grade": ("Entgeltgruppe", "EG", "Besoldungsgruppe", "Gruppe", "Eingruppierung"),
        "year": ("Haushaltsjahr",),
        "gross_cents": ("Jahresbrutto", "Brutto"),
        "employer_share": ("AG-Anteil", "Arbeitgeberanteile"),
        "personnel_cents": ("Personalkosten", "Satz", "Kosten je VZÄ", "Jahreskosten", "Betrag"),
        "workplace_cents": ("Sachkosten", "Arbeitsplatzkosten", "Sachkostenpauschale"),
        "overhead": ("Gemeinkosten", "Gemeinkosten in %"),
    },
    identity=("grade", "year"),
    amount="personnel_cents",
)
