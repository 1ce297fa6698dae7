"""The problem of one version of a plan: its measures with their cost, staff, points and rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from strategy.analysis.scoring import Ranked, ranking
from strategy.figures.money.own_share import fte_cells, measures_with_posts, own_share_cells
from strategy.figures.plan.cap_units import CapUnits
from strategy.figures.plan.limits import (
    CONSUMPTIVE,
    FTE,
    INVESTIVE,
    OWN_SHARE,
    STARTS,
    CapKey,
    PlanLimits,
)
from strategy.figures.plan.measures import IN_PLAN
from strategy.figures.profile import horizon, plan_year
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Cursor
from strategy.nouns.dependency import DependencyKind
from strategy.nouns.measure import MeasureStatus
from strategy.optimising.problem import BENEFIT_SCALE, Candidate, Problem

_BEGUN = (MeasureStatus.RUNNING, MeasureStatus.DONE)
_SIDE = {"konsumtiv": CONSUMPTIVE, "investiv": INVESTIVE}

# The first year in which anything of a measure lies, and the one in which it begins.
_MEASURES = f"""
WITH years AS (
    SELECT measure_id, year FROM plan_entry
    UNION ALL SELECT measure_id, year FROM cost_line
        WHERE basis = 'Plan' AND cost_type IS DISTINCT FROM 'Abschreibung'
    UNION ALL SELECT id, year(starts_on) FROM measure
)
SELECT m.id, m.title, m.status, coalesce(m.domain_id, '') AS domain,
    coalesce(year(m.starts_on), (SELECT min(year) FROM plan_entry e WHERE e.measure_id = m.id),
        (SELECT min(year) FROM years y WHERE y.measure_id = m.id)) AS planned,
    (SELECT min(year) FROM years y WHERE y.measure_id = m.id) AS first,
    (SELECT min(year) FROM years y WHERE y.measure_id = m.id AND y.year >= ?) AS first_open
