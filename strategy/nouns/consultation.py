"""Gremien: the consultation sequence (Beratungsfolge) of a paper with its votes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import (
    Absent,
    Gender,
    Record,
    choice,
    code,
    day,
    flag,
    integer,
    ref,
    text,
)
from strategy.kernel.voting_seats import voting_seats

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor, Transaction


class ConsultationRole(StrEnum):
    """What a body does with a paper (OParl: Anhörung, Entscheidung, Kenntnisnahme, Vorberatung)."""

    HEARING = "Anhörung"
    PREPARATION = "Vorberatung"
    DECISION = "Entscheidung"
    NOTICE = "Kenntnisnahme"


class Outcome(StrEnum):
    """The result of a consultation."""

    OPEN = "offen"
    ACCEPTED = "angenommen"
    AMENDED = "geändert angenommen"
    REJECTED = "abgelehnt"
    REFERRED = "verwiesen"
    POSTPONED = "vertagt"
    NOTED = "zur Kenntnis genommen"
    WITHDRAWN = "zurückgezogen"


@dataclass(frozen=True)
class Consultation(Record):
    """One station of a paper.

    None in a vote column is "not entered"; 0 is "none" (the "/" of a paper form).  ``abstentions``
    is unused where the municipality records Ja, Nein and Anwesend.
    """

    TABLE = "consultation"
    PREFIX = "BE"
    SINGULAR = "Beratung"
    PLURAL = "Beratungen"
    GENDER = Gender.FEMININE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")
    PART = True
    NAME = "agenda_item"

    paper_id: str | None = ref(
        "Vorlage", "paper", on_delete="cascade", required=True, trace="Beratung von"
    )
    body_id: str | None = ref("Gremium", "body", required=True)
    meeting_id: str | None = ref("Sitzung", "meeting", on_delete="clear")
    position: int | None = integer("Reihenfolge", signed=True, required=True)
    held_on: date | None = day("Sitzung am")
    postponed_from: date | None = day(
        "Ursprünglich am", empty="–", help="Bleibt beim Verlegen stehen."
    )
    agenda_item: str | None = code("TOP")
    public: bool | None = flag("Öffentlich", default=True)
    role: str | None = choice("Aufgabe", ConsultationRole, required=True)
    yes: int | None = integer("Ja", slash_is_none=True)
    no: int | None = integer("Nein", slash_is_none=True)
    abstentions: int | None = integer("Enthaltungen", slash_is_none=True)
    present: int | None = integer("Anwesend")
    # Whoever has an interest of his own takes no part (§ 33 KVG LSA, Art. 49 GO) and has no vote.
    excluded: int | None = integer(
        "Ausgeschlossen", empty="–", slash_is_none=True, help="Wegen Mitwirkungsverbots."
    )
    outcome: str | None = choice("Ergebnis", Outcome, default=Outcome.OPEN)
    note: str | None = text("Anmerkung")

    def validate(self) -> None:
        for name in ("yes", "no", "abstentions", "present", "excluded"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise Refused(
                    f"„{self.spec(name).label}“ ist negativ; geben Sie eine Zahl ab 0 an.", name
                )
        cast = (self.yes or 0) + (self.no or 0) + (self.abstentions or 0)
        if self.present is not None and cast > self.present:
            raise Refused(
                f"Es sind {cast} Stimmen erfasst, aber nur {self.present} Anwesende; prüfen Sie "
                "die Zahlen.",
                "present",
            )
        decided = self.yes is not None and self.no is not None
        accepted = self.outcome in (Outcome.ACCEPTED, Outcome.AMENDED)
        if decided and accepted and (self.yes or 0) <= (self.no or 0):
            raise Refused(
                "Bei Stimmengleichheit oder mehr Nein- als Ja-Stimmen ist ein Antrag abgelehnt; "
                "prüfen Sie das Ergebnis und die Stimmen.",
                "outcome",
            )

    def settled(self, db: Cursor) -> Self:
        """A station without a day of its own takes that of its meeting; put off to a later day it
        keeps the first one."""
        found = self
        if self.meeting_id is not None and self.held_on is None:
            day = db.value(
                "SELECT held_on FROM meeting WHERE id = ? AND cancelled IS NOT TRUE",
                [self.meeting_id],
            )
            found = self if day is None else self.replace(held_on=day)
        before = db.value("SELECT held_on FROM consultation WHERE id = ?", [self.id])
        if _later(before, found.held_on) and found.postponed_from is None:
            found = found.replace(postponed_from=before)
        return found

    def take_along(self, tx: Transaction, standing: Self) -> None:
        """Every day that was put off stays; one that moves to an earlier day was only mistyped."""
        if _later(standing.held_on, self.held_on):
            (fresh,) = tx.next_ids("TV", 1)
            tx.run(
                "INSERT INTO postponement (id, version, former_day, consultation_id) "
                "VALUES (?, ?, ?, ?)",
                [fresh, tx.action_id, standing.held_on, self.id],
            )
        elif self.held_on is not None and standing.held_on != self.held_on:
            tx.run(
                "DELETE FROM postponement WHERE consultation_id = ? AND former_day >= ?",
                [self.id, self.held_on],
            )

    def validate_in(self, db: Cursor) -> None:
        """Votes fit into the body, the day into the meeting and behind the paper.

        What stood before an edit may stay: a plan can hold older papers with such numbers.
        """
        names = (
            *("paper_id", "body_id", "meeting_id", "held_on"),
            *("yes", "no", "abstentions", "excluded"),
        )
        found = self._around(db)
        before = found.get("before") or {}
        if before and all(before[name] == getattr(self, name) for name in (*names, "present")):
            return
        self._check_abstentions(found)
        voices = sum(getattr(self, name) or 0 for name in ("yes", "no", "abstentions"))
        limit = voting_seats(db, self.body_id, self.held_on)
        seats = limit.count
        if seats is not None and self.excluded:
            # Who is excluded sits in the body and has no vote in this matter.
            seats -= self.excluded
            if seats < 0:
                raise Refused(
                    f"{limit.words()}; {self.excluded} Ausgeschlossene können es nicht sein.",
                    "excluded",
                )
        if seats is not None and max(voices, self.present or 0) > seats:
            raise Refused(
                f"{limit.words(self.excluded)}; "
                f"{german.number(max(voices, self.present or 0), 0)} Stimmen oder Anwesende können "
                "es nicht sein. Prüfen Sie die Zahlen oder die Sitze unter „Gremien“.",
                "yes" if voices > seats else "present",
            )
        if found["meeting_body"] not in (None, self.body_id):
            raise Refused(
                f"Die Sitzung {self.meeting_id} gehört zu einem anderen Gremium; wählen Sie eine "
                f"Sitzung von {found['body']}.",
                "meeting_id",
            )
        self._check_day(found)

    def _check_abstentions(self, found: dict[str, Any]) -> None:
        if self.abstentions is not None and found["vote_columns"] == "Ja, Nein, Anwesend":
            raise Refused(
                "In dieser Kommune werden Ja, Nein und Anwesend erfasst; eine Enthaltung gibt es "
                "dort nicht. Tragen Sie die Zahl der Anwesenden ein.",
                "abstentions",
            )

    def _check_day(self, found: dict[str, Any]) -> None:
        if self.held_on is None:
            return
        meets = found["meets_on"]
        if meets is not None and meets != self.held_on:
            raise Refused(
                f"Die Sitzung {self.meeting_id} ist am {german.day(meets)}; lassen Sie „Sitzung "
                "am“ leer oder verlegen Sie die Sitzung selbst.",
                "held_on",
            )
        if found["dated"] is not None and self.held_on < found["dated"]:
            raise Refused(
                f"Die Beratung am {german.day(self.held_on)} liegt vor dem Datum der Vorlage "
                f"({german.day(found['dated'])}); prüfen Sie beide Tage.",
                "held_on",
            )

    def _around(self, db: Cursor) -> dict[str, Any]:
        """Body, meeting and paper of the station, and the row as it stands."""
        found = db.one(
            "SELECT b.title AS body, m.body_id AS meeting_body, p.dated, "
            "(SELECT any_value(vote_columns) FROM municipality) AS vote_columns, "
            "CASE WHEN m.cancelled IS NOT TRUE THEN m.held_on END AS meets_on "
            "FROM paper p LEFT JOIN body b ON b.id = ? LEFT JOIN meeting m ON m.id = ? "
            "WHERE p.id = ?",
            [self.body_id, self.meeting_id, self.paper_id],
        )
        assert found is not None  # references were checked before
        found["before"] = db.one("SELECT * FROM consultation WHERE id = ?", [self.id])
        return found


def _later(before: date | None, after: date | None) -> bool:
    return before is not None and after is not None and after > before
