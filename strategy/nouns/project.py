"""Step 2: running, planned and finished projects."""

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
    long,
    money,
    percent,
    ref,
    text,
)


class ProjectStatus(StrEnum):
    """The state of a project."""

    IDEA = "offen"
    PLANNED = "in Planung"
    RUNNING = "in Bearbeitung"
    DONE = "umgesetzt"
    STOPPED = "gestoppt"


class ProjectPhase(StrEnum):
    """The phases of a project."""

    START = "Start"
    CONCEPT = "Konzept"
    BUILD = "Umsetzung"
    PILOT = "Pilot"
    GO_LIVE = "Inbetriebnahme"
    ROLLOUT = "Rollout"


class Priority(StrEnum):
    """Priority: high at once, medium within two years, low within four years."""

    UNSET = "nicht festgelegt"
    LOW = "niedrig"
    MEDIUM = "mittel"
    HIGH = "hoch"


@dataclass(frozen=True)
class Project(Record):
    """A digitalisation project (Vorhaben)."""

    TABLE = "project"
    PREFIX = "PR"
    SINGULAR = "Projekt"
    PLURAL = "Projekte"
    GENDER = Gender.NEUTER
    REPORT = "Projekte"
    IMPORT = "projects"
    EXPECTED = (
        "body",
        "organisation_id",
        "status",
        "phase",
        "starts_on",
        "ends_on",
        "progress",
        "budget_cents",
    )

    title: str | None = text("Bezeichnung", required=True)
    key: str | None = code("Schlüssel", help="Kennung aus der Quelle.")
    body: str | None = long("Kurzbeschreibung")
    organisation_id: str | None = ref("Federführung", "organisation_unit")
    owner_id: str | None = ref("Ansprechperson", "person", on_delete="clear")
    application_id: str | None = ref(
        "Anwendung", "application", on_delete="clear", trace="betrifft"
    )
    status: str | None = choice("Stand", ProjectStatus, default=ProjectStatus.PLANNED)
    phase: str | None = choice("Phase", ProjectPhase)
    priority: str | None = choice("Priorität", Priority, default=Priority.UNSET)
    starts_on: date | None = day("Beginn", edge="first")
    ends_on: date | None = day("Geplanter Abschluss", edge="last")
    progress: Decimal | None = percent("Fertigstellungsgrad")
    budget_cents: int | None = money("Gesamtbudget", help="Beschlossener Rahmen über alle Jahre.")
    endangered: bool | None = flag("Gefährdet")
    cause: str | None = long("Ursache")
    options: str | None = long("Handlungsoptionen")
    note: str | None = long("Anmerkung")
    confirmed_on: date | None = day("Zuletzt bestätigt am")

    def validate(self) -> None:
        check_order(self, "starts_on", "ends_on")
        check_between(self, "progress", 0, 100)
