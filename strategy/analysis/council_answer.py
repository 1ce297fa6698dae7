"""What an answer to a council's question is made of: about whom it is, its table and its sum."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd

from strategy.kernel import german
from strategy.kernel.record import Kind, Spec

HORIZON = 5


@dataclass(frozen=True)
class Scope:
    """About what is asked: the whole city (``dezernat`` None) or one Dezernat, in one year."""

    title: str
    year: int
    today: date
    dezernat: str | None = None
    unit_word: str = "Dezernat"

    @property
    def until(self) -> int:
        """The year five years from today."""
        return self.today.year + HORIZON


@dataclass(frozen=True)
class Answer:
    """One answer: ``table`` has the ``columns`` and a ``key``; ``total`` is its last row."""

    key: str
    question: str
    sentence: str
    columns: tuple[Spec, ...]
    table: pd.DataFrame
    stand: date | None
    total: dict[str, Any] | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def rows(self) -> pd.DataFrame:
        """The table with its sum as last row, in the order of ``columns``."""
        names = [column.name for column in self.columns]
        # A sum below nothing would read as a row of unknowns.
        if self.total is None or self.table.empty:
            return self.table[names]
        last = pd.DataFrame([self.total], columns=names)
        return pd.concat([self.table[names].astype(object), last.astype(object)], ignore_index=True)


def unit_column(scope: Scope) -> Spec:
    return Spec("label", scope.unit_word, Kind.TEXT)


def total_of(table: pd.DataFrame, names: tuple[str, ...]) -> dict[str, Any]:
    """Sums of what is known; unknown where nothing is."""
    sums: dict[str, Any] = {"label": "Zusammen"}
    for name in names:
        if name in table:
            known = [value for value in table[name].tolist() if not german.is_unknown(value)]
            sums[name] = sum(known) if known else None
    return sums


def whole_cents(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)


def mean_of(values: pd.Series) -> float | None:
    known = values.dropna()
    return float(known.astype(float).mean()) if len(known) else None


def latest_day(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)


def counted(count: int, singular: str, plural: str) -> str:
    return f"{german.number(count)} {singular if count == 1 else plural}"
