"""From a file to a typed table: gate, reader, layout, columns, values.

Runs in the child process that ``sandbox`` limits; nothing here may be called on a file from
outside in the server's own process.
"""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from pathlib import Path

import numpy as np
import pyarrow as pa

from strategy.intake.errors import show_glance
from strategy.intake.gate.check import Checked, check_file
from strategy.intake.gate.limits import Limits
from strategy.intake.gate.sheet_scan import column_letters
from strategy.intake.reading.clean_cells import clean_grid
from strategy.intake.reading.detected import BadCell, Detected, FoundColumn, SkippedRow
from strategy.intake.reading.glance import cropped, glance, lies_on_its_side, turned
from strategy.intake.reading.grid import Grid, coded, is_text
from strategy.intake.reading.table import Table
from strategy.intake.reading.text_table import read_text_table
from strategy.intake.reading.workbook import read_workbook
from strategy.intake.recognising import headers
from strategy.intake.recognising.columns import decide_columns
from strategy.intake.recognising.layout import Layout, find_layout
from strategy.intake.recognising.mapping import Mapping
from strategy.intake.recognising.percents import show_percents
from strategy.intake.recognising.raw_columns import RawColumn, data_rows, raw_columns
from strategy.intake.recognising.subtotals import sum_labels, upper_regions
from strategy.intake.recognising.unseen_rows import settle_unseen
from strategy.intake.recognising.values import read_values
from strategy.kernel import german
from strategy.kernel.errors import StrategyError

_MOST_NAMED = 10_000


def parse_file(
    path: Path, name: str, work: Path, limits: Limits, mapping: Mapping, roles: AnyMapping[str, str]
) -> Table:
    """Read ``path`` (called ``name`` in sentences); raises a StrategyError with one sentence."""
    checked = check_file(path, limits)
    detected = Detected(file=name, kind=checked.kind)
    try:
        return _parse(detected, checked, path, work, limits, mapping, roles)
    except StrategyError as error:
        # Whoever is asked where the table is wants to see what there is.
        if detected.grid:
            show_glance(error, detected.sheets, detected.grid)
        raise


def _parse(
    detected: Detected,
    checked: Checked,
    path: Path,
    work: Path,
    limits: Limits,
    mapping: Mapping,
    roles: AnyMapping[str, str],
) -> Table:
    name = detected.file
    known = {header for header in roles if not header.startswith("#")}
    where = f"In der Datei „{name}“"
    if checked.kind == "text":
        grid, shape = read_text_table(
            path, work, limits, mapping.encoding, mapping.delimiter, mapping.skip_rows
        )
        detected.encoding, detected.encoding_reason = shape.encoding.name, shape.encoding.reason
        detected.delimiter, detected.delimiter_reason = shape.delimiter_name, shape.delimiter_reason
    else:
        grid, detected.sheet, notes = read_workbook(path, checked, limits, mapping.sheet, known)
        detected.sheets = grid.sheets
        detected.notices.extend(notes)
        where = f"Auf dem Tabellenblatt „{detected.sheet}“ von „{name}“"
        if notes and "ausgeblendet" in notes[0]:
            where = f"{notes[0].rstrip('.')}; dort" if "gelesen wurde" in notes[0] else where
    clean_grid(grid)
    detected.notices.extend(grid.notices)
    detected.grid = glance(grid)
    grid = _placed(grid, mapping, detected, known)
    if len(detected.sheets) > 1:
        others = ", ".join(f"„{sheet}“" for sheet in detected.sheets if sheet != detected.sheet)
        where = f"{where} (weitere Blätter: {others})"
    layout = find_layout(grid, mapping, where, known)
    filled = _fill_merged(grid, layout)
    if filled:
        detected.notices.append(
            f"{filled} Zelle(n) in senkrecht verbundenen Bereichen haben den Text des Bereichs."
        )
    detected.notices.extend(settle_unseen(grid, layout, mapping))
    _describe_layout(detected, grid, layout)
    raws = raw_columns(grid, layout)
    rows = data_rows(grid, layout)
    unit = _general_unit(layout.preamble)
    shown = _shown_in_thousands(grid, layout, detected)
    grid.columns = []
    found = decide_columns(raws, mapping, roles, unit[0] if unit else None, shown)
    found = show_percents(raws, found, rows, grid.looks, roles)
    return _build(detected, raws, found, rows, mapping, unit)


