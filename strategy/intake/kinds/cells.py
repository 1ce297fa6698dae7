"""Read the cells of one column as a field: the value, and the words that must not get lost.

Only a wrong amount would do harm unseen.  So what cannot be read as its field refuses no row: its
words go into the note of the object, and the notices say so.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from strategy.intake.comparing.resolve import loose
from strategy.intake.kinds.import_kind import ImportKind
from strategy.intake.reading.table import Table
from strategy.intake.recognising.headers import unit_by_name
from strategy.intake.recognising.numbers import decimals_of
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind, Spec
from strategy.kernel.written import (
    Written,
    choice_written,
    count_written,
    date_written,
    decimal_written,
    flag_written,
    span_written,
    with_rest,
    year_written,
)
from strategy.kernel.written_amount import WrittenAmount, times_a_year, written_amount
from strategy.kernel.written_number import UNKNOWN, Decimals

# Words that may well be meant in a text: "x" ticks a box, "offen" is a state.
_UNKNOWN_TEXT = UNKNOWN - {"x", "/", "?", "offen", "na", "none", "null", "entfällt"}


@dataclass(frozen=True)
class CellRead:
    """One cell: its value; ``kept`` are words for the note, ``understood`` how the words of
    ``source`` were read, ``complaint`` the German reason why the row cannot be taken over so."""

    value: Any = None
    kept: str = ""
    understood: str = ""
    source: str = ""
    complaint: str = ""


NOTHING = CellRead()
_Reader = Callable[[str], Written | None]


def known(text: str | None) -> str | None:
    """A text, None where it says that nobody knows."""
    return None if text is None or text.lower() in _UNKNOWN_TEXT else text


def read_cells(table: Table, header: str, spec: Spec | None, kind: ImportKind) -> list[CellRead]:
    """All cells of a column for a field; raises Ambiguous where two readings are left."""
    if spec is None or spec.kind in (Kind.TEXT, Kind.LONG, Kind.CODE, Kind.REF):
        return [CellRead(known(text)) for text in table.texts(header)]
    if spec.kind is Kind.MONEY:
        return _amounts(table, header, bool(kind.amount))
    if spec.kind is Kind.CHOICE:
        words = kind.values.get(spec.name, {})
        return _each(table, header, _without_comma(spec, words))
    if spec.kind in (Kind.FLAG, Kind.INTEGER):
        return _each(table, header, _text_reader(spec))
    return _typed(table, header, spec)


def _without_comma(spec: Spec, words: Any) -> _Reader:
    choices = [str(one) for one in spec.choices or ()]
    exact = {loose(one): one for one in choices}

    def read(text: str) -> Written | None:
        # What the plan itself writes is never looked at twice: a choice may hold a comma.
        if (choice := exact.get(loose(text))) is not None:
            return Written(choice)
        return choice_written(text, choices, words)

    return read


def _text_reader(spec: Spec) -> _Reader:
    if spec.kind is Kind.FLAG:
        return flag_written
    if spec.kind is Kind.DAY:
        return lambda text: date_written(text, spec.edge)
    if spec.kind is Kind.YEAR:
        # A date of an invoice tells its year.
        return lambda text: year_written(text) or _year_of_day(text)
    if spec.kind is Kind.INTEGER:
        if spec.unit:
            return lambda text: with_rest(text, lambda part: span_written(part, spec.unit))
        return lambda text: with_rest(text, count_written)
    return lambda text: with_rest(text, decimal_written)


def _year_of_day(text: str) -> Written | None:
    found = date_written(text)
    return None if found is None else Written(found.value.year, exact=False)


def _each(table: Table, header: str, read: _Reader) -> list[CellRead]:
    """Cells read one by one, each distinct text once."""
    found: dict[str | None, CellRead] = {None: NOTHING}
    for text in set(table.texts(header)):
        if text is not None:
            found[text] = _read(text, read)
    return [found[text] for text in table.texts(header)]


def _read(text: str, read: _Reader) -> CellRead:
    if known(text) is None:
        return NOTHING
    written = read(text)
    if written is None:
        # "x" says unknown only where it cannot be a tick.
        return NOTHING if text.lower() in UNKNOWN - {"offen", "entfällt"} else CellRead(kept=text)
    understood = "" if written.exact else _shown(written.value)
    return CellRead(written.value, written.rest, understood, text)


def _shown(value: Any) -> str:
    return german.day(value) if isinstance(value, datetime.date) else str(value)


def _typed(table: Table, header: str, spec: Spec) -> list[CellRead]:
    """A column of days or numbers: what the column settled, and the other cells in words."""
    read = _text_reader(spec)
    values = table.values(header)
    if table.detected.bad_count > len(table.detected.bad):
        raise Refused(
            f"In „{table.detected.file}“ passen mehr als 10.000 Zellen nicht zu ihrer Spalte; "
            "prüfen Sie die Zuordnung der Spalten."
        )
    bad = {cell.row: cell.value for cell in table.detected.bad if cell.column == header}
    shares = table.detected.kind != "text" and not table.found(header).percent
    if spec.kind is Kind.PERCENT and shares and _are_shares(values):
        values = [None if value is None else value * 100 for value in values]
    found = []
    for number, value in zip(table.rows, values, strict=True):
        if number in bad:
            found.append(_read(bad[number], read))
        elif isinstance(value, str):
            found.append(_read(value, read))
        else:
            found.append(_of_value(value, spec))
    return found


def _of_value(value: Any, spec: Spec) -> CellRead:
    if value is None:
        return NOTHING
    if isinstance(value, datetime.date):
        # A cell of a year may be formatted as a date.
        if spec.kind is Kind.YEAR:
            return CellRead(value.year)
        return CellRead(value) if spec.kind is Kind.DAY else CellRead(kept=german.day(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or spec.kind is Kind.DAY:
        return CellRead(kept=str(value))
    number = Decimal(value)
    if spec.kind is Kind.YEAR:
        whole = number == number.to_integral_value()
        return CellRead(int(number)) if whole else CellRead(kept=german.number(number))
    # The plan keeps four decimals; 0,66667 of a post is not meant more exactly than that.
    return CellRead(round(number, 4) if decimals_of(number) > 4 else number)


def _are_shares(values: list[Any]) -> bool:
    """A column of per cents in a workbook holds 0.25 for 25 %."""
    found = [value for value in values if isinstance(value, int | Decimal)]
    return bool(found) and all(0 <= v <= 1 for v in found) and any(v % 1 for v in found)


@dataclass(frozen=True)
class Notation:
    """How the amounts of a column are written: unit, decimal sign, times a year."""

    factor: int = 1
    decimals: Decimals = ","
    times: int = 1

    def read(self, text: str, exact: bool = True) -> WrittenAmount:
        """One amount of the column; raises Refused."""
        return written_amount(text, self.factor, self.decimals, exact, self.times)


def notation_of(table: Table, header: str) -> Notation:
    """What heading and cells of a column say about its amounts."""
    column = table.found(header)
    english = column.written == "1,234.56" and column.role != "amount"
    return Notation(unit_factor(table, header), "." if english else ",", times_a_year(header) or 1)


def amount_texts(table: Table, header: str) -> list[str | None]:
    """The cells of a column as amounts are written; plain number cells come with a point."""
    if table.found(header).role == "amount":
        # Read as cents already, in euros of the unit over the column; as they stand there, cents
        # would be taken for euros.
        factor = unit_factor(table, header)
        return [
            None if value is None else f"{Decimal(value) / 100 / factor:f}".replace(".", ",")
            for value in table.values(header)
        ]
    texts = table.texts(header)
    if table.found(header).role != "number":
        return texts
    return [text and text.replace(".", ",") for text in texts]


def unit_factor(table: Table, header: str) -> int:
    """How many euros the unit over a column stands for."""
    unit = unit_by_name(table.found(header).unit)
    return unit[1] if unit else 1


def _amounts(table: Table, header: str, strict: bool) -> list[CellRead]:
    """Cents; what is no amount refuses the row where rows are lines of money, else it is noted."""
    if table.found(header).role == "amount":
        bad = {cell.row: cell for cell in table.detected.bad if cell.column == header}
        words = {cell.row: cell.value for cell in table.detected.worded if cell.column == header}
        return [
            _no_amount(bad[row].value, bad[row].reason, strict)
            if row in bad
            else CellRead(kept=words[row])
            if row in words
            else CellRead(value)
            for row, value in zip(table.rows, table.values(header), strict=True)
        ]
    notation = notation_of(table, header)
    found: dict[str | None, CellRead] = {None: NOTHING}
    for text in set(table.texts(header)):
        if text is None:
            continue
        try:
            amount = notation.read(text)
        except Refused as refusal:
            found[text] = _no_amount(text, str(refusal), strict)
        else:
            found[text] = CellRead(amount.cents, amount.estimate)
    return [found[text] for text in table.texts(header)]


def _no_amount(text: str, reason: str, strict: bool) -> CellRead:
    return CellRead(complaint=reason, kept=text) if strict else CellRead(kept=text)
