"""Step 4: life domains."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Record, integer, long, ref, text


@dataclass(frozen=True)
class LifeDomain(Record):
    """One life domain of a system; colour is its place in the chart palette."""

    TABLE = "life_domain"
    PREFIX = "LB"
    SINGULAR = "Lebensbereich"
    PLURAL = "Lebensbereiche"

    system_id: str | None = ref(
        "Gliederung", "life_domain_system", on_delete="cascade", required=True
    )
    title: str | None = text("Bezeichnung", required=True)
    body: str | None = long("Beschreibung")
    position: int | None = integer("Reihenfolge")
