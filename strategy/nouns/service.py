"""Step 2: administrative services (OZG-Leistungen)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from strategy.kernel.errors import Refused
from strategy.kernel.record import (
    Gender,
    Record,
    choice,
    code,
    day,
    flag,
    integer,
    long,
    ref,
    text,
    year,
)
from strategy.kernel.store import Cursor

_LEVELS = ("maturity_actual", "maturity_target")
_FOLLOWS = "Ist die Leistung nach einem Reifegradmodell bewertet, steht hier das Ergebnis."
# The newest assessment of which every applicable criterion is answered, by the rule of the
# OZG-Reifegradmodell: the lowest decides.  A weighted mean is no level, and a model that is meant
# for orientation decides nothing.
_ASSESSED = """
SELECT s.id, min(a.actual) AS maturity_actual,
    CASE WHEN count(a.target) = count(*) THEN min(a.target) END AS maturity_target
FROM assessment s JOIN maturity_model m ON m.id = s.model_id
    AND coalesce(m.rule, 'niedrigstes Kriterium') = 'niedrigstes Kriterium'
    AND m.orientation_only IS NOT TRUE
JOIN maturity_criterion c ON c.model_id = s.model_id
LEFT JOIN assessment_answer a ON a.criterion_id = c.id AND a.assessment_id = s.id
WHERE s.service_id = ? AND a.applicable IS NOT FALSE
GROUP BY s.id, s.assessed_on HAVING count(a.actual) = count(*)
ORDER BY s.assessed_on DESC NULLS LAST, s.id DESC LIMIT 1
"""


class EfaStatus(StrEnum):
    """Reuse of a service built once for all (Einer für Alle)."""

    NONE = "nicht vorgesehen"
    AVAILABLE = "verfügbar"
    PLANNED = "Nachnutzung geplant"
    USED = "nachgenutzt"


@dataclass(frozen=True)
class Service(Record):
    """A service to citizens, companies or the administration itself."""

    TABLE = "service"
    PREFIX = "L"
    SINGULAR = "Leistung"
    PLURAL = "Leistungen"
    GENDER = Gender.FEMININE
    REPORT = "Leistungen"
    IMPORT = "services"
    EXPECTED = (
        "topic",
        "organisation_id",
        "online",
        "cases_analogue",
        "cases_digital",
        "maturity_actual",
        "maturity_target",
    )

    title: str | None = text("Leistung", required=True)
    key: str | None = code("Leistungsschlüssel")
    topic: str | None = text("Themenfeld")
    situation: str | None = text("Lage")
    addressee: str | None = text("Adressat")
    # The OZG catalogue lists 557 services; few of them are the town's own task.
    own: bool | None = flag("Eigene Leistung", help="Ja, wenn sie in keinem Katalog steht.")
    organisation_id: str | None = ref("Zuständige Einheit", "organisation_unit")
    owner_id: str | None = ref("Ansprechperson", "person", on_delete="clear")
    application_id: str | None = ref(
        "Anwendung", "application", on_delete="clear", trace="läuft über"
    )
    online: bool | None = flag("Online verfügbar")
    online_year: int | None = year(
        "Online geplant ab", help="Das Jahr, ab dem es die Leistung online geben soll."
    )
    url: str | None = text("Adresse im Netz")
    # Cases of one year, by hand and online apart, since their share is what councils ask for.
    cases_analogue: int | None = integer("Fälle analog im Jahr")
    cases_digital: int | None = integer("Fälle digital im Jahr")
    efa: str | None = choice("EfA-Nachnutzung", EfaStatus)
    maturity_actual: int | None = integer("Reifegrad IST", help=_FOLLOWS)
    maturity_target: int | None = integer("Reifegrad SOLL", help=_FOLLOWS)
    note: str | None = long("Anmerkung")
    confirmed_on: date | None = day("Zuletzt bestätigt am")

    def settled(self, db: Cursor) -> Self:
        """With the levels of its assessment: maturity is kept once, and that is where it is
        judged.  What somebody typed beside it is left to ``validate_in`` to refuse."""
        assessed, before = self._assessed(db), self._standing(db)
        found = self
        for name in _LEVELS:
            if assessed and assessed[name] is not None and getattr(self, name) == before.get(name):
                found = found.replace(**{name: assessed[name]})
        return found

    def validate_in(self, db: Cursor) -> None:
        assessed = self._assessed(db)
        for name in _LEVELS:
            level = assessed[name] if assessed else None
            if assessed and level is not None and getattr(self, name) != level:
                raise Refused(
                    f"„{self.spec(name).label}“ ist {level}, das Ergebnis der Bewertung "
                    f"{assessed['id']}; ändern Sie dort die Antworten.",
                    name,
                )

    def _assessed(self, db: Cursor) -> dict[str, Any] | None:
        return db.one(_ASSESSED, [self.id]) if self.id else None

    def _standing(self, db: Cursor) -> dict[str, Any]:
        known = "SELECT maturity_actual, maturity_target FROM service WHERE id = ?"
        return db.one(known, [self.id]) or {}
