"""Names of units as lists write them: with their number in one cell, or in a column per level."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import Named, RecordRows
from strategy.intake.kinds.unit_levels import rank_of
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import one_line
from strategy.intake.recognising.money_heading import read_heading

_UNIT = "organisation_id"
# "10 Hauptamt" and "37.1 - Feuerwehr"; "1. Beigeordneter" is a name.
_NUMBERED = re.compile(r"([0-9]+(?:[./][0-9]+)*)\s*[-–:]?\s+([^\W\d].*)", re.DOTALL)


def split_numbers(found: RecordRows, assignment: Assignment, resolver: Resolver) -> None:
    """Take the numbers out of the names of units, where most names begin with one.

    A unit that the plan has under its whole name keeps it, else the list would double it.
    """
    if "number" in assignment.fields:
        return
    titles = [str(row.values.get("title") or "") for row in found.rows]
    numbered = [title for title in titles if _NUMBERED.fullmatch(title)]
    if len(numbered) < 2 or len(numbered) * 2 <= len(titles):
        return
    if any(resolver.is_named("organisation_unit", title) for title in numbered):
        return
    for row, title in zip(found.rows, titles, strict=True):
        upper = row.values.get("parent_id")
        if isinstance(upper, Named) and (split := _NUMBERED.fullmatch(upper.name)):
            row.values["parent_id"] = Named(upper.table, split[2])
        if split := _NUMBERED.fullmatch(title):
            row.values["number"], row.values["title"] = split[1], split[2]
            row.cells["number"] = row.cells["title"]
    found.fields.append("number")
    found.headers["number"] = found.headers["title"]
    found.notices.append(
        f"{len(numbered)} Bezeichnungen wie „{numbered[0]}“ beginnen mit einer Nummer; sie steht "
        "im Feld „Nummer“."
    )


def latest_posts(assignment: Assignment) -> dict[str, str]:
    """Of "Stellen 2025 | Stellen 2026" the latest counts; returns why the others are left out."""
    header = assignment.fields.get("staff_fte", "")
    alike = [h for h in (header, *assignment.unused) if header and _bare(h) == _bare(header)]
    years = {h: year for h in alike if (year := read_heading(h).year) is not None}
    if len(years) < 2 or header not in years:
        return {}
    latest = max(years, key=lambda h: years[h])
    assignment.unused = [h for h in assignment.unused if h not in years]
    assignment.fields["staff_fte"] = latest
    reason = f"Stellen eines anderen Jahres; gebucht wird „{latest}“"
    return {other: reason for other in years if other != latest}


def _bare(header: str) -> str:
    return re.sub(r"\W*(?:19|20)[0-9]{2}\W*", " ", one_line(header)).strip().casefold()


@dataclass
class Levels:
    """Columns of units from narrow to wide in a list of objects, and what each says by row."""

    texts: dict[str, dict[int, str | None]] = field(default_factory=dict)


def unit_levels_of(
    table: Table, kind: ImportKind, assignment: Assignment, resolver: Resolver
) -> Levels:
    """Of "Dezernat | Fachbereich | Fachdienst" the narrowest one names the unit of an object.

    Only columns whose names the plan knows count; the narrowest one becomes that of the field.
    """
    spec, given = kind.spec(_UNIT), assignment.fields.get(_UNIT, "")
    if kind.name == "organisation" or spec is None or spec.ref != "organisation_unit" or not given:
        return Levels()
    found = [h for h in (given, *assignment.unused) if rank_of(h) >= 0]
    found = [h for h in found if any(t and resolver.find(spec.ref, t) for t in table.texts(h))]
    found.sort(key=rank_of, reverse=True)
    if len(found) < 2 or given not in found or len({rank_of(h) for h in found}) < len(found):
        return Levels()
    assignment.unused = [h for h in assignment.unused if h not in found]
    assignment.fields[_UNIT] = found[0]
    return Levels({h: dict(zip(table.rows, table.texts(h), strict=True)) for h in found})


def fill_from_wider(found: RecordRows, levels: Levels, resolver: Resolver) -> None:
    """Where the narrowest column says nothing, the next wider one names the unit."""
    narrow, *wider = levels.texts or [""]
    for row in found.rows:
        if wider and row.values.get(_UNIT) is None and not levels.texts[narrow].get(row.number):
            names = (levels.texts[header].get(row.number) for header in wider)
            units = (resolver.find("organisation_unit", name) for name in names if name)
            row.values[_UNIT] = next(filter(None, units), None)
    for header in wider:
        found.fates.book(header, f"Einheit, wo „{narrow}“ leer ist; sonst die übergeordnete")
