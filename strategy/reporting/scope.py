"""What a report is about: version and period, for whom, which measures, which parts of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from strategy.kernel.listing import find
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor
from strategy.kernel.store.versions import Version
from strategy.nouns.measure import Measure, MeasureStatus
from strategy.nouns.report_definition import ReportDefinition

# Before the council has decided there is nothing to report against; ideas are in the strategy.
REPORTED = (MeasureStatus.DECIDED, MeasureStatus.RUNNING, MeasureStatus.DONE)
ID, NAME = Spec("id", "Nr.", Kind.CODE), Spec("label", "Maßnahme", Kind.TEXT)


@dataclass(frozen=True)
class ReportScope:
    """``since`` is the edition of the last report; ``first`` is None where there was none."""

    version: Version
    since: Version | None
    first: date | None
    last: date
    measures: tuple[Measure, ...]
    # How many measures of the plan wait for their decision, and so are in no table.
    undecided: int

    @property
    def ids(self) -> list[str]:
        """The ids of the measures the report is about."""
        return [one.id for one in self.measures]


def chosen_measures(db: Cursor, definition: ReportDefinition) -> tuple[list[Measure], int]:
    """The measures a definition asks for, and how many of the plan are not decided yet."""
    wanted = find(db, Measure, order="id")
    if definition.organisation_id:
        inside = _units_below(db, definition.organisation_id)
        wanted = [one for one in wanted if one.organisation_id in inside]
    if definition.domain_id:
        wanted = [one for one in wanted if one.domain_id == definition.domain_id]
    states = (definition.status,) if definition.status else REPORTED
    waiting = (None, MeasureStatus.IDEA, MeasureStatus.PROPOSED)
    return (
        [one for one in wanted if one.status in states],
        sum(one.status in waiting for one in wanted),
    )


def _units_below(db: Cursor, unit_id: str) -> set[str]:
    """A unit and all below it, whatever its level."""
    rows = db.rows(
        "WITH RECURSIVE below AS (SELECT id FROM organisation_unit WHERE id = ? UNION "
        "SELECT o.id FROM organisation_unit o JOIN below b ON o.parent_id = b.id) "
        "SELECT id FROM below",
        [unit_id],
    )
    return {str(row["id"]) for row in rows}
