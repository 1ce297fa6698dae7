"""Step 3: points given to cards and clusters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, integer, ref


class PointSource(StrEnum):
    """How points came into the plan; those given by phone are never overwritten by hand."""

    ROOM = "Saal"
    PHONE = "Telefon"
    FILE = "eingelesen"


@dataclass(frozen=True)
class Point(Record):
    """Points of a group for a card or a cluster in one phase."""

    TABLE = "point"
    PREFIX = "PT"
    SINGULAR = "Bepunktung"
    PLURAL = "Bepunktungen"
    GENDER = Gender.FEMININE
    REPORT = "3 Zukunftswerkstatt"
    IMPORT = "points"
    TRACE = Absent("counted on its card or cluster")
    NAME = "points"

    workshop_id: str | None = ref("Werkstatt", "workshop", on_delete="cascade", required=True)
    phase_id: str | None = ref("Phase", "workshop_phase", on_delete="cascade")
    cluster_id: str | None = ref("Thema", "cluster", on_delete="cascade")
    card_id: str | None = ref("Karte", "card", on_delete="cascade")
    group_id: str | None = ref("Gruppe", "participant_group", on_delete="clear")
    points: int | None = integer("Punkte", required=True)
    source: str | None = choice("Weg", PointSource, default=PointSource.ROOM)

    def validate(self) -> None:
        if (self.cluster_id is None) == (self.card_id is None):
            raise Refused(
                "Punkte gehören zu einem Thema oder zu einer Karte; wählen Sie eines davon.",
                "cluster_id",
            )
        if self.points is not None and self.points < 1:
            raise Refused("Geben Sie mindestens einen Punkt an.", "points")
