"""Headers that mean the same in every kind of import."""

from __future__ import annotations

UNIT_WORDS = (
    "Amt",
    "Fachamt",
    "Organisationseinheit",
    "OE",
    "zuständiges Amt",
    "Zuständigkeit",
    "verantwortliche Einheit",
    "Fachbereich",
    "Abteilung",
    "Dezernat",
    "Department",
    "Dienststelle",
    "Verantwortlich",
    "Verantwortliches Amt",
    "Zuständig",
    "zuständige Stelle",
    "Fachverantwortung",
    "Federführung",
    "Entität",
    "Owner",
)
# Two days in one cell: "2026–2028", "ab 01/2026".
PERIOD_WORDS = (
    "Laufzeit",
    "Zeitraum",
    "Projektlaufzeit",
    "Projektzeitraum",
    "Umsetzungszeitraum",
    "Umsetzungsjahr",
    "Durchführungszeitraum",
    "Bearbeitungszeitraum",
    "Zeitplan",
    "Zeitschiene",
    "Dauer",
)
CONTRACT_PERIOD_WORDS = ("Laufzeit", "Vertragslaufzeit", "Vertragszeitraum", "Vertragsdauer")
PRIORITY_WORDS = ("Prio", "Prio.", "Priority", "Priorisierung", "Dringlichkeit", "Prioritätsstufe")
PRIORITY_VALUES = {
    "sehr hoch": "hoch",
    "high": "hoch",
    "dringend": "hoch",
    "urgent": "hoch",
    "sofort": "hoch",
    "immediate": "hoch",
    "kritisch": "hoch",
    "medium": "mittel",
    "normal": "mittel",
    "low": "niedrig",
    "gering": "niedrig",
}
PROGRESS_WORDS = (
    "% Complete",
    "% Done",
    "% erledigt",
    "% abgeschlossen",
    "Fertigstellungsgrad",
    "Fertigstellung in %",
    "Erledigungsgrad",
    "Umsetzungsgrad",
    "Realisierungsgrad",
    "Fortschritt",
    "Projektfortschritt",
    "Stand in %",
    "Umsetzungsstand in %",
    "Status in %",
)
PERSON_WORDS = (
    "Assignee",
    "Assigned to",
    "Zugewiesen an",
    "Ansprechpartner",
    "Ansprechpartnerin",
    "Ansprechpartner/in",
    "Kontakt",
    "Bearbeiter",
    "Bearbeiterin",
    "Projektleitung",
    "Projektleiter",
    "Projektleiterin",
)
CODE_WORDS = ("Ziffer", "#", "lfd. Nr.", "Lfd.Nr", "Code")
CASE_WORDS = (
    "Fallzahl",
    "Fallzahlen",
    "Fälle",
    "Fälle/Jahr",
    "Fälle im Jahr",
    "Fälle pro Jahr",
    "Fälle je Jahr",
    "Fälle p.a.",
    "Anzahl Fälle",
    "Anzahl der Fälle",
    "Fallzahl pro Jahr",
    "jährliche Fälle",
    "jährliche Fallzahl",
    "Vorgänge",
    "Vorgänge/Jahr",
    "Vorgänge pro Jahr",
    "Anträge/Jahr",
    "Anträge pro Jahr",
)
GRADE_WORDS = (
    "Entgeltgruppe",
    "EG",
    "EGr.",
    "EntgGr.",
    "Entgeltgr.",
    "E-Gruppe",
    "Besoldungsgruppe",
    "BesGr.",
    "Tarifgruppe",
    "Vergütungsgruppe",
    "Eingruppierung",
    "Entgelt-/Besoldungsgruppe",
    "Entgeltgruppe/Besoldungsgruppe",
)
NOTICE_WORDS = ("Kündigungsfrist", "Kündigungsfrist (Monate)", "Kündigung", "kündbar")
NOTE_WORDS = ("Anmerkungen", "Bemerkung", "Bemerkungen", "Kommentar", "Hinweis", "Hinweise")
