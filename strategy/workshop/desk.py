"""What the facilitator's desk asks of the cards: lists to choose from, numbers, and comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from strategy.kernel.listing import find, has_any
from strategy.kernel.selection import equal, german_order_sql
from strategy.kernel.store import Cursor
from strategy.nouns.card import CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.point import Point
from strategy.nouns.workshop import Workshop

# What the list of the desk can show → SQL condition over card c.
_VIEWS: dict[str, str] = {
    "zu sichten": "c.state = 'eingegangen'",
    "angenommen, ohne Thema": "c.state = 'angenommen' AND c.cluster_id IS NULL",
    "angenommen": "c.state = 'angenommen'",
    "im Ideenpool": "c.state = 'im Ideenpool'",
    "abgelehnt": "c.state = 'abgelehnt'",
    "zusammengelegt": "c.state = 'zusammengelegt'",
    "aufgeteilt": "c.state = 'aufgeteilt'",
    "in Maßnahme aufgenommen": "c.state = 'in Maßnahme aufgenommen'",
}
VIEWS = tuple(_VIEWS)
# A card that is not yet decided is compared with no more than the newest so many.
_COMPARED = 2000


@dataclass(frozen=True)
class DeskCards:
    """Some cards of a view, oldest first, and how many there are in all."""

    total: int
    rows: list[dict[str, Any]]


def desk_cards(
    db: Cursor,
    workshop_id: str,
    phase_id: str | None,
    view: str,
    search: str,
    limit: int,
    from_row: int = 0,
) -> DeskCards:
    """The cards of one of ``VIEWS`` whose text or id contains ``search``.

    A row has id, body, state, cluster_id, cluster and people (their names), reason,
    merged_into_id and source.
    """
    condition = (
        "WHERE c.workshop_id = ? AND (CAST(? AS TEXT) IS NULL OR c.phase_id = ?) "
        f"AND {_VIEWS[view]} AND (? = '' OR contains(lower(c.body || ' ' || c.id), lower(?)))"
    )
    params = [workshop_id, phase_id, phase_id, search, search]
    total = int(db.value(f"SELECT count(*) FROM card c {condition}", params))
    # The oldest first: what is new comes at the end and moves nothing.
    rows = db.rows(
        "SELECT c.id, c.body, c.state, c.cluster_id, k.title AS cluster, g.title AS people, "
        "c.reason, c.merged_into_id, c.source FROM card c "
        "LEFT JOIN cluster k ON k.id = c.cluster_id "
        f"LEFT JOIN participant_group g ON g.id = c.group_id {condition} "
        f"ORDER BY c.received_at NULLS FIRST, c.id LIMIT {int(limit)} OFFSET {int(from_row)}",
        params,
    )
    return DeskCards(total, rows)


def count_by_state(db: Cursor, workshop_id: str, phase_id: str | None) -> dict[str, int]:
    """State → cards; a state no card is in is left out."""
    rows = db.rows(
        "SELECT state, count(*) AS cards FROM card WHERE workshop_id = ? "
        "AND (CAST(? AS TEXT) IS NULL OR phase_id = ?) GROUP BY state",
        [workshop_id, phase_id, phase_id],
    )
    return {row["state"]: int(row["cards"]) for row in rows}


def undecided_cards(db: Cursor, workshop_id: str, phase_id: str | None) -> list[dict[str, Any]]:
    """The newest received or accepted cards: id, body, cluster_id."""
    return db.rows(
        "SELECT id, body, cluster_id FROM card WHERE workshop_id = ? AND state IN (?, ?) "
        "AND (CAST(? AS TEXT) IS NULL OR phase_id = ?) ORDER BY id DESC LIMIT ?",
        [
            workshop_id,
            str(CardState.RECEIVED),
            str(CardState.ACCEPTED),
            phase_id,
            phase_id,
            _COMPARED,
        ],
    )


def sorted_cards(db: Cursor, workshop_id: str) -> list[dict[str, Any]]:
    """The newest cards that lie on a cluster: id, body, cluster_id."""
    return db.rows(
        "SELECT id, body, cluster_id FROM card WHERE workshop_id = ? "
        "AND cluster_id IS NOT NULL ORDER BY id DESC LIMIT ?",
        [workshop_id, _COMPARED],
    )


def loose_cards(db: Cursor, workshop_id: str, states: Sequence[str]) -> dict[str, str]:
    """Id → text and id of the cards in these states that lie on no cluster, by their text."""
    rows = db.rows(
        "SELECT id, body || ' (' || id || ')' AS name FROM card WHERE workshop_id = ? "
        "AND cluster_id IS NULL AND state IN (SELECT unnest(?)) "
        f"ORDER BY {german_order_sql('body')}, id",
        [workshop_id, list(states)],
    )
    return {row["id"]: str(row["name"]) for row in rows}


def still_there(db: Cursor, workshop_id: str, ids: Sequence[str]) -> list[str]:
    """Those of ``ids`` that are cards of this workshop, sorted."""
    rows = db.rows(
        "SELECT id FROM card WHERE workshop_id = ? AND id IN (SELECT unnest(?)) ORDER BY id",
        [workshop_id, list(ids)],
    )
    return [row["id"] for row in rows]


def cluster_of_name(db: Cursor, cluster: Cluster, title: str) -> Cluster | None:
    """Another cluster of the same workshop that bears this name, in capitals or not."""
    found = find(
        db,
        Cluster,
        "workshop_id = ? AND lower(title) = lower(?) AND id <> ?",
        [cluster.workshop_id, title, cluster.id],
    )
    return found[0] if found else None


def has_points(db: Cursor, cluster_id: str) -> bool:
    """Whether somebody gave points to a cluster."""
    return has_any(db, Point, equal(cluster_id=cluster_id))


def workshops_by_cards(db: Cursor) -> list[Workshop]:
    """All workshops, the one with the most cards first."""
    rows = db.rows("SELECT workshop_id, count(*) AS cards FROM card GROUP BY workshop_id")
    cards = {row["workshop_id"]: row["cards"] for row in rows}
    return sorted(find(db, Workshop), key=lambda one: -cards.get(one.id, 0))


def measures_from(db: Cursor, object_id: str, kind: str = "") -> list[dict[str, str]]:
    """Id and title of the measures linked to a card or cluster, by that kind of link or any."""
    return db.rows(
        "SELECT m.id, m.title FROM link l JOIN measure m ON m.id = l.from_id "
        "WHERE l.to_id = ? AND (? = '' OR l.kind = ?) ORDER BY m.id",
        [object_id, kind, kind],
    )
