"""Step 5: the text chapters of the strategy document."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, long, text


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
    body: str | None = long("Text")
