"""Gremien: the signatures under a paper, in the order in which they stand there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.record import Absent, Gender, Record, day, flag, integer, ref, text


@dataclass(frozen=True)
class PaperSignature(Record):
    """Who signed a paper in which function; the name is optional, as everywhere."""

    TABLE = "paper_signature"
    PREFIX = "UZ"
    SINGULAR = "Unterschrift"
    PLURAL = "Unterschriften"
    GENDER = Gender.FEMININE
    REPORT = Absent("names people, and a report is handed on")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("names people")
    NAME = "function"

    function: str | None = text(
        "Funktion", required=True, help="Zum Beispiel Fraktionsvorsitzende oder Bürgermeisterin."
    )
    paper_id: str | None = ref("Vorlage", "paper", on_delete="cascade", required=True)
    full_name: str | None = text("Name", help="Freiwillig; wie er auf der Vorlage steht.")
    side: str | None = text("Für", empty="–", help="Fraktion, Gruppe oder Amt.")
    # Files show a note instead of the signature itself; nobody can say more from the copy.
    in_original: bool | None = flag("Unterschrift liegt im Original vor")
    signed_on: date | None = day("Unterschrieben am")
    position: int | None = integer("Reihenfolge", signed=True)
