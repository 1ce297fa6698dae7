"""Links between any two objects, and the trace they make through the plan."""

from __future__ import annotations

from typing import Any

import pandas as pd

from strategy.kernel import german
from strategy.kernel.errors import Refused
from strategy.kernel.records import all_nouns, find, get_, noun_of_id, save_
from strategy.kernel.store import Cursor, Transaction
from strategy.nouns.card import Card, CardState
from strategy.nouns.link import Link, LinkKind
from strategy.nouns.measure import Measure, Origin
from strategy.relations.names import names_of

_TITLE_LENGTH = 120


def link(tx: Transaction, from_id: str, kind: str, to_id: str, note: str | None = None) -> Link:
    """Link two objects, dated and with author; the same link is never made twice.

    Raises Refused where an object is missing, the kind is not provided for or both are the same.
    """
    standing = find(tx, Link, "from_id = ? AND kind = ? AND to_id = ?", [from_id, str(kind), to_id])
    # Given back and not refused: whoever links twice has what he wanted.
    if standing:
        return standing[0]
    fresh = Link(
        from_id=from_id, kind=str(kind), to_id=to_id, note=note, linked_at=tx.at, linked_by=tx.actor
    )
    return save_(tx, fresh)


def links_of(db: Cursor, object_id: str) -> pd.DataFrame:
    """The links of an object, both ways: id (of the link), direction ("out", "in"), kind,
    other_id, other_name, noun (German singular), note, linked_by, linked_at (UTC)."""
    rows = db.rows(
        "SELECT id, 'out' AS direction, kind, to_id AS other_id, note, linked_by, linked_at "
        "FROM link WHERE from_id = ? UNION ALL "
        "SELECT id, 'in', kind, from_id, note, linked_by, linked_at FROM link WHERE to_id = ? "
        "ORDER BY direction DESC, kind, other_id",
        [object_id, object_id],
    )
    _name(db, rows)
    columns = [
        "id",
        "direction",
        "kind",
        "other_id",
        "other_name",
        "noun",
        "note",
        "linked_by",
        "linked_at",
    ]
    return pd.DataFrame(rows, columns=columns)


def _edges() -> str:
    """SQL of every step a trace can take: links, and the references that say they are a step.

    A reference is one where it tells where something comes from or what becomes of it; who is in
    charge or where something took place is none.
    """
    parts = ["SELECT from_id AS a, kind AS label, to_id AS b FROM link"]
    for noun in all_nouns():
        parts += [
            f"SELECT id, '{spec.trace}', {spec.name} FROM {noun.TABLE} "
            f"WHERE {spec.name} IS NOT NULL"
            for spec in noun.specs()
            if spec.trace
        ]
    return " UNION ALL ".join(parts)


def trace(db: Cursor, object_id: str, hops: int = 4) -> pd.DataFrame:
    """Everything an object came from and led to, over at most ``hops`` steps, nearest first.

    What lies beside an object (other cards of its cluster, other measures of its goal or life
    domain) is no part of its trace.  Cost lines, plan entries and milestones of an object come as
    one row named "28 Kostenzeilen", other_id being the first.

    Columns: hop (1 is next to the object), direction ("out" where the step points away from the
    object), from_id, kind (German), other_id, other_name, noun (German singular).
    """
    seen = {object_id}
    # Object to whether a step out led to it: coming back in from there would lead to its siblings.
    frontier = {object_id: False}
    rows: list[dict[str, Any]] = []
    for hop in range(1, hops + 1):
        if not frontier:
            break
        steps = db.rows(
            f"WITH edges AS ({_edges()}), frontier AS (SELECT unnest(?) AS here) "
            "SELECT 'out' AS direction, a AS from_id, label AS kind, b AS other_id "
            "FROM edges WHERE a IN (SELECT here FROM frontier) UNION ALL "
            "SELECT 'in', b, label, a FROM edges WHERE b IN (SELECT here FROM frontier) "
            "ORDER BY from_id, direction DESC, kind, other_id",
            [list(frontier)],
        )
        reached: dict[str, bool] = {}
        groups: dict[tuple[str, str], dict[str, Any]] = {}
        for step in steps:
            inward = step["direction"] == "in"
            noun = noun_of_id(step["other_id"])
            table = noun.TABLE if noun else ""
            grouped = noun is not None and noun.GROUPED
            part = (
                grouped or (noun is not None and noun.PART) or step["kind"] == "zusammengelegt mit"
            )
            sibling = inward and frontier[step["from_id"]] and not part
            if step["other_id"] in seen or sibling:
                continue
            # Nearest first: an object that is reached on two ways is told by the shorter one.
            seen.add(step["other_id"])
            row = {"hop": hop, "count": 1, **step}
            if inward and grouped:
                # Many rows of these belong to one object; the first stands for all of them.
                first = groups.setdefault((step["from_id"], table), row)
                if first is not row:
                    first["count"] += 1
                    continue
            else:
                reached[step["other_id"]] = not inward
            rows.append(row)
        frontier = reached
    _name(db, rows)
    for row in rows:
        noun = noun_of_id(row["other_id"])
        if row["count"] > 1 and noun is not None:
            row["other_name"] = german.counted(row["count"], noun.SINGULAR, noun.PLURAL)
    columns = ["hop", "direction", "from_id", "kind", "other_id", "other_name", "noun"]
    return pd.DataFrame(rows, columns=columns)


def turn_card_into_measure(tx: Transaction, card_id: str, **values: Any) -> Measure:
    """Make a measure of a card: linked "entstanden aus", the card counts as taken up.

    ``values`` are fields of the measure; title, description and life domain come from the card
    where they are not given, the life domain of a card without one from its cluster.  Raises
    Refused where the card has its measure already, or others speak for it by now.
    """
    card = get_(tx, Card, card_id)
    if card.state == CardState.MERGED:
        raise Refused(
            f"Die Karte {card_id} ist mit {card.merged_into_id} zusammengelegt; machen Sie die "
            "Maßnahme aus dieser."
        )
    if card.state == CardState.SPLIT:
        raise Refused(
            f"Die Karte {card_id} ist in Teile aufgeteilt; machen Sie die Maßnahme aus einem der "
            "Teile."
        )
    standing = find(tx, Link, "to_id = ? AND kind = ?", [card_id, str(LinkKind.ORIGIN)])
    # A card may be the origin of other things as well; only a measure is made once.
    taken = [item.from_id for item in standing if str(item.from_id).startswith("M-")]
    if taken:
        raise Refused(
            f"Aus der Karte {card_id} ist schon die Maßnahme {taken[0]} entstanden; "
            "öffnen Sie diese."
        )
    text = card.body or ""
    given = {"origin": Origin.WORKSHOP, "title": _short(text), "body": text, **values}
    given["domain_id"] = given.get("domain_id") or card.domain_id
    if given["domain_id"] is None and card.cluster_id is not None:
        given["domain_id"] = tx.value(
            "SELECT domain_id FROM cluster WHERE id = ?", [card.cluster_id]
        )
    measure = save_(tx, Measure(**given))
    link(tx, measure.id, LinkKind.ORIGIN, card_id)
    save_(tx, card.replace(state=CardState.TAKEN_UP, reason=None))
    return measure


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1].rstrip() + "…"


def _name(db: Cursor, rows: list[dict[str, Any]]) -> None:
    names = names_of(db, [row["other_id"] for row in rows])
    for row in rows:
        noun = noun_of_id(row["other_id"])
        row["other_name"] = names.get(row["other_id"], row["other_id"])
        row["noun"] = noun.SINGULAR if noun else "Eintrag"
