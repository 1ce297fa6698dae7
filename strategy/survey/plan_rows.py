"""What the plan knows of an Amt, as rows of the survey form; and the names of what rows refer to.

A row is field name → value as the noun holds it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from strategy.figures.inventory.units import UNITS
from strategy.intake.comparing.resolve import loose
from strategy.kernel.record import Record
from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.nouns.application_use import ApplicationUse
from strategy.nouns.cost_line import CostLine, CostType
from strategy.nouns.municipality import Municipality
from strategy.survey.form import (
    APPLICATIONS,
    COSTS,
    PERSONNEL,
    PROJECTS,
    SERVICES,
    SHEETS,
    USES,
    FormSheet,
)

# Sheet key → id → the object.
Rows = dict[str, dict[str, Record]]


def rows_of_units(db: Cursor, units: Iterable[str]) -> dict[str, Rows]:
    """For every Amt of ``units`` what it answers for, units below it included.

    Costs are those of the planning horizon, of applications and projects of the Amt or borne by it.
    """
    offices = _offices(db)
    wanted = set(units)
    found: dict[str, Rows] = {unit: {sheet.key: {} for sheet in SHEETS} for unit in wanted}
    owner: dict[str, str] = {}
    for sheet in (APPLICATIONS, PROJECTS, SERVICES):
        for record in find(db, sheet.noun, "organisation_id IS NOT NULL", order="title, id"):
            office = offices.get(str(record.values()["organisation_id"]), "")
            owner[record.id] = office
            if office in wanted:
                found[office][sheet.key][record.id] = record
    for use in find(db, ApplicationUse, order="application_id, -share, id"):
        office = owner.get(use.application_id or "", "")
        if office in wanted:
            found[office][USES.key][use.id] = use
    # Costs of long ago would make thousands of rows that nobody can still check.
    years = next(iter(find(db, Municipality)), Municipality()).years
    order = "application_id, project_id, year, cost_type, basis, id"
    for line in find(
        db, CostLine, "measure_id IS NULL AND year BETWEEN ? AND ?", [years[0], years[-1]], order
    ):
        bearer = line.organisation_id or ""
        office = owner.get(line.application_id or line.project_id or "", "")
        # The Amt of the application answers for its costs; only where it is not asked does the
        # bearer.
        if office not in wanted:
            office = offices.get(bearer, "")
        if office in wanted:
            # One table in the plan, two sheets: personnel is asked by grade and post, not by
            # name.
            sheet = PERSONNEL if line.cost_type == CostType.PERSONNEL else COSTS
            found[office][sheet.key][line.id] = line
    return found


def standing_rows(db: Cursor, sheet: FormSheet, ids: Iterable[str]) -> dict[str, Record]:
    """The objects of a sheet as they stand in the plan today; ids that are gone are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    found = find(db, sheet.noun, "id IN (SELECT unnest(?))", [wanted])
    return {record.id: record for record in found}


def display_names(db: Cursor) -> dict[str, str]:
    """Id → how a cell names a unit, an application or a project: by title, where two share one
    with the id behind it."""
    names: dict[str, str] = {}
    for table in ("organisation_unit", "application", "project"):
        rows = db.rows(f"SELECT id, title FROM {table} ORDER BY id")
        count: dict[str, int] = defaultdict(int)
        for row in rows:
            count[loose(row["title"])] += 1
        for row in rows:
            title = " ".join(str(row["title"]).split())
            alone = count[loose(row["title"])] == 1
            names[row["id"]] = title if alone else f"{title} ({row['id']})"
    return names


def form_values(sheet: FormSheet, record: Record) -> dict[str, Any]:
    """The values of an object that stand in the columns of the sheet."""
    return {name: getattr(record, name) for name in sheet.specs}


def shown_names(
    sheet: FormSheet, values: Mapping[str, Any], names: Mapping[str, str]
) -> dict[str, str]:
    """Field → the name a cell shows for the object the field refers to."""
    return {
        name: names.get(str(values[name]), str(values[name]))
        for name, spec in sheet.specs.items()
        if spec.ref and values.get(name) is not None
    }


def _offices(db: Cursor) -> dict[str, str]:
    """Every unit → the Amt it belongs to (a unit without an Amt above it stands for itself)."""
    rows = db.rows(f"WITH RECURSIVE {UNITS} SELECT unit_id, amt_id FROM units")
    return {row["unit_id"]: row["amt_id"] for row in rows}
