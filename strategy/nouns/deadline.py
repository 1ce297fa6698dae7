"""Deadlines of any kind, and promises that were given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from strategy.kernel.errors import Refused
from strategy.kernel.record import Absent, Gender, Record, choice, day, ref, text

if TYPE_CHECKING:
    from strategy.kernel.store import Cursor


class DeadlineKind(StrEnum):
    """What is owed: something by a day, an answer, or what was once promised."""

    DEADLINE = "Frist"
    ANSWER = "Antwort"
    PROMISE = "Zusage"


@dataclass(frozen=True)
class Deadline(Record):
    """Something that is due on a day or at an event; a promise may have neither."""

    TABLE = "deadline"
    PREFIX = "FR"
    SINGULAR = "Frist"
    PLURAL = "Fristen"
    GENDER = Gender.FEMININE
    REPORT = "Vorlagen und Voten"
    IMPORT = Absent("few rows, typed in")
    PART = True

    title: str | None = text("Was ist fällig", required=True)
    kind: str | None = choice("Art", DeadlineKind, default=DeadlineKind.DEADLINE)
    due: date | None = day("Fällig am", edge="last")
    # Hagen's report is due "at the constituent meeting", whose day nobody knows yet.
    event: str | None = text("Fällig bei", help="Ein Ereignis, wenn der Tag noch offen ist.")
    event_id: str | None = ref(
        "Ereignis", "event", on_delete="clear", empty="–", help="Der Tag kommt dann mit ihm."
    )
    organisation_id: str | None = ref("Zuständig", "organisation_unit")
    person_id: str | None = ref("Ansprechperson", "person", on_delete="clear", empty="–")
    paper_id: str | None = ref(
        "Steht in", "paper", on_delete="clear", empty="–", trace="zugesagt in"
    )
    given_on: date | None = day("Zugesagt am", empty="–")
    done_on: date | None = day("Erledigt am")

    def validate(self) -> None:
        if self.kind == DeadlineKind.PROMISE:
            # What was promised without a day is owed all the same, and forgotten most easily.
            if self.given_on is None:
                raise Refused("Eine Zusage braucht den Tag, an dem sie gegeben wurde.", "given_on")
        elif self.due is None and not self.event and self.event_id is None:
            raise Refused(
                "Geben Sie einen Tag oder ein Ereignis an, zu dem die Frist endet.", "due"
            )
        if self.given_on and self.done_on and self.done_on < self.given_on:
            raise Refused("„Erledigt am“ liegt vor „Zugesagt am“; prüfen Sie die Tage.", "done_on")

    def settled(self, db: Cursor) -> Self:
        """What is tied to an event with a day is due on it."""
        if self.due is not None or self.event_id is None:
            return self
        held_on = db.value("SELECT held_on FROM event WHERE id = ?", [self.event_id])
        return self if held_on is None else self.replace(due=held_on)
