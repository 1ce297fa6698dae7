"""One column of a table in a workbook: its German heading, how it is shown, how wide it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from strategy.kernel.record import Kind

# What a formula shows where nothing is known that it could add up.
NOTHING = "–"


class Show(StrEnum):
    """How the values of a column are written; each has a format of its own."""

    TEXT = "text"
    LONG = "long"  # wrapped
    CODE = "code"  # text that looks like a number
    MONEY = "money"  # integer cents, shown in euro
    PERCENT = "percent"  # 12.5 means 12,5 %
    NUMBER = "number"
    INTEGER = "integer"
    FTE = "fte"
    YEAR = "year"
    DAY = "day"
    MOMENT = "moment"  # UTC, shown in German time
    FLAG = "flag"  # ja, nein
    FORMULA = "formula"  # an amount in cents as cached value of a formula


SHOW_OF_KIND: dict[Kind, Show] = {
    Kind.TEXT: Show.TEXT,
    Kind.LONG: Show.LONG,
    Kind.CODE: Show.CODE,
    Kind.MONEY: Show.MONEY,
    Kind.PERCENT: Show.PERCENT,
    Kind.FTE: Show.FTE,
    Kind.NUMBER: Show.NUMBER,
    Kind.INTEGER: Show.INTEGER,
    Kind.YEAR: Show.YEAR,
    Kind.DAY: Show.DAY,
    Kind.MOMENT: Show.MOMENT,
    Kind.FLAG: Show.FLAG,
    Kind.CHOICE: Show.TEXT,
    Kind.REF: Show.CODE,
}

_WIDTHS: dict[Show, float] = {
    Show.TEXT: 22,
    Show.LONG: 46,
    Show.CODE: 12,
    Show.MONEY: 17,
    Show.FORMULA: 17,
    Show.PERCENT: 10,
    Show.NUMBER: 13,
    Show.INTEGER: 11,
    Show.FTE: 10,
    Show.YEAR: 8,
    Show.DAY: 12,
    Show.MOMENT: 17,
    Show.FLAG: 9,
}


def width_of(kind: Kind) -> float:
    """The width in characters of a column of this kind."""
    return _WIDTHS[SHOW_OF_KIND[kind]]


@dataclass(frozen=True)
class SheetColumn:
    """A column; ``source`` is its name in the query, ``formula`` may contain ``{row}``.

    ``total`` asks for the sum of the visible rows above the heading.
    """

    label: str
    show: Show = Show.TEXT
    source: str = ""
    width: float = 0
    total: bool = False
    formula: str = ""

    @property
    def best_width(self) -> float:
        """The width in characters; wide enough for the longest word of the heading."""
        longest = max((len(word) for word in self.label.replace("-", "- ").split()), default=0)
        return self.width or max(_WIDTHS[self.show], longest + 3)
