"""Step 2: named keys by which the cost of shared applications is split over units."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, long, text


class KeyBasis(StrEnum):
    """What the shares of a key follow from."""

    FTE = "nach VZÄ"
    USERS = "nach Nutzenden"
    OWN = "eigene Anteile"


@dataclass(frozen=True)
class DistributionKey(Record):
    """A key that several applications use; its units stand in distribution_key_share.

    A key without units splits over the units that use the application: by their posts (VZÄ) or
    their number of users.  ``strategy.acts.named_key`` works the shares out and applies them.
    """

    TABLE = "distribution_key"
    PREFIX = "VT"
    SINGULAR = "Verteilschlüssel"
    PLURAL = "Verteilschlüssel"
    GENDER = Gender.MASCULINE
    REPORT = Absent("shows in the cost data as the shares it made")
    IMPORT = Absent("comes with its units")

    title: str | None = text("Bezeichnung", required=True)
    basis: str | None = choice(
        "Grundlage",
        KeyBasis,
        required=True,
        default="eigene Anteile",
        help="Nach VZÄ und nach Nutzenden werden die Anteile berechnet, eigene Anteile eingegeben.",
    )
    note: str | None = long("Anmerkung")
