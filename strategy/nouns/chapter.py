"""Step 5: the text chapters of the strategy document."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import Absent, Gender, Record, choice, integer, long, text


class ChapterContent(StrEnum):
    """What a chapter shows of the plan behind its text, in the order of a strategy."""

    GOALS = "Leitbild, Ziele und Kennzahlen"
    DOMAINS = "Lebensbereiche mit Maßnahmen"
    MONEY = "Finanz- und Zeitplan"
    CONTROL = "Umsetzung und Erfolgskontrolle"


@dataclass(frozen=True)
class Chapter(Record):
    """A chapter of the strategy text."""

    TABLE = "chapter"
    PREFIX = "T"
    SINGULAR = "Kapitel"
    PLURAL = "Kapitel"
    GENDER = Gender.NEUTER
    REPORT = "5 Strategie"
    IMPORT = Absent("written in the workbench")

    title: str | None = text("Überschrift", required=True)
    # Chapters are read in the order of the document, which is not that of their creation.
    position: int | None = integer("Reihenfolge", signed=True, required=True)
    body: str | None = long(
        "Text", help="Zahlen aus dem Plan stehen als {{kosten_plan_2027}} im Text."
    )
    holds: str | None = choice("Dahinter aus dem Plan", ChapterContent, empty="nichts")
