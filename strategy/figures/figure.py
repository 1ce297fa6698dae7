"""What a named figure is: its parts, the id made of them, and how its value is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from strategy.kernel import german

CENT, COUNT, PERCENT, POSTS = "Cent", "Anzahl", "Prozent", "VZÄ"


@dataclass(frozen=True)
class CostPart:
    """Which part of a cost is meant: rows whose ``field`` has this ``value``; all where empty.

    ``short`` is the last word of the figure's id.
    """

    short: str
    field: str = ""
    value: str = ""


TOTAL = CostPart("gesamt")
COST_PARTS = (
    TOTAL,
    CostPart("sach", "kind", "Sachkosten"),
    CostPart("personal", "kind", "Personalkosten"),
)
MEASURE_PARTS = (
    *COST_PARTS,
    CostPart("einmalig", "recurrence", "einmalig"),
    CostPart("laufend", "recurrence", "laufend"),
    CostPart("konsumtiv", "budget_kind", "konsumtiv"),
    CostPart("investiv", "budget_kind", "investiv"),
)


@dataclass(frozen=True)
class CostCriteria:
    """The cost lines a figure adds up.

    ``of_plan`` says whether they are those of the plan's measures or those of applications and
    projects; ``unit`` is the id of a Dezernat, UNASSIGNED for what belongs to none, or empty.
    """

    of_plan: bool
    basis: str
    year: int
    part: CostPart = TOTAL
    unit: str = ""

    @property
    def id(self) -> str:
        """The figure's id, the same from year to year but for the year in it."""
        begin = "massnahmen" if self.of_plan else f"kosten_{self.basis.lower()}"
        return f"{begin}_{self.year}_{id_word(self.unit) if self.unit else self.part.short}"


@dataclass(frozen=True)
class Figure:
    """One figure: ``value`` is an int (cents, counts) or float (per cent, VZÄ), None is unknown;
    ``unknown`` counts the entries that are missing behind it, ``criteria`` says which cost lines
    it adds up (None for all other figures)."""

    id: str
    label: str
    value: int | float | None
    unit: str
    unknown: int = 0
    note: str = ""
    criteria: CostCriteria | None = None

    @property
    def text(self) -> str:
        """The value as Germans write it."""
        if self.value is None:
            return german.UNKNOWN
        if self.unit == CENT:
            return german.money(self.value)
        if self.unit == PERCENT:
            return german.percent(self.value, 1)
        if self.unit == POSTS:
            return german.fte(self.value, unit=True)
        return german.number(self.value)


def id_word(text: str) -> str:
    """A word as part of an id: letters, digits and underscores, which Excel takes in names.

    Ids of objects keep their capitals (OE_0001); words are lowered.
    """
    plain = re.sub(r"[^0-9A-Za-z]+", "_", german.spelled(text)).strip("_")
    # Names in Excel know no capitals, but a reader finds OE_0001 by them.
    return plain if re.fullmatch(r"[A-Z]+_[0-9]+", plain) else plain.lower()
