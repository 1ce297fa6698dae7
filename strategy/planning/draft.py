"""Changes that were dragged or chosen and not saved yet, and the table as it would be with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from strategy.figures.plan.limits import STARTS, CapKey
from strategy.planning.rows import PlanRow, PlanTable, YearCell


@dataclass(frozen=True)
class PlanChange:
    """What one measure is to become; ``was_…`` is what its row said when that was decided, so that
    what somebody else has changed meanwhile is not overwritten."""

    was_start: int | None
    was_in_plan: bool
    start: int | None
    in_plan: bool

    @property
    def years(self) -> int:
        """By how many years the measure moves."""
        if self.start is None or self.was_start is None:
            return 0
        return self.start - self.was_start

    @property
    def crosses(self) -> bool:
        """Whether it crosses the line."""
        return self.in_plan != self.was_in_plan

    def __bool__(self) -> bool:
        return bool(self.years) or self.crosses


Draft = Mapping[str, PlanChange]


def changed(
    row: PlanRow, before: PlanChange | None, start: int | None = None, in_plan: bool | None = None
) -> PlanChange:
    """``before`` (or the row as it stands) with another start or side of the line."""
    base = before or PlanChange(row.start, row.in_plan, row.start, row.in_plan)
    return replace(
        base,
        start=base.start if start is None else start,
        in_plan=base.in_plan if in_plan is None else in_plan,
    )


def why_not(row: PlanRow, change: PlanChange, years: tuple[int, ...]) -> str:
    """Why a change cannot be, as a German sentence; empty where it can as far as the row tells."""
    if change.crosses and not change.in_plan and row.mandatory:
        return f"„{row.title}“ ist eine Pflichtmaßnahme und bleibt im Plan."
    if change.crosses and not change.in_plan and row.begun:
        return f"„{row.title}“ hat begonnen und bleibt im Plan."
    if not change.years:
        return ""
    if not row.movable:
        return f"„{row.title}“ ist umgesetzt und lässt sich nicht mehr verschieben."
    if change.start is not None and years and change.start > years[-1]:
        return (
            f"„{row.title}“ begänne {change.start}, nach dem Planungszeitraum bis {years[-1]}; "
            "verschieben Sie weniger weit."
        )
    return ""


def with_draft(table: PlanTable, draft: Draft) -> PlanTable:
    """The table as it would be; what is not possible on the table's own word stays as it is."""
    rows = tuple(_changed_row(row, draft.get(row.id), table.years) for row in table.rows)
    return replace(table, rows=rows)


def _changed_row(row: PlanRow, change: PlanChange | None, years: tuple[int, ...]) -> PlanRow:
    if change is None or not change or why_not(row, change, years):
        return row
    shift = change.years
    cells: dict[int, YearCell] = {}
    for year, cell in row.cells.items():
        to = year if row.stays_before is not None and year < row.stays_before else year + shift
        cells[to] = cell if to not in cells else _both(cells[to], cell)
    use: dict[CapKey, int] = {}
    for key, amount in row.use.items():
        stays = row.stays_before is not None and key.year < row.stays_before
        to_key = key if stays and key.kind != STARTS else key._replace(year=key.year + shift)
        use[to_key] = use.get(to_key, 0) + amount
    start = row.start if row.start is None else row.start + shift
    return replace(row, cells=cells, use=use, start=start, in_plan=change.in_plan)


def _both(first: YearCell, second: YearCell) -> YearCell:
    """What stayed and what moved into the same year."""
    known = [cell.own_cents for cell in (first, second) if cell.own_cents is not None]
    return YearCell(
        first.stage or second.stage,
        sum(known) if known else None,
        first.fte_e4 + second.fte_e4,
        first.unknown_lines + second.unknown_lines,
    )
