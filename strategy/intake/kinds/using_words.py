"""Headings of the column that names the units using an application."""

from __future__ import annotations

FIELD = "using_units"
# Words over columns of names; "Nutzer" alone is mostly a count and is told by its cells.
WORDS = (
    "nutzende Ämter",
    "nutzendes Amt",
    "nutzende Stellen",
    "nutzende Stelle",
    "nutzende Einheiten",
    "nutzende Organisationseinheiten",
    "nutzende Organisationseinheit",
    "nutzende Fachbereiche",
    "nutzende Bereiche",
    "Nutzer (Ämter)",
    "Nutzerämter",
    "Anwenderämter",
    "eingesetzt in",
    "Einsatz in",
    "Einsatzbereich",
    "Einsatzbereiche",
    "genutzt von",
    "genutzt durch",
    "verwendet von",
    "verwendet in",
)
