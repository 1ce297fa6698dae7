"""Step 3: future workshops (Zukunftswerkstätten)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import (
    Absent,
    Gender,
    Record,
    choice,
    code,
    day,
    flag,
    integer,
    long,
    moment,
    ref,
    text,
)
from strategy.kernel.store.database import DRAFT
from strategy.kernel.store.devices import forget_devices

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor, Transaction


class WorkshopStatus(StrEnum):
    """The state of a workshop."""

    PLANNED = "geplant"
    RUNNING = "läuft"
    DONE = "durchgeführt"


class WorkshopFormat(StrEnum):
    """How people work together in a workshop."""

    FUTURE = "Zukunftswerkstatt"
    TABLES = "Thementische"
    WORLD_CAFE = "World-Café"
    ONLINE = "Online-Beteiligung"


class Activity(StrEnum):
    """What participants can do just now."""

    PAUSE = "Pause"
    CARDS = "Karten schreiben"
    POINTS = "Punkte vergeben"


@dataclass(frozen=True)
class Workshop(Record):
    """A future workshop with its rules; participants are counted, not named.

    ``code`` is what people type to take part.  ``activity`` in ``phase_id`` is open until somebody
    changes it; ``ends_at`` only tells when the phase is meant to end.
    """

    TABLE = "workshop"
    PREFIX = "W"
    SINGULAR = "Werkstatt"
    PLURAL = "Werkstätten"
    GENDER = Gender.FEMININE
    REPORT = "3 Zukunftswerkstatt"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Titel", required=True)
    held_on: date | None = day("Datum")
    place: str | None = text("Ort")
    status: str | None = choice("Stand", WorkshopStatus, default=WorkshopStatus.PLANNED)
    cards_per_person: int | None = integer("Karten je Person", default=5)
    points_per_person: int | None = integer("Punkte je Person und Phase", default=5)
    accumulate: bool | None = flag("Mehrere Punkte auf einen Eintrag", default=True)
    own_cards: bool | None = flag("Eigene Karten dürfen bepunktet werden", default=True)
    moderated: bool | None = flag("Karten werden vor dem Anzeigen geprüft", default=True)
    # Changes the rules sheet only; the plan never holds a name of a participant.
    anonymous: bool | None = flag("Ohne Namen", default=True)
    format: str | None = choice("Format", WorkshopFormat, default=WorkshopFormat.FUTURE)
    # Kept after the end: printed sheets with it still lead to the results.
    code: str | None = code("Zugangscode")
    activity: str | None = choice("Gerade möglich", Activity, default=Activity.PAUSE)
    phase_id: str | None = ref("Laufende Phase", "workshop_phase", on_delete="clear")
    ends_at: datetime | None = moment("Phase endet")
    results_shown: bool | None = flag("Punktestand wird gezeigt", default=False)
    note: str | None = long("Ergebnis und Vereinbarungen")

    def validate_in(self, db: Cursor) -> None:
        """A workshop is ended where its devices are forgotten, and not by changing a word."""
        if (
            # A scenario or an edition is a copy: devices belong to the draft alone.
            self.status != WorkshopStatus.RUNNING
            and db.version == DRAFT
            and db.value("SELECT status FROM workshop WHERE id = ?", [self.id])
            == WorkshopStatus.RUNNING
            and db.has_rows(
                "SELECT 1 FROM participation.participant WHERE workshop_id = ?", [self.id]
            )
        ):
            raise Refused(
                "An dieser Werkstatt nehmen Geräte teil; beenden Sie sie auf der Seite Moderation, "
                "dort werden deren Kennungen gelöscht.",
                "status",
            )

    @classmethod
    def before_delete(cls, tx: Transaction, ids: Sequence[str]) -> None:
        """With a workshop goes what is known of its devices."""
        forget_devices(tx, ids)
