"""Rows that whoever sends a workbook does not see or has struck out: told, and taken as asked."""

from __future__ import annotations

from strategy.intake.reading.grid import Grid, is_blank
from strategy.intake.recognising.layout import Layout
from strategy.intake.recognising.mapping import Mapping

_MOST = 12


def settle_unseen(grid: Grid, layout: Layout, mapping: Mapping) -> list[str]:
    """Leave out rows as the mapping says, and return the sentences about them.

    Without an answer hidden rows come along, since a filter is often only forgotten, and struck-out
    ones do not, since somebody has said that they no longer hold.
    """
    numbers = grid.row_numbers
    places = {numbers[p]: p for p in range(layout.first, layout.last)}
    gone = set(layout.blank)
    hidden = [r for r in sorted(grid.looks.hidden_rows) if places.get(r, -1) not in gone | {-1}]
    struck = [r for r in _struck(grid, places) if places[r] not in gone]
    said = []
    if hidden:
        how = "weggefiltert" if grid.looks.filtered else "ausgeblendet"
        out = mapping.hidden_rows == "leave_out"
        said.append(_sentence(hidden, f"in der Datei {how} (ausgeblendet)", out, "hidden_rows"))
        if out:
            _leave_out(layout, places, hidden, "In der Datei ausgeblendet")
    if struck:
        out = mapping.struck_rows != "take"
        said.append(_sentence(struck, "durchgestrichen", out, "struck_rows"))
        if out:
            left = [row for row in struck if places[row] not in layout.blank]
            _leave_out(layout, places, left, "In der Datei durchgestrichen")
    return said


def _struck(grid: Grid, places: dict[int, int]) -> list[int]:
    """Rows in which every filled cell is struck out; one struck cell is only a correction."""
    marks: dict[int, int] = {}
    for look, columns in grid.looks.cells.items():
        if look.struck:
            for rows in columns.values():
                for row in rows:
                    marks[row] = marks.get(row, 0) + 1
    found = []
    for row in sorted(marks):
        if row in places:
            cells = grid.rows(places[row], places[row] + 1)[0]
            # Empty cells of a struck row may be struck as well.
            filled = sum(not is_blank(cell) for cell in cells)
            if filled and marks[row] >= filled:
                found.append(row)
    return found


def _leave_out(layout: Layout, places: dict[int, int], rows: list[int], reason: str) -> None:
    layout.blank.extend(places[row] for row in rows)
    layout.skipped.extend((row, reason) for row in rows)


def _sentence(rows: list[int], what: str, out: bool, key: str) -> str:
    shown = ", ".join(map(str, rows[:_MOST])) + (" …" if len(rows) > _MOST else "")
    one = len(rows) == 1
    count = "1 Zeile ist" if one else f"{len(rows)} Zeilen sind"
    place = f"Zeile {shown}" if one else f"Zeilen {shown}"
    verb = "bleibt" if one else "bleiben"
    taken = "wird" if one else "werden"
    other = "take" if out else "leave_out"
    return (
        f"{count} {what} ({place}); "
        + (f"sie {verb} weg." if out else f"sie {taken} mit eingelesen.")
        + f' Anders wählen Sie es unter „Anders lesen“ oder mit "{key}": "{other}".'
    )
