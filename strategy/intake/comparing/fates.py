"""What became of every column and every row of a file: booked, kept as a note, or left out.

A kind of import says what it knows while it reads (``Fates``); what no kind says is settled in
one place (``settle_fates``), so that no column is missing from the list, whatever the kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from strategy.intake.reading.detected import Detected

# So many row numbers are named one by one; the count says how many there are.
MOST_ROWS = 10_000


class Fate(StrEnum):
    """What becomes of a column; the values are the keys of ``--json`` and stay as they are."""

    BOOKED = "booked"
    NOTE = "note"
    LEFT_OUT = "left out"


# The words of the page.
FATE_WORDS = {
    Fate.BOOKED: "übernommen",
    Fate.NOTE: "als Vermerk behalten",
    Fate.LEFT_OUT: "weggelassen",
}


@dataclass(frozen=True)
class ColumnFate:
    """The fate of one column and the German reason."""

    column: str
    fate: Fate
    reason: str

    def as_json(self) -> dict[str, str]:
        """What ``--json`` prints."""
        return {"column": self.column, "fate": str(self.fate), "reason": self.reason}


@dataclass(frozen=True)
class RowsLeftOut:
    """Rows of the file that become no entry, all for the same German reason."""

    rows: tuple[int, ...]
    reason: str
    count: int = 0

    def as_json(self) -> dict[str, Any]:
        """What ``--json`` prints; ``count`` also counts rows that are not named."""
        return {"rows": list(self.rows), "reason": self.reason, "count": self.count}

    def sentence(self) -> str:
        """ "Zeilen 2 bis 4, 9: Summe"."""
        word = "Zeile" if self.count == 1 else "Zeilen"
        return f"{word} {row_ranges(self.rows, self.count)}: {self.reason}"


@dataclass
class Fates:
    """What a kind of import says about columns and rows while it reads them."""

    columns: dict[str, ColumnFate] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)

    def book(self, column: str, reason: str) -> None:
        """The column is taken over as ``reason`` says, such as „Ansatz 2026“."""
        self.columns[column] = ColumnFate(column, Fate.BOOKED, reason)

    def note(self, column: str, reason: str) -> None:
        """The column is kept as text beside the fields."""
        self.columns[column] = ColumnFate(column, Fate.NOTE, reason)

    def leave_out(self, column: str, reason: str) -> None:
        """Nothing of the column comes into the plan."""
        self.columns[column] = ColumnFate(column, Fate.LEFT_OUT, reason)

    def skip(self, rows: Iterable[int], reason: str) -> None:
        """These rows become no entry."""
        self.rows.setdefault(reason, []).extend(rows)

    def left_out(self) -> list[RowsLeftOut]:
        """Rows by reason, in the order of the file."""
        found = [
            RowsLeftOut(tuple(sorted(set(rows))[:MOST_ROWS]), reason, len(set(rows)))
            for reason, rows in self.rows.items()
            if rows
        ]
        return sorted(found, key=lambda one: one.rows)


def settle_fates(
    told: Fates, detected: Detected, assigned: dict[str, str], unused: Collection[str]
) -> list[ColumnFate]:
    """The fate of every column of the file, in its order.

    ``told`` comes first; a column that fills a field is booked, any other is left out.
    """
    found = []
    for column in detected.columns:
        header = column.header
        if header in told.columns:
            found.append(told.columns[header])
        elif header in assigned and header not in unused:
            found.append(ColumnFate(header, Fate.BOOKED, f"Feld „{assigned[header]}“"))
        else:
            found.append(
                ColumnFate(header, Fate.LEFT_OUT, "kein Feld dafür erkannt; es lässt sich zuweisen")
            )
    return found


def settle_rows(told: Fates, detected: Detected) -> list[RowsLeftOut]:
    """Rows that become no entry: those a kind leaves out and those that are no data at all."""
    every = Fates(rows={reason: list(rows) for reason, rows in told.rows.items()})
    for row in detected.skipped:
        every.skip([row.row], row.reason)
    return every.left_out()


def row_ranges(rows: Collection[int], count: int = 0) -> str:
    """Row numbers as people write them: "2 bis 4, 9"; the first dozen of ranges, then "…"."""
    parts: list[str] = []
    ordered = sorted(rows)
    start = 0
    for place, row in enumerate(ordered):
        if place + 1 < len(ordered) and ordered[place + 1] == row + 1:
            continue
        first = ordered[start]
        parts.append(
            str(row)
            if first == row
            else f"{first}, {row}"
            if row == first + 1
            else f"{first} bis {row}"
        )
        start = place + 1
        if len(parts) == 12 and place + 1 < len(ordered):
            return ", ".join(parts) + f" … (zusammen {count or len(ordered)})"
    return ", ".join(parts) + (f" … (zusammen {count})" if count > len(ordered) else "")
