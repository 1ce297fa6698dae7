"""Step 3: the phases of a workshop (Jungk/Müllert)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, integer, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class PhaseKind(StrEnum):
    """Criticism, fantasy, realisation."""

    CRITIQUE = "Kritik"
    FANTASY = "Phantasie"
    REALISATION = "Verwirklichung"


@dataclass(frozen=True)
class WorkshopPhase(Record):
    """One phase with its guiding question."""

    TABLE = "workshop_phase"
    PREFIX = "WP"
    SINGULAR = "Phase"
    PLURAL = "Phasen"
    GENDER = Gender.FEMININE
    REPORT = "3 Zukunftswerkstatt"
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("where something took place is no step")

    workshop_id: str | None = ref("Werkstatt", "workshop", on_delete="cascade", required=True)
    title: str | None = text("Titel", required=True)
    kind: str | None = choice("Art", PhaseKind, required=True)
    # What the projector shows in large type; without it the title stands there.
    question: str | None = text("Leitfrage")
    minutes: int | None = integer("Dauer in Minuten")
    # Only for formats with tables; every group comes to every table in so many rounds.
    table_count: int | None = integer("Tische")
    rounds: int | None = integer("Runden")
    position: int | None = integer("Reihenfolge", signed=True)

    def validate_delete(self, db: Cursor) -> None:
        """Phones stand in the phase that runs; nobody takes it from under them."""
        if db.has_rows("SELECT 1 FROM workshop WHERE phase_id = ? AND status = 'läuft'", [self.id]):
            raise Refused(
                f"Die Phase „{self.title}“ läuft gerade; gehen Sie auf der Seite Moderation zu "
                "einer anderen oder beenden Sie die Werkstatt."
            )
