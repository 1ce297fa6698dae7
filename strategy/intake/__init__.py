"""Real files in: read any table from outside, show what was found, import it into a plan."""

from strategy.intake.errors import Ambiguous, AmbiguousDates, AmbiguousNumbers, WrongMapping
from strategy.intake.reading.detected import BadCell, Detected, FoundColumn
from strategy.intake.reading.door import read_table
from strategy.intake.reading.table import Table

__all__ = [
    "Ambiguous",
    "AmbiguousDates",
    "AmbiguousNumbers",
    "BadCell",
    "Detected",
    "FoundColumn",
    "Table",
    "WrongMapping",
    "read_table",
]
