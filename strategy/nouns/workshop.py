"""Step 3: future workshops (Zukunftswerkstätten)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.record import Record, choice, day, flag, integer, long, text


class WorkshopStatus(StrEnum):
    """The state of a workshop."""

    PLANNED = "geplant"
    RUNNING = "läuft"
    DONE = "durchgeführt"


@dataclass(frozen=True)
class Workshop(Record):
    """A future workshop with its rules; participants are counted, not named."""

    TABLE = "workshop"
    PREFIX = "W"
    SINGULAR = "Werkstatt"
    PLURAL = "Werkstätten"

    title: str | None = text("Titel", required=True)
    held_on: date | None = day("Datum")
    place: str | None = text("Ort")
    status: str | None = choice("Stand", WorkshopStatus, default=WorkshopStatus.PLANNED)
    cards_per_person: int | None = integer("Karten je Person", default=5)
    points_per_person: int | None = integer("Punkte je Person und Phase", default=5)
    accumulate: bool | None = flag("Mehrere Punkte auf einen Eintrag", default=True)
    own_cards: bool | None = flag("Eigene Karten dürfen bepunktet werden", default=True)
    moderated: bool | None = flag("Karten werden vor dem Anzeigen geprüft", default=True)
    anonymous: bool | None = flag("Ohne Namen", default=True)
    note: str | None = long("Ergebnis und Vereinbarungen")
