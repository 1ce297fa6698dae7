"""Step 2: guidelines (Leitfäden) of interviews, in editions."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, code, long, text


@dataclass(frozen=True)
class Guideline(Record):
    """The questions that are asked in every Amt alike."""

    TABLE = "guideline"
    PREFIX = "LF"
    SINGULAR = "Leitfaden"
    PLURAL = "Leitfäden"
    GENDER = Gender.MASCULINE
    REPORT = Absent("a tool for interviews, no content of the strategy")
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Leitfaden", required=True)
    edition: str | None = code("Ausgabe")
    body: str | None = long("Einleitung")
