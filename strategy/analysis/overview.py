"""What a mayor asks first: where the plan stands, what it costs, what is next, what has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pandas as pd

from strategy.analysis.steps import step_states
from strategy.figures.figure import Figure
from strategy.figures.money.cost import cost_by_year
from strategy.figures.money.own_share import own_share_by_year
from strategy.figures.money.strategy_cost import cost_without_amount, strategy_by_year
from strategy.figures.plan.limits import OWN_SHARE, CapKey, read_limits
from strategy.figures.plan.measures import IN_PLAN
from strategy.figures.plan.version_facts import version_facts
from strategy.figures.profile import horizon
from strategy.history.sentences import HistoryEntry, plan_history
from strategy.kernel import german
from strategy.kernel.listing import find
from strategy.kernel.store import Cursor
from strategy.kernel.store.versions import Version, list_versions
from strategy.nouns.measure import MeasureStatus
from strategy.nouns.step_done import PlanStep, StepDone

# In the order in which a measure goes through them.
_STATES = (
    MeasureStatus.DONE,
    MeasureStatus.RUNNING,
    MeasureStatus.DECIDED,
    MeasureStatus.PROPOSED,
    MeasureStatus.IDEA,
)
# A picture of two values shows nothing that the number does not say.
_LEAST_BARS = 3


@dataclass(frozen=True)
class Station:
    """One of the five steps: ``reached`` of ``of`` milestones are there and complete; ``done_on``
    is the day on which the coordinator declared it done, None where nobody did."""

    key: str
    title: str
    reached: int
    of: int
    done_on: date | None


@dataclass(frozen=True)
class SmallBar:
    """One bar of a small chart: ``value`` is None where nothing is known, ``text`` says it."""

    label: str
    value: int | None
    text: str
    now: bool = False


@dataclass(frozen=True)
class KeyNumber:
    """One of the four numbers: ``change`` is its direction in words ("" where nothing compares),
    ``about`` what it leads to: the table of a noun or a key of ``milestones``."""

    label: str
    text: str
    change: str
    bars: tuple[SmallBar, ...]
    about: str


def stations(db: Cursor) -> list[Station]:
    """The five steps in order, with what has been declared."""
    declared = {str(one.step): one.done_on for one in find(db, StepDone)}
    return [
        Station(state.key, state.title, state.reached, state.of, declared.get(str(step)))
        for state, step in zip(step_states(db), PlanStep, strict=False)
    ]


def lead_sentence(db: Cursor, today: date) -> str:
    """Decision, number and cost of the measures, and what is missing, as German sentences."""
    facts, years = version_facts(db), horizon(db)
    if facts.measures == 0:
        return "Noch steht keine Maßnahme im Plan."
    measures = german.counted(facts.measures, "Maßnahme steht", "Maßnahmen stehen")
    span = f" {years[0]} bis {years[-1]}" if years else ""
    if facts.own_cents is None:
        money = "ihre Kosten sind noch nicht bekannt"
    else:
        money = f"ihr Eigenanteil beträgt zusammen {german.money_short(facts.own_cents)}"
    parts = [f"{measures} im Plan{span}; {money}."]
    open_ones = len(cost_without_amount(db))
    if open_ones:
        words = german.counted(open_ones, "Maßnahme", "Maßnahmen")
        parts.append(f"Bei {words} fehlen Beträge.")
    return " ".join([_decision(list_versions(db), today), *parts])


def _decision(versions: Sequence[Version], today: date) -> str:
    editions = [one for one in versions if one.kind == "edition"]
    in_force = [one for one in editions if one.in_force_on and one.in_force_on <= today]
    if in_force:
        latest = max(in_force, key=lambda one: (one.in_force_on or today, one.name))
        return f"In Kraft ist seit {german.day(latest.in_force_on)} die Fassung „{latest.title}“."
    coming = [one for one in editions if one.meets_on and one.meets_on >= today]
    if coming:
        first = min(coming, key=lambda one: (one.meets_on or today, one.name))
        return f"Entschieden wird am {german.day(first.meets_on)} über „{first.title}“."
    return "Beschlossen ist die Strategie noch nicht."


def key_numbers(db: Cursor, year: int | None, figures: Sequence[Figure]) -> list[KeyNumber]:
    """Cost of the IT, cost of the strategy, own share against its cap, state of the measures.

    ``figures`` are the named figures of the first two, so that they are those of the report.
    """
    if year is None:
        return []
    it_costs, plan = cost_by_year(db, "Plan"), strategy_by_year(db)
    abouts = ("cost_line", "strategy_cost")
    series = (_by_year(it_costs, "amount_cents"), _by_year(plan, "amount_cents"))
    numbers = [
        KeyNumber(figure.label, figure.text, _against_last_year(one, year), _bars(one, year), about)
        for figure, one, about in zip(figures, series, abouts, strict=True)
    ]
    return [*numbers, _own_share(db, year), _measures(db)]


def _by_year(frame: pd.DataFrame, column: str) -> dict[int, int | None]:
    # min_count: a year of which nothing is known is unknown and not 0.
    sums = frame.groupby("year")[column].sum(min_count=1)
    return {
        int(year): None if german.is_unknown(cents) else int(cents)
        for year, cents in zip(sums.index, sums, strict=True)
    }


def _bars(series: dict[int, int | None], year: int) -> tuple[SmallBar, ...]:
    if sum(1 for value in series.values() if value) < _LEAST_BARS:
        return ()
    return tuple(
        SmallBar(str(one), cents, german.money_short(cents), now=one == year)
        for one, cents in sorted(series.items())
    )


def _against_last_year(series: dict[int, int | None], year: int) -> str:
    now, before = series.get(year), series.get(year - 1)
    # A comparison with nothing known, or with 0, says nothing.
    if now is None or not before:
        return ""
    per_cent = (now - before) * 100 / before
    if abs(per_cent) < 0.5:
        return f"so viel wie {year - 1}"
    # Sign and word, for those who see no colours.
    sign, word = ("▲", "mehr") if per_cent > 0 else ("▼", "weniger")
    return f"{sign} {german.percent(abs(per_cent), 0)} {word} als {year - 1}"


def _own_share(db: Cursor, year: int) -> KeyNumber:
    series = _by_year(own_share_by_year(db), "own_cents")
    now, cap = series.get(year), read_limits(db).caps.get(CapKey(OWN_SHARE, year))
    if cap is None:
        change = "ohne Obergrenze"
    elif now is None:
        change = f"Obergrenze {german.money_short(cap)}"
    elif now > cap:
        change = f"▲ {german.money_short(now - cap)} über der Obergrenze"
    else:
        change = f"noch {german.money_short(cap - now)} bis zur Obergrenze"
    return KeyNumber(
        f"Eigenanteil der Strategie {year}",
        german.money(now),
        change,
        _bars(series, year),
        "budget_cap",
    )


def _measures(db: Cursor) -> KeyNumber:
    found = db.rows(f"SELECT status, count(*) AS n FROM measure WHERE {IN_PLAN} GROUP BY status")
    counts = {row["status"]: int(row["n"]) for row in found}
    bars = tuple(
        SmallBar(str(state), counts.get(state, 0), german.number(counts.get(state, 0), 0))
        for state in _STATES
    )
    total = sum(counts.values())
    running = counts.get(MeasureStatus.RUNNING, 0)
    return KeyNumber(
        "Maßnahmen umgesetzt",
        f"{german.number(counts.get(MeasureStatus.DONE, 0), 0)} von {german.number(total, 0)}",
        f"{german.number(running, 0)} in Umsetzung",
        bars if sum(1 for bar in bars if bar.value) >= _LEAST_BARS else (),
        "measure",
    )


@dataclass(frozen=True)
class SinceMeeting:
    """What happened since the last meeting: ``changes`` actions, the latest in ``entries``."""

    body: str
    held_on: date
    changes: int
    entries: tuple[HistoryEntry, ...]


def since_last_meeting(db: Cursor, today: date, shown: int = 4) -> SinceMeeting | None:
    """The latest meeting that has taken place, and what the history tells since; None without."""
    row = db.one(
        "SELECT b.title AS body, m.held_on FROM meeting m JOIN body b ON b.id = m.body_id "
        "WHERE m.cancelled IS NOT TRUE AND m.held_on <= ? ORDER BY m.held_on DESC, m.id LIMIT 1",
        [today],
    )
    if row is None:
        return None
    # The day after: what was done on the day of the meeting itself lay before the council.
    begin = datetime.combine(row["held_on"], time.max, german.TIME_ZONE)
    changes = db.value(
        "SELECT count(*) FROM history.action WHERE schema_name = ? AND kind = 'do' "
        "AND NOT undone AND happened_at > ?",
        [db.version, begin.astimezone(UTC).replace(tzinfo=None)],
    )
    entries = tuple(
        entry for entry in plan_history(db, 50) if entry.kind == "do" and not entry.undone
    )
    return SinceMeeting(
        str(row["body"]), row["held_on"], int(changes or 0), entries[: min(shown, changes or 0)]
    )
