"""Step 5: staged multi-year planning, measure × year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, ref, text, year


class Stage(StrEnum):
    """What happens with a measure in a year."""

    PREPARATION = "Vorbereitung"
    BUILD = "Umsetzung"
    OPERATION = "Betrieb"


@dataclass(frozen=True)
class PlanEntry(Record):
    """The stage of a measure in one year of the plan."""

    TABLE = "plan_entry"
    PREFIX = "PE"
    SINGULAR = "Planeintrag"
    PLURAL = "Planeinträge"
    GENDER = Gender.MASCULINE
    REPORT = "Mehrjahresplan"
    IMPORT = Absent("planned on the page")
    GROUPED = True
    NAME = "stage"

    measure_id: str | None = ref(
        "Maßnahme", "measure", on_delete="cascade", required=True, trace="Planung von"
    )
    year: int | None = year("Jahr", required=True)
    stage: str | None = choice("Stufe", Stage, required=True, default=Stage.BUILD)
    note: str | None = text("Anmerkung")