def _placed(grid: Grid, mapping: Mapping, detected: Detected, known: set[str]) -> Grid:
    """The part of the sheet that is read, turned where the list lies on its side."""
    if mapping.range:
        grid = cropped(grid, mapping.range)
    sideways = mapping.sideways
    if sideways is None and mapping.header_row is None and lies_on_its_side(grid, known):
        sideways = True
        detected.notices.append(
            "Die Liste liegt quer: Die Überschriften stehen in der ersten Spalte untereinander; "
            "gelesen wird je Spalte ein Eintrag, „Zeile 2“ ist die zweite Spalte der Datei."
        )
    if sideways:
        detected.sideways = True
        return turned(grid)
    return grid


def _shown_in_thousands(grid: Grid, layout: Layout, detected: Detected) -> set[str]:
    """Headings of columns whose cells only show thousands: their values are whole euros.

    "Angaben in T€" then speaks of what is shown; multiplied again, it is a thousand times too much.
    """
    shown = set()
    rows = set(grid.row_numbers[layout.first : layout.last])
    for name, number in zip(layout.names, layout.columns, strict=True):
        looks = grid.looks.in_column(grid.column_numbers[number])
        scaled = sum(len(rows & where) for look, where in looks.items() if look.divisor > 1)
        cells = grid.columns[number][layout.first : layout.last]
        numbers = sum(isinstance(cell, float) for cell in cells) if isinstance(cells, list) else 0
        if scaled and scaled * 2 >= numbers:
            shown.add(name)
    if shown:
        detected.notices.append(
            "Die Spalten "
            + ", ".join(f"„{name}“" for name in sorted(shown, key=german.listed)[:8])
            + " zeigen Tausender nur an; in den Zellen stehen volle Euro, und so werden sie "
            "gelesen (nicht mit T€ vervielfacht)."
        )
    return shown


def _fill_merged(grid: Grid, layout: Layout) -> int:
    """Texts of vertically merged cells hold for all their rows; numbers would count twice."""
    filled = 0
    for r1, c1, r2, _ in grid.merged:
        first, last = max(r1, layout.first), min(r2, layout.last - 1)
        column = grid.columns[c1]
        if last <= first or r1 < layout.first:
            continue
        if not isinstance(column, list):
            continue
        if isinstance(column[r1], str) and column[r1].strip():
            blank = set(layout.blank)
            for position in range(r1 + 1, last + 1):
                if column[position] in (None, "") and position not in blank:
                    column[position] = column[r1]
                    filled += 1
    return filled


def _describe_layout(detected: Detected, grid: Grid, layout: Layout) -> None:
    numbers = grid.row_numbers
    detected.header_rows = [numbers[position] for position in layout.header_positions]
    detected.header_reason = layout.reasons[0]
    detected.first_row, detected.last_row = numbers[layout.first], numbers[layout.last - 1]
    detected.rows = layout.last - layout.first - len(layout.blank)
    top = detected.header_rows[0] if detected.header_rows else detected.first_row
    left = column_letters(grid.column_numbers[layout.columns[0]])
    right = column_letters(grid.column_numbers[layout.columns[-1]])
    detected.range = f"{left}{top}:{right}{detected.last_row}"
    detected.preamble = [line[:300] for line in layout.preamble if line][:20]
    detected.skipped = [SkippedRow(row, why) for row, why in sorted(layout.skipped)][:_MOST_NAMED]
    detected.blank_rows = len(layout.blank)
    for row, heading in layout.others:
        detected.tables.append({"row": row, "heading": heading})
        detected.notices.append(
            f"Ab Zeile {row} beginnt eine zweite Tabelle ({heading}); sie wird nicht mitgelesen. "
            f"Zum Lesen geben Sie Zeile {row} als Kopfzeile an."
        )
    if not layout.header_positions:
        detected.notices.append(
            "Eine Kopfzeile fehlt; die Spalten heißen nach ihren Buchstaben (Spalte A …)."
        )


