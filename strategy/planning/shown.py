"""The planning table exactly as it is shown, for paper and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from strategy.planning.groups import RowGroup
from strategy.planning.lines import Meter, meter_kinds, meters
from strategy.planning.rows import PlanTable


@dataclass(frozen=True)
class ShownPlan:
    """``table`` holds the changes that are not saved yet; ``note`` says so, and which version and
    which choice of rows this is."""

    table: PlanTable
    groups: Sequence[RowGroup]
    years: Sequence[int]
    title: str
    note: str

    def meter_rows(self) -> list[tuple[tuple[str, str], list[Meter]]]:
        """Per kind and unit the meters of the years shown."""
        found = {(one.key.kind, one.key.unit, one.key.year): one for one in meters(self.table)}
        return [
            ((kind, unit), [found[kind, unit, year] for year in self.years])
            for kind, unit in meter_kinds(self.table)
        ]
