"""Gremien: the consultation sequence (Beratungsfolge) of a paper with its votes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.errors import Refused
from strategy.kernel.record import Record, choice, code, day, flag, integer, ref, text


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
    NAME = "agenda_item"

    paper_id: str | None = ref("Vorlage", "paper", on_delete="cascade", required=True)
    body_id: str | None = ref("Gremium", "body", required=True)
    meeting_id: str | None = ref("Sitzung", "meeting", on_delete="clear")
    position: int | None = integer("Reihenfolge", required=True)
    held_on: date | None = day("Sitzung am")
    postponed_from: date | None = day("Ursprünglich am", help="Bleibt beim Verlegen stehen.")
    agenda_item: str | None = code("TOP")
    public: bool | None = flag("Öffentlich", default=True)
    role: str | None = choice("Aufgabe", ConsultationRole, required=True)
    yes: int | None = integer("Ja")
    no: int | None = integer("Nein")
    abstentions: int | None = integer("Enthaltungen")
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
