"""People in their function; as few personal data as possible."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, code, day, flag, ref, text

_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]+\.[a-zA-Z]{2,}")


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
    email: str | None = code("E-Mail", empty="–", help="Für Erinnerungen; freiwillig.")
    role: str | None = choice("Rolle", Role, default=Role.OFFICE)
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit")
    deputy_id: str | None = ref("Vertretung", "person", on_delete="clear")
    valid_to: date | None = day("Gültig bis", edge="last")

    def validate(self) -> None:
        # One address and nothing else: it goes into the head of a mail as it stands.
        if self.email is not None and not _ADDRESS.fullmatch(self.email):
            raise Refused(
                f"„{self.email}“ ist keine E-Mail-Adresse; schreiben Sie sie als name@gemeinde.de.",
                "email",
            )
