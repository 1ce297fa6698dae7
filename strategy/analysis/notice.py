"""Until when a contract can be ended."""

from __future__ import annotations

import calendar
from datetime import date


def last_notice_day(end: date, months: int) -> date:
    """The last day to give notice: the end of the contract less ``months`` (0 or more).

    A contract that ends with a month can be ended until the end of the earlier month: 30.06. less
    three months is 31.03.  Any other day stays, or becomes the last one of a shorter month.
    """
    if months < 0:
        raise ValueError(months)
    year, month = divmod(end.year * 12 + end.month - 1 - months, 12)
    month += 1
    last = calendar.monthrange(year, month)[1]
    ends_with_month = end.day == calendar.monthrange(end.year, end.month)[1]
    return date(year, month, last if ends_with_month else min(end.day, last))
