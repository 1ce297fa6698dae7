"""Life domain × goal × year: where money goes, where points were given and no money follows.

The own share of a measure is split over the goals it serves, by the weights of its links where all
of them are weighed and in equal parts where not, with the largest remainder, so that the cells add
up to the total of the plan to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pandas as pd

from strategy.figures.money.own_share import own_share_by_measure
from strategy.figures.workshop.cards import cluster_ranking
from strategy.kernel import german
from strategy.kernel.store import Cursor

SUM = "sum"
NO_GOAL, NO_DOMAIN = "ohne Ziel", "ohne Lebensbereich"
# Money without a goal, and a domain in which people gave points that no money follows.
MONEY_WITHOUT_GOAL, POINTS_WITHOUT_MONEY = "Geld ohne Ziel", "viele Punkte, kein Geld"


def heat_cells(db: Cursor) -> pd.DataFrame:
    """One row per measure, goal and year: domain_id, domain, goal_id, goal ("" and NO_GOAL where
    it serves none), measure_id, title, year, own_cents (None where no amount is known)."""
    places = {
        row["id"]: row
        for row in db.rows(
            "SELECT m.id, m.title, coalesce(m.domain_id, '') AS domain_id, "
            f"coalesce(d.title, '{NO_DOMAIN}') AS domain "
            "FROM measure m LEFT JOIN life_domain d ON d.id = m.domain_id"
        )
    }
    goals = {row["id"]: row["title"] for row in db.rows("SELECT id, title FROM goal")}
    served: dict[str, list[tuple[str, Decimal | None]]] = defaultdict(list)
    for row in db.rows(
        "SELECT l.from_id, l.to_id, max(l.weight) AS weight FROM link l "
        "JOIN goal g ON g.id = l.to_id JOIN measure m ON m.id = l.from_id "
        "GROUP BY ALL ORDER BY l.from_id, l.to_id"
    ):
        served[row["from_id"]].append((row["to_id"], row["weight"]))
    own: dict[tuple[str, int], int | None] = {}
    shares = own_share_by_measure(db)
    for measure, year, cents in zip(
        shares["measure_id"], shares["year"], shares["own_cents"], strict=True
    ):
        key = (measure, int(year))
        # Several Haushaltsarten of a year; what is unknown leaves the known part as it is.
        own.setdefault(key, None)
        if not german.is_unknown(cents):
            own[key] = (own[key] or 0) + int(cents)
    rows = []
    for (measure, year), cents in sorted(own.items()):
        links = served.get(measure) or [("", None)]
        place = places[measure]
        weights = [weight for _, weight in links]
        parts = [None] * len(links) if cents is None else split(cents, weights)
        for (goal, _), part in zip(links, parts, strict=True):
            rows.append(
                {
                    "domain_id": place["domain_id"],
                    "domain": place["domain"],
                    "goal_id": goal,
                    "goal": goals.get(goal, NO_GOAL),
                    "measure_id": measure,
                    "title": place["title"],
                    "year": year,
                    "own_cents": part,
                }
            )
    columns = ["domain_id", "domain", "goal_id", "goal", "measure_id", "title", "year", "own_cents"]
    return pd.DataFrame(rows, columns=columns).astype({"own_cents": "Int64"})


def split(cents: int, weights: Sequence[Decimal | None]) -> list[int]:
    """``cents`` in parts by weight, or in equal parts where a weight is unknown or all are 0."""
    known = [weight for weight in weights if weight is not None]
    whole = sum(known, Decimal(0))
    even = len(known) < len(weights) or not whole
    shares = [Fraction(1, len(weights))] * len(weights)
    if not even:
        shares = [Fraction(weight) / Fraction(whole) for weight in known]
    exact = [cents * share for share in shares]
    # Downwards for negative amounts as well, so that the rest is never below 0.
    parts = [value.numerator // value.denominator for value in exact]
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in order[: cents - sum(parts)]:
        parts[at] += 1
    return parts


def goals_above(db: Cursor, level: str) -> dict[str, str]:
    """Goal id → id of the goal of ``level`` above it (itself where none is)."""
    rows = {row["id"]: row for row in db.rows("SELECT id, parent_id, level FROM goal")}
    found = {}
    for name in rows:
        at, seen = name, set[str]()
        # A circle of parents, which an import may bring, ends the climb.
        while rows[at]["level"] != level and rows[at]["parent_id"] in rows and at not in seen:
            seen.add(at)
            at = rows[at]["parent_id"]
        found[name] = at if rows[at]["level"] == level else name
    return found


def domain_points(db: Cursor) -> dict[str, int]:
    """Points given in workshops to clusters of a life domain; "" for clusters without one."""
    found: dict[str, int] = defaultdict(int)
    ranked = cluster_ranking(db)
    for domain, given in zip(ranked["domain_id"], ranked["points"], strict=True):
        found[domain if isinstance(domain, str) else ""] += int(given)
    return dict(found)


def unknown_places(cells: pd.DataFrame) -> set[tuple[str, str]]:
    """(domain id, goal id) of cells of the table in which money is meant and no amount is known;
    ("D", "") with no goal, and (domain id, SUM) where that is so of the whole row."""
    found = set[tuple[str, str]]()
    for key, part in cells.groupby(["domain_id", "goal_id"]):
        if part["own_cents"].isna().all():
            found.add((str(key[0]), str(key[1])))
    for domain, part in cells.groupby("domain_id"):
        if part["own_cents"].isna().all():
            found.add((str(domain), SUM))
    return found


def heat_table(
    cells: pd.DataFrame, points: dict[str, int], domains: dict[str, str]
) -> tuple[pd.DataFrame, dict[str, str]]:
    """What is known: rows are domains, columns goal ids ("" for none), values own share in cents;
    and the marks: domain id → what is odd about it.

    A domain has many points where it has at least the mean of those that have any.
    """
    names = {**domains, **dict(zip(cells["domain_id"], cells["domain"], strict=True))}
    cells = cells.fillna({"own_cents": 0})
    table = cells.pivot_table(
        index="domain_id", columns="goal_id", values="own_cents", aggfunc="sum", fill_value=0
    ).astype("int64")
    table = table.reindex([name for name in names], fill_value=0)
    given = [value for value in points.values() if value > 0]
    many = sum(given) / len(given) if given else 0.0
    sums = dict(zip(table.index, table.sum(axis=1).tolist(), strict=True))
    loose = dict.fromkeys(table.index, 0)
    if "" in table.columns:
        loose = dict(zip(table.index, table[""].tolist(), strict=True))
    marks = {}
    for name in table.index:
        said = []
        if given and points.get(name, 0) >= many and not sums[name]:
            said.append(POINTS_WITHOUT_MONEY)
        if loose[name] > 0:
            said.append(MONEY_WITHOUT_GOAL)
        if said:
            marks[str(name)] = ", ".join(said)
    return table, marks
