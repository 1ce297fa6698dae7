"""Gremien: who sits in a body, for which faction and how long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, day, flag, ref, text
from strategy.kernel.voting_seats import FROM, MANDATES, TO, VOTES

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


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
    deputy_for_id: str | None = ref(
        "Vertritt", "membership", on_delete="clear", empty="–", acyclic=True
    )
    # Cleared: a mandate was held, whatever becomes of the entry of its term.
    term_id: str | None = ref("Wahlperiode", "legislative_term", on_delete="clear")
    starts_on: date | None = day("Mitglied seit", edge="first", empty="wie Wahlperiode")
    ends_on: date | None = day("Mitglied bis", edge="last", empty="wie Wahlperiode")

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
        if self.deputy_for_id is not None and not self.deputy:
            raise Refused(
                "Nur eine Stellvertretung vertritt jemanden; setzen Sie „Stellvertretung“ auf ja "
                "oder lassen Sie „Vertritt“ leer.",
                "deputy_for_id",
            )

    def validate_in(self, db: Cursor) -> None:
        """Within the term, once at a time, and no more who vote than the body has seats."""
        term = db.one(
            "SELECT title, starts_on, ends_on FROM legislative_term WHERE id = ?", [self.term_id]
        ) or {"title": "", "starts_on": None, "ends_on": None}
        self._check_term(term)
        self._check_deputy(db)
        if self.body_id is None:
            return
        first = self.starts_on or term["starts_on"] or date.min
        last = self.ends_on or term["ends_on"] or date.max
        beside = db.rows(
            f"SELECT g.id, g.person_id, g.deputy_for_id, g.deputy, {VOTES} AS votes, "
            f"{FROM} AS first, {TO} AS last FROM {MANDATES} "
            f"WHERE g.body_id = ? AND g.id <> ? AND {FROM} <= ? AND {TO} >= ?",
            [self.body_id, self.id, last, first],
        )
        for one in beside:
            # Who is a member may stand in for others, and one deputy for several.
            same = (one["person_id"], bool(one["deputy"]), one["deputy_for_id"])
            if same == (self.person_id, bool(self.deputy), self.deputy_for_id):
                raise Refused(
                    f"Diese Person ist in dieser Zeit schon Mitglied ({one['id']}); geben Sie der "
                    "früheren Mitgliedschaft ihr Ende.",
                    "person_id",
                )
        if self.voting is not False and not self.deputy:
            self._check_seats(db, first, [one for one in beside if one["votes"]])

    def _check_term(self, term: dict[str, Any]) -> None:
        for name in ("starts_on", "ends_on"):
            on = getattr(self, name)
            if on is None:
                continue
            early = term["starts_on"] is not None and on < term["starts_on"]
            if early or (term["ends_on"] is not None and on > term["ends_on"]):
                raise Refused(
                    f"„{self.spec(name).label}“ ({german.day(on)}) liegt "
                    f"{'vor' if early else 'nach'} der Wahlperiode {term['title']}; berichtigen "
                    "Sie den Tag oder wählen Sie eine andere Wahlperiode.",
                    name,
                )

    def _check_deputy(self, db: Cursor) -> None:
        if self.deputy_for_id is None:
            return
        body = db.value("SELECT body_id FROM membership WHERE id = ?", [self.deputy_for_id])
        if body != self.body_id:
            raise Refused(
                f"{self.deputy_for_id} gehört zu einem anderen Gremium; vertreten wird ein "
                "Mitglied desselben Gremiums.",
                "deputy_for_id",
            )

    def _check_seats(self, db: Cursor, first: date, voters: list[dict[str, Any]]) -> None:
        body = db.one("SELECT title, seats FROM body WHERE id = ?", [self.body_id])
        if body is None or body["seats"] is None:
            return
        # Who sits there together changes only on a day on which somebody begins.
        for on in {first, *(one["first"] for one in voters if one["first"] > first)}:
            if sum(one["first"] <= on <= one["last"] for one in voters) >= body["seats"]:
                raise Refused(
                    f"{body['title']} hat {german.counted(body['seats'], 'Sitz', 'Sitze')}, und "
                    "alle sind in dieser Zeit besetzt; beenden Sie eine Mitgliedschaft oder "
                    "berichtigen Sie die Zahl der Sitze.",
                    "body_id",
                )
