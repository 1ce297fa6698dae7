"""Gremien: resolutions and promises that are followed up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, code, day, long, ref, text


class ResolutionStatus(StrEnum):
    """How far a resolution is carried out."""

    OPEN = "offen"
    RUNNING = "in Arbeit"
    DONE = "erledigt"
    CHANGED = "geändert"
    REVOKED = "aufgehoben"


@dataclass(frozen=True)
class Resolution(Record):
    """A decided resolution with its follow-up."""

    TABLE = "resolution"
    PREFIX = "BS"
    SINGULAR = "Beschluss"
    PLURAL = "Beschlüsse"
    GENDER = Gender.MASCULINE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Beschluss", required=True)
    reference: str | None = code("Beschlussnummer")
    # Cleared, not cascaded: a resolution stays in force when its paper is tidied away.
    paper_id: str | None = ref("Vorlage", "paper", on_delete="clear", trace="zur Vorlage")
    body_id: str | None = ref("Gremium", "body")
    decided_on: date | None = day("Beschlossen am")
    body: str | None = long("Wortlaut")
    due: date | None = day("Frist", edge="last")
    status: str | None = choice("Stand", ResolutionStatus, default=ResolutionStatus.OPEN)
    report: str | None = long("Sachstand")
