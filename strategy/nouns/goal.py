"""Step 1: the goal tree, Leitziel → strategic goal → operative goal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, integer, long, ref, text, year


class GoalLevel(StrEnum):
    """The levels of the goal tree."""

    GUIDING = "Leitziel"
    STRATEGIC = "strategisches Ziel"
    OPERATIVE = "operatives Ziel"


class GoalStatus(StrEnum):
    """How far a goal is reached (four stages as used in municipal evaluation)."""

    OPEN = "offen"
    NOT = "nicht auf Kurs"
    PARTLY = "teilweise auf Kurs"
    LARGELY = "weitgehend auf Kurs"
    FULLY = "voll auf Kurs"


@dataclass(frozen=True)
class Goal(Record):
    """A goal; its parent makes the tree."""

    TABLE = "goal"
    PREFIX = "Z"
    SINGULAR = "Ziel"
    PLURAL = "Ziele"
    GENDER = Gender.NEUTER
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Ziel", required=True)
    level: str | None = choice("Ebene", GoalLevel, required=True)
    # acyclic: a goal below itself would have no top, and the tree would not be drawn.
    parent_id: str | None = ref("Übergeordnetes Ziel", "goal", acyclic=True, trace="Teil von")
    body: str | None = long("Beschreibung")
    target_year: int | None = year("Zieljahr")
    responsible_id: str | None = ref("Verantwortlich", "organisation_unit")
    # Told by people; how far the indicators are on course is worked out beside it.
    status: str | None = choice("Stand", GoalStatus, default=GoalStatus.OPEN)
    position: int | None = integer("Reihenfolge", signed=True)

    def validate(self) -> None:
        if self.id and self.id == self.parent_id:
            raise Refused(
                "Ein Ziel kann nicht sich selbst untergeordnet sein; wählen Sie ein anderes.",
                "parent_id",
            )
