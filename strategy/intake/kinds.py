"""What can be imported; ``import_kind.py`` says what a kind is."""

from __future__ import annotations

from strategy.intake.import_kind import ImportKind as ImportKind
from strategy.intake.workshop_kinds import CARDS, POINTS
from strategy.nouns.application import Application, LifeCycle, Operation
from strategy.nouns.budget_line import BudgetLine, LineKind
from strategy.nouns.cost_line import (
    Basis,
    BudgetKind,
    CostLine,
    CostType,
    Financing,
    Recurrence,
)
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.personnel_rate import PersonnelRate
from strategy.nouns.project import Project, ProjectStatus
from strategy.nouns.service import Service

_UNIT_WORDS = (
    "Amt", "Fachamt", "Organisationseinheit", "OE", "zuständiges Amt", "Zuständigkeit",
    "verantwortliche Einheit", "Fachbereich", "Abteilung", "Dezernat", "Department", "Dienststelle",
)  # fmt: skip
_NOTE_WORDS = ("Anmerkungen", "Bemerkung", "Bemerkungen", "Kommentar", "Hinweis", "Hinweise")

BUDGET = ImportKind(
    "budget",
    "Haushaltszeilen",
    BudgetLine,
    words={
        "product": (
            "Produktnummer", "Produkt-Nr.", "Produktnr", "Produktcode", "PSP-Element", "Teilplan",
            "Produktgruppe", "Teilhaushalt", "Produktbereich", "Unterabschnitt", "Bezirk",
        ),
        "product_title": (
            "Produktname", "Produkttext", "Bezeichnung Produkt", "Teilplanbezeichnung",
            "Produktgruppenbezeichnung", "Produktbereichsbezeichnung", "PB_BEZ",
        ),
        "account": (
            "Sachkonto", "Kontonummer", "Konto-Nr.", "Kontonr", "Finanzposition",
            "Haushaltsstelle", "Ertragskonto", "Aufwandskonto", "Produktkonto", "Buchungsstelle",
        ),
        "title": (
            "Teilplanzeile", "Teilpanzeile", "Kontobezeichnung", "Sachkontobezeichnung",
            "Kontotext", "Position", "Zeile", "Ertrags- und Aufwandsarten",
            "Ein- und Auszahlungsarten", "Zeilenbezeichnung", "Wert", "Text", "Bezeichnung Konto",
        ),
        "line_kind": ("Ertrag/Aufwand", "E/A", "Kontoart", "Haushaltsart", "Buchungsart"),
        "year": ("Haushaltsjahr", "HHJ", "Jahr"),
        "plan_type": ("Wertart", "Plan/Ist", "Werttyp", "Version", "Planungsart"),
        "amount_cents": ("Betrag (EUR)", "Betrag in Euro", "Summe", "Ansatz", "Wert in EUR"),
        "organisation_id": _UNIT_WORDS,
    },
    values={
        "line_kind": {
            "e": LineKind.INCOME, "erträge": LineKind.INCOME, "ertragskonto": LineKind.INCOME,
            "a": LineKind.EXPENSE, "aufwendungen": LineKind.EXPENSE,
            "aufwendung": LineKind.EXPENSE, "einzahlungen": LineKind.RECEIPT,
            "auszahlungen": LineKind.PAYMENT,
        },
    },
)  # fmt: skip

APPLICATIONS = ImportKind(
    "applications",
    "Anwendungen",
    Application,
    words={
        "title": (
            "Anwendung", "Anwendungsname", "Name", "Fachverfahren", "Verfahren", "Software",
            "Programm", "Titel", "Standard Name", "Application", "Application Name", "Produkt",
            "System",
        ),
        "key": (
            "ID", "Nr", "Nummer", "Inventarnummer", "Kennung", "Anwendungs-ID", "App-ID",
            "Unique ID", "Schlüssel",
        ),
        "purpose": ("Beschreibung", "Kurzbeschreibung", "Funktion", "Description", "Einsatzzweck"),
        "category": ("Category", "Anwendungsart", "Softwareart", "Typ", "Art"),
        "organisation_id": _UNIT_WORDS,
        "vendor": ("Anbieter", "Vendor", "Softwarehersteller", "Firma"),
        "service_provider": ("IT-Dienstleister", "Betreiber", "Provider", "Betrieb durch"),
        "operation": ("Betrieb", "Betriebsmodell", "Deployment Type", "Hosting"),
        "users": ("Nutzer", "Anzahl Nutzer", "Anwender", "Benutzer", "Users", "Nutzerzahl"),
        "contract_start": ("Vertrag seit", "Laufzeit von", "Vertrag von"),
        "contract_end": ("Laufzeit bis", "Vertrag bis", "Vertragslaufzeit bis", "gültig bis"),
        "notice_months": ("Kündigungsfrist", "Kündigungsfrist (Monate)"),
        "support_end": ("Supportende", "Support bis", "EOL", "Approval Expiration Date",
                        "Wartungsende"),
        "life_cycle": ("Status", "Lebenszyklusstatus", "Stand"),
        "dpa": ("AVV", "AV-Vertrag", "Auftragsverarbeitung"),
        "processing_record": ("VVT", "Verarbeitungsverzeichnis"),
        "impact_assessment": ("DSFA",),
        "accessibility_tested": ("Barrierefrei", "BITV geprüft"),
        "time_decision": ("TIME", "Entscheidung"),
        "note": _NOTE_WORDS,
    },
    values={
        "life_cycle": {
            "approved": LifeCycle.ACTIVE, "produktiv": LifeCycle.ACTIVE,
            "in betrieb": LifeCycle.ACTIVE, "im einsatz": LifeCycle.ACTIVE,
            "active": LifeCycle.ACTIVE, "sunsetting": LifeCycle.PHASE_OUT,
            "ablösung": LifeCycle.PHASE_OUT, "retired": LifeCycle.RETIRED,
            "abgeschaltet": LifeCycle.RETIRED, "einführung": LifeCycle.INTRODUCTION,
            "planned": LifeCycle.PLANNED, "planung": LifeCycle.PLANNED,
        },
        "operation": {
            "desktop": Operation.LOCAL, "lokal": Operation.LOCAL, "client": Operation.LOCAL,
            "server": Operation.OWN, "on-premises": Operation.OWN, "on premise": Operation.OWN,
            "eigenbetrieb": Operation.OWN, "cloud": Operation.SAAS, "asp": Operation.DATA_CENTRE,
            "rz": Operation.DATA_CENTRE,
        },
    },
)  # fmt: skip

