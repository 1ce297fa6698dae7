"""Read one cell as people fill it in: amounts with T€, "ca. 5.000", "k. A.", dates as text.

Raises Refused with one German sentence where it is not clear what was meant; a guess that is wrong
by a factor of 1000 is not noticed in a budget.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import Any

from strategy.intake.kinds.catalogue import KINDS
from strategy.intake.reading.grid import Cell, text_of
from strategy.intake.recognising.dates import date_or_unknown
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.field_rules import tidy
from strategy.kernel.record import Kind, Spec
from strategy.kernel.written import choice_written, date_written, flag_written
from strategy.kernel.written_field import field_written
from strategy.kernel.written_number import is_unknown

_YEAR = re.compile(r"(?:hj|haushaltsjahr|haushalt|jahr)\s*(\d{4})", re.IGNORECASE)
# Day 0 of Excel's count for every day from March 1900 on; Excel believes in a 29th of February
# 1900.
_EXCEL_START = date(1899, 12, 30)
_LAST_SERIAL = 109_574  # the end of the year 2199


@dataclass(frozen=True)
class ReadValue:
    """The value of a cell; ``estimate`` is what was written where it says "about", ``remark`` a
    sentence about how it was read."""

    value: Any
    estimate: str = ""
    remark: str = ""


def read_cell(spec: Spec, cell: Cell) -> ReadValue:
    """The value of a cell for a field that is no reference; None is unknown."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return ReadValue(None)
    if spec.kind in (Kind.TEXT, Kind.LONG, Kind.CODE):
        return ReadValue(_text(spec, cell))
    if spec.kind is Kind.FLAG:
        return ReadValue(_flag(cell))
    if spec.kind is Kind.CHOICE:
        assert spec.choices is not None
        return ReadValue(_choice(spec.choices, text_of(cell), _words_for(spec)))
    if spec.kind is Kind.DAY:
        return _day(spec, cell)
    return _number(spec, cell)


def says_unknown(text: str) -> bool:
    """Whether a text says that nobody knows."""
    return is_unknown(text) or text.replace(" ", "").lower() in ("weißnicht", "keineahnung")


def shown(cell: Cell) -> str:
    """A cell as a sentence quotes it: on one line, not too long."""
    if isinstance(cell, date):
        return german.day(cell)
    plain = isinstance(cell, float) and abs(cell) < 10**15
    text = german.number(Decimal(repr(cell))) if plain else text_of(cell)
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "…"


def _text(spec: Spec, cell: Cell) -> str | None:
    text = german.day(cell) if isinstance(cell, date) else text_of(cell)
    tidied: str | None = tidy(text, spec)
    return None if tidied is None or says_unknown(tidied) else tidied


