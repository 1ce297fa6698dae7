"""What can be imported: the noun a kind fills, the headers that name its fields, the key of a row.

Every field also answers to its own German label and to its name, so an exported table comes back
without a mapping.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field

from strategy.intake.errors import WrongMapping
from strategy.intake.headers import same_header
from strategy.nouns.application import Application, LifeCycle, Operation
from strategy.nouns.budget_line import BudgetLine, LineKind
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.project import Project, ProjectStatus
from strategy.nouns.service import Service
from strategy.record import Kind, Record, Spec

# How the cells of a field are read; a field of another kind is read as text.
_ROLES = {
    Kind.MONEY: "amount",
    Kind.PERCENT: "number",
    Kind.FTE: "number",
    Kind.NUMBER: "number",
    Kind.INTEGER: "number",
    Kind.YEAR: "number",
    Kind.DAY: "date",
}


@dataclass(frozen=True)
class ImportKind:
    """One kind of import.

    ``words`` maps a field to the headers it may have in foreign files, ``values`` a field to words
    in foreign files and the choice they mean.  ``identity`` are the fields that recognise a row
    of next year's file, the first one that the file has; ``group`` names a field that
    distinguishes numbers which start anew in each group.
    """

    name: str
    label: str
    noun: type[Record]
    words: AnyMapping[str, tuple[str, ...]]
    identity: tuple[str, ...] = ("key", "title")
    group: tuple[str, ...] = ()
    values: AnyMapping[str, AnyMapping[str, str]] = field(default_factory=dict)
    # Fields of the file that are no field of the noun, such as the number of a group.
    helpers: AnyMapping[str, tuple[str, ...]] = field(default_factory=dict)
    # Tables to which the import may add what a row refers to.
    brings: tuple[str, ...] = ()

    def spec(self, name: str) -> Spec | None:
        """The declaration of a field of the noun, None for a helper."""
        return next((spec for spec in self.noun.specs() if spec.name == name), None)

    def fields(self) -> list[str]:
        """Every field a column can be assigned to."""
        return [spec.name for spec in self.noun.specs() if not spec.hidden] + list(self.helpers)

    def headers(self) -> dict[str, str]:
        """Header as ``same_header`` writes it -> field, the surest word first.

        In budgets "Bezeichnung" is a weak word: it often names the product or district.
        """
        found: dict[str, str] = {}
        for spec in self.noun.specs():
            if not spec.hidden:
                words = (*self.words.get(spec.name, ()), spec.label, spec.name)
                weak = self.name == "budget" and spec.name == "title"
                for word in words if weak else (*words[-2:], *words[:-2]):
                    found.setdefault(same_header(word), spec.name)
        for name, words in self.helpers.items():
            for word in (name, *words):
                found.setdefault(same_header(word), name)
        return found

    def role(self, name: str) -> str:
        """How the cells of a field are read."""
        spec = self.spec(name)
        return _ROLES.get(spec.kind, "text") if spec else "text"

    def check_field(self, name: str) -> None:
        """Raise WrongMapping if there is no such field."""
        if name not in self.fields():
            raise WrongMapping(
                f"Das Feld „{name}“ gibt es für {self.label} nicht; möglich sind: "
                + ", ".join(self.fields())
                + ".",
                field="columns",
            )


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

KINDS: dict[str, ImportKind] = {
    kind.name: kind for kind in (BUDGET, APPLICATIONS, PROJECTS, SERVICES, MEASURES, ORGANISATION)
}
