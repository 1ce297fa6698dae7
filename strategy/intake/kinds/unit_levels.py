"""Lists of units with a column per level: "Fachbereich | Fachdienst | VZÄ".

The upper unit stands in a row of its own, in the first of its rows (as merged cells leave it), or
in every row; it becomes a unit itself and lies above the others.
"""

from __future__ import annotations

import re
from decimal import Decimal

from strategy.intake.comparing.resolve import Resolver, loose
from strategy.intake.kinds.cells import amount_texts
from strategy.intake.kinds.record_rows import Named, RecordRows, Row
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import same_header
from strategy.kernel.written import decimal_written

# From the wide to the narrow unit.
_RANKS = ("dezernat", "geschäftsbereich", "fachbereich", "amt", "abteilung", "fachdienst") + (
    "sachgebiet",
    "team",
)
_STAFF = re.compile(
    r"(?:vzä|stellen|vk|planstellen)?[\s(-]*(?:beamt(?:e|innen|:innen|\*innen)?(?:\s?und beamte)?"
    r"|beamtinnen und beamte|(?:tarif)?beschäftigte|angestellte|arbeiter|tvöd|tarif)[\s)]*"
    r"(?:vzä|stellen)?",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"(?:vzä|stellen)?\s*(?:summe|gesamt|zusammen|insgesamt)\s*(?:vzä|stellen)?", re.I
)
_POSTS = re.compile(r"vzä|vollzeit|stellen|\bvk\b", re.IGNORECASE)


def level_columns(table: Table, assignment: Assignment) -> list[str]:
    """The headings of the levels from wide to narrow, empty where the list has one level only.

    Where every row names its parent beside its own name, the usual reading is right already.
    """
    fields = assignment.fields
    title, parent = fields.get("title", ""), fields.get("parent_id", "")
    known = [title, parent, *assignment.unused]
    levels = [header for header in table.headers if header in known and rank_of(header) >= 0]
    ranks = [rank_of(header) for header in levels]
    if title not in levels or len(levels) < 2 or ranks != sorted(set(ranks)):
        return []
    if set(levels) == {title, parent}:
        rows = zip(table.texts(parent), table.texts(title), strict=True)
        # "Dezernat | Amt" with a row for the Dezernat alone.
        return levels if any(above and not own for above, own in rows) else []
    return levels


def read_levels(
    table: Table, assignment: Assignment, levels: list[str], resolver: Resolver, found: RecordRows
) -> None:
    """Give every row the name in its narrowest column, and the unit above it as its parent."""
    texts = {header: dict(zip(table.rows, table.texts(header), strict=True)) for header in levels}
    named = [[texts[h].get(row.number) for h in levels] for row in found.rows]
    # What has a row of its own need not be made.
    listed = {loose(next((t for t in reversed(names) if t), "")) for names in named}
    rows: list[Row] = []
    above: list[str | None] = [None] * len(levels)
    made = 0
    for row, names in zip(found.rows, named, strict=True):
        own = max((place for place, text in enumerate(names) if text), default=None)
        if own is None:
            rows.append(row)
            continue
        for place, text in enumerate(names[: own + 1]):
            if not text:
                continue
            title = " ".join(text.split())
            if above[place] != title:
                # A new unit of this level: what lay below the one before ends here.
                above[place:] = [title, *[None] * (len(levels) - place - 1)]
            unit = row
            if place < own:
                if loose(title) in listed or resolver.find("organisation_unit", title):
                    continue
                listed.add(loose(title))
                unit = Row(row.number)
                made += 1
            unit.values["title"] = title
            unit.cells["title"] = table.place(levels[place], row.number)
            upper = next((one for one in reversed(above[:place]) if one), None)
            unit.values["parent_id"] = Named("organisation_unit", upper) if upper else None
            rows.append(unit)
    found.rows = rows
    found.headers["parent_id"] = levels[0]
    found.fates.book(levels[0], "Ebene der Einheiten")
    found.fields += [name for name in ("parent_id",) if name not in found.fields]
    for header in levels:
        if header in assignment.unused:
            assignment.unused.remove(header)
            found.fates.book(header, "Ebene der Einheiten")
    if made:
        found.notices.append(
            f"{made} übergeordnete Einheit(en) haben keine eigene Zeile und werden mit angelegt."
        )


def add_up_posts(table: Table, assignment: Assignment, found: RecordRows) -> None:
    """ "Beamte | Beschäftigte | Summe" in posts: their sum is the posts of the unit.

    Whole numbers without a word of posts may count heads, and stay left out.
    """
    if "staff_fte" in assignment.fields:
        return
    parts = [h for h in assignment.unused if _STAFF.fullmatch(h.strip())]
    totals = [h for h in assignment.unused if _ALL.fullmatch(h.strip())]
    if not parts or (len(parts) < 2 and not totals):
        return
    numbers = {header: _numbers(table, header) for header in (*parts, *totals[:1])}
    said = [*parts, *totals, *table.detected.preamble]
    whole = all(n is None or n == n.to_integral_value() for ns in numbers.values() for n in ns)
    if whole and not any(_POSTS.search(line) for line in said):
        return
    added = _added([numbers[header] for header in parts])
    total = totals[0] if totals else ""
    if total and any(
        a is not None and b is not None and a != b
        for a, b in zip(added, numbers[total], strict=True)
    ):
        found.notices.append(
            f"„{total}“ ist nicht überall die Summe von {' und '.join(parts)}; gebucht wird "
            f"„{total}“."
        )
    values = dict(zip(table.rows, numbers[total] if total else added, strict=True))
    for row in found.rows:
        if values.get(row.number) is not None:
            row.values["staff_fte"] = values[row.number]
            row.cells["staff_fte"] = table.place(total or parts[0], row.number)
    found.headers["staff_fte"] = total or parts[0]
    found.fields.append("staff_fte")
    for header in (*parts, *totals[:1]):
        assignment.unused.remove(header)
    for header in parts:
        if total:
            found.fates.leave_out(header, f"Teil von „{total}“")
        else:
            found.fates.book(header, "zu den Stellen (VZÄ) zusammengezählt")
    if total:
        found.fates.book(total, "Feld „Stellen (VZÄ)“")


def _added(columns: list[list[Decimal | None]]) -> list[Decimal | None]:
    """Sums by row; unknown only where no column says anything."""
    return [
        sum((n for n in row if n is not None), Decimal(0))
        if any(n is not None for n in row)
        else None
        for row in zip(*columns, strict=True)
    ]


def _numbers(table: Table, header: str) -> list[Decimal | None]:
    read = [decimal_written(text) if text else None for text in amount_texts(table, header)]
    return [None if one is None else Decimal(one.value) for one in read]


def rank_of(header: str) -> int:
    """How narrow the units under a heading are, -1 where it is none of units."""
    key = same_header(header)
    return _RANKS.index(key) if key in _RANKS else -1
