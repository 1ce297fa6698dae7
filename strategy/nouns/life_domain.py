"""Step 4: life domains."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, long, ref, text


@dataclass(frozen=True)
class LifeDomain(Record):
    """One life domain of a system; colour is its place in the chart palette."""

    TABLE = "life_domain"
    PREFIX = "LB"
    SINGULAR = "Lebensbereich"
    PLURAL = "Lebensbereiche"
    GENDER = Gender.MASCULINE
    REPORT = "4 Lebensbereiche"
    IMPORT = Absent("comes with the presets of a Land")
    TRACE = Absent("its system is a way of ordering, no origin")

    # A domain belongs to one system; the same word in two systems is two domains with a mapping.
    system_id: str | None = ref(
        "Gliederung", "life_domain_system", on_delete="cascade", required=True
    )
    title: str | None = text("Bezeichnung", required=True)
    body: str | None = long("Beschreibung")
    position: int | None = integer("Reihenfolge")
