"""Step 2: administrative services (OZG-Leistungen)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

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
    maturity_actual: int | None = integer("Reifegrad IST")
    maturity_target: int | None = integer("Reifegrad SOLL")
    note: str | None = long("Anmerkung")
    confirmed_on: date | None = day("Zuletzt bestätigt am")
