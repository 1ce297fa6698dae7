"""Gremien: a faction's motion (Änderungsantrag) on a paper; its changes lie in a scenario."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
    integer,
    long,
    ref,
    text,
)
from strategy.kernel.voting_seats import voting_seats

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class MotionStatus(StrEnum):
    """What became of a motion."""

    FILED = "eingebracht"
    ADOPTED = "wie beantragt angenommen"
    AMENDED = "in geänderter Fassung angenommen"
    REJECTED = "abgelehnt"
    WITHDRAWN = "zurückgezogen"


@dataclass(frozen=True)
class Motion(Record):
    """A motion to change measures of a reading; nothing of it holds before it is adopted."""

    TABLE = "motion"
    PREFIX = "AE"
    SINGULAR = "Änderungsantrag"
    PLURAL = "Änderungsanträge"
    GENDER = Gender.MASCULINE
    REPORT = Absent("shows on the page of its paper and in the export")
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Änderungsantrag", required=True)
    paper_id: str | None = ref(
        "Vorlage", "paper", on_delete="cascade", required=True, trace="Änderung zu"
    )
    proposer: str | None = text("Einreichende", required=True, help="Zum Beispiel Fraktion SPD.")
    faction_id: str | None = ref("Fraktion", "faction", on_delete="clear", empty="–")
    reference: str | None = code("Nummer")
    dated: date | None = day("Datum")
    reason: str | None = long("Begründung")
    # The name of a version, which is no row of a table and so no reference.
    scenario: str | None = code("Fassung mit den Änderungen", empty="–", hidden=True)
    status: str | None = choice("Stand", MotionStatus, default=MotionStatus.FILED)
    body_id: str | None = ref("Abgestimmt in", "body")
    decided_on: date | None = day("Abgestimmt am")
    yes: int | None = integer("Ja", slash_is_none=True)
    no: int | None = integer("Nein", slash_is_none=True)
    abstentions: int | None = integer("Enthaltungen", slash_is_none=True)
    present: int | None = integer("Anwesend")

    def validate(self) -> None:
        adopted = self.status in (MotionStatus.ADOPTED, MotionStatus.AMENDED)
        if adopted and (self.yes is None or self.no is None or self.yes <= self.no):
            raise Refused(
                "Angenommen ist ein Änderungsantrag nur mit mehr Ja- als Nein-Stimmen; bei "
                "Stimmengleichheit ist er abgelehnt. Prüfen Sie Stand und Stimmen.",
                "status",
            )

    def validate_in(self, db: Cursor) -> None:
        """No more voices than may vote in the body on that day."""
        limit = voting_seats(db, self.body_id, self.decided_on)
        voices = sum(getattr(self, name) or 0 for name in ("yes", "no", "abstentions"))
        most = max(voices, self.present or 0)
        if limit.count is not None and most > limit.count:
            raise Refused(
                f"{limit.words()}; {most} Stimmen oder Anwesende können es nicht sein.", "yes"
            )
