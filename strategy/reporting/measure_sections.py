"""The sections of a half-yearly report about measures: time, results, money, what is endangered."""

from __future__ import annotations

from typing import Any

import pandas as pd

from strategy.analysis.council_answer import Answer, total_of, whole_cents
from strategy.figures.inventory.projects import RED, YELLOW
from strategy.figures.plan.measure_light import measure_lights, passed_percent
from strategy.figures.plan.measures import measure_cost
from strategy.kernel import german
from strategy.kernel.listing import find, names_by_id
from strategy.kernel.record import Kind, Spec
from strategy.kernel.store import Cursor
from strategy.nouns.measure import MeasureStatus
from strategy.nouns.milestone import Milestone
from strategy.nouns.organisation_unit import OrganisationUnit
from strategy.nouns.report_definition import ReportSection
from strategy.nouns.risk import Risk
from strategy.reporting.scope import ID, NAME, ReportScope


def answer(
    section: ReportSection, question: str, sentence: str, columns: list[Spec], rows: list[Any]
) -> Answer:
    """A section with its table; ``rows`` are in the order of the columns."""
    table = pd.DataFrame(rows, columns=[column.name for column in columns], dtype=object)
    return Answer(str(section), question, sentence, tuple(columns), table, None)


def time_section(db: Cursor, scope: ReportScope) -> Answer:
    """Plan and actual of time: how much of the time has passed, and how far the work is."""
    units, lights = (
        names_by_id(db, OrganisationUnit),
        measure_lights(db, scope.measures, scope.last),
    )
    rows = [
        [
            one.id,
            one.name,
            units.get(one.organisation_id or ""),
            one.starts_on,
            one.ends_on,
            passed_percent(one, scope.last),
            one.progress,
            lights[one.id][0],
        ]
        for one in scope.measures
    ]
    counts: dict[str, int] = {}
    for light, _ in lights.values():
        counts[light] = counts.get(light, 0) + 1
    told = ", ".join(f"{light} {count}" for light, count in sorted(counts.items()))
    many = german.counted(len(rows), "Maßnahme", "Maßnahmen")
    sentence = f"Berichtet wird über {many} (Ampel: {told})." if rows else "Keine Maßnahme."
    if scope.undecided:
        left = german.counted(scope.undecided, "Maßnahme wartet", "Maßnahmen warten")
        sentence += f" {left} noch auf den Beschluss."
    columns = [
        *(ID, NAME, Spec("unit", "Federführung", Kind.TEXT)),
        *(Spec("starts_on", "Beginn", Kind.DAY), Spec("ends_on", "Ende", Kind.DAY)),
        *(
            Spec("passed", "Zeit vergangen", Kind.PERCENT),
            Spec("done", "Fortschritt", Kind.PERCENT),
        ),
        Spec("light", "Ampel", Kind.TEXT),
    ]
    return answer(ReportSection.TIME, "Zeit: Plan und Stand", sentence, columns, rows)


def results_section(db: Cursor, scope: ReportScope) -> Answer:
    """Plan and actual of results: milestones that were due or reached in the period."""
    names = {one.id: one.name for one in scope.measures}
    rows = []
    late = 0
    for one in find(db, Milestone, "measure_id IS NOT NULL", order="due, id"):
        if one.measure_id not in names or not _falls_into(one, scope):
            continue
        days = None if one.due is None else ((one.reached_on or scope.last) - one.due).days
        late += one.reached_on is None and (days or 0) > 0
        delay = max(days, 0) if days is not None else None
        rows.append(
            [one.measure_id, names[one.measure_id], one.name, one.due, one.reached_on, delay]
        )
    reached = sum(row[4] is not None for row in rows)
    sentence = (
        f"Im Zeitraum {german.counted(len(rows), 'Meilenstein', 'Meilensteine')}: {reached} "
        f"erreicht, {late} überfällig."
        if rows
        else "Im Zeitraum war kein Meilenstein fällig, und keiner wurde erreicht."
    )
    ended = sum(one.status == MeasureStatus.DONE for one in scope.measures)
    sentence += f" Umgesetzt: {german.counted(ended, 'Maßnahme', 'Maßnahmen')}."
    columns = [
        *(ID, NAME, Spec("step", "Meilenstein", Kind.TEXT), Spec("due", "Termin", Kind.DAY)),
        *(
            Spec("reached", "Erreicht am", Kind.DAY, empty="–"),
            Spec("late", "Verzug (Tage)", Kind.INTEGER),
        ),
    ]
    return answer(ReportSection.RESULTS, "Ergebnisse: Meilensteine", sentence, columns, rows)


