"""The form every Amt gets: its sheets, their columns, what is explained and shown as an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from strategy.kernel.record import Record, Spec
from strategy.nouns.application import Application, LifeCycle, Operation
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine, CostType
from strategy.nouns.project import Project, ProjectStatus
from strategy.nouns.service import Service


@dataclass(frozen=True)
class FormColumn:
    """One column: the field it fills, what to enter, an example value, its width in characters."""

    name: str
    explain: str
    example: Any = None
    width: int = 16
    # Other header than the field's label, where the Amt reads another word more easily.
    header: str = ""


@dataclass(frozen=True)
class FormSheet:
    """One sheet.  ``fixed`` values are the same in all its rows and stand in no column; ``own`` is
    the field that a new row fills with the asked Amt where it is left empty; ``identity`` are the
    fields by which a row without a key is recognised when it comes a second time."""

    key: str
    title: str
    noun: type[Record]
    intro: str
    columns: tuple[FormColumn, ...]
    identity: tuple[str, ...]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    own: str = ""

    @cached_property
    def specs(self) -> dict[str, Spec]:
        """Field name to declaration, in the order of the columns."""
        return {column.name: self.noun.spec(column.name) for column in self.columns}

    def header(self, name: str) -> str:
        """The words above a column, without the mark of a compulsory one."""
        column = next(column for column in self.columns if column.name == name)
        return column.header or self.specs[name].label


# By title and not by number: nobody in an Amt knows the numbers of the plan.
_APPLICATION = FormColumn(
    "application_id",
    "Bezeichnung wie auf dem Blatt Anwendungen; auch eine neue.",
    "Beispielverfahren Baugenehmigung",
    32,
)
_PROJECT = FormColumn(
    "project_id", "Nur wenn die Kosten zu einem Projekt gehören statt zu einer Anwendung.", None, 28
)
_YEAR = FormColumn("year", "Haushaltsjahr, vierstellig.", 2027, 8)
_BASIS = FormColumn("basis", "Plan (Ansatz) oder Ist (Ergebnis).", "Plan", 10)

APPLICATIONS = FormSheet(
    "anwendungen",
    "Anwendungen",
    Application,
    "Welche IT-Anwendungen verantwortet Ihr Amt? Bitte prüfen Sie die Zeilen, ergänzen Sie, was "
    "fehlt, und tragen Sie neue Anwendungen unten ein.",
    (
        FormColumn(
            "title",
            "Wie heißt die Anwendung? Pflichtangabe.",
            "Beispielverfahren Baugenehmigung",
            34,
        ),
        FormColumn("key", "Kennung aus der Inventarliste, falls es sie gibt.", "BAU-01", 12),
        FormColumn(
            "purpose",
            "Wofür wird sie gebraucht? Ein Satz genügt.",
            "Bauanträge von der Annahme bis zum Bescheid",
            40,
        ),
        FormColumn("category", "Zum Beispiel Fachverfahren, Büro, Geodaten.", "Fachverfahren", 18),
        # Empty means the asked Amt, so that the commonest answer need not be typed in every row.
        FormColumn("organisation_id", "Leer: Ihr Amt.", None, 26),
        FormColumn("vendor", "Wer stellt sie her?", "Muster Software GmbH", 22),
        FormColumn("service_provider", "Wer betreibt oder betreut sie?", None, 22),
        FormColumn("operation", "Bitte aus der Liste wählen.", Operation.DATA_CENTRE, 18),
        FormColumn("users", "Wie viele Menschen arbeiten damit? Geschätzt: „ca. 20“.", 20, 11),
        FormColumn("contract_start", "Tag, ab dem der Vertrag gilt.", date(2022, 1, 1), 14),
        FormColumn("contract_end", "Letzter Tag des Vertrags.", date(2027, 12, 31), 14),
        FormColumn("notice_months", "Frist in ganzen Monaten.", 6, 14),
        FormColumn("support_end", "Ab wann pflegt der Hersteller sie nicht mehr?", None, 15),
        FormColumn("life_cycle", "Bitte aus der Liste wählen.", LifeCycle.ACTIVE, 14),
        FormColumn("criticality", "Wie schlimm wäre ein Ausfall?", "hoch", 13),
        FormColumn("protection_need", "Schutzbedarf der Daten.", "hoch", 13),
        FormColumn("dpa", "Vertrag zur Auftragsverarbeitung (Art. 28 DSGVO)?", True, 12),
        FormColumn(
            "processing_record", "Im Verzeichnis der Verarbeitungen (Art. 30 DSGVO)?", True, 12
        ),
        FormColumn(
            "impact_assessment", "Datenschutz-Folgenabschätzung (Art. 35 DSGVO)?", False, 12
        ),
        # The three before are duties of the DSGVO; this one is for the accessibility statement, and
        # the law of the Länder means internal programs as well.
        FormColumn("accessibility_tested", "Auf Barrierefreiheit geprüft?", None, 15),
        FormColumn("functional_fit", "1 passt schlecht, 5 passt sehr gut.", 4, 13),
        FormColumn("technical_fit", "1 veraltet, 5 auf aktuellem Stand.", 3, 13),
        FormColumn("note", "Was sollten wir noch wissen?", None, 40),
    ),
    ("title",),
    own="organisation_id",
)

USES = FormSheet(
    "nutzung",
    "Nutzung",
    ApplicationUse,
    "Nutzen mehrere Ämter eine Ihrer Anwendungen? Dann tragen Sie ein, wer welchen Anteil der "
    "Kosten trägt; je Anwendung müssen es zusammen 100 % sein.",
    (
        FormColumn("application_id", _APPLICATION.explain, _APPLICATION.example, 34),
        FormColumn("organisation_id", "Welches Amt nutzt sie mit?", "Bauamt", 30),
        FormColumn("share", "In Prozent, zum Beispiel 40 %.", Decimal(100), 13),
        FormColumn("users", "Wie viele Menschen dieses Amtes?", 20, 11),
    ),
    ("application_id", "organisation_id"),
)

PROJECTS = FormSheet(
    "projekte",
    "Projekte",
    Project,
    "Welche Digitalisierungsprojekte laufen in Ihrem Amt, sind geplant oder abgeschlossen?",
    (
        FormColumn(
            "title", "Wie heißt das Projekt? Pflichtangabe.", "Beispielprojekt Digitale Bauakte", 34
        ),
        FormColumn("body", "Was soll erreicht werden?", "Bauakten ohne Papier führen", 40),
        FormColumn("organisation_id", "Leer: Ihr Amt.", None, 26),
        FormColumn("application_id", "Um welche Anwendung geht es?", _APPLICATION.example, 30),
        FormColumn("status", "Bitte aus der Liste wählen.", ProjectStatus.RUNNING, 16),
        FormColumn("phase", "Bitte aus der Liste wählen.", "Umsetzung", 16),
        FormColumn("starts_on", "Tag, an dem es beginnt oder begann.", date(2026, 3, 1), 13),
        FormColumn("ends_on", "Tag, an dem es fertig sein soll.", date(2027, 9, 30), 16),
        FormColumn("progress", "Geschätzt, in Prozent.", Decimal(40), 15),
        FormColumn("budget_cents", "Beschlossener Rahmen über alle Jahre, in Euro.", 8_500_000, 16),
        FormColumn("endangered", "Ist das Ziel in Gefahr?", False, 12),
        FormColumn("cause", "Wenn ja: warum?", None, 34),
        FormColumn("options", "Wenn ja: was könnte man tun?", None, 34),
        FormColumn("note", "Was sollten wir noch wissen?", None, 40),
    ),
    ("title",),
    own="organisation_id",
)

COSTS = FormSheet(
    "kosten",
    "Kosten",
    CostLine,
    "Was kosten Ihre Anwendungen und Projekte im Jahr, ohne eigenes Personal? Eine Zeile je "
    "Jahr und Kostenart. Unbekanntes lassen Sie leer; bitte keine 0 eintragen, wenn Sie es nicht "
    "wissen.",
    (
        _APPLICATION,
        _PROJECT,
        FormColumn("title", "Zum Beispiel der Posten auf der Rechnung.", "Softwarepflege", 28),
        _YEAR,
        FormColumn(
            "cost_type", "Bitte aus der Liste wählen. Pflichtangabe.", CostType.MAINTENANCE, 24
        ),
        FormColumn("recurrence", "Einmalig oder jedes Jahr?", "laufend", 12),
        FormColumn("budget_kind", "Im Zweifel konsumtiv.", "konsumtiv", 13),
        _BASIS,
        FormColumn("amount_cents", "In Euro, brutto. Geschätzt: „ca. 5.000“.", 1_234_567, 16),
        FormColumn("financing", "Woher kommt das Geld?", "Eigenmittel", 14),
        FormColumn("useful_life_years", "Nur bei Investitionen: Jahre der Abschreibung.", None, 14),
        FormColumn("organisation_id", "Leer: nach dem Verteilschlüssel der Anwendung.", None, 26),
        # Text although they look like numbers: accounts have leading zeros, and their digits differ
        # by Land.
        FormColumn("product", "Produkt im Haushalt.", "52100", 12),
        FormColumn("account", "Konto im Haushalt.", "5271000", 12),
        FormColumn("note", "Was sollten wir noch wissen?", None, 40),
    ),
    (
        "application_id",
        "project_id",
        "title",
        "year",
        "cost_type",
        "recurrence",
        "budget_kind",
        "basis",
    ),
)

SERVICES = FormSheet(
    "leistungen",
    "Leistungen",
    Service,
    "Welche Leistungen bietet Ihr Amt an, und wie digital sind sie heute?",
    (
        FormColumn(
            "title", "Wie heißt die Leistung? Pflichtangabe.", "Beispielleistung Baugenehmigung", 36
        ),
        FormColumn("key", "LeiKa-Schlüssel, falls bekannt.", "99012001000000", 18),
        FormColumn("organisation_id", "Leer: Ihr Amt.", None, 26),
        FormColumn(
            "application_id", "Mit welcher Anwendung wird sie bearbeitet?", _APPLICATION.example, 30
        ),
        FormColumn("addressee", "Für wen ist sie da?", "Bürgerinnen und Bürger", 20),
        FormColumn("online", "Kann man sie online beantragen?", True, 11),
        FormColumn("url", "Adresse der Seite.", None, 30),
        FormColumn("cases_analogue", "Anträge auf Papier im Jahr.", 120, 14),
        FormColumn("cases_digital", "Anträge online im Jahr.", 80, 14),
        FormColumn("efa", "Bitte aus der Liste wählen.", None, 20),
        FormColumn("note", "Was sollten wir noch wissen?", None, 40),
    ),
    ("title",),
    own="organisation_id",
)

PERSONNEL = FormSheet(
    "personal",
    "Personal",
    CostLine,
    "Wie viel Arbeitszeit fließt in die Betreuung der Anwendungen und in Projekte? Bitte nur "
    "Entgelt- oder Besoldungsgruppe und Stellenanteil, keine Namen.",
    (
        _APPLICATION,
        _PROJECT,
        FormColumn(
            "title", "Welche Aufgabe? Keine Namen von Beschäftigten.", "Fachliche Betreuung", 30
        ),
        _YEAR,
        FormColumn("grade", "Zum Beispiel E9b oder A11.", "E9b", 16),
        FormColumn("fte", "Anteil einer Vollzeitstelle, zum Beispiel 0,25.", Decimal("0.25"), 14),
        _BASIS,
        FormColumn("amount_cents", "Nur wenn Sie die Kosten genau kennen, sonst leer.", None, 16),
        FormColumn("organisation_id", "Leer: nach dem Verteilschlüssel der Anwendung.", None, 26),
        FormColumn("note", "Was sollten wir noch wissen? Keine Namen.", None, 40),
    ),
    ("application_id", "project_id", "title", "year", "grade", "basis"),
    # No column to choose it: a row of this sheet is personnel, whatever stands in it.
    fixed={"cost_type": CostType.PERSONNEL},
)

# Applications and projects come first: rows of the others may name one that is new in the file.
SHEETS: tuple[FormSheet, ...] = (APPLICATIONS, PROJECTS, USES, COSTS, SERVICES, PERSONNEL)
BY_KEY: dict[str, FormSheet] = {sheet.key: sheet for sheet in SHEETS}

# The order of the sheets in the workbook, as an Amt walks through them.
IN_ORDER = (APPLICATIONS, USES, PROJECTS, COSTS, SERVICES, PERSONNEL)

# Names of the sheets that are no tables, and how a table is laid out (rows count from 1).
COVER, LISTS, IDENTITY = "Deckblatt", "Listen", "Kennung"
INTRO_ROW, KEY_ROW, EXPLAIN_ROW, EXAMPLE_ROW, HEADER_ROW, FIRST_ROW = 1, 2, 3, 4, 5, 6
ID_KEY, STATE_KEY = "kennung", "zustand"
KNOWN, EXAMPLE = "bekannt", "Beispiel"
# Rows that the lists to choose from and the input formats reach beyond what is known already.
SPARE_ROWS = 300
