"""From a table to objects of the plan: the values of every row, field by field."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from strategy.intake.comparing.fates import Fates
from strategy.intake.comparing.preview import Rejected
from strategy.intake.comparing.resolve import Resolver, loose
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.table import Table
from strategy.intake.recognising.assignment import Assignment
from strategy.intake.recognising.headers import unit_by_name
from strategy.intake.recognising.numbers import UNKNOWN, decimals_of
from strategy.intake.recognising.subtotals import is_sum_label
from strategy.intake.recognising.written_amount import written_amount
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind, Spec

# Words that may well be meant in a text: "x" ticks a box, "offen" is a state.
_UNKNOWN_TEXT = UNKNOWN - {"x", "/", "?", "offen", "na", "none", "null", "entfällt"}
_YES = {"ja", "j", "x", "true", "wahr", "1", "yes", "y", "vorhanden", "✓", "✔"}
_NO = {"nein", "n", "false", "falsch", "0", "no", "nicht vorhanden", "–", "✗"}


@dataclass(frozen=True)
class Named:
    """A reference by name to an object that the import itself brings along."""

    table: str
    name: str


@dataclass
class Row:
    """One row of the file: field -> value and field -> cell; ``key`` recognises it next time."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    key: str = ""


@dataclass
class RecordRows:
    """All rows of a file as values of one noun, and what could not be read."""

    rows: list[Row]
    rejected: list[Rejected]
    notices: list[str]
    fields: list[str]
    headers: dict[str, str]
    fates: Fates = field(default_factory=Fates)


def record_rows(
    table: Table,
    kind: ImportKind,
    assignment: Assignment,
    resolver: Resolver,
    named: Assignment | None = None,
) -> RecordRows:
    """Convert every assigned column; raises Ambiguous where one leaves two readings.

    ``named`` holds the columns that name a row, where ``assignment`` leaves them out.
    """
    rows = [Row(number) for number in table.rows]
    rejected: list[Rejected] = []
    notices: list[str] = []
    fates = Fates()
    for name, header in assignment.fields.items():
        bad = {cell.row: cell for cell in table.detected.bad if cell.column == header}
        spec = kind.spec(name)
        values, complaints = _column(table, header, spec, kind)
        unmatched: set[str] = set()
        for row, value, complaint in zip(rows, values, complaints, strict=True):
            row.cells[name] = table.place(header, row.number)
            if cell := bad.get(row.number):
                rejected.append(Rejected(row.number, header, cell.value, cell.reason))
            elif complaint:
                rejected.append(Rejected(row.number, header, str(value), complaint))
            elif spec is not None and spec.kind is Kind.REF and value is not None:
                _refer(row, spec, kind, resolver, str(value), unmatched)
            elif isinstance(value, _Foreign) and kind.amount:
                # A line of cost with a word nobody knows is refused by who makes the lines.
                row.values[name] = None
            elif isinstance(value, _Foreign):
                unmatched.add(value.word)
                row.notes.append(f"{spec.label if spec else header}: {value.word}")
                row.values[name] = None
            else:
                row.values[name] = value
        if unmatched and spec is not None:
            notices.append(_about_unmatched(header, spec, unmatched, resolver, kind))
    _number_groups(rows, table, kind, assignment)
    for row in rows:
        _add_notes(row, kind)
        for helper in set(kind.helpers) - set(kind.kept):
            row.values.pop(helper, None)
    fields = [name for name in assignment.fields if name not in kind.helpers]
    if "note" in kind.fields() and any(row.notes for row in rows) and "note" not in fields:
        fields.append("note")
    sums = _sums(table, kind, named or assignment)
    if sums:
        which = ", ".join(str(number) for number in sorted(sums)[:5])
        notices.append(
            f"Summen stehen in {'Zeile' if len(sums) == 1 else 'den Zeilen'} {which}"
            f"{' …' if len(sums) > 5 else ''}; sie werden kein Eintrag."
        )
        rows = [row for row in rows if row.number not in sums]
        rejected = [cell for cell in rejected if cell.row not in sums]
        fates.skip(sums, "Summe anderer Zeilen")
    return RecordRows(rows, rejected, notices, fields, dict(assignment.fields), fates)


def _sums(table: Table, kind: ImportKind, assignment: Assignment) -> set[int]:
    """Rows that are sums of others and are called so where their name would stand.

    A remark that speaks of a sum makes no sum of its row.
    """
    if not table.detected.subtotal_count:
        return set()
    named = [
        table.texts(header)
        for name, header in assignment.fields.items()
        if name in ("title", "object", "grade") or (spec := kind.spec(name)) and spec.ref
    ]
    return {
        number
        for place, (number, summed) in enumerate(zip(table.rows, table.subtotals, strict=True))
        if summed and any(texts[place] and is_sum_label(texts[place]) for texts in named)
    }


@dataclass(frozen=True)
class _Foreign:
    """A word of the file for which the plan has no choice."""

    word: str


