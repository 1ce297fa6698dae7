"""Step 1: vision, framework, SWOT, goal tree, indicators, comparison, production variants."""

from __future__ import annotations

from typing import Any

from strategy.excel.book import Book
from strategy.excel.column import NOTHING, SheetColumn, Show
from strategy.excel.page import Page
from strategy.excel.sheets.cost import records
from strategy.excel.source import Source
from strategy.figures.plan.goals import goal_tree, indicator_table
from strategy.kernel.records import find, list_
from strategy.nouns.comparison_city import ComparisonCity
from strategy.nouns.framework_condition import FrameworkCondition
from strategy.nouns.goal import Goal
from strategy.nouns.principle import Principle
from strategy.nouns.production_variant import ProductionVariant
from strategy.nouns.swot_entry import SwotEntry, SwotKind
from strategy.nouns.vision import Vision


def write_goals(book: Book, source: Source) -> None:
    """The sheet of step 1."""
    page = Page(
        book,
        "1 Ziele",
        "1 Ziele und Positionierung",
        "Wohin die Kommune mit der Digitalisierung will, unter welchen Bedingungen, und woran sie "
        "den Erfolg misst.",
        [12, 56, 30, 18, 16, 16, 16, 12, 22],
    )
    _vision(page, source)
    _conditions(page, source)
    _swot(page, source)
    _goal_tree(page, source)
    _indicators(page, source)
    _comparison(page, source)
    _variants(page, source)


def _vision(page: Page, source: Source) -> None:
    page.heading("Leitbild")
    # IS NOT FALSE keeps those for which nobody has said yet whether they are in force.
    visions = find(source.db, Vision, "in_force IS NOT FALSE", order="id")
    for vision in visions:
        page.text(vision.title or "", "label")
        page.text(vision.body or "")
    if not visions:
        page.empty("Es gibt noch kein Leitbild; schreiben Sie es in Schritt 1.")
    principles = find(source.db, Principle, order="position, id")
    if principles:
        page.gap()
        page.table(
            (SheetColumn("Nr.", Show.CODE), SheetColumn("Leitlinie", Show.LONG)),
            [[item.id, _joined(item.title, item.body)] for item in principles],
        )
    page.gap()


def _conditions(page: Page, source: Source) -> None:
    rows = find(source.db, FrameworkCondition)
    if not rows:
        return
    page.heading("Rahmenbedingungen")
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Rahmenbedingung", Show.LONG),
            SheetColumn("Bereich", Show.TEXT),
            SheetColumn("Frist", Show.DAY),
        ),
        [
            [
                item.id,
                _joined(item.title, item.body, item.consequence),
                item.area,
                # A condition without a day has none; "unbekannt" would ask people to look for it.
                NOTHING if item.due is None else item.due,
            ]
            for item in rows
        ],
    )


def _swot(page: Page, source: Source) -> None:
    page.heading("Stärken, Schwächen, Chancen, Risiken")
    entries = find(source.db, SwotEntry, order="-weight, id")
    if not entries:
        page.empty("Die SWOT-Analyse ist noch leer; ergänzen Sie sie in Schritt 1.")
        return
    order = list(SwotKind)
    # By the order of the four lists and not by the alphabet; sort() is stable, so weights stay in
    # order within a list.
    entries.sort(key=lambda entry: order.index(SwotKind(entry.kind)) if entry.kind else 9)
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Aussage", Show.LONG),
            SheetColumn("Liste", Show.TEXT),
            SheetColumn("Gewicht", Show.INTEGER),
        ),
        [[e.id, _joined(e.title, e.body), e.kind, e.weight] for e in entries],
    )


def _goal_tree(page: Page, source: Source) -> None:
    page.heading("Zielbaum")
    goals = find(source.db, Goal, order="position, id")
    if not goals:
        page.empty("Es gibt noch keine Ziele; beginnen Sie in Schritt 1 mit einem Leitziel.")
        return
    # From the figures and not counted here, so that screen and report cannot differ.
    counts = {row["id"]: row["measures"] for row in records(goal_tree(source.db))}
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Ziel", Show.LONG),
            SheetColumn("Ebene", Show.TEXT),
            SheetColumn("Zieljahr", Show.YEAR),
            SheetColumn("Stand", Show.TEXT),
            SheetColumn("Maßnahmen", Show.INTEGER),
        ),
        [
            [
                goal.id,
                # Spaces instead of Excel's indent, which would need a format of its own per depth.
                "    " * depth + (goal.title or ""),
                goal.level,
                goal.target_year,
                goal.status,
                counts.get(goal.id, 0),
            ]
            for depth, goal in _as_tree(goals)
        ],
    )


