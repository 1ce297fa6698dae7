"""What the cells of a sheet look like, found by streaming its XML before a reader opens it.

Regular expressions over the bytes instead of an XML parser: a parser needs a minute for the
70 MB of XML in a budget of 100,000 rows, this needs about a second, and nothing here decides a
value.  A chunk may end inside a cell, so the open rest is carried over to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from strategy.intake.gate.cell_looks import CellLook, SheetLooks

_CELL = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"')
_DIGITS, _LETTERS = b"0123456789", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^>]*)?/>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb"\bt=[\"']e[\"']")
_DECLARED = re.compile(rb"<(?:\w+:)?dimension\s[^>]*?ref=[\"'](?:[A-Z]+[0-9]+:)?([A-Z]+)([0-9]+)")
_HIDDEN_ROW = re.compile(
    rb"<(?:\w+:)?row\s(?=[^>]*?\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"']([0-9]{1,7})[\"']"
)
_HIDDEN_COLUMNS = re.compile(rb"<(?:\w+:)?col\s[^>]*?\bhidden=[\"'](?:1|true)[\"'][^>]*>")
_FROM_TO = re.compile(rb"\b(min|max)=[\"']([0-9]{1,5})[\"']")
_MOST_NAMED = 1_000
_MOST_COLUMNS = 16_384


def column_number(letters: str) -> int:
    """``"A"`` -> 0, ``"XFD"`` -> 16383."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """0 -> ``"A"``, 16383 -> ``"XFD"``."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class SheetScan:
    """Bounding box of the real cells, formulas without result, cells that hold an error.

    ``styles`` names the cell styles whose cells are to be found: style number -> its look.
    ``looks`` has them afterwards, and what is hidden.
    """

    def __init__(self, styles: Mapping[int, CellLook] | None = None) -> None:
        self.looks = SheetLooks()
        self._styles = {str(number).encode(): look for number, look in (styles or {}).items()}
        self._styled = _styled_cells(self._styles)
        self.cells = 0
        self.first_row = 0
        self.last_row = 0
        self.first_column = 0
        self.last_column = 0
        self.declared_area = 0
        self.uncomputed: list[str] = []
        self.uncomputed_count = 0
        self.errors: list[str] = []
        self.error_count = 0
        self._rest = b""
        self._columns: set[bytes] = set()

    @property
    def area(self) -> int:
        """Cells in the bounding box, filled or not."""
        if not self.cells:
            return 0
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    @property
    def sparse(self) -> bool:
        """Whether a reader that lays out the whole box would drown in empty cells."""
        box = max(self.area, self.declared_area)
        return box > 5_000_000 and box > 20 * max(1, self.cells)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the sheet."""
        data = self._rest + chunk
        cut = data.rfind(b"<", 0)
        prefixed = data.rfind(b":c>") if b":" in data else -1
        close = max(data.rfind(b"</c>"), prefixed, data.rfind(b"<row"))
        if close > 0:
            cut = close if data.startswith(b"<row", close) else close + 4
        if len(data) - cut > 1 << 22:
            # One cell of megabytes: its text does not matter here, its last tag does.
            cut = len(data) - 4096
        self._rest = data[cut:]
        self._look(data[:cut])

    def close(self) -> None:
        """Look at what is left after the last chunk."""
        self._look(self._rest)
        self._rest = b""
        numbers = [column_number(letters.decode()) for letters in self._columns]
        if numbers:
            self.first_column, self.last_column = min(numbers), max(numbers)

    def _look(self, data: bytes) -> None:
        if not self.declared_area and (declared := _DECLARED.search(data)):
            columns = column_number(declared.group(1).decode()) + 1
            self.declared_area = columns * int(declared.group(2))
        # One byte is looked for at the speed of memory: sheets without a namespace prefix, which
        # most are, need no second search for everything.
        prefixed = b":" in data
        found = _PLAIN_CELL.findall(data)
        if len(found) < data.count(b"<c ") + (data.count(b":c ") if prefixed else 0):
            found = [letters + row for letters, row in _CELL.findall(data)]
        if found:
            self.cells += len(found)
            # Deleting digits or letters from all references at once is far quicker than
            # splitting each of a million.
            references = b" ".join(found)
            self._columns.update(references.translate(None, _DIGITS).split())
            rows = [int(row) for row in set(references.translate(None, _LETTERS).split())]
            self.first_row = min(self.first_row or rows[0], *rows)
            self.last_row = max(self.last_row, *rows)
        if b"<f" in data or (prefixed and b":f" in data):
            self._look_for_formulas(data)
        if b't="e"' in data or (b"'" in data and b"t='e'" in data):
            self._look_for_errors(data)

        if self._styled is not None:
            self._look_for_styles(data, self._styled)
        # Some programs write hidden="false" on every row, so the word alone says nothing.
        if b'hidden="1"' in data or b'hidden="true"' in data or b"hidden='" in data:
            self._look_for_hidden(data)
        # The filter itself stays in the sheet when it shows everything; a condition does not.
        if b"filterColumn" in data:
            self.looks.filtered = True

    def _look_for_styles(self, data: bytes, styled: re.Pattern[bytes]) -> None:
        for tag in styled.finditer(data):
            if place := _CELL.match(tag.group()):
                column = column_number(place.group(1).decode())
                self.looks.add(self._styles[tag.group(1)], int(place.group(2)), column)

    def _look_for_hidden(self, data: bytes) -> None:
        self.looks.hidden_rows.update(map(int, _HIDDEN_ROW.findall(data)))
        for tag in _HIDDEN_COLUMNS.findall(data):
            ends = {name: int(number) for name, number in _FROM_TO.findall(tag)}
            first, last = ends.get(b"min", 1), ends.get(b"max", 0)
            # Hiding "all columns to the right" names them up to the last one a sheet can have.
            self.looks.hidden_columns.update(range(first - 1, min(last, _MOST_COLUMNS)))

    def _look_for_formulas(self, data: bytes) -> None:
        for match in _NO_VALUE.finditer(data):
            opening = data.rfind(b"<c ", 0, match.start())
            if opening < 0:
                opening = data.rfind(b":c ", 0, match.start()) - 8
            head = data[max(0, opening) : data.find(b">", max(0, opening)) + 1]
            # ="" is saved as an empty text: that formula has a result.
            if b't="str"' in head or b"t='str'" in head:
                continue
            self.uncomputed_count += 1
            cell = _CELL.search(data, max(0, opening), match.start())
            if cell and len(self.uncomputed) < _MOST_NAMED:
                self.uncomputed.append((cell.group(1) + cell.group(2)).decode())

    def _look_for_errors(self, data: bytes) -> None:
        for match in _CELL.finditer(data):
            end = data.find(b">", match.end())
            start = match.start()
            if _ERROR.search(data, start, end + 1):
                self.error_count += 1
                if len(self.errors) < _MOST_NAMED:
                    self.errors.append((match.group(1) + match.group(2)).decode())


def _styled_cells(styles: Mapping[bytes, CellLook]) -> re.Pattern[bytes] | None:
    """Finds the opening tag of every cell with one of these styles; None if there are none."""
    if not styles:
        return None
    numbers = b"|".join(styles)
    return re.compile(rb"<(?:\w+:)?c\s[^>]*?\bs=[\"'](" + numbers + rb")[\"'][^>]*>")
