"""Gremien: factions and groups of the council."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, day, ref, text


class FactionKind(StrEnum):
    """What kind of side it is; a group has fewer members than a faction needs."""

    FACTION = "Fraktion"
    GROUP = "Gruppe"
    PARTY = "Partei"


@dataclass(frozen=True)
class Faction(Record):
    """A side of the council that sends members into bodies and brings papers in."""

    TABLE = "faction"
    PREFIX = "FK"
    SINGULAR = "Fraktion"
    PLURAL = "Fraktionen"
    GENDER = Gender.FEMININE
    REPORT = Absent("shows with the bodies and in the OParl export")
    IMPORT = Absent("comes with an OParl file")

    title: str | None = text("Fraktion", required=True)
    short_name: str | None = text("Kurzname", empty="–")
    kind: str | None = choice("Art", FactionKind, default=FactionKind.FACTION)
    # Cleared, not cascaded: a faction stays when the term it was entered for is tidied away.
    term_id: str | None = ref("Wahlperiode", "legislative_term", on_delete="clear")
    starts_on: date | None = day("Besteht seit", edge="first")
    ends_on: date | None = day("Bestand bis", edge="last", empty="–")
