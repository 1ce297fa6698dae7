"""Step 4: which life domain of one system corresponds to which of another."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, ref


@dataclass(frozen=True)
class DomainMapping(Record):
    """A correspondence between two life domains of different systems."""

    TABLE = "domain_mapping"
    PREFIX = "LZ"
    SINGULAR = "Zuordnung"
    PLURAL = "Zuordnungen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("shown on the page of life domains")
    NAME = "id"

    # Both ways count the same; which one is typed first depends on the page it is typed on.
    from_id: str | None = ref("Lebensbereich", "life_domain", on_delete="cascade", required=True)
    to_id: str | None = ref("entspricht", "life_domain", on_delete="cascade", required=True)
