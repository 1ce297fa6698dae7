"""How a value or a noun of the history is said in German."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from strategy.kernel import german
from strategy.kernel.record import Kind, Spec


def said(spec: Spec, value: Any, names: Mapping[str, str] | None = None) -> str:
    """A value as it stands in the recorded JSON, in German."""
    if value is None:
        return spec.empty_word
    match spec.kind:
        case Kind.MONEY:
            return german.money(int(value))
        case Kind.PERCENT:
            # Through str: JSON gives a float, whose exact value nobody typed.
            return german.percent(Decimal(str(value)))
        case Kind.FTE:
            return german.fte(Decimal(str(value)))
        case Kind.NUMBER | Kind.INTEGER:
            return german.number(Decimal(str(value)))
        case Kind.YEAR:
            return str(value)
        case Kind.DAY:
            return german.day(date.fromisoformat(str(value)))
        case Kind.MOMENT:
            return german.moment(datetime.fromisoformat(str(value)))
        case Kind.FLAG:
            return "ja" if value else "nein"
        case Kind.REF:
            name = (names or {}).get(str(value))
            return f"{value} „{short(name)}“" if name and name != value else str(value)
        case _:
            return f"„{short(str(value))}“"


def short(text: str) -> str:
    """A text on one line, short enough for a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
