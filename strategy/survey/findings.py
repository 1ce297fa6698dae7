"""What reading a returned workbook finds: proposals, conflicts, new and missing rows, errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from strategy.nouns.survey_reply import SurveyReply
from strategy.nouns.survey_round import SurveyRound
from strategy.survey.base import Base
from strategy.survey.raw_book import RawBook


@dataclass(frozen=True)
class RowProblem:
    """Something in a row that cannot be taken; ``str`` is one German sentence naming the cell."""

    sheet: str
    row: int
    cell: str
    header: str
    value: str
    rule: str

    def __str__(self) -> str:
        column = f", Spalte „{self.header}“ ({self.cell})" if self.header else ""
        return f"Blatt „{self.sheet}“, Zeile {self.row}{column}: {self.rule}"


@dataclass(frozen=True)
class ReplyChange:
    """One cell that the Amt changed and nobody else; values as German text."""

    sheet: str
    row: int
    cell: str
    object_id: str
    name: str
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ReplyConflict(ReplyChange):
    """One cell that both sides changed: ``sent`` is what it was, ``before`` what the plan holds
    today, ``after`` what the Amt says."""

    sent: str = ""

    @property
    def key(self) -> str:
        """By this a decision is told: object and field."""
        return f"{self.object_id}.{self.field}"


@dataclass(frozen=True)
class NewRow:
    """A row that the Amt added: its values as (label, German text)."""

    sheet: str
    row: int
    name: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MissingRow:
    """A row that was sent and is gone or emptied; it is never deleted in the plan."""

    sheet: str
    object_id: str
    name: str
    row: int | None


@dataclass
class Draft:
    """One row of the file on its way into the plan.

    ``changes`` are the values the Amt changed alone, ``disputed`` those that both sides changed;
    references to rows that are new in this file stand as ``naming.Pending``.
    """

    form: str
    row: int
    object_id: str
    sent: dict[str, Any]
    said: dict[str, Any]
    cells: dict[str, str]
    shown: dict[str, str]
    # The texts of cells as they stand, before anything is read into them.
    texts: dict[str, str] = field(default_factory=dict)
    standing: Any = None
    changes: dict[str, Any] = field(default_factory=dict)
    disputed: dict[str, Any] = field(default_factory=dict)
    estimates: dict[str, str] = field(default_factory=dict)
    # Alike on both sides though not as it was sent: nothing to do but to remember it.
    settled: bool = False
    bad: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the row is to become an object of its own."""
        return not self.object_id


@dataclass
class ReplyReading:
    """All that one returned workbook says, compared with one state of the plan."""

    file_name: str
    file_hash: str
    version: str
    survey: SurveyRound
    reply: SurveyReply
    unit_title: str
    token: str
    base: Base = field(repr=False)
    book: RawBook = field(repr=False)
    sender: str = ""
    filled_on: str = ""
    remark: str = ""
    # Sheet key → name of the sheet in the file; name of the sheet → letter of its first column.
    sheets: dict[str, str] = field(default_factory=dict)
    first_columns: dict[str, str] = field(default_factory=dict)
    changes: list[ReplyChange] = field(default_factory=list)
    conflicts: list[ReplyConflict] = field(default_factory=list)
    new: list[NewRow] = field(default_factory=list)
    missing: list[MissingRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    rows_read: int = 0
    rows_untouched: int = 0
    drafts: list[Draft] = field(default_factory=list, repr=False)
    # Sheet key → ids of rows the Amt sent back untouched and that still say the same in the plan.
    agreed: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @property
    def bad_rows(self) -> int:
        """How many rows have at least one error."""
        return len({(problem.sheet, problem.row) for problem in self.problems})

    def counts(self) -> dict[str, int]:
        """How much of each there is."""
        return {
            "read": self.rows_read,
            "untouched": self.rows_untouched,
            "changes": len(self.changes),
            "conflicts": len(self.conflicts),
            "new": len(self.new),
            "missing": len(self.missing),
            "errors": len(self.problems),
        }

    def fingerprint(self) -> tuple[Any, ...]:
        """Equal as long as the same would be proposed, disputed and refused."""
        return (
            tuple(self.changes),
            tuple(self.conflicts),
            tuple(self.new),
            tuple(self.missing),
            tuple(self.problems),
        )
