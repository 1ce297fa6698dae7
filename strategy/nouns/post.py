"""Step 2: the posts of the Stellenplan that digitalisation needs, filled or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import (
    Absent,
    Gender,
    Kind,
    Record,
    choice,
    code,
    day,
    field,
    fte,
    long,
    ref,
    text,
    year,
)
from strategy.kernel.written import same_grade

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class VacantReason(StrEnum):
    """Why a post or a part of it is not filled."""

    NEW = "neu, noch nicht besetzt"
    ADVERTISED = "Ausschreibung läuft"
    NO_APPLICANTS = "keine geeigneten Bewerbungen"
    HIRING_STOP = "Wiederbesetzungssperre"
    LEAVE = "Elternzeit, Krankheit oder Beurlaubung"
    PART_TIME = "Teilzeit, Rest nicht ausgeschrieben"
    BUDGET = "keine Mittel im Haushalt"
    OTHER = "anderer Grund"


@dataclass(frozen=True)
class Post(Record):
    """A post of a unit: how much of it there is, how much is filled, and why not all; no names."""

    TABLE = "post"
    PREFIX = "SP"
    SINGULAR = "Stelle"
    PLURAL = "Stellen"
    GENDER = Gender.FEMININE
    REPORT = Absent("answered to councils, with vacancies and reasons")
    IMPORT = Absent("read from no file yet, typed in")
    EXPECTED = ("organisation_id", "grade", "fte", "filled_fte")

    title: str | None = text("Aufgabe der Stelle", required=True)
    number: str | None = code("Stellennummer")
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit", required=True)
    grade: str | None = code("Entgelt- oder Besoldungsgruppe", unit="grade")
    fte: Decimal | None = fte("Stellenanteil (VZÄ)", required=True)
    # The name fte is taken by the field above.
    filled_fte: Decimal | None = field(
        "Davon besetzt (VZÄ)",
        Kind.FTE,
        help="0, wenn niemand auf der Stelle sitzt; leer heißt unbekannt.",
    )
    vacant_reason: str | None = choice("Grund, wenn unbesetzt", VacantReason)
    vacant_since: date | None = day("Unbesetzt seit", edge="first")
    new_in_year: int | None = year(
        "Neu im Stellenplan", help="Das Haushaltsjahr, in dem die Stelle zusätzlich hinzukommt."
    )
    note: str | None = long("Anmerkung")
    confirmed_on: date | None = day("Zuletzt bestätigt am")

    def settled(self, db: Cursor) -> Self:
        """The pay grade as the rates spell it: "EG 11" is their "E11"."""
        if self.grade is None:
            return self
        known = db.rows("SELECT DISTINCT grade FROM personnel_rate WHERE grade IS NOT NULL")
        return self.replace(grade=same_grade(self.grade, sorted(row["grade"] for row in known)))

    def validate(self) -> None:
        if self.fte is not None and self.filled_fte is not None and self.filled_fte > self.fte:
            raise Refused(
                f"Besetzt sind {german.fte(self.filled_fte)} VZÄ, die Stelle hat aber nur "
                f"{german.fte(self.fte)}; berichtigen Sie eine der beiden Angaben.",
                "filled_fte",
            )
