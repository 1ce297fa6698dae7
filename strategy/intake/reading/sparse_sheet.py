"""Read a sheet whose few cells lie in a huge box, cell by cell.

Excel's own add-ins write a cell at XFD1048576, and some programs declare every sheet to be that
large.  Readers that lay out the whole box abort; this one keeps only the cells that hold a value
and leaves out those that lie far from all others.
"""

from __future__ import annotations

import datetime
import re
import zipfile

from strategy.intake.errors import NothingToImport
from strategy.intake.gate.archive_xml import (
    attribute,
    counts_from_1904,
    date_styles,
    elements,
    joined_text,
    local,
    shared_texts,
)
from strategy.intake.gate.sheet_scan import column_letters, column_number
from strategy.intake.reading.grid import Cell, Grid, is_blank

_FAR = 1_000
_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read_sparse_sheet(archive: zipfile.ZipFile, part: str, sheet: str) -> Grid:
    """The filled cells of one sheet; rows and columns without any are left out of the grid."""
    cells = _filled_cells(archive, part)
    if not cells:
        raise NothingToImport(f"Das Tabellenblatt „{sheet}“ enthält keine Werte.")
    rows, far_rows = _near(sorted({row for row, _ in cells}))
    kept = {place: cell for place, cell in cells.items() if place[0] not in far_rows}
    columns, far_columns = _near(sorted({column for _, column in kept}))
    notices = []
    far = sorted(p for p in cells if p[0] in far_rows or p[1] in far_columns)
    if far:
        first = f"{column_letters(far[0][1])}{far[0][0]}"
        notices.append(
            f"{len(far)} Zelle(n) weit außerhalb der Tabelle (zuerst {first}) wurden nicht gelesen."
        )
    return Grid(
        columns=[[kept.get((row, column)) for row in rows] for column in columns],
        row_numbers=rows,
        column_numbers=columns,
        notices=notices,
    )


def _near(numbers: list[int]) -> tuple[list[int], set[int]]:
    """Split sorted positions at the first wide gap that only a few stray cells lie behind."""
    for place in range(1, len(numbers)):
        behind = len(numbers) - place
        if numbers[place] - numbers[place - 1] > _FAR and behind <= max(2, place // 10):
            return numbers[:place], set(numbers[place:])
    return numbers, set()


def _filled_cells(archive: zipfile.ZipFile, part: str) -> dict[tuple[int, int], Cell]:
    styles, start_1904 = date_styles(archive), counts_from_1904(archive)
    texts: list[str] | None = None
    cells: dict[tuple[int, int], Cell] = {}
    for element in elements(archive, part, "c"):
        place = _REFERENCE.match(attribute(element, "r"))
        if place is None:
            continue
        kind = attribute(element, "t")
        raw, inline = "", ""
        for child in element:
            if local(child.tag) == "v":
                raw = child.text or ""
            elif local(child.tag) == "is":
                inline = joined_text(child)
        value: Cell
        if kind == "s" and raw:
            texts = shared_texts(archive) if texts is None else texts
            value = texts[int(raw)] if int(raw) < len(texts) else None
        elif kind == "inlineStr":
            value = inline
        elif kind in ("e", "") and not raw or kind == "e":
            value = None
        elif kind == "b":
            value = raw == "1"
        elif kind in ("str", "d"):
            value = raw
        else:
            value = _number(raw, int(attribute(element, "s") or 0) in styles, start_1904)
        if isinstance(value, str):
            value = _ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), value)
        if value is not None and not is_blank(value):
            cells[int(place.group(2)), column_number(place.group(1))] = value
    return cells


def _number(raw: str, is_date: bool, start_1904: bool) -> Cell:
    try:
        number = float(raw)
    except ValueError:
        return raw
    if not is_date or not 0 <= number < 2_958_466:
        return number
    # Excel believes in the 29th of February 1900, so days before March 1900 are one off there.
    start = datetime.datetime(1904, 1, 1) if start_1904 else datetime.datetime(1899, 12, 30)
    moment = start + datetime.timedelta(seconds=round(number * 86_400))
    return moment.date() if moment.time() == datetime.time() else moment
