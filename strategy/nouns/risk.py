"""Risks of projects and measures."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.field_rules import check_between
from strategy.kernel.record import Absent, Gender, Record, integer, long, ref, text


@dataclass(frozen=True)
class Risk(Record):
    """A risk with likelihood and damage from 1 to 5."""

    TABLE = "risk"
    PREFIX = "RI"
    SINGULAR = "Risiko"
    PLURAL = "Risiken"
    GENDER = Gender.NEUTER
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("shown with its project or measure")

    title: str | None = text("Risiko", required=True)
    project_id: str | None = ref("Projekt", "project", on_delete="cascade")
    measure_id: str | None = ref("Maßnahme", "measure", on_delete="cascade")
    # 1 to 5 each; their product orders the list, it is no amount of money.
    likelihood: int | None = integer("Eintritt (1 bis 5)")
    damage: int | None = integer("Schaden (1 bis 5)")
    response: str | None = long("Gegenmaßnahme")

    def validate(self) -> None:
        for name in ("likelihood", "damage"):
            check_between(self, name, 1, 5)
