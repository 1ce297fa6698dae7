"""Gremien: meetings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, code, day, flag, long, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor, Transaction

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# What has a result was dealt with on the day it stands under.
_OPEN = "coalesce(outcome, 'offen') IN ('offen', 'vertagt')"


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
    begins: str | None = code("Beginn", help="Uhrzeit, zum Beispiel 18:00.")
    ends: str | None = code("Ende", empty="–", help="Uhrzeit, zum Beispiel 20:30.")
    postponed_from: date | None = day("Verlegt vom", empty="–")
    place: str | None = text("Ort")
    cancelled: bool | None = flag("Ausgefallen", default=False)
    note: str | None = text("Anmerkung", empty="–")
    minutes: str | None = long("Kurzprotokoll", empty="–")

    def validate(self) -> None:
        for name in ("begins", "ends"):
            typed = getattr(self, name)
            if typed is not None and not _CLOCK.fullmatch(typed):
                raise Refused(
                    f"„{typed}“ ist keine Uhrzeit; schreiben Sie sie zum Beispiel 18:00.", name
                )

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
        self._move_events(tx, old, new)
        # Every day that was called off stays, of the meeting and of each item on its agenda; a day
        # that moves to an earlier one was only mistyped.
        if old is not None and (new is None or new > old):
            self._keep_days(tx, old)
        elif new is not None:
            tx.run(
                "DELETE FROM postponement WHERE former_day >= ? AND (meeting_id = ? OR "
                "consultation_id IN (SELECT id FROM consultation WHERE meeting_id = ?))",
                [new, self.id, self.id],
            )
        # ``postponed_from`` is the first day, however often a meeting moves.
        tx.run(
            "UPDATE consultation SET postponed_from = coalesce(postponed_from, held_on), "
            "held_on = $1, version = $2 "
            "WHERE meeting_id = $3 AND held_on IS DISTINCT FROM $1 "
            f"AND {_OPEN}",
            [new, tx.action_id, self.id],
        )
        # Back on the first day there is nothing to strike through any more.
        tx.run(
            "UPDATE consultation SET postponed_from = NULL, version = $1 "
            "WHERE meeting_id = $2 AND postponed_from = held_on",
            [tx.action_id, self.id],
        )

    def _move_events(self, tx: Transaction, old: date | None, new: date | None) -> None:
        """An event that is this meeting has its day, and so has what is due at the event."""
        events = "(SELECT id FROM event WHERE meeting_id = $3)"
        for table in ("deadline", "report_due"):
            tx.run(
                f"UPDATE {table} SET due = $1, version = $2 WHERE event_id IN {events} "
                "AND (due IS NULL OR due = $4) AND due IS DISTINCT FROM $1",
                [new, tx.action_id, self.id, old],
            )
        tx.run(
            "UPDATE event SET held_on = $1, version = $2 WHERE meeting_id = $3 "
            "AND held_on IS DISTINCT FROM $1",
            [new, tx.action_id, self.id],
        )

    def _keep_days(self, tx: Transaction, old: date) -> None:
        reason = "ausgefallen" if self.cancelled else None
        items = tx.rows(
            "SELECT id, held_on FROM consultation WHERE meeting_id = ? AND held_on IS NOT NULL "
            f"AND {_OPEN} ORDER BY id",
            [self.id],
        )
        days = [(old, None, self.id), *((item["held_on"], item["id"], None) for item in items)]
        for fresh, (day_, item, meeting) in zip(tx.next_ids("TV", len(days)), days, strict=True):
            tx.run(
                "INSERT INTO postponement VALUES (?, ?, ?, ?, ?, ?)",
                [fresh, tx.action_id, day_, item, meeting, reason],
            )
