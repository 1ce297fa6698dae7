"""Step 5: a measure that takes the place of an application, from which day on, and what runs on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, choice, day, integer, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class ReplacementKind(StrEnum):
    """Whether something else takes over, or nothing does."""

    REPLACES = "löst ab"
    RETIRES = "schaltet ab"


@dataclass(frozen=True)
class Replacement(Record):
    """What the application costs is freed after the day, the parallel run and the notice."""

    TABLE = "replacement"
    PREFIX = "AL"
    SINGULAR = "Ablösung"
    PLURAL = "Ablösungen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    NAME = "application_id"

    measure_id: str | None = ref(
        "Maßnahme", "measure", on_delete="cascade", required=True, trace="Ablösung durch"
    )
    application_id: str | None = ref(
        "Anwendung", "application", on_delete="cascade", required=True, trace="Ablösung von"
    )
    kind: str | None = choice("Art", ReplacementKind, required=True, default="löst ab")
    replaced_on: date | None = day(
        "Abgelöst am", required=True, edge="last", help="Ab dann arbeitet niemand mehr damit."
    )
    parallel_months: int | None = integer(
        "Parallelbetrieb in Monaten",
        unit="months",
        empty="keiner",
        help="So lange läuft die Anwendung danach noch mit; leer heißt: gar nicht.",
    )
    # The contract of the application says how long; this says from when on.
    notice_on: date | None = day(
        "Kündigung am",
        empty="am Tag der Ablösung",
        help="Der Tag, an dem gekündigt wird; leer: am Tag der Ablösung. Bei einem Vertrag, der "
        "ohne Kündigung endet, zählt sein Vertragsende.",
    )
    note: str | None = text("Anmerkung")

    def validate(self) -> None:
        check_between(self, "parallel_months", 0, 120)

    def validate_in(self, db: Cursor) -> None:
        # Freed by two measures, its cost would pay for both of them.
        other = db.value(
            "SELECT min(measure_id) FROM replacement WHERE application_id = ? AND id <> ?",
            [self.application_id, self.id],
        )
        if other is not None:
            raise Refused(
                f"{self.application_id} wird schon durch {other} abgelöst; was sie kostet, wird "
                "nur einmal frei.",
                "application_id",
            )