def _as_tree(goals: list[Goal]) -> list[tuple[int, Goal]]:
    """Every goal below its parent, each exactly once, also where parents form a circle."""
    children: dict[str | None, list[Goal]] = {}
    known = {goal.id for goal in goals}
    for goal in goals:
        # A parent that was deleted: the goal stands at the top instead of vanishing from the
        # report.
        parent = goal.parent_id if goal.parent_id in known else None
        children.setdefault(parent, []).append(goal)
    found: list[tuple[int, Goal]] = []
    seen: set[str] = set()

    def descend(parent: str | None, depth: int) -> None:
        for goal in children.get(parent, []):
            if goal.id not in seen:
                seen.add(goal.id)
                found.append((depth, goal))
                descend(goal.id, depth + 1)

    descend(None, 0)
    # Goals in a circle are below no top goal; they follow at the end, none is dropped.
    return found + [(0, goal) for goal in goals if goal.id not in seen]


def _indicators(page: Page, source: Source) -> None:
    rows = records(indicator_table(source.db))
    page.heading("Kennzahlen der Ziele")
    if not rows:
        page.empty("Es sind noch keine Kennzahlen festgelegt.")
        return
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Kennzahl", Show.LONG),
            SheetColumn("Ziel", Show.LONG),
            SheetColumn("Einheit", Show.TEXT),
            SheetColumn("Ausgangswert", Show.NUMBER),
            SheetColumn("Letzter Wert", Show.NUMBER),
            SheetColumn("Zielwert", Show.NUMBER),
            SheetColumn("Zieljahr", Show.YEAR),
            SheetColumn("Kurs", Show.TEXT),
        ),
        [
            [
                r["indicator_id"],
                r["title"],
                r["goal"],
                r["unit"],
                r["baseline"],
                r["latest"],
                r["target"],
                r["target_year"],
                r["course"],
            ]
            for r in rows
        ],
    )


def _comparison(page: Page, source: Source) -> None:
    cities = find(source.db, ComparisonCity)
    if not cities:
        return
    page.heading("Vergleichskommunen")
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Was wir daraus lernen", Show.LONG),
            SheetColumn("Kommune", Show.TEXT),
            SheetColumn("Land", Show.TEXT),
            SheetColumn("Einwohnerinnen und Einwohner", Show.INTEGER),
            SheetColumn("Strategie von", Show.YEAR),
        ),
        [[c.id, c.lesson, c.title, c.state, c.inhabitants, c.strategy_year] for c in cities],
    )


def _variants(page: Page, source: Source) -> None:
    variants = records(list_(source.db, ProductionVariant))
    page.heading("Wie die Strategie entsteht: Varianten")
    if not variants:
        page.empty("Es sind noch keine Varianten für die Erstellung der Strategie verglichen.")
        return
    rows: list[list[Any]] = [
        [
            v["id"],
            _joined(v["title"], v["body"]),
            v["kind"],
            v["one_off_cents"],
            v["yearly_cents"],
            v["duration_months"],
            v["own_fte"],
            # Empty and not "nein": the column is read as a mark, not as an answer.
            "empfohlen" if v["recommended"] else "",
        ]
        for v in variants
    ]
    page.table(
        (
            SheetColumn("Nr.", Show.CODE),
            SheetColumn("Variante", Show.LONG),
            SheetColumn("Art", Show.TEXT),
            SheetColumn("Einmalige Kosten", Show.MONEY),
            SheetColumn("Laufend je Jahr", Show.MONEY),
            SheetColumn("Dauer in Monaten", Show.INTEGER),
            SheetColumn("Eigener Aufwand (VZÄ)", Show.FTE),
            SheetColumn("Empfehlung", Show.TEXT),
        ),
        rows,
    )
    for variant in variants:
        if variant["recommended"] and variant["reason"]:
            page.text(f"Begründung der Empfehlung: {variant['reason']}")


def _joined(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)
