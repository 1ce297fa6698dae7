"""Search and choices above the planning table; they stand in the address."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from strategy.planning.lines import LineVerdict
from strategy.planning.rows import PlanRow, PlanTable
from ui.frame.filters import filter_frame
from ui.run import session


def chosen_rows(table: PlanTable, verdicts: Mapping[str, LineVerdict]) -> list[PlanRow]:
    """Show the filters; returns the rows that match, in their order."""
    level = session.municipality().level_1 or "Dezernat"
    frame = pd.DataFrame(
        [
            (row.id, row.title, row.domain, row.dezernat, str(verdicts[row.id].line))
            for row in table.rows
        ],
        columns=["id", "title", "domain", "dezernat", "line"],
    )
    found = set(
        filter_frame(
            frame,
            key="planung",
            search=["id", "title"],
            search_label="Maßnahmen durchsuchen",
            choices={"domain": "Lebensbereich", "dezernat": level, "line": "Stand zur Linie"},
        )["id"]
    )
    return [row for row in table.rows if row.id in found]
