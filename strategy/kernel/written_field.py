"""What is typed into one field, read as the same words are read in a file.

Forms, grids and the cells of a survey use this one reader.  A field has no note beside it: words
that a file would keep there ("31.12.2027, verlängert sich") make it refuse, and so does what could
only be guessed at, such as an amount per month in a field of a year.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.record import Kind, Spec
from strategy.kernel.written import (
    Written,
    count_written,
    date_written,
    decimal_written,
    typed_value,
    year_written,
)
from strategy.kernel.written_amount import numeric_part, without_about, written_amount

# The strict readers: they say what is unknown, and what is wrong with a text in one sentence.
PARSERS: dict[Kind, Callable[[str], Any]] = {
    Kind.MONEY: german.parse_money,
    Kind.PERCENT: german.parse_percent,
    Kind.FTE: german.parse_fte,
    Kind.NUMBER: german.parse_decimal,
    Kind.INTEGER: german.parse_int,
    Kind.YEAR: german.parse_year,
    Kind.DAY: german.parse_date,
}
_A_YEAR = {12: "je Monat", 4: "je Quartal", 2: "je Halbjahr"}


def field_written(spec: Spec, text: str) -> Written:
    """The value of a typed text; ``rest`` holds the text where it says "about".

    Raises Refused with one German sentence.
    """
    if spec.kind in (Kind.DAY, Kind.INTEGER):
        day = spec.kind is Kind.DAY
        bare = text if day else without_about(" ".join(text.split()))
        if (value := typed_value(bare, spec.unit, spec.edge, day)) is not None:
            return Written(value, "" if day or bare == " ".join(text.split()) else text.strip())
    return kind_written(spec.kind, text, bool(spec.unit))


def kind_written(kind: Kind, text: str, spans: bool = False) -> Written:
    """As above, where a number is typed that is no field of a noun, such as a step in per cent.

    ``spans`` tells that a whole number counts months or years, of which "about 6" is none.
    """
    strict = PARSERS[kind]
    try:
        return Written(strict(text))
    except Refused:
        found = None if kind is Kind.INTEGER and spans else _loosely(kind, text)
        if found is None or found.value is None:
            raise
        if kind in (Kind.PERCENT, Kind.FTE, Kind.NUMBER):
            # Read once more for what the kind allows, such as the most posts a town can have.
            return Written(strict(f"{found.value:f}".replace(".", ",")), found.rest)
        return found


def _loosely(kind: Kind, text: str) -> Written | None:
    if kind is Kind.MONEY:
        return _amount(text)
    if kind is Kind.INTEGER:
        return count_written(text)
    if kind is Kind.YEAR:
        return year_written(text)
    if kind is Kind.DAY:
        day = date_written(text)
        return None if day is None or day.rest else day
    return decimal_written(text)


def _amount(text: str) -> Written | None:
    """An amount with words around it: "12.500,-", "ca. 5.000", "4.72 Mio. €", "1.000 €*"."""
    # A leading zero is a code that slipped into the wrong field.
    if re.match(r"[-−+(]*0\d", numeric_part(text)):
        return None
    try:
        amount = written_amount(text)
    except Refused:
        return None
    if amount.error or amount.cents is None:
        return None
    if amount.times != 1:
        raise Refused(
            f"„{german.short(text)}“ ist ein Betrag {_A_YEAR.get(amount.times, 'je Zeitraum')}; "
            f"bitte den Betrag des Jahres eingeben ({german.money(amount.cents)}, wenn er das "
            "ganze Jahr anfällt)."
        )
    return Written(amount.cents, amount.estimate)


def points_written(text: str) -> Decimal | None:
    """Points or another bare number, "7,5" or "7.5"; None is not given."""
    value: Decimal | None = kind_written(Kind.NUMBER, text).value
    return value


def percent_written(text: str) -> Decimal | None:
    """A number of per cents, "12,5 %", "12.5" or "ca. 12"; None is not given."""
    value: Decimal | None = kind_written(Kind.PERCENT, text).value
    return value
