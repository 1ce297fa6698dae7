"""Milestones of projects and measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.record import Absent, Gender, Record, day, ref, text


@dataclass(frozen=True)
class Milestone(Record):
    """A dated step of a project or a measure."""

    TABLE = "milestone"
    PREFIX = "MS"
    SINGULAR = "Meilenstein"
    PLURAL = "Meilensteine"
    GENDER = Gender.MASCULINE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    GROUPED = True

    title: str | None = text("Meilenstein", required=True)
    project_id: str | None = ref("Projekt", "project", on_delete="cascade", trace="Meilenstein von")
    measure_id: str | None = ref(
        "Maßnahme", "measure", on_delete="cascade", trace="Meilenstein von"
    )
    due: date | None = day("Termin", edge="last")
    reached_on: date | None = day("Erreicht am")
