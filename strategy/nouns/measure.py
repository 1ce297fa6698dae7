"""Steps 4 and 5: measures (Maßnahmen)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from strategy.kernel.field_rules import check_between, check_order
from strategy.kernel.record import (
    Gender,
    Record,
    choice,
    code,
    day,
    flag,
    integer,
    long,
    percent,
    ref,
    text,
)


class MeasureStatus(StrEnum):
    """The state of a measure."""

    IDEA = "Idee"
    PROPOSED = "vorgeschlagen"
    DECIDED = "beschlossen"
    RUNNING = "in Umsetzung"
    DONE = "umgesetzt"
    POOL = "Ideenpool"
    REJECTED = "verworfen"


class MeasurePriority(StrEnum):
    """Start: high at once, medium within two years, low within four years (Brandenburg)."""

    HIGH = "hoch"
    MEDIUM = "mittel"
    LOW = "niedrig"


class Origin(StrEnum):
    """Where a measure comes from; compulsory for an unbroken trace."""

    WORKSHOP = "Werkstattkarte"
    ADMINISTRATION = "Vorschlag der Verwaltung"
    COUNCIL = "Antrag aus der Vertretung"
    INTERVIEW = "Interview"
    LAW = "Rechtliche Verpflichtung"


class Driver(StrEnum):
    """Why a measure is taken."""

    LAW = "rechtliche Verpflichtung"
    CITIZENS = "Bürgerservice"
    WORK = "Arbeitsbedingungen"
    COST = "Kosteneinsparung"
    QUALITY = "Lebensqualität"


@dataclass(frozen=True)
class Measure(Record):
    """A measure with its sheet (Steckbrief); one primary life domain, more by links."""

    TABLE = "measure"
    PREFIX = "M"
    SINGULAR = "Maßnahme"
    PLURAL = "Maßnahmen"
    GENDER = Gender.FEMININE
    REPORT = "Maßnahmen"
    IMPORT = "measures"

    title: str | None = text("Titel", required=True)
    key: str | None = code("Schlüssel", help="Kennung aus der Quelle.")
    domain_id: str | None = ref("Lebensbereich", "life_domain", trace="im Lebensbereich")
    body: str | None = long("Beschreibung")
    effect: str | None = long("Ziele und Wirkung")
    target_group: str | None = text("Zielgruppe")
    origin: str | None = choice("Herkunft", Origin, required=True, default=Origin.ADMINISTRATION)
    driver: str | None = choice("Anlass", Driver)
    organisation_id: str | None = ref("Federführung", "organisation_unit")
    # The Steckbrief names an elected person or body that stands up for the measure.
    sponsor: str | None = text("Patenschaft (gewählt)", help="Ratsmitglied, Fraktion, Ausschuss.")
    partners: str | None = text("Beteiligte")
    operator: str | None = text("Betreiberschaft", help="Wer betreibt, was entsteht.")
    challenge: str | None = long("Bezug zur Herausforderung")
    market: str | None = long("Markterkundung", help="Was es schon gibt und wer es anbietet.")
    status: str | None = choice("Stand", MeasureStatus, default=MeasureStatus.PROPOSED)
    priority: str | None = choice("Priorität", MeasurePriority)
    starts_on: date | None = day("Beginn", edge="first")
    ends_on: date | None = day("Ende", edge="last")
    effort: int | None = integer("Aufwand (1 bis 5)")
    benefit: int | None = integer("Nutzen (1 bis 5)")
    progress: Decimal | None = percent("Fortschritt")
    # Said twice a year to the committee; the light alone says neither why nor what can be done.
    trouble: str | None = long("Ursache der Gefährdung", empty="–")
    options: str | None = long("Handlungsoptionen", empty="–")
    easy_text: str | None = long(
        "In Leichter Sprache",
        empty="–",
        help="Kurze Sätze, eine Aussage je Satz, keine Fremdwörter.",
    )
    mandatory: bool | None = flag("Pflichtmaßnahme")
    reason: str | None = long("Begründung", help="Nötig im Ideenpool und beim Verwerfen.")
    # Files say "Q3, je nach Förderung" where a day belongs; such words are kept here.
    note: str | None = long("Anmerkung")

    def validate(self) -> None:
        check_order(self, "starts_on", "ends_on")
        for name in ("effort", "benefit"):
            check_between(self, name, 1, 5)
        check_between(self, "progress", 0, 100)
