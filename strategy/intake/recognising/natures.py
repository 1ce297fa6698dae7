"""What the heading of a cost says of its lines: an investment, paid once, or every year."""

from __future__ import annotations

import re

from strategy.nouns.cost_line import BudgetKind, Recurrence

# Fields of a line with their values.
Nature = tuple[tuple[str, str], ...]
_INVESTED = re.compile(r"(?<!des)invest", re.IGNORECASE)
_CONSUMED = re.compile(r"konsumtiv", re.IGNORECASE)
_ONCE = re.compile(r"einmal|investition|anschaffung|beschaffung", re.IGNORECASE)
_AGAIN = re.compile(r"laufend|jährlich|folgekosten|wiederkehrend|p\.\s?a\.", re.IGNORECASE)


def nature_of(header: str) -> Nature:
    """ "Investition 2026" is investive and paid once, "laufende Kosten" run; else nothing."""
    said: dict[str, str] = {}
    if _INVESTED.search(header):
        said = {"budget_kind": str(BudgetKind.INVESTIVE)}
    elif _CONSUMED.search(header):
        said = {"budget_kind": str(BudgetKind.CONSUMPTIVE)}
    if _ONCE.search(header):
        said["recurrence"] = str(Recurrence.ONE_OFF)
    elif _AGAIN.search(header):
        said["recurrence"] = str(Recurrence.RUNNING)
    return tuple(said.items())
