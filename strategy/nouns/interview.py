"""Step 2: interviews in the Fachabteilungen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, day, long, ref, text


class InterviewStatus(StrEnum):
    """The state of an interview."""

    OPEN = "offen"
    AGREED = "vereinbart"
    DONE = "geführt"


@dataclass(frozen=True)
class Interview(Record):
    """An interview with a function of a unit; names are not needed."""

    TABLE = "interview"
    PREFIX = "IV"
    SINGULAR = "Interview"
    PLURAL = "Interviews"
    GENDER = Gender.NEUTER
    REPORT = "Erläuterung"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Gespräch", required=True)
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit", required=True)
    # The function suffices; names of staff are not needed for a strategy (data minimisation).
    function: str | None = text("Funktion der befragten Person")
    held_on: date | None = day("Datum")
    status: str | None = choice("Stand", InterviewStatus, default=InterviewStatus.OPEN)
    guideline_id: str | None = ref("Fragen nach Leitfaden", "guideline")
    # Free text of interviews that were held before guidelines existed in the plan.
    guideline: str | None = text("Leitfaden")
    body: str | None = long("Antworten")
