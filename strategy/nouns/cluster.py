"""Step 3: clusters of cards."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Record, long, ref, text


@dataclass(frozen=True)
class Cluster(Record):
    """A named heap of cards."""

    TABLE = "cluster"
    PREFIX = "CL"
    SINGULAR = "Thema"
    PLURAL = "Themen"

    workshop_id: str | None = ref("Werkstatt", "workshop", on_delete="cascade", required=True)
    title: str | None = text("Name", required=True)
    domain_id: str | None = ref("Lebensbereich", "life_domain", on_delete="clear")
    note: str | None = long("Anmerkung")
