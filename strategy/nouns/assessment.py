"""Step 2: assessments made with a maturity model; each keeps the model it was made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.record import Record, day, ref, text


@dataclass(frozen=True)
class Assessment(Record):
    """An assessment of a service or an organisation unit on one day."""

    TABLE = "assessment"
    PREFIX = "BW"
    SINGULAR = "Bewertung"
    PLURAL = "Bewertungen"

    title: str | None = text("Bezeichnung", required=True)
    model_id: str | None = ref("Modell", "maturity_model", required=True)
    service_id: str | None = ref("Leistung", "service", on_delete="cascade")
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit")
    assessed_on: date | None = day("Bewertet am", required=True)
