"""Read a column of numbers, deciding from the whole column how they are written.

``1.234`` is a thousand in a German budget and one and a quarter in an English list.  Neither the
cell nor the computer's language can tell, the other cells of the column can: ``1.203.726`` and
``12,50`` leave only the German reading, ``0.5`` and ``1,203,726`` only the English one.  A column
that leaves both is ambiguous, unless a sibling column of the same file settles it.

Numbers come out as exact integers scaled by a power of ten, never through floating point.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from strategy.kernel.written_number import (
    ENGLISH,
    GERMAN,
    UNKNOWN,
    WHOLE,
    Decimals,
    bare_number,
    parse_number,
)

MOST_DECIMALS = 6
_UNKNOWN_ARRAY = pa.array(sorted(UNKNOWN), pa.string())
# Shapes that both styles allow, but with another value: one separator and three digits behind.
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}\Z")
_SEPARATOR = re.compile(r"[.,]")


@dataclass(frozen=True)
class StyleSigns:
    """What a column says: a cell that only one style can read, and one that both can."""

    german: str | None = None
    english: str | None = None
    two_readings: str | None = None


def evidence_in(texts: list[str]) -> StyleSigns:
    """What these cells say about the style of the column."""
    german = english = two = None
    for text in texts:
        found = bare_number(text)
        if found is None or not _SEPARATOR.search(found[0]):
            continue
        bare = found[0]
        as_german, as_english = WHOLE[","].match(bare), WHOLE["."].match(bare)
        if as_german and as_english:
            two = two or (text.strip() if _TWO_READINGS.match(bare) else None)
            if not _TWO_READINGS.match(bare):  # 0.123 or 0,123: nobody writes zero thousands.
                if "," in bare:
                    german = german or text.strip()
                else:
                    english = english or text.strip()
        elif as_german:
            german = german or text.strip()
        elif as_english:
            english = english or text.strip()
    return StyleSigns(german, english, two)


def scaled_floats(values: np.ndarray[Any, Any], scale: int) -> np.ndarray[Any, Any]:
    """Floats of a workbook as integers times ``10**scale``, half even on the shortest decimal.

    ``values`` must hold no NaN.  Raises OverflowError over 64 bits.
    """
    factor = float(10**scale)
    if len(values) and not np.all(np.abs(values) < 9.2e18 / factor):
        raise OverflowError
    scaled = np.rint(values * factor)
    # If the rounded number gives back the very same float, it is the decimal Excel shows.
    exact = (scaled / factor == values) & (np.abs(scaled) < 1e15)
    result = scaled.astype(np.int64)
    for place in np.flatnonzero(~exact):
        result[place] = scaled_decimal(Decimal(repr(float(values[place]))), scale)
    return result


def scaled_decimal(number: Decimal, scale: int) -> int:
    """A decimal as integer times ``10**scale``, half even; OverflowError over 64 bits."""
    with localcontext(prec=60):
        scaled = int((number * 10**scale).to_integral_value(ROUND_HALF_EVEN))
    if abs(scaled) >= 2**63:
        raise OverflowError
    return scaled


def decimals_of(number: Decimal) -> int:
    """Digits behind the decimal point, without trailing zeros, at most six."""
    with localcontext(prec=60):
        exponent = number.normalize().as_tuple().exponent
    return min(MOST_DECIMALS, max(0, -exponent)) if isinstance(exponent, int) else 0


@dataclass
class ScaledNumbers:
    """A column read: int64 with nulls, times ``10**scale``; ``bad`` are positions not read."""

    values: pa.Array
    scale: int
    bad: list[tuple[int, str, str]]


def unknown_mask(texts: pa.Array) -> np.ndarray[Any, Any]:
    """True where a cell is empty or says unknown."""
    bare = pc.utf8_lower(pc.utf8_trim_whitespace(pc.fill_null(texts, "")))
    mask = pc.is_in(bare, value_set=_UNKNOWN_ARRAY.cast(bare.type))
    return np.asarray(mask.to_numpy(zero_copy_only=False))


def read_texts(texts: pa.Array, decimals: Decimals) -> ScaledNumbers:
    """Read a whole column of texts in one style; cells that are no number there are reported.

    The columnar way does nearly all cells, a slow and obvious one the few it leaves over.
    """
    if texts.null_count == len(texts):
        # A column of number cells, as most workbooks have them: nothing to read here.
        return ScaledNumbers(pa.nulls(len(texts), pa.int64()), 0, [])
    if isinstance(texts, pa.DictionaryArray):
        return _read_coded(texts, decimals)
    bare = pc.utf8_trim_whitespace(pc.fill_null(texts, ""))
    pattern = GERMAN if decimals == "," else ENGLISH
    fits = pc.match_substring_regex(bare, rf"^[+-]?{pattern}$")
    plain_mask = np.asarray(fits.to_numpy(zero_copy_only=False))
    length = len(bare)
    # What says unknown has no digit, so it is among the few that do not fit.
    unknown = np.zeros(length, dtype=bool)
    others = np.flatnonzero(~plain_mask)
    unknown[others] = unknown_mask(bare.take(pa.array(others)))
    scale_six = np.zeros(length, dtype=np.int64)
    readable = plain_mask.copy()
    if plain_mask.any():
        plain = bare.filter(pa.array(plain_mask)) if len(others) else bare
        plain = pc.replace_substring(plain, "." if decimals == "," else ",", "")
        plain = pc.replace_substring(plain, ",", ".")
        try:
            scale_six[plain_mask] = _cast(plain)
        except (pa.ArrowInvalid, OverflowError):
            readable[:] = False
    bad: list[tuple[int, str, str]] = []
    for place in np.flatnonzero(~readable & ~unknown):
        text = str(bare[int(place)].as_py())
        number = parse_number(text, decimals)
        if number is None:
            bad.append((int(place), text, "ist keine Zahl"))
            continue
        try:
            scale_six[place] = scaled_decimal(number, MOST_DECIMALS)
            readable[place] = True
        except OverflowError:
            bad.append((int(place), text, "ist größer, als ein Betrag sein kann"))
    return _with_smallest_scale(scale_six, readable, bad)


def _read_coded(texts: pa.DictionaryArray, decimals: Decimals) -> ScaledNumbers:
    """A column of few distinct texts: each is read once."""
    few = read_texts(texts.dictionary, decimals)
    bad: list[tuple[int, str, str]] = []
    if few.bad:
        why = {place: (text, reason) for place, text, reason in few.bad}
        indices = np.asarray(pc.fill_null(texts.indices, -1))
        for place in np.flatnonzero(np.isin(indices, list(why))):
            bad.append((int(place), *why[int(indices[place])]))
    return ScaledNumbers(few.values.take(texts.indices), few.scale, bad)


def _cast(plain: pa.Array) -> np.ndarray[Any, Any]:
    """Clean decimal texts as int64 with six decimals; ArrowInvalid where more are written."""
    if not pc.any(pc.match_substring(plain, ".")).as_py():
        whole = np.asarray(pc.cast(plain, pa.int64()).to_numpy(zero_copy_only=False))
        if len(whole) and np.abs(whole).max() > 9_000_000_000_000:
            raise OverflowError
        return np.asarray(whole * 10**MOST_DECIMALS)
    if isinstance(plain, pa.ChunkedArray):
        plain = plain.combine_chunks()
        if isinstance(plain, pa.ChunkedArray):
            return np.concatenate([_cast(chunk) for chunk in plain.chunks])
    decimals = pc.cast(plain, pa.decimal128(30, MOST_DECIMALS))
    words = np.frombuffer(decimals.buffers()[1], dtype=np.int64)
    words = words[2 * decimals.offset : 2 * (decimals.offset + len(decimals))].reshape(-1, 2)
    low, high = words[:, 0], words[:, 1]
    # A 128-bit number fits 64 bits if its upper half only repeats the sign.
    if not np.array_equal(high, low >> 63):
        raise OverflowError
    return low


def _with_smallest_scale(
    scale_six: np.ndarray[Any, Any], readable: np.ndarray[Any, Any], bad: list[tuple[int, str, str]]
) -> ScaledNumbers:
    known = scale_six[readable]
    scale = MOST_DECIMALS
    while scale and not np.any(known % 10 ** (MOST_DECIMALS - scale + 1)):
        scale -= 1
    values = scale_six // 10 ** (MOST_DECIMALS - scale)
    return ScaledNumbers(pa.array(values, mask=~readable), scale, bad)


def in_cents(values: pa.Array, scale: int, factor: int = 1) -> pa.Array:
    """Scaled integers as cents, half even; ``factor`` is 1000 for TEUR.  OverflowError if over."""
    numbers = np.asarray(pc.fill_null(values, 0).to_numpy(zero_copy_only=False), dtype=np.int64)
    mask = np.asarray(pc.is_null(values).to_numpy(zero_copy_only=False))
    times = 100 * factor
    divisor: int = 10**scale
    while times % 10 == 0 and divisor > 1:
        times, divisor = times // 10, divisor // 10
    if len(numbers) and int(np.abs(numbers).max()) * times >= 2**63:
        raise OverflowError
    cents = numbers * times
    if divisor > 1:
        whole, rest = np.divmod(cents, divisor)
        up = (2 * rest > divisor) | ((2 * rest == divisor) & (whole % 2 == 1))
        cents = whole + up
    return pa.array(cents, mask=mask)
