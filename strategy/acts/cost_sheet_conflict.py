"""Two people in one Kostenblatt: which lines both have changed, and saving what was chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from strategy.acts.cost_sheet import CostSheet, SheetReading, read_draft
from strategy.acts.cost_sheet_text import DraftRow
from strategy.kernel.errors import Conflict
from strategy.kernel.records import delete_, find, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.cost_line import CostLine


@dataclass(frozen=True)
class LineConflict:
    """One line that both have changed; None where a side has removed it."""

    opened: CostLine
    mine: CostLine | None
    theirs: CostLine | None

    @property
    def version(self) -> int:
        """The state of the other side on which a choice is made; 0 where the line is gone."""
        return self.theirs.version if self.theirs else 0


def line_conflicts(db: Cursor, sheet: CostSheet, reading: SheetReading) -> list[LineConflict]:
    """The lines this draft would write or remove and somebody else has changed since."""
    opened = {line.id: line for row in sheet.rows for line in row.cells.values()}
    touched: dict[str, CostLine | None] = {line.id: line for line in reading.changed if line.id}
    touched |= {line.id: None for line in reading.removed}
    found = []
    for line_id, mine in touched.items():
        theirs = next(iter(find(db, CostLine, "id = ?", [line_id])), None)
        if theirs is None or theirs.version != opened[line_id].version:
            found.append(LineConflict(opened[line_id], mine, theirs))
    return found


def save_chosen(
    tx: Transaction,
    sheet: CostSheet,
    draft: Sequence[DraftRow],
    mine: Mapping[str, tuple[int, bool]],
) -> SheetReading:
    """Write a draft after a conflict; ``mine`` says per line on which state of the other side the
    choice was made, and whether the own value counts.

    Raises Conflict where a line was changed once more, so that nothing is overwritten unseen.
    """
    reading = read_draft(tx, sheet, draft)
    asked = {item.opened.id: item for item in line_conflicts(tx, sheet, reading)}
    for line_id, item in asked.items():
        if mine.get(line_id, (None, False))[0] != item.version:
            raise Conflict(
                f"Die Kostenzeile {line_id} wurde inzwischen noch einmal geändert; wählen Sie "
                "erneut, welcher Wert gilt."
            )
    for line in reading.removed:
        both = asked.get(line.id)
        if both is None:
            delete_(tx, CostLine, line.id, line.version)
        elif both.theirs is not None and mine[line.id][1]:
            delete_(tx, CostLine, line.id, both.theirs.version)
    for line in reading.changed:
        both = asked.get(line.id)
        if both is None:
            save_(tx, line)
        elif mine[line.id][1]:
            save_(tx, _merged(both, line))
    return reading


def _merged(both: LineConflict, line: CostLine) -> CostLine:
    """The own change on top of the state of the other side."""
    if both.theirs is None:
        # Removed meanwhile: the line comes back as a new one, for an id is never used twice.
        return line.replace(id="", version=0)
    before = both.opened.values()
    # Only what was typed here: a note or account that the other side has set stays.
    own = {name: value for name, value in line.values().items() if value != before[name]}
    return both.theirs.replace(**own)
