"""Gremien: meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.record import Record, day, flag, ref, text


@dataclass(frozen=True)
class Meeting(Record):
    """A meeting of a body; a postponed one keeps its first date."""

    TABLE = "meeting"
    PREFIX = "SI"
    SINGULAR = "Sitzung"
    PLURAL = "Sitzungen"
    NAME = "held_on"

    body_id: str | None = ref("Gremium", "body", required=True)
    held_on: date | None = day("Sitzung am", required=True)
    postponed_from: date | None = day("Verlegt vom")
    place: str | None = text("Ort")
    cancelled: bool | None = flag("Ausgefallen", default=False)
    note: str | None = text("Anmerkung")
