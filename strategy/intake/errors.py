"""What can be wrong with a file from outside, each with its own German sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from strategy.kernel.errors import Refused, Unreadable


class NotATable(Unreadable):
    """The file is no workbook and no text table, or is damaged."""


class Encrypted(Unreadable):
    """The file is protected by a password."""


class TooLarge(Unreadable):
    """The file, what is packed in it, or the memory or time it needs is over the limit."""


class ReadingFault(Unreadable):
    """The program failed at the file; the cause stands in the log."""


class Unsafe(Unreadable):
    """The file holds something that no honest table needs, such as XML entities."""


class NothingToImport(Unreadable):
    """The file can be read but holds no table with data rows."""


class UncomputedFormulas(Unreadable):
    """Formulas were saved without their results, so the values are not in the file."""


class WrongMapping(Refused):
    """The mapping names a sheet, a column or a choice that does not exist.

    ``hint`` is a second sentence for the command line: which key of the mapping settles it.
    """

    def __init__(self, sentence: str, field: str = "", hint: str = "") -> None:
        super().__init__(sentence, field)
        self.hint = hint


class ColumnMissing(WrongMapping):
    """No column is recognised as one that is needed; the user may point to it.

    ``wanted`` is the field, ``label`` its German name, ``headers`` are the columns there are.
    """

    def __init__(self, sentence: str, wanted: str, label: str, headers: Sequence[str]) -> None:
        super().__init__(
            sentence,
            "columns",
            f'In der Zuordnung (--mapping): {{"columns": {{"Überschrift": "{wanted}"}}}}.',
        )
        self.wanted, self.label, self.headers = wanted, label, tuple(headers)


@dataclass(frozen=True)
class Reading:
    """One possible reading: the word to put into the mapping and an example in German."""

    choice: str
    meaning: str


class Ambiguous(Unreadable):
    """The whole column leaves two readings; only the user can settle it.

    ``key`` is the key of the mapping that settles it, ``column`` the header it stands under and
    ``readings`` the values to choose from.  ``hint`` is a second sentence for the command line.
    """

    def __init__(
        self,
        sentence: str,
        column: str = "",
        key: str = "",
        readings: tuple[Reading, ...] = (),
        hint: str = "",
    ) -> None:
        super().__init__(sentence)
        self.hint = hint
        self.column = column
        self.key = key
        self.readings = readings


class YearMissing(Ambiguous, NothingToImport):
    """No column, heading or line above the table says the year of the lines."""


class AmbiguousNumbers(Ambiguous):
    """1.234 may be a thousand or a decimal number in this column."""


class AmbiguousDates(Ambiguous):
    """03/04/2026 may be the 3rd of April or the 4th of March in this column."""


def show_glance(error: Exception, sheets: Sequence[str], grid: dict[str, Any]) -> None:
    """Let an error carry what stands in the file, for whoever is asked where the table is."""
    error.add_note(json.dumps({"sheets": list(sheets), "grid": grid}))


def glance_of(error: Exception) -> dict[str, Any] | None:
    """ "sheets" and "grid" (see ``Detected``) of the file that could not be read, if known."""
    for note in reversed(getattr(error, "__notes__", [])):
        if note.startswith('{"sheets"'):
            found: dict[str, Any] = json.loads(note)
            return found
    return None
