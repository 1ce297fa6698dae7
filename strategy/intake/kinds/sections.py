"""Rows that are headings inside a list: "Hauptamt", and below it what belongs to the Hauptamt."""

from __future__ import annotations

from dataclasses import dataclass, field

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment

_UNIT = "organisation_id"


@dataclass
class Sections:
    """``headings`` are rows that only name a unit, ``units`` the unit of every row below one."""

    headings: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)

    def notices(self) -> list[str]:
        """What is said about the headings."""
        if not self.headings:
            return []
        rows = ", ".join(str(row) for row in list(self.headings)[:8])
        names = ", ".join(f"„{name}“" for name in list(dict.fromkeys(self.headings.values()))[:5])
        below = "gehören zu ihnen" if self.units else "bleiben ohne kostentragendes Amt"
        return [
            f"Zwischenüberschriften wie {names} ({'Zeile' if len(self.headings) == 1 else 'Zeilen'}"
            f" {rows}{' …' if len(self.headings) > 8 else ''}) nennen Einheiten des Plans; die "
            f"Zeilen darunter {below}."
        ]


def find_sections(
    table: Table, kind: ImportKind, assignment: Assignment, resolver: Resolver
) -> Sections:
    """Headings are rows in which one cell alone is filled, with the name of a unit of the plan.

    Only where other rows fill more: in a list of bare names every row is an entry.
    """
    found = Sections()
    spec = kind.spec(_UNIT)
    if (
        spec is None
        or kind.name == "rates"
        or spec.ref != "organisation_unit"
        or len(table.headers) < 2
    ):
        return found
    columns = [table.texts(header) for header in table.headers]
    unit = ""
    given = assignment.fields.get(_UNIT)
    own = table.texts(given) if given else [None] * len(table)
    for place, number in enumerate(table.rows):
        cells = [column[place] for column in columns if column[place]]
        if len(cells) == 1 and (
            heading := resolver.find("organisation_unit", str(cells[0]).rstrip(":"))
        ):
            found.headings[number] = str(cells[0])
            unit = heading
        elif unit and not own[place]:
            found.units[number] = unit
    if len(found.headings) * 2 > len(table) and not found.units:
        return Sections()
    others = [place for place, number in enumerate(table.rows) if number not in found.headings]
    full = sum(sum(1 for column in columns if column[place]) > 1 for place in others)
    if not others or full * 2 < len(others):
        return Sections()
    if kind.amount:
        # The Amt over a list of costs is responsible for them; who bears them it does not say.
        found.units.clear()
    return found
