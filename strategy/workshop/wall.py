"""What hangs on the wall for all to see: accepted cards by cluster, and points once shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from strategy.figures.workshop.points import OFF_THE_WALL, shown_points
from strategy.kernel import german
from strategy.kernel.records import find, get_
from strategy.kernel.selection import german_order_sql
from strategy.kernel.store import Cursor
from strategy.nouns.card import Card, CardState
from strategy.nouns.cluster import Cluster
from strategy.nouns.workshop import Workshop
from strategy.nouns.workshop_phase import WorkshopPhase
from strategy.workshop.live_workshop import states_on_the_wall

# More cards of one cluster nobody reads from a distance; the cluster says how many there are.
MOST_OF_A_CLUSTER = 40
MOST_CLUSTERS = 24
MOST_BARS = 10

NOT_HANGING = "Karten, die nicht mehr an der Wand hängen"


@dataclass(frozen=True)
class HungCluster:
    """One cluster: its name (None: cards without one), how many cards, the newest of them."""

    title: str | None
    count: int
    cards: Sequence[str]

    @property
    def more(self) -> int:
        """How many cards are not named."""
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Bar:
    """Points of a cluster, of a card without one, or (``key`` OFF_THE_WALL) of all cards together
    that do not hang there; ``share`` of the longest bar in per cent."""

    key: str
    title: str
    points: int
    share: float


@dataclass(frozen=True)
class Wall:
    """One moment of a workshop as the room sees it.

    ``cards`` counts all cards that hang there, ``waiting`` those that are still looked at;
    ``bars`` is None while the results are hidden; it names the foremost, ``points`` is the sum of
    all points of the phase.
    """

    workshop: Workshop
    phase: WorkshopPhase | None
    clusters: Sequence[HungCluster]
    cards: int
    waiting: int
    bars: Sequence[Bar] | None
    points: int

    @property
    def counted(self) -> str:
        """ "1 Karte", "120 Karten"."""
        return german.counted(self.cards, "Karte", "Karten")


def read_wall(db: Cursor, workshop_id: str) -> Wall:
    """The wall of the phase in which a workshop stands, of all phases before its first start.
    Raises NotFound.

    Declined cards never hang there, and where cards are looked at first only those that were
    accepted; merged cards are told by the one that stands for them.
    """
    workshop = get_(db, Workshop, workshop_id)
    phases = find(db, WorkshopPhase, "id = ?", [workshop.phase_id])
    phase = phases[0] if phases else None
    states = [str(state) for state in states_on_the_wall(workshop)]
    rows = db.rows(
        "WITH hung AS (SELECT c.id, c.body, c.cluster_id, k.title, "
        "row_number() OVER (PARTITION BY c.cluster_id ORDER BY c.received_at DESC NULLS LAST, "
        "c.id DESC) AS place, count(*) OVER (PARTITION BY c.cluster_id) AS cards "
        "FROM card c LEFT JOIN cluster k ON k.id = c.cluster_id "
        "WHERE c.workshop_id = ? AND c.state IN (SELECT unnest(?)) "
        "AND (CAST(? AS TEXT) IS NULL OR c.phase_id = ?)) "
        "SELECT * FROM hung WHERE place <= ? "
        f"ORDER BY title IS NOT NULL, cards DESC, {german_order_sql('title')}, cluster_id, place",
        [
            workshop_id,
            states,
            phase.id if phase else None,
            phase.id if phase else None,
            MOST_OF_A_CLUSTER,
        ],
    )
    by_cluster: dict[str | None, list[dict[str, object]]] = {}
    for row in rows:
        by_cluster.setdefault(row["cluster_id"], []).append(row)
    clusters = [
        HungCluster(
            str(cards[0]["title"]) if cards[0]["title"] else None,
            int(str(cards[0]["cards"])),
            [str(card["body"]) for card in cards],
        )
        for cards in by_cluster.values()
    ]
    waiting = db.value(
        "SELECT count(*) FROM card WHERE workshop_id = ? AND state = ? "
        "AND (CAST(? AS TEXT) IS NULL OR phase_id = ?)",
        [workshop_id, str(CardState.RECEIVED), workshop.phase_id, workshop.phase_id],
    )
    bars, points = _bars(db, workshop, states) if workshop.results_shown else (None, 0)
    return Wall(
        workshop,
        phase,
        clusters[:MOST_CLUSTERS],
        sum(cluster.count for cluster in clusters),
        int(waiting) if workshop.moderated else 0,
        bars,
        points,
    )


def _bars(db: Cursor, workshop: Workshop, states: Sequence[str]) -> tuple[list[Bar], int]:
    """What got most points, and all points together."""
    totals = shown_points(db, workshop.id, workshop.phase_id, states)
    keys = list(totals)
    titles = {
        item.id: str(item.name)
        for noun in (Cluster, Card)
        for item in find(db, noun, "id IN (SELECT unnest(?))", [keys])
    }
    ranked = ranking(totals, lambda key: titles.get(key, NOT_HANGING))
    bars = [bar for bar in ranked if bar.key != OFF_THE_WALL][:MOST_BARS]
    return bars + [bar for bar in ranked if bar.key == OFF_THE_WALL], sum(totals.values())


def ranking(totals: Mapping[str, int], title: Callable[[str], str]) -> list[Bar]:
    """A bar for every key that has points, most first; what hangs nowhere comes at the end."""
    most = max(totals.values(), default=0)
    bars = [
        Bar(key, title(key), points, round(100 * points / most, 1))
        for key, points in totals.items()
        if points
    ]
    return sorted(bars, key=lambda bar: (bar.key == OFF_THE_WALL, -bar.points, bar.title, bar.key))
