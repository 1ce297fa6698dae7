"""Step 2: figures on which a recommendation rests, as they were when it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.record import Absent, Gender, Record, code, day, ref, text


@dataclass(frozen=True)
class Evidence(Record):
    """A named figure with the value it had then, so that a later change shows."""

    TABLE = "evidence"
    PREFIX = "BZ"
    SINGULAR = "Zahlenbeleg"
    PLURAL = "Zahlenbelege"
    GENDER = Gender.MASCULINE
    REPORT = "2 IST-Analyse"
    IMPORT = Absent("taken from the plan's own figures")
    TRACE = Absent("shown with its recommendation")

    recommendation_id: str | None = ref(
        "Empfehlung", "recommendation", on_delete="cascade", required=True
    )
    # The id of a figure stays the same from year to year, so the value of today can be set beside
    # it.
    figure: str | None = code("Kennzahl (Kennung)", required=True)
    title: str | None = text("Bezeichnung")
    # As it was written then: the definition of a figure may change, what was told may not.
    shown: str | None = text("Wert damals")
    noted_on: date | None = day("Festgehalten am")
    note: str | None = text("Anmerkung")
