"""Two columns of money that say the same: "Plan 2026 | Plan 2026 neu", "Ansatz € | Ansatz T€"."""

from __future__ import annotations

import pyarrow.compute as pc

from strategy.intake.comparing.fates import Fates
from strategy.intake.errors import Ambiguous, Reading
from strategy.intake.reading.table import Table
from strategy.intake.recognising.money_columns import MoneyColumn
from strategy.intake.recognising.money_heading import PLAN_TYPES


def without_twins(table: Table, wide: list[MoneyColumn], fates: Fates) -> list[MoneyColumn]:
    """The columns without those that repeat another one of their year, plan type and kind.

    Booked side by side, both would be added up.  Raises Ambiguous where they differ in amounts and
    no word of their headings tells what each is.
    """
    kept: list[MoneyColumn] = []
    for one in wide:
        twin = next((other for other in kept if _is_twin(one, other)), None)
        if twin is None:
            kept.append(one)
        elif _holds(table, one, twin):
            fates.leave_out(one.header, f"dieselben Beträge wie „{twin.header}“")
        else:
            raise _question(table, one, twin)
    return kept


def _is_twin(one: MoneyColumn, other: MoneyColumn) -> bool:
    # Whoever says what a column is has seen the other one.
    if one.given or other.given or one.said.rest or other.said.rest or not one.plan_type:
        return False
    return (one.year, one.plan_type, one.line_kind) == (
        other.year,
        other.plan_type,
        other.line_kind,
    )


def _holds(table: Table, one: MoneyColumn, twin: MoneyColumn) -> bool:
    """Whether both have the same amount wherever both have one."""
    columns = [table.data.column(table.position(c.header)) for c in (one, twin)]
    return pc.all(pc.equal(*columns)).as_py() is True


def _question(table: Table, one: MoneyColumn, twin: MoneyColumn) -> Ambiguous:
    return Ambiguous(
        f"Die Spalten „{twin.header}“ und „{one.header}“ in „{table.detected.file}“ nennen beide "
        f"„{one.plan_type} {one.year}“, aber andere Beträge; bitte legen Sie fest, was "
        f"„{one.header}“ ist, oder dass eine der beiden nicht übernommen wird.",
        column=one.header,
        key="year_columns",
        readings=(
            *(Reading(f"{one.year} {kind}", f"{kind} {one.year}") for kind in PLAN_TYPES),
            Reading("", "nicht übernehmen"),
        ),
        hint="In der Zuordnung (--mapping) zum Beispiel: "
        f'{{"year_columns": {{"{twin.header}": null}}}} lässt die erste weg.',
    )
