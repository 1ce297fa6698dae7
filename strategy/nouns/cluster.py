"""Step 3: clusters of cards."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, long, ref, text


@dataclass(frozen=True)
class Cluster(Record):
    """A named group of cards, "Thema" for users."""

    TABLE = "cluster"
    PREFIX = "CL"
    SINGULAR = "Thema"
    PLURAL = "Themen"
    GENDER = Gender.NEUTER
    REPORT = "3 Zukunftswerkstatt"
    IMPORT = Absent("comes with cards")

    workshop_id: str | None = ref("Werkstatt", "workshop", on_delete="cascade", required=True)
    title: str | None = text("Name", required=True)
    # The cluster hands its domain to the measure that is made of it.
    domain_id: str | None = ref(
        "Lebensbereich", "life_domain", on_delete="clear", trace="im Lebensbereich"
    )
    note: str | None = long("Anmerkung")
