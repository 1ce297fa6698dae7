"""Gremien: meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from strategy.kernel.record import Absent, Gender, Record, day, flag, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor, Transaction


@dataclass(frozen=True)
class Meeting(Record):
    """A meeting of a body; a postponed one keeps its first date."""

    TABLE = "meeting"
    PREFIX = "SI"
    SINGULAR = "Sitzung"
    PLURAL = "Sitzungen"
    GENDER = Gender.FEMININE
    REPORT = Absent("shows in the consultations held in it")
    IMPORT = Absent("few rows, typed in")
    NAME = "held_on"

    body_id: str | None = ref("Gremium", "body", required=True)
    held_on: date | None = day("Sitzung am", required=True)
    postponed_from: date | None = day("Verlegt vom")
    place: str | None = text("Ort")
    cancelled: bool | None = flag("Ausgefallen", default=False)
    note: str | None = text("Anmerkung")

    def settled(self, db: Cursor) -> Self:
        """Keep the day a meeting was first called for, whoever moves it and however often."""
        before = db.one("SELECT held_on, postponed_from FROM meeting WHERE id = ?", [self.id])
        if before is None or self.held_on is None or before["held_on"] == self.held_on:
            return self
        if self.postponed_from is not None:
            return self
        return self.replace(postponed_from=before["held_on"])

    def take_along(self, tx: Transaction, standing: Self) -> None:
        """Items on the agenda follow a moved meeting; a cancelled one leaves them without a day.

        What has a result already was dealt with on the day it stands under and stays there.
        """
        new = None if self.cancelled else self.held_on
        old = None if standing.cancelled else standing.held_on
        if new == old:
            return
        # The printed sequence shows the first day struck through, so only the first one is kept.
        tx.run(
            "UPDATE consultation SET postponed_from = coalesce(postponed_from, held_on), "
            "held_on = $1, version = $2 "
            "WHERE meeting_id = $3 AND held_on IS DISTINCT FROM $1 "
            "AND coalesce(outcome, 'offen') IN ('offen', 'vertagt')",
            [new, tx.action_id, self.id],
        )
        # Back on the first day there is nothing to strike through any more.
        tx.run(
            "UPDATE consultation SET postponed_from = NULL, version = $1 "
            "WHERE meeting_id = $2 AND postponed_from = held_on",
            [tx.action_id, self.id],
        )
