"""Caps and amounts in German words and in the form of the JSON output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from strategy.figures.plan.limits import FTE, STARTS, CapKey
from strategy.kernel import german

_KINDS = {"own_share": "Eigenanteil", "konsumtiv": "konsumtiv", "investiv": "investiv"}


def told_amount(kind: str, amount: int) -> int | str:
    """Cents and counts as whole numbers, posts as text such as "1.5", as in a file of caps."""
    if kind != FTE:
        return amount
    text = f"{Decimal(amount) / 10_000:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount_words(kind: str, amount: int) -> str:
    """ "12.300,00 €", "1,5 VZÄ", "2 Beginne"."""
    if kind == FTE:
        return german.fte(Decimal(amount) / 10_000, unit=True)
    if kind == STARTS:
        return german.counted(amount, "Beginn", "Beginne")
    return german.money(amount)


def kind_words(kind: str, unit: str, names: Mapping[str, str] | None = None) -> str:
    """ "Eigenanteil", "investiv", "Stellen (Hauptamt)"; without ``names`` units keep their ids."""
    said = {FTE: "Stellen", STARTS: "Beginne"}.get(kind) or _KINDS[kind]
    return f"{said} ({(names or {}).get(unit, unit)})" if unit else said


def key_words(key: CapKey, names: Mapping[str, str] | None = None) -> str:
    """ "Eigenanteil 2027 in OE-0001"."""
    said = f"{kind_words(key.kind, '')} {key.year}"
    return said + (f" in {(names or {}).get(key.unit, key.unit)}" if key.unit else "")


def cap_words(key: CapKey, limit: int) -> str:
    """ "Eigenanteil 2027 höchstens 12.300,00 €"."""
    return f"{key_words(key)} höchstens {amount_words(key.kind, limit)}"


def joined(parts: Sequence[str]) -> str:
    """ "a", "a und b", "a, b und c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} und {parts[-1]}"
