"""Step 2: what came back from an Amt in a survey round."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, day, long, ref, text


class ReplyStatus(StrEnum):
    """The state of one Amt's reply."""

    OPEN = "offen"
    SENT = "versandt"
    RETURNED = "zurück"
    IMPORTED = "eingelesen"


@dataclass(frozen=True)
class SurveyReply(Record):
    """The reply of one unit in one round."""

    TABLE = "survey_reply"
    PREFIX = "EA"
    SINGULAR = "Rücklauf"
    PLURAL = "Rückläufe"
    GENDER = Gender.MASCULINE
    REPORT = Absent("a tool for the inventory, no content of the strategy")
    IMPORT = Absent("made when a survey is sent")
    TRACE = Absent("part of its survey")
    NAME = "organisation_id"

    round_id: str | None = ref("Erhebung", "survey_round", on_delete="cascade", required=True)
    organisation_id: str | None = ref("Organisationseinheit", "organisation_unit", required=True)
    status: str | None = choice("Stand", ReplyStatus, default=ReplyStatus.OPEN)
    returned_on: date | None = day("Zurück am")
    file_name: str | None = text("Datei")
    # A function, no name: the reply is the Amt's and not a person's.
    sender: str | None = text("Ausgefüllt von", help="Die Funktion genügt, kein Name.")
    note: str | None = long("Anmerkung des Amtes")
