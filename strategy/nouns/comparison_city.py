"""Step 1: cities to compare with."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.kernel.record import Absent, Gender, Record, integer, long, text, year


@dataclass(frozen=True)
class ComparisonCity(Record):
    """A city whose strategy or figures serve as comparison."""

    TABLE = "comparison_city"
    PREFIX = "VS"
    SINGULAR = "Vergleichskommune"
    PLURAL = "Vergleichskommunen"
    GENDER = Gender.FEMININE
    REPORT = "1 Ziele"
    IMPORT = Absent("few rows, typed in")

    title: str | None = text("Kommune", required=True)
    state: str | None = text("Land")
    inhabitants: int | None = integer("Einwohnerinnen und Einwohner")
    # The year of the strategy, not of the figures; values carry their own year.
    strategy_year: int | None = year("Strategie von")
    areas: str | None = text("Handlungsfelder")
    lesson: str | None = long("Was wir daraus lernen")
    source: str | None = text("Quelle")
