"""All that belongs to one Amt or Dezernat: what it uses, runs, leads, pays and owes.

A unit speaks for those below it as well, so a Dezernat shows what its Ämter have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from strategy.figures.inventory.services import TAKEN
from strategy.figures.money.allocation import INVENTORY, MEASURES, part_sum
from strategy.figures.money.allocation_table import KeptAllocation
from strategy.figures.money.budget import COUNTED_LINES
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel.store import Cursor

# A circle of parents ends by itself: UNION drops what was found before.
_BELOW = """
below AS (
    SELECT id FROM organisation_unit WHERE id = ?
    UNION SELECT u.id FROM organisation_unit u JOIN below b ON u.parent_id = b.id
)
"""


@dataclass(frozen=True)
class UnitPart:
    """What a unit has of one kind: its German heading, and what the state of a row is called.

    ``sql`` yields object_id, title, state and unit_id for all units of the plan.
    """

    key: str
    title: str
    state: str
    sql: str


def _simple(table: str, state: str, unit: str = "organisation_id", where: str = "true") -> str:
    return (
        f"SELECT id AS object_id, title, CAST({state} AS VARCHAR) AS state, {unit} AS unit_id "
        f"FROM {table} WHERE {where}"
    )


def _german_day(column: str) -> str:
    return f"strftime({column}, '%d.%m.%Y')"


UNIT_PARTS = (
    UnitPart(
        "applications",
        "Anwendungen",
        "Rolle der Einheit",
        # An application is listed once per unit, also where its own Amt bears a share of it.
        """SELECT id AS object_id, title, 'verantwortlich' AS state, organisation_id AS unit_id
        FROM application
        UNION ALL
        SELECT a.id, a.title, 'nutzt' || coalesce(
            ' (Kostenanteil ' || replace(CAST(CAST(u.share AS DOUBLE) AS VARCHAR), '.', ',')
            || ' %)', ''), u.organisation_id
        FROM application_use u JOIN application a ON a.id = u.application_id
        WHERE u.organisation_id IS DISTINCT FROM a.organisation_id""",
    ),
    UnitPart("projects", "Projekte", "Stand", _simple("project", "status")),
    UnitPart("measures", "Maßnahmen", "Stand", _simple("measure", "status")),
    UnitPart(
        "services",
        "Verwaltungsleistungen",
        "Online",
        _simple(
            "service",
            "CASE WHEN online THEN 'online' WHEN online IS FALSE THEN 'nicht online' END",
            where=TAKEN,
        ),
    ),
    UnitPart(
        "posts",
        "Stellen",
        "Entgeltgruppe und VZÄ",
        _simple(
            "post",
            "concat_ws(', ', grade, replace(CAST(CAST(fte AS DOUBLE) AS VARCHAR), '.', ',') "
            "|| ' VZÄ', 'davon besetzt ' || "
            "replace(CAST(CAST(filled_fte AS DOUBLE) AS VARCHAR), '.', ','))",
        ),
    ),
    UnitPart("goals", "Ziele", "Stand", _simple("goal", "status", "responsible_id")),
    UnitPart(
        "interviews",
        "Gespräche",
        "Stand",
        _simple("interview", f"concat_ws(', ', status, {_german_day('held_on')})"),
    ),
    UnitPart("findings", "Befunde", "Art", _simple("finding", "kind")),
    UnitPart(
        "replies",
        "Rückläufe der Erhebungen",
        "Stand",
        f"""SELECT r.id AS object_id, concat(s.title, ' (', u.title, ')') AS title,
            concat_ws(', ', r.status, {_german_day("r.returned_on")}) AS state,
            r.organisation_id AS unit_id
        FROM survey_reply r JOIN survey_round s ON s.id = r.round_id
        JOIN organisation_unit u ON u.id = r.organisation_id""",
    ),
    UnitPart(
        "papers",
        "Vorlagen",
        "Stand",
        """SELECT DISTINCT id AS object_id, title, status AS state, unit_id
        FROM (SELECT id, title, status, unnest([organisation_id, carrier_id]) AS unit_id
            FROM paper)""",
    ),
    UnitPart(
        "deadlines",
        "Offene Fristen",
        "Fällig",
        _simple(
            "deadline", f"coalesce({_german_day('due')}, 'bei: ' || event)", where="done_on IS NULL"
        ),
    ),
    # By function: the name of a person is no more than the plan needs here.
    UnitPart(
        "people",
        "Ansprechpersonen",
        "Rolle",
        "SELECT id AS object_id, function AS title, role AS state, organisation_id AS unit_id "
        "FROM person",
    ),
)


def units_below(db: Cursor, unit_id: str) -> list[str]:
    """The unit and all below it."""
    rows = db.rows(f"WITH RECURSIVE {_BELOW} SELECT id FROM below ORDER BY id", [unit_id])
    return [str(row["id"]) for row in rows]


def unit_entries(db: Cursor, unit_id: str, part: UnitPart) -> pd.DataFrame:
    """What the unit and those below it have of one kind: object_id, title, state, unit (the title
    of the unit that has it; several units share an application)."""
    return db.frame(
        f"WITH RECURSIVE {_BELOW}, entry AS ({part.sql}) "
        "SELECT e.object_id, e.title, e.state, u.title AS unit "
        "FROM entry e JOIN below b ON b.id = e.unit_id "
        "JOIN organisation_unit u ON u.id = e.unit_id "
        "ORDER BY e.title, e.object_id, u.title",
        [unit_id],
    )


def unit_costs(db: Cursor, unit_id: str) -> pd.DataFrame:
    """What the unit and those below it bear by year: year, sach_cents, personal_cents,
    plan_cents (Plan of applications and projects), actual_cents (their Ist), measure_cents (Plan of
    measures that count in the plan), unknown_lines (Plan and Ist).  Plan, Ist and measures are
    three figures and are never added."""
    units = units_below(db, unit_id)
    plan = _costs(db, "Plan", INVENTORY, units)
    frame = plan.rename(columns={"amount_cents": "plan_cents"}).drop(columns="unknown_lines")
    unknown = plan.set_index("year")["unknown_lines"]
    for name, basis, objects in (
        ("actual_cents", "Ist", INVENTORY),
        ("measure_cents", "Plan", MEASURES),
    ):
        other = _costs(db, basis, objects, units)
        unknown = unknown.add(other.set_index("year")["unknown_lines"], fill_value=0)
        other = other.rename(columns={"amount_cents": name})[["year", name]]
        frame = frame.merge(other, on="year", how="outer")
    frame["unknown_lines"] = [int(unknown.get(year, 0)) for year in frame["year"]]
    cents = [name for name in frame if str(name).endswith("_cents")]
    # A merge makes floats of integers that are missing somewhere; cents stay integers.
    return frame.sort_values("year", ignore_index=True).astype(dict.fromkeys(cents, "Int64"))


def _costs(db: Cursor, basis: str, objects: Sequence[str], units: Sequence[str]) -> pd.DataFrame:
    sach, personal = part_sum("kind = 'Sachkosten'"), part_sum("kind = 'Personalkosten'")
    counted = ""
    if tuple(objects) == tuple(MEASURES):
        counted = f"AND object_id IN (SELECT id FROM measure WHERE {IN_PLAN})"
    return KeptAllocation(db, basis, None, objects).frame(
        f"SELECT year, {sach} AS sach_cents, {personal} AS personal_cents, "
        "sum(amount_cents) AS amount_cents, "
        "count(DISTINCT line_row) FILTER (WHERE unknown) AS unknown_lines "
        f"FROM allocated WHERE unit_id IN (SELECT unnest(?)) {counted} GROUP BY year ORDER BY year",
        [list(units)],
    )


def unit_budget(db: Cursor, unit_id: str) -> pd.DataFrame:
    """The unit's lines of the budget by year and plan type: year, plan_type, income_cents,
    expense_cents, lines, unknown_lines.  Subtotals and balances do not count."""
    income, expense = part_sum("line_kind = 'Ertrag'"), part_sum("line_kind = 'Aufwand'")
    return db.frame(
        f"WITH RECURSIVE {_BELOW} SELECT year, plan_type, {income} AS income_cents, "
        f"{expense} AS expense_cents, "
        "count(*) AS lines, count(*) FILTER (WHERE amount_cents IS NULL) AS unknown_lines "
        f"FROM budget_line WHERE organisation_id IN (SELECT id FROM below) AND {COUNTED_LINES} "
        "GROUP BY year, plan_type ORDER BY year, plan_type",
        [unit_id],
    )
