"""People in their function; as few personal data as possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, day, flag, ref, text


class Role(StrEnum):
    """What somebody may do in the plan."""

    COORDINATION = "Koordination"
    OFFICE = "Amt"
    FINANCE = "Kämmerei"
    LEADERSHIP = "Verwaltungsleitung"
    COUNCIL = "Gremium"
    GUEST = "Gast"


@dataclass(frozen=True)
class Person(Record):
    """Somebody who answers for entries; the function is enough, the name is optional."""

    TABLE = "person"
    PREFIX = "P"
    SINGULAR = "Person"
    PLURAL = "Personen"
    GENDER = Gender.FEMININE
    REPORT = "Anwendungen"
    IMPORT = Absent("few rows, typed in")
    NAME = "function"

    function: str | None = text("Funktion", required=True)
    full_name: str | None = text("Name", help="Freiwillig; nur wenn er gebraucht wird.")
    # Whoever holds an elected office holds it under his name; with everybody else the name stays
    # inside, whatever the entry says.
    name_public: bool | None = flag(
        "Name ist öffentlich", default=False, help="Nur bei einem Mandat in der Vertretung."
    )
    role: str | None = choice("Rolle", Role, default=Role.OFFICE)
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit")
    deputy_id: str | None = ref("Vertretung", "person", on_delete="clear")
    valid_to: date | None = day("Gültig bis", edge="last")
