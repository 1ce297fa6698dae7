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
NOTE_WORDS = ("Anmerkungen", "Bemerkung", "Bemerkungen", "Kommentar", "Hinweis", "Hinweise")
