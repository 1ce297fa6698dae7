"""Gremien: who sits in a body, for which faction and how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, day, flag, ref, text


@dataclass(frozen=True)
class Membership(Record):
    """A person as a member of a body or of a faction; deputies name no vote of their own."""

    TABLE = "membership"
    PREFIX = "MG"
    SINGULAR = "Mitgliedschaft"
    PLURAL = "Mitgliedschaften"
    GENDER = Gender.FEMININE
    REPORT = Absent("names people, and a report is handed on")
    IMPORT = Absent("comes with an OParl file")
    TRACE = Absent("names people")
    NAME = "role"

    person_id: str | None = ref("Person", "person", on_delete="cascade", required=True)
    body_id: str | None = ref("Gremium", "body", on_delete="cascade", help="Leer: nur Fraktion.")
    faction_id: str | None = ref("Fraktion", "faction", on_delete="clear")
    role: str | None = text("Rolle", default="Mitglied")
    # Sachkundige Einwohner speak and do not vote (§ 49 KVG LSA), so it is said and never guessed.
    voting: bool | None = flag("Stimmberechtigt")
    deputy: bool | None = flag("Stellvertretung", default=False)
    starts_on: date | None = day("Mitglied seit", edge="first")
    ends_on: date | None = day("Mitglied bis", edge="last", empty="–")

    def validate(self) -> None:
        if self.body_id is None and self.faction_id is None:
            raise Refused(
                "Eine Mitgliedschaft gehört zu einem Gremium oder einer Fraktion; wählen Sie eines "
                "von beiden.",
                "body_id",
            )
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise Refused(
                "Die Mitgliedschaft endet vor ihrem Beginn; prüfen Sie die Tage.", "ends_on"
            )
