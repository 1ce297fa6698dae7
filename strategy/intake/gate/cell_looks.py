"""What a sheet shows beside its values: number formats, struck-out cells, hidden rows.

How to ask for it (rows are numbered as in the source from 1, columns from 0, as ``Grid`` has them):

    grid.looks.hidden_rows              rows that are hidden or filtered away
    grid.looks.hidden_columns           columns that are hidden
    grid.looks.filtered                 whether the sheet's own filter leaves rows out
    grid.looks.look(row, column)        CellLook of one cell, None for an ordinary one
    grid.looks.in_column(column)        CellLook -> rows of one column
    grid.looks.cells                    CellLook -> column -> rows

All of it is found while the gate streams the sheet, so asking costs nothing.  Only telling looks
are kept: per cent, scaled by thousands, struck out, or with a unit in the format.  Workbooks other
than xlsx, and sheets read as sparse ones by hand, tell the same from xlsx only; for xls and ods
everything is empty, which means "not known" and not "nothing is hidden".
"""

from __future__ import annotations

import re
import zipfile
from array import array
from dataclasses import dataclass, field

from strategy.intake.gate.archive_xml import cell_styles

# Parts of a format code that are shown as they stand or steer the layout: colours and conditions
# in brackets, widths, fillers.  A comma or a per cent sign in there scales nothing.
_NOT_DIGITS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
# A comma right behind the last digit of a part divides what is shown by a thousand.
_SCALED = re.compile(r"[0#?](,+)(?![0#?,])")
_CURRENCY = frozenset({"", "€", "EUR", "EURO"})


@dataclass(frozen=True)
class CellLook:
    """How a cell is shown: ``code`` is its number format as Excel writes it.

    With ``percent`` a stored 0.19 is shown as 19 %; with ``divisor`` 1000 a stored 1,234,000 is
    shown as 1,234.  ``unit`` is the text in the format, such as ``T€``; the plain euro is left out.
    """

    code: str
    percent: bool = False
    divisor: int = 1
    unit: str = ""
    struck: bool = False

    @property
    def telling(self) -> bool:
        """Whether a reader of the sheet sees something else than the stored value says."""
        return self.percent or self.divisor > 1 or self.struck or bool(self.unit)


@dataclass
class SheetLooks:
    """The looks of one sheet; see the top of this module."""

    cells: dict[CellLook, dict[int, array[int]]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False

    def add(self, look: CellLook, row: int, column: int) -> None:
        """Remember the look of one cell."""
        columns = self.cells.setdefault(look, {})
        if column not in columns:
            columns[column] = array("L")
        columns[column].append(row)

    def in_column(self, column: int) -> dict[CellLook, set[int]]:
        """The telling looks of one column and the rows they stand in."""
        return {
            look: set(columns[column]) for look, columns in self.cells.items() if column in columns
        }

    def look(self, row: int, column: int) -> CellLook | None:
        """The telling look of one cell, None where there is none."""
        for look, columns in self.cells.items():
            if row in columns.get(column, ()):
                return look
        return None


def look_of(code: str, struck: bool = False) -> CellLook:
    """What a number format code does to the numbers it shows.

    Only its first part counts, which is the one for positive numbers.
    """
    first = _first_part(code)
    digits = _NOT_DIGITS.sub("", first)
    scaled = _SCALED.search(digits)
    # Single letters may be escaped one by one: ``\T\€`` is the same as ``"T€"``.
    unit = "".join(quoted or escaped for quoted, escaped in _LITERAL.findall(first)).strip()
    return CellLook(
        code,
        percent="%" in digits,
        divisor=1000 ** len(scaled.group(1)) if scaled else 1,
        unit="" if unit.upper() in _CURRENCY else unit,
        struck=struck,
    )


def telling_styles(archive: zipfile.ZipFile) -> dict[int, CellLook]:
    """Number of a cell style -> its look, for those whose look is telling."""
    looks = {
        number: look_of(style.code, style.struck)
        for number, style in enumerate(cell_styles(archive))
    }
    return {number: look for number, look in looks.items() if look.telling}


def _first_part(code: str) -> str:
    """Up to the first semicolon that is not quoted."""
    quoted = escaped = False
    for place, letter in enumerate(code):
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter == '"':
            quoted = not quoted
        elif letter == ";" and not quoted:
            return code[:place]
    return code
