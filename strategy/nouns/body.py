"""Gremien: bodies (Gremien) of the municipality."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, flag, integer, text


class BodyKind(StrEnum):
    """What kind of body it is."""

    COUNCIL = "Vertretung"
    COMMITTEE = "Ausschuss"
    ADMINISTRATION = "Verwaltungsrunde"
    LOCAL = "Ortschaftsrat"
    WORKING_GROUP = "Arbeitsgruppe"


@dataclass(frozen=True)
class Body(Record):
    """A body that meets, discusses and decides."""

    TABLE = "body"
    PREFIX = "G"
    SINGULAR = "Gremium"
    PLURAL = "Gremien"
    GENDER = Gender.NEUTER
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("comes with the presets of a Land")

    title: str | None = text("Gremium", required=True)
    kind: str | None = choice("Art", BodyKind, required=True)
    seats: int | None = integer("Sitze")
    members_complete: bool | None = flag(
        "Mitglieder vollständig erfasst",
        default=False,
        help="Dann begrenzen die Mandate des Sitzungstags die Stimmen, nicht die Zahl der Sitze.",
    )
    position: int | None = integer("Reihenfolge", signed=True)
