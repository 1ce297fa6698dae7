"""Step 2: the workbooks of a survey, as they went out to an Amt and as they came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, code, long, moment, ref, text


class FileDirection(StrEnum):
    """Whether a workbook went to the Amt or came from it."""

    OUT = "ausgegeben"
    BACK = "eingelesen"


@dataclass(frozen=True)
class SurveyFile(Record):
    """One workbook and what it held: the common base for comparing plan and reply later.

    ``token`` is written into the workbook when it goes out and recognises it when it returns.
    ``content`` holds the rows as packed text (see ``strategy.survey.base``).
    """

    TABLE = "survey_file"
    PREFIX = "ED"
    SINGULAR = "Erhebungsbogen"
    PLURAL = "Erhebungsbögen"
    GENDER = Gender.MASCULINE
    REPORT = Absent("a tool for the inventory, no content of the strategy")
    IMPORT = Absent("made when a workbook goes out or comes back")
    TRACE = Absent("part of its reply")
    NAME = "file_name"

    reply_id: str | None = ref("Rücklauf", "survey_reply", on_delete="cascade", required=True)
    direction: str | None = choice("Weg", FileDirection, required=True, default=FileDirection.OUT)
    file_name: str | None = text("Datei", required=True)
    moved_at: datetime | None = moment("Zeitpunkt")
    moved_by: str | None = text("Durch")
    sender: str | None = text("Ausgefüllt von", help="Die Funktion genügt, kein Name.")
    # Random and only in the workbook: whoever returns a file cannot claim to be another Amt.
    token: str | None = code("Kennung des Bogens", hidden=True)
    file_hash: str | None = code("Prüfsumme der Datei", hidden=True)
    # What the Amt got, not what the plan holds today: the common base of the three-way merge.
    content: str | None = long("Inhalt", hidden=True)
