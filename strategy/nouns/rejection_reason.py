"""Step 3: the municipality's list of reasons for declining a card."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, text


@dataclass(frozen=True)
class RejectionReason(Record):
    """A reason that is offered where a card is declined; its words are copied to the card."""

    TABLE = "rejection_reason"
    PREFIX = "RR"
    SINGULAR = "Ablehnungsgrund"
    PLURAL = "Ablehnungsgründe"
    GENDER = Gender.MASCULINE
    REPORT = Absent("shows as the reason on a card")
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Begründung", required=True)
    position: int | None = integer("Reihenfolge", signed=True)
