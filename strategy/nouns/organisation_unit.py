"""Organisation units: a tree with validity, so that a reorganisation does not break a series."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import check_order
from strategy.kernel.record import Gender, Record, code, day, fte, integer, long, ref, text


@dataclass(frozen=True)
class OrganisationUnit(Record):
    """A Dezernat, Amt, Fachbereich …; level 1 is the top."""

    TABLE = "organisation_unit"
    PREFIX = "OE"
    SINGULAR = "Organisationseinheit"
    PLURAL = "Organisationseinheiten"
    GENDER = Gender.FEMININE
    REPORT = "Kosten nach Amt (Plan)"
    IMPORT = "organisation"

    title: str | None = text("Bezeichnung", required=True)
    short: str | None = text("Kurzzeichen")
    number: str | None = code("Nummer", help="Zum Beispiel 10 oder 1.2; bleibt Text.")
    parent_id: str | None = ref("Übergeordnet", "organisation_unit", acyclic=True)
    level: int | None = integer(
        "Ebene",
        required=True,
        default=2,
        help="1 ist die oberste Ebene, 2 sind die Ämter oder Abteilungen, die bei der Erhebung "
        "gefragt werden und nach denen die Kosten aufgeteilt sind.",
    )
    head_function: str | None = text("Leitung (Funktion)", help="Die Funktion genügt, kein Name.")
    staff_fte: Decimal | None = fte("Stellen (VZÄ)")
    valid_from: date | None = day("Gültig ab", edge="first")
    valid_to: date | None = day("Gültig bis", edge="last")
    successor_id: str | None = ref(
        "Nachfolgerin", "organisation_unit", on_delete="clear", acyclic=True
    )
    note: str | None = long("Anmerkung")

    def validate(self) -> None:
        if self.id and self.id in (self.parent_id, self.successor_id):
            raise Refused(
                "Eine Organisationseinheit kann nicht zu sich selbst gehören; wählen Sie eine "
                "andere.",
                "parent_id",
            )
        check_order(self, "valid_from", "valid_to")
