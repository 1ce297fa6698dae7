"""What colleagues say to each other about an entry, until it is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, flag, long, moment, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class Comment(Record):
    """A remark on any entry, for one person where it names one; open until somebody settles it.

    Said inside the administration: no other audience sees it, nor that there is one.
    """

    TABLE = "comment"
    PREFIX = "KM"
    SINGULAR = "Kommentar"
    PLURAL = "Kommentare"
    GENDER = Gender.MASCULINE
    REPORT = Absent("said inside the administration")
    IMPORT = Absent("written on the page of an entry")
    TRACE = Absent("what was said about an entry is no origin")
    NAME = "body"

    # "*" refers to any noun, so that every kind of entry can be talked about alike.
    object_id: str | None = ref("Eintrag", "*", on_delete="cascade", required=True)
    body: str | None = long("Kommentar", required=True)
    said_by: str | None = text("Von", required=True)
    said_at: datetime | None = moment("Geschrieben am")
    person_id: str | None = ref("Erwähnt", "person", on_delete="clear", empty="–")
    resolved: bool | None = flag("Erledigt", default=False)
    resolved_by: str | None = text("Erledigt von", empty="–")

    def validate_in(self, db: Cursor) -> None:
        """Nobody puts other words into the mouth of who said them."""
        before = db.one("SELECT said_by, body, object_id FROM comment WHERE id = ?", [self.id])
        now = {"said_by": self.said_by, "body": self.body, "object_id": self.object_id}
        if before is not None and before != now:
            raise Refused(
                "Ein Kommentar bleibt, wie er geschrieben wurde; schreiben Sie einen neuen oder "
                "setzen Sie diesen auf erledigt.",
                "body",
            )
