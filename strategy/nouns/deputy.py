"""Gremien: who stands in for a seat of a working group, by name."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, ref, text


@dataclass(frozen=True)
class Deputy(Record):
    """A deputy of a seat in a working group; in other bodies a deputy is a membership.

    Only a name: factions name whom they like, and nobody else in the plan refers to him.
    """

    TABLE = "deputy"
    PREFIX = "SV"
    SINGULAR = "Stellvertretung"
    PLURAL = "Stellvertretungen"
    GENDER = Gender.FEMININE
    REPORT = Absent("names people, and a report is handed on")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("names people")
    NAME = "full_name"

    full_name: str | None = text("Name", required=True)
    group_member_id: str | None = ref("Sitz", "group_member", on_delete="cascade", required=True)
    position: int | None = integer("Reihenfolge", signed=True)
