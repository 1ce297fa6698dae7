"""The chapters of the strategy that follow from the plan: goals, domains, money, control."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd

from strategy.documents.long_paper import LongPaper
from strategy.documents.native_chart import BarChart
from strategy.documents.parts import grid, paragraphs_of, word
from strategy.figures.money.own_share import own_share_by_year
from strategy.figures.plan.domains import leading_domains
from strategy.figures.plan.goals import goal_tree, indicator_table
from strategy.figures.plan.measures import IN_PLAN, measure_table, measures_by
from strategy.kernel import german
from strategy.kernel.listing import find
from strategy.kernel.store import Cursor
from strategy.nouns.chapter import ChapterContent
from strategy.nouns.life_domain import LifeDomain
from strategy.nouns.measure import Measure
from strategy.nouns.principle import Principle
from strategy.nouns.vision import Vision

# A table of measures has to be read on paper; the whole text is in the Steckbrief.
_LONGEST = 260
# Without one, a thousand milestones would be a book of their own.
_MOST_STEPS = 40


def write_content(paper: LongPaper, db: Cursor, content: str) -> None:
    """Write what a chapter shows of the plan below its text."""
    _WRITERS[ChapterContent(content)](paper, db)


def _goals(paper: LongPaper, db: Cursor) -> None:
    for vision in find(db, Vision, "in_force IS NOT FALSE", order="id"):
        paper.heading(vision.title or vision.id, 2)
        _paragraphs(paper, vision.body)
    principles = find(db, Principle, order="position, id")
    if principles:
        told = [(one.title or one.id, word(one.body, "–")) for one in principles]
        about = "Leitlinien"
        paper.heading(about, 2)
        paper.captioned(grid(["Leitlinie", "Was sie heißt"], told, [3, 7], about, words=2))
    goals = goal_tree(db)
    if goals.empty:
        paper.text("Ziele sind noch nicht festgelegt.", muted=True)
        return
    paper.heading("Ziele", 2)
    rows = [
        (str(row.title), word(row.level), word(row.target_year, "–"), str(int(str(row.measures))))
        for row in goals.itertuples()
    ]
    header = ["Ziel", "Ebene", "Zieljahr", "Maßnahmen"]
    paper.captioned(grid(header, rows, [6, 2.4, 1.5, 2.1], "Ziele mit Zahl der Maßnahmen", words=2))
    _indicators(paper, db)


def _indicators(paper: LongPaper, db: Cursor) -> None:
    table = indicator_table(db)
    if table.empty:
        return
    paper.heading("Kennzahlen", 2)
    rows = [
        (
            str(row.title),
            word(row.unit),
            german.number(row.baseline),
            german.number(row.target),
            word(row.target_year),
        )
        for row in table.itertuples()
    ]
    header = ["Kennzahl", "Einheit", "Ausgangswert", "Zielwert", "bis"]
    about = "Kennzahlen mit Ausgangs- und Zielwert"
    paper.captioned(grid(header, rows, [4.6, 2.2, 2.4, 1.8, 1.1], about, words=2))


def _domains(paper: LongPaper, db: Cursor) -> None:
    table = measure_table(db)
    table = table[table["in_plan"]]
    bodies = {one.id: one for one in find(db, Measure, IN_PLAN)}
    texts = {one.id: one.body for one in find(db, LifeDomain)}
    names = leading_domains(db)
    groups: dict[str, list[Any]] = {}
    for row in table.itertuples():
        # A measure of another system or of none is told at the end and never left out.
        key = row.domain_id if row.domain_id in names else ""
        groups.setdefault(str(key), []).append(row)
    if not groups:
        paper.text("Der Plan enthält noch keine Maßnahme.", muted=True)
        return
    _money_by_domain(paper, table, names)
    for domain_id, title in {**names, "": "Ohne Lebensbereich"}.items():
        rows = groups.get(domain_id, [])
        if not rows and not domain_id:
            continue
        paper.heading(title, 2)
        for line in paragraphs_of(texts.get(domain_id)):
            paper.text(line, keep=True)
        if not rows:
            paper.text("Hier ist keine Maßnahme vorgesehen.", muted=True)
            continue
        paper.captioned(_measures(rows, bodies, f"Maßnahmen: {title}"))


def _measures(rows: Sequence[Any], bodies: dict[str, Measure], about: str) -> Any:
    lines = [
        (
            str(row.measure_id),
            str(row.title),
            _short(bodies[row.measure_id].body),
            word(row.amt),
            f"{_year(row.start)}–{_year(row.end)}",
            german.money(row.cost_cents),
        )
        for row in rows
    ]
    header = ["Nr.", "Titel", "Beschreibung", "Federführung", "Zeitraum", "Kosten"]
    return grid(header, lines, [1.6, 2.8, 3.9, 2.7, 2.3, 2.7], about, words=5)


def _year(day: Any) -> str:
    return "?" if german.is_unknown(day) else str(day.year)


def _short(text: str | None) -> str:
    line = " ".join((text or "").split()) or german.UNKNOWN
    return line if len(line) <= _LONGEST else line[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _money_by_domain(paper: LongPaper, table: pd.DataFrame, names: dict[str, str]) -> None:
    keys = table["domain_id"].where(table["domain_id"].isin(list(names)))
    sums = table.groupby(keys)["cost_cents"].sum(min_count=1)
    shown = [(names[key], _cents(sums.get(key))) for key in names if key in sums.index]
    if not shown:
        return
    paper.chart(
        BarChart(
            [title for title, _ in shown],
            [("Kosten", [cents for _, cents in shown])],
            "Plankosten der Maßnahmen nach Lebensbereichen, alle Jahre, in Tausend Euro",
            lying=True,
        )
    )


def _money(paper: LongPaper, db: Cursor) -> None:
    cells = own_share_by_year(db)
    if cells.empty:
        paper.text("Kosten sind noch nicht geplant.", muted=True)
        return
    years = [int(year) for year in sorted(cells["year"].unique())]
    names = ("cost_cents", "grant_cents", "own_cents")
    sides = {
        side: [_known(cells[(cells["year"] == y) & (cells["budget_kind"] == side)]) for y in years]
        for side in ("konsumtiv", "investiv")
    }
    rows = []
    for index, year in enumerate(years):
        whole = cells[cells["year"] == year][list(names)].sum(min_count=1)
        split = [sides[side][index] for side in sides]
        rows.append(
            [
                str(year),
                *(german.money(_cents(one)) for one in (*split, *(whole[n] for n in names))),
            ]
        )
    total = cells[list(names)].sum(min_count=1)
    parts = [cells[cells["budget_kind"] == side] for side in sides]
    amounts = [*(_known(part) for part in parts), *(_cents(total[name]) for name in names)]
    rows.append(["Summe", *(german.money(one) for one in amounts)])
    header = ["Jahr", "konsumtiv", "investiv", "Kosten", "Förderung", "Eigenanteil"]
    about = "Kosten der Maßnahmen nach Jahren"
    paper.captioned(grid(header, rows, [1.2, 2, 2, 2, 2, 2], about, total=True))
    missing = int(cells["unknown_lines"].sum())
    if missing:
        many = german.counted(missing, "Betrag ist", "Beträge sind")
        paper.text(f"{many} unbekannt und in keiner Summe.")
    paper.chart(
        BarChart(
            [str(year) for year in years],
            list(sides.items()),
            "Kosten der Maßnahmen nach Jahren und Haushaltsart, in Tausend Euro",
        )
    )


def _known(rows: pd.DataFrame) -> int | None:
    """The cost of some cells: 0 of none, unknown where no amount of them is known."""
    return 0 if rows.empty else _cents(rows["cost_cents"].sum(min_count=1))


def _cents(value: Any) -> int | None:
    return None if german.is_unknown(value) else int(value)


def _control(paper: LongPaper, db: Cursor) -> None:
    states = measures_by(db, "status")
    rows = [(str(row.value), str(row.measures)) for row in states.itertuples()]
    if rows:
        about = "Maßnahmen nach Stand"
        paper.captioned(grid(["Stand", "Maßnahmen"], rows, [4, 2], about))
    steps = db.rows(
        f"SELECT s.due, s.title, m.id, m.title AS measure FROM milestone s JOIN measure m "
        f"ON m.id = s.measure_id WHERE s.due IS NOT NULL AND m.id IN (SELECT id FROM measure "
        f"WHERE {IN_PLAN}) ORDER BY s.due, s.id"
    )
    if steps:
        shown = steps[:_MOST_STEPS]
        table = [
            (german.day(row["due"]), str(row["title"]), f"{row['id']} {row['measure']}")
            for row in shown
        ]
        header = ["Termin", "Meilenstein", "Maßnahme"]
        paper.captioned(grid(header, table, [1.6, 4.4, 4], "Meilensteine", words=3))
        if len(steps) > len(shown):
            paper.text(f"{len(steps) - len(shown)} spätere Meilensteine stehen im Plan.")


def _paragraphs(paper: LongPaper, text: str | None) -> None:
    for line in paragraphs_of(text):
        paper.text(line)


_WRITERS: dict[ChapterContent, Callable[[LongPaper, Cursor], None]] = {
    ChapterContent.GOALS: _goals,
    ChapterContent.DOMAINS: _domains,
    ChapterContent.MONEY: _money,
    ChapterContent.CONTROL: _control,
}
