"""Step 4: life domains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, integer, long, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


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
    # Levels lie inside one system; acyclic, because a tree in a circle has no top.
    parent_id: str | None = ref(
        "Übergeordneter Bereich", "life_domain", on_delete="clear", acyclic=True
    )
    body: str | None = long("Beschreibung")
    position: int | None = integer("Reihenfolge", signed=True)

    def validate_in(self, db: Cursor) -> None:
        if self.parent_id is None:
            return
        if self.parent_id == self.id:
            raise Refused(
                "Ein Lebensbereich kann nicht sich selbst untergeordnet sein; wählen Sie einen "
                "anderen.",
                "parent_id",
            )
        above = db.value("SELECT system_id FROM life_domain WHERE id = ?", [self.parent_id])
        if above != self.system_id:
            raise Refused(
                f"„Übergeordneter Bereich“: {self.parent_id} gehört zu einer anderen Gliederung; "
                "was sich zwischen Gliederungen entspricht, steht in der Zuordnung.",
                "parent_id",
            )
