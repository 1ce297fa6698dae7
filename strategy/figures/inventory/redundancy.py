"""Applications that may do the same work in several Ämter: candidates to look at, no judgement."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from strategy.figures.money.allocation import raw_lines
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor

SAME_CATEGORY, SAME_PURPOSE, SIMILAR_NAME = "gleiche Kategorie", "gleicher Zweck", "ähnlicher Name"
# From here on two names are taken for spellings of one (Jaro-Winkler, 1 is equal).
_SIMILAR = 0.92
_LIVING = "(a.life_cycle IS NULL OR a.life_cycle NOT IN ('abgelöst', 'geplant'))"


def redundancy_groups(db: Cursor, basis: str, year: int) -> pd.DataFrame:
    """Living applications of different Ämter with the same category, purpose or a similar name.

    One row per group, the dearest first: reason, label, ids (list), applications, units (Ämter in
    charge), vendors, titles (joined), amount_cents (cost in ``year``, None = unknown), rest_cents
    (that of all but the dearest), unknown (applications without a known amount).
    """
    with_, params = raw_lines(basis, year, ("application",))
    rows = db.rows(
        f"{with_}, cost AS (SELECT object_id, sum(amount_cents) AS cents FROM lines GROUP BY 1) "
        "SELECT a.id, a.title, a.category, a.purpose, a.vendor, a.organisation_id, c.cents "
        "FROM application a LEFT JOIN cost c ON c.object_id = a.id "
        f"WHERE {_LIVING} ORDER BY {german_order_sql('a.title')}, a.id",
        params,
    )
    groups = [
        *_by_text(rows, "category", SAME_CATEGORY),
        *_by_text(rows, "purpose", SAME_PURPOSE),
        *_by_name(db, rows),
    ]
    described = [_described(*group) for group in groups]
    frame = pd.DataFrame(
        # Two programs of one Amt are its own affair; the question is what several Ämter pay for.
        [row for row in described if row["units"] > 1],
        columns=[
            "reason",
            "label",
            "ids",
            "applications",
            "units",
            "vendors",
            "titles",
            "amount_cents",
            "rest_cents",
            "unknown",
        ],
    ).astype({"amount_cents": "Int64", "rest_cents": "Int64"})
    return frame.sort_values(
        ["amount_cents", "label"], ascending=[False, True], na_position="last", kind="stable"
    ).reset_index(drop=True)


def applications_of_group(db: Cursor, ids: Sequence[str], basis: str, year: int) -> pd.DataFrame:
    """The applications of a group, the dearest first: id, title, amt, vendor, users,
    time_decision, amount_cents (cost in ``year``, None = unknown)."""
    with_, params = raw_lines(basis, year, ("application",))
    return db.frame(
        f"{with_}, cost AS (SELECT object_id, sum(amount_cents) AS cents FROM lines GROUP BY 1) "
        "SELECT a.id, a.title, u.title AS amt, a.vendor, a.users, a.time_decision, "
        "c.cents AS amount_cents FROM application a LEFT JOIN cost c ON c.object_id = a.id "
        "LEFT JOIN organisation_unit u ON u.id = a.organisation_id "
        "WHERE a.id IN (SELECT unnest(?)) ORDER BY amount_cents DESC NULLS LAST, "
        f"{german_order_sql('a.title')}, a.id",
        [*params, list(ids)],
    )


_Group = tuple[str, str, list[dict[str, Any]]]


def _by_text(rows: Sequence[dict[str, Any]], field: str, reason: str) -> list[_Group]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row[field]:
            # Case and spaces differ from Amt to Amt for the same word.
            found[" ".join(str(row[field]).casefold().split())].append(row)
    return [(reason, str(group[0][field]), group) for group in found.values() if len(group) > 1]


def _by_name(db: Cursor, rows: Sequence[dict[str, Any]]) -> list[_Group]:
    """Chains of similar names: what is similar to one of a group belongs to it."""
    bare = {row["id"]: bare_name(row["title"]) for row in rows}
    # Names of three letters (GIS, DMS) are alike in spelling without being alike.
    names = sorted({name for name in bare.values() if len(name) > 3})
    # Only names with the same beginning are compared, so that two thousand stay quick.
    pairs = db.rows(
        "WITH n AS (SELECT unnest(?) AS name) SELECT a.name AS one, b.name AS other "
        "FROM n a JOIN n b ON left(a.name, 3) = left(b.name, 3) AND a.name < b.name "
        "WHERE jaro_winkler_similarity(a.name, b.name) >= ?",
        [names, _SIMILAR],
    )
    chief = _chains(names, ((row["one"], row["other"]) for row in pairs))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if (name := bare[row["id"]]) in chief:
            found[chief[name]].append(row)
    return [
        (SIMILAR_NAME, str(group[0]["title"]), group) for group in found.values() if len(group) > 1
    ]


def bare_name(title: str) -> str:
    """A title without version numbers, brackets and punctuation: "DMS 5.2 (Schule)" is "dms"."""
    words = re.sub(r"\(.*?\)|[^\w\s]|\b[v]?\d[\w.]*\b|_", " ", title.casefold())
    return " ".join(words.split())


def _chains(names: Iterable[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    chief = {name: name for name in names}

    def top(name: str) -> str:
        while chief[name] != name:
            # Shortens the way for the next search; long chains would else be walked again and
            # again.
            chief[name] = chief[chief[name]]
            name = chief[name]
        return name

    for one, other in pairs:
        first, second = sorted((top(one), top(other)))
        chief[second] = first
    return {name: top(name) for name in chief}


def _described(reason: str, label: str, group: list[dict[str, Any]]) -> dict[str, Any]:
    known = sorted(int(row["cents"]) for row in group if row["cents"] is not None)
    titles = [str(row["title"]) for row in group]
    more = f" und {len(titles) - 8} weitere" if len(titles) > 8 else ""
    return {
        "reason": reason,
        "label": label,
        "ids": [row["id"] for row in group],
        "applications": len(group),
        "units": len({row["organisation_id"] for row in group if row["organisation_id"]}),
        "vendors": len({row["vendor"] for row in group if row["vendor"]}),
        "titles": ", ".join(titles[:8]) + more,
        "amount_cents": sum(known) if known else None,
        # All but the dearest: what could be saved at most if one of them served everybody.
        "rest_cents": sum(known[:-1]) if known else None,
        "unknown": len(group) - len(known),
    }
