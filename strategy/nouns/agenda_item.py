"""Gremien: items on the agenda of a meeting that have no paper of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, code, flag, long, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class AgendaItem(Record):
    """An item such as a report by word of mouth; papers stand there by their consultation."""

    TABLE = "agenda_item"
    PREFIX = "TO"
    SINGULAR = "Tagesordnungspunkt"
    PLURAL = "Weitere Tagesordnungspunkte"
    GENDER = Gender.MASCULINE
    REPORT = Absent("shows on the agenda of its meeting")
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Worum es geht", required=True)
    meeting_id: str | None = ref(
        "Sitzung", "meeting", on_delete="cascade", required=True, trace="auf der Tagesordnung von"
    )
    topic_id: str | None = ref(
        "Aufgabe der Arbeitsgruppe", "group_topic", on_delete="clear", empty="–"
    )
    number: str | None = code("TOP")
    public: bool | None = flag("Öffentlich", default=True)
    result: str | None = long("Ergebnis", empty="–")

    def validate_in(self, db: Cursor) -> None:
        """Each number stands once on an agenda; each part of a meeting may count on its own."""
        if self.number is None:
            return
        taken = db.value(
            "SELECT min(id) FROM (SELECT id FROM agenda_item WHERE meeting_id = $1 "
            "AND number = $2 AND public IS NOT DISTINCT FROM $3 AND id <> $4 UNION ALL "
            "SELECT id FROM consultation WHERE meeting_id = $1 AND agenda_item = $2 "
            "AND public IS NOT DISTINCT FROM $3)",
            [self.meeting_id, self.number, self.public, self.id],
        )
        if taken is not None:
            raise Refused(
                f"TOP {self.number} gibt es in dieser Sitzung schon ({taken}); geben Sie eine "
                "andere Nummer an.",
                "number",
            )
