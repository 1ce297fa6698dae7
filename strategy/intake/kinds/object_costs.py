"""Columns of costs in a list of objects: read like a list of costs whose object is the row."""

from __future__ import annotations

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.kinds.line_rows import line_rows
from strategy.intake.kinds.record_rows import RecordRows
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import same_header
from strategy.intake.recognising.mapping import Mapping
from strategy.kernel.store import Cursor

_OWN_YEAR = ("jahr", "haushaltsjahr", "hhj", "kostenjahr")


def row_lines(
    db: Cursor,
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    mapping: Mapping,
    resolver: Resolver,
    owner: str,
) -> RecordRows:
    """The lines of rows that are themselves the objects of the costs; nothing says the owner yet.

    ``assignment`` is that of the objects; only their columns of years, posts and grade are read.
    """
    known = kind.headers()
    beside: dict[str, str] = {}
    for name in ("grade", "cost_type"):
        for header in assignment.unused:
            # "Art" alone says what an application is; its cost must be named.
            if known.get(same_header(header)) == name and same_header(header) != "art":
                beside[name] = header
                break
    assignment.unused = [h for h in assignment.unused if h not in beside.values()]
    year = next((h for h in assignment.unused if same_header(h) in _OWN_YEAR), "")
    if year and not table.detected.year_columns:
        # "Jahr" beside amounts without one is theirs, row by row.
        beside["year"] = year
        assignment.unused = [h for h in assignment.unused if h != year]
    plain = Assignment(dict(beside), assignment.unused)
    found = line_rows(db, table, kind, plain, mapping, resolver, owner)
    assignment.unused = plain.unused
    for name, header in beside.items():
        words = {
            "grade": "Entgeltgruppe der Stellenanteile",
            "cost_type": "Kostenart",
            "year": "Jahr der Kosten",
        }
        found.fates.book(header, words[name])
    return found
