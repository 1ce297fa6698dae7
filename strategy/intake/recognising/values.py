"""Read the cells of a column once it is decided what the column is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.intake.reading.detected import FoundColumn
from strategy.intake.reading.grid import text_of
from strategy.intake.recognising.dates import DateStyle, date_or_unknown
from strategy.intake.recognising.headers import unit_by_name
from strategy.intake.recognising.numbers import (
    MOST_DECIMALS,
    decimals_of,
    in_cents,
    read_texts,
    scaled_decimal,
    scaled_floats,
)
from strategy.intake.recognising.raw_columns import RawColumn, raw_text
from strategy.intake.recognising.words_for_amounts import names_no_amount, said_rows
from strategy.kernel.errors import Refused
from strategy.kernel.written_amount import WrittenAmount, written_amount
from strategy.kernel.written_number import Decimals

# Days are counted like this by Excel; a bare number in a column of dates is such a serial.
_EXCEL_START = datetime.date(1899, 12, 30)
# Smaller numbers are no days of 1905 but years that somebody typed.
_YEARS = range(1, 2201)


@dataclass
class ReadColumn:
    """The values of one column; ``bad`` holds (position, text, reason) of cells not read."""

    found: FoundColumn
    values: pa.Array
    bad: list[tuple[int, str, str]]
    rounded: int = 0
    notices: tuple[str, ...] = ()
    # Cells where an amount belongs that cannot be read: (position, text); they are unknown.
    worded: tuple[tuple[int, str], ...] = ()
    # Rows in which something is written under the heading of an amount, though no amount.
    said: np.ndarray[tuple[int], np.dtype[np.bool_]] | None = None


def read_values(found: FoundColumn, raw: RawColumn, unread_unknown: bool = False) -> ReadColumn:
    """Cents for amounts, scaled integers for numbers, dates, truths, else texts as they stand.

    Words instead of an amount ("siehe Anlage") leave it unknown and are kept; with
    ``unread_unknown`` everything else that cannot be read as well.
    """
    if found.role == "written":
        return _counted(_read_written(found, raw))
    if found.readings or found.role in ("text", "code"):
        return _counted(ReadColumn(found, raw_text(raw), []))
    if found.role == "truth":
        values = [raw.truths.get(place) for place in range(len(raw.texts))]
        return _counted(ReadColumn(found, pa.array(values, pa.bool_()), []))
    if found.role == "date":
        return _counted(_read_dates(found, raw))
    return _counted(_read_numbers(found, raw, unread_unknown))


def _read_written(found: FoundColumn, raw: RawColumn) -> ReadColumn:
    """Texts as they stand, number cells as a German would write them, so that both are read alike.

    The shortest decimal that gives the float is what the spreadsheet shows; what lies below a cent
    is rounded and counted.
    """
    unit = unit_by_name(found.unit)
    places = 2 + len(str(unit[1] if unit else 1)) - 1
    cells: list[str | None] = raw_text(raw).to_pylist()
    rounded = 0
    for place, number in zip(raw.float_places.tolist(), raw.floats.tolist(), strict=True):
        exact = Decimal(repr(number))
        cents = round(exact, places)
        rounded += abs(exact - cents) > Decimal("0.001").scaleb(-places)
        cells[place] = f"{cents:f}".replace(".", ",")
    return ReadColumn(found, pa.array(cells, pa.string()), [], rounded)


def _counted(read: ReadColumn) -> ReadColumn:
    unknown = read.values.null_count - len(read.bad)
    if isinstance(read.values, pa.DictionaryArray):
        empty = pc.index(read.values.dictionary, "").as_py()
        if empty >= 0:
            unknown += pc.sum(pc.equal(read.values.indices, empty)).as_py() or 0
    elif pa.types.is_string(read.values.type):
        unknown += pc.sum(pc.equal(read.values, "")).as_py() or 0
    return replace(read, found=replace(read.found, unknown=max(0, unknown)))


def _read_dates(found: FoundColumn, raw: RawColumn) -> ReadColumn:
    style: DateStyle | None = None
    if found.written == "d/m/y":
        style = "d/m/y"
    elif found.written == "m/d/y":
        style = "m/d/y"
    bad: list[tuple[int, str, str]] = []
    values: list[datetime.date | None] = [None] * len(raw.texts)
    known: dict[str, tuple[datetime.date | None, bool]] = {}
    for place, text in enumerate(raw.texts.to_pylist()):
        if text is None:
            continue
        if text not in known:
            known[text] = date_or_unknown(text, style)
        value, understood = known[text]
        values[place] = value
        if not understood:
            bad.append((place, text, "ist kein Datum"))
    for place, moment in raw.dates.items():
        values[place] = moment.date() if isinstance(moment, datetime.datetime) else moment
    for place, serial in zip(raw.float_places.tolist(), raw.floats.tolist(), strict=True):
        if serial.is_integer() and _YEARS.stop <= serial <= 109_574:
            values[place] = _EXCEL_START + datetime.timedelta(days=int(serial))
        else:
            bad.append((place, text_of(serial), "ist kein Datum"))
    for place, truth in raw.truths.items():
        bad.append((place, "ja" if truth else "nein", "ist kein Datum"))
    return ReadColumn(found, pa.array(values, pa.date32()), bad)


def _read_numbers(found: FoundColumn, raw: RawColumn, unread_unknown: bool) -> ReadColumn:
    decimals: Decimals = "." if found.written == "1,234.56" else ","
    texts = read_texts(raw.texts, decimals)
    by_hand: dict[int, WrittenAmount] = {}
    if found.role == "amount" and texts.bad:
        by_hand, texts.bad = _one_by_one(found, texts.bad, decimals, unread_unknown)
    style = f"passt nicht zur Schreibweise {found.written} der Spalte"
    bad = [
        (
            place,
            text,
            style
            if any(c.isdigit() for c in text)
            and reason == "ist keine Zahl"
            and text.strip()[:1].isdigit()
            else reason,
        )
        for place, text, reason in texts.bad
    ]
    values, scale = texts.values, texts.scale
    if len(raw.floats):
        values, scale, bad = _with_floats(values, scale, raw, bad)
    for place, moment in raw.dates.items():
        bad.append((place, moment.isoformat(), "ist ein Datum, keine Zahl"))
    for place, truth in raw.truths.items():
        bad.append((place, "ja" if truth else "nein", "ist keine Zahl"))
    if found.role != "amount":
        return ReadColumn(replace(found, scale=scale), values, bad)
    unit = unit_by_name(found.unit)
    factor = unit[1] if unit else 1
    rounded = 0
    if scale > 2 and 10 ** (scale - 2) > factor:
        step = 10 ** (scale - 2) // factor
        numbers = pc.drop_null(values).to_numpy(zero_copy_only=False)
        rounded = int(np.count_nonzero(numbers % step))
    try:
        cents = in_cents(values, scale, factor)
    except OverflowError:
        cents, bad = _cents_one_by_one(values, scale, factor, bad)
    read = ReadColumn(replace(found, scale=2), cents, bad, rounded)
    by_words = [place for place, amount in by_hand.items() if amount.cents is None]
    read.said = said_rows(raw.texts, by_words)
    return _with_hand_read(read, by_hand) if by_hand else read


def _one_by_one(
    found: FoundColumn, cells: list[tuple[int, str, str]], decimals: Decimals, unread_unknown: bool
) -> tuple[dict[int, WrittenAmount], list[tuple[int, str, str]]]:
    """Cells that are no bare number: units, footnotes, "about"; and those nobody can read."""
    unit = unit_by_name(found.unit)
    read: dict[int, WrittenAmount] = {}
    bad = []
    for place, text, reason in cells:
        try:
            read[place] = written_amount(text, unit[1] if unit else 1, decimals, exact=False)
        except Refused:
            if unread_unknown or names_no_amount(text, found.header):
                read[place] = WrittenAmount(None, estimate=text)
            else:
                bad.append((place, text, reason))
    return read, bad


def _with_hand_read(read: ReadColumn, by_hand: dict[int, WrittenAmount]) -> ReadColumn:
    """Put cents that were read cell by cell into the column, and tell what was found in them."""
    numbers = np.array(pc.fill_null(read.values, 0).to_numpy(zero_copy_only=False), dtype=np.int64)
    missing = np.array(pc.is_null(read.values).to_numpy(zero_copy_only=False))
    header, notices, worded, about = read.found.header, [], [], []
    errors: list[str] = []
    yearly = 0
    for place, amount in by_hand.items():
        if amount.cents is not None:
            numbers[place], missing[place] = amount.cents, False
            about += [amount.estimate] if amount.estimate else []
            yearly += amount.times > 1
        elif amount.error:
            errors.append(amount.error)
        else:
            worded.append((place, amount.estimate))
    if errors:
        notices.append(
            f"Spalte „{header}“: {len(errors)} Zelle(n) mit Fehlerwert ({_first(errors)}) gelten "
            "als unbekannt."
        )
    if worded:
        notices.append(
            f"Spalte „{header}“: {len(worded)} Zelle(n) sind kein lesbarer Betrag "
            f"({_first([text for _, text in worded])}); der Betrag gilt als unbekannt, die Worte "
            "stehen als Vermerk dabei."
        )
    if about:
        notices.append(
            f"Spalte „{header}“: {len(about)} Betrag/Beträge sind geschätzt ({_first(about)})."
        )
    if yearly:
        notices.append(
            f"Spalte „{header}“: {yearly} Betrag/Beträge je Monat, Quartal oder Halbjahr wurden "
            "auf das Jahr hochgerechnet."
        )
    return replace(
        read, values=pa.array(numbers, mask=missing), notices=tuple(notices), worded=tuple(worded)
    )


def _first(texts: list[str]) -> str:
    distinct = list(dict.fromkeys(texts))
    return ", ".join(f"„{text[:60]}“" for text in distinct[:5]) + (" …" if distinct[5:] else "")


def _with_floats(
    values: pa.Array, scale: int, raw: RawColumn, bad: list[tuple[int, str, str]]
) -> tuple[pa.Array, int, list[tuple[int, str, str]]]:
    """Join numbers written as text with real number cells, at the scale that holds both."""
    places, floats = raw.float_places, raw.floats
    fitting = np.isfinite(floats) & (np.abs(floats) < 9e18 / 10**MOST_DECIMALS)
    for place, number in zip(places[~fitting], floats[~fitting], strict=True):
        bad.append((int(place), repr(float(number)), "ist größer, als ein Betrag sein kann"))
    places, floats = places[fitting], floats[fitting]
    needed = max(scale, _scale_of(floats))
    numbers = np.array(pc.fill_null(values, 0).to_numpy(zero_copy_only=False), dtype=np.int64)
    missing = np.array(pc.is_null(values).to_numpy(zero_copy_only=False))
    numbers = numbers * 10 ** (needed - scale)
    numbers[places] = scaled_floats(floats, needed)
    missing[places] = False
    return pa.array(numbers, mask=missing), needed, bad


def _scale_of(floats: np.ndarray[Any, Any]) -> int:
    for scale in (0, 2, 4):
        factor = 10.0**scale
        if np.all(np.rint(floats * factor) / factor == floats):
            return scale
    return max((decimals_of(Decimal(repr(float(number)))) for number in floats), default=0)


def _cents_one_by_one(
    values: pa.Array, scale: int, factor: int, bad: list[tuple[int, str, str]]
) -> tuple[pa.Array, list[tuple[int, str, str]]]:
    """The slow way for a column with an amount too large for 64 bits."""
    cents: list[int | None] = []
    for place, value in enumerate(values.to_pylist()):
        if value is None:
            cents.append(None)
            continue
        try:
            cents.append(scaled_decimal(Decimal(value).scaleb(-scale) * factor, 2))
        except OverflowError:
            cents.append(None)
            bad.append((place, str(value), "ist größer, als ein Betrag sein kann"))
    return pa.array(cents, pa.int64()), bad
