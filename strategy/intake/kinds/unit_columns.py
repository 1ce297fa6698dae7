"""Columns headed by units of the plan: whose cells say which share of the cost the unit bears."""

from __future__ import annotations

import re
from decimal import Decimal

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.cells import amount_texts
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.record_rows import RecordRows, Row, Use
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.kernel.written import decimal_written, flag_written
from strategy.kernel.written_number import is_unknown

_WHOLE = Decimal(100)
# "Anteil Hauptamt" and "Kämmerei (%)" name the unit among words that say what stands below.
_AROUND = re.compile(
    r"(?:kosten)?anteile?\s+|nutzung\s+|\s*[\[(]?(?:in\s)?%[\])]?|\s*\(anteil\)", re.IGNORECASE
)


def read_unit_columns(
    table: Table, kind: ImportKind, assignment: Assignment, resolver: Resolver, found: RecordRows
) -> None:
    """Make users of the units in headings, with shares where a row's cells are a whole key.

    Rows whose cells make no 100 % keep them in the note, since a key without one of its parts
    would charge others too much.  Where most rows are like that, the columns mean something else.
    """
    if not kind.uses:
        return
    units = _units(assignment, resolver)
    if len(units) < 2:
        return
    cells = {header: amount_texts(table, header) for header in units}
    places = {number: place for place, number in enumerate(table.rows)}
    read: list[tuple[Row, dict[str, str], list[Use] | None]] = []
    for row in found.rows:
        place = places[row.number]
        given = {
            header: text
            for header in units
            # Here an "x" is a mark and no word for "unknown".
            if (text := cells[header][place]) and (not is_unknown(text) or flag_written(text))
        }
        if given:
            read.append((row, given, _uses(given, units)))
    if sum(uses is not None for _, _, uses in read) * 2 <= len(read):
        return
    odd = []
    for row, given, uses in read:
        known = {use.unit for use in row.users}
        if uses is None or known & {use.unit for use in uses}:
            row.notes.append("; ".join(f"{header}: {text}" for header, text in given.items()))
            odd.append(row.number)
        else:
            row.users += uses
            row.cells["using_units"] = table.place(next(iter(given)), row.number)
    for header in units:
        assignment.unused.remove(header)
        found.fates.book(header, "nutzendes Amt, mit dem Anteil in der Zelle")
    if odd:
        if "note" not in found.fields:
            found.fields.append("note")
        found.notices.append(
            f"In Zeile {', '.join(map(str, odd[:5]))}{' …' if odd[5:] else ''} ergeben die Anteile "
            "der Ämter nicht 100 %; sie stehen in der Anmerkung."
        )


def _units(assignment: Assignment, resolver: Resolver) -> dict[str, str]:
    """Heading -> id of the unit it names; a unit that two columns name is none of theirs."""
    found: dict[str, str] = {}
    for header in assignment.unused:
        unit = resolver.find("organisation_unit", header) or resolver.find(
            "organisation_unit", _AROUND.sub("", header).strip()
        )
        if unit is not None:
            found[header] = unit
    ids = list(found.values())
    return {header: unit for header, unit in found.items() if ids.count(unit) == 1}


def _uses(given: dict[str, str], units: dict[str, str]) -> list[Use] | None:
    """The uses that the cells of one row say; None where they are neither marks nor a key."""
    marks = {header: flag_written(text) for header, text in given.items()}
    shares = {header: decimal_written(text) for header, text in given.items()}
    numbers = {h: one.value for h, one in shares.items() if one is not None and not one.rest}
    if len(numbers) == len(given):
        total = sum(numbers.values(), Decimal(0))
        # 0,5 and 0,3 and 0,2 are parts of one; a lone 1 is the whole.
        factor = {_WHOLE: 1, Decimal(1): 100}.get(total)
        if factor is not None and min(numbers.values()) >= 0:
            return [Use(units[h], n * factor) for h, n in numbers.items() if n]
    if all(mark is not None and not mark.rest for mark in marks.values()):
        return [Use(units[h]) for h, mark in marks.items() if mark and mark.value]
    return None
