"""What the plan costs by Dezernat and year, cut by one kind at a time, and the rows behind a cell.

Every kind is cut from the same planned cost lines of the measures that count, so the two halves of
a pair (one-off and running, Sach- and Personalkosten, konsumtiv and investiv) add up to the whole.
"""

from __future__ import annotations

from enum import StrEnum

import pandas as pd

from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.allocation import MEASURES
from strategy.figures.money.lines import lines
from strategy.figures.money.own_share import OWN_CELLS
from strategy.figures.plan.measures import in_plan
from strategy.kernel.store import Cursor


class RollUp(StrEnum):
    """What is summed up."""

    OWN = "Eigenanteil"
    OWN_CONSUMPTIVE = "Eigenanteil konsumtiv"
    OWN_INVESTIVE = "Eigenanteil investiv"
    COST = "Kosten"
    ONE_OFF = "Kosten einmalig"
    RUNNING = "Kosten laufend"
    SACH = "Sachkosten"
    PERSONAL = "Personalkosten"


_OWN = {
    RollUp.OWN: "true",
    RollUp.OWN_CONSUMPTIVE: "budget_kind = 'konsumtiv'",
    RollUp.OWN_INVESTIVE: "budget_kind = 'investiv'",
}
_COST = {
    RollUp.COST: "true",
    RollUp.ONE_OFF: "recurrence = 'einmalig'",
    RollUp.RUNNING: "recurrence = 'laufend'",
    RollUp.SACH: "kind = 'Sachkosten'",
    RollUp.PERSONAL: "kind = 'Personalkosten'",
}


def roll_up(db: Cursor, what: RollUp) -> pd.DataFrame:
    """Rows behind the sums: measure_id, title, dezernat_id ("" without one), dezernat, year,
    amount_cents (None where all of it is unknown), unknown_lines; one row per measure, Dezernat
    and year.  Summed over measures it is the table, over Dezernate the total of the year."""
    own, params = lines("Plan", None, MEASURES)
    if what in _OWN:
        cells = (
            "SELECT measure_id, unit_id, year, unknown_lines, own_cents AS cents "
            f"FROM own WHERE {_OWN[what]}"
        )
        source = f"{own},{OWN_CELLS}"
    else:
        cells = (
            "SELECT l.object_id AS measure_id, coalesce(l.own_unit_id, m.organisation_id) "
            "AS unit_id, l.year, CAST(l.amount_cents IS NULL AS BIGINT) AS unknown_lines, "
            "l.amount_cents AS cents FROM lines l JOIN measure m ON m.id = l.object_id "
            f"WHERE {_COST[what]}"
        )
        source = own
    return db.frame(
        f"""
        WITH RECURSIVE {UNITS},{source}, chosen AS ({cells})
        SELECT c.measure_id, m.title, coalesce(u.dezernat_id, '') AS dezernat_id,
            coalesce(u.dezernat, '{UNASSIGNED}') AS dezernat, c.year,
            CAST(sum(c.cents) AS BIGINT) AS amount_cents,
            CAST(sum(c.unknown_lines) AS BIGINT) AS unknown_lines
        FROM chosen c JOIN measure m ON m.id = c.measure_id AND {in_plan("m")}
        LEFT JOIN units u ON u.unit_id = c.unit_id
        GROUP BY ALL ORDER BY dezernat_id, c.year, c.measure_id
        """,
        params,
    )
