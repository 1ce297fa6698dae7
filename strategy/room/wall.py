"""What hangs on the wall for all to see: accepted cards by heap, and points once they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from strategy import german
from strategy.figures.points import points_sql
from strategy.nouns.card import CardState
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.records import find, get_
from strategy.room.hall import ON_THE_WALL
from strategy.store import Cursor

# More cards of one heap nobody reads from a distance; the heap says how many there are.
MOST_OF_A_HEAP = 40
MOST_HEAPS = 24
MOST_BARS = 10


@dataclass(frozen=True)
class Heap:
    """One heap: its name (None: cards without one), how many cards, the newest of them."""

    title: str | None
    count: int
    cards: Sequence[str]

    @property
    def more(self) -> int:
        """How many cards are not named."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Bar:
    """Points of a heap or of a card without one; ``share`` of the longest bar in per cent."""

    title: str
    points: int
    share: float


@dataclass(frozen=True)
class Wall:
    """One moment of a workshop as the room sees it.

    ``cards`` counts all cards that hang there, ``waiting`` those that are still looked at;
    ``bars`` is None while the results are hidden.
    """

    workshop: Workshop
    phase: WorkshopPhase | None
    heaps: Sequence[Heap]
    cards: int
    waiting: int
    bars: Sequence[Bar] | None
    points: int

    @property
    def counted(self) -> str:
        """"1 Karte", "120 Karten"."""
        return german.counted(self.cards, "Karte", "Karten")


def read_wall(db: Cursor, workshop_id: str) -> Wall:
    """The wall of the running phase, or of all phases where none runs; raises NotFound.

    Declined cards never hang there, and where cards are looked at first only those that were
    accepted; merged cards are told by the one that stands for them.
    """
    workshop = get_(db, Workshop, workshop_id)
    phases = find(db, WorkshopPhase, "id = ?", [workshop.phase_id])
    phase = phases[0] if phases else None
    states = [str(state) for state in ON_THE_WALL]
    if not workshop.moderated:
        states.append(str(CardState.RECEIVED))
    rows = db.rows(
        "WITH hung AS (SELECT c.id, c.body, c.cluster_id, k.title, "
        "row_number() OVER (PARTITION BY c.cluster_id ORDER BY c.received_at DESC NULLS LAST, "
        "c.id DESC) AS place, count(*) OVER (PARTITION BY c.cluster_id) AS cards "
        "FROM card c LEFT JOIN cluster k ON k.id = c.cluster_id "
        "WHERE c.workshop_id = ? AND c.state IN (SELECT unnest(?)) "
        "AND (CAST(? AS TEXT) IS NULL OR c.phase_id = ?)) "
        "SELECT * FROM hung WHERE place <= ? "
        "ORDER BY title IS NOT NULL, cards DESC, title, cluster_id, place",
        [workshop_id, states, phase.id if phase else None, phase.id if phase else None,
         MOST_OF_A_HEAP],
    )
    by_heap: dict[str | None, list[dict[str, object]]] = {}
    for row in rows:
        by_heap.setdefault(row["cluster_id"], []).append(row)
    heaps = [
        Heap(
            str(cards[0]["title"]) if cards[0]["title"] else None,
            int(str(cards[0]["cards"])),
            [str(card["body"]) for card in cards],
        )
        for cards in by_heap.values()
    ]
    waiting = db.value(
        "SELECT count(*) FROM card WHERE workshop_id = ? AND state = ? "
        "AND (CAST(? AS TEXT) IS NULL OR phase_id = ?)",
        [workshop_id, str(CardState.RECEIVED), workshop.phase_id, workshop.phase_id],
    )
    bars, points = _bars(db, workshop) if workshop.results_shown else (None, 0)
    return Wall(
        workshop, phase, heaps[:MOST_HEAPS], sum(heap.count for heap in heaps),
        int(waiting) if workshop.moderated else 0, bars, points,
    )


def _bars(db: Cursor, workshop: Workshop) -> tuple[list[Bar], int]:
    """What got most points, and all points together; declined cards are left out of the picture."""
    sql, params = points_sql(workshop.id, by="phase_id")
    rows = db.rows(
        f"WITH RECURSIVE {sql} SELECT coalesce(k.title, c.body, '') AS title, "
        "CAST(sum(p.points) AS BIGINT) AS points FROM points p "
        "LEFT JOIN cluster k ON k.id = p.cluster_id "
        "LEFT JOIN card c ON c.id = p.card_id AND p.cluster_id IS NULL "
        "WHERE NOT p.declined AND (CAST(? AS TEXT) IS NULL OR p.phase_id = ?) "
        "GROUP BY p.cluster_id, CASE WHEN p.cluster_id IS NULL THEN p.card_id END, 1 "
        "ORDER BY points DESC, title",
        [*params, workshop.phase_id, workshop.phase_id],
    )
    most = max((int(row["points"]) for row in rows), default=0)
    bars = [
        Bar(str(row["title"]), int(row["points"]), round(100 * row["points"] / most, 1))
        for row in rows[:MOST_BARS]
    ]
    return bars, sum(int(row["points"]) for row in rows)
