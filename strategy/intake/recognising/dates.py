"""Read a column of dates: 03.04.2026, 3.4.26, 2026-04-03, 5. Mai 2026, March 31, 2017, 31/3/2017.

Dots mean day first.  With slashes the whole column decides between day and month first; where
every day is at most 12, two readings are left and the user is asked.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal

from strategy.kernel.written_number import is_unknown

DateStyle = Literal["d/m/y", "m/d/y"]

_MONTHS = {
    "jan": 1,
    "januar": 1,
    "jänner": 1,
    "january": 1,
    "feb": 2,
    "februar": 2,
    "february": 2,
    "mär": 3,
    "mrz": 3,
    "märz": 3,
    "maerz": 3,
    "mar": 3,
    "march": 3,
    "apr": 4,
    "april": 4,
    "mai": 5,
    "may": 5,
    "jun": 6,
    "juni": 6,
    "june": 6,
    "jul": 7,
    "juli": 7,
    "july": 7,
    "aug": 8,
    "august": 8,
    "sep": 9,
    "sept": 9,
    "september": 9,
    "okt": 10,
    "oct": 10,
    "oktober": 10,
    "october": 10,
    "nov": 11,
    "november": 11,
    "dez": 12,
    "dec": 12,
    "dezember": 12,
    "december": 12,
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\Z")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})\Z")
_DAY_MONTH = re.compile(r"(\d{1,2})\.?\s*([A-Za-zäöü]+)\.?,?\s+(\d{4})\Z")
_MONTH_DAY = re.compile(r"([A-Za-zäöü]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z")
_LONGEST = 60
_WEEKDAY = re.compile(r"(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,\s*", re.I)


@dataclass(frozen=True)
class DateEvidence:
    """Cells with slashes that only one order can read, or that both can read differently."""

    day_first: str | None = None
    month_first: str | None = None
    two_readings: str | None = None


def parse_date(text: str, style: DateStyle | None = None) -> datetime.date | None:
    """The date a text stands for, or None; slashes need ``style`` unless only one order fits."""
    if len(text) > _LONGEST:
        return None
    bare = _WEEKDAY.sub("", text.strip(), count=1)
    if match := _ISO.match(bare):
        return _date(match[1], match[2], match[3])
    if match := _DOTTED.match(bare):
        return _date(match[3], match[2], match[1])
    if match := _SLASHED.match(bare):
        day_first = _date(match[3], match[2], match[1])
        month_first = _date(match[3], match[1], match[2])
        if style is not None:
            return day_first if style == "d/m/y" else month_first
        if day_first and month_first and day_first != month_first:
            return None
        return day_first or month_first
    if match := _DAY_MONTH.match(bare):
        month = _MONTHS.get(match[2].lower())
        return _date(match[3], str(month), match[1]) if month else None
    if match := _MONTH_DAY.match(bare):
        month = _MONTHS.get(match[1].lower())
        return _date(match[3], str(month), match[2]) if month else None
    return None


def date_evidence(texts: list[str]) -> DateEvidence:
    """What the cells with slashes say about the order of day and month."""
    day_first = month_first = two = None
    for text in texts:
        match = _SLASHED.match(text.strip()) if len(text) <= _LONGEST else None
        if not match:
            continue
        as_day, as_month = _date(match[3], match[2], match[1]), _date(match[3], match[1], match[2])
        if as_day and as_month:
            two = two or (text.strip() if as_day != as_month else None)
        elif as_day:
            day_first = day_first or text.strip()
        elif as_month:
            month_first = month_first or text.strip()
    return DateEvidence(day_first, month_first, two)


def looks_like_date(text: str) -> bool:
    """Whether some reading of the text is a date."""
    return parse_date(text, "d/m/y") is not None or parse_date(text, "m/d/y") is not None


def date_or_unknown(text: str, style: DateStyle | None = None) -> tuple[datetime.date | None, bool]:
    """The date and whether the cell was understood; unknown is understood and None."""
    if is_unknown(text):
        return None, True
    found = parse_date(text, style)
    return found, found is not None


def _date(year: str, month: str, day: str) -> datetime.date | None:
    number = int(year)
    if len(year) == 2:
        # Two digits: expiry dates lie ahead, founding dates behind; 1970 to 2069 covers both.
        number += 2000 if number < 70 else 1900
    try:
        return datetime.date(number, int(month), int(day))
    except ValueError:
        return None
