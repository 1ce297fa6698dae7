"""Two days in one text: "2026–2028", "01/2026 - 12/2027", "ab 2026", "Q1 bis Q3 2026"."""

from __future__ import annotations

import re
from datetime import date

from strategy.kernel.clean_text import visible
from strategy.kernel.written_day import FIRST, LAST, day_written

# Signs that may stand between two days, the surest first: a dash inside "2026-12" is none.
_BETWEEN = (
    re.compile(r"\s+(?:bis(?:\s+(?:zum|einschl\.|einschließlich))?|to|until)\s+", re.IGNORECASE),
    re.compile(r"\s+[–—-]\s*|\s*[–—]\s+"),
    re.compile(r"\s*[–—]\s*"),
    re.compile(r"-"),
    re.compile(r"/"),
)
_LEAD = re.compile(r"(?:vom|von|from|zwischen)\s+", re.IGNORECASE)
_OPEN_END = re.compile(r"(?:ab|seit|from|since)\b", re.IGNORECASE)
_OPEN_START = re.compile(r"(?:bis|until)\b", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def period_written(text: str) -> tuple[date | None, date | None] | None:
    """First and last day, one of them None where the text leaves it open; None if it says neither.

    A single day begins or ends nothing; a single month, quarter or year is its own period.
    """
    bare = " ".join(visible(text).split()).strip(" .")
    if _OPEN_START.match(bare):
        last = day_written(bare, LAST)
        return (None, last[0]) if last else None
    whole = day_written(bare, FIRST)
    if whole is not None and _OPEN_END.match(bare):
        return whole[0], None
    if whole is not None:
        last = day_written(bare, LAST)
        return (whole[0], last[0]) if last and not whole[1] else None
    bare = _LEAD.sub("", bare, count=1) if _LEAD.match(bare) else bare
    for sign in _BETWEEN:
        found = {
            period
            for match in sign.finditer(bare)
            if (period := _joined(bare[: match.start()].strip(), bare[match.end() :].strip()))
        }
        if len(found) == 1:
            return found.pop()
    return None


def _joined(left: str, right: str) -> tuple[date, date] | None:
    """The period of both sides; a year that only one of them names holds for the other."""
    if re.fullmatch(r"\d\d", right) and re.fullmatch(r"(?:19|20)\d\d", left):
        # "2026/27": of two digits only the century is missing.
        right = left[:2] + right
    first, last = day_written(left, FIRST), day_written(right, LAST)
    if first is None and last is not None and (year := _YEAR.search(right)):
        # "Q1–Q3 2026", "03-09/2026" and "1.3.–30.9.2026" name the year once.
        ways = (f"{left} {year[1]}", f"{left}/{year[1]}", f"{left.rstrip('.')}.{year[1]}")
        first = next((day for way in ways if (day := day_written(way, FIRST))), None)
    if first is None or last is None or last[0] < first[0]:
        return None
    return first[0], last[0]