def _falls_into(one: Milestone, scope: ReportScope) -> bool:
    """Whether a milestone was reached or due in the period, or is overdue from before."""
    if one.reached_on is not None:
        return one.reached_on <= scope.last and (
            scope.first is None or one.reached_on >= scope.first
        )
    return one.due is not None and one.due <= scope.last


def money_section(db: Cursor, scope: ReportScope) -> Answer:
    """Plan and actual of money: of the year of the report and of all years."""
    year = scope.last.year
    sums = {basis: _sums(measure_cost(db, basis), scope, year) for basis in ("Plan", "Ist")}
    rows = []
    for one in scope.measures:
        cells = [sums[basis][span].get(one.id) for span in (0, 1) for basis in ("Plan", "Ist")]
        (planned, actual), whole = cells[:2], cells[2:]
        rest = None if planned is None or actual is None else planned - actual
        rows.append([one.id, one.name, planned, actual, rest, *whole])
    names = ("plan", "actual", "rest", "plan_all", "actual_all")
    # Without the year: a saved report names its columns, and has to find them next year as well.
    labels = ("Plan des Jahres", "Ist des Jahres", "Abweichung", "Plan gesamt", "Ist gesamt")
    columns = [ID, NAME, *(Spec(n, t, Kind.MONEY) for n, t in zip(names, labels, strict=True))]
    found = answer(ReportSection.MONEY, "Geld: Plan und Ist", "", columns, rows)
    total = {**total_of(found.table, names), "id": ""}
    unknown = sum(row[3] is None for row in rows)
    said = (
        f"{year} sind {german.money(total.get('plan'))} geplant und "
        f"{german.money(total.get('actual'))} als Ist gebucht."
    )
    if unknown:
        said += f" Von {german.counted(unknown, 'Maßnahme', 'Maßnahmen')} ist kein Ist bekannt."
    return Answer(
        found.key,
        found.question,
        said,
        found.columns,
        found.table,
        None,
        total if rows else None,
        # A difference of the sums would count plans whose actual cost nobody knows.
        ("Die Abweichung zählt nur Maßnahmen, von denen beides bekannt ist.",) if rows else (),
    )


def _sums(cost: pd.DataFrame, scope: ReportScope, year: int) -> tuple[dict[str, int | None], ...]:
    """What is known per measure: of the year, and of all years."""
    cost = cost[cost["measure_id"].isin(scope.ids)]
    found = []
    for rows in (cost[cost["year"] == year], cost):
        # min_count: lines of which no amount is known add up to unknown and not to 0.
        sums = rows.groupby("measure_id")["amount_cents"].sum(min_count=1)
        found.append({str(k): whole_cents(v) for k, v in zip(sums.index, sums, strict=True)})
    return tuple(found)


def endangered_section(db: Cursor, scope: ReportScope) -> Answer:
    """What is endangered, by what, and what can be done about it."""
    lights = measure_lights(db, scope.measures, scope.last)
    risks: dict[str, list[Risk]] = {}
    for one in find(db, Risk, "measure_id IS NOT NULL", order="id"):
        risks.setdefault(str(one.measure_id), []).append(one)
    rows = []
    for measure in scope.measures:
        light, signs = lights[measure.id]
        if light not in (RED, YELLOW) and not measure.trouble:
            continue
        own = risks.get(measure.id, [])
        cause = measure.trouble or "; ".join(risk.name for risk in own)
        answers = measure.options or "; ".join(risk.response for risk in own if risk.response)
        rows.append(
            [measure.id, measure.name, light, signs or None, cause or None, answers or None]
        )
    silent = sum(row[4] is None or row[5] is None for row in rows)
    sentence = (
        f"Gefährdet: {german.counted(len(rows), 'Maßnahme', 'Maßnahmen')}."
        if rows
        else "Keine Maßnahme ist gefährdet."
    )
    if silent:
        sentence += f" Bei {silent} fehlen Ursache oder Handlungsoptionen."
    columns = [
        *(ID, NAME, Spec("light", "Ampel", Kind.TEXT)),
        Spec("signs", "Anzeichen", Kind.LONG, empty="–"),
        Spec("cause", "Ursache", Kind.LONG),
        Spec("options", "Handlungsoptionen", Kind.LONG),
    ]
    return answer(ReportSection.ENDANGERED, "Gefährdete Maßnahmen", sentence, columns, rows)
