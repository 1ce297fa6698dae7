"""The rows of the planning table: every measure with its years, its money and its posts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from strategy.analysis.scoring import ranking
from strategy.figures.inventory.units import UNASSIGNED, UNITS
from strategy.figures.money.own_share import fte_cells, own_share_cells
from strategy.figures.plan.cap_units import CapUnits
from strategy.figures.plan.limits import (
    CONSUMPTIVE,
    FTE,
    INVESTIVE,
    OWN_SHARE,
    STARTS,
    CapKey,
    PlanLimits,
    read_limits,
)
from strategy.figures.plan.measures import in_plan
from strategy.figures.profile import horizon, plan_year
from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.store import Cursor
from strategy.nouns.measure import MeasureStatus

_BEGUN = (MeasureStatus.RUNNING, MeasureStatus.DONE)
_DECIDED = (MeasureStatus.DECIDED, *_BEGUN)
_SIDE = {"konsumtiv": CONSUMPTIVE, "investiv": INVESTIVE}
NO_DOMAIN = "ohne Lebensbereich"

# As in the optimiser, a measure begins by its date, else by its stages, else by its cost.
_MEASURES = f"""
WITH RECURSIVE {UNITS}
SELECT m.id, m.title, m.status, m.priority, coalesce(m.mandatory, false) AS mandatory,
    {in_plan("m")} AS in_plan, m.domain_id, d.title AS domain, m.organisation_id,
    o.title AS unit, u.dezernat_id, u.dezernat,
    coalesce(year(m.starts_on), (SELECT min(year) FROM plan_entry e WHERE e.measure_id = m.id),
        (SELECT min(year) FROM cost_line c WHERE c.measure_id = m.id AND c.basis = 'Plan'
            AND c.cost_type IS DISTINCT FROM 'Abschreibung')) AS start
