"""Days and the spans that stand for one: "31.12.27", "12/2027", "Q4/2027", "Ende 2027"."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from strategy.kernel import german
from strategy.kernel.clean_text import visible

FIRST, LAST = "first", "last"


_MONTHS = dict(german.MONTHS)
_MONTHS |= {"january": 1, "february": 2, "march": 3, "maerz": 3, "mar": 3, "may": 5, "june": 6}
_MONTHS |= {"july": 7, "october": 10, "oct": 10, "december": 12, "dec": 12}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = re.compile(
    r"(?:\s*[,–-]\s*|\s+|(?<=\d)T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:uhr|z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"(?:mo|di|mi|do|fr|sa|so)(?:\.|\w*tag|ttwoch|nnabend)?,?\s+", re.IGNORECASE)
_YEAR = r"(?P<year>\d{4}|'\d{2})"
_QUARTER = r"(?P<quarter>[1-4]|i{1,3}|iv)"
_PERIODS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:hj|hhj|haushaltsjahr|jahr)?\s*(?P<year>\d{4})",
        # "2026-12" is a month, "2026/12" may be a season and "2026/27" is one.
        r"(?P<year>\d{4})-(?P<month>\d{1,2})",
        r"(?P<month>\d{1,2})\s*[/.-]\s*(?P<year>\d{4})",
        # Of two numbers the second is a year only where it can be no month and no day.
        r"(?P<month>\d{1,2})/(?P<year>3[2-9]|[4-9]\d|1[3-9]|2\d)",
        rf"(?P<name>{_NAME})\.?[\s/-]*(?P<year>\d{{4}}|'?\d{{2}})",
        rf"(?:q|qu\.?|quartal)\s*{_QUARTER}\s*[/.\s-]\s*{_YEAR}",
        rf"{_QUARTER}\.?\s*(?:quartal|qu\.?|q|vj\.?|vierteljahr)\s*[/.\s-]?\s*{_YEAR}",
        rf"(?P<quarter>i{{1,3}}|iv)\s*[/.]\s*{_YEAR}",
        rf"(?P<year>\d{{4}})\s*[/.\s-]?\s*q(?:uartal)?\s*{_QUARTER}",
        rf"(?:h|hj)\s*(?P<half>[12])\s*[/.\s-]\s*{_YEAR}",
        rf"(?P<half>[12])\.?\s*(?:halbjahr|hj\.?|hbj\.?)\s*[/.\s-]?\s*{_YEAR}",
        rf"kw\s*(?P<week>\d{{1,2}})\s*[/.\s-]\s*{_YEAR}",
    )
)
_LEAD = {
    LAST: re.compile(
        r"(?:(?:voraussichtlich|längstens|spätestens|endet|läuft)\s+)?"
        r"(?:bis(?:\s+(?:zum|einschließlich|einschl\.|mit))?|zum|per|endet|bis ende|ende)?\s*"
        r"(?:ende\s+)?",
        re.IGNORECASE,
    ),
    FIRST: re.compile(r"(?:ab(?:\s+dem)?|seit(?:\s+dem)?|vom|von|beginn|start)?\s*", re.IGNORECASE),
}


def day_written(text: str, edge: str = "") -> tuple[date, bool] | None:
    """The day and whether the text names that very day; None where it says no certain day.

    ``edge`` tells which day of a month, quarter or year is meant: its "first" where something
    begins, its "last" where something ends, neither elsewhere.  Years of two digits are those
    from 1970 to 2069: ends of contracts lie ahead, beginnings behind.
    """
    bare = " ".join(visible(text).split())
    bare = _WEEKDAY.sub("", bare, count=1) if _WEEKDAY.match(bare) else bare
    bare = _TIME.sub("", bare)
    if exact := _exact(bare):
        return exact, True
    if edge not in _LEAD:
        return None
    lead = _LEAD[edge].match(bare)
    assert lead is not None
    bare = bare[lead.end() :]
    if exact := _exact(bare):
        return exact, True
    for pattern in _PERIODS:
        if match := pattern.fullmatch(bare):
            span = _span(match)
            if span is not None:
                return span[0 if edge == FIRST else 1], False
    return None


def _exact(text: str) -> date | None:
    if match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|'?\d{2})", text):
        return _date(match[3], match[2], match[1])
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        return _date(match[1], match[2], match[3])
    if match := re.fullmatch(rf"(\d{{1,2}})\.?\s*({_NAME})\.?,?\s+(\d{{4}})", text, re.IGNORECASE):
        return _date(match[3], str(_MONTHS[match[2].lower()]), match[1])
    return None


def _span(match: re.Match[str]) -> tuple[date, date] | None:
    """First and last day of the period that a pattern found."""
    found = match.groupdict()
    year = _whole_year(found["year"])
    if not german.FIRST_YEAR <= year <= german.LAST_YEAR:
        return None
    if week := found.get("week"):
        try:
            monday = date.fromisocalendar(year, int(week), 1)
        except ValueError:
            return None
        return monday, monday + timedelta(days=6)
    first, last = 1, 12
    if quarter := found.get("quarter"):
        number = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter.lower()) or int(quarter)
        first, last = 3 * number - 2, 3 * number
    elif half := found.get("half"):
        first, last = (1, 6) if half == "1" else (7, 12)
    elif name := found.get("name"):
        first = last = _MONTHS[name.lower()]
    elif month := found.get("month"):
        first = last = int(month)
    if not 1 <= first <= last <= 12:
        return None
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _whole_year(text: str) -> int:
    number = int(text.lstrip("'"))
    return number if len(text) == 4 else number + (2000 if number < 70 else 1900)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        found = date(_whole_year(year), int(month), int(day))
    except ValueError:
        return None
    return found if german.FIRST_YEAR <= found.year <= german.LAST_YEAR else None
