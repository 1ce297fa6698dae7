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

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


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
    postponed_from: date | None = day("Ursprünglich am", help="Bleibt beim Verlegen stehen.")
    agenda_item: str | None = code("TOP")
    public: bool | None = flag("Öffentlich", default=True)
    role: str | None = choice("Aufgabe", ConsultationRole, required=True)
    yes: int | None = integer("Ja", slash_is_none=True)
    no: int | None = integer("Nein", slash_is_none=True)
    abstentions: int | None = integer("Enthaltungen", slash_is_none=True)
    present: int | None = integer("Anwesend")
    outcome: str | None = choice("Ergebnis", Outcome, default=Outcome.OPEN)
    note: str | None = text("Anmerkung")

    def validate(self) -> None:
        for name in ("yes", "no", "abstentions", "present"):
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
        """A station without a day of its own takes that of its meeting."""
        if self.meeting_id is None or self.held_on is not None:
            return self
        day = db.value(
            "SELECT held_on FROM meeting WHERE id = ? AND cancelled IS NOT TRUE", [self.meeting_id]
        )
        return self if day is None else self.replace(held_on=day)

    def validate_in(self, db: Cursor) -> None:
        """Votes fit into the body, the day into the meeting and behind the paper.

        What stood before an edit may stay: a plan can hold older papers with such numbers.
        """
        names = ("paper_id", "body_id", "meeting_id", "held_on", "yes", "no", "abstentions")
        found = self._around(db)
        before = found.get("before") or {}
        if before and all(before[name] == getattr(self, name) for name in (*names, "present")):
            return
        voices = sum(getattr(self, name) or 0 for name in ("yes", "no", "abstentions"))
        seats = found["seats"]
        if seats is not None and max(voices, self.present or 0) > seats:
            raise Refused(
                f"{found['body']} hat {german.counted(seats, 'Sitz', 'Sitze')}; "
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
            "SELECT b.title AS body, b.seats, m.body_id AS meeting_body, p.dated, "
            "CASE WHEN m.cancelled IS NOT TRUE THEN m.held_on END AS meets_on "
            "FROM paper p LEFT JOIN body b ON b.id = ? LEFT JOIN meeting m ON m.id = ? "
            "WHERE p.id = ?",
            [self.body_id, self.meeting_id, self.paper_id],
        )
        assert found is not None  # references were checked before
        found["before"] = db.one("SELECT * FROM consultation WHERE id = ?", [self.id])
        return found