FROM measure m LEFT JOIN life_domain d ON d.id = m.domain_id
LEFT JOIN units u ON u.unit_id = m.organisation_id
LEFT JOIN organisation_unit o ON o.id = m.organisation_id
WHERE m.status IS DISTINCT FROM ? ORDER BY m.id
"""


@dataclass(frozen=True)
class YearCell:
    """What one measure has in one year; ``own_cents`` is None where all its lines are unknown."""

    stage: str = ""
    own_cents: int | None = None
    fte_e4: int = 0
    unknown_lines: int = 0


@dataclass(frozen=True)
class PlanRow:
    """A measure as a row.  ``use`` says what it takes of each cap (of every year), ``stays_before``
    is the year before which nothing of it moves, because that budget is decided."""

    id: str
    title: str
    status: str
    priority: str
    domain_id: str
    domain: str
    unit_id: str
    unit: str
    dezernat_id: str
    dezernat: str
    mandatory: bool
    in_plan: bool
    start: int | None
    rank: int | None = None
    utility: Decimal | None = None
    knocked_out: str = ""
    stays_before: int | None = None
    cells: Mapping[int, YearCell] = field(default_factory=dict)
    use: Mapping[CapKey, int] = field(default_factory=dict)

    @property
    def begun(self) -> bool:
        """Whether it runs or is done; then it stays in the plan."""
        return self.status in _BEGUN

    @property
    def must(self) -> bool:
        """Whether it stands above the must line (Pflicht): by rule, or because it has begun."""
        return self.mandatory or self.begun

    @property
    def movable(self) -> bool:
        """Whether its years can change at all."""
        return self.status != MeasureStatus.DONE and self.start is not None


@dataclass(frozen=True)
class PlanTable:
    """All rows, the years planned, the caps, and the links between measures as (dependency id,
    measure, kind, other).  ``warning`` says why there is no ranking, where there is none."""

    rows: tuple[PlanRow, ...]
    years: tuple[int, ...]
    limits: PlanLimits
    unit_names: Mapping[str, str]
    dependencies: tuple[tuple[str, str, str, str], ...]
    warning: str = ""

    @property
    def by_id(self) -> dict[str, PlanRow]:
        """Rows by the id of their measure."""
        return {row.id: row for row in self.rows}


def read_plan_table(db: Cursor) -> PlanTable:
    """Everything of one version in a handful of queries; rejected measures are no rows."""
    limits = read_limits(db)
    warning, ranked = "", {}
    try:
        ranked = {item.measure_id: item for item in ranking(db)}
    except Refused as error:
        # Without a ranking the table still shows what is planned, in the order of ids.
        warning = str(error)
    cells = _cells(db)
    uses = _uses(db, limits)
    decided = plan_year(db)
    rows = []
    for row in db.rows(_MEASURES, [MeasureStatus.REJECTED]):
        place = ranked.get(row["id"])
        use = {**uses.get(row["id"], {})}
        if row["start"] is not None:
            use[CapKey(STARTS, row["start"])] = 1
        rows.append(
            PlanRow(
                id=row["id"],
                title=row["title"] or row["id"],
                status=row["status"] or "",
                priority=row["priority"] or "",
                domain_id=row["domain_id"] or "",
                domain=row["domain"] or NO_DOMAIN,
                unit_id=row["organisation_id"] or "",
                unit=row["unit"] or "",
                dezernat_id=row["dezernat_id"] or "",
                dezernat=row["dezernat"] or UNASSIGNED,
                mandatory=bool(row["mandatory"]),
                in_plan=bool(row["in_plan"]),
                start=row["start"],
                rank=place.rank if place else None,
                utility=place.utility if place else None,
                knocked_out=place.knocked_out[0] if place and place.knocked_out else "",
                stays_before=decided if row["status"] in _DECIDED else None,
                cells=cells.get(row["id"], {}),
                use=use,
            )
        )
    names = {row["id"]: row["title"] for row in db.rows("SELECT id, title FROM organisation_unit")}
    links = db.rows("SELECT id, measure_id, kind, other_id FROM dependency ORDER BY id")
    return PlanTable(
        tuple(sorted(rows, key=rank_order)),
        tuple(horizon(db)),
        limits,
        names,
        tuple((row["id"], row["measure_id"], row["kind"], row["other_id"]) for row in links),
        warning,
    )


def rank_order(row: PlanRow) -> tuple[bool, int, str]:
    """The best rank first, measures without a rank at the end, ties by id."""
    return (row.rank is None, row.rank or 0, row.id)


def _cells(db: Cursor) -> dict[str, dict[int, YearCell]]:
    stages: dict[tuple[str, int], str] = {}
    # Backwards, so that of two stages for one year the first one stays, as everywhere.
    for row in db.rows("SELECT measure_id, year, stage FROM plan_entry ORDER BY id DESC"):
        stages[row["measure_id"], row["year"]] = row["stage"] or ""
    own: dict[tuple[str, int], int] = defaultdict(int)
    unknown: dict[tuple[str, int], int] = defaultdict(int)
    for measure, year, cents, lines in _columns(
        own_share_cells(db), "measure_id", "year", "own_cents", "unknown_lines"
    ):
        key = (measure, int(year))
        unknown[key] += int(lines)
        # Only what is known: a cell of nothing but unknown amounts is no 0.
        if not german.is_unknown(cents):
            own[key] += int(cents)
    posts: dict[tuple[str, int], int] = defaultdict(int)
    for measure, year, e4 in _columns(fte_cells(db), "measure_id", "year", "fte_e4"):
        if not german.is_unknown(e4):
            posts[measure, int(year)] += int(e4)
    found: dict[str, dict[int, YearCell]] = defaultdict(dict)
    for key in {*stages, *unknown, *posts}:
        found[key[0]][key[1]] = YearCell(
            stages.get(key, ""), own.get(key), posts.get(key, 0), unknown.get(key, 0)
        )
    return found


def _uses(db: Cursor, limits: PlanLimits) -> dict[str, dict[CapKey, int]]:
    units = CapUnits(db, (key.unit for key in limits.caps))
    found: dict[str, dict[CapKey, int]] = defaultdict(lambda: defaultdict(int))
    for measure, year, side, unit, cents in _columns(
        own_share_cells(db), "measure_id", "year", "budget_kind", "unit_id", "own_cents"
    ):
        kinds = [OWN_SHARE, *([_SIDE[side]] if side in _SIDE else [])]
        # A cap is used by what is known; unknown lines are told beside it.
        for above in () if german.is_unknown(cents) else units.above(_text(unit)):
            for kind in kinds:
                found[measure][CapKey(kind, int(year), above)] += int(cents)
    for measure, unit, year, e4 in _columns(
        fte_cells(db), "measure_id", "unit_id", "year", "fte_e4"
    ):
        for above in () if german.is_unknown(e4) else units.above(_text(unit)):
            found[measure][CapKey(FTE, int(year), above)] += int(e4)
    return found


def _columns(frame: Any, *names: str) -> Any:
    # As plain lists: records from pandas take longer than all that is done with them.
    return zip(*(frame[name].to_numpy(object).tolist() for name in names), strict=True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
