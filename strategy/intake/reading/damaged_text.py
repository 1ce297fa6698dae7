"""Text tables that are damaged: quotes never closed, lines torn in two, a field too many.

Such a file can still be read row by row, only not as it was meant.  So every place is found and
told with its lines: mended where one reading is left, refused where a value would land in another
column.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import NoReturn

from strategy.intake.errors import NotATable

# Longer texts with line breaks are a book and no cell; nothing is looked for in them.
_LONGEST = 20_000
_WAY_OUT = "bitte berichtigen Sie die Datei und lesen Sie sie noch einmal ein"


def has_open_quote(source: Path, delimiter: str, rows: int | None) -> bool:
    """Whether a quotation mark is never closed, or closed so late that it swallows other rows.

    ``rows`` is how many rows the file was read into; as many as it has lines, none is swallowed.
    """
    marks = lines = 0
    with source.open("rb") as file:
        while block := file.read(1 << 22):
            marks += block.count(b'"')
            lines += block.count(b"\n")
    if not marks or (rows is not None and lines <= rows and not marks % 2):
        return False
    try:
        with source.open("r", encoding="utf-8-sig", newline="") as file:
            for _ in csv.reader(file, delimiter=delimiter, strict=True):
                pass
    except csv.Error as error:
        # A mark inside a quoted text is only careless, unless rows lie within the same quotes.
        return "unexpected end" in str(error) or _swallows_rows(source, delimiter)
    return False


def _swallows_rows(source: Path, delimiter: str) -> bool:
    with source.open("r", encoding="utf-8-sig", newline="") as file:
        width = 0
        for row in csv.reader(file, delimiter=delimiter):
            width = max(width, len(row)) if width < 3 else width
            if width >= 3 and any(
                _swallows(cell, delimiter, width) for cell in row if "\n" in cell
            ):
                return True
    return False


def _swallows(cell: str, delimiter: str, width: int) -> bool:
    """Whether the lines inside a cell look like rows of the table."""
    lines = [line for line in cell[:_LONGEST].splitlines()[1:] if line.strip()]
    return bool(lines) and all(line.count(delimiter) >= width - 1 for line in lines)


def rows_as_they_stand(
    source: Path, delimiter: str, name: str
) -> tuple[list[list[str]], list[int]]:
    """One row per line, quotation marks taken as signs; and the lines with a mark too many.

    Raises NotATable with their numbers where the lines then have different numbers of fields.
    """
    text = source.read_text("utf-8-sig")
    rows, odd = [], []
    for number, line in enumerate(text.splitlines(), 1):
        fields = next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE), [])
        if line.count('"') % 2:
            odd.append(number)
        rows.append([_bare(field) for field in fields])
    widths = Counter(len(row) for row in rows if row)
    if len(widths) > 1 or not odd:
        lines = ", ".join(map(str, odd[:5])) or "?"
        raise NotATable(
            f"In der Datei „{name}“ wird ein Anführungszeichen nicht geschlossen (Zeile {lines}); "
            f"was dahinter steht, wäre verschluckt. Darum: {_WAY_OUT}."
        )
    return rows, odd


def _bare(field: str) -> str:
    """A field without the quotation marks around it, or with a single one that opens or closes."""
    if len(field) > 1 and field[0] == field[-1] == '"':
        return field[1:-1].replace('""', '"')
    return field.removeprefix('"') if field.count('"') == 1 else field


@dataclass
class Widths:
    """How many fields every row has, and up to which one it is filled where that is unusual."""

    fields: list[int] = dataclass_field(default_factory=list)
    filled: dict[int, int] = dataclass_field(default_factory=dict)

    def add(self, block: Sequence[Sequence[str]]) -> None:
        """Take the next rows of the file."""
        start = len(self.fields)
        lengths = [len(row) for row in block]
        self.fields += lengths
        usual = Counter(lengths).most_common(1)[0][0]
        for place, row in enumerate(block):
            if len(row) != usual or not any(row):
                last = max((i for i, cell in enumerate(row) if cell.strip()), default=-1)
                self.filled[start + place] = last + 1

    def check(self, skip: Sequence[int], name: str) -> list[str]:
        """Refuse rows with a field too many or torn in two; what is said of rows that are short.

        Rows before the first of the usual width are titles, and trailing empty fields are none.
        """
        usual = Counter(n for place, n in enumerate(self.fields) if self.filled.get(place, n))
        if not usual:
            return []
        width = max(usual, key=lambda one: (usual[one], one))
        first = self.fields.index(width)
        last = len(self.fields) - 1 - self.fields[::-1].index(width)
        short: list[int] = []
        for place in sorted(self.filled):
            number, found, filled = place + 1, self.fields[place], self.filled[place]
            if place <= first or number in skip or not filled:
                continue
            if width > 1 and filled > width:
                _refuse_long(name, number, found, width)
            if found < width:
                # Two short rows that together are one were torn by a line break.
                if short and short[-1] == place and self.fields[place - 1] + found - 1 == width:
                    _refuse_torn(name, number, width)
                short.append(number)
        inside = [number for number in short if number - 1 < last]
        if not inside:
            return []
        shown = ", ".join(map(str, inside[:8])) + (" …" if len(inside) > 8 else "")
        return [
            f"{'Zeile' if len(inside) == 1 else 'Zeilen'} {shown} "
            f"{'hat' if len(inside) == 1 else 'haben'} weniger Felder als die anderen ({width}); "
            "was fehlt, gilt als leer."
        ]


def _refuse_long(name: str, number: int, found: int, width: int) -> NoReturn:
    raise NotATable(
        f"In der Datei „{name}“ hat Zeile {number} {found} Felder statt {width}; wahrscheinlich "
        "steht das Trennzeichen in einem Text, und ihre Werte stünden unter falschen "
        f"Überschriften. Setzen Sie den Text in Anführungszeichen: {_WAY_OUT}."
    )


def _refuse_torn(name: str, number: int, width: int) -> NoReturn:
    raise NotATable(
        f"In der Datei „{name}“ sind die Zeilen {number - 1} und {number} zusammen ein Eintrag mit "
        f"{width} Feldern; ein Zeilenumbruch trennt sie. Setzen Sie den Text in Anführungszeichen: "
        f"{_WAY_OUT}."
    )