def _general_unit(preamble: list[str]) -> tuple[str, str] | None:
    """A unit of money in the lines above the table, such as „Angaben in TEUR“ or „(EUR)“."""
    for line in preamble:
        unit = headers.unit_in(line)
        if unit and unit[0] != "%":
            return unit[0], line
    return None


def _build(
    detected: Detected,
    raws: list[RawColumn],
    found: list[FoundColumn],
    rows: pa.Array,
    mapping: Mapping,
    unit: tuple[str, str] | None,
) -> Table:
    arrays: list[pa.Array] = []
    rounded = 0
    unkept = 0
    said = np.zeros(len(rows), dtype=bool)
    for place, raw in enumerate(raws):
        read = read_values(found[place], raw, mapping.unread_amounts == "unknown")
        found[place] = read.found
        arrays.append(coded(read.values) if is_text(read.values) else read.values)
        rounded += read.rounded
        said = said if read.said is None else said | read.said
        detected.notices.extend(read.notices)
        detected.worded += [
            BadCell(rows[position].as_py(), raw.header, text[:200], "nennt keinen Betrag")
            for position, text in read.worded[: _MOST_NAMED - len(detected.worded)]
        ]
        unkept += len(read.worded)
        detected.bad_count += len(read.bad)
        for position, text, reason in read.bad[: _MOST_NAMED - len(detected.bad)]:
            detected.bad.append(
                BadCell(rows[position].as_py(), raw.header, text[:200], f"„{text[:80]}“ {reason}")
            )
    detected.columns = found
    unkept -= len(detected.worded)
    if unkept:
        detected.notices.append(
            f"Von {unkept} weiteren Zellen ohne Betrag werden die Worte nicht übernommen; "
            f"übernommen werden {_MOST_NAMED}."
        )
    if rounded:
        detected.notices.append(f"{rounded} Beträge wurden auf ganze Cent gerundet.")
    units = {column.unit for column in found if column.role == "amount"}
    if len(units) == 1:
        detected.unit = units.pop()
        detected.unit_reason = f"So steht es über der Tabelle: „{unit[1][:100]}“." if unit else ""
    subtotal = _subtotals(detected, found, arrays, rows, mapping)
    names = [f"c{number}" for number in range(len(arrays))] + ["row", "subtotal", "said"]
    columns = [*arrays, rows, pa.array(subtotal), pa.array(said)]
    return Table(pa.table(columns, names=names), detected)


def _subtotals(
    detected: Detected,
    found: list[FoundColumn],
    arrays: list[pa.Array],
    rows: pa.Array,
    mapping: Mapping,
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Sums are looked for only in tables of money; a project may be called what it likes."""
    mask = np.zeros(len(rows), dtype=bool)
    reasons = []
    if mapping.subtotals is not None:
        mask = np.isin(np.asarray(rows), mapping.subtotals)
        reasons.append("So vorgegeben.")
    elif any(column.role in ("amount", "written") for column in found):
        for column, values in zip(found, arrays, strict=True):
            if column.role == "text":
                hits = sum_labels(values)
                if hits.any():
                    reasons.append(f"Erkannt an den Bezeichnungen in Spalte „{column.header}“.")
                mask |= hits
            if column.role == "code" and (regions := upper_regions(values)) is not None:
                reasons.append(f"Spalte „{column.header}“ enthält auch übergeordnete Gebiete.")
                mask |= regions
    detected.subtotal_count = int(mask.sum())
    detected.subtotal_rows = np.asarray(rows)[mask][:_MOST_NAMED].tolist()
    detected.subtotal_reason = " ".join(reasons)
    return mask
