"""Columns of a list of objects whose heading is ambiguous: what stands in them tells the field."""

from __future__ import annotations

import re

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import same_header
from strategy.kernel.written import decimal_written

_CODE = re.compile(r"[A-Z]{0,3}[ .-]?\d+(?:[./-]\d+)*[a-z]?", re.IGNORECASE)
_UNIT_HEADINGS = ("oe", "amt", "einheit", "orgeinheit", "fb", "fachbereich", "fachdienst")
# From the narrow to the wide unit: where two stand beside each other, the wide one lies above.
_RANKS = ("sachgebiet", "fachdienst", "abteilung", "amt", "fachbereich", "dezernat")
_SCALES = ("effort", "benefit")


def settle_objects(
    table: Table, kind: ImportKind, assignment: Assignment, resolver: Resolver
) -> None:
    """Give such columns their field before the rows are read."""
    if kind.name == "organisation":
        _settle_units(table, assignment, resolver)
    for name in _SCALES:
        header = assignment.fields.get(name)
        if header and kind.name == "measures" and _exceeds(table, header, 5):
            # "Aufwand" in euros is no step from 1 to 5.
            assignment.unused.append(assignment.fields.pop(name))


def _settle_units(table: Table, assignment: Assignment, resolver: Resolver) -> None:
    fields, unused = assignment.fields, assignment.unused
    # A heading "OE" stands over numbers as often as over names.
    number = fields.get("number", "")
    if same_header(number) in _UNIT_HEADINGS and not _are_codes(table, number):
        unused.append(fields.pop("number"))
    for header in list(unused):
        key = same_header(header)
        named = key in _UNIT_HEADINGS and not _are_codes(table, header)
        if named and "title" not in fields:
            fields["title"] = header
        elif (
            key in _RANKS
            and "parent_id" not in fields
            and _rank(header) > _rank(fields.get("title", "")) >= 0
            and _are_known(table, header, fields["title"], resolver)
        ):
            fields["parent_id"] = header
        else:
            continue
        unused.remove(header)


def _are_codes(table: Table, header: str) -> bool:
    texts = [text for text in table.texts(header) if text]
    return bool(texts) and all(_CODE.fullmatch(text) for text in texts)


def _are_known(table: Table, header: str, title: str, resolver: Resolver) -> bool:
    """Whether the plan or the list itself has every unit of a column; else rows were refused."""
    listed = set(table.texts(title))
    return all(
        text is None or text in listed or resolver.find("organisation_unit", text)
        for text in table.texts(header)
    )


def _rank(header: str) -> int:
    key = same_header(header)
    return _RANKS.index(key) if key in _RANKS else -1


def _exceeds(table: Table, header: str, most: int) -> bool:
    numbers = [decimal_written(text) for text in table.texts(header) if text]
    return any(one is not None and one.value > most for one in numbers)
