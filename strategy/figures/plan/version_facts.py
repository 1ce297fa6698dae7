"""What one asks of a version first: how many measures its plan has and what they cost itself."""

from __future__ import annotations

from dataclasses import dataclass

from strategy.figures.money.own_share import own_share_by_year
from strategy.figures.plan.measures import IN_PLAN
from strategy.kernel.store import Cursor


@dataclass(frozen=True)
class VersionFacts:
    """``own_cents`` is None where no amount is known; ``unknown_lines`` are not in it."""

    measures: int
    own_cents: int | None
    unknown_lines: int


def version_facts(db: Cursor) -> VersionFacts:
    """Of the version that ``db`` reads: measures of the plan, their own share in all years, and how
    many amounts are missing in it."""
    by_year = own_share_by_year(db)
    known = int(by_year["own_cents"].sum()) if len(by_year) else None
    return VersionFacts(
        int(db.value(f"SELECT count(*) FROM measure WHERE {IN_PLAN}") or 0),
        known,
        int(by_year["unknown_lines"].sum()) if len(by_year) else 0,
    )