def _flag(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    word = text_of(cell).strip().casefold()
    written = flag_written(word)
    if written is not None and not written.rest:
        return bool(written.value)
    if says_unknown(word):
        return None
    raise Refused(f"„{shown(cell)}“ ist weder „ja“ noch „nein“; leer bedeutet unbekannt.")


def _words_for(spec: Spec) -> dict[str, str]:
    """Words of foreign lists for the choices of a field: "Lizenzen" is a Lizenz."""
    return {
        word: choice
        for kind in KINDS.values()
        if kind.spec(spec.name) == spec
        for word, choice in kind.values.get(spec.name, {}).items()
    }


def _choice(choices: type[StrEnum], text: str, foreign: dict[str, str]) -> str | None:
    words = {" ".join(str(one).split()).casefold(): str(one) for one in choices}
    typed = " ".join(text.split()).casefold()
    if typed in words:
        return words[typed]
    if says_unknown(typed):
        return None
    if (written := choice_written(text, choices, foreign)) is not None:
        return str(written.value)
    near = difflib.get_close_matches(typed, words, 1, 0.75)
    hint = f"meinten Sie „{words[near[0]]}“? " if near else ""
    allowed = ", ".join(f"„{one}“" for one in choices)
    raise Refused(f"„{shown(text)}“ ist hier nicht vorgesehen; {hint}Möglich sind {allowed}.")


def _day(spec: Spec, cell: Cell) -> ReadValue:
    if isinstance(cell, datetime):
        return ReadValue(cell.date())
    if isinstance(cell, date):
        return ReadValue(cell)
    if isinstance(cell, float):
        # A bare number in a column of dates is a day as spreadsheets count them; small ones are
        # years or typing errors.
        if cell.is_integer() and 10_000 <= cell <= _LAST_SERIAL:
            return ReadValue(_EXCEL_START + timedelta(days=int(cell)))
        if (meant := _meant(spec, cell)) is not None:
            return meant
        raise Refused(
            f"„{shown(cell)}“ ist kein Datum; bitte so eingeben: 31.12.2027 (Tag, Monat, Jahr)."
        )
    found, understood = date_or_unknown(text_of(cell).strip())
    if understood or says_unknown(text_of(cell)):
        if found is not None and not 1900 <= found.year <= 2200:
            raise Refused(f"„{shown(cell)}“ liegt nicht zwischen 1900 und 2200.")
        return ReadValue(found)
    return _meant(spec, cell) or ReadValue(german.parse_date(text_of(cell)))


def _meant(spec: Spec, cell: Cell) -> ReadValue | None:
    """A month, a quarter or a year as the day it stands for, and how it was read."""
    written = date_written(text_of(cell), spec.edge)
    if written is None or written.rest:
        return None
    words = f"„{shown(text_of(cell))}“ als {german.day(written.value)} gelesen"
    return ReadValue(written.value, remark="" if written.exact else words)


def _number(spec: Spec, cell: Cell) -> ReadValue:
    if isinstance(cell, bool):
        # True is 1 to Python; a ticked box is no amount.
        raise Refused(f"„{shown(cell)}“ ist keine Zahl; bitte nur die Zahl eintragen.")
    if isinstance(cell, date):
        if spec.kind is Kind.YEAR:
            return ReadValue(cell.year)
        raise Refused(f"„{german.day(cell)}“ ist ein Datum, keine Zahl.")
    if isinstance(cell, float):
        return _from_float(spec, cell)
    text = re.sub(r"\s+", " ", text_of(cell)).strip()
    if says_unknown(text):
        return ReadValue(None)
    # "Jahr 2027" and "5 T€" mean here what they mean in a list or a form.
    if spec.kind is Kind.YEAR and (match := _YEAR.fullmatch(text)):
        text = match[1]
    written = field_written(spec, text)
    return ReadValue(written.value, written.rest)


def _from_float(spec: Spec, number: float) -> ReadValue:
    """A number cell; the shortest decimal that gives the float is what the spreadsheet shows."""
    exact = Decimal(repr(number))
    if not exact.is_finite() or abs(exact) >= 10**15:
        raise Refused(f"„{shown(number)}“ ist zu groß; prüfen Sie die Eingabe.")
    if spec.kind is Kind.MONEY:
        cents = (exact * 100).quantize(Decimal(1), ROUND_HALF_EVEN)
        rounded = abs(exact * 100 - cents) > Decimal("0.001")
        words = f"{german.number(exact)} auf volle Cent gerundet" if rounded else ""
        return ReadValue(int(cents), remark=words)
    if spec.kind is Kind.PERCENT:
        # A cell formatted as per cent holds 0.4 for 40 %; a bare 40 was typed as it is meant.
        if abs(exact) > 1:
            words = f"{german.number(exact)} als {german.percent(exact)} gelesen"
            return ReadValue(_quantized(exact), remark=words)
        return ReadValue(_quantized(exact * 100))
    if spec.kind is Kind.FTE:
        if exact < 0:
            raise Refused(f"„{shown(number)}“ ist negativ; geben Sie einen Stellenanteil ab 0 an.")
        return ReadValue(_quantized(exact))
    if spec.kind in (Kind.INTEGER, Kind.YEAR):
        if exact != exact.to_integral_value():
            raise Refused(f"„{shown(number)}“ ist keine ganze Zahl; bitte ohne Nachkommastellen.")
        if spec.kind is Kind.YEAR and not 1900 <= exact <= 2200:
            raise Refused(f"„{shown(number)}“ ist kein Jahr; bitte vierstellig, zum Beispiel 2027.")
        return ReadValue(int(exact))
    return ReadValue(_quantized(exact))


def _quantized(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"), ROUND_HALF_EVEN)
