"""What can be wrong with a file from outside, each with its own German sentence."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.errors import Refused, Unreadable


class NotATable(Unreadable):
    """The file is no workbook and no text table, or is damaged."""


class Encrypted(Unreadable):
    """The file is protected by a password."""


class TooLarge(Unreadable):
    """The file, what is packed in it, or the memory or time it needs is over the limit."""


class Unsafe(Unreadable):
    """The file holds something that no honest table needs, such as XML entities."""


class NothingToImport(Unreadable):
    """The file can be read but holds no table with data rows."""


class UncomputedFormulas(Unreadable):
    """Formulas were saved without their results, so the values are not in the file."""


class WrongMapping(Refused):
    """The mapping names a sheet, a column or a choice that does not exist."""


@dataclass(frozen=True)
class Reading:
    """One possible reading: the word to put into the mapping and an example in German."""

    choice: str
    meaning: str


class Ambiguous(Unreadable):
    """The whole column leaves two readings; only the user can settle it.

    ``key`` is the key of the mapping that settles it, ``column`` the header it stands under and
    ``readings`` the values to choose from.
    """

    def __init__(
        self, sentence: str, column: str = "", key: str = "", readings: tuple[Reading, ...] = ()
    ) -> None:
        super().__init__(sentence)
        self.column = column
        self.key = key
        self.readings = readings


class AmbiguousNumbers(Ambiguous):
    """1.234 may be a thousand or a decimal number in this column."""


class AmbiguousDates(Ambiguous):
    """03/04/2026 may be the 3rd of April or the 4th of March in this column."""
