"""What the public site says, as plain values: its JSON, and what its pages are made of.

Read through a cursor of the wanted audience; unknown is None and never 0.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from strategy.figures.money.strategy_cost import strategy_by_domain
from strategy.figures.plan.goals import goal_tree, indicator_table
from strategy.figures.plan.measures import measure_table, measure_years, plan_by_year
from strategy.figures.profile import municipality
from strategy.figures.workshop.cards import cards_by_state
from strategy.figures.workshop.fates import declined_cards, fates
from strategy.kernel import german
from strategy.kernel.records import find
from strategy.kernel.store import Cursor
from strategy.kernel.store.fingerprint import short_hash
from strategy.kernel.store.versions import get_version
from strategy.nouns.card import CardState
from strategy.nouns.goal import Goal
from strategy.nouns.measure import Measure
from strategy.nouns.milestone import Milestone
from strategy.nouns.vision import Vision
from strategy.relations.audience import withheld_words

Content = dict[str, Any]


def site_content(db: Cursor) -> Content:
    """Goals, measures, money, progress and cards of a version, as the cursor may see them."""
    town, version = municipality(db), get_version(db, db.version)
    sealed = version.created_at
    measures = _measures(db)
    return {
        "municipality": town.title if town else None,
        "edition": {
            "title": version.title,
            "sealedOn": sealed.replace(tzinfo=UTC).astimezone(german.TIME_ZONE).date().isoformat()
            if sealed
            else None,
            "checksum": short_hash(version.hash) if version.hash else None,
        },
        "withheld": withheld_words(db),
        "vision": [
            one.body or one.title for one in find(db, Vision, "in_force IS NOT FALSE", order="id")
        ],
        "goals": _goals(db),
        "measures": measures,
        "money": _money(db),
        "progress": _progress(measures),
        "cards": _cards(db),
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as plain values: what pandas writes for unknown becomes None."""
    return [
        {str(name): _value(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _value(value: Any) -> Any:
    if german.is_unknown(value):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    # numpy's numbers are none that JSON knows.
    return value.item() if hasattr(value, "item") else value


def _goals(db: Cursor) -> list[Content]:
    texts = {one.id: one.body for one in find(db, Goal)}
    served = _served(db)
    indicators: dict[Any, list[Content]] = {}
    for row in _rows(indicator_table(db)):
        indicators.setdefault(row["goal_id"], []).append(
            {
                "title": row["title"],
                "unit": row["unit"],
                "baseline": row["baseline"],
                "target": row["target"],
                "targetYear": row["target_year"],
                "latest": row["latest"],
                "latestOn": row["latest_on"],
                "course": row["course"],
            }
        )
    return [
        {
            "id": row["id"],
            "parent": row["parent_id"],
            "title": row["title"],
            "level": row["level"],
            "text": texts.get(row["id"]),
            "status": row["status"],
            "targetYear": row["target_year"],
            "responsible": row["responsible"],
            "measures": served.get(row["id"], []),
            "indicators": indicators.get(row["id"], []),
        }
        for row in _rows(goal_tree(db))
    ]


def _served(db: Cursor) -> dict[str, list[str]]:
    """The measures that serve each goal."""
    rows = db.rows(
        "SELECT DISTINCT l.to_id AS goal, m.id FROM link l JOIN measure m ON m.id = l.from_id "
        "WHERE l.kind IN ('dient', 'unterstützt') ORDER BY m.id"
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["goal"], []).append(row["id"])
    return found


def _measures(db: Cursor) -> list[Content]:
    """Measures of the plan; ideas and what was declined are told with the cards."""
    sheets = {one.id: one for one in find(db, Measure)}
    years: dict[Any, list[Content]] = {}
    for row in _rows(measure_years(db)):
        amount = {"amountCents": row["amount_cents"], "unknownLines": row["unknown_lines"]}
        years.setdefault(row["measure_id"], []).append({"year": row["year"], **amount})
    steps: dict[Any, list[Content]] = {}
    for one in find(db, Milestone, order="due, id"):
        steps.setdefault(one.measure_id, []).append(
            {"title": one.title, "due": _value(one.due), "doneOn": _value(one.reached_on)}
        )
    return [
        {
            "id": row["measure_id"],
            "title": row["title"],
            "domain": row["domain"],
            "unit": row["amt"],
            "status": row["status"],
            "priority": row["priority"],
            "starts": row["start"],
            "ends": row["end"],
            "progress": row["progress"],
            "text": sheets[row["measure_id"]].body,
            "effect": sheets[row["measure_id"]].effect,
            "targetGroup": sheets[row["measure_id"]].target_group,
            "costCents": row["cost_cents"],
            "grantCents": row["grant_cents"],
            "ownCents": row["own_cents"],
            "unknownLines": row["unknown_lines"],
            "years": years.get(row["measure_id"], []),
            "milestones": steps.get(row["measure_id"], []),
        }
        for row in _rows(measure_table(db))
        if row["in_plan"]
    ]


def _money(db: Cursor) -> Content:
    by_year: dict[int, Content] = {}
    for row in _rows(plan_by_year(db)):
        year = by_year.setdefault(
            row["year"],
            {"year": row["year"], "Sachkosten": None, "Personalkosten": None, "unknownLines": 0},
        )
        year["unknownLines"] += row["unknown_lines"] or 0
        if row["amount_cents"] is not None:
            year[row["kind"]] = (year[row["kind"]] or 0) + row["amount_cents"]
    years = [
        {
            "year": one["year"],
            "materialCents": one["Sachkosten"],
            "staffCents": one["Personalkosten"],
            "totalCents": _sum(one["Sachkosten"], one["Personalkosten"]),
            "unknownLines": one["unknownLines"],
        }
        for _, one in sorted(by_year.items())
    ]
    domains = [
        {
            "domain": row["domain"],
            "measures": row["measures"],
            "amountCents": row["amount_cents"],
            "unknownLines": row["unknown_lines"],
        }
        for row in _rows(strategy_by_domain(db))
        if row["measures"]
    ]
    return {
        "years": years,
        "domains": domains,
        "totalCents": _sum(*(one["totalCents"] for one in years)),
        "unknownLines": sum(one["unknownLines"] for one in years),
    }


def _sum(*amounts: int | None) -> int | None:
    """What is known of them; None where nothing is."""
    known = [one for one in amounts if one is not None]
    return sum(known) if known else None


def _progress(measures: list[Content]) -> list[Content]:
    counts: dict[Any, int] = {}
    for one in measures:
        counts[one["status"]] = counts.get(one["status"], 0) + 1
    return [{"status": status, "measures": many} for status, many in counts.items()]


def _cards(db: Cursor) -> Content:
    """What became of the cards; the words of some stay with those who wrote them."""
    silent = declined_cards(db)
    cards = [
        {
            "code": row["code"],
            # What was declined may hurt, what nobody has moderated may be anything.
            "text": None
            if row["card_id"] in silent or row["state"] == CardState.RECEIVED
            else row["body"],
            "phase": row["phase"],
            "topic": row["cluster"],
            "state": row["state"],
            "sentence": row["sentence"],
            "measure": row["measure_id"],
        }
        for row in _rows(fates(db))
    ]
    states = [row for row in _rows(cards_by_state(db)) if row["cards"]]
    return {"states": states, "list": cards}
