"""The caps and rules of a version in one value, as optimiser and ranges need them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from strategy.kernel.store import Cursor
from strategy.nouns.budget_cap import CapKind
from strategy.nouns.planning_rule import RuleKind

OWN_SHARE, CONSUMPTIVE, INVESTIVE, FTE, STARTS = (
    "own_share",
    "konsumtiv",
    "investiv",
    "fte",
    "starts",
)
_KIND = {
    CapKind.OWN_SHARE: OWN_SHARE,
    CapKind.CONSUMPTIVE: CONSUMPTIVE,
    CapKind.INVESTIVE: INVESTIVE,
}


# No dataclass: a table of 1,000 measures looks up some ten thousand of these for every redraw, and
# a tuple is hashed in a tenth of the time.
class CapKey(NamedTuple):
    """What is capped: money in cents, posts in ten-thousandths of an FTE, or starts of measures.

    ``unit`` is empty for the whole municipality; else the unit and everything below it counts.
    """

    kind: str
    year: int
    unit: str = ""


@dataclass(frozen=True)
class DomainMinimum:
    """At least so many measures and so much own share (cents) in a life domain."""

    count: int = 0
    own_share: int = 0


@dataclass(frozen=True)
class PlanLimits:
    """Caps by what they cap, and the rules; ids are those of the plan."""

    caps: Mapping[CapKey, int] = field(default_factory=dict)
    must: frozenset[str] = frozenset()
    not_before: Mapping[str, int] = field(default_factory=dict)
    not_after: Mapping[str, int] = field(default_factory=dict)
    domains: Mapping[str, DomainMinimum] = field(default_factory=dict)


def read_limits(db: Cursor) -> PlanLimits:
    """What the plan itself says.  Of accidental doubles the strictest counts."""
    caps: dict[CapKey, int] = {}
    for row in db.rows("SELECT kind, year, organisation_id, amount_cents FROM budget_cap"):
        key = CapKey(_KIND[row["kind"]], row["year"], row["organisation_id"] or "")
        # The strictest counts: a plan that keeps to it keeps to the others as well.
        caps[key] = min(row["amount_cents"], caps.get(key, row["amount_cents"]))
    for row in db.rows(
        # Ten-thousandths of a post: the optimiser reckons in whole numbers.
        "SELECT organisation_id, year, CAST(fte * 10000 AS BIGINT) AS fte_e4 FROM staff_cap"
    ):
        key = CapKey(FTE, row["year"], row["organisation_id"])
        caps[key] = min(row["fte_e4"], caps.get(key, row["fte_e4"]))
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    domains: dict[str, DomainMinimum] = {}
    for row in db.rows("SELECT * FROM planning_rule ORDER BY id"):
        if row["kind"] == RuleKind.NOT_BEFORE:
            before[row["measure_id"]] = max(row["year"], before.get(row["measure_id"], 0))
        elif row["kind"] == RuleKind.NOT_AFTER:
            after[row["measure_id"]] = min(row["year"], after.get(row["measure_id"], 9999))
        elif row["kind"] == RuleKind.STARTS:
            key = CapKey(STARTS, row["year"])
            caps[key] = min(row["count"], caps.get(key, row["count"]))
        else:
            known = domains.get(row["domain_id"], DomainMinimum())
            domains[row["domain_id"]] = DomainMinimum(
                max(known.count, row["count"] or 0), max(known.own_share, row["amount_cents"] or 0)
            )
    must = db.rows("SELECT id FROM measure WHERE mandatory")
    return PlanLimits(
        # Sorted, so that the same plan gives the solver the same rows in the same order.
        dict(sorted(caps.items())),
        frozenset(str(row["id"]) for row in must),
        before,
        after,
        domains,
    )
