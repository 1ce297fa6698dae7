"""Step 3: groups of participants, as counts."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, ref, text


@dataclass(frozen=True)
class ParticipantGroup(Record):
    """A group that was invited, with target and actual number of people."""

    TABLE = "participant_group"
    PREFIX = "TG"
    SINGULAR = "Teilnehmergruppe"
    PLURAL = "Teilnehmergruppen"
    GENDER = Gender.FEMININE
    REPORT = "3 Zukunftswerkstatt"
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("where something took place is no step")

    workshop_id: str | None = ref("Werkstatt", "workshop", on_delete="cascade", required=True)
    title: str | None = text("Gruppe", required=True)
    invited: int | None = integer("Zielzahl")
    present: int | None = integer("Anwesend")
