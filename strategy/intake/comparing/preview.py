"""What an import would do, before it does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from strategy.intake.comparing.fates import ColumnFate, RowsLeftOut
from strategy.intake.reading.detected import Detected


@dataclass(frozen=True)
class Rejected:
    """A row that cannot be taken over: source row, header, text and German reason."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class FieldChange:
    """One field of one object: German label, value in the plan, value in the file."""

    field: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class RowChange:
    """An object that the file changes."""

    row: int
    object_id: str
    name: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Missing:
    """An object of an earlier import of this source that the file no longer holds."""

    object_id: str
    name: str


@dataclass
class Preview:
    """Counts are rows of the file; lists are cut where they say so, counts never.

    ``totals`` are cents per year and plan type without subtotals: {"2024": {"Ansatz": 123}}.
    ``assigned`` maps header -> German label of the field it fills, ``unused`` lists the headers
    that fill none.  ``plan`` is what ``apply_import`` needs and nobody else.
    """

    kind: str
    file: str
    version: str
    detected: Detected
    source: str = ""
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    subtotals: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    changes: list[RowChange] = field(default_factory=list)
    added_names: list[str] = field(default_factory=list)
    # The amounts of lines of money among them, in the same order.
    added_cents: list[int | None] = field(default_factory=list)
    missing_objects: list[Missing] = field(default_factory=list)
    totals: dict[str, dict[str, int]] = field(default_factory=dict)
    subtotal_totals: dict[str, dict[str, int]] = field(default_factory=dict)
    unknown_amounts: int = 0
    assigned: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    column_fates: list[ColumnFate] = field(default_factory=list)
    rows_left_out: list[RowsLeftOut] = field(default_factory=list)
    mapping: dict[str, Any] = field(default_factory=dict)
    mapping_saved: bool = False
    plan: Any = None

    @property
    def rejected_rows(self) -> list[int]:
        """Source rows that cannot be taken over, each once."""
        return sorted({cell.row for cell in self.rejected})

    def as_json(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        detected = self.detected.as_json()
        # The first rows are for showing; whoever reads JSON has the file.
        detected.pop("grid", None)
        detected["assigned"] = self.assigned
        detected["unused"] = self.unused
        detected["source"] = self.source
        detected["subtotal_totals"] = self.subtotal_totals
        detected["unknown_amounts"] = self.unknown_amounts
        detected["notices"] = [*self.detected.notices, *self.notices]
        return {
            "read": self.read,
            "added": self.added,
            # The first of them; "added" counts all.
            "added_names": self.added_names,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "missing": self.missing,
            "rejected": [
                {"row": r.row, "column": r.column, "value": r.value, "reason": r.reason}
                for r in self.rejected
            ],
            "detected": detected,
            "totals": self.totals,
            "column_fates": [one.as_json() for one in self.column_fates],
            "rows_left_out": [one.as_json() for one in self.rows_left_out],
        }


@dataclass(frozen=True)
class Applied:
    """What an import did; ``import_id`` is empty where nothing changed.

    ``column_fates`` and ``rows_left_out`` are those of the preview, with the rows that the user
    chose to leave out.
    """

    import_id: str
    added: int
    changed: int
    unchanged: int
    left_out: int
    deleted: int
    column_fates: tuple[ColumnFate, ...] = ()
    rows_left_out: tuple[RowsLeftOut, ...] = ()
