"""Step 2: findings of interviews and analyses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, long, ref, text


class FindingKind(StrEnum):
    """What a finding is."""

    STRENGTH = "Stärke"
    WEAKNESS = "Schwäche"
    NEED = "Bedarf"
    IDEA = "Idee"


@dataclass(frozen=True)
class Finding(Record):
    """One finding; links lead to applications, services and measures."""

    TABLE = "finding"
    PREFIX = "BF"
    SINGULAR = "Befund"
    PLURAL = "Befunde"
    GENDER = Gender.MASCULINE
    REPORT = "2 IST-Analyse"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Befund", required=True)
    kind: str | None = choice("Art", FindingKind, required=True)
    # Findings go with their interview: what somebody said must not stay when it is withdrawn.
    interview_id: str | None = ref(
        "Interview", "interview", on_delete="cascade", trace="aus dem Interview"
    )
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit")
    body: str | None = long("Erläuterung")