PROJECTS = ImportKind(
    "projects",
    "Projekte",
    Project,
    words={
        "title": ("Projekt", "Projektname", "Projekttitel", "Titel", "Name", "Vorhaben",
                  "projectName", "Project Name", "Project"),
        "key": ("Projekt-ID", "Projektnummer", "Projekt-Nr.", "Projektnr", "ID", "Nr", "Nummer",
                "uniqueId", "Unique ID", "Kennung"),
        "body": ("Beschreibung", "Inhalt", "Ziel", "description", "Projektbeschreibung"),
        "organisation_id": (*_UNIT_WORDS, "federführendes Amt", "Projektleitung (Amt)"),
        "application_id": ("Fachverfahren", "Software"),
        "status": ("Status", "Projektstatus", "Umsetzungsstand"),
        "starts_on": ("Start", "Projektstart", "von", "Startdatum", "Start Date"),
        "ends_on": ("Ende", "Projektende", "bis", "Enddatum", "Abschluss", "Fertigstellung",
                    "estimatedCompletionDate", "End Date"),
        "progress": ("Fortschritt", "Fertigstellung in %"),
        "budget_cents": ("Budget", "Kosten", "Gesamtkosten", "Projektbudget", "totalBudget",
                         "Total Budget", "Projektkosten"),
        "endangered": ("gefährdet", "Ampel rot"),
        "note": _NOTE_WORDS,
    },
    values={
        "status": {
            "laufend": ProjectStatus.RUNNING, "läuft": ProjectStatus.RUNNING,
            "aktiv": ProjectStatus.RUNNING, "in umsetzung": ProjectStatus.RUNNING,
            "abgeschlossen": ProjectStatus.DONE, "fertig": ProjectStatus.DONE,
            "geplant": ProjectStatus.PLANNED, "planung": ProjectStatus.PLANNED,
            "idee": ProjectStatus.IDEA, "abgebrochen": ProjectStatus.STOPPED,
        },
    },
)  # fmt: skip

SERVICES = ImportKind(
    "services",
    "Leistungen",
    Service,
    words={
        "title": ("Leistungsname", "Leistungsbezeichnung", "Bezeichnung", "Name", "Titel",
                  "ozg_leistung", "OZG-Leistung", "Dienst", "Onlinedienst"),
        "key": ("ozg_id", "OZG-ID", "LeiKa", "LeiKa-ID", "LeiKa-Schlüssel", "Schlüssel", "ID", "Nr",
                "Nummer"),
        "topic": ("Themenfeld", "Bereich", "Handlungsfeld"),
        "situation": ("Lebenslage", "Geschäftslage", "Lebens- oder Geschäftslage"),
        "addressee": ("Zielgruppe", "Adressaten", "Nutzerkreis"),
        "organisation_id": _UNIT_WORDS,
        "application_id": ("Fachverfahren", "Software"),
        "online": ("Online", "digital", "online verfügbar", "Onlinedienst vorhanden"),
        "url": ("URL", "Link", "Internetadresse"),
        "cases_analogue": ("Fälle analog", "analoge Fälle"),
        "cases_digital": ("Fälle digital", "digitale Fälle", "Onlinefälle"),
        "efa": ("EfA",),
        "maturity_actual": ("Reifegrad",),
        "note": _NOTE_WORDS,
    },
)  # fmt: skip

