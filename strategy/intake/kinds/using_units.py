"""Read the cells of a list that name the units using an object, with shares where it tells them."""

from __future__ import annotations

import re
from decimal import Decimal

from strategy.intake.comparing.resolve import Resolver
from strategy.intake.kinds.record_rows import RecordRows, Use
from strategy.intake.kinds.using_words import FIELD
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.written import count_written, with_rest
from strategy.kernel.written_number import is_unknown

# A comma between digits belongs to a number: "12,5 %".
_BETWEEN = re.compile(r"[;/+\n]|,(?!\d)|(?<!\d),")
_AND = re.compile(r"\bund\b", re.IGNORECASE)
_SHARE = re.compile(
    r"[\s(:=-]*(\d+(?:[.,]\d+)?)\s*(?:%|v\.\s?h\.|Prozent)\s*\)?\s*$", re.IGNORECASE
)


def read_users(table: Table, assignment: Assignment, resolver: Resolver, found: RecordRows) -> None:
    """Give every row the units that its cell names; words that name none go into the note.

    A cell with shares is taken as a whole or not at all, since a key without one of its units
    would charge the others too much.
    """
    header = assignment.fields.get(FIELD, "")
    if not header:
        return
    places = {number: place for place, number in enumerate(table.rows)}
    texts = table.texts(header)
    odd: list[str] = []
    for row in found.rows:
        row.values.pop(FIELD, None)
        text = texts[places[row.number]]
        if not text or is_unknown(text):
            continue
        row.cells[FIELD] = table.place(header, row.number)
        uses, unread = _read(text, resolver)
        known = {use.unit for use in row.users}
        row.users += [use for use in uses if use.unit not in known]
        if unread:
            row.notes.append(f"{header}: {' '.join(text.split())}")
            odd.append(f"„{', '.join(unread)}“ (Zeile {row.number})")
    if odd:
        if "note" not in found.fields:
            found.fields.append("note")
        found.notices.append(
            f"Spalte „{header}“: {', '.join(odd[:5])}{' …' if odd[5:] else ''} ließ sich keiner "
            "Einheit des Plans eindeutig zuordnen; der Text steht in der Anmerkung."
        )


def take_names_for_units(table: Table, assignment: Assignment, resolver: Resolver) -> None:
    """A column "Nutzer" that holds names of units and no number tells who uses, not how many."""
    header = assignment.fields.get("users")
    if header is None or FIELD in assignment.fields or table.found(header).role != "text":
        return
    texts = {text for text in table.texts(header) if text and not is_unknown(text)}
    if not texts or any(with_rest(text, count_written) for text in texts):
        return
    if sum(bool(_read(text, resolver)[0]) for text in texts) * 2 > len(texts):
        assignment.fields[FIELD] = assignment.fields.pop("users")


def _read(text: str, resolver: Resolver) -> tuple[list[Use], list[str]]:
    """The uses of a cell, and its parts that name no unit."""
    uses: dict[str, Use] = {}
    unread: list[str] = []
    told = False
    for part in _joined(_parts(text, resolver), resolver):
        name, share = _share(part)
        told = told or share is not None
        unit = resolver.find("organisation_unit", name)
        if unit is None or unit in uses:
            unread.append(part)
        else:
            uses[unit] = Use(unit, share)
    whole = resolver.find("organisation_unit", text) if unread and not told else None
    if whole:
        # After the parts: of "10 Hauptamt, 20 Kämmerei" the number alone would find the first.
        return [Use(whole)], []
    return ([] if told and unread else list(uses.values())), unread


def _parts(text: str, resolver: Resolver) -> list[str]:
    parts: list[str] = []
    for part in _BETWEEN.split(text):
        # "Kultur und Sport" may be one unit beside a unit "Kultur" and a unit "Sport".
        whole = resolver.is_named("organisation_unit", _share(part.strip())[0])
        parts += [part] if whole else _AND.split(part)
    return [part.strip() for part in parts if part.strip()]


def _joined(parts: list[str], resolver: Resolver) -> list[str]:
    """Put together again what is one name: "Kultur und Sport" among others."""
    made: list[str] = []
    for part in parts:
        name, _ = _share(part)
        if made and resolver.find("organisation_unit", name) is None:
            both = f"{made[-1]} und {part}"
            if resolver.find("organisation_unit", _share(both)[0]) is not None:
                made[-1] = both
                continue
        made.append(part)
    return made


def _share(part: str) -> tuple[str, Decimal | None]:
    said = _SHARE.search(part)
    if not said:
        return part, None
    try:
        return part[: said.start()].strip(), german.parse_percent(said[1].replace(".", ","))
    except Refused:
        return part, None