def _column(
    table: Table, header: str, spec: Spec | None, kind: ImportKind
) -> tuple[list[Any], list[str]]:
    """Values of one column and, where one cannot be read, the German reason."""
    if spec is None or spec.kind in (Kind.TEXT, Kind.LONG, Kind.CODE, Kind.REF):
        return [_known(text) for text in table.texts(header)], [""] * len(table)
    if spec.kind is Kind.CHOICE:
        return [_choice(text, spec, kind) for text in table.texts(header)], [""] * len(table)
    readers: dict[Kind, Callable[[Any], Any]] = {
        Kind.FLAG: _flag,
        Kind.INTEGER: _whole,
        Kind.YEAR: _whole,
        Kind.MONEY: _cents,
        Kind.DAY: _day,
    }
    reader: Callable[[Any], Any] = readers.get(spec.kind, _decimal)
    role = table.found(header).role
    raw = table.texts(header) if spec.kind is Kind.FLAG else table.values(header)
    if spec.kind is Kind.MONEY and role == "amount":
        return raw, [""] * len(raw)
    if spec.kind is Kind.MONEY and role == "written":
        return _written(raw, unit_factor(table, header))
    if spec.kind is Kind.PERCENT and table.detected.kind != "text" and _are_shares(raw):
        raw = [None if value is None else value * 100 for value in raw]
    values, complaints = [], []
    for value in raw:
        try:
            values.append(reader(value))
            complaints.append("")
        except ValueError as error:
            values.append(value)
            complaints.append(f"„{value}“ {error}")
    return values, complaints


def unit_factor(table: Table, header: str) -> int:
    """How many euros the unit over a column stands for."""
    unit = unit_by_name(table.found(header).unit)
    return unit[1] if unit else 1


def _written(texts: list[Any], factor: int) -> tuple[list[Any], list[str]]:
    values: list[Any] = []
    complaints = []
    for text in texts:
        try:
            values.append(None if text is None else written_amount(text, factor).cents)
            complaints.append("")
        except Refused as refusal:
            values.append(text)
            complaints.append(str(refusal))
    return values, complaints


def _known(text: str | None) -> str | None:
    return None if text is None or text.lower() in _UNKNOWN_TEXT else text


def _choice(text: str | None, spec: Spec, kind: ImportKind) -> Any:
    if _known(text) is None or text is None or spec.choices is None:
        return None
    wanted = loose(text)
    for choice in spec.choices:
        if loose(choice) == wanted:
            return str(choice)
    meant = kind.values.get(spec.name, {}).get(wanted)
    return str(meant) if meant else _Foreign(text)


def _flag(text: str | None) -> bool | None:
    if _known(text) is None or text is None:
        return None
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError("ist weder Ja noch Nein")


def _whole(value: Any) -> int | None:
    number = _decimal(value)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueError("ist keine ganze Zahl")
    return int(number)


def _decimal(value: Any) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        # The plan keeps four decimals; 0,66667 of a post is not meant more exactly than that.
        return round(value, 4) if decimals_of(value) > 4 else value
    if isinstance(value, int):
        return Decimal(value)
    raise ValueError("ist keine Zahl")


def _cents(value: Any) -> int | None:
    number = _decimal(value)
    return None if number is None else int((number * 100).to_integral_value())


def _day(value: Any) -> datetime.date | None:
    if value is None or isinstance(value, datetime.date):
        return value
    raise ValueError("ist kein Datum")


def _are_shares(values: list[Any]) -> bool:
    """A column of per cents in a workbook holds 0.25 for 25 %."""
    known = [value for value in values if value is not None]
    return bool(known) and all(0 <= v <= 1 for v in known) and any(v % 1 for v in known)


def _refer(
    row: Row, spec: Spec, kind: ImportKind, resolver: Resolver, name: str, unmatched: set[str]
) -> None:
    found = resolver.find(spec.ref, name)
    if found is None and spec.ref in kind.brings:
        row.values[spec.name] = Named(spec.ref, name)
        return
    row.values[spec.name] = found
    if found is None:
        unmatched.add(name)
        row.notes.append(f"{spec.label}: {name}")


def _about_unmatched(
    header: str, spec: Spec, words: set[str], resolver: Resolver, kind: ImportKind
) -> str:
    kept = "note" in kind.fields()
    first = ", ".join(f"„{word}“" for word in sorted(words)[:5]) + (" …" if len(words) > 5 else "")
    lost = "gibt es im Plan nicht" if spec.kind is Kind.REF else "ist als Auswahl nicht vorgesehen"
    near = [
        f"„{word}“ ähnelt „{title}“"
        for word in sorted(words)[:5]
        if spec.ref and (title := resolver.near(spec.ref, word))
    ]
    return (
        f"Spalte „{header}“: {first} {lost}"
        + (" und steht deshalb in der Anmerkung." if kept else " und wird nicht übernommen.")
        + (f" {'; '.join(near)}: berichtigen Sie die Datei, wenn es gemeint ist." if near else "")
    )


def _number_groups(rows: list[Row], table: Table, kind: ImportKind, assignment: Assignment) -> None:
    """Numbers that start anew in every group are only a key together with the group's name."""
    group = next((name for name in kind.group if name in assignment.fields), None)
    if group is None or "key" not in assignment.fields:
        return
    for row, name in zip(rows, table.texts(assignment.fields[group]), strict=True):
        if name and row.values.get("key"):
            row.values["key"] = f"{name}-{row.values['key']}"


def _add_notes(row: Row, kind: ImportKind) -> None:
    if row.notes and "note" in kind.fields():
        own = row.values.get("note")
        row.values["note"] = (
            "\n".join([own] if own else []) + ("\n" if own else "") + "\n".join(row.notes)
        )