MEASURES = ImportKind(
    "measures",
    "Maßnahmen",
    Measure,
    words={
        "title": ("Maßnahme", "Maßnahmentitel", "Bezeichnung", "Name", "Projekt"),
        "key": ("Nr", "Nummer", "Maßnahmen-Nr.", "Maßnahmennummer", "ID", "Kennung", "lfd. Nr."),
        "domain_id": ("Handlungsfeld", "Bereich", "Themenfeld", "Feld"),
        "body": ("Kurzbeschreibung", "Inhalt", "Maßnahmenbeschreibung"),
        "effect": ("Ziel", "Ziele", "Wirkung", "Nutzen für"),
        "organisation_id": (*_UNIT_WORDS, "federführendes Amt"),
        "partners": ("Partner", "Mitwirkende", "Beteiligte Ämter"),
        "status": ("Status", "Umsetzungsstand"),
        "starts_on": ("Start", "von", "Startdatum"),
        "ends_on": ("bis", "Enddatum", "Umsetzung bis"),
        "reason": ("Grund",),
    },
    identity=("key", "title"),
    group=("group_number", "domain_id"),
    values={
        "status": {
            "laufend": MeasureStatus.RUNNING, "läuft": MeasureStatus.RUNNING,
            "abgeschlossen": MeasureStatus.DONE, "fertig": MeasureStatus.DONE,
            "geplant": MeasureStatus.PROPOSED, "neu": MeasureStatus.PROPOSED,
        },
    },
    brings=("life_domain",),
    helpers={"group_number": ("handlungsfeld_nr", "Handlungsfeld-Nr.", "Handlungsfeldnummer")},
)  # fmt: skip

ORGANISATION = ImportKind(
    "organisation",
    "Organisationseinheiten",
    OrganisationUnit,
    words={
        "title": ("Name", "Amt", "Organisationseinheit", "Einheit", "Titel", "Amtsbezeichnung"),
        "short": ("Kürzel", "Abkürzung", "Kurzbezeichnung"),
        "number": ("Nr", "Amtsnummer", "Amt-Nr.", "OE-Nummer", "Gliederungsnummer", "ID",
                   "Organisationsnummer"),
        "parent_id": ("übergeordnete Einheit", "gehört zu", "Dezernat", "übergeordnetes Amt",
                      "Parent", "Oberorganisation"),
        "head_function": ("Leitung", "Leitungsfunktion"),
        "staff_fte": ("Stellen", "VZÄ", "Planstellen", "Vollzeitäquivalente"),
        "valid_from": ("gültig von", "ab"),
        "valid_to": ("bis",),
    },
    identity=("number", "title"),
    brings=("organisation_unit",),
)  # fmt: skip

COSTS = ImportKind(
    "costs",
    "Kosten je Anwendung und Projekt",
    CostLine,
    words={
        "application_id": (
            "Anwendungsname", "Fachverfahren", "Verfahren", "IT-Verfahren", "Software", "Programm",
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
        "note": _NOTE_WORDS,
    },
    identity=("year", "cost_type", "basis"),
    amount="amount_cents",
    values={
        "cost_type": {
            "lizenzen": CostType.LICENCE, "lizenzkosten": CostType.LICENCE,
            "wartung": CostType.MAINTENANCE, "pflege": CostType.MAINTENANCE,
            "softwarepflege": CostType.MAINTENANCE, "wartungskosten": CostType.MAINTENANCE,
            "betrieb": CostType.OPERATION, "rechenzentrum": CostType.OPERATION,
            "hosting": CostType.OPERATION, "server": CostType.HARDWARE,
            "geräte": CostType.HARDWARE, "beratung": CostType.SERVICE,
            "dienstleistungen": CostType.SERVICE, "schulungen": CostType.TRAINING,
            "personalkosten": CostType.PERSONNEL, "afa": CostType.DEPRECIATION,
            "sonstige": CostType.OTHER, "sachkosten": CostType.OTHER,
        },
        "recurrence": {"jährlich": Recurrence.RUNNING, "einmal": Recurrence.ONE_OFF},
        "budget_kind": {
            "investition": BudgetKind.INVESTIVE, "invest": BudgetKind.INVESTIVE,
            "ja": BudgetKind.INVESTIVE, "nein": BudgetKind.CONSUMPTIVE,
        },
        "basis": {
            "ansatz": Basis.PLAN, "soll": Basis.PLAN, "ergebnis": Basis.ACTUAL,
            "rechnung": Basis.ACTUAL,
        },
        "financing": {"förderung": Financing.GRANT, "haushalt": Financing.OWN},
    },
    helpers={"object": (
        "Anwendung/Projekt", "Anwendung oder Projekt", "Gegenstand der Kosten", "Name", "Objekt",
        "Kostenobjekt", "Verfahren/Projekt",
    )},
)  # fmt: skip

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
)  # fmt: skip

KINDS: dict[str, ImportKind] = {
    kind.name: kind
    for kind in (
        BUDGET, APPLICATIONS, PROJECTS, SERVICES, MEASURES, ORGANISATION, COSTS, RATES, CARDS,
        POINTS,
    )
}  # fmt: skip
