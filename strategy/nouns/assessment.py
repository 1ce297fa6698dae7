"""Step 2: assessments made with a maturity model; each keeps the model it was made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Self

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, day, ref, text
from strategy.kernel.records import settle_again
from strategy.kernel.store import Cursor, Transaction


@dataclass(frozen=True)
class Assessment(Record):
    """An assessment of a service or an organisation unit on one day."""

    TABLE = "assessment"
    PREFIX = "BW"
    SINGULAR = "Bewertung"
    PLURAL = "Bewertungen"
    GENDER = Gender.FEMININE
    REPORT = Absent("looked at on its page and in the export")
    IMPORT = Absent("few rows, typed in")
    TRACE = Absent("shown on the page of maturity")

    title: str | None = text("Bezeichnung", required=True)
    model_id: str | None = ref("Modell", "maturity_model", required=True)
    service_id: str | None = ref("Leistung", "service", on_delete="cascade")
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit")
    assessed_on: date | None = day("Bewertet am", required=True)

    def take_along(self, tx: Transaction, standing: Self) -> None:
        """The level of the service it is about, and of the one it was about, follows it."""
        for service_id in {self.service_id, standing.service_id} - {None}:
            settle_again(tx, str(service_id))

    def validate_in(self, db: Cursor) -> None:
        # Only after the first save: a new assessment has no answers that another model could hold.
        foreign = self.version and db.has_rows(
            "SELECT 1 FROM assessment_answer a JOIN maturity_criterion c ON c.id = a.criterion_id "
            "WHERE a.assessment_id = ? AND c.model_id <> ?",
            [self.id, self.model_id],
        )
        if foreign:
            raise Refused(
                "Die Antworten dieser Bewertung gehören zum bisherigen Modell; legen Sie für das "
                "andere Modell eine neue Bewertung an.",
                "model_id",
            )