FROM measure m WHERE {IN_PLAN.replace("status", "m.status")} ORDER BY m.id
"""


@dataclass(frozen=True)
class Question:
    """A problem and what has to be said beside it: measures without a Nutzwert, measures with
    cost lines whose amount is unknown (they count 0), and the years planned."""

    problem: Problem
    unrated: tuple[str, ...] = ()
    unknown_cost: tuple[str, ...] = ()
    years: tuple[int, ...] = ()


@dataclass
class _Use:
    """What one measure needs: cells of own share and posts, each (year, unit, side, amount).

    ``moved`` tells the own share of other beginnings where posts cost by the rate of their year:
    shift to cells, in the years of the shifted measure.
    """

    money: list[tuple[int, str, str, int]] = field(default_factory=list)
    moved: dict[int, list[tuple[int, str, str, int]]] = field(default_factory=dict)
    posts: list[tuple[int, str, int]] = field(default_factory=list)


def build_question(db: Cursor, limits: PlanLimits) -> Question:
    """Read the version; raises Refused where weights are not 100 % or nothing can be planned."""
    first_year, years = _years(db)
    rated = {item.measure_id: item for item in ranking(db)}
    uses, unknown = _uses(db)
    units = CapUnits(db, (key.unit for key in limits.caps))
    rows = db.rows(_MEASURES, [first_year])
    if not rows:
        raise Refused("Es gibt noch keine Maßnahme, die geplant werden kann; legen Sie eine an.")
    _add_moved(db, uses, rows, first_year, years)
    candidates, impossible = [], dict[str, str]()
    for row in rows:
        item = _candidate(row, first_year, years, uses.get(row["id"], _Use()), units, limits)
        rank = rated.get(row["id"])
        reason = _impossible(item, rank, row)
        if reason:
            impossible[item.id] = reason
        else:
            candidates.append(_with_benefit(item, rank))
    problem = _connected(db, candidates, impossible, limits)
    known = {item.id: item for item in problem.candidates}
    unrated = [name for name in known if name not in rated or rated[name].utility is None]
    return Question(problem, tuple(unrated), tuple(unknown & set(known)), tuple(years))


def _years(db: Cursor) -> tuple[int, list[int]]:
    """The first year that can still be planned, and all years up to the end of the horizon."""
    first = plan_year(db)
    if first is None:
        raise Refused("Das Planjahr fehlt; tragen Sie es zuerst unter Daten, Kommune ein.")
    return first, [year for year in horizon(db) if year >= first]


def _uses(db: Cursor) -> tuple[dict[str, _Use], set[str]]:
    uses: dict[str, _Use] = defaultdict(_Use)
    unknown = set[str]()
    for row in own_share_cells(db).astype(object).to_dict("records"):
        # What nobody knows takes nothing of a cap; the measure is named among the unknown ones.
        if not german.is_unknown(row["own_cents"]):
            uses[row["measure_id"]].money.append(_cell(row))
        if row["unknown_lines"]:
            unknown.add(row["measure_id"])
    for row in fte_cells(db).astype(object).to_dict("records"):
        if german.is_unknown(row["fte_e4"]):
            continue
        unit = row["unit_id"] if isinstance(row["unit_id"], str) else ""
        uses[row["measure_id"]].posts.append((int(row["year"]), unit, int(row["fte_e4"])))
    return uses, unknown


def _cell(row: Mapping[Any, Any]) -> tuple[int, str, str, int]:
    kind, unit = row["budget_kind"], row["unit_id"]
    side = _SIDE.get(kind, "") if isinstance(kind, str) else ""
    return int(row["year"]), unit if isinstance(unit, str) else "", side, int(row["own_cents"])


def _add_moved(
    db: Cursor, uses: dict[str, _Use], rows: list[dict[str, Any]], first_year: int, years: list[int]
) -> None:
    """Read the own share of measures with posts for every shift that is possible for one."""
    planned = {row["id"]: row["planned"] or first_year for row in rows}
    posted = [name for name in measures_with_posts(db) if name in planned]
    shifts = {start - planned[name] for name in posted for start in years} - {0}
    for shift in sorted(shifts):
        for row in own_share_cells(db, posted, shift).astype(object).to_dict("records"):
            moved = uses[row["measure_id"]].moved.setdefault(shift, [])
            if not german.is_unknown(row["own_cents"]):
                moved.append(_cell(row))


def _candidate(
    row: Mapping[str, Any],
    first_year: int,
    years: list[int],
    use: _Use,
    units: CapUnits,
    limits: PlanLimits,
) -> Candidate:
    planned = row["planned"]
    decided = row["status"] == MeasureStatus.DECIDED
    fixed = row["status"] in _BEGUN or (decided and planned is not None and planned < first_year)
    base = first_year if planned is None else planned
    possible = [base] if fixed else years
    starts, own = {}, {}
    for start in possible:
        shift = start - base
        # As moving itself: nothing of what is decided lands in a year whose budget is decided.
        if not fixed and decided and row["first_open"] and row["first_open"] + shift < first_year:
            continue
        starts[start], own[start] = _usage(use, shift, start, years, units)
    return Candidate(
        id=row["id"],
        title=row["title"] or row["id"],
        benefit=0,
        starts=starts,
        own_share=own,
        planned=base,
        domain=row["domain"],
        must=row["id"] in limits.must,
        fixed=fixed,
        not_before=limits.not_before.get(row["id"]),
        not_after=limits.not_after.get(row["id"]),
    )


def _usage(
    use: _Use, shift: int, start: int, years: list[int], units: CapUnits
) -> tuple[dict[CapKey, int], int]:
    """What a measure uses when it is shifted, and its own share over the years planned."""
    amounts: dict[CapKey, int] = defaultdict(int)
    total = 0
    # Posts cost by the rate of the year they land in; all else costs the same in any year.
    cells = use.moved.get(shift)
    if cells is None:
        cells = [(year + shift, unit, side, cents) for year, unit, side, cents in use.money]
    for at, unit, side, cents in cells:
        total += cents if at in years else 0
        for above in units.above(unit):
            amounts[CapKey(OWN_SHARE, at, above)] += cents
            if side:
                amounts[CapKey(side, at, above)] += cents
    for year, unit, fte_e4 in use.posts:
        for above in units.above(unit):
            if above:
                amounts[CapKey(FTE, year + shift, above)] += fte_e4
    amounts[CapKey(STARTS, start)] = 1
    return dict(amounts), total


def _impossible(item: Candidate, rank: Ranked | None, row: Mapping[str, Any]) -> str:
    if item.must or item.fixed:
        return ""
    if rank is not None and rank.knocked_out:
        return f"Ausgeschieden: keine Punkte im K.-o.-Kriterium „{rank.knocked_out[0]}“."
    if not item.starts:
        return f"Kein Jahr des Planungszeitraums ist als Beginn möglich (geplant {row['planned']})."
    return ""


def _with_benefit(item: Candidate, rank: Ranked | None) -> Candidate:
    utility = rank.utility if rank is not None else None
    worth = 0 if utility is None else int(utility * BENEFIT_SCALE)
    return Candidate(**{**item.__dict__, "benefit": worth})


def _connected(
    db: Cursor, candidates: list[Candidate], impossible: dict[str, str], limits: PlanLimits
) -> Problem:
    """The problem with the dependencies among measures that are not bound to begin anyway."""
    known = {item.id: item for item in candidates}
    requires, follows, excludes = [], [], []
    rows = db.rows("SELECT DISTINCT measure_id, kind, other_id FROM dependency ORDER BY ALL")
    changed = True
    # A measure that needs an impossible one is impossible itself, and so on up the chain.
    while changed:
        changed = False
        for row in rows:
            a, b = row["measure_id"], row["other_id"]
            needs = row["kind"] in (DependencyKind.REQUIRES, DependencyKind.FOLLOWS)
            if needs and a in known and b not in known:
                if known[a].must or known[a].fixed:
                    continue
                impossible[a] = f"Sie setzt {b} voraus, und {b} steht nicht zur Wahl."
                del known[a]
                changed = True
    for row in rows:
        a, b = row["measure_id"], row["other_id"]
        if a not in known or b not in known:
            continue
        # What has begun has begun: it asks for nothing and does not give way.
        if row["kind"] == DependencyKind.EXCLUDES and not (known[a].fixed and known[b].fixed):
            excludes.append((a, b))
        elif row["kind"] == DependencyKind.REQUIRES and not known[a].fixed:
            requires.append((a, b))
        elif row["kind"] == DependencyKind.FOLLOWS and not known[a].fixed:
            follows.append((a, b))
    return Problem(
        candidates=tuple(sorted(known.values(), key=lambda item: item.id)),
        caps=limits.caps,
        requires=tuple(requires),
        follows=tuple(follows),
        excludes=tuple(excludes),
        domains=limits.domains,
        impossible=dict(sorted(impossible.items())),
    )
