"""Step 3: numbered cards printed for people without a phone."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, code, integer, ref


@dataclass(frozen=True)
class PrintedCard(Record):
    """A card on paper with its number and code, before and after somebody writes on it."""

    TABLE = "printed_card"
    PREFIX = "PC"
    SINGULAR = "Papierkarte"
    PLURAL = "Papierkarten"
    GENDER = Gender.FEMININE
    REPORT = Absent("a tool for workshops, no content of the strategy")
    IMPORT = Absent("made by printing")
    TRACE = Absent("the card that is entered from it carries its code")
    NAME = "code"

    workshop_id: str | None = ref("Werkstatt", "workshop", on_delete="cascade", required=True)
    number: int | None = integer("Nummer", required=True)
    code: str | None = code("Kartencode", required=True)
